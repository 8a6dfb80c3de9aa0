/** Runs a connector's flow: the one place where pure descriptions meet a network. */
import { FailureCode, Retry } from "#contract";
import {
  type AnyConnector,
  type ClientCertificate,
  type Context,
  type Failure,
  type Flow,
  type HttpRequest,
  type HttpResponse,
  type Idempotency,
  InvalidRequest,
  type Meaning,
  parseJson,
  Refused,
  type Script,
  type Session,
  type Step,
  Unresolved,
  Unsupported,
  usualStatuses,
} from "#kit";
import { CallError } from "./errors.ts";
import { type AnyExchange, contextFor, toRequest } from "./requests.ts";
import { type Send, SendFailure } from "./send/send.ts";
import type { Sessions } from "./sessions.ts";
import { afterwards, isHarmless, type Nature, NotDone, natureOf, type Progress } from "./stop.ts";

/** One call on its way: everything that is impure about it, as data or as a function. */
export interface Run {
  readonly connector: AnyConnector;
  /** Checked against the connector's declaration. */
  readonly credentials: Readonly<Record<string, string | readonly string[]>>;
  readonly certificate?: ClientCertificate | undefined;
  readonly subAccount?: string | undefined;
  readonly options: Readonly<Record<string, string | readonly string[]>>;
  readonly hosts: Readonly<Record<string, string>>;
  /** The caller's idempotency key, or the derived one. */
  readonly key: string;
  readonly reference: string;
  readonly state: Readonly<Record<string, string>>;
  readonly clock: () => Date;
  readonly seed: () => Uint8Array;
  readonly send: Send;
  readonly sessions: Sessions;
  /** `performance.now()` when the caller must have an answer. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
  /** Waits, and answers false at once where the deadline leaves no room. */
  readonly sleep: (milliseconds: number) => Promise<boolean>;
  /** Hears of every exchange, for callers that may see them. */
  readonly observe?: (exchanged: Exchanged) => void;
  /** Hears how a repeat would be recognised of each exchange that is not harmless, before it is sent. */
  readonly carries?: (idempotency: Idempotency) => void;
}

/** What an observer is given: enough to build the request again from masked input. */
export interface Exchanged {
  readonly step: string;
  readonly exchange: AnyExchange;
  readonly input: unknown;
  readonly context: Context<Run["credentials"]>;
  /** Undefined where there was no answer. */
  readonly response: HttpResponse | undefined;
}

/**
 * Flows, webhook verification and sessions are all run by this. Throws InvalidRequest and Unsupported (nothing was
 * sent), Refused (the processor said no to everything asked), NotDone, or Unresolved (nobody knows).
 */
export async function runFlow<Input, Output>(
  run: Run,
  name: string,
  // biome-ignore lint/suspicious/noExplicitAny: connectors have credentials of their own; `run` carries them.
  flow: Flow<Input, Output, any>,
  input: Input,
): Promise<Output> {
  const done: Progress[] = [];
  if (typeof flow !== "function") {
    try {
      return (await perform(run, flow, input, name)) as Output;
    } catch (error) {
      throw afterwards(error, done, natureOf(flow));
    }
  }
  const started = flow(input, contextFor(run, undefined, name));
  if (!isScript<Output>(started)) return started;
  return runScript(run, started, done);
}

