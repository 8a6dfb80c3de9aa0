/** Documented test values of Cybersource's platform, and the requests of the contract that use them. */
import { toBase64Url } from "#kit";
import type { Json, Samples, World } from "#simulate";

export const account = {
  merchantId: "testrest",
  keyId: "08c94330-f618-42a3-b09d-e1e43be5efda",
  sharedSecret: "RVhBTVBMRUVYQU1QTEVFWEFNUExFRVhBTVBMRTEyMzQ1",
  webhookKeys: [
    "bdc0fe52-091e-b0d6-e053-34b8d30a0504:u3qgvoaJ73rLJdPLTU3moxrXyNZA4eo5dklKtIXhsAE=",
  ],
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

const testCases =
  "https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa-testing-intro/pa-testing-3ds-2x-intro";
/**
 * A transient token of Microform, as its page shows one, for the Visa test card that ends so.
 * https://developer.cybersource.com/docs/cybs/en-us/digital-accept-flex/developer/all/rest/digital-accept-flex/microform-integ-v2/micro-getting-started-pay-card/micro-getting-started-pay-card-trans-tkn.html
 */
const transientToken = (lastFour: string): string => {
  const number = {
    detectedCardTypes: ["001"],
    maskedValue: `XXXXXXXXXXXX${lastFour}`,
    bin: "400000",
  };
  const claims = {
    iss: "Flex/00",
    exp: 1728911080,
    type: "mf-2.0.0",
    iat: 1728910180,
    jti: `1D1S6JK9RL6EK667H1I370689A63I2I8YLFJSPJ1EUSKIPMJJWEL670D16E8${lastFour}`,
    content: { paymentInformation: { card: { number } } },
  };
  return ["{}", JSON.stringify(claims), "signature"].map((part) => toBase64Url(part)).join(".");
};
/** What POST /microform/v2/sessions answers: ./cybersource-session.ts says where from. Whoever reads it here proves no signature. */
export const contextOf = (asked: unknown, world: World): string => {
  const iat = Number(BigInt(world.now().getTime()) / 1000n);
  const data = {
    ...Object(asked),
    clientLibrary: "https://testflex.cybersource.com/microform/bundle/v2.0.2/flex-microform.min.js",
    clientLibraryIntegrity: "sha256-4TUKBd3VMIGGNs1ZLzfU6bG0YG4kUScSOtPu5ec7Ygo=",
  };
  const claims = { ctx: [{ data, type: "mf-2.0.0" }], iss: "Flex API", exp: iat + 900, iat };
  return ["{}", JSON.stringify(claims), "signature"].map((part) => toBase64Url(part)).join(".");
};
/** Authentication wants to know where the customer comes back to, and the browser. */
const authenticated = (lastFour: string) => ({
  method: { processorToken: { token: transientToken(lastFour) } },
  purchase: {
    returnUrl: "https://shop.example/return",
    device: {
      ipAddress: "139.130.4.5",
      browser: {
        userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
        acceptHeader: "text/html",
        language: "en-US",
        colorDepth: 24,
        screenHeight: 864,
        screenWidth: 1536,
        timeZoneOffset: 300,
        javaEnabled: false,
        javascriptEnabled: true,
      },
    },
  } satisfies Json,
  request: {
    authentication: { request: { preference: "PREFERENCE_IF_REQUIRED" } },
  } satisfies Json,
});

export const samples: Samples = {
  credentials: account,
  purchase: {
    amount: { minorUnits: "10221", currency: "USD" },
    returnUrl: "https://shop.example/return",
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
    {
      ...authenticated("2503"),
      name: "a customer who is asked by the issuer",
      status: "ACTION_REQUIRED",
      source: `${testCases}/pa-testing-3ds-2x-success-stepup-auth-cruise-hybri.html`,
    },
    {
      ...authenticated("2925"),
      name: "an authentication that fails unasked",
      status: "FAILED",
      code: "AUTHENTICATION_FAILED",
      source: `${testCases}/pa-testing-3ds-2x-unsuccess-frictionless-auth.html`,
    },
    {
      ...authenticated("2537"),
      name: "an authentication that the issuer rejects",
      status: "FAILED",
      code: "AUTHENTICATION_FAILED",
      source: `${testCases}/pa-testing-3ds-2x-rejected-frictionless-auth.html`,
    },
  ],
};
