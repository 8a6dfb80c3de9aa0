/**
 * Laws of tables, row by row: a second reading of the documentation says the same of each word, two processors that
 * say the same word mean the same by it, and what several processors take from one published list is read alike.
 *
 * A row and its reading that agree prove that two readings of one page agree, not that the page is right. A row that is
 * `kept` proves only that nobody changed it unseen. What the words' own law proves needs neither: see `vocabulary.ts`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { connectorIds } from "#registry";
import { meaningOf, type Reading, readers, readingsOf } from "./readings.ts";
import { countingsOf, type Found, isFailureTable, isStatuses, tablesOf } from "./tables.ts";
import { argued, codeOf, says, spoken } from "./vocabulary.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;
const published: Readonly<Record<string, Published>> = JSON.parse(
  readFileSync(here("published.json"), "utf8"),
);
interface Published {
  readonly source: string;
  readonly words: Readonly<Record<string, string>>;
}

interface Own extends Found {
  /** The name that it is exported by. */
  readonly key: string;
}
const tables = new Map<string, readonly Own[]>();
for (const id of connectorIds) {
  const found = await tablesOf(id);
  tables.set(
    id,
    found.map((one) => ({ ...one, key: one.name.split(" ").at(-1) ?? "" })),
  );
}

/** Of a payment, a refund and a mandate. */
const successes: ReadonlySet<string> = new Set([
  "AUTHORIZED",
  "PARTIALLY_AUTHORIZED",
  "PARTIALLY_CAPTURED",
  "CAPTURED",
  "SUCCEEDED",
  "ACTIVE",
]);
const rowsOf = ({ read, kept }: Reading) => new Map(Object.entries({ ...read, ...kept }));

