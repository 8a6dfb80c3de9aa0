/** A payment as Stripe keeps it: its states, what a bank or a customer makes of it, and what is told. */
import { allowed, type Transitions, type World } from "#simulate";
import {
  authenticationRequired,
  type Behaviour,
  type Decline,
  declineOf,
  type TestCard,
} from "./cards.ts";
import { type ChargeRow, newCharge, record, type ThreeDSecure, tellCharge } from "./charges.ts";
import { disputeIfTest, returnDebit } from "./disputes.ts";
import { revokeMandate } from "./mandates.ts";
import { type Ending, endingOf, endingOfDisplay, methodOf, nextAction } from "./methods.ts";
import { showRelease } from "./refunds.ts";
import { attach, type MethodRow } from "./vault.ts";
import {
  type Caller,
  documentation,
  Refusal,
  type Row,
  type StripeError,
  tell,
  unixTime,
  unprompted,
  type Wire,
} from "./wire.ts";

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "requires_capture"
  | "succeeded"
  | "canceled";

/** https://docs.stripe.com/api/payment_intents/object */
export type PaymentIntent = Wire & {
  readonly [member: string]: unknown;
  readonly client_secret: string;
  readonly confirmation_method: string;
  readonly created: number;
  readonly currency: string;
  amount: bigint;
  amount_capturable: bigint;
  amount_received: bigint;
  canceled_at: number | null;
  cancellation_reason: string | null;
  capture_method: string;
  customer: string | null;
  last_payment_error: object | null;
  latest_charge: string | null;
  metadata: Readonly<Record<string, string>>;
  next_action: object | null;
  payment_method: string | null;
  payment_method_options: Readonly<Record<string, unknown>>;
  payment_method_types: readonly string[];
  processing: object | null;
  setup_future_usage: string | null;
  status: IntentStatus;
};

