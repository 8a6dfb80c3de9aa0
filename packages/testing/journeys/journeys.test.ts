/**
 * Shoppers' journeys in real Chromium: every way of asking the shopper that a simulator's samples have, walked to each
 * of its ends. In the end the answers, the events and the ledger tell the same, and it is what the scripted browser of
 * the other tests came to. Skips by name without Chromium: `apt-get install chromium`.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type NextAction,
  PaymentStatus,
} from "#contract";
import { load, loadSimulator } from "#registry";
import { applyEvent, type PaymentRecord } from "#runtime";
import type { Sample } from "#simulate";
import { createSandbox, serveSandbox } from "#simulators";
import type { Wish } from "../browser.ts";
import { act, amountOf, isOpen, recorder } from "../journey.ts";
import {
  changed,
  methodSamples,
  moved,
  nameOf,
  openShop,
  requestFor,
  type Shop,
  shopOf,
  simulatedIds,
} from "../shop.ts";
import { startChromium, walk } from "./shopper.ts";
import { openSite } from "./site.ts";

const browser = await startChromium();
const site = await openSite();
after(async () => {
  await browser?.close();
  await site.close();
});
const skip = browser ? false : "chromium is not installed: apt-get install chromium";

/** What somebody's browser is sent to; undefined for whatever else is to be done. */
function pageOf(shop: Shop, next: NextAction | undefined): string | undefined {
  const action = next?.action;
  switch (action?.case) {
    case "redirect":
    case "threeDsMethod":
    case "threeDsChallenge": {
      const { url } = action.value;
      return shop.sandbox.addressOf(url) && `${action.case} ${formOf(new URL(url).pathname)}`;
    }
    default:
      return undefined;
  }
}
/** A path without what differs from one payment to the next, or from one bank to another. */
const formOf = (path: string): string =>
  path.replace(/\/[^/]*\d{4}[^/]*/g, "/…").replace(/\/hpp\/[^/]+/, "/hpp/…");

interface Asking {
  readonly name: string;
  readonly sample: Sample;
  /** Whether it is the first with pages of its kind: with those, the shopper does all that shoppers do. */
  readonly first: boolean;
}

/** Every sample that says it asks the shopper, and of the methods one for each kind of page. */
async function samplesOf(id: string): Promise<readonly Asking[]> {
  const shop = await openShop(id);
  const asking = shop.samples.outcomes.filter(({ status }) => status === "ACTION_REQUIRED");
  const all = [...asking.map((sample) => [sample.name, sample] as const), ...methodSamples(shop)];
  const found: Asking[] = [];
  const kinds = new Set<string>();
  for (const [name, sample] of all) {
    const opened = await openShop(id);
    const { nextAction } = await opened.client.payments.authorizePayment(
      requestFor(opened, sample),
    );
    const page = pageOf(opened, nextAction);
    if (page === undefined || (kinds.has(page) && !("status" in sample))) continue;
    found.push({ name, sample, first: !kinds.has(page) });
    kinds.add(page);
  }
  return found;
}

/** A shop whose processor's pages a browser can open. */
async function openServed(id: string) {
  const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
  assert.ok(connector && simulator);
  const sandbox = createSandbox({ simulators: [simulator] });
  const server = await serveSandbox(sandbox);
  return { shop: shopOf(connector, simulator, { sandbox }), sandbox, close: server.close };
}

/** What the scripted browser comes to, in a world of its own. */
async function scripted(id: string, sample: Sample, wish: Wish) {
  const shop = await openShop(id);
  const begun = await shop.client.payments.authorizePayment(requestFor(shop, sample));
  let granted = wish === "succeeded";
  const acted = await act(shop, begun, wish, (arrival) => {
    granted ||= arrival.granted;
  });
  return { granted, status: acted.payment?.status };
}

interface Ending {
  readonly wish: Wish;
  readonly leaves?: boolean;
  readonly twice?: boolean;
  readonly webhookFirst?: boolean;
}
const endings: Readonly<Record<string, Ending>> = {
  "the shopper agrees": { wish: "succeeded" },
  "the shopper does not": { wish: "failed" },
  "the shopper leaves": { wish: "succeeded", leaves: true },
  "the shopper returns twice": { wish: "succeeded", twice: true },
  "the webhook is first": { wish: "succeeded", webhookFirst: true },
};

let visits = 0;

