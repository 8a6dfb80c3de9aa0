/** Everything that is checked without running a test: format, lint, types, purity, contract, generated files. */
import { spawnSync } from "node:child_process";

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}
const checks: readonly Check[] = [
  { name: "format and lint", command: ["biome", "ci", "--colors=off", "."] },
  { name: "types", command: ["tsc", "-p", "."] },
  { name: "the kit's declarations", command: ["tsc", "-p", "tsconfig.kit.json"] },
  { name: "purity of connectors", command: ["tsc", "-p", "tsconfig.connectors.json"] },
  // Every exported type must be one that the package's declarations can name.
  { name: "the client's declarations", command: ["tsc", "-p", "sdks/typescript", "--noEmit"] },
  { name: "contract lint", command: ["buf", "lint"] },
  {
    name: "contract format",
    command: ["buf", "format", "--diff", "--exit-code", "--path", "contract/payments"],
  },
  { name: "generated files", command: ["node", "tools/generate.ts", "--check"] },
];

let failed = 0;
for (const { name, command } of checks) {
  const [program = "", ...given] = command;
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(program, given, { encoding: "utf8", shell: false });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    failed += 1;
    console.log(`✗ ${name} (${command.join(" ")})\n${stdout}${stderr}`);
  } else console.log(`✓ ${name} ${seconds} s`);
}
process.exitCode = failed > 0 ? 1 : 0;
