/** Sealed state: opened by whoever shares a key, refused when a single byte differs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../kit/runs.ts";
import { CallError } from "./errors.ts";
import {
  ephemeralStateKey,
  openState,
  type SealedState,
  type StateKey,
  sealState,
} from "./state.ts";

const now = new Date("2026-01-01T00:00:00Z");
const key = (fill: number) => ({ id: `k${fill}`, key: new Uint8Array(32).fill(fill) });
const of = { connector: "small", subAccount: undefined };
const state: SealedState = {
  ...of,
  flow: "authorizePayment",
  reference: "order-1",
  paymentId: "pay",
  amount: ["1000", "EUR"],
  values: { session: "s".repeat(40) },
};
const refused = (
  text: string,
  keys: readonly StateKey[] = [key(1)],
  at = now,
  owner: typeof of | object = of,
) =>
  assert.throws(
    () => openState(text, keys, { ...of, ...owner }, at),
    (error) =>
      error instanceof CallError &&
      error.reason === "INVALID_STATE" &&
      error.violations[0]?.field === "state",
    text,
  );

test("what was sealed comes back", () => {
  const opened = openState(sealState(state, [key(1)], now), [key(1)], of, now);
  const { subAccount: _, ...given } = state;
  assert.partialDeepStrictEqual(opened, given);
});

test("it cannot be read, and is never the same twice", () => {
  const [one, other] = [sealState(state, [key(1)], now), sealState(state, [key(1)], now)];
  assert.notEqual(one, other);
  for (const word of ["order-1", "pay", "ssss", "small"]) {
    assert.ok(!one.includes(word));
    assert.ok(!Buffer.from(one.split(".")[2] ?? "", "base64url").includes(word));
  }
});

test("each sign changed, dropped or added is refused", () => {
  // Bodies of every length modulo three, since the last sign of base64 says less than the others.
  for (const reference of ["a", "ab", "abc"]) {
    const sealed = sealState({ ...state, reference }, [key(1)], now);
    for (let place = 0; place < sealed.length; place += 1) {
      const [before, sign, after] = [
        sealed.slice(0, place),
        sealed[place] ?? "",
        sealed.slice(place + 1),
      ];
      for (const other of [
        "A",
        "B",
        "_",
        ".",
        "=",
        "!",
        " ",
        String.fromCharCode(sign.charCodeAt(0) ^ 1),
      ])
        if (other !== sign) refused(before + other + after);
      refused(before + after);
    }
    for (const more of [".", "A", "=", "\n", ".A"]) refused(sealed + more);
  }
});

test("whatever text comes is refused, and nothing else is thrown", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `s1.k1.${text}`),
      ),
      (text) => refused(text),
    ),
    runs(200),
  );
});

test("it is good for an hour", () => {
  const sealed = sealState(state, [key(1)], now);
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  assert.ok(openState(sealed, [key(1)], of, later(3_600_000)));
  refused(sealed, [key(1)], later(3_600_001));
});

test("the first key seals, all open, one that is gone opens nothing", () => {
  const sealed = sealState(state, [key(1)], now);
  assert.ok(openState(sealed, [key(2), key(1)], of, now));
  refused(sealed, [key(2)]);
  refused(sealed, []);
  assert.match(sealState(state, [key(2), key(1)], now), /^s1\.k2\./);
  refused(sealed, [{ ...key(2), id: "k1" }]);
  assert.throws(
    () => sealState(state, [], now),
    (error) => error instanceof CallError && error.reason === "INTERNAL",
  );
});

test("it belongs to its connector and account", () => {
  const sealed = sealState({ ...state, subAccount: "acct_1" }, [key(1)], now);
  assert.ok(openState(sealed, [key(1)], { ...of, subAccount: "acct_1" }, now));
  refused(sealed);
  refused(sealed, [key(1)], now, { subAccount: "acct_2" });
  refused(sealed, [key(1)], now, { subAccount: "acct_1", connector: "other" });
});

test("a key for one process is another each time", () => {
  const [one, other] = [ephemeralStateKey(), ephemeralStateKey()];
  assert.notEqual(one.id, other.id);
  assert.equal(one.key.length, 32);
  assert.match(one.id, /^[0-9a-f]{8}$/);
  refused(sealState(state, [one], now), [{ ...other, id: one.id }]);
});
