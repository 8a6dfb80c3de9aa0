/** Adyen's official SDK at the simulator: methods that are no card, stored methods, and Adyen's own pages. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { methods } from "../../../connectors/adyen/simulator/methods.ts";
import { merchantAccount, refused, returnUrl, useShop, visa, walk } from "./adyen-shop.ts";

const shop = useShop();

test("methods that are no card: redirect, code, voucher, waiting, debit", async () => {
  const ideal = await shop().pay({ paymentMethod: { type: "ideal" } });
  assert.equal(ideal.resultCode, "RedirectShopper");
  assert.equal(ideal.pspReference, undefined);
  const back = await walk((ideal.action as unknown as { url: string }).url, "authorised");
  const done = await shop().finish({
    details: { redirectResult: back.searchParams.get("redirectResult") },
  });
  assert.equal(done.resultCode, "Authorised");

  const cancelled = await shop().pay({ paymentMethod: { type: "klarna" } });
  const away = await walk((cancelled.action as unknown as { url: string }).url, "cancelled");
  const no = await shop().finish({
    details: { redirectResult: away.searchParams.get("redirectResult") },
  });
  assert.equal(no.resultCode, "Cancelled");

  const expected: readonly (readonly [string, string, string, object])[] = [
    ["pix", "BRL", "Pending qrCode", {}],
    ["blik", "PLN", "Pending await", { blikCode: "777987" }],
    ["multibanco", "EUR", "PresentToShopper voucher", {}],
    ["boletobancario", "BRL", "PresentToShopper voucher", {}],
    [
      "directdebit_GB",
      "GBP",
      "Received voucher",
      { holderName: "S. Hopper", bankAccountNumber: "40308669", bankLocationId: "560036" },
    ],
    ["bankTransfer_IBAN", "EUR", "Received bankTransfer", {}],
    [
      "sepadirectdebit",
      "EUR",
      "Authorised undefined",
      { iban: "NL13TEST0123456789", ownerName: "A. Klaassen" },
    ],
    [
      "ach",
      "USD",
      "Authorised undefined",
      { bankAccountNumber: "1234567", bankLocationId: "121000358", ownerName: "John Smith" },
    ],
    ["googlepay", "EUR", "Authorised undefined", { googlePayToken: "token" }],
  ];
  for (const [type, currency, wanted, more] of expected) {
    const begun = await shop().pay({
      paymentMethod: { type, ...more },
      amount: { value: 1000, currency },
    });
    assert.equal(`${begun.resultCode} ${begun.action?.type}`, wanted, type);
  }
  const blik = shop().events();
  assert.ok(blik.length > 0);
  const pending = await shop().pay({
    paymentMethod: { type: "blik", blikCode: "777987" },
    amount: { value: 1000, currency: "PLN" },
  });
  shop().processor.command("settle", { payment: pending.pspReference ?? "", outcome: "succeeded" });
  assert.deepEqual(shop().codes(), ["AUTHORISATION true"]);
  const late = await shop().pay({
    paymentMethod: { type: "blik", blikCode: "777987" },
    amount: { value: 1000, currency: "PLN" },
  });
  shop().processor.command("expire", { payment: late.pspReference ?? "" });
  assert.deepEqual(shop().codes(), ["OFFER_CLOSED true"]);
});

test("every method answers as the specification says, and takes money once it is settled", async () => {
  const details = {
    issuer: "1154",
    telephoneNumber: "+351234567890",
    shopperEmail: "s.hopper@example.com",
    virtualPaymentAddress: "success@upi",
    firstName: "S.",
    lastName: "Hopper",
    iban: "NL13TEST0123456789",
    ownerName: "A. Klaassen",
    bankAccountNumber: "40308669",
    bankLocationId: "560036",
    holderName: "S. Hopper",
    checkoutSessionId: "session",
    applePayToken: "token",
    googlePayToken: "token",
    samsungPayToken: "token",
  };
  for (const { type, currency = "EUR", requires } of methods) {
    const paymentMethod = {
      type,
      ...Object.fromEntries(Object.entries(details).filter(([name]) => requires.includes(name))),
    };
    const reference = `all-${type}`;
    const begun = await shop().pay({ paymentMethod, reference, amount: { value: 1000, currency } });
    if (begun.resultCode !== "Authorised")
      shop().processor.command("settle", { payment: reference, outcome: "succeeded" });
    const moved = shop().processor.ledger.filter((entry) => entry.reference === reference);
    // Adyen counts rupiah whole: https://docs.adyen.com/development-resources/currency-codes
    const minorUnits = currency === "IDR" ? 1000_00n : 1000n;
    assert.deepEqual(
      moved.map(({ kind, amount }) => [kind, amount]),
      [
        ["authorization", minorUnits],
        ["capture", minorUnits],
      ],
      type,
    );
    assert.deepEqual(shop().codes(), ["AUTHORISATION true"], type);
  }
});

test("PayPal: its script brings the approval", async () => {
  const begun = await shop().pay({ paymentMethod: { type: "paypal", subtype: "sdk" } });
  const { paymentData = "" } = begun.action as unknown as { paymentData?: string };
  const details = {
    orderID: "8FX84317P9382113S",
    payerID: "LF5HCWWBRV2KL",
    paymentID: "x",
    billingToken: "",
  };
  const done = await shop().finish({ paymentData, details });
  assert.equal(done.resultCode, "Authorised");
});

test("a stored card is used again, listed, told of and forgotten", async () => {
  const shopperReference = "shopper-1";
  const stored = { shopperReference, recurringProcessingModel: "Subscription" };
  const first = await shop().pay({ ...visa, ...stored, storePaymentMethod: true });
  const id = first.additionalData?.["tokenization.storedPaymentMethodId"];
  assert.equal(id, first.additionalData?.["recurring.recurringDetailReference"]);
  assert.deepEqual(shop().codes(), [
    "recurring.token.created undefined",
    "RECURRING_CONTRACT true",
    "AUTHORISATION true",
  ]);
  const again = { type: "scheme", storedPaymentMethodId: id };
  const renewed = await shop().pay({
    ...stored,
    paymentMethod: again,
    shopperInteraction: "ContAuth",
  });
  assert.equal(renewed.resultCode, "Authorised");
  assert.equal(
    renewed.additionalData?.["networkTxReference"],
    first.additionalData?.["networkTxReference"],
  );

  const { RecurringApi } = shop().checkout;
  const list = await RecurringApi.getTokensForStoredPaymentDetails(
    shopperReference,
    merchantAccount,
  );
  assert.deepEqual(
    list.storedPaymentMethods?.map(({ lastFour }) => lastFour),
    ["1111"],
  );
  const offered = await shop().checkout.PaymentsApi.paymentMethods({
    merchantAccount,
    shopperReference,
  });
  assert.deepEqual(
    offered.storedPaymentMethods?.map((one) => one.id),
    [id],
  );
  const other = await RecurringApi.storedPaymentMethods({
    merchantAccount,
    ...stored,
    paymentMethod: {
      type: "scheme",
      number: "5555555555554444",
      expiryMonth: "03",
      expiryYear: "2030",
    },
  } as unknown as Parameters<typeof RecurringApi.storedPaymentMethods>[0]);
  assert.equal(other.lastFour, "4444");
  await RecurringApi.deleteTokenForStoredPaymentDetails(
    id ?? "",
    shopperReference,
    merchantAccount,
  );
  await refused(
    shop().pay({ ...stored, paymentMethod: again, shopperInteraction: "ContAuth" }),
    422,
    "803",
  );
  assert.ok(shop().codes().includes("recurring.token.disabled undefined"));
});

test("sessions and payment links end on Adyen's page", async () => {
  const { PaymentsApi, PaymentLinksApi } = shop().checkout;
  const order = {
    merchantAccount,
    amount: { value: 1000, currency: "EUR" },
    reference: "order",
    returnUrl,
  };
  const request = { ...order, mode: "hosted" } as unknown as Parameters<
    typeof PaymentsApi.sessions
  >[0];
  const session = await PaymentsApi.sessions(request);
  const back = await walk(session.url ?? "", "pay");
  const result = await PaymentsApi.getResultOfPaymentSession(
    session.id,
    back.searchParams.get("sessionResult") ?? "",
  );
  assert.equal(result.status, "completed");
  assert.equal(result.payments?.[0]?.resultCode, "Authorised");

  const link = await PaymentLinksApi.paymentLinks(order);
  await walk(link.url, "refuse");
  assert.equal((await PaymentLinksApi.getPaymentLink(link.id)).status, "active");
  const other = await PaymentLinksApi.paymentLinks(order);
  const expired = { status: "expired" } as unknown as Parameters<
    typeof PaymentLinksApi.updatePaymentLink
  >[1];
  assert.equal((await PaymentLinksApi.updatePaymentLink(other.id, expired)).status, "expired");
  assert.deepEqual(shop().codes(), ["AUTHORISATION true", "AUTHORISATION false"]);

  const { paymentMethods } = await PaymentsApi.paymentMethods({
    merchantAccount,
    amount: { value: 1, currency: "CHF" },
  });
  assert.ok(paymentMethods?.some(({ type }) => type === "twint"));
  assert.ok(!paymentMethods?.some(({ type }) => type === "blik"));
});
