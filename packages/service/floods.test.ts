/**
 * Floods, bombs and slow callers against a service in a process of its own: while each runs, another caller's calls are
 * answered nearly as soon as before it, and afterwards memory and descriptors are where they were. In rounds, of which
 * the middle one counts. `FLOOD_SECONDS=60` makes each round that long. The figures are kept in `reports/load.json`.
 */
import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import http2 from "node:http2";
import { connect, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { quantile } from "../testing/load/caller.ts";
import { keep, rounded } from "../testing/load/figures.ts";
import { authorizeJson, authorizePath, frameOf, grpc, json } from "./calling.ts";
import { frame, HEADERS, id, many, PREFACE, planting, unfolding, word } from "./frames.ts";
import { faultsOf, type Latency } from "./latency.ts";
import type { Told } from "./neighbour.ts";

const MILLISECONDS = 1_000 * Number(process.env["FLOOD_SECONDS"] ?? 0.7);
/** Milliseconds of each round before its flood. */
const CALM = 150;
const ROUNDS = 3;
/** A service, and the caller whose latency counts. */
interface Scene {
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
  readonly neighbour: Worker;
  readonly told: readonly Told[];
}
async function open(...loaded: readonly string[]): Promise<Scene> {
  const child = fork(new URL("flooded.ts", import.meta.url), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: loaded.flatMap((one) => ["--import", new URL(one, import.meta.url).href]),
  });
  const [{ port }] = (await once(child, "message")) as [{ readonly port: number }];
  const url = `http://127.0.0.1:${port}`;
  const neighbour = new Worker(new URL("neighbour.ts", import.meta.url), { workerData: { url } });
  const told: Told[] = [];
  neighbour.on("message", (one: Told) => told.push(one));
  // What is compiled at the first calls is not what is measured.
  while (told.length < 100) await once(neighbour, "message");
  return { child, port, url, neighbour, told };
}
async function close({ child, neighbour }: Scene): Promise<void> {
  await neighbour.terminate();
  child.disconnect();
}

let scene: Scene;
const figures: Record<string, object> = {};
before(async () => {
  scene = await open();
});
after(async () => {
  await close(scene);
  keep("floods", figures);
});

interface Held {
  readonly heap: number;
  readonly resident: number;
  readonly descriptors: number;
}
async function held(): Promise<Held> {
  scene.child.send({});
  const [holds] = (await once(scene.child, "message")) as [Held];
  return holds;
}

