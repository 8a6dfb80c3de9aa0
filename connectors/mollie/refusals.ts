/** Why Mollie refuses a request. https://docs.mollie.com/reference/handling-errors */
import { FailureCode, Retry } from "#contract";
import {
  type Asked,
  decodeIf,
  type Failure,
  failure,
  type HttpResponse,
  said,
  v,
  word,
} from "#kit";
import { details, failureReasons, httpFailures } from "./codes.ts";

const ErrorBody = v.object({
  title: word,
  detail: word,
  field: word,
  extra: said(v.object({ failureReason: word, failureMessage: word })),
});
/** What may not be done in the payment's state, by the name of the exchange. */
const stateful: ReadonlySet<string> = new Set(["cancel", "release"]);
/** Where the maximum is what is left. */
const taking: ReadonlySet<string> = new Set(["capture", "refund"]);
/** What goes out with a key: https://docs.mollie.com/reference/api-idempotency */
const keyed: ReadonlySet<string> = new Set([
  "pay",
  "capture",
  "release",
  "refund",
  "createMandate",
  "createCustomer",
]);

export function refusal({ text: body, status }: HttpResponse, { exchange }: Asked): Failure {
  const { title, detail, field, extra } = decodeIf(ErrorBody, body) ?? {};
  const processor = {
    code: extra?.failureReason ?? title,
    message: detail,
    field: field,
    httpStatus: status,
  };
  if (extra?.failureReason) return failureReasons(extra.failureReason, { processor });
  if (status === 422 && stateful.has(exchange))
    // It had been looked at before, and has moved on since.
    return failure(FailureCode.WRONG_STATE, { processor, retry: Retry.LOOK_UP_FIRST });
  // A key that was used for another request is answered with 400; a field that is wrong is named.
  if (status === 400 && !field && keyed.has(exchange))
    return failure(FailureCode.IDEMPOTENCY_CONFLICT, { processor });
  const described = details(detail, { processor });
  if (described.code === FailureCode.AMOUNT_TOO_LARGE && taking.has(exchange))
    return failure(FailureCode.AMOUNT_EXCEEDS_AVAILABLE, { processor });
  return described.code === FailureCode.UNMAPPED ? httpFailures(status, { processor }) : described;
}
