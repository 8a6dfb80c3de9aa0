/** What a payment is made from, as fields of POST /v1/payments. */
import {
  type Address,
  AuthenticationRequest_Preference,
  type AuthorizePaymentRequest,
  CaptureMode,
  type Contact,
  type Customer,
  type IdentityDocument,
  IdentityDocument_Kind,
} from "#contract";
import {
  type Context,
  faults,
  fromMilliseconds,
  type MethodUse,
  optionsOf,
  paymentMethods,
  required,
  toIso,
} from "#kit";
import { type Credentials, options } from "./settings.ts";

export type Fields = Readonly<Record<string, unknown>>;
export interface SavedCard {
  readonly customerId: string | undefined;
  readonly cardId: string;
}
/** What a payment is made from: a token, or what one is made of first, and fields of its own. */
export interface Instrument {
  readonly token?: string;
  readonly tokenOf?: Fields;
  readonly saved?: SavedCard;
  readonly fields?: Fields;
}
type Moment = Parameters<typeof toIso>[0];

const { AUTOMATIC, MANUAL } = CaptureMode;
const { PERSONAL_TAX_ID, COMPANY_TAX_ID, NATIONAL_ID } = IdentityDocument_Kind;
const spec = "https://github.com/mercadopago/openapi/blob/main/spec3.json";

/** With an offset in figures, as the documentation has it. */
const stamp = (moment: Moment): string => toIso(moment).replace("Z", "+00:00");
const expiring = ({ purchase }: MethodUse) => purchase?.expiresAt && stamp(purchase.expiresAt);

/** Paid later, and elsewhere. */
const unpaid = (method: string | undefined, expiration: string | undefined): Instrument => ({
  fields: { payment_method_id: method, date_of_expiration: expiration },
});
const byToken = {
  capture: [AUTOMATIC, MANUAL] as const,
  understands: [
    "authentication.request.preference",
    "purchase.installments.count",
    "purchase.statementDescriptor",
  ] as const,
};

export const methods = paymentMethods<Instrument, Credentials>({
  // Of merchants who showed Mercado Pago that they are PCI compliant; others give a token of MercadoPago.js.
  card: {
    ...byToken,
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    requires: ["paymentMethod.card.cvc", "paymentMethod.card.holderName"],
    source:
      "https://www.mercadopago.com.br/developers/es/docs/resources-pci-compliant-merchants/receiving-payment-by-card",
    write: ({ number, expiryMonth, expiryYear, cvc, holderName }, { purchase, customer }) => ({
      tokenOf: {
        card_number: number,
        security_code: cvc,
        expiration_month: expiryMonth,
        expiration_year: expiryYear,
        cardholder: {
          name: holderName,
          identification: identificationOf(purchase?.customer ?? customer),
        },
      },
    }),
  },
  // The customer gives the security code anew: Mercado Pago keeps none.
  stored: {
    ...byToken,
    requires: ["paymentMethod.stored.cvc", "purchase.customer.customerId"],
    source:
      "https://github.com/mercadopago/sdk-nodejs/blob/master/src/clients/cardToken/create/types.ts",
    write: ({ storedMethodId: cardId, cvc }, { purchase }) => {
      const customerId = purchase?.customer?.customerId;
      return {
        saved: { customerId, cardId },
        tokenOf: { card_id: cardId, customer_id: customerId, security_code: cvc },
      };
    },
  },
  processorToken: {
    ...byToken,
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    source: spec,
    write: ({ token }) => ({ token }),
  },
  pix: {
    capture: [AUTOMATIC],
    currencies: ["BRL"],
    countries: ["BR"],
    understands: ["paymentMethod.pix.expiresIn", "purchase.expiresAt"],
    source:
      "https://www.mercadopago.com.br/developers/en/docs/checkout-api-payments/integration-configuration/integrate-pix",
    write: ({ expiresIn }, asked, { now }) =>
      unpaid(
        "pix",
        expiresIn ? stamp(fromMilliseconds(now.getTime() + expiresIn * 1000)) : expiring(asked),
      ),
  },
  boleto: {
    capture: [AUTOMATIC],
    currencies: ["BRL"],
    countries: ["BR"],
    requires: [
      "purchase.customer.contact.firstName",
      "purchase.customer.contact.lastName",
      "purchase.customer.contact.address.line1",
      "purchase.customer.contact.address.houseNumber",
      // The neighborhood.
      "purchase.customer.contact.address.line2",
      "purchase.customer.contact.address.city",
      "purchase.customer.contact.address.region",
      "purchase.customer.contact.address.postalCode",
      "purchase.customer.documents",
    ],
    understands: ["paymentMethod.boleto.dueOn", "purchase.expiresAt"],
    source:
      "https://mercadopago.com.br/developers/en/news/2024/05/31/New-mandatory-fields-to-send-payments-with-boleto-banc-rio-in-Checkout-Transparent",
    // To the end of the day where boletos are paid.
    write: ({ dueOn }, asked) =>
      unpaid("bolbradesco", dueOn ? `${dueOn}T23:59:59.000-03:00` : expiring(asked)),
  },
  oxxo: {
    capture: [AUTOMATIC],
    currencies: ["MXN"],
    countries: ["MX"],
    understands: ["purchase.expiresAt"],
    source: spec,
    write: (_, asked) => unpaid("oxxo", expiring(asked)),
  },
  // Rapipago, Pago Fácil, Efecty, PagoEfectivo, Abitab…: each by the id that GET /v1/payment_methods lists.
  cash_voucher: {
    capture: [AUTOMATIC],
    requires: ["paymentMethod.alternative.provider"],
    understands: ["paymentMethod.alternative.provider", "purchase.expiresAt"],
    source: spec,
    write: ({ provider }, asked) => unpaid(provider, expiring(asked)),
  },
});

