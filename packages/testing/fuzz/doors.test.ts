/**
 * What callers send, broken: the contract's messages in both encodings, headers, credentials, states and URLs, over the
 * live port. A typed error or an answer each time. Longer: `RUNS=50 npx node --test packages/testing/fuzz/doors.test.ts`.
 */
import assert from "node:assert/strict";
import http2 from "node:http2";
import { after, before, describe, test } from "node:test";
import { create, fromBinary, fromJson, type Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { AuthorizePaymentRequestSchema, ResumePaymentRequestSchema } from "#contract";
import { connectorIds, load } from "#registry";
import { CallError, createRuntime, rpcOf } from "#runtime";
import { runs } from "../../kit/runs.ts";
import {
  authorizeBytes,
  authorizeJson,
  authorizePath,
  frameOf,
  type GrpcAnswer,
  grpc,
  json,
  raw,
  reasonIn,
  type Started,
  start,
} from "../../service/calling.ts";
import { fixturesOf } from "../fixtures.ts";
import { authorize, callOf, responseOf, runtimeOf, small } from "../small.ts";
import { heldBytes, mebibytes } from "./growth.ts";
import { anyDamage, anyMutation, damaged, mutated } from "./mutations.ts";

let service: Started;
let session: http2.ClientHttp2Session;
before(async () => {
  service = await start(undefined);
  session = http2.connect(service.url);
});
after(async () => {
  assert.doesNotMatch(service.lines.join(""), /"fault"/, "the service found no fault in itself");
  session.close();
  await service.close();
});

const whole = JSON.stringify(authorizeJson());
/** Bad requests, unknown things, refusals: never 500, and never nothing. */
const told = new Set([200, 400, 401, 403, 404, 405, 413, 415, 429, 431, 501]);
const codes = new Set(["0", "3", "5", "7", "8", "9", "12"]);
const isTold = (answer: GrpcAnswer): boolean =>
  codes.has(answer.status) || told.has(Number(answer.headers[":status"]));

describe("the contract's messages", () => {
  test("JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyMutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const answer = await json(service.url, mutations.reduce(mutated, whole));
        assert.ok(told.has(answer.status), `HTTP ${answer.status}`);
        if (answer.status !== 200) assert.equal(typeof reasonIn(answer), "string");
        assert.deepEqual(Object.keys(Object.prototype), []);
      }),
      runs(250),
    );
  });

  test("protobuf", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDamage, { minLength: 1, maxLength: 3 }), async (damage) => {
        const body = frameOf(damage.reduce(damaged, authorizeBytes()));
        const answer = await grpc(service.url, { session, body });
        assert.ok(codes.has(answer.status), `gRPC ${answer.status}`);
        if (answer.status !== "0") assert.equal(answer.details[0], "ErrorInfo");
      }),
      runs(250),
    );
  });

  test("frames", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDamage, { minLength: 1, maxLength: 2 }), async (damage) => {
        const body = damage.reduce(damaged, frameOf(authorizeBytes()));
        const answer = await grpc(service.url, { session, body });
        assert.ok(isTold(answer), `gRPC ${answer.status} ${answer.headers[":status"]}`);
      }),
      runs(300),
    );
  });

  test("of every rpc of every connector: an answer or a typed error", async () => {
    const recorded = connectorIds.flatMap((id) =>
      fixturesOf(id).filter(({ fixture }) => fixture.flow !== "parseWebhook" && !fixture.state),
    );
    const runtime = createRuntime({
      connectorIds,
      connectors: load,
      live: false,
      stateKeys: [{ id: "fuzz", key: new Uint8Array(32) }],
      send: async () => responseOf({ status: 503 }),
    });
    const inside = (request: Message, flow: Parameters<typeof runtime.call>[0], id: string) => {
      const { credentials } = recorded.find(({ connector }) => connector === id)?.fixture ?? {};
      return runtime.call(flow, request, {
        connector: id,
        credentials: credentials ?? {},
        deadline: performance.now() + 10_000,
        requestId: "fuzz",
      });
    };
    let decoded = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...recorded), anyMutation, async (one, mutation) => {
        const { flow, request } = one.fixture;
        if (flow === "parseWebhook") return;
        const text = mutated(JSON.stringify(request), mutation);
        let message: Message;
        try {
          message = fromJson(rpcOf(flow).input, JSON.parse(text));
        } catch {
          return;
        }
        decoded += 1;
        try {
          await inside(message, flow, one.connector);
        } catch (error) {
          const typed = ["CallError", "InvalidRequest", "Unsupported"];
          assert.ok(error instanceof Error && typed.includes(error.name), String(error));
          assert.ok(!(error instanceof CallError && error.reason === "INTERNAL"), error.message);
        }
      }),
      runs(800),
    );
    assert.ok(decoded > 100, `${decoded} could be decoded`);
  });
});

