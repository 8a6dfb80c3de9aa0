/** What Braintree tells by itself: a signed form with a payload of XML. https://developer.paypal.com/braintree/docs/guides/webhooks/parse */
import { EventAction, OperationKind } from "#contract";
import {
  conform,
  type Delivery,
  webhooks as declared,
  type EventResult,
  fromBase64,
  fromHex,
  fromIso,
  genuine,
  hmacSha1,
  ignored,
  parseXml,
  refunded,
  rejected,
  sameSecret,
  sha1,
  textOf,
  v,
} from "#kit";
import type { Credentials } from "./account.ts";
import { Dispute, Refund, Transaction, toDispute, toPayment, toRefund } from "./answers.ts";

const disputeKinds = [
  "dispute_accepted",
  "dispute_auto_accepted",
  "dispute_disputed",
  "dispute_expired",
  "dispute_lost",
  "dispute_opened",
  "dispute_under_review",
  "dispute_won",
];
const transactionKinds = [
  "refund_failed",
  "transaction_disbursed",
  "transaction_settled",
  "transaction_settlement_declined",
];

const revoked = "payment_method_revoked_by_customer";
const reviewed = "transaction_reviewed";

/** The text of an element, with or without a `type`; an empty one that is `nil` has none. */
const text = v.nullish(
  v.pipe(
    v.union([v.string(), v.looseObject({ "#text": v.optional(v.string()) })]),
    v.transform((value) => (typeof value === "string" ? value : value["#text"])),
  ),
);
const Subject = v.object({
  id: v.string(),
  "global-id": text,
  status: text,
  type: text,
  kind: text,
  reason: text,
  "reason-code": text,
  amount: text,
  "amount-disputed": text,
  "currency-iso-code": text,
  "order-id": text,
  "processor-settlement-response-code": text,
  "processor-settlement-response-text": text,
  "created-at": text,
  "updated-at": text,
  "reply-by-date": text,
  transaction: v.nullish(v.object({ id: v.string(), "global-id": text, "order-id": text })),
});
type Subject = v.InferOutput<typeof Subject>;
/** What was rejected is voided or refunded. https://developer.paypal.com/braintree/docs/reference/general/webhooks/fraud-protection */
const Reviewed = v.object({ "transaction-id": v.string() });
/** An account at PayPal or Venmo, by whose name its element goes. */
const Kept = v.object({ token: v.string(), "global-id": text });
const Notification = v.object({
  notification: v.object({
    kind: v.string(),
    timestamp: text,
    subject: v.fallback(v.record(v.string(), v.unknown()), {}),
  }),
});

/** One field of the form; Braintree's own characters are all ASCII. */
const fieldOf = (form: string, name: string): string | undefined => {
  const found = form.split("&").find((pair) => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1).replaceAll("+", " "));
};

export const webhooks = declared<Credentials>({
  events: [...disputeKinds, ...transactionKinds, revoked, reviewed],
  source: "https://developer.paypal.com/braintree/docs/reference/general/webhooks/overview",
  // Of cards it tells disputes, and refunds that fail.
  silentOn: ["authorizePayment", "capturePayment", "voidPayment", "reversePayment", "createRefund"],
  signed: true,
  secret: "privateKey",
  verify: ({ text: form }: Delivery, { credentials }) => {
    const payload = fieldOf(form, "bt_payload");
    const signature = fieldOf(form, "bt_signature");
    if (!payload || !signature) return rejected("SIGNATURE_MISSING");
    // Several keys of an account sign: each signature stands behind its public key.
    const own = signature
      .split("&")
      .map((pair) => pair.split("|"))
      .find(([publicKey]) => publicKey === credentials.publicKey)?.[1];
    if (!own) return rejected("UNKNOWN_KEY");
    const key = fromHex(sha1(credentials.privateKey, "hex"));
    const isSigned = (message: string) => sameSecret(hmacSha1(key, message, "hex"), own);
    return genuine(isSigned(payload) || isSigned(`${payload}\n`));
  },
  read: ({ text: form }) => {
    const xml = textOf(fromBase64(fieldOf(form, "bt_payload") ?? ""));
    const { kind, timestamp, subject } = conform(Notification, parseXml(xml)).notification;
    const told = read(kind, subject);
    const key = [kind, told?.id ?? sha1(xml, "hex"), timestamp].join(":");
    if (!told) return [ignored(kind, key)];
    const { id: _, ...event } = told;
    return [
      {
        processorEventType: kind,
        dedupeKey: key,
        action: EventAction.APPLY,
        occurredAt: fromIso(timestamp),
        isSnapshot: false,
        ...event,
      },
    ];
  },
});

