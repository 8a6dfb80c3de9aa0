/**
 * Mollie's webhooks. Next-generation ones are JSON, signed over the body. Classic ones say only `id=tr_…`, unsigned: a
 * reason to look up.
 */
import { EventAction, OperationKind, PaymentStatus } from "#contract";
import {
  authorized,
  conform,
  webhooks as declared,
  decode,
  done,
  type EventResult,
  fromIso,
  fromMilliseconds,
  genuine,
  hmacSha256,
  ignored,
  type OperationResult,
  type PaymentResult,
  refunded,
  rejected,
  sameSecret,
  toIso,
  unsigned,
  v,
} from "#kit";
import type { Credentials } from "./account.ts";
import {
  Capture,
  Chargeback,
  captured,
  Payment,
  Refund,
  toDispute,
  toPayment,
  toRefund,
} from "./answers.ts";
import { REFERENCE } from "./purchase.ts";

const Envelope = v.object({
  id: v.string(),
  type: v.string(),
  entityId: v.string(),
  createdAt: v.nullish(v.string()),
  _embedded: v.nullish(v.object({ entity: v.nullish(v.unknown()) })),
});

/** What a classic webhook is called here: Mollie gives it no name. */
const CLASSIC = "classic";
const events = [
  CLASSIC,
  "payment.paid",
  "payment.authorized",
  "payment.failed",
  "payment.canceled",
  "payment.expired",
  "payment.pending",
  "refund.queued",
  "refund.pending",
  "refund.processing",
  "refund.refunded",
  "refund.failed",
  "refund.canceled",
  "chargeback.received",
  "chargeback.reversed",
  "capture.succeeded",
  "capture.failed",
] as const;
const isKnown: ReadonlySet<string> = new Set(events);

/** `id=tr_…` and nothing else: https://docs.mollie.com/guides/webhooks */
const classicId = (body: string): string | undefined => /^id=(\w+)$/.exec(body.trim())?.[1];

export const webhooks = declared<Credentials>({
  events,
  source: "https://docs.mollie.com/reference/webhooks-new",
  // Only what is subscribed to is: whoever has classic webhooks alone has no secret.
  signed: false,
  secret: "webhookSecrets",
  // https://docs.mollie.com/reference/webhooks-best-practices; while a secret is rotated, there are two signatures.
  verify: ({ headers, bytes, text }, { credentials: { webhookSecrets = [] } }) => {
    const given = headers["x-mollie-signature"];
    if (!given) return classicId(text) ? unsigned : rejected("SIGNATURE_MISSING");
    if (webhookSecrets.length === 0) return rejected("SECRET_MISSING");
    const signatures = given.split(",").map((word) => word.trim().replace(/^sha256=/, ""));
    const isOurs = (secret: string) => {
      const signed = hmacSha256(secret, bytes, "hex");
      return signatures.some((signature) => sameSecret(signed, signature));
    };
    return genuine(webhookSecrets.some(isOurs));
  },
  read: ({ text }, { now }) => {
    const id = classicId(text);
    if (id !== undefined) return [classic(id, fromMilliseconds(now.getTime()))];
    const event = decode(Envelope, text);
    const { type, id: eventId, entityId, createdAt } = event;
    if (!isKnown.has(type)) return [ignored(type, eventId, eventId)];
    const common = {
      processorEventType: type,
      processorEventId: eventId,
      dedupeKey: eventId,
      occurredAt: fromIso(createdAt),
    };
    const entity = event._embedded?.entity;
    // A subscription may ask for events without what they are about.
    if (!entity)
      return [
        {
          ...common,
          action: EventAction.LOOK_UP,
          ...(type.startsWith("payment.") && { paymentRef: { paymentId: entityId } }),
        },
      ];
    return [{ ...common, action: EventAction.APPLY, ...whatHappened(type, entity) }];
  },
});

/** Every change is told in the same words, so only the moment tells them apart: to drop one as a copy would lose news. */
const classic = (id: string, at: Moment): EventResult => ({
  processorEventType: CLASSIC,
  dedupeKey: `${CLASSIC} ${id} ${toIso(at)}`,
  action: EventAction.LOOK_UP,
  occurredAt: at,
  ...(id.startsWith("tr_") && { paymentRef: { paymentId: id } }),
});

type Moment = ReturnType<typeof fromMilliseconds>;

type Happened = Pick<
  EventResult,
  "resource" | "operation" | "paymentRef" | "reference" | "isSnapshot" | "subAccount"
>;

function whatHappened(type: string, entity: unknown): Happened {
  switch (type.split(".")[0]) {
    case "refund": {
      const value = toRefund(conform(Refund, entity));
      return {
        paymentRef: value.refundRef?.payment,
        reference: value.refundRef?.reference,
        operation: { kind: OperationKind.REFUND, ...refunded(value) },
        resource: { case: "refund", value },
        isSnapshot: true,
      };
    }
    case "capture": {
      const capture = conform(Capture, entity);
      const reference = capture.metadata?.[REFERENCE];
      return {
        ...(capture.paymentId && { paymentRef: { paymentId: capture.paymentId } }),
        reference,
        operation: {
          kind: OperationKind.CAPTURE,
          ...captured(capture),
          ...(reference !== undefined && { reference }),
        },
      };
    }
    case "chargeback": {
      const value = toDispute(conform(Chargeback, entity));
      return {
        paymentRef: value.disputeRef?.payment,
        resource: { case: "dispute", value },
        isSnapshot: true,
      };
    }
    default: {
      const payment = conform(Payment, entity);
      const value = toPayment(payment);
      return {
        paymentRef: value.paymentRef,
        reference: value.paymentRef?.reference,
        operation: operationOf(value, Boolean(payment.authorizedAt)),
        resource: { case: "payment", value },
        isSnapshot: true,
        ...(payment.profileId && { subAccount: payment.profileId }),
      };
    }
  }
}

/** A hold that ended, or of which only a part was taken, had been a good authorization before. */
function operationOf(payment: PaymentResult, wasHeld: boolean): OperationResult | undefined {
  if (payment.amounts?.voided) return done({ kind: OperationKind.VOID });
  const isOver =
    payment.status === PaymentStatus.FAILED || payment.status === PaymentStatus.EXPIRED;
  if (isOver && wasHeld) return undefined;
  const reference = payment.paymentRef?.reference;
  return {
    kind: OperationKind.AUTHORIZE,
    ...(reference !== undefined && { reference }),
    ...authorized(payment),
  };
}
