/** Amounts: exact minor units, never a float. */
import { create } from "@bufbuild/protobuf";
import { type Money, MoneySchema } from "../../../contract/index.ts";
import { isoDigits } from "../../../packages/kit/currencies.ts";
import { toDecimal } from "../../../packages/kit/money.ts";

/** `money("EUR", "10.00")`, `money("JPY", "500")`. Throws RangeError for a currency or fraction that ISO 4217 does not have, and for what 64 bits do not hold. */
export function money(currency: string, amount: string): Money {
  const digits = isoDigits.get(currency);
  const [, sign = "", whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (digits === undefined) throw new RangeError(`ISO 4217 has no currency ${currency}`);
  if (whole === undefined) throw new RangeError(`${JSON.stringify(amount)} is no amount: "10.00"`);
  if (fraction.length > digits)
    throw new RangeError(`${currency} has ${digits} digits behind the point`);
  const minorUnits = BigInt(sign + whole + fraction.padEnd(digits, "0"));
  if (BigInt.asIntN(64, minorUnits) !== minorUnits) throw new RangeError("the amount is too large");
  return create(MoneySchema, { currency, minorUnits });
}

/** "10.00". Throws RangeError for a currency that ISO 4217 does not have. */
export function decimal(amount: Pick<Money, "minorUnits" | "currency">): string {
  if (!isoDigits.has(amount.currency))
    throw new RangeError(`ISO 4217 has no currency ${amount.currency}`);
  return toDecimal(amount);
}
