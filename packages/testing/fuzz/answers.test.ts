/**
 * Every recorded answer of every processor, broken: what is left is an outcome or a typed error, never a success or a
 * failure that nobody said. Longer: `RUNS=50 npx node --test packages/testing/fuzz/answers.test.ts`; `SEED=n` for others.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { AnyConnector } from "#kit";
import { connectorIds, load } from "#registry";
import { runs } from "../../kit/runs.ts";
import { type Fixture, type FixtureFile, fixturesOf, type Played, play } from "../fixtures.ts";
import { heldBytes, mebibytes } from "./growth.ts";
import {
  allGarbled,
  anyMutation,
  garbled,
  type Leaf,
  leavesOf,
  type Mutation,
  mutated,
  otherDocuments,
} from "./mutations.ts";

interface Recorded extends FixtureFile {
  readonly of: AnyConnector;
}
const recorded: readonly Recorded[] = (
  await Promise.all(
    connectorIds.map(async (id) => {
      const of = (await load(id)) ?? assert.fail(id);
      return fixturesOf(id)
        .filter(({ fixture }) => fixture.exchanges.length > 0)
        .map((file) => ({ ...file, of }));
    }),
  )
).flat();

const moving: ReadonlySet<string> = new Set([
  ...["authorizePayment", "capturePayment", "adjustPayment", "createRefund", "reversePayment"],
  ...["voidPayment", "resumePayment", "getPayment", "getRefund"],
]);
const ofMoney = recorded.filter(({ fixture }) => moving.has(fixture.flow));

/** Milliseconds for one broken answer, whatever it is: thousands of times what an answer takes. */
const LONGEST = 5_000;

/** A fixture's call with another body in the answer number `index`. */
const withBody = (fixture: Fixture, index: number, body: string): Fixture => ({
  ...fixture,
  exchanges: fixture.exchanges.map((exchange, at) =>
    at === index ? { ...exchange, response: { ...exchange.response, body } } : exchange,
  ),
});
/** Every answer that is not refused by its HTTP status, with no word left in it. */
const wrecked = (fixture: Fixture): Fixture => ({
  ...fixture,
  exchanges: fixture.exchanges.map((exchange) =>
    exchange.response.status < 300
      ? {
          ...exchange,
          response: { ...exchange.response, body: allGarbled(exchange.response.body) },
        }
      : exchange,
  ),
});

/** Plays it; anything but an answer or a typed error fails, and so does a call that takes long. */
async function outcomeOf({ of }: Recorded, fixture: Fixture): Promise<Played> {
  const begun = performance.now();
  const played = await play(of, fixture);
  const took = performance.now() - begun;
  assert.ok(took < LONGEST, `it took ${took} ms`);
  assert.notEqual(played.error?.reason, "INTERNAL", "a fault of ours");
  return played;
}

const nouns = ["operation", "payment", "refund"] as const;
type Noun = (typeof nouns)[number];
function statusIn(answer: Played["answer"], noun: Noun): string | undefined {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return undefined;
  const told = answer[noun];
  if (typeof told !== "object" || told === null || Array.isArray(told)) return undefined;
  return typeof told["status"] === "string" ? told["status"] : undefined;
}
const good = /_STATUS_(SUCCEEDED|AUTHORIZED|CAPTURED|PARTIALLY_AUTHORIZED|PARTIALLY_CAPTURED)$/;
const ended =
  /_STATUS_(SUCCEEDED|AUTHORIZED|CAPTURED|PARTIALLY_\w+|VOIDED|EXPIRED|REVERSED|FAILED)$/;
const bad = /_STATUS_(FAILED|CANCELLED|EXPIRED)$/;

/** Nouns that are told to have succeeded, where the whole answer told nothing of the kind. */
const inventedSuccess = (whole: Played["answer"], broken: Played["answer"]): readonly string[] =>
  nouns.filter(
    (noun) =>
      good.test(statusIn(broken, noun) ?? "") &&
      !(noun === "operation" ? good : ended).test(statusIn(whole, noun) ?? ""),
  );
/** The same of failures, where something had been asked that moves money. */
const inventedFailure = (whole: Played["answer"], broken: Played["answer"]): readonly string[] =>
  endedBeforeMoney(broken)
    ? []
    : nouns.filter(
        (noun) => bad.test(statusIn(broken, noun) ?? "") && !bad.test(statusIn(whole, noun) ?? ""),
      );
