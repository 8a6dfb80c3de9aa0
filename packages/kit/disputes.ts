/** Disputes that a processor lists and does not sort out by itself. */
import type { ListDisputesRequest } from "#contract";
import type { DisputeResult } from "./flows.ts";

/**
 * Whether a dispute was opened when a listing asks for: `openedFrom` is inside, `openedUntil` is not. One that does not
 * say when it was opened is kept: a dispute that is hidden is lost.
 */
export const openedWithin =
  ({ openedFrom, openedUntil }: Pick<ListDisputesRequest, "openedFrom" | "openedUntil">) =>
  ({ openedAt }: DisputeResult): boolean => {
    const seconds = openedAt?.seconds;
    if (seconds === undefined) return true;
    return (
      (!openedFrom || seconds >= openedFrom.seconds) &&
      (!openedUntil || seconds < openedUntil.seconds)
    );
  };
