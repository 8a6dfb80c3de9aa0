/** Payments: begun, finished by the customer, looked up, captured, given back. https://razorpay.com/docs/api/payments */
import {
  type Authentication,
  type CapturePaymentRequest,
  type CreateRefundRequest,
  Display_Kind,
  FailureCode,
  type GetPaymentRequest,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
} from "#contract";
import {
  type Amount,
  accepted,
  answer,
  authorized,
  call,
  decisive,
  decode,
  decodeIf,
  done,
  everyItem,
  type Failure,
  form,
  type HttpResponse,
  InvalidRequest,
  json,
  type MethodUse,
  type NextActionResult,
  type Page,
  type PaymentOutcome,
  type PaymentResult,
  path,
  query,
  type RefundOutcome,
  type RefundResult,
  Refused,
  refunded,
  required,
  type Script,
  type Step,
  toBase64,
  Unresolved,
  v,
  weightOf,
  withHeaders,
  write,
} from "#kit";
import type { Credentials } from "./account.ts";
import {
  Payment,
  Refund,
  Refunds,
  Refusal,
  Started,
  toFailure,
  toPayment,
  toRefund,
} from "./answers.ts";
import { type Body, browserIn, methods } from "./methods.ts";
import { fetchOrderPayments, findOrders, notesOf, unitsOf, unkeyed } from "./orders.ts";

const pathOf = (paymentId: string | undefined) =>
  path`/v1/payments/${required(paymentId, "payment.paymentId")}`;

export interface Attempt {
  readonly payment: MethodUse & {
    readonly orderReference?: string | undefined;
    readonly authentication?: Authentication | undefined;
  };
  readonly orderId: string;
  readonly isMandate?: boolean;
}
export interface Begun {
  readonly paymentId: string;
  readonly next: readonly {
    readonly action: string;
    readonly url?: string | null | undefined;
  }[];
  readonly failure?: Failure;
}

function payerOf({ payment, orderId }: Attempt): Body {
  const { amount, customer, description } = payment.purchase ?? {};
  return {
    ...unitsOf(amount, "purchase.amount"),
    order_id: orderId,
    email: customer?.contact?.email,
    contact: customer?.contact?.phone,
    customer_id: customer?.customerId,
    description,
    notes: notesOf(payment),
  };
}
const isUpiMandate = ({ payment, isMandate }: Attempt): boolean =>
  isMandate === true && payment.paymentMethod?.method.case === "upi";
const registrationOf = (attempt: Attempt): Body | undefined =>
  isUpiMandate(attempt) ? { recurring: "1" } : { recurring: true, save: 1 };

export const startPayment: Step<Attempt, Begun, Credentials> = {
  name: "startPayment",
  example: {
    paymentId: "pay_FVmAstJWfsD3SO",
    next: [
      {
        action: "redirect",
        url: "https://api.razorpay.com/v1/payments/FVmAstJWfsD3SO/authenticate",
      },
    ],
  },
  method: "POST",
  path: (attempt) =>
    isUpiMandate(attempt) ? "/v1/payments/create/upi" : "/v1/payments/create/json",
  body: (attempt, context) => {
    const { purchase } = attempt.payment;
    return json({
      ...payerOf(attempt),
      callback_url: purchase?.returnUrl,
      ip: purchase?.device?.ipAddress,
      user_agent: browserIn(purchase)?.userAgent,
      referer: context.options["referer"],
      ...(attempt.isMandate && registrationOf(attempt)),
      ...write(methods, attempt.payment, context),
    });
  },
  // A refusal may name a payment, and one that is not decided yet.
  statuses: { 400: "answer" },
  read: begun,
};
function begun({ text, status }: HttpResponse, attempt: Attempt): Begun {
  const error = decodeIf(Refusal, text)?.error;
  if (error) return refusedBy(error, status);
  const { razorpay_payment_id: paymentId, next, link } = decode(Started, text);
  const waits = isUpiMandate(attempt) ? [{ action: "poll" }] : [];
  return { paymentId, next: next ?? (link ? [{ action: "intent", url: link }] : waits) };
}

/**
 * The payment that failed by a refusal, or that the bank has still to decide; without one there is nothing to look up.
 * https://razorpay.com/docs/payments/payments/late-authorisation
 */
function refusedBy(error: v.InferOutput<typeof Refusal>["error"], status: number): Begun {
  const why = toFailure(error, status);
  const told = { code: why.code, processor: why.processor };
  // What was paid is this reference's: by an attempt that this answer does not tell of.
  if (why.code === FailureCode.DUPLICATE) throw new Unresolved("it was paid before", told);
  const paymentId = error.metadata?.payment_id;
  if (paymentId) return { paymentId, next: [], failure: why };
  if (why.retry !== Retry.LOOK_UP_FIRST) throw new Refused(why);
  throw new Unresolved("Razorpay has not decided yet, and names no payment", told);
}

