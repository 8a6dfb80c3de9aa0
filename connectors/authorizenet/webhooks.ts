/** Authorize.Net's webhooks: one event a delivery, signed with HMAC-SHA512 over the body. */
import { EventAction, OperationKind, PaymentStatus, PendingReason, RefundStatus } from "#contract";
import {
  webhooks as declared,
  decode,
  type EventResult,
  fromDecimal,
  fromIso,
  hmacSha512,
  ignored,
  type PaymentResult,
  refunded,
  signedBy,
  textual,
  v,
  word,
} from "#kit";
import type { Credentials } from "./account.ts";
import { failures } from "./codes.ts";

const Envelope = v.object({
  notificationId: v.string(),
  eventType: v.string(),
  eventDate: word,
});
const Contents = v.object({
  payload: v.object({
    id: textual,
    responseCode: word,
    authAmount: v.nullish(textual),
    merchantReferenceId: word,
    invoiceNumber: word,
    customerProfileId: word,
  }),
});
type Payload = v.InferOutput<typeof Contents>["payload"];
type Told = Pick<EventResult, "action" | "resource" | "operation" | "paymentRef" | "reference">;
type Reader = (payload: Payload, currency: string) => Told;

const refOf = ({ id, invoiceNumber, merchantReferenceId }: Payload) => {
  const reference = invoiceNumber ?? merchantReferenceId;
  return {
    paymentRef: { paymentId: id, ...(reference && { reference }) },
    ...(reference && { reference }),
  };
};
const lookUp: Reader = (payload) => ({ action: EventAction.LOOK_UP, ...refOf(payload) });
const standing =
  (standing: PaymentResult): Reader =>
  (payload) => {
    const ref = refOf(payload);
    const value = { paymentRef: ref.paymentRef, ...standing };
    return { action: EventAction.APPLY, ...ref, resource: { case: "payment", value } };
  };

/** The payment as the event leaves it; to be looked up where the event does not say that it was approved. */
const payment =
  (status: PaymentStatus, amounts: readonly ("authorized" | "capturable" | "captured")[]): Reader =>
  (payload, currency) => {
    if (payload.responseCode !== "1" || !payload.authAmount) return lookUp(payload, currency);
    const amount = fromDecimal(payload.authAmount, currency);
    const told = { status, amounts: Object.fromEntries(amounts.map((name) => [name, amount])) };
    return standing(told)(payload, currency);
  };
const failed = standing({ status: PaymentStatus.FAILED, failure: failures("254") });
const held = standing({ status: PaymentStatus.PENDING, pendingReason: PendingReason.REVIEW });
/** Its `id` is the refund's own; of which payment it is, the event does not say. */
const refund: Reader = (payload, currency) => {
  // A reversal has the invoice number of its payment.
  const reference = payload.merchantReferenceId ?? payload.invoiceNumber ?? undefined;
  const isApproved = payload.responseCode === "1" && payload.authAmount;
  const value = {
    refundRef: { refundId: payload.id, ...(reference && { reference }) },
    status: isApproved ? RefundStatus.SUCCEEDED : RefundStatus.PENDING,
    ...(payload.authAmount && { amount: fromDecimal(payload.authAmount, currency) }),
  };
  return {
    action: isApproved ? EventAction.APPLY : EventAction.LOOK_UP,
    ...(reference && { reference }),
    operation: { kind: OperationKind.REFUND, ...refunded(value) },
    resource: { case: "refund", value },
  };
};
const profile =
  (removed: boolean): Reader =>
  ({ id, customerProfileId }) => ({
    action: EventAction.APPLY,
    resource: {
      case: "storedMethod",
      value: {
        stored: { storedMethodId: id },
        removed,
        ...(customerProfileId && { customerId: customerProfileId }),
      },
    },
  });

const { CAPTURED, AUTHORIZED } = PaymentStatus;
/**
 * Those of captures, refunds, voids and what is held were read in Authorize.Net's own
 * https://github.com/AuthorizeNet/webhooks-sample-app/blob/master/server.js, `authorization.created` in its
 * https://github.com/AuthorizeNet/webhooks-postman-collection; the others in a copy of the page below:
 * https://github.com/api-evangelist/authorizenet/blob/main/asyncapi/authorizenet-webhooks.yml
 */
const readers: ReadonlyMap<string, Reader> = new Map([
  ["net.authorize.payment.authcapture.created", payment(CAPTURED, ["authorized", "captured"])],
  [
    "net.authorize.payment.authorization.created",
    payment(AUTHORIZED, ["authorized", "capturable"]),
  ],
  ["net.authorize.payment.capture.created", payment(CAPTURED, ["captured"])],
  ["net.authorize.payment.priorAuthCapture.created", payment(CAPTURED, ["captured"])],
  // A void has the id of what is voided, and does not say whether that was a payment or a refund.
  ["net.authorize.payment.void.created", lookUp],
  ["net.authorize.payment.refund.created", refund],
  ["net.authorize.payment.fraud.held", held],
  // Whether it is held or taken now depends on what was asked.
  ["net.authorize.payment.fraud.approved", lookUp],
  ["net.authorize.payment.fraud.declined", failed],
  ["net.authorize.customer.paymentProfile.created", profile(false)],
  ["net.authorize.customer.paymentProfile.updated", profile(false)],
  ["net.authorize.customer.paymentProfile.deleted", profile(true)],
]);

/** The key is taken as text, not as the bytes that its digits stand for. */
export const webhooks = declared<Credentials>({
  events: [...readers.keys()],
  source: "https://developer.authorize.net/api/reference/features/webhooks.html",
  signed: true,
  secret: "signatureKeys",
  verify: ({ headers, bytes }, { credentials }) =>
    signedBy(
      headers["x-anet-signature"],
      credentials.signatureKeys,
      (key) => `sha512=${hmacSha512(key, bytes, "hex").toUpperCase()}`,
    ),
  read: ({ text }, { credentials }) => {
    const { eventType, notificationId, eventDate } = decode(Envelope, text);
    const read = readers.get(eventType);
    if (!read) return [ignored(eventType, notificationId, notificationId)];
    return [
      {
        processorEventType: eventType,
        processorEventId: notificationId,
        // The same in every copy of the event.
        dedupeKey: notificationId,
        occurredAt: fromIso(eventDate),
        ...read(decode(Contents, text).payload, credentials.currency),
      },
    ];
  },
});
