/** docs/generated/guarantees.md: each promise, the tests that can break it, and the command that runs them. */
import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { missing, namedTest } from "../named-tests.ts";
import { type Files, notice, root } from "./files.ts";

/** The promises, in the order of the money at risk. */
const promises: readonly (readonly [id: string, title: string, text: string])[] = [
  [
    "1",
    "Unknown outcomes",
    "Connect, TLS, first-byte and total time-outs, all inside the caller's deadline; a typed answer before that deadline. Certainty is decided by what was written to the wire. Automatic repeats only for what was certainly not sent, or with a key that the processor honours; 0 retries means 0.",
  ],
  [
    "2",
    "Idempotency keys",
    "Derived per attempt from nothing secret, shaped to the processor's rules, reported with how long a repeat is safe.",
  ],
  [
    "3",
    "Amounts",
    "Whole minor units, a table of digits per connector with its source, exact or refused, the echoed amount compared.",
  ],
  [
    "4",
    "Statuses",
    "Every published word is mapped; one that is not known is never a success or a failure; the capture mode is taken into account.",
  ],
  [
    "5",
    "Webhook signatures",
    "The raw body is what is verified; secrets rotate; old and future ones are refused; a changed one is never accepted.",
  ],
  ["6", "Order of events", "Duplicate, late and reordered events fold to the same truth."],
  ["7", "Decline reasons", "Three layers kept; unified code, actor and retry."],
  [
    "8",
    "3-D Secure and redirects",
    "One `next_action`, one `ResumePayment`, safe to call twice, with webhook and look-up as equal ways to the same end.",
  ],
  [
    "9",
    "Secrets and card numbers",
    "Redaction by the contract's marks and by value: none in logs, spans, metrics, errors and previews.",
  ],
  ["10", "Requirements", "Every problem at once, with path, reason and example."],
  [
    "11",
    "Partial captures, repeated voids, refund races",
    "The processor's own guards are used; what was done already differs from what failed.",
  ],
  [
    "12",
    "Connections",
    "One pool per origin, certificate and proxy; keep-alive shorter than the processor's; certificates reload without restart.",
  ],
  [
    "walls",
    "Doors and walls",
    "Callers are authenticated and limited to their accounts; hosts come from the connector or the operator; private addresses are refused after resolution and no redirect is followed; hostile answers and requests are bounded; overload is shed; live mode refuses what is not safe.",
  ],
  [
    "figures",
    "Figures",
    "Goals, of which [performance](../performance.md) says what is met and what is not: added latency p50 ≤ 0.5 ms and p99 ≤ 3 ms; mapping of a card ≤ 25 µs (≤ 50 µs signed or XML); start ≤ 400 ms; idle memory ≤ 120 MiB; installed size ≤ 25 MB; line coverage ≥ 95 %.",
  ],
];

const Row = v.strictObject({
  promise: v.picklist(promises.map(([id]) => id)),
  says: v.pipe(v.string(), v.nonEmpty()),
  tests: v.pipe(v.array(v.string()), v.nonEmpty()),
  command: v.pipe(v.string(), v.nonEmpty()),
});
export type Row = v.InferOutput<typeof Row>;

const folder = "packages/testing/guarantees";

/** Every row of every file, in the order of their names. Throws with all that is wrong: form, tests that are not there, promises made twice. */
export function rows(): readonly Row[] {
  const faults: string[] = [];
  const all = readdirSync(root + folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => {
      const parsed = v.safeParse(
        v.array(Row),
        JSON.parse(readFileSync(`${root}${folder}/${name}`, "utf8")),
      );
      if (parsed.success) return parsed.output;
      faults.push(
        ...parsed.issues.map((issue) => `${name} ${v.getDotPath(issue)}: ${issue.message}`),
      );
      return [];
    });
  for (const test of all.flatMap(({ tests }) => tests)) {
    const fault = missing(namedTest(test));
    if (fault) faults.push(fault);
  }
  faults.push(...promisedTwice(all));
  for (const [id, title] of promises)
    if (!all.some(({ promise }) => promise === id)) faults.push(`no row proves ${id}, ${title}`);
  if (faults.length > 0) throw new Error(`guarantees:\n  ${faults.join("\n  ")}`);
  return all;
}

/** Two rows of one promise that name the same test say the same, or parts of it: they are to be one. */
export function promisedTwice(all: readonly Row[]): readonly string[] {
  const named = all.flatMap(({ promise, says, tests }) =>
    tests.map((test) => ({ promise, says, test, ...namedTest(test) })),
  );
  return named.flatMap((one, index) =>
    named
      .slice(0, index)
      .filter(
        ({ promise, file, pattern }) =>
          promise === one.promise &&
          file === one.file &&
          (pattern.includes(one.pattern) || one.pattern.includes(pattern)),
      )
      .map((before) =>
        before.says === one.says
          ? `${one.promise} names a test twice in ${JSON.stringify(one.says)}: ${one.test}`
          : `${one.promise} is promised twice by ${one.test}: ${JSON.stringify(before.says)} and ${JSON.stringify(one.says)}`,
      ),
  );
}

export function guarantees(): Files {
  const all = rows();
  const link = (text: string) => {
    const { file, pattern } = namedTest(text);
    return `[\`${file}\`](../../${file}): ${cell(pattern)}`;
  };
  const content = [
    "# Guarantees",
    "",
    `${notice} Each line is written in \`${folder}\`; one that names a test that is not there stops the generator.`,
    "",
    ...promises.flatMap(([id, title, text]) => [
      `## ${/^\d+$/.test(id) ? `${id}. ` : ""}${title}`,
      "",
      text,
      "",
      "| shown | by the tests | run by |",
      "|---|---|---|",
      ...all
        .filter(({ promise }) => promise === id)
        .map(
          ({ says, tests, command }) =>
            `| ${cell(says)} | ${tests.map(link).join("<br>")} | \`${cell(command)}\` |`,
        ),
      "",
    ]),
  ].join("\n");
  return new Map([["docs/generated/guarantees.md", content]]);
}
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
