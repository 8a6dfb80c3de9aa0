/** What is bought, by whom, and how they prove it: the contract's purchase in the members of Adyen's requests. */
import {
  RecurringTerms_AmountKind as AmountKind,
  type Authentication,
  Channel,
  type Contact,
  type Customer,
  type Device,
  IdentityDocument_Kind as DocumentKind,
  AuthenticationRequest_Exemption as Exemption,
  type ExternalAuthentication,
  StoredCredential_Initiator as Initiator,
  type Installments,
  RecurringTerms_Interval as Interval,
  OrderLine_Kind as LineKind,
  type Money,
  type Order,
  type OrderLine,
  AuthenticationRequest_Preference as Preference,
  type Purchase,
  StoredCredential_Reason as Reason,
  type RecurringTerms,
  type Split,
  type StoredCredential,
  type SubMerchant,
} from "#contract";
import { required, toCalendarDate, toIso, toUnits } from "#kit";
import { counting, some, toAmount } from "./wire.ts";

const minor = (money: Money | undefined, field: string) => money && toUnits(money, counting, field);

/** Adyen's "shopper" is named by the merchant, whose own id it is. */
export const shopperOf = (customer: Customer | undefined): string | undefined =>
  customer?.reference || customer?.customerId || undefined;

/** What /payments and /sessions share: https://docs.adyen.com/api-explorer/Checkout/72/post/payments. */
export function purchaseFields(purchase: Purchase, options: Readonly<Record<string, unknown>>) {
  const { customer, device, order } = purchase;
  const person = payerOf(customer);
  const to = addressOf(customer?.shipping);
  return {
    shopperReference: shopperOf(customer),
    shopperEmail: person.email,
    telephoneNumber: person.phone,
    shopperName: nameOf(person),
    shopperIP: device?.ipAddress,
    shopperLocale: customer?.locale,
    countryCode: person.address?.country,
    dateOfBirth: customer?.birthDate,
    socialSecurityNumber: taxNumberOf(customer),
    company: person.company ? { name: person.company } : undefined,
    billingAddress: addressOf(person),
    deliveryAddress: to && { ...to, ...nameOf(customer?.shipping) },
    channel: channelOf(purchase, options),
    lineItems: lineItems(order, "purchase.order"),
    splits: splits(purchase.splits, "purchase.splits"),
    shopperStatement: purchase.statementDescriptor,
    store: options["store"],
  };
}

/** What /payments knows beyond. A surcharge is within the amount: https://docs.adyen.com/online-payments/surcharge. */
export const paymentFields = (purchase: Purchase) => ({
  surcharge: some({
    value: minor(purchase.order?.breakdown?.surcharge, "purchase.order.breakdown.surcharge"),
  }),
  browserInfo: browserOf(purchase.device),
  deviceFingerprint: purchase.device?.fingerprint,
  enhancedSchemeData: schemeData(purchase.order, "purchase.order", purchase.customer),
  installments: installments(purchase.installments),
  subMerchants: subMerchants(purchase.subMerchant, purchase.amount),
  sessionValidity: purchase.expiresAt && toIso(purchase.expiresAt),
});

/** Who is billed; what the bill does not say is the customer's own. */
export function payerOf(customer: Customer | undefined) {
  const { billing, contact } = customer ?? {};
  const { firstName, lastName } = (nameOf(billing) ? billing : contact) ?? {};
  return {
    firstName,
    lastName,
    company: billing?.company ?? contact?.company,
    email: billing?.email ?? contact?.email,
    phone: billing?.phone ?? contact?.phone,
    address: billing?.address ?? contact?.address,
  };
}

const nameOf = (contact: Pick<Contact, "firstName" | "lastName"> | undefined) =>
  contact?.firstName && contact.lastName
    ? { firstName: contact.firstName, lastName: contact.lastName }
    : undefined;

