/** What is left behind: the heap after everything that can go has gone. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of the heap that are still in use after a collection. */
export function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
export const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
