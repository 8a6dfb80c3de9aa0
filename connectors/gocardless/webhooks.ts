/** What GoCardless tells by itself: batches of events under one signature. https://developer.gocardless.com/api-reference/#webhooks-overview */
import { EventAction, OperationKind, PaymentStatus } from "#contract";
import {
  authorized,
  conform,
  webhooks as declared,
  decode,
  done,
  type EventResult,
  fromIso,
  hmacSha256,
  ignored,
  mandated,
  type OperationResult,
  type PaymentResult,
  refunded,
  signedBy,
  toJson,
  v,
} from "#kit";
import type { Credentials } from "./account.ts";
import { amountIn, amountsOf, Event, referenceIn, toFailure, withReason } from "./answers.ts";
import * as codes from "./codes.ts";

const Batch = v.object({ events: v.array(v.looseObject({})) });
/** One event, with what its batch was signed with. */
interface Item {
  readonly signature: string | undefined;
  readonly bytes: Uint8Array;
  readonly event: unknown;
  readonly text: string;
}
type Happened = v.InferOutput<typeof Event>;
type Told = Pick<EventResult, "resource" | "operation" | "paymentRef" | "reference"> &
  Partial<Pick<EventResult, "action">>;

const readers: Readonly<Record<string, (event: Happened) => Told | undefined>> = {
  payments: ofPayment,
  refunds: ofRefund,
  mandates: ofMandate,
  billing_requests: ofRequest,
};
/** What ends a page; what comes before is a step of the customer's. */
const requestActions: readonly string[] = ["fulfilled", "cancelled", "failed"];
const named = (resource: string, table: { readonly words: Readonly<Record<string, unknown>> }) =>
  Object.keys(table.words).map((action) => `${resource}.${action}`);

export const webhooks = declared<Credentials, Item>({
  events: [
    ...named("payments", codes.paymentActions),
    ...named("refunds", codes.refundActions),
    ...named("mandates", codes.mandateActions),
    "mandates.transferred",
    "refunds.refund_settled",
    ...requestActions.map((action) => `billing_requests.${action}`),
  ],
  source: "https://developer.gocardless.com/api-reference/#event-types",
  signed: true,
  secret: "webhookSecrets",
  items: ({ headers, bytes, text }) =>
    decode(Batch, text).events.map((event) => ({
      signature: headers["webhook-signature"],
      bytes,
      event,
      text: toJson(event),
    })),
  verify: ({ signature, bytes }, { credentials }) =>
    signedBy(signature, credentials.webhookSecrets, (secret) => hmacSha256(secret, bytes, "hex")),
  read: (item) => {
    const event = conform(Event, item.event);
    const { id, resource_type, action, created_at } = event;
    const type = `${resource_type}.${action}`;
    const told = Object.hasOwn(readers, resource_type)
      ? readers[resource_type]?.(event)
      : undefined;
    if (!told) return [ignored(type, id, id)];
    return [
      {
        processorEventType: type,
        dedupeKey: id,
        processorEventId: id,
        action: EventAction.APPLY,
        occurredAt: fromIso(created_at),
        isSnapshot: false,
        ...told,
      },
    ];
  },
});

/** Its own metadata is the call's that caused it; the resource's is told beside it. */
const referenceOf = ({ resource_metadata }: Happened) => referenceIn(resource_metadata);
const knows = (table: { readonly words: Readonly<Record<string, unknown>> }, action: string) =>
  Object.hasOwn(table.words, action);

function ofPayment(event: Happened): Told | undefined {
  const { action, links } = event;
  const paymentId = links["payment"];
  if (!paymentId || !knows(codes.paymentActions, action)) return undefined;
  const reference = referenceOf(event);
  const mandateId = links["mandate"];
  const state = codes.paymentActions(action);
  const { amount } = amountIn(event.resource_metadata);
  const plain: PaymentResult = {
    ...state,
    ...(amount && { amounts: amountsOf(state.status, amount) }),
    paymentRef: { paymentId, ...reference },
    ...(mandateId && { mandateId }),
    ...(codes.lateActions.has(action) && { late: true }),
  };
  const payment = tellsWhy(event) ? withReason(plain, event) : plain;
  return {
    ...reference,
    paymentRef: { paymentId, ...reference },
    operation: operationOf(payment, event),
    resource: { case: "payment", value: payment },
  };
}
/** Settlements name themselves as their cause, and what the merchant asked for needs none. */
const tellsWhy = ({ action, details }: Happened): boolean =>
  [
    "failed",
    "customer_approval_denied",
    "charged_back",
    "cancelled",
    "expired",
    "blocked",
  ].includes(action) && details?.origin !== "api";

