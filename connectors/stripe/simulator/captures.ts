/** What is done with held money: taken, in one or several parts, raised, or given back. */
import { at, type Handler, textAt, wholeAt } from "#simulate";
import { genericDecline } from "./cards.ts";
import { type ChargeRow, checkedAmount, record, tellCharge } from "./charges.ts";
import { intentStates, refused, statusesBefore, unexpected } from "./intents.ts";
import { close, type PaymentIntent, type PaymentRow, paymentAt, release } from "./payments.ts";
import { type Call, type Caller, invalid, mergedMetadata, Refusal, route, tell } from "./wire.ts";

/** https://docs.stripe.com/payments/multicapture, https://docs.stripe.com/payments/overcapture */
function capture(call: Call): PaymentIntent {
  const row = paymentAt(call);
  const { wire, charge: held } = row;
  if (wire.status === "succeeded" && row.captures > 0)
    throw unexpected(
      row,
      "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released.",
    );
  if (wire.status !== "requires_capture" || !held)
    throw unexpected(
      row,
      `This PaymentIntent could not be captured because it has a status of ${wire.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  const asked = textAt(call.body, "amount_to_capture") !== undefined;
  const amount = asked ? wholeAt(call.body, "amount_to_capture") : wire.amount_capturable;
  if (amount === undefined || amount < 1n)
    throw invalid("amount_to_capture", "Invalid positive integer", "parameter_invalid_integer");
  const card = (path: string) => at(held.wire.payment_method_details, `card.${path}`);
  const over = amount - wire.amount_capturable;
  const most = wholeAt({ most: card("overcapture.maximum_amount_capturable") }, "most") ?? 0n;
  if (over > 0n && (row.captures > 0 || amount > most))
    throw refused(row, {
      code: "amount_too_large",
      message:
        "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.",
    });
  const said = textAt(call.body, "final_capture");
  if (said === "false" && card("multicapture.status") !== "available")
    throw refused(row, {
      code: "payment_intent_invalid_parameter",
      message: "`final_capture` can be false only where multicapture is available.",
      param: "final_capture",
    });
  if (said === "false" && over >= 0n)
    throw refused(row, {
      message: "can't set final_capture as false when fully capturing a payment intent.",
    });
  wire.metadata = mergedMetadata(wire.metadata, call.body);
  if (over > 0n) record(call, "authorization", held.wire, over);
  take(call, row, held, amount, said !== "false");
  return wire;
}

/** The last capture gives the rest back. */
function take(
  caller: Caller,
  row: PaymentRow,
  held: ChargeRow,
  amount: bigint,
  isFinal: boolean,
): void {
  const { wire } = row;
  const rest = wire.amount_capturable - amount;
  held.wire.amount_captured += amount;
  row.captures += 1;
  wire.amount_received += amount;
  wire.amount_capturable = rest > 0n ? rest : 0n;
  record(caller, "capture", held.wire, amount);
  if (isFinal) close(caller, row, held);
  else {
    tellCharge(caller, "updated", held, { amount_captured: held.wire.amount_captured - amount });
    tell(caller, "payment_intent.amount_capturable_updated", wire);
  }
}

const cancelReasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"];
function cancel(call: Call): PaymentIntent {
  const row = paymentAt(call);
  const { wire } = row;
  const reason = textAt(call.body, "cancellation_reason") ?? null;
  if (!intentStates[wire.status].includes("canceled"))
    throw unexpected(
      row,
      `You cannot cancel this PaymentIntent because it has a status of ${wire.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${statusesBefore("canceled")}.`,
    );
  if (reason !== null && !cancelReasons.includes(reason))
    throw invalid("cancellation_reason", `Must be one of ${cancelReasons.join(", ")}`);
  release(call, row, reason);
  return wire;
}

/** https://docs.stripe.com/payments/incremental-authorization */
function increment(call: Call): PaymentIntent {
  const row = paymentAt(call);
  const { wire, charge: held } = row;
  const amount = checkedAmount(call.body, wire.currency);
  if (wire.status !== "requires_capture" || !held || row.captures > 0)
    throw unexpected(row, "Only what is held and wholly uncaptured can be incremented.");
  const details = held.wire.payment_method_details;
  if (textAt(details, "card.incremental_authorization.status") !== "available")
    throw refused(row, {
      code: "payment_intent_invalid_parameter",
      message: "This PaymentIntent is not eligible for incremental authorization.",
    });
  if (amount <= wire.amount) throw invalid("amount", `Must be greater than ${wire.amount}.`);
  if (row.increments === 10)
    throw new Refusal({ type: "card_error", ...genericDecline, payment_intent: { ...wire } }, 402);
  row.increments += 1;
  record(call, "authorization", held.wire, amount - wire.amount);
  held.wire.amount = amount;
  Object.assign(wire, { amount, amount_capturable: amount });
  tell(call, "payment_intent.amount_capturable_updated", wire);
  return wire;
}

export const captureRoutes = {
  "POST /v1/payment_intents/:id/capture": route(
    "amount_details amount_to_capture application_fee_amount expand final_capture hooks metadata payment_details statement_descriptor statement_descriptor_suffix transfer_data",
    capture,
  ),
  "POST /v1/payment_intents/:id/cancel": route("cancellation_reason expand", cancel),
  "POST /v1/payment_intents/:id/increment_authorization": route(
    "amount amount_details application_fee_amount description expand hooks metadata payment_details statement_descriptor transfer_data",
    increment,
  ),
} satisfies Record<string, Handler>;
