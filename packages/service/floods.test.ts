/**
 * Floods, bombs and slow callers against a service in a process of its own: while each runs, another caller's calls are
 * answered, and afterwards memory and descriptors are where they were. `FLOOD_SECONDS=60` makes each of them that long.
 */
import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import http2 from "node:http2";
import { connect, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { authorizeJson, authorizePath, frameOf, grpc, json } from "./calling.ts";

const MILLISECONDS = 1_000 * Number(process.env["FLOOD_SECONDS"] ?? 0.8);
/** Milliseconds of a neighbour's calls, attacker and service on two cores that other tests share: nobody may be starved. */
const SLOWEST = 5_000;
const MEDIAN = 2_000;

let child: ChildProcess;
let port = 0;
let url = "";
before(async () => {
  child = fork(new URL("flooded.ts", import.meta.url), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [told] = (await once(child, "message")) as [{ readonly port: number }];
  port = told.port;
  url = `http://127.0.0.1:${port}`;
  for (let time = 0; time < 20; time += 1) await grpc(url);
});
after(() => {
  child.disconnect();
});

interface Held {
  readonly heap: number;
  readonly resident: number;
  readonly descriptors: number;
}
async function held(): Promise<Held> {
  child.send({});
  const [told] = (await once(child, "message")) as [Held];
  return told;
}

const opened = new Set<Socket>();
/** A caller of bytes; what it hears is thrown away unless it never reads. */
function dial(reads = true): Socket {
  const socket = connect(port, "127.0.0.1");
  opened.add(socket);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => opened.delete(socket));
  if (reads) socket.resume();
  else socket.pause();
  return socket;
}
/** Writes again and again until the time is over or the other end hangs up; waits where the other end is slow. */
async function pour(socket: Socket, piece: (number: number) => Uint8Array): Promise<number> {
  const end = performance.now() + MILLISECONDS;
  let number = 0;
  while (performance.now() < end && !socket.destroyed) {
    if (socket.writableLength < 1 << 20) socket.write(piece(number++));
    else await sleep(5);
    if (number % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return number;
}

const frame = (type: number, flags: number, stream: number, payload: Uint8Array): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};
const many = (times: number, one: Uint8Array): Buffer =>
  Buffer.concat(Array.from({ length: times }, () => one));
const PREFACE = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  frame(4, 0, 0, new Uint8Array(0)),
]);
const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
/** `:method POST`, `:scheme http`, `:path`, `:authority` in HPACK without Huffman coding: https://www.rfc-editor.org/rfc/rfc7541 */
const HEADERS = Buffer.concat([
  Buffer.from([0x83, 0x86, 0x04]),
  text(authorizePath),
  Buffer.from([0x01]),
  text("a"),
  Buffer.from([0x0f, 0x10]),
  text("application/grpc"),
]);
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const id = (number: number) => 2 * number + 1;

/** Runs an attack beside a neighbour, and asserts on both. */
async function besides(attack: () => Promise<unknown>): Promise<void> {
  const start = await held();
  const took: number[] = [];
  let over = false;
  const neighbour = (async () => {
    while (!over) {
      const begun = performance.now();
      const answer = took.length % 2 === 0 ? (await grpc(url)).status : (await json(url)).status;
      assert.ok(answer === "0" || answer === 200, `a neighbour was answered ${answer}`);
      took.push(performance.now() - begun);
      await sleep(10);
    }
  })();
  try {
    // An attack that is cut short is over before its neighbours can be counted: they go on for as long as all do.
    await Promise.all([attack(), sleep(MILLISECONDS)]);
  } finally {
    over = true;
    await neighbour;
    for (const socket of opened) socket.destroy();
  }
  took.sort((one, other) => one - other);
  const slowest = took.at(-1) ?? Number.POSITIVE_INFINITY;
  const median = took[took.length >> 1] ?? Number.POSITIVE_INFINITY;
  assert.ok(slowest < SLOWEST, `a neighbour waited ${Math.round(slowest)} ms`);
  assert.ok(median < MEDIAN, `half of the neighbours waited ${Math.round(median)} ms`);

  let end = await held();
  const settled = () =>
    end.descriptors <= start.descriptors + 2 && end.heap < start.heap + (20 << 20);
  for (let time = 0; time < 30 && !settled(); time += 1) {
    await sleep(200);
    end = await held();
  }
  assert.ok(settled(), `${JSON.stringify(start)} became ${JSON.stringify(end)}`);
  assert.ok(end.resident < start.resident + (300 << 20), "the process is as large as it was");
}

