/** Test cards: which scheme they are of, how they authenticate, and what makes their issuer say no. */
import { passesLuhn } from "#kit";
import { type SimulatedAnswer, textAt } from "#simulate";
import { refuse } from "./wire.ts";

export interface Card {
  readonly brand: string;
  readonly bin: string;
  readonly lastFour: string;
  readonly expiryMonth: string;
  readonly expiryYear: string;
  readonly holderName: string | undefined;
  readonly number: string;
}

/** How a card authenticates: not at all, by fingerprint alone, by challenge alone, or by one after the other. */
export type Authentication = "none" | "fingerprint" | "challenge" | "fingerprint and challenge";

/**
 * Cards enrolled in 3D Secure 2, https://docs.adyen.com/development-resources/testing/3d-secure-2-authentication; how
 * the first three go is from Adyen's own tests, https://github.com/Adyen/adyen-web (packages/e2e-playwright).
 */
const enrolled: Readonly<Record<string, Authentication>> = {
  "5201281505129736": "fingerprint",
  "4212345678910006": "challenge",
  "5000550000000029": "fingerprint and challenge",
  "371449635398431": "fingerprint and challenge",
  "6703444444444449": "fingerprint and challenge",
  "4871049999999910": "fingerprint and challenge",
  "4035501428146300": "fingerprint and challenge",
  "4917610000000000": "fingerprint and challenge",
  "5454545454545454": "fingerprint and challenge",
};
export const authenticationOf = ({ number }: Card): Authentication => enrolled[number] ?? "none";

/** https://docs.adyen.com/development-resources/paymentmethodvariant */
const brands: readonly (readonly [RegExp, string])[] = [
  [/^4/, "visa"],
  [/^(5[1-5]|2[2-7])/, "mc"],
  [/^3[47]/, "amex"],
  [/^3[068]/, "diners"],
  [/^35/, "jcb"],
  [/^(6011|64|65)/, "discover"],
  [/^62/, "cup"],
  [/^6703/, "bcmc"],
  [/^(5|6)/, "maestro"],
];

/** The members that a test integration sends encrypted carry `test_` before their value. */
const field = (method: unknown, name: string, encrypted: string): string | undefined =>
  textAt(method, name) ?? textAt(method, encrypted)?.replace(/^test_/, "");

export function badCard(method: unknown): SimulatedAnswer | undefined {
  const number = field(method, "number", "encryptedCardNumber") ?? "";
  const month = Number(field(method, "expiryMonth", "encryptedExpiryMonth"));
  const year = field(method, "expiryYear", "encryptedExpiryYear") ?? "";
  const cvc = securityCode(method);
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number))
    return refuse("101", "Invalid card number");
  const brand = brandOf(number);
  if (!brand) return refuse("102", "Unable to determine variant");
  if (!(month >= 1 && month <= 12) || !/^\d{4}$/.test(year))
    return refuse("129", "Expiry Date Invalid");
  if (cvc !== undefined && !(brand === "amex" ? /^\d{4}$/ : /^\d{3}$/).test(cvc))
    return refuse("103", "CVC is not the right length");
  return undefined;
}

/** The card of a method that is not a `badCard`. */
export function cardOf(method: unknown): Card {
  const bancontact = textAt(method, "type") === "bcmc";
  const number = field(method, "number", "encryptedCardNumber") ?? "";
  return {
    number,
    brand: textAt(method, "brand") ?? (bancontact ? "bcmc" : (brandOf(number) ?? "")),
    bin: number.slice(0, 6),
    lastFour: number.slice(-4),
    expiryMonth: String(Number(field(method, "expiryMonth", "encryptedExpiryMonth"))),
    expiryYear: field(method, "expiryYear", "encryptedExpiryYear") ?? "",
    holderName: textAt(method, "holderName"),
  };
}
export const securityCode = (method: unknown): string | undefined =>
  field(method, "cvc", "encryptedSecurityCode");

const brandOf = (number: string) => brands.find(([prefix]) => prefix.test(number))?.[1];

export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly resultCode: "Refused" | "Error" | "Cancelled";
  readonly raw?: string | undefined;
}
const refused = (code: string, reason: string): Refusal => ({
  code,
  reason,
  resultCode: "Refused",
});

/**
 * What a payment is asked to end in, by `additionalData.RequestedTestAcquirerResponseCode` or the card holder's name,
 * https://docs.adyen.com/development-resources/testing/result-codes and
 * https://docs.adyen.com/development-resources/refusal-reasons. 1 (APPROVED) and 13 (PENDING) are no refusals.
 */
