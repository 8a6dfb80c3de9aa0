/** Adyen's official SDK at the simulator: what it gets, what really moved, and what the webhooks say. */
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import type { HttpClientException } from "@adyen/api-library";
import {
  browser,
  cardOf,
  conformance,
  hiddenFields,
  manual,
  merchantAccount,
  openShop,
  returnUrl,
  type Shop,
  specsAbsent,
  submit,
  walk,
} from "./adyen-shop.ts";

let shop: Shop;
const opened: Shop[] = [];
beforeEach(async () => {
  shop = await openShop();
  opened.push(shop);
});
const closing = async () => {
  while (opened.length > 0) await opened.pop()?.close();
};
test.afterEach(closing);
after(closing);
const codes = () => shop.events().map(({ eventCode, success }) => `${eventCode} ${success}`);
const visa = cardOf("4111111111111111");

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
  const paid = await shop.pay(visa);
  assert.equal(paid.resultCode, "Authorised");
  assert.match(paid.pspReference ?? "", /^[0-9A-Z]{16}$/);
  assert.equal(paid.additionalData?.["cvcResult"], "1 Matches");
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 1000"]);
  const [event] = shop.events();
  assert.equal(event?.eventCode, "AUTHORISATION");
  assert.match(event?.reason ?? "", /^\d{6}:1111:03\/2030$/);
});

test("a manual capture is acknowledged, and decided by webhook; parts add up to no more than the whole", async () => {
  const { pspReference = "" } = await shop.pay({ ...visa, ...manual });
  const capture = (value: number) =>
    shop.checkout.ModificationsApi.captureAuthorisedPayment(pspReference, {
      merchantAccount,
      amount: { value, currency: "EUR" },
      reference: `capture-${value}`,
    });
  const first = await capture(400);
  assert.equal(first.status, "received");
  assert.equal(first.paymentPspReference, pspReference);
  await capture(700);
  await capture(600);
  const events = shop.events().filter(({ eventCode }) => eventCode === "CAPTURE");
  assert.deepEqual(
    events.map(({ success, reason, merchantReference }) => [success, reason, merchantReference]),
    [
      ["true", "", "capture-400"],
      ["false", "Insufficient balance on payment", "capture-700"],
      ["true", "", "capture-600"],
    ],
  );
  assert.ok(events.every(({ originalReference }) => originalReference === pspReference));
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 400", "capture 600"]);
});

test("refunds are of what was captured, and no more", async () => {
  const { pspReference = "" } = await shop.pay({ ...visa, ...manual });
  const { ModificationsApi } = shop.checkout;
  const refund = (value: number) =>
    ModificationsApi.refundCapturedPayment(pspReference, {
      merchantAccount,
      amount: { value, currency: "EUR" },
    });
  await refund(100);
  const uncaptured = shop.events().at(-1);
  assert.equal(uncaptured?.reason, "Transaction hasn't been captured, refund not possible");
  await ModificationsApi.captureAuthorisedPayment(pspReference, {
    merchantAccount,
    amount: { value: 1000, currency: "EUR" },
  });
  await refund(600);
  await refund(600);
  assert.deepEqual(codes(), ["CAPTURE true", "REFUND true", "REFUND false"]);
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 1000", "refund 600"]);
});

test("a payment is cancelled once, by reference too, and not after its capture", async () => {
  const { ModificationsApi } = shop.checkout;
  const one = await shop.pay({ ...visa, ...manual });
  await ModificationsApi.cancelAuthorisedPaymentByPspReference(one.pspReference ?? "", {
    merchantAccount,
  });
  await ModificationsApi.cancelAuthorisedPaymentByPspReference(one.pspReference ?? "", {
    merchantAccount,
  });
  const other = await shop.pay({ ...visa, ...manual });
  await ModificationsApi.cancelAuthorisedPayment({
    merchantAccount,
    paymentReference: other.merchantReference ?? "",
  });
  const taken = await shop.pay(visa);
  await ModificationsApi.cancelAuthorisedPaymentByPspReference(taken.pspReference ?? "", {
    merchantAccount,
  });
  assert.deepEqual(codes(), [
    "AUTHORISATION true",
    "CANCELLATION true",
    "CANCELLATION false",
    "AUTHORISATION true",
    "TECHNICAL_CANCEL true",
    "AUTHORISATION true",
    "CANCELLATION false",
  ]);
  assert.deepEqual(shop.ledger().slice(0, 4), [
    "authorization 1000",
    "void 1000",
    "authorization 1000",
    "void 1000",
  ]);
});

