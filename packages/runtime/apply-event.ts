/**
 * Folds what processors tell of a payment into one record. A record is a set of words, each with the second in which it
 * was said, and joining two records keeps the later word of each: so any order and any duplication of the same events
 * and answers gives the same record.
 */
import { create, type DescMessage, type Message, toBinary } from "@bufbuild/protobuf";
import {
  type Dispute,
  DisputeSchema,
  type Event,
  EventAction,
  type Lookup,
  type Money,
  type Operation,
  OperationKind,
  OperationSchema,
  OperationStatus,
  type Payment,
  PaymentSchema,
  PaymentStatus,
  type Refund,
  RefundSchema,
  RefundStatus,
} from "#contract";
import { type FieldPlan, givenValue, planOf } from "./fields.ts";
import type { Known, PaymentRecord, Totals, Words } from "./payment-record.ts";
import {
  disputeTransitions,
  operationTransitions,
  paymentTransitions,
  refundTransitions,
  type Transitions,
} from "./transitions.ts";

/** What every kind of resource has, as far as folding goes. */
interface Told extends Message {
  readonly status: number;
}
interface Kind<Resource extends Told> {
  readonly desc: DescMessage;
  readonly transitions: Transitions;
  /** Two that share a name are the same thing. */
  readonly names: (resource: Resource) => readonly string[];
}

const payments: Kind<Payment> = {
  desc: PaymentSchema,
  transitions: paymentTransitions,
  names: () => [],
};
const operations: Kind<Operation> = {
  desc: OperationSchema,
  transitions: operationTransitions,
  names: ({ kind, operationId, reference }) => {
    const names = [
      ...(operationId ? [`id ${operationId}`] : []),
      ...(reference ? [`kind ${kind} ${reference}`] : []),
    ];
    return names.length > 0 ? names : [`kind ${kind}`];
  },
};
const refunds: Kind<Refund> = {
  desc: RefundSchema,
  transitions: refundTransitions,
  names: ({ refundRef }) => [
    ...(refundRef?.refundId ? [`id ${refundRef.refundId}`] : []),
    ...(refundRef?.reference ? [`reference ${refundRef.reference}`] : []),
  ],
};
const disputes: Kind<Dispute> = {
  desc: DisputeSchema,
  transitions: disputeTransitions,
  names: ({ disputeRef }) => (disputeRef?.disputeId ? [`id ${disputeRef.disputeId}`] : []),
};

const nothing: PaymentRecord = {
  payment: { value: create(PaymentSchema), names: [], told: {}, answered: {}, first: {} },
  operations: [],
  refunds: [],
  disputes: [],
};

/** The record after an event of this payment. Events whose action is not APPLY change nothing. */
export function applyEvent(previous: PaymentRecord | undefined, event: Event): PaymentRecord {
  const before = previous ?? nothing;
  if (event.action !== EventAction.APPLY) return before;
  const { resource, operation, paymentRef } = event;
  const at = Number(event.occurredAt?.seconds ?? 0n);
  const said = {
    operation,
    payment: resource.case === "payment" ? resource.value : undefined,
    refund: resource.case === "refund" ? resource.value : undefined,
    dispute: resource.case === "dispute" ? resource.value : undefined,
  };
  const handle = { payment: paymentRef && create(PaymentSchema, { paymentRef }) };
  return joinRecords(joinRecords(before, recordOf(handle, at)), recordOf(said, at));
}

/** The parts of an rpc's answer that tell of a payment. */
export interface Answer {
  readonly lookup?: Lookup | undefined;
  readonly operation?: Operation | undefined;
  readonly payment?: Payment | undefined;
  readonly refund?: Refund | undefined;
  readonly dispute?: Dispute | undefined;
}

/**
 * The record after an rpc's answer. A look-up tells what was so at `askedAt`, when it was asked for. Any other answer may
 * be one that was given before, to the same key: it counts until something with a time is said, and where it is what
 * usually follows that.
 */
export function applyAnswer(
  previous: PaymentRecord | undefined,
  answer: Answer,
  askedAt: Date,
): PaymentRecord {
  return tell(previous, answer, answer.lookup && Math.floor(askedAt.getTime() / 1000));
}

/** The record after something that was so at `at`, in seconds; without it, an answer as in `applyAnswer`. */
export const tell = (
  previous: PaymentRecord | undefined,
  said: Answer,
  at: number | undefined,
): PaymentRecord => joinRecords(previous ?? nothing, recordOf(said, at));

/** All that either knows. Commutative, associative and idempotent. */
export const joinRecords = (one: PaymentRecord, other: PaymentRecord): PaymentRecord => ({
  payment: joinKnown(payments, one.payment, other.payment),
  operations: joinLists(operations, one.operations, other.operations),
  refunds: joinLists(refunds, one.refunds, other.refunds),
  disputes: joinLists(disputes, one.disputes, other.disputes),
});

