/** What a record counts as moved: refunds, captures and reversals, each once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  Certainty,
  type Event,
  OperationKind,
  OperationStatus,
  PaymentSchema,
  PaymentStatus,
  RefundStatus,
} from "#contract";
import { applyAnswer, totalsOf } from "#runtime";
import { capture, eur, event, fold, hear, payment, refund } from "../testing/heard.ts";

test("a refund that succeeded and then failed is late, and gives nothing back", () => {
  const record = fold([
    refund(1, "r", RefundStatus.SUCCEEDED),
    refund(5, "r", RefundStatus.FAILED),
  ]);
  assert.equal(record.refunds.length, 1);
  assert.equal(record.refunds[0]?.value.status, RefundStatus.FAILED);
  assert.equal(record.refunds[0]?.value.late, true);
  assert.equal(totalsOf(record).refunded, 0n);
});

test("operations and refunds are kept by their ids", () => {
  const record = fold([
    capture(1, { operationId: "c1", amount: eur(40n) }),
    capture(2, { operationId: "c2", amount: eur(60n) }),
    capture(2, { operationId: "c2", amount: eur(60n) }),
    refund(3, "r1", RefundStatus.SUCCEEDED, 10n),
    refund(4, "r2", RefundStatus.SUCCEEDED, 20n),
    refund(4, "r3", RefundStatus.PENDING, 30n),
  ]);
  assert.deepEqual(totalsOf(record), { captured: 100n, refunded: 30n });
});

test("a reversal that does not say how much gave back all that was taken", () => {
  const reversal = (status: RefundStatus) =>
    event(5, {
      operation: {
        kind: OperationKind.REVERSE,
        status: OperationStatus.SUCCEEDED,
        certainty: Certainty.DEFINITIVE,
        operationId: "r2",
      },
      resource: { case: "refund", value: { refundRef: { refundId: "r2" }, status } },
    });
  const before = [
    capture(1, { operationId: "c1", amount: eur(40n) }),
    refund(3, "r1", RefundStatus.SUCCEEDED, 10n),
  ];
  const events = [...before, reversal(RefundStatus.SUCCEEDED)];
  assert.deepEqual(totalsOf(fold(events)), { captured: 40n, refunded: 40n });
  assert.deepEqual(totalsOf(fold([...before, reversal(RefundStatus.FAILED)])), {
    captured: 40n,
    refunded: 10n,
  });
});

test("an operation that is known by its reference is the one that later has an id too", () => {
  const events = [
    capture(0, { reference: "capture-1", status: OperationStatus.UNKNOWN }),
    capture(3, { operationId: "c1", amount: eur(5n) }),
    capture(2, { operationId: "c1", reference: "capture-1" }),
  ];
  for (const order of [events, events.toReversed(), [events[1], events[0], events[2]] as Event[]]) {
    const { operations } = fold(order);
    assert.equal(operations.length, 1);
    assert.equal(operations[0]?.value.status, OperationStatus.SUCCEEDED);
    assert.equal(operations[0]?.value.reference, "capture-1");
  }
});

test("the operations of a payment are a list of their own, and not said twice", () => {
  const told = payment(1, PaymentStatus.CAPTURED, {
    operations: [
      {
        kind: OperationKind.CAPTURE,
        status: OperationStatus.SUCCEEDED,
        operationId: "c",
        amount: eur(7n),
      },
    ],
  });
  const record = fold([told]);
  assert.equal(record.operations.length, 1);
  assert.deepEqual(record.payment.value.operations, []);
  assert.equal(record.payment.value.late, undefined);
});

test("only refunds and captures that were done are counted, each of its own kind", () => {
  const record = fold([
    capture(1, { operationId: "c1", amount: eur(40n) }),
    capture(2, { operationId: "c2", amount: eur(60n), status: OperationStatus.ACCEPTED }),
    capture(2, { operationId: "v", amount: eur(9n), kind: OperationKind.VOID }),
    capture(2, { operationId: "r", amount: eur(8n), kind: OperationKind.REVERSE }),
    refund(3, "r1", RefundStatus.SUCCEEDED, 10n),
  ]);
  assert.deepEqual(totalsOf(record), { captured: 40n, refunded: 10n });
});

test("only a reversal that was done, of that very refund, gives back what nobody measured", () => {
  const unmeasured = event(3, {
    resource: {
      case: "refund",
      value: { refundRef: { refundId: "r2" }, status: RefundStatus.SUCCEEDED },
    },
  });
  const operation = (more: object) =>
    capture(2, {
      operationId: "r2",
      kind: OperationKind.REVERSE,
      status: OperationStatus.SUCCEEDED,
      ...more,
    });
  const taken = capture(1, { operationId: "c1", amount: eur(40n) });
  const refundedBy = (more: object) =>
    totalsOf(fold([taken, operation(more), unmeasured])).refunded;
  assert.equal(refundedBy({}), 40n);
  assert.equal(refundedBy({ kind: OperationKind.REFUND }), 0n);
  assert.equal(refundedBy({ status: OperationStatus.ACCEPTED }), 0n);
  assert.equal(refundedBy({ operationId: "another" }), 0n);
});

test("what the processor states of the second of an operation counts, and nothing that it does not state", () => {
  const stated = payment(5, PaymentStatus.PARTIALLY_CAPTURED, {
    amounts: { captured: eur(100n) },
  });
  const sameSecond = fold([stated, capture(5, { operationId: "c", amount: eur(40n) })]);
  assert.equal(totalsOf(sameSecond).captured, 100n);
  const answered = applyAnswer(
    undefined,
    { payment: create(PaymentSchema, { status: PaymentStatus.PARTIALLY_CAPTURED }) },
    new Date(0),
  );
  const later = hear(answered, capture(1, { operationId: "c", amount: eur(40n) }));
  assert.equal(totalsOf(later).captured, 40n);
});

test("what is only held has not been taken", () => {
  const held = payment(1, PaymentStatus.AUTHORIZED, { amounts: { authorized: eur(100n) } });
  assert.deepEqual(totalsOf(fold([held])), { captured: 0n, refunded: 0n });
  const taken = payment(1, PaymentStatus.CAPTURED, { amounts: { requested: eur(100n) } });
  assert.deepEqual(totalsOf(fold([taken])), { captured: 100n, refunded: 0n });
  const part = [
    payment(1, PaymentStatus.CAPTURED, { amounts: { authorized: eur(100n) } }),
    capture(2, { operationId: "c1", amount: eur(40n) }),
  ];
  assert.deepEqual(totalsOf(fold(part)), { captured: 40n, refunded: 0n });
  const failed = capture(1, { operationId: "c", status: OperationStatus.FAILED, amount: eur(9n) });
  assert.deepEqual(totalsOf(fold([failed])), { captured: 0n, refunded: 0n });
});
