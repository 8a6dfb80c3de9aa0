/** Stripe's official SDK at the simulator: what it gets, what really moved, and what the webhooks say. */
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import Stripe from "stripe";
import {
  apiKey,
  conforms,
  openShop,
  refused,
  returnUrl,
  type Shop,
  specsAbsent,
  walk,
} from "./stripe-shop.ts";

let shop: Shop;
const opened: Shop[] = [];
beforeEach(async () => {
  shop = await openShop();
  opened.push(shop);
});
const closing = async () => {
  while (opened.length > 0) await opened.pop()?.close();
};
test.afterEach(closing);
after(closing);

type Creation = Stripe.PaymentIntentCreateParams;
const pay = (more: Partial<Creation> = {}, options: Stripe.RequestOptions = {}) =>
  shop.stripe.paymentIntents.create(
    {
      amount: 2000,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
      metadata: { reference: "order-1" },
      ...more,
    },
    options,
  );
const hold = (more: Partial<Creation> = {}) => pay({ capture_method: "manual", ...more });
/** The SDK's types leave raw card data out; the API takes it. */
const cardData = (number: string, more: object = {}) => {
  const card = { number, exp_month: 12, exp_year: 2034, cvc: "123", ...more };
  return { payment_method_data: { type: "card", card } } as unknown as Partial<Creation>;
};
const payWith = (number: string, more: Partial<Creation> = {}) => {
  const { payment_method: _, ...rest } = { ...base, ...cardData(number), ...more };
  return shop.stripe.paymentIntents.create(rest as Creation);
};
const base = {
  amount: 2000,
  currency: "usd",
  confirm: true,
  allowed_payment_method_types: ["card"],
  payment_method: undefined,
};
const chargeOf = async (intent: Stripe.PaymentIntent) => {
  const full = await shop.stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge"] });
  assert.ok(full.latest_charge && typeof full.latest_charge === "object");
  conforms(full.latest_charge);
  return full.latest_charge;
};
const declineOf = (error: Stripe.errors.StripeError) =>
  `${error.code} ${error.decline_code ?? ""}`.trim();

test("the comparison with Stripe's specification finds what is wrong", {
  skip: specsAbsent,
}, () => {
  assert.throws(() => conforms({ object: "refund", id: "re_1" }));
  assert.throws(() => conforms({ object: "refund", id: 1, amount: "2" }));
});

test("a card is charged at once", async () => {
  const intent = await pay();
  conforms(intent);
  assert.equal(intent.status, "succeeded");
  assert.equal(intent.amount_received, 2000);
  assert.equal(intent.capture_method, "automatic_async");
  assert.match(intent.lastResponse.requestId, /^req_/);
  assert.equal(intent.lastResponse.apiVersion, "2026-10-28.endive");
  const charge = await chargeOf(intent);
  assert.equal(charge.outcome?.network_status, "approved_by_network");
  const { card } = charge.payment_method_details ?? {};
  assert.match(card?.network_transaction_id ?? "", /^\d{15}$/);
  assert.match(card?.authorization_code ?? "", /^\d{6}$/);
  assert.deepEqual(shop.ledger(), ["authorization 2000", "capture 2000"]);
  assert.deepEqual(shop.eventTypes(), [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
  ]);
  assert.equal(shop.running.ledger[0]?.reference, "order-1");
  assert.equal(shop.running.ledger[0]?.currency, "USD");
});

test("what is held is captured in part, and the rest goes back", async () => {
  const held = await hold();
  assert.equal(held.status, "requires_capture");
  assert.equal(held.amount_capturable, 2000);
  const { card } = (await chargeOf(held)).payment_method_details ?? {};
  assert.equal(card?.capture_before, held.created + 7 * 86_400);
  const captured = await shop.stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
  assert.equal(captured.status, "succeeded");
  assert.equal(captured.amount_received, 1500);
  const charge = await chargeOf(captured);
  assert.deepEqual([charge.amount_captured, charge.amount_refunded], [1500, 500]);
  assert.deepEqual(shop.ledger(), ["authorization 2000", "capture 1500", "void 500"]);
  const again = await refused(shop.stripe.paymentIntents.capture(held.id));
  assert.equal(again.code, "payment_intent_unexpected_state");
  assert.equal(again.payment_intent?.status, "succeeded");
  const refund = await shop.stripe.refunds.create({ payment_intent: held.id });
  assert.equal(refund.amount, 1500);
});

