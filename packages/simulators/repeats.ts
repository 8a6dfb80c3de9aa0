/** The processor's side of idempotency: what a repeated key is told. */
import { isDeepStrictEqual } from "node:util";
import type { SimulatedAnswer, SimulatedRequest, Simulator } from "#simulate";
import { copied } from "./world.ts";

export interface Repeats {
  /** The stored answer, or that of `first`, which is stored unless it throws. */
  answer(request: SimulatedRequest, first: () => SimulatedAnswer): Repeated;
}
export interface Repeated {
  readonly answer: SimulatedAnswer;
  /** The call is over: from now on a repeat is told what it was told. */
  readonly finish: () => void;
}

interface Stored {
  readonly request: SimulatedRequest;
  readonly answer: SimulatedAnswer;
  running: boolean;
}

const nothing = () => {};

export function createRepeats(rules: Simulator["repeats"]): Repeats {
  const stored = new Map<string, Stored>();
  return {
    answer(request, first) {
      const key = rules?.key(request);
      if (!rules || key === undefined) return { answer: first(), finish: nothing };
      const { scope = credentialsOf, busy, keeps, mark } = rules;
      const place = JSON.stringify([scope(request), key]);
      const known = stored.get(place);
      if (known?.running && busy) return { answer: busy(request), finish: nothing };
      if (known && !isSame(known.request, request))
        return { answer: rules.conflict(request), finish: nothing };
      if (known) return { answer: mark?.(known.answer) ?? known.answer, finish: nothing };

      const answer = first();
      const entry = { request, answer: { ...answer, body: copied(answer.body) }, running: true };
      stored.set(place, entry);
      return {
        answer,
        finish() {
          entry.running = false;
          if (keeps?.(answer) === false) stored.delete(place);
        },
      };
    },
  };
}

const credentialsOf = ({ headers }: SimulatedRequest) =>
  JSON.stringify([headers["authorization"] ?? "", headers["x-api-key"] ?? ""]);

/** Bodies that parse to the same are the same, in whatever order their members come. */
const isSame = (one: SimulatedRequest, other: SimulatedRequest) =>
  one.method === other.method &&
  one.path === other.path &&
  isDeepStrictEqual(one.query, other.query) &&
  (one.body === undefined
    ? Buffer.compare(one.bytes, other.bytes) === 0
    : isDeepStrictEqual(one.body, other.body));
