/** What a charge tells of its payment, and of the method that was charged. https://docs.stripe.com/api/charges/object */
import { AuthenticationRequest_Exemption, PaymentStatus } from "#contract";
import { type Failure, networkWord, type PaymentResult } from "#kit";
import {
  authenticationStatus,
  check,
  funding,
  methodNames,
  networks,
  riskDecision,
} from "./codes.ts";
import { toFailure } from "./failures.ts";
import {
  at,
  type Charge,
  isRecord,
  memberOf,
  momentAt,
  money,
  type PaymentMethod,
  smallAt,
  textAt,
} from "./shapes.ts";

/**
 * What came back of what was taken. Before 2025-03-31.basil Stripe counted what was let go as refunded too: what may be
 * either is not told. https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow
 */
export function givenBack(charge: Charge) {
  const { amount, amount_captured: taken, amount_refunded: back, currency, refunded } = charge;
  if (refunded) return money(taken, currency);
  return taken === amount || back < amount - taken ? money(back, currency) : undefined;
}

/** A charge by itself, as webhooks show it; undefined where only its intent tells how the payment stands. */
export function chargedPayment(charge: Charge, isNew: boolean): PaymentResult | undefined {
  const status = chargeStatus(charge, isNew);
  if (!status) return undefined;
  return {
    ...ofCharge(charge),
    status,
    processorStatus: charge.status,
    paymentRef: {
      ...refOf({ ...charge, charge: charge.id }),
      reference: charge.metadata["reference"],
    },
    amounts: {
      requested: money(charge.amount, charge.currency),
      captured: money(charge.amount_captured, charge.currency),
      refunded: givenBack(charge),
    },
    ...(status === PaymentStatus.FAILED && { failure: chargeFailure(charge) }),
    customerId: textAt(charge, "customer"),
  };
}
/** A charge has the reason where an intent has a decline code. https://docs.stripe.com/api/charges/object#charge_object-outcome-reason */
function chargeFailure(charge: Charge): Failure {
  const words = {
    code: textAt(charge, "failure_code"),
    message: textAt(charge, "failure_message"),
  };
  const outcome = at(charge, "outcome");
  const why = textAt(outcome, "reason");
  return toFailure(
    { ...(isRecord(outcome) && outcome), type: undefined, ...words },
    undefined,
    why,
  );
}
function chargeStatus(charge: Charge, isNew: boolean): PaymentStatus | undefined {
  if (charge.status !== "succeeded")
    return charge.payment_intent ? undefined : chargeStatuses.get(charge.status);
  if (charge.captured) return PaymentStatus.CAPTURED;
  if (charge.amount_captured > 0n) return PaymentStatus.PARTIALLY_CAPTURED;
  // Afterwards only its intent tells whether it is held still, and why not.
  return isNew ? PaymentStatus.AUTHORIZED : undefined;
}
/** Of charges made without an intent. https://docs.stripe.com/api/charges/object#charge_object-status */
const chargeStatuses: ReadonlyMap<string, PaymentStatus> = new Map([
  ["failed", PaymentStatus.FAILED],
  ["pending", PaymentStatus.PENDING],
]);

/** What a charge, or an attempt to set a method up, tells beside its money. */
export function ofCharge(charge: Readonly<Record<string, unknown>>): Omit<PaymentResult, "status"> {
  const own = ownOf(charge["payment_method_details"]);
  const secure = at(own, "three_d_secure");
  const network = networks(textAt(own, "network"));
  const references = {
    authorizationCode: textAt(own, "authorization_code") ?? textAt(charge, "authorization_code"),
    networkTransactionId: textAt(own, "network_transaction_id"),
    network: network && networkWord(network),
  };
  const outcome = textAt(charge, "outcome.type");
  return {
    ...(at(own, "checks") !== undefined && {
      checks: {
        address: check(textAt(own, "checks.address_line1_check")),
        postalCode: check(textAt(own, "checks.address_postal_code_check")),
        cvc: check(textAt(own, "checks.cvc_check")),
      },
    }),
    ...(own !== undefined && { method: methodUsed(charge["payment_method_details"]) }),
    ...(textAt(secure, "result") && {
      authentication: {
        status: authenticationStatus(textAt(secure, "result")) ?? 0,
        challenged: textAt(secure, "authentication_flow") === "challenge",
        eci: textAt(secure, "electronic_commerce_indicator"),
        version: textAt(secure, "version"),
        directoryServerTransactionId: textAt(secure, "transaction_id"),
        exemption: exemptionOf(secure),
        processorStatus: textAt(secure, "result"),
      },
    }),
    ...(Object.values(references).some((known) => known) && { networkReferences: references }),
    authorizationExpiresAt: momentAt(own, "capture_before"),
    ...(outcome && {
      risk: {
        decision: riskDecision(outcome) ?? 0,
        score: smallAt(charge, "outcome.risk_score"),
        level: textAt(charge, "outcome.risk_level"),
      },
    }),
    mandateId: textAt(own, "mandate"),
  };
}

/** What the issuer accepted, where Stripe then made use of it. */
const exemptionOf = (secure: unknown) =>
  at(secure, "exemption_indicator_applied") === true &&
  textAt(secure, "exemption_indicator") === "low_risk"
    ? AuthenticationRequest_Exemption.TRANSACTION_RISK_ANALYSIS
    : undefined;

/** What Stripe says under the name of the method's own type. */
export const ownOf = (details: unknown): unknown =>
  memberOf(details, textAt(details, "type") ?? "");
export const methodUsed = (details: unknown) =>
  methodDetails(textAt(details, "type") ?? "", ownOf(details));
const methodDetails = (type: string, own: unknown) => ({
  method: methodNames(type) ?? type,
  network: networks(textAt(own, "brand") ?? textAt(own, "network")),
  lastFour: textAt(own, "last4") ?? textAt(own, "iban_last4"),
  expiryMonth: smallAt(own, "exp_month"),
  expiryYear: smallAt(own, "exp_year"),
  funding: funding(textAt(own, "funding")),
  issuerCountry: textAt(own, "country"),
  issuerName: textAt(own, "issuer"),
  fingerprint: textAt(own, "fingerprint"),
  wallet: textAt(own, "wallet.type"),
  bank: textAt(own, "bank_name") ?? textAt(own, "bank"),
  stored: debitShown(own),
});
export const methodOf = (stored: PaymentMethod) => ({
  ...methodDetails(stored.type, stored[stored.type]),
  stored: { storedMethodId: stored.id },
});

export const storedAs = (storedMethodId: string | undefined, mandateId: string | undefined) =>
  storedMethodId ? { storedMethodId, mandateId } : undefined;
export const debitShown = (own: unknown) =>
  storedAs(textAt(own, "generated_sepa_debit"), textAt(own, "generated_sepa_debit_mandate"));

/** The payment that an object belongs to: its intent, or a charge that was made without one. */
export function refOf(object: Readonly<Record<string, unknown>>) {
  const charge = textAt(object, "charge");
  return {
    paymentId: textAt(object, "payment_intent") ?? charge ?? "",
    relatedIds: charge ? { charge } : {},
  };
}
