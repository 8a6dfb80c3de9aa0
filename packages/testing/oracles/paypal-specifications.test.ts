/** PayPal: what is sent and answered against its OpenAPI files, and a delivery whose checksum is known. */
import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Ajv } from "ajv";
import { CaptureMode } from "#contract";
import { decodeIf, toJson, v } from "#kit";
import { client, createRuntime, type Send } from "#runtime";
import { crc32 } from "../../../connectors/paypal/simulator/wire.ts";
import { fixturesOf } from "../fixtures.ts";
import { act, type Standing } from "../journey.ts";
import { methodSamples, newReference, openShop, requestFor, type Shop } from "../shop.ts";

const oracles = process.env["ORACLES"] ?? join(import.meta.dirname, "../../../../shared/oracles");
const folder = join(oracles, "specs/paypal");
const absent = !existsSync(folder) && `no specifications at ${folder}`;
const vectors = join(oracles, "vectors/signatures.json");
const files = {
  "/v1/customer/": "customer_disputes_v1",
  "/v1/notifications/": "notifications_webhooks_v1",
  "/v2/checkout/": "checkout_orders_v2",
  "/v2/payments/": "payments_payment_v2",
  "/v3/vault/": "vault_payment_tokens_v3",
} as const;

/** What PayPal's pages and its server SDK show and its files, of 2024-02, lack. */
const newer: ReadonlySet<string> = new Set([
  "processing_instruction",
  "payment_source.apple_pay",
  "payment_source.apple_pay.experience_context",
  "payment_source.card.attributes.verification",
  "payment_source.google_pay",
  "payment_source.google_pay.decrypted_token",
  "payment_source.google_pay.email_address",
  "payment_source.google_pay.experience_context",
  "payment_source.google_pay.name",
  "payment_source.paypal.stored_credential",
  "payment_source.paypal.usage_pattern",
  "disputed_transactions.seller_protection_eligible",
  "items.disputed_transactions",
  "items.external_reason_code",
  "items.messages",
]);
const isSetupToken = (body: unknown) =>
  v.is(
    v.object({ payment_source: v.object({ token: v.object({ type: v.literal("SETUP_TOKEN") }) }) }),
    body,
  );

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
/** What travels. */
interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly sent: string | undefined;
  readonly status: number;
  readonly told: string;
}
const Json = v.record(v.string(), v.unknown());

function specifications() {
  // Their patterns are of the older kind.
  const options = { strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false };
  const ajv = new Ajv(options);
  const documents = Object.entries(files).map(([start, name]) => {
    const document = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    const { capture_status_details: details } = document.components.schemas;
    details?.properties.reason.enum.push("DECLINED_BY_RISK_FRAUD_FILTERS");
    ajv.addSchema(document, name);
    return { start, name, document };
  });
  return {
    /** Throws where an exchange is not what PayPal publishes. */
    compare({ method, url, sent, status, told }: Exchange): void {
      const { pathname, searchParams } = new URL(url);
      const { name, document } =
        documents.find(({ start }) => pathname.startsWith(start)) ?? assert.fail(pathname);
      const verb = method.toLowerCase();
      const template =
        Object.keys(document.paths).find(
          (one) =>
            document.paths[one][verb] &&
            new RegExp(`^${one.replace(/\{[^}]*\}/g, "[^/]+")}$`).test(pathname),
        ) ?? assert.fail(`${method} ${pathname} is not published`);
      const what = `${method} ${template}`;
      const { requestBody, responses, parameters = [] } = document.paths[template][verb];
      const resolve = (schema: Schema | undefined): Schema | undefined =>
        schema?.$ref ? resolve(at(document, schema.$ref)) : schema;

      const given = parameters.map((one: Schema) => resolve(one));
      for (const parameter of searchParams.keys())
        assert.ok(
          given.some((one: { readonly name: string }) => one.name === parameter),
          `${what}: ${parameter}`,
        );
      const check = (body: unknown, schema: Schema | undefined, pointer: readonly string[]) => {
        assert.ok(schema, `${what}: ${pointer.join(" ")} has no schema`);
        const path = ["paths", template, verb, ...pointer, "content", "application/json", "schema"]
          .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
          .join("/");
        const validate = ajv.compile({ $ref: `${name}#/${path}` });
        if (!isSetupToken(body))
          assert.ok(validate(body), `${what}: ${JSON.stringify(validate.errors)}`);
        const unknown = unknownIn(resolve, [schema], body).filter((member) => !newer.has(member));
        assert.deepEqual(unknown, [], `${what}: members that are not published`);
      };
      const content = (of: Tree): Schema | undefined =>
        at(of, "#/content/application~1json/schema");
      const body = decodeIf(Json, sent ?? "");
      // Published as a form with a file, and shown as JSON.
      if (body && !pathname.endsWith("/accept-claim"))
        check(body, content(requestBody), ["requestBody"]);
      const answer = decodeIf(Json, told);
      if (status >= 300) assert.ok(answer, `${what}: ${status} tells why`);
      else if (answer) check(answer, content(responses[status]), ["responses", String(status)]);
      else assert.ok(responses[status] && told === "", `${what}: ${status} without content`);
    },
  };
}

