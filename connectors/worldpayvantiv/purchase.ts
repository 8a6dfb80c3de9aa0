/** What is bought, by whom and why, as elements of authorization and sale. cnpTransaction_v12.34.xsd */
import {
  type Address,
  type AuthorizePaymentRequest,
  Channel,
  type Contact,
  type ExternalAuthentication,
  type Order,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type Amount,
  type Context,
  fullName,
  InvalidRequest,
  streetLine,
  toCalendarDate,
  toUnits,
  type Xml,
} from "#kit";
import type { Written } from "./methods.ts";
import type { Credentials } from "./settings.ts";

type In = Context<Credentials>;

/** In the units of the only currency that the account has: a request does not name one. */
export function unitsOf(amount: Amount | undefined, { credentials }: In, field = "amount") {
  if (!amount) return undefined;
  if (amount.currency !== credentials.currency)
    throw new InvalidRequest({
      field: `${field}.currency`,
      problem: `must be ${credentials.currency}, the currency of the merchantId`,
    });
  return toUnits(amount, undefined, field);
}

const fitting = (given: string | undefined, most: number) =>
  given && given.length <= most ? given : undefined;

export const contactOf = (contact: Contact | undefined): Xml | undefined =>
  contact && {
    name: fitting(fullName(contact), 100),
    firstName: fitting(contact.firstName, 25),
    lastName: fitting(contact.lastName, 25),
    companyName: fitting(contact.company, 40),
    ...addressOf(contact.address),
    email: fitting(contact.email, 100),
    phone: fitting(contact.phone, 20),
  };
const addressOf = (address: Address | undefined): Xml => ({
  addressLine1: fitting(streetLine(address), 35),
  addressLine2: fitting(address?.line2, 35),
  city: fitting(address?.city, 35),
  state: fitting(address?.region, 30),
  zip: fitting(address?.postalCode, 20),
  country: address?.country,
});

export const externalOf = ({
  authentication,
}: AuthorizePaymentRequest): ExternalAuthentication | undefined =>
  authentication?.authentication.case === "external"
    ? authentication.authentication.value
    : undefined;

const { MERCHANT, CUSTOMER } = StoredCredential_Initiator;
const { RECURRING, INSTALLMENT } = StoredCredential_Reason;

/** How the order came, which also says that it was authenticated or is one of a series. */
export function orderSourceOf(asked: AuthorizePaymentRequest, written: Written): string {
  const { initiator, reason } = asked.storedCredential ?? {};
  if (initiator === MERCHANT && reason === RECURRING) return "recurring";
  if (initiator === MERCHANT && reason === INSTALLMENT) return "installment";
  const external = externalOf(asked);
  if (external) return isAuthenticated(external) ? "3dsAuthenticated" : "3dsAttempted";
  if (written.orderSource) return written.orderSource;
  if (asked.purchase?.channel === Channel.MAIL_ORDER) return "mailorder";
  if (asked.purchase?.channel === Channel.TELEPHONE_ORDER) return "telephone";
  return "ecommerce";
}
const isAuthenticated = ({ transactionStatus, eci }: ExternalAuthentication): boolean =>
  transactionStatus ? transactionStatus === "Y" : ["05", "5", "02", "2"].includes(eci ?? "");

/** The customer's address on the net is for American Express: https://support.worldpay.com/support/CNP-API/content/customipadd.htm */
export function cardholderAuthentication(
  asked: AuthorizePaymentRequest,
  written: Written,
): Xml | undefined {
  const external = externalOf(asked);
  const value = external?.authenticationValue ?? written.authenticationValue;
  const customerIpAddress = asked.purchase?.device?.ipAddress;
  if (value === undefined && customerIpAddress === undefined) return undefined;
  return {
    authenticationValue: value,
    authenticationTransactionId: external?.directoryServerTransactionId,
    customerIpAddress,
    authenticationProtocolVersion: external?.version.slice(0, 1),
  };
}

/** `processingType`, of the schema's enumeration. A series that the merchant goes on with says so by its orderSource. */
export function processingTypeOf({ storedCredential, paymentMethod }: AuthorizePaymentRequest) {
  const { initiator, reason, store } = storedCredential ?? {};
  const isSeries = reason === RECURRING || reason === INSTALLMENT;
  if (initiator === MERCHANT) return isSeries ? undefined : "merchantInitiatedCOF";
  if (store)
    return reason === RECURRING
      ? "initialRecurring"
      : reason === INSTALLMENT
        ? "initialInstallment"
        : "initialCOF";
  const isOnFile = paymentMethod?.method.case === "stored";
  return initiator === CUSTOMER && isOnFile ? "cardholderInitiatedCOF" : undefined;
}

export const customBilling = (descriptor: string | undefined): Xml | undefined =>
  descriptor ? { descriptor } : undefined;

/** The schema's own remarks: "quantity * unit cost", and "line item total + tax". Ours is with tax. */
const totalsOf = (total: bigint | undefined, tax: bigint | undefined): Xml =>
  total === undefined || tax === undefined
    ? { lineItemTotal: total }
    : { lineItemTotal: total - tax, lineItemTotalWithTax: total };

/** Level II and III. What would not pass the schema is left out, since the whole payment would be refused for it. */
export function enhancedData(order: Order | undefined, context: In): Xml | undefined {
  if (!order) return undefined;
  const { breakdown, lines, shipments } = order;
  const destination = shipments[0]?.recipient?.address;
  const units = (amount: Amount | undefined) => unitsOf(amount, context, "purchase.order");
  return {
    customerReference: fitting(order.purchaseOrderNumber, 17),
    salesTax: units(breakdown?.tax),
    taxExempt: order.taxExempt,
    discountAmount: units(breakdown?.discount),
    shippingAmount: units(breakdown?.shipping),
    dutyAmount: units(breakdown?.duty),
    shipFromPostalCode: fitting(order.shipsFromPostalCode, 20),
    destinationPostalCode: fitting(destination?.postalCode, 20),
    destinationCountryCode: destination?.country,
    invoiceReferenceNumber: fitting(order.invoiceNumber, 15),
    orderDate: order.orderedAt && toCalendarDate(order.orderedAt),
    lineItemData: lines.slice(0, 99).map((line, index) => ({
      itemSequenceNumber: index + 1,
      itemDescription: line.name.slice(0, 26),
      productCode: fitting(line.reference, 12),
      quantity: line.quantity,
      unitOfMeasure: fitting(line.unit, 12),
      taxAmount: units(line.tax),
      ...totalsOf(units(line.total), units(line.tax)),
      itemDiscountAmount: units(line.discount),
      commodityCode: fitting(line.commodityCode, 12),
    })),
  };
}