type Told = Pick<EventResult, "resource" | "operation" | "paymentRef" | "reference"> & {
  readonly id: string;
  readonly action?: EventAction;
};
function read(kind: string, subject: Readonly<Record<string, unknown>>): Told | undefined {
  if (disputeKinds.includes(kind)) return ofDispute(conform(Subject, subject["dispute"]));
  if (kind === revoked) return ofMethod(conform(Kept, Object.values(subject)[0]));
  if (kind === reviewed) {
    const { "transaction-id": legacyId } = conform(Reviewed, subject["transaction-review"]);
    return { id: legacyId, action: EventAction.LOOK_UP, paymentRef: { relatedIds: { legacyId } } };
  }
  if (!transactionKinds.includes(kind)) return undefined;
  return ofTransaction(conform(Subject, subject["transaction"]), kind === "refund_failed");
}

/** https://developer.paypal.com/braintree/docs/reference/general/webhooks/payment-method */
function ofMethod({ token: id, "global-id": storedMethodId }: v.InferOutput<typeof Kept>): Told {
  if (!storedMethodId) return { id, action: EventAction.LOOK_UP };
  const value = { stored: { storedMethodId }, removed: true };
  return { id, resource: { case: "storedMethod", value } };
}

/** The readers of the API's objects, given what the XML has of one. */
const paymentIn = (fields: object) => toPayment(conform(Transaction, fields));
const refundIn = (fields: object) => toRefund(conform(Refund, fields));
const disputeIn = (fields: object) => toDispute(conform(Dispute, fields));
const moneyIn = (value: string | null | undefined, subject: Subject) =>
  value && subject["currency-iso-code"]
    ? { value, currencyCode: subject["currency-iso-code"] }
    : undefined;
/** Why it did not settle; an element without text says nothing. */
const settledIn = (subject: Subject) => {
  const status = upper(subject.status);
  const legacyCode = subject["processor-settlement-response-code"];
  const message = subject["processor-settlement-response-text"];
  return { status, ...(legacyCode && { processorResponse: { legacyCode, message } }) };
};
const upper = (word: string | null | undefined) => word?.toUpperCase();

function ofDispute(subject: Subject): Told {
  const { id, transaction, status, kind, reason } = subject;
  const disputeId = subject["global-id"];
  const reference = transaction?.["order-id"] ?? undefined;
  const paymentId = transaction?.["global-id"] ?? undefined;
  const deadline = subject["reply-by-date"];
  const dispute = disputeIn({
    id: disputeId ?? "",
    status: upper(status) ?? "",
    type: upper(kind),
    createdAt: subject["created-at"],
    responseDeadline: deadline && `${deadline}T00:00:00Z`,
    amountDisputed: moneyIn(subject["amount-disputed"] ?? subject.amount, subject),
    processorResponse: {
      reason: upper(reason),
      reasonCode: subject["reason-code"],
    },
    transaction: paymentId ? { id: paymentId, orderId: reference } : undefined,
    statusHistory: [{ timestamp: subject["updated-at"] }],
  });
  return {
    id,
    ...(reference && { reference }),
    ...(paymentId && { paymentRef: { paymentId, ...(reference && { reference }) } }),
    // Without the id by which it is found, a merchant can but list what is open.
    ...(!disputeId && { action: EventAction.LOOK_UP }),
    resource: { case: "dispute", value: dispute },
  };
}

function ofTransaction(subject: Subject, isFailedRefund: boolean): Told {
  const isRefund = isFailedRefund || subject.type === "credit";
  const id = subject["global-id"];
  const reference = subject["order-id"] ?? undefined;
  const paymentRef = {
    ...(id && { paymentId: id }),
    relatedIds: { legacyId: subject.id },
    ...(reference && { reference }),
  };
  const common = {
    id: subject.id,
    ...(!isRefund && { paymentRef }),
    ...(reference && { reference }),
  };
  const amount = moneyIn(subject.amount, subject);
  const status = isFailedRefund ? "FAILED" : upper(subject.status);
  if (!amount || !id || !status)
    return { ...common, action: EventAction.LOOK_UP, resource: { case: undefined } };
  const fields = {
    id,
    status,
    amount,
    legacyId: subject.id,
    orderId: reference,
    createdAt: subject["created-at"],
    statusHistory: [settledIn(subject)],
  };
  // What settled before may still be declined: https://developer.paypal.com/braintree/docs/reference/general/webhooks/transaction
  if (!isRefund) {
    const payment = paymentIn(fields);
    const value = { ...payment, ...(payment.failure && { late: true }) };
    return { ...common, resource: { case: "payment", value } };
  }
  const refund = refundIn(fields);
  const value = { ...refund, ...(refund.failure && { late: true }) };
  const operation = { kind: OperationKind.REFUND, ...refunded(refund) };
  return { ...common, operation, resource: { case: "refund", value } };
}
