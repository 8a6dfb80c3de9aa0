/** Both hot paths: what is answered, how errors are told, and what is refused. */
import assert from "node:assert/strict";
import http2 from "node:http2";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { create, createRegistry, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import {
  AuthorizePaymentRequestSchema,
  AuthorizePaymentResponseSchema,
  ListConnectorsRequestSchema,
  type ListConnectorsResponse,
  ListConnectorsResponseSchema,
  OperationStatus,
} from "#contract";
import { authorize, credentials, small } from "../testing/small.ts";
import type { Account } from "./accounts.ts";
import { createBodies } from "./body.ts";
import {
  authorizeBytes,
  authorizeJson,
  authorizePath,
  fieldsIn,
  frameOf,
  grpc,
  json,
  messageIn,
  reasonIn,
  type Started,
  start,
} from "./calling.ts";
import { StatusError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { createHealth } from "./health.ts";
import { answerJson } from "./json.ts";
import { healthRoutes } from "./routes.ts";

let service: Started;
before(async () => {
  service = await start(undefined);
});
after(() => service.close());

describe("an answer", () => {
  test("in gRPC", async () => {
    const answer = await grpc(service.url, { headers: { "x-request-id": "order-17" } });
    assert.equal(answer.status, "0", answer.message);
    assert.equal(answer.headers["content-type"], "application/grpc+proto");
    assert.equal(answer.headers["x-request-id"], "order-17");
    const { operation } = messageIn(AuthorizePaymentResponseSchema, answer);
    assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  });

  test("in JSON over HTTP/1.1", async () => {
    const { status, body, headers } = await json(service.url);
    assert.equal(status, 200, JSON.stringify(body));
    assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
    const operation = Object(body["operation"]);
    assert.equal(operation.status, "OPERATION_STATUS_SUCCEEDED");
  });

  test("in JSON over HTTP/2", async () => {
    const answer = await grpc(service.url, {
      headers: { "content-type": "application/json; charset=utf-8" },
      body: Buffer.from(JSON.stringify(authorizeJson())),
    });
    assert.equal(answer.headers[":status"], 200);
    assert.equal(JSON.parse(answer.body.toString()).operation.status, "OPERATION_STATUS_SUCCEEDED");
  });

  test("of what connectors can do, without an account", async () => {
    const answer = await grpc(service.url, {
      path: "/payments.v1.ConnectorService/ListConnectors",
      headers: { "x-connector-account": "nobody" },
      body: frameOf(toBinary(ListConnectorsRequestSchema, create(ListConnectorsRequestSchema))),
    });
    const { connectors }: ListConnectorsResponse = messageIn(ListConnectorsResponseSchema, answer);
    assert.deepEqual(
      connectors.map(({ connectorId }) => connectorId),
      ["small"],
    );
  });

  test("of a preview, which sends nothing and shows no secret", async () => {
    const request = {
      "@type": "type.googleapis.com/payments.v1.AuthorizePaymentRequest",
      ...Object(authorizeJson()),
    };
    const { status, body } = await json(
      service.url,
      { call: request },
      {
        path: "/payments.tools.v1.ToolsService/Preview",
      },
    );
    assert.equal(status, 200, JSON.stringify(body));
    assert.match(JSON.stringify(body), /test\.small\.example\/payments/);
    assert.doesNotMatch(JSON.stringify(body), /canary|4111111111111111/);
  });
});

describe("an error has its reason and every field", () => {
  const lacking = () => authorize({ reference: "", captureMode: 0 });

  test("in gRPC", async () => {
    const answer = await grpc(service.url, {
      body: frameOf(toBinary(AuthorizePaymentRequestSchema, lacking())),
    });
    assert.equal(answer.status, "3");
    assert.deepEqual(answer.details, ["ErrorInfo", "BadRequest"]);
    assert.match(answer.message, /reference is required; captureMode is required/);
    assert.equal(answer.headers[":status"], 200);
    assert.equal(answer.body.length, 0);
  });

  test("in JSON, as proto-JSON beside its bytes", async () => {
    const answer = await json(service.url, {
      ...Object(authorizeJson()),
      reference: "",
      captureMode: 0,
    });
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, "invalid_argument");
    assert.equal(reasonIn(answer), "INVALID_REQUEST");
    assert.deepEqual(fieldsIn(answer), ["reference", "captureMode"]);
    const [info] = answer.body.details ?? [];
    assert.equal(info?.debug["domain"], "payments.v1");
    assert.match(String(Reflect.get(Object(info), "value")), /^[A-Za-z0-9+/]+$/);
  });

  for (const [what, headers, reason, status] of [
    ["no account and no connector", { "x-connector-account": undefined }, "INVALID_REQUEST", "3"],
    ["an account that is not there", { "x-connector-account": "nobody" }, "UNKNOWN_ACCOUNT", "5"],
    ["account and connector", { "x-connector": "small" }, "INVALID_REQUEST", "3"],
    ["x-include-raw: perhaps", { "x-include-raw": "perhaps" }, "INVALID_REQUEST", "3"],
    ["an id that cannot be logged", { "x-request-id": "a b" }, "INVALID_REQUEST", "3"],
    ["a timeout that is none", { "grpc-timeout": "soon" }, "MALFORMED", "3"],
    ["a sub-account where there are none", { "x-connector-sub-account": "x" }, "UNSUPPORTED", "12"],
  ] as const)
    test(what, async () => {
      const answer = await grpc(service.url, { headers });
      assert.equal(answer.status, status, answer.message);
      assert.match(
        Buffer.from(String(answer.headers["grpc-status-details-bin"]), "base64").toString(),
        new RegExp(reason),
      );
    });

  for (const [what, headers, reason] of [
    [
      "an unknown connector",
      { "x-connector": "nobody", "x-connector-credentials": "{}" },
      "UNKNOWN_CONNECTOR",
    ],
    ["no credentials", { "x-connector": "small" }, "INVALID_CREDENTIALS"],
    [
      "credentials that are no JSON",
      { "x-connector": "small", "x-connector-credentials": "{" },
      "INVALID_CREDENTIALS",
    ],
    [
      "credentials of another form",
      { "x-connector": "small", "x-connector-credentials": '{"key":"canary-4"}' },
      "INVALID_CREDENTIALS",
    ],
    [
      "large credentials",
      {
        "x-connector": "small",
        "x-connector-credentials": JSON.stringify({ apiKey: "k".repeat(4096) }),
      },
      "INVALID_CREDENTIALS",
    ],
  ] as const)
    test(`${what}, brought by the caller`, async () => {
      const response = await fetch(service.url + authorizePath, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(authorizeJson()),
      });
      const text = await response.text();
      assert.match(text, new RegExp(`"${reason}"`));
      assert.doesNotMatch(text, /canary/);
    });

  test("credentials beyond ASCII are refused, and told how to be written", async () => {
    const answer = await grpc(service.url, {
      headers: {
        "x-connector-account": undefined,
        "x-connector": "small",
        "x-connector-credentials": '{"apiKey":"k\u00e9y"}',
      },
    });
    assert.match(answer.message, /\\u00e9/);
  });

  test("a sub-account is the caller's to choose only where the account is not bound to one", async (context) => {
    const account = { name: "acme", connector: "small", credentials };
    const bound = await start(
      context,
      {
        accounts: new Map<string, Account>([
          ["acme", account],
          ["bound", { ...account, subAccount: "a1" }],
        ]),
      },
      { connector: small({ subAccount: "prefix" }) },
    );
    const statusOf = async (name: string, subAccount: string) => {
      const headers = { "x-connector-account": name, "x-connector-sub-account": subAccount };
      return (await grpc(bound.url, { headers })).status;
    };
    assert.deepEqual(
      await Promise.all([statusOf("acme", "a2"), statusOf("bound", "a1"), statusOf("bound", "a2")]),
      ["0", "0", "7"],
    );
  });

  test("credentials that the caller brings are used", async () => {
    const answer = await grpc(service.url, {
      headers: {
        "x-connector-account": undefined,
        "x-connector": "small",
        "x-connector-credentials": '{"apiKey":"another-key"}',
        "x-include-raw": "true",
      },
    });
    assert.equal(answer.status, "0", answer.message);
    assert.match(answer.body.toString(), /POST https:\/\/test\.small\.example\/payments/);
    assert.doesNotMatch(answer.body.toString(), /another-key/);
  });
});

