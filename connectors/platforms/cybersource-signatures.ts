/** How the simulated Cybersource knows its merchant: by the HTTP signature. */
import { fromBase64, hmacSha256, sha256 } from "#kit";
import { answerWith, type SimulatedRequest } from "#simulate";
import { account } from "./cybersource-samples.ts";

/** https://developer.cas.cybersource.com/docs/cybs/en-us/platform/developer/all/rest/rest-getting-started/restgs-http-message-conf-intro/restgs-http-message-headers.html */
export function authenticate(id: string, { method, path, headers, bytes }: SimulatedRequest) {
  const digest = bytes.length > 0 ? `SHA-256=${sha256(bytes, "base64")}` : undefined;
  const isGenuine = [path, `/${id}/api${path}`].some((target) => {
    const values: readonly (readonly [string, string | undefined])[] = [
      ["host", headers["host"]],
      ["date", headers["date"]],
      ["request-target", `${method.toLowerCase()} ${target}`],
      ...(digest ? [["digest", digest] as const] : []),
      ["v-c-merchant-id", account.merchantId],
    ];
    const lines = values.map(([name, value]) => `${name}: ${value}`).join("\n");
    const signature = hmacSha256(fromBase64(account.sharedSecret), lines, "base64");
    const names = values.map(([name]) => name).join(" ");
    return (
      headers["signature"] ===
      `keyid="${account.keyId}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`
    );
  });
  return isGenuine && headers["digest"] === digest
    ? undefined
    : answerWith({ response: { rmsg: "Authentication Failed" } }, 401);
}
