/** The routes of orders: every payment belongs to one. */
import { answerWith, at, type Handler, textAt, type World, wholeAt } from "#simulate";
import { type Order, orderEntity, paymentEntity, paymentsOf } from "./payments.ts";
import { collection, find, missing, newest, refuse, unixTime, unknownId } from "./wire.ts";

const THREE_DAYS = 3 * 24 * 60;
const FIVE_DAYS = 5 * 24 * 60;

/** https://razorpay.com/docs/api/orders; errors: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/error-index */
export const orderRoutes = {
  "POST /v1/orders": ({ body }, world) => {
    const refusal = missing(body, ["amount", "currency"]) ?? orderProblem(world, body);
    if (refusal) return refusal;
    const known = sameReceipt(world, body);
    const amount = wholeAt(body, "amount") ?? 0n;
    const currency = textAt(body, "currency") ?? "";
    if (known && (known.amount !== amount || known.currency !== currency))
      return refuse({
        description: "Order receipt should be unique.",
        field: "receipt",
        metadata: { order_id: known.id },
      });
    return answerWith(orderEntity(known ?? newOrder(world, body, amount, currency)));
  },

  "GET /v1/orders": ({ query }, world) => {
    const { receipt } = query;
    const orders = newest<Order>(world, "orders").filter(
      (order) => receipt === undefined || order.receipt?.includes(receipt),
    );
    return collection(orders.map(orderEntity), query);
  },

  "GET /v1/orders/:id": ({ params }, world) => {
    const order = findOrder(world, params["id"]);
    return order ? answerWith(orderEntity(order)) : unknownId();
  },

  "GET /v1/orders/:id/payments": ({ params, query }, world) => {
    const order = findOrder(world, params["id"]);
    return order ? collection(paymentsOf(world, order).map(paymentEntity), query) : unknownId();
  },
} satisfies Record<string, Handler>;

export const findOrder = (world: World, id: string | undefined): Order | undefined =>
  find<Order>(world, "orders", id);

function orderProblem(world: World, body: unknown) {
  const amount = wholeAt(body, "amount");
  if (amount === undefined)
    return refuse({ description: "The amount must be an integer.", field: "amount" });
  if (amount < (textAt(body, "currency") === "INR" ? 100n : 1n))
    return refuse({
      description: "Order amount less than minimum amount allowed",
      step: "order_creation",
      reason: "amount_less_than_minimum_amount",
      field: "amount",
    });
  if ((textAt(body, "receipt") ?? "").length > 40)
    return refuse({
      description: "The receipt may not be greater than 40 characters.",
      field: "receipt",
    });
  const customer = textAt(body, "customer_id");
  if (customer !== undefined && !find(world, "customers", customer)) return unknownId();
  return undefined;
}

/**
 * With `unique_receipt: true` an order that was asked for again is the same order:
 * https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/best-practices/retries-and-idempotency
 */
function sameReceipt(world: World, body: unknown): Order | undefined {
  const receipt = textAt(body, "receipt");
  if (receipt === undefined || textAt(body, "unique_receipt") !== "true") return undefined;
  return newest<Order>(world, "orders").find((order) => order.receipt === receipt);
}

function newOrder(world: World, body: unknown, amount: bigint, currency: string): Order {
  const order: Order = {
    id: world.nextId("order_", 14),
    amount,
    currency,
    receipt: textAt(body, "receipt") ?? null,
    notes: at(body, "notes") ?? [],
    customer: textAt(body, "customer_id"),
    mandate: {
      maximum: wholeAt(body, "token.max_amount"),
      expiresAt: wholeAt(body, "token.expire_at"),
    },
    ...captureSettings(body),
    createdAt: unixTime(world),
    status: "created",
    attempts: 0,
  };
  world.table<Order>("orders").set(order.id, order);
  return order;
}

/**
 * https://razorpay.com/docs/payments/payments/capture-settings/api; by default an account captures what is authorized
 * within three days. `payment_capture` is the older way to say it.
 */
function captureSettings(body: unknown) {
  const manual =
    textAt(body, "payment.capture") === "manual" ||
    ["false", "0"].includes(textAt(body, "payment_capture") ?? "");
  const minutes = (name: string, otherwise: number) =>
    Number(wholeAt(body, `payment.capture_options.${name}`) ?? otherwise);
  return {
    automaticMinutes: manual ? 0 : minutes("automatic_expiry_period", THREE_DAYS),
    manualMinutes: minutes("manual_expiry_period", FIVE_DAYS),
  };
}
