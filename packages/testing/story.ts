/** A test of what a connector can do: one that cannot has no such test, since there is nothing that could be skipped. */
import { test } from "node:test";

export function story(name: string, cannot: string | false, tell: () => Promise<void>): void {
  if (cannot === false) test(name, tell);
}
