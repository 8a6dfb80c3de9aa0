/** A service under load for as long as one likes, and what it holds meanwhile. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type Called, type Line, quantile } from "./caller.ts";
import { rounded } from "./figures.ts";
import type { Holds } from "./holding.ts";
import type { SandboxProcess, ServiceProcess } from "./processes.ts";
import { agreement, forSeconds, visit } from "./visit.ts";

export interface Soak {
  readonly service: ServiceProcess;
  readonly sandbox: SandboxProcess;
  readonly lines: readonly Line[];
  readonly connectors: readonly string[];
  readonly seconds: number;
  /** About every second, with the seconds since the beginning. */
  readonly meanwhile?: (seconds: number) => Promise<void>;
}

export interface Soaked {
  readonly calls: number;
  readonly charged: number;
  readonly p50: number;
  readonly p99: number;
  readonly samples: readonly Holds[];
}

/** Loaded, compiled and filled: what grows before it is no leak. */
const WARM = 12;
const CALLERS = 8;

/** Throws at the first call that is not paid at once, or that is not one charge. */
export async function soak(given: Soak): Promise<Soaked> {
  const { service, sandbox, lines, connectors, seconds, meanwhile } = given;
  const begun = performance.now();
  const now = () => (performance.now() - begun) / 1_000;
  const warm = Math.min(WARM, seconds / 3);
  const samples: Holds[] = [];
  const milliseconds: number[] = [];
  let charged = 0;
  let failed = false;
  const going = () => !failed && now() < seconds;
  const watch = async () => {
    while (going()) {
      await sleep(Math.min(1_000, seconds * 50));
      if (!going()) return;
      await meanwhile?.(now());
      if (now() > warm) samples.push(await service.held());
    }
  };
  // In pieces, so that hours of it need no memory here.
  const pay = async () => {
    while (going()) {
      const on = forSeconds(Math.min(10, seconds - now()));
      const piece = await visit({ lines, callers: CALLERS, on, connectors });
      for (const one of piece) assertPaid(one, now());
      charged += (await agreement(sandbox, piece)).charged;
      // A ledger of hours would be the load.
      await sandbox.control("reset", {});
      for (const one of piece) milliseconds.push(one.milliseconds);
    }
  };
  const both = [watch(), pay()].map((work) =>
    work.catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  for (const end of await Promise.allSettled(both)) if (end.status === "rejected") throw end.reason;
  return {
    calls: milliseconds.length,
    charged,
    p50: rounded(quantile(milliseconds, 0.5)),
    p99: rounded(quantile(milliseconds, 0.99)),
    samples,
  };
}

function assertPaid({ became, repeats, milliseconds, connector }: Called, seconds: number): void {
  const which = `${connector}, after ${Math.round(seconds)} s, in ${Math.round(milliseconds)} ms`;
  assert.equal(became.kind, "paid", `${which}: ${JSON.stringify(became)}`);
  assert.deepEqual(repeats, [], `${which}: answered at once`);
}

/** By how much the later half may hold more than the earlier: what pools and the moment of looking make of it. */
const slack: Holds = { resident: 24, heap: 4, handles: 8, descriptors: 8 };

/**
 * Flat is what has not grown once it is warm. The first quarter is left out: pools fill, code is compiled, and the
 * allocator takes what it keeps. Of the rest, the least that was held at any moment of the later half is no more than
 * the least of the earlier, and a little. What a moment needs goes again; what leaks does not. Gives a line for each
 * thing that grew.
 */
export function grown(samples: readonly Holds[]): readonly string[] {
  const [first, second] = halves(samples);
  return things.flatMap((thing) => {
    const [before, after] = [leastOf(first, thing), leastOf(second, thing)];
    return after > before + slack[thing]
      ? [`${thing}: ${rounded(before)} became ${rounded(after)}`]
      : [];
  });
}
const things = ["resident", "heap", "handles", "descriptors"] as const;
type Thing = (typeof things)[number];

/** The least of each half of what is warm: what `grown` compares. */
export function leasts(samples: readonly Holds[]): Readonly<Record<Thing, readonly number[]>> {
  const both = halves(samples);
  const of = (thing: Thing) => both.map((half) => rounded(leastOf(half, thing)));
  return {
    resident: of("resident"),
    heap: of("heap"),
    handles: of("handles"),
    descriptors: of("descriptors"),
  };
}

function halves(samples: readonly Holds[]): readonly [readonly Holds[], readonly Holds[]] {
  assert.ok(samples.length >= 4, `${samples.length} samples are too few to tell`);
  const warm = samples.slice(Math.floor(samples.length / 4));
  const middle = Math.floor(warm.length / 2);
  return [warm.slice(0, middle), warm.slice(middle)];
}

/** Resident memory in MiB at thirteen moments, the beginning and the end among them. */
export function residentOverTime(samples: readonly Holds[]): readonly number[] {
  const last = samples.length - 1;
  return Array.from({ length: 13 }, (_, step) =>
    rounded(samples[Math.round((last * step) / 12)]?.resident ?? 0),
  );
}
const leastOf = (some: readonly Holds[], thing: Thing) =>
  Math.min(...some.map((one) => one[thing]));