test("a reversal cancels what is held and refunds what is taken", async () => {
  const { ModificationsApi } = shop.checkout;
  const held = await shop.pay({ ...visa, ...manual });
  const taken = await shop.pay(visa);
  for (const { pspReference = "" } of [held, taken])
    await ModificationsApi.refundOrCancelPayment(pspReference, { merchantAccount });
  const actions = shop.events().map(({ additionalData }) => additionalData["modification.action"]);
  assert.deepEqual(actions.filter(Boolean), ["cancel", "refund"]);
  assert.deepEqual(shop.ledger(), [
    "authorization 1000",
    "authorization 1000",
    "capture 1000",
    "void 1000",
    "refund 1000",
  ]);
});

test("a pre-authorisation is adjusted up and down, by webhook or at once", async () => {
  const { ModificationsApi } = shop.checkout;
  const additionalData = { manualCapture: "true", authorisationType: "PreAuth" };
  const { pspReference = "" } = await shop.pay({ ...visa, additionalData });
  const update = (value: number, more: object = {}) =>
    ModificationsApi.updateAuthorisedAmount(pspReference, {
      merchantAccount,
      amount: { value, currency: "EUR" },
      reference: "more nights",
      ...more,
    });
  assert.equal((await update(1500)).status, "received");
  assert.equal((await update(1200, { adjustAuthorisationData: "blob" })).status, "authorised");
  assert.deepEqual(codes(), ["AUTHORISATION true", "AUTHORISATION_ADJUSTMENT true"]);
  assert.deepEqual(shop.ledger(), ["authorization 1000", "authorization 500", "void 300"]);
});

test("declines have Adyen's reason and code, by name or by number", async () => {
  const named = await shop.pay(cardOf("4111111111111111", { holderName: "CARD_EXPIRED" }));
  assert.deepEqual(
    [named.resultCode, named.refusalReason, named.refusalReasonCode],
    ["Refused", "Expired Card", "6"],
  );
  const numbered = await shop.pay({
    ...visa,
    additionalData: { RequestedTestAcquirerResponseCode: 12 },
  });
  assert.equal(numbered.refusalReason, "Not enough balance");
  const raw = await shop.pay(cardOf("4111111111111111", { holderName: "DECLINED : 06 : ERROR" }));
  assert.equal(raw.additionalData?.["refusalReasonRaw"], "06 : ERROR");
  const error = await shop.pay(cardOf("4111111111111111", { holderName: "ERROR" }));
  assert.equal(error.resultCode, "Error");
  const cvc = await shop.pay(cardOf("4111111111111111", { cvc: "004" }));
  assert.equal(cvc.additionalData?.["cvcResult"], "4 No CVC/CVV provided, but was required");
  assert.equal(cvc.resultCode, "Refused");
  const address = {
    city: "Burbank",
    country: "US",
    postalCode: "91521",
    street: "Test AVS result",
    houseNumberOrName: "6",
  };
  const avs = await shop.pay({ ...visa, billingAddress: address });
  assert.equal(
    avs.additionalData?.["avsResult"],
    "6 Postal code matches, but the address does not match",
  );
  assert.equal(codes().filter((code) => code === "AUTHORISATION false").length, 5);
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 1000"]);
});

