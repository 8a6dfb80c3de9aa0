/** What really moved of a payment. */
import type { LedgerEntry, World } from "#simulate";
import type { Payment } from "./payments.ts";

export function record(
  world: World,
  { pspReference, reference, amount }: Payment,
  kind: LedgerEntry["kind"],
  value: bigint,
): void {
  if (value === 0n) return;
  const { currency } = amount;
  world.ledger.record({ kind, payment: pspReference, reference, amount: value, currency });
}
