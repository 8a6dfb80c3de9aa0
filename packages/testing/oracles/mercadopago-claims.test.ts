/** Mercado Pago's claims: heard of, looked up until they are closed, and not answered here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  CaptureMode,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  EvidenceKind,
  Lookup_Outcome,
  OperationStatus,
  PaymentStatus,
  SubmitEvidenceRequestSchema,
} from "#contract";
import { pay } from "../journey.ts";
import { newReference, openShop } from "../shop.ts";

const chargeback = "234000062890459000";

test("a buyer complains, the seller is asked to act, a mediator ends it", async () => {
  const shop = await openShop("mercadopago");
  const paid = await pay(shop, CaptureMode.AUTOMATIC);
  const { paymentId } = paid.ref;
  const { claim = "" } = shop.processor.command("openClaim", { payment: paymentId });
  const told = (await shop.events()).flatMap(({ resource }) =>
    resource.case === "dispute" ? [resource.value.disputeRef] : [],
  );
  const [disputeRef] = told;
  assert.ok(disputeRef);
  assert.equal(told.length, 1);
  assert.equal(disputeRef.disputeId, `claim-${claim}`);

  const opened = await shop.client.disputes.getDispute({ dispute: disputeRef });
  assert.equal(opened.lookup?.outcome, Lookup_Outcome.FOUND);
  assert.equal(opened.dispute?.status, DisputeStatus.NEEDS_RESPONSE);
  assert.equal(opened.dispute.stage, DisputeStage.INQUIRY);
  assert.equal(opened.dispute.reason, DisputeReason.NOT_RECEIVED);
  assert.equal(opened.dispute.disputeRef?.payment?.paymentId, paymentId);
  assert.equal(opened.dispute.amount, undefined, "a claim names no money");
  const { openedAt, respondBy } = opened.dispute;
  assert.equal((respondBy?.seconds ?? 0n) - (openedAt?.seconds ?? 0n), 3n * 86_400n);

  shop.processor.command("closeClaim", { claim });
  const closed = await shop.client.disputes.getDispute({ dispute: disputeRef });
  assert.equal(closed.dispute?.status, DisputeStatus.UNSPECIFIED, "for whom, nobody says");
  assert.equal(closed.dispute.processorStatus, "closed");
  assert.equal(closed.dispute.respondBy, undefined);
  const target = { case: "payment", value: { paymentId } } as const;
  const { payment } = await shop.client.payments.getPayment({ target });
  assert.equal(payment?.status, PaymentStatus.CAPTURED, "the payment says who has the money");
});

test("a chargeback and a claim of one payment are listed with what is known of each", async () => {
  const shop = await openShop("mercadopago");
  const paid = await pay(shop, CaptureMode.AUTOMATIC);
  const other = await pay(shop, CaptureMode.AUTOMATIC);
  const { paymentId } = paid.ref;
  const { claim = "" } = shop.processor.command("openClaim", { payment: paymentId });
  shop.wait(60);
  const { dispute: id = "" } = shop.processor.command("openDispute", { payment: paymentId });
  const list = async (payment = paid.ref) => shop.client.disputes.listDisputes({ payment });
  const { disputes, nextPageToken } = await list();
  const idsOf = (told: typeof disputes) => told.map(({ disputeRef }) => disputeRef?.disputeId);
  assert.deepEqual(idsOf(disputes), [id, `claim-${claim}`], "the newest first");
  assert.equal(nextPageToken, "");
  const [first] = disputes;
  assert.equal(first?.status, DisputeStatus.NEEDS_RESPONSE);
  assert.equal(first.stage, DisputeStage.CHARGEBACK);
  assert.deepEqual(first.amount?.minorUnits, paid.amount.minorUnits);
  const openedFrom = first.openedAt ?? assert.fail("when it was opened");
  const later = await shop.client.disputes.listDisputes({ payment: paid.ref, openedFrom });
  assert.deepEqual(idsOf(later.disputes), [id]);
  assert.deepEqual((await list(other.ref)).disputes, []);
  await assert.rejects(shop.client.disputes.listDisputes({}), /payment/);

  const { operation } = await shop.client.disputes.submitEvidence({
    dispute: first.disputeRef ?? assert.fail(),
    finalSubmission: true,
    files: [
      {
        name: "a.pdf",
        contentType: "application/pdf",
        content: new TextEncoder().encode("%PDF-1.4"),
        kind: EvidenceKind.RECEIPT,
      },
    ],
  });
  assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  assert.equal((await list()).disputes[0]?.status, DisputeStatus.UNDER_REVIEW);
  shop.processor.command("resolveDispute", { dispute: id, outcome: "won" });
  assert.equal((await list()).disputes[0]?.status, DisputeStatus.WON);
});

test("the number of a claim is not that of a chargeback", async () => {
  const shop = await openShop("mercadopago");
  const paid = await pay(shop, CaptureMode.AUTOMATIC);
  const { claim = "" } = shop.processor.command("openClaim", { payment: paid.ref.paymentId });
  for (const disputeId of [claim, "claim-1", `claim-${chargeback}`]) {
    const { lookup } = await shop.client.disputes.getDispute({ dispute: { disputeId } });
    assert.notEqual(lookup?.outcome, Lookup_Outcome.FOUND, disputeId);
  }
});

test("evidence of a claim is refused by name, before anything is sent", async () => {
  const shop = await openShop("mercadopago");
  const asked = create(SubmitEvidenceRequestSchema, {
    reference: newReference("evidence"),
    dispute: { disputeId: "claim-5033102536" },
    finalSubmission: true,
    files: [
      {
        name: "a.pdf",
        contentType: "application/pdf",
        content: new Uint8Array([37]),
        kind: EvidenceKind.RECEIPT,
      },
    ],
  });
  await assert.rejects(shop.client.disputes.submitEvidence(asked), /dispute\.dispute_?id/i);
});
