/**
 * What the chargeback API answers: cases, documents, refusals.
 * Shapes: https://github.com/Vantiv/cnp-chargeback-sdk-python/blob/2.x/schema/chargeback-api-v2.1.xsd
 */
import { DisputeStage, DisputeStatus, FailureCode, type PaymentRef } from "#contract";
import {
  conform,
  type DisputeResult,
  disputeStatuses,
  type Failure,
  failure,
  failureCodes,
  fromIso,
  fromUnits,
  type HttpResponse,
  type Meaning,
  parseXml,
  Refused,
  v,
  whole,
  words,
} from "#kit";

/** Every element is optional, and an empty one is none. */
const text = v.optional(
  v.pipe(
    v.string(),
    v.transform((given) => given.trim() || undefined),
  ),
);
const units = v.fallback(v.optional(whole), undefined);
const listOf = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.optional(
    v.union([
      v.array(shape),
      v.pipe(
        shape,
        v.transform((one) => [one]),
      ),
    ]),
    [],
  );
const Done = v.object({ activityDate: text, activityType: text });
const Case = v.object({
  caseId: v.string(),
  dateReceivedByVantivCnp: text,
  dayIssuedByBank: text,
  vantivCnpTxnId: text,
  cycle: text,
  chargebackAmount: units,
  chargebackCurrencyType: text,
  reasonCode: text,
  reasonCodeDescription: text,
  currentQueue: text,
  preArbitrationAmount: units,
  preArbitrationCurrencyType: text,
  replyByDay: text,
  activity: listOf(Done),
});
export type Case = v.InferOutput<typeof Case>;
const Cases = v.object({
  chargebackRetrievalResponse: v.union([
    v.object({ chargebackCase: listOf(Case) }),
    // An element without content is read as text.
    v.pipe(
      v.literal(""),
      v.transform(() => ({ chargebackCase: [] })),
    ),
  ]),
});
export const casesIn = (response: HttpResponse): readonly Case[] =>
  conform(Cases, parseXml(response.text)).chargebackRetrievalResponse.chargebackCase;

const source =
  "https://github.com/Vantiv/cnp-chargeback-sdk-python/blob/2.x/schema/litleChargeback_v2.2.xsd";
const { INQUIRY, CHARGEBACK, PRE_ARBITRATION, ARBITRATION } = DisputeStage;
/**
 * `cycle`: as the schema has it, and as the certification of Worldpay's Java SDK was answered:
 * https://github.com/Vantiv/cnp-chargeback-sdk-java/blob/2.x/src/certificationTest/java/com/cnp/sdk/TestCert.java
 */
export const stages = words<DisputeStage>({
  source,
  words: {
    RETRIEVAL_REQUEST: INQUIRY,
    FIRST_CHARGEBACK: CHARGEBACK,
    "First Chargeback": CHARGEBACK,
    REPRESENTMENT: CHARGEBACK,
    CHARGEBACK_REVERSAL: CHARGEBACK,
    PRE_ARB_CHARGEBACK: PRE_ARBITRATION,
    "Pre-Arbitration": PRE_ARBITRATION,
    "Issuer Declined Pre-Arbitration": PRE_ARBITRATION,
    ISSUER_ARB_CHARGEBACK: ARBITRATION,
    ARBITRATION_CHARGEBACK: ARBITRATION,
    "VISA Pre-Arbitration/Arbitration": ARBITRATION,
  },
});
const { NEEDS_RESPONSE, UNDER_REVIEW, WON, LOST, ACCEPTED, WITHDRAWN } = DisputeStatus;
/**
 * `currentQueue`: whose turn it is, and in the end who bears the loss. Where the schema says "Litle", the company's first
 * name, answers of version 2 say "Vantiv".
 */
export const standings = disputeStatuses({
  source,
  words: {
    Merchant: NEEDS_RESPONSE,
    "Merchant Automated": NEEDS_RESPONSE,
    Litle: UNDER_REVIEW,
    Vantiv: UNDER_REVIEW,
    "Litle Outgoing": UNDER_REVIEW,
    "Vantiv Outgoing": UNDER_REVIEW,
    "Litle Error": UNDER_REVIEW,
    "Vantiv Error": UNDER_REVIEW,
    "Merchant Arbitrate": UNDER_REVIEW,
    "Pre-arbitrate": UNDER_REVIEW,
    Arbitrate: UNDER_REVIEW,
    "PayPal Hold - Represent": UNDER_REVIEW,
    "Decision Pending": UNDER_REVIEW,
    "Merchant Assumed": ACCEPTED,
    "PayPal Hold - Assume": ACCEPTED,
    "Merchant Auto Assumed": LOST,
    "Network Assumed": WON,
    "Litle Assumed": WON,
    "Vantiv Assumed": WON,
  },
});
/** `activityType` of what the merchant, or Worldpay for the merchant, answered. */
const answers: ReadonlySet<string | undefined> = new Set([
  "Merchant Represent",
  "Merchant Respond",
  "Merchant Requests Arbitration",
  "Auto Represent",
]);

const defenses: ReadonlyMap<DisputeStage | undefined, readonly [string, string]> = new Map([
  [INQUIRY, ["MERCHANT_RESPOND", "Answers a retrieval request."]],
  [CHARGEBACK, ["MERCHANT_REPRESENT", "Represents the payment, whole or in part."]],
  [PRE_ARBITRATION, ["MERCHANT_REPRESENT", "Declines the pre-arbitration, whole or in part."]],
  [ARBITRATION, ["MERCHANT_REQUESTS_ARBITRATION", "Asks the network to decide."]],
]);
/** What is sent where the caller names no other; undefined where the case's cycle is not known. */
export const usualActivity = (one: Case | undefined): string =>
  defenses.get(stages(one?.cycle))?.[0] ?? "MERCHANT_REPRESENT";

