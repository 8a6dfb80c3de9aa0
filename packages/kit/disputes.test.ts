/** Disputes by when they were opened. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ListDisputesRequestSchema } from "#contract";
import { openedWithin } from "#kit";

const at = (seconds: number) => timestampFromMs(seconds * 1000);

test("a listing has its beginning inside and its end outside", () => {
  const asked = create(ListDisputesRequestSchema, { openedFrom: at(10), openedUntil: at(20) });
  const found = [9, 10, 19, 20].filter((seconds) => openedWithin(asked)({ openedAt: at(seconds) }));
  assert.deepEqual(found, [10, 19]);
});

test("an end that is open leaves out nothing, nor does a dispute that does not say when", () => {
  const from = create(ListDisputesRequestSchema, { openedFrom: at(10) });
  const until = create(ListDisputesRequestSchema, { openedUntil: at(20) });
  assert.ok(openedWithin(from)({ openedAt: at(1e9) }));
  assert.ok(openedWithin(until)({ openedAt: at(0) }));
  assert.ok(openedWithin(create(ListDisputesRequestSchema))({ openedAt: at(1) }));
  for (const asked of [from, until]) assert.ok(openedWithin(asked)({}));
});
