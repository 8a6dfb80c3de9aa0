/** What intents are opened and confirmed with. https://docs.stripe.com/api/payment_intents, /setup_intents */
import {
  type Authentication,
  AuthenticationRequest_Exemption,
  AuthenticationRequest_Preference,
  type AuthorizePaymentRequest,
  CaptureMode,
  Channel,
  type Customer,
  type Money,
  type Order,
  OrderLine_Kind,
  type Purchase,
  type SetupMandateRequest,
  type Split,
  type StoredCredential,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type Context,
  type Fields,
  methodName,
  optionalText,
  optionsOf,
  required,
  toUnits,
  write,
} from "#kit";
import { debits, mayBeCard, methods } from "./methods.ts";
import { acceptance, contact, within } from "./payer.ts";
import { counting } from "./shapes.ts";

const ability = (what: string, page: string) =>
  optionalText({
    description: `Asks for ${what} of card payments that are captured by hand: https://docs.stripe.com/payments/${page}`,
    example: "if_available",
    pattern: /if_available|never/,
  });
const answerOf = (what: string) =>
  optionalText({ description: what, example: "true", pattern: /true|false/ });
/** Extras in `connector_options`, by Stripe's names. */
export const options = {
  request_multicapture: ability("several captures", "multicapture"),
  request_incremental_authorization: ability("AdjustPayment", "incremental-authorization"),
  request_overcapture: ability("capture of more than was authorized", "overcapture"),
  request_extended_authorization: ability("a longer hold", "extended-authorization"),
  on_behalf_of: optionalText({
    description:
      "The connected account that the money is for: https://docs.stripe.com/connect/charges#on_behalf_of",
    example: "acct_1032D82eZvKYlo2C",
    pattern: /acct_\w+/,
  }),
  transfer_group: optionalText({
    description: "Groups transfers: https://docs.stripe.com/connect/separate-charges-and-transfers",
    example: "ORDER100",
  }),
  reverse_transfer: answerOf("Of a refund: takes the connected account's share back in proportion"),
  refund_application_fee: answerOf("Of a refund: gives the platform's fee back in proportion"),
  instructions_email: optionalText({
    description:
      "Of a refund of a method without refunds of its own: where the customer is asked for an account",
    example: "jenny@example.com",
  }),
};

export const units = (money: Money | undefined, field: string): bigint | undefined =>
  money && toUnits(money, counting, field);

/** What the connector finds again, beside the merchant's own. */
export const tagged = (
  reference: string | undefined,
  given: Readonly<Record<string, string>> = {},
  more: Fields = {},
): Fields => within("metadata", { reference, ...more, ...given });

/** What was made or looked up before: the customer, and tokens in place of what Stripe does not take directly. */
export interface Prepared {
  readonly customer?: string | undefined;
  readonly token?: string | undefined;
  readonly cvcToken?: string | undefined;
}

type Opening = Pick<
  AuthorizePaymentRequest,
  "reference" | "orderReference" | "purchase" | "captureMode" | "storedCredential"
>;
/** What every PaymentIntent is opened with. */
export function opening(
  asked: Opening,
  { customer }: Prepared,
  isCard: boolean,
  context: Context<unknown>,
): Fields {
  const purchase = required(asked.purchase, "purchase");
  const { statementDescriptor, metadata } = purchase;
  const { on_behalf_of, transfer_group } = optionsOf(options, context);
  return {
    amount: units(purchase.amount, "purchase.amount"),
    currency: purchase.amount?.currency.toLowerCase(),
    capture_method: asked.captureMode === CaptureMode.MANUAL ? "manual" : "automatic",
    customer,
    description: purchase.description,
    setup_future_usage: asked.storedCredential?.store ? usage(asked.storedCredential) : undefined,
    [isCard ? "statement_descriptor_suffix" : "statement_descriptor"]: statementDescriptor,
    on_behalf_of,
    transfer_group,
    ...shares(purchase.splits, "purchase.splits.amount"),
    ...tagged(asked.reference, metadata, { order_reference: asked.orderReference }),
    ...shipping(purchase.customer, purchase.order),
    ...ordered(purchase.order, purchase, isCard),
  };
}

const { CARD_ON_FILE, INSTALLMENT, RECURRING, UNSCHEDULED } = StoredCredential_Reason;
export const usage = (credential: StoredCredential | undefined): string =>
  credential?.reason === CARD_ON_FILE ? "on_session" : "off_session";

/**
 * A destination charge, or the platform's fee of a direct one. With a fee, the account gets the rest.
 * https://docs.stripe.com/connect/charges
 */
