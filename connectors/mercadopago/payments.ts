/** Mercado Pago's payments as the exchanges that scripts name: made, looked up, cancelled, given back; cards and their tokens. */
import {
  type AuthorizePaymentRequest,
  FailureCode,
  type GetPaymentRequest,
  PaymentStatus,
} from "#contract";
import {
  accepted,
  answer,
  authorized,
  call,
  decisiveIn,
  done,
  type Idempotency,
  json,
  type Page,
  type PaymentFound,
  type PaymentOutcome,
  type PaymentResult,
  path,
  query,
  type RefundOutcome,
  refunded,
  required,
  type Script,
  type Step,
  Unresolved,
  type VaultOutcome,
  weightOf,
} from "#kit";
import {
  CardToken,
  cardDetails,
  Payment,
  Payments,
  Refund,
  StoredCard,
  toNextAction,
  toPayment,
  toRefund,
} from "./answers.ts";
import type { Fields, SavedCard } from "./methods.ts";
import { amountOf, type Credentials } from "./settings.ts";

/** How long a key is kept is not published. */
export const keyed: Idempotency = {
  carrier: "header",
  name: "X-Idempotency-Key",
  format: "uuid",
  source:
    "https://mercadopago.com.br/developers/en/news/2023/01/04/Idempotency-key-usage-will-be-mandatory",
};
/** Only payments and refunds are said to know keys. */
export const unkeyed: Idempotency = { carrier: "none", format: "uuid", source: keyed.source };

export const pathOf = (paymentId: string | undefined) =>
  path`/v1/payments/${required(paymentId, "payment.paymentId")}`;
export const customerPath = (customerId: string | undefined) => path`/v1/customers/${customerId}`;
export const cardPath = (customerId: string | undefined, cardId: string | undefined) =>
  customerPath(customerId) + path`/cards/${cardId}`;

export const found = (payment: Payment): PaymentFound & { readonly payment: PaymentResult } => ({
  payment: toPayment(payment),
  nextAction: toNextAction(payment),
});
export const outcome = (payment: Payment) => {
  const value = found(payment);
  return { ...value, operation: authorized(value.payment) };
};

export const look: Step<string | undefined, ReturnType<typeof outcome>, Credentials> = {
  name: "look",
  example: { operation: done(), payment: { status: PaymentStatus.AUTHORIZED } },
  method: "GET",
  path: pathOf,
  read: answer(Payment, outcome),
};

interface Searching {
  readonly reference: string;
  readonly offset: number | undefined;
}
type Known = ReturnType<typeof found>;
/** https://www.mercadopago.com.br/developers/en/reference/payments/_payments_search/get */
const searchPage: Step<Searching, Page<Known, number>, Credentials> = {
  name: "search",
  example: { items: [] },
  method: "GET",
  path: ({ reference, offset }) =>
    `/v1/payments/search${query({ sort: "date_created", criteria: "desc", external_reference: reference, offset })}`,
  read: answer(Payments, ({ results, paging }, { reference, offset = 0 }) => {
    const next = offset + results.length;
    return {
      items: results.filter((one) => one.external_reference === reference).map(found),
      ...(results.length > 0 && next < (paging?.total ?? 0n) && { next }),
    };
  }),
};
const search = (reference: string): Script<Known | undefined, Credentials> =>
  decisiveIn(
    (offset: number | undefined) => call(searchPage, { reference, offset }),
    ({ payment }) => weightOf(payment),
  );
export function* locate(target: GetPaymentRequest["target"]): Script<PaymentFound, Credentials> {
  return target.case === "originalCall"
    ? ((yield* search(target.value.reference)) ?? { payment: undefined })
    : yield* call(look, target.value?.paymentId);
}

/** Of what is pending, in process or authorized. …/payment-management/cancellations-and-refunds */
export const cancel: Step<
  string | undefined,
  PaymentOutcome & { readonly payment: PaymentResult },
  Credentials
> = {
  name: "cancel",
  example: { operation: done(), payment: { status: PaymentStatus.VOIDED } },
  method: "PUT",
  path: pathOf,
  body: () => json({ status: "cancelled" }),
  read: answer(Payment, (said) => ({
    operation: said.status === "cancelled" ? done() : accepted(),
    payment: toPayment(said),
  })),
};

