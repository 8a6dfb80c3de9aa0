/** connectors/registry.ts from the folder listing: no shared file is edited by hand to add a connector. */
import { existsSync } from "node:fs";
import { connectorFolders } from "../connectors.ts";
import { type Files, notice, root } from "./files.ts";

export function registry(): Files {
  const ids = connectorFolders();
  const loaders = (file: string) =>
    ids
      .filter((id) => existsSync(`${root}connectors/${id}/${file}`))
      .map((id) => `  ${id}: async () => (await import("./${id}/${file}")).default,\n`)
      .join("");
  const content = `/** The connectors by the names of their folders. ${notice} */
import type { AnyConnector } from "#kit";
import type { Simulator } from "#simulate";

const connectors: Readonly<Record<string, () => Promise<AnyConnector>>> = {
${loaders("connector.ts")}};

const simulators: Readonly<Record<string, () => Promise<Simulator>>> = {
${loaders("simulator.ts")}};

export const connectorIds: readonly string[] = ${JSON.stringify(ids).replaceAll(",", ", ")};

/** A connector by its id, loaded when it is first asked for; undefined where there is none. */
export const load = async (id: string): Promise<AnyConnector | undefined> =>
  Object.hasOwn(connectors, id) ? connectors[id]?.() : undefined;

/** Its simulator. */
export const loadSimulator = async (id: string): Promise<Simulator | undefined> =>
  Object.hasOwn(simulators, id) ? simulators[id]?.() : undefined;
`;
  return new Map([["connectors/registry.ts", content]]);
}
