/** Why Checkout.com refuses a request. https://api-reference.checkout.com */
import { FailureCode } from "#contract";
import { type Asked, decodeIf, type Failure, failure, type HttpResponse, v, word } from "#kit";
import { errorCodes, errorTypes } from "./codes.ts";

const Refusal = v.object({
  request_id: word,
  error_type: word,
  error_codes: v.fallback(v.array(v.string()), []),
});

const notAllowed: ReadonlySet<string> = new Set([
  "capturePayment",
  "voidPayment",
  "adjustPayment",
  "refundPayment",
  "reversePayment",
]);
/** Errors without a body say with their status what they are. */
export function refusal(response: HttpResponse, { exchange }: Asked): Failure {
  const { error_codes = [], error_type, request_id } = decodeIf(Refusal, response.text) ?? {};
  const processor = {
    code: error_codes[0] ?? error_type,
    httpStatus: response.status,
    requestId: request_id,
  };
  if (response.status === 401) return failure(FailureCode.CREDENTIALS_REJECTED, { processor });
  if (response.status === 404) return failure(FailureCode.NOT_FOUND, { processor });
  if (response.status === 403)
    return failure(
      notAllowed.has(exchange) ? FailureCode.WRONG_STATE : FailureCode.PERMISSION_MISSING,
      { processor },
    );
  const told = errorCodes(error_codes, { processor });
  return told.code === FailureCode.UNMAPPED ? errorTypes(error_type, { processor }) : told;
}