const midnight = (day: string | undefined) => fromIso(day && `${day.slice(0, 10)}T00:00:00Z`);

export function toDispute(one: Case): DisputeResult {
  const { cycle, vantivCnpTxnId: paymentId, preArbitrationAmount, chargebackAmount } = one;
  const stage = stages(cycle);
  const isSecond = preArbitrationAmount !== undefined && stage !== CHARGEBACK;
  const amount = isSecond ? preArbitrationAmount : chargebackAmount;
  const currency = isSecond ? one.preArbitrationCurrencyType : one.chargebackCurrencyType;
  const standing = {
    ...standings(one.currentQueue),
    ...(cycle === "CHARGEBACK_REVERSAL" && { status: WITHDRAWN }),
  };
  const option = standing.status === NEEDS_RESPONSE ? defenses.get(stage) : undefined;
  const days = one.activity.flatMap(({ activityDate }) => activityDate ?? []);
  return {
    ...standing,
    ...(stage !== undefined && { stage }),
    disputeRef: { disputeId: one.caseId, ...(paymentId && { payment: { paymentId } }) },
    ...(amount !== undefined && currency && { amount: fromUnits(amount, currency) }),
    networkReasonCode: one.reasonCode,
    processorReason: one.reasonCodeDescription,
    respondBy: midnight(one.replyByDay),
    openedAt: midnight(one.dateReceivedByVantivCnp ?? one.dayIssuedByBank),
    updatedAt: midnight(days.toSorted().at(-1)),
    evidenceSubmitted: one.activity.some(({ activityType }) => answers.has(activityType)),
    ...(option && { responseOptions: [{ response: option[0], description: option[1] }] }),
  };
}
/** `vantivCnpTxnId` is the deposit that is disputed: a sale, or the capture of an authorization. */
export const isDisputeOf = (
  { vantivCnpTxnId: deposit }: Case,
  { paymentId, relatedIds }: Pick<PaymentRef, "paymentId" | "relatedIds">,
): boolean => deposit !== undefined && [paymentId, ...Object.values(relatedIds)].includes(deposit);

const Document = v.object({
  chargebackDocumentUploadResponse: v.object({
    responseCode: v.string(),
    responseMessage: v.optional(v.string()),
  }),
});
/**
 * `responseCode` of a document:
 * https://github.com/Vantiv/cnp-chargeback-sdk-dotNet/blob/2.x/ChargebackForDotNetTest/Certification/TestCertificationChargebackDocumentationAPI.cs
 */
export const documentFailures = failureCodes({
  source:
    "https://github.com/Vantiv/cnp-chargeback-sdk-dotNet/blob/2.x/ChargebackForDotNetTest/Certification/TestCertificationChargebackDocumentationAPI.cs",
  words: {
    "001": FailureCode.PERMISSION_MISSING,
    "004": FailureCode.WRONG_STATE,
    "008": FailureCode.INVALID_REQUEST,
    "009": FailureCode.NOT_FOUND,
    "010": FailureCode.WRONG_STATE,
    "012": FailureCode.INVALID_REQUEST,
  },
});
/** Whether it was taken, or one of its name is there already. Throws `Refused` for everything else. */
export function documentIn(response: HttpResponse): "attached" | "there" {
  const { responseCode: code, responseMessage: message } = conform(
    Document,
    parseXml(response.text),
  ).chargebackDocumentUploadResponse;
  if (code === "000") return "attached";
  if (code === "005") return "there";
  throw new Refused(
    documentFailures(code, { processor: { code, message, httpStatus: response.status } }),
  );
}

/** Cut off, XML may still be read, with half a word in it. */
export function meaningOf({ status, text: body }: HttpResponse): Meaning | undefined {
  if (status === 401) return "refused";
  if (status !== 200) return undefined;
  const [, root = ""] = /<(chargeback\w+)\b/.exec(body) ?? [];
  const isWhole = new RegExp(`(</${root}\\s*>|<${root}\\b[^>]*/>)\\s*$`).test(body);
  return root && isWhole ? "answer" : "unknown";
}

const Errors = v.object({
  errorResponse: v.object({
    errors: v.object({ error: v.union([v.string(), v.array(v.string())]) }),
  }),
});
const codes: ReadonlyMap<number, FailureCode> = new Map([
  [401, FailureCode.CREDENTIALS_REJECTED],
  [403, FailureCode.PERMISSION_MISSING],
  [404, FailureCode.NOT_FOUND],
]);
/** "Cannot perform activity <Merchant Accepts Liability> for case <1> in queue <Merchant Assumed>": …/TestCert.java */
const inQueue = /^Cannot perform activity <[^>]*> for case <[^>]*> in queue <([^>]*)>/;
export function refusal({ status, text: body }: HttpResponse): Failure {
  const told = v.safeParse(Errors, parseXml(body));
  const message = told.success ? [told.output.errorResponse.errors.error].flat()[0] : undefined;
  const isInQueue = message !== undefined && inQueue.test(message);
  const code = isInQueue ? FailureCode.WRONG_STATE : (codes.get(status) ?? FailureCode.UNMAPPED);
  return failure(code, { processor: { message, httpStatus: status } });
}
export const isAssumed = ({ processor }: Failure): boolean =>
  inQueue.exec(processor?.message ?? "")?.[1] === "Merchant Assumed";
