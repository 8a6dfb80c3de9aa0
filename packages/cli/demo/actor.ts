/** One processor on the demo's stage: the unified calls in its name, its books, its webhooks and its customer. */
import type { Event, NextAction, Payment, PaymentRef } from "#contract";
import { PaymentStatus } from "#contract";
import type { RunningSimulator } from "#simulators";
import type { Processor } from "../embedded.ts";
import { must } from "./books.ts";
import type { Calls } from "./calls.ts";
import type { Inbox } from "./inbox.ts";
import { type Decision, walk } from "./shopper.ts";

export interface Actor extends Processor {
  readonly calls: Calls;
  readonly running: RunningSimulator;
  readonly inbox: Inbox;
  /** Where the sandbox's pages are. */
  readonly origin: string;
  /** Unique among all attempts of a run. */
  reference(word: string): string;
  /** Milliseconds that unified calls took so far. */
  spent(): number;
}

/** What is known of a payment that was asked for. */
export interface Begun {
  readonly payment?: Payment | undefined;
  readonly nextAction?: NextAction | undefined;
  readonly state?: string | undefined;
}
export interface Finished {
  readonly payment: Payment;
  /** Pages that the customer walked. */
  readonly walked: number;
}

const unfinished: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.PENDING,
  PaymentStatus.ACTION_REQUIRED,
]);
const MOST_TURNS = 5;

/** Does whatever is still to do, until the payment is decided: the customer walks, or a webhook tells. */
export async function finish(actor: Actor, begun: Begun, decision: Decision): Promise<Finished> {
  let now = begun;
  let walked = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { payment, nextAction, state } = now;
    must(payment !== undefined, "the answer holds no payment");
    if (!unfinished.has(payment.status)) return { payment, walked };
    const isPage = nextAction !== undefined && pages.has(nextAction.action.case);
    if (isPage) {
      const returned = await walk(nextAction, decision, actor.origin);
      walked += 1;
      now = await actor.calls.payments.resumePayment({
        returned,
        ...(state !== undefined && { state }),
      });
    } else now = { payment: await decided(actor, payment.paymentRef) };
  }
  must(false, `after ${MOST_TURNS} turns the payment is not decided`);
}
const pages: ReadonlySet<NextAction["action"]["case"]> = new Set([
  "redirect",
  "threeDsMethod",
  "threeDsChallenge",
]);

async function decided(actor: Actor, ref: PaymentRef | undefined): Promise<Payment> {
  const { resource } = await actor.inbox.until(
    actor.id,
    "the payment's end",
    (event) =>
      event.resource.case === "payment" &&
      belongs(event, ref) &&
      !unfinished.has(event.resource.value.status),
  );
  must(resource.case === "payment", "the event holds no payment");
  return resource.value;
}

export const belongs = (event: Event, ref: PaymentRef | undefined): boolean =>
  ref !== undefined &&
  (event.paymentRef?.paymentId === ref.paymentId ||
    (ref.reference !== undefined && event.reference === ref.reference));
