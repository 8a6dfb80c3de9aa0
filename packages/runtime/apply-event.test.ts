/** Folding events and answers: whatever their order and number, the same record. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import {
  AuthorizePaymentResponseSchema,
  Certainty,
  CreateRefundResponseSchema,
  DisputeSchema,
  DisputeStage,
  DisputeStatus,
  type Event,
  EventAction,
  EventSchema,
  FailureCode,
  GetPaymentResponseSchema,
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
import type { EventResult } from "#kit";
import {
  applyAnswer,
  applyEvent,
  disputeTransitions,
  joinRecords,
  operationTransitions,
  type PaymentRecord,
  paymentTransitions,
  refundTransitions,
  totalsOf,
} from "#runtime";
import { runs } from "../kit/runs.ts";

const eur = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });
const at = (second: number) => timestampFromMs(second * 1000);
/** Something that is heard: an event, or an answer and when it was asked for. */
type Heard = Event | { readonly answer: Parameters<typeof applyAnswer>[1]; readonly askedAt: Date };
const hear = (record: PaymentRecord | undefined, heard: Heard) =>
  "answer" in heard ? applyAnswer(record, heard.answer, heard.askedAt) : applyEvent(record, heard);
const fold = (all: readonly Heard[]) =>
  all.reduce<PaymentRecord | undefined>(hear, undefined) ?? applyEvent(undefined, ignoredEvent);
const event = (second: number, said: Partial<EventResult>): Event =>
  create(EventSchema, { action: EventAction.APPLY, occurredAt: at(second), ...said });
const ignoredEvent = create(EventSchema, { action: EventAction.IGNORE });
const payment = (second: number, status: PaymentStatus, more: object = {}): Event =>
  event(second, { resource: { case: "payment", value: { status, ...more } } });
const refund = (second: number, id: string, status: RefundStatus, amount = 100n): Event =>
  event(second, {
    resource: {
      case: "refund",
      value: { refundRef: { refundId: id }, status, amount: eur(amount) },
    },
  });
const capture = (second: number, said: object): Event =>
  event(second, {
    operation: {
      kind: OperationKind.CAPTURE,
      status: OperationStatus.SUCCEEDED,
      certainty: Certainty.DEFINITIVE,
      ...said,
    },
  });

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

test("the later word wins, whichever was heard first", () => {
  const events = [payment(1, PaymentStatus.AUTHORIZED), payment(2, PaymentStatus.CAPTURED)];
  for (const order of [events, events.toReversed()]) {
    const { value } = fold(order).payment;
    assert.equal(value.status, PaymentStatus.CAPTURED);
    assert.equal(value.late, undefined);
  }
});

test("of the same second, what usually follows wins", () => {
  const events = [
    payment(1, PaymentStatus.CAPTURED),
    payment(1, PaymentStatus.PENDING),
    payment(1, PaymentStatus.AUTHORIZED),
  ];
  assert.equal(fold(events).payment.value.status, PaymentStatus.CAPTURED);
});

for (const [before, after] of [
  [PaymentStatus.FAILED, PaymentStatus.CAPTURED],
  [PaymentStatus.EXPIRED, PaymentStatus.CAPTURED],
  [PaymentStatus.CAPTURED, PaymentStatus.REVERSED],
  [PaymentStatus.VOIDED, PaymentStatus.AUTHORIZED],
] as const)
  test(`a payment that looked final and was not is late: ${before} then ${after}`, () => {
    const events = [payment(1, before, { failure: { message: "no" } }), payment(9, after)];
    for (const order of [events, events.toReversed()]) {
      const { value } = fold(order).payment;
      assert.equal(value.status, after);
      assert.equal(value.late, true);
      assert.equal(value.failure, undefined, "why it had failed goes with the failure");
    }
  });

test("a refund that succeeded and then failed is late, and gives nothing back", () => {
  const record = fold([
    refund(1, "r", RefundStatus.SUCCEEDED),
    refund(5, "r", RefundStatus.FAILED),
  ]);
  assert.equal(record.refunds.length, 1);
  assert.equal(record.refunds[0]?.value.status, RefundStatus.FAILED);
  assert.equal(record.refunds[0]?.value.late, true);
  assert.equal(totalsOf(record).refunded, 0n);
});