interface Tree {
  readonly [key: string]: Tree;
}
const at = (document: Tree, pointer: string): Schema | undefined =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Tree | undefined>((found, key) => found?.[key], document) as Schema | undefined;

/** The members of a value that none of its schemas knows, by their paths. */
function unknownIn(
  resolve: (schema: Schema | undefined) => Schema | undefined,
  schemas: readonly Schema[],
  value: unknown,
  path: readonly string[] = [],
): readonly string[] {
  const all = schemas.flatMap(function whole(one): readonly Schema[] {
    const schema = resolve(one) ?? {};
    const { allOf = [], anyOf = [], oneOf = [] } = schema;
    return [schema, ...[...allOf, ...anyOf, ...oneOf].flatMap(whole)];
  });
  if (Array.isArray(value)) {
    const items = all.flatMap(({ items }) => (items ? [items] : []));
    return value.flatMap((one) => unknownIn(resolve, items, one, path));
  }
  const members = v.safeParse(Json, value);
  if (!members.success) return [];
  if (all.some(({ additionalProperties }) => additionalProperties)) return [];
  return Object.entries(members.output).flatMap(([key, member]) => {
    const known = all.flatMap(({ properties }) => properties?.[key] ?? []);
    const inside = [...path, key];
    return known.length > 0 ? unknownIn(resolve, known, member, inside) : [inside.join(".")];
  });
}

/** What an event is about is what a look-up of it shows. */
const looks: Readonly<Record<string, string>> = {
  authorization: "/v2/payments/authorizations/1",
  capture: "/v2/payments/captures/1",
  "checkout-order": "/v2/checkout/orders/1",
  dispute: "/v1/customer/disputes/1",
  payment_token: "/v3/vault/payment-tokens/1",
  refund: "/v2/payments/refunds/1",
};
const Event = v.looseObject({ event_type: v.string(), resource_type: v.string(), resource: Json });
function looked(delivery: string): Exchange | undefined {
  const event = decodeIf(Event, delivery);
  const path = event && looks[event.resource_type];
  // A payment that was taken back is shaped like a refund, and one that was kept away is nothing that can be shown.
  if (!path || event.event_type.startsWith("CHECKOUT.PAYMENT-APPROVAL")) return undefined;
  const told = toJson(event.resource);
  return { method: "GET", url: `https://api-m.paypal.com${path}`, sent: "", status: 200, told };
}

describe("PayPal's specifications", { skip: absent }, () => {
  const { compare } = absent ? { compare: () => {} } : specifications();

  test("the comparison finds what is wrong", () => {
    const url = "https://api-m.paypal.com/v2/payments/captures/1/refund";
    const refund = { method: "POST", url, sent: '{"custom_id":"1"}', status: 201, told: "{}" };
    compare(refund);
    assert.throws(() => compare({ ...refund, sent: '{"customid":"1"}' }), /customid/);
    assert.throws(() => compare({ ...refund, sent: '{"custom_id":1}' }), /must be string/);
    assert.throws(() => compare({ ...refund, told: '{"status":"DONE"}' }), /allowed values/);
    assert.throws(() => compare({ ...refund, url: `${url}s` }), /not published/);
  });

  // One of them has a word that nobody has published: what is not known yet is what it is about.
  const published = absent
    ? []
    : fixturesOf("paypal").filter(({ name }) => !name.endsWith("-new-word"));
  for (const { name, fixture } of published)
    test(name, () => {
      for (const { request, response } of fixture.exchanges) {
        const { method, url, body: sent } = request ?? assert.fail();
        const { status, body: told } = response;
        if (!url.endsWith("/v1/oauth2/token")) compare({ method, url, sent, status, told });
      }
      const shown = looked(fixture.body ?? "");
      if (shown) compare(shown);
    });

  test("what the simulator is asked, answers and delivers", async () => {
    const shop = await openShop("paypal");
    const steps = new Set<string>();
    const send: Send = async (request, peer) => {
      const response = await shop.send(request, peer);
      const { method, url, body } = request;
      const { pathname, search } = new URL(url);
      const path = pathname.replace(/^\/paypal\/api/, "");
      if (path === "/v1/oauth2/token") return response;
      const { status, text: told } = response;
      const sent = body && "text" in body ? body.text : undefined;
      compare({ method, url: `https://api-m.paypal.com${path}${search}`, sent, status, told });
      steps.add(peer.step);
      return response;
    };
    const runtime = createRuntime({
      connectorIds: [shop.id],
      connectors: async () => shop.connector,
      live: false,
      send,
      stateKeys: [{ id: "shop", key: new Uint8Array(32) }],
      clock: shop.now,
    });
    const { credentials } = shop.samples;
    const account = { connector: shop.id, credentials, hosts: shop.hosts };
    await walk({ ...shop, client: client(runtime, account) }, compare);
    assert.deepEqual([...steps].toSorted(), [
      "acceptDispute",
      "adjustPayment",
      "captureAuthorization",
      "createOrder",
      "createPaymentToken",
      "createSetupToken",
      "deletePaymentMethod",
      "getDispute",
      "getRefund",
      "listDisputes",
      "refundCapture",
      "settleOrder",
      "showOrder",
      "showPaymentToken",
      "submitEvidence",
      "voidAuthorization",
    ]);
  });
});

