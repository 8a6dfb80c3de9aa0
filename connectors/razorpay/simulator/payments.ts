/** Orders, payments and refunds as Razorpay keeps them: their states, what moves, and what is told. */
import { allowed, type Transitions, type World } from "#simulate";
import { find, type Refusal, unixTime } from "./wire.ts";

export interface Order {
  readonly id: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly receipt: string | null;
  readonly notes: unknown;
  readonly customer: string | undefined;
  readonly mandate: { readonly method: string; readonly maximum: bigint | undefined } | undefined;
  readonly capture: "automatic" | "manual";
  /** Minutes until an uncaptured payment goes back. */
  readonly captureWindow: number;
  readonly createdAt: number;
  status: "created" | "attempted" | "paid";
  attempts: number;
}

export type PaymentStatus = "created" | "authorized" | "captured" | "refunded" | "failed";

export interface Payment {
  readonly id: string;
  readonly order: Order;
  readonly amount: bigint;
  readonly currency: string;
  readonly method: string;
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
  /** What the bank says where it is asked to refuse; a test card names its own. */
  readonly decline: Refusal;
  readonly createdAt: number;
  status: PaymentStatus;
  captured: boolean;
  refunded: bigint;
  failure: Refusal | undefined;
}

export interface Refund {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly receipt: string | null;
  readonly notes: unknown;
  readonly speedRequested: string;
  readonly createdAt: number;
  status: "pending" | "processed" | "failed";
}

/** https://razorpay.com/docs/payments/payments/#payment-life-cycle, and late authorisation, which revives a failed one. */
const paymentStates: Transitions<PaymentStatus> = {
  created: ["authorized", "failed"],
  authorized: ["captured", "refunded"],
  captured: ["refunded"],
  /** When a refund fails after all. */
  refunded: ["captured"],
  failed: ["authorized"],
};

/** True when the payment moved; false where its state does not allow it. */
function move(payment: Payment, status: PaymentStatus): boolean {
  if (!allowed(paymentStates, payment.status, status)) return false;
  payment.status = status;
  return true;
}

/** The customer paid: authorized, and captured at once where the order says so. */
export function approve(world: World, payment: Payment): boolean {
  if (payment.order.status === "paid" || !move(payment, "authorized")) return false;
  payment.failure = undefined;
  record(world, payment, "authorization", payment.amount);
  tell(world, "payment.authorized", { payment });
  if (payment.order.capture === "automatic") capture(world, payment);
  else world.schedule(payment.order.captureWindow * 60, () => returnUncaptured(world, payment));
  return true;
}

export function fail(world: World, payment: Payment, failure: Refusal): boolean {
  if (payment.status === "failed" || !move(payment, "failed")) return false;
  payment.failure = failure;
  tell(world, "payment.failed", { payment });
  return true;
}

export function capture(world: World, payment: Payment): boolean {
  if (payment.status !== "authorized" || !move(payment, "captured")) return false;
  payment.captured = true;
  payment.order.status = "paid";
  record(world, payment, "capture", payment.amount);
  tell(world, "payment.captured", { payment });
  tell(world, "order.paid", { payment, order: payment.order });
  return true;
}

/** https://razorpay.com/docs/payments/refunds/auto-refunds */
function returnUncaptured(world: World, payment: Payment) {
  if (!move(payment, "refunded")) return;
  payment.refunded = payment.amount;
  record(world, payment, "void", payment.amount);
  const refund = newRefund(world, payment, payment.amount, {});
  refund.status = "processed";
  tell(world, "refund.created", { refund, payment });
  tell(world, "refund.processed", { refund, payment });
}

