/** Payment methods beside cards as data: what the shopper must do, and whether the money is captured apart. */

export interface Method {
  /** `paymentMethod.type` in the request. */
  readonly type: string;
  readonly name: string;
  /** What /payments answers with. */
  readonly flow: Flow;
  /** Whether a capture can follow later; otherwise the money is taken with the authorisation. */
  readonly capture: "separate" | "with authorisation";
  /** The only one it is paid in; undefined where there are several. */
  readonly currency: string | undefined;
  /** Members of `paymentMethod` that it cannot do without. */
  readonly requires: readonly string[];
}
type Flow =
  | "redirect"
  | "await"
  | "qrCode"
  | "voucher"
  | "bankTransfer"
  | "sdk"
  | "received"
  | "received with voucher"
  | "authorised";

type Row = readonly [type: string, name: string, flow: Flow, currency?: string, requires?: string];

/**
 * https://docs.adyen.com/payment-methods/ with the page of each: …/blik/api-only (await), …/pix/api-only (qrCode),
 * …/bacs/api-only (received with a mandate to download), …/upi/api-only. What each requires is from the schema of
 * `paymentMethod` in https://docs.adyen.com/api-explorer/Checkout/72/post/payments.
 */
const takenAtOnce: readonly Row[] = [
  ["ideal", "iDEAL", "redirect", "EUR"],
  ["eps", "EPS", "redirect", "EUR", "issuer"],
  ["onlineBanking_PL", "Online banking Poland", "redirect", "PLN", "issuer"],
  ["onlineBanking_CZ", "Online banking Czech Republic", "redirect", "CZK", "issuer"],
  ["onlineBanking_SK", "Online banking Slovakia", "redirect", "EUR", "issuer"],
  ["ebanking_FI", "Online banking Finland", "redirect", "EUR"],
  ["onlinebanking_IN", "Netbanking", "redirect", "INR", "issuer"],
  ["molpay_ebanking_fpx_MY", "FPX", "redirect", "MYR", "issuer"],
  ["molpay_ebanking_TH", "Online banking Thailand", "redirect", "THB", "issuer"],
  ["bcmc_mobile", "Payconiq by Bancontact", "redirect", "EUR"],
  ["trustly", "Trustly", "redirect"],
  ["paybybank", "Pay by Bank", "redirect"],
  ["bizum", "Bizum", "redirect", "EUR"],
  ["wero", "Wero", "redirect", "EUR"],
  ["alipay", "Alipay", "redirect"],
  ["alipay_hk", "AlipayHK", "redirect"],
  ["gcash", "GCash", "redirect"],
  ["dana", "DANA", "redirect"],
  ["kakaopay", "KakaoPay", "redirect"],
  ["kcp_naverpay", "Naver Pay", "redirect", "KRW"],
  ["kcp_payco", "PAYCO", "redirect", "KRW"],
  ["paypay", "PayPay", "redirect", "JPY"],
  ["momo_wallet", "MoMo Wallet", "redirect", "VND"],
  ["grabpay_SG", "GrabPay Singapore", "redirect", "SGD"],
  ["grabpay_MY", "GrabPay Malaysia", "redirect", "MYR"],
  ["grabpay_PH", "GrabPay Philippines", "redirect", "PHP"],
  ["gopay_wallet", "GoPay Wallet", "redirect", "IDR"],
  ["touchngo", "Touch 'n Go", "redirect", "MYR"],
  ["molpay_boost", "Boost", "redirect", "MYR"],
  ["paysafecard", "paysafecard", "redirect"],
  ["knet", "KNET", "redirect", "KWD"],
  ["benefit", "Benefit", "redirect", "BHD"],
  ["scalapay", "Scalapay", "redirect", "EUR"],
  ["scalapay_3x", "Scalapay", "redirect", "EUR"],
  ["blik", "BLIK", "await", "PLN"],
  ["mbway", "MB WAY", "await", "EUR", "telephoneNumber shopperEmail"],
  ["payto", "PayTo", "await", "AUD"],
  ["upi_collect", "UPI Collect", "await", "INR", "virtualPaymentAddress"],
  ["upi_intent", "UPI Intent", "redirect", "INR"],
  ["upi_qr", "UPI QR", "qrCode", "INR"],
  ["pix", "Pix", "qrCode", "BRL"],
  ["wechatpayQR", "WeChat Pay", "qrCode"],
  ["swish", "Swish", "qrCode", "SEK"],
  ["paynow", "PayNow", "qrCode", "SGD"],
  ["promptpay", "PromptPay", "qrCode", "THB"],
  ["duitnow", "DuitNow", "qrCode", "MYR"],
  ["boletobancario", "Boleto Bancario", "voucher", "BRL"],
  ["multibanco", "Multibanco", "voucher", "EUR"],
  ["oxxo", "OXXO", "voucher", "MXN"],
  ["doku_indomaret", "Indomaret", "voucher", "IDR", "firstName lastName shopperEmail"],
  ["doku_alfamart", "Alfamart", "voucher", "IDR", "firstName lastName shopperEmail"],
  ["econtext_stores", "Convenience stores", "voucher", "JPY", "telephoneNumber shopperEmail"],
  ["econtext_seven_eleven", "7-Eleven", "voucher", "JPY", "telephoneNumber shopperEmail"],
  ["bankTransfer_IBAN", "Bank transfer", "bankTransfer", "EUR"],
  ["sepadirectdebit", "SEPA Direct Debit", "authorised", "EUR", "iban ownerName"],
  ["ach", "ACH Direct Debit", "authorised", "USD", "bankAccountNumber bankLocationId"],
  [
    "directdebit_GB",
    "BACS Direct Debit",
    "received with voucher",
    "GBP",
    "bankAccountNumber bankLocationId",
  ],
  ["directdebit_AU", "BECS Direct Debit", "received", "AUD", "holderName"],
  ["eft_directdebit_CA", "Pre-authorised debit", "received", "CAD", "bankAccountNumber"],
];
const capturedApart: readonly Row[] = [
  ["klarna", "Klarna, pay later", "redirect"],
  ["klarna_account", "Klarna, pay over time", "redirect"],
  ["klarna_paynow", "Klarna, pay now", "redirect"],
  ["affirm", "Affirm", "redirect"],
  ["afterpaytouch", "Afterpay", "redirect"],
  ["clearpay", "Clearpay", "redirect", "GBP"],
  ["zip", "Zip", "redirect"],
  ["alma", "Alma", "redirect", "EUR"],
  ["atome", "Atome", "redirect"],
  ["walley", "Walley", "redirect"],
  ["twint", "TWINT", "redirect", "CHF"],
  ["vipps", "Vipps", "redirect", "NOK", "telephoneNumber"],
  ["mobilepay", "MobilePay", "redirect"],
  ["paypal", "PayPal", "sdk"],
  ["cashapp", "Cash App Pay", "sdk", "USD"],
  ["amazonpay", "Amazon Pay", "authorised", "", "checkoutSessionId"],
  ["applepay", "Apple Pay", "authorised", "", "applePayToken"],
  ["googlepay", "Google Pay", "authorised", "", "googlePayToken"],
  ["paywithgoogle", "Google Pay", "authorised", "", "googlePayToken"],
  ["samsungpay", "Samsung Pay", "authorised", "", "samsungPayToken"],
  ["ratepay", "Ratepay invoice", "authorised", "EUR"],
  ["riverty", "Riverty", "authorised"],
];

const methodOf =
  (capture: Method["capture"]) =>
  ([type, name, flow, currency, requires]: Row): Method => ({
    type,
    name,
    flow,
    capture,
    currency: currency || undefined,
    requires: requires?.split(" ") ?? [],
  });

export const methods: readonly Method[] = [
  ...takenAtOnce.map(methodOf("with authorisation")),
  ...capturedApart.map(methodOf("separate")),
];
export const methodNamed = (type: string | undefined): Method | undefined =>
  methods.find((method) => method.type === type);

/** `paymentMethod.type` of what is paid with a card's number or a network's token of it. */
export const isCard = (type: string | undefined): boolean =>
  type === "scheme" || type === "card" || type === "networkToken" || type === "bcmc";

export const suits = ({ currency }: Method, wanted: string | undefined): boolean =>
  currency === undefined || wanted === undefined || currency === wanted;
