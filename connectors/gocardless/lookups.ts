/** Payments and mandates as GoCardless knows them: by their id, by the request that made them, by the merchant's call. */
import { FailureCode, type GetPaymentRequest, type OriginalCall } from "#contract";
import {
  authorized,
  call,
  decisiveIn,
  failure,
  mandated,
  type PaymentOutcome,
  type PaymentResult,
  required,
  type Script,
  weightOf,
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
  const found = yield* decisiveIn(
    (after: string | undefined) => call(steps.listPayments, { original, after }),
    weightOf,
    MOST_PAGES,
  );
  return found && (yield* look(found.paymentRef?.paymentId ?? ""));
}
