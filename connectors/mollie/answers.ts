/** What comes back from Mollie: the shapes that are read, and its objects as ours. */
import {
  Actor,
  Display_Kind,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  FailureCode,
  OperationStatus,
  PaymentStatus,
  PendingReason,
} from "#contract";
import {
  type Amount,
  type DisputeResult,
  type Failure,
  failure,
  fromDecimal,
  fromIso,
  type MandateResult,
  type NextActionResult,
  networkWord,
  type OperationResult,
  type PaymentResult,
  type RefundResult,
  said,
  textual,
  v,
  word,
} from "#kit";
import * as codes from "./codes.ts";
import { ORDER_REFERENCE, REFERENCE } from "./purchase.ts";

type Of<Shape extends v.GenericSchema> = v.InferOutput<Shape>;

/** What only describes: it is left out where it is odd, and must not hide what became of the money. */
const Money = v.object({ currency: v.string(), value: v.string() });
const money = v.nullish(Money);
const link = said(v.object({ href: v.string() }));
const metadata = said(v.record(v.string(), textual));

const Details = v.object({
  cardNumber: word,
  cardBin: word,
  cardLabel: word,
  cardFunding: word,
  cardFingerprint: word,
  cardExpiryDate: word,
  cardCountryCode: word,
  cardIssuer: word,
  cardSecurity: word,
  card3dsEci: word,
  wallet: word,
  consumerBic: word,
  bankName: word,
  bankAccount: word,
  bankBic: word,
  transferReference: word,
  failureReason: word,
  failureMessage: word,
  bankReasonCode: word,
  bankReason: word,
});
export const Payment = v.object({
  id: v.string(),
  status: v.string(),
  amount: Money,
  amountRefunded: money,
  amountRemaining: money,
  amountCaptured: money,
  amountChargedBack: money,
  method: word,
  details: said(Details),
  statusReason: said(v.object({ code: v.string(), message: word })),
  isCancelable: v.nullish(v.boolean()),
  customerId: word,
  mandateId: word,
  profileId: word,
  metadata,
  createdAt: word,
  authorizedAt: word,
  captureBefore: word,
  expiresAt: word,
  _links: said(v.object({ checkout: link, mobileAppCheckout: link, status: link })),
});
export const Capture = v.object({
  id: v.string(),
  status: v.string(),
  amount: money,
  paymentId: word,
  metadata,
});
export const Refund = v.object({
  id: v.string(),
  status: v.string(),
  amount: Money,
  paymentId: v.string(),
  metadata,
  createdAt: word,
  externalReference: said(v.object({ type: word, id: word })),
});
export const Chargeback = v.object({
  id: v.string(),
  amount: Money,
  settlementAmount: said(Money),
  reason: said(v.object({ code: word, description: word })),
  paymentId: v.string(),
  createdAt: word,
  reversedAt: word,
});
export const Mandate = v.object({
  id: v.string(),
  status: v.string(),
  method: word,
  details: said(Details),
  customerId: word,
  createdAt: word,
});
const page = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.object({ _embedded: v.object(entries), _links: said(v.object({ next: link })) });
export const Payments = page({ payments: v.array(Payment) });
export const Refunds = page({ refunds: v.array(Refund) });
export const Chargebacks = page({ chargebacks: v.array(Chargeback) });

/** Where the next page of a list begins, from its link. */
export const nextOf = (answer: { readonly _links?: Of<typeof Payments>["_links"] }) =>
  /[?&]from=([^&]+)/.exec(answer._links?.next?.href ?? "")?.[1];

const amountOf = (value: Of<typeof money>): Amount | undefined =>
  value ? fromDecimal(value.value, value.currency) : undefined;
const less = (whole: Amount, part: Amount | undefined): Amount => ({
  ...whole,
  minorUnits: whole.minorUnits - (part?.minorUnits ?? 0n),
});

