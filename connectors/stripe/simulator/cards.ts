/** The documented test cards, and what each makes the issuer, the directory server or Radar do. */
import { textAt } from "#simulate";
import { Refusal } from "./wire.ts";

/** Why a card is refused, as Stripe's errors and a charge's outcome say it. */
export interface Decline {
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
  readonly network_advice_code?: string;
  /** Never sent to the network: Radar, or what cannot be a card. */
  readonly blocked?: boolean;
}

/**
 * `required`: the issuer or the account's rules ask for it; `unless set up`: not off-session once the card was set up;
 * `on session`: never off-session; `supported`: only where the merchant asks; `broken`: the lookup fails.
 */
export type Authentication = "required" | "unless set up" | "on session" | "supported" | "broken";

export interface Behaviour {
  readonly decline?: Decline;
  /** Declined only after authentication, or when charged and not when attached. */
  readonly declineLater?: Decline;
  readonly authentication?: Authentication;
  readonly frictionless?: boolean;
  readonly checks?: Readonly<Partial<Record<"cvc" | "postal_code" | "line1", string>>>;
  readonly risk?: "elevated" | "highest";
  readonly dispute?: "fraudulent" | "product_not_received" | "inquiry" | "noncompliant";
  readonly warned?: boolean;
  readonly refund?: "pending" | "fails";
}

export interface TestCard {
  readonly number: string;
  readonly brand: string;
  readonly country: string;
  readonly funding: string;
  readonly acts: Behaviour;
}

const declined = (decline_code: string, more: Partial<Decline> = {}): Decline => ({
  code: "card_declined",
  decline_code,
  message: "Your card was declined.",
  ...more,
});
export const genericDecline = declined("generic_decline");
const insufficientFunds = declined("insufficient_funds", {
  message: "Your card has insufficient funds.",
  network_decline_code: "51",
});
const expired: Decline = {
  code: "expired_card",
  message: "Your card has expired.",
  param: "exp_month",
  advice_code: "confirm_card_data",
  network_decline_code: "54",
  network_advice_code: "03",
};
const incorrectCvc: Decline = {
  code: "incorrect_cvc",
  message: "Your card's security code is incorrect.",
  param: "cvc",
};
const processingError: Decline = {
  code: "processing_error",
  message: "An error occurred while processing your card. Try again in a little bit.",
};
const blocked = declined("fraudulent", { blocked: true, advice_code: "do_not_try_again" });
export const authenticationRequired = declined("authentication_required", {
  code: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
});

/** What the last column of the table says. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  declined: { decline: genericDecline },
  poor: { decline: insufficientFunds },
  lost: { decline: declined("lost_card", { network_decline_code: "41" }) },
  stolen: { decline: declined("stolen_card", { network_decline_code: "43" }) },
  expired: { decline: expired },
  cvc: { decline: incorrectCvc },
  error: { decline: processingError },
  velocity: {
    decline: declined("card_velocity_exceeded", {
      message:
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
    }),
  },
  blocked: { decline: blocked, risk: "highest" },
  "declined-later": { declineLater: genericDecline },
  "poor-later": { declineLater: insufficientFunds },
  asks: { authentication: "required" },
  "asks-once": { authentication: "unless set up" },
  "asks-present": { authentication: "on session" },
  "asks-if-told": { authentication: "supported" },
  "asks-nobody": { authentication: "broken" },
  frictionless: { frictionless: true },
  elevated: { risk: "elevated" },
  "cvc-fails": { checks: { cvc: "fail" } },
  "postal-fails": { checks: { postal_code: "fail" } },
  "line1-fails": { checks: { line1: "fail" } },
  "address-fails": { checks: { line1: "fail", postal_code: "fail" } },
  "address-unknown": { checks: { line1: "unavailable", postal_code: "unavailable" } },
  fraudulent: { dispute: "fraudulent" },
  "not-received": { dispute: "product_not_received" },
  inquiry: { dispute: "inquiry" },
  noncompliant: { dispute: "noncompliant" },
  warned: { warned: true },
  "refund-pending": { refund: "pending" },
  "refund-fails": { refund: "fails" },
};

/** Number, token without `pm_card_` and `tok_`, behaviour. https://docs.stripe.com/testing */
const special = `
4000000000000002 visa_chargeDeclined declined
4000000000009995 visa_chargeDeclinedInsufficientFunds poor
4000000000009987 visa_chargeDeclinedLostCard lost
4000000000009979 visa_chargeDeclinedStolenCard stolen
4000000000000069 chargeDeclinedExpiredCard expired
4000000000000127 chargeDeclinedIncorrectCvc cvc
4000000000000119 chargeDeclinedProcessingError error
4000000000006975 visa_chargeDeclinedVelocityLimitExceeded velocity
4000000000000341 chargeCustomerFail declined-later
4000002500003155 authenticationRequiredOnSetup asks-once
4000002760003184 authenticationRequired asks
4000003800000446 authenticationRequiredSetupForOffSession asks-present
4000008260003178 authenticationRequiredChargeDeclinedInsufficientFunds asks-once,poor-later
4000000000003220 threeDSecure2Required asks
4000008400000027 - asks
4000008400001629 threeDSecureRequiredChargeDeclined asks,declined-later
4000008400001280 threeDSecureRequiredProcessingError asks-nobody,declined-later
4000000000003055 threeDSecureOptional asks-if-told
4000000000003097 threeDSecureOptionalProcessingError asks-nobody
4000000032200000 - asks,frictionless
4000582600000094 - asks
4000582600000045 - asks
4000582600000102 - asks
4000582600000110 - asks
4100000000000019 radarBlock blocked
4000000000004954 riskLevelHighest blocked
4000000000009235 riskLevelElevated elevated
4000000000000101 cvcCheckFail cvc-fails
4000058400307872 cvcCheckFailElevatedRisk cvc-fails,elevated
4000000000000036 avsZipFail postal-fails
4000058400306072 avsZipFailElevatedRisk postal-fails,elevated
4000000000000028 avsLine1Fail line1-fails
4000000000000010 avsFail address-fails
4000000000000044 avsUnchecked address-unknown
4000000000000259 createDispute fraudulent
4000000404000038 createCe3EligibleDispute fraudulent
4000000000002685 createDisputeProductNotReceived not-received
4000000000001976 createDisputeInquiry inquiry
4000008400000779 createComplianceDispute noncompliant
5105008400000002 createMastercardComplianceDispute noncompliant
4000000000005423 createIssuerFraudRecord warned
4000000000007726 pendingRefund refund-pending
4000000000005126 refundFail refund-fails`;

