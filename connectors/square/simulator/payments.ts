/** Payments: held or taken, changed, completed, cancelled; what a bank decides later. */
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Transitions,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { disputeByAmount } from "./disputes.ts";
import { type Payment, record, type Status } from "./records.ts";
import { account, sources } from "./samples.ts";
import {
  error,
  members,
  missing,
  money,
  now,
  type Row,
  refuse,
  rows,
  tell,
  unknown,
} from "./wire.ts";

/** https://developer.squareup.com/docs/payments-api/take-payments/card-payments/delayed-capture */
const payments: Transitions<Status> = {
  APPROVED: ["COMPLETED", "CANCELED", "FAILED"],
  PENDING: ["COMPLETED", "FAILED"],
  COMPLETED: [],
  CANCELED: [],
  FAILED: [],
};

export function wire(payment: Payment): Row {
  const { id, amount, currency, status, facts, delay } = payment;
  const ends = new Date(Date.parse(payment.created) + delay.seconds * 1000).toISOString();
  const details = facts["card_details"];
  return {
    id,
    created_at: payment.created,
    updated_at: payment.updated,
    amount_money: money(amount, currency),
    total_money: money(amount, currency),
    ...(status !== "FAILED" && { approved_money: money(amount, currency) }),
    ...(payment.refunded > 0n && { refunded_money: money(payment.refunded, currency) }),
    status,
    ...facts,
    ...(typeof details === "object" && {
      delay_duration: `PT${delay.seconds}S`,
      delay_action: delay.action,
      delayed_until: ends,
      card_details: {
        ...details,
        status: cardStates[status],
        card_payment_timeline: {
          ...(status !== "FAILED" && { authorized_at: payment.created }),
          ...(status === "COMPLETED" && { captured_at: payment.closed }),
          ...(status === "CANCELED" && { voided_at: payment.closed }),
        },
        ...(payment.errors && { errors: payment.errors }),
      },
    }),
    ...(facts["bank_account_details"] !== undefined && {
      bank_account_details: {
        ...members(facts["bank_account_details"]),
        ...(payment.errors && { errors: payment.errors }),
      },
    }),
    version_token: `v${payment.version}`,
  };
}
const cardStates: Readonly<Record<Status, string>> = {
  APPROVED: "AUTHORIZED",
  PENDING: "AUTHORIZED",
  COMPLETED: "CAPTURED",
  CANCELED: "VOIDED",
  FAILED: "FAILED",
};

function move(world: World, payment: Payment, status: Status): boolean {
  if (!allowed(payments, payment.status, status)) return false;
  const { amount } = payment;
  if (payment.status === "PENDING" && status === "COMPLETED")
    record(world, payment, "authorization", amount);
  if (status === "COMPLETED") record(world, payment, "capture", amount);
  if (payment.status === "APPROVED" && status !== "COMPLETED") {
    record(world, payment, "void", amount);
  }
  payment.status = status;
  payment.version += 1;
  payment.updated = now(world);
  payment.closed = payment.updated;
  tell(world, "payment.updated", "payment", wire(payment));
  if (status === "COMPLETED") disputeByAmount(world, payment);
  return true;
}

const createPayment: Handler = ({ body }, world) => {
  const text = (path: string) => textAt(body, path);
  for (const name of ["source_id", "idempotency_key", "amount_money"])
    if (at(body, name) === undefined) return missing(name);
  const asked = wholeAt(body, "amount_money.amount") ?? 0n;
  const currency = text("amount_money.currency") ?? "";
  const location = text("location_id") ?? account.locationId;
  if (location !== account.locationId)
    return refuse(error("NOT_FOUND", `Location ${location} not found`), 404);
  const id = text("source_id") ?? "";
  const card = world.table<Row>("cards").get(id);
  const source = sources[id] ?? (card?.["enabled"] ? { kind: "card" as const } : undefined);
  if (!source)
    return refuse(error("NOT_FOUND", "Card nonce not found", undefined, "source_id"), 404);
  if (id.startsWith("ccof:") && !text("customer_id")) return missing("customer_id");
  const isHeld = at(body, "autocomplete") === false;
  if (source.kind === "bank" && isHeld)
    return refuse(error("BAD_REQUEST", "`autocomplete` must be true", undefined, "autocomplete"));
  const isPart = at(body, "accept_partial_authorization") === true;
  if (isPart && !isHeld)
    return refuse(error("BAD_REQUEST", "`autocomplete` must be false", undefined, "autocomplete"));
  const balance = source.balance ?? asked;
  const declined = balance < asked && !isPart ? "INSUFFICIENT_FUNDS" : source.error;
  const seconds = Number(/^PT(\d+)S$/.exec(text("delay_duration") ?? "")?.[1] ?? 604_800);
  const payment: Payment = {
    id: world.nextId("", 29),
    key: text("idempotency_key") ?? "",
    currency,
    created: now(world),
    updated: now(world),
    delay: { action: text("delay_action") ?? "CANCEL", seconds },
    later: source.later,
    amount: balance < asked ? balance : asked,
    refunded: 0n,
    status: declined ? "FAILED" : source.kind === "bank" ? "PENDING" : "APPROVED",
    version: 1,
    ...(declined && {
      errors: [error(declined, `Authorization error: '${declined}'`, "PAYMENT_METHOD_ERROR")],
    }),
    facts: {
      ...source.details,
      location_id: location,
      order_id: text("order_id") ?? world.nextId("", 29),
      reference_id: text("reference_id"),
      customer_id: text("customer_id"),
      risk_evaluation: { created_at: now(world), risk_level: riskOf(asked) },
    },
  };
  world.table<Payment>("payments").set(payment.id, payment);
  if (payment.status === "APPROVED") record(world, payment, "authorization", payment.amount);
  tell(world, "payment.created", "payment", wire(payment));
  if (payment.errors) return answerWith({ errors: payment.errors, payment: wire(payment) }, 400);
  if (payment.status === "PENDING") world.schedule(60, () => decide(world, payment));
  else if (isHeld) world.schedule(seconds, () => runOut(world, payment));
  else move(world, payment, "COMPLETED");
  return answerWith({ payment: wire(payment) });
};
/** https://developer.squareup.com/docs/devtools/sandbox/payments */
const riskOf = (amount: bigint) =>
  amount === 2222n ? "MODERATE" : amount === 3333n ? "HIGH" : "NORMAL";
