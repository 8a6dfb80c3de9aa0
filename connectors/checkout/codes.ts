/** Checkout.com's words for where things stand, for what was used, and for why a request was refused, read as ours. */
import {
  AuthenticationResult_Status,
  FailureCode as C,
  CardFunding,
  CardNetwork,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  PaymentStatus,
  PendingReason,
} from "#contract";
import { disputeReasons, disputeStatuses, failureCodes, paymentStatuses, words } from "#kit";

const { CHARGEBACK, ARBITRATION } = DisputeStage;

/**
 * Payouts (`Paid`) are not made by this connector. Captures that leave a rest open are told by the balances. `Returned`:
 * https://github.com/checkout/checkout-sdk-net (PaymentStatus)
 */
export const paymentStatus = paymentStatuses({
  source: "https://api-reference.checkout.com/#operation/getPaymentDetails",
  words: {
    Pending: PaymentStatus.PENDING,
    "Retry Scheduled": PaymentStatus.PENDING,
    Authorized: PaymentStatus.AUTHORIZED,
    "Card Verified": PaymentStatus.AUTHORIZED,
    "Partially Captured": PaymentStatus.PARTIALLY_CAPTURED,
    Captured: PaymentStatus.CAPTURED,
    "Partially Refunded": PaymentStatus.CAPTURED,
    Refunded: PaymentStatus.CAPTURED,
    Voided: PaymentStatus.VOIDED,
    Declined: PaymentStatus.FAILED,
    Canceled: PaymentStatus.FAILED,
    Expired: PaymentStatus.EXPIRED,
    Returned: PaymentStatus.REVERSED,
  },
});

const events = "https://www.checkout.com/docs/developer-resources/event-notifications/event-types";
/** What an event says of its payment; a balance that comes along says more. */
export const paymentEvents = paymentStatuses({
  source: events,
  words: {
    payment_pending: [PaymentStatus.PENDING, PendingReason.CUSTOMER],
    payment_compliance_review: [PaymentStatus.PENDING, PendingReason.REVIEW],
    payment_retry_scheduled: PaymentStatus.PENDING,
    payment_approved: PaymentStatus.AUTHORIZED,
    payment_authorization_incremented: PaymentStatus.AUTHORIZED,
    card_verified: PaymentStatus.AUTHORIZED,
    payment_captured: PaymentStatus.CAPTURED,
    payment_voided: PaymentStatus.VOIDED,
    payment_declined: PaymentStatus.FAILED,
    payment_authentication_failed: PaymentStatus.FAILED,
    card_verification_declined: PaymentStatus.FAILED,
    payment_canceled: PaymentStatus.FAILED,
    payment_expired: PaymentStatus.EXPIRED,
    payment_returned: PaymentStatus.REVERSED,
  },
});

/** Of arbitrations: https://github.com/checkout/checkout-sdk-net (DisputeStatus), https://www.checkout.com/docs/disputes/manage-disputes */
export const disputeStatus = disputeStatuses({
  source: "https://api-reference.checkout.com/#operation/getDisputeDetails",
  words: {
    evidence_required: { status: DisputeStatus.NEEDS_RESPONSE, stage: CHARGEBACK },
    evidence_under_review: { status: DisputeStatus.UNDER_REVIEW, stage: CHARGEBACK },
    resolved: { status: DisputeStatus.WITHDRAWN, stage: CHARGEBACK },
    won: { status: DisputeStatus.WON, stage: CHARGEBACK },
    lost: { status: DisputeStatus.LOST, stage: CHARGEBACK },
    canceled: { status: DisputeStatus.WITHDRAWN, stage: CHARGEBACK },
    expired: { status: DisputeStatus.EXPIRED, stage: CHARGEBACK },
    accepted: { status: DisputeStatus.ACCEPTED, stage: CHARGEBACK },
    arbitration_under_review: { status: DisputeStatus.UNDER_REVIEW, stage: ARBITRATION },
    arb_evidence_submitted: { status: DisputeStatus.UNDER_REVIEW, stage: ARBITRATION },
    arbitration_won: { status: DisputeStatus.WON, stage: ARBITRATION },
    arbitration_lost: { status: DisputeStatus.LOST, stage: ARBITRATION },
  },
});
/** Whether evidence has been submitted, as far as the status says it. */
export const wasAnswered = words<boolean>({
  source: "https://www.checkout.com/docs/disputes/manage-disputes",
  words: { evidence_required: false, evidence_under_review: true, arb_evidence_submitted: true },
});
/** The status of a dispute after each of its events, in the API's own words; `dispute_received` says only that it is there. */
export const disputeEvents = words({
  source: events,
  words: {
    dispute_received: "evidence_required",
    dispute_evidence_required: "evidence_required",
    dispute_evidence_submitted: "evidence_under_review",
    dispute_evidence_acknowledged_by_scheme: "evidence_under_review",
    dispute_accepted: "accepted",
    dispute_canceled: "canceled",
    dispute_expired: "expired",
    dispute_resolved: "resolved",
    dispute_won: "won",
    dispute_lost: "lost",
    dispute_arbitration_evidence_submitted: "arb_evidence_submitted",
    dispute_arbitration_sent_to_scheme: "arbitration_under_review",
    dispute_arbitration_won: "arbitration_won",
    dispute_arbitration_lost: "arbitration_lost",
  },
});