/** Charges a mandate, without the customer: https://razorpay.com/docs/api/payments/recurring-payments/cards/create-subsequent-payments */
export const chargeToken: Step<Attempt, Begun, Credentials> = {
  name: "chargeToken",
  example: { paymentId: "pay_1Aa00000000001", next: [] },
  method: "POST",
  path: "/v1/payments/create/recurring",
  body: (attempt) => {
    const method = attempt.payment.paymentMethod?.method;
    return json({
      ...payerOf(attempt),
      token: method?.case === "stored" ? method.value.storedMethodId : undefined,
      recurring: true,
    });
  },
  statuses: { 400: "answer" },
  read: begun,
};

interface PasswordPage {
  readonly paymentId: string;
  readonly url: string;
}
/** Has the bank send a one-time password; with the public key alone, at the address that was given. */
const generatePassword: Step<PasswordPage, boolean, Credentials> = {
  name: "generatePassword",
  harmless: true,
  example: true,
  method: "POST",
  path: ({ paymentId, url }, { hosts }) =>
    url.startsWith(`${hosts["api"]}/`)
      ? url.slice(hosts["api"]?.length)
      : `${pathOf(paymentId)}/otp_generate`,
  authenticate: (request, { credentials: { keyId } }) =>
    withHeaders(request, { Authorization: `Basic ${toBase64(`${keyId}:`)}` }),
  read: answer(Started, ({ next }) => next?.some(({ action }) => action === "otp_submit") ?? false),
};
/** A card without passwords of this kind goes to the bank's page instead. */
function* hasPassword(page: PasswordPage): Script<boolean, Credentials> {
  try {
    return yield* call(generatePassword, page);
  } catch {
    return false;
  }
}

const Retryable = v.object({ ...Refusal.entries, next: v.array(v.unknown()) });
/** Answers why the password was wrong, as long as another may be tried; otherwise the payment itself tells. */
export const submitPassword: Step<
  { readonly paymentId: string; readonly otp: string },
  Failure | undefined,
  Credentials
> = {
  name: "submitPassword",
  example: undefined,
  method: "POST",
  path: ({ paymentId }) => `${pathOf(paymentId)}/otp/submit`,
  idempotency: unkeyed,
  body: ({ otp }) => form({ otp }),
  statuses: { 400: "answer" },
  read: ({ text, status }) => {
    const refused = decodeIf(Retryable, text);
    return refused?.next.includes("otp_submit") ? toFailure(refused.error, status) : undefined;
  },
};
export const askPassword: NextActionResult = {
  action: {
    case: "input",
    value: { fields: [{ name: "otp", label: "One-time password", secret: true }] },
  },
};

/** What the customer has to do; where nothing is left to do, what became of the payment. */
export function* whatFollows(
  { payment: asked, orderId }: Attempt,
  { paymentId, next, failure: why }: Begun,
): Script<PaymentOutcome & { readonly payment: PaymentResult }, Credentials> {
  const paymentRef = { paymentId, relatedIds: { order: orderId }, reference: asked.reference };
  if (why && why.retry !== Retry.LOOK_UP_FIRST)
    return settled({ paymentRef, status: PaymentStatus.FAILED, failure: why });
  const url = next.find(({ action }) => action === "otp_generate")?.url;
  const isNative = isNativeFlow(asked.authentication) && url;
  const nextAction =
    isNative && (yield* hasPassword({ paymentId, url }))
      ? askPassword
      : toNextAction(next, isScanned(asked));
  if (!nextAction) {
    const payment = yield* call(fetchPayment, paymentId);
    // Nothing was asked of the customer.
    const isWaiting = payment.pendingReason === PendingReason.CUSTOMER;
    return settled({
      ...payment,
      ...(isWaiting && { pendingReason: PendingReason.PROCESSOR }),
    });
  }
  const standing =
    nextAction.action?.case === "wait"
      ? { status: PaymentStatus.PENDING, pendingReason: PendingReason.CUSTOMER }
      : { status: PaymentStatus.ACTION_REQUIRED };
  return { ...settled({ paymentRef, ...standing }), nextAction, state: { order: orderId } };
}
const settled = (payment: PaymentResult) => ({ operation: authorized(payment), payment });

export const isNativeFlow = (asked: Authentication | undefined): boolean =>
  asked?.authentication.case === "request" && asked.authentication.value.nativeFlow === true;
const isScanned = ({ paymentMethod }: MethodUse): boolean =>
  paymentMethod?.method.case === "upi" && paymentMethod.method.value.flow.case === "qr";

