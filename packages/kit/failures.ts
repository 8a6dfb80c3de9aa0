/** What can go wrong, sorted by the one question that a payments caller has: did money move? */
import { Actor, FailureCode, type FailureSchema, Retry } from "#contract";
import type { Init } from "./messages.ts";

/** A `payments.v1.Failure` as connectors write it: the code is always said. */
export type Failure = Init<typeof FailureSchema> & { readonly code: FailureCode };

export interface Violation {
  /** A path of the request, such as `purchase.amount.currency`. */
  readonly field: string;
  /** What is wrong, to be read behind the field: `is required`. */
  readonly problem: string;
}

/** The rows whose first member says that something is wrong: `faults([isLong, "purchase.description", "is too long"])`. */
export const faults = (
  ...rows: readonly (readonly [wrong: unknown, field: string, problem: string])[]
): readonly Violation[] =>
  rows.flatMap(([wrong, field, problem]) => (wrong ? [{ field, problem }] : []));

/** Of many violations the sentence names these, and how many more there are. */
const MOST_NAMED = 10;

/** The caller's request cannot become a processor request. Nothing was sent. */
export class InvalidRequest extends Error {
  override readonly name = "InvalidRequest";
  readonly violations: readonly Violation[];
  constructor(...violations: readonly Violation[]) {
    const named = violations
      .slice(0, MOST_NAMED)
      .map(({ field, problem }) => `${field} ${problem}`);
    const more = violations.length - named.length;
    super([...named, ...(more > 0 ? [`and ${more} more`] : [])].join("; "));
    this.violations = violations;
  }
}

