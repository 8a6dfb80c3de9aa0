/** How long Stripe takes fields, of which characters and which values. */
import {
  type AuthorizePaymentRequest,
  CardNetwork,
  Channel,
  AuthenticationRequest_Exemption as Exemption,
  StoredCredential_Initiator as Initiator,
  AuthenticationRequest_Preference as Preference,
  StoredCredential_Reason as Reason,
} from "#contract";
import type { Limit, Limits } from "#kit";
import { reservedMetadata } from "./answers.ts";
import { networks } from "./codes.ts";
import { debits } from "./methods.ts";

/** References are kept as metadata. */
const kept = { most: 500, source: "https://docs.stripe.com/api/metadata" } satisfies Limit;
const metadata = {
  most: 50,
  names: { most: 40, pattern: /^[^[\]]*$/, says: "must have names without square brackets" },
  values: { most: 500 },
  reserved: reservedMetadata,
  source: "https://docs.stripe.com/api/metadata",
} satisfies Limit;
/** Of cards it is what follows the account's prefix. */
const descriptor = {
  most: 22,
  pattern: /^(?=.*[A-Za-z])(?!.*[<>\\'"*])[ -~]*$/,
  says: "must be Latin characters with a letter among them, without < > \\ ' \" *",
  source: "https://docs.stripe.com/get-started/account/statement-descriptors#requirements",
} satisfies Limit;

const agreement = {
  "storedCredential.reason": {
    among: [Reason.RECURRING, Reason.INSTALLMENT, Reason.UNSCHEDULED, Reason.CARD_ON_FILE],
  },
  "authentication.request.preference": {
    among: [Preference.IF_REQUIRED, Preference.CHALLENGE, Preference.FRICTIONLESS],
  },
  "authentication.request.exemption": "is Stripe's to ask for",
  "authentication.request.ifExemptionRefused": "is Stripe's to decide",
  "authentication.external.version": {
    among: ["1.0.2", "2.1.0", "2.2.0", "2.3.0", "2.3.1"],
    source: "https://docs.stripe.com/payments/payment-intents/three-d-secure-import",
  },
  "authentication.external.exemption": { among: [Exemption.TRANSACTION_RISK_ANALYSIS] },
} satisfies Limits<AuthorizePaymentRequest>;

const chosen = "is Stripe's to choose";
const { UNSPECIFIED: anyNetwork, CARTES_BANCAIRES, MASTERCARD, VISA } = CardNetwork;
const method = {
  "paymentMethod.card.preferredNetwork": { among: [anyNetwork, ...Object.values(networks.words)] },
  "paymentMethod.processorToken.token": {
    pattern: /^(ctoken|pm|tok)_.*$/,
    says: "must be of a ConfirmationToken, a PaymentMethod or a card token of Stripe's",
  },
  ...Object.fromEntries(
    debits.flatMap((debit) => [
      [`paymentMethod.${debit}.mandate.creditorId`, "is Stripe's own or set in its Dashboard"],
      [`paymentMethod.${debit}.mandate.sequence`, "is Stripe's to count"],
      [`paymentMethod.${debit}.mandate.scheme`, chosen],
    ]),
  ),
  "paymentMethod.padDebit.mandate.scheme": { among: ["personal", "business"] },
  "paymentMethod.klarna.category": "is chosen on Klarna's page",
  "paymentMethod.upi.collect": "is not offered by Stripe: intent and qr are",
  "paymentMethod.alternative.flow": chosen,
  "paymentMethod.alternative.provider": "has no meaning at Stripe",
} satisfies Limits<AuthorizePaymentRequest>;

const source = "https://docs.stripe.com/api/payment_intents/create";
const ofPurchase = {
  reference: kept,
  orderReference: kept,
  "purchase.metadata": metadata,
  "purchase.order.lines": 200,
  "purchase.statementDescriptor": descriptor,
} satisfies Limits<AuthorizePaymentRequest>;

export const payment = { limits: { ...ofPurchase, ...agreement, ...method }, source };
export const setup = {
  limits: {
    reference: kept,
    "purchase.metadata": metadata,
    "purchase.amount.minorUnits": {
      most: 0,
      says: "must be 0: a first payment that keeps the method is AuthorizePayment with storedCredential.store",
    },
    ...agreement,
    "authentication.external.exemption": "goes with payments only",
    "storedCredential.initiator": { among: [Initiator.CUSTOMER] },
    ...method,
  },
  source: "https://docs.stripe.com/api/setup_intents/create",
};
export const session = {
  limits: {
    ...ofPurchase,
    ...agreement,
    "storedCredential.initiator": { among: [Initiator.CUSTOMER] },
    "authentication.external": "goes with a card that AuthorizePayment names",
    "purchase.channel": { among: [Channel.UNSPECIFIED, Channel.ECOMMERCE, Channel.APP] },
  },
  source,
};
export const token = {
  limits: {
    ...method,
    "paymentMethod.card.preferredNetwork": {
      among: [anyNetwork, CARTES_BANCAIRES, MASTERCARD, VISA],
    },
    "paymentMethod.processorToken.token": {
      pattern: /^(pm|tok)_.*$/,
      says: "must be of a PaymentMethod or a card token of Stripe's: a ConfirmationToken is for one payment",
    },
  },
  source: "https://docs.stripe.com/api/payment_methods/create",
};
export const capture = { limits: { statementDescriptor: descriptor, splits: 1 }, source };
export const adjustment = {
  limits: { reason: { among: [Reason.INCREMENTAL] } },
  source: "https://docs.stripe.com/api/payment_intents/increment_authorization",
};
export const refund = {
  limits: { reference: kept, metadata },
  source: "https://docs.stripe.com/api/refunds/create",
};
