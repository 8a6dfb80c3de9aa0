/** Disputes, and the evidence that answers them. */
import { allowed, at, type Handler, type Transitions, textAt, type World } from "#simulate";
import { type ChargeRow, record } from "./charges.ts";
import { findFile } from "./files.ts";
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
  route,
  tell,
  unixTime,
  unknown,
  type Wire,
} from "./wire.ts";

export type DisputeStatus =
  | "warning_needs_response"
  | "warning_under_review"
  | "warning_closed"
  | "needs_response"
  | "under_review"
  | "won"
  | "lost";

/** https://docs.stripe.com/api/disputes/object */
export type Dispute = Wire & {
  readonly [member: string]: unknown;
  readonly amount: bigint;
  balance_transactions: readonly object[];
  evidence: Readonly<Record<string, unknown>>;
  evidence_details: EvidenceDetails;
  metadata: Readonly<Record<string, string>>;
  status: DisputeStatus;
};
interface EvidenceDetails {
  readonly due_by: number | null;
  readonly has_evidence: boolean;
  readonly past_due: boolean;
  readonly submission_count: number;
  readonly [member: string]: unknown;
}
export interface DisputeRow extends Row<Dispute> {
  readonly charge: ChargeRow;
}

/** https://docs.stripe.com/disputes/how-disputes-work; an inquiry takes no money unless it grows. */
const disputeStates: Transitions<DisputeStatus> = {
  warning_needs_response: ["warning_under_review", "warning_closed", "needs_response"],
  warning_under_review: ["warning_closed", "needs_response"],
  warning_closed: [],
  needs_response: ["under_review", "won", "lost"],
  under_review: ["won", "lost"],
  won: [],
  lost: [],
};

/** Reasons by https://docs.stripe.com/disputes/categories, with Visa's reason codes. */
const networkReasons: Readonly<Record<string, string>> = {
  fraudulent: "10.4",
  product_not_received: "13.1",
  subscription_canceled: "13.2",
  product_unacceptable: "13.3",
  credit_not_processed: "13.6",
  duplicate: "12.6",
};

const texts =
  "access_activity_log billing_address cancellation_policy_disclosure cancellation_rebuttal customer_email_address customer_name customer_purchase_ip duplicate_charge_explanation duplicate_charge_id product_description refund_policy_disclosure refund_refusal_explanation service_date shipping_address shipping_carrier shipping_date shipping_tracking_number uncategorized_text".split(
    " ",
  );
const documents =
  "cancellation_policy customer_communication customer_signature duplicate_charge_documentation receipt refund_policy service_documentation shipping_documentation uncategorized_file".split(
    " ",
  );

export function openDispute(
  caller: Caller,
  charge: ChargeRow,
  kind: string,
  amount = charge.wire.amount_captured - charge.wire.amount_refunded,
): DisputeRow {
  const { world } = caller;
  const { brand } = charge.method.card ?? {};
  const inquiry = kind === "inquiry";
  const reason = inquiry ? "general" : kind;
  const code = networkReasons[reason] ?? null;
  const wire: Dispute = {
    id: world.nextId("dp_1", 23),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.wire.id,
    created: unixTime(world),
    currency: charge.wire.currency,
    enhanced_eligibility_types: [],
    evidence: {
      ...Object.fromEntries([...texts, ...documents].map((name) => [name, null])),
      enhanced_evidence: {},
    },
    evidence_details: {
      due_by: endOfDay(unixTime(world) + 7 * 86_400),
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.wire.payment_intent,
    ...(brand && {
      network_reason_code: code,
      payment_method_details: {
        card: {
          brand,
          case_type: inquiry ? "inquiry" : kind === "noncompliant" ? "compliance" : "chargeback",
          network: brand,
          network_reason_code: code,
        },
        type: "card",
      },
    }),
    reason,
    status: inquiry ? "warning_needs_response" : "needs_response",
  };
  const row = keep(caller, "disputes", { account: caller.account, wire, charge });
  charge.wire.disputed = true;
  if (!inquiry) withdraw(row, world);
  tell(caller, "charge.dispute.created", wire);
  if (!inquiry) withdrawn(caller, row);
  return row;
}

const endOfDay = (seconds: number) => seconds - (seconds % 86_400) + 86_399;

/** A dispute takes its money when it is opened, and 15.00 in fees. https://docs.stripe.com/disputes/how-disputes-work */
function withdraw({ wire, charge }: DisputeRow, world: World) {
  wire.balance_transactions = [transaction(world, wire, -wire.amount, 1500n, charge)];
}
function withdrawn(caller: Caller, { wire, charge }: DisputeRow) {
  charge.chargedBack = true;
  record(caller, "chargeback", charge.wire, wire.amount);
  tell(caller, "charge.dispute.funds_withdrawn", wire);
}

const transaction = (
  world: World,
  { id }: Dispute,
  amount: bigint,
  fee: bigint,
  { wire }: ChargeRow,
) => ({
  id: world.nextId("txn_1", 23),
  object: "balance_transaction",
  amount,
  available_on: unixTime(world),
  created: unixTime(world),
  currency: wire.currency,
  description: `Chargeback ${fee > 0n ? "withdrawal" : "reversal"} for ${wire.id}`,
  exchange_rate: null,
  fee,
  fee_details: [
    {
      amount: fee,
      application: null,
      currency: wire.currency,
      description: "Dispute fee",
      type: "stripe_fee",
    },
  ],
  net: amount - fee,
  reporting_category: fee > 0n ? "dispute" : "dispute_reversal",
  source: id,
  status: "available",
  type: "adjustment",
});

/** False where the dispute's state does not allow it. */
export function moveDispute(caller: Caller, row: DisputeRow, status: DisputeStatus): boolean {
  const { wire, charge } = row;
  const before = { status: wire.status };
  if (!allowed(disputeStates, wire.status, status)) return false;
  wire.status = status;
  if (status === "needs_response") {
    withdraw(row, caller.world);
    tell(caller, "charge.dispute.updated", wire, before);
    withdrawn(caller, row);
    return true;
  }
  if (status === "under_review" || status === "warning_under_review") {
    tell(caller, "charge.dispute.updated", wire, before);
    return true;
  }
  if (status === "won") {
    charge.chargedBack = false;
    record(caller, "chargeback reversal", charge.wire, wire.amount);
    const back = transaction(caller.world, wire, wire.amount, -1500n, charge);
    wire.balance_transactions = [...wire.balance_transactions, back];
  }
  tell(caller, "charge.dispute.closed", wire);
  if (status === "won") tell(caller, "charge.dispute.funds_reinstated", wire);
  return true;
}

/** What a test dispute makes of `uncategorized_text`. https://docs.stripe.com/testing#disputes */
function decide(caller: Caller, row: DisputeRow): void {
  const inquiry = row.wire.status.startsWith("warning");
  switch (row.wire.evidence["uncategorized_text"]) {
    case "winning_evidence":
      return void moveDispute(caller, row, inquiry ? "warning_closed" : "won");
    case "losing_evidence":
      return void moveDispute(caller, row, inquiry ? "warning_closed" : "lost");
    case "escalate_inquiry_evidence":
      return void (inquiry && moveDispute(caller, row, "needs_response"));
  }
}

export const findDispute = (caller: Caller, id: string | undefined): DisputeRow => {
  const row = find<DisputeRow>(caller, "disputes", id);
  if (row) return row;
  throw unknown("dispute", id);
};

/** Evidence as it would stand; refuses what cannot be evidence. https://docs.stripe.com/api/disputes/update */
function evidenceGiven(call: Call): Readonly<Record<string, unknown>> {
  const given = at(call.body, "evidence");
  if (typeof given !== "object" || given === null) return {};
  let length = 0;
  for (const [name, value] of Object.entries(given)) {
    if (name === "enhanced_evidence" || name === "appeal") continue;
    const place = `evidence[${name}]`;
    if (texts.includes(name)) length += String(value).length;
    else if (!documents.includes(name))
      throw invalid(place, `Received unknown parameter: ${place}`, "parameter_unknown");
    else if (value !== "" && at(findFile(call, value), "wire.purpose") !== "dispute_evidence")
      throw invalid(place, `No such file upload: '${value}'`, "resource_missing");
  }
  if (length > 150_000)
    throw invalid("evidence", "The total length of the evidence text exceeds 150,000 characters.");
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === "" ? null : value]),
  );
}