function recordOf(said: Answer, at: number | undefined): PaymentRecord {
  const { operation, payment, refund, dispute } = said;
  const all = [...(operation ? [operation] : []), ...(payment?.operations ?? [])];
  const each = all.map((one) => heard(operations, one, at));
  return {
    payment: payment ? heard(payments, payment, at) : nothing.payment,
    operations: joinLists(operations, [], each),
    refunds: refund ? [heard(refunds, refund, at)] : [],
    disputes: dispute ? [heard(disputes, dispute, at)] : [],
  };
}

function heard<Resource extends Told>(
  kind: Kind<Resource>,
  resource: Resource,
  at: number | undefined,
): Known<Resource> {
  const { status } = resource;
  const words = wordsOf(kind.desc, resource, at ?? 0);
  return assembled(kind, {
    names: kind.names(resource).toSorted(),
    told: at === undefined ? {} : words,
    answered: at === undefined ? words : {},
    first: status === 0 ? {} : { [status]: at ?? 0 },
  });
}

function joinLists<Resource extends Told>(
  kind: Kind<Resource>,
  ones: readonly Known<Resource>[],
  others: readonly Known<Resource>[],
): readonly Known<Resource>[] {
  let joined = ones;
  for (const other of others) {
    const isSame = ({ names }: Known<Resource>) => names.some((name) => other.names.includes(name));
    const same = joined.filter(isSame).reduce((known, one) => joinKnown(kind, known, one), other);
    joined = [...joined.filter((one) => !isSame(one)), same];
  }
  return joined.toSorted((one, other) => (one.names.join() < other.names.join() ? -1 : 1));
}

function joinKnown<Resource extends Told>(
  kind: Kind<Resource>,
  one: Known<Resource>,
  other: Known<Resource>,
): Known<Resource> {
  const first: Record<number, number> = { ...one.first };
  for (const [status, at] of Object.entries(other.first))
    first[Number(status)] = Math.min(at, first[Number(status)] ?? at);
  return assembled(kind, {
    names: [...new Set([...one.names, ...other.names])].toSorted(),
    told: joinWords(kind, one.told, other.told),
    answered: joinWords(kind, one.answered, other.answered),
    first,
  });
}

function joinWords<Resource extends Told>(kind: Kind<Resource>, ones: Words, others: Words): Words {
  const joined = { ...ones };
  for (const [name, other] of Object.entries(others)) {
    const one = joined[name];
    if (!one || isLater(kind, name, other, one)) joined[name] = other;
  }
  return joined;
}

type Word = Words[string];
/** Later, or of the same second and further along; the rest, by the bytes of a message that says this alone, only makes every order end alike. */
function isLater<Resource extends Told>(
  { desc, transitions }: Kind<Resource>,
  name: string,
  one: Word,
  other: Word,
): boolean {
  if (one.at !== other.at) return one.at > other.at;
  const further = rankOf(transitions, name, one.word) - rankOf(transitions, name, other.word);
  if (further !== 0n) return further > 0n;
  const [bytes, otherBytes] = [bytesOf(desc, name, one), bytesOf(desc, name, other)];
  const longer = bytes.length - otherBytes.length;
  return (longer === 0 ? Buffer.compare(bytes, otherBytes) : longer) > 0;
}
const bytesOf = (desc: DescMessage, name: string, word: Word): Uint8Array =>
  toBinary(desc, built(desc, { [name]: word }, false));

/** Of a standing its row in the table, of an amount how much has moved; all else is alike. */
function rankOf(transitions: Transitions, name: string, word: unknown): bigint {
  const { minorUnits = 0n } = word as { minorUnits?: bigint };
  if (name === standing) return BigInt(transitions.findIndex(([row]) => row === statusIn(word)));
  return name === "amounts/capturable" ? -minorUnits : minorUnits;
}
const statusIn = (word: unknown): number => (word as Told | undefined)?.status ?? 0;

/** What is told has a time and wins, unless what was answered is what usually follows. */
function assembled<Resource extends Told>(
  { desc, transitions }: Kind<Resource>,
  known: Omit<Known<Resource>, "value">,
): Known<Resource> {
  const { told, answered, first } = known;
  const [said, heard] = [statusIn(told[standing]?.word), statusIn(answered[standing]?.word)];
  const usual = transitions.find(([status]) => status === said)?.[1] ?? [];
  const words = usual.includes(heard) ? { ...told, ...answered } : { ...answered, ...told };
  const late = isLate(transitions, words[standing], first);
  return { value: built(desc, words, late), ...known };
}

/** Whether something that looked final had been said before. */
function isLate(
  transitions: Transitions,
  stands: Word | undefined,
  first: Readonly<Record<number, number>>,
): boolean {
  if (!stands) return false;
  const status = statusIn(stands.word);
  const row = transitions.findIndex(([known]) => known === status);
  return transitions.some(([known, usual], index) => {
    const since = first[known];
    if (since === undefined || known === status || usual.length > 0) return false;
    return since < stands.at || (since === stands.at && index < row);
  });
}

