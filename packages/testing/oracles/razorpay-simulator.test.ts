/** Razorpay's own SDK against the Razorpay simulator: whether it speaks the protocol that the SDK expects. */
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import Razorpay from "razorpay";
import {
  validatePaymentVerification,
  validateWebhookSignature,
} from "razorpay/dist/utils/razorpay-utils.js";
import { createSandbox, type SandboxServer, serveSandbox } from "#simulators";
import simulator from "../../../connectors/razorpay/simulator.ts";

const { keyId, keySecret, webhookSecret } = {
  keyId: String(simulator.samples.credentials["keyId"]),
  keySecret: String(simulator.samples.credentials["keySecret"]),
  webhookSecret: String(simulator.samples.credentials["webhookSecret"]),
};
const callback = "https://shop.example/return?order=1";
const goodCard = "4100280000001007";
const poorCard = "4100280000080001";

const sandbox = createSandbox({ simulators: [simulator] });
const processor = sandbox.simulator("razorpay");
let server: SandboxServer;
let url: string;
let razorpay: Razorpay;

before(async () => {
  server = await serveSandbox(sandbox);
  ({ url } = await server.listen("razorpay"));
  razorpay = sdk(keyId, keySecret);
});
afterEach(() => {
  assert.deepEqual(sandbox.failures, []);
  sandbox.reset();
});
after(() => server.close());

function sdk(key_id: string, key_secret: string): Razorpay {
  const instance = new Razorpay({ key_id, key_secret });
  // The constructor ignores `hostUrl`, and the types hide where the address really is.
  const { api } = instance as unknown as { api: { rq: { defaults: { baseURL: string } } } };
  api.rq.defaults.baseURL = url;
  return instance;
}

test("wrong keys are refused with 401, whichever is wrong", async () => {
  const failure = (description: string) => ({
    statusCode: 401,
    error: {
      code: "BAD_REQUEST_ERROR",
      description,
      source: "NA",
      step: "NA",
      reason: "NA",
      metadata: {},
    },
  });
  await assert.rejects(
    sdk("rzp_test_another", keySecret).orders.all({}),
    failure("The api key provided is invalid"),
  );
  await assert.rejects(
    sdk(keyId, "another").orders.all({}),
    failure("The api secret provided is invalid"),
  );
});

test("a card that its bank approves is captured at once, signed, told, and moved once", async () => {
  const order = await newOrder({ receipt: "attempt-1" });
  const started = await payByCard(order.id, goodCard);
  const returned = await walk(stepOf(started, "redirect"), "success");

  assert.equal(returned.action, callback);
  const { razorpay_payment_id, razorpay_order_id, razorpay_signature, ...rest } = returned.fields;
  assert.deepEqual(rest, {});
  assert.equal(razorpay_payment_id, started.razorpay_payment_id);
  assert.ok(isSigned(returned.fields, order.id));
  assert.ok(!isSigned({ ...returned.fields, razorpay_payment_id: "pay_other" }, order.id));
  assert.equal(razorpay_order_id, order.id);
  assert.match(String(razorpay_signature), /^[0-9a-f]{64}$/);

  const payment = await razorpay.payments.fetch(started.razorpay_payment_id);
  assert.equal(payment.status, "captured");
  const card = await razorpay.payments.fetchCardDetails(payment.id);
  assert.deepEqual([card.id, card.last4, card.network], [payment.card_id, "1007", "Visa"]);
  const paid = await razorpay.orders.fetch(order.id);
  assert.deepEqual([paid.status, paid.amount_paid, paid.amount_due], ["paid", 50_000, 0]);
  const { items } = await razorpay.orders.fetchPayments(order.id);
  assert.deepEqual(
    items.map(({ id }) => id),
    [payment.id],
  );
  const listed = await razorpay.orders.all({ receipt: "attempt-1" });
  assert.deepEqual(
    listed.items.map(({ id }) => id),
    [order.id],
  );

  assert.deepEqual(ledger(), [
    ["authorization", "attempt-1", 50_000n],
    ["capture", "attempt-1", 50_000n],
  ]);
  assert.deepEqual(
    webhooks().map(({ event }) => event),
    ["payment.authorized", "payment.captured", "order.paid"],
  );

  const again = await walk(stepOf(started, "redirect"), "failure");
  assert.deepEqual(again.fields, returned.fields);
  assert.equal(processor.ledger.length, 2);
  await refused(payByCard(order.id, goodCard), /order is already paid/);
});

