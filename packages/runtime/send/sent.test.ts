/** HTTP over real sockets: at every cut point the exact certainty, and nothing spoken to that must not be. */
import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { FailureCode } from "#contract";
import { createHttp, type SendFailure } from "#runtime";
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

describe("certainly not sent", () => {
  const unreachable = (failure: SendFailure) =>
    assert.deepEqual(
      [failure.written, failure.code],
      [false, FailureCode.PROCESSOR_UNREACHABLE],
      failure.message,
    );

  test("nobody listens", async () => {
    const server = createServer();
    const origin = `http://127.0.0.1:${await listening(server)}`;
    await new Promise((resolve) => server.close(resolve));
    unreachable(await failing(client(origin).send(post(origin), peerOf())));
  });

  test("the name does not resolve, or to an address that is refused", async () => {
    for (const url of ["https://nowhere.invalid/", "https://localhost/", "https://localhost:1/"])
      unreachable(await failing(createHttp().send(post(url), peerOf())));
  });

  test("the address is refused, however it is written", async () => {
    for (const url of [
      "https://127.0.0.1/",
      "https://127.1/",
      "https://0x7f.1/",
      "https://2130706433/",
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://169.254.169.254/latest/meta-data/",
      "https://10.0.0.1:8443/",
      "https://user:password@192.168.1.1/",
      "http://api.example.com/",
      "http://127.0.0.1:1/",
      "ftp://example.com/",
      "file:///etc/passwd",
      "data:text/plain,a",
      "not a URL",
      "",
    ])
      unreachable(await failing(createHttp().send(post(url), peerOf())));
  });

  test("an origin that the operator named is on loopback, or it is refused", async () => {
    for (const origin of ["http://10.0.0.1:80", "http://169.254.169.254", "http://[fd00::1]:1"])
      unreachable(await failing(client(new URL(origin).origin).send(post(origin), peerOf())));
    unreachable(
      await failing(
        client("http://nowhere.invalid").send(post("http://nowhere.invalid/"), peerOf()),
      ),
    );
  });

  test("the deadline has passed, or the caller has gone", async () => {
    const { origin, requests } = await serve((socket) => socket.write(answer("{}")));
    const { send } = client(origin);
    unreachable(await failing(send(post(origin), peerOf({ deadline: performance.now() - 1 }))));
    unreachable(await failing(send(post(origin), peerOf({ signal: AbortSignal.abort() }))));
    assert.equal(requests(), 0);
  });

  test("the handshake does not end", async () => {
    const silent = createServer(() => {});
    const port = await listening(silent);
    opened.push({ close: () => silent.close() });
    const origin = `https://127.0.0.1:${port}`;
    const started = performance.now();
    const failure = await failing(
      client(origin, { connectTimeout: 200 }).send(post(origin), peerOf()),
    );
    assert.equal(failure.written, false);
    assert.ok(performance.now() - started < 3_000);
    const early = await failing(
      client(origin).send(post(origin), peerOf({ deadline: performance.now() + 100 })),
    );
    assert.deepEqual([early.written, early.code], [false, FailureCode.TIMED_OUT]);
  });

  test("the server does not speak TLS", async () => {
    const plain = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    const origin = `https://127.0.0.1:${await listening(plain)}`;
    opened.push({ close: () => plain.close() });
    unreachable(await failing(client(origin).send(post(origin), peerOf())));
  });
});

describe("perhaps sent", () => {
  const text = '{"status":"paid"}';
  const whole = answer(text, "content-type: application/json\r\n");
  /** Every seventh byte, and both sides of what separates head and body. */
  const head = whole.indexOf("\r\n\r\n") + 4;
  const places = [
    ...Array.from({ length: Math.ceil(whole.length / 7) }, (_, index) => index * 7),
    head - 1,
    head,
    whole.length - 1,
  ];
  for (const [how, end] of [
    ["ends", (socket: Socket) => socket.end()],
    ["is reset", (socket: Socket) => socket.resetAndDestroy()],
  ] as const)
    test(`the connection ${how} after each of ${places.length} parts of the answer`, async () => {
      let bytes = 0;
      const { origin } = await serve((socket) => {
        if (bytes === 0) end(socket);
        else socket.write(whole.slice(0, bytes), () => end(socket));
      });
      const { send } = client(origin);
      for (bytes of places) {
        const failure = await failing(send(post(origin), peerOf()));
        assert.equal(failure.written, true, `${bytes} bytes`);
      }
    });

  test("the connection ends within the request", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.destroy());
    });
    const origin = `http://127.0.0.1:${await listening(server)}`;
    opened.push({ close: () => server.close() });
    const failure = await failing(client(origin).send(post(origin, "x".repeat(1 << 20)), peerOf()));
    assert.equal(failure.written, true);
  });

  test("no answer comes before the deadline", async () => {
    const { origin } = await serve(() => {});
    const started = performance.now();
    const failure = await failing(
      client(origin).send(post(origin), peerOf({ deadline: started + 150 })),
    );
    assert.deepEqual([failure.written, failure.code], [true, FailureCode.TIMED_OUT]);
    assert.ok(performance.now() - started < 1_500);
  });

  test("the answer drips beyond the deadline", async () => {
    const { origin } = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
      const timer = setInterval(() => socket.write("a"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    const started = performance.now();
    const failure = await failing(
      client(origin).send(post(origin), peerOf({ deadline: started + 200 })),
    );
    assert.deepEqual([failure.written, failure.code], [true, FailureCode.TIMED_OUT]);
    assert.ok(performance.now() - started < 1_500);
  });

  test("the caller goes away meanwhile", async () => {
    const leaving = new AbortController();
    const { origin } = await serve(() => leaving.abort());
    const failure = await failing(
      client(origin).send(post(origin), peerOf({ signal: leaving.signal })),
    );
    assert.equal(failure.written, true);
  });

  test("the answer is too large, or bursts", async () => {
    for (const body of [
      answer("x".repeat(2_000)),
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n${"x".repeat(2_000)}\r\n0\r\n\r\n`,
      `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${gzipSync("x".repeat(100_000)).length}\r\n\r\n${gzipSync("x".repeat(100_000)).toString("latin1")}`,
    ]) {
      const { origin } = await serve((socket) => socket.write(body, "latin1"));
      const failure = await failing(
        client(origin, { maxAnswer: 1_000 }).send(post(origin), peerOf()),
      );
      assert.deepEqual([failure.written, failure.code], [true, FailureCode.UNREADABLE_ANSWER]);
    }
  });

  test("the answer is not HTTP, or not decodable", async () => {
    for (const body of [
      "hello\r\n\r\n",
      "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-encoding: gzip\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-encoding: zstd, what\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc",
    ]) {
      const { origin } = await serve((socket) => socket.end(body));
      assert.equal(
        (await failing(client(origin).send(post(origin), peerOf()))).written,
        true,
        body,
      );
    }
  });
});
