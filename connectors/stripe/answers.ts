/** Stripe's objects as ours. */
import { MandateStatus, PaymentStatus, PendingReason } from "#contract";
import type {
  DisputeResult,
  HttpResponse,
  MandateResult,
  PaymentResult,
  RefundResult,
  v,
} from "#kit";
import {
  debitShown,
  givenBack,
  methodOf,
  methodUsed,
  ofCharge,
  ownOf,
  refOf,
  storedAs,
} from "./charges.ts";
import {
  disputeReason,
  disputeStatus,
  mandateStatus,
  paymentStatus,
  refundFailures,
  refundStatus,
  setupStatus,
} from "./codes.ts";
import { toFailure } from "./failures.ts";
import {
  at,
  type Dispute,
  idOf,
  isRecord,
  type Mandate,
  momentAt,
  money,
  type PaymentIntent,
  type PaymentMethod,
  type Refund,
  type SetupIntent,
  shownOf,
  textAt,
  wholeAt,
} from "./shapes.ts";

/** Money was asked for, and this is what became of it. */
export function toPayment(intent: PaymentIntent, response?: HttpResponse): PaymentResult {
  const { currency, last_payment_error: error, latest_charge: latest, metadata: said } = intent;
  const charge = shownOf(latest);
  const chargeId = idOf(latest);
  const { reference, order_reference: orderReference } = said;
  const outcome = at(charge, "outcome");
  const blocked = textAt(outcome, "type") === "blocked";
  const details = at(charge, "payment_method_details");
  const stored = keptBy(intent, details);
  return {
    ...(charge && ofCharge(charge)),
    ...(stored && { method: { ...(details !== undefined && methodUsed(details)), stored } }),
    ...standing(intent),
    paymentRef: {
      paymentId: intent.id,
      relatedIds: chargeId ? { charge: chargeId } : {},
      reference,
    },
    orderReference,
    amounts: {
      requested: money(intent.amount, currency),
      capturable: money(intent.amount_capturable, currency),
      captured: money(intent.amount_received, currency),
      refunded: charge && givenBack(charge),
    },
    ...(error && {
      failure: toFailure(
        { ...(isRecord(outcome) && outcome), ...error },
        response,
        blocked ? textAt(outcome, "reason") : undefined,
      ),
    }),
    createdAt: momentAt(intent, "created"),
    customerId: textAt(intent, "customer"),
    metadata: Object.fromEntries(
      Object.entries(said).filter(([name]) => !reservedMetadata.includes(name)),
    ),
  };
}
/** Where a payment has come to, its method is kept for the customer if that was asked for. */
function keptBy(intent: PaymentIntent, details: unknown) {
  const shown = debitShown(ownOf(details));
  const asked = textAt(intent, "setup_future_usage") && textAt(intent, "customer");
  const isKept = asked && keepers.has(intent.status) && !isUnsure(intent, textAt(details, "type"));
  const own = () => storedAs(textAt(intent, "payment_method"), textAt(ownOf(details), "mandate"));
  return shown ?? (isKept ? own() : undefined);
}
const keepers: ReadonlySet<string> = new Set(["processing", "requires_capture", "succeeded"]);
/** These are kept as a debit of the account that they showed. https://docs.stripe.com/payments/ideal/set-up-payment */
const shownAccounts: readonly unknown[] = ["bancontact", "ideal"];
/** Webhooks do not show the attempt: whether the intent's own method is what is kept, is not known then. */
function isUnsure(intent: PaymentIntent | SetupIntent, type: string | undefined): boolean {
  const offered = at(intent, "payment_method_types");
  const types = type ? [type] : Array.isArray(offered) ? offered : [];
  return types.some((one) => shownAccounts.includes(one));
}

/** The names under which the connector keeps what the contract has fields for. */
export const reservedMetadata: readonly string[] = [
  "reference",
  "order_reference",
  "client_session",
];

/** A declined intent can be confirmed again; only of those that AuthorizePayment made we know that nobody will. */
function standing(intent: PaymentIntent) {
  const said = paymentStatus(intent.status);
  const restated = (status: PaymentStatus) => ({
    ...said,
    status,
    pendingReason: PendingReason.UNSPECIFIED,
  });
  const received = intent.amount_received > 0n;
  const { reference, client_session: shared } = intent.metadata;
  switch (intent.status) {
    case "requires_payment_method":
      return intent.last_payment_error && reference && !shared
        ? restated(PaymentStatus.FAILED)
        : said;
    case "requires_capture":
      return received ? restated(PaymentStatus.PARTIALLY_CAPTURED) : said;
    case "canceled":
      if (received) return restated(PaymentStatus.CAPTURED);
      return lapses.includes(intent.cancellation_reason) ? restated(PaymentStatus.EXPIRED) : said;
    default:
      return said;
  }
}
/** Reasons of Stripe's own. https://docs.stripe.com/api/payment_intents/object#payment_intent_object-cancellation_reason */
const lapses: readonly PaymentIntent["cancellation_reason"][] = ["automatic", "expired"];

