/** A request in which every secret that can be in one is a canary. */
import type { AuthorizePaymentRequest } from "#contract";
import { authorize } from "../testing/small.ts";

export const canaries = {
  number: "4929420573595709",
  cvc: "9183",
  holderName: "Canary Holderström",
  email: "canary.customer@example.com",
  phone: "+4930555012345",
  option: "canary-option-value",
  line1: "Canary Street 77",
};
export const request = (optioned = true): AuthorizePaymentRequest =>
  authorize({
    purchase: {
      amount: { minorUnits: 1000n, currency: "EUR" },
      customer: {
        contact: {
          email: canaries.email,
          phone: canaries.phone,
          address: { line1: canaries.line1, country: "DE" },
        },
      },
      returnUrl: "https://shop.example/return",
    },
    paymentMethod: {
      method: {
        case: "card",
        value: {
          number: canaries.number,
          expiryMonth: 11,
          expiryYear: 2037,
          cvc: canaries.cvc,
          holderName: canaries.holderName,
        },
      },
    },
    ...(optioned && { connectorOptions: { small: { tone: canaries.option } } }),
  });
