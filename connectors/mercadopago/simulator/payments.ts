/** Payments and refunds of the miniature: made, decided, captured, cancelled, given back. */
import { decimal, fromDecimal, toDecimal } from "#kit";
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type LedgerEntry,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Transitions,
  textAt,
  type World,
} from "#simulate";
import { refuse } from "./answers.ts";
import { account } from "./samples.ts";
import { cardTokens, holderOf } from "./vault.ts";

type Status =
  | "pending"
  | "in_process"
  | "authorized"
  | "approved"
  | "rejected"
  | "cancelled"
  | "refunded";
/** https://www.mercadopago.com.mx/developers/en/docs/checkout-api-payments/response-handling/collection-results */
const states: Transitions<Status> = {
  pending: ["authorized", "approved", "rejected", "cancelled"],
  in_process: ["authorized", "approved", "rejected", "cancelled"],
  authorized: ["approved", "cancelled"],
  approved: ["refunded"],
  rejected: [],
  cancelled: [],
  refunded: [],
};
export interface Payment {
  readonly id: string;
  readonly asked: unknown;
  readonly created: string;
  status: Status;
  detail: string;
  amount: bigint;
  refunded: bigint;
  updated: string;
}
interface Refund {
  readonly id: string;
  readonly payment: string;
  readonly amount: bigint;
  readonly created: string;
}
export const payments = (world: World) => world.table<Payment>("payments");
export const refunds = (world: World) => world.table<Refund>("refunds");
export const { currency } = account;
export const number = (amount: bigint) => decimal(toDecimal({ minorUnits: amount, currency }));
export const stamp = (world: World) => world.now().toISOString().replace("Z", "+00:00");

const wrongState = () =>
  refuse(400, "The action requested is not valid for the current payment state", 2018);

const isCard = ({ asked }: Payment) => textAt(asked, "token") !== undefined;
export function shown(payment: Payment, world: World) {
  const { id, asked, status, detail } = payment;
  const method = textAt(asked, "payment_method_id");
  const isPix = method === "pix";
  return {
    id: Number(id),
    date_created: payment.created,
    date_last_updated: payment.updated,
    date_of_expiration: textAt(asked, "date_of_expiration") ?? null,
    operation_type: "regular_payment",
    payment_method_id: method,
    payment_type_id: isCard(payment) ? "credit_card" : isPix ? "bank_transfer" : "ticket",
    status,
    status_detail: detail,
    currency_id: currency,
    description: textAt(asked, "description") ?? null,
    live_mode: false,
    payer: at(asked, "payer"),
    transaction_amount: number(payment.amount),
    transaction_amount_refunded: number(payment.refunded),
    transaction_details: {
      external_resource_url:
        isCard(payment) || isPix ? null : `https://www.mercadopago.com.br/payments/${id}/ticket`,
    },
    captured: status === "approved" || status === "refunded",
    installments: Number(textAt(asked, "installments") ?? 1),
    external_reference: textAt(asked, "external_reference"),
    card: isCard(payment)
      ? {
          first_six_digits: "423564",
          last_four_digits: "5682",
          expiration_month: 11,
          expiration_year: 2030,
        }
      : {},
    ...(isPix && {
      point_of_interaction: {
        type: "PIX",
        transaction_data: {
          qr_code: `00020126580014br.gov.bcb.pix0136${id}6304ABCD`,
          qr_code_base64: "iVBORw0KGgo=",
          ticket_url: `https://www.mercadopago.com.br/payments/${id}/ticket`,
        },
      },
    }),
    ...(!isCard(payment) && !isPix && { barcode: { content: `2379338128600${id}` } }),
    ...(detail === "pending_challenge" && {
      three_ds_info: {
        external_resource_url: `${world.origin}/challenges/${id}`,
        creq: "eyJtZXNzYWdlVHlwZSI6IkNSZXEifQ",
      },
    }),
  };
}

/** https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/webhooks */
const tell = (world: World, { id }: Payment, action: string) =>
  world.emit({
    type: "payment",
    id: world.nextId("1", 11, "digits"),
    content: { action, data: { id } },
  });
export const record = (
  world: World,
  payment: Payment,
  kind: LedgerEntry["kind"],
  amount: bigint,
) => {
  const reference = textAt(payment.asked, "external_reference");
  world.ledger.record({
    kind,
    payment: payment.id,
    ...(reference && { reference }),
    amount,
    currency,
  });
};

export function move(world: World, payment: Payment, status: Status, detail: string): boolean {
  if (!allowed(states, payment.status, status)) return false;
  const wasHeld = payment.status === "authorized";
  payment.status = status;
  payment.detail = detail;
  payment.updated = stamp(world);
  if (status === "authorized" || (status === "approved" && !wasHeld && isCard(payment)))
    record(world, payment, "authorization", payment.amount);
  if (status === "approved") record(world, payment, "capture", payment.amount);
  if (status === "cancelled" && wasHeld) record(world, payment, "void", payment.amount);
  tell(world, payment, "payment.updated");
  // A reserve holds for five days in Brazil: …/payment-management/make-value-reserve
  if (status === "authorized")
    world.schedule(
      5 * 86_400,
      () => payment.status === "authorized" && move(world, payment, "cancelled", "expired"),
    );
  return true;
}
export const approve = (world: World, payment: Payment): boolean =>
  textAt(payment.asked, "capture") === "false"
    ? move(world, payment, "authorized", "pending_capture")
    : move(world, payment, "approved", "accredited");

