/** Real histories: whatever the order and number in which their events arrive, they fold to what really moved. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CaptureMode, DisputeStatus, EventAction, type PaymentRef, PaymentStatus } from "#contract";
import { applyAnswer, applyEvent, type PaymentRecord, totalsOf } from "#runtime";
import { runs } from "../kit/runs.ts";
import { holds, pay } from "./journey.ts";
import { moved, nameOf, newReference, openShop, type Shop, simulatedIds } from "./shop.ts";

/** What became of a payment, and whether each thing that was done to it is told by webhook. */
interface Life {
  readonly ref: PaymentRef;
  readonly status: PaymentStatus;
  readonly isTold: boolean;
}
type Live = (shop: Shop) => Promise<Life>;

/** Does something to a payment, and says whether any webhook tells of it. */
async function told(shop: Shop, deed: () => unknown): Promise<boolean> {
  const before = shop.processor.deliveries.length;
  shop.wait(60);
  await deed();
  shop.wait(3600);
  return shop.processor.deliveries.length > before;
}

const part = <Amount extends { readonly minorUnits: bigint }>(amount: Amount) => ({
  ...amount,
  minorUnits: amount.minorUnits / 4n,
});

/** A payment held where that can be, taken, and given back in two parts. */
const refundedTwice: Live = async (shop) => {
  const { ref, amount } = await pay(shop, holds(shop) ? CaptureMode.MANUAL : CaptureMode.AUTOMATIC);
  let isTold = true;
  const tell = async (deed: () => unknown) => {
    isTold = (await told(shop, deed)) && isTold;
  };
  if (holds(shop))
    await tell(() =>
      shop.client.payments.capturePayment({
        reference: newReference("capture"),
        payment: ref,
        amount,
        finalCapture: true,
      }),
    );
  for (const minorUnits of shop.has("createRefund")
    ? [amount.minorUnits / 4n, amount.minorUnits / 2n]
    : [])
    await tell(() =>
      shop.client.refunds.createRefund({
        reference: newReference("refund"),
        payment: ref,
        amount: { ...amount, minorUnits },
      }),
    );
  return { ref, status: PaymentStatus.CAPTURED, isTold };
};

/** A payment held and given up. */
const givenUp: Live = async (shop) => {
  const { ref } = await pay(shop, CaptureMode.MANUAL);
  const isTold = await told(shop, () =>
    shop.client.payments.voidPayment({ reference: newReference("void"), payment: ref }),
  );
  return { ref, status: PaymentStatus.VOIDED, isTold };
};

/** A payment taken, disputed and won. */
const disputed: Live = async (shop) => {
  const { ref, amount } = await pay(shop, CaptureMode.AUTOMATIC);
  let dispute = "";
  const isOpeningTold = await told(shop, () => {
    const opened = shop.processor.command("openDispute", {
      payment: ref.paymentId,
      amount: String(part(amount).minorUnits),
    });
    dispute = opened["dispute"] ?? "";
  });
  const isEndTold = await told(shop, () =>
    shop.processor.command("resolveDispute", { dispute, outcome: "won" }),
  );
  return { ref, status: PaymentStatus.CAPTURED, isTold: isOpeningTold && isEndTold };
};

type Hear = (record: PaymentRecord | undefined) => PaymentRecord;
const fold = (heard: readonly Hear[]): PaymentRecord =>
  heard.reduce<PaymentRecord | undefined>((record, hear) => hear(record), undefined) ??
  assert.fail("nobody says anything");

function assertTruth(
  { id, processor: { ledger }, log }: Shop,
  { status }: Life,
  record: PaymentRecord,
) {
  const { captured, refunded } = totalsOf(record);
  assert.equal(
    nameOf(PaymentStatus, record.payment.value.status),
    nameOf(PaymentStatus, status),
    `${id}: its events, or GetPayment where they say LOOK_UP, tell another status than the ledger`,
  );
  assert.equal(captured, moved(ledger, "capture"), `${id}: captured, as told and in the ledger`);
  assert.equal(refunded, moved(ledger, "refund"), `${id}: refunded, as told and in the ledger`);
  const isDisputed = log.some(
    ({ resource, action }) => resource.case === "dispute" && action === EventAction.APPLY,
  );
  assert.deepEqual(
    record.disputes.map(({ value }) => value.status),
    isDisputed ? [DisputeStatus.WON] : [],
  );
}

/** What a look-up tells, for processors that do not tell everything by webhook. */
async function lookUp(shop: Shop, { ref }: Life): Promise<Hear> {
  const answer = await shop.client.payments.getPayment({
    target: { case: "payment", value: ref },
  });
  const askedAt = shop.now();
  return (record) => applyAnswer(record, answer, askedAt);
}

for (const id of simulatedIds)
  describe(`histories of ${id}`, async () => {
    const shop = await openShop(id);
    const lives: readonly (readonly [string, Live])[] = [
      ["captured and refunded twice", refundedTwice],
      ...(holds(shop) && shop.has("voidPayment") ? [["given up", givenUp] as const] : []),
      ...("openDispute" in shop.processor.simulator.commands
        ? [["disputed and won", disputed] as const]
        : []),
    ];
    for (const [name, live] of lives)
      for (const fault of [undefined, "webhook-duplicate", "webhook-reorder"] as const)
        test(`${name}${fault ? ` with ${fault}` : ""}`, async (t) => {
          const shop = await openShop(id);
          if (fault) shop.processor.faults.script({ on: "*", times: 1000, fault: { kind: fault } });
          const life = await live(shop);
          shop.processor.outbox.release();
          await shop.events();
          const events = shop.log.filter(({ action }) => action === EventAction.APPLY);
          const keys = new Set(events.map(({ dedupeKey }) => dedupeKey));
          const sent = shop.processor.deliveries.map(({ event }) => event.id);
          if (new Set(sent).size === sent.length)
            assert.equal(keys.size, events.length, "other events have other keys");
          else if (events.length > 0)
            assert.ok(keys.size < events.length, "copies have the same key");

          const isTold =
            life.isTold && shop.log.every(({ action }) => action !== EventAction.LOOK_UP);
          if (!isTold) t.diagnostic(`${id} does not tell all of it by webhook`);
          const heard: readonly Hear[] = [
            ...events.map(
              (event) => (record: PaymentRecord | undefined) => applyEvent(record, event),
            ),
            ...(isTold ? [] : [await lookUp(shop, life)]),
          ];
          const inOrder = fold(heard);
          assertTruth(shop, life, inOrder);
          const anyOrder = fc.shuffledSubarray([...heard, ...heard], {
            minLength: heard.length * 2,
          });
          fc.assert(
            fc.property(anyOrder, (shuffled) => assert.deepEqual(fold(shuffled), inOrder)),
            runs(20),
          );
        });
  });