/** Adyen wants all members of an address or none; N/A and ZZ are its own words for what is not known. */
function addressOf(contact: Pick<Contact, "address"> | undefined) {
  const address = contact?.address;
  if (!address) return undefined;
  const { line1, line2, houseNumber, city, region, postalCode, country } = address;
  if (![line1, line2, houseNumber, city, region, postalCode].some(Boolean)) return undefined;
  return {
    street: [line1, line2].filter(Boolean).join(", ") || "N/A",
    houseNumberOrName: houseNumber || "N/A",
    city: city || "N/A",
    postalCode: postalCode || "N/A",
    stateOrProvince: region,
    country: country || "ZZ",
  };
}

const taxNumberOf = (customer: Customer | undefined) =>
  customer?.documents.find(
    ({ kind }) =>
      kind === DocumentKind.PERSONAL_TAX_ID ||
      kind === DocumentKind.COMPANY_TAX_ID ||
      kind === DocumentKind.NATIONAL_ID,
  )?.number;

function channelOf({ channel, device }: Purchase, options: Readonly<Record<string, unknown>>) {
  if (channel === Channel.APP) return options["platform"];
  return device?.environment.case === "browser" ? "Web" : undefined;
}

function browserOf(device: Device | undefined) {
  if (device?.environment.case !== "browser") return undefined;
  const { javascriptEnabled, ...browser } = device.environment.value;
  const { userAgent, acceptHeader, language, colorDepth } = browser;
  const { screenHeight, screenWidth, timeZoneOffset, javaEnabled } = browser;
  return {
    userAgent,
    acceptHeader,
    language,
    colorDepth,
    screenHeight,
    screenWidth,
    timeZoneOffset,
    javaEnabled,
    javaScriptEnabled: javascriptEnabled,
  };
}

/** Amounts are per unit. Where a line does not divide, it is one unit: what Adyen adds up must be what is paid. */
export function lineItems(order: Order | undefined, field: string) {
  if (!order || order.lines.length === 0) return undefined;
  return order.lines.map((line, index) => lineItem(line, `${field}.lines[${index}]`));
}
function lineItem(line: OrderLine, field: string) {
  const total = minor(line.total, `${field}.total`) ?? 0n;
  const tax = minor(line.tax, `${field}.tax`);
  const divides = total % line.quantity === 0n && (tax ?? 0n) % line.quantity === 0n;
  const quantity = divides ? line.quantity : 1n;
  const sign = line.kind === LineKind.DISCOUNT ? -1n : 1n;
  const amountIncludingTax = (sign * total) / quantity;
  const taxAmount = tax === undefined ? undefined : (sign * tax) / quantity;
  return {
    id: line.reference,
    description: line.name,
    quantity,
    amountIncludingTax,
    amountExcludingTax: taxAmount === undefined ? undefined : amountIncludingTax - taxAmount,
    taxAmount,
    taxPercentage: line.taxRate,
    itemCategory: line.category,
    productUrl: line.productUrl,
    imageUrl: line.imageUrl,
  };
}

/**
 * Level 2 and 3, where the merchant gives what marks them: with the payment, or with its capture where that is apart.
 * https://docs.adyen.com/payment-methods/cards/enhanced-scheme-data
 */
export function schemeData(order: Order | undefined, field: string, customer?: Customer) {
  if (!order?.purchaseOrderNumber && !order?.lines.some(({ commodityCode }) => commodityCode))
    return undefined;
  const { breakdown, lines, orderedAt, shipsFromPostalCode, purchaseOrderNumber } = order;
  const to = customer?.shipping?.address;
  return {
    levelTwoThree: {
      customerReferenceNumber: purchaseOrderNumber,
      totalTaxAmount: minor(breakdown?.tax, `${field}.breakdown.tax`),
      freightAmount: minor(breakdown?.shipping, `${field}.breakdown.shipping`),
      dutyAmount: minor(breakdown?.duty, `${field}.breakdown.duty`),
      orderDate: orderedAt && toCalendarDate(orderedAt),
      shipFromPostalCode: shipsFromPostalCode,
      destination: to && {
        countryCode: to.country,
        postalCode: to.postalCode,
        stateOrProvince: to.region,
      },
      itemDetailLines: lines.map((line, index) => ({
        commodityCode: line.commodityCode,
        description: line.name,
        productCode: line.reference,
        quantity: line.quantity,
        unitOfMeasure: line.unit,
        unitPrice: minor(line.unitPrice, `${field}.lines[${index}].unitPrice`),
        discountAmount: minor(line.discount, `${field}.lines[${index}].discount`),
        totalAmount: minor(line.total, `${field}.lines[${index}].total`),
      })),
    },
  };
}