test("several captures, where they were asked for", async () => {
  const plain = await hold();
  const not = await refused(
    shop.stripe.paymentIntents.capture(plain.id, { amount_to_capture: 500, final_capture: false }),
  );
  assert.equal(not.param, "final_capture");
  const held = await hold({
    payment_method_options: { card: { request_multicapture: "if_available" } },
  });
  const take = (amount_to_capture: number, final_capture: boolean) =>
    shop.stripe.paymentIntents.capture(held.id, { amount_to_capture, final_capture });
  const first = await take(700, false);
  assert.deepEqual([first.status, first.amount_capturable], ["requires_capture", 1300]);
  assert.equal((await refused(take(1300, false))).type, "StripeInvalidRequestError");
  const last = await take(300, true);
  assert.deepEqual(
    [last.status, last.amount_received, last.amount_capturable],
    ["succeeded", 1000, 0],
  );
  assert.equal((await chargeOf(last)).amount_refunded, 0);
  assert.deepEqual(shop.ledger().slice(1), [
    "authorization 2000",
    "capture 700",
    "capture 300",
    "void 1000",
  ]);
});

test("a hold is raised, released, and ends by itself", async () => {
  const held = await hold({
    payment_method_options: { card: { request_incremental_authorization: "if_available" } },
  });
  const raised = await shop.stripe.paymentIntents.incrementAuthorization(held.id, { amount: 3000 });
  assert.deepEqual([raised.amount, raised.amount_capturable], [3000, 3000]);
  const canceled = await shop.stripe.paymentIntents.cancel(held.id, {
    cancellation_reason: "requested_by_customer",
  });
  assert.equal(canceled.status, "canceled");
  assert.deepEqual(shop.ledger(), ["authorization 2000", "authorization 1000", "void 3000"]);
  const twice = await refused(shop.stripe.paymentIntents.cancel(held.id));
  assert.equal(twice.code, "payment_intent_unexpected_state");
  const other = await hold();
  shop.advance(7 * 86_400 + 1);
  assert.equal(
    (await shop.stripe.paymentIntents.retrieve(other.id)).cancellation_reason,
    "automatic",
  );
  assert.deepEqual(shop.ledger().slice(3), ["authorization 2000", "void 2000"]);
  assert.ok(shop.eventTypes().includes("charge.expired"));
});

test("declines carry Stripe's codes, the charge and the payment", async () => {
  const expected: Record<string, string> = {
    "4000000000000002": "card_declined generic_decline",
    "4000000000009995": "card_declined insufficient_funds",
    "4000000000009987": "card_declined lost_card",
    "4000000000009979": "card_declined stolen_card",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
    "4000000000000119": "processing_error",
    "4000000000006975": "card_declined card_velocity_exceeded",
    "4000000000000101": "incorrect_cvc",
    "4100000000000019": "card_declined fraudulent",
  };
  for (const [number, code] of Object.entries(expected)) {
    const error = await refused(payWith(number));
    assert.equal(error.statusCode, 402);
    assert.ok(error instanceof Stripe.errors.StripeCardError);
    assert.equal(declineOf(error), code, number);
    assert.equal(error.payment_intent?.status, "requires_payment_method");
    const charge = await shop.stripe.charges.retrieve(error.charge ?? "");
    assert.equal(charge.status, "failed");
    assert.equal(charge.outcome?.type, number.startsWith("41") ? "blocked" : "issuer_declined");
  }
  const wrong: Record<string, [string, object]> = {
    incorrect_number: ["4242424242424241", {}],
    invalid_expiry_month: ["4242424242424242", { exp_month: 13 }],
    invalid_expiry_year: ["4242424242424242", { exp_year: 95 }],
    invalid_cvc: ["4242424242424242", { cvc: "99" }],
  };
  for (const [code, [number, more]] of Object.entries(wrong))
    assert.equal((await refused(payWith(number, cardData(number, more)))).code, code);
  assert.deepEqual(shop.ledger(), []);
});

