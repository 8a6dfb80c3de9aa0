/** Payment intents: what is asked for, held, taken, given back, and told. */
import { at, type Handler, textAt, wholeAt } from "#simulate";
import type { Decline } from "./cards.ts";
import {
  type ChargeRow,
  checkedAmount,
  newCharge,
  record,
  showWarning,
  tellCharge,
} from "./charges.ts";
import { disputeIfTest, returnDebit } from "./disputes.ts";
import {
  attempt,
  begin,
  confirmedWith,
  fail,
  type Intent,
  type IntentRow,
  intentAt,
  methodsListed,
  move,
  newAttempts,
  prepare,
  refused,
  secretOf,
  verify,
} from "./intents.ts";
import { revokeMandate } from "./mandates.ts";
import {
  allowsManualCapture,
  checkCurrency,
  type Ending,
  endingOf,
  endingOfDisplay,
  methodOf,
  methodsFor,
} from "./methods.ts";
import { search } from "./search.ts";
import { attach, type MethodRow, methodParameters } from "./vault.ts";
import {
  all,
  type Call,
  type Caller,
  fields,
  invalid,
  list,
  missing,
  nulls,
  Refusal,
  recordAt,
  route,
  tell,
  unixTime,
  unprompted,
} from "./wire.ts";

/** https://docs.stripe.com/api/payment_intents/object */
export type PaymentIntent = Intent & {
  readonly created: number;
  readonly currency: string;
  amount: bigint;
  amount_capturable: bigint;
  amount_received: bigint;
  canceled_at: number | null;
  capture_method: string;
  latest_charge: string | null;
  setup_future_usage: string | null;
};
export interface PaymentRow extends IntentRow {
  readonly wire: PaymentIntent;
  charge: ChargeRow | undefined;
  increments: number;
  captures: number;
}

function draft(call: Call): PaymentRow {
  const { account, body, world } = call;
  const currency = textAt(body, "currency");
  if (currency === undefined) throw missing("currency");
  if (!/^[a-z]{3}$/.test(currency))
    throw invalid("currency", `Invalid currency: ${currency}. Use three lower-case letters.`);
  const amount = checkedAmount(body, currency);
  const { listed, automatic } = methodsListed(call);
  for (const type of listed) checkCurrency(type, currency);
  const id = world.nextId("pi_3", 23);
  const wire: PaymentIntent = {
    ...nulls(
      "application customer_account excluded_payment_method_types last_payment_error managed_payments payment_method_configuration_details payment_record processing review source transfer_data",
    ),
    ...fields(
      body,
      "description on_behalf_of receipt_email statement_descriptor statement_descriptor_suffix transfer_group",
    ),
    id,
    object: "payment_intent",
    allowed_payment_method_types: listed.length > 0 ? listed : null,
    amount,
    amount_capturable: 0n,
    amount_details: { tip: {} },
    amount_received: 0n,
    application_fee_amount: wholeAt(body, "application_fee_amount") ?? null,
    automatic_payment_methods: automatic,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: captureMethodAt(body) ?? "automatic_async",
    client_secret: secretOf(world, id),
    confirmation_method: textAt(body, "confirmation_method") ?? "automatic",
    created: unixTime(world),
    currency,
    customer: textAt(body, "customer") ?? null,
    latest_charge: null,
    livemode: false,
    metadata: recordAt(body, "metadata"),
    next_action: null,
    payment_method: null,
    payment_method_options: {},
    payment_method_types: listed.length > 0 ? listed : methodsFor(currency),
    setup_future_usage: textAt(body, "setup_future_usage") || null,
    shipping: at(body, "shipping") ?? null,
    status: "requires_payment_method",
  };
  const row: PaymentRow = {
    account,
    wire,
    redirects: automatic?.allow_redirects === "always",
    ...newAttempts(),
    charge: undefined,
    increments: 0,
    captures: 0,
    finish: (caller) => finish(caller, row),
    decline: (caller, decline) => declined(caller, row, decline),
  };
  return row;
}

