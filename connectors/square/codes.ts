/** Square's words in tables, each with the page that it was read from. */
import {
  Actor,
  CardFunding,
  CardNetwork,
  CheckResult,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  EvidenceKind,
  FailureCode,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
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

const reference = "https://developer.squareup.com/reference/square";

export const paymentStatus = paymentStatuses({
  source: `${reference}/objects/Payment`,
  words: {
    APPROVED: PaymentStatus.AUTHORIZED,
    PENDING: [PaymentStatus.PENDING, PendingReason.PROCESSOR],
    COMPLETED: PaymentStatus.CAPTURED,
    CANCELED: PaymentStatus.VOIDED,
    FAILED: PaymentStatus.FAILED,
  },
});

export const refundStatus = refundStatuses({
  source: `${reference}/objects/PaymentRefund`,
  words: {
    PENDING: RefundStatus.PENDING,
    COMPLETED: RefundStatus.SUCCEEDED,
    REJECTED: RefundStatus.FAILED,
    FAILED: RefundStatus.FAILED,
  },
});

/** A card's `enabled`: a disabled card takes no charges any more. */
export const mandateStatus = mandateStatuses({
  source: `${reference}/objects/Card`,
  words: { true: MandateStatus.ACTIVE, false: MandateStatus.REVOKED },
});

const inquiry = (status: DisputeStatus) => ({ status, stage: DisputeStage.INQUIRY });
const chargeback = (status: DisputeStatus) => ({ status, stage: DisputeStage.CHARGEBACK });
export const disputeStatus = disputeStatuses({
  source: `${reference}/enums/DisputeState`,
  words: {
    INQUIRY_EVIDENCE_REQUIRED: inquiry(DisputeStatus.NEEDS_RESPONSE),
    INQUIRY_PROCESSING: inquiry(DisputeStatus.UNDER_REVIEW),
    // How it ended is not said.
    INQUIRY_CLOSED: inquiry(DisputeStatus.UNSPECIFIED),
    EVIDENCE_REQUIRED: chargeback(DisputeStatus.NEEDS_RESPONSE),
    PROCESSING: chargeback(DisputeStatus.UNDER_REVIEW),
    WON: chargeback(DisputeStatus.WON),
    LOST: chargeback(DisputeStatus.LOST),
    ACCEPTED: chargeback(DisputeStatus.ACCEPTED),
  },
});
/** Whether evidence has been submitted, as far as the state says it. */
export const wasAnswered = words<boolean>({
  source: `${reference}/enums/DisputeState`,
  words: {
    INQUIRY_EVIDENCE_REQUIRED: false,
    INQUIRY_PROCESSING: true,
    EVIDENCE_REQUIRED: false,
    PROCESSING: true,
  },
});

export const disputeReason = disputeReasons({
  source: `${reference}/enums/DisputeReason`,
  words: {
    AMOUNT_DIFFERS: DisputeReason.PROCESSING_ERROR,
    // Goods sent back, or a service cancelled.
    CANCELLED: DisputeReason.GENERAL,
    DUPLICATE: DisputeReason.DUPLICATE,
    NO_KNOWLEDGE: DisputeReason.FRAUD,
    NOT_AS_DESCRIBED: DisputeReason.NOT_AS_DESCRIBED,
    NOT_RECEIVED: DisputeReason.NOT_RECEIVED,
    PAID_BY_OTHER_MEANS: DisputeReason.DUPLICATE,
    CUSTOMER_REQUESTS_CREDIT: DisputeReason.CREDIT_NOT_PROCESSED,
    EMV_LIABILITY_SHIFT: DisputeReason.GENERAL,
  },
});

/** Square's types of evidence by ours. https://developer.squareup.com/reference/square/enums/DisputeEvidenceType */
export const evidenceTypes: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.RECEIPT, "RECEIPT"],
  [EvidenceKind.PROOF_OF_DELIVERY, "PROOF_OF_DELIVERY_DOCUMENTATION"],
  [EvidenceKind.CUSTOMER_COMMUNICATION, "CARDHOLDER_COMMUNICATION"],
  [EvidenceKind.CUSTOMER_SIGNATURE, "AUTHORIZATION_DOCUMENTATION"],
  [EvidenceKind.REFUND_POLICY, "CANCELLATION_OR_REFUND_DOCUMENTATION"],
  [EvidenceKind.CANCELLATION_POLICY, "CANCELLATION_OR_REFUND_DOCUMENTATION"],
  [EvidenceKind.SERVICE_RECORD, "SERVICE_RECEIVED_DOCUMENTATION"],
  [EvidenceKind.DUPLICATE_CHARGE, "DUPLICATE_CHARGE_DOCUMENTATION"],
  [EvidenceKind.INVOICE, "PURCHASE_ACKNOWLEDGEMENT"],
]);

