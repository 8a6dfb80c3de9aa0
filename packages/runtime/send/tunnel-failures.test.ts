/** Through an egress proxy, on real sockets: whether it was sent, wherever the way is cut. */
import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { FailureCode } from "#contract";
import { breakOff, type ConnectProxyStart } from "../../testing/connect-proxy.ts";
import { type Cut, createFaultProxy } from "../../testing/fault-proxy.ts";
import {
  ANSWER,
  assertNoCredentials,
  client,
  failing,
  left,
  NAME,
  own,
  peerOf,
  portOf,
  post,
  processors,
  proxys,
  skip,
  startProxy,
} from "../../testing/tunnels.ts";
import { throughProxy } from "./tunnel.ts";

/** What a proxy may do to a CONNECT, and which status it has told by then. */
type Misdeed = NonNullable<ConnectProxyStart["act"]>;
const opened = "HTTP/1.1 200 Connection established\r\n\r\n";
const misdeeds: readonly (readonly [what: string, act: Misdeed, status?: number])[] = [
  ["ends", (socket) => socket.end()],
  ["resets", (socket) => breakOff(socket)],
  ["is silent", () => undefined],
  ["says half a head and is silent", (socket) => socket.write("HTTP/1.1 200 Con")],
  ["says half a head and ends", (socket) => socket.end("HTTP/1.1 200 OK\r\nvia: a\r\n")],
  ["drips its head", (socket) => drip(socket, `HTTP/1.1 200 OK\r\nvia: ${"a".repeat(500)}`)],
  [
    "says a head without end",
    (socket) => socket.write(`HTTP/1.1 200 OK\r\nvia: ${"a".repeat(99_999)}`),
  ],
  ["does not speak HTTP", (socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")],
  ["speaks TLS where it should not", (socket) => socket.write(Buffer.from("160301020001", "hex"))],
  ["answers 100", (socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\n"), 100],
  ["answers 199", (socket) => socket.write("HTTP/1.1 199 Odd\r\n\r\n"), 199],
  ["redirects", (socket) => socket.end("HTTP/1.1 302 Found\r\nlocation: /\r\n\r\n"), 302],
  ["answers 300", (socket) => socket.end("HTTP/1.1 300 Odd\r\n\r\n"), 300],
  ["answers 403", (socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\nno"), 403],
  [
    "answers 407",
    (socket, _, { headers }) =>
      socket.end(`HTTP/1.1 407 ${headers.get("proxy-authorization")}\r\n\r\n`),
    407,
  ],
  [
    "answers 502 without end",
    (socket) => socket.write("HTTP/1.1 502 Bad\r\n\r\n", () => drip(socket, "why")),
    502,
  ],
  ["answers 503", (socket) => socket.end("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"), 503],
  ["speaks into the tunnel", (socket) => socket.write(`${opened}HTTP/1.1 200 OK\r\n\r\n`)],
  ["speaks one byte into the tunnel", (socket) => socket.write(`${opened}H`)],
  ["opens the tunnel and ends", (socket) => socket.end(opened)],
  [
    "opens the tunnel and resets",
    (socket) => socket.write(opened, () => setTimeout(() => breakOff(socket), 20)),
  ],
  ["opens the tunnel and is silent", (socket) => socket.write(opened)],
  [
    "opens a tunnel to what does not speak TLS",
    (socket) =>
      socket.write(opened, () => setTimeout(() => socket.write("HTTP/1.1 400 Bad\r\n\r\n"), 20)),
  ],
];
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ""), 10);
  socket.on("close", () => clearInterval(timer));
}

describe("certainly not sent, since the proxy", { skip }, () => {
  for (const secure of [false, true])
    for (const [what, act, status] of misdeeds)
      test(`${what}, over ${secure ? "TLS" : "TCP"}`, async (context) => {
        const proxy = await startProxy(context, {
          portOf: () => undefined,
          certificates: secure ? proxys : undefined,
          act: (socket, open, asked) => {
            socket.resume();
            act(socket, open, asked);
          },
        });
        const { send, told, size } = client(
          context,
          { origin: proxy.origin, credentials: own, authorities: [proxys?.authority ?? ""] },
          { connectTimeout: 600 },
        );
        const begun = performance.now();
        const failure = await failing(send(post(), peerOf()));
        assert.ok(performance.now() - begun < 5_000);
        assert.deepEqual(
          [failure.written, failure.code],
          [false, FailureCode.PROCESSOR_UNREACHABLE],
          failure.message,
        );
        assert.equal(proxy.asked.length, 1, "it was asked, once");
        const isInTunnel = /^opens/.test(what) && what !== "opens the tunnel and is silent";
        assert.equal(told.length, isInTunnel ? 0 : 1);
        assert.equal(told[0]?.failure.status, status);
        if (told[0]) assert.equal(told[0].target, `https://${NAME}`);
        if (status === 407)
          assert.match(failure.message, /wants credentials, or others than it was given \(407\)$/);
        else if (status !== undefined)
          assert.ok(failure.message.endsWith(`opened no tunnel (${status})`), failure.message);
        if (what.startsWith("speaks") && what.endsWith("into the tunnel"))
          assert.match(failure.message, /the egress proxy spoke into the tunnel$/);
        assertNoCredentials(inspect([failure, told], { depth: 9, showHidden: true }));
        assert.equal(size().connections, 0);
        await left(proxy);
      });

  test("is not there, or does not answer at all", async (context) => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const port = portOf(gone);
    await new Promise((resolve) => gone.close(resolve));
    for (const origin of [
      `http://127.0.0.1:${port}`,
      `https://127.0.0.1:${port}`,
      "http://nowhere.invalid:3128",
    ]) {
      const { send, told } = client(context, { origin, credentials: own });
      const failure = await failing(send(post(), peerOf()));
      assert.deepEqual([failure.written, failure.code], [false, FailureCode.PROCESSOR_UNREACHABLE]);
      assert.match(failure.message, /the egress proxy cannot be spoken to/);
      assert.equal(told.length, 1);
      assertNoCredentials(inspect([failure, told], { depth: 9, showHidden: true }));
    }
  });

  test("has not opened a tunnel by the deadline, or until the caller left", async (context) => {
    const proxy = await startProxy(context, { portOf: () => undefined, act: () => undefined });
    const { send } = client(context, { origin: proxy.origin }, { connectTimeout: 200 });
    const late = await failing(send(post(), peerOf({ deadline: performance.now() + 60 })));
    assert.deepEqual([late.written, late.code], [false, FailureCode.TIMED_OUT]);
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 60);
    const gone = await failing(send(post(), peerOf({ signal: leaving.signal })));
    assert.deepEqual([gone.written, gone.message], [false, "the caller went away"]);
    // What nobody waits for is given up in time.
    await left(proxy);
  });

  test("cuts the processor's handshake", async (context) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    context.after(() => server.close());
    const cutting = await createFaultProxy({ target: portOf(server), certificates: processors });
    context.after(() => cutting.close());
    const proxy = await startProxy(context, { portOf: () => Number(new URL(cutting.origin).port) });
    const { send } = client(context, { origin: proxy.origin });
    for (const leaving of ["closed", "reset"] as const)
      for (const bytes of [0, 1, 40, 300]) {
        cutting.arm({ at: "handshake", bytes }, leaving);
        const failure = await failing(send(post(), peerOf()));
        assert.ok(cutting.isMet);
        assert.deepEqual(
          [failure.written, failure.code],
          [false, FailureCode.PROCESSOR_UNREACHABLE],
          `${leaving} after ${bytes}`,
        );
      }
  });
});

