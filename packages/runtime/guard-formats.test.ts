/** The forms of fields: at both sides of every edge, and which rules meet at one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  AuthorizePaymentRequestSchema,
  CreateRefundRequestSchema,
  ListDisputesRequestSchema,
} from "#contract";
import type { AnyConnector } from "#kit";
import { faultsOf } from "../testing/faults.ts";
import { authorize, card, small, withFlows } from "../testing/small.ts";

const { card: entry } = small().methods;
assert.ok(entry);
const names = [
  "card",
  "networkToken",
  "applePay",
  "stored",
  "sepaDebit",
  "achDebit",
  "bacsDebit",
  "becsDebit",
  "blik",
  "boleto",
];
const taking = small({
  methods: Object.fromEntries(names.map((name) => [name, { ...entry }])),
  rules: {
    authorizePayment: {
      understands: ["purchase", "paymentMethod", "storedCredential"],
    },
  },
});

const faultsIn = (request: object) =>
  faultsOf(taking, "authorizePayment", AuthorizePaymentRequestSchema, authorize(request));

/** `purchase.customer.birthDate` as a request with the value there. */
function purchaseWith(path: string, value: unknown): object {
  const inside = path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const amount = { minorUnits: 1000n, currency: "EUR" };
  return { purchase: { amount, ...(inside as { purchase: object }).purchase } };
}
const methodWith = (name: string, value: object) => ({
  paymentMethod: { method: { case: name, value } },
});
const storedWith = (member: string, value: object) => ({ storedCredential: { [member]: value } });

/** A field, how a request has a value in it, and what may and may not stand there. */
type Row = readonly [
  path: string,
  request: (value: never) => object,
  good: readonly unknown[],
  bad: readonly unknown[],
];
const numbers = {
  good: ["1".repeat(12), "1".repeat(19)],
  bad: ["1".repeat(11), "1".repeat(20), `x${"1".repeat(12)}`, `${"1".repeat(12)}x`],
};
const months = { good: [1, 12], bad: [0, 13] };
const years = { good: [2000, 2099], bad: [1999, 2100] };
const dates = {
  good: ["2026-01-01", "2026-12-31", "2026-10-09"],
  bad: [
    "2026-13-01",
    "2026-00-10",
    "2026-01-32",
    "2026-01-00",
    "26-01-01",
    "x2026-01-01",
    "2026-01-01x",
  ],
};
const cvcs = { good: ["123", "1234"], bad: ["12", "12345", "x123", "123x"] };
const urls = {
  good: ["https://shop.example/return", "http://localhost:1/"],
  bad: [
    "shop.example",
    "https://",
    "https://shop example/",
    "xhttps://shop.example",
    "ftp://shop.example",
    "https://shop.example/a b",
  ],
};
const sixDigits = { good: ["123456"], bad: ["12345", "1234567", "x123456", "123456x"] };

const wallet = (decrypted: object) =>
  methodWith("applePay", { data: { case: "decrypted", value: decrypted } });
const digital = (place: string, request: (value: object) => object): readonly Row[] => [
  [`${place}.number`, (number) => request({ ...card, number }), numbers.good, numbers.bad],
  [
    `${place}.expiryMonth`,
    (expiryMonth) => request({ ...card, expiryMonth }),
    months.good,
    months.bad,
  ],
  [`${place}.expiryYear`, (expiryYear) => request({ ...card, expiryYear }), years.good, years.bad],
];
const purchased = (path: string, { good, bad }: Pick<typeof dates, "good" | "bad">): Row => [
  path,
  (value) => purchaseWith(path, value),
  good,
  bad,
];
const paid = (
  name: string,
  field: string,
  { good, bad }: { readonly good: readonly unknown[]; readonly bad: readonly unknown[] },
): Row => [
  `paymentMethod.${name}.${field}`,
  (value) => methodWith(name, { [field]: value }),
  good,
  bad,
];

