/** Disputes, and the evidence that answers them. https://developer.squareup.com/docs/disputes-api/process-disputes */
import { DisputeStatus, type EvidenceFile, type SubmitEvidenceRequest } from "#contract";
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
  toJson,
  v,
} from "#kit";
import { type Dispute, Disputes, OneDispute, toDispute } from "./answers.ts";
import { disputeStatus, evidenceTypes } from "./codes.ts";
import { unkeyed } from "./payments.ts";
import type { Credentials } from "./settings.ts";

const pathOf = (disputeId: string | undefined) =>
  path`/v2/disputes/${required(disputeId, "dispute.disputeId")}`;
/** https://developer.squareup.com/reference/square/objects/CreateDisputeEvidenceFileResponse and …TextResponse */
const Uploaded = v.object({ evidence: v.object({ id: v.string() }) });

const outcome = ({ dispute }: { readonly dispute: Dispute }): DisputeOutcome => ({
  operation: done(),
  dispute: toDispute(dispute),
});

const isOf =
  (paymentId: string | undefined) =>
  ({ disputeRef }: DisputeResult): boolean =>
    !paymentId || disputeRef?.payment?.paymentId === paymentId;

export const disputeFlows = {
  getDispute: {
    method: "GET",
    path: ({ dispute }) => pathOf(dispute?.disputeId),
    read: answer(OneDispute, ({ dispute }) => ({ dispute: toDispute(dispute) })),
  },
  // Square pages by itself, and filters by state and location only.
  listDisputes: {
    method: "GET",
    path: ({ pageToken }, { credentials }) =>
      `/v2/disputes${query({ cursor: pageToken, location_id: credentials.locationId })}`,
    read: answer(Disputes, ({ disputes, cursor }, asked) => ({
      disputes: (disputes ?? [])
        .map(toDispute)
        .filter(isOf(asked.payment?.paymentId))
        .filter(openedWithin(asked)),
      ...(cursor && { nextPageToken: cursor }),
    })),
  },
  acceptDispute: {
    method: "POST",
    path: ({ dispute }) => `${pathOf(dispute?.disputeId)}/accept`,
    idempotency: unkeyed,
    read: answer(OneDispute, ({ dispute }) => {
      const { status } = disputeStatus(dispute.state);
      const isGiven = status === DisputeStatus.ACCEPTED || status === DisputeStatus.LOST;
      return { operation: isGiven ? done() : accepted(), dispute: toDispute(dispute) };
    }),
  },
  *submitEvidence(asked): Script<DisputeOutcome, Credentials> {
    const disputeId = asked.dispute?.disputeId;
    for (const file of asked.files) yield* call(uploadFile, { disputeId, file });
    for (const [type, text] of textsOf(asked)) yield* call(uploadText, { disputeId, type, text });
    return yield* call(asked.finalSubmission ? submit : look, disputeId);
  },
} satisfies Flows<Credentials>;

interface File {
  readonly disputeId: string | undefined;
  readonly file: EvidenceFile;
}
const uploadFile: Step<File, true, Credentials> = {
  name: "uploadFile",
  harmless: true,
  example: true,
  method: "POST",
  path: ({ disputeId }) => `${pathOf(disputeId)}/evidence-files`,
  body: ({ file }, { idempotencyKey, random }) =>
    multipart(
      [
        {
          name: "request",
          text: toJson({
            idempotency_key: idempotencyKey,
            evidence_type: file.document ?? evidenceTypes.get(file.kind) ?? "GENERIC_EVIDENCE",
            content_type: file.contentType,
          }),
        },
        {
          name: "image_file",
          filename: file.name,
          type: file.contentType,
          bytes: file.content,
        },
      ],
      toHex(random("boundary", 16)),
    ),
  read: answer(Uploaded, () => true as const),
};

interface Text {
  readonly disputeId: string | undefined;
  readonly type: string;
  readonly text: string;
}
const uploadText: Step<Text, true, Credentials> = {
  name: "uploadText",
  harmless: true,
  example: true,
  method: "POST",
  path: ({ disputeId }) => `${pathOf(disputeId)}/evidence-text`,
  body: ({ type, text }, { idempotencyKey }) =>
    json({ idempotency_key: idempotencyKey, evidence_type: type, evidence_text: text }),
  read: answer(Uploaded, () => true as const),
};

const submit: Step<string | undefined, DisputeOutcome, Credentials> = {
  name: "submit",
  example: { operation: done() },
  method: "POST",
  path: (disputeId) => `${pathOf(disputeId)}/submit-evidence`,
  idempotency: unkeyed,
  read: answer(OneDispute, outcome),
};
const look: Step<string | undefined, DisputeOutcome, Credentials> = {
  name: "look",
  example: { operation: done() },
  method: "GET",
  path: pathOf,
  read: answer(OneDispute, outcome),
};

/** What is said in words, each under its type of evidence. */
const textsOf = ({
  explanation,
  facts,
}: SubmitEvidenceRequest): readonly (readonly [string, string])[] =>
  [
    ["REBUTTAL_EXPLANATION", explanation],
    ["REBUTTAL_EXPLANATION", facts?.refundRefusal],
    ["REBUTTAL_EXPLANATION", facts?.cancellationRebuttal],
    ["REBUTTAL_EXPLANATION", facts?.duplicateExplanation],
    ["PRODUCT_OR_SERVICE_DESCRIPTION", facts?.productDescription],
    ["CARDHOLDER_INFORMATION", facts?.customerName],
    ["CARDHOLDER_INFORMATION", facts?.customerEmail],
    ["CARDHOLDER_INFORMATION", facts?.customerIpAddress],
    ["CANCELLATION_OR_REFUND_DOCUMENTATION", facts?.refundPolicyDisclosure],
    ["CANCELLATION_OR_REFUND_DOCUMENTATION", facts?.cancellationPolicyDisclosure],
    ["ONLINE_OR_APP_ACCESS_LOG", facts?.accessLog],
    ["TRACKING_NUMBER", facts?.trackingNumber],
  ].flatMap(([type, text]) => (type && text ? [[type, text] as const] : []));