/** Every method and what follows a payment, a kept card, a dispute. */
async function walk(shop: Shop, compare: (exchange: Exchange) => void): Promise<void> {
  const { payments, refunds, disputes, paymentMethods } = shop.client;
  const samples = new Map(methodSamples(shop));
  const paid = async (method: string, mode: CaptureMode) => {
    const request = requestFor(shop, samples.get(method) ?? assert.fail(method), mode);
    const { payment } = await act<Standing>(shop, await payments.authorizePayment(request));
    assert.ok(payment?.paymentRef?.paymentId, method);
    return { payment: payment.paymentRef, amount: request.purchase?.amount ?? assert.fail() };
  };
  for (const method of samples.keys()) {
    const reference = newReference("refund");
    await refunds.createRefund({ reference, ...(await paid(method, CaptureMode.AUTOMATIC)) });
  }

  const held = await paid("paypal", CaptureMode.MANUAL);
  const { payment } = await payments.adjustPayment({
    reference: newReference("adjust"),
    ...held,
    previousAmount: held.amount,
  });
  const renewed = payment?.paymentRef ?? assert.fail("renewed");
  const part = { ...held.amount, minorUnits: held.amount.minorUnits / 4n };
  const reference = newReference("capture");
  await payments.capturePayment({ reference, payment: renewed, amount: part, finalCapture: false });
  await payments.getPayment({ target: { case: "payment", value: held.payment } });
  const { payment: given } = await paid("card", CaptureMode.MANUAL);
  await payments.voidPayment({ reference: newReference("void"), payment: given });

  const { payment: disputed, amount } = await paid("card", CaptureMode.AUTOMATIC);
  const { refund } = await refunds.createRefund({
    reference: newReference("refund"),
    payment: disputed,
    amount: { ...amount, minorUnits: 100n },
  });
  const refundRef = refund?.refundRef ?? assert.fail("refund");
  await refunds.getRefund({ target: { case: "refund", value: refundRef } });
  const { dispute: disputeId = "" } = shop.processor.command("openDispute", {
    payment: disputed.paymentId,
  });
  const dispute = { disputeId };
  await disputes.listDisputes({});
  await disputes.listDisputes({ payment: disputed });
  await disputes.getDispute({ dispute });
  const explanation = "It was delivered.";
  const evidence = { reference: newReference("evidence"), dispute, explanation };
  await disputes.submitEvidence({ ...evidence, finalSubmission: true });
  shop.processor.command("resolveDispute", { dispute: disputeId, outcome: "lost" });
  const other = await paid("card", CaptureMode.AUTOMATIC);
  const { dispute: second = "" } = shop.processor.command("openDispute", {
    payment: other.payment.paymentId,
  });
  await disputes.acceptDispute({
    reference: newReference("accept"),
    dispute: { disputeId: second },
  });

  const { paymentMethod } = requestFor(shop, samples.get("card") ?? assert.fail("card"));
  const { stored } = await paymentMethods.tokenizePaymentMethod({
    reference: newReference("token"),
    paymentMethod,
  });
  await paymentMethods.deletePaymentMethod({ reference: newReference("forget"), stored });

  for (const { body } of shop.processor.takeWebhooks("1JE4291016473214C")) {
    const shown = looked(body);
    if (shown) compare(shown);
  }
}

test("PayPal's own signature is over the checksum that the simulator signs", {
  skip: !existsSync(vectors) && `no ${vectors}`,
}, () => {
  const Vector = v.object({
    processor: v.literal("paypal"),
    transmissionId: v.string(),
    transmissionTime: v.string(),
    webhookId: v.string(),
    message: v.string(),
    signature: v.string(),
    publicKeyPem: v.string(),
  });
  const all = v.parse(v.array(v.unknown()), JSON.parse(readFileSync(vectors, "utf8")));
  const known = all.flatMap((one) => (v.is(Vector, one) ? [one] : []));
  assert.ok(known.length > 0);
  for (const one of known) {
    const { transmissionId, transmissionTime, webhookId, message, signature } = one;
    const signed = `${transmissionId}|${transmissionTime}|${webhookId}|${crc32(message)}`;
    const bytes = Buffer.from(signature, "base64");
    assert.ok(verify("RSA-SHA256", Buffer.from(signed), one.publicKeyPem, bytes));
  }
});
