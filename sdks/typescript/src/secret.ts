/** What must not be shown, however it is printed: a stand-in for `console.log`, `util.inspect` and `JSON.stringify`. */
import { inspect } from "node:util";
import { isMessage, type Message } from "@bufbuild/protobuf";
import { contractRegistry } from "../../../packages/runtime/redact.ts";

/** Makes every way of printing show `text` alone. */
export function shownAs<Value extends object>(value: Value, text: string | (() => unknown)): Value {
  const show = typeof text === "string" ? () => text : text;
  for (const name of [inspect.custom, "toJSON"] as const)
    Object.defineProperty(value, name, { value: show, enumerable: false });
  return value;
}

/** The message, whose secrets are `***` from now on where it, or any message in it, is printed by `console.log`, `inspect` or `JSON.stringify`. One that is frozen stays as it is. */
export function discreet<Value extends Message>(message: Value): Value {
  if (Object.isExtensible(message) && !Object.hasOwn(message, inspect.custom))
    for (const [name, show] of [
      [inspect.custom, (value: bigint) => value],
      ["toJSON", String],
    ] as const)
      Object.defineProperty(message, name, {
        value: () => shownMessage(message, show),
        enumerable: false,
      });
  for (const value of Object.values(message)) discreetIn(value);
  return message;
}
function discreetIn(value: unknown): void {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  if (isMessage(value)) discreet(value);
  // Lists, maps, and oneofs, whose value is in `value`.
  else for (const member of Object.values(value)) discreetIn(member);
}

/** `number` is how a whole number of 64 bits is shown: JSON has none. */
function shownMessage(message: Message, number: (value: bigint) => unknown): object {
  const secrets = secretsOf(message.$typeName);
  const shown = (value: unknown): unknown => {
    if (typeof value === "bigint") return number(value);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) return `${value.length} bytes`;
    if (isMessage(value)) return shownMessage(value, number);
    if (Array.isArray(value)) return value.map(shown);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one)]));
  };
  const field = (name: string, value: unknown): unknown => {
    if (secrets.has(name)) return value === undefined || value === "" ? value : "***";
    const { case: chosen } = Object(value) as { readonly case?: unknown };
    if (typeof chosen === "string" && secrets.has(chosen)) return { case: chosen, value: "***" };
    return shown(value);
  };
  const entries = Object.entries(message).filter(([name]) => name !== "$unknown");
  return Object.fromEntries(entries.map(([name, value]) => [name, field(name, value)]));
}

const known = new Map<string, ReadonlySet<string>>();
function secretsOf(typeName: string): ReadonlySet<string> {
  const marked =
    known.get(typeName) ??
    new Set(
      contractRegistry
        .getMessage(typeName)
        ?.fields.filter(({ proto }) => proto.options?.debugRedact)
        .map(({ localName }) => localName),
    );
  known.set(typeName, marked);
  return marked;
}
