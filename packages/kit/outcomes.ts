/** From where a resource stands to what became of the operation that was asked for. */
import {
  FailureCode,
  MandateStatus,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  RefundStatus,
  Retry,
} from "#contract";
import { type Failure, failure, Unresolved } from "./failures.ts";
import type {
  MandateResult,
  OperationResult,
  PaymentOutcome,
  PaymentResult,
  RefundResult,
} from "./flows.ts";
import type { HttpResponse } from "./http.ts";
import type { Amount } from "./money.ts";

const { ACCEPTED, SUCCEEDED, FAILED } = OperationStatus;

/** Of an authorization: held or taken is success, failed, expired or voided is not, everything else is on its way. */
export function authorized(payment: PaymentResult): OperationResult {
  const status = authorizations.get(payment.status) ?? ACCEPTED;
  return { status, ...(status === FAILED && why(payment)) };
}
const authorizations: ReadonlyMap<PaymentStatus, OperationStatus> = new Map([
  [PaymentStatus.AUTHORIZED, SUCCEEDED],
  [PaymentStatus.PARTIALLY_AUTHORIZED, SUCCEEDED],
  [PaymentStatus.PARTIALLY_CAPTURED, SUCCEEDED],
  [PaymentStatus.CAPTURED, SUCCEEDED],
  [PaymentStatus.FAILED, FAILED],
  [PaymentStatus.EXPIRED, FAILED],
  [PaymentStatus.VOIDED, FAILED],
]);

export function refunded(refund: RefundResult): OperationResult {
  const status = refunds.get(refund.status) ?? ACCEPTED;
  return {
    status,
    ...(refund.refundRef?.refundId !== undefined && { operationId: refund.refundRef.refundId }),
    ...(refund.amount && { amount: refund.amount }),
    ...(status === FAILED && why(refund)),
  };
}
const refunds: ReadonlyMap<RefundStatus, OperationStatus> = new Map([
  [RefundStatus.SUCCEEDED, SUCCEEDED],
  [RefundStatus.FAILED, FAILED],
  [RefundStatus.CANCELLED, FAILED],
]);

export function mandated(mandate: MandateResult): OperationResult {
  const status = mandates.get(mandate.status) ?? ACCEPTED;
  return { status, ...(status === FAILED && why(mandate)) };
}
const mandates: ReadonlyMap<MandateStatus, OperationStatus> = new Map([
  [MandateStatus.ACTIVE, SUCCEEDED],
  [MandateStatus.FAILED, FAILED],
  [MandateStatus.EXPIRED, FAILED],
  [MandateStatus.REVOKED, FAILED],
]);

/** What failed says why; where the processor gives no reason, its status is all there is. */
const why = ({
  failure: told,
  processorStatus: code,
}: Pick<PaymentResult, "failure" | "processorStatus">): Pick<OperationResult, "failure"> => ({
  failure: told ?? failure(FailureCode.UNMAPPED, code ? { processor: { code } } : {}),
});

export const done = (said: Omit<OperationResult, "status"> = {}): OperationResult => ({
  ...said,
  status: SUCCEEDED,
});
/** Taken on; the result comes later. */
export const accepted = (said: Omit<OperationResult, "status"> = {}): OperationResult => ({
  ...said,
  status: ACCEPTED,
});
/** Of a reversal by the original call: there is nothing to be found, or not yet. */
export const notFound = (): OperationResult => ({
  status: FAILED,
  failure: failure(FailureCode.NOT_FOUND, { retry: Retry.LATER }),
});
/**
 * `read: noContent(() => ({ operation: done() }))`: where a processor tells of success by an answer without content. Throws
 * `Unresolved` where there is some: it is not the answer that is documented, and may be anybody's page.
 */
export const noContent =
  <Input, Output>(map: (input: Input) => Output) =>
  ({ status, text }: HttpResponse, input: Input): Output => {
    if (text.trim() === "") return map(input);
    throw new Unresolved(`HTTP ${status} came with content, where none is told of success`);
  };
export const failed = (failure: Failure): OperationResult => ({ status: FAILED, failure });
/** It had been done before. */
export const alreadyDone = (said: Omit<OperationResult, "status"> = {}): OperationResult => ({
  ...said,
  status: SUCCEEDED,
  alreadyDone: true,
});

/**
 * Of what was taken, what was neither given back nor charged back: the most that a reversal may refund. Undefined where
 * that is nothing.
 */
export function leftOf({ amounts = {} }: PaymentResult): Amount | undefined {
  const { captured, refunded, chargedBack } = amounts;
  const gone = (refunded?.minorUnits ?? 0n) + (chargedBack?.minorUnits ?? 0n);
  const minorUnits = (captured?.minorUnits ?? 0n) - gone;
  return captured?.currency && minorUnits > 0n
    ? { minorUnits, currency: captured.currency }
    : undefined;
}
/** What a reversal came to, which is a void or a refund: `reversedBy(OperationKind.VOID, yield* call(cancel, id))`. */
export const reversedBy = (
  kind: typeof OperationKind.VOID | typeof OperationKind.REFUND,
  { operation, payment }: Pick<PaymentOutcome, "operation" | "payment">,
): PaymentOutcome => ({ operation: { ...operation, kind }, ...(payment && { payment }) });
/**
 * The same of a payment of which nothing is held, and nothing is left that was taken: it was done before. Of its `refunds`,
 * one that is on its way yet is told.
 */
export const reversedBefore = (
  payment: PaymentResult,
  refunds: readonly RefundResult[] = [],
): PaymentOutcome => {
  const wasTaken = (payment.amounts?.captured?.minorUnits ?? 0n) > 0n;
  const kind = wasTaken ? OperationKind.REFUND : OperationKind.VOID;
  const onItsWay = refunds.map(refunded).find(({ status }) => status === ACCEPTED);
  return { operation: { ...alreadyDone({ kind }), ...onItsWay }, payment };
};
