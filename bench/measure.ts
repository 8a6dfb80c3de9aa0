/** How everything here is measured: CPU time per call, in rounds that visit every candidate, as medians; printed and kept as JSON. */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";

export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Of the last minute before the run: other work on the same cores lengthens everything that is not CPU time. */
  readonly load: number;
}

export const machine = (): Machine => ({
  date: new Date().toISOString(),
  node: process.version,
  processor: os.cpus()[0]?.model.trim() ?? "unknown",
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
});

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The value below which `share` of them are. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? Number.NaN;

/** Microseconds of CPU, in user and kernel, over all threads of a process: its garbage collection counts. */
export const microseconds = ({ user, system }: NodeJS.CpuUsage): number => user + system;

/** Microseconds of this process's CPU per call, over about `milliseconds` of calls one after the other. */
export async function cpuPerCall(call: () => unknown, milliseconds: number): Promise<number> {
  const before = process.cpuUsage();
  let calls = 0;
  for (;;) {
    for (let turn = 0; turn < 20; turn += 1) await call();
    calls += 20;
    const spent = microseconds(process.cpuUsage(before));
    if (spent >= milliseconds * 1_000) return spent / calls;
  }
}

export interface Candidate {
  readonly name: string;
  readonly call: () => unknown;
}

export interface Rounds {
  readonly rounds: number;
  /** CPU time of one visit. */
  readonly milliseconds: number;
  /** CPU time of each candidate before any round: what is measured is compiled code. */
  readonly warm: number;
}

/**
 * Microseconds per call of each candidate, one figure for each round. Every round visits all of them, beginning with
 * another one.
 */
export async function inRounds(
  candidates: readonly Candidate[],
  { rounds, milliseconds, warm }: Rounds,
): Promise<ReadonlyMap<string, readonly number[]>> {
  for (const { call } of candidates) await cpuPerCall(call, warm);
  const figures = new Map(candidates.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (let turn = 0; turn < candidates.length; turn += 1) {
      const candidate = candidates[(turn + round) % candidates.length];
      if (candidate)
        figures.get(candidate.name)?.push(await cpuPerCall(candidate.call, milliseconds));
    }
  return figures;
}

/** `--rounds 5 --milliseconds 100 --warm 500`: the command line that all of these share. */
export function roundsFrom(usual: Rounds): Rounds {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { rounds: text, milliseconds: text, warm: text } });
  const number = (given: string | undefined, otherwise: number) => {
    if (given === undefined) return otherwise;
    if (/^\d{1,7}$/.test(given)) return Number(given);
    throw new Error(`${given} is not a whole number`);
  };
  return {
    rounds: number(values.rounds, usual.rounds),
    milliseconds: number(values.milliseconds, usual.milliseconds),
    warm: number(values.warm, usual.warm),
  };
}

export type Row = Readonly<Record<string, string | number>>;

/** A Markdown table, its columns named by the first row. */
export function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const right = (name: string) => typeof rows[0]?.[name] === "number";
  return [
    `| ${names.join(" | ")} |`,
    `|${names.map((name) => (right(name) ? "--:" : "---")).join("|")}|`,
    ...rows.map((row) => `| ${names.map((name) => row[name] ?? "").join(" | ")} |`),
  ].join("\n");
}

/** Prints the table and writes `reports/bench/<name>.json` with the machine beside the figures. */
export function report(name: string, rows: readonly Row[], more: object = {}): void {
  const folder = new URL("../reports/bench/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const about = machine();
  writeFileSync(
    new URL(`${name}.json`, folder),
    `${JSON.stringify({ machine: about, rows, ...more }, undefined, 2)}\n`,
  );
  console.log(
    `\n${name}: ${about.date}, Node.js ${about.node}, ${about.cores} × ${about.processor}, ${about.memoryGiB} GiB, load ${about.load}\n`,
  );
  console.log(table(rows));
}

/** To one digit behind the point below ten, whole otherwise. */
export const rounded = (value: number): number =>
  value < 10 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10;
