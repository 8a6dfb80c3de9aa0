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