async function runScript<Output>(
  run: Run,
  script: Script<Output>,
  done: Progress[],
): Promise<Output> {
  const times = new Map<string, number>();
  let turnedDown: { readonly error: Refused; readonly nature: Nature } | undefined;
  // What the script itself says no to or gives up on is what its looks told; a refusal that it lets through is its step's.
  const natureOfEnd = (error: unknown): Nature => {
    if (turnedDown && error === turnedDown.error) return turnedDown.nature;
    const looksBack = !(error instanceof Refused) && done.some((step) => step.looksBack);
    return { harmless: true, looksBack };
  };
  let next: () => IteratorResult<unknown, Output> = () => script.next();
  for (;;) {
    let turn: IteratorResult<unknown, Output>;
    try {
      turn = next();
    } catch (error) {
      throw afterwards(error, done, natureOfEnd(error));
    }
    if (turn.done) return turn.value;
    const wish = turn.value as
      | { kind: "pause"; milliseconds: number }
      | { kind: "call"; step: Step<unknown, unknown>; input: unknown };
    if (wish.kind === "pause") {
      const slept = await run.sleep(wish.milliseconds);
      next = () => script.next(slept);
      continue;
    }
    const { step } = wish;
    const time = (times.get(step.name) ?? 0) + 1;
    times.set(step.name, time);
    // Named, not numbered: a repeat that skips a step must not move its neighbour's key.
    const label = time === 1 ? step.name : `${step.name}.${time}`;
    try {
      const output = await perform(run, step, wish.input, label);
      done.push({ name: step.name, ...natureOf(step) });
      next = () => script.next(output);
    } catch (error) {
      if (error instanceof Refused) {
        turnedDown = { error, nature: natureOf(step) };
        next = () => script.throw(error);
      } else {
        script.return(undefined as Output);
        throw afterwards(error, done, natureOf(step));
      }
    }
  }
}

const isScript = <Output>(value: unknown): value is Script<Output> =>
  typeof value === "object" && value !== null && Symbol.iterator in value && "next" in value;
async function perform(
  run: Run,
  exchange: AnyExchange,
  input: unknown,
  label: string,
  renewed = false,
): Promise<unknown> {
  const { connector } = run;
  const session = await sessionFor(run, exchange);
  const context = contextFor(run, exchange, label, session);
  const request = built(connector, exchange, input, context);
  if (!isHarmless(exchange)) run.carries?.(exchange.idempotency ?? connector.idempotency);
  let response: HttpResponse | undefined;
  try {
    const sealed = await run.send(request, {
      connector: connector.id,
      step: label,
      certificate: run.certificate ?? connector.certificate?.(run.credentials),
      deadline: run.deadline,
      signal: run.signal,
    });
    response = connector.open ? connector.open(sealed, context) : sealed;
  } finally {
    run.observe?.({ step: label, exchange, input, context, response });
  }
  switch (meaningOf(connector, exchange, response)) {
    case "answer":
      return readAnswer(connector, exchange, response, input, context);
    case "session":
      if (session && !renewed) {
        run.sessions.forget(run, session.token);
        return perform(run, exchange, input, label, true);
      }
      throw refused(connector, response, label, input);
    case "refused":
    case "untouched":
      throw refused(connector, response, label, input);
    default:
      throw unclear(connector, response, label, input);
  }
}

/** A request that cannot be built is a fault of ours, and was not sent. */
function built(
  connector: AnyConnector,
  exchange: AnyExchange,
  input: unknown,
  context: Context<Run["credentials"]>,
): HttpRequest {
  try {
    return toRequest(connector, exchange, input, context);
  } catch (cause) {
    if (cause instanceof InvalidRequest || cause instanceof Unsupported) throw cause;
    throw new CallError("INTERNAL", `${connector.name}: the request could not be built`, { cause });
  }
}

/** Whatever goes wrong while an answer is read, it was an answer: the request had been sent. */
function readAnswer(
  connector: AnyConnector,
  exchange: AnyExchange,
  response: HttpResponse,
  input: unknown,
  context: Context<unknown>,
): unknown {
  try {
    return exchange.read(response, input, context);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const code = error instanceof Unresolved ? error.code : FailureCode.UNREADABLE_ANSWER;
    const message = error instanceof Unresolved ? error.message : "the answer could not be read";
    const said = error instanceof Unresolved ? error.processor : undefined;
    const processor = { httpStatus: response.status, ...requestIdOf(connector, response), ...said };
    throw new Unresolved(message, { code, cause: error, processor });
  }
}

function refused(
  connector: AnyConnector,
  response: HttpResponse,
  label: string,
  input: unknown,
): Error {
  const failure = connector.refusal(response, { exchange: nameOf(label), input });
  const processor = {
    httpStatus: response.status,
    ...requestIdOf(connector, response),
    ...failure.processor,
  };
  // The first call under this key is the one that counts, and its outcome is not in this answer.
  if (failure.code === FailureCode.IDEMPOTENCY_CONFLICT) {
    const inProgress = isInProgress(failure);
    const what = inProgress
      ? "an earlier request under the key still runs"
      : "the key was used for another request";
    return new Unresolved(what, { code: failure.code, processor, inProgress });
  }
  return new Refused({ ...failure, processor });
}

