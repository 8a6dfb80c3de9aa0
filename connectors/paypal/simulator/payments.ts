/** Authorizations, captures and refunds, and what of them really moved. */
import { allowed, type Handler, type Transitions, textAt, type World } from "#simulate";
import { type Order, ordersIn } from "./orders.ts";
import {
  amountIssue,
  answered,
  emit,
  idOf,
  link,
  type Money,
  missing,
  momentOf,
  moneyAt,
  moneyOf,
  preferred,
  refuse,
  unitsOf,
} from "./wire.ts";

type Held = "CREATED" | "PENDING" | "PARTIALLY_CAPTURED" | "CAPTURED" | "VOIDED" | "DENIED";
interface Moved {
  readonly id: string;
  readonly order: string;
  readonly path: "authorizations" | "captures" | "refunds";
  readonly amount: Money;
  readonly customId: string | undefined;
  readonly created: string;
  updated: string;
  /** What it came from: a path of the API. */
  readonly up: string;
  readonly more: Readonly<Record<string, unknown>>;
}
export interface Authorization extends Moved {
  status: Held;
  expires: string;
  readonly renews?: string;
}
export interface Capture extends Moved {
  status: "COMPLETED" | "DECLINED" | "PENDING" | "PARTIALLY_REFUNDED" | "REFUNDED";
  readonly authorization: string | undefined;
  /** A chargeback is open on it. */
  disputed?: boolean;
}
export interface Refund extends Moved {
  status: "COMPLETED";
  readonly capture: string;
}
const holds: Transitions<Held> = {
  CREATED: ["PARTIALLY_CAPTURED", "CAPTURED", "VOIDED"],
  PENDING: ["CREATED", "DENIED"],
  PARTIALLY_CAPTURED: ["PARTIALLY_CAPTURED", "CAPTURED", "VOIDED"],
  CAPTURED: [],
  VOIDED: [],
  DENIED: [],
};
const [MONTH, YEAR] = [29 * 86_400, 365 * 86_400];

type Any = Authorization | Capture | Refund;
/** As an order lists it. */
export function listed(world: World, one: Any) {
  const { id, status, amount, path, up, more, created, updated } = one;
  return {
    id,
    status,
    amount,
    ...(one.customId !== undefined && { custom_id: one.customId }),
    ...more,
    ...("expires" in one && { expiration_time: one.expires }),
    create_time: created,
    update_time: updated,
    links: [link(world, `/v2/payments/${path}/${id}`, "self"), link(world, up, "up")],
  };
}
/** As it is by itself: what the bank said of a hold is told by the order alone. */
export function shown(world: World, one: Any) {
  const authorization = "authorization" in one ? one.authorization : undefined;
  const related = {
    order_id: one.order,
    ...(authorization !== undefined && { authorization_id: authorization }),
  };
  return {
    ...listed(world, one),
    ...(one.path === "authorizations" && { processor_response: undefined }),
    ...(one.path !== "refunds" && { supplementary_data: { related_ids: related } }),
  };
}
const made = (world: World, order: Order, path: Moved["path"], amount: Money, up: string) => ({
  id: idOf(world),
  order: order.id,
  path,
  amount,
  customId: order.customId,
  created: momentOf(world),
  updated: momentOf(world),
  up,
});
const record = (
  world: World,
  kind: "authorization" | "capture" | "void" | "refund" | "chargeback" | "chargeback reversal",
  { order, amount, customId }: Moved,
) =>
  world.ledger.record({
    kind,
    payment: order,
    amount: unitsOf(amount),
    currency: amount.currency_code,
    ...(customId !== undefined && { reference: customId }),
  });

export { record };

type Processor = Readonly<Record<string, string>> | undefined;
const isNo = (processor: Processor) =>
  processor !== undefined && processor["response_code"] !== "0000";

