/** Square's documented test values, and the requests of the contract that use them. */
import type { Samples } from "#simulate";

const page = "https://developer.squareup.com/docs/devtools/sandbox/payments";

export const account = {
  accessToken: "EAAAEXAMPLEsandboxAccessToken0123456789",
  locationId: "L88917AVBK2S5",
  merchantId: "6SSW7HV8K2ST5",
  customerId: "W92WH6P11H4Z77CTET0RNTGFW8",
  notificationUrl: "https://shop.example/webhooks",
};

/** What stands behind a `source_id` of the sandbox. */
export interface Source {
  readonly kind: "card" | "bank" | "wallet";
  readonly details?: Readonly<Record<string, unknown>>;
  /** Refused at once with this code. */
  readonly error?: string;
  /** Refused by the bank, later. */
  readonly later?: string;
  /** Of a gift card. */
  readonly balance?: bigint;
}
const cardWith = (brand: string, number: { bin: string; last_4: string }, more: object = {}) => ({
  source_type: "CARD",
  card_details: {
    entry_method: "KEYED",
    cvv_status: "CVV_ACCEPTED",
    avs_status: "AVS_ACCEPTED",
    statement_description: "SQ *DEFAULT TEST ACCOUNT",
    card: {
      card_brand: brand,
      card_type: "CREDIT",
      prepaid_type: "NOT_PREPAID",
      ...number,
      exp_month: 11,
      exp_year: 2031,
      fingerprint: `sq-1-${brand}${number.last_4}`,
    },
    ...more,
  },
});
const visa = cardWith("VISA", { bin: "411111", last_4: "1111" });
const card = (error?: string, more: object = {}): Source => ({
  kind: "card",
  details: cardWith("VISA", { bin: "411111", last_4: "1111" }, more),
  ...(error && { error }),
});
const gift = (balance?: bigint): Source => ({
  kind: "card",
  details: cardWith("SQUARE_GIFT_CARD", { bin: "778332", last_4: "0000" }),
  ...(balance !== undefined && { balance }),
});
const bank = (later?: string): Source => ({
  kind: "bank",
  details: {
    source_type: "BANK_ACCOUNT",
    bank_account_details: {
      bank_name: "Citizens Bank",
      transfer_type: "ACH",
      account_ownership_type: "INDIVIDUAL",
      country: "US",
      ach_details: {
        routing_number: "011401533",
        account_number_suffix: "000",
        account_type: "CHECKING",
      },
    },
  },
  ...(later && { later }),
});
const wallet = (error?: string): Source => ({
  kind: "wallet",
  details: { source_type: "WALLET", wallet_details: { brand: "CASH_APP" } },
  ...(error && { error }),
});
const afterpay = (error?: string): Source => ({
  kind: "wallet",
  details: {
    source_type: "BUY_NOW_PAY_LATER",
    buy_now_pay_later_details: { brand: "AFTERPAY" },
  },
  ...(error && { error }),
});

export const sources: Readonly<Record<string, Source>> = {
  "cnon:card-nonce-ok": { kind: "card", details: visa },
  "cnon:card-nonce-rejected-cvv": card("CVV_FAILURE", { cvv_status: "CVV_REJECTED" }),
  "cnon:card-nonce-rejected-postalcode": card("ADDRESS_VERIFICATION_FAILURE", {
    avs_status: "AVS_REJECTED",
  }),
  "cnon:card-nonce-rejected-expiration": card("INVALID_EXPIRATION"),
  "cnon:card-nonce-declined": card("GENERIC_DECLINE"),
  "cnon:card-nonce-already-used": card("CARD_TOKEN_USED"),
  "cnon:gift-card-nonce-ok": gift(),
  "cnon:gift-card-nonce-insufficient-funds": gift(1n),
  "cnon:gift-card-nonce-insufficient-permission": card("INSUFFICIENT_PERMISSIONS"),
  "ccof:customer-card-id-ok": card(undefined, { entry_method: "ON_FILE" }),
  "ccof:customer-card-id-requires-verification": card("CARD_DECLINED_VERIFICATION_REQUIRED"),
  "ccof:customer-card-id-rejected-postalcode": card("ADDRESS_VERIFICATION_FAILURE"),
  "ccof:customer-card-id-rejected-expiration": card("INVALID_EXPIRATION"),
  "ccof:customer-card-id-declined": card("GENERIC_DECLINE"),
  "bnon:bank-nonce-ok": bank(),
  "bnon:bank-nonce-account-unusable": bank("ACCOUNT_UNUSABLE"),
  "bnon:bank-nonce-insufficient-funds": bank("INSUFFICIENT_FUNDS"),
  "bnon:bank-nonce-invalid-account": bank("INVALID_ACCOUNT"),
  "bnon:bank-nonce-buyer-refused-payment": bank("BUYER_REFUSED_PAYMENT"),
  "wnon:cash-app-ok": wallet(),
  "wnon:cash-app-declined": wallet("GENERIC_DECLINE"),
  "wnon:afterpay-or-clearpay-ok": afterpay(),
  "wnon:afterpay-or-clearpay-declined": afterpay("GENERIC_DECLINE"),
};

