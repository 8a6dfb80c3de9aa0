/** PayPal's words and codes in ours. */
import {
  AuthenticationResult_Status as Authenticated,
  CardFunding,
  CardNetwork,
  CheckResult,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
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

const C = FailureCode;
const P = PaymentStatus;
const orders = "https://developer.paypal.com/docs/api/orders/v2/";
const payments = "https://developer.paypal.com/docs/api/payments/v2/";
const tokens = "https://developer.paypal.com/docs/api/payment-tokens/v3/";
const cases = "https://developer.paypal.com/docs/api/customer-disputes/v1/";

/** An order without a payment in it; of a COMPLETED one its payments say how far it went. */
export const orderStatus = paymentStatuses({
  source: orders,
  words: {
    APPROVED: P.PENDING,
    COMPLETED: P.PENDING,
    CREATED: P.ACTION_REQUIRED,
    PAYER_ACTION_REQUIRED: P.ACTION_REQUIRED,
    SAVED: P.PENDING,
    VOIDED: P.VOIDED,
  },
});
export const authorizationStatus = paymentStatuses({
  source: payments,
  words: {
    CAPTURED: P.CAPTURED,
    CREATED: P.AUTHORIZED,
    DENIED: P.FAILED,
    PARTIALLY_CAPTURED: P.PARTIALLY_CAPTURED,
    PENDING: P.PENDING,
    VOIDED: P.VOIDED,
  },
});
export const captureStatus = paymentStatuses({
  source: payments,
  words: {
    COMPLETED: P.CAPTURED,
    DECLINED: P.FAILED,
    FAILED: P.FAILED,
    PARTIALLY_REFUNDED: P.CAPTURED,
    PENDING: P.PENDING,
    REFUNDED: P.CAPTURED,
  },
});
/** `status_details.reason`: what a pending payment waits for. */
export const pendingReason = words({
  source: payments,
  words: {
    BUYER_COMPLAINT: PendingReason.REVIEW,
    CHARGEBACK: PendingReason.PROCESSOR,
    ECHECK: PendingReason.PROCESSOR,
    INTERNATIONAL_WITHDRAWAL: PendingReason.PROCESSOR,
    OTHER: PendingReason.PROCESSOR,
    PENDING_REVIEW: PendingReason.REVIEW,
    RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION: PendingReason.REVIEW,
    REFUNDED: PendingReason.PROCESSOR,
    TRANSACTION_APPROVED_AWAITING_FUNDING: PendingReason.CUSTOMER,
    UNILATERAL: PendingReason.PROCESSOR,
    VERIFICATION_REQUIRED: PendingReason.PROCESSOR,
  },
});
export const refundStatus = refundStatuses({
  source: payments,
  words: {
    CANCELLED: RefundStatus.CANCELLED,
    COMPLETED: RefundStatus.SUCCEEDED,
    FAILED: RefundStatus.FAILED,
    PENDING: RefundStatus.PENDING,
  },
});
/** Of a setup token. */
export const setupStatus = mandateStatuses({
  source: tokens,
  words: {
    APPROVED: MandateStatus.PENDING,
    CREATED: MandateStatus.PENDING,
    PAYER_ACTION_REQUIRED: MandateStatus.ACTION_REQUIRED,
    TOKENIZED: MandateStatus.PENDING,
    VAULTED: MandateStatus.ACTIVE,
  },
});

/**
 * `status`, and of a resolved dispute its `outcome_code`. ACCEPTED, DENIED, NONE, OTHER and RESOLVED_WITH_PAYOUT do not
 * say who keeps the money: they stay unspecified.
 */
export const disputeStatus = disputeStatuses({
  source: cases,
  words: {
    CANCELED_BY_BUYER: DisputeStatus.WITHDRAWN,
    OPEN: DisputeStatus.NEEDS_RESPONSE,
    RESOLVED_BUYER_FAVOUR: DisputeStatus.LOST,
    RESOLVED_SELLER_FAVOUR: DisputeStatus.WON,
    UNDER_REVIEW: DisputeStatus.UNDER_REVIEW,
    WAITING_FOR_BUYER_RESPONSE: DisputeStatus.UNDER_REVIEW,
    WAITING_FOR_SELLER_RESPONSE: DisputeStatus.NEEDS_RESPONSE,
  },
});
/** `dispute_life_cycle_stage`, and the channel of an alert. */
export const disputeStage = words({
  source: cases,
  words: {
    ALERT: DisputeStage.ALERT,
    ARBITRATION: DisputeStage.ARBITRATION,
    CHARGEBACK: DisputeStage.CHARGEBACK,
    INQUIRY: DisputeStage.INQUIRY,
    PRE_ARBITRATION: DisputeStage.PRE_ARBITRATION,
  },
});
export const disputeReason = disputeReasons({
  source: cases,
  words: {
    CANCELED_RECURRING_BILLING: DisputeReason.SUBSCRIPTION_CANCELLED,
    CREDIT_NOT_PROCESSED: DisputeReason.CREDIT_NOT_PROCESSED,
    DUPLICATE_TRANSACTION: DisputeReason.DUPLICATE,
    INCORRECT_AMOUNT: DisputeReason.PROCESSING_ERROR,
    MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED: DisputeReason.NOT_AS_DESCRIBED,
    MERCHANDISE_OR_SERVICE_NOT_RECEIVED: DisputeReason.NOT_RECEIVED,
    OTHER: DisputeReason.GENERAL,
    PAYMENT_BY_OTHER_MEANS: DisputeReason.DUPLICATE,
    PROBLEM_WITH_REMITTANCE: DisputeReason.PROCESSING_ERROR,
    UNAUTHORISED: DisputeReason.FRAUD,
  },
});

const checksSource = "https://developer.paypal.com/api/nvp-soap/AVSResponseCodes/";
const { MATCH, NO_MATCH, NOT_CHECKED, PARTIAL_MATCH, UNAVAILABLE } = CheckResult;
/** What `avs_code` says of the street. */
export const addressCheck = checkResults({
  source: checksSource,
  words: {
    ...{ A: MATCH, B: MATCH, D: MATCH, F: MATCH, M: MATCH, X: MATCH, Y: MATCH, 0: MATCH },
    ...{ C: NO_MATCH, N: NO_MATCH, P: NO_MATCH, W: NO_MATCH, Z: NO_MATCH, 1: NO_MATCH },
    ...{ E: NOT_CHECKED, 3: NOT_CHECKED, 4: NOT_CHECKED, 2: PARTIAL_MATCH },
    ...{ G: UNAVAILABLE, I: UNAVAILABLE, R: UNAVAILABLE, S: UNAVAILABLE, U: UNAVAILABLE },
  },
});
/** What `avs_code` says of the postal code. */
export const postalCheck = checkResults({
  source: checksSource,
  words: {
    ...{ D: MATCH, F: MATCH, M: MATCH, P: MATCH, W: MATCH, X: MATCH, Y: MATCH, Z: MATCH, 0: MATCH },
    ...{ A: NO_MATCH, B: NO_MATCH, C: NO_MATCH, N: NO_MATCH, 1: NO_MATCH },
    ...{ E: NOT_CHECKED, 3: NOT_CHECKED, 4: NOT_CHECKED, 2: PARTIAL_MATCH },
    ...{ G: UNAVAILABLE, I: UNAVAILABLE, R: UNAVAILABLE, S: UNAVAILABLE, U: UNAVAILABLE },
  },
});
/** `cvv_code`; I and E are errors, the digits are Maestro's. */
export const codeCheck = checkResults({
  source: checksSource,
  words: {
    ...{ M: MATCH, 0: MATCH, N: NO_MATCH, 1: NO_MATCH },
    ...{ E: NOT_CHECKED, I: NOT_CHECKED, P: NOT_CHECKED, 2: NOT_CHECKED, 3: NOT_CHECKED },
    ...{ S: UNAVAILABLE, U: UNAVAILABLE, X: UNAVAILABLE, 4: UNAVAILABLE },
  },
});

/** `brand`; schemes that the contract does not name are left out. */
export const networks = words({
  source: orders,
  words: {
    AMEX: CardNetwork.AMEX,
    CB_NATIONALE: CardNetwork.CARTES_BANCAIRES,
    CHINA_UNION_PAY: CardNetwork.UNIONPAY,
    DELTA: CardNetwork.VISA,
    DISCOVER: CardNetwork.DISCOVER,
    ELECTRON: CardNetwork.VISA,
    JCB: CardNetwork.JCB,
    MAESTRO: CardNetwork.MAESTRO,
    MASTERCARD: CardNetwork.MASTERCARD,
    VISA: CardNetwork.VISA,
  },
});
export const funding = words({
  source: orders,
  words: {
    CREDIT: CardFunding.CREDIT,
    DEBIT: CardFunding.DEBIT,
    PREPAID: CardFunding.PREPAID,
  },
});
/** `authentication_status`. */
export const authenticationStatus = words({
  source:
    "https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/response-parameters",
  words: {
    A: Authenticated.ATTEMPTED,
    C: Authenticated.CHALLENGE_REQUIRED,
    D: Authenticated.CHALLENGE_REQUIRED,
    I: Authenticated.NOT_REQUIRED,
    N: Authenticated.FAILED,
    R: Authenticated.REJECTED,
    U: Authenticated.UNAVAILABLE,
    Y: Authenticated.AUTHENTICATED,
  },
});

type Code = (typeof C)[keyof typeof C];
/** One of our codes for many of theirs. */
const each = (code: Code, theirs: string): Readonly<Record<string, Code>> =>
  Object.fromEntries(
    theirs
      .trim()
      .split(/\s+/)
      .map((word) => [word, code]),
  );

/** `details[].issue` of Orders v2, Payments v2 and Payment Method Tokens v3, and `name` where there is no issue. */
export const issues = failureCodes({
  source: "https://developer.paypal.com/api/rest/reference/orders/v2/errors/",
  words: {
    ...each(
      C.ALREADY_CAPTURED,
      "AUTHORIZATION_ALREADY_CAPTURED ORDER_ALREADY_CAPTURED PREVIOUSLY_CAPTURED",
    ),
    ...each(C.ALREADY_REFUNDED, "CAPTURE_FULLY_REFUNDED"),
    ...each(C.ALREADY_VOIDED, "AUTHORIZATION_VOIDED PREVIOUSLY_VOIDED"),
    ...each(C.AUTHORIZATION_EXPIRED, "AUTHORIZATION_EXPIRED"),
    ...each(
      C.WRONG_STATE,
      `ACTION_DOES_NOT_MATCH_INTENT AMOUNT_CANNOT_BE_SPECIFIED AUTHORIZATION_DENIED CANNOT_BE_VOIDED
      MAX_AUTHORIZATION_COUNT_EXCEEDED MAX_CAPTURE_COUNT_EXCEEDED MAX_NUMBER_OF_REFUNDS_EXCEEDED
      ORDER_ALREADY_AUTHORIZED ORDER_CANNOT_BE_SAVED ORDER_COMPLETED_OR_VOIDED ORDER_COMPLETION_IN_PROGRESS
      ORDER_NOT_APPROVED PENDING_CAPTURE REAUTHORIZATION_NOT_SUPPORTED REFUND_NOT_ALLOWED`,
    ),
    ...each(C.TIME_LIMIT_PASSED, "ORDER_EXPIRED REFUND_TIME_LIMIT_EXCEEDED"),
    ...each(C.DISPUTED, "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK TRANSACTION_DISPUTED"),
    ...each(C.INSUFFICIENT_MERCHANT_BALANCE, "REFUND_FAILED_INSUFFICIENT_FUNDS"),
    ...each(
      C.AMOUNT_EXCEEDS_AVAILABLE,
      `AUTHORIZATION_AMOUNT_EXCEEDED MAX_CAPTURE_AMOUNT_EXCEEDED PLATFORM_FEE_EXCEEDED REFUND_AMOUNT_EXCEEDED`,
    ),
    ...each(C.AMOUNT_TOO_LARGE, "MAX_VALUE_EXCEEDED TRANSACTION_RECEIVING_LIMIT_EXCEEDED"),
    ...each(C.AMOUNT_LIMIT_EXCEEDED, "TRANSACTION_LIMIT_EXCEEDED"),
    ...each(C.AMOUNT_TOO_SMALL, "REFUND_AMOUNT_TOO_LOW"),
    ...each(
      C.INVALID_AMOUNT,
      `AMOUNT_MISMATCH APPLE_PAY_AMOUNT_MISMATCH CANNOT_BE_NEGATIVE CANNOT_BE_ZERO_OR_NEGATIVE
      DECIMALS_NOT_SUPPORTED DECIMAL_PRECISION INVALID_PLATFORM_FEES_AMOUNT PARTIAL_REFUND_NOT_ALLOWED`,
    ),
    ...each(C.COUNT_LIMIT_EXCEEDED, "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"),
    ...each(
      C.CURRENCY_NOT_SUPPORTED,
      `AUTHORIZATION_CURRENCY_MISMATCH AUTH_CAPTURE_CURRENCY_MISMATCH AUTH_CURRENCY_MISMATCH CURRENCY_MISMATCH
      CURRENCY_NOT_SUPPORTED_FOR_BANK INVALID_CURRENCY_CODE MULTI_CURRENCY_ORDER REFUND_CAPTURE_CURRENCY_MISMATCH`,
    ),
    ...each(
      C.DECLINED,
      "ALIAS_DECLINED_BY_PROCESSOR INSTRUMENT_DECLINED PAYMENT_SOURCE_DECLINED_BY_PROCESSOR TRANSACTION_REFUSED",
    ),
    ...each(C.CUSTOMER_BANK_REFUSED, "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"),
    ...each(C.AUTHENTICATION_REQUIRED, "PAYER_ACTION_REQUIRED"),
    ...each(C.BLOCKED_BY_MERCHANT_RULE, "PAYEE_BLOCKED_TRANSACTION TRANSACTION_BLOCKED_BY_PAYEE"),
    ...each(C.COMPLIANCE_REFUSED, "COMPLIANCE_VIOLATION"),
    ...each(C.ACCOUNT_BLOCKED, "PAYER_ACCOUNT_LOCKED_OR_CLOSED PAYER_ACCOUNT_RESTRICTED"),
    ...each(
      C.PAYMENT_METHOD_UNAVAILABLE,
      `BANK_NOT_SUPPORTED_FOR_VERIFICATION DOMESTIC_TRANSACTION_REQUIRED IBAN_COUNTRY_NOT_SUPPORTED
      PAYER_CANNOT_PAY PAYMENT_SOURCE_CANNOT_BE_USED PAYMENT_SOURCE_NOT_SUPPORTED UNSUPPORTED_INTENT
      UNSUPPORTED_INTENT_FOR_PAYMENT_SOURCE`,
    ),
    ...each(C.CARD_NOT_SUPPORTED, "CARD_BRAND_NOT_SUPPORTED"),
    ...each(C.EXPIRED_CARD, "CARD_EXPIRED REFERENCED_CARD_EXPIRED"),
    ...each(C.INVALID_EXPIRY, "CARD_EXPIRY_REQUIRED INVALID_EXPIRY_DATE"),
    ...each(C.INVALID_CARD_NUMBER, "CARD_NUMBER_REQUIRED"),
    ...each(C.INCORRECT_CVC, "INVALID_SECURITY_CODE_LENGTH"),
    ...each(C.ADDRESS_MISMATCH, "PAYMENT_SOURCE_INFO_CANNOT_BE_VERIFIED"),
    ...each(C.INVALID_ACCOUNT, "INVALID_IBAN INVALID_PAYER_ID"),
    ...each(
      C.INVALID_TOKEN,
      `AGREEMENT_ALREADY_CANCELLED BILLING_AGREEMENT_ID_MISMATCH BILLING_AGREEMENT_NOT_FOUND
      GOOGLE_PAY_GATEWAY_MERCHANT_ID_MISMATCH INVALID_GOOGLE_PAY_TOKEN MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE
      TOKEN_EXPIRED TOKEN_ID_NOT_FOUND`,
    ),
    ...each(C.NOT_FOUND, "IDENTIFIER_NOT_FOUND INVALID_RESOURCE_ID RESOURCE_NOT_FOUND"),
    ...each(C.DUPLICATE, "DUPLICATE_INVOICE_ID"),
    ...each(C.IDEMPOTENCY_CONFLICT, "DUPLICATE_REQUEST_ID PAYPAL_REQUEST_ID_PREVIOUSLY_USED"),
    ...each(C.CREDENTIALS_REJECTED, "AUTHENTICATION_FAILURE invalid_client"),
    ...each(
      C.PERMISSION_MISSING,
      `CONSENT_NEEDED NOT_AUTHORIZED PERMISSION_DENIED PERMISSION_DENIED_FOR_DONATION_ITEMS REFUND_IS_RESTRICTED
      PAYEE_PRICING_TIER_ID_NOT_ENABLED`,
    ),
    ...each(
      C.ACCOUNT_NOT_CONFIGURED,
      `AUTH_CAPTURE_NOT_ENABLED INVALID_PLATFORM_FEES_ACCOUNT NOT_ELIGIBLE_FOR_PAYPAL_TRANSACTION_ID_PROCESSING
      NOT_ELIGIBLE_FOR_PNREF_PROCESSING NOT_ELIGIBLE_FOR_TOKEN_PROCESSING NOT_ENABLED_FOR_APPLE_PAY
      NOT_ENABLED_FOR_BANK_PROCESSING NOT_ENABLED_FOR_CARD_PROCESSING NOT_ENABLED_FOR_GOOGLE_PAY
      NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE PAYEE_ACCOUNT_INVALID PAYEE_ACCOUNT_NOT_VERIFIED
      PAYEE_NOT_ENABLED_FOR_BANK_PROCESSING PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING PLATFORM_FEES_NOT_SUPPORTED
      PLATFORM_FEE_NOT_ENABLED SAVE_ORDER_NOT_SUPPORTED SETUP_ERROR_FOR_BANK SHIPPING_TYPE_NOT_SUPPORTED_FOR_CLIENT`,
    ),
    ...each(
      C.MERCHANT_ACCOUNT_INACTIVE,
      "INVALID_ACCOUNT_STATUS PAYEE_ACCOUNT_LOCKED_OR_CLOSED PAYEE_ACCOUNT_RESTRICTED",
    ),
    ...each(C.RATE_LIMITED, "RATE_LIMIT_REACHED"),
    ...each(C.PROCESSOR_ERROR, "INTERNAL_SERVER_ERROR SERVICE_UNAVAILABLE"),
    ...each(
      C.INVALID_REQUEST,
      `BILLING_ADDRESS_INVALID BLIK_ONE_CLICK_MISSING_REQUIRED_PARAMETER CANCEL_URL_REQUIRED CITY_REQUIRED
      CRYPTOGRAM_REQUIRED DONATION_ITEMS_NOT_SUPPORTED DUPLICATE_REFERENCE_ID EMV_DATA_REQUIRED
      INCOMPATIBLE_PARAMETER_VALUE INVALID_ARRAY_MAX_ITEMS INVALID_ARRAY_MIN_ITEMS INVALID_COUNTRY_CODE
      INVALID_FX_RATE_ID INVALID_PARAMETER_SYNTAX INVALID_PARAMETER_VALUE INVALID_PAYEE_PRICING_TIER_ID
      INVALID_PICKUP_ADDRESS INVALID_PREVIOUS_TRANSACTION_REFERENCE INVALID_REQUEST INVALID_STRING_LENGTH
      INVALID_STRING_MAX_LENGTH ITEM_TOTAL_MISMATCH ITEM_TOTAL_REQUIRED MALFORMED_REQUEST_JSON
      MERCHANT_INITIATED_WITH_AUTHENTICATION_RESULTS MERCHANT_INITIATED_WITH_MULTIPLE_PURCHASE_UNITS
      MERCHANT_INITIATED_WITH_SECURITY_CODE MISSING_CRYPTOGRAM MISSING_PICKUP_ADDRESS MISSING_PREVIOUS_REFERENCE
      MISSING_REQUIRED_PARAMETER MULTIPLE_ITEM_CATEGORIES MULTIPLE_SHIPPING_ADDRESS_NOT_SUPPORTED
      MULTIPLE_SHIPPING_OPTION_SELECTED MULTIPLE_SHIPPING_TYPE_NOT_SUPPORTED NOT_SUPPORTED
      ONE_OF_PARAMETERS_REQUIRED ONLY_ONE_BANK_SOURCE_ALLOWED ORDER_COMPLETE_ON_PAYMENT_APPROVAL
      PAYEE_FX_RATE_ID_CURRENCY_MISMATCH PAYEE_FX_RATE_ID_EXPIRED PAYMENT_SOURCE_MISMATCH
      PAYMENT_TYPE_NOT_SUPPORTED_FOR_INTENT PAYPAL_REQUEST_ID_REQUIRED PAYPAL_TRANSACTION_ID_EXPIRED
      PAYPAL_TRANSACTION_ID_NOT_FOUND PLATFORM_FEE_PAYEE_CANNOT_BE_SAME_AS_PAYER PNREF_EXPIRED PNREF_NOT_FOUND
      POSTAL_CODE_REQUIRED PREFERRED_PAYMENT_SOURCE_MISMATCH PREFERRED_SHIPPING_OPTION_AMOUNT_MISMATCH
      PREVIOUS_TRANSACTION_REFERENCE_HAS_CHARGEBACK PREVIOUS_TRANSACTION_REFERENCE_VOIDED REFERENCE_ID_REQUIRED
      REQUIRED_PARAMETER_FOR_CUSTOMER_INITIATED_PAYMENT RETURN_URL_REQUIRED SHIPPING_ADDRESS_INVALID
      SHIPPING_OPTIONS_NOT_SUPPORTED SHIPPING_OPTION_NOT_SELECTED TAX_TOTAL_MISMATCH TAX_TOTAL_REQUIRED
      UNSUPPORTED_PAYMENT_INSTRUCTION UNSUPPORTED_PROCESSING_INSTRUCTION UNSUPPORTED_SHIPPING_TYPE
      VAULT_INSTRUCTION_DUPLICATED VAULT_INSTRUCTION_REQUIRED`,
    ),
  },
  // One of several payments of an order failed: ours have one. The other is a 409, which is no refusal.
  unmapped: ["DECLINED_DUE_TO_RELATED_TXN", "PREVIOUS_REQUEST_IN_PROGRESS", "UNPROCESSABLE_ENTITY"],
});

/** `processor_response.response_code` of a card that was not approved. */
export const processorCodes = failureCodes({
  source: "https://developer.paypal.com/docs/api/orders/v2/#definition-processor_response",
  words: {
    ...each(C.INCORRECT_CVC, "00N7 1382 5110 PCVV PPC2"),
    ...each(C.CALL_ISSUER, "0100 9530"),
    ...each(C.INVALID_ACCOUNT, "0390 1330 1335 6300"),
    ...each(C.DO_NOT_HONOR, "0500"),
    ...each(C.TRANSACTION_NOT_PERMITTED, "0580 5160 5700 PPAG PPBG PPQC"),
    ...each(C.SECURITY_VIOLATION, "0880 9510"),
    ...each(C.INVALID_PIN, "0890 5130 5500 7900"),
    ...each(C.CUSTOMER_CANCELLED, "0R00"),
    ...each(C.DECLINED, "10BR 5100 5190 9540 PPAR PPDV PPSC PPSE PPDI"),
    ...each(C.INVALID_AMOUNT, "1310 PPAI PPS6"),
    ...each(C.CURRENCY_NOT_SUPPORTED, "1320 PPCU PPS4 PPUC PPVC"),
    ...each(C.RESTRICTED_CARD, "1352 5180 5930 PPFR PPMC"),
    ...each(C.INVALID_EXPIRY, "1380 PPEX"),
    ...each(C.INSUFFICIENT_FUNDS, "5120"),
    ...each(C.PIN_TRIES_EXCEEDED, "5135"),
    ...each(C.ACCOUNT_CLOSED, "5140 PP06"),
    ...each(C.PICK_UP_CARD, "5150"),
    ...each(C.ADDRESS_MISMATCH, "5170 PPAD PPAV"),
    ...each(C.DUPLICATE, "5200"),
    ...each(C.EXPIRED_CARD, "5400 PPEF"),
    ...each(C.AUTHENTICATION_REQUIRED, "5650"),
    ...each(C.COUNT_LIMIT_EXCEEDED, "5710 PPDT PPEL PPNL"),
    "5910": { code: C.ISSUER_UNAVAILABLE, retry: Retry.OTHER_METHOD },
    ...each(C.ISSUER_UNAVAILABLE, "5920"),
    ...each(C.CARD_UPDATED, "5950"),
    ...each(C.AUTHENTICATION_FAILED, "7700 7710 PPD3"),
    ...each(C.INVALID_CARD_NUMBER, "7800"),
    ...each(C.PROCESSOR_ERROR, "0800 0960 8000 8010 8100 8110 8220 PPER PPH1 PPNT PPLS"),
    ...each(C.SUSPECTED_FRAUD, "9500"),
    // Lost or stolen, and not which: both forbid another try.
    ...each(C.LOST_CARD, "9520"),
    "9100": { code: C.DECLINED, retry: Retry.LATER },
    PPRN: { code: C.DECLINED, retry: Retry.NEVER },
    ...each(C.ACCOUNT_BLOCKED, "PPAB"),
    ...each(C.CARD_NOT_SUPPORTED, "PPAE PPCT PPUE"),
    ...each(C.AMOUNT_LIMIT_EXCEEDED, "PPAX"),
    ...each(C.BLOCKED_BY_RISK, "PPCO"),
    ...each(C.INVALID_TOKEN, "PPTE PPTR PPTV"),
    ...each(C.AUTHORIZATION_EXPIRED, "PPS3"),
    ...each(C.ALREADY_VOIDED, "PPS2"),
    ...each(C.ALREADY_CAPTURED, "PPS1"),
    ...each(C.WRONG_STATE, "1384 PPRF"),
    ...each(C.PERMISSION_MISSING, "PPUA"),
    ...each(C.ACCOUNT_NOT_CONFIGURED, "1340 1350 1370 8020 PPAU PPCE PPNC PPNM PPRR PPVT"),
    ...each(C.PAYMENT_METHOD_UNAVAILABLE, "PPFI PPPM PPTT PPUI"),
    ...each(
      C.INVALID_REQUEST,
      `1300 1312 1317 1360 1390 1393 5210 5900 8030 PPFV PPII PPIM PPIT PPMB PPPH PPPI PPTF PPTI PPUP PPVE`,
    ),
  },
  // Approvals, and words that say nothing of a declined card: refunds, reversals, currency conversion, retired ones.
  unmapped:
    `0000 1000 5800 7600 9600 PCNR PPCR PPDC PPFE PPGR PPIF PPLR PPMD PPRE PPS0 PPS5 PPSD PPUR`.split(
      " ",
    ),
});

/** `payment_advice_code`: what the network says of another try; 02 means two things by network, and is left out. */
export const advice = words({
  source: "https://developer.paypal.com/docs/api/orders/v2/#definition-processor_response",
  words: {
    "01": Retry.WITH_CHANGES,
    "03": Retry.NEVER,
    "21": Retry.NEVER,
    "24": Retry.LATER,
    "25": Retry.LATER,
    "26": Retry.LATER,
    "27": Retry.LATER,
    "28": Retry.LATER,
    "29": Retry.LATER,
    "30": Retry.LATER,
  },
});
