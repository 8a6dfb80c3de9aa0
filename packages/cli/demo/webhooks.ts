/** Everything that the processor told by webhook in this run, a forgery of it and a copy of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { equals } from "@bufbuild/protobuf";
import { EventSchema, Verification, VerificationFailureSchema } from "#contract";
import type { SimulatedDelivery } from "#simulate";
import { wordOf } from "../tree.ts";
import type { Actor } from "./actor.ts";
import { must } from "./books.ts";
import { Cannot, type Played } from "./scenes.ts";

export async function webhooks(actor: Actor): Promise<Played> {
  const { id, connector, running, inbox } = actor;
  if (!connector.webhooks) throw new Cannot(`${connector.name} sends no webhooks`);
  await quiet(actor);
  const { deliveries } = running;
  must(deliveries.length > 0, "the processor delivered nothing");
  const lost = deliveries.filter(({ state }) => state !== "delivered").length;
  must(lost === 0, `${lost} of ${deliveries.length} deliveries were not accepted`);
  must(inbox.refused() === 0, "the service's own signature does not hold");
  const messages = inbox.messagesOf(id);
  must(
    messages.length === deliveries.length,
    `${deliveries.length} deliveries were accepted, and ${messages.length} came to the shop`,
  );
  const events = inbox.eventsOf(id);
  const believed = [
    Verification.VERIFIED,
    ...(connector.webhooks.signed ? [] : [Verification.NOT_AVAILABLE]),
  ];
  must(
    events.every(({ verification }) => believed.some((one) => one === verification)),
    "an event of the processor's own was not believed",
  );
  must(
    events.every(({ processorEventType }) => processorEventType !== ""),
    "an event has no type",
  );
  if (!connector.webhooks.signed)
    return {
      text: `${events.length} read`,
      why: "what is not signed is a reason to look, and no more",
    };
  const reason = await forge(actor);
  await repeat(actor);
  return {
    text: `${events.length} genuine, 1 forged`,
    why: `through the ingress to the shop, signed anew; a delivery that was changed is refused for ${reason}; a copy has the same dedupe key`,
  };
}

/** Milliseconds in which all that is under way has to arrive. */
const PATIENCE = 5_000;

async function quiet({ running }: Actor): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (running.deliveries.some(({ state }) => state !== "delivered")) {
    if (performance.now() > deadline) return;
    await sleep(5);
  }
}

/** A genuine signature on a delivery that was changed. Resolves with the word for why it is refused. */
async function forge(actor: Actor): Promise<string> {
  const { id, inbox, calls, ingress } = actor;
  const forged = forgery(actor);

  const before = inbox.messagesOf(id).length;
  const { status } = await post(ingress, forged);
  must(status >= 400, `a forged delivery was accepted with HTTP status ${status}`);
  must(inbox.messagesOf(id).length === before, "a forged delivery was forwarded");
  const judged = await calls.webhooks.parseWebhook({
    body: new TextEncoder().encode(forged.body),
    headers: Object.entries(forged.headers).map(([name, value]) => ({ name, value })),
    url: ingress,
  });
  const [event] = judged.events;
  must(event !== undefined, "a forged delivery was read as nothing");
  must(judged.acknowledgement === undefined, "a forged delivery was acknowledged");
  must(event.verification === Verification.FAILED, "a forged delivery was believed");
  must(event.resource.case === undefined, "a forged delivery's content was given out");
  return wordOf(VerificationFailureSchema, event.verificationFailure);
}

/** Where no delivery names its payment in plain text, a digit of one is changed. */
function forgery(actor: Actor): SimulatedDelivery {
  const deliveries = signedAgain(actor);
  for (const { paymentRef } of actor.inbox.eventsOf(actor.id).toReversed()) {
    const payment = paymentRef?.paymentId;
    const genuine = payment && deliveries.find(({ body }) => body.includes(payment));
    if (genuine) return { ...genuine, body: genuine.body.replaceAll(payment, otherThan(payment)) };
  }
  const [genuine] = deliveries;
  must(genuine !== undefined, "the processor delivered nothing");
  const body = genuine.body.replace(/\d(?=\D*$)/, (digit) => (digit === "0" ? "1" : "0"));
  return { ...genuine, body };
}

/** The same delivery twice: the shop can tell the copy from news. */
async function repeat(actor: Actor): Promise<void> {
  const { id, inbox, ingress } = actor;
  const [first] = signedAgain(actor);
  must(first !== undefined, "the processor delivered nothing");
  const before = inbox.messagesOf(id);
  const { status } = await post(ingress, first);
  must(status < 300, `a copy of a delivery is refused with HTTP status ${status}`);
  const copy = inbox.messagesOf(id).at(-1);
  const original = before.find((one) => one.id === copy?.id);
  must(inbox.messagesOf(id).length === before.length + 1, "a copy did not come to the shop");
  const [one, other] = [original?.events[0], copy?.events[0]];
  must(
    one !== undefined && other !== undefined && equals(EventSchema, one, other),
    "a copy does not read as the first one did",
  );
}

const signedAgain = ({ running, connector, simulator }: Actor): readonly SimulatedDelivery[] => {
  const name = connector.webhooks?.secret ?? "";
  const [secret = ""] = [simulator.samples.credentials[name] ?? []].flat();
  return running.deliveries.map(({ event }) => running.sign(event, secret));
};

const post = (url: string, { headers, body }: SimulatedDelivery): Promise<Response> =>
  fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE) });

/** The same id but for its last sign. */
const otherThan = (id: string): string => id.slice(0, -1) + (id.endsWith("0") ? "1" : "0");