for (const [id, own] of tables)
  describe(`tables of ${id}`, () => {
    const readings = readingsOf(id);

    test("are read a second time, word by word, and both readings agree", (t) => {
      assert.ok(
        readings,
        `packages/testing/tables/${id}.json is missing: read each word of ${own.map(({ key }) => key).join(", ")} in the documentation once more, and write down what it means`,
      );
      const differences = own.flatMap(({ key, table }) => {
        const reading = readings[key];
        if (!reading) return [`${key}: no second reading`];
        const { of } = reading;
        const rows = rowsOf(reading);
        const all = new Set([...Object.keys(table.words), ...rows.keys()]);
        return [...all].flatMap((word) => {
          const first = Object.hasOwn(table.words, word) ? meaningOf(table, word, of) : "(no row)";
          const second = rows.get(word) ?? "(nobody)";
          return first === second ? [] : [`${key}: ${word} is ${first}, read as ${second}`];
        });
      });
      const keys = new Set(own.map(({ key }) => key));
      const extra = Object.keys(readings).filter((key) => !keys.has(key));
      assert.deepEqual([...differences, ...extra.map((key) => `${key}: no such table`)], []);
      const kept = Object.values(readings).map((reading) => Object.keys(reading.kept ?? {}).length);
      const unread = kept.reduce((sum, count) => sum + count, 0);
      const total = own.reduce((sum, { table }) => sum + Object.keys(table.words).length, 0);
      t.diagnostic(`${total} rows, ${unread} of them kept and not read a second time`);
    });

    test("are read from pages, and no word twice", () => {
      for (const [key, reading] of Object.entries(readings ?? {})) {
        const { source, read, doubted = {}, kept = {} } = reading;
        assert.match(source, /^https:\/\/[\w.-]+\.[a-z]+\//, key);
        assert.deepEqual(
          Object.keys(kept).filter((word) => Object.hasOwn(read, word)),
          [],
        );
        for (const [word, other] of Object.entries(doubted))
          assert.ok(read[word] !== undefined && read[word] !== other, `${key} ${word}`);
      }
    });

    test("mean by a word what the word says", () => {
      const wrong = own.flatMap(({ key, table }) =>
        isFailureTable(table)
          ? Object.keys(table.words).flatMap((word) => {
              const code = codeOf(table, word);
              return says(word, code) || argued.has(`${id} ${key} ${word}`)
                ? []
                : [`${id} ${key} ${word}: ${code}`];
            })
          : [],
      );
      assert.deepEqual(
        wrong,
        [],
        "codes that their words speak against: mend the table, or argue in packages/testing/vocabulary.ts",
      );
    });

    test("name no success by a code that the same page names a failure by", (t) => {
      let both = 0;
      for (const { key, table } of own) {
        if (!isStatuses(table)) continue;
        const codes = new Set(
          own.flatMap(({ table: other }) =>
            isFailureTable(other) && other.source === table.source ? Object.keys(other.words) : [],
          ),
        );
        for (const word of Object.keys(table.words).filter((one) => codes.has(one))) {
          both += 1;
          const [status = ""] = meaningOf(table, word, readings?.[key]?.of).split(",");
          assert.ok(!successes.has(status), `${key} ${word}: ${status}`);
        }
      }
      t.diagnostic(`${both} words`);
    });

    test("mean by a published code what is published", () => {
      for (const [key, reading] of Object.entries(readings ?? {})) {
        if (reading.published === undefined) continue;
        const list = published[reading.published];
        assert.ok(list, `${key}: no list of ${reading.published}`);
        const table = own.find((one) => one.key === key)?.table;
        assert.ok(table, key);
        let compared = 0;
        for (const word of Object.keys(table.words)) {
          const code = reading.writtenAs ? new RegExp(reading.writtenAs).exec(word)?.[1] : word;
          const meaning = code === undefined ? undefined : list.words[code];
          if (meaning === undefined || argued.has(`${id} ${key} ${word}`)) continue;
          compared += 1;
          const said = meaningOf(table, word, reading.of).split(",")[0] ?? "";
          assert.ok(meaning.split(" ").includes(said), `${key} ${word}: ${said}, not ${meaning}`);
        }
        assert.ok(compared > 2, `${key}: ${compared} words of ${reading.published}`);
      }
    });
  });

/** How amounts are counted otherwise than ISO 4217 counts them, read a second time: a wrong digit is a hundredfold. */
interface Counted {
  readonly source: string;
  readonly digits: Readonly<Record<string, number>>;
  readonly multiples: Readonly<Record<string, number>>;
}
const counted: Readonly<Record<string, Counted>> = JSON.parse(
  readFileSync(here("counting.json"), "utf8"),
);

describe("amounts", () => {
  for (const id of connectorIds)
    test(`of ${id} are counted as was read a second time`, async () => {
      const told = (await countingsOf(id)).map(({ digits = {}, multiples = {} }) => ({
        digits: { ...digits },
        multiples: Object.fromEntries(
          Object.entries(multiples).map(([currency, units]) => [currency, Number(units)]),
        ),
      }));
      const { digits, multiples } = counted[id] ?? { digits: {}, multiples: {} };
      assert.deepEqual(told, counted[id] ? [{ digits, multiples }] : []);
    });

  test("are read from pages, and of connectors alone", () => {
    for (const [id, { source }] of Object.entries(counted)) {
      assert.ok(tables.has(id), id);
      assert.match(source, /^https:\/\//);
    }
  });
});

/** Rows of failure codes of all connectors. */
interface Row {
  readonly where: string;
  readonly word: string;
  readonly code: string;
}
const rows: readonly Row[] = [...tables].flatMap(([id, own]) =>
  own.flatMap(({ key, table }) =>
    isFailureTable(table)
      ? Object.keys(table.words).map((word) => ({
          where: `${id} ${key} ${word}`,
          word,
          code: codeOf(table, word),
        }))
      : [],
  ),
);

describe("what all tables say", () => {
  // A number, or a letter, is another's code: only words are the same everywhere.
  const byWord = new Map(
    [...Map.groupBy(rows, ({ word }) => spoken(word))].filter(([word]) => /[a-z]{4}/.test(word)),
  );
  const codesOf = (said: readonly Row[]) => new Set(said.map(({ code }) => code));

  test("is one code for one word, or it is argued why not", () => {
    const differing = [...byWord].flatMap(([word, said]) => {
      const unargued = said.filter(({ where }) => !argued.has(where));
      if (codesOf(unargued).size < 2) return [];
      return [`${word}: ${unargued.map(({ where, code }) => `${where} ${code}`).join("; ")}`];
    });
    assert.deepEqual(
      differing,
      [],
      "one word, other codes at other connectors: mend one, or argue in packages/testing/vocabulary.ts",
    );
  });

  test("is argued only where there is something to argue about", () => {
    const needless = [...argued.keys()].filter((place) => {
      const row = rows.find(({ where }) => where === place);
      if (!row) return true;
      const others = byWord.get(spoken(row.word)) ?? [];
      return says(row.word, row.code) && codesOf(others).size < 2 && !isPublished(place);
    });
    assert.deepEqual(needless, []);
  });

  test("has readings of connectors alone", () => {
    assert.deepEqual(
      readers().filter((id) => !tables.has(id)),
      [],
    );
  });
});

/** Whether the place is in a table of which a published list is held. */
function isPublished(place: string): boolean {
  const [id = "", key = ""] = place.split(" ");
  return readingsOf(id)?.[key]?.published !== undefined;
}
