/** What an order says: what is bought, who is paid, and how the customer is led. */
import {
  AuthenticationRequest_Preference,
  type AuthorizePaymentRequest,
  CaptureMode,
  type Contact,
  type CreateClientSessionRequest,
  type Money,
  type Order,
  OrderLine_Kind,
  type Purchase,
  type SetupMandateRequest,
  type Split,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type Context,
  fullName,
  type Idempotency,
  optionalText,
  optionsOf,
  required,
  sameAmount,
  toDecimal,
} from "#kit";
import { counting } from "./answers.ts";
import { type Instrument, postal } from "./methods.ts";

export const options = {
  usagePattern: optionalText({
    description: "How a kept PayPal account is charged later, as PayPal's usage_pattern",
    example: "RECURRING_POSTPAID",
    pattern: /[A-Z_]{1,30}/,
  }),
};

/** How long PayPal knows a `PayPal-Request-Id` differs by API. */
export const keyed = (seconds: number, source: string): Idempotency => ({
  carrier: "header",
  name: "PayPal-Request-Id",
  format: "uuid",
  seconds,
  source,
});
export const orderKey = keyed(6 * 3600, "https://developer.paypal.com/docs/api/orders/v2/");
/** Voids, disputes and look-ups know no key: done twice, they are refused as done, or change nothing. */
export const unkeyed: Idempotency = {
  carrier: "none",
  format: "uuid",
  source: "https://developer.paypal.com/docs/api/payments/v2/#authorizations_void",
};

export const decimalOf = (money: Money | undefined, field = "amount") =>
  money && { currency_code: money.currency, value: toDecimal(money, counting, field) };

type Opening = AuthorizePaymentRequest | CreateClientSessionRequest;
export const orderBody = (opening: Opening) => ({
  intent: opening.captureMode === CaptureMode.MANUAL ? "AUTHORIZE" : "CAPTURE",
  purchase_units: [unitOf(opening)],
});
function unitOf({ reference, orderReference, purchase }: Opening) {
  return {
    reference_id: orderReference,
    custom_id: reference,
    invoice_id: purchase?.order?.invoiceNumber,
    description: purchase?.description,
    soft_descriptor: purchase?.statementDescriptor,
    ...amountOf(purchase),
    shipping: shippingOf(purchase?.customer?.shipping),
    payment_instruction: feesOf(purchase?.splits, "purchase.splits.amount"),
  };
}

/** PayPal adds up what it is told: what does not add up is left out. */
function amountOf(purchase: Purchase | undefined) {
  const amount = decimalOf(purchase?.amount, "purchase.amount");
  const { lines = [], breakdown } = purchase?.order ?? {};
  const parts = breakdown && addsUp(purchase?.amount, breakdown) ? breakdown : undefined;
  const items = parts?.items ?? (breakdown ? undefined : purchase?.amount);
  const listed = items && lines.length > 0 && isSumOf(lines, items);
  if (!parts && !listed) return { amount };
  return {
    amount: {
      ...amount,
      breakdown: {
        item_total: decimalOf(items),
        tax_total: decimalOf(parts?.tax),
        shipping: decimalOf(parts?.shipping),
        discount: decimalOf(parts?.discount),
      },
    },
    items: listed ? lines.map(itemOf) : undefined,
  };
}
const itemOf = ({ name, quantity, unitPrice, reference, kind }: Order["lines"][number]) => ({
  name,
  quantity: String(quantity),
  unit_amount: decimalOf(unitPrice),
  sku: reference,
  category: categories.get(kind ?? OrderLine_Kind.UNSPECIFIED),
});
const categories: ReadonlyMap<OrderLine_Kind, string> = new Map([
  [OrderLine_Kind.DIGITAL, "DIGITAL_GOODS"],
  [OrderLine_Kind.PHYSICAL, "PHYSICAL_GOODS"],
]);
function isSumOf(lines: Order["lines"], total: Money): boolean {
  const isPlain = ({ unitPrice }: Order["lines"][number]) => unitPrice?.currency === total.currency;
  const units = lines.map(({ unitPrice, quantity }) => (unitPrice?.minorUnits ?? 0n) * quantity);
  const minorUnits = units.reduce((sum, one) => sum + one, 0n);
  return lines.every(isPlain) && minorUnits === total.minorUnits;
}
function addsUp(amount: Money | undefined, parts: NonNullable<Order["breakdown"]>): boolean {
  const { items, tax, shipping, discount, duty, tip, surcharge } = parts;
  const all = [items, tax, shipping, discount];
  if (!amount || !items || duty || tip || surcharge) return false;
  if (all.some((part) => part && part.currency !== amount.currency)) return false;
  const of = (part: Money | undefined) => part?.minorUnits ?? 0n;
  const minorUnits = of(items) + of(tax) + of(shipping) - of(discount);
  return sameAmount(amount, { minorUnits, currency: amount.currency });
}
export function shippingOf(contact: Contact | undefined) {
  const address = postal(contact?.address);
  if (!address) return undefined;
  const name = fullName(contact);
  return { name: name ? { full_name: name } : undefined, address };
}
/** A platform's share of a payment, or of what is given back. */
export const feesOf = (splits: readonly Split[] | undefined, field: string) =>
  splits && splits.length > 0
    ? {
        platform_fees: splits.map(({ accountId, amount }) => ({
          amount: decimalOf(amount, field),
          payee: { merchant_id: accountId },
        })),
      }
    : undefined;

