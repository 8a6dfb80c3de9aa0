/** What every connector declares: where it lives, what it takes, how repeats are recognised. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CaptureMode } from "#contract";
import { bytesOf, type FlowName } from "#kit";
import { connectorIds } from "#registry";
import { flowNames } from "#runtime";
import { isHarmless } from "../runtime/stop.ts";
import { all, built } from "./built.ts";
import { askingsOf } from "./exchanges.ts";

/** Every rpc, by the compiler's word: one that is missing here, or is none, does not compile. */
const everyFlow: Readonly<Record<FlowName, true>> = {
  authorizePayment: true,
  resumePayment: true,
  capturePayment: true,
  voidPayment: true,
  adjustPayment: true,
  reversePayment: true,
  getPayment: true,
  createRefund: true,
  getRefund: true,
  setupMandate: true,
  getMandate: true,
  revokeMandate: true,
  getDispute: true,
  listDisputes: true,
  acceptDispute: true,
  submitEvidence: true,
  tokenizePaymentMethod: true,
  deletePaymentMethod: true,
  createCustomer: true,
  deleteCustomer: true,
  createClientSession: true,
};

test("every flow is an rpc of the contract, and every rpc is a flow", () => {
  assert.deepEqual(flowNames.toSorted(), Object.keys(everyFlow).toSorted());
});

