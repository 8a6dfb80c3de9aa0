/** What comes back from Stripe: the shapes that are read, what its words mean in ours, and its objects as ours. */
import {
  AuthenticationResult_Status,
  CardFunding,
  CardNetwork,
  CheckResult,
  Display_Kind,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  RiskResult_Decision,
} from "#contract";
import {
  type Amount,
  type Counting,
  checkResults,
  conform,
  type DisputeResult,
  decodeIf,
  type Failure,
  fromUnits,
  fromUnix,
  type HttpResponse,
  type MandateResult,
  mandateStatuses,
  type NextActionResult,
  networkWord,
  type PaymentResult,
  paymentStatuses,
  type RefundResult,
  refundStatuses,
  v,
  whole,
  words,
} from "#kit";
import {
  advice,
  declineCodes,
  disputeReason,
  disputeStatus,
  errorCodes,
  refundFailures,
} from "./codes.ts";

/** ISK and UGX stand with two decimals that are always 00; three-decimal currencies must end in 0. */
export const counting: Counting = {
  source: "https://docs.stripe.com/currencies",
  digits: { ISK: 2, MGA: 0, UGX: 2 },
  multiples: { ISK: 100n, UGX: 100n, BHD: 10n, JOD: 10n, KWD: 10n, OMR: 10n, TND: 10n },
};

// What only describes is read as far as it can be: an odd ornament must not hide what became of the money.
const text = v.fallback(v.nullish(v.string()), undefined);
const number = v.fallback(v.nullish(whole), undefined);
const id = v.union([
  v.string(),
  v.pipe(
    v.object({ id: v.string() }),
    v.transform((object) => object.id),
  ),
]);
const optionalId = v.fallback(v.nullish(id), undefined);
const metadata = v.fallback(v.nullish(v.record(v.string(), v.string())), undefined);

const errorWords = {
  type: text,
  code: text,
  decline_code: text,
  advice_code: text,
  network_decline_code: text,
  network_advice_code: text,
  message: text,
  param: text,
};
const ErrorWords = v.object(errorWords);
type ErrorWords = v.InferOutput<typeof ErrorWords>;

/** The details of any method, by the names that Stripe uses for all of them. */
const MethodDetails = v.object({
  authorization_code: text,
  bank: text,
  bank_name: text,
  brand: text,
  capture_before: number,
  checks: v.nullish(
    v.object({ address_line1_check: text, address_postal_code_check: text, cvc_check: text }),
  ),
  country: text,
  exp_month: number,
  exp_year: number,
  fingerprint: text,
  funding: text,
  iban_last4: text,
  issuer: text,
  last4: text,
  mandate: optionalId,
  network: text,
  network_transaction_id: text,
  three_d_secure: v.nullish(
    v.object({
      authentication_flow: text,
      electronic_commerce_indicator: text,
      result: text,
      transaction_id: text,
      version: text,
    }),
  ),
  wallet: v.nullish(v.object({ type: text })),
});
type MethodDetails = v.InferOutput<typeof MethodDetails>;

export const PaymentMethod = v.looseObject({
  id: v.string(),
  type: v.string(),
  customer: optionalId,
});
type PaymentMethod = v.InferOutput<typeof PaymentMethod>;

export const Charge = v.object({
  id: v.string(),
  amount: whole,
  amount_captured: number,
  amount_refunded: number,
  authorization_code: text,
  captured: v.nullish(v.boolean()),
  created: number,
  currency: v.string(),
  customer: optionalId,
  failure_code: text,
  failure_message: text,
  metadata,
  outcome: v.nullish(
    v.object({
      advice_code: text,
      network_advice_code: text,
      network_decline_code: text,
      reason: text,
      risk_level: text,
      risk_score: number,
      type: text,
    }),
  ),
  payment_intent: optionalId,
  payment_method: optionalId,
  payment_method_details: v.nullish(v.looseObject({ type: v.string() })),
  status: v.string(),
});
type Charge = v.InferOutput<typeof Charge>;