test("3D Secure: passed, failed, left, passed but declined, come again", async () => {
  const asked = await payWith("4000002760003184", { return_url: returnUrl });
  assert.equal(asked.status, "requires_action");
  const page = asked.next_action?.redirect_to_url?.url ?? "";
  const back = await walk(page, "complete");
  assert.equal(back.searchParams.get("order"), "1");
  assert.equal(back.searchParams.get("payment_intent"), asked.id);
  assert.equal(back.searchParams.get("payment_intent_client_secret"), asked.client_secret);
  assert.equal(back.searchParams.get("redirect_status"), "succeeded");
  const { three_d_secure } = (await chargeOf(asked)).payment_method_details?.card ?? {};
  assert.deepEqual(
    [
      three_d_secure?.result,
      three_d_secure?.authentication_flow,
      three_d_secure?.electronic_commerce_indicator,
    ],
    ["authenticated", "challenge", "05"],
  );
  const twice = await fetch(page, { redirect: "manual" });
  assert.equal(twice.headers.get("location"), back.href);
  assert.deepEqual(shop.ledger(), ["authorization 2000", "capture 2000"]);

  const failed = await payWith("4000000000003220", { return_url: returnUrl });
  const returned = await walk(failed.next_action?.redirect_to_url?.url ?? "", "fail");
  assert.equal(returned.searchParams.get("redirect_status"), "failed");
  const after = await shop.stripe.paymentIntents.retrieve(failed.id);
  assert.equal(after.status, "requires_payment_method");
  assert.equal(after.last_payment_error?.code, "payment_intent_authentication_failure");

  for (const [number, code] of [
    ["4000008400001629", "generic_decline"],
    ["4000008260003178", "insufficient_funds"],
  ] as const) {
    const intent = await payWith(number, { return_url: returnUrl });
    const end = await walk(intent.next_action?.redirect_to_url?.url ?? "", "complete");
    assert.equal(end.searchParams.get("redirect_status"), "failed");
    const { last_payment_error } = await shop.stripe.paymentIntents.retrieve(intent.id);
    assert.equal(last_payment_error?.decline_code, code);
  }
  const script = await payWith("4000002500003155");
  assert.equal(script.next_action?.type, "use_stripe_sdk");
  const optional = await payWith("4000000000003055");
  assert.equal(optional.status, "succeeded");
  const wanted = await payWith("4000000000003055", {
    payment_method_options: { card: { request_three_d_secure: "any" } },
  });
  assert.equal(wanted.status, "requires_action");
  const strict = await refused(payWith("4000002760003184", { error_on_requires_action: true }));
  assert.equal(strict.code, "authentication_required");
});

