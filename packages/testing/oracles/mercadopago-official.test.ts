/** Mercado Pago's official SDK sends what our connector sends, is answered by the simulator, and verifies its webhooks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CardToken,
  CustomerCard,
  MercadoPagoConfig,
  Payment,
  PaymentRefund,
  WebhookSignatureValidator,
} from "mercadopago";
import { AppConfig } from "mercadopago/dist/utils/config/index.js";
import { CaptureMode } from "#contract";
import { newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, openCounter, secretOf } from "./official.ts";

const headers = ["authorization", "content-type", "x-idempotency-key"];

test("a payment that is held, captured and refunded", async (context) => {
  const { shop, url, ours, theirs } = await openCounter(context, "mercadopago");
  const { BASE_URL } = AppConfig;
  Reflect.set(AppConfig, "BASE_URL", url);
  context.after(() => Reflect.set(AppConfig, "BASE_URL", BASE_URL));
  const accessToken = String(shop.samples.credentials["accessToken"]);
  const config = new MercadoPagoConfig({ accessToken });
  const payments = new Payment(config);
  const sample = shop.samples.methods["processorToken"] ?? assert.fail("no sample");

  let paymentId = "";
  const request = requestFor(shop, sample, CaptureMode.MANUAL);
  const [held] = await ours(async () => {
    const { payment } = await shop.client.payments.authorizePayment(request);
    paymentId = payment?.paymentRef?.paymentId ?? "";
  });
  assert.ok(held && paymentId);
  const keyOf = (sent = held) => ({ idempotencyKey: sent.headers["x-idempotency-key"] ?? "" });
  const [repeated] = await theirs(async () => {
    const payment = await payments.create({ body: bodyOf(held), requestOptions: keyOf() });
    assert.equal(String(payment.id), paymentId, "the same key is the same payment");
    assert.equal(payment.status, "authorized");
    assert.equal(payment.transaction_amount, Number(request.purchase?.amount?.minorUnits) / 100);
  });
  assertSame(held, repeated, headers);

  const target = { case: "payment", value: { paymentId } } as const;
  const [look] = await ours(() => shop.client.payments.getPayment({ target }));
  const [seen] = await theirs(() => payments.get({ id: paymentId }));
  assertSame(look, seen, ["authorization"]);

  const amount = { minorUnits: 5000n, currency: "BRL" };
  const [capture] = await ours(() =>
    shop.client.payments.capturePayment({
      reference: newReference("capture"),
      payment: { paymentId },
      amount,
      finalCapture: true,
    }),
  );
  assert.ok(capture);
  const [captured] = await theirs(() =>
    payments.capture({
      id: paymentId,
      transaction_amount: 50,
      requestOptions: keyOf(capture),
    }),
  );
  assertSame(capture, captured, headers);

  const sent = await ours(() =>
    shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: { paymentId },
      amount: { minorUnits: 1050n, currency: "BRL" },
    }),
  );
  const refund = sent.find(({ method }) => method === "POST") ?? assert.fail("no refund");
  const [refunded] = await theirs(async () => {
    const told = await new PaymentRefund(config).create({
      payment_id: paymentId,
      body: { amount: 10.5 },
      requestOptions: keyOf(refund),
    });
    assert.equal(told.amount, 10.5);
  });
  assertSame(refund, refunded, headers);
  assert.equal(shop.processor.ledger.filter(({ kind }) => kind === "refund").length, 1);
});

test("a card and a saved card become tokens", async (context) => {
  const { shop, url, ours, theirs } = await openCounter(context, "mercadopago");
  const { BASE_URL } = AppConfig;
  Reflect.set(AppConfig, "BASE_URL", url);
  context.after(() => Reflect.set(AppConfig, "BASE_URL", BASE_URL));
  const accessToken = String(shop.samples.credentials["accessToken"]);
  const config = new MercadoPagoConfig({ accessToken });
  for (const name of ["card", "stored"]) {
    const sample = shop.samples.methods[name] ?? assert.fail(`no sample ${name}`);
    const sent = await ours(() => shop.client.payments.authorizePayment(requestFor(shop, sample)));
    const asked = sent.find(({ path }) => path === "/v1/card_tokens") ?? assert.fail("no token");
    const [repeated] = await theirs(async () => {
      const token = await new CardToken(config).create({ body: bodyOf(asked) });
      assert.equal(token.status, "active");
      assert.equal(token.last_four_digits, "5682");
    });
    assertSame(asked, repeated, ["authorization", "content-type"]);
  }
  const { payment } = await shop.client.payments.authorizePayment(
    requestFor(shop, shop.samples.methods["stored"] ?? assert.fail("no sample")),
  );
  const customerId = payment?.customerId ?? assert.fail("no customer");
  const cardId = "9100000017";
  const stored = { storedMethodId: cardId };
  const cards = new CustomerCard(config);
  const [seen] = await theirs(async () => {
    const card = await cards.get({ customerId, cardId });
    assert.equal(card.payment_method?.id, "visa");
  });
  assert.equal(seen?.path, `/v1/customers/${customerId}/cards/${cardId}`);
  const [gone] = await ours(() =>
    shop.client.paymentMethods.deletePaymentMethod({ stored, customer: { customerId } }),
  );
  assert.equal(gone?.path, seen?.path);
});

test("webhooks", async (context) => {
  const { shop } = await openCounter(context, "mercadopago");
  const sample = shop.samples.methods["processorToken"] ?? assert.fail("no sample");
  await shop.client.payments.authorizePayment(requestFor(shop, sample));
  const deliveries = shop.deliveries();
  assert.ok(deliveries.length > 0);
  for (const { headers: sent, body } of deliveries) {
    const validate = (dataId: string, secret = secretOf(shop)) =>
      WebhookSignatureValidator.validate({
        xSignature: sent["x-signature"],
        xRequestId: sent["x-request-id"],
        dataId,
        secret,
        toleranceSeconds: 60,
      });
    const { id } = JSON.parse(body).data;
    validate(id);
    assert.throws(() => validate(`${id}0`));
    assert.throws(() => validate(id, "another"));
  }
});