/** The connector does not do this. Nothing was sent. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

/** The processor answered, and the answer is no. What was asked did not happen; other things may have. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.processor?.message ?? failure.message ?? "refused");
    this.failure = failure;
  }
}

/** No answer, or none that can be read. The outcome is unknown. */
export class Unresolved extends Error {
  override readonly name = "Unresolved";
  readonly code: FailureCode;
  /** The names of the steps that were done before, oldest first. */
  readonly done: readonly string[];
  readonly processor: Failure["processor"];
  /** The first request under this key still runs: the same call tells its outcome later. */
  readonly inProgress: boolean;
  constructor(
    message: string,
    options: {
      readonly code?: FailureCode;
      readonly cause?: unknown;
      readonly done?: readonly string[];
      readonly processor?: Failure["processor"];
      readonly inProgress?: boolean;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = options.code ?? FailureCode.UNREADABLE_ANSWER;
    this.done = options.done ?? [];
    this.processor = options.processor;
    this.inProgress = options.inProgress ?? false;
  }
}

/** Insists on a value that the processor cannot do without. Prefer `requires`, which is checked for all fields at once. */
export function required<Value>(value: Value | undefined | null | "", field: string): Value {
  if (value === undefined || value === null || value === "")
    throw new InvalidRequest({ field, problem: "is required" });
  return value;
}

type Judgement = readonly [Actor, Retry];
const C = FailureCode;
const grouped: readonly (readonly [Judgement, readonly FailureCode[]])[] = [
  [
    [Actor.ISSUER, Retry.LATER],
    [C.DECLINED, C.DO_NOT_HONOR, C.ISSUER_UNAVAILABLE],
  ],
  [
    [Actor.ISSUER, Retry.OTHER_METHOD],
    [
      C.INSUFFICIENT_FUNDS,
      C.AMOUNT_LIMIT_EXCEEDED,
      C.COUNT_LIMIT_EXCEEDED,
      C.TRANSACTION_NOT_PERMITTED,
      C.CURRENCY_NOT_SUPPORTED_BY_CARD,
      C.CALL_ISSUER,
      C.SUSPECTED_FRAUD,
      C.SECURITY_VIOLATION,
      C.PIN_TRIES_EXCEEDED,
      C.ACCOUNT_BLOCKED,
    ],
  ],
  [
    [Actor.ISSUER, Retry.NEVER],
    [
      C.LOST_CARD,
      C.STOLEN_CARD,
      C.PICK_UP_CARD,
      C.RESTRICTED_CARD,
      C.RECURRING_STOPPED,
      C.ACCOUNT_CLOSED,
      C.REFUND_REJECTED_BY_BANK,
      C.DEBIT_RETURNED,
    ],
  ],
  [
    [Actor.ISSUER, Retry.WITH_CHANGES],
    [
      C.EXPIRED_CARD,
      C.CARD_UPDATED,
      C.INVALID_CARD_NUMBER,
      C.INVALID_EXPIRY,
      C.INCORRECT_CVC,
      C.ADDRESS_MISMATCH,
      C.INVALID_PIN,
      C.INVALID_ACCOUNT,
      C.NAME_MISMATCH,
    ],
  ],
  [[Actor.ISSUER, Retry.AUTHENTICATE], [C.AUTHENTICATION_REQUIRED]],
  [
    [Actor.CUSTOMER, Retry.AUTHENTICATE],
    [C.AUTHENTICATION_FAILED, C.CUSTOMER_TIMED_OUT],
  ],
  [
    [Actor.CUSTOMER, Retry.OTHER_METHOD],
    [C.CUSTOMER_CANCELLED, C.CUSTOMER_BANK_REFUSED],
  ],
  [[Actor.NETWORK, Retry.LATER], [C.AUTHENTICATION_UNAVAILABLE]],
  [
    [Actor.PROCESSOR, Retry.OTHER_METHOD],
    [C.BLOCKED_BY_RISK, C.CARD_NOT_SUPPORTED],
  ],
  [[Actor.PROCESSOR, Retry.NEVER], [C.COMPLIANCE_REFUSED]],
  [
    [Actor.PROCESSOR, Retry.LATER],
    [C.RATE_LIMITED, C.PROCESSOR_ERROR, C.PROCESSOR_UNREACHABLE],
  ],
  [
    [Actor.PROCESSOR, Retry.LOOK_UP_FIRST],
    [C.UNREADABLE_ANSWER, C.TIMED_OUT, C.AMOUNT_MISMATCH],
  ],
  [
    [Actor.MERCHANT, Retry.LOOK_UP_FIRST],
    [C.DUPLICATE, C.IDEMPOTENCY_CONFLICT],
  ],
  [
    [Actor.MERCHANT, Retry.WITH_CHANGES],
    [
      C.INVALID_AMOUNT,
      C.INVALID_TOKEN,
      C.INVALID_MANDATE,
      C.NOT_FOUND,
      C.AMOUNT_EXCEEDS_AVAILABLE,
      C.CREDENTIALS_REJECTED,
      C.PERMISSION_MISSING,
      C.ACCOUNT_NOT_CONFIGURED,
      C.INVALID_REQUEST,
      C.CURRENCY_NOT_SUPPORTED,
      C.AMOUNT_TOO_SMALL,
      C.AMOUNT_TOO_LARGE,
      C.INVALID_RETURN,
    ],
  ],
  [
    [Actor.MERCHANT, Retry.OTHER_METHOD],
    [C.PAYMENT_METHOD_UNAVAILABLE, C.BLOCKED_BY_MERCHANT_RULE],
  ],
  [
    [Actor.MERCHANT, Retry.NEVER],
    [
      C.WRONG_STATE,
      C.ALREADY_CAPTURED,
      C.ALREADY_VOIDED,
      C.ALREADY_REFUNDED,
      C.AUTHORIZATION_EXPIRED,
      C.TIME_LIMIT_PASSED,
      C.DISPUTED,
      C.MERCHANT_ACCOUNT_INACTIVE,
    ],
  ],
  [[Actor.MERCHANT, Retry.LATER], [C.INSUFFICIENT_MERCHANT_BALANCE]],
];

/** Who decides and how to try again, where a processor says no more than the code. */
export const usualJudgement: ReadonlyMap<FailureCode, Judgement> = new Map(
  grouped.flatMap(([judgement, codes]) => codes.map((code) => [code, judgement] as const)),
);

/** A failure with its usual actor and retry; what is given wins. */
export function failure(code: FailureCode, said: Omit<Failure, "code"> = {}): Failure {
  const [actor, retry] = usualJudgement.get(code) ?? [Actor.UNSPECIFIED, Retry.UNSPECIFIED];
  return { code, actor, retry, ...said };
}
