/** The requests about payments: create, confirm, capture, cancel, increment, verify, look up. */
import { at, type Handler, textAt, wholeAt } from "#simulate";
import { genericDecline } from "./cards.ts";
import { isMovable, record } from "./charges.ts";
import {
  approve,
  attempt,
  capture,
  chargeCard,
  type IntentRow,
  intentStates,
  type PaymentIntent,
  release,
  statusesBefore,
} from "./intents.ts";
import { newMandate } from "./mandates.ts";
import { allowsManualCapture, checkCurrency, isMethod, methodOf, methodsFor } from "./methods.ts";
import { search } from "./search.ts";
import {
  customerFor,
  type MethodRow,
  makeMethod,
  methodFor,
  methodParameters,
  spent,
} from "./vault.ts";
import {
  all,
  type Call,
  find,
  invalid,
  keep,
  list,
  mergedMetadata,
  missing,
  Refusal,
  recordAt,
  route,
  tell,
  unixTime,
  unknown,
} from "./wire.ts";

const confirmParameters =
  "allowed_payment_method_types amount_details amount_to_confirm capture_method client_secret confirmation_token error_on_requires_action excluded_payment_method_types expand hooks mandate mandate_data off_session payment_details payment_method payment_method_data payment_method_options payment_method_types radar_options receipt_email return_url setup_future_usage shipping use_stripe_sdk";
const createParameters = `${confirmParameters} amount application_fee_amount automatic_payment_methods confirm confirmation_method currency customer customer_account description metadata on_behalf_of payment_method_configuration statement_descriptor statement_descriptor_suffix transfer_data transfer_group`;
const nested = {
  ...methodParameters("payment_method_data"),
  "payment_method_options.card":
    "capture_method cvc_token installments mandate_options moto network request_extended_authorization request_incremental_authorization request_multicapture request_overcapture request_three_d_secure require_cvc_recollection setup_credential_usage setup_future_usage statement_descriptor_suffix_kana statement_descriptor_suffix_kanji stored_credential_usage three_d_secure",
};

/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const minimums: Readonly<Record<string, bigint>> = {
  usd: 50n,
  aed: 200n,
  aud: 50n,
  brl: 50n,
  cad: 50n,
  chf: 50n,
  czk: 1500n,
  dkk: 250n,
  eur: 50n,
  gbp: 30n,
  hkd: 400n,
  huf: 17500n,
  inr: 50n,
  jpy: 50n,
  mxn: 1000n,
  myr: 200n,
  nok: 300n,
  nzd: 50n,
  pln: 200n,
  ron: 200n,
  sek: 300n,
  sgd: 50n,
  thb: 1000n,
};

function amountAt(body: unknown, name: string, currency: string): bigint {
  const text = textAt(body, name);
  if (text === undefined) throw missing(name);
  const amount = wholeAt(body, name);
  if (amount === undefined || amount < 1n)
    throw invalid(name, `Invalid positive integer: ${text}`, "parameter_invalid_integer");
  if (amount > 99_999_999n && currency !== "idr")
    throw invalid(name, "Amount must be no more than 999,999.99", "amount_too_large");
  if (amount < (minimums[currency] ?? 1n))
    throw invalid(
      name,
      `Amount must be at least ${minimums[currency]} in the smallest unit of ${currency}`,
      "amount_too_small",
    );
  if (!isMovable(amount, currency))
    throw invalid(
      name,
      `Invalid amount for ${currency}: it has no such fraction`,
      "invalid_charge_amount",
    );
  return amount;
}

const flag = (body: unknown, name: string): boolean => textAt(body, name) === "true";

