/**
 * `npm test`: the checks, then every test, then the client libraries' own tests, then what they prove. Ends with
 * `N passed, N failed`. A library whose toolchain is not here is skipped by name.
 *
 *   npm test                 everything
 *   npm test -- --quick      without coverage
 *   npm test -- --no-sdks    without the client libraries
 *   npm test -- --no-skips   a skipped test is a failure, as in CI
 */
import { spawn } from "node:child_process";
import { globSync, mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean" },
    "no-sdks": { type: "boolean" },
    "no-skips": { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(
    "npm test [-- --quick] [--no-sdks] [--no-skips]: the first lines of tools/test.ts tell them.\nOne file: npx node --test packages/kit/money.test.ts",
  );
  process.exit(0);
}
const root = new URL("../", import.meta.url).pathname;
const proofs = `${root}reports/proofs.txt`;
rmSync(proofs, { force: true });
mkdirSync(`${root}reports/`, { recursive: true });

/** Rooms whose lines must be run by tests: `guarantees.md`. */
const covered = ["packages/kit/**", "packages/runtime/**", "connectors/*/*.ts"];
const coverage = [
  "--experimental-test-coverage",
  ...covered.map((glob) => `--test-coverage-include=${glob}`),
  "--test-coverage-exclude=**/*.test.ts",
  "--test-coverage-exclude=connectors/*/simulator.ts",
  "--test-coverage-exclude=connectors/registry.ts",
  "--test-coverage-lines=95",
];

/** Those that hold a service to its time have the machine to themselves. */
const timed: ReadonlySet<string> = new Set([
  "packages/service/floods.test.ts",
  "packages/service/limits.test.ts",
  "packages/testing/load/load.test.ts",
  "packages/testing/speed.test.ts",
]);
const others = globSync(["packages/**/*.test.ts", "tools/**/*.test.ts"], { cwd: root })
  .filter((file) => !timed.has(file))
  .sort();

const checks = await run("node", ["tools/check.ts"]);
const alone = await run("node", ["--test", "--test-concurrency=1", ...timed]);
const together = await run("node", [
  "--test",
  "--test-concurrency=2",
  ...(values.quick ? [] : coverage),
  ...others,
]);
const proven = await run("node", ["tools/generate.ts", "--coverage", "--check"]);
const libraries = values["no-sdks"] ? [] : await librariesTested();
const whole = values["no-skips"] ? ["--all"] : [];
const conforming = values["no-sdks"]
  ? undefined
  : await run("node", ["conformance/report.ts", "--check", ...whole]);

const ended = [checks, proven, ...(conforming ? [conforming] : [])];
const sumOf = (part: keyof Figures) => libraries.reduce((sum, one) => sum + one[part], 0);
const told = (name: string) => figure(alone.output, name) + figure(together.output, name);
const passed = told("pass") + ended.filter(succeeded).length + sumOf("passed");
const skipped = told("skipped") + told("todo") + sumOf("skipped");
const failures =
  told("fail") +
  told("cancelled") +
  ended.filter((one) => !succeeded(one)).length +
  sumOf("failed") +
  (values["no-skips"] ? skipped : 0) +
  // The runner may fail for another reason than a test, such as coverage below its threshold.
  [alone, together].filter((one) => !succeeded(one) && figure(one.output, "fail") === 0).length;
if (skipped > 0)
  console.log(`\n${skipped} skipped${values["no-skips"] ? ", which CI does not allow" : ""}`);
console.log(`\n${passed} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;

interface Ended {
  readonly status: number;
  readonly output: string;
}
/** `atItsEnd`: what it says is shown whole, not between the lines of another. */
function run(
  program: string,
  given: readonly string[],
  { atItsEnd = false }: { readonly atItsEnd?: boolean } = {},
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(program, given, {
    // A program that seeks in what it inherits would write over what others said.
    stdio: ["ignore", "pipe", atItsEnd ? "pipe" : "inherit"],
    env: {
      ...process.env,
      PROOFS: proofs,
      FORCE_COLOR: "0",
      // In CI, plugins that are not here are no excuse, and merchants live through a hundred thousand histories.
      ...(values["no-skips"] && { NO_SKIPS: "1", HISTORIES: process.env["HISTORIES"] ?? "100000" }),
    },
  });
  let output = "";
  let problems = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    problems += text;
  });
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (!atItsEnd) process.stdout.write(text);
  });
  child.on("close", (status) => {
    if (atItsEnd) process.stderr.write(problems);
    if (atItsEnd) process.stdout.write(output);
    resolve({ status: status ?? 1, output });
  });
  return promise;
}
function figure(output: string, name: string): number {
  const lines = [...output.matchAll(new RegExp(`^(?:ℹ|#) ${name} (\\d+)$`, "gm"))];
  return Number(lines.at(-1)?.[1] ?? 0);
}
function succeeded({ status }: Ended): boolean {
  return status === 0;
}

interface Figures {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
/** Each library's `sdks/<language>/test.sh`, which says by its exit code 77 that its toolchain is not here. Two at a time: they wait more than they work. */
async function librariesTested(): Promise<readonly Figures[]> {
  const lanes = [
    ["java", "python", "php"],
    ["rust", "go", "typescript"],
  ];
  const figures = await Promise.all(
    lanes.map(async (languages) => {
      const tested: Figures[] = [];
      for (const language of languages) tested.push(await libraryTested(language));
      return tested;
    }),
  );
  return figures.flat();
}
async function libraryTested(language: string): Promise<Figures> {
  const started = performance.now();
  const { status, output } = await run("bash", [`sdks/${language}/test.sh`], { atItsEnd: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(status === 77 ? `${language}: skipped` : `${language}: ${seconds} s`);
  if (status === 77) return { passed: 0, failed: 0, skipped: 1 };
  const last = output.trimEnd().split("\n").at(-1) ?? "";
  const [, ...numbers] = /^\w+: (\d+) passed, (\d+) failed, (\d+) skipped$/.exec(last) ?? [];
  const [passed = 0, failed = 1, skipped = 0] = numbers.map(Number);
  // A script that ends badly without a failed test has failed itself.
  return { passed, failed: failed + (status !== 0 && failed === 0 ? 1 : 0), skipped };
}
