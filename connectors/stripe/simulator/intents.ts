/** What payment intents and setup intents share: states, the method, authentication, and the customer's next step. */
import { allowed, at, type Transitions, textAt, type World } from "#simulate";
import {
  authenticationRequired,
  authenticationWanted,
  type Decline,
  declineOf,
  type ThreeDSecure,
} from "./cards.ts";
import { newMandate } from "./mandates.ts";
import { isMethod, methodOf, nextAction } from "./methods.ts";
import { customerFor, type MethodRow, makeMethod, methodFor, spent } from "./vault.ts";
import {
  type Call,
  type Caller,
  documentation,
  find,
  invalid,
  keep,
  missing,
  Refusal,
  type Row,
  recordAt,
  type StripeError,
  tell,
  unixTime,
  unknown,
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

const attempted = ["requires_action", "processing", "requires_capture", "succeeded"] as const;
/** https://docs.stripe.com/payments/paymentintents/lifecycle; a setup captures nothing. */
export const intentStates: Transitions<IntentStatus> = {
  requires_payment_method: ["requires_confirmation", ...attempted, "canceled"],
  requires_confirmation: ["requires_payment_method", ...attempted, "canceled"],
  requires_action: ["requires_payment_method", "requires_confirmation", ...attempted, "canceled"],
  processing: ["requires_payment_method", "requires_capture", "succeeded", "canceled"],
  requires_capture: ["succeeded", "canceled"],
  succeeded: [],
  canceled: [],
};
export const statusesBefore = (status: IntentStatus): string =>
  Object.entries(intentStates)
    .flatMap(([from, to]) => (to.includes(status) ? [from] : []))
    .join(", ");

export type Intent = Wire & {
  readonly [member: string]: unknown;
  readonly object: "payment_intent" | "setup_intent";
  readonly client_secret: string;
  readonly customer: string | null;
  readonly payment_method_types: readonly string[];
  cancellation_reason: string | null;
  metadata: Readonly<Record<string, string>>;
  next_action: object | null;
  payment_method: string | null;
  payment_method_options: Readonly<Record<string, unknown>>;
  status: IntentStatus;
};

export interface IntentRow extends Row<Intent> {
  /** Its methods are the Dashboard's, and may lead away from the merchant's page. */
  readonly redirects: boolean;
  /** What follows when nothing more is asked of the customer. Throws a `Refusal` where the bank declines. */
  readonly finish: (caller: Caller) => void;
  /** The issuer's or Radar's no, told and kept; to be thrown by whoever answers a request. */
  readonly decline: (caller: Caller, decline: Decline) => Refusal;
  method: MethodRow | undefined;
  threeDSecure: ThreeDSecure | undefined;
  mandate: string | null;
  returnUrl: string | null;
  offSession: boolean;
  usesSdk: boolean;
  refusesActions: boolean;
  /** Its own options for the method that it is confirmed with, `a[b]` as `a.b`. */
  options: Readonly<Record<string, string>>;
  /** Counts confirmations, so that what was scheduled for one leaves the next alone. */
  attempt: number;
}

export const newAttempts = () => ({
  method: undefined,
  threeDSecure: undefined,
  mandate: null,
  returnUrl: null,
  offSession: false,
  usesSdk: false,
  refusesActions: false,
  options: {},
  attempt: 0,
});

const isPayment = ({ object }: Intent) => object === "payment_intent";
const named = (wire: Intent) => (isPayment(wire) ? "PaymentIntent" : "SetupIntent");

/** A refusal that shows the intent as it stays. */
export const refused = (
  { wire }: IntentRow,
  error: { message: string; code?: string; param?: string },
) => new Refusal({ ...error, [wire.object]: { ...wire } });
export const unexpected = (row: IntentRow, message: string) =>
  refused(row, { code: `${row.wire.object}_unexpected_state`, message });

export function move({ wire }: IntentRow, status: IntentStatus): void {
  if (wire.status !== status && !allowed(intentStates, wire.status, status))
    throw new TypeError(`an intent cannot go from ${wire.status} to ${status}`);
  wire.status = status;
  if (status !== "requires_action") wire.next_action = null;
}

export function intentAt<Kept extends IntentRow>(call: Call, table: string, noun: string): Kept {
  const row = find<Kept>(call, table, call.params["id"]);
  if (row) return row;
  throw unknown(noun, call.params["id"], "intent");
}

/** The methods that a new intent lists, and whether it leaves the choice to the Dashboard. */
export function methodsListed(call: Call): {
  readonly listed: readonly string[];
  readonly automatic: { readonly allow_redirects: string; readonly enabled: true } | null;
} {
  const { body } = call;
  const customer = textAt(body, "customer");
  if (customer !== undefined) customerFor(call, customer);
  const listed = ["allowed_payment_method_types", "payment_method_types"].flatMap((name) =>
    Object.values(recordAt(body, name)),
  );
  const wrong = listed.find((type) => !isMethod(type));
  if (wrong !== undefined)
    throw invalid("payment_method_types", `The payment method type "${wrong}" is invalid.`);
  const enabled = textAt(body, "automatic_payment_methods.enabled") ?? `${listed.length === 0}`;
  const allow_redirects = textAt(body, "automatic_payment_methods.allow_redirects") ?? "always";
  return { listed, automatic: enabled === "true" ? { allow_redirects, enabled: true } : null };
}

/** The method that a body names; undefined where it names none. */
export function methodGiven(call: Call): MethodRow | undefined {
  const { body } = call;
  const token = textAt(body, "confirmation_token");
  if (token !== undefined) throw unknown("confirmation_token", token, "confirmation_token");
  const id = textAt(body, "payment_method");
  const data = at(body, "payment_method_data");
  return id ? methodFor(call, id) : data === undefined ? undefined : makeMethod(call, data);
}

/** Refuses a method that this intent cannot be confirmed with. */
export function checkMethod(row: IntentRow, method: MethodRow): void {
  const { wire } = row;
  const { id, type, customer } = method.wire;
  if (method.spent && customer === null) throw spent();
  if (customer !== null && wire.customer === null)
    throw refused(row, {
      code: "parameter_missing",
      message: `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${customer}. Please include the Customer in the \`customer\` parameter on the ${named(wire)}.`,
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
      message: `The PaymentMethod provided (${type}) is not allowed for this ${named(wire)}. Please attach a PaymentMethod of one of the following types: ${wire.payment_method_types.join(", ")}.`,
      param: "payment_method",
    });
}

/** What every confirmation says; `single` makes its mandate one for this payment alone. */
export function prepare(
  call: Call,
  row: IntentRow,
  method: MethodRow,
  single?: { readonly amount: bigint; readonly currency: string },
): void {
  const { body } = call;
  const { wire } = row;
  const { type } = method.wire;
  checkMethod(row, method);
  const given = at(body, `payment_method_options.${type}`);
  const options =
    given === undefined ? recordAt(wire.payment_method_options, type) : flattened(given);
  const returnUrl = textAt(body, "return_url") ?? row.returnUrl;
  const usesSdk = textAt(body, "use_stripe_sdk") === "true";
  const flow = methodOf(type)?.flow;
  if (returnUrl === null && !usesSdk && (row.redirects || flow === "redirect"))
    throw refused(row, {
      message: `A \`return_url\` must be specified because this ${named(wire)} may use payment methods that redirect the customer. To accept only others, set \`automatic_payment_methods[allow_redirects]\` to \`never\`.`,
      param: "return_url",
    });
  const agreement = at(body, "mandate_data");
  const mandate = textAt(body, "mandate") ?? method.mandate;
  if (flow === "debit" && !mandate && agreement === undefined) throw missing("mandate_data");
  row.method = method;
  row.options = options;
  row.returnUrl = returnUrl;
  row.usesSdk = usesSdk;
  row.offSession = !["", "false"].includes(textAt(body, "off_session") ?? "");
  row.refusesActions = textAt(body, "error_on_requires_action") === "true";
  row.mandate = agreement === undefined ? mandate : newMandate(call, method, agreement, single);
  wire.payment_method = method.wire.id;
  wire.payment_method_options = {
    ...wire.payment_method_options,
    [type]: shownOptions(type, options),
  };
}

function flattened(options: unknown, place = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options ?? {}).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[place + name, value]]
        : Object.entries(flattened(value, `${place}${name}.`)),
    ),
  );
}
function shownOptions(type: string, options: Readonly<Record<string, string>>): object {
  const shown = Object.entries(options).filter(
    ([name, value]) => value && !/\.|code|moto/.test(name),
  );
  const none = { installments: null, mandate_options: null, network: null };
  return {
    ...(type === "card" && { ...none, request_three_d_secure: "automatic" }),
    ...Object.fromEntries(shown),
  };
}

