/** Disputes: looked up, given in to, answered with text and files. https://developer.paypal.com/braintree/graphql/reference/mutations/finalize-dispute */
import { DisputeStatus, EvidenceKind, type SubmitEvidenceRequest } from "#contract";
import { accepted, call, done, type Flows, required, toCalendarDate } from "#kit";
import type { Credentials } from "./account.ts";
import * as steps from "./steps.ts";

/** https://developer.paypal.com/braintree/graphql/reference/types/dispute-text-evidence-category */
const textsOf = ({
  explanation,
  facts,
}: SubmitEvidenceRequest): readonly (readonly [string, string])[] =>
  [
    ["GENERAL", explanation] as const,
    ["CARRIER_NAME", facts?.carrier] as const,
    ["TRACKING_NUMBER", facts?.trackingNumber] as const,
    ["PURCHASER_NAME", facts?.customerName] as const,
    ["PURCHASER_EMAIL_ADDRESS", facts?.customerEmail] as const,
    ["PURCHASER_IP_ADDRESS", facts?.customerIpAddress] as const,
  ].flatMap(([category, content]) => (content ? [[category, content] as const] : []));

/** https://developer.paypal.com/braintree/graphql/reference/types/dispute-file-evidence-category */
export const fileCategories: readonly string[] = [
  "GENERAL",
  "LEGIT_PAYMENTS_FOR_SAME_MERCHANDISE",
  "MERCHANT_WEBSITE_OR_APP_ACCESS",
  "PROFILE_SETUP_OR_APP_ACCESS",
  "PROOF_OF_3D_SECURE",
  "PROOF_OF_AUTHORIZED_SIGNER",
  "PROOF_OF_DELIVERY",
  "PROOF_OF_DELIVERY_EMP_ADDRESS",
  "PROOF_OF_POSSESSION_OR_USAGE",
  "SIGNED_DELIVERY_FORM",
  "SIGNED_ORDER_FORM",
  "TICKET_PROOF",
];
/** https://developer.paypal.com/braintree/docs/reference/request/dispute/add-file-evidence tells what they mean. */
const categoryOf: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.PROOF_OF_DELIVERY, "PROOF_OF_DELIVERY"],
  [EvidenceKind.SERVICE_RECORD, "PROOF_OF_POSSESSION_OR_USAGE"],
]);
export const evidenceLimits = {
  limits: {
    response: "is not chosen at Braintree",
    amount: "must be left out: the whole is contested",
    "files.contentType": { among: ["application/pdf", "image/jpeg", "image/png"] },
    "files.content": 4_000_000,
    "files.document": { among: fileCategories },
  },
  source: "https://developer.paypal.com/braintree/graphql/integration_guides/uploading_files",
} as const;

export const disputeFlows: Pick<
  Flows<Credentials>,
  "getDispute" | "listDisputes" | "acceptDispute" | "submitEvidence"
> = {
  *getDispute({ dispute }) {
    const id = required(dispute?.disputeId, "dispute.disputeId");
    return { dispute: yield* call(steps.fetchDispute, id) };
  },
  *listDisputes({ payment, openedFrom, openedUntil, pageSize, pageToken }) {
    return yield* call(steps.findDisputes, {
      input: {
        transaction: payment && { id: { is: payment.paymentId } },
        receivedDate: (openedFrom ?? openedUntil) && {
          greaterThanOrEqualTo: openedFrom && toCalendarDate(openedFrom),
          lessThanOrEqualTo: openedUntil && toCalendarDate(openedUntil),
        },
      },
      first: pageSize ?? 20,
      after: pageToken,
    });
  },
  *acceptDispute({ dispute: ref }) {
    const id = required(ref?.disputeId, "dispute.disputeId");
    const dispute = yield* call(steps.acceptDispute, id);
    const isGiven = dispute.status === DisputeStatus.ACCEPTED;
    return { operation: isGiven ? done() : accepted(), dispute };
  },
  *submitEvidence(asked) {
    const disputeId = required(asked.dispute?.disputeId, "dispute.disputeId");
    for (const [category, content] of textsOf(asked))
      yield* call(steps.createTextEvidence, { disputeId, category, content });
    for (const file of asked.files) {
      const category = file.document ?? categoryOf.get(file.kind) ?? "GENERAL";
      yield* call(steps.createFileEvidence, { disputeId, category, file });
    }
    if (!asked.finalSubmission) return { operation: done() };
    return { operation: done(), dispute: yield* call(steps.finalizeDispute, disputeId) };
  },
};