function captureMethodAt(body: unknown): string | undefined {
  const method = textAt(body, "capture_method");
  if (method === undefined || ["automatic", "automatic_async", "manual"].includes(method))
    return method;
  throw invalid("capture_method", "Must be one of automatic, automatic_async, or manual");
}

/** What a payment's confirmation says beyond a setup's. */
function ready(call: Call, row: PaymentRow, method: MethodRow): void {
  const { body } = call;
  const { wire } = row;
  const { type } = method.wire;
  checkCurrency(type, wire.currency);
  const own = (name: string) => textAt(body, `payment_method_options.${type}.${name}`);
  const captureMethod = captureMethodAt(body) ?? wire.capture_method;
  if ((own("capture_method") || captureMethod) === "manual" && !allowsManualCapture(type))
    throw refused(row, {
      code: "payment_intent_invalid_parameter",
      message: `The payment method ${type} does not support manual capture.`,
      param: "capture_method",
    });
  if (type === "customer_balance" && wire.customer === null) throw missing("customer");
  if (type === "blik") checkBlik(row, own("code"), method);
  const usage = textAt(body, "setup_future_usage") ?? wire.setup_future_usage;
  const { amount, currency } = wire;
  prepare(call, row, method, usage ? undefined : { amount, currency });
  wire.capture_method = captureMethod;
  wire.setup_future_usage = usage || null;
}

/** https://docs.stripe.com/payments/blik/accept-a-payment */
function checkBlik(row: PaymentRow, code: string | undefined, { wire }: MethodRow): void {
  const email = textAt(wire.billing_details, "email") ?? "";
  if (/^\d{6}$/.test(code ?? "") && !/(invalid|expired)_code@/.test(email)) return;
  throw refused(row, {
    code: code === undefined ? "parameter_missing" : "payment_method_invalid_parameter",
    message: "The BLIK code is invalid or has expired.",
    param: "payment_method_options[blik][code]",
  });
}

/** Nothing more is asked of the customer: a debit is under way, anything else is decided. */
function finish(caller: Caller, row: PaymentRow): void {
  const { method, wire } = row;
  if (!method) return;
  const decline = method.card?.acts.declineLater;
  if (decline) throw row.decline(caller, decline);
  if (methodOf(method.wire.type)?.flow !== "debit") {
    succeed(caller, row);
    return;
  }
  move(row, "processing");
  charge(caller, row, method, { status: "pending" });
  tell(caller, "payment_intent.processing", wire);
  foresee(caller, row, endingOf(method.scenario));
}

type Result = Parameters<typeof newCharge>[4];
function charge(caller: Caller, row: PaymentRow, method: MethodRow, result: Result): ChargeRow {
  const terms = { ...row, manual: isManual(row) };
  row.charge = newCharge(caller, row.wire, method, terms, result);
  row.wire.latest_charge = row.charge.wire.id;
  if (result.status === "pending") tellCharge(caller, "pending", row.charge);
  return row.charge;
}
const isManual = ({ wire, options }: PaymentRow): boolean =>
  (options["capture_method"] || wire.capture_method) === "manual";

function declined(caller: Caller, row: PaymentRow, decline: Decline): Refusal {
  const { blocked: _, ...why } = decline;
  if (row.method) charge(caller, row, row.method, { status: "failed", decline });
  const error = failPayment(caller, row, { type: "card_error", ...why });
  return new Refusal({ ...error, payment_intent: { ...row.wire } }, 402);
}

/** Also of what was under way, whose charge has failed then. */
function failPayment(caller: Caller, row: PaymentRow, why: Parameters<typeof fail>[2]) {
  const failed = row.charge?.wire.status === "succeeded" ? undefined : row.charge;
  if (!failed) return fail(caller, row, why);
  const { code: failure_code, message: failure_message } = why;
  const nothing = { status: "failed", paid: false, captured: false, amount_captured: 0n } as const;
  Object.assign(failed.wire, nothing, { failure_code, failure_message });
  row.charge = undefined;
  tellCharge(caller, "failed", failed);
  return fail(caller, row, { charge: failed.wire.id, ...why });
}