const token = (source: string) => ({ method: { processorToken: { token: source } }, source: page });
const refused = (name: string, source: string, code: string) => ({
  ...token(source),
  name,
  status: "FAILED",
  code,
});

export const samples: Samples = {
  credentials: {
    accessToken: account.accessToken,
    locationId: account.locationId,
    webhookSignatureKeys: ["Ibxx_5AKakO-3qeNVR61Dw"],
    notificationUrl: account.notificationUrl,
  },
  purchase: {
    amount: { minorUnits: "10000", currency: "USD" },
    description: "Test order",
    customer: {
      customerId: account.customerId,
      contact: {
        firstName: "Amelia",
        lastName: "Earhart",
        email: "amelia.earhart@example.com",
        phone: "+12125554240",
        address: {
          line1: "500 Electric Ave",
          line2: "Suite 600",
          city: "New York",
          region: "NY",
          postalCode: "10003",
          country: "US",
        },
      },
    },
  },
  methods: {
    processorToken: token("cnon:card-nonce-ok"),
    cash_app: token("wnon:cash-app-ok"),
    afterpay: token("wnon:afterpay-or-clearpay-ok"),
    gift_card: token("cnon:gift-card-nonce-ok"),
    ach: token("bnon:bank-nonce-ok"),
    stored: {
      method: { stored: { storedMethodId: "ccof:customer-card-id-ok" } },
      source: page,
    },
  },
  outcomes: [
    refused("a card that is declined", "cnon:card-nonce-declined", "DECLINED"),
    refused("a wrong verification code", "cnon:card-nonce-rejected-cvv", "INCORRECT_CVC"),
    refused("a wrong postal code", "cnon:card-nonce-rejected-postalcode", "ADDRESS_MISMATCH"),
    refused("a wrong expiry date", "cnon:card-nonce-rejected-expiration", "INVALID_EXPIRY"),
    refused("a token that was used before", "cnon:card-nonce-already-used", "INVALID_TOKEN"),
    refused(
      "a gift card with too little on it",
      "cnon:gift-card-nonce-insufficient-funds",
      "INSUFFICIENT_FUNDS",
    ),
    refused(
      "a gift card that is not taken",
      "cnon:gift-card-nonce-insufficient-permission",
      "ACCOUNT_NOT_CONFIGURED",
    ),
    refused("Cash App declines", "wnon:cash-app-declined", "DECLINED"),
    refused("Afterpay declines", "wnon:afterpay-or-clearpay-declined", "DECLINED"),
    {
      name: "a card on file that needs verification",
      method: { stored: { storedMethodId: "ccof:customer-card-id-requires-verification" } },
      source: page,
      status: "FAILED",
      code: "AUTHENTICATION_REQUIRED",
    },
    {
      name: "a card on file that is declined",
      method: { stored: { storedMethodId: "ccof:customer-card-id-declined" } },
      source: page,
      status: "FAILED",
      code: "DECLINED",
    },
    {
      ...token("bnon:bank-nonce-ok"),
      name: "a bank transfer on its way",
      status: "PENDING",
    },
  ],
};
