/** Disputes: opened by a cardholder, told by webhook, answered by the merchant, decided by others. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import {
  CaptureMode,
  type Dispute,
  DisputeStage,
  DisputeStatus,
  EventAction,
  Lookup_Outcome,
  OperationStatus,
  SubmitEvidenceRequestSchema,
  type SubmitEvidenceResponse,
} from "#contract";
import { InvalidRequest, toJson } from "#kit";
import { fixturesOf } from "./fixtures.ts";
import { pay } from "./journey.ts";
import {
  changed,
  members,
  moved,
  nameOf,
  newReference,
  openShop,
  type Shop,
  simulatedIds,
} from "./shop.ts";
import { story } from "./story.ts";

const { FAILED, UNKNOWN } = OperationStatus;
const { NEEDS_RESPONSE, UNDER_REVIEW, WON, LOST, ACCEPTED } = DisputeStatus;

/** The cardholder disputes a payment that was taken; what the merchant hears of it. */
async function disputed(
  shop: Shop,
): Promise<{ readonly payment: string; readonly dispute: Dispute }> {
  const paid = await pay(shop, CaptureMode.AUTOMATIC);
  const payment = paid.ref.paymentId;
  shop.wait(60);
  shop.processor.command("openDispute", { payment });
  const dispute = await heard(shop, payment);
  assert.equal(dispute.disputeRef?.payment?.paymentId || payment, payment);
  assert.equal(dispute.amount?.minorUnits, paid.amount.minorUnits);
  assert.equal(dispute.amount.currency, paid.amount.currency);
  // What cannot be answered is lost, unless the bank gives it back.
  const answerable = shop.has("submitEvidence") || shop.has("acceptDispute");
  assert.equal(dispute.status, answerable ? NEEDS_RESPONSE : LOST);
  assert.equal(dispute.stage, DisputeStage.CHARGEBACK);
  return { payment, dispute };
}

/** What went back to cardholders and stayed there: some processors take it at once, some when it is decided. */
const lostIn = ({ processor: { ledger } }: Shop): bigint =>
  moved(ledger, "chargeback") - moved(ledger, "chargeback reversal");

/** The last word of the events on a payment's dispute. */
async function heard(shop: Shop, payment: string): Promise<Dispute> {
  const told = (await shop.events()).flatMap(({ resource, paymentRef, action }) =>
    resource.case === "dispute" && (paymentRef?.paymentId || payment) === payment
      ? [{ dispute: resource.value, action }]
      : [],
  );
  const last = told.at(-1);
  if (!last) return listed(shop, payment);
  const { disputeRef } = last.dispute;
  if (last.action !== EventAction.LOOK_UP || !shop.has("getDispute") || !disputeRef)
    return last.dispute;
  const { dispute } = await shop.client.disputes.getDispute({ dispute: disputeRef });
  return dispute ?? last.dispute;
}
/** All of them, or those of the payment where the processor lists no others. */
function list({ connector, client }: Shop, paymentId: string) {
  const { requires = [] } = connector.rules?.listDisputes ?? {};
  const isOfPayment = requires.includes("payment.paymentId");
  return client.disputes.listDisputes(isOfPayment ? { payment: { paymentId } } : {});
}
/** Where an event is only a reason to look, and does not say at what. */
async function listed(shop: Shop, payment: string): Promise<Dispute> {
  if (!shop.has("listDisputes")) return assert.fail(`${shop.id} tells of the dispute`);
  const { disputes } = await list(shop, payment);
  const found = disputes.find(
    ({ disputeRef }) => (disputeRef?.payment?.paymentId || payment) === payment,
  );
  assert.ok(found, `${shop.id} lists the dispute`);
  const { disputeRef } = found;
  if (!shop.has("getDispute") || !disputeRef) return found;
  const { dispute } = await shop.client.disputes.getDispute({ dispute: disputeRef });
  return dispute ?? found;
}

/** An answer as a fixture of the connector gives one: the words that this processor takes are documented there. */
function evidenceOf(id: string): Readonly<Record<string, JsonValue>> {
  const requests = fixturesOf(id)
    .filter(({ fixture }) => fixture.flow === "submitEvidence" && fixture.answer !== undefined)
    .map(({ fixture }) => members(fixture.request));
  const request = requests.find((one) => one["finalSubmission"] === true) ?? requests[0];
  return request ?? assert.fail(`${id} has no fixture of submitEvidence`);
}
const evidence = (id: string, { disputeRef }: Dispute, finalSubmission: boolean) =>
  changed(fromJson(SubmitEvidenceRequestSchema, evidenceOf(id)), {
    reference: newReference("evidence"),
    dispute: disputeRef,
    finalSubmission,
    idempotencyKey: undefined,
  });

