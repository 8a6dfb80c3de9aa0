/** The sandbox: one running world for each simulator it is given. */
import type { Simulator } from "#simulate";
import { type Address, addressOf, baseUrl } from "./addresses.ts";
import { type Failure, type RunningSimulator, runSimulator } from "./running.ts";

export interface SandboxStart {
  readonly simulators: readonly Simulator[];
  /**
   * Where the time comes from, to which `advance` adds. Where left out, time stands still at 2026-01-01T00:00:00Z, so
   * that two runs are equal; whoever checks the age of a signature against a real clock gives `() => new Date()`.
   */
  readonly clock?: () => Date;
  /** Told of each mistake of a simulator; written to standard error where left out. */
  readonly report?: (failure: Failure) => void;
}

export interface Sandbox {
  readonly simulators: readonly RunningSimulator[];
  /** Throws an Error that names the simulators there are. */
  simulator(id: string): RunningSimulator;
  /** Where links lead, without a slash at the end: a name that exists nowhere, until a server says where it listens. */
  readonly origin: string;
  /** Which simulator a URL belongs to, at this origin, at the name that exists nowhere, and where else it is served. */
  addressOf(url: string): Address | undefined;
  /** The mistakes of simulators so far, the first hundred. */
  readonly failures: readonly Failure[];
  /** Moves every simulator's clock on. */
  advance(seconds: number): void;
  /** Lets happen what is due, where the clock moves by itself. */
  settle(): void;
  /** Forgets everything but the addresses. */
  reset(): void;
  /** For servers: from now on the simulators are reached there, until the function that comes back is called. */
  servedAt(origin: string): () => void;
}

const standingClock = () => new Date("2026-01-01T00:00:00Z");
const MOST_FAILURES = 100;

/** Throws an Error where two simulators have one id, or where one's routes are wrong. */
export function createSandbox({
  simulators,
  clock = standingClock,
  report = (failure) => console.error(failureText(failure)),
}: SandboxStart): Sandbox {
  const running = new Map<string, RunningSimulator>();
  const failures: Failure[] = [];
  const origins = ["http://sandbox.invalid"];
  const origin = () => origins[0] ?? "";

  const reported = (failure: Failure) => {
    if (failures.length < MOST_FAILURES) failures.push(failure);
    report(failure);
  };
  for (const simulator of simulators) {
    const { id } = simulator;
    if (!/^[a-z][a-z0-9_-]*$/.test(id)) throw new Error(`${id} cannot be a simulator's id`);
    if (running.has(id)) throw new Error(`two simulators are called ${id}`);
    const own = { simulator, clock, origin: () => baseUrl(origin(), id, "api"), report: reported };
    running.set(id, runSimulator(own));
  }
  const all = [...running.values()];

  return {
    simulators: all,
    simulator(id) {
      const found = running.get(id);
      if (found) return found;
      throw new Error(`no simulator ${id}; there are ${[...running.keys()].join(", ") || "none"}`);
    },
    get origin() {
      return origin();
    },
    addressOf: (url) => addressOf(url, origins),
    failures,
    advance(seconds) {
      for (const one of all) one.advance(seconds);
    },
    settle() {
      for (const one of all) one.settle();
    },
    reset() {
      failures.length = 0;
      for (const one of all) one.reset();
    },
    servedAt(there) {
      origins.unshift(there);
      return () => {
        const place = origins.indexOf(there);
        if (place >= 0) origins.splice(place, 1);
      };
    },
  };
}

export const failureText = ({ simulator, during, error }: Failure): string =>
  `the ${simulator} simulator failed at ${during}: ${
    error instanceof Error ? (error.stack ?? error.message) : String(error)
  }`;
