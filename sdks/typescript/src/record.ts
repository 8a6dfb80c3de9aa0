/** What a merchant keeps of a payment: `applyEvent` and `applyAnswer` over the contract's own `PaymentRecord`, in any order. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type Event,
  EventAction,
  type Payment,
  type PaymentRecord,
  PaymentRecordSchema,
  PaymentSchema,
  type Telling,
  TellingSchema,
} from "../../../contract/index.ts";
import { type Answer, type PaymentRecord as Fold, tell } from "../../../packages/runtime/index.ts";
import { discreet } from "./secret.ts";

export type { Answer };

/** The record after an event. Events whose action is not APPLY change nothing. */
export function applyEvent(previous: PaymentRecord | undefined, event: Event): PaymentRecord {
  if (event.action !== EventAction.APPLY) return previous ?? recordFrom([]);
  const { resource, operation, paymentRef, occurredAt } = event;
  const at = occurredAt?.seconds ?? 0n;
  const handle = paymentRef && create(PaymentSchema, { paymentRef });
  return withTellings(previous, [
    ...tellingsOf({ payment: handle }, at),
    ...tellingsOf(
      {
        operation,
        payment: resource.case === "payment" ? resource.value : undefined,
        refund: resource.case === "refund" ? resource.value : undefined,
        dispute: resource.case === "dispute" ? resource.value : undefined,
      },
      at,
    ),
  ]);
}

/** The record after an rpc's answer. A look-up tells what was so at `askedAt`, when it was asked for. */
export function applyAnswer(
  previous: PaymentRecord | undefined,
  answer: Answer,
  askedAt: Date,
): PaymentRecord {
  const at = answer.lookup ? BigInt(Math.floor(askedAt.getTime() / 1000)) : undefined;
  return withTellings(previous, tellingsOf(answer, at));
}

/** For a merchant's store. */
export const recordToBytes = (record: PaymentRecord): Uint8Array =>
  toBinary(PaymentRecordSchema, record);
export const recordFromBytes = (bytes: Uint8Array): PaymentRecord =>
  discreet(fromBinary(PaymentRecordSchema, bytes));

function tellingsOf(said: Answer, at: bigint | undefined): readonly Telling[] {
  const time = at === undefined ? {} : { at };
  const telling = (told: Telling["told"]) => create(TellingSchema, { ...time, told });
  const { payment, operation, refund, dispute } = said;
  const operations = [...(operation ? [operation] : []), ...operationsOf(payment)];
  return [
    ...(payment ? [telling({ case: "payment", value: withoutOperations(payment) })] : []),
    ...operations.map((value) => telling({ case: "operation", value })),
    ...(refund ? [telling({ case: "refund", value: refund })] : []),
    ...(dispute ? [telling({ case: "dispute", value: dispute })] : []),
  ];
}
const operationsOf = (payment: Payment | undefined) => payment?.operations ?? [];
const withoutOperations = (payment: Payment): Payment =>
  create(PaymentSchema, { ...payment, operations: [] });

function withTellings(
  previous: PaymentRecord | undefined,
  more: readonly Telling[],
): PaymentRecord {
  const all = [...(previous?.tellings ?? []), ...more];
  const once = new Map(
    all.map((one) => [Buffer.from(toBinary(TellingSchema, one)).toString("base64"), one]),
  );
  return recordFrom([...once.values()]);
}

function recordFrom(tellings: readonly Telling[]): PaymentRecord {
  const fold = tellings.reduce<Fold | undefined>(
    (record, { told, at }) =>
      told.case === undefined
        ? record
        : tell(record, { [told.case]: told.value }, at === undefined ? undefined : Number(at)),
    undefined,
  );
  const isTold = tellings.some(({ told }) => told.case === "payment");
  return discreet(
    create(PaymentRecordSchema, {
      tellings: [...tellings],
      ...(fold && {
        ...(isTold && { payment: fold.payment.value }),
        operations: fold.operations.map(({ value }) => value),
        refunds: fold.refunds.map(({ value }) => value),
        disputes: fold.disputes.map(({ value }) => value),
      }),
    }),
  );
}
