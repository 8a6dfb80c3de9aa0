/** Disputes, and the documents that answer them. https://razorpay.com/docs/api/disputes */
import { EvidenceKind, type SubmitEvidenceRequest } from "#contract";
import {
  accepted,
  answer,
  call,
  type DisputeOutcome,
  type DisputeResult,
  done,
  type Flows,
  json,
  multipart,
  openedWithin,
  path,
  query,
  required,
  type Script,
  type Step,
  toHex,
  v,
} from "#kit";
import { Dispute, Disputes, toDispute } from "./answers.ts";
import type { Body } from "./methods.ts";
import { unitsOf, unkeyed } from "./orders.ts";

const pathOf = (dispute: { readonly disputeId: string } | undefined) =>
  path`/v1/disputes/${required(dispute?.disputeId, "dispute.disputeId")}`;

export const disputeFlows = {
  getDispute: {
    method: "GET",
    path: ({ dispute }) => pathOf(dispute),
    read: answer(Dispute, (found) => ({ dispute: toDispute(found) })),
  },
  // The API pages, and does not filter.
  listDisputes: {
    method: "GET",
    path: ({ pageSize = 20, pageToken }) =>
      `/v1/disputes${query({ count: pageSize, skip: pageToken })}`,
    read: answer(Disputes, ({ items }, { pageSize = 20, pageToken, ...asked }) => ({
      disputes: items
        .map(toDispute)
        .filter(isOf(asked.payment?.paymentId))
        .filter(openedWithin(asked)),
      ...(items.length === pageSize && {
        nextPageToken: String(Number(pageToken ?? 0) + pageSize),
      }),
    })),
  },
  acceptDispute: {
    method: "POST",
    path: ({ dispute }) => `${pathOf(dispute)}/accept`,
    idempotency: unkeyed,
    read: answer(Dispute, (dispute) => ({
      operation: dispute.status === "lost" ? done() : accepted(),
      dispute: toDispute(dispute),
    })),
  },
  submitEvidence: function* (asked): Script<DisputeOutcome> {
    const documents: string[] = [];
    for (const file of asked.files) documents.push(yield* call(uploadDocument, file));
    return yield* call(contest, { asked, documents });
  },
} satisfies Flows<unknown>;

const isOf =
  (paymentId: string | undefined) =>
  ({ disputeRef }: DisputeResult): boolean =>
    !paymentId || disputeRef?.payment?.paymentId === paymentId;

/** https://razorpay.com/docs/api/documents */
const uploadDocument: Step<SubmitEvidenceRequest["files"][number], string> = {
  name: "uploadDocument",
  harmless: true,
  example: "doc_EsyWjHrfzb59Re",
  method: "POST",
  path: "/v1/documents",
  body: ({ name, contentType, content }, { random }) =>
    multipart(
      [
        { name: "purpose", text: "dispute_evidence" },
        { name: "file", filename: name, type: contentType, bytes: content },
      ],
      toHex(random("boundary", 16)),
    ),
  read: answer(v.object({ id: v.string() }), ({ id }) => id),
};

const contest: Step<
  { readonly asked: SubmitEvidenceRequest; readonly documents: readonly string[] },
  DisputeOutcome
> = {
  name: "contest",
  example: { operation: accepted() },
  method: "PATCH",
  path: ({ asked }) => `${pathOf(asked.dispute)}/contest`,
  idempotency: unkeyed,
  body: ({ asked, documents }) =>
    json({
      amount: unitsOf(asked.amount).amount,
      summary: asked.explanation,
      ...proofsOf(asked.files, documents),
      action: asked.finalSubmission ? "submit" : "draft",
    }),
  read: answer(Dispute, (contested) => ({ operation: done(), dispute: toDispute(contested) })),
};

/** https://razorpay.com/docs/api/disputes/contest */
const proofs: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.RECEIPT, "billing_proof"],
  [EvidenceKind.INVOICE, "billing_proof"],
  [EvidenceKind.PROOF_OF_DELIVERY, "shipping_proof"],
  [EvidenceKind.CUSTOMER_COMMUNICATION, "customer_communication"],
  [EvidenceKind.REFUND_POLICY, "refund_cancellation_policy"],
  [EvidenceKind.CANCELLATION_POLICY, "refund_cancellation_policy"],
  [EvidenceKind.SERVICE_RECORD, "proof_of_service"],
  [EvidenceKind.PROOF_OF_REFUND, "refund_confirmation"],
]);
const proofFields: ReadonlySet<string> = new Set([
  ...proofs.values(),
  "cancellation_proof",
  "explanation_letter",
  "access_activity_log",
  "term_and_conditions",
]);
/** What has no field of its own goes among the others, by a name of the merchant's. */
const otherProofs: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.CUSTOMER_SIGNATURE, "receipt_signed_by_customer"],
  [EvidenceKind.DUPLICATE_CHARGE, "duplicate_charge"],
]);

function proofsOf(files: SubmitEvidenceRequest["files"], documents: readonly string[]): Body {
  const fields: Record<string, readonly string[]> = {};
  const others: Body[] = [];
  for (const [index, id] of documents.entries()) {
    const { kind = EvidenceKind.OTHER, document } = files[index] ?? {};
    const name = document ?? proofs.get(kind) ?? otherProofs.get(kind) ?? "other";
    if (proofFields.has(name)) fields[name] = [...(fields[name] ?? []), id];
    else others.push({ type: name, document_ids: [id] });
  }
  return { ...fields, others: others.length > 0 ? others : undefined };
}
