/** Razorpay's words for where things stand, for what was used, and for why something failed, read as ours. */
import {
  Actor,
  CardFunding,
  CardNetwork,
  DisputeStage,
  DisputeStatus,
  FailureCode as F,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
} from "#contract";
import {
  disputeStatuses,
  failureCodes,
  mandateStatuses,
  paymentStatuses,
  refundStatuses,
  words,
} from "#kit";

/** `refunded` is told apart by `captured`: what was never captured went back by itself. */
export const paymentStatus = paymentStatuses({
  source: "https://razorpay.com/docs/api/payments/entity",
  words: {
    created: [PaymentStatus.PENDING, PendingReason.CUSTOMER],
    authorized: PaymentStatus.AUTHORIZED,
    captured: PaymentStatus.CAPTURED,
    refunded: PaymentStatus.CAPTURED,
    failed: PaymentStatus.FAILED,
  },
});

export const refundStatus = refundStatuses({
  source: "https://razorpay.com/docs/api/refunds/entity",
  words: {
    pending: RefundStatus.PENDING,
    processed: RefundStatus.SUCCEEDED,
    failed: RefundStatus.FAILED,
  },
});

/** `recurring_details.status` of a token. */
export const mandateStatus = mandateStatuses({
  source: "https://razorpay.com/docs/api/payments/recurring-payments/upi/tokens",
  words: {
    initiated: MandateStatus.PENDING,
    confirmed: MandateStatus.ACTIVE,
    rejected: MandateStatus.FAILED,
    paused: MandateStatus.SUSPENDED,
    cancellation_initiated: MandateStatus.PENDING,
    cancelled: MandateStatus.REVOKED,
  },
});

/** `closed` ends a suspicion of fraud without a chargeback. */
export const disputeStatus = disputeStatuses({
  source: "https://razorpay.com/docs/api/disputes/entity",
  words: {
    open: DisputeStatus.NEEDS_RESPONSE,
    under_review: DisputeStatus.UNDER_REVIEW,
    won: DisputeStatus.WON,
    lost: DisputeStatus.LOST,
    closed: DisputeStatus.WITHDRAWN,
  },
});

/** `phase` of a dispute. */
export const disputeStage = words({
  source: "https://razorpay.com/docs/api/disputes/entity",
  words: {
    fraud: DisputeStage.ALERT,
    retrieval: DisputeStage.INQUIRY,
    chargeback: DisputeStage.CHARGEBACK,
    pre_arbitration: DisputeStage.PRE_ARBITRATION,
    arbitration: DisputeStage.ARBITRATION,
  },
});

export const networks = words({
  source: "https://razorpay.com/docs/api/payments/entity",
  words: {
    "American Express": CardNetwork.AMEX,
    "Diners Club": CardNetwork.DINERS,
    Maestro: CardNetwork.MAESTRO,
    MasterCard: CardNetwork.MASTERCARD,
    RuPay: CardNetwork.RUPAY,
    Unknown: CardNetwork.UNSPECIFIED,
    Visa: CardNetwork.VISA,
  },
});

export const funding = words({
  source: "https://razorpay.com/docs/api/payments/entity",
  words: {
    credit: CardFunding.CREDIT,
    debit: CardFunding.DEBIT,
    prepaid: CardFunding.PREPAID,
    unknown: CardFunding.UNSPECIFIED,
  },
});

/** `wallet`, and `method` where it is no wallet, by the contract's name of the method. */
export const methodNames = words({
  source: "https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods",
  words: {
    card: "card",
    emi: "card",
    upi: "upi",
    netbanking: "netbanking",
    cardless_emi: "cardless_emi",
    ach: "ach_debit",
    fpx: "fpx",
    paylater: "pay_later_india",
    airtelmoney: "airtel_money",
    amazonpay: "amazon_pay",
    bajajpay: "bajaj_pay",
    boost: "boost",
    grabpay: "grabpay",
    jiomoney: "jio_money",
    mobikwik: "mobikwik",
    olamoney: "ola_money",
    paypal: "paypal",
    payzapp: "payzapp",
    phonepe: "phonepe",
    touchngo: "touch_n_go",
  },
});

/** One meaning for several words. */
const each = <Meaning>(meaning: Meaning, names: string): Readonly<Record<string, Meaning>> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, meaning]));

const lookUp = { code: F.PROCESSOR_ERROR, retry: Retry.LOOK_UP_FIRST };

/**
 * `error.reason`, and `error_reason` of a payment: the precise word; `error.code` is no more than its class. Beside the
 * source, from https://razorpay.com/docs/errors/payments/cards, https://razorpay.com/docs/errors/payments/upi,
 * https://razorpay.com/docs/payments/recurring-payments/emandate/errors,
 * https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2/build-integration/ach,
 * https://razorpay.com/docs/api/customers/create and
 * https://razorpay.com/docs/api/payments/recurring-payments/paper-nach/create-authorization-transaction
 */
