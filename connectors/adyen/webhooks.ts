/** Adyen's webhooks: standard notifications, each of whose items is signed, and the events of stored methods. */
import {
  Certainty,
  EventAction,
  FailureCode,
  MandateStatus,
  OperationKind,
  OperationStatus,
  type PaymentSchema,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  RiskResult_Decision,
} from "#contract";
import {
  authorized,
  type Delivery,
  webhooks as declareWebhooks,
  decode,
  type EventResult,
  failure,
  fromHex,
  fromIso,
  hmacSha256,
  type Init,
  ignored,
  mandated,
  type OperationResult,
  type RefundResult,
  refunded,
  signedBy,
  textual,
  v,
} from "#kit";
import {
  adjustmentIn,
  type Payment,
  shopperOf,
  storedIdOf,
  toMandate,
  toPayment,
} from "./answers.ts";
import { disputeEvents, toDispute } from "./disputes.ts";
import { modificationRefusals } from "./failures.ts";
import { isPaidAtOnce } from "./methods.ts";
import type { Credentials } from "./settings.ts";
import { ofToken, TokenEvent, tokenEvents } from "./tokens.ts";
import { Amount, automaticCapture, described, money, said, some } from "./wire.ts";

const text = v.nullish(v.string());
const Notification = v.looseObject({
  eventCode: v.string(),
  success: textual,
  pspReference: v.string(),
  originalReference: text,
  merchantAccountCode: v.string(),
  merchantReference: text,
  amount: v.nullish(Amount),
  eventDate: text,
  reason: text,
  additionalData: described,
});
type Notification = v.InferOutput<typeof Notification>;
const Standard = v.object({
  notificationItems: v.array(v.object({ NotificationRequestItem: Notification })),
});
type Item =
  | { readonly kind: "notification"; readonly notification: Notification }
  | { readonly kind: "token"; readonly event: TokenEvent; readonly delivery: Delivery };

type Told = Omit<EventResult, "processorEventType" | "dedupeKey" | "action">;
type Reader = (item: Notification, credentials: Credentials) => Told;

function ofPayment(item: Notification, credentials: Credentials): EventResult {
  const { eventCode, pspReference, success, additionalData: data } = item;
  const read = readers.get(eventCode);
  // Copies have event, reference and result in common; the events of a dispute share its reference, and a capture that
  // Adyen does again is told by another reason: https://docs.adyen.com/online-payments/capture/failure-reasons.
  const again = /recaptured$/i.exec(item.reason ?? "")?.[0];
  const word = said(data, "disputeStatus") ?? said(data, "issuerComments.type") ?? again;
  const dedupeKey = [eventCode, pspReference, success, word].filter(Boolean).join(":");
  if (!read) return ignored(eventCode, dedupeKey, pspReference);
  return {
    processorEventType: eventCode,
    processorEventId: pspReference,
    dedupeKey,
    action: EventAction.APPLY,
    subAccount: item.merchantAccountCode,
    occurredAt: fromIso(item.eventDate),
    reference: item.merchantReference || undefined,
    paymentRef: item.originalReference ? { paymentId: item.originalReference } : undefined,
    ...read(item, credentials),
  };
}

const { SUCCEEDED, FAILED } = OperationStatus;
const { PROCESSOR } = PendingReason;
const { AUTHORIZATION_EXPIRED, CUSTOMER_TIMED_OUT } = FailureCode;
const succeeded = ({ success }: Notification) => success === "true";
const operationIn = (
  kind: OperationKind,
  item: Notification,
  result: OperationResult = {
    status: succeeded(item) ? SUCCEEDED : FAILED,
    operationId: item.pspReference,
    amount: item.amount ? money(item.amount) : undefined,
    failure: succeeded(item) ? undefined : whyNot(item),
  },
) => ({
  ...result,
  kind,
  certainty: Certainty.DEFINITIVE,
  reference: item.merchantReference || undefined,
  networkReferences: some({ acquirerReferenceNumber: said(item.additionalData, "arn") }),
  occurredAt: fromIso(item.eventDate),
});
const whyNot = ({ eventCode, reason }: Notification) =>
  modificationRefusals([reason, eventCode], { processor: { message: reason ?? undefined } });

/** A change that is not done leaves the payment as before. */
const adjusted: Reader = (item) => ({
  operation: operationIn(OperationKind.ADJUST, item),
  ...(succeeded(item) && {
    resource: payment(
      {
        paymentRef: {
          paymentId: item.originalReference ?? "",
          relatedIds: adjustmentIn(item.additionalData),
        },
        amounts: { authorized: item.amount ? money(item.amount) : undefined },
      },
      item,
    ),
  }),
});

