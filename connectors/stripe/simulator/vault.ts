/** Customers, and the payment methods that can be theirs. */
import { hmacSha256 } from "#kit";
import { at, type Handler, textAt, type World } from "#simulate";
import { cardOfNumber, cardOfToken, fullYear, type TestCard } from "./cards.ts";
import { checkData, checkIban, isScenario, methodOf, scenarioOf } from "./methods.ts";
import { redeem } from "./tokens.ts";
import {
  all,
  type Caller,
  fields,
  find,
  invalid,
  keep,
  list,
  missing,
  Refusal,
  type Row,
  recordAt,
  route,
  tell,
  unixTime,
  unknown,
  type Wire,
} from "./wire.ts";

export type Customer = Wire & { readonly [member: string]: unknown };

/** https://docs.stripe.com/api/payment_methods/object */
export type PaymentMethod = Wire & {
  readonly type: string;
  readonly billing_details: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
  customer: string | null;
};
export interface MethodRow extends Row<PaymentMethod> {
  readonly card: TestCard | undefined;
  /** What a test bank account does, by the name of its scenario. */
  readonly scenario: string;
  /** Approved by the customer for payments without them. */
  setUp: boolean;
  /** The bank account is known to be the customer's, or need not be. */
  verified: boolean;
  /** Paid with, though it is no customer's: not again. */
  spent: boolean;
  mandate: string | null;
}

const address = "city country line1 line2 postal_code state";
export const billingDetails = (details: unknown): Record<string, unknown> => ({
  address: fields(at(details, "address"), address),
  ...fields(details, "email name phone tax_id"),
});

/** The same number has the same fingerprint in every account, and no fingerprint tells the number. */
const fingerprint = (number: string) => hmacSha256("fingerprint", number, "base64").slice(0, 16);

function cardDetails(card: TestCard, data: unknown, billing: unknown, wallet?: string): object {
  const network = card.brand;
  return {
    brand: card.brand,
    checks: checksOf(card, data, billing),
    country: card.country,
    display_brand: card.brand,
    exp_month: Number(textAt(data, "exp_month") ?? 12),
    exp_year: fullYear(Number(textAt(data, "exp_year") ?? 2034)),
    fingerprint: fingerprint(card.number),
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [network], preferred: textAt(data, "networks.preferred") ?? null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: card.brand !== "amex" },
    wallet: wallet === undefined ? null : { type: wallet, dynamic_last4: null, [wallet]: {} },
  };
}

/** A check happens only for what was sent. https://docs.stripe.com/testing#fraud-prevention */
function checksOf({ acts }: TestCard, data: unknown, billing: unknown) {
  const check = (sent: string | undefined, result: string | undefined) =>
    sent === undefined ? null : (result ?? "pass");
  return {
    address_line1_check: check(textAt(billing, "address.line1"), acts.checks?.line1),
    address_postal_code_check: check(
      textAt(billing, "address.postal_code"),
      acts.checks?.postal_code,
    ),
    cvc_check: check(textAt(data, "cvc"), acts.checks?.cvc),
  };
}

const ends = (number: string | undefined) => number?.slice(-4) ?? null;
function ownDetails(type: string, data: unknown): object {
  const number = textAt(data, "iban") ?? textAt(data, "account_number");
  const account = {
    fingerprint: number === undefined ? null : fingerprint(number),
    last4: ends(number),
  };
  switch (type) {
    case "sepa_debit":
      return {
        ...account,
        bank_code: number?.slice(4, 9) ?? null,
        branch_code: "",
        country: number?.slice(0, 2) ?? null,
        generated_from: { charge: null, setup_attempt: null },
      };
    case "us_bank_account":
      return {
        ...account,
        account_holder_type: textAt(data, "account_holder_type") ?? "individual",
        account_type: textAt(data, "account_type") ?? "checking",
        bank_name: "STRIPE TEST BANK",
        financial_connections_account: null,
        networks: { preferred: "ach", supported: ["ach"] },
        routing_number: textAt(data, "routing_number") ?? null,
        status_details: {},
      };
    case "bacs_debit":
      return { ...account, ...fields(data, "sort_code") };
    case "au_becs_debit":
      return { ...account, ...fields(data, "bsb_number") };
    case "acss_debit":
      return {
        ...account,
        bank_name: "STRIPE TEST BANK",
        ...fields(data, "institution_number transit_number"),
      };
    case "paypal":
      return { country: null, payer_email: null, payer_id: null };
    case "boleto":
      return fields(data, "tax_id");
    case "ideal":
      return { bank: textAt(data, "bank") ?? null, bic: null };
    default:
      return textAt(data, "bank") === undefined ? {} : fields(data, "bank");
  }
}

