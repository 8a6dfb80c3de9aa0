/** What is known of a payment whose customer has been away, where the look at it breaks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  Certainty,
  FailureCode,
  OperationStatus,
  PaymentStatus,
  Resolution_Way,
  ResumePaymentRequestSchema,
  type ResumePaymentResponse,
  Retry,
} from "#contract";
import { CallError, SendFailure } from "#runtime";
import { type Answer, callOf, paid, runtimeOf, scripted, withFlows } from "../testing/small.ts";

const looking = withFlows({
  resumePayment: { method: "GET", path: "/payments/pay", read: () => paid },
  getPayment: { method: "GET", path: "/payments/pay", read: () => ({ payment: paid.payment }) },
});
async function resumed(answer: () => Answer): Promise<ResumePaymentResponse> {
  const { send } = scripted(answer);
  const request = create(ResumePaymentRequestSchema, {
    payment: { paymentId: "pay" },
    returned: { case: "url", value: "https://shop.example/return" },
  });
  const message = await runtimeOf(looking, { send }).call("resumePayment", request, callOf());
  return message as ResumePaymentResponse;
}
const cut = (written: boolean) => (): never => {
  throw new SendFailure("cut", { written, code: FailureCode.TIMED_OUT });
};

test("a look that broke or was refused does not say that the payment failed", async () => {
  for (const broken of [cut(true), ...[302, 401, 403, 500].map((status) => () => ({ status }))]) {
    const { operation, payment } = await resumed(broken);
    assert.equal(operation?.status, OperationStatus.UNKNOWN);
    assert.equal(operation.certainty, Certainty.UNKNOWN);
    assert.equal(operation.failure?.retry, Retry.LOOK_UP_FIRST);
    assert.ok(operation.resolution?.ways.includes(Resolution_Way.GET));
    assert.equal(payment?.status, PaymentStatus.PENDING);
    assert.equal(payment.paymentRef?.paymentId, "pay");
  }
});

test("a look that was not sent says that nothing was sent", async () => {
  await assert.rejects(
    resumed(cut(false)),
    (error) => error instanceof CallError && error.reason === "NOT_SENT",
  );
});

test("a look that was answered says what there is", async () => {
  const { operation } = await resumed(() => ({}));
  assert.equal(operation?.status, OperationStatus.SUCCEEDED);
});
