/** ParseWebhook: a verdict for each item, and nothing handed out that cannot be believed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  EventAction,
  ParseWebhookRequestSchema,
  type ParseWebhookResponse,
  Verification,
  VerificationFailure,
} from "#contract";
import {
  type AnyConnector,
  type Delivery,
  type EventResult,
  genuine,
  hmacSha256,
  ignored,
  rejected,
  type Step,
  sameSecret,
  sha256,
  call as step,
  Unsupported,
  unsigned,
  verified,
  type Webhooks,
} from "#kit";
import { callOf, credentials, runtimeOf, scripted, small } from "../testing/small.ts";

const [secret = ""] = credentials.webhookSecrets;
type Credentials = { readonly webhookSecrets: readonly string[] };
const event = (id: string): EventResult => ({
  processorEventType: "paid",
  processorEventId: id,
  dedupeKey: id,
  action: EventAction.APPLY,
  paymentRef: { paymentId: `pay-${id}` },
});
const usual: Webhooks<Credentials, Delivery> = {
  events: ["paid"],
  source: "https://small.example/webhooks",
  signed: true,
  secret: "webhookSecrets",
  verify: ({ headers, bytes }, { credentials: { webhookSecrets } }) =>
    genuine(
      webhookSecrets.some((one) =>
        sameSecret(hmacSha256(one, bytes, "hex"), headers["sign"] ?? ""),
      ),
    ),
  read: ({ text }) => text.split(" ").filter(Boolean).map(event),
};
const connector = (declared: object = {}): AnyConnector =>
  // A test's items are what its own `items` makes.
  small({ webhooks: { ...usual, ...declared } as NonNullable<AnyConnector["webhooks"]> });

async function parsed(
  of: AnyConnector,
  body: string | Uint8Array,
  more: object = {},
  given: object = credentials,
): Promise<ParseWebhookResponse> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const request = create(ParseWebhookRequestSchema, {
    body: bytes,
    headers: [{ name: "Sign", value: hmacSha256(secret, bytes, "hex") }],
    url: "https://shop.example/hook?a=1",
    ...more,
  });
  const { send } = scripted(() => ({}));
  return runtimeOf(of, { send }).parseWebhook(request, callOf({ credentials: given }));
}
const forged = { headers: [{ name: "sign", value: "00" }] };
const verdicts = ({ events }: ParseWebhookResponse) =>
  events.map(({ verification, verificationFailure }) => [verification, verificationFailure]);
const { VERIFIED, FAILED, NOT_AVAILABLE } = Verification;

test("a genuine delivery tells all its events, and may be acknowledged", async () => {
  const { events, acknowledgement } = await parsed(connector(), "a b");
  assert.deepEqual(
    events.map(({ dedupeKey, verification, action }) => [dedupeKey, verification, action]),
    [
      ["a", VERIFIED, EventAction.APPLY],
      ["b", VERIFIED, EventAction.APPLY],
    ],
  );
  assert.partialDeepStrictEqual(acknowledgement, { status: 200, body: "" });
});

test("what the processor wants to hear is said", async () => {
  const acknowledgement = { status: 202, text: "[accepted]", headers: { "content-type": "a/b" } };
  const answered = await parsed(connector({ acknowledgement }), "a");
  assert.partialDeepStrictEqual(answered.acknowledgement, {
    status: 202,
    body: "[accepted]",
    headers: { "content-type": "a/b" },
  });
});

test("a forged delivery tells nothing and is not acknowledged", async () => {
  const answered = await parsed(connector(), "a b", forged);
  assert.deepEqual(verdicts(answered), [
    [FAILED, VerificationFailure.SIGNATURE_MISMATCH],
    [FAILED, VerificationFailure.SIGNATURE_MISMATCH],
  ]);
  assert.equal(answered.acknowledgement, undefined);
  for (const { action, paymentRef, processorEventId, processorEventType } of answered.events) {
    assert.equal(action, EventAction.IGNORE);
    assert.deepEqual(
      [paymentRef, processorEventId, processorEventType],
      [undefined, undefined, ""],
    );
  }
  assert.notEqual(answered.events[0]?.dedupeKey, answered.events[1]?.dedupeKey);
});

test("a forged delivery that says nothing is not acknowledged either", async () => {
  const answered = await parsed(connector(), "", forged);
  assert.equal(answered.events.length, 1);
  assert.equal(answered.events[0]?.verification, FAILED);
  assert.equal(answered.acknowledgement, undefined);
});

test("content that failed is handed out only to who asks, and is never to be applied", async () => {
  const { events } = await parsed(connector(), "a", { ...forged, includeUnverified: true });
  assert.equal(events[0]?.paymentRef?.paymentId, "pay-a");
  assert.equal(events[0]?.verification, FAILED);
  assert.equal(events[0]?.action, EventAction.IGNORE);
});

test("without a secret nothing is genuine", async () => {
  const answered = await parsed(connector(), "a", {}, { ...credentials, webhookSecrets: [] });
  assert.deepEqual(verdicts(answered), [[FAILED, VerificationFailure.SECRET_MISSING]]);
});

test("each of several secrets is good", async () => {
  const rotated = { ...credentials, webhookSecrets: ["another-secret", secret] };
  assert.deepEqual(verdicts(await parsed(connector(), "a", {}, rotated)), [[VERIFIED, 0]]);
});

test("an item fails by itself, and one that fails withholds the acknowledgement", async () => {
  const split = connector({
    items: ({ text }: Delivery) => text.split(" "),
    verify: (item: string) => (item === "bad" ? rejected("TIMESTAMP") : verified),
    read: (item: string) => [event(item)],
  });
  const mixed = await parsed(split, "good bad");
  assert.deepEqual(verdicts(mixed), [
    [VERIFIED, 0],
    [FAILED, VerificationFailure.TIMESTAMP],
  ]);
  assert.equal(mixed.acknowledgement, undefined);
  assert.ok((await parsed(split, "good also")).acknowledgement);
});

test("an empty batch is not a verified batch, and one that cannot be split is malformed", async () => {
  for (const items of [
    () => [],
    () => {
      throw new TypeError("not JSON");
    },
  ]) {
    const answered = await parsed(connector({ items }), "x");
    assert.deepEqual(verdicts(answered), [[FAILED, VerificationFailure.MALFORMED]]);
    assert.equal(answered.acknowledgement, undefined);
  }
});

test("what cannot be read is malformed, genuine or not", async () => {
  const read = () => {
    throw new TypeError("odd");
  };
  assert.deepEqual(verdicts(await parsed(connector({ read }), "a")), [
    [FAILED, VerificationFailure.MALFORMED],
  ]);
  assert.deepEqual(verdicts(await parsed(connector({ read }), "a", forged)), [
    [FAILED, VerificationFailure.SIGNATURE_MISMATCH],
  ]);
});

test("what is not signed is a reason to look, and nothing else", async () => {
  const open = connector({ signed: false, secret: undefined, verify: () => unsigned });
  const { events, acknowledgement } = await parsed(open, "a");
  assert.equal(events[0]?.verification, NOT_AVAILABLE);
  assert.equal(events[0]?.action, EventAction.LOOK_UP);
  assert.ok(acknowledgement);
});

test("an event that is not known is kept by its name and ignored", async () => {
  const { events } = await parsed(
    connector({ read: () => [ignored("new.thing", "k", "id")] }),
    "a",
  );
  assert.partialDeepStrictEqual(events[0], {
    processorEventType: "new.thing",
    dedupeKey: "k",
    processorEventId: "id",
    action: EventAction.IGNORE,
    verification: VERIFIED,
  });
});

test("a check that must ask the processor believes nothing but its answer", async () => {
  const ask: Step<unknown, boolean> = {
    name: "ask",
    example: true,
    method: "POST",
    path: "/verify",
    read: ({ text }) => text === "SUCCESS",
  };
  const asking = connector({
    *verify() {
      return genuine(yield* step(ask, undefined));
    },
  });
  const by = async (answer: () => { status?: number; text?: string }) => {
    const { send } = scripted(answer);
    const request = create(ParseWebhookRequestSchema, { body: new Uint8Array([97]) });
    return verdicts(await runtimeOf(asking, { send }).parseWebhook(request, callOf()));
  };
  assert.deepEqual(await by(() => ({ text: "SUCCESS" })), [[VERIFIED, 0]]);
  assert.deepEqual(await by(() => ({ text: "FAILURE" })), [
    [FAILED, VerificationFailure.SIGNATURE_MISMATCH],
  ]);
  for (const status of [400, 401, 500])
    assert.deepEqual(await by(() => ({ status })), [[FAILED, VerificationFailure.NOT_CONFIRMED]]);
  assert.deepEqual(
    await by(() => {
      throw new Error("cut");
    }),
    [[FAILED, VerificationFailure.NOT_CONFIRMED]],
  );
});

test("bytes are handed on untouched, headers by their names in lower case", async () => {
  const seen: Delivery[] = [];
  const verify = (delivery: Delivery) => {
    seen.push(delivery);
    return verified;
  };
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0x61]);
  await parsed(connector({ verify }), bytes, { httpMethod: "PUT" });
  assert.deepEqual(seen[0]?.bytes, bytes);
  assert.equal(seen[0]?.text, "\ufffda");
  assert.ok(seen[0]?.headers["sign"]);
  assert.deepEqual([seen[0]?.method, seen[0]?.url], ["PUT", "https://shop.example/hook?a=1"]);
  await parsed(connector({ verify }), bytes);
  assert.equal(seen[1]?.method, "POST", "where the caller does not say");
});

test("what cannot be believed is named by its content, and ends where it would be applied", async () => {
  const nameless = async (text: string) => {
    const { events } = await parsed(connector({ read: () => assert.fail() }), text);
    return events[0]?.dedupeKey ?? "";
  };
  assert.match(await nameless("a"), /^unreadable-[0-9a-f]{16}$/);
  assert.notEqual(await nameless("a"), await nameless("b"));
  assert.equal(await nameless("a"), await nameless("a"));
  const expected = `unreadable-${sha256("a", "hex").slice(0, 16)}`;
  assert.equal(await nameless("a"), expected);

  const { events } = await parsed(connector(), "a", forged);
  assert.equal(events[0]?.dedupeKey, `unverified-${sha256("a", "hex").slice(0, 16)}`);
  const broken = await parsed(connector({ read: () => assert.fail() }), "a", forged);
  for (const { action } of [...events, ...broken.events]) assert.equal(action, EventAction.IGNORE);
});

test("an item that is no delivery is unreadable by a name of its own kind", async () => {
  for (const item of [null, undefined, 7, "text", {}]) {
    const { events } = await parsed(
      connector({ items: () => [item], verify: () => verified, read: () => assert.fail() }),
      "a",
    );
    assert.deepEqual(
      events.map(({ dedupeKey, verification }) => [dedupeKey, verification]),
      [[`unreadable-${sha256("", "hex").slice(0, 16)}`, FAILED]],
    );
  }
});

test("what failed for no reason given, and cannot be read, is malformed", async () => {
  const failing = connector({
    verify: () => ({ verification: FAILED }),
    read: () => assert.fail(),
  });
  assert.deepEqual(verdicts(await parsed(failing, "a")), [[FAILED, VerificationFailure.MALFORMED]]);
});

test("a connector that signs with no secret of its own is asked all the same", async () => {
  const { secret: _, ...keyless } = usual;
  const of = small({
    webhooks: { ...keyless, verify: () => verified } as NonNullable<AnyConnector["webhooks"]>,
  });
  assert.deepEqual(verdicts(await parsed(of, "a")), [[VERIFIED, VerificationFailure.UNSPECIFIED]]);
});

test("a connector without webhooks says so", async () => {
  const { webhooks: _, ...without } = small();
  await assert.rejects(parsed(without, "a"), Unsupported);
});
