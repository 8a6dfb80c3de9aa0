/** What is in an answer, member by member: what was asked for, what became of it, and what is made of a confirmation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type Message } from "@bufbuild/protobuf";
import {
  Actor,
  type AuthorizePaymentResponse,
  Certainty,
  CreateRefundRequestSchema,
  type CreateRefundResponse,
  FailureCode,
  GetPaymentRequestSchema,
  type GetPaymentResponse,
  Idempotency_Carrier,
  ListDisputesRequestSchema,
  type ListDisputesResponse,
  Lookup_Outcome,
  MandateStatus,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Resolution_Way,
  ResumePaymentRequestSchema,
  type ResumePaymentResponse,
  Retry,
  SetupMandateRequestSchema,
  type SetupMandateResponse,
} from "#contract";
import {
  type AnyConnector,
  accepted,
  done,
  type FlowName,
  failed,
  failure,
  InvalidRequest,
  json,
  Refused,
  type Step,
  call as step,
  Unresolved,
} from "#kit";
import { SendFailure } from "#runtime";
import {
  type Answer,
  authorize,
  callOf,
  capture,
  card,
  now,
  paid,
  runtimeOf,
  scripted,
  small,
  withFlows,
} from "../testing/small.ts";

const eur = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });
const post = { method: "POST", path: "/" } as const;
const cut = (): never => {
  throw new SendFailure("cut", { written: true, code: FailureCode.TIMED_OUT });
};
async function answerTo<Told>(
  connector: AnyConnector,
  flow: FlowName,
  request: Message,
  answer: (step: string) => Answer = () => ({}),
): Promise<Told> {
  const { send } = scripted((_, peer) => answer(peer.step));
  return (await runtimeOf(connector, { send }).call(flow, request, callOf())) as Told;
}
const refund = (more: object = {}) =>
  create(CreateRefundRequestSchema, {
    reference: "refund-1",
    payment: { paymentId: "pay" },
    amount: eur(100n),
    ...more,
  });
const refunding = (read: () => unknown, members: Partial<AnyConnector> = {}) =>
  withFlows({ createRefund: { ...post, read } }, members);
const refunded = (told: object, operation: object = done()) => ({ operation, refund: told });
const { card: entry } = small().methods;
assert.ok(entry);
const mandating = (read: () => unknown) =>
  withFlows(
    { setupMandate: { ...post, read } },
    { methods: { card: { ...entry, flows: ["setupMandate"] } } },
  );
const mandate = () =>
  create(SetupMandateRequestSchema, {
    reference: "mandate-1",
    paymentMethod: { method: { case: "card", value: card } },
    purchase: { amount: eur(0n) },
  });

test("a refund keeps the merchant's reference and its payment, and what the processor says wins", async () => {
  const { refund: told } = await answerTo<CreateRefundResponse>(
    refunding(() => refunded({ refundRef: { refundId: "re" }, status: RefundStatus.SUCCEEDED })),
    "createRefund",
    refund(),
  );
  assert.equal(told?.refundRef?.reference, "refund-1");
  assert.equal(told?.refundRef?.refundId, "re");
  assert.equal(told?.refundRef?.payment?.paymentId, "pay");
  const other = await answerTo<CreateRefundResponse>(
    refunding(() =>
      refunded({
        refundRef: { reference: "theirs", payment: { paymentId: "other" } },
        status: RefundStatus.SUCCEEDED,
      }),
    ),
    "createRefund",
    refund(),
  );
  assert.equal(other.refund?.refundRef?.reference, "theirs");
  assert.equal(other.refund?.refundRef?.payment?.paymentId, "other");
});

test("a refund of another amount than was asked is neither done nor failed", async () => {
  for (const [told, operation] of [
    [{ amount: eur(99n), status: RefundStatus.SUCCEEDED }, done()],
    [{ status: RefundStatus.SUCCEEDED }, done({ amount: eur(101n) })],
  ] as const) {
    const answer = await answerTo<CreateRefundResponse>(
      refunding(() => refunded(told, operation)),
      "createRefund",
      refund(),
    );
    assert.equal(answer.operation?.status, OperationStatus.UNKNOWN);
    assert.equal(answer.operation?.failure?.code, FailureCode.AMOUNT_MISMATCH);
    assert.equal(answer.refund?.status, RefundStatus.PENDING);
    assert.equal(answer.refund?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
    assert.equal(answer.refund?.failure?.code, FailureCode.AMOUNT_MISMATCH);
  }
  const alike = await answerTo<CreateRefundResponse>(
    refunding(() => refunded({ amount: eur(100n), status: RefundStatus.SUCCEEDED })),
    "createRefund",
    refund(),
  );
  assert.equal(alike.operation?.status, OperationStatus.SUCCEEDED);
});

test("what was done before, or says no amount in full, is not compared", async () => {
  for (const [told, operation] of [
    [
      { amount: eur(1n), status: RefundStatus.SUCCEEDED },
      { ...done(), alreadyDone: true },
    ],
    [{ amount: { minorUnits: 1n }, status: RefundStatus.SUCCEEDED }, done()],
    [{ amount: { currency: "USD" }, status: RefundStatus.SUCCEEDED }, done()],
    [{ amount: { minorUnits: 1n, currency: "" }, status: RefundStatus.SUCCEEDED }, done()],
  ] as const) {
    const answer = await answerTo<CreateRefundResponse>(
      refunding(() => refunded(told, operation)),
      "createRefund",
      refund(),
    );
    assert.equal(answer.operation?.status, OperationStatus.SUCCEEDED);
  }
});

test("a mismatch touches only the resources that were told", async () => {
  const capturing = withFlows({
    capturePayment: { ...post, read: () => ({ operation: done({ amount: eur(999n) }) }) },
  });
  const answer = await answerTo<{ readonly operation?: object; readonly payment?: object }>(
    capturing,
    "capturePayment",
    capture(),
  );
  assert.partialDeepStrictEqual(answer.operation, { status: OperationStatus.UNKNOWN });
  assert.equal(answer.payment, undefined);
});

test("a part may be granted where it may be, and all of it is not less", async () => {
  const grant = (amount: object) =>
    answerTo<AuthorizePaymentResponse>(
      withFlows(
        {
          authorizePayment: {
            ...post,
            read: () => ({
              ...paid,
              payment: { ...paid.payment, amounts: { authorized: amount } },
            }),
          },
        },
        { rules: { authorizePayment: { understands: ["acceptPartial"] } } },
      ),
      "authorizePayment",
      authorize({ acceptPartial: true }),
    );
  for (const amount of [eur(999n), eur(1000n)])
    assert.equal((await grant(amount)).operation?.status, OperationStatus.SUCCEEDED);
  for (const amount of [eur(1001n), { minorUnits: 10n, currency: "USD" }])
    assert.equal((await grant(amount)).operation?.status, OperationStatus.UNKNOWN);
});

test("a refused or unknown refund or mandate is told by the reference that was given", async () => {
  const no = () => ({ status: 402, text: '{"code":"declined"}' });
  const refusedRefund = await answerTo<CreateRefundResponse>(
    refunding(() => assert.fail()),
    "createRefund",
    refund(),
    no,
  );
  assert.equal(refusedRefund.refund?.status, RefundStatus.FAILED);
  assert.equal(refusedRefund.refund?.refundRef?.reference, "refund-1");
  assert.equal(refusedRefund.refund?.failure?.code, FailureCode.DECLINED);
  const unknownRefund = await answerTo<CreateRefundResponse>(
    refunding(() => assert.fail()),
    "createRefund",
    refund(),
    cut,
  );
  assert.equal(unknownRefund.refund?.status, RefundStatus.PENDING);
  assert.equal(unknownRefund.refund?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(unknownRefund.refund?.refundRef?.payment?.paymentId, "pay");
  const setUp = (answer: () => Answer) =>
    answerTo<SetupMandateResponse>(
      mandating(() => assert.fail()),
      "setupMandate",
      mandate(),
      answer,
    );
  const refusedMandate = await setUp(no);
  assert.equal(refusedMandate.mandate?.status, MandateStatus.FAILED);
  assert.equal(refusedMandate.mandate?.mandateRef?.reference, "mandate-1");
  const unknownMandate = await setUp(cut);
  assert.equal(unknownMandate.mandate?.status, MandateStatus.PENDING);
  assert.equal(unknownMandate.mandate?.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(unknownMandate.mandate?.mandateRef?.reference, "mandate-1");
});

test("a refused or unknown capture tells nothing of the payment", async () => {
  const capturing = withFlows({ capturePayment: { ...post, read: () => assert.fail() } });
  for (const answer of [() => ({ status: 402, text: '{"code":"declined"}' }), cut]) {
    const told = await answerTo<{ readonly payment?: object }>(
      capturing,
      "capturePayment",
      capture(),
      answer,
    );
    assert.equal(told.payment, undefined);
  }
});

test("a mandate keeps the merchant's reference", async () => {
  const answer = await answerTo<SetupMandateResponse>(
    mandating(() => ({
      operation: done(),
      mandate: { mandateRef: { mandateId: "m" }, status: MandateStatus.ACTIVE },
    })),
    "setupMandate",
    mandate(),
  );
  assert.equal(answer.mandate?.mandateRef?.reference, "mandate-1");
  assert.equal(answer.mandate?.mandateRef?.mandateId, "m");
});

const order: Step<unknown, object> = {
  name: "order",
  example: {},
  harmless: true,
  ...post,
  body: () => json({}),
  read: () => ({}),
};

test("what came to nothing is the processor's doing, and may go out again under its key", async () => {
  const answer = await answerTo<AuthorizePaymentResponse>(
    withFlows({
      authorizePayment: function* (input: unknown) {
        yield* step(order, input);
        return paid;
      },
    }),
    "authorizePayment",
    authorize(),
    cut,
  );
  const { operation } = answer;
  assert.equal(operation?.failure?.actor, Actor.PROCESSOR);
  assert.equal(operation?.failure?.retry, Retry.SAME_KEY_NOW);
  assert.equal(operation?.failure?.message, "cut");
  assert.equal(operation?.certainty, Certainty.DEFINITIVE);
});

test("an answer says under which key it was asked, and for how long a repeat is safe", async () => {
  const { operation } = await answerTo<AuthorizePaymentResponse>(
    small(),
    "authorizePayment",
    authorize(),
  );
  assert.equal(operation?.idempotency?.carrier, Idempotency_Carrier.HEADER);
  assert.equal(operation?.idempotency?.repeatSafeFor?.seconds, 86_400n);
  assert.equal(operation?.idempotency?.repeatSafeFor?.nanos, 0);
  assert.equal(operation?.reference, "order-1");
  const unending = { carrier: "header", name: "k", format: "uuid", source: "https://x.example" };
  const other = await answerTo<AuthorizePaymentResponse>(
    small({ idempotency: unending as AnyConnector["idempotency"] }),
    "authorizePayment",
    authorize(),
  );
  assert.equal(other.operation?.idempotency?.repeatSafeFor, undefined);
});

test("of a script, the step that may move money says how repeats are known", async () => {
  const charge: Step<unknown, object> = { ...order, name: "charge", harmless: false };
  const unkeyed: Step<unknown, object> = {
    ...order,
    name: "look",
    idempotency: { carrier: "none", format: "uuid", source: "https://small.example" },
  };
  const answer = await answerTo<AuthorizePaymentResponse>(
    withFlows({
      authorizePayment: function* (input: unknown) {
        yield* step(charge, input);
        yield* step(unkeyed, input);
        return paid;
      },
    }),
    "authorizePayment",
    authorize(),
  );
  assert.equal(answer.operation?.status, OperationStatus.SUCCEEDED);
  assert.equal(answer.operation?.idempotency?.carrier, Idempotency_Carrier.HEADER);
});

test("a look-up counts from when it can be seen, to the millisecond", async () => {
  const seen = (visibleAfter: number | undefined) =>
    answerTo<AuthorizePaymentResponse>(
      withFlows(
        {
          authorizePayment: { ...post, read: () => paid },
          getPayment: { method: "GET", path: "/", read: () => ({ payment: undefined }) },
        },
        {
          rules: {
            getPayment: {
              byOriginalCall: true,
              ...(visibleAfter !== undefined && { visibleAfter }),
            },
          },
        },
      ),
      "authorizePayment",
      authorize(),
      cut,
    );
  const at = async (after: number | undefined) => {
    const earliest = (await seen(after)).operation?.resolution?.earliest;
    return Number(earliest?.seconds ?? 0n) * 1000 + (earliest?.nanos ?? 0) / 1e6;
  };
  assert.equal(await at(undefined), now.getTime());
  assert.equal(await at(60), now.getTime() + 60_000);
});

test("each kind of operation is looked up where it is", async () => {
  const get = { method: "GET", path: "/", read: () => ({}) };
  const all = { getPayment: get, getRefund: get, getMandate: get, getDispute: get };
  const waysOf = async (flow: FlowName, request: Message, without: FlowName) => {
    const flows = Object.fromEntries(Object.entries(all).filter(([name]) => name !== without));
    const byOriginalCall = { byOriginalCall: true };
    const told = await answerTo<{
      readonly operation?: { readonly resolution?: { readonly ways: readonly Resolution_Way[] } };
    }>(
      withFlows({ ...flows, [flow]: { ...post, read: () => assert.fail() } }, {
        rules: { getPayment: byOriginalCall, getRefund: byOriginalCall },
      } as Partial<AnyConnector>),
      flow,
      request,
      cut,
    );
    return told.operation?.resolution?.ways.includes(Resolution_Way.GET);
  };
  for (const [flow, request, place, elsewhere] of [
    ["authorizePayment", authorize(), "getPayment", "getRefund"],
    ["capturePayment", capture(), "getPayment", "getRefund"],
    ["createRefund", refund(), "getRefund", "getPayment"],
  ] as const) {
    assert.equal(await waysOf(flow, request, elsewhere), true, `${flow} by ${place}`);
    assert.equal(await waysOf(flow, request, place), false, `${flow} without ${place}`);
  }
});

test("what is only taken on, or needs the customer, says so and hides nothing", async () => {
  const { operation, nextAction, state } = await answerTo<AuthorizePaymentResponse>(
    withFlows({
      authorizePayment: {
        ...post,
        read: () => ({
          operation: accepted(),
          payment: { status: PaymentStatus.PENDING },
          state: { session: "s" },
        }),
      },
    }),
    "authorizePayment",
    authorize(),
  );
  assert.equal(operation?.status, OperationStatus.ACCEPTED);
  assert.equal(nextAction, undefined);
  assert.equal(state, undefined, "nothing is carried where nothing is to be done");
});

test("a failure that a reader gives is told, with the actor of its own", async () => {
  const { operation, payment } = await answerTo<AuthorizePaymentResponse>(
    withFlows({
      authorizePayment: {
        ...post,
        read: () => {
          throw new Refused(failure(FailureCode.LOST_CARD));
        },
      },
    }),
    "authorizePayment",
    authorize(),
  );
  assert.equal(operation?.failure?.actor, Actor.ISSUER);
  assert.equal(payment?.failure?.code, FailureCode.LOST_CARD);
  assert.ok(failed(failure(FailureCode.DECLINED)));
});

test("what cannot be read is said to be so, and not in the words of the mistake", async () => {
  const read = (error: Error) =>
    answerTo<AuthorizePaymentResponse>(
      withFlows({
        authorizePayment: {
          ...post,
          read: () => {
            throw error;
          },
        },
      }),
      "authorizePayment",
      authorize(),
    );
  const { operation } = await read(new TypeError("canary: cannot read properties of undefined"));
  assert.equal(operation?.failure?.message, "the answer could not be read");
  assert.equal(operation?.failure?.code, FailureCode.UNREADABLE_ANSWER);
  const told = await read(new Unresolved("two payments", { code: FailureCode.DUPLICATE }));
  assert.equal(told.operation?.failure?.message, "two payments");
  assert.equal(told.operation?.failure?.code, FailureCode.DUPLICATE);
});

test("what the customer has to do comes with a state to come back with", async () => {
  const { nextAction, state, operation } = await answerTo<AuthorizePaymentResponse>(
    withFlows({
      authorizePayment: {
        ...post,
        read: () => ({
          operation: accepted(),
          payment: { status: PaymentStatus.ACTION_REQUIRED },
          nextAction: { action: { case: "wait", value: {} } },
          state: { session: "s" },
        }),
      },
    }),
    "authorizePayment",
    authorize(),
  );
  assert.equal(operation?.status, OperationStatus.ACCEPTED);
  assert.equal(nextAction?.action.case, "wait");
  assert.match(state ?? "", /^s1\./);
});

const target = { case: "payment", value: { paymentId: "pay" } } as const;
const looked = (flow: object, answer?: () => Answer, rules: object = {}) =>
  answerTo<GetPaymentResponse>(
    withFlows(
      { getPayment: { method: "GET", path: "/", ...flow } },
      { rules: { getPayment: rules } },
    ),
    "getPayment",
    create(GetPaymentRequestSchema, { target }),
    answer,
  );

test("a look-up hands out what it found, or why it found nothing", async () => {
  const found = await looked({ read: () => ({ payment: paid.payment }) });
  assert.equal(found.lookup?.outcome, Lookup_Outcome.FOUND);
  assert.equal(found.payment?.status, PaymentStatus.CAPTURED);
  const nothing = await looked({ read: () => ({ payment: undefined }) });
  assert.equal(nothing.lookup?.outcome, Lookup_Outcome.NOT_FOUND);
  assert.equal(nothing.payment, undefined);
  const gone = await looked({ read: () => assert.fail() }, () => ({
    status: 404,
    text: '{"code":"not_found"}',
  }));
  assert.equal(gone.lookup?.outcome, Lookup_Outcome.NOT_FOUND);
  assert.equal(gone.lookup?.failure?.code, FailureCode.NOT_FOUND);
  const no = await looked({ read: () => assert.fail() }, () => ({
    status: 400,
    text: '{"code":"declined"}',
  }));
  assert.equal(no.lookup?.outcome, Lookup_Outcome.FAILED);
  assert.equal(no.lookup?.failure?.code, FailureCode.DECLINED);
});

test("a look-up that the connector cannot make is an error and no answer", async () => {
  await assert.rejects(
    looked({
      path: () => {
        throw new InvalidRequest({ field: "payment", problem: "is another's" });
      },
      read: () => assert.fail(),
    }),
    InvalidRequest,
  );
});

test("a list of disputes is found, also an empty one", async () => {
  for (const disputes of [[], [{ disputeRef: { disputeId: "d" } }]]) {
    const answer = await answerTo<ListDisputesResponse>(
      withFlows({ listDisputes: { method: "GET", path: "/", read: () => ({ disputes }) } }),
      "listDisputes",
      create(ListDisputesRequestSchema),
    );
    assert.equal(answer.lookup?.outcome, Lookup_Outcome.FOUND);
    assert.equal(answer.disputes.length, disputes.length);
  }
});

test("a look-up that resolves nothing is no way out", async () => {
  const waysWith = async (rules: object) => {
    const { operation } = await answerTo<AuthorizePaymentResponse>(
      withFlows(
        {
          authorizePayment: { ...post, read: () => paid },
          getPayment: { method: "GET", path: "/", read: () => ({}) },
        },
        { rules: { getPayment: { byOriginalCall: true, ...rules } } },
      ),
      "authorizePayment",
      authorize(),
      cut,
    );
    return operation?.resolution?.ways.includes(Resolution_Way.GET);
  };
  assert.equal(await waysWith({}), true);
  assert.equal(await waysWith({ resolves: false }), false);
});

test("a customer who comes back and finds nothing done is told what was", async () => {
  const { operation } = await answerTo<ResumePaymentResponse>(
    withFlows({
      resumePayment: function* (input: unknown) {
        yield* step(order, input);
        yield* step({ ...order, name: "second" }, input);
        return paid;
      },
    }),
    "resumePayment",
    create(ResumePaymentRequestSchema, {
      payment: { paymentId: "pay" },
      returned: { case: "url", value: "https://shop.example/return" },
    }),
    (name) => (name === "second" ? cut() : {}),
  );
  assert.equal(operation?.status, OperationStatus.UNKNOWN);
  assert.deepEqual(operation.completedSteps, ["order"]);
});
