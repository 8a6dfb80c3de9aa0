/** What Razorpay cannot be asked for, or would refuse, said before anything is sent. */
import {
  type AuthorizePaymentRequest,
  Channel,
  type CreateCustomerRequest,
  RecurringTerms_AmountKind,
  type SetupMandateRequest,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import { faults, type Limits, type MethodUse, type Violation } from "#kit";
import { ORDER_REFERENCE, REFERENCE } from "./answers.ts";
import { cardFrequencies, frequencies, frequencyOf } from "./mandates.ts";
import { browserIn, nameOf } from "./methods.ts";

const orderSource = "https://razorpay.com/docs/api/orders/create";
const s2sSource =
  "https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods";
const notes = { most: 15, values: { most: 256 } } as const;
const ofOrders = {
  reference: 40,
  "purchase.customer.contact.email": { most: 40, source: s2sSource },
  "purchase.customer.contact.phone": { most: 15, source: s2sSource },
  "purchase.metadata": { ...notes, reserved: [REFERENCE, ORDER_REFERENCE] },
  "purchase.channel": { among: [Channel.ECOMMERCE] },
} satisfies Limits<AuthorizePaymentRequest>;
export const orderLimits = { limits: ofOrders, source: orderSource } as const;

const { UNSPECIFIED, RECURRING, UNSCHEDULED } = StoredCredential_Reason;
export const mandateLimits = {
  limits: {
    ...ofOrders,
    "purchase.amount.minorUnits": {
      least: 100,
      says: "must be at least 1.00 INR: Razorpay registers a mandate with a first payment",
    },
    "storedCredential.store": { among: [true] },
    "storedCredential.reason": { among: [RECURRING, UNSCHEDULED] },
    "storedCredential.initiator": { among: [StoredCredential_Initiator.CUSTOMER] },
    "storedCredential.terms.amount.currency": { among: ["INR"] },
    "storedCredential.terms.amountKind": { among: [RecurringTerms_AmountKind.MAXIMUM] },
  },
  source: "https://razorpay.com/docs/api/payments/recurring-payments",
} as const;
export const refundLimits = {
  limits: { metadata: notes },
  source: "https://razorpay.com/docs/api/refunds/update",
} as const;
export const customerLimits = {
  limits: {
    "customer.contact.email": 64,
    "customer.contact.phone": 15,
    metadata: notes,
  },
  source: "https://razorpay.com/docs/api/customers/create",
  check: ({ customer }: CreateCustomerRequest) =>
    faults([
      !/^.{3,50}$/.test(nameOf(customer) ?? ""),
      "customer.contact.firstName",
      "and lastName must have 3 to 50 characters together",
    ]),
} as const;
export const evidenceLimits = {
  limits: { explanation: 1000 },
  source: "https://razorpay.com/docs/api/disputes/contest",
} as const;

export const checkAuthorize = (request: AuthorizePaymentRequest): readonly Violation[] => [
  ...cardFaults(request),
  ...chargeFaults(request),
  ...faults([
    request.session && request.session.reference !== request.reference,
    "session.reference",
    "must be the reference of this attempt: Razorpay finds payments by that of their order",
  ]),
];

function cardFaults({ paymentMethod, purchase }: MethodUse): readonly Violation[] {
  const method = paymentMethod?.method;
  if (method?.case !== "card") return [];
  return faults(
    [!browserIn(purchase), "purchase.device.browser", "is required by Razorpay for card"],
    [
      !method.value.holderName && !nameOf(purchase?.customer),
      "paymentMethod.card.holderName",
      "is required by Razorpay",
    ],
  );
}

/** Whether a mandate is charged without the customer. */
export const isCharge = ({ paymentMethod, storedCredential }: MethodUse): boolean =>
  paymentMethod?.method.case === "stored" &&
  storedCredential?.initiator === StoredCredential_Initiator.MERCHANT;
const chargeable = new Set<StoredCredential_Reason>([UNSPECIFIED, RECURRING, UNSCHEDULED]);
function chargeFaults(request: AuthorizePaymentRequest): readonly Violation[] {
  const { reason = UNSPECIFIED } = request.storedCredential ?? {};
  return faults(
    [
      isCharge(request) && !chargeable.has(reason),
      "storedCredential.reason",
      "must be REASON_RECURRING or REASON_UNSCHEDULED",
    ],
    [
      !isCharge(request) && !request.purchase?.device?.ipAddress,
      "purchase.device.ipAddress",
      "is required by Razorpay",
    ],
  );
}

export function checkMandate(request: SetupMandateRequest): readonly Violation[] {
  const { terms } = request.storedCredential ?? {};
  const allowed = Object.values(
    request.paymentMethod?.method.case === "card" ? cardFrequencies : frequencies,
  );
  const frequency = terms && frequencyOf(terms);
  return [
    ...cardFaults(request),
    ...faults([
      !frequency || !allowed.includes(frequency),
      "storedCredential.terms.interval",
      `must come, with intervalCount, to one of ${allowed.join(", ")}`,
    ]),
  ];
}
