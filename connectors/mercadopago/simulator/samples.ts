/** Mercado Pago's documented test values, and the requests of the contract that use them. */
import type { Samples } from "#simulate";

const cards =
  "https://www.mercadopago.com.br/developers/en/docs/checkout-bricks/integration-test/test-cards";
const spec = "https://github.com/mercadopago/openapi/blob/main/spec3.json";

export const account = {
  accessToken: "TEST-8800112233445566-010100-a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6-987600012",
  currency: "BRL",
  webhookSecret: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
};

const tokens = {
  APRO: "ff8080814c11e237014c1ff593b57b4d",
  OTHE: "ff8080814c11e237014c1ff593b57b01",
  CONT: "ff8080814c11e237014c1ff593b57b02",
  CALL: "ff8080814c11e237014c1ff593b57b03",
  FUND: "ff8080814c11e237014c1ff593b57b04",
  SECU: "ff8080814c11e237014c1ff593b57b05",
  EXPI: "ff8080814c11e237014c1ff593b57b06",
  "3DS": "ff8080814c11e237014c1ff593b57b07",
};
/** The cardholder's name that a token was made with, which decides; each stands for tokens made anew, good once. */
export const holders: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(tokens).map(([holder, token]) => [token, holder]),
);

const token = (holder: keyof typeof tokens) => ({
  method: { processorToken: { token: tokens[holder] } },
  request: { connectorOptions: { mercadopago: { paymentMethodId: "visa" } } },
  source: cards,
});
const declined = (name: string, holder: keyof typeof tokens, code: string) => ({
  ...token(holder),
  name,
  status: "FAILED",
  code,
});

const card = (holderName: string) => ({
  method: {
    card: {
      number: "4235647728025682",
      expiryMonth: 11,
      expiryYear: 2030,
      cvc: "123",
      holderName,
    },
  },
  request: { connectorOptions: { mercadopago: { paymentMethodId: "visa" } } },
  source: cards,
});
/** A customer who was always there, with a saved card. */
export const keptCard = { id: "9100000017", customer: "470183340-cpunOI7UsIHlHr" };

const customer = {
  contact: {
    firstName: "João",
    lastName: "Silva",
    email: "test@example.com",
    address: {
      line1: "Av. Paulista",
      houseNumber: "1000",
      line2: "Bela Vista",
      city: "São Paulo",
      region: "SP",
      postalCode: "01310100",
      country: "BR",
    },
  },
  documents: [{ kind: "KIND_PERSONAL_TAX_ID", number: "12345678909", country: "BR" }],
};

export const samples: Samples = {
  credentials: {
    accessToken: account.accessToken,
    currency: account.currency,
    webhookSecrets: [account.webhookSecret],
  },
  purchase: {
    amount: { minorUnits: "10050", currency: "BRL" },
    description: "Test order",
    customer,
  },
  methods: {
    card: card("APRO"),
    stored: {
      method: { stored: { storedMethodId: keptCard.id, cvc: "123" } },
      purchase: { customer: { customerId: keptCard.customer, ...customer } },
      source:
        "https://www.mercadopago.com.br/developers/en/docs/checkout-api/cards-and-customers-management/receive-payments-with-saved-cards",
    },
    processorToken: token("APRO"),
    pix: { method: { pix: {} }, source: spec },
    boleto: { method: { boleto: {} }, source: spec },
    cash_voucher: {
      method: { alternative: { kind: "KIND_CASH_VOUCHER", provider: "pec" } },
      source: spec,
    },
  },
  outcomes: [
    declined("a card that is declined", "OTHE", "DECLINED"),
    declined("a payment to be allowed by phone", "CALL", "CALL_ISSUER"),
    declined("too little on the card", "FUND", "INSUFFICIENT_FUNDS"),
    declined("a wrong security code", "SECU", "INCORRECT_CVC"),
    declined("a wrong expiry date", "EXPI", "INVALID_EXPIRY"),
    { ...token("CONT"), name: "a payment that is looked into", status: "PENDING" },
    {
      ...token("3DS"),
      request: {
        connectorOptions: { mercadopago: { paymentMethodId: "visa" } },
        authentication: { request: { preference: "PREFERENCE_IF_REQUIRED" } },
      },
      source:
        "https://www.mercadopago.com.br/developers/en/docs/checkout-api-payments/how-tos/integrate-3ds",
      name: "a card that is challenged",
      status: "ACTION_REQUIRED",
    },
    declined("a card that must be challenged", "3DS", "AUTHENTICATION_REQUIRED"),
  ],
};
