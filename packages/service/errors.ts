/** Every error of the service: one row each, and how it is told in either encoding. */
import {
  create,
  type DescMessage,
  isMessage,
  type Message,
  type Registry,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { BadRequestSchema, ErrorInfoSchema, type ErrorReason, RetryInfoSchema } from "#contract";
import { InvalidRequest, Unsupported, type Violation } from "#kit";
import { CallError } from "#runtime";
import { StatusSchema } from "../../contract/gen/google/rpc/status_pb.ts";

/** https://github.com/grpc/grpc/blob/master/doc/statuscodes.md, with the names that the Connect protocol has for them. */
export const codes = {
  canceled: 1,
  unknown: 2,
  invalid_argument: 3,
  deadline_exceeded: 4,
  not_found: 5,
  already_exists: 6,
  permission_denied: 7,
  resource_exhausted: 8,
  failed_precondition: 9,
  aborted: 10,
  out_of_range: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  data_loss: 15,
  unauthenticated: 16,
} as const;
export type Code = keyof typeof codes;
export type Reason = Exclude<keyof typeof ErrorReason, "UNSPECIFIED">;

interface Row {
  readonly code: Code;
  /** HTTP status of the JSON form: https://connectrpc.com/docs/protocol#error-codes */
  readonly http: number;
  /** What is said where the error itself says nothing. */
  readonly text: string;
}
const row = (code: Code, http: number, text: string): Row => ({ code, http, text });

export const rows: Readonly<Record<Reason, Row>> = {
  INVALID_REQUEST: row("invalid_argument", 400, "the request is not valid"),
  UNSUPPORTED: row("unimplemented", 501, "this is not supported"),
  UNKNOWN_CONNECTOR: row("not_found", 404, "there is no such connector"),
  UNKNOWN_ACCOUNT: row("not_found", 404, "there is no such account, or it is not for this caller"),
  INVALID_CREDENTIALS: row("invalid_argument", 400, "the connector's credentials are not valid"),
  UNAUTHENTICATED: row("unauthenticated", 401, "the caller's key or certificate is not known"),
  PERMISSION_DENIED: row("permission_denied", 403, "this caller may not do this"),
  RATE_LIMITED: row("resource_exhausted", 429, "this caller sends too much"),
  OVERLOADED: row("resource_exhausted", 429, "the service is full"),
  NOT_SENT: row("unavailable", 503, "nothing was sent to the processor"),
  INVALID_STATE: row("failed_precondition", 400, "the state is not valid"),
  DEADLINE_PASSED: row("deadline_exceeded", 504, "the deadline passed before anything was sent"),
  INTERNAL: row("internal", 500, "a fault of the service; the outcome of the call is not known"),
  MALFORMED: row("invalid_argument", 400, "the message cannot be decoded"),
  SHUTTING_DOWN: row("unavailable", 503, "the service is shutting down"),
};

/** For the few errors that are of another protocol and have none of our reasons. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly code: Code;
  readonly details: readonly Detail[];
  constructor(code: Code, message: string, details: readonly Detail[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Refused for its rate; `retryAfter` in milliseconds. */
export class RateLimited extends CallError {
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super("RATE_LIMITED", rows.RATE_LIMITED.text);
    this.retryAfter = retryAfter;
  }
}

/** An error as it is told to a caller. */
export interface Refusal {
  readonly reason: Reason | undefined;
  readonly code: Code;
  readonly http: number;
  readonly message: string;
  readonly details: readonly Detail[];
}
export interface Detail {
  readonly desc: DescMessage;
  readonly message: Message;
}

