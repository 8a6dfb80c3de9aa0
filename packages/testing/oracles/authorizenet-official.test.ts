/**
 * Authorize.Net's official SDK writes what our connector writes, member after member: the processor refuses JSON whose
 * members are not in the order of its schema, which the SDK's classes keep. It then pays at the simulator.
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { CaptureMode } from "#contract";
import { fixturesOf } from "../fixtures.ts";
import { cardSample, newReference, requestFor } from "../shop.ts";
import { openCounter, type Sent } from "./official.ts";

// It has no types of its own.
const { APIContracts, APIControllers, Constants } = createRequire(import.meta.url)("authorizenet");

/** A list is one of the SDK's ArrayOf classes, made of the list alone. */
const unwrapped = (_: string, value: unknown) => {
  const [only, ...others] = typeof value === "object" && value ? Object.values(value) : [];
  return Array.isArray(only) && others.length === 0 && !Array.isArray(value) ? only : value;
};
/** The same request, by the SDK's class for it: its constructor takes what it knows by name, in its own order. */
function inTheirs(text: string) {
  const [[name, asked] = assert.fail("an empty request")] = Object.entries(
    JSON.parse(text, unwrapped),
  );
  const type = name.replace(/^./, (letter) => letter.toUpperCase());
  return { type, request: new APIContracts[type](asked) };
}

test("every request of the fixtures is as the SDK writes it", () => {
  const types = new Set<string>();
  for (const { name, fixture } of fixturesOf("authorizenet"))
    for (const { request } of fixture.exchanges) {
      if (!request?.body) continue;
      assert.equal(request.url, Constants.endpoint.sandbox);
      const { type, request: theirs } = inTheirs(request.body);
      assert.equal(request.body, JSON.stringify(theirs.getJSON()), name);
      types.add(type);
    }
  assert.ok(types.size > 5, [...types].join(" "));
});

test("a card that is held, looked at and given up", async (context) => {
  const { shop, url, ours, theirs } = await openCounter(context, "authorizenet");
  const ask = async (text: string) => {
    const { type, request } = inTheirs(text);
    const Controller = APIControllers[type.replace(/Request$/, "Controller")];
    const [sent] = await theirs(async () => {
      const controller = new Controller(request.getJSON());
      controller.setEnvironment(`${url}/xml/v1/request.api`);
      await new Promise<void>((resolve) => controller.execute(resolve));
      const answer = controller.getResponse();
      assert.equal(answer.messages.resultCode, "Ok", JSON.stringify(answer));
    });
    return sent ?? assert.fail("nothing was sent");
  };
  let paymentId = "";
  const steps: readonly (() => Promise<unknown>)[] = [
    async () => {
      const request = requestFor(shop, cardSample(shop), CaptureMode.MANUAL);
      const { payment } = await shop.client.payments.authorizePayment(request);
      paymentId = payment?.paymentRef?.paymentId ?? "";
    },
    () =>
      shop.client.payments.getPayment({
        target: { case: "payment", value: { paymentId } },
      }),
    () =>
      shop.client.payments.voidPayment({
        reference: newReference("void"),
        payment: { paymentId },
      }),
  ];
  for (const step of steps)
    for (const one of await ours(step)) {
      // By then the same again is no longer taken for a duplicate.
      shop.wait(8 * 3600 + 1);
      const same = await ask(one.text);
      // It names itself, which the processor takes and does not ask for.
      assert.equal(same.text.replace(/,"clientId":"[^"]*"/, ""), one.text);
      assert.deepEqual(lineOf(same), lineOf(one));
    }
});

const lineOf = ({ method, path, headers }: Sent) => [method, path, headers["content-type"]];
