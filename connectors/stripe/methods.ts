/** What customers pay with, as Stripe writes it. */
import {
  AchDebit_Account,
  AchDebit_Holder,
  type AlternativeMethod,
  CaptureMode,
  type CardNetwork,
  type DebitMandate,
} from "#contract";
import {
  type Context,
  decodeIf,
  type Fields,
  type FlowName,
  fromIso,
  type MethodSupport,
  type MethodUse,
  methodName,
  paymentMethods,
  required,
  toUnix,
  v,
} from "#kit";
import { methodNames, networks } from "./codes.ts";
import { acceptance, billing, type Need, taxId, within } from "./payer.ts";

const { AUTOMATIC, MANUAL } = CaptureMode;
const held = [AUTOMATIC, MANUAL];
const reusable: readonly FlowName[] = ["authorizePayment", "setupMandate"];
const vaulted: readonly FlowName[] = [...reusable, "tokenizePaymentMethod"];
const support = "https://docs.stripe.com/payments/payment-methods/payment-method-support";

/** What Stripe wants of a method: data of a new PaymentMethod, or one that it has, and options of its type. */
export interface Instrument {
  readonly data?: Fields;
  readonly existing?: Fields;
  readonly options?: Fields;
}
type Given = Partial<MethodSupport>;
const EUR: Given = { currencies: ["EUR"] };
/** Methods of the API that the page above does not list: their currencies are left to Stripe. */
const unlisted: Given = { source: "https://docs.stripe.com/api/payment_intents/create" };

/** A method that carries little. `needs` are the billing details that it cannot do without. */
const plain = (
  type: string,
  given: Given = {},
  needs: readonly Need[] = [],
  options: Fields = {},
) => ({
  capture: [AUTOMATIC],
  source: support,
  ...given,
  write: (_method: unknown, request: MethodUse): Instrument => ({
    data: { type, ...billing(request, needs) },
    options: within(`payment_method_options[${type}]`, options),
  }),
});
/** The customer is sent to a page and comes back. */
const redirect = (type: string, given: Given = {}, needs: readonly Need[] = []) =>
  plain(type, { requires: ["purchase.returnUrl"], ...given }, needs);
/** The same, with the customer's bank by Stripe's name of it. */
const atBank = (type: string, given: Given, needs: readonly Need[] = []) => ({
  ...redirect(type, given),
  write: ({ bank }: AlternativeMethod, request: MethodUse): Instrument => ({
    data: { type, [`${type}[bank]`]: bank, ...billing(request, needs) },
  }),
});
/** The customer is asked in an app, which is found by the phone number. */
const byPhone = (type: string, given: Given) => ({
  ...plain(type, given),
  write: ({ phone }: AlternativeMethod, request: MethodUse): Instrument => ({
    data: { type, ...billing(request, ["phone"], { phone }) },
  }),
});
/** A debit of an account, which the customer agreed to. */
const debit = <
  Method extends { readonly mandate?: DebitMandate | undefined; readonly holderName: string },
>(
  type: string,
  given: Given,
  needs: readonly Need[],
  own: (method: Method) => Fields,
  options: (method: Method) => Fields = () => ({}),
) => ({
  capture: [AUTOMATIC],
  source: support,
  ...given,
  write: (method: Method, request: MethodUse): Instrument => ({
    data: {
      type,
      ...within(type, own(method)),
      ...billing(request, needs, { name: method.holderName }),
    },
    existing: acceptance(request, method.mandate),
    options: within(`payment_method_options[${type}]`, options(method)),
  }),
});