/** As yet unkept: what is refused before it begins leaves nothing behind. */
function draft(call: Call): IntentRow {
  const { body, world } = call;
  const currency = textAt(body, "currency");
  if (currency === undefined) throw missing("currency");
  if (!/^[a-z]{3}$/.test(currency))
    throw invalid(
      "currency",
      `Invalid currency: ${currency}. Stripe wants three lower-case letters.`,
    );
  const amount = amountAt(body, "amount", currency);
  const customer = textAt(body, "customer");
  if (customer !== undefined) customerFor(call, customer);
  const listed = Object.values({
    ...recordAt(body, "allowed_payment_method_types"),
    ...recordAt(body, "payment_method_types"),
  });
  const wrong = listed.find((type) => !isMethod(type));
  if (wrong !== undefined)
    throw invalid("payment_method_types", `The payment method type "${wrong}" is invalid.`);
  const automatic =
    textAt(body, "automatic_payment_methods.enabled") ?? String(listed.length === 0);
  const redirects = textAt(body, "automatic_payment_methods.allow_redirects") !== "never";
  for (const type of listed) checkCurrency(type, currency);
  const id = world.nextId("pi_3", 23);
  const wire: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: listed.length > 0 ? listed : null,
    amount,
    amount_capturable: 0n,
    amount_details: { tip: {} },
    amount_received: 0n,
    application: null,
    application_fee_amount: wholeAt(body, "application_fee_amount") ?? null,
    automatic_payment_methods:
      automatic === "true"
        ? { allow_redirects: redirects ? "always" : "never", enabled: true }
        : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: captureMethodAt(body) ?? "automatic_async",
    client_secret: `${id}_secret_${world.nextId("", 25)}`,
    confirmation_method: textAt(body, "confirmation_method") ?? "automatic",
    created: unixTime(world),
    currency,
    customer: customer ?? null,
    customer_account: null,
    description: textAt(body, "description") ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: recordAt(body, "metadata"),
    next_action: null,
    on_behalf_of: textAt(body, "on_behalf_of") ?? null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: listed.length > 0 ? listed : methodsFor(currency),
    payment_record: null,
    processing: null,
    receipt_email: textAt(body, "receipt_email") ?? null,
    review: null,
    setup_future_usage: textAt(body, "setup_future_usage") || null,
    shipping: at(body, "shipping") ?? null,
    source: null,
    statement_descriptor: textAt(body, "statement_descriptor") ?? null,
    statement_descriptor_suffix: textAt(body, "statement_descriptor_suffix") ?? null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: textAt(body, "transfer_group") ?? null,
  };
  return {
    account: call.account,
    wire,
    redirects: automatic === "true" && redirects,
    method: undefined,
    charge: undefined,
    threeDSecure: undefined,
    mandate: null,
    returnUrl: null,
    offSession: false,
    usesSdk: false,
    refusesActions: false,
    options: {},
    attempt: 0,
    increments: 0,
    captures: 0,
  };
}

function captureMethodAt(body: unknown): string | undefined {
  const method = textAt(body, "capture_method");
  if (method === undefined || ["automatic", "automatic_async", "manual"].includes(method))
    return method;
  throw invalid(
    "capture_method",
    "Invalid capture_method: must be one of automatic, automatic_async, or manual",
  );
}

/** A refusal that shows the intent as it stays. */
const refused = (row: IntentRow, error: { message: string; code?: string; param?: string }) =>
  new Refusal({ ...error, payment_intent: { ...row.wire } });
const unexpected = (row: IntentRow, message: string) =>
  refused(row, { code: "payment_intent_unexpected_state", message });

/** The method that a body names; undefined where it names none. */
function methodGiven(call: Call): MethodRow | undefined {
  const { body } = call;
  if (textAt(body, "confirmation_token") !== undefined)
    throw unknown("confirmation_token", textAt(body, "confirmation_token"), "confirmation_token");
  const id = textAt(body, "payment_method");
  if (id) return methodFor(call, id);
  return at(body, "payment_method_data") === undefined
    ? undefined
    : makeMethod(call, at(body, "payment_method_data"));
}

