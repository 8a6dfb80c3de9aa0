/** Payments and refunds: made, seen, changed, completed, cancelled. https://developer.squareup.com/reference/square/payments-api */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  Channel,
  type GetPaymentRequest,
  type OriginalCall,
  PaymentStatus,
  RefundStatus,
  type Split,
  StoredCredential_Initiator,
} from "#contract";
import {
  type Amount,
  accepted,
  answer,
  authorized,
  call,
  decisiveIn,
  decode,
  decodeIf,
  done,
  type Exchange,
  type HttpResponse,
  type Idempotency,
  json,
  optionsOf,
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
  sha256,
  toIso,
  toUnits,
  weightOf,
  write,
} from "#kit";
import {
  NoErrors,
  OnePayment,
  OneRefund,
  type Payment,
  Payments,
  refusal,
  toPayment,
  toRefund,
} from "./answers.ts";
import { addressOf, billingOf, type Fields, methods } from "./methods.ts";
import { type Credentials, options } from "./settings.ts";

/** https://developer.squareup.com/docs/working-with-apis/idempotency; how long keys are kept is not published. */
export const keyed: Idempotency = {
  carrier: "field",
  name: "idempotency_key",
  format: { alphabet: "hex", length: 45 },
  source: "https://developer.squareup.com/reference/square/payments-api/create-payment",
};
/** What has no key, and cannot be done twice. */
export const unkeyed: Idempotency = {
  carrier: "none",
  format: "uuid",
  source: "https://developer.squareup.com/docs/working-with-apis/idempotency",
};

export const pathOf = (paymentId: string | undefined) =>
  path`/v2/payments/${required(paymentId, "payment.paymentId")}`;
const moneyOf = (amount: Amount | undefined, field = "amount") =>
  amount && { amount: toUnits(amount, undefined, field), currency: amount.currency };

/**
 * A refusal may carry the payment or the refund that failed by it: where there are errors it "might not be present, or it
 * might be present with a status of `FAILED`". A refusal that is cut decides nothing all the same, since a 400 also says
 * that the key was used for another request.
 * https://developer.squareup.com/reference/square/objects/CreatePaymentResponse and …/RefundPaymentResponse
 */
const unlessEmpty =
  (shape: typeof OnePayment | typeof OneRefund) =>
  ({ status, text }: HttpResponse) =>
    status >= 400 && status < 500 && decodeIf(shape, text) ? ("answer" as const) : undefined;

export const createPayment: Exchange<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
  method: "POST",
  path: "/v2/payments",
  body: (asked, context) => {
    const { purchase, captureMode, acceptPartial, reference } = asked;
    const { customer, splits = [] } = purchase ?? {};
    const { verificationToken, orderId } = optionsOf(options, context);
    return json({
      ...write(methods, asked, context),
      idempotency_key: context.idempotencyKey,
      amount_money: moneyOf(purchase?.amount, "purchase.amount"),
      app_fee_money: feeOf(splits),
      autocomplete: captureMode === CaptureMode.AUTOMATIC,
      ...delayOf(asked),
      accept_partial_authorization: acceptPartial,
      location_id: context.credentials.locationId,
      reference_id: reference,
      order_id: orderId,
      customer_id: customer?.customerId,
      customer_details: initiativeOf(asked),
      verification_token: verificationToken,
      buyer_email_address: customer?.contact?.email,
      buyer_phone_number: customer?.contact?.phone,
      billing_address: billingOf(customer),
      shipping_address: addressOf(customer?.shipping?.address, customer?.shipping),
      note: purchase?.description,
      statement_description_identifier: purchase?.statementDescriptor,
    });
  },
  statuses: unlessEmpty(OnePayment),
  read: (response, asked) => {
    const told = toPayment(decode(OnePayment, response.text).payment);
    const payment = {
      ...told,
      ...(isPartOf(told, asked) && {
        status: PaymentStatus.PARTIALLY_AUTHORIZED,
        amounts: { ...told.amounts, requested: asked.purchase?.amount },
      }),
      ...(response.status >= 400 && { failure: refusal(response) }),
    };
    return { operation: authorized(payment), payment };
  },
};

