/**
 * Folds what processors tell of a payment into one record. A record is a set of words, each with the second in which it
 * was said, and joining two records keeps the later word of each: so any order and any duplication of the same events
 * and answers gives the same record.
 */
import { create, type DescMessage, type Message } from "@bufbuild/protobuf";
import {
  type Dispute,
  DisputeSchema,
  type Event,
  EventAction,
  type Operation,
  OperationKind,
  OperationSchema,
  OperationStatus,
  type Payment,
  PaymentSchema,
  PaymentStatus,
  PendingReason,
  type Refund,
  RefundSchema,
  RefundStatus,
} from "#contract";
import { toJson } from "#kit";
import { givenValue, planOf } from "./fields.ts";
import type { Known, PaymentRecord, Totals } from "./payment-record.ts";
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
  readonly pendingReason?: PendingReason;
}
interface Kind<Resource extends Told> {
  readonly desc: DescMessage;
  readonly transitions: Transitions;
  /** Two words that share a name are about the same thing. */
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
  payment: { value: create(PaymentSchema), names: [], told: {}, first: {} },
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
  const handle = paymentRef && create(PaymentSchema, { paymentRef });
  const said = {
    operation,
    payment: resource.case === "payment" ? resource.value : undefined,
    refund: resource.case === "refund" ? resource.value : undefined,
    dispute: resource.case === "dispute" ? resource.value : undefined,
  };
  return joinRecords(recordOf({ payment: handle }, at), joinRecords(before, recordOf(said, at)));
}

/** The parts of an rpc's answer that tell of a payment. */
export interface Answer {
  readonly operation?: Operation | undefined;
  readonly payment?: Payment | undefined;
  readonly refund?: Refund | undefined;
  readonly dispute?: Dispute | undefined;
}

/**
 * The record after an rpc's answer. `askedAt` is when the call was made: what it tells is at least as new as that, and
 * loses to whatever the processor tells of later moments.
 */
export const applyAnswer = (
  previous: PaymentRecord | undefined,
  answer: Answer,
  askedAt: Date,
): PaymentRecord =>
  joinRecords(previous ?? nothing, recordOf(answer, Math.floor(askedAt.getTime() / 1000)));

/** All that either knows. Commutative, associative and idempotent. */
export const joinRecords = (one: PaymentRecord, other: PaymentRecord): PaymentRecord => ({
  payment: joinKnown(payments, one.payment, other.payment),
  operations: joinLists(operations, one.operations, other.operations),
  refunds: joinLists(refunds, one.refunds, other.refunds),
  disputes: joinLists(disputes, one.disputes, other.disputes),
});

function recordOf(said: Answer, at: number): PaymentRecord {
  const { operation, payment, refund, dispute } = said;
  const all = [...(operation ? [operation] : []), ...(payment?.operations ?? [])];
  return {
    payment: payment ? heard(payments, payment, at) : nothing.payment,
    operations: joinLists(
      operations,
      [],
      all.map((one) => heard(operations, one, at)),
    ),
    refunds: refund ? [heard(refunds, refund, at)] : [],
    disputes: dispute ? [heard(disputes, dispute, at)] : [],
  };
}

/** One word. Where nobody knows, it is older than any that somebody says. */
function heard<Resource extends Told>(
  { desc, names, transitions }: Kind<Resource>,
  resource: Resource,
  at: number,
): Known<Resource> {
  const { status, pendingReason } = resource;
  const isUnknown =
    pendingReason === PendingReason.OUTCOME_UNKNOWN ||
    (transitions === operationTransitions && status === OperationStatus.UNKNOWN);
  const second = isUnknown ? 0 : at;
  const parts = partsOf(desc, resource);
  return {
    value: built(desc, parts),
    names: names(resource).toSorted(),
    told: Object.fromEntries([...parts.keys()].map((name) => [name, second])),
    first: status === 0 ? {} : { [status]: second },
  };
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
  { desc, transitions }: Kind<Resource>,
  one: Known<Resource>,
  other: Known<Resource>,
): Known<Resource> {
  const [ours, theirs] = [partsOf(desc, one.value), partsOf(desc, other.value)];
  const parts = new Map<string, unknown>();
  const told: Record<string, number> = {};
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const left = { at: one.told[name] ?? 0, value: ours.get(name) };
    const right = { at: other.told[name] ?? 0, value: theirs.get(name) };
    const kept = isLater(transitions, name, right, left) ? right : left;
    parts.set(name, kept.value);
    told[name] = kept.at;
  }
  const first: Record<number, number> = { ...one.first };
  for (const [status, at] of Object.entries(other.first))
    first[Number(status)] = Math.min(at, first[Number(status)] ?? at);
  const value = built<Resource>(desc, parts);
  const late = isLate(transitions, value.status, told[standing] ?? 0, first);
  return {
    value: late ? { ...value, late } : value,
    names: [...new Set([...one.names, ...other.names])].toSorted(),
    told,
    first,
  };
}

