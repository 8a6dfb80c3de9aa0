/** What comes back from Cybersource's REST API: the shapes that are read, its words, and its records as ours. */

import type { PaymentMethodDetailsSchema } from "#contract";
import { OperationStatus, PaymentStatus, PendingReason, RefundStatus } from "#contract";
import {
  type Amount,
  type Failure,
  fromDecimal,
  fromIso,
  type Init,
  type MandateResult,
  merchantAdvice,
  type OperationResult,
  type PaymentResult,
  type RefundResult,
  said,
  v,
  word,
} from "#kit";
import {
  addressChecks,
  cvcChecks,
  mandateStatus,
  nameChecks,
  networks,
  paymentStatus,
  postalChecks,
  reasons,
  refundStatus,
} from "./cybersource-codes.ts";

const Amounts = said(v.object({ totalAmount: word, authorizedAmount: word, currency: word }));
const Reference = said(v.object({ code: word }));
const Processor = said(
  v.object({
    approvalCode: word,
    transactionId: word,
    networkTransactionId: word,
    responseCode: word,
    systemTraceAuditNumber: word,
    avs: said(v.object({ code: word })),
    cardVerification: said(v.object({ resultCode: word })),
    merchantAdvice: said(v.object({ code: word, codeRaw: word })),
  }),
);
type Processor = v.InferOutput<typeof Processor>;
const Card = said(
  v.object({
    suffix: word,
    prefix: word,
    type: word,
    expirationMonth: word,
    expirationYear: word,
  }),
);
export const Why = said(v.object({ reason: word, message: word }));

/** What a request does beside the authorization has a standing of its own. */
const Embedded = v.nullish(v.object({ status: word, reason: word, message: word }));
/** Of POST /pts/v2/payments. */
export const Answer = v.object({
  id: v.string(),
  status: v.string(),
  submitTimeUtc: word,
  errorInformation: Why,
  tokenInformation: said(v.object({ paymentInstrument: said(v.object({ id: word })) })),
  clientReferenceInformation: Reference,
  processorInformation: Processor,
  orderInformation: said(v.object({ amountDetails: Amounts })),
  paymentAccountInformation: said(v.object({ card: Card })),
  embeddedActions: v.nullish(v.object({ CAPTURE: Embedded, TOKEN_CREATE: Embedded })),
});
type Answer = v.InferOutput<typeof Answer>;

/** A payment instrument of the token vault. */
export const Instrument = v.object({ id: v.string(), state: word });
export type Instrument = v.InferOutput<typeof Instrument>;
export const toMandate = ({ id, state }: Instrument): MandateResult => ({
  ...mandateStatus(state),
  mandateRef: { mandateId: id },
  stored: { storedMethodId: id, mandateId: id },
});

/** Of whatever follows a payment: a capture, a refund, a reversal, a void. */
export const FollowOn = v.object({
  id: v.string(),
  status: v.string(),
  submitTimeUtc: word,
  orderInformation: said(v.object({ amountDetails: Amounts })),
  refundAmountDetails: said(v.object({ refundAmount: word, currency: word })),
});
export type FollowOn = v.InferOutput<typeof FollowOn>;

/** One request as the Transaction Search Service tells of it: what follows a payment has a record of its own. */
export const TransactionRecord = v.object({
  id: v.string(),
  submitTimeUTC: word,
  submitTimeUtc: word,
  applicationInformation: v.object({
    status: word,
    applications: v.array(v.object({ name: v.string(), status: word, rCode: word, rFlag: word })),
  }),
  clientReferenceInformation: Reference,
  errorInformation: Why,
  orderInformation: said(v.object({ amountDetails: Amounts })),
  processorInformation: Processor,
  paymentInformation: said(v.object({ card: Card })),
  _links: said(v.object({ relatedTransactions: said(v.array(v.object({ href: v.string() }))) })),
});
export type TransactionRecord = v.InferOutput<typeof TransactionRecord>;
export const Found = v.object({
  totalCount: v.number(),
  _embedded: said(v.object({ transactionSummaries: v.array(TransactionRecord) })),
});

