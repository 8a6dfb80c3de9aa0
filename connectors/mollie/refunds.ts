/** Refunds: asked for, looked up, called back. https://docs.mollie.com/reference/create-refund */
import {
  OperationKind,
  type OriginalCall,
  type PaymentRef,
  type RefundRef,
  RefundStatus,
  type Split,
  type VoidPaymentRequest,
} from "#contract";
import {
  type Amount,
  accepted,
  answer,
  call,
  decisive,
  done,
  everyItem,
  failed,
  json,
  noContent,
  type Page,
  type PaymentOutcome,
  path,
  query,
  type RefundOutcome,
  type RefundResult,
  refunded,
  required,
  reversedBefore,
  reversedBy,
  type Script,
  type Step,
  weightOfRefund,
} from "#kit";
import { type Credentials, modeWord } from "./account.ts";
import { type Found, nextOf, Refund, Refunds, toRefund } from "./answers.ts";
import { closed, notNow } from "./payments.ts";
import { amountOf, labelled, shares } from "./purchase.ts";
import { mode, payments, unkeyed } from "./wire.ts";

export interface Asking {
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  readonly reference: string;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly splits?: readonly Split[];
}
export const refund: Step<Asking, RefundOutcome, Credentials> = {
  name: "refund",
  method: "POST",
  path: ({ paymentId }) => payments(paymentId, "/refunds"),
  body: ({ amount, description, reference, metadata, splits }, { credentials }) =>
    json({
      amount: amountOf(amount, "amount"),
      description: description || reference,
      metadata: labelled(metadata, reference),
      routingReversals: shares(splits, "splits", "source"),
      ...modeWord(credentials),
    }),
  read: answer(Refund, (made) => {
    const value = toRefund(made);
    return { operation: refunded(value), refund: value };
  }),
  example: { operation: accepted() },
};
export const fetchRefund: Step<RefundRef | undefined, RefundResult, Credentials> = {
  name: "fetchRefund",
  method: "GET",
  path: (asked, { credentials }) =>
    payments(
      asked?.payment?.paymentId,
      path`/refunds/${required(asked?.refundId, "refund.refundId")}`,
    ) + mode(credentials),
  read: answer(Refund, toRefund),
  example: { status: RefundStatus.SUCCEEDED },
};
export const listRefunds: Step<
  { readonly id: string | undefined; readonly from: string | undefined },
  Page<RefundResult>,
  Credentials
> = {
  name: "listRefunds",
  method: "GET",
  path: ({ id, from }, { credentials }) =>
    payments(id, `/refunds${query({ limit: 250, from, ...modeWord(credentials) })}`),
  read: answer(Refunds, (found) => ({
    items: found._embedded.refunds.map(toRefund),
    next: nextOf(found),
  })),
  example: { items: [] },
};

export const cancelRefund: Step<VoidPaymentRequest, PaymentOutcome, Credentials> = {
  name: "cancelRefund",
  method: "DELETE",
  path: ({ payment, operationId = "" }, { credentials }) =>
    payments(payment?.paymentId, path`/refunds/${operationId}`) + mode(credentials),
  idempotency: unkeyed,
  read: noContent(({ operationId = "" }) => ({ operation: done({ operationId }) })),
  example: { operation: done() },
};

/**
 * What was taken and is not on its way back yet: what Mollie says remains may be more than was paid, for the costs of a
 * return. While it cannot be refunded yet, the merchant asks again. https://docs.mollie.com/reference/get-payment
 */
export function* giveBack(
  { payment, remaining }: Found,
  reference: string,
): Script<PaymentOutcome, Credentials> {
  const paymentId = payment.paymentRef?.paymentId;
  const { captured, chargedBack } = payment.amounts ?? {};
  const taken = captured?.minorUnits ?? 0n;
  if (taken <= 0n || !remaining)
    return closed.has(payment.status)
      ? reversedBefore(payment)
      : { operation: failed(notNow), payment };
  const given = (yield* refundsOf(paymentId)).filter(({ status }) => !undone.has(status));
  const own = given.find(({ refundRef }) => refundRef?.reference === reference);
  if (own) {
    const kind = OperationKind.REFUND;
    return { operation: { ...refunded(own), kind, alreadyDone: true }, payment };
  }
  const left = given.reduce(
    (rest, { amount }) => rest - (amount?.minorUnits ?? 0n),
    taken - (chargedBack?.minorUnits ?? 0n),
  );
  if (left <= 0n) return reversedBefore(payment, given);
  if (remaining.minorUnits <= 0n) return { operation: failed(notNow), payment };
  const amount = left < remaining.minorUnits ? { ...remaining, minorUnits: left } : remaining;
  const back = yield* call(refund, { paymentId, amount, reference });
  return reversedBy(OperationKind.REFUND, back);
}
const undone: ReadonlySet<RefundStatus> = new Set([RefundStatus.FAILED, RefundStatus.CANCELLED]);

const refundsOf = (id: string | undefined): Script<readonly RefundResult[], Credentials> =>
  everyItem((from: string | undefined) => call(listRefunds, { id, from }));

/** A refund by the merchant's reference, among those of its payment. */
export function* locateRefund(
  payment: PaymentRef | undefined,
  { reference }: OriginalCall,
): Script<RefundResult | undefined, Credentials> {
  const made = yield* refundsOf(payment?.paymentId);
  return decisive(
    made.filter(({ refundRef }) => refundRef?.reference === reference),
    weightOfRefund,
  );
}

export const voidLimits = {
  limits: {
    operationId: {
      pattern: /^re_.*$/,
      says: "must be a refund's, re_…: a capture cannot be undone",
    },
  },
  source: "https://docs.mollie.com/reference/cancel-refund",
} as const;