interface Refunding {
  readonly paymentId: string | undefined;
  readonly amount: Parameters<typeof amountOf>[0];
}
/** Without it, a Pix refund that is under way is told as a 400. …/payment-management/cancellations-and-refunds/refund-pix */
export const inProcessToo = () => ({ "X-Render-In-Process-Refunds": "true" });
/** https://www.mercadopago.com.br/developers/en/reference/chargebacks/_payments_id_refunds/post */
export const refund: Step<Refunding, RefundOutcome, Credentials> = {
  name: "refund",
  example: { operation: done() },
  method: "POST",
  path: ({ paymentId }) => `${pathOf(paymentId)}/refunds`,
  headers: inProcessToo,
  body: ({ amount }, context) => json({ amount: amountOf(amount, context, "amount") }),
  read: answer(Refund, (said, _, context) => {
    const value = toRefund(said, context.credentials.currency);
    return { operation: refunded(value), refund: value };
  }),
};

interface Paying {
  readonly fields: Fields;
  /** Of the customer's device, made by MercadoPago.js: https://github.com/mercadopago/sdk-nodejs/blob/master/src/types.ts (meliSessionId) */
  readonly session: string | undefined;
}
/** https://www.mercadopago.com.br/developers/en/reference/payments/_payments/post */
export const pay: Step<Paying, PaymentOutcome, Credentials> = {
  name: "authorizePayment",
  example: { operation: done(), payment: { status: PaymentStatus.AUTHORIZED } },
  method: "POST",
  path: "/v1/payments",
  headers: ({ session }) => (session ? { "X-Meli-Session-Id": session } : {}),
  body: ({ fields }) => json(fields),
  read: answer(Payment, outcome),
};

/**
 * Good once, and charges nothing. Mercado Pago opens it to servers of merchants who showed that they are PCI compliant.
 * https://www.mercadopago.com.br/developers/es/docs/resources-pci-compliant-merchants/receiving-payment-by-card
 */
export const createCardToken: Step<Fields, string, Credentials> = {
  name: "createCardToken",
  example: "ff8080814c11e237014c1ff593b57b4d",
  method: "POST",
  path: "/v1/card_tokens",
  harmless: true,
  idempotency: unkeyed,
  body: (card) => json(card),
  read: answer(CardToken, ({ id }) => id),
};
/** What a payment says of a saved card beside its token. …/reference/cards/_customers_customer_id_cards_id/get */
export const showCard: Step<SavedCard, Fields, Credentials> = {
  name: "showCard",
  example: { payment_method_id: "visa" },
  method: "GET",
  path: ({ customerId, cardId }) => cardPath(customerId, cardId),
  looksBack: false,
  read: answer(StoredCard, ({ payment_method: method, issuer }) => ({
    payment_method_id: method?.id,
    issuer_id: issuer?.id,
  })),
};
/** https://www.mercadopago.com.br/developers/en/reference/cards/_customers_customer_id_cards/post */
export const saveCard: Step<
  { readonly customerId: string | undefined; readonly token: string },
  VaultOutcome,
  Credentials
> = {
  name: "saveCard",
  example: { operation: done(), stored: { storedMethodId: "1234567890" } },
  method: "POST",
  path: ({ customerId }) => `${customerPath(customerId)}/cards`,
  idempotency: unkeyed,
  body: ({ token }) => json({ token }),
  read: answer(StoredCard, (card) => ({
    operation: done(),
    stored: { storedMethodId: card.id },
    method: cardDetails(card),
  })),
};

/** With each call a token of its own is made, so that a repeat is no repeat by its key: what was made is looked for. */
export function* madeBefore({
  reference,
  purchase,
}: AuthorizePaymentRequest): Script<PaymentOutcome | undefined, Credentials> {
  const earlier = yield* search(reference);
  if (!earlier) return undefined;
  const { payment, nextAction } = earlier;
  const { requested, captured } = payment.amounts ?? {};
  if ((requested ?? captured)?.minorUnits !== purchase?.amount?.minorUnits)
    throw new Unresolved("the reference was used for a payment of another amount", {
      code: FailureCode.IDEMPOTENCY_CONFLICT,
    });
  return { payment, nextAction, operation: { ...authorized(payment), alreadyDone: true } };
}
