/** Orders and what becomes of them: settled, captured, given up, given back. */
import {
  type AuthorizePaymentRequest,
  type CapturePaymentRequest,
  FailureCode,
  type PaymentRef,
  PaymentStatus,
  Retry,
  type StoredMethod,
} from "#contract";
import {
  accepted,
  alreadyDone,
  answer,
  authorized,
  call,
  decode,
  done,
  type Failure,
  failed,
  failure,
  InvalidRequest,
  json,
  type OperationResult,
  type PaymentOutcome,
  path,
  Refused,
  required,
  type Script,
  type Step,
  sameAmount,
} from "#kit";
import {
  amountOf,
  authenticationFailure,
  checked,
  isAutomatic,
  money,
  ofCapture,
  refOf as ofResource,
  paymentsOf,
  REFUND_MARK,
  toNextAction,
  toPayment,
} from "./answers.ts";
import type { Instrument } from "./methods.ts";
import { decimalOf, feesOf, orderBody, orderKey, sourceOf, unkeyed } from "./orders.ts";
import { Authorization, Capture, Order, Refund } from "./shapes.ts";
import { showPaymentToken } from "./tokens.ts";

export const whole = () => ({ Prefer: "return=representation" });
export const orderPath = (id: string, action = "") => path`/v2/checkout/orders/${id}` + action;
const theOrder = answer(Order, (order) => order);
const exampleOrder: Order = {
  id: "ORDER-ID",
  status: "APPROVED",
  intent: "CAPTURE",
  purchase_units: [],
  links: [],
  payment_source: {},
  create_time: undefined,
  processing_instruction: undefined,
};
const exampleMoved = {
  id: "CAPTURE-ID",
  status: "COMPLETED",
  amount: { currency_code: "EUR", value: "0.00" },
  status_details: undefined,
  custom_id: undefined,
  create_time: undefined,
  update_time: undefined,
  links: [],
};

interface Opening {
  readonly payment: AuthorizePaymentRequest;
  readonly instrument: Instrument;
}
export const createOrder: Step<Opening, Order> = {
  name: "createOrder",
  method: "POST",
  path: "/v2/checkout/orders",
  idempotency: orderKey,
  headers: ({ payment }) => {
    const fingerprint = payment.purchase?.device?.fingerprint;
    return { ...whole(), ...(fingerprint && { "PayPal-Client-Metadata-Id": fingerprint }) };
  },
  body: ({ payment, instrument }, context) =>
    json({ ...orderBody(payment), ...sourceOf(payment, instrument, context) }),
  read: theOrder,
  example: { ...exampleOrder, status: "COMPLETED" },
};
export const showOrder: Step<string, Order> = {
  name: "showOrder",
  method: "GET",
  path: (id) => orderPath(id),
  read: theOrder,
  example: exampleOrder,
};
const showCapture: Step<string, Capture> = {
  name: "showCapture",
  method: "GET",
  path: (id) => path`/v2/payments/captures/${id}`,
  read: answer(Capture, (capture) => capture),
  example: {
    ...exampleMoved,
    final_capture: true,
    supplementary_data: { related_ids: { order_id: "ORDER-ID" } },
  },
};
/** Of a payment that a dispute or a refund told of, the capture is known, which knows its order. */
export function* orderOf(payment: PaymentRef | undefined): Script<Order> {
  const { paymentId, relatedIds } = payment ?? {};
  const capture = paymentId ? undefined : relatedIds?.["capture"];
  const told = capture ? ofResource(yield* call(showCapture, capture), "capture") : payment;
  return yield* call(showOrder, required(told?.paymentId, "payment.paymentId"));
}
/** Takes or holds the money of an order that the customer approved. */
const settleOrder: Step<Order, Order> = {
  name: "settleOrder",
  method: "POST",
  path: ({ id, intent }) => orderPath(id, intent === "AUTHORIZE" ? "/authorize" : "/capture"),
  idempotency: orderKey,
  headers: whole,
  body: () => json({}),
  read: theOrder,
  example: { ...exampleOrder, status: "COMPLETED" },
};

export const authorizationPath = (id: string, action: string) =>
  path`/v2/payments/authorizations/${id}` + action;