for (const id of simulatedIds)
  describe(`disputes of ${id}`, async () => {
    const { connector, has, processor } = await openShop(id);
    const canOpen = "openDispute" in processor.simulator.commands;
    const without = (...flows: readonly Parameters<typeof has>[0][]) =>
      canOpen && flows.every(has) ? false : `${id} has no ${flows.join(", ")}`;

    story("a cardholder disputes, and the merchant hears of it", without(), async () => {
      const shop = await openShop(id);
      const { payment, dispute } = await disputed(shop);
      assert.ok(dispute.disputeRef?.disputeId);
      if (has("getDispute")) {
        const found = await shop.client.disputes.getDispute({ dispute: dispute.disputeRef });
        assert.equal(found.lookup?.outcome, Lookup_Outcome.FOUND);
        // Where a look-up resolves nothing, it tells only how the dispute may be answered.
        if (connector.rules?.getDispute?.resolves === false)
          assert.ok(found.dispute && found.dispute.responseOptions.length > 0);
        else {
          assert.equal(found.dispute?.status, dispute.status);
          assert.deepEqual(found.dispute?.amount, dispute.amount);
        }
        shop.prove("getDispute");
      }
      if (!has("listDisputes")) return;
      const { disputes } = await list(shop, payment);
      assert.deepEqual(
        disputes.map(({ disputeRef }) => disputeRef?.disputeId),
        [dispute.disputeRef.disputeId],
      );
      assert.equal(disputes[0]?.disputeRef?.payment?.paymentId || payment, payment);
      shop.prove("listDisputes");
    });

    for (const [outcome, status] of [
      ["won", WON],
      ["lost", LOST],
    ] as const)
      story(`the merchant contests, and it is ${outcome}`, without("submitEvidence"), async () => {
        const shop = await openShop(id);
        const { payment, dispute } = await disputed(shop);
        const answer = await shop.client.disputes.submitEvidence(evidence(id, dispute, true));
        const { operation } = answer;
        assert.notEqual(operation?.status, FAILED, toJson(operation?.failure));
        assert.notEqual(operation?.status, UNKNOWN, toJson(operation?.failure));
        if (answer.dispute?.status) assert.notEqual(answer.dispute.status, NEEDS_RESPONSE);
        shop.prove("submitEvidence");
        await shop.events();

        shop.processor.command("resolveDispute", {
          dispute: dispute.disputeRef?.disputeId ?? "",
          outcome,
        });
        const decided = await heard(shop, payment);
        assert.equal(nameOf(DisputeStatus, decided.status), nameOf(DisputeStatus, status));
        assert.equal(lostIn(shop), outcome === "won" ? 0n : dispute.amount?.minorUnits);
      });

    story("the merchant gives in", without("acceptDispute"), async () => {
      const shop = await openShop(id);
      const { dispute } = await disputed(shop);
      const answer = await shop.client.disputes.acceptDispute({
        dispute: dispute.disputeRef ?? assert.fail(),
      });
      assert.notEqual(answer.operation?.status, FAILED);
      assert.notEqual(answer.operation?.status, UNKNOWN);
      if (answer.dispute?.status) assert.ok([ACCEPTED, LOST].includes(answer.dispute.status as 4));
      shop.prove("acceptDispute");
      await shop.events();
      const again = await shop.client.disputes.acceptDispute({
        dispute: dispute.disputeRef ?? assert.fail(),
      });
      assert.ok(again.operation?.status === FAILED || again.operation?.status);
      assert.equal(lostIn(shop), dispute.amount?.minorUnits);
    });

    story("a draft of the evidence sends nothing off", without("submitEvidence"), async () => {
      const shop = await openShop(id);
      const { payment, dispute } = await disputed(shop);
      let answer: SubmitEvidenceResponse;
      try {
        answer = await shop.client.disputes.submitEvidence(evidence(id, dispute, false));
      } catch (error) {
        // A processor that keeps no drafts says so, and is sent nothing.
        assert.ok(error instanceof InvalidRequest);
        assert.deepEqual(
          error.violations.map(({ field }) => field),
          ["finalSubmission"],
        );
        return;
      }
      assert.notEqual(answer.operation?.status, FAILED, toJson(answer.operation?.failure));
      const told = (await shop.events()).flatMap(({ resource }) =>
        resource.case === "dispute" ? [resource.value] : [],
      );
      for (const { status } of [...told, ...(answer.dispute ? [answer.dispute] : [])])
        assert.notEqual(status, UNDER_REVIEW, `${payment} is still the merchant's to answer`);
    });

    test("what is not disputed has no dispute", async () => {
      const shop = await openShop(id);
      const { ref } = await pay(shop, CaptureMode.AUTOMATIC);
      assert.ok((await shop.events()).every(({ resource }) => resource.case !== "dispute"));
      if (!has("listDisputes")) return;
      const { disputes, lookup } = await list(shop, ref.paymentId);
      assert.deepEqual(disputes, []);
      assert.equal(lookup?.outcome, Lookup_Outcome.FOUND);
    });
  });
