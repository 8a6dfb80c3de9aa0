/** What comes back from Cybersource's REST API: the shapes that are read, its words, and its records as ours. */

import type { PaymentMethodDetailsSchema } from "#contract";
import {
  CardNetwork,
  FailureCode,
  MandateStatus,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import {
  type Amount,
  type Asked,
  decodeIf,
  type Failure,
  failureCodes,
  fromDecimal,
  fromIso,
  type HttpResponse,
  type Init,
  type MandateResult,
  mandateStatuses,
  type OperationResult,
  type PaymentResult,
  paymentStatuses,
  type RefundResult,
  refundStatuses as refundTable,
  v,
  words,
} from "#kit";

const specification =
  "https://github.com/CyberSource/cybersource-rest-client-node/blob/master/generator/cybersource-rest-spec.json";

/** Of an authorization. Money that risk rules hold back is neither taken nor given up: it waits for a review. */
export const paymentStatus = paymentStatuses({
  source: specification,
  words: {
    AUTHORIZED: PaymentStatus.AUTHORIZED,
    PARTIAL_AUTHORIZED: PaymentStatus.PARTIALLY_AUTHORIZED,
    AUTHORIZED_PENDING_REVIEW: [PaymentStatus.PENDING, PendingReason.REVIEW],
    DECLINED: PaymentStatus.FAILED,
    INVALID_REQUEST: PaymentStatus.FAILED,
  },
});

/**
 * Of a follow-on credit. PENDING is how the specification's example of a success ends (`statusInformation.reason`
 * SUCCESS): it goes with the next batch, as a capture does.
 */
export const refundStatus = refundTable({
  source: specification,
  words: { PENDING: RefundStatus.SUCCEEDED, TRANSMITTED: RefundStatus.SUCCEEDED },
});

const C = FailureCode;
/** `errorInformation.reason` of a decline and `reason` of a refusal, of every resource that is used. */
export const reasons = failureCodes({
  source: specification,
  words: {
    AVS_FAILED: C.ADDRESS_MISMATCH,
    CONTACT_PROCESSOR: C.CALL_ISSUER,
    EXPIRED_CARD: C.EXPIRED_CARD,
    PROCESSOR_DECLINED: C.DECLINED,
    INSUFFICIENT_FUND: C.INSUFFICIENT_FUNDS,
    STOLEN_LOST_CARD: C.PICK_UP_CARD,
    ISSUER_UNAVAILABLE: C.ISSUER_UNAVAILABLE,
    UNAUTHORIZED_CARD: C.TRANSACTION_NOT_PERMITTED,
    CVN_NOT_MATCH: C.INCORRECT_CVC,
    EXCEEDS_CREDIT_LIMIT: C.AMOUNT_LIMIT_EXCEEDED,
    INVALID_CVN: C.INCORRECT_CVC,
    DECLINED_CHECK: C.DECLINED,
    BLACKLISTED_CUSTOMER: C.BLOCKED_BY_RISK,
    SUSPENDED_ACCOUNT: C.ACCOUNT_BLOCKED,
    PAYMENT_REFUSED: C.DECLINED,
    CV_FAILED: C.INCORRECT_CVC,
    INVALID_ACCOUNT: C.INVALID_ACCOUNT,
    GENERAL_DECLINE: C.DECLINED,
    INVALID_MERCHANT_CONFIGURATION: C.ACCOUNT_NOT_CONFIGURED,
    DECISION_PROFILE_REJECT: C.BLOCKED_BY_MERCHANT_RULE,
    SCORE_EXCEEDS_THRESHOLD: C.BLOCKED_BY_RISK,
    PENDING_AUTHENTICATION: C.AUTHENTICATION_REQUIRED,
    MISSING_FIELD: C.INVALID_REQUEST,
    INVALID_DATA: C.INVALID_REQUEST,
    // The first request under this identifier is the one that counts: what became of it is to be looked up.
    DUPLICATE_REQUEST: C.IDEMPOTENCY_CONFLICT,
    INVALID_CARD: C.INVALID_CARD_NUMBER,
    CARD_TYPE_NOT_ACCEPTED: C.CARD_NOT_SUPPORTED,
    PROCESSOR_UNAVAILABLE: C.PROCESSOR_UNREACHABLE,
    INVALID_AMOUNT: C.INVALID_AMOUNT,
    INVALID_CARD_TYPE: C.CARD_NOT_SUPPORTED,
    INVALID_PAYMENT_ID: C.NOT_FOUND,
    DEBIT_CARD_USEAGE_EXCEEDD_LIMIT: C.COUNT_LIMIT_EXCEEDED,
    AUTH_ALREADY_REVERSED: C.ALREADY_VOIDED,
    TRANSACTION_ALREADY_SETTLED: C.ALREADY_CAPTURED,
    MISSING_AUTH: C.WRONG_STATE,
    TRANSACTION_ALREADY_REVERSED_OR_SETTLED: C.WRONG_STATE,
    EXCEEDS_AUTH_AMOUNT: C.AMOUNT_EXCEEDS_AVAILABLE,
    CAPTURE_ALREADY_VOIDED: C.WRONG_STATE,
    ACCOUNT_NOT_ALLOWED_CREDIT: C.PERMISSION_MISSING,
    NOT_VOIDABLE: C.WRONG_STATE,
    SYSTEM_ERROR: C.PROCESSOR_ERROR,
    SERVER_TIMEOUT: C.TIMED_OUT,
    SERVICE_TIMEOUT: C.TIMED_OUT,
    INVALID_OR_MISSING_CONFIG: C.ACCOUNT_NOT_CONFIGURED,
  },
});

/** `state` of a token. */
export const mandateStatus = mandateStatuses({
  source: specification,
  words: { ACTIVE: MandateStatus.ACTIVE, CLOSED: MandateStatus.REVOKED },
});

/** `card.type`. */
export const networks = words({
  source: specification,
  words: {
    "001": CardNetwork.VISA,
    "002": CardNetwork.MASTERCARD,
    "003": CardNetwork.AMEX,
    "004": CardNetwork.DISCOVER,
    "005": CardNetwork.DINERS,
    "007": CardNetwork.JCB,
    "024": CardNetwork.MAESTRO,
    "036": CardNetwork.CARTES_BANCAIRES,
    "042": CardNetwork.MAESTRO,
  },
});

const said = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.fallback(v.nullish(shape), undefined);
const text = v.pipe(
  said(v.string()),
  v.transform((given) => given || undefined),
);
const Amounts = said(v.object({ totalAmount: text, authorizedAmount: text, currency: text }));
const Reference = said(v.object({ code: text }));
const Processor = said(
  v.object({
    approvalCode: text,
    transactionId: text,
    networkTransactionId: text,
    responseCode: text,
    systemTraceAuditNumber: text,
    avs: said(v.object({ code: text })),
    cardVerification: said(v.object({ resultCode: text })),
    merchantAdvice: said(v.object({ code: text, codeRaw: text })),
  }),
);
type Processor = v.InferOutput<typeof Processor>;
const Why = said(v.object({ reason: text, message: text }));

/** Of POST /pts/v2/payments. */
export const Answer = v.object({
  id: v.string(),
  status: v.string(),
  submitTimeUtc: text,
  errorInformation: Why,
  tokenInformation: said(v.object({ paymentInstrument: said(v.object({ id: text })) })),
  clientReferenceInformation: Reference,
  processorInformation: Processor,
  orderInformation: said(v.object({ amountDetails: Amounts })),
});
type Answer = v.InferOutput<typeof Answer>;

/** A payment instrument of the token vault. */
export const Instrument = v.object({ id: v.string(), state: text });
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
  submitTimeUtc: text,
  orderInformation: said(v.object({ amountDetails: Amounts })),
  refundAmountDetails: said(v.object({ refundAmount: text, currency: text })),
});
export type FollowOn = v.InferOutput<typeof FollowOn>;

