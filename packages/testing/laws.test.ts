/** Laws that every registered connector obeys: its declaration, the purity of its builders, the keys that it carries. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create, type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import { CaptureMode } from "#contract";
import { type AnyConnector, bytesOf, type FlowName, InvalidRequest, json, Unsupported } from "#kit";
import { connectorIds } from "#registry";
import { flowNames, rpcOf } from "#runtime";
import { planOf, tracked } from "../runtime/fields.ts";
import { limitsOf } from "../runtime/limits.ts";
import { isHarmless } from "../runtime/stop.ts";
import {
  type Asking,
  askingsOf,
  type Built,
  exchangesOf,
  registered,
  stillRun,
} from "./exchanges.ts";
import { authorize, credentials, withFlows } from "./small.ts";

const all = await registered();

/** What a call builds; nothing where the connector refuses it before it builds anything. */
function built(asking: Asking, input?: Message): readonly Built[] {
  const exchanges: Built[] = [];
  try {
    for (const exchange of exchangesOf(asking, input)) exchanges.push(exchange);
  } catch (error) {
    // An example may lack what a later step wants.
    if (!(error instanceof InvalidRequest || error instanceof Unsupported)) {
      if (exchanges.length === 0) throw error;
    }
  }
  return exchanges;
}
const plain = ({ label, request }: Built) => ({
  label,
  ...request,
  body: request.body && Buffer.from(bytesOf(request.body)).toString("base64"),
});

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

/** What a pure function may not touch. Dates made of something are values; only the clock is forbidden. */
function poisoned<Result>(act: () => Result): Result {
  const poison = (what: string) => (): never => {
    throw new Error(`${what} was used`);
  };
  const { Date: RealDate, crypto, performance, process, fetch, setTimeout: wait } = globalThis;
  const { random } = Math;
  class StillDate extends RealDate {
    constructor(...given: [] | [number]) {
      if (given.length === 0) throw new Error("the clock was used");
      super(...given);
    }
    static override now = poison("the clock");
  }
  const proxy = (what: string) =>
    new Proxy({}, { get: poison(what), has: poison(what), ownKeys: poison(what) });
  const globals = {
    Date: StillDate,
    crypto: proxy("crypto"),
    performance: proxy("performance"),
    process: proxy("process"),
    fetch: poison("fetch"),
    setTimeout: poison("setTimeout"),
  };
  const define = (values: object) => {
    for (const [name, value] of Object.entries(values))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  };
  define(globals);
  Math.random = poison("Math.random");
  try {
    return act();
  } finally {
    Math.random = random;
    define({ Date: RealDate, crypto, performance, process, fetch, setTimeout: wait });
  }
}

