/** Calls of scripted steps, and what is asserted of how they end. */
import assert from "node:assert/strict";
import {
  type AuthorizePaymentResponse,
  Certainty,
  FailureCode,
  type Operation,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  Resolution_Way,
  Retry,
} from "#contract";
import { type AnyConnector, json, type Step } from "#kit";
import { SendFailure } from "#runtime";
import { type Answer, authorize, callOf, paid, runtimeOf, scripted, withFlows } from "./small.ts";

export const { REPEAT_SAME_KEY, GET, REVERSE, WAIT_FOR_WEBHOOK, ASK_PROCESSOR } = Resolution_Way;
export const cut = (written: boolean) => {
  throw new SendFailure("cut", {
    written,
    code: written ? FailureCode.TIMED_OUT : FailureCode.PROCESSOR_UNREACHABLE,
  });
};
export const named = (
  name: string,
  more: Partial<Step<unknown, object>> = {},
): Step<unknown, object> => ({
  name,
  example: {},
  method: "POST",
  path: `/${name}`,
  body: () => json({}),
  read: () => ({}),
  ...more,
});
export const token = named("token", { harmless: true });
export const order = named("order", { harmless: true });
export const charge = named("charge");
export const confirm = named("confirm");

/** Answers by the name of the step; anything that is not said is an empty 200. */
export async function pay(
  connector: AnyConnector,
  answers: Readonly<Record<string, () => Answer>> = {},
): Promise<{
  readonly operation: Operation;
  readonly answer: AuthorizePaymentResponse;
  readonly sent: readonly string[];
}> {
  const { send, sent } = scripted((_, { step }) => answers[step]?.() ?? {});
  const answer = (await runtimeOf(connector, { send }).call(
    "authorizePayment",
    authorize(),
    callOf(),
  )) as AuthorizePaymentResponse;
  assert.ok(answer.operation);
  return {
    operation: answer.operation,
    answer,
    sent: sent.map(({ url }) => new URL(url).pathname.slice(1)),
  };
}
/** A single exchange that comes to `paid`. */
export const simple = withFlows({
  authorizePayment: { method: "POST", path: "/charge", read: () => paid },
});
export const scriptOf = (script: (input: unknown) => Generator) =>
  withFlows({ authorizePayment: script });

export function assertUnknown(
  { operation, answer }: Awaited<ReturnType<typeof pay>>,
  code: FailureCode,
) {
  assert.equal(operation.status, OperationStatus.UNKNOWN);
  assert.equal(operation.certainty, Certainty.UNKNOWN);
  assert.equal(operation.failure?.code, code);
  assert.equal(operation.failure?.retry, Retry.LOOK_UP_FIRST);
  assert.ok(operation.resolution?.ways.includes(ASK_PROCESSOR));
  assert.ok(operation.resolution?.earliest);
  assert.equal(answer.payment?.status, PaymentStatus.PENDING);
  assert.equal(answer.payment?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(answer.payment?.paymentRef?.reference, "order-1");
}
export function assertNotDone(
  { operation, answer }: Awaited<ReturnType<typeof pay>>,
  done: readonly string[],
) {
  assert.equal(operation.status, OperationStatus.FAILED);
  assert.equal(operation.certainty, Certainty.DEFINITIVE);
  assert.equal(operation.failure?.retry, Retry.SAME_KEY_NOW);
  assert.deepEqual(operation.completedSteps, done);
  assert.equal(operation.resolution, undefined);
  assert.equal(answer.payment?.status, PaymentStatus.FAILED);
}