describe("a message that cannot be read is refused", () => {
  for (const [what, body, status] of [
    ["nothing", Buffer.alloc(0), "12"],
    ["a frame cut short", frameOf(authorizeBytes()).subarray(0, -3), "3"],
    ["four bytes", Buffer.from([0, 0, 0, 0]), "3"],
    ["two messages", Buffer.concat([frameOf(authorizeBytes()), frameOf(authorizeBytes())]), "12"],
    ["compressed without saying how", frameOf(authorizeBytes(), 1), "3"],
    ["other bytes", frameOf(Buffer.from([0xff, 0xff, 0xff])), "3"],
    ["a length beyond the body", Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1, 2]), "3"],
  ] as const)
    test(`gRPC: ${what}`, async () => {
      const answer = await grpc(service.url, { body });
      assert.equal(answer.status, status, answer.message);
      assert.deepEqual(answer.details, ["ErrorInfo"]);
    });

  test("gRPC: a field that this server does not know", async () => {
    const unknown = new BinaryWriter().tag(19_999, WireType.Varint).int32(1).finish();
    const answer = await grpc(service.url, {
      body: frameOf(Buffer.concat([authorizeBytes(), unknown])),
    });
    assert.equal(answer.status, "3");
    assert.match(answer.message, /does not know/);
  });

  test("gRPC: a field that this server does not know, where no connector runs", async () => {
    const unknown = new BinaryWriter().tag(19_999, WireType.Varint).int32(1).finish();
    const answer = await grpc(service.url, {
      path: "/payments.v1.ConnectorService/ListConnectors",
      body: frameOf(unknown),
    });
    assert.equal(answer.status, "3");
  });

  const whole = JSON.stringify(authorizeJson());
  for (const [what, text, problem] of [
    ["no JSON", "{", /not JSON/],
    ["empty", "", /not JSON/],
    [
      "an unknown field",
      whole.replace("{", '{"amuont":1,'),
      /AuthorizePaymentRequest has no field amuont/,
    ],
    [
      "an unknown enum value",
      whole.replace("CAPTURE_MODE_AUTOMATIC", "CAPTURE_MODE_SOON"),
      /CaptureMode/,
    ],
    ["a name twice", whole.replace("{", '{"reference":"other",'), /cannot be decoded/],
    [
      "a value of another type",
      whole.replace('"4111111111111111"', "[4242424242424242]"),
      /number/,
    ],
    ["a text that is no number", whole.replace('"1000"', '"4242 4242"'), /minor_units/],
    [
      "too many levels",
      `{"connectorOptions":{"a":${'{"b":'.repeat(500)}1${"}".repeat(501)}}`,
      /cannot be decoded/,
    ],
    [
      "too many parts",
      `{"connectorOptions":{"a":{"b":[${"[],".repeat(50_000)}[]]}}}`,
      /more than 100000 parts/,
    ],
    [
      "a number with a fraction and too many digits",
      whole.replace('"1000"', "9007199254740993.5"),
      /cannot be decoded/,
    ],
  ] as const)
    test(`JSON: ${what}`, async () => {
      const answer = await json(service.url, text);
      assert.equal(answer.status, 400);
      assert.equal(reasonIn(answer), "MALFORMED");
      assert.match(answer.body.message ?? "", problem);
      assert.doesNotMatch(JSON.stringify(answer.body), /4242/);
    });

  test("JSON: what is not UTF-8", async () => {
    const response = await fetch(service.url + authorizePath, {
      method: "POST",
      headers: { "content-type": "application/json", "x-connector-account": "acme" },
      body: Buffer.from('{"reference":"\xe9"}', "latin1"),
    });
    assert.match(await response.text(), /MALFORMED/);
  });

  test("JSON: another version of the protocol", async () => {
    const answer = await json(service.url, authorizeJson(), {
      headers: { "connect-protocol-version": "2" },
    });
    assert.equal(reasonIn(answer), "MALFORMED");
  });

  test("JSON: a whole number keeps every digit", async () => {
    const answer = await json(service.url, whole.replace('"1000"', "9007199254740993"), {
      headers: { "x-include-raw": "true" },
    });
    assert.equal(answer.status, 200);
    assert.match(JSON.stringify(answer.body), /9007199254740993/);
  });

  for (const size of [5 << 20, 6 << 20, 12 << 20])
    test(`${size} bytes: in either encoding`, async () => {
      const small = size === 5 << 20;
      const overhead = Buffer.byteLength(whole) + 10;
      const text = whole.replace("order-1", `order-1${"x".repeat(size - overhead)}`);
      const inJson = await json(service.url, text);
      assert.equal(inJson.status, small ? 200 : 400);
      if (!small) assert.equal(reasonIn(inJson), "MALFORMED");
      const request = authorize({ reference: "x".repeat(size - 200) });
      const inGrpc = await grpc(service.url, {
        body: frameOf(toBinary(AuthorizePaymentRequestSchema, request)),
      });
      assert.equal(inGrpc.status, small ? "0" : "3", inGrpc.message);
    });
});