/** A method set up for later. Cards have no mandate object, and are known by what set them up. */
export function toMandate(setup: SetupIntent, response?: HttpResponse): MandateResult {
  const { last_setup_error: error, payment_method: method, customer } = setup;
  const shown = shownOf(method);
  const methodId = idOf(method);
  const attempt = at(setup, "latest_attempt.payment_method_details");
  const { checks, authentication, networkReferences } = ofCharge({
    payment_method_details: attempt,
  });
  const isKept = setup.status === "succeeded" && !isUnsure(setup, shown?.type);
  const kept = isKept ? storedAs(methodId, setup.mandate ?? undefined) : undefined;
  const stored = debitShown(ownOf(attempt)) ?? kept;
  const usedId = stored?.storedMethodId ?? methodId;
  // It was kept for a customer, and is not any more.
  const isGone = isKept && customer && shown && !shown.customer;
  return {
    ...setupStatus(setup.status),
    ...(setup.status === "requires_payment_method" &&
      error && { status: MandateStatus.FAILED, pendingReason: PendingReason.UNSPECIFIED }),
    ...(isGone && { status: MandateStatus.REVOKED }),
    mandateRef: {
      mandateId: stored?.mandateId ?? setup.mandate ?? setup.id,
      customerId: customer ?? undefined,
      relatedIds: { setup_intent: setup.id, ...(usedId && { payment_method: usedId }) },
      reference: textAt(setup, "metadata.reference"),
    },
    stored,
    method: shown ? { ...methodOf(shown), stored } : undefined,
    checks,
    authentication,
    networkReferences,
    ...(error && { failure: toFailure(error, response) }),
    createdAt: momentAt(setup, "created"),
  };
}

/** Where a mandate is known by its method: what that is, and whose. */
function agreedOf(mandateId: string, kept: PaymentMethod | string | null | undefined) {
  const storedMethodId = idOf(kept) ?? "";
  const shown = shownOf(kept);
  const customerId = shown?.customer ?? undefined;
  return {
    mandateRef: { mandateId, customerId, relatedIds: { payment_method: storedMethodId } },
    stored: { storedMethodId },
    ...(shown && { method: methodOf(shown) }),
  };
}
export function ofMandate(mandate: v.InferOutput<typeof Mandate>): MandateResult {
  const { stored, ...agreed } = agreedOf(mandate.id, mandate.payment_method);
  return {
    ...mandateStatus(mandate.status),
    ...agreed,
    stored: { ...stored, mandateId: mandate.id },
    createdAt: momentAt(mandate, "customer_acceptance.accepted_at"),
  };
}
/** A method by itself stands as long as it hangs on a customer. */
export const ofMethod = (method: PaymentMethod): MandateResult => ({
  status: method.customer ? MandateStatus.ACTIVE : MandateStatus.REVOKED,
  ...agreedOf(method.id, method),
});

export function toRefund(refund: Refund): RefundResult {
  const reason = textAt(refund, "failure_reason");
  const sent = at(refund, `destination_details.${textAt(refund, "destination_details.type")}`);
  const declineCode = textAt(sent, "network_decline_code");
  return {
    ...refundStatus(refund.status),
    refundRef: {
      refundId: refund.id,
      payment: refOf(refund),
      reference: refund.metadata["reference"],
    },
    amount: money(refund.amount, refund.currency),
    ...(reason && {
      failure: refundFailures(reason, {
        processor: { code: reason },
        ...(declineCode && { network: { declineCode } }),
      }),
    }),
    ...numbered(sent),
    createdAt: momentAt(refund, "created"),
  };
}

/** https://support.stripe.com/questions/how-to-trace-a-refund-using-reference-numbers */
function numbered(sent: unknown): Pick<RefundResult, "networkReferences"> {
  const number = textAt(sent, "reference");
  switch (textAt(sent, "reference_type")) {
    case "acquirer_reference_number":
      return { networkReferences: { acquirerReferenceNumber: number } };
    case "system_trace_audit_number":
      return { networkReferences: { traceNumber: number } };
    default:
      return {};
  }
}

export function toDispute(dispute: Dispute): DisputeResult {
  const method = textAt(dispute, "payment_method_details.type");
  const own = at(dispute, `payment_method_details.${method}`);
  return {
    ...disputeStatus(dispute.status),
    ...disputeReason(textAt(dispute, "reason")),
    disputeRef: { disputeId: dispute.id, payment: refOf(dispute) },
    amount: money(dispute.amount, dispute.currency),
    networkReasonCode:
      textAt(own, "network_reason_code") ??
      textAt(own, "reason_code") ??
      textAt(dispute, "network_reason_code"),
    respondBy: momentAt(dispute, "evidence_details.due_by"),
    openedAt: momentAt(dispute, "created"),
    movements: (dispute.balance_transactions ?? []).flatMap((moved) => {
      const occurredAt = momentAt(moved, "created");
      const description = textAt(moved, "reporting_category") ?? "";
      const fee = { amount: money(-moved.fee, moved.currency), occurredAt, description: "fee" };
      const main = { amount: money(moved.amount, moved.currency), occurredAt, description };
      return moved.fee === 0n ? [main] : [main, fee];
    }),
    evidenceSubmitted: (wholeAt(dispute, "evidence_details.submission_count") ?? 0n) > 0n,
  };
}