interface Taking {
  readonly authorization: string;
  readonly asked: CapturePaymentRequest;
}
export const captureAuthorization: Step<Taking, PaymentOutcome> = {
  name: "captureAuthorization",
  method: "POST",
  path: ({ authorization }) => authorizationPath(authorization, "/capture"),
  headers: whole,
  body: ({ asked: { amount, finalCapture, order, statementDescriptor, splits } }) =>
    json({
      amount: decimalOf(amount),
      final_capture: finalCapture,
      invoice_id: order?.invoiceNumber,
      soft_descriptor: statementDescriptor,
      payment_instruction: feesOf(splits, "splits.amount"),
    }),
  read: answer(Capture, (capture, { authorization, asked }) => {
    const said = ofCapture(capture);
    if (said.failure) return { operation: failed(said.failure) };
    const operation = { operationId: capture.id, amount: amountOf(capture) };
    const paymentRef = { ...refOf(asked.payment), relatedIds: { authorization } };
    if (said.status !== PaymentStatus.CAPTURED)
      return { operation: accepted(operation), payment: { ...said, paymentRef } };
    const status = asked.finalCapture ? said.status : PaymentStatus.PARTIALLY_CAPTURED;
    return {
      operation: done({ ...operation, networkReferences: checked(capture).networkReferences }),
      payment: { ...said, status, paymentRef },
    };
  }),
  example: { operation: done() },
};
const voidAuthorization: Step<string, Authorization | undefined> = {
  name: "voidAuthorization",
  method: "POST",
  path: (id) => authorizationPath(id, "/void"),
  idempotency: unkeyed,
  headers: whole,
  read: ({ status, text: body }) => (status === 204 ? undefined : decode(Authorization, body)),
  example: undefined,
};

interface Returning {
  readonly capture: string;
  readonly body: Readonly<Record<string, unknown>>;
}
export const refundCapture: Step<Returning, Refund> = {
  name: "refundCapture",
  method: "POST",
  path: ({ capture }) => path`/v2/payments/captures/${capture}/refund`,
  headers: whole,
  body: ({ body }) => json(body),
  read: answer(Refund, (refund) => refund),
  example: { ...exampleMoved, acquirer_reference_number: undefined },
};

const outcomeOf = (order: Order): PaymentOutcome => {
  const payment = toPayment(order);
  const state = { order: order.id };
  return { operation: authorized(payment), payment, nextAction: toNextAction(order), state };
};

export const isOpen = ({ status }: Order) => status !== "COMPLETED" && status !== "VOIDED";
/** Approved; or authenticated, which leaves an order of a card as it was. */
function isReady(order: Order): boolean {
  if (isAutomatic(order)) return false;
  if (order.status === "APPROVED") return true;
  const isAuthenticated = toPayment(order).authentication !== undefined;
  return order.status === "CREATED" && (isAuthenticated || !toNextAction(order));
}
export function* settled(order: Order): Script<PaymentOutcome> {
  if (!isReady(order)) return outcomeOf(order);
  const why = authenticationFailure(order);
  if (why) return unsettled(order, why);
  try {
    return outcomeOf(yield* call(settleOrder, order));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const word = error.failure.processor?.code ?? "";
    const isBefore = settledBefore.has(word);
    const isOpenYet = error.failure.code === FailureCode.AUTHENTICATION_REQUIRED;
    if (!isBefore && !isOpenYet && word !== "ORDER_COMPLETION_IN_PROGRESS")
      return unsettled(order, error.failure);
    const outcome = outcomeOf(yield* call(showOrder, order.id));
    return isBefore
      ? { ...outcome, operation: { ...outcome.operation, alreadyDone: true } }
      : outcome;
  }
}
const settledBefore: ReadonlySet<string> = new Set([
  "ORDER_ALREADY_AUTHORIZED",
  "ORDER_ALREADY_CAPTURED",
]);
/** Nobody but us would take the money of this order. */
const unsettled = (order: Order, why: Failure): PaymentOutcome => ({
  operation: failed(why),
  payment: { ...toPayment(order), status: PaymentStatus.FAILED, pendingReason: 0, failure: why },
});
/** An order made elsewhere is only paid if it is what the merchant asks. */
export function* settledAs(payment: AuthorizePaymentRequest, order: Order): Script<PaymentOutcome> {
  const [told, asked] = [order.purchase_units?.[0]?.amount, payment.purchase?.amount];
  const { intent } = orderBody(payment);
  if (!told || !asked || !sameAmount(money(told), asked))
    return { operation: failed(failure(FailureCode.INVALID_AMOUNT, { message: otherAmount })) };
  if (order.intent !== intent)
    return { operation: failed(failure(FailureCode.INVALID_REQUEST, { message: otherIntent })) };
  return yield* settled(order);
}
const otherAmount = "The order that the customer approved is of another amount";
const otherIntent = "The order was made for another capture mode";

