/** Disputes: looked up, given in to, answered with facts and files. https://developer.paypal.com/docs/api/customer-disputes/v1/ */
import { DisputeStatus, EvidenceKind, type SubmitEvidenceRequest } from "#contract";
import {
  answer,
  type DisputeResult,
  done,
  type Flows,
  fromIso,
  json,
  multipart,
  openedWithin,
  path,
  query,
  required,
  toHex,
  toIso,
  toJson,
  v,
} from "#kit";
import { linkTo, money } from "./answers.ts";
import { disputeReason, disputeStage, disputeStatus } from "./codes.ts";
import { unkeyed } from "./orders.ts";
import { Link, list, Money, text } from "./shapes.ts";

/** All that says that a claim is accepted or evidence is taken: where the dispute is to be looked up. */
const Linked = v.object({ links: v.array(Link) });

export const Dispute = v.looseObject({
  dispute_id: v.string(),
  create_time: text,
  update_time: text,
  status: text,
  reason: text,
  external_reason_code: text,
  dispute_amount: v.nullish(Money),
  dispute_outcome: v.nullish(v.looseObject({ outcome_code: text })),
  dispute_life_cycle_stage: text,
  dispute_channel: text,
  seller_response_due_date: text,
  disputed_transactions: list(v.looseObject({ seller_transaction_id: text, custom: text })),
  money_movements: list(
    v.looseObject({
      affected_party: text,
      type: text,
      reason: text,
      amount: v.nullish(Money),
      initiated_time: text,
    }),
  ),
  evidences: v.nullish(v.array(v.looseObject({ source: text }))),
  links: list(Link),
});
type Dispute = v.InferOutput<typeof Dispute>;
const Disputes = v.looseObject({ items: list(Dispute), links: list(Link) });

/** The links that PayPal shows as long as it takes such an answer. */
export const responses: readonly string[] = ["provide-evidence", "appeal"];

export function toDispute(dispute: Dispute): DisputeResult {
  const { dispute_outcome: outcome, dispute_channel: channel, status } = dispute;
  const [transaction] = dispute.disputed_transactions ?? [];
  const capture = transaction?.seller_transaction_id;
  const isOver = status === "RESOLVED" && outcome?.outcome_code;
  return {
    ...disputeStatus(isOver ? outcome.outcome_code : status),
    ...disputeReason(dispute.reason),
    disputeRef: {
      disputeId: dispute.dispute_id,
      ...(capture && { payment: { relatedIds: { capture }, reference: transaction.custom } }),
    },
    stage: disputeStage(channel === "ALERT" ? channel : dispute.dispute_life_cycle_stage) ?? 0,
    ...(dispute.dispute_amount && { amount: money(dispute.dispute_amount) }),
    networkReasonCode: dispute.external_reason_code,
    respondBy: fromIso(dispute.seller_response_due_date),
    openedAt: fromIso(dispute.create_time),
    updatedAt: fromIso(dispute.update_time),
    movements: (dispute.money_movements ?? []).flatMap(movementOf),
    responseOptions: (dispute.links ?? [])
      .map(({ rel }) => rel.replaceAll("_", "-"))
      .filter((rel) => responses.includes(rel))
      .map((response) => ({ response })),
    evidenceSubmitted: dispute.evidences?.some(({ source }) => source === "SUBMITTED_BY_SELLER"),
  };
}
function movementOf(movement: NonNullable<Dispute["money_movements"]>[number]) {
  if (movement.affected_party !== "SELLER" || !movement.amount) return [];
  const { minorUnits, currency } = money(movement.amount);
  return {
    amount: { minorUnits: movement.type === "DEBIT" ? -minorUnits : minorUnits, currency },
    occurredAt: fromIso(movement.initiated_time),
    description: movement.reason ?? "",
  };
}

const pathOf = (dispute: { readonly disputeId: string } | undefined, action = "") =>
  path`/v1/customer/disputes/${required(dispute?.disputeId, "dispute.disputeId")}` + action;

