/** What comes back from Braintree: the shapes that are read, and its objects as ours. */
import { FailureCode, MandateStatus, PaymentStatus, RefundStatus, Retry } from "#contract";
import {
  type Amount,
  type DisputeResult,
  decodeIf,
  type Failure,
  fromDecimal,
  fromIso,
  type HttpResponse,
  type MandateResult,
  type Meaning,
  merchantAdvice,
  networkWord,
  type PaymentResult,
  type RefundResult,
  said,
  textual,
  v,
  weightOfRefund,
  word,
} from "#kit";
import * as codes from "./codes.ts";

/** What only describes: it is left out where it is odd, and must not hide what became of the money. */
const Money = v.object({ value: textual, currencyCode: v.string() });
const Named = v.object({ id: v.string() });

const ProcessorResponse = v.object({
  legacyCode: word,
  message: word,
  additionalInformation: word,
  cvvResponse: word,
  avsPostalCodeResponse: word,
  avsStreetAddressResponse: word,
  authorizationId: word,
  retrievalReferenceNumber: word,
});
const CodeAndText = v.object({ code: word, message: word });
const Event = v.object({
  status: v.nullish(v.string()),
  timestamp: word,
  amount: said(Money),
  authorizationExpiresAt: word,
  declineType: word,
  gatewayRejectionReason: word,
  duplicateOf: said(Named),
  processorResponse: said(ProcessorResponse),
  networkResponse: said(CodeAndText),
  merchantAdviceCodeResponse: said(CodeAndText),
});
const Card = v.object({
  brandCode: word,
  last4: word,
  bin: word,
  expirationMonth: word,
  expirationYear: word,
  uniqueNumberIdentifier: word,
  origin: said(v.object({ type: word })),
});
const Snapshot = v.object({
  ...Card.entries,
  __typename: word,
  networkTransactionId: word,
  acquirerReferenceNumber: word,
  creditCard: said(Card),
});
export const Refund = v.object({
  __typename: word,
  id: v.string(),
  status: v.string(),
  amount: Money,
  orderId: word,
  createdAt: word,
  statusHistory: v.fallback(v.nullish(v.array(Event), []), []),
  refundedTransaction: said(Named),
});
export const Transaction = v.object({
  __typename: word,
  id: v.string(),
  legacyId: word,
  createdAt: word,
  orderId: word,
  status: v.string(),
  partiallyAuthorized: said(v.boolean()),
  amount: Money,
  initialRequestedAuthorizationAmount: v.nullish(Money),
  customer: said(Named),
  paymentMethod: said(Named),
  paymentMethodSnapshot: said(Snapshot),
  statusHistory: v.fallback(v.nullish(v.array(Event), []), []),
  refunds: v.nullish(v.array(Refund)),
});
export const PaymentMethod = v.object({
  id: v.string(),
  usage: word,
  createdAt: word,
  customer: said(Named),
  details: said(Card),
});
export const Verification = v.object({
  status: v.string(),
  gatewayRejectionReason: word,
  processorResponse: said(ProcessorResponse),
  networkResponse: said(CodeAndText),
});
export const Dispute = v.object({
  id: v.string(),
  status: v.string(),
  type: word,
  createdAt: word,
  responseDeadline: word,
  amountDisputed: v.nullish(Money),
  processorResponse: said(v.object({ reason: word, reasonCode: word, reasonDescription: word })),
  transaction: said(v.object({ id: v.string(), orderId: word })),
  statusHistory: v.fallback(v.nullish(v.array(v.object({ timestamp: word })), []), []),
});
export type Of<Shape extends v.GenericSchema> = v.InferOutput<Shape>;
type Happened = Of<typeof Event>;

export const moneyOf = ({ value, currencyCode }: Of<typeof Money>): Amount =>
  fromDecimal(value, currencyCode);

