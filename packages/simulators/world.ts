/** What a simulator remembers, and its clock. Two worlds that are asked the same things in the same order are equal. */
import { hash } from "node:crypto";
import type { LedgerEntry, SimulatedEvent, World } from "#simulate";

export interface RunningWorld extends World {
  /** From now on this simulator is reached there. */
  reachedAt(origin: string): void;
  /** Moves the clock on; what was scheduled happens on the way, each at its own moment. */
  advance(seconds: number): void;
  /** Lets happen what is due by now. */
  settle(): void;
  /** The events since the last time, oldest first. */
  takeEvents(): readonly SimulatedEvent[];
}

export interface WorldStart {
  /** The simulator's id, from which its ids are drawn. */
  readonly id: string;
  /** Where the time comes from; what `advance` adds comes on top. */
  readonly clock: () => Date;
  /** Told of a scheduled act that throws; the others go on. */
  readonly failed: (error: unknown) => void;
}

/** Acts that scheduled acts may schedule for the same moment before we say that they never end. */
const MOST_ACTS = 10_000;

export function createWorld({ id, clock, failed }: WorldStart): RunningWorld {
  const tables = new Map<string, Map<string, unknown>>();
  const entries: LedgerEntry[] = [];
  const scheduled: { readonly due: number; readonly act: () => void }[] = [];
  let events: SimulatedEvent[] = [];
  let origin = "";
  let ids = 0;
  let advanced = 0;
  let moment: number | undefined;
  const time = () => moment ?? clock().getTime() + advanced;

  const world: RunningWorld = {
    get origin() {
      return origin;
    },
    reachedAt(there) {
      origin = there;
    },
    now: () => new Date(time()),
    nextId(prefix, length = 24, alphabet = "alphanumeric") {
      ids += 1;
      return prefix + suffix(`${id} ${prefix}`, ids, length, alphabet);
    },
    table<Row>(name: string) {
      const rows = tables.get(name) ?? new Map<string, unknown>();
      tables.set(name, rows);
      // Only the simulator knows what it keeps under a name.
      return rows as Map<string, Row>;
    },
    ledger: { entries, record: (entry) => void entries.push(Object.freeze({ ...entry })) },
    emit({ type, id: own, content }) {
      const event = { type, id: own ?? world.nextId("evt_"), at: world.now() };
      events.push({ ...event, content: copied(content) });
    },
    schedule(seconds, act) {
      const due = time() + seconds * 1000;
      const after = scheduled.findLastIndex((task) => task.due <= due);
      scheduled.splice(after + 1, 0, { due, act });
    },
    advance(seconds) {
      if (!(seconds >= 0) || !Number.isFinite(seconds)) throw new Error("time moves only forward");
      advanced += seconds * 1000;
      world.settle();
    },
    settle() {
      const end = time();
      const most = scheduled.length + MOST_ACTS;
      for (let acts = 0; scheduled[0] && scheduled[0].due <= end; acts += 1) {
        if (acts === most) return failed(new Error("what is scheduled never ends"));
        const task = scheduled.shift();
        // An act sees the moment it was scheduled for, so that one long advance equals many short ones.
        moment = task?.due;
        try {
          task?.act();
        } catch (error) {
          failed(error);
        } finally {
          moment = undefined;
        }
      }
    },
    takeEvents() {
      const taken = events;
      events = [];
      return taken;
    },
  };
  return world;
}

const alphabets = {
  alphanumeric: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  digits: "0123456789",
};

/** Ends in the count, so that it is unique; begins with what looks like a processor's, and never with a zero. */
function suffix(seed: string, count: number, length: number, alphabet: keyof typeof alphabets) {
  const signs = alphabets[alphabet];
  const counted = String(count).padStart(Math.min(length - 1, 6), "0");
  if (counted.length >= length) throw new Error(`no id number ${count} fits ${length} characters`);
  let looks = "";
  for (let block = 0; looks.length < length - counted.length; block += 1)
    for (const byte of hash("sha256", `${seed} ${count} ${block}`, "buffer"))
      looks += looks ? signs[byte % signs.length] : signs[1 + (byte % (signs.length - 1))];
  return looks.slice(0, length - counted.length) + counted;
}

declare global {
  interface JSON {
    isRawJSON(value: unknown): boolean;
  }
}

/** A deep copy, so that what was said stays said when a row changes later. Decimals keep their digits. */
export function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null || JSON.isRawJSON(value)) return value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copied(member)]));
}
