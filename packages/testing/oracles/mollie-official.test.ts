/** Mollie's official SDK sends what our connector sends, and is answered by the simulator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createMollieClient } from "@mollie/api-client";
import { newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, divert, openCounter } from "./official.ts";

const headers = ["authorization", "content-type", "idempotency-key"];

test("a payment of each way, and a refund", async (context) => {
  const counter = await openCounter(context, "mollie");
  divert(context, counter);
  const { shop, ours, theirs } = counter;
  const apiKey = String(shop.samples.credentials["apiKey"]);
  const mollie = createMollieClient({ apiKey });
  const keyOf = (one: { headers: Readonly<Record<string, string>> }) => ({
    idempotencyKey: one.headers["idempotency-key"] ?? "",
  });
  const pay = async (name: string) => {
    const sample = shop.samples.methods[name] ?? assert.fail(`no sample ${name}`);
    let paymentId = "";
    const sent = await ours(async () => {
      const { payment } = await shop.client.payments.authorizePayment(requestFor(shop, sample));
      paymentId = payment?.paymentRef?.paymentId ?? "";
    });
    const asked = sent.find(({ method }) => method === "POST") ?? assert.fail("nothing was sent");
    const [repeated] = await theirs(async () => {
      const payment = await mollie.payments.create({ ...bodyOf(asked), ...keyOf(asked) });
      assert.equal(payment.id, paymentId, "the same key is the same payment");
      assert.deepEqual(payment.amount, bodyOf(asked).amount);
    });
    assertSame(asked, repeated, headers);
    return paymentId;
  };
  for (const name of ["ideal", "bancontact", "klarna", "paypal"]) await pay(name);

  const paymentId = await pay("ideal");
  shop.processor.command("settle", { payment: paymentId, outcome: "succeeded" });
  const target = { case: "payment", value: { paymentId } } as const;
  const looked = await ours(() => shop.client.payments.getPayment({ target }));
  const [seen] = await theirs(async () => {
    assert.equal((await mollie.payments.get(paymentId)).status, "paid");
  });
  const look = looked[0] ?? assert.fail("nothing was looked at");
  assertSame({ ...look, path: look.path.replace(/\?.*/, "") }, seen, ["authorization"]);

  const sent = await ours(() =>
    shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: { paymentId },
      amount: { minorUnits: 100n, currency: "EUR" },
    }),
  );
  const refund = sent.find(({ method }) => method === "POST") ?? assert.fail("no refund");
  const [refunded] = await theirs(async () => {
    const asked = { paymentId, ...bodyOf(refund), ...keyOf(refund) };
    const told = await mollie.paymentRefunds.create(asked);
    assert.deepEqual(told.amount, { value: "1.00", currency: "EUR" });
  });
  assertSame(refund, refunded, headers);
});
