/** The merchant's account at this simulator: its keys, who may come in with them, and what Razorpay signs for it. */
import { hmacSha256 } from "#kit";
import type { SimulatedAnswer, SimulatedRequest } from "#simulate";
import { refuseAccess } from "./wire.ts";

export const account = {
  id: "acc_Simulator00001",
  keyId: "rzp_test_Simulator00001",
  keySecret: "SimulatorKeySecret000001",
  webhookSecret: "SimulatorWebhookSecret01",
} as const;

/** What a browser opens, where nobody has keys. */
const browserPages = /^\/v1\/payments\/[^/]+\/authenticate$/;
/** What a shop's page calls with the public key alone. */
const publicCalls = /^\/v1\/payments\/[^/]+\/otp_(generate|submit\/[^/]+|resend\/json)$/;

/** https://razorpay.com/docs/api/authentication: HTTP Basic, key id and key secret; the refusals: https://razorpay.com/docs/api/errors */
export function authenticate(request: SimulatedRequest): SimulatedAnswer | undefined {
  if (browserPages.test(request.path)) return undefined;
  const { user, password } = basicCredentials(request.headers["authorization"] ?? "");
  const isPublic = publicCalls.test(request.path);
  const key = user || (isPublic ? (request.query["key_id"] ?? "") : "");
  if (key !== account.keyId) return refuseAccess("The api key provided is invalid", 401);
  if (password === account.keySecret || (isPublic && password === "")) return undefined;
  return refuseAccess("The api secret provided is invalid", 401);
}

function basicCredentials(header: string): { readonly user: string; readonly password: string } {
  const text = fromBase64(/^Basic (.*)$/i.exec(header)?.[1] ?? "");
  const colon = text.indexOf(":");
  if (colon < 0) return { user: text, password: "" };
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

const base64Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function fromBase64(text: string): string {
  let decoded = "";
  let buffer = 0;
  let bits = 0;
  for (const sign of text.replace(/=+$/, "")) {
    buffer = ((buffer << 6) | Math.max(base64Signs.indexOf(sign), 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((buffer >> bits) & 0xff);
  }
  return decoded;
}

/** What a shop verifies before it believes that a payment was made: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2/build-integration/cards */
export const signedPayment = (paymentId: string, orderId: string): Record<string, string> => ({
  razorpay_payment_id: paymentId,
  razorpay_order_id: orderId,
  razorpay_signature: hmacSha256(account.keySecret, `${orderId}|${paymentId}`, "hex"),
});