/** Cards that do as they are told: number, token, issuing country, funding. */
const plain = `
4242424242424242 visa US credit|4000056655665556 visa_debit US debit|5555555555554444 mastercard US credit
2223003122003222 - US credit|5200828282828210 mastercard_debit US debit|5105105105105100 mastercard_prepaid US prepaid
378282246310005 amex US credit|371449635398431 - US credit|6011111111111117 discover US credit|6011000990139424 - US credit
6011981111111113 - US debit|3056930009020004 diners US credit|36227206271667 - US credit|6555900000604105 - US credit
3566002020360505 jcb JP credit|6200000000000005 unionpay CN credit|6200000000000047 - CN debit|6205500000000000004 - CN credit
4000002500001001 visa_cartesBancaires FR credit|5555552500001001 mastercard_cartesBancaires FR credit
4000050360000001 visa_debit_eftposAuCoBranded AU debit|5555050360000080 mastercard_debit_eftposAuCoBranded AU debit
4000000000000077 bypassPending US credit|4000003720000278 bypassPendingInternational IE credit
4000000320000021 ar AR credit|4000000760000002 br BR credit|4000001240000000 ca CA credit|4000001520000001 cl CL credit
4000001700000003 co CO credit|4000001880000005 cr CR credit|4000002180000000 ec EC credit|4000004840008001 mx MX credit
4000005910000000 pa PA credit|4000006000000066 py PY credit|4000006040000068 pe PE credit|4000008580000003 uy UY credit
4000007840000001 ae AE credit|4000000400000008 at AT credit|4000000560000004 be BE credit|4000001000000000 bg BG credit
4000001120000005 by BY credit|4000001910000009 hr HR credit|4000001960000008 cy CY credit|4000002030000002 cz CZ credit
4000002080000001 dk DK credit|4000002330000009 ee EE credit|4000002460000001 fi FI credit|4000002500000003 fr FR credit
4000002760000016 de DE credit|4000002920000005 gi GI credit|4000003000000030 gr GR credit|4000003480000005 hu HU credit
4000003720000005 ie IE credit|4000003800000008 it IT credit|4000004280000005 lv LV credit|4000004380000004 li LI credit
4000004400000000 lt LT credit|4000004420000006 lu LU credit|4000004700000007 mt MT credit|4000005280000002 nl NL credit
4000005780000007 no NO credit|4000006160000005 pl PL credit|4000006200000007 pt PT credit|4000006420000001 ro RO credit
4000006820000007 - SA credit|4000007050000006 si SI credit|4000007030000001 sk SK credit|4000007240000007 es ES credit
4000007520000008 se SE credit|4000007560000009 ch CH credit|4000008260000000 gb GB credit|4000058260000005 gb_debit GB debit
5555558265554449 gb_mastercard GB credit|4000000360000006 au AU credit|4000001560000002 cn CN credit|4000003440000004 hk HK credit
4000003560000008 in IN credit|4000003920000003 jp JP credit|4000004580000002 my MY credit|4000005540000008 nz NZ credit
4000007020000003 sg SG credit|4000001580000008 tw TW credit|4000007640000003 th_credit TH credit|4000057640000008 th_debit TH debit`;

