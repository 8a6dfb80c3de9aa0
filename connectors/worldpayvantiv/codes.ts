/** What Worldpay's response codes mean. https://support.worldpay.com/support/CNP-API/content/paytransrespcodes.htm */
import { CheckResult, FailureCode, PaymentStatus, Retry } from "#contract";
import { checkResults, failureCodes, paymentStatuses } from "#kit";

const C = FailureCode;

/**
 * `response` of a transaction that was not done, Table A-1: its words were read in three copies of the table, one in a
 * source file of Chargehive (connector_errors), of 2025 in Hyperswitch's transformers of `worldpayvantiv`, and, of 2013,
 * https://github.com/Jeff-Lewis/litle-1 (TransactionResponseCode.php).
 */
export const declines = failureCodes({
  source: "https://support.worldpay.com/support/CNP-API/content/paytransrespcodes.htm",
  words: {
    "100": C.ISSUER_UNAVAILABLE,
    "101": C.ISSUER_UNAVAILABLE,
    "102": { code: C.PROCESSOR_ERROR, retry: Retry.LATER },
    "103": C.ACCOUNT_NOT_CONFIGURED,
    "108": { code: C.PROCESSOR_ERROR, retry: Retry.LATER },
    "110": C.INSUFFICIENT_FUNDS,
    "111": C.AMOUNT_EXCEEDS_AVAILABLE,
    "112": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "113": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "114": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "115": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "116": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "117": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "118": { code: C.INSUFFICIENT_FUNDS, retry: Retry.LATER },
    "120": C.CALL_ISSUER,
    "121": C.CALL_ISSUER,
    "122": C.CALL_ISSUER,
    "123": C.CALL_ISSUER,
    "124": C.CALL_ISSUER,
    "125": C.CALL_ISSUER,
    "126": C.CARD_UPDATED,
    "127": C.AMOUNT_LIMIT_EXCEEDED,
    "130": C.CALL_ISSUER,
    "131": C.INVALID_PIN,
    "137": C.DECLINED,
    "138": C.DECLINED,
    "139": C.DECLINED,
    "140": C.CARD_UPDATED,
    "143": C.ACCOUNT_NOT_CONFIGURED,
    "145": C.DECLINED,
    "146": C.DECLINED,
    "147": C.SUSPECTED_FRAUD,
    "148": C.EXPIRED_CARD,
    "149": C.TRANSACTION_NOT_PERMITTED,
    "151": C.NOT_FOUND,
    // Look-ups are not enabled for the merchant.
    "153": C.PERMISSION_MISSING,
    "170": C.ACCOUNT_NOT_CONFIGURED,
    "206": C.DECLINED,
    "207": C.PICK_UP_CARD,
    "209": C.INVALID_AMOUNT,
    "212": C.INVALID_REQUEST,
    "213": C.LOST_CARD,
    "214": C.STOLEN_CARD,
    "215": C.RESTRICTED_CARD,
    "226": C.INCORRECT_CVC,
    "229": C.COMPLIANCE_REFUSED,
    "251": C.DUPLICATE,
    "252": C.PROCESSOR_ERROR,
    "253": C.INVALID_CARD_NUMBER,
    "257": C.PROCESSOR_ERROR,
    "258": C.PROCESSOR_ERROR,
    // The deposit that is to be given back is not settled yet, or failed.
    "271": { code: C.WRONG_STATE, retry: Retry.LATER },
    "272": C.WRONG_STATE,
    "273": C.DECLINED,
    "301": C.INVALID_CARD_NUMBER,
    "302": C.INVALID_CARD_NUMBER,
    "303": C.PICK_UP_CARD,
    "304": C.LOST_CARD,
    "305": C.EXPIRED_CARD,
    "306": C.AUTHORIZATION_EXPIRED,
    "307": C.RESTRICTED_CARD,
    "308": C.RESTRICTED_CARD,
    "309": C.BLOCKED_BY_MERCHANT_RULE,
    "311": C.DISPUTED,
    "312": C.BLOCKED_BY_MERCHANT_RULE,
    "313": C.BLOCKED_BY_MERCHANT_RULE,
    "315": C.BLOCKED_BY_RISK,
    "316": C.ALREADY_REFUNDED,
    "317": C.COMPLIANCE_REFUSED,
    "318": C.BLOCKED_BY_RISK,
    "319": C.BLOCKED_BY_RISK,
    "320": C.INVALID_EXPIRY,
    "321": C.TRANSACTION_NOT_PERMITTED,
    "322": C.TRANSACTION_NOT_PERMITTED,
    "323": C.INVALID_CARD_NUMBER,
    "324": C.INVALID_PIN,
    "325": C.TRANSACTION_NOT_PERMITTED,
    "326": C.PIN_TRIES_EXCEEDED,
    "327": C.TRANSACTION_NOT_PERMITTED,
    "328": C.RECURRING_STOPPED,
    "330": C.CARD_NOT_SUPPORTED,
    "335": C.PAYMENT_METHOD_UNAVAILABLE,
    "336": C.INVALID_AMOUNT,
    "340": C.INVALID_AMOUNT,
    "346": C.INVALID_REQUEST,
    "347": C.ACCOUNT_NOT_CONFIGURED,
    "348": C.ACCOUNT_NOT_CONFIGURED,
    "349": C.DO_NOT_HONOR,
    "350": C.DECLINED,
    "352": C.INCORRECT_CVC,
    "354": C.ACCOUNT_NOT_CONFIGURED,
    "356": C.INVALID_REQUEST,
    "358": C.INCORRECT_CVC,
    "360": C.NOT_FOUND,
    "361": C.WRONG_STATE,
    "362": C.WRONG_STATE,
    "363": C.ALREADY_VOIDED,
    "364": C.INVALID_ACCOUNT,
    "365": C.AMOUNT_EXCEEDS_AVAILABLE,
    "370": C.PROCESSOR_ERROR,
    "530": C.ACCOUNT_NOT_CONFIGURED,
    "531": C.INVALID_TOKEN,
    "540": C.INVALID_REQUEST,
    "550": C.BLOCKED_BY_RISK,
    "555": C.SUSPECTED_FRAUD,
    "565": C.TRANSACTION_NOT_PERMITTED,
    "566": C.RECURRING_STOPPED,
    "651": C.CUSTOMER_CANCELLED,
    "652": C.DECLINED,
    "653": C.INVALID_ACCOUNT,
    "656": C.COUNT_LIMIT_EXCEEDED,
    "657": C.INVALID_ACCOUNT,
    "820": C.INVALID_CARD_NUMBER,
    "821": C.ACCOUNT_NOT_CONFIGURED,
    "822": C.INVALID_TOKEN,
    "823": C.INVALID_TOKEN,
    "835": C.AMOUNT_EXCEEDS_AVAILABLE,
    "877": C.INVALID_TOKEN,
    "878": C.INVALID_TOKEN,
    "879": C.ACCOUNT_NOT_CONFIGURED,
    "898": C.PROCESSOR_ERROR,
    "899": C.INVALID_TOKEN,
    "900": C.INVALID_ACCOUNT,
    "923": C.PAYMENT_METHOD_UNAVAILABLE,
    "939": C.WRONG_STATE,
    "950": C.BLOCKED_BY_RISK,
    "951": C.DECLINED,
    "952": C.ACCOUNT_NOT_CONFIGURED,
    "953": C.INVALID_ACCOUNT,
    "954": C.INVALID_ACCOUNT,
    "955": C.AMOUNT_TOO_LARGE,
    "956": C.ACCOUNT_NOT_CONFIGURED,
    "957": C.INVALID_REQUEST,
    "958": C.INVALID_REQUEST,
    "959": C.INVALID_REQUEST,
    "961": C.CARD_NOT_SUPPORTED,
    "962": C.CARD_NOT_SUPPORTED,
    "965": C.AMOUNT_TOO_LARGE,
    "966": C.AMOUNT_TOO_LARGE,
    "980": C.AUTHENTICATION_REQUIRED,
    "991": C.INVALID_REQUEST,
    "993": C.INVALID_REQUEST,
    "994": C.INVALID_REQUEST,
    "998": C.ACCOUNT_NOT_CONFIGURED,
  },
  // Declines of gift cards, terminals, healthcare, surcharges and recycling, which nothing here asks for, or without a counterpart.
  unmapped: [
    ...[
      "132",
      "192",
      "211",
      "216",
      "217",
      "218",
      "219",
      "221",
      "222",
      "223",
      "254",
      "255",
      "256",
      "284",
      "310",
    ],
    ...["331", "332", "341", "351", "357", "366", "367", "368", "369", "372", "373", "375"],
    ...["376", "377", "378", "401", "709", "710", "850", "851", "852"],
  ],
});

