/** Mercado Pago's words, as ours. */
import {
  Actor,
  FailureCode as C,
  CardFunding,
  CardNetwork,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
} from "#contract";
import {
  disputeReasons,
  disputeStatuses,
  failureCodes,
  paymentStatuses,
  refundStatuses,
  words,
} from "#kit";

const spec = "https://github.com/mercadopago/openapi/blob/main/spec3.json";
const results =
  "https://www.mercadopago.com.mx/developers/en/docs/checkout-api-payments/response-handling/collection-results";

/** What was refunded, disputed or charged back had been taken. */
export const paymentStatus = paymentStatuses({
  source: spec,
  words: {
    pending: [PaymentStatus.PENDING, PendingReason.PROCESSOR],
    approved: PaymentStatus.CAPTURED,
    authorized: PaymentStatus.AUTHORIZED,
    in_process: [PaymentStatus.PENDING, PendingReason.PROCESSOR],
    in_mediation: PaymentStatus.CAPTURED,
    rejected: PaymentStatus.FAILED,
    cancelled: PaymentStatus.VOIDED,
    refunded: PaymentStatus.CAPTURED,
    charged_back: PaymentStatus.CAPTURED,
  },
});
/** Where `status_detail` says more than the status does. */
export const detailed = words({
  source: results,
  words: {
    pending_review_manual: {
      status: PaymentStatus.PENDING,
      pendingReason: PendingReason.REVIEW,
    },
    pending_waiting_transfer: {
      status: PaymentStatus.ACTION_REQUIRED,
      pendingReason: PendingReason.UNSPECIFIED,
    },
    pending_waiting_payment: {
      status: PaymentStatus.ACTION_REQUIRED,
      pendingReason: PendingReason.UNSPECIFIED,
    },
    pending_challenge: {
      status: PaymentStatus.ACTION_REQUIRED,
      pendingReason: PendingReason.UNSPECIFIED,
    },
    expired: { status: PaymentStatus.EXPIRED, pendingReason: PendingReason.UNSPECIFIED },
    by_payer: { status: PaymentStatus.FAILED, pendingReason: PendingReason.UNSPECIFIED },
  },
});

export const refundStatus = refundStatuses({
  source: spec,
  words: {
    approved: RefundStatus.SUCCEEDED,
    in_process: RefundStatus.PENDING,
    rejected: RefundStatus.FAILED,
  },
});

const chargebacks =
  "https://www.mercadopago.com.br/developers/en/docs/checkout-pro/chargebacks/manage";
/** `coverage_applied` where it is decided, else `documentation_status`, with `required` where documents are wanted. */
export const disputeStatus = disputeStatuses({
  source: chargebacks,
  words: {
    true: DisputeStatus.WON,
    false: DisputeStatus.LOST,
    "not_supplied required": DisputeStatus.NEEDS_RESPONSE,
    "pending required": DisputeStatus.NEEDS_RESPONSE,
    not_supplied: DisputeStatus.UNDER_REVIEW,
    pending: DisputeStatus.UNDER_REVIEW,
    not_applicable: DisputeStatus.UNDER_REVIEW,
    review_pending: DisputeStatus.UNDER_REVIEW,
    valid: DisputeStatus.UNDER_REVIEW,
    invalid: DisputeStatus.UNDER_REVIEW,
  },
});
/** `status` of a claim, with `wanted` where the seller has to act. Whom it was closed for, it does not say. */
export const claimStatus = disputeStatuses({
  source: "https://www.mercadopago.com.br/developers/en/reference/claims/get-claim-details/get",
  words: {
    opened: DisputeStatus.UNDER_REVIEW,
    "opened wanted": DisputeStatus.NEEDS_RESPONSE,
    closed: DisputeStatus.UNSPECIFIED,
    cancelled: DisputeStatus.UNSPECIFIED,
  },
});
/** `stage` of a claim: buyer and seller speak, and no money moves. What a mediator's stage is to a card network has no page. */
export const claimStage = words({
  source: claimStatus.source,
  words: {
    claim: DisputeStage.INQUIRY,
    dispute: DisputeStage.UNSPECIFIED,
    recontact: DisputeStage.UNSPECIFIED,
    none: DisputeStage.UNSPECIFIED,
    resolution: DisputeStage.UNSPECIFIED,
  },
});
/** The letters of `reason_id`: the only ones that are explained. */
export const claimReason = disputeReasons({
  source: spec,
  words: { PNR: DisputeReason.NOT_RECEIVED },
});

/** The words of the documented examples; there is no list. */
export const disputeReason = disputeReasons({
  source: chargebacks,
  words: { general: DisputeReason.GENERAL, fraud: DisputeReason.FRAUD },
});

