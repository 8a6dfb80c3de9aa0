/** A shop at one processor: its connector, run in process over its simulator, with the sample account. */
import { strict as assert } from "node:assert";
import { create, fromJson, type JsonValue, type Message } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  CaptureMode,
  type Event,
  EventAction,
  type ParseWebhookResponse,
  Verification,
  VerificationFailure,
} from "#contract";
import { type AnyConnector, type FlowName, type HttpRequest, methodName } from "#kit";
import { connectorIds, load, loadSimulator } from "#registry";
import {
  type Around,
  client,
  contractRegistry,
  createRuntime,
  type InProcessClient,
  type Runtime,
  type Send,
} from "#runtime";
import type { Json, LedgerEntry, Sample, Samples, SimulatedDelivery, Simulator } from "#simulate";
import {
  createSandbox,
  type RunningSimulator,
  type Sandbox,
  type Sleep,
  sandboxHosts,
  sandboxSend,
} from "#simulators";
import { proveCell } from "./proofs.ts";

export interface Shop {
  readonly id: string;
  readonly connector: AnyConnector;
  readonly samples: Samples;
  readonly sandbox: Sandbox;
  readonly runtime: Runtime;
  readonly client: InProcessClient;
  /** The way to the processor, for a runtime of a test's own; and where its hosts are. */
  readonly send: Send;
  readonly hosts: Readonly<Record<string, string>>;
  /** Somebody else at the same processor. */
  readonly stranger: (credentials: Samples["credentials"]) => InProcessClient;
  /** Replaced by nothing: ask it for its world, ledger, faults and commands. */
  readonly processor: RunningSimulator;
  /** Every request that was sent to the processor, pages apart: its step, and how much the ledger held after it. */
  readonly sent: readonly { readonly step: string; readonly held: number }[];
  /** Every event that was told so far, each verified, known or ignored. */
  readonly log: readonly Event[];
  /** The events since the last time. */
  readonly events: () => Promise<readonly Event[]>;
  /** The deliveries since the last time, as they come in. */
  readonly deliveries: () => readonly SimulatedDelivery[];
  /** What a delivery says; nothing that was not acknowledged counts, and comes again. */
  readonly read: (delivery: SimulatedDelivery) => Promise<ParseWebhookResponse>;
  /** Lets time pass at the processor. */
  readonly wait: (seconds: number) => void;
  readonly now: () => Date;
  readonly has: (flow: FlowName) => boolean;
  /** What this call has proven: called once it did what it should. */
  readonly prove: (flow: FlowName | "parseWebhook", method?: string) => void;
}

/** A delay ends at once for whoever gives up, so that a test waits for its own deadline alone. */
const impatient: Sleep = (_, abandoned) =>
  new Promise((resolve) => abandoned.addEventListener("abort", () => resolve(), { once: true }));

/** The connectors that have somebody to talk to here: the laws say that all do. */
export const simulatedIds: readonly string[] = (
  await Promise.all(connectorIds.map(async (id) => ((await loadSimulator(id)) ? [id] : [])))
).flat();

export async function openShop(id: string): Promise<Shop> {
  const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
  assert.ok(connector && simulator, `${id} has a connector and a simulator`);
  return shopOf(connector, simulator);
}

/** What a shop is opened with beside its processor. */
export interface ShopParts {
  readonly hears?: (request: HttpRequest) => void;
  /** A sandbox that has this simulator; one of its own where left out. */
  readonly sandbox?: Sandbox;
  /** Stands between the shop and its processor. */
  readonly through?: Around;
}

/** A sandbox in which a mistake of the simulator ends the test. */
export const strictSandbox = (simulator: Simulator): Sandbox =>
  createSandbox({
    simulators: [simulator],
    report: ({ during, error }) => {
      throw new Error(`the simulator of ${simulator.id} failed at ${during}`, { cause: error });
    },
  });

export function shopOf(
  connector: AnyConnector,
  simulator: Simulator,
  {
    hears = () => {},
    sandbox = strictSandbox(simulator),
    through = (next) => next,
  }: ShopParts = {},
): Shop {
  const { id } = connector;
  const { samples } = simulator;
  const processor = sandbox.simulator(id);
  const now = () => processor.world.now();
  const sent: { readonly step: string; readonly held: number }[] = [];
  const overSandbox = through(sandboxSend(sandbox, impatient));
  const send: Send = (request, peer) => {
    // Each request is of a later second than the one before, as the events that it causes are.
    sandbox.advance(1);
    hears(request);
    const answering = overSandbox(request, peer);
    sent.push({ step: peer.step, held: processor.ledger.length });
    return answering;
  };
  const runtime = createRuntime({
    connectorIds: [id],
    connectors: async () => connector,
    live: false,
    send,
    stateKeys: [{ id: "shop", key: new Uint8Array(32) }],
    clock: now,
  });
  const account = {
    connector: id,
    credentials: samples.credentials,
    hosts: sandboxHosts(sandbox.origin, id, connector.hosts),
  };
  const own = client(runtime, account);
  const log: Event[] = [];
  const secret = secretOf(connector, samples);
  const deliveries = () => processor.takeWebhooks(secret);
  const read = ({ headers, body }: SimulatedDelivery) =>
    own.webhooks.parseWebhook({
      body: new TextEncoder().encode(body),
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      url: "https://shop.example/webhooks",
    });

  return {
    id,
    connector,
    samples,
    sandbox,
    runtime,
    client: own,
    send,
    hosts: account.hosts,
    stranger: (credentials) => client(runtime, { ...account, credentials }),
    processor,
    sent,
    log,
    now,
    wait: (seconds) => sandbox.advance(seconds),
    has: (flow) => connector.flows[flow] !== undefined,
    prove: (flow, method) => proveCell(id, flow, method),
    deliveries,
    read,
    async events() {
      const told: Event[] = [];
      for (const delivery of deliveries()) {
        const { events, acknowledgement } = await read(delivery);
        assert.ok(events.length > 0, "a delivery tells something");
        assert.ok(acknowledgement, `${unbelieved(id, events)}: ${delivery.body}`);
        told.push(...events);
      }
      for (const event of told) assertKnown(connector, event);
      if (told.length > 0) proveCell(id, "parseWebhook");
      log.push(...told);
      return told;
    },
  };
}

