/** The REST platform of Cybersource, which banks offer under names and hosts of their own. https://developer.cybersource.com/api-reference-assets/index.html */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type CreateRefundRequest,
  FailureCode,
  type GetPaymentRequest,
  OperationKind,
  PaymentStatus,
  Retry,
} from "#contract";
import {
  type Amount,
  alreadyDone,
  answer,
  authorized,
  bytesOf,
  type Connector,
  type Context,
  call,
  defineConnector,
  done,
  failed,
  failure,
  faults,
  fromBase64,
  type HttpRequest,
  hmacSha256,
  json,
  type PaymentOutcome,
  type PaymentResult,
  type RefundOutcome,
  Refused,
  refunded,
  required,
  type Script,
  type Step,
  sameAmount,
  secret,
  sha256,
  text,
  toDecimal,
  Unresolved,
  type ValuesOf,
  withHeaders,
  write,
} from "#kit";
import * as told from "./cybersource-answers.ts";
import { addressOf, indicatorOf, initiatorOf, methods } from "./cybersource-methods.ts";

export const credentials = {
  merchantId: text({
    description: "The merchant (organization) id that the key belongs to: Business Center",
    example: "testrest",
    pattern: /[\w-]{1,30}/,
  }),
  keyId: text({
    description:
      "Serial number of the REST shared secret key: Payment Configuration, Key Management",
    example: "08c94330-f618-42a3-b09d-e1e43be5efda",
    pattern: /[0-9a-f-]{36}/,
  }),
  sharedSecret: secret({
    description: "The REST shared secret, in base64: Payment Configuration, Key Management",
    example: "RVhBTVBMRUVYQU1QTEVFWEFNUExFRVhBTVBMRTEyMzQ1",
    pattern: /[A-Za-z0-9+/]{40,}={0,2}/,
  }),
};
type Credentials = ValuesOf<typeof credentials>;
type Cybersource = Connector<Credentials> & { readonly credentials: typeof credentials };

/** https://developer.cybersource.com/library/documentation/dev_guides/REST_API/Getting_Started/html/REST_GS/ch_authentication.5.3.htm */
function sign(request: HttpRequest, { credentials: keys, now }: Context<Credentials>): HttpRequest {
  const [, host = "", target = ""] = /^https?:\/\/([^/]+)(\/.*)$/.exec(request.url) ?? [];
  const date = now.toUTCString();
  const digest = request.body && `SHA-256=${sha256(bytesOf(request.body), "base64")}`;
  const signed = [
    ["host", host],
    ["date", date],
    ["request-target", `${request.method.toLowerCase()} ${target}`],
    ...(digest ? [["digest", digest]] : []),
    ["v-c-merchant-id", keys.merchantId],
  ];
  const names = signed.map(([name]) => name).join(" ");
  const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\n");
  const signature = hmacSha256(fromBase64(keys.sharedSecret), lines, "base64");
  return withHeaders(request, {
    Host: host,
    Date: date,
    "v-c-merchant-id": keys.merchantId,
    ...(digest && { Digest: digest }),
    Signature: `keyid="${keys.keyId}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`,
  });
}

/**
 * By its own identifier a request can be undone although nobody knows its id; unique for 180 days, 30 characters at most.
 * https://developer.cas.cybersource.com/docs/cybs/en-us/payments/developer/ctv/rest/payments/payments-processing-basic-intro/payments-timeout-auth-reversals-intro.html
 */
const identified = (kind: "payment" | "capture" | "refund", reference: string) => ({
  code: reference,
  transactionId: sha256(`${kind}\n${reference}`, "hex").slice(0, 30),
});
const amountDetails = (amount: Amount | undefined, field: string) => {
  const given = required(amount, field);
  return { totalAmount: toDecimal(given, undefined, field), currency: given.currency };
};
const paymentPath = (id: string) => `/pts/v2/payments/${encodeURIComponent(id)}`;

