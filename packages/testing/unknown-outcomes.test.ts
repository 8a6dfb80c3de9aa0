/**
 * Unknown outcomes: at every place where a call that moves money can break, what the answer says is never more than what
 * is known, and each way that it names leads to one movement and no second.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  Certainty,
  Lookup_Outcome,
  type Operation,
  OperationStatus,
  PaymentStatus,
  Resolution_Way,
  Retry,
} from "#contract";
import { toJson } from "#kit";
import { CallError, type CallOptions, totalsOf } from "#runtime";
import type { LedgerEntry } from "#simulate";
import type { FaultKind } from "#simulators";
import { amountOf, holds, pay, recorder } from "./journey.ts";
import {
  cardSample,
  moved,
  nameOf,
  newReference,
  openShop,
  requestFor,
  type Shop,
  simulatedIds,
} from "./shop.ts";

const { ACCEPTED, SUCCEEDED, FAILED, UNKNOWN } = OperationStatus;

/** A call that moves money, made ready and not yet made. */
interface Ready {
  readonly shop: Shop;
  readonly call: (options?: CallOptions) => Promise<{ readonly operation?: Operation | undefined }>;
  /** What it would move. */
  readonly kind: LedgerEntry["kind"];
  readonly amount: bigint;
  readonly reference: string;
  readonly asksAmount: boolean;
  /** Whether the money moves, by what a look-up finds; undefined where it finds nothing. */
  readonly look?: () => Promise<boolean | undefined>;
  readonly reverse?: () => Promise<Operation | undefined>;
}

const flows: Readonly<Record<string, (shop: Shop) => Promise<Ready | undefined>>> = {
  authorizePayment: async (shop) => {
    const request = requestFor(shop, cardSample(shop));
    const { reference } = request;
    const target = {
      case: "originalCall",
      value: { reference, amount: amountOf(request) },
    } as const;
    return {
      shop,
      call: (options) => shop.client.payments.authorizePayment(request, options),
      kind: "capture",
      amount: amountOf(request).minorUnits,
      reference,
      asksAmount: true,
      look: () => found(shop, request),
      async reverse() {
        const answer = await shop.client.payments.reversePayment({
          reference: newReference("reverse"),
          target,
        });
        return answer.operation;
      },
    };
  },

  capturePayment: async (shop) => {
    if (!shop.has("capturePayment") || !holds(shop)) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.MANUAL);
    const reference = newReference("capture");
    return {
      shop,
      call: (options) =>
        shop.client.payments.capturePayment(
          { reference, payment: ref, amount, finalCapture: true },
          options,
        ),
      kind: "capture",
      amount: amount.minorUnits,
      reference,
      asksAmount: true,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.status === PaymentStatus.CAPTURED;
      },
    };
  },

  voidPayment: async (shop) => {
    if (!shop.has("voidPayment") || !holds(shop)) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.MANUAL);
    const reference = newReference("void");
    return {
      shop,
      call: (options) => shop.client.payments.voidPayment({ reference, payment: ref }, options),
      kind: "void",
      amount: amount.minorUnits,
      reference,
      asksAmount: false,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.status === PaymentStatus.VOIDED;
      },
    };
  },

  adjustPayment: async (shop) => {
    if (!shop.has("adjustPayment") || !holds(shop)) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.MANUAL);
    const reference = newReference("adjust");
    const more = { ...amount, minorUnits: amount.minorUnits + 500n };
    return {
      shop,
      call: (options) =>
        shop.client.payments.adjustPayment(
          { reference, payment: ref, amount: more, previousAmount: amount },
          options,
        ),
      kind: "authorization",
      amount: 500n,
      reference,
      // What is answered is the new total.
      asksAmount: false,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.amounts?.authorized?.minorUnits === more.minorUnits;
      },
    };
  },

  createRefund: async (shop) => {
    if (!shop.has("createRefund")) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.AUTOMATIC);
    const reference = newReference("refund");
    const part = { ...amount, minorUnits: amount.minorUnits / 4n };
    return {
      shop,
      call: (options) =>
        shop.client.refunds.createRefund({ reference, payment: ref, amount: part }, options),
      kind: "refund",
      amount: part.minorUnits,
      reference,
      asksAmount: true,
      async look() {
        const { refund, lookup } = await shop.client.refunds.getRefund({
          target: { case: "originalCall", value: { reference } },
          payment: ref,
        });
        return refund ? true : lookup?.outcome === Lookup_Outcome.NOT_FOUND ? undefined : false;
      },
    };
  },

  reversePayment: async (shop) => {
    if (!shop.has("reversePayment")) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.AUTOMATIC);
    const reference = newReference("reverse");
    return {
      shop,
      call: (options) =>
        shop.client.payments.reversePayment(
          { reference, target: { case: "payment", value: ref } },
          options,
        ),
      kind: "refund",
      amount: amount.minorUnits,
      reference,
      asksAmount: false,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.amounts?.refunded?.minorUnits === amount.minorUnits;
      },
    };
  },
};

