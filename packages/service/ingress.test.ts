/** The webhook ingress: what is forwarded is verified and signed, and only what the merchant took is acknowledged. */
import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { EventAction, FailureCode, PaymentStatus } from "#contract";
import {
  genuine,
  type HttpRequest,
  hmacSha256,
  rejected,
  sameSecret,
  type Webhooks,
  webhooks,
} from "#kit";
import { type Send, SendFailure } from "#runtime";
import { developmentConfig } from "#service";
import { credentials, responseOf, small } from "../testing/small.ts";
import { held, raw, start } from "./calling.ts";
import { signedHeaders, signingKey } from "./standard-webhooks.ts";

const secret = credentials.webhookSecrets[0] ?? "";
const merchantSecrets = [1, 2].map((n) => `whsec_${Buffer.alloc(32, n).toString("base64")}`);
const keys = merchantSecrets.map((one) => signingKey(one) ?? assert.fail());
const forwarding = { url: "https://shop.example/webhooks", keys };

interface Told {
  readonly id: string;
  readonly type: string;
  readonly signature?: string;
}
/** Deliveries are JSON lists of events, each with a signature of its own. */
const listening = webhooks<{ readonly webhookSecrets: readonly string[] }, Told>({
  events: ["paid"],
  source: "https://small.example/webhooks",
  signed: true,
  secret: "webhookSecrets",
  items: ({ text }) => JSON.parse(text) as readonly Told[],
  verify: ({ id, signature }, { credentials: { webhookSecrets } }) =>
    signature === undefined
      ? rejected("SIGNATURE_MISSING")
      : genuine(webhookSecrets.some((one) => sameSecret(signature, hmacSha256(one, id, "hex")))),
  read: ({ id, type }) => [
    {
      processorEventId: id,
      processorEventType: type,
      dedupeKey: id,
      action: EventAction.APPLY,
      isSnapshot: true,
      resource: { case: "payment", value: { status: PaymentStatus.CAPTURED } },
    },
  ],
  acknowledgement: { status: 202, headers: { "content-type": "text/plain" }, text: "[accepted]" },
}) as Webhooks<unknown>;
const signed = (id: string): Told => ({
  id,
  type: "paid",
  signature: hmacSha256(secret, id, "hex"),
});
const forged = (id: string): Told => ({ ...signed("other"), id });

