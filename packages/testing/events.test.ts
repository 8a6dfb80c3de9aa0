/** Real histories: whatever the order and number in which their events arrive, they fold to what really moved. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CaptureMode, DisputeStatus, type Event, EventAction, PaymentStatus } from "#contract";
import { applyEvent, type PaymentRecord, totalsOf } from "#runtime";
import { runs } from "../kit/runs.ts";
import { holds, pay } from "./journey.ts";
import { moved, nameOf, newReference, openShop, type Shop, simulatedIds } from "./shop.ts";

interface History {
  readonly shop: Shop;
  readonly events: readonly Event[];
}
type Live = (shop: Shop) => Promise<PaymentStatus>;

const part = <Amount extends { readonly minorUnits: bigint }>(amount: Amount) => ({
  ...amount,
  minorUnits: amount.minorUnits / 4n,
});

/** A payment held, taken in part where that can be, and given back in two parts. */
const refundedTwice: Live = async (shop) => {
  const paid = await pay(shop, holds(shop) ? CaptureMode.MANUAL : CaptureMode.AUTOMATIC);
  if (holds(shop)) {
    shop.wait(60);
    const { operation } = await shop.client.payments.capturePayment({
      reference: newReference("capture"),
      payment: paid.ref,
      amount: paid.amount,
      finalCapture: true,
    });
    assert.ok(operation);
  }
  for (const minorUnits of [paid.amount.minorUnits / 4n, paid.amount.minorUnits / 2n]) {
    shop.wait(60);
    if (!shop.has("createRefund")) continue;
    await shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: paid.ref,
      amount: { ...paid.amount, minorUnits },
    });
  }
  shop.wait(3600);
  return PaymentStatus.CAPTURED;
};

/** A payment held and given up. */
const givenUp: Live = async (shop) => {
  const paid = await pay(shop, CaptureMode.MANUAL);
  shop.wait(60);
  await shop.client.payments.voidPayment({ reference: newReference("void"), payment: paid.ref });
  return PaymentStatus.VOIDED;
};

/** A payment taken, disputed and won. */
const disputed: Live = async (shop) => {
  const paid = await pay(shop, CaptureMode.AUTOMATIC);
  shop.wait(60);
  const { dispute = "" } = shop.processor.command("openDispute", {
    payment: paid.ref.paymentId,
    amount: String(part(paid.amount).minorUnits),
  });
  shop.wait(60);
  shop.processor.command("resolveDispute", { dispute, outcome: "won" });
  return PaymentStatus.CAPTURED;
};

const fold = (events: readonly Event[]): PaymentRecord =>
  events.reduce<PaymentRecord | undefined>(applyEvent, undefined) ?? assert.fail("no events");

function assertTruth(
  { shop, events }: History,
  record: PaymentRecord,
  status: PaymentStatus,
): void {
  const { ledger } = shop.processor;
  const { captured, refunded } = totalsOf(record);
  assert.equal(nameOf(PaymentStatus, record.payment.value.status), nameOf(PaymentStatus, status));
  assert.equal(captured, moved(ledger, "capture"), "captured");
  assert.equal(refunded, moved(ledger, "refund"), "refunded");
  const isDisputed = events.some(({ resource }) => resource.case === "dispute");
  assert.deepEqual(
    record.disputes.map(({ value }) => value.status),
    isDisputed ? [DisputeStatus.WON] : [],
  );
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
        test(`${name}${fault ? ` with ${fault}` : ""}`, async () => {
          const shop = await openShop(id);
          if (fault) shop.processor.faults.script({ on: "*", times: 1000, fault: { kind: fault } });
          const status = await live(shop);
          shop.processor.outbox.release();
          await shop.events();
          const events = shop.log.filter(({ action }) => action === EventAction.APPLY);
          assert.ok(events.length > 0);
          const keys = new Set(events.map(({ dedupeKey }) => dedupeKey));
          if (fault === "webhook-duplicate")
            assert.ok(keys.size < events.length, "copies have the same key");
          else assert.equal(keys.size, events.length, "other events have other keys");

          const history = { shop, events };
          const inOrder = fold(events);
          assertTruth(history, inOrder, status);
          const anyOrder = fc.shuffledSubarray([...events, ...events], {
            minLength: events.length * 2,
          });
          fc.assert(
            fc.property(anyOrder, (shuffled) => assert.deepEqual(fold(shuffled), inOrder)),
            runs(20),
          );
        });
  });
