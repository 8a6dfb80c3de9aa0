/** What a customer pays with, as PayPal's `payment_source`. https://developer.paypal.com/docs/api/orders/v2/ */
import {
  type Address,
  CaptureMode,
  type Customer,
  type DecryptedWalletCard,
  StoredCredential_Initiator,
} from "#contract";
import {
  fullName,
  type MethodSupport,
  type MethodUse,
  paymentMethods,
  streetLine,
  twoDigitMonth,
  Unsupported,
} from "#kit";

type Fields = Readonly<Record<string, unknown>>;
/** One member of `payment_source`: its name, and what it says of the instrument itself. */
export interface Instrument {
  readonly kind: string;
  readonly fields: Fields;
  /** PayPal captures by itself as soon as the customer's bank has agreed. */
  readonly completes?: true;
}

const { AUTOMATIC, MANUAL } = CaptureMode;
const both = [AUTOMATIC, MANUAL] as const;

export const customerOf = ({ purchase, customer }: MethodUse): Customer | undefined =>
  purchase?.customer ?? customer;
export const postal = (address: Address | undefined) =>
  address?.country
    ? {
        address_line_1: streetLine(address),
        address_line_2: address.line2,
        admin_area_2: address.city,
        admin_area_1: address.region,
        postal_code: address.postalCode,
        country_code: address.country,
      }
    : undefined;
const billingOf = (customer: Customer | undefined) =>
  postal(customer?.billing?.address ?? customer?.contact?.address);
export const nameOf = (customer: Customer | undefined): string | undefined =>
  fullName(customer?.contact) ?? fullName(customer?.billing);
const expiryOf = (card: { readonly expiryMonth: number; readonly expiryYear: number }) =>
  `${card.expiryYear}-${twoDigitMonth(card)}`;
const decryptedCard = (card: DecryptedWalletCard, use: MethodUse) => ({
  number: card.number,
  expiry: expiryOf(card),
  billing_address: billingOf(customerOf(use)),
});

/** Bank redirects differ by name and country alone: PayPal wants the same of all of them. */
const local = (kind: string, currencies: readonly string[], countries: readonly string[]) =>
  ({
    capture: [AUTOMATIC],
    currencies,
    countries,
    requires: [
      "purchase.returnUrl",
      "purchase.customer.contact.firstName",
      "purchase.customer.contact.lastName",
    ],
    source: `https://developer.paypal.com/docs/checkout/apm/${kind}/`,
    write: ({ country }: { readonly country?: string | undefined }, use: MethodUse): Instrument => {
      const customer = customerOf(use);
      const only = countries.length === 1 ? countries[0] : undefined;
      const named =
        country ?? customer?.billing?.address?.country ?? customer?.contact?.address?.country;
      return {
        kind,
        completes: true,
        fields: {
          name: nameOf(customer),
          country_code: only ?? named,
          ...(kind === "p24" && { email: customer?.contact?.email }),
        },
      };
    },
  }) satisfies MethodSupport & { readonly write: unknown };

const orders = "https://developer.paypal.com/docs/api/orders/v2/";
const vaulting =
  "https://developer.paypal.com/docs/checkout/save-payment-methods/purchase-later/payment-tokens-api";
