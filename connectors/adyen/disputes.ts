/** Disputes: what is asked of the Disputes API, and what its answers and webhooks tell. */
import {
  DisputeReason,
  type DisputeRef,
  DisputeStage,
  DisputeStatus,
  FailureCode,
  type SubmitEvidenceRequest,
} from "#contract";
import {
  accepted,
  answer,
  type Context,
  call,
  type DisputeOutcome,
  type DisputeResult,
  disputeReasons,
  disputeStatuses,
  done,
  type Failure,
  type Flows,
  failed,
  failureCodes,
  faults,
  fromIso,
  json,
  Refused,
  type Step,
  toBase64,
  v,
  words,
} from "#kit";
import { unkeyed } from "./payments.ts";
import type { Credentials } from "./settings.ts";
import { type Amount, type Described, money, said } from "./wire.ts";

const S = DisputeStatus;
/** `disputeStatus`. */
export const disputeStatus = disputeStatuses({
  source: "https://docs.adyen.com/risk-management/disputes-api/dispute-notifications",
  words: {
    Unresponded: S.NEEDS_RESPONSE,
    Undefended: S.NEEDS_RESPONSE,
    Responded: S.UNDER_REVIEW,
    Pending: S.UNDER_REVIEW,
    Accepted: S.ACCEPTED,
    Expired: S.EXPIRED,
    Lost: S.LOST,
    Won: S.WON,
  },
});

const { INQUIRY, CHARGEBACK, PRE_ARBITRATION, ARBITRATION } = DisputeStage;
/** What an event says of a dispute by its name, where it comes without `disputeStatus`; those of Brazil always do. */
export const disputeEvents = disputeStatuses({
  source: "https://docs.adyen.com/risk-management/disputes-api/dispute-notifications",
  words: {
    REQUEST_FOR_INFORMATION: { stage: INQUIRY, status: S.NEEDS_RESPONSE },
    NOTIFICATION_OF_CHARGEBACK: { stage: CHARGEBACK, status: S.NEEDS_RESPONSE },
    CHARGEBACK: { stage: CHARGEBACK, status: S.NEEDS_RESPONSE },
    INFORMATION_SUPPLIED: S.UNDER_REVIEW,
    // The issuer may still insist.
    CHARGEBACK_REVERSED: { stage: CHARGEBACK, status: S.UNDER_REVIEW },
    SECOND_CHARGEBACK: { stage: PRE_ARBITRATION, status: S.LOST },
    PREARBITRATION_OPEN: { stage: PRE_ARBITRATION, status: S.NEEDS_RESPONSE },
    PREARBITRATION_ACCEPTED: { stage: PRE_ARBITRATION, status: S.ACCEPTED },
    PREARBITRATION_DECLINED: { stage: PRE_ARBITRATION, status: S.UNDER_REVIEW },
    PREARBITRATION_ISSUER_WITHDRAWN: { stage: PRE_ARBITRATION, status: S.WITHDRAWN },
    PREARBITRATION_WON: { stage: PRE_ARBITRATION, status: S.WON },
    PREARBITRATION_LOST: { stage: PRE_ARBITRATION, status: S.LOST },
    SCHEME_ARBITRATION: { stage: ARBITRATION, status: S.UNDER_REVIEW },
    SCHEME_ARBITRATION_WON: { stage: ARBITRATION, status: S.WON },
    SCHEME_ARBITRATION_LOST: { stage: ARBITRATION, status: S.LOST },
    DISPUTE_DEFENSE_PERIOD_ENDED: S.EXPIRED,
    ISSUER_RESPONSE_TIMEFRAME_EXPIRED: S.WON,
    ISSUER_COMMENTS: S.UNSPECIFIED,
  },
});

