/**
 * The control API, under `/_sandbox/`: JSON in, JSON out, and a 400 that says what is wrong. Amounts are strings of
 * digits in minor units. A request with a body or an effect is sent as `application/json`, which a page of another
 * origin cannot do unasked.
 */
import { at, parseBody } from "#simulate";
import type { Headers, HttpResponse } from "../kit/http.ts";
import { baseUrl } from "./addresses.ts";
import type { Courier } from "./courier.ts";
import { faultKinds, onlyMembers, readFaults } from "./faults.ts";
import type { Sandbox } from "./host.ts";
import type { RunningSimulator } from "./running.ts";
import { rendered } from "./wire.ts";

export interface ControlRequest {
  readonly method: string;
  /** What follows `/_sandbox`, without a query. */
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
}

export type Control = (request: ControlRequest) => HttpResponse;

type Act = (body: unknown) => unknown;
/** Acts of one path by their method. */
type Acts = Readonly<Record<string, Act>>;

export function createControl(sandbox: Sandbox, courier: Courier): Control {
  /** Undefined where the path names nothing. */
  function actsAt(path: string): Acts | undefined {
    const [first = "", second = "", name, ...more] = path.split("/").slice(1);
    if (more.length > 0) return undefined;
    if (second === "") return own(ofAll, first);
    const running = sandbox.simulators.find(({ id }) => id === first);
    if (!running) return undefined;
    if (second === "commands" && name !== undefined)
      return { POST: (body) => ({ touched: running.command(name, textFields(body)) }) };
    return name === undefined ? own(ofOne(running), second) : undefined;
  }

  const ofAll: Readonly<Record<string, Acts>> = {
    simulators: { GET: () => sandbox.simulators.map(described) },
    failures: {
      GET: () =>
        sandbox.failures.map(({ simulator, during, error }) => ({
          simulator,
          during,
          problem: String(error),
        })),
    },
    clock: {
      POST(body) {
        sandbox.advance(secondsOf(body));
        return sandbox.simulators.map(({ id, world }) => ({ id, now: world.now() }));
      },
    },
    reset: { POST: () => done(() => sandbox.reset()) },
  };

  const ofOne = (running: RunningSimulator): Readonly<Record<string, Acts>> => ({
    ledger: {
      GET: () => running.ledger.map((entry) => ({ ...entry, amount: String(entry.amount) })),
    },
    deliveries: { GET: () => running.deliveries },
    faults: {
      GET: () => Object.fromEntries(running.faultKinds.map((kind) => [kind, faultKinds[kind]])),
      POST(body) {
        if (at(body, "clear") !== undefined) {
          onlyMembers(body, "", ["clear"]);
          return done(running.faults.clear);
        }
        const faults = readFaults(body);
        return done(() =>
          "fault" in faults ? running.faults.script(faults) : running.faults.seed(faults),
        );
      },
    },
    clock: {
      GET: () => ({ now: running.world.now() }),
      POST(body) {
        running.advance(secondsOf(body));
        return { now: running.world.now() };
      },
    },
    webhook: {
      GET: () => ({ url: courier.target(running.id)?.url ?? null }),
      POST(body) {
        onlyMembers(body, "", ["url", "secret"]);
        const target = { url: textOf(body, "url"), secret: textOf(body, "secret") };
        return done(() => courier.deliverTo(running.id, target));
      },
      DELETE: () => done(() => courier.deliverTo(running.id, undefined)),
    },
    reset: { POST: () => done(() => running.reset()) },
  });

  const described = ({ id, simulator, faultKinds, world }: RunningSimulator) => ({
    id,
    url: `${baseUrl(sandbox.origin, id, "")}{host}`,
    now: world.now(),
    routes: Object.keys(simulator.routes),
    commands: Object.keys(simulator.commands),
    faults: faultKinds,
    webhook: courier.target(id)?.url ?? null,
  });

  return ({ method, path, headers, text }) => {
    const strange = refusalOf(method, headers);
    if (strange) return strange;
    const acts = actsAt(path);
    if (!acts) return problem(404, `/_sandbox${path} is not known; see /_sandbox/simulators`);
    const act = own(acts, method);
    const allow = Object.keys(acts).join(", ");
    if (!act) return problem(405, `/_sandbox${path} takes ${allow}`, { allow });
    const body = parseBody("application/json", text);
    if (text !== "" && body === undefined) return problem(400, "the body is not JSON");
    try {
      return rendered({ status: 200, body: act(body) ?? {} });
    } catch (error) {
      // A refusal is an Error that says why; a TypeError is a simulator's mistake.
      const refused = error instanceof Error && error.name === "Error";
      return problem(refused ? 400 : 500, error instanceof Error ? error.message : String(error));
    }
  };
}

/** What a browser sends on behalf of a page from elsewhere, whatever name that page gave to this machine. */
function refusalOf(method: string, headers: Headers): HttpResponse | undefined {
  const host = headers["host"] ?? "";
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host))
    return problem(403, "the sandbox is controlled from this machine only");
  if (method === "GET" || method === "DELETE") return undefined;
  if (/^application\/json\b/i.test(headers["content-type"] ?? "")) return undefined;
  return problem(415, "the control API takes content-type: application/json");
}

const problem = (status: number, text: string, headers: Headers = {}) =>
  rendered({ status, headers, body: { problem: text } });

/** A member of its own: a path may be any word, `toString` too. */
const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function done(act: () => void): object {
  act();
  return {};
}

function secondsOf(body: unknown): number {
  onlyMembers(body, "", ["seconds"]);
  const seconds = at(body, "seconds");
  if (typeof seconds === "number" && seconds >= 0 && seconds <= 1e9) return seconds;
  throw new Error("seconds is a number from 0 to 1000000000");
}

function textOf(body: unknown, name: string): string {
  const value = at(body, name);
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`${name} is a text`);
}

/** A command's fields: texts; numbers and booleans as they are written. */
function textFields(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Error("a command's fields are a JSON object");
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (!["string", "number", "bigint", "boolean"].includes(typeof value))
        throw new Error(`${name} is a text or a number`);
      return [name, String(value)];
    }),
  );
}