test("operations and refunds are kept by their ids", () => {
  const record = fold([
    capture(1, { operationId: "c1", amount: eur(40n) }),
    capture(2, { operationId: "c2", amount: eur(60n) }),
    capture(2, { operationId: "c2", amount: eur(60n) }),
    refund(3, "r1", RefundStatus.SUCCEEDED, 10n),
    refund(4, "r2", RefundStatus.SUCCEEDED, 20n),
    refund(4, "r3", RefundStatus.PENDING, 30n),
  ]);
  assert.deepEqual(totalsOf(record), { captured: 100n, refunded: 30n });
});

test("a reversal that does not say how much gave back all that was taken", () => {
  const reversal = (status: RefundStatus) =>
    event(5, {
      operation: {
        kind: OperationKind.REVERSE,
        status: OperationStatus.SUCCEEDED,
        certainty: Certainty.DEFINITIVE,
        operationId: "r2",
      },
      resource: { case: "refund", value: { refundRef: { refundId: "r2" }, status } },
    });
  const before = [
    capture(1, { operationId: "c1", amount: eur(40n) }),
    refund(3, "r1", RefundStatus.SUCCEEDED, 10n),
  ];
  const events = [...before, reversal(RefundStatus.SUCCEEDED)];
  assert.deepEqual(totalsOf(fold(events)), { captured: 40n, refunded: 40n });
  assert.deepEqual(totalsOf(fold([...before, reversal(RefundStatus.FAILED)])), {
    captured: 40n,
    refunded: 10n,
  });
});

test("an operation that is known by its reference is the one that later has an id too", () => {
  const events = [
    capture(0, { reference: "capture-1", status: OperationStatus.UNKNOWN }),
    capture(3, { operationId: "c1", amount: eur(5n) }),
    capture(2, { operationId: "c1", reference: "capture-1" }),
  ];
  for (const order of [events, events.toReversed(), [events[1], events[0], events[2]] as Event[]]) {
    const { operations } = fold(order);
    assert.equal(operations.length, 1);
    assert.equal(operations[0]?.value.status, OperationStatus.SUCCEEDED);
    assert.equal(operations[0]?.value.reference, "capture-1");
  }
});

test("what the processor states counts until an operation is newer", () => {
  const stated = payment(5, PaymentStatus.CAPTURED, {
    amounts: { captured: eur(100n), refunded: eur(30n) },
  });
  const known = fold([stated, refund(4, "r1", RefundStatus.SUCCEEDED, 10n)]);
  assert.deepEqual(totalsOf(known), { captured: 100n, refunded: 30n });
  const newer = fold([stated, refund(6, "r1", RefundStatus.SUCCEEDED, 40n)]);
  assert.deepEqual(totalsOf(newer), { captured: 100n, refunded: 40n });
});

test("what was said before and is not said again stays", () => {
  const { value } = fold([
    payment(1, PaymentStatus.AUTHORIZED, {
      paymentRef: { paymentId: "p", relatedIds: { charge: "ch" } },
      amounts: { authorized: eur(100n) },
      customerId: "cus",
    }),
    payment(2, PaymentStatus.CAPTURED, {
      paymentRef: { paymentId: "p", relatedIds: { "order/1": "o" } },
      amounts: { captured: eur(100n) },
    }),
  ]).payment;
  assert.deepEqual(value.paymentRef?.relatedIds, { charge: "ch", "order/1": "o" });
  assert.equal(value.amounts?.authorized?.minorUnits, 100n);
  assert.equal(value.amounts?.captured?.minorUnits, 100n);
  assert.equal(value.customerId, "cus");
});

