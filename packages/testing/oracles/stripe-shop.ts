/** A shop that pays by Stripe's own SDK at the simulator on loopback, and a shopper who walks its pages. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import Stripe from "stripe";
import { parse } from "yaml";
import { createSandbox, serveSandbox } from "#simulators";
import simulator from "../../../connectors/stripe/simulator.ts";

export const apiKey = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
export const webhookSecret = "whsec_0123456789abcdef";
export const returnUrl = "https://shop.example/return?order=1";

const folder = join(process.env["ORACLES"] ?? "/work/shared/oracles", "specs/stripe");
export const specsAbsent =
  !existsSync(folder) && `no specifications at ${folder}: answers are not compared`;

export type Shop = Awaited<ReturnType<typeof openShop>>;

export async function openShop() {
  const sandbox = createSandbox({ simulators: [simulator], clock: () => new Date() });
  const server = await serveSandbox(sandbox);
  const { url } = await server.listen("stripe");
  const running = sandbox.simulator("stripe");
  const { hostname, port } = new URL(url);
  const client = (key = apiKey, options: Stripe.StripeConfig = {}) =>
    new Stripe(key, {
      host: hostname,
      port: Number(port),
      protocol: "http",
      maxNetworkRetries: 0,
      telemetry: false,
      ...options,
    });
  const stripe = client();
  const told: Stripe.Event[] = [];

  return {
    stripe,
    client,
    sandbox,
    running,
    url,
    /** What moved, as `kind amount`. */
    ledger: () => running.ledger.map(({ kind, amount }) => `${kind} ${amount}`),
    /** Every event so far, its signature verified by the SDK and its object compared with the specification. */
    events() {
      for (const { headers, body } of running.takeWebhooks(webhookSecret)) {
        const signature = headers["stripe-signature"] ?? "";
        const event = stripe.webhooks.constructEvent(body, signature, webhookSecret, 3e8);
        conforms(event.data.object);
        told.push(event);
      }
      return told;
    },
    eventTypes(): readonly string[] {
      return this.events().map(({ type }) => type);
    },
    advance: (seconds: number) => sandbox.advance(seconds),
    async close() {
      try {
        this.events();
        assert.deepEqual(sandbox.failures, []);
      } finally {
        await server.close();
      }
    },
  };
}

/** Presses a button of a page, and says where the shopper is sent. */
export async function walk(page: string, outcome: "complete" | "fail"): Promise<URL> {
  const shown = await fetch(page);
  assert.equal(shown.status, 200);
  const text = await shown.text();
  const action = /action="([^"]+)"/.exec(text)?.[1] ?? "";
  const form = new URLSearchParams({ outcome });
  for (const [, name = "", value = ""] of text.matchAll(
    /type="hidden" name="([^"]+)" value="([^"]*)"/g,
  ))
    form.set(name, value);
  assert.match(text, new RegExp(`value="${outcome}"`));
  const sent = await fetch(action, { method: "POST", body: form, redirect: "manual" });
  assert.equal(sent.status, 302);
  return new URL(sent.headers.get("location") ?? "");
}

/** The error that a call of the SDK ends with. */
export async function refused(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "the call was not refused" });
}

type Fixtures = { readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
let oracle: { fixtures: Fixtures; validators: Map<string, ValidateFunction>; ajv: Ajv } | undefined;

function loaded() {
  if (oracle) return oracle;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const spec = parse(readFileSync(join(folder, "spec3-2023-08-16.yaml"), "utf8"));
  ajv.addSchema({ $id: "stripe", components: openEnded(spec.components) });
  const fixtures: Fixtures = JSON.parse(
    readFileSync(join(folder, "fixtures3-latest.json"), "utf8"),
  );
  oracle = { fixtures, validators: new Map(), ajv };
  return oracle;
}

/**
 * The specification is of 2023 and the shapes are of 2026: what is listed may have grown, and what an object may be
 * expanded to is not told by the text of an id. Null is written OpenAPI's way.
 */
function openEnded(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(openEnded);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema));
  const open = Object.fromEntries(
    Object.entries(rest).flatMap(([name, member]) =>
      name === "enum" ? [] : [[name, openEnded(member)]],
    ),
  );
  return nullable === true ? { anyOf: [open, { type: "null" }] } : open;
}

/** Throws where an object is not shaped as Stripe's specification and its newest example objects say. */
export function conforms(object: unknown): void {
  if (specsAbsent || typeof object !== "object" || object === null) return;
  const { fixtures, validators, ajv } = loaded();
  const name = String(Reflect.get(object, "object"));
  const validate =
    validators.get(name) ?? ajv.compile({ $ref: `stripe#/components/schemas/${name}` });
  validators.set(name, validate);
  validate(object);
  assert.deepEqual(validate.errors ?? [], [], `${name} is not as specified`);
  const example = fixtures.resources[name];
  if (!example || Reflect.get(object, "deleted") === true) return;
  const optional = optionalMembers[name] ?? [];
  const lacking = Object.keys(example).filter(
    (member) => !(member in object) && !optional.includes(member),
  );
  assert.deepEqual(lacking, [], `${name} lacks what Stripe's example has`);
}

/** In the example objects, and absent from most. */
const optionalMembers: Readonly<Record<string, readonly string[]>> = {
  charge: ["refunds"],
  payment_method: ["card"],
  customer: ["discount", "invoice_prefix"],
  mandate: ["multi_use"],
  dispute: ["payment_method_details"],
};
