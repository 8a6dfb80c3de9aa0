/** A new connector: compiles, is linted, is pure, pays on its own simulator, and says what it wants next. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, describe, test } from "node:test";
import { create, fromJson } from "@bufbuild/protobuf";
import {
  AuthorizePaymentRequestSchema,
  type AuthorizePaymentResponse,
  CaptureMode,
  EventAction,
  FailureCode,
  GetPaymentRequestSchema,
  type GetPaymentResponse,
  OperationStatus,
  ParseWebhookRequestSchema,
  PaymentMethodSchema,
  PaymentStatus,
  PurchaseSchema,
  Verification,
} from "#contract";
import { createRuntime, ephemeralStateKey } from "#runtime";
import { createSandbox, sandboxHosts, sandboxSend } from "#simulators";
import { rows as guaranteed } from "./generate/guarantees.ts";
import { namedTest } from "./named-tests.ts";
import connector from "./new-connector/template/connector.ts";
import simulator from "./new-connector/template/simulator.ts";
import { asked, NotWritten, newConnector } from "./new-connector.ts";

const repository = new URL("../", import.meta.url).pathname;

/** A copy with all that a connector stands on and no connector in it. */
function copyOfRepository(): string {
  const root = mkdtempSync(join(tmpdir(), "new-connector-"));
  after(() => rmSync(root, { recursive: true }));
  const files = readdirSync(repository).filter((name) => /\.(json|yaml)$/.test(name));
  // Beside the fixtures, the tests that the page of guarantees names: without them it is not written.
  const named = new Set(
    guaranteed().flatMap(({ tests }) => tests.map((one) => namedTest(one).file)),
  );
  const isNeeded = (path: string) =>
    !path.endsWith(".test.ts") ||
    path.includes("fixtures.test") ||
    named.has(relative(repository, path));
  for (const name of [...files, "bench", "conformance", "contract", "packages", "tools"])
    cpSync(join(repository, name), join(root, name), { recursive: true, filter: isNeeded });
  mkdirSync(join(root, "connectors"));
  cpSync(join(repository, "connectors/registry.ts"), join(root, "connectors/registry.ts"));
  // Each package by itself: what is compiled into node_modules/.cache must not be the repository's.
  mkdirSync(join(root, "node_modules"));
  for (const name of readdirSync(join(repository, "node_modules")))
    if (name !== ".cache")
      symlinkSync(join(repository, "node_modules", name), join(root, "node_modules", name));
  return root;
}

function run(root: string, program: string, ...given: readonly string[]) {
  const path = `${join(repository, "node_modules/.bin")}:${process.env["PATH"]}`;
  // A copy has no plugins, whatever CI says of skips.
  const { NODE_TEST_CONTEXT: _, NO_SKIPS: _skips, ...env } = process.env;
  const ended = spawnSync(program, given, {
    cwd: root,
    encoding: "utf8",
    env: { ...env, PATH: path, PROOFS: "" },
  });
  return { status: ended.status, output: ended.stdout + ended.stderr };
}
const passes = (root: string, program: string, ...given: readonly string[]) => {
  const { status, output } = run(root, program, ...given);
  assert.equal(status, 0, `${program} ${given.join(" ")}\n${output}`);
};

