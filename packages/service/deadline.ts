/** Every call has a deadline, and an answer of its own before it. */
import { CallError } from "#runtime";
import { rows } from "./errors.ts";
import type { Interceptor } from "./handler.ts";

export interface DeadlineLimits {
  /** Milliseconds for callers that do not say. */
  readonly usual: number;
  /** Milliseconds that no caller gets more than. */
  readonly most: number;
}

/** Milliseconds that an answer takes from here to the caller. */
const LEAD = 5;

/**
 * The runtime answers in time, with an unknown outcome where there is one. This catches what it cannot see: an upload
 * that takes too long, a wait for a turn, and a fault of ours.
 */
export const withDeadline =
  ({ usual, most }: DeadlineLimits): Interceptor =>
  (next) =>
  (call) => {
    if (Number.isNaN(call.timeout))
      return Promise.reject(new CallError("MALFORMED", "the timeout header cannot be read"));
    const deadline = call.arrived + Math.min(call.timeout ?? usual, most);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            call.record.begun
              ? new CallError("INTERNAL", "no answer in time; the outcome of the call is not known")
              : new CallError("DEADLINE_PASSED", rows.DEADLINE_PASSED.text),
          ),
        Math.max(0, deadline - LEAD - performance.now()),
      ).unref();
      next({ ...call, deadline })
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  };
