/** The guard: a request with n faults names n fields, and what is not understood is refused by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, isMessage, type Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  AlternativeMethod_Kind,
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  CaptureMode,
  CardNetwork,
  Channel,
  EvidenceKind,
  GetPaymentRequestSchema,
  SubmitEvidenceRequestSchema,
} from "#contract";
import { type AnyConnector, InvalidRequest, Unsupported } from "#kit";
import { runs } from "../kit/runs.ts";
import { authorize, capture, card, small, withFlows } from "../testing/small.ts";
import { planOf, walk } from "./fields.ts";
import { checkRequest } from "./guard.ts";
import { rpcOf } from "./rpcs.ts";

const check = (request: Message, connector: AnyConnector = small()) =>
  checkRequest(connector, "authorizePayment", AuthorizePaymentRequestSchema, request);
function faults(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidRequest) return error.violations.map(({ field }) => field);
    throw error;
  }
  return [];
}

test("a good request has no faults, and its hints are told", () => {
  const { hints, method } = check(authorize({ orderReference: "o" }));
  assert.equal(method, "card");
  assert.deepEqual(hints.toSorted(), ["orderReference", "paymentMethod.card.cvc"].toSorted());
});

/** Faults that do not know of each other: each names its field alone. */
type Fault = readonly [field: string, make: (request: AuthorizePaymentRequest) => object];
const purchaseOf = (request: AuthorizePaymentRequest) => request.purchase ?? assert.fail();
const cardIn = ({ paymentMethod }: AuthorizePaymentRequest) =>
  paymentMethod?.method.case === "card" ? paymentMethod.method.value : assert.fail();
const amountIn = (request: AuthorizePaymentRequest) => purchaseOf(request).amount ?? assert.fail();
const independent: readonly Fault[] = [
  ["reference", (request) => Object.assign(request, { reference: "" })],
  ["purchase.amount.currency", (request) => Object.assign(amountIn(request), { currency: "eur" })],
  [
    "purchase.amount.minorUnits",
    (request) => Object.assign(amountIn(request), { minorUnits: -1n }),
  ],
  [
    "purchase.returnUrl",
    (request) => Object.assign(purchaseOf(request), { returnUrl: "shop.example" }),
  ],
  [
    "purchase.notificationUrl",
    (request) => Object.assign(purchaseOf(request), { notificationUrl: "javascript:1" }),
  ],
  [
    "purchase.statementDescriptor",
    (request) => Object.assign(purchaseOf(request), { statementDescriptor: "ACME" }),
  ],
  ["purchase.channel", (request) => Object.assign(purchaseOf(request), { channel: Channel.APP })],
  [
    "purchase.customer.birthDate",
    (request) => Object.assign(purchaseOf(request).customer ?? {}, { birthDate: "1990-13-01" }),
  ],
  [
    "purchase.customer.contact.address.country",
    (request) =>
      Object.assign(purchaseOf(request).customer?.contact?.address ?? {}, { country: "DEU" }),
  ],
  [
    "paymentMethod.card.number",
    (request) => Object.assign(cardIn(request), { number: "4111 1111 1111 1111" }),
  ],
  [
    "paymentMethod.card.expiryMonth",
    (request) => Object.assign(cardIn(request), { expiryMonth: 13 }),
  ],
  [
    "paymentMethod.card.expiryYear",
    (request) => Object.assign(cardIn(request), { expiryYear: 31 }),
  ],
  ["paymentMethod.card.cvc", (request) => Object.assign(cardIn(request), { cvc: "12" })],
  [
    "paymentMethod.card.preferredNetwork",
    (request) => Object.assign(cardIn(request), { preferredNetwork: CardNetwork.VISA }),
  ],
  ["acceptPartial", (request) => Object.assign(request, { acceptPartial: true })],
  [
    "captureAfter",
    (request) => Object.assign(request, { captureAfter: { seconds: 60n, nanos: 0 } }),
  ],
];
const rich = () =>
  authorize({
    purchase: {
      amount: { minorUnits: 1000n, currency: "EUR" },
      customer: { birthDate: "1990-01-01", contact: { address: { country: "DE" } } },
    },
  });

test("n faults name n fields, whichever they are", () => {
  assert.deepEqual(
    faults(() => check(rich())),
    [],
  );
  fc.assert(
    fc.property(fc.shuffledSubarray([...independent]), (chosen) => {
      const request = rich();
      for (const [, make] of chosen) make(request);
      assert.deepEqual(
        faults(() => check(request)).toSorted(),
        chosen.map(([field]) => field).toSorted(),
      );
    }),
    runs(200),
  );
});

test("what an empty request lacks is named at once", () => {
  assert.deepEqual(faults(() => check(create(AuthorizePaymentRequestSchema))).toSorted(), [
    "captureMode",
    "paymentMethod",
    "purchase",
    "reference",
  ]);
});

test("a payment method that is none is a fault, not an unsupported one", () => {
  assert.deepEqual(
    faults(() => check(authorize({ paymentMethod: {} }))),
    ["paymentMethod"],
  );
  const kindless = { method: { case: "alternative", value: {} } } as const;
  assert.deepEqual(
    faults(() => check(authorize({ paymentMethod: kindless }))),
    ["paymentMethod.alternative.kind"],
  );
});