describe("purity", () => {
  for (const one of all)
    test(`${one.id} builds without clock, chance or environment, and the same twice`, () => {
      for (const asking of askingsOf(one)) {
        const [first, second] = [0, 1].map(() => poisoned(() => built(asking).map(plain)));
        assert.deepEqual(second, first, asking.name);
      }
    });

  test("builders change nothing that they are given", () => {
    for (const one of all)
      for (const asking of askingsOf(one)) {
        const before = structuredClone(asking.request);
        built(asking);
        assert.deepEqual(asking.request, before, `${one.id} ${asking.name}`);
      }
  });

  const sly: Readonly<Record<string, () => unknown>> = {
    "the clock": () => Date.now(),
    "the clock by its other name": () => new Date().toISOString(),
    "Math.random": () => Math.random(),
    crypto: () => crypto.randomUUID(),
    performance: () => performance.now(),
    process: () => process.env["HOME"],
    fetch: () => fetch("https://small.example"),
    setTimeout: () => setTimeout(() => {}, 0),
  };
  for (const [what, use] of Object.entries(sly))
    test(`a sly connector is caught: ${what}`, () => {
      const connector = withFlows({
        authorizePayment: { method: "POST", path: "/", body: () => json(use()), read: () => ({}) },
      });
      const run = stillRun(connector, credentials);
      const request = authorize();
      const asking: Asking = {
        name: "sly",
        flow: "authorizePayment",
        request,
        method: "card",
        run,
      };
      assert.throws(() => poisoned(() => built(asking)), / was used$/);
    });

  test("a connector that counts is caught", () => {
    let count = 0;
    const connector = withFlows({
      authorizePayment: { method: "POST", path: () => `/${++count}`, read: () => ({}) },
    });
    const run = stillRun(connector, credentials);
    const asking: Asking = {
      name: "counting",
      flow: "authorizePayment",
      request: authorize(),
      method: "card",
      run,
    };
    const [first, second] = [0, 1].map(() => built(asking).map(plain));
    assert.notDeepEqual(first, second);
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

describe("binding fields", () => {
  for (const one of all)
    test(`that ${one.id} says it understands are read`, () => {
      const { connector } = one;
      const askings = askingsOf(one);
      const declared = [
        ...Object.entries(connector.rules ?? {}).map(([flow, rules]) => ({
          what: flow,
          paths: rules?.understands ?? [],
          among: askings.filter((asking) => asking.flow === flow),
        })),
        ...Object.entries(connector.methods).map(([method, { understands = [] }]) => ({
          what: method,
          paths: understands,
          among: askings.filter((asking) => asking.method === method),
        })),
      ];
      // What nothing shows cannot be watched; the declaration's own law lists it.
      const unread = declared
        .filter(({ among }) => among.length > 0)
        .flatMap(({ what, paths, among }) =>
          paths
            .filter((path) => !among.some((asking) => reads(connector, asking, path)))
            .map((path) => `${what}: ${path}`),
        );
      assert.deepEqual(unread, []);
    });

  test("one that is declared and not read is caught", () => {
    const connector = withFlows({
      authorizePayment: {
        method: "POST",
        path: "/",
        body: ({ storedCredential }: { storedCredential?: { store?: boolean } }) =>
          json({ store: storedCredential?.store }),
        read: () => ({}),
      },
    });
    const run = stillRun(connector, credentials);
    const request = authorize();
    const asking: Asking = { name: "x", flow: "authorizePayment", request, method: "card", run };
    assert.ok(reads(connector, asking, "storedCredential.store"));
    assert.ok(reads(connector, asking, "storedCredential"));
    assert.ok(!reads(connector, asking, "storedCredential.initiator"));
    assert.ok(!reads(connector, asking, "purchase.splits"));
    assert.ok(!reads(connector, asking, "authentication.request"));
  });
});

/** Whether a field, given at all, is looked at by the builders, the flow's limits or its own check. */
function reads(connector: AnyConnector, asking: Asking, path: string): boolean {
  if (limitsOf(connector, asking.flow).some((limit) => limit.path === path)) return true;
  const read = new Set<string>();
  const { input } = rpcOf(asking.flow);
  const request = tracked(withMessages(input, asking.request, path.split(".")), read);
  built(asking, request);
  try {
    // A rule is typed by its own flow, whose request this is.
    const check = connector.rules?.[asking.flow]?.check as
      | ((input: Message) => unknown)
      | undefined;
    check?.(request);
  } catch {
    // What it read until then is noted.
  }
  return [...read].some((one) => one === path || one.startsWith(`${path}.`));
}

/** The message with every message on the way to a field there, though empty. */
function withMessages(
  desc: DescMessage,
  message: Message,
  [name, ...more]: readonly string[],
): Message {
  const field = planOf(desc).find((one) => one.name === name);
  // The last one may be absent: looking whether it is there is looking at it.
  if (more.length === 0 || !field?.message || field.desc.fieldKind === "list") return message;
  const record = message as unknown as Readonly<Record<string, unknown>>;
  const held = field.oneof
    ? (record[field.oneof] as { readonly case?: string; readonly value?: unknown })
    : { case: name, value: record[field.name] };
  const known = held.case === name && isMessage(held.value) ? held.value : create(field.message);
  const value = withMessages(field.message, known, more);
  const members = field.oneof ? { [field.oneof]: { case: name, value } } : { [field.name]: value };
  return { ...message, ...members };
}

test("there are connectors", () => {
  assert.equal(all.length, connectorIds.length);
  assert.ok(all.length >= 3);
});
