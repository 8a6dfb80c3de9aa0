/** The documented test values of Adyen, as the requests of the contract that use them. */
import type { Json, Outcome, Sample, Samples } from "#simulate";
import { apiKey } from "./wire.ts";

const testing = "https://docs.adyen.com/development-resources/testing";
const resultCodes = `${testing}/result-codes`;
const authentication = `${testing}/3d-secure-2-authentication`;
const page = (name: string) => `https://docs.adyen.com/payment-methods/${name}`;

const money = (currency: string, minorUnits = "1000") => ({ minorUnits, currency });
const country = (code: string) => ({
  line1: "Example street",
  houseNumber: "1",
  city: "Example",
  postalCode: "12345",
  country: code,
});
const contact = {
  firstName: "Simon",
  lastName: "Hopper",
  email: "s.hopper@example.com",
  phone: "+31612345678",
  address: country("NL"),
};

/** 3D Secure wants the whole browser, https://docs.adyen.com/online-payments/3d-secure/. */
const purchase = {
  amount: money("EUR"),
  customer: { reference: "shopper-1", contact },
  device: {
    ipAddress: "192.0.2.1",
    browser: {
      userAgent: "Mozilla/5.0",
      acceptHeader: "text/html",
      language: "nl-NL",
      colorDepth: 24,
      screenHeight: 723,
      screenWidth: 1536,
      timeZoneOffset: 0,
      javaEnabled: false,
      javascriptEnabled: true,
    },
  },
  returnUrl: "https://shop.example/return",
};

const card = (number: string, more: Readonly<Record<string, Json>> = {}) => ({
  card: { number, expiryMonth: 3, expiryYear: 2030, cvc: "737", holderName: "A. Shopper", ...more },
});
const visa = "4111111111111111";
/** /paymentMethods tells the issuers' codes; the simulator takes any. */
const bank = "1154";
/** The page of a method, and what it is paid in. */
const sample = (method: Json, name: string, currency = "EUR", more: object = {}): Sample => ({
  method,
  source: page(name),
  ...(currency !== "EUR" && { purchase: { amount: money(currency) } }),
  ...more,
});
const alternative = (kind: string, name: string, currency = "EUR", more: object = {}): Sample =>
  sample({ alternative: { kind: `KIND_${kind}`, ...more } }, name, currency);

const lines = {
  lines: [
    {
      name: "Shoes",
      quantity: "1",
      unitPrice: money("EUR"),
      total: money("EUR"),
      reference: "shoes-1",
    },
  ],
};
const invoice = (name: string, method: Json): Sample => ({
  method,
  purchase: { order: lines },
  source: page(name),
});

/** A refusal that the card holder's name asks for. */
const refused = (holderName: string, code: string): Outcome => ({
  name: `a card that is refused: ${holderName}`,
  method: card(visa, { holderName }),
  status: "FAILED",
  code,
  source: resultCodes,
});

