/** What Razorpay cannot be asked for, or would refuse, said before anything is sent. */
import {
  type AuthorizePaymentRequest,
  Channel,
  type CreateClientSessionRequest,
  RecurringTerms_AmountKind,
  type SetupMandateRequest,
  StoredCredential_Initiator,
  StoredCredential_Reason,
  type SubmitEvidenceRequest,
} from "#contract";
import { faults, type MethodUse, type Violation } from "#kit";
import { cardFrequencies, frequencies, frequencyOf } from "./mandates.ts";
import { browserIn, nameOf } from "./methods.ts";
import type { OrderUse } from "./orders.ts";

const isLonger = (text: string | undefined, most: number) => (text ?? "").length > most;

export const checkAuthorize = (request: AuthorizePaymentRequest): readonly Violation[] => [
  ...orderFaults(request),
  ...cardFaults(request),
  ...authenticationFaults(request),
  ...chargeFaults(request),
  ...faults([
    request.session && request.session.reference !== request.reference,
    "session.reference",
    "must be the reference of this attempt: Razorpay finds payments by that of their order",
  ]),
];
export const checkSession = (request: CreateClientSessionRequest): readonly Violation[] =>
  orderFaults(request);

/** Lengths: https://razorpay.com/docs/api/orders/create and https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods */
function orderFaults({ reference, purchase }: OrderUse): readonly Violation[] {
  const { email, phone } = purchase?.customer?.contact ?? {};
  const metadata = Object.values(purchase?.metadata ?? {});
  return faults(
    [isLonger(reference, 40), "reference", "must have at most 40 characters"],
    [isLonger(email, 40), "purchase.customer.contact.email", "must have at most 40 characters"],
    [isLonger(phone, 15), "purchase.customer.contact.phone", "must have at most 15 characters"],
    // Two of fifteen are the connector's own.
    [metadata.length > 13, "purchase.metadata", "must have at most 13 entries"],
    [
      metadata.some((value) => isLonger(value, 256)),
      "purchase.metadata",
      "must have values of at most 256 characters",
    ],
    [
      (purchase?.channel ?? Channel.ECOMMERCE) !== Channel.ECOMMERCE,
      "purchase.channel",
      "must be CHANNEL_ECOMMERCE",
    ],
  );
}

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

/** Of authentication, how it is shown is the caller's to choose, and nothing else. */
function authenticationFaults({ authentication }: AuthorizePaymentRequest): readonly Violation[] {
  const asked = authentication?.authentication;
  const request = asked?.case === "request" ? asked.value : undefined;
  const problem = "is not understood by Razorpay";
  return faults(
    [asked?.case === "external", "authentication.external", problem],
    [request?.preference, "authentication.request.preference", problem],
    [request?.exemption, "authentication.request.exemption", problem],
    [request?.ifExemptionRefused, "authentication.request.ifExemptionRefused", problem],
  );
}

/** Whether a mandate is charged without the customer. */
export const isCharge = ({ paymentMethod, storedCredential }: MethodUse): boolean =>
  paymentMethod?.method.case === "stored" &&
  storedCredential?.initiator === StoredCredential_Initiator.MERCHANT;
const chargeable: ReadonlySet<StoredCredential_Reason> = new Set([
  StoredCredential_Reason.UNSPECIFIED,
  StoredCredential_Reason.RECURRING,
  StoredCredential_Reason.UNSCHEDULED,
]);
function chargeFaults(request: AuthorizePaymentRequest): readonly Violation[] {
  const { reason = StoredCredential_Reason.UNSPECIFIED } = request.storedCredential ?? {};
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
  const { terms, initiator, reason, store } = request.storedCredential ?? {};
  const allowed = Object.values(
    request.paymentMethod?.method.case === "card" ? cardFrequencies : frequencies,
  );
  const frequency = terms && frequencyOf(terms);
  return [
    ...orderFaults(request),
    ...cardFaults(request),
    ...faults(
      [
        (request.purchase?.amount?.minorUnits ?? 0n) < 100n,
        "purchase.amount",
        "must be at least 1.00 INR: Razorpay registers a mandate with a first payment",
      ],
      [store === false, "storedCredential.store", "must be true: a mandate is kept"],
      [
        reason && !chargeable.has(reason),
        "storedCredential.reason",
        "must be REASON_RECURRING or REASON_UNSCHEDULED",
      ],
      [
        initiator === StoredCredential_Initiator.MERCHANT,
        "storedCredential.initiator",
        "must be INITIATOR_CUSTOMER",
      ],
      [terms?.amount?.currency !== "INR", "storedCredential.terms.amount.currency", "must be INR"],
      [
        terms?.amountKind === RecurringTerms_AmountKind.FIXED,
        "storedCredential.terms.amountKind",
        "must be AMOUNT_KIND_MAXIMUM",
      ],
      [
        !frequency || !allowed.includes(frequency),
        "storedCredential.terms.interval",
        `must come, with intervalCount, to one of ${allowed.join(", ")}`,
      ],
    ),
  ];
}

export const checkEvidence = ({ explanation }: SubmitEvidenceRequest): readonly Violation[] =>
  faults([isLonger(explanation, 1000), "explanation", "must have at most 1000 characters"]);