function update(call: Call): Dispute {
  const row = findDispute(call, call.params["id"]);
  const { wire } = row;
  if (disputeStates[wire.status].length === 0) throw closed();
  const given = evidenceGiven(call);
  const before = { evidence: wire.evidence };
  const answering = Object.keys(given).length > 0;
  const submitted = answering && textAt(call.body, "submit") !== "false";
  if (submitted && wire.evidence_details.submission_count > 0)
    throw new Refusal({ message: "Evidence has already been submitted for this dispute." });
  wire.metadata = mergedMetadata(wire.metadata, call.body);
  wire.evidence = { ...wire.evidence, ...given };
  wire.evidence_details = {
    ...wire.evidence_details,
    has_evidence: wire.evidence_details.has_evidence || answering,
    ...(submitted && { submission_count: 1, submission_method: "manual" }),
  };
  if (!submitted) {
    tell(call, "charge.dispute.updated", wire, before);
    return wire;
  }
  const inquiry = wire.status === "warning_needs_response";
  moveDispute(call, row, inquiry ? "warning_under_review" : "under_review");
  const caller = { ...call, request: { id: null, idempotency_key: null } };
  call.world.schedule(5, () => decide(caller, row));
  return wire;
}
const closed = () => new Refusal({ message: "This dispute is already closed" });

export const disputeRoutes = {
  "GET /v1/disputes": route(
    "charge created ending_before expand limit payment_intent starting_after",
    (call) => {
      const { charge, payment_intent } = call.query;
      const rows = all<DisputeRow>(call, "disputes").filter(
        ({ wire }) =>
          wire["charge"] === (charge ?? wire["charge"]) &&
          wire["payment_intent"] === (payment_intent ?? wire["payment_intent"]),
      );
      return list(call, "/v1/disputes", rows);
    },
  ),
  "GET /v1/disputes/:id": route("expand", (call) => findDispute(call, call.params["id"]).wire),
  "POST /v1/disputes/:id": route(
    "evidence expand intended_submission_method metadata submit",
    update,
  ),
  "POST /v1/disputes/:id/close": route("expand", (call) => {
    const row = findDispute(call, call.params["id"]);
    const inquiry = row.wire.status.startsWith("warning");
    if (!moveDispute(call, row, inquiry ? "warning_closed" : "lost")) throw closed();
    return row.wire;
  }),
} satisfies Record<string, Handler>;

/** The dispute that a test card brings once its money was taken. */
export function disputeIfTest(caller: Caller, charge: ChargeRow): void {
  const kind = charge.method.card?.acts.dispute;
  if (kind !== undefined) openDispute(caller, charge, kind);
}
/** Direct debits are returned by the bank: nothing can be answered. https://docs.stripe.com/payments/sepa-debit#disputed-payments */
export function returnDebit(caller: Caller, charge: ChargeRow): void {
  const row = openDispute(caller, charge, "debit_not_authorized");
  moveDispute(caller, row, "lost");
}
