/** Results that are kept, and not without end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { remembered } from "#kit";

test("a text is worked on once", () => {
  let times = 0;
  const upper = remembered((text) => {
    times += 1;
    return text.toUpperCase();
  });
  assert.deepEqual([upper("a"), upper("a"), upper("b"), upper("a")], ["A", "A", "B", "A"]);
  assert.equal(times, 2);
});

test("many texts do not make it grow: what was known is worked on again", () => {
  let times = 0;
  const length = remembered((text) => {
    times += 1;
    return text.length;
  }, 3);
  for (const text of ["a", "b", "c", "d", "a"]) length(text);
  assert.equal(times, 5);
  assert.equal(length("d"), 1);
  assert.equal(times, 5, "the last ones are known");
});
