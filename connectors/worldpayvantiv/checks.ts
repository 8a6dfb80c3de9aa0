/** What the schema would refuse, or cannot say, said before anything is sent. cnpTransaction_v12.34.xsd */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type CapturePaymentRequest,
  type GetRefundRequest,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import { faults, type Violation } from "#kit";
import { checkDebit } from "./echecks.ts";
import { externalOf } from "./purchase.ts";

/** `currencyCodeEnum`, but for JPY: nothing says how cnpAPI counts a currency without minor units. */
export const currencies = [
  "AUD",
  "CAD",
  "CHF",
  "DKK",
  "EUR",
  "GBP",
  "HKD",
  "NOK",
  "NZD",
  "SEK",
  "SGD",
  "USD",
];

const reasons: ReadonlySet<StoredCredential_Reason> = new Set([
  StoredCredential_Reason.UNSPECIFIED,
  StoredCredential_Reason.RECURRING,
  StoredCredential_Reason.INSTALLMENT,
  StoredCredential_Reason.UNSCHEDULED,
  StoredCredential_Reason.CARD_ON_FILE,
]);
const isDescriptor = (text: string | undefined) =>
  text === undefined || /^[A-Za-z0-9 *,\-'#&.]{4,25}$/.test(text);
const descriptor = "must have 4 to 25 letters, digits, spaces or * , - ' # & .";
const reference = "must have at most 36 characters";

export function checkAuthorize(asked: AuthorizePaymentRequest): readonly Violation[] {
  const { purchase, storedCredential, captureMode, acceptPartial } = asked;
  const { reason = 0, previous, initiator } = storedCredential ?? {};
  const external = externalOf(asked);
  const { transactionStatus, eci, version = "", authenticationValue } = external ?? {};
  const faulty = faults(
    [asked.reference.length > 36, "reference", reference],
    [
      (asked.orderReference ?? "").length > 256,
      "orderReference",
      "must have at most 256 characters",
    ],
    [!isDescriptor(purchase?.statementDescriptor), "purchase.statementDescriptor", descriptor],
    [
      !reasons.has(reason),
      "storedCredential.reason",
      "must be REASON_RECURRING, REASON_INSTALLMENT, REASON_UNSCHEDULED or REASON_CARD_ON_FILE",
    ],
    [
      initiator === StoredCredential_Initiator.MERCHANT && storedCredential?.store,
      "storedCredential.store",
      "goes with INITIATOR_CUSTOMER only",
    ],
    [
      (previous?.networkTransactionId ?? "").length > 30,
      "storedCredential.previous.networkTransactionId",
      "must have at most 30 characters",
    ],
    [
      acceptPartial && captureMode !== CaptureMode.MANUAL,
      "acceptPartial",
      "goes with CAPTURE_MODE_MANUAL only",
    ],
    [external && !/^[12](\.|$)/.test(version), "authentication.external.version", "must be 1 or 2"],
    [
      external && !authenticationValue,
      "authentication.external.authenticationValue",
      "is required",
    ],
    [
      external &&
        (transactionStatus ? !/^[YA]$/.test(transactionStatus) : !/^0?[1256]$/.test(eci ?? "")),
      "authentication.external.transactionStatus",
      "must be Y or A, or eci must say that it was authenticated or attempted",
    ],
  );
  return [...faulty, ...checkDebit(asked)];
}

export const checkCapture = ({ statementDescriptor }: CapturePaymentRequest) =>
  faults([!isDescriptor(statementDescriptor), "statementDescriptor", descriptor]);

export const checkReference = (asked: { readonly reference: string }): readonly Violation[] =>
  faults([asked.reference.length > 36, "reference", reference]);

/** Refunds are found under their payment. */
export const checkGetRefund = ({ target, payment }: GetRefundRequest): readonly Violation[] =>
  faults([
    target.case === "originalCall" && !payment?.paymentId,
    "payment.paymentId",
    "is required",
  ]);