const opened = new Set<Socket>();
/** A caller of bytes; what it hears is thrown away unless it never reads. */
function dial(reads = true): Socket {
  const socket = connect(scene.port, "127.0.0.1");
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

const flood = (name: string, attack: () => Promise<unknown>) =>
  test(name, () => besides(name, attack));

/** Runs an attack beside a neighbour, and asserts on both. */
async function besides(name: string, attack: () => Promise<unknown>): Promise<void> {
  const start = await held();
  const latency = await measured(attack);
  figures[name] = latency;
  for (const fault of faultsOf(latency)) assert.fail(fault);
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

async function measured(attack: () => Promise<unknown>): Promise<Latency> {
  const calm: (readonly number[])[] = [];
  const flooded: (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    calm.push(await timesOver(() => sleep(CALM)));
    // An attack that is cut short is over before its neighbours can be counted: they go on for as long as all do.
    flooded.push(await timesOver(() => Promise.all([attack(), sleep(MILLISECONDS)])));
    for (const socket of opened) socket.destroy();
  }
  const over = (rounds: readonly (readonly number[])[], share: number, which: number) =>
    rounded(
      quantile(
        rounds.map((round) => quantile(round, share)),
        which,
      ),
    );
  return {
    calm: { p50: over(calm, 0.5, 0), p99: over(calm, 0.99, 0) },
    flooded: { p50: over(flooded, 0.5, 0.5), p99: over(flooded, 0.99, 0.5) },
    slowest: rounded(Math.max(...flooded.flat())),
  };
}
async function timesOver(work: () => Promise<unknown>): Promise<readonly number[]> {
  const { told, neighbour } = scene;
  const from = told.length;
  await work();
  // Whoever waits now has waited during this.
  await once(neighbour, "message");
  const during = told.slice(from);
  for (const { answer } of during)
    assert.ok(answer === "0" || answer === 200, `a neighbour was answered ${answer}`);
  return during.map(({ milliseconds }) => milliseconds);
}

const RAPID_RESET = "streams begun and reset (rapid reset)";

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
      RAPID_RESET,
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
  for (const [what, piece, reads] of floods) flood(`a flood of ${what}`, pouring(piece, reads));

  test("a service without the limits of HTTP/2 is found wanting", async () => {
    const strong = scene;
    scene = await open("weak.ts");
    try {
      const [, piece] = floods.find(([what]) => what === RAPID_RESET) ?? assert.fail(RAPID_RESET);
      const attack = pouring(piece);
      const latency = await measured(() => Promise.all([attack(), attack()]));
      figures[`${RAPID_RESET}, planted`] = latency;
      assert.notDeepEqual(faultsOf(latency), []);
    } finally {
      await close(scene);
      scene = strong;
    }
  });

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

  flood("headers that unfold from their table (HPACK bomb)", async () => {
    const socket = dial();
    socket.write(PREFACE);
    await pour(socket, (number) => (number === 0 ? planting : unfolding)(number));
    assert.ok(socket.destroyed, "the connection stayed");
  });

  flood("windows that stay shut", async () => {
    const session = http2.connect(scene.url, { settings: { initialWindowSize: 0 } });
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
  });
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
  flood("200 send their headers a byte at a time", dribbling(head(10)));
  flood("200 send a preface a byte at a time", dribbling("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  flood("200 send their body a byte at a time", async () => {
    const sockets = Array.from({ length: 200 }, () => dial());
    for (const socket of sockets) socket.write(head(100_000));
    const end = performance.now() + MILLISECONDS;
    while (performance.now() < end) {
      for (const socket of sockets) if (!socket.destroyed) socket.write(" ");
      await sleep(20);
    }
  });
  flood("200 send chunks of one byte", async () => {
    const sockets = Array.from({ length: 200 }, () => dial());
    for (const socket of sockets)
      socket.write(head(0).replace("content-length: 0", "transfer-encoding: chunked"));
    const end = performance.now() + MILLISECONDS;
    while (performance.now() < end) {
      for (const socket of sockets) if (!socket.destroyed) socket.write("1\r\n \r\n".repeat(5));
      await sleep(20);
    }
  });
  flood("50 ask and never read", async () => {
    const sockets = Array.from({ length: 50 }, () => dial(false));
    const body = JSON.stringify(authorizeJson());
    for (const socket of sockets) socket.write((head(Buffer.byteLength(body)) + body).repeat(7));
    await sleep(MILLISECONDS);
  });
  flood("300 connect and say nothing", async () => {
    Array.from({ length: 300 }, () => dial());
    await sleep(MILLISECONDS);
  });
});

describe("bombs", () => {
  const zeros = Buffer.alloc(64 << 20);
  const json64 = Buffer.from(`{"reference":"${"x".repeat(64 << 20)}"}`);
  for (const [encoding, packed] of [
    ["gzip", gzipSync(json64)],
    ["br", brotliCompressSync(json64, { params: { 1: 4 } })],
  ] as const) {
    flood(`a body that ${encoding} makes 64 MiB of, as JSON`, async () => {
      for (let time = 0; time < 5; time += 1) {
        const response = await fetch(scene.url + authorizePath, {
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
    });
  }
  flood("a message that gzip makes 64 MiB of, in gRPC", async () => {
    const body = frameOf(gzipSync(zeros), 1);
    for (let time = 0; time < 5; time += 1) {
      const { status } = await grpc(scene.url, { headers: { "grpc-encoding": "gzip" }, body });
      assert.match(status, /^(3|8)$/);
    }
  });
  flood("JSON of 100,000 levels", async () => {
    for (let time = 0; time < 20; time += 1) {
      const deep = `{"connectorOptions":${'{"a":'.repeat(100_000)}1${"}".repeat(100_001)}`;
      assert.equal((await json(scene.url, deep)).status, 400);
    }
  });
  flood("5 MiB of empty lists", async () => {
    const body = `[${"[],".repeat(1_700_000)}[]]`;
    for (let time = 0; time < 5; time += 1) assert.equal((await json(scene.url, body)).status, 400);
  });
  flood("a thousand headers", async () => {
    const headers = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`x-h${at}`, "y"]));
    for (let time = 0; time < 10; time += 1) {
      const status = await json(scene.url, authorizeJson(), { headers }).then(
        (answer) => answer.status,
        () => 431,
      );
      assert.ok(status === 431 || status === 400 || status === 200, `HTTP ${status}`);
    }
  });
  flood("10 uploads of 100 MiB", async () => {
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
  });
});
