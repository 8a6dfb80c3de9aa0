/** GoCardless's words as ours: statuses, what events tell, causes, API errors. */
import {
  Actor,
  FailureCode as Code,
  MandateStatus as Mandate,
  PaymentStatus as Payment,
  PendingReason,
  RefundStatus as Refund,
  Retry,
} from "#contract";
import {
  failureCodes,
  mandateStatuses,
  type PaymentResult,
  paymentStatuses,
  refundStatuses,
  words,
} from "#kit";

const reference = "https://developer.gocardless.com/api-reference";
const { CUSTOMER } = PendingReason;

export const paymentStatus = paymentStatuses({
  source: `${reference}/#core-endpoints-payments`,
  words: {
    pending_customer_approval: [Payment.PENDING, CUSTOMER],
    pending_submission: Payment.PENDING,
    submitted: Payment.PENDING,
    confirmed: Payment.CAPTURED,
    paid_out: Payment.CAPTURED,
    cancelled: Payment.VOIDED,
    customer_approval_denied: Payment.FAILED,
    failed: Payment.FAILED,
    charged_back: Payment.REVERSED,
  },
});

/** What a payment's event leaves it in. A fee says nothing of the payment, and is left out. */
export const paymentActions = paymentStatuses({
  source: `${reference}/#event-types-payment`,
  words: {
    created: Payment.PENDING,
    customer_approval_granted: Payment.PENDING,
    customer_approval_denied: Payment.FAILED,
    submitted: Payment.PENDING,
    confirmed: Payment.CAPTURED,
    paid_out: Payment.CAPTURED,
    cancelled: Payment.VOIDED,
    failed: Payment.FAILED,
    late_failure_settled: Payment.FAILED,
    charged_back: Payment.REVERSED,
    chargeback_settled: Payment.REVERSED,
    chargeback_cancelled: Payment.CAPTURED,
    resubmission_requested: Payment.PENDING,
  },
});
/** Events that come after one that looked final. */
export const lateActions: ReadonlySet<string> = new Set([
  "late_failure_settled",
  "charged_back",
  "chargeback_settled",
  "chargeback_cancelled",
  "resubmission_requested",
]);

/** `paid`: included in a payout; the event of that name says that the customer has it. */
export const refundStatus = refundStatuses({
  source: `${reference}/#core-endpoints-refunds`,
  words: {
    created: Refund.PENDING,
    pending_submission: Refund.PENDING,
    submitted: Refund.PENDING,
    paid: Refund.SUCCEEDED,
    cancelled: Refund.CANCELLED,
    bounced: Refund.FAILED,
    funds_returned: Refund.FAILED,
  },
});
/** `refund_settled` tells of a payout, not of the refund: the two are not associated. It is left out. */
export const refundActions = refundStatuses({
  source: `${reference}/#event-types-refund`,
  words: {
    created: Refund.PENDING,
    paid: Refund.SUCCEEDED,
    failed: Refund.FAILED,
    funds_returned: Refund.FAILED,
  },
});

/** A mandate can be charged before it is active; the first debit then waits for it. */
export const mandateStatus = mandateStatuses({
  source: `${reference}/#core-endpoints-mandates`,
  words: {
    pending_customer_approval: [Mandate.PENDING, CUSTOMER],
    pending_submission: Mandate.PENDING,
    submitted: Mandate.PENDING,
    active: Mandate.ACTIVE,
    suspended_by_payer: Mandate.SUSPENDED,
    failed: Mandate.FAILED,
    cancelled: Mandate.REVOKED,
    expired: Mandate.EXPIRED,
    consumed: Mandate.EXPIRED,
    blocked: Mandate.REVOKED,
  },
});
/** `transferred` changes the account below, not where the mandate stands. It is left out. */
export const mandateActions = mandateStatuses({
  source: `${reference}/#event-types-mandate`,
  words: {
    created: Mandate.PENDING,
    customer_approval_granted: Mandate.PENDING,
    customer_approval_skipped: Mandate.PENDING,
    submitted: Mandate.PENDING,
    active: Mandate.ACTIVE,
    reinstated: Mandate.ACTIVE,
    cancelled: Mandate.REVOKED,
    failed: Mandate.FAILED,
    expired: Mandate.EXPIRED,
    consumed: Mandate.EXPIRED,
    blocked: Mandate.REVOKED,
    replaced: Mandate.REVOKED,
    resubmission_requested: Mandate.PENDING,
  },
});

const billingRequests = `${reference}/#billing-requests-billing-requests`;
/** While the payment that a billing request asks for is not made yet. */
export const requestedPayment = paymentStatuses({
  source: billingRequests,
  words: {
    pending: Payment.ACTION_REQUIRED,
    ready_to_fulfil: Payment.PENDING,
    fulfilling: Payment.PENDING,
    fulfilled: Payment.PENDING,
    cancelled: Payment.VOIDED,
  },
});
/** The same for a mandate. */
export const requestedMandate = mandateStatuses({
  source: billingRequests,
  words: {
    pending: Mandate.ACTION_REQUIRED,
    ready_to_fulfil: Mandate.PENDING,
    fulfilling: Mandate.PENDING,
    fulfilled: Mandate.PENDING,
    cancelled: Mandate.FAILED,
  },
});

/** Our methods by GoCardless's schemes; those that the contract has no name for are left out. */
export const schemes = words({
  source: `${reference}/#overview-supported-direct-debit-schemes`,
  words: {
    ach: "ach_debit",
    bacs: "bacs_debit",
    becs: "becs_debit",
    pad: "pad_debit",
    sepa_core: "sepa_debit",
    faster_payments: "pay_by_bank",
    sepa_credit_transfer: "pay_by_bank",
    sepa_instant_credit_transfer: "pay_by_bank",
  },
});

