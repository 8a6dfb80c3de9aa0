/** Stripe's official SDK at the simulator: what it gets, what really moved, and what the webhooks say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import Stripe from "stripe";
import { conforms, refused, returnUrl, specsAbsent, walk } from "./stripe-shop.ts";
import { cardData, chargeOf, declineOf, hold, pay, payWith, shop } from "./stripe-till.ts";

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
  assert.deepEqual([charge.amount_captured, charge.amount_refunded], [1500, 0]);
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
    "expired",
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