test("what the connector does not take is refused by name", () => {
  const refused = (request: AuthorizePaymentRequest, name: RegExp) =>
    assert.throws(
      () => check(request),
      (error) => error instanceof Unsupported && name.test(error.message),
    );
  refused(authorize({ paymentMethod: { method: { case: "pix", value: {} } } }), /pix/);
  const ideal = { case: "alternative", value: { kind: AlternativeMethod_Kind.IDEAL } } as const;
  refused(authorize({ paymentMethod: { method: ideal } }), /ideal/);
  refused(authorize({ captureMode: CaptureMode.DELAYED }), /capture/);
  assert.throws(
    () => checkRequest(small(), "capturePayment", rpcOf("capturePayment").input, capture()),
    Unsupported,
  );
});

test("a method is taken by the flows that it names", () => {
  const { card: entry } = small().methods;
  assert.ok(entry);
  const connector = small({ methods: { card: { ...entry, flows: ["setupMandate"] } } });
  assert.throws(() => check(authorize(), connector), Unsupported);
});

test("every binding field that is given is refused until it is understood", () => {
  const binding: string[] = [];
  const request = authorize({
    paymentMethod: { method: { case: "card", value: { ...card, preferredNetwork: 1 } } },
    purchase: {
      amount: { minorUnits: 1000n, currency: "EUR" },
      channel: Channel.APP,
      statementDescriptor: "ACME",
      splits: [{ accountId: "a", amount: { minorUnits: 1n, currency: "EUR" }, platformFee: true }],
      subMerchant: { reference: "m" },
      installments: { count: 3 },
      expiresAt: { seconds: 1n, nanos: 0 },
    } as object,
    storedCredential: { initiator: 1, reason: 1, store: true } as object,
    authentication: { authentication: { case: "request", value: { preference: 1 } } },
    acceptPartial: true,
    session: { paymentId: "order" },
  });
  walk(
    AuthorizePaymentRequestSchema,
    request,
    ({ field, path }) => field.binding && !field.required && binding.push(path),
    () => {},
    () => {},
  );
  assert.deepEqual(faults(() => check(request)).toSorted(), binding.toSorted());
  const all = small({
    rules: {
      authorizePayment: {
        understands: [
          "purchase",
          "paymentMethod",
          "storedCredential",
          "authentication",
          "acceptPartial",
          "session",
        ],
      },
    },
  });
  assert.deepEqual(
    faults(() => check(request, all)),
    [],
  );
});

test("a field below one that is understood is understood, and one beside it is not", () => {
  const connector = small({
    rules: { authorizePayment: { understands: ["storedCredential.store"] } },
  });
  const request = authorize({ storedCredential: { store: true, initiator: 1 } as object });
  assert.deepEqual(
    faults(() => check(request, connector)),
    ["storedCredential.initiator"],
  );
});

test("what the connector requires of a flow or a method is named", () => {
  const { card: entry } = small().methods;
  assert.ok(entry);
  const connector = small({
    rules: {
      authorizePayment: { requires: ["purchase.returnUrl", "purchase.customer.reference"] },
    },
    methods: { card: { ...entry, requires: ["purchase.device.ipAddress"], currencies: ["USD"] } },
  });
  assert.deepEqual(faults(() => check(authorize(), connector)).toSorted(), [
    "purchase.amount.currency",
    "purchase.customer.reference",
    "purchase.device.ipAddress",
    "purchase.returnUrl",
  ]);
});

test("a connector's own check is asked once the contract is kept", () => {
  const connector = small({
    rules: {
      authorizePayment: {
        check: ({ purchase }) =>
          purchase?.description ? [] : [{ field: "purchase.description", problem: "is too short" }],
      },
    },
  });
  assert.deepEqual(
    faults(() => check(authorize(), connector)),
    ["purchase.description"],
  );
  assert.deepEqual(
    faults(() => check(authorize({ reference: "" }), connector)),
    ["reference"],
  );
});

test("delayed capture says when, and a capture once is the last one", () => {
  const { card: entry } = small().methods;
  assert.ok(entry);
  const connector = small({ methods: { card: { ...entry, capture: [CaptureMode.DELAYED] } } });
  const delayed = { captureMode: CaptureMode.DELAYED };
  assert.deepEqual(
    faults(() => check(authorize(delayed), connector)),
    ["captureAfter"],
  );
  const after = { ...delayed, captureAfter: { seconds: 60n, nanos: 0 } };
  assert.deepEqual(
    faults(() => check(authorize(after), connector)),
    [],
  );

  const exchange = { method: "POST", path: "/", read: () => assert.fail() };
  const captured = (repeated: boolean) =>
    faults(() =>
      checkRequest(
        withFlows({ capturePayment: exchange }, { rules: { capturePayment: { repeated } } }),
        "capturePayment",
        rpcOf("capturePayment").input,
        { ...capture(), finalCapture: false } as Message,
      ),
    );
  assert.deepEqual(captured(false), ["finalCapture"]);
  assert.deepEqual(captured(true), []);
});

