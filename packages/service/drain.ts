/** The end of a service: NOT_SERVING, no more connections, whatever runs is finished, then closed. */
import { setImmediate as pollEnd, setTimeout as sleep } from "node:timers/promises";
import type { Admission } from "./admission.ts";
import type { Health } from "./health.ts";
import type { Listening } from "./server.ts";

export interface Draining {
  readonly health: Health;
  readonly listening: Listening;
  readonly admission: Admission;
  /** Milliseconds for load balancers to see NOT_SERVING, and to let go of connections without a call, while calls are still taken. */
  readonly notice: number;
  /** Milliseconds for calls that run to be answered. */
  readonly most: number;
}

/** Milliseconds in which calls that crossed the notice of the end are still taken. */
const CROSSING = 700;

export async function drain(parts: Draining): Promise<void> {
  const { health, listening, admission, notice, most } = parts;
  health.set(false);
  // A connection that is kept open is closed between two calls, never under one that is on its way.
  listening.depart();
  if (notice > 0) await sleep(notice);
  // Whoever has connected already is taken before the door is shut: the system would reset them.
  await pollEnd();
  listening.retire(notice);
  const refusing = setTimeout(() => admission.close(), notice + CROSSING);
  // Who watches has been told, and would keep the connection open.
  health.end();
  await listening.close(most);
  clearTimeout(refusing);
  admission.close();
}
