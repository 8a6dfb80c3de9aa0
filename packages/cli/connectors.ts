/** `connectors`: what each can do and what of it is proven, or all that one of them wants. */
import { toJson } from "@bufbuild/protobuf";
import { ConnectorSchema } from "#contract";
import type { FlowName } from "#kit";
import { connectorIds, load } from "#registry";
import { createRuntime, ephemeralStateKey, flowNames, rpcOf } from "#runtime";
import { type Cell, cell, type Declared, painted, rpcNames } from "./cells.ts";
import { defineCommand, type Exit, exits, Stop } from "./command.ts";
import { type Coverage, readCoverage } from "./coverage.ts";
import { wants } from "./requirements.ts";
import { compared, switchText } from "./switching.ts";
import { type Terminal, table, widthOf } from "./terminal.ts";

export default defineCommand({
  name: "connectors",
  about: "what the connectors can do, what of it is proven, and what one of them wants",
  takes: "[CONNECTOR | switch]",
  options: {
    json: { type: "boolean", about: "for programs" },
    from: { type: "string", value: "ID", about: "with switch: the processor that is left" },
    to: { type: "string", value: "ID", about: "with switch: the processor that is gone to" },
  },
  examples: [
    "connector-service connectors",
    "connector-service connectors stripe",
    "connector-service connectors switch --from stripe --to adyen",
  ],
  async run({ json, from, to }, [id], terminal) {
    if (id === "switch") return switched(from, to, json ?? false, terminal);
    const coverage = readCoverage();
    if (id !== undefined && !connectorIds.includes(id))
      throw new Stop(
        exits.usage,
        `no connector is called ${JSON.stringify(id)}`,
        `there are ${connectorIds.join(", ") || "none"}`,
      );
    const asked = id === undefined ? connectorIds : [id];
    const declared = await Promise.all(asked.map(declaredBy));
    if (json)
      terminal.write(
        JSON.stringify(
          id ? asJson(declared[0], coverage) : declared.map((one) => asJson(one, coverage)),
          null,
          2,
        ),
      );
    else if (declared[0] && id !== undefined)
      terminal.write(wants(declared[0], coverage, terminal));
    else terminal.write(matrix(declared, coverage, terminal));
    if (!json && !coverage.present)
      terminal.note(
        "\nNothing counts as proven: docs/generated/coverage.json is not there. `npm test`, then `npm run generate -- --coverage`, writes it.",
      );
    return exits.done;
  },
});

async function switched(
  from: string | undefined,
  to: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<Exit> {
  const wrong = [from, to].find((id) => id === undefined || !connectorIds.includes(id));
  if (from === undefined || to === undefined || wrong !== undefined)
    throw new Stop(
      exits.usage,
      "switch goes --from one connector --to another",
      `there are ${connectorIds.join(", ")}`,
    );
  const [left, gone] = await Promise.all([declaredBy(from), declaredBy(to)]);
  terminal.write(
    json ? JSON.stringify(compared(left, gone), null, 2) : switchText(left, gone, terminal),
  );
  return exits.done;
}

async function declaredBy(id: string): Promise<Declared> {
  const connector = await load(id);
  const { connector: described } = await runtime.getConnector(id);
  if (!connector || !described) throw new Error(`${id} is in the registry and cannot be loaded`);
  return { connector, described };
}
/** Asked for what it knows, it sends nothing. */
const runtime = createRuntime({
  connectorIds,
  connectors: load,
  live: false,
  stateKeys: [ephemeralStateKey()],
  send: () => Promise.reject(new Error("nothing is sent to find out what a connector can do")),
});

function matrix(all: readonly Declared[], coverage: Coverage, terminal: Terminal): string {
  if (all.length === 0) return "There are no connectors. `npm run new connector acme` makes one.";
  const sheets: Sheet[] = [
    {
      title: "rpc",
      rows: rpcNames.map(([flow, rpc]) => ({
        name: rpc,
        cells: all.map((one) => cell(has(one, rpc), coverage.proves(one.connector.id, flow))),
      })),
    },
    ...flowNames.flatMap((flow) => methodSheet(flow, all, coverage)),
  ];
  const cells = sheets.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  const proven = cells.filter((one) => one === "✓").length;
  const declared = cells.filter((one) => one !== "·").length;
  const ids = all.map(({ connector }) => connector.id);
  return [
    ...sheets.map((sheet) => sheetText(sheet, ids, terminal)),
    `${terminal.paint("green", "✓")} an executed test proves it   ○ declared only   · cannot\n${proven} of ${declared} proven. \`connector-service connectors ${ids[0]}\` tells what one of them wants.`,
  ].join("\n\n");
}

interface Sheet {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly cells: readonly Cell[] }[];
}
const has = ({ described }: Declared, rpc: string) => described.rpcs.some((one) => one.rpc === rpc);

/** The methods of an rpc, where it takes any. */
function methodSheet(
  flow: FlowName,
  all: readonly Declared[],
  coverage: Coverage,
): readonly Sheet[] {
  const rpc = rpcOf(flow).name;
  const takes = ({ described }: Declared, method: string) =>
    described.methods.some((one) => one.method === method && one.rpcs.includes(rpc));
  const names = new Set(
    all.flatMap(({ described }) =>
      described.methods.filter(({ rpcs }) => rpcs.includes(rpc)).map(({ method }) => method),
    ),
  );
  if (names.size === 0) return [];
  const rows = [...names].sort().map((method) => ({
    name: method,
    cells: all.map((one) =>
      cell(takes(one, method), coverage.proves(one.connector.id, flow, method)),
    ),
  }));
  return [{ title: `${rpc} with`, rows }];
}

/** As many connectors side by side as fit. */
function sheetText({ title, rows }: Sheet, ids: readonly string[], terminal: Terminal): string {
  const first = Math.max(widthOf(title), ...rows.map(({ name }) => widthOf(name)));
  const blocks: string[] = [];
  for (let from = 0; from < ids.length; ) {
    let width = first;
    let until = from;
    while (
      until < ids.length &&
      (until === from || width + 2 + widthOf(ids[until] ?? "") <= terminal.columns)
    ) {
      width += 2 + widthOf(ids[until] ?? "");
      until += 1;
    }
    blocks.push(
      table([
        [
          terminal.paint("bold", title),
          ...ids.slice(from, until).map((id) => terminal.paint("bold", id)),
        ],
        ...rows.map(({ name, cells }) => [
          name,
          ...cells.slice(from, until).map((one) => painted(one, terminal)),
        ]),
      ]),
    );
    from = until;
  }
  return blocks.join("\n\n");
}
/** The contract's own description, with the proven cells beside it. */
function asJson(declared: Declared | undefined, coverage: Coverage) {
  if (!declared) return null;
  const { connector, described } = declared;
  const methodsOf = (rpc: string) => described.methods.filter(({ rpcs }) => rpcs.includes(rpc));
  const proven = rpcNames
    .filter(([flow]) => coverage.proves(connector.id, flow))
    .map(([flow, rpc]) => [
      rpc,
      methodsOf(rpc)
        .map(({ method }) => method)
        .filter((method) => coverage.proves(connector.id, flow, method)),
    ]);
  // The described message is JSON's own kind of object.
  const json = toJson(ConnectorSchema, described) as object;
  return { ...json, proven: coverage.present ? Object.fromEntries(proven) : null };
}
