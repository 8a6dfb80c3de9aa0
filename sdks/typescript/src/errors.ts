/** What a call can end with beside an answer. A decline is an answer, and so is an outcome that the service does not know. */
import { create, type DescMethodUnary, type Message } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type OriginalCall, OriginalCallSchema } from "../../../contract/index.ts";
import { amountOf, givenKey, referenceOf } from "../../../packages/runtime/keys.ts";
import { shownAs } from "./secret.ts";

export type ErrorKind =
  | "InvalidRequest"
  | "Unauthenticated"
  | "PermissionDenied"
  | "Unsupported"
  | "Overloaded"
  | "NotSent"
  | "OutcomeUnknown"
  | "Unavailable";

export interface Violation {
  /** As `purchase.amount.currency`. */
  readonly field: string;
  readonly problem: string;
}
export interface ErrorFacts {
  readonly message: string;
  /** The service's reason, such as `RATE_LIMITED`; undefined where it was not the service that spoke. */
  readonly reason?: string | undefined;
  /** gRPC's name of the status, such as `UNAVAILABLE`. */
  readonly code: string;
  readonly violations?: readonly Violation[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId: string;
  readonly rpc: string;
}

/** The base of all. `kind` is the class's name, for a `switch`. */
export class PaymentsError extends Error {
  readonly kind: ErrorKind;
  readonly reason: string | undefined;
  readonly code: string;
  readonly violations: readonly Violation[];
  readonly retryAfterMs: number | undefined;
  readonly requestId: string;
  readonly rpc: string;
  constructor(kind: ErrorKind, facts: ErrorFacts) {
    super(facts.message);
    this.name = kind;
    this.kind = kind;
    this.reason = facts.reason;
    this.code = facts.code;
    this.violations = facts.violations ?? [];
    this.retryAfterMs = facts.retryAfterMs;
    this.requestId = facts.requestId;
    this.rpc = facts.rpc;
  }
}
/** The request is wrong: `violations` names every field. Nothing was sent. */
export class InvalidRequest extends PaymentsError {}
/** The caller's key or certificate is missing or not known. */
export class Unauthenticated extends PaymentsError {}
/** The caller may not do this. */
export class PermissionDenied extends PaymentsError {}
/** The connector cannot do this. Nothing was sent. */
export class Unsupported extends PaymentsError {}
/** Too much at once: `retryAfterMs` says when again, where that is known. Nothing was sent. */
export class Overloaded extends PaymentsError {}
/** Nothing was sent to the processor. */
export class NotSent extends PaymentsError {}
/** A call without side effects has no answer. */
export class Unavailable extends PaymentsError {}

/** A call that may have moved money. */
export interface LostCall {
  readonly rpc: string;
  /** Printed without its secrets. */
  readonly request: Message;
  readonly reference: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly attemptedAt: Date;
}
/**
 * Nobody here knows whether it happened. `originalCall` is what `getPayment({ target: { case: "originalCall", value } })`
 * wants; `call.request` can be sent again where the connector recognises repeats.
 */
export class OutcomeUnknown extends PaymentsError {
  readonly call: LostCall;
  constructor(facts: ErrorFacts, call: LostCall) {
    super("OutcomeUnknown", facts);
    this.call = call;
  }
  get originalCall(): OriginalCall {
    const { reference = "", idempotencyKey, attemptedAt, request } = this.call;
    const amount = amountOf(request);
    return create(OriginalCallSchema, {
      reference,
      attemptedAt: timestampFromDate(attemptedAt),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(amount && { amount }),
    });
  }
}

export function lostCall(method: DescMethodUnary, request: Message, attemptedAt: Date): LostCall {
  const call = {
    rpc: rpcName(method),
    request,
    reference: referenceOf(request),
    idempotencyKey: givenKey(request),
    attemptedAt,
  };
  const { request: _, ...shown } = call;
  return shownAs(call, () => ({ ...shown, request: request.$typeName }));
}
export const rpcName = ({ parent, name }: DescMethodUnary): string => `${parent.typeName}/${name}`;

const classes = {
  InvalidRequest,
  Unauthenticated,
  PermissionDenied,
  Unsupported,
  Overloaded,
  NotSent,
  Unavailable,
} as const;
export const errorOf = (kind: Exclude<ErrorKind, "OutcomeUnknown">, facts: ErrorFacts) =>
  new classes[kind](kind, facts);
