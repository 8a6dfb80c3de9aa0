/** Square's official SDK sends what our connector sends, is answered by the simulator, and verifies its webhooks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SquareClient, WebhooksHelper } from "square";
import { CaptureMode } from "#contract";
import { newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, inCamelCase, openCounter, secretOf } from "./official.ts";

const headers = ["authorization", "content-type"];
const AMOUNT = { amount: 400n, currency: "USD" } as const;
const money = { minorUnits: AMOUNT.amount, currency: AMOUNT.currency };

/** Amounts are bigints there. */
const inTheirs = (body: object) => inCamelCase(body, (amount) => BigInt(Number(amount)));

test("a payment that is held, captured and refunded", async (context) => {
  const { shop, url, ours, theirs } = await openCounter(context, "square");
  const token = String(shop.samples.credentials["accessToken"]);
  const square = new SquareClient({ token, baseUrl: url, maxRetries: 0 });
  const sample = shop.samples.methods["processorToken"] ?? assert.fail("no sample");

  let paymentId = "";
  const request = requestFor(shop, sample, CaptureMode.MANUAL);
  const [held] = await ours(async () => {
    const { payment } = await shop.client.payments.authorizePayment(request);
    paymentId = payment?.paymentRef?.paymentId ?? "";
  });
  assert.ok(held && paymentId);
  const asked = bodyOf(held);
  // Nothing that the SDK does not know by name gets through it.
  const amount = request.purchase?.amount?.minorUnits ?? 0n;
  const [repeated] = await theirs(async () => {
    const { payment } = await square.payments.create(inTheirs(asked));
    assert.equal(payment?.id, paymentId, "the same key is the same payment");
    assert.equal(payment.status, "APPROVED");
    assert.equal(payment.amountMoney?.amount, amount);
  });
  assertSame(held, repeated, headers);

  const target = { case: "payment", value: { paymentId } } as const;
  const look = await ours(() => shop.client.payments.getPayment({ target }));
  const [seen] = await theirs(() => square.payments.get({ paymentId }));
  assertSame(look[0], seen, ["authorization"]);

  const captured = await ours(() =>
    shop.client.payments.capturePayment({
      reference: newReference("capture"),
      payment: { paymentId },
      amount: { minorUnits: amount, currency: "USD" },
      finalCapture: true,
    }),
  );
  const capture = captured.find(({ path }) => path.endsWith("/complete"));
  const other = await square.payments.create({
    sourceId: asked.source_id,
    idempotencyKey: "another",
    amountMoney: { amount, currency: "USD" },
    autocomplete: false,
  });
  const otherId = other.payment?.id ?? "";
  const [completed] = await theirs(async () => {
    const { payment } = await square.payments.complete({
      paymentId: otherId,
      versionToken: other.payment?.versionToken ?? "",
    });
    assert.equal(payment?.status, "COMPLETED");
  });
  assert.ok(capture && completed);
  assert.equal(capture.path.replace(paymentId, otherId), completed.path);
  assert.deepEqual(Object.keys(bodyOf(capture)), Object.keys(bodyOf(completed)));

  const [refund] = await ours(() =>
    shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: { paymentId },
      amount: money,
    }),
  );
  assert.ok(refund);
  const [same] = await theirs(async () => {
    const told = await square.refunds.refundPayment(inTheirs(bodyOf(refund)));
    assert.equal(told.refund?.amountMoney?.amount, AMOUNT.amount);
  });
  assertSame(refund, same, headers);
  shop.wait(60);
  assert.equal(shop.processor.ledger.filter(({ kind }) => kind === "refund").length, 1);
});

test("webhooks", async (context) => {
  const { shop } = await openCounter(context, "square");
  const sample = shop.samples.methods["processorToken"] ?? assert.fail("no sample");
  await shop.client.payments.authorizePayment(requestFor(shop, sample));
  const signatureKey = secretOf(shop);
  const deliveries = shop.deliveries();
  assert.ok(deliveries.length > 0);
  for (const { headers: sent, body } of deliveries) {
    const verify = (requestBody: string, notificationUrl = "https://shop.example/webhooks") =>
      WebhooksHelper.verifySignature({
        requestBody,
        signatureHeader: sent["x-square-hmacsha256-signature"] ?? "",
        signatureKey,
        notificationUrl,
      });
    assert.ok(await verify(body));
    assert.ok(!(await verify(`${body} `)));
    assert.ok(!(await verify(body, "https://shop.example/elsewhere")));
  }
});
