/** Payments as Adyen keeps them: their states, what moves, and what the merchant is told. */
import { allowed, type Transitions, type World } from "#simulate";
import type { Card, Refusal } from "./cards.ts";
import { disputeAsAsked } from "./disputes.ts";
import { record } from "./ledger.ts";
import { notify } from "./notifications.ts";
import { storeFrom } from "./tokens.ts";
import type { Amount } from "./wire.ts";

export type PaymentState =
  /** The shopper must act, here or elsewhere. */
  | "awaiting"
  /** Received; the result comes by webhook. */
  | "received"
  /** The 3D Secure authentication is over and nothing more was asked for. */
  | "authenticated"
  | "authorised"
  /** Some or all of it is captured. */
  | "captured"
  | "refused"
  | "cancelled"
  | "expired";

export interface Payment {
  readonly pspReference: string;
  readonly reference: string;
  readonly merchantAccount: string;
  readonly amount: Amount;
  /** `paymentMethod.type`. */
  readonly method: string;
  /** As webhooks name the method: a card's scheme. */
  readonly variant: string;
  readonly card: Card | undefined;
  /** Names of test scenarios, such as `capture failed`. */
  readonly holderName: string;
  readonly returnUrl: string;
  readonly createdAt: Date;
  /** As webhooks give it back, under `metadata.` names. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly shopperReference: string | undefined;
  readonly capture: "manual" | { readonly afterHours: number };
  readonly separateCapture: boolean;
  readonly preAuthorisation: boolean;
  readonly partialAllowed: boolean;
  readonly authenticationOnly: boolean;
  /** Whether it keeps the method for the shopper, once it is authorised. */
  readonly stores: boolean;
  readonly iban: string | undefined;
  /** What the issuer will say. */
  readonly verdict: "approve" | "pending" | Refusal;
  state: PaymentState;
  /** All that is held for the merchant or was captured; changes with an adjustment. */
  authorised: bigint;
  /** What the issuer gave, where that was less than was asked. */
  partial: bigint | undefined;
  captured: bigint;
  refunded: bigint;
  refusal: Refusal | undefined;
  additionalData: Readonly<Record<string, string>>;
}

/** https://docs.adyen.com/account/payments-lifecycle */
const paymentStates: Transitions<PaymentState> = {
  awaiting: ["received", "authenticated", "authorised", "refused", "cancelled", "expired"],
  received: ["authorised", "refused", "expired"],
  authenticated: [],
  authorised: ["captured", "cancelled", "expired"],
  captured: ["captured", "expired"],
  refused: [],
  cancelled: [],
  expired: [],
};
export function move(payment: Payment, state: PaymentState): boolean {
  if (!allowed(paymentStates, payment.state, state)) return false;
  payment.state = state;
  return true;
}

/** A merchant's own payment by Adyen's reference. */
export function findPayment(world: World, reference: string | undefined, merchantAccount?: string) {
  const payment = world.table<Payment>("payments").get(reference ?? "");
  return merchantAccount === undefined || payment?.merchantAccount === merchantAccount
    ? payment
    : undefined;
}
export const keepPayment = (world: World, payment: Payment): void =>
  void world.table<Payment>("payments").set(payment.pspReference, payment);

/** Lets the issuer decide; a payment that is over already stays as it is. */
export function decide(world: World, payment: Payment) {
  const { verdict, amount } = payment;
  if (verdict === "approve") return authorise(world, payment, amount.value);
  if (verdict === "pending") return void move(payment, "received");
  if (verdict.code === "12" && payment.partialAllowed && amount.value > 1n)
    return authorise(world, payment, amount.value / 2n);
  refuse(world, payment, verdict);
}

