/** The verdict on a signed delivery: missing, wrong, or by one of several secrets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hmacSha256, InvalidRequest, rejected, signedBy, verified } from "#kit";

const sign = (secret: string) => hmacSha256(secret, "delivery", "hex");

test("a delivery is genuine where any of the secrets signed it", () => {
  assert.deepEqual(signedBy(sign("old"), ["new", "old"], sign), verified);
  assert.deepEqual(signedBy(sign("new"), ["new", "old"], sign), verified);
});

test("a signature of nobody's, or none, is refused with the reason", () => {
  assert.deepEqual(signedBy(sign("other"), ["new"], sign), rejected("SIGNATURE_MISMATCH"));
  assert.deepEqual(signedBy(sign("new").slice(1), ["new"], sign), rejected("SIGNATURE_MISMATCH"));
  assert.deepEqual(signedBy(sign("new"), [], sign), rejected("SECRET_MISSING"));
  for (const none of [undefined, ""])
    assert.deepEqual(signedBy(none, ["new"], sign), rejected("SIGNATURE_MISSING"));
});

test("a secret that is empty makes nothing genuine", () => {
  assert.throws(() => signedBy(sign("new"), [""], sign), InvalidRequest);
});
