/** What Square would refuse, or cannot be asked for, said before anything is sent. */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type CreateCustomerRequest,
  type CreateRefundRequest,
  type SetupMandateRequest,
  type Split,
  type StoredCredential,
  StoredCredential_Initiator,
  StoredCredential_Reason,
  type SubmitEvidenceRequest,
} from "#contract";
import type { Violation } from "#kit";
import { textsOf } from "./disputes.ts";

type Row = readonly [wrong: unknown, field: string, problem: string];
const faults = (...rows: readonly Row[]): readonly Violation[] =>
  rows.flatMap(([wrong, field, problem]) => (wrong ? [{ field, problem }] : []));
const isLonger = (text: string | undefined, most: number) => (text ?? "").length > most;
const isFee = (splits: readonly Split[]) =>
  splits.length === 0 || (splits.length === 1 && splits[0]?.platformFee === true);
const fee = "may be one, with platformFee: Square pays a fee to the application's own account";

/** Square is told who starts a payment and not why; why a card on file may be charged: …/docs/cards-api/overview */
const reasons: ReadonlySet<StoredCredential_Reason> = new Set([
  StoredCredential_Reason.UNSPECIFIED,
  StoredCredential_Reason.CARD_ON_FILE,
  StoredCredential_Reason.RECURRING,
  StoredCredential_Reason.UNSCHEDULED,
]);
const reasonRow = (stored: StoredCredential | undefined): Row => [
  !reasons.has(stored?.reason ?? StoredCredential_Reason.UNSPECIFIED),
  "storedCredential.reason",
  "must be REASON_CARD_ON_FILE, REASON_RECURRING or REASON_UNSCHEDULED",
];

/** https://developer.squareup.com/reference/square/payments-api/create-payment */
export function checkAuthorize(request: AuthorizePaymentRequest): readonly Violation[] {
  const { reference, purchase, captureMode, captureAfter, acceptPartial, paymentMethod } = request;
  const seconds = captureAfter?.seconds ?? 0n;
  const token =
    paymentMethod?.method.case === "processorToken" ? paymentMethod.method.value.token : "";
  const isBank = token.startsWith("bnon:");
  return faults(
    reasonRow(request.storedCredential),
    [isLonger(reference, 40), "reference", "must have at most 40 characters"],
    [
      isLonger(purchase?.statementDescriptor, 20),
      "purchase.statementDescriptor",
      "must have at most 20 characters",
    ],
    [
      isLonger(purchase?.description, 500),
      "purchase.description",
      "must have at most 500 characters",
    ],
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

export const checkRefund = ({ splits, description }: CreateRefundRequest): readonly Violation[] =>
  faults(
    [!isFee(splits), "splits", fee],
    [isLonger(description, 192), "description", "must have at most 192 characters"],
  );

export const checkMandate = ({ purchase, storedCredential }: SetupMandateRequest) =>
  faults(
    reasonRow(storedCredential),
    [purchase?.amount?.minorUnits, "purchase.amount.minorUnits", "must be 0: nothing is charged"],
    [storedCredential?.store === false, "storedCredential.store", "must be true"],
    [
      storedCredential?.initiator === StoredCredential_Initiator.MERCHANT,
      "storedCredential.initiator",
      "must be INITIATOR_CUSTOMER",
    ],
  );

/** https://developer.squareup.com/reference/square/customers-api/create-customer */
export const checkCustomer = ({ customer }: CreateCustomerRequest): readonly Violation[] => {
  const { firstName, lastName, company, email, phone } = customer?.contact ?? {};
  return faults([
    !(firstName || lastName || company || email || phone),
    "customer.contact",
    "must have a name, a company, an e-mail address or a phone number",
  ]);
};

const fileTypes: ReadonlySet<string> = new Set([
  "image/heic",
  "image/heif",
  "image/jpeg",
  "application/pdf",
  "image/png",
  "image/tiff",
]);
/** https://developer.squareup.com/reference/square/disputes-api/create-dispute-evidence-file */
export const checkEvidence = (request: SubmitEvidenceRequest): readonly Violation[] =>
  faults(
    ...request.files.map(
      ({ contentType }, index): Row => [
        !fileTypes.has(contentType),
        `files[${index}].contentType`,
        `must be one of ${[...fileTypes].join(", ")}`,
      ],
    ),
    [
      textsOf(request).some(([, text]) => isLonger(text, 500)),
      "facts",
      "and explanation must have at most 500 characters each",
    ],
  );