const intent = {
  id: v.string(),
  client_secret: text,
  created: number,
  customer: optionalId,
  metadata,
  next_action: v.nullish(v.looseObject({ type: v.string() })),
  payment_method: v.nullish(v.union([v.string(), PaymentMethod])),
  status: v.string(),
};

export const PaymentIntent = v.object({
  ...intent,
  amount: whole,
  amount_capturable: number,
  amount_received: number,
  cancellation_reason: text,
  currency: v.string(),
  last_payment_error: v.nullish(ErrorWords),
  latest_charge: v.nullish(v.union([v.string(), Charge])),
  setup_future_usage: text,
});
export type PaymentIntent = v.InferOutput<typeof PaymentIntent>;

export const SetupIntent = v.object({
  ...intent,
  last_setup_error: v.nullish(ErrorWords),
  latest_attempt: v.nullish(
    v.union([
      v.string(),
      v.object({ payment_method_details: v.nullish(v.looseObject({ type: v.string() })) }),
    ]),
  ),
  mandate: optionalId,
});
export type SetupIntent = v.InferOutput<typeof SetupIntent>;

export const Mandate = v.object({
  id: v.string(),
  payment_method: v.union([v.string(), PaymentMethod]),
  status: v.string(),
  customer_acceptance: v.nullish(v.object({ accepted_at: number })),
});

export const Refund = v.object({
  id: v.string(),
  amount: whole,
  charge: optionalId,
  created: number,
  currency: v.string(),
  destination_details: v.nullish(v.looseObject({ type: v.string() })),
  failure_reason: text,
  metadata,
  payment_intent: optionalId,
  status: text,
});
type Refund = v.InferOutput<typeof Refund>;

export const Dispute = v.object({
  id: v.string(),
  amount: whole,
  balance_transactions: v.nullish(
    v.array(
      v.object({
        amount: whole,
        created: number,
        currency: v.string(),
        description: text,
        fee: number,
        reporting_category: text,
      }),
    ),
  ),
  charge: optionalId,
  created: number,
  currency: v.string(),
  evidence_details: v.nullish(v.object({ due_by: number, submission_count: number })),
  network_reason_code: text,
  payment_intent: optionalId,
  payment_method_details: v.nullish(v.looseObject({ type: v.string() })),
  reason: text,
  status: v.string(),
});
type Dispute = v.InferOutput<typeof Dispute>;

export const listOf = <const Item extends v.GenericSchema>(item: Item) =>
  v.object({ data: v.array(item), has_more: v.nullish(v.boolean()) });

/** An error about an intent carries that intent. */
export const ErrorAnswer = v.object({
  error: v.object({
    ...errorWords,
    payment_intent: v.fallback(v.nullish(PaymentIntent), undefined),
    setup_intent: v.fallback(v.nullish(SetupIntent), undefined),
  }),
});

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
export const paymentStatus = paymentStatuses({
  source: "https://docs.stripe.com/payments/payment-intents/verifying-status",
  words: {
    requires_payment_method: [PaymentStatus.PENDING, PendingReason.CUSTOMER],
    requires_confirmation: [PaymentStatus.PENDING, PendingReason.CUSTOMER],
    requires_action: PaymentStatus.ACTION_REQUIRED,
    processing: PaymentStatus.PENDING,
    requires_capture: PaymentStatus.AUTHORIZED,
    succeeded: PaymentStatus.CAPTURED,
    canceled: PaymentStatus.VOIDED,
  },
});

const refundStatus = refundStatuses({
  source: "https://docs.stripe.com/api/refunds/object#refund_object-status",
  words: {
    pending: RefundStatus.PENDING,
    requires_action: RefundStatus.ACTION_REQUIRED,
    succeeded: RefundStatus.SUCCEEDED,
    failed: RefundStatus.FAILED,
    canceled: RefundStatus.CANCELLED,
  },
});

