/** Disputes: looked up, given in to, answered with facts and files. https://docs.stripe.com/disputes/api */
import {
  type DisputeRef,
  type EvidenceFile,
  EvidenceKind,
  type SubmitEvidenceRequest,
} from "#contract";
import {
  accepted,
  answer,
  call,
  type DisputeOutcome,
  decode,
  done,
  type Fields,
  type Flows,
  faults,
  form,
  multipart,
  path,
  query,
  required,
  type Step,
  toHex,
  toUnix,
  type Violation,
  v,
} from "#kit";
import { toDispute } from "./answers.ts";
import { within } from "./payer.ts";
import { ofPayment } from "./refunds.ts";
import { Dispute, listOf } from "./shapes.ts";

const pathOf = (ref: DisputeRef | undefined, action = ""): string =>
  path`/v1/disputes/${required(ref?.disputeId, "dispute.disputeId")}` + action;

/** https://docs.stripe.com/file-upload */
const uploadFile: Step<EvidenceFile, string> = {
  name: "uploadFile",
  method: "POST",
  host: "files",
  path: "/v1/files",
  harmless: true,
  body: ({ name, contentType, content }, { random }) =>
    multipart(
      [
        { name: "purpose", text: "dispute_evidence" },
        { name: "file", filename: name, type: contentType, bytes: content },
      ],
      toHex(random("boundary", 16)),
    ),
  read: answer(v.object({ id: v.string() }), ({ id }) => id),
  example: "FILE-ID",
};

interface Evidence {
  readonly request: SubmitEvidenceRequest;
  /** Ids of uploaded files by the document that each is. */
  readonly documents: Fields;
}
const updateDispute: Step<Evidence, DisputeOutcome> = {
  name: "updateDispute",
  method: "POST",
  path: ({ request }) => pathOf(request.dispute),
  body: ({ request, documents }) =>
    form({
      ...within("evidence", { ...evidenceTexts(request), ...documents }),
      submit: request.finalSubmission,
      "metadata[reference]": request.reference,
    }),
  read: answer(Dispute, (dispute) => ({ operation: done(), dispute: toDispute(dispute) })),
  example: { operation: done() },
};

export const disputeFlows: Pick<
  Flows<unknown>,
  "getDispute" | "listDisputes" | "acceptDispute" | "submitEvidence"
> = {
  getDispute: {
    method: "GET",
    path: ({ dispute }) => pathOf(dispute),
    read: answer(Dispute, (dispute) => ({ dispute: toDispute(dispute) })),
  },
  listDisputes: {
    method: "GET",
    path: ({ payment, openedFrom, openedUntil, pageSize, pageToken }) => {
      return `/v1/disputes${query({
        ...(payment && ofPayment(payment)),
        "created[gte]": openedFrom && toUnix(openedFrom),
        "created[lt]": openedUntil && toUnix(openedUntil),
        limit: pageSize ?? 20,
        starting_after: pageToken,
      })}`;
    },
    read: (response) => {
      const { data, has_more } = decode(listOf(Dispute), response.text);
      const last = data.at(-1);
      return {
        disputes: data.map(toDispute),
        ...(has_more && last && { nextPageToken: last.id }),
      };
    },
  },
  acceptDispute: {
    method: "POST",
    path: ({ dispute }) => pathOf(dispute, "/close"),
    read: answer(Dispute, (dispute) => ({
      operation: dispute.status === "lost" ? done() : accepted(),
      dispute: toDispute(dispute),
    })),
  },
  *submitEvidence(request) {
    const uploaded: [string, string][] = [];
    for (const file of request.files)
      uploaded.push([documentOf(file), yield* call(uploadFile, file)]);
    return yield* call(updateDispute, { request, documents: Object.fromEntries(uploaded) });
  },
};

/** Stripe's evidence fields that hold text. */
const evidenceTexts = ({ facts, explanation }: SubmitEvidenceRequest): Fields => ({
  access_activity_log: facts?.accessLog,
  billing_address: facts?.billingAddress,
  cancellation_policy_disclosure: facts?.cancellationPolicyDisclosure,
  cancellation_rebuttal: facts?.cancellationRebuttal,
  customer_email_address: facts?.customerEmail,
  customer_name: facts?.customerName,
  customer_purchase_ip: facts?.customerIpAddress,
  duplicate_charge_explanation: facts?.duplicateExplanation,
  duplicate_charge_id: facts?.duplicatePaymentId,
  product_description: facts?.productDescription,
  refund_policy_disclosure: facts?.refundPolicyDisclosure,
  refund_refusal_explanation: facts?.refundRefusal,
  service_date: facts?.serviceOn,
  shipping_address: facts?.shippingAddress,
  shipping_carrier: facts?.carrier,
  shipping_date: facts?.shippedOn,
  shipping_tracking_number: facts?.trackingNumber,
  uncategorized_text: explanation,
});

/** Stripe's evidence fields that hold a file; what has no field of its own is `uncategorized_file`. */
const documents: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.CANCELLATION_POLICY, "cancellation_policy"],
  [EvidenceKind.CUSTOMER_COMMUNICATION, "customer_communication"],
  [EvidenceKind.CUSTOMER_SIGNATURE, "customer_signature"],
  [EvidenceKind.DUPLICATE_CHARGE, "duplicate_charge_documentation"],
  [EvidenceKind.PROOF_OF_DELIVERY, "shipping_documentation"],
  [EvidenceKind.RECEIPT, "receipt"],
  [EvidenceKind.REFUND_POLICY, "refund_policy"],
  [EvidenceKind.SERVICE_RECORD, "service_documentation"],
]);
const uncategorized = "uncategorized_file";
const documentOf = ({ document, kind }: EvidenceFile): string =>
  document || (documents.get(kind) ?? uncategorized);
const isDocument = (name: string): boolean =>
  name === uncategorized || [...documents.values()].includes(name);

/** https://docs.stripe.com/api/disputes/update */
export function checkEvidence(request: SubmitEvidenceRequest): readonly Violation[] {
  const texts = Object.values(evidenceTexts(request)).map((text) => String(text ?? "").length);
  const documents = request.files.map(documentOf);
  return [
    ...faults(
      [
        texts.reduce((sum, length) => sum + length, 0) > 150_000,
        "facts",
        "must have at most 150,000 characters together",
      ],
      [
        texts.some((length) => length > 20_000),
        "facts",
        "must have at most 20,000 characters each",
      ],
      [
        request.facts?.duplicatePaymentId && !/^(ch|py)_/.test(request.facts.duplicatePaymentId),
        "facts.duplicatePaymentId",
        "must be the id of a charge: relatedIds.charge of the payment",
      ],
    ),
    ...documents.flatMap((document, index) =>
      faults(
        [
          !isDocument(document),
          `files[${index}].document`,
          "is not a document of Stripe's evidence",
        ],
        [
          documents.indexOf(document) !== index,
          `files[${index}]`,
          `is a second ${document}: Stripe takes one file of each`,
        ],
      ),
    ),
  ];
}