/** https://developer.cybersource.com/docs/cybs/en-us/invoicing/developer/all/rest/invoicing/app_types_services.html */
type Service = "ics_auth" | "ics_bill" | "ics_credit" | "ics_auth_reversal" | "ics_void";
type Outcome = "done" | "declined" | "unclear" | "unread";
/**
 * Whether a service was asked for in a record, and what became of it: `rCode` is 1, 0, or -1 after an error; "unread" is
 * any other, and none.
 */
export function outcomeOf(record: TransactionRecord, service: Service): Outcome | undefined {
  const application = record.applicationInformation.applications.find(
    ({ name }) => name === service,
  );
  if (!application) return undefined;
  return outcomes.get(application.rCode) ?? "unread";
}
const outcomes: ReadonlyMap<string | undefined, Outcome> = new Map([
  ["1", "done"],
  ["0", "declined"],
  ["-1", "unclear"],
]);
/** Of several attempts under one reference the one that counts: what was done, else what may have been. */
export function decisive(
  records: readonly TransactionRecord[],
  service: Service,
): TransactionRecord | undefined {
  const asked = records.filter((one) => outcomeOf(one, service) !== undefined);
  const done = asked.find((one) => outcomeOf(one, service) === "done");
  return done ?? asked.find((one) => outcomeOf(one, service) !== "declined") ?? asked.at(-1);
}
/** What holds, takes and gives up the money of a payment. */
const services: readonly Service[] = ["ics_auth", "ics_bill", "ics_auth_reversal", "ics_void"];
export const idsIn = (record: TransactionRecord): readonly string[] =>
  (record._links?.relatedTransactions ?? [])
    .map(({ href }) => href.split("/").at(-1) ?? "")
    .filter((id) => id !== "" && id !== record.id);

const money = (amount: string | undefined, currency: string | undefined): Amount | undefined =>
  amount && currency ? fromDecimal(amount, currency) : undefined;
export const amountOf = ({ orderInformation }: Pick<TransactionRecord, "orderInformation">) =>
  money(orderInformation?.amountDetails?.totalAmount, orderInformation?.amountDetails?.currency);
export const authorizedIn = ({ orderInformation }: Pick<TransactionRecord, "orderInformation">) =>
  money(
    orderInformation?.amountDetails?.authorizedAmount ??
      orderInformation?.amountDetails?.totalAmount,
    orderInformation?.amountDetails?.currency,
  );

const detailsOf = (processor: Processor): Partial<PaymentResult> => {
  if (!processor) return {};
  const { avs } = processor;
  const cvc = processor.cardVerification?.resultCode;
  return {
    networkReferences: {
      authorizationCode: processor.approvalCode,
      networkTransactionId: processor.networkTransactionId ?? processor.transactionId,
      traceNumber: processor.systemTraceAuditNumber,
    },
    ...((avs?.code || cvc) && {
      checks: {
        address: addressChecks(avs?.code),
        postalCode: postalChecks(avs?.code),
        name: nameChecks(avs?.code),
        cvc: cvcChecks(cvc),
        addressCode: avs?.code,
        cvcCode: cvc,
      },
    }),
  };
};
const failureOf = (why: v.InferOutput<typeof Why>, processor: Processor): Failure => {
  const declineCode = processor?.responseCode;
  const { code, codeRaw } = processor?.merchantAdvice ?? {};
  const adviceCode = codeRaw ?? code;
  return reasons(why?.reason, {
    processor: { code: why?.reason, message: why?.message },
    ...((declineCode || adviceCode) && { network: { declineCode, adviceCode } }),
    // Some processors have codes of their own, which Cybersource writes as Mastercard's.
    ...(merchantAdvice(code) ?? merchantAdvice(codeRaw)),
  });
};

/** `status` of a capture that was taken on. */
export const captured = ["PENDING", "TRANSMITTED"] as const;
/** Why an action went wrong beside its authorization; undefined where it did not, or nothing is told of it. */
export function refusedIn(
  action: v.InferOutput<typeof Embedded>,
  words: readonly string[],
): Failure | undefined {
  const { status, reason, message } = action ?? {};
  const isRefused = reason !== undefined || (status !== undefined && !words.includes(status));
  return isRefused
    ? reasons(reason, { processor: { code: reason ?? status, message } })
    : undefined;
}