/** PayPal tells which source a kept method is: a token of an account is none of a card. */
export function* stored(given: StoredMethod | undefined): Script<Instrument> {
  const id = required(given?.storedMethodId, "paymentMethod.stored.storedMethodId");
  const token = yield* call(showPaymentToken, id);
  const [kind = "card"] = Object.keys(token.payment_source ?? {});
  const code = kind === "card" ? given?.cvc : undefined;
  return { kind, fields: { vault_id: token.id, security_code: code } };
}

export const nothingHeld = failure(FailureCode.WRONG_STATE, {
  message: "PayPal holds no money for it",
});
export const cannotStop = failure(FailureCode.WRONG_STATE, {
  message: "PayPal takes the money as soon as the customer approves; the order runs out by itself",
});
export const undecided = failure(FailureCode.WRONG_STATE, {
  message: "PayPal has not decided yet: what it then holds or has taken can be given back",
  retry: Retry.LATER,
});
interface Released {
  readonly operation: OperationResult;
  /** As it is now. */
  readonly order: Order;
}
/** A renewed authorization is given up with the one that it renews. */
export function* released(order: Order): Script<Released> {
  const [held] = paymentsOf(order).authorizations ?? [];
  if (!held && order.status === "VOIDED") return { operation: alreadyDone(), order };
  if (!held) throw new Refused(nothingHeld);
  if (held.status === "VOIDED") return { operation: alreadyDone(), order };
  try {
    const told = yield* call(voidAuthorization, held.id);
    const given = told ?? { ...held, status: "VOIDED" };
    const isGiven = given.status === "VOIDED";
    const operation = isGiven ? done({ operationId: held.id }) : accepted({ operationId: held.id });
    return { operation, order: withMoved(order, given) };
  } catch (error) {
    const isBefore = error instanceof Refused && error.failure.code === FailureCode.ALREADY_VOIDED;
    if (!isBefore) throw error;
    return { operation: alreadyDone(), order: withMoved(order, { ...held, status: "VOIDED" }) };
  }
}
/** The order after its hold was given up, or after a refund of it: what an answer told, without looking again. */
export function withMoved(order: Order, held?: Authorization, refund?: Refund): Order {
  const [unit, ...more] = order.purchase_units ?? [];
  const { authorizations, captures, refunds } = paymentsOf(order);
  const payments = {
    authorizations: held ? [held, ...(authorizations?.slice(1) ?? [])] : authorizations,
    captures,
    refunds: refund ? [...(refunds ?? []), refund] : refunds,
  };
  return unit ? { ...order, purchase_units: [{ ...unit, payments }, ...more] } : order;
}

export function* onlyCapture(payment: PaymentRef | undefined): Script<string> {
  const { captures } = paymentsOf(yield* orderOf(payment));
  const taken = captures?.filter((one) => ofCapture(one).status !== PaymentStatus.FAILED) ?? [];
  const [only] = taken;
  if (!only)
    throw new Refused(failure(FailureCode.WRONG_STATE, { message: "Nothing was captured" }));
  if (taken.length > 1)
    throw new InvalidRequest({
      field: "operationId",
      problem: "is required by PayPal: this payment was captured in parts",
    });
  return only.id;
}
export const markedAs = (reference: string) => ({ custom_id: `${REFUND_MARK}${reference}` });
export const refOf = (payment: PaymentRef | undefined) => ({
  paymentId: payment?.paymentId ?? "",
  ...(payment?.reference && { reference: payment.reference }),
});
