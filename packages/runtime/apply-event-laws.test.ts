/** Records that events and answers fold to: the same in any order and however often they are heard. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  DisputeSchema,
  DisputeStage,
  DisputeStatus,
  type Event,
  EventAction,
  EventSchema,
  Lookup_Outcome,
  LookupSchema,
  OperationKind,
  OperationSchema,
  OperationStatus,
  PaymentSchema,
  PaymentStatus,
  PendingReason,
  RefundSchema,
  RefundStatus,
} from "#contract";
import { applyEvent, joinRecords } from "#runtime";
import { runs } from "../kit/runs.ts";
import { at, eur, fold, type Heard } from "../testing/heard.ts";

const id = fc.constantFrom("a", "b", "c");
const optionalId = fc.option(id, { nil: undefined });
const amount = fc.bigInt(0n, 3n).map(eur);
const statusOf = <Status extends number>(values: Readonly<Record<string, Status>>) =>
  fc.constantFrom(...Object.values(values));
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
const given = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

const operation = fc
  .record({
    kind: statusOf(OperationKind),
    status: statusOf(OperationStatus),
    operationId: optionalId,
    reference: optionalId,
    amount: optional(amount),
  })
  .map(given);
const somePayment = fc
  .record({
    status: statusOf(PaymentStatus),
    pendingReason: statusOf(PendingReason),
    processorStatus: optionalId,
    paymentRef: optional(
      fc.record({
        paymentId: fc.constantFrom("", "p"),
        relatedIds: fc.dictionary(fc.constantFrom("order", "charge", "a/b"), id, {
          noNullPrototype: true,
        }),
      }),
    ),
    amounts: optional(
      fc
        .record({
          captured: optional(amount),
          refunded: optional(amount),
          capturable: optional(amount),
        })
        .map(given),
    ),
    operations: fc.array(operation, { maxLength: 2 }),
    customerId: optionalId,
  })
  .map(given);
const someRefund = fc
  .record({
    refundRef: fc.record({ refundId: fc.constantFrom("", "a", "b"), reference: id }),
    status: statusOf(RefundStatus),
    amount: optional(amount),
  })
  .map(given);
const someDispute = fc
  .record({
    disputeRef: fc.record({ disputeId: id }),
    status: statusOf(DisputeStatus),
    stage: statusOf(DisputeStage),
    amount: optional(amount),
  })
  .map(given);
const resource = fc.oneof(
  fc.constant({ case: undefined }),
  somePayment.map((value) => ({ case: "payment" as const, value })),
  someRefund.map((value) => ({ case: "refund" as const, value })),
  someDispute.map((value) => ({ case: "dispute" as const, value })),
  fc.constant({ case: "report" as const, value: { reportId: "r" } }),
);
/** Few moments, so that many events are of the same second. */
const anyEvent: fc.Arbitrary<Event> = fc
  .record({
    action: fc.constantFrom(
      EventAction.APPLY,
      EventAction.APPLY,
      EventAction.APPLY,
      EventAction.LOOK_UP,
      EventAction.IGNORE,
    ),
    occurredAt: optional(fc.integer({ min: 0, max: 4 }).map(at)),
    operation: optional(operation),
    resource,
    paymentRef: optional(fc.record({ paymentId: id })),
  })
  .map((said) => create(EventSchema, given(said)));
const anyAnswer: fc.Arbitrary<Heard> = fc.record({
  answer: fc
    .record({
      lookup: optional(fc.constant(create(LookupSchema, { outcome: Lookup_Outcome.FOUND }))),
      operation: optional(operation.map((value) => create(OperationSchema, value))),
      payment: optional(somePayment.map((value) => create(PaymentSchema, value))),
      refund: optional(someRefund.map((value) => create(RefundSchema, value))),
      dispute: optional(someDispute.map((value) => create(DisputeSchema, value))),
    })
    .map(given),
  askedAt: fc.integer({ min: 0, max: 4_999 }).map((milliseconds) => new Date(milliseconds)),
});
const log = fc.array(fc.oneof({ weight: 2, arbitrary: anyEvent }, anyAnswer), { maxLength: 8 });

test("any permutation and any duplication of events and answers folds to the same record", () => {
  const shuffled = log.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([events, others]) => {
      assert.deepEqual(fold(others), fold(events));
    }),
    runs(300),
  );
});

test("joining records is commutative, associative and idempotent, and is what folding does", () => {
  fc.assert(
    fc.property(log, log, log, (a, b, c) => {
      const [one, two, three] = [fold(a), fold(b), fold(c)];
      assert.deepEqual(joinRecords(one, two), joinRecords(two, one));
      assert.deepEqual(
        joinRecords(joinRecords(one, two), three),
        joinRecords(one, joinRecords(two, three)),
      );
      assert.deepEqual(joinRecords(one, one), one);
      assert.deepEqual(joinRecords(one, two), fold([...a, ...b]));
    }),
    runs(200),
  );
});

test("an event that is not to be applied changes nothing", () => {
  fc.assert(
    fc.property(log, anyEvent, (events, other) => {
      const record = fold(events);
      for (const action of [EventAction.IGNORE, EventAction.LOOK_UP, EventAction.UNSPECIFIED])
        assert.equal(applyEvent(record, { ...other, action }), record);
    }),
    runs(50),
  );
});

test("no input is changed", () => {
  fc.assert(
    fc.property(log, anyEvent, (events, next) => {
      const record = fold(events);
      const [before, asGiven] = [structuredClone(record), structuredClone(next)];
      applyEvent(record, next);
      assert.deepEqual([record, next], [before, asGiven]);
    }),
    runs(50),
  );
});
