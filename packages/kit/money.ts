/** Amounts between the contract's minor units and what a processor counts in. Exact, or refused; never rounded. */
import type { Money } from "#contract";
import { isoDigits } from "./currencies.ts";
import { InvalidRequest, Unresolved } from "./failures.ts";

/** How a processor counts, where it differs from ISO 4217. */
export interface Counting {
  /** The page that says so. */
  readonly source: string;
  /** Digits behind the point, by currency. */
  readonly digits?: Readonly<Record<string, number>>;
  /** The amount in the processor's units must be a multiple of this, by currency. */
  readonly multiples?: Readonly<Record<string, bigint>>;
}
export type Amount = Pick<Money, "minorUnits" | "currency">;

export const isCurrency = (code: string): boolean => isoDigits.has(code);

/** The amount as an integer of the processor's units. Throws `InvalidRequest` where it is not exact. */
export function toUnits(money: Amount, counting?: Counting, field = "amount"): bigint {
  const [iso, own] = digitsOf(money.currency, counting, field);
  const units = rescaled(money.minorUnits, iso, own);
  const multiple = counting?.multiples?.[money.currency] ?? 1n;
  if (units === undefined || units % multiple !== 0n)
    throw new InvalidRequest({
      field: `${field}.minorUnits`,
      problem: `cannot be expressed exactly in the processor's units of ${money.currency}`,
    });
  return units;
}

/** The other way. Throws `Unresolved` for a currency that ISO 4217 does not know or a fraction of its minor unit. */
export function fromUnits(units: bigint, currency: string, counting?: Counting): Amount {
  const code = currency.toUpperCase();
  const iso = isoDigits.get(code);
  if (iso === undefined) throw new Unresolved("the answer names a currency outside ISO 4217");
  const minorUnits = rescaled(units, counting?.digits?.[code] ?? iso, iso);
  if (minorUnits === undefined)
    throw new Unresolved("the answer has an amount below the currency's minor unit");
  return { minorUnits, currency: code };
}

/** "10.50": a decimal number with all the digits that the processor wants. */
export function toDecimal(money: Amount, counting?: Counting, field = "amount"): string {
  const units = toUnits(money, counting, field);
  const [, places] = digitsOf(money.currency, counting, field);
  const sign = units < 0n ? "-" : "";
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  return places === 0
    ? sign + digits
    : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** "10.5", "10.50" and "10.500" EUR are 1050 minor units; "10.505" throws `Unresolved`. */
export function fromDecimal(text: string, currency: string): Amount {
  const code = currency.toUpperCase();
  const iso = isoDigits.get(code);
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (iso === undefined || !parts)
    throw new Unresolved("the answer has an amount that cannot be read");
  const [, sign = "", major = "", fraction = ""] = parts;
  const minorUnits = rescaled(BigInt(sign + major + fraction), fraction.length, iso);
  if (minorUnits === undefined)
    throw new Unresolved("the answer has an amount below the currency's minor unit");
  return { minorUnits, currency: code };
}

export const sameAmount = (one: Amount, other: Amount): boolean =>
  one.minorUnits === other.minorUnits && one.currency === other.currency;

/**
 * Of a capture or refund whose request names no currency: it would be as many units of the payment's own. Throws
 * `InvalidRequest` where that is another; `own` is undefined where the processor does not say.
 */
export function insistOnCurrency(asked: Amount, own: string | undefined): void {
  if (own !== undefined && own !== asked.currency)
    throw new InvalidRequest({
      field: "amount.currency",
      problem: `is not the payment's, which is ${own}`,
    });
}

function digitsOf(currency: string, counting: Counting | undefined, field: string) {
  const iso = isoDigits.get(currency);
  if (iso === undefined)
    throw new InvalidRequest({ field: `${field}.currency`, problem: "is not an ISO 4217 code" });
  return [iso, counting?.digits?.[currency] ?? iso] as const;
}
function rescaled(units: bigint, from: number, to: number): bigint | undefined {
  if (to >= from) return units * 10n ** BigInt(to - from);
  const step = 10n ** BigInt(from - to);
  return units % step === 0n ? units / step : undefined;
}
