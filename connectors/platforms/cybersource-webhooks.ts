/**
 * Cybersource's notifications: signed with HMAC-SHA256, and read as reasons to look up. Steps and the example whose
 * signature recomputes (fixture webhook-vector):
 * https://developer.cybersource.com/docs/cybs/en-us/webhooks/implementation/all/rest/webhooks/wh-fg-key-dig-sig-intro/wh-fg-optional-validate-intro.md
 */
import { EventAction } from "#contract";
import {
  webhooks as declared,
  decodeIf,
  type EventResult,
  fromBase64,
  fromIso,
  genuine,
  hmacSha256,
  ignored,
  rejected,
  said,
  sameSecret,
  sha256,
  toJson,
  v,
  word,
} from "#kit";
import type { Credentials } from "./cybersource-account.ts";

const Links = said(v.object({ paymentInstruments: said(v.array(v.object({ href: v.string() }))) }));
/** Of tokens as the guide shows it, of decisions as Cybersource's own plugin for Salesforce B2C Commerce reads them. */
const Told = v.object({
  data: said(
    v.object({
      clientReferenceInformation: said(v.object({ code: word })),
      referenceNumber: word,
      _links: Links,
    }),
  ),
});
type Told = v.InferOutput<typeof Told>;
const listed = v.union([
  v.array(Told),
  v.pipe(
    Told,
    v.transform((one) => [one]),
  ),
]);
/** https://developer.cybersource.com/docs/cybs/en-us/webhooks/implementation/all/rest/webhooks/wh-fg-subscription-intro/wh-fg-subscription-mutual-tasks-intro/wh-fg-mutual-notification-format.html */
const Notification = v.object({
  eventType: word,
  eventDate: word,
  payload: v.optional(v.unknown()),
});

const signatureForm = /^t=(\d+);keyId=([^;]+);sig=([A-Za-z0-9+/]+={0,2})$/;

/**
 * What a payload is about. Only the payload is certainly signed, so nothing else in the body decides what is done: its
 * event's name is told and not acted on.
 */
function* eventsOf({ data }: Told): Generator<Pick<EventResult, "action"> & Partial<EventResult>> {
  const reference = data?.clientReferenceInformation?.code ?? data?.referenceNumber;
  if (reference) yield { action: EventAction.LOOK_UP, reference, paymentRef: { reference } };
  for (const { href } of data?._links?.paymentInstruments ?? []) {
    const storedMethodId = href.split("/").at(-1);
    if (storedMethodId)
      yield {
        action: EventAction.APPLY,
        resource: { case: "storedMethod", value: { stored: { storedMethodId } } },
      };
  }
}

/** The guide's examples have no zone: they are read as UTC. */
const momentOf = (date: string | undefined) => fromIso(date) ?? fromIso(date && `${date}Z`);

export const webhooks = declared<Credentials>({
  events: [
    "risk.casemanagement.decision.accept",
    "risk.casemanagement.decision.reject",
    "risk.profile.decision.monitor",
    "risk.profile.decision.reject",
    "risk.profile.decision.review",
    "tms.networktoken.provisioned",
    "tms.networktoken.updated",
  ],
  source:
    "https://developer.cybersource.com/docs/cybs/en-us/webhooks/implementation/all/rest/webhooks/wh-fg-product-event-types.md",
  // What a payment, a capture or a refund came to is told in encrypted notifications only: see `leftOut`.
  silentOn: [
    "authorizePayment",
    "resumePayment",
    "capturePayment",
    "voidPayment",
    "reversePayment",
    "createRefund",
    "setupMandate",
    "revokeMandate",
    "deletePaymentMethod",
  ],
  signed: true,
  secret: "webhookKeys",
  /**
   * Over `t.payload`. The guide means the member of that name, as Cybersource's plugin for commercetools does; its plugin
   * for Salesforce B2C Commerce takes the whole body. Its age is not judged: the guide calls `t` the time at which the
   * key was made.
   */
  verify: ({ headers, text: body }, { credentials }) => {
    const header = headers["v-c-signature"];
    if (!header) return rejected("SIGNATURE_MISSING");
    const [, t = "", keyId = "", sig = ""] = signatureForm.exec(header) ?? [];
    const payload = decodeIf(Notification, body)?.payload;
    const signed = [body, ...(payload === undefined ? [] : [toJson(payload)])];
    const isOurs = (webhookKey: string) => {
      const [id = "", key = ""] = webhookKey.split(":");
      const made = signed.map((one) => hmacSha256(fromBase64(key), `${t}.${one}`, "base64"));
      return sameSecret(id, keyId) && made.some((one) => sameSecret(one, sig));
    };
    return genuine(credentials.webhookKeys.some(isOurs));
  },
  read: ({ headers, text: body }) => {
    const told = decodeIf(Notification, body);
    const type = told?.eventType ?? headers["v-c-event-type"] ?? "";
    const key = sha256(
      `${type}\n${told?.eventDate ?? ""}\n${toJson(told?.payload ?? body)}`,
      "hex",
    );
    const payload = v.safeParse(listed, told?.payload);
    const events = payload.success ? payload.output.flatMap((one) => [...eventsOf(one)]) : [];
    if (events.length === 0) return [ignored(type, key)];
    return events.map((event, index) => ({
      ...event,
      action: event.action,
      processorEventType: type,
      dedupeKey: index === 0 ? key : `${key}.${index}`,
      occurredAt: momentOf(told?.eventDate),
    }));
  },
});
