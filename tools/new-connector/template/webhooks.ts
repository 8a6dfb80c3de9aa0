/** Acme: how its webhooks are verified and read. */
import { EventAction } from "#contract";
import {
  decode,
  fromIso,
  hmacSha256,
  ignored,
  signedBy,
  v,
  webhooks as webhooksOf,
  word,
} from "#kit";
import { Payment, toPayment } from "./answers.ts";

const Event = v.object({
  id: v.string(),
  type: v.string(),
  created_at: word,
  payment: v.nullish(Payment),
});

/** Every event that is read below. */
const events = ["payment.authorized", "payment.captured", "payment.declined"];

export const webhooks = webhooksOf<{ readonly webhookSecrets: readonly string[] }>({
  events,
  source: "https://docs.acme.example/webhooks",
  signed: true,
  secret: "webhookSecrets",

  verify: ({ headers, bytes }, { credentials }) =>
    signedBy(headers["acme-signature"], credentials.webhookSecrets, (secret) =>
      hmacSha256(secret, bytes, "hex"),
    ),

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