export const reasons = failureCodes({
  source: "https://razorpay.com/docs/payments/payment-gateway/rainy-day/errors/error-reasons",
  words: {
    ...each(F.DECLINED, "card_declined payment_declined payment_failed debit_declined"),
    already_declined: { code: F.DECLINED, retry: Retry.LATER },
    credit_limit_not_approved: { code: F.DECLINED, retry: Retry.OTHER_METHOD },
    user_not_eligible: { code: F.DECLINED, retry: Retry.OTHER_METHOD },
    ...each(F.INSUFFICIENT_FUNDS, "insufficient_funds insufficient_fund funds_blocked_by_mandate"),
    ...each(
      F.AMOUNT_LIMIT_EXCEEDED,
      "transaction_limit_exceeded transaction_daily_limit_exceeded credit_limit_exceeded emi_greater_than_max_amount limit_exceeded_remitting_bank mandate_debit_beyond_psp_amount_cap",
    ),
    ...each(
      F.COUNT_LIMIT_EXCEEDED,
      "transaction_daily_count_exceeded transaction_frequency_limit_exceeded mandate_request_limit_breached",
    ),
    card_expired: F.EXPIRED_CARD,
    ...each(F.RESTRICTED_CARD, "debit_instrument_blocked debit_instrument_inactive"),
    ...each(F.ACCOUNT_BLOCKED, "credit_limit_expired credit_limit_inactive"),
    ...each(
      F.TRANSACTION_NOT_PERMITTED,
      "card_disabled_for_online_payments transaction_not_allowed transaction_on_vpa_restricted nature_of_debit_not_allowed joint_account_not_allowed user_not_registered_for_netbanking",
    ),
    ...each(
      F.ISSUER_UNAVAILABLE,
      "bank_technical_error bank_not_available bank_cutoff_in_progress issuer_technical_error issuer_dispatch_failed remitter_dispatch_failed payment_declined_due_to_high_traffic upi_app_technical_error psp_not_available",
    ),
    "psp_app_ not_available": F.ISSUER_UNAVAILABLE,
    ...each(F.INVALID_CARD_NUMBER, "card_number_invalid incorrect_card_details"),
    incorrect_card_expiry_date: F.INVALID_EXPIRY,
    incorrect_cvv: F.INCORRECT_CVC,
    incorrect_cardholder_name: F.NAME_MISMATCH,
    ...each(F.INVALID_PIN, "incorrect_pin incorrect_atm_pin pin_not_set"),
    pin_attempts_exceeded: F.PIN_TRIES_EXCEEDED,
    ...each(
      F.INVALID_ACCOUNT,
      "bank_account_invalid bank_account_validation_failed incorrect_ifsc invalid_vpa invalid_mobile_number mobile_number_invalid invalid_user_details no_financial_address_record_found invalid_account_number invalid_bank_code invalid_account_type",
    ),
    vpa_resolution_failed: { code: F.ISSUER_UNAVAILABLE, actor: Actor.NETWORK },
    ...each(F.CARD_NOT_SUPPORTED, "card_type_invalid card_network_not_enabled"),
    ...each(
      F.PAYMENT_METHOD_UNAVAILABLE,
      "bank_not_enabled payment_method_not_enabled upi_collect_not_enabled upi_intent_not_enabled collect_on_mcc_blocked emi_plan_unavailable psp_app_not_supported psp_not_registered upi_autopay_not_supported_on_psp",
    ),
    ...each(
      F.INVALID_MANDATE,
      "mandate_not_active payment_mandate_not_active no_original_request_found",
    ),
    ...each(
      F.AUTHENTICATION_FAILED,
      "authentication_failed incorrect_otp invalid_otp otp_attempts_exceeded otp_expired invalid_device",
    ),
    card_not_enrolled: { code: F.AUTHENTICATION_UNAVAILABLE, retry: Retry.OTHER_METHOD },
    payment_cancelled: F.CUSTOMER_CANCELLED,
    ...each(
      F.CUSTOMER_TIMED_OUT,
      "payment_timed_out payment_session_expired payment_collect_request_expired mandate_creation_expired mandate_creation_timeout reqauth_mandate_not_acknowledged",
    ),
    ...each(
      F.CUSTOMER_BANK_REFUSED,
      "authorisation_declined_by_psp mandate_creation_declined mandate_creation_failed",
    ),
    payment_risk_check_failed: F.BLOCKED_BY_RISK,
    compliance_violation: F.COMPLIANCE_REFUSED,
    ...each(
      F.DUPLICATE,
      "duplicate_request duplicate_rrn_found duplicate_refund_id duplicate_mandate_request order_already_paid",
    ),
    record_not_found: F.NOT_FOUND,
    refund_limit_crossed: F.AMOUNT_EXCEEDS_AVAILABLE,
    ...each(
      F.ACCOUNT_NOT_CONFIGURED,
      "international_transaction_not_allowed live_mode_not_enabled recurring_payment_not_enabled credit_not_permitted credit_failed credit_to_beneficiary_failed beneficiary_account_does_not_exist beneficiary_account_dormant invalid_transaction_beneficiary",
    ),
    merchant_not_activated: F.MERCHANT_ACCOUNT_INACTIVE,
    ...each(
      F.INVALID_REQUEST,
      "input_validation_failed invalid_request invalid_order_id invalid_email invalid_contact_number mismatch_in_transaction_details order_payment_method_mismatch extra_field_sent",
    ),
    ...each(F.INVALID_AMOUNT, "invalid_amount order_amount_mismatch payment_amount_tampered"),
    invalid_currency: F.CURRENCY_NOT_SUPPORTED,
    amount_less_than_minimum_amount: F.AMOUNT_TOO_SMALL,
    ...each(
      F.PROCESSOR_ERROR,
      "gateway_technical_error server_error capture_failed invalid_response_from_gateway verification_failed request_timed_out pre_debit_notification_failed GATEWAY_ERROR SERVER_ERROR",
    ),
    // Still open at the bank, and may end well: https://razorpay.com/docs/payments/payments/late-authorisation
    ...each(
      lookUp,
      "payment_pending payment_pending_approval collect_request_pending deemed_transaction",
    ),
  },
  // NA stands where there is no reason; the dummy is the registration of a one-time mandate, which is no payment; the
  // class alone tells nothing.
  unmapped: ["NA", "upi_dummy_payment", "BAD_REQUEST_ERROR"],
});

