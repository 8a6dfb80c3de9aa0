/** Through an egress proxy, on real sockets: what reaches the processor, and whether it was sent, wherever it is cut. */
import assert from "node:assert/strict";
import { connect, createServer, type Socket } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { inspect } from "node:util";
import { FailureCode } from "#contract";
import type { ClientCertificate, HttpRequest } from "#kit";
import { createHttp, type EgressProxy, type HttpOptions, SendFailure } from "#runtime";
import { createCertificates } from "../../testing/certificates.ts";
import {
  breakOff,
  type ConnectProxy,
  type ConnectProxyStart,
  createConnectProxy,
} from "../../testing/connect-proxy.ts";
import { type Cut, createFaultProxy } from "../../testing/fault-proxy.ts";
import type { Peer } from "./send.ts";
import { type ProxyFailure, throughProxy } from "./tunnel.ts";

const NAME = "api.processor.example";
const URL_OF_CALL = `https://${NAME}/v1/pay?a=b`;
const USERNAME = "canary-user";
const PASSWORD = "canary:pässword";

const processors = createCertificates(`DNS:${NAME}`);
const proxys = createCertificates();
const skip = !(processors && proxys) && "openssl is not installed: apt-get install openssl";
const secured = { cert: processors?.certificate ?? "", key: processors?.key ?? "" };
const authorities = [processors?.authority ?? ""];

const peerOf = (more: Partial<Peer> = {}): Peer => ({
  connector: "small",
  step: "pay",
  deadline: performance.now() + 10_000,
  ...more,
});
const post = (url = URL_OF_CALL): HttpRequest => ({
  method: "POST",
  url,
  headers: {},
  body: { type: "text/plain", text: "amount=1" },
});
const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

async function failing(sent: Promise<unknown>): Promise<SendFailure> {
  const error: unknown = await sent.then(
    () => assert.fail("it was answered"),
    (thrown: unknown) => thrown,
  );
  return error instanceof SendFailure ? error : assert.fail(String(error));
}
const portOf = (server: { address(): unknown }): number => {
  const address = server.address();
  assert.ok(typeof address === "object" && address && "port" in address);
  return Number(address.port);
};

