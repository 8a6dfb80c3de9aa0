/** What is in an answer, member by member: what was asked for, what became of it, and what comes of a look-up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type Message } from "@bufbuild/protobuf";
import {
  Actor,
  type AuthorizePaymentResponse,
  Certainty,
  FailureCode,
  GetPaymentRequestSchema,
  type GetPaymentResponse,
  Idempotency_Carrier,
  ListDisputesRequestSchema,
  type ListDisputesResponse,
  Lookup_Outcome,
  OperationStatus,
  PaymentStatus,
  Resolution_Way,
  ResumePaymentRequestSchema,
  type ResumePaymentResponse,
  Retry,
} from "#contract";
import {
  type AnyConnector,
  accepted,
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
import { answerTo, cut, post, refund } from "../testing/answered.ts";
import { type Answer, authorize, capture, now, paid, small, withFlows } from "../testing/small.ts";

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

test("where a processor keeps successes alone, no repeat is safe once it answered with an error", async () => {
  const { REPEAT_SAME_KEY } = Resolution_Way;
  const { idempotency } = small();
  const told = async (keeps: object, answer: () => Answer) => {
    const { operation } = await answerTo<AuthorizePaymentResponse>(
      small({ idempotency: { ...idempotency, ...keeps } }),
      "authorizePayment",
      authorize(),
      answer,
    );
    assert.ok(operation?.status === OperationStatus.UNKNOWN || !operation?.resolution);
    const isNamed = operation?.resolution?.ways.includes(REPEAT_SAME_KEY);
    return [isNamed, operation?.idempotency?.repeatSafeFor !== undefined];
  };
  const keepsAll = {};
  const keepsSome = { keeps: "successes" };
  const declined = { status: 402, text: '{"code":"declined"}' };
  for (const keeps of [keepsAll, keepsSome]) {
    assert.deepEqual(await told(keeps, cut), [true, true], "it may have succeeded");
    assert.deepEqual(await told(keeps, () => ({})), [undefined, true]);
  }
  assert.deepEqual(await told(keepsAll, () => ({ status: 500 })), [true, true]);
  assert.deepEqual(await told(keepsSome, () => ({ status: 500 })), [false, false]);
  assert.deepEqual(await told(keepsAll, () => declined), [undefined, true]);
  assert.deepEqual(await told(keepsSome, () => declined), [undefined, false]);
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
