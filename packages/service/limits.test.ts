/** Deadlines, overload, and the end: typed answers in time, and nothing lost. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AuthorizePaymentResponseSchema, Certainty, FailureCode, OperationStatus } from "#contract";
import { SendFailure } from "#runtime";
import { developmentConfig } from "#service";
import { responseOf, withFlows } from "../testing/small.ts";
import {
  authorizeJson,
  authorizePath,
  frameOf,
  grpc,
  held,
  json,
  messageIn,
  raw,
  reasonIn,
  start,
} from "./calling.ts";

const limits = developmentConfig().limits;

describe("a deadline", () => {
  /** Waits as HTTP does: until the deadline of the exchange. */
  const slowly = async (_request: unknown, { deadline }: { readonly deadline: number }) => {
    await sleep(deadline - performance.now());
    throw new SendFailure("no answer in time", { written: true, code: FailureCode.TIMED_OUT });
  };

  test("brings an answer with an unknown outcome before it", async (context) => {
    const service = await start(context, {}, { send: slowly });
    const session = http2.connect(service.url);
    await once(session, "remoteSettings");
    const begun = performance.now();
    const answer = await grpc(service.url, { session, headers: { "grpc-timeout": "500m" } });
    assert.ok(performance.now() - begun < 500);
    session.destroy();
    assert.equal(answer.status, "0", answer.message);
    const { operation } = messageIn(AuthorizePaymentResponseSchema, answer);
    assert.equal(operation?.status, OperationStatus.UNKNOWN);
    assert.equal(operation?.certainty, Certainty.UNKNOWN);
    assert.equal(JSON.parse(service.lines.at(-1) ?? "").certainty, "UNKNOWN");
  });

  test("in JSON as well", async (context) => {
    const service = await start(context, {}, { send: slowly });
    const { status, body } = await json(service.url, authorizeJson(), {
      headers: { "connect-timeout-ms": "200" },
    });
    assert.equal(status, 200);
    assert.match(JSON.stringify(body), /CERTAINTY_UNKNOWN/);
  });

  test("that had passed sends nothing", async (context) => {
    let sent = 0;
    const send = async () => {
      sent += 1;
      return responseOf({});
    };
    const service = await start(context, {}, { send });
    for (const timeout of ["0m", "1n", "10m"]) {
      const answer = await grpc(service.url, { headers: { "grpc-timeout": timeout } });
      assert.equal(answer.status, "4", `${timeout} ${answer.message}`);
      assert.deepEqual(answer.details, ["ErrorInfo"]);
    }
    assert.equal(sent, 0);
  });

  test("holds for a connector that does not come to an end", async (context) => {
    const stuck = withFlows({ authorizePayment: { method: "GET", path: "/", read: () => ({}) } });
    const service = await start(
      context,
      {},
      { connector: stuck, send: () => new Promise(() => undefined) },
    );
    const answer = await json(service.url, authorizeJson(), {
      headers: { "connect-timeout-ms": "100" },
    });
    assert.equal(answer.status, 500);
    assert.equal(reasonIn(answer), "INTERNAL");
  });

  test("is the usual where the caller does not say, and never more than the most", async (context) => {
    const service = await start(context, { deadline: { usual: 150, most: 250 } }, { send: slowly });
    for (const headers of [{}, { "grpc-timeout": "99999999H" }]) {
      const begun = performance.now();
      const answer = await grpc(service.url, { headers });
      assert.equal(answer.status, "0");
      assert.ok(performance.now() - begun < 2_000);
    }
  });
});

describe("overload", () => {
  test("some run, some wait, the rest is refused at once", async (context) => {
    const gate = held();
    const service = await start(
      context,
      { limits: { ...limits, running: 2, waiting: 2, patience: 10_000 } },
      { send: gate.send },
    );
    const calls = Array.from({ length: 6 }, () => json(service.url));
    const early = await Promise.race(calls);
    assert.equal(early.status, 429);
    assert.equal(reasonIn(early), "OVERLOADED");
    assert.equal(gate.waiting(), 2);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(metrics, /payments_calls_running 2/);
    assert.match(metrics, /payments_calls_waiting 2/);
    gate.letGo();
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [200, 200, 200, 200, 429, 429]);
  });

  test("nobody waits longer than the patience, or than its own deadline", async (context) => {
    const gate = held();
    const service = await start(
      context,
      { limits: { ...limits, running: 1, waiting: 5, patience: 150 } },
      { send: gate.send },
    );
    const first = json(service.url);
    while (gate.waiting() === 0) await sleep(5);
    const [patient, hurried] = await Promise.all([
      json(service.url),
      json(service.url, authorizeJson(), { headers: { "connect-timeout-ms": "60" } }),
    ]);
    assert.equal(reasonIn(patient), "OVERLOADED");
    assert.equal(reasonIn(hurried), "DEADLINE_PASSED");
    gate.letGo();
    assert.equal((await first).status, 200);
  });

  test("a slow upload holds no turn", async (context) => {
    const service = await start(context, {
      limits: { ...limits, running: 1, waiting: 1, patience: 100 },
    });
    const session = http2.connect(service.url);
    const streams = Array.from({ length: 5 }, () => {
      const stream = session.request({
        ":method": "POST",
        ":path": authorizePath,
        "content-type": "application/grpc",
        "x-connector-account": "acme",
      });
      stream.on("error", () => undefined);
      stream.write(frameOf(Buffer.alloc(100)).subarray(0, 50));
      return stream;
    });
    await once(streams[0] ?? session, "ready").catch(() => undefined);
    await sleep(50);
    assert.equal((await json(service.url)).status, 200);
    session.destroy();
  });
});

