/** A processor's word, read as one of ours. The table itself is data: docs and tests read it. */
import {
  CheckResult,
  type DisputeReason,
  type DisputeStage,
  DisputeStatus,
  FailureCode,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import { type Failure, failure } from "./failures.ts";

type Word = string | number | bigint | boolean | undefined | null;

export interface Table<Value, Reading> {
  (word: Word): Reading;
  /** The page that the words were read from. */
  readonly source: string;
  readonly words: Readonly<Record<string, Value>>;
}

interface Words<Value> {
  readonly source: string;
  readonly words: Readonly<Record<string, Value>>;
}

function table<Value, Reading>(
  { source, words }: Words<Value>,
  read: (value: Value | undefined, word: string | undefined) => Reading,
): Table<Value, Reading> {
  const known = new Map(Object.entries(words));
  const look = (word: Word) => {
    const text = word === undefined || word === null ? undefined : String(word);
    return read(text === undefined ? undefined : known.get(text), text);
  };
  return Object.assign(look, { source, words });
}

/** A status, or a pending one with what it waits for. */
type Status<Name extends number> = Name | readonly [Name, PendingReason];
export interface StatusReading<Name> {
  readonly status: Name;
  readonly pendingReason: PendingReason;
  readonly processorStatus: string | undefined;
}
const statuses =
  <Name extends number>(pending: Name) =>
  (given: Words<Status<Name>>): Table<Status<Name>, StatusReading<Name>> =>
    table(given, (value, processorStatus) => {
      // A word that we have not seen yet is pending: the caller looks again, and nobody ships goods on a guess.
      if (value === undefined)
        return { status: pending, pendingReason: PendingReason.UNRECOGNISED, processorStatus };
      if (typeof value !== "number")
        return { status: value[0], pendingReason: value[1], processorStatus };
      const pendingReason = value === pending ? PendingReason.PROCESSOR : PendingReason.UNSPECIFIED;
      return { status: value, pendingReason, processorStatus };
    });

/** Spread what it answers into a payment: `{ ...paymentStatus(intent.status), … }`. */
export const paymentStatuses = statuses<PaymentStatus>(PaymentStatus.PENDING);
export const refundStatuses = statuses<RefundStatus>(RefundStatus.PENDING);
export const mandateStatuses = statuses<MandateStatus>(MandateStatus.PENDING);

type DisputeWord = DisputeStatus | { readonly status: DisputeStatus; readonly stage: DisputeStage };
export interface DisputeReading {
  readonly status: DisputeStatus;
  readonly processorStatus: string | undefined;
  readonly stage?: DisputeStage;
}
export const disputeStatuses = (given: Words<DisputeWord>): Table<DisputeWord, DisputeReading> =>
  table(given, (value, processorStatus) =>
    typeof value === "object"
      ? { ...value, processorStatus }
      : { status: value ?? DisputeStatus.UNSPECIFIED, processorStatus },
  );

export const disputeReasons = (
  given: Words<DisputeReason>,
): Table<DisputeReason, { reason: DisputeReason; processorReason: string | undefined }> =>
  table(given, (value, processorReason) => ({ reason: value ?? 0, processorReason }));

export const checkResults = (given: Words<CheckResult>): Table<CheckResult, CheckResult> =>
  table(given, (value) => value ?? CheckResult.UNSPECIFIED);

/** Any other table: a network's name, a card's funding. Undefined where the word is not in it. */
export const words = <Value>(given: Words<Value>): Table<Value, Value | undefined> =>
  table(given, (value) => value);

/** A code; with who decided or how to retry, where this processor's code says more than ours. */
type FailureWord = FailureCode | (Omit<Failure, "processor" | "network"> & { code: FailureCode });
export interface FailureTable {
  /** The first of the words that is known decides; UNMAPPED where none is. What is `said` comes along. */
  (words: Word | readonly Word[], said?: Omit<Failure, "code">): Failure;
  readonly source: string;
  readonly words: Readonly<Record<string, FailureWord>>;
  /** Published words that have no counterpart, left out on purpose. */
  readonly unmapped: readonly string[];
}

export function failureCodes(
  given: Words<FailureWord> & { readonly unmapped?: readonly string[] },
): FailureTable {
  const known = new Map(Object.entries(given.words));
  const look = (asked: Word | readonly Word[], said: Omit<Failure, "code"> = {}): Failure => {
    for (const word of isList(asked) ? asked : [asked]) {
      const value = word === undefined || word === null ? undefined : known.get(String(word));
      if (value === undefined) continue;
      if (typeof value !== "object") return failure(value, said);
      return failure(value.code, { ...value, ...said });
    }
    return failure(FailureCode.UNMAPPED, said);
  };
  return Object.assign(look, {
    source: given.source,
    words: given.words,
    unmapped: given.unmapped ?? [],
  });
}
const isList = (value: Word | readonly Word[]): value is readonly Word[] => Array.isArray(value);