/** One request as the Transaction Search Service tells of it: what follows a payment has a record of its own. */
export const TransactionRecord = v.object({
  id: v.string(),
  submitTimeUTC: text,
  submitTimeUtc: text,
  applicationInformation: v.object({
    status: text,
    applications: v.array(v.object({ name: v.string(), status: text, rCode: text, rFlag: text })),
  }),
  clientReferenceInformation: Reference,
  errorInformation: Why,
  orderInformation: said(v.object({ amountDetails: Amounts })),
  processorInformation: Processor,
  paymentInformation: said(
    v.object({
      card: said(
        v.object({
          suffix: text,
          prefix: text,
          type: text,
          expirationMonth: text,
          expirationYear: text,
        }),
      ),
    }),
  ),
  _links: said(v.object({ relatedTransactions: said(v.array(v.object({ href: v.string() }))) })),
});
export type TransactionRecord = v.InferOutput<typeof TransactionRecord>;
export const Found = v.object({
  _embedded: said(v.object({ transactionSummaries: v.array(TransactionRecord) })),
});

type Service = "ics_auth" | "ics_bill" | "ics_credit" | "ics_auth_reversal" | "ics_void";
type Outcome = "done" | "declined" | "unclear";
/** Whether a service was asked for in a record, and what became of it: `rCode` is 1, 0, or -1 after an error. */
export function outcomeOf(record: TransactionRecord, service: Service): Outcome | undefined {
  const application = record.applicationInformation.applications.find(
    ({ name }) => name === service,
  );
  if (!application) return undefined;
  if (application.rCode === "1") return "done";
  return application.rCode === "0" ? "declined" : "unclear";
}
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
  const { avs, cardVerification } = processor;
  return {
    networkReferences: {
      authorizationCode: processor.approvalCode,
      networkTransactionId: processor.networkTransactionId ?? processor.transactionId,
      traceNumber: processor.systemTraceAuditNumber,
    },
    ...((avs?.code || cardVerification?.resultCode) && {
      checks: { addressCode: avs?.code, cvcCode: cardVerification?.resultCode },
    }),
  };
};
const failureOf = (why: v.InferOutput<typeof Why>, processor: Processor): Failure => {
  const declineCode = processor?.responseCode;
  const adviceCode = processor?.merchantAdvice?.codeRaw ?? processor?.merchantAdvice?.code;
  return reasons(why?.reason, {
    processor: { code: why?.reason, message: why?.message },
    ...((declineCode || adviceCode) && { network: { declineCode, adviceCode } }),
  });
};

