/** The contract's addresses, for processors that take street and house number in one line. */
import type { Address } from "#contract";

/** The house number stands behind the street, unless `line1` has it already. Undefined where there is neither. */
export function streetLine(address: Address | undefined): string | undefined {
  const { line1 = "", houseNumber = "" } = address ?? {};
  const isThere = line1.split(/[\s,]+/).includes(houseNumber);
  return [line1, isThere ? "" : houseNumber].filter(Boolean).join(" ") || undefined;
}
