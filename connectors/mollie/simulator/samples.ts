/** Mollie's documented test values, as the requests of the contract that use them. */
import type { Json, Sample, Samples } from "#simulate";
import { account } from "./wire.ts";

const testing = "https://docs.mollie.com/reference/testing";
const create = "https://docs.mollie.com/reference/create-payment";

const euros = (cents: number) => ({ minorUnits: String(cents), currency: "EUR" });
const customer = {
  contact: {
    firstName: "Piet",
    lastName: "Mondriaan",
    company: "Mollie B.V.",
    email: "piet@example.org",
    phone: "+31208202070",
    address: {
      line1: "Keizersgracht 126",
      postalCode: "1015CW",
      city: "Amsterdam",
      country: "NL",
    },
  },
  locale: "en-GB",
};
const purchase = {
  amount: euros(1000),
  description: "Chess Board",
  customer,
  returnUrl: "https://shop.example/return",
};
const order = {
  lines: [
    {
      reference: "9780241661628",
      name: "Chess Board",
      quantity: "1",
      unitPrice: euros(1000),
      total: euros(1000),
      tax: euros(174),
      taxRate: 2100,
      kind: "KIND_PHYSICAL",
    },
  ],
};

const alternative = (kind: string, more: Omit<Sample, "method" | "source"> = {}): Sample => ({
  method: { alternative: { kind: `KIND_${kind}` } },
  source: create,
  ...more,
});
const currency = (code: string): Omit<Sample, "method" | "source"> => ({
  purchase: { amount: { minorUnits: "1000", currency: code } },
});
const withLines = { purchase: { order } };
const card = { processorToken: { token: "tkn_UqAvArS3gw" } };
const owned = (customerId: string): { readonly [name: string]: Json } => ({
  customer: { ...customer, customerId },
});

export const samples: Samples = {
  credentials: { apiKey: account.apiKey, webhookSecrets: [account.webhookSecret] },
  purchase,
  methods: {
    processorToken: { method: card, source: testing },
    applePay: {
      method: { applePay: { encrypted: '{"paymentData":{"version":"EC_v1","data":"vK3BbrCbI"}}' } },
      source: "https://docs.mollie.com/reference/extra-payment-parameters",
    },
    googlePay: {
      method: { googlePay: { encrypted: '{"signature":"MEYCIQCv","protocolVersion":"ECv2"}' } },
      source: "https://docs.mollie.com/reference/extra-payment-parameters",
    },
    paypal: { method: { paypal: {} }, source: create },
    blik: { method: { blik: {} }, source: create, ...currency("PLN") },
    klarna: { method: { klarna: {} }, source: create, ...withLines },
    sepaDebit: {
      method: { sepaDebit: { iban: "NL55INGB0000000000", holderName: "John Doe" } },
      source: "https://docs.mollie.com/reference/create-mandate",
      purchase: owned(account.customer),
    },
    stored: {
      method: { stored: { storedMethodId: account.mandate } },
      source: "https://docs.mollie.com/docs/recurring-payments",
      purchase: owned(account.customer),
      request: {
        storedCredential: { initiator: "INITIATOR_MERCHANT", reason: "REASON_RECURRING" },
      },
    },
    hostedPage: { method: { hostedPage: {} }, source: create },
    ideal: alternative("IDEAL"),
    bancontact: alternative("BANCONTACT"),
    eps: alternative("EPS"),
    alma: alternative("ALMA"),
    bank_transfer: alternative("BANK_TRANSFER"),
    bizum: alternative("BIZUM"),
    mb_way: alternative("MB_WAY"),
    multibanco: alternative("MULTIBANCO"),
    p24: alternative("P24"),
    pay_by_bank: alternative("PAY_BY_BANK", currency("GBP")),
    paysafecard: alternative("PAYSAFECARD"),
    satispay: alternative("SATISPAY"),
    swish: alternative("SWISH", currency("SEK")),
    trustly: alternative("TRUSTLY"),
    twint: alternative("TWINT", currency("CHF")),
    mobilepay: alternative("MOBILEPAY", currency("DKK")),
    vipps: alternative("VIPPS", currency("NOK")),
    billie: alternative("BILLIE", withLines),
    riverty: alternative("RIVERTY", withLines),
  },
  outcomes: [
    {
      name: "a card that lacks the money, once it is authenticated",
      method: card,
      purchase: { amount: euros(100_700) },
      status: "ACTION_REQUIRED",
      source: testing,
    },
    {
      name: "a card that fails to authenticate",
      method: card,
      purchase: { amount: euros(101_000) },
      status: "ACTION_REQUIRED",
      source: testing,
    },
    {
      name: "an iDEAL payment waits for the bank's page",
      method: { alternative: { kind: "KIND_IDEAL" } },
      status: "ACTION_REQUIRED",
      source: testing,
    },
  ],
};