/**
 * What an unknown answer says is for people, as far as it can be read, and for one decision: where it says that the key
 * was used for another request, even what is harmless has not simply failed.
 */
function unclear(
  connector: AnyConnector,
  response: HttpResponse,
  label: string,
  input: unknown,
): Unresolved {
  const { status } = response;
  const told = failureIn(connector, response, label, input);
  const isConflict = status < 500 && told?.code === FailureCode.IDEMPOTENCY_CONFLICT;
  return new Unresolved(`${connector.name} answered with HTTP status ${status}`, {
    code: isConflict ? FailureCode.IDEMPOTENCY_CONFLICT : FailureCode.PROCESSOR_ERROR,
    inProgress: told !== undefined && isInProgress(told),
    processor: { httpStatus: status, ...requestIdOf(connector, response), ...told?.processor },
  });
}
/** A connector tells it from a key that another request has by how to try again. */
const isInProgress = ({ code, retry }: Failure): boolean =>
  code === FailureCode.IDEMPOTENCY_CONFLICT &&
  (retry === Retry.LATER || retry === Retry.SAME_KEY_NOW);
function failureIn(
  connector: AnyConnector,
  response: HttpResponse,
  label: string,
  input: unknown,
): Failure | undefined {
  try {
    return connector.refusal(response, { exchange: nameOf(label), input });
  } catch {
    return undefined;
  }
}
/** The step's own name: a refusal means the same to the second of a kind. */
const nameOf = (label: string): string => label.replace(/\.\d+$/, "");
function requestIdOf({ requestIdHeader }: AnyConnector, { headers }: HttpResponse) {
  const requestId = requestIdHeader && headers[requestIdHeader];
  return requestId ? { requestId } : {};
}

async function sessionFor(run: Run, exchange: AnyExchange): Promise<Session | undefined> {
  const { connector } = run;
  const open = connector.session;
  if (!open || exchange === open || exchange.authenticate === "none") return undefined;
  try {
    return await inTime(
      run,
      run.sessions.current(run, () => openSession(run, open)),
    );
  } catch (error) {
    // Without a token nothing was asked of the processor.
    if (error instanceof SendFailure || error instanceof Unresolved || error instanceof NotDone)
      throw new SendFailure(`no session: ${error.message}`, {
        written: false,
        code: error.code,
        cause: error,
      });
    throw error;
  }
}
/**
 * A session opens without one, without a key, whose stored answer would be the token that was rejected, and unobserved,
 * since its answer is a secret.
 */
function openSession(run: Run, flow: NonNullable<AnyConnector["session"]>): Promise<Session> {
  const { session: _, ...connector } = run.connector;
  const { observe: _observe, ...unobserved } = run;
  const unkeyed: AnyConnector = {
    ...connector,
    idempotency: { ...connector.idempotency, carrier: "none" },
  };
  return runFlow<void, Session>({ ...unobserved, connector: unkeyed }, "session", flow, undefined);
}

/** The one who opens a session may have more time than those who wait for it. */
function inTime<Value>({ deadline, signal }: Run, opening: Promise<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const code = FailureCode.TIMED_OUT;
  const leave = () => reject(new SendFailure("no answer in time", { written: false, code }));
  const timer = setTimeout(leave, Math.max(0, deadline - performance.now()));
  signal?.addEventListener("abort", leave, { once: true });
  if (signal?.aborted) leave();
  opening.then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
  });
}

/** What an answer's status says, first by the exchange, then by the connector, then by what is usual. */
export function meaningOf(
  connector: AnyConnector,
  exchange: AnyExchange,
  response: HttpResponse,
): Meaning {
  for (const said of [exchange.statuses, connector.statuses]) {
    const word = typeof said === "function" ? said(response) : said?.[response.status];
    if (word) return word;
  }
  const usual = usualStatuses[response.status] ?? "unknown";
  return usual === "refused" && !isHarmless(exchange) && isTorn(response) ? "unknown" : usual;
}

/** JSON that ends before its end. */
const isTorn = ({ text }: HttpResponse): boolean =>
  /^\s*[[{]/.test(text) && parseJson(text) === undefined;
