/** Orders and payments as Razorpay keeps them: their states, what moves, and what is told. */
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type LedgerEntry,
  type Transitions,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import {
  collection,
  find,
  newest,
  type Refusal,
  refuse,
  tell,
  unixTime,
  unknownId,
} from "./wire.ts";

export interface Order {
  readonly id: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly receipt: string | null;
  readonly notes: unknown;
  readonly customer: string | undefined;
  /** Where the order registers a mandate: the most that one later debit may take, and its last second. */
  readonly mandate: {
    readonly maximum: bigint | undefined;
    readonly expiresAt: bigint | undefined;
  };
  /** Minutes since its creation in which an authorized payment is captured by itself; 0 for never. */
  readonly automaticMinutes: number;
  /** Minutes since its creation after which an uncaptured payment goes back. */
  readonly manualMinutes: number;
  readonly createdAt: number;
  status: "created" | "attempted" | "paid";
  attempts: number;
}

export type PaymentStatus = "created" | "authorized" | "captured" | "refunded" | "failed";
export type Method = "card" | "upi" | "netbanking" | "wallet";

export interface Payment {
  readonly id: string;
  readonly order: Order;
  readonly amount: bigint;
  readonly currency: string;
  readonly method: Method;
  readonly email: string;
  readonly contact: string;
  readonly description: string | null;
  readonly notes: unknown;
  readonly callback: string | undefined;
  readonly card: Readonly<Record<string, unknown>> | undefined;
  readonly bank: string | null;
  readonly wallet: string | null;
  readonly vpa: string | null;
  readonly customer: string | undefined;
  readonly token: string | undefined;
  /** What is said where the customer's bank is asked to refuse. */
  readonly decline: Refusal;
  readonly createdAt: number;
  status: PaymentStatus;
  captured: boolean;
  refunded: bigint;
  failure: Refusal | undefined;
}

/**
 * https://razorpay.com/docs/payments/payments/#payment-life-cycle; a failed payment that the bank confirms after all:
 * https://razorpay.com/docs/payments/payments/late-authorisation; a full refund that fails gives the payment back.
 */
const paymentStates: Transitions<PaymentStatus> = {
  created: ["authorized", "failed"],
  authorized: ["captured", "refunded"],
  captured: ["refunded"],
  refunded: ["captured"],
  failed: ["authorized"],
};

/** True when the payment moved; false where its state does not allow it. */
export function move(payment: Payment, status: PaymentStatus): boolean {
  if (!allowed(paymentStates, payment.status, status)) return false;
  payment.status = status;
  return true;
}

/** Takes the authorized amount; at most one payment of an order is ever captured. */
export function capture(world: World, payment: Payment): boolean {
  const { order } = payment;
  if (payment.status !== "authorized" || order.status === "paid" || !move(payment, "captured"))
    return false;
  payment.captured = true;
  order.status = "paid";
  record(world, payment, "capture", payment.amount);
  tell(world, "payment.captured", { payment: eventPayment(payment) });
  tell(world, "order.paid", { payment: eventPayment(payment), order: orderEntity(order) });
  return true;
}

export function record(
  world: World,
  payment: Payment,
  kind: LedgerEntry["kind"],
  amount: bigint,
): void {
  const { id, order, currency } = payment;
  const reference = order.receipt === null ? {} : { reference: order.receipt };
  world.ledger.record({ kind, payment: id, ...reference, amount, currency });
}

export const paymentRoutes = {
  "GET /v1/payments": ({ query }, world) =>
    collection(newest<Payment>(world, "payments").map(paymentEntity), query),

  "GET /v1/payments/:id": ({ params, query }, world) => {
    const payment = findPayment(world, params["id"]);
    if (!payment) return unknownId();
    return answerWith(
      query["expand[]"] === "card" ? eventPayment(payment) : paymentEntity(payment),
    );
  },

  "GET /v1/payments/:id/card": ({ params }, world) => {
    const payment = findPayment(world, params["id"]);
    return payment?.card ? answerWith(payment.card) : unknownId();
  },

  /** https://razorpay.com/docs/api/payments/capture, with its errors; all of the amount or nothing, and once. */
  "POST /v1/payments/:id/capture": ({ params, body }, world) => {
    const payment = findPayment(world, params["id"]);
    if (!payment) return unknownId();
    const refusal = captureProblem(payment, body);
    if (refusal) return refuse(refusal);
    capture(world, payment);
    return answerWith(paymentEntity(payment));
  },
} satisfies Record<string, Handler>;