export function shares(splits: readonly Split[], field: string, isCapture = false): Fields {
  const fee = splits.find(({ platformFee }) => platformFee);
  const share = splits.find(({ platformFee }) => !platformFee);
  return {
    application_fee_amount: units(fee?.amount, field),
    "transfer_data[destination]": isCapture ? undefined : share?.accountId,
    "transfer_data[amount]": fee ? undefined : units(share?.amount, field),
  };
}

/** Stripe takes no recipient without a name or an address. */
export function shipping(customer: Customer | undefined, order?: Order): Fields {
  const { email: _, ...recipient } = contact(customer?.shipping);
  if (!recipient["name"] || !recipient["address[line1]"]) return {};
  const { carrier, trackingNumber: tracking_number } = order?.shipments[0] ?? {};
  return within("shipping", { ...recipient, carrier, tracking_number });
}

const apart: ReadonlySet<OrderLine_Kind> = new Set([
  OrderLine_Kind.DISCOUNT,
  OrderLine_Kind.SHIPPING,
]);
/** Level 2 and 3 data, and what pay-later methods show. https://docs.stripe.com/payments/payment-line-items */
export function ordered(order: Order | undefined, purchase?: Purchase, isCard = false): Fields {
  if (!order) return {};
  const goods = order.lines.filter(({ kind }) => !apart.has(kind));
  const { breakdown } = order;
  const isTaxed = goods.some(({ tax }) => tax);
  const isDiscounted = goods.some(({ discount }) => discount);
  return {
    "payment_details[order_reference]": order.purchaseOrderNumber || order.invoiceNumber,
    "payment_details[customer_reference]": isCard ? purchase?.customer?.reference : undefined,
    // The contract's breakdown explains the amount and need not add up to it.
    "amount_details[enforce_arithmetic_validation]":
      goods.length > 0 || breakdown ? false : undefined,
    "amount_details[tax][total_tax_amount]": isTaxed
      ? undefined
      : units(breakdown?.tax, "order.breakdown.tax"),
    "amount_details[discount_amount]": isDiscounted
      ? undefined
      : units(breakdown?.discount, "order.breakdown.discount") || undefined,
    "amount_details[shipping][amount]": units(breakdown?.shipping, "order.breakdown.shipping"),
    "amount_details[shipping][from_postal_code]": order.shipsFromPostalCode,
    "amount_details[shipping][to_postal_code]": purchase?.customer?.shipping?.address?.postalCode,
    ...Object.assign({}, ...goods.map(lineFields)),
  };
}

function lineFields(line: Order["lines"][number], index: number): Fields {
  const total = units(line.total, "order.lines.total") ?? 0n;
  const tax = units(line.tax, "order.lines.tax");
  const discount = units(line.discount, "order.lines.discount");
  // Stripe's price of one is without tax and before discount; where it is not whole, the line stands as one.
  const net = total - (tax ?? 0n) + (discount ?? 0n);
  const isWhole = line.quantity > 0n && net % line.quantity === 0n;
  return within(`amount_details[line_items][${index}]`, {
    product_name: line.name,
    product_code: line.reference && line.reference.length <= 12 ? line.reference : undefined,
    quantity: isWhole ? line.quantity : 1n,
    unit_cost: isWhole ? net / line.quantity : net,
    unit_of_measure: line.unit,
    "tax[total_tax_amount]": tax,
    discount_amount: discount || undefined,
    "payment_method_options[card][commodity_code]": line.commodityCode,
    "payment_method_options[klarna][image_url]": line.imageUrl,
    "payment_method_options[klarna][product_url]": line.productUrl,
    "payment_method_options[klarna][reference]": line.reference,
  });
}

/** What confirming a PaymentIntent and a SetupIntent have in common: the method, and how the customer takes part. */
export function confirmation(
  request: AuthorizePaymentRequest | SetupMandateRequest,
  { token, cvcToken }: Prepared,
  context: Context<unknown>,
): Fields {
  const { purchase, authentication, paymentMethod } = request;
  const { data, existing, options: own } = write(methods, request, context);
  const said = authentication?.authentication;
  const native = said?.case === "request" && said.value.nativeFlow;
  const returnUrl = purchase?.returnUrl;
  return {
    confirm: true,
    ...(data
      ? {
          "allowed_payment_method_types[0]": data["type"],
          ...within("payment_method_data", { ...data, ...(token && { "card[token]": token }) }),
        }
      : {
          "automatic_payment_methods[enabled]": true,
          "automatic_payment_methods[allow_redirects]": returnUrl ? "always" : "never",
        }),
    ...existing,
    ...own,
    ...(cvcToken && { "payment_method_options[card][cvc_token]": cvcToken }),
    ...(mayBeCard(paymentMethod) && within("payment_method_options[card]", cardOptions(request))),
    return_url: returnUrl,
    use_stripe_sdk: native || undefined,
  };
}

