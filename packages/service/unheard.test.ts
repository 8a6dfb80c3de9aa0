/** Streams that HTTP/2 refuses before the service hears of them: whoever begins many is let go, and its calls are answered. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { connect, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { developmentConfig } from "#service";
import { accountHeaders, authorizeBytes, frameOf, grpc, type Started, start } from "./calling.ts";
import { FRAME, frame, HEADERS, id, PREFACE, planting, text, unfolding } from "./frames.ts";

const { limits } = developmentConfig();
let service: Started;
before(async () => {
  service = await start(undefined, { limits: { ...limits, message: 1 << 20 } });
});
after(() => service.close());

/** A connection as bytes, and the kinds of frames that it was sent. */
async function speak(): Promise<{ readonly socket: Socket; readonly kinds: readonly string[] }> {
  const socket = connect(service.port, "127.0.0.1");
  await once(socket, "connect");
  const kinds: string[] = [];
  let heard: Buffer = Buffer.alloc(0);
  socket.on("error", () => undefined);
  socket.on("data", (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes]);
    while (heard.length >= 9 && heard.length >= 9 + heard.readUIntBE(0, 3)) {
      const kind = Object.entries(FRAME).find(([, type]) => type === heard[3])?.[0];
      kinds.push(`${kind ?? "other"} ${heard.readUInt32BE(5)}`);
      heard = heard.subarray(9 + heard.readUIntBE(0, 3));
    }
  });
  socket.write(PREFACE);
  return { socket, kinds };
}
const until = async (met: () => boolean, what: string) => {
  for (let time = 0; time < 100 && !met(); time += 1) await sleep(50);
  assert.ok(met(), what);
};
const account = Object.entries(accountHeaders).map(([name, value]) =>
  Buffer.concat([Buffer.from([0x00]), text(name), text(value)]),
);
const call = frame(FRAME.HEADERS, 4, id(0), Buffer.concat([HEADERS, ...account]));

describe("headers that unfold to more than is taken", () => {
  test("a hundred of them are refused one by one, and the connection is as it was", async () => {
    const { socket, kinds } = await speak();
    socket.write(planting(0));
    for (let one = 1; one <= 100; one += 1) socket.write(unfolding(one));
    await until(() => kinds.includes(`RST_STREAM ${id(100)}`), kinds.join());
    await sleep(600);
    assert.ok(!socket.destroyed && !kinds.includes("GOAWAY 0"), kinds.join());
    socket.destroy();
  });

  test("more of them close it, and the call that it has is answered", async () => {
    const { socket, kinds } = await speak();
    socket.write(Buffer.concat([call, planting(1)]));
    for (let one = 2; one <= 200; one += 1) socket.write(unfolding(one));
    await until(() => kinds.includes("GOAWAY 0"), kinds.join());
    assert.ok(!socket.destroyed, kinds.slice(-6).join());
    socket.write(frame(FRAME.DATA, 1, id(0), frameOf(authorizeBytes())));
    await until(() => kinds.includes(`DATA ${id(0)}`), kinds.join());
    await until(() => socket.destroyed, "it stayed open");
    assert.ok(!kinds.includes(`RST_STREAM ${id(0)}`), kinds.join());
  });

  test("whoever goes on after that is cut, whatever it has open", async () => {
    const { socket, kinds } = await speak();
    socket.write(Buffer.concat([call, planting(1)]));
    let one = 2;
    for (; one <= 200; one += 1) socket.write(unfolding(one));
    await until(() => kinds.includes("GOAWAY 0"), kinds.join());
    const end = performance.now() + 10_000;
    for (; !socket.destroyed && performance.now() < end; one += 1) {
      socket.write(unfolding(one));
      if (one % 50 === 0) await sleep(5);
    }
    assert.ok(socket.destroyed, `${one} were read`);
    assert.ok(!kinds.includes(`HEADERS ${id(0)}`), kinds.join());
  });
});

test("a caller of a thousand calls is none of them", async () => {
  const session = http2.connect(service.url);
  let left = false;
  session.on("goaway", () => {
    left = true;
  });
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => grpc(service.url, { session })),
    );
    for (const { status } of answers) assert.equal(status, "0");
  }
  await sleep(600);
  assert.ok(!left && !session.closed);
  session.destroy();
});