const brandOf = (number: string): string => {
  if (number.startsWith("4")) return "visa";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "mastercard";
  if (/^3[47]/.test(number)) return "amex";
  if (/^(6011|65)/.test(number)) return "discover";
  if (/^3(0|6|8)/.test(number)) return "diners";
  return number.startsWith("35") ? "jcb" : "unionpay";
};

const byNumber = new Map<string, TestCard>();
const byToken = new Map<string, TestCard>();
function know(number: string, token: string, country: string, funding: string, acts: Behaviour) {
  const card = { number, brand: brandOf(number), country, funding, acts };
  byNumber.set(number, card);
  if (token !== "-") byToken.set(token, card);
}
for (const line of special.trim().split("\n")) {
  const [number = "", token = "", acts = ""] = line.split(" ");
  const all = acts.split(",").map((name) => behaviours[name]);
  know(number, token, "US", "credit", Object.assign({}, ...all));
}
for (const line of plain.trim().split(/[|\n]/)) {
  const [number = "", token = "", country = "", funding = ""] = line.split(" ");
  know(number, token, country, funding, {});
}
const aliases = {
  us: "visa",
  chargeDeclined: "visa_chargeDeclined",
  chargeDeclinedInsufficientFunds: "visa_chargeDeclinedInsufficientFunds",
  amex_threeDSecureNotSupported: "amex",
};
for (const [alias, token] of Object.entries(aliases)) {
  const known = byToken.get(token);
  if (known) byToken.set(alias, known);
}

/** The card of `pm_card_visa` or `tok_visa`. */
export const cardOfToken = (token: string): TestCard | undefined =>
  byToken.get(token.replace(/^(pm_card_|tok_)/, ""));

/** The card of `card[number]` and its companions; refuses what cannot be one. https://docs.stripe.com/testing#invalid-data */
export function cardOfNumber(card: unknown, now: Date): TestCard {
  const number = (textAt(card, "number") ?? "").replace(/[ -]/g, "");
  const wrong = (code: string, message: string, param: string) =>
    new Refusal({ type: "card_error", code, message, param }, 402);
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number))
    throw wrong("incorrect_number", "Your card number is incorrect.", "number");
  const month = Number(textAt(card, "exp_month"));
  if (!(Number.isInteger(month) && month >= 1 && month <= 12))
    throw wrong("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month");
  const year = fullYear(Number(textAt(card, "exp_year")));
  if (!(year >= now.getUTCFullYear() && year < now.getUTCFullYear() + 50))
    throw wrong("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year");
  const cvc = textAt(card, "cvc");
  const known = byNumber.get(number);
  if (cvc !== undefined && cvc.length !== (brandOf(number) === "amex" ? 4 : 3))
    throw wrong("invalid_cvc", "Your card's security code is invalid.", "cvc");
  if (known) return known;
  throw new Refusal(
    {
      type: "card_error",
      code: "card_declined",
      decline_code: "test_mode_live_card",
      message:
        "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
    },
    402,
  );
}

export const fullYear = (year: number): number => (year < 100 ? 2000 + year : year);

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Radar's default rule: a wrong CVC is a declined charge, where a CVC was given. */
export const declineOf = ({ acts }: TestCard, cvc: string | null): Decline | undefined =>
  acts.decline ?? (cvc === "fail" ? incorrectCvc : undefined);

/** What came of authentication. https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card-three_d_secure */
export interface ThreeDSecure {
  readonly result: "authenticated" | "attempt_acknowledged" | "exempted" | "processing_error";
  readonly flow: "challenge" | "frictionless" | null;
  readonly transaction: string | null;
}
/** Whether the customer is asked; without them the payment refused; or what came of asking nobody. */
export function authenticationWanted(
  { acts, brand }: TestCard,
  setUp: boolean,
  said: { readonly options: Readonly<Record<string, string>>; readonly offSession: boolean },
): "challenge" | "refuse" | ThreeDSecure | undefined {
  const { authentication, frictionless } = acts;
  const { options, offSession } = said;
  const result = (name: ThreeDSecure["result"], flow: ThreeDSecure["flow"] = null) => ({
    result: name,
    flow,
    transaction: options["three_d_secure.transaction_id"] ?? null,
  });
  const asked = ["any", "challenge"].includes(options["request_three_d_secure"] ?? "");
  if (options["moto"] === "true") return undefined;
  if (options["three_d_secure.transaction_id"] !== undefined) return result("authenticated");
  if (authentication === undefined)
    return asked && brand !== "amex" ? result("attempt_acknowledged") : undefined;
  if (authentication === "broken")
    return asked || !offSession ? result("processing_error") : undefined;
  if (authentication === "supported" && (!asked || offSession)) return undefined;
  if (!offSession) return frictionless ? result("authenticated", "frictionless") : "challenge";
  const free = authentication === "on session" || (authentication === "unless set up" && setUp);
  return free ? undefined : "refuse";
}
