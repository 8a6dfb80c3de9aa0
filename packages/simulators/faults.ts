/** What goes wrong, and when: as a script says, or by chance from a seed. */
import { hash } from "node:crypto";
import { at } from "#simulate";
import type { HttpResponse } from "../kit/http.ts";
import { cutAfter, type Outcome, plain, response } from "./wire.ts";

/** Every fault by its name. "Processed" means that the processor has done it, whatever the client sees. */
export const faultKinds = {
  "cut-connect":
    "not sent: no connection; over a socket, where the request has arrived, as cut-before",
  "cut-before": "not processed: the connection ends without an answer",
  "cut-after": "processed: the connection ends without an answer",
  "cut-headers": "processed: the connection ends after `bytes` of the answer's head (default half)",
  "cut-body": "processed: the connection ends after `bytes` of the answer's body (default half)",
  "error-before": "not processed: an answer of `status` (default 500) without content",
  "error-after": "processed: the true answer, under `status` (default 500)",
  truncate: "processed: a well-formed HTTP answer whose content is only the first half",
  delay: "processed at once: the answer comes after `milliseconds` (default 1000)",
  drip: "processed at once: the answer's body comes in pieces over `milliseconds` (default 1000)",
  misstate: "processed: the answer tells another amount than the one that moved",
  "webhook-duplicate": "processed: each webhook of it is delivered twice",
  "webhook-reorder":
    "processed: its webhooks are delivered last first, and after those of the next request that has any",
} as const;
export type FaultKind = keyof typeof faultKinds;

export interface Fault {
  readonly kind: FaultKind;
  /** Of `cut-headers` and `cut-body`; all but the last where there are fewer. */
  readonly bytes?: number | undefined;
  readonly milliseconds?: number | undefined;
  /** Of `error-before` and `error-after`, from 400 to 599. */
  readonly status?: number | undefined;
}

/** One fault at a known place. */
export interface ScriptedFault {
  /**
   * A route as the simulator writes it, a method and a path, `*` (every request), or `command NAME` (webhook faults
   * only).
   */
  readonly on: string;
  /** Which of the matching requests from now on; the first where left out. */
  readonly nth?: number | undefined;
  /** How many in a row; 1 where left out. */
  readonly times?: number | undefined;
  readonly fault: Fault;
}

/** Faults by chance: the same seed and the same requests give the same faults. */
export interface SeededFaults {
  /** From 0 to 1: the share of requests that go wrong. */
  readonly rate: number;
  readonly seed: number;
  /** All that the simulator knows, where left out. */
  readonly kinds?: readonly FaultKind[] | undefined;
  /** The longest of the delays, in milliseconds, which are then of all lengths; each is of 1000 where left out. */
  readonly slowest?: number | undefined;
}

/** What is told of faults. Each throws an Error that says why the fault could never happen. */
export interface Faults {
  script(scripted: ScriptedFault): void;
  seed(seeded: SeededFaults): void;
  clear(): void;
  /** How many have happened. */
  readonly happened: number;
}

export interface FaultPlan extends Faults {
  /** The fault of what goes by these names; counts it. Only what is `seedable` may go wrong by chance. */
  next(names: readonly string[], seedable: boolean): Fault | undefined;
}

/** `known` are the kinds that seeded faults choose from where they name none. */
export function createFaultPlan(known: readonly FaultKind[]): FaultPlan {
  let scripts: { readonly scripted: ScriptedFault; seen: number }[] = [];
  let seeded: SeededFaults | undefined;
  let draws = 0;
  let happened = 0;
  const draw = () =>
    hash("sha256", `${seeded?.seed} ${++draws}`, "buffer").readUInt32BE() / 2 ** 32;

  /** Every script counts, also behind one that has its turn. */
  function scripted(names: readonly string[]): Fault | undefined {
    let fault: Fault | undefined;
    for (const script of scripts) {
      const { on, nth = 1, times = 1 } = script.scripted;
      if (!names.includes(on)) continue;
      script.seen += 1;
      if (script.seen >= nth && script.seen < nth + times) fault ??= script.scripted.fault;
    }
    return fault;
  }

  /** Always three draws, so that a scripted fault does not move the seeded ones behind it. */
  function byChance({ rate, kinds = known, slowest }: SeededFaults): Fault | undefined {
    const [chance, choice, place] = [draw(), draw(), draw()];
    const kind = kinds[Math.floor(choice * kinds.length)];
    if (!kind || chance >= rate) return undefined;
    switch (kind) {
      case "cut-headers":
      case "cut-body":
        return { kind, bytes: Math.floor(place * 512) };
      case "delay":
      case "drip":
        return { kind, milliseconds: slowest && Math.floor(place * slowest) };
      default:
        return { kind };
    }
  }

  return {
    get happened() {
      return happened;
    },
    script: (scripted) => void scripts.push({ scripted, seen: 0 }),
    seed(chosen) {
      seeded = chosen;
      draws = 0;
    },
    clear() {
      scripts = [];
      seeded = undefined;
    },
    next(names, seedable) {
      const told = scripted(names);
      const drawn = seeded && seedable ? byChance(seeded) : undefined;
      const fault = told ?? drawn;
      if (fault) happened += 1;
      return fault;
    },
  };
}

