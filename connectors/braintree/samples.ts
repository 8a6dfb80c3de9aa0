/** Braintree's documented test values, as the requests of the contract that use them. */
import type { Samples } from "#simulate";

const testing = "https://developer.paypal.com/braintree/docs/reference/general/testing";

export const account = {
  publicKey: "v4ndq314c2s5c28r",
  privateKey: "93b78bc88be90d93ac282e50ae569fdd",
};
/** The sandbox account's merchant accounts, and the currency of each. */
export const merchantAccounts: ReadonlyMap<string, string> = new Map([
  ["acme_usd", "USD"],
  ["acme_eur", "EUR"],
  ["acme_gbp", "GBP"],
]);

const card = (number: string) => ({
  card: { number, expiryMonth: 12, expiryYear: 2031, cvc: "123", holderName: "Jane Doe" },
});
const dollars = (cents: number) => ({ amount: { minorUnits: String(cents), currency: "USD" } });
const ofAmount = (name: string, cents: number, code: string) => ({
  name,
  method: card("4111111111111111"),
  purchase: dollars(cents),
  status: "FAILED",
  code,
  source: testing,
});

export const samples: Samples = {
  credentials: {
    ...account,
    merchantAccounts: Array.from(merchantAccounts, ([id, currency]) => `${currency}:${id}`).join(),
  },
  purchase: {
    ...dollars(10_000),
    customer: {
      contact: {
        firstName: "Jane",
        lastName: "Doe",
        email: "jane.doe@example.com",
        phone: "3125551234",
      },
    },
    device: { ipAddress: "203.0.113.7", browser: { userAgent: "Mozilla/5.0" } },
  },
  methods: {
    card: { method: card("4111111111111111"), source: testing },
    processorToken: { method: { processorToken: { token: "fake-valid-nonce" } }, source: testing },
    stored: {
      method: { stored: { storedMethodId: "cGF5bWVudG1ldGhvZF9jY19zYW1wbGU=" } },
      source: testing,
    },
  },
  // Beside each amount: the response that it stands for.
  outcomes: [
    ofAmount("the issuer does not honor", 200_000, "DO_NOT_HONOR"),
    ofAmount("there is not enough money", 200_100, "INSUFFICIENT_FUNDS"),
    ofAmount("the card is expired", 200_400, "EXPIRED_CARD"),
    ofAmount("the cardholder has to authenticate", 209_900, "AUTHENTICATION_REQUIRED"),
    ofAmount("the network is not available", 300_000, "PROCESSOR_ERROR"),
    ofAmount("the account is not complete", 500_100, "MERCHANT_ACCOUNT_INACTIVE"),
  ],
};
