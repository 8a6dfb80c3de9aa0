/** What Square would refuse, or cannot be asked for, said before anything is sent. */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type CreateCustomerRequest,
  type CreateRefundRequest,
  type SetupMandateRequest,
  type Split,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import { faults, type Limit, type Limits, type Violation } from "#kit";

const isFee = (splits: readonly Split[]) =>
  splits.length === 0 || (splits.length === 1 && splits[0]?.platformFee === true);
const fee = "may be one, with platformFee: Square pays a fee to the application's own account";

const { CARD_ON_FILE, RECURRING, UNSCHEDULED } = StoredCredential_Reason;
/** Square is told who starts a payment and not why; why a card on file may be charged. */
const reason = {
  among: [CARD_ON_FILE, RECURRING, UNSCHEDULED],
  source: "https://developer.squareup.com/docs/cards-api/overview",
} satisfies Limit;
export const paymentLimits = {
  limits: {
    reference: 40,
    "purchase.description": 500,
    "purchase.statementDescriptor": 20,
    "storedCredential.reason": reason,
  },
  source: "https://developer.squareup.com/reference/square/payments-api/create-payment",
} as const;
const refundPayment = "https://developer.squareup.com/reference/square/refunds-api/refund-payment";
export const refundLimits = { limits: { description: 192 }, source: refundPayment } as const;
export const reversalLimits = { limits: { reason: 192 }, source: refundPayment } as const;
const card = { reference: 128 } satisfies Limits<SetupMandateRequest>;
const createCard = "https://developer.squareup.com/reference/square/cards-api/create-card";
export const cardLimits = { limits: card, source: createCard } as const;
export const mandateLimits = {
  limits: {
    ...card,
    "purchase.amount.minorUnits": { most: 0, says: "must be 0: nothing is charged" },
    "storedCredential.store": { among: [true] },
    "storedCredential.initiator": { among: [StoredCredential_Initiator.CUSTOMER] },
    "storedCredential.reason": reason,
  },
  source: createCard,
} as const;
const text = {
  most: 500,
  source:
    "https://developer.squareup.com/reference/square/disputes-api/create-dispute-evidence-text",
} satisfies Limit;
export const evidenceLimits = {
  limits: {
    "files.contentType": {
      among: [
        "image/heic",
        "image/heif",
        "image/jpeg",
        "application/pdf",
        "image/png",
        "image/tiff",
      ],
    },
    explanation: text,
    "facts.refundRefusal": text,
    "facts.cancellationRebuttal": text,
    "facts.duplicateExplanation": text,
    "facts.productDescription": text,
    "facts.customerName": text,
    "facts.customerEmail": text,
    "facts.customerIpAddress": text,
    "facts.refundPolicyDisclosure": text,
    "facts.cancellationPolicyDisclosure": text,
    "facts.accessLog": text,
    "facts.trackingNumber": text,
  },
  source:
    "https://developer.squareup.com/reference/square/disputes-api/create-dispute-evidence-file",
} as const;

export function checkAuthorize(request: AuthorizePaymentRequest): readonly Violation[] {
  const { purchase, captureMode, captureAfter, acceptPartial, paymentMethod } = request;
  const seconds = captureAfter?.seconds ?? 0n;
  const token =
    paymentMethod?.method.case === "processorToken" ? paymentMethod.method.value.token : "";
  const isBank = token.startsWith("bnon:");
  return faults(
    [!isFee(purchase?.splits ?? []), "purchase.splits", fee],
    [
      acceptPartial && captureMode === CaptureMode.AUTOMATIC,
      "acceptPartial",
      "goes with CAPTURE_MODE_MANUAL or CAPTURE_MODE_DELAYED only",
    ],
    // https://developer.squareup.com/docs/payments-api/take-payments/card-payments/delayed-capture
    [
      captureMode === CaptureMode.DELAYED && (seconds < 60n || seconds > 604_800n),
      "captureAfter",
      "must be from one minute to seven days",
    ],
    [
      captureMode === CaptureMode.DELAYED && /^[bw]non:/.test(token),
      "captureMode",
      "CAPTURE_MODE_DELAYED is for cards only",
    ],
    // https://developer.squareup.com/docs/payments-api/take-payments/ach-payments
    [
      isBank && captureMode !== CaptureMode.AUTOMATIC,
      "captureMode",
      "must be CAPTURE_MODE_AUTOMATIC for a bank account",
    ],
    [
      isBank && purchase?.amount?.currency !== "USD",
      "purchase.amount.currency",
      "must be USD for a bank account",
    ],
  );
}

export const checkRefund = ({ splits }: CreateRefundRequest): readonly Violation[] =>
  faults([!isFee(splits), "splits", fee]);

/** https://developer.squareup.com/reference/square/customers-api/create-customer */
export const checkCustomer = ({ customer }: CreateCustomerRequest): readonly Violation[] => {
  const { firstName, lastName, company, email, phone } = customer?.contact ?? {};
  return faults([
    !(firstName || lastName || company || email || phone),
    "customer.contact",
    "must have a name, a company, an e-mail address or a phone number",
  ]);
};