export const debits = ["sepaDebit", "achDebit", "bacsDebit", "becsDebit", "padDebit"];
export const methods = paymentMethods<Instrument>({
  card: {
    capture: held,
    flows: vaulted,
    source: "https://docs.stripe.com/payments/payment-intents/three-d-secure-import",
    write: (card, request) => ({
      data: {
        type: "card",
        "card[number]": card.number,
        "card[exp_month]": card.expiryMonth,
        "card[exp_year]": card.expiryYear,
        "card[cvc]": card.cvc,
        ...billing(request, [], { name: card.holderName }),
      },
      options: { "payment_method_options[card][network]": networkOf(card.preferredNetwork) },
    }),
  },
  // Stripe documents no decrypted wallets. The token of Apple's payload is made by a step before, and added there.
  applePay: {
    capture: held,
    requires: ["paymentMethod.applePay.encrypted"],
    flows: vaulted,
    source: "https://github.com/stripe/stripe-ios/tree/master/StripeApplePay",
    write: (_applePay, request) => ({ data: { type: "card", ...billing(request) } }),
  },
  googlePay: {
    capture: held,
    requires: ["paymentMethod.googlePay.encrypted"],
    flows: vaulted,
    source: "https://docs.stripe.com/google-pay",
    write: ({ data }, request) => ({
      data: {
        type: "card",
        "card[token]": googleToken(data.case === "encrypted" ? data.value : ""),
        ...billing(request),
      },
    }),
  },
  stored: {
    capture: held,
    source: "https://docs.stripe.com/payments/save-and-reuse",
    write: ({ storedMethodId, mandateId }) => ({
      existing: { payment_method: storedMethodId, mandate: mandateId },
    }),
  },
  processorToken: {
    capture: held,
    flows: vaulted,
    source: "https://docs.stripe.com/api/confirmation_tokens",
    write: ({ token }) => {
      if (token.startsWith("ctoken_")) return { existing: { confirmation_token: token } };
      if (token.startsWith("tok_")) return { data: { type: "card", "card[token]": token } };
      return { existing: { payment_method: token } };
    },
  },
  sepaDebit: debit("sepa_debit", { ...EUR, flows: reusable }, ["email"], ({ iban }) => ({ iban })),
  achDebit: debit("us_bank_account", { currencies: ["USD"], flows: reusable }, [], (ach) => ({
    routing_number: ach.routingNumber,
    account_number: ach.accountNumber,
    account_holder_type: ach.holder === AchDebit_Holder.COMPANY ? "company" : "individual",
    account_type: ach.account === AchDebit_Account.SAVINGS ? "savings" : "checking",
  })),
  // Stripe takes these only from accounts that it allowed to collect mandates on their own pages.
  bacsDebit: debit("bacs_debit", { currencies: ["GBP"] }, ["email", "address"], (bacs) => ({
    sort_code: bacs.sortCode,
    account_number: bacs.accountNumber,
  })),
  becsDebit: debit(
    "au_becs_debit",
    { currencies: ["AUD"], flows: reusable },
    ["email"],
    (becs) => ({
      bsb_number: becs.bsb,
      account_number: becs.accountNumber,
    }),
  ),
  padDebit: debit(
    "acss_debit",
    {
      currencies: ["CAD", "USD"],
      flows: reusable,
      requires: ["paymentMethod.padDebit.mandate.scheme"],
    },
    ["email"],
    (pad) => ({
      institution_number: pad.institutionNumber,
      transit_number: pad.transitNumber,
      account_number: pad.accountNumber,
    }),
    ({ mandate }) => ({
      "mandate_options[payment_schedule]": "sporadic",
      "mandate_options[transaction_type]": mandate?.scheme,
    }),
  ),
  paypal: redirect("paypal", {
    capture: held,
    currencies: "AUD CAD CHF CZK DKK EUR GBP HKD NOK NZD PLN SEK SGD USD".split(" "),
    flows: reusable,
  }),
  klarna: redirect(
    "klarna",
    {
      capture: held,
      currencies: "AUD CAD CHF CZK DKK EUR GBP NOK NZD PLN RON SEK USD".split(" "),
      flows: reusable,
    },
    ["email", "address"],
  ),
  pix: {
    ...plain("pix", { currencies: ["BRL"], understands: ["purchase.expiresAt"] }),
    write: ({ expiresIn }, request) => ({
      data: { type: "pix", ...billing(request), "billing_details[tax_id]": taxId(request) },
      options: within("payment_method_options[pix]", {
        expires_after_seconds: expiresIn,
        expires_at: endOf(request),
      }),
    }),
  },
  boleto: {
    ...plain("boleto", { currencies: ["BRL"], flows: reusable }),
    write: ({ dueOn }, request, { now }) => ({
      data: {
        type: "boleto",
        "boleto[tax_id]": required(taxId(request), "purchase.customer.documents"),
        ...billing(request, ["name", "email", "address"]),
      },
      options: { "payment_method_options[boleto][expires_after_days]": daysUntil(dueOn, now) },
    }),
  },
  blik: {
    ...plain("blik", { currencies: ["PLN"] }),
    write: ({ code }, request) => ({
      data: { type: "blik", ...billing(request) },
      options: { "payment_method_options[blik][code]": required(code, "paymentMethod.blik.code") },
    }),
  },
  upi: redirect("upi", { currencies: ["INR"] }),
  ideal: atBank("ideal", { ...EUR, flows: reusable }),
  bancontact: redirect("bancontact", { ...EUR, flows: reusable }, ["name"]),
  eps: atBank("eps", EUR, ["name"]),
  p24: atBank("p24", { currencies: ["EUR", "PLN"] }, ["email"]),
  fpx: atBank("fpx", { currencies: ["MYR"] }),
  pay_by_bank: redirect("pay_by_bank", { currencies: ["GBP"] }),
  twint: redirect("twint", { currencies: ["CHF"], flows: reusable }),
  alipay: redirect("alipay", {
    currencies: "AUD CAD CNY EUR GBP HKD JPY MYR NZD SGD USD".split(" "),
  }),
  wechat_pay: plain(
    "wechat_pay",
    { currencies: "AUD CAD CHF CNY DKK EUR GBP HKD JPY NOK SEK SGD USD".split(" ") },
    [],
    { client: "web" },
  ),
  grabpay: redirect("grabpay", { currencies: ["MYR", "SGD"] }),
  cash_app: redirect("cashapp", { capture: held, currencies: ["USD"], flows: reusable }),
  amazon_pay: redirect("amazon_pay", { capture: held, flows: reusable }),
  revolut_pay: redirect("revolut_pay", { capture: held, flows: reusable }),
  mobilepay: redirect("mobilepay", { capture: held, currencies: ["DKK", "EUR", "NOK", "SEK"] }),
  swish: redirect("swish", { currencies: ["SEK"] }),
  satispay: redirect("satispay", { ...unlisted, capture: held }),
  kakao_pay: redirect("kakao_pay", { ...unlisted, capture: held }),
  naver_pay: redirect("naver_pay", { ...unlisted, capture: held }),
  payco: redirect("payco", { ...unlisted, capture: held }),
  samsung_pay: redirect("samsung_pay", { ...unlisted, capture: held }),
  paypay: redirect("paypay", { currencies: ["JPY"] }),
  affirm: redirect("affirm", { capture: held, currencies: ["CAD", "USD"] }),
  afterpay: redirect(
    "afterpay_clearpay",
    { capture: held, currencies: ["AUD", "CAD", "EUR", "GBP", "NZD", "USD"] },
    ["name", "email", "address"],
  ),
  zip: redirect("zip", { currencies: ["AUD", "USD"] }),
  alma: redirect("alma", { ...EUR, capture: held }),
  billie: redirect("billie", { ...unlisted, capture: held }),
  scalapay: redirect("scalapay", { ...unlisted, capture: held }),
  mb_way: byPhone("mb_way", EUR),
  bizum: byPhone("bizum", { source: "https://docs.stripe.com/payments/bizum" }),
  paynow: plain("paynow", { currencies: ["SGD"] }),
  promptpay: plain("promptpay", { currencies: ["THB"] }, ["email"]),
  multibanco: plain("multibanco", EUR, ["email"]),
  oxxo: plain("oxxo", { currencies: ["MXN"] }, ["name", "email"]),
  konbini: {
    ...plain("konbini", { currencies: ["JPY"], understands: ["purchase.expiresAt"] }),
    write: (_konbini, request) => ({
      data: { type: "konbini", ...billing(request, ["name", "email"]) },
      options: { "payment_method_options[konbini][expires_at]": endOf(request) },
    }),
  },
  bank_transfer: {
    ...plain("customer_balance", { currencies: ["EUR", "GBP", "JPY", "MXN", "USD"] }),
    write: ({ country }, request) => {
      const area = transferAreas.get(request.purchase?.amount?.currency ?? "") ?? "eu";
      return {
        data: { type: "customer_balance", ...billing(request) },
        options: within("payment_method_options[customer_balance]", {
          funding_type: "bank_transfer",
          "bank_transfer[type]": `${area}_bank_transfer`,
          "bank_transfer[eu_bank_transfer][country]":
            area === "eu" ? required(country, "paymentMethod.alternative.country") : undefined,
        }),
      };
    },
  },
});
/** https://docs.stripe.com/payments/bank-transfers */
const transferAreas: ReadonlyMap<string, string> = new Map([
  ["EUR", "eu"],
  ["GBP", "gb"],
  ["JPY", "jp"],
  ["MXN", "mx"],
  ["USD", "us"],
]);