export const networks = words<CardNetwork>({
  source: `${reference}/enums/CardBrand`,
  words: {
    VISA: CardNetwork.VISA,
    MASTERCARD: CardNetwork.MASTERCARD,
    AMERICAN_EXPRESS: CardNetwork.AMEX,
    DISCOVER: CardNetwork.DISCOVER,
    DISCOVER_DINERS: CardNetwork.DINERS,
    JCB: CardNetwork.JCB,
    CHINA_UNIONPAY: CardNetwork.UNIONPAY,
    INTERAC: CardNetwork.INTERAC,
    EFTPOS: CardNetwork.EFTPOS_AUSTRALIA,
    // Networks that the contract does not name.
    SQUARE_GIFT_CARD: CardNetwork.UNSPECIFIED,
    SQUARE_CAPITAL_CARD: CardNetwork.UNSPECIFIED,
    FELICA: CardNetwork.UNSPECIFIED,
    EBT: CardNetwork.UNSPECIFIED,
    OTHER_BRAND: CardNetwork.UNSPECIFIED,
  },
});
/** `prepaid_type`, which says more, and else `card_type`. */
export const funding = words<CardFunding>({
  source: `${reference}/objects/Card`,
  words: {
    PREPAID: CardFunding.PREPAID,
    CREDIT: CardFunding.CREDIT,
    DEBIT: CardFunding.DEBIT,
    UNKNOWN_CARD_TYPE: CardFunding.UNSPECIFIED,
  },
});
/** The contract's names of methods by `source_type`, or by the brand of a wallet or a pay-later method. */
export const methodNames = words<string>({
  source: `${reference}/objects/Payment`,
  words: {
    CARD: "card",
    BANK_ACCOUNT: "ach_debit",
    CASH_APP: "cash_app",
    AFTERPAY: "afterpay",
    CLEARPAY: "afterpay",
    ALIPAY: "alipay",
    PAYPAY: "paypay",
    WECHAT_PAY: "wechat_pay",
  },
});
export const checks = checkResults({
  source: `${reference}/objects/CardPaymentDetails`,
  words: {
    CVV_ACCEPTED: CheckResult.MATCH,
    CVV_REJECTED: CheckResult.NO_MATCH,
    CVV_NOT_CHECKED: CheckResult.NOT_CHECKED,
    AVS_ACCEPTED: CheckResult.MATCH,
    AVS_REJECTED: CheckResult.NO_MATCH,
    AVS_NOT_CHECKED: CheckResult.NOT_CHECKED,
  },
});

const C = FailureCode;
const same = (code: FailureCode, ...published: readonly string[]) =>
  Object.fromEntries(published.map((word) => [word, code]));

