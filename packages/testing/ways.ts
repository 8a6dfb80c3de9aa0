/** The ways out of an unknown outcome, gone as a merchant would, against what really moved. */
import { strict as assert } from "node:assert";
import { type Operation, OperationStatus, PaymentStatus, Resolution_Way } from "#contract";
import { toJson } from "#kit";
import { totalsOf } from "#runtime";
import type { LedgerEntry } from "#simulate";
import { recorder } from "./journey.ts";
import { type Move, made } from "./moves.ts";
import { moved } from "./shop.ts";

const { ACCEPTED, SUCCEEDED, FAILED } = OperationStatus;

/** Goes one of the ways that an answer names; whatever it says, the ledger holds one movement, or none. */
export async function goThe(way: Resolution_Way, move: Move, operation: Operation): Promise<void> {
  const { shop, kind, amount, before } = move;
  const entries = () => shop.processor.ledger.slice(before);
  const inLedger = () => moved(entries(), kind);
  const { earliest } = operation.resolution ?? {};
  const waited = Number(earliest?.seconds ?? 0n) - Math.floor(shop.now().getTime() / 1000);
  switch (way) {
    case Resolution_Way.REPEAT_SAME_KEY: {
      const again = await made(move);
      assert.ok(again.to === "answer");
      const { status, failure } = again.operation;
      assert.ok([SUCCEEDED, ACCEPTED].includes(status as 2), toJson(failure ?? { status }));
      await shop.events();
      shop.wait(3600);
      if (status === SUCCEEDED) assert.equal(inLedger(), amount, "done once");
      break;
    }
    case Resolution_Way.GET: {
      shop.wait(Math.max(0, waited));
      const done = await move.look?.();
      assert.equal(done ?? false, inLedger() === amount, "the look-up tells the truth");
      break;
    }
    case Resolution_Way.REVERSE: {
      shop.wait(Math.max(0, waited));
      const reversed = await move.reverse?.();
      shop.wait(3600);
      const events = await shop.events();
      const id = reversed?.operationId;
      const told = events.find(({ operation }) => id && operation?.operationId === id);
      const status = told?.operation?.status ?? reversed?.status;
      if (status === FAILED) break;
      assert.equal(held(entries()), 0n, "no money is held or taken");
      break;
    }
    case Resolution_Way.WAIT_FOR_WEBHOOK: {
      const record = recorder(shop, move.reference);
      record.heard({ operation });
      const events = [...(await record.listen())];
      shop.wait(3600);
      events.push(...(await record.listen()));
      if (inLedger() > 0n) assert.ok(events.length > 0, "what moved is told");
      if (kind === "capture" && record.known().payment.value.status === PaymentStatus.CAPTURED)
        assert.equal(totalsOf(record.known()).captured, inLedger());
      break;
    }
  }
  assert.ok([0n, amount].includes(inLedger()), `${inLedger()} instead of ${amount}, once at most`);
}

/** Some processors take money without a word of having held it before. */
function held(ledger: readonly LedgerEntry[]): bigint {
  const had = moved(ledger, "authorization") || moved(ledger, "capture");
  return had - moved(ledger, "void") - moved(ledger, "refund");
}
