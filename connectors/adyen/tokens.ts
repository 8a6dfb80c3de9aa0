/** The events of stored methods, each a delivery of its own. */
import { EventAction } from "#contract";
import { type EventResult, fromIso, ignored, v } from "#kit";
import { networks } from "./codes.ts";
import { said } from "./wire.ts";

export const tokenEvents = [
  "recurring.token.alreadyExisting",
  "recurring.token.created",
  "recurring.token.disabled",
  "recurring.token.updated",
];

const text = v.nullish(v.string());
export const TokenEvent = v.object({
  type: v.string(),
  eventId: text,
  createdAt: text,
  data: v.nullish(
    v.looseObject({ merchantAccount: text, shopperReference: text, storedPaymentMethodId: text }),
  ),
});
export type TokenEvent = v.InferOutput<typeof TokenEvent>;

/** https://docs.adyen.com/development-resources/webhooks/webhook-types#token-lifecycle-events */
export function ofToken({ type, eventId, createdAt, data }: TokenEvent): EventResult {
  const dedupeKey = [type, eventId ?? createdAt, data?.storedPaymentMethodId].join(":");
  const id = data?.storedPaymentMethodId;
  if (!tokenEvents.includes(type) || !id) return ignored(type, dedupeKey, eventId ?? undefined);
  return {
    processorEventType: type,
    processorEventId: eventId ?? undefined,
    dedupeKey,
    action: EventAction.APPLY,
    subAccount: data.merchantAccount ?? undefined,
    occurredAt: fromIso(createdAt),
    resource: {
      case: "storedMethod",
      value: {
        stored: { storedMethodId: id },
        details: { network: networks(said(data, "type")) },
        customerId: data.shopperReference ?? undefined,
        removed: type === "recurring.token.disabled" ? true : undefined,
      },
    },
  };
}
