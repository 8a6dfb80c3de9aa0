/** What a merchant configures for Cybersource's platform, and how its requests are signed. */
import {
  bytesOf,
  type Context,
  fromBase64,
  type HttpRequest,
  hmacSha256,
  optionalText,
  secret,
  secrets,
  sha256,
  text,
  type ValuesOf,
  withHeaders,
} from "#kit";

export const credentials = {
  merchantId: text({
    description: "The merchant (organization) id that the key belongs to: Business Center",
    example: "testrest",
    pattern: /[\w-]{1,30}/,
  }),
  keyId: text({
    description:
      "Serial number of the REST shared secret key: Payment Configuration, Key Management",
    example: "08c94330-f618-42a3-b09d-e1e43be5efda",
    pattern: /[0-9a-f-]{36}/,
  }),
  profileId: optionalText({
    description: "Profile of the token vault, where the merchant has several: Token Management",
    example: "93B32398-AD51-4CC2-A682-EA3E93614EB1",
    pattern: /[0-9A-F-]{36}/,
  }),
  sharedSecret: secret({
    description: "The REST shared secret, in base64: Payment Configuration, Key Management",
    example: "RVhBTVBMRUVYQU1QTEVFWEFNUExFRVhBTVBMRTEyMzQ1",
    pattern: /[A-Za-z0-9+/]{40,}={0,2}/,
  }),
  webhookKeys: secrets({
    description:
      "Digital signature keys of webhooks, each as `keyId:key` of POST /kms/egress/v2/keys-sym",
    example: "bdc0fe52-091e-b0d6-e053-34b8d30a0504:u3qgvoaJ73rLJdPLTU3moxrXyNZA4eo5dklKtIXhsAE=",
    pattern: /[0-9a-f-]{36}:[A-Za-z0-9+/]{4,}={0,2}/,
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

/**
 * https://developer.cas.cybersource.com/docs/cybs/en-us/platform/developer/all/rest/rest-getting-started/restgs-http-message-conf-intro/restgs-http-message-headers.html
 * A portfolio's key signs with the portfolio's id, and the request names the merchant:
 * https://developer.cybersource.com/docs/cybs/en-us/security-keys/user/all/ada/security-keys/keys-meta-intro/keys-meta-api-intro/keys-meta-api-rest.html
 */
export function sign(
  request: HttpRequest,
  { credentials: keys, now, subAccount }: Context<Credentials>,
): HttpRequest {
  const [, host = "", target = ""] = /^https?:\/\/([^/]+)(\/.*)$/.exec(request.url) ?? [];
  const date = now.toUTCString();
  const digest = request.body && `SHA-256=${sha256(bytesOf(request.body), "base64")}`;
  const signed = [
    ["host", host],
    ["date", date],
    ["request-target", `${request.method.toLowerCase()} ${target}`],
    ...(digest ? [["digest", digest]] : []),
    ["v-c-merchant-id", keys.merchantId],
  ];
  const names = signed.map(([name]) => name).join(" ");
  const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\n");
  const signature = hmacSha256(fromBase64(keys.sharedSecret), lines, "base64");
  return withHeaders(request, {
    Host: host,
    Date: date,
    "v-c-merchant-id": subAccount ?? keys.merchantId,
    ...(digest && { Digest: digest }),
    Signature: `keyid="${keys.keyId}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`,
  });
}
