/** What is known of a call that looks for an earlier attempt before it does anything, where that look breaks. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  Actor,
  Certainty,
  CreateRefundRequestSchema,
  type CreateRefundResponse,
  FailureCode,
  GetRefundRequestSchema,
  type GetRefundResponse,
  Lookup_Outcome,
  OperationStatus,
  PendingReason,
  RefundStatus,
  Resolution_Way,
  Retry,
} from "#contract";
import {
  type AnyConnector,
  failure,
  Refused,
  refunded,
  type Step,
  call as step,
  Unresolved,
} from "#kit";
import { CallError, SendFailure } from "#runtime";
import { type Answer, callOf, runtimeOf, scripted, withFlows } from "../testing/small.ts";
import { named, token } from "../testing/steps.ts";

const back = named("back", { harmless: true });
const looks: readonly Step<unknown, object>[] = [
  { ...named("look", { method: "GET" }), body: () => undefined },
  named("look", { harmless: true, looksBack: true }),
];
/** Who owns a card tells nothing of an earlier attempt. */
const owner: Step<unknown, object> = { ...named("owner", { method: "GET", looksBack: false }) };

const given = { status: RefundStatus.SUCCEEDED, refundRef: { refundId: "ref" } };
const done = { operation: refunded(given), refund: given };
const refunding = (script: () => Generator): AnyConnector =>
  withFlows(
    {
      createRefund: script,
      getRefund: { method: "GET", path: "/refunds", read: () => ({ refund: undefined }) },
    },
    { rules: { getRefund: { byOriginalCall: true } } },
  );
const through = (...steps: readonly Step<unknown, object>[]): AnyConnector =>
  refunding(function* () {
    for (const one of steps) yield* step(one, {});
    return done;
  });

async function refund(
  connector: AnyConnector,
  answers: Readonly<Record<string, () => Answer>> = {},
): Promise<CreateRefundResponse> {
  const { send } = scripted((_, { step: name }) => answers[name]?.() ?? {});
  const request = create(CreateRefundRequestSchema, {
    reference: "refund-1",
    payment: { paymentId: "pay" },
    amount: { minorUnits: 10n, currency: "EUR" },
  });
  const answer = await runtimeOf(connector, { send }).call("createRefund", request, callOf());
  return answer as CreateRefundResponse;
}
const cut = (written: boolean) => (): never => {
  throw new SendFailure("cut", { written, code: FailureCode.TIMED_OUT });
};

function assertUnknown(
  { operation, refund: told }: CreateRefundResponse,
  code: FailureCode,
  steps: readonly string[] = [],
  mayRepeat = true,
) {
  assert.equal(operation?.status, OperationStatus.UNKNOWN);
  assert.equal(operation.certainty, Certainty.UNKNOWN);
  assert.equal(operation.failure?.code, code);
  assert.equal(operation.failure.retry, Retry.LOOK_UP_FIRST);
  assert.deepEqual(operation.completedSteps, steps);
  const { REPEAT_SAME_KEY, GET, ASK_PROCESSOR } = Resolution_Way;
  assert.deepEqual(operation.resolution?.ways, [
    ...(mayRepeat ? [REPEAT_SAME_KEY] : []),
    GET,
    ASK_PROCESSOR,
  ]);
  assert.equal(told?.status, RefundStatus.PENDING);
  assert.equal(told.pendingReason, PendingReason.OUTCOME_UNKNOWN);
  assert.equal(told.refundRef?.reference, "refund-1");
}
function assertNotDone({ operation }: CreateRefundResponse, steps: readonly string[] = []) {
  assert.equal(operation?.status, OperationStatus.FAILED);
  assert.equal(operation.certainty, Certainty.DEFINITIVE);
  assert.equal(operation.failure?.retry, Retry.SAME_KEY_NOW);
  assert.deepEqual(operation.completedSteps, steps);
}

