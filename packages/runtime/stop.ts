/** What is known once a call has stopped on its way: from what was done before, and what could not be gone through. */
import { FailureCode } from "#contract";
import { type Failure, InvalidRequest, Refused, Unresolved, Unsupported } from "#kit";
import { CallError } from "./errors.ts";
import type { AnyExchange } from "./requests.ts";
import { SendFailure } from "./send/send.ts";

/**
 * Nothing that moves money has happened when this is thrown, and no look at an earlier attempt was in vain: `written`
 * says whether anything at all was sent. The steps that were done were harmless ones.
 */
export class NotDone extends Error {
  override readonly name = "NotDone";
  readonly written: boolean;
  readonly code: FailureCode;
  readonly done: readonly string[];
  constructor(cause: Error, written: boolean, code: FailureCode, done: readonly string[]) {
    super(cause.message, { cause });
    this.written = written;
    this.code = code;
    this.done = done;
  }
}

/** What an exchange can have done, and what it would have told. */
export interface Nature {
  readonly harmless: boolean;
  readonly looksBack: boolean;
}
export interface Progress extends Nature {
  readonly name: string;
}

export const isHarmless = (exchange: AnyExchange): boolean =>
  exchange.harmless ?? exchange.method === "GET";

/** Whether it may tell what an earlier attempt of the same call did. */
const looksBack = (exchange: AnyExchange): boolean =>
  isHarmless(exchange) && (exchange.looksBack ?? exchange.method === "GET");
export const natureOf = (exchange: AnyExchange): Nature => ({
  harmless: isHarmless(exchange),
  looksBack: looksBack(exchange),
});

/**
 * A wrong key, a missing right or too many requests hide what an earlier attempt did as well as a cut does: the answer
 * was about who asks, not about what was asked for. Where a connector reads the refusal as "there is none", it is about
 * that, and an answer; what is malformed for the processor is not known to be missing there.
 */
const tellsOfNone = ({ code }: Failure): boolean => code === FailureCode.NOT_FOUND;
const unseen = "this call did nothing, and what was done before it could not be looked up";

/**
 * What escapes may not claim that nothing happened once something has, nor that nothing has happened before, once a look
 * at it broke or was refused: `broken` is what could not be gone through.
 */
export function afterwards(error: unknown, done: readonly Progress[], broken: Nature): unknown {
  const names = done.map((step) => step.name);
  const nothingMoved = done.every((step) => step.harmless);
  if (error instanceof SendFailure) {
    const written = error.written || names.length > 0;
    const isUnknown = broken.looksBack ? written : error.written && !broken.harmless;
    if (nothingMoved && !isUnknown) return new NotDone(error, written, error.code, names);
    return new Unresolved(error.message, { code: error.code, cause: error, done: names });
  }
  if (error instanceof Unresolved) {
    const { message, code, processor, inProgress } = error;
    const isNothing = nothingMoved && broken.harmless && !broken.looksBack;
    if (isNothing && code !== FailureCode.IDEMPOTENCY_CONFLICT)
      return new NotDone(error, true, code, names);
    return new Unresolved(message, { code, cause: error, done: names, processor, inProgress });
  }
  if (error instanceof Refused) {
    const { code, processor } = error.failure;
    // The first call under the key is the one that counts, whatever this one did.
    const isConflict = code === FailureCode.IDEMPOTENCY_CONFLICT;
    const isBlind = broken.looksBack && !tellsOfNone(error.failure);
    if (nothingMoved && !isConflict && !isBlind) return error;
    const message = nothingMoved && isBlind ? `${unseen}: ${error.message}` : error.message;
    return new Unresolved(message, { code, cause: error, done: names, processor });
  }
  if (
    error instanceof InvalidRequest ||
    error instanceof Unsupported ||
    error instanceof CallError ||
    error instanceof NotDone
  ) {
    if (nothingMoved) return error;
    const code = FailureCode.UNREADABLE_ANSWER;
    return new Unresolved(error.message, { code, cause: error, done: names });
  }
  if (nothingMoved && broken.harmless) return error;
  return new Unresolved("the connector failed to read the answer", { cause: error, done: names });
}