/** What a card payment says beside its token. https://www.mercadopago.com.br/developers/en/docs/checkout-api-payments/how-tos/integrate-3ds */
export function cardFields(
  { paymentMethod, purchase, authentication, captureMode }: AuthorizePaymentRequest,
  context: Context<Credentials>,
): Fields {
  const name = paymentMethod?.method.case ?? "";
  if (!["card", "stored", "processorToken"].includes(name)) return {};
  const { paymentMethodId, issuerId } = optionsOf(options, context);
  return {
    installments: purchase?.installments?.count ?? 1,
    capture: captureMode !== MANUAL,
    statement_descriptor: purchase?.statementDescriptor,
    three_d_secure_mode: modes.get(preferenceOf({ authentication })),
    // A saved card is asked for its own.
    payment_method_id:
      name === "stored"
        ? paymentMethodId
        : required(paymentMethodId, "connectorOptions.mercadopago.paymentMethodId"),
    issuer_id: issuerId,
  };
}
const { IF_REQUIRED, NONE } = AuthenticationRequest_Preference;
const modes: ReadonlyMap<number | undefined, string> = new Map([
  [IF_REQUIRED, "optional"],
  [NONE, "not_supported"],
]);
const preferenceOf = ({ authentication }: Pick<AuthorizePaymentRequest, "authentication">) =>
  authentication?.authentication.case === "request"
    ? authentication.authentication.value.preference
    : undefined;

export const paymentLimits = {
  limits: {
    reference: 256,
    "purchase.statementDescriptor": 22,
    "authentication.request.preference": { among: [IF_REQUIRED, NONE] },
  },
  source: "https://www.mercadopago.com.br/developers/en/reference/payments/_payments/post",
} as const;
export const checkAuthorize = ({ purchase }: AuthorizePaymentRequest) =>
  faults([!emailOf(purchase?.customer), "purchase.customer.contact.email", "is required"]);

const contactOf = (customer: Customer | undefined): Contact | undefined =>
  customer?.contact ?? customer?.billing;
const emailOf = (customer: Customer | undefined) => contactOf(customer)?.email;

/** https://github.com/mercadopago/openapi/blob/main/spec3.json (PaymentPayer): a customer of the merchant's by its id. */
export function payerOf(customer: Customer | undefined): Fields {
  const contact = contactOf(customer);
  return {
    ...(customer?.customerId && { type: "customer", id: customer.customerId }),
    email: contact?.email,
    first_name: contact?.firstName,
    last_name: contact?.lastName,
    identification: identificationOf(customer),
    address: addressOf(contact?.address),
  };
}
/** POST /v1/customers. */
export function customerOf(customer: Customer | undefined): Fields {
  const contact = contactOf(customer);
  return {
    email: contact?.email,
    first_name: contact?.firstName,
    last_name: contact?.lastName,
    identification: identificationOf(customer),
    description: customer?.reference,
  };
}

function addressOf(address: Address | undefined): Fields | undefined {
  if (!address?.line1) return undefined;
  return {
    zip_code: address.postalCode,
    street_name: address.line1,
    street_number: address.houseNumber,
    neighborhood: address.line2,
    city: address.city,
    federal_unit: address.region,
  };
}

/** https://www.mercadopago.com.br/developers/en/docs/subscriptions/how-tos/payment-methods-by-country; none in Mexico. */
const identifications: ReadonlyMap<string, string> = new Map([
  [`AR ${NATIONAL_ID}`, "DNI"],
  [`BR ${PERSONAL_TAX_ID}`, "CPF"],
  [`BR ${COMPANY_TAX_ID}`, "CNPJ"],
  [`CL ${NATIONAL_ID}`, "RUT"],
  [`CL ${PERSONAL_TAX_ID}`, "RUT"],
  [`CL ${COMPANY_TAX_ID}`, "RUT"],
  [`CO ${NATIONAL_ID}`, "CC"],
  [`CO ${COMPANY_TAX_ID}`, "NIT"],
  [`PE ${NATIONAL_ID}`, "DNI"],
  [`PE ${COMPANY_TAX_ID}`, "RUC"],
  [`UY ${NATIONAL_ID}`, "CI"],
]);
function identificationOf(customer: Customer | undefined): Fields | undefined {
  const home = contactOf(customer)?.address?.country;
  const typed = ({ kind, country }: IdentityDocument) =>
    identifications.get(`${country ?? home} ${kind}`);
  const known = customer?.documents.find((document) => typed(document) !== undefined);
  return known && { type: typed(known), number: known.number };
}
