/** Acme: what we send. Everything here is an example of the form: put what Acme's documentation says in its place. */
import { CaptureMode, type PaymentRef } from "#contract";
import {
  answer,
  authorized,
  type Counting,
  defineConnector,
  done,
  json,
  path,
  paymentMethods,
  required,
  secret,
  secrets,
  toUnits,
  twoDigitMonth,
  twoDigitYear,
  withHeaders,
  write,
} from "#kit";
import { Payment, refusal, toPayment } from "./answers.ts";
import { webhooks } from "./webhooks.ts";

const { AUTOMATIC, MANUAL } = CaptureMode;
const docs = "https://docs.acme.example";

/** The currencies that Acme counts otherwise than ISO 4217 stand here as `digits`; without any, this stays as it is. */
const counting: Counting = { source: `${docs}/currencies` };

const methods = paymentMethods({
  card: {
    capture: [AUTOMATIC, MANUAL],
    source: `${docs}/payments/cards`,
    write: (card) => ({
      card: {
        number: card.number,
        month: twoDigitMonth(card),
        year: twoDigitYear(card),
        cvc: card.cvc,
        holder: card.holderName,
      },
    }),
  },
});

export default defineConnector({
  id: "acme",
  name: "Acme",
  docs,
  apiVersion: "1",
  hosts: { api: { live: "https://api.acme.example", test: "https://api.test.acme.example" } },

  credentials: {
    apiKey: secret({
      description: "The secret API key. Say on which page of Acme's dashboard it is found.",
      example: "acme_key_4eC39H",
    }),
    webhookSecrets: secrets({
      description: "The signing secrets of webhooks, the newest first.",
      example: "acme_webhook_1",
    }),
  },
  authenticate: (request, { credentials }) =>
    withHeaders(request, { Authorization: `Bearer ${credentials.apiKey}` }),

  idempotency: {
    carrier: "header",
    name: "Idempotency-Key",
    format: "uuid",
    source: `${docs}/idempotency`,
  },
  requestIdHeader: "request-id",

  methods,
  flows: {
    authorizePayment: {
      method: "POST",
      path: "/payments",
      body: (request, context) => {
        const amount = required(request.purchase?.amount, "purchase.amount");
        return json({
          reference: request.reference,
          amount: toUnits(amount, counting, "purchase.amount"),
          currency: amount.currency,
          capture: request.captureMode === AUTOMATIC,
          description: request.purchase?.description,
          ...write(methods, request, context),
        });
      },
      read: answer(Payment, (told) => {
        const payment = toPayment(told);
        return { operation: authorized(payment), payment };
      }),
    },
    capturePayment: {
      method: "POST",
      path: ({ payment }) => `${paymentPath(payment)}/capture`,
      body: ({ amount }) => json({ amount: toUnits(required(amount, "amount"), counting) }),
      read: answer(Payment, (told) => {
        const payment = toPayment(told);
        return { operation: done({ amount: payment.amounts?.captured }), payment };
      }),
    },
    getPayment: {
      method: "GET",
      path: ({ target }) => paymentPath(target.case === "payment" ? target.value : undefined),
      read: answer(Payment, (told) => ({ payment: toPayment(told) })),
    },
  },
  rules: {
    authorizePayment: {
      limits: { reference: 40, "purchase.description": 200 },
      source: `${docs}/payments#fields`,
    },
    getPayment: { consistency: "strong" },
  },

  webhooks,
  refusal,
});

const paymentPath = (payment: PaymentRef | undefined): string =>
  path`/payments/${required(payment?.paymentId, "payment.paymentId")}`;
