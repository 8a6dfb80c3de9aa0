/** What PayPal tells by itself. https://developer.paypal.com/api/rest/webhooks/rest/ */
import { EventAction, FailureCode, OperationKind, PaymentStatus } from "#contract";
import {
  accepted,
  answer,
  authorized,
  call,
  conform,
  type Delivery,
  webhooks as declared,
  decode,
  done,
  type EventResult,
  type Failure,
  failed,
  failure,
  fromIso,
  ignored,
  parseJson,
  refunded,
  rejected,
  type Step,
  toJson,
  v,
  verified,
} from "#kit";
import {
  amountOf,
  checked,
  describe,
  lastOf,
  linkTo,
  ofAuthorization,
  ofCapture,
  refOf,
  toPayment,
  toRefund,
} from "./answers.ts";
import { Dispute, toDispute } from "./disputes.ts";
import { unkeyed } from "./orders.ts";
import { Authorization, Capture, Link, list, Order, Refund, text } from "./shapes.ts";
import { Token } from "./tokens.ts";

const Event = v.looseObject({
  id: v.string(),
  event_type: v.string(),
  create_time: text,
  resource: v.nullish(v.looseObject({}), {}),
});
type Told = Omit<EventResult, "processorEventType" | "dedupeKey" | "action"> &
  Partial<Pick<EventResult, "action">>;
type Reader = (resource: Readonly<Record<string, unknown>>, type: string) => Told;

function ofHeld(resource: Readonly<Record<string, unknown>>): Told {
  const authorization = conform(Authorization, resource);
  const paymentRef = refOf(authorization, "authorization");
  const value = {
    ...ofAuthorization(authorization),
    ...checked(authorization),
    paymentRef,
    amounts: { authorized: amountOf(authorization) },
    authorizationExpiresAt: fromIso(authorization.expiration_time),
  };
  return {
    paymentRef,
    reference: authorization.custom_id,
    operation: { kind: OperationKind.AUTHORIZE, ...authorized(value) },
    resource: { case: "payment", value },
  };
}
/** Given up or run out, before or after a part of it was taken: the order knows. */
function ofReleased(resource: Readonly<Record<string, unknown>>): Told {
  const authorization = conform(Authorization, resource);
  return {
    action: EventAction.LOOK_UP,
    paymentRef: refOf(authorization, "authorization"),
    reference: authorization.custom_id,
  };
}
function ofTaken(resource: Readonly<Record<string, unknown>>): Told {
  const capture = conform(Capture, resource);
  const paymentRef = refOf(capture, "capture");
  const said = ofCapture(capture);
  const { status } = said;
  const common = { paymentRef, reference: capture.custom_id };
  // A capture of what was held is an operation of its own: its failure is not the payment's.
  if (!paymentRef.relatedIds["authorization"]) {
    const amount = amountOf(capture);
    const value = {
      ...said,
      ...checked(capture),
      paymentRef,
      amounts: {
        requested: amount,
        ...(status === PaymentStatus.CAPTURED && { captured: amount }),
      },
    };
    return {
      ...common,
      operation: { kind: OperationKind.AUTHORIZE, ...authorized(value) },
      resource: { case: "payment", value },
    };
  }
  const kind = OperationKind.CAPTURE;
  const operationId = capture.id;
  if (status !== PaymentStatus.CAPTURED)
    return { ...common, operation: { ...unfinished(said.failure), kind, operationId } };
  return {
    ...common,
    operation: done({ kind, operationId, amount: amountOf(capture) }),
    resource: {
      case: "payment",
      value: {
        ...said,
        status: capture.final_capture ? status : PaymentStatus.PARTIALLY_CAPTURED,
        paymentRef,
      },
    },
  };
}
const unfinished = (why: Failure | undefined) => (why ? failed(why) : accepted());
function ofReturned(resource: Readonly<Record<string, unknown>>): Told {
  const value = toRefund(conform(Refund, resource));
  return {
    paymentRef: value.refundRef?.payment,
    reference: value.refundRef?.reference,
    operation: { kind: OperationKind.REFUND, ...refunded(value) },
    isSnapshot: true,
    resource: { case: "refund", value },
  };
}
/** PayPal took it back: what comes is shaped like a refund, and is none of the merchant's. */
function ofReversed(resource: Readonly<Record<string, unknown>>): Told {
  const { links, status } = conform(v.looseObject({ links: list(Link), status: text }), resource);
  const capture = lastOf(linkTo(links, "up"));
  const paymentRef = { relatedIds: capture ? { capture } : {} };
  const value = { status: PaymentStatus.REVERSED, processorStatus: status, paymentRef };
  return { paymentRef, resource: { case: "payment", value } };
}
function ofOrder(resource: Readonly<Record<string, unknown>>): Told {
  const value = toPayment(conform(Order, resource));
  const { paymentRef } = value;
  return { paymentRef, reference: paymentRef?.reference, resource: { case: "payment", value } };
}
const Lapsed = v.looseObject({
  order_id: v.string(),
  purchase_units: list(v.looseObject({ custom_id: text })),
});
/** Approved, and not captured in time: PayPal cancels the order and gives the money back. */
function ofLapsed(resource: Readonly<Record<string, unknown>>): Told {
  const { order_id: paymentId, purchase_units } = conform(Lapsed, resource);
  const reference = purchase_units?.[0]?.custom_id;
  const paymentRef = { paymentId, reference };
  const why = failure(FailureCode.TIME_LIMIT_PASSED);
  return {
    paymentRef,
    reference,
    operation: { ...failed(why), kind: OperationKind.AUTHORIZE },
    resource: {
      case: "payment",
      value: { status: PaymentStatus.EXPIRED, paymentRef, failure: why },
    },
  };
}
function ofDispute(resource: Readonly<Record<string, unknown>>): Told {
  const value = toDispute(conform(Dispute, resource));
  const payment = value.disputeRef?.payment;
  const reference = payment?.reference;
  return { paymentRef: payment, reference, isSnapshot: true, resource: { case: "dispute", value } };
}
const ofToken: Reader = (resource, type) => {
  const { id, customer, payment_source } = conform(Token, resource);
  return {
    resource: {
      case: "storedMethod",
      value: {
        stored: { storedMethodId: id },
        details: describe(payment_source),
        customerId: customer?.id,
        removed: type === "VAULT.PAYMENT-TOKEN.DELETED",
      },
    },
  };
};

