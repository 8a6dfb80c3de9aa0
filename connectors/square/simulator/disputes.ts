/** Disputes: a cardholder objects, the merchant answers, the bank decides. */
import {
  allowed,
  answerWith,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Transitions,
  type World,
} from "#simulate";
import { type Payment, record } from "./records.ts";
import { error, money, now, type Row, refuse, rows, tell, unknown } from "./wire.ts";

export interface Dispute {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly reason: string;
  readonly created: string;
  state: "EVIDENCE_REQUIRED" | "PROCESSING" | "WON" | "LOST" | "ACCEPTED";
  evidence: number;
  updated: string;
  version: number;
}

/** https://developer.squareup.com/docs/disputes-api/process-disputes */
const disputes: Transitions<Dispute["state"]> = {
  EVIDENCE_REQUIRED: ["PROCESSING", "WON", "LOST", "ACCEPTED"],
  PROCESSING: ["WON", "LOST"],
  WON: [],
  LOST: [],
  ACCEPTED: [],
};

const disputeWire = ({
  id,
  payment,
  amount,
  reason,
  state,
  created,
  updated,
  version,
}: Dispute): Row => ({
  id,
  amount_money: money(amount, payment.currency),
  reason,
  state,
  due_at: new Date(Date.parse(created) + 14 * 86_400_000).toISOString(),
  disputed_payment: { payment_id: payment.id },
  card_brand: "VISA",
  created_at: created,
  updated_at: updated,
  reported_at: created,
  location_id: payment.facts["location_id"],
  version,
});

/** https://developer.squareup.com/docs/disputes-api/example-walkthrough */
const disputed: ReadonlyMap<bigint, string> = new Map(
  [
    "AMOUNT_DIFFERS",
    "CANCELLED",
    "DUPLICATE",
    "NO_KNOWLEDGE",
    "NOT_AS_DESCRIBED",
    "NOT_RECEIVED",
    "PAID_BY_OTHER_MEANS",
    "CUSTOMER_REQUESTS_CREDIT",
    "EMV_LIABILITY_SHIFT",
  ].map((reason, index) => [8801n + BigInt(index), reason]),
);
export function disputeByAmount(world: World, payment: Payment) {
  const reason = disputed.get(payment.amount);
  if (reason) openDispute(world, payment, payment.amount, reason);
}
export function openDispute(
  world: World,
  payment: Payment,
  amount: bigint,
  reason: string,
): Dispute {
  const id = world.nextId("", 21);
  const facts = {
    id,
    payment,
    amount,
    reason,
    created: now(world),
    updated: now(world),
    evidence: 0,
    version: 1,
  };
  const dispute: Dispute = { ...facts, state: "EVIDENCE_REQUIRED" };
  world.table<Dispute>("disputes").set(id, dispute);
  record(world, payment, "chargeback", amount);
  tell(world, "dispute.created", "dispute", disputeWire(dispute));
  return dispute;
}
export function moveDispute(world: World, dispute: Dispute, state: Dispute["state"]): boolean {
  if (!allowed(disputes, dispute.state, state)) return false;
  dispute.state = state;
  dispute.version += 1;
  dispute.updated = now(world);
  if (state === "WON") record(world, dispute.payment, "chargeback reversal", dispute.amount);
  tell(world, "dispute.state.updated", "dispute", disputeWire(dispute));
  return true;
}

const ofDispute =
  (act: (dispute: Dispute, request: SimulatedRequest, world: World) => SimulatedAnswer): Handler =>
  (request, world) => {
    const dispute = world.table<Dispute>("disputes").get(request.params["id"] ?? "");
    return dispute ? act(dispute, request, world) : unknown("dispute", request.params["id"]);
  };
const moved = (state: Dispute["state"]) =>
  ofDispute((dispute, _request, world) =>
    moveDispute(world, dispute, state)
      ? answerWith({ dispute: disputeWire(dispute) })
      : refuse(error("BAD_REQUEST", `The dispute is in state ${dispute.state}`)),
  );
const addEvidence = ofDispute((dispute, _request, world) => {
  if (dispute.state !== "EVIDENCE_REQUIRED")
    return refuse(error("BAD_REQUEST", `The dispute is in state ${dispute.state}`));
  dispute.evidence += 1;
  dispute.version += 1;
  dispute.updated = now(world);
  tell(world, "dispute.evidence.created", "dispute", disputeWire(dispute));
  const evidence = { id: world.nextId("", 22), dispute_id: dispute.id, uploaded_at: now(world) };
  return answerWith({ evidence });
});

export const disputeRoutes = {
  "GET /v2/disputes": (_request, world) =>
    answerWith({ disputes: rows<Dispute>(world, "disputes").map(disputeWire) }),
  "GET /v2/disputes/:id": ofDispute((dispute) => answerWith({ dispute: disputeWire(dispute) })),
  "POST /v2/disputes/:id/accept": moved("ACCEPTED"),
  "POST /v2/disputes/:id/evidence-files": addEvidence,
  "POST /v2/disputes/:id/evidence-text": addEvidence,
  "POST /v2/disputes/:id/submit-evidence": moved("PROCESSING"),
} satisfies Record<string, Handler>;