export function toPayment(payment: Of<typeof Payment>): PaymentResult {
  const {
    [REFERENCE]: reference,
    [ORDER_REFERENCE]: orderReference,
    ...own
  } = payment.metadata ?? {};
  const { status, ...state } = standingOf(payment);
  const isHeld = status === PaymentStatus.AUTHORIZED || status === PaymentStatus.PARTIALLY_CAPTURED;
  const isTaken = status === PaymentStatus.CAPTURED;
  const requested = fromDecimal(payment.amount.value, payment.amount.currency);
  const captured = amountOf(payment.amountCaptured) ?? (isTaken ? requested : undefined);
  const left = less(requested, captured);
  // Paid in part is what was left when the hold was released: https://docs.mollie.com/reference/release-authorization
  const isGivenUp = (isTaken && left.minorUnits > 0n) || status === PaymentStatus.VOIDED;
  return {
    status,
    ...state,
    paymentRef: { paymentId: payment.id, ...(reference !== undefined && { reference }) },
    orderReference,
    amounts: {
      requested,
      ...((isHeld || isTaken) && { authorized: requested }),
      ...(isHeld && { capturable: left }),
      ...(captured && { captured }),
      ...(isGivenUp && { voided: left }),
      ...(payment.amountRefunded && { refunded: amountOf(payment.amountRefunded) }),
      ...(payment.amountChargedBack && { chargedBack: amountOf(payment.amountChargedBack) }),
    },
    method: methodOf(payment, isHeld || isTaken),
    ...authenticationOf(payment.details),
    authorizationExpiresAt: isHeld ? fromIso(payment.captureBefore) : undefined,
    createdAt: fromIso(payment.createdAt),
    mandateId: payment.mandateId,
    customerId: payment.customerId,
    metadata: own,
  };
}

/** `canceled` is a hold that was given up, or a payment that never came about. */
function standingOf(
  payment: Of<typeof Payment>,
): Pick<PaymentResult, "status" | "pendingReason" | "failure"> {
  const state = codes.paymentStatus(payment.status);
  const wasHeld = Boolean(payment.authorizedAt);
  const isPart = (amountOf(payment.amountCaptured)?.minorUnits ?? 0n) > 0n;
  const isOpen = payment.status === "open" && actionOf(payment) !== undefined;
  if (isOpen)
    return {
      ...state,
      status: PaymentStatus.ACTION_REQUIRED,
      pendingReason: PendingReason.UNSPECIFIED,
    };
  if (payment.status === "authorized" && isPart)
    return { ...state, status: PaymentStatus.PARTIALLY_CAPTURED };
  if (payment.status === "canceled" && wasHeld) return { ...state, status: PaymentStatus.VOIDED };
  if (payment.status === "canceled")
    return {
      ...state,
      failure: failure(FailureCode.CUSTOMER_CANCELLED, {
        message: "canceled before it was paid, by the customer or by the merchant",
      }),
    };
  if (payment.status === "expired")
    return {
      ...state,
      failure: failure(
        wasHeld ? FailureCode.AUTHORIZATION_EXPIRED : FailureCode.CUSTOMER_TIMED_OUT,
      ),
    };
  return payment.status === "failed" ? { ...state, failure: whyFailed(payment) } : state;
}

function whyFailed({ details, statusReason }: Of<typeof Payment>): Failure {
  if (statusReason)
    return codes.statusReasons(statusReason.code, {
      processor: { code: statusReason.code, message: statusReason.message },
    });
  if (details?.bankReasonCode)
    return failure(FailureCode.DEBIT_RETURNED, {
      network: { declineCode: details.bankReasonCode, message: details.bankReason },
      processor: { code: details.bankReasonCode, message: details.bankReason },
    });
  return codes.failureReasons(details?.failureReason, {
    processor: { code: details?.failureReason, message: details?.failureMessage },
  });
}

/** A mandate is something to charge once its first payment is paid. */
const methodOf = ({ method, details, mandateId }: Partial<Of<typeof Payment>>, isGood = false) => ({
  method: codes.methodNames(method),
  ...(isGood && mandateId && { stored: { storedMethodId: mandateId, mandateId } }),
  ...(details && {
    network: codes.networks(details.cardLabel),
    funding: codes.funding(details.cardFunding),
    bin: details.cardBin,
    lastFour: /\d{4}$/.exec(details.cardNumber ?? "")?.[0],
    fingerprint: details.cardFingerprint,
    issuerCountry: details.cardCountryCode,
    issuerName: details.cardIssuer,
    ...expiryOf(details.cardExpiryDate),
    wallet: details.wallet ? codes.methodNames(details.wallet) : undefined,
    bank: details.consumerBic,
  }),
});
/** `12/25` of a payment, `2025-12-31` of a mandate. */
function expiryOf(date: string | undefined) {
  const [, month, year] = /^(\d\d)\/(\d\d)$/.exec(date ?? "") ?? [];
  if (month && year) return { expiryMonth: Number(month), expiryYear: 2000 + Number(year) };
  const [, fullYear, itsMonth] = /^(\d{4})-(\d\d)-/.exec(date ?? "") ?? [];
  return fullYear ? { expiryMonth: Number(itsMonth), expiryYear: Number(fullYear) } : {};
}
/** Whether 3-D Secure was used is told, not how it ended. */
const authenticationOf = (details: Of<typeof Payment>["details"]) =>
  details?.cardSecurity || details?.card3dsEci
    ? {
        authentication: {
          eci: details.card3dsEci,
          processorStatus: details.cardSecurity,
        },
        networkReferences: { network: networkWord(codes.networks(details.cardLabel) ?? 0) },
      }
    : {};

