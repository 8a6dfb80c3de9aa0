/** Mollie's published specification: what the connector sends is as it says, and what the simulator answers too. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { parse } from "yaml";
import { CaptureMode } from "#contract";
import { parseJson } from "#kit";
import type { Handler, SimulatedAnswer } from "#simulate";
import connector from "../../../connectors/mollie/connector.ts";
import simulator from "../../../connectors/mollie/simulator.ts";
import { fixturesOf } from "../fixtures.ts";
import { pay } from "../journey.ts";
import { newReference, shopOf } from "../shop.ts";

const oracles = process.env["ORACLES"] ?? join(import.meta.dirname, "../../../../shared/oracles");
const file = join(oracles, "specs/mollie/specs.yaml");
const skip = !existsSync(file) && `no specification at ${file}: nothing is compared`;

interface Operation {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Specification {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

function published() {
  // Moments in examples stay text, as they are in JSON.
  const document: Specification = parse(readFileSync(file, "utf8"), { schema: "core" });
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, "mollie");
  const resolved = (node: unknown): Readonly<Record<string, unknown>> => {
    let found: unknown = node;
    while (typeof found === "object" && found !== null && "$ref" in found)
      found = String(found.$ref)
        .split("/")
        .slice(1)
        .reduce<unknown>((place, name) => Reflect.get(Object(place), unescaped(name)), document);
    return Object(found);
  };
  const unescaped = (name: string) => name.replaceAll("~1", "/").replaceAll("~0", "~");
  const rebased = (node: unknown): unknown =>
    JSON.parse(JSON.stringify(node).replaceAll('"$ref":"#/', '"$ref":"mollie#/'));

  function operationOf(method: string, path: string): Operation {
    const [template] = Object.keys(document.paths).filter(
      (one) =>
        new RegExp(`^${one.replace(/\{\w+\}/g, "[^/]+")}$`).test(path) &&
        document.paths[one]?.[method.toLowerCase()],
    );
    return (
      document.paths[template ?? ""]?.[method.toLowerCase()] ?? assert.fail(`${method} ${path}`)
    );
  }
  function contentOf(node: unknown): unknown {
    const [media] = Object.values(Object(resolved(node)["content"] ?? {}));
    return Object(media)["schema"];
  }
  function errorsIn(schema: unknown, value: unknown, isRequest: boolean): readonly string[] {
    const validate = ajv.compile(Object(rebased(schema)));
    if (validate(value)) return [];
    // What only Mollie writes is required of its answers, though a request is of the same shape.
    const isForAnswers = ({ keyword, params, parentSchema }: ErrorObject) =>
      keyword === "required" &&
      resolved(parentSchema?.["properties"]?.[params["missingProperty"]])["readOnly"];
    return (validate.errors ?? [])
      .filter((error) => !(isRequest && isForAnswers(error)))
      .map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
  return { resolved, operationOf, contentOf, errorsIn };
}

describe("mollie as it is specified", { skip }, () => {
  const { resolved, operationOf, contentOf, errorsIn } = published();

  function assertRequest(method: string, url: string, body: string | undefined): void {
    const { pathname, searchParams } = new URL(url);
    const operation = operationOf(method, pathname);
    const names = (operation.parameters ?? []).map((one) => resolved(one)["name"]);
    for (const name of searchParams.keys()) assert.ok(names.includes(name), `${pathname}?${name}`);
    if (body === undefined) return;
    const schema = contentOf(operation.requestBody);
    assert.ok(schema, `${method} ${pathname} has a body`);
    assert.deepEqual(errorsIn(schema, parseJson(body), true), []);
  }
  function assertAnswer(route: string, { status, body }: SimulatedAnswer): void {
    const [method = "", path = ""] = route.split(" ");
    const answer = operationOf(method, path.replace(/:\w+/g, "x")).responses[status];
    const schema = contentOf(answer);
    if (schema)
      assert.deepEqual(errorsIn(schema, parseJson(JSON.stringify(body)), false), [], route);
    else if (answer) assert.equal(body, undefined, route);
  }

  for (const { name, fixture } of fixturesOf("mollie"))
    for (const [nth, { request }] of fixture.exchanges.entries())
      if (request)
        test(`${name}, request ${nth + 1}`, () => {
          assertRequest(request.method, request.url, request.body);
        });

  test("the simulator answers and tells in the published shapes", async () => {
    const seen = new Set<string>();
    const watched = Object.entries<Handler>(simulator.routes).map(([route, handle]) => [
      route,
      (...given: Parameters<Handler>) => {
        const answer = handle(...given);
        if (!route.includes("/checkout/")) assertAnswer(route, answer);
        seen.add(route);
        return answer;
      },
    ]);
    const deliver: typeof simulator.deliver = (event, ...rest) => {
      const delivery = simulator.deliver(event, ...rest);
      const schema = { $ref: "#/components/schemas/entity-webhook-event" };
      assert.deepEqual(errorsIn(schema, parseJson(delivery.body), false), [], event.type);
      return delivery;
    };
    const shop = shopOf(connector, { ...simulator, routes: Object.fromEntries(watched), deliver });
    const { payments, refunds, disputes, mandates, customers } = shop.client;

    const held = await pay(shop, CaptureMode.MANUAL);
    const part = { ...held.amount, minorUnits: 400n };
    const captured = { payment: held.ref, amount: part, finalCapture: true };
    await payments.capturePayment({ reference: newReference("capture"), ...captured });
    shop.wait(60);
    await payments.voidPayment({ reference: newReference("void"), payment: held.ref });
    const other = await pay(shop, CaptureMode.MANUAL);
    await payments.voidPayment({ reference: newReference("void"), payment: other.ref });

    const paid = await pay(shop, CaptureMode.AUTOMATIC);
    const asked = { payment: paid.ref, amount: part };
    const given = await refunds.createRefund({ reference: newReference("refund"), ...asked });
    const refund = given.refund?.refundRef ?? assert.fail("no refund");
    await refunds.getRefund({ target: { case: "refund", value: refund } });
    const originalCall = { reference: refund.reference ?? "" };
    const target = { case: "originalCall", value: originalCall } as const;
    await refunds.getRefund({ target, payment: paid.ref });
    await payments.getPayment({ target });
    shop.processor.command("openDispute", { payment: paid.ref.paymentId });
    const { disputes: found } = await disputes.listDisputes({});
    await disputes.listDisputes({ payment: paid.ref });
    await disputes.getDispute({ dispute: found[0]?.disputeRef ?? assert.fail("no dispute") });

    const { customerId } = await customers.createCustomer({
      reference: newReference("customer"),
      customer: { contact: { firstName: "Jane", lastName: "Doe", email: "test@mollie.com" } },
    });
    const { mandate } = await mandates.setupMandate({
      reference: newReference("mandate"),
      purchase: { amount: { minorUnits: 0n, currency: "EUR" }, customer: { customerId } },
      paymentMethod: {
        method: {
          case: "sepaDebit",
          value: { iban: "NL55INGB0000000000", holderName: "Jane Doe" },
        },
      },
    });
    const ref = mandate?.mandateRef ?? assert.fail("no mandate");
    await mandates.getMandate({ mandate: ref });
    await mandates.revokeMandate({ mandate: ref });
    await customers.deleteCustomer({ customerId });
    shop.wait(60);
    assert.ok((await shop.events()).length > 0);
    const unseen = Object.keys(simulator.routes).filter((route) => !seen.has(route));
    assert.deepEqual(unseen, [
      "DELETE /v2/payments/:id",
      "GET /v2/payments/:id/captures",
      "GET /v2/payments/:id/captures/:part",
      "DELETE /v2/payments/:id/refunds/:part",
    ]);
  });
});
