/** Adyen's words in ours: where payments and mandates stand, methods, networks, checks. */
import {
  AuthenticationResult_Status as Authenticated,
  CardFunding,
  CardNetwork,
  CheckResult,
  MandateStatus,
  PaymentStatus,
  PendingReason,
} from "#contract";
import { checkResults, mandateStatuses, paymentStatuses, words } from "#kit";

const P = PaymentStatus;
/** `resultCode`. Success is published without a meaning; the AuthenticationX words belong to no payment. */
export const paymentStatus = paymentStatuses({
  source: "https://docs.adyen.com/online-payments/build-your-integration/payment-result-codes",
  words: {
    AuthenticationFinished: P.PENDING,
    AuthenticationNotRequired: P.PENDING,
    Authorised: P.AUTHORIZED,
    Cancelled: P.FAILED,
    ChallengeShopper: P.ACTION_REQUIRED,
    Error: P.FAILED,
    IdentifyShopper: P.ACTION_REQUIRED,
    PartiallyAuthorised: P.PARTIALLY_AUTHORIZED,
    Pending: P.PENDING,
    PresentToShopper: P.ACTION_REQUIRED,
    Received: P.PENDING,
    RedirectShopper: P.ACTION_REQUIRED,
    Refused: P.FAILED,
    Success: P.PENDING,
  },
});

/** `status` of a session; of a completed one its payments say how far it went. */
export const sessionStatus = paymentStatuses({
  source: "https://docs.adyen.com/api-explorer/Checkout/72/get/sessions/(sessionId)",
  words: {
    active: [P.PENDING, PendingReason.CUSTOMER],
    canceled: P.FAILED,
    completed: P.AUTHORIZED,
    expired: P.EXPIRED,
    paymentPending: [P.PENDING, PendingReason.CUSTOMER],
    refused: P.FAILED,
  },
});

/** `mandate.status` of a stored payment method. */
export const tokenStatus = mandateStatuses({
  source: "https://docs.adyen.com/api-explorer/Checkout/72/get/storedPaymentMethods",
  words: {
    active: MandateStatus.ACTIVE,
    completed: MandateStatus.EXPIRED,
    expired: MandateStatus.EXPIRED,
    revoked: MandateStatus.REVOKED,
  },
});

/** `paymentMethod.type` of what the contract names; some have variants, which `methods.ts` writes. */
export const methodTypes = words<string>({
  source: "https://docs.adyen.com/payment-methods/payment-method-types",
  words: {
    card: "scheme",
    networkToken: "networkToken",
    applePay: "applepay",
    googlePay: "googlepay",
    paypal: "paypal",
    upi: "upi_collect",
    sepaDebit: "sepadirectdebit",
    achDebit: "ach",
    bacsDebit: "directdebit_GB",
    becsDebit: "directdebit_AU",
    padDebit: "eft_directdebit_CA",
    klarna: "klarna",
    pix: "pix",
    boleto: "boletobancario",
    blik: "blik",
    netbanking: "onlinebanking_IN",
    ideal: "ideal",
    bancontact: "bcmc_mobile",
    eps: "eps",
    p24: "onlineBanking_PL",
    online_banking_poland: "onlineBanking_PL",
    online_banking_czechia: "onlineBanking_CZ",
    online_banking_slovakia: "onlineBanking_SK",
    online_banking_finland: "ebanking_FI",
    online_banking_thailand: "molpay_ebanking_TH",
    fpx: "molpay_ebanking_fpx_MY",
    alipay: "alipay",
    wechat_pay: "wechatpayQR",
    grabpay: "grabpay_SG",
    paynow: "paynow",
    promptpay: "promptpay",
    oxxo: "oxxo",
    konbini: "econtext_stores",
    multibanco: "multibanco",
    mb_way: "mbway",
    twint: "twint",
    swish: "swish",
    mobilepay: "mobilepay",
    vipps: "vipps",
    trustly: "trustly",
    affirm: "affirm",
    afterpay: "afterpaytouch",
    zip: "zip",
    cash_app: "cashapp",
    amazon_pay: "amazonpay",
    samsung_pay: "samsungpay",
    alma: "alma",
    gcash: "gcash",
    dana: "dana",
    gopay: "gopay_wallet",
    momo: "momo_wallet",
    kakao_pay: "kakaopay",
    naver_pay: "kcp_naverpay",
    payco: "kcp_payco",
    paypay: "paypay",
    touch_n_go: "touchngo",
    boost: "molpay_boost",
    paysafecard: "paysafecard",
    pay_by_bank: "paybybank",
    atome: "atome",
    scalapay: "scalapay",
    riverty: "riverty",
    ratepay: "ratepay",
    walley: "walley",
    bizum: "bizum",
    wero: "wero",
    knet: "knet",
    benefit: "benefit",
    doku: "doku_alfamart",
    bank_transfer: "bankTransfer_IBAN",
    paytm: "paytm",
  },
});