async function journey(id: string, sample: Sample, ending: Ending): Promise<void> {
  assert.ok(browser);
  const served = await openServed(id);
  const { shop } = served;
  try {
    const name = `visit-${++visits}`;
    const asked = requestFor(shop, sample);
    const request = changed(asked, {
      purchase: { ...asked.purchase, returnUrl: site.returnUrl(name) },
    });
    const begun = await shop.client.payments.authorizePayment(request);
    const record = recorder(shop, request.reference);
    record.heard(begun);
    const visit = site.visit(name, {
      shop,
      standing: begun,
      beforeReturn: async () => {
        if (ending.webhookFirst) await record.listen();
      },
    });
    const walked = await walk(browser.windows, site.url, { visit, ...ending });
    for (const answer of visit.answers) record.heard(answer);
    if (ending.twice) assertSame(visit.answers);
    if (ending.leaves) {
      assert.equal(walked.shown, undefined);
      assert.deepEqual(visit.answers, []);
    } else await compare(id, sample, ending, walked.granted, visit.standing().payment?.status);
    if (ending.leaves) {
      await record.listen();
      await record.look();
    } else {
      const { payment, operation } = visit.answers.at(-1) ?? begun;
      const last = changed(begun, { payment, operation, nextAction: undefined });
      await record.follow(last, ending.wish);
    }
    assertAgreed(shop, request, record.known());
    assert.deepEqual(served.sandbox.failures, []);
  } finally {
    await served.close();
  }
}

function assertSame(answers: readonly { readonly payment?: unknown }[]): void {
  const statuses = answers.map((answer) => Reflect.get(Object(answer.payment), "status"));
  if (answers.length === 0) return;
  assert.ok(answers.length >= 2, "the return was made twice");
  assert.equal(statuses.at(-1), statuses.at(-2), "a return that is made twice is answered alike");
}

async function compare(
  id: string,
  sample: Sample,
  { wish }: Ending,
  granted: boolean,
  status: PaymentStatus | undefined,
): Promise<void> {
  const expected = await scripted(id, sample, wish);
  assert.equal(nameOf(PaymentStatus, status), nameOf(PaymentStatus, expected.status));
  assert.equal(granted, expected.granted, "both were offered the same");
}

const held: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.AUTHORIZED,
  PaymentStatus.CAPTURED,
]);

/** The merchant's record, what the events alone say, and the processor's ledger. */
function assertAgreed(
  shop: Shop,
  request: AuthorizePaymentRequest,
  { payment }: PaymentRecord,
): void {
  const { status, failure } = payment.value;
  const { ledger } = shop.processor;
  const word = nameOf(PaymentStatus, status);
  const asked = amountOf(request).minorUnits;
  if (held.has(status)) {
    assert.equal(
      moved(ledger, "authorization") || moved(ledger, "capture"),
      asked,
      `${word}: once`,
    );
    if (request.captureMode === CaptureMode.AUTOMATIC && status === PaymentStatus.CAPTURED)
      assert.equal(moved(ledger, "capture"), asked);
  } else assert.deepEqual(ledger, [], `${word}: nothing moved`);
  if (status === PaymentStatus.FAILED) assert.ok(failure?.code, "it says why");

  let told: PaymentRecord | undefined;
  for (const event of shop.log)
    if (
      event.reference === request.reference ||
      event.paymentRef?.paymentId === payment.value.paymentRef?.paymentId
    )
      told = applyEvent(told, event);
  const byEvents = told?.payment.value.status;
  // An event may say no more than that something happened: what, the look-up says.
  if (byEvents && !isOpen({ status: byEvents }))
    assert.equal(nameOf(PaymentStatus, byEvents), word, "the events alone say the same");
}

/** Most of a journey is waiting for pages. */
const AT_A_TIME = 3;

for (const id of simulatedIds) {
  const samples = browser ? await samplesOf(id) : [];
  if (browser && samples.length === 0) continue;
  describe(`journeys of ${id}`, { skip, concurrency: AT_A_TIME }, () => {
    for (const { name, sample, first } of samples)
      for (const [end, ending] of Object.entries(endings).slice(0, first ? undefined : 2))
        test(`${name}: ${end}`, () => journey(id, sample, ending));
    if (!browser) test("in Chromium", { skip }, () => {});
  });
}

test("a card that nobody is asked about: no page, and the answer is all", { skip }, async () => {
  const shop = await openShop("stripe");
  const [sample] = methodSamples(shop).filter(([name]) => name === "card");
  assert.ok(sample);
  const request = requestFor(shop, sample[1]);
  const begun = await shop.client.payments.authorizePayment(request);
  assert.equal(begun.nextAction?.action.case, undefined);
  const record = recorder(shop, request.reference);
  record.heard(begun);
  await record.listen();
  assertAgreed(shop, request, record.known());
});
