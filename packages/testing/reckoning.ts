/** The reckoning: the ledger held against what was asked for, and against what the merchant knows of it. */
import { strict as assert } from "node:assert";
import { type PaymentRecord, totalsOf } from "#runtime";
import type { RunningSimulator } from "#simulators";
import type { Ended } from "./merchant.ts";
import { moved } from "./shop.ts";

/** What the merchant wanted, and how it ended as far as the merchant knows. */
export interface Intent {
  readonly kind: "capture" | "void" | "refund" | "charge" | "hold";
  readonly amount: bigint;
  readonly end: Ended["end"];
  readonly by: Ended["by"];
}

/** What a history comes to. */
export interface Reckoning {
  readonly processor: RunningSimulator;
  readonly intents: readonly Intent[];
  readonly record: PaymentRecord | undefined;
  readonly isReversed: boolean;
}

/** Throws where the ledger holds what nobody asked for, or what the merchant does not know. */
export function assertHonest({ processor, intents, record, isReversed }: Reckoning): void {
  const entries = processor.ledger;
  const [first] = intents;
  const whole = first?.amount ?? 0n;
  const [held, taken, given, freed] = [
    moved(entries, "authorization"),
    moved(entries, "capture"),
    moved(entries, "refund"),
    moved(entries, "void"),
  ];
  const said = JSON.stringify(intents, (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  assert.ok(held <= whole, `${held} held of ${whole}: a second hold; ${said}`);
  assert.ok(taken <= whole, `${taken} taken of ${whole}: a second charge; ${said}`);
  assert.ok(given <= taken, `${given} given back of ${taken}; ${said}`);
  assert.ok(freed <= whole, `${freed} freed of ${whole}; ${said}`);
  const ofKind = (kind: Intent["kind"]) => intents.filter((one) => one.kind === kind);
  const sum = (all: readonly Intent[], ...ends: readonly Ended["end"][]) =>
    all.reduce((total, { end, amount }) => total + (ends.includes(end) ? amount : 0n), 0n);
  const between = (what: string, actual: bigint, all: readonly Intent[]) => {
    const [least, most] = [sum(all, "done"), sum(all, "done", "accepted")];
    assert.ok(
      actual >= least && actual <= most,
      `${what}: ${actual} in the ledger, and the merchant knows of ${least} to ${most}; ${said}`,
    );
  };
  if (isReversed) {
    assert.equal(outstanding(processor), 0n, `what was reversed; ${said}`);
    return;
  }
  if (ofKind("hold").length > 0) between("held", held, ofKind("hold"));
  between("taken", taken, [...ofKind("charge"), ...ofKind("capture")]);
  between("given back", given, ofKind("refund"));
  assertTotals({ intents, record }, { taken, given, said });
}

interface Moved {
  readonly taken: bigint;
  readonly given: bigint;
  readonly said: string;
}
/** The record says what the ledger says, unless somebody had to ask, or nothing tells of it here. */
function assertTotals(
  { intents, record }: Pick<Reckoning, "intents" | "record">,
  { taken, given, said }: Moved,
): void {
  if (intents.some(({ by }) => by === "askProcessor") || !record) {
    if (!record) assert.equal(taken, 0n, `nobody knows of ${taken} taken; ${said}`);
    return;
  }
  const { captured, refunded } = totalsOf(record);
  assert.equal(captured, taken, `captured, by the record; ${said}`);
  assert.equal(refunded, given, `refunded, by the record; ${said}`);
}

/** What is held or taken and not given up; a final capture gives up the rest by itself. */
export function outstanding({ ledger }: RunningSimulator): bigint {
  const taken = moved(ledger, "capture");
  return taken > 0n
    ? taken - moved(ledger, "refund")
    : moved(ledger, "authorization") - moved(ledger, "void");
}