/** Whether it is paid with a card, or with something whose kind is not known here. */
export function mayBeCard(method: MethodUse["paymentMethod"]): boolean {
  const name = methodName(method);
  return name === undefined || cards.has(name);
}
const cards: ReadonlySet<string> = new Set([
  "card",
  "applePay",
  "googlePay",
  "stored",
  "processorToken",
]);

/** Stripe's type of a method, by the contract's name in either spelling; undefined where its script offers none. */
export function stripeType(name: string): string | undefined {
  const snake = (key: string) => key.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);
  const wanted = snake(name);
  const known = Object.keys(methods).map(snake);
  if (!known.includes(wanted) || ["stored", "processor_token"].includes(wanted)) return undefined;
  if (["apple_pay", "google_pay"].includes(wanted)) return "card";
  return Object.entries(methodNames.words).find(([, ours]) => ours === wanted)?.[0] ?? wanted;
}

export const networkOf = (network: CardNetwork | undefined): string | undefined =>
  Object.entries(networks.words).find(([, ours]) => ours === network)?.[0];

/** Google Pay with Stripe as its gateway hands out a Stripe token, as JSON. https://docs.stripe.com/google-pay */
export const googleToken = (text: string): string | undefined =>
  decodeIf(v.object({ id: v.string() }), text)?.id ?? (text.startsWith("tok_") ? text : undefined);

const endOf = ({ purchase }: MethodUse): bigint | undefined =>
  purchase?.expiresAt && toUnix(purchase.expiresAt);

/** Calendar days from today in São Paulo, three hours behind UTC all year. https://docs.stripe.com/payments/boleto */
function daysUntil(date: string | undefined, now: Context<unknown>["now"]): bigint | undefined {
  const due = fromIso(date && `${date}T00:00:00Z`);
  return due && toUnix(due) / 86_400n - BigInt(now.getTime() - 10_800_000) / 86_400_000n;
}