/** The same from a mutation, a look-up, a search and a webhook. */
export function toPayment(transaction: Of<typeof Transaction>): PaymentResult {
  const { status, orderId, statusHistory, paymentMethodSnapshot: snapshot } = transaction;
  const state = codes.paymentStatus(status);
  const amount = moneyOf(transaction.amount);
  const { initialRequestedAuthorizationAmount: asked } = transaction;
  // The newest event is the first; a transaction that was charged at once has both.
  const hold = statusHistory.find((event) => event.status === "AUTHORIZED");
  const last = statusHistory.find((event) => event.status === status);
  const held = hold?.amount ? moneyOf(hold.amount) : undefined;
  const { AUTHORIZED, CAPTURED, FAILED, PARTIALLY_AUTHORIZED, VOIDED } = PaymentStatus;
  const isCaptured = state.status === CAPTURED;
  const isPart = state.status === AUTHORIZED && transaction.partiallyAuthorized === true;
  const response = (hold ?? last)?.processorResponse;
  return {
    ...state,
    ...(isPart && { status: PARTIALLY_AUTHORIZED }),
    paymentRef: {
      paymentId: transaction.id,
      ...(transaction.legacyId && { relatedIds: { legacyId: transaction.legacyId } }),
      ...(orderId && { reference: orderId }),
    },
    amounts: {
      requested: asked ? moneyOf(asked) : (held ?? amount),
      ...((held || isCaptured) && { authorized: held ?? amount }),
      ...(state.status === AUTHORIZED && { capturable: amount }),
      ...(isCaptured && { captured: amount }),
      ...(state.status === VOIDED && { voided: amount }),
      ...(isCaptured && transaction.refunds?.length && { refunded: refundedOf(transaction) }),
    },
    ...(state.status === FAILED && last && { failure: toFailure(last) }),
    ...(response && { checks: toChecks(response) }),
    ...(snapshot && {
      method: {
        ...toMethod(snapshot.creditCard ?? snapshot),
        ...(transaction.paymentMethod && {
          stored: { storedMethodId: transaction.paymentMethod.id },
        }),
      },
    }),
    networkReferences: {
      authorizationCode: response?.authorizationId,
      retrievalReferenceNumber: response?.retrievalReferenceNumber,
      networkTransactionId: snapshot?.networkTransactionId,
      acquirerReferenceNumber: snapshot?.acquirerReferenceNumber,
    },
    ...(state.status === AUTHORIZED && expiryOf(hold)),
    createdAt: fromIso(transaction.createdAt),
    ...(transaction.customer && { customerId: transaction.customer.id }),
  };
}
const expiryOf = (hold: Happened | undefined) => {
  const authorizationExpiresAt = fromIso(hold?.authorizationExpiresAt);
  return authorizationExpiresAt && { authorizationExpiresAt };
};
/** What is on its way back or there; what failed or was voided is not. */
export function refundedOf({ amount, refunds }: Of<typeof Transaction>): Amount {
  const given = (refunds ?? []).filter(
    ({ status }) => weightOfRefund(codes.refundStatus(status)) > 0,
  );
  const minorUnits = given.reduce((sum, one) => sum + moneyOf(one.amount).minorUnits, 0n);
  return { ...moneyOf(amount), minorUnits };
}
const toChecks = (response: Of<typeof ProcessorResponse>) => ({
  address: codes.checkResult(response.avsStreetAddressResponse),
  postalCode: codes.checkResult(response.avsPostalCodeResponse),
  cvc: codes.checkResult(response.cvvResponse),
});
/** Only cards are read: of what other scripts made, the token is all that is known. */
export function toMethod(card: Of<typeof Card>) {
  const network = codes.brands(card.brandCode?.toUpperCase());
  const word = network && networkWord(network);
  return {
    ...(word && { method: "card" }),
    ...(network && { network }),
    bin: card.bin,
    lastFour: card.last4,
    ...(card.expirationMonth && { expiryMonth: Number(card.expirationMonth) }),
    ...(card.expirationYear && { expiryYear: Number(card.expirationYear) }),
    fingerprint: card.uniqueNumberIdentifier,
    wallet: card.origin?.type?.toLowerCase(),
  };
}

/** Who said no: the account's own rules, or the processor with what network and issuer gave as reason. */
export function toFailure(event: Partial<Happened>): Failure {
  const { processorResponse: response, networkResponse: network } = event;
  const advice = event.merchantAdviceCodeResponse;
  const reason = event.gatewayRejectionReason;
  const message = response?.additionalInformation ?? response?.message;
  const heard = {
    processor: {
      code: reason ?? response?.legacyCode,
      message: message,
    },
    ...((network ?? advice) && {
      network: {
        declineCode: network?.code,
        adviceCode: advice?.code,
        message: network?.message ?? advice?.message,
      },
    }),
  };
  if (reason) return codes.rejections(reason, heard);
  const table = event.status === "SETTLEMENT_DECLINED" ? codes.settlements : codes.responses;
  const told = table(response?.legacyCode, { ...heard, ...merchantAdvice(advice?.code) });
  const retry = told.retry || again.get(event.declineType);
  return told.code === FailureCode.UNMAPPED && retry ? { ...told, retry } : told;
}
/** Of a code without a class of ours. https://developer.paypal.com/braintree/graphql/reference/enums/processor-decline-type */
const again: ReadonlyMap<string | null | undefined, Retry> = new Map([
  ["HARD", Retry.NEVER],
  ["SOFT", Retry.LATER],
]);

