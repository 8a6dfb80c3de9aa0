/** The sandbox on loopback: exact bytes on a raw socket, pages, ports of their own, and its end. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { createSandbox, type FaultKind, type ServeOptions, serveSandbox } from "./index.ts";
import { specimen } from "./specimen.ts";

async function served(context: TestContext, options?: ServeOptions) {
  const sandbox = createSandbox({ simulators: [specimen] });
  const server = await serveSandbox(sandbox, options);
  context.after(server.close);
  return { sandbox, server, running: sandbox.simulator("acme"), url: server.url };
}

interface Heard {
  readonly text: string;
  /** Milliseconds from the request to the first and the last byte. */
  readonly first: number;
  readonly last: number;
  readonly pieces: number;
  readonly error: string | undefined;
}

/** Writes bytes to a port and listens until the connection ends. */
function raw(url: string, request: string): Promise<Heard> {
  return new Promise((resolve) => {
    const start = performance.now();
    const times: number[] = [];
    let text = "";
    let error: string | undefined;
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(request));
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
      times.push(performance.now() - start);
    });
    socket.on("error", (thrown) => {
      error = thrown.message;
    });
    socket.on("close", () =>
      resolve({
        text,
        first: times[0] ?? Number.NaN,
        last: times.at(-1) ?? Number.NaN,
        pieces: times.length,
        error,
      }),
    );
  });
}

const lines = (line: string, headers: readonly string[] = [], body = "") =>
  `${[`${line} HTTP/1.1`, "host: 127.0.0.1", "authorization: Bearer key", "connection: close", ...headers].join("\r\n")}\r\n\r\n${body}`;
const asking = lines("GET /acme/api/v1/charges/x");
const paying = lines(
  "POST /acme/api/v1/charges",
  ["content-type: application/json", "content-length: 14"],
  '{"amount":123}',
);

const body = '{"error":"no such charge"}';
const head =
  "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 26\r\n\r\n";

test("a connection is kept for longer than callers keep theirs", async (context) => {
  const { url } = await served(context);
  const keeping = asking.replace("connection: close\r\n", "");
  const begun = performance.now();
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(keeping));
  socket
    .resume()
    .on("error", () => undefined)
    .on("close", () => resolve());
  await Promise.race([promise, pause(7_000)]);
  socket.destroy();
  assert.ok(performance.now() - begun > 6_900, "it was closed after seven seconds at most");
});

test("an answer without a fault arrives whole", async (context) => {
  const { url } = await served(context);
  const { text } = await raw(url, asking);
  assert.ok(text.startsWith("HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\n"));
  assert.ok(text.endsWith(`\r\n\r\n${body}`));
});

test("cuts end the connection after exactly the bytes they say, without a reset", async (context) => {
  const { url, running } = await served(context);
  const heard = async (kind: FaultKind, bytes?: number) => {
    running.faults.script({ on: "GET /v1/charges/:id", fault: { kind, bytes } });
    const { text, error } = await raw(url, asking);
    assert.equal(error, undefined, kind);
    return text;
  };
  assert.equal(await heard("cut-connect"), "");
  assert.equal(await heard("cut-before"), "");
  assert.equal(await heard("cut-after"), "");
  for (const bytes of [0, 1, 9, 30, head.length - 1])
    assert.equal(await heard("cut-headers", bytes), head.slice(0, bytes));
  assert.equal(await heard("cut-headers"), head.slice(0, head.length >> 1));
  for (const bytes of [0, 1, 13, 25])
    assert.equal(await heard("cut-body", bytes), head + body.slice(0, bytes));
  assert.equal(await heard("cut-body", 26), head + body.slice(0, 25));
});

test("a cut does or does not move money, as its name says", async (context) => {
  const { url, running } = await served(context);
  for (const [kind, moved] of [
    ["cut-connect", 0],
    ["cut-before", 0],
    ["cut-after", 1],
    ["cut-headers", 1],
    ["cut-body", 1],
  ] as const) {
    running.reset();
    running.faults.script({ on: "POST /v1/charges", fault: { kind } });
    await raw(url, paying);
    assert.equal(running.ledger.length, moved, kind);
  }
});

