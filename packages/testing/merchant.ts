/**
 * A merchant who asks for something and does what the answers say until it is known what became of it: by nothing but
 * the answers, the look-ups and the webhooks. Only where every other way is gone does anybody ask the processor.
 */
import { strict as assert } from "node:assert";
import {
  Certainty,
  FailureCode,
  type Lookup,
  Lookup_Outcome,
  type Operation,
  OperationStatus,
  Resolution_Way,
  Retry,
} from "#contract";
import { CallError } from "#runtime";
import type { Chance } from "./chance.ts";
import { nameOf, type Shop } from "./shop.ts";

const { SUCCEEDED, ACCEPTED, FAILED, UNKNOWN } = OperationStatus;
const { REPEAT_SAME_KEY, GET, REVERSE, WAIT_FOR_WEBHOOK, ASK_PROCESSOR } = Resolution_Way;

/** What somebody wants done. */
export interface Wanted<Answer extends Answered = Answered> {
  readonly name: string;
  readonly call: () => Promise<Answer>;
  /** From now on it is asked for under another reference, and so another key: the first one is another request's. */
  readonly anew?: () => void;
  readonly look?: () => Promise<Looked>;
  /** Undoes it whether it was done or not; true where it is certain that nothing is held or taken. */
  readonly reverse?: () => Promise<boolean>;
  /** Listens to what the processor tells, and says what is known by it. */
  readonly listen: () => Promise<"done" | "accepted" | "refused" | undefined>;
  /** What really happened: what a processor's support desk says. */
  readonly ask: () => "done" | "refused";
}
export interface Answered {
  readonly operation?: Operation | undefined;
}
/**
 * What a look-up says of it: `later` where it may still come to be found, `not done` where it may be asked for again,
 * `broken` where it says nothing, and is made again.
 */
export type Looked = "done" | "accepted" | "refused" | "not done" | "later" | "broken";

/** Done, or taken on; certainly not done; or undone. `by` is the way by which it came to be known. */
export interface Ended<Answer extends Answered = Answered> {
  readonly end: "done" | "accepted" | "refused" | "reversed";
  readonly by: "answer" | keyof typeof ways | "sender";
  /** The last answer, where there was one that says how it ended. */
  readonly answer?: Answer;
}
export const ways = {
  repeat: REPEAT_SAME_KEY,
  lookUp: GET,
  reverse: REVERSE,
  webhook: WAIT_FOR_WEBHOOK,
  askProcessor: ASK_PROCESSOR,
} as const;

/** What happened on the way, for the figures. */
export interface Counts {
  calls: number;
  notSent: number;
  notDone: number;
  unknown: number;
  readonly resolvedBy: Record<keyof typeof ways, number>;
  /** What the processor said where it had to be asked: of a movement, or that there was none. */
  readonly asked: { done: number; notDone: number };
}

const MOST_TRIES = 100;
/** After so many tries the processor is well again: what always breaks would never end. */
const ILL_FOR = 15;
const MOST_LOOKS = 4;
const MOST_BROKEN = 12;

export async function pursue<Answer extends Answered>(
  shop: Shop,
  wanted: Wanted<Answer>,
  chance: Chance,
  counts: Counts,
): Promise<Ended<Answer>> {
  let wasUnknown = false;
  let by: Ended["by"] = "answer";
  const resolved = (way: keyof typeof ways) => {
    counts.resolvedBy[way] += 1;
    return way;
  };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    counts.calls += 1;
    if (tries === ILL_FOR) shop.processor.faults.clear();
    const answer = await asked(wanted);
    if (answer === "not sent") {
      counts.notSent += 1;
      continue;
    }
    const operation = answer.operation ?? assert.fail(`${wanted.name} has no operation`);
    const { status, failure } = operation;
    if (status !== UNKNOWN && wasUnknown && by === "answer") by = resolved("repeat");
    if (status === SUCCEEDED) return { end: "done", by, answer };
    if (status === ACCEPTED) return { end: "accepted", by, answer };
    if (status === FAILED && failure?.retry === Retry.SAME_KEY_NOW) {
      counts.notDone += 1;
      continue;
    }
    if (status === FAILED) return { end: "refused", by, answer };
    assert.equal(nameOf(OperationStatus, status), "UNKNOWN");
    counts.unknown += 1;
    wasUnknown = true;
    const found = await wayOut(shop, wanted, operation, chance);
    if (found === "repeat") continue;
    if (found.by === "askProcessor") counts.asked[found.end === "done" ? "done" : "notDone"] += 1;
    if (found.end === "again") {
      // Known not to be done: the same call may be made as if for the first time.
      resolved(found.by);
      wasUnknown = false;
      if (failure?.code === FailureCode.IDEMPOTENCY_CONFLICT) wanted.anew?.();
      continue;
    }
    return { end: found.end, by: resolved(found.by) };
  }
  throw new Error(`${wanted.name} has no end`);
}

async function asked<Answer extends Answered>({
  call,
}: Wanted<Answer>): Promise<Answer | "not sent"> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CallError && error.reason === "NOT_SENT") return "not sent";
    throw error;
  }
}

interface Found {
  readonly end: "done" | "accepted" | "refused" | "reversed" | "again";
  readonly by: keyof typeof ways;
}

/** Goes the ways that the answer names, in an order of chance, until one leads somewhere. */
async function wayOut(
  shop: Shop,
  wanted: Wanted,
  { resolution }: Operation,
  chance: Chance,
): Promise<Found | "repeat"> {
  const named = resolution?.ways ?? [];
  assert.ok(named.includes(ASK_PROCESSOR), "there is always one way");
  const looks = { later: MOST_LOOKS, broken: MOST_BROKEN };
  const earliest = Number(resolution?.earliest?.seconds ?? 0n);
  for (const way of chance.shuffled(named.filter((one) => one !== ASK_PROCESSOR)))
    switch (way) {
      case REPEAT_SAME_KEY:
        shop.wait(chance.below(30));
        return "repeat";
      case GET: {
        assert.ok(wanted.look, `${wanted.name} can be looked up`);
        shop.wait(Math.max(0, earliest - Math.floor(shop.now().getTime() / 1000)));
        while (looks.later > 0 && looks.broken > 0) {
          const found = await wanted.look();
          if (found === "not done") return { end: "again", by: "lookUp" };
          if (found !== "later" && found !== "broken") return { end: found, by: "lookUp" };
          looks[found] -= 1;
          shop.wait(600);
        }
        break;
      }
      case REVERSE: {
        assert.ok(wanted.reverse, `${wanted.name} can be reversed`);
        if (await wanted.reverse()) return { end: "reversed", by: "reverse" };
        break;
      }
      case WAIT_FOR_WEBHOOK: {
        shop.wait(3600);
        const told = await wanted.listen();
        if (told) return { end: told, by: "webhook" };
        break;
      }
    }
  const truth = wanted.ask();
  return { end: truth === "done" ? "done" : "again", by: "askProcessor" };
}

/** What a look-up that found nothing says: nothing is there, or nothing can be said yet; or it was none. */
export function absent(lookup: Lookup | undefined): Looked {
  if (lookup?.outcome !== Lookup_Outcome.NOT_FOUND) return "broken";
  return lookup.certainty === Certainty.DEFINITIVE ? "not done" : "later";
}
