/** POST /v2/payments: what a purchase is in Mollie's words. https://docs.mollie.com/reference/create-payment */
import {
  AlternativeMethod_Flow,
  CaptureMode,
  Channel,
  type Contact,
  type Customer,
  type OrderLine,
  OrderLine_Kind,
  type Purchase,
  type Split,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type Amount,
  faults,
  InvalidRequest,
  type MethodUse,
  methodName,
  required,
  streetLine,
  toDecimal,
  toJson,
  type Violation,
} from "#kit";
import type { Body } from "./methods.ts";

/** What authorizing and setting up a mandate have in common. */
export interface Payable extends MethodUse {
  readonly orderReference?: string | undefined;
  readonly captureMode?: CaptureMode;
  readonly captureAfter?: { readonly seconds: bigint; readonly nanos: number } | undefined;
}

/** The keys of `metadata` that hold the merchant's references. */
export const REFERENCE = "merchant_reference";
export const ORDER_REFERENCE = "merchant_order_reference";
export const labelled = (
  metadata: Readonly<Record<string, string>> | undefined,
  reference: string | undefined,
  orderReference?: string,
): Body => ({ ...metadata, [REFERENCE]: reference, [ORDER_REFERENCE]: orderReference });

/** `{ currency, value }` with all the digits of ISO 4217: https://docs.mollie.com/payments/multicurrency */
export const amountOf = (money: Amount | undefined, field: string): Body => {
  const given = required(money, field);
  return { currency: given.currency, value: toDecimal(given, undefined, field) };
};

export const paymentFields = (asked: Payable, own: Body): Body => {
  const { purchase, reference, orderReference } = asked;
  const { customer, order } = purchase ?? {};
  return {
    amount: amountOf(purchase?.amount, "purchase.amount"),
    description: purchase?.description || reference,
    redirectUrl: purchase?.returnUrl,
    webhookUrl: purchase?.notificationUrl,
    lines: order?.lines.length ? order.lines.map(lineOf) : undefined,
    billingAddress: addressOf(customer?.billing ?? customer?.contact),
    shippingAddress: addressOf(customer?.shipping),
    locale: localeOf(customer),
    metadata: labelled(purchase?.metadata, reference, orderReference),
    routing: shares(purchase?.splits, "purchase.splits", "destination"),
    ...captureOf(asked),
    sequenceType: asked.storedCredential?.store ? "first" : undefined,
    customerId: customer?.customerId,
    ...own,
  };
};

/** Parts of connected organizations; what is left is the merchant's own. */
export const shares = (
  splits: readonly Split[] = [],
  field: string,
  role: "destination" | "source",
): readonly Body[] | undefined =>
  splits.length === 0
    ? undefined
    : splits.map(({ accountId, amount }, index) => ({
        amount: amountOf(amount, `${field}[${index}].amount`),
        [role]: { type: "organization", organizationId: accountId },
      }));
export const shareLimits = {
  "splits.accountId": { pattern: /^org_.+$/, says: "must be an organization's, org_…" },
  "splits.platformFee": "is not a share of its own: leave it out of the shares",
} as const;
function captureOf({ captureMode, captureAfter }: Payable): Body {
  if (captureMode === CaptureMode.MANUAL) return { captureMode: "manual" };
  if (captureMode !== CaptureMode.DELAYED) return {};
  return { captureMode: "automatic", captureDelay: `${hoursOf(captureAfter)} hours` };
}
/** Whole hours, at most seven days. */
function hoursOf(delay: Payable["captureAfter"]): bigint {
  const { seconds = 0n, nanos = 0 } = delay ?? {};
  if (seconds > 0n && seconds % 3600n === 0n && nanos === 0 && seconds <= 604_800n)
    return seconds / 3600n;
  throw new InvalidRequest({
    field: "captureAfter",
    problem: "must be whole hours, from 1 to 168",
  });
}

function addressOf(contact: Contact | undefined): Body | undefined {
  if (!contact) return undefined;
  const { address } = contact;
  return {
    givenName: contact.firstName,
    familyName: contact.lastName,
    organizationName: contact.company,
    streetAndNumber: streetLine(address),
    streetAdditional: address?.line2,
    postalCode: address?.postalCode,
    email: contact.email,
    phone: contact.phone,
    city: address?.city,
    region: address?.region,
    country: address?.country,
  };
}

/** All that Mollie speaks; another language is left to Mollie to detect. */
const locales: ReadonlySet<string> = new Set(
  "ca_ES cs_CZ da_DK de_AT de_CH de_DE de_LU en_BE en_GB en_NL en_US es_ES fi_FI fr_BE fr_FR fr_LU hu_HU is_IS it_IT lt_LT lv_LV nb_NO nl_BE nl_NL pl_PL pt_PT sk_SK sv_SE".split(
    " ",
  ),
);
export function localeOf(customer: Customer | undefined): string | undefined {
  const locale = customer?.locale?.replace("-", "_");
  return locale && locales.has(locale) ? locale : undefined;
}