function foresee(caller: Caller, row: PaymentRow, ending: Ending | undefined): void {
  if (!ending) return;
  const { attempt: during } = row;
  caller.world.schedule(ending.seconds, () => {
    const waits = ["processing", "requires_action"].includes(row.wire.status);
    if (waits && row.attempt === during) end(unprompted(caller), row, ending);
  });
}

/** The bank's or the customer's last word on what is under way. */
export function end(caller: Caller, row: PaymentRow, ending: Ending): void {
  if (ending.outcome === "failed") {
    const { code = "payment_intent_payment_attempt_failed" } = ending;
    failPayment(caller, row, { code, message: "The payment failed." });
    if (ending.revokes) revokeMandate(caller, row.mandate);
    return;
  }
  succeed(caller, row);
  if (ending.disputed && row.charge) returnDebit(caller, row.charge);
}

function succeed(caller: Caller, row: PaymentRow): void {
  const { wire, method } = row;
  if (!method) return;
  const manual = isManual(row);
  const pending = row.charge?.wire.status === "pending" ? row.charge : undefined;
  const paid = pending ?? charge(caller, row, method, { status: "succeeded" });
  Object.assign(paid.wire, { status: "succeeded", paid: true });
  move(row, manual ? "requires_capture" : "succeeded");
  record(caller, "authorization", paid.wire, wire.amount);
  remember(caller, row, method);
  if (manual) wire.amount_capturable = wire.amount;
  else wire.amount_received = wire.amount;
  tellCharge(caller, "succeeded", paid);
  if (!manual) {
    record(caller, "capture", paid.wire, wire.amount);
    celebrate(caller, wire, paid);
    return;
  }
  tell(caller, "payment_intent.amount_capturable_updated", wire);
  if (paid.captureBefore !== undefined)
    caller.world.schedule(paid.captureBefore - wire.created, () => {
      if (wire.status === "requires_capture") expirePayment(unprompted(caller), row);
    });
}
function celebrate(caller: Caller, wire: PaymentIntent, paid: ChargeRow): void {
  disputeIfTest(caller, paid);
  showWarning(caller, paid);
  tell(caller, "payment_intent.succeeded", wire);
}

/** https://docs.stripe.com/payments/save-during-payment */
function remember(caller: Caller, { wire, options, mandate }: PaymentRow, method: MethodRow): void {
  const usage = options["setup_future_usage"] ?? wire.setup_future_usage;
  if (wire.customer === null) method.spent = true;
  else if (usage !== null && usage !== "none") {
    Object.assign(method, { setUp: true, mandate });
    if (method.wire.customer === null) attach(caller, method, wire.customer);
  }
}

/** Held money goes back after `capture_before`; what nobody paid is left. */
export function expirePayment(caller: Caller, row: PaymentRow): boolean {
  const { charge: held, wire } = row;
  if (wire.status === "requires_action") {
    const code = "payment_intent_payment_attempt_expired";
    failPayment(caller, row, { code, message: "The payment attempt expired." });
    return true;
  }
  if (wire.status !== "requires_capture" || !held) return false;
  if (row.captures > 0) close(caller, row, held);
  else {
    tellCharge(caller, "expired", held);
    release(caller, row, "expired");
  }
  return true;
}
/** No more is taken, and what is left of the hold goes back. https://docs.stripe.com/payments/multicapture#final-capture */
export function close(caller: Caller, row: PaymentRow, held: ChargeRow): void {
  const { wire } = row;
  record(caller, "void", held.wire, wire.amount_capturable);
  wire.amount_capturable = 0n;
  held.wire.captured = true;
  move(row, "succeeded");
  tellCharge(caller, "captured", held);
  celebrate(caller, wire, held);
}

