/** What customers pay with, as Checkout.com writes it. https://www.checkout.com/docs/payments/add-payment-methods */
import {
  type AlternativeMethod,
  type ApplePay,
  CaptureMode,
  CardNetwork,
  type GooglePay,
  type NetworkToken,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  agreement,
  type FlowName,
  fullName,
  InvalidRequest,
  type MethodSupport,
  type MethodUse,
  parseJson,
  paymentMethods,
  required,
  streetLine,
} from "#kit";

const { AUTOMATIC, MANUAL, DELAYED } = CaptureMode;
const held = [AUTOMATIC, MANUAL, DELAYED];
const reusable: readonly FlowName[] = ["authorizePayment", "setupMandate"];
const reference = "https://api-reference.checkout.com/#operation/requestAPaymentOrPayout";

/** What is told to a card's network, and what the marketplace takes of cards and their wallets alone. */
const ofCards = [
  "paymentMethod",
  "purchase.channel",
  "purchase.statementDescriptor",
  "purchase.splits",
  ...agreement,
  "storedCredential.previous.networkTransactionId",
  "authentication",
] as const;

type Body = Readonly<Record<string, unknown>>;
/** The payment's `source`; a wallet's payload, or a card that is only kept, becomes a token first. */
export interface Chosen {
  readonly source: Body;
  readonly tokenOf?: Body;
  /** Members of the payment beside its source. */
  readonly beside?: Body;
}

/** https://github.com/checkout/checkout-sdk-python (PreferredSchema) */
export const preferredSchemes: ReadonlyMap<CardNetwork | undefined, string> = new Map([
  [CardNetwork.VISA, "visa"],
  [CardNetwork.MASTERCARD, "mastercard"],
  [CardNetwork.CARTES_BANCAIRES, "cartes_bancaires"],
]);

export const addressOf = ({ purchase, customer }: MethodUse): Body | undefined => {
  const { billing, contact } = purchase?.customer ?? customer ?? {};
  return toAddress(billing?.address ?? contact?.address);
};
type Address = NonNullable<NonNullable<MethodUse["customer"]>["billing"]>["address"];
export const toAddress = (address: Address): Body | undefined =>
  address && {
    address_line1: streetLine(address),
    address_line2: address.line2,
    city: address.city,
    state: address.region,
    zip: address.postalCode,
    country: address.country,
  };
const stores = ({ storedCredential }: MethodUse) =>
  storedCredential?.store ? { store_for_future_use: true } : {};
/** Numbers that the merchant keeps itself: https://docs.checkout.com/quickstart/use-an-existing-card/stored-card-details */
function kept(use: MethodUse): Body {
  const { initiator, reason, store } = use.storedCredential ?? {};
  const isOnFile = reason === StoredCredential_Reason.CARD_ON_FILE && !store;
  const isStored = initiator === StoredCredential_Initiator.MERCHANT || isOnFile;
  return { ...(isStored && { stored: true }), ...stores(use) };
}
const person = ({ purchase, customer }: MethodUse) => {
  const { billing, contact } = purchase?.customer ?? customer ?? {};
  const payer = billing ?? contact;
  return {
    name: fullName(payer),
    email: payer?.email ?? contact?.email,
    country: payer?.address?.country,
  };
};
const named = (use: MethodUse): string => required(person(use).name, "purchase.customer.billing");

/** Visa's and Mastercard's token services, by whose number it is. */
function tokenService(number: string): string {
  if (number.startsWith("4")) return "vts";
  if (/^[25]/.test(number)) return "mdes";
  throw new InvalidRequest({
    field: "paymentMethod.networkToken.number",
    problem: "is of no network whose tokens Checkout.com takes",
  });
}
const wallet = (type: string, payload: string, use: MethodUse): Chosen => {
  const data = parseJson(payload);
  if (typeof data !== "object" || data === null)
    throw new InvalidRequest({
      field: "paymentMethod",
      problem: "must hold the wallet's payload as JSON",
    });
  return {
    tokenOf: { type, token_data: data },
    source: { type: "token", ...stores(use), billing_address: addressOf(use) },
  };
};

type Tokenized = Pick<NetworkToken, "number" | "expiryMonth" | "expiryYear"> &
  Partial<Pick<NetworkToken, "cryptogram" | "eci" | "holderName">>;
/** A network's or a wallet's number in place of the card's. */
const tokenized = (type: string, card: Tokenized, use: MethodUse): Chosen => ({
  source: {
    type: "network_token",
    token: card.number,
    expiry_month: card.expiryMonth,
    expiry_year: card.expiryYear,
    token_type: type,
    cryptogram: card.cryptogram,
    eci: card.eci,
    name: card.holderName,
    ...kept(use),
    billing_address: addressOf(use),
  },
});
const walletOf = (type: string, source: string) => ({
  capture: held,
  flows: reusable,
  understands: ofCards,
  source,
  write: ({ data }: Pick<ApplePay, "data"> | Pick<GooglePay, "data">, use: MethodUse): Chosen => {
    if (data.case !== "decrypted") return wallet(type, data.value ?? "", use);
    const cryptogram = required(data.value.cryptogram, "paymentMethod.cryptogram");
    return tokenized(type, { ...data.value, cryptogram }, use);
  },
});

