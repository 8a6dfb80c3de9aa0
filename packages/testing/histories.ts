/**
 * Histories: what one merchant lives through with one order, drawn from a seed. The processor breaks by chance, webhooks
 * come late, twice and in any order, the clock is the simulator's, and in the end the ledger is held against what the
 * merchant knows.
 */
import { strict as assert } from "node:assert";
import {
  type AuthorizePaymentResponse,
  CaptureMode,
  type Money,
  OperationStatus,
  PaymentStatus,
  RefundStatus,
} from "#contract";
import { toJson } from "#kit";
import { applyAnswer, type PaymentRecord, totalsOf } from "#runtime";
import type { FaultKind } from "#simulators";
import { type Chance, createChance } from "./chance.ts";
import type { Figures } from "./figures.ts";
import { act, amountOf, isOpen } from "./journey.ts";
import { createMailbox } from "./mailbox.ts";
import { type Answered, absent, type Ended, pursue, type Wanted } from "./merchant.ts";
import { assertHonest, type Intent, outstanding } from "./reckoning.ts";
import { moved, type Shop, shopOf } from "./shop.ts";
import { SLOWEST, type Stage, sendOnItsClock } from "./stage.ts";
import { ended, isUndone, standing } from "./standings.ts";

/** What breaks, where a processor can. */
const breaking: ReadonlySet<FaultKind> = new Set([
  "cut-connect",
  "cut-before",
  "cut-after",
  "cut-headers",
  "cut-body",
  "error-before",
  "error-after",
  "truncate",
  "delay",
  "misstate",
  "webhook-duplicate",
  "webhook-reorder",
]);
/** Of a hundred requests, how many go wrong; a history has one of these rates. */
const rates = [0, 0.1, 0.25, 0.4, 0.6];
const A_DAY = 86_400;

/** One history; throws where the ledger holds what nobody asked for, or what the merchant does not know. */
export async function live(
  stage: Stage,
  seed: number,
  figures: Figures,
  tell: (line: () => string) => void = () => {},
): Promise<void> {
  const { connector, simulator, sandbox } = stage;
  sandbox.reset();
  const send = sendOnItsClock(sandbox, connector.id);
  const shop = shopOf(connector, simulator, { sandbox, through: () => send });
  const chance = createChance(`${shop.id} ${seed}`);
  const merchant = createMerchant(shop, { stage, chance, figures, seed, tell });
  const rate = chance.pick(rates);
  if (rate > 0) seedFaults(shop, rate, seed);
  await merchant.lives();
  figures.histories += 1;
  figures.faults += shop.processor.faults.happened;
  figures.exchanges += shop.sent.length;
  figures.ledgerEntries += shop.processor.ledger.length;
}

function seedFaults({ processor }: Shop, rate: number, seed: number): void {
  const kinds = processor.faultKinds.filter((kind) => breaking.has(kind));
  processor.faults.seed({ rate, seed, kinds, slowest: SLOWEST });
}

/** Whoever tells another amount than was asked for has not been believed. */
function assertNoOther(asked: bigint, { operation }: Answered): void {
  const { status, amount, alreadyDone } = operation ?? {};
  if (!amount || alreadyDone || !isBelieved(status)) return;
  assert.equal(amount.minorUnits, asked, "the amount that is told is the one that was asked for");
}
const isBelieved = (status: OperationStatus | undefined): boolean =>
  status === OperationStatus.SUCCEEDED || status === OperationStatus.ACCEPTED;

/** Nothing of it is held or taken any more. */
function isGivenUp(record: PaymentRecord): boolean {
  const { captured, refunded } = totalsOf(record);
  return isUndone(record.payment.value.status) || (captured > 0n && refunded === captured);
}

interface Life {
  readonly stage: Stage;
  readonly chance: Chance;
  readonly figures: Figures;
  readonly seed: number;
  readonly tell: (line: () => string) => void;
}