export function newRefund(
  world: World,
  payment: Payment,
  amount: bigint,
  asked: { receipt?: string | undefined; notes?: unknown; speed?: string | undefined },
): Refund {
  const refund: Refund = {
    id: world.nextId("rfnd_", 14),
    payment,
    amount,
    receipt: asked.receipt ?? null,
    notes: asked.notes ?? [],
    speedRequested: asked.speed ?? "normal",
    createdAt: unixTime(world),
    status: "pending",
  };
  world.table<Refund>("refunds").set(refund.id, refund);
  return refund;
}

/** Takes the refund's amount from the payment at once, as Razorpay does; a refund that fails gives it back. */
export function openRefund(world: World, refund: Refund): void {
  const { payment } = refund;
  payment.refunded += refund.amount;
  if (payment.refunded === payment.amount) move(payment, "refunded");
  tell(world, "refund.created", { refund, payment });
}

export function closeRefund(world: World, refund: Refund, status: "processed" | "failed"): boolean {
  if (refund.status !== "pending") return false;
  const { payment } = refund;
  refund.status = status;
  if (status === "processed") record(world, payment, "refund", refund.amount);
  else {
    payment.refunded -= refund.amount;
    move(payment, "captured");
  }
  tell(world, `refund.${status}`, { refund, payment });
  return true;
}

export function record(
  world: World,
  payment: Payment,
  kind: "authorization" | "capture" | "void" | "refund" | "chargeback",
  amount: bigint,
): void {
  if (amount === 0n) return;
  const { id, order, currency } = payment;
  world.ledger.record({
    kind,
    payment: id,
    ...(order.receipt === null ? {} : { reference: order.receipt }),
    amount,
    currency,
  });
}

/** Emits an event with the entities it `contains`, as they stand now. */
export function tell(
  world: World,
  type: string,
  about: {
    readonly payment?: Payment;
    readonly order?: Order;
    readonly refund?: Refund;
    readonly dispute?: unknown;
    readonly token?: unknown;
  },
): void {
  const payload = {
    ...(about.payment && { payment: { entity: paymentEntity(about.payment) } }),
    ...(about.order && { order: { entity: orderEntity(about.order) } }),
    ...(about.refund && { refund: { entity: refundEntity(about.refund) } }),
    ...(about.dispute !== undefined && { dispute: { entity: about.dispute } }),
    ...(about.token !== undefined && { token: { entity: about.token } }),
  };
  world.emit({ type, content: { contains: Object.keys(payload), payload } });
}

export const paymentsOf = (world: World, order: Order): readonly Payment[] =>
  [...world.table<Payment>("payments").values()].filter((payment) => payment.order === order);

export const refundsOf = (world: World, payment: Payment): readonly Refund[] =>
  [...world.table<Refund>("refunds").values()].filter((refund) => refund.payment === payment);

/** A payment by its id, or by the tracking id of its pages, which is the same without `pay_`. */
export const findPayment = (world: World, id: string | undefined): Payment | undefined =>
  find<Payment>(world, "payments", id) ?? find<Payment>(world, "payments", `pay_${id}`);

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
  international: payment.currency !== "INR",
  method: payment.method,
  amount_refunded: payment.refunded,
  refund_status:
    payment.refunded === 0n ? null : payment.refunded === payment.amount ? "full" : "partial",
  captured: payment.captured,
  description: payment.description,
  card_id: payment.card?.["id"] ?? null,
  ...(payment.card && { card: payment.card }),
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
});

function acquirerData({ id, method, status }: Payment) {
  const known = status !== "created" && status !== "failed";
  const digits = [...id].map((sign) => sign.charCodeAt(0) % 10).join("");
  if (method === "card" || method === "emi") return { auth_code: known ? digits.slice(-6) : null };
  if (method === "upi") return { rrn: known ? digits.slice(-12) : null };
  if (method === "netbanking") return { bank_transaction_id: known ? digits.slice(-10) : null };
  return {};
}

/** https://razorpay.com/docs/api/refunds/entity */
export const refundEntity = (refund: Refund) => ({
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
  speed_processed: "normal",
  speed_requested: refund.speedRequested,
});
