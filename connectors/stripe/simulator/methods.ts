/** The methods other than cards: how each is paid, what is needed for it, and the documented test accounts. */
import { textAt } from "#simulate";
import { fields, invalid, missing, Refusal } from "./wire.ts";

/**
 * `redirect`: at a page, and known when the customer returns; `display`: with a voucher or a code, known later;
 * `debit`: on a mandate, known later; `app`: approved on the customer's phone within a minute.
 */
export type Flow = "redirect" | "display" | "debit" | "app";

export interface Method {
  readonly type: string;
  readonly flow: Flow;
  /** Lower case; empty where we have no source for the list, so that none is refused. */
  readonly currencies: readonly string[];
  readonly manualCapture: boolean;
  /** Of `billing_details`. */
  readonly needs: readonly string[];
  /** Of the method's own data. */
  readonly needsOwn: readonly string[];
}

/**
 * Type, flow, currencies, own data, billing details; `-` for none. Each from `https://docs.stripe.com/payments/<type>`.
 * A `*` is a method of several currencies whose list is left unchecked.
 */
const table = `
ideal redirect eur - -; bancontact redirect eur - name; eps redirect eur - name; p24 redirect eur,pln - email;
fpx redirect myr bank -; pay_by_bank redirect gbp - -; bizum redirect eur - -; alipay redirect * - -;
wechat_pay display * - -; grabpay redirect sgd,myr - -; cashapp redirect usd - -; paypal redirect * - -;
mobilepay redirect * - -; swish redirect sek - -; twint redirect chf - -; revolut_pay redirect * - -;
amazon_pay redirect * - -; satispay redirect eur - -; kakao_pay redirect krw - -; naver_pay redirect krw - -;
payco redirect krw - -; samsung_pay redirect krw - -; kr_card redirect krw - -; paypay redirect jpy - -;
klarna redirect * - -; affirm redirect usd,cad - -; afterpay_clearpay redirect * - -; zip redirect * - -;
alma redirect eur - -; billie redirect * - -; scalapay redirect eur - -; sequra redirect * - -;
sunbit redirect usd - -; upi redirect inr - -; mb_way app eur - phone; blik app pln - -;
pix display brl - -; paynow display sgd - -; promptpay display thb - email; customer_balance display eur,gbp,jpy,mxn,usd - -; multibanco display eur - email;
oxxo display mxn - name,email; konbini display jpy - name,email;
boleto display brl tax_id name,email,address.line1,address.city,address.state,address.postal_code,address.country;
sepa_debit debit eur iban name,email; au_becs_debit debit aud account_number,bsb_number name,email;
us_bank_account debit usd account_number,routing_number,account_holder_type name;
acss_debit debit cad,usd account_number,institution_number,transit_number name,email;
bacs_debit debit gbp account_number,sort_code name,email,address.line1,address.city,address.postal_code,address.country`;

/** `capture_method` stands among these methods' options in the SDK's PaymentIntentCreateParams. */
const manualCapture = new Set(
  "affirm afterpay_clearpay alma amazon_pay billie card cashapp kakao_pay klarna kr_card link mobilepay naver_pay payco paypal revolut_pay samsung_pay satispay scalapay sequra sunbit".split(
    " ",
  ),
);
export const allowsManualCapture = (type: string): boolean => manualCapture.has(type);

const words = (text: string) => (text === "-" || text === "*" ? [] : text.split(","));
const flows: readonly Flow[] = ["redirect", "display", "debit", "app"];
const methods = new Map<string, Method>();
for (const row of table.split(";")) {
  const [type = "", flow = "", currencies = "-", own = "-", billing = "-"] = row.trim().split(" ");
  methods.set(type, {
    type,
    flow: flows.find((one) => one === flow) ?? "redirect",
    currencies: words(currencies),
    manualCapture: allowsManualCapture(type),
    needs: words(billing),
    needsOwn: words(own),
  });
}

export const methodOf = (type: string): Method | undefined => methods.get(type);
export const isMethod = (type: string): boolean => type === "card" || methods.has(type);
/** What an intent offers where it does not say which methods it wants. */
export const methodsFor = (currency: string): readonly string[] => [
  "card",
  ...[...methods.values()]
    .filter(({ currencies }) => currencies.length === 0 || currencies.includes(currency))
    .map(({ type }) => type),
];

export function checkCurrency(type: string, currency: string): void {
  const { currencies = [] } = methodOf(type) ?? {};
  if (currencies.length > 0 && !currencies.includes(currency))
    throw invalid(
      "currency",
      `The currency provided (${currency}) is invalid. Payments with ${type} support the following currencies: ${currencies.join(", ")}.`,
      "payment_intent_invalid_parameter",
    );
}

