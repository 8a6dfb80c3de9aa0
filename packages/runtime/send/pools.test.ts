/** Pools: who shares a connection and who does not, how long they are kept, and that no number of them makes it grow. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { promisify } from "node:util";
import { FailureCode } from "#contract";
import type { ClientCertificate, HttpRequest } from "#kit";
import { createHttp, type HttpOptions, SendFailure } from "#runtime";
import { createCertificates } from "../../testing/certificates.ts";
import { temporaryFolder } from "../../testing/folder.ts";

const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
const certificates = createCertificates();
const skip = !certificates && "openssl is not installed: apt-get install openssl";
const authorities = [certificates?.authority ?? ""];

interface Served {
  readonly origin: string;
  readonly sockets: ReadonlySet<Socket>;
  readonly connections: () => number;
  /** Of each connection, whether it went on with an earlier session. */
  readonly resumed: readonly boolean[];
}

/** Answers after so many milliseconds; over TLS where it is told how. */
async function serve(context: TestContext, tls?: TlsOptions, wait = 0): Promise<Served> {
  const sockets = new Set<Socket>();
  const resumed: boolean[] = [];
  let connections = 0;
  const accept = (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", () => setTimeout(() => socket.write(ANSWER), wait));
  };
  const server = tls
    ? createTlsServer(
        { cert: certificates?.certificate, key: certificates?.key, ...tls },
        (socket: TLSSocket) => {
          resumed.push(socket.isSessionReused());
          accept(socket);
        },
      )
    : createServer(accept);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  const origin = `${tls ? "https" : "http"}://127.0.0.1:${address.port}`;
  return { origin, sockets, connections: () => connections, resumed };
}

function client(context: TestContext, origins: readonly string[], options: HttpOptions = {}) {
  const http = createHttp({ loopback: new Set(origins), authorities, ...options });
  context.after(() => http.close());
  return {
    ...http,
    get: (origin: string, certificate?: ClientCertificate) => {
      const request: HttpRequest = { method: "GET", url: `${origin}/`, headers: {} };
      const deadline = performance.now() + 10_000;
      return http.send(request, { connector: "small", step: "pay", deadline, certificate });
    },
  };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (holds()) return;
    await sleep(10);
  }
  assert.fail(`${what} did not come to pass`);
}

describe("a pool", () => {
  test("is given up once nobody has used it for a while, and its connections with it", async (context) => {
    const { origin, sockets, connections } = await serve(context);
    const { get, size } = client(context, [origin], { keepPool: 60 });
    await get(origin);
    assert.deepEqual(size(), { pools: 1, connections: 1 });
    await until(() => size().pools === 0, "the end of the pool");
    assert.equal(size().connections, 0);
    await until(() => sockets.size === 0, "the end of its connection");
    await get(origin);
    assert.deepEqual([connections(), size().pools], [2, 1], "it comes again when it is wanted");
    await until(() => size().pools === 0, "the end of the second");
  });

  test("that is used is kept", async (context) => {
    const { origin, connections } = await serve(context);
    const { get, size } = client(context, [origin], { keepPool: 200 });
    for (let time = 0; time < 16; time += 1) {
      await get(origin);
      await sleep(50);
      assert.equal(size().pools, 1);
    }
    assert.equal(connections(), 1);
  });

  test("that is given up finishes what it carries, and then it is gone", async (context) => {
    const { origin, sockets } = await serve(context, undefined, 300);
    const { get, size } = client(context, [origin], { keepPool: 30 });
    const running = get(origin);
    await until(() => size().pools === 0, "the end of the pool");
    assert.equal(size().connections, 1);
    assert.equal((await running).status, 200);
    assert.equal(size().connections, 0);
    await until(() => sockets.size === 0, "the end of its connection");
  });

  test("keeps no more idle connections than it is good for", async (context) => {
    const { origin, sockets } = await serve(context, undefined, 50);
    const { get, size } = client(context, [origin]);
    await Promise.all(Array.from({ length: 80 }, () => get(origin)));
    assert.equal(size().connections, 64);
    await until(() => sockets.size === 64, "the end of the others");
    await Promise.all(Array.from({ length: 64 }, () => get(origin)));
    assert.equal(size().connections, 64);
  });

  test("holds nothing of a connection that failed, nor of an origin that is refused", async (context) => {
    const { get, size } = client(context, ["http://127.0.0.1:1"]);
    for (let time = 0; time < 5; time += 1) {
      await assert.rejects(get("http://127.0.0.1:1"), SendFailure);
      await assert.rejects(get(`https://10.0.0.${time}`), SendFailure);
    }
    assert.deepEqual(size(), { pools: 1, connections: 0 });
  });

  test("goes with whoever had it, in the middle of a call as well", async (context) => {
    const { origin, sockets } = await serve(context, undefined, 5_000);
    const { get, size, close } = client(context, [origin]);
    const running = get(origin);
    await until(() => sockets.size === 1, "the call");
    await close();
    await assert.rejects(running, SendFailure);
    assert.deepEqual(size(), { pools: 0, connections: 0 });
    await until(() => sockets.size === 0, "the end of the connection");
  });

  test("keeps no process alive", async () => {
    const lines = [
      `import { createServer } from "node:http";`,
      `import { createHttp } from "#runtime";`,
      `const server = createServer((_, answer) => answer.end("{}")).listen(0, "127.0.0.1", async () => {`,
      `  const origin = "http://127.0.0.1:" + server.address().port;`,
      "  const http = createHttp({ loopback: new Set([origin]), keepAlive: 100 });",
      `  await http.send({ method: "GET", url: origin, headers: {} }, { connector: "small", step: "pay", deadline: performance.now() + 5_000 });`,
      "  server.close();",
      "});",
    ];
    const given = ["--input-type=module", "--eval", lines.join("\n")];
    const { stderr } = await promisify(execFile)(process.execPath, given, { timeout: 20_000 });
    assert.equal(stderr, "");
  });
});