export const disputeFlows = {
  getDispute: {
    method: "GET",
    path: ({ dispute }) => pathOf(dispute),
    read: answer(Dispute, (found) => ({ dispute: toDispute(found) })),
  },
  // PayPal filters by transaction or by time, and not by both; what it does not filter is filtered here.
  listDisputes: {
    method: "GET",
    path: ({ payment, openedFrom, pageSize = 20, pageToken }) => {
      const capture = payment?.relatedIds["capture"];
      return `/v1/customer/disputes${query({
        disputed_transaction_id: payment && required(capture, "payment.relatedIds.capture"),
        start_time: openedFrom && !payment ? toIso(openedFrom) : undefined,
        page_size: pageSize,
        next_page_token: pageToken,
      })}`;
    },
    read: answer(Disputes, ({ items, links }, asked) => {
      const next = /[?&]next_page_token=([^&]+)/.exec(linkTo(links, "next") ?? "")?.[1];
      return {
        disputes: (items ?? []).map(toDispute).filter(openedWithin(asked)),
        ...(next && { nextPageToken: decodeURIComponent(next) }),
      };
    }),
  },
  acceptDispute: {
    method: "POST",
    path: ({ dispute }) => pathOf(dispute, "/accept-claim"),
    idempotency: unkeyed,
    body: () => json({ note: "The claim is accepted.", accept_claim_type: "REFUND" }),
    read: answer(Linked, (_told, { dispute }) => ({
      operation: done(),
      dispute: {
        disputeRef: { disputeId: dispute?.disputeId ?? "" },
        status: DisputeStatus.ACCEPTED,
      },
    })),
  },
  submitEvidence: {
    method: "POST",
    path: ({ dispute, response }) => pathOf(dispute, path`/${response || "provide-evidence"}`),
    idempotency: unkeyed,
    body: (asked, { random }) =>
      multipart(
        [
          { name: "input", text: toJson({ evidences: evidencesOf(asked) }) },
          ...asked.files.map((file) => ({
            name: "evidence-file",
            filename: file.name,
            type: file.contentType,
            bytes: file.content,
          })),
        ],
        toHex(random("boundary", 16)),
      ),
    read: answer(Linked, () => ({ operation: done() })),
  },
} satisfies Flows<unknown>;

/** Tracking is a fact, files are documents of their kind, and what is said goes with the first of them. */
function evidencesOf({ files, facts, explanation }: SubmitEvidenceRequest) {
  const tracked = facts?.trackingNumber && {
    evidence_type: "PROOF_OF_FULFILLMENT",
    evidence_info: { tracking_info: [carrierOf(facts.carrier, facts.trackingNumber)] },
  };
  const documents = files.map(({ kind, document, name }) => ({
    evidence_type: document ?? evidenceTypes.get(kind) ?? "OTHER",
    documents: [{ name }],
  }));
  const [first = { evidence_type: "OTHER" }, ...more] = [
    ...(tracked ? [tracked] : []),
    ...documents,
  ];
  return [{ ...first, notes: explanation }, ...more];
}
/** PayPal's own word for a carrier, or any name. */
const carrierOf = (carrier: string | undefined, number: string) => ({
  carrier_name: /^[0-9A-Z_]+$/.test(carrier ?? "") ? carrier : "OTHER",
  carrier_name_other: /^[0-9A-Z_]+$/.test(carrier ?? "") ? undefined : carrier,
  tracking_number: number,
});
const evidenceTypes: ReadonlyMap<EvidenceKind, string> = new Map([
  [EvidenceKind.RECEIPT, "PROOF_OF_RECEIPT_COPY"],
  [EvidenceKind.PROOF_OF_DELIVERY, "DELIVERY_RECEIPT"],
  [EvidenceKind.CUSTOMER_SIGNATURE, "PROOF_OF_DELIVERY_SIGNATURE"],
  [EvidenceKind.REFUND_POLICY, "RETURN_POLICY"],
  [EvidenceKind.SERVICE_RECORD, "PROOF_FOR_SOFTWARE_OR_SERVICE_DELIVERED"],
  [EvidenceKind.INVOICE, "ORDER_DETAILS"],
]);