test("a part is authorised where the shopper allows it", async () => {
  const paid = await shop.pay({
    ...cardOf("4111111111111111", { holderName: "NOT_ENOUGH_BALANCE" }),
    additionalData: { allowPartialAuth: "true", manualCapture: "true" },
  });
  assert.equal(paid.resultCode, "PartiallyAuthorised");
  assert.equal(paid.additionalData?.["authorisedAmountValue"], "500");
  assert.deepEqual(shop.ledger(), ["authorization 500"]);
});

for (const [outcome, resultCode] of [
  ["Y", "Authorised"],
  ["N", "Refused"],
] as const)
  test(`3D Secure by redirect, ${outcome}: the result is told twice alike, and money moves once`, async () => {
    const begun = await shop.pay({ ...cardOf("4917610000000000"), ...browser });
    assert.equal(begun.resultCode, "RedirectShopper");
    const action: unknown = begun.action;
    const back = await walk((action as { url: string }).url, outcome);
    assert.ok(back.href.startsWith(`${returnUrl}&redirectResult=`));
    assert.deepEqual(shop.ledger(), []);
    const details = { redirectResult: back.searchParams.get("redirectResult") };
    const done = await shop.finish({ details });
    assert.equal(done.resultCode, resultCode);
    assert.equal(done.additionalData?.["threeDAuthenticated"], String(outcome === "Y"));
    assert.equal((await shop.finish({ details })).resultCode, resultCode);
    assert.deepEqual(shop.ledger(), outcome === "Y" ? ["authorization 1000", "capture 1000"] : []);
    if (outcome === "N") assert.equal(done.refusalReasonCode, "11");
  });

