/** What a connector's builders and readers make of the requests that its samples and fixtures have: nothing is sent. */
import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import type { Message } from "@bufbuild/protobuf";
import { fromJson } from "@bufbuild/protobuf";
import {
  type AnyConnector,
  type Context,
  checkSettings,
  type Exchange,
  type FlowName,
  type HttpRequest,
  methodName,
  type Script,
  type Step,
} from "#kit";
import { connectorIds, load, loadSimulator } from "#registry";
import { rpcOf } from "#runtime";
import type { Simulator } from "#simulate";
import { hostsOf } from "../runtime/hosts.ts";
import { contextFor, toRequest } from "../runtime/requests.ts";
import type { Run } from "../runtime/run.ts";
import { createSessions } from "../runtime/sessions.ts";
import { type Fixture, fixturesOf } from "./fixtures.ts";
import { methodSamples, requestFor } from "./shop.ts";

export interface Registered {
  readonly id: string;
  readonly connector: AnyConnector;
  readonly simulator: Simulator | undefined;
  readonly fixtures: readonly { readonly name: string; readonly fixture: Fixture }[];
}

/** Every connector of the registry, with what its folder has beside it. */
export async function registered(): Promise<readonly Registered[]> {
  return Promise.all(
    connectorIds.map(async (id) => {
      const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
      return {
        id,
        connector: connector ?? assert.fail(`${id} is registered and cannot be loaded`),
        simulator,
        fixtures: hasFixtures(id) ? fixturesOf(id) : [],
      };
    }),
  );
}
const folder = new URL("../../connectors/", import.meta.url).pathname;
const hasFixtures = (id: string): boolean => readdirSync(folder + id).includes("fixtures");

/** A call that could be made: a flow with its request, and the account that it is made for. */
export interface Asking {
  readonly name: string;
  readonly flow: FlowName;
  readonly request: Message;
  readonly method: string | undefined;
  readonly run: Run;
}

const now = new Date("2026-01-01T00:00:00Z");

/** A run that sends nothing: everything impure in it stands still. */
export function stillRun(
  connector: AnyConnector,
  given: Readonly<Record<string, unknown>>,
  more: Partial<Run> = {},
): Run {
  const { values, violations } = checkSettings(connector.credentials, given, "credentials");
  assert.ok(values, JSON.stringify(violations));
  return {
    connector,
    credentials: values,
    options: {},
    hosts: hostsOf(connector, values, false),
    key: "key-of-this-call",
    reference: "order-1",
    state: {},
    clock: () => now,
    seed: () => new Uint8Array(32),
    send: () => assert.fail("nothing is sent"),
    sessions: createSessions(),
    deadline: Number.POSITIVE_INFINITY,
    sleep: async () => false,
    ...more,
  };
}

/** All calls that the samples and fixtures of a connector are, the refused ones left out. */
export function askingsOf({ connector, simulator, fixtures }: Registered): readonly Asking[] {
  const samples = simulator?.samples;
  const sampled = samples
    ? methodSamples({ connector, samples }).map(([name, sample]): Asking => {
        const request = requestFor({ connector, samples }, sample);
        return {
          name: `sample ${name}`,
          flow: "authorizePayment",
          request,
          method: name,
          run: stillRun(connector, samples.credentials, { reference: request.reference }),
        };
      })
    : [];
  const recorded = fixtures.flatMap(({ name, fixture }): readonly Asking[] => {
    const { flow, credentials, subAccount, state = {} } = fixture;
    if (flow === "parseWebhook" || fixture.error || fixture.live) return [];
    const request = fromJson(rpcOf(flow).input, fixture.request);
    const place = connector.subAccount;
    const { reference = state["reference"] ?? "", paymentMethod } = request as Message & {
      readonly reference?: string;
      readonly paymentMethod?: Parameters<typeof methodName>[0];
    };
    const inside = subAccount !== undefined && place !== undefined && place !== "header";
    return [
      {
        name: `fixture ${name}`,
        flow,
        request,
        method: methodName(paymentMethod),
        run: stillRun(connector, inside ? { ...credentials, [place]: subAccount } : credentials, {
          reference,
          state,
          ...(subAccount && place === "header" && { subAccount }),
        }),
      },
    ];
  });
  return [...sampled, ...recorded];
}

// biome-ignore lint/suspicious/noExplicitAny: the interpreter's seam, where every flow meets.
export type AnyExchange = Exchange<any, any, any>;
export interface Built {
  readonly label: string;
  readonly exchange: AnyExchange;
  readonly input: unknown;
  readonly context: Context<Run["credentials"]>;
  readonly request: HttpRequest;
}

const MOST_STEPS = 20;
const session = { token: "session-token", lifetimeSeconds: 60, values: {} };

/** The exchanges that a flow would go through, each step answered by its example. */
export function* exchangesOf(
  { run, flow, request }: Asking,
  input: Message = request,
): Generator<Built> {
  const declared = run.connector.flows[flow] as
    | AnyExchange
    | ((input: unknown, context: Context<Run["credentials"]>) => unknown)
    | undefined;
  if (!declared) return;
  const build = (exchange: AnyExchange, input: unknown, label: string): Built => {
    const context = contextFor(run, exchange, label, run.connector.session && session);
    const request = toRequest(run.connector, exchange, input, context);
    return { label, exchange, input, context, request };
  };
  if (typeof declared !== "function") {
    yield build(declared, input, flow);
    return;
  }
  const script = declared(input, contextFor(run, undefined, flow));
  if (!isScript(script)) return;
  let turn = script.next();
  for (let steps = 0; !turn.done && steps < MOST_STEPS; steps += 1) {
    if (turn.value.kind === "pause") {
      turn = script.next(false);
      continue;
    }
    const { step, input: given } = turn.value;
    // A wish is typed by its own step, which is asked for its own example.
    const own = step as unknown as Step<unknown, unknown>;
    yield build(own, given, own.name);
    turn = script.next(own.example);
  }
}
const isScript = (value: unknown): value is Script<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value && "next" in value;
