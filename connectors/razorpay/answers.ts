/** What comes back from Razorpay: the shapes that are read, and its objects as ours. */
import { FailureCode, MandateStatus, PaymentStatus, PendingReason } from "#contract";
import {
  type Amount,
  type Asked,
  type Counting,
  type DisputeResult,
  decodeIf,
  type Failure,
  failure,
  fromUnits,
  fromUnix,
  type HttpResponse,
  type MandateResult,
  networkWord,
  type PaymentResult,
  type RefundResult,
  said,
  textual,
  v,
  whole,
  word,
} from "#kit";
import * as codes from "./codes.ts";

/** As ISO 4217 counts; the last digit of three must be 0. */
export const counting: Counting = {
  source: "https://razorpay.com/docs/payments/international-payments",
  multiples: { BHD: 10n, IQD: 10n, JOD: 10n, KWD: 10n, OMR: 10n, TND: 10n },
};
const money = (units: bigint, currency: string): Amount => fromUnits(units, currency, counting);

/** What only describes: it is left out where it is odd, and must not hide what became of the money. */
/** Empty objects of Razorpay's are lists. */
const notes = said(v.record(v.string(), textual));
const list = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.object({ items: v.array(shape) });

export const Order = v.object({
  id: v.string(),
  status: v.string(),
  receipt: word,
});
export const Orders = list(Order);

const Card = v.object({
  last4: word,
  network: word,
  type: word,
  issuer: word,
  iin: word,
  expiry_month: said(v.number()),
  expiry_year: said(v.number()),
});
export const Payment = v.object({
  id: v.string(),
  amount: whole,
  currency: v.string(),
  status: v.string(),
  captured: v.nullish(v.boolean()),
  amount_refunded: v.nullish(whole),
  order_id: word,
  method: word,
  card: said(Card),
  bank: word,
  wallet: word,
  customer_id: word,
  token_id: word,
  notes,
  error_code: word,
  error_description: word,
  error_reason: word,
  error_source: word,
  acquirer_data: said(v.object({ auth_code: word, rrn: word })),
  created_at: said(whole),
});
export const Payments = list(Payment);

const ErrorBody = v.object({
  code: word,
  description: word,
  reason: word,
  source: word,
  field: word,
  metadata: said(v.object({ payment_id: word })),
});
export const Refusal = v.object({ error: ErrorBody });

/** What a new payment waits for; without `next` it is decided. */
export const Started = v.object({
  razorpay_payment_id: v.string(),
  link: v.nullish(v.string()),
  next: v.nullish(v.array(v.object({ action: v.string(), url: v.nullish(v.string()) }))),
});

export const Refund = v.object({
  id: v.string(),
  amount: whole,
  currency: v.string(),
  status: v.string(),
  payment_id: v.string(),
  receipt: word,
  acquirer_data: said(v.object({ arn: word, rrn: word })),
  created_at: said(whole),
});
export const Refunds = list(Refund);

export const Token = v.object({
  id: v.string(),
  method: word,
  card: said(Card),
  bank: word,
  wallet: word,
  customer_id: word,
  recurring_details: v.nullish(v.object({ status: v.nullish(v.string()), failure_reason: word })),
  created_at: said(whole),
  expired_at: said(whole),
});

export const Dispute = v.object({
  id: v.string(),
  payment_id: v.string(),
  amount: whole,
  currency: v.string(),
  amount_deducted: v.nullish(whole),
  status: v.string(),
  phase: v.string(),
  reason_code: word,
  respond_by: said(whole),
  created_at: said(whole),
  evidence: said(v.object({ submitted_at: said(whole) })),
});
export const Disputes = list(Dispute);

type Of<Shape extends v.GenericSchema> = v.InferOutput<Shape>;
type Maybe<Value> = Value | undefined | null;
const moment = (seconds: Maybe<bigint>) => (seconds ? fromUnix(seconds) : undefined);

/** The notes in which the connector keeps what Razorpay has no field for on a payment. */
export const REFERENCE = "merchant_reference";
export const ORDER_REFERENCE = "merchant_order_reference";

