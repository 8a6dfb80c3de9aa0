/** What comes back from Checkout.com: the shapes that are read, and its resources as ours. */
import {
  DisputeStatus,
  FailureCode,
  type PaymentMethodDetailsSchema,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  RiskResult_Decision,
} from "#contract";
import {
  type Amount,
  type Counting,
  type DisputeResult,
  type Failure,
  failure,
  fromIso,
  fromUnits,
  type Init,
  merchantAdvice,
  type NextActionResult,
  networkWord,
  type PaymentResult,
  type RefundResult,
  said,
  v,
  whole,
  word,
} from "#kit";
import * as checks from "./checks.ts";
import * as codes from "./codes.ts";
import { responseCodes } from "./declines.ts";

/** Three digits are written behind the point, and only two are taken. */
export const counting: Counting = {
  source: "https://www.checkout.com/docs/payments/accept-payments/format-the-amount-value",
  digits: { CLP: 2 },
  multiples: Object.fromEntries(
    ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((code) => [code, 10n]),
  ),
};

const link = said(v.object({ href: v.string() }));

const Source = v.object({
  type: word,
  id: word,
  scheme: word,
  last4: word,
  // As events write it.
  last_4: word,
  card_wallet_type: word,
  bin: word,
  fingerprint: word,
  expiry_month: said(v.number()),
  expiry_year: said(v.number()),
  card_type: word,
  issuer: word,
  issuer_country: word,
  avs_check: word,
  cvv_check: word,
  payment_account_reference: word,
});
type Source = v.InferOutput<typeof Source>;
const Balances = v.object({
  total_authorized: whole,
  total_voided: whole,
  available_to_capture: whole,
  total_captured: whole,
  total_refunded: whole,
});
const processing = said(
  v.object({
    retrieval_reference_number: word,
    acquirer_reference_number: word,
    partner_merchant_advice_code: word,
    partner_response_code: word,
    recommendation_code: word,
  }),
);
/** A payment as it is made, looked up, found, and told of. */
export const Payment = v.object({
  id: v.string(),
  action_id: word,
  amount: said(whole),
  currency: word,
  status: word,
  reference: word,
  requested_on: word,
  processed_on: word,
  expires_on: word,
  auth_code: word,
  response_code: word,
  response_summary: word,
  eci: word,
  scheme_id: word,
  balances: said(Balances),
  "3ds": said(
    v.object({
      authentication_response: word,
      version: word,
      // Of events; in answers it stands beside.
      eci: word,
      xid: word,
      challenged: said(v.boolean()),
    }),
  ),
  risk: said(v.object({ flagged: said(v.boolean()), score: said(v.number()) })),
  source: said(Source),
  customer: said(v.object({ id: word })),
  processing,
  metadata: v.fallback(v.record(v.string(), v.unknown()), {}),
  _links: said(v.object({ redirect: link, "multibanco:static-reference-page": link })),
});
export type Payment = v.InferOutput<typeof Payment>;
/** An authorization that was raised; the payment is not named in it. */
export const Raised = v.object({ ...Payment.entries, id: word });
export const Found = v.object({ data: v.array(Payment), total_count: said(whole) });

/** What was taken on: the action that will be told of. */
export const Accepted = v.object({ action_id: v.string(), reference: word });
export const Action = v.object({
  id: v.string(),
  type: v.string(),
  amount: whole,
  approved: said(v.boolean()),
  response_code: word,
  response_summary: word,
  reference: word,
  processed_on: word,
  processing,
});
export type Action = v.InferOutput<typeof Action>;
export const Actions = v.array(Action);

export const Dispute = v.object({
  id: v.string(),
  status: word,
  category: word,
  amount: said(whole),
  currency: word,
  reason_code: word,
  payment_id: word,
  payment_reference: word,
  resolved_reason: word,
  processing_channel_id: word,
  payment: said(v.object({ id: word })),
  evidence_required_by: word,
  received_on: word,
  last_update: word,
  relevant_evidence: v.fallback(v.array(v.string()), []),
});
export const Disputes = v.object({
  skip: said(whole),
  total_count: said(whole),
  data: v.fallback(v.array(Dispute), []),
});

export const Instrument = v.object({
  ...Source.entries,
  id: v.string(),
  customer: said(v.object({ id: word })),
});
export const Identified = v.object({ id: v.string() });
export const Token = v.object({ token: v.string() });

export const amountOf = (
  units: bigint | undefined | null,
  currency: string | undefined,
): Amount | undefined =>
  currency === undefined || typeof units !== "bigint"
    ? undefined
    : fromUnits(units, currency, counting);

const isApproved = (code: string | undefined): boolean =>
  code === undefined || code.startsWith("1");