const pay: Step<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
  name: "pay",
  example: { operation: done() },
  method: "POST",
  path: "/pts/v2/payments",
  body: (asked, context) => {
    const { isStored, paymentSolution, ...chosen } = write(methods, asked, context);
    const { purchase, captureMode, acceptPartial } = asked;
    const { customer, device } = purchase ?? {};
    const initiator = initiatorOf(asked, isStored);
    return json({
      clientReferenceInformation: identified("payment", asked.reference),
      processingInformation: {
        capture: captureMode === CaptureMode.AUTOMATIC,
        commerceIndicator: indicatorOf(asked),
        paymentSolution,
        ...((acceptPartial || initiator) && {
          authorizationOptions: { partialAuthIndicator: acceptPartial || undefined, initiator },
        }),
      },
      ...chosen,
      orderInformation: {
        amountDetails: amountDetails(purchase?.amount, "purchase.amount"),
        billTo: addressOf(customer?.billing ?? customer?.contact, customer?.contact?.email),
        shipTo: addressOf(customer?.shipping),
      },
      ...(customer?.reference && { buyerInformation: { merchantCustomerId: customer.reference } }),
      ...(device?.ipAddress && { deviceInformation: { ipAddress: device.ipAddress } }),
      ...(purchase?.statementDescriptor && {
        merchantInformation: { merchantDescriptor: { name: purchase.statementDescriptor } },
      }),
    });
  },
  read: answer(told.Answer, (answered, { purchase, captureMode }) => {
    const isSale = captureMode === CaptureMode.AUTOMATIC;
    const payment = told.toPayment(answered, { amount: purchase?.amount, isSale });
    return { operation: authorized(payment), payment };
  }),
};

/** https://developer.cybersource.com/api-reference-assets/index.html#transaction-details */
const record: Step<string, told.TransactionRecord, Credentials> = {
  name: "record",
  example: {
    id: "1",
    submitTimeUTC: undefined,
    submitTimeUtc: undefined,
    applicationInformation: {
      status: "AUTHORIZED",
      applications: [{ name: "ics_auth", status: undefined, rCode: "1", rFlag: "SOK" }],
    },
    orderInformation: {
      amountDetails: { totalAmount: "1.00", authorizedAmount: "1.00", currency: "USD" },
    },
  },
  method: "GET",
  path: (id) => `/tss/v2/transactions/${encodeURIComponent(id)}`,
  read: answer(told.TransactionRecord, (found) => found),
};

/** Words of a search that are not read as its syntax. */
const searchable = /^[\w.-]{1,50}$/;
/** https://developer.cybersource.com/api-reference-assets/index.html#transaction-search */
const search: Step<string, readonly told.TransactionRecord[], Credentials> = {
  name: "search",
  example: [],
  method: "POST",
  path: "/tss/v2/searches",
  harmless: true,
  body: (reference) =>
    json({
      save: false,
      query: `clientReferenceInformation.code:${reference}`,
      offset: 0,
      limit: 100,
      sort: "id:asc,submitTimeUtc:asc",
    }),
  read: answer(told.Found, ({ _embedded }, reference) =>
    (_embedded?.transactionSummaries ?? []).filter(
      ({ clientReferenceInformation }) => clientReferenceInformation?.code === reference,
    ),
  ),
};

const MOST_FOLLOWING = 20;
interface Seen {
  readonly payment: PaymentResult;
  readonly records: readonly told.TransactionRecord[];
}
/** A payment and all that followed it: each has a record of its own. */
function* see(id: string): Script<Seen, Credentials> {
  const own = yield* call(record, id);
  const followed: told.TransactionRecord[] = [];
  for (const next of told.idsIn(own).slice(0, MOST_FOLLOWING))
    followed.push(yield* call(record, next));
  return { payment: told.toPaymentOf(own, followed), records: [own, ...followed] };
}
function* find(target: GetPaymentRequest["target"]): Script<Seen | undefined, Credentials> {
  if (target.case !== "originalCall") return yield* see(target.value?.paymentId ?? "");
  const found = yield* call(search, target.value.reference);
  const authorizations = found.filter((one) => told.outcomeOf(one, "ics_auth") !== undefined);
  const best = authorizations.find((one) => told.outcomeOf(one, "ics_auth") === "done");
  const chosen = best ?? authorizations.at(-1);
  return chosen && (yield* see(chosen.id));
}