/** The answer to a payment. With `capture`, it is taken into the next batch as soon as it is authorized. */
export function toPayment(
  answer: Answer,
  asked: { readonly amount: Amount | undefined; readonly isSale: boolean },
): PaymentResult {
  const told = paymentStatus(answer.status);
  const granted = authorizedIn(answer);
  const isTaken = asked.isSale && told.status === PaymentStatus.AUTHORIZED;
  const isHeld =
    told.status === PaymentStatus.AUTHORIZED || told.status === PaymentStatus.PARTIALLY_AUTHORIZED;
  const reference = answer.clientReferenceInformation?.code;
  const stored = answer.tokenInformation?.paymentInstrument?.id;
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
    ...(stored && { method: { stored: { storedMethodId: stored } } }),
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
  const granted = outcome === "done" ? authorizedIn(record) : undefined;
  const bills = records.filter((one) => outcomeOf(one, "ics_bill") === "done");
  const isVoided = records.some((one) => outcomeOf(one, "ics_void") === "done");
  const isReversed = records.some((one) => outcomeOf(one, "ics_auth_reversal") === "done");
  const captured = isVoided ? undefined : totalOf(bills);
  const refunded = totalOf(records.filter((one) => outcomeOf(one, "ics_credit") === "done"));
  const isPart = granted !== undefined && granted.minorUnits < (amountOf(record)?.minorUnits ?? 0n);
  const status = ((): PaymentStatus => {
    if (outcome === "declined") return PaymentStatus.FAILED;
    if (!granted) return PaymentStatus.PENDING;
    if (captured) return PaymentStatus.CAPTURED;
    if (isReversed || isVoided) return PaymentStatus.VOIDED;
    return isPart ? PaymentStatus.PARTIALLY_AUTHORIZED : PaymentStatus.AUTHORIZED;
  })();
  const isHeld =
    status === PaymentStatus.AUTHORIZED || status === PaymentStatus.PARTIALLY_AUTHORIZED;
  const reference = record.clientReferenceInformation?.code;
  const capture = bills.at(-1)?.id;
  return {
    status,
    pendingReason:
      status === PaymentStatus.PENDING ? PendingReason.PROCESSOR : PendingReason.UNSPECIFIED,
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
    method: methodOf(record),
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
function methodOf({
  paymentInformation,
}: TransactionRecord): Init<typeof PaymentMethodDetailsSchema> {
  const card = paymentInformation?.card;
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
  const isDeclined = outcomeOf(record, "ics_credit") === "declined";
  return {
    ...refundStatus(record.applicationInformation.status),
    ...(isDeclined && {
      status: RefundStatus.FAILED,
      pendingReason: PendingReason.UNSPECIFIED,
      failure: failureOf(record.errorInformation, record.processorInformation),
    }),
    refundRef: { refundId: record.id, ...(paymentId && { payment: { paymentId } }) },
    amount: amountOf(record),
    createdAt: fromIso(record.submitTimeUTC ?? record.submitTimeUtc),
  };
}

/** What an operation came to by its follow-on's answer; a word that is not documented is no success. */
export const followed = (told: FollowOn, ...words: readonly string[]): OperationResult => ({
  status: words.includes(told.status) ? OperationStatus.SUCCEEDED : OperationStatus.ACCEPTED,
  operationId: told.id,
});

const lookUps: ReadonlySet<string> = new Set(["record", "instrument", "forget"]);
const Refusal = v.object({
  reason: text,
  message: text,
  details: said(v.array(v.object({ field: text, reason: text }))),
  response: said(v.object({ rmsg: text })),
});
export function refusal(
  { status, text: body, headers }: HttpResponse,
  { exchange }: Asked,
): Failure {
  const told = decodeIf(Refusal, body);
  const processor = {
    code: told?.reason,
    message: told?.message ?? told?.response?.rmsg,
    httpStatus: status,
    requestId: headers["v-c-correlation-id"],
    field: told?.details?.[0]?.field,
  };
  if (status === 401)
    return { ...reasons(told?.reason, { processor }), code: FailureCode.CREDENTIALS_REJECTED };
  if ((status === 404 || status === 410) && lookUps.has(exchange))
    return reasons("INVALID_PAYMENT_ID", { processor });
  // A repeated identifier is also told of as invalid data.
  const isRepeated = told?.details?.some(({ field }) => field?.endsWith("transactionId"));
  if (isRepeated) return reasons("DUPLICATE_REQUEST", { processor });
  return reasons(told?.reason, { processor });
}