/**
 * Balance accounts begin with BA; any other account is one of the Classic Platforms. A share needs its reference, a
 * commission does not. https://docs.adyen.com/api-explorer/Checkout/72/post/payments#request-splits-reference
 */
export function splits(shares: readonly Split[], field: string) {
  if (shares.length === 0) return undefined;
  return shares.map(({ accountId, amount, reference, description, platformFee }, index) => ({
    type: platformFee
      ? "Commission"
      : accountId.startsWith("BA")
        ? "BalanceAccount"
        : "MarketPlace",
    account: accountId,
    amount: amount && toAmount(amount, `${field}[${index}].amount`),
    reference: platformFee ? reference : required(reference, `${field}[${index}].reference`),
    description,
  }));
}

const installments = (plan: Installments | undefined) =>
  plan && { value: plan.count, plan: plan.planId };

const subMerchants = (merchant: SubMerchant | undefined, amount: Money | undefined) =>
  merchant && [
    {
      id: merchant.reference,
      name: merchant.name,
      mcc: merchant.categoryCode,
      taxId: merchant.taxId,
      address: addressOf(merchant),
      amount: amount && toAmount(amount, "purchase.amount"),
    },
  ];

/** Why a method is stored or used: https://docs.adyen.com/online-payments/tokenization/create-tokens. */
export const recurringModels: ReadonlyMap<number | undefined, string> = new Map([
  [Reason.RECURRING, "Subscription"],
  [Reason.INSTALLMENT, "Subscription"],
  [Reason.UNSCHEDULED, "UnscheduledCardOnFile"],
  [Reason.CARD_ON_FILE, "CardOnFile"],
  [Reason.DELAYED_CHARGE, "UnscheduledCardOnFile"],
  [Reason.NO_SHOW, "UnscheduledCardOnFile"],
]);
/** https://docs.adyen.com/api-explorer/Checkout/72/post/payments#request-industryUsage */
export const industryUsages: ReadonlyMap<number | undefined, string> = new Map([
  [Reason.DELAYED_CHARGE, "delayedCharge"],
  [Reason.NO_SHOW, "noShow"],
  [Reason.INSTALLMENT, "installment"],
]);

/**
 * A method that is on file is told so, also where the shopper is there:
 * https://docs.adyen.com/api-explorer/Checkout/72/post/payments#request-shopperInteraction, example oneclick-securedfields.
 */
export const interactionOf = (
  { channel }: Pick<Purchase, "channel">,
  credential: StoredCredential | undefined,
  isStored: boolean,
): string => {
  if (credential?.initiator === Initiator.MERCHANT) return "ContAuth";
  if (channel === Channel.MAIL_ORDER || channel === Channel.TELEPHONE_ORDER) return "Moto";
  return isStored || credential?.previous?.networkTransactionId ? "ContAuth" : "Ecommerce";
};

export const exemptions: ReadonlyMap<number | undefined, string> = new Map([
  [Exemption.LOW_VALUE, "lowValue"],
  [Exemption.TRANSACTION_RISK_ANALYSIS, "transactionRiskAnalysis"],
  [Exemption.TRUSTED_BENEFICIARY, "trustedBeneficiary"],
  [Exemption.SECURE_CORPORATE, "secureCorporate"],
]);
export const exemptionOf = (authentication: Authentication | undefined): string | undefined =>
  exemptions.get(authentication?.authentication.value?.exemption);