describe("perhaps sent: through a proxy", { skip }, () => {
  const cuts: readonly (readonly [what: string, cut: Cut])[] = [
    ["before the request", { at: "request", position: () => 0 }],
    ["in the request's head", { at: "request", position: ({ head }) => head >> 1 }],
    ["in the request's body", { at: "request", position: ({ whole }) => whole - 1 }],
    ["after the request", { at: "answer", position: () => 0 }],
    ["in the answer's head", { at: "answer", position: ({ head }) => head - 1 }],
    ["after the answer's head", { at: "answer", position: ({ head }) => head }],
    ["in the answer's body", { at: "answer", position: ({ whole }) => whole - 1 }],
  ];
  for (const leaving of ["closed", "reset"] as const)
    for (const [what, cut] of cuts)
      test(`the connection is ${leaving} ${what}`, async (context) => {
        const server = createServer((socket) => {
          socket.on("error", () => undefined);
          socket.once("data", () => socket.end(ANSWER));
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        context.after(() => server.close());
        const cutting = await createFaultProxy({
          target: portOf(server),
          certificates: processors,
        });
        context.after(() => cutting.close());
        const proxy = await startProxy(context, {
          portOf: () => Number(new URL(cutting.origin).port),
        });
        const { send, told } = client(context, { origin: proxy.origin });
        assert.equal((await send(post(), peerOf())).status, 200);
        cutting.arm(cut, leaving);
        const failure = await failing(send(post(), peerOf()));
        assert.deepEqual([failure.written, failure.code], [true, FailureCode.TIMED_OUT]);
        assert.ok(cutting.isMet);
        assert.equal(cutting.requests, 2, "nothing is sent again");
        assert.deepEqual(told, [], "that is no fault of the proxy's");
      });
});

test("whoever waits is told once, however often it fails", { skip }, async (context) => {
  const proxy = await startProxy(context, { portOf: () => undefined, act: () => undefined });
  let times = 0;
  const connecting = throughProxy(
    { origin: proxy.origin },
    () => assert.fail("no tunnel was opened"),
    50,
  );
  connecting({ hostname: NAME, protocol: "https:", port: "" }, () => {
    times += 1;
  });
  await sleep(100);
  await left(proxy);
  await sleep(20);
  assert.equal(times, 1);
});

test("what TLS throws at once is told as whatever fails later", { skip }, async (context) => {
  const proxy = await startProxy(context, {
    portOf: () => 1,
    act: (socket) => socket.write(opened),
  });
  const thrown = new Error("no such cipher");
  const connecting = throughProxy(
    { origin: proxy.origin },
    () => {
      throw thrown;
    },
    1_000,
  );
  const target = { hostname: NAME, protocol: "https:", port: "" };
  const error = await new Promise<Error | null>((resolve) => {
    connecting(target, (...[failed]) => resolve(failed));
  });
  assert.deepEqual([error?.name, error?.cause], ["ProxyFailure", thrown]);
  await left(proxy);
});