/** A look-up that could not be read ended the call before anything was asked that moves money: the runtime's own failure. */
const endedBeforeMoney = (answer: Played["answer"]): boolean =>
  JSON.stringify(answer)?.includes('"RETRY_SAME_KEY_NOW"') ?? false;

/** Nothing but this answer says what became of the call. */
const decidesAlone = ({ fixture }: Recorded): boolean =>
  fixture.exchanges.length === 1 &&
  fixture.exchanges.every(
    ({ request, response }) => request?.method !== "GET" && response.status < 300,
  );

/** Said by the HTTP status, so that the body has nothing to say. */
const saidByStatus: Readonly<Record<string, string>> = {
  "checkout/reverse-again": "204: it was reversed before",
  "mollie/void-refund": "204: the refund was cancelled",
  "square/reverse-by-call": "200 and no content: the key's payment is cancelled",
};
/** A value whose loss leaves the word that decides standing, or makes the call another one. */
const judged: Readonly<Record<string, string>> = {
  "authorizenet/authorize-duplicate-unnamed":
    "the response code still says 3: this call was refused",
  "authorizenet/authorize-timed-out":
    "the result still says Error, with a reason that nobody lists",
  "braintree/void-again":
    "a look-up by POST: nothing was voided, since its state is not one to void",
  "cybersource/authorize-challenge-wanted":
    "enrollment asks for no money, and none is asked for after a word that is not known",
  "cybersource/get-payment-refund-voided":
    "a service of another name, as of risk or tax, does nothing to the money",
  "mercadopago/get-payment-by-call-several": "of two payments one is another order's: one is left",
  "paypal/reverse-ideal-open": "the order is no longer one that PayPal completes by itself",
  "razorpay/get-payment-ach":
    "the status still says authorized, which is money held with every other method",
  "square/reverse-by-call-not-cancelled": "the payment found is another's: the cancellation stands",
  "worldpayvantiv/authorize-system-error": "the message still says 1: it was not processed",
};

const nameOf = ({ connector, name }: FixtureFile): string => `${connector}/${name}`;

describe("an answer without a word that is known", () => {
  test(`is not a success, in any of ${ofMoney.length} recorded calls`, async () => {
    const said = new Set<string>();
    for (const one of ofMoney) {
      const { answer } = await outcomeOf(one, wrecked(one.fixture));
      if (!nouns.some((noun) => good.test(statusIn(answer, noun) ?? ""))) continue;
      if (one.fixture.exchanges.some(({ response }) => response.status >= 300)) continue;
      said.add(nameOf(one));
      assert.ok(nameOf(one) in saidByStatus, `${nameOf(one)}: ${JSON.stringify(answer)}`);
    }
    assert.deepEqual([...said].sort(), Object.keys(saidByStatus).sort(), "the list is exact");
  });

  const alone = ofMoney.filter(decidesAlone);
  test(`is not a failure, in any of ${alone.length} calls of one answer`, async () => {
    for (const one of alone) {
      const { answer } = await outcomeOf(one, wrecked(one.fixture));
      if (!(nameOf(one) in judged))
        assert.deepEqual(inventedFailure(undefined, answer), [], nameOf(one));
    }
  });

  test("is not a success as another document altogether", async () => {
    const seen = new Set<string>();
    for (const one of ofMoney) {
      const last = one.fixture.exchanges.length - 1;
      const kind = `${one.connector} ${one.fixture.flow}`;
      if (seen.has(kind) || (one.fixture.exchanges[last]?.response.status ?? 500) >= 300) continue;
      seen.add(kind);
      for (const [number, document] of otherDocuments.entries()) {
        const { answer } = await outcomeOf(one, withBody(one.fixture, last, document));
        const invented = inventedSuccess(one.fixture.answer, answer);
        assert.deepEqual(invented, [], `${nameOf(one)} by document ${number}`);
        if (decidesAlone(one))
          assert.deepEqual(inventedFailure(undefined, answer), [], `${nameOf(one)} by ${number}`);
      }
    }
    assert.ok(seen.size > connectorIds.length * 4);
  });
});