const R = DisputeReason;
/** `chargebackReasonCode` and its like: the networks' own codes, of Visa, Mastercard and American Express. */
export const networkReasons = disputeReasons({
  source: "https://docs.adyen.com/risk-management/understanding-disputes/dispute-reason-codes",
  words: {
    "10.1": R.FRAUD,
    "10.2": R.FRAUD,
    "10.3": R.FRAUD,
    "10.4": R.FRAUD,
    "10.5": R.FRAUD,
    "11.1": R.AUTHORIZATION,
    "11.2": R.AUTHORIZATION,
    "11.3": R.AUTHORIZATION,
    "12.1": R.PROCESSING_ERROR,
    "12.2": R.PROCESSING_ERROR,
    "12.3": R.PROCESSING_ERROR,
    "12.4": R.PROCESSING_ERROR,
    "12.5": R.PROCESSING_ERROR,
    "12.6": R.DUPLICATE,
    "12.6.1": R.DUPLICATE,
    "12.6.2": R.DUPLICATE,
    "12.7": R.PROCESSING_ERROR,
    "13.1": R.NOT_RECEIVED,
    "13.2": R.SUBSCRIPTION_CANCELLED,
    "13.3": R.NOT_AS_DESCRIBED,
    "13.4": R.NOT_AS_DESCRIBED,
    "13.5": R.NOT_AS_DESCRIBED,
    "13.6": R.CREDIT_NOT_PROCESSED,
    "13.7": R.CREDIT_NOT_PROCESSED,
    "13.8": R.GENERAL,
    "13.9": R.NOT_RECEIVED,
    "4807": R.AUTHORIZATION,
    "4808": R.AUTHORIZATION,
    "4812": R.AUTHORIZATION,
    "4831": R.PROCESSING_ERROR,
    "4834": R.PROCESSING_ERROR,
    "4837": R.FRAUD,
    "4840": R.FRAUD,
    "4841": R.SUBSCRIPTION_CANCELLED,
    "4842": R.PROCESSING_ERROR,
    "4846": R.PROCESSING_ERROR,
    "4849": R.FRAUD,
    "4853": R.GENERAL,
    "4854": R.GENERAL,
    "4855": R.NOT_RECEIVED,
    "4859": R.GENERAL,
    "4860": R.CREDIT_NOT_PROCESSED,
    "4863": R.UNRECOGNISED_PURCHASE,
    "4870": R.FRAUD,
    "4871": R.FRAUD,
    A01: R.AUTHORIZATION,
    A02: R.AUTHORIZATION,
    A08: R.AUTHORIZATION,
    C02: R.CREDIT_NOT_PROCESSED,
    C04: R.CREDIT_NOT_PROCESSED,
    C05: R.CREDIT_NOT_PROCESSED,
    C08: R.NOT_RECEIVED,
    C14: R.DUPLICATE,
    C18: R.CREDIT_NOT_PROCESSED,
    C28: R.SUBSCRIPTION_CANCELLED,
    C31: R.NOT_AS_DESCRIBED,
    C32: R.NOT_AS_DESCRIBED,
    F10: R.FRAUD,
    F14: R.FRAUD,
    F24: R.FRAUD,
    F29: R.FRAUD,
    F30: R.FRAUD,
    F31: R.FRAUD,
    P01: R.PROCESSING_ERROR,
    P03: R.PROCESSING_ERROR,
    P04: R.PROCESSING_ERROR,
    P05: R.PROCESSING_ERROR,
    P07: R.PROCESSING_ERROR,
    P08: R.DUPLICATE,
    P22: R.PROCESSING_ERROR,
    P23: R.PROCESSING_ERROR,
  },
});

/** `chargebackSchemeCode` of bank debits: their own codes are the banks', and one class holds for all of them. */
export const debitSchemes = words<DisputeReason>({
  source: "https://docs.adyen.com/development-resources/paymentmethodvariant",
  words: {
    sepadirectdebit: R.BANK_DEBIT,
    ach: R.BANK_DEBIT,
    directdebit_GB: R.BANK_DEBIT,
    directdebit_AU: R.BANK_DEBIT,
    eft_directdebit_CA: R.BANK_DEBIT,
  },
});

