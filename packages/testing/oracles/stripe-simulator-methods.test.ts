/** Stripe's official SDK at the simulator: methods that lead elsewhere or settle later, tokens, bank transfers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type Stripe from "stripe";
import { conforms, refused, returnUrl, walk } from "./stripe-shop.ts";
import { base, type Creation, chargeOf, pay, payBy, shop } from "./stripe-till.ts";

test("methods that lead to another page", async () => {
  const redirecting: Record<string, [string, object]> = {
    ideal: ["eur", {}],
    bancontact: ["eur", { billing_details: { name: "Jenny Rosen" } }],
    klarna: ["eur", {}],
    alipay: ["usd", {}],
    cashapp: ["usd", {}],
    p24: ["pln", { billing_details: { email: "jenny@example.com" } }],
    fpx: ["myr", { fpx: { bank: "cimb" } }],
  };
  const start = (type: string, currency: string, data: object, more: object = {}) =>
    payBy(type, currency, data, { return_url: returnUrl, ...more });
  for (const [type, [currency, data]] of Object.entries(redirecting)) {
    const intent = await start(type, currency, data);
    conforms(intent);
    const action = intent.next_action;
    const page =
      action?.redirect_to_url?.url ??
      action?.alipay_handle_redirect?.url ??
      action?.cashapp_handle_redirect_or_display_qr_code?.hosted_instructions_url;
    assert.equal(
      (await walk(page ?? "", "complete")).searchParams.get("redirect_status"),
      "succeeded",
    );
    const charge = await chargeOf(intent);
    assert.match(charge.id, /^py_/);
    assert.equal(charge.payment_method_details?.type, type);
  }
  const held = await start("klarna", "eur", {}, { capture_method: "manual" });
  await walk(held.next_action?.redirect_to_url?.url ?? "", "complete");
  assert.equal((await shop.stripe.paymentIntents.retrieve(held.id)).status, "requires_capture");
  assert.equal(
    (await refused(start("ideal", "eur", {}, { capture_method: "manual" }))).param,
    "capture_method",
  );
  assert.equal((await refused(start("ideal", "usd", {}))).param, "currency");
  assert.equal((await refused(start("bancontact", "eur", {}))).param, "billing_details[name]");
});

test("methods that are settled later", async () => {
  const statusOf = async (id: string) => (await shop.stripe.paymentIntents.retrieve(id)).status;
  const billing_details = { name: "Jenny Rosen", email: "jenny@example.com" };
  const mandate_data = {
    customer_acceptance: {
      type: "online",
      online: { ip_address: "127.0.0.1", user_agent: "test" },
    },
  };
  const sepa = (iban: string) =>
    payBy("sepa_debit", "eur", { sepa_debit: { iban }, billing_details }, { mandate_data });
  const paid = await sepa("DE89370400440532013000");
  conforms(paid);
  assert.equal(paid.status, "processing");
  const { sepa_debit } = (await chargeOf(paid)).payment_method_details ?? {};
  const mandate = await shop.stripe.mandates.retrieve(String(sepa_debit?.mandate));
  conforms(mandate);
  assert.deepEqual([mandate.status, mandate.type], ["active", "single_use"]);
  const failing = await sepa("DE62370400440532013001");
  const disputed = await sepa("DE35370400440532013002");
  shop.advance(10);
  assert.equal(await statusOf(paid.id), "succeeded");
  assert.equal(await statusOf(failing.id), "requires_payment_method");
  const [dispute] = (await shop.stripe.disputes.list({ payment_intent: disputed.id })).data;
  assert.equal(dispute?.status, "lost");
  const noMandate = await refused(
    payBy("sepa_debit", "eur", { sepa_debit: { iban: "DE89370400440532013000" }, billing_details }),
  );
  assert.equal(noMandate.param, "mandate_data");

  const ach = await payBy(
    "us_bank_account",
    "usd",
    {
      us_bank_account: {
        account_number: "000123456789",
        routing_number: "110000000",
        account_holder_type: "individual",
      },
      billing_details,
    },
    { mandate_data },
  );
  assert.equal(ach.next_action?.type, "verify_with_microdeposits");
  const wrong = await refused(
    shop.stripe.paymentIntents.verifyMicrodeposits(ach.id, { amounts: [1, 2] }),
  );
  assert.equal(wrong.code, "payment_method_microdeposit_verification_amounts_mismatch");
  const verified = await shop.stripe.paymentIntents.verifyMicrodeposits(ach.id, {
    amounts: [32, 45],
  });
  assert.equal(verified.status, "processing");
  shop.running.command("settle", { payment: ach.id, outcome: "failed" });
  assert.equal(await statusOf(ach.id), "requires_payment_method");

  const boleto = await payBy("boleto", "brl", {
    boleto: { tax_id: "000.000.000-00" },
    billing_details: {
      ...billing_details,
      address: { line1: "1 Rua", city: "SP", state: "SP", postal_code: "01310-100", country: "BR" },
    },
  });
  assert.equal(boleto.next_action?.type, "boleto_display_details");
  assert.ok(boleto.next_action?.boleto_display_details?.hosted_voucher_url);
  shop.advance(180);
  assert.equal(await statusOf(boleto.id), "succeeded");
  const lapsed = await payBy("oxxo", "mxn", {
    billing_details: { ...billing_details, email: "expire_immediately@example.com" },
  });
  shop.advance(10);
  const after = await shop.stripe.paymentIntents.retrieve(lapsed.id);
  assert.equal(after.last_payment_error?.code, "payment_intent_payment_attempt_expired");
  const blik = await payBy(
    "blik",
    "pln",
    {},
    { payment_method_options: { blik: { code: "123456" } } },
  );
  assert.equal(blik.next_action?.type, "blik_authorize");
  shop.running.command("settle", { payment: blik.id, outcome: "succeeded" });
  assert.equal(await statusOf(blik.id), "succeeded");
  const paynow = await payBy("paynow", "sgd", {});
  assert.ok(paynow.next_action?.paynow_display_qr_code?.data);
  shop.running.command("expire", { payment: paynow.id });
  assert.equal(await statusOf(paynow.id), "requires_payment_method");
});

test("tokens: a card's once, a CVC asked for again, Apple's payload", async () => {
  const card = { number: "4242424242424242", exp_month: "12", exp_year: "2034", cvc: "123" };
  const token = await shop.stripe.tokens.create({ card });
  conforms(token);
  const withToken = (id: string) => {
    const payment_method_data = { type: "card", card: { token: id } };
    return shop.stripe.paymentIntents.create({
      ...base,
      payment_method_data,
    } as unknown as Creation);
  };
  assert.equal((await withToken(token.id)).status, "succeeded");
  assert.equal((await refused(withToken(token.id))).code, "token_already_used");
  assert.equal((await withToken("tok_visa")).status, "succeeded");
  assert.equal((await refused(withToken("tok_chargeDeclined"))).code, "card_declined");
  const cvc = await shop.stripe.tokens.create({ cvc_update: { cvc: "123" } });
  assert.equal(cvc.type, "cvc_update");
  const apple = await shop.stripe.tokens.create({ pk_token: "{}" } as Stripe.TokenCreateParams);
  const { payment_method_details } = await chargeOf(await withToken(apple.id));
  assert.equal(payment_method_details?.card?.wallet?.type, "apple_pay");
});

test("a bank transfer shows an account of its currency, and needs a customer", async () => {
  const transfer = (more: Partial<Creation>) =>
    pay({
      payment_method: undefined as never,
      payment_method_data: { type: "customer_balance" },
      allowed_payment_method_types: ["customer_balance"],
      ...more,
    });
  assert.equal((await refused(transfer({}))).param, "customer");
  const customer = (await shop.stripe.customers.create()).id;
  for (const [currency, type] of [
    ["eur", "iban"],
    ["usd", "aba"],
    ["gbp", "sort_code"],
    ["jpy", "zengin"],
    ["mxn", "spei"],
  ] as const) {
    const waiting = await transfer({ customer, currency });
    conforms(waiting);
    const shown = waiting.next_action?.display_bank_transfer_instructions;
    assert.equal(shown?.financial_addresses?.[0]?.type, type);
    assert.equal(shown?.amount_remaining, 2000);
    shop.running.command("settle", { payment: waiting.id, outcome: "succeeded" });
    assert.equal((await shop.stripe.paymentIntents.retrieve(waiting.id)).status, "succeeded");
  }
});