/** What the merchant cancelled carries the reference of that call. */
function operationOf(
  payment: PaymentResult,
  { action, details, metadata }: Happened,
): OperationResult | undefined {
  if (action === "cancelled" && details?.cause === "payment_cancelled")
    return done({ kind: OperationKind.VOID, ...referenceIn(metadata) });
  const ends = ["confirmed", "failed", "customer_approval_denied"].includes(action);
  const isDecided = payment.status !== PaymentStatus.PENDING;
  return ends && isDecided ? { kind: OperationKind.AUTHORIZE, ...authorized(payment) } : undefined;
}

function ofRefund(event: Happened): Told | undefined {
  const { action, details, links } = event;
  const refundId = links["refund"];
  if (!refundId) return undefined;
  const paymentId = links["payment"] ?? amountIn(event.resource_metadata).of;
  const reference = referenceOf(event);
  const refundRef = { refundId, ...(paymentId && { payment: { paymentId } }), ...reference };
  const common = { ...reference, ...(paymentId && { paymentRef: { paymentId } }) };
  if (!knows(codes.refundActions, action)) {
    if (action !== "refund_settled") return undefined;
    const value = { refundRef };
    return { ...common, action: EventAction.LOOK_UP, resource: { case: "refund", value } };
  }
  const state = codes.refundActions(action);
  const isFailed = action === "failed" || action === "funds_returned";
  const { amount } = amountIn(event.resource_metadata);
  const value = {
    ...state,
    refundRef,
    ...(amount && { amount }),
    ...(isFailed && { failure: toFailure(details) }),
  };
  return {
    ...common,
    operation: { kind: OperationKind.REFUND, ...refunded(value) },
    resource: { case: "refund", value },
  };
}

function ofMandate(event: Happened): Told | undefined {
  const { action, details, links } = event;
  const mandateId = links["mandate"];
  if (!mandateId) return undefined;
  const reference = referenceOf(event);
  const { new_mandate: successor, new_customer_bank_account: account } = links;
  const mandateRef = {
    mandateId,
    relatedIds: {
      ...(successor && { new_mandate: successor }),
      ...(account && { customer_bank_account: account }),
    },
    ...reference,
  };
  if (!knows(codes.mandateActions, action)) {
    if (action !== "transferred") return undefined;
    const value = { mandateRef };
    return { ...reference, action: EventAction.LOOK_UP, resource: { case: "mandate", value } };
  }
  const value = {
    ...codes.mandateActions(action),
    mandateRef,
    stored: { storedMethodId: mandateId, mandateId },
    ...(tellsWhy(event) && { failure: toFailure(details) }),
  };
  const isRevoked =
    action === "cancelled" && details?.origin === "api" && details.cause === "mandate_cancelled";
  return {
    ...reference,
    ...((action === "active" || action === "failed") && {
      operation: { kind: OperationKind.SETUP_MANDATE, ...mandated(value) },
    }),
    ...(isRevoked && {
      operation: done({ kind: OperationKind.REVOKE_MANDATE, ...referenceIn(event.metadata) }),
    }),
    resource: { case: "mandate", value },
  };
}

/** A page was finished, or given up: what was made by it is looked up. */
function ofRequest(event: Happened): Told | undefined {
  const { action, links } = event;
  const requestId = links["billing_request"];
  if (!requestId || !requestActions.includes(action)) return undefined;
  const reference = referenceOf(event);
  const relatedIds = { billing_request: requestId };
  const { mandate_request_mandate: mandateId, payment_request_payment: paymentId } = links;
  if (mandateId && !paymentId) {
    const value = { mandateRef: { mandateId, relatedIds, ...reference } };
    return { ...reference, action: EventAction.LOOK_UP, resource: { case: "mandate", value } };
  }
  return {
    ...reference,
    action: EventAction.LOOK_UP,
    paymentRef: { ...(paymentId && { paymentId }), relatedIds, ...reference },
  };
}
