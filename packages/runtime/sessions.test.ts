/** Short-lived tokens: one flight for all who wait, renewed once, and lost without harm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type AuthorizePaymentResponse, FailureCode, OperationStatus, Retry } from "#contract";
import { answer, type Context, json, v, withHeaders } from "#kit";
import { CallError, SendFailure } from "#runtime";
import {
  type Answer,
  authorize,
  callOf,
  credentials,
  now,
  paid,
  runtimeOf,
  scripted,
  small,
} from "../testing/small.ts";

const connector = small({
  session: {
    method: "POST",
    path: "/token",
    harmless: true,
    authenticate: "none",
    body: () => json({ grant_type: "client_credentials" }),
    read: answer(v.object({ token: v.string(), lifetime: v.number() }), ({ token, lifetime }) => ({
      token,
      lifetimeSeconds: lifetime,
    })),
  },
  authenticate: (request, { session }: Context<unknown>) =>
    withHeaders(request, { Authorization: `Bearer ${session?.token}` }),
});

/** A processor that counts its tokens and may reject them. */
function processor(rejected: ReadonlySet<string> = new Set(), lifetime = 3600) {
  let tokens = 0;
  return scripted(async ({ url, headers }): Promise<Answer> => {
    if (url.endsWith("/token")) {
      tokens += 1;
      const token = `token-${tokens}`;
      await sleep(5);
      return { text: JSON.stringify({ token, lifetime }) };
    }
    const token = headers["Authorization"]?.slice("Bearer ".length) ?? "";
    return { status: rejected.has(token) ? 401 : 200 };
  });
}
const paths = (sent: readonly { readonly url: string }[]) =>
  sent.map(({ url }) => new URL(url).pathname);
const pay = (runtime: ReturnType<typeof runtimeOf>, call: Parameters<typeof callOf>[0] = {}) =>
  runtime.call("authorizePayment", authorize(), callOf(call)) as Promise<AuthorizePaymentResponse>;

test("a hundred calls at once open one session, and the next uses it", async () => {
  const { send, sent } = processor();
  const runtime = runtimeOf(connector, { send });
  await Promise.all(Array.from({ length: 100 }, () => pay(runtime)));
  await pay(runtime);
  assert.equal(paths(sent).filter((path) => path === "/token").length, 1);
  assert.equal(sent.at(-1)?.headers["Authorization"], "Bearer token-1");
});

test("other credentials have another session", async () => {
  const { send, sent } = processor();
  const runtime = runtimeOf(connector, { send });
  await pay(runtime);
  await pay(runtime, { credentials: { ...credentials, apiKey: "another" } });
  assert.equal(sent.at(-1)?.headers["Authorization"], "Bearer token-2");
});

test("a rejected token is renewed once, under the key of the call", async () => {
  const { send, sent } = processor(new Set(["token-1"]));
  const answered = await pay(runtimeOf(connector, { send }));
  assert.equal(answered.operation?.status, OperationStatus.SUCCEEDED);
  assert.deepEqual(paths(sent), ["/token", "/payments", "/token", "/payments"]);
  const keys = sent.map(({ headers }) => headers["Idempotency-Key"]);
  assert.equal(keys[1], keys[3]);
  assert.deepEqual([keys[0], keys[2]], [undefined, undefined], "a key would bring the old token");
});

test("a token that is rejected again is a refusal, not a loop", async () => {
  const { send, sent } = processor(new Set(["token-1", "token-2", "token-3"]));
  const { operation } = await pay(runtimeOf(connector, { send }));
  assert.equal(operation?.status, OperationStatus.FAILED);
  assert.deepEqual(paths(sent), ["/token", "/payments", "/token", "/payments"]);
});

test("many whose token is rejected together renew it once", async () => {
  const rejected = new Set<string>();
  const { send, sent } = processor(rejected);
  const runtime = runtimeOf(connector, { send });
  await pay(runtime);
  rejected.add("token-1");
  await Promise.all(Array.from({ length: 20 }, () => pay(runtime)));
  assert.equal(paths(sent).filter((path) => path === "/token").length, 2);
});

test("a token is renewed before it ends", async () => {
  let time = now.getTime();
  const { send, sent } = processor(new Set(), 600);
  const runtime = runtimeOf(connector, { send, clock: () => new Date(time) });
  const opened = () => paths(sent).filter((path) => path === "/token").length;
  await pay(runtime);
  time += 539_000;
  await pay(runtime);
  assert.equal(opened(), 1);
  time += 2_000;
  await pay(runtime);
  assert.equal(opened(), 2);
});

