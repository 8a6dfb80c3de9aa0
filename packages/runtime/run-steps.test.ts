/** A call of several steps, cut or refused at each: what was done, and what is known of it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FailureCode, OperationStatus } from "#contract";
import {
  failure,
  InvalidRequest,
  pause,
  Refused,
  call as step,
  Unresolved,
  Unsupported,
} from "#kit";
import { CallError } from "#runtime";
import { paid, withFlows } from "../testing/small.ts";
import {
  assertNotDone,
  assertUnknown,
  charge,
  confirm,
  cut,
  named,
  order,
  pay,
  scriptOf,
  token,
} from "../testing/steps.ts";

describe("a call of several steps", () => {
  const buy = scriptOf(function* (input) {
    yield* step(token, input);
    yield* step(order, input);
    yield* step(charge, input);
    yield* step(confirm, input);
    return paid;
  });

  test("goes through them in turn", async () => {
    const { operation, sent } = await pay(buy);
    assert.equal(operation.status, OperationStatus.SUCCEEDED);
    assert.deepEqual(sent, ["token", "order", "charge", "confirm"]);
  });

  test("that was cut before its first step was not sent", async () => {
    await assert.rejects(
      pay(buy, { token: () => cut(false) }),
      (error) => error instanceof CallError && error.reason === "NOT_SENT",
    );
  });

  test("that was cut in a harmless step is not done, and may go out again", async () => {
    assertNotDone(await pay(buy, { token: () => cut(true) }), []);
    assertNotDone(await pay(buy, { order: () => cut(true) }), ["token"]);
    assertNotDone(await pay(buy, { order: () => cut(false) }), ["token"]);
    assertNotDone(await pay(buy, { order: () => ({ status: 500 }) }), ["token"]);
  });

  test("that was cut before the step that moves money is not done", async () => {
    assertNotDone(await pay(buy, { charge: () => cut(false) }), ["token", "order"]);
  });

  test("that was cut in the step that moves money is unknown, with what was done", async () => {
    const ended = await pay(buy, { charge: () => cut(true) });
    assertUnknown(ended, FailureCode.TIMED_OUT);
    assert.deepEqual(ended.operation.completedSteps, ["token", "order"]);
    assert.deepEqual(ended.sent, ["token", "order", "charge"]);
  });

  test("that stopped in any way after money may have moved is unknown", async () => {
    for (const [answer, code] of [
      [() => cut(false), FailureCode.PROCESSOR_UNREACHABLE],
      [() => cut(true), FailureCode.TIMED_OUT],
      [() => ({ status: 500 }), FailureCode.PROCESSOR_ERROR],
      [() => ({ status: 400, text: '{"code":"declined"}' }), FailureCode.DECLINED],
    ] as const) {
      const ended = await pay(buy, { confirm: answer });
      assertUnknown(ended, code);
      assert.deepEqual(ended.operation.completedSteps, ["token", "order", "charge"]);
    }
  });

  test("that was refused before money moved is refused", async () => {
    const { operation } = await pay(buy, {
      charge: () => ({ status: 402, text: '{"code":"declined"}' }),
    });
    assert.equal(operation.status, OperationStatus.FAILED);
    assert.equal(operation.failure?.code, FailureCode.DECLINED);
  });

  test("may catch a refusal and go another way", async () => {
    const fallback = scriptOf(function* (input) {
      try {
        yield* step(charge, input);
      } catch (error) {
        assert.ok(error instanceof Refused);
        yield* step(confirm, input);
      }
      return paid;
    });
    const { operation, sent } = await pay(fallback, { charge: () => ({ status: 402 }) });
    assert.equal(operation.status, OperationStatus.SUCCEEDED);
    assert.deepEqual(sent, ["charge", "confirm"]);
  });

  test("that refuses a step a second time is told of it by the step's name", async () => {
    const names: string[] = [];
    const twice = function* (input: unknown): Generator {
      for (let time = 0; time < 2; time += 1)
        try {
          yield* step(charge, input);
        } catch (error) {
          assert.ok(error instanceof Refused);
        }
      return paid;
    };
    const connector = withFlows(
      { authorizePayment: twice },
      {
        refusal: (_, { exchange }) => {
          names.push(exchange);
          return failure(FailureCode.DECLINED);
        },
      },
    );
    await pay(connector, {
      charge: () => ({ status: 402 }),
      "charge.2": () => ({ status: 402 }),
    });
    assert.deepEqual(names, ["charge", "charge"]);
  });

  test("cannot catch an unknown outcome, nor go on after it", async () => {
    const greedy = scriptOf(function* (input) {
      try {
        yield* step(charge, input);
      } catch {
        return paid;
      } finally {
        yield* step(confirm, input);
      }
      return paid;
    });
    const ended = await pay(greedy, { charge: () => cut(true) });
    assertUnknown(ended, FailureCode.TIMED_OUT);
    assert.deepEqual(ended.sent, ["charge"]);
  });

  test("that fails by itself is not done before money moved, and unknown after", async () => {
    const failing = (before: boolean, error: Error) =>
      scriptOf(function* (input) {
        yield* step(order, input);
        if (before) throw error;
        yield* step(charge, input);
        throw error;
      });
    assertNotDone(await pay(failing(true, new Unresolved("odd"))), ["order"]);
    assertUnknown(await pay(failing(false, new Unresolved("odd"))), FailureCode.UNREADABLE_ANSWER);
    assertUnknown(await pay(failing(false, new TypeError("x"))), FailureCode.UNREADABLE_ANSWER);
    assertUnknown(
      await pay(failing(false, new InvalidRequest({ field: "a", problem: "b" }))),
      FailureCode.UNREADABLE_ANSWER,
    );
    await assert.rejects(pay(failing(true, new Unsupported("odd"))), Unsupported);
  });

  test("that refuses its own later request is unknown, not unsent", async () => {
    const odd = named("odd", {
      body: () => {
        throw new TypeError("mistake");
      },
    });
    const late = scriptOf(function* (input) {
      yield* step(charge, input);
      yield* step(odd, input);
      return paid;
    });
    assertUnknown(await pay(late), FailureCode.UNREADABLE_ANSWER);
  });

  test("pauses while there is time, and hears at once where there is none", async () => {
    const slept: boolean[] = [];
    const waiting = scriptOf(function* () {
      slept.push(yield* pause(5));
      slept.push(yield* pause(60_000));
      return paid;
    });
    await pay(waiting);
    // Watching which hints are read has gone through it before, without a pause.
    assert.deepEqual(slept, [false, false, true, false]);
  });
});
