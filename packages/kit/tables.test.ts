/** Tables: a word that is not in one is never read as success or failure. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  Actor,
  CheckResult,
  DisputeReason,
  DisputeStage,
  DisputeStatus,
  FailureCode,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
} from "#contract";
import {
  checkResults,
  disputeReasons,
  disputeStatuses,
  failure,
  failureCodes,
  mandateStatuses,
  paymentStatuses,
  refundStatuses,
  usualJudgement,
  words,
} from "#kit";
import { runs } from "./runs.ts";

const source = "https://example.com";
const payments = paymentStatuses({
  source,
  words: {
    paid: PaymentStatus.CAPTURED,
    waiting: PaymentStatus.PENDING,
    review: [PaymentStatus.PENDING, PendingReason.REVIEW],
    7: PaymentStatus.FAILED,
    true: PaymentStatus.AUTHORIZED,
  },
});
/** Every kind of thing that a processor may say in place of a word, names of what objects inherit among them. */
const anything = fc.oneof(
  fc.string(),
  fc.constantFrom("PAID", "paid ", "constructor", "__proto__", "toString", "hasOwnProperty"),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(undefined, null),
);
const strange = anything.filter(
  (word) => !["paid", "waiting", "review", "7", "true"].includes(String(word)),
);

test("a known word is read, with what it waits for and the word itself", () => {
  assert.deepEqual(payments("paid"), {
    status: PaymentStatus.CAPTURED,
    pendingReason: PendingReason.UNSPECIFIED,
    processorStatus: "paid",
  });
  assert.equal(payments("waiting").pendingReason, PendingReason.PROCESSOR);
  assert.equal(payments("review").pendingReason, PendingReason.REVIEW);
  for (const seven of [7, 7n, "7"]) assert.equal(payments(seven).status, PaymentStatus.FAILED);
  assert.equal(payments(true).status, PaymentStatus.AUTHORIZED);
  assert.equal(payments.source, source);
});

test("an unknown word is pending, whatever it is, and is kept", () => {
  const refunds = refundStatuses({ source, words: { done: RefundStatus.SUCCEEDED } });
  const mandates = mandateStatuses({ source, words: { on: MandateStatus.ACTIVE } });
  fc.assert(
    fc.property(strange, (word) => {
      const processorStatus = word === undefined || word === null ? undefined : String(word);
      const unknown = { pendingReason: PendingReason.UNRECOGNISED, processorStatus };
      assert.deepEqual(payments(word), { status: PaymentStatus.PENDING, ...unknown });
      assert.deepEqual(refunds(word), { status: RefundStatus.PENDING, ...unknown });
      assert.deepEqual(mandates(word), { status: MandateStatus.PENDING, ...unknown });
    }),
    runs(1_000),
  );
});

test("disputes: an unknown word has no status, a known one may have a stage", () => {
  const statuses = disputeStatuses({
    source,
    words: {
      won: DisputeStatus.WON,
      inquiry: { status: DisputeStatus.NEEDS_RESPONSE, stage: DisputeStage.INQUIRY },
    },
  });
  assert.deepEqual(statuses("won"), { status: DisputeStatus.WON, processorStatus: "won" });
  assert.equal(statuses("inquiry").stage, DisputeStage.INQUIRY);
  const reasons = disputeReasons({ source, words: { fraud: DisputeReason.FRAUD } });
  assert.equal(reasons("fraud").reason, DisputeReason.FRAUD);
  const checks = checkResults({ source, words: { Y: CheckResult.MATCH } });
  assert.equal(checks("Y"), CheckResult.MATCH);
  const networks = words({ source, words: { visa: 1 } });
  assert.equal(networks("visa"), 1);
  fc.assert(
    fc.property(
      strange.filter((word) => !["won", "inquiry", "fraud", "Y", "visa"].includes(String(word))),
      (word) => {
        assert.equal(statuses(word).status, DisputeStatus.UNSPECIFIED);
        assert.equal(reasons(word).reason, DisputeReason.UNSPECIFIED);
        assert.equal(checks(word), CheckResult.UNSPECIFIED);
        assert.equal(networks(word), undefined);
      },
    ),
    runs(300),
  );
});

const codes = failureCodes({
  source,
  words: {
    51: FailureCode.INSUFFICIENT_FUNDS,
    stolen: { code: FailureCode.STOLEN_CARD, retry: Retry.OTHER_METHOD },
  },
  unmapped: ["odd"],
});
test("codes: the first that is known decides, none is never a guess", () => {
  assert.equal(codes("51").code, FailureCode.INSUFFICIENT_FUNDS);
  assert.equal(
    codes([undefined, "nothing", null, 51, "stolen"]).code,
    FailureCode.INSUFFICIENT_FUNDS,
  );
  assert.equal(codes([]).code, FailureCode.UNMAPPED);
  assert.deepEqual(codes.unmapped, ["odd"]);
  fc.assert(
    fc.property(
      anything.filter((word) => String(word) !== "51"),
      (word) => {
        if (word === "stolen") return;
        assert.deepEqual(codes(word, { processor: { code: "x" } }), {
          code: FailureCode.UNMAPPED,
          actor: Actor.UNSPECIFIED,
          retry: Retry.UNSPECIFIED,
          processor: { code: "x" },
        });
      },
    ),
    runs(300),
  );
});

test("a code brings its usual actor and retry; the table says more, and what is said wins", () => {
  assert.deepEqual(codes("51", { message: "no" }), {
    code: FailureCode.INSUFFICIENT_FUNDS,
    actor: Actor.ISSUER,
    retry: Retry.OTHER_METHOD,
    message: "no",
  });
  assert.equal(codes("stolen").retry, Retry.OTHER_METHOD);
  assert.equal(codes("stolen").actor, Actor.ISSUER);
  assert.equal(codes("stolen", { retry: Retry.NEVER }).retry, Retry.NEVER);
  assert.equal(failure(FailureCode.DECLINED, { actor: Actor.NETWORK }).actor, Actor.NETWORK);
});

test("every code of the contract has been judged: who decided, and whether to try again", () => {
  for (const [name, code] of Object.entries(FailureCode)) {
    if (code === FailureCode.UNSPECIFIED || code === FailureCode.UNMAPPED) continue;
    const [actor, retry] = usualJudgement.get(code) ?? [];
    assert.ok(actor && retry, `FailureCode.${name}`);
  }
  assert.equal(usualJudgement.size, Object.keys(FailureCode).length - 2);
});

test("a pair is a status and what it waits for, in that order", () => {
  const held = paymentStatuses({
    source,
    words: { held: [PaymentStatus.CAPTURED, PendingReason.REVIEW] },
  });
  assert.deepEqual(held("held"), {
    status: PaymentStatus.CAPTURED,
    pendingReason: PendingReason.REVIEW,
    processorStatus: "held",
  });
});

test("what is missing is not the word undefined, nor null", () => {
  const odd = failureCodes({
    source,
    words: { undefined: FailureCode.STOLEN_CARD, null: FailureCode.EXPIRED_CARD },
  });
  assert.equal(odd(undefined).code, FailureCode.UNMAPPED);
  assert.equal(odd(null).code, FailureCode.UNMAPPED);
  assert.equal(odd("null").code, FailureCode.EXPIRED_CARD);
  assert.equal(odd.source, source);
  assert.deepEqual(Object.keys(odd.words), ["undefined", "null"]);
});