async function found(shop: Shop, { reference }: AuthorizePaymentRequest) {
  const { payment, lookup } = await shop.client.payments.getPayment({
    target: { case: "originalCall", value: { reference } },
  });
  if (payment) return payment.status === PaymentStatus.CAPTURED;
  assert.equal(lookup?.outcome, Lookup_Outcome.NOT_FOUND);
  return undefined;
}

/** What a call came to. */
type Came = { readonly to: "NOT_SENT" } | { readonly to: "answer"; readonly operation: Operation };

async function made({ call }: Ready, options?: CallOptions): Promise<Came> {
  try {
    const { operation } = await call(options);
    return { to: "answer", operation: operation ?? assert.fail("no operation") };
  } catch (error) {
    if (error instanceof CallError && error.reason === "NOT_SENT") return { to: "NOT_SENT" };
    throw error;
  }
}

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

/** A call that meets one fault, in its nth exchange. */
async function struck(id: string, flow: string, kind: FaultKind, nth: number) {
  const ready = (await flows[flow]?.(await openShop(id))) ?? assert.fail(`${id} has no ${flow}`);
  const { processor } = ready.shop;
  await ready.shop.events();
  const before = processor.ledger.length;
  const sentBefore = ready.shop.sent.length;
  processor.faults.script({ on: "*", nth, fault: { kind, milliseconds: 60_000 } });
  const came = await made(ready, kind === "delay" ? SHORT : undefined);
  processor.faults.clear();
  // The processor comes to an end, also of what nobody waits for any more.
  if (kind === "delay") await sleep(1);
  const steps = ready.shop.sent.slice(sentBefore).map(({ step }) => step);
  return {
    ready,
    came,
    movedNow: moved(processor.ledger.slice(before), ready.kind),
    before,
    steps,
  };
}

function assertHonest(
  { ready, came, movedNow, steps }: Awaited<ReturnType<typeof struck>>,
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
    assert.equal(movedNow, 0n);
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
      if (mover === undefined || nth <= mover)
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
  // In the exchange that moves the money, nothing that breaks can be anything but unknown.
  if (nth === mover && kind !== "cut-connect" && kind !== "misstate")
    assert.equal(nameOf(OperationStatus, operation.status), "UNKNOWN", said);
  if (mover !== undefined && nth > mover)
    assert.notEqual(operation.status, FAILED, "the money had moved before");
  if (processed.has(kind) && nth === mover && operation.status === FAILED)
    assert.fail(`it was done: ${said}`);
}

/** Goes one of the ways that an answer names; whatever it says, the ledger holds one movement, or none. */
async function resolve(
  { ready, before }: Awaited<ReturnType<typeof struck>>,
  operation: Operation,
  way: Resolution_Way,
): Promise<void> {
  const { shop, kind, amount } = ready;
  const entries = () => shop.processor.ledger.slice(before);
  const inLedger = () => moved(entries(), kind);
  const { earliest } = operation.resolution ?? {};
  const waited = Number(earliest?.seconds ?? 0n) - Math.floor(shop.now().getTime() / 1000);
  switch (way) {
    case Resolution_Way.REPEAT_SAME_KEY: {
      const again = await made(ready);
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
      const done = await ready.look?.();
      assert.equal(done ?? false, inLedger() === amount, "the look-up tells the truth");
      break;
    }
    case Resolution_Way.REVERSE: {
      shop.wait(Math.max(0, waited));
      const reversed = await ready.reverse?.();
      shop.wait(3600);
      const events = await shop.events();
      const told = events.find(({ operation }) => operation?.operationId === reversed?.operationId);
      const status = told?.operation?.status ?? reversed?.status;
      if (status === FAILED) break;
      assert.equal(held(entries()), 0n, "no money is held or taken");
      break;
    }
    case Resolution_Way.WAIT_FOR_WEBHOOK: {
      const record = recorder(shop, ready.reference);
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
/** All ways after what is told apart at the processor; the rest looks like one of these, and goes one way. */
function waysToGo(kind: FaultKind, { resolution }: Operation): readonly Resolution_Way[] {
  const ways = resolution?.ways ?? [];
  const isTold = kind === "cut-before" || kind === "cut-after" || kind === "misstate";
  return isTold || Number(process.env["RUNS"] ?? 1) > 1 ? ways : ways.slice(0, 1);
}
const held = (ledger: readonly LedgerEntry[]): bigint =>
  moved(ledger, "authorization") - moved(ledger, "void") - moved(ledger, "refund");

for (const id of simulatedIds)
  for (const flow of Object.keys(flows))
    describe(`${flow} of ${id}`, async () => {
      const healthy = await flows[flow]?.(await openShop(id));
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
              await resolve(again, again.came.operation, way).catch((error: unknown) => {
                throw new Error(`${nameOf(Resolution_Way, way)}: ${String(error)}`, {
                  cause: error,
                });
              });
            }
          });
      }
    });