const readers: Readonly<Record<string, Reader>> = {
  "CHECKOUT.ORDER.APPROVED": ofOrder,
  "CHECKOUT.ORDER.COMPLETED": ofOrder,
  "CHECKOUT.PAYMENT-APPROVAL.REVERSED": ofLapsed,
  "CUSTOMER.DISPUTE.CREATED": ofDispute,
  "CUSTOMER.DISPUTE.RESOLVED": ofDispute,
  "CUSTOMER.DISPUTE.UPDATED": ofDispute,
  "PAYMENT.AUTHORIZATION.CREATED": ofHeld,
  "PAYMENT.AUTHORIZATION.VOIDED": ofReleased,
  "PAYMENT.CAPTURE.COMPLETED": ofTaken,
  "PAYMENT.CAPTURE.DECLINED": ofTaken,
  "PAYMENT.CAPTURE.DENIED": ofTaken,
  "PAYMENT.CAPTURE.PENDING": ofTaken,
  "PAYMENT.CAPTURE.REFUNDED": ofReturned,
  "PAYMENT.CAPTURE.REVERSED": ofReversed,
  "VAULT.PAYMENT-TOKEN.CREATED": ofToken,
  "VAULT.PAYMENT-TOKEN.DELETED": ofToken,
};

interface Question {
  readonly delivery: Delivery;
  readonly webhookId: string;
}
/**
 * PayPal signs with certificates that it changes, behind a URL that comes with the delivery: nothing in a delivery
 * shall tell us whom to trust, so PayPal is asked. The body goes back byte for byte, as one JSON value.
 */
const verifySignature: Step<Question, string> = {
  name: "verifyWebhookSignature",
  method: "POST",
  path: "/v1/notifications/verify-webhook-signature",
  harmless: true,
  idempotency: unkeyed,
  body: ({ delivery: { headers, text: event }, webhookId }) => {
    const asked = toJson({
      auth_algo: headers["paypal-auth-algo"],
      cert_url: headers["paypal-cert-url"],
      transmission_id: headers["paypal-transmission-id"],
      transmission_sig: headers["paypal-transmission-sig"],
      transmission_time: headers["paypal-transmission-time"],
      webhook_id: webhookId,
    });
    return { type: "application/json", text: `${asked.slice(0, -1)},"webhook_event":${event}}` };
  },
  read: answer(
    v.object({ verification_status: v.string() }),
    ({ verification_status: status }) => status,
  ),
  example: "SUCCESS",
};

export const webhooks = declared<{ readonly webhookIds: readonly string[] }>({
  events: Object.keys(readers),
  source: "https://developer.paypal.com/api/rest/webhooks/event-names/",
  signed: true,
  secret: "webhookIds",
  *verify(delivery, { credentials }) {
    if (!delivery.headers["paypal-transmission-sig"]) return rejected("SIGNATURE_MISSING");
    // What is not one JSON value could add members to the question.
    if (parseJson(delivery.text) === undefined) return rejected("MALFORMED");
    for (const webhookId of credentials.webhookIds)
      if ((yield* call(verifySignature, { delivery, webhookId })) === "SUCCESS") return verified;
    return rejected("NOT_CONFIRMED");
  },
  read: ({ text: body }) => {
    const { id, event_type: type, create_time, resource } = decode(Event, body);
    const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
    if (!reader) return [ignored(type, id, id)];
    return [
      {
        processorEventType: type,
        processorEventId: id,
        dedupeKey: id,
        action: EventAction.APPLY,
        occurredAt: fromIso(create_time),
        ...reader(resource ?? {}, type),
      },
    ];
  },
});
