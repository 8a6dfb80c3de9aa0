/** The contract's contacts, for processors that take street and house number, or a whole name, in one line. */
import type { Address, Contact } from "#contract";

/** The house number stands behind the street, unless `line1` has it already. Undefined where there is neither. */
export function streetLine(address: Address | undefined): string | undefined {
  const { line1 = "", houseNumber = "" } = address ?? {};
  const isThere = line1.split(/[\s,]+/).includes(houseNumber);
  return [line1, isThere ? "" : houseNumber].filter(Boolean).join(" ") || undefined;
}

/** Given and family name; undefined where there is neither. */
export const fullName = (contact: Contact | undefined): string | undefined =>
  [contact?.firstName, contact?.lastName].filter(Boolean).join(" ") || undefined;
