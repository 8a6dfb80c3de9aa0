/** How what GoCardless keeps goes on: in what order, when, and by which events it is told. */
import {
  allowed,
  type LedgerEntry,
  type Transitions,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { type Row, type Texts, tell, type Why } from "./wire.ts";

export const DAY = 86_400;
/** Days in life, and at once with a scenario simulator; here within the hour, for whoever waits. */
const MANDATE = 600;
export const REFUND = 30;

export const gocardless = (cause: string): Why => ({ origin: "gocardless", cause });
export const api = (cause: string): Why => ({ origin: "api", cause });
export const bank = (cause: string, reason_code: string): Why => ({
  origin: "bank",
  cause,
  scheme: "bacs",
  reason_code,
});

const payments: Transitions<string> = {
  pending_submission: ["submitted", "cancelled"],
  submitted: ["confirmed", "failed"],
  confirmed: ["paid_out", "failed", "charged_back"],
  paid_out: ["failed", "charged_back"],
  charged_back: ["paid_out"],
  failed: [],
  cancelled: [],
};
const mandates: Transitions<string> = {
  pending_submission: ["submitted", "cancelled", "failed"],
  submitted: ["active", "cancelled", "failed"],
  active: ["cancelled", "expired"],
  cancelled: [],
  failed: [],
  expired: [],
};
const refunds: Transitions<string> = {
  created: ["paid", "bounced"],
  paid: ["bounced"],
  bounced: [],
};
const states = { payments, mandates, refunds };

/** Goes on and tells so; false where it cannot. */
export function move(
  world: World,
  resource: keyof typeof states,
  { row, to, ...told }: { row: Row; to: string; why: Why; action?: string; metadata?: Texts },
): boolean {
  if (!allowed(states[resource], row.status, to)) return false;
  row.status = to;
  tell(world, resource, { action: to, ...told, row });
  return true;
}

export const amountOf = (row: Row) => wholeAt(row, "amount") ?? 0n;
export function record(world: World, row: Row, kind: LedgerEntry["kind"], payment = row.id): void {
  const reference = row.metadata["merchant_reference"];
  world.ledger.record({
    kind,
    payment,
    ...(reference !== undefined && { reference }),
    amount: amountOf(row),
    currency: textAt(row, "currency") ?? "",
  });
}

export function begin(row: Row, world: World): void {
  record(world, row, "authorization");
  tell(world, "payments", { row, action: "created", why: api("payment_created") });
  world.schedule(DAY, () => submit(row, world));
  world.schedule(3 * DAY, () => confirm(row, world));
  world.schedule(4 * DAY, () => payOut(row, world));
}
const submit = (row: Row, world: World) =>
  move(world, "payments", { row, to: "submitted", why: gocardless("payment_submitted") });
const payOut = (row: Row, world: World) =>
  move(world, "payments", { row, to: "paid_out", why: gocardless("payment_paid_out") });
export function confirm(row: Row, world: World): boolean {
  submit(row, world);
  const why = gocardless("payment_confirmed");
  const isCollected = move(world, "payments", { row, to: "confirmed", why });
  if (isCollected) record(world, row, "capture");
  return isCollected;
}
export function fail(row: Row, world: World): boolean {
  submit(row, world);
  const why = { ...bank("insufficient_funds", "ARUDD-0"), will_attempt_retry: false };
  const isFailed = move(world, "payments", { row, to: "failed", why });
  if (isFailed) record(world, row, "void");
  return isFailed;
}
export function cancel(row: Row, world: World, why: Why, metadata?: Texts): boolean {
  const told = { row, to: "cancelled", why, ...(metadata && { metadata }) };
  const isCancelled = move(world, "payments", told);
  if (isCancelled) record(world, row, "void");
  return isCancelled;
}

export function agree(row: Row, world: World): void {
  tell(world, "mandates", { row, action: "created", why: api("mandate_created") });
  world.schedule(MANDATE, () => sign(row, world));
  world.schedule(2 * MANDATE, () => activate(row, world));
}
const sign = (row: Row, world: World) =>
  move(world, "mandates", { row, to: "submitted", why: gocardless("mandate_submitted") });
export function activate(row: Row, world: World): void {
  sign(row, world);
  move(world, "mandates", { row, to: "active", why: gocardless("mandate_activated") });
}
