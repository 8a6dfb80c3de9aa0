/** Payments and mandates as GoCardless knows them: by their id, by the request that made them, by the merchant's call. */
import { FailureCode, type GetPaymentRequest, type OriginalCall } from "#contract";
import {
  type Amount,
  authorized,
  call,
  failure,
  mandated,
  type PaymentOutcome,
  type PaymentResult,
  required,
  type Script,
  sameAmount,
  Unresolved,
} from "#kit";
import type { Credentials } from "./account.ts";
import { requestedMandate, requestedPayment, withReason } from "./answers.ts";
import { isUnhappy } from "./codes.ts";
import * as steps from "./steps.ts";

type Told<Output> = Script<Output, Credentials>;

export const sentTo = (url: string) => ({
  action: { case: "redirect" as const, value: { url, httpMethod: "GET" } },
});

/** What a billing request made, or where it stands. */
export function* cameOf(id: string, url?: string): Told<PaymentOutcome> {
  const request = yield* call(steps.fetchRequest, id);
  const { payment_request_payment: paymentId, mandate_request_mandate: mandateId } = request.links;
  const goOn =
    request.status === "pending" && url
      ? { nextAction: sentTo(url), state: { request: id, url } }
      : {};
  if (request.payment_request) {
    const payment = paymentId ? yield* look(paymentId) : requestedPayment(request);
    return { operation: authorized(payment), payment, ...goOn };
  }
  const mandate = mandateId
    ? yield* call(steps.fetchMandate, mandateId)
    : requestedMandate(request);
  return { operation: mandated(mandate), mandate, ...goOn };
}

/** A payment, and why it ended: that alone is in its events. */
function* look(paymentId: string): Told<PaymentResult> {
  const payment = yield* call(steps.fetchPayment, paymentId);
  if (!isUnhappy(payment) || payment.failure) return payment;
  const action = payment.processorStatus ?? "";
  const events = yield* call(steps.fetchEvents, { paymentId, action });
  const [last] = events.toSorted((one, other) =>
    (one.created_at ?? "") < (other.created_at ?? "") ? 1 : -1,
  );
  return last ? withReason(payment, last) : { ...payment, failure: failure(FailureCode.UNMAPPED) };
}

export function* locate(target: GetPaymentRequest["target"]): Told<PaymentResult | undefined> {
  if (target.case === "originalCall") return yield* search(target.value);
  const { paymentId, relatedIds } = target.value ?? {};
  if (paymentId) return yield* look(paymentId);
  return (yield* cameOf(required(relatedIds?.["billing_request"], "payment.paymentId"))).payment;
}

const MOST_PAGES = 20;
function* search(original: OriginalCall): Told<PaymentResult | undefined> {
  const { reference, amount } = original;
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const listed = yield* call(steps.listPayments, { original, after });
    const found = listed.payments.find(isOfCall(reference, amount));
    if (found) return yield* look(found.paymentRef?.paymentId ?? "");
    after = listed.after;
    if (!after) return undefined;
  }
  throw new Unresolved(`it is not among the first ${MOST_PAGES} pages; there are more`);
}
export const isOfCall =
  (reference: string, amount: Amount | undefined) =>
  ({ paymentRef, amounts }: PaymentResult): boolean =>
    paymentRef?.reference === reference && (!amount || isOf(amounts?.requested, amount));
type Stated = { readonly minorUnits?: bigint; readonly currency?: string } | undefined;
export const isOf = (stated: Stated, amount: Amount): boolean =>
  sameAmount({ minorUnits: stated?.minorUnits ?? -1n, currency: stated?.currency ?? "" }, amount);
