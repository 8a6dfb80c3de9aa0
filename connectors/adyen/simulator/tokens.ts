/** Stored payment methods: what a shopper lets Adyen keep, and the routes that list, store and forget it. */
import { answerWith, at, type Handler, textAt, type World } from "#simulate";
import { badCard, type Card, cardOf } from "./cards.ts";
import { notify, notifyToken } from "./notifications.ts";
import type { Payment } from "./payments.ts";
import { badBody, badMerchantAccount, missing, nextReference, refuse, words } from "./wire.ts";

export interface Token {
  readonly id: string;
  readonly merchantAccount: string;
  readonly shopperReference: string;
  readonly shopperEmail: string | undefined;
  /** `paymentMethod.type` that it stands for. */
  readonly type: string;
  readonly variant: string;
  readonly card: Card | undefined;
  readonly iban: string | undefined;
  readonly networkTxReference: string | undefined;
}
export const models: readonly string[] = words("CardOnFile Subscription UnscheduledCardOnFile");
const tokens = (world: World) => world.table<Token>("tokens");

export const findToken = (
  world: World,
  merchantAccount: string,
  shopper: string | undefined,
  id: string,
) => {
  const token = tokens(world).get(id);
  return token?.merchantAccount === merchantAccount && token.shopperReference === shopper
    ? token
    : undefined;
};
export const tokensOf = (
  world: World,
  merchantAccount: string,
  shopper: string,
): readonly Token[] =>
  [...tokens(world).values()].filter(
    (token) => token.merchantAccount === merchantAccount && token.shopperReference === shopper,
  );

/** The same card of the same shopper is stored once. */
function store(world: World, facts: Omit<Token, "id">) {
  const known = tokensOf(world, facts.merchantAccount, facts.shopperReference).find(
    ({ type, card, iban }) =>
      type === facts.type && card?.number === facts.card?.number && iban === facts.iban,
  );
  if (known) return { token: known, operationType: "alreadyExisting" };
  const token = { ...facts, id: nextReference(world) };
  tokens(world).set(token.id, token);
  const { id: storedPaymentMethodId, merchantAccount, shopperReference, variant: type } = token;
  const data = { merchantAccount, shopperReference, storedPaymentMethodId, type };
  notifyToken(world, "recurring.token.created", nextReference(world), {
    ...data,
    operation: "created",
  });
  return { token, operationType: "created" };
}

/** What a payment that stores its method answers with; its webhooks say that it is stored. */
export function storeFrom(world: World, payment: Payment): Readonly<Record<string, string>> {
  const { merchantAccount, method: type, variant, card, iban, shopperReference = "" } = payment;
  const { token, operationType } = store(world, {
    merchantAccount,
    shopperReference,
    shopperEmail: undefined,
    type,
    variant,
    card,
    iban,
    networkTxReference: payment.additionalData["networkTxReference"],
  });
  if (operationType === "created")
    notify(world, {
      eventCode: "RECURRING_CONTRACT",
      pspReference: token.id,
      originalReference: payment.pspReference,
      originalPsp: payment.pspReference,
      merchantAccountCode: merchantAccount,
      merchantReference: payment.reference,
      amount: { value: 0n, currency: payment.amount.currency },
      success: true,
      paymentMethod: variant,
      additionalData: {
        "recurring.recurringDetailReference": token.id,
        "recurring.shopperReference": shopperReference,
        shopperReference,
      },
    });
  return {
    "recurring.recurringDetailReference": token.id,
    "recurring.shopperReference": shopperReference,
    "tokenization.storedPaymentMethodId": token.id,
    "tokenization.shopperReference": shopperReference,
    "tokenization.store.operationType": operationType,
  };
}

const storeFields = words(
  "merchantAccount paymentMethod recurringProcessingModel shopperEmail shopperIP shopperReference",
);

export const tokenRoutes = {
  "GET /v72/storedPaymentMethods": ({ query }, world) => {
    const { merchantAccount = "", shopperReference = "" } = query;
    const refusal = badMerchantAccount(merchantAccount);
    if (refusal) return refusal;
    const storedPaymentMethods = tokensOf(world, merchantAccount, shopperReference).map(resource);
    return answerWith({ merchantAccount, shopperReference, storedPaymentMethods });
  },

  "POST /v72/storedPaymentMethods": (request, world) => {
    const { body } = request;
    const method = at(body, "paymentMethod");
    const refusal =
      badBody(request, "StoredPaymentMethodRequest", storeFields) ??
      (shopperIsMissing(body) ? missing("shopperReference") : badCard(method));
    if (refusal) return refusal;
    const card = cardOf(method);
    const { token } = store(world, {
      merchantAccount: textAt(body, "merchantAccount") ?? "",
      shopperReference: textAt(body, "shopperReference") ?? "",
      shopperEmail: textAt(body, "shopperEmail"),
      type: "scheme",
      variant: card.brand,
      card,
      iban: undefined,
      networkTxReference: undefined,
    });
    return answerWith(resource(token), 201);
  },

  "DELETE /v72/storedPaymentMethods/:id": ({ params, query }, world) => {
    const { merchantAccount = "", shopperReference } = query;
    const token = findToken(world, merchantAccount, shopperReference, params["id"] ?? "");
    if (!token) return refuse("803", "PaymentDetail not found");
    tokens(world).delete(token.id);
    notifyToken(world, "recurring.token.disabled", nextReference(world), {
      merchantAccount,
      shopperReference: token.shopperReference,
      storedPaymentMethodId: token.id,
      type: token.variant,
    });
    return { status: 204 };
  },
} satisfies Record<string, Handler>;

/** At least three characters, https://docs.adyen.com/api-explorer/Checkout/72/post/storedPaymentMethods. */
export const shopperIsMissing = (body: unknown): boolean =>
  (textAt(body, "shopperReference") ?? "").length < 3;

/** A StoredPaymentMethodResource; the year in two digits. */
export const resource = ({
  id,
  type,
  variant,
  card,
  iban,
  shopperReference,
  shopperEmail,
  networkTxReference,
}: Token) => ({
  id,
  type,
  name: variant.toUpperCase(),
  shopperReference,
  shopperEmail,
  iban,
  networkTxReference,
  supportedRecurringProcessingModels: models,
  ...(card && {
    brand: card.brand,
    lastFour: card.lastFour,
    expiryMonth: card.expiryMonth.padStart(2, "0"),
    expiryYear: card.expiryYear.slice(-2),
    holderName: card.holderName,
  }),
});
