/** What comes back from Square: the shapes that are read, and its objects as ours. */

import type { PaymentMethodDetailsSchema } from "#contract";
import { FailureCode, PaymentStatus, RefundStatus } from "#contract";
import {
  type DisputeResult,
  decodeIf,
  type Failure,
  failure,
  fromIso,
  fromUnits,
  type HttpResponse,
  type Init,
  type MandateResult,
  networkWord,
  type PaymentResult,
  type RefundResult,
  said,
  v,
  whole,
  word,
} from "#kit";
import * as codes from "./codes.ts";

/** Square counts as ISO 4217 does. https://developer.squareup.com/docs/build-basics/working-with-monetary-amounts */
const Money = v.object({ amount: whole, currency: v.string() });
const money = (value: v.InferOutput<typeof Money>) => fromUnits(value.amount, value.currency);
const maybe = (value: v.InferOutput<typeof Money> | null | undefined) =>
  value ? money(value) : undefined;

const ErrorBody = v.object({ category: word, code: word, detail: word, field: word });
type ErrorBody = v.InferOutput<typeof ErrorBody>;
const Errors = said(v.array(ErrorBody));

const Card = v.object({
  id: word,
  card_brand: word,
  card_type: word,
  prepaid_type: word,
  last_4: word,
  bin: word,
  exp_month: said(v.number()),
  exp_year: said(v.number()),
  fingerprint: word,
});
export const Payment = v.object({
  id: v.string(),
  status: v.string(),
  amount_money: Money,
  tip_money: v.nullish(Money),
  total_money: v.nullish(Money),
  approved_money: v.nullish(Money),
  refunded_money: v.nullish(Money),
  version_token: word,
  location_id: word,
  order_id: word,
  reference_id: word,
  customer_id: word,
  source_type: word,
  delay_action: word,
  delayed_until: word,
  created_at: word,
  card_details: said(
    v.object({
      card: said(Card),
      cvv_status: word,
      avs_status: word,
      card_payment_timeline: said(v.object({ voided_at: word })),
      errors: Errors,
    }),
  ),
  bank_account_details: said(
    v.object({
      bank_name: word,
      fingerprint: word,
      country: word,
      ach_details: said(v.object({ account_number_suffix: word })),
      errors: Errors,
    }),
  ),
  wallet_details: said(v.object({ brand: word })),
  buy_now_pay_later_details: said(v.object({ brand: word })),
  risk_evaluation: said(v.object({ risk_level: word })),
});
export type Payment = v.InferOutput<typeof Payment>;
export const OnePayment = v.object({ payment: Payment });
export const Payments = v.object({ payments: v.nullish(v.array(Payment)), cursor: word });

export const Refund = v.object({
  id: v.string(),
  status: v.string(),
  amount_money: Money,
  payment_id: word,
  location_id: word,
  created_at: word,
});
export const OneRefund = v.object({ refund: Refund });

export const StoredCard = v.object({
  ...Card.entries,
  id: v.string(),
  enabled: v.nullish(v.boolean()),
  customer_id: word,
});
export type StoredCard = v.InferOutput<typeof StoredCard>;
export const OneCard = v.object({ card: StoredCard });
/**
 * All that says that a customer is deleted, or a payment canceled by its key: "On success, `errors` is empty."
 * https://developer.squareup.com/reference/square/objects/CancelPaymentByIdempotencyKeyResponse
 */
export const NoErrors = v.object({ errors: v.nullish(v.pipe(v.array(v.unknown()), v.length(0))) });

export const Dispute = v.object({
  // `dispute_id` up to 2021: https://developer.squareup.com/reference/square/objects/Dispute
  id: word,
  dispute_id: word,
  state: v.string(),
  amount_money: Money,
  reason: word,
  due_at: word,
  disputed_payment: said(v.object({ payment_id: word })),
  created_at: word,
  updated_at: word,
  location_id: word,
});
export type Dispute = v.InferOutput<typeof Dispute>;
export const OneDispute = v.object({ dispute: Dispute });
export const Disputes = v.object({ disputes: v.nullish(v.array(Dispute)), cursor: word });

const totalOf = ({ total_money, amount_money }: Payment) => money(total_money ?? amount_money);