describe("what is not served", () => {
  test("an unknown rpc", async () => {
    const path = "/payments.v1.PaymentService/StealPayment";
    const inGrpc = await grpc(service.url, { path });
    assert.equal(inGrpc.status, "12");
    const inJson = await json(service.url, "{}", { path });
    assert.equal(inJson.status, 404);
    assert.equal(inJson.body.code, "unimplemented");
  });

  test("another method, another type", async () => {
    assert.equal((await fetch(service.url + authorizePath)).status, 405);
    assert.equal((await fetch(`${service.url}/`)).status, 404);
    const response = await fetch(service.url + authorizePath, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "{}",
    });
    assert.equal(response.status, 415);
  });
});

test("an error that cannot be told is told as a fault", async () => {
  const unknown = create(AnySchema, { typeUrl: "type.googleapis.com/nobody.Knows" });
  const route = [...healthRoutes(createHealth([])).values()][0] ?? assert.fail();
  const told = await new Promise<readonly [number, string]>((resolve) => {
    const body = Readable.from([Buffer.from("{}")]);
    const exchange: Exchange = {
      method: "POST",
      target: route.path,
      authority: "a",
      header: () => undefined,
      headers: () => [],
      peer: { address: "", loopback: true, subject: undefined },
      body,
      signal: new AbortController().signal,
      answer: (status, _headers, text) => resolve([status, String(text)]),
    };
    answerJson(exchange, {
      route,
      registry: createRegistry(),
      bodies: createBodies({ largest: 100, together: 100 }),
      handle: async () => {
        const details = [{ desc: AnySchema, message: unknown }];
        throw new StatusError("aborted", "as it happens", details);
      },
    });
  });
  assert.equal(told[0], 500);
  assert.match(told[1], /"reason":"INTERNAL"/);
});

test("a caller who leaves does not disturb the others", async () => {
  const session = http2.connect(service.url);
  for (let one = 0; one < 20; one += 1) {
    const stream = session.request({
      ":method": "POST",
      ":path": authorizePath,
      "content-type": "application/grpc",
      "x-connector-account": "acme",
    });
    stream.on("error", () => undefined);
    stream.write(frameOf(authorizeBytes()).subarray(0, 20));
    stream.close(http2.constants.NGHTTP2_CANCEL);
  }
  const answer = await grpc(service.url, { session });
  session.close();
  assert.equal(answer.status, "0");
});