test("a look-up by the original call needs a connector that can", () => {
  const exchange = { method: "GET", path: "/", read: () => assert.fail() };
  const find = (target: object, byOriginalCall: boolean) =>
    checkRequest(
      withFlows({ getPayment: exchange }, { rules: { getPayment: { byOriginalCall } } }),
      "getPayment",
      GetPaymentRequestSchema,
      create(GetPaymentRequestSchema, { target } as object),
    );
  const byCall = { case: "originalCall", value: { reference: "order-1" } };
  assert.throws(() => find(byCall, false), Unsupported);
  assert.ok(find(byCall, true));
  assert.deepEqual(
    faults(() => find({ case: undefined }, true)),
    ["payment"],
  );
  assert.deepEqual(
    faults(() => find({ ...byCall, value: {} }, true)),
    ["originalCall.reference"],
  );
});

test("values and fields of the future are refused by name, wherever they are", () => {
  const unknownValue = authorize();
  Object.assign(unknownValue, { captureMode: 99 });
  assert.throws(() => check(unknownValue), /./);
  const channel = authorize({
    purchase: { amount: { minorUnits: 1n, currency: "EUR" }, channel: 99 as Channel },
  });
  assert.ok(faults(() => check(channel)).includes("purchase.channel"));

  /** Field 1000, a varint. */
  const future = new Uint8Array([0xc0, 0x3e, 1]);
  const request = authorize();
  const known = fromBinary(AuthorizePaymentRequestSchema, future);
  assert.deepEqual(
    faults(() => check({ ...request, $unknown: known.$unknown ?? [] })),
    ["the request"],
  );
  Object.assign(cardIn(request), { $unknown: known.$unknown });
  assert.deepEqual(
    faults(() => check(request)),
    ["paymentMethod.card"],
  );
});

test("moments outside what a Timestamp can say are refused", () => {
  const connector = small({ rules: { authorizePayment: { understands: ["purchase.expiresAt"] } } });
  const until = (seconds: bigint, nanos = 0) =>
    faults(() =>
      check(
        authorize({
          purchase: { amount: { minorUnits: 1n, currency: "EUR" }, expiresAt: { seconds, nanos } },
        }),
        connector,
      ),
    );
  assert.deepEqual(until(1_800_000_000n), []);
  for (const [seconds, nanos] of [
    [2n ** 62n, 0],
    [-(2n ** 62n), 0],
    [253_402_300_800n, 0],
    [0n, -1],
    [0n, 1_000_000_000],
  ] as const)
    assert.deepEqual(until(seconds, nanos), ["purchase.expiresAt"]);
});

test("documents have a media type and nothing more", () => {
  const exchange = { method: "POST", path: "/", read: () => assert.fail() };
  const file = (contentType: string) =>
    faults(() =>
      checkRequest(
        withFlows({ submitEvidence: exchange }),
        "submitEvidence",
        SubmitEvidenceRequestSchema,
        create(SubmitEvidenceRequestSchema, {
          dispute: { disputeId: "d" },
          finalSubmission: true,
          files: [
            { name: "a.pdf", contentType, content: new Uint8Array(1), kind: EvidenceKind.RECEIPT },
          ],
        }),
      ),
    );
  assert.deepEqual(file("application/pdf"), []);
  for (const evil of ["pdf", "application/pdf\r\nX-Evil: 1", "a/b/c", " image/png"])
    assert.deepEqual(file(evil), ["files[0].contentType"], evil);
});

test("no request, however odd, makes anything but InvalidRequest and Unsupported", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      let request: AuthorizePaymentRequest;
      try {
        request = fromBinary(AuthorizePaymentRequestSchema, bytes);
      } catch {
        return;
      }
      try {
        check(request);
      } catch (error) {
        assert.ok(error instanceof InvalidRequest || error instanceof Unsupported, String(error));
      }
    }),
    runs(500),
  );
});

test("no problem shows what was given", () => {
  const canary = "canary-4111111111111111";
  const request = authorize({
    purchase: { amount: { minorUnits: 1n, currency: canary }, returnUrl: canary },
    paymentMethod: { method: { case: "card", value: { ...card, number: canary, cvc: canary } } },
  });
  assert.throws(
    () => check(request),
    (error) =>
      error instanceof InvalidRequest &&
      error.violations.length === 4 &&
      !JSON.stringify(error.violations).includes(canary) &&
      !error.message.includes(canary),
  );
});

test("marks are read from the contract: required, binding, secret", () => {
  const plan = new Map(planOf(AuthorizePaymentRequestSchema).map((field) => [field.name, field]));
  assert.partialDeepStrictEqual(plan.get("reference"), { required: true, binding: false });
  assert.partialDeepStrictEqual(plan.get("captureMode"), { required: true, binding: true });
  assert.partialDeepStrictEqual(plan.get("connectorOptions"), { secret: true });
  assert.ok(isMessage(authorize()));
});