/** Refuses a method that this intent cannot be paid with. */
function checkMethod(row: IntentRow, method: MethodRow): void {
  const { wire } = row;
  const { id, type, customer } = method.wire;
  if (method.spent && customer === null) throw spent();
  if (customer !== null && wire.customer === null)
    throw refused(row, {
      code: "parameter_missing",
      message: `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      param: "source",
    });
  if (customer !== null && customer !== wire.customer)
    throw refused(row, {
      message: `The PaymentMethod ${id} does not belong to the Customer you supplied ${wire.customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
      param: "payment_method",
    });
  if (!wire.payment_method_types.includes(type))
    throw refused(row, {
      code: "payment_intent_incompatible_payment_method",
      message: `The PaymentMethod provided (${type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${wire.payment_method_types.join(", ")}.`,
      param: "payment_method",
    });
  checkCurrency(type, wire.currency);
}

/** What a confirmation says beside the method. */
function prepare(call: Call, row: IntentRow, method: MethodRow): void {
  const { body } = call;
  const { wire } = row;
  const { type } = method.wire;
  checkMethod(row, method);
  const own = at(body, `payment_method_options.${type}`);
  const options = { ...flattened(own), ...keptOptions(wire, type, own) };
  const returnUrl = textAt(body, "return_url") ?? row.returnUrl;
  const usesSdk = flag(body, "use_stripe_sdk");
  const offSession = ["true", "one_off", "recurring"].includes(textAt(body, "off_session") ?? "");
  const flow = methodOf(type)?.flow;
  const manual =
    (options["capture_method"] || captureMethodAt(body) || wire.capture_method) === "manual";
  if (manual && !allowsManualCapture(type))
    throw refused(row, {
      code: "payment_intent_invalid_parameter",
      message: `The payment method ${type} does not support manual capture.`,
      param: "capture_method",
    });
  if (returnUrl === null && !usesSdk && (row.redirects || flow === "redirect"))
    throw refused(row, {
      message:
        "A `return_url` must be specified because this PaymentIntent may use payment methods that redirect the customer. To accept only others, set `automatic_payment_methods[allow_redirects]` to `never`.",
      param: "return_url",
    });
  if (flow === "debit" && !method.mandate && at(body, "mandate_data") === undefined)
    if (textAt(body, "mandate") === undefined)
      throw refused(row, { ...parameterMissing("mandate_data") });
  if (type === "blik") checkBlik(row, options["code"], method);
  row.options = options;
  row.returnUrl = returnUrl;
  row.usesSdk = usesSdk;
  row.offSession = offSession;
  row.refusesActions = flag(body, "error_on_requires_action");
  wire.capture_method = captureMethodAt(body) ?? wire.capture_method;
  const usage = textAt(body, "setup_future_usage");
  if (usage !== undefined) wire.setup_future_usage = usage || null;
  wire.payment_method_options = {
    ...wire.payment_method_options,
    [type]: shownOptions(type, options),
  };
  row.method = method;
  wire.payment_method = method.wire.id;
  row.mandate = textAt(body, "mandate") ?? method.mandate;
  if (at(body, "mandate_data") !== undefined) {
    const once = wire.setup_future_usage === null;
    const single = once ? { amount: wire.amount, currency: wire.currency } : undefined;
    row.mandate = newMandate(call, method, at(body, "mandate_data"), single);
  }
}
const parameterMissing = (param: string) => ({
  code: "parameter_missing",
  message: `Missing required param: ${param}.`,
  param,
});

/** `a[b]` as `a.b`, so that an option is one text. */
function flattened(options: unknown, place = ""): Record<string, string> {
  if (typeof options !== "object" || options === null) return {};
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[place + name, value]]
        : Object.entries(flattened(value, `${place}${name}.`)),
    ),
  );
}
/** Options said when the intent was created hold until they are said again. */
const keptOptions = (wire: PaymentIntent, type: string, given: unknown): Record<string, string> =>
  given === undefined ? recordAt(wire.payment_method_options, type) : {};

function shownOptions(type: string, options: Readonly<Record<string, string>>): object {
  const shown = Object.entries(options).filter(
    ([name, value]) => !name.includes(".") && name !== "code" && name !== "moto" && value !== "",
  );
  return type === "card"
    ? {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: "automatic",
        ...Object.fromEntries(shown),
      }
    : Object.fromEntries(shown);
}

/** https://docs.stripe.com/payments/blik/accept-a-payment */
function checkBlik(row: IntentRow, code: string | undefined, { wire }: MethodRow): void {
  const bad = /(invalid_code|expired_code)@/.exec(textAt(wire.billing_details, "email") ?? "");
  if (code !== undefined && /^\d{6}$/.test(code) && !bad) return;
  throw refused(row, {
    code: code === undefined ? "parameter_missing" : "payment_method_invalid_parameter",
    message:
      bad?.[1] === "expired_code" ? "The BLIK code has expired." : "The BLIK code is invalid.",
    param: "payment_method_options[blik][code]",
  });
}

function create(call: Call): PaymentIntent {
  const { body } = call;
  const row = draft(call);
  const method = methodGiven(call);
  const confirming = flag(body, "confirm");
  if (!confirming && (flag(body, "off_session") || at(body, "mandate_data") !== undefined))
    throw invalid("confirm", "This parameter can only be used with `confirm` set to true.");
  if (confirming && !method) throw withoutMethod(row);
  if (method && confirming) prepare(call, row, method);
  else if (method) {
    checkMethod(row, method);
    row.method = method;
    row.wire.payment_method = method.wire.id;
    row.wire.status = "requires_confirmation";
  }
  keep(call, "payment_intents", row);
  tell(call, "payment_intent.created", row.wire);
  if (confirming) attempt(call, row);
  return row.wire;
}

const withoutMethod = (row: IntentRow) =>
  unexpected(
    row,
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
  );

