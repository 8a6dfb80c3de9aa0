/** The methods of one name and few fields: what each is called at Adyen, what it carries, how it is captured. */
import { type AlternativeMethod, CaptureMode, AlternativeMethod_Flow as Flow } from "#contract";
import { type Context, InvalidRequest, type MethodSupport, type MethodUse, required } from "#kit";
import { methodTypes } from "./codes.ts";
import { payerOf } from "./purchase.ts";

const { AUTOMATIC, MANUAL, DELAYED } = CaptureMode;
export const page = (name: string) => `https://docs.adyen.com/payment-methods/${name}`;

export type Support = Omit<MethodSupport, "capture" | "source">;
type Carried = (method: AlternativeMethod, request: MethodUse, context: Context<unknown>) => object;
const alternative =
  (capture: readonly CaptureMode[]) =>
  (name: string, source: string, carried?: Carried, support: Support = {}) => ({
    capture,
    source: page(source),
    ...support,
    write: (method: AlternativeMethod, request: MethodUse, context: Context<unknown>) => ({
      paymentMethod: { type: methodTypes(name), ...carried?.(method, request, context) },
    }),
  });
/**
 * The money is held first, and can be captured apart: the column "Separate captures" of the method's own page, such as
 * https://docs.adyen.com/payment-methods/vipps, or what its page says of capturing it.
 */
const held = alternative([AUTOMATIC, MANUAL, DELAYED]);
/** The column "Multiple partial captures": of what a first capture leaves, nothing stays. */
const once = { repeatedCaptures: false } as const;
/** Authorised is paid: there is nothing to capture. */
const paid = alternative([AUTOMATIC]);

const field = (name: string) => `paymentMethod.alternative.${name}`;
const contactOf = ({ purchase, customer = purchase?.customer }: MethodUse) => payerOf(customer);
const issuer: Carried = ({ bank }) => ({ issuer: bank || undefined });
const chosenIssuer: Carried = ({ bank }) => ({ issuer: required(bank, field("bank")) });
const phone: Carried = (method, request) => ({
  telephoneNumber: required(method.phone ?? contactOf(request).phone, field("phone")),
});
const email = (request: MethodUse) =>
  required(contactOf(request).email, "purchase.customer.contact.email");
const person = (request: MethodUse) => ({
  firstName: required(contactOf(request).firstName, "purchase.customer.contact.firstName"),
  lastName: required(contactOf(request).lastName, "purchase.customer.contact.lastName"),
  shopperEmail: email(request),
});
const walletToken =
  (name: string): Carried =>
  (_method, _request, { options }) => ({
    [name]: required(options["walletToken"], "connectorOptions.adyen.walletToken"),
  });

/** The variant that is asked for: what binds is honoured, or refused by name. */
export function variant(
  types: Readonly<Record<string, string>>,
  asked: string,
  path: string,
): string {
  const type = Object.hasOwn(types, asked) ? types[asked] : undefined;
  if (type !== undefined) return type;
  const known = Object.keys(types).join(", ");
  throw new InvalidRequest({ field: path, problem: `must be one of ${known}` });
}
const refuse = (given: unknown, path: string) => {
  if (given) throw new InvalidRequest({ field: path, problem: "is not understood by Adyen here" });
};
const byFlow =
  (types: Readonly<Record<number, string>>): Carried =>
  ({ flow = Flow.UNSPECIFIED, provider }) => {
    refuse(provider, field("provider"));
    return { type: variant(types, String(flow), field("flow")) };
  };
const byProvider =
  (prefix: string, usual: string, providers: string): Carried =>
  ({ provider = usual, flow }, request) => {
    refuse(flow, field("flow"));
    const types = providers.split(" ").map((name) => [name, `${prefix}_${name}`]);
    const type = variant(Object.fromEntries(types), provider, field("provider"));
    return { type, ...person(request) };
  };
const bindingToo: Support = { understands: ["paymentMethod"] };
const only = (...currencies: readonly string[]): Support => ({ currencies });

const afterpay = ({ purchase }: MethodUse) =>
  purchase?.amount?.currency === "GBP" ? "clearpay" : "afterpaytouch";
