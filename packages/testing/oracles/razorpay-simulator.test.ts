/** Razorpay's own SDK against the Razorpay simulator: whether it speaks the protocol that the SDK expects. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import {
  buyer,
  callback,
  cardOf,
  collect,
  get,
  isSigned,
  keyId,
  keySecret,
  openShop,
  refused,
  type Shop,
  sdkAt,
  stepOf,
  upiBuyer,
  walk,
} from "./razorpay-shop.ts";

const goodCard = "4100280000001007";
const poorCard = "4100280000080001";

let shop: Shop;
before(async () => {
  shop = await openShop();
});
afterEach(() => {
  assert.deepEqual(shop.sandbox.failures, []);
  shop.sandbox.reset();
});
after(() => shop.close());

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

test("wrong keys are refused with 401, whichever is wrong", async () => {
  const none = { source: "NA", step: "NA", reason: "NA", metadata: {} };
  const failure = (description: string) => ({
    statusCode: 401,
    error: { code: "BAD_REQUEST_ERROR", description, ...none },
  });
  await assert.rejects(
    sdkAt(shop.url, "rzp_test_another", keySecret).orders.all({}),
    failure("The api key provided is invalid"),
  );
  await assert.rejects(
    sdkAt(shop.url, keyId, "another").orders.all({}),
    failure("The api secret provided is invalid"),
  );
});

test("a card that its bank approves is captured at once, signed, told, and moved once", async () => {
  const order = await shop.newOrder({ receipt: "attempt-1" });
  const started = await shop.payByCard(order.id, goodCard);
  const returned = await walk(stepOf(started, "redirect"), "success");

  assert.equal(returned.action, callback);
  const { razorpay_payment_id, razorpay_order_id, razorpay_signature, ...rest } = returned.fields;
  assert.deepEqual(rest, {});
  assert.equal(razorpay_payment_id, started.razorpay_payment_id);
  assert.ok(isSigned(returned.fields, order.id));
  assert.ok(!isSigned({ ...returned.fields, razorpay_payment_id: "pay_other" }, order.id));
  assert.equal(razorpay_order_id, order.id);
  assert.match(String(razorpay_signature), /^[0-9a-f]{64}$/);

  const payment = await shop.razorpay.payments.fetch(started.razorpay_payment_id);
  assert.equal(payment.status, "captured");
  const card = await shop.razorpay.payments.fetchCardDetails(payment.id);
  assert.deepEqual([card.id, card.last4, card.network], [payment.card_id, "1007", "Visa"]);
  const paid = await shop.razorpay.orders.fetch(order.id);
  assert.deepEqual([paid.status, paid.amount_paid, paid.amount_due], ["paid", 50_000, 0]);
  const { items } = await shop.razorpay.orders.fetchPayments(order.id);
  assert.deepEqual(idsOf(items), [payment.id]);
  const listed = await shop.razorpay.orders.all({ receipt: "attempt-1" });
  assert.deepEqual(idsOf(listed.items), [order.id]);

  assert.deepEqual(shop.ledger(), [
    ["authorization", "attempt-1", 50_000n],
    ["capture", "attempt-1", 50_000n],
  ]);
  assert.deepEqual(shop.events(), ["payment.authorized", "payment.captured", "order.paid"]);

  const again = await walk(stepOf(started, "redirect"), "failure");
  assert.deepEqual(again.fields, returned.fields);
  assert.equal(shop.processor.ledger.length, 2);
  await refused(shop.payByCard(order.id, goodCard), /order is already paid/);
});

test("a one-time password of four digits authorizes; capture takes all of it, once", async () => {
  const order = await shop.newOrder({ payment: { capture: "manual" } });
  const { razorpay_payment_id: id } = await shop.payByCard(order.id, goodCard);
  await refused(
    shop.razorpay.payments.capture(id, 50_000, "INR"),
    /authorized and not yet captured/,
  );
  const generated = await shop.razorpay.payments.otpGenerate(id);
  assert.equal(generated.razorpay_payment_id, id);
  await refused(shop.razorpay.payments.otpSubmit(id, { otp: "123" }), /incorrect otp/);
  const submitted = await shop.razorpay.payments.otpSubmit(id, { otp: "1234" });
  assert.ok(isSigned({ ...submitted }, order.id));
  assert.equal((await shop.razorpay.payments.fetch(id)).status, "authorized");

  await refused(shop.razorpay.payments.capture(id, 49_999, "INR"), /must be equal to the amount/);
  await refused(shop.razorpay.payments.capture(id, 50_000, "USD"), /currency must be same/);
  const captured = await shop.razorpay.payments.capture(id, 50_000, "INR");
  assert.deepEqual([captured.status, captured.captured], ["captured", true]);
  await refused(shop.razorpay.payments.capture(id, 50_000, "INR"), /already been captured/);
  assert.deepEqual(shop.kinds(), ["authorization", "capture"]);
});

test("a refused card says why, moves nothing, and leaves its order open", async () => {
  const order = await shop.newOrder({});
  const started = await shop.payByCard(order.id, poorCard);
  const { fields } = await walk(stepOf(started, "redirect"), "failure");
  assert.equal(fields["error[reason]"], "insufficient_fund");
  assert.deepEqual(JSON.parse(String(fields["error[metadata]"])), {
    payment_id: started.razorpay_payment_id,
    order_id: order.id,
  });
  const payment = await shop.razorpay.payments.fetch(started.razorpay_payment_id);
  assert.equal(payment.status, "failed");
  assert.equal(payment.error_reason, "insufficient_fund");
  assert.equal(payment.error_description, fields["error[description]"]);
  assert.deepEqual(shop.events(), ["payment.failed"]);
  assert.deepEqual(shop.processor.ledger, []);

  const second = await shop.payByCard(order.id, goodCard);
  await walk(stepOf(second, "redirect"), "success");
  const { status, attempts } = await shop.razorpay.orders.fetch(order.id);
  assert.deepEqual([status, attempts], ["paid", 2]);
});

test("what is asked of an order must be its own amount, and a known id", async () => {
  const order = await shop.newOrder({});
  await refused(shop.razorpay.orders.create({ amount: 99, currency: "INR" }), /less than minimum/);
  await refused(shop.payByCard("order_none", goodCard), /id provided does not exist/);
  await refused(
    shop.createJson({ ...buyer(order.id), amount: 1, ...cardOf(goodCard) }),
    /different from your order amount/,
  );
  const { email: _, ...anonymous } = { ...buyer(order.id), ...cardOf(goodCard) };
  await refused(shop.createJson(anonymous), /email field is required/);
  await refused(shop.razorpay.payments.fetch("pay_none"), /id provided does not exist/);
});

test("unique_receipt makes an order once, and refuses another amount under its receipt", async () => {
  const asked = { amount: 50_000, currency: "INR", receipt: "once", unique_receipt: true };
  const first = await shop.razorpay.orders.create(asked);
  const again = await shop.razorpay.orders.create(asked);
  assert.equal(again.id, first.id);
  await refused(
    shop.razorpay.orders.create({ ...asked, amount: 60_000 }),
    /receipt should be unique/,
  );
  const other = await shop.newOrder({ receipt: "once" });
  assert.notEqual(other.id, first.id);
});

test("refunds: in part, never more than is left, and once for one key or receipt", async () => {
  const id = await shop.paid({ receipt: "attempt-2" }, goodCard);
  shop.events();
  const part = await shop.razorpay.payments.refund(id, { amount: 20_000, receipt: "refund-1" });
  assert.deepEqual([part.status, part.amount, part.payment_id], ["processed", 20_000, id]);
  assert.deepEqual(shop.events(), ["refund.created", "refund.processed"]);
  await refused(
    shop.razorpay.payments.refund(id, { amount: 30_001 }),
    /greater than amount captured/,
  );
  await refused(shop.razorpay.payments.refund(id, { amount: 99 }), /at least INR 1.00/);
  await refused(
    shop.razorpay.payments.refund(id, { amount: 20_000, receipt: "refund-1" }),
    /Duplicate receipt/,
  );

  const one = await shop.keyedRefund(id, "a-key-of-this-refund", 10_000);
  const same = await shop.keyedRefund(id, "a-key-of-this-refund", 10_000);
  assert.deepEqual(same, one);
  const conflict = await shop.keyedRefund(id, "a-key-of-this-refund", 10_001);
  assert.equal(conflict.status, 409);
  assert.equal((await shop.keyedRefund(id, "short", 10_000)).status, 400);

  const rest = await shop.razorpay.payments.refund(id, { speed: "optimum" });
  assert.equal(rest.amount, 20_000);
  assert.equal(rest.speed_processed, "instant");
  const payment = await shop.razorpay.payments.fetch(id);
  assert.deepEqual(
    [payment.status, payment.amount_refunded, payment.refund_status],
    ["refunded", 50_000, "full"],
  );
  await refused(shop.razorpay.payments.refund(id, {}), /fully refunded already/);
  const { items } = await shop.razorpay.payments.fetchMultipleRefund(id);
  assert.deepEqual(
    items.map(({ amount }) => amount),
    [20_000, 10_000, 20_000],
  );
  assert.equal((await shop.razorpay.refunds.fetch(part.id)).id, part.id);
  assert.equal((await shop.razorpay.payments.fetchRefund(id, rest.id)).id, rest.id);
  assert.deepEqual(shop.ledger().slice(2), [
    ["refund", "attempt-2", 20_000n],
    ["refund", "attempt-2", 10_000n],
    ["refund", "attempt-2", 20_000n],
  ]);
});

test("a refund that waits for the bank may fail, and gives its amount back", async () => {
  const id = await shop.paid({}, goodCard);
  shop.processor.command("awaitRefunds", { awaited: "true" });
  const refund = await shop.razorpay.payments.refund(id, {});
  assert.equal(refund.status, "pending");
  assert.equal((await shop.razorpay.payments.fetch(id)).status, "refunded");
  shop.events();
  shop.processor.command("settleRefund", { refund: refund.id, outcome: "failed" });
  assert.deepEqual(shop.events(), ["refund.failed"]);
  const payment = await shop.razorpay.payments.fetch(id);
  assert.deepEqual([payment.status, payment.amount_refunded], ["captured", 0]);
  assert.deepEqual(shop.kinds(), ["authorization", "capture"]);
  assert.throws(() =>
    shop.processor.command("settleRefund", { refund: refund.id, outcome: "failed" }),
  );
});

test("an instant refund that cannot be instant says so, and is processed at normal speed", async () => {
  const id = await shop.paid({}, goodCard);
  shop.events();
  const refund = await shop.razorpay.payments.refund(id, { amount: 2_468, speed: "optimum" });
  assert.deepEqual([refund.speed_requested, refund.speed_processed], ["optimum", "normal"]);
  assert.deepEqual(shop.events(), ["refund.created", "refund.speed_changed", "refund.processed"]);
});

test("UPI: a test address answers a moment later, a real one waits and expires", async () => {
  const outcomes = { "success@razorpay": "captured", "failure@razorpay": "failed" };
  for (const [vpa, outcome] of Object.entries(outcomes)) {
    const { id } = await shop.newOrder({});
    const started = await shop.createUpi({ ...upiBuyer(id), upi: collect(vpa) });
    const paymentId = started.razorpay_payment_id;
    assert.equal((await shop.razorpay.payments.fetch(paymentId)).status, "created");
    shop.sandbox.advance(5);
    assert.equal((await shop.razorpay.payments.fetch(paymentId)).status, outcome);
  }
  assert.deepEqual(shop.kinds(), ["authorization", "capture"]);

  const { id } = await shop.newOrder({});
  const upi = collect("gaurav.kumar@exampleupi");
  const waiting = await shop.createUpi({ ...upiBuyer(id), upi });
  shop.sandbox.advance(5 * 60);
  const expired = await shop.razorpay.payments.fetch(waiting.razorpay_payment_id);
  assert.equal(expired.error_reason, "payment_collect_request_expired");
  shop.processor.command("settle", { payment: expired.id, outcome: "succeeded" });
  assert.equal((await shop.razorpay.payments.fetch(expired.id)).status, "captured");
  await refused(shop.razorpay.payments.validateVpa({ vpa: "nobody" }), /vpa/);
});

test("UPI: an intent link carries rupees, and documented amounts fail as documented", async () => {
  const { id } = await shop.newOrder({ amount: 12_345 });
  const intent = { ...upiBuyer(id, 12_345), upi: { flow: "intent" } };
  const { link } = await shop.createUpi(intent);
  assert.match(String(link), /^upi:\/\/pay\?.*&am=123\.45&cu=INR/);

  const poor = await shop.newOrder({ amount: 201 });
  const upi = { flow: "intent" };
  const started = await shop.createJson({ ...upiBuyer(poor.id, 201), upi });
  assert.match(stepOf(started, "intent"), /^upi:/);
  shop.sandbox.advance(5);
  const polled = await get(stepOf(started, "poll"));
  assert.equal(polled["error_reason"], "insufficient_funds");
});

test("netbanking and wallets lead to the bank's page", async () => {
  for (const instrument of [
    { method: "netbanking", bank: "HDFC" },
    { method: "wallet", wallet: "payzapp" },
  ]) {
    const { id } = await shop.newOrder({});
    const started = await shop.createJson({ ...buyer(id), ...instrument });
    await walk(stepOf(started, "redirect"), "success");
    const payment = await shop.razorpay.payments.fetch(started.razorpay_payment_id);
    assert.deepEqual([payment.status, payment.method], ["captured", instrument.method]);
  }
});

test("a mandate: registered with a first payment, charged within its maximum, deleted", async () => {
  const details = {
    name: "Gaurav Kumar",
    email: "gaurav.kumar@example.com",
    contact: "9000090000",
  };
  const customer = await shop.razorpay.customers.create(details);
  await refused(shop.razorpay.customers.create(details), /already exists/);
  const again: { readonly id: string } = await shop.razorpay.customers.create({
    ...details,
    fail_existing: 0,
  });
  assert.equal(again.id, customer.id);
  const registration = await shop.newOrder({
    amount: 100,
    customer_id: customer.id,
    method: "card",
    token: { max_amount: 60_000, frequency: "monthly", expire_at: 2_709_971_120 },
  });
  const started = await shop.createJson({
    ...buyer(registration.id, 100),
    ...cardOf(goodCard),
    customer_id: customer.id,
    recurring: true,
    save: 1,
  });
  await walk(stepOf(started, "redirect"), "success");
  assert.ok(shop.events().includes("token.confirmed"));
  const { token_id } = await shop.razorpay.payments.fetch(started.razorpay_payment_id);
  const token = String(token_id);
  const { items } = await shop.razorpay.customers.fetchTokens(customer.id);
  assert.deepEqual(idsOf(items), [token]);

  const charge = async (amount: number) => {
    const order = await shop.newOrder({ amount, payment_capture: true });
    return shop.razorpay.payments.createRecurringPayment({
      ...buyer(order.id, amount),
      notes: {},
      customer_id: customer.id,
      token,
      recurring: true,
    });
  };
  await refused(charge(60_001), /exceeds maximum amount/);
  const debit = String((await charge(60_000)).razorpay_payment_id);
  assert.equal((await shop.razorpay.payments.fetch(debit)).status, "created");
  shop.sandbox.advance(300);
  assert.equal((await shop.razorpay.payments.fetch(debit)).status, "captured");
  assert.deepEqual(
    shop.processor.ledger.map(({ amount }) => amount),
    [100n, 100n, 60_000n, 60_000n],
  );

  shop.processor.command("changeMandate", { token, status: "cancelled" });
  await refused(charge(50_000), /no longer active/);
  assert.deepEqual(
    { ...(await shop.razorpay.customers.deleteToken(customer.id, token)) },
    { deleted: true },
  );
  await refused(charge(50_000), /does not exist/);
});

test("a dispute is contested with documents and lost; another is accepted", async () => {
  const id = await shop.paid({ receipt: "attempt-3" }, goodCard);
  const { dispute = "" } = shop.processor.command("openDispute", { payment: id, amount: "30000" });
  assert.equal((await shop.razorpay.disputes.fetch(dispute)).status, "open");
  await refused(shop.razorpay.disputes.contest(dispute, { action: "submit" }), /document/);
  const { id: document, name, mime_type, size } = await shop.upload();
  assert.deepEqual([name, mime_type, size], ["delivery.pdf", "application/pdf", 18]);
  const draft = await shop.razorpay.disputes.contest(dispute, {
    amount: 30_000,
    summary: "goods delivered",
    shipping_proof: [String(document)],
    action: "draft",
  });
  assert.deepEqual([draft.status, draft.evidence.submitted_at], ["open", null]);
  const submitted = await shop.razorpay.disputes.contest(dispute, { action: "submit" });
  assert.equal(submitted.status, "under_review");
  assert.deepEqual(submitted.evidence.shipping_proof, [String(document)]);
  await refused(shop.razorpay.disputes.accept(dispute), /under_review status/);
  shop.events();
  shop.processor.command("resolveDispute", { dispute, outcome: "lost" });
  assert.deepEqual(shop.events(), ["payment.dispute.lost"]);
  assert.equal((await shop.razorpay.disputes.fetch(dispute)).amount_deducted, 30_000);

  const second = shop.processor.command("openDispute", { payment: id, amount: "20000" });
  const accepted = await shop.razorpay.disputes.accept(String(second["dispute"]));
  assert.equal(accepted.status, "lost");
  const third = shop.processor.command("openDispute", { payment: id, amount: "100" });
  shop.processor.command("resolveDispute", { dispute: String(third["dispute"]), outcome: "won" });
  assert.equal((await shop.razorpay.disputes.all({})).count, 3);
  assert.deepEqual(shop.ledger().slice(2), [
    ["chargeback", "attempt-3", 30_000n],
    ["chargeback", "attempt-3", 20_000n],
  ]);
});

test("what nobody captures goes back by itself; what nobody finishes fails", async () => {
  const order = await shop.newOrder({ payment: { capture: "manual" } });
  const { razorpay_payment_id: id } = await shop.payByCard(order.id, goodCard);
  await shop.razorpay.payments.otpSubmit(id, { otp: "1234" });
  await refused(shop.razorpay.payments.refund(id, {}), /should be captured/);
  shop.sandbox.advance(5 * 86_400);
  const returned = await shop.razorpay.payments.fetch(id);
  assert.deepEqual([returned.status, returned.captured], ["refunded", false]);
  assert.deepEqual(shop.kinds(), ["authorization", "void"]);

  const abandoned = await shop.payByCard((await shop.newOrder({})).id, goodCard);
  shop.sandbox.advance(600);
  const failed = await shop.razorpay.payments.fetch(abandoned.razorpay_payment_id);
  assert.deepEqual([failed.status, failed.error_reason], ["failed", "payment_timed_out"]);
});

test("of two payments of one order only one is ever captured", async () => {
  const order = await shop.newOrder({});
  const one = await shop.payByCard(order.id, goodCard);
  const two = await shop.payByCard(order.id, goodCard);
  await walk(stepOf(one, "redirect"), "success");
  await walk(stepOf(two, "redirect"), "success");
  assert.equal((await shop.razorpay.payments.fetch(two.razorpay_payment_id)).status, "authorized");
  assert.deepEqual(shop.kinds(), ["authorization", "capture", "authorization"]);
  shop.sandbox.advance(5 * 86_400);
  assert.deepEqual(shop.kinds(), ["authorization", "capture", "authorization", "void"]);
});