/** https://www.mercadopago.com.br/developers/en/reference/payments/_payments/post */
export function create({ body, headers }: SimulatedRequest, world: World): SimulatedAnswer {
  if (!headers["x-idempotency-key"]) return refuse(400, "Header X-Idempotency-Key can't be null");
  const amount = amountIn(body, "transaction_amount");
  if (amount === undefined || amount <= 0n) return refuse(400, "Invalid transaction_amount", 4037);
  const method = textAt(body, "payment_method_id");
  if (!method) return refuse(400, "payment_method_id attribute can't be null", 4001);
  if (!textAt(body, "payer.email")) return refuse(400, "payer.email must be a valid email", 4050);
  const token = textAt(body, "token");
  const holder = token === undefined ? undefined : holderOf(world, token);
  if (token !== undefined && !holder) return refuse(400, "Card Token not found", 2006);
  if (token !== undefined) cardTokens(world).delete(token);
  const payment: Payment = {
    id: world.nextId("1", 10, "digits"),
    asked: body,
    created: stamp(world),
    updated: stamp(world),
    status: "pending",
    detail: method === "pix" ? "pending_waiting_transfer" : "pending_waiting_payment",
    amount,
    refunded: 0n,
  };
  payments(world).set(payment.id, payment);
  tell(world, payment, "payment.created");
  if (holder) decide(world, payment, holder);
  return answerWith(shown(payment, world), 201);
}
function decide(world: World, payment: Payment, holder: string): void {
  const isOptional = textAt(payment.asked, "three_d_secure_mode") === "optional";
  if (holder === "APRO") approve(world, payment);
  else if (holder === "CONT") {
    payment.status = "in_process";
    payment.detail = "pending_contingency";
  } else if (holder === "3DS" && isOptional) payment.detail = "pending_challenge";
  else move(world, payment, "rejected", rejections[holder] ?? "cc_rejected_3ds_mandatory");
}
const rejections: Readonly<Record<string, string>> = {
  OTHE: "cc_rejected_other_reason",
  CALL: "cc_rejected_call_for_authorize",
  FUND: "cc_rejected_insufficient_amount",
  SECU: "cc_rejected_bad_filled_security_code",
  EXPI: "cc_rejected_bad_filled_date",
};
function amountIn(body: unknown, name: string): bigint | undefined {
  const text = textAt(body, name);
  return text && /^\d+(\.\d{1,2})?$/.test(text)
    ? fromDecimal(text, currency).minorUnits
    : undefined;
}

export const withPayment =
  (
    handle: (payment: Payment, request: SimulatedRequest, world: World) => SimulatedAnswer,
  ): Handler =>
  (request, world) => {
    const payment = payments(world).get(request.params["id"] ?? "");
    return payment
      ? handle(payment, request, world)
      : refuse(404, "Payment not found", 2000, "not_found");
  };

/** Captures, of less too, or cancels. */
export function update(
  payment: Payment,
  { body }: SimulatedRequest,
  world: World,
): SimulatedAnswer {
  if (textAt(body, "status") === "cancelled") {
    if (!move(world, payment, "cancelled", "by_collector")) return wrongState();
    return answerWith(shown(payment, world));
  }
  if (textAt(body, "capture") !== "true" || payment.status !== "authorized") return wrongState();
  const amount = amountIn(body, "transaction_amount") ?? payment.amount;
  if (amount <= 0n || amount > payment.amount)
    return refuse(400, "Invalid transaction_amount for update", 2017);
  payment.amount = amount;
  move(world, payment, "approved", "accredited");
  return answerWith(shown(payment, world));
}

export const shownRefund = ({ id, payment, amount, created }: Refund) => ({
  id: Number(id),
  payment_id: Number(payment),
  amount: number(amount),
  refund_mode: "standard",
  status: "approved",
  date_created: created,
});
export function createRefund(
  payment: Payment,
  { body }: SimulatedRequest,
  world: World,
): SimulatedAnswer {
  if (payment.status !== "approved") return wrongState();
  const left = payment.amount - payment.refunded;
  const amount = at(body, "amount") === undefined ? left : amountIn(body, "amount");
  if (amount === undefined || amount <= 0n || amount > left)
    return refuse(400, "Invalid transaction_amount for update", 2017);
  const refund = {
    id: world.nextId("2", 9, "digits"),
    payment: payment.id,
    amount,
    created: stamp(world),
  };
  refunds(world).set(refund.id, refund);
  payment.refunded += amount;
  payment.updated = refund.created;
  payment.detail = "partially_refunded";
  record(world, payment, "refund", amount);
  if (payment.refunded === payment.amount) move(world, payment, "refunded", "refunded");
  else tell(world, payment, "payment.updated");
  return answerWith(shownRefund(refund), 201);
}
