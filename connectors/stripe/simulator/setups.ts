/** Setup intents: a card or an account is made ready for payments without its owner. */
import { allowed, type Handler, textAt } from "#simulate";
import {
  attempt,
  begin,
  confirmedWith,
  fail,
  type Intent,
  type IntentRow,
  intentAt,
  intentStates,
  methodsListed,
  move,
  newAttempts,
  prepare,
  secretOf,
  unexpected,
  verify,
} from "./intents.ts";
import { attach, methodParameters } from "./vault.ts";
import {
  type Call,
  type Caller,
  missing,
  nulls,
  Refusal,
  recordAt,
  route,
  tell,
  unixTime,
} from "./wire.ts";

/** What can be set up: `off_session` stands among these methods' `setup_future_usage` in the SDK's types. */
const reusable =
  "card acss_debit amazon_pay au_becs_debit bacs_debit bancontact cashapp ideal kakao_pay klarna kr_card link naver_pay paypal revolut_pay satispay sepa_debit us_bank_account".split(
    " ",
  );

/** https://docs.stripe.com/api/setup_intents/object */
function draft(call: Call): IntentRow {
  const { account, body, world } = call;
  const { listed, automatic } = methodsListed(call);
  const id = world.nextId("seti_1", 23);
  const wire: Intent = {
    ...nulls(
      "application excluded_payment_method_types flow_directions last_setup_error latest_attempt mandate payment_method_configuration_details single_use_mandate",
    ),
    id,
    object: "setup_intent",
    allowed_payment_method_types: listed.length > 0 ? listed : null,
    automatic_payment_methods: automatic,
    cancellation_reason: null,
    client_secret: secretOf(world, id),
    created: unixTime(world),
    customer: textAt(body, "customer") ?? null,
    description: textAt(body, "description") ?? null,
    livemode: false,
    metadata: recordAt(body, "metadata"),
    next_action: null,
    on_behalf_of: textAt(body, "on_behalf_of") ?? null,
    payment_method: null,
    payment_method_options: {},
    payment_method_types: listed.length > 0 ? listed : reusable,
    status: "requires_payment_method",
    usage: textAt(body, "usage") ?? "off_session",
  };
  const row: IntentRow = {
    account,
    wire,
    redirects: automatic?.allow_redirects === "always",
    ...newAttempts(),
    finish: (caller) => succeed(caller, row),
    decline(caller, { blocked: _, ...why }) {
      const error = fail(caller, row, { type: "card_error", ...why });
      return new Refusal({ ...error, setup_intent: { ...wire } }, 402);
    },
  };
  return row;
}

function succeed(caller: Caller, row: IntentRow): void {
  const { wire, method, mandate } = row;
  if (!method) return;
  move(row, "succeeded");
  Object.assign(wire, { mandate });
  Object.assign(method, { setUp: true, mandate });
  if (wire.customer !== null && method.wire.customer === null)
    attach(caller, method, wire.customer);
  tell(caller, "setup_intent.succeeded", wire);
}

const setupAt = (call: Call) => intentAt(call, "setup_intents", "setupintent");
const parameters =
  "allowed_payment_method_types client_secret confirmation_token expand mandate_data payment_method payment_method_data payment_method_options payment_method_types return_url use_stripe_sdk";
const nested = methodParameters("payment_method_data");

export const setupRoutes = {
  "POST /v1/setup_intents": route(
    {
      ...nested,
      "": `${parameters} attach_to_self automatic_payment_methods confirm customer customer_account description excluded_payment_method_types flow_directions metadata on_behalf_of payment_method_configuration single_use usage`,
    },
    (call) => {
      const row = draft(call);
      return begin(call, row, (method) => {
        const place = "payment_method_options[acss_debit][currency]";
        const said = textAt(call.body, "payment_method_options.acss_debit.currency");
        // https://docs.stripe.com/payments/acss-debit/set-up-payment
        if (method.wire.type === "acss_debit" && said === undefined) throw missing(place);
        prepare(call, row, method);
      });
    },
  ),
  "GET /v1/setup_intents/:id": route("client_secret expand", (call) => setupAt(call).wire),
  "POST /v1/setup_intents/:id/confirm": route({ ...nested, "": parameters }, (call) => {
    const row = setupAt(call);
    prepare(call, row, confirmedWith(call, row));
    attempt(call, row);
    return row.wire;
  }),
  "POST /v1/setup_intents/:id/cancel": route("cancellation_reason expand", (call) => {
    const row = setupAt(call);
    if (!allowed(intentStates, row.wire.status, "canceled"))
      throw unexpected(
        row,
        `You cannot cancel this SetupIntent because it has a status of ${row.wire.status}.`,
      );
    move(row, "canceled");
    row.wire.cancellation_reason = textAt(call.body, "cancellation_reason") ?? null;
    tell(call, "setup_intent.canceled", row.wire);
    return row.wire;
  }),
  "POST /v1/setup_intents/:id/verify_microdeposits": route(
    "amounts client_secret descriptor_code expand",
    (call) => verify(call, setupAt(call)),
  ),
} satisfies Record<string, Handler>;