/** Five places, such as 20051 and 200R1; anything else decides nothing. https://www.checkout.com/docs/developer-resources/codes/api-response-codes */
export const isResponseCode = (code: string): boolean => /^\d{3}[0-9A-Z]{2}$/.test(code);
/** "Request in progress" and "transaction pending" stand among the declines of `declines.ts`, and decide nothing either. */
const undecided: ReadonlySet<string> = new Set(["20009", "20118"]);
/** Why an action failed; undefined where it did not. */
export function failureOf(
  action: Pick<Payment, "response_code" | "response_summary" | "processing">,
): Failure | undefined {
  const { response_code: code, response_summary: message, processing: by } = action;
  if (code === undefined || isApproved(code)) return undefined;
  const { partner_response_code: declineCode, partner_merchant_advice_code: adviceCode } = by ?? {};
  // 01 to 03 mean what Mastercard's do, of Visa too: https://www.checkout.com/docs/developer-resources/codes/recommendation-codes
  const recommended = merchantAdvice(by?.recommendation_code);
  return responseCodes(code, {
    processor: { code, message },
    ...((declineCode || adviceCode) && { network: { declineCode, adviceCode } }),
    ...recommended,
    ...merchantAdvice(adviceCode),
  });
}

/** The same from a request, a look-up, a search and an event. */
export function toPayment(payment: Payment): PaymentResult {
  const { id, reference } = payment;
  const standing = standingOf(payment);
  const why = whyOf(payment, standing.status);
  return {
    ...standing,
    paymentRef: { paymentId: id, ...(reference && { reference }) },
    amounts: amountsOf(payment),
    ...(why && { failure: why }),
    ...detailsOf(payment),
    ...riskOf(payment),
    authorizationExpiresAt: fromIso(payment.expires_on),
    createdAt: fromIso(payment.requested_on ?? payment.processed_on),
    customerId: payment.customer?.id,
    metadata: Object.fromEntries(
      Object.entries(payment.metadata).map(([name, value]) => [name, String(value)]),
    ),
  };
}

/**
 * A flagged payment is never captured by itself: somebody has to capture or void it. Codes that begin with 4 are the
 * risk engine's. https://www.checkout.com/docs/payments/authenticate-payments/flagged-payments
 */
function riskOf({ risk, response_code: code }: Payment): Pick<PaymentResult, "risk"> {
  if (typeof risk?.flagged !== "boolean") return {};
  const { ACCEPT, REJECT, REVIEW } = RiskResult_Decision;
  const decision = code?.startsWith("4") ? REJECT : risk.flagged ? REVIEW : ACCEPT;
  return { risk: { decision, ...(Number.isInteger(risk.score) && { score: risk.score ?? 0 }) } };
}

/** By its code, or by how it ended. https://www.checkout.com/docs/developer-resources/event-notifications/event-types */
function whyOf(payment: Payment, status: PaymentStatus): Failure | undefined {
  const told = failureOf(payment);
  if (told) return told;
  if (status === PaymentStatus.EXPIRED) {
    const wasHeld = (payment.balances?.total_authorized ?? 0n) > 0n;
    return failure(wasHeld ? FailureCode.AUTHORIZATION_EXPIRED : FailureCode.CUSTOMER_TIMED_OUT);
  }
  if (status !== PaymentStatus.FAILED) return undefined;
  const isCanceled = payment.status === "Canceled";
  return failure(isCanceled ? FailureCode.CUSTOMER_CANCELLED : FailureCode.DECLINED);
}

export const amountsOf = ({ amount, currency, balances }: Payment) => ({
  requested: amountOf(amount, currency),
  authorized: amountOf(balances?.total_authorized, currency),
  capturable: amountOf(balances?.available_to_capture, currency),
  captured: amountOf(balances?.total_captured, currency),
  voided: amountOf(balances?.total_voided, currency),
  refunded: amountOf(balances?.total_refunded, currency),
});

const pageIn = (links: Payment["_links"]): string | undefined =>
  links?.redirect?.href ?? links?.["multibanco:static-reference-page"]?.href;

type Standing = Pick<PaymentResult, "status" | "pendingReason" | "processorStatus">;
function standingOf({ status, balances, _links }: Payment): Standing {
  const told = codes.paymentStatus(status);
  if (told.status === PaymentStatus.PENDING && pageIn(_links))
    return {
      ...told,
      status: PaymentStatus.ACTION_REQUIRED,
      pendingReason: PendingReason.UNSPECIFIED,
    };
  return asBalanced(told, balances);
}
const { CAPTURED, PARTIALLY_CAPTURED, VOIDED } = PaymentStatus;
const taken: ReadonlySet<PaymentStatus> = new Set([CAPTURED, PARTIALLY_CAPTURED, VOIDED]);
/** What was taken is a part as long as more may be: a final capture, or a void after one, gives the rest up. */
export const asBalanced = <Told extends Pick<Standing, "status">>(
  told: Told,
  balances: Payment["balances"],
): Told =>
  balances?.total_captured && taken.has(told.status)
    ? { ...told, status: balances.available_to_capture > 0n ? PARTIALLY_CAPTURED : CAPTURED }
    : told;