/** Why the connector does not believe what its own simulator signed. */
export function unbelieved(id: string, events: readonly Event[]): string {
  const reasons = events
    .filter(({ verification }) => verification === Verification.FAILED)
    .map(({ verificationFailure }) => nameOf(VerificationFailure, verificationFailure));
  return `${id} does not believe what its simulator signed (${reasons.join(", ") || "no reason"})`;
}

function assertKnown({ id, webhooks }: AnyConnector, event: Event): void {
  const { verification, action, processorEventType, dedupeKey } = event;
  const what = `${id}: the event ${processorEventType}`;
  assert.equal(verification, Verification.VERIFIED, `${what} is not verified`);
  assert.notEqual(action, EventAction.UNSPECIFIED, `${what} has no action`);
  assert.ok(dedupeKey, `${what} has no dedupeKey`);
  if (action === EventAction.IGNORE) return;
  const isDeclared = webhooks?.events.includes(processorEventType);
  assert.ok(isDeclared, `${what} is read, and not listed in webhooks.events`);
  assert.ok(
    event.occurredAt,
    `${what} has no occurredAt: the moment that it states, or the one that was signed`,
  );
}

function secretOf({ webhooks }: AnyConnector, { credentials }: Samples): string {
  const secret = webhooks?.secret && credentials[webhooks.secret];
  return (typeof secret === "string" ? secret : secret?.[0]) ?? "unsigned";
}

let attempts = 0;
/** Another one for each attempt, and of the same form. */
export const newReference = (what: string): string => `${what}-${++attempts}`;

/** The request that a sample stands for. */
export function requestFor(
  { connector, samples }: Pick<Shop, "connector" | "samples">,
  sample: Sample,
  wanted: CaptureMode = CaptureMode.AUTOMATIC,
): AuthorizePaymentRequest {
  const request = fromJson(AuthorizePaymentRequestSchema, {
    reference: newReference("order"),
    purchase: { ...members(samples.purchase), ...members(sample.purchase) },
    paymentMethod: plain(sample.method),
    captureMode: "CAPTURE_MODE_AUTOMATIC",
    ...members(sample.request),
  });
  const name = methodName(request.paymentMethod);
  const modes = (name && connector.methods[name]?.capture) ?? [];
  return { ...request, captureMode: modes.includes(wanted) ? wanted : (modes[0] ?? wanted) };
}

/** The samples of methods that this connector takes, by the connector's own name for each. */
export const methodSamples = (
  shop: Pick<Shop, "connector" | "samples">,
): readonly (readonly [string, Sample])[] =>
  Object.values(shop.samples.methods).flatMap((sample) => {
    const name = methodName(requestFor(shop, sample).paymentMethod);
    return name && shop.connector.methods[name] ? [[name, sample] as const] : [];
  });

/** The sample that most stories are about: a card that is simply good. */
export function cardSample(shop: Pick<Shop, "connector" | "samples">): Sample {
  const [found] = methodSamples(shop).filter(([name]) => name === "card");
  return (found ?? methodSamples(shop)[0] ?? assert.fail(`${shop.connector.id} has no sample`))[1];
}

/** What moved, of some kinds, in minor units. */
export const moved = (
  ledger: readonly LedgerEntry[],
  ...kinds: readonly LedgerEntry["kind"][]
): bigint =>
  ledger.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amount }) => sum + amount, 0n);

const plain = (json: Json | JsonValue): JsonValue => JSON.parse(JSON.stringify(json));
export function members(json: Json | JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  const value = json === undefined ? {} : plain(json);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** The same message with other members, which may be plain. */
export function changed<Changed extends Message>(message: Changed, members: object): Changed {
  const { $typeName, ...own } = message;
  const desc = contractRegistry.getMessage($typeName) ?? assert.fail($typeName);
  return create(desc, { ...own, ...members }) as Changed;
}

/** The contract's word for a value of one of its enums. */
export const nameOf = (
  words: Readonly<Record<string, number>>,
  value: number | undefined,
): string => Object.entries(words).find(([, word]) => word === value)?.[0] ?? String(value);

/** Two words of an enum are the same; where not, both are named, and not numbered. */
export const assertIs = (
  words: Readonly<Record<string, number>>,
  value: number | undefined,
  wanted: number,
  about = "",
): void =>
  assert.equal(
    nameOf(words, value),
    nameOf(words, wanted),
    `${about && `${about}: `}it is ${nameOf(words, value)}, and not ${nameOf(words, wanted)}`,
  );
