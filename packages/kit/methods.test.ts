/** Payment methods: found by the contract's names, written by their own entry, refused by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  AlternativeMethod_Kind,
  AuthorizePaymentRequestSchema,
  CaptureMode,
  PaymentMethodSchema,
} from "#contract";
import {
  byMethod,
  type Context,
  InvalidRequest,
  methodName,
  optionalText,
  optionsOf,
  pause,
  paymentMethods,
  required,
  type Step,
  Unsupported,
  write,
} from "#kit";

const context: Context<unknown> = {
  credentials: {},
  hosts: {},
  idempotencyKey: "k",
  now: new Date(0),
  random: (_, length) => new Uint8Array(length),
  state: {},
  options: { tone: "kind" },
};
const capture = [CaptureMode.AUTOMATIC];
const methods = paymentMethods<Record<string, unknown>>({
  card: { capture, write: ({ number }) => ({ number }) },
  ideal: { capture, write: ({ kind, bank }) => ({ kind, bank }) },
});
const ideal = { kind: AlternativeMethod_Kind.IDEAL, bank: "ING" };
const paying = (method: Parameters<typeof create<typeof PaymentMethodSchema>>[1]) =>
  create(AuthorizePaymentRequestSchema, { paymentMethod: create(PaymentMethodSchema, method) });

test("a method goes by its case or by its kind in lower case", () => {
  const name = (request: ReturnType<typeof paying>) => methodName(request.paymentMethod);
  assert.equal(name(paying({ method: { case: "applePay", value: {} } })), "applePay");
  assert.equal(name(paying({ method: { case: "alternative", value: ideal } })), "ideal");
  const mbWay = { kind: AlternativeMethod_Kind.MB_WAY };
  assert.equal(name(paying({ method: { case: "alternative", value: mbWay } })), "mb_way");
  // An open enum may carry any number.
  for (const kind of [AlternativeMethod_Kind.UNSPECIFIED, 9999])
    assert.equal(
      name(paying({ method: { case: "alternative", value: { kind: kind as 0 } } })),
      undefined,
    );
  assert.equal(name(paying({})), undefined);
  assert.equal(methodName(undefined), undefined);
});

test("an entry writes its own message; what has none is refused by name", () => {
  const card = { number: "4111111111111111", expiryMonth: 1, expiryYear: 2030 };
  assert.deepEqual(write(methods, paying({ method: { case: "card", value: card } }), context), {
    number: card.number,
  });
  assert.deepEqual(
    write(methods, paying({ method: { case: "alternative", value: ideal } }), context),
    ideal,
  );
  const refused = (request: ReturnType<typeof paying>, name: RegExp) =>
    assert.throws(
      () => write(methods, request, context),
      (error) => error instanceof Unsupported && name.test(error.message),
    );
  refused(paying({ method: { case: "pix", value: {} } }), /pix/);
  refused(paying({}), /unspecified/);
});

test("another exchange for some methods", () => {
  const step = (name: string): Step<ReturnType<typeof paying>, string> => ({
    name,
    example: "",
    method: "POST",
    path: "/",
    read: () => name,
  });
  const flow = byMethod({ ideal: step("redirect") }, step("direct"));
  assert.ok(typeof flow === "function");
  const asked = (request: ReturnType<typeof paying>) => {
    const script = flow(request, context);
    assert.ok(typeof script === "object");
    const { value } = script.next();
    assert.ok(typeof value === "object" && value.kind === "call");
    return value.step.name;
  };
  assert.equal(asked(paying({ method: { case: "alternative", value: ideal } })), "redirect");
  assert.equal(asked(paying({ method: { case: "pix", value: {} } })), "direct");
});

test("a pause is asked for and answered", () => {
  const script = pause(20);
  assert.deepEqual(script.next().value, { kind: "pause", milliseconds: 20 });
  assert.deepEqual(script.next(true), { done: true, value: true });
});

test("a connector's own options are read by their declaration", () => {
  const fields = { tone: optionalText({ description: "How.", example: "kind" }) };
  assert.equal(optionsOf(fields, context).tone, "kind");
});

test("what a processor cannot do without is insisted on, by its path", () => {
  assert.equal(required("x", "a.b"), "x");
  assert.equal(required(0, "a.b"), 0);
  for (const nothing of [undefined, null, ""])
    assert.throws(
      () => required(nothing, "a.b"),
      (error) => error instanceof InvalidRequest && error.message === "a.b is required",
    );
});
