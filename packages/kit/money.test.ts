/** Amounts: exact in every currency, or refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import codes from "currency-codes";
import fc from "fast-check";
import {
  type Counting,
  fromDecimal,
  fromUnits,
  InvalidRequest,
  insistOnCurrency,
  isCurrency,
  sameAmount,
  toDecimal,
  toUnits,
  Unresolved,
} from "#kit";
import { isoDigits } from "./currencies.ts";
import { runs } from "./runs.ts";

const currency = fc.constantFrom(...isoDigits.keys());
const minorUnits = fc.bigInt(-(10n ** 18n), 10n ** 18n);
const money = fc.record({ minorUnits, currency }, { noNullPrototype: true });
/** A processor that counts in anything from whole units to ten-thousandths. */
const counting = fc.record({ currency, digits: fc.integer({ min: 0, max: 4 }) }).map(
  ({ currency, digits }): Counting => ({
    source: "https://example.com",
    digits: { [currency]: digits },
  }),
);

/** A second reading of ISO 4217 is of 2024: what changed since then, and what is no money. */
const withdrawn = ["ANG", "BGN", "CUC"];
const added = ["XAD", "XCG"];
const noMoney = codes.codes().filter((code) => /^X(A[GU]|B[A-D]|DR|P[DT]|SU|TS|UA|XX)$/.test(code));

test("every currency has the digits of ISO 4217", () => {
  const others = new Map(codes.data.map(({ code, digits }) => [code, digits]));
  for (const [code, digits] of isoDigits)
    if (!added.includes(code)) assert.equal(digits, others.get(code), code);
  const missing = [...others.keys()].filter((code) => !isoDigits.has(code));
  assert.deepEqual(missing.toSorted(), [...withdrawn, ...noMoney].toSorted());
  assert.equal(isoDigits.size, others.size - missing.length + added.length);
});

test("a currency is known by its code in upper case alone", () => {
  assert.ok(isCurrency("EUR"));
  for (const word of ["eur", "EU", "", "EURO", "XXX", "toString"]) assert.ok(!isCurrency(word));
});

test("every amount of every currency goes to units and back, exactly or not at all", () => {
  fc.assert(
    fc.property(money, counting, (amount, how) => {
      let units: bigint;
      try {
        units = toUnits(amount, how);
      } catch (error) {
        assert.ok(error instanceof InvalidRequest);
        const lost = (isoDigits.get(amount.currency) ?? 0) - (how.digits?.[amount.currency] ?? 9);
        assert.ok(lost > 0 && amount.minorUnits % 10n ** BigInt(lost) !== 0n);
        return;
      }
      assert.deepEqual(fromUnits(units, amount.currency.toLowerCase(), how), amount);
    }),
    runs(1_000),
  );
});

test("every amount of every currency goes to a decimal and back", () => {
  fc.assert(
    fc.property(money, (amount) => {
      const text = toDecimal(amount);
      assert.match(text, /^-?\d+(\.\d+)?$/);
      assert.equal(text.split(".")[1]?.length ?? 0, isoDigits.get(amount.currency));
      assert.deepEqual(fromDecimal(text, amount.currency), amount);
    }),
    runs(1_000),
  );
});

test("more zeros behind the point change nothing, anything else below the minor unit is refused", () => {
  fc.assert(
    fc.property(money, fc.nat(5), fc.integer({ min: 1, max: 9 }), (amount, zeros, digit) => {
      const text = toDecimal(amount) + (isoDigits.get(amount.currency) === 0 ? "." : "");
      const longer = text + "0".repeat(zeros + 1);
      assert.deepEqual(fromDecimal(longer, amount.currency), amount);
      assert.throws(() => fromDecimal(longer + digit, amount.currency), Unresolved);
    }),
    runs(300),
  );
});

test("decimals as people write them", () => {
  const eur = { currency: "EUR" };
  assert.equal(toDecimal({ ...eur, minorUnits: 5n }), "0.05");
  assert.equal(toDecimal({ ...eur, minorUnits: -5n }), "-0.05");
  assert.equal(toDecimal({ ...eur, minorUnits: 0n }), "0.00");
  assert.equal(toDecimal({ minorUnits: 1050n, currency: "JPY" }), "1050");
  assert.equal(toDecimal({ minorUnits: 1050n, currency: "KWD" }), "1.050");
  for (const text of ["10.5", "10.50", "10.500", "010.5"])
    assert.deepEqual(fromDecimal(text, "eur"), { minorUnits: 1050n, currency: "EUR" });
  for (const text of ["", ".5", "5.", "1e3", "1,000", "+1", " 1", "0x1", "1.2.3", "NaN", "١"])
    assert.throws(() => fromDecimal(text, "EUR"), Unresolved, text);
});

test("a processor that counts otherwise: digits, multiples, the field that is named", () => {
  const how: Counting = {
    source: "https://example.com",
    digits: { ISK: 2, KWD: 2 },
    multiples: { HUF: 100n },
  };
  assert.equal(toUnits({ minorUnits: 5n, currency: "ISK" }, how), 500n);
  assert.equal(toDecimal({ minorUnits: 5n, currency: "ISK" }, how), "5.00");
  assert.deepEqual(fromUnits(500n, "isk", how), { minorUnits: 5n, currency: "ISK" });
  assert.throws(() => fromUnits(501n, "ISK", how), Unresolved);
  assert.equal(toUnits({ minorUnits: 1050n, currency: "KWD" }, how), 105n);
  assert.equal(toUnits({ minorUnits: 300n, currency: "HUF" }, how), 300n);
  for (const [minorUnits, currency] of [
    [1051n, "KWD"],
    [350n, "HUF"],
  ] as const)
    assert.throws(
      () => toUnits({ minorUnits, currency }, how, "purchase.amount"),
      (error: InvalidRequest) => error.violations[0]?.field === "purchase.amount.minorUnits",
    );
});

test("a currency outside ISO 4217 is the caller's fault on the way out and nobody's on the way in", () => {
  const named = (error: InvalidRequest) => error.violations[0]?.field === "amount.currency";
  assert.throws(() => toUnits({ minorUnits: 1n, currency: "BTC" }), named);
  assert.throws(() => toDecimal({ minorUnits: 1n, currency: "BTC" }), named);
  assert.throws(() => fromUnits(1n, "BTC"), Unresolved);
  assert.throws(() => fromDecimal("1", "BTC"), Unresolved);
});

test("amounts are the same where number and currency are", () => {
  const one = { minorUnits: 1n, currency: "EUR" };
  assert.ok(sameAmount(one, { ...one }));
  assert.ok(!sameAmount(one, { ...one, minorUnits: 2n }));
  assert.ok(!sameAmount(one, { ...one, currency: "USD" }));
});

test("what names no currency is in the payment's, or refused", () => {
  const euros = { minorUnits: 100n, currency: "EUR" };
  insistOnCurrency(euros, "EUR");
  insistOnCurrency(euros, undefined);
  assert.throws(() => insistOnCurrency(euros, "JPY"), /amount\.currency is not .* which is JPY/);
});