const grabpay: Readonly<Record<string, string>> = Object.fromEntries(
  ["SG", "MY", "TH", "ID", "VN", "PH"].map((country) => [country, `grabpay_${country}`]),
);
export const alternatives = {
  ideal: paid("ideal", "ideal/api-only", issuer, only("EUR")),
  bancontact: paid(
    "bancontact",
    "bancontact/bancontact-mobile",
    byFlow({ 0: "bcmc_mobile", [Flow.QR]: "bcmc_mobile_QR", [Flow.APP]: "bcmc_mobile_app" }),
    { ...only("EUR"), ...bindingToo },
  ),
  eps: paid("eps", "eps/api-only", chosenIssuer, only("EUR")),
  // Przelewy24 is how Adyen reaches online banking in Poland: both names are the same request.
  p24: paid("p24", "online-banking-poland/api-only", chosenIssuer, only("PLN")),
  online_banking_poland: paid(
    "online_banking_poland",
    "online-banking-poland/api-only",
    chosenIssuer,
    only("PLN"),
  ),
  online_banking_czechia: paid(
    "online_banking_czechia",
    "online-banking-czech-republic/api-only",
    chosenIssuer,
    only("CZK"),
  ),
  online_banking_slovakia: paid(
    "online_banking_slovakia",
    "online-banking-slovakia/api-only",
    chosenIssuer,
    only("EUR"),
  ),
  online_banking_finland: paid(
    "online_banking_finland",
    "online-banking-finland/api-only",
    issuer,
    only("EUR"),
  ),
  online_banking_thailand: paid(
    "online_banking_thailand",
    "online-banking-thailand",
    chosenIssuer,
    only("THB"),
  ),
  fpx: paid("fpx", "fpx-online-banking", chosenIssuer, only("MYR")),
  alipay: paid("alipay", "alipay/api-only"),
  wechat_pay: paid(
    "wechat_pay",
    "wechat-pay/wechat-pay-api",
    byFlow({
      0: "wechatpayQR",
      [Flow.QR]: "wechatpayQR",
      [Flow.REDIRECT]: "wechatpayWeb",
      [Flow.APP]: "wechatpaySDK",
    }),
    bindingToo,
  ),
  grabpay: paid("grabpay", "grabpay/api-only", ({ country }) => ({
    type: variant(grabpay, required(country, field("country")), field("country")),
  })),
  paynow: paid("paynow", "paynow/api-only", undefined, only("SGD")),
  promptpay: paid("promptpay", "promptpay/api-only", undefined, only("THB")),
  oxxo: paid("oxxo", "oxxo/api-only", undefined, only("MXN")),
  konbini: paid(
    "konbini",
    "convenience-stores-japan/api-only",
    (method, request, context) => ({
      ...byProvider("econtext", "stores", "stores seven_eleven online atm")(
        method,
        request,
        context,
      ),
      ...phone(method, request, context),
    }),
    { ...only("JPY"), ...bindingToo },
  ),
  multibanco: paid("multibanco", "multibanco/api-only", undefined, only("EUR")),
  mb_way: paid(
    "mb_way",
    "mb-way/api-only",
    (method, request, context) => ({
      ...phone(method, request, context),
      shopperEmail: email(request),
    }),
    only("EUR"),
  ),
  twint: held("twint", "twint/api-only", undefined, { ...only("CHF"), ...once }),
  swish: paid("swish", "swish/api-only", undefined, only("SEK")),
  mobilepay: held("mobilepay", "mobilepay/api-only"),
  vipps: held("vipps", "vipps/api-only", phone),
  trustly: paid("trustly", "trustly/api-only"),
  affirm: held("affirm", "affirm/api-only"),
  afterpay: held("afterpay", "afterpaytouch/api-only", (_method, request) => ({
    type: afterpay(request),
  })),
  zip: held("zip", "zip/api-only"),
  cash_app: held("cash_app", "cash-app-pay", undefined, { ...only("USD"), ...once }),
  amazon_pay: held("amazon_pay", "amazon-pay/api-only", walletToken("amazonPayToken")),
  // Whether it can be captured apart, Adyen's page does not say.
  samsung_pay: paid("samsung_pay", "samsung-pay/samsung-pay-api", walletToken("samsungPayToken")),
  alma: paid("alma", "alma/api-only", undefined, only("EUR")),
  gcash: paid("gcash", "gcash/api-only"),
  dana: paid("dana", "dana/api-only"),
  gopay: paid("gopay", "gopay/api-only", undefined, only("IDR")),
  momo: paid(
    "momo",
    "momo/api-only",
    byFlow({ 0: "momo_wallet", [Flow.REDIRECT]: "momo_wallet", [Flow.APP]: "momo_wallet_app" }),
    { ...only("VND"), ...bindingToo },
  ),
  kakao_pay: paid("kakao_pay", "kakaopay/api-only"),
  naver_pay: paid("naver_pay", "korean-payment-methods/naver-pay", undefined, only("KRW")),
  payco: paid("payco", "korean-payment-methods/payco", undefined, only("KRW")),
  paypay: paid("paypay", "paypay/api-only", undefined, only("JPY")),
  touch_n_go: paid("touch_n_go", "touch-n-go/api-only", undefined, only("MYR")),
  boost: paid("boost", "boost", undefined, only("MYR")),
  paysafecard: paid("paysafecard", "paysafecard/api-only"),
  pay_by_bank: paid("pay_by_bank", "pay-by-bank/api-only", issuer),
  atome: held("atome", "atome/api-only"),
  scalapay: paid("scalapay", "scalapay/api-only", undefined, only("EUR")),
  riverty: held("riverty", "riverty/api-only"),
  ratepay: held("ratepay", "ratepay/api-only"),
  walley: held("walley", "walley/api-only"),
  bizum: paid("bizum", "bizum/api-only", undefined, only("EUR")),
  wero: paid("wero", "wero/api-only", undefined, only("EUR")),
  knet: paid("knet", "knet/api-only", undefined, only("KWD")),
  benefit: paid("benefit", "benefit/api-only", undefined, only("BHD")),
  doku: paid(
    "doku",
    "doku/api-only",
    byProvider(
      "doku",
      "alfamart",
      "alfamart indomaret mandiri_va cimb_va danamon_va bni_va permata_lite_atm bri_va bca_va wallet ovo",
    ),
    { ...only("IDR"), ...bindingToo },
  ),
  bank_transfer: paid("bank_transfer", "bank-transfer/api-only"),
  paytm: paid("paytm", "paytm", undefined, only("INR")),
};
