/** All that one connector wants and understands, as text. */
import {
  CaptureModeSchema,
  type Connector,
  Idempotency_Carrier,
  Idempotency_CarrierSchema,
  type MethodSupport,
  type RpcSupport,
} from "#contract";
import type { AnyConnector } from "#kit";
import { cell, type Declared, painted, rpcNames } from "./cells.ts";
import type { Coverage } from "./coverage.ts";
import { type Terminal, table, wrapped } from "./terminal.ts";
import { wordOf } from "./tree.ts";

/** All that a merchant and a developer must know of one connector. */
export function wants(
  { connector, described }: Declared,
  coverage: Coverage,
  terminal: Terminal,
): string {
  const heading = (text: string) => terminal.paint("bold", text);
  const mark = (flow: string, method?: string) =>
    painted(cell(true, coverage.proves(connector.id, flow, method)), terminal);
  const sections: readonly (readonly [title: string, text: string])[] = [
    [
      `${connector.name} (${connector.id})`,
      `API ${connector.apiVersion}, ${connector.docs}\n${table([
        ...Object.entries(connector.hosts).map(([name, { live, test }]) => [
          `  ${name}`,
          `live ${live}`,
          `test ${test}`,
        ]),
      ])}`,
    ],
    ["Credentials", table(credentialRows(connector, terminal))],
    ...(connector.options
      ? [
          [
            `Options of a call, in connectorOptions.${connector.id}`,
            table(
              Object.entries(connector.options).map(([name, { description }]) => [
                `  ${name}`,
                description,
              ]),
            ),
          ] as const,
        ]
      : []),
    ["Repeats", `  ${repeats(described)}\n  ${connector.idempotency.source}`],
    ["Rpcs", described.rpcs.map((rpc) => rpcText(rpc, mark(flowOf(rpc.rpc)), terminal)).join("\n")],
    [
      "Payment methods",
      described.methods.map((method) => methodText(method, mark, terminal)).join("\n"),
    ],
    ["Webhooks", webhooks(connector, terminal)],
  ];
  return [
    ...sections.map(([title, text]) => `${heading(title)}\n${text}`),
    "Fields are required beside those that the contract itself requires; binding fields that are not listed are refused by name.",
  ].join("\n\n");
}

const credentialRows = ({ credentials, subAccount }: AnyConnector, terminal: Terminal) => [
  ...Object.entries({ ...credentials }).map(([name, field]) => [
    `  ${name}`,
    [field.required ? "required" : "optional", field.secret && "secret", field.many && "several"]
      .filter(Boolean)
      .join(", "),
    field.description,
  ]),
  ...(subAccount === undefined
    ? []
    : [
        [
          terminal.paint("dim", "  x-connector-sub-account"),
          "optional",
          subAccount === "header"
            ? "an account inside these credentials"
            : `stands in for ${subAccount}`,
        ],
      ]),
];

function repeats({ idempotency }: Connector): string {
  if (!idempotency || idempotency.carrier === Idempotency_Carrier.NONE)
    return "are not recognised by this processor";
  const { carrier, name = "" } = idempotency;
  const by =
    carrier === Idempotency_Carrier.REFERENCE
      ? "the merchant's reference"
      : `the ${wordOf(Idempotency_CarrierSchema, carrier).toLowerCase()} ${name}`.trim();
  const life = idempotency.repeatSafeFor
    ? `for ${idempotency.repeatSafeFor.seconds} seconds`
    : "for a time that the processor does not state";
  return `are recognised by ${by}, ${life}`;
}

function flowOf(rpc: string): string {
  return rpcNames.find(([, name]) => name === rpc)?.[0] ?? rpc;
}

function rpcText(rpc: RpcSupport, mark: string, terminal: Terminal): string {
  const said = [
    rpc.partial && "partial",
    rpc.repeatedCalls && "repeated",
    rpc.byOriginalCall && "by the original call",
    rpc.stronglyConsistent !== undefined &&
      (rpc.stronglyConsistent ? "finds at once" : "finds after a while"),
    rpc.currencies.length > 0 && rpc.currencies.join(" "),
  ];
  return entry(`${mark} ${rpc.rpc}`, said, rpc, terminal);
}

function methodText(
  method: MethodSupport,
  mark: (flow: string, method: string) => string,
  terminal: Terminal,
): string {
  const rpcs = method.rpcs.map((rpc) => `${mark(flowOf(rpc), method.method)} ${rpc}`);
  const modes = method.captureModes.map((mode) => wordOf(CaptureModeSchema, mode).toLowerCase());
  const said = [
    modes.join(", "),
    method.partialCapture === false && "captured as a whole",
    method.repeatedCaptures === false && "captured once",
    method.currencies.length > 0 && method.currencies.join(" "),
    method.countries.length > 0 && `customers in ${method.countries.join(" ")}`,
  ];
  return entry(`${method.method}: ${rpcs.join(", ")}`, said, method, terminal);
}

function entry(
  title: string,
  said: readonly (string | false | undefined)[],
  { requiredFields, bindingFields }: Pick<RpcSupport, "requiredFields" | "bindingFields">,
  terminal: Terminal,
): string {
  const words = said.filter(Boolean).join("; ");
  const block = (name: string, fields: readonly string[]) =>
    fields.length === 0
      ? []
      : wrapped(`${name} ${fields.join(", ")}`, terminal.columns - 6).map(
          (line) => `      ${terminal.paint("dim", line)}`,
        );
  return [
    `  ${title}${words ? ` (${words})` : ""}`,
    ...block("requires", requiredFields),
    ...block("understands", bindingFields),
  ].join("\n");
}

function webhooks({ webhooks: declared }: AnyConnector, terminal: Terminal): string {
  if (!declared) return "  This processor sends none.";
  const signed = declared.signed
    ? `signed${declared.secret ? `; the secret is ${declared.secret}` : ""}`
    : "not signed: what they say is only a reason to look";
  return [
    `  ${signed}`,
    `  ${declared.source}`,
    ...wrapped(declared.events.join(", "), terminal.columns - 6).map(
      (line) => `      ${terminal.paint("dim", line)}`,
    ),
  ].join("\n");
}
