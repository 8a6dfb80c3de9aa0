/** What must not be shown, however it is printed: a stand-in for `console.log`, `util.inspect` and `JSON.stringify`. */
import { inspect } from "node:util";
import { isMessage, type Message } from "@bufbuild/protobuf";
import { contractRegistry, maskedMessage } from "../../../packages/runtime/redact.ts";

/** Makes every way of printing show `text` alone. */
export function shownAs<Value extends object>(value: Value, text: string | (() => unknown)): Value {
  const show = typeof text === "string" ? () => text : text;
  for (const name of [inspect.custom, "toJSON"] as const)
    Object.defineProperty(value, name, { value: show, enumerable: false });
  return value;
}

/** The message, whose secrets are masked from now on where it, or any message in it, is printed by `console.log` or `inspect`. One that is frozen stays as it is. */
export function discreet<Value extends Message>(message: Value): Value {
  const desc = contractRegistry.getMessage(message.$typeName);
  if (desc && Object.isExtensible(message) && !Object.hasOwn(message, inspect.custom))
    Object.defineProperty(message, inspect.custom, {
      value: () => ({ ...maskedMessage(desc, message) }),
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
