/** The payment methods, each as the fields of POST /v2/payments that are its own. */
import {
  type AlternativeMethod,
  type ApplePay,
  CaptureMode,
  type Customer,
  type GooglePay,
  type HostedPage,
  IdentityDocument_Kind,
} from "#contract";
import { agreement, type FlowName, InvalidRequest, paymentMethods, required } from "#kit";
import type { Credentials } from "./account.ts";
import { methodNames } from "./codes.ts";

export type Body = Readonly<Record<string, unknown>>;

const { AUTOMATIC, MANUAL, DELAYED } = CaptureMode;
const hold = "https://docs.mollie.com/docs/place-a-hold-for-a-payment";
const create = "https://docs.mollie.com/reference/create-payment";
const recurring = "https://docs.mollie.com/docs/recurring-payments";

/** What a first payment keeps, and for what: it can be charged again without the customer. */
const kept = {
  flows: ["authorizePayment", "setupMandate"],
  understands: agreement,
  source: recurring,
} as const satisfies { readonly flows: readonly FlowName[]; readonly [name: string]: unknown };

/** A page of Mollie's or of the method's: the customer is sent there and comes back. */
const page = { capture: [AUTOMATIC], requires: ["purchase.returnUrl"], source: create } as const;
const redirect = (method: string) => ({
  ...page,
  understands: ["paymentMethod.alternative.flow"] as const,
  write: (_method: AlternativeMethod): Body => ({ method }),
});
const keepable = (method: string) => ({
  ...redirect(method),
  ...kept,
  understands: [...kept.understands, "paymentMethod.alternative.flow"] as const,
});
const held = (method: string) => ({
  ...redirect(method),
  capture: [AUTOMATIC, MANUAL] as const,
  source: hold,
});
const withLines = { requires: ["purchase.returnUrl", "purchase.order.lines"] } as const;

export const methods = paymentMethods<Body, Credentials>({
  // https://docs.mollie.com/components/handling-errors
  processorToken: {
    ...page,
    ...kept,
    capture: [AUTOMATIC, MANUAL, DELAYED],
    source: hold,
    write: ({ token }) => ({ method: "creditcard", cardToken: token }),
  },
  applePay: {
    capture: [AUTOMATIC],
    ...kept,
    source: "https://docs.mollie.com/reference/extra-payment-parameters",
    write: (wallet) => ({ method: "applepay", applePayPaymentToken: encrypted(wallet) }),
  },
  googlePay: {
    ...page,
    source: "https://docs.mollie.com/reference/extra-payment-parameters",
    write: (wallet) => ({ method: "creditcard", googlePayPaymentToken: encrypted(wallet) }),
  },
  paypal: {
    ...page,
    ...kept,
    write: (_method, { purchase }) => ({
      method: "paypal",
      sessionId: purchase?.device?.fingerprint,
    }),
  },
  blik: { ...page, write: () => ({ method: "blik" }) },
  klarna: {
    ...page,
    ...withLines,
    capture: [AUTOMATIC, MANUAL],
    source: hold,
    write: () => ({ method: "klarna" }),
  },
  // A mandate of the account's is made first, and charged at once.
  sepaDebit: {
    capture: [AUTOMATIC],
    requires: ["purchase.customer.customerId"],
    ...kept,
    write: () => ({ method: "directdebit", sequenceType: "recurring" }),
  },
  stored: {
    capture: [AUTOMATIC],
    requires: ["purchase.customer.customerId", "storedCredential.initiator"],
    understands: ["storedCredential.initiator", "storedCredential.reason"],
    source: recurring,
    write: ({ storedMethodId }) => ({ mandateId: storedMethodId, sequenceType: "recurring" }),
  },
  hostedPage: {
    ...page,
    ...kept,
    understands: [...kept.understands, "paymentMethod.hostedPage.allowedMethods"],
    source: create,
    write: (chosen) => ({ method: offered(chosen) }),
  },

  ideal: keepable("ideal"),
  bancontact: keepable("bancontact"),
  eps: keepable("eps"),
  alma: redirect("alma"),
  bank_transfer: redirect("banktransfer"),
  bizum: redirect("bizum"),
  mb_way: redirect("mbway"),
  multibanco: redirect("multibanco"),
  p24: redirect("przelewy24"),
  pay_by_bank: redirect("paybybank"),
  paysafecard: redirect("paysafecard"),
  satispay: redirect("satispay"),
  swish: redirect("swish"),
  trustly: redirect("trustly"),
  twint: redirect("twint"),
  mobilepay: held("mobilepay"),
  vipps: held("vipps"),
  billie: {
    ...held("billie"),
    ...withLines,
    write: (_method, { purchase }) => ({
      method: "billie",
      company: companyOf(purchase?.customer),
    }),
  },
  riverty: { ...held("riverty"), ...withLines, capture: [MANUAL] },
});

/** A wallet's token is opened by Mollie; there is no field for a card that was decrypted elsewhere. */
function encrypted({ data }: ApplePay | GooglePay): string {
  if (data.case === "encrypted") return data.value;
  throw new InvalidRequest({
    field: "paymentMethod",
    problem: "must carry the encrypted token: Mollie decrypts it itself",
  });
}
function companyOf(customer: Customer | undefined): Body | undefined {
  const vat = customer?.documents.find(({ kind }) => kind === IdentityDocument_Kind.VAT_ID);
  return vat && { vatNumber: vat.number };
}

/** Google Pay is a card on Mollie's page; the old names of Klarna are not offered any more. */
const mollieNames: ReadonlyMap<string, string> = new Map(
  Object.entries(methodNames.words)
    .filter(([word]) => !/^klarna.|^googlepay$/.test(word))
    .map(([word, name]) => [name, word]),
);
function offered({ allowedMethods }: HostedPage): readonly string[] | undefined {
  if (allowedMethods.length === 0) return undefined;
  return allowedMethods.map((name, index) =>
    required(mollieNames.get(name), `paymentMethod.hostedPage.allowedMethods[${index}]`),
  );
}