const voided = (kind: OperationKind) => (item: Notification) => ({
  operation: operationIn(kind, item),
  ...(succeeded(item) && { resource: payment({ status: PaymentStatus.VOIDED }, item) }),
});
/** A capture gives up what is left, unless Adyen has enabled several. https://docs.adyen.com/online-payments/capture */
const captured: Reader = (item, { multipleCaptures }) => {
  const status =
    multipleCaptures === "yes" ? PaymentStatus.PARTIALLY_CAPTURED : PaymentStatus.CAPTURED;
  return {
    operation: operationIn(OperationKind.CAPTURE, item),
    ...(succeeded(item) && { resource: payment({ status }, item) }),
  };
};
const payment = (value: Init<typeof PaymentSchema>, item: Notification) =>
  ({
    case: "payment",
    value: { paymentRef: { paymentId: item.originalReference ?? item.pspReference }, ...value },
  }) as const;

/** The payment as /payments would have answered it; of a zero amount, the stored method that it was about. */
function authorisation(item: Notification): Told {
  const { pspReference, merchantReference, amount, reason, additionalData } = item;
  const paymentMethod = said(item, "paymentMethod");
  const answer: Payment = {
    resultCode: succeeded(item) ? "Authorised" : "Refused",
    refusalReason: reason,
    pspReference,
    merchantReference,
    amount,
    paymentMethod: { type: paymentMethod, brand: paymentMethod },
    additionalData,
  };
  const paymentRef = { paymentId: pspReference, reference: merchantReference || undefined };
  if (amount?.value === 0n) {
    const mandate = toMandate(answer, shopperOf(additionalData));
    const operation = operationIn(OperationKind.SETUP_MANDATE, item, mandated(mandate));
    return { paymentRef, operation, resource: { case: "mandate", value: mandate } };
  }
  const takenAtOnce =
    isPaidAtOnce(paymentMethod) ||
    said(additionalData, `metadata.${automaticCapture.name}`) === automaticCapture.value ||
    said(additionalData, "networkProcessingMode") === "sale";
  const value = toPayment(answer, { takenAtOnce });
  const result = { ...authorized(value), amount: value.amounts?.authorized };
  const operation = operationIn(OperationKind.AUTHORIZE, item, result);
  return { paymentRef, operation, resource: { case: "payment", value } };
}

/** The shopper did not pay in time. */
function offerClosed(item: Notification): Told {
  const why = failure(CUSTOMER_TIMED_OUT);
  const result = { status: FAILED, failure: why };
  return {
    paymentRef: { paymentId: item.pspReference },
    operation: operationIn(OperationKind.AUTHORIZE, item, result),
    resource: payment({ status: PaymentStatus.EXPIRED, failure: why }, item),
  };
}
const standing =
  (value: Init<typeof PaymentSchema>): Reader =>
  (item) => ({
    paymentRef: { paymentId: item.originalReference ?? item.pspReference },
    resource: payment(value, item),
  });

/** What is left has expired. Where there may be several captures a part may be taken, which the event does not say. */
const expired: Reader = (item, credentials) => {
  const capturable = item.amount ? money({ ...item.amount, value: 0n }) : undefined;
  const over = { status: PaymentStatus.EXPIRED, failure: failure(AUTHORIZATION_EXPIRED) };
  const isOver = credentials.multipleCaptures !== "yes";
  return standing({ amounts: { capturable }, ...(isOver && over) })(item, credentials);
};

const refund =
  (status: RefundStatus, late = false) =>
  (item: Notification): Told => {
    const value: RefundResult = {
      status: succeeded(item) ? status : RefundStatus.FAILED,
      refundRef: {
        refundId: item.pspReference,
        reference: item.merchantReference || undefined,
        ...(item.originalReference && { payment: { paymentId: item.originalReference } }),
      },
      pendingReason: status === RefundStatus.PENDING ? PROCESSOR : PendingReason.UNSPECIFIED,
      amount: item.amount ? money(item.amount) : undefined,
      failure: status === RefundStatus.FAILED || !succeeded(item) ? whyNot(item) : undefined,
      networkReferences: { acquirerReferenceNumber: said(item.additionalData, "arn") },
      late: late || undefined,
    };
    const operation = { ...refunded(value), late: late || undefined };
    return {
      operation: operationIn(OperationKind.REFUND, item, operation),
      resource: { case: "refund", value },
    };
  };

/**
 * `modification.action` says which it was. The amount of the event is the payment's, also where less was taken or left:
 * of how much it gave back it says nothing. https://docs.adyen.com/online-payments/reversal
 */
function cancelOrRefund(item: Notification): Told {
  const action = said(item.additionalData, "modification.action");
  if (action === "cancel") return voided(OperationKind.REVERSE)(item);
  const unsaid = { ...item, amount: undefined };
  return {
    ...(action === "refund" && refund(RefundStatus.SUCCEEDED)(unsaid)),
    operation: operationIn(OperationKind.REVERSE, unsaid),
  };
}

