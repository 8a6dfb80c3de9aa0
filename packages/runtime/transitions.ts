/** Where resources usually go from where they stand. In each table a later row wins over an earlier one of the same second. */
import { DisputeStatus, OperationStatus, PaymentStatus, RefundStatus } from "#contract";

/** A status, and those that usually follow it. One that nothing usually follows looks final. */
export type Transitions<Status extends number = number> = readonly (readonly [
  Status,
  readonly Status[],
])[];

const P = PaymentStatus;
const held = [P.PARTIALLY_CAPTURED, P.CAPTURED, P.VOIDED, P.EXPIRED];
const ends = [P.PARTIALLY_AUTHORIZED, P.AUTHORIZED, ...held, P.FAILED];
export const paymentTransitions: Transitions<PaymentStatus> = [
  [P.PENDING, [P.ACTION_REQUIRED, ...ends]],
  [P.ACTION_REQUIRED, [P.PENDING, ...ends]],
  [P.FAILED, []],
  [P.PARTIALLY_AUTHORIZED, [P.AUTHORIZED, ...held]],
  [P.AUTHORIZED, [P.PARTIALLY_AUTHORIZED, ...held]],
  [P.EXPIRED, []],
  [P.PARTIALLY_CAPTURED, [P.CAPTURED]],
  [P.CAPTURED, []],
  [P.VOIDED, []],
  [P.REVERSED, []],
];

const R = RefundStatus;
export const refundTransitions: Transitions<RefundStatus> = [
  [R.PENDING, [R.ACTION_REQUIRED, R.SUCCEEDED, R.FAILED, R.CANCELLED]],
  [R.ACTION_REQUIRED, [R.PENDING, R.SUCCEEDED, R.FAILED, R.CANCELLED]],
  [R.SUCCEEDED, []],
  [R.FAILED, []],
  [R.CANCELLED, []],
];

const O = OperationStatus;
export const operationTransitions: Transitions<OperationStatus> = [
  [O.UNKNOWN, [O.ACCEPTED, O.SUCCEEDED, O.FAILED]],
  [O.ACCEPTED, [O.SUCCEEDED, O.FAILED]],
  [O.SUCCEEDED, []],
  [O.FAILED, []],
];

const D = DisputeStatus;
const decided = [D.WON, D.LOST, D.ACCEPTED, D.EXPIRED, D.WITHDRAWN];
/** A dispute may escalate after every decision, so none of its statuses is final. */
export const disputeTransitions: Transitions<DisputeStatus> = [
  [D.NEEDS_RESPONSE, [D.UNDER_REVIEW, ...decided]],
  [D.UNDER_REVIEW, [D.NEEDS_RESPONSE, ...decided]],
  [D.EXPIRED, [D.LOST, D.NEEDS_RESPONSE]],
  [D.ACCEPTED, [D.LOST, D.NEEDS_RESPONSE]],
  [D.WITHDRAWN, [D.WON, D.NEEDS_RESPONSE]],
  [D.LOST, [D.NEEDS_RESPONSE]],
  [D.WON, [D.NEEDS_RESPONSE]],
];
