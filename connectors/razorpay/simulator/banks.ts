/** The documented test values, and what the customer's bank says where it is asked to refuse. */
import type { Refusal } from "./wire.ts";

/** https://razorpay.com/docs/payments/payments/test-card-details; every other card that is made to fail says the last. */
const cardDeclines: Readonly<Record<string, Refusal>> = {
  payment_timed_out: {
    description: "Your payment could not be completed due to a temporary issue. Try again later.",
  },
  insufficient_fund: {
    description:
      "Your payment could not be completed due to insufficient account balance. Try another card or payment method.",
    source: "customer",
    step: "payment_authorization",
  },
  payment_cancelled: {
    description: "Your payment has been cancelled. Try again or complete the payment later.",
  },
  card_declined: {
    description:
      "Your payment did not go through as it was declined by the bank. Try another payment method or contact your bank.",
  },
  card_disabled_for_online_payments: {
    description:
      "Your card is disabled for online payments. Please reach to your bank or try with another card.",
  },
  card_number_invalid: { description: "You have entered an incorrect card number. Try again." },
  authentication_failed: {
    code: "GATEWAY_ERROR",
    description:
      "Your payment could not be completed due to incorrect OTP or verification details. Try another payment method or contact your bank for details.",
    step: "payment_authentication",
  },
  gateway_technical_error: {
    code: "GATEWAY_ERROR",
    description:
      "Your payment did not go through due to a temporary issue. Any debited amount will be refunded in 4-5 business days.",
    source: "gateway",
  },
};

/** Card numbers that fail for a reason of their own, from the same page: Visa, then Mastercard. */
const failingCards: Readonly<Record<string, string>> = {
  "4100280000090000": "payment_timed_out",
  "5305620000060000": "payment_timed_out",
  "4100280000080001": "insufficient_fund",
  "5305620000050001": "insufficient_fund",
  "4100280000070002": "payment_cancelled",
  "5305620000040002": "payment_cancelled",
  "4100280000060003": "card_declined",
  "5305620000030003": "card_declined",
  "4100280000050004": "card_declined",
  "5305620000020004": "card_declined",
  "4100280000040005": "card_declined",
  "5305620000010005": "card_declined",
  "4100280000030006": "card_disabled_for_online_payments",
  "5305620000000006": "card_disabled_for_online_payments",
  "4100280000010008": "card_number_invalid",
  "5305620000080008": "card_number_invalid",
  "4100280000020007": "gateway_technical_error",
  "5305620000090007": "gateway_technical_error",
  "4100280000000009": "authentication_failed",
  "5305620000070009": "authentication_failed",
};

/** Cards from abroad, from the same page. */
const internationalCards = new Set([
  "5555555555554444",
  "5105105105105100",
  "5104060000000008",
  "5104015555555558",
  "4012888888881881",
]);

/** https://razorpay.com/docs/payments/payment-methods/wallets */
export const wallets: readonly string[] = [
  "airtelmoney",
  "amazonpay",
  "bajajpay",
  "jiomoney",
  "mobikwik",
  "olamoney",
  "paypal",
  "payzapp",
  "phonepe",
  "phonepeswitch",
];

/** UPI amounts in paise that fail: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods/upi/error-codes */
const failingAmounts: Readonly<Record<string, Refusal>> = {
  "201": {
    code: "GATEWAY_ERROR",
    reason: "insufficient_funds",
    source: "customer",
    step: "payment_debit_request",
    description: "Transaction failed due to insufficient funds.",
  },
  "204": {
    reason: "incorrect_pin",
    source: "customer",
    step: "payment_authentication",
    description:
      "You have entered an incorrect PIN on the UPI app. Please retry with the correct PIN.",
  },
  "302": {
    reason: "payment_cancelled",
    source: "customer",
    step: "payment_authentication",
    description:
      "You may have cancelled the payment or there was a delay in response from the UPI app.",
  },
  "402": {
    code: "GATEWAY_ERROR",
    reason: "payment_declined",
    source: "issuer_bank",
    step: "payment_debit_request",
    description: "Payment failed. Please try again with another bank account.",
  },
};

/** The failure that a callback shows: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/redirect/build-integration */
export const paymentFailed: Refusal = {
  description: "Payment failed",
  source: "gateway",
  step: "payment_authorization",
  reason: "payment_failed",
};

/** Nobody answered: https://razorpay.com/docs/errors/payments/cards and https://razorpay.com/docs/errors/payments/upi */
export const timedOut: Refusal = {
  description:
    "The payment could not be completed as the customer exceeded the time limit for payment processing.",
  source: "customer",
  step: "payment_authentication",
  reason: "payment_timed_out",
};
export const collectExpired: Refusal = { ...timedOut, reason: "payment_collect_request_expired" };

/** What a card is refused with; what most are, where none is named. */
export function cardDecline(number = ""): Refusal {
  const reason = failingCards[number] ?? "gateway_technical_error";
  const {
    source = "bank",
    step = "payment_authorization",
    ...rest
  } = cardDeclines[reason] ?? paymentFailed;
  return { ...rest, reason, source, step };
}

/** What happens to a UPI payment that nobody is asked about: `waits` where a customer has to be. */
export function upiOutcome(
  amount: bigint,
  vpa: string | null,
): { readonly ends: "approved" | "declined" | "waits"; readonly decline: Refusal } {
  const decline = failingAmounts[String(amount)];
  if (decline) return { ends: "declined", decline };
  if (vpa === "failure@razorpay") return { ends: "declined", decline: paymentFailed };
  const ends = vpa === null || vpa === "success@razorpay" ? "approved" : "waits";
  return { ends, decline: paymentFailed };
}

/** https://razorpay.com/docs/api/payments/entity: what Razorpay says of a card. */
export const cardEntity = (id: string, number: string, name: string) => ({
  id,
  entity: "card",
  name,
  last4: number.slice(-4),
  network: networkOf(number),
  type: "credit",
  issuer: null,
  international: internationalCards.has(number),
  emi: false,
  sub_type: "consumer",
});

function networkOf(number: string): string {
  if (/^4/.test(number)) return "Visa";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "MasterCard";
  if (/^3[47]/.test(number)) return "American Express";
  if (/^3(0|6|8)/.test(number)) return "Diners Club";
  if (/^(508|60|65|81|82)/.test(number)) return "RuPay";
  return "Unknown";
}