interface Part {
  readonly at: number;
  readonly value: unknown;
}
/** Later, or of the same second and further along; the rest only makes every order end alike. */
function isLater(transitions: Transitions, name: string, one: Part, other: Part): boolean {
  if (one.value === undefined || other.value === undefined) return other.value === undefined;
  if (one.at !== other.at) return one.at > other.at;
  const further = rankOf(transitions, name, one.value) - rankOf(transitions, name, other.value);
  if (further !== 0n) return further > 0n;
  const [text, otherText] = [toJson(one.value), toJson(other.value)];
  return text.length === otherText.length ? text > otherText : text.length > otherText.length;
}

/** Of a standing its row in the table, of an amount how much has moved; all else is alike. */
function rankOf(transitions: Transitions, name: string, value: unknown): bigint {
  const { status = 0, minorUnits = 0n } = value as { status?: number; minorUnits?: bigint };
  if (name === standing) return BigInt(transitions.findIndex(([row]) => row === status));
  return name === "amounts/capturable" ? -minorUnits : minorUnits;
}

/** Whether something that looked final had been said before. */
function isLate(
  transitions: Transitions,
  status: number,
  at: number,
  first: Readonly<Record<number, number>>,
): boolean {
  const row = transitions.findIndex(([known]) => known === status);
  return transitions.some(([known, usual], index) => {
    const since = first[known];
    if (since === undefined || known === status || usual.length > 0) return false;
    return since < at || (since === at && index < row);
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
]);
const kept: ReadonlySet<string> = new Set(["late", "operations"]);

/** A resource as the words in it, by their paths. Nothing is a word that is not given. */
function partsOf(desc: DescMessage, resource: Message): ReadonlyMap<string, unknown> {
  const parts = new Map<string, unknown>();
  const stands: Record<string, unknown> = {};
  for (const field of planOf(desc)) {
    const value = givenValue(resource, field);
    if (value === undefined || kept.has(field.name)) continue;
    if (standingFields.has(field.name)) stands[field.name] = value;
    else if (!memberwise.has(field.name)) parts.set(field.name, value);
    else
      for (const [path, member] of membersOf(field.message, value))
        parts.set(`${field.name}/${path}`, member);
  }
  if (stands["status"] !== undefined) parts.set(standing, stands);
  return parts;
}
const membersOf = (desc: DescMessage | undefined, value: unknown) =>
  desc
    ? partsOf(desc, value as Message)
    : Object.entries(value as object).map(([key, one]) => [encodeURIComponent(key), one] as const);

function built<Resource extends Told>(
  desc: DescMessage,
  parts: ReadonlyMap<string, unknown>,
): Resource {
  const init: Record<string, unknown> = {};
  for (const [path, value] of parts)
    if (path === standing) Object.assign(init, value);
    else place(init, path, value);
  return create(desc, init) as Resource;
}
function place(target: Record<string, unknown>, path: string, value: unknown): void {
  const end = path.indexOf("/");
  if (end < 0) {
    target[decodeURIComponent(path)] = value;
    return;
  }
  const name = path.slice(0, end);
  const member = (target[name] ?? {}) as Record<string, unknown>;
  target[name] = member;
  place(member, path.slice(end + 1), value);
}

/** What has moved by all that is known, in minor units: what the processor states, or the operations that are newer. */
export function totalsOf({ payment, operations: all, refunds: given }: PaymentRecord): Totals {
  const { captured, refunded, authorized, requested } = payment.value.amounts ?? {};
  const captures = all.filter(
    ({ value }) =>
      value.kind === OperationKind.CAPTURE && value.status === OperationStatus.SUCCEEDED,
  );
  const taken = sumOf(captures);
  const back = sumOf(given.filter(({ value }) => value.status === RefundStatus.SUCCEEDED));
  const newest = Math.max(-1, ...given.map(({ told }) => told[standing] ?? 0));
  const isStated = refunded && (payment.told["amounts/refunded"] ?? 0) >= newest;
  // Processors that take at once do not always say how much: it is all that was asked.
  const isWhole = payment.value.status === PaymentStatus.CAPTURED && captures.length === 0;
  const whole = isWhole ? (authorized ?? requested) : undefined;
  const stated = (captured ?? whole)?.minorUnits ?? 0n;
  return {
    captured: stated > taken ? stated : taken,
    refunded: isStated ? refunded.minorUnits : back,
  };
}
const sumOf = (known: readonly Known<Operation | Refund>[]): bigint =>
  known.reduce((sum, { value }) => sum + (value.amount?.minorUnits ?? 0n), 0n);
