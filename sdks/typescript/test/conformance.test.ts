/** Every vector of `conformance/`, over gRPC and over JSON. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { create, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { methodOf } from "../../../conformance/rpcs.ts";
import type { Transport, CallOptions as VectorOptions } from "../../../conformance/vector.ts";
import { loadVectors } from "../../../conformance/vectors.ts";
import { EventSchema, PaymentRecordSchema } from "../../../contract/index.ts";
import { type Client, createClient, webhookRequest } from "../src/client.ts";
import * as constructors from "../src/connectors.ts";
import {
  type Answer,
  applyAnswer,
  applyEvent,
  discreet,
  OutcomeUnknown,
  PaymentsError,
} from "../src/index.ts";

interface Run {
  readonly run: string;
  readonly client: {
    readonly endpoint: string;
    readonly connector: {
      readonly id: string;
      readonly credentials: Record<string, string>;
    } | null;
    readonly account: string | null;
    readonly subAccount: string | null;
    readonly apiKey: string | null;
    readonly authorities: string | null;
    readonly certificate: string | null;
    readonly key: string | null;
    readonly deadlineMs: number | null;
    readonly retries: number | null;
    readonly metadata: Record<string, string>;
  };
  readonly calls: readonly Call[];
}
interface Call {
  readonly waitMs?: number;
  readonly options?: VectorOptions;
  readonly rpc?: string;
  readonly requestBytes?: string;
  readonly webhook?: {
    readonly body: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly url: string;
  };
  readonly applyEvent?: {
    readonly events: readonly string[];
    readonly answers: readonly {
      readonly rpc: string;
      readonly bytes: string;
      readonly askedAt: string;
    }[];
  };
}

let control = "";
let server: ReturnType<typeof spawn>;
before(async () => {
  const program = new URL("../../../conformance/server.ts", import.meta.url).pathname;
  server = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  server.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  while (!out.includes("\n")) await once(server.stdout ?? server, "data");
  control = JSON.parse(out).control;
});
after(async () => {
  const closed = once(server, "close");
  server.stdin?.end();
  await closed;
});
async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(control + path, { method: "POST", body: JSON.stringify(body) });
  const answer = (await response.json()) as Answer;
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

for (const transport of ["grpc", "json"] as const)
  describe(transport, () => {
    const named = { sdk: "typescript", transport };
    before(() => post("/begin", named));
    for (const [vector, { transports }] of loadVectors())
      if (transports?.includes(transport) ?? true)
        test(vector, async () => {
          const run = await post<Run>("/runs", { vector, ...named });
          const told = await play(run, transport);
          const { problems } = await post<{ problems: string[] }>(`/runs/${run.run}`, told);
          assert.deepEqual(problems, []);
        });
  });

async function play({ client: wish, calls }: Run, protocol: Transport) {
  const connector = wish.connector && connectorOf(wish.connector.id, wish.connector.credentials);
  const client = createClient({
    endpoint: wish.endpoint,
    protocol,
    ...(connector ? { connector } : { account: wish.account ?? "" }),
    ...(wish.subAccount !== null && { subAccount: wish.subAccount }),
    ...(wish.apiKey !== null && { apiKey: wish.apiKey }),
    ...(wish.deadlineMs !== null && { deadlineMs: wish.deadlineMs }),
    ...(wish.retries !== null && { retries: wish.retries }),
    tls: {
      authorities: wish.authorities ?? undefined,
      certificate: wish.certificate ?? undefined,
      key: wish.key ?? undefined,
    },
    metadata: wish.metadata,
  });
  const printed: Record<string, string> = { client: shown(client), connector: shown(connector) };
  const results: object[] = [];
  for (const call of calls) {
    await sleep(call.waitMs ?? 0);
    const { result, ...more } = await resultOf(client, call);
    results.push(result);
    for (const [name, value] of Object.entries(more)) printed[name] = shown(value);
  }
  await client.close();
  return { results, printed };
}

/** As `stripe({ apiKey })` is in code. */
const connectorOf = (id: string, credentials: Record<string, string>) => {
  const [name] = Object.keys(constructors).filter((one) => one.toLowerCase() === id);
  const make = Reflect.get(constructors, name ?? "");
  return make(credentials) as ReturnType<typeof constructors.stripe>;
};

async function resultOf(client: Client, call: Call) {
  if (call.applyEvent) return { result: { recordBytes: recordOf(call.applyEvent) } };
  const started = performance.now();
  const { request, output, send } = preparedCall(client, call);
  try {
    const answer = await send();
    const elapsedMs = performance.now() - started;
    return { result: { answerBytes: base64(output, answer), elapsedMs }, request, answer };
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    const { kind, reason = null, code, violations, retryAfterMs = null, requestId } = error;
    const lost = error instanceof OutcomeUnknown ? error.call : undefined;
    const told = lost && {
      rpc: lost.rpc,
      reference: lost.reference ?? null,
      idempotencyKey: lost.idempotencyKey ?? null,
    };
    const elapsedMs = performance.now() - started;
    const told2 = { kind, reason, code, violations, retryAfterMs, requestId, call: told ?? null };
    return { result: { error: told2, elapsedMs }, request, error };
  }
}

function preparedCall(client: Client, { rpc, requestBytes = "", webhook, options = {} }: Call) {
  if (webhook) {
    const delivery = { ...webhook, body: Buffer.from(webhook.body, "base64") };
    const { output } = methodOf("payments.v1.WebhookService/ParseWebhook");
    return {
      output,
      request: discreet(webhookRequest(delivery)),
      send: (): Promise<Message> => client.webhooks.parse(delivery, options),
    };
  }
  const method = methodOf(rpc ?? "");
  const request = discreet(fromBinary(method.input, Buffer.from(requestBytes, "base64")));
  const group = groups[method.parent.name as keyof typeof groups];
  const send = Reflect.get(client[group], method.localName);
  return { output: method.output, request, send: (): Promise<Message> => send(request, options) };
}
const groups = {
  PaymentService: "payments",
  RefundService: "refunds",
  MandateService: "mandates",
  DisputeService: "disputes",
  PaymentMethodService: "paymentMethods",
  CustomerService: "customers",
  ClientSessionService: "sessions",
  ConnectorService: "connectors",
} as const;

function recordOf({ events, answers }: NonNullable<Call["applyEvent"]>): string {
  const bytes = (text: string) => Buffer.from(text, "base64");
  let record = create(PaymentRecordSchema);
  for (const { rpc, bytes: text, askedAt } of answers) {
    const answer = fromBinary(methodOf(rpc).output, bytes(text));
    // Every answer of an rpc about payments has these parts, as far as it has any.
    record = applyAnswer(record, answer as Answer, new Date(askedAt));
  }
  for (const event of events) record = applyEvent(record, fromBinary(EventSchema, bytes(event)));
  return base64(PaymentRecordSchema, record);
}
const base64 = (desc: DescMessage, message: Message) =>
  Buffer.from(toBinary(desc, message)).toString("base64");

/** Every way of ordinary printing, joined. */
function shown(value: unknown): string {
  const text = value instanceof Error ? `${value.stack} ${value}` : "";
  const json = (() => {
    try {
      return isPrintable(value) ? JSON.stringify(value) : "";
    } catch {
      return "";
    }
  })();
  const inspected = inspect(value, { depth: 20, showHidden: false });
  return [text, json, inspected, inspect({ value, list: [value] }, { depth: 20 })].join("\n");
}
/** A message's own JSON is `toJson`, which is asked for by name. */
const isPrintable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !("$typeName" in value);
