/** What really moved of a payment, in ISO 4217 minor units. */
import type { LedgerEntry, World } from "#simulate";
import type { Payment } from "./payments.ts";

/**
 * Currencies that Adyen counts with more or fewer digits than ISO 4217, as its units by 100 or 100 by its unit.
 * https://docs.adyen.com/development-resources/currency-codes
 */
const coarser: ReadonlySet<string> = new Set(["CVE", "IDR"]);
const finer: ReadonlySet<string> = new Set(["CLP", "ISK"]);

function minorUnits(value: bigint, currency: string): bigint {
  if (coarser.has(currency)) return value * 100n;
  return finer.has(currency) ? value / 100n : value;
}

export function record(
  world: World,
  { pspReference, reference, amount: { currency } }: Payment,
  kind: LedgerEntry["kind"],
  value: bigint,
): void {
  if (value === 0n) return;
  const amount = minorUnits(value, currency);
  world.ledger.record({ kind, payment: pspReference, reference, amount, currency });
}
