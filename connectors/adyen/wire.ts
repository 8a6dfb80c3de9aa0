/** How Adyen writes amounts and text, in requests and answers alike. */
import type { Money } from "#contract";
import { type Counting, fromUnits, textual, toUnits, v, whole } from "#kit";

/** Adyen's minor units are those of ISO 4217 except for these four. */
export const counting: Counting = {
  source: "https://docs.adyen.com/development-resources/currency-codes",
  digits: { CLP: 2, CVE: 0, IDR: 0, ISK: 2 },
};
export const toAmount = (money: Money, field: string) => ({
  currency: money.currency,
  value: toUnits(money, counting, field),
});
export const Amount = v.object({ currency: v.string(), value: whole });
export const money = ({ value, currency }: v.InferOutput<typeof Amount>) =>
  fromUnits(value, currency, counting);

// What decides about money is in the shapes. What only describes is read by name, as far as it can be: an odd ornament
// must not hide what became of the money.
export type Described = Readonly<Record<string, unknown>> | null | undefined;
/** A member as text; "N/A" is how Adyen writes that there is none. */
export function said(object: Described, name: string): string | undefined {
  const value = object?.[name];
  // Most names are absent, and a shape that does not fit costs more than the rest of the answer.
  if (value === undefined || value === null || value === "" || value === "N/A") return undefined;
  if (typeof value === "string") return value;
  return v.is(textual, value) ? String(value) : undefined;
}
export const amountIn = (object: Described, name: string) => {
  const found = v.safeParse(Amount, object?.[name]);
  return found.success ? money(found.output) : undefined;
};

/**
 * Adyen says Authorised whether the money is held or captured with it, and automatic captures are told by nothing else.
 * What was asked for therefore travels with the payment, and comes back in its webhook.
 */
export const automaticCapture = { name: "captureMode", value: "automatic" } as const;

/** An object without a single member that is given is left out. */
export const some = <Fields extends object>(fields: Fields): Fields | undefined =>
  Object.values(fields).some((value) => value !== undefined) ? fields : undefined;

export const described = v.nullish(v.looseObject({}));