/** The same from an answer, a look-up, a list and a webhook. */
export function toPayment(payment: Payment): PaymentResult {
  const state = codes.paymentStatus(payment.status);
  const total = totalOf(payment);
  const granted = maybe(payment.approved_money) ?? total;
  const isHeld = state.status === PaymentStatus.AUTHORIZED;
  const isTaken = state.status === PaymentStatus.CAPTURED;
  const isGivenUp = state.status === PaymentStatus.VOIDED;
  const card = payment.card_details;
  return {
    ...state,
    ...(isGivenUp && ranOut(payment) && { status: PaymentStatus.EXPIRED }),
    paymentRef: {
      paymentId: payment.id,
      relatedIds: payment.order_id ? { order: payment.order_id } : {},
      ...(payment.reference_id && { reference: payment.reference_id }),
    },
    amounts: {
      requested: total,
      ...((isHeld || isTaken) && { authorized: granted }),
      ...(isHeld && { capturable: total }),
      ...(isTaken && { captured: total }),
      ...(isGivenUp && { voided: granted }),
      ...(payment.refunded_money && { refunded: money(payment.refunded_money) }),
    },
    ...(state.status === PaymentStatus.FAILED && {
      failure: toFailure(card?.errors ?? payment.bank_account_details?.errors),
    }),
    ...(card && {
      checks: { cvc: codes.checks(card.cvv_status), postalCode: codes.checks(card.avs_status) },
      networkReferences: { network: networkWord(codes.networks(card.card?.card_brand) ?? 0) },
    }),
    method: toMethod(payment),
    ...(isHeld &&
      payment.delay_action !== "COMPLETE" && {
        authorizationExpiresAt: fromIso(payment.delayed_until),
      }),
    ...(payment.risk_evaluation?.risk_level && {
      risk: { level: payment.risk_evaluation.risk_level },
    }),
    createdAt: fromIso(payment.created_at),
    customerId: payment.customer_id,
  };
}

/** Square itself cancels at `delayed_until`, and nobody else can from then on. */
function ranOut({ delayed_until, card_details }: Payment): boolean {
  const [ends, voided] = [delayed_until, card_details?.card_payment_timeline?.voided_at].map(
    fromIso,
  );
  return ends !== undefined && voided !== undefined && voided.seconds >= ends.seconds;
}

function toMethod(payment: Payment): Init<typeof PaymentMethodDetailsSchema> {
  const { card_details, bank_account_details: bank } = payment;
  const brand = (payment.wallet_details ?? payment.buy_now_pay_later_details)?.brand;
  return {
    method: codes.methodNames(brand) ?? codes.methodNames(payment.source_type),
    ...(card_details?.card && cardDetails(card_details.card)),
    ...(bank && {
      lastFour: bank.ach_details?.account_number_suffix,
      bank: bank.bank_name,
      fingerprint: bank.fingerprint,
      issuerCountry: bank.country,
    }),
  };
}

export const cardDetails = (card: v.InferOutput<typeof Card>) => ({
  network: codes.networks(card.card_brand),
  funding: codes.funding(card.prepaid_type) ?? codes.funding(card.card_type),
  lastFour: card.last_4,
  bin: card.bin,
  expiryMonth: card.exp_month ?? undefined,
  expiryYear: card.exp_year ?? undefined,
  fingerprint: card.fingerprint,
  ...(card.id && { stored: { storedMethodId: card.id } }),
});

const ofPayment = (paymentId: string | undefined) => (paymentId ? { payment: { paymentId } } : {});

export function toRefund(refund: v.InferOutput<typeof Refund>): RefundResult {
  const state = codes.refundStatus(refund.status);
  return {
    ...state,
    refundRef: { refundId: refund.id, ...ofPayment(refund.payment_id) },
    amount: money(refund.amount_money),
    ...(state.status === RefundStatus.FAILED && {
      failure: failure(FailureCode.UNMAPPED, { processor: { code: refund.status } }),
    }),
    createdAt: fromIso(refund.created_at),
  };
}

export const toMandate = (card: StoredCard): MandateResult => ({
  ...codes.mandateStatus(card.enabled),
  mandateRef: { mandateId: card.id, customerId: card.customer_id },
  stored: { storedMethodId: card.id },
  method: { method: "card", ...cardDetails(card) },
});

export const toDispute = (dispute: Dispute): DisputeResult => ({
  ...codes.disputeStatus(dispute.state),
  ...codes.disputeReason(dispute.reason),
  disputeRef: {
    disputeId: dispute.id ?? dispute.dispute_id ?? "",
    ...ofPayment(dispute.disputed_payment?.payment_id),
  },
  amount: money(dispute.amount_money),
  respondBy: fromIso(dispute.due_at),
  openedAt: fromIso(dispute.created_at),
  updatedAt: fromIso(dispute.updated_at),
  evidenceSubmitted: codes.wasAnswered(dispute.state),
});

/** The first word of several that says more than "declined". */
export function toFailure(
  errors: readonly ErrorBody[] | null | undefined,
  httpStatus?: number,
): Failure {
  const read = (errors ?? []).map((error) =>
    codes.failures(error.code, {
      processor: {
        code: error.code,
        message: error.detail,
        field: error.field,
        ...(httpStatus !== undefined && { httpStatus }),
      },
    }),
  );
  const telling = read.find(
    ({ code }) => code !== FailureCode.DECLINED && code !== FailureCode.UNMAPPED,
  );
  return telling ?? read[0] ?? failure(FailureCode.UNMAPPED);
}

const Refusal = v.object({ errors: v.array(ErrorBody) });
/** https://developer.squareup.com/docs/build-basics/handling-errors */
export const refusal = (response: HttpResponse): Failure =>
  toFailure(decodeIf(Refusal, response.text)?.errors, response.status);
