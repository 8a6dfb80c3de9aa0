/** One simulator at work: its routes, its world, its stored answers, its faults and its webhooks. */
import {
  type LedgerEntry,
  parseBody,
  type SimulatedAnswer,
  type SimulatedDelivery,
  type SimulatedEvent,
  type SimulatedRequest,
  type Simulator,
  type World,
} from "#simulate";
import type { Headers, HttpResponse } from "../kit/http.ts";
import {
  afterProcessing,
  beforeProcessing,
  createFaultPlan,
  type Fault,
  type FaultKind,
  type Faults,
  faultKinds,
} from "./faults.ts";
import { createOutbox, type Delivery, type Outbox } from "./outbox.ts";
import { createRepeats } from "./repeats.ts";
import { createRouteTable, type Route } from "./routes.ts";
import { type Outcome, plain, rendered } from "./wire.ts";
import { createWorld } from "./world.ts";

/** A request as it reaches a simulator, however it came. */
export interface Arrival {
  readonly method: string;
  /** Path and query as they were sent: `/v1/charges?limit=1`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The connector's name of the host it came through; undefined at a port that serves all of them. */
  readonly host?: string | undefined;
  /** Where the client reaches this simulator, for the links in its answer; the sandbox's own address where left out. */
  readonly origin?: string | undefined;
}

export interface Handled {
  readonly outcome: Outcome;
  /** Says that a delayed answer has been given or given up: until then the call still runs for `repeats.busy`. */
  readonly finish: () => void;
}

/** A simulator that threw, or that answered what is not HTTP: a mistake in the simulator. */
export interface Failure {
  readonly simulator: string;
  /** The route, `command NAME` or `schedule`. */
  readonly during: string;
  readonly error: unknown;
}

export interface RunningSimulator {
  readonly id: string;
  readonly simulator: Simulator;
  /** Replaced by `reset`: ask for it anew. */
  readonly world: World;
  readonly ledger: readonly LedgerEntry[];
  readonly faults: Faults;
  /** The faults that can happen here. */
  readonly faultKinds: readonly FaultKind[];
  readonly deliveries: readonly Delivery[];
  /** Never throws. What a handler changed before it threw stays, as in a server that fails half-way. */
  handle(arrival: Arrival): Handled;
  /** Throws the simulator's Error that says why not, and one that names the commands where there is no such. */
  command(name: string, fields?: Readonly<Record<string, string>>): Record<string, string>;
  /** Moves the clock on; negative seconds throw an Error. */
  advance(seconds: number): void;
  /** Lets happen what is due, where the clock moves by itself. */
  settle(): void;
  /** Signs with a secret of the form the processor gives out. */
  sign(event: SimulatedEvent, secret: string): SimulatedDelivery;
  /** The webhooks that wait, signed, each once. For whoever has no URL: a server delivers by itself. */
  takeWebhooks(secret: string): readonly SimulatedDelivery[];
  /** The webhooks that wait, for whoever delivers them. */
  readonly outbox: Pick<Outbox, "holding" | "take" | "note" | "release">;
  /** Calls back, within the call that caused it, when there are webhooks to take or held ones to release. */
  onWebhooks(listener: () => void): () => void;
  /** Forgets everything but its address. */
  reset(): void;
}

export interface RunningStart {
  readonly simulator: Simulator;
  readonly clock: () => Date;
  /** Where it is reached, asked for at each request. */
  readonly origin: () => string;
  readonly report: (failure: Failure) => void;
}

const nothing = () => {};