test("a card is set up, and paid with while its owner is away", async () => {
  const customer = await shop.stripe.customers.create({ email: "jenny@example.com" });
  const setUp = async (number: string) => {
    const { id } = await shop.stripe.paymentMethods.create({
      type: "card",
      card: { number, exp_month: 12, exp_year: 2034, cvc: "123" },
    });
    const setup = await shop.stripe.setupIntents.create({
      customer: customer.id,
      payment_method: id,
      confirm: true,
      allowed_payment_method_types: ["card"],
      return_url: returnUrl,
    });
    conforms(setup);
    if (setup.status === "requires_action")
      assert.equal(
        (await walk(setup.next_action?.redirect_to_url?.url ?? "", "complete")).searchParams.get(
          "setup_intent",
        ),
        setup.id,
      );
    assert.equal((await shop.stripe.setupIntents.retrieve(setup.id)).status, "succeeded");
    return id;
  };
  const away = (payment_method: string) =>
    pay({ payment_method, customer: customer.id, off_session: true });
  assert.equal((await away(await setUp("4242424242424242"))).status, "succeeded");
  assert.equal((await away(await setUp("4000002500003155"))).status, "succeeded");
  const always = await refused(away(await setUp("4000002760003184")));
  assert.equal(declineOf(always), "authentication_required authentication_required");
  assert.equal(
    declineOf(await refused(away(await setUp("4000008260003178")))),
    "card_declined insufficient_funds",
  );
  assert.equal(
    declineOf(await refused(away(await setUp("4000000000000341")))),
    "card_declined generic_decline",
  );
  assert.equal((await shop.stripe.paymentMethods.list({ customer: customer.id })).data.length, 5);
  const attaching = await refused(
    shop.stripe.paymentMethods.attach("pm_card_chargeDeclined", { customer: customer.id }),
  );
  assert.equal(attaching.code, "card_declined");
  const [first] = (await shop.stripe.paymentMethods.list({ customer: customer.id })).data;
  const detached = await shop.stripe.paymentMethods.detach(first?.id ?? "");
  assert.equal(detached.customer, null);
  assert.equal((await refused(pay({ payment_method: detached.id }))).statusCode, 400);
  assert.equal((await shop.stripe.customers.del(customer.id)).deleted, true);
});

test("refunds: in part, too much, pending, failing later", async () => {
  const paid = await pay();
  const part = await shop.stripe.refunds.create({
    payment_intent: paid.id,
    amount: 500,
    reason: "requested_by_customer",
    metadata: { reference: "refund-1" },
  });
  conforms(part);
  assert.deepEqual(
    [part.status, part.amount, part.metadata?.["reference"]],
    ["succeeded", 500, "refund-1"],
  );
  const tooMuch = await refused(
    shop.stripe.refunds.create({ payment_intent: paid.id, amount: 1501 }),
  );
  assert.deepEqual([tooMuch.param, tooMuch.code], ["amount", undefined]);
  await shop.stripe.refunds.create({ payment_intent: paid.id });
  const spent = await refused(shop.stripe.refunds.create({ payment_intent: paid.id }));
  assert.equal(spent.code, "charge_already_refunded");
  assert.equal((await shop.stripe.refunds.list({ payment_intent: paid.id })).data.length, 2);
  assert.deepEqual(shop.ledger().slice(2), ["refund 500", "refund 1500"]);

  const slow = await pay({ payment_method: "pm_card_pendingRefund" });
  const pending = await shop.stripe.refunds.create({ payment_intent: slow.id });
  assert.equal(pending.status, "pending");
  const doomed = await pay({ payment_method: "pm_card_refundFail" });
  const failing = await shop.stripe.refunds.create({ payment_intent: doomed.id });
  assert.equal(failing.status, "succeeded");
  shop.advance(60);
  assert.equal((await shop.stripe.refunds.retrieve(pending.id)).status, "succeeded");
  const failed = await shop.stripe.refunds.retrieve(failing.id);
  assert.deepEqual([failed.status, failed.failure_reason], ["failed", "expired_or_canceled_card"]);
  assert.ok(shop.eventTypes().includes("refund.failed"));
  const moved = shop.running.ledger.filter(({ payment }) => payment === doomed.id);
  assert.equal(
    moved.filter(({ kind }) => kind === "refund").reduce((sum, { amount }) => sum + amount, 0n),
    0n,
  );
});