export interface IntentRow extends Row<PaymentIntent> {
  /** Methods are the Dashboard's, and may lead away from the merchant's page. */
  readonly redirects: boolean;
  method: MethodRow | undefined;
  charge: ChargeRow | undefined;
  threeDSecure: ThreeDSecure | undefined;
  mandate: string | null;
  returnUrl: string | null;
  offSession: boolean;
  usesSdk: boolean;
  refusesActions: boolean;
  /** Its own options for the method that it is confirmed with. */
  options: Readonly<Record<string, string>>;
  /** Counts confirmations, so that what was scheduled for one leaves the next alone. */
  attempt: number;
  increments: number;
  captures: number;
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
export const intentStates: Transitions<IntentStatus> = {
  requires_payment_method: [
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "succeeded",
    "canceled",
  ],
  requires_confirmation: [
    "requires_payment_method",
    "requires_action",
    "processing",
    "requires_capture",
    "succeeded",
    "canceled",
  ],
  requires_action: [
    "requires_payment_method",
    "requires_confirmation",
    "processing",
    "requires_capture",
    "succeeded",
    "canceled",
  ],
  processing: ["requires_payment_method", "requires_capture", "succeeded", "canceled"],
  requires_capture: ["succeeded", "canceled"],
  succeeded: [],
  canceled: [],
};
export const statusesBefore = (status: IntentStatus): readonly string[] =>
  Object.entries(intentStates).flatMap(([from, to]) => (to.includes(status) ? [from] : []));

function move(row: IntentRow, status: IntentStatus): void {
  const from = row.wire.status;
  if (from !== status && !allowed(intentStates, from, status))
    throw new TypeError(`an intent cannot go from ${from} to ${status}`);
  row.wire.status = status;
  row.wire.processing = null;
  if (status !== "requires_action") row.wire.next_action = null;
}

export const isManual = ({ wire, options }: IntentRow): boolean =>
  (options["capture_method"] || wire.capture_method) === "manual";

const terms = (row: IntentRow) => ({
  manual: isManual(row),
  options: row.options,
  threeDSecure: row.threeDSecure,
  mandate: row.mandate,
});

/** Tries to take the money with the method that the intent has. Throws Stripe's 402 where it is declined at once. */
export function attempt(caller: Caller, row: IntentRow): void {
  const { method, wire } = row;
  if (!method) throw new TypeError("an attempt without a method");
  row.attempt += 1;
  row.threeDSecure = undefined;
  wire.last_payment_error = null;
  if (method.card) return attemptCard(caller, row, method, method.card);
  const kind = methodOf(method.wire.type);
  if (kind?.flow === "debit") return method.verified ? debit(caller, row) : ask(caller, row);
  ask(caller, row);
  if (kind?.flow === "redirect") return;
  foresee(caller, row, endingOfDisplay(method.wire.type, method.wire.billing_details));
}

function attemptCard(caller: Caller, row: IntentRow, method: MethodRow, card: TestCard): void {
  const decline = declineOf(card, cvcCheck(method));
  if (decline) throw declined(caller, row, decline);
  const wanted = authenticationWanted(card.acts, row, method.setUp);
  if (wanted === "refuse" || (wanted === "challenge" && row.refusesActions))
    throw declined(caller, row, authenticationRequired);
  if (wanted === "challenge") return ask(caller, row);
  row.threeDSecure = wanted;
  chargeCard(caller, row);
}
const cvcCheck = ({ wire }: MethodRow): string | null => {
  const checks = Object.entries(Object(wire["card"]).checks ?? {});
  return checks.some(([name, result]) => name === "cvc_check" && result === "fail") ? "fail" : null;
};

/** Whether the customer is asked, without them the payment refused, or what came of asking nobody. */
function authenticationWanted(
  { authentication, frictionless }: Behaviour,
  row: IntentRow,
  setUp: boolean,
): "challenge" | "refuse" | ThreeDSecure | undefined {
  const { options, offSession } = row;
  const without = (result: ThreeDSecure["result"]): ThreeDSecure => ({
    result,
    flow: null,
    transaction: null,
  });
  if (options["moto"] === "true") return undefined;
  const external = options["three_d_secure.transaction_id"];
  if (external !== undefined) return { result: "authenticated", flow: null, transaction: external };
  const asked = ["any", "challenge"].includes(options["request_three_d_secure"] ?? "");
  if (authentication === "broken")
    return asked || !offSession ? without("processing_error") : undefined;
  if (authentication === undefined)
    return asked && row.method?.card?.brand !== "amex"
      ? without("attempt_acknowledged")
      : undefined;
  if (authentication === "supported" && !asked) return undefined;
  if (offSession) {
    if (authentication === "on session") return undefined;
    if (authentication === "unless set up" && setUp) return undefined;
    return authentication === "supported" ? undefined : "refuse";
  }
  return frictionless ? { ...without("authenticated"), flow: "frictionless" } : "challenge";
}

/** Leaves the next step to the customer. */
function ask(caller: Caller, row: IntentRow): void {
  const { wire, method } = row;
  const type = method?.wire.type ?? "card";
  const page = pageOf(caller.world, wire);
  const expires = unixTime(caller.world) + (methodOf(type)?.flow === "display" ? 3 * 86_400 : 3600);
  const byScript = type === "card" && (row.usesSdk || row.returnUrl === null);
  move(row, "requires_action");
  wire.next_action = byScript
    ? {
        type: "use_stripe_sdk",
        use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: page, source: wire.id },
      }
    : nextAction(type, { page, returnUrl: row.returnUrl, expires });
  tell(caller, "payment_intent.requires_action", wire);
}
export const pageOf = (
  { origin }: World,
  { id, client_secret }: { id: string; client_secret: string },
) => `${origin}/authorize/${id}?client_secret=${client_secret}`;

