/** What Cybersource's REST API refuses with. https://developer.cybersource.com/api/reference/response-codes.html */
import { FailureCode } from "#contract";
import { type Asked, decodeIf, type Failure, type HttpResponse, said, v, word } from "#kit";
import { reasons } from "./cybersource-codes.ts";

const lookUps: ReadonlySet<string> = new Set(["record", "instrument", "forget"]);
const Refusal = v.object({
  reason: word,
  message: word,
  details: said(v.array(v.object({ field: word, reason: word }))),
  response: said(v.object({ rmsg: word })),
});
export function refusal(
  { status, text: body, headers }: HttpResponse,
  { exchange }: Asked,
): Failure {
  const told = decodeIf(Refusal, body);
  const processor = {
    code: told?.reason,
    message: told?.message ?? told?.response?.rmsg,
    httpStatus: status,
    requestId: headers["v-c-correlation-id"],
    field: told?.details?.[0]?.field,
  };
  if (status === 401)
    return { ...reasons(told?.reason, { processor }), code: FailureCode.CREDENTIALS_REJECTED };
  if ((status === 404 || status === 410) && lookUps.has(exchange))
    return reasons("INVALID_PAYMENT_ID", { processor });
  // A repeated identifier is also told of as invalid data.
  const isRepeated = told?.details?.some(({ field }) => field?.endsWith("transactionId"));
  if (isRepeated) return reasons("DUPLICATE_REQUEST", { processor });
  return reasons(told?.reason, { processor });
}
