/** Real payments against the sandbox: over gRPC, over JSON, and in process. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { load, loadSimulator } from "../../../connectors/registry.ts";
import { createSandbox, sandboxHosts, sandboxSend } from "../../../packages/simulators/index.ts";
import { inProcess } from "../src/in-process.ts";
import {
  Actor,
  applyAnswer,
  applyEvent,
  CaptureMode,
  type Client,
  create,
  createClient,
  DisputeStatus,
  discreet,
  FailureCode,
  InvalidRequest,
  ListConnectorsRequestSchema,
  money,
  NotSent,
  OperationStatus,
  PaymentStatus,
  PaymentsError,
  RefundStatus,
  recordFromBytes,
  recordToBytes,
  stripe,
  Verification,
} from "../src/index.ts";
import type { TestService } from "../src/testing.ts";
import { browse, control, listening, serve, webhookSecret } from "./serving.ts";

let service: TestService;
before(async () => {
  service = await serve();
});
after(() => service.stop());

let made = 0;
const reference = () => `typescript-${process.pid}-${++made}`;
const cardOf = (number: string) =>
  ({
    method: { case: "card", value: { number, expiryMonth: 3, expiryYear: 2030, cvc: "737" } },
  }) as const;
const pay = (
  client: Client,
  number = "4242424242424242",
  captureMode: CaptureMode = CaptureMode.AUTOMATIC,
) =>
  client.payments.authorizePayment({
    reference: reference(),
    purchase: { amount: money("EUR", "10.00"), returnUrl: "https://shop.example/return" },
    paymentMethod: cardOf(number),
    captureMode,
  });
const refOf = ({ payment }: Awaited<ReturnType<typeof pay>>) => {
  assert.ok(payment?.paymentRef);
  return payment.paymentRef;
};

async function inProcessClient(): Promise<Client> {
  const [connector, simulator] = await Promise.all([load("stripe"), loadSimulator("stripe")]);
  assert.ok(connector && simulator);
  const sandbox = createSandbox({ simulators: [simulator], clock: () => new Date() });
  const { apiKey } = simulator.samples.credentials;
  return inProcess({
    connector: stripe({ apiKey: String(apiKey), webhookSecrets: [webhookSecret] }),
    live: false,
    sandbox: {
      send: sandboxSend(sandbox),
      hosts: sandboxHosts(sandbox.origin, "stripe", connector.hosts),
    },
  });
}

const ways: Readonly<Record<string, () => Client | Promise<Client>>> = {
  grpc: () => createClient({ endpoint: service.url, account: "stripe" }),
  json: () => createClient({ endpoint: service.url, account: "stripe", protocol: "json" }),
  "in process": inProcessClient,
};
for (const [way, open] of Object.entries(ways))
  describe(way, () => {
    let client: Client;
    before(async () => {
      client = await open();
    });
    after(() => client.close());

    test("authorize, capture, refund", async () => {
      const held = await pay(client, undefined, CaptureMode.MANUAL);
      assert.equal(held.payment?.status, PaymentStatus.AUTHORIZED);
      const payment = refOf(held);
      const captured = await client.payments.capturePayment({
        reference: reference(),
        payment,
        amount: money("EUR", "10.00"),
        finalCapture: true,
      });
      assert.equal(captured.operation?.status, OperationStatus.SUCCEEDED);
      const { refund } = await client.refunds.createRefund({
        reference: reference(),
        payment,
        amount: money("EUR", "4.00"),
      });
      assert.equal(refund?.status, RefundStatus.SUCCEEDED);
      assert.equal(refund.amount?.minorUnits, 400n);
      const found = await client.payments.getPayment({
        target: { case: "payment", value: payment },
      });
      assert.equal(found.payment?.amounts?.refunded?.minorUnits, 400n);
    });

    test("a decline is an answer", async () => {
      const { payment, operation } = await pay(client, "4000000000009995");
      assert.equal(payment?.status, PaymentStatus.FAILED);
      assert.equal(operation?.failure?.code, FailureCode.INSUFFICIENT_FUNDS);
      assert.equal(operation.failure.actor, Actor.ISSUER);
    });

    test("every wrong field is named", async () => {
      const error = await client.payments
        .authorizePayment({
          reference: "",
          purchase: { amount: { minorUnits: 1n, currency: "eur" } },
        })
        .catch((problem: unknown) => problem);
      assert.ok(error instanceof InvalidRequest);
      assert.ok(error.violations.length >= 3, inspect(error.violations));
    });

    test("a void", async () => {
      const payment = refOf(await pay(client, undefined, CaptureMode.MANUAL));
      const { operation } = await client.payments.voidPayment({ reference: reference(), payment });
      assert.equal(operation?.status, OperationStatus.SUCCEEDED);
    });

    test("a forged webhook says nothing", async () => {
      const { events, acknowledgement } = await client.webhooks.parse({
        body: new TextEncoder().encode('{"id":"evt_1","type":"payment_intent.succeeded"}'),
        headers: { "stripe-signature": `t=${Math.floor(Date.now() / 1000)},v1=${"0".repeat(64)}` },
        url: "https://shop.example/hook",
      });
      assert.equal(events[0]?.verification, Verification.FAILED);
      assert.equal(events[0]?.resource.case, undefined);
      assert.equal(acknowledgement, undefined);
    });

    test("what the connectors can do", async () => {
      const { connectors } = await client.connectors.listConnectors({});
      assert.ok(connectors.some(({ connectorId }) => connectorId === "stripe"));
    });
  });

describe("over the wire", () => {
  let client: Client;
  before(() => {
    client = createClient({ endpoint: service.url, account: "stripe" });
  });
  after(() => client.close());

  test("3-D Secure is resumed with what came back", async () => {
    const { nextAction, state, payment } = await pay(client, "4000002760003184");
    assert.equal(payment?.status, PaymentStatus.ACTION_REQUIRED);
    assert.equal(nextAction?.action.case, "redirect");
    const url = await browse(nextAction.action.value.url);
    const returned = { case: "url", value: url } as const;
    const resumed = await client.payments.resumePayment({ ...(state && { state }), returned });
    assert.equal(resumed.payment?.status, PaymentStatus.CAPTURED);
  });

  test("a dispute is found and accepted", async () => {
    const payment = refOf(await pay(client));
    const id = await disputeOf(payment.paymentId ?? "");
    const found = await client.disputes.getDispute({ dispute: { disputeId: id } });
    assert.equal(found.dispute?.status, DisputeStatus.NEEDS_RESPONSE);
    const { operation } = await client.disputes.acceptDispute({ dispute: { disputeId: id } });
    assert.notEqual(operation?.status, OperationStatus.FAILED);
  });
  async function disputeOf(paymentId: string): Promise<string> {
    const { touched } = await control<{ touched: { dispute: string } }>(
      service,
      "stripe/commands/openDispute",
      { payment: paymentId },
    );
    return touched.dispute;
  }

  test("the processor is switched by one word", async () => {
    const other = createClient({ endpoint: service.url, account: "adyen" });
    const { payment } = await pay(other, "5555555555554444");
    assert.equal(payment?.status, PaymentStatus.CAPTURED);
    await other.close();
  });

  test("a webhook is verified from its bytes, and folds with the answer", async () => {
    const hook = await listening();
    await control(service, "stripe/webhook", { url: hook.url, secret: webhookSecret });
    const answer = await pay(client);
    let record = applyAnswer(undefined, answer, new Date());
    let verified = 0;
    for (let waited = 0; waited < 100 && verified === 0; waited += 1) {
      await sleep(50);
      for (const delivery of hook.deliveries.splice(0))
        for (const event of (await client.webhooks.parse(delivery)).events) {
          if (event.paymentRef?.paymentId !== answer.payment?.paymentRef?.paymentId) continue;
          assert.equal(event.verification, Verification.VERIFIED);
          verified += 1;
          record = applyEvent(record, event);
        }
    }
    await hook.close();
    assert.ok(verified > 0);
    assert.equal(record.payment?.status, PaymentStatus.CAPTURED);
    assert.deepEqual(recordFromBytes(recordToBytes(record)).payment, record.payment);
  });

  test("a hundred calls at a time on one client", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => pay(client)));
    const ids = new Set(answers.map((answer) => refOf(answer).paymentId));
    assert.equal(ids.size, 100);
  });

  test("hooks tell of attempts without payload", async () => {
    const told: unknown[] = [];
    const watched = createClient({
      endpoint: service.url,
      account: "stripe",
      hooks: {
        call: (begun) => {
          told.push(begun);
          return { attempt: (one) => told.push(one), ended: (end) => told.push(end) };
        },
      },
    });
    await pay(watched);
    await watched.close();
    assert.equal(told.length, 3);
    assert.doesNotMatch(inspect(told, { depth: 9 }), /4242/);
  });

  test("a frozen request is sent as it is", async () => {
    const request = Object.freeze(create(ListConnectorsRequestSchema));
    assert.ok((await client.connectors.listConnectors(request)).connectors.length > 0);
  });

  test("a hook that throws ends no payment", async () => {
    const fail = () => {
      throw new Error("a listener's fault");
    };
    for (const call of [fail, () => ({ attempt: fail, attempted: fail, ended: fail })]) {
      const hooked = createClient({ endpoint: service.url, account: "stripe", hooks: { call } });
      assert.equal((await pay(hooked)).payment?.status, PaymentStatus.CAPTURED);
      await hooked.close();
    }
  });

  test("a signal ends a call that nobody answers", async () => {
    const error = await createClient({ endpoint: "http://192.0.2.1:1", account: "stripe" })
      .payments.getPayment({}, { signal: AbortSignal.timeout(50), retries: 0 })
      .catch((problem: unknown) => problem);
    assert.ok(error instanceof NotSent);
  });

  test("latency", async () => {
    const times: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      const started = performance.now();
      await pay(client);
      times.push(performance.now() - started);
    }
    const median = times.sort((one, other) => one - other)[100] ?? 0;
    console.log(`latency: median ${median.toFixed(2)} ms`);
    const folder = new URL("../../../reports/sdks/", import.meta.url);
    mkdirSync(folder, { recursive: true });
    const file = new URL("typescript.json", folder);
    writeFileSync(file, JSON.stringify({ ...reported(file), medianMilliseconds: median }));
  });
});
function reported(file: URL): object {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

describe("programming errors are told at once", () => {
  const given = { endpoint: "http://127.0.0.1:1", account: "stripe" } as const;
  for (const [name, options] of [
    ["an endpoint that is none", { ...given, endpoint: "127.0.0.1:1" }],
    ["metadata that is the client's own", { ...given, metadata: { Authorization: "x" } }],
    ["a value that no header can hold", { ...given, metadata: { "x-a": "a\nb" } }],
  ] as const)
    test(name, () => {
      assert.throws(() => createClient(options), TypeError);
    });
  test("both an account and a connector, or neither", () => {
    const connector = stripe({ apiKey: "sk_test_1" });
    // @ts-expect-error the types allow one of the two
    assert.throws(() => createClient({ ...given, connector }), TypeError);
    // @ts-expect-error and one there must be
    assert.throws(() => createClient({ endpoint: given.endpoint }), TypeError);
  });
});

test("money is exact or refused", () => {
  assert.equal(money("EUR", "10.5").minorUnits, 1050n);
  assert.equal(money("JPY", "500").minorUnits, 500n);
  assert.equal(money("KWD", "1.001").minorUnits, 1001n);
  assert.equal(money("EUR", "-0.01").minorUnits, -1n);
  for (const [currency, amount] of [
    ["EUR", "1.001"],
    ["JPY", "1.5"],
    ["XXZ", "1"],
    ["EUR", "1e3"],
    ["EUR", ""],
  ] as const)
    assert.throws(() => money(currency, amount), RangeError);
});

test("a secret is not printed by a message in a list or an error's cause", () => {
  const request = discreet(
    // biome-ignore lint/suspicious/noExplicitAny: a literal of the contract
    { $typeName: "payments.v1.Card", number: "4000056655665556", cvc: "737" } as any,
  );
  assert.doesNotMatch(inspect([request, { deep: { request } }], { depth: 9 }), /4000056655665556/);
  assert.ok(
    new PaymentsError("NotSent", { message: "x", code: "UNAVAILABLE", requestId: "1", rpc: "r" }),
  );
});