const refused = [...Object.keys(declines.words), ...declines.unmapped];
const failing = Object.fromEntries(refused.map((code) => [code, PaymentStatus.FAILED]));
/** Done: whole, in part, or offline (Table A-1). */
const approvals = ["000", "010", "011", "013"];
const approvedAs = (status: PaymentStatus) =>
  Object.fromEntries(approvals.map((code) => [code, status]));
export const isApproval = (code: string): boolean => approvals.includes(code);

/** What an authorization became by its `response`. */
export const authorizationStatuses = paymentStatuses({
  source: declines.source,
  words: {
    ...failing,
    ...approvedAs(PaymentStatus.AUTHORIZED),
    "010": PaymentStatus.PARTIALLY_AUTHORIZED,
  },
});
/** The same of a sale, which is a deposit at once. */
export const saleStatuses = paymentStatuses({
  source: declines.source,
  words: { ...failing, ...approvedAs(PaymentStatus.CAPTURED) },
});
/** Recognised as done within the last two days. …/content/onlinedupecheck.htm */
export const DUPLICATE = "251";

/** `response` of the whole message, Table A-8, and the schema's own 1. */
export const rejections = failureCodes({
  source: "https://support.worldpay.com/support/CNP-API/content/addrespheaderrormess.htm",
  words: {
    "1": C.INVALID_REQUEST,
    "2": C.INVALID_REQUEST,
    "3": C.CREDENTIALS_REJECTED,
    "4": C.RATE_LIMITED,
    "5": C.INVALID_REQUEST,
  },
});

