/** Amounts, tables, trees and words: what the command line reads and writes, in process. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromDate } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import {
  AuthorizePaymentRequestSchema,
  AuthorizePaymentResponseSchema,
  OperationStatus,
  Resolution_Way,
} from "#contract";
import { isoDigits } from "../kit/currencies.ts";
import { amountOf, shownAmount } from "./amounts.ts";
import { defineCommand, exits, portOf, Stop } from "./command.ts";
import { readCoverage } from "./coverage.ts";
import { remarks, scoreboard } from "./demo/table.ts";
import { slug, wordsFor } from "./requests.ts";
import { table, terminalOn, tree, wrapped } from "./terminal.ts";
import { branchesOf } from "./tree.ts";

const plain = terminalOn({ write: () => true }, { write: () => true }, {});

test("every amount that can be shown can be typed, in every currency", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
      fc.constantFrom(...isoDigits.keys()),
      (minorUnits, currency) => {
        const [text = ""] = shownAmount({ minorUnits, currency }).split(" ");
        assert.deepEqual(amountOf(text, currency), { minorUnits, currency });
      },
    ),
  );
});

test("amounts are read digit by digit", () => {
  assert.equal(amountOf("10.50", "EUR").minorUnits, 1050n);
  assert.equal(amountOf("10.5", "EUR").minorUnits, 1050n);
  assert.equal(amountOf("10", "EUR").minorUnits, 1000n);
  assert.equal(amountOf("10", "JPY").minorUnits, 10n);
  assert.equal(amountOf("1.234", "KWD").minorUnits, 1234n);
  assert.equal(amountOf("0.29", "EUR").minorUnits, 29n);
  for (const [text, currency] of [
    ["10.505", "EUR"],
    ["10.0", "JPY"],
    ["1e3", "EUR"],
    ["-1", "EUR"],
    [" 1", "EUR"],
    ["", "EUR"],
    ["1", "EURO"],
  ] as const)
    assert.throws(() => amountOf(text, currency), Stop, text);
});

test("an amount of a currency that nobody knows is shown as units", () => {
  assert.equal(shownAmount({ minorUnits: 5n, currency: "QQQ" }), "5 minor units of QQQ");
});

test("colours are for terminals, and not where they are not wanted", () => {
  const on = (isTTY: boolean, environment: Record<string, string>) =>
    terminalOn({ isTTY, write: () => true }, { write: () => true }, environment).paint("red", "x");
  assert.equal(on(true, {}), "\u001b[31mx\u001b[0m");
  assert.equal(on(true, { NO_COLOR: "1" }), "x");
  assert.equal(on(false, {}), "x");
});

test("a table is as wide as its cells, whatever their colours", () => {
  assert.equal(
    table([
      ["a", "bb", "c"],
      ["\u001b[31mlong\u001b[0m", "b", "c"],
    ]),
    "a     bb  c\n\u001b[31mlong\u001b[0m  b   c",
  );
});

test("text is broken between words, never within", () => {
  assert.deepEqual(wrapped("one two three", 8), ["one two", "three"]);
  assert.deepEqual(wrapped("unbreakable", 4), ["unbreakable"]);
});

test("a tree has its values in one column", () => {
  assert.equal(
    tree(
      [
        { name: "a", branches: [{ name: "long", value: "1" }] },
        { name: "b", value: "2" },
      ],
      plain,
    ),
    "a\n  long  1\nb       2",
  );
});

test("a message is shown with words, amounts and moments", () => {
  const response = create(AuthorizePaymentResponseSchema, {
    operation: {
      status: OperationStatus.UNKNOWN,
      resolution: {
        ways: [Resolution_Way.GET, Resolution_Way.WAIT_FOR_WEBHOOK],
        earliest: timestampFromDate(new Date("2026-01-01T00:00:00Z")),
      },
      idempotency: { key: "k", repeatSafeFor: durationFromMs(3_600_000) },
      amount: { minorUnits: 1050n, currency: "EUR" },
    },
    payment: { paymentRef: { paymentId: "p", relatedIds: { charge: "c" } } },
    state: "s1.sealed",
  });
  const shown = tree(branchesOf(AuthorizePaymentResponseSchema, response), plain);
  assert.match(shown, /^ {2}status +UNKNOWN$/m);
  assert.match(shown, /^ {4}ways +GET, WAIT_FOR_WEBHOOK$/m);
  assert.match(shown, /^ {4}earliest +2026-01-01T00:00:00\.000Z$/m);
  assert.match(shown, /^ {4}repeatSafeFor +3600 s$/m);
  assert.match(shown, /^ {2}amount +10\.50 EUR$/m);
  assert.match(shown, /^ {6}charge +c$/m);
  assert.ok(!shown.includes("sealed"));
});

test("what the contract marks as secret is masked in a tree", () => {
  const request = create(AuthorizePaymentRequestSchema, {
    paymentMethod: {
      method: {
        case: "card",
        value: { number: "4111111111111111", cvc: "737", holderName: "Jo Doe" },
      },
    },
  });
  const shown = tree(branchesOf(AuthorizePaymentRequestSchema, request), plain);
  for (const secret of ["4111111111111111", "737", "Jo Doe"]) assert.ok(!shown.includes(secret));
});

test("an outcome goes by its code, its status and its name", () => {
  const outcome = {
    name: "a card: NOT_ENOUGH_BALANCE",
    method: {},
    status: "FAILED",
    code: "INSUFFICIENT_FUNDS",
    source: "https://docs.example",
  };
  assert.deepEqual(wordsFor(outcome), [
    "insufficient-funds",
    "declined-insufficient-funds",
    "failed",
    "a-card-not-enough-balance",
  ]);
  assert.equal(slug(" A, b! "), "a-b");
});

test("a port is a number that can be one", () => {
  assert.equal(portOf(undefined), undefined);
  assert.equal(portOf("0"), 0);
  for (const text of ["65536", "-1", "", "http", "1e3", "0x50"])
    assert.throws(() => portOf(text), Stop);
});

test("a command is given what it declares, and nothing else", async () => {
  const command = defineCommand({
    name: "greet",
    about: "greets",
    takes: "[NAME]",
    options: {
      loud: { type: "boolean", about: "in capitals" },
      word: { type: "string", multiple: true, about: "a word" },
    },
    examples: [],
    async run({ loud, word = [] }, [name = "you"], terminal) {
      const text = [...word, name].join(" ");
      terminal.write(loud ? text.toUpperCase() : text);
      return exits.done;
    },
  });
  const said: string[] = [];
  const terminal = { ...plain, write: (text: string) => void said.push(text) };
  assert.equal(await command.run(["--loud", "--word", "good", "--word=day", "jo"], terminal), 0);
  assert.deepEqual(said, ["GOOD DAY JO"]);
  for (const wrong of [["--quiet"], ["--word"], ["--loud=yes"], ["jo", "doe"]])
    await assert.rejects(async () => command.run(wrong, terminal), Stop);
});

test("nothing is proven where no coverage was written", () => {
  const { present, proves } = readCoverage(new URL("file:///nowhere/coverage.json"));
  assert.equal(present, false);
  assert.equal(proves("stripe", "authorizePayment", "card"), false);
});

const rows = [
  {
    name: "authorize",
    cells: [
      { mark: "✓", text: "AUTHORIZED", milliseconds: 4.2 },
      { mark: "–", text: "cannot", milliseconds: 0, why: "it has no such thing" },
    ],
  },
] as const;

test("the demo's table has a column for each processor, or a block where they do not fit", () => {
  const wide = scoreboard(["one", "two"], rows, { ...plain, columns: 120 });
  assert.match(wide, /one +two/);
  assert.match(wide, /^authorize {2}✓ AUTHORIZED 4 ms {2}– cannot$/m);
  const narrow = scoreboard(["one", "two"], rows, { ...plain, columns: 30 });
  assert.match(narrow, /^one\n {2}authorize {2}✓ AUTHORIZED 4 ms\n\ntwo\n/);
});

test("every cell that is not a plain tick is explained, and the same is said once", () => {
  assert.equal(remarks(["one", "two"], rows, plain), "authorize  – two: it has no such thing");
  const [row] = rows;
  const both = [{ ...row, cells: [row.cells[1], row.cells[1]] }];
  assert.equal(remarks(["one", "two"], both, plain), "authorize  – one, two: it has no such thing");
});
