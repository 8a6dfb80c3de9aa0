/** Refunds: pending at first, and done a moment later. */
import { answerWith, type Handler, textAt, wholeAt } from "#simulate";
import { wire } from "./payments.ts";
import { type Payment, record } from "./records.ts";
import { error, missing, money, now, type Row, refuse, rows, tell, unknown } from "./wire.ts";

interface Refund {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly reason: string | undefined;
  readonly created: string;
  updated: string;
  status: "PENDING" | "COMPLETED" | "REJECTED" | "FAILED";
}

const refundWire = ({ id, payment, amount, reason, status, created, updated }: Refund): Row => ({
  id,
  status,
  amount_money: money(amount, payment.currency),
  payment_id: payment.id,
  location_id: payment.facts["location_id"],
  ...(reason && { reason }),
  created_at: created,
  updated_at: updated,
});

const createRefund: Handler = ({ body }, world) => {
  const amount = wholeAt(body, "amount_money.amount");
  const payment = world.table<Payment>("payments").get(textAt(body, "payment_id") ?? "");
  if (amount === undefined) return missing("amount_money");
  if (!payment) return unknown("payment", textAt(body, "payment_id"));
  const category = "REFUND_ERROR";
  if (payment.status !== "COMPLETED")
    return refuse(
      error("REFUND_ERROR_PAYMENT_NEEDS_COMPLETION", "Complete the payment first", category),
    );
  const given = rows<Refund>(world, "refunds")
    .filter((one) => one.payment === payment && ["PENDING", "COMPLETED"].includes(one.status))
    .reduce((sum, one) => sum + one.amount, 0n);
  if (amount > payment.amount - given)
    return refuse(
      error("REFUND_AMOUNT_INVALID", "The requested refund amount exceeds what is left", category),
    );
  const id = `${payment.id}_${world.nextId("", 44)}`;
  const reason = textAt(body, "reason");
  const refund: Refund = {
    id,
    payment,
    amount,
    reason,
    created: now(world),
    updated: now(world),
    status: "PENDING",
  };
  world.table<Refund>("refunds").set(id, refund);
  tell(world, "refund.created", "refund", refundWire(refund));
  world.schedule(1, () => {
    refund.status = "COMPLETED";
    payment.refunded += amount;
    payment.version += 1;
    payment.updated = now(world);
    refund.updated = payment.updated;
    record(world, payment, "refund", amount);
    tell(world, "refund.updated", "refund", refundWire(refund));
    tell(world, "payment.updated", "payment", wire(payment));
  });
  return answerWith({ refund: refundWire(refund) });
};

export const refundRoutes = {
  "POST /v2/refunds": createRefund,
  "GET /v2/refunds/:id": ({ params }, world) => {
    const refund = world.table<Refund>("refunds").get(params["id"] ?? "");
    return refund ? answerWith({ refund: refundWire(refund) }) : unknown("refund", params["id"]);
  },
} satisfies Record<string, Handler>;
