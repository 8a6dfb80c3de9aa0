/** Laws of amounts: in every currency, what was asked is what moved, to the last minor unit, or it is refused. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CaptureMode, OperationStatus, PaymentStatus } from "#contract";
import { bytesOf, type HttpRequest, InvalidRequest, Unsupported } from "#kit";
import { isoDigits } from "../kit/currencies.ts";
import { pay, recorder } from "./journey.ts";
import {
  cardSample,
  changed,
  moved,
  newReference,
  openShop,
  requestFor,
  type Shop,
  shopOf,
  simulatedIds,
} from "./shop.ts";

const { FAILED, UNKNOWN } = OperationStatus;
/** With a digit in every place, so that a shift shows; and round, for processors that count in larger units. */
const amounts = [123_457n, 1_234_500n];

const isRefusal = (error: unknown): boolean =>
  error instanceof InvalidRequest || error instanceof Unsupported;

/** How it ended in one currency: refused by us or by the processor, or moved. */
async function pays(
  id: string,
  currency: string,
  minorUnits: bigint,
): Promise<"refused" | "moved"> {
  const shop = await openShop(id);
  const sample = cardSample(shop);
  const usual = requestFor(shop, sample, CaptureMode.AUTOMATIC);
  const amount = { minorUnits, currency };
  const request = changed(usual, {
    reference: newReference("order"),
    purchase: { ...usual.purchase, amount },
  });
  let payment: Awaited<ReturnType<ReturnType<typeof recorder>["follow"]>>["payment"];
  try {
    const begun = await shop.client.payments.authorizePayment(request);
    const { operation } = begun;
    assert.notEqual(operation?.status, UNKNOWN, `${currency}: ${operation?.failure?.message}`);
    if (operation?.status === FAILED) {
      assert.deepEqual(shop.processor.ledger, []);
      return "refused";
    }
    ({ payment } = await recorder(shop, request.reference).follow(begun));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    assert.deepEqual(shop.processor.ledger, []);
    return "refused";
  }
  const { ledger } = shop.processor;
  const where = `${minorUnits} ${currency}`;
  const taken = ledger.filter(({ kind }) => kind === "capture" || kind === "authorization");
  if (payment.value.status !== PaymentStatus.CAPTURED) {
    assert.deepEqual(taken, [], where);
    return "refused";
  }
  for (const entry of taken)
    assert.deepEqual(
      [entry.amount, entry.currency],
      [minorUnits, currency],
      `${id} was asked for ${where}, and its simulator moved ${entry.amount} ${entry.currency}: one of them counts ${currency} wrongly`,
    );
  assert.equal(moved(ledger, "capture"), minorUnits, where);
  for (const stated of [
    payment.value.amounts?.requested,
    payment.value.amounts?.authorized,
    payment.value.amounts?.captured,
  ])
    if (stated)
      assert.deepEqual([stated.minorUnits, stated.currency], [minorUnits, currency], where);
  await refunds(shop, payment.value.paymentRef, {
    minorUnits: (minorUnits / 100n) * 10n,
    currency,
  });
  return "moved";
}

async function refunds(
  shop: Shop,
  payment: { readonly paymentId: string } | undefined,
  amount: { readonly minorUnits: bigint; readonly currency: string },
): Promise<void> {
  if (!shop.has("createRefund") || !payment) return;
  try {
    const { operation, refund } = await shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment,
      amount,
    });
    assert.notEqual(operation?.status, UNKNOWN, operation?.failure?.message);
    if (operation?.status === FAILED) {
      assert.equal(moved(shop.processor.ledger, "refund"), 0n);
      return;
    }
    if (refund?.amount)
      assert.deepEqual(
        [refund.amount.minorUnits, refund.amount.currency],
        [amount.minorUnits, amount.currency],
      );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return;
  }
  shop.wait(3600);
  assert.equal(moved(shop.processor.ledger, "refund"), amount.minorUnits, amount.currency);
}

for (const id of simulatedIds)
  describe(`amounts at ${id}`, () => {
    test(`${isoDigits.size} currencies: exact, or refused`, async (t) => {
      const taken: string[] = [];
      for (const currency of isoDigits.keys()) {
        const ends = new Set<string>();
        for (const minorUnits of amounts) ends.add(await pays(id, currency, minorUnits));
        if (ends.has("moved")) taken.push(currency);
      }
      t.diagnostic(`${id} took ${taken.length} currencies at its simulator`);
      assert.ok(taken.length > 0);
    });

    test("a refund is asked for with its own amount, and never with the payment's", async () => {
      const usual = await openShop(id);
      if (!usual.has("createRefund")) return;
      const asked: HttpRequest[] = [];
      const shop = shopOf(usual.connector, usual.processor.simulator, {
        hears: (request) => asked.push(request),
      });
      const paid = await pay(shop, CaptureMode.AUTOMATIC);
      const { currency } = paid.amount;
      const whole = paid.amount.minorUnits;
      const part = whole / 4n + 13n;
      asked.length = 0;
      const { operation } = await shop.client.refunds.createRefund({
        reference: newReference("refund"),
        payment: paid.ref,
        amount: { minorUnits: part, currency },
      });
      assert.notEqual(operation?.status, FAILED);
      const written = asked
        .filter(({ method }) => method !== "GET")
        .map(({ url, body }) => `${url} ${Buffer.from(bytesOf(body)).toString()}`)
        .join("\n");
      const says = (amount: bigint) => formsOf(amount, currency).some((form) => form.test(written));
      assert.ok(says(part), `the refund's ${part}: ${written}`);
      assert.ok(!says(whole), `the payment's ${whole}: ${written}`);
      shop.wait(3600);
      assert.equal(moved(shop.processor.ledger, "refund"), part);
    });
  });

/** In minor units, or with a point. */
function formsOf(amount: bigint, currency: string): readonly RegExp[] {
  const digits = isoDigits.get(currency) ?? 2;
  const text = String(amount).padStart(digits + 1, "0");
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}\\.${text.slice(-digits)}`;
  return [amount.toString(), decimal].map((form) => new RegExp(`(?<![\\d.])${form}(?![\\d])`));
}