for (const look of looks)
  describe(`a ${look.method} that looks for an earlier attempt`, () => {
    test("and breaks leaves that attempt unknown", async () => {
      const flow = through(look, back);
      assertUnknown(await refund(flow, { look: cut(true) }), FailureCode.TIMED_OUT);
      for (const status of [302, 500, 502])
        assertUnknown(
          await refund(flow, { look: () => ({ status }) }),
          FailureCode.PROCESSOR_ERROR,
        );
    });

    test("and cannot be read leaves it unknown", async () => {
      for (const error of [new Unresolved("odd"), new TypeError("mistake")]) {
        const read = () => {
          throw error;
        };
        assertUnknown(await refund(through({ ...look, read })), FailureCode.UNREADABLE_ANSWER);
      }
    });

    test("and was not sent leaves it unknown, unless nothing was", async () => {
      const ended = await refund(through(token, look), { look: cut(false) });
      assertUnknown(ended, FailureCode.TIMED_OUT, ["token"]);
      await assert.rejects(
        refund(through(look), { look: cut(false) }),
        (error) => error instanceof CallError && error.reason === "NOT_SENT",
      );
    });

    test("and tells, so that what is harmless after it is known not to be done", async () => {
      for (const broken of [cut(true), cut(false), () => ({ status: 500 })])
        assertNotDone(await refund(through(look, back), { back: broken }), ["look"]);
    });

    test("and is refused leaves that attempt unknown, and says what to repair", async () => {
      const text = '{"code":"wrong_key"}';
      for (const status of [400, 401, 403, 422]) {
        const ended = await refund(through(look, back), { look: () => ({ status, text }) });
        assertUnknown(ended, FailureCode.CREDENTIALS_REJECTED);
        const { actor, message, processor } = ended.operation?.failure ?? {};
        assert.equal(actor, Actor.MERCHANT);
        assert.match(message ?? "", /^this call did nothing, and what was done before/);
        assert.equal(processor?.httpStatus, status);
      }
      const untouched = { ...look, statuses: { 429: "untouched" } } as const;
      const shed = { look: () => ({ status: 429, text: '{"code":"odd"}' }) };
      assertUnknown(await refund(through(untouched), shed), FailureCode.UNMAPPED);
    });

    test("and is refused after something was done does not say that nothing was", async () => {
      const refusal = { status: 403, text: '{"code":"wrong_key"}' };
      const ended = await refund(through(named("move", {}), look), { look: () => refusal });
      assertUnknown(ended, FailureCode.CREDENTIALS_REJECTED, ["move"]);
      assert.doesNotMatch(ended.operation?.failure?.message ?? "", /did nothing/);
    });

    test("and reads as refused leaves it unknown", async () => {
      const read = () => {
        throw new Refused(failure(FailureCode.PERMISSION_MISSING));
      };
      const ended = await refund(through(token, { ...look, read }));
      assertUnknown(ended, FailureCode.PERMISSION_MISSING, ["token"]);
    });

    test("and is refused after a look that told leaves it unknown", async () => {
      const refusal = { status: 403, text: '{"code":"wrong_key"}' };
      const second = { ...look, name: "second" };
      const ended = await refund(through(look, second), { second: () => refusal });
      assertUnknown(ended, FailureCode.CREDENTIALS_REJECTED, ["look"]);
    });

    test("and is told that there is none is a refusal", async () => {
      const { operation } = await refund(through(look), {
        look: () => ({ status: 404, text: '{"code":"not_found"}' }),
      });
      assert.equal(operation?.status, OperationStatus.FAILED);
      assert.equal(operation.certainty, Certainty.DEFINITIVE);
      assert.equal(operation.failure?.code, FailureCode.NOT_FOUND);
    });

    test("and tells, so that a refusal after it is one", async () => {
      const refusals: readonly (() => Generator)[] = [
        function* () {
          yield* step(look, {});
          throw new Refused(failure(FailureCode.WRONG_STATE));
        },
        function* () {
          yield* step(look, {});
          yield* step(named("move", {}), {});
        },
      ];
      for (const script of refusals) {
        const { operation } = await refund(refunding(script), { move: () => ({ status: 403 }) });
        assert.equal(operation?.status, OperationStatus.FAILED);
        assert.equal(operation.certainty, Certainty.DEFINITIVE);
      }
    });

    test("and is given up leaves it unknown", async () => {
      const flow = refunding(function* () {
        yield* step(look, {});
        throw new Unresolved("more than is looked through");
      });
      assertUnknown(await refund(flow), FailureCode.UNREADABLE_ANSWER, ["look"]);
    });

    test("after a refusal that the script caught, and breaks, leaves it unknown", async () => {
      const move = named("move", {});
      const flow = refunding(function* () {
        try {
          yield* step(move, {});
        } catch {
          yield* step(look, {});
        }
        return done;
      });
      const ended = await refund(flow, { move: () => ({ status: 400 }), look: cut(true) });
      assertUnknown(ended, FailureCode.TIMED_OUT);
    });
  });

