/** Disputes and their evidence. https://api-reference.checkout.com/#tag/Disputes */
import {
  answerWith,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  type World,
} from "#simulate";
import { emit, empty } from "./payments.ts";

interface Dispute {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: bigint;
  readonly currency: string;
  status: string;
  last_update: string;
}
export function disputes(world: World) {
  return world.table<Dispute>("disputes");
}
function disputed(
  handle: (dispute: Dispute, request: SimulatedRequest, world: World) => SimulatedAnswer,
): Handler {
  return (request, world) => {
    const dispute = disputes(world).get(request.params["id"] ?? "");
    return dispute ? handle(dispute, request, world) : empty(404);
  };
}
export function settle(
  world: World,
  dispute: Dispute,
  status: string,
  event = `dispute_${status}`,
): SimulatedAnswer {
  dispute.status = status;
  dispute.last_update = world.now().toISOString();
  emit(world, event, dispute.id, dispute);
  return empty(204);
}

export const disputeRoutes: Simulator["routes"] = {
  "GET /disputes": ({ query }, world) => {
    const all = [...disputes(world).values()].filter(
      ({ payment_id }) => (query["payment_id"] ?? payment_id) === payment_id,
    );
    const skip = Number(query["skip"] ?? 0);
    const data = all.toReversed().slice(skip, skip + Number(query["limit"] ?? 50));
    return answerWith({ limit: data.length, skip, total_count: all.length, data });
  },
  "GET /disputes/:id": disputed(({ payment_id, ...dispute }) =>
    answerWith({
      ...dispute,
      relevant_evidence: ["proof_of_delivery_or_service", "invoice_or_receipt"],
      payment: { id: payment_id },
    }),
  ),
  "POST /disputes/:id/accept": disputed((dispute, _, world) => {
    if (dispute.status !== "evidence_required") return empty(403);
    return settle(world, dispute, "accepted");
  }),
  "PUT /disputes/:id/evidence": disputed((dispute, { body }, world) => {
    world.table("evidence").set(dispute.id, body);
    return empty(204);
  }),
  "POST /disputes/:id/evidence": disputed((dispute, _, world) => {
    if (!world.table("evidence").has(dispute.id)) return empty(400);
    if (dispute.status !== "evidence_required") return empty(403);
    return settle(world, dispute, "evidence_under_review", "dispute_evidence_submitted");
  }),
  "POST /files": (_, world) => answerWith({ id: world.nextId("file_", 26) }),
};