test("disputes: won, lost, an inquiry, accepted, with evidence", async () => {
  const disputeOf = async (payment_method: string) => {
    const intent = await pay({ payment_method });
    const { data } = await shop.stripe.disputes.list({ payment_intent: intent.id });
    assert.equal(data.length, 1);
    const [dispute] = data;
    assert.ok(dispute);
    conforms(dispute);
    return dispute;
  };
  const file = await shop.stripe.files.create({
    purpose: "dispute_evidence",
    file: {
      data: Buffer.from("%PDF-1.4\r\n\r\n--x"),
      name: "receipt.pdf",
      type: "application/pdf",
    },
  });
  conforms(file);
  assert.deepEqual([file.size, file.type, file.filename], [15, "pdf", "receipt.pdf"]);
  const contested = await disputeOf("pm_card_createDispute");
  assert.equal(contested.reason, "fraudulent");
  assert.equal(contested.payment_method_details?.card?.network_reason_code, "10.4");
  const draft = await shop.stripe.disputes.update(contested.id, {
    evidence: { receipt: file.id },
    submit: false,
  });
  assert.deepEqual([draft.status, draft.evidence_details.submission_count], ["needs_response", 0]);
  const sent = await shop.stripe.disputes.update(contested.id, {
    evidence: { uncategorized_text: "winning_evidence" },
  });
  assert.deepEqual([sent.status, sent.evidence_details.submission_count], ["under_review", 1]);
  const blocked = await refused(shop.stripe.refunds.create({ charge: String(contested.charge) }));
  assert.equal(blocked.code, "charge_disputed");
  shop.advance(5);
  assert.equal((await shop.stripe.disputes.retrieve(contested.id)).status, "won");
  assert.deepEqual(shop.ledger().slice(2), ["chargeback 2000", "chargeback reversal 2000"]);

  const accepted = await disputeOf("pm_card_createDisputeProductNotReceived");
  assert.equal((await shop.stripe.disputes.close(accepted.id)).status, "lost");
  const inquiry = await disputeOf("pm_card_createDisputeInquiry");
  assert.deepEqual(
    [inquiry.status, inquiry.balance_transactions.length],
    ["warning_needs_response", 0],
  );
  shop.running.command("resolveDispute", { dispute: inquiry.id, outcome: "won" });
  assert.equal((await shop.stripe.disputes.retrieve(inquiry.id)).status, "warning_closed");
  const paid = await pay();
  const { dispute = "" } = shop.running.command("openDispute", { payment: paid.id, amount: "700" });
  shop.running.command("resolveDispute", { dispute, outcome: "lost" });
  assert.throws(() => shop.running.command("resolveDispute", { dispute, outcome: "won" }));
  assert.equal(shop.ledger().at(-1), "chargeback 700");
  const firsts = await shop.stripe.disputes.list({ limit: 2 });
  assert.ok(firsts.has_more);
  const rest = await shop.stripe.disputes.list({
    limit: 2,
    starting_after: firsts.data[1]?.id ?? "",
  });
  assert.deepEqual([rest.data.length, rest.has_more], [2, false]);
  const types = shop.eventTypes();
  for (const name of ["created", "funds_withdrawn", "closed", "funds_reinstated", "updated"])
    assert.ok(types.includes(`charge.dispute.${name}`), name);
});

