/** Moments and calendar dates. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  fromIso,
  fromMilliseconds,
  fromUnix,
  toCalendarDate,
  toIso,
  toMilliseconds,
  toUnix,
} from "#kit";
import { runs } from "./runs.ts";

const milliseconds = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });

test("a moment goes to ISO 8601 and back, before 1970 too", () => {
  fc.assert(
    fc.property(milliseconds, (given) => {
      const moment = fromMilliseconds(given);
      assert.ok(moment.nanos >= 0 && moment.nanos < 1_000_000_000);
      assert.equal(toMilliseconds(moment), given);
      assert.equal(toIso(moment), new Date(given).toISOString());
      assert.deepEqual(fromIso(toIso(moment)), moment);
      assert.equal(toCalendarDate(moment), new Date(given).toISOString().slice(0, 10));
      assert.equal(toUnix(moment), BigInt(Math.floor(given / 1000)));
    }),
    runs(500),
  );
});

test("Unix seconds, as numbers and as bigints", () => {
  assert.deepEqual(fromUnix(1_700_000_000), { seconds: 1_700_000_000n, nanos: 0 });
  assert.deepEqual(fromUnix(1_700_000_000n), fromUnix(1_700_000_000));
  assert.equal(fromUnix(5)?.seconds, 5n);
});

test("what a Timestamp cannot hold is no moment", () => {
  assert.equal(fromUnix(-62_135_596_800n)?.seconds, -62_135_596_800n);
  assert.equal(fromUnix(253_402_300_799n)?.seconds, 253_402_300_799n);
  assert.equal(fromUnix(-62_135_596_801n), undefined);
  assert.equal(fromUnix(253_402_300_800n), undefined);
  assert.equal(fromIso("+010000-01-01T00:00:00Z"), undefined);
});

test("a moment has a zone; what has none, or is none, is undefined", () => {
  const noon = fromMilliseconds(Date.UTC(2026, 10, 25, 12));
  for (const text of [
    "2026-11-25T12:00:00Z",
    "2026-11-25T12:00:00.000Z",
    "2026-11-25T13:00:00+01:00",
    "2026-11-25T17:30:00+0530",
  ])
    assert.deepEqual(fromIso(text), noon, text);
  for (const text of [
    undefined,
    null,
    "",
    "2026-11-25",
    "2026-11-25T12:00:00",
    "25.11.2026 12:00 Z",
    "2026-13-01T00:00:00Z",
    "2026-11-25T25:00:00Z",
    "yesterday",
  ])
    assert.equal(fromIso(text), undefined, String(text));
});
