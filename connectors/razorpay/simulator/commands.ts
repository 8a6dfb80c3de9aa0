/** What happens at Razorpay without a call of the merchant's: customers decide, banks answer, time runs out. */
import { type Commands, type World, wholeAt } from "#simulate";
import { approve, fail } from "./authentication.ts";
import { timedOut } from "./banks.ts";
import { type Dispute, findDispute, moveDispute, openDispute, phases } from "./disputes.ts";
import { findPayment, type Payment } from "./payments.ts";
import { awaitConfirmation, closeRefund, findRefund, returnUncaptured } from "./refunds.ts";
import { findToken, moveToken } from "./tokens.ts";

type Fields = Readonly<Record<string, string>>;

export const commands: Commands = {
  openDispute(fields, world) {
    const payment = paymentOf(fields, world);
    if (!payment.captured) throw new Error(`${payment.id} is ${payment.status}, not captured`);
    const amount = fields["amount"] === undefined ? payment.amount : wholeAt(fields, "amount");
    if (amount === undefined || amount <= 0n || amount > payment.amount)
      throw new Error(`the amount is from 1 to ${payment.amount} minor units`);
    const phase = fields["phase"] === undefined ? "chargeback" : oneOf(fields, "phase", phases);
    const dispute = openDispute(world, payment, {
      amount,
      reason: fields["reason"] ?? phase,
      phase,
    });
    return { dispute: dispute.id, payment: payment.id };
  },

  resolveDispute(fields, world) {
    const outcome = oneOf(fields, "outcome", ["won", "lost", "closed"]);
    return moved(world, disputeOf(fields, world), outcome);
  },

  /** The bank wants better evidence: the dispute is open again. */
  requestEvidence: (fields, world) => moved(world, disputeOf(fields, world), "open"),

  /** What the customer or the bank says of a payment, also after it was believed to have failed. */
  settle(fields, world) {
    const payment = paymentOf(fields, world);
    const succeeded = oneOf(fields, "outcome", ["succeeded", "failed"]) === "succeeded";
    if (succeeded ? approve(world, payment) : fail(world, payment, payment.decline))
      return { payment: payment.id };
    throw new Error(`${payment.id} is ${payment.status}: nothing is left to settle`);
  },

  /** Nobody finished the payment in time, or nobody captured it. */
  expire(fields, world) {
    const payment = paymentOf(fields, world);
    if (fail(world, payment, timedOut) || returnUncaptured(world, payment))
      return { payment: payment.id };
    throw new Error(`${payment.id} is ${payment.status}: it does not expire`);
  },

  /** `awaited: "true"`: from now on refunds stay pending until `settleRefund`; "false" ends it. */
  awaitRefunds(fields, world) {
    awaitConfirmation(world, oneOf(fields, "awaited", ["true", "false"]) === "true");
    return {};
  },

  settleRefund(fields, world) {
    const refund = findRefund(world, fields["refund"]);
    if (!refund) throw new Error(`there is no refund ${fields["refund"]}`);
    const outcome = oneOf(fields, "outcome", ["succeeded", "failed"]);
    if (closeRefund(world, refund, outcome === "succeeded" ? "processed" : "failed"))
      return { refund: refund.id, payment: refund.payment.id };
    throw new Error(`${refund.id} is ${refund.status}: nothing is left to settle`);
  },

  /** The customer pauses, resumes or cancels a mandate in their app. */
  changeMandate(fields, world) {
    const token = findToken(world, fields["token"]);
    if (!token) throw new Error(`there is no token ${fields["token"]}`);
    const status = oneOf(fields, "status", ["paused", "confirmed", "cancelled"]);
    if (moveToken(world, token, status)) return { token: token.id };
    throw new Error(`${token.id} is ${token.status} and cannot become ${status}`);
  },
};

function paymentOf(fields: Fields, world: World): Payment {
  const payment = findPayment(world, fields["payment"]);
  if (payment) return payment;
  throw new Error(`there is no payment ${fields["payment"]}`);
}

function disputeOf(fields: Fields, world: World): Dispute {
  const dispute = findDispute(world, fields["dispute"]);
  if (dispute) return dispute;
  throw new Error(`there is no dispute ${fields["dispute"]}`);
}

function moved(world: World, dispute: Dispute, status: "won" | "lost" | "closed" | "open") {
  if (moveDispute(world, dispute, status))
    return { dispute: dispute.id, payment: dispute.payment.id };
  throw new Error(`${dispute.id} is ${dispute.status} and cannot become ${status}`);
}

function oneOf<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === fields[name]);
  if (word !== undefined) return word;
  throw new Error(`${name} is one of ${words.join(", ")}`);
}