function toNextAction(next: Begun["next"], isCode: boolean): NextActionResult | undefined {
  for (const { action, url } of next) {
    if (action === "redirect" && url)
      return { action: { case: "redirect", value: { url, httpMethod: "GET" } } };
    if (action === "intent" && url)
      return isCode
        ? { action: { case: "display", value: { kind: Display_Kind.QR_CODE, code: url } } }
        : { action: { case: "redirect", value: { url, httpMethod: "GET", appUrl: url } } };
    if (action === "poll") return { action: { case: "wait", value: {} } };
  }
  return undefined;
}

export const fetchPayment: Step<string, PaymentResult> = {
  name: "fetchPayment",
  example: { status: PaymentStatus.CAPTURED },
  method: "GET",
  path: (paymentId) => pathOf(paymentId) + query({ "expand[]": "card" }),
  read: answer(Payment, toPayment),
};
export function* look(paymentId = "", orderId = ""): Script<PaymentResult | undefined> {
  if (paymentId) return yield* call(fetchPayment, paymentId);
  if (orderId) return decisive(yield* call(fetchOrderPayments, orderId), weightOf);
  throw new InvalidRequest({ field: "payment", problem: "must name a payment or an order" });
}
export function* locate(target: GetPaymentRequest["target"]): Script<PaymentResult | undefined> {
  if (target.case !== "originalCall")
    return yield* look(target.value?.paymentId, target.value?.relatedIds["order"]);
  const made: PaymentResult[] = [];
  for (const orderId of yield* call(findOrders, target.value.reference))
    made.push(...(yield* call(fetchOrderPayments, orderId)));
  return decisive(made, weightOf);
}

export const capture: Step<CapturePaymentRequest, PaymentOutcome> = {
  name: "capture",
  example: { operation: done() },
  method: "POST",
  path: ({ payment }) => `${pathOf(payment?.paymentId)}/capture`,
  idempotency: unkeyed,
  body: ({ amount }) => json(unitsOf(amount)),
  read: answer(Payment, (captured) => {
    const payment = toPayment(captured);
    const amount = payment.amounts?.captured;
    return { operation: amount ? done({ amount }) : accepted(), payment };
  }),
};
export const wasTaken = (refusal: unknown): boolean =>
  refusal instanceof Refused && takenBefore.has(refusal.failure.code);
const takenBefore = new Set<FailureCode>([FailureCode.ALREADY_CAPTURED, FailureCode.DUPLICATE]);

interface RefundUse {
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  readonly reference: string;
  readonly metadata?: CreateRefundRequest["metadata"];
}
export const refund: Step<RefundUse, RefundOutcome, Credentials> = {
  name: "refund",
  example: { operation: done() },
  method: "POST",
  path: ({ paymentId }) => `${pathOf(paymentId)}/refund`,
  idempotency: {
    carrier: "header",
    name: "X-Refund-Idempotency",
    format: "uuid",
    source: "https://razorpay.com/docs/api/refunds/normal-refunds-idempotent",
  },
  // The other 409 is a twin of this call that is still on its way.
  statuses: ({ status, text }) =>
    status === 409 && text.includes("Different request") ? "refused" : undefined,
  body: ({ amount, reference, metadata }, { options }) =>
    json({
      amount: unitsOf(amount).amount,
      speed: options["refundSpeed"],
      notes: metadata && Object.keys(metadata).length > 0 ? metadata : undefined,
      receipt: reference,
    }),
  read: answer(Refund, (made) => {
    const result = toRefund(made);
    return { operation: refunded(result), refund: result };
  }),
};
export const fetchRefund: Step<string, RefundResult> = {
  name: "fetchRefund",
  example: { status: RefundStatus.SUCCEEDED },
  method: "GET",
  path: (refundId) => path`/v1/refunds/${refundId}`,
  read: answer(Refund, toRefund),
};
/** Ten where none are asked for: https://razorpay.com/docs/api/refunds/fetch-multiple-refund-payment */
const MOST_REFUNDS = 100;
const fetchRefunds: Step<
  { readonly paymentId: string | undefined; readonly skip: number | undefined },
  Page<RefundResult, number>
> = {
  name: "fetchRefunds",
  example: { items: [] },
  method: "GET",
  path: ({ paymentId, skip }) =>
    `${pathOf(paymentId)}/refunds${query({ count: MOST_REFUNDS, skip })}`,
  read: answer(Refunds, ({ items }, { skip = 0 }) => ({
    items: items.map(toRefund),
    next: items.length === MOST_REFUNDS ? skip + MOST_REFUNDS : undefined,
  })),
};
export const refundsOf = (paymentId: string | undefined): Script<readonly RefundResult[]> =>
  everyItem((skip: number | undefined) => call(fetchRefunds, { paymentId, skip }));
