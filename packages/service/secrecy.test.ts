/** Canaries in every secret place: nothing that the service writes holds one, in any usual spelling. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { toBinary, toJson } from "@bufbuild/protobuf";
import { trace } from "@opentelemetry/api";
import { FailureCode, AuthorizePaymentRequestSchema as Schema } from "#contract";
import { failed, failure } from "#kit";
import { SendFailure } from "#runtime";
import { temporaryFolder } from "../testing/folder.ts";
import { authorize, credentials, responseOf, withFlows } from "../testing/small.ts";
import { authorizePath, frameOf, grpc, json, start } from "./calling.ts";
import { createLog, faultOf } from "./log.ts";

const number = "5555341244441115";
const holder = "Canary Holder";
const email = "canary.mail@shop.example";
const callerKey = "canary-caller-key-0123456789abcdef";
const secretsOf = [
  number,
  holder,
  email,
  callerKey,
  credentials.apiKey,
  ...credentials.webhookSecrets,
];

const request = (): NonNullable<Parameters<typeof authorize>[0]> => ({
  purchase: {
    amount: { minorUnits: 1000n, currency: "EUR" },
    customer: { contact: { email } },
  },
  paymentMethod: {
    method: {
      case: "card",
      value: { number, expiryMonth: 3, expiryYear: 2031, cvc: "737", holderName: holder },
    },
  },
});

function assertNoneIn(written: string): void {
  for (const secret of secretsOf)
    for (const form of [
      secret,
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("hex"),
      encodeURIComponent(secret),
      secret.replace(/(.{4})(?=.)/g, "$1 "),
    ])
      assert.ok(!written.includes(form), `${form} was written: ${written.slice(0, 300)}`);
}

const throwing = (error: unknown) =>
  withFlows({
    authorizePayment: {
      method: "POST",
      path: "/payments",
      read: () => {
        throw error;
      },
    },
  });
const declining = withFlows({
  authorizePayment: {
    method: "POST",
    path: "/payments",
    read: () => ({ operation: failed(failure(FailureCode.INSUFFICIENT_FUNDS)) }),
  },
});

describe("logs, metrics and errors hold no secret", () => {
  for (const [what, parts] of [
    ["an answer", {}],
    ["a decline", { connector: declining }],
    [
      "a refusal that quotes the card",
      { send: async () => responseOf({ status: 400, text: `{"error":"${number}"}` }) },
    ],
    [
      "a lost answer",
      {
        send: async () => {
          throw new SendFailure("cut", { written: true, code: FailureCode.TIMED_OUT });
        },
      },
    ],
    [
      "nothing sent",
      {
        send: async () => {
          throw new SendFailure("cut", {
            written: false,
            code: FailureCode.PROCESSOR_UNREACHABLE,
          });
        },
      },
    ],
    ["a fault that quotes the card", { connector: throwing(new Error(`cannot read ${number}`)) }],
    [
      "a syntax error that quotes the card",
      { connector: throwing(new SyntaxError(`Unexpected token in "${number}"`)) },
    ],
    [
      "a way to send that fails otherwise",
      {
        send: async () => {
          throw new Error(number);
        },
      },
    ],
  ] as const)
    test(what, async (context) => {
      const service = await start(context, {}, parts);
      const headers = { "x-include-raw": "true", authorization: `Bearer ${callerKey}` };
      const message = authorize(request());
      const inGrpc = await grpc(service.url, { headers, body: frameOf(toBinary(Schema, message)) });
      const inJson = await json(service.url, toJson(Schema, message), { headers });
      const wrong = await json(
        service.url,
        {
          ...Object(toJson(Schema, message)),
          purchase: { amount: number, customer: { contact: { email: { email } } } },
        },
        { headers },
      );
      const metrics = await (await fetch(`${service.url}/metrics`)).text();
      assert.ok(service.lines.length > 2);
      if (what === "an answer") assert.equal(inGrpc.status, "0", inGrpc.message);
      assertNoneIn(service.lines.join("\n"));
      assertNoneIn(metrics);
      assertNoneIn(inGrpc.message + JSON.stringify([inGrpc.trailers, inGrpc.headers]));
      assertNoneIn(inGrpc.body.toString("latin1"));
      assertNoneIn(JSON.stringify(inJson.body));
      assertNoneIn(JSON.stringify(wrong.body));
    });

  test("own credentials that are wrong in every way", async (context) => {
    const service = await start(context);
    for (const given of [
      `{"apiKey":"${credentials.apiKey}","canary-extra":"${credentials.apiKey}"`,
      `{"apiKey":["${credentials.apiKey}"]}`,
      `"${credentials.apiKey}"`,
      `{"apiKey":"${credentials.apiKey}\\n"}`,
    ]) {
      const response = await fetch(service.url + authorizePath, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-connector": "small",
          "x-connector-credentials": given,
        },
        body: "{}",
      });
      assertNoneIn(await response.text());
    }
    assertNoneIn(service.lines.join("\n"));
  });
});

describe("the audit log", () => {
  test("says who, what, with which connector, and what came of it", async (context) => {
    const service = await start(context, {}, { connector: declining });
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await grpc(service.url, { headers: { "x-request-id": "order-17", traceparent } });
    const { time, milliseconds, bytes, ...line } = JSON.parse(service.lines.at(-1) ?? "");
    assert.ok(time);
    assert.ok(milliseconds >= 0);
    assert.ok(bytes > 10);
    assert.deepEqual(
      { ...line, pid: undefined, hostname: undefined },
      {
        level: 30,
        pid: undefined,
        hostname: undefined,
        requestId: "order-17",
        caller: "development",
        address: "127.0.0.1",
        rpc: "payments.v1.PaymentService/AuthorizePayment",
        encoding: "grpc",
        account: "acme",
        connector: "small",
        code: "ok",
        outcome: "FAILED",
        certainty: "DEFINITIVE",
        failure: "INSUFFICIENT_FUNDS",
        traceId: "0af7651916cd43dd8448eb211c80319c",
        msg: "call",
      },
    );
  });

  test("is written to the end before a service is gone", async () => {
    const file = join(temporaryFolder("service-log"), "log");
    const log = createLog("info", file);
    const service = await start(undefined, {}, { log });
    await grpc(service.url);
    await service.close();
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).msg),
      ["serving", "call", "closed"],
    );
  });

  test("tells where a fault is, and quotes only what the engine says of the program", () => {
    const quoted = faultOf(new SyntaxError(number));
    assert.doesNotMatch(JSON.stringify(quoted), new RegExp(number));
    assert.match(JSON.stringify(quoted), /secrecy\.test\.ts/);
    const engines = faultOf(new TypeError("x is not a function", { cause: new Error(number) }));
    assert.match(JSON.stringify(engines), /x is not a function/);
    assert.doesNotMatch(JSON.stringify(engines), new RegExp(number));
    assert.deepEqual(faultOf("text"), { type: "string" });
  });
});

describe("metrics", () => {
  test("count calls by what came of them, under labels that callers cannot multiply", async (context) => {
    const service = await start(context);
    await grpc(service.url);
    await grpc(service.url, {
      headers: {
        "x-connector-account": undefined,
        "x-connector": "made-up",
        "x-connector-credentials": "{}",
      },
    });
    const text = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(
      text,
      /payments_calls_total\{rpc="payments\.v1\.PaymentService\/AuthorizePayment",connector="small",code="ok",outcome="SUCCEEDED",certainty="DEFINITIVE"\} 1/,
    );
    assert.match(text, /connector="unknown",code="not_found",outcome="UNKNOWN_CONNECTOR"/);
    assert.match(
      text,
      /payments_processor_duration_seconds_count\{connector="small",step="authorizePayment",status="200"\} 1/,
    );
    assert.match(text, /payments_serving 1/);
    assert.doesNotMatch(text, /made-up/);
  });

  test("are on the admin port, with probes", async () => {
    const service = await start(undefined, { admin: { address: "127.0.0.1", port: 0 } });
    const admin = `http://127.0.0.1:${service.adminPort}`;
    assert.match(await (await fetch(`${admin}/metrics`)).text(), /process_cpu/);
    assert.equal((await fetch(`${admin}/livez`)).status, 200);
    assert.equal((await fetch(`${admin}/readyz`)).status, 200);
    assert.equal((await fetch(`${admin}/other`)).status, 404);
    assert.equal((await fetch(`${admin}/metrics`, { method: "POST" })).status, 405);
    await service.close();
  });
});

test("spans have the outcome and no payload", async (context) => {
  const spans: { name: string; attributes: Record<string, unknown>; ended: boolean }[] = [];
  const span = (name: string, attributes: Record<string, unknown> = {}) => {
    const noted = { name, attributes: { ...attributes }, ended: false };
    spans.push(noted);
    const self = {
      spanContext: () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }),
      setAttribute: (key: string, value: unknown) => {
        noted.attributes[key] = value;
        return self;
      },
      setAttributes: (values: object) => {
        Object.assign(noted.attributes, values);
        return self;
      },
      setStatus: () => self,
      end: () => {
        noted.ended = true;
      },
    };
    return self;
  };
  trace.setGlobalTracerProvider({
    getTracer: () =>
      ({
        startActiveSpan: (
          name: string,
          { attributes }: { attributes: Record<string, unknown> },
          ...rest: unknown[]
        ) => (rest.at(-1) as (one: unknown) => unknown)(span(name, attributes)),
      }) as never,
  });
  context.after(() => trace.disable());
  const service = await start(context);
  await grpc(service.url, { body: frameOf(toBinary(Schema, authorize(request()))) });
  const [call, exchange] = spans;
  assert.equal(call?.name, "payments.v1.PaymentService/AuthorizePayment");
  assert.equal(call?.attributes["payments.outcome"], "SUCCEEDED");
  assert.equal(call?.attributes["payments.connector"], "small");
  assert.equal(exchange?.name, "small authorizePayment");
  assert.equal(exchange?.attributes["http.response.status_code"], 200);
  assert.ok(spans.every(({ ended }) => ended));
  assertNoneIn(JSON.stringify(spans));
  assert.match(service.lines.at(-1) ?? "", new RegExp("1".repeat(32)));
});
