/** Fixtures: a call as data, what it sends and what comes back. One runner for every connector. */
import { readdirSync, readFileSync } from "node:fs";
import { fromJson, type JsonValue, toJson } from "@bufbuild/protobuf";
import { FailureCode, ParseWebhookRequestSchema, ParseWebhookResponseSchema } from "#contract";
import {
  type AnyConnector,
  bytesOf,
  type FlowName,
  type HttpRequest,
  type HttpResponse,
  InvalidRequest,
  toBase64,
  Unsupported,
} from "#kit";
import { CallError, createRuntime, rpcOf, SendFailure } from "#runtime";
import { sealState } from "../runtime/state.ts";

export interface Fixture {
  readonly about: string;
  /** The page or example that the processor's answers come from. */
  readonly source: string;
  readonly flow: FlowName | "parseWebhook";
  readonly credentials: Readonly<Record<string, string | readonly string[]>>;
  readonly live?: boolean;
  readonly subAccount?: string;
  readonly state?: Readonly<Record<string, string>>;
  /** ISO 8601; 2026-01-01T00:00:00Z where left out. */
  readonly now?: string;
  readonly request: JsonValue;
  /** Of a webhook: the body as text, in place of `request.body` in base64. */
  readonly body?: string;
  readonly exchanges: readonly RecordedExchange[];
  readonly answer?: JsonValue;
  readonly error?: { readonly reason: string; readonly fields?: readonly string[] };
}
export interface RecordedExchange {
  readonly request?: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Base64, where the body is not text. */
    readonly bytes?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

export interface FixtureFile {
  readonly connector: string;
  readonly name: string;
  readonly path: string;
  readonly fixture: Fixture;
}

const root = new URL("../../connectors/", import.meta.url).pathname;
export const readFixture = (path: string): Fixture => JSON.parse(readFileSync(path, "utf8"));

export function fixturesOf(connector: string): readonly FixtureFile[] {
  const folder = `${root}${connector}/fixtures`;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => ({
      connector,
      name: file.slice(0, -5),
      path: `${folder}/${file}`,
      fixture: readFixture(`${folder}/${file}`),
    }));
}

/** What running a fixture gave: the same members that the fixture itself has. */
export type Played = Pick<Fixture, "exchanges" | "answer" | "error">;

export const stateKey = { id: "fixture", key: new Uint8Array(32) };

/** Runs a fixture's call against the answers recorded in it. */
export async function play(connector: AnyConnector, fixture: Fixture): Promise<Played> {
  const exchanges: RecordedExchange[] = [];
  const now = new Date(fixture.now ?? "2026-01-01T00:00:00Z");
  const runtime = createRuntime({
    connectorIds: [connector.id],
    connectors: async () => connector,
    live: fixture.live ?? false,
    stateKeys: [stateKey],
    clock: () => now,
    seed: () => new Uint8Array(32),
    send: async (request) => {
      const response = fixture.exchanges[exchanges.length]?.response;
      if (!response)
        throw new SendFailure(`the fixture has no answer number ${exchanges.length + 1}`, {
          written: false,
          code: FailureCode.PROCESSOR_UNREACHABLE,
        });
      exchanges.push({ request: recorded(request), response });
      return answered(response);
    },
  });
  const call = {
    connector: connector.id,
    credentials: fixture.credentials,
    subAccount: fixture.subAccount,
    deadline: performance.now() + 60_000,
    requestId: "fixture",
  };
  try {
    return { exchanges, answer: await answerTo() };
  } catch (error) {
    return { exchanges, error: refusedWith(error) };
  }

  async function answerTo(): Promise<JsonValue> {
    if (fixture.flow === "parseWebhook") {
      const request = fromJson(ParseWebhookRequestSchema, webhookRequest(fixture));
      return toJson(ParseWebhookResponseSchema, await runtime.parseWebhook(request, call));
    }
    const { input, output } = rpcOf(fixture.flow);
    const request = fromJson(input, withState(fixture, connector.id, now));
    const answer = await runtime.call(fixture.flow, request, call);
    return withoutState(toJson(output, answer));
  }
}

export function webhookRequest({ request, body }: Fixture): JsonValue {
  if (body === undefined || typeof request !== "object" || request === null) return request;
  return { ...request, body: toBase64(body) };
}

/** A sealed state is not the same twice: fixtures carry what is in it. */
export function withState(fixture: Fixture, connector: string, now: Date): JsonValue {
  const { request, state, subAccount } = fixture;
  if (!state || typeof request !== "object" || request === null) return request;
  const sealed = sealState(
    {
      connector,
      subAccount,
      flow: state["flow"] === "setupMandate" ? "setupMandate" : "authorizePayment",
      reference: state["reference"],
      paymentId: state["paymentId"],
      amount: undefined,
      values: state,
    },
    [stateKey],
    now,
  );
  return { ...request, state: sealed };
}
function withoutState(answer: JsonValue): JsonValue {
  if (typeof answer !== "object" || answer === null || !("state" in answer)) return answer;
  return { ...answer, state: "(sealed)" };
}

function recorded(request: HttpRequest): NonNullable<RecordedExchange["request"]> {
  const { method, url, headers, body } = request;
  return {
    method,
    url,
    headers,
    ...(body?.text !== undefined && { body: body.text }),
    ...(body?.bytes !== undefined && { bytes: toBase64(bytesOf(body)) }),
  };
}

export function answered({
  status,
  headers = {},
  body,
}: RecordedExchange["response"]): HttpResponse {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status,
    headers: Object.fromEntries(named),
    bytes: new TextEncoder().encode(body),
    text: body.replace(/^\uFEFF/, ""),
  };
}

function refusedWith(error: unknown): NonNullable<Fixture["error"]> {
  if (error instanceof InvalidRequest)
    return { reason: "INVALID_REQUEST", fields: error.violations.map(({ field }) => field) };
  if (error instanceof Unsupported) return { reason: "UNSUPPORTED" };
  if (error instanceof CallError)
    return {
      reason: error.reason,
      ...(error.violations.length > 0 && { fields: error.violations.map(({ field }) => field) }),
    };
  throw error;
}