/** Gives back what is held and ends the intent: as of 2025-03-31.basil without a refund that would show it. */
export function release(caller: Caller, row: PaymentRow, reason: string | null): void {
  const { wire, charge: held } = row;
  if (held) record(caller, "void", held.wire, wire.amount_capturable);
  move(row, "canceled");
  wire.canceled_at = unixTime(caller.world);
  wire.cancellation_reason = reason;
  wire.amount_capturable = 0n;
  tell(caller, "payment_intent.canceled", wire);
}

export const paymentAt = (call: Call) =>
  intentAt<PaymentRow>(call, "payment_intents", "payment_intent");
const confirmParameters =
  "allowed_payment_method_types amount_details amount_to_confirm capture_method client_secret confirmation_token error_on_requires_action excluded_payment_method_types expand hooks mandate mandate_data off_session payment_details payment_method payment_method_data payment_method_options payment_method_types radar_options receipt_email return_url setup_future_usage shipping use_stripe_sdk";
const nested = {
  ...methodParameters("payment_method_data"),
  "payment_method_options.card":
    "capture_method cvc_token installments mandate_options moto network request_extended_authorization request_incremental_authorization request_multicapture request_overcapture request_three_d_secure require_cvc_recollection setup_credential_usage setup_future_usage statement_descriptor_suffix_kana statement_descriptor_suffix_kanji stored_credential_usage three_d_secure",
  "payment_method_options.card.three_d_secure":
    "ares_trans_status cryptogram electronic_commerce_indicator exemption_indicator network_options requestor_challenge_indicator transaction_id version",
};

function start(call: Call): Intent {
  const row = draft(call);
  const wire = begin(call, row, (method) => ready(call, row, method));
  watch(call, row);
  return wire;
}
function confirm(call: Call): Intent {
  const row = paymentAt(call);
  const { wire } = row;
  // Authenticated already, and confirmed again as `confirmation_method: manual` wants it.
  const done = wire.status === "requires_confirmation" && row.threeDSecure;
  const method = confirmedWith(call, row);
  if (done && method === row.method) row.finish(call);
  else {
    ready(call, row, method);
    attempt(call, row);
    watch(call, row);
  }
  return wire;
}
/** A voucher, a code or an app's request ends without a page. */
function watch(caller: Caller, row: PaymentRow): void {
  const { type, billing_details } = row.method?.wire ?? {};
  const flow = methodOf(type ?? "")?.flow;
  if (type && row.wire.status === "requires_action" && (flow === "display" || flow === "app"))
    foresee(caller, row, endingOfDisplay(type, billing_details));
}

export const paymentRoutes = {
  "POST /v1/payment_intents": route(
    {
      ...nested,
      "": `${confirmParameters} amount application_fee_amount automatic_payment_methods confirm confirmation_method currency customer customer_account description metadata on_behalf_of payment_method_configuration statement_descriptor statement_descriptor_suffix transfer_data transfer_group`,
    },
    start,
  ),
  "GET /v1/payment_intents": route(
    "created customer customer_account ending_before expand limit starting_after",
    (call) => {
      const { customer } = call.query;
      const rows = all<PaymentRow>(call, "payment_intents").filter(
        ({ wire }) => customer === undefined || wire.customer === customer,
      );
      return list(call, "/v1/payment_intents", rows);
    },
  ),
  "GET /v1/payment_intents/search": route("expand limit page query", (call) =>
    search(call, all<PaymentRow>(call, "payment_intents")),
  ),
  "GET /v1/payment_intents/:id": route("client_secret expand", (call) => paymentAt(call).wire),
  "POST /v1/payment_intents/:id/confirm": route({ ...nested, "": confirmParameters }, confirm),
  "POST /v1/payment_intents/:id/verify_microdeposits": route(
    "amounts client_secret descriptor_code expand",
    (call) => verify(call, paymentAt(call)),
  ),
} satisfies Record<string, Handler>;