const snakeCased = (name: string) => name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);
/** The contract's names, as answers write them, by Adyen's; of two that Adyen calls alike, the first. */
export const methodNames: ReadonlyMap<string | undefined, string> = new Map(
  Object.entries(methodTypes.words)
    .toReversed()
    .map(([name, type]) => [type, snakeCased(name)]),
);

/** `brand` in requests, `paymentMethod` in answers. */
export const networks = words<CardNetwork>({
  source: "https://docs.adyen.com/development-resources/paymentmethodvariant",
  words: {
    visa: CardNetwork.VISA,
    mc: CardNetwork.MASTERCARD,
    amex: CardNetwork.AMEX,
    discover: CardNetwork.DISCOVER,
    diners: CardNetwork.DINERS,
    jcb: CardNetwork.JCB,
    cup: CardNetwork.UNIONPAY,
    cartebancaire: CardNetwork.CARTES_BANCAIRES,
    maestro: CardNetwork.MAESTRO,
    elo: CardNetwork.ELO,
    hipercard: CardNetwork.HIPERCARD,
    bcmc: CardNetwork.BANCONTACT,
    dankort: CardNetwork.DANKORT,
    eftpos_australia: CardNetwork.EFTPOS_AUSTRALIA,
  },
});

/** `fundingSource`. */
export const fundings = words<CardFunding>({
  source: "https://docs.adyen.com/api-explorer/Checkout/72/post/payments",
  words: {
    CHARGE: CardFunding.CREDIT,
    CREDIT: CardFunding.CREDIT,
    DEBIT: CardFunding.DEBIT,
    DEFFERED_DEBIT: CardFunding.DEBIT,
    PREPAID: CardFunding.PREPAID,
    PREPAID_RELOADABLE: CardFunding.PREPAID,
    PREPAID_NONRELOADABLE: CardFunding.PREPAID,
  },
});

/** `threeDAuthenticatedResponse`. */
export const authentications = words<Authenticated>({
  source: "https://docs.adyen.com/online-payments/3d-secure/api-reference",
  words: {
    Y: Authenticated.AUTHENTICATED,
    A: Authenticated.ATTEMPTED,
    N: Authenticated.FAILED,
    U: Authenticated.UNAVAILABLE,
    R: Authenticated.REJECTED,
    C: Authenticated.CHALLENGE_REQUIRED,
  },
});

const { MATCH, NO_MATCH, NOT_CHECKED, UNAVAILABLE, UNSPECIFIED } = CheckResult;
interface AddressCheck {
  readonly address: CheckResult;
  readonly postalCode: CheckResult;
  readonly name: CheckResult;
}
const compared = (
  address: CheckResult,
  postalCode: CheckResult,
  name: CheckResult = UNSPECIFIED,
): AddressCheck => ({ address, postalCode, name });

/** The number that `avsResult` begins with. */
export const addressChecks = words<AddressCheck>({
  source: "https://docs.adyen.com/risk-management/avs-checks",
  words: {
    "0": compared(UNSPECIFIED, UNSPECIFIED),
    "1": compared(MATCH, NO_MATCH),
    "2": compared(NO_MATCH, NO_MATCH),
    "3": compared(UNAVAILABLE, UNAVAILABLE),
    "4": compared(UNAVAILABLE, UNAVAILABLE),
    "5": compared(NOT_CHECKED, NOT_CHECKED),
    "6": compared(NO_MATCH, MATCH),
    "7": compared(MATCH, MATCH),
    "8": compared(NOT_CHECKED, UNSPECIFIED),
    "9": compared(MATCH, UNSPECIFIED),
    "10": compared(NO_MATCH, UNSPECIFIED),
    "11": compared(UNSPECIFIED, NOT_CHECKED),
    "12": compared(MATCH, NOT_CHECKED),
    "13": compared(NO_MATCH, NOT_CHECKED),
    "14": compared(UNSPECIFIED, MATCH),
    "15": compared(NOT_CHECKED, MATCH),
    "16": compared(UNSPECIFIED, NO_MATCH),
    "17": compared(NOT_CHECKED, NO_MATCH),
    "18": compared(NOT_CHECKED, NOT_CHECKED),
    "19": compared(UNSPECIFIED, MATCH, MATCH),
    "20": compared(MATCH, MATCH, MATCH),
    "21": compared(MATCH, UNSPECIFIED, MATCH),
    "22": compared(UNSPECIFIED, UNSPECIFIED, MATCH),
    "23": compared(UNSPECIFIED, MATCH, NO_MATCH),
    "24": compared(MATCH, MATCH, NO_MATCH),
    "25": compared(MATCH, UNSPECIFIED, NO_MATCH),
    "26": compared(NO_MATCH, NO_MATCH, NO_MATCH),
  },
});

/** The number that `cvcResult` begins with. */
export const cvcChecks = checkResults({
  source: "https://docs.adyen.com/development-resources/testing/cvc-cvv-result-testing",
  words: {
    "0": UNSPECIFIED,
    "1": MATCH,
    "2": NO_MATCH,
    "3": NOT_CHECKED,
    "4": NOT_CHECKED,
    "5": UNAVAILABLE,
    "6": NOT_CHECKED,
  },
});
