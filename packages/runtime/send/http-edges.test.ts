/** HTTP at its edges: names that lead elsewhere, answers of exactly the limit, early hints, and callers who leave. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { createServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { FailureCode } from "#contract";
import { createHttp, type HttpOptions, SendFailure } from "#runtime";
import { responseOf } from "./http.ts";

interface Served {
  readonly port: number;
  /** How many have connected. */
  readonly connections: () => number;
}

/** Answers whatever comes with `act`, on loopback. */
async function serve(context: TestContext, act: (socket: Socket) => void): Promise<Served> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => act(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return { port: address.port, connections: () => connections };
}

async function sent(context: TestContext, url: string, options: HttpOptions, signal?: AbortSignal) {
  const http = createHttp(options);
  context.after(() => http.close());
  const deadline = performance.now() + 20_000;
  return http.send(
    { method: "POST", url, headers: {}, body: { type: "text/plain", text: "amount=1" } },
    { connector: "small", step: "pay", deadline, ...(signal && { signal }) },
  );
}
const failing = (sending: Promise<unknown>): Promise<SendFailure> =>
  sending.then(
    () => assert.fail("it was answered"),
    (error: unknown) => (error instanceof SendFailure ? error : assert.fail(String(error))),
  );
const ok = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

test("a name that the operator gave is resolved, and spoken to where it leads to loopback", async (context) => {
  const { port } = await serve(context, (socket) => socket.end(ok("fine")));
  const origin = `http://localhost:${port}`;
  const response = await sent(context, `${origin}/`, { loopback: new Set([origin]) });
  assert.equal(response.text, "fine");
});

test("a name that leads to an address that is refused is not connected to", async (context) => {
  const { port, connections } = await serve(context, (socket) => socket.end(ok("fine")));
  const failure = await failing(sent(context, `https://localhost:${port}/`, {}));
  assert.match(failure.message, /resolves to an address that is refused/);
  assert.equal(failure.written, false);
  assert.equal(connections(), 0);
});

test("https to a name is tried: that it does not resolve is why it fails", async (context) => {
  const failure = await failing(sent(context, "https://nowhere.invalid/", {}));
  assert.doesNotMatch(failure.message, /may be spoken to/);
  assert.equal(failure.written, false);
});

test("an answer of exactly the limit is read, one byte more is not", async (context) => {
  for (const [length, fits] of [
    [1_000, true],
    [1_001, false],
  ] as const) {
    const { port } = await serve(context, (socket) => socket.end(ok("x".repeat(length))));
    const origin = `http://127.0.0.1:${port}`;
    const sending = sent(context, origin, { loopback: new Set([origin]), maxAnswer: 1_000 });
    if (fits) assert.equal((await sending).text.length, length);
    else assert.equal((await failing(sending)).code, FailureCode.UNREADABLE_ANSWER);
  }
});

test("early hints are no part of the answer", async (context) => {
  const { port } = await serve(context, (socket) =>
    socket.end(`HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n${ok("fine")}`),
  );
  const origin = `http://127.0.0.1:${port}`;
  const { status, headers, text } = await sent(context, origin, { loopback: new Set([origin]) });
  assert.deepEqual([status, headers["link"], text], [200, undefined, "fine"]);
});

test("a connection that ends under a request is a time-out: what became of it is not known", async (context) => {
  const { port } = await serve(context, (socket) => socket.destroy());
  const origin = `http://127.0.0.1:${port}`;
  const failure = await failing(sent(context, origin, { loopback: new Set([origin]) }));
  assert.deepEqual([failure.written, failure.code], [true, FailureCode.TIMED_OUT]);
});

test("whoever leaves is let go at once", async (context) => {
  const leaving = new AbortController();
  const { port } = await serve(context, () => leaving.abort());
  const origin = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const options = { loopback: new Set([origin]) };
  const failure = await failing(sent(context, origin, options, leaving.signal));
  assert.deepEqual([failure.written, failure.message], [true, "the caller went away"]);
  assert.ok(performance.now() - begun < 5_000);
});

test("the operator is told of what the egress proxy refuses, and of no other failure", async (context) => {
  const told: (readonly [target: string, status: number | undefined])[] = [];
  const proxyFailed: HttpOptions["proxyFailed"] = ({ status }, target) =>
    void told.push([target, status]);
  const { port } = await serve(context, (socket) => socket.end("HTTP/1.1 407 No\r\n\r\n"));
  const proxy = { origin: `http://127.0.0.1:${port}` };
  const url = "https://api.processor.example/v1/pay";
  const failure = await failing(sent(context, url, { proxy, proxyFailed }));
  assert.deepEqual([failure.written, failure.code], [false, FailureCode.PROCESSOR_UNREACHABLE]);
  assert.deepEqual(told, [["https://api.processor.example", 407]]);
  await failing(sent(context, url, { proxy }));
  await failing(sent(context, "https://10.0.0.1/", { proxy, proxyFailed }));
  await failing(sent(context, "https://nowhere.invalid/", { proxyFailed }));
  assert.equal(told.length, 1);
});

