/** Acme: what comes back: shapes of what we read, tables of its words, and how both read in ours. */
import { FailureCode, PaymentStatus } from "#contract";
import {
  decodeIf,
  type Failure,
  failureCodes,
  fromUnits,
  type HttpResponse,
  type PaymentResult,
  paymentStatuses,
  v,
  whole,
  word,
} from "#kit";

const docs = "https://docs.acme.example";

/** Only what is read, and lenient beyond it. */
export const Payment = v.object({
  id: v.string(),
  reference: v.string(),
  status: v.string(),
  amount: whole,
  currency: v.string(),
  decline_code: word,
});

const Problem = v.object({
  error: v.object({ code: v.string(), message: v.string() }),
});

/** Every word that Acme publishes. A word that is not here reads as pending, whatever it sounds like. */
export const paymentStatus = paymentStatuses({
  source: `${docs}/payments#statuses`,
  words: {
    pending: PaymentStatus.PENDING,
    authorized: PaymentStatus.AUTHORIZED,
    captured: PaymentStatus.CAPTURED,
    declined: PaymentStatus.FAILED,
  },
});

/** Every code that Acme publishes; one without a counterpart is listed in `unmapped`, never guessed at. */
export const failureCode = failureCodes({
  source: `${docs}/errors`,
  words: {
    insufficient_funds: FailureCode.INSUFFICIENT_FUNDS,
    invalid_api_key: FailureCode.CREDENTIALS_REJECTED,
    invalid_request: FailureCode.INVALID_REQUEST,
    payment_not_found: FailureCode.NOT_FOUND,
    not_capturable: FailureCode.WRONG_STATE,
    idempotency_conflict: FailureCode.IDEMPOTENCY_CONFLICT,
  },
});

export function toPayment(told: v.InferOutput<typeof Payment>): PaymentResult {
  const amount = fromUnits(told.amount, told.currency);
  const reading = paymentStatus(told.status);
  const { status } = reading;
  return {
    ...(reading.processorStatus !== undefined && { processorStatus: reading.processorStatus }),
    status,
    pendingReason: reading.pendingReason,
    paymentRef: { paymentId: told.id, reference: told.reference },
    amounts: {
      ...(status === PaymentStatus.AUTHORIZED && { authorized: amount }),
      ...(status === PaymentStatus.CAPTURED && { captured: amount }),
    },
    ...(told.decline_code && {
      failure: failureCode(told.decline_code, { processor: { code: told.decline_code } }),
    }),
  };
}

export function refusal({ text }: HttpResponse): Failure {
  const problem = decodeIf(Problem, text)?.error;
  return failureCode(problem?.code, {
    ...(problem && { processor: { code: problem.code, message: problem.message } }),
  });
}