/** A scheme that refuses a capture after it was sent: the event itself is what has succeeded. */
const captureFailed: Reader = (item) => ({
  operation: {
    ...operationIn(OperationKind.CAPTURE, item),
    status: FAILED,
    failure: whyNot(item),
    late: true,
  },
  resource: payment({ status: PaymentStatus.PENDING, pendingReason: PROCESSOR }, item),
});

function recurringContract(item: Notification): Told {
  const { pspReference, originalReference, additionalData } = item;
  const mandateId = storedIdOf(additionalData) ?? pspReference;
  const status = succeeded(item) ? MandateStatus.ACTIVE : MandateStatus.FAILED;
  const value = {
    status,
    mandateRef: {
      mandateId,
      customerId: shopperOf(additionalData),
      reference: item.merchantReference || undefined,
      relatedIds: originalReference ? { payment: originalReference } : {},
    },
    stored: { storedMethodId: mandateId },
    failure: succeeded(item) ? undefined : whyNot(item),
  };
  const operation = operationIn(OperationKind.SETUP_MANDATE, item, mandated(value));
  return { operation, resource: { case: "mandate", value } };
}

const fraud: Reader = (item) => ({
  resource: {
    case: "fraudAlert",
    value: {
      fraudAlertId: item.pspReference,
      amount: item.amount ? money(item.amount) : undefined,
      kind: said(item.additionalData, "nofReasonCode"),
    },
  },
});
/** Its reference is the file's name, and its reason where that can be fetched. */
const report: Reader = ({ pspReference, reason }) => ({
  resource: { case: "report", value: { reportId: pspReference, url: reason ?? undefined } },
});

const ofDispute: Reader = (item) => ({ resource: { case: "dispute", value: toDispute(item) } });

const { ACCEPT, REJECT } = RiskResult_Decision;
/** https://docs.adyen.com/api-explorer/Webhooks/1/overview */
const ofPayments: Readonly<Record<string, Reader>> = {
  AUTHORISATION: authorisation,
  AUTHORISATION_ADJUSTMENT: adjusted,
  CANCELLATION: voided(OperationKind.VOID),
  CANCEL_OR_REFUND: cancelOrRefund,
  CAPTURE: captured,
  CAPTURE_FAILED: captureFailed,
  EXPIRE: expired,
  MANUAL_REVIEW_ACCEPT: standing({ risk: { decision: ACCEPT } }),
  MANUAL_REVIEW_REJECT: standing({ risk: { decision: REJECT } }),
  NOTIFICATION_OF_FRAUD: fraud,
  OFFER_CLOSED: offerClosed,
  PENDING: standing({ status: PaymentStatus.PENDING, pendingReason: PROCESSOR }),
  POSTPONED_REFUND: refund(RefundStatus.PENDING),
  RECURRING_CONTRACT: recurringContract,
  REFUND: refund(RefundStatus.SUCCEEDED),
  REFUNDED_REVERSED: refund(RefundStatus.FAILED, true),
  REFUND_FAILED: refund(RefundStatus.FAILED, true),
  REFUND_WITH_DATA: refund(RefundStatus.SUCCEEDED),
  REPORT_AVAILABLE: report,
  TECHNICAL_CANCEL: voided(OperationKind.VOID),
};
const readers = new Map([
  ...Object.entries(ofPayments),
  ...Object.keys(disputeEvents.words).map((eventCode) => [eventCode, ofDispute] as const),
]);

export const webhooks = declareWebhooks<Credentials, Item>({
  source: "https://docs.adyen.com/development-resources/webhooks/webhook-types",
  events: [...readers.keys(), ...tokenEvents],
  signed: true,
  secret: "webhookHmacKeys",
  acknowledgement: { status: 200, headers: { "Content-Type": "text/plain" }, text: "[accepted]" },

  items(delivery) {
    if (!delivery.text.includes('"notificationItems"'))
      return [{ kind: "token", event: decode(TokenEvent, delivery.text), delivery }];
    const { notificationItems } = decode(Standard, delivery.text);
    return notificationItems.map(({ NotificationRequestItem: notification }) => ({
      kind: "notification",
      notification,
    }));
  },

  /**
   * Adyen signs eight members of an item; `additionalData`, `reason` and `paymentMethod` are not among them.
   * https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures
   */
  verify(item, { credentials }) {
    const signature =
      item.kind === "token"
        ? item.delivery.headers["hmacsignature"]
        : said(item.notification.additionalData, "hmacSignature");
    const message = item.kind === "token" ? item.delivery.bytes : signedText(item.notification);
    return signedBy(signature, credentials.webhookHmacKeys, (key) =>
      hmacSha256(fromHex(key), message, "base64"),
    );
  },

  read: (item, { credentials }) => [
    item.kind === "token" ? ofToken(item.event) : ofPayment(item.notification, credentials),
  ],
});

const signedText = (item: Notification): string =>
  [
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.merchantReference,
    item.amount?.value,
    item.amount?.currency,
    item.eventCode,
    item.success,
  ]
    .map((part) => String(part ?? ""))
    .join(":");
