/** PayPal's official SDK opens a session and sends as our connector does, and is answered by the simulator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Client,
  Environment,
  OrdersController,
  PaymentsController,
} from "@paypal/paypal-server-sdk";
import { CaptureMode } from "#contract";
import { cardSample, newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, divert, inCamelCase, openCounter, type Sent } from "./official.ts";

const headers = ["content-type", "prefer", "paypal-request-id"];

test("a card that is held, captured and refunded, and one that is given up", async (context) => {
  const counter = await openCounter(context, "paypal");
  divert(context, counter);
  const { shop, ours, theirs } = counter;
  const { clientId, clientSecret } = shop.samples.credentials;
  const client = new Client({
    clientCredentialsAuthCredentials: {
      oAuthClientId: String(clientId),
      oAuthClientSecret: String(clientSecret),
    },
    environment: Environment.Sandbox,
  });
  const orders = new OrdersController(client);
  const payments = new PaymentsController(client);
  const optionsOf = ({ headers: sent }: Sent) => ({
    ...(sent["prefer"] && { prefer: sent["prefer"] }),
    ...(sent["paypal-request-id"] && { paypalRequestId: sent["paypal-request-id"] }),
  });
  const pick = (sent: readonly Sent[], end: string) =>
    sent.find(({ path }) => path.endsWith(end)) ?? assert.fail(`no ${end}`);

  const hold = async () => {
    const request = requestFor(shop, cardSample(shop), CaptureMode.MANUAL);
    let payment = { paymentId: "" };
    const sent = await ours(async () => {
      const answer = await shop.client.payments.authorizePayment(request);
      payment = answer.payment?.paymentRef ?? assert.fail("no payment");
    });
    const asked = pick(sent, "/v2/checkout/orders");
    let authorization = "";
    const same = await theirs(async () => {
      const body = inCamelCase(bodyOf(asked));
      const { result } = await orders.createOrder({ body, ...optionsOf(asked) });
      authorization = result.purchaseUnits?.[0]?.payments?.authorizations?.[0]?.id ?? "";
    });
    assertSame(asked, pick(same, "/v2/checkout/orders"), headers);
    const amount = request.purchase?.amount ?? assert.fail("no amount");
    return { payment, amount, authorization, ours: sent, theirs: same };
  };

  const held = await hold();
  const tokens = [held.ours, held.theirs].map((sent) => pick(sent, "/v1/oauth2/token"));
  const [own, other] = tokens.map(({ method, text, headers: { authorization, ...sent } }) => [
    method,
    text,
    authorization,
    sent["content-type"]?.replace(/;.*/, ""),
  ]);
  assert.deepEqual(own, other);

  const captured = await ours(() =>
    shop.client.payments.capturePayment({
      reference: newReference("capture"),
      payment: held.payment,
      amount: held.amount,
      finalCapture: true,
    }),
  );
  const capture = pick(captured, "/capture");
  let captureId = "";
  const [same] = await theirs(async () => {
    const { result } = await payments.captureAuthorizedPayment({
      authorizationId: held.authorization,
      body: inCamelCase(bodyOf(capture)),
      ...optionsOf(capture),
    });
    captureId = result.id ?? "";
    assert.equal(result.status, "COMPLETED");
  });
  assertSame(capture, same, headers);

  const sent = await ours(() =>
    shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: held.payment,
      amount: { ...held.amount, minorUnits: 100n },
    }),
  );
  const refund = pick(sent, "/refund");
  const [refunded] = await theirs(() =>
    payments.refundCapturedPayment({
      captureId,
      body: inCamelCase(bodyOf(refund)),
      ...optionsOf(refund),
    }),
  );
  assertSame(refund, refunded, headers);

  const given = await hold();
  const voided = await ours(() =>
    shop.client.payments.voidPayment({ reference: newReference("void"), payment: given.payment }),
  );
  const again = await hold();
  const asked = pick(voided, "/void");
  const [voidedToo] = await theirs(() =>
    payments.voidPayment({ authorizationId: again.authorization, ...optionsOf(asked) }),
  );
  const path = asked.path.replace(given.authorization, again.authorization);
  assertSame({ ...asked, path }, voidedToo, ["prefer"]);
  const kinds = shop.processor.ledger.map(({ kind }) => kind);
  const voids = ["authorization", "void"];
  assert.deepEqual(kinds, ["authorization", "capture", "refund", ...voids, ...voids]);
});
