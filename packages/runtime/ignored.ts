/** Which hints of a request a connector does not use: found by watching what its builders read, and remembered. */
import type { Message } from "@bufbuild/protobuf";
import type { FlowName } from "#kit";
import { tracked } from "./fields.ts";
import { preview } from "./preview.ts";
import type { Run } from "./run.ts";

export type IgnoredFields = (
  run: Run,
  flow: FlowName,
  request: Message,
  hints: readonly string[],
  method?: string,
) => readonly string[];

const MOST_SHAPES = 2_000;

/** The same shape of request (the same hints given, the same method) is watched once. */
export function createIgnoredFields(): IgnoredFields {
  const known = new Map<string, readonly string[]>();
  return (run, flow, request, hints, method) => {
    if (hints.length === 0) return hints;
    const shape = `${run.connector.id} ${flow} ${method} ${hints.join(" ")}`;
    const before = known.get(shape);
    if (before) return before;
    const ignored = watched(run, flow, request, hints);
    if (known.size >= MOST_SHAPES) known.clear();
    known.set(shape, ignored);
    return ignored;
  };
}

function watched(
  run: Run,
  flow: FlowName,
  request: Message,
  hints: readonly string[],
): readonly string[] {
  const read = new Set<string>();
  try {
    preview(run, flow, tracked(request, read));
  } catch {
    // A request that cannot be built is refused by the call itself; here it only ends the watching.
  }
  return hints.filter((hint) => !isRead(hint, read) && !bookkeeping.has(hint));
}
const isRead = (hint: string, read: ReadonlySet<string>): boolean => {
  for (let path = hint; path; path = path.slice(0, Math.max(path.lastIndexOf("."), 0)))
    if (read.has(path.replace(/\[\d+\]$/, ""))) return true;
  return false;
};

/** Read by the service itself. */
const bookkeeping: ReadonlySet<string> = new Set([
  "reference",
  "idempotencyKey",
  "connectorOptions",
  "state",
]);