describe("HTTP/2", () => {
  const pouring =
    (piece: (number: number) => Uint8Array, reads = true) =>
    async () => {
      const socket = dial(reads);
      socket.write(PREFACE);
      await pour(socket, piece);
      return socket;
    };
  const floods: readonly (readonly [string, (number: number) => Uint8Array, boolean?])[] = [
    ["PING", () => many(500, frame(6, 0, 0, new Uint8Array(8)))],
    [
      "PING whose answers are never read",
      () => many(500, frame(6, 0, 0, new Uint8Array(8))),
      false,
    ],
    ["SETTINGS", () => many(500, frame(4, 0, 0, new Uint8Array(0)))],
    [
      "SETTINGS that change the window",
      (number) =>
        many(
          200,
          frame(4, 0, 0, Buffer.concat([Buffer.from([0, 4]), word(number % 2 === 0 ? 0 : 65_535)])),
        ),
    ],
    [
      "SETTINGS that resize the table",
      (number) =>
        many(
          200,
          frame(
            4,
            0,
            0,
            Buffer.concat([Buffer.from([0, 1]), word(number % 2 === 0 ? 0 : 2 ** 31)]),
          ),
        ),
    ],
    ["empty DATA", () => many(500, frame(0, 0, 1, new Uint8Array(0)))],
    [
      "PRIORITY",
      (number) =>
        many(300, frame(2, 0, id(number % 1_000), Buffer.concat([word(0), Buffer.from([1])]))),
    ],
    ["WINDOW_UPDATE", () => many(500, frame(8, 0, 0, word(1)))],
    ["WINDOW_UPDATE beyond its end", () => many(10, frame(8, 0, 0, word(2 ** 31 - 1)))],
    ["WINDOW_UPDATE of nothing", () => many(500, frame(8, 0, 0, word(0)))],
    [
      "streams begun and reset (rapid reset)",
      (number) =>
        Buffer.concat(
          Array.from({ length: 50 }, (_, at) => [
            frame(1, 4, id(number * 50 + at), HEADERS),
            frame(3, 0, id(number * 50 + at), word(8)),
          ]).flat(),
        ),
    ],
    [
      "streams begun and made to be reset by us",
      (number) =>
        Buffer.concat(
          Array.from({ length: 50 }, (_, at) => [
            frame(1, 4, id(number * 50 + at), HEADERS),
            frame(8, 0, id(number * 50 + at), word(0)),
          ]).flat(),
        ),
    ],
    ["streams that are begun and left", (number) => frame(1, 4, id(number), HEADERS)],
    [
      "CONTINUATION without an end",
      (number) =>
        number === 0
          ? frame(1, 0, 1, HEADERS)
          : many(20, frame(9, 0, 1, Buffer.from([0x00, 1, 0x78, 1, 0x79]))),
    ],
    [
      "empty CONTINUATION",
      (number) =>
        number === 0 ? frame(1, 0, 1, HEADERS) : many(500, frame(9, 0, 1, new Uint8Array(0))),
    ],
    ["frames of no kind", () => many(500, frame(0xee, 0, 0, new Uint8Array(100)))],
    ["GOAWAY", () => many(200, frame(7, 0, 0, Buffer.concat([word(0), word(0)])))],
  ];
  for (const [what, piece, reads] of floods)
    test(`a flood of ${what}`, () => besides(pouring(piece, reads)));

  test("a flood of resets ends the connection", async () => {
    const socket = dial();
    socket.write(PREFACE);
    let number = 0;
    const end = performance.now() + 10_000;
    while (!socket.destroyed && performance.now() < end) {
      const [stream] = [id(number++)];
      socket.write(Buffer.concat([frame(1, 4, stream, HEADERS), frame(3, 0, stream, word(8))]));
      if (number % 50 === 0) await sleep(1);
    }
    assert.ok(socket.destroyed, `${number} resets were taken`);
    assert.ok(number < 100_000);
  });

  test("headers that unfold from their table (HPACK bomb)", () =>
    besides(async () => {
      const big = "x".repeat(4_000);
      const length = Buffer.from([0x7f, 0xa1, 0x1e]);
      const entry = Buffer.concat([Buffer.from([0x40]), text("x"), length, Buffer.from(big)]);
      const socket = dial();
      socket.write(PREFACE);
      await pour(socket, (number) =>
        frame(
          1,
          5,
          id(number),
          Buffer.concat([HEADERS, number === 0 ? entry : many(4_000, Buffer.from([0xbe]))]),
        ),
      );
    }));

  test("windows that stay shut", () =>
    besides(async () => {
      const session = http2.connect(url, { settings: { initialWindowSize: 0 } });
      session.on("error", () => undefined);
      for (let one = 0; one < 100; one += 1) {
        const stream = session.request({
          ":method": "POST",
          ":path": authorizePath,
          "content-type": "application/json",
          "x-connector-account": "acme",
        });
        stream.on("error", () => undefined);
        stream.end(JSON.stringify(authorizeJson()));
      }
      await sleep(MILLISECONDS);
      session.destroy();
    }));
});

