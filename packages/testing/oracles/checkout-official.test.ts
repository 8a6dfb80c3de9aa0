/** Checkout.com's official SDK sends what our connector sends, and is answered by the simulator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Checkout } from "checkout-sdk-node";
import { CaptureMode } from "#contract";
import { cardSample, newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, openCounter, type Sent } from "./official.ts";

const headers = ["authorization", "content-type", "cko-idempotency-key"];
const keyOf = (sent: Sent) => sent.headers["cko-idempotency-key"];

test("a card that is held, captured and refunded, and one that is given up", async (context) => {
  const { shop, url, ours, theirs } = await openCounter(context, "checkout");
  const { prefix, secretKey, publicKey } = shop.samples.credentials;
  const checkout = new Checkout(String(secretKey), {
    pk: String(publicKey),
    environment: "sandbox",
    subdomain: String(prefix),
  });
  Reflect.set(checkout.config, "host", url);
  const hold = async () => {
    const request = requestFor(shop, cardSample(shop), CaptureMode.MANUAL);
    let paymentId = "";
    const [held] = await ours(async () => {
      const { payment } = await shop.client.payments.authorizePayment(request);
      paymentId = payment?.paymentRef?.paymentId ?? "";
    });
    assert.ok(held && paymentId);
    const [repeated] = await theirs(async () => {
      const payment = await checkout.payments.request(bodyOf(held), keyOf(held));
      assert.equal(Reflect.get(payment, "id"), paymentId, "the same key is the same payment");
    });
    assertSame(held, repeated, headers);
    return { paymentId, amount: request.purchase?.amount ?? assert.fail("no amount") };
  };
  const step = async (
    run: () => Promise<unknown>,
    again: (asked: Sent) => Promise<unknown>,
  ): Promise<void> => {
    const asked = (await ours(run)).find(({ method }) => method === "POST");
    assert.ok(asked);
    const [repeated] = await theirs(() => again(asked));
    assertSame(asked, repeated, headers);
  };

  const { paymentId, amount } = await hold();
  const target = { case: "payment", value: { paymentId } } as const;
  const looked = await ours(() => shop.client.payments.getPayment({ target }));
  const [seen] = await theirs(() => checkout.payments.get(paymentId));
  assertSame(
    looked.find(({ path }) => path === seen?.path),
    seen,
    ["authorization"],
  );
  await step(
    () =>
      shop.client.payments.capturePayment({
        reference: newReference("capture"),
        payment: { paymentId },
        amount,
        finalCapture: true,
      }),
    (asked) => checkout.payments.capture(paymentId, bodyOf(asked), keyOf(asked)),
  );
  shop.wait(60);
  await step(
    () =>
      shop.client.refunds.createRefund({
        reference: newReference("refund"),
        payment: { paymentId },
        amount: { ...amount, minorUnits: 100n },
      }),
    (asked) => checkout.payments.refund(paymentId, bodyOf(asked), keyOf(asked)),
  );

  const other = await hold();
  await step(
    () =>
      shop.client.payments.voidPayment({
        reference: newReference("void"),
        payment: { paymentId: other.paymentId },
      }),
    (asked) => checkout.payments.void(other.paymentId, bodyOf(asked), keyOf(asked)),
  );
  const kinds = shop.processor.ledger.map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === "capture").length, 1);
  assert.equal(kinds.filter((kind) => kind === "refund").length, 1);
});