test("an answer that was given before takes nothing back, and one that goes on counts", () => {
  const answered = (status: PaymentStatus) =>
    create(AuthorizePaymentResponseSchema, { payment: { status } });
  const after = (told: PaymentStatus, status: PaymentStatus) =>
    applyAnswer(fold([payment(5, told)]), answered(status), new Date(60_000)).payment.value.status;
  const { AUTHORIZED, CAPTURED, PENDING, ACTION_REQUIRED, VOIDED, FAILED } = PaymentStatus;
  for (const [told, status] of [
    [CAPTURED, AUTHORIZED],
    [CAPTURED, PENDING],
    [VOIDED, AUTHORIZED],
    [AUTHORIZED, ACTION_REQUIRED],
    [FAILED, ACTION_REQUIRED],
  ] as const)
    assert.equal(after(told, status), told);
  for (const [told, status] of [
    [AUTHORIZED, CAPTURED],
    [AUTHORIZED, VOIDED],
    [PENDING, FAILED],
    [ACTION_REQUIRED, AUTHORIZED],
  ] as const)
    assert.equal(after(told, status), status);
  const refunded = fold([refund(5, "r", RefundStatus.SUCCEEDED)]);
  const again = create(CreateRefundResponseSchema, {
    refund: { refundRef: { refundId: "r" }, status: RefundStatus.PENDING, amount: eur(100n) },
  });
  const { refunds } = applyAnswer(refunded, again, new Date(60_000));
  assert.equal(refunds[0]?.value.status, RefundStatus.SUCCEEDED);
});

test("a look-up tells what was so when it was asked for", () => {
  const answer = create(GetPaymentResponseSchema, {
    lookup: { outcome: Lookup_Outcome.FOUND },
    payment: { status: PaymentStatus.AUTHORIZED },
  });
  const askedAt = new Date(5_900);
  const captured = payment(5, PaymentStatus.CAPTURED);
  const failed = payment(4, PaymentStatus.FAILED);
  assert.equal(
    applyAnswer(fold([captured]), answer, askedAt).payment.value.status,
    PaymentStatus.CAPTURED,
    "of the same second, though the clocks of processors know no fractions",
  );
  assert.equal(
    applyAnswer(fold([failed]), answer, askedAt).payment.value.status,
    PaymentStatus.AUTHORIZED,
  );
});

test("an unknown outcome gives way to whatever anybody knows, also of before", () => {
  const answer = create(AuthorizePaymentResponseSchema, {
    operation: {
      kind: OperationKind.AUTHORIZE,
      reference: "r",
      status: OperationStatus.UNKNOWN,
      certainty: Certainty.UNKNOWN,
      failure: { code: FailureCode.TIMED_OUT },
    },
    payment: {
      status: PaymentStatus.PENDING,
      pendingReason: PendingReason.OUTCOME_UNKNOWN,
      paymentRef: { reference: "r" },
    },
  });
  const told = event(3, {
    operation: {
      kind: OperationKind.AUTHORIZE,
      reference: "r",
      status: OperationStatus.SUCCEEDED,
      certainty: Certainty.DEFINITIVE,
    },
    resource: { case: "payment", value: { status: PaymentStatus.AUTHORIZED } },
  });
  const orders = [
    applyAnswer(fold([told]), answer, new Date(60_000)),
    applyEvent(applyAnswer(undefined, answer, new Date(60_000)), told),
  ];
  for (const record of orders) {
    assert.equal(record.payment.value.status, PaymentStatus.AUTHORIZED);
    assert.equal(record.payment.value.pendingReason, PendingReason.UNSPECIFIED);
    assert.equal(record.operations[0]?.value.status, OperationStatus.SUCCEEDED);
    assert.equal(record.operations[0]?.value.failure, undefined);
    assert.equal(record.operations[0]?.value.late, undefined);
  }
});

test("of the same second, more has moved and less is left to capture", () => {
  const amounts = (captured: bigint, capturable: bigint) =>
    payment(1, PaymentStatus.PARTIALLY_CAPTURED, {
      amounts: { captured: eur(captured), capturable: eur(capturable) },
    });
  const events = [amounts(40n, 60n), amounts(100n, 0n), amounts(70n, 300n)];
  for (const order of [events, events.toReversed()]) {
    const { value } = fold(order).payment;
    assert.equal(value.amounts?.captured?.minorUnits, 100n);
    assert.equal(value.amounts?.capturable?.minorUnits, 0n);
  }
});

test("of the same second, the row of the table counts and not the number of the status", () => {
  const events = [payment(1, PaymentStatus.FAILED), payment(1, PaymentStatus.AUTHORIZED)];
  for (const order of [events, events.toReversed()]) {
    const { value } = fold(order).payment;
    assert.equal(value.status, PaymentStatus.AUTHORIZED);
    assert.equal(value.late, true, "it had looked final");
  }
});