/** `errorMessage` of the Disputes API, which has no codes. */
export const disputeErrors = failureCodes({
  source: "https://docs.adyen.com/risk-management/disputes-api/disputes-api-reference",
  words: {
    "Dispute expired": FailureCode.TIME_LIMIT_PASSED,
    "Dispute is not defendable": FailureCode.WRONG_STATE,
  },
});

const DisputeAnswer = v.object({
  disputeServiceResult: v.object({ success: v.boolean(), errorMessage: v.nullish(v.string()) }),
});
type DisputeAnswer = v.InferOutput<typeof DisputeAnswer>;
/** Undefined where the Disputes API did what was asked. */
function disputeFailure({ disputeServiceResult }: DisputeAnswer): Failure | undefined {
  const { success, errorMessage } = disputeServiceResult;
  const processor = { message: errorMessage ?? undefined };
  return success ? undefined : disputeErrors(errorMessage, { processor });
}
function toDisputeOutcome(answer: DisputeAnswer, dispute: DisputeResult): DisputeOutcome {
  const why = disputeFailure(answer);
  return why ? { operation: failed(why) } : { operation: done(), dispute };
}

const disputeBody = (
  dispute: DisputeRef | undefined,
  { credentials: own }: Context<Credentials>,
) => ({
  disputePspReference: dispute?.disputeId,
  merchantAccountCode: own.merchantAccount,
});
const supplyDocuments: Step<SubmitEvidenceRequest, void, Credentials> = {
  name: "supplyDefenseDocument",
  example: undefined,
  host: "disputes",
  method: "POST",
  path: "/supplyDefenseDocument",
  harmless: true,
  idempotency: unkeyed,
  body: ({ dispute, files }, context) =>
    json({
      ...disputeBody(dispute, context),
      defenseDocuments: files.map(({ document, contentType, content }) => ({
        defenseDocumentTypeCode: document,
        contentType,
        content: toBase64(content),
      })),
    }),
  read: answer(DisputeAnswer, (result) => {
    const why = disputeFailure(result);
    if (why) throw new Refused(why);
  }),
};
const defend: Step<SubmitEvidenceRequest, DisputeOutcome, Credentials> = {
  name: "defendDispute",
  example: { operation: accepted() },
  host: "disputes",
  method: "POST",
  path: "/defendDispute",
  idempotency: unkeyed,
  body: ({ dispute, response }, context) =>
    json({ ...disputeBody(dispute, context), defenseReasonCode: response }),
  read: answer(DisputeAnswer, (result, { dispute }) =>
    toDisputeOutcome(result, { disputeRef: dispute, evidenceSubmitted: true }),
  ),
};

const DefenseReasons = v.object({
  ...DisputeAnswer.entries,
  defenseReasons: v.nullish(
    v.array(
      v.object({
        defenseReasonCode: v.string(),
        defenseDocumentTypes: v.nullish(
          v.array(v.object({ defenseDocumentTypeCode: v.string(), requirementLevel: v.string() })),
          [],
        ),
      }),
    ),
    [],
  ),
});
type DocumentTypes = v.InferOutput<
  typeof DefenseReasons
>["defenseReasons"][number]["defenseDocumentTypes"];
const documentsOf = (types: DocumentTypes, optional: boolean): string[] =>
  types
    .filter(({ requirementLevel }) => (requirementLevel === "Optional") === optional)
    .map(({ defenseDocumentTypeCode }) => defenseDocumentTypeCode);

/** Where a dispute stands comes by webhook alone; what can be asked is how it may be defended. */
export const disputeFlows: Pick<
  Flows<Credentials>,
  "getDispute" | "acceptDispute" | "submitEvidence"
