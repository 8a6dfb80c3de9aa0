/**
 * Mutation testing of the modules where a wrong line costs money: each mutant is one wrong line, and dies when a test
 * that is about its module fails. Survivors are printed, and kept in `reports/mutation.json`; `docs/mutation.md` judges them.
 *
 *   nice -n 15 npx node tools/mutation/run.ts                          every module, three connectors' tables
 *   npx node tools/mutation/run.ts --module packages/kit/money.ts      one of them
 *   npx node tools/mutation/run.ts --most 40                           a sample of each module, evenly over its lines
 *   npx node tools/mutation/run.ts --connector mollie                  that connector's tables
 *   npx node tools/mutation/run.ts --again                             those that survived in the report, with better tests
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Judged, judged } from "./modules.ts";
import type { Mutant } from "./mutants.ts";

const root = new URL("../../", import.meta.url);
const here = (name: string): string => new URL(name, import.meta.url).pathname;
const INTERNALS = "--expose-internals";

interface Result {
  readonly module: string;
  readonly mutants: number;
  readonly run: number;
  readonly killed: number;
  readonly survivors: readonly string[];
}

/** Resolves true where every test passed. A run that takes too long has failed. */
function passes({ tests, named }: Judged, milliseconds: number, mutant?: Mutant, of = "") {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [
      ...["--import", here("replaced.ts"), "--test", "--test-isolation=none"],
      ...["--test-reporter", here("first.ts"), "--test-reporter-destination", "stdout"],
      ...(named === undefined ? [] : ["--test-name-pattern", `\\b${named}\\b`]),
      ...tests,
    ],
    {
      cwd: root,
      stdio: "ignore",
      env: {
        ...environment,
        ...(mutant && { MUTANT: new URL(of, root).href, MUTANT_TEXT: mutant.text }),
      },
    },
  );
  return new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.on("exit", (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/** Evenly over the module. */
const sampled = <One>(all: readonly One[], most: number): readonly One[] =>
  all.length <= most
    ? all
    : Array.from(
        { length: most },
        (_, index) => all[Math.floor((index * all.length) / most)],
      ).filter((one) => one !== undefined);

async function judge(
  one: Judged,
  most: number,
  mutantsOf: (text: string) => readonly Mutant[],
  before?: Result,
) {
  const begun = performance.now();
  if (!(await passes(one, 300_000)))
    throw new Error(`the tests of ${one.module} fail without any mutant: ${one.tests.join(" ")}`);
  const patience = 10_000 + 5 * (performance.now() - begun);
  const all = mutantsOf(readFileSync(new URL(one.module, root), "utf8"));
  const told = (mutant: Mutant) => `${one.module}:${mutant.line}  ${mutant.was}  →  ${mutant.is}`;
  const chosen = before
    ? all.filter((mutant) => before.survivors.includes(told(mutant)))
    : sampled(all, most);
  // Survivors are known by their lines: in another text they are not there, and nothing has killed them.
  if (before?.survivors.some((survivor) => !chosen.some((mutant) => told(mutant) === survivor)))
    throw new Error(`${one.module} has changed since the report: run it anew, without --again`);
  const survivors: string[] = [];
  for (const mutant of chosen)
    if (await passes(one, patience, mutant, one.module)) survivors.push(told(mutant));
  const run = before?.run ?? chosen.length;
  const killed = run - survivors.length;
  const result: Result = { module: one.module, mutants: all.length, run, killed, survivors };
  const share = run === 0 ? 100 : (100 * killed) / run;
  console.log(`${share.toFixed(1)} %  ${killed} of ${run} (${all.length})  ${one.module}`);
  for (const survivor of survivors) console.log(`    ${survivor}`);
  return result;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      module: { type: "string", multiple: true },
      connector: { type: "string", multiple: true },
      most: { type: "string", default: "100000" },
      least: { type: "string", default: "90" },
      again: { type: "boolean", default: false },
      report: { type: "string", default: "reports/mutation.json" },
    },
  });
  const all = judged(values.connector ?? ["stripe", "adyen", "razorpay"]);
  const wanted = all.filter(
    ({ module }) =>
      values.module?.includes(module) ?? (!values.connector || module.startsWith("connectors/")),
  );
  if (wanted.length === 0)
    throw new Error(`no such module; there are ${all.map(({ module }) => module).join(", ")}`);
  const { mutantsOf } = await import("./mutants.ts");
  const known = values.again ? read(values.report) : [];
  const results: Result[] = [];
  for (const one of wanted) {
    const before = known.find(({ module }) => module === one.module);
    if (values.again && !before) continue;
    results.push(
      before && before.survivors.length === 0
        ? before
        : await judge(one, Number(values.most), mutantsOf, before),
    );
    write(values.report, results);
  }
  const [run, killed] = (["run", "killed"] as const).map((name) =>
    results.reduce((sum, result) => sum + result[name], 0),
  );
  const score = (100 * (killed ?? 0)) / Math.max(1, run ?? 0);
  console.log(`${score.toFixed(1)} % of ${run} mutants killed`);
  return score >= Number(values.least) ? 0 : 1;
}

/** What `write` wrote. */
const read = (path: string): readonly Result[] =>
  JSON.parse(readFileSync(new URL(path, root), "utf8")).results;

function write(path: string, results: readonly Result[]): void {
  mkdirSync(new URL("reports/", root), { recursive: true });
  writeFileSync(new URL(path, root), `${JSON.stringify({ results }, null, 2)}\n`);
}

process.exitCode = process.execArgv.includes(INTERNALS)
  ? await main()
  : (spawnSync(process.execPath, [INTERNALS, ...process.argv.slice(1)], { stdio: "inherit" })
      .status ?? 1);
