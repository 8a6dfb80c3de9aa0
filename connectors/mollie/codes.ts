/** Mollie's words as the contract's: statuses, methods, card labels, and why a payment failed. */
import {
  CardFunding,
  CardNetwork,
  FailureCode,
  MandateStatus,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import { failureCodes, mandateStatuses, paymentStatuses, refundStatuses, words } from "#kit";

/** `canceled` is told apart by whether it had been authorized. */
export const paymentStatus = paymentStatuses({
  source: "https://docs.mollie.com/docs/handling-payment-status",
  words: {
    open: [PaymentStatus.PENDING, PendingReason.CUSTOMER],
    pending: PaymentStatus.PENDING,
    authorized: PaymentStatus.AUTHORIZED,
    paid: PaymentStatus.CAPTURED,
    canceled: PaymentStatus.FAILED,
    expired: PaymentStatus.EXPIRED,
    failed: PaymentStatus.FAILED,
  },
});

export const refundStatus = refundStatuses({
  source: "https://docs.mollie.com/reference/get-refund",
  words: {
    queued: RefundStatus.PENDING,
    pending: RefundStatus.PENDING,
    processing: RefundStatus.PENDING,
    refunded: RefundStatus.SUCCEEDED,
    failed: RefundStatus.FAILED,
    canceled: RefundStatus.CANCELLED,
  },
});

export const captureStatus = words<OperationStatus>({
  source: "https://docs.mollie.com/reference/get-capture",
  words: {
    pending: OperationStatus.ACCEPTED,
    succeeded: OperationStatus.SUCCEEDED,
    failed: OperationStatus.FAILED,
  },
});

/** `invalid` is one that cannot be charged any more, whoever ended it. */
export const mandateStatus = mandateStatuses({
  source: "https://docs.mollie.com/reference/get-mandate",
  words: {
    valid: MandateStatus.ACTIVE,
    pending: MandateStatus.PENDING,
    invalid: MandateStatus.REVOKED,
  },
});

/** Mollie's methods that the contract has too. */
export const methodNames = words<string>({
  source: "https://docs.mollie.com/reference/create-payment",
  words: {
    alma: "alma",
    applepay: "apple_pay",
    bacs: "bacs_debit",
    bancontact: "bancontact",
    banktransfer: "bank_transfer",
    billie: "billie",
    bizum: "bizum",
    blik: "blik",
    creditcard: "card",
    directdebit: "sepa_debit",
    eps: "eps",
    googlepay: "google_pay",
    ideal: "ideal",
    klarna: "klarna",
    klarnapaylater: "klarna",
    klarnapaynow: "klarna",
    klarnasliceit: "klarna",
    mbway: "mb_way",
    mobilepay: "mobilepay",
    multibanco: "multibanco",
    paybybank: "pay_by_bank",
    paypal: "paypal",
    paysafecard: "paysafecard",
    przelewy24: "p24",
    riverty: "riverty",
    satispay: "satispay",
    swish: "swish",
    trustly: "trustly",
    twint: "twint",
    vipps: "vipps",
  },
});

export const networks = words<CardNetwork>({
  source: "https://docs.mollie.com/reference/extra-payment-parameters",
  words: {
    "American Express": CardNetwork.AMEX,
    "Carte Bleue": CardNetwork.CARTES_BANCAIRES,
    Dankort: CardNetwork.DANKORT,
    "Diners Club": CardNetwork.DINERS,
    Discover: CardNetwork.DISCOVER,
    JCB: CardNetwork.JCB,
    Maestro: CardNetwork.MAESTRO,
    Mastercard: CardNetwork.MASTERCARD,
    Unionpay: CardNetwork.UNIONPAY,
    Visa: CardNetwork.VISA,
    Vpay: CardNetwork.VISA,
  },
});

export const funding = words<CardFunding>({
  source: "https://docs.mollie.com/reference/extra-payment-parameters",
  words: {
    debit: CardFunding.DEBIT,
    credit: CardFunding.CREDIT,
    prepaid: CardFunding.PREPAID,
    "deferred-debit": CardFunding.DEBIT,
  },
});

const F = FailureCode;
/** `details.failureReason` of cards. */
export const failureReasons = failureCodes({
  source: "https://docs.mollie.com/reference/extra-payment-parameters",
  words: {
    authentication_abandoned: F.CUSTOMER_CANCELLED,
    authentication_failed: F.AUTHENTICATION_FAILED,
    authentication_required: F.AUTHENTICATION_REQUIRED,
    authentication_unavailable_acs: F.AUTHENTICATION_UNAVAILABLE,
    card_declined: F.DECLINED,
    card_expired: F.EXPIRED_CARD,
    inactive_card: F.RESTRICTED_CARD,
    insufficient_funds: F.INSUFFICIENT_FUNDS,
    invalid_card_holder_name: F.NAME_MISMATCH,
    invalid_card_number: F.INVALID_CARD_NUMBER,
    invalid_card_type: F.CARD_NOT_SUPPORTED,
    invalid_cvv: F.INCORRECT_CVC,
    possible_fraud: F.SUSPECTED_FRAUD,
    refused_by_issuer: F.DECLINED,
  },
  unmapped: ["unknown_reason"],
});

/** `statusReason.code`: of the card scheme, of the merchant's account, of terminals, of vouchers. */
export const statusReasons = failureCodes({
  source: "https://docs.mollie.com/reference/status-reasons",
  words: {
    additional_customer_authentication_required: F.AUTHENTICATION_REQUIRED,
    agreement_terminal_not_related: F.ACCOUNT_NOT_CONFIGURED,
    allowable_number_of_pin_tries_exceeded: F.PIN_TRIES_EXCEEDED,
    blocked_first_used: F.RESTRICTED_CARD,
    cannot_verify_pin: F.INVALID_PIN,
    capture_card: F.PICK_UP_CARD,
    card_authentication_failed: F.AUTHENTICATION_FAILED,
    card_does_not_exist: F.INVALID_CARD_NUMBER,
    card_is_blocked: F.RESTRICTED_CARD,
    card_is_not_active: F.RESTRICTED_CARD,
    closed_account: F.ACCOUNT_CLOSED,
    contact_card_issuer: F.CALL_ISSUER,
    credit_issuer_unavailable: F.ISSUER_UNAVAILABLE,
    decline_for_cvv2_failure: F.INCORRECT_CVC,
    do_not_honor: F.DO_NOT_HONOR,
    domestic_debit_transaction_not_allowed: F.TRANSACTION_NOT_PERMITTED,
    duplicate_transaction: F.DUPLICATE,
    exceeds_withdrawal_amount_limit: F.AMOUNT_LIMIT_EXCEEDED,
    exceeds_withdrawal_count_limit: F.COUNT_LIMIT_EXCEEDED,
    expired_card: F.EXPIRED_CARD,
    fraud_security_related: F.SUSPECTED_FRAUD,
    incorrect_purchase_value: F.INVALID_AMOUNT,
    insufficient_funds: F.INSUFFICIENT_FUNDS,
    invalid_account_number: F.INVALID_ACCOUNT,
    invalid_amount: F.INVALID_AMOUNT,
    invalid_card_id: F.INVALID_CARD_NUMBER,
    invalid_card_number: F.INVALID_CARD_NUMBER,
    invalid_currency: F.CURRENCY_NOT_SUPPORTED,
    invalid_issuer: F.INVALID_CARD_NUMBER,
    invalid_merchant: F.ACCOUNT_NOT_CONFIGURED,
    invalid_merchant_data: F.ACCOUNT_NOT_CONFIGURED,
    invalid_nonexistent_account_specified: F.INVALID_ACCOUNT,
    invalid_nonexistent_from_account_specified: F.INVALID_ACCOUNT,
    invalid_nonexistent_to_account_specified: F.INVALID_ACCOUNT,
    invalid_pin: F.INVALID_PIN,
    issuer_unavailable: F.ISSUER_UNAVAILABLE,
    lost_card: F.LOST_CARD,
    merchant_account_closed: F.MERCHANT_ACCOUNT_INACTIVE,
    merchant_id_not_found: F.ACCOUNT_NOT_CONFIGURED,
    merchant_not_registered_for_amex: F.ACCOUNT_NOT_CONFIGURED,
    merchant_not_registered_vbv: F.ACCOUNT_NOT_CONFIGURED,
    missing_cvv2_cvc2: F.INCORRECT_CVC,
    no_checking_account: F.INVALID_ACCOUNT,
    no_credit_account: F.INVALID_ACCOUNT,
    no_savings_account: F.INVALID_ACCOUNT,
    pick_up_card_special_condition: F.PICK_UP_CARD,
    pin_data_required: F.INVALID_PIN,
    policy_related: F.TRANSACTION_NOT_PERMITTED,
    refer_to_card_issuer: F.CALL_ISSUER,
    refer_to_card_issuer_special_condition: F.CALL_ISSUER,
    restricted_card: F.RESTRICTED_CARD,
    revocation_of_all_authorizations: F.RECURRING_STOPPED,
    revocation_of_authorization: F.RECURRING_STOPPED,
    security_violation: F.SECURITY_VIOLATION,
    stolen_card: F.STOLEN_CARD,
    stop_payment_order: F.RECURRING_STOPPED,
    sub_merchant_account_closed: F.MERCHANT_ACCOUNT_INACTIVE,
    suspected_fraud: F.SUSPECTED_FRAUD,
    transaction_amount_exceeds_pre_authorized_amount: F.AMOUNT_EXCEEDS_AVAILABLE,
    transaction_does_not_fulfill_aml_requirement: F.COMPLIANCE_REFUSED,
    transaction_not_permitted_to_cardholder: F.TRANSACTION_NOT_PERMITTED,
    violation_of_law: F.COMPLIANCE_REFUSED,
    wrong_currency: F.CURRENCY_NOT_SUPPORTED_BY_CARD,
  },
  unmapped: [
    "approved_or_completed_successfully",
    "authorization_error",
    "card_is_transferred",
    "card_not_available",
    "cash_service_not_available",
    "cashback_request_exceeds_issuer_limit",
    "cryptographic_failure",
    "cvv2_not_allowed",
    "error",
    "file_temporarily_unavailable",
    "force_stip",
    "format_error",
    "forward_to_issuer_xa",
    "forward_to_issuer_xd",
    "honor_with_id",
    "invalid_authorization_life_cycle",
    "invalid_biller_information",
    "invalid_category_code",
    "invalid_ean_code",
    "invalid_operation",
    "invalid_processor_id",
    "invalid_retailer",
    "invalid_transaction",
    "lifecycle_related",
    "login_failed_invalid_password",
    "login_failed_unknown_user",
    "login_failed_without_reason",
    "negative_online_cam_result",
    "no_action_taken",
    "no_reason_to_decline",
    "partial_approval",
    "pin_change_unblock_request_declined",
    "pin_cryptographic_error_found",
    "pin_not_changed",
    "previous_message_located_inconsistent_data",
    "purchase_amount_only_no_cash_back_allowed",
    "re_enter_transaction",
    "service_failed",
    "system_malfunction",
    "terminal_busy",
    "terminal_closed",
    "terminal_id_not_found",
    "terminal_unreachable",
    "transaction_not_allowed_at_terminal",
    "transaction_not_permitted_at_terminal",
    "transaction_reversed",
    "unable_to_go_online",
    "unable_to_locate_previous_message",
    "unable_to_locate_record",
    "unable_to_route_transaction",
    "unacceptable_pin",
    "unsafe_pin",
    "vip_approval",
  ],
});

/**
 * What a refusal says in words, where that is more than its status. The last two were read in reports:
 * https://github.com/mollie/Shopware6/issues/379, https://github.com/pronamic/wp-pronamic-pay/issues/188
 */
export const details = failureCodes({
  source: "https://docs.mollie.com/reference/handling-errors",
  words: {
    "The amount is higher than the maximum": F.AMOUNT_TOO_LARGE,
    "The amount is lower than the minimum": F.AMOUNT_TOO_SMALL,
    "No suitable mandates found for customer": F.INVALID_MANDATE,
  },
});

/** An HTTP status that refuses; 422 has a meaning of its own where it is about a payment's state. */
export const httpFailures = failureCodes({
  source: "https://docs.mollie.com/reference/handling-errors",
  words: {
    400: F.INVALID_REQUEST,
    401: F.CREDENTIALS_REJECTED,
    403: F.PERMISSION_MISSING,
    404: F.NOT_FOUND,
    405: F.INVALID_REQUEST,
    410: F.NOT_FOUND,
    415: F.INVALID_REQUEST,
    422: F.INVALID_REQUEST,
    429: F.RATE_LIMITED,
  },
  unmapped: ["409", "500", "502", "503", "504"],
});
