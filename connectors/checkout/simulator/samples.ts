/** Checkout.com's documented test values, as the requests of the contract that use them. */
import type { Json, Samples } from "#simulate";

const cards = "https://www.checkout.com/docs/testing/test-cards";
const page = (name: string) => `https://www.checkout.com/docs/payments/add-payment-methods/${name}`;
const reference = "https://api-reference.checkout.com/#operation/requestAPaymentOrPayout";

/** What this account's requests come in with, and what it has been asked to keep. */
export const account = {
  secretKey: "sk_sbox_wjvrysklsqjmrhn3yoexnshsl72",
  publicKey: "pk_sbox_xg66bnn6tpspd6pt3psc7otrqa=",
  webhookSecret: "vGVxS3WGpQqPTcfQpTLBTd5wHCJDTd3c",
  instrument: "src_nwd3m4in3hkuddfpjsaevunhdy",
  token: "tok_6qi7zfk7652udgy2thneaoxp7u",
} as const;

/** The response code that each test card is answered with; other numbers are approved. */
export const declines: Readonly<Record<string, string>> = {
  "4111111111111129": "20001",
  "4024007103573027": "20012",
  "4485381577182090": "20014",
  "4544249167673670": "20051",
  "4724117215951699": "20054",
  "4897453568485113": "20059",
  "4556294593757189": "20061",
  "4818924250131070": "20062",
  "4556253752712245": "20063",
  "4095254802642505": "20068",
  "4567361325981788": "200R3",
  "4734868958733862": "200N7",
};

const expiry = { expiryMonth: 12, expiryYear: 2030 };
const card = (number: string): Json => ({ card: { number, ...expiry, cvc: "100" } });
const declined = (name: string, number: string, code: string) => ({
  name,
  method: card(number),
  status: "FAILED",
  code,
  source: cards,
});
/** So that the authorization may be raised. */
const estimated = { connectorOptions: { checkout: { authorization_type: "Estimated" } } };
const challenge = {
  authentication: { request: { preference: "PREFERENCE_CHALLENGE" } },
};
const dollars = { minorUnits: "6540", currency: "USD" };
const line = { name: "Mask", quantity: "1", unitPrice: dollars, total: dollars };
const euros = { amount: { minorUnits: "2000", currency: "EUR" } };
const payload = JSON.stringify({
  version: "EC_v1",
  data: "t7GeajLB9skXB6QSWfEpPA4WPhDqB7ekdd",
  signature: "MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBg",
  header: { transactionId: "0a1b2c" },
});

const sdk = "https://github.com/checkout/checkout-sdk-python";
const alternative = (kind: string, purchase: Json = {}, source = sdk) => ({
  method: { alternative: { kind: `KIND_${kind.toUpperCase()}` } },
  purchase,
  source,
});

export const samples: Samples = {
  credentials: {
    prefix: "vkuhvk4v",
    secretKey: account.secretKey,
    publicKey: account.publicKey,
    processingChannelId: "pc_dkgoofpvuwuerekvd4ssr6jwom",
    webhookSecrets: [account.webhookSecret],
  },
  purchase: {
    amount: dollars,
    description: "Set of three masks",
    customer: {
      contact: {
        firstName: "Jia",
        lastName: "Tsang",
        email: "jia.tsang@example.com",
        address: {
          line1: "123 High St.",
          city: "London",
          postalCode: "SW1A 1AA",
          country: "GB",
        },
      },
    },
    device: { ipAddress: "203.0.113.7" },
    returnUrl: "https://shop.example/return",
  },
  methods: {
    card: { method: card("4242424242424242"), request: estimated, source: cards },
    networkToken: {
      method: {
        networkToken: {
          number: "4543474002249996",
          ...expiry,
          cryptogram: "hv8mUFzPzRZoCAAAAAEQBDMAAAA=",
          eci: "05",
        },
      },
      source: reference,
    },
    applePay: { method: { applePay: { encrypted: payload } }, source: page("apple-pay") },
    googlePay: {
      method: {
        googlePay: {
          encrypted: JSON.stringify({
            protocolVersion: "ECv1",
            signature: "TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ",
            signedMessage: "{}",
          }),
        },
      },
      source: page("google-pay"),
    },
    stored: { method: { stored: { storedMethodId: account.instrument } }, source: reference },
    processorToken: { method: { processorToken: { token: account.token } }, source: reference },
    paypal: {
      method: { paypal: {} },
      purchase: { order: { lines: [line] } },
      source: "https://www.checkout.com/docs/payments/payment-methods/paypal",
    },
    ideal: alternative("ideal", euros, page("ideal")),
    bancontact: alternative("bancontact", euros, page("bancontact")),
    eps: alternative("eps", euros, page("electronic-payment-standard-eps")),
    p24: alternative("p24", { amount: { minorUnits: "2000", currency: "PLN" } }),
    multibanco: alternative("multibanco", euros, page("multibanco")),
    knet: alternative("knet", { amount: { minorUnits: "2000", currency: "KWD" } }, page("knet")),
    ...Object.fromEntries(
      [
        "alma",
        "trustly",
        "wechat_pay",
        "alipay",
        "gcash",
        "dana",
        "kakao_pay",
        "touch_n_go",
        "benefit",
        "twint",
        "mobilepay",
        "vipps",
      ].map((kind) => [kind, alternative(kind)]),
    ),
  },
  outcomes: [
    declined("insufficient funds", "4544249167673670", "INSUFFICIENT_FUNDS"),
    declined("suspected fraud", "4897453568485113", "SUSPECTED_FRAUD"),
    declined("expired card", "4724117215951699", "EXPIRED_CARD"),
    declined("restricted card", "4818924250131070", "RESTRICTED_CARD"),
    declined("verification code", "4734868958733862", "INCORRECT_CVC"),
    {
      name: "3-D Secure challenge",
      method: card("4242424242424242"),
      request: challenge,
      status: "ACTION_REQUIRED",
      source: "https://www.checkout.com/docs/payments/authenticate-payments/3d-secure",
    },
  ],
};
