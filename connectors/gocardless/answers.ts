/** What comes back from GoCardless: the shapes that are read, and its resources as ours. */
import { FailureCode, MandateStatus, PaymentStatus, PendingReason, RefundStatus } from "#contract";
import {
  type Amount,
  decodeIf,
  type Failure,
  failure,
  fromIso,
  fromUnits,
  type HttpResponse,
  isCurrency,
  type MandateResult,
  type PaymentResult,
  type RefundResult,
  said,
  sameAmount,
  textual,
  v,
  whole,
  word,
} from "#kit";
import * as codes from "./codes.ts";

/** What only describes: it is left out where it is odd, and must not hide what became of the money. */
const links = v.fallback(v.nullish(v.record(v.string(), textual), {}), {});

export const Payment = v.object({
  id: v.string(),
  amount: whole,
  currency: v.string(),
  status: v.string(),
  amount_refunded: said(whole),
  scheme: word,
  created_at: word,
  metadata: links,
  links,
});
export const Refund = v.object({
  id: v.string(),
  amount: whole,
  currency: v.string(),
  status: v.string(),
  created_at: word,
  metadata: links,
  links,
});
export const Mandate = v.object({
  id: v.string(),
  status: v.string(),
  scheme: word,
  created_at: word,
  metadata: links,
  links,
});
export const OneCustomer = v.object({ customers: v.object({ id: v.string() }) });
export const BankAccount = v.object({
  id: v.string(),
  account_number_ending: word,
  bank_name: word,
  country_code: word,
  enabled: v.nullish(v.boolean()),
  links,
});
export const BillingRequest = v.object({
  id: v.string(),
  status: v.string(),
  created_at: word,
  payment_request: v.nullish(v.object({ amount: whole, currency: v.string() })),
  mandate_request: v.nullish(v.looseObject({})),
  metadata: links,
  links,
});
export const Event = v.object({
  id: v.string(),
  action: v.string(),
  resource_type: v.string(),
  created_at: word,
  details: said(
    v.object({
      origin: word,
      cause: word,
      description: word,
      reason_code: word,
      will_attempt_retry: said(v.boolean()),
    }),
  ),
  metadata: links,
  resource_metadata: links,
  links,
});
/** Where the next page of a list begins. */
export const Cursors = v.nullish(v.object({ cursors: v.object({ after: v.nullish(v.string()) }) }));
const Refusal = v.object({
  error: v.object({
    type: word,
    message: word,
    request_id: word,
    errors: v.fallback(v.array(v.object({ reason: word, field: word, message: word, links })), []),
  }),
});

type Of<Shape extends v.GenericSchema> = v.InferOutput<Shape>;
/** The metadata in which the connector keeps the merchant's reference. */
export const REFERENCE = "merchant_reference";
/**
 * And what GoCardless's events leave out: how much it is about (`1000 GBP`, in minor units), and of a refund, of what
 * (`250 GBP of PM123`). Neither ever changes.
 */
export const AMOUNT = "amount";
export const ownKeys: readonly string[] = [REFERENCE, AMOUNT];
export const ownMetadata = (reference: string, { minorUnits, currency }: Amount, of?: string) => ({
  [REFERENCE]: reference,
  [AMOUNT]: `${minorUnits} ${currency}${of ? ` of ${of}` : ""}`,
});

type Metadata = Of<typeof links>;
export const referenceIn = (metadata: Metadata) => {
  const reference = metadata[REFERENCE];
  return reference === undefined ? {} : { reference };
};
export function amountIn(metadata: Metadata): { amount?: Amount; of?: string } {
  const [, units, currency, of] =
    /^(\d{1,18}) ([A-Z]{3})(?: of (\w+))?$/.exec(metadata[AMOUNT] ?? "") ?? [];
  if (!units || !currency || !isCurrency(currency)) return {};
  return { amount: { minorUnits: BigInt(units), currency }, ...(of && { of }) };
}

/** What a status says of the money, where it is known how much it is about. */
export const amountsOf = (status: PaymentStatus, amount: Amount, refunded?: Amount) => ({
  requested: amount,
  ...(status === PaymentStatus.CAPTURED && {
    authorized: amount,
    captured: amount,
    ...(refunded && { refunded }),
  }),
  ...(status === PaymentStatus.VOIDED && { voided: amount }),
  ...(status === PaymentStatus.REVERSED && { chargedBack: amount }),
});

/** The same from a creation, a look-up and a list. */
export function toPayment(payment: Of<typeof Payment>): PaymentResult {
  const { [REFERENCE]: _, [AMOUNT]: __, ...metadata } = payment.metadata;
  const money = (units: bigint) => fromUnits(units, payment.currency);
  const state = codes.paymentStatus(payment.status);
  const denied = payment.status === "customer_approval_denied";
  const method = codes.schemes(payment.scheme);
  const mandateId = payment.links["mandate"];
  return {
    ...state,
    paymentRef: { paymentId: payment.id, ...referenceIn(payment.metadata) },
    amounts: amountsOf(state.status, money(payment.amount), money(payment.amount_refunded ?? 0n)),
    ...(denied && { failure: failure(FailureCode.CUSTOMER_CANCELLED) }),
    method: { ...(method && { method }), ...(mandateId && { stored: storedMandate(mandateId) }) },
    ...(mandateId && { mandateId }),
    createdAt: fromIso(payment.created_at),
    metadata,
  };
}
const storedMandate = (mandateId: string) => ({ storedMethodId: mandateId, mandateId });