const lineTypes: ReadonlyMap<OrderLine_Kind, string> = new Map([
  [OrderLine_Kind.PHYSICAL, "physical"],
  [OrderLine_Kind.DIGITAL, "digital"],
  [OrderLine_Kind.SHIPPING, "shipping_fee"],
  [OrderLine_Kind.DISCOUNT, "discount"],
  [OrderLine_Kind.SURCHARGE, "surcharge"],
]);
function lineOf(line: OrderLine, index: number): Body {
  // The price of a line that is a discount is negative at Mollie.
  const sign = line.kind === OrderLine_Kind.DISCOUNT ? -1n : 1n;
  const money = (amount: Amount | undefined, name: string) =>
    amount &&
    amountOf(
      { minorUnits: sign * amount.minorUnits, currency: amount.currency },
      `purchase.order.lines[${index}].${name}`,
    );
  return {
    type: lineTypes.get(line.kind),
    description: line.name,
    quantity: line.quantity,
    quantityUnit: line.unit,
    unitPrice: money(line.unitPrice, "unitPrice"),
    // A discount has none of its own; of any other line it is positive.
    discountAmount: sign < 0n ? undefined : money(line.discount, "discount"),
    totalAmount: money(line.total, "total"),
    vatRate: line.taxRate === undefined ? undefined : percent(line.taxRate),
    vatAmount: money(line.tax, "tax"),
    sku: line.reference,
    imageUrl: line.imageUrl,
    productUrl: line.productUrl,
  };
}
/** Basis points as "21.00". */
const percent = (points: number): string => {
  const digits = String(points).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const { RECURRING, INSTALLMENT, UNSCHEDULED } = StoredCredential_Reason;
export const paymentLimits = {
  limits: {
    "purchase.channel": { among: [Channel.ECOMMERCE, Channel.APP] },
    "storedCredential.reason": { among: [RECURRING, INSTALLMENT, UNSCHEDULED] },
    "paymentMethod.alternative.flow": { among: [AlternativeMethod_Flow.REDIRECT] },
    "paymentMethod.blik.code": "must be left out: Mollie asks for it on its own page",
  },
  source: "https://docs.mollie.com/reference/create-payment",
} as const;
export const routedLimits = {
  ...paymentLimits.limits,
  "purchase.splits.accountId": shareLimits["splits.accountId"],
  "purchase.splits.platformFee": shareLimits["splits.platformFee"],
} as const;

const payLater: ReadonlySet<string | undefined> = new Set(["klarna", "billie", "riverty"]);

/** What fields cannot say by themselves. */
export function checkPayment(asked: Payable): readonly Violation[] {
  const found: Violation[] = [];
  const insist = (holds: unknown, field: string, problem = "is required by Mollie") => {
    if (!holds) found.push({ field, problem });
  };
  const { purchase, paymentMethod, storedCredential } = asked;
  const name = methodName(paymentMethod);
  const { initiator, store } = storedCredential ?? {};
  const wanted =
    name === "stored" ? StoredCredential_Initiator.MERCHANT : StoredCredential_Initiator.CUSTOMER;
  insist(
    !initiator || initiator === wanted,
    "storedCredential.initiator",
    name === "stored" ? "must be INITIATOR_MERCHANT" : "must be INITIATOR_CUSTOMER",
  );
  if (store) insist(purchase?.customer?.customerId, "purchase.customer.customerId");
  const isRouted = (purchase?.splits.length ?? 0) > 0;
  const isEuro = purchase?.amount?.currency === "EUR";
  insist(!isRouted || isEuro, "purchase.splits", "are of payments in EUR only");
  if (name === "alma")
    insist(purchase?.customer?.billing ?? purchase?.customer?.contact, "purchase.customer.billing");
  if (payLater.has(name)) checkBilling(purchase, insist, name === "billie");
  insist(
    toJson(labelled(purchase?.metadata, asked.reference, asked.orderReference)).length <= 1024,
    "purchase.metadata",
    "must fit into 1 kB with the references",
  );
  return found;
}

function checkBilling(
  purchase: Purchase | undefined,
  insist: (holds: unknown, field: string) => void,
  isBusiness: boolean,
): void {
  const billing = purchase?.customer?.billing ?? purchase?.customer?.contact;
  const place = "purchase.customer.billing";
  insist(billing?.firstName, `${place}.firstName`);
  insist(billing?.lastName, `${place}.lastName`);
  insist(billing?.email, `${place}.email`);
  if (isBusiness) insist(billing?.company, `${place}.company`);
  insist(billing?.address?.line1, `${place}.address.line1`);
  insist(billing?.address?.postalCode, `${place}.address.postalCode`);
  insist(billing?.address?.city, `${place}.address.city`);
  insist(billing?.address?.country, `${place}.address.country`);
}

/**
 * A mandate of an account is made without money, of a card with any first payment, of anything else with one that moves
 * some. https://docs.mollie.com/docs/recurring-payments, https://github.com/mollie/api-documentation/pull/489
 */
export function checkMandate(asked: Payable): readonly Violation[] {
  const name = methodName(asked.paymentMethod);
  const isZero = (asked.purchase?.amount?.minorUnits ?? 0n) === 0n;
  return [
    ...checkPayment(asked),
    ...faults(
      [
        name === "sepaDebit" && !isZero,
        "purchase.amount.minorUnits",
        "must be 0: the mandate is made without a payment",
      ],
      [
        name !== "sepaDebit" && name !== "processorToken" && isZero,
        "purchase.amount.minorUnits",
        "must be more than 0: Mollie takes the mandate with a first payment",
      ],
    ),
  ];
}