describe("the end", () => {
  test("whatever runs is answered, nobody new is let in", async () => {
    const gate = held();
    const service = await start(undefined, {}, { send: gate.send });
    const session = http2.connect(service.url);
    const overHttp2 = Array.from({ length: 5 }, () => grpc(service.url, { session }));
    const overHttp1 = Array.from({ length: 5 }, () => json(service.url));
    while (gate.waiting() < 10) await sleep(5);
    const goaway = once(session, "goaway");
    const closed = service.close();
    await goaway;
    await assert.rejects(fetch(service.url), "nobody listens");
    setTimeout(gate.letGo, 100);
    for (const { status } of await Promise.all(overHttp2)) assert.equal(status, "0");
    for (const { status } of await Promise.all(overHttp1)) assert.equal(status, 200);
    await closed;
    assert.ok(session.destroyed || session.closed);
  });

  test("calls that cross it are answered, or certainly not begun", async () => {
    const service = await start(
      undefined,
      {},
      {
        send: async () => {
          await sleep(5);
          return responseOf({});
        },
      },
    );
    const session = http2.connect(service.url);
    session.on("error", () => undefined);
    const outcomes: string[] = [];
    let closing: Promise<void> | undefined;
    const began = performance.now();
    while (performance.now() - began < 400) {
      if (!closing && performance.now() - began > 100) closing = service.close();
      if (session.closed || session.destroyed) break;
      outcomes.push(
        (await grpc(service.url, { session }).catch(() => ({ status: "refused" }))).status,
      );
    }
    await closing;
    session.destroy();
    assert.ok(outcomes.length > 5);
    assert.deepEqual(
      outcomes.filter((status) => status !== "0" && status !== "refused"),
      [],
    );
  });

  test("whoever makes one call at a time, as nginx does, is told before an answer and loses none", async () => {
    const drain = { notice: 100, most: 5_000 };
    const send = async () => {
      await sleep(4 * Math.random());
      return responseOf({});
    };
    const service = await start(undefined, { drain }, { send });
    const statuses: string[] = [];
    const callers = Array.from({ length: 40 }, async () => {
      const session = http2.connect(service.url);
      session.on("error", () => undefined);
      // It closes itself once it has read the notice.
      while (!session.closed && !session.destroyed)
        statuses.push((await grpc(service.url, { session })).status);
    });
    await sleep(200);
    await Promise.all([service.close(), ...callers]);
    assert.ok(statuses.length > 200, `${statuses.length} calls`);
    assert.deepEqual(new Set(statuses), new Set(["0"]));
  });

  test("whoever has no call is told by the next one, which is answered", async () => {
    const service = await start(undefined, { drain: { notice: 400, most: 5_000 } });
    const session = http2.connect(service.url);
    session.on("error", () => undefined);
    let told = false;
    session.once("goaway", () => {
      told = true;
    });
    const closed = service.close();
    await sleep(250);
    assert.equal((await grpc(service.url, { session })).status, "0");
    await assert.rejects(async () => {
      for (;;) await fetch(service.url);
    }, "nobody new is let in");
    assert.ok(!told, "its last call was a moment ago: the next may be on its way");
    assert.equal((await grpc(service.url, { session })).status, "0");
    assert.ok(told);
    await closed;
  });

  test("health says so first, while calls are still taken", async () => {
    const service = await start(undefined, { drain: { notice: 300, most: 5_000 } });
    const session = http2.connect(service.url);
    assert.notEqual((await json(service.url)).headers.get("connection"), "close");
    const closed = service.close();
    const path = "/grpc.health.v1.Health/Check";
    const body = frameOf(new Uint8Array());
    const health = await grpc(service.url, { session, path, body });
    assert.equal(health.body.at(-1), 2, "NOT_SERVING");
    assert.equal((await grpc(service.url, { session })).status, "0");
    const last = await json(service.url);
    assert.equal(last.status, 200);
    assert.equal(last.headers.get("connection"), "close", "the next call is for another instance");
    await closed;
    session.destroy();
  });

  test("whoever does not come to an end is cut", async () => {
    const service = await start(
      undefined,
      { drain: { notice: 0, most: 300 } },
      { send: () => new Promise(() => undefined) },
    );
    const lost = grpc(service.url);
    await sleep(50);
    const begun = performance.now();
    await service.close();
    assert.ok(performance.now() - begun < 1_500);
    assert.notEqual((await lost).status, "0");
  });

  test("a connection that is old is asked to come again", async (context) => {
    const service = await start(context, { limits: { ...limits, connectionAge: 100 } });
    const session = http2.connect(service.url);
    const told = once(session, "goaway");
    assert.equal((await grpc(service.url, { session })).status, "0");
    await sleep(150);
    assert.ok(!session.closed, "it is not told between two calls: the next may be on its way");
    assert.equal((await grpc(service.url, { session })).status, "0");
    await told;
    await once(session, "close");
  });

  test("idle HTTP/1.1 connections do not hold it up", async () => {
    const service = await start(undefined);
    await json(service.url);
    const idle = raw(service.port, "", 5_000);
    const begun = performance.now();
    await service.close();
    assert.ok(performance.now() - begun < 2_000, `${performance.now() - begun}`);
    await idle;
  });

  test("closing twice is closing once", async () => {
    const service = await start(undefined);
    await Promise.all([service.close(), service.close()]);
  });
});