const rows: readonly Row[] = [
  ...digital("paymentMethod.card", (value) => methodWith("card", value)),
  ...digital("paymentMethod.networkToken", (value) => methodWith("networkToken", value)),
  ...digital("paymentMethod.applePay.decrypted", wallet),
  paid("card", "cvc", cvcs),
  paid("stored", "cvc", cvcs),
  paid("sepaDebit", "iban", {
    good: [`DE02${"1".repeat(11)}`, `MT02${"A".repeat(30)}`],
    bad: [
      `DE02${"1".repeat(10)}`,
      `DE02${"1".repeat(31)}`,
      `xDE02${"1".repeat(18)}`,
      `DE02${"1".repeat(11)}x`,
      "DE02 1203 0000 0000 2020 51",
    ],
  }),
  paid("achDebit", "routingNumber", {
    good: ["123456789"],
    bad: ["12345678", "1234567890", "x123456789", "123456789x"],
  }),
  paid("bacsDebit", "sortCode", sixDigits),
  paid("bacsDebit", "accountNumber", {
    good: ["12345678"],
    bad: ["1234567", "123456789", "x12345678", "12345678x"],
  }),
  paid("becsDebit", "bsb", sixDigits),
  paid("blik", "code", sixDigits),
  paid("boleto", "dueOn", dates),
  [
    "paymentMethod.sepaDebit.mandate.signedOn",
    (signedOn) => methodWith("sepaDebit", { mandate: { signedOn } }),
    dates.good,
    dates.bad,
  ],
  [
    "storedCredential.previous.date",
    (date) => storedWith("previous", { date }),
    dates.good,
    dates.bad,
  ],
  [
    "storedCredential.terms.startsOn",
    (startsOn) => storedWith("terms", { startsOn }),
    dates.good,
    dates.bad,
  ],
  [
    "storedCredential.terms.endsOn",
    (endsOn) => storedWith("terms", { endsOn }),
    dates.good,
    dates.bad,
  ],
  purchased("purchase.customer.birthDate", dates),
  purchased("purchase.returnUrl", urls),
  purchased("purchase.notificationUrl", urls),
  purchased("purchase.customer.contact.address.country", {
    good: ["DE", "IN"],
    bad: ["de", "DEU", "D", "xDE", "DEx"],
  }),
  [
    "purchase.amount.currency",
    (currency) => ({ purchase: { amount: { minorUnits: 1n, currency } } }),
    ["EUR", "JPY"],
    ["eur", "XXZ", "EURO", "€"],
  ],
  [
    "purchase.amount.minorUnits",
    (minorUnits) => ({ purchase: { amount: { minorUnits, currency: "EUR" } } }),
    [0n, 1n, 2n ** 62n],
    [-1n, -(2n ** 62n)],
  ],
];
for (const [path, request, good, bad] of rows)
  test(`${path} is what it must be, at both sides of every edge`, () => {
    for (const value of good)
      assert.ok(!faultsIn(request(value as never)).has(path), `${path} may be ${value}`);
    for (const value of bad) {
      const problem = faultsIn(request(value as never)).get(path);
      assert.ok(problem, `${path} may not be ${value}`);
      assert.doesNotMatch(problem, /undefined/);
    }
  });

test("moments are within what a Timestamp can say, to the second", () => {
  const path = "purchase.expiresAt";
  const until = (seconds: bigint, nanos: number) =>
    faultsIn(purchaseWith(path, { seconds, nanos })).has(path);
  for (const [seconds, nanos] of [
    [-62_135_596_800n, 0],
    [253_402_300_799n, 999_999_999],
  ] as const)
    assert.equal(until(seconds, nanos), false);
  for (const [seconds, nanos] of [
    [-62_135_596_801n, 0],
    [253_402_300_800n, 0],
    [0n, -1],
    [0n, 1_000_000_000],
  ] as const)
    assert.equal(until(seconds, nanos), true);
});

