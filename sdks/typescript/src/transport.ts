/** How a call reaches the service: over gRPC, over JSON, or in this process. One attempt, never repeated. */
import type { DescMethodUnary, Message } from "@bufbuild/protobuf";
import type { Violation } from "./errors.ts";

export interface Attempt {
  readonly method: DescMethodUnary;
  readonly request: Message;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until an answer must be there. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}
export interface Transport {
  /** Throws `Failure` and nothing else. */
  unary(attempt: Attempt): Promise<Message>;
  close(): Promise<void>;
}

/** How an attempt ended without an answer. */
export class Failure extends Error {
  /** False where not a byte of the request can have reached the service. */
  readonly sent: boolean;
  /** gRPC's name of the status, such as `UNAVAILABLE`. */
  readonly code: string;
  readonly reason: string | undefined;
  readonly violations: readonly Violation[];
  readonly retryAfterMs: number | undefined;
  /** Whether nothing came until the deadline. */
  get isSilence(): boolean {
    return this.sent && this.code === "DEADLINE_EXCEEDED" && this.reason === undefined;
  }
  constructor(
    message: string,
    facts: {
      readonly sent: boolean;
      readonly code: string;
      readonly reason?: string | undefined;
      readonly violations?: readonly Violation[];
      readonly retryAfterMs?: number | undefined;
    },
  ) {
    super(message);
    this.sent = facts.sent;
    this.code = facts.code;
    this.reason = facts.reason;
    this.violations = facts.violations ?? [];
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
export const statusNames = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/** A transport that is closed when the calls under way have ended, and takes none after that. */
export function closable(unary: Transport["unary"], close: Transport["close"]): Transport {
  const underWay = new Set<Promise<Message>>();
  let isClosed = false;
  return {
    async unary(attempt) {
      if (isClosed) throw gone(false, "the client is closed");
      const call = unary(attempt);
      underWay.add(call);
      return call.finally(() => underWay.delete(call));
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(underWay);
      await close();
    },
  };
}

/** What a status of HTTP means that is not the service's: https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md */
export function codeOfHttp(status: number): string {
  const known: Readonly<Record<number, string>> = {
    400: "INTERNAL",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "UNIMPLEMENTED",
    429: "UNAVAILABLE",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "UNAVAILABLE",
  };
  return known[status] ?? "UNKNOWN";
}

/** Whoever is not the service may repeat the request, card and key, in its words. */
export const toldBy = (reason: string | undefined, words: string, code: string): string =>
  reason === undefined ? `${code} without a reason of the service's` : words;

export const gone = (sent: boolean, problem: string): Failure =>
  new Failure(problem, { sent, code: "UNAVAILABLE" });
export const late = (sent: boolean): Failure =>
  new Failure(sent ? "no answer in time" : "no connection in time", {
    sent,
    code: "DEADLINE_EXCEEDED",
  });
export const abandoned = (sent: boolean): Failure =>
  new Failure("the caller gave up", { sent, code: "CANCELLED", reason: undefined });
/** The caller gave up, and wants no repeat. */
export const isAbandoned = ({ code }: Failure, signal: AbortSignal | undefined): boolean =>
  code === "CANCELLED" && signal?.aborted === true;

/** PEM. */
export interface TlsOptions {
  readonly authorities?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}
export const tlsOf = ({ authorities, certificate, key }: TlsOptions = {}) => ({
  ...(authorities !== undefined && { ca: authorities }),
  ...(certificate !== undefined && { cert: certificate }),
  ...(key !== undefined && { key }),
  minVersion: "TLSv1.2" as const,
});
