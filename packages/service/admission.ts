/** Bounded work: so many calls at a time, so many waiting, and an early no to the rest. */
import { CallError } from "#runtime";
import { rows } from "./errors.ts";
import type { Interceptor } from "./handler.ts";

export interface AdmissionLimits {
  /** Calls that run at a time. */
  readonly running: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
  /** Milliseconds that a call waits at most. */
  readonly patience: number;
}

export interface Admission {
  /** Throws CallError OVERLOADED, SHUTTING_DOWN or DEADLINE_PASSED. What it gives ends the turn. */
  enter(deadline: number): Promise<() => void>;
  readonly interceptor: Interceptor;
  running(): number;
  waiting(): number;
  /** Refuses whatever has not begun. */
  close(): void;
}

interface Waiter {
  readonly admit: () => void;
  readonly refuse: (error: CallError) => void;
}

export function createAdmission(limits: AdmissionLimits): Admission {
  // Sets keep the order in which they were filled.
  const queue = new Set<Waiter>();
  let running = 0;
  let closed = false;

  const leave = () => {
    const [first] = queue;
    if (!first) {
      running -= 1;
      return;
    }
    queue.delete(first);
    first.admit();
  };
  const turn = () => {
    let over = false;
    return () => {
      if (over) return;
      over = true;
      leave();
    };
  };
  const wait = (deadline: number) =>
    new Promise<() => void>((resolve, reject) => {
      const time = deadline - performance.now();
      const late = time < limits.patience;
      const timer = setTimeout(
        () =>
          waiter.refuse(
            late
              ? new CallError("DEADLINE_PASSED", rows.DEADLINE_PASSED.text)
              : new CallError("OVERLOADED", rows.OVERLOADED.text),
          ),
        Math.max(0, Math.min(time, limits.patience)),
      );
      const waiter: Waiter = {
        admit: () => {
          clearTimeout(timer);
          resolve(turn());
        },
        refuse: (error) => {
          clearTimeout(timer);
          queue.delete(waiter);
          reject(error);
        },
      };
      queue.add(waiter);
    });

  const enter = async (deadline: number): Promise<() => void> => {
    if (closed) throw new CallError("SHUTTING_DOWN", rows.SHUTTING_DOWN.text);
    if (running < limits.running) {
      running += 1;
      return turn();
    }
    if (queue.size >= limits.waiting) throw new CallError("OVERLOADED", rows.OVERLOADED.text);
    return wait(deadline);
  };

  return {
    enter,
    interceptor: (next) => async (call) => {
      // A slow upload must not hold a turn.
      await call.receive();
      const done = await enter(call.deadline);
      try {
        return await next(call);
      } finally {
        done();
      }
    },
    running: () => running,
    waiting: () => queue.size,
    close() {
      closed = true;
      for (const waiter of queue)
        waiter.refuse(new CallError("SHUTTING_DOWN", rows.SHUTTING_DOWN.text));
    },
  };
}