test("errors, halves and misstatements are whole HTTP answers", async (context) => {
  const { url, running } = await served(context);
  const fetched = async (kind: FaultKind, status?: number) => {
    running.faults.script({ on: "*", fault: { kind, status } });
    const answer = await fetch(`${url}/acme/api/v1/charges/x`, {
      headers: { authorization: "Bearer key" },
    });
    return [answer.status, await answer.text()];
  };
  assert.deepEqual(await fetched("error-before", 503), [503, "Service Unavailable\n"]);
  assert.deepEqual(await fetched("error-after"), [500, body]);
  assert.deepEqual(await fetched("truncate"), [404, body.slice(0, 13)]);
  running.faults.script({ on: "*", fault: { kind: "misstate" } });
  assert.ok((await raw(url, paying)).text.endsWith('{"amount":124}'));
  assert.equal(running.ledger[0]?.amount, 123n);
});

test("a delay holds the answer back, a drip its body's pieces", async (context) => {
  const { url, running } = await served(context);
  running.faults.script({ on: "*", fault: { kind: "delay", milliseconds: 150 } });
  const late = await raw(url, asking);
  assert.ok(late.first >= 145, String(late.first));
  assert.ok(late.text.endsWith(body));

  running.faults.script({ on: "*", fault: { kind: "drip", milliseconds: 200 } });
  const dripped = await raw(url, asking);
  assert.ok(dripped.last - dripped.first >= 100, `${dripped.first} ${dripped.last}`);
  assert.ok(dripped.pieces >= 3, String(dripped.pieces));
  assert.ok(dripped.text.endsWith(`\r\n\r\n${body}`));
});

test("who hangs up during a delay or a drip leaves the call running to its end", async (context) => {
  const { url, running } = await served(context);
  const send = async (key: string, signal?: AbortSignal) => {
    const answer = await fetch(`${url}/acme/api/v1/charges`, {
      method: "POST",
      headers: {
        authorization: "Bearer key",
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: '{"amount":5}',
      ...(signal && { signal }),
    });
    await answer.text();
    return answer;
  };
  for (const kind of ["delay", "drip"] as const) {
    running.faults.script({ on: "*", fault: { kind, milliseconds: 500 } });
    await assert.rejects(send(kind, AbortSignal.timeout(50)));
    assert.equal((await send(kind)).status, 409);
    await pause(600);
    assert.equal((await send(kind)).headers.get("x-replayed"), "true");
  }
  assert.equal(running.ledger.length, 2);
});

test("pages: a browser walks from the link to the shop", async (context) => {
  const { url } = await served(context);
  const created = await fetch(`${url}/acme/api/v1/charges`, {
    method: "POST",
    headers: { authorization: "Bearer key", "content-type": "application/json" },
    body: '{"amount":5,"method":"challenge"}',
  });
  const charge = JSON.parse(await created.text());
  assert.equal(charge.url, `${url}/acme/api/pages/${charge.id}`);
  const shown = await fetch(charge.url, { headers: { accept: "text/html" } });
  assert.equal(shown.headers.get("content-type"), "text/html; charset=utf-8");
  const action = /action="([^"]+)"/.exec(await shown.text())?.[1] ?? "";
  const left = await fetch(action, {
    method: "POST",
    body: new URLSearchParams({ outcome: "yes" }),
    redirect: "manual",
  });
  assert.equal(left.status, 302);
  assert.equal(left.headers.get("location"), `https://shop.example/return?charge=${charge.id}`);
});

test("one simulator at the root of a port of its own, as all of its hosts or as one", async (context) => {
  const { server, url, running } = await served(context);
  const root = await server.listen("acme");
  const files = await server.listen("acme", { host: "files" });
  const headers = { authorization: "Bearer key", "content-type": "application/json" };
  const post = (base: string, amount: number) =>
    fetch(`${base}/v1/charges`, { method: "POST", headers, body: `{"amount":${amount}}` });
  const charge = JSON.parse(await (await post(root.url, 1)).text());
  assert.equal(charge.url, `${root.url}/pages/${charge.id}`);
  assert.equal(await (await post(files.url, 1)).text(), '{"file":12}');
  await post(`${url}/acme/api`, 2);
  assert.deepEqual(
    running.ledger.map(({ amount }) => amount),
    [1n, 2n],
    "every port has the same world",
  );
  await assert.rejects(server.listen("none"), /no simulator none/);
  const taken = server.listen("acme", { port: Number(new URL(root.url).port) });
  await assert.rejects(taken, /EADDRINUSE/);
});

