/** The page of guarantees: a promise is made once, by tests that are there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { promisedTwice, type Row, rows } from "./generate/guarantees.ts";

const row = (says: string, ...tests: readonly string[]): Row => ({
  ...{ promise: "1", says, tests: [...tests], command: "node --test" },
});

test("no promise is made twice, and every test is there", () => {
  assert.deepEqual(promisedTwice(rows()), []);
});

test("two rows of one promise that name the same test are one promise", () => {
  const whole = row("nothing is lost", "a.test.ts :: of all histories: nothing is lost");
  const part = row("no history loses anything", "a.test.ts :: nothing is lost");
  assert.equal(promisedTwice([whole, part]).length, 1);
  assert.equal(promisedTwice([row("twice", "a.test.ts :: b", "a.test.ts :: b")]).length, 1);
  assert.deepEqual(promisedTwice([whole, { ...part, promise: "2" }]), []);
  assert.deepEqual(promisedTwice([whole, row("another", "b.test.ts :: nothing is lost")]), []);
});
