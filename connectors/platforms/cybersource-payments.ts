/** Payments and what follows them: made, told of, taken, reversed, given back. https://developer.cybersource.com/api-reference-assets/index.html */
import { type AuthorizePaymentRequest, CaptureMode, type GetPaymentRequest } from "#contract";
import {
  type Amount,
  answer,
  authorized,
  type Context,
  call,
  done,
  json,
  type MethodUse,
  type PaymentOutcome,
  type PaymentResult,
  path,
  type RefundOutcome,
  refunded,
  required,
  type Script,
  type Step,
  sha256,
  toDecimal,
  Unresolved,
  v,
  write,
} from "#kit";
import type { Credentials } from "./cybersource-account.ts";
import * as told from "./cybersource-answers.ts";
import { billTo, indicatorOf, initiatorOf, methods, shipTo } from "./cybersource-methods.ts";

/**
 * By its own identifier a request can be undone although nobody knows its id; unique for 180 days, 30 characters at most.
 * https://developer.cas.cybersource.com/docs/cybs/en-us/payments/developer/ctv/rest/payments/payments-processing-basic-intro/payments-timeout-auth-reversals-intro.html
 */
const identified = (kind: "payment" | "capture" | "refund", reference: string) => ({
  code: reference,
  transactionId: sha256(`${kind}\n${reference}`, "hex").slice(0, 30),
});
export const amountDetails = (amount: Amount | undefined, field: string) => {
  const given = required(amount, field);
  return { totalAmount: toDecimal(given, undefined, field), currency: given.currency };
};
const paymentPath = (id: string) => path`/pts/v2/payments/${id}`;

/** As much of a payment's fields as is changed by what became of authentication. */
export const PaymentFields = v.looseObject({ processingInformation: v.looseObject({}) });
export type PaymentFields = v.InferOutput<typeof PaymentFields>;

interface Wanted {
  readonly capture: boolean;
  readonly acceptPartial?: boolean | undefined;
  /** A payment instrument is to be made of the method. */
  readonly stores: boolean;
  /** Under which Decision Manager looked at the device. */
  readonly fingerprintSessionId?: string | undefined;
}
/** The fields of POST /pts/v2/payments, for money and for mandates alike. */
export function fieldsOf(
  asked: MethodUse,
  context: Context<Credentials>,
  wanted: Wanted,
): PaymentFields {
  const { isStored, paymentSolution, ...chosen } = write(methods, asked, context);
  const { purchase } = asked;
  const { customer, device } = purchase ?? {};
  const { acceptPartial, stores, fingerprintSessionId } = wanted;
  const initiator = initiatorOf(asked, isStored);
  return {
    clientReferenceInformation: identified("payment", asked.reference),
    processingInformation: {
      capture: wanted.capture,
      commerceIndicator: indicatorOf(asked),
      paymentSolution,
      // https://developer.cybersource.com/docs/cybs/en-us/payments/developer/cielo/rest/payments/credentials-processsing-intro/credentials-cit-intro/credentials-cit-initial-tms-intro.html
      ...(stores && { actionList: ["TOKEN_CREATE"], actionTokenTypes: ["paymentInstrument"] }),
      ...((acceptPartial || initiator) && {
        authorizationOptions: { partialAuthIndicator: acceptPartial || undefined, initiator },
      }),
    },
    ...chosen,
    orderInformation: {
      amountDetails: amountDetails(purchase?.amount, "purchase.amount"),
      billTo: billTo(customer),
      shipTo: shipTo(customer),
    },
    ...(customer?.reference && { buyerInformation: { merchantCustomerId: customer.reference } }),
    ...((device?.ipAddress || fingerprintSessionId) && {
      deviceInformation: { ipAddress: device?.ipAddress, fingerprintSessionId },
    }),
    ...(purchase?.statementDescriptor && {
      merchantInformation: { merchantDescriptor: { name: purchase.statementDescriptor } },
    }),
  };
}

