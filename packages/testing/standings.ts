/** Standings: whether what was wanted is good, by where an operation or its payment stands. */
import { type Operation, OperationStatus, PaymentStatus } from "#contract";
import { isOpen } from "./journey.ts";

const { SUCCEEDED, FAILED } = OperationStatus;

/** Of an operation, once it is known. */
export function ended(status: Operation["status"] | undefined): "done" | "refused" | undefined {
  if (status === SUCCEEDED) return "done";
  return status === FAILED ? "refused" : undefined;
}
/** Nothing is held or taken any more. */
export const isUndone = (status: PaymentStatus | undefined): boolean =>
  status === PaymentStatus.VOIDED ||
  status === PaymentStatus.REVERSED ||
  status === PaymentStatus.EXPIRED;

/** Whether an order is good, by where its payment stands. */
export function standing(status: PaymentStatus): "done" | "accepted" | "refused" | undefined {
  if (status === PaymentStatus.UNSPECIFIED) return undefined;
  if (status === PaymentStatus.FAILED || isUndone(status)) return "refused";
  return isOpen({ status }) ? "accepted" : "done";
}
