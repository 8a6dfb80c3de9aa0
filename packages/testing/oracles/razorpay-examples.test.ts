/** What the Razorpay simulator answers, against the examples in the documentation of Razorpay's own SDK. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buyer, cardOf, get, openShop, type Shop, stepOf, walk } from "./razorpay-shop.ts";

const folder = join(
  process.env["ORACLES"] ?? "/work/shared/oracles",
  "examples/razorpay/documents",
);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".md")) : [];
const skip = files.length === 0 && `no examples at ${folder}: 7 entities are not compared`;

type Entity = Readonly<Record<string, unknown>>;

let shop: Shop;
let answers: Readonly<Record<string, Entity>>;
before(async () => {
  shop = await openShop();
  answers = skip ? {} : await everyEntity();
});
after(() => shop.close());

for (const name of ["order", "payment", "refund", "customer", "token", "card", "dispute"])
  test(`${name}: every usual field, and none that no example shows`, { skip }, () => {
    const examples = documented(name);
    assert.ok(examples.length > 0, `no example of ${name}`);
    const own = answers[name] ?? {};
    const known = new Set(examples.flatMap((example) => Object.keys(example)));
    const invented = Object.keys(own).filter((field) => !known.has(field));
    assert.deepEqual(invented, [], "fields that no example shows");

    const usual = [...known].filter(
      (field) => examples.filter((one) => field in one).length > examples.length * 0.6,
    );
    const missing = usual.filter((field) => !(field in own));
    assert.deepEqual(missing, [], `fields that most of ${examples.length} examples show`);

    for (const field of Object.keys(own)) {
      const kinds = new Set(examples.flatMap((one) => (field in one ? [kindOf(one[field])] : [])));
      const kind = kindOf(own[field]);
      if (kind !== "null" && [...kinds].some((one) => one !== "null"))
        assert.ok(kinds.has(kind), `${field} is ${kind}; examples show ${[...kinds].join(", ")}`);
    }
  });

const kindOf = (value: unknown) =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

/** Every example of an entity, however deep it stands. */
function documented(name: string): readonly Entity[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [...text.matchAll(/```json\s*\n([\s\S]*?)```/g)].flatMap(([, json = ""]) =>
      entitiesIn(parsed(json), name),
    );
  });
}

/** Some examples hold several objects, comments, or are not JSON: those are passed over. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function entitiesIn(value: unknown, name: string): readonly Entity[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap((member) => entitiesIn(member, name));
  // An object by the line above.
  const entity = value as Entity;
  return entity["entity"] === name ? [entity, ...inner] : inner;
}

async function everyEntity(): Promise<Record<string, Entity>> {
  const { razorpay, newOrder, createJson, processor } = shop;
  const customer = await razorpay.customers.create({
    name: "Gaurav Kumar",
    email: "gaurav.kumar@example.com",
    contact: "9000090000",
  });
  const order = await newOrder({
    receipt: "example",
    token: { max_amount: 60_000, expire_at: 2_709_971_120 },
  });
  const started = await createJson({
    ...buyer(order.id),
    ...cardOf("4100280000001007"),
    customer_id: customer.id,
    recurring: true,
    save: 1,
  });
  await walk(stepOf(started, "redirect"), "success");
  const id = started.razorpay_payment_id;
  const refund = await razorpay.payments.refund(id, { amount: 10_000, speed: "normal" });
  const { dispute = "" } = processor.command("openDispute", { payment: id });
  const payment = await get(`${shop.url}/v1/payments/${id}`);
  const at = (path: string) => get(`${shop.url}/v1${path}`);
  return {
    order: await at(`/orders/${order.id}`),
    payment,
    refund: await at(`/refunds/${refund.id}`),
    customer: await at(`/customers/${customer.id}`),
    token: await at(`/customers/${customer.id}/tokens/${payment["token_id"]}`),
    card: await at(`/payments/${id}/card`),
    dispute: await at(`/disputes/${dispute}`),
  };
}
