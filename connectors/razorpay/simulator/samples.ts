/** Razorpay's documented test values, as the requests of the contract that use them. */
import type { Samples } from "#simulate";
import { account } from "./account.ts";

const testCards = "https://razorpay.com/docs/payments/payments/test-card-details";
const s2s = "https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2";
const upiErrors =
  "https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods/upi/error-codes";

const rupees = (paise: number) => ({ minorUnits: String(paise), currency: "INR" });

const card = (number: string) => ({
  card: {
    number,
    expiryMonth: 12,
    expiryYear: 2031,
    cvc: "123",
    holderName: "Gaurav Kumar",
  },
});
const collect = (address: string) => ({ upi: { collect: { virtualPaymentAddress: address } } });

const wallet = (kind: string) => ({
  method: { alternative: { kind: `KIND_${kind}` } },
  source: "https://razorpay.com/docs/payments/payment-methods/wallets",
});

/** `email` and `phone` are mandatory at Razorpay, and so are the browser and its address for cards. */
const purchase = {
  amount: rupees(50_000),
  description: "Test order",
  customer: {
    contact: {
      firstName: "Gaurav",
      lastName: "Kumar",
      email: "gaurav.kumar@example.com",
      phone: "+919000090000",
    },
  },
  device: {
    ipAddress: "105.106.107.108",
    browser: {
      userAgent: "Mozilla/5.0",
      acceptHeader: "text/html",
      language: "en-IN",
      colorDepth: 24,
      screenHeight: 900,
      screenWidth: 1440,
      timeZoneOffset: -330,
      javaEnabled: false,
      javascriptEnabled: true,
    },
  },
  returnUrl: "https://shop.example/return",
};

export const samples: Samples = {
  credentials: {
    keyId: account.keyId,
    keySecret: account.keySecret,
    webhookSecrets: [account.webhookSecret],
  },
  purchase,
  methods: {
    card: { method: card("4100280000001007"), source: testCards },
    upi: {
      method: collect("success@razorpay"),
      source: "https://razorpay.com/docs/payments/payments/test-upi-details",
    },
    netbanking: {
      method: { netbanking: { bank: "HDFC" } },
      source: `${s2s}/build-integration/netbanking`,
    },
    airtel_money: wallet("AIRTEL_MONEY"),
    amazon_pay: wallet("AMAZON_PAY"),
    bajaj_pay: wallet("BAJAJ_PAY"),
    jio_money: wallet("JIO_MONEY"),
    mobikwik: wallet("MOBIKWIK"),
    ola_money: wallet("OLA_MONEY"),
    payzapp: wallet("PAYZAPP"),
    phonepe: wallet("PHONEPE"),
  },
  outcomes: [
    {
      name: "a card that the bank's page approves or refuses",
      method: card("5500670000001002"),
      status: "ACTION_REQUIRED",
      source: testCards,
    },
    {
      name: "a card without the money, once the bank's page is told Failure",
      method: card("4100280000080001"),
      status: "ACTION_REQUIRED",
      source: testCards,
    },
    {
      name: "a UPI link that an app opens",
      method: { upi: { intent: {} } },
      status: "ACTION_REQUIRED",
      source: `${s2s}/build-integration/upi/intent`,
    },
    {
      name: "a UPI request that is refused a moment later",
      method: collect("failure@razorpay"),
      status: "PENDING",
      source: "https://razorpay.com/docs/payments/payments/test-upi-details",
    },
    {
      name: "a UPI account without the money, a moment later",
      method: collect("success@razorpay"),
      purchase: { amount: rupees(201) },
      status: "PENDING",
      source: upiErrors,
    },
    {
      name: "a UPI request that waits for the customer and expires",
      method: collect("gaurav.kumar@exampleupi"),
      status: "PENDING",
      source: `${s2s}/build-integration/upi/collect`,
    },
  ],
};
