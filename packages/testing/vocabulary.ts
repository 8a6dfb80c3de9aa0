/**
 * What the words of payments say by themselves, whoever says them: `INSUFFICIENT_FUND`, `insufficient_funds` and
 * `Not enough balance` are one thing. Held against every connector's failure codes, a new one's as well.
 */
import { FailureCode } from "#contract";
import type { FailureTable } from "#kit";

/**
 * What is said, and the codes that may stand for it. The names are those of ISO 8583 response codes as processors publish
 * them (https://developers.mypos.com/en/doc/online_payments/v1_4/229-response-codes, https://docs.stripe.com/declines/codes,
 * https://docs.adyen.com/development-resources/refusal-reasons/), and of the states of a payment.
 */
const rules: readonly (readonly [said: RegExp, codes: string])[] = [
  [
    /insufficient (funds?|amount)|not enough balance/,
    "INSUFFICIENT_FUNDS INSUFFICIENT_MERCHANT_BALANCE",
  ],
  [/\bexpired card\b|\bcard expired|expired payment/, "EXPIRED_CARD REFUND_REJECTED_BY_BANK"],
  [/\blost card|lost or stolen|stolen lost/, "LOST_CARD REFUND_REJECTED_BY_BANK"],
  [/(?<!or )\bstolen card/, "STOLEN_CARD"],
  [/do not honou?r/, "DO_NOT_HONOR"],
  [/pick ?up card|capture card/, "PICK_UP_CARD"],
  [/restricted card|blocked card|card (is )?(blocked|disabled)/, "RESTRICTED_CARD"],
  [
    /(incorrect|invalid|missing|bad filled) (cvc|cvv|cvn|security code)|c[v][cvn]?2? (declined|fail|not match|invalid)/,
    "INCORRECT_CVC",
  ],
  [
    /avs (declined|fail)|address verification fail|incorrect (zip|address|postal)/,
    "ADDRESS_MISMATCH",
  ],
  [
    /(invalid|incorrect|bad filled) card number|card number (invalid|required)/,
    "INVALID_CARD_NUMBER",
  ],
  [/(invalid|incorrect|bad) (card )?expir|expiry (date|month|year)/, "INVALID_EXPIRY"],
  [/(invalid|incorrect) (atm )?pin\b|pin required/, "INVALID_PIN"],
  [/pin (tries|try|attempts|retries)/, "PIN_TRIES_EXCEEDED"],
  [/issuer (not available|unavailable)|issuer network unavailable/, "ISSUER_UNAVAILABLE"],
  [/call issuer|(refer to|contact) card issuer|call for authorize/, "CALL_ISSUER"],
  [/withdrawal amount|exceeds withdrawal amount/, "AMOUNT_LIMIT_EXCEEDED"],
  [/withdrawal count|frequency limit/, "COUNT_LIMIT_EXCEEDED"],
  [/security violation/, "SECURITY_VIOLATION"],
  [/revocation of|stop payment order/, "RECURRING_STOPPED"],
  [/account closed|closed account/, "ACCOUNT_CLOSED MERCHANT_ACCOUNT_INACTIVE"],
  [/suspected fraud/, "SUSPECTED_FRAUD"],
  [
    /duplicate (transaction|request|payment|invoice)|duplicated payment/,
    "DUPLICATE IDEMPOTENCY_CONFLICT",
  ],
  [/idempoten/, "IDEMPOTENCY_CONFLICT"],
  [/rate limit (reached|exceeded|error)$|^rate limit(ed)?$/, "RATE_LIMITED COUNT_LIMIT_EXCEEDED"],
  [/already captured|previously captured/, "ALREADY_CAPTURED"],
  [/already voided|previously voided|already reversed$/, "ALREADY_VOIDED"],
  [/already refunded|fully refunded/, "ALREADY_REFUNDED"],
  [/authorization expired/, "AUTHORIZATION_EXPIRED"],
  [/authentication required/, "AUTHENTICATION_REQUIRED"],
  [/authentication fail/, "AUTHENTICATION_FAILED CREDENTIALS_REJECTED"],
  [/shopper cancelled|payment cancelled/, "CUSTOMER_CANCELLED"],
  [
    /currency (is )?not supported|unsupported currency/,
    "CURRENCY_NOT_SUPPORTED CURRENCY_NOT_SUPPORTED_BY_CARD",
  ],
  [/amount too small|less than minimum/, "AMOUNT_TOO_SMALL"],
  [/amount (is )?too (large|high)|exceeds maximum amount/, "AMOUNT_TOO_LARGE"],
  [/^unauthori[sz]ed$|api key|access token|api secret/, "CREDENTIALS_REJECTED"],
  [
    /^forbidden$|insufficient permissions?$|permission denied/,
    "PERMISSION_MISSING ACCOUNT_NOT_CONFIGURED",
  ],
  [/internal server error|^server error|service unavailable|^system error/, "PROCESSOR_ERROR"],
  [/^(resource )?not found$/, "NOT_FOUND"],
  [/compliance violation|violation of law/, "COMPLIANCE_REFUSED"],
];