/** The answer to a payment. With `capture`, it is taken into the next batch as soon as it is authorized. */
export function toPayment(
  answer: Answer,
  asked: { readonly amount: Amount | undefined; readonly isSale: boolean },
): PaymentResult {
  const told = paymentStatus(answer.status);
  const granted = authorizedIn(answer);
  const isGranted = asked.isSale && told.status === PaymentStatus.AUTHORIZED;
  const refused = isGranted ? refusedIn(answer.embeddedActions?.CAPTURE, captured) : undefined;
  const isTaken = isGranted && !refused;
  const isReviewed =
    told.pendingReason === PendingReason.REVIEW &&
    answer.processorInformation?.approvalCode !== undefined;
  const isHeld =
    isReviewed ||
    told.status === PaymentStatus.AUTHORIZED ||
    told.status === PaymentStatus.PARTIALLY_AUTHORIZED;
  const reference = answer.clientReferenceInformation?.code;
  const stored = answer.tokenInformation?.paymentInstrument?.id;
  const card = answer.paymentAccountInformation?.card;
  return {
    ...told,
    ...(isTaken && { status: PaymentStatus.CAPTURED }),
    paymentRef: {
      paymentId: answer.id,
      ...(isTaken && { relatedIds: { capture: answer.id } }),
      ...(reference && { reference }),
    },
    amounts: {
      requested: asked.amount,
      ...(isHeld && { authorized: granted }),
      ...(isTaken ? { captured: granted } : isHeld && { capturable: granted }),
    },
    ...(told.status === PaymentStatus.FAILED && {
      failure: failureOf(answer.errorInformation, answer.processorInformation),
    }),
    // Held, and not taken.
    ...(refused && { failure: refused }),
    ...((card || stored) && {
      method: { ...methodOf(card), ...(stored && { stored: { storedMethodId: stored } }) },
    }),
    ...detailsOf(answer.processorInformation),
    createdAt: fromIso(answer.submitTimeUtc),
  };
}