test("a one-time password of four digits authorizes; capture takes all of it, once", async () => {
  const order = await newOrder({ payment: { capture: "manual" } });
  const { razorpay_payment_id: id } = await payByCard(order.id, goodCard);
  await refused(razorpay.payments.capture(id, 50_000, "INR"), /authorized and not yet captured/);
  const generated = await razorpay.payments.otpGenerate(id);
  assert.equal(generated.razorpay_payment_id, id);
  await refused(razorpay.payments.otpSubmit(id, { otp: "123" }), /incorrect otp/);
  const submitted = await razorpay.payments.otpSubmit(id, { otp: "1234" });
  assert.ok(isSigned({ ...submitted }, order.id));
  assert.equal((await razorpay.payments.fetch(id)).status, "authorized");

  await refused(razorpay.payments.capture(id, 49_999, "INR"), /must be equal to the amount/);
  await refused(razorpay.payments.capture(id, 50_000, "USD"), /currency must be same/);
  const captured = await razorpay.payments.capture(id, 50_000, "INR");
  assert.deepEqual([captured.status, captured.captured], ["captured", true]);
  await refused(razorpay.payments.capture(id, 50_000, "INR"), /already been captured/);
  assert.deepEqual(kinds(), ["authorization", "capture"]);
});

test("a refused card says why, moves nothing, and leaves its order open", async () => {
  const order = await newOrder({});
  const started = await payByCard(order.id, poorCard);
  const { fields } = await walk(stepOf(started, "redirect"), "failure");
  assert.equal(fields["error[reason]"], "insufficient_fund");
  assert.deepEqual(JSON.parse(String(fields["error[metadata]"])), {
    payment_id: started.razorpay_payment_id,
    order_id: order.id,
  });
  const payment = await razorpay.payments.fetch(started.razorpay_payment_id);
  assert.equal(payment.status, "failed");
  assert.equal(payment.error_reason, "insufficient_fund");
  assert.equal(payment.error_description, fields["error[description]"]);
  assert.deepEqual(
    webhooks().map(({ event }) => event),
    ["payment.failed"],
  );
  assert.deepEqual(processor.ledger, []);

  const second = await payByCard(order.id, goodCard);
  await walk(stepOf(second, "redirect"), "success");
  const { status, attempts } = await razorpay.orders.fetch(order.id);
  assert.deepEqual([status, attempts], ["paid", 2]);
});

test("what is asked of an order must be its own amount, and a known id", async () => {
  const order = await newOrder({});
  await refused(razorpay.orders.create({ amount: 99, currency: "INR" }), /less than minimum/);
  await refused(payByCard("order_none", goodCard), /id provided does not exist/);
  await refused(
    createJson({ ...buyer(order.id), amount: 1, ...cardOf(goodCard) }),
    /different from your order amount/,
  );
  const { email: _, ...anonymous } = { ...buyer(order.id), ...cardOf(goodCard) };
  await refused(createJson(anonymous), /email field is required/);
  await refused(razorpay.payments.fetch("pay_none"), /id provided does not exist/);
});

test("unique_receipt makes an order once, and refuses another amount under its receipt", async () => {
  const asked = { amount: 50_000, currency: "INR", receipt: "once", unique_receipt: true };
  const first = await razorpay.orders.create(asked);
  const again = await razorpay.orders.create(asked);
  assert.equal(again.id, first.id);
  await refused(razorpay.orders.create({ ...asked, amount: 60_000 }), /receipt should be unique/);
  const other = await newOrder({ receipt: "once" });
  assert.notEqual(other.id, first.id);
});

