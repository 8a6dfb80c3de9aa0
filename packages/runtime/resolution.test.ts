/** The ways out of an unknown outcome are those that the processor has, and what a look-up is worth. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  type CapturePaymentResponse,
  Certainty,
  CreateRefundRequestSchema,
  type CreateRefundResponse,
  GetPaymentRequestSchema,
  type GetPaymentResponse,
  Idempotency_Carrier,
  Lookup_Outcome,
  RefundStatus,
  ReversePaymentRequestSchema,
  type ReversePaymentResponse,
} from "#contract";
import { type AnyConnector, call as step } from "#kit";
import {
  type Answer,
  callOf,
  capture,
  paid,
  runtimeOf,
  scripted,
  withFlows,
} from "../testing/small.ts";
import {
  ASK_PROCESSOR,
  charge,
  confirm,
  cut,
  GET,
  order,
  pay,
  REPEAT_SAME_KEY,
  REVERSE,
  scriptOf,
  WAIT_FOR_WEBHOOK,
} from "../testing/steps.ts";

describe("ways out", () => {
  const reads = { getPayment: { method: "GET", path: "/", read: () => ({ payment: undefined }) } };
  const charging = { authorizePayment: { method: "POST", path: "/charge", read: () => paid } };
  const reversing = { reversePayment: { method: "POST", path: "/reverse", read: () => paid } };
  const waysOf = async (connector: AnyConnector) =>
    (await pay(connector, { authorizePayment: () => cut(true) })).operation.resolution?.ways;

  test("are only those that the processor has", async () => {
    assert.deepEqual(await waysOf(withFlows(charging)), [REPEAT_SAME_KEY, ASK_PROCESSOR]);
    assert.deepEqual(await waysOf(withFlows({ ...charging, ...reads, ...reversing })), [
      REPEAT_SAME_KEY,
      ASK_PROCESSOR,
    ]);
    const found = { byOriginalCall: true, visibleAfter: 60 };
    assert.deepEqual(
      await waysOf(
        withFlows(
          { ...charging, ...reads, ...reversing },
          {
            rules: { getPayment: found, reversePayment: found },
            webhooks: {
              events: [],
              source: "",
              signed: true,
              verify: () => assert.fail(),
              read: () => [],
            },
          },
        ),
      ),
      [REPEAT_SAME_KEY, GET, REVERSE, WAIT_FOR_WEBHOOK, ASK_PROCESSOR],
    );
  });

  for (const [carrier, repeats] of [
    ["header", true],
    ["field", true],
    ["reference", false],
    ["none", false],
  ] as const) {
    const idempotency = { carrier, format: "uuid", source: "https://small.example" } as const;
    const expected = repeats ? [REPEAT_SAME_KEY, ASK_PROCESSOR] : [ASK_PROCESSOR];
    const word = Idempotency_Carrier[carrier.toUpperCase() as "HEADER"];

    test(`a connector whose key is carried by ${carrier}`, async () => {
      const ended = await pay(withFlows(charging, { idempotency }), {
        authorizePayment: () => cut(true),
      });
      assert.deepEqual(ended.operation.resolution?.ways, expected);
      assert.equal(ended.operation.idempotency?.carrier, word);
    });

    test(`an exchange whose key is carried by ${carrier}, whatever the connector's others are`, async () => {
      const flows = { authorizePayment: { ...charging.authorizePayment, idempotency } };
      const ended = await pay(withFlows(flows), { authorizePayment: () => cut(true) });
      assert.deepEqual(ended.operation.resolution?.ways, expected);
      assert.equal(ended.operation.idempotency?.carrier, word);
    });

    test(`a script whose weakest step is carried by ${carrier}`, async () => {
      const weak = { ...charge, idempotency };
      for (const steps of [
        [weak, confirm],
        [order, confirm, weak],
      ].slice(carrier === "field" ? 1 : 0)) {
        const connector = scriptOf(function* (input) {
          for (const one of steps) yield* step(one, input);
          return paid;
        });
        const ended = await pay(connector, { [steps.at(-1)?.name ?? ""]: () => cut(true) });
        assert.deepEqual(ended.operation.resolution?.ways, expected);
        assert.equal(ended.operation.idempotency?.carrier, word);
      }
    });
  }

  test("a capture is looked up by its payment, a refund by its call alone", async () => {
    const { send } = scripted(() => cut(true));
    const exchange = { method: "POST", path: "/x", read: () => assert.fail() };
    const connector = withFlows({
      ...reads,
      getRefund: { method: "GET", path: "/", read: () => ({ refund: undefined }) },
      capturePayment: exchange,
      createRefund: exchange,
    });
    const runtime = runtimeOf(connector, { send });
    const captured = (await runtime.call(
      "capturePayment",
      capture(),
      callOf(),
    )) as CapturePaymentResponse;
    assert.deepEqual(captured.operation?.resolution?.ways, [REPEAT_SAME_KEY, GET, ASK_PROCESSOR]);
    assert.equal(captured.payment, undefined, "nothing is said of the payment");
    const refund = create(CreateRefundRequestSchema, {
      reference: "refund-1",
      payment: { paymentId: "pay" },
      amount: { minorUnits: 10n, currency: "EUR" },
    });
    const refunded = (await runtime.call("createRefund", refund, callOf())) as CreateRefundResponse;
    assert.deepEqual(refunded.operation?.resolution?.ways, [REPEAT_SAME_KEY, ASK_PROCESSOR]);
    assert.equal(refunded.refund?.status, RefundStatus.PENDING);
    assert.equal(refunded.refund?.refundRef?.payment?.paymentId, "pay");
  });

  test("a reversal by the original call is looked up only where that can be", async () => {
    const { send } = scripted(() => cut(true));
    const reverse = async (target: object, byOriginalCall: boolean) => {
      const connector = withFlows(
        { ...reads, reversePayment: { method: "POST", path: "/x", read: () => assert.fail() } },
        { rules: { reversePayment: { byOriginalCall: true }, getPayment: { byOriginalCall } } },
      );
      const request = create(ReversePaymentRequestSchema, { reference: "r", target } as object);
      const answer = await runtimeOf(connector, { send }).call("reversePayment", request, callOf());
      return (answer as ReversePaymentResponse).operation?.resolution?.ways.includes(GET);
    };
    const byCall = { case: "originalCall", value: { reference: "order-1" } };
    assert.equal(await reverse(byCall, false), false);
    assert.equal(await reverse(byCall, true), true);
    assert.equal(await reverse({ case: "payment", value: { paymentId: "pay" } }, false), true);
  });
});

describe("a look-up", () => {
  const get = async (flow: object, answer: Answer | (() => never), rules: object = {}) => {
    const { send } = scripted(() => (typeof answer === "function" ? answer() : answer));
    const connector = withFlows({ getPayment: flow }, { rules: { getPayment: rules } });
    const request = create(GetPaymentRequestSchema, {
      target: { case: "payment", value: { paymentId: "pay" } },
    });
    const found = await runtimeOf(connector, { send }).call("getPayment", request, callOf());
    return (found as GetPaymentResponse).lookup;
  };
  const exchange = { method: "GET", path: "/", read: () => ({ payment: paid.payment }) };
  const nothing = { ...exchange, read: () => ({ payment: undefined }) };
  const gone = { status: 404, text: '{"code":"not_found"}' };

  test("that finds is definitive", async () => {
    assert.partialDeepStrictEqual(await get(exchange, {}), {
      outcome: Lookup_Outcome.FOUND,
      certainty: Certainty.DEFINITIVE,
    });
  });

  test("that finds nothing is definitive only where the processor is strongly consistent", async () => {
    for (const [flow, answer] of [
      [nothing, {}],
      [exchange, gone],
    ] as const) {
      for (const consistency of [undefined, "eventual"])
        assert.partialDeepStrictEqual(await get(flow, answer, { consistency }), {
          outcome: Lookup_Outcome.NOT_FOUND,
          certainty: Certainty.UNKNOWN,
        });
      assert.partialDeepStrictEqual(await get(flow, answer, { consistency: "strong" }), {
        outcome: Lookup_Outcome.NOT_FOUND,
        certainty: Certainty.DEFINITIVE,
      });
    }
  });

  test("that fails says why, and nothing of what it looked for", async () => {
    for (const [answer, certainty] of [
      [() => cut(false), Certainty.UNKNOWN],
      [() => cut(true), Certainty.UNKNOWN],
      [{ status: 500 }, Certainty.UNKNOWN],
      [{ status: 400, text: '{"code":"declined"}' }, Certainty.DEFINITIVE],
    ] as const) {
      const lookup = await get(exchange, answer);
      assert.partialDeepStrictEqual(lookup, { outcome: Lookup_Outcome.FAILED, certainty });
      assert.ok(lookup?.failure?.code);
    }
  });
});