/** The ids that the specification names. */
export const networks = words({
  source: spec,
  words: { visa: CardNetwork.VISA, master: CardNetwork.MASTERCARD },
});
/** The contract's names of what is paid with, by the id, or by its type where there are many. */
export const methodNames = words<string>({
  source: spec,
  words: {
    pix: "pix",
    bolbradesco: "boleto",
    oxxo: "oxxo",
    ticket: "cash_voucher",
    credit_card: "card",
    debit_card: "card",
    prepaid_card: "card",
  },
});
export const funding = words({
  source: spec,
  words: {
    credit_card: CardFunding.CREDIT,
    debit_card: CardFunding.DEBIT,
    prepaid_card: CardFunding.PREPAID,
  },
});

/** `status_detail` of what was rejected, or cancelled by the payer. */
export const declines = failureCodes({
  source: results,
  words: {
    bank_error: C.PROCESSOR_ERROR,
    by_payer: C.CUSTOMER_CANCELLED,
    cc_amount_rate_limit_exceeded: C.AMOUNT_LIMIT_EXCEEDED,
    cc_rejected_3ds_challenge: C.AUTHENTICATION_FAILED,
    cc_rejected_3ds_mandatory: C.AUTHENTICATION_REQUIRED,
    cc_rejected_bad_filled_card_number: C.INVALID_CARD_NUMBER,
    cc_rejected_bad_filled_date: C.INVALID_EXPIRY,
    cc_rejected_bad_filled_other: C.DECLINED,
    cc_rejected_bad_filled_security_code: C.INCORRECT_CVC,
    cc_rejected_blacklist: C.BLOCKED_BY_RISK,
    cc_rejected_call_for_authorize: C.CALL_ISSUER,
    cc_rejected_card_disabled: C.RESTRICTED_CARD,
    cc_rejected_card_error: C.DECLINED,
    cc_rejected_card_type_not_allowed: C.CARD_NOT_SUPPORTED,
    cc_rejected_duplicated_payment: C.DUPLICATE,
    cc_rejected_high_risk: C.BLOCKED_BY_RISK,
    cc_rejected_insufficient_amount: C.INSUFFICIENT_FUNDS,
    cc_rejected_invalid_installments: C.TRANSACTION_NOT_PERMITTED,
    cc_rejected_max_attempts: C.COUNT_LIMIT_EXCEEDED,
    cc_rejected_other_reason: C.DECLINED,
    insufficient_amount: C.INSUFFICIENT_FUNDS,
    rejected_by_bank: C.DECLINED,
    rejected_by_regulations: C.COMPLIANCE_REFUSED,
    rejected_insufficient_data: C.INVALID_REQUEST,
  },
});

/** It is not the card that is refused. */
const payerRefused = { code: C.TRANSACTION_NOT_PERMITTED, actor: Actor.PROCESSOR };
const unclear = { code: C.PROCESSOR_ERROR, retry: Retry.LOOK_UP_FIRST };
/** "POST to Gateway Transactions API fail" */
export const GATEWAY_FAILED = "2004";
/**
 * `cause[].code`, `error`, and the HTTP status where neither is known: the page's own, those of
 * …/docs/checkout-api-payments/error-messages/card-token-creation-errors, and those that Mercado Pago's shop modules list.
 */