export function hold(
  world: World,
  order: Order,
  processor: Processor,
  renews?: Authorization,
): Authorization {
  const up = `/v2/checkout/orders/${order.id}`;
  const held: Authorization = {
    ...made(world, order, "authorizations", order.amount, up),
    status: isNo(processor) ? "DENIED" : "CREATED",
    expires: momentOf(world, MONTH),
    more: {
      seller_protection: { status: "NOT_ELIGIBLE" },
      ...(processor && { processor_response: processor }),
    },
    ...(renews && { renews: renews.id }),
  };
  order.authorizations.push(held);
  if (isNo(processor)) return held;
  record(world, "authorization", held);
  emit(world, "PAYMENT.AUTHORIZATION.CREATED", "authorization", shown(world, held));
  return held;
}
export function take(
  world: World,
  order: Order,
  from: Authorization | undefined,
  amount: Money,
  isFinal: boolean,
  processor?: Processor,
): Capture {
  const up = from ? `/v2/payments/authorizations/${from.id}` : `/v2/checkout/orders/${order.id}`;
  const isLate = order.kind === "trustly";
  const capture: Capture = {
    ...made(world, order, "captures", amount, up),
    status: isNo(processor) ? "DECLINED" : isLate ? "PENDING" : "COMPLETED",
    authorization: from?.id,
    more: {
      final_capture: isFinal,
      disbursement_mode: "INSTANT",
      seller_protection: { status: "NOT_ELIGIBLE" },
      ...(isLate && { status_details: { reason: "TRANSACTION_APPROVED_AWAITING_FUNDING" } }),
      ...(processor && { processor_response: processor }),
    },
  };
  order.captures.push(capture);
  if (!isNo(processor) && !isLate) record(world, "capture", capture);
  emit(world, `PAYMENT.CAPTURE.${capture.status}`, "capture", shown(world, capture));
  return capture;
}

const all = (world: World) => [...ordersIn(world).values()];
export const findCapture = (world: World, id = "") =>
  all(world)
    .flatMap((order) => order.captures.map((capture) => ({ order, capture })))
    .find(({ capture }) => capture.id === id);
const findHeld = (world: World, id = "") =>
  all(world)
    .flatMap((order) => order.authorizations.map((held) => ({ order, held })))
    .find(({ held }) => held.id === id);
const findRefund = (world: World, id = "") =>
  all(world)
    .flatMap(({ refunds }) => refunds)
    .find((refund) => refund.id === id);

const sum = (all: readonly Moved[]) =>
  all.reduce((total, { amount }) => total + unitsOf(amount), 0n);
/** The sandbox's account may not take more than is held: a higher limit is granted by an account manager. */
const capture: Handler = ({ params, body, headers }, world) => {
  const { order, held } = findHeld(world, params["id"]) ?? {};
  if (!order || !held) return missing();
  if (held.status === "VOIDED") return refuse(422, "AUTHORIZATION_VOIDED");
  if (held.status === "DENIED") return refuse(422, "AUTHORIZATION_DENIED");
  if (held.status === "CAPTURED") return refuse(422, "AUTHORIZATION_ALREADY_CAPTURED");
  if (held.expires <= momentOf(world)) return refuse(422, "AUTHORIZATION_EXPIRED");
  const taken = sum(order.captures.filter(({ authorization }) => authorization === held.id));
  const left = unitsOf(held.amount) - taken;
  const amount = moneyAt(body, "amount") ?? moneyOf(left, held.amount.currency_code);
  if (amount.currency_code !== held.amount.currency_code)
    return refuse(422, "AUTH_CAPTURE_CURRENCY_MISMATCH", "/amount/currency_code");
  const issue = amountIssue(amount);
  if (issue) return refuse(422, issue, "/amount/value");
  if (unitsOf(amount) > left) return refuse(422, "MAX_CAPTURE_AMOUNT_EXCEEDED", "/amount/value");
  const isFinal = textAt(body, "final_capture") === "true";
  move(world, held, isFinal || unitsOf(amount) === left ? "CAPTURED" : "PARTIALLY_CAPTURED");
  const one = take(world, order, held, amount, isFinal);
  return preferred(headers, shown(world, one));
};
function move(world: World, held: Authorization, to: Held): void {
  if (!allowed(holds, held.status, to)) throw new Error(`the authorization is ${held.status}`);
  held.status = to;
  held.updated = momentOf(world);
}

