/** What comes back with the customer: from Razorpay's page, from Checkout, or typed in. */
import type { ResumePaymentRequest } from "#contract";
import { decodeIf, hmacSha256, sameSecret, v } from "#kit";

export type Returned = Readonly<Record<string, string>>;

export function returnedBy({ returned }: ResumePaymentRequest): Returned {
  switch (returned.case) {
    case "url":
      return fieldsIn(returned.value);
    case "sdkResult":
      return decodeIf(v.record(v.string(), v.string()), returned.value) ?? {};
    case "form":
    case "input":
      return returned.value.fields;
    default:
      return {};
  }
}
/** Ids and signatures, which are written in a URL as they are. */
function fieldsIn(url: string): Returned {
  const found = url.matchAll(/[?&](razorpay_\w+)=(\w+)/g);
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, value]));
}

/**
 * Whether a success that came back is Razorpay's own, for this order. An error is not signed: it is a reason to look.
 * https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2/build-integration/cards
 */
export function isGenuine(back: Returned, orderId: string | undefined, keySecret: string): boolean {
  const { razorpay_payment_id, razorpay_order_id = "", razorpay_signature } = back;
  if (razorpay_payment_id === undefined && razorpay_signature === undefined) return true;
  const order = orderId ?? razorpay_order_id;
  const signed = hmacSha256(keySecret, `${order}|${razorpay_payment_id ?? ""}`, "hex");
  return sameSecret(signed, razorpay_signature ?? "");
}
