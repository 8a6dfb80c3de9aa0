/**
 * Every recorded webhook, broken in body, headers and URL: an answer each time, and nothing to apply that is not
 * verified. Longer: `RUNS=50 npx node --test packages/testing/fuzz/deliveries.test.ts`; `SEED=n` for others.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromJson, toJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import { EventAction, EventSchema, ParseWebhookRequestSchema, Verification } from "#contract";
import { toBase64 } from "#kit";
import { connectorIds, load } from "#registry";
import { createRuntime, ephemeralStateKey } from "#runtime";
import { runs } from "../../kit/runs.ts";
import { fixturesOf } from "../fixtures.ts";
import { responseOf } from "../small.ts";
import { heldBytes, mebibytes } from "./growth.ts";
import { anyDamage, anyMutation, damaged, mutated } from "./mutations.ts";

const recorded = connectorIds.flatMap((id) =>
  fixturesOf(id)
    .filter(({ fixture }) => fixture.flow === "parseWebhook" && !fixture.error)
    .map(({ name, fixture }) => ({ id, name, fixture })),
);
type Recorded = (typeof recorded)[number];

const now = new Date("2026-01-01T00:00:00Z");
const runtimeOf = (live: boolean) =>
  createRuntime({
    connectorIds,
    connectors: load,
    live,
    stateKeys: [ephemeralStateKey()],
    clock: () => now,
    // Of the connectors that ask the processor: it confirms nothing.
    send: async () => responseOf({ status: 404 }),
  });
const [forTest, forLive] = [runtimeOf(false), runtimeOf(true)];
const runtimeFor = ({ fixture }: Recorded) => (fixture.live ? forLive : forTest);

function requestOf({ fixture }: Recorded) {
  const { request, body } = fixture;
  const whole =
    body === undefined || typeof request !== "object" || request === null
      ? request
      : { ...request, body: toBase64(body) };
  return fromJson(ParseWebhookRequestSchema, whole);
}
const words = [
  "",
  " ",
  ",",
  "=",
  "t=",
  "t=1,v1=",
  "v1,",
  "__proto__",
  "\u0000",
  "\ufffd",
  "é",
  "0".repeat(64),
  "f".repeat(128),
  "A".repeat(100_000),
  "t=9999999999999999999999,v1=00",
  "-1",
  "NaN",
];
const anyDelivery = fc.record({
  one: fc.constantFrom(...recorded),
  mutations: fc.array(anyMutation, { maxLength: 2 }),
  damage: fc.option(anyDamage),
  header: fc.nat(50),
  value: fc.option(fc.oneof(fc.constantFrom(...words), fc.string())),
  how: fc.constantFrom("as it is", "drop", "double", "all twice", "rename"),
  url: fc.option(
    fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom("", "http://[", "javascript:0", "//")),
  ),
  includeUnverified: fc.boolean(),
});
type AnyDelivery = typeof anyDelivery extends fc.Arbitrary<infer Value> ? Value : never;

function brokenRequest(delivery: AnyDelivery) {
  const { one, mutations, damage, header, value, how, url, includeUnverified } = delivery;
  const whole = requestOf(one);
  const text = mutations.reduce(mutated, new TextDecoder().decode(whole.body)).slice(0, 4 << 20);
  const bytes = mutations.length > 0 ? new TextEncoder().encode(text) : whole.body;
  const chosen = header % Math.max(1, whole.headers.length);
  const headers = whole.headers.flatMap(({ name, value: own }, at) => {
    const given = { name, value: at === chosen && value !== null ? value : own };
    if (how === "all twice") return [given, given];
    if (at !== chosen || how === "as it is") return [given];
    if (how === "drop") return [];
    if (how === "double") return [given, { name: name.toUpperCase(), value: own }];
    return [{ name: `${name}\u0000`, value: own }];
  });
  return create(ParseWebhookRequestSchema, {
    body: damage ? damaged(bytes, damage) : bytes,
    headers,
    includeUnverified,
    ...(url === null ? whole.url !== undefined && { url: whole.url } : { url }),
  });
}

/** All that is told of an event that failed. */
const withheld = new Set(["verification", "verificationFailure", "dedupeKey", "action"]);
/** Milliseconds for one delivery, whatever is in it. */
const LONGEST = 5_000;
const { numRuns } = runs(2_000);
test(`${numRuns} deliveries broken at random, of ${recorded.length} recorded, are judged in time, and nothing grows`, async () => {
  const call = (one: Recorded) => ({
    connector: one.id,
    credentials: one.fixture.credentials,
    deadline: performance.now() + 10_000,
    requestId: "fuzz",
  });
  for (const one of recorded) await runtimeFor(one).parseWebhook(requestOf(one), call(one));
  const before = heldBytes();
  let verified = 0;
  await fc.assert(
    fc.asyncProperty(anyDelivery, async (delivery) => {
      const begun = performance.now();
      const { events, acknowledgement } = await runtimeFor(delivery.one).parseWebhook(
        brokenRequest(delivery),
        call(delivery.one),
      );
      const took = performance.now() - begun;
      assert.ok(took < LONGEST, `it took ${took} ms`);
      assert.deepEqual(Object.keys(Object.prototype), [], "Object.prototype is as it was");
      for (const event of events) {
        if (event.verification !== Verification.FAILED || !delivery.includeUnverified)
          assert.notEqual(event.dedupeKey, "", "each event has a name");
        if (event.verification === Verification.VERIFIED) verified += 1;
        else
          assert.notEqual(event.action, EventAction.APPLY, "what is not verified is not applied");
        if (event.verification === Verification.FAILED) {
          assert.equal(acknowledgement, undefined, "what failed is not acknowledged");
          if (!delivery.includeUnverified) {
            const told = Object.keys(Object(toJson(EventSchema, event)));
            assert.deepEqual(
              told.filter((name) => !withheld.has(name)),
              [],
              "of what failed nothing is told",
            );
          }
        }
      }
    }),
    { numRuns },
  );
  assert.ok(verified > 0, "some were left whole");
  const grown = mebibytes(heldBytes() - before);
  assert.ok(grown < 40, `${grown} MiB more are held`);
});