/** A processor that takes TLS for its name, and notes whatever is said to it. */
async function startProcessor(context: TestContext, more: TlsOptions = {}, wait = 10) {
  const requests: { readonly text: string; readonly server: string; readonly client: string }[] =
    [];
  const sockets = new Set<Socket>();
  const server = createTlsServer({ ...secured, ...more }, (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    const subject: { readonly CN?: unknown } | undefined = socket.getPeerCertificate().subject;
    const client = String(subject?.CN ?? "");
    socket.on("data", (chunk: Buffer) => {
      requests.push({ text: chunk.toString("latin1"), server: String(socket.servername), client });
      setTimeout(() => socket.write(ANSWER), wait);
    });
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: portOf(server), requests, sockets };
}

async function startProxy(context: TestContext, start: ConnectProxyStart) {
  const proxy = await createConnectProxy(start);
  context.after(() => proxy.close());
  return proxy;
}

function client(context: TestContext, proxy: EgressProxy | undefined, more: HttpOptions = {}) {
  const told: { readonly failure: ProxyFailure; readonly target: string }[] = [];
  const http = createHttp({
    authorities,
    proxy,
    proxyFailed: (failure, target) => void told.push({ failure, target }),
    ...more,
  });
  context.after(() => http.close());
  return { ...http, told };
}

/** Resolves once nothing is left open at the proxy. */
async function left(proxy: ConnectProxy): Promise<void> {
  for (let attempt = 0; attempt < 200 && proxy.connections > 0; attempt += 1) await sleep(10);
  assert.equal(proxy.connections, 0, "something is left open");
}

const own = { username: USERNAME, password: PASSWORD };
function assertNoCredentials(text: string): void {
  const both = `${USERNAME}:${PASSWORD}`;
  for (const secret of [USERNAME, PASSWORD, both])
    for (const form of [
      secret,
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("hex"),
      encodeURIComponent(secret),
    ])
      assert.ok(!text.includes(form), `${form} is in ${text.slice(0, 500)}`);
}

describe("through a proxy", { skip }, () => {
  test("the processor is spoken to by its own name and certificate, and gets the request alone", async (context) => {
    const processor = await startProcessor(context);
    const proxy = await startProxy(context, {
      portOf: (authority) => (authority === `${NAME}:443` ? processor.port : undefined),
      credentials: `${USERNAME}:${PASSWORD}`,
    });
    const { send, told } = client(context, { origin: proxy.origin, credentials: own });
    const answer = await send(post(), peerOf());
    assert.deepEqual([answer.status, answer.text], [200, "{}"]);
    const [request] = processor.requests;
    assert.equal(request?.server, NAME);
    assert.match(request.text, /^POST \/v1\/pay\?a=b HTTP\/1\.1\r\n/);
    assert.match(request.text, new RegExp(`\r\nhost: ${NAME}\r\n`));
    assert.ok(request.text.endsWith("\r\n\r\namount=1"));
    assert.doesNotMatch(request.text, /proxy/i);
    assertNoCredentials(request.text);
    const [{ authority, headers } = assert.fail()] = proxy.asked;
    assert.equal(authority, `${NAME}:443`);
    assert.equal(headers.get("host"), authority);
    assert.equal(headers.get("user-agent"), "connector-service");
    assert.deepEqual(told, []);
  });

  test("a port is told, and an address is asked for as it is", async (context) => {
    const processor = await startProcessor(context);
    const proxy = await startProxy(context, {
      portOf: (authority) => (authority === `${NAME}:8443` ? processor.port : undefined),
    });
    const { send } = client(context, { origin: proxy.origin });
    assert.equal((await send(post(`https://${NAME}:8443/`), peerOf())).status, 200);
    await failing(send(post("https://[2606:4700:4700::1111]/"), peerOf()));
    await failing(send(post("https://1.1.1.1/"), peerOf()));
    assert.deepEqual(
      proxy.asked.map(({ authority }) => authority),
      [`${NAME}:8443`, "[2606:4700:4700::1111]:443", "1.1.1.1:443"],
    );
    assert.equal(proxy.asked[0]?.headers.get("proxy-authorization"), undefined);
  });

  test("a certificate that is not the processor's is refused: certainly not sent", async (context) => {
    // What a proxy would show that reads what it carries, and what leads elsewhere.
    const other = createCertificates("DNS:other.example");
    assert.ok(other && proxys);
    for (const [shown, trusted] of [
      [secured, undefined],
      [{ cert: other.certificate, key: other.key }, [other.authority]],
      [{ cert: proxys.certificate, key: proxys.key }, [proxys.authority]],
    ] as const) {
      const processor = await startProcessor(context, shown);
      const proxy = await startProxy(context, { portOf: () => processor.port });
      const { send } = client(
        context,
        { origin: proxy.origin, authorities },
        { authorities: trusted ?? [] },
      );
      const failure = await failing(send(post(), peerOf()));
      assert.deepEqual([failure.written, failure.code], [false, FailureCode.PROCESSOR_UNREACHABLE]);
      assert.deepEqual(processor.requests, []);
      await left(proxy);
    }
  });

  test("a tunnel is kept for calls in turn, and there are several for calls at once", async (context) => {
    const processor = await startProcessor(context);
    const proxy = await startProxy(context, { portOf: () => processor.port });
    const { send } = client(context, { origin: proxy.origin });
    for (let time = 0; time < 3; time += 1) await send(post(), peerOf());
    assert.equal(proxy.asked.length, 1);
    await Promise.all(Array.from({ length: 5 }, () => send(post(), peerOf())));
    assert.equal(proxy.asked.length, 5);
    assert.equal(processor.requests.length, 8);
  });

  test("a tunnel that was closed while it was idle is not used", async (context) => {
    const processor = await startProcessor(context);
    const proxy = await startProxy(context, { portOf: () => processor.port });
    const { send } = client(context, { origin: proxy.origin });
    await send(post(), peerOf());
    for (const socket of processor.sockets) socket.end();
    await sleep(50);
    assert.equal((await send(post(), peerOf())).status, 200);
    assert.equal(proxy.asked.length, 2);
  });

  test("a client certificate is shown to the processor, and each has tunnels of its own", async (context) => {
    const processor = await startProcessor(context, {
      requestCert: true,
      rejectUnauthorized: false,
    });
    const proxy = await startProxy(context, { portOf: () => processor.port });
    const { send } = client(context, { origin: proxy.origin });
    assert.ok(processors && proxys);
    for (const certificate of [
      { certificate: processors.authority, key: processors.authorityKey },
      { certificate: proxys.certificate, key: proxys.key },
      undefined,
    ] satisfies (ClientCertificate | undefined)[])
      for (let time = 0; time < 2; time += 1) await send(post(), peerOf({ certificate }));
    assert.deepEqual(
      processor.requests.map((one) => one.client),
      ["authority", "authority", "server", "server", "", ""],
    );
    assert.equal(proxy.asked.length, 3);
  });

  test("an https proxy is verified by the authorities that are its own", async (context) => {
    const processor = await startProcessor(context);
    const proxy = await startProxy(context, { portOf: () => processor.port, certificates: proxys });
    assert.ok(proxys);
    const trusting = client(context, { origin: proxy.origin, authorities: [proxys.authority] });
    for (let time = 0; time < 2; time += 1)
      assert.equal((await trusting.send(post(), peerOf())).status, 200);
    assert.equal(proxy.asked.length, 1);
    for (const unknown of [
      { origin: proxy.origin },
      { origin: proxy.origin, authorities },
      { origin: proxy.origin.replace("127.0.0.1", "localhost"), authorities: [proxys.authority] },
      { origin: proxy.origin, authorities: ["no certificate"] },
    ]) {
      const { send, told } = client(context, { ...unknown, credentials: own });
      const failure = await failing(send(post(), peerOf()));
      assert.deepEqual([failure.written, failure.code], [false, FailureCode.PROCESSOR_UNREACHABLE]);
      assertNoCredentials(inspect([failure, told], { depth: 9, showHidden: true }));
    }
    assert.equal(proxy.asked.length, 1);
    assert.equal(processor.requests.length, 2);
  });

  test("a proxy that has a name is asked for by it, and one that has an address by none", async (context) => {
    const processor = await startProcessor(context);
    const named = createCertificates("DNS:localhost,IP:127.0.0.1");
    const proxy = await startProxy(context, { portOf: () => processor.port, certificates: named });
    for (const host of ["localhost", "127.0.0.1"]) {
      const origin = proxy.origin.replace("127.0.0.1", host);
      const { send } = client(context, { origin, authorities: [named?.authority ?? ""] });
      assert.equal((await send(post(), peerOf())).status, 200);
    }
    assert.deepEqual(
      proxy.asked.map(({ serverName }) => serverName),
      ["localhost", undefined],
    );
  });

  test("the time for a connection is over with the connection: an answer may take longer", async (context) => {
    const processor = await startProcessor(context, {}, 1_500);
    const proxy = await startProxy(context, { portOf: () => processor.port });
    const { send } = client(context, { origin: proxy.origin }, { connectTimeout: 1_000 });
    assert.equal((await send(post(), peerOf())).status, 200);
  });

  test("whatever begins with 2 opens a tunnel", async (context) => {
    const processor = await startProcessor(context);
    for (const status of [200, 201, 299]) {
      const proxy = await startProxy(context, {
        portOf: () => undefined,
        act: (socket) => {
          const behind = connect(processor.port, "127.0.0.1", () => {
            socket.write(`HTTP/1.1 ${status} Open\r\n\r\n`);
            socket.pipe(behind).pipe(socket);
          });
          behind.on("error", () => socket.destroy());
          socket.on("close", () => behind.destroy());
        },
      });
      const { send } = client(context, { origin: proxy.origin });
      assert.equal((await send(post(), peerOf())).status, 200, String(status));
    }
  });

  test("an origin on loopback that the operator named is spoken to without it", async (context) => {
    const plain = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end(ANSWER));
    });
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    context.after(() => plain.close());
    const origin = `http://127.0.0.1:${portOf(plain)}`;
    const proxy = await startProxy(context, { portOf: () => undefined });
    const { send } = client(context, { origin: proxy.origin }, { loopback: new Set([origin]) });
    assert.equal((await send(post(origin), peerOf())).status, 200);
    assert.deepEqual(proxy.asked, []);
  });

  test("another proxy takes the next call, and the one before finishes what it carries", async (context) => {
    const processor = await startProcessor(context);
    const start = { portOf: () => processor.port };
    const [first, second] = [await startProxy(context, start), await startProxy(context, start)];
    const { send, useProxy } = client(context, { origin: first.origin });
    await send(post(), peerOf());
    useProxy({ origin: first.origin });
    const running = send(post(), peerOf());
    useProxy({ origin: second.origin });
    assert.equal((await send(post(), peerOf())).status, 200);
    assert.equal((await running).status, 200);
    assert.deepEqual([first.asked.length, second.asked.length], [1, 1], "the same is no other");
    await left(first);
    assert.equal(second.connections, 1);
    useProxy({ origin: second.origin, credentials: own });
    await send(post(), peerOf());
    assert.deepEqual(
      second.asked.map(({ headers }) => headers.has("proxy-authorization")),
      [false, true],
    );
    useProxy(undefined);
    const direct = await failing(send(post("https://nowhere.invalid/"), peerOf()));
    assert.match(direct.message, /ENOTFOUND|EAI_AGAIN/);
    assert.equal(second.asked.length, 2);
  });
});

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
