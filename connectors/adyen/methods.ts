/** Payment methods: what each is called at Adyen, what it carries, and how its money can be taken. */
import {
  AchDebit_Account as Account,
  type AlternativeMethod,
  CaptureMode,
  type CardNetwork,
  AlternativeMethod_Flow as Flow,
  AchDebit_Holder as Holder,
} from "#contract";
import {
  type Context,
  decodeIf,
  InvalidRequest,
  type MethodSupport,
  type MethodUse,
  paymentMethods,
  required,
  toBase64,
  twoDigitMonth,
  Unsupported,
  v,
} from "#kit";
import { methodTypes, networks } from "./codes.ts";

/** Members of the body of a payment or session; `mpiData` joins what else is known of authentication. */
export interface MethodFields {
  readonly paymentMethod?: Readonly<Record<string, unknown>>;
  readonly mpiData?: Readonly<Record<string, unknown>>;
  readonly allowedPaymentMethods?: readonly string[] | undefined;
}

const { AUTOMATIC, MANUAL, DELAYED } = CaptureMode;
const page = (name: string) => `https://docs.adyen.com/payment-methods/${name}`;

type Support = Omit<MethodSupport, "capture" | "source">;
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
/** The money is held first, and can be captured apart. */
const held = alternative([AUTOMATIC, MANUAL, DELAYED]);
/** Authorised is paid: there is nothing to capture. */
const paid = alternative([AUTOMATIC]);

const field = (name: string) => `paymentMethod.alternative.${name}`;
const contactOf = ({ purchase, customer = purchase?.customer }: MethodUse) =>
  customer?.billing ?? customer?.contact;
const issuer: Carried = ({ bank }) => ({ issuer: bank || undefined });
const chosenIssuer: Carried = ({ bank }) => ({ issuer: required(bank, field("bank")) });
const phone: Carried = (method, request) => ({
  telephoneNumber: required(method.phone ?? contactOf(request)?.phone, field("phone")),
});
const email = (request: MethodUse) =>
  required(contactOf(request)?.email, "purchase.customer.contact.email");
const person = (request: MethodUse) => ({
  firstName: required(contactOf(request)?.firstName, "purchase.customer.contact.firstName"),
  lastName: required(contactOf(request)?.lastName, "purchase.customer.contact.lastName"),
  shopperEmail: email(request),
});
const walletToken =
  (name: string): Carried =>
  (_method, _request, { options }) => ({
    [name]: required(options["walletToken"], "connectorOptions.adyen.walletToken"),
  });