describe("npm run new connector", () => {
  test("writes what compiles, is linted and is pure, and one fixture that says what to do", () => {
    const root = copyOfRepository();
    // Long enough to break lines elsewhere than the example does.
    passes(
      root,
      "node",
      join(repository, "tools/new-connector.ts"),
      ...["connector", "longnamedprocessor", "--name", "Long & Named", "--root", root],
    );
    const folder = join(root, "connectors/longnamedprocessor");
    assert.deepEqual(readdirSync(folder).sort(), [
      "answers.ts",
      "connector.ts",
      "fixtures",
      "simulator.ts",
      "webhooks.ts",
    ]);
    for (const file of ["answers.ts", "connector.ts", "simulator.ts", "webhooks.ts"])
      assert.doesNotMatch(readFileSync(join(folder, file), "utf8"), /acme/i);

    passes(root, "biome", "ci", "connectors/longnamedprocessor");
    passes(root, "node", "tools/generate.ts");
    passes(root, "tsc", "-p", "tsconfig.kit.json");
    passes(root, "tsc", "-p", "tsconfig.connectors.json");
    assert.deepEqual(
      run(root, "tsc", "-p", ".")
        .output.split("\n")
        .filter((line) => line.startsWith("connectors/")),
      [],
    );

    const { status, output } = run(root, "node", "--test", "packages/testing/fixtures.test.ts");
    assert.equal(status, 1, "the fixture is red");
    assert.match(output, /^ℹ fail 1$/m);
    assert.match(output, /NEXT: put the URL of Long & Named's documented card payment here/);
    assert.match(output, /tools\/record\.ts connectors\/longnamedprocessor\/fixtures/);
  });

  const reasons = [
    [["connector", "Acme"], "BAD_ID"],
    [["connector", "../acme"], "BAD_ID"],
    [["connector", "acme-pay"], "BAD_ID"],
    [["connector", "a"], "BAD_ID"],
    [["connector", "platforms"], "BAD_ID"],
    [["connector", "acme", "--name", 'Ac"me'], "BAD_NAME"],
    [["connector", "acme", "--name", ""], "BAD_NAME"],
    [["connector", "acme", "--root", tmpdir()], "NOT_A_REPOSITORY"],
    [["connector"], "USAGE"],
    [["processor", "acme"], "USAGE"],
    [["connector", "acme", "other"], "USAGE"],
    [["connector", "acme", "--force"], "USAGE"],
  ] as const;
  for (const [words, reason] of reasons)
    test(`refuses ${JSON.stringify(words)} with ${reason}`, async () => {
      await assert.rejects(
        async () => newConnector(asked(words)),
        (error) => error instanceof NotWritten && error.reason === reason && error.message !== "",
      );
    });

  test("refuses a name that is taken, and leaves what is there", async () => {
    const root = mkdtempSync(join(tmpdir(), "new-connector-"));
    after(() => rmSync(root, { recursive: true }));
    mkdirSync(join(root, "packages/kit"), { recursive: true });
    cpSync(join(repository, "packages/kit/index.ts"), join(root, "packages/kit/index.ts"));
    mkdirSync(join(root, "connectors/acme"), { recursive: true });
    await assert.rejects(
      newConnector({ root, id: "acme", name: "Acme" }),
      (error) => error instanceof NotWritten && error.reason === "TAKEN",
    );
    assert.deepEqual(readdirSync(join(root, "connectors/acme")), []);
  });

  test("an unknown option is told as one sentence and exit code 2", () => {
    const { status, output } = run(repository, "node", "tools/new-connector.ts", "--what");
    assert.equal(status, 2);
    assert.match(output, /npm run new connector <id>/);
    assert.doesNotMatch(output, / {4}at /);
  });
});

describe("the example that it writes", () => {
  const sandbox = createSandbox({ simulators: [simulator] });
  const runtime = createRuntime({
    connectorIds: [connector.id],
    connectors: async () => connector,
    live: false,
    send: sandboxSend(sandbox),
    stateKeys: [ephemeralStateKey()],
    clock: () => sandbox.simulator(connector.id).world.now(),
  });
  const call = () => ({
    connector: connector.id,
    credentials: simulator.samples.credentials,
    hosts: sandboxHosts(sandbox.origin, connector.id, connector.hosts),
    deadline: performance.now() + 5_000,
    requestId: "test",
  });
  const authorize = async (method: unknown, reference: string) => {
    const request = create(AuthorizePaymentRequestSchema, {
      reference,
      purchase: fromJson(PurchaseSchema, jsonOf(simulator.samples.purchase)),
      paymentMethod: fromJson(PaymentMethodSchema, jsonOf(method)),
      captureMode: CaptureMode.MANUAL,
    });
    return (await runtime.call("authorizePayment", request, call())) as AuthorizePaymentResponse;
  };
  const jsonOf = (value: unknown) => JSON.parse(JSON.stringify(value));

  test("pays, and finds the payment", async () => {
    const { operation, payment } = await authorize(simulator.samples.methods["card"]?.method, "1");
    assert.equal(operation?.status, OperationStatus.SUCCEEDED);
    assert.equal(payment?.status, PaymentStatus.AUTHORIZED);
    const request = create(GetPaymentRequestSchema, {
      target: { case: "payment", value: { paymentId: payment.paymentRef?.paymentId ?? "" } },
    });
    const found = (await runtime.call("getPayment", request, call())) as GetPaymentResponse;
    assert.deepEqual(found.payment, payment);
  });

  test("reads a decline as one", async () => {
    const { payment } = await authorize(simulator.samples.outcomes[0]?.method, "2");
    assert.equal(payment?.status, PaymentStatus.FAILED);
    assert.equal(payment.failure?.code, FailureCode.INSUFFICIENT_FUNDS);
  });

  test("verifies its webhooks, with the older secret too, and no other", async () => {
    const event = {
      id: "evt_1",
      type: "payment.captured",
      at: new Date("2026-01-01T00:00:00Z"),
      content: { id: "pay_1", reference: "1", status: "captured", amount: 1000, currency: "EUR" },
    };
    const verdict = async (secret: string) => {
      const world = sandbox.simulator(connector.id).world;
      const { headers, body } = simulator.deliver(event, secret, world);
      const request = create(ParseWebhookRequestSchema, {
        body: new TextEncoder().encode(body),
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      });
      const credentials = { apiKey: "acme_key_4eC39H", webhookSecrets: ["newer", "older"] };
      const answer = await runtime.parseWebhook(request, { ...call(), credentials });
      return answer.events[0];
    };
    assert.equal((await verdict("newer"))?.action, EventAction.APPLY);
    assert.equal((await verdict("older"))?.verification, Verification.VERIFIED);
    const forged = await verdict("forged");
    assert.equal(forged?.verification, Verification.FAILED);
    assert.equal(forged.resource.case, undefined);
  });
});