test("what is harmless and looks for no earlier attempt is not done where it breaks", async () => {
  for (const one of [token, owner])
    for (const broken of [cut(true), () => ({ status: 500 })])
      assertNotDone(await refund(through(one), { [one.name]: broken }));
});

test("what looks for no earlier attempt is refused where it is refused", async () => {
  for (const one of [token, owner, named("move", {})]) {
    const { operation } = await refund(through(one), {
      [one.name]: () => ({ status: 401, text: '{"code":"wrong_key"}' }),
    });
    assert.equal(operation?.status, OperationStatus.FAILED);
    assert.equal(operation.certainty, Certainty.DEFINITIVE);
    assert.equal(operation.failure?.code, FailureCode.CREDENTIALS_REJECTED);
  }
});

test("half a refusal is one where nothing can have moved, or nobody was let in", async () => {
  const half = { status: 403, text: '{"code":"wrong_k' };
  for (const [connector, step, answer] of [
    [through(token), "token", half],
    [through(named("move", {})), "move", { ...half, status: 401 }],
  ] as const) {
    const { operation } = await refund(connector, { [step]: () => answer });
    assert.equal(operation?.status, OperationStatus.FAILED);
    assert.equal(operation.failure?.processor?.httpStatus, answer.status);
  }
});

test("a look-up that is refused says so, and leaves nothing unknown", async () => {
  const answers = [
    { status: 401, text: '{"code":"wrong_key"}', outcome: Lookup_Outcome.FAILED },
    { status: 404, text: '{"code":"not_found"}', outcome: Lookup_Outcome.NOT_FOUND },
  ];
  const request = create(GetRefundRequestSchema, {
    target: { case: "refund", value: { refundId: "ref" } },
  });
  const connector = refunding(function* () {});
  for (const { outcome, ...answer } of answers) {
    const { send } = scripted(() => answer);
    const found = await runtimeOf(connector, { send }).call("getRefund", request, callOf());
    const { lookup } = found as GetRefundResponse;
    assert.equal(lookup?.outcome, outcome);
    assert.equal(lookup.failure?.processor?.httpStatus, answer.status);
    if (outcome === Lookup_Outcome.FAILED) assert.equal(lookup.certainty, Certainty.DEFINITIVE);
  }
});

test("what moves money looks for nothing, whatever it says", async () => {
  const move = named("move", { looksBack: true });
  assertNotDone(await refund(through(token, move), { move: cut(false) }), ["token"]);
});

describe("a key that was used for another request", () => {
  const conflict = failure(FailureCode.IDEMPOTENCY_CONFLICT);
  const code = FailureCode.IDEMPOTENCY_CONFLICT;

  test("is unknown where the script tells it, after harmless steps or none", async () => {
    for (const error of [new Refused(conflict), new Unresolved("other", { code })])
      for (const steps of [[], [token]]) {
        const flow = refunding(function* () {
          for (const one of steps) yield* step(one, {});
          throw error;
        });
        assertUnknown(
          await refund(flow),
          code,
          steps.map(({ name }) => name),
          false,
        );
      }
  });

  test("is unknown where a harmless step's answer tells it", async () => {
    const answer = () => ({ status: 409, text: '{"code":"conflict"}' });
    assertUnknown(await refund(through(token, back), { back: answer }), code, ["token"], false);
    const read = () => {
      throw new Refused(conflict);
    };
    assertUnknown(await refund(through({ ...token, read })), code, [], false);
  });

  test("may be repeated where it says that the first request still runs", async () => {
    const move = named("move", {});
    for (const [retry, mayRepeat] of [
      [Retry.LATER, true],
      [Retry.SAME_KEY_NOW, true],
      [Retry.LOOK_UP_FIRST, false],
    ] as const)
      for (const status of [400, 409]) {
        const connector = { ...through(token, move), refusal: () => failure(code, { retry }) };
        const answer = await refund(connector, { move: () => ({ status, text: "{}" }) });
        assertUnknown(answer, code, ["token"], mayRepeat);
      }
  });
});