/** The end of a request that never reaches the processor; undefined where the fault lets it through. */
export function beforeProcessing(fault: Fault | undefined): Outcome | undefined {
  switch (fault?.kind) {
    case "cut-connect":
    case "cut-before":
      return { kind: "cut", sent: fault.kind === "cut-before", received: new Uint8Array() };
    case "error-before":
      return { kind: "answer", response: plain(fault.status ?? 500) };
  }
  return undefined;
}

/** What becomes of the answer to a request that was processed. */
export function afterProcessing(fault: Fault | undefined, answer: HttpResponse): Outcome {
  const { status, headers, bytes } = answer;
  switch (fault?.kind) {
    case "cut-after":
      return { kind: "cut", sent: true, received: new Uint8Array() };
    case "cut-headers":
      return { kind: "cut", sent: true, received: cutAfter("head", fault.bytes, answer) };
    case "cut-body":
      return { kind: "cut", sent: true, received: cutAfter("body", fault.bytes, answer) };
    case "error-after":
      return { kind: "answer", response: { ...answer, status: fault.status ?? 500 } };
    case "truncate": {
      const half = bytes.subarray(0, bytes.length >> 1);
      return { kind: "answer", response: response(status, headers, half) };
    }
    case "delay":
    case "drip":
      return {
        kind: "delayed",
        milliseconds: fault.milliseconds ?? 1000,
        dripping: fault.kind === "drip",
        response: answer,
      };
  }
  return { kind: "answer", response: answer };
}

/** Reads a scripted fault or seeded ones from JSON; throws an Error that says what is wrong with them. */
export function readFaults(body: unknown): ScriptedFault | SeededFaults {
  if (at(body, "seed") !== undefined || at(body, "rate") !== undefined) return readSeeded(body);
  onlyMembers(body, "", ["on", "nth", "times", "fault"]);
  onlyMembers(at(body, "fault"), "fault.", ["kind", "bytes", "milliseconds", "status"]);
  const on = at(body, "on");
  if (typeof on !== "string") throw new Error("on is a route, a method and path, a command or *");
  return {
    on,
    nth: wholeFrom(body, "nth", 1, 1e6),
    times: wholeFrom(body, "times", 1, 1e6),
    fault: {
      kind: kindOf(at(body, "fault.kind")),
      bytes: wholeFrom(body, "fault.bytes", 0, 1e9),
      milliseconds: wholeFrom(body, "fault.milliseconds", 0, 600_000),
      status: wholeFrom(body, "fault.status", 400, 599),
    },
  };
}

function readSeeded(body: unknown): SeededFaults {
  onlyMembers(body, "", ["rate", "seed", "kinds", "slowest"]);
  const rate = at(body, "rate");
  const seed = wholeFrom(body, "seed", 0, Number.MAX_SAFE_INTEGER);
  const kinds = at(body, "kinds");
  if (typeof rate !== "number" || rate < 0 || rate > 1)
    throw new Error("rate is a number from 0 to 1");
  if (seed === undefined) throw new Error("seed is a whole number");
  if (kinds !== undefined && !Array.isArray(kinds)) throw new Error("kinds is a list of faults");
  const slowest = wholeFrom(body, "slowest", 0, 600_000);
  return { rate, seed, kinds: kinds?.map(kindOf), slowest };
}

const isKind = (name: unknown): name is FaultKind =>
  typeof name === "string" && Object.hasOwn(faultKinds, name);
function kindOf(name: unknown): FaultKind {
  if (isKind(name)) return name;
  throw new Error(`a fault's kind is one of ${Object.keys(faultKinds).join(", ")}`);
}
function wholeFrom(body: unknown, path: string, least: number, most: number): number | undefined {
  const value = at(body, path);
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw new Error(`${path} is a whole number from ${least} to ${most}`);
}

/** A member that nobody reads is a fault that somebody waits for in vain. */
export function onlyMembers(body: unknown, prefix: string, names: readonly string[]): void {
  const where = prefix ? prefix.slice(0, -1) : "the body";
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Error(`${where} is a JSON object of ${names.join(", ")}`);
  const other = Object.keys(body).find((name) => !names.includes(name));
  if (other !== undefined)
    throw new Error(`${prefix}${other} is not known; ${where} has ${names.join(", ")}`);
}
