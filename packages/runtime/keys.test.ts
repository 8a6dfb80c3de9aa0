/** Idempotency keys: frozen, the same for the same attempt everywhere, and of nothing secret. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  type AuthorizePaymentResponse,
  CreateRefundRequestSchema,
  GetPaymentRequestSchema,
  GetRefundRequestSchema,
  ResumePaymentRequestSchema,
  ReversePaymentRequestSchema,
} from "#contract";
import { type Idempotency, InvalidRequest, call as step } from "#kit";
import { runs } from "../kit/runs.ts";
import {
  authorize,
  callOf,
  credentials,
  now,
  paid,
  runtimeOf,
  scripted,
  small,
  stateKey,
  withFlows,
} from "../testing/small.ts";
import { named } from "../testing/steps.ts";
import {
  type Attempt,
  amountIn,
  amountOf,
  attemptOf,
  derivedKey,
  paymentOf,
  referenceOf,
  shapedKey,
} from "./keys.ts";
import { type SealedState, sealState } from "./state.ts";

interface Vector {
  readonly attempt: Omit<Attempt, "amount"> & {
    readonly amount?: { readonly minorUnits: string; readonly currency: string };
  };
  readonly key: string;
  readonly steps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const path = new URL("../testing/vectors/keys.json", import.meta.url).pathname;
const { vectors }: { readonly vectors: readonly Vector[] } = JSON.parse(readFileSync(path, "utf8"));
const attemptIn = ({ attempt }: Vector): Attempt => ({
  ...attempt,
  amount: attempt.amount && {
    minorUnits: BigInt(attempt.amount.minorUnits),
    currency: attempt.amount.currency,
  },
});
const formatOf = (name: string): Idempotency["format"] => {
  const [alphabet, length] = name.split(" ");
  return alphabet === "hex" || alphabet === "alphanumeric"
    ? { alphabet, length: Number(length) }
    : "uuid";
};
const shaped = (format: Idempotency["format"], key: string, name: string) =>
  shapedKey({ carrier: "header", source: "https://example.com", format }, key, name);

test(`the derivation is frozen: ${vectors.length} vectors`, () => {
  for (const vector of vectors) {
    const key = derivedKey(attemptIn(vector));
    assert.equal(key, vector.key);
    for (const [name, shapes] of Object.entries(vector.steps))
      for (const [format, value] of Object.entries(shapes))
        assert.equal(shaped(formatOf(format), key, name), value, `${name} as ${format}`);
  }
});

test("another process derives the same keys", () => {
  const program = `
    import { readFileSync } from "node:fs";
    import { derivedKey } from "${new URL("./keys.ts", import.meta.url).href}";
    const { vectors } = JSON.parse(readFileSync("${path}", "utf8"));
    console.log(vectors.map(({ attempt }) => derivedKey(attempt)).join(" "));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  assert.deepEqual(
    printed.trim().split(" "),
    vectors.map(({ key }) => key),
  );
});

const word = fc.constantFrom("", "a", "b", "a:1", "1:a,", "order-1");
const attempt: fc.Arbitrary<Attempt> = fc.record({
  connector: word,
  live: fc.boolean(),
  subAccount: fc.option(word, { nil: undefined }),
  rpc: word,
  paymentId: fc.option(word, { nil: undefined }),
  reference: word,
  amount: fc.option(fc.record({ minorUnits: fc.bigInt(0n, 11n), currency: word }), {
    nil: undefined,
  }),
  returned: fc.option(word, { nil: undefined }),
});
/** What is not given reads like what is empty. */
const normal = (one: Attempt) =>
  JSON.stringify([
    one.connector,
    one.live,
    one.subAccount ?? "",
    one.rpc,
    one.paymentId ?? "",
    one.reference,
    String(one.amount?.minorUnits ?? ""),
    one.amount?.currency ?? "",
    one.returned,
  ]);

test("another attempt has another key, however its parts run into each other", () => {
  fc.assert(
    fc.property(attempt, attempt, (one, other) => {
      assert.equal(derivedKey(one) === derivedKey(other), normal(one) === normal(other));
    }),
    runs(2_000),
  );
});