test("where no session can be had, nothing was asked of the processor", async () => {
  const { send, sent } = scripted(() => {
    throw new SendFailure("cut", { written: true, code: FailureCode.TIMED_OUT });
  });
  const runtime = runtimeOf(connector, { send });
  const notSent = (error: unknown) => error instanceof CallError && error.reason === "NOT_SENT";
  await assert.rejects(pay(runtime), notSent);
  await assert.rejects(pay(runtime), notSent);
  assert.deepEqual(paths(sent), ["/token", "/token"], "a failure is not remembered");
});

test("a session that is answered with anything unclear leaves nothing unknown", async () => {
  for (const answer of [{ status: 500 }, { text: "not JSON" }, { text: '{"token":7}' }]) {
    const { send, sent } = scripted(() => answer);
    await assert.rejects(
      pay(runtimeOf(connector, { send })),
      (error) => error instanceof CallError && error.reason === "NOT_SENT",
    );
    assert.deepEqual(paths(sent), ["/token"]);
  }
});

test("what needs no session opens none", async () => {
  const { send, sent } = processor();
  const open = { ...connector.flows.authorizePayment, authenticate: "none" };
  const keyless = { ...connector, flows: { authorizePayment: open } } as typeof connector;
  const { operation } = await pay(runtimeOf(keyless, { send }));
  assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  assert.deepEqual(paths(sent), ["/payments"]);
});

test("a refused session is a refusal: nothing moved", async () => {
  const { send, sent } = scripted(() => ({ status: 400, text: '{"code":"declined"}' }));
  const { operation } = await pay(runtimeOf(connector, { send }));
  assert.deepEqual(paths(sent), ["/token"]);
  assert.equal(operation?.status, OperationStatus.FAILED);
  assert.equal(operation?.failure?.code, FailureCode.DECLINED);
});

test("who waits for another's session is answered before the own deadline", async () => {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const { send } = scripted(({ url }) => (url.endsWith("/token") ? promise : {}));
  const runtime = runtimeOf(connector, { send });
  const patient = pay(runtime);
  const started = performance.now();
  await assert.rejects(
    pay(runtime, { deadline: started + 100 }),
    (error) => error instanceof CallError && error.reason === "NOT_SENT",
  );
  assert.ok(performance.now() - started < 1_000);
  resolve({ text: '{"token":"late","lifetime":60}' });
  assert.equal((await patient).operation?.status, OperationStatus.SUCCEEDED);
});

test("who leaves does not wait", async () => {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const { send } = scripted(({ url }) => (url.endsWith("/token") ? promise : {}));
  const leaving = new AbortController();
  const waiting = pay(runtimeOf(connector, { send }), { signal: leaving.signal });
  // Not before it waits: who has left already is another case.
  await sleep(20);
  leaving.abort();
  const started = performance.now();
  await assert.rejects(waiting, CallError);
  assert.ok(performance.now() - started < 1_000);
  resolve({ text: '{"token":"late","lifetime":60}' });
});

test("a session may be a script, and its harmless steps are no risk", async () => {
  const { send } = scripted(({ url }) => {
    if (!url.endsWith("/payments")) return {};
    throw new SendFailure("cut", { written: false, code: FailureCode.PROCESSOR_UNREACHABLE });
  });
  const simple = small({
    ...connector,
    session: () => ({ token: "self-made", lifetimeSeconds: 60 }),
    flows: {
      authorizePayment: () => paid,
    },
  });
  const { operation } = await pay(runtimeOf(simple, { send }));
  assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  assert.equal(operation?.failure?.retry ?? Retry.UNSPECIFIED, Retry.UNSPECIFIED);
});

test("of ten thousand accounts the oldest makes room", async () => {
  const { createSessions } = await import("./sessions.ts");
  const sessions = createSessions();
  let openings = 0;
  const open = async () => {
    openings += 1;
    return { token: `token-${openings}`, lifetimeSeconds: 3600 };
  };
  const runOfAccount = (account: number) =>
    ({ connector, hosts: {}, credentials: { apiKey: String(account) }, clock: () => now }) as never;
  for (let account = 0; account <= 10_000; account += 1)
    await sessions.current(runOfAccount(account), open);
  await sessions.current(runOfAccount(10_000), open);
  assert.equal(openings, 10_001, "the newest is kept");
  await sessions.current(runOfAccount(0), open);
  assert.equal(openings, 10_002, "the oldest is opened again");
});
