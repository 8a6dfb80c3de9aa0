/** What is in an answer to a refund, a capture or a mandate: references, amounts, and what nobody knows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AuthorizePaymentResponse,
  type CreateRefundResponse,
  FailureCode,
  MandateStatus,
  OperationStatus,
  PendingReason,
  RefundStatus,
  type SetupMandateResponse,
} from "#contract";
import { done } from "#kit";
import {
  answerTo,
  cut,
  eur,
  mandate,
  mandating,
  post,
  refund,
  refunded,
  refunding,
} from "../testing/answered.ts";
import { type Answer, authorize, capture, paid, withFlows } from "../testing/small.ts";

test("a refund keeps the merchant's reference and its payment, and what the processor says wins", async () => {
  const { refund: told } = await answerTo<CreateRefundResponse>(
    refunding(() => refunded({ refundRef: { refundId: "re" }, status: RefundStatus.SUCCEEDED })),
    "createRefund",
    refund(),
  );
  assert.equal(told?.refundRef?.reference, "refund-1");
  assert.equal(told?.refundRef?.refundId, "re");
  assert.equal(told?.refundRef?.payment?.paymentId, "pay");
  const other = await answerTo<CreateRefundResponse>(
    refunding(() =>
      refunded({
        refundRef: { reference: "theirs", payment: { paymentId: "other" } },
        status: RefundStatus.SUCCEEDED,
      }),
    ),
    "createRefund",
    refund(),
  );
  assert.equal(other.refund?.refundRef?.reference, "theirs");
  assert.equal(other.refund?.refundRef?.payment?.paymentId, "other");
});

test("a refund of another amount than was asked is neither done nor failed", async () => {
  for (const [told, operation] of [
    [{ amount: eur(99n), status: RefundStatus.SUCCEEDED }, done()],
    [{ status: RefundStatus.SUCCEEDED }, done({ amount: eur(101n) })],
  ] as const) {
    const answer = await answerTo<CreateRefundResponse>(
      refunding(() => refunded(told, operation)),
      "createRefund",
      refund(),
    );
    assert.equal(answer.operation?.status, OperationStatus.UNKNOWN);
    assert.equal(answer.operation?.failure?.code, FailureCode.AMOUNT_MISMATCH);
    assert.equal(answer.refund?.status, RefundStatus.PENDING);
    assert.equal(answer.refund?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
    assert.equal(answer.refund?.failure?.code, FailureCode.AMOUNT_MISMATCH);
  }
  const alike = await answerTo<CreateRefundResponse>(
    refunding(() => refunded({ amount: eur(100n), status: RefundStatus.SUCCEEDED })),
    "createRefund",
    refund(),
  );
  assert.equal(alike.operation?.status, OperationStatus.SUCCEEDED);
});

test("what was done before, or says no amount in full, is not compared", async () => {
  for (const [told, operation] of [
    [
      { amount: eur(1n), status: RefundStatus.SUCCEEDED },
      { ...done(), alreadyDone: true },
    ],
    [{ amount: { minorUnits: 1n }, status: RefundStatus.SUCCEEDED }, done()],
    [{ amount: { currency: "USD" }, status: RefundStatus.SUCCEEDED }, done()],
    [{ amount: { minorUnits: 1n, currency: "" }, status: RefundStatus.SUCCEEDED }, done()],
  ] as const) {
    const answer = await answerTo<CreateRefundResponse>(
      refunding(() => refunded(told, operation)),
      "createRefund",
      refund(),
    );
    assert.equal(answer.operation?.status, OperationStatus.SUCCEEDED);
  }
});

test("a mismatch touches only the resources that were told", async () => {
  const capturing = withFlows({
    capturePayment: { ...post, read: () => ({ operation: done({ amount: eur(999n) }) }) },
  });
  const answer = await answerTo<{ readonly operation?: object; readonly payment?: object }>(
    capturing,
    "capturePayment",
    capture(),
  );
  assert.partialDeepStrictEqual(answer.operation, { status: OperationStatus.UNKNOWN });
  assert.equal(answer.payment, undefined);
});

test("a part may be granted where it may be, and all of it is not less", async () => {
  const grant = (amount: object) =>
    answerTo<AuthorizePaymentResponse>(
      withFlows(
        {
          authorizePayment: {
            ...post,
            read: () => ({
              ...paid,
              payment: { ...paid.payment, amounts: { authorized: amount } },
            }),
          },
        },
        { rules: { authorizePayment: { understands: ["acceptPartial"] } } },
      ),
      "authorizePayment",
      authorize({ acceptPartial: true }),
    );
  for (const amount of [eur(999n), eur(1000n)])
    assert.equal((await grant(amount)).operation?.status, OperationStatus.SUCCEEDED);
  for (const amount of [eur(1001n), { minorUnits: 10n, currency: "USD" }])
    assert.equal((await grant(amount)).operation?.status, OperationStatus.UNKNOWN);
});

test("a refused or unknown refund or mandate is told by the reference that was given", async () => {
  const no = () => ({ status: 402, text: '{"code":"declined"}' });
  const refusedRefund = await answerTo<CreateRefundResponse>(
    refunding(() => assert.fail()),
    "createRefund",
    refund(),
    no,
  );
  assert.equal(refusedRefund.refund?.status, RefundStatus.FAILED);
  assert.equal(refusedRefund.refund?.refundRef?.reference, "refund-1");
  assert.equal(refusedRefund.refund?.failure?.code, FailureCode.DECLINED);
  const unknownRefund = await answerTo<CreateRefundResponse>(
    refunding(() => assert.fail()),
    "createRefund",
    refund(),
    cut,
  );
  assert.equal(unknownRefund.refund?.status, RefundStatus.PENDING);
  assert.equal(unknownRefund.refund?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(unknownRefund.refund?.refundRef?.payment?.paymentId, "pay");
  const setUp = (answer: () => Answer) =>
    answerTo<SetupMandateResponse>(
      mandating(() => assert.fail()),
      "setupMandate",
      mandate(),
      answer,
    );
  const refusedMandate = await setUp(no);
  assert.equal(refusedMandate.mandate?.status, MandateStatus.FAILED);
  assert.equal(refusedMandate.mandate?.mandateRef?.reference, "mandate-1");
  const unknownMandate = await setUp(cut);
  assert.equal(unknownMandate.mandate?.status, MandateStatus.PENDING);
  assert.equal(unknownMandate.mandate?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(unknownMandate.mandate?.mandateRef?.reference, "mandate-1");
});

test("a refused or unknown capture tells nothing of the payment", async () => {
  const capturing = withFlows({ capturePayment: { ...post, read: () => assert.fail() } });
  for (const answer of [() => ({ status: 402, text: '{"code":"declined"}' }), cut]) {
    const told = await answerTo<{ readonly payment?: object }>(
      capturing,
      "capturePayment",
      capture(),
      answer,
    );
    assert.equal(told.payment, undefined);
  }
});

test("a mandate keeps the merchant's reference", async () => {
  const answer = await answerTo<SetupMandateResponse>(
    mandating(() => ({
      operation: done(),
      mandate: { mandateRef: { mandateId: "m" }, status: MandateStatus.ACTIVE },
    })),
    "setupMandate",
    mandate(),
  );
  assert.equal(answer.mandate?.mandateRef?.reference, "mandate-1");
  assert.equal(answer.mandate?.mandateRef?.mandateId, "m");
});
