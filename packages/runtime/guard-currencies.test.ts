/** Currencies of a request: those that are taken, and one for all its money. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  AdjustPaymentRequestSchema,
  AuthorizePaymentRequestSchema,
  CapturePaymentRequestSchema,
  CreateRefundRequestSchema,
} from "#contract";
import { faultsOf } from "../testing/faults.ts";
import { authorize, withFlows } from "../testing/small.ts";

test("a currency that is not taken is refused where it stands, also of an amount without a purchase", () => {
  const exchange = { method: "POST", path: "/", read: () => assert.fail() };
  const refunding = withFlows(
    { createRefund: exchange },
    { rules: { createRefund: { currencies: ["USD"] } } },
  );
  const faults = (currency: string) =>
    faultsOf(
      refunding,
      "createRefund",
      CreateRefundRequestSchema,
      create(CreateRefundRequestSchema, {
        reference: "r",
        payment: { paymentId: "p" },
        amount: { minorUnits: 1n, currency },
      }),
    );
  assert.deepEqual([...faults("EUR").keys()], ["amount.currency"]);
  assert.match(faults("EUR").get("amount.currency") ?? "", /must be one of USD/);
  assert.deepEqual([...faults("USD").keys()], []);
});

test("parts, lines, shares and the total until now are in the currency of the amount", () => {
  const [eur, usd] = ["EUR", "USD"].map((currency) => ({ minorUnits: 1n, currency }));
  const splits = [
    { accountId: "a", amount: eur },
    { accountId: "b", amount: usd },
  ];
  const order = {
    breakdown: { tax: usd },
    lines: [{ name: "n", quantity: 1n, unitPrice: eur, total: usd }],
  };
  const exchange = { method: "POST", path: "/", read: () => assert.fail() } as const;
  const rules = { understands: ["splits"], repeated: true } as const;
  const connector = withFlows(
    { authorizePayment: exchange, adjustPayment: exchange, capturePayment: exchange },
    { rules: { capturePayment: rules, authorizePayment: { understands: ["purchase.splits"] } } },
  );
  const paid = { reference: "r", payment: { paymentId: "p" }, amount: eur, order };
  const refused = [
    faultsOf(
      connector,
      "authorizePayment",
      AuthorizePaymentRequestSchema,
      authorize({ purchase: { amount: eur, order, splits } }),
    ),
    faultsOf(
      connector,
      "capturePayment",
      CapturePaymentRequestSchema,
      create(CapturePaymentRequestSchema, { ...paid, finalCapture: true, splits }),
    ),
    faultsOf(
      connector,
      "adjustPayment",
      AdjustPaymentRequestSchema,
      create(AdjustPaymentRequestSchema, { ...paid, previousAmount: usd }),
    ),
  ];
  const lines = ["order.lines[0].total.currency", "order.breakdown.tax.currency"];
  assert.deepEqual(
    refused.map((faults) => [...faults.keys()].toSorted()),
    [
      ["purchase.splits[1].amount.currency", ...lines.map((path) => `purchase.${path}`)],
      ["splits[1].amount.currency", ...lines],
      ["previousAmount.currency", ...lines],
    ].map((paths) => paths.toSorted()),
  );
});
