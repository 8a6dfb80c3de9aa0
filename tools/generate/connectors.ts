/** docs/generated/connectors/<id>.md: a page per connector, from its declaration and its simulator's test values. */
import { CaptureMode } from "#contract";
import type { AnyConnector } from "#kit";
import { rpcOf } from "#runtime";
import type { Simulator } from "#simulate";
import { flowsOf } from "../../packages/runtime/capabilities.ts";
import { fieldAt, type Held, limitInWords, limitsOf } from "../../packages/runtime/limits.ts";
import { connectorFolders, importConnector } from "../connectors.ts";
import { type Files, notice } from "./files.ts";

export async function connectorPages(): Promise<Files> {
  const pages = await Promise.all(
    connectorFolders().map(
      async (id) => [`docs/generated/connectors/${id}.md`, await pageOf(id)] as const,
    ),
  );
  return new Map(pages);
}

interface AnyRules {
  readonly requires?: readonly string[];
  readonly understands?: readonly string[];
  readonly partial?: boolean;
  readonly repeated?: boolean;
  readonly byOriginalCall?: boolean;
  readonly consistency?: string;
  readonly visibleAfter?: number;
}

async function pageOf(id: string): Promise<string> {
  const connector = await importConnector(id);
  const lines = [
    `# ${connector.name}`,
    "",
    `${notice} Connector \`${id}\`, API version ${connector.apiVersion}, [documentation](${connector.docs}).`,
    "",
    ...hosts(connector),
    ...credentials(connector),
    ...flows(connector),
    ...methods(connector),
    ...limits(connector),
    ...webhooks(connector),
    ...leftOut(connector),
    ...(await testValues(id)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

const code = (words: readonly string[] | undefined) =>
  (words ?? []).map((word) => `\`${word}\``).join(", ");

const hosts = (connector: AnyConnector) => [
  "## Hosts",
  "",
  "| name | live | test |",
  "|---|---|---|",
  ...Object.entries(connector.hosts).map(
    ([name, { live, test }]) => `| ${name} | \`${live}\` | \`${test}\` |`,
  ),
  "",
];

const credentials = (connector: AnyConnector) => [
  "## Credentials",
  "",
  "| name | | |",
  "|---|---|---|",
  ...Object.entries({ ...connector.credentials }).map(
    ([name, { secret, required, many, description }]) =>
      `| \`${name}\` | ${[required ? "required" : "optional", secret && "secret", many && "several"].filter(Boolean).join(", ")} | ${description} |`,
  ),
  "",
  ...(connector.options
    ? [
        `Options of a call, in \`connectorOptions.${connector.id}\`:`,
        "",
        "| name | |",
        "|---|---|",
        ...Object.entries(connector.options).map(
          ([name, { description }]) => `| \`${name}\` | ${description} |`,
        ),
        "",
      ]
    : []),
  `Repeats are recognised by ${repeats(connector)}.`,
  "",
];
function repeats({ idempotency }: AnyConnector): string {
  const { carrier, name, seconds, keeps, source } = idempotency;
  if (carrier === "none") return `nothing ([source](${source}))`;
  const life =
    seconds === undefined
      ? "for a time that the processor does not state"
      : `for ${seconds} seconds`;
  const of = keeps === "successes" ? ", of what succeeded alone" : "";
  return `${carrier}${name ? ` \`${name}\`` : ""}, ${life}${of} ([source](${source}))`;
}

const flows = (connector: AnyConnector) => [
  "## Flows",
  "",
  "| rpc | required beside the contract's | binding fields understood | |",
  "|---|---|---|---|",
  ...flowsOf(connector).map((flow) => {
    // Rules are typed by their own flow; here only their common members are read.
    const rules = (connector.rules?.[flow] ?? {}) as AnyRules;
    const said = [
      rules.partial && "partial",
      rules.repeated && "repeated",
      rules.byOriginalCall && "by the original call",
      rules.consistency && `${rules.consistency} consistency`,
      rules.visibleAfter && `visible after ${rules.visibleAfter} s`,
    ];
    return `| ${rpcOf(flow).name} | ${code(rules.requires)} | ${code(rules.understands)} | ${said.filter(Boolean).join(", ")} |`;
  }),
  "",
];

const captureWords = new Map<number, string>(
  Object.entries(CaptureMode).map(([word, mode]) => [mode, word.toLowerCase()]),
);
const methods = (connector: AnyConnector) => [
  "## Payment methods",
  "",
  "| method | capture | currencies | countries | required | rpcs |",
  "|---|---|---|---|---|---|",
  ...Object.entries(connector.methods).map(([name, method]) => {
    const title = method.source ? `[${name}](${method.source})` : name;
    const modes = method.capture.map((mode) => captureWords.get(Number(mode))).join(", ");
    const limits = [
      ...(method.partialCapture === false ? ["as a whole"] : []),
      ...(method.repeatedCaptures === false ? ["once"] : []),
    ];
    const capture = limits.length > 0 ? `${modes} (${limits.join(", ")})` : modes;
    const rpcs = (method.flows ?? ["authorizePayment"]).map((flow) => rpcOf(flow).name).join(", ");
    return `| ${title} | ${capture} | ${(method.currencies ?? ["all"]).join(" ")} | ${(method.countries ?? ["all"]).join(" ")} | ${code(method.requires)} | ${rpcs} |`;
  }),
  "",
];

/** What the guard refuses before anything is sent, each with the calls that it holds in. */
function limits(connector: AnyConnector): readonly string[] {
  const held = flowsOf(connector).flatMap((flow) =>
    limitsOf(connector, flow).map((one) => ({ ...one, row: limitRow(one) })),
  );
  if (held.length === 0) return [];
  const rows = Map.groupBy(held, ({ row }) => row);
  return [
    "## Limits",
    "",
    "What is beyond these is refused by its name before anything is sent. Characters are UTF-16 units.",
    "",
    "| field | | rpcs |",
    "|---|---|---|",
    ...[...rows].map(([row, ones]) => {
      const rpcs = [...new Set(ones.map(({ flow }) => rpcOf(flow).name))];
      const sources = [...new Set(ones.map(({ source }) => `[source](${source})`))];
      return `${row} (${sources.join(", ")}) | ${rpcs.join(", ")} |`;
    }),
    "",
  ];
}
function limitRow({ flow, path, method, limit }: Held): string {
  const field = fieldAt(rpcOf(flow).input, path);
  if (!field) throw new Error(`${path} is no field of ${flow}`);
  const words = limitInWords(field, limit).replaceAll("|", "\\|").replaceAll("<", "\\<");
  return `| \`${path}\`${method ? ` with ${method}` : ""} | ${words}`;
}

const webhooks = ({ webhooks: declared }: AnyConnector) =>
  declared
    ? [
        "## Webhooks",
        "",
        `${declared.signed ? "Signed" : "Not signed: what they say is only a reason to look"}; read from [the processor's page](${declared.source}). Events: ${code(declared.events)}.`,
        "",
      ]
    : [];

const leftOut = ({ leftOut: sentences = [] }: AnyConnector) =>
  sentences.length > 0
    ? ["## Left out", "", ...sentences.map((sentence) => `- ${sentence}`), ""]
    : [];

async function testValues(id: string): Promise<readonly string[]> {
  const { default: simulator }: { default: Simulator } = await import(
    `../../connectors/${id}/simulator.ts`
  );
  const { samples } = simulator;
  return [
    "## Test values",
    "",
    "What the sandbox takes, from the processor's own pages.",
    "",
    "| outcome | status | code | |",
    "|---|---|---|---|",
    ...samples.outcomes.map(
      ({ name, status, code: reason, source }) =>
        `| ${name} | ${status} | ${reason ?? ""} | [source](${source}) |`,
    ),
    "",
  ];
}
