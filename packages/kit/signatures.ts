/** The only file of the kit that touches cryptography. Everything here is synchronous and deterministic. */
import {
  createHash,
  createHmac,
  createSecretKey,
  createSign,
  createVerify,
  hkdfSync,
  timingSafeEqual,
} from "node:crypto";
import { InvalidRequest } from "./failures.ts";

type Encoding = "hex" | "base64";
type Bytes = string | Uint8Array;

/** Refuses an empty key with `InvalidRequest`: an unset secret must never make a forged signature genuine. */
export const hmacSha256 = (key: Bytes, message: Bytes, encoding: Encoding): string =>
  hmac("sha256", key, message, encoding);
export const hmacSha512 = (key: Bytes, message: Bytes, encoding: Encoding): string =>
  hmac("sha512", key, message, encoding);
/** Only for processors that offer nothing better. */
export const hmacSha1 = (key: Bytes, message: Bytes, encoding: Encoding): string =>
  hmac("sha1", key, message, encoding);

function hmac(algorithm: string, key: Bytes, message: Bytes, encoding: Encoding): string {
  if (key.length === 0)
    throw new InvalidRequest({ field: "credentials", problem: "lack the signing secret" });
  // Node takes four times as long where it is given bytes and has to make a key of them itself.
  const made = typeof key === "string" ? key : createSecretKey(key);
  return createHmac(algorithm, made).update(message).digest(encoding);
}

export const sha256 = (message: Bytes, encoding: Encoding): string =>
  createHash("sha256").update(message).digest(encoding);
export const sha1 = (message: Bytes, encoding: Encoding): string =>
  createHash("sha1").update(message).digest(encoding);

/** RSASSA-PKCS1-v1_5 with SHA-256, base64. The key is PEM. */
export const signRsaSha256 = (privateKey: string, message: Bytes): string =>
  createSign("sha256").update(message).sign(privateKey, "base64");
/** `key` is a PEM public key or certificate. A key that cannot be read verifies nothing. */
export function verifyRsaSha256(key: string, message: Bytes, signature: string): boolean {
  try {
    return createVerify("sha256").update(message).verify(key, signature, "base64");
  } catch {
    return false;
  }
}

/** Compares secrets without telling how far they agree. */
export function sameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Guards against replays: true when `seconds` (Unix time) is at most `tolerance` seconds from `now`, before or after. */
export const isRecent = (seconds: number, now: Date, tolerance = 300): boolean =>
  Math.abs(now.getTime() / 1000 - seconds) <= tolerance;

/** Throws `InvalidRequest` for anything else than pairs of digits: a key that was mistyped must not become a shorter key. */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text))
    throw new InvalidRequest({
      field: "credentials",
      problem: "have a key that is not hexadecimal",
    });
  return Buffer.from(text, "hex");
}
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const fromBase64 = (text: string): Uint8Array => Buffer.from(text, "base64");
/** Bytes as text. Throws for what is not UTF-8. */
export const textOf = (bytes: Uint8Array): string => strictUtf8.decode(bytes);
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
export const toBase64 = (value: Bytes): string => Buffer.from(value).toString("base64");
export const toBase64Url = (value: Bytes): string => Buffer.from(value).toString("base64url");

/** What `context.random` is: unpredictable while the seed is, and a function of seed and label. */
export const randomFrom =
  (seed: Uint8Array) =>
  (label: string, length: number): Uint8Array =>
    new Uint8Array(hkdfSync("sha256", seed, "", label, length));