/** Refuses data that lacks what the method needs. */
export function checkData({ type, needs, needsOwn }: Method, data: unknown): void {
  for (const name of needsOwn)
    if (textAt(data, `${type}.${name}`) === undefined) throw missing(`${type}[${name}]`);
  for (const name of needs)
    if (textAt(data, `billing_details.${name}`) === undefined)
      throw missing(`billing_details[${name.replace(".", "][")}]`);
}

/** What a bank makes of a debit, or a customer of a voucher. */
export interface Ending {
  readonly outcome: "succeeded" | "failed";
  readonly seconds: number;
  readonly code?: string;
  readonly message?: string;
  /** The mandate is of no more use. */
  readonly revokes?: boolean;
  readonly disputed?: boolean;
}

const soon = 5;
const late = 180;
const fails = (code: string, more: Partial<Ending> = {}): Ending => ({
  outcome: "failed",
  seconds: soon,
  code,
  ...more,
});

/** The scenarios of test accounts and `pm_sepaDebit_…` tokens; undefined never ends. */
const scenarios: Readonly<Record<string, Ending | undefined>> = {
  success: { outcome: "succeeded", seconds: soon },
  successDelayed: { outcome: "succeeded", seconds: late },
  failed: fails("payment_intent_payment_attempt_failed"),
  failedDelayed: fails("payment_intent_payment_attempt_failed", { seconds: late }),
  disputed: { outcome: "succeeded", seconds: soon, disputed: true },
  dispute: { outcome: "succeeded", seconds: soon, disputed: true },
  insufficientFunds: fails("insufficient_funds"),
  insufficientFundsDelayed: fails("insufficient_funds", { seconds: late }),
  accountClosed: fails("account_closed", { revokes: true }),
  noAccount: fails("no_account", { revokes: true }),
  debitNotAuthorized: fails("debit_not_authorized", { revokes: true }),
  debitNotAuthorizedDelayed: fails("debit_not_authorized", { seconds: late, revokes: true }),
  referToCustomer: fails("refer_to_customer"),
  referToCustomerDelayed: fails("refer_to_customer", { seconds: late }),
  exceedsWeeklyVolumeLimit: fails("charge_exceeds_source_limit"),
  exceedsWeeklyLimit: fails("charge_exceeds_source_limit"),
  weeklyLimitExceeded: fails("charge_exceeds_source_limit"),
  exceedsWeeklyTransactionLimit: fails("charge_exceeds_weekly_limit"),
  exceedsTransactionLimit: fails("charge_exceeds_transaction_limit"),
  invalidCurrency: fails("payment_intent_payment_attempt_failed"),
  mandateRefused: fails("debit_not_authorized", { revokes: true }),
  processing: undefined,
};

/**
 * By method, account number or IBAN, and scenario. https://docs.stripe.com/testing#non-card-payments,
 * https://docs.stripe.com/payments/bacs-debit/accept-a-payment, https://docs.stripe.com/payments/au-becs-debit/accept-a-payment,
 * https://docs.stripe.com/payments/acss-debit/accept-a-payment
 */
const accounts: Readonly<Record<string, string>> = {
  us_bank_account:
    "000123456789 success 000111111113 accountClosed 000111111116 noAccount 000222222227 insufficientFunds 000333333335 debitNotAuthorized 000444444440 invalidCurrency 000555555559 dispute 000000000009 processing 000777777771 weeklyLimitExceeded",
  bacs_debit:
    "00012345 success 90012345 successDelayed 33333335 debitNotAuthorized 93333335 debitNotAuthorizedDelayed 22222227 insufficientFunds 92222227 insufficientFundsDelayed 55555559 dispute 00033333 mandateRefused 34343434 exceedsWeeklyLimit 12121212 exceedsTransactionLimit",
  au_becs_debit:
    "000123456 success 900123456 successDelayed 111111113 accountClosed 111111116 noAccount 222222227 referToCustomer 922222227 referToCustomerDelayed 333333335 debitNotAuthorized 666666660 dispute 343434343 exceedsWeeklyLimit 121212121 exceedsTransactionLimit",
  acss_debit:
    "000123456789 success 900123456789 successDelayed 000222222227 failed 900222222227 failedDelayed 000777777771 exceedsWeeklyLimit 000888888881 exceedsTransactionLimit",
  sepa_debit: `
AT611904300234573201 success AT321904300235473204 successDelayed AT861904300235473202 failed AT051904300235473205 failedDelayed AT591904300235473203 disputed
BE62510007547061 success BE78510007547064 successDelayed BE68539007547034 failed BE51510007547065 failedDelayed BE08510007547063 disputed
DE89370400440532013000 success DE08370400440532013003 successDelayed DE62370400440532013001 failed DE78370400440532013004 failedDelayed DE35370400440532013002 disputed
FR1420041010050500013M02606 success FR3020041010050500013M02609 successDelayed FR8420041010050500013M02607 failed FR7920041010050500013M02600 failedDelayed FR5720041010050500013M02608 disputed
IE29AIBK93115212345678 success IE24AIBK93115212345671 successDelayed IE02AIBK93115212345679 failed IE94AIBK93115212345672 failedDelayed IE51AIBK93115212345670 disputed`,
};
/** In every country alike. */
const ibanEndings = {
  "0343434": "exceedsWeeklyVolumeLimit",
  "0121212": "exceedsWeeklyTransactionLimit",
  "2222227": "insufficientFunds",
} as const;