test("another proxy, or none, is another pool; the same is not", async (context) => {
  const { origin, connections, sockets } = await serve(context);
  const { get, size, useProxy } = client(context, [origin]);
  await get(origin);
  useProxy(undefined);
  assert.deepEqual(size(), { pools: 1, connections: 1 });
  const proxy = { origin: "http://127.0.0.1:9", credentials: { username: "a", password: "b" } };
  useProxy(proxy);
  assert.deepEqual(size(), { pools: 0, connections: 0 });
  await until(() => sockets.size === 0, "the end of the connection");
  await get(origin);
  useProxy(structuredClone(proxy));
  assert.deepEqual(size(), { pools: 1, connections: 1 });
  useProxy({ ...proxy, credentials: { username: "a", password: "c" } });
  assert.deepEqual(size(), { pools: 0, connections: 0 });
  assert.equal(connections(), 2);
});

test("without pools there is no timer, and with them there is one", async (context) => {
  const begin = context.mock.method(globalThis, "setInterval");
  const end = context.mock.method(globalThis, "clearInterval");
  const ended = () => end.mock.calls.map((call) => call.arguments[0]);
  const begun = () => begin.mock.calls.map(({ result }) => result);
  const [first, second] = await Promise.all([serve(context), serve(context)]);
  const { get, size, close } = client(context, [first.origin, second.origin], { keepPool: 60 });
  assert.equal(begun().length, 0);
  await get(first.origin);
  await get(second.origin);
  assert.equal(begun().length, 1);
  await until(() => size().pools === 0, "the end of the pools");
  assert.deepEqual(ended(), begun());
  await get(first.origin);
  assert.equal(begun().length, 2);
  await close();
  assert.deepEqual(ended(), begun());
  assert.deepEqual(size(), { pools: 0, connections: 0 });
});

