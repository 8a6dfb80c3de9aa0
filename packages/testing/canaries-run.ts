/**
 * The real service in a process of its own, at the most verbose level that it has, with a canary in every secret: it is asked every
 * fixture of every connector, well and broken in every way, and whatever must show no secret goes to standard output.
 * What the canaries are is told to the parent alone.
 */
import { create, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { trace } from "@opentelemetry/api";
import { FailureCode, PreviewRequestSchema } from "#contract";
import { toJson as bareJson } from "#kit";
import { connectorIds, load } from "#registry";
import { contractRegistry, rpcOf, type Send, SendFailure } from "#runtime";
import { createLog, developmentConfig, levels, startService } from "#service";
import { hidden, maskedMessage, secretsIn } from "../runtime/redact.ts";
import { frameOf, grpc } from "../service/calling.ts";
import { otherSecret, SHORTEST } from "./canaries.ts";
import {
  answered,
  type Fixture,
  fixturesOf,
  stateKey,
  webhookRequest,
  withState,
} from "./fixtures.ts";

/** What the parent hears: what must not be found in a section of what is written. */
export interface Section {
  readonly name: string;
  readonly canaries: readonly string[];
  /** Secret values that are too short to be searched for. */
  readonly short: number;
  readonly calls: number;
  /** Whether the call came to an answer, or to an error, as the fixture says that it does. */
  readonly asRecorded: boolean;
}
/** Stands between the sections of standard output. */
export const MARK = "\u0001section ";

/** How the processor behaves. */
type Behaviour = "as recorded" | "quoting in a refusal" | "quoting in nonsense" | "failing" | "cut";
const behaviours: readonly Behaviour[] = [
  "as recorded",
  "quoting in a refusal",
  "quoting in nonsense",
  "failing",
  "cut",
];

const shown = (what: string, value: unknown) =>
  process.stdout.write(`${what} ${JSON.stringify(value)}\n`);

let current: { fixture: Fixture; behaviour: Behaviour; quoted: readonly string[]; sent: number };
let now = new Date();

const send: Send = async () => {
  const { fixture, behaviour, quoted } = current;
  const body = JSON.stringify({
    error: { message: `cannot take ${quoted.join(", ")}`, code: quoted[0], param: quoted },
    message: quoted.join(" "),
  });
  switch (behaviour) {
    case "quoting in a refusal":
      return answered({ status: 400, body });
    case "quoting in nonsense":
      return answered({ status: 200, body: `${body.slice(0, -1)} and then` });
    case "failing":
      throw new Error(`cannot send ${quoted.join(", ")}`);
    case "cut":
      throw new SendFailure("the connection ended", {
        written: true,
        code: FailureCode.TIMED_OUT,
        cause: new Error(quoted.join(", ")),
      });
  }
  const response = fixture.exchanges[current.sent]?.response;
  current.sent += 1;
  if (response) return answered(response);
  throw new SendFailure("nothing more is recorded", {
    written: false,
    code: FailureCode.PROCESSOR_UNREACHABLE,
  });
};

/** Every text in it that is one of these, replaced. */
function replaced(value: JsonValue, by: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === "string") return by.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, by));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaced(member, by)]),
  );
}
const inText = (text: string, by: ReadonlyMap<string, string>): string =>
  [...by].reduce((all, [value, canary]) => all.replaceAll(value, canary), text);

interface Prepared {
  readonly fixture: Fixture;
  /** The canaries that a processor may quote: what a customer brought back is the processor's own. */
  readonly quoted: readonly string[];
  readonly canaries: readonly string[];
  readonly short: number;
}

