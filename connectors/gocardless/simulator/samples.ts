/** GoCardless's documented test accounts, as the requests of the contract that use them. */
import type { Samples } from "#simulate";

const source = "https://developer.gocardless.com/resources/test-bank-details";
const holderName = "Frank Osborne";
const amount = (currency: string) => ({ amount: { minorUnits: "1000", currency } });

/** What this account's requests come in with. */
export const account = {
  accessToken: "sandbox_simulator_access_token_000001",
  webhookSecret: "ED7D658C-D8EB-4941-948B-3973214F2D49",
} as const;

const bacs = { bacsDebit: { sortCode: "200000", accountNumber: "55779911", holderName } };
const payByBank = { alternative: { kind: "KIND_PAY_BY_BANK" } };

export const samples: Samples = {
  credentials: { accessToken: account.accessToken, webhookSecrets: [account.webhookSecret] },
  purchase: {
    ...amount("GBP"),
    description: "One-off upgrade fee",
    customer: {
      contact: {
        firstName: "Frank",
        lastName: "Osborne",
        email: "user@example.com",
        address: {
          line1: "221B Baker Street",
          city: "London",
          postalCode: "NW1 6XE",
          country: "GB",
        },
      },
    },
    device: { ipAddress: "127.0.0.1" },
    returnUrl: "https://shop.example/return",
  },
  methods: {
    bacsDebit: { method: bacs, source },
    sepaDebit: {
      method: { sepaDebit: { iban: "DE89370400440532013000", holderName } },
      purchase: amount("EUR"),
      source,
    },
    achDebit: {
      method: {
        achDebit: {
          routingNumber: "026073150",
          accountNumber: "2715500356",
          holderName,
          account: "ACCOUNT_CHECKING",
        },
      },
      purchase: amount("USD"),
      source,
    },
    becsDebit: {
      method: { becsDebit: { bsb: "082082", accountNumber: "012345678", holderName } },
      purchase: amount("AUD"),
      source,
    },
    padDebit: {
      method: {
        padDebit: {
          institutionNumber: "003",
          transitNumber: "00006",
          accountNumber: "1234567",
          holderName,
        },
      },
      purchase: amount("CAD"),
      source,
    },
    pay_by_bank: {
      method: payByBank,
      source:
        "https://developer.gocardless.com/getting-started/billing-requests/taking-an-instant-bank-payment",
    },
  },
  outcomes: [
    { name: "a debit that the bank decides later", method: bacs, source, status: "PENDING" },
    {
      name: "a mandate that is not there",
      method: { stored: { storedMethodId: "MD000000000000" } },
      source: "https://developer.gocardless.com/api-reference/#core-endpoints-payments",
      status: "FAILED",
      code: "NOT_FOUND",
    },
    {
      name: "a page of the customer's bank",
      method: payByBank,
      source:
        "https://developer.gocardless.com/getting-started/billing-requests/taking-an-instant-bank-payment",
      status: "ACTION_REQUIRED",
    },
  ],
};
