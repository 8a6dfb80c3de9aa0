/** The connectors' folders, for the tools. */
import { existsSync, readdirSync } from "node:fs";
import type { AnyConnector } from "#kit";

const folder = new URL("../connectors/", import.meta.url).pathname;

/** Folders that hold a connector, in alphabetical order; `platforms` holds what several share. */
export const connectorFolders = (): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${folder}${entry.name}/connector.ts`))
    .map(({ name }) => name)
    .sort();

/** The default export of a connector's module. */
export function connectorIn(module: unknown): AnyConnector {
  if (typeof module === "object" && module !== null && "default" in module) {
    const { default: connector } = module;
    if (typeof connector === "object" && connector !== null && "flows" in connector)
      // `defineConnector` is the only way to write one, and has checked the rest.
      return connector as AnyConnector;
  }
  throw new Error("the module's default export is not a connector");
}

/** A connector, whether or not it is registered already. */
export const importConnector = async (id: string): Promise<AnyConnector> =>
  connectorIn(await import(`../connectors/${id}/connector.ts`));
