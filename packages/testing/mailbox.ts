/** A mailbox: what a merchant hears of one payment, from answers, look-ups and webhooks, in whatever order they come. */
import { strict as assert } from "node:assert";
import { type Event, EventAction, Lookup_Outcome, type PaymentRef } from "#contract";
import { toJson } from "#kit";
import { applyAnswer, applyEvent, type PaymentRecord } from "#runtime";
import type { SimulatedDelivery } from "#simulate";
import type { Chance } from "./chance.ts";
import type { Figures } from "./figures.ts";
import { absent, type Looked } from "./merchant.ts";
import type { Shop } from "./shop.ts";

export interface Mailbox {
  /** All that is known by now. */
  readonly known: () => PaymentRecord | undefined;
  readonly hear: (answer: Parameters<typeof applyAnswer>[1]) => void;
  /** Reads some of the webhooks that are there, or all. */
  readonly listen: (all?: boolean) => Promise<void>;
  /** Looks the payment up, and says what it comes to. */
  readonly looked: (of: (payment: PaymentRecord) => Looked) => Promise<Looked>;
  /** Looks the payment up where that can be done. */
  readonly looks: () => Promise<void>;
  readonly paymentRef: () => PaymentRef | undefined;
  readonly refOf: () => PaymentRef;
}

export function createMailbox(
  shop: Shop,
  chance: Chance,
  figures: Pick<Figures, "webhooks">,
  tell: (line: () => string) => void,
): Mailbox {
  const { client } = shop;
  let record: PaymentRecord | undefined;
  let waiting: readonly SimulatedDelivery[] = [];

  const hear = (answer: Parameters<typeof applyAnswer>[1]) => {
    record = applyAnswer(record, answer, shop.now());
  };
  /** Some now and some later, some again, in any order; what is not acknowledged comes again. */
  async function listen(all = false): Promise<void> {
    waiting = chance.shuffled([...waiting, ...shop.deliveries()]);
    const now = all ? waiting : waiting.filter(() => chance.percent(70));
    const late = all ? [] : waiting.filter((delivery) => !now.includes(delivery));
    const again = now.filter(() => chance.percent(15));
    waiting = late;
    for (const delivery of [...now, ...again]) {
      const { events, acknowledgement } = await shop.read(delivery);
      figures.webhooks += 1;
      const isHeard = acknowledgement && (await hears(events));
      if (!isHeard) waiting = [...waiting, delivery];
    }
  }
  /** False where an event only says that there is something to look up, and that failed. */
  async function hears(events: readonly Event[]): Promise<boolean> {
    for (const event of events) {
      tell(
        () =>
          `webhook ${event.processorEventType}: ${toJson([event.resource, event.operation ?? null])}`,
      );
      record = applyEvent(record, event);
      if (event.action !== EventAction.LOOK_UP || !event.paymentRef?.paymentId) continue;
      const value = event.paymentRef;
      const found = await client.payments.getPayment({ target: { case: "payment", value } });
      tell(() => `looked up: ${toJson(found)}`);
      if (found.lookup?.outcome === Lookup_Outcome.FAILED) return false;
      hear(found);
    }
    return true;
  }
  const paymentRef = (): PaymentRef | undefined => {
    const ref = record?.payment.value.paymentRef;
    return ref?.paymentId ? ref : undefined;
  };
  const refOf = () => paymentRef() ?? assert.fail("no handle of the payment is known");

  /** What the payment is by a look-up. */
  async function looked(of: (payment: PaymentRecord) => Looked): Promise<Looked> {
    const ref = paymentRef();
    if (!ref) return "later";
    const found = await client.payments.getPayment({ target: { case: "payment", value: ref } });
    if (!found.payment) return absent(found.lookup);
    hear(found);
    return of(applyAnswer(undefined, found, shop.now()));
  }
  async function looks(): Promise<void> {
    if (shop.has("getPayment") && paymentRef()) await looked(() => "later");
  }

  return { known: () => record, hear, listen, looked, looks, paymentRef, refOf };
}