export function toRefund(refund: Of<typeof Refund>, paymentId?: string): RefundResult {
  const state = codes.refundStatus(refund.status);
  const [last = {}] = refund.statusHistory;
  const id = refund.refundedTransaction?.id ?? paymentId;
  return {
    ...state,
    refundRef: {
      refundId: refund.id,
      ...(id && { payment: { paymentId: id } }),
      ...(refund.orderId && { reference: refund.orderId }),
    },
    amount: moneyOf(refund.amount),
    ...(state.status === RefundStatus.FAILED && { failure: toFailure(last) }),
    createdAt: fromIso(refund.createdAt),
  };
}

/** A multi-use payment method is what later payments name; there is no mandate beside it. */
export const toMandate = (method: Of<typeof PaymentMethod>): MandateResult => ({
  status: MandateStatus.ACTIVE,
  mandateRef: {
    mandateId: method.id,
    ...(method.customer && { customerId: method.customer.id }),
  },
  stored: { storedMethodId: method.id },
  ...(method.details && { method: toMethod(method.details) }),
  createdAt: fromIso(method.createdAt),
});

export function toDispute(dispute: Of<typeof Dispute>): DisputeResult {
  const { processorResponse: response, transaction, amountDisputed } = dispute;
  const stage = codes.disputeStage(dispute.type);
  return {
    ...codes.disputeStatus(dispute.status),
    ...(stage && { stage }),
    ...codes.disputeReason(response?.reason),
    disputeRef: {
      disputeId: dispute.id,
      ...(transaction && {
        payment: {
          paymentId: transaction.id,
          ...(transaction.orderId && { reference: transaction.orderId }),
        },
      }),
    },
    ...(amountDisputed && { amount: moneyOf(amountDisputed) }),
    networkReasonCode: response?.reasonCode,
    respondBy: fromIso(dispute.responseDeadline),
    openedAt: fromIso(dispute.createdAt),
    updatedAt: fromIso(dispute.statusHistory[0]?.timestamp),
  };
}

const Answered = v.object({
  data: said(v.record(v.string(), v.unknown())),
  errors: v.nullish(
    v.array(
      v.object({
        message: word,
        extensions: said(
          v.object({ errorClass: word, legacyCode: word, inputPath: said(v.array(textual)) }),
        ),
      }),
    ),
  ),
  extensions: said(v.object({ requestId: word })),
});
const decided: ReadonlySet<string> = new Set([
  "AUTHENTICATION",
  "AUTHORIZATION",
  "NOT_FOUND",
  "UNSUPPORTED_CLIENT",
  "VALIDATION",
]);
/**
 * Everything comes with status 200. What has data was done, whatever else went wrong; an error of a class that says who
 * is to mend it was not. Others, and those that name no class, leave open what was done.
 */
export function meaningOf({ status, text: body }: HttpResponse): Meaning | undefined {
  if (status !== 200) return undefined;
  const { data, errors } = decodeIf(Answered, body) ?? {};
  if (!errors || errors.length === 0) return undefined;
  if (Object.values(data ?? {}).some((value) => value !== null)) return "answer";
  const classes = errors.map(({ extensions }) => extensions?.errorClass ?? "");
  return classes.every((one) => decided.has(one)) ? "refused" : "unknown";
}
export function refusal({ text: body, status }: HttpResponse): Failure {
  const { errors, extensions } = decodeIf(Answered, body) ?? {};
  const [first] = errors ?? [];
  const { legacyCode, errorClass, inputPath } = first?.extensions ?? {};
  const processor = {
    code: legacyCode ?? errorClass,
    message: first?.message,
    field: inputPath?.join("."),
    requestId: extensions?.requestId,
    httpStatus: status,
  };
  return codes.errors([legacyCode, errorClass], { processor });
}
