/** Compiled shapes: whatever comes in, they answer as valibot does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as v from "valibot";
import { textual, whole } from "#kit";
import { misfit, readerOf } from "./readers.ts";
import { runs } from "./runs.ts";

/** A shape, and values of which most fit it. */
interface Case {
  readonly shape: v.GenericSchema;
  readonly values: fc.Arbitrary<unknown>;
}
const names = ["id", "amount", "note", "constructor"];
/** Members of the shape and others, and now and then one of them left out. */
const members = (cases: Readonly<Record<string, Case>>) =>
  fc.record(
    {
      ...Object.fromEntries(Object.entries(cases).map(([name, { values }]) => [name, values])),
      other: fc.jsonValue(),
      prototype: fc.constant("no"),
    },
    { requiredKeys: [] },
  );
const own = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  // As JSON.parse makes it: a member of the object's own, and no change of what it inherits from.
  fc.tuple(values, fc.boolean()).map(([value, isOdd]) => {
    const odd = isOdd && typeof value === "object" && value !== null && !Array.isArray(value);
    return odd
      ? Object.defineProperty({ ...value }, "__proto__", { value: 1, enumerable: true })
      : value;
  });

const { case: cases } = fc.letrec<{ case: Case; simple: Case }>((tie) => {
  const wrap = (make: (inner: Case) => Case) => tie("case").map(make);
  // Valibot never comes to the second of two fallbacks, and nothing of it shows that there is a first.
  const falling = (make: (inner: Case) => Case) =>
    wrap((inner) => ("fallback" in inner.shape ? inner : make(inner)));
  const several = (make: (cases: Readonly<Record<string, Case>>) => Case) =>
    fc.dictionary(fc.constantFrom(...names), tie("case"), { maxKeys: 3 }).map(make);
  const shapes = (given: Readonly<Record<string, Case>>) =>
    Object.fromEntries(Object.entries(given).map(([name, { shape }]) => [name, shape]));
  return {
    simple: fc.constantFrom<Case>(
      { shape: v.string(), values: fc.string() },
      { shape: v.number(), values: fc.oneof(fc.integer(), fc.double()) },
      { shape: v.boolean(), values: fc.boolean() },
      { shape: v.bigint(), values: fc.bigInt() },
      { shape: v.unknown(), values: fc.jsonValue() },
      { shape: v.literal("yes"), values: fc.constantFrom("yes", "no") },
      {
        shape: whole,
        values: fc.oneof(fc.integer(), fc.bigInt().map(String), fc.bigInt(), fc.double()),
      },
      { shape: textual, values: fc.oneof(fc.string(), fc.integer(), fc.boolean()) },
      {
        shape: v.pipe(
          v.string(),
          v.minLength(2),
          v.transform((text) => text.length),
        ),
        values: fc.string(),
      },
    ),
    case: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      tie("simple"),
      wrap(({ shape, values }) => ({
        shape: v.array(shape),
        values: fc.array(values, { maxLength: 3 }),
      })),
      wrap(({ shape, values }) => ({ shape: v.nullish(shape), values: fc.option(values) })),
      wrap(({ shape, values }) => ({
        shape: v.optional(shape),
        values: fc.option(values, { nil: undefined }),
      })),
      wrap(({ shape, values }) => ({ shape: v.nullable(shape), values: fc.option(values) })),
      wrap(({ shape, values }) => ({
        shape: v.nullish(shape, 0 as never),
        values: fc.option(values),
      })),
      wrap(({ shape, values }) => ({
        shape: v.nullish(shape, () => 0 as never),
        values: fc.option(values),
      })),
      falling(({ shape, values }) => ({ shape: v.fallback(shape, undefined as never), values })),
      wrap(({ shape, values }) => ({
        shape: v.fallback(v.nullish(shape), "odd" as never),
        values,
      })),
      falling(({ shape, values }) => ({ shape: v.fallback(shape, () => "odd" as never), values })),
      wrap(({ shape, values }) => ({ shape: v.lazy(() => shape), values })),
      wrap(({ shape, values }) => ({
        shape: v.record(v.string(), shape),
        values: fc.dictionary(fc.string(), values),
      })),
      wrap(({ shape, values }) => ({ shape: v.union([v.string(), shape]), values })),
      wrap(({ shape, values }) => ({ shape: v.union([shape, v.literal("yes")]), values })),
      wrap(({ shape, values }) => ({
        shape: v.pipe(
          shape,
          v.transform((value) => [value]),
        ),
        values,
      })),
      falling(({ shape, values }) => ({
        shape: v.fallback(v.pipe(shape, v.transform(String)), "odd"),
        values,
      })),
      several((given) => ({ shape: v.object(shapes(given)), values: own(members(given)) })),
      several((given) => ({ shape: v.looseObject(shapes(given)), values: own(members(given)) })),
      several((given) => ({ shape: v.strictObject(shapes(given)), values: own(members(given)) })),
    ),
  };
});

const isPlain = (value: unknown): value is object => typeof value === "object" && value !== null;
/** Its own members at every depth, `__proto__` among them, in whichever order. */
const shown = (value: unknown): unknown =>
  isPlain(value)
    ? [
        Array.isArray(value),
        Reflect.ownKeys(value).map(String).toSorted(),
        Reflect.ownKeys(value)
          .map(String)
          .toSorted()
          .map((name) => shown(Reflect.get(value, name))),
      ]
    : value;

test("a compiled shape answers as valibot does, whatever the shape and the value", () => {
  const both = cases.chain(({ shape, values }) =>
    fc.tuple(fc.constant(shape), fc.oneof({ weight: 4, arbitrary: values }, fc.jsonValue())),
  );
  let fitted = 0;
  let refused = 0;
  fc.assert(
    fc.property(both, ([shape, value]) => {
      const before = shown(value);
      const read = readerOf(shape)(value);
      const parsed = v.safeParse(shape, value, { abortEarly: true });
      if (parsed.success) fitted += 1;
      else refused += 1;
      assert.equal(read === misfit, !parsed.success);
      if (parsed.success) assert.deepEqual(shown(read), shown(parsed.output));
      assert.deepEqual(shown(value), before, "what was read is as it was");
    }),
    runs(5_000),
  );
  assert.ok(fitted > 500 && refused > 500, `${fitted} fitted and ${refused} did not`);
});

test("a shape is compiled once", () => {
  const shape = v.object({ id: v.string() });
  assert.equal(readerOf(shape), readerOf(shape));
});

test("a shape that may contain itself is read to its depth", () => {
  const Tree: v.GenericSchema = v.object({
    name: v.string(),
    below: v.nullish(v.array(v.lazy(() => Tree))),
  });
  const tree = { name: "a", below: [{ name: "b", below: [{ name: "c" }] }] };
  assert.deepEqual(readerOf(Tree)(tree), tree);
  assert.equal(readerOf(Tree)({ name: "a", below: [{ name: 1 }] }), misfit);
});
