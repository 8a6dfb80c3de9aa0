/** Who may call what, and how often. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import http2 from "node:http2";
import { after, before, describe, test } from "node:test";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { PaymentService, RetryInfoSchema } from "#contract";
import { ServerReflection } from "../../contract/gen/grpc/reflection/v1/reflection_pb.ts";
import { authorize, credentials } from "../testing/small.ts";
import { createRates, type KnownCaller } from "./callers.ts";
import {
  authorizeJson,
  authorizePath,
  frameOf,
  grpc,
  json,
  reasonIn,
  type Started,
  start,
} from "./calling.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const shopKey = "canary-shop-key-0123456789abcdef0123";
const rotatedKey = "canary-shop-key-of-last-month-0123456";
const slowKey = "canary-slow-key-0123456789abcdef0123";
const callers: readonly KnownCaller[] = [
  {
    name: "shop",
    keyHashes: [sha256(shopKey), sha256(rotatedKey)],
    certificates: [],
    accounts: new Set(["acme"]),
    ownCredentials: false,
    includeRaw: false,
    rate: undefined,
  },
  {
    name: "slow",
    keyHashes: [sha256(slowKey)],
    certificates: [],
    accounts: "all",
    ownCredentials: true,
    includeRaw: true,
    rate: { perSecond: 1, burst: 2 },
  },
];
const account = (name: string) => [name, { name, connector: "small", credentials }] as const;
const as = (key: string) => ({ authorization: `Bearer ${key}` });

let service: Started;
before(async () => {
  service = await start(undefined, {
    callers,
    accounts: new Map([account("acme"), account("other")]),
  });
});
after(() => service.close());

describe("a caller", () => {
  for (const key of [shopKey, rotatedKey])
    test(`is known by a key (${key.length} characters)`, async () => {
      const { status } = await json(service.url, authorizeJson(), { headers: as(key) });
      assert.equal(status, 200);
      assert.equal(JSON.parse(service.lines.at(-1) ?? "").caller, "shop");
    });

  for (const [what, headers] of [
    ["no key", {}],
    ["another key", as("canary-nobody-0123456789abcdef012345")],
    ["a key that begins right", as(shopKey.slice(0, -1))],
    ["the hash of a key", as(sha256(shopKey))],
    ["another scheme", { authorization: `Basic ${shopKey}` }],
    ["an empty one", { authorization: "Bearer " }],
  ] as const)
    test(`is nobody with ${what}`, async () => {
      const inJson = await json(service.url, authorizeJson(), { headers });
      assert.equal(inJson.status, 401);
      assert.equal(reasonIn(inJson), "UNAUTHENTICATED");
      const inGrpc = await grpc(service.url, { headers });
      assert.equal(inGrpc.status, "16");
    });

  test("cannot use another's account, and cannot tell it from none", async () => {
    const [other, none] = await Promise.all(
      ["other", "nobody"].map((name) =>
        json(service.url, authorizeJson(), {
          headers: { ...as(shopKey), "x-connector-account": name },
        }),
      ),
    );
    assert.equal(reasonIn(other ?? assert.fail()), "UNKNOWN_ACCOUNT");
    assert.deepEqual(other?.body, none?.body);
  });

  test("brings credentials only where the operator lets it", async () => {
    const headers = {
      "x-connector-account": undefined,
      "x-connector": "small",
      "x-connector-credentials": '{"apiKey":"k"}',
    };
    const refused = await grpc(service.url, { headers: { ...headers, ...as(shopKey) } });
    assert.equal(refused.status, "7");
    const taken = await grpc(service.url, { headers: { ...headers, ...as(slowKey) } });
    assert.equal(taken.status, "0", taken.message);
  });

  test("sees raw exchanges only where the operator lets it", async () => {
    const headers = { ...as(shopKey), "x-include-raw": "true" };
    assert.equal(
      reasonIn(await json(service.url, authorizeJson(), { headers })),
      "PERMISSION_DENIED",
    );
  });
});

describe("a stranger is turned away before the body is read", () => {
  const refusedEarly = async (headers: http2.OutgoingHttpHeaders) => {
    const session = http2.connect(service.url);
    const stream = session.request({ ":method": "POST", ":path": authorizePath, ...headers });
    stream.on("error", () => undefined);
    const answer = new Promise<http2.IncomingHttpHeaders>((resolve) =>
      stream.once("response", resolve),
    );
    // Nothing of the body is ever sent.
    const told = await answer;
    session.destroy();
    return told;
  };
  test("gRPC", async () => {
    const told = await refusedEarly({ "content-type": "application/grpc" });
    assert.equal(told["grpc-status"], "16");
  });
  test("gRPC, compressed", async () => {
    const told = await refusedEarly({
      "content-type": "application/grpc",
      "grpc-encoding": "gzip",
    });
    assert.equal(told["grpc-status"], "16");
  });
  test("gRPC-Web", async () => {
    const told = await refusedEarly({ "content-type": "application/grpc-web" });
    assert.equal(told[":status"], 401);
  });
  test("JSON", async () => {
    const told = await refusedEarly({ "content-type": "application/json" });
    assert.equal(told[":status"], 401);
  });
  test("reflection", async () => {
    const { serverReflectionInfo } = createClient(
      ServerReflection,
      createGrpcTransport({ baseUrl: service.url }),
    );
    async function* requests() {
      yield { messageRequest: { case: "listServices" as const, value: "*" } };
    }
    await assert.rejects(
      async () => {
        for await (const answer of serverReflectionInfo(requests())) assert.fail(String(answer));
      },
      { code: Code.Unauthenticated },
    );
  });
  test("but may know whether the service is well", async () => {
    const path = "/grpc.health.v1.Health/Check";
    assert.equal((await grpc(service.url, { path, body: frameOf(new Uint8Array()) })).status, "0");
  });
});

test("a caller's rate is its own, and the answer says how long to wait", async () => {
  const fresh = await start(undefined, { callers });
  try {
    const { authorizePayment } = createClient(
      PaymentService,
      createGrpcTransport({ baseUrl: fresh.url }),
    );
    const pay = (key: string) =>
      authorizePayment(authorize(), { headers: { "x-connector-account": "acme", ...as(key) } });
    await pay(slowKey);
    await pay(slowKey);
    const error = await pay(slowKey).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ConnectError);
    assert.equal(error.code, Code.ResourceExhausted);
    const [retry] = error.findDetails(RetryInfoSchema);
    assert.ok(Number(retry?.retryDelay?.nanos) > 0 || retry?.retryDelay?.seconds === 1n);
    await pay(shopKey);
    const headers = as(slowKey);
    const inGrpc = await grpc(fresh.url, { headers });
    assert.match(String(inGrpc.headers["grpc-retry-pushback-ms"]), /^\d+$/);
    const inJson = await json(fresh.url, authorizeJson(), { headers });
    assert.equal(inJson.status, 429);
    assert.equal(inJson.headers.get("retry-after"), "1");
  } finally {
    await fresh.close();
  }
});

test("rates refill with time, up to the burst", () => {
  let now = 0;
  const rates = createRates(() => now);
  const caller = { ...(callers[1] ?? assert.fail()) };
  assert.equal(rates.take(caller), 0);
  assert.equal(rates.take(caller), 0);
  assert.equal(rates.take(caller), 1_000);
  now = 500;
  assert.equal(rates.take(caller), 500);
  now = 1_000;
  assert.equal(rates.take(caller), 0);
  now = 60_000;
  assert.equal(rates.take(caller), 0);
  assert.equal(rates.take(caller), 0);
  assert.ok(rates.take(caller) > 0);
});
