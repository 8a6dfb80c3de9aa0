/** One call: its attempts within one deadline, and what it ends with. `conformance/README.md` has the rules. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type DescMethodUnary, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import {
  type Duration,
  durationMs,
  MethodOptions_IdempotencyLevel as Level,
  timestampMs,
} from "@bufbuild/protobuf/wkt";
import { Certainty, type Operation, Resolution_Way, Retry } from "../../../contract/index.ts";
import { givenKey } from "../../../packages/runtime/keys.ts";
import {
  type ErrorFacts,
  type ErrorKind,
  errorOf,
  lostCall,
  OutcomeUnknown,
  PaymentsError,
  rpcName,
} from "./errors.ts";
import { discreet } from "./secret.ts";
import { abandoned, Failure, isAbandoned, late, type Transport } from "./transport.ts";

export interface CallOptions {
  /** Milliseconds for all attempts together. */
  readonly deadlineMs?: number;
  /** How often a call is sent again where the contract allows it; 0 for never. */
  readonly retries?: number;
  /** Written into the request where it has the field and does not say one itself. */
  readonly idempotencyKey?: string;
  /** Headers beside the client's own. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What happens, for logs and spans. Never a payload, never a secret. */
export interface Hooks {
  /** A call begins; what it returns is told how the call goes on. */
  call?(call: { readonly rpc: string; readonly requestId: string }): CallHooks | undefined;
}
export interface CallHooks {
  attempt?(attempt: { readonly number: number; readonly timeoutMs: number }): void;
  /** `error` where the attempt had no answer. */
  attempted?(attempt: { readonly number: number; readonly error?: string | undefined }): void;
  ended?(end: { readonly attempts: number; readonly error?: PaymentsError | undefined }): void;
}

export interface Caller {
  readonly transport: Transport;
  readonly headers: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly hooks: Hooks | undefined;
}

/** Milliseconds that `grpc-timeout` can say: more than a day. A timer that is given more than 2³¹ ends at once. */
const LONGEST = 99_999_999;

export async function call(
  caller: Caller,
  method: DescMethodUnary,
  given: Message,
  options: CallOptions,
): Promise<Message> {
  const metadata = checkedMetadata(options.metadata);
  const requestId = metadata["x-request-id"] ?? randomUUID();
  const headers = { ...caller.headers, ...metadata, "x-request-id": requestId };
  const rpc = rpcName(method);
  const request = discreet(withKey(method, taken(method, given), options.idempotencyKey));
  if (Number.isNaN(options.deadlineMs ?? caller.deadlineMs))
    throw new TypeError("deadlineMs is not a number");
  const hooks = heard(() => caller.hooks?.call?.({ rpc, requestId }));
  let attempts = 0;
  const attempt = async (timeout: number): Promise<Message> => {
    attempts += 1;
    const number = attempts;
    heard(() => hooks?.attempt?.({ number, timeoutMs: timeout }));
    const { signal } = options;
    try {
      const answer = await caller.transport.unary({ method, request, headers, timeout, signal });
      heard(() => hooks?.attempted?.({ number }));
      return discreet(answer);
    } catch (error) {
      const code = error instanceof Failure ? error.code : "UNKNOWN";
      heard(() => hooks?.attempted?.({ number, error: code }));
      throw error;
    }
  };
  try {
    const answer = await attempted({ caller, method, request, options, requestId, attempt });
    heard(() => hooks?.ended?.({ attempts }));
    return answer;
  } catch (error) {
    const told = error instanceof PaymentsError ? error : undefined;
    heard(() => hooks?.ended?.({ attempts, error: told }));
    throw error;
  }
}

/** Whoever listens ends no payment: the answer of a call is worth more than what is written of it. */
function heard<Value>(listen: () => Value): Value | undefined {
  try {
    const value = listen();
    // A listener that is async rejects where nobody waits, which would end the process.
    if (value instanceof Promise) value.catch(() => undefined);
    return value;
  } catch {
    return undefined;
  }
}

