/** What happens without a request: banks decide, time runs out, cardholders dispute. */
import { type Commands, textAt, type World, wholeAt } from "#simulate";
import { type DisputeRow, moveDispute, openDispute } from "./disputes.ts";
import { approve, reject } from "./intents.ts";
import { end, expirePayment, type PaymentRow } from "./payments.ts";
import type { Caller, Row } from "./wire.ts";

type Fields = Readonly<Record<string, string>>;

/** Commands name objects by id alone: whose they are, the object says. */
const callerFor = (world: World, { account }: Row): Caller => ({
  world,
  account,
  request: { id: null, idempotency_key: null },
});

const notNow = ({ wire }: PaymentRow) => new Error(`${wire.id} is ${wire.status}`);
function paymentOf({ payment = "" }: Fields, world: World): PaymentRow {
  const row = world.table<PaymentRow>("payment_intents").get(payment);
  if (!row) throw new Error(`no payment ${payment}`);
  return row;
}

export const commands: Commands = {
  openDispute(fields, world) {
    const { charge, wire, ...row } = paymentOf(fields, world);
    if (!charge?.wire.amount_captured)
      throw new Error(`${wire.id} has no captured charge to dispute`);
    const amount = wholeAt(fields, "amount");
    const left = charge.wire.amount_captured - charge.wire.amount_refunded;
    if (amount !== undefined && (amount < 1n || amount > left))
      throw new Error(`of ${wire.id} only ${left} can be disputed`);
    const caller = callerFor(world, { wire, ...row });
    const dispute = openDispute(caller, charge, fields["reason"] ?? "fraudulent", amount ?? left);
    return { dispute: dispute.wire.id, charge: charge.wire.id };
  },

  resolveDispute(fields, world) {
    const id = fields["dispute"] ?? "";
    const row = world.table<DisputeRow>("disputes").get(id);
    if (!row) throw new Error(`no dispute ${id}`);
    const outcome = textAt(fields, "outcome");
    if (outcome !== "won" && outcome !== "lost") throw new Error("outcome is won or lost");
    const inquiry = row.wire.status.startsWith("warning");
    if (!moveDispute(callerFor(world, row), row, inquiry ? "warning_closed" : outcome))
      throw new Error(`${id} is ${row.wire.status}`);
    return { dispute: id };
  },

  settle(fields, world) {
    const row = paymentOf(fields, world);
    const { outcome } = fields;
    if (outcome !== "succeeded" && outcome !== "failed")
      throw new Error("outcome is succeeded or failed");
    const caller = callerFor(world, row);
    if (row.wire.status === "processing") end(caller, row, { outcome, seconds: 0 });
    else if (row.wire.status !== "requires_action") throw notNow(row);
    else (outcome === "failed" ? reject : approve)(caller, row);
    return { payment: row.wire.id };
  },

  expire(fields, world) {
    const row = paymentOf(fields, world);
    if (!expirePayment(callerFor(world, row), row)) throw notNow(row);
    return { payment: row.wire.id };
  },
};
