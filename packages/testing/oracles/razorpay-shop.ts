/** A shop that pays by Razorpay's own SDK at the simulator on loopback, and a customer who walks its pages. */
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import Razorpay from "razorpay";
import {
  validatePaymentVerification,
  validateWebhookSignature,
} from "razorpay/dist/utils/razorpay-utils.js";
import { createSandbox, serveSandbox } from "#simulators";
import simulator from "../../../connectors/razorpay/simulator.ts";
import { temporaryFolder } from "../folder.ts";

const { credentials } = simulator.samples;
export const keyId = String(credentials["keyId"]);
export const keySecret = String(credentials["keySecret"]);
const webhookSecret = String(credentials["webhookSecrets"]);
export const callback = "https://shop.example/return?order=1";

export interface Started {
  readonly razorpay_payment_id: string;
  readonly next: readonly { readonly action: string; readonly url: string }[];
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

export async function openShop() {
  const sandbox = createSandbox({ simulators: [simulator] });
  const server = await serveSandbox(sandbox);
  const { url } = await server.listen("razorpay");
  const processor = sandbox.simulator("razorpay");
  const razorpay = sdkAt(url, keyId, keySecret);

  const newOrder = (facts: Record<string, unknown>) =>
    razorpay.orders.create({ amount: 50_000, currency: "INR", ...facts });

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

  return {
    url,
    sandbox,
    processor,
    razorpay,
    newOrder,
    createJson,
    createUpi,
    payByCard,

    /** The id of a payment that was captured. */
    async paid(order: Record<string, unknown>, number: string): Promise<string> {
      const { id } = await newOrder(order);
      const started = await payByCard(id, number);
      await walk(stepOf(started, "redirect"), "success");
      return started.razorpay_payment_id;
    },

    /** The SDK has no way to set the header. */
    async keyedRefund(payment: string, key: string, amount: number) {
      const answer = await fetch(`${url}/v1/payments/${payment}/refund`, {
        method: "POST",
        headers: {
          authorization: basic,
          "content-type": "application/json",
          "x-refund-idempotency": key,
        },
        body: JSON.stringify({ amount }),
      });
      return { status: answer.status, body: await answer.json() };
    },

    async upload(): Promise<Record<string, unknown>> {
      const folder = temporaryFolder("razorpay");
      const path = join(folder, "delivery.pdf");
      await writeFile(path, "%PDF-1.7 delivered");
      const answer: unknown = await razorpay.documents.create({
        file: { value: createReadStream(path), options: {} },
        purpose: "dispute_evidence",
      } as unknown as Parameters<typeof razorpay.documents.create>[0]);
      return answer as Record<string, unknown>;
    },

    ledger: () => processor.ledger.map(({ kind, reference, amount }) => [kind, reference, amount]),
    kinds: () => processor.ledger.map(({ kind }) => kind),

    /** The events since the last time, each verified by the SDK, and refused once a byte is added. */
    events(): readonly string[] {
      return processor.takeWebhooks(webhookSecret).map(({ headers, body }) => {
        const signature = headers["x-razorpay-signature"] ?? "";
        assert.ok(validateWebhookSignature(body, signature, webhookSecret));
        assert.ok(!validateWebhookSignature(`${body} `, signature, webhookSecret));
        assert.match(headers["x-razorpay-event-id"] ?? "", /^\w{14}$/);
        const told = JSON.parse(body);
        assert.equal(told.entity, "event");
        assert.deepEqual(Object.keys(told.payload), told.contains);
        return told.event;
      });
    },
    close: () => server.close(),
  };
}

export function sdkAt(url: string, key_id: string, key_secret: string): Razorpay {
  const instance = new Razorpay({ key_id, key_secret });
  // The constructor ignores `hostUrl`, and the types hide where the address really is.
  const { api } = instance as unknown as { api: { rq: { defaults: { baseURL: string } } } };
  api.rq.defaults.baseURL = url;
  return instance;
}
const basic = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString("base64")}`;
export const get = async (url: string): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, { headers: { authorization: basic } });
  return (await answer.json()) as Record<string, unknown>;
};

export const buyer = (order_id: string, amount = 50_000) => ({
  amount,
  currency: "INR",
  order_id,
  email: "gaurav.kumar@example.com",
  contact: "+919000090000",
  callback_url: callback,
});
export const cardOf = (number: string) => ({
  method: "card",
  card: { number, name: "Gaurav Kumar", expiry_month: "12", expiry_year: "31", cvv: "123" },
});
export const upiBuyer = (order_id: string, amount?: number) => ({
  ...buyer(order_id, amount),
  method: "upi",
  ip: "192.168.0.103",
  referer: "http",
  user_agent: "Mozilla/5.0",
});
export const collect = (vpa: string) => ({ flow: "collect", vpa, expiry_time: 5 });

export function stepOf({ next }: Started, action: string): string {
  const step = next.find((one) => one.action === action);
  assert.ok(step, `no step ${action}`);
  return step.url;
}

export const isSigned = (fields: Readonly<Record<string, string>>, order_id: string) =>
  validatePaymentVerification(
    { order_id, payment_id: fields["razorpay_payment_id"] ?? "" },
    fields["razorpay_signature"] ?? "",
    keySecret,
  );

export const refused = (call: Promise<unknown>, description: RegExp) =>
  assert.rejects(
    call,
    ({ statusCode, error }: { statusCode: number; error: { description: string } }) => {
      assert.equal(statusCode, 400);
      assert.match(error.description, description);
      return true;
    },
  );

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** As a browser does: opens the bank's page, presses a button, and ends at the form that goes to the shop. */
export async function walk(page: string, outcome: "success" | "failure"): Promise<Form> {
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
