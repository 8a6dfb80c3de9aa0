/** What happens without a request: banks decide, time runs out, cardholders dispute. */
import { type Commands, textAt, type World, wholeAt } from "#simulate";
import { type DisputeRow, moveDispute, openDispute } from "./disputes.ts";
import { approve, end, expireHold, fail, type IntentRow, reject } from "./intents.ts";
import type { Caller, Row } from "./wire.ts";

type Fields = Readonly<Record<string, string>>;

/** Commands name objects by id alone: whose they are, the object says. */
const callerFor = (world: World, { account }: Row): Caller => ({
  world,
  account,
  request: { id: null, idempotency_key: null },
});

function paymentOf({ payment = "" }: Fields, world: World): IntentRow {
  const row = world.table<IntentRow>("payment_intents").get(payment);
  if (!row) throw new Error(`no payment ${payment}`);
  return row;
}

export const commands: Commands = {
  openDispute(fields, world) {
    const { charge, wire, ...row } = paymentOf(fields, world);
    if (!charge?.wire.captured) throw new Error(`${wire.id} has no captured charge to dispute`);
    const amount = wholeAt(fields, "amount");
    const left = charge.wire.amount_captured - (charge.wire.amount_refunded - charge.released);
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
    const { status, id } = row.wire;
    if (status === "processing") end(caller, row, { outcome, seconds: 0 });
    else if (status !== "requires_action") throw new Error(`${id} is ${status}`);
    else if (outcome === "succeeded") approve(caller, row);
    else reject(caller, row);
    return { payment: id };
  },

  expire(fields, world) {
    const row = paymentOf(fields, world);
    const caller = callerFor(world, row);
    const { status, id } = row.wire;
    if (status === "requires_capture") expireHold(caller, row);
    else if (status === "requires_action")
      fail(caller, row, {
        code: "payment_intent_payment_attempt_expired",
        message: "The payment attempt expired before the customer completed it.",
      });
    else throw new Error(`${id} is ${status}`);
    return { payment: id };
  },
};
