/** Scripts: what is not there is told by the refusal that says so, and by no other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FailureCode } from "#contract";
import { callIfFound, failure, Refused, type Step, Unresolved } from "#kit";

const look: Step<string, string> = {
  name: "look",
  method: "GET",
  path: "/",
  read: () => "found",
  example: "found",
};
const refusedWith = (code: FailureCode) => new Refused(failure(code));

test("a step that is answered gives its answer", () => {
  const script = callIfFound(look, "id");
  assert.deepEqual(script.next().value, { kind: "call", step: look, input: "id" });
  assert.deepEqual(script.next("found"), { done: true, value: "found" });
});

test("a refusal of what is not there gives nothing", () => {
  const script = callIfFound(look, "id");
  script.next();
  assert.deepEqual(script.throw(refusedWith(FailureCode.NOT_FOUND)), {
    done: true,
    value: undefined,
  });
});

test("any other refusal, and what nobody knows, goes on", () => {
  for (const error of [
    refusedWith(FailureCode.PERMISSION_MISSING),
    refusedWith(FailureCode.UNMAPPED),
    new Unresolved("cut", { code: FailureCode.NOT_FOUND }),
  ]) {
    const script = callIfFound(look, "id");
    script.next();
    assert.throws(() => script.throw(error), error);
  }
});
