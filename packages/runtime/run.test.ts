/** What is known after every way in which a call can end: certainty, status, ways out. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentResponse,
  type CapturePaymentResponse,
  Certainty,
  CreateRefundRequestSchema,
  type CreateRefundResponse,
  FailureCode,
  GetPaymentRequestSchema,
  type GetPaymentResponse,
  Idempotency_Carrier,
  Lookup_Outcome,
  type Operation,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Resolution_Way,
  Retry,
  ReversePaymentRequestSchema,
  type ReversePaymentResponse,
} from "#contract";
import {
  type AnyConnector,
  failed,
  failure,
  fromUnits,
  type HttpResponse,
  InvalidRequest,
  json,
  pause,
  Refused,
  type Step,
  call as step,
  Unresolved,
  Unsupported,
} from "#kit";
import { CallError, SendFailure } from "#runtime";
import {
  type Answer,
  authorize,
  callOf,
  capture,
  paid,
  runtimeOf,
  scripted,
  small,
  withFlows,
} from "../testing/small.ts";

const { REPEAT_SAME_KEY, GET, REVERSE, WAIT_FOR_WEBHOOK, ASK_PROCESSOR } = Resolution_Way;
const cut = (written: boolean) => {
  throw new SendFailure("cut", {
    written,
    code: written ? FailureCode.TIMED_OUT : FailureCode.PROCESSOR_UNREACHABLE,
  });
};
const named = (name: string, more: Partial<Step<unknown, object>> = {}): Step<unknown, object> => ({
  name,
  example: {},
  method: "POST",
  path: `/${name}`,
  body: () => json({}),
  read: () => ({}),
  ...more,
});
const token = named("token", { harmless: true });
const order = named("order", { harmless: true });
const charge = named("charge");
const confirm = named("confirm");

/** Answers by the name of the step; anything that is not said is an empty 200. */
async function pay(
  connector: AnyConnector,
  answers: Readonly<Record<string, () => Answer>> = {},
): Promise<{
  readonly operation: Operation;
  readonly answer: AuthorizePaymentResponse;
  readonly sent: readonly string[];
}> {
  const { send, sent } = scripted((_, { step }) => answers[step]?.() ?? {});
  const answer = (await runtimeOf(connector, { send }).call(
    "authorizePayment",
    authorize(),
    callOf(),
  )) as AuthorizePaymentResponse;
  assert.ok(answer.operation);
  return {
    operation: answer.operation,
    answer,
    sent: sent.map(({ url }) => new URL(url).pathname.slice(1)),
  };
}
/** A single exchange that comes to `paid`. */
const simple = withFlows({
  authorizePayment: { method: "POST", path: "/charge", read: () => paid },
});
const scriptOf = (script: (input: unknown) => Generator) => withFlows({ authorizePayment: script });

