/** What a payment or a card on file is made from, as fields of CreatePayment and CreateCard. */
import { type Address, CaptureMode, type Contact, type Customer } from "#contract";
import { fullName, paymentMethods, streetLine } from "#kit";
import type { Credentials } from "./settings.ts";

export type Fields = Readonly<Record<string, unknown>>;

const { AUTOMATIC, MANUAL, DELAYED } = CaptureMode;

/** Cards, gift cards, bank accounts and wallets alike: Square's scripts make a token of each. */
export const methods = paymentMethods<Fields, Credentials>({
  processorToken: {
    capture: [AUTOMATIC, MANUAL, DELAYED],
    flows: ["authorizePayment", "setupMandate", "tokenizePaymentMethod"],
    source: "https://developer.squareup.com/docs/payments-api/take-payments",
    write: ({ token }) => ({ source_id: token }),
  },
  // Charged like a token, by the customer that it belongs to.
  stored: {
    capture: [AUTOMATIC, MANUAL, DELAYED],
    requires: ["purchase.customer.customerId"],
    understands: ["storedCredential.initiator", "storedCredential.reason"],
    source: "https://developer.squareup.com/docs/payments-api/take-payments/card-payments",
    write: ({ storedMethodId }) => ({ source_id: storedMethodId }),
  },
});

/** https://developer.squareup.com/docs/build-basics/common-data-types/working-with-addresses */
export const addressOf = (
  address: Address | undefined,
  contact?: Contact | undefined,
): Fields | undefined =>
  address && {
    address_line_1: streetLine(address),
    address_line_2: address.line2,
    locality: address.city,
    administrative_district_level_1: address.region,
    postal_code: address.postalCode,
    country: address.country,
    first_name: contact?.firstName,
    last_name: contact?.lastName,
  };

export const billingOf = (customer: Customer | undefined): Fields | undefined => {
  const contact = customer?.billing?.address ? customer.billing : customer?.contact;
  return addressOf(contact?.address, contact);
};
export const nameOf = (customer: Customer | undefined): string | undefined =>
  fullName(customer?.billing) ?? fullName(customer?.contact);
