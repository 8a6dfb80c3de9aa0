/** GoCardless's official SDK sends what our connector sends, is answered by the simulator, and parses its webhooks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Environments, GoCardlessClient, parse } from "gocardless-nodejs";
import { newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, openCounter, type Sent, secretOf } from "./official.ts";

const headers = [
  "authorization",
  "content-type",
  "idempotency-key",
  "gocardless-version",
  "accept",
];

test("a debit by a new mandate, and its refund", async (context) => {
  const { shop, url, ours, theirs } = await openCounter(context, "gocardless");
  const token = String(shop.samples.credentials["accessToken"]);
  const client = new GoCardlessClient(token, Environments.Sandbox);
  Reflect.set(Reflect.get(client, "_api"), "_baseUrl", url);
  const resources: Readonly<
    Record<string, { create(asked: unknown, key: string): Promise<unknown> }>
  > = {
    customers: client.customers,
    customer_bank_accounts: client.customerBankAccounts,
    mandates: client.mandates,
    payments: client.payments,
    refunds: client.refunds,
  };
  /** The SDK makes each thing again, under the key that it was made with: it finds the one that is there. */
  const again = async (sent: readonly Sent[]) => {
    for (const one of sent) {
      if (one.method !== "POST") continue;
      const [name = ""] = Object.keys(bodyOf(one));
      const resource = resources[name] ?? assert.fail(`${name} is not known`);
      const key = one.headers["idempotency-key"] ?? "";
      const [repeated] = await theirs(() => resource.create(bodyOf(one)[name], key));
      assertSame(one, repeated, headers);
    }
  };

  const sample = shop.samples.methods["bacsDebit"] ?? assert.fail("no sample");
  const request = requestFor(shop, sample);
  let paymentId = "";
  const sent = await ours(async () => {
    const { payment } = await shop.client.payments.authorizePayment(request);
    paymentId = payment?.paymentRef?.paymentId ?? "";
  });
  assert.equal(sent.filter(({ method }) => method === "POST").length, 4);
  await again(sent);

  const target = { case: "payment", value: { paymentId } } as const;
  const looked = await ours(() => shop.client.payments.getPayment({ target }));
  const [seen] = await theirs(async () => {
    const payment = await client.payments.find(paymentId);
    assert.equal(BigInt(payment.amount ?? 0), request.purchase?.amount?.minorUnits);
  });
  assertSame(looked[0], seen, ["authorization", "gocardless-version"]);

  shop.processor.command("settle", { payment: paymentId, outcome: "succeeded" });
  await again(
    await ours(() =>
      shop.client.refunds.createRefund({
        reference: newReference("refund"),
        payment: { paymentId },
        amount: { minorUnits: 100n, currency: "GBP" },
      }),
    ),
  );
});

test("webhooks", async (context) => {
  const { shop } = await openCounter(context, "gocardless");
  const sample = shop.samples.methods["bacsDebit"] ?? assert.fail("no sample");
  await shop.client.payments.authorizePayment(requestFor(shop, sample));
  const deliveries = shop.deliveries();
  assert.ok(deliveries.length > 0);
  for (const { headers: sent, body } of deliveries) {
    const signature = sent["webhook-signature"] ?? "";
    const parsed = parse(body, secretOf(shop), signature);
    assert.deepEqual(JSON.parse(JSON.stringify(parsed)), JSON.parse(body).events);
    assert.throws(() => parse(`${body} `, secretOf(shop), signature));
    assert.throws(() => parse(body, "another", signature));
  }
});