test("refunds: in part, never more than is left, and once for one key or receipt", async () => {
  const id = await paid({ receipt: "attempt-2" });
  webhooks();
  const part = await razorpay.payments.refund(id, { amount: 20_000, receipt: "refund-1" });
  assert.deepEqual([part.status, part.amount, part.payment_id], ["processed", 20_000, id]);
  assert.deepEqual(
    webhooks().map(({ event }) => event),
    ["refund.created", "refund.processed"],
  );
  await refused(razorpay.payments.refund(id, { amount: 30_001 }), /greater than amount captured/);
  await refused(razorpay.payments.refund(id, { amount: 99 }), /at least INR 1.00/);
  await refused(
    razorpay.payments.refund(id, { amount: 20_000, receipt: "refund-1" }),
    /Duplicate receipt/,
  );

  const one = await keyedRefund(id, "a-key-of-this-refund", 10_000);
  const same = await keyedRefund(id, "a-key-of-this-refund", 10_000);
  assert.deepEqual(same, one);
  const conflict = await keyedRefund(id, "a-key-of-this-refund", 10_001);
  assert.equal(conflict.status, 409);
  assert.equal((await keyedRefund(id, "short", 10_000)).status, 400);

  const rest = await razorpay.payments.refund(id, { speed: "optimum" });
  assert.equal(rest.amount, 20_000);
  assert.equal(rest.speed_processed, "instant");
  const payment = await razorpay.payments.fetch(id);
  assert.deepEqual(
    [payment.status, payment.amount_refunded, payment.refund_status],
    ["refunded", 50_000, "full"],
  );
  await refused(razorpay.payments.refund(id, {}), /fully refunded already/);
  const { items } = await razorpay.payments.fetchMultipleRefund(id);
  assert.deepEqual(
    items.map(({ amount }) => amount),
    [20_000, 10_000, 20_000],
  );
  assert.equal((await razorpay.refunds.fetch(part.id)).id, part.id);
  assert.equal((await razorpay.payments.fetchRefund(id, rest.id)).id, rest.id);
  assert.deepEqual(ledger().slice(2), [
    ["refund", "attempt-2", 20_000n],
    ["refund", "attempt-2", 10_000n],
    ["refund", "attempt-2", 20_000n],
  ]);
});

test("a refund that waits for the bank may fail, and gives its amount back", async () => {
  const id = await paid({});
  processor.command("awaitRefunds", { awaited: "true" });
  const refund = await razorpay.payments.refund(id, {});
  assert.equal(refund.status, "pending");
  assert.equal((await razorpay.payments.fetch(id)).status, "refunded");
  webhooks();
  processor.command("settleRefund", { refund: refund.id, outcome: "failed" });
  assert.deepEqual(
    webhooks().map(({ event }) => event),
    ["refund.failed"],
  );
  const payment = await razorpay.payments.fetch(id);
  assert.deepEqual([payment.status, payment.amount_refunded], ["captured", 0]);
  assert.deepEqual(kinds(), ["authorization", "capture"]);
  assert.throws(() => processor.command("settleRefund", { refund: refund.id, outcome: "failed" }));
});

test("an instant refund that cannot be instant says so, and is processed at normal speed", async () => {
  const id = await paid({});
  webhooks();
  const refund = await razorpay.payments.refund(id, { amount: 2_468, speed: "optimum" });
  assert.deepEqual([refund.speed_requested, refund.speed_processed], ["optimum", "normal"]);
  assert.deepEqual(
    webhooks().map(({ event }) => event),
    ["refund.created", "refund.speed_changed", "refund.processed"],
  );
});

test("UPI: a test address answers a moment later, a real one waits and expires", async () => {
  const outcomes = { "success@razorpay": "captured", "failure@razorpay": "failed" };
  for (const [vpa, outcome] of Object.entries(outcomes)) {
    const { id } = await newOrder({});
    const started = await createUpi({ ...upiBuyer(id), upi: collect(vpa) });
    const paymentId = started.razorpay_payment_id;
    assert.equal((await razorpay.payments.fetch(paymentId)).status, "created");
    sandbox.advance(5);
    assert.equal((await razorpay.payments.fetch(paymentId)).status, outcome);
  }
  assert.deepEqual(kinds(), ["authorization", "capture"]);

  const { id } = await newOrder({});
  const upi = collect("gaurav.kumar@exampleupi");
  const waiting = await createUpi({ ...upiBuyer(id), upi });
  sandbox.advance(5 * 60);
  const expired = await razorpay.payments.fetch(waiting.razorpay_payment_id);
  assert.equal(expired.error_reason, "payment_collect_request_expired");
  processor.command("settle", { payment: expired.id, outcome: "succeeded" });
  assert.equal((await razorpay.payments.fetch(expired.id)).status, "captured");
  await refused(razorpay.payments.validateVpa({ vpa: "nobody" }), /vpa/);
});