const native = {
  ...browser,
  authenticationData: { threeDSRequestData: { nativeThreeDS: "preferred" } },
  threeDS2RequestData: { notificationURL: "https://shop.example/3ds" },
};
interface Native {
  readonly subtype: string;
  readonly paymentData: string;
  readonly authorisationToken: string;
  readonly token: string;
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
const opened64 = (text: string) => JSON.parse(Buffer.from(text, "base64").toString());

test("native 3D Secure: fingerprint, then challenge at the issuer's page", async () => {
  const begun = await shop.pay({ ...cardOf("5000550000000029"), ...native });
  assert.equal(begun.resultCode, "IdentifyShopper");
  const fingerprint = begun.action as unknown as Native;
  assert.equal(fingerprint.subtype, "fingerprint");
  const { threeDSMethodURL, threeDSServerTransID } = opened64(fingerprint.token);
  const threeDSMethodData = encoded({ threeDSServerTransID });
  const seen = await fetch(threeDSMethodURL, {
    method: "POST",
    body: new URLSearchParams({ threeDSMethodData }),
  });
  assert.equal(
    opened64(hiddenFields(await seen.text())["threeDSMethodData"] ?? "").threeDSServerTransID,
    threeDSServerTransID,
  );

  const next = await shop.finish({
    paymentData: fingerprint.paymentData,
    details: { threeds2_fingerprint: encoded({ threeDSCompInd: "Y" }) },
  });
  assert.equal(next.resultCode, "ChallengeShopper");
  const challenge = next.action as unknown as Native;
  const { acsURL, acsTransID, messageVersion } = opened64(challenge.token);
  const creq = encoded({
    threeDSServerTransID,
    acsTransID,
    messageVersion,
    messageType: "CReq",
    challengeWindowSize: "05",
  });
  const asked = await (
    await fetch(acsURL, { method: "POST", body: new URLSearchParams({ creq }) })
  ).text();
  const answered = await (await submit(asked, { outcome: "Y" })).text();
  const { transStatus } = opened64(hiddenFields(answered)["cres"] ?? "");
  assert.equal(transStatus, "Y");
  const done = await shop.finish({
    paymentData: challenge.paymentData,
    details: { threeds2_challengeResult: encoded({ transStatus }) },
  });
  assert.equal(done.resultCode, "Authorised");
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 1000"]);
});

test("native 3D Secure: a Component's word passes, and never over the issuer's no", async () => {
  const begun = await shop.pay({ ...cardOf("4212345678910006"), ...native });
  assert.equal(begun.resultCode, "ChallengeShopper");
  const { token, authorisationToken } = begun.action as unknown as Native;
  const { acsURL, threeDSServerTransID } = opened64(token);
  const creq = encoded({ threeDSServerTransID });
  await fetch(acsURL, { method: "POST", body: new URLSearchParams({ creq, outcome: "N" }) });
  const lie = { threeDSResult: encoded({ transStatus: "Y", authorisationToken }) };
  assert.equal((await shop.finish({ details: lie })).resultCode, "Refused");

  const frictionless = await shop.pay({ ...cardOf("5201281505129736"), ...native });
  const action = frictionless.action as unknown as Native;
  const word = {
    threeDSResult: encoded({ transStatus: "Y", authorisationToken: action.authorisationToken }),
  };
  assert.equal((await shop.finish({ details: word })).resultCode, "Authorised");
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 1000"]);
});

test("authentication alone, and authentication by others", async () => {
  const authenticationData = { ...native.authenticationData, authenticationOnly: true };
  const begun = await shop.pay({ ...cardOf("4212345678910006"), ...native, authenticationData });
  const { authorisationToken } = begun.action as unknown as Native;
  const threeDSResult = encoded({ transStatus: "Y", authorisationToken });
  const done = await shop.finish({ details: { threeDSResult } });
  assert.equal(done.resultCode, "AuthenticationFinished");
  assert.equal(done.threeDS2Result?.transStatus, "Y");
  assert.deepEqual(shop.ledger(), []);

  const mpiData = {
    authenticationResponse: "Y",
    directoryResponse: "C",
    eci: "05",
    cavv: "AAABAWFlmQAAAABjRWWZEEFgFz8=",
    dsTransID: "a3b86754-444d-46ca-95a2-ada351d3f42c",
    threeDSVersion: "2.2.0",
  };
  const paid = await shop.pay({ ...cardOf("4917610000000000"), ...browser, mpiData });
  assert.equal(paid.resultCode, "Authorised");
  assert.equal(paid.additionalData?.["liabilityShift"], "true");
});

test("methods that are no card: redirect, code, voucher, waiting, debit", async () => {
  const ideal = await shop.pay({ paymentMethod: { type: "ideal" } });
  assert.equal(ideal.resultCode, "RedirectShopper");
  assert.equal(ideal.pspReference, undefined);
  const back = await walk((ideal.action as unknown as { url: string }).url, "authorised");
  const done = await shop.finish({
    details: { redirectResult: back.searchParams.get("redirectResult") },
  });
  assert.equal(done.resultCode, "Authorised");

  const cancelled = await shop.pay({ paymentMethod: { type: "klarna" } });
  const away = await walk((cancelled.action as unknown as { url: string }).url, "cancelled");
  const no = await shop.finish({
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
    const begun = await shop.pay({
      paymentMethod: { type, ...more },
      amount: { value: 1000, currency },
    });
    assert.equal(`${begun.resultCode} ${begun.action?.type}`, wanted, type);
  }
  const blik = shop.events();
  assert.ok(blik.length > 0);
  const pending = await shop.pay({
    paymentMethod: { type: "blik", blikCode: "777987" },
    amount: { value: 1000, currency: "PLN" },
  });
  shop.processor.command("settle", { payment: pending.pspReference ?? "", outcome: "succeeded" });
  assert.deepEqual(codes(), ["AUTHORISATION true"]);
  const late = await shop.pay({
    paymentMethod: { type: "blik", blikCode: "777987" },
    amount: { value: 1000, currency: "PLN" },
  });
  shop.processor.command("expire", { payment: late.pspReference ?? "" });
  assert.deepEqual(codes(), ["OFFER_CLOSED true"]);
});

test("PayPal: its script brings the approval", async () => {
  const begun = await shop.pay({ paymentMethod: { type: "paypal", subtype: "sdk" } });
  const { paymentData = "" } = begun.action as unknown as { paymentData?: string };
  const details = {
    orderID: "8FX84317P9382113S",
    payerID: "LF5HCWWBRV2KL",
    paymentID: "x",
    billingToken: "",
  };
  const done = await shop.finish({ paymentData, details });
  assert.equal(done.resultCode, "Authorised");
});

test("a stored card is used again, listed, told of and forgotten", async () => {
  const shopperReference = "shopper-1";
  const stored = { shopperReference, recurringProcessingModel: "Subscription" };
  const first = await shop.pay({ ...visa, ...stored, storePaymentMethod: true });
  const id = first.additionalData?.["tokenization.storedPaymentMethodId"];
  assert.equal(id, first.additionalData?.["recurring.recurringDetailReference"]);
  assert.deepEqual(codes(), [
    "recurring.token.created undefined",
    "RECURRING_CONTRACT true",
    "AUTHORISATION true",
  ]);
  const again = { type: "scheme", storedPaymentMethodId: id };
  const renewed = await shop.pay({
    ...stored,
    paymentMethod: again,
    shopperInteraction: "ContAuth",
  });
  assert.equal(renewed.resultCode, "Authorised");
  assert.equal(
    renewed.additionalData?.["networkTxReference"],
    first.additionalData?.["networkTxReference"],
  );

  const { RecurringApi } = shop.checkout;
  const list = await RecurringApi.getTokensForStoredPaymentDetails(
    shopperReference,
    merchantAccount,
  );
  assert.deepEqual(
    list.storedPaymentMethods?.map(({ lastFour }) => lastFour),
    ["1111"],
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
    shop.pay({ ...stored, paymentMethod: again, shopperInteraction: "ContAuth" }),
    422,
    "803",
  );
  assert.ok(codes().includes("recurring.token.disabled undefined"));
});

test("Adyen's refusals: key, account, fields", async () => {
  await refused(shop.strangerAt().PaymentsApi.paymentMethods({ merchantAccount }), 401, "000");
  await refused(shop.pay({ ...visa, merchantAccount: "Nobody" }), 403, "901");
  await refused(shop.pay({ ...visa, reference: "" }), 422, "130");
  await refused(shop.pay({ ...visa, returnUrl: "" }), 422, "14_030");
  await refused(shop.pay(cardOf("4111111111111112")), 422, "101");
  await refused(shop.pay(cardOf("4111111111111111", { cvc: "12" })), 422, "103");
  await refused(shop.pay({ ...visa, amount: { value: -1, currency: "EUR" } }), 422, "137");
  await refused(shop.pay({ paymentMethod: { type: "giropay" } }), 500, "905");
  await refused(shop.finish({ details: { redirectResult: "nonsense" } }), 422, "14_018");
  const { pspReference = "" } = await shop.pay({ ...visa, ...manual });
  const capture = (reference: string, account: string) =>
    shop.checkout.ModificationsApi.captureAuthorisedPayment(reference, {
      merchantAccount: account,
      amount: { value: 10, currency: "EUR" },
    });
  await refused(capture("1234567890123456", merchantAccount), 422, "167");
  await refused(capture(pspReference, "SandboxECOM_EU"), 422, "167");
  assert.deepEqual(shop.ledger(), ["authorization 1000"]);
});

test("one idempotency key moves money once", async () => {
  const request = { ...visa, reference: "same" };
  const one = await shop.pay(request, "key-1");
  const two = await shop.pay(request, "key-1");
  assert.equal(one.pspReference, two.pspReference);
  await refused(shop.pay({ ...request, reference: "other" }, "key-1"), 422, "704");
  assert.deepEqual(shop.ledger(), ["authorization 1000", "capture 1000"]);

  const flaky = (error: string) => ({
    ...request,
    additionalData: { RequestedTestErrorResponseCode: error },
  });
  const transient = await refused(shop.pay(flaky("NO_CONNECTION_AVAILABLE"), "key-2"), 500, "904");
  assert.equal(transient.responseHeaders?.["transient-error"], "true");
  assert.equal((await shop.pay(request, "key-2")).resultCode, "Authorised");
  await refused(shop.pay(flaky("IOEXCEPTION_RECEIVED"), "key-3"), 500, "904");
  await refused(shop.pay(flaky("IOEXCEPTION_RECEIVED"), "key-3"), 500, "904");
});

test("a scheme turns down a capture and a refund a day later", async () => {
  for (const holderName of ["capture failed", "refund failed"]) {
    const { pspReference = "" } = await shop.pay({
      ...cardOf("4111111111111111", { holderName }),
      ...manual,
    });
    const amount = { value: 1000, currency: "EUR" };
    await shop.checkout.ModificationsApi.captureAuthorisedPayment(pspReference, {
      merchantAccount,
      amount,
    });
    if (holderName === "refund failed")
      await shop.checkout.ModificationsApi.refundCapturedPayment(pspReference, {
        merchantAccount,
        amount,
      });
  }
  shop.sandbox.advance(86_400);
  assert.deepEqual(codes().slice(-3), ["REFUND true", "CAPTURE_FAILED true", "REFUND_FAILED true"]);
  assert.deepEqual(shop.ledger(), ["authorization 1000", "authorization 1000", "capture 1000"]);
});

test("an authorisation expires", async () => {
  const { pspReference = "" } = await shop.pay({ ...visa, ...manual });
  shop.processor.command("expire", { payment: pspReference });
  assert.deepEqual(codes(), ["AUTHORISATION true", "EXPIRE true"]);
  assert.deepEqual(shop.ledger(), ["authorization 1000", "void 1000"]);
});

test("a dispute is defended with documents, and won", async () => {
  const { pspReference = "" } = await shop.pay(visa);
  const { dispute = "" } = shop.processor.command("openDispute", {
    payment: pspReference,
    reason: "13.1",
  });
  const of = { merchantAccountCode: merchantAccount, disputePspReference: dispute };
  const { defenseReasons } = await shop.disputes.retrieveApplicableDefenseReasons(of);
  assert.ok(
    defenseReasons?.some(({ defenseReasonCode }) => defenseReasonCode === "SupplyDefenseMaterial"),
  );
  const defense = { ...of, defenseReasonCode: "SupplyDefenseMaterial" };
  const early = await shop.disputes.defendDispute(defense);
  assert.equal(early.disputeServiceResult.success, false);
  const document = {
    content: "JVBERi0xLjQK",
    contentType: "application/pdf",
    defenseDocumentTypeCode: "DefenseMaterial",
  };
  await shop.disputes.supplyDefenseDocument({ ...of, defenseDocuments: [document] });
  await shop.disputes.deleteDisputeDefenseDocument({
    ...of,
    defenseDocumentType: "DefenseMaterial",
  });
  await shop.disputes.supplyDefenseDocument({ ...of, defenseDocuments: [document] });
  assert.equal((await shop.disputes.defendDispute(defense)).disputeServiceResult.success, true);
  shop.processor.command("resolveDispute", { dispute, outcome: "won" });
  const events = shop.events().slice(1);
  assert.deepEqual(
    events.map(
      ({ eventCode, additionalData }) => `${eventCode} ${additionalData["disputeStatus"]}`,
    ),
    [
      "NOTIFICATION_OF_CHARGEBACK Undefended",
      "CHARGEBACK Undefended",
      "INFORMATION_SUPPLIED Pending",
      "CHARGEBACK_REVERSED Pending",
      "ISSUER_RESPONSE_TIMEFRAME_EXPIRED Won",
    ],
  );
  assert.ok(
    events.every(
      (event) => event.pspReference === dispute && event.originalReference === pspReference,
    ),
  );
  assert.deepEqual(shop.ledger().slice(2), ["chargeback 1000", "chargeback reversal 1000"]);
});

test("disputes end in other ways too", async () => {
  const open = async (more: Readonly<Record<string, string>>, card: object = visa) => {
    const { pspReference: payment = "" } = await shop.pay(card);
    return shop.processor.command("openDispute", { payment, ...more })["dispute"] ?? "";
  };
  const of = (disputePspReference: string) => ({
    merchantAccountCode: merchantAccount,
    disputePspReference,
  });
  const document = {
    content: "JVBERi0xLjQK",
    contentType: "application/pdf",
    defenseDocumentTypeCode: "DefenseMaterial",
  };
  const defend = async (dispute: string) => {
    await shop.disputes.supplyDefenseDocument({ ...of(dispute), defenseDocuments: [document] });
    await shop.disputes.defendDispute({
      ...of(dispute),
      defenseReasonCode: "SupplyDefenseMaterial",
    });
  };
  const lost = (dispute: string) =>
    shop.processor.command("resolveDispute", { dispute, outcome: "lost" });

  await shop.disputes.acceptDispute(of(await open({})));
  lost(await open({}));
  const fraud = await open({ reason: "10.4" });
  await defend(fraud);
  lost(fraud);
  const mastercard = await open({ reason: "4853" }, cardOf("5555555555554444"));
  await defend(mastercard);
  lost(mastercard);
  const inquiry = await open({ stage: "inquiry" });
  await defend(inquiry);
  const told = shop
    .events()
    .filter(({ eventCode }) => !/AUTHORISATION|CHARGEBACK$/.test(eventCode));
  assert.deepEqual(
    told.map(({ eventCode, additionalData }) => `${eventCode} ${additionalData["disputeStatus"]}`),
    [
      "DISPUTE_DEFENSE_PERIOD_ENDED Accepted",
      "DISPUTE_DEFENSE_PERIOD_ENDED Lost",
      "INFORMATION_SUPPLIED Pending",
      "PREARBITRATION_LOST Lost",
      "INFORMATION_SUPPLIED Pending",
      "CHARGEBACK_REVERSED Pending",
      "REQUEST_FOR_INFORMATION Unresponded",
      "INFORMATION_SUPPLIED Responded",
    ],
  );
  const moved = shop.ledger().filter((entry) => entry.startsWith("chargeback"));
  assert.deepEqual(moved, [
    "chargeback 1000",
    "chargeback 1000",
    "chargeback 1000",
    "chargeback 1000",
    "chargeback reversal 1000",
    "chargeback 1000",
  ]);
});

test("a card holder's name asks for a chargeback; a debit is returned by the bank", async () => {
  await shop.pay(cardOf("4111111111111111", { holderName: "Chargeback:10.4" }));
  shop.sandbox.advance(3600);
  const chargeback = shop.events().at(-1);
  assert.equal(chargeback?.additionalData["chargebackReasonCode"], "10.4");
  const debit = await shop.pay({
    paymentMethod: {
      type: "sepadirectdebit",
      iban: "NL13TEST0123456789",
      ownerName: "A. Klaassen",
    },
  });
  shop.processor.command("settle", { payment: debit.pspReference ?? "", outcome: "failed" });
  assert.equal(shop.events().at(-1)?.eventCode, "CHARGEBACK");
  assert.equal(shop.ledger().at(-1), "chargeback 1000");
});

test("sessions and payment links end on Adyen's page", async () => {
  const { PaymentsApi, PaymentLinksApi } = shop.checkout;
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
  assert.deepEqual(codes(), ["AUTHORISATION true", "AUTHORISATION false"]);

  const { paymentMethods } = await PaymentsApi.paymentMethods({
    merchantAccount,
    amount: { value: 1, currency: "CHF" },
  });
  assert.ok(paymentMethods?.some(({ type }) => type === "twint"));
  assert.ok(!paymentMethods?.some(({ type }) => type === "blik"));
});

async function refused(
  call: Promise<unknown>,
  status: number,
  errorCode: string,
): Promise<HttpClientException> {
  try {
    await call;
  } catch (error) {
    const { statusCode, errorCode: code } = error as HttpClientException;
    assert.deepEqual([statusCode, code], [status, errorCode]);
    return error as HttpClientException;
  }
  throw new assert.AssertionError({ message: `not refused with ${errorCode}` });
}