/** What is told together and replaced together. */
const standing = "standing";
const standingFields: ReadonlySet<string> = new Set([
  "status",
  "pendingReason",
  "processorStatus",
  "failure",
  "certainty",
  "resolution",
  "alreadyDone",
  "stage",
]);
/** Messages of which each member is told by itself. */
const memberwise: ReadonlySet<string> = new Set([
  "amounts",
  "paymentRef",
  "refundRef",
  "disputeRef",
  "payment",
  "relatedIds",
  "metadata",
]);
const derived: ReadonlySet<string> = new Set(["late", "operations"]);

/** A resource as the words in it, by their paths. What is not given is not said. */
function wordsOf(desc: DescMessage, resource: Message, at: number): Words {
  const words: Record<string, Word> = {};
  const stands: Record<string, unknown> = {};
  for (const field of planOf(desc)) {
    const word = givenValue(resource, field) ?? emptyText(resource, field);
    if (word === undefined || derived.has(field.name)) continue;
    if (standingFields.has(field.name)) stands[field.name] = word;
    else if (!memberwise.has(field.name)) words[field.name] = { at, word };
    else
      for (const [path, member] of Object.entries(membersOf(field.message, word, at)))
        words[`${field.name}/${path}`] = member;
  }
  return stands["status"] === undefined ? words : { ...words, [standing]: { at, word: stands } };
}
/** A request's empty text is as good as none; whoever tells of a resource and says an empty one has said it. */
function emptyText(resource: Message, { name, desc }: FieldPlan): string | undefined {
  const record = resource as unknown as Readonly<Record<string, unknown>>;
  const isSaid = desc.fieldKind === "scalar" && desc.proto.proto3Optional && record[name] === "";
  return isSaid ? "" : undefined;
}
const membersOf = (desc: DescMessage | undefined, members: unknown, at: number): Words =>
  desc
    ? wordsOf(desc, members as Message, at)
    : Object.fromEntries(
        Object.entries(members as object).map(([key, word]) => [
          encodeURIComponent(key),
          { at, word },
        ]),
      );

function built<Resource extends Told>(desc: DescMessage, words: Words, late: boolean): Resource {
  const init: Record<string, unknown> = late ? { late } : {};
  for (const [path, { word }] of Object.entries(words))
    if (path === standing) Object.assign(init, word);
    else place(init, path, word);
  return create(desc, init) as Resource;
}
function place(target: Record<string, unknown>, path: string, word: unknown): void {
  const end = path.indexOf("/");
  if (end < 0) {
    target[decodeURIComponent(path)] = word;
    return;
  }
  const name = path.slice(0, end);
  const member = (target[name] ?? {}) as Record<string, unknown>;
  target[name] = member;
  place(member, path.slice(end + 1), word);
}

/**
 * What has moved by all that is known, in minor units: what the processor states, unless an operation is newer than that
 * statement; then the operations.
 */
export function totalsOf({ payment, operations: all, refunds: given }: PaymentRecord): Totals {
  const { captured, refunded, authorized, requested } = payment.value.amounts ?? {};
  const captures = all.filter(
    ({ value }) =>
      value.kind === OperationKind.CAPTURE && value.status === OperationStatus.SUCCEEDED,
  );
  const refunds = given.filter(({ value }) => value.status === RefundStatus.SUCCEEDED);
  // Processors that take at once do not always say how much: it is all that was asked.
  const isWhole = payment.value.status === PaymentStatus.CAPTURED && captures.length === 0;
  const whole = isWhole ? (authorized ?? requested) : undefined;
  const taken = isStated(payment, "captured", captured, captures)
    ? captured.minorUnits
    : (whole?.minorUnits ?? sumOf(captures));
  if (isStated(payment, "refunded", refunded, given))
    return { captured: taken, refunded: refunded.minorUnits };
  const isReversed = refunds.some((refund) => isUnmeasured(refund, all));
  return { captured: taken, refunded: isReversed ? taken : sumOf(refunds) };
}
/** A reversal gives back all that there is; not every processor says how much that was. */
const isUnmeasured = ({ value }: Known<Refund>, all: readonly Known<Operation>[]): boolean =>
  !value.amount &&
  all.some(
    ({ value: { kind, status, operationId } }) =>
      kind === OperationKind.REVERSE &&
      status === OperationStatus.SUCCEEDED &&
      operationId === value.refundRef?.refundId,
  );
function isStated(
  { told }: Known<Payment>,
  name: "captured" | "refunded",
  stated: Money | undefined,
  among: readonly Known<Operation | Refund>[],
): stated is Money {
  const at = told[`amounts/${name}`]?.at ?? 0;
  return stated !== undefined && among.every((one) => (one.told[standing]?.at ?? 0) <= at);
}
const sumOf = (known: readonly Known<Operation | Refund>[]): bigint =>
  known.reduce((sum, { value }) => sum + (value.amount?.minorUnits ?? 0n), 0n);