describe("slow callers", () => {
  const head = (length: number, more = "") =>
    `POST ${authorizePath} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nx-connector-account: acme\r\n${more}content-length: ${length}\r\n\r\n`;
  const dribbling = (words: string) => async () => {
    const sockets = Array.from({ length: 200 }, () => dial());
    const end = performance.now() + MILLISECONDS;
    for (let at = 0; performance.now() < end; at = (at + 1) % words.length) {
      for (const socket of sockets) if (!socket.destroyed) socket.write(words[at] ?? "");
      await sleep(20);
    }
  };
  test("200 send their headers a byte at a time", () => besides(dribbling(head(10))));
  test("200 send a preface a byte at a time", () =>
    besides(dribbling("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")));
  test("200 send their body a byte at a time", () =>
    besides(async () => {
      const sockets = Array.from({ length: 200 }, () => dial());
      for (const socket of sockets) socket.write(head(100_000));
      const end = performance.now() + MILLISECONDS;
      while (performance.now() < end) {
        for (const socket of sockets) if (!socket.destroyed) socket.write(" ");
        await sleep(20);
      }
    }));
  test("200 send chunks of one byte", () =>
    besides(async () => {
      const sockets = Array.from({ length: 200 }, () => dial());
      for (const socket of sockets)
        socket.write(head(0).replace("content-length: 0", "transfer-encoding: chunked"));
      const end = performance.now() + MILLISECONDS;
      while (performance.now() < end) {
        for (const socket of sockets) if (!socket.destroyed) socket.write("1\r\n \r\n".repeat(5));
        await sleep(20);
      }
    }));
  test("50 ask and never read", () =>
    besides(async () => {
      const sockets = Array.from({ length: 50 }, () => dial(false));
      const body = JSON.stringify(authorizeJson());
      for (const socket of sockets) socket.write((head(Buffer.byteLength(body)) + body).repeat(20));
      await sleep(MILLISECONDS);
    }));
  test("300 connect and say nothing", () =>
    besides(async () => {
      Array.from({ length: 300 }, () => dial());
      await sleep(MILLISECONDS);
    }));
});

describe("bombs", () => {
  const zeros = Buffer.alloc(64 << 20);
  const json64 = Buffer.from(`{"reference":"${"x".repeat(64 << 20)}"}`);
  for (const [encoding, packed] of [
    ["gzip", gzipSync(json64)],
    ["br", brotliCompressSync(json64, { params: { 1: 4 } })],
  ] as const) {
    test(`a body that ${encoding} makes 64 MiB of, as JSON`, () =>
      besides(async () => {
        for (let time = 0; time < 5; time += 1) {
          const response = await fetch(url + authorizePath, {
            method: "POST",
            headers: {
              "content-type": "application/json",
              "content-encoding": encoding,
              "x-connector-account": "acme",
            },
            body: packed,
          });
          assert.ok(response.status >= 400 && response.status < 500, `HTTP ${response.status}`);
          await response.text();
        }
      }));
  }
  test("a message that gzip makes 64 MiB of, in gRPC", () =>
    besides(async () => {
      const body = frameOf(gzipSync(zeros), 1);
      for (let time = 0; time < 5; time += 1) {
        const { status } = await grpc(url, { headers: { "grpc-encoding": "gzip" }, body });
        assert.match(status, /^(3|8)$/);
      }
    }));
  test("JSON of 100,000 levels", () =>
    besides(async () => {
      for (let time = 0; time < 20; time += 1) {
        const deep = `{"connectorOptions":${'{"a":'.repeat(100_000)}1${"}".repeat(100_001)}`;
        assert.equal((await json(url, deep)).status, 400);
      }
    }));
  test("5 MiB of empty lists", () =>
    besides(async () => {
      assert.equal((await json(url, `[${"[],".repeat(1_700_000)}[]]`)).status, 400);
    }));
  test("a thousand headers", () =>
    besides(async () => {
      const headers = Object.fromEntries(
        Array.from({ length: 1_000 }, (_, at) => [`x-h${at}`, "y"]),
      );
      for (let time = 0; time < 10; time += 1) {
        const status = await json(url, authorizeJson(), { headers }).then(
          (answer) => answer.status,
          () => 431,
        );
        assert.ok(status === 431 || status === 400 || status === 200, `HTTP ${status}`);
      }
    }));
  test("10 uploads of 100 MiB", () =>
    besides(async () => {
      const piece = Buffer.alloc(1 << 20, " ");
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const socket = dial();
          socket.write(
            `POST ${authorizePath} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nx-connector-account: acme\r\ncontent-length: 104857600\r\n\r\n`,
          );
          await pour(socket, () => piece);
        }),
      );
    }));
});