export const disputeReason = disputeReasons({
  source: "https://api-reference.checkout.com/#operation/getDisputeDetails",
  words: {
    fraudulent: DisputeReason.FRAUD,
    unrecognized: DisputeReason.UNRECOGNISED_PURCHASE,
    canceled_recurring: DisputeReason.SUBSCRIPTION_CANCELLED,
    product_service_not_received: DisputeReason.NOT_RECEIVED,
    not_as_described: DisputeReason.NOT_AS_DESCRIBED,
    credit_not_issued: DisputeReason.CREDIT_NOT_PROCESSED,
    duplicate: DisputeReason.DUPLICATE,
    incorrect_amount: DisputeReason.PROCESSING_ERROR,
    general: DisputeReason.GENERAL,
  },
});

/** Source types, and wallets that held a card, by the contract's names. */
export const methodNames = words<string>({
  source:
    "https://github.com/checkout/checkout-sdk-python (PaymentSourceType), https://www.checkout.com/docs/developer-resources/event-notifications/event-types/payment_approved",
  words: {
    alipay_cn: "alipay",
    alma: "alma",
    applepay: "apple_pay",
    bancontact: "bancontact",
    benefit: "benefit",
    card: "card",
    dana: "dana",
    eps: "eps",
    gcash: "gcash",
    googlepay: "google_pay",
    ideal: "ideal",
    kakaopay: "kakao_pay",
    knet: "knet",
    mobilepay: "mobilepay",
    multibanco: "multibanco",
    p24: "p24",
    paypal: "paypal",
    tng: "touch_n_go",
    trustly: "trustly",
    twint: "twint",
    vipps: "vipps",
    wechatpay: "wechat_pay",
  },
});

/** Schemes come in several spellings; they are read in lower case. */
export const networks = words({
  source: "https://github.com/checkout/checkout-sdk-python (RoutingScheme, CardScheme)",
  words: {
    visa: CardNetwork.VISA,
    mastercard: CardNetwork.MASTERCARD,
    "american express": CardNetwork.AMEX,
    amex: CardNetwork.AMEX,
    "diners club international": CardNetwork.DINERS,
    diners: CardNetwork.DINERS,
    discover: CardNetwork.DISCOVER,
    jcb: CardNetwork.JCB,
    maestro: CardNetwork.MAESTRO,
    "cartes bancaires": CardNetwork.CARTES_BANCAIRES,
    cartes_bancaires: CardNetwork.CARTES_BANCAIRES,
  },
});
/** In lower case: `CREDIT` in answers, `Credit` in the reference. A deferred debit is a debit. */
export const funding = words({
  source: "https://api-reference.checkout.com/#operation/getPaymentDetails",
  words: {
    credit: CardFunding.CREDIT,
    charge: CardFunding.CREDIT,
    debit: CardFunding.DEBIT,
    "deferred debit": CardFunding.DEBIT,
    prepaid: CardFunding.PREPAID,
  },
});

/** `authentication_response` of 3-D Secure. */
export const authenticationStatus = words({
  source: "https://api-reference.checkout.com/#operation/getPaymentDetails",
  words: {
    Y: AuthenticationResult_Status.AUTHENTICATED,
    A: AuthenticationResult_Status.ATTEMPTED,
    N: AuthenticationResult_Status.FAILED,
    U: AuthenticationResult_Status.UNAVAILABLE,
  },
});

