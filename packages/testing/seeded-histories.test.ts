/**
 * Seeded histories: a merchant who does what each answer says, at a processor where everything breaks by chance. The
 * ledger never holds a second charge. RUNS=1000 lives through as many times more of them; SEED begins elsewhere.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type Operation,
  OperationStatus,
  PaymentStatus,
  Resolution_Way,
  Retry,
} from "#contract";
import { CallError } from "#runtime";
import type { FaultKind } from "#simulators";
import { runs } from "../kit/runs.ts";
import { amountOf, pay } from "./journey.ts";
import {
  cardSample,
  moved,
  newReference,
  openShop,
  requestFor,
  type Shop,
  simulatedIds,
} from "./shop.ts";

const { SUCCEEDED, ACCEPTED, FAILED, UNKNOWN } = OperationStatus;
const SEEDS = 100;
const firstSeed = Number(process.env["SEED"] ?? 1);
/** What breaks; delays are left out, since they are waited for. */
const kinds: readonly FaultKind[] = [
  "cut-connect",
  "cut-before",
  "cut-after",
  "cut-headers",
  "cut-body",
  "error-before",
  "error-after",
  "truncate",
];
const MOST_TRIES = 12;

type Ended = "done" | "refused" | "given up";

/** Calls until the outcome is known, by nothing but what the answers say. */
async function insist(
  shop: Shop,
  call: () => Promise<{ readonly operation?: Operation | undefined }>,
  look: () => Promise<boolean | undefined>,
): Promise<Ended> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    let operation: Operation | undefined;
    try {
      ({ operation } = await call());
    } catch (error) {
      if (error instanceof CallError && error.reason === "NOT_SENT") continue;
      throw error;
    }
    const { status, failure, resolution } = operation ?? assert.fail("no operation");
    if (status === SUCCEEDED || status === ACCEPTED) return "done";
    if (status === FAILED && failure?.retry === Retry.SAME_KEY_NOW) continue;
    if (status === FAILED) return "refused";
    assert.equal(status, UNKNOWN);
    const ways = resolution?.ways ?? [];
    if (ways.includes(Resolution_Way.REPEAT_SAME_KEY)) continue;
    if (!ways.includes(Resolution_Way.GET)) return "given up";
    shop.wait(120);
    const found = await look();
    if (found === true) return "done";
    // Nothing was found, or the look-up failed: nobody repeats on a guess.
    return "given up";
  }
  return "given up";
}

async function found(shop: Shop, { reference }: AuthorizePaymentRequest): Promise<boolean> {
  const { payment } = await shop.client.payments.getPayment({
    target: { case: "originalCall", value: { reference } },
  });
  return payment !== undefined && payment.status !== PaymentStatus.FAILED;
}

for (const id of simulatedIds)
  describe(`seeded histories of ${id}`, () => {
    const { numRuns } = runs(SEEDS);
    test(`${numRuns} authorizations: one charge at most, and one where it was done`, async () => {
      for (let seed = firstSeed; seed < firstSeed + numRuns; seed += 1) {
        const shop = await openShop(id);
        const request = requestFor(shop, cardSample(shop), CaptureMode.AUTOMATIC);
        shop.processor.faults.seed({ rate: 0.4, seed, kinds });
        const ended = await insist(
          shop,
          () => shop.client.payments.authorizePayment(request),
          () => found(shop, request),
        );
        shop.processor.faults.clear();
        shop.wait(3600);
        const { ledger } = shop.processor;
        const [asked, charged] = [amountOf(request).minorUnits, moved(ledger, "capture")];
        assert.ok(charged === 0n || charged === asked, `seed ${seed}: ${charged} of ${asked}`);
        const held = ledger.filter(({ kind }) => kind === "authorization");
        assert.ok(held.length <= 1, `seed ${seed}: ${held.length} authorizations`);
        if (ended === "refused") assert.equal(charged, 0n, `seed ${seed}: refused and charged`);
      }
    });

    test(`${numRuns} refunds: given back once at most, and once where it was done`, async () => {
      for (let seed = firstSeed; seed < firstSeed + numRuns; seed += 1) {
        const shop = await openShop(id);
        if (!shop.has("createRefund")) return;
        const paid = await pay(shop, CaptureMode.AUTOMATIC);
        const amount = { ...paid.amount, minorUnits: paid.amount.minorUnits / 4n };
        const reference = newReference("refund");
        shop.processor.faults.seed({ rate: 0.4, seed, kinds });
        const ended = await insist(
          shop,
          () => shop.client.refunds.createRefund({ reference, payment: paid.ref, amount }),
          async () => {
            const { refund } = await shop.client.refunds.getRefund({
              target: { case: "originalCall", value: { reference } },
              payment: paid.ref,
            });
            return refund !== undefined;
          },
        );
        shop.processor.faults.clear();
        shop.wait(3600);
        const back = moved(shop.processor.ledger, "refund");
        assert.ok(back === 0n || back === amount.minorUnits, `seed ${seed}: ${back}`);
        if (ended === "done") assert.equal(back, amount.minorUnits, `seed ${seed}: done`);
        if (ended === "refused") assert.equal(back, 0n, `seed ${seed}: refused and given back`);
      }
    });
  });
