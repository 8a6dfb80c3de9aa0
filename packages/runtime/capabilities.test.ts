/** Capabilities: what a connector declares, as the contract says it, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CaptureMode, Idempotency_Carrier, StoredCredential_Reason } from "#contract";
import { CallError } from "#runtime";
import { runtimeOf, scripted, small, withFlows } from "../testing/small.ts";

const { send } = scripted(() => ({}));
const exchange = { method: "POST", path: "/", read: () => assert.fail() };
const { card } = small().methods;
const rich = withFlows(
  {
    authorizePayment: exchange,
    setupMandate: exchange,
    createRefund: exchange,
    getPayment: exchange,
    voidPayment: undefined,
  },
  {
    methods: {
      card: {
        ...(card ?? assert.fail()),
        flows: ["authorizePayment", "setupMandate"],
        currencies: ["EUR"],
        countries: ["DE"],
        requires: ["purchase.returnUrl"],
        understands: ["acceptPartial"],
        repeatedCaptures: false,
        limits: { "purchase.description": 22 },
      },
    },
    rules: {
      createRefund: { partial: true, repeated: false, currencies: ["EUR"] },
      getPayment: { byOriginalCall: true, consistency: "eventual" },
      authorizePayment: {
        requires: ["purchase.customer.reference"],
        understands: ["session"],
        limits: {
          reference: { least: 2, most: 40 },
          orderReference: "is not told",
          "storedCredential.reason": { among: [StoredCredential_Reason.RECURRING, undefined] },
        },
        source: "https://small.example/payments",
      },
    },
    webhooks: {
      events: ["paid", "failed"],
      source: "https://small.example/webhooks",
      signed: true,
      verify: () => assert.fail(),
      read: () => [],
    },
  },
);

test("a connector is listed with its flows and methods", async () => {
  const { connectors } = await runtimeOf(rich, { send }).listConnectors();
  assert.equal(connectors.length, 1);
  assert.partialDeepStrictEqual(connectors[0], {
    connectorId: "small",
    name: "Small",
    methods: ["card"],
  });
  assert.deepEqual(connectors[0]?.rpcs.toSorted(), [
    "AuthorizePayment",
    "CreateRefund",
    "GetPayment",
    "SetupMandate",
  ]);
});

test("a connector is described by its declaration", async () => {
  const { connector } = await runtimeOf(rich, { send }).getConnector("small");
  assert.ok(connector);
  assert.deepEqual(connector.liveHosts, ["https://api.small.example"]);
  assert.deepEqual(connector.testHosts, ["https://test.small.example"]);
  assert.deepEqual(
    connector.credentials.map(({ name, secret, optionalField, repeatedField }) => [
      name,
      secret,
      optionalField,
      repeatedField,
    ]),
    [
      ["apiKey", true, false, false],
      ["webhookSecrets", true, true, true],
      ["prefix", false, true, false],
    ],
  );
  const rpc = (name: string) => connector.rpcs.find((one) => one.rpc === name);
  assert.partialDeepStrictEqual(rpc("CreateRefund"), {
    partial: true,
    repeatedCalls: false,
    currencies: ["EUR"],
  });
  assert.partialDeepStrictEqual(rpc("GetPayment"), {
    byOriginalCall: true,
    stronglyConsistent: false,
  });
  assert.partialDeepStrictEqual(rpc("AuthorizePayment"), {
    requiredFields: ["purchase.customer.reference"],
    bindingFields: ["session"],
  });
  const source = "https://small.example/payments";
  const limitsOf = (name: string) =>
    rpc(name)?.limits.map(({ $typeName: _, ...limit }) => limit) ?? assert.fail(name);
  const described = {
    field: "purchase.description",
    rule: "must have at most 22 characters",
    most: 22n,
    values: [],
    refused: false,
    method: "card",
  };
  assert.deepEqual(limitsOf("AuthorizePayment"), [
    {
      field: "reference",
      rule: "must have 2 to 40 characters",
      least: 2n,
      most: 40n,
      values: [],
      refused: false,
      source,
    },
    { field: "orderReference", rule: "is not told", values: [], refused: true, source },
    {
      field: "storedCredential.reason",
      rule: "must be REASON_RECURRING",
      values: ["REASON_RECURRING"],
      refused: false,
      source,
    },
    described,
  ]);
  assert.deepEqual(limitsOf("SetupMandate"), [described]);
  assert.equal(rpc("VoidPayment"), undefined);
  assert.ok(rpc("ParseWebhook"));
  assert.partialDeepStrictEqual(connector.methods, [
    {
      method: "card",
      captureModes: [CaptureMode.AUTOMATIC, CaptureMode.MANUAL],
      currencies: ["EUR"],
      countries: ["DE"],
      requiredFields: ["purchase.returnUrl"],
      bindingFields: ["acceptPartial"],
      rpcs: ["AuthorizePayment", "SetupMandate"],
      repeatedCaptures: false,
    },
  ]);
  assert.equal(connector.methods[0]?.partialCapture, undefined);
  assert.deepEqual(connector.webhookEvents, ["paid", "failed"]);
  assert.equal(connector.webhooksSigned, true);
  assert.partialDeepStrictEqual(connector.idempotency, {
    carrier: Idempotency_Carrier.HEADER,
    name: "Idempotency-Key",
  });
  assert.equal(connector.idempotency?.repeatSafeFor?.seconds, 86_400n);
});

test("a connector without webhooks or a known life of keys says neither", async () => {
  const { idempotency, ...bare } = small();
  const { seconds: _, name: _name, ...carried } = idempotency;
  const connector = { ...bare, idempotency: { ...carried, carrier: "none" } as const };
  const { connector: described } = await runtimeOf(connector, { send }).getConnector("small");
  assert.deepEqual(described?.webhookEvents, []);
  assert.equal(described?.webhooksSigned, false);
  assert.equal(described?.idempotency?.repeatSafeFor, undefined);
  assert.ok(!described?.rpcs.some(({ rpc }) => rpc === "ParseWebhook"));
});

test("a connector that is not there is named, with those that are", async () => {
  await assert.rejects(
    runtimeOf(small(), { send }).getConnector("strype"),
    (error) =>
      error instanceof CallError &&
      error.reason === "UNKNOWN_CONNECTOR" &&
      /"strype".*small/.test(error.message),
  );
});
