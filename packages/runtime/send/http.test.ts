/** HTTP over real sockets: what arrives and comes back, by connections that are kept and by TLS. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { FailureCode } from "#contract";
import type { ClientCertificate } from "#kit";
import { temporaryFolder } from "../../testing/folder.ts";
import {
  answer,
  client,
  failing,
  listening,
  opened,
  peerOf,
  post,
  serve,
} from "../../testing/sockets.ts";
import { responseOf } from "./http.ts";

describe("what arrives", () => {
  test("is the request, byte for byte, and what comes back is its answer", async () => {
    let seen = "";
    const { origin } = await serve((socket, request) => {
      seen = request;
      socket.write(answer("{}", "X-Request-Id: r1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"));
    });
    const got = await client(origin).send(post(`${origin}/v1/pay?a=b%20c`, "é=1"), peerOf());
    assert.match(seen, /^POST \/v1\/pay\?a=b%20c HTTP\/1\.1\r\n/);
    assert.match(seen, /\r\nuser-agent: connector-service\r\n/i);
    assert.match(seen, /\r\ncontent-length: 4\r\n/i);
    assert.ok(seen.endsWith(Buffer.from("é=1").toString("latin1")));
    assert.equal(got.status, 200);
    assert.equal(got.text, "{}");
    assert.deepEqual([got.headers["x-request-id"], got.headers["set-cookie"]], ["r1", "a=1, b=2"]);
  });

  test("is one connection for calls in turn, and several for calls at once", async () => {
    const { origin, sockets } = await serve(async (socket) => {
      await sleep(20);
      socket.write(answer("{}"));
    });
    const { send } = client(origin);
    for (let time = 0; time < 3; time += 1) await send(post(origin), peerOf());
    assert.equal(sockets.size, 1);
    await Promise.all(Array.from({ length: 5 }, () => send(post(origin), peerOf())));
    assert.equal(sockets.size, 5);
  });

  test("is never a redirect's target", async () => {
    const { origin, requests } = await serve((socket) =>
      socket.write("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"),
    );
    assert.equal((await client(origin).send(post(origin), peerOf())).status, 302);
    assert.equal(requests(), 1);
  });

  test("is one request alone, however it ends", async () => {
    const { origin, requests } = await serve((socket) => socket.destroy());
    for (const method of ["GET", "POST", "PUT", "DELETE"] as const)
      await failing(client(origin).send({ method, url: origin, headers: {} }, peerOf()));
    assert.equal(requests(), 4);
  });
});

describe("a kept connection", () => {
  test("that the server has closed is not used", async () => {
    const { origin, sockets, requests } = await serve((socket) => socket.write(answer("{}")));
    const { send } = client(origin);
    await send(post(origin), peerOf());
    for (const socket of sockets) socket.end();
    await sleep(50);
    assert.equal((await send(post(origin), peerOf())).status, 200);
    assert.equal(requests(), 2);
  });

  test("that the server closes as the request comes leaves the outcome unknown, and nothing is sent again", async () => {
    const { origin, requests } = await serve((socket, _, count) =>
      count === 1 ? socket.write(answer("{}")) : socket.destroy(),
    );
    const { send } = client(origin);
    await send(post(origin), peerOf());
    const failure = await failing(send(post(origin), peerOf()));
    assert.equal(failure.written, true);
    assert.equal(requests(), 2);
  });

  test("is given up before the server does", async () => {
    const { origin, sockets } = await serve((socket) => socket.write(answer("{}")));
    const { send } = client(origin, { keepAlive: 50 });
    await send(post(origin), peerOf());
    await sleep(1_600);
    assert.equal(sockets.size, 0);
    assert.equal((await send(post(origin), peerOf())).status, 200);
  });

  test("that has been idle for too long is not used, however late the timers are", async () => {
    const used: unknown[] = [];
    const { origin } = await serve((socket) => {
      used.push(socket);
      socket.write(answer("{}"));
    });
    const { send } = client(origin, { keepAlive: 100 });
    await send(post(origin), peerOf());
    await send(post(origin), peerOf());
    // No timer runs meanwhile, as in a process that has more to do than it can.
    for (const end = performance.now() + 150; performance.now() < end; );
    await send(post(origin), peerOf());
    assert.equal(used[0], used[1]);
    assert.notEqual(used[1], used[2]);
  });

  test("in the middle of something is not used again", async () => {
    const { origin, requests } = await serve((socket, _, count) => {
      if (count === 2) socket.write(answer("second"));
    });
    const { send } = client(origin);
    await failing(send(post(origin), peerOf({ deadline: performance.now() + 100 })));
    assert.equal((await send(post(origin), peerOf())).text, "second");
    assert.equal(requests(), 2);
  });

  test("ends with the client", async () => {
    const { origin, sockets } = await serve((socket) => socket.write(answer("{}")));
    const http = client(origin);
    await http.send(post(origin), peerOf());
    await http.close();
    await sleep(50);
    assert.equal(sockets.size, 0);
  });
});

describe("bytes as an answer", () => {
  const headers = (more: Record<string, string>) => more;
  const limit = 1_000;
  const text = "Zahlung über 10 €";
  test("are inflated", () => {
    for (const [coding, bytes] of [
      ["gzip", gzipSync(text)],
      ["GZIP", gzipSync(text)],
      ["deflate", deflateSync(text)],
      ["br", brotliCompressSync(text)],
      ["identity", Buffer.from(text)],
      ["", Buffer.from(text)],
    ] as const)
      assert.equal(
        responseOf(200, headers({ "content-encoding": coding }), bytes, limit).text,
        text,
        coding,
      );
    assert.throws(() => responseOf(200, { "content-encoding": "zstd" }, new Uint8Array(), limit));
    assert.throws(() =>
      responseOf(200, { "content-encoding": "br" }, brotliCompressSync("x".repeat(9_999)), limit),
    );
  });

  test("are text in the charset that is named, UTF-8 otherwise, without a byte order mark", () => {
    const latin = Buffer.from("Größe", "latin1");
    const read = (type: string | undefined, bytes: Uint8Array) =>
      responseOf(200, type === undefined ? {} : { "content-type": type }, bytes, limit).text;
    for (const type of ["text/xml; charset=ISO-8859-1", 'text/xml;charset="iso-8859-1"'])
      assert.equal(read(type, latin), "Größe");
    for (const type of [
      undefined,
      "application/json",
      "a/b; charset=utf-8",
      "a/b; charset=klingon",
    ])
      assert.equal(read(type, Buffer.from("\ufeffGröße")), "Größe");
    assert.equal(read(undefined, latin), "Gr\ufffd\ufffde");
  });
});

const openssl = (() => {
  try {
    execFileSync("openssl", ["version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
})();
describe("TLS", { skip: !openssl && "no openssl to make certificates with" }, () => {
  const folder = temporaryFolder("certificates");
  const file = (name: string) => join(folder, name);
  function certificate(name: string, alternative: string): { cert: string; key: string } {
    execFileSync(
      "openssl",
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=${name} -addext subjectAltName=${alternative} -keyout ${file(`${name}.key`)} -out ${file(`${name}.pem`)}`.split(
        " ",
      ),
      { stdio: "pipe" },
    );
    return {
      cert: readFileSync(file(`${name}.pem`), "utf8"),
      key: readFileSync(file(`${name}.key`), "utf8"),
    };
  }
  async function secure(options: TlsOptions) {
    const seen: (string | undefined)[] = [];
    const server = createTlsServer(options, (socket: TLSSocket) => {
      socket.on("error", () => {});
      const { subject } = socket.getPeerCertificate();
      const name = subject?.CN;
      socket.on("data", () => {
        seen.push(Array.isArray(name) ? name[0] : name);
        socket.write(answer("{}"));
      });
    });
    server.on("tlsClientError", () => {});
    const port = await listening(server);
    opened.push({ close: () => server.close() });
    return { origin: `https://127.0.0.1:${port}`, seen };
  }

  test("a certificate that nobody vouches for, or of another host: certainly not sent", async () => {
    const own = certificate("own", "IP:127.0.0.1");
    const other = certificate("other", "DNS:other.example");
    for (const [served, authorities] of [
      [own, undefined],
      [other, [other.cert]],
    ] as const) {
      const { origin, seen } = await secure(served);
      const failure = await failing(
        client(origin, authorities ? { authorities } : {}).send(post(origin), peerOf()),
      );
      assert.deepEqual([failure.written, failure.code], [false, FailureCode.PROCESSOR_UNREACHABLE]);
      assert.deepEqual(seen, []);
    }
  });

  test("a gateway of the operator's own is trusted", async () => {
    const own = certificate("gateway", "IP:127.0.0.1");
    const { origin } = await secure(own);
    const { send } = client(origin, { authorities: [own.cert] });
    assert.equal((await send(post(origin), peerOf())).status, 200);
  });

  test("a client certificate is shown, and each has connections of its own", async () => {
    const own = certificate("mutual", "IP:127.0.0.1");
    const { origin, seen } = await secure({ ...own, requestCert: true, rejectUnauthorized: false });
    const { send } = client(origin, { authorities: [own.cert] });
    const as = async (name: string) => {
      const { cert, key } = certificate(name, "DNS:merchant.example");
      const shown: ClientCertificate = { certificate: cert, key };
      await send(post(origin), peerOf({ certificate: shown }));
    };
    await as("merchant-1");
    await as("merchant-2");
    await send(post(origin), peerOf());
    assert.deepEqual(seen, ["merchant-1", "merchant-2", undefined]);
  });

  test("a client certificate that is missing where it is wanted fails before the answer", async () => {
    const own = certificate("strict", "IP:127.0.0.1");
    const { origin, seen } = await secure({ ...own, requestCert: true, ca: own.cert });
    const { send } = client(origin, { authorities: [own.cert] });
    await failing(send(post(origin), peerOf()));
    assert.deepEqual(seen, []);
  });

  test("TLS 1.1 is not spoken", async () => {
    const own = certificate("old", "IP:127.0.0.1");
    const { origin, seen } = await secure({
      ...own,
      minVersion: "TLSv1.1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    const failure = await failing(
      client(origin, { authorities: [own.cert] }).send(post(origin), peerOf()),
    );
    assert.equal(failure.written, false);
    assert.deepEqual(seen, []);
  });
});