test("keys have the length and the alphabet that the processor takes", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 64 }), (key, name, length) => {
      assert.match(
        shaped("uuid", key, name),
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      for (const alphabet of ["hex", "alphanumeric"] as const)
        assert.match(shaped({ alphabet, length }, key, name), new RegExp(`^[0-9a-f]{${length}}$`));
    }),
    runs(200),
  );
});

/** The idempotency key that a call carries to the processor. */
async function sentKey(
  ...[connector, call, request]: [
    connector?: ReturnType<typeof small>,
    call?: Parameters<typeof callOf>[0],
    request?: ReturnType<typeof authorize>,
  ]
) {
  const { send, sent } = scripted(() => ({}));
  const runtime = runtimeOf(connector ?? small(), { send });
  await runtime.call("authorizePayment", request ?? authorize(), callOf(call));
  return sent.map(({ headers }) => headers["Idempotency-Key"]);
}

test("a rotated secret changes nothing, and another account or amount changes the key", async () => {
  const [key] = await sentKey();
  const rotated = { ...credentials, apiKey: "another-api-key", webhookSecrets: [] };
  assert.deepEqual(await sentKey(small(), { credentials: rotated }), [key]);
  const withAccounts = small({ subAccount: "header" });
  assert.notDeepEqual(await sentKey(withAccounts, { subAccount: "acct_1" }), [key]);
  const purchase = { amount: { minorUnits: 1001n, currency: "EUR" } };
  assert.notDeepEqual(await sentKey(small(), {}, authorize({ purchase })), [key]);
  assert.notDeepEqual(await sentKey(small(), {}, authorize({ reference: "order-2" })), [key]);
});

test("a key that is given is the attempt's, whatever else the request says", async () => {
  const [key] = await sentKey(small(), {}, authorize({ idempotencyKey: "mine" }));
  const other = authorize({ idempotencyKey: "mine", reference: "order-2" });
  assert.deepEqual(await sentKey(small(), {}, other), [key]);
  assert.notDeepEqual(await sentKey(), [key]);
});

test("a script that skips a step keeps the others' keys, and a step done twice has two", async () => {
  const scriptOf = (...names: readonly string[]) =>
    withFlows({
      *authorizePayment(request: object) {
        for (const name of names) yield* step(named(name), request);
        return paid;
      },
    });
  const [token, order, payment] = await sentKey(scriptOf("token", "order", "payment"));
  assert.deepEqual(await sentKey(scriptOf("order", "payment")), [order, payment]);
  assert.deepEqual(await sentKey(scriptOf("payment")), [payment]);
  const [first, second] = await sentKey(scriptOf("token", "token"));
  assert.equal(first, token);
  assert.equal(new Set([token, order, payment, second]).size, 4);
});

test("a key is never sent with a GET, and the answer says what carried it", async () => {
  const { send, sent } = scripted(() => ({}));
  const connector = withFlows({
    authorizePayment: { method: "GET", path: "/pay", read: () => paid },
  });
  const answer = await runtimeOf(connector, { send }).call(
    "authorizePayment",
    authorize(),
    callOf(),
  );
  assert.deepEqual(sent[0]?.headers["Idempotency-Key"], undefined);
  const { operation } = answer as AuthorizePaymentResponse;
  assert.equal(operation?.idempotency?.repeatSafeFor?.seconds, 86_400n);
});

test("which thing an attempt is about", () => {
  const of = { connector: "small", live: false, subAccount: undefined, rpc: "X" };
  const idOf = (request: Parameters<typeof attemptOf>[0]) => attemptOf(request, of).paymentId;
  assert.equal(idOf(create(CreateRefundRequestSchema, { payment: { paymentId: "p" } })), "p");
  const byRef = { case: "payment", value: { paymentId: "p" } } as const;
  assert.equal(idOf(create(ReversePaymentRequestSchema, { target: byRef })), "p");
  const byCall = { case: "originalCall", value: { reference: "order-1" } } as const;
  assert.equal(idOf(create(ReversePaymentRequestSchema, { target: byCall })), "order-1");
  const refund = { case: "refund", value: { refundId: "r" } } as const;
  assert.equal(idOf(create(GetRefundRequestSchema, { target: refund })), "r");
});