function shaped(
  caller: Caller,
  type: string,
  data: unknown,
  own: object,
  known: Partial<Omit<MethodRow, "wire" | "account">>,
): MethodRow {
  const wire: PaymentMethod = {
    id: caller.world.nextId("pm_1", 23),
    object: "payment_method",
    allow_redisplay: textAt(data, "allow_redisplay") ?? "unspecified",
    billing_details: billingDetails(at(data, "billing_details")),
    created: unixTime(caller.world),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: recordAt(data, "metadata"),
    type,
    [type]: own,
  };
  return {
    account: caller.account,
    wire,
    card: undefined,
    scenario: "success",
    setUp: false,
    verified: true,
    spent: false,
    mandate: null,
    ...known,
  };
}

/** From `payment_method_data`, or the body of its own request. */
export function makeMethod(caller: Caller, data: unknown): MethodRow {
  const type = textAt(data, "type");
  if (type === undefined) throw missing("type");
  const own = at(data, type);
  if (type === "card") {
    const token = textAt(own, "token");
    const { card, wallet } =
      token === undefined
        ? { card: cardOfNumber(own, caller.world.now()), wallet: undefined }
        : redeem(caller, token);
    const details = cardDetails(card, own, at(data, "billing_details"), wallet);
    return keep(caller, "payment_methods", shaped(caller, type, data, details, { card }));
  }
  const method = methodOf(type);
  if (!method)
    throw invalid(
      "type",
      `Invalid type: must be one of the payment methods of this account, not ${type}`,
    );
  checkData(method, data);
  const number = textAt(own, "iban") ?? textAt(own, "account_number") ?? "";
  if (type === "sepa_debit") checkIban(number);
  const known = {
    scenario: scenarioOf(type, number),
    verified: type !== "us_bank_account" && type !== "acss_debit",
  };
  return keep(caller, "payment_methods", shaped(caller, type, data, ownDetails(type, own), known));
}

const debitTokens = [
  [/^pm_usBankAccount_(\w+)$/, "us_bank_account"],
  [/^pm_sepaDebit_(\w+)_[a-z]{2}$/, "sepa_debit"],
  [/^pm_bacsDebit_(\w+)$/, "bacs_debit"],
  [/^pm_auBecsDebit_(\w+)$/, "au_becs_debit"],
  [/^pm_acssDebit_(\w+)$/, "acss_debit"],
] as const;

/** By its id; a test token makes a new one at each use. https://docs.stripe.com/testing */
export function methodFor(caller: Caller, id: string, param = "payment_method"): MethodRow {
  const row = find<MethodRow>(caller, "payment_methods", id);
  if (row) return row;
  const card = /^pm_card_/.test(id) ? cardOfToken(id) : undefined;
  if (card) {
    const details = cardDetails(card, { cvc: "" }, undefined);
    return keep(caller, "payment_methods", shaped(caller, "card", {}, details, { card }));
  }
  for (const [pattern, type] of debitTokens) {
    const scenario = pattern.exec(id)?.[1];
    if (scenario === undefined || !isScenario(scenario)) continue;
    const data = { billing_details: { name: "Jenny Rosen", email: "jenny@example.com" } };
    const own = ownDetails(type, { account_number: "000123456789" });
    return keep(caller, "payment_methods", shaped(caller, type, data, own, { scenario }));
  }
  throw unknown("PaymentMethod", id, param);
}

export const customerFor = (caller: Caller, id: string | undefined, param = "customer") => {
  const row = find<Row<Customer>>(caller, "customers", id);
  if (row && !at(row.wire, "deleted")) return row;
  throw unknown("customer", id, param);
};

/** Declining test cards cannot be attached. https://docs.stripe.com/testing#declined-payments */
export function attach(caller: Caller, row: MethodRow, customer: string): void {
  const decline = row.card?.acts.decline;
  if (decline) {
    const { code, decline_code, message, param } = decline;
    throw new Refusal({ type: "card_error", code, decline_code, message, param }, 402);
  }
  if (row.wire.customer !== null && row.wire.customer !== customer)
    throw new Refusal({
      message: "The payment method you provided has already been attached to a customer.",
    });
  if (row.spent && row.wire.customer === null) throw spent();
  row.wire.customer = customer;
  tell(caller, "payment_method.attached", row.wire);
}
export const spent = (): Refusal =>
  new Refusal({
    message:
      "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
  });

const customerParameters =
  "address balance description email expand invoice_prefix invoice_settings metadata name next_invoice_sequence payment_method phone preferred_locales shipping source tax tax_exempt tax_id_data test_clock";
/** https://docs.stripe.com/api/customers/object */
const newCustomer = (world: World, body: unknown): Customer => ({
  id: world.nextId("cus_", 14),
  object: "customer",
  address: at(body, "address") === undefined ? null : fields(at(body, "address"), address),
  balance: 0,
  created: unixTime(world),
  currency: null,
  default_source: null,
  delinquent: false,
  ...fields(body, "description email name phone"),
  discount: null,
  invoice_settings: {
    custom_fields: null,
    default_payment_method: null,
    footer: null,
    rendering_options: null,
  },
  livemode: false,
  metadata: recordAt(body, "metadata"),
  next_invoice_sequence: 1,
  preferred_locales: [],
  shipping: at(body, "shipping") ?? null,
  tax_exempt: "none",
  test_clock: null,
});

