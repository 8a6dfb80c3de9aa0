/** Events and answers as a merchant hears them, and the record that they fold to. */
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  Certainty,
  type Event,
  EventAction,
  EventSchema,
  OperationKind,
  OperationStatus,
  type PaymentStatus,
  type RefundStatus,
} from "#contract";
import type { EventResult } from "#kit";
import { applyAnswer, applyEvent, type PaymentRecord } from "#runtime";

export const eur = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });
export const at = (second: number) => timestampFromMs(second * 1000);
/** Something that is heard: an event, or an answer and when it was asked for. */
export type Heard =
  | Event
  | { readonly answer: Parameters<typeof applyAnswer>[1]; readonly askedAt: Date };
export const hear = (record: PaymentRecord | undefined, heard: Heard) =>
  "answer" in heard ? applyAnswer(record, heard.answer, heard.askedAt) : applyEvent(record, heard);
export const fold = (all: readonly Heard[]) =>
  all.reduce<PaymentRecord | undefined>(hear, undefined) ?? applyEvent(undefined, ignoredEvent);
export const event = (second: number, said: Partial<EventResult>): Event =>
  create(EventSchema, { action: EventAction.APPLY, occurredAt: at(second), ...said });
export const ignoredEvent = create(EventSchema, { action: EventAction.IGNORE });
export const payment = (second: number, status: PaymentStatus, more: object = {}): Event =>
  event(second, { resource: { case: "payment", value: { status, ...more } } });
export const refund = (second: number, id: string, status: RefundStatus, amount = 100n): Event =>
  event(second, {
    resource: {
      case: "refund",
      value: { refundRef: { refundId: id }, status, amount: eur(amount) },
    },
  });
export const capture = (second: number, said: object): Event =>
  event(second, {
    operation: {
      kind: OperationKind.CAPTURE,
      status: OperationStatus.SUCCEEDED,
      certainty: Certainty.DEFINITIVE,
      ...said,
    },
  });
