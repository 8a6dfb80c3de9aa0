/** A runtime's record as the contract's message, without its tellings: what the vectors of `fold` expect. */
import { create, type JsonObject } from "@bufbuild/protobuf";
import { type Event, EventSchema, PaymentRecordSchema } from "#contract";
import { type Answer, applyAnswer, applyEvent, type PaymentRecord } from "#runtime";
import { fromObject, methodOf, toObject } from "./rpcs.ts";
import type { VectorCall } from "./vector.ts";

export function foldedBy({
  applyEvent: told,
}: Extract<VectorCall, { applyEvent: object }>): JsonObject {
  const answered = (told.answers ?? []).reduce<PaymentRecord | undefined>(
    (record, { rpc, answer, askedAt }) =>
      // Every answer of an rpc about payments has these parts, as far as it has any.
      applyAnswer(record, fromObject(methodOf(rpc).output, answer) as Answer, new Date(askedAt)),
    undefined,
  );
  const record = told.events.reduce<PaymentRecord | undefined>(
    (before, event) => applyEvent(before, fromObject(EventSchema, event) as Event),
    answered,
  );
  if (!record) return {};
  const { payment, operations, refunds, disputes } = record;
  const isTold = Object.keys(payment.told).length + Object.keys(payment.answered).length > 0;
  return toObject(
    PaymentRecordSchema,
    create(PaymentRecordSchema, {
      ...(isTold && { payment: payment.value }),
      operations: operations.map(({ value }) => value),
      refunds: refunds.map(({ value }) => value),
      disputes: disputes.map(({ value }) => value),
    }),
  );
}