function assertUnknown({ operation, answer }: Awaited<ReturnType<typeof pay>>, code: FailureCode) {
  assert.equal(operation.status, OperationStatus.UNKNOWN);
  assert.equal(operation.certainty, Certainty.UNKNOWN);
  assert.equal(operation.failure?.code, code);
  assert.equal(operation.failure?.retry, Retry.LOOK_UP_FIRST);
  assert.ok(operation.resolution?.ways.includes(ASK_PROCESSOR));
  assert.ok(operation.resolution?.earliest);
  assert.equal(answer.payment?.status, PaymentStatus.PENDING);
  assert.equal(answer.payment?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(answer.payment?.paymentRef?.reference, "order-1");
}
function assertNotDone(
  { operation, answer }: Awaited<ReturnType<typeof pay>>,
  done: readonly string[],
) {
  assert.equal(operation.status, OperationStatus.FAILED);
  assert.equal(operation.certainty, Certainty.DEFINITIVE);
  assert.equal(operation.failure?.retry, Retry.SAME_KEY_NOW);
  assert.deepEqual(operation.completedSteps, done);
  assert.equal(operation.resolution, undefined);
  assert.equal(answer.payment?.status, PaymentStatus.FAILED);
}

describe("a call of one exchange", () => {
  test("that was not sent is an error that says so", async () => {
    await assert.rejects(
      pay(simple, { authorizePayment: () => cut(false) }),
      (error) => error instanceof CallError && error.reason === "NOT_SENT",
    );
  });

  test("that was sent and not answered is unknown", async () => {
    assertUnknown(await pay(simple, { authorizePayment: () => cut(true) }), FailureCode.TIMED_OUT);
  });

  for (const status of [100, 302, 307, 408, 409, 425, 429, 500, 502, 503, 504, 599])
    test(`that is answered with ${status} is unknown`, async () => {
      const ended = await pay(simple, {
        authorizePayment: () => ({ status, headers: { "request-id": "req_1" } }),
      });
      assertUnknown(ended, FailureCode.PROCESSOR_ERROR);
      assert.equal(ended.operation.failure?.processor?.httpStatus, status);
      assert.equal(ended.operation.failure?.processor?.requestId, "req_1");
    });

  for (const status of [400, 401, 402, 403, 404, 422])
    test(`that is answered with ${status} is refused`, async () => {
      const { operation, answer } = await pay(simple, {
        authorizePayment: () => ({ status, text: '{"code":"declined"}' }),
      });
      assert.equal(operation.status, OperationStatus.FAILED);
      assert.equal(operation.certainty, Certainty.DEFINITIVE);
      assert.equal(operation.failure?.code, FailureCode.DECLINED);
      assert.equal(answer.payment?.status, PaymentStatus.FAILED);
    });

  test("whose key was used for another request is unknown", async () => {
    const ended = await pay(simple, {
      authorizePayment: () => ({ status: 400, text: '{"code":"conflict"}' }),
    });
    assertUnknown(ended, FailureCode.IDEMPOTENCY_CONFLICT);
  });

  const reading = (read: (response: HttpResponse) => unknown) =>
    withFlows({ authorizePayment: { method: "POST", path: "/charge", read } });
  for (const [what, error, code] of [
    ["cannot be read", new Unresolved("odd"), FailureCode.UNREADABLE_ANSWER],
    ["makes the reader fail", new TypeError("mistake"), FailureCode.UNREADABLE_ANSWER],
    [
      "makes the reader complain of the request",
      new InvalidRequest(),
      FailureCode.UNREADABLE_ANSWER,
    ],
    ["makes the reader give up", new Unsupported("odd"), FailureCode.UNREADABLE_ANSWER],
    [
      "is of another amount",
      new Unresolved("", { code: FailureCode.AMOUNT_MISMATCH }),
      FailureCode.AMOUNT_MISMATCH,
    ],
  ] as const)
    test(`whose answer ${what} is unknown`, async () => {
      const throwing = reading(() => {
        throw error;
      });
      assertUnknown(await pay(throwing), code);
    });

  test("whose answer is a refusal under 200 is refused", async () => {
    const throwing = reading(() => {
      throw new Refused(failure(FailureCode.DECLINED));
    });
    const { operation } = await pay(throwing);
    assert.equal(operation.status, OperationStatus.FAILED);
    assert.equal(operation.failure?.code, FailureCode.DECLINED);
  });

  test("whose answer names no currency of ISO 4217 is unknown", async () => {
    assertUnknown(await pay(reading(() => fromUnits(1n, "BTC"))), FailureCode.UNREADABLE_ANSWER);
  });

  test("what a reader tells of the processor reaches the merchant", async () => {
    const ended = await pay(
      reading(() => {
        throw new Unresolved("odd", { processor: { code: "E7", requestId: "own" } });
      }),
      { authorizePayment: () => ({ headers: { "request-id": "header" } }) },
    );
    assert.deepEqual(
      [ended.operation.failure?.processor?.code, ended.operation.failure?.processor?.requestId],
      ["E7", "own"],
    );
  });

  test("whose refusal is cut is unknown, and one without content or of another kind is not", async () => {
    const { UNKNOWN, FAILED } = OperationStatus;
    const said: readonly (readonly [string, OperationStatus])[] = [
      ['{"code":"decl', UNKNOWN],
      [' [{"code":"declined"}', UNKNOWN],
      ['{"code":"declined"}', FAILED],
      ["", FAILED],
      ["<html>", FAILED],
    ];
    for (const [text, status] of said) {
      const { send } = scripted(() => ({ status: 403, text }));
      const answer = await runtimeOf(simple, { send }).call(
        "authorizePayment",
        authorize(),
        callOf(),
      );
      const { operation } = answer as AuthorizePaymentResponse;
      assert.equal(operation?.status, status, text);
      assert.equal(operation.failure?.processor?.httpStatus, 403);
    }
  });

  test("whose refusal cannot be read is unknown, though nothing is claimed", async () => {
    const { send } = scripted(() => ({ status: 400 }));
    const connector = { ...simple, refusal: () => assert.fail("mistake") };
    const answer = (await runtimeOf(connector, { send }).call(
      "authorizePayment",
      authorize(),
      callOf(),
    )) as AuthorizePaymentResponse;
    assert.equal(answer.operation?.status, OperationStatus.UNKNOWN);
  });

  test("that cannot be built was not sent", async () => {
    const connector = withFlows({
      authorizePayment: {
        method: "POST",
        path: () => {
          throw new TypeError("mistake");
        },
        read: () => paid,
      },
    });
    await assert.rejects(
      pay(connector),
      (error) => error instanceof CallError && error.reason === "INTERNAL",
    );
  });

  test("that the connector refuses was not sent", async () => {
    for (const error of [
      new InvalidRequest({ field: "a", problem: "is odd" }),
      new Unsupported("b"),
    ]) {
      const connector = withFlows({
        authorizePayment: {
          method: "POST",
          path: "/charge",
          body: () => {
            throw error;
          },
          read: () => paid,
        },
      });
      await assert.rejects(pay(connector), (thrown) => thrown === error);
    }
  });
});

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

describe("ways out", () => {
  const reads = { getPayment: { method: "GET", path: "/", read: () => ({ payment: undefined }) } };
  const charging = { authorizePayment: { method: "POST", path: "/charge", read: () => paid } };
  const reversing = { reversePayment: { method: "POST", path: "/reverse", read: () => paid } };
  const waysOf = async (connector: AnyConnector) =>
    (await pay(connector, { authorizePayment: () => cut(true) })).operation.resolution?.ways;

  test("are only those that the processor has", async () => {
    assert.deepEqual(await waysOf(withFlows(charging)), [REPEAT_SAME_KEY, ASK_PROCESSOR]);
    assert.deepEqual(await waysOf(withFlows({ ...charging, ...reads, ...reversing })), [
      REPEAT_SAME_KEY,
      ASK_PROCESSOR,
    ]);
    const found = { byOriginalCall: true, visibleAfter: 60 };
    assert.deepEqual(
      await waysOf(
        withFlows(
          { ...charging, ...reads, ...reversing },
          {
            rules: { getPayment: found, reversePayment: found },
            webhooks: {
              events: [],
              source: "",
              signed: true,
              verify: () => assert.fail(),
              read: () => [],
            },
          },
        ),
      ),
      [REPEAT_SAME_KEY, GET, REVERSE, WAIT_FOR_WEBHOOK, ASK_PROCESSOR],
    );
  });

  for (const [carrier, repeats] of [
    ["header", true],
    ["field", true],
    ["reference", false],
    ["none", false],
  ] as const) {
    const idempotency = { carrier, format: "uuid", source: "https://small.example" } as const;
    const expected = repeats ? [REPEAT_SAME_KEY, ASK_PROCESSOR] : [ASK_PROCESSOR];
    const word = Idempotency_Carrier[carrier.toUpperCase() as "HEADER"];

    test(`a connector whose key is carried by ${carrier}`, async () => {
      const ended = await pay(withFlows(charging, { idempotency }), {
        authorizePayment: () => cut(true),
      });
      assert.deepEqual(ended.operation.resolution?.ways, expected);
      assert.equal(ended.operation.idempotency?.carrier, word);
    });

    test(`an exchange whose key is carried by ${carrier}, whatever the connector's others are`, async () => {
      const flows = { authorizePayment: { ...charging.authorizePayment, idempotency } };
      const ended = await pay(withFlows(flows), { authorizePayment: () => cut(true) });
      assert.deepEqual(ended.operation.resolution?.ways, expected);
      assert.equal(ended.operation.idempotency?.carrier, word);
    });

    test(`a script whose weakest step is carried by ${carrier}`, async () => {
      const weak = { ...charge, idempotency };
      for (const steps of [
        [weak, confirm],
        [order, confirm, weak],
      ].slice(carrier === "field" ? 1 : 0)) {
        const connector = scriptOf(function* (input) {
          for (const one of steps) yield* step(one, input);
          return paid;
        });
        const ended = await pay(connector, { [steps.at(-1)?.name ?? ""]: () => cut(true) });
        assert.deepEqual(ended.operation.resolution?.ways, expected);
        assert.equal(ended.operation.idempotency?.carrier, word);
      }
    });
  }

  test("a capture is looked up by its payment, a refund by its call alone", async () => {
    const { send } = scripted(() => cut(true));
    const exchange = { method: "POST", path: "/x", read: () => assert.fail() };
    const connector = withFlows({
      ...reads,
      getRefund: { method: "GET", path: "/", read: () => ({ refund: undefined }) },
      capturePayment: exchange,
      createRefund: exchange,
    });
    const runtime = runtimeOf(connector, { send });
    const captured = (await runtime.call(
      "capturePayment",
      capture(),
      callOf(),
    )) as CapturePaymentResponse;
    assert.deepEqual(captured.operation?.resolution?.ways, [REPEAT_SAME_KEY, GET, ASK_PROCESSOR]);
    assert.equal(captured.payment, undefined, "nothing is said of the payment");
    const refund = create(CreateRefundRequestSchema, {
      reference: "refund-1",
      payment: { paymentId: "pay" },
      amount: { minorUnits: 10n, currency: "EUR" },
    });
    const refunded = (await runtime.call("createRefund", refund, callOf())) as CreateRefundResponse;
    assert.deepEqual(refunded.operation?.resolution?.ways, [REPEAT_SAME_KEY, ASK_PROCESSOR]);
    assert.equal(refunded.refund?.status, RefundStatus.PENDING);
    assert.equal(refunded.refund?.refundRef?.payment?.paymentId, "pay");
  });

  test("a reversal by the original call is looked up only where that can be", async () => {
    const { send } = scripted(() => cut(true));
    const reverse = async (target: object, byOriginalCall: boolean) => {
      const connector = withFlows(
        { ...reads, reversePayment: { method: "POST", path: "/x", read: () => assert.fail() } },
        { rules: { reversePayment: { byOriginalCall: true }, getPayment: { byOriginalCall } } },
      );
      const request = create(ReversePaymentRequestSchema, { reference: "r", target } as object);
      const answer = await runtimeOf(connector, { send }).call("reversePayment", request, callOf());
      return (answer as ReversePaymentResponse).operation?.resolution?.ways.includes(GET);
    };
    const byCall = { case: "originalCall", value: { reference: "order-1" } };
    assert.equal(await reverse(byCall, false), false);
    assert.equal(await reverse(byCall, true), true);
    assert.equal(await reverse({ case: "payment", value: { paymentId: "pay" } }, false), true);
  });
});

describe("what the processor confirms", () => {
  const confirming = (members: object, operation: object = {}) =>
    withFlows({
      authorizePayment: {
        method: "POST",
        path: "/charge",
        read: () => ({
          operation: { ...paid.operation, ...operation },
          payment: { ...paid.payment, ...members },
        }),
      },
    });
  const eur = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });

  test("is believed where it is what was asked", async () => {
    for (const amounts of [{ requested: eur(1000n) }, { authorized: eur(1000n) }, {}])
      assert.equal(
        (await pay(confirming({ amounts }))).operation.status,
        OperationStatus.SUCCEEDED,
      );
  });

  test("is said and not believed where it is another amount or currency", async () => {
    for (const amounts of [
      { requested: eur(1001n) },
      { authorized: eur(10n) },
      { requested: { minorUnits: 1000n, currency: "USD" } },
    ]) {
      const { operation, answer } = await pay(confirming({ amounts }));
      assert.equal(operation.status, OperationStatus.UNKNOWN);
      assert.equal(operation.certainty, Certainty.UNKNOWN);
      assert.equal(operation.failure?.code, FailureCode.AMOUNT_MISMATCH);
      assert.equal(answer.payment?.status, PaymentStatus.PENDING);
      assert.ok(operation.resolution);
    }
  });

  test("may be less where that was allowed, and then never more", async () => {
    const granted = async (amount: bigint, acceptPartial: boolean) => {
      const { send } = scripted(() => ({}));
      const connector = confirming({ amounts: { authorized: eur(amount) } });
      const answer = await runtimeOf(
        { ...connector, rules: { authorizePayment: { understands: ["acceptPartial"] } } },
        { send },
      ).call("authorizePayment", authorize({ acceptPartial }), callOf());
      return (answer as AuthorizePaymentResponse).operation?.status;
    };
    assert.equal(await granted(10n, true), OperationStatus.SUCCEEDED);
    assert.equal(await granted(10n, false), OperationStatus.UNKNOWN);
    assert.equal(await granted(1001n, true), OperationStatus.UNKNOWN);
  });

  test("of a failure is not compared", async () => {
    const connector = confirming(
      { status: PaymentStatus.FAILED, amounts: { requested: eur(0n) } },
      failed(failure(FailureCode.DECLINED)),
    );
    assert.equal((await pay(connector)).operation.status, OperationStatus.FAILED);
  });
});