describe("the number of pools", () => {
  test("is bounded: the one that was used longest ago goes", async (context) => {
    const served = await Promise.all([1, 2, 3, 4].map(() => serve(context)));
    const origins = served.map(({ origin }) => origin);
    const [first = "", second = "", third = "", fourth = ""] = origins;
    const { get, size } = client(context, origins, { maxPools: 3, keepPool: 200 });
    for (const origin of [first, second, third]) await get(origin);
    await sleep(250);
    for (const origin of [first, third]) await get(origin);
    await get(fourth);
    assert.deepEqual(size(), { pools: 3, connections: 3 });
    for (const origin of [first, third]) await get(origin);
    assert.deepEqual(
      served.map(({ connections }) => connections()),
      [1, 1, 1, 1],
    );
    await get(second);
    assert.equal(served[1]?.connections(), 2);
    assert.equal(size().pools, 3);
  });

  test("is bounded: of those that were used together the one goes that is there longest", async (context) => {
    const served = await Promise.all([1, 2, 3].map(() => serve(context)));
    const origins = served.map(({ origin }) => origin);
    const { get } = client(context, origins, { maxPools: 2 });
    for (const origin of origins) await get(origin);
    for (const origin of origins.slice(1)) await get(origin);
    assert.deepEqual(
      served.map(({ connections }) => connections()),
      [1, 1, 1],
    );
  });

  const descriptors = () => readdirSync("/proc/self/fd").length;
  const isSeen = process.platform === "linux";
  const unseen = !isSeen && "descriptors are counted in /proc, on Linux alone";
  for (const [transport, accounts] of [
    ["TCP", 2_000],
    ["TLS", 40],
  ] as const)
    test(`is bounded for ${accounts} accounts' certificates over ${transport}, and descriptors are`, {
      skip: (transport === "TLS" && skip) || unseen,
    }, async (context) => {
      const asking = { requestCert: true, rejectUnauthorized: false };
      const { origin, sockets } = await serve(context, transport === "TLS" ? asking : undefined);
      const { get, size, close } = client(context, [origin], { maxPools: 10 });
      const before = descriptors();
      let most = 0;
      for (let account = 0; account < accounts; account += 1) {
        // Another text, and the same certificate to OpenSSL: so many of them are not to be made here.
        const certificate = `${certificates?.certificate ?? ""}\n# ${account}\n`;
        const { status } = await get(origin, { certificate, key: certificates?.key ?? "" });
        assert.equal(status, 200);
        assert.deepEqual(size().pools, Math.min(10, account + 1));
        assert.equal(size().connections, size().pools);
        most = Math.max(most, descriptors() - before);
      }
      // Both ends of each connection are of this process, and some are just ending.
      assert.ok(most < 60, `${most} descriptors`);
      await close();
      await until(() => sockets.size === 0, "the end of all connections");
      assert.ok(descriptors() - before < 10);
    });
});

describe("whose connection it is", { skip }, () => {
  const tls = { requestCert: true, rejectUnauthorized: false } as const;
  const shown = (more: Partial<ClientCertificate> = {}): ClientCertificate => ({
    certificate: certificates?.certificate ?? "",
    key: certificates?.key ?? "",
    ...more,
  });

  test("the same certificate and key are the same account, whoever brings them", async (context) => {
    const { origin, connections } = await serve(context, tls);
    const { get, size } = client(context, [origin]);
    for (let time = 0; time < 3; time += 1) await get(origin, shown());
    assert.deepEqual([connections(), size().pools], [1, 1]);
    await get(origin, shown({ passphrase: "of another" }));
    await get(origin);
    assert.deepEqual([connections(), size().pools], [3, 3]);
  });

  test("somebody else's certificate without its key gets no connection of theirs", async (context) => {
    const { origin, connections } = await serve(context, tls);
    const { get } = client(context, [origin]);
    await get(origin, shown());
    for (const key of [certificates?.authorityKey ?? "", "no key"]) {
      const failure = await get(origin, shown({ key })).then(
        () => assert.fail("it was answered"),
        (error: unknown) => error,
      );
      assert.ok(failure instanceof SendFailure);
      assert.deepEqual([failure.written, failure.code], [false, FailureCode.PROCESSOR_UNREACHABLE]);
    }
    assert.equal(connections(), 1);
  });

  test("a session is resumed by its own pool alone", async (context) => {
    const { origin, sockets, resumed } = await serve(context, tls);
    const { get } = client(context, [origin]);
    for (const certificate of [shown(), shown(), undefined, shown()]) {
      await get(origin, certificate);
      await sleep(30);
      for (const socket of sockets) socket.end();
      await until(() => sockets.size === 0, "the end of the connection");
    }
    assert.deepEqual(resumed, [false, true, false, true]);
  });

  test("authorities of the operator's stand beside the system's, and not in their place", async (context) => {
    const { origin } = await serve(context, {});
    const other = createCertificates();
    assert.ok(other && certificates);
    const lines = [
      `import { createHttp } from "#runtime";`,
      "const { origin, authorities } = JSON.parse(process.env.GIVEN);",
      "const http = createHttp({ loopback: new Set([origin]), authorities });",
      `const { status } = await http.send({ method: "GET", url: origin, headers: {} }, { connector: "small", step: "pay", deadline: performance.now() + 5_000 });`,
      "console.log(status);",
      "await http.close();",
    ];
    // The system's, as far as a test can make one.
    const folder = temporaryFolder("authorities");
    writeFileSync(join(folder, "system.pem"), certificates.authority);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", lines.join("\n")],
      {
        timeout: 20_000,
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: join(folder, "system.pem"),
          GIVEN: JSON.stringify({ origin, authorities: [other.authority] }),
        },
      },
    );
    assert.equal(stdout.trim(), "200");
  });
});
