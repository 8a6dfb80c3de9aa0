/** Deliveries of webhooks: judged by the connector, and signed anew by its simulator. */
import { create, equals } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import {
  type Event,
  EventSchema,
  ParseWebhookRequestSchema,
  type ParseWebhookResponse,
  Verification,
} from "#contract";
import { parseXml } from "#kit";
import { client } from "#runtime";
import { parseBody, type SimulatedDelivery } from "#simulate";
import { exits, Stop } from "./command.ts";
import { embed, type Processor } from "./embedded.ts";

export interface Header {
  readonly name: string;
  readonly value: string;
}
export interface Delivered {
  readonly bytes: Uint8Array;
  readonly headers: readonly Header[];
  readonly url: string;
  readonly secrets: readonly string[];
  /** When it is judged; now where left out. */
  readonly at: Date | undefined;
}

/** What the service's ParseWebhook says, in this process. A processor that has to be asked is the sandbox's. */
export function judge(
  processor: Processor,
  { bytes, headers, url, secrets, at }: Delivered,
  includeUnverified = false,
): Promise<ParseWebhookResponse> {
  const clock = at && (() => at);
  const { runtime, account } = embed([processor], clock);
  const own = account(processor);
  const name = processor.connector.webhooks?.secret;
  const many = name !== undefined && processor.connector.credentials[name]?.many;
  const [first = ""] = secrets;
  const credentials = {
    ...processor.simulator.samples.credentials,
    ...(name !== undefined && { [name]: many ? secrets : first }),
  };
  return client(runtime, { ...own, credentials }).webhooks.parseWebhook(
    create(ParseWebhookRequestSchema, {
      body: bytes,
      headers: [...headers],
      url,
      includeUnverified,
    }),
  );
}

/**
 * The delivery as the sandbox would sign it now; several where one carried several events. What comes out is judged
 * before it is given out: an event that does not come back the same is refused.
 */
export async function signAnew(
  processor: Processor,
  delivered: Delivered,
): Promise<readonly SimulatedDelivery[]> {
  const [secret] = delivered.secrets;
  if (secret === undefined)
    throw new Stop(exits.refused, `${processor.connector.name} does not sign its webhooks`);
  const type = delivered.headers.find(({ name }) => name.toLowerCase() === "content-type")?.value;
  const body = parseBody(type ?? "application/json", new TextDecoder().decode(delivered.bytes));
  if (body === undefined)
    throw new Stop(
      exits.no,
      `the body is not ${type ?? "JSON"}`,
      "give its content-type with --header where it is something else",
    );
  const { events } = await judge(processor, delivered, true);
  const contents = [...objectsIn(body)];
  return Promise.all(
    events.map((event) => signedEvent(processor, delivered, secret, event, contents)),
  );
}

async function signedEvent(
  processor: Processor,
  delivered: Delivered,
  secret: string,
  event: Event,
  contents: readonly object[],
): Promise<SimulatedDelivery> {
  const { sandbox } = embed([processor]);
  const running = sandbox.simulator(processor.id);
  const about = {
    type: event.processorEventType,
    id: event.processorEventId ?? event.dedupeKey,
    at: event.occurredAt ? timestampDate(event.occurredAt) : new Date(),
  };
  for (const content of contents) {
    const signed = attempt(() => running.sign({ ...about, content }, secret));
    if (!signed) continue;
    const told = await judge(processor, { ...delivered, ...asDelivered(signed), at: undefined });
    const [same, ...more] = told.events;
    if (same && more.length === 0 && saysTheSame(same, event)) return signed;
  }
  throw new Stop(
    exits.no,
    `the sandbox cannot make ${event.processorEventType || "this event"} out of the body`,
    "is it a whole delivery, as the processor sends it?",
  );
}

const asDelivered = ({ headers, body }: SimulatedDelivery) => ({
  bytes: new TextEncoder().encode(body),
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
});

/** A simulator that cannot sign this content throws, in whatever way the content surprises it. */
function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Verified now, and otherwise what was there before; ids of a delivery may be in headers that were not given. */
function saysTheSame(signed: Event, before: Event): boolean {
  if (signed.verification !== Verification.VERIFIED) return false;
  const bare = ({ resource, paymentRef, operation, processorEventType, isSnapshot }: Event) =>
    create(EventSchema, {
      resource,
      processorEventType,
      isSnapshot,
      ...(paymentRef && { paymentRef }),
      ...(operation && { operation }),
    });
  return equals(EventSchema, bare(signed), bare(before));
}

/** The body, then every object within it, outermost first: some processors wrap what they sign, or encode it. */
function* objectsIn(value: unknown): Generator<object> {
  const waiting: unknown[] = [value];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (typeof next === "string") waiting.push(...xmlIn(next));
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) yield next;
    waiting.push(...Object.values(next));
  }
}

/** What a member holds that is XML in base64. */
function xmlIn(text: string): readonly unknown[] {
  const decoded = Buffer.from(text, "base64").toString();
  return decoded.startsWith("<?xml") ? [parseXml(decoded)] : [];
}
