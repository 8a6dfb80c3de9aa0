/** Previews: the exact requests in their order, each with what it assumes, and nothing sent. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { AuthorizePaymentRequestSchema, FailureCode, PreviewRequestSchema } from "#contract";
import {
  failure,
  InvalidRequest,
  json,
  pause,
  Refused,
  type Step,
  call as step,
  Unsupported,
} from "#kit";
import {
  authorize,
  callOf,
  paid,
  runtimeOf,
  scripted,
  small,
  withFlows,
} from "../testing/small.ts";

const named = (name: string, example: object = { id: `${name}-1` }): Step<unknown, object> => ({
  name,
  example,
  method: "POST",
  path: `/${name}`,
  body: (input) => json(input),
  read: () => ({}),
});
async function previewOf(connector = small(), request = authorize()) {
  const { send, sent } = scripted(() => ({}));
  const call = anyPack(AuthorizePaymentRequestSchema, request);
  const shown = await runtimeOf(connector, { send }).preview(
    create(PreviewRequestSchema, { call }),
    callOf(),
  );
  assert.equal(sent.length, 0);
  return shown;
}

test("the key is the call's own, and the request is what would be sent", async () => {
  const { send, sent } = scripted(() => ({}));
  await runtimeOf(small(), { send }).call("authorizePayment", authorize(), callOf());
  const { requests, idempotencyKey } = await previewOf();
  assert.match(idempotencyKey, /^[0-9a-f]{64}$/);
  const [shown] = requests;
  assert.equal(shown?.url, sent[0]?.url);
  assert.equal(shown?.headers["Idempotency-Key"], sent[0]?.headers["Idempotency-Key"]);
  assert.equal(shown?.headers["Authorization"], "Bearer example-api-key");
  assert.equal(shown?.body, '{"reference":"order-1","amount":1000,"card":"4111110000001111"}');
});

test("steps come in turn, each with the examples that it assumes", async () => {
  const connector = withFlows({
    *authorizePayment() {
      const token = yield* step(named("token"), {});
      yield* pause(1_000);
      yield* step(named("pay"), token);
      return paid;
    },
  });
  const { requests } = await previewOf(connector);
  assert.deepEqual(
    requests.map(({ step, body, assuming }) => [step, body, assuming]),
    [
      ["token", "{}", {}],
      ["pay", '{"id":"token-1"}', { token: '{"id":"token-1"}' }],
    ],
  );
});

test("a script that an example makes give up shows what there is to be seen", async () => {
  const connector = withFlows({
    *authorizePayment() {
      yield* step(named("look"), {});
      throw new Refused(failure(FailureCode.NOT_FOUND));
    },
  });
  assert.equal((await previewOf(connector)).requests.length, 1);
});

test("a script without end is cut", async () => {
  const connector = withFlows({
    *authorizePayment() {
      for (;;) yield* step(named("again"), {});
    },
  });
  assert.equal((await previewOf(connector)).requests.length, 20);
});

test("what is beyond a limit is told in its words", async () => {
  const connector = small({ rules: { authorizePayment: { limits: { reference: 4 } } } });
  const { problems } = await previewOf(connector, authorize({ reference: "order-17" }));
  assert.deepEqual(
    problems.map(({ field, description }) => `${field} ${description}`),
    ["reference must have at most 4 characters"],
  );
});

test("what is wrong is told at once, and what can be shown all the same is shown", async () => {
  const request = authorize({ reference: "" });
  const { problems, requests } = await previewOf(small(), request);
  assert.deepEqual(
    problems.map(({ field }) => field),
    ["reference"],
  );
  assert.equal(requests.length, 1);
  const strict = withFlows({
    authorizePayment: {
      method: "POST",
      path: () => {
        throw new InvalidRequest({ field: "reference", problem: "is required" });
      },
      read: () => paid,
    },
  });
  assert.deepEqual((await previewOf(strict, request)).requests, []);
  await assert.rejects(previewOf(strict), InvalidRequest);
});

test("what is no call, or none that the connector has, is refused", async () => {
  const { send } = scripted(() => ({}));
  const runtime = runtimeOf(small(), { send });
  const ask = (call: object) => runtime.preview(create(PreviewRequestSchema, call), callOf());
  await assert.rejects(ask({}), InvalidRequest);
  const nothing = { typeUrl: "type.googleapis.com/payments.v1.Nothing", value: new Uint8Array() };
  await assert.rejects(ask({ call: nothing }), InvalidRequest);
  await assert.rejects(previewOf(withFlows({})), Unsupported);
});
