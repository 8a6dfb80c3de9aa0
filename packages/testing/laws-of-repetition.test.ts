/** What three connectors write alike belongs in the kit: six lines that differ in their texts at most. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { connectorFolders } from "../../tools/connectors.ts";

const folder = new URL("../../connectors/", import.meta.url).pathname;
const RUN = 6;
const CONNECTORS = 3;
/** A run of closing brackets and single words says nothing. */
const LEAST_CHARACTERS = RUN * 18;

/** Tables are data, and simulators speak their processor's language. */
const isLogic = (file: string) => /^(?!simulator|codes|declines)[\w-]+\.ts$/.test(file);

/** Lines without their texts; imports and comments are none. */
function linesOf(source: string): readonly string[] {
  const withoutImports = source.replace(/^import [^;]*;$/gm, (found) => found.replace(/.+/g, ""));
  return withoutImports
    .split("\n")
    .map((line) => line.trim().replace(/"[^"]*"|`[^`]*`/g, '""'))
    .map((line) => (/^(\/\/|\/\*\*|\*)/.test(line) ? "" : line));
}
function runsOf(source: string): readonly string[] {
  const lines = linesOf(source);
  return lines
    .map((_line, index) => lines.slice(index, index + RUN))
    .filter((run) => run.length === RUN && run.every((line) => line !== ""))
    .map((run) => run.join("\n"))
    .filter((run) => run.length >= LEAST_CHARACTERS);
}
function repeated(sources: readonly (readonly [id: string, source: string])[]): readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const [id, source] of sources)
    for (const run of runsOf(source)) found.set(run, (found.get(run) ?? new Set()).add(id));
  return [...found]
    .filter(([, ids]) => ids.size >= CONNECTORS)
    .map(([run, ids]) => `${[...ids].join(", ")}:\n${run}`);
}

test("no six lines stand in three connectors", () => {
  const sources = connectorFolders().flatMap((id) =>
    readdirSync(folder + id)
      .filter(isLogic)
      .map((file) => [id, readFileSync(`${folder}${id}/${file}`, "utf8")] as const),
  );
  assert.ok(sources.length > 50);
  assert.deepEqual(repeated(sources), []);
});

test("six lines that three connectors have are found, whatever their texts", () => {
  const lines = (text: string) =>
    Array.from({ length: RUN }, (_, index) => `  const value${index} = read("${text}", ${index});`);
  const sources = (["one", "two", "three"] as const).map(
    (id) => [id, `import {\n  read,\n} from "#kit";\n\n${lines(id).join("\n")}\n`] as const,
  );
  assert.equal(repeated(sources).length, 1);
  assert.equal(repeated(sources.slice(1)).length, 0);
});
