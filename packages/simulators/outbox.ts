/** Webhooks on their way: in which order they leave, and what became of each. */
import type { SimulatedEvent } from "#simulate";
import type { FaultKind } from "./faults.ts";

export interface Delivery {
  /** Its place among all of its simulator's deliveries, from 1. */
  readonly number: number;
  readonly event: SimulatedEvent;
  readonly state: "waiting" | "held" | "sending" | "delivered" | "failed" | "dropped";
  /** One for each time it was tried. */
  readonly attempts: readonly Attempt[];
}
export interface Attempt {
  /** The receiver's HTTP status. */
  readonly status?: number;
  /** Why there was none. */
  readonly problem?: string;
}

export interface Outbox {
  /** Every delivery there ever was, in the order in which they happened. */
  readonly deliveries: readonly Delivery[];
  /** Adds the events of one request, command or moment; a webhook fault decides how they leave. */
  add(events: readonly SimulatedEvent[], fault: FaultKind | undefined): void;
  /** Whether any is held back to be late. */
  readonly holding: boolean;
  /** Lets those go that were held back to be late. */
  release(): void;
  /** The deliveries that may leave now, in their order; they are the taker's from now on. */
  take(): readonly Delivery[];
  /** Notes what became of one that was taken. */
  note(delivery: Delivery, state: Delivery["state"], attempt?: Attempt): void;
}

type Written = { -readonly [Name in keyof Delivery]: Delivery[Name] };

export function createOutbox(): Outbox {
  const deliveries: Written[] = [];
  let waiting: Written[] = [];
  let held: Written[] = [];

  const release = () => {
    for (const delivery of held) delivery.state = "waiting";
    waiting.push(...held);
    held = [];
  };

  return {
    deliveries,
    get holding() {
      return held.length > 0;
    },
    add(events, fault) {
      if (events.length === 0) return;
      const batch = fault === "webhook-duplicate" ? [...events, ...events] : events;
      const late = fault === "webhook-reorder";
      const written = batch.map(
        (event, index): Written => ({
          number: deliveries.length + index + 1,
          event,
          state: late ? "held" : "waiting",
          attempts: [],
        }),
      );
      deliveries.push(...written);
      if (late) {
        held = [...written.toReversed(), ...held];
        return;
      }
      waiting.push(...written);
      release();
    },
    release,
    take() {
      const taken = waiting;
      waiting = [];
      for (const delivery of taken) delivery.state = "sending";
      return taken;
    },
    note(delivery, state, attempt) {
      const written = deliveries[delivery.number - 1];
      if (written !== delivery) return;
      written.state = state;
      if (attempt) written.attempts = [...written.attempts, attempt];
    },
  };
}
