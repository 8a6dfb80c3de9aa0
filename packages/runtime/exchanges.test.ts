/** What surrounds one exchange: its address, keys of repeated steps, the caller's signal, sealed answers, statuses by what is in them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuthorizePaymentResponse, FailureCode, OperationStatus } from "#contract";
import { type AnyConnector, type HttpResponse, json, type Step, call as step } from "#kit";
import type { Peer } from "#runtime";
import {
  type Answer,
  authorize,
  callOf,
  paid,
  runtimeOf,
  scripted,
  small,
  withFlows,
} from "../testing/small.ts";

const charge: Step<unknown, object> = {
  name: "charge",
  example: {},
  method: "POST",
  path: "/charge",
  body: () => json({}),
  read: () => ({}),
};
async function pay(connector: AnyConnector, answer: Answer = {}, more: object = {}) {
  const peers: Peer[] = [];
  const { send, sent } = scripted((_, peer) => {
    peers.push(peer);
    return answer;
  });
  const told = await runtimeOf(connector, { send }).call(
    "authorizePayment",
    authorize(),
    callOf(more),
  );
  return { ...(told as AuthorizePaymentResponse), sent, peers };
}

test("a step that is repeated has a key of its own each time, and the same in every run", async () => {
  const thrice = withFlows({
    authorizePayment: function* (input: unknown) {
      for (let time = 0; time < 3; time += 1) yield* step(charge, input);
      return paid;
    },
  });
  const runs = [await pay(thrice), await pay(thrice)];
  const [keys, again] = runs.map(({ sent }) =>
    sent.map(({ headers }) => headers["Idempotency-Key"]),
  );
  assert.equal(new Set(keys).size, 3);
  assert.deepEqual(again, keys);
  assert.deepEqual(
    runs[0]?.peers.map((peer) => peer.step),
    ["charge", "charge.2", "charge.3"],
  );
});

test("the caller's signal and deadline reach whoever sends", async () => {
  const { signal } = new AbortController();
  const deadline = performance.now() + 5_000;
  const { peers } = await pay(small(), {}, { signal, deadline });
  assert.equal(peers.length, 1);
  assert.equal(peers[0]?.signal, signal);
  const given = peers[0]?.deadline ?? 0;
  assert.ok(given > performance.now() && given <= deadline);
  assert.equal(peers[0]?.connector, "small");
  assert.equal(peers[0]?.certificate, undefined);
});

test("the connector's own certificate reaches whoever sends", async () => {
  const certificate = { certificate: "PEM", key: "PEM" };
  const { peers } = await pay(small({ certificate: () => certificate }));
  assert.deepEqual(peers[0]?.certificate, certificate);
});

test("what an error of the server says of the key is not believed", async () => {
  for (const [status, code] of [
    [409, FailureCode.IDEMPOTENCY_CONFLICT],
    [500, FailureCode.PROCESSOR_ERROR],
  ] as const) {
    const { operation } = await pay(small(), { status, text: '{"code":"conflict"}' });
    assert.equal(operation?.status, OperationStatus.UNKNOWN);
    assert.equal(operation.failure?.code, code);
  }
});

test("a script that is stopped is closed, so that it can clean up", async () => {
  // It also runs to see which fields are read, and is left in the midst then too.
  let opened = 0;
  let closed = 0;
  const closing = withFlows({
    authorizePayment: function* (input: unknown) {
      opened += 1;
      try {
        yield* step(charge, input);
      } finally {
        closed += 1;
      }
      return paid;
    },
  });
  const { operation } = await pay(closing, { status: 500 });
  assert.equal(operation?.status, OperationStatus.UNKNOWN);
  assert.ok(opened > 0);
  assert.equal(closed, opened);
});

test("a sealed answer is opened before anything is made of it", async () => {
  const seen: string[] = [];
  const opening = withFlows(
    {
      authorizePayment: {
        method: "POST",
        path: "/",
        read: ({ text }: HttpResponse) => {
          seen.push(text);
          return paid;
        },
      },
    },
    {
      open: (response) => ({ ...response, status: response.status - 100, text: "opened" }),
    } as Partial<AnyConnector>,
  );
  const { operation } = await pay(opening, { status: 300, text: "sealed" });
  assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  assert.deepEqual(seen, ["opened"]);
});

test("a status may mean by what is in the answer, and what it leaves open means what is usual", async () => {
  const statuses: AnyConnector["statuses"] = ({ text, status }) =>
    text === '{"code":"declined"}' && status === 200 ? "refused" : undefined;
  for (const place of ["connector", "exchange"]) {
    const exchange = { method: "POST", path: "/", read: () => paid };
    const connector = withFlows(
      { authorizePayment: { ...exchange, ...(place === "exchange" && { statuses }) } },
      place === "connector" ? { statuses } : {},
    );
    const no = await pay(connector, { text: '{"code":"declined"}' });
    assert.equal(no.operation?.status, OperationStatus.FAILED);
    assert.equal(no.operation?.failure?.code, FailureCode.DECLINED);
    const yes = await pay(connector, { text: "{}" });
    assert.equal(yes.operation?.status, OperationStatus.SUCCEEDED);
    const unknown = await pay(connector, { status: 500 });
    assert.equal(unknown.operation?.status, OperationStatus.UNKNOWN);
  }
});

const order: Step<unknown, object> = { ...charge, name: "order", harmless: true };
const { body: _, ...unwritten } = charge;
const look: Step<unknown, object> = { ...unwritten, name: "look", method: "GET" };
const inTurn = (...steps: readonly Step<unknown, object>[]) =>
  withFlows({
    authorizePayment: function* (input: unknown) {
      for (const one of steps) yield* step(one, input);
      return paid;
    },
  });

test("a mistake of the connector's own, before money moved, is no answer at all", async () => {
  const mistaken = withFlows({
    authorizePayment: function* (input: unknown) {
      yield* step(order, input);
      throw new TypeError("mistake");
    },
  });
  await assert.rejects(pay(mistaken), TypeError);
});

test("a refused look says that this call did nothing; a refusal after money moved does not", async () => {
  const refusing = (name: string) => async (connector: AnyConnector) => {
    const { send } = scripted((_, peer) =>
      peer.step === name ? { status: 403, text: '{"code":"wrong_key"}' } : {},
    );
    const told = await runtimeOf(connector, { send }).call(
      "authorizePayment",
      authorize(),
      callOf(),
    );
    return (told as AuthorizePaymentResponse).operation;
  };
  const blind = await refusing("look")(inTurn(look, charge));
  assert.equal(blind?.status, OperationStatus.UNKNOWN);
  assert.match(blind?.failure?.message ?? "", /^this call did nothing, /);
  for (const late of [
    await refusing("order")(inTurn(charge, order)),
    await refusing("look")(inTurn(charge, look)),
  ]) {
    assert.equal(late?.status, OperationStatus.UNKNOWN);
    assert.doesNotMatch(late?.failure?.message ?? "", /this call did nothing/);
  }
});

test("a path that would make another host of the base is not sent", async () => {
  for (const path of [".elsewhere.example/", "@elsewhere.example/", ":8443/", "payments", ""]) {
    let isSent = false;
    const flow: Step<unknown, object> = { ...charge, path };
    const connector = withFlows({
      authorizePayment: function* (input: unknown) {
        yield* step(flow, input);
        return paid;
      },
    });
    const send = async () => {
      isSent = true;
      throw new Error("is not sent");
    };
    const call = runtimeOf(connector, { send }).call("authorizePayment", authorize(), callOf());
    await assert.rejects(call, { reason: "INTERNAL" }, path);
    assert.equal(isSent, false, path);
  }
});