/** What an open payment waits for: https://docs.mollie.com/reference/create-payment */
export function actionOf(payment: Of<typeof Payment>): NextActionResult | undefined {
  if (payment.status !== "open") return undefined;
  const { details, _links: links } = payment;
  const url = links?.checkout?.href;
  const expiresAt = fromIso(payment.expiresAt);
  const timed = expiresAt && { expiresAt };
  if (payment.method === "banktransfer" && details?.bankAccount) {
    const { bankName, bankAccount, bankBic, transferReference } = details;
    const value = {
      kind: Display_Kind.BANK_TRANSFER,
      code: transferReference,
      url: url ?? links?.status?.href,
      details: given({ bankName, bankAccount, bankBic, transferReference }),
      amount: fromDecimal(payment.amount.value, payment.amount.currency),
    };
    return { ...timed, action: { case: "display", value } };
  }
  if (!url) return undefined;
  const value = { url, httpMethod: "GET", appUrl: links?.mobileAppCheckout?.href };
  return { ...timed, action: { case: "redirect", value } };
}
const given = (fields: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );

/** A payment with what only its own flows need of it. */
export const toFound = (payment: Of<typeof Payment>) => ({
  payment: toPayment(payment),
  nextAction: actionOf(payment),
  isCancelable: payment.isCancelable === true,
  remaining: amountOf(payment.amountRemaining),
});
export type Found = ReturnType<typeof toFound>;

export function captured(capture: Of<typeof Capture>): OperationResult {
  const status = codes.captureStatus(capture.status) ?? OperationStatus.ACCEPTED;
  const amount = amountOf(capture.amount);
  return {
    status,
    operationId: capture.id,
    ...(amount && { amount }),
    ...(status === OperationStatus.FAILED && { failure: failure(FailureCode.UNMAPPED) }),
  };
}

/** Mollie gives no code: https://docs.mollie.com/docs/refunds */
function whyNotGiven(status: string): { readonly failure?: Failure } {
  if (status === "failed") return { failure: failure(FailureCode.UNMAPPED) };
  if (status !== "canceled") return {};
  const message = "the refund was canceled before it was carried out";
  return { failure: failure(FailureCode.UNMAPPED, { actor: Actor.MERCHANT, message }) };
}
export const toRefund = (refund: Of<typeof Refund>): RefundResult => ({
  ...codes.refundStatus(refund.status),
  refundRef: {
    refundId: refund.id,
    payment: { paymentId: refund.paymentId },
    ...(refund.metadata?.[REFERENCE] !== undefined && { reference: refund.metadata[REFERENCE] }),
  },
  amount: fromDecimal(refund.amount.value, refund.amount.currency),
  ...whyNotGiven(refund.status),
  networkReferences: {
    acquirerReferenceNumber:
      refund.externalReference?.type === "acquirer-reference"
        ? refund.externalReference.id
        : undefined,
  },
  createdAt: fromIso(refund.createdAt),
});

export const toMandate = (mandate: Of<typeof Mandate>, customerId?: string): MandateResult => ({
  ...codes.mandateStatus(mandate.status),
  mandateRef: { mandateId: mandate.id, customerId: mandate.customerId ?? customerId },
  stored: { storedMethodId: mandate.id, mandateId: mandate.id },
  method: methodOf(mandate),
  createdAt: fromIso(mandate.createdAt),
});

/** Mollie has no answer to a chargeback: the money is gone until it is reversed. https://docs.mollie.com/reference/get-chargeback */
export const toDispute = (chargeback: Of<typeof Chargeback>): DisputeResult => {
  const moved = amountOf(chargeback.settlementAmount);
  return {
    disputeRef: { disputeId: chargeback.id, payment: { paymentId: chargeback.paymentId } },
    stage: DisputeStage.CHARGEBACK,
    status: chargeback.reversedAt ? DisputeStatus.WON : DisputeStatus.LOST,
    amount: fromDecimal(chargeback.amount.value, chargeback.amount.currency),
    // Only a direct debit's chargeback comes with the bank's reason.
    reason: chargeback.reason?.code ? DisputeReason.BANK_DEBIT : DisputeReason.UNSPECIFIED,
    networkReasonCode: chargeback.reason?.code,
    processorReason: chargeback.reason?.description,
    openedAt: fromIso(chargeback.createdAt),
    updatedAt: fromIso(chargeback.reversedAt ?? chargeback.createdAt),
    movements: moved
      ? [{ amount: moved, occurredAt: fromIso(chargeback.createdAt), description: "chargeback" }]
      : [],
  };
};
