/** Refunds of what was captured. */
import { type Handler, textAt, wholeAt } from "#simulate";
import { type ChargeRow, chargeOf, record, tellCharge } from "./charges.ts";
import {
  all,
  type Call,
  type Caller,
  find,
  invalid,
  keep,
  list,
  mergedMetadata,
  Refusal,
  type Row,
  recordAt,
  route,
  tell,
  unixTime,
  unknown,
  unprompted,
  type Wire,
} from "./wire.ts";

/** https://docs.stripe.com/api/refunds/object */
export type Refund = Wire & {
  readonly [member: string]: unknown;
  readonly amount: bigint;
  metadata: Readonly<Record<string, string>>;
  failure_reason?: string;
  pending_reason?: string;
  status: "pending" | "succeeded" | "failed" | "canceled";
};
interface RefundRow extends Row<Refund> {
  readonly charge: ChargeRow;
}

function keepRefund(caller: Caller, charge: ChargeRow, amount: bigint, asked: unknown): RefundRow {
  const { world } = caller;
  const { wire: paid, method } = charge;
  const pending = method.card?.acts.refund === "pending";
  const wire: Refund = {
    id: world.nextId(method.card ? "re_3" : "pyr_1", 23),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: paid.id,
    created: unixTime(world),
    currency: paid.currency,
    customer: paid["customer"],
    customer_account: null,
    destination_details: method.card
      ? {
          card: {
            reference_status: "pending",
            reference_type: "acquirer_reference_number",
            type: "refund",
          },
          type: "card",
        }
      : { [method.wire.type]: {}, type: method.wire.type },
    metadata: recordAt(asked, "metadata"),
    payment_intent: paid.payment_intent,
    payment_method: method.wire.id,
    ...(pending && { pending_reason: "processing" }),
    reason: textAt(asked, "reason") ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pending ? "pending" : "succeeded",
    transfer_reversal: null,
  };
  paid.amount_refunded += amount;
  paid.refunded = paid.captured && paid.amount_refunded === paid.amount_captured;
  return keep(caller, "refunds", { account: caller.account, wire, charge });
}

/** The charge meant by `payment_intent` or `charge`. */
function chargeMeant(call: Call): ChargeRow {
  const intent = textAt(call.body, "payment_intent");
  const id = textAt(call.body, "charge");
  if (intent === undefined && id === undefined)
    throw new Refusal({
      code: "parameter_missing",
      message:
        "One of the following params should be provided for this request: payment_intent or charge.",
    });
  if (intent === undefined) {
    const charge = chargeOf(call, id);
    if (charge) return charge;
    throw unknown("charge", id, "charge");
  }
  const row = find<Row<Wire & { latest_charge: string | null }>>(call, "payment_intents", intent);
  if (!row) throw unknown("payment_intent", intent, "payment_intent");
  const charge = chargeOf(call, row.wire.latest_charge ?? undefined);
  if (charge?.wire.status === "succeeded") return charge;
  throw new Refusal({
    message: `This PaymentIntent (${intent}) does not have a successful charge to refund.`,
    param: "payment_intent",
  });
}

const reasons = ["duplicate", "fraudulent", "requested_by_customer"];
function create(call: Call): Refund {
  const charge = chargeMeant(call);
  const { wire } = charge;
  const reason = textAt(call.body, "reason");
  if (reason !== undefined && !reasons.includes(reason))
    throw invalid("reason", `Invalid reason: must be one of ${reasons.join(", ")}`);
  const asked = textAt(call.body, "amount");
  const whole = wholeAt(call.body, "amount");
  if (asked !== undefined && (whole === undefined || whole <= 0n))
    throw invalid("amount", "Invalid positive integer", "parameter_invalid_integer");
  if (wire.status !== "succeeded" || wire.amount_captured === 0n)
    throw new Refusal({
      code: "charge_not_refundable",
      message: `Charge ${wire.id} is not captured: cancel its PaymentIntent instead.`,
      param: "charge",
    });
  if (charge.chargedBack)
    throw new Refusal({
      code: "charge_disputed",
      message: `Charge ${wire.id} has been charged back; cannot issue a refund.`,
    });
  const left = wire.amount_captured - wire.amount_refunded;
  if (left === 0n)
    throw new Refusal({
      code: "charge_already_refunded",
      message: `Charge ${wire.id} has already been refunded.`,
    });
  if (whole !== undefined && whole > left)
    throw invalid(
      "amount",
      `Refund amount (${whole} ${wire.currency.toUpperCase()}) is greater than unrefunded amount on charge (${left} ${wire.currency.toUpperCase()})`,
    );
  const row = keepRefund(call, charge, whole ?? left, call.body);
  if (row.wire.status === "succeeded") record(call, "refund", wire, row.wire.amount);
  tellCharge(call, "refunded", charge);
  tell(call, "refund.created", row.wire);
  schedule(call, row);
  return row.wire;
}

/** https://docs.stripe.com/testing#refunds */
function schedule(call: Call, row: RefundRow): void {
  const later = unprompted(call);
  const acts = row.charge.method.card?.acts.refund;
  if (acts === "pending")
    call.world.schedule(60, () => {
      if (row.wire.status !== "pending") return;
      row.wire.status = "succeeded";
      delete row.wire.pending_reason;
      record(later, "refund", row.charge.wire, row.wire.amount);
      tell(later, "refund.updated", row.wire, { status: "pending" });
    });
  if (acts === "fails") call.world.schedule(60, () => failRefund(later, row));
}

/** The money comes back to the merchant. https://docs.stripe.com/refunds#failed-refunds */
function failRefund(caller: Caller, row: RefundRow): void {
  const { wire, charge } = row;
  wire.status = "failed";
  wire.failure_reason = "expired_or_canceled_card";
  charge.wire.amount_refunded -= wire.amount;
  charge.wire.refunded = false;
  record(caller, "refund", charge.wire, -wire.amount);
  tell(caller, "refund.failed", wire, { status: "succeeded" });
  tellCharge(caller, "updated", charge);
}

const refundAt = (call: Call): RefundRow => {
  const row = find<RefundRow>(call, "refunds", call.params["id"]);
  if (row) return row;
  throw unknown("refund", call.params["id"]);
};

export const refundRoutes = {
  "POST /v1/refunds": route(
    "amount charge currency customer expand instructions_email metadata origin payment_intent reason refund_application_fee reverse_transfer",
    create,
  ),
  "GET /v1/refunds": route(
    "charge created ending_before expand limit payment_intent starting_after",
    (call) => {
      const { charge, payment_intent } = call.query;
      const rows = all<RefundRow>(call, "refunds").filter(
        ({ wire }) =>
          wire["charge"] === (charge ?? wire["charge"]) &&
          wire["payment_intent"] === (payment_intent ?? wire["payment_intent"]),
      );
      return list(call, "/v1/refunds", rows);
    },
  ),
  "GET /v1/refunds/:id": route("expand", (call) => refundAt(call).wire),
  "POST /v1/refunds/:id": route("expand metadata", (call) => {
    const { wire } = refundAt(call);
    wire.metadata = mergedMetadata(wire.metadata, call.body);
    tell(call, "refund.updated", wire);
    return wire;
  }),
  "GET /v1/charges/:id": route("expand", (call) => {
    const row = chargeOf(call, call.params["id"]);
    if (row) return row.wire;
    throw unknown("charge", call.params["id"]);
  }),
} satisfies Record<string, Handler>;
