/**
 * `npm test`: the checks, then every test, then what they prove. Ends with `N passed, N failed`.
 *
 *   npm test                 everything
 *   npm test -- --quick      without coverage
 *   npm test -- --no-skips   a skipped test is a failure, as in CI
 */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, "no-skips": { type: "boolean" } },
});
const proofs = new URL("../reports/proofs.txt", import.meta.url).pathname;
rmSync(proofs, { force: true });
mkdirSync(new URL("../reports/", import.meta.url).pathname, { recursive: true });

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

const checks = await run("node", ["tools/check.ts"]);
const tests = await run("node", [
  "--test",
  "--test-concurrency=2",
  ...(values.quick ? [] : coverage),
  "packages/**/*.test.ts",
  "tools/**/*.test.ts",
]);
const proven = await run("node", ["tools/generate.ts", "--coverage", "--check"]);

const passed = figure(tests.output, "pass") + zero(checks) + zero(proven);
const skipped = figure(tests.output, "skipped") + figure(tests.output, "todo");
const failures =
  figure(tests.output, "fail") +
  figure(tests.output, "cancelled") +
  (1 - zero(checks)) +
  (1 - zero(proven)) +
  (values["no-skips"] ? skipped : 0) +
  // The runner may fail for another reason than a test, such as coverage below its threshold.
  (tests.status !== 0 && figure(tests.output, "fail") === 0 ? 1 : 0);
if (skipped > 0)
  console.log(`\n${skipped} skipped${values["no-skips"] ? ", which CI does not allow" : ""}`);
console.log(`\n${passed} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;

interface Ended {
  readonly status: number;
  readonly output: string;
}
function run(program: string, given: readonly string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(program, given, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PROOFS: proofs, FORCE_COLOR: "0" },
  });
  let output = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  child.on("close", (status) => resolve({ status: status ?? 1, output }));
  return promise;
}
function figure(output: string, name: string): number {
  const lines = [...output.matchAll(new RegExp(`^(?:ℹ|#) ${name} (\\d+)$`, "gm"))];
  return Number(lines.at(-1)?.[1] ?? 0);
}
function zero({ status }: Ended): number {
  return status === 0 ? 1 : 0;
}
