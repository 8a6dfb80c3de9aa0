/** Adyen's official SDK at the simulator: cards, what follows them, and refusals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cardOf, manual, merchantAccount, refused, useShop, visa } from "./adyen-shop.ts";
import { conformance, specsAbsent } from "./adyen-specifications.ts";

const shop = useShop();

test("the comparison with Adyen's specifications finds what is wrong", {
  skip: specsAbsent,
}, () => {
  const { exchange } = conformance();
  const answer = { host: "checkout-test.adyen.com", route: "POST /v72/payments", status: 200 };
  exchange({ ...answer, body: '{"resultCode":"Authorised"}' });
  assert.throws(() => exchange({ ...answer, body: '{"resultCode":"Approved"}' }));
  assert.throws(() => exchange({ ...answer, body: '{"result":"Authorised"}' }));
});

test("a card is authorised and captured by itself", async () => {
  const paid = await shop().pay(visa);
  assert.equal(paid.resultCode, "Authorised");
  assert.match(paid.pspReference ?? "", /^[0-9A-Z]{16}$/);
  assert.equal(paid.additionalData?.["cvcResult"], "1 Matches");
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 1000"]);
  const [event] = shop().events();
  assert.equal(event?.eventCode, "AUTHORISATION");
  assert.match(event?.reason ?? "", /^\d{6}:1111:03\/2030$/);
});

test("a manual capture is acknowledged, and decided by webhook; parts add up to no more than the whole", async () => {
  const { pspReference = "" } = await shop().pay({ ...visa, ...manual });
  const capture = (value: number) =>
    shop().checkout.ModificationsApi.captureAuthorisedPayment(pspReference, {
      merchantAccount,
      amount: { value, currency: "EUR" },
      reference: `capture-${value}`,
    });
  const first = await capture(400);
  assert.equal(first.status, "received");
  assert.equal(first.paymentPspReference, pspReference);
  await capture(700);
  await capture(600);
  const events = shop()
    .events()
    .filter(({ eventCode }) => eventCode === "CAPTURE");
  assert.deepEqual(
    events.map(({ success, reason, merchantReference }) => [success, reason, merchantReference]),
    [
      ["true", "", "capture-400"],
      ["false", "Insufficient balance on payment", "capture-700"],
      ["true", "", "capture-600"],
    ],
  );
  assert.ok(events.every(({ originalReference }) => originalReference === pspReference));
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 400", "capture 600"]);
});

test("refunds are of what was captured, and no more", async () => {
  const { pspReference = "" } = await shop().pay({ ...visa, ...manual });
  const { ModificationsApi } = shop().checkout;
  const refund = (value: number) =>
    ModificationsApi.refundCapturedPayment(pspReference, {
      merchantAccount,
      amount: { value, currency: "EUR" },
    });
  await refund(100);
  const uncaptured = shop().events().at(-1);
  assert.equal(uncaptured?.reason, "Transaction hasn't been captured, refund not possible");
  await ModificationsApi.captureAuthorisedPayment(pspReference, {
    merchantAccount,
    amount: { value: 1000, currency: "EUR" },
  });
  await refund(600);
  await refund(600);
  assert.deepEqual(shop().codes(), ["CAPTURE true", "REFUND true", "REFUND false"]);
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 1000", "refund 600"]);
});

test("a payment is cancelled once, by reference too, and not after its capture", async () => {
  const { ModificationsApi } = shop().checkout;
  const one = await shop().pay({ ...visa, ...manual });
  await ModificationsApi.cancelAuthorisedPaymentByPspReference(one.pspReference ?? "", {
    merchantAccount,
  });
  await ModificationsApi.cancelAuthorisedPaymentByPspReference(one.pspReference ?? "", {
    merchantAccount,
  });
  const other = await shop().pay({ ...visa, ...manual });
  await ModificationsApi.cancelAuthorisedPayment({
    merchantAccount,
    paymentReference: other.merchantReference ?? "",
  });
  const taken = await shop().pay(visa);
  await ModificationsApi.cancelAuthorisedPaymentByPspReference(taken.pspReference ?? "", {
    merchantAccount,
  });
  assert.deepEqual(shop().codes(), [
    "AUTHORISATION true",
    "CANCELLATION true",
    "CANCELLATION false",
    "AUTHORISATION true",
    "TECHNICAL_CANCEL true",
    "AUTHORISATION true",
    "CANCELLATION false",
  ]);
  assert.deepEqual(shop().ledger().slice(0, 4), [
    "authorization 1000",
    "void 1000",
    "authorization 1000",
    "void 1000",
  ]);
});

test("a reversal cancels what is held and refunds what is taken", async () => {
  const { ModificationsApi } = shop().checkout;
  const held = await shop().pay({ ...visa, ...manual });
  const taken = await shop().pay(visa);
  for (const { pspReference = "" } of [held, taken])
    await ModificationsApi.refundOrCancelPayment(pspReference, { merchantAccount });
  const actions = shop()
    .events()
    .map(({ additionalData }) => additionalData["modification.action"]);
  assert.deepEqual(actions.filter(Boolean), ["cancel", "refund"]);
  assert.deepEqual(shop().ledger(), [
    "authorization 1000",
    "authorization 1000",
    "capture 1000",
    "void 1000",
    "refund 1000",
  ]);
});

test("a pre-authorisation is adjusted up and down, by webhook or at once", async () => {
  const { ModificationsApi } = shop().checkout;
  const additionalData = { manualCapture: "true", authorisationType: "PreAuth" };
  const { pspReference = "" } = await shop().pay({ ...visa, additionalData });
  const update = (value: number, more: object = {}) =>
    ModificationsApi.updateAuthorisedAmount(pspReference, {
      merchantAccount,
      amount: { value, currency: "EUR" },
      reference: "more nights",
      ...more,
    });
  assert.equal((await update(1500)).status, "received");
  assert.equal((await update(1200, { adjustAuthorisationData: "blob" })).status, "authorised");
  assert.deepEqual(shop().codes(), ["AUTHORISATION true", "AUTHORISATION_ADJUSTMENT true"]);
  assert.deepEqual(shop().ledger(), ["authorization 1000", "authorization 500", "void 300"]);
});

test("declines have Adyen's reason and code, by name or by number", async () => {
  const named = await shop().pay(cardOf("4111111111111111", { holderName: "CARD_EXPIRED" }));
  assert.deepEqual(
    [named.resultCode, named.refusalReason, named.refusalReasonCode],
    ["Refused", "Expired Card", "6"],
  );
  const numbered = await shop().pay({
    ...visa,
    additionalData: { RequestedTestAcquirerResponseCode: 12 },
  });
  assert.equal(numbered.refusalReason, "Not enough balance");
  const raw = await shop().pay(cardOf("4111111111111111", { holderName: "DECLINED : 06 : ERROR" }));
  assert.equal(raw.additionalData?.["refusalReasonRaw"], "06 : ERROR");
  const error = await shop().pay(cardOf("4111111111111111", { holderName: "ERROR" }));
  assert.equal(error.resultCode, "Error");
  const cvc = await shop().pay(cardOf("4111111111111111", { cvc: "004" }));
  assert.equal(cvc.additionalData?.["cvcResult"], "4 No CVC/CVV provided, but was required");
  assert.equal(cvc.resultCode, "Refused");
  const address = {
    city: "Burbank",
    country: "US",
    postalCode: "91521",
    street: "Test AVS result",
    houseNumberOrName: "6",
  };
  const avs = await shop().pay({ ...visa, billingAddress: address });
  assert.equal(
    avs.additionalData?.["avsResult"],
    "6 Postal code matches, but the address does not match",
  );
  assert.equal(
    shop()
      .codes()
      .filter((code) => code === "AUTHORISATION false").length,
    5,
  );
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 1000"]);
});

test("a part is authorised where the shopper allows it", async () => {
  const paid = await shop().pay({
    ...cardOf("4111111111111111", { holderName: "NOT_ENOUGH_BALANCE" }),
    additionalData: { allowPartialAuth: "true", manualCapture: "true" },
  });
  assert.equal(paid.resultCode, "PartiallyAuthorised");
  assert.equal(paid.additionalData?.["authorisedAmountValue"], "500");
  assert.deepEqual(shop().ledger(), ["authorization 500"]);
});

test("Adyen's refusals: key, account, fields", async () => {
  await refused(shop().strangerAt().PaymentsApi.paymentMethods({ merchantAccount }), 401, "000");
  await refused(shop().pay({ ...visa, merchantAccount: "Nobody" }), 403, "901");
  await refused(shop().pay({ ...visa, reference: "" }), 422, "130");
  await refused(shop().pay({ ...visa, returnUrl: "" }), 422, "14_030");
  await refused(shop().pay(cardOf("4111111111111112")), 422, "101");
  await refused(shop().pay(cardOf("4111111111111111", { cvc: "12" })), 422, "103");
  await refused(shop().pay({ ...visa, amount: { value: -1, currency: "EUR" } }), 422, "137");
  await refused(shop().pay({ paymentMethod: { type: "giropay" } }), 500, "905");
  await refused(shop().finish({ details: { redirectResult: "nonsense" } }), 422, "14_018");
  const { pspReference = "" } = await shop().pay({ ...visa, ...manual });
  const capture = (reference: string, account: string) =>
    shop().checkout.ModificationsApi.captureAuthorisedPayment(reference, {
      merchantAccount: account,
      amount: { value: 10, currency: "EUR" },
    });
  await refused(capture("1234567890123456", merchantAccount), 422, "167");
  await refused(capture(pspReference, "SandboxECOM_EU"), 422, "167");
  assert.deepEqual(shop().ledger(), ["authorization 1000"]);
});

test("one idempotency key moves money once", async () => {
  const request = { ...visa, reference: "same" };
  const one = await shop().pay(request, "key-1");
  const two = await shop().pay(request, "key-1");
  assert.equal(one.pspReference, two.pspReference);
  await refused(shop().pay({ ...request, reference: "other" }, "key-1"), 422, "704");
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 1000"]);

  const flaky = (error: string) => ({
    ...request,
    additionalData: { RequestedTestErrorResponseCode: error },
  });
  const transient = await refused(
    shop().pay(flaky("NO_CONNECTION_AVAILABLE"), "key-2"),
    500,
    "904",
  );
  assert.equal(transient.responseHeaders?.["transient-error"], "true");
  assert.equal((await shop().pay(request, "key-2")).resultCode, "Authorised");
  await refused(shop().pay(flaky("IOEXCEPTION_RECEIVED"), "key-3"), 500, "904");
  await refused(shop().pay(flaky("IOEXCEPTION_RECEIVED"), "key-3"), 500, "904");
});

test("a scheme turns down a capture and a refund a day later", async () => {
  for (const holderName of ["capture failed", "refund failed"]) {
    const { pspReference = "" } = await shop().pay({
      ...cardOf("4111111111111111", { holderName }),
      ...manual,
    });
    const amount = { value: 1000, currency: "EUR" };
    await shop().checkout.ModificationsApi.captureAuthorisedPayment(pspReference, {
      merchantAccount,
      amount,
    });
    if (holderName === "refund failed")
      await shop().checkout.ModificationsApi.refundCapturedPayment(pspReference, {
        merchantAccount,
        amount,
      });
  }
  shop().sandbox.advance(86_400);
  assert.deepEqual(shop().codes().slice(-3), [
    "REFUND true",
    "CAPTURE_FAILED true",
    "REFUND_FAILED true",
  ]);
  assert.deepEqual(shop().ledger(), ["authorization 1000", "authorization 1000", "capture 1000"]);
});

test("an authorisation expires", async () => {
  const { pspReference = "" } = await shop().pay({ ...visa, ...manual });
  shop().processor.command("expire", { payment: pspReference });
  assert.deepEqual(shop().codes(), ["AUTHORISATION true", "EXPIRE true"]);
  assert.deepEqual(shop().ledger(), ["authorization 1000", "void 1000"]);
});
