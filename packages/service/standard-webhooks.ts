/** Signs what is forwarded to the merchant: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
import { createHmac } from "node:crypto";

/** The bytes of `whsec_<base64>`; undefined where it is not 24 to 64 of them. */
export function signingKey(secret: string): Uint8Array | undefined {
  const [, text] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = text === undefined ? undefined : Buffer.from(text, "base64");
  return key && key.length >= 24 && key.length <= 64 ? key : undefined;
}

/** The three headers. One signature for each key, so that keys rotate. */
export function signedHeaders(
  id: string,
  at: Date,
  body: string,
  keys: readonly Uint8Array[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = keys.map(
    (key) =>
      `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`,
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