/** Every code of the reference, and those that endpoints list beside it. */
export const failures = failureCodes({
  source: `${reference}/enums/ErrorCode`,
  words: {
    ...same(C.DECLINED, "GENERIC_DECLINE", "CARD_DECLINED"),
    READER_DECLINED: { code: C.DECLINED, actor: Actor.PROCESSOR },
    INVALID_CARD: { code: C.DECLINED, retry: Retry.WITH_CHANGES },
    INVALID_CARD_DATA: { code: C.DECLINED, retry: Retry.WITH_CHANGES },
    ...same(C.INSUFFICIENT_FUNDS, "INSUFFICIENT_FUNDS", "GIFT_CARD_AVAILABLE_AMOUNT"),
    TRANSACTION_LIMIT: C.AMOUNT_LIMIT_EXCEEDED,
    CARD_EXPIRED: C.EXPIRED_CARD,
    ...same(
      C.INVALID_EXPIRY,
      "INVALID_EXPIRATION",
      "INVALID_EXPIRATION_YEAR",
      "INVALID_EXPIRATION_DATE",
      "EXPIRATION_FAILURE",
      "BAD_EXPIRATION",
    ),
    ...same(C.INCORRECT_CVC, "CVV_FAILURE", "VERIFY_CVV_FAILURE"),
    ...same(C.ADDRESS_MISMATCH, "ADDRESS_VERIFICATION_FAILURE", "VERIFY_AVS_FAILURE"),
    PAN_FAILURE: C.INVALID_CARD_NUMBER,
    INVALID_ACCOUNT: C.INVALID_ACCOUNT,
    ACCOUNT_UNUSABLE: C.ACCOUNT_BLOCKED,
    BUYER_REFUSED_PAYMENT: C.CUSTOMER_BANK_REFUSED,
    ...same(C.CALL_ISSUER, "VOICE_FAILURE", "CARD_DECLINED_CALL_ISSUER"),
    ...same(C.INVALID_PIN, "INVALID_PIN", "MISSING_PIN", "APPLE_TTP_PIN_TOKEN"),
    ALLOWABLE_PIN_TRIES_EXCEEDED: C.PIN_TRIES_EXCEEDED,
    CARD_DECLINED_VERIFICATION_REQUIRED: C.AUTHENTICATION_REQUIRED,
    ...same(
      C.TRANSACTION_NOT_PERMITTED,
      "CARDHOLDER_INSUFFICIENT_PERMISSIONS",
      "CHIP_INSERTION_REQUIRED",
      "CARD_PRESENCE_REQUIRED",
      "MANUALLY_ENTERED_PAYMENT_NOT_SUPPORTED",
      "UNSUPPORTED_ENTRY_METHOD",
    ),
    ...same(C.CARD_NOT_SUPPORTED, "CARD_NOT_SUPPORTED", "UNSUPPORTED_CARD_BRAND"),
    CURRENCY_MISMATCH: C.CURRENCY_NOT_SUPPORTED_BY_CARD,
    UNSUPPORTED_CURRENCY: C.CURRENCY_NOT_SUPPORTED,
    ...same(
      C.INVALID_TOKEN,
      "CARD_TOKEN_EXPIRED",
      "CARD_TOKEN_USED",
      "SOURCE_USED",
      "SOURCE_EXPIRED",
      "INVALID_ENCRYPTED_CARD",
    ),
    ...same(C.PAYMENT_METHOD_UNAVAILABLE, "UNSUPPORTED_INSTRUMENT_TYPE", "UNSUPPORTED_SOURCE_TYPE"),
    PAYMENT_AMOUNT_MISMATCH: C.INVALID_AMOUNT,
    ...same(C.AMOUNT_TOO_LARGE, "AMOUNT_TOO_HIGH", "PAYMENT_LIMIT_EXCEEDED"),

    DELAYED_TRANSACTION_EXPIRED: C.AUTHORIZATION_EXPIRED,
    DELAYED_TRANSACTION_CANCELED: C.ALREADY_VOIDED,
    DELAYED_TRANSACTION_CAPTURED: C.ALREADY_CAPTURED,
    DELAYED_TRANSACTION_FAILED: C.WRONG_STATE,
    VERSION_MISMATCH: { code: C.WRONG_STATE, retry: Retry.LOOK_UP_FIRST },
    REFUND_AMOUNT_INVALID: C.AMOUNT_EXCEEDS_AVAILABLE,
    REFUND_ALREADY_PENDING: { code: C.WRONG_STATE, retry: Retry.LATER },
    ...same(C.WRONG_STATE, "PAYMENT_NOT_REFUNDABLE", "REFUND_ERROR_PAYMENT_NEEDS_COMPLETION"),
    PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE: C.DISPUTED,
    ...same(C.REFUND_REJECTED_BY_BANK, "REFUND_DECLINED", "RESERVATION_DECLINED"),
    IDEMPOTENCY_KEY_REUSED: C.IDEMPOTENCY_CONFLICT,
    ...same(C.NOT_FOUND, "NOT_FOUND", "GONE", "CUSTOMER_NOT_FOUND"),

    ...same(
      C.CREDENTIALS_REJECTED,
      "UNAUTHORIZED",
      "ACCESS_TOKEN_EXPIRED",
      "ACCESS_TOKEN_REVOKED",
      "CLIENT_DISABLED",
      "APPLICATION_DISABLED",
      "V1_APPLICATION",
      "V1_ACCESS_TOKEN",
    ),
    ...same(C.PERMISSION_MISSING, "FORBIDDEN", "INSUFFICIENT_SCOPES"),
    ...same(
      C.ACCOUNT_NOT_CONFIGURED,
      "CARD_PROCESSING_NOT_ENABLED",
      "MERCHANT_SUBSCRIPTION_NOT_FOUND",
      "INSUFFICIENT_PERMISSIONS",
      "INSUFFICIENT_PERMISSIONS_FOR_REFUND",
      "INVALID_LOCATION",
      "APPLE_PAYMENT_PROCESSING_CERTIFICATE_HASH_NOT_FOUND",
    ),
    ...same(C.RATE_LIMITED, "RATE_LIMITED", "PLAID_ERROR_RATE_LIMIT"),
    REQUEST_TIMEOUT: C.TIMED_OUT,
    ...same(
      C.PROCESSOR_ERROR,
      "INTERNAL_SERVER_ERROR",
      "NOT_IMPLEMENTED",
      "BAD_GATEWAY",
      "SERVICE_UNAVAILABLE",
      "TEMPORARY_ERROR",
      "GATEWAY_TIMEOUT",
    ),
    ...same(
      C.INVALID_REQUEST,
      "BAD_REQUEST",
      "MISSING_REQUIRED_PARAMETER",
      "INCORRECT_TYPE",
      "INVALID_TIME",
      "INVALID_TIME_RANGE",
      "INVALID_VALUE",
      "INVALID_CURSOR",
      "UNKNOWN_QUERY_PARAMETER",
      "UNKNOWN_BODY_PARAMETER",
      "CONFLICTING_PARAMETERS",
      "EXPECTED_JSON_BODY",
      "INVALID_SORT_ORDER",
      "VALUE_REGEX_MISMATCH",
      "VALUE_TOO_SHORT",
      "VALUE_TOO_LONG",
      "VALUE_TOO_LOW",
      "VALUE_TOO_HIGH",
      "VALUE_EMPTY",
      "ARRAY_LENGTH_TOO_LONG",
      "ARRAY_LENGTH_TOO_SHORT",
      "ARRAY_EMPTY",
      "EXPECTED_BOOLEAN",
      "EXPECTED_INTEGER",
      "EXPECTED_FLOAT",
      "EXPECTED_STRING",
      "EXPECTED_OBJECT",
      "EXPECTED_ARRAY",
      "EXPECTED_MAP",
      "EXPECTED_BASE64_ENCODED_BYTE_ARRAY",
      "INVALID_ARRAY_VALUE",
      "INVALID_ENUM_VALUE",
      "INVALID_CONTENT_TYPE",
      "INVALID_FORM_VALUE",
      "NO_FIELDS_SET",
      "TOO_MANY_MAP_ENTRIES",
      "MAP_KEY_LENGTH_TOO_SHORT",
      "MAP_KEY_LENGTH_TOO_LONG",
      "UNSUPPORTED_COUNTRY",
      "MISSING_ACCOUNT_TYPE",
      "INVALID_POSTAL_CODE",
      "INVALID_FEES",
      "LOCATION_MISMATCH",
      "UNEXPECTED_VALUE",
      "SANDBOX_NOT_SUPPORTED",
      "INVALID_EMAIL_ADDRESS",
      "INVALID_PHONE_NUMBER",
      "BAD_CERTIFICATE",
      "INVALID_SQUARE_VERSION_FORMAT",
      "API_VERSION_INCOMPATIBLE",
      "CARD_MISMATCH",
      "METHOD_NOT_ALLOWED",
      "NOT_ACCEPTABLE",
      "REQUEST_ENTITY_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "UNPROCESSABLE_ENTITY",
    ),
  },
  unmapped: [
    "CONFLICT",
    "ONE_INSTRUMENT_EXPECTED",
    "CUSTOMER_MISSING_NAME",
    "CUSTOMER_MISSING_EMAIL",
    "INVALID_PAUSE_LENGTH",
    "INVALID_DATE",
    "UNSUPPORTED_LOYALTY_REWARD_TIER",
    "ORDER_UNPAID_NOT_RETURNABLE",
    "ORDER_EXPIRED",
    "CHECKOUT_EXPIRED",
    "PLAID_ERROR",
    "PLAID_ERROR_ITEM_LOGIN_REQUIRED",
    "ISSUER_INSTALLMENT_ERROR",
  ],
});
