/** Mastercard's advice wins over the decline that it comes with. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FailureCode, Retry } from "#contract";
import { merchantAdvice } from "./advice.ts";
import { failureCodes } from "./tables.ts";

test("what Mastercard says of another try wins over the decline, and says when", () => {
  const declines = failureCodes({
    source: "https://example.com",
    words: { "51": FailureCode.INSUFFICIENT_FUNDS },
  });
  const told = (advice: string) => {
    const { retry, retryAfter } = declines("51", { ...merchantAdvice(advice) });
    return [retry, retryAfter?.seconds];
  };
  assert.deepEqual(told("03"), [Retry.NEVER, undefined]);
  assert.deepEqual(told("21"), [Retry.NEVER, undefined]);
  assert.deepEqual(told("01"), [Retry.WITH_CHANGES, undefined]);
  assert.deepEqual(told("24"), [Retry.LATER, 3_600n]);
  assert.deepEqual(told("30"), [Retry.LATER, 864_000n]);
  for (const silent of ["02", "04", "40", "99", "3", ""])
    assert.deepEqual(told(silent), [Retry.OTHER_METHOD, undefined], silent);
});