export function authorise(world: World, payment: Payment, value: bigint) {
  if (!move(payment, "authorised")) return;
  payment.authorised = value;
  if (value < payment.amount.value) payment.partial = value;
  record(world, payment, "authorization", value);
  if (payment.stores)
    payment.additionalData = { ...payment.additionalData, ...storeFrom(world, payment) };
  tellAuthorisation(world, payment);
  if (!payment.separateCapture) return captureItself(world, payment);
  if (payment.capture === "manual") return;
  const { afterHours } = payment.capture;
  if (afterHours === 0) return captureItself(world, payment);
  world.schedule(afterHours * 3600, () => captureItself(world, payment));
}

/** Automatic captures are told by no webhook, https://docs.adyen.com/online-payments/capture. */
function captureItself(world: World, payment: Payment) {
  const value = capturable(payment);
  if (value > 0n && payment.state === "authorised") take(world, payment, value);
}

export function refuse(world: World, payment: Payment, refusal: Refusal): void {
  const state = refusal.resultCode === "Cancelled" ? "cancelled" : "refused";
  if (!move(payment, state)) return;
  payment.refusal = refusal;
  const { authCode: _, ...known } = payment.additionalData;
  payment.additionalData = { ...known, refusalReasonRaw: refusal.raw ?? "DECLINED" };
  tellAuthorisation(world, payment);
}

export const capturable = ({ authorised, captured }: Payment): bigint => authorised - captured;

/** Captures are not undone by the scheme unless the test scenario says so: then nothing moves. */
export const captureFails = ({ holderName }: Payment): boolean =>
  /^capture failed$/i.test(holderName);
export const refundFails = ({ holderName }: Payment): boolean =>
  /^refund failed$/i.test(holderName);

export function take(world: World, payment: Payment, value: bigint): void {
  move(payment, "captured");
  payment.captured += value;
  if (!captureFails(payment)) record(world, payment, "capture", value);
  disputeAsAsked(world, payment);
}
export function giveBack(world: World, payment: Payment, value: bigint): void {
  payment.refunded += value;
  if (!refundFails(payment)) record(world, payment, "refund", value);
}
/** Releases all that is held and not captured. */
export function release(world: World, payment: Payment, state: "cancelled" | "expired"): bigint {
  const value = capturable(payment);
  if (!move(payment, state)) return 0n;
  payment.authorised -= value;
  record(world, payment, "void", value);
  return value;
}

/** Webhooks lack some of what answers hold, https://docs.adyen.com/api-explorer/Webhooks/1/post/AUTHORISATION. */
const onlyInAnswers = { cardHolderName: undefined, "threeds2.cardEnrolled": undefined };

function tellAuthorisation(world: World, payment: Payment): void {
  const { pspReference, reference, merchantAccount, amount, card, refusal } = payment;
  const authCode = payment.additionalData["authCode"] ?? "";
  const value = refusal ? amount.value : payment.authorised;
  notify(world, {
    eventCode: "AUTHORISATION",
    pspReference,
    merchantAccountCode: merchantAccount,
    merchantReference: reference,
    amount: { ...amount, value },
    success: refusal === undefined,
    paymentMethod: payment.variant,
    reason: refusal
      ? refusal.reason
      : card &&
        `${authCode}:${card.lastFour}:${card.expiryMonth.padStart(2, "0")}/${card.expiryYear}`,
    operations: refusal
      ? []
      : payment.separateCapture
        ? ["CANCEL", "CAPTURE", "REFUND"]
        : ["REFUND"],
    additionalData: refusal
      ? { ...payment.metadata, refusalReasonRaw: payment.additionalData["refusalReasonRaw"] }
      : { ...payment.metadata, ...payment.additionalData, ...onlyInAnswers },
  });
}

/** What is told of a payment that nobody asked for: `EXPIRE`, `OFFER_CLOSED`. */
export function tell(
  world: World,
  payment: Payment,
  eventCode: "EXPIRE" | "OFFER_CLOSED",
  value: bigint,
): void {
  const { pspReference, reference, merchantAccount, amount, variant } = payment;
  notify(world, {
    eventCode,
    pspReference,
    merchantAccountCode: merchantAccount,
    merchantReference: reference,
    amount: { ...amount, value },
    success: true,
    paymentMethod: variant,
  });
}
