/** Calls of one flow that a reader answers, for what the host makes of the answer. */
import assert from "node:assert/strict";
import { create, type Message } from "@bufbuild/protobuf";
import { CreateRefundRequestSchema, FailureCode, SetupMandateRequestSchema } from "#contract";
import { type AnyConnector, done, type FlowName } from "#kit";
import { SendFailure } from "#runtime";
import { type Answer, callOf, card, runtimeOf, scripted, small, withFlows } from "./small.ts";

export const eur = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });
export const post = { method: "POST", path: "/" } as const;
export const cut = (): never => {
  throw new SendFailure("cut", { written: true, code: FailureCode.TIMED_OUT });
};
export async function answerTo<Told>(
  connector: AnyConnector,
  flow: FlowName,
  request: Message,
  answer: (step: string) => Answer = () => ({}),
): Promise<Told> {
  const { send } = scripted((_, peer) => answer(peer.step));
  return (await runtimeOf(connector, { send }).call(flow, request, callOf())) as Told;
}
export const refund = (more: object = {}) =>
  create(CreateRefundRequestSchema, {
    reference: "refund-1",
    payment: { paymentId: "pay" },
    amount: eur(100n),
    ...more,
  });
export const refunding = (read: () => unknown, members: Partial<AnyConnector> = {}) =>
  withFlows({ createRefund: { ...post, read } }, members);
export const refunded = (told: object, operation: object = done()) => ({ operation, refund: told });
export const { card: entry } = small().methods;
assert.ok(entry);
export const mandating = (read: () => unknown) =>
  withFlows(
    { setupMandate: { ...post, read } },
    { methods: { card: { ...entry, flows: ["setupMandate"] } } },
  );
export const mandate = () =>
  create(SetupMandateRequestSchema, {
    reference: "mandate-1",
    paymentMethod: { method: { case: "card", value: card } },
    purchase: { amount: eur(0n) },
  });