export const failures = failureCodes({
  source: "https://www.mercadopago.com.br/developers/en/reference/payments/_payments/post",
  words: {
    "1": C.INVALID_REQUEST,
    "3": C.CREDENTIALS_REJECTED,
    "4": C.PERMISSION_MISSING,
    "5": C.CREDENTIALS_REJECTED,
    "8": C.INVALID_REQUEST,
    "23": C.INVALID_REQUEST,
    "106": C.INVALID_REQUEST,
    "109": C.INVALID_REQUEST,
    "126": C.WRONG_STATE,
    "129": C.INVALID_AMOUNT,
    "145": C.ACCOUNT_NOT_CONFIGURED,
    "150": payerRefused,
    "151": C.PAYMENT_METHOD_UNAVAILABLE,
    "160": C.MERCHANT_ACCOUNT_INACTIVE,
    "204": C.PAYMENT_METHOD_UNAVAILABLE,
    // "Already posted the same request in the last minute": what became of that one is to be looked up.
    "801": C.IDEMPOTENCY_CONFLICT,
    "1001": C.INVALID_REQUEST,
    "2000": C.NOT_FOUND,
    "2001": C.IDEMPOTENCY_CONFLICT,
    "2002": C.NOT_FOUND,
    [GATEWAY_FAILED]: unclear,
    "2006": C.INVALID_TOKEN,
    "2007": C.PROCESSOR_ERROR,
    "2009": C.INVALID_REQUEST,
    "2016": C.WRONG_STATE,
    "2017": C.INVALID_AMOUNT,
    "2018": C.WRONG_STATE,
    "2020": payerRefused,
    "2021": C.MERCHANT_ACCOUNT_INACTIVE,
    "2022": C.WRONG_STATE,
    "2024": C.TIME_LIMIT_PASSED,
    "2025": C.WRONG_STATE,
    "2027": C.WRONG_STATE,
    "2029": C.WRONG_STATE,
    "2030": C.INSUFFICIENT_MERCHANT_BALANCE,
    "2031": C.INSUFFICIENT_MERCHANT_BALANCE,
    "2034": C.ACCOUNT_NOT_CONFIGURED,
    "2060": C.INVALID_REQUEST,
    "2062": C.INVALID_TOKEN,
    "2067": C.INVALID_REQUEST,
    "2072": C.INVALID_AMOUNT,
    "2077": C.PAYMENT_METHOD_UNAVAILABLE,
    "2123": C.ACCOUNT_NOT_CONFIGURED,
    "2131": C.INVALID_REQUEST,
    "2198": C.INVALID_REQUEST,
    "3000": C.INVALID_REQUEST,
    "3001": C.INVALID_REQUEST,
    "3002": C.PERMISSION_MISSING,
    "3003": C.INVALID_TOKEN,
    "3004": C.INVALID_REQUEST,
    "3005": C.WRONG_STATE,
    "3006": C.INVALID_TOKEN,
    "3007": C.INVALID_REQUEST,
    "3008": C.INVALID_TOKEN,
    "3009": C.PERMISSION_MISSING,
    "3010": C.CARD_NOT_SUPPORTED,
    "3011": C.PAYMENT_METHOD_UNAVAILABLE,
    "3012": C.INCORRECT_CVC,
    "3013": C.INCORRECT_CVC,
    "3014": C.PAYMENT_METHOD_UNAVAILABLE,
    "3015": C.INVALID_CARD_NUMBER,
    "3016": C.INVALID_CARD_NUMBER,
    "3017": C.INVALID_REQUEST,
    "3018": C.INVALID_EXPIRY,
    "3019": C.INVALID_EXPIRY,
    "3020": C.INVALID_REQUEST,
    "3021": C.INVALID_REQUEST,
    "3022": C.INVALID_REQUEST,
    "3023": C.INVALID_REQUEST,
    "3024": C.INVALID_AMOUNT,
    "3026": C.INVALID_TOKEN,
    "3027": C.INVALID_REQUEST,
    "3028": C.PAYMENT_METHOD_UNAVAILABLE,
    "3029": C.INVALID_EXPIRY,
    "3030": C.INVALID_EXPIRY,
    "4000": C.INVALID_REQUEST,
    "4001": C.INVALID_REQUEST,
    "4002": C.INVALID_REQUEST,
    "4003": C.INVALID_REQUEST,
    "4004": C.INVALID_REQUEST,
    "4005": C.INVALID_REQUEST,
    "4006": C.INVALID_REQUEST,
    "4007": C.INVALID_REQUEST,
    "4012": C.INVALID_REQUEST,
    "4013": C.INVALID_REQUEST,
    "4015": C.INVALID_REQUEST,
    "4016": C.INVALID_REQUEST,
    "4017": C.INVALID_REQUEST,
    "4018": C.INVALID_REQUEST,
    "4019": C.INVALID_REQUEST,
    "4020": C.INVALID_REQUEST,
    "4021": C.INVALID_REQUEST,
    "4022": C.INVALID_REQUEST,
    "4023": C.INVALID_REQUEST,
    "4024": C.INVALID_REQUEST,
    "4025": C.INVALID_REQUEST,
    "4029": C.INVALID_REQUEST,
    "4037": C.INVALID_AMOUNT,
    "4050": C.INVALID_REQUEST,
    "4051": C.INVALID_REQUEST,
    "4094": C.INVALID_REQUEST,
    "4095": C.INVALID_REQUEST,
    "4096": C.INVALID_REQUEST,
    "4097": C.INVALID_REQUEST,
    "4098": C.INVALID_REQUEST,
    // Of the Orders API, the only page that names it: …/en/docs/checkout-api-orders
    idempotency_key_already_used: C.IDEMPOTENCY_CONFLICT,
    unauthorized: C.CREDENTIALS_REJECTED,
    forbidden: C.PERMISSION_MISSING,
    not_found: C.NOT_FOUND,
    bad_request: C.INVALID_REQUEST,
    "400": C.INVALID_REQUEST,
    "401": C.CREDENTIALS_REJECTED,
    "403": C.PERMISSION_MISSING,
    "404": C.NOT_FOUND,
    "422": C.INVALID_REQUEST,
    "429": C.RATE_LIMITED,
  },
  // Searches, coupons, campaigns, preferences and marketplaces.
  unmapped: "1000 2035 2036 2038 2039 2040 2041 2059 3025 4026 4027 4028 4038 4039".split(" "),
});
