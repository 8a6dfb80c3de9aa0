/** What happens at Adyen without an API call: banks decide, time passes, cardholders dispute, reports are made. */
import { type Commands, type World, wholeAt } from "#simulate";
import { declined } from "./cards.ts";
import { findDispute, openDispute, requestInformation, resolve, returnDebit } from "./disputes.ts";
import { notify } from "./notifications.ts";
import {
  authorise,
  capturable,
  findPayment,
  type Payment,
  refuse,
  release,
  tell,
} from "./payments.ts";
import { merchantAccounts, nextReference } from "./wire.ts";

export const commands: Commands = {
  /** With `stage` "inquiry" the issuer only asks for information. */
  openDispute(fields, world) {
    const payment = findOne(world, fields["payment"]);
    const amount = wholeAt(fields, "amount") ?? payment.captured - payment.refunded;
    if (payment.captured === 0n) throw new Error(`payment ${payment.pspReference} is not captured`);
    const open = fields["stage"] === "inquiry" ? requestInformation : openDispute;
    return { dispute: open(world, payment, amount, fields["reason"] ?? "10.4").pspReference };
  },

  resolveDispute({ dispute: reference = "", outcome }, world) {
    const dispute = findDispute(world, reference);
    if (!dispute) throw new Error(`no dispute ${reference}`);
    if (outcome !== "won" && outcome !== "lost") throw new Error("outcome is won or lost");
    resolve(world, dispute, outcome);
    return { dispute: reference, payment: dispute.payment.pspReference };
  },

  /** A payment that waits is paid or not; one that was paid comes back from the bank. */
  settle({ payment: reference, outcome }, world) {
    const payment = findOne(world, reference);
    if (outcome !== "succeeded" && outcome !== "failed")
      throw new Error("outcome is succeeded or failed");
    const { pspReference, state, captured } = payment;
    const waits = state === "awaiting" || state === "received";
    if (waits && outcome === "succeeded") authorise(world, payment, payment.amount.value);
    else if (waits) refuse(world, payment, declined);
    else if (outcome === "failed" && captured > 0n) returnDebit(world, payment);
    else if (outcome === "failed") throw new Error(`payment ${pspReference} is ${state}`);
    return { payment: pspReference };
  },

  /** An authorisation that nobody captured, or an offer that no shopper took up. */
  expire({ payment: reference }, world) {
    const payment = findOne(world, reference);
    const { pspReference, state, amount } = payment;
    const held = state === "authorised" || state === "captured";
    const left = held ? capturable(payment) : amount.value;
    if (left > 0n) release(world, payment, "expired");
    if (payment.state !== "expired") throw new Error(`payment ${pspReference} is ${state}`);
    tell(world, payment, held ? "EXPIRE" : "OFFER_CLOSED", left);
    return { payment: pspReference };
  },

  /** The issuer tells of fraud; a chargeback may follow. `reason` is the scheme's code. */
  reportFraud({ payment: reference, reason = "6" }, world) {
    const {
      pspReference,
      merchantAccount,
      reference: own,
      amount,
      variant,
    } = findOne(world, reference);
    notify(world, {
      eventCode: "NOTIFICATION_OF_FRAUD",
      pspReference: nextReference(world),
      originalReference: pspReference,
      merchantAccountCode: merchantAccount,
      merchantReference: own,
      amount,
      success: true,
      paymentMethod: variant,
      additionalData: {
        nofReasonCode: reason,
        nofSchemeCode: variant,
        modificationMerchantReferences: "",
      },
    });
    return { payment: pspReference };
  },

  /** A report by its file's name. */
  publishReport({ name = "settlement_detail_report_batch_1.csv" }, world) {
    const account = merchantAccounts[0] ?? "";
    const reason = `${world.origin}/reports/download/MerchantAccount/${account}/${name}`;
    notify(world, {
      eventCode: "REPORT_AVAILABLE",
      pspReference: name,
      merchantAccountCode: account,
      merchantReference: "",
      amount: { value: 0n, currency: "EUR" },
      success: true,
      reason,
    });
    return { report: name };
  },
};

/** By Adyen's reference, or by the merchant's: a shopper who is sent away has no other yet. */
function findOne(world: World, reference = ""): Payment {
  const payment =
    findPayment(world, reference) ??
    [...world.table<Payment>("payments").values()].findLast((one) => one.reference === reference);
  if (!payment) throw new Error(`no payment ${reference}`);
  return payment;
}