/** The variant that is asked for: what binds is honoured, or refused by name. */
function variant(types: Readonly<Record<string, string>>, asked: string, path: string): string {
  const type = types[asked];
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

const brands = new Map(Object.entries(networks.words).map(([brand, network]) => [network, brand]));
function brandOf(network: CardNetwork | undefined): string | undefined {
  if (!network) return undefined;
  const problem = "is not a brand that Adyen can be asked for";
  const path = "paymentMethod.card.preferredNetwork";
  if (!brands.has(network)) throw new InvalidRequest({ field: path, problem });
  return brands.get(network);
}
/** The scheme's id of the payment that this one goes back to, for cards that Adyen does not keep. */
const earlier = ({ storedCredential }: MethodUse) => ({
  networkPaymentReference: storedCredential?.previous?.networkTransactionId,
});
const afterpay = ({ purchase }: MethodUse) =>
  purchase?.amount?.currency === "GBP" ? "clearpay" : "afterpaytouch";
const klarna: Readonly<Record<string, string>> = {
  pay_later: "klarna",
  pay_over_time: "klarna_account",
  pay_now: "klarna_paynow",
};
const ComponentData = v.record(v.string(), v.unknown());

const capturable = { capture: [AUTOMATIC, MANUAL, DELAYED] };
/** What only cards know: parts, instalments, 3-D Secure. */
const cardOnly = ["acceptPartial", "authentication", "purchase.installments"] as const;
const ofCards = { ...capturable, understands: cardOnly };
const byNumber = {
  ...capturable,
  understands: [
    ...cardOnly,
    "paymentMethod",
    "storedCredential.previous.networkTransactionId",
  ] as const,
};
const autopay = [
  "storedCredential.terms.interval",
  "storedCredential.terms.intervalCount",
  "storedCredential.terms.amount",
  "storedCredential.terms.amountKind",
  "storedCredential.terms.startsOn",
  "storedCredential.terms.endsOn",
] as const;
const storable = { flows: ["authorizePayment", "setupMandate"] } as const satisfies Support;
const debit = { capture: [AUTOMATIC], ...storable };

export const methods = paymentMethods<MethodFields>({
  card: {
    ...byNumber,
    flows: ["authorizePayment", "setupMandate", "tokenizePaymentMethod"],
    source: page("cards/raw-card-data"),
    write: (card, request) => ({
      paymentMethod: {
        type: "scheme",
        number: card.number,
        expiryMonth: twoDigitMonth(card),
        expiryYear: String(card.expiryYear),
        cvc: card.cvc || undefined,
        holderName: card.holderName || undefined,
        brand: brandOf(card.preferredNetwork),
        ...earlier(request),
      },
    }),
  },
  networkToken: {
    ...byNumber,
    source: page("cards/network-tokens"),
    write: (token, request) => ({
      paymentMethod: {
        type: "networkToken",
        number: token.number,
        expiryMonth: twoDigitMonth(token),
        expiryYear: String(token.expiryYear),
        holderName: token.holderName || undefined,
        ...earlier(request),
      },
      mpiData: { tokenAuthenticationVerificationValue: token.cryptogram, eci: token.eci },
    }),
  },
  applePay: {
    ...ofCards,
    ...storable,
    source: page("apple-pay/api-only"),
    write: ({ data }) => {
      if (data.case !== "encrypted") throw new Unsupported("Apple Pay data that is decrypted");
      return { paymentMethod: { type: "applepay", applePayToken: toBase64(data.value) } };
    },
  },
  googlePay: {
    ...ofCards,
    ...storable,
    source: page("google-pay/api-only"),
    write: ({ data }) => {
      if (data.case !== "encrypted") throw new Unsupported("Google Pay data that is decrypted");
      return { paymentMethod: { type: "googlepay", googlePayToken: data.value } };
    },
  },
  paypal: {
    ...capturable,
    ...storable,
    source: page("paypal/api-only"),
    write: ({ orderId }) => ({
      paymentMethod: {
        type: "paypal",
        orderID: orderId,
        subtype: orderId ? undefined : "redirect",
      },
    }),
  },
  upi: {
    capture: [AUTOMATIC],
    understands: autopay,
    ...storable,
    currencies: ["INR"],
    source: page("upi/api-only"),
    write: ({ flow: { case: flow, value } }) => {
      if (flow === "collect") {
        const { virtualPaymentAddress } = value;
        return { paymentMethod: { type: "upi_collect", virtualPaymentAddress } };
      }
      const appId = flow === "intent" ? value.applicationId : undefined;
      return { paymentMethod: { type: flow === "intent" ? "upi_intent" : "upi_qr", appId } };
    },
  },
  sepaDebit: {
    ...debit,
    currencies: ["EUR"],
    source: page("sepa-direct-debit/api-only"),
    write: ({ iban, holderName }) => ({
      paymentMethod: { type: "sepadirectdebit", iban, ownerName: holderName },
    }),
  },
  achDebit: {
    ...debit,
    currencies: ["USD"],
    source: page("ach-direct-debit/api-only"),
    write: ({ routingNumber, accountNumber, holderName, holder, account }) => ({
      paymentMethod: {
        type: "ach",
        bankAccountNumber: accountNumber,
        bankLocationId: routingNumber,
        ownerName: holderName,
        accountHolderType: holder && (holder === Holder.COMPANY ? "business" : "personal"),
        bankAccountType: account && (account === Account.SAVINGS ? "savings" : "checking"),
      },
    }),
  },
  bacsDebit: {
    ...debit,
    currencies: ["GBP"],
    source: page("bacs/api-only"),
    write: ({ sortCode, accountNumber, holderName }) => ({
      paymentMethod: {
        type: "directdebit_GB",
        bankAccountNumber: accountNumber,
        bankLocationId: sortCode,
        holderName,
      },
    }),
  },
  becsDebit: {
    ...debit,
    currencies: ["AUD"],
    source: page("becs-direct-debit"),
    write: ({ bsb, accountNumber, holderName }) => ({
      paymentMethod: {
        type: "directdebit_AU",
        bankAccountNumber: accountNumber,
        bankBranchCode: bsb,
        holderName,
      },
    }),
  },
  padDebit: {
    ...debit,
    currencies: ["CAD"],
    source: page("pre-authorized-debit-canada"),
    write: ({ institutionNumber, transitNumber, accountNumber, holderName }) => ({
      paymentMethod: {
        type: "eft_directdebit_CA",
        bankAccountNumber: accountNumber,
        bankCode: institutionNumber,
        bankLocationId: transitNumber,
        ownerName: holderName,
      },
    }),
  },
  klarna: {
    ...capturable,
    understands: ["paymentMethod"],
    source: page("klarna/api-only"),
    write: ({ category = "pay_later" }) => ({
      paymentMethod: { type: variant(klarna, category, "paymentMethod.klarna.category") },
    }),
  },
  pix: {
    capture: [AUTOMATIC],
    currencies: ["BRL"],
    source: page("pix/api-only"),
    write: () => ({ paymentMethod: { type: "pix" } }),
  },
  boleto: {
    capture: [AUTOMATIC],
    currencies: ["BRL"],
    source: page("boleto-bancario/api-only"),
    write: () => ({ paymentMethod: { type: "boletobancario" } }),
  },
  blik: {
    capture: [AUTOMATIC],
    currencies: ["PLN"],
    source: page("blik/api-only"),
    write: ({ code }) => ({ paymentMethod: { type: "blik", blikCode: code } }),
  },
  netbanking: {
    capture: [AUTOMATIC],
    currencies: ["INR"],
    source: page("net-banking-india"),
    write: ({ bank }) => ({ paymentMethod: { type: "onlinebanking_IN", issuer: bank } }),
  },
  stored: {
    ...ofCards,
    source: "https://docs.adyen.com/online-payments/tokenization/make-token-payments",
    write: ({ storedMethodId, cvc }, _request, { options }) => ({
      paymentMethod: {
        type: options["storedMethodType"] ?? "scheme",
        storedPaymentMethodId: storedMethodId,
        cvc: cvc || undefined,
      },
    }),
  },
  /** `state.data.paymentMethod` of Adyen's Drop-in or Components, as JSON: encrypted card fields and the like. */
  processorToken: {
    ...ofCards,
    ...storable,
    source: "https://docs.adyen.com/online-payments/build-your-integration/advanced-flow",
    write: ({ token }) => ({ paymentMethod: decodeIf(ComponentData, token) ?? {} }),
  },
  /** Hosted Checkout. */
  hostedPage: {
    ...capturable,
    understands: ["paymentMethod", "authentication"],
    source: "https://docs.adyen.com/online-payments/build-your-integration/sessions-flow",
    write: ({ allowedMethods }) => ({
      allowedPaymentMethods: typesOf(allowedMethods, "paymentMethod.hostedPage.allowedMethods"),
    }),
  },

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
  twint: held("twint", "twint/api-only", undefined, only("CHF")),
  swish: paid("swish", "swish/api-only", undefined, only("SEK")),
  mobilepay: held("mobilepay", "mobilepay/api-only"),
  vipps: held("vipps", "vipps/api-only", phone),
  trustly: paid("trustly", "trustly/api-only"),
  affirm: held("affirm", "affirm/api-only"),
  afterpay: held("afterpay", "afterpaytouch/api-only", (_method, request) => ({
    type: afterpay(request),
  })),
  zip: held("zip", "zip/api-only"),
  cash_app: held("cash_app", "cash-app-pay/api-only", undefined, only("USD")),
  amazon_pay: held("amazon_pay", "amazon-pay/api-only", walletToken("amazonPayToken")),
  samsung_pay: held("samsung_pay", "samsung-pay", walletToken("samsungPayToken")),
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
});

const grabpay: Readonly<Record<string, string>> = Object.fromEntries(
  ["SG", "MY", "TH", "ID", "VN", "PH"].map((country) => [country, `grabpay_${country}`]),
);
/** Adyen's names of methods that are named as the contract does; undefined for all. */
export function typesOf(names: readonly string[], path: string): readonly string[] | undefined {
  const found = names.map((name, index) => {
    const type = methodTypes(name) ?? methodTypes(camelCased(name));
    const problem = "is not a method that Adyen's own page can offer";
    if (!type) throw new InvalidRequest({ field: `${path}[${index}]`, problem });
    return type;
  });
  return found.length > 0 ? found : undefined;
}
const camelCased = (name: string) =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const paidAtOnce = Object.entries(methods)
  .filter(([, { capture }]) => !capture.includes(MANUAL))
  .flatMap(([name]) => methodTypes(name) ?? []);
/** Whether a method, by Adyen's name for it, is paid as soon as it is authorised. */
export const isPaidAtOnce = (type: string | undefined): boolean =>
  type !== undefined &&
  (paidAtOnce.includes(type) ||
    /^(bcmc_mobile|doku|econtext|grabpay|momo|upi|wechatpay)/.test(type));