/** The key under which a payment is resumed. */
async function resumedKey(
  of: { readonly reference: string; readonly paymentId?: string },
  url: string,
  paymentId?: string,
): Promise<string | undefined> {
  const state = sealState(
    {
      connector: "small",
      subAccount: undefined,
      flow: "authorizePayment",
      reference: of.reference,
      paymentId: of.paymentId,
      amount: ["1000", "EUR"],
      values: {},
    },
    [stateKey],
    now,
  );
  const { send, sent } = scripted(() => ({}));
  const connector = withFlows({
    resumePayment: { method: "POST", path: "/details", read: () => paid },
  });
  const request = create(ResumePaymentRequestSchema, {
    state,
    returned: { case: "url", value: url },
    ...(paymentId !== undefined && { payment: { paymentId } }),
  });
  await runtimeOf(connector, { send }).call("resumePayment", request, callOf());
  return sent[0]?.headers["Idempotency-Key"];
}

test("two customers who come back have two keys, and so do two steps of one", async () => {
  const url = "https://shop.example/return";
  const one = await resumedKey({ reference: "order-1" }, url);
  assert.equal(await resumedKey({ reference: "order-1" }, url), one, "the same call again");
  const others = [
    await resumedKey({ reference: "order-2" }, url),
    await resumedKey({ reference: "order-1", paymentId: "pay" }, url),
    await resumedKey({ reference: "order-1" }, `${url}?step=2`),
  ];
  assert.equal(new Set([one, ...others]).size, 4);
});

test("a payment that is not the state's is refused", async () => {
  const url = "https://shop.example/return";
  const of = { reference: "order-1", paymentId: "pay" };
  assert.ok(await resumedKey(of, url, "pay"));
  await assert.rejects(resumedKey(of, url, "another"), InvalidRequest);
});

test("what came back is the same whatever the order of its fields", () => {
  const of = { connector: "small", live: false, subAccount: undefined, rpc: "X" };
  const returned = (fields: Record<string, string>) =>
    attemptOf(
      create(ResumePaymentRequestSchema, { returned: { case: "form", value: { fields } } }),
      of,
    ).returned;
  assert.ok(returned({ a: "1" }));
  assert.equal(returned({ a: "1", b: "2" }), returned({ b: "2", a: "1" }));
  assert.notEqual(returned({ a: "1", b: "2" }), returned({ a: "1", b: "3" }));
});

test("what a request says of its attempt: reference, amount and payment", () => {
  const amount = { minorUnits: 1000n, currency: "EUR" };
  const own = create(CreateRefundRequestSchema, {
    reference: "refund-1",
    amount,
    payment: { paymentId: "p" },
  });
  assert.equal(referenceOf(own), "refund-1");
  assert.equal(referenceOf(create(CreateRefundRequestSchema)), undefined);
  assert.equal(amountOf(own)?.minorUnits, 1000n);
  assert.equal(amountOf(authorize())?.currency, "EUR");
  assert.equal(paymentOf(own)?.paymentId, "p");
  const looked = (target: Parameters<typeof create<typeof GetPaymentRequestSchema>>[1]) =>
    paymentOf(create(GetPaymentRequestSchema, target));
  const value = { paymentId: "p" };
  assert.equal(looked({ target: { case: "payment", value } })?.paymentId, "p");
  const call = { reference: "order-1" };
  assert.equal(looked({ target: { case: "originalCall", value: call } }), undefined);
  const state: SealedState = {
    connector: "small",
    subAccount: undefined,
    flow: "authorizePayment",
    reference: "order-1",
    paymentId: undefined,
    amount: ["1000", "EUR"],
    values: {},
  };
  assert.deepEqual(amountIn(state), amount);
});
