/** What people pay with at Braintree, and a purchase in Braintree's words. */
import {
  type Authentication,
  type AuthorizePaymentRequest,
  CaptureMode,
  Channel,
  type Contact,
  type Customer,
  type Device,
  AuthenticationRequest_Exemption as Exemption,
  StoredCredential_Initiator as Initiator,
  StoredCredential_Reason as Reason,
  type StoredCredential,
} from "#contract";
import {
  type Context,
  faults,
  type MethodUse,
  paymentMethods,
  required,
  streetLine,
  toDecimal,
  twoDigitMonth,
  type Violation,
  words,
} from "#kit";
import { type Credentials, merchantAccountOf } from "./account.ts";

const reference = "https://developer.paypal.com/braintree/graphql/reference";
const { AUTOMATIC, MANUAL } = CaptureMode;
type Fields = Readonly<Record<string, unknown>>;

/** A payment method that is there, or a card that becomes one first. */
export interface Chosen {
  readonly id?: string;
  readonly card?: Fields;
  /** The code of a stored card, asked for again. */
  readonly cvc?: string | undefined;
}
const kept = {
  capture: [AUTOMATIC, MANUAL],
  flows: ["authorizePayment", "setupMandate", "tokenizePaymentMethod"],
} as const;
export const methods = paymentMethods<Chosen, Credentials>({
  card: {
    ...kept,
    source: `${reference}/mutations/tokenize-credit-card`,
    write: ({ number, cvc, holderName, ...expiry }, use) => ({
      card: {
        number,
        expirationYear: String(expiry.expiryYear),
        expirationMonth: twoDigitMonth(expiry),
        cvv: cvc,
        cardholderName: holderName,
        billingAddress: addressOf(customerOf(use)?.billing ?? customerOf(use)?.contact),
      },
    }),
  },
  stored: {
    capture: kept.capture,
    source: `${reference}/mutations/charge-payment-method`,
    write: ({ storedMethodId, cvc }) => ({ id: storedMethodId, cvc }),
  },
  /** A nonce of Braintree's script: cards, PayPal, Venmo, wallets, whatever the customer chose there. */
  processorToken: {
    ...kept,
    source: "https://developer.paypal.com/braintree/docs/guides/payment-method-nonces",
    write: ({ token }) => ({ id: token }),
  },
});
const customerOf = ({ purchase, customer }: MethodUse): Customer | undefined =>
  purchase?.customer ?? customer;

function addressOf(contact: Contact | undefined): Fields | undefined {
  const address = contact?.address;
  if (!address) return undefined;
  return {
    company: contact.company,
    firstName: contact.firstName,
    lastName: contact.lastName,
    addressLine1: streetLine(address),
    addressLine2: address.line2,
    adminArea2: address.city,
    adminArea1: address.region,
    postalCode: address.postalCode,
    countryCode: address.country,
  };
}
export const toCustomer = (customer: Customer | undefined): Fields => {
  const { firstName, lastName, company, email, phone } = customer?.contact ?? {};
  return { firstName, lastName, company, email, phoneNumber: phone };
};

const unlessEmpty = (fields: Fields): Fields | undefined =>
  Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
/** https://developer.paypal.com/braintree/graphql/reference/types/risk-data-input */
export function riskDataOf(device: Device | undefined): Fields | undefined {
  const browser = device?.environment.case === "browser" ? device.environment.value : undefined;
  return unlessEmpty({
    customerBrowser: browser?.userAgent?.slice(0, 255),
    customerIp: device?.ipAddress,
    deviceData: device?.fingerprint,
  });
}
/** https://developer.paypal.com/braintree/graphql/reference/types/transaction-input */
export function toTransaction(
  { reference: orderId, purchase, storedCredential, ...asked }: AuthorizePaymentRequest,
  { credentials }: Context<Credentials>,
): Fields {
  const amount = required(purchase?.amount, "purchase.amount");
  const { customer, device, channel, statementDescriptor: name, order } = purchase ?? {};
  const shippingAddress = addressOf(customer?.shipping);
  const { email, phone } = customer?.contact ?? {};
  /** Within the amount; it adds nothing to what is charged. */
  const part = (name: "shipping" | "tax" | "discount" | "surcharge"): string | undefined => {
    const money = order?.breakdown?.[name];
    return money && toDecimal(money, undefined, `purchase.order.breakdown.${name}`);
  };
  const isStored = asked.paymentMethod?.method.case === "stored";
  return {
    amount: toDecimal(amount),
    merchantAccountId: merchantAccountOf(credentials, amount.currency),
    orderId,
    purchaseOrderNumber: order?.purchaseOrderNumber,
    riskData: riskDataOf(device),
    descriptor: name && { name },
    paymentInitiator: initiatorOf(storedCredential, channel),
    customerId: isStored ? undefined : customer?.customerId,
    // "Only … if you do not pass `customerId`, and if you are not using a vaulted/multi-use payment method."
    customerDetails:
      !isStored && !customer?.customerId && (email ?? phone)
        ? { email, phoneNumber: phone }
        : undefined,
    shipping: unlessEmpty({
      shippingAddress,
      shippingAmount: part("shipping"),
      shipsFromPostalCode: order?.shipsFromPostalCode,
    }),
    tax: unlessEmpty({ taxAmount: part("tax"), taxExempt: order?.taxExempt }),
    discountAmount: part("discount"),
    surchargeAmount: part("surcharge"),
    vaultPaymentMethodAfterTransacting: storedCredential?.store
      ? { when: "ON_SUCCESSFUL_TRANSACTION" }
      : undefined,
  };
}