function createMerchant(shop: Shop, { stage, chance, figures, seed, tell }: Life) {
  const { client, processor } = shop;
  const intents: Intent[] = [];
  const { known, hear, listen, looked, looks, paymentRef, refOf } = createMailbox(
    shop,
    chance,
    figures,
    tell,
  );
  let isReversed = false;
  const ledger = () => processor.ledger;
  const reference = (what: string) => `${what}-${seed}`;

  const mayListen = async () => {
    if (chance.percent(40)) await listen();
  };

  async function does<Answer extends Answered>(
    wanted: Wanted<Answer>,
    kind: Intent["kind"],
    amount: bigint,
  ): Promise<Ended<Answer>> {
    figures.operations += 1;
    const { call } = wanted;
    const told = async () => {
      const answer = await call();
      tell(() => `${wanted.name}: ${toJson(answer)}`);
      assertNoOther(amount, answer);
      return answer;
    };
    const ended = await pursue(shop, { ...wanted, call: told }, chance, figures);
    tell(() => `${wanted.name} is ${ended.end} by ${ended.by}`);
    if (ended.answer) hear(ended.answer);
    if (ended.end === "refused") figures.refused += 1;
    intents.push({ kind, amount, end: ended.end, by: ended.by });
    await mayListen();
    return ended;
  }

  const toldOf = (reference: string): "done" | "refused" | undefined => {
    const operation = known()?.operations.find(({ value }) => value.reference === reference)?.value;
    return ended(operation?.status);
  };

  /** Reverses what may or may not be there, until that itself is known. */
  async function reverse(target: Parameters<typeof client.payments.reversePayment>[0]["target"]) {
    if (!target) return false;
    let asked = { reference: reference("reverse"), target };
    let attempts = 1;
    const isGone = () => outstanding(processor) === 0n;
    const { end, by, answer } = await pursue(
      shop,
      {
        name: "reverse",
        call: async () => {
          const answer = await client.payments.reversePayment(asked);
          tell(() => `reverse: ${toJson(answer)}`);
          return answer;
        },
        ...(shop.has("getPayment") && {
          look: async () => {
            const found = await client.payments.getPayment({ target });
            if (!found.payment) return absent(found.lookup);
            hear(found);
            return isGivenUp(applyAnswer(undefined, found, shop.now())) ? "done" : "later";
          },
        }),
        // What is left to give back may be another amount by now.
        anew: () => {
          attempts += 1;
          asked = { ...asked, reference: reference(`reverse-again${attempts}`) };
        },
        listen: async () => {
          await listen();
          return toldOf(asked.reference);
        },
        ask: () => (isGone() ? "done" : "refused"),
      },
      chance,
      figures,
    );
    tell(() => `reverse is ${end} by ${by}`);
    const isDone =
      end === "done" ||
      (end === "accepted" && (await isUndoneLater(answer?.operation?.operationId)));
    isReversed ||= isDone;
    return isDone;
  }
  /** What was taken on is told of by its id, or by where the payment stands then. */
  async function isUndoneLater(operationId: string | undefined): Promise<boolean> {
    shop.wait(A_DAY);
    processor.outbox.release();
    await listen(true);
    await looks();
    const record = known();
    const own = record?.operations.find(
      ({ value }) => operationId && value.operationId === operationId,
    );
    const told = ended(own?.value.status);
    if (told) return told === "done";
    return record !== undefined && isGivenUp(record);
  }

  async function orders(): Promise<Ended<AuthorizePaymentResponse>> {
    const mode = stage.canHold && chance.percent(60) ? CaptureMode.MANUAL : CaptureMode.AUTOMATIC;
    const request = { ...stage.asks(mode), reference: reference("order") };
    const amount = amountOf(request);
    const target = {
      case: "originalCall",
      value: { reference: request.reference, amount },
    } as const;
    const isHold = request.captureMode === CaptureMode.MANUAL;
    const entries = () => moved(ledger(), isHold ? "authorization" : "capture");
    return does(
      {
        name: "order",
        call: () => client.payments.authorizePayment(request),
        look: async () => {
          const found = await client.payments.getPayment({ target });
          if (!found.payment) return absent(found.lookup);
          hear(found);
          return standing(found.payment.status) ?? "later";
        },
        reverse: () => reverse(target),
        listen: async () => {
          await listen();
          const record = known();
          const told = record && standing(record.payment.value.status);
          return told === "accepted" ? undefined : told;
        },
        ask: () => (entries() > 0n ? "done" : "refused"),
      },
      isHold ? "hold" : "charge",
      amount.minorUnits,
    );
  }

  /** The customer, the bank and time do their part; nothing breaks meanwhile. */
  async function completes(order: Ended<AuthorizePaymentResponse>): Promise<void> {
    processor.faults.clear();
    if (order.answer?.nextAction) {
      const acted = await act(shop, order.answer);
      if (acted !== order.answer) hear(acted);
    }
    await listen(true);
    const record = known();
    if (record && isOpen(record.payment.value)) {
      const id = paymentRef()?.paymentId;
      try {
        if (id) processor.command("settle", { payment: id, outcome: "succeeded" });
      } catch (error) {
        // There is nothing to decide at this processor, or not of this payment.
        assert.ok(error instanceof Error && error.name === "Error", String(error));
      }
      shop.wait(3600);
      await listen(true);
      await looks();
    }
  }
  async function captures(amount: Money): Promise<void> {
    const asked = {
      reference: reference("capture"),
      payment: refOf(),
      amount,
      finalCapture: true,
    };
    await does(
      {
        name: "capture",
        call: () => client.payments.capturePayment(asked),
        look: () =>
          looked((found) => {
            const { status } = found.payment.value;
            const isTaken =
              status === PaymentStatus.CAPTURED || status === PaymentStatus.PARTIALLY_CAPTURED;
            return isTaken ? "done" : status === PaymentStatus.AUTHORIZED ? "not done" : "later";
          }),
        listen: async () => {
          await listen();
          return toldOf(asked.reference) ?? (knownCaptured() > 0n ? "done" : undefined);
        },
        ask: () => (moved(ledger(), "capture") > 0n ? "done" : "refused"),
      },
      "capture",
      amount.minorUnits,
    );
  }
  const knownCaptured = () => {
    const record = known();
    return record ? totalsOf(record).captured : 0n;
  };

  async function voids(amount: bigint): Promise<void> {
    const asked = { reference: reference("void"), payment: refOf() };
    await does(
      {
        name: "void",
        call: () => client.payments.voidPayment(asked),
        look: () =>
          looked(({ payment }) =>
            isUndone(payment.value.status)
              ? "done"
              : payment.value.status === PaymentStatus.AUTHORIZED
                ? "not done"
                : "later",
          ),
        listen: async () => {
          await listen();
          const { status } = known()?.payment.value ?? {};
          return toldOf(asked.reference) ?? (isUndone(status) ? "done" : undefined);
        },
        ask: () => (moved(ledger(), "void") > 0n ? "done" : "refused"),
      },
      "void",
      amount,
    );
  }

  async function refunds(number: number, amount: Money): Promise<void> {
    const payment = refOf();
    const asked = { reference: reference(`refund${number}`), payment, amount };
    const before = moved(ledger(), "refund");
    await does(
      {
        name: asked.reference,
        call: () => client.refunds.createRefund(asked),
        look: async () => {
          const found = await client.refunds.getRefund({
            target: { case: "originalCall", value: { reference: asked.reference } },
            payment,
          });
          if (!found.refund) return absent(found.lookup);
          hear(found);
          return found.refund.status === RefundStatus.FAILED ? "not done" : "done";
        },
        listen: async () => {
          await listen();
          const refund = known()?.refunds.find(
            ({ value }) => value.refundRef?.reference === asked.reference,
          );
          if (!refund) return undefined;
          return refund.value.status === RefundStatus.FAILED ? "refused" : "done";
        },
        ask: () => (moved(ledger(), "refund") - before >= amount.minorUnits ? "done" : "refused"),
      },
      "refund",
      amount.minorUnits,
    );
  }

  async function gives(whole: bigint, currency: string): Promise<void> {
    const times = chance.below(4);
    for (let number = 1; number <= times; number += 1) {
      // Each another part, so that a sum tells which of them were done; now and then more than there is.
      const minorUnits = chance.percent(10)
        ? whole + 1n
        : whole / BigInt(3 + number) + BigInt(number);
      await refunds(number, { $typeName: "payments.v1.Money", minorUnits, currency });
      shop.wait(chance.below(600));
    }
  }

  async function lives(): Promise<void> {
    const order = await orders();
    if (order.end === "reversed" || order.end === "refused") return closes();
    const rate = chance.pick(rates);
    await completes(order);
    if (rate > 0) seedFaults(shop, rate, seed + 1);
    const { status, amounts } = known()?.payment.value ?? {};
    const amount = amounts?.authorized ?? amounts?.requested ?? amounts?.captured;
    const [{ amount: whole } = { amount: 0n }] = intents;
    const currency = amount?.currency ?? amountOf(stage.asks(CaptureMode.AUTOMATIC)).currency;
    if (!paymentRef()) return closes();
    if (status === PaymentStatus.AUTHORIZED) {
      const isPartial = shop.connector.rules?.capturePayment?.partial ?? false;
      const next = chance.below(10);
      if (next < 6 && shop.has("capturePayment")) {
        const part = isPartial && chance.percent(40) ? whole / 2n : whole;
        await captures({ $typeName: "payments.v1.Money", minorUnits: part, currency });
        if (knownDone("capture") && shop.has("createRefund")) await gives(part, currency);
      } else if (next < 9 && shop.has("voidPayment")) await voids(whole);
    } else if (status === PaymentStatus.CAPTURED && shop.has("createRefund"))
      await gives(whole, currency);
    if (chance.percent(10) && shop.has("reversePayment")) {
      const value = refOf();
      await reverse({ case: "payment", value });
    }
    return closes();
  }
  const knownDone = (kind: Intent["kind"]) =>
    intents.some((one) => one.kind === kind && one.end === "done");

  /** Everything comes to its end, everything is told, and the ledger is held against it. */
  async function closes(): Promise<void> {
    processor.faults.clear();
    for (let days = 0; days < 3; days += 1) {
      shop.wait(A_DAY);
      processor.outbox.release();
      await listen(true);
    }
    await looks();
    assertHonest({ processor, intents, record: known(), isReversed });
  }

  return { lives };
}