function confirm(call: Call): PaymentIntent {
  const row = intentAt(call);
  const from: readonly string[] = statusesBefore("requires_action");
  if (!from.includes(row.wire.status) && row.wire.status !== "requires_action")
    throw unexpected(
      row,
      `This PaymentIntent's status is ${row.wire.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${from.join(", ")}, requires_action.`,
    );
  const given = methodGiven(call);
  // Authenticated already, and confirmed by the server as `confirmation_method: manual` wants it.
  if (!given && row.wire.status === "requires_confirmation" && row.threeDSecure) {
    chargeCard(call, row);
    return row.wire;
  }
  const method = given ?? row.method;
  if (!method) throw withoutMethod(row);
  prepare(call, row, method);
  attempt(call, row);
  return row.wire;
}

/** https://docs.stripe.com/payments/multicapture, https://docs.stripe.com/payments/overcapture */
function captureAt(call: Call): PaymentIntent {
  const row = intentAt(call);
  const { wire, charge } = row;
  if (wire.status === "succeeded" && row.captures > 0)
    throw unexpected(
      row,
      "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released.",
    );
  if (wire.status !== "requires_capture" || !charge)
    throw unexpected(
      row,
      `This PaymentIntent could not be captured because it has a status of ${wire.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  const asked = textAt(call.body, "amount_to_capture");
  const amount =
    asked === undefined ? wire.amount_capturable : wholeAt(call.body, "amount_to_capture");
  if (amount === undefined || amount < 1n)
    throw invalid("amount_to_capture", "Invalid positive integer", "parameter_invalid_integer");
  const card = (name: string) => at(charge.wire.payment_method_details, `card.${name}`);
  const most =
    row.captures === 0 ? wholeAt(card("overcapture"), "maximum_amount_capturable") : undefined;
  const limit = most !== undefined && most > wire.amount_capturable ? most : wire.amount_capturable;
  if (amount > limit)
    throw refused(row, {
      code: "amount_too_large",
      message:
        "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.",
    });
  const said = textAt(call.body, "final_capture");
  if (said === "false" && textAt(card("multicapture"), "status") !== "available")
    throw refused(row, {
      code: "payment_intent_invalid_parameter",
      message: "`final_capture` can only be false where multicapture is available for the payment.",
      param: "final_capture",
    });
  if (said === "false" && amount >= wire.amount_capturable)
    throw refused(row, {
      message: "can't set final_capture as false when fully capturing a payment intent.",
    });
  const over = amount - wire.amount_capturable;
  if (over > 0n) {
    record(call, "authorization", charge.wire, over);
    wire.amount_capturable = amount;
  }
  wire.metadata = mergedMetadata(wire.metadata, call.body);
  capture(call, row, amount, said === undefined ? undefined : said === "true");
  return wire;
}

const cancelReasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"];
function cancel(call: Call): PaymentIntent {
  const row = intentAt(call);
  const { wire } = row;
  if (!intentStates[wire.status].includes("canceled"))
    throw unexpected(
      row,
      `You cannot cancel this PaymentIntent because it has a status of ${wire.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${statusesBefore("canceled").join(", ")}.`,
    );
  const reason = textAt(call.body, "cancellation_reason");
  if (reason !== undefined && !cancelReasons.includes(reason))
    throw invalid(
      "cancellation_reason",
      `Invalid cancellation_reason: must be one of ${cancelReasons.join(", ")}`,
    );
  release(call, row, reason ?? null);
  return wire;
}

/** https://docs.stripe.com/payments/incremental-authorization */
function increment(call: Call): PaymentIntent {
  const row = intentAt(call);
  const { wire, charge } = row;
  const amount = amountAt(call.body, "amount", wire.currency);
  if (wire.status !== "requires_capture" || !charge || row.captures > 0)
    throw unexpected(
      row,
      "This PaymentIntent cannot be incremented: it must be authorized and wholly uncaptured.",
    );
  const details = charge.wire.payment_method_details;
  if (textAt(details, "card.incremental_authorization.status") !== "available")
    throw refused(row, {
      code: "payment_intent_invalid_parameter",
      message: "This PaymentIntent is not eligible for incremental authorization.",
    });
  if (amount <= wire.amount)
    throw invalid(
      "amount",
      `The new amount must be greater than the authorized amount ${wire.amount}.`,
    );
  if (row.increments === 10)
    throw new Refusal(
      {
        type: "card_error",
        ...genericDecline,
        charge: charge.wire.id,
        payment_intent: { ...wire },
      },
      402,
    );
  row.increments += 1;
  const more = amount - wire.amount;
  wire.amount = amount;
  wire.amount_capturable = amount;
  charge.wire.amount = amount;
  record(call, "authorization", charge.wire, more);
  tell(call, "payment_intent.amount_capturable_updated", wire);
  return wire;
}

/** https://docs.stripe.com/testing#ach-direct-debit */
function verify(call: Call): PaymentIntent {
  const row = intentAt(call);
  const { wire, method } = row;
  if (wire.status !== "requires_action" || !method || method.verified)
    throw unexpected(row, "This PaymentIntent has no bank account that waits for verification.");
  const amounts = Object.values(recordAt(call.body, "amounts"))
    .map(Number)
    .toSorted((a, b) => a - b);
  const proof = textAt(call.body, "descriptor_code") ?? amounts.join(" ");
  if (proof === "32 45" || proof === "SM11AA") approve(call, row);
  else if (proof === "10 11" || proof === "SM33CC")
    throw refused(row, {
      code: "payment_method_microdeposit_verification_attempts_exceeded",
      message: "You have exceeded the number of allowed verification attempts.",
    });
  else
    throw refused(row, {
      code: "payment_method_microdeposit_verification_amounts_mismatch",
      message: "The amounts provided do not match the amounts that were sent to the bank account.",
    });
  return wire;
}

const plainUpdates =
  "description receipt_email statement_descriptor statement_descriptor_suffix transfer_group";
function update(call: Call): PaymentIntent {
  const row = intentAt(call);
  const { body } = call;
  const { wire } = row;
  const before = ["requires_payment_method", "requires_confirmation", "requires_action"];
  const asked = textAt(body, "amount");
  if (asked !== undefined && !before.includes(wire.status))
    throw refused(row, {
      code: "payment_intent_unexpected_state",
      message: `This PaymentIntent's amount could not be updated because it has a status of ${wire.status}. You may only update the amount of a PaymentIntent with one of the following statuses: ${before.join(", ")}.`,
      param: "amount",
    });
  const method = methodGiven(call);
  if (method) checkMethod(row, method);
  if (asked !== undefined) wire.amount = amountAt(body, "amount", wire.currency);
  wire.metadata = mergedMetadata(wire.metadata, body);
  Object.assign(
    wire,
    Object.fromEntries(
      plainUpdates.split(" ").flatMap((name) => {
        const value = textAt(body, name);
        return value === undefined ? [] : [[name, value || null]];
      }),
    ),
  );
  if (method && before.includes(wire.status)) {
    row.method = method;
    wire.payment_method = method.wire.id;
    wire.status = "requires_confirmation";
    wire.next_action = null;
  }
  return wire;
}

