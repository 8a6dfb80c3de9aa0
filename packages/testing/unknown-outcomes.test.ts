/**
 * Unknown outcomes: at every place where a call that moves money can break, what the answer says is never more than what
 * is known, and each way that it names leads to one movement and no second. The same call once more, which breaks or is
 * refused where it looks for what the first one did, does not say that nothing was done.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Certainty, type Operation, OperationStatus, Resolution_Way, Retry } from "#contract";
import { toJson } from "#kit";
import { load, loadSimulator } from "#registry";
import type { FaultKind } from "#simulators";
import { type Came, made, moves } from "./moves.ts";
import { type Heard, overheard } from "./overheard.ts";
import { moved, nameOf, type Shop, shopOf, simulatedIds } from "./shop.ts";
import { goThe } from "./ways.ts";

const { ACCEPTED, SUCCEEDED, FAILED, UNKNOWN } = OperationStatus;

/** Processed or not, for all that the caller can see. */
const broken: readonly FaultKind[] = [
  "cut-before",
  "cut-after",
  "cut-headers",
  "cut-body",
  "error-before",
  "error-after",
  "truncate",
  "delay",
];
const processed: ReadonlySet<FaultKind> = new Set([
  "cut-after",
  "cut-headers",
  "cut-body",
  "error-after",
  "truncate",
  "delay",
  "misstate",
]);
const SHORT = { timeout: 100 };

/** A shop, and what the declaration says of each exchange that it sent, by the name of its step. */
async function openHearing(id: string) {
  const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
  assert.ok(connector && simulator, `${id} has a connector and a simulator`);
  const heard = new Map<string, Heard>();
  const shop = shopOf(
    overheard(connector, (one) => heard.set(one.step, one)),
    simulator,
  );
  return { shop, heard };
}
const natureOf = (heard: ReadonlyMap<string, Heard>, label: string | undefined) =>
  heard.get(label?.replace(/\.\d+$/, "") ?? "");

interface Struck {
  /** The same call once more, after a first that met no fault. */
  readonly isRepeat?: boolean;
  /** Of `error-before`; a token that is asked for anew is refused as well. */
  readonly status?: number;
}
/** A call that meets one fault, in its nth exchange. */
async function struck(
  id: string,
  flow: string,
  kind: FaultKind,
  nth: number,
  { isRepeat = false, status }: Struck = {},
) {
  const { shop, heard } = await openHearing(id);
  const ready = (await moves[flow]?.(shop)) ?? assert.fail(`${id} has no ${flow}`);
  const { processor } = ready.shop;
  if (!ready.isContinued) await ready.shop.events();
  if (isRepeat) await made(ready);
  const [sentBefore, ledgerBefore] = [ready.shop.sent.length, processor.ledger.length];
  processor.faults.script({
    on: "*",
    nth,
    times: status === undefined ? 1 : 3,
    fault: { kind, milliseconds: 60_000, status },
  });
  const came = await made(ready, kind === "delay" ? SHORT : undefined);
  processor.faults.clear();
  // The processor comes to an end, also of what nobody waits for any more.
  if (kind === "delay") await sleep(1);
  const steps = ready.shop.sent.slice(sentBefore).map(({ step }) => step);
  return {
    ready,
    came,
    movedNow: moved(processor.ledger.slice(ready.before), ready.kind),
    movedByCall: moved(processor.ledger.slice(ledgerBefore), ready.kind),
    steps,
    nature: natureOf(heard, steps[nth - 1]),
  };
}

function assertHonest(
  { ready, came, movedNow, movedByCall, steps, nature }: Awaited<ReturnType<typeof struck>>,
  kind: FaultKind,
  { nth, mover }: { readonly nth: number; readonly mover: number | undefined },
): void {
  if (came.to === "NOT_SENT") {
    // Opening a session asks nothing of the processor.
    const asked = kind === "cut-connect" ? steps.slice(0, -1) : steps;
    assert.ok(
      asked.every((step) => step === "session"),
      `nothing was asked: ${steps}`,
    );
    assert.equal(movedByCall, 0n);
    return;
  }
  const { operation } = came;
  const said = `${nameOf(OperationStatus, operation.status)} ${toJson(operation.failure ?? {})}`;
  switch (operation.status) {
    case UNKNOWN:
      assert.equal(operation.certainty, Certainty.UNKNOWN);
      assert.equal(operation.failure?.retry, Retry.LOOK_UP_FIRST);
      assert.ok(operation.resolution?.ways.includes(Resolution_Way.ASK_PROCESSOR));
      assert.ok(operation.resolution?.earliest);
      if (!ready.isContinued && !nature?.looksBack && mover !== undefined && nth <= mover)
        assert.notEqual(kind, "cut-connect", "what was not sent is known not to be done");
      break;
    case FAILED:
      assert.equal(operation.certainty, Certainty.DEFINITIVE);
      // Told another amount, a script may ask for what there is not, and be refused.
      if (kind !== "misstate") assert.equal(operation.failure?.retry, Retry.SAME_KEY_NOW, said);
      assert.equal(movedNow, 0n, `nothing moved: ${said}`);
      break;
    default:
      assert.equal(operation.certainty, Certainty.DEFINITIVE);
      assert.ok([SUCCEEDED, ACCEPTED].includes(operation.status as 2));
      // A reversal is asked for without an amount: there is nothing to compare the answer with.
      if (operation.amount && ready.asksAmount)
        assert.equal(operation.amount.minorUnits, ready.amount, "no other amount is claimed");
  }
  if (nature?.looksBack && kind !== "misstate")
    assert.equal(operation.status, UNKNOWN, `the look at what was done broke: ${said}`);
  // In the exchange that moves the money, nothing that breaks can be anything but unknown.
  if (nth === mover && kind !== "cut-connect" && kind !== "misstate")
    assert.equal(nameOf(OperationStatus, operation.status), "UNKNOWN", said);
  if (mover !== undefined && nth > mover)
    assert.notEqual(operation.status, FAILED, "the money had moved before");
  if (processed.has(kind) && nth === mover && operation.status === FAILED)
    assert.fail(`it was done: ${said}`);
}