interface Attempts {
  readonly caller: Caller;
  readonly method: DescMethodUnary;
  readonly request: Message;
  readonly options: CallOptions;
  readonly requestId: string;
  attempt(timeout: number): Promise<Message>;
}

async function attempted(attempts: Attempts): Promise<Message> {
  const { caller, method, request, options, requestId, attempt } = attempts;
  const begun = new Date();
  const end = performance.now() + Math.min(LONGEST, options.deadlineMs ?? caller.deadlineMs);
  const retries = options.retries ?? caller.retries;
  const hasKey = givenKey(request) !== undefined;
  /** What counts where nothing better comes: an answer or an error whose outcome is unknown. */
  let held: { readonly answer: Message } | { readonly error: PaymentsError } | undefined;
  const told = (failure: Failure): PaymentsError =>
    errorFrom(failure, method, { requestId, lost: () => lostCall(method, request, begun) });
  const finish = (failure: Failure): Message => {
    if (held && "answer" in held) return held.answer;
    const error = told(failure);
    throw held && !(error instanceof OutcomeUnknown) ? held.error : error;
  };

  /** An answer that tells only of its own attempt that nothing was sent does not undo an earlier one. */
  const ended = (answer: Message): Message => {
    if (!held || operationIn(answer)?.failure?.retry !== Retry.SAME_KEY_NOW) return answer;
    if ("answer" in held) return held.answer;
    throw held.error;
  };

  for (let repeat = 0; ; repeat += 1) {
    const left = end - performance.now();
    if (left <= 0) return finish(late(false));
    if (options.signal?.aborted) return finish(abandoned(false));
    const pause = pauseBefore(repeat + 1);
    try {
      const answer = await attempt(left);
      const operation = operationIn(answer);
      const wait = repeat < retries && hasKey ? safeRepeat(operation, pause) : undefined;
      if (wait === undefined || performance.now() + wait >= end) return ended(answer);
      if (operation?.certainty === Certainty.UNKNOWN) held = { answer };
      await sleep(wait, undefined, options.signal && { signal: options.signal }).catch(
        () => undefined,
      );
      if (options.signal?.aborted) return ended(answer);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const typed = told(error);
      if (typed instanceof OutcomeUnknown) held ??= { error: typed };
      const wait = Math.max(pause, error.retryAfterMs ?? 0);
      const again =
        repeat < retries && mayRepeat(error, method) && !isAbandoned(error, options.signal);
      if (!again || performance.now() + wait >= end) return finish(error);
      await sleep(wait, undefined, options.signal && { signal: options.signal }).catch(
        () => undefined,
      );
      if (options.signal?.aborted) return finish(error);
    }
  }
}

/** 100 ms, then twice as long each time, with up to as much again. */
const pauseBefore = (repeat: number): number => 100 * 2 ** (repeat - 1) * (1 + Math.random());

const neverSent: ReadonlySet<string> = new Set([
  "NOT_SENT",
  "OVERLOADED",
  "RATE_LIMITED",
  "SHUTTING_DOWN",
]);
const broken: ReadonlySet<string> = new Set(["UNAVAILABLE", "INTERNAL", "UNKNOWN", "CANCELLED"]);

function mayRepeat({ sent, reason, code }: Failure, { idempotency }: DescMethodUnary): boolean {
  if (reason !== undefined) return neverSent.has(reason);
  if (!sent) return code !== "DEADLINE_EXCEEDED";
  return idempotency !== Level.IDEMPOTENCY_UNKNOWN && broken.has(code);
}

/** Milliseconds until an answer's operation may be asked for again under its key; undefined where it may not. */
function safeRepeat(operation: Operation | undefined, pause: number): number | undefined {
  const { failure, certainty, resolution } = operation ?? {};
  if (failure?.retry === Retry.SAME_KEY_NOW) return longest(pause, failure.retryAfter);
  if (certainty !== Certainty.UNKNOWN) return undefined;
  if (!resolution?.ways.includes(Resolution_Way.REPEAT_SAME_KEY)) return undefined;
  const earliest = resolution.earliest ? timestampMs(resolution.earliest) - Date.now() : 0;
  return Math.max(longest(pause, failure?.retryAfter), earliest);
}
const longest = (pause: number, told: Duration | undefined): number =>
  told ? Math.max(pause, durationMs(told)) : pause;