/** `INSUFFICIENT_FUND` and `cc_rejected_bad_filled_date` as they are spoken. */
export const spoken = (word: string): string =>
  word
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .replace(/^cc rejected /, "")
    .trim();

/** Whether a word may stand for this code, as far as the word says anything. */
export const says = (word: string, code: string): boolean => {
  const text = spoken(word);
  return rules.every(([said, codes]) => !said.test(text) || codes.split(" ").includes(code));
};

export const codeOf = (table: FailureTable, word: string): string => {
  const { code } = table(word);
  return Object.entries(FailureCode).find(([, value]) => value === code)?.[0] ?? String(code);
};

/** Where a processor means something of its own: the place, and why. */
export const argued: ReadonlyMap<string, string> = new Map([
  ["adyen modificationRefusals CAPTURE_FAILED", "the bank would not, and nobody says why"],
  ["adyen refusals Not supported", "by the issuer, of this kind of payment"],
  ["checkout errorCodes apm_service_unavailable", "one local method, and others work"],
  [
    "checkout responseCodes 20015",
    "not in the list of the network's codes that Checkout.com passes on",
  ],
  ["cybersource reasons CAPTURE_ALREADY_VOIDED", "a refund was asked for, and the capture is gone"],
  ["bankofamerica reasons CAPTURE_ALREADY_VOIDED", "as at Cybersource"],
  ["cybersource reasons DUPLICATE_REQUEST", "its only key of repeats is the reference"],
  ["bankofamerica reasons DUPLICATE_REQUEST", "as at Cybersource"],
  ["mercadopago declines cc_amount_rate_limit_exceeded", "the card's limit of amounts, not calls"],
  ["paypal issues AUTHENTICATION_FAILURE", "of the caller, by its token"],
  [
    "razorpay descriptions another request with the same idempotency key is still in progress",
    "the same request, whose outcome is to be looked up",
  ],
  ["razorpay descriptions authentication failed", "of the caller, by its key"],
  ["razorpay reasons capture_failed", "at Razorpay, not at the bank"],
  ["razorpay reasons card_disabled_for_online_payments", "the card works, and not in this channel"],
  ["square failures CARDHOLDER_INSUFFICIENT_PERMISSIONS", "the card's, of where it may be used"],
  ["square failures CURRENCY_MISMATCH", "of the card or gift card"],
  ["square failures INSUFFICIENT_PERMISSIONS", "the account may not take this payment"],
  ["square failures INVALID_CARD", "it cannot be validated, and which part is wrong is not said"],
  ["square failures PAYMENT_LIMIT_EXCEEDED", "the limit is the merchant's, not the card's"],
  ["stripe declineCodes card_not_supported", "the issuer says so, of this kind of purchase"],
  ["stripe errorCodes invalid_card_type", "a card that no payout can go to"],
  ["stripe refundFailures insufficient_funds", "the merchant's balance"],
  ["stripe refundFailures lost_or_stolen_card", "what failed is a refund"],
]);
