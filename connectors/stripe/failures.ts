/** Why Stripe did not do something, and the intents that its errors carry. */
import { FailureCode } from "#contract";
import {
  type Asked,
  decode,
  decodeIf,
  type Failure,
  failure,
  type HttpResponse,
  Refused,
  v,
} from "#kit";
import { advice, declineCodes, errorCodes } from "./codes.ts";
import { ErrorWords, PaymentIntent, SetupIntent, textAt } from "./shapes.ts";

/** An error about an intent carries that intent. */
const ErrorAnswer = v.object({
  error: v.looseObject({
    ...ErrorWords.entries,
    payment_intent: v.nullish(PaymentIntent),
    setup_intent: v.nullish(SetupIntent),
  }),
});

type StripeError = Partial<v.InferOutput<typeof ErrorAnswer>["error"]>;

/** `reason` is what a charge says of why it was declined, or why the network was not even asked. */
export function toFailure(error: ErrorWords, response?: HttpResponse, reason?: string): Failure {
  const { decline_code, code, type } = error;
  const network = {
    declineCode: textAt(error, "network_decline_code"),
    adviceCode: textAt(error, "network_advice_code"),
  };
  const said = {
    ...((network.declineCode || network.adviceCode) && { network }),
    processor: {
      code: decline_code ?? code ?? type ?? undefined,
      message: error.message ?? undefined,
      field: textAt(error, "param"),
      httpStatus: response?.status,
      requestId: response?.headers["request-id"],
    },
    ...advice(textAt(error, "advice_code")),
  };
  const known = [reason, decline_code].find((word) => word && word in declineCodes.words);
  return known ? declineCodes(known, said) : errorCodes(code ?? type, said);
}

export function refusal(response: HttpResponse, asked?: Asked): Failure {
  const error = decodeIf(ErrorAnswer, response.text)?.error ?? {};
  const told = toFailure(error, response);
  const code = closer(error, response.status, asked?.exchange);
  return code ? failure(code, { processor: told.processor, network: told.network }) : told;
}

/** What the words alone do not tell: which call it was, what the intent is now, errors without a code. */
function closer(error: StripeError, status: number, exchange = ""): FailureCode | undefined {
  const { code, decline_code: decline, payment_intent: intent } = error;
  const param = textAt(error, "param") ?? "";
  // Amounts leave here as positive integers: what can still be wrong with one is that it is too much.
  if (takesBack.has(exchange) && (code === "amount_too_large" || (!code && param === "amount")))
    return FailureCode.AMOUNT_EXCEEDS_AVAILABLE;
  if (code === "resource_missing" && tokens.has(param)) return FailureCode.INVALID_TOKEN;
  if (code === "payment_intent_unexpected_state") return states.get(intent?.status);
  return code || decline ? undefined : wordless.get(status);
}
const takesBack: ReadonlySet<string> = new Set(["capturePayment", "createRefund"]);
const tokens: ReadonlySet<string> = new Set([
  "payment_method",
  "confirmation_token",
  "payment_method_data[card][token]",
  "card[token]",
]);
const states: ReadonlyMap<string | undefined, FailureCode> = new Map([
  ["canceled", FailureCode.ALREADY_VOIDED],
  ["succeeded", FailureCode.ALREADY_CAPTURED],
]);
/** https://docs.stripe.com/api/errors */
const wordless: ReadonlyMap<number, FailureCode> = new Map([
  [401, FailureCode.CREDENTIALS_REJECTED],
  [403, FailureCode.PERMISSION_MISSING],
  [429, FailureCode.RATE_LIMITED],
]);

export const intentInError = ({ text }: HttpResponse): PaymentIntent | undefined =>
  decodeIf(ErrorAnswer, text)?.error.payment_intent ?? undefined;

/** An intent, or the one inside the error that stopped it. A refusal without one is thrown: nothing was made. */
export function intentIn(response: HttpResponse): PaymentIntent {
  if (response.status === 200) return decode(PaymentIntent, response.text);
  const { error } = decode(ErrorAnswer, response.text);
  if (!error.payment_intent) throw new Refused(refusal(response));
  return { ...error.payment_intent, last_payment_error: error };
}
export function setupIn(response: HttpResponse): SetupIntent {
  if (response.status === 200) return decode(SetupIntent, response.text);
  const { error } = decode(ErrorAnswer, response.text);
  if (!error.setup_intent) throw new Refused(refusal(response));
  return { ...error.setup_intent, last_setup_error: error };
}
