/**
 * `npm run generate`: writes every generated file. `--check` writes nothing and fails on a difference. `--coverage`
 * takes the matrix alone, from the proofs of the last test run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { contract } from "./generate/contract.ts";
import { type Generator, root } from "./generate/files.ts";
import { guarantees } from "./generate/guarantees.ts";
import { registry } from "./generate/registry.ts";
import { sizes } from "./generate/sizes.ts";

const { values } = parseArgs({
  options: { check: { type: "boolean" }, coverage: { type: "boolean" } },
});

/** In this order, and each loaded in its turn: the pages are made by what the first two write. */
const generators: readonly Generator[] = values.coverage
  ? [async () => (await import("./generate/coverage.ts")).coverage()]
  : [
      contract,
      registry,
      async () => (await import("./generate/openapi.ts")).openapi(),
      async () => (await import("./generate/reference.ts")).reference(),
      async () => (await import("./generate/connectors.ts")).connectorPages(),
      sizes,
      guarantees,
      async () => (await import("./generate/sdks.ts")).sdks(),
    ];
/** Folders that hold nothing but generated files: what is not generated any more goes. */
const folders = values.coverage ? [] : ["contract/gen", "docs/generated/connectors"];
if (!values.coverage) {
  const { here, missing } = (await import("./generate/sdks.ts")).installed();
  folders.push(...here.flatMap((language) => language.folders));
  if (missing.length > 0 && process.env["NO_SKIPS"] !== undefined) process.exitCode = 1;
  if (missing.length > 0)
    console.log(`left as it is, for want of plugins (tools/plugins): ${missing.join(", ")}`);
}

const expected = new Set<string>();
const different: string[] = [];
for (const generate of generators)
  for (const [path, content] of await generate()) {
    expected.add(path);
    const file = root + path;
    if (existsSync(file) && readFileSync(file, "utf8") === content) continue;
    different.push(path);
    if (values.check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
for (const folder of folders.filter((one) => existsSync(root + one)))
  for (const name of readdirSync(root + folder, { recursive: true, encoding: "utf8" })) {
    const path = `${folder}/${name}`;
    if (!/\.(ts|md|py|pyi|go|rs|java|php)$/.test(name) || expected.has(path)) continue;
    different.push(`${path} (not generated any more)`);
    if (!values.check) rmSync(root + path);
  }

if (values.check && different.length > 0) {
  const command = values.coverage ? "npm run generate -- --coverage" : "npm run generate";
  console.error(`differ from what is generated; run \`${command}\` and read the difference:`);
  for (const path of different) console.error(`  ${path}`);
  process.exitCode = 1;
} else
  console.log(
    `${expected.size} generated files, ${different.length} ${values.check ? "different" : "written"}`,
  );