const refusals: Readonly<Record<string, readonly [string, Refusal]>> = {
  UNKNOWN: ["0", { code: "0", reason: "Unknown", resultCode: "Error" }],
  DECLINED: ["2", refused("2", "Refused")],
  REFERRAL: ["3", refused("3", "Referral")],
  ERROR: ["4", { code: "4", reason: "Acquirer Error", resultCode: "Error" }],
  BLOCK_CARD: ["5", refused("5", "Blocked Card")],
  CARD_EXPIRED: ["6", refused("6", "Expired Card")],
  INVALID_AMOUNT: ["7", refused("7", "Invalid Amount")],
  INVALID_CARD_NUMBER: ["8", refused("8", "Invalid Card Number")],
  ISSUER_UNAVAILABLE: ["9", refused("9", "Issuer Unavailable")],
  NOT_SUPPORTED: ["10", refused("10", "Not supported")],
  NOT_3D_AUTHENTICATED: ["11", refused("11", "3D Not Authenticated")],
  NOT_ENOUGH_BALANCE: ["12", refused("12", "Not enough balance")],
  ACQUIRER_FRAUD: ["14", refused("14", "Acquirer Fraud")],
  CANCELLED: ["15", refused("15", "Cancelled")],
  SHOPPER_CANCELLED: ["16", refused("16", "Shopper Cancelled")],
  INVALID_PIN: ["17", refused("17", "Invalid Pin")],
  PIN_TRIES_EXCEEDED: ["18", refused("18", "Pin tries exceeded")],
  PIN_VALIDATION_NOT_POSSIBLE: ["19", refused("19", "Pin validation not possible")],
  FRAUD: ["20", refused("20", "FRAUD")],
  NOT_SUBMITTED: ["21", refused("21", "Not Submitted")],
  FRAUD_CANCELLED: ["22", { code: "22", reason: "FRAUD-CANCELLED", resultCode: "Cancelled" }],
  TRANSACTION_NOT_PERMITTED: ["23", refused("23", "Transaction Not Permitted")],
  CVC_DECLINED: ["24", refused("24", "CVC Declined")],
  RESTRICTED_CARD: ["25", refused("25", "Restricted Card")],
  REVOCATION_OF_AUTH: ["26", refused("26", "Revocation Of Auth")],
  DECLINED_NON_GENERIC: ["27", refused("27", "Declined Non Generic")],
  WITHDRAWAL_AMOUNT_EXCEEDED: ["28", refused("28", "Withdrawal amount exceeded")],
  WITHDRAWAL_COUNT_EXCEEDED: ["29", refused("29", "Withdrawal count exceeded")],
  ISSUER_SUSPECTED_FRAUD: ["31", refused("31", "Issuer Suspected Fraud")],
  AVS_DECLINED: ["32", refused("32", "AVS Declined")],
  AUTHENTICATION_REQUIRED: ["38", refused("38", "Authentication required")],
};
export const notAuthenticated: Refusal = refused("11", "3D Not Authenticated");
export const shopperCancelled: Refusal = {
  ...refused("16", "Shopper Cancelled"),
  resultCode: "Cancelled",
};
export const declined: Refusal = refused("2", "Refused");

/** `DECLINED : 06 : ERROR` asks for a raw response as well. */
export function requestedRefusal(body: unknown): Refusal | undefined {
  const code = textAt(body, "additionalData.RequestedTestAcquirerResponseCode");
  const [name = "", ...raw] = (textAt(body, "paymentMethod.holderName") ?? "").split(" : ");
  const asked =
    Object.values(refusals).find(([number]) => number === code)?.[1] ?? refusals[name]?.[1];
  return asked && { ...asked, raw: raw.length > 0 ? raw.join(" : ") : undefined };
}
export const requestsPending = (body: unknown): boolean =>
  textAt(body, "additionalData.RequestedTestAcquirerResponseCode") === "13" ||
  textAt(body, "paymentMethod.holderName") === "PENDING";

/** https://docs.adyen.com/development-resources/testing/cvc-cvv-result-testing: 00n asks for result n. */
const cvcResults: Readonly<Record<string, readonly [string, "approved" | "declined"]>> = {
  "000": ["0 Unknown", "approved"],
  "001": ["1 Matches", "approved"],
  "002": ["2 Doesn't match", "declined"],
  "003": ["3 Not checked", "approved"],
  "004": ["4 No CVC/CVV provided, but was required", "declined"],
  "005": ["5 Issuer not certified for CVC/CVV", "approved"],
  "006": ["6 No CVC/CVV provided", "approved"],
  "737": ["1 Matches", "approved"],
  "7373": ["1 Matches", "approved"],
};

export function cvcCheck(cvc: string | undefined): {
  readonly result: string;
  readonly declined: boolean;
} {
  const [result, outcome] = cvcResults[cvc ?? "006"] ?? ["2 Doesn't match", "declined"];
  return { result, declined: outcome === "declined" };
}

/** https://docs.adyen.com/online-payments/classic-integrations/hosted-payment-pages/testing */
const avsResults: readonly string[] = [
  "Unknown",
  "Address matches, but the postal code does not match",
  "Neither postal code nor address match",
  "AVS unavailable",
  "AVS not supported for this card type",
  "No AVS data provided",
  "Postal code matches, but the address does not match",
  "Both postal code and address match",
  "Address not checked, postal code unknown",
  "Address matches, postal code unknown",
  "Address doesn't match, postal code unknown",
  "Postal code not checked, address unknown",
  "Address matches, postal code not checked",
  "Address doesn't match, postal code not checked",
  "Postal code matches, address unknown",
  "Postal code matches, address not checked",
  "Postal code doesn't match, address unknown",
  "Postal code doesn't match, address not checked",
  "Neither postal code nor address were checked",
  "Name and postal code matches",
  "Name, address and postal code matches",
  "Name and address matches",
  "Name matches",
  "Postal code matches, name doesn't match",
];

/** A billing street "Test AVS result" asks for the result of its house number. */
export function avsCheck(body: unknown): string {
  const street = textAt(body, "billingAddress.street");
  const asked =
    street === "Test AVS result" ? textAt(body, "billingAddress.houseNumberOrName") : undefined;
  const number = Number(asked ?? (street === undefined ? 5 : 4));
  return `${number} ${avsResults[number] ?? "Unknown"}`;
}

/** Test cards are valid with one expiry date alone; another is declined, https://docs.adyen.com/development-resources/testing/result-code-testing/testing-with-card-holder-name. */
export const expiryIsWrong = ({ expiryMonth, expiryYear }: Card): boolean =>
  expiryMonth !== "3" || expiryYear !== "2030";