interface Change {
  readonly id: string;
  readonly reference: string;
  readonly amount: Amount | undefined;
  readonly reason?: string | undefined;
}
const capture: Step<Change, told.FollowOn, Credentials> = {
  name: "capture",
  example: followOn("PENDING"),
  method: "POST",
  path: ({ id }) => `${paymentPath(id)}/captures`,
  body: ({ reference, amount }) =>
    json({
      clientReferenceInformation: identified("capture", reference),
      orderInformation: { amountDetails: amountDetails(amount, "amount") },
    }),
  read: answer(told.FollowOn, (answered) => answered),
};
/** https://developer.cybersource.com/api-reference-assets/index.html#payments_reversal_process-an-authorization-reversal */
const reverse: Step<Change, told.FollowOn, Credentials> = {
  name: "reverse",
  example: followOn("REVERSED"),
  method: "POST",
  path: ({ id }) => `${paymentPath(id)}/reversals`,
  body: ({ reference, amount, reason }) =>
    json({
      clientReferenceInformation: { code: reference },
      reversalInformation: { amountDetails: amountDetails(amount, "amount"), reason },
    }),
  read: answer(told.FollowOn, (answered) => answered),
};
/** The same for a payment whose answer never came. */
const reverseByCall: Step<Omit<Change, "id">, told.FollowOn, Credentials> = {
  name: "reverseByCall",
  example: followOn("REVERSED"),
  method: "POST",
  path: "/pts/v2/reversals",
  body: ({ reference, amount, reason }) =>
    json({
      clientReferenceInformation: identified("payment", reference),
      reversalInformation: { amountDetails: amountDetails(amount, "amount"), reason },
    }),
  read: answer(told.FollowOn, (answered) => answered),
};
interface Refunding extends Change {
  /** Which capture: the payment's own id where it was captured with its authorization. */
  readonly capture: string;
}
const refund: Step<Refunding, RefundOutcome, Credentials> = {
  name: "refund",
  example: { operation: done() },
  method: "POST",
  path: ({ id, capture }) =>
    `${capture === id ? paymentPath(id) : `/pts/v2/captures/${encodeURIComponent(capture)}`}/refunds`,
  body: ({ reference, amount }) =>
    json({
      clientReferenceInformation: identified("refund", reference),
      orderInformation: { amountDetails: amountDetails(amount, "amount") },
    }),
  read: answer(told.FollowOn, (answered, { id }) => {
    const made = told.toRefund(answered, id);
    return { operation: refunded(made), refund: made };
  }),
};
function followOn(status: string): told.FollowOn {
  return { id: "1", status, submitTimeUtc: undefined };
}

const wrongState = failure(FailureCode.WRONG_STATE);
const isHeld = ({ status }: PaymentResult): boolean =>
  status === PaymentStatus.AUTHORIZED || status === PaymentStatus.PARTIALLY_AUTHORIZED;

/** Gives up what is held, or gives back what was taken. */
function* undo(
  { payment }: Seen,
  reference: string,
  reason: string | undefined,
): Script<PaymentOutcome, Credentials> {
  const id = payment.paymentRef?.paymentId ?? "";
  const { authorized: held, captured, refunded: returned } = payment.amounts ?? {};
  if (isHeld(payment)) {
    const amount = whole(held);
    const reversed = yield* call(reverse, { id, reference, amount, reason });
    return {
      operation: { ...told.followed(reversed, "REVERSED"), kind: OperationKind.VOID },
      payment: voided(payment),
    };
  }
  const left = (captured?.minorUnits ?? 0n) - (returned?.minorUnits ?? 0n);
  if (captured?.currency && left > 0n) {
    const amount = { minorUnits: left, currency: captured.currency };
    const at = payment.paymentRef?.relatedIds?.["capture"] ?? id;
    const { operation } = yield* call(refund, { id, reference, amount, capture: at });
    return { operation: { ...operation, kind: OperationKind.REFUND } };
  }
  if (payment.status === PaymentStatus.PENDING)
    return { operation: failed(failure(FailureCode.WRONG_STATE, { retry: Retry.LATER })), payment };
  return {
    operation: alreadyDone({ kind: captured ? OperationKind.REFUND : OperationKind.VOID }),
    payment,
  };
}
const whole = (amount: Partial<Amount> | undefined): Amount | undefined =>
  amount?.currency === undefined || amount.minorUnits === undefined
    ? undefined
    : { minorUnits: amount.minorUnits, currency: amount.currency };
const voided = ({ paymentRef, amounts }: PaymentResult): PaymentResult => ({
  status: PaymentStatus.VOIDED,
  paymentRef,
  amounts: {
    requested: amounts?.requested,
    authorized: amounts?.authorized,
    voided: amounts?.authorized,
  },
});

/** An earlier refund under the same reference: Cybersource itself promises to recognise none. */
function* earlier(
  { records, payment }: Seen,
  { reference, amount }: CreateRefundRequest,
): Script<RefundOutcome | undefined, Credentials> {
  const same = records.find(
    (one) =>
      one.clientReferenceInformation?.code === reference &&
      told.outcomeOf(one, "ics_credit") === "done",
  );
  if (!same) return undefined;
  const before = told.amountOf(same);
  if (!before || !amount || !sameAmount(before, amount)) {
    // What became of the first is what counts, so that this look is not one to be forgotten.
    yield* call({ ...search, harmless: false }, reference);
    throw new Unresolved("the reference was used for another refund of this payment", {
      code: FailureCode.IDEMPOTENCY_CONFLICT,
    });
  }
  const made = told.toRefundOf(same, payment.paymentRef?.paymentId);
  return { operation: { ...refunded(made), alreadyDone: true }, refund: made };
}

const checkReference = ({ reference }: { readonly reference: string }) =>
  faults([
    !searchable.test(reference),
    "reference",
    "must have 1 to 50 letters, digits, dots, hyphens or underscores: it is searched by",
  ]);

