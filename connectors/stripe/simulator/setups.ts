/** Setup intents: a card or an account is made ready for payments without the customer. */
import { allowed, at, type Handler, type Transitions, textAt } from "#simulate";
import type { Decline } from "./cards.ts";
import { pageOf } from "./intents.ts";
import { newMandate } from "./mandates.ts";
import { isMethod, methodOf, nextAction } from "./methods.ts";
import {
  attach,
  customerFor,
  type MethodRow,
  makeMethod,
  methodFor,
  methodParameters,
} from "./vault.ts";
import {
  type Call,
  type Caller,
  documentation,
  find,
  invalid,
  keep,
  mergedMetadata,
  Refusal,
  type Row,
  recordAt,
  route,
  tell,
  unixTime,
  unknown,
  type Wire,
} from "./wire.ts";

type SetupStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "succeeded"
  | "canceled";

/** https://docs.stripe.com/api/setup_intents/object */
export type SetupIntent = Wire & {
  readonly [member: string]: unknown;
  readonly client_secret: string;
  readonly customer: string | null;
  readonly payment_method_types: readonly string[];
  cancellation_reason: string | null;
  last_setup_error: object | null;
  mandate: string | null;
  metadata: Readonly<Record<string, string>>;
  next_action: object | null;
  payment_method: string | null;
  status: SetupStatus;
};
export interface SetupRow extends Row<SetupIntent> {
  method: MethodRow | undefined;
  returnUrl: string | null;
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
const setupStates: Transitions<SetupStatus> = {
  requires_payment_method: [
    "requires_confirmation",
    "requires_action",
    "processing",
    "succeeded",
    "canceled",
  ],
  requires_confirmation: [
    "requires_payment_method",
    "requires_action",
    "processing",
    "succeeded",
    "canceled",
  ],
  requires_action: [
    "requires_payment_method",
    "requires_confirmation",
    "processing",
    "succeeded",
    "canceled",
  ],
  processing: ["requires_payment_method", "succeeded", "canceled"],
  succeeded: [],
  canceled: [],
};

function move({ wire }: SetupRow, status: SetupStatus): void {
  if (wire.status !== status && !allowed(setupStates, wire.status, status))
    throw new TypeError(`a setup cannot go from ${wire.status} to ${status}`);
  wire.status = status;
  if (status !== "requires_action") wire.next_action = null;
}

/** What can be set up, of what is not a card: `setup_future_usage: off_session` stands among these methods' options. */
const reusable = new Set(
  "card acss_debit amazon_pay au_becs_debit bacs_debit bancontact cashapp ideal kakao_pay klarna kr_card link naver_pay paypal revolut_pay satispay sepa_debit us_bank_account".split(
    " ",
  ),
);

function draft(call: Call): SetupRow {
  const { body, world } = call;
  const customer = textAt(body, "customer");
  if (customer !== undefined) customerFor(call, customer);
  const listed = Object.values({
    ...recordAt(body, "allowed_payment_method_types"),
    ...recordAt(body, "payment_method_types"),
  });
  const wrong = listed.find((type) => !isMethod(type) || !reusable.has(type));
  if (wrong !== undefined)
    throw invalid("payment_method_types", `The payment method type "${wrong}" cannot be set up.`);
  const id = world.nextId("seti_1", 23);
  const wire: SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: listed.length > 0 ? listed : null,
    application: null,
    automatic_payment_methods:
      listed.length > 0 ? null : { allow_redirects: "always", enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${world.nextId("", 25)}`,
    created: unixTime(world),
    customer: customer ?? null,
    description: textAt(body, "description") ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: recordAt(body, "metadata"),
    next_action: null,
    on_behalf_of: textAt(body, "on_behalf_of") ?? null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: "automatic" },
    },
    payment_method_types: listed.length > 0 ? listed : [...reusable],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: textAt(body, "usage") ?? "off_session",
  };
  return { account: call.account, wire, method: undefined, returnUrl: null };
}

const refused = (row: SetupRow, error: { message: string; code?: string; param?: string }) =>
  new Refusal({ ...error, setup_intent: { ...row.wire } });

function methodGiven(call: Call): MethodRow | undefined {
  const id = textAt(call.body, "payment_method");
  if (id) return methodFor(call, id);
  const data = at(call.body, "payment_method_data");
  return data === undefined ? undefined : makeMethod(call, data);
}

function prepare(call: Call, row: SetupRow, method: MethodRow): void {
  const { body } = call;
  const { wire } = row;
  const { type, customer } = method.wire;
  if (!wire.payment_method_types.includes(type))
    throw refused(row, {
      code: "setup_intent_invalid_parameter",
      message: `The PaymentMethod provided (${type}) is not allowed for this SetupIntent. Please attach a PaymentMethod of one of the following types: ${wire.payment_method_types.join(", ")}.`,
      param: "payment_method",
    });
  if (customer !== null && customer !== wire.customer)
    throw refused(row, {
      message: `The payment method supplied (${method.wire.id}) belongs to a different Customer.`,
      param: "payment_method",
    });
  const flow = methodOf(type)?.flow;
  const data = at(body, "mandate_data");
  row.returnUrl = textAt(body, "return_url") ?? row.returnUrl;
  if (flow === "debit" && data === undefined)
    throw refused(row, {
      code: "parameter_missing",
      message: "Missing required param: mandate_data.",
      param: "mandate_data",
    });
  if (flow === "redirect" && row.returnUrl === null)
    throw refused(row, { message: "A `return_url` must be specified.", param: "return_url" });
  row.method = method;
  wire.payment_method = method.wire.id;
  if (data !== undefined) wire.mandate = newMandate(call, method, data, undefined);
}

function attempt(call: Call, row: SetupRow): void {
  const { method, wire } = row;
  if (!method) return;
  wire.last_setup_error = null;
  const { type } = method.wire;
  const acts = method.card?.acts;
  if (acts?.decline) {
    const { blocked: _, ...why } = acts.decline;
    throw new Refusal(
      { ...fail(call, row, { type: "card_error", ...why }), setup_intent: { ...wire } },
      402,
    );
  }
  const asked =
    acts?.authentication !== undefined && !["supported", "broken"].includes(acts.authentication);
  if (!method.verified || asked || methodOf(type)?.flow === "redirect") return ask(call, row, type);
  approveSetup(call, row);
}

function ask(caller: Caller, row: SetupRow, type: string): void {
  const { wire, returnUrl } = row;
  const page = pageOf(caller.world, wire);
  const expires = unixTime(caller.world) + 3600;
  move(row, "requires_action");
  wire.next_action =
    type === "card" && returnUrl === null
      ? {
          type: "use_stripe_sdk",
          use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: page, source: wire.id },
        }
      : nextAction(type, { page, returnUrl, expires });
  tell(caller, "setup_intent.requires_action", wire);
}

export function approveSetup(caller: Caller, row: SetupRow): void {
  const { wire, method } = row;
  if (!method) return;
  move(row, "succeeded");
  method.setUp = true;
  method.verified = true;
  method.mandate = wire.mandate;
  if (wire.customer !== null && method.wire.customer === null)
    attach(caller, method, wire.customer);
  tell(caller, "setup_intent.succeeded", wire);
}

export function rejectSetup(caller: Caller, row: SetupRow): void {
  fail(caller, row, {
    code: "setup_intent_authentication_failure",
    message:
      "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this SetupIntent again.",
  });
}

function fail(caller: Caller, row: SetupRow, why: Decline & { readonly type?: "card_error" }) {
  const { wire, method } = row;
  const error = {
    type: "invalid_request_error" as const,
    ...why,
    doc_url: documentation(why.code),
    ...(method && { payment_method: { ...method.wire } }),
  };
  move(row, "requires_payment_method");
  wire.last_setup_error = error;
  wire.payment_method = null;
  row.method = undefined;
  tell(caller, "setup_intent.setup_failed", wire);
  return error;
}

function setupAt(call: Call): SetupRow {
  const row = find<SetupRow>(call, "setup_intents", call.params["id"]);
  if (row) return row;
  throw unknown("setupintent", call.params["id"], "intent");
}

const confirmParameters =
  "allowed_payment_method_types client_secret confirmation_token expand mandate_data payment_method payment_method_data payment_method_options return_url use_stripe_sdk";
const nested = methodParameters("payment_method_data");

export const setupRoutes = {
  "POST /v1/setup_intents": route(
    {
      "": `${confirmParameters} attach_to_self automatic_payment_methods confirm customer customer_account description excluded_payment_method_types flow_directions metadata on_behalf_of payment_method_configuration payment_method_types single_use usage`,
      ...nested,
    },
    (call) => {
      const row = draft(call);
      const method = methodGiven(call);
      const confirming = textAt(call.body, "confirm") === "true";
      if (confirming && !method) throw withoutMethod(row);
      if (method && confirming) prepare(call, row, method);
      else if (method) {
        row.method = method;
        row.wire.payment_method = method.wire.id;
        row.wire.status = "requires_confirmation";
      }
      keep(call, "setup_intents", row);
      tell(call, "setup_intent.created", row.wire);
      if (confirming) attempt(call, row);
      return row.wire;
    },
  ),
  "GET /v1/setup_intents/:id": route("client_secret expand", (call) => setupAt(call).wire),
  "POST /v1/setup_intents/:id": route("customer description expand metadata", (call) => {
    const { wire } = setupAt(call);
    wire.metadata = mergedMetadata(wire.metadata, call.body);
    return wire;
  }),
  "POST /v1/setup_intents/:id/confirm": route({ "": confirmParameters, ...nested }, (call) => {
    const row = setupAt(call);
    if (
      !["requires_payment_method", "requires_confirmation", "requires_action"].includes(
        row.wire.status,
      )
    )
      throw unexpected(row, "confirm");
    const method = methodGiven(call) ?? row.method;
    if (!method) throw withoutMethod(row);
    prepare(call, row, method);
    attempt(call, row);
    return row.wire;
  }),
  "POST /v1/setup_intents/:id/cancel": route("cancellation_reason expand", (call) => {
    const row = setupAt(call);
    if (!allowed(setupStates, row.wire.status, "canceled")) throw unexpected(row, "cancel");
    move(row, "canceled");
    row.wire.cancellation_reason = textAt(call.body, "cancellation_reason") ?? null;
    tell(call, "setup_intent.canceled", row.wire);
    return row.wire;
  }),
  "POST /v1/setup_intents/:id/verify_microdeposits": route(
    "amounts client_secret descriptor_code expand",
    (call) => {
      const row = setupAt(call);
      const amounts = Object.values(recordAt(call.body, "amounts")).map(Number);
      const proof =
        textAt(call.body, "descriptor_code") ?? amounts.toSorted((a, b) => a - b).join(" ");
      if (row.wire.status !== "requires_action" || !row.method || row.method.verified)
        throw unexpected(row, "verify");
      if (proof !== "32 45" && proof !== "SM11AA")
        throw refused(row, {
          code: "payment_method_microdeposit_verification_amounts_mismatch",
          message:
            "The amounts provided do not match the amounts that were sent to the bank account.",
        });
      approveSetup(call, row);
      return row.wire;
    },
  ),
} satisfies Record<string, Handler>;

const withoutMethod = (row: SetupRow) =>
  refused(row, {
    code: "setup_intent_unexpected_state",
    message:
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
  });
const unexpected = (row: SetupRow, what: string) =>
  refused(row, {
    code: "setup_intent_unexpected_state",
    message: `You cannot ${what} this SetupIntent because it has a status of ${row.wire.status}.`,
  });
