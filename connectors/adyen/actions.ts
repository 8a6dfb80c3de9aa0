/** What the shopper has to do next: Adyen's `action`. */
import { Display_Kind } from "#contract";
import { decodeIf, fromBase64, fromIso, type NextActionResult, toBase64Url, toJson, v } from "#kit";
import { amountIn, described, said } from "./wire.ts";

export const Action = v.looseObject({ type: v.string() });
export type Action = v.InferOutput<typeof Action>;

const Fingerprint = v.object({
  threeDSMethodURL: v.string(),
  threeDSMethodNotificationURL: v.string(),
  threeDSServerTransID: v.string(),
});
const Challenge = v.object({
  acsURL: v.string(),
  acsTransID: v.string(),
  messageVersion: v.string(),
  threeDSServerTransID: v.string(),
});
const opened = <const Shape extends v.GenericSchema>(shape: Shape, action: Action) =>
  decodeIf(shape, String.fromCharCode(...fromBase64(said(action, "token") ?? "")));

/** https://docs.adyen.com/online-payments/build-your-integration/advanced-flow; the 3DS messages are EMVCo's. */
export function toNextAction(action: Action, windowSize: string | undefined): NextActionResult {
  const [url, reference] = [said(action, "url"), said(action, "reference")];
  const expiresAt = fromIso(said(action, "expiresAt"));
  const display = (kind: Display_Kind, code: string | undefined): NextActionResult => ({
    expiresAt,
    action: {
      case: "display",
      value: {
        kind,
        code,
        url: url ?? said(action, "instructionsUrl"),
        documentUrl: said(action, "downloadUrl"),
        amount: amountIn(action, "totalAmount"),
        details: detailsIn(action),
      },
    },
  });
  switch (action.type) {
    case "redirect":
      return redirect(url ?? "", said(action, "method"), textIn(action["data"]));
    case "threeDS2":
      return said(action, "subtype") === "challenge"
        ? challenge(action, windowSize)
        : fingerprint(action);
    case "voucher":
      return display(Display_Kind.VOUCHER, reference);
    case "qrCode":
      return display(Display_Kind.QR_CODE, said(action, "qrCodeData"));
    case "bankTransfer":
      return display(Display_Kind.BANK_TRANSFER, reference);
    case "await":
      return { action: { case: "wait", value: {} } };
    default: {
      // For an SDK of the method, or for what only Adyen's own front end knows, such as `nativeRedirectData`.
      const sdk = said(action, "paymentMethodType") ?? action.type;
      const values = { ...textIn(action["sdkData"]), action: toJson(action) };
      return { action: { case: "sdk", value: { sdk, values } } };
    }
  }
}
/** Account numbers, entities and the like; what is told elsewhere, or is only for Adyen, stays out. */
const detailsIn = (action: Action): Record<string, string> =>
  Object.fromEntries(Object.entries(textIn(action)).filter(([name]) => !toldElsewhere.has(name)));
const toldElsewhere: ReadonlySet<string> = new Set(
  (
    "type paymentMethodType paymentData passCreationToken url instructionsUrl downloadUrl " +
    "reference qrCodeData expiresAt"
  ).split(" "),
);
function textIn(value: unknown): Record<string, string> {
  const members = v.is(described, value) ? Object.keys(value ?? {}) : [];
  const object = v.is(described, value) ? value : undefined;
  const texts = members.map((name) => [name, said(object, name)] as const);
  return Object.fromEntries(texts.flatMap(([name, one]) => (one ? [[name, one]] : [])));
}
export const redirect = (url: string, httpMethod = "GET", fields = {}): NextActionResult => ({
  action: { case: "redirect", value: { url, httpMethod, fields } },
});
function fingerprint(action: Action): NextActionResult {
  const { threeDSMethodURL: url = "", ...method } = opened(Fingerprint, action) ?? {};
  const value = { url, data: toBase64Url(toJson(method)), processorData: toJson(action) };
  return { action: { case: "threeDsMethod", value } };
}
/** A browser must say the size of its window; 05 is the whole screen. */
function challenge(action: Action, challengeWindowSize = "05"): NextActionResult {
  const { acsURL: url = "", ...message } = opened(Challenge, action) ?? {};
  const request = toBase64Url(toJson({ ...message, messageType: "CReq", challengeWindowSize }));
  return {
    action: { case: "threeDsChallenge", value: { url, request, processorData: toJson(action) } },
  };
}
