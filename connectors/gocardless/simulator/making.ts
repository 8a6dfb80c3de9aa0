/** What is made at GoCardless: customers, accounts, mandates, payments, refunds, and what its page makes of them. */
import { textAt, type World, wholeAt } from "#simulate";
import { agree, amountOf, api, begin, gocardless, move, REFUND, record } from "./moves.ts";
import {
  inState,
  invalid,
  keep,
  notFound,
  type Row,
  refuse,
  rows,
  type Texts,
  tell,
} from "./wire.ts";

const schemes: Texts = { GB: "bacs", US: "ach", AU: "becs", CA: "pad" };
const currencies: Texts = { bacs: "GBP", ach: "USD", becs: "AUD", pad: "CAD", sepa_core: "EUR" };
/** What local bank details must have beside the number: https://developer.gocardless.com/resources/test-bank-details */
const codes: Texts = { GB: "branch_code", US: "bank_code", AU: "branch_code", CA: "bank_code" };
const ended: ReadonlySet<string> = new Set(["cancelled", "failed", "expired"]);

export function newCustomer(fields: unknown) {
  const isPerson = textAt(fields, "given_name") && textAt(fields, "family_name");
  return isPerson || textAt(fields, "company_name") ? {} : invalid("given_name", "can't be blank");
}
export function newAccount(fields: unknown, world: World) {
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
export function remember(row: Row, world: World): void {
  const number = textAt(row, "number") ?? "";
  world.table<string>("account numbers").set(`${row.links["customer"]} ${number}`, row.id);
  Reflect.deleteProperty(row, "number");
}
export function newMandate(fields: unknown, world: World) {
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
export function newPayment(fields: unknown, world: World) {
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
export function newRefund(fields: unknown, world: World) {
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
export function giveBack(row: Row, world: World): void {
  record(world, row, "refund", row.links["payment"]);
  tell(world, "refunds", { row, action: "created", why: api("payment_refunded") });
  world.schedule(REFUND, () =>
    move(world, "refunds", { row, to: "paid", why: gocardless("refund_paid") }),
  );
}

/** What the page makes: https://developer.gocardless.com/api-reference/#billing-requests-billing-requests */
export function fulfil(request: Row, world: World): void {
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
