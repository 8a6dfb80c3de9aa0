/** Everything that the processor told by webhook in this run, and a forgery of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { equals } from "@bufbuild/protobuf";
import { EventSchema, Verification, VerificationFailureSchema } from "#contract";
import { wordOf } from "../tree.ts";
import type { Actor } from "./actor.ts";
import { must } from "./books.ts";
import type { Delivered } from "./inbox.ts";
import { Cannot, type Played } from "./scenes.ts";

export async function webhooks({ id, connector, running, inbox, calls }: Actor): Promise<Played> {
  if (!connector.webhooks) throw new Cannot(`${connector.name} sends no webhooks`);
  await quiet(running);
  const deliveries = inbox.deliveriesOf(id);
  const events = inbox.eventsOf(id);
  must(deliveries.length > 0, "the processor delivered nothing");
  const waiting = running.deliveries.filter(({ state }) => state !== "delivered");
  must(
    waiting.length === 0,
    `${waiting.length} of ${running.deliveries.length} deliveries were not accepted`,
  );
  must(events.length >= deliveries.length, "a delivery was read as nothing");
  const expected = connector.webhooks.signed ? Verification.VERIFIED : Verification.NOT_AVAILABLE;
  must(
    events.every(({ verification }) => verification === expected),
    "an event of the processor's own was not believed",
  );
  const unread = events.find(({ processorEventType }) => processorEventType === "");
  must(unread === undefined, "an event has no type");
  if (!connector.webhooks.signed) return { text: `${events.length} read, none signed` };

  const payment = events.findLast(({ paymentRef }) => paymentRef?.paymentId)?.paymentRef?.paymentId;
  must(payment !== undefined, "no event names its payment");
  const genuine = deliveries.find(({ body }) => textOf(body).includes(payment));
  must(genuine !== undefined, "no delivery names its payment");
  const forgery = textOf(genuine.body).replaceAll(payment, otherThan(payment));
  const forged = await calls.webhooks.parseWebhook(requestOf(genuine, encoder.encode(forgery)));
  must(forged.acknowledgement === undefined, "a forged delivery was acknowledged");
  must(forged.events.length > 0, "a forged delivery was read as nothing");
  for (const event of forged.events) {
    must(event.verification === Verification.FAILED, "a forged delivery was believed");
    must(event.resource.case === undefined, "a forged delivery's content was given out");
  }
  // Read again, the same delivery tells the same: a duplicate can be told from news.
  const again = await calls.webhooks.parseWebhook(requestOf(genuine, genuine.body));
  const first = events.find(({ dedupeKey }) => dedupeKey === again.events[0]?.dedupeKey);
  must(
    first !== undefined &&
      again.events[0] !== undefined &&
      equals(EventSchema, first, again.events[0]),
    "a duplicate does not read as the first one did",
  );
  const reason = forged.events[0]?.verificationFailure ?? 0;
  return {
    text: `${events.length} genuine, 1 forged`,
    why: `a delivery that names another payment is refused for ${wordOf(VerificationFailureSchema, reason)}, its content withheld`,
  };
}

/** Milliseconds in which all that is under way has to arrive. */
const PATIENCE = 5_000;

async function quiet({ deliveries }: Pick<Actor["running"], "deliveries">): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (deliveries.some(({ state }) => state !== "delivered") && performance.now() < deadline)
    await sleep(5);
}

const requestOf = ({ headers, url }: Delivered, body: Uint8Array) => ({
  body,
  headers: [...headers],
  url,
});

const encoder = new TextEncoder();
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

/** The same id but for its last sign. */
const otherThan = (id: string): string => id.slice(0, -1) + (id.endsWith("0") ? "1" : "0");
