/** Adyen's official SDK at the simulator: disputes, and what else nobody asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cardOf, merchantAccount, useShop, visa } from "./adyen-shop.ts";

const shop = useShop();

test("a dispute is defended with documents, and won", async () => {
  const { pspReference = "" } = await shop().pay(visa);
  const { dispute = "" } = shop().processor.command("openDispute", {
    payment: pspReference,
    reason: "13.1",
  });
  const of = { merchantAccountCode: merchantAccount, disputePspReference: dispute };
  const { defenseReasons } = await shop().disputes.retrieveApplicableDefenseReasons(of);
  assert.ok(
    defenseReasons?.some(({ defenseReasonCode }) => defenseReasonCode === "SupplyDefenseMaterial"),
  );
  const defense = { ...of, defenseReasonCode: "SupplyDefenseMaterial" };
  const early = await shop().disputes.defendDispute(defense);
  assert.equal(early.disputeServiceResult.success, false);
  const document = {
    content: "JVBERi0xLjQK",
    contentType: "application/pdf",
    defenseDocumentTypeCode: "DefenseMaterial",
  };
  await shop().disputes.supplyDefenseDocument({ ...of, defenseDocuments: [document] });
  await shop().disputes.deleteDisputeDefenseDocument({
    ...of,
    defenseDocumentType: "DefenseMaterial",
  });
  await shop().disputes.supplyDefenseDocument({ ...of, defenseDocuments: [document] });
  assert.equal((await shop().disputes.defendDispute(defense)).disputeServiceResult.success, true);
  shop().processor.command("resolveDispute", { dispute, outcome: "won" });
  const events = shop().events().slice(1);
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
  assert.deepEqual(shop().ledger().slice(2), ["chargeback 1000", "chargeback reversal 1000"]);
});

test("disputes end in other ways too", async () => {
  const open = async (more: Readonly<Record<string, string>>, card: object = visa) => {
    const { pspReference: payment = "" } = await shop().pay(card);
    return shop().processor.command("openDispute", { payment, ...more })["dispute"] ?? "";
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
    await shop().disputes.supplyDefenseDocument({ ...of(dispute), defenseDocuments: [document] });
    await shop().disputes.defendDispute({
      ...of(dispute),
      defenseReasonCode: "SupplyDefenseMaterial",
    });
  };
  const lost = (dispute: string) =>
    shop().processor.command("resolveDispute", { dispute, outcome: "lost" });

  await shop().disputes.acceptDispute(of(await open({})));
  lost(await open({}));
  const fraud = await open({ reason: "10.4" });
  await defend(fraud);
  lost(fraud);
  const mastercard = await open({ reason: "4853" }, cardOf("5555555555554444"));
  await defend(mastercard);
  lost(mastercard);
  const inquiry = await open({ stage: "inquiry" });
  await defend(inquiry);
  const told = shop()
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
  const moved = shop()
    .ledger()
    .filter((entry) => entry.startsWith("chargeback"));
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
  await shop().pay(cardOf("4111111111111111", { holderName: "Chargeback:10.4" }));
  shop().sandbox.advance(3600);
  const chargeback = shop().events().at(-1);
  assert.equal(chargeback?.additionalData["chargebackReasonCode"], "10.4");
  const debit = await shop().pay({
    paymentMethod: {
      type: "sepadirectdebit",
      iban: "NL13TEST0123456789",
      ownerName: "A. Klaassen",
    },
  });
  shop().processor.command("settle", { payment: debit.pspReference ?? "", outcome: "failed" });
  assert.equal(shop().events().at(-1)?.eventCode, "CHARGEBACK");
  assert.equal(shop().ledger().at(-1), "chargeback 1000");
});

test("a dispute that nobody defends in time is lost, and closed to the API", async () => {
  const { pspReference: payment = "" } = await shop().pay(visa);
  const { dispute = "" } = shop().processor.command("openDispute", { payment });
  shop().sandbox.advance(18 * 86_400);
  const { eventCode, additionalData } = shop().events().at(-1) ?? assert.fail("no event");
  assert.equal(
    `${eventCode} ${additionalData["disputeStatus"]}`,
    "DISPUTE_DEFENSE_PERIOD_ENDED Lost",
  );
  const late = await shop().disputes.acceptDispute({
    merchantAccountCode: merchantAccount,
    disputePspReference: dispute,
  });
  assert.equal(late.disputeServiceResult.success, false);
  assert.deepEqual(shop().ledger().slice(2), ["chargeback 1000"]);
});

test("fraud is told of, and a report is announced", async () => {
  const { pspReference = "" } = await shop().pay(visa);
  shop().processor.command("reportFraud", { payment: pspReference });
  shop().processor.command("publishReport");
  const [, fraud, report] = shop().events();
  assert.deepEqual(
    [fraud?.eventCode, fraud?.originalReference],
    ["NOTIFICATION_OF_FRAUD", pspReference],
  );
  assert.equal(report?.eventCode, "REPORT_AVAILABLE");
  assert.match(report?.reason ?? "", /settlement_detail_report_batch_1.csv$/);
});
