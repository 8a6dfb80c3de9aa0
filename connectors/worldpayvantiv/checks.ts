/** What the schema would refuse, or cannot say, said before anything is sent. cnpTransaction_v12.34.xsd */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type GetRefundRequest,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import { faults, type Limit, type Violation } from "#kit";
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

const { RECURRING, INSTALLMENT, UNSCHEDULED, CARD_ON_FILE } = StoredCredential_Reason;
const xsd =
  "https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/main/xsd/cnpTransaction_v12.34.xsd";
const descriptor = {
  least: 4,
  most: 25,
  pattern: /^[A-Za-z0-9 *,\-'#&.]*$/,
  says: "must have letters, digits, spaces or * , - ' # & .",
} satisfies Limit;
export const paymentLimits = {
  limits: {
    reference: 36,
    orderReference: 256,
    "purchase.statementDescriptor": descriptor,
    // `threatMetrixSessionIdType`
    "purchase.device.fingerprint": {
      most: 128,
      pattern: /^[\w-]*$/,
      says: "must be letters, digits, underscores or hyphens",
    },
    "storedCredential.reason": { among: [RECURRING, INSTALLMENT, UNSCHEDULED, CARD_ON_FILE] },
    "storedCredential.previous.networkTransactionId": 30,
    "authentication.external.version": { pattern: /^[12](\..*)?$/, says: "must be 1 or 2" },
  },
  source: xsd,
} as const;
export const captureLimits = { limits: { statementDescriptor: descriptor }, source: xsd } as const;
export const referenceLimits = { limits: { reference: 36 }, source: xsd } as const;

export function checkAuthorize(asked: AuthorizePaymentRequest): readonly Violation[] {
  const { storedCredential, captureMode, acceptPartial } = asked;
  const external = externalOf(asked);
  const { transactionStatus, eci, version, authenticationValue } = external ?? {};
  return faults(
    [
      storedCredential?.initiator === StoredCredential_Initiator.MERCHANT && storedCredential.store,
      "storedCredential.store",
      "goes with INITIATOR_CUSTOMER only",
    ],
    [
      acceptPartial && captureMode !== CaptureMode.MANUAL,
      "acceptPartial",
      "goes with CAPTURE_MODE_MANUAL only",
    ],
    [external && !version, "authentication.external.version", "is required"],
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
}

/** Refunds are found under their payment. */
export const checkGetRefund = ({ target, payment }: GetRefundRequest): readonly Violation[] =>
  faults([
    target.case === "originalCall" && !payment?.paymentId,
    "payment.paymentId",
    "is required",
  ]);
