/** Loaded into a process that is watched (`--import`, with `--expose-gc`): at SIGUSR2 it tells on descriptor 3 what it holds. */
import { readdirSync, writeSync } from "node:fs";

/** What a process holds once its garbage is gone. */
export interface Holds {
  /** MiB of memory. */
  readonly resident: number;
  /** MiB of objects and buffers. */
  readonly heap: number;
  /** Sockets, timers and requests that its loop waits for. */
  readonly handles: number;
  readonly descriptors: number;
}

const MEBIBYTE = 2 ** 20;

process.on("SIGUSR2", () => {
  // What the first finds unreachable is often what held the rest.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const holds: Holds = {
    resident: rss / MEBIBYTE,
    heap: (heapUsed + external) / MEBIBYTE,
    handles: process.getActiveResourcesInfo().length,
    descriptors: readdirSync("/proc/self/fd").length,
  };
  writeSync(3, `${JSON.stringify(holds)}\n`);
});
