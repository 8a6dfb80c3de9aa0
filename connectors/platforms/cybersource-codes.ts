/** The words of Cybersource's REST API, and what they are here. */
import {
  CardNetwork,
  CheckResult,
  FailureCode,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import {
  checkResults,
  failureCodes,
  mandateStatuses,
  paymentStatuses,
  refundStatuses as refundTable,
  words,
} from "#kit";

const specification =
  "https://github.com/CyberSource/cybersource-rest-client-node/blob/master/generator/cybersource-rest-spec.json";
/** The models of Cybersource's own SDK, which list the words of today. */
const models = "https://app.unpkg.com/cybersource-rest-client@0.0.83/files/docs";

/** Of an authorization. Money that risk rules hold back is neither taken nor given up: it waits for a review. */
export const paymentStatus = paymentStatuses({
  source: `${models}/PtsV2PaymentsPost201Response.md`,
  words: {
    AUTHORIZED: PaymentStatus.AUTHORIZED,
    PARTIAL_AUTHORIZED: PaymentStatus.PARTIALLY_AUTHORIZED,
    AUTHORIZED_PENDING_REVIEW: [PaymentStatus.PENDING, PendingReason.REVIEW],
    // The bank holds the money, which Cybersource's rules would not take.
    AUTHORIZED_RISK_DECLINED: [PaymentStatus.PENDING, PendingReason.REVIEW],
    PENDING_REVIEW: [PaymentStatus.PENDING, PendingReason.REVIEW],
    // Nobody is sent anywhere from here: payer authentication is done before, or not at all.
    PENDING_AUTHENTICATION: PaymentStatus.FAILED,
    DECLINED: PaymentStatus.FAILED,
    INVALID_REQUEST: PaymentStatus.FAILED,
  },
});

/**
 * Of a follow-on credit. PENDING is how the specification's example of a success ends (`statusInformation.reason`
 * SUCCESS): it goes with the next batch, as a capture does.
 */
export const refundStatus = refundTable({
  source: `${models}/PtsV2PaymentsRefundPost201Response.md`,
  words: {
    PENDING: RefundStatus.SUCCEEDED,
    TRANSMITTED: RefundStatus.SUCCEEDED,
    DECLINED: RefundStatus.FAILED,
    INVALID_REQUEST: RefundStatus.FAILED,
  },
});

const C = FailureCode;
/** `errorInformation.reason` of a decline and `reason` of a refusal, of every resource that is used. */
export const reasons = failureCodes({
  source: `${models}/PtsV2PaymentsPost201ResponseErrorInformation.md`,
  words: {
    AVS_FAILED: C.ADDRESS_MISMATCH,
    CONTACT_PROCESSOR: C.CALL_ISSUER,
    EXPIRED_CARD: C.EXPIRED_CARD,
    PROCESSOR_DECLINED: C.DECLINED,
    INSUFFICIENT_FUND: C.INSUFFICIENT_FUNDS,
    STOLEN_LOST_CARD: C.LOST_CARD,
    ISSUER_UNAVAILABLE: C.ISSUER_UNAVAILABLE,
    UNAUTHORIZED_CARD: C.TRANSACTION_NOT_PERMITTED,
    CVN_NOT_MATCH: C.INCORRECT_CVC,
    EXCEEDS_CREDIT_LIMIT: C.AMOUNT_LIMIT_EXCEEDED,
    INVALID_CVN: C.INCORRECT_CVC,
    DECLINED_CHECK: C.DECLINED,
    BLACKLISTED_CUSTOMER: C.BLOCKED_BY_RISK,
    SUSPENDED_ACCOUNT: C.ACCOUNT_BLOCKED,
    PAYMENT_REFUSED: C.DECLINED,
    CV_FAILED: C.INCORRECT_CVC,
    INVALID_ACCOUNT: C.INVALID_ACCOUNT,
    GENERAL_DECLINE: C.DECLINED,
    INVALID_MERCHANT_CONFIGURATION: C.ACCOUNT_NOT_CONFIGURED,
    DECISION_PROFILE_REJECT: C.BLOCKED_BY_MERCHANT_RULE,
    SCORE_EXCEEDS_THRESHOLD: C.BLOCKED_BY_RISK,
    PENDING_AUTHENTICATION: C.AUTHENTICATION_REQUIRED,
    CONSUMER_AUTHENTICATION_REQUIRED: C.AUTHENTICATION_REQUIRED,
    CONSUMER_AUTHENTICATION_FAILED: C.AUTHENTICATION_FAILED,
    ALLOWABLE_PIN_RETRIES_EXCEEDED: C.PIN_TRIES_EXCEEDED,
    BLOCKED_BY_CARDHOLDER: C.RECURRING_STOPPED,
    ACH_VERIFICATION_FAILED: C.INVALID_ACCOUNT,
    PROCESSOR_ERROR: C.PROCESSOR_ERROR,
    CUSTOMER_WATCHLIST_MATCH: C.COMPLIANCE_REFUSED,
    ADDRESS_COUNTRY_WATCHLIST_MATCH: C.COMPLIANCE_REFUSED,
    EMAIL_COUNTRY_WATCHLIST_MATCH: C.COMPLIANCE_REFUSED,
    IP_COUNTRY_WATCHLIST_MATCH: C.COMPLIANCE_REFUSED,
    NOT_SUPPORTED: C.INVALID_REQUEST,
    MISSING_FIELD: C.INVALID_REQUEST,
    INVALID_DATA: C.INVALID_REQUEST,
    // The first request under this identifier is the one that counts: what became of it is to be looked up.
    DUPLICATE_REQUEST: C.IDEMPOTENCY_CONFLICT,
    INVALID_CARD: C.INVALID_CARD_NUMBER,
    CARD_TYPE_NOT_ACCEPTED: C.CARD_NOT_SUPPORTED,
    PROCESSOR_UNAVAILABLE: C.PROCESSOR_UNREACHABLE,
    INVALID_AMOUNT: C.INVALID_AMOUNT,
    INVALID_CARD_TYPE: C.CARD_NOT_SUPPORTED,
    INVALID_PAYMENT_ID: C.NOT_FOUND,
    DEBIT_CARD_USEAGE_EXCEEDD_LIMIT: C.COUNT_LIMIT_EXCEEDED,
    AUTH_ALREADY_REVERSED: C.ALREADY_VOIDED,
    TRANSACTION_ALREADY_SETTLED: C.ALREADY_CAPTURED,
    MISSING_AUTH: C.WRONG_STATE,
    TRANSACTION_ALREADY_REVERSED_OR_SETTLED: C.WRONG_STATE,
    EXCEEDS_AUTH_AMOUNT: C.AMOUNT_EXCEEDS_AVAILABLE,
    CAPTURE_ALREADY_VOIDED: C.WRONG_STATE,
    ACCOUNT_NOT_ALLOWED_CREDIT: C.PERMISSION_MISSING,
    NOT_VOIDABLE: C.WRONG_STATE,
    SYSTEM_ERROR: C.PROCESSOR_ERROR,
    SERVER_TIMEOUT: C.TIMED_OUT,
    SERVICE_TIMEOUT: C.TIMED_OUT,
    INVALID_OR_MISSING_CONFIG: C.ACCOUNT_NOT_CONFIGURED,
  },
  // A review is no refusal; what the last three are, no page says.
  unmapped: ["DECISION_PROFILE_REVIEW", "DAGGREJECTED", "DAGGDENIED", "DSYSREJECTED"],
});

/** `state` of a token. */
export const mandateStatus = mandateStatuses({
  source: specification,
  words: { ACTIVE: MandateStatus.ACTIVE, CLOSED: MandateStatus.REVOKED },
});

/** `card.type`. */
export const networks = words({
  source: `${models}/PtsV2PaymentsPost201ResponsePaymentAccountInformationCard.md`,
  words: {
    "001": CardNetwork.VISA,
    "002": CardNetwork.MASTERCARD,
    "003": CardNetwork.AMEX,
    "004": CardNetwork.DISCOVER,
    "005": CardNetwork.DINERS,
    "007": CardNetwork.JCB,
    "024": CardNetwork.MAESTRO,
    "036": CardNetwork.CARTES_BANCAIRES,
    "042": CardNetwork.MAESTRO,
  },
});

const { MATCH, NO_MATCH, NOT_CHECKED, UNAVAILABLE } = CheckResult;
const avs =
  "https://developer.cybersource.com/docs/cybs/en-us/avs-codes/reference/all/na/avs-codes/avs-codes-intro/avs-codes-other-processors.html";
const unchecked = {
  E: UNAVAILABLE,
  G: UNAVAILABLE,
  I: NOT_CHECKED,
  R: UNAVAILABLE,
  S: UNAVAILABLE,
  U: UNAVAILABLE,
  1: UNAVAILABLE,
} as const;
const both = {
  ...{ D: MATCH, H: MATCH, M: MATCH, V: MATCH, X: MATCH, Y: MATCH },
  ...{ C: NO_MATCH, K: NO_MATCH, N: NO_MATCH },
} as const;
/** `avs.code`: of American Express some letters speak of the name as well. */
export const addressChecks = checkResults({
  source: avs,
  words: {
    ...unchecked,
    ...both,
    ...{ A: MATCH, B: MATCH, O: MATCH, T: MATCH },
    ...{ L: NO_MATCH, W: NO_MATCH, Z: NO_MATCH, P: NOT_CHECKED },
  },
});
export const postalChecks = checkResults({
  source: avs,
  words: {
    ...unchecked,
    ...both,
    ...{ F: MATCH, L: MATCH, P: MATCH, W: MATCH, Z: MATCH },
    ...{ A: NO_MATCH, O: NO_MATCH, B: NOT_CHECKED },
  },
});
export const nameChecks = checkResults({
  source: avs,
  words: {
    ...{ K: MATCH, L: MATCH, O: MATCH, V: MATCH },
    ...{ F: NO_MATCH, H: NO_MATCH, T: NO_MATCH },
  },
});
/** `cardVerification.resultCode`. What is only suspicious to the bank (D) is neither. */
export const cvcChecks = checkResults({
  source:
    "https://developer.cybersource.com/docs/cybs/en-us/sa/developer/all/sa-hosted/secure-acceptance/sa-cvn-codes.html",
  words: {
    M: MATCH,
    N: NO_MATCH,
    I: NO_MATCH,
    P: NOT_CHECKED,
    S: NOT_CHECKED,
    3: NOT_CHECKED,
    U: UNAVAILABLE,
    X: UNAVAILABLE,
    1: UNAVAILABLE,
  },
});
