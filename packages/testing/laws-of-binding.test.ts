/** Binding fields that a connector says it understands are looked at. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create, type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import { type AnyConnector, json } from "#kit";
import { rpcOf } from "#runtime";
import { planOf, tracked } from "../runtime/fields.ts";
import { limitsOf } from "../runtime/limits.ts";
import { all, built } from "./built.ts";
import { type Asking, askingsOf, stillRun } from "./exchanges.ts";
import { authorize, credentials, withFlows } from "./small.ts";

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
