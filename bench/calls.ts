/** Calls to measure, from the fixtures: each is a flow of a connector with the processor's recorded answers. */
import { fromJson, type Message } from "@bufbuild/protobuf";
import { ParseWebhookRequestSchema } from "#contract";
import { type AnyConnector, type FlowName, type HttpResponse, toBase64 } from "#kit";
import { connectorIds, load } from "#registry";
import { type Call, createRuntime, rpcOf, type Send } from "#runtime";
import { type Fixture, fixturesOf } from "../packages/testing/fixtures.ts";

export interface FixtureCall {
  readonly connector: AnyConnector;
  readonly fixture: Fixture;
  /** The fixture's file, without its end. */
  readonly name: string;
}

/** Of each connector and flow the plainest fixture that comes to an answer: the one with the shortest name. */
export const plainestCalls = (): Promise<readonly FixtureCall[]> =>
  plainest(({ flow, exchanges }) => flow !== "parseWebhook" && exchanges.length > 0);

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

/** Runs the call again and again; the processor's recorded answers are there at once. */
export function repeated({ connector, fixture }: FixtureCall): () => Promise<Message> {
  const answers = fixture.exchanges.map(({ response }) => answered(response));
  let next = 0;
  const send: Send = async () => {
    const answer = answers[next++ % answers.length];
    if (!answer) throw new Error("the fixture has no answer");
    return answer;
  };
  const now = new Date(fixture.now ?? "2026-01-01T00:00:00Z");
  const runtime = createRuntime({
    connectorIds: [connector.id],
    connectors: async () => connector,
    live: fixture.live ?? false,
    stateKeys: [{ id: "bench", key: new Uint8Array(32) }],
    clock: () => now,
    send,
  });
  const call = (): Call => ({
    connector: connector.id,
    credentials: fixture.credentials,
    subAccount: fixture.subAccount,
    deadline: performance.now() + 60_000,
    requestId: "bench",
  });
  if (fixture.flow === "parseWebhook") {
    const { body, request } = fixture;
    const given = body === undefined ? request : { ...Object(request), body: toBase64(body) };
    const delivery = fromJson(ParseWebhookRequestSchema, given);
    return () => runtime.parseWebhook(delivery, call());
  }
  const flow: FlowName = fixture.flow;
  const message = fromJson(rpcOf(flow).input, fixture.request);
  return () => {
    next = 0;
    return runtime.call(flow, message, call());
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
    text: body,
  };
}