/** The fixture with a canary in every secret place, in what is asked and in what the processor tells back. */
async function prepared(id: string, name: string, fixture: Fixture): Promise<Prepared> {
  const connector = await load(id);
  if (!connector) throw new Error(id);
  const marked = markedIn(fixture);
  const credentials = Object.entries(fixture.credentials)
    .filter(([field]) => connector.credentials[field]?.secret)
    .flatMap(([, value]) => value);
  const examples = new Set(
    Object.values({ ...connector.credentials, ...connector.options }).map(({ example }) => example),
  );
  const secrets = [...new Set([...credentials, ...marked.secrets])];
  const salt = `${id} ${name}`;
  const by = new Map<string, string>();
  const kept: string[] = [];
  // What a webhook is signed with cannot be another without another signature.
  const signs = fixture.flow === "parseWebhook";
  for (const value of secrets) {
    // What is also in a place that may be shown is no secret.
    if (marked.shown.includes(value)) continue;
    const [setting = {}] = Object.entries(fixture.credentials).flatMap(([field, own]) =>
      own === value || own.includes(value) ? (connector.credentials[field] ?? []) : [],
    );
    const canary = signs ? undefined : otherSecret(setting, value, salt);
    if (canary) by.set(value, canary);
    else if (value.length >= SHORTEST && !examples.has(value) && hidden(value) !== value)
      kept.push(value);
  }
  const canaries = [...by.values(), ...kept];
  const own = new Set(credentials.map((value) => by.get(value) ?? value));
  return {
    canaries,
    quoted: fixture.flow === "resumePayment" ? canaries.filter((one) => own.has(one)) : canaries,
    short: secrets.filter(({ length }) => length < SHORTEST).length,
    fixture: {
      ...fixture,
      // Of the shape that it had.
      credentials: replaced(fixture.credentials as JsonValue, by) as Fixture["credentials"],
      request: replaced(fixture.request, by),
      exchanges: fixture.exchanges.map(({ response }) => ({
        response: { ...response, body: inText(response.body, by) },
      })),
    },
  };
}
/** The secrets of a request, and all of it that may be shown. */
function markedIn({ flow, request }: Fixture): { secrets: readonly string[]; shown: string } {
  if (flow === "parseWebhook") return { secrets: [], shown: "" };
  const { input } = rpcOf(flow);
  try {
    const message = fromJson(input, request);
    const masked = maskedMessage(input, message);
    return {
      secrets: secretsIn(input, message),
      shown: bareJson(masked),
    };
  } catch {
    // A fixture of a request that is none.
    return { secrets: [], shown: "" };
  }
}

const pathOf = (flow: Fixture["flow"]): string =>
  flow === "parseWebhook"
    ? "/payments.v1.WebhookService/ParseWebhook"
    : `/${rpcOf(flow).method.parent.typeName}/${rpcOf(flow).name}`;

let lastSpan = 0;
function printSpans() {
  const span = (name: string, attributes: Record<string, unknown>) => {
    const own: Record<string, unknown> = { ...attributes };
    lastSpan += 1;
    const spanId = lastSpan.toString(16).padStart(16, "0");
    const self = {
      spanContext: () => ({ traceId: "1".repeat(32), spanId, traceFlags: 1 }),
      setAttribute: (key: string, value: unknown) => {
        own[key] = value;
        return self;
      },
      setAttributes: (values: object) => {
        Object.assign(own, values);
        return self;
      },
      setStatus: (status: unknown) => {
        own["status"] = status;
        return self;
      },
      recordException: (error: unknown) => {
        own["exception"] = String(error);
      },
      addEvent: (event: unknown) => {
        own["event"] = event;
        return self;
      },
      end: () => shown("span", { name, ...own }),
    };
    return self;
  };
  trace.setGlobalTracerProvider({
    getTracer: () =>
      ({
        startActiveSpan: (
          name: string,
          { attributes = {} }: { attributes?: Record<string, unknown> },
          ...rest: unknown[]
        ) => (rest.at(-1) as (one: unknown) => unknown)(span(name, attributes)),
        // The API's own type has overloads that no literal has.
      }) as never,
  });
}

