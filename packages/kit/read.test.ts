/** Reading answers: shapes that fit, or Unresolved, which never shows what stood there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  answer,
  conform,
  decode,
  decodeIf,
  type HttpResponse,
  said,
  textual,
  Unresolved,
  v,
  whole,
  word,
  xmlAnswer,
} from "#kit";
import { runs } from "./runs.ts";

const response = (text: string): HttpResponse => ({
  status: 200,
  headers: {},
  bytes: new TextEncoder().encode(text),
  text,
});
const Payment = v.object({ id: v.string(), amount: whole, note: v.nullish(v.string()) });

test("an answer is decoded, then mapped with what was asked", () => {
  const read = answer(Payment, (told, asked: string, context: number, { status }) => ({
    ...told,
    asked,
    context,
    status,
  }));
  assert.deepEqual(read(response('{"id":"p","amount":"12345678901234567890","more":1}'), "a", 7), {
    id: "p",
    amount: 12345678901234567890n,
    asked: "a",
    context: 7,
    status: 200,
  });
});

test("an XML answer is decoded, then mapped", () => {
  const read = xmlAnswer(v.object({ reply: v.object({ "@code": whole }) }), ({ reply }) => reply);
  assert.deepEqual(read(response('<reply code="007"/>'), undefined, undefined), { "@code": 7n });
  assert.throws(() => read(response("<other/>"), undefined, undefined), Unresolved);
});

test("what does not fit is Unresolved, and is not shown", () => {
  const canary = "4111111111111111";
  for (const text of [
    "",
    "no",
    "null",
    "[]",
    `{"id":${canary}}`,
    `{"id":"p","amount":"${canary}x"}`,
  ])
    assert.throws(
      () => decode(Payment, text),
      (error) => error instanceof Unresolved && !error.message.includes(canary),
    );
  assert.throws(() => conform(Payment, { id: 1 }), /unexpected answer at id: expected string/);
  assert.throws(() => conform(Payment, 7), /unexpected answer at its root/);
});

test("an error body may be anything", () => {
  assert.equal(decodeIf(Payment, "<html>"), undefined);
  assert.equal(decodeIf(Payment, '{"id":"p"}'), undefined);
  assert.equal(decodeIf(Payment, '{"id":"p","amount":1}')?.amount, 1n);
});

test("whole numbers are exact in every form, and nothing else is whole", () => {
  fc.assert(
    fc.property(fc.bigInt(), (number) => {
      assert.equal(conform(whole, number), number);
      assert.equal(conform(whole, String(number)), number);
    }),
    runs(200),
  );
  assert.equal(conform(whole, -7), -7n);
  for (const value of [1.5, 2 ** 53, Number.NaN, "1.0", "1e3", "", " 1", "0x1", true, null, {}])
    assert.throws(() => conform(whole, value), Unresolved, String(value));
});

test("text may be written as a number or a boolean", () => {
  assert.deepEqual(
    ["a", 1, 12345678901234567890n, false].map((value) => conform(textual, value)),
    ["a", "1", "12345678901234567890", "false"],
  );
  assert.throws(() => conform(textual, null), Unresolved);
});

test("what only describes is read where it fits, and never makes an answer unreadable", () => {
  const Shape = v.object({ name: word, size: said(v.number()) });
  for (const other of [undefined, null, {}, [], true])
    assert.equal(conform(Shape, { name: "n", size: other }).size ?? undefined, undefined);
  assert.equal(conform(Shape, { size: 7 }).size, 7);
  for (const [given, read] of [
    ["visa", "visa"],
    [42, "42"],
    [12345678901234567890n, "12345678901234567890"],
    ["", undefined],
    [null, undefined],
    [{ code: 1 }, undefined],
  ])
    assert.equal(conform(Shape, { name: given }).name, read);
  assert.equal(conform(Shape, {}).name, undefined);
});