export interface Brand {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly api: { readonly live: string; readonly test: string };
}
/** A connector to the platform under one of its names. */
export const cybersource = ({ id, name, docs, api }: Brand): Cybersource =>
  defineConnector({
    id,
    name,
    docs,
    apiVersion: "v2",
    hosts: { api },
    credentials,
    subAccount: "merchantId",
    authenticate: sign,
    // `v-c-idempotency-id` is honoured for merchants who had it enabled only, and no page says for how long.
    idempotency: {
      carrier: "none",
      format: "uuid",
      source: "https://developer.cybersource.com/api-reference-assets/index.html#payments",
    },
    requestIdHeader: "v-c-correlation-id",

    methods,
    rules: {
      authorizePayment: {
        understands: [
          "acceptPartial",
          "purchase.channel",
          "purchase.statementDescriptor",
          "storedCredential.initiator",
          "storedCredential.reason",
          "storedCredential.store",
          "storedCredential.previous.networkTransactionId",
        ],
        check: (asked) => [
          ...checkReference(asked),
          ...faults([
            asked.acceptPartial && asked.captureMode === CaptureMode.AUTOMATIC,
            "acceptPartial",
            "goes with CAPTURE_MODE_MANUAL only",
          ]),
        ],
      },
      capturePayment: { partial: true, repeated: false, check: checkReference },
      createRefund: { partial: true, repeated: true, check: checkReference },
      getPayment: { byOriginalCall: true, consistency: "eventual" },
      getRefund: { byOriginalCall: true, consistency: "eventual" },
      reversePayment: { byOriginalCall: true, consistency: "eventual", check: checkReference },
    },

    flows: {
      authorizePayment: pay,

      *capturePayment({ payment, reference, amount }) {
        const paymentId = payment?.paymentId ?? "";
        const taken = yield* call(capture, { id: paymentId, reference, amount });
        const captured = told.amountOf(taken);
        return {
          operation: {
            ...told.followed(taken, "PENDING", "TRANSMITTED"),
            ...(captured && { amount: captured }),
          },
          payment: {
            status: PaymentStatus.CAPTURED,
            processorStatus: taken.status,
            paymentRef: { paymentId, relatedIds: { capture: taken.id } },
            amounts: { captured },
          },
        };
      },

      /** An authorization is reversed by its whole amount, which its record tells. */
      *voidPayment({ payment: ref, reference, reason }) {
        const seen = yield* see(ref?.paymentId ?? "");
        if (seen.payment.status === PaymentStatus.VOIDED)
          return { operation: alreadyDone(), payment: seen.payment };
        if (!isHeld(seen.payment)) return { operation: failed(wrongState), payment: seen.payment };
        return yield* undo(seen, reference, reason);
      },

      *getPayment({ target }) {
        const seen = yield* find(target);
        return { payment: seen?.payment };
      },

      /** What cannot be found yet is reversed by the identifier that its request carried. */
      *reversePayment({ target, reference, reason }) {
        const seen = yield* find(target);
        if (seen) return yield* undo(seen, reference, reason);
        const original = target.case === "originalCall" ? target.value : undefined;
        if (!original?.amount)
          return { operation: failed(failure(FailureCode.NOT_FOUND, { retry: Retry.LATER })) };
        try {
          const { reference: code, amount } = original;
          const reversed = yield* call(reverseByCall, { reference: code, amount, reason });
          return {
            operation: { ...told.followed(reversed, "REVERSED"), kind: OperationKind.VOID },
          };
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          return { operation: failed({ ...error.failure, retry: Retry.LATER }) };
        }
      },

      *createRefund(asked) {
        const paymentId = asked.payment?.paymentId ?? "";
        const seen = yield* see(paymentId);
        const before = yield* earlier(seen, asked);
        if (before) return before;
        const at = seen.payment.paymentRef?.relatedIds?.["capture"];
        if (seen.payment.status !== PaymentStatus.CAPTURED || !at)
          return { operation: failed(wrongState) };
        const { reference, amount } = asked;
        return yield* call(refund, { id: paymentId, reference, amount, capture: at });
      },
      *getRefund({ target, payment }) {
        if (target.case === "refund") {
          const found = yield* call(record, target.value.refundId);
          return { refund: told.toRefundOf(found, target.value.payment?.paymentId) };
        }
        const found = yield* call(search, target.value?.reference ?? "");
        const made = found.find((one) => told.outcomeOf(one, "ics_credit") !== undefined);
        return { refund: made && told.toRefundOf(made, payment?.paymentId) };
      },
    },

    statuses: { 401: "refused" },
    refusal: told.refusal,
  });