export const methods = paymentMethods<Instrument>({
  card: {
    capture: both,
    understands: ["authentication", "storedCredential"],
    flows: ["authorizePayment", "setupMandate", "tokenizePaymentMethod"],
    source: orders,
    write: (card, use) => ({
      kind: "card",
      fields: {
        number: card.number,
        expiry: expiryOf(card),
        security_code: card.cvc,
        name: card.holderName ?? nameOf(customerOf(use)),
        billing_address: billingOf(customerOf(use)),
      },
    }),
  },
  networkToken: {
    capture: both,
    understands: ["paymentMethod", "authentication", "storedCredential"],
    source: orders,
    write: (token, use) => ({
      kind: "card",
      fields: {
        name: token.holderName ?? nameOf(customerOf(use)),
        billing_address: billingOf(customerOf(use)),
        network_token: {
          number: token.number,
          expiry: expiryOf(token),
          cryptogram: token.cryptogram,
          eci_flag: token.eci && eciFlags.get(token.eci),
          token_requestor_id: token.requestorId,
        },
      },
    }),
  },
  applePay: {
    capture: both,
    understands: ["paymentMethod", "storedCredential"],
    source: orders,
    write: ({ data, transactionId }, use) => {
      if (data.case !== "decrypted")
        throw new Unsupported("Apple Pay data that is still encrypted");
      const { cryptogram, eci } = data.value;
      return {
        kind: "apple_pay",
        fields: {
          id: transactionId,
          name: nameOf(customerOf(use)),
          email_address: customerOf(use)?.contact?.email,
          decrypted_token: {
            tokenized_card: decryptedCard(data.value, use),
            payment_data_type: "3DSECURE",
            payment_data: { cryptogram, eci_indicator: eci },
          },
        },
      };
    },
  },
  googlePay: {
    capture: both,
    understands: ["paymentMethod"],
    source: orders,
    write: ({ data }, use) => {
      if (data.case !== "decrypted")
        throw new Unsupported("Google Pay data that is still encrypted");
      const { cryptogram, eci } = data.value;
      return {
        kind: "google_pay",
        fields: {
          name: nameOf(customerOf(use)),
          email_address: customerOf(use)?.contact?.email,
          decrypted_token: {
            payment_method: "CARD",
            card: decryptedCard(data.value, use),
            authentication_method: cryptogram ? "CRYPTOGRAM_3DS" : "PAN_ONLY",
            cryptogram,
            eci_indicator: eci,
          },
        },
      };
    },
  },
  paypal: {
    capture: both,
    understands: ["storedCredential"],
    flows: ["authorizePayment", "setupMandate"],
    source: orders,
    write: ({ email }, use) => {
      const customer = customerOf(use);
      const { firstName, lastName } = customer?.contact ?? {};
      return {
        kind: "paypal",
        fields: {
          email_address: email ?? customer?.contact?.email,
          name: firstName || lastName ? { given_name: firstName, surname: lastName } : undefined,
          birth_date: customer?.birthDate,
          address: billingOf(customer),
        },
      };
    },
  },
  // Which source a token stands for is PayPal's to say: the connector asks, and writes it itself.
  stored: {
    capture: both,
    understands: ["authentication", "storedCredential"],
    source: vaulting,
    write: ({ storedMethodId }) => ({ kind: "card", fields: { vault_id: storedMethodId } }),
  },
  processorToken: {
    capture: [],
    flows: ["setupMandate", "tokenizePaymentMethod"],
    source: vaulting,
    write: ({ token }) => ({ kind: "token", fields: { id: token, type: "SETUP_TOKEN" } }),
  },
  bancontact: local("bancontact", ["EUR"], ["BE"]),
  eps: local("eps", ["EUR"], ["AT"]),
  ideal: local("ideal", ["EUR"], ["NL"]),
  p24: {
    ...local("p24", ["EUR", "PLN"], ["PL"]),
    requires: [...local("p24", [], []).requires, "purchase.customer.contact.email"],
    source: "https://developer.paypal.com/docs/checkout/apm/przelewy24/",
  },
  trustly: local(
    "trustly",
    ["EUR", "DKK", "SEK", "GBP", "NOK"],
    ["AT", "DE", "DK", "EE", "ES", "FI", "GB", "LT", "LV", "NL", "NO", "SE"],
  ),
  blik: {
    ...local("blik", ["PLN"], ["PL"]),
    write: ({ code }, use) => {
      const { fields } = local("blik", [], ["PL"]).write({}, use);
      const email = customerOf(use)?.contact?.email;
      const level0 = code ? { level_0: { auth_code: code } } : {};
      return { kind: "blik", completes: true, fields: { ...fields, email, ...level0 } };
    },
  },
});

/** Mastercard counts otherwise than the rest: 02, 01, 00. */
const eciFlags: ReadonlyMap<string, string> = new Map([
  ["05", "FULLY_AUTHENTICATED_TRANSACTION"],
  ["06", "ATTEMPTED_AUTHENTICATION_TRANSACTION"],
  ["07", "NON_3D_SECURE_TRANSACTION"],
  ["02", "MASTERCARD_FULLY_AUTHENTICATED_TRANSACTION"],
  ["01", "MASTERCARD_ATTEMPTED_AUTHENTICATION_TRANSACTION"],
  ["00", "MASTERCARD_NON_3D_SECURE_TRANSACTION"],
]);

export const isMerchant = ({ storedCredential }: MethodUse): boolean =>
  storedCredential?.initiator === StoredCredential_Initiator.MERCHANT;
