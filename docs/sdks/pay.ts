/** Pay, handle a decline, resume after 3-D Secure, refund, read a webhook: the same program in six languages. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ActorSchema,
  CaptureMode,
  createClient,
  decimal,
  EventAction,
  FailureCodeSchema,
  type Money,
  money,
  nameOf,
  PaymentStatus,
  PaymentStatusSchema,
  RefundStatusSchema,
  VerificationSchema,
} from "connector-service-client";

const { CONNECTOR_SERVICE_URL: endpoint = "", SANDBOX_URL: sandbox = "" } = process.env;
const client = createClient({ endpoint, account: "stripe" });

// Webhooks come to a listener of ours, as the processor sends them.
const deliveries: {
  body: Buffer;
  headers: Record<string, string | string[] | undefined>;
  url: string;
}[] = [];
const listener = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request));
  deliveries.push({ body, headers: request.headers, url: `${hook}${request.url?.slice(1)}` });
  response.end();
}).listen(0, "127.0.0.1");
await new Promise((resolve) => listener.once("listening", resolve));
const hook = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
await post(`${sandbox}/_sandbox/stripe/webhook`, { url: hook, secret: process.env.WEBHOOK_SECRET });

const pay = (reference: string, number: string) =>
  client.payments.authorizePayment({
    reference,
    purchase: { amount: money("EUR", "10.00"), returnUrl: "https://shop.example/return" },
    paymentMethod: {
      method: { case: "card", value: { number, expiryMonth: 3, expiryYear: 2030, cvc: "737" } },
    },
    captureMode: CaptureMode.AUTOMATIC,
  });

// A payment.
const paid = await pay("order-1-attempt-1", "4242424242424242");
console.log(
  `paid: ${nameOf(PaymentStatusSchema, paid.payment?.status)} ${shown(paid.payment?.amounts?.captured)}`,
);

// A decline is an answer, with the reason and whose decision it was.
const declined = await pay("order-2-attempt-1", "4000000000009995");
const failure = declined.operation?.failure;
console.log(
  `declined: ${nameOf(FailureCodeSchema, failure?.code)} by ${nameOf(ActorSchema, failure?.actor)}`,
);

// 3-D Secure: the customer goes to the page, comes back, and the payment is resumed with what came back.
const asked = await pay("order-3-attempt-1", "4000002760003184");
const action = asked.nextAction?.action;
if (action?.case !== "redirect" || asked.state === undefined) throw new Error("no page to go to");
const url = await browse(action.value.url);
const resumed = await client.payments.resumePayment({
  state: asked.state,
  returned: { case: "url", value: url },
});
console.log(`authenticated: ${nameOf(PaymentStatusSchema, resumed.payment?.status)}`);

// A part of the first payment goes back.
const { refund } = await client.refunds.createRefund({
  reference: "order-1-refund-1",
  ...(paid.payment?.paymentRef && { payment: paid.payment.paymentRef }),
  amount: money("EUR", "4.00"),
});
console.log(`refunded: ${nameOf(RefundStatusSchema, refund?.status)} ${shown(refund?.amount)}`);

// The webhook that tells of the first payment, verified from the bytes that came.
console.log(await webhookOfThePayment());
await client.close();
listener.close();
listener.closeAllConnections();

function shown(amount: Money | undefined): string {
  return amount ? `${amount.currency} ${decimal(amount)}` : "nothing";
}

async function webhookOfThePayment(): Promise<string> {
  for (let waited = 0; waited < 100; waited += 1) {
    for (const delivery of deliveries.splice(0)) {
      const { events } = await client.webhooks.parse(delivery);
      for (const { verification, action, resource, paymentRef } of events) {
        if (action !== EventAction.APPLY || resource.case !== "payment") continue;
        if (paymentRef?.paymentId !== paid.payment?.paymentRef?.paymentId) continue;
        if (resource.value.status !== PaymentStatus.CAPTURED) continue;
        return `webhook: ${nameOf(VerificationSchema, verification)} PAYMENT ${nameOf(PaymentStatusSchema, resource.value.status)}`;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return "webhook: none came";
}

/** A customer's browser: opens the sandbox's page, presses its first button, and says where it is sent back to. */
async function browse(page: string): Promise<string> {
  const html = await (await fetch(page)).text();
  const [, target = page] = /<form[^>]*action="([^"]*)"/.exec(html) ?? [];
  const fields = new URLSearchParams();
  for (const [, name = "", value = ""] of html.matchAll(
    /<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g,
  ))
    fields.set(name, value);
  const [, name = "outcome", value = ""] =
    /<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"/.exec(html) ?? [];
  fields.set(name, value);
  const answer = await fetch(new URL(target.replaceAll("&amp;", "&"), page), {
    method: "POST",
    body: fields,
    redirect: "manual",
  });
  return answer.headers.get("location") ?? "";
}
async function post(to: string, body: object): Promise<void> {
  await fetch(to, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
