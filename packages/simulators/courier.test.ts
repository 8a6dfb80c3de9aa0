/** Webhooks over HTTP: signed, in order, tried again, and at last given up. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { json } from "../kit/http.ts";
import { createSandbox, sendTo, serveSandbox } from "./index.ts";
import { specimen } from "./specimen.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A shop's endpoint: answers with the statuses given, in turn, then with 204. */
async function receiver(context: TestContext, statuses: number[] = []) {
  const received: Received[] = [];
  const server = createServer((request, reply) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      reply.writeHead(statuses.shift() ?? 204, { location: "/elsewhere" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return { url, received, types: () => received.map(({ body }) => JSON.parse(body).type) };
}

async function served(context: TestContext) {
  const sandbox = createSandbox({ simulators: [specimen] });
  const timing = { retries: [10, 20], longestHold: 60 };
  const server = await serveSandbox(sandbox, { timing });
  context.after(server.close);
  const send = sendTo(sandbox);
  const pay = (amount = 1) =>
    send({
      method: "POST",
      url: `${sandbox.origin}/acme/api/v1/charges`,
      headers: { authorization: "Bearer key" },
      body: json({ amount }),
    });
  return { server, running: sandbox.simulator("acme"), pay };
}

async function until(true_: () => boolean) {
  for (let tries = 0; !true_() && tries < 300; tries += 1) await pause(10);
  assert.ok(true_(), true_.toString());
}

test("webhooks arrive signed, in order, once, whichever way the call came", async (context) => {
  const { server, running, pay } = await served(context);
  const { url, received, types } = await receiver(context);
  server.deliverTo("acme", { url, secret: "secret" });
  await pay();
  const answer = await fetch(`${server.url}/acme/api/v1/charges`, {
    method: "POST",
    headers: { authorization: "Bearer key", "content-type": "application/json" },
    body: '{"amount":2}',
  });
  assert.equal(answer.status, 201);
  await until(() => received.length === 4);
  assert.deepEqual(types(), [
    "charge.authorized",
    "charge.paid",
    "charge.authorized",
    "charge.paid",
  ]);
  for (const { headers, body } of received)
    assert.equal(headers["x-signature"], createHmac("sha256", "secret").update(body).digest("hex"));
  await until(() => running.deliveries.every(({ state }) => state === "delivered"));
  assert.deepEqual(running.deliveries[0]?.attempts, [{ status: 204 }]);
});

test("what is not accepted is tried again; a redirect is not followed; then it is given up", async (context) => {
  const { server, running, pay } = await served(context);
  const { url, received } = await receiver(context, [500, 302, 200, 200]);
  server.deliverTo("acme", { url, secret: "secret" });
  await pay();
  await until(() => running.deliveries.every(({ state }) => state === "delivered"));
  const statuses = running.deliveries.flatMap(({ attempts }) => attempts.map((one) => one.status));
  assert.deepEqual(statuses, [500, 200, 302, 200]);
  assert.equal(received.length, 4);

  const refusing = await receiver(context, Array(20).fill(400));
  server.deliverTo("acme", { url: refusing.url, secret: "secret" });
  await pay();
  await until(() => running.deliveries.slice(2).every(({ state }) => state === "failed"));
  assert.equal(refusing.received.length, 6, "once and twice again, for each of two");
});

test("who cannot be reached, and what cannot be signed, is noted", async (context) => {
  const { server, running, pay } = await served(context);
  server.deliverTo("acme", { url: "http://127.0.0.1:1/", secret: "secret" });
  await pay();
  await until(() => running.deliveries.every(({ state }) => state === "failed"));
  assert.match(running.deliveries[0]?.attempts[0]?.problem ?? "", /ECONNREFUSED|bad port/);
  server.deliverTo("acme", { url: "http://127.0.0.1:1/", secret: "s" });
  await pay();
  await until(() => running.deliveries.every(({ state }) => state === "failed"));
  assert.match(running.deliveries[2]?.attempts[0]?.problem ?? "", /secret is too short/);
});

test("a target gets what happens from then on, and nothing once it is taken away", async (context) => {
  const { server, running, pay } = await served(context);
  const { url, received } = await receiver(context);
  await pay(1);
  server.deliverTo("acme", { url, secret: "secret" });
  await pay(2);
  await until(() => received.length === 2);
  server.deliverTo("acme", undefined);
  await pay(3);
  await pause(50);
  assert.equal(received.length, 2);
  await until(() => running.deliveries[3]?.state === "delivered");
  assert.deepEqual(
    running.deliveries.map(({ state }) => state),
    ["dropped", "dropped", "delivered", "delivered", "waiting", "waiting"],
  );
});

test("duplicates arrive twice, late ones after those of the next, or when the hold is over", async (context) => {
  const { server, running, pay } = await served(context);
  const { url, received, types } = await receiver(context);
  server.deliverTo("acme", { url, secret: "secret" });
  running.faults.script({ on: "*", fault: { kind: "webhook-duplicate" } });
  await pay();
  await until(() => received.length === 4);
  assert.equal(new Set(received.map(({ body }) => JSON.parse(body).id)).size, 2);

  received.length = 0;
  running.faults.script({ on: "*", fault: { kind: "webhook-reorder" } });
  const ending = await pay();
  assert.ok(ending.kind === "answer");
  running.command("openDispute", { payment: JSON.parse(ending.response.text).id });
  await until(() => received.length === 3);
  assert.deepEqual(types(), ["dispute.opened", "charge.paid", "charge.authorized"]);

  received.length = 0;
  running.faults.script({ on: "*", fault: { kind: "webhook-reorder" } });
  await pay();
  await until(() => received.length === 2);
  assert.deepEqual(types(), ["charge.paid", "charge.authorized"]);
});

test("what a moving clock makes due is delivered without a request", async (context) => {
  let now = 0;
  const sandbox = createSandbox({ simulators: [specimen], clock: () => new Date(now) });
  const server = await serveSandbox(sandbox);
  context.after(server.close);
  const { url, types } = await receiver(context);
  server.deliverTo("acme", { url, secret: "secret" });
  await sendTo(sandbox)({
    method: "POST",
    url: `${sandbox.origin}/acme/api/v1/charges`,
    headers: { authorization: "Bearer key" },
    body: json({ amount: 1, method: "slow" }),
  });
  now = 60_000;
  await until(() => types().length === 2);
});

test("after a reset, and after the end, nothing is tried again", async (context) => {
  const { server, running, pay } = await served(context);
  const { url, received } = await receiver(context, Array(20).fill(500));
  server.deliverTo("acme", { url, secret: "secret" });
  await pay();
  await until(() => received.length >= 2);
  running.reset();
  const count = received.length;
  await pause(80);
  assert.ok(received.length <= count + 1);
  await pay();
  await until(() => received.length > count);
  await server.close();
  const last = received.length;
  await pause(80);
  assert.equal(received.length, last);
});
