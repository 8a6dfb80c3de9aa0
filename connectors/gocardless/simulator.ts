/** GoCardless in miniature: customers, accounts, mandates, debits, refunds, pages, events. https://developer.gocardless.com/api-reference */
import { hmacSha256 } from "#kit";
import {
  allowed,
  type Commands,
  type Handler,
  type LedgerEntry,
  page,
  redirectTo,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  type Transitions,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import { account, samples } from "./simulator/samples.ts";
import {
  acting,
  creating,
  inState,
  invalid,
  keep,
  listed,
  notFound,
  type Row,
  refuse,
  rows,
  showing,
  type Texts,
  type Told,
  tell,
  type Why,
} from "./simulator/wire.ts";

const DAY = 86_400;
/** Days in life, and at once with a scenario simulator; here within the hour, for whoever waits. */
const MANDATE = 600;
const REFUND = 30;

const gocardless = (cause: string): Why => ({ origin: "gocardless", cause });
const api = (cause: string): Why => ({ origin: "api", cause });
const bank = (cause: string, reason_code: string): Why => ({
  origin: "bank",
  cause,
  scheme: "bacs",
  reason_code,
});

const payments: Transitions<string> = {
  pending_submission: ["submitted", "cancelled"],
  submitted: ["confirmed", "failed"],
  confirmed: ["paid_out", "failed", "charged_back"],
  paid_out: ["failed", "charged_back"],
  charged_back: ["paid_out"],
  failed: [],
  cancelled: [],
};
const mandates: Transitions<string> = {
  pending_submission: ["submitted", "cancelled", "failed"],
  submitted: ["active", "cancelled", "failed"],
  active: ["cancelled", "expired"],
  cancelled: [],
  failed: [],
  expired: [],
};
const refunds: Transitions<string> = {
  created: ["paid", "bounced"],
  paid: ["bounced"],
  bounced: [],
};
const states = { payments, mandates, refunds };

/** Goes on and tells so; false where it cannot. */
function move(
  world: World,
  resource: keyof typeof states,
  { row, to, ...told }: { row: Row; to: string; why: Why; action?: string; metadata?: Texts },
): boolean {
  if (!allowed(states[resource], row.status, to)) return false;
  row.status = to;
  tell(world, resource, { action: to, ...told, row });
  return true;
}

const amountOf = (row: Row) => wholeAt(row, "amount") ?? 0n;
function record(world: World, row: Row, kind: LedgerEntry["kind"], payment = row.id): void {
  const reference = row.metadata["merchant_reference"];
  world.ledger.record({
    kind,
    payment,
    ...(reference !== undefined && { reference }),
    amount: amountOf(row),
    currency: textAt(row, "currency") ?? "",
  });
}

function begin(row: Row, world: World): void {
  record(world, row, "authorization");
  tell(world, "payments", { row, action: "created", why: api("payment_created") });
  world.schedule(DAY, () => submit(row, world));
  world.schedule(3 * DAY, () => confirm(row, world));
  world.schedule(4 * DAY, () => payOut(row, world));
}
const submit = (row: Row, world: World) =>
  move(world, "payments", { row, to: "submitted", why: gocardless("payment_submitted") });
const payOut = (row: Row, world: World) =>
  move(world, "payments", { row, to: "paid_out", why: gocardless("payment_paid_out") });
function confirm(row: Row, world: World): boolean {
  submit(row, world);
  const why = gocardless("payment_confirmed");
  const isCollected = move(world, "payments", { row, to: "confirmed", why });
  if (isCollected) record(world, row, "capture");
  return isCollected;
}
function fail(row: Row, world: World): boolean {
  submit(row, world);
  const why = { ...bank("insufficient_funds", "ARUDD-0"), will_attempt_retry: false };
  const isFailed = move(world, "payments", { row, to: "failed", why });
  if (isFailed) record(world, row, "void");
  return isFailed;
}
function cancel(row: Row, world: World, why: Why, metadata?: Texts): boolean {
  const told = { row, to: "cancelled", why, ...(metadata && { metadata }) };
  const isCancelled = move(world, "payments", told);
  if (isCancelled) record(world, row, "void");
  return isCancelled;
}

function agree(row: Row, world: World): void {
  tell(world, "mandates", { row, action: "created", why: api("mandate_created") });
  world.schedule(MANDATE, () => sign(row, world));
  world.schedule(2 * MANDATE, () => activate(row, world));
}
const sign = (row: Row, world: World) =>
  move(world, "mandates", { row, to: "submitted", why: gocardless("mandate_submitted") });
function activate(row: Row, world: World): void {
  sign(row, world);
  move(world, "mandates", { row, to: "active", why: gocardless("mandate_activated") });
}

const schemes: Texts = { GB: "bacs", US: "ach", AU: "becs", CA: "pad" };
const currencies: Texts = { bacs: "GBP", ach: "USD", becs: "AUD", pad: "CAD", sepa_core: "EUR" };
/** What local bank details must have beside the number: https://developer.gocardless.com/resources/test-bank-details */
const codes: Texts = { GB: "branch_code", US: "bank_code", AU: "branch_code", CA: "bank_code" };
const ended: ReadonlySet<string> = new Set(["cancelled", "failed", "expired"]);

function newCustomer(fields: unknown) {
  const isPerson = textAt(fields, "given_name") && textAt(fields, "family_name");
  return isPerson || textAt(fields, "company_name") ? {} : invalid("given_name", "can't be blank");
}
function newAccount(fields: unknown, world: World) {
  const customer = textAt(fields, "links.customer") ?? "";
  if (!rows(world, "customers").has(customer)) return invalid("links", "customer is not known");
  const iban = textAt(fields, "iban");
  const number = iban ?? textAt(fields, "account_number") ?? "";
  const country = textAt(fields, "country_code") ?? number.slice(0, 2);
  const code = iban ? undefined : codes[country];
  for (const field of [iban ? "iban" : "account_number", "account_holder_name", code])
    if (field && !textAt(fields, field)) return invalid(field, "can't be blank");
  if (country === "US" && !textAt(fields, "account_type"))
    return invalid("account_type", "can't be blank");
  const known = world.table<string>("account numbers");
  const existing = known.get(`${customer} ${number}`);
  if (existing)
    return refuse("invalid_state", 409, {
      reason: "bank_account_exists",
      message: "Bank account already exists",
      links: { customer_bank_account: existing },
    });
  return {
    account_number_ending: number.slice(-2),
    bank_name: "TEST BANK",
    country_code: country,
    enabled: true,
    ...{ iban: undefined, account_number: undefined, bank_code: undefined, branch_code: undefined },
    number,
  };
}
function remember(row: Row, world: World): void {
  const number = textAt(row, "number") ?? "";
  world.table<string>("account numbers").set(`${row.links["customer"]} ${number}`, row.id);
  Reflect.deleteProperty(row, "number");
}
function newMandate(fields: unknown, world: World) {
  const id = textAt(fields, "links.customer_bank_account") ?? "";
  const held = rows(world, "customer_bank_accounts").get(id);
  if (!held) return invalid("links", "customer_bank_account is not known");
  if (held["enabled"] === false)
    return inState("bank_account_disabled", "Bank account is disabled");
  const scheme = textAt(fields, "scheme") ?? schemes[textAt(held, "country_code") ?? ""];
  const isOffline = ["telephone", "paper"].includes(textAt(fields, "authorisation_source") ?? "");
  if (scheme === "ach" && !isOffline && !textAt(fields, "payer_ip_address"))
    return invalid("payer_ip_address", "is required");
  const customer = held.links["customer"] ?? "";
  return {
    scheme: scheme ?? "sepa_core",
    reference: textAt(fields, "reference") ?? "REF-123",
    links: { creditor: "CR123", customer, customer_bank_account: id },
  };
}
function newPayment(fields: unknown, world: World) {
  const mandate = rows(world, "mandates").get(textAt(fields, "links.mandate") ?? "");
  if (!mandate)
    return refuse("invalid_api_usage", 404, {
      reason: "link_not_found",
      message: "Mandate not found",
    });
  if (ended.has(mandate.status)) return inState("mandate_is_inactive", "Mandate is inactive");
  const amount = wholeAt(fields, "amount") ?? 0n;
  if (amount < 1n) return invalid("amount", "must be greater than 0");
  const scheme = textAt(mandate, "scheme") ?? "";
  if (textAt(fields, "currency") !== currencies[scheme])
    return invalid("currency", `must be ${currencies[scheme]}`);
  return {
    scheme,
    amount_refunded: 0,
    links: { creditor: "CR123", mandate: mandate.id },
  };
}
function newRefund(fields: unknown, world: World) {
  const payment = rows(world, "payments").get(textAt(fields, "links.payment") ?? "");
  if (!payment) return notFound();
  if (payment.status !== "confirmed" && payment.status !== "paid_out")
    return inState("refund_payment_invalid_state", "Payment is not confirmed or paid out");
  const amount = wholeAt(fields, "amount") ?? 0n;
  const total = (wholeAt(payment, "amount_refunded") ?? 0n) + amount;
  if (wholeAt(fields, "total_amount_confirmation") !== total)
    return inState("total_amount_confirmation_invalid", "Total amount does not match");
  if (amount < 1n || total > amountOf(payment))
    return invalid("amount", "must be positive and within what is left");
  payment["amount_refunded"] = Number(total);
  const currency = textAt(payment, "currency");
  return { status: "created", currency, total_amount_confirmation: undefined };
}
function giveBack(row: Row, world: World): void {
  record(world, row, "refund", row.links["payment"]);
  tell(world, "refunds", { row, action: "created", why: api("payment_refunded") });
  world.schedule(REFUND, () =>
    move(world, "refunds", { row, to: "paid", why: gocardless("refund_paid") }),
  );
}

/** What the page makes: https://developer.gocardless.com/api-reference/#billing-requests-billing-requests */
function fulfil(request: Row, world: World): void {
  const customer = keep(world, "customers", {}).id;
  const held = keep(world, "customer_bank_accounts", { links: { customer }, enabled: true }).id;
  const wanted = request["payment_request"] ?? {};
  const mandate = { scheme: "bacs", metadata: request.metadata };
  const links = { customer, customer_bank_account: held };
  const made = request["payment_request"]
    ? {
        payment_request_payment: keep(world, "payments", {
          amount_refunded: 0,
          scheme: "faster_payments",
          ...wanted,
        }).id,
      }
    : { mandate_request_mandate: keep(world, "mandates", { ...mandate, links }).id };
  request.status = "fulfilled";
  request.links = { ...request.links, customer, ...made };
  const row = Object.values(made)[0] ?? "";
  const [payment, agreed] = [rows(world, "payments").get(row), rows(world, "mandates").get(row)];
  tell(world, "billing_requests", {
    row: request,
    action: "fulfilled",
    why: gocardless("billing_request_fulfilled"),
  });
  if (payment) begin(payment, world);
  if (agreed) agree(agreed, world);
}
const flowPage: Handler = ({ query, body, method }, world) => {
  const flow = rows(world, "billing_request_flows").get(query["id"] ?? "");
  const request = rows(world, "billing_requests").get(flow?.links["billing_request"] ?? "");
  if (!flow || !request) return notFound();
  if (method === "GET")
    return page({
      title: "GoCardless test page",
      text: `${request.id}: ${request.status}`,
      action: textAt(flow, "authorisation_url") ?? "",
      outcomes: { success: "Confirm", failure: "Leave" },
    });
  if (textAt(body, "outcome") === "success" && request.status === "pending") fulfil(request, world);
  const uri = textAt(body, "outcome") === "success" ? "redirect_uri" : "exit_uri";
  return redirectTo(textAt(flow, uri) ?? "https://gocardless.com");
};

const isWithin = (row: Row, query: Texts) => {
  const at = textAt(row, "created_at") ?? "";
  return at >= (query["created_at[gte]"] ?? "") && at <= (query["created_at[lte]"] ?? "9");
};
const matches = ({ links, action, resource_type }: Told, query: Texts) =>
  [
    [query["payment"], links["payment"]],
    [query["action"], action],
    [query["resource_type"], resource_type],
  ].every(([wanted, own]) => wanted === undefined || wanted === own);

function paymentOf({ payment = "" }: Texts, world: World): Row {
  const row = rows(world, "payments").get(payment);
  if (!row) throw new Error(`no payment ${payment}`);
  return row;
}
const commands: Commands = {
  settle(fields, world) {
    const mandate = rows(world, "mandates").get(fields["payment"] ?? "");
    if (mandate) {
      activate(mandate, world);
      return { mandate: mandate.id };
    }
    const row = paymentOf(fields, world);
    const act = { succeeded: confirm, failed: fail }[fields["outcome"] ?? ""];
    if (!act?.(row, world)) throw new Error(`${row.id} is ${row.status}`);
    return { payment: row.id };
  },
  /** A chargeback of a debit is final: nobody is asked, and there is nothing to contest. */
  chargeBack(fields, world) {
    const row = paymentOf(fields, world);
    const why = bank(fields["reason"] ?? "authorisation_disputed", "DDICA-1");
    if (!move(world, "payments", { row, to: "charged_back", why }))
      throw new Error(`${row.id} is ${row.status}`);
    record(world, row, "chargeback");
    return { payment: row.id };
  },
  /** The customer takes it back. */
  cancelChargeback(fields, world) {
    const row = paymentOf(fields, world);
    const why = { origin: "bank", cause: "payment_confirmed" };
    const told = { row, to: "paid_out", action: "chargeback_cancelled", why };
    if (!move(world, "payments", told)) throw new Error(`${row.id} is ${row.status}`);
    record(world, row, "chargeback reversal");
    return { payment: row.id };
  },
};

const simulator: Simulator = {
  id: "gocardless",
  authenticate,
  routes: {
    "POST /customers": creating("customers", newCustomer),
    "GET /customers/:id": showing("customers"),
    "DELETE /customers/:id": acting("customers", (row, world) => {
      rows(world, "customers").delete(row.id);
      return undefined;
    }),
    "POST /customer_bank_accounts": creating("customer_bank_accounts", newAccount, remember),
    "GET /customer_bank_accounts/:id": showing("customer_bank_accounts"),
    "POST /customer_bank_accounts/:id/actions/disable": acting("customer_bank_accounts", (row) => {
      if (row["enabled"] === false) return inState("disable_failed", "Already disabled");
      row["enabled"] = false;
      return undefined;
    }),
    "POST /mandates": creating("mandates", newMandate, agree),
    "GET /mandates/:id": showing("mandates"),
    "POST /mandates/:id/actions/cancel": acting("mandates", (row, world, metadata) => {
      const why = api("mandate_cancelled");
      if (!move(world, "mandates", { row, to: "cancelled", why, metadata }))
        return inState("cancellation_failed", "Mandate is not in a cancellable state");
      for (const payment of rows(world, "payments").values())
        if (payment.links["mandate"] === row.id) cancel(payment, world, why);
      return undefined;
    }),
    "POST /payments": creating("payments", newPayment, begin),
    "GET /payments": ({ query }, world) =>
      listed(
        "payments",
        [...rows(world, "payments").values()].filter((row) => isWithin(row, query)),
        query,
      ),
    "GET /payments/:id": showing("payments"),
    "POST /payments/:id/actions/cancel": acting("payments", (row, world, metadata) =>
      cancel(row, world, api("payment_cancelled"), metadata)
        ? undefined
        : inState("cancellation_failed", "Payment is not in a cancellable state"),
    ),
    "POST /refunds": creating("refunds", newRefund, giveBack),
    "GET /refunds": ({ query }, world) => {
      const own = [...rows(world, "refunds").values()];
      const wanted = query["payment"];
      return listed(
        "refunds",
        own.filter(({ links }) => !wanted || links["payment"] === wanted),
        query,
      );
    },
    "GET /refunds/:id": showing("refunds"),
    "GET /events": ({ query }, world) =>
      listed(
        "events",
        [...world.table<Told>("events").values()].filter((told) => matches(told, query)),
        query,
      ),
    "POST /billing_requests": creating("billing_requests", () => ({ status: "pending" })),
    "GET /billing_requests/:id": showing("billing_requests"),
    "POST /billing_requests/:id/actions/cancel": acting("billing_requests", (row, world) => {
      if (row.status !== "pending")
        return inState("cancellation_failed", "Billing request is not in a cancellable state");
      row.status = "cancelled";
      const why = api("billing_request_cancelled");
      tell(world, "billing_requests", { row, action: "cancelled", why });
      return undefined;
    }),
    "POST /billing_request_flows": creating(
      "billing_request_flows",
      (_, world) => ({
        expires_at: new Date(world.now().getTime() + 7 * DAY * 1000).toISOString(),
      }),
      (row, world) => {
        row["authorisation_url"] = `${world.origin}/flow?id=${row.id}`;
      },
    ),
    "GET /flow": flowPage,
    "POST /flow": flowPage,
  },

  /** https://developer.gocardless.com/api-reference/#webhooks-overview */
  deliver({ content }, secret) {
    const body = toJson({ events: [content] });
    return {
      headers: {
        "content-type": "application/json",
        "webhook-signature": hmacSha256(secret, body, "hex"),
      },
      body,
    };
  },

  commands,

  misstate(answer) {
    for (const resource of ["payments", "refunds"]) {
      const amount = wholeAt(answer.body, `${resource}.amount`);
      if (amount === undefined) continue;
      const told = Object.assign({}, Reflect.get(Object(answer.body), resource));
      return { ...answer, body: { [resource]: { ...told, amount: amount + 100n } } };
    }
    return answer;
  },

  samples,
};
export default simulator;

/** https://developer.gocardless.com/api-reference/#making-requests-authentication */
function authenticate({ path, headers }: SimulatedRequest): SimulatedAnswer | undefined {
  if (path === "/flow") return undefined;
  if (headers["authorization"] !== `Bearer ${account.accessToken}`)
    return refuse("invalid_api_usage", 401, {
      reason: "access_token_not_found",
      message: "The access token you've used is not a valid sandbox API access token",
    });
  if (!headers["gocardless-version"])
    return refuse("invalid_api_usage", 400, {
      reason: "missing_version_header",
      message: "Version header required",
    });
  return undefined;
}