describe("a look-up", () => {
  const get = async (flow: object, answer: Answer | (() => never), rules: object = {}) => {
    const { send } = scripted(() => (typeof answer === "function" ? answer() : answer));
    const connector = withFlows({ getPayment: flow }, { rules: { getPayment: rules } });
    const request = create(GetPaymentRequestSchema, {
      target: { case: "payment", value: { paymentId: "pay" } },
    });
    const found = await runtimeOf(connector, { send }).call("getPayment", request, callOf());
    return (found as GetPaymentResponse).lookup;
  };
  const exchange = { method: "GET", path: "/", read: () => ({ payment: paid.payment }) };
  const nothing = { ...exchange, read: () => ({ payment: undefined }) };
  const gone = { status: 404, text: '{"code":"not_found"}' };

  test("that finds is definitive", async () => {
    assert.partialDeepStrictEqual(await get(exchange, {}), {
      outcome: Lookup_Outcome.FOUND,
      certainty: Certainty.DEFINITIVE,
    });
  });

  test("that finds nothing is definitive only where the processor is strongly consistent", async () => {
    for (const [flow, answer] of [
      [nothing, {}],
      [exchange, gone],
    ] as const) {
      for (const consistency of [undefined, "eventual"])
        assert.partialDeepStrictEqual(await get(flow, answer, { consistency }), {
          outcome: Lookup_Outcome.NOT_FOUND,
          certainty: Certainty.UNKNOWN,
        });
      assert.partialDeepStrictEqual(await get(flow, answer, { consistency: "strong" }), {
        outcome: Lookup_Outcome.NOT_FOUND,
        certainty: Certainty.DEFINITIVE,
      });
    }
  });

  test("that fails says why, and nothing of what it looked for", async () => {
    for (const [answer, certainty] of [
      [() => cut(false), Certainty.UNKNOWN],
      [() => cut(true), Certainty.UNKNOWN],
      [{ status: 500 }, Certainty.UNKNOWN],
      [{ status: 400, text: '{"code":"declined"}' }, Certainty.DEFINITIVE],
    ] as const) {
      const lookup = await get(exchange, answer);
      assert.partialDeepStrictEqual(lookup, { outcome: Lookup_Outcome.FAILED, certainty });
      assert.ok(lookup?.failure?.code);
    }
  });
});