/** The same value of the same call with the same end is tried once; each is where RUNS asks for more. */
const tried = new Set<string>();
function isNew({ connector, fixture }: Recorded, index: number, body: string, leaf: Leaf): boolean {
  if (Number(process.env["RUNS"] ?? 1) > 1) return true;
  const member = leaf.name ? body.slice(...leaf.name) : body.slice(leaf.start - 12, leaf.start);
  const end = nouns.map((noun) => statusIn(fixture.answer, noun)).join();
  const what = [connector, fixture.flow, end, index, member].join();
  return tried.size < tried.add(what).size;
}

describe("one value made a word that nobody uses", () => {
  for (const id of connectorIds)
    test(`invents no success and no failure at ${id}`, async () => {
      for (const one of ofMoney.filter(({ connector }) => connector === id))
        for (const [index, { response }] of one.fixture.exchanges.entries())
          for (const leaf of leavesOf(response.body)) {
            if (!isNew(one, index, response.body, leaf)) continue;
            const body = garbled(response.body, leaf);
            const { answer } = await outcomeOf(one, withBody(one.fixture, index, body));
            const where = `${nameOf(one)}, answer ${index}: ${response.body.slice(leaf.name?.[0] ?? leaf.start, leaf.end)}`;
            if (nameOf(one) in judged) continue;
            assert.deepEqual(inventedSuccess(one.fixture.answer, answer), [], where);
            if (decidesAlone(one))
              assert.deepEqual(inventedFailure(one.fixture.answer, answer), [], where);
          }
    });
});

const anyAnswer = fc.constantFrom(...recorded).chain((one) =>
  fc.record({
    one: fc.constant(one),
    index: fc.nat(one.fixture.exchanges.length - 1),
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      fc.integer({ min: 100, max: 599 }),
    ),
    mutations: fc.array(anyMutation, { minLength: 1, maxLength: 3 }),
  }),
);
const text = (body: string, mutations: readonly Mutation[]): string => {
  const broken = mutations.reduce(mutated, body);
  // The largest answer that the service takes is 8 MiB; what is beyond it never gets to a connector.
  return broken.slice(0, 8 << 20);
};
function broken(
  fixture: Fixture,
  index: number,
  mutations: readonly Mutation[],
  status?: number,
): Fixture {
  const body = text(fixture.exchanges[index]?.response.body ?? "", mutations);
  const changed = withBody(fixture, index, body);
  if (status === undefined) return changed;
  return {
    ...changed,
    exchanges: changed.exchanges.map((exchange, at) =>
      at === index ? { ...exchange, response: { ...exchange.response, status } } : exchange,
    ),
  };
}

const { numRuns } = runs(1_500);
test(`${numRuns} answers broken at random are outcomes or typed errors, in time, and nothing grows`, async () => {
  // What is loaded with the first use of each connector is not growth.
  for (const one of recorded) await outcomeOf(one, one.fixture);
  const before = heldBytes();
  await fc.assert(
    fc.asyncProperty(anyAnswer, async ({ one, index, status, mutations }) => {
      await outcomeOf(one, broken(one.fixture, index, mutations, status));
      assert.deepEqual(Object.keys(Object.prototype), [], "Object.prototype is as it was");
    }),
    { numRuns },
  );
  const grown = mebibytes(heldBytes() - before);
  assert.ok(grown < 40, `${grown} MiB more are held`);
});

interface Found {
  readonly why: string;
  readonly connector: string;
  readonly fixture: string;
  readonly index: number;
  /** The value whose text is replaced, as it stands in the recorded answer. */
  readonly replace: string;
  readonly by: string;
  readonly never: string;
}
const corpus = new URL("corpus/", import.meta.url).pathname;
describe("found before", () => {
  for (const file of readdirSync(corpus).filter((name) => name.startsWith("answer-")))
    test(file, async () => {
      const found: Found = JSON.parse(readFileSync(corpus + file, "utf8"));
      const one = recorded.find(
        ({ connector, name }) => connector === found.connector && name === found.fixture,
      );
      assert.ok(one, `${found.connector}/${found.fixture} is there`);
      const body = one.fixture.exchanges[found.index]?.response.body ?? "";
      assert.ok(body.includes(found.replace), `${found.replace} is in the recorded answer`);
      const changed = body.replace(found.replace, () => found.by);
      const { answer } = await outcomeOf(one, withBody(one.fixture, found.index, changed));
      for (const noun of nouns)
        assert.doesNotMatch(statusIn(answer, noun) ?? "", new RegExp(found.never), found.why);
    });
});