export const runOut = (world: World, payment: Payment) =>
  move(world, payment, payment.delay.action === "COMPLETE" ? "COMPLETED" : "CANCELED");
/** Within a minute in the sandbox: https://developer.squareup.com/docs/payments-api/take-payments/ach-payments */
export function decide(world: World, payment: Payment, fails = payment.later): boolean {
  if (fails && payment.status === "PENDING")
    payment.errors = [error(fails, `Payment failed: '${fails}'`, "PAYMENT_METHOD_ERROR")];
  return move(world, payment, fails ? "FAILED" : "COMPLETED");
}

type Act = (payment: Payment, request: SimulatedRequest, world: World) => SimulatedAnswer;
const ofPayment =
  (act: Act): Handler =>
  (request, world) => {
    const payment = world.table<Payment>("payments").get(request.params["id"] ?? "");
    return payment ? act(payment, request, world) : unknown("payment", request.params["id"]);
  };
const wrongState: Readonly<Partial<Record<Status, string>>> = {
  COMPLETED: "DELAYED_TRANSACTION_CAPTURED",
  CANCELED: "DELAYED_TRANSACTION_CANCELED",
  FAILED: "DELAYED_TRANSACTION_FAILED",
};
const notHeld = ({ id, status }: Payment) =>
  refuse(error(wrongState[status] ?? "BAD_REQUEST", `Payment ${id} has status ${status}`));
const stale = ({ version }: Payment, token: string | undefined) =>
  token !== undefined && token !== `v${version}`
    ? refuse(
        error("VERSION_MISMATCH", "The payment has another version", undefined, "version_token"),
      )
    : undefined;

export const paymentRoutes = {
  "POST /v2/payments": createPayment,
  "GET /v2/payments": ({ query }, world) => {
    const begin = query["begin_time"] ?? "";
    const end = query["end_time"] ?? "9";
    const found = rows<Payment>(world, "payments").filter(
      ({ created }) => created >= begin && created < end,
    );
    const [from, size] = [
      Number(query["cursor"] ?? 0),
      Math.min(Number(query["limit"] ?? 100), 100),
    ];
    return answerWith({
      payments: found.slice(from, from + size).map(wire),
      ...(found.length > from + size && { cursor: String(from + size) }),
    });
  },
  "GET /v2/payments/:id": ofPayment((payment) => answerWith({ payment: wire(payment) })),
  "PUT /v2/payments/:id": ofPayment((payment, { body }, world) => {
    const amount = wholeAt(body, "payment.amount_money.amount");
    if (payment.status !== "APPROVED") return notHeld(payment);
    const other = stale(payment, textAt(body, "payment.version_token"));
    if (other) return other;
    if (amount === undefined) return missing("payment.amount_money");
    const change = amount - payment.amount;
    if (change > 0n) record(world, payment, "authorization", change);
    if (change < 0n) record(world, payment, "void", -change);
    payment.amount = amount;
    payment.version += 1;
    tell(world, "payment.updated", "payment", wire(payment));
    return answerWith({ payment: wire(payment) });
  }),
  "POST /v2/payments/:id/complete": ofPayment((payment, { body }, world) => {
    if (payment.status !== "APPROVED") return notHeld(payment);
    const other = stale(payment, textAt(body, "version_token"));
    if (other) return other;
    move(world, payment, "COMPLETED");
    return answerWith({ payment: wire(payment) });
  }),
  "POST /v2/payments/:id/cancel": ofPayment((payment, _request, world) => {
    if (payment.status !== "APPROVED") return notHeld(payment);
    move(world, payment, "CANCELED");
    return answerWith({ payment: wire(payment) });
  }),
  "POST /v2/payments/cancel": ({ body }, world) => {
    const key = textAt(body, "idempotency_key");
    if (!key) return missing("idempotency_key");
    const payment = rows<Payment>(world, "payments").find((one) => one.key === key);
    if (payment?.status === "COMPLETED" || payment?.status === "PENDING") return notHeld(payment);
    if (payment) move(world, payment, "CANCELED");
    return answerWith({});
  },
} satisfies Record<string, Handler>;