/** https://developer.squareup.com/docs/payments-api/collect-fees */
const feeOf = (splits: readonly Split[]) => moneyOf(splits[0]?.amount, "purchase.splits[0].amount");

/** https://developer.squareup.com/docs/payments-api/take-payments/card-payments/delayed-capture */
const delayOf = ({ captureMode, captureAfter }: AuthorizePaymentRequest): Fields =>
  captureMode === CaptureMode.DELAYED && captureAfter
    ? { delay_duration: `PT${captureAfter.seconds}S`, delay_action: "COMPLETE" }
    : {};

const keyedIn: ReadonlySet<Channel> = new Set([Channel.MAIL_ORDER, Channel.TELEPHONE_ORDER]);
/** https://developer.squareup.com/reference/square/objects/CustomerDetails */
function initiativeOf({ storedCredential, purchase }: AuthorizePaymentRequest): Fields | undefined {
  const initiator = storedCredential?.initiator ?? StoredCredential_Initiator.UNSPECIFIED;
  const isKeyedIn = keyedIn.has(purchase?.channel ?? Channel.UNSPECIFIED);
  if (initiator === StoredCredential_Initiator.UNSPECIFIED && !isKeyedIn) return undefined;
  return {
    customer_initiated: initiator !== StoredCredential_Initiator.MERCHANT,
    seller_keyed_in: isKeyedIn || undefined,
  };
}

const isPartOf = (told: PaymentResult, { acceptPartial, purchase }: AuthorizePaymentRequest) =>
  acceptPartial === true &&
  told.status === PaymentStatus.AUTHORIZED &&
  (told.amounts?.capturable?.minorUnits ?? 0n) < (purchase?.amount?.minorUnits ?? 0n);

/** A payment with what a change of it needs. */
export interface Seen {
  readonly payment: PaymentResult;
  readonly total: Amount;
  readonly tip: bigint;
  readonly version: string | undefined;
}
const seen = ({ payment }: { readonly payment: Payment }): Seen => {
  const { amount, currency } = payment.total_money ?? payment.amount_money;
  return {
    payment: toPayment(payment),
    total: { minorUnits: amount, currency },
    tip: payment.tip_money?.amount ?? 0n,
    version: payment.version_token,
  };
};
const exampleSeen: Seen = {
  payment: { status: PaymentStatus.AUTHORIZED },
  // So much that a preview of any capture goes on.
  total: { minorUnits: 10n ** 12n, currency: "USD" },
  tip: 0n,
  version: "ODhwVQ35xwlzRuoZEwKXucfu7583sPTzK48c5zoGd0g6o",
};

export const look: Step<string, Seen, Credentials> = {
  name: "look",
  example: exampleSeen,
  method: "GET",
  path: pathOf,
  read: answer(OnePayment, seen),
};

interface Change {
  readonly paymentId: string | undefined;
  readonly held: Seen;
  readonly total: Amount;
}
/** https://developer.squareup.com/docs/payments-api/update-payments */
export const update: Step<Change, Seen, Credentials> = {
  name: "update",
  example: exampleSeen,
  method: "PUT",
  path: ({ paymentId }) => pathOf(paymentId),
  body: ({ held, total }, { idempotencyKey }) =>
    json({
      idempotency_key: idempotencyKey,
      payment: {
        // The tip comes on top.
        amount_money: moneyOf({ ...total, minorUnits: total.minorUnits - held.tip }),
        version_token: held.version,
      },
    }),
  read: answer(OnePayment, seen),
};

/** Takes what the payment is at: never another version of it than was seen. */
export const complete: Step<
  { readonly paymentId: string | undefined; readonly version: string | undefined },
  PaymentOutcome,
  Credentials
