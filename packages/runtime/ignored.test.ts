/** Ignored hints: found by watching what the builders read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  type AuthorizePaymentResponse,
  ResumePaymentRequestSchema,
  type ResumePaymentResponse,
} from "#contract";
import { type Context, json, required, call as step } from "#kit";
import {
  authorize,
  callOf,
  now,
  paid,
  runtimeOf,
  scripted,
  small,
  stateKey,
  withFlows,
} from "../testing/small.ts";
import { sealState } from "./state.ts";

const price = { minorUnits: 1000n, currency: "EUR" };
type Read = (request: AuthorizePaymentRequest) => unknown;
const given = () =>
  authorize({
    orderReference: "order",
    purchase: {
      amount: { minorUnits: 1000n, currency: "EUR" },
      description: "Shoes",
      metadata: { a: "1" },
      customer: { locale: "de", contact: { email: "a@example.com", phone: "+49" } },
      order: { lines: [{ name: "Shoes", quantity: 1n, unitPrice: price, total: price }] },
    },
  });
async function ignoredBy(read: Read): Promise<readonly string[]> {
  const { send } = scripted(() => ({}));
  const connector = withFlows({
    authorizePayment: {
      method: "POST",
      path: "/",
      body: (request: AuthorizePaymentRequest) => json(read(request) ?? null),
      read: () => paid,
    },
  });
  const answer = await runtimeOf(connector, { send }).call("authorizePayment", given(), callOf());
  return (answer as AuthorizePaymentResponse).operation?.ignoredFields.toSorted() ?? [];
}
const all = [
  "orderReference",
  "paymentMethod.card.cvc",
  "purchase.customer.contact.email",
  "purchase.customer.contact.phone",
  "purchase.customer.locale",
  "purchase.description",
  "purchase.metadata",
  "purchase.order.lines",
];
const but = (...read: readonly string[]) => all.filter((path) => !read.includes(path));

test("what is not read is told", async () => {
  const lines = (await ignoredBy(() => null)).filter((path) => path.startsWith("purchase.order"));
  assert.ok(lines.includes("purchase.order.lines"));
  assert.deepEqual(
    (await ignoredBy(() => null)).filter((path) => !path.startsWith("purchase.order.lines[")),
    all,
  );
});

test("what is read is not, however it is read", async () => {
  const without = async (read: Read) =>
    (await ignoredBy(read)).filter((path) => !path.startsWith("purchase.order.lines["));
  assert.deepEqual(
    await without(({ purchase }) => purchase?.customer?.contact?.email),
    but("purchase.customer.contact.email"),
  );
  assert.deepEqual(
    await without(({ purchase }) => ({ ...purchase?.customer?.contact })),
    but("purchase.customer.contact.email", "purchase.customer.contact.phone"),
  );
  assert.deepEqual(
    await without(({ paymentMethod }) =>
      paymentMethod?.method.case === "card" ? paymentMethod.method.value.cvc : undefined,
    ),
    but("paymentMethod.card.cvc"),
  );
  assert.deepEqual(
    await without(({ purchase }) => purchase?.order?.lines.map(({ name }) => name)),
    but("purchase.order.lines"),
  );
  assert.deepEqual(await without(({ purchase }) => purchase?.metadata), but("purchase.metadata"));
  assert.deepEqual(
    await without((request) => Object.entries(request.purchase?.metadata ?? {})),
    but("purchase.metadata"),
  );
});

test("what a later step reads counts, and a step that fails ends the watching only", async () => {
  const { send } = scripted(() => ({}));
  const reading = (name: string, read: Read) => ({
    name,
    example: {},
    method: "POST" as const,
    path: "/",
    body: (request: AuthorizePaymentRequest) => json(read(request) ?? null),
    read: () => ({}),
  });
  const connector = withFlows({
    *authorizePayment(request: AuthorizePaymentRequest) {
      yield* step(
        reading("one", ({ orderReference }) => orderReference),
        request,
      );
      yield* step(
        reading("two", ({ purchase }) => purchase?.description),
        request,
      );
      return paid;
    },
  });
  const answer = await runtimeOf(connector, { send }).call("authorizePayment", given(), callOf());
  const ignored = (answer as AuthorizePaymentResponse).operation?.ignoredFields ?? [];
  assert.ok(!ignored.includes("orderReference") && !ignored.includes("purchase.description"));
});

test("the same shape is watched once", async () => {
  let built = 0;
  const { send } = scripted(() => ({}));
  const connector = small({
    authenticate: (request) => {
      built += 1;
      return request;
    },
  });
  const runtime = runtimeOf(connector, { send });
  for (let time = 0; time < 3; time += 1) await runtime.call("authorizePayment", given(), callOf());
  assert.equal(built, 4);
});

test("a resumption is watched with the state that came with it", async () => {
  const { send } = scripted(() => ({}));
  const connector = withFlows({
    resumePayment: {
      method: "POST",
      path: (_: unknown, { state }: Context<unknown>) => `/${required(state["order"], "state")}`,
      body: ({ returned }: { returned: { value?: unknown } }) => json(returned.value),
      read: () => paid,
    },
  });
  const state = sealState(
    {
      connector: "small",
      subAccount: undefined,
      flow: "authorizePayment",
      reference: "order-1",
      paymentId: "pay",
      amount: undefined,
      values: { order: "o" },
    },
    [stateKey],
    now,
  );
  const request = create(ResumePaymentRequestSchema, {
    state,
    returned: { case: "url", value: "https://shop.example/?a=1" },
  });
  const answer = await runtimeOf(connector, { send }).call("resumePayment", request, callOf());
  assert.deepEqual((answer as ResumePaymentResponse).operation?.ignoredFields, []);
});
