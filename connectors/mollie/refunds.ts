/** Refunds: asked for, looked up, called back. https://docs.mollie.com/reference/create-refund */
import {
  OperationKind,
  type OriginalCall,
  type PaymentRef,
  type RefundRef,
  RefundStatus,
  type VoidPaymentRequest,
} from "#contract";
import {
  type Amount,
  accepted,
  alreadyDone,
  answer,
  call,
  done,
  failed,
  json,
  noContent,
  type PaymentOutcome,
  path,
  query,
  type RefundOutcome,
  type RefundResult,
  refunded,
  required,
  type Script,
  type Step,
} from "#kit";
import { type Credentials, modeWord } from "./account.ts";
import { type Found, nextOf, Refund, Refunds, toRefund } from "./answers.ts";
import { closed, notNow } from "./payments.ts";
import { amountOf, labelled } from "./purchase.ts";
import { type Listed, MOST_PAGES, mode, payments, unkeyed } from "./wire.ts";

export interface Asking {
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  readonly reference: string;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}
export const refund: Step<Asking, RefundOutcome, Credentials> = {
  name: "refund",
  method: "POST",
  path: ({ paymentId }) => payments(paymentId, "/refunds"),
  body: ({ amount, description, reference, metadata }, { credentials }) =>
    json({
      amount: amountOf(amount, "amount"),
      description: description || reference,
      metadata: labelled(metadata, reference),
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
  Listed<RefundResult>,
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
  example: { items: [], next: undefined },
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

/** All that is left of what was taken; while it cannot be refunded yet, the merchant asks again. */
export function* giveBack(
  { payment, remaining }: Found,
  reference: string,
): Script<PaymentOutcome, Credentials> {
  if (remaining && remaining.minorUnits > 0n) {
    const paymentId = payment.paymentRef?.paymentId;
    const { operation } = yield* call(refund, { paymentId, amount: remaining, reference });
    return { operation: { ...operation, kind: OperationKind.REFUND } };
  }
  // Nothing remains also while a capture is on its way and nothing has been taken yet.
  const wasTaken = (payment.amounts?.captured?.minorUnits ?? 0n) > 0n;
  const isOver = closed.has(payment.status) || (wasTaken && remaining?.minorUnits === 0n);
  return { operation: isOver ? alreadyDone() : failed(notNow), payment };
}

/** A refund by the merchant's reference, among those of its payment. */
export function* locateRefund(
  payment: PaymentRef | undefined,
  { reference }: OriginalCall,
): Script<RefundResult | undefined, Credentials> {
  let from: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = yield* call(listRefunds, { id: payment?.paymentId, from });
    const made = items.find(({ refundRef }) => refundRef?.reference === reference);
    if (made || !next) return made;
    from = next;
  }
  return undefined;
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