const operationIn = (answer: Message): Operation | undefined =>
  // An `operation` is the same message in every answer that has one.
  "operation" in answer ? (answer.operation as Operation | undefined) : undefined;

const kinds: Readonly<Record<string, Exclude<ErrorKind, "OutcomeUnknown">>> = {
  INVALID_REQUEST: "InvalidRequest",
  MALFORMED: "InvalidRequest",
  INVALID_CREDENTIALS: "InvalidRequest",
  INVALID_STATE: "InvalidRequest",
  UNKNOWN_CONNECTOR: "InvalidRequest",
  UNKNOWN_ACCOUNT: "InvalidRequest",
  UNAUTHENTICATED: "Unauthenticated",
  PERMISSION_DENIED: "PermissionDenied",
  UNSUPPORTED: "Unsupported",
  OVERLOADED: "Overloaded",
  RATE_LIMITED: "Overloaded",
  NOT_SENT: "NotSent",
  SHUTTING_DOWN: "NotSent",
  DEADLINE_PASSED: "NotSent",
};
const bareKinds: Readonly<Record<string, Exclude<ErrorKind, "OutcomeUnknown">>> = {
  INVALID_ARGUMENT: "InvalidRequest",
  NOT_FOUND: "InvalidRequest",
  FAILED_PRECONDITION: "InvalidRequest",
  UNAUTHENTICATED: "Unauthenticated",
  PERMISSION_DENIED: "PermissionDenied",
  UNIMPLEMENTED: "Unsupported",
};

function errorFrom(
  failure: Failure,
  method: DescMethodUnary,
  { requestId, lost }: { requestId: string; lost: () => ReturnType<typeof lostCall> },
): PaymentsError {
  const { message, code, reason, violations, retryAfterMs, sent } = failure;
  const rpc = rpcName(method);
  const facts: ErrorFacts = { message, code, reason, violations, retryAfterMs, requestId, rpc };
  if (!sent) return errorOf("NotSent", facts);
  const kind = reason === undefined ? bareKinds[code] : kinds[reason];
  if (kind) return errorOf(kind, facts);
  if (method.idempotency === Level.NO_SIDE_EFFECTS) return errorOf("Unavailable", facts);
  return new OutcomeUnknown(facts, lost());
}

/** The request as it is now: its repeats, and the call that an error tells of, are the same whatever the caller makes of it since. */
function taken({ input }: DescMethodUnary, given: Message): Message {
  try {
    return fromBinary(input, toBinary(input, given));
  } catch (error) {
    // The text of the cause has the value, which may be a card's number.
    const [field = input.typeName] = /payments\.v1\.[\w.]+/.exec(String(error)) ?? [];
    throw new TypeError(`the request cannot be encoded: ${field} has a value of another type`);
  }
}

function withKey(method: DescMethodUnary, request: Message, key: string | undefined): Message {
  const hasField = method.input.field["idempotencyKey"] !== undefined;
  if (key === undefined || !hasField || givenKey(request) !== undefined) return request;
  return Object.assign(request, { idempotencyKey: key });
}

const reserved =
  /^(?:x-connector(?:-.*)?|authorization|grpc-.*|connect-.*|content-.*|te|host|:.*)$/;

/** Throws TypeError for what the client itself writes, and for what no header can hold. */
export function checkedMetadata(
  metadata: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata)) {
    const lower = name.toLowerCase();
    if (reserved.test(lower)) throw new TypeError(`the client itself writes ${lower}`);
    if (!/^[a-z0-9_.-]+$/.test(lower))
      throw new TypeError(`${JSON.stringify(lower)} is no name of a header`);
    checked[lower] = headerValue(lower, value);
  }
  return checked;
}

/** Throws TypeError, that does not show it, for what no header can hold. */
export function headerValue(name: string, value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value))
    throw new TypeError(`${name} has signs that no header can hold`);
  return value;
}