for (const one of all)
  describe(`declaration of ${one.id}`, () => {
    const { id, connector, simulator, fixtures } = one;

    test("has the name of its folder, and somebody to talk to", () => {
      assert.equal(connector.id, id);
      assert.match(id, /^[a-z][a-z0-9]*$/);
      assert.ok(simulator, "there is a simulator");
      assert.equal(simulator.id, id);
      assert.ok(fixtures.length > 0, "there are fixtures");
    });

    test("declares flows that are rpcs, and rules for flows that it has", () => {
      for (const flow of Object.keys(connector.flows))
        assert.ok(flow in everyFlow, `${flow} is no rpc`);
      for (const flow of Object.keys(connector.rules ?? {}))
        assert.ok(flow in connector.flows, `rules for ${flow}, which ${id} does not do`);
    });

    test("says where its facts are from", () => {
      const sources = [
        connector.docs,
        connector.idempotency.source,
        ...(connector.webhooks ? [connector.webhooks.source] : []),
        ...Object.values(connector.methods).flatMap(({ source }) => source ?? []),
        ...fixtures.map(({ fixture }) => fixture.source),
        ...Object.values(simulator?.samples.methods ?? {}).map(({ source }) => source),
        ...(simulator?.samples.outcomes ?? []).map(({ source }) => source),
      ];
      for (const source of sources) {
        assert.match(source, /^https:\/\/[\w.-]+\.[a-z]+(\/|$|\?|#)/);
        assert.ok(URL.canParse(source), source);
      }
    });

    test("lives at https, at hosts that the credentials complete by labels that are no secret", () => {
      for (const [name, { live, test: sandbox }] of Object.entries(connector.hosts))
        for (const template of [live, sandbox]) {
          assert.match(
            template,
            /^https:\/\/[\w.{}-]+(:\d+)?(\/[\w.{}/-]*)?$/,
            `the host ${name} is no https address`,
          );
          assert.ok(!template.endsWith("/"), `the host ${name} ends in /: ${template}`);
          for (const [, field = ""] of template.matchAll(/\{(\w+)\}/g)) {
            const setting = connector.credentials[field];
            assert.ok(setting, `${name}: there is no credential ${field}`);
            assert.equal(setting.secret, false, `${name}: ${field} would be shown`);
          }
        }
    });

    test("describes its settings, by examples that it would take", () => {
      const settings = { ...connector.credentials, ...connector.options };
      for (const [name, { description, example, pattern }] of Object.entries(settings)) {
        assert.ok(description.length > 3, `${name} says where a merchant finds it`);
        if (pattern)
          assert.match(
            example,
            new RegExp(`^(?:${pattern.source})$`, pattern.flags),
            `the example of ${name} does not fit its own pattern`,
          );
      }
      if (connector.subAccount && connector.subAccount !== "header")
        assert.ok(connector.subAccount in connector.credentials);
      if (connector.webhooks?.secret)
        assert.ok(connector.credentials[connector.webhooks.secret]?.secret);
      if (connector.webhooks?.signed)
        assert.ok(
          connector.webhooks.secret,
          "webhooks are signed, and webhooks.secret names no credential",
        );
    });

    test("takes every method in some flow that it has, in some way", () => {
      for (const [name, method] of Object.entries(connector.methods)) {
        const flows = method.flows ?? ["authorizePayment"];
        assert.ok(flows.length > 0, `${name} is taken by no flow`);
        for (const flow of flows)
          assert.ok(flow in connector.flows, `${name} says ${flow}, which ${id} has not`);
        if (!flows.includes("authorizePayment")) continue;
        assert.ok(method.capture.length > 0, `${name} has no capture mode`);
        assert.ok(
          !method.capture.includes(CaptureMode.MANUAL) || "capturePayment" in connector.flows,
          `${name} can be held (MANUAL), and ${id} has no capturePayment to take it`,
        );
      }
    });

    test("has a sample or a fixture for every method and flow", (t) => {
      const askings = askingsOf(one);
      const methods = new Set(askings.map(({ method }) => method));
      const flows = new Set(askings.map(({ flow }) => flow));
      const missing = [
        ...Object.keys(connector.methods).filter((name) => !methods.has(name)),
        ...Object.keys(connector.flows).filter((flow) => !flows.has(flow as FlowName)),
      ];
      for (const name of missing) t.diagnostic(`○ ${id} ${name}: declared, and nothing shows it`);
      const known: readonly string[] = [...Object.keys(connector.methods), "other"];
      for (const method of methods) assert.ok(known.includes(method ?? "other"), method);
    });
  });

describe("idempotency keys", () => {
  for (const one of all)
    test(`of ${one.id} go with everything that is not harmless, and never with a GET`, () => {
      for (const asking of askingsOf(one))
        for (const { exchange, request, context, label } of built(asking)) {
          const { carrier, name } = exchange.idempotency ?? one.connector.idempotency;
          const where = `${asking.name}, ${label}`;
          const { idempotencyKey } = context;
          const whole = `${request.url}\n${Buffer.from(bytesOf(request.body)).toString()}`;
          const inHeaders = Object.entries(request.headers).filter(
            ([, value]) => value === idempotencyKey,
          );
          if (exchange.method === "GET") {
            assert.deepEqual(inHeaders, [], `${where}: a GET carries a key`);
            continue;
          }
          if (carrier === "none" || isHarmless(exchange)) continue;
          assert.ok(idempotencyKey, where);
          if (carrier === "header") assert.deepEqual(inHeaders, [[name, idempotencyKey]], where);
          else if (carrier === "field")
            assert.ok(whole.includes(idempotencyKey), `${where}: the key is not written`);
          else if (asking.run.reference)
            assert.ok(
              whole.includes(asking.run.reference) ||
                whole.includes(encodeURIComponent(asking.run.reference)),
              `${where}: the reference is not written`,
            );
        }
    });

  test("a carrier that is a header or a field has a name, and keys have a length", () => {
    for (const { id, connector } of all) {
      const { carrier, name, format, seconds } = connector.idempotency;
      if (carrier === "header" || carrier === "field") assert.ok(name, id);
      if (typeof format === "object") assert.ok(format.length >= 16 && format.length <= 64, id);
      if (seconds !== undefined) assert.ok(seconds > 0, id);
    }
  });
});

test("a method limits captures only where CapturePayment allows more", () => {
  let limited = 0;
  for (const { id, connector } of all)
    for (const [name, { capture, ...method }] of Object.entries(connector.methods)) {
      const { partial, repeated } = connector.rules?.capturePayment ?? {};
      const limits = [method.partialCapture, method.repeatedCaptures];
      if (limits.every((limit) => limit === undefined)) continue;
      limited += 1;
      const isHeld = capture.some((mode) => mode !== CaptureMode.AUTOMATIC);
      assert.ok(isHeld, `${id} ${name} is never captured apart`);
      if (method.partialCapture === false) assert.ok(partial, `${id} captures no parts of ${name}`);
      if (method.repeatedCaptures === false) assert.ok(repeated, `${id} captures ${name} once`);
    }
  assert.ok(limited > 0, "none is limited");
});

test("there are connectors", () => {
  assert.equal(all.length, connectorIds.length);
  assert.ok(all.length >= 3);
});
