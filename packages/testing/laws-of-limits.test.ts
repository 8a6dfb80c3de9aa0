/** Limits of every connector: what is one longer is refused by name, what is as long as allowed is not refused for it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create, type DescMessage, type Message, ScalarType } from "@bufbuild/protobuf";
import { AlternativeMethod_Kind, PaymentMethodSchema } from "#contract";
import { type AnyConnector, InvalidRequest, type Limit } from "#kit";
import { flowNames, rpcOf } from "#runtime";
import { type FieldPlan, planOf } from "../runtime/fields.ts";
import { checkRequest } from "../runtime/guard.ts";
import { fieldAt, type Held, limitInWords, limitsOf } from "../runtime/limits.ts";
import { registered } from "./exchanges.ts";

interface Case extends Held {
  readonly connector: AnyConnector;
  readonly field: FieldPlan;
}
interface AnyRules {
  readonly understands?: readonly string[];
}

/** A request in which only this field is given, in the first entry of each list on the way. */
function requestWith(desc: DescMessage, path: string, value: unknown): Message {
  const [name, ...rest] = path.split(".");
  const field = planOf(desc).find((one) => one.name === name) ?? assert.fail(path);
  const below = field.message && rest.length > 0;
  const inner = below && field.message && requestWith(field.message, rest.join("."), value);
  const own = inner ? (field.desc.fieldKind === "list" ? [inner] : inner) : value;
  return create(
    desc,
    field.oneof ? { [field.oneof]: { case: field.name, value: own } } : { [field.name]: own },
  );
}

function problemsOf(one: Case, value: unknown): readonly string[] {
  const { connector, flow, path, method } = one;
  const desc = rpcOf(flow).input;
  const request = requestWith(desc, path, value);
  if (method !== undefined) payWith(request, method);
  try {
    checkRequest(connector, flow, desc, request);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    return error.violations
      .filter(({ field }) => field.replace(/\[\d+\]/g, "").startsWith(path))
      .map(({ problem }) => problem);
  }
  return [];
}
/** The limits of a method hold where it is used. */
function payWith(request: Message, name: string): void {
  const kind = Reflect.get(AlternativeMethod_Kind, name.toUpperCase());
  const method = kind ? { case: "alternative", value: { kind } } : { case: name, value: {} };
  const given: unknown = Reflect.get(request, "paymentMethod");
  if (given === undefined)
    Reflect.set(request, "paymentMethod", create(PaymentMethodSchema, { method } as never));
}
const wordsOf = ({ field, limit }: Case) => limitInWords(field, limit);

/** Characters that alphabets differ in, of which a text as long as allowed can be made. */
const alphabet = ["a", "A", "1", "a1", "x.pdf"];
/** A text of this length that the limit takes, where one of few characters does. */
function textOf(length: number, { pattern, among }: Limit): string | undefined {
  if (among) return among.map(String).find((word) => word.length === length);
  return alphabet
    .map((seed) => seed.padStart(length, seed[0]).slice(0, length))
    .find((text) => text.length === length && (pattern?.test(text) ?? true));
}
const entries = (count: number, name = (index: number) => `n${index}`, text = "v") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), text]));

/** A value of this size: so many characters, bytes or entries, or the number itself. */
function sized(size: number, { field: { desc, isMap }, limit }: Case): unknown {
  if (isMap) return entries(size - (limit.reserved?.length ?? 0));
  if (desc.fieldKind === "list")
    return Array.from({ length: size }, () =>
      desc.message ? create(desc.message) : (limit.among?.[0] ?? "x"),
    );
  if (desc.scalar === ScalarType.STRING) return textOf(size, limit);
  if (desc.scalar === ScalarType.BYTES) return new Uint8Array(size);
  return desc.scalar === ScalarType.INT64 ? BigInt(size) : size;
}
/** What stands in no alphabet, no list of words and no enum that a limit has. */
function foreign({ field: { desc }, limit: { among } }: Case): unknown {
  if (desc.message)
    return desc.fieldKind === "list" ? [create(desc.message)] : create(desc.message);
  if (desc.fieldKind === "list") return ["\u0007"];
  if (desc.scalar === ScalarType.STRING) return "\u0007";
  if (desc.scalar === ScalarType.BOOL) return !among?.[0];
  return desc.enum && among?.length === 0 ? desc.enum.values[1]?.number : 9_999;
}