function captureProblem(payment: Payment, body: unknown): Refusal | undefined {
  if (at(body, "amount") === undefined)
    return {
      description: "Could not validate payment capture request due to: amount: cannot be blank.",
      field: "amount",
    };
  const amount = wholeAt(body, "amount");
  if (amount === undefined)
    return { description: "The amount must be an integer.", field: "amount" };
  if (payment.captured) return { description: "This payment has already been captured" };
  if (payment.status !== "authorized")
    return {
      description: "Only payments which have been authorized and not yet captured can be captured",
    };
  if (payment.order.status === "paid") return alreadyPaid;
  if ((textAt(body, "currency") ?? "INR") !== payment.currency)
    return { description: "Capture request currency must be same as payment currency." };
  if (amount !== payment.amount)
    return { description: "Capture amount must be equal to the amount authorized" };
  return undefined;
}

export const alreadyPaid: Refusal = {
  description:
    "Your payment has been declined as the order is already paid. Please initiate the payment with a new order.",
};

export const paymentsOf = (world: World, order: Order): readonly Payment[] =>
  newest<Payment>(world, "payments").filter((payment) => payment.order === order);

/** By its id, or by the tracking id of its pages, which is the same without `pay_`. */
export const findPayment = (world: World, id: string | undefined): Payment | undefined =>
  find<Payment>(world, "payments", id) ?? find<Payment>(world, "payments", `pay_${id}`);

export type PaymentFacts = Omit<
  Payment,
  "id" | "createdAt" | "status" | "captured" | "refunded" | "failure"
>;
export function newPayment(world: World, facts: PaymentFacts): Payment {
  const payment: Payment = {
    ...facts,
    id: world.nextId("pay_", 14),
    createdAt: unixTime(world),
    status: "created",
    captured: false,
    refunded: 0n,
    failure: undefined,
  };
  world.table<Payment>("payments").set(payment.id, payment);
  payment.order.attempts += 1;
  if (payment.order.status === "created") payment.order.status = "attempted";
  return payment;
}

/** https://razorpay.com/docs/api/orders/entity */
export const orderEntity = (order: Order) => ({
  id: order.id,
  entity: "order",
  amount: order.amount,
  amount_paid: order.status === "paid" ? order.amount : 0,
  amount_due: order.status === "paid" ? 0 : order.amount,
  currency: order.currency,
  receipt: order.receipt,
  offer_id: null,
  status: order.status,
  attempts: order.attempts,
  notes: order.notes,
  created_at: order.createdAt,
});

/** https://razorpay.com/docs/api/payments/entity */
export const paymentEntity = (payment: Payment) => ({
  id: payment.id,
  entity: "payment",
  amount: payment.amount,
  currency: payment.currency,
  status: payment.status,
  order_id: payment.order.id,
  invoice_id: null,
  international: payment.card?.["international"] === true,
  method: payment.method,
  amount_refunded: payment.refunded,
  refund_status:
    payment.refunded === 0n ? null : payment.refunded === payment.amount ? "full" : "partial",
  captured: payment.captured,
  description: payment.description,
  card_id: payment.card?.["id"] ?? null,
  bank: payment.bank,
  wallet: payment.wallet,
  vpa: payment.vpa,
  email: payment.email,
  contact: payment.contact,
  ...(payment.customer && { customer_id: payment.customer }),
  ...(payment.token && { token_id: payment.token }),
  notes: payment.notes,
  fee: payment.captured ? 0 : null,
  tax: payment.captured ? 0 : null,
  error_code: payment.failure ? (payment.failure.code ?? "BAD_REQUEST_ERROR") : null,
  error_description: payment.failure?.description ?? null,
  error_source: payment.failure?.source ?? null,
  error_step: payment.failure?.step ?? null,
  error_reason: payment.failure?.reason ?? null,
  acquirer_data: acquirerData(payment),
  created_at: payment.createdAt,
  ...(payment.vpa !== null && { upi: { vpa: payment.vpa } }),
});

/** As webhooks and `expand[]=card` show it. */
export const eventPayment = (payment: Payment) => ({
  ...paymentEntity(payment),
  ...(payment.card && { card: payment.card }),
});

function acquirerData({ id, method, status }: Payment) {
  const known = status !== "created" && status !== "failed";
  const digits = [...id].map((sign) => sign.charCodeAt(0) % 10).join("");
  const reference = (length: number) => (known ? digits.slice(-length) : null);
  if (method === "card") return { auth_code: reference(6) };
  if (method === "upi") return { rrn: reference(12) };
  if (method === "netbanking") return { bank_transaction_id: reference(10) };
  return { transaction_id: null };
}
