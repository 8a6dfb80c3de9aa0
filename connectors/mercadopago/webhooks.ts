/** Mercado Pago's webhooks: they say which object to look at, and what is signed is its id. */
import { EventAction } from "#contract";
import {
  type Delivery,
  webhooks as declared,
  decode,
  decodeIf,
  fromIso,
  hmacSha256,
  ignored,
  rejected,
  signedBy,
  textual,
  v,
} from "#kit";
import { claimId } from "./answers.ts";
import type { Credentials } from "./settings.ts";

const Signed = v.object({ data: v.object({ id: textual }) });
const Notification = v.object({
  ...Signed.entries,
  id: textual,
  type: v.string(),
  date_created: v.nullish(v.string()),
});

/** …/docs/your-integrations/notifications/additional-info says `claim`, and the list of topics the longer word. */
const claims = ["claim", "topic_claims_integration_wh"] as const;
const events = ["payment", "chargebacks", "topic_chargebacks_wh", ...claims] as const;
const isKnown: ReadonlySet<string> = new Set(events);
const isClaim: ReadonlySet<string> = new Set(claims);

/** https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/webhooks */
export const webhooks = declared<Credentials>({
  events,
  source:
    "https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/webhooks",
  // The id of the object is, the rest of the body is not: whatever is told is only a reason to look.
  signed: false,
  secret: "webhookSecrets",
  silentOn: ["tokenizePaymentMethod", "deletePaymentMethod", "createCustomer", "deleteCustomer"],
  verify: (delivery, { credentials: { webhookSecrets } }) => {
    const given = delivery.headers["x-signature"];
    const parts = new Map((given ?? "").split(",").map(pair));
    const [moment, signature] = [parts.get("ts"), parts.get("v1")];
    if (!moment || !signature) return rejected("SIGNATURE_MISSING");
    if (webhookSecrets.length === 0) return rejected("SECRET_MISSING");
    const id = decodeIf(Signed, delivery.text)?.data.id;
    if (id === undefined) return rejected("MALFORMED");
    const requestId = delivery.headers["x-request-id"];
    // What the body says has to be what was signed, so its id stands in where the address has none.
    if (idIn(delivery, id) !== id.toLowerCase()) return rejected("SIGNATURE_MISMATCH");
    const message = `id:${id.toLowerCase()};${requestId ? `request-id:${requestId};` : ""}ts:${moment};`;
    return signedBy(signature, webhookSecrets, (secret) => hmacSha256(secret, message, "hex"));
  },
  read: ({ text }) => {
    const { id, type, date_created, data } = decode(Notification, text);
    if (!isKnown.has(type)) return [ignored(type, id, id)];
    return [
      {
        processorEventType: type,
        processorEventId: id,
        dedupeKey: id,
        action: EventAction.LOOK_UP,
        occurredAt: fromIso(date_created),
        ...(type === "payment"
          ? { paymentRef: { paymentId: data.id } }
          : { resource: { case: "dispute", value: { disputeRef: disputeOf(type, data.id) } } }),
      },
    ];
  },
});

const disputeOf = (type: string, id: string) => ({
  disputeId: isClaim.has(type) ? claimId(id) : id,
});

const pair = (text: string): readonly [string, string] => {
  const [name = "", value = ""] = text.split("=", 2);
  return [name.trim(), value.trim()];
};

/** `?data.id=…` of the address that was called. */
const idIn = ({ url }: Delivery, otherwise: string): string =>
  (/[?&]data\.id=([^&#]*)/.exec(url)?.[1] ?? otherwise).toLowerCase();
