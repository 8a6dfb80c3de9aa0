/**
 * Second readings: what a published word means, written down from the processor's documentation by somebody who did
 * not look at the connector's table, one file of `tables/` for each connector. `laws-of-tables.test.ts` compares.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as contract from "#contract";
import { type Failure, usualJudgement } from "#kit";
import { type AnyTable, isFailureTable } from "./tables.ts";

/** Of one table, by its words: what each means, such as `PENDING, pendingReason CUSTOMER`. */
export interface Reading {
  /** The enum of the contract that the meanings are names of; of failure codes always `FailureCode`. */
  readonly of?: string;
  /** Where the meanings were read. */
  readonly source: string;
  readonly read: Readonly<Record<string, string>>;
  /**
   * What the second reader made of some words before both readings were compared; the meaning in `read` was settled on
   * then. Where one may well be of another opinion.
   */
  readonly doubted?: Readonly<Record<string, string>>;
  /** Whose description nobody found: what the table says, kept so that a change is seen. It proves no more. */
  readonly kept?: Readonly<Record<string, string>>;
  /** The list of several processors or of a standard whose words these are. */
  readonly published?: string;
  /** How the published word is written here: what the first group of this expression takes out. */
  readonly writtenAs?: string;
}
export type Readings = Readonly<Record<string, Reading>>;

const folder = new URL("tables/", import.meta.url).pathname;
const parsed = <Value>(path: string): Value => JSON.parse(readFileSync(path, "utf8"));

/** Undefined where nobody has read. `{ "as": "cybersource" }` is another's readings, of the same tables. */
export function readingsOf(id: string): Readings | undefined {
  const path = `${folder}${id}.json`;
  if (!existsSync(path)) return undefined;
  const found = parsed<Readings | { readonly as: string }>(path);
  return typeof found.as === "string" ? readingsOf(found.as) : (found as Readings);
}
export const readers = (): readonly string[] =>
  readdirSync(folder).map((name) => name.replace(/\.json$/, ""));

const nameOf = (words: unknown, value: unknown): string => {
  if (typeof value !== "number" || typeof words !== "object" || words === null)
    return typeof value === "string" ? value : JSON.stringify(value);
  const name = Object.entries(words).find(([, known]) => known === value);
  return name?.[0] ?? `no word of the contract: ${value}`;
};
const members: Readonly<Record<string, object>> = {
  code: contract.FailureCode,
  reason: contract.DisputeReason,
  actor: contract.Actor,
  retry: contract.Retry,
  pendingReason: contract.PendingReason,
  stage: contract.DisputeStage,
  address: contract.CheckResult,
  postalCode: contract.CheckResult,
  name: contract.CheckResult,
};
/** Said first and without their name. */
const first: ReadonlySet<string> = new Set(["code", "status", "reason"]);
const byRank = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  Number(first.has(other)) - Number(first.has(one));

/** What a table says of a word, in words; what goes without saying is left out. */
export function meaningOf(table: AnyTable, word: string, of: string | undefined): string {
  const words: unknown = of === undefined ? undefined : Reflect.get(contract, of);
  const read: unknown = table(word);
  if (typeof read !== "object" || read === null) return nameOf(words, read);
  const said = isFailureTable(table) ? unusual(table(word)) : read;
  const parts = Object.entries(said)
    .sort(byRank)
    .flatMap(([member, value]) => {
      if (value === undefined || member.startsWith("processor")) return [];
      if (member === "pendingReason" && value === contract.PendingReason.UNSPECIFIED) return [];
      const name = nameOf(member === "status" ? words : members[member], value);
      return [first.has(member) ? name : `${member} ${name}`];
    });
  return parts.join(", ");
}

function unusual({ code, actor, retry, ...more }: Failure): object {
  const [usualActor, usualRetry] = usualJudgement.get(code) ?? [];
  return {
    code,
    ...(actor !== usualActor && { actor }),
    ...(retry !== usualRetry && { retry }),
    ...more,
  };
}