/** The scenario of a bank account: `success` where the number is none of the documented ones. */
export function scenarioOf(type: string, number: string): string {
  const listed = (accounts[type] ?? "").trim().split(/\s+/);
  const known = listed.indexOf(number);
  if (known >= 0) return listed[known + 1] ?? "success";
  const ending = Object.entries(ibanEndings).find(([digits]) => number.endsWith(digits));
  return type === "sepa_debit" && ending ? ending[1] : "success";
}
export const isScenario = (name: string): boolean => Object.hasOwn(scenarios, name);
export const endingOf = (scenario: string): Ending | undefined => scenarios[scenario];

/** An IBAN that no debit can be made from is refused when the method is made. https://docs.stripe.com/testing */
export function checkIban(iban: string): void {
  if (!/^[A-Z]{2}\d\d[A-Z0-9]{11,30}$/.test(iban) || remainder(iban) !== 1)
    throw invalid("sepa_debit[iban]", "The IBAN you provided is invalid.");
  for (const [digits, code] of [
    ["0055555", "sepa_debit_bank_not_supported"],
    ["0066666", "sepa_debit_debits_not_supported"],
  ] as const)
    if (iban.endsWith(digits))
      throw new Refusal({
        code,
        message: "The IBAN cannot be debited.",
        param: "sepa_debit[iban]",
      });
}
const remainder = (iban: string) =>
  [...(iban.slice(4) + iban.slice(0, 4))].reduce(
    (rest, sign) => Number(`${rest}${Number.parseInt(sign, 36)}`) % 97,
    0,
  );

const emails: readonly (readonly [RegExp, Ending | undefined])[] = [
  [/succeed_immediately@/, { outcome: "succeeded", seconds: soon }],
  [/expire_immediately@/, fails("payment_intent_payment_attempt_expired")],
  [/expire_with_delay@/, fails("payment_intent_payment_attempt_expired", { seconds: late })],
  [/fill_never@/, undefined],
];
/** https://docs.stripe.com/payments/blik/accept-a-payment */
const blikEmails: readonly (readonly [RegExp, Ending])[] = [
  [
    /(limit_exceeded|insufficient_funds|customer_declined|bank_declined|blik_declined)@/,
    fails("payment_method_provider_decline", { seconds: 8 }),
  ],
  [
    /(customer_timeout|bank_timeout|blik_timeout)@/,
    fails("payment_method_provider_timeout", { seconds: 60 }),
  ],
];

/** https://docs.stripe.com/payments/mb-way/accept-a-payment#web-test-integration */
const mbWayPhones: Readonly<Record<string, Ending>> = {
  "+351911111112": { outcome: "succeeded", seconds: 30 },
  "+351911111113": fails("payment_method_not_available"),
  "+351911111114": fails("payment_method_provider_decline"),
  "+351911111115": fails("payment_intent_payment_attempt_expired"),
  "+351911111116": fails("payment_method_customer_decline"),
};

/**
 * How a voucher, a code or an app's request ends, by the customer's test address or telephone: a voucher is paid after
 * three minutes by default, a code that is scanned (PayNow, PromptPay, WeChat Pay) and a bank transfer only at their page.
 */
export function endingOfDisplay(type: string, customer: unknown): Ending | undefined {
  const email = textAt(customer, "email") ?? "";
  if (type === "mb_way")
    return mbWayPhones[textAt(customer, "phone") ?? ""] ?? scenarios["success"];
  if (type === "blik")
    return blikEmails.find(([pattern]) => pattern.test(email))?.[1] ?? scenarios["success"];
  if (["paynow", "promptpay", "wechat_pay", "customer_balance"].includes(type)) return undefined;
  const known = emails.find(([pattern]) => pattern.test(email));
  return known ? known[1] : scenarios["successDelayed"];
}

