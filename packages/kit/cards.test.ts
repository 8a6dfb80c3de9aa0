/** Cards: dates as processors want them, check digits, networks by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CardNetwork } from "#contract";
import { networkWord, passesLuhn, twoDigitMonth, twoDigitYear } from "#kit";
import { runs } from "./runs.ts";

test("expiry in two digits", () => {
  assert.equal(twoDigitMonth({ expiryMonth: 3, expiryYear: 2031 }), "03");
  assert.equal(twoDigitMonth({ expiryMonth: 12, expiryYear: 2031 }), "12");
  assert.equal(twoDigitYear({ expiryMonth: 3, expiryYear: 2031 }), "31");
  assert.equal(twoDigitYear({ expiryMonth: 3, expiryYear: 2005 }), "05");
});

test("the check digit finds every single wrong digit", () => {
  for (const good of ["4111111111111111", "5555555555554444", "378282246310005", "4222222222222"])
    assert.ok(passesLuhn(good), good);
  fc.assert(
    fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const digits = [..."4111111111111111"];
      digits[place] = String((Number(digits[place]) + by) % 10);
      assert.ok(!passesLuhn(digits.join("")));
    }),
    runs(100),
  );
  for (const bad of ["", " ", "4111 1111 1111 1111", "abcd"]) assert.ok(!passesLuhn(bad), bad);
});

test("every network has the contract's word, and only networks have one", () => {
  assert.equal(networkWord(CardNetwork.VISA), "visa");
  assert.equal(networkWord(CardNetwork.CARTES_BANCAIRES), "cartes_bancaires");
  assert.equal(networkWord(CardNetwork.UNSPECIFIED), undefined);
  const all = Object.values(CardNetwork).map(networkWord);
  assert.equal(new Set(all).size, Object.keys(CardNetwork).length);
});
