/** Checkout.com's webhooks: signed over the body, one event a delivery. https://www.checkout.com/docs/developer-resources/event-notifications */
import { EventAction, FailureCode, OperationKind, OperationStatus, RefundStatus } from "#contract";
import {
  webhooks as declared,
  decode,
  type EventResult,
  failure,
  fromIso,
  hmacSha256,
  ignored,
  type OperationResult,
  type PaymentResult,
  signedBy,
  v,
  word,
} from "#kit";
import type { Credentials } from "./account.ts";
import {
  type Action,
  amountOf,
  amountsOf,
  asBalanced,
  Dispute,
  failureOf,
  Payment,
  toDispute,
  toPayment,
  toRefund,
} from "./answers.ts";
import { disputeEvents, paymentEvents } from "./codes.ts";

const Event = v.object({
  id: v.string(),
  type: v.string(),
  created_on: word,
  // As payment_captured, payment_canceled and payment_expired name it.
  timestamp: word,
  data: v.unknown(),
});
/** Money that goes out, told by the same events; this connector sends none. */
const Payout = v.object({ destination: v.object({ id: v.string() }) });
const { ACCEPTED, SUCCEEDED, FAILED } = OperationStatus;
const { AUTHORIZE, CAPTURE, VOID, ADJUST, REFUND } = OperationKind;

/** The operation that each event reports. */
const operations: Readonly<Record<string, readonly [OperationKind, OperationStatus]>> = {
  payment_approved: [AUTHORIZE, SUCCEEDED],
  card_verified: [AUTHORIZE, SUCCEEDED],
  payment_declined: [AUTHORIZE, FAILED],
  card_verification_declined: [AUTHORIZE, FAILED],
  payment_authentication_failed: [AUTHORIZE, FAILED],
  payment_canceled: [AUTHORIZE, FAILED],
  payment_expired: [AUTHORIZE, FAILED],
  payment_captured: [CAPTURE, SUCCEEDED],
  payment_capture_pending: [CAPTURE, ACCEPTED],
  payment_capture_declined: [CAPTURE, FAILED],
  payment_voided: [VOID, SUCCEEDED],
  payment_void_declined: [VOID, FAILED],
  payment_authorization_incremented: [ADJUST, SUCCEEDED],
  payment_authorization_increment_declined: [ADJUST, FAILED],
  payment_refunded: [REFUND, SUCCEEDED],
  payment_refund_pending: [REFUND, ACCEPTED],
  payment_refund_declined: [REFUND, FAILED],
};
const refundStatuses: ReadonlyMap<OperationStatus, RefundStatus> = new Map([
  [SUCCEEDED, RefundStatus.SUCCEEDED],
  [ACCEPTED, RefundStatus.PENDING],
  [FAILED, RefundStatus.FAILED],
]);

export const webhooks = declared<Credentials>({
  events: [
    ...new Set([
      ...Object.keys(paymentEvents.words),
      ...Object.keys(operations),
      ...Object.keys(disputeEvents.words),
    ]),
  ],
  source: "https://www.checkout.com/docs/developer-resources/event-notifications/event-types",
  signed: true,
  secret: "webhookSecrets",
  // https://checkout.com/docs/workflows/set-up-your-webhook-receiver
  verify: ({ headers, bytes }, { credentials }) =>
    signedBy(headers["cko-signature"], credentials.webhookSecrets, (secret) =>
      hmacSha256(secret, bytes, "hex"),
    ),
  read: ({ text }) => {
    const { id, type, created_on, timestamp, data } = decode(Event, text);
    const told = toldBy(type, data);
    if (!told) return [ignored(type, id, id)];
    return [
      {
        processorEventType: type,
        dedupeKey: id,
        processorEventId: id,
        action: EventAction.APPLY,
        occurredAt: fromIso(created_on ?? timestamp),
        isSnapshot: false,
        ...told,
      },
    ];
  },
});

type Told = Pick<
  EventResult,
  "resource" | "operation" | "paymentRef" | "reference" | "subAccount"
> &
  Partial<Pick<EventResult, "action">>;
