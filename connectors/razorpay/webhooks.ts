/** Razorpay's webhooks: signed over the body, one event a delivery. */
import { EventAction, OperationKind, PaymentStatus } from "#contract";
import {
  authorized,
  webhooks as declared,
  decode,
  done,
  type EventResult,
  fromUnix,
  hmacSha256,
  ignored,
  type OperationResult,
  type PaymentResult,
  refunded,
  signedBy,
  v,
  whole,
} from "#kit";
import type { Credentials } from "./account.ts";
import {
  Dispute,
  Order,
  Payment,
  Refund,
  Token,
  toDispute,
  toMandate,
  toPayment,
  toRefund,
} from "./answers.ts";

const entity = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.nullish(v.object({ entity: shape }));
const Envelope = v.object({
  event: v.string(),
  account_id: v.nullish(v.string()),
  created_at: v.nullish(whole),
});
const Contents = v.object({
  payload: v.object({
    payment: entity(Payment),
    order: entity(Order),
    refund: entity(Refund),
    dispute: entity(Dispute),
    token: entity(Token),
  }),
});

const events = [
  "payment.authorized",
  "payment.captured",
  "payment.failed",
  "order.paid",
  "refund.created",
  "refund.processed",
  "refund.failed",
  "refund.speed_changed",
  "payment.dispute.created",
  "payment.dispute.won",
  "payment.dispute.lost",
  "payment.dispute.closed",
  "payment.dispute.under_review",
  "payment.dispute.action_required",
  "token.confirmed",
  "token.rejected",
  "token.paused",
  "token.cancelled",
] as const;
const isKnown: ReadonlySet<string> = new Set(events);

/** https://razorpay.com/docs/webhooks/validate-test */
export const webhooks = declared<Credentials>({
  events,
  source: "https://razorpay.com/docs/webhooks/all",
  signed: true,
  secret: "webhookSecrets",
  verify: ({ headers, bytes }, { credentials }) =>
    signedBy(headers["x-razorpay-signature"], credentials.webhookSecrets, (secret) =>
      hmacSha256(secret, bytes, "hex"),
    ),
  read: ({ headers, text }) => {
    const { event: type, account_id, created_at } = decode(Envelope, text);
    // The header is not signed: an empty one names nothing.
    const id = headers["x-razorpay-event-id"] || undefined;
    const told = isKnown.has(type) && whatHappened(type, decode(Contents, text).payload);
    if (!told) return [ignored(type, id ?? `${type} ${created_at}`, id)];
    const { about, ...happened } = told;
    return [
      {
        processorEventType: type,
        dedupeKey: id ?? `${type} ${about} ${created_at}`,
        processorEventId: id,
        action: EventAction.APPLY,
        ...(account_id && { subAccount: account_id }),
        ...(created_at && { occurredAt: fromUnix(created_at) }),
        isSnapshot: true,
        ...happened,
      },
    ];
  },
});

type Happened = Pick<EventResult, "resource" | "operation" | "paymentRef" | "reference"> & {
  readonly about: string;
};

type Payload = v.InferOutput<typeof Contents>["payload"];
function whatHappened(
  type: string,
  { payment: paid, order, refund: given, dispute, token }: Payload,
): Happened | undefined {
  const payment = paid ? toPayment(paid.entity) : undefined;
  const reference = payment?.paymentRef?.reference ?? order?.entity.receipt ?? undefined;
  const common = { paymentRef: payment?.paymentRef, reference };
  if (dispute) {
    const value = toDispute(dispute.entity);
    return { ...common, about: dispute.entity.id, resource: { case: "dispute", value } };
  }
  if (token) {
    const value = toMandate(token.entity);
    return { about: token.entity.id, resource: { case: "mandate", value } };
  }
  // What Razorpay gives back because it was never captured is no refund of the merchant's.
  if (given && payment?.status !== PaymentStatus.EXPIRED) {
    const value = toRefund(given.entity);
    return {
      paymentRef: payment?.paymentRef ?? { paymentId: given.entity.payment_id },
      about: given.entity.id,
      reference: value.refundRef?.reference,
      operation: { kind: OperationKind.REFUND, ...refunded(value) },
      resource: { case: "refund", value },
    };
  }
  if (!payment || !paid) return undefined;
  return {
    ...common,
    about: paid.entity.id,
    operation: operationOf(type, payment),
    resource: { case: "payment", value: payment },
  };
}

function operationOf(type: string, payment: PaymentResult): OperationResult | undefined {
  if (type === "payment.authorized" || type === "payment.failed")
    return { kind: OperationKind.AUTHORIZE, ...authorized(payment) };
  const amount = payment.amounts?.captured;
  if (type === "payment.captured" && amount) return done({ kind: OperationKind.CAPTURE, amount });
  return undefined;
}
