/** Through an egress proxy, on real sockets: what reaches the processor, and from whom it is kept. */
import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { FailureCode } from "#contract";
import type { ClientCertificate } from "#kit";
import { createCertificates } from "../../testing/certificates.ts";
import {
  ANSWER,
  assertNoCredentials,
  authorities,
  client,
  failing,
  left,
  NAME,
  own,
  PASSWORD,
  peerOf,
  portOf,
  post,
  processors,
  proxys,
  secured,
  skip,
  startProcessor,
  startProxy,
  USERNAME,
} from "../../testing/tunnels.ts";

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