/** The method of a confirmation, where the intent's state allows one. */
export function confirmedWith(call: Call, row: IntentRow): MethodRow {
  const { status } = row.wire;
  if (!["requires_payment_method", "requires_confirmation", "requires_action"].includes(status))
    throw unexpected(
      row,
      `This ${named(row.wire)}'s status is ${status}. Only a ${named(row.wire)} with one of the following statuses may be confirmed: requires_payment_method, requires_confirmation, requires_action.`,
    );
  const method = methodGiven(call) ?? row.method;
  if (method) return method;
  throw unexpected(
    row,
    `You cannot confirm this ${named(row.wire)} because it's missing a payment method. You can either update the ${named(row.wire)} with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.`,
  );
}

/** Tries the method that the intent has. Throws Stripe's 402 where it is declined at once. */
export function attempt(caller: Caller, row: IntentRow): void {
  const { method, wire } = row;
  if (!method) throw new TypeError("an attempt without a method");
  row.attempt += 1;
  row.threeDSecure = undefined;
  setError(wire, null);
  const { card } = method;
  if (!card) {
    const ready = methodOf(method.wire.type)?.flow === "debit" && method.verified;
    (ready ? row.finish : ask)(caller, row);
    return;
  }
  const decline = declineOf(card, textAt(method.wire, "card.checks.cvc_check") ?? null);
  if (decline) throw row.decline(caller, decline);
  const wanted = authenticationWanted(card, method.setUp, row);
  if (wanted === "refuse" || (wanted === "challenge" && row.refusesActions))
    throw row.decline(caller, authenticationRequired);
  if (wanted === "challenge") ask(caller, row);
  else {
    row.threeDSecure = wanted;
    row.finish(caller);
  }
}
const setError = (wire: Intent, error: object | null): void =>
  void Object.assign(wire, {
    [isPayment(wire) ? "last_payment_error" : "last_setup_error"]: error,
  });

