/** Payments: made, looked up, captured, given up. https://docs.mollie.com/reference/create-payment */
import {
  type CapturePaymentRequest,
  FailureCode,
  type GetPaymentRequest,
  PaymentStatus,
  Retry,
} from "#contract";
import {
  accepted,
  alreadyDone,
  answer,
  authorized,
  call,
  decisiveIn,
  done,
  failed,
  failure,
  json,
  noContent,
  type OperationResult,
  type Page,
  type PaymentOutcome,
  type PaymentResult,
  query,
  Refused,
  type Script,
  type Step,
  weightOf,
  write,
} from "#kit";
import { type Credentials, modeWord, profileWord } from "./account.ts";
import {
  Capture,
  captured,
  type Found,
  nextOf,
  Payment,
  Payments,
  toFound,
  toPayment,
} from "./answers.ts";
import { type Body, methods } from "./methods.ts";
import { amountOf, labelled, type Payable, paymentFields } from "./purchase.ts";
import { mode, modeBody, payments, unkeyed } from "./wire.ts";

export const paid: Found = {
  payment: {
    status: PaymentStatus.CAPTURED,
    paymentRef: { paymentId: "tr_5B8cwPMGnU6qLbRvo7qEZo" },
  },
  nextAction: undefined,
  isCancelable: false,
  remaining: undefined,
};

export const pay: Step<{ readonly asked: Payable; readonly own: Body }, Found, Credentials> = {
  name: "pay",
  method: "POST",
  path: "/v2/payments",
  body: ({ asked, own }, context) =>
    json({
      ...paymentFields(asked, { ...write(methods, asked, context), ...own }),
      ...profileWord(context.credentials),
    }),
  read: answer(Payment, toFound),
  example: paid,
};
export const fetchPayment: Step<string | undefined, Found, Credentials> = {
  name: "fetchPayment",
  method: "GET",
  path: (id, { credentials }) => payments(id) + mode(credentials),
  read: answer(Payment, toFound),
  example: paid,
};
/** There is no search by reference; payments are listed, the newest first. https://docs.mollie.com/reference/list-payments */
const listPayments: Step<
  { readonly reference: string; readonly since: bigint; readonly from: string | undefined },
  Page<Found>,
  Credentials
> = {
  name: "listPayments",
  method: "GET",
  path: ({ from }, { credentials }) =>
    `/v2/payments${query({ limit: 250, from, ...profileWord(credentials) })}`,
  read: answer(Payments, (listed, { reference, since }) => {
    const found = listed._embedded.payments.map(toFound);
    const oldest = found.at(-1)?.payment.createdAt?.seconds;
    const isBefore = oldest !== undefined && oldest < since;
    return {
      items: found.filter(({ payment }) => payment.paymentRef?.reference === reference),
      next: isBefore ? undefined : nextOf(listed),
    };
  }),
  example: { items: [paid] },
};

export const capture: Step<CapturePaymentRequest, PaymentOutcome, Credentials> = {
  name: "capture",
  method: "POST",
  path: ({ payment }) => payments(payment?.paymentId, "/captures"),
  body: ({ amount, reference }, { credentials }) =>
    json({
      amount: amountOf(amount, "amount"),
      description: reference,
      metadata: labelled({}, reference),
      ...modeWord(credentials),
    }),
  read: answer(Capture, (made) => ({ operation: captured(made) })),
  example: { operation: accepted() },
};
export const release: Step<string, OperationResult, Credentials> = {
  name: "release",
  method: "POST",
  path: (id) => payments(id, "/release-authorization"),
  body: (_id, { credentials }) => json(profileWord(credentials)),
  // Mollie asks the issuer, and promises nothing.
  read: noContent(() => accepted()),
  example: accepted(),
};
export const cancel: Step<string, PaymentResult, Credentials> = {
  name: "cancel",
  method: "DELETE",
  path: (id) => payments(id),
  body: (_id, { credentials }) => modeBody(credentials),
  idempotency: unkeyed,
  read: answer(Payment, toPayment),
  example: { ...paid.payment, status: PaymentStatus.FAILED },
};

export const outcome = ({ payment, nextAction }: Found) => ({
  operation: authorized(payment),
  payment,
  nextAction,
  state: nextAction && { payment: payment.paymentRef?.paymentId ?? "" },
});

export const held: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.AUTHORIZED,
  PaymentStatus.PARTIALLY_CAPTURED,
]);
export const closed: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.VOIDED,
  PaymentStatus.FAILED,
  PaymentStatus.EXPIRED,
]);
export const notNow = failure(FailureCode.WRONG_STATE, {
  message: "the payment can neither be canceled nor refunded now",
  retry: Retry.LATER,
});

/** A hold is released, what is still open is canceled where the method allows it. */
export function* giveUp({ payment, isCancelable }: Found): Script<PaymentOutcome, Credentials> {
  const id = payment.paymentRef?.paymentId ?? "";
  if (held.has(payment.status)) return { operation: yield* call(release, id) };
  if (isCancelable) {
    const left = yield* call(cancel, id);
    return { operation: closed.has(left.status) ? done() : accepted(), payment: left };
  }
  if (closed.has(payment.status) || payment.amounts?.voided)
    return { operation: alreadyDone(), payment };
  const isTaken = payment.status === PaymentStatus.CAPTURED;
  return { operation: failed(isTaken ? failure(FailureCode.ALREADY_CAPTURED) : notNow), payment };
}

/** After the last capture; where Mollie holds nothing any more, there is nothing to give up. */
export function* giveUpRest(id: string): Script<void, Credentials> {
  try {
    yield* call(release, id);
  } catch (refusal) {
    if (!(refusal instanceof Refused) || refusal.failure.code !== FailureCode.WRONG_STATE)
      throw refusal;
  }
}

export function* locate(target: Target): Script<Found | undefined, Credentials> {
  if (target.case !== "originalCall") return yield* call(fetchPayment, target.value?.paymentId);
  const { reference, attemptedAt } = target.value;
  const since = (attemptedAt?.seconds ?? 0n) - 300n;
  return yield* decisiveIn(
    (from: string | undefined) => call(listPayments, { reference, since, from }),
    ({ payment }) => weightOf(payment),
  );
}
export type Target = GetPaymentRequest["target"];
