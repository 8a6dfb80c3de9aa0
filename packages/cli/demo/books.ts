/** What a simulated processor's books gained: the truth that every answer is held against. */
import type { LedgerEntry } from "#simulate";
import type { RunningSimulator } from "#simulators";
import { type Amount, shownAmount } from "../amounts.ts";

export type Kind = LedgerEntry["kind"];
export type Expected = readonly (readonly [kind: Kind, amount: Amount])[];

/** Something is not as it should be. */
export class Wrong extends Error {
  override readonly name = "Wrong";
}

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Wrong(otherwise);
}

export interface Books {
  /** What moved since the books were opened. */
  gained(): readonly LedgerEntry[];
  /** Throws `Wrong` unless exactly this moved, in this order. */
  mustSay(expected: Expected): void;
}

export function openBooks({ ledger }: RunningSimulator): Books {
  const before = ledger.length;
  const gained = () => ledger.slice(before);
  return {
    gained,
    mustSay(expected) {
      const told = listed(
        gained().map(({ kind, amount, currency }) => [kind, { minorUnits: amount, currency }]),
      );
      const wanted = listed(expected);
      must(told === wanted, `the ledger says ${told}, and not ${wanted}`);
    },
  };
}

const listed = (entries: Expected): string =>
  entries.map(([kind, amount]) => `${kind} ${shownAmount(amount)}`).join(", ") || "nothing";