/** Leaves the next step to the customer. */
function ask(caller: Caller, row: IntentRow): void {
  const { wire, method, returnUrl } = row;
  const type = method?.wire.type ?? "card";
  const page = `${caller.world.origin}/authorize/${wire.id}?client_secret=${wire.client_secret}`;
  const hours = methodOf(type)?.flow === "display" ? 72 : 1;
  const expires = unixTime(caller.world) + hours * 3600;
  move(row, "requires_action");
  wire.next_action =
    type === "card" && (row.usesSdk || returnUrl === null)
      ? {
          type: "use_stripe_sdk",
          use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: page, source: wire.id },
        }
      : nextAction(type, {
          page,
          returnUrl,
          expires,
          amount: wire["amount"],
          currency: textAt(wire, "currency") ?? "",
        });
  tell(caller, `${wire.object}.requires_action`, wire);
}

/** The customer did what was asked, at a page, in an app or with a voucher. */
export function approve(caller: Caller, row: IntentRow): void {
  const { wire, method } = row;
  if (method) method.verified = true;
  if (method?.card) {
    const transaction = caller.world.nextId("", 32);
    row.threeDSecure = { result: "authenticated", flow: "challenge", transaction };
  }
  if (wire["confirmation_method"] === "manual") {
    move(row, "requires_confirmation");
    return;
  }
  try {
    row.finish(caller);
  } catch (error) {
    // The decline is on the intent; nobody waits for an answer.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The customer did not, or could not. */
export function reject(caller: Caller, row: IntentRow): void {
  const message = row.method?.card
    ? "We are unable to authenticate your payment method. Please choose a different payment method and try again."
    : `The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this ${named(row.wire)} again.`;
  fail(caller, row, { code: `${row.wire.object}_authentication_failure`, message });
}

/** Back to where another method can be given. */
export function fail(
  caller: Caller,
  row: IntentRow,
  why: StripeError & { readonly code: string },
): StripeError {
  const { wire, method } = row;
  const error = {
    type: "invalid_request_error" as const,
    ...why,
    doc_url: documentation(why.code),
    ...(method && { payment_method: { ...method.wire }, payment_method_type: method.wire.type }),
  };
  move(row, "requires_payment_method");
  setError(wire, error);
  wire.payment_method = null;
  row.method = undefined;
  tell(
    caller,
    isPayment(wire) ? "payment_intent.payment_failed" : "setup_intent.setup_failed",
    wire,
  );
  return error;
}

/** Keeps a new intent, confirmed at once where the request says so; what is refused before leaves nothing behind. */
export function begin(call: Call, row: IntentRow, ready: (method: MethodRow) => void): Intent {
  const { wire } = row;
  const confirming = textAt(call.body, "confirm") === "true";
  const method = confirming ? confirmedWith(call, row) : methodGiven(call);
  if (method && confirming) ready(method);
  else if (method) {
    checkMethod(row, method);
    row.method = method;
    wire.payment_method = method.wire.id;
    wire.status = "requires_confirmation";
  }
  keep(call, `${wire.object}s`, row);
  tell(call, `${wire.object}.created`, wire);
  if (confirming) attempt(call, row);
  return wire;
}

/** The amounts, or the code, that a bank account's owner reads on the statement. https://docs.stripe.com/testing#ach-direct-debit */
export function verify(call: Call, row: IntentRow): Intent {
  if (row.wire.status !== "requires_action" || !row.method || row.method.verified)
    throw unexpected(
      row,
      `This ${named(row.wire)} has no bank account that waits for verification.`,
    );
  const amounts = Object.values(recordAt(call.body, "amounts")).sort();
  const proof = textAt(call.body, "descriptor_code") ?? amounts.join(" ");
  if (!["32 45", "SM11AA"].includes(proof)) {
    const [why, message] = ["10 11", "SM33CC"].includes(proof)
      ? ["attempts_exceeded", "You have exceeded the number of allowed verification attempts."]
      : ["amounts_mismatch", "The amounts provided do not match those sent to the bank account."];
    throw refused(row, { code: `payment_method_microdeposit_verification_${why}`, message });
  }
  approve(call, row);
  return row.wire;
}

export const secretOf = (world: World, id: string): string =>
  `${id}_secret_${world.nextId("", 25)}`;
