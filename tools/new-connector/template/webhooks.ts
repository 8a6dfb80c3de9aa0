/** Acme: how its webhooks are verified and read. */
import { EventAction } from "#contract";
import {
  decode,
  fromIso,
  genuine,
  hmacSha256,
  ignored,
  rejected,
  sameSecret,
  v,
  webhooks as webhooksOf,
} from "#kit";
import { Payment, toPayment } from "./answers.ts";

const Event = v.object({
  id: v.string(),
  type: v.string(),
  created_at: v.nullish(v.string()),
  payment: v.nullish(Payment),
});

/** Every event that is read below. */
const events = ["payment.authorized", "payment.captured", "payment.declined"];

export const webhooks = webhooksOf<{ readonly webhookSecrets: readonly string[] }>({
  events,
  source: "https://docs.acme.example/webhooks",
  signed: true,
  secret: "webhookSecrets",

  verify({ headers, bytes }, { credentials: { webhookSecrets } }) {
    const given = headers["acme-signature"];
    if (webhookSecrets.length === 0) return rejected("SECRET_MISSING");
    if (!given) return rejected("SIGNATURE_MISSING");
    return genuine(webhookSecrets.some((one) => sameSecret(given, hmacSha256(one, bytes, "hex"))));
  },

  read({ text }) {
    const event = decode(Event, text);
    const { id, type } = event;
    if (!event.payment || !events.includes(type)) return [ignored(type, id, id)];
    const payment = toPayment(event.payment);
    const occurredAt = fromIso(event.created_at);
    return [
      {
        processorEventId: id,
        processorEventType: type,
        dedupeKey: id,
        action: EventAction.APPLY,
        reference: event.payment.reference,
        paymentRef: { paymentId: event.payment.id, reference: event.payment.reference },
        isSnapshot: true,
        resource: { case: "payment", value: payment },
        ...(occurredAt && { occurredAt }),
      },
    ];
  },
});
