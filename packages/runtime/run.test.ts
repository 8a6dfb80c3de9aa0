/** What is known after every way in which a call of one exchange can end: certainty and status. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentResponse,
  Certainty,
  FailureCode,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  ReversePaymentRequestSchema,
  type ReversePaymentResponse,
} from "#contract";
import {
  failure,
  fromUnits,
  type HttpResponse,
  InvalidRequest,
  Refused,
  Unresolved,
  Unsupported,
} from "#kit";
import { CallError } from "#runtime";
import {
  authorize,
  callOf,
  paid,
  runtimeOf,
  scripted,
  small,
  withFlows,
} from "../testing/small.ts";
import { assertUnknown, cut, pay, simple } from "../testing/steps.ts";

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
