/** One processor on the demo's stage: the unified calls in its name, its books, its webhooks and its customer. */
import {
  Certainty,
  type Event,
  FailureCodeSchema,
  type NextAction,
  type Operation,
  type Payment,
  type PaymentRef,
  PaymentStatus,
} from "#contract";
import type { RunningSimulator } from "#simulators";
import type { Processor } from "../embedded.ts";
import { wordOf } from "../tree.ts";
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
  /** Where the processor delivers its webhooks: the service's ingress of this account. */
  readonly ingress: string;
  /** Unique among all attempts of a run. */
  reference(word: string): string;
  /** Milliseconds that unified calls took so far. */
  spent(): number;
}

/** What is known of a payment that was asked for. */
export interface Begun {
  /** Of a look-up there is none. */
  readonly operation?: Operation | undefined;
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
/** Money that shall be taken is first held. */
const isUnderway = (status: PaymentStatus, goal: PaymentStatus): boolean =>
  unfinished.has(status) ||
  (status === PaymentStatus.AUTHORIZED && goal === PaymentStatus.CAPTURED);
const MOST_TURNS = 5;

/**
 * Does whatever is still to do, until the payment is where it shall be, or is over: the customer walks, or a webhook
 * tells.
 */
export async function finish(
  actor: Actor,
  begun: Begun,
  goal: PaymentStatus,
  decision: Decision = "agree",
): Promise<Finished> {
  let now = begun;
  let walked = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { operation, payment, nextAction, state } = now;
    must(
      operation?.certainty !== Certainty.UNKNOWN,
      `the outcome is not certain${whyIn(operation)}`,
    );
    must(payment !== undefined, "the answer holds no payment");
    if (!isUnderway(payment.status, goal)) return { payment, walked };
    if (nextAction !== undefined && isPage(nextAction)) {
      const returned = await walk(nextAction, decision, actor.origin);
      walked += 1;
      now = await actor.calls.payments.resumePayment({
        returned,
        ...(state !== undefined && { state }),
      });
    } else now = { payment: await decided(actor, payment.paymentRef, goal, decision) };
  }
  must(false, `after ${MOST_TURNS} turns the payment is not decided`);
}
function whyIn(operation: Operation | undefined): string {
  const { failure } = operation ?? {};
  return failure ? `: ${failure.message ?? wordOf(FailureCodeSchema, failure.code)}` : "";
}

/** Something that the customer's browser opens. */
export const isPage = (nextAction: NextAction | undefined): boolean =>
  pages.has(nextAction?.action.case);
const pages: ReadonlySet<NextAction["action"]["case"]> = new Set([
  "redirect",
  "threeDsMethod",
  "threeDsChallenge",
]);

/** Seconds that the sandbox's clock is moved on, where nothing happens by itself: an app's time, and then a bank's. */
const waits = [...Array<number>(6).fill(10), ...Array<number>(7).fill(86_400)];

/** The webhook that fits. A customer or a bank that takes its time is helped by the clock. */
export async function hear(
  actor: Actor,
  what: string,
  fits: (event: Event) => boolean,
): Promise<Event> {
  for (const seconds of waits) {
    const soon = await actor.inbox.within(SOON, actor.id, fits);
    if (soon) return soon;
    actor.running.advance(seconds);
  }
  return actor.inbox.until(actor.id, what, fits);
}

/** What the processor's webhook says in the end. */
async function decided(
  actor: Actor,
  ref: PaymentRef | undefined,
  goal: PaymentStatus,
  decision: Decision,
): Promise<Payment> {
  // Of a debit it is the bank that decides, days later and without any call.
  if (actor.simulator.commands["settle"] && ref && isDebit(actor))
    actor.running.command("settle", {
      payment: ref.paymentId,
      outcome: decision === "agree" ? "succeeded" : "failed",
    });
  const { resource } = await hear(
    actor,
    "the payment's end",
    (event) =>
      event.resource.case === "payment" &&
      belongs(event, ref) &&
      !isUnderway(event.resource.value.status, goal),
  );
  must(resource.case === "payment", "the event holds no payment");
  return resource.value;
}
/** A processor that holds nothing collects from accounts. */
const isDebit = ({ connector }: Actor): boolean => connector.flows.capturePayment === undefined;
/** Milliseconds in which a webhook comes that is on its way. */
const SOON = 100;

export const belongs = (event: Event, ref: PaymentRef | undefined): boolean =>
  ref !== undefined &&
  (event.paymentRef?.paymentId === ref.paymentId ||
    (ref.reference !== undefined && event.reference === ref.reference));
