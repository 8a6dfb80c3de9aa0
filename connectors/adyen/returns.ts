/** What the shopper's browser or app brought back, as /payments/details and GET /sessions want it. */
import type { ResumePaymentRequest } from "#contract";
import { decodeIf, fromBase64, toBase64, toJson, v } from "#kit";
import { type Described, described, said } from "./wire.ts";

export interface Returned {
  readonly details: Readonly<Record<string, string>>;
  readonly paymentData?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly sessionResult?: string | undefined;
}

/** https://docs.adyen.com/api-explorer/Checkout/72/post/payments/details#request-details */
const detailNames = [
  "MD",
  "PaReq",
  "PaRes",
  "authorization_token",
  "billingToken",
  "cupsecureplus.smscode",
  "facilitatorAccessToken",
  "oneTimePasscode",
  "orderID",
  "payerID",
  "payload",
  "paymentID",
  "paymentStatus",
  "redirectResult",
  "resultCode",
  "returnUrlQueryString",
  "threeDSResult",
  "threeds2.challengeResult",
  "threeds2.fingerprint",
  "vaultToken",
];

/** Throws nothing: `isUseful` says whether there is anything in it. */
export function returnedBy({ returned }: Pick<ResumePaymentRequest, "returned">): Returned {
  switch (returned.case) {
    case "url":
      return sorted(queryOf(returned.value));
    case "form":
      return sorted({ ...returned.value.fields, ...threeDsOf(returned.value.fields) });
    case "sdkResult": {
      // `state.data` of `onAdditionalDetails`, or what `onPaymentCompleted` gave.
      const result = decodeIf(described, returned.value);
      const inner = result?.["details"];
      const details = v.is(described, inner) && inner ? inner : result;
      return { ...sorted(details), ...sessionOf(result), paymentData: said(result, "paymentData") };
    }
    default:
      return { details: {} };
  }
}
export const isUseful = ({ details, sessionResult }: Returned): boolean =>
  sessionResult !== undefined || Object.keys(details).length > 0;

const sorted = (fields: Described): Returned => ({
  details: Object.fromEntries(
    detailNames.flatMap((name) => {
      const value = said(fields, name);
      return value === undefined ? [] : [[name, value]];
    }),
  ),
  ...sessionOf(fields),
});
const sessionOf = (fields: Described) => ({
  sessionId: said(fields, "sessionId"),
  sessionResult: said(fields, "sessionResult"),
});

/** The last value of each name of a URL's query. */
function queryOf(url: string): Readonly<Record<string, string>> {
  const [, query = ""] = /\?([^#]*)/.exec(url) ?? [];
  const pairs = query.split("&").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [decoded(name), decoded(value.join("="))];
  });
  return Object.fromEntries(pairs);
}
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/**
 * The issuer's own messages, for a page that shows the 3DS method and the challenge by itself:
 * https://docs.adyen.com/online-payments/3d-secure/native-3ds2/api-integration
 */
function threeDsOf({ cres, threeDSMethodData, threeDSCompInd }: Readonly<Record<string, string>>) {
  const transStatus = said(decodeIf(described, asciiOf(cres)), "transStatus");
  const compInd = threeDSCompInd ?? (threeDSMethodData === undefined ? undefined : "Y");
  return {
    ...(transStatus && { "threeds2.challengeResult": toBase64(toJson({ transStatus })) }),
    ...(compInd && { "threeds2.fingerprint": toBase64(toJson({ threeDSCompInd: compInd })) }),
  };
}
const asciiOf = (base64 = "") => String.fromCharCode(...fromBase64(base64));