/** What is not one of ours is INTERNAL, and nothing of its text is told: it may hold anything. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof InvalidRequest)
    return refusal("INVALID_REQUEST", error.message, error.violations);
  if (error instanceof Unsupported) return refusal("UNSUPPORTED", error.message);
  if (error instanceof RateLimited)
    return refusal(
      "RATE_LIMITED",
      error.message,
      [],
      [detail(RetryInfoSchema, { retryDelay: durationOf(error.retryAfter) })],
    );
  if (error instanceof CallError && error.reason !== "UNSPECIFIED")
    return refusal(error.reason, error.message, error.violations);
  if (error instanceof StatusError) {
    const { code, message, details } = error;
    return { reason: undefined, code, http: httpStatuses[code], message, details };
  }
  return refusal("INTERNAL", "");
}

function refusal(
  reason: Reason,
  message: string,
  violations: readonly Violation[] = [],
  more: readonly Detail[] = [],
): Refusal {
  const { code, http, text } = rows[reason];
  const details = [detail(ErrorInfoSchema, { reason, domain: "payments.v1" }), ...more];
  if (violations.length > 0)
    details.push(
      detail(BadRequestSchema, {
        fieldViolations: violations.map(({ field, problem }) => ({ field, description: problem })),
      }),
    );
  return { reason, code, http, message: message || text, details };
}
const detail = (desc: DescMessage, values: Record<string, unknown>): Detail => ({
  desc,
  message: create(desc, values),
});
const durationOf = (milliseconds: number) => ({
  seconds: BigInt(Math.floor(milliseconds / 1000)),
  nanos: Math.round(milliseconds % 1000) * 1_000_000,
});

// https://connectrpc.com/docs/protocol#error-codes
const httpStatuses: Readonly<Record<Code, number>> = {
  canceled: 499,
  unknown: 500,
  invalid_argument: 400,
  deadline_exceeded: 504,
  not_found: 404,
  already_exists: 409,
  permission_denied: 403,
  resource_exhausted: 429,
  failed_precondition: 400,
  aborted: 409,
  out_of_range: 400,
  unimplemented: 501,
  internal: 500,
  unavailable: 503,
  data_loss: 500,
  unauthenticated: 401,
};

/** Bytes of violations in trailers: Java's and C++'s gRPC take eight kilobytes of all of them, in base64. */
const MOST_DETAIL = 3_000;
/** What trailers can hold of the violations; the last one then says how many there are more. */
function shortened({ desc, message }: Detail): Message {
  if (!isMessage(message, BadRequestSchema) || toBinary(desc, message).length <= MOST_DETAIL)
    return message;
  const { fieldViolations: all } = message;
  let size = 0;
  const told = all.filter(({ field, description }) => {
    // Two tags and two lengths stand beside the words.
    size += Buffer.byteLength(field) + Buffer.byteLength(description) + 8;
    return size <= MOST_DETAIL;
  });
  const more = { field: "", description: `${all.length - told.length} more are not told` };
  return create(BadRequestSchema, { fieldViolations: [...told, more] });
}

/** `grpc-status`, `grpc-message` and, as `google.rpc.Status`, `grpc-status-details-bin`. */
export function grpcStatus({ code, message, details }: Refusal): Record<string, string> {
  const status = create(StatusSchema, {
    code: codes[code],
    message,
    details: details.map((one) => anyPack(one.desc, shortened(one))),
  });
  return {
    "grpc-status": String(codes[code]),
    // Percent-encoded, except that a space may stay: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
    "grpc-message": encodeURIComponent(message.toWellFormed()).replaceAll("%20", " "),
    ...(details.length > 0 && {
      "grpc-status-details-bin": unpadded(toBinary(StatusSchema, status)),
    }),
  };
}

/** The error body of the Connect protocol, in which every detail also carries its proto-JSON. */
export const jsonError = ({ code, message, details }: Refusal, registry?: Registry): string =>
  JSON.stringify({
    code,
    message,
    details: details.map(({ desc, message: content }) => ({
      type: desc.typeName,
      value: unpadded(toBinary(desc, content)),
      debug: toJson(desc, content, registry && { registry }),
    })),
  });

const unpadded = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("base64")
    .replace(/=+$/, "");