/** Orders without the customer. */
export const isOrder = (channel: Channel | undefined): boolean =>
  channel === Channel.MAIL_ORDER || channel === Channel.TELEPHONE_ORDER;
const preferences: ReadonlyMap<AuthenticationRequest_Preference | undefined, string> = new Map([
  [AuthenticationRequest_Preference.IF_REQUIRED, "automatic"],
  [AuthenticationRequest_Preference.FRICTIONLESS, "any"],
  [AuthenticationRequest_Preference.CHALLENGE, "challenge"],
]);
const { TRANSACTION_RISK_ANALYSIS } = AuthenticationRequest_Exemption;

/** How a card is authenticated; what sets a card up understands all of it. */
export function cardOptions({
  purchase,
  authentication,
  storedCredential,
}: Pick<AuthorizePaymentRequest, "purchase" | "authentication" | "storedCredential">): Fields {
  const said = authentication?.authentication;
  return {
    moto: isOrder(purchase?.channel) || undefined,
    request_three_d_secure:
      said?.case === "request" ? preferences.get(said.value.preference) : undefined,
    setup_credential_usage: storedCredential?.store
      ? credentialUses.get(storedCredential.reason)
      : undefined,
    ...within("three_d_secure", external(authentication)),
  };
}

/** https://docs.stripe.com/payments/payment-intents/three-d-secure-import */
function external(given: Authentication | undefined): Fields {
  const said = given?.authentication;
  if (said?.case !== "external") return {};
  const brought = said.value;
  return {
    version: brought.version,
    cryptogram: brought.authenticationValue,
    transaction_id: brought.directoryServerTransactionId,
    electronic_commerce_indicator: brought.eci,
    ares_trans_status: brought.transactionStatus,
    exemption_indicator: brought.exemption === TRANSACTION_RISK_ANALYSIS ? "low_risk" : undefined,
    "network_options[cartes_bancaires][cb_avalgo]": brought.authenticationValueAlgorithm,
  };
}

/** Also of merchant-initiated charges. https://docs.stripe.com/payments/cits-and-mits */
const credentialUses: ReadonlyMap<StoredCredential_Reason | undefined, string> = new Map([
  [INSTALLMENT, "installment"],
  [RECURRING, "recurring"],
  [UNSCHEDULED, "unscheduled"],
]);

/** What only a payment is confirmed with. */
export function charging(request: AuthorizePaymentRequest, context: Context<unknown>): Fields {
  const { purchase, paymentMethod, storedCredential: credential, authentication } = request;
  const isMerchants = credential?.initiator === StoredCredential_Initiator.MERCHANT;
  const isCard = mayBeCard(paymentMethod);
  const { count } = purchase?.installments ?? {};
  return {
    off_session: isMerchants || undefined,
    // Stripe shall not authenticate once more what was authenticated elsewhere.
    error_on_requires_action: authentication?.authentication.case === "external" || undefined,
    "radar_options[session]": purchase?.device?.fingerprint,
    ...within("payment_method_options[card]", {
      stored_credential_usage:
        isCard && isMerchants && !credential.store
          ? credentialUses.get(credential.reason)
          : undefined,
      ...(count && {
        "installments[enabled]": true,
        "installments[plan][type]": "fixed_count",
        "installments[plan][interval]": "month",
        "installments[plan][count]": count,
      }),
      ...(isCard && abilities(request.captureMode, context)),
    }),
    ...(credential?.store && !isCard && agreement(request)),
  };
}
/** What cards that are captured by hand are asked to allow. */
export function abilities(mode: CaptureMode, context: Context<unknown>): Fields {
  if (mode !== CaptureMode.MANUAL) return {};
  const given = optionsOf(options, context);
  return {
    request_multicapture: given.request_multicapture,
    request_incremental_authorization: given.request_incremental_authorization,
    request_overcapture: given.request_overcapture,
    request_extended_authorization: given.request_extended_authorization,
  };
}

/** Keeping a method other than a card needs the customer's agreement; debits have brought it already. */
export const agreement = (request: AuthorizePaymentRequest | SetupMandateRequest): Fields =>
  debits.includes(methodName(request.paymentMethod) ?? "") ? {} : acceptance(request);