test("UPI: an intent link carries rupees, and documented amounts fail as documented", async () => {
  const { id } = await newOrder({ amount: 12_345 });
  const intent = { ...upiBuyer(id, 12_345), upi: { flow: "intent" } };
  const { link } = await createUpi(intent);
  assert.match(String(link), /^upi:\/\/pay\?.*&am=123\.45&cu=INR/);

  const poor = await newOrder({ amount: 201 });
  const upi = { flow: "intent" };
  const started = await createJson({ ...upiBuyer(poor.id, 201), upi });
  assert.match(stepOf(started, "intent"), /^upi:/);
  sandbox.advance(5);
  const polled = await fetch(stepOf(started, "poll"), { headers: { authorization: basic } });
  assert.equal((await record(polled))["error_reason"], "insufficient_funds");
});

test("netbanking and wallets lead to the bank's page", async () => {
  for (const instrument of [
    { method: "netbanking", bank: "HDFC" },
    { method: "wallet", wallet: "payzapp" },
  ]) {
    const { id } = await newOrder({});
    const started = await createJson({ ...buyer(id), ...instrument });
    await walk(stepOf(started, "redirect"), "success");
    const payment = await razorpay.payments.fetch(started.razorpay_payment_id);
    assert.deepEqual([payment.status, payment.method], ["captured", instrument.method]);
  }
});

test("a mandate: registered with a first payment, charged within its maximum, deleted", async () => {
  const details = {
    name: "Gaurav Kumar",
    email: "gaurav.kumar@example.com",
    contact: "9000090000",
  };
  const customer = await razorpay.customers.create(details);
  await refused(razorpay.customers.create(details), /already exists/);
  const again: { readonly id: string } = await razorpay.customers.create({
    ...details,
    fail_existing: 0,
  });
  assert.equal(again.id, customer.id);
  const registration = await newOrder({
    amount: 100,
    customer_id: customer.id,
    method: "card",
    token: { max_amount: 60_000, frequency: "monthly", expire_at: 2_709_971_120 },
  });
  const started = await createJson({
    ...buyer(registration.id, 100),
    ...cardOf(goodCard),
    customer_id: customer.id,
    recurring: true,
    save: 1,
  });
  await walk(stepOf(started, "redirect"), "success");
  assert.ok(webhooks().some(({ event }) => event === "token.confirmed"));
  const { token_id } = await razorpay.payments.fetch(started.razorpay_payment_id);
  const token = String(token_id);
  const { items } = await razorpay.customers.fetchTokens(customer.id);
  assert.deepEqual(
    items.map(({ id }) => id),
    [token],
  );

  const charge = async (amount: number) => {
    const order = await newOrder({ amount, payment_capture: true });
    return razorpay.payments.createRecurringPayment({
      ...buyer(order.id, amount),
      notes: {},
      customer_id: customer.id,
      token,
      recurring: true,
    });
  };
  await refused(charge(60_001), /exceeds maximum amount/);
  const debit = String((await charge(60_000)).razorpay_payment_id);
  assert.equal((await razorpay.payments.fetch(debit)).status, "created");
  sandbox.advance(300);
  assert.equal((await razorpay.payments.fetch(debit)).status, "captured");
  assert.deepEqual(
    processor.ledger.map(({ amount }) => amount),
    [100n, 100n, 60_000n, 60_000n],
  );

  processor.command("changeMandate", { token, status: "cancelled" });
  await refused(charge(50_000), /no longer active/);
  assert.deepEqual(
    { ...(await razorpay.customers.deleteToken(customer.id, token)) },
    { deleted: true },
  );
  await refused(charge(50_000), /does not exist/);
});