function toldBy(type: string, data: unknown): Told | undefined {
  const status = disputeEvents(type);
  if (status !== undefined) return ofDispute(data, status);
  if (!Object.hasOwn(operations, type) && !Object.hasOwn(paymentEvents.words, type))
    return undefined;
  if (v.safeParse(Payout, data).success) return undefined;
  const parsed = v.safeParse(Payment, data);
  return parsed.success ? ofPayment(type, parsed.output) : undefined;
}

function ofDispute(data: unknown, status: string): Told | undefined {
  const parsed = v.safeParse(Dispute, data);
  if (!parsed.success) return undefined;
  const { payment_id: paymentId, payment_reference: reference } = parsed.output;
  const subAccount = parsed.output.processing_channel_id;
  return {
    ...(subAccount && { subAccount }),
    ...(reference && { reference }),
    ...(paymentId && { paymentRef: { paymentId, ...(reference && { reference }) } }),
    resource: { case: "dispute", value: toDispute({ ...parsed.output, status }) },
  };
}

function ofPayment(type: string, told: Payment): Told {
  const { id: paymentId, reference, currency } = told;
  const operation = operationOf(type, told);
  // The reference of an action's event is the action's own.
  const isPayments = operation === undefined || operation.kind === AUTHORIZE;
  const common = {
    ...(reference && { reference }),
    paymentRef: { paymentId, ...(isPayments && reference && { reference }) },
    ...(operation && { operation }),
  };
  if (operation?.kind === REFUND)
    return { ...common, resource: { case: "refund", value: refundOf(told, operation) } };
  if (!Object.hasOwn(paymentEvents.words, type)) return common;
  const { processorStatus: _, ...standing } = paymentEvents(type);
  const value: PaymentResult = {
    ...toPayment(told),
    ...asBalanced(standing, told.balances),
    paymentRef: common.paymentRef,
    // An event's moment is its action's.
    createdAt: undefined,
    // The amount of an action's event is the action's own.
    amounts: {
      ...amountsOf(told),
      requested: isPayments ? amountOf(told.amount, currency) : undefined,
    },
    ...(operation?.failure && { failure: operation.failure }),
  };
  // Whether all or a part was taken or given up is in the balances alone; what is returned may be a part.
  const isUnclear = !told.balances && (operation?.kind === CAPTURE || operation?.kind === VOID);
  if (isUnclear || type === "payment_returned") return { ...common, action: EventAction.LOOK_UP };
  return { ...common, resource: { case: "payment", value } };
}

function operationOf(type: string, told: Payment): OperationResult | undefined {
  const [kind, status] = Object.hasOwn(operations, type) ? (operations[type] ?? []) : [];
  if (kind === undefined || status === undefined) return undefined;
  const amount = kind === ADJUST ? undefined : amountOf(told.amount, told.currency);
  return {
    kind,
    status,
    ...(told.action_id && { operationId: told.action_id }),
    ...(told.reference && { reference: told.reference }),
    ...(amount && status !== FAILED && { amount }),
    ...(status === FAILED && { failure: failureOf(told) ?? unexplained(type) }),
    occurredAt: fromIso(told.processed_on),
  };
}

const unexplained = (type: string) => failure(unexplainedCodes.get(type) ?? FailureCode.DECLINED);
const unexplainedCodes: ReadonlyMap<string, FailureCode> = new Map([
  ["payment_authentication_failed", FailureCode.AUTHENTICATION_FAILED],
  ["payment_canceled", FailureCode.CUSTOMER_CANCELLED],
  ["payment_expired", FailureCode.CUSTOMER_TIMED_OUT],
]);

function refundOf(told: Payment, operation: OperationResult) {
  const action: Action = {
    ...told,
    id: told.action_id ?? "",
    type: "Refund",
    amount: told.amount ?? 0n,
    approved: undefined,
  };
  const { pendingReason: _, ...refund } = toRefund(action, told.id, told.currency);
  return {
    ...refund,
    status: refundStatuses.get(operation.status) ?? RefundStatus.PENDING,
    ...(operation.status === FAILED && { failure: operation.failure }),
  };
}
