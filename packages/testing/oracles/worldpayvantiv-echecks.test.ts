/** Worldpay's eChecks at its simulator: verified, debited, cancelled until they are settled, credited after. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson } from "@bufbuild/protobuf";
import {
  AuthorizePaymentRequestSchema,
  FailureCode,
  OperationKind,
  OperationStatus,
  PaymentStatus,
} from "#contract";
import { newReference, openShop, type Shop } from "../shop.ts";

const { SUCCEEDED } = OperationStatus;
const contact = {
  firstName: "Peter",
  lastName: "Green",
  company: "Green Co",
  phone: "9999999999",
  address: {
    line1: "1 Main St.",
    city: "Burlington",
    region: "MA",
    postalCode: "01803-3747",
    country: "US",
  },
};
function debit(shop: Shop, accountNumber: string, verifyAccount?: "true") {
  const achDebit = {
    accountNumber,
    routingNumber: "211370545",
    holderName: "Green Co",
    holder: "HOLDER_COMPANY",
  };
  return shop.client.payments.authorizePayment(
    fromJson(AuthorizePaymentRequestSchema, {
      reference: newReference("debit"),
      purchase: {
        amount: { minorUnits: "10010", currency: "USD" },
        customer: { billing: contact },
      },
      paymentMethod: { achDebit },
      captureMode: "CAPTURE_MODE_AUTOMATIC",
      ...(verifyAccount && { connectorOptions: { worldpayvantiv: { verifyAccount } } }),
    }),
  );
}

for (const [account, code] of [
  ["3099999999", FailureCode.BLOCKED_BY_RISK],
  ["8099999999", FailureCode.DECLINED],
] as const)
  test(`account ${account} is debited only where it is not verified`, async () => {
    const shop = await openShop("worldpayvantiv");
    const verified = await debit(shop, account, "true");
    assert.equal(verified.payment?.status, PaymentStatus.FAILED);
    assert.equal(verified.operation?.failure?.code, code);
    assert.equal(shop.processor.ledger.entries.length, 0, "nothing moved");
    const { payment } = await debit(shop, account);
    assert.equal(payment?.status, PaymentStatus.CAPTURED);
  });

for (const settles of [false, true])
  test(`a debit that is ${settles ? "settled is credited" : "not settled is cancelled"}`, async () => {
    const shop = await openShop("worldpayvantiv");
    const { payment } = await debit(shop, "6099999992", "true");
    const paymentId = payment?.paymentRef?.paymentId ?? assert.fail("no payment");
    shop.wait(60);
    if (settles) shop.processor.command("settle", { payment: paymentId });
    const target = { case: "payment", value: { paymentId } } as const;
    const { operation } = await shop.client.payments.reversePayment({
      reference: newReference("reverse"),
      target,
    });
    assert.equal(operation?.status, SUCCEEDED);
    assert.equal(operation.kind, settles ? OperationKind.REFUND : OperationKind.VOID);
    const found = await shop.client.payments.getPayment({ target });
    const expected = settles ? PaymentStatus.CAPTURED : PaymentStatus.VOIDED;
    assert.equal(found.payment?.status, expected);
    assert.equal(found.payment.amounts?.refunded?.minorUnits, 10010n);
  });

test("a debit is refunded in parts, found by its id alone, and by no more than was taken", async () => {
  const shop = await openShop("worldpayvantiv");
  const { payment } = await debit(shop, "6099999992");
  const paymentId = payment?.paymentRef?.paymentId ?? assert.fail("no payment");
  const refund = (minorUnits: bigint) =>
    shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: { paymentId },
      amount: { minorUnits, currency: "USD" },
    });
  shop.wait(60);
  for (const part of [4000n, 6010n])
    assert.equal((await refund(part)).operation?.status, SUCCEEDED);
  const { operation } = await refund(1n);
  assert.equal(operation?.failure?.code, FailureCode.AMOUNT_EXCEEDS_AVAILABLE);
});
