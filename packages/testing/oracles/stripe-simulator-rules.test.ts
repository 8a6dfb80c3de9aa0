/** Stripe's official SDK at the simulator: disputes, idempotency, keys, expansion, events, refusals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import Stripe from "stripe";
import { apiKey, conforms, refused, returnUrl, walk } from "./stripe-shop.ts";
import { type Creation, pay, payWith, shop } from "./stripe-till.ts";

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

test("a connected account's events name it, and any event can be asked for", async () => {
  const other = shop.client(apiKey, { stripeAccount: "acct_1other" });
  await other.customers.create({ name: "Jenny" });
  const [event] = shop.events();
  assert.equal(event?.account, "acct_1other");
  const found = await other.events.retrieve(event?.id ?? "");
  assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(JSON.stringify(event)));
  assert.match(found.request?.id ?? "", /^req_/);
});
