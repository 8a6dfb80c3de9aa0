/** Worldpay's certification values, and the requests of the contract that use them. */
import type { Samples } from "#simulate";

export const account = {
  user: "EXAMPLEUSER",
  password: "examplePassword123456",
  merchantId: "0180",
  currency: "USD",
  reportGroup: "Default Report Group",
};

/** https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/certificationTest/java/io/github/vantiv/sdk/TestCert1Base.java */
const page =
  "https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/certificationTest/java/io/github/vantiv/sdk/TestCert1Base.java";
const echecks = page.replace("TestCert1Base", "TestCert4Echeck");
export const good = "4457010000000009";
export const paypage =
  "cDZJcmd1VjNlYXNaSlRMTGpocVZQY1NNlYE4ZW5UTko4NU9KK3p1L1p1VzE4ZWVPQVlSUHNITG1JN2I0NzlyTg==";

const card = (number: string, cvc = "349") => ({
  card: { number, expiryMonth: 12, expiryYear: 2030, cvc },
});
const wallet = {
  decrypted: {
    number: good,
    expiryMonth: 12,
    expiryYear: 2030,
    cryptogram: "BwABBJQ1AgAAAAAgJDUCAAAAAAA=",
  },
};

const debit = (accountNumber: string, routingNumber: string, holder = "HOLDER_INDIVIDUAL") => ({
  achDebit: { accountNumber, routingNumber, holderName: "John Smith", holder },
});
/** What an account is declined with; those of the second kind only where they are verified. */
export const declinedAccounts: Readonly<Record<string, string>> = {
  "10@BC99999": "301",
  "9099999992": "900",
};
export const unverifiedAccounts: Readonly<Record<string, string>> = {
  "3099999999": "950",
  "8099999999": "951",
};

const declinedCards = [
  ["insufficient funds", "4457010100000008", "INSUFFICIENT_FUNDS"],
  ["invalid account number", "5112010100000002", "INVALID_CARD_NUMBER"],
  ["call the issuer", "6011010100000002", "CALL_ISSUER"],
  ["pick up card", "375001010000003", "PICK_UP_CARD"],
].map(([name = "", number = "", code = ""]) => ({
  name,
  method: card(number),
  status: "FAILED",
  code,
  source: page,
}));
const declinedDebits = [
  ["an account that there is not", "10@BC99999", "053100300", "INVALID_ACCOUNT"],
  ["a bank that there is not", "9099999992", "053133052", "INVALID_ACCOUNT"],
].map(([name = "", account = "", routing = "", code = ""]) => ({
  name,
  method: debit(account, routing),
  status: "FAILED",
  code,
  source: echecks,
}));

export const samples: Samples = {
  credentials: account,
  purchase: {
    amount: { minorUnits: "10010", currency: "USD" },
    customer: {
      billing: {
        firstName: "John",
        lastName: "Smith",
        address: {
          line1: "1 Main St.",
          city: "Burlington",
          region: "MA",
          postalCode: "01803-3747",
          country: "US",
        },
      },
    },
  },
  methods: {
    card: { method: card(good), source: page },
    applePay: { method: { applePay: wallet }, source: page },
    googlePay: { method: { googlePay: wallet }, source: page },
    achDebit: { method: debit("4099999992", "211370545"), source: echecks },
    processorToken: {
      method: { processorToken: { token: paypage } },
      source: "https://github.com/Vantiv/cnp-sdk-for-java/tree/12.x/samples/paypage",
    },
  },
  outcomes: [...declinedCards, ...declinedDebits],
};
