/** Laws of what comes back: no word is read as better than it is, and nothing that comes makes a reader fail. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DisputeReason, DisputeStage, DisputeStatus, FailureCode, PendingReason } from "#contract";
import {
  type Failure,
  type HttpResponse,
  InvalidRequest,
  Refused,
  toJson,
  Unresolved,
  Unsupported,
} from "#kit";
import { runs } from "../kit/runs.ts";
import {
  type AnyExchange,
  type Asking,
  askingsOf,
  type Built,
  exchangesOf,
  registered,
} from "./exchanges.ts";
import { type AnyTable, isFailureTable, isReading, isStatuses, tablesOf } from "./tables.ts";

const all = await registered();

const tables = (await Promise.all(all.map(({ id }) => tablesOf(id)))).flat();

const inEnum = (words: Readonly<Record<string, number>>, value: unknown): boolean =>
  Object.values(words).some((word) => word === value);
/** The highest value of any status that a table of statuses may give. */
const statuses: ReadonlySet<unknown> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

describe(`${tables.length} tables`, () => {
  for (const { id } of all)
    test(`of ${id} are there: its statuses, and its refusals`, () => {
      const own = tables.filter(({ name }) => name.startsWith(`${id} `));
      assert.ok(
        own.some(({ table }) => isFailureTable(table)),
        "failure codes",
      );
      assert.ok(
        own.some(({ table }) => isStatuses(table)),
        "statuses",
      );
    });

  test("say which page they were read from, and say something", () => {
    for (const { name, table } of tables) {
      assert.match(table.source, /^https:\/\/[\w.-]+\.[a-z]+(\/|$|\?|#)/, name);
      assert.ok(Object.keys(table.words).length > 0, name);
    }
  });

  test("give nothing that the contract does not know", () => {
    for (const { name, table } of tables)
      for (const word of Object.keys(table.words)) {
        const where = `${name}: ${word}`;
        if (isFailureTable(table)) {
          assert.ok(inEnum(FailureCode, table(word).code), where);
          assert.notEqual(table(word).code, FailureCode.UNSPECIFIED, where);
          continue;
        }
        const read = table(word);
        if (!isReading(read)) continue;
        if ("pendingReason" in read) {
          assert.ok(statuses.has(read.status), where);
          assert.ok(inEnum(PendingReason, read.pendingReason), where);
        } else if ("status" in read) assert.ok(inEnum(DisputeStatus, read.status), where);
        if ("stage" in read) assert.ok(inEnum(DisputeStage, read.stage), where);
        if ("reason" in read) assert.ok(inEnum(DisputeReason, read.reason), where);
      }
  });

  test("map no word twice: what is left out on purpose is not mapped", () => {
    for (const { name, table } of tables)
      if (isFailureTable(table))
        for (const word of table.unmapped) {
          assert.ok(!Object.hasOwn(table.words, word), `${name}: ${word}`);
          assert.equal(table(word).code, FailureCode.UNMAPPED, `${name}: ${word}`);
        }
  });

  const total = 100_000 * Number(process.env["RUNS"] ?? 1);
  test(`read none of ${total} words that they do not know as success or failure`, () => {
    const perTable = Math.ceil(total / tables.length);
    for (const { name, table } of tables) {
      const known = Object.keys(table.words);
      const strange = strangeTo(known);
      fc.assert(
        fc.property(strange, (word) => {
          assert.ok(isUndecided(table, word), `${name}: ${JSON.stringify(word)}`);
        }),
        { numRuns: perTable },
      );
    }
  });
});

/** Pending, unmapped, or nothing at all. */
function isUndecided(table: AnyTable, word: string): boolean {
  if (isFailureTable(table)) return table(word).code === FailureCode.UNMAPPED;
  const read = table(word);
  if (!isReading(read)) return read === undefined || read === 0;
  if ("pendingReason" in read)
    return read.status === 1 && read.pendingReason === PendingReason.UNRECOGNISED;
  if ("status" in read) return read.status === DisputeStatus.UNSPECIFIED;
  if ("reason" in read) return read.reason === DisputeReason.UNSPECIFIED;
  return false;
}

/** Words that are nearly known, words from elsewhere, and whatever else can be written. */
function strangeTo(known: readonly string[]): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.constantFrom(...known), fc.nat(7), fc.string({ minLength: 1, maxLength: 2 }))
    .map(([word, how, more]) =>
      [
        word.toUpperCase(),
        word.toLowerCase(),
        ` ${word}`,
        word + more,
        more + word,
        word.slice(0, -1),
        word.replaceAll("_", " "),
        `${word}\n`,
      ].at(how),
    );
  const foreign = fc.constantFrom(
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "true",
    "null",
    "undefined",
    "",
    "success",
    "succeeded",
    "SUCCESS",
    "paid",
    "captured",
    "failed",
    "0",
    "00",
  );
  return fc
    .oneof(changed, foreign, fc.string(), fc.string({ unit: "grapheme" }))
    .map((word) => word ?? "")
    .filter((word) => !known.includes(word));
}

