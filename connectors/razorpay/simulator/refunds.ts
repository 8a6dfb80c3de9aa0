/** Refunds: what the merchant gives back, and what Razorpay returns by itself. */
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type Transitions,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { eventPayment, findPayment, move, type Payment, record } from "./payments.ts";
import {
  collection,
  extra,
  find,
  newest,
  type Refusal,
  refuse,
  tell,
  unixTime,
  unknownId,
} from "./wire.ts";

type RefundStatus = "pending" | "processed" | "failed";

export interface Refund {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly receipt: string | null;
  readonly notes: unknown;
  readonly speedRequested: "normal" | "optimum";
  readonly createdAt: number;
  status: RefundStatus;
  speedProcessed: "normal" | "instant";
}

/** https://razorpay.com/docs/payments/refunds/#refund-states */
const refundStates: Transitions<RefundStatus> = {
  pending: ["processed", "failed"],
  processed: [],
  failed: [],
};

/** The optimum refund that cannot be instant: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/refunds */
const NOT_INSTANT = 2468n;

/**
 * Whether refunds wait for the bank. By default they are processed at once; an account can have them wait:
 * https://razorpay.com/docs/payments/refunds
 */
export const awaitConfirmation = (world: World, awaited: boolean) =>
  world.table<boolean>("settings").set("refunds await confirmation", awaited);

/** https://razorpay.com/docs/api/refunds */
export const refundRoutes = {
  "POST /v1/payments/:id/refund": ({ params, body, headers }, world) => {
    const payment = findPayment(world, params["id"]);
    if (!payment) return unknownId();
    const unknown = extra(body, ["amount", "speed", "notes", "receipt"]);
    if (unknown) return unknown;
    const refusal =
      keyProblem(headers["x-refund-idempotency"]) ?? refundProblem(world, payment, body);
    if (refusal) return refuse(refusal);
    const refund = openRefund(world, payment, {
      amount: wholeAt(body, "amount") ?? payment.amount - payment.refunded,
      receipt: textAt(body, "receipt") ?? null,
      notes: at(body, "notes") ?? [],
      speedRequested: textAt(body, "speed") === "optimum" ? "optimum" : "normal",
    });
    if (!world.table<boolean>("settings").get("refunds await confirmation"))
      closeRefund(world, refund, "processed");
    return answerWith(refundEntity(refund));
  },

  "GET /v1/payments/:id/refunds": ({ params, query }, world) => {
    const payment = findPayment(world, params["id"]);
    return payment ? collection(refundsOf(world, payment).map(refundEntity), query) : unknownId();
  },

  "GET /v1/payments/:id/refunds/:refund": ({ params }, world) => {
    const refund = findRefund(world, params["refund"]);
    return refund && refund.payment.id === params["id"]
      ? answerWith(refundEntity(refund))
      : unknownId();
  },

  "GET /v1/refunds": ({ query }, world) =>
    collection(newest<Refund>(world, "refunds").map(refundEntity), query),

  "GET /v1/refunds/:id": ({ params }, world) => {
    const refund = findRefund(world, params["id"]);
    return refund ? answerWith(refundEntity(refund)) : unknownId();
  },
} satisfies Record<string, Handler>;

/** https://razorpay.com/docs/api/refunds/normal-refunds-idempotent */
function keyProblem(key: string | undefined): Refusal | undefined {
  if (key === undefined) return undefined;
  const header = { source: "NA", step: "NA", reason: "NA" };
  if (key.length < 10)
    return { description: "The idempotency key must be at least 10 characters long.", ...header };
  if (!/^[\w-]+$/.test(key))
    return {
      description:
        "The idempotency key must only contain alphanumeric characters, underscores, and hyphens",
      ...header,
    };
  return undefined;
}

