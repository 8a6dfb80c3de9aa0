/** Disputes: a cardholder objects, the merchant accepts or contests, the bank decides. */
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type Transitions,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { isDocument } from "./documents.ts";
import { eventPayment, type Payment, record } from "./payments.ts";
import { collection, extra, find, newest, refuse, tell, unixTime, unknownId } from "./wire.ts";

type DisputeStatus = "open" | "under_review" | "won" | "lost" | "closed";

/** https://razorpay.com/docs/payments/disputes#dispute-phases */
export const phases = [
  "fraud",
  "retrieval",
  "chargeback",
  "pre_arbitration",
  "arbitration",
] as const;
type Phase = (typeof phases)[number];

export interface Dispute {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly reason: string;
  readonly phase: Phase;
  readonly respondBy: number;
  readonly createdAt: number;
  status: DisputeStatus;
  evidence: Evidence;
}
type Evidence = Readonly<Record<string, unknown>>;

/** https://razorpay.com/docs/payments/disputes#dispute-states */
const disputeStates: Transitions<DisputeStatus> = {
  open: ["under_review", "lost", "won", "closed"],
  under_review: ["open", "won", "lost"],
  won: [],
  lost: [],
  closed: [],
};

/** https://razorpay.com/docs/api/disputes/contest */
const proofs = [
  "shipping_proof",
  "billing_proof",
  "cancellation_proof",
  "customer_communication",
  "proof_of_service",
  "explanation_letter",
  "refund_confirmation",
  "access_activity_log",
  "refund_cancellation_policy",
  "term_and_conditions",
];
const evidenceFields = ["amount", "summary", ...proofs, "others"];

/** https://razorpay.com/docs/api/disputes */
export const disputeRoutes = {
  "GET /v1/disputes": ({ query }, world) =>
    collection(newest<Dispute>(world, "disputes").map(disputeEntity), query),

  "GET /v1/disputes/:id": ({ params }, world) => {
    const dispute = findDispute(world, params["id"]);
    return dispute ? answerWith(disputeEntity(dispute)) : unknownId();
  },

  "POST /v1/disputes/:id/accept": ({ params, body }, world) => {
    const dispute = findDispute(world, params["id"]);
    if (!dispute) return unknownId();
    const refusal = extra(body, []) ?? closedTo(world, dispute);
    if (refusal) return refusal;
    moveDispute(world, dispute, "lost");
    return answerWith(disputeEntity(dispute));
  },

  "PATCH /v1/disputes/:id/contest": ({ params, body }, world) => {
    const dispute = findDispute(world, params["id"]);
    if (!dispute) return unknownId();
    const refusal =
      extra(body, [...evidenceFields, "action"]) ??
      closedTo(world, dispute) ??
      badEvidence(world, dispute, body);
    if (refusal) return refusal;
    const submitted = textAt(body, "action") === "submit";
    const evidence = { ...dispute.evidence, ...given(body) };
    if (submitted && documentsOf(evidence).length === 0)
      return refuse({ description: "At least one document is required to contest the dispute." });
    dispute.evidence = submitted ? { ...evidence, submitted_at: unixTime(world) } : evidence;
    if (submitted) moveDispute(world, dispute, "under_review");
    return answerWith(disputeEntity(dispute));
  },
} satisfies Record<string, Handler>;

export function openDispute(
  world: World,
  payment: Payment,
  facts: Pick<Dispute, "amount" | "reason" | "phase">,
): Dispute {
  const dispute: Dispute = {
    id: world.nextId("disp_", 14),
    payment,
    ...facts,
    respondBy: unixTime(world) + 7 * 86_400,
    createdAt: unixTime(world),
    status: "open",
    evidence: { amount: facts.amount, summary: null, others: null, submitted_at: null },
  };
  world.table<Dispute>("disputes").set(dispute.id, dispute);
  tellOf(world, "created", dispute);
  return dispute;
}

/** A lost dispute takes its amount; one that goes back to open asks for better evidence. */
export function moveDispute(world: World, dispute: Dispute, status: DisputeStatus): boolean {
  if (!allowed(disputeStates, dispute.status, status)) return false;
  dispute.status = status;
  if (status === "lost") record(world, dispute.payment, "chargeback", dispute.amount);
  tellOf(world, status === "open" ? "action_required" : status, dispute);
  return true;
}

/** https://razorpay.com/docs/webhooks/disputes */
const tellOf = (world: World, event: string, dispute: Dispute) =>
  tell(world, `payment.dispute.${event}`, {
    payment: eventPayment(dispute.payment),
    dispute: disputeEntity(dispute),
  });

export const findDispute = (world: World, id: string | undefined): Dispute | undefined =>
  find<Dispute>(world, "disputes", id);

function closedTo(world: World, dispute: Dispute) {
  if (dispute.status !== "open")
    return refuse({
      description: `Action not allowed when dispute is in ${dispute.status} status.`,
    });
  if (unixTime(world) > dispute.respondBy)
    return refuse({ description: "Action not allowed as deadline to respond has elapsed." });
  return undefined;
}

function badEvidence(world: World, dispute: Dispute, body: unknown) {
  const action = textAt(body, "action") ?? "draft";
  if (action !== "draft" && action !== "submit")
    return refuse({ description: "The selected action is invalid.", field: "action" });
  const amount = wholeAt(body, "amount");
  if (amount !== undefined && amount > dispute.amount)
    return refuse({
      description: "contest amount cannot be greater than dispute amount.",
      field: "amount",
    });
  if ((textAt(body, "summary") ?? "").length > 1000)
    return refuse({
      description: "The summary may not be greater than 1000 characters.",
      field: "summary",
    });
  if (documentsOf(given(body)).some((id) => !isDocument(world, id)))
    return refuse({
      description:
        "Invalid file id provided or merchant is unauthorized to access the fileId(s) provided",
    });
  return undefined;
}

const given = (body: unknown): Evidence =>
  Object.fromEntries(
    evidenceFields
      .map((name) => [name, at(body, name)] as const)
      .filter(([, value]) => value !== undefined),
  );

const documentsOf = (evidence: Evidence): readonly string[] => [
  ...proofs.flatMap((proof) => texts(evidence[proof])),
  ...list(evidence["others"]).flatMap((other) => texts(at(other, "document_ids"))),
];
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): readonly string[] =>
  list(value).filter((item): item is string => typeof item === "string");

/** https://razorpay.com/docs/api/disputes/entity */
const disputeEntity = (dispute: Dispute) => ({
  id: dispute.id,
  entity: "dispute",
  payment_id: dispute.payment.id,
  amount: dispute.amount,
  currency: dispute.payment.currency,
  amount_deducted: dispute.status === "lost" ? dispute.amount : 0,
  reason_code: dispute.reason,
  respond_by: dispute.respondBy,
  status: dispute.status,
  phase: dispute.phase,
  created_at: dispute.createdAt,
  evidence: { ...Object.fromEntries(proofs.map((proof) => [proof, null])), ...dispute.evidence },
});