/** A payment as it is asked for, and what its answer does not say. */
export interface Paying {
  readonly fields: PaymentFields;
  readonly amount: Amount | undefined;
  readonly isSale: boolean;
}
export const paying = (asked: AuthorizePaymentRequest, context: Context<Credentials>): Paying => {
  const isSale = asked.captureMode === CaptureMode.AUTOMATIC;
  const fields = fieldsOf(asked, context, {
    capture: isSale,
    acceptPartial: asked.acceptPartial,
    stores: asked.storedCredential?.store === true,
    // Where Cybersource authenticates, it is the `referenceId` of what was collected for that.
    fingerprintSessionId:
      asked.authentication?.authentication.case === "request"
        ? undefined
        : asked.purchase?.device?.fingerprint,
  });
  return { fields, amount: asked.purchase?.amount, isSale };
};

export const pay: Step<Paying, PaymentOutcome, Credentials> = {
  name: "pay",
  example: { operation: done() },
  method: "POST",
  path: "/pts/v2/payments",
  body: ({ fields }) => json(fields),
  read: answer(told.Answer, (answered, { amount, isSale }) => {
    const payment = told.toPayment(answered, { amount, isSale });
    return { operation: authorized(payment), payment };
  }),
};

/** https://developer.cybersource.com/api-reference-assets/index.html#transaction-details */
export const record: Step<string, told.TransactionRecord, Credentials> = {
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
  path: (id) => path`/tss/v2/transactions/${id}`,
  read: answer(told.TransactionRecord, (found) => found),
};

/** https://developer.cybersource.com/api-reference-assets/index.html#transaction-search */
export const search: Step<string, readonly told.TransactionRecord[], Credentials> = {
  name: "search",
  example: [],
  method: "POST",
  path: "/tss/v2/searches",
  harmless: true,
  looksBack: true,
  body: (reference) =>
    json({
      save: false,
      query: `clientReferenceInformation.code:${reference}`,
      offset: 0,
      limit: 100,
      sort: "id:asc,submitTimeUtc:asc",
    }),
  read: answer(told.Found, ({ totalCount, _embedded }, reference) => {
    const listed = _embedded?.transactionSummaries ?? [];
    // What was asked for may stand behind them.
    if (totalCount > listed.length)
      throw new Unresolved(`${totalCount} requests were found, and ${listed.length} are told`);
    return listed.filter(({ clientReferenceInformation: of }) => of?.code === reference);
  }),
};

const MOST_FOLLOWING = 20;
export interface Seen {
  readonly payment: PaymentResult;
  readonly records: readonly told.TransactionRecord[];
}
/** A payment and all that followed it: each has a record of its own. */
export function* see(id: string): Script<Seen, Credentials> {
  const own = yield* call(record, id);
  const ids = told.idsIn(own);
  if (ids.length > MOST_FOLLOWING)
    throw new Unresolved("more followed this payment than is looked through");
  const followed: told.TransactionRecord[] = [];
  for (const next of ids) followed.push(yield* call(record, next));
  return { payment: told.toPaymentOf(own, followed), records: [own, ...followed] };
}
export function* find(target: GetPaymentRequest["target"]): Script<Seen | undefined, Credentials> {
  return target.case === "originalCall"
    ? yield* findBy(target.value.reference)
    : yield* see(target.value?.paymentId ?? "");
}
export function* findBy(
  reference: string,
  by: typeof search = search,
): Script<Seen | undefined, Credentials> {
  const found = yield* call(by, reference);
  const chosen = told.decisive(found, "ics_auth");
  return chosen && (yield* see(chosen.id));
}

interface Change {
  readonly id: string;
  readonly reference: string;
  readonly amount: Amount | undefined;
  readonly reason?: string | undefined;
}
export const capture: Step<Change, told.FollowOn, Credentials> = {
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
export const reverse: Step<Change, told.FollowOn, Credentials> = {
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
export const reverseByCall: Step<Omit<Change, "id">, told.FollowOn, Credentials> = {
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
export const refund: Step<Refunding, RefundOutcome, Credentials> = {
  name: "refund",
  example: { operation: done() },
  method: "POST",
  path: ({ id, capture }) =>
    `${capture === id ? paymentPath(id) : path`/pts/v2/captures/${capture}`}/refunds`,
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
