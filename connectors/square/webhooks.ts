/** Square's webhooks: signed over the notification URL and the body, one event a delivery. */
import { EventAction, OperationKind } from "#contract";
import {
  bytesOf,
  type Delivery,
  webhooks as declared,
  decode,
  type EventResult,
  fromIso,
  hmacSha256,
  ignored,
  refunded,
  signedBy,
  v,
} from "#kit";
import {
  cardDetails,
  Dispute,
  Payment,
  Refund,
  StoredCard,
  toDispute,
  toPayment,
  toRefund,
} from "./answers.ts";
import type { Credentials } from "./settings.ts";

const Envelope = v.object({
  type: v.string(),
  event_id: v.string(),
  created_at: v.nullish(v.string()),
});
const Contents = v.object({
  data: v.object({
    object: v.object({
      payment: v.nullish(Payment),
      refund: v.nullish(Refund),
      dispute: v.nullish(Dispute),
      card: v.nullish(StoredCard),
    }),
  }),
});
type Contents = v.InferOutput<typeof Contents>["data"]["object"];

const events = [
  "payment.created",
  "payment.updated",
  "refund.created",
  "refund.updated",
  "dispute.created",
  "dispute.state.updated",
  "dispute.state.changed",
  "dispute.evidence.created",
  "dispute.evidence.added",
  "dispute.evidence.deleted",
  "dispute.evidence.removed",
  "card.created",
  "card.updated",
  "card.automatically_updated",
  "card.disabled",
  "card.forgotten",
] as const;
const isKnown: ReadonlySet<string> = new Set(events);

/** https://developer.squareup.com/docs/webhooks/step3validate */
export const webhooks = declared<Credentials>({
  events,
  source: "https://developer.squareup.com/docs/webhooks/v2-events-reference",
  signed: true,
  secret: "webhookSignatureKeys",
  verify: (delivery, { credentials }) => {
    const signature = delivery.headers["x-square-hmacsha256-signature"];
    const message = signedBytes(delivery, credentials.notificationUrl ?? delivery.url);
    return signedBy(signature, credentials.webhookSignatureKeys, (key) =>
      hmacSha256(key, message, "base64"),
    );
  },
  read: ({ text }) => {
    const { type, event_id, created_at } = decode(Envelope, text);
    const told = isKnown.has(type)
      ? whatHappened(type, decode(Contents, text).data.object)
      : undefined;
    if (!told) return [ignored(type, event_id, event_id)];
    return [
      {
        processorEventType: type,
        processorEventId: event_id,
        // The same in every copy of the event.
        dedupeKey: event_id,
        action: EventAction.APPLY,
        occurredAt: fromIso(created_at),
        isSnapshot: true,
        ...told,
      },
    ];
  },
});

function signedBytes({ bytes }: Delivery, url: string): Uint8Array {
  const start = bytesOf({ type: "text/plain", text: url });
  const message = new Uint8Array(start.length + bytes.length);
  message.set(start);
  message.set(bytes, start.length);
  return message;
}

type Told = Pick<EventResult, "resource" | "operation" | "paymentRef" | "reference" | "subAccount">;
const belonging = (location: string | null | undefined) => location && { subAccount: location };

function whatHappened(
  type: string,
  { payment, refund, dispute, card }: Contents,
): Told | undefined {
  if (payment) {
    const value = toPayment(payment);
    return {
      ...belonging(payment.location_id),
      paymentRef: value.paymentRef,
      reference: payment.reference_id,
      resource: { case: "payment", value },
    };
  }
  if (refund) {
    const value = toRefund(refund);
    return {
      ...belonging(refund.location_id),
      paymentRef: value.refundRef?.payment,
      operation: { kind: OperationKind.REFUND, ...refunded(value) },
      resource: { case: "refund", value },
    };
  }
  if (dispute) {
    const value = toDispute(dispute);
    return {
      ...belonging(dispute.location_id),
      paymentRef: value.disputeRef?.payment,
      resource: { case: "dispute", value },
    };
  }
  if (card)
    return {
      resource: {
        case: "storedMethod",
        value: {
          stored: { storedMethodId: card.id },
          details: { method: "card", ...cardDetails(card) },
          customerId: card.customer_id,
          removed: card.enabled === false || type === "card.forgotten",
        },
      },
    };
  return undefined;
}
