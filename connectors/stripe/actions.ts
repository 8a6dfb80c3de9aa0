/** What the customer has to do next. */
import { Display_Kind } from "#contract";
import { type NextActionResult, words } from "#kit";
import {
  at,
  isRecord,
  memberOf,
  momentAt,
  money,
  type PaymentIntent,
  type SetupIntent,
  textAt,
  wholeAt,
} from "./shapes.ts";

type Action = NonNullable<NextActionResult["action"]>;

const redirect = (said: unknown): Action => ({
  case: "redirect",
  value: {
    url:
      textAt(said, "url") ??
      textAt(said, "hosted_instructions_url") ??
      textAt(said, "hosted_verification_url") ??
      "",
    httpMethod: "GET",
    appUrl: textAt(said, "native_url") ?? textAt(said, "mobile_auth_url"),
  },
});
const display =
  (kind: Display_Kind, code = "data") =>
  (said: unknown): Action => {
    const remaining = wholeAt(said, "amount_remaining");
    const currency = textAt(said, "currency");
    return {
      case: "display",
      value: {
        kind,
        code: textAt(said, code) ?? textAt(said, "qr_code.data"),
        url: textAt(said, "hosted_instructions_url") ?? textAt(said, "hosted_voucher_url"),
        imageUrl: textAt(said, "image_url_png") ?? textAt(said, "qr_code.image_url_png"),
        documentUrl: textAt(said, "pdf"),
        details: Object.fromEntries([
          ...textsIn(at(said, "entity"), "entity"),
          ...textsIn(at(said, "stores")),
          ...textsIn(at(said, "financial_addresses")),
        ]),
        ...(remaining !== undefined && currency && { amount: money(remaining, currency) }),
      },
    };
  };
/** Texts of any depth under the names that lead to them, such as `lawson.payment_code`. */
const textsIn = (value: unknown, place = ""): readonly (readonly [string, string])[] =>
  typeof value === "string"
    ? [[place, value]]
    : Object.entries(isRecord(value) ? value : {}).flatMap(([name, inner]) =>
        textsIn(inner, place ? `${place}.${name}` : name),
      );
const qrCode = display(Display_Kind.QR_CODE);
const wait = (): Action => ({ case: "wait", value: {} });

const nextActions = words({
  source: "https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action",
  words: {
    alipay_handle_redirect: redirect,
    blik_authorize: wait,
    boleto_display_details: display(Display_Kind.VOUCHER, "number"),
    card_await_notification: wait,
    cashapp_handle_redirect_or_display_qr_code: redirect,
    display_bank_transfer_instructions: display(Display_Kind.BANK_TRANSFER, "reference"),
    klarna_display_qr_code: qrCode,
    konbini_display_details: display(Display_Kind.VOUCHER),
    multibanco_display_details: display(Display_Kind.VOUCHER, "reference"),
    oxxo_display_details: display(Display_Kind.VOUCHER, "number"),
    paynow_display_qr_code: qrCode,
    pix_display_qr_code: qrCode,
    promptpay_display_qr_code: qrCode,
    redirect_to_url: redirect,
    swish_handle_redirect_or_display_qr_code: redirect,
    upi_handle_redirect_or_display_qr_code: qrCode,
    use_stripe_sdk: (_said: unknown, secret: string): Action => ({
      case: "sdk",
      value: { sdk: "stripe.js", values: { client_secret: secret } },
    }),
    verify_with_microdeposits: redirect,
    wechat_pay_display_qr_code: qrCode,
    wechat_pay_redirect_to_ios_app: redirect,
  },
});

export function toNextAction(intent: PaymentIntent | SetupIntent): NextActionResult | undefined {
  const type = textAt(intent.next_action, "type");
  // MB WAY and Bizum ask in an app of the customer's own: there is nothing to show.
  if (!type) return intent.status === "requires_action" ? { action: wait() } : undefined;
  const said = memberOf(intent.next_action, type);
  const action = nextActions(type)?.(said, textAt(intent, "client_secret") ?? "");
  const expiresAt =
    momentAt(said, "expires_at") ??
    momentAt(said, "expires_after") ??
    momentAt(said, "qr_code.expires_at");
  return action && { action, expiresAt };
}