async function begin(
  context: TestContext,
  merchant: (request: HttpRequest) => ReturnType<Send> | Awaited<ReturnType<Send>>,
  changes: Parameters<typeof start>[1] = {},
) {
  const forwarded: HttpRequest[] = [];
  const service = await start(
    context,
    { forwarding, ...changes },
    {
      connector: small({ webhooks: listening }),
      send: async (request) => {
        forwarded.push(request);
        return merchant(request);
      },
    },
  );
  const deliver = async (events: readonly Told[] | string, path = "/webhooks/acme") => {
    const response = await fetch(service.url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof events === "string" ? events : JSON.stringify(events),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { service, forwarded, deliver };
}
const took = () => responseOf({ status: 204 });

describe("a delivery", () => {
  test("is verified, forwarded with a signature that any receiver knows, and acknowledged", async (context) => {
    const { service, forwarded, deliver } = await begin(context, took);
    const { status, text, headers } = await deliver([signed("e1"), signed("e2")]);
    assert.deepEqual([status, text], [202, "[accepted]"]);
    assert.equal(headers.get("content-type"), "text/plain");
    const [request] = forwarded;
    assert.equal(request?.url, "https://shop.example/webhooks");
    const body = request?.body?.text ?? "";
    for (const one of merchantSecrets) new Webhook(one).verify(body, { ...request?.headers });
    const envelope = JSON.parse(body);
    assert.equal(envelope.type, "payments.v1.events");
    assert.ok(!Number.isNaN(Date.parse(envelope.timestamp)));
    assert.equal(envelope.data.account, "acme");
    assert.equal(envelope.data.connector, "small");
    const [event] = envelope.data.events;
    assert.equal(envelope.data.events.length, 2);
    assert.equal(event.verification, "VERIFICATION_VERIFIED");
    assert.equal(event.action, "EVENT_ACTION_APPLY");
    assert.equal(event.payment.status, "PAYMENT_STATUS_CAPTURED");
    const line = JSON.parse(service.lines.at(-1) ?? "");
    assert.deepEqual(
      [line.msg, line.account, line.connector, line.outcome, line.events],
      ["webhook", "acme", "small", "ACCEPTED", 2],
    );
    assert.match(
      await (await fetch(`${service.url}/metrics`)).text(),
      /payments_webhooks_total\{connector="small",outcome="ACCEPTED"\} 1/,
    );
  });

  test("that comes again has the same id, another has another", async (context) => {
    const { forwarded, deliver } = await begin(context, took);
    for (const events of [[signed("e1")], [signed("e1")], [signed("e2")]]) await deliver(events);
    const [first, again, other] = forwarded.map(({ headers }) => headers["webhook-id"]);
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  for (const [what, events] of [
    ["is forged", [forged("e1")]],
    ["is forged in one of its events", [signed("e1"), forged("e2")]],
    ["is not signed", [{ id: "e1", type: "paid" }]],
    ["is not readable", "nonsense"],
    ["is empty", "[]"],
    ["has no body", ""],
  ] as const)
    test(`that ${what} goes nowhere`, async (context) => {
      const { forwarded, deliver, service } = await begin(context, took);
      const { status } = await deliver(events);
      assert.equal(status, 400);
      assert.equal(forwarded.length, 0);
      assert.match(service.lines.at(-1) ?? "", /NOT_VERIFIED/);
    });

  for (const [what, merchant, status, outcome] of [
    ["does not take", () => responseOf({ status: 500 }), 502, "MERCHANT_REFUSED"],
    ["redirects", () => responseOf({ status: 302 }), 502, "MERCHANT_REFUSED"],
    [
      "cannot be reached for",
      () => {
        throw new SendFailure("cut", { written: true, code: FailureCode.TIMED_OUT });
      },
      502,
      "MERCHANT_UNREACHABLE",
    ],
    [
      "meets a fault of ours for",
      () => {
        throw new TypeError("a fault");
      },
      500,
      "FAULT",
    ],
  ] as const)
    test(`that the merchant ${what} is not acknowledged`, async (context) => {
      const { deliver, service } = await begin(context, merchant);
      const answer = await deliver([signed("e1")]);
      assert.equal(answer.status, status);
      assert.match(service.lines.at(-1) ?? "", new RegExp(outcome));
    });

  test("is answered in time, whatever the merchant does", async (context) => {
    const gate = held();
    const { deliver } = await begin(context, (request) => gate.send(request, undefined as never), {
      webhookTime: 200,
    });
    const begun = performance.now();
    assert.equal((await deliver([signed("e1")])).status, 504);
    assert.ok(performance.now() - begun < 2_000);
    gate.letGo();
  });

  test("whose body does not end is answered in time", async (context) => {
    const { service } = await begin(context, took, { webhookTime: 150 });
    const bytes = "POST /webhooks/acme HTTP/1.1\r\nhost: a\r\ncontent-length: 50\r\n\r\n[";
    assert.match(await raw(service.port, bytes, 3_000), /^HTTP\/1\.1 504 /);
  });

  test("takes its turn like every other call", async (context) => {
    const gate = held();
    const { limits } = developmentConfig();
    const { deliver } = await begin(context, (request) => gate.send(request, undefined as never), {
      limits: { ...limits, running: 1, waiting: 1, patience: 100 },
    });
    const first = deliver([signed("e1")]);
    while (gate.waiting() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await deliver([signed("e2")])).status, 503);
    gate.letGo();
    assert.equal((await first).status, 202);
  });

  test("that is too large is refused", async (context) => {
    const { deliver } = await begin(context, took);
    assert.equal((await deliver("x".repeat(6 << 20))).status, 413);
  });

  test("goes where its account says, and nowhere where nobody is named", async (context) => {
    const account = { name: "acme", connector: "small", credentials };
    const own = { ...forwarding, url: "https://other.example/" };
    const elsewhere = await begin(context, took, {
      accounts: new Map([["acme", { ...account, forwarding: own }]]),
    });
    await elsewhere.deliver([signed("e1")]);
    assert.equal(elsewhere.forwarded[0]?.url, "https://other.example/");
    assert.equal((await elsewhere.deliver([], "/webhooks/nobody")).status, 404);

    const service = await start(context, {}, { connector: small({ webhooks: listening }) });
    const response = await fetch(`${service.url}/webhooks/acme`, { method: "POST", body: "[]" });
    assert.equal(response.status, 404);
  });

  test("needs no caller's key", async (context) => {
    const { deliver } = await begin(context, took, {
      callers: [
        {
          name: "shop",
          keyHashes: ["00".repeat(32)],
          certificates: [],
          accounts: "all",
          ownCredentials: false,
          includeRaw: false,
          rate: undefined,
        },
      ],
    });
    assert.equal((await deliver([signed("e1")])).status, 202);
  });

  test("by GET is refused", async (context) => {
    const { service } = await begin(context, took);
    const response = await fetch(`${service.url}/webhooks/acme`);
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "POST");
  });

  test("is judged under the URL that the processor called", async (context) => {
    const urls: string[] = [];
    const watching = {
      ...listening,
      items: ({ url, headers }: { url: string; headers: Record<string, string> }) => {
        urls.push(url);
        assert.equal(headers["x-small-signature"], "abc");
        return [signed("e1")];
      },
    } as Webhooks<unknown>;
    const connector = small({ webhooks: watching });
    const service = await start(
      context,
      { forwarding, publicUrl: "https://pay.example.com" },
      { connector },
    );
    const inside = await start(context, { forwarding }, { connector });
    for (const { url } of [service, inside])
      await fetch(`${url}/webhooks/acme?a=%20b`, {
        method: "POST",
        headers: { "X-Small-Signature": "abc" },
      });
    assert.deepEqual(urls, [
      "https://pay.example.com/webhooks/acme?a=%20b",
      `http://127.0.0.1:${inside.port}/webhooks/acme?a=%20b`,
    ]);
  });
});

test("signatures are those of the reference implementation", () => {
  const body = '{"a":"ü"}';
  const at = new Date("2026-11-25T12:00:00Z");
  for (const [index, one] of merchantSecrets.entries()) {
    const key = keys[index] ?? assert.fail();
    const expected = new Webhook(one).sign("msg_1", at, body);
    assert.equal(signedHeaders("msg_1", at, body, [key])["webhook-signature"], expected);
  }
  for (const wrong of [
    "whsec_",
    "whsec_AAAA",
    `${merchantSecrets[0]}!`,
    "AAAA",
    `whsec_${"A".repeat(200)}`,
  ])
    assert.equal(signingKey(wrong), undefined, wrong);
});
