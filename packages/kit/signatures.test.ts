/** Signatures against published vectors, and what must never verify. */
import assert from "node:assert/strict";
import { createHash, createHmac, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import {
  fromBase64,
  fromHex,
  hmacSha1,
  hmacSha256,
  hmacSha512,
  InvalidRequest,
  isRecent,
  randomFrom,
  sameSecret,
  sha1,
  sha256,
  signRsaSha256,
  textOf,
  toBase64,
  toBase64Url,
  toHex,
  verifyRsaSha256,
} from "#kit";
import { runs } from "./runs.ts";

interface Vector {
  readonly processor: string;
  readonly scheme: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly source: string;
}
const path = `${process.env["ORACLES"] ?? "/work/shared/oracles"}/vectors/signatures.json`;
const vectors: readonly Vector[] = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
const schemes: Readonly<Record<string, (vector: Vector) => string>> = {
  adyen: ({ key, message }) => hmacSha256(fromHex(key), message, "base64"),
  razorpay: ({ key, message }) => hmacSha256(key, message, "hex"),
  gocardless: ({ key, message }) => hmacSha256(key, message, "hex"),
};
for (const processor of Object.keys(schemes)) {
  const known = vectors.filter((vector) => vector.processor === processor);
  test(`published signatures of ${processor}: ${known.length}`, {
    skip: known.length === 0 && `no vectors of ${processor} at ${path}`,
  }, () => {
    for (const vector of known)
      assert.equal(schemes[processor]?.(vector), vector.signature, vector.source);
  });
}

/** https://www.rfc-editor.org/rfc/rfc4231#section-4.3 and https://www.rfc-editor.org/rfc/rfc2202#section-3 */
test("the test cases of the standards", () => {
  const [key, message] = ["Jefe", "what do ya want for nothing?"];
  assert.equal(
    hmacSha256(key, message, "hex"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
  assert.equal(
    hmacSha512(key, message, "hex"),
    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554" +
      "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  );
  assert.equal(hmacSha1(key, message, "hex"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  assert.equal(sha1("abc", "hex"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  assert.equal(
    sha256("abc", "hex"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("text and its bytes are signed alike, in either encoding", () => {
  const bytes = new TextEncoder().encode("Zahlung über 10 €");
  for (const sign of [hmacSha256, hmacSha512, hmacSha1])
    assert.equal(sign("key", "Zahlung über 10 €", "base64"), sign("key", bytes, "base64"));
  assert.equal(
    hmacSha256(fromHex("00ff"), bytes, "hex"),
    createHmac("sha256", Buffer.from([0, 255]))
      .update(bytes)
      .digest("hex"),
  );
  assert.equal(sha256(bytes, "base64"), createHash("sha256").update(bytes).digest("base64"));
});

test("an unset secret signs nothing", () => {
  for (const sign of [hmacSha256, hmacSha512, hmacSha1])
    for (const key of ["", new Uint8Array()])
      assert.throws(() => sign(key, "message", "hex"), InvalidRequest);
});

test("secrets are the same only where every sign is", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      assert.equal(sameSecret(one, other), Buffer.from(one).equals(Buffer.from(other)));
      assert.ok(sameSecret(one, one));
      assert.ok(!sameSecret(one, `${one}x`));
    }),
    runs(300),
  );
});

test("a moment is recent for 300 seconds, before and after", () => {
  const now = new Date(1_000_000_000);
  for (const [seconds, recent] of [
    [1_000_000, true],
    [999_700, true],
    [999_699, false],
    [1_000_300, true],
    [1_000_301, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
  ] as const)
    assert.equal(isRecent(seconds, now), recent, String(seconds));
  assert.ok(isRecent(999_400, now, 600));
  assert.ok(!isRecent(999_999, now, 0));
});

const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
test("RSA: what was signed verifies, and nothing else does", () => {
  const signature = signRsaSha256(pair.privateKey, "message");
  assert.ok(verifyRsaSha256(pair.publicKey, "message", signature));
  assert.ok(!verifyRsaSha256(pair.publicKey, "messagf", signature));
  for (const key of ["", "not a key", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"])
    assert.ok(!verifyRsaSha256(key, "message", signature));
  const changed = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
  for (const other of ["", "AAAA", signature.slice(4), changed])
    assert.ok(!verifyRsaSha256(pair.publicKey, "message", other));
});

test("encodings are undone by their counterparts", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.deepEqual(Buffer.from(fromHex(toHex(bytes))), Buffer.from(bytes));
      assert.deepEqual(Buffer.from(fromBase64(toBase64(bytes))), Buffer.from(bytes));
      assert.match(toBase64Url(bytes), /^[\w-]*$/);
      assert.deepEqual(Buffer.from(toBase64Url(bytes), "base64url"), Buffer.from(bytes));
    }),
    runs(100),
  );
});

test("randomness is a function of seed and label", () => {
  const [one, same, other] = [1, 1, 2].map((seed) => randomFrom(new Uint8Array(32).fill(seed)));
  assert.deepEqual(one?.("nonce", 16), same?.("nonce", 16));
  assert.notDeepEqual(one?.("nonce", 16), one?.("iv", 16));
  assert.notDeepEqual(one?.("nonce", 16), other?.("nonce", 16));
  for (const length of [1, 12, 32, 100]) assert.equal(one?.("nonce", length).length, length);
});

test("a key that is not hexadecimal is refused, and not cut short", () => {
  assert.deepEqual([...fromHex("00fF")], [0, 255]);
  for (const text of ["0", "0g", "00 ", "0x00"]) assert.throws(() => fromHex(text), InvalidRequest);
});

test("bytes are text, or none", () => {
  assert.equal(textOf(new TextEncoder().encode("\ufeffGröße €")), "\ufeffGröße €");
  assert.throws(() => textOf(new Uint8Array([0xc3, 0x28])));
});

test("what is wrong is named, and what does not verify is a plain no", () => {
  const field = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return error instanceof InvalidRequest && error.violations.map(({ field }) => field);
    }
    return undefined;
  };
  assert.deepEqual(
    field(() => hmacSha256("", "message", "hex")),
    ["credentials"],
  );
  assert.deepEqual(
    field(() => fromHex("0g")),
    ["credentials"],
  );
  assert.equal(verifyRsaSha256("no key", "message", "AAAA"), false);
});
