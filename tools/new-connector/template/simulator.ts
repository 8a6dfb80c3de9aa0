/** Acme in miniature: its wire format, its documented test values, and what really moved. */
import { hmacSha256 } from "#kit";
import {
  answerWith,
  at,
  type SimulatedRequest,
  type Simulator,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";

interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: "authorized" | "captured" | "declined";
  readonly decline_code?: string;
}

/** The documented test cards, by what becomes of them. */
const approved = "4111111111111111";
const withoutFunds = "4000000000009995";

const samples: Simulator["samples"] = {
  credentials: { apiKey: "acme_key_4eC39H", webhookSecrets: ["acme_webhook_1"] },
  purchase: { amount: { minorUnits: "1000", currency: "EUR" } },
  methods: {
    card: { method: cardOf(approved), source: "https://docs.acme.example/testing" },
  },
  outcomes: [
    {
      name: "a card without the money",
      method: cardOf(withoutFunds),
      status: "FAILED",
      code: "INSUFFICIENT_FUNDS",
      source: "https://docs.acme.example/testing",
    },
  ],
};

const simulator: Simulator = {
  id: "acme",
  samples,
  authenticate: ({ headers }) =>
    headers["authorization"] === `Bearer ${samples.credentials["apiKey"]}`
      ? undefined
      : refuse(401, "invalid_api_key", "This key is not known."),
  routes: {
    "POST /payments": createPayment,
    "POST /payments/:id/capture": capturePayment,
    "GET /payments/:id": ({ params }, world) => {
      const payment = payments(world).get(params["id"] ?? "");
      return payment
        ? answerWith(payment)
        : refuse(404, "payment_not_found", "There is no such payment.");
    },
  },
  repeats: {
    key: ({ headers }) => headers["idempotency-key"],
    conflict: () => refuse(409, "idempotency_conflict", "The key came with another request."),
  },
  deliver({ type, id, at: moment, content }, secret) {
    const body = toJson({ id, type, created_at: moment.toISOString(), payment: content });
    return {
      headers: {
        "content-type": "application/json",
        "acme-signature": hmacSha256(secret, body, "hex"),
      },
      body,
    };
  },
  commands: {},
};
export default simulator;

const payments = (world: World) => world.table<Payment>("payments");

function createPayment({ body }: SimulatedRequest, world: World) {
  const amount = wholeAt(body, "amount");
  const currency = textAt(body, "currency");
  const reference = textAt(body, "reference");
  if (amount === undefined || currency === undefined || reference === undefined)
    return refuse(400, "invalid_request", "amount, currency and reference are required.");
  const id = world.nextId("pay_");
  const payment: Payment = { id, reference, amount, currency, ...outcomeOf(body) };
  payments(world).set(id, payment);
  const kinds = { authorized: "authorization", captured: "capture" } as const;
  if (payment.status !== "declined")
    world.ledger.record({ kind: kinds[payment.status], payment: id, reference, amount, currency });
  world.emit({ type: `payment.${payment.status}`, content: payment });
  return answerWith(payment, 201);
}

function capturePayment({ params, body }: SimulatedRequest, world: World) {
  const held = payments(world).get(params["id"] ?? "");
  const amount = wholeAt(body, "amount");
  if (!held) return refuse(404, "payment_not_found", "There is no such payment.");
  if (held.status !== "authorized" || amount === undefined || amount > held.amount)
    return refuse(422, "not_capturable", "That much is not held.");
  const payment: Payment = { ...held, amount, status: "captured" };
  payments(world).set(held.id, payment);
  const { id, reference, currency } = payment;
  world.ledger.record({ kind: "capture", payment: id, reference, amount, currency });
  world.emit({ type: "payment.captured", content: payment });
  return answerWith(payment);
}

function outcomeOf(body: unknown): Pick<Payment, "status" | "decline_code"> {
  if (textAt(body, "card.number") === withoutFunds)
    return { status: "declined", decline_code: "insufficient_funds" };
  return { status: at(body, "capture") === true ? "captured" : "authorized" };
}

const refuse = (status: number, code: string, message: string) =>
  answerWith({ error: { code, message } }, status);

function cardOf(number: string) {
  return { card: { number, expiryMonth: 3, expiryYear: 2031, cvc: "737", holderName: "A Smith" } };
}