export const isOfCall =
  (reference: string, amount: Amount | undefined) =>
  ({ paymentRef, amounts }: PaymentResult): boolean =>
    paymentRef?.reference === reference && (!amount || isOf(amounts?.requested, amount));
type Stated = { readonly minorUnits?: bigint; readonly currency?: string } | undefined;
export const isOf = (stated: Stated, amount: Amount): boolean =>
  sameAmount({ minorUnits: stated?.minorUnits ?? -1n, currency: stated?.currency ?? "" }, amount);

/** Why it ended, and that it has not where GoCardless tries again by itself. */
export const withReason = (
  payment: PaymentResult,
  { details }: Pick<Of<typeof Event>, "details">,
): PaymentResult => ({
  ...payment,
  failure: toFailure(details),
  ...(payment.status === PaymentStatus.FAILED &&
    details?.will_attempt_retry === true && {
      status: PaymentStatus.PENDING,
      pendingReason: PendingReason.PROCESSOR,
    }),
});

/** The scheme's own code is what the network says. */
export const toFailure = (details: Of<typeof Event>["details"]): Failure =>
  codes.causes(details?.cause, {
    processor: { code: details?.cause, message: details?.description },
    ...(details?.reason_code && { network: { declineCode: details.reason_code } }),
  });

export const toRefund = (refund: Of<typeof Refund>): RefundResult => {
  const state = codes.refundStatus(refund.status);
  return {
    ...state,
    refundRef: {
      refundId: refund.id,
      ...(refund.links["payment"] && { payment: { paymentId: refund.links["payment"] } }),
      ...referenceIn(refund.metadata),
    },
    amount: fromUnits(refund.amount, refund.currency),
    ...(state.status === RefundStatus.FAILED && {
      failure: failure(FailureCode.REFUND_REJECTED_BY_BANK),
    }),
    createdAt: fromIso(refund.created_at),
  };
};

export function toMandate(mandate: Of<typeof Mandate>): MandateResult {
  const { customer, customer_bank_account: account, new_mandate: successor } = mandate.links;
  const state = codes.mandateStatus(mandate.status);
  const method = codes.schemes(mandate.scheme);
  return {
    ...state,
    mandateRef: {
      mandateId: mandate.id,
      ...(customer && { customerId: customer }),
      relatedIds: {
        ...(account && { customer_bank_account: account }),
        ...(successor && { new_mandate: successor }),
      },
      ...referenceIn(mandate.metadata),
    },
    stored: storedMandate(mandate.id),
    ...(method && { method: { method } }),
    ...(state.status === MandateStatus.FAILED && {
      failure: failure(FailureCode.INVALID_MANDATE),
    }),
    createdAt: fromIso(mandate.created_at),
  };
}

const ofRequest = (request: Of<typeof BillingRequest>) => ({
  relatedIds: { billing_request: request.id },
  ...referenceIn(request.metadata),
});
/** A payment that its billing request has not made yet. */
export const requestedPayment = (request: Of<typeof BillingRequest>): PaymentResult => ({
  ...codes.requestedPayment(request.status),
  paymentRef: ofRequest(request),
  ...(request.payment_request && {
    amounts: {
      requested: fromUnits(request.payment_request.amount, request.payment_request.currency),
    },
  }),
  createdAt: fromIso(request.created_at),
});
/** A mandate that its billing request has not made yet. */
export const requestedMandate = (request: Of<typeof BillingRequest>): MandateResult => ({
  ...codes.requestedMandate(request.status),
  mandateRef: ofRequest(request),
  createdAt: fromIso(request.created_at),
});

/**
 * What was there before: made under the same idempotency key, or the account that this customer has already.
 * https://developer.gocardless.com/api-reference/#making-requests-idempotency-keys
 */
export function existingIn({ text: body }: HttpResponse) {
  const errors = decodeIf(Refusal, body)?.error.errors ?? [];
  for (const { reason, links: named } of errors) {
    const byKey = reason === "idempotent_creation_conflict";
    const account = reason === "bank_account_exists" ? named["customer_bank_account"] : undefined;
    const id = byKey ? named["conflicting_resource_id"] : account;
    if (id !== undefined) return { id, byKey };
  }
  return undefined;
}

export function refusal({ text: body, status }: HttpResponse): Failure {
  const { type, message, request_id, errors = [] } = decodeIf(Refusal, body)?.error ?? {};
  const [first] = errors;
  const processor = {
    code: first?.reason ?? type,
    message: first?.message ?? message,
    field: first?.field,
    requestId: request_id,
    httpStatus: status,
  };
  return codes.reasons([first?.reason, type], { processor });
}
