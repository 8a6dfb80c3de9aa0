/** PayPal's documented test values, as the requests of the contract that use them. */
import type { Json, Samples } from "#simulate";

const cards = "https://developer.paypal.com/tools/sandbox/card-testing/";
const secure =
  "https://developer.paypal.com/docs/multiparty/checkout/advanced/customize/3d-secure/test";
const orders = "https://developer.paypal.com/docs/api/orders/v2/";
const apm = (name: string) => `https://developer.paypal.com/docs/checkout/apm/${name}/`;

const card = (number: string, holderName = "Firstname Lastname") => ({
  card: { number, expiryMonth: 2, expiryYear: 2030, cvc: "123", holderName },
});
const of = (currency: string, minorUnits = "10000") => ({ amount: { minorUnits, currency } });
const local = (kind: string, currency: string) => ({
  method: { alternative: { kind: `KIND_${kind.toUpperCase()}` } },
  purchase: of(currency),
  source: apm(kind === "p24" ? "przelewy24" : kind),
});
const decrypted = {
  decrypted: {
    number: "4012888888881881",
    expiryMonth: 2,
    expiryYear: 2030,
    cryptogram: "AgAAAAAABk4DWZ4C28yUQAAAAAA=",
    eci: "05",
  },
};
/** The name on the card decides. */
const refused = (name: string, trigger: string, code: string) => ({
  name,
  method: card("4012888888881881", trigger),
  status: "FAILED",
  code,
  source: cards,
});
const asked = (preference: string): Json => ({ authentication: { request: { preference } } });

export const samples: Samples = {
  credentials: {
    clientId: "AUv8rrc_P-EbP2E0mpb49BV7rFt3Usr-vdUZO8VGOnjRehGHBXkSzchr37SYF2GNdQFYSp72jh5QUhzG",
    clientSecret:
      "EMnAWe06ioGtouJs7gLYT9chK9-2jJ--7MKRXpI8FesmY_2Kp-d_7aCqff7M9moEJBvuXoBO4clKtY0v",
    webhookIds: ["1JE4291016473214C"],
  },
  purchase: {
    ...of("USD"),
    description: "Test order",
    customer: {
      contact: {
        firstName: "John",
        lastName: "Doe",
        email: "john.doe@example.com",
        address: {
          line1: "2211 N First Street",
          city: "San Jose",
          region: "CA",
          postalCode: "95131",
          country: "US",
        },
      },
    },
    returnUrl: "https://shop.example/return",
  },
  methods: {
    card: { method: card("4012888888881881"), source: cards },
    networkToken: {
      method: { networkToken: { ...decrypted.decrypted, requestorId: "12345678901" } },
      source: orders,
    },
    applePay: { method: { applePay: { ...decrypted, transactionId: "APPLE-1" } }, source: orders },
    googlePay: { method: { googlePay: decrypted }, source: orders },
    paypal: { method: { paypal: { email: "customer@example.com" } }, source: orders },
    stored: {
      method: { stored: { storedMethodId: "8kk8451t" } },
      source: "https://developer.paypal.com/docs/api/payment-tokens/v3/",
    },
    bancontact: local("bancontact", "EUR"),
    eps: local("eps", "EUR"),
    ideal: local("ideal", "EUR"),
    p24: local("p24", "PLN"),
    trustly: local("trustly", "EUR"),
    blik: { method: { blik: {} }, purchase: of("PLN"), source: apm("blik") },
  },
  outcomes: [
    refused("a card that is refused", "CCREJECT-REFUSED", "DO_NOT_HONOR"),
    refused("a card without the money", "CCREJECT-IF", "INSUFFICIENT_FUNDS"),
    refused("a card that is expired", "CCREJECT-EC", "EXPIRED_CARD"),
    refused("a card that was lost or stolen", "CCREJECT-LS", "LOST_CARD"),
    refused("a card under suspicion", "CCREJECT-SF", "SUSPECTED_FRAUD"),
    refused("a card that is restricted", "CCREJECT-IRC", "RESTRICTED_CARD"),
    refused("a card of no account", "CCREJECT-IA", "INVALID_ACCOUNT"),
    refused("a card that is declined without a reason", "CCREJECT-BANK_ERROR", "DECLINED"),
    refused("a card with a wrong code", "CCREJECT-CVV_F", "INCORRECT_CVC"),
    {
      name: "a card that its bank asks about",
      method: card("4868719460707704"),
      request: asked("PREFERENCE_FRICTIONLESS"),
      status: "ACTION_REQUIRED",
      source: secure,
    },
    {
      name: "a card whose authentication fails",
      method: card("4868719796782421"),
      status: "ACTION_REQUIRED",
      source: secure,
    },
    {
      name: "an account whose owner is asked on PayPal's page",
      method: { paypal: {} },
      status: "ACTION_REQUIRED",
      source: orders,
    },
    {
      name: "a bank that is asked about iDEAL",
      method: { alternative: { kind: "KIND_IDEAL" } },
      purchase: of("EUR"),
      status: "ACTION_REQUIRED",
      source: apm("ideal"),
    },
  ],
};