/** The customer is sent to a page and comes back. */
const redirect = (
  source: string,
  given: Partial<MethodSupport>,
  write: (method: AlternativeMethod, use: MethodUse) => Body,
) => ({
  capture: [AUTOMATIC],
  requires: ["purchase.returnUrl"] as const,
  source,
  ...given,
  write: (method: AlternativeMethod, use: MethodUse): Chosen => ({ source: write(method, use) }),
});
const page = (name: string) => `https://www.checkout.com/docs/payments/add-payment-methods/${name}`;
const EUR = { currencies: ["EUR"] };

/** The source types and their members of the official SDK. */
const sdk =
  "https://github.com/checkout/checkout-sdk-python/blob/master/checkout_sdk/payments/payment_apm.py";
const plain = (type: string) => (): Body => ({ type });
const addressed =
  (type: string) =>
  (_: AlternativeMethod, use: MethodUse): Body => ({
    type,
    billing_address: addressOf(use),
  });
const language = (purchase: MethodUse["purchase"]) => purchase?.customer?.locale?.slice(0, 2);

export const methods = paymentMethods<Chosen>({
  card: {
    capture: held,
    flows: [...reusable, "tokenizePaymentMethod"],
    understands: ofCards,
    source: reference,
    write: (card, use) => {
      const own = {
        type: "card",
        number: card.number,
        expiry_month: card.expiryMonth,
        expiry_year: card.expiryYear,
        cvv: card.cvc,
        name: card.holderName,
        billing_address: addressOf(use),
      };
      const scheme = preferredSchemes.get(card.preferredNetwork);
      return {
        tokenOf: own,
        source: { ...own, ...kept(use) },
        ...(scheme && { beside: { preferred_scheme: scheme } }),
      };
    },
  },
  networkToken: {
    capture: held,
    flows: reusable,
    understands: ofCards,
    source: reference,
    write: (token, use) => tokenized(tokenService(token.number), token, use),
  },
  applePay: walletOf("applepay", page("apple-pay")),
  googlePay: walletOf("googlepay", page("google-pay")),
  stored: {
    capture: held,
    understands: ofCards,
    source: reference,
    write: ({ storedMethodId, cvc }, use) => ({
      source: { type: "id", id: storedMethodId, cvv: cvc, ...stores(use) },
    }),
  },
  processorToken: {
    capture: held,
    understands: ofCards,
    flows: [...reusable, "tokenizePaymentMethod"],
    source: reference,
    write: ({ token }, use) => ({
      source: { type: "token", token, ...stores(use), billing_address: addressOf(use) },
    }),
  },
  paypal: {
    capture: [AUTOMATIC],
    requires: ["purchase.returnUrl", "purchase.order.lines"],
    source: "https://www.checkout.com/docs/payments/payment-methods/paypal",
    write: () => ({ source: { type: "paypal" } }),
  },
  ideal: redirect(page("ideal"), EUR, (_, { reference: own, purchase }) => ({
    type: "ideal",
    description: purchase?.description ?? own,
    language: language(purchase),
  })),
  bancontact: redirect(page("bancontact"), { ...EUR, countries: ["BE"] }, ({ country }, use) => ({
    type: "bancontact",
    payment_country: country ?? person(use).country ?? "BE",
    account_holder_name: named(use),
  })),
  eps: redirect(page("electronic-payment-standard-eps"), EUR, (_, use) => ({
    type: "eps",
    purpose: use.purchase?.description,
  })),
  p24: redirect(sdk, { countries: ["PL"] }, ({ country }, use) => ({
    type: "p24",
    payment_country: country ?? person(use).country ?? "PL",
    account_holder_name: named(use),
    account_holder_email: required(person(use).email, "purchase.customer.contact.email"),
  })),
  multibanco: redirect(page("multibanco"), { ...EUR, countries: ["PT"] }, ({ country }, use) => ({
    type: "multibanco",
    payment_country: country ?? person(use).country ?? "PT",
    account_holder_name: named(use),
  })),
  knet: redirect(page("knet"), { countries: ["KW"] }, (_, { purchase }) => ({
    type: "knet",
    language: language(purchase),
  })),
  alma: redirect(sdk, {}, addressed("alma")),
  trustly: redirect(sdk, {}, addressed("trustly")),
  wechat_pay: redirect(sdk, {}, addressed("wechatpay")),
  alipay: redirect(sdk, {}, plain("alipay_cn")),
  gcash: redirect(sdk, {}, plain("gcash")),
  dana: redirect(sdk, {}, plain("dana")),
  kakao_pay: redirect(sdk, {}, plain("kakaopay")),
  touch_n_go: redirect(sdk, {}, plain("tng")),
  benefit: redirect(sdk, {}, plain("benefit")),
  twint: redirect(sdk, {}, plain("twint")),
  mobilepay: redirect(sdk, {}, plain("mobilepay")),
  vipps: redirect(sdk, {}, plain("vipps")),
});
