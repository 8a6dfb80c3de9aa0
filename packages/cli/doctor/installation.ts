/** Node.js and what `npm install` was to bring. */
import { existsSync, readFileSync } from "node:fs";
import { parseJson } from "#kit";
import { at, textAt } from "#simulate";
import type { Finding } from "./finding.ts";

const root = new URL("../../../", import.meta.url);
const LEAST_MAJOR = 22;

export function checkNode(): readonly Finding[] {
  const pinned = textAt(packageFile(), "dependencies.node");
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < LEAST_MAJOR)
    return [
      {
        state: "wrong",
        what: `Node.js ${process.version} is too old`,
        advice: `use ${LEAST_MAJOR} or later; \`npm install\` brings ${pinned} along, and \`npx node\` is it`,
      },
    ];
  return pinned === process.versions.node
    ? [{ state: "fine", what: `Node.js ${process.version}, the one that is tested` }]
    : [
        {
          state: "odd",
          what: `Node.js ${process.version}; tests run on ${pinned}`,
          advice: "`npx node packages/cli/main.ts` runs on the tested one",
        },
      ];
}

export function checkDependencies(): readonly Finding[] {
  const wanted = Object.entries(Object(at(packageFile(), "dependencies"))).map(
    ([name, version]) => [name, String(version)] as const,
  );
  const faults = wanted.flatMap(([name, version]) => {
    const file = new URL(`node_modules/${name}/package.json`, root);
    if (!existsSync(file)) return [`${name} is missing`];
    const there = textAt(parseJson(readFileSync(file, "utf8")), "version");
    return there === version ? [] : [`${name} is ${there}, not ${version}`];
  });
  return faults.length === 0
    ? [{ state: "fine", what: `${wanted.length} dependencies, each in its pinned version` }]
    : [{ state: "wrong", what: `dependencies: ${faults.join("; ")}`, advice: "run `npm ci`" }];
}

const packageFile = (): unknown => parseJson(readFileSync(new URL("package.json", root), "utf8"));
