/** What a merchant configures, as data: credentials, and a connector's own options. Validation, forms and docs read it. */
import type { Violation } from "./failures.ts";

export interface Setting<Value> {
  /** What it is, and where the merchant finds it. */
  readonly description: string;
  readonly secret: boolean;
  readonly required: boolean;
  /** Several at once, for rotation: an array in every language. */
  readonly many: boolean;
  /** A value of the same form that is nobody's secret: for docs and previews. */
  readonly example: string;
  /** The whole value must match. */
  readonly pattern?: RegExp;
  /** Never set: carries the type. */
  readonly value?: Value;
}
export type Settings = Readonly<Record<string, Setting<string | readonly string[] | undefined>>>;
export type ValuesOf<Fields extends Settings> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Setting<infer Value> ? Value : never;
};

interface Described {
  readonly description: string;
  readonly example: string;
  readonly pattern?: RegExp;
}
/** A value that must never be shown. */
export const secret = (given: Described): Setting<string> => ({
  ...given,
  secret: true,
  required: true,
  many: false,
});
export const optionalSecret = (given: Described): Setting<string | undefined> => ({
  ...given,
  secret: true,
  required: false,
  many: false,
});
/** Secrets of which several are good at once, such as webhook secrets; empty where none is given. */
export const secrets = (given: Described): Setting<readonly string[]> => ({
  ...given,
  secret: true,
  required: false,
  many: true,
});
export const text = (given: Described): Setting<string> => ({
  ...given,
  secret: false,
  required: true,
  many: false,
});
export const optionalText = (given: Described): Setting<string | undefined> => ({
  ...given,
  secret: false,
  required: false,
  many: false,
});

/** Whether a key is for live or test, where its beginning shows it; `modeByPrefix(key, { live: "sk_live_", … })`. */
export function modeByPrefix(
  key: string,
  prefixes: {
    readonly live: string | readonly string[];
    readonly test: string | readonly string[];
  },
): "live" | "test" | undefined {
  const begins = (given: string | readonly string[]) =>
    [given].flat().some((prefix) => key.startsWith(prefix));
  if (begins(prefixes.live)) return "live";
  return begins(prefixes.test) ? "test" : undefined;
}

type Values = Readonly<Record<string, string | readonly string[]>>;
export type Checked =
  | { readonly values: Values; readonly violations?: never }
  | { readonly violations: readonly Violation[]; readonly values?: never };

/** Every fault at once; `place` is what the fields are named under, such as `credentials`. */
export function checkSettings(fields: Settings, given: unknown, place: string): Checked {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return { violations: [{ field: place, problem: "must be an object" }] };
  const source = new Map(Object.entries(given));
  const values: Record<string, string | readonly string[]> = {};
  const violations: Violation[] = [];
  for (const name of source.keys())
    if (!Object.hasOwn(fields, name))
      violations.push({
        field: `${place}.${name}`,
        problem: `is not known; it takes ${Object.keys(fields).join(", ") || "nothing"}`,
      });
  for (const [name, field] of Object.entries(fields)) {
    const value = source.get(name);
    const problem = problemOf(field, value);
    if (problem) violations.push({ field: `${place}.${name}`, problem });
    else if (field.many) values[name] = listOf(value);
    else if (typeof value === "string" && value !== "") values[name] = value;
  }
  return violations.length > 0 ? { violations } : { values };
}
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];

/** The whole text, and without what makes an expression remember where it was. Declarations are few, and calls are many. */
function wholly(pattern: RegExp): RegExp {
  const known = whole.get(pattern);
  if (known) return known;
  const { source, flags } = pattern;
  const made = new RegExp(`^(?:${source})$`, flags.replace(/[gym]/g, ""));
  whole.set(pattern, made);
  return made;
}
const whole = new WeakMap<RegExp, RegExp>();

function problemOf(field: Settings[string], value: unknown): string | undefined {
  if (value === undefined || value === null || value === "")
    return field.required ? `is required: ${field.description}` : undefined;
  const each = field.many && Array.isArray(value) ? value : [value];
  for (const one of each) {
    if (typeof one !== "string" || one === "") return "must be text";
    if (/[\r\n\0]/.test(one) && !one.startsWith("-----BEGIN")) return "must be one line";
    if (field.pattern && !wholly(field.pattern).test(one)) return `must look like ${field.example}`;
  }
  return undefined;
}