export function intentAt(call: Call): IntentRow {
  const row = find<IntentRow>(call, "payment_intents", call.params["id"]);
  if (row) return row;
  throw unknown("payment_intent", call.params["id"], "intent");
}

export const paymentRoutes = {
  "POST /v1/payment_intents": route({ "": createParameters, ...nested }, create),
  "GET /v1/payment_intents": route(
    "created customer customer_account ending_before expand limit starting_after",
    (call) => {
      const { customer } = call.query;
      const rows = all<IntentRow>(call, "payment_intents").filter(
        ({ wire }) => customer === undefined || wire.customer === customer,
      );
      return list(call, "/v1/payment_intents", rows);
    },
  ),
  "GET /v1/payment_intents/search": route("expand limit page query", (call) =>
    search(call, all<IntentRow>(call, "payment_intents")),
  ),
  "GET /v1/payment_intents/:id": route("client_secret expand", (call) => intentAt(call).wire),
  "POST /v1/payment_intents/:id": route(
    {
      "": createParameters.replace(/\b(confirm|off_session|return_url|mandate_data) /g, ""),
      ...nested,
    },
    update,
  ),
  "POST /v1/payment_intents/:id/confirm": route({ "": confirmParameters, ...nested }, confirm),
  "POST /v1/payment_intents/:id/capture": route(
    "amount_details amount_to_capture application_fee_amount expand final_capture hooks metadata payment_details statement_descriptor statement_descriptor_suffix transfer_data",
    captureAt,
  ),
  "POST /v1/payment_intents/:id/cancel": route("cancellation_reason expand", cancel),
  "POST /v1/payment_intents/:id/increment_authorization": route(
    "amount amount_details application_fee_amount description expand hooks metadata payment_details statement_descriptor transfer_data",
    increment,
  ),
  "POST /v1/payment_intents/:id/verify_microdeposits": route(
    "amounts client_secret descriptor_code expand",
    verify,
  ),
} satisfies Record<string, Handler>;