/** A payment from its own record and the records of what followed. */
export function toPaymentOf(
  record: TransactionRecord,
  followed: readonly TransactionRecord[],
): PaymentResult {
  const records = [record, ...followed];
  const outcome = outcomeOf(record, "ics_auth");
  const isApproved = record.processorInformation?.approvalCode !== undefined;
  // Approved by the bank, which holds the money, and held back by a check of Cybersource's own: it may be captured or
  // reversed all the same. https://developer.cybersource.com/docs/barclays/en-us/payments/developer/all/rest/payments/ProcessingAVSCodes.html
  const told = paymentStatus(record.applicationInformation.status);
  const isFlagged =
    isApproved && (outcome === "declined" || told.pendingReason === PendingReason.REVIEW);
  const granted = outcome === "done" || isFlagged ? authorizedIn(record) : undefined;
  const bills = records.filter((one) => outcomeOf(one, "ics_bill") === "done");
  const isVoided = records.some((one) => outcomeOf(one, "ics_void") === "done");
  const isReversed = records.some((one) => outcomeOf(one, "ics_auth_reversal") === "done");
  const captured = isVoided ? undefined : totalOf(bills);
  const credits = records.filter((one) => outcomeOf(one, "ics_credit") === "done");
  const refunded = totalOf(credits);
  const isPart = granted !== undefined && granted.minorUnits < (amountOf(record)?.minorUnits ?? 0n);
  const has = (found: Outcome): boolean =>
    records.some((one) => services.some((service) => outcomeOf(one, service) === found));
  const isUnread =
    has("unread") ||
    // The void of a capture, or of a credit: its record does not say which.
    (isVoided && credits.length > 0);
  const status = ((): PaymentStatus => {
    if (isUnread) return PaymentStatus.PENDING;
    if (outcome === "declined" && !isFlagged) return PaymentStatus.FAILED;
    if (!granted) return PaymentStatus.PENDING;
    if (captured) return PaymentStatus.CAPTURED;
    if (isReversed || isVoided) return PaymentStatus.VOIDED;
    // After an error (151, 152) it may have been done: …/library/documentation/sbc/echecks/html/Topics/app_reason_codes_SO.htm
    if (isFlagged || has("unclear")) return PaymentStatus.PENDING;
    return isPart ? PaymentStatus.PARTIALLY_AUTHORIZED : PaymentStatus.AUTHORIZED;
  })();
  const isHeld =
    status === PaymentStatus.AUTHORIZED ||
    status === PaymentStatus.PARTIALLY_AUTHORIZED ||
    (status === PaymentStatus.PENDING && !isUnread);
  const reference = record.clientReferenceInformation?.code;
  const capture = bills.at(-1)?.id;
  return {
    status,
    pendingReason:
      status !== PaymentStatus.PENDING
        ? PendingReason.UNSPECIFIED
        : isUnread
          ? PendingReason.UNRECOGNISED
          : isFlagged
            ? PendingReason.REVIEW
            : has("unclear")
              ? PendingReason.OUTCOME_UNKNOWN
              : PendingReason.PROCESSOR,
    processorStatus: record.applicationInformation.status,
    paymentRef: {
      paymentId: record.id,
      ...(capture && { relatedIds: { capture } }),
      ...(reference && { reference }),
    },
    amounts: {
      requested: amountOf(record),
      authorized: granted,
      captured,
      refunded,
      ...(isHeld && { capturable: granted }),
      ...(status === PaymentStatus.VOIDED && { voided: granted }),
    },
    ...(status === PaymentStatus.FAILED && {
      failure: failureOf(record.errorInformation, record.processorInformation),
    }),
    method: methodOf(record.paymentInformation?.card),
    ...detailsOf(record.processorInformation),
    createdAt: fromIso(record.submitTimeUTC ?? record.submitTimeUtc),
  };
}
function totalOf(records: readonly TransactionRecord[]): Amount | undefined {
  const amounts = records.flatMap((one) => amountOf(one) ?? []);
  const [first] = amounts;
  return (
    first && { ...first, minorUnits: amounts.reduce((sum, { minorUnits }) => sum + minorUnits, 0n) }
  );
}
function methodOf(card: v.InferOutput<typeof Card>): Init<typeof PaymentMethodDetailsSchema> {
  return {
    method: "card",
    network: networks(card?.type),
    bin: card?.prefix,
    lastFour: card?.suffix,
    ...(card?.expirationMonth && { expiryMonth: Number(card.expirationMonth) }),
    ...(card?.expirationYear && { expiryYear: Number(card.expirationYear) }),
  };
}

/** The answer to a refund, or its record. */
export function toRefund(told: FollowOn, paymentId: string): RefundResult {
  const { refundAmount, currency } = told.refundAmountDetails ?? {};
  return {
    ...refundStatus(told.status),
    refundRef: { refundId: told.id, payment: { paymentId } },
    amount: money(refundAmount, currency),
    createdAt: fromIso(told.submitTimeUtc),
  };
}
export function toRefundOf(record: TransactionRecord, paymentId?: string): RefundResult {
  const outcome = outcomeOf(record, "ics_credit");
  const isDeclined = outcome === "declined";
  return {
    ...refundStatus(record.applicationInformation.status),
    // The record's own word is of all that was asked for in it.
    ...(outcome !== "done" && {
      status: RefundStatus.PENDING,
      pendingReason:
        outcome === "unclear" ? PendingReason.OUTCOME_UNKNOWN : PendingReason.UNRECOGNISED,
    }),
    ...(isDeclined && {
      status: RefundStatus.FAILED,
      pendingReason: PendingReason.UNSPECIFIED,
      failure: failureOf(record.errorInformation, record.processorInformation),
    }),
    refundRef: {
      refundId: record.id,
      reference: record.clientReferenceInformation?.code,
      ...(paymentId && { payment: { paymentId } }),
    },
    amount: amountOf(record),
    createdAt: fromIso(record.submitTimeUTC ?? record.submitTimeUtc),
  };
}

/** What an operation came to by its follow-on's answer; a word that is not documented is no success. */
export const followed = (told: FollowOn, ...words: readonly string[]): OperationResult => ({
  status: words.includes(told.status) ? OperationStatus.SUCCEEDED : OperationStatus.ACCEPTED,
  operationId: told.id,
});
