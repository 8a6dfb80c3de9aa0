/** Amounts as people type and read them. Exact, or refused. */
import { toDecimal } from "#kit";
import { isoDigits } from "../kit/currencies.ts";
import { exits, Stop } from "./command.ts";

export interface Amount {
  readonly minorUnits: bigint;
  readonly currency: string;
}

/** `10.50` EUR is 1050; a digit that the currency does not have is refused and never rounded away. */
export function amountOf(text: string, currency: string): Amount {
  const digits = isoDigits.get(currency);
  if (digits === undefined)
    throw new Stop(
      exits.usage,
      `--currency ${currency} is not an ISO 4217 code`,
      "write it in upper case, such as EUR",
    );
  const [, whole, fraction = ""] = /^(\d{1,15})(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined)
    throw new Stop(
      exits.usage,
      `--amount ${text} is not an amount`,
      "write digits and a point, such as 10.50",
    );
  if (fraction.length > digits)
    throw new Stop(
      exits.usage,
      `--amount ${text}: ${currency} has ${digits === 0 ? "no digits" : `${digits} digits`} behind the point`,
      "nothing is rounded here; write an amount that exists",
    );
  return { minorUnits: BigInt(whole + fraction.padEnd(digits, "0")), currency };
}

/** `10.50 EUR`; of a currency that ISO 4217 does not know, the bare units. */
export const shownAmount = ({ minorUnits, currency }: Amount): string =>
  isoDigits.has(currency)
    ? `${toDecimal({ minorUnits, currency })} ${currency}`
    : `${minorUnits} minor units of ${currency || "no currency"}`;
