/** Limits as data: what is beyond one is named with its entry, in words that do not repeat what was given. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "@bufbuild/protobuf";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  AuthorizePaymentRequestSchema,
  CaptureMode,
  EvidenceKind,
  MoneySchema,
  OrderLineSchema,
  OrderSchema,
  PurchaseSchema,
  StoredCredential_Reason as Reason,
  SubmitEvidenceRequestSchema,
} from "#contract";
import { type AnyConnector, InvalidRequest, type Violation } from "#kit";
import { authorize, small } from "../testing/small.ts";
import { checkRequest } from "./guard.ts";
import { fieldAt, limitInWords, limitsOf } from "./limits.ts";

const kind = EvidenceKind.RECEIPT;
type Rules = NonNullable<AnyConnector["rules"]>;
type PaymentLimits = NonNullable<NonNullable<Rules["authorizePayment"]>["limits"]>;
type EvidenceLimits = NonNullable<NonNullable<Rules["submitEvidence"]>["limits"]>;

function refusedBy(act: () => unknown): readonly Violation[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidRequest) return error.violations;
    throw error;
  }
  return [];
}
const paying = (limits: PaymentLimits, request: Message, more: Partial<AnyConnector> = {}) =>
  refusedBy(() =>
    checkRequest(
      small({
        ...more,
        rules: {
          authorizePayment: {
            understands: ["purchase.statementDescriptor", "storedCredential.reason"],
            limits,
          },
        },
      }),
      "authorizePayment",
      AuthorizePaymentRequestSchema,
      request,
    ),
  );
const tenEuro = create(MoneySchema, { minorUnits: 1000n, currency: "EUR" });
const purchase = (more: MessageInitShape<typeof PurchaseSchema>) =>
  authorize({ purchase: create(PurchaseSchema, { amount: tenEuro, ...more }) });
const proving = (
  limits: EvidenceLimits,
  more: Omit<MessageInitShape<typeof SubmitEvidenceRequestSchema>, "$typeName">,
) =>
  refusedBy(() =>
    checkRequest(
      small({
        flows: {
          submitEvidence: { method: "POST", path: "/", read: () => assert.fail("is not sent") },
        },
        rules: { submitEvidence: { limits } },
      }),
      "submitEvidence",
      SubmitEvidenceRequestSchema,
      create(SubmitEvidenceRequestSchema, {
        dispute: { disputeId: "d" },
        finalSubmission: true,
        ...more,
      }),
    ),
  );

test("a text is measured in UTF-16 units, and a number alone is the most", () => {
  const limits = { reference: 4 };
  assert.deepEqual(paying(limits, authorize({ reference: "four" })), []);
  assert.deepEqual(paying(limits, authorize({ reference: "fiver" })), [
    { field: "reference", problem: "must have at most 4 characters" },
  ]);
  assert.deepEqual(paying(limits, authorize({ reference: "\u{1f600}\u{1f600}" })), []);
  assert.equal(paying(limits, authorize({ reference: "\u{1f600}\u{1f600}x" })).length, 1);
});

test("length and alphabet are two faults, each in its words", () => {
  const descriptor = { least: 4, most: 6, pattern: /^[A-Z]*$/, says: "must be capital letters" };
  const limits = { "purchase.statementDescriptor": descriptor };
  const field = "purchase.statementDescriptor";
  const length = { field, problem: "must have 4 to 6 characters" };
  const letters = { field, problem: "must be capital letters" };
  const asked = (statementDescriptor: string) => paying(limits, purchase({ statementDescriptor }));
  assert.deepEqual(asked("ACME"), []);
  assert.deepEqual(asked("ACMEACME"), [length]);
  assert.deepEqual(asked("acme"), [letters]);
  assert.deepEqual(asked("abc"), [length, letters]);
  assert.deepEqual(paying(limits, authorize()), [], "what is not given is not measured");
});

test("what is in a list is named with its place, and the list by its number", () => {
  const limits = { files: 2, "files.name": 5, "files.content": { most: 3 } };
  const file = { name: "a.pdf", kind, contentType: "application/pdf", content: new Uint8Array(3) };
  assert.deepEqual(proving(limits, { files: [file, file] }), []);
  const long = { ...file, name: "aa.pdf", content: new Uint8Array(4) };
  assert.deepEqual(proving(limits, { files: [file, file, long] }), [
    { field: "files", problem: "must have at most 2 entries" },
    { field: "files[2].name", problem: "must have at most 5 characters" },
    { field: "files[2].content", problem: "must have at most 3 bytes" },
  ]);
});

test("a limit reaches through lists of lists", () => {
  const lineOf = (name: string) =>
    create(OrderLineSchema, { name, quantity: 1n, unitPrice: tenEuro, total: tenEuro });
  assert.deepEqual(
    paying(
      { "purchase.order.lines.name": 4 },
      purchase({ order: create(OrderSchema, { lines: [lineOf("Sofa"), lineOf("Chair")] }) }),
    ),
    [{ field: "purchase.order.lines[1].name", problem: "must have at most 4 characters" }],
  );
});

test("of metadata, the entries, the names and the values are measured", () => {
  const limits = {
    "purchase.metadata": {
      most: 3,
      names: { most: 4, pattern: /^\w*$/, says: "must have names of letters" },
      values: { most: 2 },
      reserved: ["own"],
    },
  };
  const asked = (metadata: Record<string, string>) => paying(limits, purchase({ metadata }));
  const field = "purchase.metadata";
  assert.deepEqual(asked({ a: "1", b: "22" }), []);
  assert.deepEqual(asked({ a: "1", b: "2", c: "3" }), [
    { field, problem: "must have at most 2 entries" },
  ]);
  assert.deepEqual(asked({ a: "333" }), [
    { field: `${field}.a`, problem: "must have at most 2 characters" },
  ]);
  assert.deepEqual(asked({ a_long_one: "1" }), [
    { field, problem: "must have names of at most 4 characters" },
  ]);
  assert.deepEqual(asked({ "a b": "1" }), [{ field, problem: "must have names of letters" }]);
  assert.deepEqual(asked({ own: "1" }), [
    { field: `${field}.own`, problem: "is used by this service" },
  ]);
});

test("values are of those that are named: words, enums by the contract's names, truths, numbers", () => {
  assert.deepEqual(
    paying(
      { "storedCredential.reason": { among: [Reason.RECURRING, Reason.UNSCHEDULED] } },
      authorize({ storedCredential: { reason: Reason.NO_SHOW } }),
    ),
    [
      {
        field: "storedCredential.reason",
        problem: "must be one of REASON_RECURRING, REASON_UNSCHEDULED",
      },
    ],
  );
  assert.deepEqual(
    paying(
      { "purchase.amount.minorUnits": { most: 0, says: "must be 0: nothing is charged" } },
      authorize(),
    ),
    [{ field: "purchase.amount.minorUnits", problem: "must be 0: nothing is charged" }],
  );
  const file = { name: "a", kind, contentType: "text/plain", content: new Uint8Array(1) };
  assert.deepEqual(
    proving(
      { finalSubmission: { among: [true] }, "files.contentType": { among: ["image/png"] } },
      { finalSubmission: false, files: [file] },
    ),
    [
      { field: "finalSubmission", problem: "must be true" },
      { field: "files[0].contentType", problem: "must be image/png" },
    ],
  );
});

test("what may not be given at all is refused with the reason, a message or a list once", () => {
  const limits = { amount: "cannot be a part", files: "are not taken", response: "is not chosen" };
  assert.deepEqual(proving(limits, {}), []);
  const file = { name: "a", kind, contentType: "image/png", content: new Uint8Array(1) };
  assert.deepEqual(
    proving(limits, { amount: { minorUnits: 1n, currency: "EUR" }, files: [file, file] }),
    [
      { field: "files", problem: "are not taken" },
      { field: "amount", problem: "cannot be a part" },
    ],
  );
});

test("a method's limits hold with it, beside the flow's", () => {
  const methods = {
    card: {
      capture: [CaptureMode.AUTOMATIC],
      limits: { reference: 3, orderReference: 3 },
      write: () => ({}),
    },
  };
  assert.deepEqual(
    paying({ reference: 2 }, authorize({ reference: "four", orderReference: "four" }), { methods }),
    [
      { field: "reference", problem: "must have at most 2 characters" },
      { field: "reference", problem: "must have at most 3 characters" },
      { field: "orderReference", problem: "must have at most 3 characters" },
    ],
  );
});

test("a connector's limits are listed with their source, in words", () => {
  const connector = small({
    rules: {
      authorizePayment: {
        source: "https://small.example/payments",
        limits: {
          reference: 40,
          "paymentMethod.achDebit.accountNumber": 17,
          "purchase.metadata": {
            most: 5,
            reserved: ["own"],
            values: { most: 9 },
            source: "https://b",
          },
        },
      },
    },
  });
  const listed = limitsOf(connector, "authorizePayment");
  // It takes no ACH debits.
  assert.deepEqual(
    listed.map(({ path, source }) => [path, source]),
    [
      ["reference", "https://small.example/payments"],
      ["purchase.metadata", "https://b"],
    ],
  );
  const words = listed.map(({ path, limit }) => {
    const field = fieldAt(AuthorizePaymentRequestSchema, path) ?? assert.fail(path);
    return limitInWords(field, limit);
  });
  assert.deepEqual(words, [
    "must have at most 40 characters",
    "must have at most 4 entries; values: must have at most 9 characters; not own, which this service writes",
  ]);
});