const hostileText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "{",
    "{}",
    "null",
    "[]",
    '"x"',
    '{"apiKey":1}',
    '{"apiKey":null}',
    '{"apiKey":["x"]}',
    '{"__proto__":{"apiKey":"k"}}',
    '{"apiKey":"k","constructor":{}}',
    '{"apiKey":"k","apiKey":"l"}',
    `{"apiKey":${"[".repeat(1_500)}`,
    `{"apiKey":"${"k".repeat(3_900)}"}`,
    '{"apiKey":"\\ud800"}',
    '{"apiKey":"a\\r\\nx-injected: 1"}',
    '{"apiKey":"\\u0000"}',
  ),
);

describe("what stands in headers", () => {
  const inHeader = hostileText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, ""));
  const names = [
    "x-connector",
    "x-connector-account",
    "x-connector-credentials",
    "x-connector-sub-account",
    "x-connector-options",
    "x-include-raw",
    "x-request-id",
    "x-unheard-of",
    "grpc-timeout",
    "grpc-encoding",
    "grpc-accept-encoding",
    "content-type",
    "content-encoding",
    "connect-timeout-ms",
    "connect-protocol-version",
    "authorization",
    "traceparent",
    "tracestate",
    "accept",
    "user-agent",
  ];
  test("is refused by name or does not matter", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), inHeader, async (name, value) => {
        const own = name.startsWith("x-connector") && name !== "x-connector-account";
        const answer = await grpc(service.url, {
          session,
          headers: {
            ...(own && { "x-connector-account": undefined, "x-connector": "small" }),
            [name]: value,
          },
        });
        assert.ok(
          isTold(answer) || answer.status === "4",
          `${name}: ${answer.status} ${answer.headers[":status"]} ${answer.rst}`,
        );
      }),
      runs(400),
    );
  });

  test("bytes beyond ASCII are an error to their sender", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names, "host"),
        fc.uint8Array({ maxLength: 30 }),
        async (name, bytes) => {
          const head = `POST ${authorizePath} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n${name}: `;
          const said = await raw(
            service.port,
            Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n\r\n{}")]),
            300,
          );
          assert.doesNotMatch(said, /^HTTP\/1\.1 5(?!01)/);
        },
      ),
      runs(40),
    );
  });
});

describe("what callers carry for us", () => {
  test("a state, changed in any way, is refused, and nothing is sent", async () => {
    let sent = 0;
    const resumable = small({
      flows: {
        ...small().flows,
        resumePayment: { method: "GET", path: "/", read: () => assert.fail("it was read") },
      },
    });
    const runtime = runtimeOf(resumable, {
      send: async () => {
        sent += 1;
        return responseOf({});
      },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          hostileText,
          fc.base64String(),
          fc.constantFrom(
            "s1.",
            "s1.test.",
            "s1.test.AAAA",
            "s1..",
            "s2.test.AA",
            `s1.test.${"A".repeat(100_000)}`,
          ),
        ),
        async (state) => {
          // No state at all is another call: one that names its payment.
          if (state === "") return;
          const request = create(ResumePaymentRequestSchema, { state });
          const error: unknown = await runtime
            .call("resumePayment", request, callOf())
            .catch((thrown: unknown) => thrown);
          assert.ok(error instanceof Error && /^(CallError|InvalidRequest)$/.test(error.name));
        },
      ),
      runs(300),
    );
    assert.equal(sent, 0);
  });

  test("a return URL is an absolute one of the web, or it is refused", async () => {
    const runtime = runtimeOf(small(), { send: async () => responseOf({}) });
    const urls = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom(
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "https:evil.example",
        "https://shop.example/\r\nset-cookie: a=b",
        "https://shop.example/ x",
        "http://",
        "https://[",
        "ht\ttps://shop.example",
        "vbscript:x",
        "\u0000https://shop.example",
      ),
    );
    await fc.assert(
      fc.asyncProperty(urls, async (returnUrl) => {
        const amount = { minorUnits: 1000n, currency: "EUR" };
        const request = authorize({ purchase: { amount, returnUrl } });
        const taken = await runtime.call("authorizePayment", request, callOf()).then(
          () => true,
          (error: unknown) => {
            assert.ok(error instanceof Error && error.name === "InvalidRequest", String(error));
            return false;
          },
        );
        if (taken && returnUrl !== "") assert.match(returnUrl, /^https?:\/\/[^\s]+$/);
      }),
      runs(500),
    );
  });
});

test("nothing grows with what is refused", async () => {
  const send = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await grpc(service.url, { session, body: frameOf(Buffer.alloc(1_000, time)) });
      await grpc(service.url, {
        session,
        headers: { "x-connector-account": `nobody-${time}`, "x-request-id": `id-${time}` },
      });
    }
  };
  await send(200);
  // What is logged is kept by this test, and not by the service.
  const [lines, before] = [JSON.stringify(service.lines).length, heldBytes()];
  await send(500 * Math.max(1, Number(process.env["RUNS"] ?? 1)));
  const logged = JSON.stringify(service.lines).length - lines;
  const grown = mebibytes(heldBytes() - before - 2 * logged);
  assert.ok(grown < 15, `${grown} MiB more are held`);
  assert.ok(fromBinary(AuthorizePaymentRequestSchema, authorizeBytes()).reference);
});