test("a page of disputes has 1 to 100 of them", () => {
  const exchange = { method: "GET", path: "/", read: () => assert.fail() };
  const listing = withFlows({ listDisputes: exchange });
  const wrong = (pageSize: number) =>
    faultsOf(
      listing,
      "listDisputes",
      ListDisputesRequestSchema,
      create(ListDisputesRequestSchema, { pageSize }),
    ).get("pageSize");
  assert.deepEqual([1, 100].map(wrong), [undefined, undefined]);
  for (const size of [0, 101]) assert.match(wrong(size) ?? "", /1 to 100/);
});

test("a fault names the method that does not understand, and nothing where there is none", () => {
  const refused = faultsOf(
    small(),
    "authorizePayment",
    AuthorizePaymentRequestSchema,
    authorize({ acceptPartial: true }),
  );
  assert.equal(refused.get("acceptPartial"), "is not understood by Small for card");
  const exchange = { method: "GET", path: "/", read: () => assert.fail() };
  const looked = faultsOf(
    withFlows({ listDisputes: exchange }),
    "listDisputes",
    ListDisputesRequestSchema,
    create(ListDisputesRequestSchema, { pageSize: 101 }),
  );
  assert.deepEqual([...looked.values()], ["must be 1 to 100"]);
  const refunded = faultsOf(
    withFlows({ createRefund: exchange }),
    "createRefund",
    CreateRefundRequestSchema,
    create(CreateRefundRequestSchema, {
      reference: "r",
      payment: { paymentId: "p" },
      amount: { minorUnits: 1n, currency: "EUR" },
      operationId: "c",
    }),
  );
  assert.equal(refunded.get("operationId"), "is not understood by Small");
});

test("a field below an understood list is understood, and a name that only begins alike is not", () => {
  const understanding = (...understands: readonly string[]) =>
    faultsOf(
      // Paths that the contract does not have are what this is about.
      small({
        rules: { authorizePayment: { understands } } as AnyConnector["rules"],
      } as Partial<AnyConnector>),
      "authorizePayment",
      AuthorizePaymentRequestSchema,
      authorize({
        purchase: { amount: { minorUnits: 1n, currency: "EUR" }, statementDescriptor: "ACME" },
      } as object),
    );
  assert.deepEqual([...understanding("purchase").keys()], []);
  assert.deepEqual(
    [...understanding("purchase.statement").keys()],
    ["purchase.statementDescriptor"],
  );
  assert.deepEqual(
    [...understanding("purchase.statementDescriptor.more").keys()],
    ["purchase.statementDescriptor"],
    "what is understood below a text says nothing of the text",
  );
});

test("a value of the future is refused also where the field is understood", () => {
  const amount = { minorUnits: 1n, currency: "EUR" };
  const faults = (channel: number) => faultsIn({ purchase: { amount, channel } });
  assert.equal(faults(99).get("purchase.channel"), "has a value that this server does not know");
  assert.equal(faults(1).has("purchase.channel"), false);
});

test("what the connector requires is enough once it is given", () => {
  const requiring = small({ rules: { authorizePayment: { requires: ["purchase.returnUrl"] } } });
  const amount = { minorUnits: 1n, currency: "EUR" };
  const faults = (more: object) =>
    faultsOf(
      requiring,
      "authorizePayment",
      AuthorizePaymentRequestSchema,
      authorize({ purchase: { amount, ...more } }),
    );
  assert.equal(faults({}).get("purchase.returnUrl"), "is required by Small");
  assert.deepEqual([...faults({ returnUrl: "https://shop.example/return" })], []);
});

test("limits hold whether the flow has them, the method, or both", () => {
  const limits = { reference: 5 };
  const faults = (flow: boolean, method: boolean) =>
    faultsOf(
      small({
        ...(flow && { rules: { authorizePayment: { limits } } }),
        methods: { card: { ...entry, ...(method && { limits }) } },
      } as Partial<AnyConnector>),
      "authorizePayment",
      AuthorizePaymentRequestSchema,
      authorize({ reference: "order-1" }),
    );
  assert.deepEqual([...faults(false, false)], []);
  for (const [flow, method] of [
    [true, false],
    [false, true],
    [true, true],
  ] as const)
    assert.deepEqual([...faults(flow, method).keys()], ["reference"]);
});
