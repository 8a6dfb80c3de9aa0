/** Records that events and answers fold to: which word counts, whenever it was heard. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  AuthorizePaymentResponseSchema,
  Certainty,
  CreateRefundResponseSchema,
  DisputeStage,
  DisputeStatus,
  FailureCode,
  GetPaymentResponseSchema,
  Lookup_Outcome,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import {
  applyAnswer,
  applyEvent,
  disputeTransitions,
  operationTransitions,
  paymentTransitions,
  refundTransitions,
  totalsOf,
} from "#runtime";
import { eur, event, fold, payment, refund } from "../testing/heard.ts";

test("the later word wins, whichever was heard first", () => {
  const events = [payment(1, PaymentStatus.AUTHORIZED), payment(2, PaymentStatus.CAPTURED)];
  for (const order of [events, events.toReversed()]) {
    const { value } = fold(order).payment;
    assert.equal(value.status, PaymentStatus.CAPTURED);
    assert.equal(value.late, undefined);
  }
});

test("of the same second, what usually follows wins", () => {
  const events = [
    payment(1, PaymentStatus.CAPTURED),
    payment(1, PaymentStatus.PENDING),
    payment(1, PaymentStatus.AUTHORIZED),
  ];
  assert.equal(fold(events).payment.value.status, PaymentStatus.CAPTURED);
});

for (const [before, after] of [
  [PaymentStatus.FAILED, PaymentStatus.CAPTURED],
  [PaymentStatus.EXPIRED, PaymentStatus.CAPTURED],
  [PaymentStatus.CAPTURED, PaymentStatus.REVERSED],
  [PaymentStatus.VOIDED, PaymentStatus.AUTHORIZED],
] as const)
  test(`a payment that looked final and was not is late: ${before} then ${after}`, () => {
    const events = [payment(1, before, { failure: { message: "no" } }), payment(9, after)];
    for (const order of [events, events.toReversed()]) {
      const { value } = fold(order).payment;
      assert.equal(value.status, after);
      assert.equal(value.late, true);
      assert.equal(value.failure, undefined, "why it had failed goes with the failure");
    }
  });

test("what the processor states counts until an operation is newer", () => {
  const stated = payment(5, PaymentStatus.CAPTURED, {
    amounts: { captured: eur(100n), refunded: eur(30n) },
  });
  const known = fold([stated, refund(4, "r1", RefundStatus.SUCCEEDED, 10n)]);
  assert.deepEqual(totalsOf(known), { captured: 100n, refunded: 30n });
  const newer = fold([stated, refund(6, "r1", RefundStatus.SUCCEEDED, 40n)]);
  assert.deepEqual(totalsOf(newer), { captured: 100n, refunded: 40n });
});

test("what was said before and is not said again stays", () => {
  const { value } = fold([
    payment(1, PaymentStatus.AUTHORIZED, {
      paymentRef: { paymentId: "p", relatedIds: { charge: "ch" } },
      amounts: { authorized: eur(100n) },
      customerId: "cus",
    }),
    payment(2, PaymentStatus.CAPTURED, {
      paymentRef: { paymentId: "p", relatedIds: { "order/1": "o" } },
      amounts: { captured: eur(100n) },
    }),
  ]).payment;
  assert.deepEqual(value.paymentRef?.relatedIds, { charge: "ch", "order/1": "o" });
  assert.equal(value.amounts?.authorized?.minorUnits, 100n);
  assert.equal(value.amounts?.captured?.minorUnits, 100n);
  assert.equal(value.customerId, "cus");
});

test("an answer that was given before takes nothing back, and one that goes on counts", () => {
  const answered = (status: PaymentStatus) =>
    create(AuthorizePaymentResponseSchema, { payment: { status } });
  const after = (told: PaymentStatus, status: PaymentStatus) =>
    applyAnswer(fold([payment(5, told)]), answered(status), new Date(60_000)).payment.value.status;
  const { AUTHORIZED, CAPTURED, PENDING, ACTION_REQUIRED, VOIDED, FAILED } = PaymentStatus;
  for (const [told, status] of [
    [CAPTURED, AUTHORIZED],
    [CAPTURED, PENDING],
    [VOIDED, AUTHORIZED],
    [AUTHORIZED, ACTION_REQUIRED],
    [FAILED, ACTION_REQUIRED],
  ] as const)
    assert.equal(after(told, status), told);
  for (const [told, status] of [
    [AUTHORIZED, CAPTURED],
    [AUTHORIZED, VOIDED],
    [PENDING, FAILED],
    [ACTION_REQUIRED, AUTHORIZED],
  ] as const)
    assert.equal(after(told, status), status);
  const refunded = fold([refund(5, "r", RefundStatus.SUCCEEDED)]);
  const again = create(CreateRefundResponseSchema, {
    refund: { refundRef: { refundId: "r" }, status: RefundStatus.PENDING, amount: eur(100n) },
  });
  const { refunds } = applyAnswer(refunded, again, new Date(60_000));
  assert.equal(refunds[0]?.value.status, RefundStatus.SUCCEEDED);
});

test("a look-up tells what was so when it was asked for", () => {
  const answer = create(GetPaymentResponseSchema, {
    lookup: { outcome: Lookup_Outcome.FOUND },
    payment: { status: PaymentStatus.AUTHORIZED },
  });
  const askedAt = new Date(5_900);
  const captured = payment(5, PaymentStatus.CAPTURED);
  const failed = payment(4, PaymentStatus.FAILED);
  assert.equal(
    applyAnswer(fold([captured]), answer, askedAt).payment.value.status,
    PaymentStatus.CAPTURED,
    "of the same second, though the clocks of processors know no fractions",
  );
  assert.equal(
    applyAnswer(fold([failed]), answer, askedAt).payment.value.status,
    PaymentStatus.AUTHORIZED,
  );
});

test("an unknown outcome gives way to whatever anybody knows, also of before", () => {
  const answer = create(AuthorizePaymentResponseSchema, {
    operation: {
      kind: OperationKind.AUTHORIZE,
      reference: "r",
      status: OperationStatus.UNKNOWN,
      certainty: Certainty.UNKNOWN,
      failure: { code: FailureCode.TIMED_OUT },
    },
    payment: {
      status: PaymentStatus.PENDING,
      pendingReason: PendingReason.OUTCOME_UNKNOWN,
      paymentRef: { reference: "r" },
    },
  });
  const told = event(3, {
    operation: {
      kind: OperationKind.AUTHORIZE,
      reference: "r",
      status: OperationStatus.SUCCEEDED,
      certainty: Certainty.DEFINITIVE,
    },
    resource: { case: "payment", value: { status: PaymentStatus.AUTHORIZED } },
  });
  const orders = [
    applyAnswer(fold([told]), answer, new Date(60_000)),
    applyEvent(applyAnswer(undefined, answer, new Date(60_000)), told),
  ];
  for (const record of orders) {
    assert.equal(record.payment.value.status, PaymentStatus.AUTHORIZED);
    assert.equal(record.payment.value.pendingReason, PendingReason.UNSPECIFIED);
    assert.equal(record.operations[0]?.value.status, OperationStatus.SUCCEEDED);
    assert.equal(record.operations[0]?.value.failure, undefined);
    assert.equal(record.operations[0]?.value.late, undefined);
  }
});

test("of the same second, more has moved and less is left to capture", () => {
  const amounts = (captured: bigint, capturable: bigint) =>
    payment(1, PaymentStatus.PARTIALLY_CAPTURED, {
      amounts: { captured: eur(captured), capturable: eur(capturable) },
    });
  const events = [amounts(40n, 60n), amounts(100n, 0n), amounts(70n, 300n)];
  for (const order of [events, events.toReversed()]) {
    const { value } = fold(order).payment;
    assert.equal(value.amounts?.captured?.minorUnits, 100n);
    assert.equal(value.amounts?.capturable?.minorUnits, 0n);
  }
});

test("of the same second, the row of the table counts and not the number of the status", () => {
  const events = [payment(1, PaymentStatus.FAILED), payment(1, PaymentStatus.AUTHORIZED)];
  for (const order of [events, events.toReversed()]) {
    const { value } = fold(order).payment;
    assert.equal(value.status, PaymentStatus.AUTHORIZED);
    assert.equal(value.late, true, "it had looked final");
  }
});

test("a payment that only looked final after all else, or once more, is not late", () => {
  const once = [payment(1, PaymentStatus.AUTHORIZED), payment(1, PaymentStatus.CAPTURED)];
  assert.equal(fold(once).payment.value.late, undefined);
  const twice = [payment(1, PaymentStatus.CAPTURED), payment(5, PaymentStatus.CAPTURED)];
  assert.equal(fold(twice).payment.value.late, undefined);
  const earlier = [payment(9, PaymentStatus.VOIDED), payment(9, PaymentStatus.CAPTURED)];
  assert.equal(fold(earlier).payment.value.status, PaymentStatus.VOIDED);
});

test("why it waits, and the processor's word, go with the status that they were said with", () => {
  const { value } = fold([
    payment(1, PaymentStatus.PENDING, {
      pendingReason: PendingReason.REVIEW,
      processorStatus: "in_review",
    }),
    payment(2, PaymentStatus.CAPTURED),
  ]).payment;
  assert.equal(value.processorStatus, undefined);
  assert.equal(value.pendingReason, PendingReason.UNSPECIFIED);
});

test("an empty text that is said takes back the one before", () => {
  const told = (second: number, customerId: string) =>
    payment(second, PaymentStatus.CAPTURED, { customerId });
  assert.equal(fold([told(1, "cus"), told(2, "")]).payment.value.customerId, "");
  assert.equal(fold([told(1, ""), told(2, "cus")]).payment.value.customerId, "cus");
});

test("a dispute without an id is not another without an id", () => {
  const dispute = (second: number, disputeId: string | undefined) =>
    event(second, {
      resource: {
        case: "dispute",
        value: {
          ...(disputeId !== undefined && { disputeRef: { disputeId } }),
          status: DisputeStatus.NEEDS_RESPONSE,
        },
      },
    });
  assert.equal(fold([dispute(1, "d"), dispute(2, undefined)]).disputes.length, 2);
  assert.deepEqual(
    fold([dispute(1, "")]).disputes.map(({ names }) => names),
    [[]],
  );
});

test("the stage of a dispute goes with its status, and what is known of it stays", () => {
  const dispute = (second: number, value: object) =>
    event(second, { resource: { case: "dispute", value } });
  const record = fold([
    dispute(1, {
      disputeRef: { disputeId: "d", payment: { paymentId: "p" } },
      status: DisputeStatus.NEEDS_RESPONSE,
      stage: DisputeStage.PRE_ARBITRATION,
    }),
    dispute(2, { disputeRef: { disputeId: "d" }, status: DisputeStatus.WON }),
  ]);
  const { value } = record.disputes[0] ?? assert.fail();
  assert.equal(value.status, DisputeStatus.WON);
  assert.equal(value.stage, DisputeStage.UNSPECIFIED);
  assert.equal(value.disputeRef?.payment?.paymentId, "p");
});

test("a dispute goes on after it was won", () => {
  const told = (second: number, status: DisputeStatus, stage: DisputeStage) =>
    event(second, {
      resource: { case: "dispute", value: { disputeRef: { disputeId: "d" }, status, stage } },
    });
  const { disputes } = fold([
    told(9, DisputeStatus.NEEDS_RESPONSE, DisputeStage.PRE_ARBITRATION),
    told(2, DisputeStatus.UNDER_REVIEW, DisputeStage.CHARGEBACK),
    told(3, DisputeStatus.WON, DisputeStage.CHARGEBACK),
    told(1, DisputeStatus.NEEDS_RESPONSE, DisputeStage.CHARGEBACK),
  ]);
  assert.equal(disputes.length, 1);
  assert.equal(disputes[0]?.value.status, DisputeStatus.NEEDS_RESPONSE);
  assert.equal(disputes[0]?.value.stage, DisputeStage.PRE_ARBITRATION);
});

test("every status of the contract stands in its table, once, and so do those that follow", () => {
  for (const [statuses, transitions] of [
    [PaymentStatus, paymentTransitions],
    [RefundStatus, refundTransitions],
    [OperationStatus, operationTransitions],
    [DisputeStatus, disputeTransitions],
  ] as const) {
    const rows = transitions.map(([status]): number => status);
    const all = Object.values(statuses).filter((status) => status !== 0);
    assert.deepEqual(rows.toSorted(), all.toSorted());
    for (const [status, usual] of transitions)
      for (const next of usual) {
        assert.ok(rows.includes(next));
        assert.notEqual(next, status);
      }
  }
});

test("a record is plain data", () => {
  const record = fold([
    payment(1, PaymentStatus.CAPTURED, { amounts: { captured: eur(100n) } }),
    refund(2, "r1", RefundStatus.SUCCEEDED, 10n),
  ]);
  assert.deepEqual(structuredClone(record), record);
});
