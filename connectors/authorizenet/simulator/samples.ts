/** Authorize.Net's documented test values, and the requests of the contract that use them. */
import type { Samples } from "#simulate";

const reference = "https://developer.authorize.net/api/reference/index.html";
const guide = "https://developer.authorize.net/hello_world/testing_guide.html";
export const account = { name: "5KP3u95bQpv", transactionKey: "346HZ32z3fP4hTG2", currency: "USD" };
/** https://developer.authorize.net/api/reference/index.html#transaction-reporting-get-merchant-details */
export const merchant = {
  isTestMode: false,
  processors: [{ name: "First Data Nashville" }],
  merchantName: "fwHGwSdCaR",
  gatewayId: "565697",
  marketTypes: ["eCommerce"],
  productCodes: ["CNP"],
  paymentMethods: ["AmericanExpress", "DinersClub", "Discover", "JCB", "Mastercard", "Visa"],
  currencies: [account.currency],
  publicClientKey: "9aptdYwtHt2F22XLRgr4B9AM4Pkt5eb6b6MC9d2Nn3m3YEptx3RFFuXmpYWDLHev",
};
export const stored = { customerProfileId: "1929176986", paymentProfileId: "1841409255" };

const card = (number: string) => ({
  card: { number, expiryMonth: 12, expiryYear: 2031, cvc: "900" },
});
const sample = (method: Samples["methods"][string]["method"], source = reference) => ({
  method,
  source,
});
const token = { number: "4111111111111111", expiryMonth: 12, expiryYear: 2031 };
const ownedBy = {
  amount: { minorUnits: "4200", currency: "USD" },
  customer: { customerId: stored.customerProfileId },
};
const billed = (postalCode: string) => ({
  contact: {
    firstName: "Ellen",
    lastName: "Johnson",
    email: "ellen@shop.example",
    address: {
      line1: "14 Main Street",
      city: "Pecan Springs",
      region: "TX",
      postalCode,
      country: "US",
    },
  },
});
export const samples: Samples = {
  credentials: {
    apiLoginId: account.name,
    transactionKey: account.transactionKey,
    currency: account.currency,
    signatureKeys: [
      "52CB4A002C634B84E397DC8A218E1A160BA7CAB7CBE4C05B35E9CBB05E14FE4A2385812E980CCF97D177F17863CE214D1BE6CE8E1E894487AACF3609C1A5FE17",
    ],
  },
  purchase: { amount: { minorUnits: "4200", currency: "USD" }, customer: billed("44628") },
  methods: {
    card: sample(card("4007000000027"), guide),
    networkToken: sample({
      networkToken: { ...token, cryptogram: "EjRWeJASNFZ4kBI0VniQEjRWeJA=" },
    }),
    applePay: sample({
      applePay: { encrypted: '{"version":"EC_v1","data":"BDPNWStMmGewQUWGg4o7E"}' },
    }),
    googlePay: sample({
      googlePay: { encrypted: '{"protocolVersion":"ECv1","signature":"MEUCIQ"}' },
    }),
    processorToken: sample({ processorToken: { token: "eyJjb2RlIjoiNTBfMl8wNjAwMDUyN" } }),
    stored: {
      ...sample({ stored: { storedMethodId: stored.paymentProfileId } }),
      purchase: ownedBy,
    },
    achDebit: sample(
      {
        achDebit: {
          routingNumber: "125008547",
          accountNumber: "1234567890",
          holderName: "Ellen Johnson",
        },
      },
      guide,
    ),
  },
  outcomes: [
    {
      name: "declined by the bank",
      ...sample(card("4111111111111111"), guide),
      purchase: { customer: billed("46282") },
      status: "FAILED",
      code: "DECLINED",
    },
  ],
};