test("a payment that only looked final after all else, or once more, is not late", () => {
  const once = [payment(1, PaymentStatus.AUTHORIZED), payment(1, PaymentStatus.CAPTURED)];
  assert.equal(fold(once).payment.value.late, undefined);
  const twice = [payment(1, PaymentStatus.CAPTURED), payment(5, PaymentStatus.CAPTURED)];
  assert.equal(fold(twice).payment.value.late, undefined);
  const earlier = [payment(9, PaymentStatus.VOIDED), payment(9, PaymentStatus.CAPTURED)];
  assert.equal(fold(earlier).payment.value.status, PaymentStatus.VOIDED);
});

test("why it waits, and the processor's word, go with the status that they were said with", () => {
  const { value } = fold([
    payment(1, PaymentStatus.PENDING, {
      pendingReason: PendingReason.REVIEW,
      processorStatus: "in_review",
    }),
    payment(2, PaymentStatus.CAPTURED),
  ]).payment;
  assert.equal(value.processorStatus, undefined);
  assert.equal(value.pendingReason, PendingReason.UNSPECIFIED);
});

test("an empty text that is said takes back the one before", () => {
  const told = (second: number, customerId: string) =>
    payment(second, PaymentStatus.CAPTURED, { customerId });
  assert.equal(fold([told(1, "cus"), told(2, "")]).payment.value.customerId, "");
  assert.equal(fold([told(1, ""), told(2, "cus")]).payment.value.customerId, "cus");
});

test("a dispute without an id is not another without an id", () => {
  const dispute = (second: number, disputeId: string | undefined) =>
    event(second, {
      resource: {
        case: "dispute",
        value: {
          ...(disputeId !== undefined && { disputeRef: { disputeId } }),
          status: DisputeStatus.NEEDS_RESPONSE,
        },
      },
    });
  assert.equal(fold([dispute(1, "d"), dispute(2, undefined)]).disputes.length, 2);
  assert.deepEqual(
    fold([dispute(1, "")]).disputes.map(({ names }) => names),
    [[]],
  );
});

test("the stage of a dispute goes with its status, and what is known of it stays", () => {
  const dispute = (second: number, value: object) =>
    event(second, { resource: { case: "dispute", value } });
  const record = fold([
    dispute(1, {
      disputeRef: { disputeId: "d", payment: { paymentId: "p" } },
      status: DisputeStatus.NEEDS_RESPONSE,
      stage: DisputeStage.PRE_ARBITRATION,
    }),
    dispute(2, { disputeRef: { disputeId: "d" }, status: DisputeStatus.WON }),
  ]);
  const { value } = record.disputes[0] ?? assert.fail();
  assert.equal(value.status, DisputeStatus.WON);
  assert.equal(value.stage, DisputeStage.UNSPECIFIED);
  assert.equal(value.disputeRef?.payment?.paymentId, "p");
});

test("the operations of a payment are a list of their own, and not said twice", () => {
  const told = payment(1, PaymentStatus.CAPTURED, {
    operations: [
      {
        kind: OperationKind.CAPTURE,
        status: OperationStatus.SUCCEEDED,
        operationId: "c",
        amount: eur(7n),
      },
    ],
  });
  const record = fold([told]);
  assert.equal(record.operations.length, 1);
  assert.deepEqual(record.payment.value.operations, []);
  assert.equal(record.payment.value.late, undefined);
});

test("only refunds and captures that were done are counted, each of its own kind", () => {
  const record = fold([
    capture(1, { operationId: "c1", amount: eur(40n) }),
    capture(2, { operationId: "c2", amount: eur(60n), status: OperationStatus.ACCEPTED }),
    capture(2, { operationId: "v", amount: eur(9n), kind: OperationKind.VOID }),
    capture(2, { operationId: "r", amount: eur(8n), kind: OperationKind.REVERSE }),
    refund(3, "r1", RefundStatus.SUCCEEDED, 10n),
  ]);
  assert.deepEqual(totalsOf(record), { captured: 40n, refunded: 10n });
});

