/** The words of Cybersource's REST API, and what they are here. */
import {
  CardNetwork,
  FailureCode,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import {
  failureCodes,
  mandateStatuses,
  paymentStatuses,
  refundStatuses as refundTable,
  words,
} from "#kit";

const specification =
  "https://github.com/CyberSource/cybersource-rest-client-node/blob/master/generator/cybersource-rest-spec.json";

/** Of an authorization. Money that risk rules hold back is neither taken nor given up: it waits for a review. */
export const paymentStatus = paymentStatuses({
  source: specification,
  words: {
    AUTHORIZED: PaymentStatus.AUTHORIZED,
    PARTIAL_AUTHORIZED: PaymentStatus.PARTIALLY_AUTHORIZED,
    AUTHORIZED_PENDING_REVIEW: [PaymentStatus.PENDING, PendingReason.REVIEW],
    DECLINED: PaymentStatus.FAILED,
    INVALID_REQUEST: PaymentStatus.FAILED,
  },
});

/**
 * Of a follow-on credit. PENDING is how the specification's example of a success ends (`statusInformation.reason`
 * SUCCESS): it goes with the next batch, as a capture does.
 */
export const refundStatus = refundTable({
  source: specification,
  words: { PENDING: RefundStatus.SUCCEEDED, TRANSMITTED: RefundStatus.SUCCEEDED },
});

const C = FailureCode;
/** `errorInformation.reason` of a decline and `reason` of a refusal, of every resource that is used. */
export const reasons = failureCodes({
  source: specification,
  words: {
    AVS_FAILED: C.ADDRESS_MISMATCH,
    CONTACT_PROCESSOR: C.CALL_ISSUER,
    EXPIRED_CARD: C.EXPIRED_CARD,
    PROCESSOR_DECLINED: C.DECLINED,
    INSUFFICIENT_FUND: C.INSUFFICIENT_FUNDS,
    STOLEN_LOST_CARD: C.PICK_UP_CARD,
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
});

/** `state` of a token. */
export const mandateStatus = mandateStatuses({
  source: specification,
  words: { ACTIVE: MandateStatus.ACTIVE, CLOSED: MandateStatus.REVOKED },
});

/** `card.type`. */
export const networks = words({
  source: specification,
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
