/** Braintree's words and codes in ours. */
import {
  FailureCode as C,
  CardNetwork,
  CheckResult,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
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

const types = "https://developer.paypal.com/braintree/graphql/reference/types";

/** Captured is what is submitted for settlement: "successfully captured, and will be included in the next batch". */
export const paymentStatus = paymentStatuses({
  source: `${types}/payment-status`,
  words: {
    AUTHORIZATION_EXPIRED: PaymentStatus.EXPIRED,
    AUTHORIZED: PaymentStatus.AUTHORIZED,
    AUTHORIZING: PaymentStatus.PENDING,
    FAILED: PaymentStatus.FAILED,
    GATEWAY_REJECTED: PaymentStatus.FAILED,
    PROCESSOR_DECLINED: PaymentStatus.FAILED,
    SETTLED: PaymentStatus.CAPTURED,
    // "Captured partially and will not be submitted … its child transaction(s)" are what was captured.
    SETTLEMENT_CONFIRMED: PaymentStatus.PARTIALLY_CAPTURED,
    SETTLEMENT_DECLINED: PaymentStatus.FAILED,
    SETTLEMENT_PENDING: PaymentStatus.CAPTURED,
    SETTLING: PaymentStatus.CAPTURED,
    SUBMITTED_FOR_SETTLEMENT: PaymentStatus.CAPTURED,
    VOIDED: PaymentStatus.VOIDED,
  },
});

/** A refund is out of the merchant's hands once it is submitted; a later failure comes as one that is late. */
export const refundStatus = refundStatuses({
  source: `${types}/payment-status`,
  words: {
    AUTHORIZATION_EXPIRED: RefundStatus.FAILED,
    AUTHORIZED: RefundStatus.PENDING,
    AUTHORIZING: RefundStatus.PENDING,
    FAILED: RefundStatus.FAILED,
    GATEWAY_REJECTED: RefundStatus.FAILED,
    PROCESSOR_DECLINED: RefundStatus.FAILED,
    SETTLED: RefundStatus.SUCCEEDED,
    SETTLEMENT_CONFIRMED: RefundStatus.SUCCEEDED,
    SETTLEMENT_DECLINED: RefundStatus.FAILED,
    SETTLEMENT_PENDING: RefundStatus.PENDING,
    SETTLING: RefundStatus.SUCCEEDED,
    SUBMITTED_FOR_SETTLEMENT: RefundStatus.SUCCEEDED,
    VOIDED: RefundStatus.CANCELLED,
  },
});

export const verificationStatus = mandateStatuses({
  source: `${types}/verification-status`,
  words: {
    FAILED: MandateStatus.FAILED,
    GATEWAY_REJECTED: MandateStatus.FAILED,
    PENDING: [MandateStatus.PENDING, PendingReason.PROCESSOR],
    PROCESSOR_DECLINED: MandateStatus.FAILED,
    VERIFIED: MandateStatus.ACTIVE,
    VERIFYING: [MandateStatus.PENDING, PendingReason.PROCESSOR],
  },
});

export const disputeStatus = disputeStatuses({
  source: `${types}/dispute-status`,
  words: {
    ACCEPTED: DisputeStatus.ACCEPTED,
    AUTO_ACCEPTED: DisputeStatus.ACCEPTED,
    DISPUTED: DisputeStatus.UNDER_REVIEW,
    EXPIRED: DisputeStatus.EXPIRED,
    LOST: DisputeStatus.LOST,
    OPEN: DisputeStatus.NEEDS_RESPONSE,
    UNDER_REVIEW: DisputeStatus.UNDER_REVIEW,
    WON: DisputeStatus.WON,
  },
});
export const disputeStage = words({
  source: `${types}/dispute-type`,
  words: {
    CHARGEBACK: DisputeStage.CHARGEBACK,
    PRE_ARBITRATION: DisputeStage.PRE_ARBITRATION,
    RETRIEVAL: DisputeStage.INQUIRY,
  },
});
export const disputeReason = disputeReasons({
  source: `${types}/dispute-reason`,
  words: {
    CANCELLED_RECURRING_TRANSACTION: DisputeReason.SUBSCRIPTION_CANCELLED,
    CREDIT_NOT_PROCESSED: DisputeReason.CREDIT_NOT_PROCESSED,
    DUPLICATE: DisputeReason.DUPLICATE,
    FRAUD: DisputeReason.FRAUD,
    GENERAL: DisputeReason.GENERAL,
    INVALID_ACCOUNT: DisputeReason.AUTHORIZATION,
    NOT_RECOGNIZED: DisputeReason.UNRECOGNISED_PURCHASE,
    PRODUCT_NOT_RECEIVED: DisputeReason.NOT_RECEIVED,
    PRODUCT_UNSATISFACTORY: DisputeReason.NOT_AS_DESCRIBED,
    RETRIEVAL: DisputeReason.GENERAL,
    TRANSACTION_AMOUNT_DIFFERS: DisputeReason.PROCESSING_ERROR,
  },
});

export const checkResult = checkResults({
  source: `${types}/avs-cvv-response-code`,
  words: {
    BYPASS: CheckResult.NOT_CHECKED,
    DOES_NOT_MATCH: CheckResult.NO_MATCH,
    ISSUER_DOES_NOT_PARTICIPATE: CheckResult.UNAVAILABLE,
    MATCHES: CheckResult.MATCH,
    NOT_APPLICABLE: CheckResult.NOT_CHECKED,
    NOT_PROVIDED: CheckResult.NOT_CHECKED,
    NOT_VERIFIED: CheckResult.NOT_CHECKED,
    SYSTEM_ERROR: CheckResult.UNAVAILABLE,
  },
});

/** Written in upper case; brands without a network of ours (Citi, Solo, Switch, Hiper) are left out. */
export const brands = words({
  source: `${types}/credit-card-brand-code`,
  words: {
    AMERICAN_EXPRESS: CardNetwork.AMEX,
    DINERS: CardNetwork.DINERS,
    DISCOVER: CardNetwork.DISCOVER,
    ELO: CardNetwork.ELO,
    HIPERCARD: CardNetwork.HIPERCARD,
    INTERNATIONAL_MAESTRO: CardNetwork.MAESTRO,
    JCB: CardNetwork.JCB,
    MASTERCARD: CardNetwork.MASTERCARD,
    UK_MAESTRO: CardNetwork.MAESTRO,
    UNION_PAY: CardNetwork.UNIONPAY,
    VISA: CardNetwork.VISA,
  },
});

/** Rules of the merchant's own account, before anybody else is asked. */
export const rejections = failureCodes({
  source: `${types}/gateway-rejection-reason`,
  words: {
    APPLICATION_INCOMPLETE: C.MERCHANT_ACCOUNT_INACTIVE,
    AVS: C.ADDRESS_MISMATCH,
    AVS_AND_CVV: C.BLOCKED_BY_MERCHANT_RULE,
    CVV: C.INCORRECT_CVC,
    DUPLICATE: C.DUPLICATE,
    EXCESSIVE_RETRY: { code: C.BLOCKED_BY_RISK, retry: Retry.NEVER },
    FRAUD: C.BLOCKED_BY_RISK,
    MANUAL_TRANSACTIONS_DISABLED: C.ACCOUNT_NOT_CONFIGURED,
    PAYMENT_METHOD_BLOCKED: C.BLOCKED_BY_MERCHANT_RULE,
    RISK_THRESHOLD: C.BLOCKED_BY_RISK,
    THREE_D_SECURE: C.AUTHENTICATION_REQUIRED,
  },
  unmapped: ["TOKEN_ISSUANCE", "TOO_MANY_CONFIRMATION_ATTEMPTS", "UNION_PAY_ENROLLMENT_REQUIRED"],
});

/**
 * Codes of authorizations and verifications. Of the page itself only the beginning could be read (approvals, and what the
 * classes mean): the codes are those of three public copies of it that agree, the newest of July 2026.
 */
export const responses = failureCodes({
  source:
    "https://developer.paypal.com/braintree/docs/reference/general/processor-responses/authorization-responses, of which a copy was read: https://github.com/api-evangelist/braintree/blob/main/errors/braintree-decline-codes.yml",
  words: {
    "2000": C.DO_NOT_HONOR,
    "2001": C.INSUFFICIENT_FUNDS,
    "2002": C.AMOUNT_LIMIT_EXCEEDED,
    "2003": C.COUNT_LIMIT_EXCEEDED,
    "2004": C.EXPIRED_CARD,
    "2005": C.INVALID_CARD_NUMBER,
    "2006": C.INVALID_EXPIRY,
    "2007": C.INVALID_ACCOUNT,
    "2008": C.INVALID_CARD_NUMBER,
    "2009": C.INVALID_CARD_NUMBER,
    "2010": C.INCORRECT_CVC,
    "2011": C.CALL_ISSUER,
    "2012": C.LOST_CARD,
    "2013": C.STOLEN_CARD,
    "2014": C.SUSPECTED_FRAUD,
    "2015": C.TRANSACTION_NOT_PERMITTED,
    "2016": C.DUPLICATE,
    "2017": C.RECURRING_STOPPED,
    "2018": C.RECURRING_STOPPED,
    "2019": C.TRANSACTION_NOT_PERMITTED,
    "2021": C.SECURITY_VIOLATION,
    "2022": C.CARD_UPDATED,
    "2023": C.ACCOUNT_NOT_CONFIGURED,
    "2024": C.CARD_NOT_SUPPORTED,
    "2025": C.ACCOUNT_NOT_CONFIGURED,
    "2026": C.ACCOUNT_NOT_CONFIGURED,
    "2027": C.INVALID_AMOUNT,
    "2028": C.ACCOUNT_NOT_CONFIGURED,
    "2030": C.ACCOUNT_NOT_CONFIGURED,
    "2037": C.ALREADY_VOIDED,
    "2038": C.DECLINED,
    "2040": C.ACCOUNT_NOT_CONFIGURED,
    "2041": C.CALL_ISSUER,
    "2042": C.ACCOUNT_NOT_CONFIGURED,
    "2043": { code: C.CALL_ISSUER, retry: Retry.NEVER },
    "2044": C.CALL_ISSUER,
    "2045": C.ACCOUNT_NOT_CONFIGURED,
    "2046": C.DECLINED,
    "2047": C.PICK_UP_CARD,
    "2048": C.INVALID_AMOUNT,
    "2051": C.INVALID_CARD_NUMBER,
    "2053": C.LOST_CARD,
    "2054": C.AMOUNT_EXCEEDS_AVAILABLE,
    "2055": C.ACCOUNT_NOT_CONFIGURED,
    "2056": C.AMOUNT_TOO_LARGE,
    "2057": C.RESTRICTED_CARD,
    "2058": C.ACCOUNT_NOT_CONFIGURED,
    "2059": C.ADDRESS_MISMATCH,
    "2060": C.ADDRESS_MISMATCH,
    "2063": C.BLOCKED_BY_MERCHANT_RULE,
    "2064": C.CURRENCY_NOT_SUPPORTED,
    "2065": C.TIME_LIMIT_PASSED,
    "2066": C.MERCHANT_ACCOUNT_INACTIVE,
    "2067": C.AUTHORIZATION_EXPIRED,
    "2068": C.MERCHANT_ACCOUNT_INACTIVE,
    "2069": C.DUPLICATE,
    "2070": C.INVALID_MANDATE,
    "2074": C.CUSTOMER_BANK_REFUSED,
    "2075": C.ACCOUNT_BLOCKED,
    "2076": C.PAYMENT_METHOD_UNAVAILABLE,
    "2077": C.BLOCKED_BY_RISK,
    "2079": C.ACCOUNT_NOT_CONFIGURED,
    "2081": C.PAYMENT_METHOD_UNAVAILABLE,
    "2082": C.PAYMENT_METHOD_UNAVAILABLE,
    "2085": C.BLOCKED_BY_MERCHANT_RULE,
    "2086": C.AMOUNT_LIMIT_EXCEEDED,
    "2087": C.ACCOUNT_NOT_CONFIGURED,
    "2088": C.CURRENCY_NOT_SUPPORTED,
    "2089": C.ACCOUNT_NOT_CONFIGURED,
    "2090": C.ACCOUNT_NOT_CONFIGURED,
    "2091": C.CURRENCY_NOT_SUPPORTED,
    "2093": C.INVALID_TOKEN,
    "2094": C.ALREADY_CAPTURED,
    "2097": C.AMOUNT_LIMIT_EXCEEDED,
    "2098": C.COUNT_LIMIT_EXCEEDED,
    "2099": C.AUTHENTICATION_REQUIRED,
    "2100": C.ACCOUNT_NOT_CONFIGURED,
    "2102": C.INVALID_PIN,
    "2103": C.PIN_TRIES_EXCEEDED,
    "2104": C.DECLINED,
    "2105": C.DECLINED,
    "2106": C.TRANSACTION_NOT_PERMITTED,
    "2107": C.RESTRICTED_CARD,
    "2108": C.ACCOUNT_CLOSED,
    "3000": C.PROCESSOR_ERROR,
  },
  unmapped:
    "2020 2029 2031 2032 2033 2034 2035 2036 2039 2049 2050 2052 2061 2062 2071 2072 2073 2078 2080 2083 2084 2092 2095 2096 2101".split(
      " ",
    ),
});

/** `legacyCode` of what was declined when it was to settle; its page could be read as far as 4026. */
export const settlements = failureCodes({
  source:
    "https://developer.paypal.com/braintree/docs/reference/general/processor-responses/settlement-responses",
  words: {
    "4001": C.DECLINED,
    "4003": C.ALREADY_CAPTURED,
    "4004": C.ALREADY_REFUNDED,
    "4005": C.BLOCKED_BY_RISK,
    "4006": C.AMOUNT_EXCEEDS_AVAILABLE,
    "4018": C.ACCOUNT_NOT_CONFIGURED,
    "4019": C.DISPUTED,
    "4020": C.WRONG_STATE,
    "4021": C.WRONG_STATE,
    "4022": C.INVALID_AMOUNT,
    "4023": C.ACCOUNT_NOT_CONFIGURED,
    "4024": C.TIME_LIMIT_PASSED,
    "4025": C.ACCOUNT_BLOCKED,
    "4026": C.ACCOUNT_NOT_CONFIGURED,
  },
});

/** Errors of the API: the code where there is one, else the class. */
export const errors = failureCodes({
  source: "https://developer.paypal.com/braintree/docs/reference/general/validation-errors/all",
  words: {
    "81501": C.INVALID_AMOUNT,
    "81502": C.INVALID_AMOUNT,
    "81503": C.INVALID_AMOUNT,
    "81528": C.AMOUNT_TOO_LARGE,
    "81531": C.INVALID_AMOUNT,
    "815193": C.INVALID_AMOUNT,
    "81571": C.AUTHENTICATION_FAILED,
    "91504": C.WRONG_STATE,
    "91505": C.WRONG_STATE,
    "91506": C.WRONG_STATE,
    "91507": C.WRONG_STATE,
    "91512": C.ALREADY_REFUNDED,
    "91513": C.ACCOUNT_NOT_CONFIGURED,
    "91514": C.MERCHANT_ACCOUNT_INACTIVE,
    "91517": C.CARD_NOT_SUPPORTED,
    "91518": C.INVALID_TOKEN,
    "91521": C.AMOUNT_EXCEEDS_AVAILABLE,
    "91522": C.AMOUNT_EXCEEDS_AVAILABLE,
    "91538": C.MERCHANT_ACCOUNT_INACTIVE,
    "91547": C.ACCOUNT_NOT_CONFIGURED,
    "91558": C.ACCOUNT_NOT_CONFIGURED,
    "91559": C.MERCHANT_ACCOUNT_INACTIVE,
    "91564": C.INVALID_TOKEN,
    "91565": C.INVALID_TOKEN,
    "91566": C.INVALID_TOKEN,
    "91567": C.CARD_NOT_SUPPORTED,
    "91574": { code: C.WRONG_STATE, retry: Retry.LATER },
    "91576": C.PAYMENT_METHOD_UNAVAILABLE,
    "91577": C.PAYMENT_METHOD_UNAVAILABLE,
    "91579": C.AUTHORIZATION_EXPIRED,
    "915101": C.PAYMENT_METHOD_UNAVAILABLE,
    "915102": C.ACCOUNT_NOT_CONFIGURED,
    "915103": C.WRONG_STATE,
    "915200": { code: C.REFUND_REJECTED_BY_BANK, retry: Retry.NEVER },
    "915201": { code: C.REFUND_REJECTED_BY_BANK, retry: Retry.LATER },
    "95701": C.WRONG_STATE,
    "95704": C.WRONG_STATE,
    "95705": C.WRONG_STATE,
    AUTHENTICATION: C.CREDENTIALS_REJECTED,
    AUTHORIZATION: C.PERMISSION_MISSING,
    INTERNAL: C.PROCESSOR_ERROR,
    NOT_FOUND: C.NOT_FOUND,
    RESOURCE_LIMIT: C.RATE_LIMITED,
    SERVICE_AVAILABILITY: C.PROCESSOR_ERROR,
    UNSUPPORTED_CLIENT: C.INVALID_REQUEST,
    VALIDATION: C.INVALID_REQUEST,
  },
});
