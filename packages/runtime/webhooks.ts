/** ParseWebhook: splits a delivery, judges each item, and hands out only what may be believed. */
import { create } from "@bufbuild/protobuf";
import {
  EventAction,
  type ParseWebhookRequest,
  type ParseWebhookResponse,
  ParseWebhookResponseSchema,
  Verification,
  VerificationFailure,
} from "#contract";
import {
  type AnyConnector,
  type Delivery,
  type EventResult,
  sha256,
  Unsupported,
  type Verdict,
} from "#kit";
import { contextFor } from "./requests.ts";
import { type Run, runFlow } from "./run.ts";

type Declared = NonNullable<AnyConnector["webhooks"]>;

const utf8 = new TextDecoder();
export const deliveryOf = (request: ParseWebhookRequest): Delivery => ({
  method: request.httpMethod ?? "POST",
  url: request.url,
  headers: Object.fromEntries(
    request.headers.map(({ name, value }) => [name.toLowerCase(), value]),
  ),
  bytes: request.body,
  text: utf8.decode(request.body),
});

export async function parseWebhook(
  run: Run,
  request: ParseWebhookRequest,
): Promise<ParseWebhookResponse> {
  const declared = run.connector.webhooks;
  if (!declared) throw new Unsupported(`${run.connector.name} sends no webhooks`);
  const delivery = deliveryOf(request);
  const items = itemsOf(declared, delivery);
  const events = [];
  for (const item of items) {
    const verdict = await verdictOn(run, declared, item);
    events.push(...eventsOf(run, declared, item, verdict, request.includeUnverified ?? false));
  }
  if (items.length === 0) events.push(malformed(delivery));
  const trusted = events.every(({ verification }) => verification !== Verification.FAILED);
  return create(ParseWebhookResponseSchema, {
    events,
    ...(trusted && { acknowledgement: acknowledgementOf(declared) }),
  });
}

/** A delivery that cannot be split is one item that cannot be read: an empty batch is not a verified batch. */
function itemsOf(declared: Declared, delivery: Delivery): readonly unknown[] {
  if (!declared.items) return [delivery];
  try {
    return declared.items(delivery);
  } catch {
    return [];
  }
}

async function verdictOn(run: Run, declared: Declared, item: unknown): Promise<Verdict> {
  const secrets = declared.secret === undefined ? undefined : run.credentials[declared.secret];
  const lacksSecret = declared.secret !== undefined && (!secrets || secrets.length === 0);
  if (declared.signed && lacksSecret)
    return {
      verification: Verification.FAILED,
      verificationFailure: VerificationFailure.SECRET_MISSING,
    };
  try {
    return await runFlow(run, "verifyWebhook", declared.verify, item);
  } catch {
    // Whatever stopped the check, nothing proves that the item is genuine.
    return {
      verification: Verification.FAILED,
      verificationFailure: VerificationFailure.NOT_CONFIRMED,
    };
  }
}

type Judged = EventResult & Verdict;
function eventsOf(
  run: Run,
  declared: Declared,
  item: unknown,
  verdict: Verdict,
  includeUnverified: boolean,
): readonly Judged[] {
  const failed = verdict.verification === Verification.FAILED;
  let events: readonly EventResult[];
  try {
    events = declared.read(item, contextFor(run, undefined, "readWebhook"));
  } catch {
    return [unreadable(item, verdict)];
  }
  // What failed and says nothing must not pass for a delivery in which nothing failed.
  if (failed && events.length === 0) return [unreadable(item, verdict)];
  if (!failed) return events.map((event) => believable(event, verdict));
  return events.map((event) =>
    includeUnverified
      ? { ...event, ...verdict, action: EventAction.IGNORE }
      : withheld(event, verdict),
  );
}

/** What is not signed is a reason to look, and nothing else. */
const believable = (event: EventResult, verdict: Verdict): Judged =>
  verdict.verification === Verification.NOT_AVAILABLE && event.action === EventAction.APPLY
    ? { ...event, ...verdict, action: EventAction.LOOK_UP }
    : { ...event, ...verdict };

/** Content that failed verification: nothing of it but a name of its own to be logged under. */
const withheld = (event: EventResult, verdict: Verdict): Judged => ({
  ...verdict,
  processorEventType: "",
  dedupeKey: `unverified-${sha256(event.dedupeKey, "hex").slice(0, 16)}`,
  action: EventAction.IGNORE,
});
function unreadable(item: unknown, verdict: Verdict): Judged {
  const text = typeof item === "object" && item !== null && "text" in item ? String(item.text) : "";
  return {
    verification: Verification.FAILED,
    verificationFailure:
      verdict.verification === Verification.FAILED && verdict.verificationFailure
        ? verdict.verificationFailure
        : VerificationFailure.MALFORMED,
    processorEventType: "",
    dedupeKey: `unreadable-${sha256(text, "hex").slice(0, 16)}`,
    action: EventAction.IGNORE,
  };
}
const malformed = (delivery: Delivery): Judged =>
  unreadable(delivery, { verification: Verification.UNSPECIFIED });

function acknowledgementOf({ acknowledgement }: Declared) {
  const { status, text, headers } = acknowledgement ?? { status: 200, text: "", headers: {} };
  return { status, body: text, headers: { ...headers } };
}
