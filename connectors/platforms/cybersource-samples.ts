/** Documented test values of Cybersource's platform, and the requests of the contract that use them. */
import type { Samples } from "#simulate";

export const account = {
  merchantId: "testrest",
  keyId: "08c94330-f618-42a3-b09d-e1e43be5efda",
  sharedSecret: "RVhBTVBMRUVYQU1QTEVFWEFNUExFRVhBTVBMRTEyMzQ1",
};
const cards = "https://developer.cybersource.com/hello-world/testing-guide.html";
const specification =
  "https://github.com/CyberSource/cybersource-rest-client-node/blob/master/generator/cybersource-rest-spec.json";

export const sampleInstrument = "7500BB199B4270EFE05340588D0AFCAD";

const expiry = { expiryMonth: 12, expiryYear: 2031 };
const card = { number: "4111111111111111", ...expiry, cvc: "123" };
const wallet = {
  decrypted: { number: "4111111111111111", ...expiry, cryptogram: "AceY+igABPs3jdwNaDg3MAACAAA=" },
};

export const samples: Samples = {
  credentials: account,
  purchase: {
    amount: { minorUnits: "10221", currency: "USD" },
    customer: {
      contact: {
        firstName: "John",
        lastName: "Doe",
        email: "test@cybs.com",
        phone: "4158880000",
        address: {
          line1: "1 Market St",
          city: "san francisco",
          region: "CA",
          postalCode: "94105",
          country: "US",
        },
      },
    },
  },
  methods: {
    card: { method: { card }, source: cards },
    networkToken: {
      method: { networkToken: { number: "4111111111111111", ...expiry } },
      source: specification,
    },
    applePay: { method: { applePay: wallet }, source: specification },
    googlePay: { method: { googlePay: wallet }, source: specification },
    stored: {
      method: { stored: { storedMethodId: sampleInstrument } },
      source: specification,
    },
    processorToken: {
      method: { processorToken: { token: "eyJraWQiOiIwMCJ9.eyJpc3MiOiJGbGV4LzAwIn0.c2ln" } },
      source: specification,
    },
  },
  outcomes: [
    {
      name: "a card that has expired",
      method: { card: { ...card, expiryYear: 2020 } },
      status: "FAILED",
      code: "EXPIRED_CARD",
      source: specification,
    },
  ],
};