test("a dispute is contested with documents and lost; another is accepted", async () => {
  const id = await paid({ receipt: "attempt-3" });
  const { dispute = "" } = processor.command("openDispute", { payment: id, amount: "30000" });
  assert.equal((await razorpay.disputes.fetch(dispute)).status, "open");
  await refused(razorpay.disputes.contest(dispute, { action: "submit" }), /document/);
  const document = await upload();
  const draft = await razorpay.disputes.contest(dispute, {
    amount: 30_000,
    summary: "goods delivered",
    shipping_proof: [document],
    action: "draft",
  });
  assert.deepEqual([draft.status, draft.evidence.submitted_at], ["open", null]);
  const submitted = await razorpay.disputes.contest(dispute, { action: "submit" });
  assert.equal(submitted.status, "under_review");
  assert.deepEqual(submitted.evidence.shipping_proof, [document]);
  await refused(razorpay.disputes.accept(dispute), /under_review status/);
  webhooks();
  processor.command("resolveDispute", { dispute, outcome: "lost" });
  assert.deepEqual(
    webhooks().map(({ event }) => event),
    ["payment.dispute.lost"],
  );
  assert.equal((await razorpay.disputes.fetch(dispute)).amount_deducted, 30_000);

  const second = processor.command("openDispute", { payment: id, amount: "20000" });
  const accepted = await razorpay.disputes.accept(String(second["dispute"]));
  assert.equal(accepted.status, "lost");
  const third = processor.command("openDispute", { payment: id, amount: "100" });
  processor.command("resolveDispute", { dispute: String(third["dispute"]), outcome: "won" });
  assert.equal((await razorpay.disputes.all({})).count, 3);
  assert.deepEqual(ledger().slice(2), [
    ["chargeback", "attempt-3", 30_000n],
    ["chargeback", "attempt-3", 20_000n],
  ]);
});

test("what nobody captures goes back by itself; what nobody finishes fails", async () => {
  const order = await newOrder({ payment: { capture: "manual" } });
  const { razorpay_payment_id: id } = await payByCard(order.id, goodCard);
  await razorpay.payments.otpSubmit(id, { otp: "1234" });
  await refused(razorpay.payments.refund(id, {}), /should be captured/);
  sandbox.advance(5 * 86_400);
  const returned = await razorpay.payments.fetch(id);
  assert.deepEqual([returned.status, returned.captured], ["refunded", false]);
  assert.deepEqual(kinds(), ["authorization", "void"]);

  const abandoned = await payByCard((await newOrder({})).id, goodCard);
  sandbox.advance(600);
  const failed = await razorpay.payments.fetch(abandoned.razorpay_payment_id);
  assert.deepEqual([failed.status, failed.error_reason], ["failed", "payment_timed_out"]);
});

test("of two payments of one order only one is ever captured", async () => {
  const order = await newOrder({});
  const one = await payByCard(order.id, goodCard);
  const two = await payByCard(order.id, goodCard);
  await walk(stepOf(one, "redirect"), "success");
  await walk(stepOf(two, "redirect"), "success");
  assert.equal((await razorpay.payments.fetch(two.razorpay_payment_id)).status, "authorized");
  assert.deepEqual(kinds(), ["authorization", "capture", "authorization"]);
  sandbox.advance(5 * 86_400);
  assert.deepEqual(kinds(), ["authorization", "capture", "authorization", "void"]);
});

interface Started {
  readonly razorpay_payment_id: string;
  readonly next: readonly { readonly action: string; readonly url: string }[];
}

const newOrder = (facts: Record<string, unknown>) =>
  razorpay.orders.create({ amount: 50_000, currency: "INR", ...facts });

const buyer = (order_id: string, amount = 50_000) => ({
  amount,
  currency: "INR",
  order_id,
  email: "gaurav.kumar@example.com",
  contact: "+919000090000",
  callback_url: callback,
});
const cardOf = (number: string) => ({
  method: "card" as const,
  card: { number, name: "Gaurav Kumar", expiry_month: "12", expiry_year: "31", cvv: "123" },
});
const upiBuyer = (order_id: string, amount?: number) => ({
  ...buyer(order_id, amount),
  method: "upi",
  ip: "192.168.0.103",
  referer: "http",
  user_agent: "Mozilla/5.0",
});
const collect = (vpa: string) => ({ flow: "collect", vpa, expiry_time: 5 });

