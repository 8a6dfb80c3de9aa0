/** Disputes: looked up, listed, given in to, answered with texts and files. https://www.checkout.com/docs/disputes */
import { EvidenceKind, type SubmitEvidenceRequest } from "#contract";
import {
  answer,
  call,
  done,
  type Flows,
  json,
  multipart,
  noContent,
  openedWithin,
  path,
  query,
  type Rules,
  required,
  type Step,
  toHex,
  toIso,
} from "#kit";
import { type Credentials, unkeyed } from "./account.ts";
import { Dispute, Disputes, Identified, toDispute } from "./answers.ts";

const pathOf = (dispute: { readonly disputeId: string } | undefined, action = "") =>
  path`/disputes/${required(dispute?.disputeId, "dispute.disputeId")}` + action;

type File = SubmitEvidenceRequest["files"][number];
const uploadFile: Step<File, string, Credentials> = {
  name: "uploadFile",
  method: "POST",
  path: "/files",
  harmless: true,
  idempotency: unkeyed,
  body: ({ name, contentType, content }, { random }) =>
    multipart(
      [
        { name: "file", filename: name, type: contentType, bytes: content },
        { name: "purpose", text: "dispute_evidence" },
      ],
      toHex(random("boundary", 16)),
    ),
  read: answer(Identified, ({ id }) => id),
  example: "file_EVIDENCE",
};
interface Providing {
  readonly asked: SubmitEvidenceRequest;
  readonly evidence: Readonly<Record<string, string>>;
}
/** Replaces what was provided before; nothing is sent to the scheme yet. */
const provideEvidence: Step<Providing, true, Credentials> = {
  name: "provideEvidence",
  method: "PUT",
  path: ({ asked }) => pathOf(asked.dispute, "/evidence"),
  harmless: true,
  idempotency: unkeyed,
  body: ({ evidence }) => json(evidence),
  read: noContent(() => true as const),
  example: true,
};
const submitEvidence: Step<SubmitEvidenceRequest, true, Credentials> = {
  name: "submitEvidence",
  method: "POST",
  path: ({ dispute }) => pathOf(dispute, "/evidence"),
  idempotency: unkeyed,
  read: noContent(() => true as const),
  example: true,
};

/** https://api-reference.checkout.com/#operation/provideDisputeEvidence */
const documents: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.PROOF_OF_DELIVERY, "proof_of_delivery_or_service"],
  [EvidenceKind.SERVICE_RECORD, "proof_of_delivery_or_service"],
  [EvidenceKind.RECEIPT, "invoice_or_receipt"],
  [EvidenceKind.INVOICE, "invoice_or_receipt"],
  [EvidenceKind.DUPLICATE_CHARGE, "invoice_showing_distinct_transactions"],
  [EvidenceKind.CUSTOMER_COMMUNICATION, "customer_communication"],
  [EvidenceKind.REFUND_POLICY, "refund_or_cancellation_policy"],
  [EvidenceKind.CANCELLATION_POLICY, "refund_or_cancellation_policy"],
]);
const documentOf = ({ document, kind }: File): string =>
  document ?? documents.get(kind) ?? "additional_evidence";
/** Each document is one file: a second would take the place of the first. */
export const evidenceRules = {
  limits: {
    explanation: 500,
    "facts.duplicateExplanation": 500,
    "facts.refundPolicyDisclosure": 500,
    "facts.cancellationPolicyDisclosure": 500,
    "facts.trackingNumber": 500,
    "facts.accessLog": 500,
    "files.document": {
      among: [
        ...documents.values(),
        "additional_evidence",
        "proof_of_delivery_or_service_date",
        "recurring_transaction_agreement",
      ],
    },
  },
  source: "https://api-reference.checkout.com/#operation/provideDisputeEvidence",
  check: ({ files }) => {
    const places = files.map(documentOf);
    return places.flatMap((place, index) =>
      places.indexOf(place) < index
        ? [{ field: `files[${index}].kind`, problem: `is another file's too: one is ${place}` }]
        : [],
    );
  },
} as const satisfies Rules<SubmitEvidenceRequest>;
function texts({ facts, explanation }: SubmitEvidenceRequest): Readonly<Record<string, string>> {
  const all = {
    additional_evidence_text: explanation,
    invoice_showing_distinct_transactions_text: facts?.duplicateExplanation,
    refund_or_cancellation_policy_text:
      facts?.refundPolicyDisclosure ?? facts?.cancellationPolicyDisclosure,
    proof_of_delivery_or_service_text: facts?.trackingNumber ?? facts?.accessLog,
    proof_of_delivery_or_service_date_text: facts?.shippedOn ?? facts?.serviceOn,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
}

export const disputeFlows = {
  getDispute: {
    method: "GET",
    path: ({ dispute }) => pathOf(dispute),
    read: answer(Dispute, (dispute) => ({ dispute: toDispute(dispute) })),
  },
  // Checkout.com filters by the last change: what was opened by an end may have changed after it.
  listDisputes: {
    method: "GET",
    path: ({ payment, openedFrom, pageSize = 20, pageToken }) =>
      `/disputes${query({
        limit: pageSize,
        skip: pageToken ?? 0,
        from: openedFrom && toIso(openedFrom),
        payment_id: payment?.paymentId,
      })}`,
    read: answer(Disputes, ({ data, total_count }, asked) => {
      const next = BigInt(asked.pageToken ?? 0) + BigInt(data.length);
      const hasMore = data.length > 0 && next < (total_count ?? 0n);
      const disputes = data.map(toDispute).filter(openedWithin(asked));
      return { disputes, ...(hasMore && { nextPageToken: String(next) }) };
    }),
  },
  acceptDispute: {
    method: "POST",
    path: ({ dispute }) => pathOf(dispute, "/accept"),
    idempotency: unkeyed,
    read: noContent(() => ({ operation: done() })),
  },
  *submitEvidence(asked) {
    const evidence: Record<string, string> = { ...texts(asked) };
    for (const file of asked.files)
      evidence[`${documentOf(file)}_file`] = yield* call(uploadFile, file);
    yield* call(provideEvidence, { asked, evidence });
    if (asked.finalSubmission) yield* call(submitEvidence, asked);
    return { operation: done() };
  },
} satisfies Flows<Credentials>;