const all = await registered();
const held = all.flatMap(({ connector }) =>
  flowNames.flatMap((flow) =>
    limitsOf(connector, flow).map((one): Case => {
      const field = fieldAt(rpcOf(flow).input, one.path);
      return { ...one, connector, field: field ?? assert.fail(`${one.path} is no field`) };
    }),
  ),
);
const nameOf = ({ connector, flow, method, path }: Case) =>
  `${connector.id} ${flow} ${method ? `${method} ` : ""}${path}`;

describe("limits", () => {
  test("stand in flows that the connector has, and name the page they are from", () => {
    for (const one of held) {
      assert.ok(one.connector.flows[one.flow], nameOf(one));
      assert.match(one.source ?? "", /^https:\/\/\S+$/, nameOf(one));
    }
  });

  test("say what a pattern wants, and keep no place between two texts", () => {
    for (const one of held)
      for (const limit of [one.limit, one.limit.names, one.limit.values]) {
        if (!limit?.pattern) continue;
        assert.ok(limit.says, nameOf(one));
        assert.doesNotMatch(limit.pattern.flags, /[gy]/, nameOf(one));
        assert.match(limit.pattern.source, /^\^.*\$$/, nameOf(one));
      }
  });

  test("one more than the most is refused by name, the most is not refused for it", () => {
    const tried = held.filter((one) => one.limit.most !== undefined && !one.limit.among);
    for (const one of tried) {
      const most = one.limit.most ?? 0;
      const size = one.field.isMap ? most - (one.limit.reserved?.length ?? 0) : most;
      const within = sized(most, one);
      assert.notEqual(within, undefined, `${nameOf(one)}: no text of ${size} characters was found`);
      const words = wordsOf(one);
      assert.ok(
        !problemsOf(one, within).some((problem) => words.includes(problem)),
        `${nameOf(one)} refuses what it allows`,
      );
      assert.ok(
        problemsOf(one, sized(most + 1, one)).some((problem) => words.includes(problem)),
        `${nameOf(one)} lets more through`,
      );
    }
    assert.ok(tried.length > 0);
  });

  test("one less than the least is refused by name", () => {
    for (const one of held) {
      const { least } = one.limit;
      // An empty text is not given at all, and a number below none is refused by the contract.
      if (least === undefined || least < 2) continue;
      assert.ok(
        problemsOf(one, sized(least - 1, one)).some((problem) => wordsOf(one).includes(problem)),
        `${nameOf(one)} lets less through`,
      );
    }
  });

  test("what no alphabet and no list of words has in it is refused in the limit's words", () => {
    for (const one of held.filter(({ limit: { pattern, among } }) => pattern ?? among))
      assert.ok(
        problemsOf(one, foreign(one)).some((problem) => wordsOf(one).includes(problem)),
        `${nameOf(one)} takes it`,
      );
  });

  test("names and values of maps are held to theirs, and those of the service are its own", () => {
    for (const one of held) {
      const { names, values, reserved = [] } = one.limit;
      const long = "x".repeat((names?.most ?? 0) + 1);
      const isRefused = (value: unknown) => problemsOf(one, value).length > 0;
      if (names?.most !== undefined) {
        assert.ok(isRefused({ [long]: "v" }), nameOf(one));
        assert.ok(!isRefused({ [long.slice(1)]: "v" }), nameOf(one));
      }
      if (values?.most !== undefined) {
        assert.ok(isRefused({ n: "v".repeat(values.most + 1) }), nameOf(one));
        assert.ok(!isRefused({ n: "v".repeat(values.most) }), nameOf(one));
      }
      for (const name of reserved) assert.ok(isRefused({ [name]: "v" }), `${nameOf(one)}.${name}`);
    }
  });

  test("of a binding field, the connector understands it at all", () => {
    for (const one of held) {
      if (!one.field.binding || one.field.required) continue;
      // Rules are typed by their own flow; here only their common members are read.
      const { understands = [] } = (one.connector.rules?.[one.flow] ?? {}) as AnyRules;
      const ofMethods = Object.values(one.connector.methods).flatMap(
        ({ understands: own = [] }) => own,
      );
      assert.ok(
        [...understands, ...ofMethods].some(
          (known) =>
            one.path === known ||
            one.path.startsWith(`${known}.`) ||
            known.startsWith(`${one.path}.`),
        ),
        `${nameOf(one)} is refused anyway`,
      );
    }
  });
});