/**
 * `error.description` where the reason is no more than `input_validation_failed` or `NA`. Without the full stop, in
 * lower case. Beside the source, the errors of https://razorpay.com/docs/api/payments/capture,
 * https://razorpay.com/docs/api/disputes/contest, https://razorpay.com/docs/payments/refunds/errors,
 * https://razorpay.com/docs/pos/refunds/errors, https://razorpay.com/docs/api/orders/create and
 * https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/error-index
 */
export const descriptions = failureCodes({
  source: "https://razorpay.com/docs/api/refunds/normal-refunds-idempotent",
  words: {
    "the id provided does not exist": F.NOT_FOUND,
    "the api key provided is invalid": F.CREDENTIALS_REJECTED,
    "the api secret provided is invalid": F.CREDENTIALS_REJECTED,
    "the api key/secret provided is invalid": F.CREDENTIALS_REJECTED,
    "authentication failed": F.CREDENTIALS_REJECTED,
    "access denied": F.PERMISSION_MISSING,
    "the requested url was not found on the server": F.PERMISSION_MISSING,
    "order receipt should be unique": F.IDEMPOTENCY_CONFLICT,
    "duplicate receipt found for this refund request": F.IDEMPOTENCY_CONFLICT,
    "your payment has been declined as the order is already paid. please initiate the payment with a new order":
      F.DUPLICATE,
    "this payment has already been captured": F.ALREADY_CAPTURED,
    "capture amount must be equal to the amount authorized": F.INVALID_AMOUNT,
    "capture request currency must be same as payment currency": F.INVALID_AMOUNT,
    "only payments which have been authorized and not yet captured can be captured": F.WRONG_STATE,
    "the payment status should be captured for action to be taken": F.WRONG_STATE,
    "the payment has been fully refunded already": F.ALREADY_REFUNDED,
    "the refund amount provided is greater than amount captured": F.AMOUNT_EXCEEDS_AVAILABLE,
    "refund is not supported by the bank because the payment is more than 6 months old":
      F.TIME_LIMIT_PASSED,
    "payment is more than 6 months old, only instant refund is supported": {
      code: F.TIME_LIMIT_PASSED,
      retry: Retry.WITH_CHANGES,
    },
    "the amount must be at least inr 1.00": F.AMOUNT_TOO_SMALL,
    "order amount less than minimum amount allowed": F.AMOUNT_TOO_SMALL,
    "different request with the same idempotency key has already been processed":
      F.IDEMPOTENCY_CONFLICT,
    "another request with the same idempotency key is still in progress": lookUp,
    "amount exceeds maximum amount allowed": F.AMOUNT_TOO_LARGE,
    "payment processing failed because of incorrect otp": F.AUTHENTICATION_FAILED,
    "action not allowed as deadline to respond has elapsed": F.TIME_LIMIT_PASSED,
    "action not allowed when dispute is in lost status": F.WRONG_STATE,
    "action not allowed when dispute is in won status": F.WRONG_STATE,
    "action not allowed when dispute is in closed status": F.WRONG_STATE,
    "action not allowed when dispute is in under_review status": F.WRONG_STATE,
    "contest amount cannot be greater than dispute amount": F.INVALID_AMOUNT,
  },
});

/** `source`: who failed, for reasons that our tables do not know. */
export const actors = words({
  source: "https://razorpay.com/docs/errors/payments/payment-methods-error-parameters",
  words: {
    customer: Actor.CUSTOMER,
    business: Actor.MERCHANT,
    internal: Actor.PROCESSOR,
    gateway: Actor.PROCESSOR,
    network: Actor.NETWORK,
    issuer: Actor.ISSUER,
    issuer_bank: Actor.ISSUER,
    bank: Actor.ISSUER,
    customer_psp: Actor.ISSUER,
    beneficiary_bank: Actor.PROCESSOR,
  },
});