async function run(tell: (section: Section) => void): Promise<void> {
  printSpans();
  const all = [];
  for (const id of connectorIds)
    for (const { name, fixture } of fixturesOf(id))
      if (!fixture.live) all.push({ id, name, ...(await prepared(id, name, fixture)) });
  const accounts = new Map(
    all.map(({ id, name, fixture }) => [
      `${id}-${name}`,
      { name: `${id}-${name}`, connector: id, credentials: fixture.credentials },
    ]),
  );
  const base = developmentConfig();
  const service = await startService(
    developmentConfig({
      listen: { ...base.listen, port: 0 },
      accounts,
      stateKeys: [stateKey],
    }),
    {
      send,
      clock: () => now,
      // At once, so that a line stands in the section of its call.
      log: createLog(levels[0], { write: (line: string) => void process.stdout.write(line) }),
    },
  );
  for (const { id, name, fixture, canaries, quoted, short } of all) {
    process.stdout.write(`\n${MARK}${id} ${name}\n`);
    now = new Date(fixture.now ?? "2026-01-01T00:00:00Z");
    let calls = 0;
    let asRecorded = true;
    for (const [turn, behaviour] of behaviours.entries()) {
      // A configured account and credentials of the call's own, in turn, and both where all is well.
      const accounts = accountHeaders(id, name, fixture);
      for (const headers of turn === 0 ? accounts : accounts.slice(turn % 2, 1 + (turn % 2))) {
        const body =
          fixture.flow === "parseWebhook" ? webhookRequest(fixture) : withState(fixture, id, now);
        const options = { path: pathOf(fixture.flow), headers };
        current = { fixture, behaviour, quoted, sent: 0 };
        const answer = await asked(service.url, body, options);
        calls += 1;
        const isAnswer = answer.status === 200;
        if (turn === 0 && isAnswer !== (fixture.error === undefined)) asRecorded = false;
        const { operation, rawExchanges, lookup } = answer.body;
        if (isAnswer)
          shown("answer", { operation: told(fixture, operation), lookup, rawExchanges });
        else shown("error", { status: answer.status, ...answer.body });
      }
    }
    if (fixture.flow !== "parseWebhook") {
      const [account = {}, own = {}] = accountHeaders(id, name, fixture);
      shown("preview", await previewOf(service.url, fixture, id, account));
      current = { fixture, behaviour: "quoting in a refusal", quoted, sent: 0 };
      shown("grpc", await overGrpc(service.url, fixture, id, own));
      calls += 1;
    }
    tell({ name: `${id} ${name}`, canaries, short, calls, asRecorded });
  }
  process.stdout.write(`\n${MARK}metrics\n`);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  // Buckets have the labels of their counts; a figure may be like anything.
  const labels = metrics.split("\n").filter((line) => !line.includes("_bucket{"));
  shown(
    "metrics",
    labels.map((line) => line.replace(/ [^ ]+$/, "")),
  );
  tell({
    name: "metrics",
    canaries: all.flatMap(({ canaries }) => canaries),
    short: 0,
    calls: 0,
    asRecorded: true,
  });
  await service.close();
}

/** Of a customer who is back, what the processor says is what the customer brought: it is theirs and not a leak. */
function told({ flow }: Fixture, operation: unknown): unknown {
  if (flow !== "resumePayment" || typeof operation !== "object") return operation;
  return { ...operation, failure: undefined };
}

/** As an account that is configured, and with credentials of the call's own. */
function accountHeaders(id: string, name: string, { credentials, subAccount }: Fixture) {
  const usual = {
    "x-include-raw": "true",
    ...(subAccount !== undefined && { "x-connector-sub-account": subAccount }),
  };
  const own = JSON.stringify(credentials).replace(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [
    { ...usual, "x-connector-account": `${id}-${name}` },
    { ...usual, "x-connector": id, "x-connector-credentials": own },
  ];
}

/** One call of the JSON form. */
async function asked(
  url: string,
  body: JsonValue,
  { path, headers }: { readonly path: string; readonly headers: Record<string, string> },
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** One call over HTTP/2: what is told beside the message. */
async function overGrpc(
  url: string,
  fixture: Fixture,
  id: string,
  own: Record<string, string>,
): Promise<unknown> {
  const { input } = rpcOf(fixture.flow as Exclude<Fixture["flow"], "parseWebhook">);
  const headers = { ...own, "x-connector-account": undefined };
  try {
    const body = frameOf(toBinary(input, fromJson(input, withState(fixture, id, now))));
    const answer = await grpc(url, { path: pathOf(fixture.flow), headers, body });
    return { ...answer, body: answer.body.length };
  } catch (error) {
    // A fixture of a request that is none is none over gRPC either.
    if (error instanceof Error) return { none: true };
    throw error;
  }
}

async function previewOf(
  url: string,
  fixture: Fixture,
  id: string,
  headers: Record<string, string>,
): Promise<unknown> {
  const { input } = rpcOf(fixture.flow as Exclude<Fixture["flow"], "parseWebhook">);
  try {
    const request = fromJson(input, withState(fixture, id, now));
    const call = anyPack(contractRegistry.getMessage(input.typeName) ?? input, request);
    const body = toJson(PreviewRequestSchema, create(PreviewRequestSchema, { call }), {
      registry: contractRegistry,
    });
    const path = "/payments.tools.v1.ToolsService/Preview";
    return (await asked(url, body, { path, headers })).body;
  } catch (error) {
    // A fixture of a request that is none has no preview.
    if (error instanceof Error) return { none: true };
    throw error;
  }
}

if (process.send) {
  await run((section) => process.send?.(section));
  process.disconnect();
}