export const samples: Samples = {
  credentials: {
    apiKey,
    merchantAccount: "SandboxECOM",
    webhookHmacKeys: ["44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"],
  },
  purchase,
  methods: {
    card: { method: card(visa), source: `${testing}/test-card-numbers` },
    network_token: {
      method: {
        networkToken: {
          number: visa,
          expiryMonth: 3,
          expiryYear: 2030,
          cryptogram: "AAABAWFlmQAAAABjRWWZEEFgFz8=",
          eci: "05",
        },
      },
      source: "https://docs.adyen.com/payment-methods/cards/network-tokens",
    },
    apple_pay: sample(
      { applePay: { encrypted: '{"version":"EC_v1","data":"simulated"}' } },
      "apple-pay",
    ),
    google_pay: sample(
      { googlePay: { encrypted: '{"protocolVersion":"ECv2","signature":"simulated"}' } },
      "google-pay",
    ),
    paypal: sample({ paypal: {} }, "paypal"),
    upi: sample(
      { upi: { collect: { virtualPaymentAddress: "success@upi" } } },
      "upi/api-only",
      "INR",
    ),
    netbanking: sample({ netbanking: { bank } }, "netbanking", "INR"),
    sepa_debit: sample(
      { sepaDebit: { iban: "NL13TEST0123456789", holderName: "A. Klaassen" } },
      "sepa-direct-debit",
    ),
    ach_debit: sample(
      {
        achDebit: {
          routingNumber: "121000358",
          accountNumber: "123456789",
          holderName: "John Smith",
        },
      },
      "ach-direct-debit",
      "USD",
    ),
    bacs_debit: sample(
      { bacsDebit: { sortCode: "560036", accountNumber: "40308669", holderName: "S. Hopper" } },
      "bacs/api-only",
      "GBP",
    ),
    becs_debit: sample(
      { becsDebit: { bsb: "012345", accountNumber: "123456789", holderName: "S. Hopper" } },
      "becs-direct-debit",
      "AUD",
    ),
    pad_debit: sample(
      {
        padDebit: {
          institutionNumber: "001",
          transitNumber: "00001",
          accountNumber: "1234567",
          holderName: "S. Hopper",
        },
      },
      "pre-authorized-debit",
      "CAD",
    ),
    klarna: invoice("klarna", { klarna: { category: "pay_later" } }),
    pix: sample({ pix: {} }, "pix/api-only", "BRL"),
    boleto: sample({ boleto: {} }, "boleto-bancario", "BRL"),
    blik: sample({ blik: { code: "777987" } }, "blik/api-only", "PLN"),
    hosted_page: {
      method: { hostedPage: {} },
      source:
        "https://docs.adyen.com/online-payments/build-your-integration/?platform=Web&integration=Hosted+Checkout",
    },
    ideal: alternative("IDEAL", "ideal"),
    bancontact: alternative("BANCONTACT", "bancontact"),
    eps: alternative("EPS", "eps", "EUR", { bank }),
    fpx: alternative("FPX", "fpx", "MYR", { bank }),
    alipay: alternative("ALIPAY", "alipay"),
    wechat_pay: alternative("WECHAT_PAY", "wechat-pay"),
    grabpay: alternative("GRABPAY", "grabpay", "SGD", { country: "SG" }),
    paynow: alternative("PAYNOW", "paynow", "SGD"),
    promptpay: alternative("PROMPTPAY", "promptpay", "THB"),
    oxxo: alternative("OXXO", "oxxo", "MXN"),
    konbini: alternative("KONBINI", "convenience-stores-japan", "JPY"),
    multibanco: alternative("MULTIBANCO", "multibanco"),
    mb_way: alternative("MB_WAY", "mb-way", "EUR", { phone: "+351234567890" }),
    twint: alternative("TWINT", "twint", "CHF"),
    swish: alternative("SWISH", "swish", "SEK"),
    mobilepay: alternative("MOBILEPAY", "mobilepay", "DKK"),
    vipps: alternative("VIPPS", "vipps", "NOK", { phone: "+4748059560" }),
    trustly: alternative("TRUSTLY", "trustly"),
    affirm: alternative("AFFIRM", "affirm", "USD"),
    afterpay: alternative("AFTERPAY", "afterpaytouch", "USD"),
    zip: alternative("ZIP", "zip", "AUD"),
    cash_app: alternative("CASH_APP", "cash-app-pay", "USD"),
    alma: alternative("ALMA", "alma"),
    gcash: alternative("GCASH", "gcash", "PHP"),
    dana: alternative("DANA", "dana", "IDR"),
    gopay: alternative("GOPAY", "gopay", "IDR"),
    momo: alternative("MOMO", "momo", "VND"),
    kakao_pay: alternative("KAKAO_PAY", "kakaopay", "KRW"),
    naver_pay: alternative("NAVER_PAY", "naver-pay", "KRW"),
    payco: alternative("PAYCO", "payco", "KRW"),
    paypay: alternative("PAYPAY", "paypay", "JPY"),
    touch_n_go: alternative("TOUCH_N_GO", "touch-n-go", "MYR"),
    boost: alternative("BOOST", "boost", "MYR"),
    paysafecard: alternative("PAYSAFECARD", "paysafecard"),
    pay_by_bank: alternative("PAY_BY_BANK", "pay-by-bank", "GBP"),
    atome: alternative("ATOME", "atome", "SGD"),
    scalapay: alternative("SCALAPAY", "scalapay"),
    riverty: invoice("riverty", { alternative: { kind: "KIND_RIVERTY" } }),
    ratepay: invoice("ratepay", { alternative: { kind: "KIND_RATEPAY" } }),
    walley: alternative("WALLEY", "walley", "SEK"),
    bizum: alternative("BIZUM", "bizum"),
    wero: alternative("WERO", "wero"),
    knet: alternative("KNET", "knet", "KWD"),
    benefit: alternative("BENEFIT", "benefit", "BHD"),
    doku: alternative("DOKU", "doku", "IDR"),
    online_banking_poland: alternative("ONLINE_BANKING_POLAND", "online-banking-poland", "PLN", {
      bank,
    }),
    online_banking_czechia: alternative(
      "ONLINE_BANKING_CZECHIA",
      "online-banking-czech-republic",
      "CZK",
      { bank },
    ),
    online_banking_slovakia: alternative(
      "ONLINE_BANKING_SLOVAKIA",
      "online-banking-slovakia",
      "EUR",
      { bank },
    ),
    online_banking_finland: alternative("ONLINE_BANKING_FINLAND", "online-banking-finland"),
    online_banking_thailand: alternative(
      "ONLINE_BANKING_THAILAND",
      "online-banking-thailand",
      "THB",
      { bank },
    ),
    bank_transfer: alternative("BANK_TRANSFER", "bank-transfer"),
  },
  outcomes: [
    refused("DECLINED", "DECLINED"),
    refused("NOT_ENOUGH_BALANCE", "INSUFFICIENT_FUNDS"),
    refused("CARD_EXPIRED", "EXPIRED_CARD"),
    refused("CVC_DECLINED", "INCORRECT_CVC"),
    refused("BLOCK_CARD", "RESTRICTED_CARD"),
    refused("INVALID_CARD_NUMBER", "INVALID_CARD_NUMBER"),
    refused("ISSUER_UNAVAILABLE", "ISSUER_UNAVAILABLE"),
    refused("TRANSACTION_NOT_PERMITTED", "TRANSACTION_NOT_PERMITTED"),
    refused("WITHDRAWAL_AMOUNT_EXCEEDED", "AMOUNT_LIMIT_EXCEEDED"),
    refused("REVOCATION_OF_AUTH", "RECURRING_STOPPED"),
    refused("ISSUER_SUSPECTED_FRAUD", "SUSPECTED_FRAUD"),
    refused("FRAUD", "BLOCKED_BY_RISK"),
    refused("AVS_DECLINED", "ADDRESS_MISMATCH"),
    refused("AUTHENTICATION_REQUIRED", "AUTHENTICATION_REQUIRED"),
    {
      name: "a card whose issuer decides later",
      method: card(visa, { holderName: "PENDING" }),
      status: "PENDING",
      source: resultCodes,
    },
    {
      name: "a card that authenticates at Adyen's page",
      method: card("4917610000000000"),
      status: "ACTION_REQUIRED",
      source: authentication,
    },
    {
      name: "a card that authenticates natively: fingerprint, then challenge",
      method: card("5000550000000029"),
      request: { authentication: { request: { nativeFlow: true } } },
      status: "ACTION_REQUIRED",
      source: authentication,
    },
    {
      name: "a card that authenticates natively, by challenge alone",
      method: card("4212345678910006"),
      request: { authentication: { request: { nativeFlow: true } } },
      status: "ACTION_REQUIRED",
      source: authentication,
    },
    {
      name: "a card that authenticates natively, by fingerprint alone",
      method: card("5201281505129736"),
      request: { authentication: { request: { nativeFlow: true } } },
      status: "ACTION_REQUIRED",
      source: authentication,
    },
  ],
};