/** The errors of https://razorpay.com/docs/api/refunds/create-normal */
function refundProblem(world: World, payment: Payment, body: unknown): Refusal | undefined {
  if (payment.status === "refunded")
    return { description: "The payment has been fully refunded already" };
  if (payment.status !== "captured")
    return { description: "The payment status should be captured for action to be taken" };
  if (at(body, "amount") !== undefined) {
    const amount = wholeAt(body, "amount");
    if (amount === undefined)
      return { description: "The amount must be an integer.", field: "amount" };
    if (amount < (payment.currency === "INR" ? 100n : 1n))
      return {
        description: `The amount must be at least ${payment.currency} 1.00`,
        field: "amount",
      };
    if (amount > payment.amount - payment.refunded)
      return {
        description: "The refund amount provided is greater than amount captured",
        field: "amount",
      };
  }
  const speed = textAt(body, "speed") ?? "normal";
  if (speed !== "normal" && speed !== "optimum")
    return { description: "The selected speed is invalid.", field: "speed" };
  const receipt = textAt(body, "receipt");
  if (receipt !== undefined && refundsOf(world, payment).some((one) => one.receipt === receipt))
    return { description: "Duplicate receipt found for this refund request.", field: "receipt" };
  return undefined;
}

/** Takes the amount off the payment at once; a refund that fails gives it back. */
function openRefund(
  world: World,
  payment: Payment,
  asked: Pick<Refund, "amount" | "receipt" | "notes" | "speedRequested">,
): Refund {
  const refund: Refund = {
    ...asked,
    id: world.nextId("rfnd_", 14),
    payment,
    createdAt: unixTime(world),
    status: "pending",
    speedProcessed: asked.speedRequested === "optimum" ? "instant" : "normal",
  };
  world.table<Refund>("refunds").set(refund.id, refund);
  payment.refunded += refund.amount;
  if (payment.refunded === payment.amount) move(payment, "refunded");
  tellOf(world, "refund.created", refund);
  if (refund.speedRequested === "optimum" && refund.amount === NOT_INSTANT) {
    refund.speedProcessed = "normal";
    tellOf(world, "refund.speed_changed", refund);
  }
  return refund;
}

/** The bank's answer; false where the refund is decided already. */
export function closeRefund(world: World, refund: Refund, status: "processed" | "failed"): boolean {
  if (!allowed(refundStates, refund.status, status)) return false;
  const { payment } = refund;
  refund.status = status;
  if (status === "failed") {
    payment.refunded -= refund.amount;
    if (payment.captured) move(payment, "captured");
  } else record(world, payment, payment.captured ? "refund" : "void", refund.amount);
  tellOf(world, `refund.${status}`, refund);
  return true;
}

/**
 * What was never captured goes back to the customer as a refund of a payment with `captured: false`:
 * https://razorpay.com/docs/payments/refunds/auto-refunds
 */
export function returnUncaptured(world: World, payment: Payment): boolean {
  if (payment.status !== "authorized") return false;
  const refund = openRefund(world, payment, {
    amount: payment.amount,
    receipt: null,
    notes: [],
    speedRequested: "normal",
  });
  return closeRefund(world, refund, "processed");
}

const tellOf = (world: World, type: string, refund: Refund) =>
  tell(world, type, { refund: refundEntity(refund), payment: eventPayment(refund.payment) });

const refundsOf = (world: World, payment: Payment): readonly Refund[] =>
  newest<Refund>(world, "refunds").filter((refund) => refund.payment === payment);

export const findRefund = (world: World, id: string | undefined): Refund | undefined =>
  find<Refund>(world, "refunds", id);

/** https://razorpay.com/docs/api/refunds/entity; `speed_processed` appears once the refund is processed. */
const refundEntity = (refund: Refund) => ({
  id: refund.id,
  entity: "refund",
  amount: refund.amount,
  currency: refund.payment.currency,
  payment_id: refund.payment.id,
  notes: refund.notes,
  receipt: refund.receipt,
  acquirer_data: { arn: null },
  created_at: refund.createdAt,
  batch_id: null,
  status: refund.status,
  ...(refund.status === "processed" && { speed_processed: refund.speedProcessed }),
  speed_requested: refund.speedRequested,
});