/** The customer did what was asked, at a page, in an app or with a voucher. */
export function approve(caller: Caller, row: IntentRow): void {
  const { wire, method } = row;
  if (method && !method.card && methodOf(method.wire.type)?.flow === "debit") {
    method.verified = true;
    return debit(caller, row);
  }
  if (method?.card)
    row.threeDSecure = {
      result: "authenticated",
      flow: "challenge",
      transaction: caller.world.nextId("", 32),
    };
  if (wire.confirmation_method === "manual") return move(row, "requires_confirmation");
  if (!method?.card) return succeed(caller, row);
  try {
    chargeCard(caller, row);
  } catch (error) {
    // The decline is on the intent; nobody waits for an answer.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The customer did not, or could not. */
export function reject(caller: Caller, row: IntentRow, code?: string): void {
  const message = row.method?.card
    ? "We are unable to authenticate your payment method. Please choose a different payment method and try again."
    : "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.";
  fail(caller, row, { code: code ?? "payment_intent_authentication_failure", message });
}

/** After authentication, where there was any. */
export function chargeCard(caller: Caller, row: IntentRow): void {
  const decline = row.method?.card?.acts.declineLater;
  if (decline) throw declined(caller, row, decline);
  succeed(caller, row);
}

/** A debit is under way: known in days, here in seconds. */
function debit(caller: Caller, row: IntentRow): void {
  const { wire, method } = row;
  if (!method) return;
  move(row, "processing");
  row.charge = newCharge(caller, wire, method, terms(row), { status: "pending" });
  wire.latest_charge = row.charge.wire.id;
  tellCharge(caller, "pending", row.charge);
  tell(caller, "payment_intent.processing", wire);
  foresee(caller, row, endingOf(method.scenario));
}

function foresee(caller: Caller, row: IntentRow, ending: Ending | undefined): void {
  if (!ending) return;
  const { attempt: during } = row;
  caller.world.schedule(ending.seconds, () => {
    const waits = ["processing", "requires_action"].includes(row.wire.status);
    if (waits && row.attempt === during) end(unprompted(caller), row, ending);
  });
}

/** The bank's or the customer's last word on what is under way. */
export function end(caller: Caller, row: IntentRow, ending: Ending): void {
  if (ending.outcome === "failed") {
    const code = ending.code ?? "payment_intent_payment_attempt_failed";
    fail(caller, row, { code, message: ending.message ?? "The payment failed." });
    if (ending.revokes) revokeMandate(caller, row.mandate);
    return;
  }
  succeed(caller, row);
  if (ending.disputed && row.charge) returnDebit(caller, row.charge);
}

function succeed(caller: Caller, row: IntentRow): void {
  const { wire, method } = row;
  if (!method) return;
  const manual = isManual(row);
  const before = row.charge?.wire.status === "pending" ? row.charge : undefined;
  const charge = before ?? newCharge(caller, wire, method, terms(row), { status: "succeeded" });
  charge.wire.status = "succeeded";
  charge.wire.paid = true;
  row.charge = charge;
  wire.latest_charge = charge.wire.id;
  move(row, manual ? "requires_capture" : "succeeded");
  record(caller, "authorization", charge.wire, wire.amount);
  remember(caller, row, method);
  if (manual) wire.amount_capturable = wire.amount;
  else wire.amount_received = wire.amount;
  tellCharge(caller, "succeeded", charge);
  if (manual) {
    tell(caller, "payment_intent.amount_capturable_updated", wire);
    expireInTime(caller, row, charge);
    return;
  }
  record(caller, "capture", charge.wire, wire.amount);
  disputeIfTest(caller, charge);
  warnIfTest(caller, charge);
  tell(caller, "payment_intent.succeeded", wire);
}

/** https://docs.stripe.com/payments/save-during-payment */
function remember(caller: Caller, row: IntentRow, method: MethodRow): void {
  const { customer, setup_future_usage } = row.wire;
  const usage = row.options["setup_future_usage"] ?? setup_future_usage;
  if (customer === null) method.spent = true;
  else if (usage !== null && usage !== "none") {
    method.setUp = true;
    method.mandate = row.mandate;
    if (method.wire.customer === null) attach(caller, method, customer);
  }
}

/** https://docs.stripe.com/api/radar/early_fraud_warnings/object */
export function warnIfTest(caller: Caller, { wire, method }: ChargeRow): void {
  if (!method.card?.acts.warned) return;
  const warning = {
    id: caller.world.nextId("issfr_1", 23),
    object: "radar.early_fraud_warning",
    actionable: true,
    charge: wire.id,
    created: unixTime(caller.world),
    fraud_type: "misc",
    livemode: false,
    payment_intent: wire.payment_intent,
  };
  tell(caller, "radar.early_fraud_warning.created", warning);
}

/** The issuer's or Radar's no: kept as a failed charge, told, and to be thrown by whoever answers a request. */
function declined(caller: Caller, row: IntentRow, decline: Decline): Refusal {
  const { method, wire } = row;
  if (method) {
    row.charge = newCharge(caller, wire, method, terms(row), { status: "failed", decline });
    wire.latest_charge = row.charge.wire.id;
  }
  const { blocked: _, ...said } = decline;
  const error = fail(caller, row, said);
  return new Refusal({ ...error, payment_intent: { ...wire } }, 402);
}

/** Back to where another method can be given. */
export function fail(
  caller: Caller,
  row: IntentRow,
  why: { readonly code: string; readonly message: string } & Omit<StripeError, "message">,
): StripeError {
  const { wire, method, charge } = row;
  const failed = charge && ["failed", "pending"].includes(charge.wire.status) ? charge : undefined;
  if (failed) {
    failed.wire.status = "failed";
    failed.wire.paid = false;
    failed.wire.captured = false;
    failed.wire.amount_captured = 0n;
    failed.wire.failure_code = why.code;
    failed.wire.failure_message = why.message;
  }
  const error = {
    ...(failed && { charge: failed.wire.id }),
    ...why,
    doc_url: documentation(why.code),
    ...(method && {
      payment_method: { ...method.wire },
      payment_method_type: method.wire.type,
    }),
    type: method?.card && failed ? ("card_error" as const) : ("invalid_request_error" as const),
  };
  move(row, "requires_payment_method");
  wire.last_payment_error = error;
  wire.payment_method = null;
  row.method = undefined;
  if (failed) tellCharge(caller, "failed", failed);
  tell(caller, "payment_intent.payment_failed", wire);
  return error;
}

/** Uncaptured money goes back after `capture_before`. https://docs.stripe.com/payments/place-a-hold-on-a-payment-method */
function expireInTime(caller: Caller, row: IntentRow, { captureBefore }: ChargeRow): void {
  if (captureBefore === undefined) return;
  caller.world.schedule(captureBefore - unixTime(caller.world), () => {
    if (row.wire.status === "requires_capture") expireHold(unprompted(caller), row);
  });
}
export function expireHold(caller: Caller, row: IntentRow): void {
  const { charge } = row;
  if (charge) tellCharge(caller, "expired", charge);
  release(caller, row, "automatic");
}

/** Gives back what is held and ends the intent. */
export function release(caller: Caller, row: IntentRow, reason: string | null): void {
  const { wire, charge } = row;
  const held = wire.amount_capturable;
  move(row, "canceled");
  wire.canceled_at = unixTime(caller.world);
  wire.cancellation_reason = reason;
  wire.amount_capturable = 0n;
  if (charge && held > 0n) {
    record(caller, "void", charge.wire, held);
    showRelease(caller, charge, held);
    tellCharge(caller, "refunded", charge);
  }
  tell(caller, "payment_intent.canceled", wire);
}

/**
 * Takes `amount` of what is held. The last capture gives the rest back, which Stripe shows as a refund unless
 * `final_capture` was said: https://docs.stripe.com/payments/flexible-features-migration
 */
export function capture(
  caller: Caller,
  row: IntentRow,
  amount: bigint,
  final: boolean | undefined,
): void {
  const { wire, charge } = row;
  if (!charge) return;
  const rest = wire.amount_capturable - amount;
  charge.wire.amount_captured += amount;
  charge.wire.captured = true;
  row.captures += 1;
  wire.amount_received += amount;
  wire.amount_capturable = final === false ? rest : 0n;
  record(caller, "capture", charge.wire, amount);
  if (final === false) {
    tellCharge(caller, "updated", charge, { captured: row.captures > 1 });
    tell(caller, "payment_intent.amount_capturable_updated", wire);
    return;
  }
  if (rest > 0n) {
    record(caller, "void", charge.wire, rest);
    if (final === undefined) showRelease(caller, charge, rest);
  }
  move(row, "succeeded");
  tellCharge(caller, "captured", charge);
  disputeIfTest(caller, charge);
  warnIfTest(caller, charge);
  tell(caller, "payment_intent.succeeded", wire);
}
