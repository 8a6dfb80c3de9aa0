/** Calls to measure, from the fixtures: each is a flow of a connector with the processor's recorded answers. */
import { isDeepStrictEqual } from "node:util";
import { fromJson, type Message, toJson } from "@bufbuild/protobuf";
import { ParseWebhookRequestSchema, ParseWebhookResponseSchema } from "#contract";
import { type AnyConnector, type FlowName, type HttpResponse, toBase64 } from "#kit";
import { connectorIds, load } from "#registry";
import { type Call, createRuntime, rpcOf, type Send } from "#runtime";
import { accountOf, optionsOf } from "../packages/runtime/account.ts";
import { hostsOf } from "../packages/runtime/hosts.ts";
import { type Run, runFlow } from "../packages/runtime/run.ts";
import { createSessions } from "../packages/runtime/sessions.ts";
import { type Fixture, fixturesOf } from "../packages/testing/fixtures.ts";

export interface FixtureCall {
  readonly connector: AnyConnector;
  readonly fixture: Fixture;
  /** The fixture's file, without its end. */
  readonly name: string;
}

/** Of each connector and flow the plainest fixture that goes well: the one with the shortest name. */
export const plainestCalls = (): Promise<readonly FixtureCall[]> =>
  plainest(
    ({ flow, exchanges, answer }) =>
      flow !== "parseWebhook" &&
      exchanges.length > 0 &&
      exchanges.every(({ response }) => response.status < 300) &&
      !/"OPERATION_STATUS_(?:FAILED|UNKNOWN)"/.test(JSON.stringify(answer)),
  );

/** Of each connector that tells events the plainest delivery whose signature is good. */
export const webhookCalls = (): Promise<readonly FixtureCall[]> =>
  plainest(({ flow, answer }) => flow === "parseWebhook" && isBelieved(answer));

async function plainest(wanted: (fixture: Fixture) => boolean): Promise<readonly FixtureCall[]> {
  const calls: FixtureCall[] = [];
  for (const id of connectorIds) {
    const connector = await load(id);
    if (!connector) throw new Error(`${id} is in the registry and cannot be loaded`);
    const chosen = new Map<string, FixtureCall>();
    for (const { name, fixture } of fixturesOf(id)) {
      // What is carried by `state` is sealed with a key of the fixtures' own.
      if (!fixture.answer || fixture.state || !wanted(fixture)) continue;
      const known = chosen.get(fixture.flow);
      if (!known || rank(name) < rank(known.name))
        chosen.set(fixture.flow, { connector, fixture, name });
    }
    calls.push(...chosen.values());
  }
  return calls;
}
/** A card before other methods, and then what says least. */
const rank = (name: string): number =>
  name.length + (name === "authorize-card" ? -100 : name.startsWith("authorize-card") ? -50 : 0);
/** An event that was verified and has a meaning of its own. */
const isBelieved = (answer: Fixture["answer"]): boolean => {
  const text = JSON.stringify(answer);
  return text.includes('"VERIFICATION_VERIFIED"') && text.includes('"EVENT_ACTION_APPLY"');
};

/** The recorded answer to each request, at once; `rewind` before each call. A kept session is not asked for again. */
function recordedSend({ fixture }: FixtureCall): { readonly send: Send; rewind(): void } {
  const known = fixture.exchanges.map(({ request, response }) => ({
    asked: `${request?.method} ${request?.url}`,
    answer: answered(response),
  }));
  let next = 0;
  return {
    rewind: () => {
      next = 0;
    },
    send: async ({ method, url }) => {
      const asked = `${method} ${url}`;
      const index = known.findIndex((one, place) => place >= next && one.asked === asked);
      const found = known[index];
      if (!found) throw new Error(`the fixture has no answer to ${asked}`);
      next = index + 1;
      return found.answer;
    },
  };
}

const callOf = ({ connector, fixture }: FixtureCall): Call => ({
  connector: connector.id,
  credentials: fixture.credentials,
  subAccount: fixture.subAccount,
  deadline: performance.now() + 60_000,
  requestId: "bench",
});
const nowOf = ({ fixture }: FixtureCall) => new Date(fixture.now ?? "2026-01-01T00:00:00Z");

/** The mapping alone: the connector's functions and what runs them, from the unified request to the outcome. */
export function mapped(given: FixtureCall): () => Promise<unknown> {
  const { connector, fixture } = given;
  if (fixture.flow === "parseWebhook") throw new Error("a webhook is no flow");
  const { flow } = fixture;
  const declared = connector.flows[flow];
  if (!declared) throw new Error(`${connector.id} has no ${flow}`);
  const message = fromJson(rpcOf(flow).input, fixture.request);
  const { credentials, subAccount } = accountOf(connector, callOf(given), fixture.live ?? false);
  const recorded = recordedSend(given);
  const now = nowOf(given);
  const run: Run = {
    connector,
    credentials,
    subAccount,
    options: optionsOf(connector, message),
    hosts: hostsOf(connector, credentials, fixture.live ?? false),
    key: "0".repeat(64),
    reference: "bench",
    state: {},
    clock: () => now,
    seed: () => new Uint8Array(32),
    send: recorded.send,
    sessions: createSessions(),
    deadline: performance.now() + 86_400_000,
    sleep: async () => true,
  };
  return () => {
    recorded.rewind();
    // Flows are typed one by one; this one's request was made by its own descriptor.
    return runFlow(run, flow, declared as Parameters<typeof runFlow>[2], message);
  };
}

/** The whole call through the in-process runtime, again and again; the first answer is held against the fixture's. */
export function repeated(given: FixtureCall): () => Promise<Message> {
  const call = whole(given);
  const { flow, answer } = given.fixture;
  const output = flow === "parseWebhook" ? ParseWebhookResponseSchema : rpcOf(flow).output;
  let checked = false;
  return async () => {
    const message = await call();
    if (checked) return message;
    const got = { ...Object(toJson(output, message)), state: undefined };
    if (!isDeepStrictEqual(got, { ...Object(answer), state: undefined }))
      throw new Error(`${given.connector.id} ${given.name} was answered otherwise`);
    checked = true;
    return message;
  };
}

function whole(given: FixtureCall): () => Promise<Message> {
  const { connector, fixture } = given;
  const { send, rewind } = recordedSend(given);
  const now = nowOf(given);
  const runtime = createRuntime({
    connectorIds: [connector.id],
    connectors: async () => connector,
    live: fixture.live ?? false,
    stateKeys: [{ id: "bench", key: new Uint8Array(32) }],
    clock: () => now,
    seed: () => new Uint8Array(32),
    send,
  });
  if (fixture.flow === "parseWebhook") {
    const { body, request } = fixture;
    const asked = body === undefined ? request : { ...Object(request), body: toBase64(body) };
    const delivery = fromJson(ParseWebhookRequestSchema, asked);
    return () => {
      rewind();
      return runtime.parseWebhook(delivery, callOf(given));
    };
  }
  const flow: FlowName = fixture.flow;
  const message = fromJson(rpcOf(flow).input, fixture.request);
  return () => {
    rewind();
    return runtime.call(flow, message, callOf(given));
  };
}

function answered({
  status,
  headers = {},
  body,
}: Fixture["exchanges"][number]["response"]): HttpResponse {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status,
    headers: Object.fromEntries(named),
    bytes: new TextEncoder().encode(body),
    text: body.replace(/^\uFEFF/, ""),
  };
}