> = {
  name: "complete",
  example: { operation: done() },
  method: "POST",
  path: ({ paymentId }) => `${pathOf(paymentId)}/complete`,
  idempotency: unkeyed,
  body: ({ version }) => json({ version_token: version }),
  read: answer(OnePayment, ({ payment }) => {
    const value = toPayment(payment);
    const amount = value.amounts?.captured;
    return { operation: amount ? done({ amount }) : accepted(), payment: value };
  }),
};

export const cancel: Step<string, PaymentOutcome, Credentials> = {
  name: "cancel",
  example: { operation: done() },
  method: "POST",
  path: (paymentId) => `${pathOf(paymentId)}/cancel`,
  idempotency: unkeyed,
  read: answer(OnePayment, ({ payment }) => {
    const value = toPayment(payment);
    const isGone = value.status === PaymentStatus.VOIDED;
    return { operation: isGone ? done() : accepted(), payment: value };
  }),
};

/** The key that CreatePayment carried, from the one that its answer or error told: as the host shapes it. */
const keyOfCreate = (key: string) => sha256(`${key}\nauthorizePayment`, "hex").slice(0, 45);

/** Succeeds where nothing is held under the key, also where there never was: …/cancel-payment-by-idempotency-key */
const cancelByKey: Step<string, true, Credentials> = {
  name: "cancelByKey",
  example: true,
  method: "POST",
  path: "/v2/payments/cancel",
  idempotency: unkeyed,
  body: (key) => json({ idempotency_key: keyOfCreate(key) }),
  read: answer(NoErrors, () => true as const),
};

/** False where Square refuses, or where the call's key is not known. */
export function* cancelledByKey(target: GetPaymentRequest["target"]): Script<boolean, Credentials> {
  const key = target.case === "originalCall" && target.value.idempotencyKey;
  if (!key) return false;
  try {
    return yield* call(cancelByKey, key);
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    return false;
  }
}

interface Refunding {
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  readonly reason?: string | undefined;
  readonly splits?: readonly Split[];
}
/** https://developer.squareup.com/reference/square/refunds-api/refund-payment */
export const refund: Step<Refunding, RefundOutcome, Credentials> = {
  name: "refund",
  example: { operation: done() },
  method: "POST",
  path: "/v2/refunds",
  body: ({ paymentId, amount, reason, splits = [] }, { idempotencyKey }) =>
    json({
      idempotency_key: idempotencyKey,
      payment_id: paymentId,
      amount_money: moneyOf(amount),
      app_fee_money: feeOf(splits),
      reason,
    }),
  statuses: unlessEmpty(OneRefund),
  read: (response) => {
    const told = toRefund(decode(OneRefund, response.text).refund);
    const value: RefundResult = {
      ...told,
      ...(response.status >= 400 &&
        told.status === RefundStatus.FAILED && { failure: refusal(response) }),
    };
    return { operation: refunded(value), refund: value };
  },
};

interface Sought {
  readonly original: OriginalCall;
  readonly cursor: string | undefined;
}
/** Square lists by time and place alone: the reference is compared here. */
const list: Step<Sought, Page<PaymentResult>, Credentials> = {
  name: "list",
  example: { items: [] },
  method: "GET",
  path: ({ original: { attemptedAt }, cursor }, { credentials }) =>
    `/v2/payments${query({
      ...(attemptedAt && {
        begin_time: toIso({ seconds: attemptedAt.seconds - 3600n, nanos: 0 }),
        end_time: toIso({ seconds: attemptedAt.seconds + 86_400n, nanos: 0 }),
      }),
      location_id: credentials.locationId,
      limit: 100,
      cursor,
    })}`,
  read: answer(Payments, ({ payments, cursor }, { original: { reference } }) => ({
    items: (payments ?? []).filter(({ reference_id }) => reference_id === reference).map(toPayment),
    next: cursor,
  })),
};

export function* locate({
  case: by,
  value,
}: GetPaymentRequest["target"]): Script<PaymentResult | undefined, Credentials> {
  if (by === "originalCall")
    return yield* decisiveIn(
      (cursor: string | undefined) => call(list, { original: value, cursor }),
      weightOf,
    );
  return (yield* call(look, value?.paymentId ?? "")).payment;
}