/** Left out where the customer buys at the shop: https://developer.paypal.com/braintree/graphql/reference/types/payment-initiator */
function initiatorOf(
  { initiator, reason }: Partial<StoredCredential> = {},
  channel?: Channel,
): string | undefined {
  if (channel === Channel.MAIL_ORDER || channel === Channel.TELEPHONE_ORDER) return "MOTO";
  if (initiator === Initiator.MERCHANT) return repeats(reason ?? Reason.UNSCHEDULED);
  return initiator === Initiator.CUSTOMER ? beginnings(reason) : undefined;
}
const initiators = `${reference}/types/payment-initiator`;
const repeats = words({
  source: initiators,
  words: {
    [Reason.RECURRING]: "RECURRING",
    [Reason.INSTALLMENT]: "INSTALLMENT",
    [Reason.UNSCHEDULED]: "UNSCHEDULED",
    [Reason.CARD_ON_FILE]: "UNSCHEDULED",
  },
});
const beginnings = words({
  source: initiators,
  words: { [Reason.RECURRING]: "RECURRING_FIRST", [Reason.INSTALLMENT]: "INSTALLMENT_FIRST" },
});
const exemptions = words({
  source: `${reference}/types/sca-exemption-type`,
  words: {
    [Exemption.LOW_VALUE]: "LOW_VALUE",
    [Exemption.SECURE_CORPORATE]: "SECURE_CORPORATE",
    [Exemption.TRANSACTION_RISK_ANALYSIS]: "TRANSACTION_RISK_ANALYSIS",
    [Exemption.TRUSTED_BENEFICIARY]: "TRUSTED_BENEFICIARY",
  },
});

/** 3-D Secure that was performed elsewhere: https://developer.paypal.com/braintree/graphql/reference/types/three-d-secure-pass-through-input */
export function passThrough(authentication: Authentication | undefined): Fields | undefined {
  if (authentication?.authentication.case !== "external") return undefined;
  const performed = authentication.authentication.value;
  return {
    eciFlag: performed.eci,
    cavv: performed.authenticationValue,
    threeDSecureServerTransactionId: performed.threeDsServerTransactionId,
    version: performed.version,
    authenticationResponse: performed.transactionStatus,
    directoryServerTransactionId: performed.directoryServerTransactionId,
  };
}

/** What cards alone can have; undefined where nothing of it is asked for. */
export function cardOptions(
  { authentication, storedCredential, purchase }: AuthorizePaymentRequest,
  tokenizedCvv?: string,
): Fields | undefined {
  const performed = passThrough(authentication);
  const id = storedCredential?.previous?.networkTransactionId;
  const isMerchants = storedCredential?.initiator === Initiator.MERCHANT;
  return unlessEmpty({
    threeDSecureAuthentication: performed && { passThrough: performed },
    scaExemption: exemptions(authentication?.authentication.value?.exemption),
    externalVault: id
      ? {
          status: "VAULTED",
          // "If the customer is directly initiating the charge, do not pass this value."
          verifyingNetworkTransactionId: isMerchants ? id : undefined,
        }
      : undefined,
    tokenizedCvv,
    installmentCount: purchase?.installments?.count,
  });
}

const exemption = { among: Object.keys(exemptions.words).map(Number), source: exemptions.source };
const merchantReasons = {
  among: Object.keys(repeats.words).map(Number),
  says: "is not one that Braintree takes of merchants: RECURRING, INSTALLMENT, UNSCHEDULED, CARD_ON_FILE",
  source: initiators,
};
export const referenceLimits = {
  limits: { reference: 255 },
  source: `${reference}/types/transaction-input`,
} as const;
export const paymentLimits = {
  limits: {
    reference: 255,
    "purchase.statementDescriptor": 22,
    "purchase.installments.count": {
      least: 2,
      most: 48,
      source: `${reference}/types/credit-card-transaction-options-input`,
    },
    "authentication.request.exemption": exemption,
    "authentication.external.exemption": exemption,
  },
  source: `${reference}/types/transaction-input`,
} as const;
/** Braintree keeps a method for whatever it is charged for later: the agreement must be one that it then takes. */
export const mandateLimits = {
  limits: {
    "purchase.amount.minorUnits": {
      most: 0,
      says: "must be 0: Braintree keeps a method without a payment, or after one by storedCredential.store",
    },
    "storedCredential.initiator": { among: [Initiator.CUSTOMER] },
    "storedCredential.reason": merchantReasons,
    "storedCredential.store": { among: [true] },
    "authentication.external.exemption": exemption,
  },
  source: `${reference}/mutations/vault-payment-method`,
} as const;

export function checkAuthorize(asked: AuthorizePaymentRequest): readonly Violation[] {
  const { initiator, reason, store } = asked.storedCredential ?? {};
  return [
    ...checkAuthentication(asked.authentication),
    ...faults(
      [
        initiator === Initiator.MERCHANT && reason && !repeats(reason),
        "storedCredential.reason",
        merchantReasons.says,
      ],
      [
        store && asked.paymentMethod?.method.case === "stored",
        "storedCredential.store",
        "is for what is not stored yet",
      ],
    ),
  ];
}

export function checkAuthentication(asked: Authentication | undefined): readonly Violation[] {
  const given = asked?.authentication;
  return faults([
    given?.case === "external" && !given.value.eci,
    "authentication.external.eci",
    "is required by Braintree",
  ]);
}
