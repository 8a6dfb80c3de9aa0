/** Stripe's words, read as ours: where things stand, what was checked, why something failed or is disputed. */
import {
  Actor,
  AuthenticationResult_Status,
  CardFunding,
  CardNetwork,
  CheckResult,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  FailureCode as F,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
  RiskResult_Decision,
} from "#contract";
import {
  checkResults,
  disputeReasons,
  disputeStatuses,
  failureCodes,
  mandateStatuses,
  paymentStatuses,
  refundStatuses,
  words,
} from "#kit";

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

export const refundStatus = refundStatuses({
  source: "https://docs.stripe.com/api/refunds/object#refund_object-status",
  words: {
    pending: RefundStatus.PENDING,
    requires_action: RefundStatus.ACTION_REQUIRED,
    succeeded: RefundStatus.SUCCEEDED,
    failed: RefundStatus.FAILED,
    canceled: RefundStatus.CANCELLED,
  },
});

export const setupStatus = mandateStatuses({
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
export const mandateStatus = mandateStatuses({
  source: "https://docs.stripe.com/api/mandates/object#mandate_object-status",
  words: {
    active: MandateStatus.ACTIVE,
    pending: MandateStatus.PENDING,
    inactive: MandateStatus.REVOKED,
  },
});

export const check = checkResults({
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

export const funding = words({
  source:
    "https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card-funding",
  words: {
    credit: CardFunding.CREDIT,
    debit: CardFunding.DEBIT,
    prepaid: CardFunding.PREPAID,
  },
});

export const authenticationStatus = words({
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

export const riskDecision = words({
  source: "https://docs.stripe.com/api/charges/object#charge_object-outcome-type",
  words: {
    authorized: RiskResult_Decision.ACCEPT,
    blocked: RiskResult_Decision.REJECT,
    manual_review: RiskResult_Decision.REVIEW,
  },
});

/** Where Stripe's type of a method is not the contract's name of it. */
export const methodNames = words({
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

/** One meaning for several words. */
const each = <Meaning>(meaning: Meaning, names: string): Readonly<Record<string, Meaning>> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, meaning]));

/**
 * `decline_code` of cards and of other methods, which tell more than the `code` beside them.
 * The reasons of a blocked charge's `outcome` stand here too: https://docs.stripe.com/declines#blocked-payments
 */
export const declineCodes = failureCodes({
  source: "https://docs.stripe.com/declines/codes",
  words: {
    ...each(F.DECLINED, "approve_with_id generic_decline no_action_taken reenter_transaction"),
    do_not_honor: F.DO_NOT_HONOR,
    do_not_try_again: { code: F.DECLINED, retry: Retry.NEVER },
    try_again_later: { code: F.DECLINED, retry: Retry.LATER },
    call_issuer: F.CALL_ISSUER,
    insufficient_funds: F.INSUFFICIENT_FUNDS,
    ...each(F.AMOUNT_LIMIT_EXCEEDED, "card_velocity_exceeded payment_limit_exceeded"),
    withdrawal_count_limit_exceeded: F.COUNT_LIMIT_EXCEEDED,
    ...each(F.EXPIRED_CARD, "expired_card expired_payment_information"),
    ...each(F.LOST_CARD, "lost_card lost_or_stolen_card"),
    stolen_card: F.STOLEN_CARD,
    pickup_card: F.PICK_UP_CARD,
    restricted_card: F.RESTRICTED_CARD,
    ...each(
      F.TRANSACTION_NOT_PERMITTED,
      "card_not_supported not_permitted partner_action_not_supported recurring_not_supported_by_bank service_not_allowed transaction_not_allowed",
    ),
    currency_not_supported: F.CURRENCY_NOT_SUPPORTED_BY_CARD,
    issuer_not_available: F.ISSUER_UNAVAILABLE,
    ...each(
      F.RECURRING_STOPPED,
      "revocation_of_all_authorizations revocation_of_authorization stop_payment_order",
    ),
    security_violation: F.SECURITY_VIOLATION,
    new_account_information_available: F.CARD_UPDATED,
    invalid_customer_account: F.ACCOUNT_BLOCKED,
    ...each(
      F.INVALID_CARD_NUMBER,
      "incorrect_number invalid_number invalid_track_data testmode_decline",
    ),
    ...each(F.INVALID_EXPIRY, "invalid_expiry_month invalid_expiry_year"),
    ...each(F.INCORRECT_CVC, "incorrect_cvc invalid_cvc"),
    ...each(F.ADDRESS_MISMATCH, "incorrect_address incorrect_zip"),
    ...each(
      F.INVALID_PIN,
      "incorrect_pin invalid_pin offline_pin_required online_or_offline_pin_required",
    ),
    pin_try_exceeded: F.PIN_TRIES_EXCEEDED,
    invalid_account: F.INVALID_ACCOUNT,
    invalid_amount: { code: F.INVALID_AMOUNT, actor: Actor.ISSUER },
    ...each(F.INVALID_MANDATE, "invalid_authorization invalid_billing_agreement"),
    ...each(
      F.AUTHENTICATION_REQUIRED,
      "authentication_not_handled authentication_required mobile_device_authentication_required",
    ),
    partner_generic_decline: F.CUSTOMER_BANK_REFUSED,
    ...each(
      F.BLOCKED_BY_RISK,
      "elevated_risk_level fraudulent highest_risk_level partner_high_risk_customer",
    ),
    ...each(F.BLOCKED_BY_MERCHANT_RULE, "merchant_blacklist rule"),
    low_probability_of_authorization: { code: F.DECLINED, actor: Actor.PROCESSOR },
    compliance_violation: F.COMPLIANCE_REFUSED,
    duplicate_transaction: F.DUPLICATE,
    partner_payment_not_found: F.NOT_FOUND,
    card_already_activated: F.WRONG_STATE,
    payment_disputed: F.DISPUTED,
    invalid_business_account: F.MERCHANT_ACCOUNT_INACTIVE,
    invalid_payment_information: F.INVALID_REQUEST,
    processing_error: F.PROCESSOR_ERROR,
  },
});

/** `code`, and `type` of an error that has no code. */
export const errorCodes = failureCodes({
  source: "https://docs.stripe.com/error-codes",
  words: {
    ...each(F.DECLINED, "card_declined card_error"),
    card_decline_rate_limit_exceeded: F.COUNT_LIMIT_EXCEEDED,
    insufficient_funds: F.INSUFFICIENT_FUNDS,
    ...each(
      F.AMOUNT_LIMIT_EXCEEDED,
      "charge_exceeds_source_limit charge_exceeds_transaction_limit charge_exceeds_weekly_limit",
    ),
    ...each(F.EXPIRED_CARD, "expired_card expired_payment_method"),
    ...each(F.INVALID_CARD_NUMBER, "incorrect_number invalid_number"),
    ...each(F.INVALID_EXPIRY, "invalid_expiry_month invalid_expiry_year"),
    ...each(F.INCORRECT_CVC, "incorrect_cvc invalid_cvc"),
    ...each(
      F.ADDRESS_MISMATCH,
      "incorrect_address incorrect_postal_code incorrect_zip postal_code_invalid",
    ),
    account_closed: F.ACCOUNT_CLOSED,
    ...each(
      F.ACCOUNT_BLOCKED,
      "bank_account_declined bank_account_restricted bank_account_unusable payment_method_bank_account_blocked payment_method_restricted",
    ),
    ...each(
      F.INVALID_ACCOUNT,
      "account_number_invalid bank_account_bad_routing_numbers bank_account_unverified bank_account_verification_failed no_account payment_method_microdeposit_failed payment_method_microdeposit_verification_amounts_mismatch payment_method_microdeposit_verification_attempts_exceeded payment_method_microdeposit_verification_descriptor_code_mismatch payment_method_microdeposit_verification_timeout routing_number_invalid",
    ),
    ...each(
      F.INVALID_MANDATE,
      "billing_invalid_mandate india_recurring_payment_mandate_canceled payment_intent_mandate_invalid setup_intent_mandate_invalid",
    ),
    refer_to_customer: F.RECURRING_STOPPED,
    debit_not_authorized: F.DEBIT_RETURNED,
    ...each(
      F.AUTHENTICATION_REQUIRED,
      "authentication_required payment_intent_action_required invoice_payment_intent_requires_action",
    ),
    ...each(
      F.AUTHENTICATION_FAILED,
      "authentication_failure payment_intent_authentication_failure setup_intent_authentication_failure",
    ),
    ...each(
      F.AUTHENTICATION_UNAVAILABLE,
      "three_d_secure_authentication_not_supported three_d_secure_authentication_upstream_error",
    ),
    payment_method_customer_decline: F.CUSTOMER_CANCELLED,
    ...each(
      F.CUSTOMER_TIMED_OUT,
      "payment_intent_payment_attempt_expired setup_intent_setup_attempt_expired",
    ),
    ...each(
      F.CUSTOMER_BANK_REFUSED,
      "payment_intent_payment_attempt_failed payment_method_provider_decline setup_attempt_failed",
    ),
    ...each(F.BLOCKED_BY_RISK, "action_blocked anomalous_money_movement_request request_blocked"),
    application_fees_not_allowed: F.COMPLIANCE_REFUSED,
    ...each(
      F.PAYMENT_METHOD_UNAVAILABLE,
      "payment_intent_incompatible_payment_method payment_method_configuration_failures payment_method_unactivated payment_method_unsupported_type setup_intent_mobile_wallet_unsupported",
    ),
    ...each(
      F.PROCESSOR_ERROR,
      "api_error payment_method_microdeposit_processing_error payment_method_not_available payment_method_provider_timeout processing_error",
    ),
    ...each(
      F.INVALID_TOKEN,
      "invalid_source_usage payment_method_unexpected_state token_already_used",
    ),
    token_in_use: { code: F.DUPLICATE, retry: Retry.LOOK_UP_FIRST },
    idempotency_error: F.IDEMPOTENCY_CONFLICT,
    idempotency_key_in_use: { code: F.IDEMPOTENCY_CONFLICT, retry: Retry.LATER },
    ...each(F.NOT_FOUND, "missing resource_missing"),
    ...each(
      F.WRONG_STATE,
      "capture_unauthorized_payment charge_not_refundable intent_invalid_state payment_intent_unexpected_state return_intent_already_processed setup_intent_unexpected_state status_transition_invalid",
    ),
    charge_already_captured: F.ALREADY_CAPTURED,
    charge_already_refunded: F.ALREADY_REFUNDED,
    ...each(
      F.AUTHORIZATION_EXPIRED,
      "capture_charge_authorization_expired charge_expired_for_capture",
    ),
    balance_insufficient: F.INSUFFICIENT_MERCHANT_BALANCE,
    ...each(F.DISPUTED, "charge_disputed refund_disputed_payment"),
    ...each(
      F.CREDENTIALS_REJECTED,
      "account_invalid api_key_expired livemode_mismatch platform_api_key_expired secret_key_required",
    ),
    ...each(F.PERMISSION_MISSING, "not_allowed_on_standard_account platform_account_required"),
    ...each(
      F.ACCOUNT_NOT_CONFIGURED,
      "capability_not_active sepa_unsupported_account stripe_tax_inactive testmode_charges_only",
    ),
    ...each(F.CURRENCY_NOT_SUPPORTED, "payment_method_currency_mismatch"),
    amount_too_small: F.AMOUNT_TOO_SMALL,
    amount_too_large: F.AMOUNT_TOO_LARGE,
    invalid_charge_amount: F.INVALID_AMOUNT,
    ...each(F.RATE_LIMITED, "lock_timeout payment_intent_rate_limit_exceeded rate_limit"),
    ...each(
      F.INVALID_REQUEST,
      "balance_invalid_parameter charge_invalid_parameter clearing_code_unsupported country_code_invalid customer_max_payment_methods customer_tax_location_invalid dispute_evidence_page_limit_exceeded email_invalid intent_verification_method_missing invalid_card_type invalid_characters invalid_mandate_reference_prefix_format invalid_request_error invalid_tax_location parameter_invalid_empty parameter_invalid_integer parameter_invalid_string_blank parameter_invalid_string_empty parameter_missing parameter_unknown parameters_exclusive payment_intent_invalid_parameter payment_intent_konbini_rejected_confirmation_number payment_method_billing_details_address_missing payment_method_invalid_parameter payment_method_invalid_parameter_testmode payment_method_microdeposit_verification_amounts_invalid resource_already_exists setup_intent_invalid_parameter shipping_address_invalid tax_id_invalid tax_id_prohibited tls_version_unsupported token_card_network_invalid url_invalid",
    ),
  },
  // What these are about (accounts, payouts, invoices, tax, terminals, financial connections) is not called from here.
  unmapped:
    "account_country_invalid_address account_error_country_change_requires_additional_steps account_information_mismatch account_token_required_for_v2_account acss_debit_session_incomplete alipay_upgrade_required approval_required bank_account_exists bitcoin_upgrade_required cardholder_phone_number_required country_unsupported coupon_expired customer_max_subscriptions customer_session_expired failed_tax_calculation financial_account_balance_does_not_support_currency financial_account_capability_not_enabled financial_account_capability_restricted financial_connections_account_inactive financial_connections_account_pending_account_numbers financial_connections_account_unavailable_account_numbers financial_connections_consent_locale_invalid financial_connections_consent_locale_unsupported financial_connections_no_successful_transaction_refresh forwarding_api_inactive forwarding_api_invalid_parameter forwarding_api_retryable_upstream_error forwarding_api_upstream_connection_error forwarding_api_upstream_connection_timeout forwarding_api_upstream_error instant_payouts_config_disabled instant_payouts_currency_disabled instant_payouts_limit_exceeded instant_payouts_unsupported invalid_canceled_subscription_fields invoice_no_customer_line_items invoice_no_payment_method_types invoice_no_subscription_line_items invoice_not_editable invoice_on_behalf_of_not_editable invoice_upcoming_none out_of_inventory ownership_declaration_not_allowed payment_evaluation_on_api_version_not_supported payment_method_bank_account_already_verified payout_reconciliation_not_ready payouts_limit_exceeded payouts_not_allowed product_inactive progressive_onboarding_limit_exceeded service_period_coupon_with_metered_tiered_item_unsupported shipping_calculation_failed siret_invalid sku_inactive smart_disputes_not_available state_unsupported storer_capability_missing storer_capability_not_active subscription_update_trial_after_billing_cycle_anchor taxes_calculation_failed terminal_location_country_unsupported terminal_reader_busy terminal_reader_hardware_fault terminal_reader_invalid_location_for_activation terminal_reader_invalid_location_for_payment terminal_reader_offline terminal_reader_timeout transfer_source_balance_parameters_mismatch transfers_not_allowed".split(
      " ",
    ),
});

/** `advice_code`: how to proceed, where the issuer or network says it. */
export const advice = words({
  source: "https://docs.stripe.com/declines/card#retrying-issuer-declines",
  words: {
    try_again_later: { retry: Retry.LATER },
    do_not_try_again: { retry: Retry.NEVER },
    confirm_card_data: {
      retry: Retry.WITH_CHANGES,
      fields: [
        "paymentMethod.card.number",
        "paymentMethod.card.expiryMonth",
        "paymentMethod.card.expiryYear",
        "paymentMethod.card.cvc",
      ],
    },
  },
});

/** `failure_reason` of a refund. */
export const refundFailures = failureCodes({
  source: "https://docs.stripe.com/refunds#failed-refunds",
  words: {
    ...each(
      F.REFUND_REJECTED_BY_BANK,
      "declined expired_or_canceled_card lost_or_stolen_card unknown",
    ),
    charge_for_pending_refund_disputed: F.DISPUTED,
    insufficient_funds: F.INSUFFICIENT_MERCHANT_BALANCE,
  },
  unmapped: ["merchant_request"],
});

const { INQUIRY, CHARGEBACK, PRE_ARBITRATION } = DisputeStage;
const at = (stage: DisputeStage, status: DisputeStatus) => ({ stage, status });

/** `prevented` was settled before it became a chargeback, by a refund; an appeal comes after a lost chargeback. */
export const disputeStatus = disputeStatuses({
  source: "https://docs.stripe.com/api/disputes/object#dispute_object-status",
  words: {
    warning_needs_response: at(INQUIRY, DisputeStatus.NEEDS_RESPONSE),
    warning_under_review: at(INQUIRY, DisputeStatus.UNDER_REVIEW),
    warning_closed: at(INQUIRY, DisputeStatus.WITHDRAWN),
    needs_response: at(CHARGEBACK, DisputeStatus.NEEDS_RESPONSE),
    under_review: at(CHARGEBACK, DisputeStatus.UNDER_REVIEW),
    appeal_needs_response: at(PRE_ARBITRATION, DisputeStatus.NEEDS_RESPONSE),
    appeal_under_review: at(PRE_ARBITRATION, DisputeStatus.UNDER_REVIEW),
    prevented: at(DisputeStage.ALERT, DisputeStatus.ACCEPTED),
    won: DisputeStatus.WON,
    lost: DisputeStatus.LOST,
  },
});

export const disputeReason = disputeReasons({
  source: "https://docs.stripe.com/disputes/categories",
  words: {
    ...each(
      DisputeReason.BANK_DEBIT,
      "bank_cannot_process check_returned debit_not_authorized incorrect_account_details insufficient_funds",
    ),
    credit_not_processed: DisputeReason.CREDIT_NOT_PROCESSED,
    duplicate: DisputeReason.DUPLICATE,
    fraudulent: DisputeReason.FRAUD,
    ...each(DisputeReason.GENERAL, "customer_initiated general"),
    noncompliant: DisputeReason.PROCESSING_ERROR,
    product_not_received: DisputeReason.NOT_RECEIVED,
    product_unacceptable: DisputeReason.NOT_AS_DESCRIBED,
    subscription_canceled: DisputeReason.SUBSCRIPTION_CANCELLED,
    unrecognized: DisputeReason.UNRECOGNISED_PURCHASE,
  },
});