const methodData =
  "acss_debit affirm afterpay_clearpay alipay allow_redisplay alma amazon_pay au_becs_debit bacs_debit bancontact billie billing_details bizum blik boleto card cashapp eps fpx grabpay ideal kakao_pay klarna konbini kr_card link mb_way metadata mobilepay multibanco naver_pay oxxo p24 pay_by_bank payco paynow paypal paypay pix promptpay radar_options revolut_pay samsung_pay satispay scalapay sepa_debit sequra sunbit swish twint type upi us_bank_account wechat_pay zip";
const cardData = "cvc exp_month exp_year networks number token";
const billingData = { "": "address email name phone tax_id", address };
/** What `payment_method_data` may say, wherever it stands. */
export const methodParameters = (place: string) => ({
  [place]: methodData,
  [`${place}.billing_details`]: billingData[""],
  [`${place}.billing_details.address`]: billingData.address,
  [`${place}.card`]: cardData,
});

export const vaultRoutes = {
  "POST /v1/customers": route(customerParameters, (call) => {
    const wire = newCustomer(call.world, call.body);
    keep(call, "customers", { account: call.account, wire });
    tell(call, "customer.created", wire);
    const method = textAt(call.body, "payment_method");
    if (method !== undefined) attach(call, methodFor(call, method), wire.id);
    return wire;
  }),
  "GET /v1/customers/:id": route("expand", (call) => {
    const row = find<Row<Customer>>(call, "customers", call.params["id"]);
    if (!row) throw unknown("customer", call.params["id"]);
    return row.wire;
  }),
  "DELETE /v1/customers/:id": route("", (call) => {
    const row = customerFor(call, call.params["id"], "id");
    for (const method of all<MethodRow>(call, "payment_methods"))
      if (method.wire.customer === row.wire.id) detach(call, method);
    const wire = { id: row.wire.id, object: "customer", deleted: true };
    keep(call, "customers", { account: call.account, wire });
    tell(call, "customer.deleted", row.wire);
    return wire;
  }),
  "GET /v1/customers/:id/payment_methods": route(
    "allow_redisplay ending_before expand limit starting_after type",
    (call) => {
      const { wire } = customerFor(call, call.params["id"], "id");
      return list(call, `/v1/customers/${wire.id}/payment_methods`, methodsOf(call, wire.id));
    },
  ),

  "POST /v1/payment_methods": route(
    {
      "": `${methodData} customer expand payment_method`,
      billing_details: billingData[""],
      "billing_details.address": billingData.address,
      card: cardData,
    },
    (call) => {
      const row = makeMethod(call, call.body);
      return row.wire;
    },
  ),
  "GET /v1/payment_methods": route(
    "allow_redisplay customer customer_account ending_before expand limit starting_after type",
    (call) => {
      const customer = call.query["customer"];
      const rows = customer === undefined ? [] : methodsOf(call, customer);
      return list(call, "/v1/payment_methods", rows);
    },
  ),
  "GET /v1/payment_methods/:id": route(
    "expand",
    (call) => methodFor(call, call.params["id"] ?? "", "id").wire,
  ),
  "POST /v1/payment_methods/:id/attach": route("customer customer_account expand", (call) => {
    const customer = textAt(call.body, "customer");
    if (customer === undefined) throw missing("customer");
    const row = methodFor(call, call.params["id"] ?? "", "id");
    attach(call, row, customerFor(call, customer).wire.id);
    return row.wire;
  }),
  "POST /v1/payment_methods/:id/detach": route("expand", (call) => {
    const row = methodAt(call);
    if (row.wire.customer === null)
      throw new Refusal({
        message:
          "The payment method you provided is not attached to a customer so detachment is impossible.",
      });
    detach(call, row);
    return row.wire;
  }),
} satisfies Record<string, Handler>;

type Addressed = Caller & {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
};
function methodAt(call: Addressed): MethodRow {
  const row = find<MethodRow>(call, "payment_methods", call.params["id"]);
  if (row) return row;
  throw unknown("PaymentMethod", call.params["id"]);
}

const methodsOf = (call: Addressed, customer: string): readonly MethodRow[] =>
  all<MethodRow>(call, "payment_methods").filter(
    ({ wire }) => wire.customer === customer && wire.type === (call.query["type"] ?? wire.type),
  );

function detach(caller: Caller, row: MethodRow): void {
  const customer = row.wire.customer;
  row.wire.customer = null;
  row.spent = true;
  tell(caller, "payment_method.detached", row.wire, { customer });
}