test("a deadline that is now has passed; one in a millisecond has not", async (context) => {
  const { port, connections } = await serve(context, () => undefined);
  const origin = `http://127.0.0.1:${port}`;
  const http = createHttp({ loopback: new Set([origin]) });
  context.after(() => http.close());
  const now = performance.now();
  context.mock.method(performance, "now", () => now);
  const send = (deadline: number) =>
    failing(
      http.send(
        { method: "GET", url: origin, headers: {} },
        { connector: "small", step: "pay", deadline },
      ),
    );
  const passed = await send(now);
  assert.deepEqual([passed.written, passed.message], [false, "the deadline has passed"]);
  assert.equal(connections(), 0);
  assert.equal((await send(now + 1)).message, "no answer in time");
});

test("whatever is not limited otherwise has 8 MiB", async (context) => {
  for (const [length, fits] of [
    [8 << 20, true],
    [(8 << 20) + 1, false],
  ] as const) {
    const { port } = await serve(context, (socket) => socket.end(ok("x".repeat(length))));
    const origin = `http://127.0.0.1:${port}`;
    const sending = sent(context, origin, { loopback: new Set([origin]) });
    if (fits) assert.equal((await sending).bytes.length, length);
    else assert.equal((await failing(sending)).message, "the answer is too large");
  }
});

test("there is time until the deadline and no other: the head may be late, and each part of the body", async (context) => {
  const { port } = await serve(context, async (socket) => {
    for (const part of ["HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n", "fi", "ne"]) {
      await sleep(1_200);
      socket.write(part);
    }
  });
  const origin = `http://127.0.0.1:${port}`;
  assert.equal((await sent(context, origin, { loopback: new Set([origin]) })).text, "fine");
});

test("whoever asked is not held on to once there is an answer", async (context) => {
  const { port } = await serve(context, (socket) => socket.end(ok("fine")));
  const origin = `http://127.0.0.1:${port}`;
  const { signal } = new AbortController();
  await sent(context, origin, { loopback: new Set([origin]) }, signal);
  assert.deepEqual(getEventListeners(signal, "abort"), []);
});

test("a call that is over keeps no process alive until its deadline", async () => {
  const lines = [
    `import { createServer } from "node:http";`,
    `import { createHttp } from "#runtime";`,
    `const server = createServer((_, answer) => answer.end("{}")).listen(0, "127.0.0.1", async () => {`,
    `  const origin = "http://127.0.0.1:" + server.address().port;`,
    "  const http = createHttp({ loopback: new Set([origin]), keepAlive: 100 });",
    `  const deadline = performance.now() + 600_000;`,
    `  await http.send({ method: "GET", url: origin, headers: {} }, { connector: "small", step: "pay", deadline });`,
    "  server.close();",
    "});",
  ];
  const given = ["--input-type=module", "--eval", lines.join("\n")];
  const { stderr } = await promisify(execFile)(process.execPath, given, { timeout: 30_000 });
  assert.equal(stderr, "");
});

test("a header that comes twice is one list, in the order in which it came", async (context) => {
  const { port } = await serve(context, (socket) =>
    socket.end("HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nX-B:\r\ncontent-length: 0\r\n\r\n"),
  );
  const origin = `http://127.0.0.1:${port}`;
  const { headers } = await sent(context, origin, { loopback: new Set([origin]) });
  assert.deepEqual([headers["x-a"], headers["x-b"]], ["1, 2", ""]);
});

test("the charset is the one that is named, in whatever way, and UTF-8 where it is none", () => {
  const text = (type: string, bytes: Uint8Array) =>
    responseOf(200, { "content-type": type }, bytes, 100).text;
  const [latin, utf8] = [Buffer.from("ü", "latin1"), Buffer.from("ü")];
  for (const named of ["iso-8859-1", '"iso-8859-1"', "ISO-8859-1; a=b"])
    assert.equal(text(`text/plain; CHARSET=${named}`, latin), "ü", named);
  for (const named of ["utf8", "utf-8", "UTF8", "UTF-8", "klingon"])
    assert.equal(text(`text/plain; charset=${named}`, utf8), "ü", named);
  // Another charset whose name has that one in it.
  assert.equal(text("text/plain; charset=utf-16le", Buffer.from("ü", "utf16le")), "ü");
});