/** What each method shows the customer, and its members, by the SDK's PaymentIntent.NextAction; anything else redirects. */
const actions: Readonly<Record<string, string>> = {
  alipay: "alipay_handle_redirect native_data native_url return_url url",
  blik: "blik_authorize",
  boleto: "boleto_display_details expires_at hosted_voucher_url number pdf",
  cashapp:
    "cashapp_handle_redirect_or_display_qr_code hosted_instructions_url mobile_auth_url qr_code",
  customer_balance:
    "display_bank_transfer_instructions amount_remaining currency financial_addresses hosted_instructions_url reference type",
  konbini: "konbini_display_details expires_at hosted_voucher_url stores",
  multibanco: "multibanco_display_details entity expires_at hosted_voucher_url reference",
  oxxo: "oxxo_display_details expires_after hosted_voucher_url number",
  paynow: "paynow_display_qr_code data hosted_instructions_url image_url_png image_url_svg",
  pix: "pix_display_qr_code data expires_at hosted_instructions_url image_url_png image_url_svg",
  promptpay: "promptpay_display_qr_code data hosted_instructions_url image_url_png image_url_svg",
  swish: "swish_handle_redirect_or_display_qr_code hosted_instructions_url mobile_auth_url qr_code",
  upi: "upi_handle_redirect_or_display_qr_code hosted_instructions_url qr_code",
  wechat_pay:
    "wechat_pay_display_qr_code data hosted_instructions_url image_data_url image_url_png image_url_svg",
  us_bank_account:
    "verify_with_microdeposits arrival_date hosted_verification_url microdeposit_type",
  acss_debit: "verify_with_microdeposits arrival_date hosted_verification_url microdeposit_type",
};

export function nextAction(
  type: string,
  at: {
    readonly page: string;
    readonly returnUrl: string | null;
    readonly expires: number;
    readonly amount: unknown;
    readonly currency: string;
  },
): Readonly<Record<string, unknown>> | null {
  // MB WAY asks on the customer's phone; nothing is to be shown.
  if (type === "mb_way") return null;
  const [name = "", ...members] = (actions[type] ?? "redirect_to_url return_url url").split(" ");
  const { page: url, returnUrl: return_url, expires, amount, currency } = at;
  const images = { image_url_png: `${url}&image=png`, image_url_svg: `${url}&image=svg` };
  const store = { payment_code: "123456", confirmation_number: "11111111" };
  const shown: Readonly<Record<string, unknown>> = {
    ...images,
    amount_remaining: amount,
    arrival_date: expires,
    currency,
    data: url,
    entity: "12345",
    expires_after: expires,
    expires_at: expires,
    financial_addresses: [transferAddress(currency)],
    hosted_instructions_url: url,
    hosted_verification_url: url,
    hosted_voucher_url: url,
    image_data_url: "data:image/png;base64,",
    microdeposit_type: "amounts",
    mobile_auth_url: url,
    native_data: null,
    native_url: null,
    number: "01010101010101010101010101010101",
    pdf: `${url}&document=pdf`,
    qr_code: { ...(type === "swish" && { data: url }), expires_at: expires, ...images },
    reference: "999999999",
    return_url,
    type: `${transferAreas[currency]?.[0]}_bank_transfer`,
    stores: { familymart: store, lawson: store, ministop: store, seicomart: store },
    url,
  };
  return {
    type: name,
    [name]: Object.fromEntries(members.map((member) => [member, shown[member]])),
  };
}

/** Area, the address's type and members, and its networks. https://docs.stripe.com/payments/bank-transfers/accept-a-payment */
const transferAreas: Readonly<Record<string, readonly [string, string, string, string]>> = {
  eur: ["eu", "iban", "bic country iban", "sepa"],
  gbp: ["gb", "sort_code", "account_number sort_code", "bacs fps"],
  jpy: [
    "jp",
    "zengin",
    "account_number account_type bank_code bank_name branch_code branch_name",
    "zengin",
  ],
  mxn: ["mx", "spei", "bank_code bank_name clabe", "spei"],
  usd: [
    "us",
    "aba",
    "account_number account_type bank_name routing_number",
    "ach domestic_wire_us",
  ],
};
function transferAddress(currency: string): object {
  const [, type = "", members = "", networks = ""] = transferAreas[currency] ?? [];
  const address = fields({}, "city country line1 line2 postal_code state");
  const values = {
    account_number: "1234567890",
    account_type: "checking",
    bank_code: "0000",
    bank_name: "STRIPE TEST BANK",
    bic: "SXPYDEHH",
    branch_code: "000",
    branch_name: "Test",
    clabe: "646180111800000006",
    country: "DE",
    iban: "DE00000000000000000001",
    routing_number: "110000000",
    sort_code: "108800",
  };
  return {
    type,
    supported_networks: networks.split(" "),
    [type]: {
      account_holder_address: address,
      account_holder_name: "Stripe test account",
      bank_address: address,
      ...fields(values, members),
    },
  };
}
