/** docs/generated/coverage.{json,md}: the matrix, in which a tick is an executed test and nothing else. */
import { existsSync, readFileSync } from "node:fs";
import { flowNames, rpcOf } from "#runtime";
import { connectorFolders, importConnector } from "../connectors.ts";
import { type Files, notice, root } from "./files.ts";

/** Connector, flow, methods; "-" stands for a flow that has no method. */
type Proven = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function proofs(): Proven {
  const path = `${root}reports/proofs.txt`;
  if (!existsSync(path)) throw new Error("there are no proofs: run `npm test`");
  const proven = new Map<string, Map<string, Set<string>>>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [connector, flow, method] = line.split(" ");
    if (!connector || !flow || !method) continue;
    const flows = proven.get(connector) ?? new Map<string, Set<string>>();
    flows.set(flow, (flows.get(flow) ?? new Set()).add(method));
    proven.set(connector, flows);
  }
  return proven;
}

export async function coverage(): Promise<Files> {
  const proven = proofs();
  const ids = connectorFolders();
  const json: Record<string, Record<string, readonly string[]>> = {};
  for (const id of ids) {
    const flows = proven.get(id) ?? new Map<string, ReadonlySet<string>>();
    json[id] = Object.fromEntries(
      [...flows]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([flow, methods]) => [flow, [...methods].sort()]),
    );
  }
  return new Map([
    ["docs/generated/coverage.json", `${JSON.stringify(json, null, 2)}\n`],
    ["docs/generated/coverage.md", await page(ids, proven)],
  ]);
}

async function page(ids: readonly string[], proven: Proven): Promise<string> {
  const lines = [
    "# Coverage",
    "",
    `${notice} ✓ an executed fixture or lifecycle proves it, ○ declared only, · the processor or the connector cannot.`,
    "",
    "## Flows",
    "",
    `| rpc | ${ids.join(" | ")} |`,
    `|---|${ids.map(() => ":-:|").join("")}`,
  ];
  const connectors = new Map(
    await Promise.all(ids.map(async (id) => [id, await importConnector(id)] as const)),
  );
  const cell = (id: string, declared: boolean, flow: string, method?: string) => {
    if (!declared) return "·";
    const methods = proven.get(id)?.get(flow);
    return (method === undefined ? methods : methods?.has(method)) ? "✓" : "○";
  };
  for (const flow of flowNames)
    lines.push(
      `| ${rpcOf(flow).name} | ${ids.map((id) => cell(id, connectors.get(id)?.flows[flow] !== undefined, flow)).join(" | ")} |`,
    );
  lines.push(
    `| ParseWebhook | ${ids.map((id) => cell(id, connectors.get(id)?.webhooks !== undefined, "parseWebhook")).join(" | ")} |`,
    "",
    "## Methods of AuthorizePayment",
    "",
    `| method | ${ids.join(" | ")} |`,
    `|---|${ids.map(() => ":-:|").join("")}`,
  );
  const methods = new Set([...connectors.values()].flatMap((one) => Object.keys(one.methods)));
  for (const method of [...methods].sort())
    lines.push(
      `| ${method} | ${ids.map((id) => cell(id, method in (connectors.get(id)?.methods ?? {}), "authorizePayment", method)).join(" | ")} |`,
    );
  return `${lines.join("\n")}\n`;
}