const { MATCH, NO_MATCH, NOT_CHECKED, UNAVAILABLE } = CheckResult;
const avs = "https://support.worldpay.com/support/CNP-API/content/avsrespcodes.htm";
const unchecked = {
  "30": UNAVAILABLE,
  "31": UNAVAILABLE,
  "32": UNAVAILABLE,
  "33": UNAVAILABLE,
  "34": NOT_CHECKED,
  "40": NOT_CHECKED,
};
/** `avsResult`, Table A-3. */
export const addressChecks = checkResults({
  source: avs,
  words: {
    "00": MATCH,
    "01": MATCH,
    "02": MATCH,
    "10": NO_MATCH,
    "11": NO_MATCH,
    "12": MATCH,
    "13": MATCH,
    "14": NOT_CHECKED,
    "20": NO_MATCH,
    ...unchecked,
  },
});
export const postalCodeChecks = checkResults({
  source: avs,
  words: {
    "00": MATCH,
    "01": MATCH,
    "02": MATCH,
    "10": MATCH,
    "11": MATCH,
    "12": NO_MATCH,
    "13": NO_MATCH,
    "14": MATCH,
    "20": NO_MATCH,
    ...unchecked,
  },
});
/** `cardValidationResult`: those that the certification tests of Worldpay's own SDK name. */
export const cvcChecks = checkResults({
  source:
    "https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/certificationTest/java/io/github/vantiv/sdk/TestCert1Base.java",
  words: { M: MATCH, N: NO_MATCH, P: NOT_CHECKED },
});
