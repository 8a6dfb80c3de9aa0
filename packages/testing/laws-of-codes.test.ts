/**
 * Laws of failure codes: each code of a list that a processor has published is mapped, or left unmapped on purpose. The
 * lists are read where they are (`ORACLES`, /work/shared/oracles where left out) and are not part of this repository.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { isFailureTable, tablesOf } from "./tables.ts";

const folder = `${process.env["ORACLES"] ?? "/work/shared/oracles"}/data`;
/** The connectors whose list is there, by the list's name. */
const lists = {
  stripe: "stripe",
  gocardless: "gocardless",
  razorpay: "razorpay",
  authorizenet: "authorize-net",
} as const;

/** In a gathered list, and in nothing that the processor itself publishes. */
const unsourced: ReadonlySet<string> = new Set(["gocardless payer_deceased"]);

function codesIn(list: string): readonly string[] {
  const { decline_codes } = parse(readFileSync(`${folder}/${list}-decline-codes.yml`, "utf8"));
  assert.ok(Array.isArray(decline_codes));
  return decline_codes.flatMap(({ code }) => eachOf(String(code)));
}

/** `19-24` is six codes. */
function eachOf(code: string): readonly string[] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(code) ?? [];
  if (from === undefined || to === undefined) return [code];
  const first = Number(from);
  return Array.from({ length: Number(to) - first + 1 }, (_, place) => String(first + place));
}

describe("published failure codes", {
  skip: !existsSync(folder) && `the published lists of ${Object.keys(lists).length} are not here`,
}, () => {
  for (const [id, list] of Object.entries(lists))
    test(`of ${id} are mapped, or left unmapped on purpose`, async (t) => {
      const tables = (await tablesOf(id)).flatMap(({ table }) =>
        isFailureTable(table) ? [table] : [],
      );
      const known = new Set(
        tables.flatMap(({ words, unmapped }) => [...Object.keys(words), ...unmapped]),
      );
      const codes = codesIn(list);
      t.diagnostic(`${codes.length} codes`);
      assert.ok(codes.length > 5);
      assert.deepEqual(
        codes.filter((code) => !known.has(code) && !unsourced.has(`${id} ${code}`)),
        [],
      );
    });
});