export function release(world: World, order: Order, held: Authorization): void {
  const left = unitsOf(held.amount) - sum(order.captures);
  move(world, held, "VOIDED");
  record(world, "void", { ...held, amount: moneyOf(left, held.amount.currency_code) });
  emit(world, "PAYMENT.AUTHORIZATION.VOIDED", "authorization", shown(world, held));
}
const giveUp: Handler = ({ params, headers }, world) => {
  const { order, held } = findHeld(world, params["id"]) ?? {};
  if (!order || !held) return missing();
  if (held.renews) return refuse(422, "CANNOT_BE_VOIDED");
  if (held.status === "VOIDED") return refuse(422, "PREVIOUSLY_VOIDED");
  if (held.status === "CAPTURED") return refuse(422, "PREVIOUSLY_CAPTURED");
  release(world, order, held);
  const whole = headers["prefer"] === "return=representation";
  return whole ? answered(shown(world, held)) : { status: 204 };
};
/** Of PayPal accounts alone, and after three days. */
const renew: Handler = ({ params, body, headers }, world) => {
  const { order, held } = findHeld(world, params["id"]) ?? {};
  if (!order || !held) return missing();
  if (held.renews || order.kind !== "paypal") return refuse(422, "REAUTHORIZATION_NOT_SUPPORTED");
  if (held.status === "VOIDED") return refuse(422, "AUTHORIZATION_VOIDED");
  if (held.status === "CAPTURED") return refuse(422, "AUTHORIZATION_ALREADY_CAPTURED");
  const amount = moneyAt(body, "amount") ?? held.amount;
  if (unitsOf(amount) * 100n > unitsOf(held.amount) * 115n)
    return refuse(422, "AUTHORIZATION_AMOUNT_EXCEEDED", "/amount/value");
  world.ledger.record({
    kind: "authorization",
    payment: order.id,
    amount: unitsOf(amount) - unitsOf(held.amount),
    currency: amount.currency_code,
  });
  const up = `/v2/payments/authorizations/${held.id}`;
  const renewed: Authorization = {
    ...made(world, order, "authorizations", amount, up),
    status: "CREATED",
    expires: momentOf(world, MONTH),
    more: {},
    renews: held.id,
  };
  order.authorizations.push(renewed);
  return preferred(headers, shown(world, renewed));
};

const refund: Handler = ({ params, body, headers }, world) => {
  const { order, capture: from } = findCapture(world, params["id"]) ?? {};
  if (!order || !from) return missing();
  if (from.status === "PENDING") return refuse(422, "PENDING_CAPTURE");
  if (from.status === "DECLINED") return refuse(422, "REFUND_NOT_ALLOWED");
  if (from.status === "REFUNDED") return refuse(422, "CAPTURE_FULLY_REFUNDED");
  if (from.disputed) return refuse(422, "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK");
  if (Date.parse(momentOf(world)) - Date.parse(from.created) > YEAR * 1000)
    return refuse(422, "REFUND_TIME_LIMIT_EXCEEDED");
  const back = sum(order.refunds.filter(({ capture: id }) => id === from.id));
  const left = unitsOf(from.amount) - back;
  const amount = moneyAt(body, "amount") ?? moneyOf(left, from.amount.currency_code);
  if (amount.currency_code !== from.amount.currency_code)
    return refuse(422, "REFUND_CAPTURE_CURRENCY_MISMATCH", "/amount/currency_code");
  const issue = amountIssue(amount);
  if (issue) return refuse(422, issue, "/amount/value");
  if (unitsOf(amount) > left) return refuse(422, "REFUND_AMOUNT_EXCEEDED", "/amount/value");
  const note = textAt(body, "note_to_payer");
  const one: Refund = {
    ...made(world, order, "refunds", amount, `/v2/payments/captures/${from.id}`),
    customId: textAt(body, "custom_id") ?? order.customId,
    status: "COMPLETED",
    capture: from.id,
    more: {
      ...(note && { note_to_payer: note }),
      seller_payable_breakdown: {
        gross_amount: amount,
        total_refunded_amount: moneyOf(back + unitsOf(amount), amount.currency_code),
      },
    },
  };
  order.refunds.push(one);
  from.status = unitsOf(amount) === left ? "REFUNDED" : "PARTIALLY_REFUNDED";
  record(world, "refund", one);
  emit(world, "PAYMENT.CAPTURE.REFUNDED", "refund", shown(world, one));
  return preferred(headers, shown(world, one));
};

const showing =
  (find: (world: World, id?: string) => Authorization | Capture | Refund | undefined): Handler =>
  ({ params }, world) => {
    const found = find(world, params["id"]);
    return found ? answered(shown(world, found)) : missing();
  };
export const paymentRoutes = {
  "GET /v2/payments/authorizations/:id": showing((world, id) => findHeld(world, id)?.held),
  "POST /v2/payments/authorizations/:id/capture": capture,
  "POST /v2/payments/authorizations/:id/reauthorize": renew,
  "POST /v2/payments/authorizations/:id/void": giveUp,
  "GET /v2/payments/captures/:id": showing((world, id) => findCapture(world, id)?.capture),
  "POST /v2/payments/captures/:id/refund": refund,
  "GET /v2/payments/refunds/:id": showing(findRefund),
} as const;
