/** This machine's clock: signatures of webhooks are good for a few minutes only. */
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "./finding.ts";

/** Seconds that a signature may be old, unless a connector says otherwise. */
const TOLERANCE = 300;

export async function checkClock(server: string | undefined): Promise<readonly Finding[]> {
  const newest = statSync(new URL("../../../package.json", import.meta.url)).mtime;
  if (Date.now() + TOLERANCE * 1000 < newest.getTime())
    return [
      {
        state: "wrong",
        what: `it is ${new Date().toISOString()} here, before this program was installed`,
        advice: "set the clock, best by NTP: genuine webhooks will be refused",
      },
    ];
  const drift = await driftOf();
  if (Math.abs(drift) > 50)
    return [
      {
        state: "odd",
        what: `the clock was moved by ${drift.toFixed(0)} ms while the doctor looked at it`,
        advice: "if that goes on, look at what sets it",
      },
    ];
  return server === undefined
    ? [
        {
          state: "fine",
          what: `clock ${new Date().toISOString()}, going evenly (compare it with --clock-of URL)`,
        },
      ]
    : [await comparedWith(server)];
}

/** How far the wall clock and the steady one part within a moment, in milliseconds. */
async function driftOf(): Promise<number> {
  const [wall, steady] = [Date.now(), performance.now()];
  await sleep(100);
  return Date.now() - wall - (performance.now() - steady);
}

async function comparedWith(server: string): Promise<Finding> {
  const advice = "give an address that answers with a Date header, such as your own website";
  try {
    const before = Date.now();
    const response = await fetch(server, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    const theirs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(theirs))
      return { state: "odd", what: `${server} does not tell the time`, advice };
    const seconds = Math.round(((before + Date.now()) / 2 - theirs) / 1000);
    const what = `the clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} that of ${server}`;
    if (Math.abs(seconds) < TOLERANCE / 10) return { state: "fine", what };
    const state = Math.abs(seconds) < TOLERANCE ? "odd" : "wrong";
    return {
      state,
      what,
      advice: `set it, best by NTP: beyond ${TOLERANCE} s genuine webhooks are refused`,
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      state: "odd",
      what: `${server} cannot be asked: ${cause instanceof Error ? cause.message : cause}`,
      advice,
    };
  }
}