/** Of a SetupIntent, and below of a Mandate. */
const setupStatus = mandateStatuses({
  source: "https://docs.stripe.com/api/setup_intents/object#setup_intent_object-status",
  words: {
    requires_payment_method: [MandateStatus.PENDING, PendingReason.CUSTOMER],
    requires_confirmation: [MandateStatus.PENDING, PendingReason.CUSTOMER],
    requires_action: MandateStatus.ACTION_REQUIRED,
    processing: MandateStatus.PENDING,
    succeeded: MandateStatus.ACTIVE,
    canceled: MandateStatus.FAILED,
  },
});
const mandateStatus = mandateStatuses({
  source: "https://docs.stripe.com/api/mandates/object#mandate_object-status",
  words: {
    active: MandateStatus.ACTIVE,
    pending: MandateStatus.PENDING,
    inactive: MandateStatus.REVOKED,
  },
});

const check = checkResults({
  source:
    "https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card-checks",
  words: {
    pass: CheckResult.MATCH,
    fail: CheckResult.NO_MATCH,
    unavailable: CheckResult.UNAVAILABLE,
    unchecked: CheckResult.NOT_CHECKED,
  },
});

/** Also what `payment_method_options[card][network]` is called in a request. */
export const networks = words({
  source:
    "https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card-network",
  words: {
    amex: CardNetwork.AMEX,
    cartes_bancaires: CardNetwork.CARTES_BANCAIRES,
    diners: CardNetwork.DINERS,
    discover: CardNetwork.DISCOVER,
    eftpos_au: CardNetwork.EFTPOS_AUSTRALIA,
    interac: CardNetwork.INTERAC,
    jcb: CardNetwork.JCB,
    mastercard: CardNetwork.MASTERCARD,
    unionpay: CardNetwork.UNIONPAY,
    visa: CardNetwork.VISA,
  },
});

const funding = words({
  source:
    "https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card-funding",
  words: {
    credit: CardFunding.CREDIT,
    debit: CardFunding.DEBIT,
    prepaid: CardFunding.PREPAID,
  },
});

const authenticationStatus = words({
  source:
    "https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card-three_d_secure-result",
  words: {
    attempt_acknowledged: AuthenticationResult_Status.ATTEMPTED,
    authenticated: AuthenticationResult_Status.AUTHENTICATED,
    data_share_only: AuthenticationResult_Status.NOT_REQUIRED,
    exempted: AuthenticationResult_Status.EXEMPTED,
    failed: AuthenticationResult_Status.FAILED,
    not_supported: AuthenticationResult_Status.UNAVAILABLE,
    processing_error: AuthenticationResult_Status.UNAVAILABLE,
  },
});

const riskDecision = words({
  source: "https://docs.stripe.com/api/charges/object#charge_object-outcome-type",
  words: {
    authorized: RiskResult_Decision.ACCEPT,
    blocked: RiskResult_Decision.REJECT,
    manual_review: RiskResult_Decision.REVIEW,
  },
});

/** Where Stripe's type of a method is not the contract's name of it. */
const methodNames = words({
  source: "https://docs.stripe.com/api/payment_methods/object#payment_method_object-type",
  words: {
    acss_debit: "pad_debit",
    afterpay_clearpay: "afterpay",
    au_becs_debit: "becs_debit",
    cashapp: "cash_app",
    customer_balance: "bank_transfer",
    us_bank_account: "ach_debit",
  },
});

export const money = (units: bigint, currency: string): Amount =>
  fromUnits(units, currency, counting);

export function toFailure(error: ErrorWords, response?: HttpResponse, blocked?: string): Failure {
  const { decline_code, code, type, param, message, advice_code } = error;
  const requestId = response?.headers["request-id"];
  const said = {
    network: {
      declineCode: error.network_decline_code ?? "",
      adviceCode: error.network_advice_code ?? "",
    },
    processor: {
      code: decline_code ?? code ?? type ?? "",
      message: message ?? "",
      ...(param && { field: param }),
      ...(response && { httpStatus: response.status, ...(requestId && { requestId }) }),
    },
    ...advice(advice_code),
  };
  const known = [blocked, decline_code].find((word) => word && word in declineCodes.words);
  return known ? declineCodes(known, said) : errorCodes(code ?? type, said);
}
