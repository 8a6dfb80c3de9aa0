/**
 * The table of what each client library passed, from what the server noted in the last run of their tests.
 *
 *   node conformance/report.ts            writes docs/generated/conformance.md
 *   node conformance/report.ts --check    fails where the table is another
 *
 * Both fail where a vector was neither passed nor declared unsupported. A library whose tests were not run keeps its
 * column; `--all` fails for it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Transport } from "./vector.ts";
import { loadVectors } from "./vectors.ts";

const { values } = parseArgs({ options: { check: { type: "boolean" }, all: { type: "boolean" } } });
const vectors = loadVectors();
const libraries: readonly (readonly [sdk: string, transport: Transport])[] = [
  ["typescript", "grpc"],
  ["typescript", "json"],
  ["python", "grpc"],
  ["go", "grpc"],
  ["rust", "grpc"],
  ["java", "grpc"],
  ["php", "json"],
];
const problems: string[] = [];

interface Line {
  readonly vector: string;
  readonly passed?: boolean;
  readonly problems?: readonly string[];
  readonly unsupported?: string;
}
interface Column {
  readonly name: string;
  readonly told: (category: string) => string;
  readonly unsupported: readonly Line[];
}
const columns = libraries.flatMap(([sdk, transport]) => columnOf(sdk, transport) ?? []);

function columnOf(sdk: string, transport: Transport): Column | undefined {
  const name = `${sdk}-${transport}`;
  const file = new URL(`../reports/conformance/${name}.jsonl`, import.meta.url);
  if (!existsSync(file)) {
    const text = `${name}: its tests were not run`;
    if (values.all) problems.push(text);
    else console.log(text);
    return undefined;
  }
  const lines: readonly Line[] = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  // The server notes one line for each run of a vector; the last one counts.
  const last = new Map(lines.map((line) => [line.vector, line]));
  const wanted = [...vectors].filter(
    ([, { transports }]) => transports?.includes(transport) ?? true,
  );
  for (const [id] of wanted) {
    const line = last.get(id);
    if (!line) problems.push(`${name}: ${id} was passed over without a word`);
    else if (!line.passed && !line.unsupported)
      problems.push(`${name}: ${id} failed: ${line.problems?.join("; ")}`);
  }
  const told = (category: string) => {
    const ids = wanted.filter(([, vector]) => vector.category === category).map(([id]) => id);
    const passed = ids.filter((id) => last.get(id)?.passed).length;
    return passed === ids.length ? `${passed}` : `${passed} of ${ids.length}`;
  };
  const unsupported = [...last.values()].filter((line) => line.unsupported !== undefined);
  return { name: `${sdk}, ${transport === "grpc" ? "gRPC" : "JSON"}`, told, unsupported };
}

const categories = [...new Set([...vectors.values()].map(({ category }) => category))].sort();
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const unsupported = columns.flatMap(({ name, unsupported: lines }) =>
  lines.map(({ vector, unsupported: reason }) => `- ${name}: \`${vector}\`: ${reason}`),
);
const page = [
  "# What each client library passed",
  "",
  "Written by `node conformance/report.ts` from the libraries' own test runs. Do not edit. Vectors passed, by category; [what they are](../../conformance/README.md).",
  "",
  row(["", ...columns.map(({ name }) => name)]),
  row(["---", ...columns.map(() => "--:")]),
  ...categories.map((category) => row([category, ...columns.map(({ told }) => told(category))])),
  "",
  unsupported.length > 0 ? "Declared unsupported:\n" : "None is declared unsupported.",
  ...unsupported,
];
const text = `${page.join("\n").trimEnd()}\n`;
const file = new URL("../docs/generated/conformance.md", import.meta.url);
const isWhole = columns.length === libraries.length;
if (!values.check) writeFileSync(file, text);
// With some libraries not run here, the table in the repository says more than this run.
else if (isWhole && (!existsSync(file) || readFileSync(file, "utf8") !== text))
  problems.push("docs/generated/conformance.md is another: run node conformance/report.ts");

for (const problem of problems) console.error(problem);
console.log(`${columns.length} of ${libraries.length} libraries, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
