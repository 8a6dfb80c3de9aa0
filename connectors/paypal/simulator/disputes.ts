/** Disputes: opened by command, answered by API, decided by command. */
import type { Commands, Handler, World } from "#simulate";
import { findCapture, record } from "./payments.ts";
import { answered, emit, link, type Money, missing, momentOf, moneyOf, refuse } from "./wire.ts";

interface Dispute {
  readonly id: string;
  readonly capture: string;
  readonly custom: string | undefined;
  readonly amount: Money;
  readonly reason: string;
  readonly created: string;
  readonly due: string;
  updated: string;
  status: "WAITING_FOR_SELLER_RESPONSE" | "UNDER_REVIEW" | "RESOLVED";
  outcome?: "RESOLVED_BUYER_FAVOUR" | "RESOLVED_SELLER_FAVOUR";
  answered: boolean;
  movements: object[];
}
const disputes = (world: World) => world.table<Dispute>("disputes");

const pathOf = ({ id }: Dispute) => `/v1/customer/disputes/${id}`;
/** As the list tells it: without its outcome, and without the payment that it is about. */
const summary = (world: World, one: Dispute) => ({
  dispute_id: one.id,
  create_time: one.created,
  update_time: one.updated,
  reason: one.reason,
  status: one.status,
  dispute_amount: one.amount,
  dispute_life_cycle_stage: "CHARGEBACK",
  dispute_channel: "INTERNAL",
  seller_response_due_date: one.due,
  links: [link(world, pathOf(one), "self")],
});
function render(world: World, one: Dispute) {
  const path = pathOf(one);
  const actions =
    one.status === "WAITING_FOR_SELLER_RESPONSE" ? ["accept-claim", "provide-evidence"] : [];
  return {
    ...summary(world, one),
    disputed_transactions: [{ seller_transaction_id: one.capture, custom: one.custom }],
    ...(one.outcome && { dispute_outcome: { outcome_code: one.outcome } }),
    money_movements: one.movements,
    ...(one.answered && {
      evidences: [{ evidence_type: "OTHER", source: "SUBMITTED_BY_SELLER" }],
    }),
    links: [
      link(world, path, "self"),
      ...actions.map((action) => link(world, `${path}/${action}`, action, "POST")),
    ],
  };
}
function move(world: World, one: Dispute, status: Dispute["status"], type: string): void {
  one.status = status;
  one.updated = momentOf(world);
  emit(world, `CUSTOMER.DISPUTE.${type}`, "dispute", render(world, one));
}
const moneyMoved = (world: World, { amount }: Dispute, type: "DEBIT" | "CREDIT") => ({
  affected_party: "SELLER",
  amount,
  initiated_time: momentOf(world),
  type,
  reason: "DISPUTE_SETTLEMENT",
});

const show: Handler = ({ params }, world) => {
  const one = disputes(world).get(params["id"] ?? "");
  return one ? answered(render(world, one)) : missing();
};
const list: Handler = ({ query }, world) => {
  const { disputed_transaction_id: capture, start_time: from, page_size = "10" } = query;
  if (capture && from) return refuse(400, "INCOMPATIBLE_PARAMETER_VALUE");
  const found = [...disputes(world).values()]
    .filter((one) => (!capture || one.capture === capture) && (!from || one.created >= from))
    .toReversed();
  const start = Number(query["next_page_token"] ?? 0);
  const end = start + Number(page_size);
  const page = `/v1/customer/disputes?page_size=${page_size}`;
  const next = link(world, `${page}&next_page_token=${end}`, "next");
  return answered({
    items: found.slice(start, end).map((one) => summary(world, one)),
    links: [link(world, page, "first"), ...(found.length > end ? [next] : [])],
  });
};
/** What PayPal answers: where to look. */
const answering =
  (act: (world: World, one: Dispute) => void): Handler =>
  ({ params }, world) => {
    const one = disputes(world).get(params["id"] ?? "");
    if (!one) return missing();
    if (one.status !== "WAITING_FOR_SELLER_RESPONSE")
      return refuse(422, "ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE");
    act(world, one);
    return answered({ links: [link(world, `/v1/customer/disputes/${one.id}`, "self")] });
  };
const accept = answering((world, one) => {
  one.outcome = "RESOLVED_BUYER_FAVOUR";
  move(world, one, "RESOLVED", "RESOLVED");
});
const evidence = answering((world, one) => {
  one.answered = true;
  move(world, one, "UNDER_REVIEW", "UPDATED");
});

export const disputeCommands: Commands = {
  openDispute({ payment = "", amount, reason }, world) {
    const capture = captureOf(world, payment);
    const currency = capture.amount.currency_code;
    const disputed = amount ? moneyOf(BigInt(amount), currency) : capture.amount;
    const one: Dispute = {
      id: `PP-D-${world.nextId("", 5, "digits")}`,
      capture: capture.id,
      custom: capture.customId,
      amount: disputed,
      reason: reason ?? "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
      created: momentOf(world),
      updated: momentOf(world),
      due: momentOf(world, 10 * 86_400),
      status: "WAITING_FOR_SELLER_RESPONSE",
      answered: false,
      movements: [],
    };
    capture.disputed = true;
    one.movements.push(moneyMoved(world, one, "DEBIT"));
    record(world, "chargeback", { ...capture, amount: disputed });
    disputes(world).set(one.id, one);
    emit(world, "CUSTOMER.DISPUTE.CREATED", "dispute", render(world, one));
    return { dispute: one.id, payment };
  },
  resolveDispute({ dispute = "", outcome }, world) {
    const one = disputes(world).get(dispute);
    if (!one || one.status === "RESOLVED") throw new Error(`no open dispute ${dispute}`);
    const capture = findCapture(world, one.capture)?.capture;
    if (outcome === "won" && capture) {
      capture.disputed = false;
      one.movements.push(moneyMoved(world, one, "CREDIT"));
      record(world, "chargeback reversal", { ...capture, amount: one.amount });
    }
    one.outcome = outcome === "won" ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR";
    move(world, one, "RESOLVED", "RESOLVED");
    return { dispute };
  },
};
function captureOf(world: World, payment: string) {
  const order = world
    .table<{ readonly captures: readonly { readonly id: string }[] }>("orders")
    .get(payment);
  const capture = findCapture(world, order?.captures[0]?.id)?.capture;
  if (!capture) throw new Error(`nothing of ${payment} was captured`);
  return capture;
}

export const disputeRoutes = {
  "GET /v1/customer/disputes": list,
  "GET /v1/customer/disputes/:id": show,
  "POST /v1/customer/disputes/:id/accept-claim": accept,
  "POST /v1/customer/disputes/:id/provide-evidence": evidence,
} as const;
