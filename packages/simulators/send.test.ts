/** The way to a simulator without a port. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { form, type HttpRequest, json } from "../kit/http.ts";
import { createSandbox, type FaultKind, type Sleep, sandboxHosts, sendTo } from "./index.ts";
import { specimen } from "./specimen.ts";

function acme(sleep?: Sleep) {
  const sandbox = createSandbox({ simulators: [specimen] });
  const send = sendTo(sandbox, sleep);
  const charge: HttpRequest = {
    method: "POST",
    url: `${sandbox.origin}/acme/api/v1/charges`,
    headers: { Authorization: "Bearer key", "Idempotency-Key": "k" },
    body: json({ amount: 1000 }),
  };
  return { sandbox, running: sandbox.simulator("acme"), send, charge };
}

test("a request as data gets its answer", async () => {
  const { running, send, charge } = acme();
  const ending = await send(charge);
  assert.ok(ending.kind === "answer");
  assert.equal(ending.response.status, 201);
  assert.equal(JSON.parse(ending.response.text).amount, 1000);
  assert.equal(running.ledger[0]?.amount, 1000n);
});

test("it arrives as it would over HTTP: host, type, query, the connector's host", async () => {
  const { sandbox, send } = acme();
  const url = `${sandbox.origin}/acme/api/v1/echo?a=b%20c#fragment`;
  const headers = { authorization: "Bearer key" };
  const ending = await send({ method: "POST", url, headers, body: form({ "a[b]": 1n }) });
  assert.ok(ending.kind === "answer");
  const seen = JSON.parse(ending.response.text);
  assert.equal(seen.headers.host, "sandbox.invalid");
  assert.equal(seen.headers["content-type"], "application/x-www-form-urlencoded");
  assert.deepEqual([seen.query, seen.body], [{ a: "b c" }, { a: { b: "1" } }]);

  const file = { type: "application/pdf", bytes: new Uint8Array([255, 0, 1]) };
  const upload = `${sandbox.origin}/acme/files/v1/charges`;
  const stored = await send({ method: "POST", url: upload, headers, body: file });
  assert.equal(stored.kind === "answer" && stored.response.text, '{"file":3}');
});

test("base URLs keep the processor's own path", () => {
  const hosts = sandboxHosts("http://127.0.0.1:1", "adyen", {
    api: { test: "https://checkout-test.adyen.com/v71" },
    disputes: { test: "https://ca-test.adyen.com/ca/services/DisputeService/v30" },
    bare: { test: "https://{prefix}.example.com" },
    filled: { test: "https://example.com/{merchant}/v1" },
  });
  assert.deepEqual(hosts, {
    api: "http://127.0.0.1:1/adyen/api/v71",
    disputes: "http://127.0.0.1:1/adyen/disputes/ca/services/DisputeService/v30",
    bare: "http://127.0.0.1:1/adyen/bare",
    filled: "http://127.0.0.1:1/adyen/filled/{merchant}/v1",
  });
});

test("addresses: which simulator a URL belongs to", () => {
  const { sandbox } = acme();
  assert.deepEqual(sandbox.addressOf("http://sandbox.invalid/acme/api/v1/a?b=1"), {
    simulator: "acme",
    host: "api",
    target: "/v1/a?b=1",
  });
  assert.equal(sandbox.addressOf("http://sandbox.invalid/acme/api")?.target, "/");
  assert.equal(sandbox.addressOf("http://sandbox.invalid/acme/api?b=1")?.target, "/?b=1");
  for (const other of ["https://api.stripe.com/v1", "http://sandbox.invalid/acme", "nothing"])
    assert.equal(sandbox.addressOf(other), undefined, other);
  const withdraw = sandbox.servedAt("http://127.0.0.1:2");
  assert.equal(sandbox.origin, "http://127.0.0.1:2");
  assert.ok(sandbox.addressOf("http://sandbox.invalid/acme/api/"));
  withdraw();
  withdraw();
  assert.equal(sandbox.origin, "http://sandbox.invalid");
});

test("nothing leaves the process: another URL is an error that does not show it", async () => {
  const { send, charge } = acme();
  const leak = send({ ...charge, url: "https://api.stripe.com/v1/secret" });
  await assert.rejects(leak, (error: Error) => {
    assert.match(error.message, /https:\/\/api\.stripe\.com is not an address of the sandbox/);
    return !error.message.includes("secret");
  });
  const unknown = send({ ...charge, url: "http://sandbox.invalid/none/api/" });
  await assert.rejects(unknown, /no simulator none; there are acme/);
});

test("cuts come as cuts, with what was sent and what came", async () => {
  const { running, send, charge } = acme();
  await send(charge);
  const repeat = await send(charge);
  assert.ok(repeat.kind === "answer");
  const { headers, text } = repeat.response;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = `${["HTTP/1.1 201 Created", ...lines].join("\r\n")}\r\n\r\n`;

  const cut = async (kind: FaultKind, bytes?: number) => {
    running.faults.script({ on: "*", fault: { kind, bytes } });
    const ending = await send(charge);
    assert.ok(ending.kind === "cut");
    return [ending.sent, Buffer.from(ending.received).toString()];
  };
  assert.deepEqual(await cut("cut-connect"), [false, ""]);
  assert.deepEqual(await cut("cut-before"), [true, ""]);
  assert.deepEqual(await cut("cut-after"), [true, ""]);
  assert.deepEqual(await cut("cut-headers", 9), [true, "HTTP/1.1 "]);
  assert.deepEqual(await cut("cut-headers", 9999), [true, head.slice(0, -1)]);
  assert.deepEqual(await cut("cut-body", 0), [true, head]);
  assert.deepEqual(await cut("cut-body", 5), [true, head + text.slice(0, 5)]);
  assert.deepEqual(await cut("cut-body", 9999), [true, head + text.slice(0, -1)]);
});

test("a delayed answer takes its time, and the repeat meanwhile is told so", async () => {
  const slept: number[] = [];
  let wake = () => {};
  const { running, send, charge } = acme((milliseconds) => {
    slept.push(milliseconds);
    return new Promise((resolve) => (wake = resolve));
  });
  running.faults.script({ on: "*", fault: { kind: "delay", milliseconds: 30_000 } });
  const first = send(charge);
  const meanwhile = await send(charge);
  assert.equal(meanwhile.kind === "answer" && meanwhile.response.status, 409);
  wake();
  const ending = await first;
  assert.equal(ending.kind === "answer" && ending.response.status, 201);
  const after = await send(charge);
  assert.equal(after.kind === "answer" && after.response.headers["x-replayed"], "true");
  assert.deepEqual(slept, [30_000]);
});

test("who gives up before gets a cut, and the call runs on", async () => {
  for (const [kind, got] of [
    ["delay", ""],
    ["drip", "HTTP/1.1 201"],
  ] as const) {
    const { running, send, charge } = acme();
    running.faults.script({ on: "*", fault: { kind, milliseconds: 400 } });
    const ending = await send(charge, AbortSignal.timeout(20));
    assert.ok(ending.kind === "cut" && ending.sent);
    assert.equal(Buffer.from(ending.received).toString().slice(0, 12), got);
    const meanwhile = await send(charge);
    assert.equal(meanwhile.kind === "answer" && meanwhile.response.status, 409);
    await pause(500);
    const after = await send(charge);
    assert.equal(after.kind === "answer" && after.response.status, 201);
    assert.equal(running.ledger.length, 1);
  }
});

test("who has given up already sends nothing", async () => {
  const { running, send, charge } = acme();
  const ending = await send(charge, AbortSignal.abort());
  assert.deepEqual(ending, { kind: "cut", sent: false, received: new Uint8Array() });
  assert.equal(running.ledger.length, 0);
});