test("a call whose deadline has passed is not begun", async () => {
  const { send, sent } = scripted(() => ({}));
  await assert.rejects(
    runtimeOf(simple, { send }).call(
      "authorizePayment",
      authorize(),
      callOf({ deadline: performance.now() }),
    ),
    (error) => error instanceof CallError && error.reason === "DEADLINE_PASSED",
  );
  assert.equal(sent.length, 0);
});

test("what the connector says of the kind of a reversal stays", async () => {
  const { send } = scripted(() => ({}));
  const connector = withFlows({
    reversePayment: () => ({ operation: { ...paid.operation, kind: OperationKind.REFUND } }),
  });
  const request = create(ReversePaymentRequestSchema, {
    reference: "r",
    target: { case: "payment", value: { paymentId: "pay" } },
  });
  const answer = await runtimeOf(connector, { send }).call("reversePayment", request, callOf());
  assert.equal((answer as ReversePaymentResponse).operation?.kind, OperationKind.REFUND);
});

test("a refusal that cannot be read hides nothing of an unknown answer", async () => {
  const { send } = scripted(() => ({ status: 500 }));
  const connector = small({
    refusal: () => {
      throw new Error("unreadable");
    },
  });
  const answered = (await runtimeOf(connector, { send }).call(
    "authorizePayment",
    authorize(),
    callOf(),
  )) as AuthorizePaymentResponse;
  assert.equal(answered.operation?.status, OperationStatus.UNKNOWN);
  assert.equal(answered.operation.failure?.processor?.httpStatus, 500);
});