test("what is no simulator is told where the simulators are", async (context) => {
  const { url } = await served(context);
  for (const path of ["/", "/none/api/v1", "/acme"]) {
    const answer = await fetch(url + path);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /Simulators: acme/);
  }
  assert.match((await raw(url, lines("GET /acme/api/v1/charges/%zz"))).text, /^HTTP\/1.1 400/);
  assert.match((await raw(url, lines("OPTIONS *"))).text, /^HTTP\/1.1 400/);
  const absolute = lines(`GET ${url}/acme/api/v1/charges/x`);
  assert.ok((await raw(url, absolute)).text.endsWith(body));
  const strange = asking.replace("host: 127.0.0.1", "host: a%2Fb");
  assert.ok((await raw(url, strange)).text.endsWith(body));
});

test("a body beyond the limit is refused, and the server lives on", async (context) => {
  const { url } = await served(context, { bodyLimit: 100 });
  const long = "x".repeat(101);
  const request = lines("POST /acme/api/v1/echo", [`content-length: ${long.length}`], long);
  assert.match((await raw(url, request)).text, /^HTTP\/1.1 413 [\s\S]*at most 100 bytes/);
  assert.ok((await raw(url, asking)).text.endsWith(body));
});

test("a client that goes away in the middle of its request is no one's problem", async (context) => {
  const { url, running } = await served(context);
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(paying.slice(0, -3));
  await pause(20);
  socket.destroy();
  await pause(20);
  assert.equal(running.ledger.length, 0);
  assert.ok((await raw(url, asking)).text.endsWith(body));
});

test("it listens on loopback only", async (context) => {
  const { url } = await served(context);
  const { hostname, port } = new URL(url);
  assert.equal(hostname, "127.0.0.1");
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4");
  if (!outside) return context.diagnostic("no other interface to try");
  await assert.rejects(fetch(`http://${outside.address}:${port}/`));
});

test("a port that is taken is an error that leaves nothing behind", async (context) => {
  const { url } = await served(context);
  const sandbox = createSandbox({ simulators: [specimen] });
  await assert.rejects(serveSandbox(sandbox, { port: Number(new URL(url).port) }), /EADDRINUSE/);
  assert.equal(sandbox.origin, "http://sandbox.invalid");
});

test("close lets short calls end, ends long ones, and leaves no timer", async () => {
  const sandbox = createSandbox({ simulators: [specimen] });
  const server = await serveSandbox(sandbox);
  const delays = [50, 60_000];
  for (const [index, milliseconds] of delays.entries())
    sandbox
      .simulator("acme")
      .faults.script({ on: "*", nth: index + 1, fault: { kind: "delay", milliseconds } });
  const short = raw(server.url, asking);
  await pause(20);
  const long = raw(server.url, asking);
  await pause(20);
  const start = performance.now();
  await server.close();
  assert.ok(performance.now() - start < 3_000);
  assert.ok((await short).text.endsWith(body));
  assert.equal((await long).text, "");
  await assert.rejects(fetch(server.url));
  assert.equal(sandbox.origin, "http://sandbox.invalid");
  await server.close();
});

test("a process whose sandbox is closed ends by itself", async () => {
  const script = `
    const { createSandbox, serveSandbox } = await import("${import.meta.resolve("./index.ts")}");
    const { specimen } = await import("${import.meta.resolve("./specimen.ts")}");
    const sandbox = createSandbox({ simulators: [specimen] });
    const server = await serveSandbox(sandbox);
    await server.listen("acme");
    server.deliverTo("acme", { url: "http://127.0.0.1:1/", secret: "secret" });
    sandbox.simulator("acme").faults.script({ on: "*", fault: { kind: "delay", milliseconds: 600000 } });
    const headers = { authorization: "Bearer key", "content-type": "application/json" };
    const url = server.url + "/acme/api/v1/charges";
    const asked = fetch(url, { method: "POST", headers, body: '{"amount":1}' }).catch(() => "cut");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.close();
    console.log(await asked);`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], {
    timeout: 20_000,
  });
  assert.equal(stdout, "cut\n");
});