const bytes = (text: string) => new TextEncoder().encode(text);
const responseOf = (
  status: number,
  text: string,
  headers: Record<string, string> = {},
): HttpResponse => ({
  status,
  headers,
  bytes: bytes(text),
  text,
});
const anyJson = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string(),
  fc.constantFrom("", "null", "{}", "[]", '"x"', "<html></html>", "\ufeff{}", "{", "0"),
);

/** A genuine answer in which something is missing, or is something else. */
function mutated(text: string): fc.Arbitrary<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fc.nat(text.length).map((length) => text.slice(0, length));
  }
  const places = placesIn(parsed);
  const instead = fc.oneof(
    fc.constantFrom(undefined, null, "", "x", 0, -1, 1.5, true, [], {}, "9".repeat(30), 1e300),
    fc.jsonValue({ maxDepth: 1 }),
  );
  return fc
    .tuple(fc.constantFrom(...places), instead)
    .map(([place, value]) => JSON.stringify(replaced(parsed, place, value)) ?? "");
}
type Place = readonly (string | number)[];
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== "object" || value === null || at.length > 6) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...at, name])),
  ];
}
function replaced(value: unknown, [name, ...more]: Place, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, more, by) : item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === name ? replaced(member, more, by) : member,
    ]),
  );
}

for (const one of all)
  describe(`answers to ${one.id}`, () => {
    const { connector, fixtures } = one;
    const askings = askingsOf(one);
    const byLabel = new Map<string, Built>();
    for (const asking of askings)
      for (const built of safely(asking))
        if (!byLabel.has(built.label)) byLabel.set(built.label, built);
    const recorded = [
      ...new Set(
        fixtures.flatMap(({ fixture }) => fixture.exchanges.map(({ response }) => response.body)),
      ),
    ];
    const bodies = fc.oneof(anyJson, ...recorded.slice(0, 40).map(mutated));

    test("whatever a refusal says, it is read, and never as a code that there is not", () => {
      const exchanges = fc.constantFrom("unknown", ...byLabel.keys());
      const status = fc.integer({ min: 100, max: 599 });
      fc.assert(
        fc.property(bodies, status, exchanges, (text, status, exchange) => {
          const { input } = byLabel.get(exchange) ?? { input: undefined };
          const failure: Failure = connector.refusal(responseOf(status, text), { exchange, input });
          assert.ok(inEnum(FailureCode, failure.code));
          assert.notEqual(failure.code, FailureCode.UNSPECIFIED);
          assert.ok(toJson(failure));
        }),
        runs(300),
      );
      const raw = fc.uint8Array({ maxLength: 200 });
      fc.assert(
        fc.property(raw, status, (raw, status) => {
          const text = new TextDecoder().decode(raw);
          const response = { status, headers: {}, bytes: raw, text };
          const { code } = connector.refusal(response, { exchange: "unknown", input: undefined });
          assert.ok(inEnum(FailureCode, code));
        }),
        runs(100),
      );
    });

    for (const [label, built] of byLabel)
      test(`whatever comes to ${label} is read, refused or unresolved`, () => {
        fc.assert(
          fc.property(bodies, (text) => {
            readsOrSays(built, responseOf(200, text));
          }),
          runs(Math.max(40, Math.ceil(1_200 / byLabel.size))),
        );
      });

    test("no answer's status makes its meaning fail, and no server error is a success", () => {
      const headers = fc.dictionary(fc.constantFrom("transient-error", "retry-after"), fc.string());
      fc.assert(
        fc.property(
          bodies,
          headers,
          fc.constantFrom(...byLabel.values()),
          (text, headers, { exchange }) => {
            for (const status of [500, 502, 503, 504]) {
              const response = responseOf(status, text, { ...headers });
              const meaning =
                saidBy(exchange.statuses, response) ?? saidBy(connector.statuses, response);
              assert.notEqual(meaning, "answer", `HTTP ${status}: ${text}`);
            }
          },
        ),
        runs(200),
      );
    });
  });

function* safely(asking: Asking): Generator<Built> {
  try {
    yield* exchangesOf(asking);
  } catch {
    // Purity's law has seen to what can be built.
  }
}
const saidBy = (said: AnyExchange["statuses"], response: HttpResponse) =>
  typeof said === "function" ? said(response) : said?.[response.status];

function readsOrSays({ exchange, input, context }: Built, response: HttpResponse): void {
  try {
    exchange.read(response, input, context);
  } catch (error) {
    if (error instanceof Unresolved || error instanceof Refused) return;
    const isOurs = error instanceof InvalidRequest || error instanceof Unsupported;
    assert.fail(
      `${isOurs ? "blames the caller" : "fails"} with ${String(error)}: ${response.text.slice(0, 300)}`,
    );
  }
}