test("idempotency: the same answer, another request, what never began, another account", async () => {
  const options = { idempotencyKey: "attempt-1" };
  const first = await pay({}, options);
  const second = await pay({}, options);
  assert.equal(second.id, first.id);
  assert.equal(second.lastResponse.headers["idempotent-replayed"], "true");
  const conflict = await refused(pay({ amount: 2100 }, options));
  assert.ok(conflict instanceof Stripe.errors.StripeIdempotencyError);
  assert.equal(conflict.statusCode, 400);
  const elsewhere = await pay({}, { ...options, stripeAccount: "acct_1other" });
  assert.notEqual(elsewhere.id, first.id);
  const bad = { idempotencyKey: "attempt-2" };
  assert.equal((await refused(pay({ amount: 1 }, bad))).code, "amount_too_small");
  assert.equal((await pay({}, bad)).status, "succeeded");
  const declined = { idempotencyKey: "attempt-3" };
  const no = () => refused(pay({ payment_method: "pm_card_chargeDeclined" }, declined));
  assert.equal((await no()).payment_intent?.id, (await no()).payment_intent?.id);
  assert.equal(shop.running.ledger.filter(({ kind }) => kind === "capture").length, 3);
  shop.running.faults.script({
    on: "POST /v1/payment_intents",
    fault: { kind: "delay", milliseconds: 400 },
  });
  const slow = pay({}, { idempotencyKey: "attempt-4" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const twin = await refused(pay({}, { idempotencyKey: "attempt-4" }));
  assert.deepEqual([twin.statusCode, twin.code], [409, "idempotency_key_in_use"]);
  assert.equal((await slow).status, "succeeded");
});

test("keys, accounts, parameters and ids that are not right", async () => {
  const bad = await refused(shop.client("sk_live_4eC39HqLyjWDarjtT1zdp7dc").paymentIntents.list());
  assert.ok(bad instanceof Stripe.errors.StripeAuthenticationError);
  assert.ok(!bad.message.includes("4eC39HqLyjWDar"));
  const basic = await fetch(`${shop.url}/v1/payment_intents`, {
    headers: { authorization: `Basic ${Buffer.from(`${apiKey}:`).toString("base64")}` },
  });
  assert.equal(basic.status, 200);
  const none = await refused(shop.stripe.paymentIntents.retrieve("pi_none"));
  assert.deepEqual([none.statusCode, none.code, none.param], [404, "resource_missing", "intent"]);
  const paid = await pay();
  const other = shop.client(apiKey, { stripeAccount: "acct_1other" });
  assert.equal((await refused(other.paymentIntents.retrieve(paid.id))).code, "resource_missing");
  const odd = await refused(pay({ odd: 1 } as Partial<Creation>));
  assert.deepEqual([odd.code, odd.param], ["parameter_unknown", "odd"]);
  const gone = await refused(pay({ payment_method_types: ["card"] } as Partial<Creation>));
  assert.equal(gone.param, "payment_method_types");
  const older = shop.client(apiKey, { apiVersion: "2025-01-27.acacia" as never });
  const still = await older.paymentIntents.create({
    amount: 500,
    currency: "usd",
    payment_method_types: ["card"],
  } as Creation);
  assert.equal(still.status, "requires_payment_method");
  const missing = await refused(shop.stripe.paymentIntents.create({ currency: "usd" } as Creation));
  assert.deepEqual([missing.code, missing.param], ["parameter_missing", "amount"]);
  assert.equal((await refused(pay({ expand: ["nothing"] }))).param, "expand");
  const redirecting = await refused(
    shop.stripe.paymentIntents.create({
      amount: 500,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
    }),
  );
  assert.equal(redirecting.param, "return_url");
});

test("what is asked for is expanded, and only that", async () => {
  const { id } = await pay();
  await shop.stripe.refunds.create({ payment_intent: id, amount: 300 });
  const expand = ["latest_charge.refunds", "payment_method", "latest_charge.payment_intent"];
  const full = await shop.stripe.paymentIntents.retrieve(id, { expand });
  const charge = full.latest_charge;
  assert.ok(charge && typeof charge === "object" && typeof full.payment_method === "object");
  assert.deepEqual(
    charge.refunds?.data.map(({ amount }) => amount),
    [300],
  );
  assert.equal(typeof charge.payment_intent, "object");
  const listed = await shop.stripe.paymentIntents.list({ expand: ["data.latest_charge"] });
  assert.equal(typeof listed.data[0]?.latest_charge, "object");
});

test("a payment that the server confirms again, once its owner has been asked", async () => {
  const asked = await payWith("4000000000003220", {
    confirmation_method: "manual",
    return_url: returnUrl,
  });
  await walk(asked.next_action?.redirect_to_url?.url ?? "", "complete");
  assert.deepEqual(shop.ledger(), []);
  assert.equal(
    (await shop.stripe.paymentIntents.retrieve(asked.id)).status,
    "requires_confirmation",
  );
  assert.equal((await shop.stripe.paymentIntents.confirm(asked.id)).status, "succeeded");
  assert.deepEqual(shop.ledger(), ["authorization 2000", "capture 2000"]);
});

test("a delivery that was touched, or signed with another secret, is not genuine", async () => {
  await pay();
  for (const { headers, body } of shop.running.takeWebhooks("whsec_one")) {
    const signature = headers["stripe-signature"] ?? "";
    const verify = (text: string, secret: string) =>
      shop.stripe.webhooks.constructEvent(text, signature, secret);
    assert.equal(verify(body, "whsec_one").object, "event");
    assert.throws(() => verify(body.replace("2000", "2001"), "whsec_one"));
    assert.throws(() => verify(body, "whsec_two"));
  }
});

test("amounts move in ISO 4217's units", async () => {
  const moved = async (currency: string, amount: number) => {
    const { id } = await pay({ currency, amount });
    return shop.running.ledger.find(({ payment }) => payment === id)?.amount;
  };
  assert.equal(await moved("jpy", 500), 500n);
  assert.equal(await moved("isk", 50000), 500n);
  assert.equal(await moved("kwd", 5000), 5000n);
  assert.equal(await moved("mga", 50), 5000n);
  assert.equal((await refused(pay({ currency: "isk", amount: 50050 }))).param, "amount");
  assert.equal((await refused(pay({ currency: "kwd", amount: 5001 }))).param, "amount");
});

test("payments are found by reference, a minute later", async () => {
  const { id } = await pay({ metadata: { reference: "find.me" } });
  const search = () =>
    shop.stripe.paymentIntents.search({
      query: "metadata['reference']:'find.me' AND status:'succeeded'",
    });
  assert.equal((await search()).data.length, 0);
  const recent = await shop.stripe.paymentIntents.list({ created: { gte: 1 }, limit: 1 });
  assert.equal(recent.data[0]?.id, id);
  shop.advance(61);
  assert.deepEqual(
    (await search()).data.map((found) => found.id),
    [id],
  );
  assert.equal(
    (await refused(shop.stripe.paymentIntents.search({ query: "nonsense" }))).param,
    "query",
  );
});

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
    shop.stripe.paymentIntents.create({
      amount: 2000,
      currency,
      confirm: true,
      allowed_payment_method_types: [type],
      payment_method_data: { type, ...data },
      return_url: returnUrl,
      ...more,
    } as Creation);
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
  const start = (type: string, currency: string, data: object, more: object = {}) =>
    shop.stripe.paymentIntents.create({
      amount: 2000,
      currency,
      confirm: true,
      allowed_payment_method_types: [type],
      payment_method_data: { type, ...data },
      ...more,
    } as Creation);
  const statusOf = async (id: string) => (await shop.stripe.paymentIntents.retrieve(id)).status;
  const billing_details = { name: "Jenny Rosen", email: "jenny@example.com" };
  const mandate_data = {
    customer_acceptance: {
      type: "online",
      online: { ip_address: "127.0.0.1", user_agent: "test" },
    },
  };
  const sepa = (iban: string) =>
    start("sepa_debit", "eur", { sepa_debit: { iban }, billing_details }, { mandate_data });
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
    start("sepa_debit", "eur", { sepa_debit: { iban: "DE89370400440532013000" }, billing_details }),
  );
  assert.equal(noMandate.param, "mandate_data");

  const ach = await start(
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

  const boleto = await start("boleto", "brl", {
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
  const lapsed = await start("oxxo", "mxn", {
    billing_details: { ...billing_details, email: "expire_immediately@example.com" },
  });
  shop.advance(10);
  const after = await shop.stripe.paymentIntents.retrieve(lapsed.id);
  assert.equal(after.last_payment_error?.code, "payment_intent_payment_attempt_expired");
  const blik = await start(
    "blik",
    "pln",
    {},
    { payment_method_options: { blik: { code: "123456" } } },
  );
  assert.equal(blik.next_action?.type, "blik_authorize");
  shop.running.command("settle", { payment: blik.id, outcome: "succeeded" });
  assert.equal(await statusOf(blik.id), "succeeded");
  const paynow = await start("paynow", "sgd", {});
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

test("a connected account's events name it, and any event can be asked for", async () => {
  const other = shop.client(apiKey, { stripeAccount: "acct_1other" });
  await other.customers.create({ name: "Jenny" });
  const [event] = shop.events();
  assert.equal(event?.account, "acct_1other");
  const found = await other.events.retrieve(event?.id ?? "");
  assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(JSON.stringify(event)));
  assert.match(found.request?.id ?? "", /^req_/);
});