/**
 * `error_codes` of a request that was refused. The page tells what each means, and shows the names only in a browser: the
 * first were read on an edition of it that Checkout.com published elsewhere
 * (https://checkout-docs-site-nas-git-task-writing-705-cko-frontend.vercel.app/docs/four/resources/codes/error-codes), the
 * others in a copy, and those of the local methods and of increments in the tests of Checkout.com's own SDKs and on its
 * page of test cards.
 */
export const errorCodes = failureCodes({
  source:
    "https://www.checkout.com/docs/developer-resources/codes/error-codes, whose names were read in a copy: https://github.com/Basis-Theory/python-orchestration-sdk (providers/checkout.py)",
  words: {
    "3ds_malfunction": C.AUTHENTICATION_UNAVAILABLE,
    "3ds_not_configured": C.ACCOUNT_NOT_CONFIGURED,
    "3ds_not_enabled_for_card": C.AUTHENTICATION_UNAVAILABLE,
    "3ds_not_supported": C.AUTHENTICATION_UNAVAILABLE,
    "3ds_payment_required": C.AUTHENTICATION_REQUIRED,
    "3ds_version_invalid": C.INVALID_REQUEST,
    "3ds_version_not_supported": C.INVALID_REQUEST,
    action_failure_limit_exceeded: C.COUNT_LIMIT_EXCEEDED,
    address_invalid: C.INVALID_REQUEST,
    aft_processor_not_matched: C.ACCOUNT_NOT_CONFIGURED,
    amount_exceeds_balance: C.AMOUNT_EXCEEDS_AVAILABLE,
    amount_invalid: C.INVALID_AMOUNT,
    amount_limit_exceeded: C.AMOUNT_LIMIT_EXCEEDED,
    api_calls_quota_exceeded: C.RATE_LIMITED,
    apm_service_unavailable: C.PAYMENT_METHOD_UNAVAILABLE,
    billing_descriptor_city_invalid: C.INVALID_REQUEST,
    billing_descriptor_city_required: C.INVALID_REQUEST,
    billing_descriptor_name_invalid: C.INVALID_REQUEST,
    billing_descriptor_name_required: C.INVALID_REQUEST,
    business_invalid: C.ACCOUNT_NOT_CONFIGURED,
    business_settings_missing: C.ACCOUNT_NOT_CONFIGURED,
    capture_value_greater_than_authorized: C.AMOUNT_EXCEEDS_AVAILABLE,
    capture_value_greater_than_remaining_authorized: C.AMOUNT_EXCEEDS_AVAILABLE,
    card_authorization_failed: C.DECLINED,
    card_disabled: C.RESTRICTED_CARD,
    card_expired: C.EXPIRED_CARD,
    card_expiry_month_invalid: C.INVALID_EXPIRY,
    card_expiry_month_required: C.INVALID_EXPIRY,
    card_expiry_year_invalid: C.INVALID_EXPIRY,
    card_expiry_year_required: C.INVALID_EXPIRY,
    card_holder_invalid: C.NAME_MISMATCH,
    card_not_found: C.INVALID_TOKEN,
    card_number_invalid: C.INVALID_CARD_NUMBER,
    card_number_required: C.INVALID_CARD_NUMBER,
    channel_details_invalid: C.ACCOUNT_NOT_CONFIGURED,
    channel_url_missing: C.ACCOUNT_NOT_CONFIGURED,
    charge_details_invalid: C.INVALID_REQUEST,
    city_invalid: C.INVALID_REQUEST,
    country_address_invalid: C.INVALID_REQUEST,
    country_invalid: C.INVALID_REQUEST,
    country_phone_code_invalid: C.INVALID_REQUEST,
    country_phone_code_length_invalid: C.INVALID_REQUEST,
    currency_invalid: C.CURRENCY_NOT_SUPPORTED,
    currency_required: C.INVALID_REQUEST,
    customer_already_exists: C.DUPLICATE,
    customer_email_invalid: C.INVALID_REQUEST,
    customer_id_invalid: C.INVALID_REQUEST,
    customer_not_found: C.NOT_FOUND,
    customer_number_invalid: C.INVALID_REQUEST,
    cvv_invalid: C.INCORRECT_CVC,
    email_in_use: C.DUPLICATE,
    email_invalid: C.INVALID_REQUEST,
    email_required: C.INVALID_REQUEST,
    endpoint_invalid: C.INVALID_REQUEST,
    expiry_date_format_invalid: C.INVALID_EXPIRY,
    fail_url_invalid: C.INVALID_REQUEST,
    incremental_authorization_restricted_for_mcc: C.ACCOUNT_NOT_CONFIGURED,
    incremental_authorization_unsupported: C.WRONG_STATE,
    ip_address_invalid: C.INVALID_REQUEST,
    issuer_network_unavailable: C.ISSUER_UNAVAILABLE,
    metadata_key_invalid: C.INVALID_REQUEST,
    no_authorization_enabled_processors_available: C.ACCOUNT_NOT_CONFIGURED,
    parameter_invalid: C.INVALID_REQUEST,
    payee_not_onboarded: C.PAYMENT_METHOD_UNAVAILABLE,
    payment_expired: C.AUTHORIZATION_EXPIRED,
    payment_invalid: C.INVALID_REQUEST,
    payment_method_not_supported: C.PAYMENT_METHOD_UNAVAILABLE,
    payment_source_required: C.INVALID_REQUEST,
    payment_type_invalid: C.INVALID_REQUEST,
    phone_number_invalid: C.INVALID_REQUEST,
    phone_number_length_invalid: C.INVALID_REQUEST,
    previous_payment_id_invalid: C.INVALID_MANDATE,
    processing_channel_id_required: C.INVALID_REQUEST,
    processing_key_required: C.INVALID_REQUEST,
    processing_value_required: C.INVALID_REQUEST,
    refund_amount_exceeds_balance: C.AMOUNT_EXCEEDS_AVAILABLE,
    refund_authorization_declined: C.REFUND_REJECTED_BY_BANK,
    request_invalid: C.INVALID_REQUEST,
    request_json_invalid: C.INVALID_REQUEST,
    risk_enabled_required: C.INVALID_REQUEST,
    server_api_not_allowed: C.PERMISSION_MISSING,
    source_email_invalid: C.INVALID_REQUEST,
    source_email_required: C.INVALID_REQUEST,
    source_id_invalid: C.INVALID_TOKEN,
    source_id_or_email_required: C.INVALID_REQUEST,
    source_id_required: C.INVALID_REQUEST,
    source_id_unknown: C.INVALID_TOKEN,
    source_invalid: C.INVALID_REQUEST,
    source_or_destination_required: C.INVALID_REQUEST,
    source_token_invalid: C.INVALID_TOKEN,
    source_token_required: C.INVALID_REQUEST,
    source_token_type_invalid: C.INVALID_REQUEST,
    source_token_type_required: C.INVALID_REQUEST,
    source_type_required: C.INVALID_REQUEST,
    success_url_invalid: C.INVALID_REQUEST,
    success_url_required: C.INVALID_REQUEST,
    token_expired: C.INVALID_TOKEN,
    token_in_use: C.DUPLICATE,
    token_invalid: C.INVALID_TOKEN,
    token_required: C.INVALID_REQUEST,
    token_type_required: C.INVALID_REQUEST,
    token_used: C.INVALID_TOKEN,
    velocity_amount_limit_exceeded: C.AMOUNT_LIMIT_EXCEEDED,
    velocity_count_limit_exceeded: C.COUNT_LIMIT_EXCEEDED,
    void_amount_invalid: C.INVALID_AMOUNT,
    zip_invalid: C.INVALID_REQUEST,
  },
  // Of payouts, plans and platforms, which nothing here asks for.
  unmapped: [
    "card_not_eligible_domestic_money_transfer",
    "card_not_eligible_cross_border_money_transfer",
    "card_not_eligible_domestic_non_money_transfer",
    "card_not_eligible_cross_border_non_money_transfer",
    "card_not_eligible_domestic_online_gambling",
    "card_not_eligible_cross_border_online_gambling",
    "customer_plan_edit_failed",
    "customer_plan_id_invalid",
    "recurring_plan_exists",
    "recurring_plan_not_exist",
    "recurring_plan_removal_failed",
    "sub_entities_count_invalid",
  ],
});
/** `error_type`, where no code says more. */
export const errorTypes = failureCodes({
  source: "https://www.checkout.com/docs/developer-resources/codes/error-codes",
  words: {
    request_invalid: C.INVALID_REQUEST,
    invalid_request: C.INVALID_REQUEST,
    processing_error: C.PROCESSOR_ERROR,
  },
});
