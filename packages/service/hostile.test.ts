/** Malformed requests and rude callers: an error for them, and nothing for anybody else. */
import assert from "node:assert/strict";
import http2 from "node:http2";
import { connect as connectSocket } from "node:net";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  authorizeBytes,
  authorizeJson,
  authorizePath,
  frameOf,
  grpc,
  json,
  raw,
  type Started,
  start,
} from "./calling.ts";

let service: Started;
before(async () => {
  service = await start(undefined);
});
after(() => service.close());
// Whatever was sent, the service still answers, and it found no fault in itself.
afterEach(async () => {
  assert.equal((await grpc(service.url)).status, "0");
  assert.equal((await json(service.url)).status, 200);
  assert.doesNotMatch(service.lines.join(""), /"fault"/);
});

const body = JSON.stringify(authorizeJson());
const post = (path: string, headers: readonly string[], text = body) =>
  [
    `POST ${path} HTTP/1.1`,
    "content-type: application/json",
    "x-connector-account: acme",
    "connection: close",
    `content-length: ${Buffer.byteLength(text)}`,
    ...headers,
    "",
    text,
  ].join("\r\n");

const grpcWeb = "content-type: application/grpc-web+proto";

describe("HTTP/1.1", () => {
  for (const [what, bytes, status] of [
    ["Host: a%2Fb on the hot path", post(authorizePath, ["host: a%2Fb"]), 400],
    [
      "Host: a%2Fb for Connect",
      `POST ${authorizePath} HTTP/1.1\r\nhost: a%2Fb\r\n${grpcWeb}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
      400,
    ],
    ["a host that is no host", post(authorizePath, ["host: [::"]), 400],
    ["a host with a path", post(authorizePath, ["host: a/b"]), 400],
    ["a host with a name", post(authorizePath, ["host: user@host"]), 400],
    ["no host", post(authorizePath, []), 400],
    ["two hosts", post(authorizePath, ["host: a", "host: b"]), 400],
    ["an absolute target", post(`http://other${authorizePath}`, ["host: a"]), 400],
    ["a target of two slashes", post(`/${authorizePath}`, ["host: a"]), 400],
    ["a target without a slash", post("payments", ["host: a"]), 400],
    ["a target of *", post("*", ["host: a"]), 400],
    ["a target with bytes beyond ASCII", post("/\xe9", ["host: a"]), 400],
    ["a target that goes up", post("/../../etc/passwd", ["host: a"]), 404],
    ["a webhook whose account is a path", post("/webhooks/..%2F..%2Fetc", ["host: a"]), 404],
    ["a webhook for an account that is not there", post("/webhooks/nobody", ["host: a"]), 404],
    ["two lengths", post(authorizePath, ["host: a", "content-length: 3"]), 400],
    ["length and chunks", post(authorizePath, ["host: a", "transfer-encoding: chunked"]), 400],
    ["a header with a line break in it", post(authorizePath, ["host: a", "x: a\rb"]), 400],
    ["headers beyond the limit", post(authorizePath, ["host: a", `x: ${"x".repeat(20_000)}`]), 431],
    ["something else altogether", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
    ["SSH", "SSH-2.0-OpenSSH_9.6\r\n\r\n", 400],
  ] as const)
    test(what, async () => {
      const said = await raw(service.port, Buffer.from(bytes, "latin1"));
      assert.match(said, new RegExp(`^HTTP/1\\.1 ${status} `), said.slice(0, 200));
    });

  for (const [what, bytes] of [
    ["CONNECT", "CONNECT other:443 HTTP/1.1\r\nhost: other:443\r\n\r\n"],
    [
      "an upgrade",
      `GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    ],
    [
      "h2c by upgrade",
      `GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n\r\n`,
    ],
    ["nothing", ""],
  ] as const)
    test(`${what} leads nowhere`, async () => {
      const said = await raw(service.port, bytes, 200);
      assert.doesNotMatch(said, /^HTTP\/1\.1 (?:101|200)/);
    });

  test("several requests at once are answered in order", async () => {
    const one = post(authorizePath, ["host: a"]).replace(
      "connection: close",
      "connection: keep-alive",
    );
    const said = await raw(service.port, one + one + post("/nothing", ["host: a"]));
    assert.deepEqual(
      [...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
      ["200", "200", "404"],
    );
  });

  test("a body that never ends is answered at the deadline", async () => {
    const bytes = post(authorizePath, ["host: a", "connect-timeout-ms: 100"], "x".repeat(100));
    const said = await raw(service.port, bytes.slice(0, -50), 3_000);
    assert.match(said, /^HTTP\/1\.1 504 [\s\S]*DEADLINE_PASSED/);
  });

  test("a caller who hangs up in the middle", async () => {
    for (const length of [10, 100, 250, 400]) {
      const socket = connectSocket(service.port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(post(authorizePath, ["host: a"]).slice(0, length));
      await sleep(10);
      socket.resetAndDestroy();
    }
  });
});

describe("HTTP/2", () => {
  for (const [what, headers] of [
    ["gRPC", { ":authority": "a%2Fb" }],
    ["gRPC, compressed", { ":authority": "a%2Fb", "grpc-encoding": "gzip" }],
    ["gRPC-Web", { ":authority": "a%2Fb", "content-type": "application/grpc-web+proto" }],
    ["JSON", { ":authority": "a%2Fb", "content-type": "application/json" }],
    ["gRPC on a path with a fragment", { ":path": `${authorizePath}#x`, "grpc-encoding": "gzip" }],
  ] as const)
    test(`:authority a%2Fb, ${what}`, async () => {
      const answer = await grpc(service.url, { headers });
      const refused = answer.status !== "" && answer.status !== "0";
      assert.ok(
        refused || Number(answer.headers[":status"]) >= 400,
        JSON.stringify(answer.headers),
      );
    });

  test("frames of no kind, and then garbage", async () => {
    const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    for (const rest of [
      Buffer.from([0, 0, 4, 0xee, 0, 0, 0, 0, 1, 1, 2, 3, 4]),
      Buffer.alloc(2_000, 0xff),
      Buffer.from([0xff, 0xff, 0xff, 1, 4, 0, 0, 0, 1]),
      Buffer.from([0, 0, 1, 1, 5, 0, 0, 0, 1, 0xff]),
    ])
      await raw(service.port, Buffer.concat([preface, settings, rest]), 100);
  });

  test("the preface in pieces, and half of it", async () => {
    await raw(service.port, "PRI * HT", 50);
    await raw(service.port, "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", 100);
    const socket = connectSocket(service.port, "127.0.0.1");
    let heard = 0;
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.length;
    });
    for (const piece of ["P", "RI * HTTP/2.0\r\n", "\r\nSM\r\n", "\r\n"]) {
      socket.write(piece);
      await sleep(10);
    }
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
    await sleep(50);
    socket.destroy();
    assert.ok(heard >= 9, "the server's settings");
  });

  test("a flood of streams that are reset is closed", async () => {
    const session = http2.connect(service.url);
    session.on("error", () => undefined);
    const closed = new Promise<void>((resolve) => session.once("close", () => resolve()));
    let sent = 0;
    while (!session.destroyed && sent < 20_000) {
      for (let one = 0; one < 100 && !session.destroyed; one += 1, sent += 1) {
        const stream = session.request({ ":method": "POST", ":path": authorizePath });
        stream.on("error", () => undefined);
        stream.close(http2.constants.NGHTTP2_CANCEL);
      }
      await sleep(1);
    }
    await Promise.race([closed, sleep(2_000)]);
    assert.ok(session.destroyed, `${sent} streams were reset, and the connection is open`);
  });

  test("streams beyond the limit wait for their turn", async () => {
    const session = http2.connect(service.url);
    const answers = await Promise.all(
      Array.from({ length: 600 }, () => grpc(service.url, { session })),
    );
    session.close();
    assert.equal(answers.filter(({ status }) => status !== "0").length, 0);
  });

  test("an upload that is larger than allowed is answered before it ends", async () => {
    const session = http2.connect(service.url);
    const stream = session.request({
      ":method": "POST",
      ":path": authorizePath,
      "content-type": "application/grpc",
      "x-connector-account": "acme",
    });
    stream.on("error", () => undefined);
    const status = new Promise((resolve) =>
      stream.once("response", (headers) => resolve(headers["grpc-status"])),
    );
    const piece = Buffer.alloc(1 << 20);
    for (let one = 0; one < 6; one += 1) stream.write(piece);
    assert.equal(await status, "3");
    session.close();
  });

  test("all uploads together have a limit of their own", async (context) => {
    const narrow = await start(context, {
      limits: { ...(await limitsOf()), bodies: 1 << 20 },
    });
    const open = Array.from({ length: 3 }, () => {
      const session = http2.connect(narrow.url);
      const stream = session.request({
        ":method": "POST",
        ":path": authorizePath,
        "content-type": "application/grpc",
        "x-connector-account": "acme",
      });
      stream.on("error", () => undefined);
      const status = new Promise((resolve) =>
        stream.once("response", (headers) => resolve(headers["grpc-status"])),
      );
      stream.write(Buffer.alloc(400 << 10));
      return { session, status };
    });
    assert.equal(await Promise.race(open.map(({ status }) => status)), "8");
    for (const { session } of open) session.destroy();
    await sleep(50);
    const after = await grpc(narrow.url, { body: frameOf(authorizeBytes()) });
    assert.equal(after.status, "0", "the memory was given back");
  });
});

const limitsOf = async () => (await import("#service")).developmentConfig().limits;
