/** Orders: every payment belongs to one. https://razorpay.com/docs/api/orders */
import { CaptureMode, type Purchase } from "#contract";
import {
  type Amount,
  answer,
  json,
  type PaymentResult,
  path,
  query,
  type Step,
  toUnits,
  Unresolved,
} from "#kit";
import {
  counting,
  ORDER_REFERENCE,
  Order,
  Orders,
  Payments,
  REFERENCE,
  toPayment,
} from "./answers.ts";
import { type Body, s2s } from "./methods.ts";

/** An order that was asked for again by its receipt is the same order, and takes one successful payment only. */
export const byReceipt = {
  carrier: "reference",
  name: "receipt",
  format: "uuid",
  source: `${s2s}/test-s2s/best-practices/retries-and-idempotency`,
} as const;

/** A repeat is not recognised: what is over is refused, or is what it was. */
export const unkeyed = { ...byReceipt, carrier: "none" } as const;

/** What requests that want an order have in common. */
export interface OrderUse {
  readonly reference: string;
  readonly orderReference?: string | undefined;
  readonly purchase?: Purchase | undefined;
  readonly captureMode?: CaptureMode;
}

export const unitsOf = (amount: Amount | undefined, field = "amount") => ({
  amount: amount && toUnits(amount, counting, field),
  currency: amount?.currency,
});

/** The merchant's references travel with the payment, so that its webhooks carry them. */
export const notesOf = ({ reference, orderReference, purchase }: OrderUse): Body => ({
  [REFERENCE]: reference,
  [ORDER_REFERENCE]: orderReference,
  ...purchase?.metadata,
});

interface NewOrder {
  readonly use: OrderUse;
  readonly isCharge?: boolean;
  /** What registers a mandate. */
  readonly mandate?: Body;
}
export const createOrder: Step<NewOrder, { readonly orderId: string; readonly isUsed: boolean }> = {
  name: "createOrder",
  harmless: true,
  example: { orderId: "order_EKwxwAgItmmXdp", isUsed: false },
  method: "POST",
  path: "/v1/orders",
  body: ({ use, isCharge, mandate }) =>
    json({
      ...unitsOf(use.purchase?.amount, "purchase.amount"),
      receipt: use.reference,
      unique_receipt: true,
      ...captureOf(use.captureMode === CaptureMode.MANUAL, isCharge),
      customer_id: use.purchase?.customer?.customerId,
      notes: notesOf(use),
      transfers: transfersOf(use.purchase),
      ...mandate,
    }),
  read: answer(Order, ({ id, status }) => ({ orderId: id, isUsed: status !== "created" })),
};

/** What a bank confirms after the shortest time was told as failed by then: it is not taken, and goes back by itself. */
function captureOf(isManual: boolean, isCharge = false): Body {
  // A debit of a mandate may take its bank a day.
  if (isCharge) return { payment_capture: !isManual };
  if (isManual) return { payment: { capture: "manual" } };
  const capture_options = { automatic_expiry_period: 12, refund_speed: "normal" };
  return { payment: { capture: "automatic", capture_options } };
}

/** What is not transferred stays with the platform, its own commission included. */
function transfersOf(purchase: Purchase | undefined): readonly Body[] | undefined {
  const transfers = (purchase?.splits ?? [])
    .filter(({ platformFee }) => !platformFee)
    .map(({ accountId, amount }) => ({
      account: accountId,
      ...unitsOf(amount, "purchase.splits.amount"),
    }));
  return transfers.length > 0 ? transfers : undefined;
}

export const fetchOrderPayments: Step<string, readonly PaymentResult[]> = {
  name: "fetchOrderPayments",
  example: [],
  method: "GET",
  path: (orderId) => path`/v1/orders/${orderId}/payments`,
  read: answer(Payments, ({ items }) => items.map(toPayment)),
};

/** Ten where none are asked for: https://razorpay.com/docs/api/orders/fetch-all */
const MOST_ORDERS = 100;
export const findOrders: Step<string, readonly string[]> = {
  name: "findOrders",
  example: ["order_EKwxwAgItmmXdp"],
  method: "GET",
  path: (receipt) => `/v1/orders${query({ receipt, count: MOST_ORDERS })}`,
  // The list holds every order whose receipt contains the value.
  read: answer(Orders, ({ items }, receipt) => {
    const found = items.filter((order) => order.receipt === receipt).map(({ id }) => id);
    if (found.length === 0 && items.length === MOST_ORDERS)
      throw new Unresolved(`it is not among the first ${MOST_ORDERS} orders; there may be more`);
    return found;
  }),
};
