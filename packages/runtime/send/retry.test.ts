/** Sending again: only what certainly was not sent, and never more often than allowed. */
import assert from "node:assert/strict";
import { syncBuiltinESMExports } from "node:module";
import { test } from "node:test";
import { FailureCode } from "#contract";
import { responseOf } from "../../testing/small.ts";
import { withRetries } from "./retry.ts";
import { type Peer, type Send, SendFailure } from "./send.ts";

const request = { method: "POST", url: "https://small.example", headers: {} } as const;
const peer = (milliseconds = 10_000): Peer => ({
  connector: "small",
  step: "pay",
  deadline: performance.now() + milliseconds,
});
const failing = (written: boolean, times = Number.POSITIVE_INFINITY) => {
  let tried = 0;
  const send: Send = async () => {
    tried += 1;
    if (tried > times) return responseOf({});
    throw new SendFailure("no", { written, code: FailureCode.PROCESSOR_UNREACHABLE });
  };
  return { send, tried: () => tried };
};

test("0 retries means 0", async () => {
  for (const written of [true, false]) {
    const { send, tried } = failing(written);
    await assert.rejects(withRetries(0)(send)(request, peer()), SendFailure);
    assert.equal(tried(), 1);
  }
});

test("what may have been sent is never sent again", async () => {
  const { send, tried } = failing(true);
  await assert.rejects(withRetries(5)(send)(request, peer()), SendFailure);
  assert.equal(tried(), 1);
});

test("what was not sent is sent again, so often and no oftener", async () => {
  const twice = failing(false, 2);
  assert.equal((await withRetries(2)(twice.send)(request, peer())).status, 200);
  assert.equal(twice.tried(), 3);
  const forever = failing(false);
  await assert.rejects(withRetries(2)(forever.send)(request, peer()), SendFailure);
  assert.equal(forever.tried(), 3);
});

test("there is no time for a repeat that the deadline would cut off", async () => {
  const { send, tried } = failing(false);
  await assert.rejects(withRetries(5)(send)(request, peer(60)), SendFailure);
  assert.equal(tried(), 1);
});

test("a mistake of our own is not repeated", async () => {
  let tried = 0;
  const send: Send = async () => {
    tried += 1;
    throw new TypeError("mistake");
  };
  await assert.rejects(withRetries(5)(send)(request, peer()), TypeError);
  assert.equal(tried, 1);
});

test("the first repeat waits 50 ms, and each that follows twice as long as the one before", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  // The module has the timer by its name.
  syncBuiltinESMExports();
  context.after(() => {
    context.mock.timers.reset();
    syncBuiltinESMExports();
  });
  const { send, tried } = failing(false);
  const repeating = withRetries(3)(send)(request, peer());
  repeating.catch(() => undefined);
  for (const [at, pause] of [50, 100, 200].entries()) {
    await settled();
    context.mock.timers.tick(pause - 1);
    await settled();
    assert.equal(tried(), at + 1, `not before ${pause} ms`);
    context.mock.timers.tick(1);
    await settled();
    assert.equal(tried(), at + 2, `after ${pause} ms`);
  }
  await assert.rejects(repeating, SendFailure);
});

test("a repeat is made where the pause and as much again are left, and not with a millisecond less", async (context) => {
  context.mock.method(performance, "now", () => 1_000);
  for (const [left, times] of [
    [100, 2],
    [99, 1],
  ] as const) {
    const { send, tried } = failing(false);
    const deadline = { ...peer(), deadline: 1_000 + left };
    await assert.rejects(withRetries(1)(send)(request, deadline), SendFailure);
    assert.equal(tried(), times, `${left} ms`);
  }
});

/** What waits for nothing but promises has gone on. */
const settled = () => new Promise(setImmediate);