/** As EMV 3-D Secure numbers it. */
export function windowSizeOf(authentication: Authentication | undefined): string | undefined {
  const wanted = authentication?.authentication;
  const size = wanted?.case === "request" ? wanted.value.windowSize : undefined;
  return size ? `0${size}` : undefined;
}

/** https://docs.adyen.com/online-payments/3d-secure/api-reference */
export function authenticationFields(authentication: Authentication | undefined) {
  const wanted = authentication?.authentication;
  if (wanted?.case === "external") return { mpiData: mpiData(wanted.value) };
  if (wanted?.case !== "request") return {};
  const { preference, nativeFlow } = wanted.value;
  const threeDSRequestData = some({
    nativeThreeDS: nativeFlow === undefined ? undefined : nativeFlow ? "preferred" : "disabled",
    challengeWindowSize: windowSizeOf(authentication),
  });
  const challenge = challenges.get(preference);
  return {
    authenticationData: some({
      attemptAuthentication: attempts.get(preference),
      threeDSRequestData,
    }),
    threeDS2RequestData: challenge && { threeDSRequestorChallengeInd: challenge },
  };
}
/** IF_REQUIRED is what Adyen does by itself. */
const attempts: ReadonlyMap<number | undefined, string> = new Map([
  [Preference.FRICTIONLESS, "always"],
  [Preference.CHALLENGE, "always"],
  [Preference.NONE, "never"],
]);
/** 02: no challenge wanted; 03: a challenge wanted by the merchant. */
const challenges: ReadonlyMap<number | undefined, string> = new Map([
  [Preference.FRICTIONLESS, "02"],
  [Preference.CHALLENGE, "03"],
]);

/**
 * `authenticationResponse` is the challenge's result, `directoryResponse` what came before it, `cavvAlgorithm` of Cartes
 * Bancaires. https://docs.adyen.com/online-payments/3d-secure/authorize-mpidata
 */
const mpiData = (external: ExternalAuthentication) => ({
  threeDSVersion: external.version,
  eci: external.eci,
  cavv: external.authenticationValue,
  cavvAlgorithm: external.authenticationValueAlgorithm,
  dsTransID: external.directoryServerTransactionId,
  authenticationResponse: external.challenged ? external.transactionStatus : undefined,
  directoryResponse: external.challenged ? "C" : external.transactionStatus,
  transStatusReason: external.transactionStatusReason,
});

const frequencies: Readonly<Record<string, string>> = {
  [`${Interval.DAY} 1`]: "daily",
  [`${Interval.WEEK} 1`]: "weekly",
  [`${Interval.WEEK} 2`]: "biWeekly",
  [`${Interval.MONTH} 1`]: "monthly",
  [`${Interval.MONTH} 3`]: "quarterly",
  [`${Interval.MONTH} 6`]: "halfYearly",
  [`${Interval.YEAR} 1`]: "yearly",
  [`${Interval.AS_PRESENTED} 1`]: "adhoc",
};
export const frequencyOf = ({ interval, intervalCount = 1 }: RecurringTerms) =>
  frequencies[`${interval} ${intervalCount}`];
/** UPI Autopay. */
export function mandateOf(terms: RecurringTerms | undefined) {
  if (!terms) return undefined;
  const amount = minor(terms.amount, "storedCredential.terms.amount");
  return {
    amount: amount === undefined ? undefined : String(amount),
    amountRule: terms.amountKind && (terms.amountKind === AmountKind.MAXIMUM ? "max" : "exact"),
    frequency: frequencyOf(terms),
    startsAt: terms.startsOn,
    endsAt: terms.endsOn,
    billingDay: terms.day === undefined ? undefined : String(terms.day),
    remarks: terms.description,
  };
}
