/** Mistakes that the types refuse: exactly those lines of `must-not-compile/` that say so, each for its own reason. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url).pathname;
const folder = "must-not-compile";

interface Mistake {
  /** `must-not-compile/connector.ts:12` */
  readonly place: string;
  readonly said: string;
}

const marked: readonly Mistake[] = readdirSync(root + folder)
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) =>
    readFileSync(`${root}${folder}/${name}`, "utf8")
      .split("\n")
      .flatMap((line, index) => {
        const [, below, said] = /\/\/ refused( below)?: (.+)$/.exec(line) ?? [];
        const number = index + (below === undefined ? 1 : 2);
        return said === undefined ? [] : [{ place: `${folder}/${name}:${number}`, said }];
      }),
  );

/** What the compiler says, by place. */
function refused(): ReadonlyMap<string, string> {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["node_modules/.bin/tsc", "-p", folder, "--noEmit", "--pretty", "false"],
    { cwd: root, encoding: "utf8" },
  );
  const found = new Map<string, string>();
  let place = "";
  for (const line of `${stdout}${stderr}`.split("\n")) {
    const [, file, number] = /^(\S+)\((\d+),\d+\): error TS/.exec(line) ?? [];
    if (file !== undefined) place = `${file}:${number}`;
    if (place) found.set(place, `${found.get(place) ?? ""}${line}\n`);
  }
  return found;
}

test(`${marked.length} mistakes are refused by the types, and nothing else is`, () => {
  assert.ok(marked.length > 20);
  const found = refused();
  for (const { place, said } of marked) {
    assert.ok(found.has(place), `${place} compiles`);
    assert.ok(found.get(place)?.includes(said), `${place} says ${found.get(place)}`);
  }
  const places = marked.map(({ place }) => place);
  assert.deepEqual(
    [...found.keys()].filter((place) => !places.includes(place)),
    [],
  );
});