/** What was used to pay, and what others said of it. */
function detailsOf(payment: Payment): Partial<PaymentResult> {
  const { source, processing: by, "3ds": secure } = payment;
  const network = codes.networks(source?.scheme?.toLowerCase());
  const references = {
    authorizationCode: payment.auth_code,
    acquirerReferenceNumber: by?.acquirer_reference_number,
    retrievalReferenceNumber: by?.retrieval_reference_number,
    networkTransactionId: payment.scheme_id,
  };
  return {
    ...(source && { method: methodOf(source) }),
    ...((source?.cvv_check || source?.avs_check) && {
      checks: {
        cvc: checks.codeCheck(source.cvv_check),
        address: checks.addressCheck(source.avs_check),
        postalCode: checks.postalCheck(source.avs_check),
        name: checks.nameCheck(source.avs_check),
        cvcCode: source.cvv_check,
        addressCode: source.avs_check,
      },
    }),
    ...(Object.values(references).some(Boolean) && {
      networkReferences: { ...references, ...(network && { network: networkWord(network) }) },
    }),
    ...(secure?.authentication_response && {
      authentication: {
        status: codes.authenticationStatus(secure.authentication_response) ?? 0,
        challenged: secure.challenged ?? undefined,
        eci: payment.eci ?? secure.eci,
        version: secure.version,
        directoryServerTransactionId: secure.xid,
        processorStatus: secure.authentication_response,
      },
    }),
  };
}
export const methodOf = (source: Source): Init<typeof PaymentMethodDetailsSchema> => ({
  method: codes.methodNames(source.type),
  wallet: codes.methodNames(source.card_wallet_type),
  network: codes.networks(source.scheme?.toLowerCase()),
  bin: source.bin,
  lastFour: source.last4 ?? source.last_4,
  expiryMonth: source.expiry_month ?? undefined,
  expiryYear: source.expiry_year ?? undefined,
  funding: codes.funding(source.card_type?.toLowerCase()),
  issuerName: source.issuer,
  issuerCountry: source.issuer_country,
  fingerprint: source.fingerprint,
  accountReference: source.payment_account_reference,
  ...(source.id && { stored: { storedMethodId: source.id } }),
});

/** The bank's or the method's page, as long as the payment waits for the customer. */
export function toNextAction({ status, _links }: Payment): NextActionResult | undefined {
  const url = pageIn(_links);
  if (url === undefined || status !== "Pending") return undefined;
  return { action: { case: "redirect", value: { url, httpMethod: "GET" } } };
}

/** Refunds are actions: accepted at once, and approved or declined a moment later. */
export function toRefund(
  action: Action,
  paymentId: string,
  currency: string | undefined,
): RefundResult {
  const { response_code: code, approved, processing: by } = action;
  const acquirerReferenceNumber = by?.acquirer_reference_number;
  const isDecided = code !== undefined && isResponseCode(code) && !undecided.has(code);
  const refused = isDecided ? failureOf(action) : undefined;
  const isGood = code === undefined ? approved === true : isDecided && approved !== false;
  const status = refused
    ? RefundStatus.FAILED
    : isGood
      ? RefundStatus.SUCCEEDED
      : RefundStatus.PENDING;
  return {
    status,
    ...(status === RefundStatus.PENDING && { pendingReason: PendingReason.PROCESSOR }),
    refundRef: {
      refundId: action.id,
      payment: { paymentId },
      ...(action.reference && { reference: action.reference }),
    },
    amount: amountOf(action.amount, currency),
    ...(refused && { failure: refused }),
    ...(acquirerReferenceNumber && { networkReferences: { acquirerReferenceNumber } }),
    createdAt: fromIso(action.processed_on),
  };
}

/** The same from a look-up, a list and an event. */
export function toDispute(dispute: v.InferOutput<typeof Dispute>): DisputeResult {
  const paymentId = dispute.payment?.id ?? dispute.payment_id;
  const reference = dispute.payment_reference;
  return {
    ...codes.disputeStatus(dispute.status),
    // Visa's resolves by giving in and refunding: https://www.checkout.com/docs/payments/process-disputes/pre-dispute-resolution
    ...(dispute.resolved_reason === "rapid_dispute_resolution" && {
      status: DisputeStatus.ACCEPTED,
    }),
    ...codes.disputeReason(dispute.category),
    disputeRef: {
      disputeId: dispute.id,
      ...(paymentId && { payment: { paymentId, ...(reference && { reference }) } }),
    },
    amount: amountOf(dispute.amount, dispute.currency),
    networkReasonCode: dispute.reason_code,
    respondBy: fromIso(dispute.evidence_required_by),
    openedAt: fromIso(dispute.received_on),
    updatedAt: fromIso(dispute.last_update),
    evidenceSubmitted: codes.wasAnswered(dispute.status),
    ...(dispute.relevant_evidence.length > 0 && {
      responseOptions: [{ optionalDocuments: dispute.relevant_evidence }],
    }),
  };
}