/** `details.cause` of events that tell of a failure, a chargeback or an end that nobody asked for. */
export const causes = failureCodes({
  source: `${reference}/#event-types-payment`,
  words: {
    insufficient_funds: Code.INSUFFICIENT_FUNDS,
    // Almost always for want of funds, sometimes for another reason that the bank keeps to itself.
    refer_to_payer: Code.DECLINED,
    bank_account_closed: Code.ACCOUNT_CLOSED,
    invalid_bank_details: Code.INVALID_ACCOUNT,
    // The debit went to the old account; it may be tried again once the mandate is transferred.
    bank_account_transferred: { code: Code.INVALID_ACCOUNT, retry: Retry.LATER },
    direct_debit_not_enabled: Code.TRANSACTION_NOT_PERMITTED,
    account_blocked_for_any_financial_transaction: Code.ACCOUNT_BLOCKED,
    authorisation_disputed: Code.DEBIT_RETURNED,
    refund_requested: Code.DEBIT_RETURNED,
    return_on_odfi_request: Code.DEBIT_RETURNED,
    payment_stopped: Code.RECURRING_STOPPED,
    bank_declined_payment: Code.DECLINED,
    daily_payment_limit_reached: Code.AMOUNT_LIMIT_EXCEEDED,
    insufficient_payment_permissions: Code.TRANSACTION_NOT_PERMITTED,
    payment_violated_mandate_parameters: Code.INVALID_MANDATE,
    mandate_cancelled: { code: Code.INVALID_MANDATE, actor: Actor.CUSTOMER },
    mandate_expired: Code.INVALID_MANDATE,
    mandate_suspended_by_payer: { code: Code.INVALID_MANDATE, actor: Actor.CUSTOMER },
    customer_approval_denied: Code.CUSTOMER_CANCELLED,
    mandate_blocked: Code.BLOCKED_BY_MERCHANT_RULE,
    mandate_blocked_by_gocardless: Code.BLOCKED_BY_RISK,
    refund_failed: Code.REFUND_REJECTED_BY_BANK,
    refund_funds_returned: Code.REFUND_REJECTED_BY_BANK,
  },
  unmapped: [
    "other",
    "test_failure",
    "initial_one_off_payment_failed",
    "payment_cancelled",
    "instalment_schedule_cancelled",
    "late_failure_settled",
    "chargeback_settled",
    "scheme_identifier_changed",
  ],
});

/** `error.errors[].reason`, else `error.type`. */
export const reasons = failureCodes({
  source: `${reference}/#errors-error-codes`,
  words: {
    idempotent_creation_conflict: Code.IDEMPOTENCY_CONFLICT,
    resource_not_found: Code.NOT_FOUND,
    link_not_found: Code.NOT_FOUND,
    customer_data_removed: Code.NOT_FOUND,
    access_token_not_found: Code.CREDENTIALS_REJECTED,
    access_token_not_active: Code.CREDENTIALS_REJECTED,
    access_token_revoked: Code.CREDENTIALS_REJECTED,
    missing_authorization_header: Code.CREDENTIALS_REJECTED,
    invalid_authorization_header: Code.CREDENTIALS_REJECTED,
    unauthorized: Code.CREDENTIALS_REJECTED,
    forbidden: Code.PERMISSION_MISSING,
    insufficient_permissions: Code.PERMISSION_MISSING,
    feature_disabled: Code.ACCOUNT_NOT_CONFIGURED,
    rate_limit_exceeded: Code.RATE_LIMITED,
    cancellation_failed: Code.WRONG_STATE,
    retry_failed: Code.WRONG_STATE,
    disable_failed: Code.WRONG_STATE,
    mandate_not_inactive: Code.WRONG_STATE,
    mandate_is_inactive: Code.INVALID_MANDATE,
    mandate_replaced: Code.INVALID_MANDATE,
    bank_account_disabled: Code.INVALID_TOKEN,
    bank_account_exists: Code.DUPLICATE,
    customer_bank_account_token_used: Code.INVALID_TOKEN,
    refund_payment_invalid_state: Code.WRONG_STATE,
    refund_is_unreachable: Code.REFUND_REJECTED_BY_BANK,
    // Another refund of the same payment came in between.
    total_amount_confirmation_invalid: { code: Code.WRONG_STATE, retry: Retry.LATER },
    number_of_refunds_exceeded: Code.AMOUNT_EXCEEDS_AVAILABLE,
    available_refund_amount_insufficient: Code.INSUFFICIENT_MERCHANT_BALANCE,
    validation_failed: Code.INVALID_REQUEST,
    invalid_api_usage: Code.INVALID_REQUEST,
    invalid_state: Code.WRONG_STATE,
    gocardless: Code.PROCESSOR_ERROR,
  },
  // Faults in how the API is spoken, not in what was asked: `invalid_api_usage` tells of them all.
  unmapped: [
    "path_not_found",
    "method_not_allowed",
    "bad_request",
    "invalid_type",
    "invalid_document_structure",
    "invalid_content_type",
    "invalid_filters",
    "request_body_not_allowed",
    "request_entity_too_large",
    "unsupported_media_type",
    "not_acceptable",
    "tls_required",
    "missing_version_header",
    "version_not_found",
    "idempotency_key_too_long",
  ],
});

/** Where an end needs a reason, and `getPayment` asks the events for it. */
export const isUnhappy = ({ status }: PaymentResult): boolean =>
  status === Payment.FAILED || status === Payment.REVERSED;
