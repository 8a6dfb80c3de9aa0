/** From a resource to its operation: no status is read as better than it is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  FailureCode,
  MandateStatus,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  RefundStatus,
  Retry,
} from "#contract";
import {
  accepted,
  alreadyDone,
  authorized,
  done,
  failed,
  failure,
  leftOf,
  mandated,
  noContent,
  notFound,
  refunded,
  reversedBefore,
  reversedBy,
  Unresolved,
} from "#kit";

const { ACCEPTED, SUCCEEDED, FAILED } = OperationStatus;
const why = failure(FailureCode.DECLINED);

test("every status of a payment says what became of its authorization", () => {
  const held = ["AUTHORIZED", "PARTIALLY_AUTHORIZED", "PARTIALLY_CAPTURED", "CAPTURED"];
  const not = ["FAILED", "EXPIRED", "VOIDED"];
  for (const [name, status] of Object.entries(PaymentStatus)) {
    const expected = held.includes(name) ? SUCCEEDED : not.includes(name) ? FAILED : ACCEPTED;
    assert.equal(authorized({ status }).status, expected, name);
  }
  assert.deepEqual(authorized({ status: PaymentStatus.FAILED, failure: why }).failure, why);
  const lastAttempt = { status: PaymentStatus.ACTION_REQUIRED, failure: why };
  assert.equal(authorized(lastAttempt).failure, undefined);
});

test("every status of a refund says what became of it, with its id and amount", () => {
  for (const [name, status] of Object.entries(RefundStatus)) {
    const expected = { SUCCEEDED, FAILED, CANCELLED: FAILED }[name] ?? ACCEPTED;
    assert.equal(refunded({ status }).status, expected, name);
  }
  const amount = { minorUnits: 5n, currency: "EUR" };
  assert.deepEqual(
    refunded({ status: RefundStatus.FAILED, failure: why, amount, refundRef: { refundId: "r" } }),
    { status: FAILED, operationId: "r", amount, failure: why },
  );
});

test("every status of a mandate says what became of its setup", () => {
  for (const [name, status] of Object.entries(MandateStatus)) {
    const expected =
      { ACTIVE: SUCCEEDED, FAILED, EXPIRED: FAILED, REVOKED: FAILED }[name] ?? ACCEPTED;
    assert.equal(mandated({ status }).status, expected, name);
  }
  assert.deepEqual(mandated({ status: MandateStatus.FAILED, failure: why }).failure, why);
});

test("operations that say it themselves", () => {
  assert.deepEqual(done({ operationId: "o" }), { operationId: "o", status: SUCCEEDED });
  assert.deepEqual(accepted(), { status: ACCEPTED });
  assert.deepEqual(failed(why), { status: FAILED, failure: why });
  assert.deepEqual(alreadyDone(), { status: SUCCEEDED, alreadyDone: true });
  const { status, failure: missing } = notFound();
  assert.deepEqual(
    [status, missing?.code, missing?.retry],
    [FAILED, FailureCode.NOT_FOUND, Retry.LATER],
  );
});

test("no content tells of success, and any content does not", () => {
  const read = noContent((asked: { readonly id: string }) => done({ operationId: asked.id }));
  const answered = (status: number, text: string) =>
    read({ status, headers: {}, text, bytes: new TextEncoder().encode(text) }, { id: "a" });
  for (const [status, text] of [
    [204, ""],
    [202, ""],
    [200, "\r\n"],
  ] as const)
    assert.deepEqual(answered(status, text), done({ operationId: "a" }));
  for (const text of ["<html>", "{}", "null", '{"errors":[]}'])
    assert.throws(() => answered(200, text), Unresolved);
});

test("a reversal gives back what was taken, less what went back already", () => {
  const euros = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });
  const status = PaymentStatus.CAPTURED;
  const captured = euros(1000n);
  const left = (amounts: Parameters<typeof leftOf>[0]["amounts"]) => leftOf({ status, amounts });
  assert.deepEqual(left({ captured }), captured);
  assert.deepEqual(
    left({ captured, refunded: euros(400n), chargedBack: euros(100n) }),
    euros(500n),
  );
  assert.equal(left({ captured, refunded: captured }), undefined);
  assert.equal(left({ captured, refunded: euros(500n), chargedBack: captured }), undefined);
  assert.equal(left({ captured: { minorUnits: 1000n } }), undefined, "no currency, no amount");
  assert.equal(left({ authorized: captured }), undefined);
  assert.equal(leftOf({ status }), undefined);
});

test("a reversal says whether it voided or refunded", () => {
  const payment = { status: PaymentStatus.VOIDED };
  const { VOID, REFUND } = OperationKind;
  assert.deepEqual(reversedBy(VOID, { operation: done({ operationId: "a" }), payment }), {
    operation: done({ operationId: "a", kind: VOID }),
    payment,
  });
  assert.deepEqual(reversedBy(REFUND, { operation: failed(why) }), {
    operation: { ...failed(why), kind: REFUND },
  });
});

test("what is over was voided before, or refunded where money was taken", () => {
  const kindOf = (minorUnits?: bigint) => {
    const payment = {
      status: PaymentStatus.VOIDED,
      ...(minorUnits !== undefined && { amounts: { captured: { minorUnits, currency: "EUR" } } }),
    };
    const { operation, payment: told } = reversedBefore(payment);
    assert.deepEqual(told, payment);
    assert.equal(operation.alreadyDone, true);
    return operation.kind;
  };
  const { VOID, REFUND } = OperationKind;
  assert.deepEqual([undefined, 0n, 1n].map(kindOf), [VOID, VOID, REFUND]);
});

test("what was refunded before is on its way as long as one of its refunds is", () => {
  const payment = { status: PaymentStatus.CAPTURED };
  const refund = (refundId: string, status: RefundStatus) => ({ refundRef: { refundId }, status });
  const told = (...refunds: Parameters<typeof refunded>[0][]) =>
    reversedBefore(payment, refunds).operation;
  const { PENDING: waits, SUCCEEDED: given, FAILED: not } = RefundStatus;
  assert.equal(told(refund("a", given)).status, SUCCEEDED);
  const {
    status,
    operationId,
    alreadyDone: before,
  } = reversedBefore(payment, [refund("a", given), refund("b", not), refund("c", waits)]).operation;
  assert.deepEqual([status, operationId, before], [ACCEPTED, "c", true]);
});