/** The same from a look-up, a list and a webhook. */
export function toPayment(payment: Of<typeof Payment>): PaymentResult {
  const {
    [REFERENCE]: reference,
    [ORDER_REFERENCE]: orderReference,
    ...metadata
  } = payment.notes ?? {};
  const amount = money(payment.amount, payment.currency);
  const state = codes.paymentStatus(payment.status);
  const wasReturned = payment.status === "refunded" && payment.captured === false;
  // An ACH debit is authorized when it is submitted, days before the bank decides:
  // https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2/build-integration/ach
  const isSubmitted = payment.method === "ach" && payment.status === "authorized";
  const isHeld = state.status === PaymentStatus.AUTHORIZED && !isSubmitted;
  const isTaken = !wasReturned && state.status === PaymentStatus.CAPTURED;
  return {
    ...state,
    ...(wasReturned && { status: PaymentStatus.EXPIRED }),
    ...(isSubmitted && { status: PaymentStatus.PENDING, pendingReason: PendingReason.PROCESSOR }),
    paymentRef: {
      paymentId: payment.id,
      relatedIds: payment.order_id ? { order: payment.order_id } : {},
      ...(reference !== undefined && { reference }),
    },
    orderReference,
    amounts: {
      requested: amount,
      ...((isHeld || isTaken) && { authorized: amount }),
      ...(isHeld && { capturable: amount }),
      ...(isTaken && { captured: amount }),
      ...(wasReturned && { voided: amount }),
      ...(isTaken && { refunded: money(payment.amount_refunded ?? 0n, payment.currency) }),
    },
    ...(state.status === PaymentStatus.FAILED && { failure: whyFailed(payment) }),
    method: {
      ...toMethod(payment),
      ...(payment.token_id && { stored: { storedMethodId: payment.token_id } }),
    },
    networkReferences: {
      authorizationCode: payment.acquirer_data?.auth_code,
      retrievalReferenceNumber: payment.acquirer_data?.rrn,
      network: networkWord(codes.networks(payment.card?.network) ?? 0),
    },
    createdAt: moment(payment.created_at),
    customerId: payment.customer_id,
    metadata,
  };
}

const toMethod = ({ method, wallet, card, bank }: Partial<Of<typeof Payment>>) => ({
  method: codes.methodNames(wallet) ?? codes.methodNames(method),
  bank: bank,
  ...(card && {
    network: codes.networks(card.network),
    funding: codes.funding(card.type),
    lastFour: card.last4,
    bin: card.iin,
    issuerName: card.issuer,
    expiryMonth: card.expiry_month ?? undefined,
    expiryYear: card.expiry_year ?? undefined,
  }),
});

const whyFailed = (payment: Of<typeof Payment>): Failure =>
  toFailure({
    code: payment.error_code,
    description: payment.error_description,
    reason: payment.error_reason,
    source: payment.error_source,
  });

export function toFailure(error: Of<typeof ErrorBody>, httpStatus?: number): Failure {
  const { code, description, reason, source, field } = error;
  const processor = {
    code: (reason === "NA" ? undefined : reason) ?? code,
    message: description,
    field: field,
    ...(httpStatus !== undefined && { httpStatus }),
  };
  const sentence = description?.trim().toLowerCase().replace(/\.$/, "");
  const described = codes.descriptions(sentence, { processor });
  if (described.code !== FailureCode.UNMAPPED) return described;
  const told = codes.reasons([reason, code], { processor });
  return told.actor ? told : { ...told, actor: codes.actors(source) ?? 0 };
}

export function refusal({ text: body, status }: HttpResponse, _asked?: Asked): Failure {
  return toFailure(decodeIf(Refusal, body)?.error ?? {}, status);
}

export const toRefund = (refund: Of<typeof Refund>): RefundResult => ({
  ...codes.refundStatus(refund.status),
  // Why, Razorpay does not tell: https://razorpay.com/docs/api/refunds
  ...(refund.status === "failed" && { failure: failure(FailureCode.UNMAPPED) }),
  refundRef: {
    refundId: refund.id,
    payment: { paymentId: refund.payment_id },
    ...(refund.receipt && { reference: refund.receipt }),
  },
  amount: money(refund.amount, refund.currency),
  networkReferences: {
    acquirerReferenceNumber: refund.acquirer_data?.arn,
    retrievalReferenceNumber: refund.acquirer_data?.rrn,
  },
  createdAt: moment(refund.created_at),
});

export function toMandate(token: Of<typeof Token>, customerId?: string): MandateResult {
  const { status, failure_reason } = token.recurring_details ?? {};
  const state = codes.mandateStatus(status);
  return {
    ...state,
    mandateRef: { mandateId: token.id, customerId: customerId ?? token.customer_id },
    stored: { storedMethodId: token.id, mandateId: token.id },
    method: toMethod(token),
    ...((failure_reason || state.status === MandateStatus.FAILED) && {
      failure: toFailure({ description: failure_reason }),
    }),
    createdAt: moment(token.created_at),
    expiresAt: moment(token.expired_at),
  };
}

export const toDispute = (dispute: Of<typeof Dispute>): DisputeResult => ({
  ...codes.disputeStatus(dispute.status),
  stage: codes.disputeStage(dispute.phase) ?? 0,
  disputeRef: { disputeId: dispute.id, payment: { paymentId: dispute.payment_id } },
  amount: money(dispute.amount, dispute.currency),
  processorReason: dispute.reason_code,
  respondBy: moment(dispute.respond_by),
  openedAt: moment(dispute.created_at),
  movements: dispute.amount_deducted
    ? [
        {
          amount: money(-dispute.amount_deducted, dispute.currency),
          description: "amount_deducted",
        },
      ]
    : [],
  evidenceSubmitted: Boolean(dispute.evidence?.submitted_at),
});
