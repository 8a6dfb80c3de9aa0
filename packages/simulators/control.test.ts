/** The control API over HTTP: what it does, and what it says to those who ask it wrongly. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { type TestContext, test } from "node:test";
import { createSandbox, serveSandbox } from "./index.ts";
import { specimen } from "./specimen.ts";

async function controlled(context: TestContext) {
  const sandbox = createSandbox({ simulators: [specimen], report: () => {} });
  const server = await serveSandbox(sandbox);
  context.after(server.close);
  const ask = async (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method = "", path = ""] = line.split(" ");
    const answer = await fetch(`${server.url}/_sandbox${path}`, {
      method,
      headers: { ...(method === "POST" && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const pay = async (content: object) => {
    const answer = await fetch(`${server.url}/acme/api/v1/charges`, {
      method: "POST",
      headers: { authorization: "Bearer key", "content-type": "application/json" },
      body: JSON.stringify(content),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  return { server, sandbox, ask, pay };
}

test("simulators: who there is, and what each can", async (context) => {
  const { server, ask } = await controlled(context);
  const { status, body } = await ask("GET /simulators");
  assert.equal(status, 200);
  assert.deepEqual(body[0].commands, ["openDispute", "overdue", "mistake"]);
  assert.equal(body[0].url, `${server.url}/acme/{host}`);
  assert.ok(body[0].routes.includes("POST files:/v1/charges"));
  assert.ok(body[0].faults.includes("misstate"));
  assert.equal(body[0].webhook, null);
  assert.match((await ask("GET /acme/faults")).body["cut-after"], /^processed/);
});

test("ledger and deliveries: what moved and what is told", async (context) => {
  const { ask, pay } = await controlled(context);
  const { body: charge } = await pay({ amount: 1000 });
  assert.deepEqual((await ask("GET /acme/ledger")).body, [
    { kind: "capture", payment: charge.id, amount: "1000", currency: "EUR" },
  ]);
  const { body } = await ask("GET /acme/deliveries");
  assert.deepEqual(
    body.map((one: { event: { type: string }; state: string }) => [one.event.type, one.state]),
    [
      ["charge.authorized", "waiting"],
      ["charge.paid", "waiting"],
    ],
  );
  assert.equal(body[0].event.at, "2026-01-01T00:00:00.000Z");
  assert.equal(body[0].event.content.id, charge.id);
});

test("commands, the clock and reset", async (context) => {
  const { ask, pay, sandbox } = await controlled(context);
  const { body: charge } = await pay({ amount: 5, method: "slow" });
  const ledger = async () => (await ask("GET /acme/ledger")).body.length;
  const later = await ask("POST /acme/clock", { seconds: 59.5 });
  assert.deepEqual(later.body, { now: "2026-01-01T00:00:59.500Z" });
  assert.equal(await ledger(), 0);
  const all = await ask("POST /clock", { seconds: 1 });
  assert.deepEqual(all.body, [{ id: "acme", now: "2026-01-01T00:01:00.500Z" }]);
  assert.equal(await ledger(), 1);

  const { body } = await ask("POST /acme/commands/openDispute", { payment: charge.id });
  assert.match(body.touched.dispute, /^dp_\d{6}$/);
  assert.equal(await ledger(), 2);
  const refused = await ask("POST /acme/commands/openDispute", { payment: "x" });
  assert.deepEqual(refused, { status: 400, body: { problem: "no charge x" } });
  assert.equal((await ask("POST /acme/commands/mistake")).status, 500);
  assert.match((await ask("GET /failures")).body[0].problem, /TypeError: mistake/);

  assert.equal((await ask("POST /acme/reset")).status, 200);
  assert.equal(await ledger(), 0);
  await ask("POST /reset");
  assert.equal(sandbox.failures.length, 0);
});

test("faults: scripted, seeded, cleared", async (context) => {
  const { ask, pay } = await controlled(context);
  const statuses = async () => [
    (await pay({ amount: 1 })).status,
    (await pay({ amount: 1 })).status,
  ];
  const fault = { kind: "error-after", status: 502 };
  await ask("POST /acme/faults", { on: "POST /v1/charges", nth: 2, fault });
  assert.deepEqual(await statuses(), [201, 502]);
  await ask("POST /acme/faults", { rate: 1, seed: 7, kinds: ["error-after"] });
  assert.deepEqual(await statuses(), [500, 500]);
  await ask("POST /acme/faults", { on: "*", fault });
  await ask("POST /acme/faults", { clear: true });
  assert.deepEqual(await statuses(), [201, 201]);
});

test("wrong input is a 400 that says what is wrong", async (context) => {
  const { ask } = await controlled(context);
  const fault = { kind: "cut-after" };
  const wrong: readonly [string, unknown, RegExp][] = [
    ["POST /acme/faults", {}, /on is a route|fault is a JSON object/],
    ["POST /acme/faults", [], /JSON object/],
    ["POST /acme/faults", { on: "*" }, /fault is a JSON object/],
    ["POST /acme/faults", { on: 1, fault }, /on is a route/],
    ["POST /acme/faults", { on: "*", fault: { kind: "cut" } }, /kind is one of cut-connect, /],
    ["POST /acme/faults", { on: "*", fault: { kind: "toString" } }, /kind is one of/],
    ["POST /acme/faults", { on: "*", nth: 0, fault }, /nth is a whole number from 1/],
    ["POST /acme/faults", { on: "*", nth: 1.5, fault }, /nth is a whole number/],
    ["POST /acme/faults", { on: "*", time: 2, fault }, /time is not known/],
    ["POST /acme/faults", { on: "*", fault: { ...fault, byte: 1 } }, /fault\.byte is not known/],
    ["POST /acme/faults", { on: "*", fault: { ...fault, status: 200 } }, /fault\.status is a/],
    ["POST /acme/faults", { on: "GET /none", fault }, /GET \/none is no route of acme/],
    ["POST /acme/faults", { on: "command openDispute", fault }, /webhook faults only/],
    ["POST /acme/faults", { rate: 2, seed: 1 }, /rate is a number from 0 to 1/],
    ["POST /acme/faults", { rate: 1 }, /seed is a whole number/],
    ["POST /acme/faults", { rate: 1, seed: 1, kinds: "cut-after" }, /kinds is a list/],
    ["POST /acme/faults", { rate: 1, seed: 1, kinds: ["x"] }, /kind is one of/],
    ["POST /acme/faults", { rate: 1, seed: 1, slowest: -1 }, /slowest is a whole number from 0/],
    ["POST /acme/faults", { clear: true, on: "*" }, /on is not known/],
    ["POST /acme/clock", { seconds: -1 }, /seconds is a number from 0/],
    ["POST /acme/clock", {}, /seconds is a number/],
    ["POST /clock", { second: 1 }, /second is not known/],
    ["POST /acme/webhook", { url: "http://127.0.0.1:1" }, /secret is a text/],
    ["POST /acme/webhook", { url: "ftp://127.0.0.1", secret: "s" }, /begins with http/],
    ["POST /acme/webhook", { url: "not a url", secret: "s" }, /begins with http/],
    ["POST /acme/webhook", { url: "http://example.com/", secret: "s" }, /not to example\.com/],
    ["POST /acme/webhook", { url: "http://169.254.169.254/", secret: "s" }, /this machine only/],
    ["POST /acme/commands/none", {}, /no command none; it has openDispute/],
    ["POST /acme/commands/openDispute", { payment: {} }, /payment is a text or a number/],
    ["POST /acme/commands/openDispute", ["x"], /JSON object/],
    ["POST /acme/clock", "{", /not JSON/],
  ];
  for (const [line, body, problem] of wrong) {
    const answer = await ask(line, body);
    assert.equal(answer.status, 400, JSON.stringify([line, body]));
    assert.match(answer.body.problem, problem);
  }
});

test("unknown paths and methods", async (context) => {
  const { server, ask } = await controlled(context);
  for (const path of [
    "",
    "/",
    "/none",
    "/none/ledger",
    "/acme/toString",
    "/acme/ledger/1",
    "/acme",
  ])
    assert.equal((await ask(`GET ${path}`)).status, 404, path);
  assert.equal((await ask("POST /acme/ledger", {})).status, 405);
  const answer = await fetch(`${server.url}/_sandbox/acme/webhook`, { method: "PUT" });
  assert.equal(answer.status, 415);
});

test("a page of another origin cannot control the sandbox", async (context) => {
  const { server, ask } = await controlled(context);
  const simple = await ask("POST /reset", "{}", { "content-type": "text/plain" });
  assert.equal(simple.status, 415);
  const status = await new Promise((resolve) =>
    request(
      `${server.url}/_sandbox/simulators`,
      { headers: { host: "evil.example" } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    ).end(),
  );
  assert.equal(status, 403);
});