function assertUnknown(came: Came): Operation {
  assert.ok(came.to === "answer");
  const { status, certainty, failure, resolution } = came.operation;
  const said = `${nameOf(OperationStatus, status)} ${toJson(failure ?? {})}`;
  assert.equal(status, UNKNOWN, said);
  assert.equal(certainty, Certainty.UNKNOWN);
  assert.equal(failure?.retry, Retry.LOOK_UP_FIRST);
  assert.ok(resolution?.ways.includes(Resolution_Way.ASK_PROCESSOR));
  return came.operation;
}
/** Of who asks, not of what is asked for: a wrong key, a missing right, a request that is not understood, too many. */
const refusals = [400, 401, 403, 429] as const;

/** All ways after what is told apart at the processor; the rest looks like one of these, and goes one way. */
function waysToGo(kind: FaultKind, { resolution }: Operation): readonly Resolution_Way[] {
  const ways = resolution?.ways ?? [];
  const isTold = kind === "cut-before" || kind === "cut-after" || kind === "misstate";
  return isTold || Number(process.env["RUNS"] ?? 1) > 1 ? ways : ways.slice(0, 1);
}
for (const id of simulatedIds)
  for (const flow of Object.keys(moves))
    describe(`${flow} of ${id}`, async () => {
      const { shop, heard } = await openHearing(id);
      const healthy = await moves[flow]?.(shop);
      if (!healthy) return;
      const { sent, processor } = healthy.shop;
      const [sentBefore, ledgerBefore] = [sent.length, processor.ledger.length];
      const came = await made(healthy);
      assert.ok(came.to === "answer", toJson(came));
      // Some change only what was asked for as changeable, or after days: a card that is simply good is neither.
      if (flow === "adjustPayment" && came.operation.status === FAILED) return;
      assert.notEqual(came.operation.status, FAILED, toJson(came));
      const exchanges = sent.length - sentBefore;
      const at = sent.slice(sentBefore).findIndex(({ held }) => held > ledgerBefore);
      const mover = at < 0 ? undefined : at + 1;

      for (let nth = 1; nth <= exchanges; nth += 1) {
        const place = { nth, mover };
        const where = `exchange ${nth} of ${exchanges}${nth === mover ? ", which moves the money" : ""}`;
        const kinds = ["cut-connect", ...broken, "misstate"].filter(
          (kind): kind is FaultKind =>
            processor.faultKinds.includes(kind as FaultKind) &&
            // The deadline is waited for in real time.
            (kind !== "delay" || nth === (mover ?? exchanges)),
        );
        for (const kind of kinds)
          test(`${kind} in ${where}`, async () => {
            const first = await struck(id, flow, kind, nth);
            assertHonest(first, kind, place);
            if (first.came.to !== "answer" || first.came.operation.status !== UNKNOWN) return;
            for (const [index, way] of waysToGo(kind, first.came.operation).entries()) {
              const again = index === 0 ? first : await struck(id, flow, kind, nth);
              assert.ok(again.came.to === "answer");
              await goThe(way, again.ready, again.came.operation).catch((error: unknown) => {
                throw new Error(`${nameOf(Resolution_Way, way)}: ${String(error)}`, {
                  cause: error,
                });
              });
            }
          });
      }

      const again = await repeat(healthy.shop, () => made(healthy));
      if (!again) return;
      for (const [index, label] of again.labels.entries()) {
        const nature = natureOf(heard, label);
        const isLast = index === again.labels.length - 1;
        // An order or a token is made anew, and tells nothing of the first call; what ended the call has told of it.
        const isLook = nature?.looksBack || (isLast && again.movesNothing);
        if (!nature?.isHarmless || !isLook) continue;
        for (const kind of ["cut-after", "error-before", "truncate"] as const)
          test(`${kind} in exchange ${index + 1} of the same call once more`, async () => {
            const { came, movedNow } = await struck(id, flow, kind, index + 1, { isRepeat: true });
            assertUnknown(came);
            assert.ok([0n, healthy.amount].includes(movedNow), "once at most");
          });
        if (!nature.looksBack) continue;
        for (const status of refusals)
          test(`refused with ${status} in exchange ${index + 1} of the same call once more`, async () => {
            const met = { isRepeat: true, status } as const;
            const { came, movedNow } = await struck(id, flow, "error-before", index + 1, met);
            assert.equal(assertUnknown(came).failure?.processor?.httpStatus, status);
            assert.ok([0n, healthy.amount].includes(movedNow), "once at most");
          });
      }
    });

/** The exchanges of a call that is made once more; undefined where nothing is sent for it. */
async function repeat(shop: Shop, make: () => Promise<unknown>) {
  const [sentBefore, ledgerBefore] = [shop.sent.length, shop.processor.ledger.length];
  await make();
  const labels = shop.sent.slice(sentBefore).map(({ step }) => step);
  const movesNothing = shop.processor.ledger.length === ledgerBefore;
  return labels.length > 0 ? { labels, movesNothing } : undefined;
}
