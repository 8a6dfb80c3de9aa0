/** A processor that quotes what it was sent: the answer says why it failed, and not by what. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentResponse,
  FailureCode,
  GetPaymentRequestSchema,
  type GetPaymentResponse,
  OperationStatus,
  PaymentStatus,
} from "#contract";
import { failed, failure, json, call as step } from "#kit";
import {
  apiKey,
  authorize,
  callOf,
  card,
  runtimeOf,
  scripted,
  withFlows,
} from "../testing/small.ts";

const quoting = `card ${card.number.replace(/(\d{4})(?=\d)/g, "$1 ")} of key ${apiKey}: no`;
const saying = {
  code: card.number,
  message: quoting,
  field: `card/${card.number}`,
  requestId: "r",
};
const declined = failure(FailureCode.DECLINED, { processor: saying });
const connector = withFlows(
  {
    authorizePayment: {
      method: "POST",
      path: "/payments",
      body: () => json({}),
      read: () => ({
        operation: failed(declined),
        payment: { status: PaymentStatus.FAILED, failure: declined },
      }),
    },
    getPayment: { method: "GET", path: "/payments/1", read: () => ({ payment: undefined }) },
  },
  { refusal: () => declined },
);
/** The same after a look at an earlier attempt: what is refused there is told in our own sentence, too. */
const lookingBack = withFlows(
  {
    authorizePayment: function* () {
      const look = { name: "look", example: {}, method: "GET", path: "/payments" } as const;
      yield* step({ ...look, read: () => ({}) }, {});
      return { operation: failed(declined) };
    },
  },
  { refusal: () => declined },
);
const pay = async (status: number, at = connector) => {
  const { send } = scripted(() => ({ status }));
  const answer = await runtimeOf(at, { send }).call("authorizePayment", authorize(), callOf());
  return answer as AuthorizePaymentResponse;
};

for (const [what, status] of [
  ["a decline in an answer", 200],
  ["a refusal", 400],
  ["an answer that nobody knows", 500],
] as const)
  test(what, async () => {
    const { operation, payment } = await pay(status);
    assert.notEqual(operation?.status, OperationStatus.SUCCEEDED);
    const { processor } = operation?.failure ?? {};
    assert.equal(processor?.code, "[redacted]");
    assert.equal(processor?.message, "card [redacted] of key [redacted]: no");
    assert.equal(processor?.field, "card/[redacted]");
    assert.equal(processor?.requestId, "r");
    if (status !== 500) assert.deepEqual(payment?.failure?.processor, processor);
  });

test("a refusal of a look at an earlier attempt", async () => {
  const { operation } = await pay(400, lookingBack);
  assert.equal(operation?.status, OperationStatus.UNKNOWN);
  assert.match(operation?.failure?.message ?? "", /: card \[redacted\] of key \[redacted\]: no$/);
  assert.equal(declined.processor?.message, quoting, "what the connector holds is as it was");
});

test("a look-up", async () => {
  const { send } = scripted(() => ({ status: 400 }));
  const request = create(GetPaymentRequestSchema, {
    target: { case: "payment", value: { paymentId: "1" } },
  });
  const answer = await runtimeOf(connector, { send }).call("getPayment", request, callOf());
  const { lookup } = answer as GetPaymentResponse;
  // A look-up has no card: only the credentials can be quoted.
  assert.equal(lookup?.failure?.processor?.message?.endsWith("of key [redacted]: no"), true);
});

test("what the connector keeps is as it was", () => {
  assert.equal(declined.processor?.message, quoting);
});