type Using = AuthorizePaymentRequest | SetupMandateRequest;
/** The page that leads back to the merchant, however it ended: the order says how. */
export const experienceOf = ({ purchase }: Using, kind: string) => {
  const { returnUrl: url, customer, device } = purchase ?? {};
  if (!url) return undefined;
  const browser = device?.environment.case === "browser" ? device.environment.value : undefined;
  const back = { return_url: url, cancel_url: url };
  if (ofCards.has(kind)) return back;
  return {
    ...back,
    locale: customer?.locale,
    shipping_preference: postal(customer?.shipping?.address)
      ? "SET_PROVIDED_ADDRESS"
      : "NO_SHIPPING",
    ...(kind === "blik" && {
      consumer_ip: device?.ipAddress,
      consumer_user_agent: browser?.userAgent,
    }),
  };
};

const ofCards: ReadonlySet<string> = new Set(["apple_pay", "card", "google_pay"]);

/** 3-D Secure always, or where the law asks for it, which is PayPal's own default. */
export const verificationOf = ({ authentication: given }: Using): string | undefined => {
  const { case: form, value } = given?.authentication ?? {};
  return form === "request" ? verifications.get(value?.preference) : undefined;
};
const verifications: ReadonlyMap<AuthenticationRequest_Preference | undefined, string> = new Map([
  [AuthenticationRequest_Preference.IF_REQUIRED, "SCA_WHEN_REQUIRED"],
  [AuthenticationRequest_Preference.FRICTIONLESS, "SCA_ALWAYS"],
]);

/** `payment_source`: the instrument, and what is asked of it. */
export function sourceOf(
  payment: AuthorizePaymentRequest,
  { kind, fields, completes }: Instrument,
  context: Context<unknown>,
) {
  const method = kind === "card" ? verificationOf(payment) : undefined;
  const keeps = payment.storedCredential?.store ?? false;
  const customer = payment.purchase?.customer?.customerId;
  const { usagePattern } = optionsOf(options, context);
  const wallet = kind === "paypal" && { usage_type: "MERCHANT", usage_pattern: usagePattern };
  const experience = experienceOf(payment, kind);
  return {
    payment_source: {
      [kind]: {
        ...fields,
        attributes:
          method || keeps
            ? {
                verification: method && { method },
                customer: keeps && customer ? { id: customer } : undefined,
                vault: keeps ? { store_in_vault: "ON_SUCCESS", ...wallet } : undefined,
              }
            : undefined,
        stored_credential: credentialOf(payment, kind, usagePattern),
        experience_context:
          wallet && experience ? { ...experience, user_action: "PAY_NOW" } : experience,
      },
    },
    processing_instruction: completes && "ORDER_COMPLETE_ON_PAYMENT_APPROVAL",
  };
}

/** A kept account has its own agreement, which knows who pays; cards say why as well. */
function credentialOf({ storedCredential: given }: Using, kind: string, usagePattern?: string) {
  const initiator = given?.initiator && initiators.get(given.initiator);
  if (!given || !initiator || kind === "token") return undefined;
  const usage = given.store ? "FIRST" : initiator === "MERCHANT" ? "SUBSEQUENT" : undefined;
  const common = { payment_initiator: initiator, usage };
  if (kind === "paypal") return { ...common, usage_pattern: usagePattern };
  const { networkTransactionId: id, date } = given.previous ?? {};
  const usual = initiator === "CUSTOMER" ? StoredCredential_Reason.CARD_ON_FILE : undefined;
  return {
    ...common,
    payment_type: paymentTypes.get(required(given.reason || usual, "storedCredential.reason")),
    previous_network_transaction_reference: id
      ? { id, date: date?.slice(5).replace("-", "") }
      : undefined,
  };
}
const initiators: ReadonlyMap<StoredCredential_Initiator, string> = new Map([
  [StoredCredential_Initiator.CUSTOMER, "CUSTOMER"],
  [StoredCredential_Initiator.MERCHANT, "MERCHANT"],
]);
export const paymentTypes: ReadonlyMap<StoredCredential_Reason, string> = new Map([
  [StoredCredential_Reason.CARD_ON_FILE, "ONE_TIME"],
  [StoredCredential_Reason.INSTALLMENT, "RECURRING"],
  [StoredCredential_Reason.RECURRING, "RECURRING"],
  [StoredCredential_Reason.UNSCHEDULED, "UNSCHEDULED"],
]);