> = {
  getDispute: {
    host: "disputes",
    method: "POST",
    path: "/retrieveApplicableDefenseReasons",
    harmless: true,
    idempotency: unkeyed,
    body: ({ dispute }, context) => json(disputeBody(dispute, context)),
    read: answer(DefenseReasons, (result, { dispute }) => {
      const why = disputeFailure(result);
      if (why) throw new Refused(why);
      return {
        dispute: {
          disputeRef: dispute,
          responseOptions: result.defenseReasons.map(
            ({ defenseReasonCode: response, defenseDocumentTypes: types }) => ({
              response,
              requiredDocuments: documentsOf(types, false),
              optionalDocuments: documentsOf(types, true),
            }),
          ),
        },
      };
    }),
  },
  acceptDispute: {
    host: "disputes",
    method: "POST",
    path: "/acceptDispute",
    idempotency: unkeyed,
    body: ({ dispute }, context) => json(disputeBody(dispute, context)),
    read: answer(DisputeAnswer, (result, { dispute }) =>
      toDisputeOutcome(result, { disputeRef: dispute, status: DisputeStatus.ACCEPTED }),
    ),
  },
  *submitEvidence(request) {
    if (request.files.length > 0) yield* call(supplyDocuments, request);
    if (!request.finalSubmission) return { operation: done() };
    return yield* call(defend, request);
  },
};

/** https://docs.adyen.com/risk-management/disputes-api: both are named by /retrieveApplicableDefenseReasons. */
export const checkEvidence = ({ files, finalSubmission, response }: SubmitEvidenceRequest) => [
  ...faults(
    [finalSubmission && !response, "response", "is required: Adyen's defenseReasonCode"],
    [!finalSubmission && files.length === 0, "files", "are required for a draft"],
  ),
  ...files.flatMap(({ document }, index) =>
    faults([!document, `files[${index}].document`, "is required: Adyen's defenseDocumentTypeCode"]),
  ),
];

/** What an item of a webhook says, as far as disputes go. */
interface Told {
  readonly eventCode: string;
  readonly pspReference: string;
  readonly originalReference?: string | null | undefined;
  readonly amount?: v.InferOutput<typeof Amount> | null | undefined;
  readonly eventDate?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly additionalData?: Described;
}
/** All events of a dispute carry its reference; the payment's is the original one. */
export function toDispute(item: Told): DisputeResult {
  const { eventCode, pspReference, originalReference, additionalData: data } = item;
  const word = said(data, "disputeStatus");
  const standing = { ...disputeEvents(eventCode), ...(word && disputeStatus(word)) };
  // What Adyen has defended by itself needs no answer, and what cannot be defended has no time for one.
  const isDefended = said(data, "autoDefended") === "true";
  const isOpen = said(data, "defendable") !== "false";
  const code = (said(data, "chargebackReasonCode") ?? said(data, "rfiReasonCode"))?.trim();
  const scheme = said(data, "chargebackSchemeCode") ?? said(data, "rfiSchemeCode");
  const amount = item.amount ? money(item.amount) : undefined;
  const sign = movements.get(eventCode);
  const occurredAt = fromIso(item.eventDate);
  return {
    ...standing,
    ...(isDefended && standing.status === S.NEEDS_RESPONSE && { status: S.UNDER_REVIEW }),
    disputeRef: {
      disputeId: pspReference,
      ...(originalReference && { payment: { paymentId: originalReference } }),
    },
    amount,
    reason: debitSchemes(scheme) ?? networkReasons(code).reason,
    networkReasonCode: code,
    processorReason: item.reason || undefined,
    respondBy: isOpen ? fromIso(said(data, "defensePeriodEndsAt")) : undefined,
    updatedAt: occurredAt,
    movements:
      sign && amount
        ? [
            {
              amount: { ...amount, minorUnits: sign * amount.minorUnits },
              occurredAt,
              description: eventCode,
            },
          ]
        : [],
    evidenceSubmitted: isDefended || eventCode === "INFORMATION_SUPPLIED" ? true : undefined,
  };
}
/** https://docs.adyen.com/risk-management/understanding-disputes/dispute-process-and-flow */
const movements: ReadonlyMap<string, bigint> = new Map([
  ["CHARGEBACK", -1n],
  ["CHARGEBACK_REVERSED", 1n],
  ["SECOND_CHARGEBACK", -1n],
]);
