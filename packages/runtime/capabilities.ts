/** What a connector declares, as the contract says it. */
import { create } from "@bufbuild/protobuf";
import { ConnectorSchema, type Connector as Described } from "#contract";
import type { AnyConnector, FlowName } from "#kit";
import { fieldAt, type Held, limitInWords, limitsOf, wordOf } from "./limits.ts";
import { carriers, durationOf } from "./resolution.ts";
import { flowNames, rpcOf } from "./rpcs.ts";

interface AnyRules {
  readonly requires?: readonly string[];
  readonly understands?: readonly string[];
  readonly currencies?: readonly string[];
  readonly partial?: boolean;
  readonly repeated?: boolean;
  readonly byOriginalCall?: boolean;
  readonly consistency?: "strong" | "eventual";
}

export const flowsOf = (connector: AnyConnector): readonly FlowName[] =>
  flowNames.filter((name) => connector.flows[name] !== undefined);

export function described(connector: AnyConnector): Described {
  const { idempotency } = connector;
  return create(ConnectorSchema, {
    connectorId: connector.id,
    name: connector.name,
    docsUrl: connector.docs,
    apiVersion: connector.apiVersion,
    liveHosts: Object.values(connector.hosts).map(({ live }) => live),
    testHosts: Object.values(connector.hosts).map(({ test }) => test),
    credentials: Object.entries(connector.credentials).map(([name, field]) => ({
      name,
      description: field.description,
      secret: field.secret,
      optionalField: !field.required,
      repeatedField: field.many,
    })),
    rpcs: [
      ...flowsOf(connector).map((flow) => rpcSupport(connector, flow)),
      ...(connector.webhooks ? [{ rpc: "ParseWebhook" }] : []),
    ],
    methods: Object.entries(connector.methods).map(([method, support]) => ({
      method,
      captureModes: [...support.capture],
      currencies: [...(support.currencies ?? [])],
      countries: [...(support.countries ?? [])],
      requiredFields: [...(support.requires ?? [])],
      bindingFields: [...(support.understands ?? [])],
      ...(support.partialCapture === false && { partialCapture: false }),
      ...(support.repeatedCaptures === false && { repeatedCaptures: false }),
      rpcs: (support.flows ?? ["authorizePayment"]).map((flow) => rpcOf(flow).name),
    })),
    webhookEvents: [...(connector.webhooks?.events ?? [])],
    webhooksSigned: connector.webhooks?.signed ?? false,
    idempotency: {
      carrier: carriers[idempotency.carrier],
      ...(idempotency.name !== undefined && { name: idempotency.name }),
      ...(idempotency.seconds !== undefined && { repeatSafeFor: durationOf(idempotency.seconds) }),
    },
  });
}

function rpcSupport(connector: AnyConnector, flow: FlowName) {
  // Rules are typed by their own flow; here only their common members are read.
  const rules = (connector.rules?.[flow] ?? {}) as AnyRules;
  return {
    rpc: rpcOf(flow).name,
    requiredFields: [...(rules.requires ?? [])],
    bindingFields: [...(rules.understands ?? [])],
    currencies: [...(rules.currencies ?? [])],
    ...(rules.partial !== undefined && { partial: rules.partial }),
    ...(rules.repeated !== undefined && { repeatedCalls: rules.repeated }),
    ...(rules.consistency && { stronglyConsistent: rules.consistency === "strong" }),
    ...(rules.byOriginalCall !== undefined && { byOriginalCall: rules.byOriginalCall }),
    limits: limitsOf(connector, flow).flatMap(fieldLimit),
  };
}

function fieldLimit({ flow, path, limit, source, method }: Held) {
  const { least, most, among } = limit;
  const field = fieldAt(rpcOf(flow).input, path);
  if (!field) return [];
  return [
    {
      field: path,
      rule: limitInWords(field, limit),
      ...(least !== undefined && { least: BigInt(least) }),
      ...(most !== undefined && { most: BigInt(most) }),
      values: (among ?? []).flatMap((value) => (value === undefined ? [] : wordOf(field, value))),
      refused: among?.length === 0,
      ...(method !== undefined && { method }),
      ...(source !== undefined && { source }),
    },
  ];
}