test("only a reversal that was done, of that very refund, gives back what nobody measured", () => {
  const unmeasured = event(3, {
    resource: {
      case: "refund",
      value: { refundRef: { refundId: "r2" }, status: RefundStatus.SUCCEEDED },
    },
  });
  const operation = (more: object) =>
    capture(2, {
      operationId: "r2",
      kind: OperationKind.REVERSE,
      status: OperationStatus.SUCCEEDED,
      ...more,
    });
  const taken = capture(1, { operationId: "c1", amount: eur(40n) });
  const refundedBy = (more: object) =>
    totalsOf(fold([taken, operation(more), unmeasured])).refunded;
  assert.equal(refundedBy({}), 40n);
  assert.equal(refundedBy({ kind: OperationKind.REFUND }), 0n);
  assert.equal(refundedBy({ status: OperationStatus.ACCEPTED }), 0n);
  assert.equal(refundedBy({ operationId: "another" }), 0n);
});

test("what the processor states of the second of an operation counts, and nothing that it does not state", () => {
  const stated = payment(5, PaymentStatus.PARTIALLY_CAPTURED, {
    amounts: { captured: eur(100n) },
  });
  const sameSecond = fold([stated, capture(5, { operationId: "c", amount: eur(40n) })]);
  assert.equal(totalsOf(sameSecond).captured, 100n);
  const answered = applyAnswer(
    undefined,
    { payment: create(PaymentSchema, { status: PaymentStatus.PARTIALLY_CAPTURED }) },
    new Date(0),
  );
  const later = hear(answered, capture(1, { operationId: "c", amount: eur(40n) }));
  assert.equal(totalsOf(later).captured, 40n);
});

test("what is only held has not been taken", () => {
  const held = payment(1, PaymentStatus.AUTHORIZED, { amounts: { authorized: eur(100n) } });
  assert.deepEqual(totalsOf(fold([held])), { captured: 0n, refunded: 0n });
  const taken = payment(1, PaymentStatus.CAPTURED, { amounts: { requested: eur(100n) } });
  assert.deepEqual(totalsOf(fold([taken])), { captured: 100n, refunded: 0n });
  const part = [
    payment(1, PaymentStatus.CAPTURED, { amounts: { authorized: eur(100n) } }),
    capture(2, { operationId: "c1", amount: eur(40n) }),
  ];
  assert.deepEqual(totalsOf(fold(part)), { captured: 40n, refunded: 0n });
  const failed = capture(1, { operationId: "c", status: OperationStatus.FAILED, amount: eur(9n) });
  assert.deepEqual(totalsOf(fold([failed])), { captured: 0n, refunded: 0n });
});

test("a dispute goes on after it was won", () => {
  const told = (second: number, status: DisputeStatus, stage: DisputeStage) =>
    event(second, {
      resource: { case: "dispute", value: { disputeRef: { disputeId: "d" }, status, stage } },
    });
  const { disputes } = fold([
    told(9, DisputeStatus.NEEDS_RESPONSE, DisputeStage.PRE_ARBITRATION),
    told(2, DisputeStatus.UNDER_REVIEW, DisputeStage.CHARGEBACK),
    told(3, DisputeStatus.WON, DisputeStage.CHARGEBACK),
    told(1, DisputeStatus.NEEDS_RESPONSE, DisputeStage.CHARGEBACK),
  ]);
  assert.equal(disputes.length, 1);
  assert.equal(disputes[0]?.value.status, DisputeStatus.NEEDS_RESPONSE);
  assert.equal(disputes[0]?.value.stage, DisputeStage.PRE_ARBITRATION);
});

test("every status of the contract stands in its table, once, and so do those that follow", () => {
  for (const [statuses, transitions] of [
    [PaymentStatus, paymentTransitions],
    [RefundStatus, refundTransitions],
    [OperationStatus, operationTransitions],
    [DisputeStatus, disputeTransitions],
  ] as const) {
    const rows = transitions.map(([status]): number => status);
    const all = Object.values(statuses).filter((status) => status !== 0);
    assert.deepEqual(rows.toSorted(), all.toSorted());
    for (const [status, usual] of transitions)
      for (const next of usual) {
        assert.ok(rows.includes(next));
        assert.notEqual(next, status);
      }
  }
});

test("a record is plain data", () => {
  const record = fold([
    payment(1, PaymentStatus.CAPTURED, { amounts: { captured: eur(100n) } }),
    refund(2, "r1", RefundStatus.SUCCEEDED, 10n),
  ]);
  assert.deepEqual(structuredClone(record), record);
});