/** Throws an Error where the simulator's routes are wrong. */
export function runSimulator({ simulator, clock, origin, report }: RunningStart): RunningSimulator {
  const { id, commands } = simulator;
  const table = createRouteTable(simulator);
  const kinds = kindsOf(simulator);
  const listeners = new Set<() => void>();
  const failed = (during: string, error: unknown) => report({ simulator: id, during, error });
  function begin() {
    const world = createWorld({ id, clock, failed: (error) => failed("schedule", error) });
    world.reachedAt(origin());
    return {
      world,
      repeats: createRepeats(simulator.repeats),
      plan: createFaultPlan(kinds),
      outbox: createOutbox(),
    };
  }
  let now = begin();

  function queue(fault?: Fault) {
    const events = now.world.takeEvents();
    now.outbox.add(events, fault?.kind);
    if (events.length > 0) for (const listener of listeners) listener();
  }
  function settle() {
    now.world.settle();
    queue();
  }

  /** The processor's answer, and what ends the call; a mistake of the simulator is a 500. */
  function perform(route: Route, request: SimulatedRequest, fault: Fault | undefined) {
    const { world, repeats } = now;
    let finish = nothing;
    try {
      const refused = simulator.authenticate(request, world);
      const repeated = refused
        ? { answer: refused, finish }
        : repeats.answer(request, () => sendable(route.handler(request, world)));
      finish = repeated.finish;
      const { answer } = repeated;
      const told = fault?.kind === "misstate" ? (simulator.misstate?.(answer) ?? answer) : answer;
      return { response: rendered(told), finish };
    } catch (error) {
      finish();
      failed(route.key, error);
      return { response: mistake(id, route.key, error), finish: nothing };
    }
  }

  function handle(arrival: Arrival): Handled {
    const { method, target, host } = arrival;
    now.world.reachedAt(arrival.origin ?? origin());
    settle();
    const path = target.split("?", 1)[0] ?? "";
    const found = table.find(method, path, host);
    if (found.kind === "malformed") return over(plain(400, `${path} is not a path`));
    if (found.kind === "unknown")
      return over(plain(404, `the ${id} sandbox has no ${method} ${path}`));
    if (found.kind === "other method")
      return over(plain(405, undefined, { allow: found.allowed.join(", ") }));

    const { route, params } = found;
    const fault = now.plan.next(["*", route.key, `${method} ${path}`], !isBrowsing(arrival));
    const early = beforeProcessing(fault);
    if (early) return { outcome: early, finish: nothing };
    const request = readRequest(arrival, path, params);
    if (!request) return over(plain(400, "a form too large or too deep"));
    const { response, finish } = perform(route, request, fault);
    queue(fault);
    const outcome = afterProcessing(fault, response);
    if (outcome.kind !== "delayed") finish();
    return { outcome, finish };
  }

  function command(name: string, fields: Readonly<Record<string, string>> = {}) {
    const act = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!act) throw new Error(`${id} has no command ${name}; it has ${listed(commands)}`);
    now.world.reachedAt(origin());
    settle();
    const fault = now.plan.next([`command ${name}`], false);
    try {
      return act(fields, now.world);
    } catch (error) {
      // A refusal is an Error that says why not; a TypeError is a mistake.
      if (!(error instanceof Error) || error.name !== "Error") failed(`command ${name}`, error);
      throw error;
    } finally {
      queue(fault);
    }
  }

  const faults: Faults = {
    script(scripted) {
      checkKind(id, kinds, scripted.fault.kind);
      const place = placeOf(scripted.on);
      if (place === undefined)
        throw new Error(`${scripted.on} is no route of ${id}, no command of it, and not *`);
      if (place === "command" && !scripted.fault.kind.startsWith("webhook-"))
        throw new Error(`a command can have webhook faults only, not ${scripted.fault.kind}`);
      now.plan.script(scripted);
    },
    seed(seeded) {
      for (const kind of seeded.kinds ?? []) checkKind(id, kinds, kind);
      now.plan.seed(seeded);
    },
    clear: () => now.plan.clear(),
    get happened() {
      return now.plan.happened;
    },
  };

  function placeOf(on: string): "request" | "command" | undefined {
    const [method = "", name = ""] = on.split(" ", 2);
    if (method === "command") return Object.hasOwn(commands, name) ? "command" : undefined;
    if (on === "*" || Object.hasOwn(simulator.routes, on)) return "request";
    return table.find(method, name, undefined).kind === "route" ? "request" : undefined;
  }

  const sign = (event: SimulatedEvent, secret: string) =>
    simulator.deliver(event, secret, now.world);

  return {
    id,
    simulator,
    get world() {
      return now.world;
    },
    get ledger() {
      return now.world.ledger.entries;
    },
    faults,
    faultKinds: kinds,
    get deliveries() {
      return now.outbox.deliveries;
    },
    handle,
    command,
    advance(seconds) {
      now.world.reachedAt(origin());
      now.world.advance(seconds);
      queue();
    },
    settle,
    sign,
    takeWebhooks: (secret) =>
      now.outbox.take().map((delivery) => {
        now.outbox.note(delivery, "delivered");
        return sign(delivery.event, secret);
      }),
    outbox: {
      get holding() {
        return now.outbox.holding;
      },
      take: () => now.outbox.take(),
      note: (...noted) => now.outbox.note(...noted),
      release() {
        now.outbox.release();
        for (const listener of listeners) listener();
      },
    },
    onWebhooks(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reset() {
      now = begin();
    },
  };
}

/** Checked before it is stored for repeats. */
function sendable(answer: SimulatedAnswer): SimulatedAnswer {
  rendered(answer);
  return answer;
}

const over = (response: HttpResponse): Handled => ({
  outcome: { kind: "answer", response },
  finish: nothing,
});

const mistake = (id: string, during: string, error: unknown) =>
  plain(500, `the ${id} simulator failed at ${during}: ${String(error)}`);

const utf8 = new TextDecoder();
/** Undefined where the body is beyond what a server takes. */
function readRequest(
  { method, target, headers, bytes }: Arrival,
  path: string,
  params: Readonly<Record<string, string>>,
): SimulatedRequest | undefined {
  const text = utf8.decode(bytes);
  const query = Object.fromEntries(new URLSearchParams(target.slice(path.length)));
  try {
    const body = parseBody(headers["content-type"] ?? "", text);
    return { method, path, params, query, headers, bytes, text, body };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Chance spares who walks the pages by hand: a person would only see a broken page. */
const isBrowsing = ({ headers }: Arrival) => headers["accept"]?.includes("text/html") ?? false;

// Object.keys widens the names.
const allKinds = Object.keys(faultKinds) as readonly FaultKind[];
const kindsOf = ({ misstate }: Simulator) =>
  allKinds.filter((kind) => kind !== "misstate" || misstate !== undefined);

function checkKind(id: string, kinds: readonly FaultKind[], kind: FaultKind) {
  if (!kinds.includes(kind)) throw new Error(`${id} cannot have the fault ${kind}`);
}

const listed = (record: object) => Object.keys(record).join(", ") || "none";