/** The SDK's types know neither `next` nor every method's fields, and forbid what the API must refuse. */
async function createJson(fields: object): Promise<Started> {
  type Fields = Parameters<typeof razorpay.payments.createPaymentJson>[0];
  const answer: unknown = await razorpay.payments.createPaymentJson(fields as Fields);
  return answer as Started;
}
async function createUpi(fields: object) {
  type Fields = Parameters<typeof razorpay.payments.createUpi>[0];
  const answer: unknown = await razorpay.payments.createUpi(fields as Fields);
  return answer as { readonly razorpay_payment_id: string; readonly link?: string };
}
const payByCard = (order: string, number: string) =>
  createJson({ ...buyer(order), ...cardOf(number) });

async function paid(order: Record<string, unknown>): Promise<string> {
  const { id } = await newOrder(order);
  const started = await payByCard(id, goodCard);
  await walk(stepOf(started, "redirect"), "success");
  return started.razorpay_payment_id;
}

function stepOf({ next }: Started, action: string): string {
  const step = next.find((one) => one.action === action);
  assert.ok(step, `no step ${action}`);
  return step.url;
}

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** As a browser does: opens the bank's page, presses a button, and ends at the form that goes to the shop. */
async function walk(page: string, outcome: "success" | "failure"): Promise<Form> {
  const form = formOf(await (await fetch(page)).text());
  if (form.action === callback) return form;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ ...form.fields, outcome }),
  });
  return formOf(await answer.text());
}

function formOf(html: string): Form {
  const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? "";
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return {
    action: plainText(action),
    fields: Object.fromEntries(
      [...inputs].map(([, name = "", value = ""]) => [plainText(name), plainText(value)]),
    ),
  };
}
const plainText = (html: string) =>
  html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

const isSigned = (fields: Readonly<Record<string, string>>, order_id: string) =>
  validatePaymentVerification(
    { order_id, payment_id: fields["razorpay_payment_id"] ?? "" },
    fields["razorpay_signature"] ?? "",
    keySecret,
  );

const basic = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString("base64")}`;

/** The SDK has no way to set the header. */
async function keyedRefund(payment: string, key: string, amount: number) {
  const answer = await fetch(`${url}/v1/payments/${payment}/refund`, {
    method: "POST",
    headers: {
      authorization: basic,
      "content-type": "application/json",
      "x-refund-idempotency": key,
    },
    body: JSON.stringify({ amount }),
  });
  return { status: answer.status, body: await record(answer) };
}

async function upload(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "razorpay-"));
  const path = join(folder, "delivery.pdf");
  await writeFile(path, "%PDF-1.7 delivered");
  const answer: unknown = await razorpay.documents.create({
    file: {
      value: createReadStream(path),
      options: { filename: "delivery.pdf", contentType: null },
    },
    purpose: "dispute_evidence",
  } as unknown as Parameters<typeof razorpay.documents.create>[0]);
  await rm(folder, { recursive: true });
  const document = answer as Record<string, unknown>;
  assert.deepEqual(
    [document["name"], document["mime_type"], document["size"]],
    ["delivery.pdf", "application/pdf", 18],
  );
  return String(document["id"]);
}

async function record(answer: Response): Promise<Record<string, unknown>> {
  return (await answer.json()) as Record<string, unknown>;
}

const refused = (call: Promise<unknown>, description: RegExp) =>
  assert.rejects(
    call,
    ({ statusCode, error }: { statusCode: number; error: { description: string } }) => {
      assert.equal(statusCode, 400);
      assert.match(error.description, description);
      return true;
    },
  );

const ledger = () =>
  processor.ledger.map(({ kind, reference, amount }) => [kind, reference, amount]);
const kinds = () => processor.ledger.map(({ kind }) => kind);

/** The webhooks since the last time, each verified by the SDK, and none of them once a byte is changed. */
function webhooks(): readonly { readonly event: string }[] {
  return processor.takeWebhooks(webhookSecret).map(({ headers, body }) => {
    const signature = headers["x-razorpay-signature"] ?? "";
    assert.ok(validateWebhookSignature(body, signature, webhookSecret));
    assert.ok(!validateWebhookSignature(`${body} `, signature, webhookSecret));
    assert.match(headers["x-razorpay-event-id"] ?? "", /^\w{14}$/);
    const told = JSON.parse(body);
    assert.equal(told.entity, "event");
    assert.deepEqual(Object.keys(told.payload), told.contains);
    return told;
  });
}
