/** The service's configuration, read as the service reads it: every fault at once. */
import { connectorIds, load } from "#registry";
import { ConfigFault, readConfig } from "#service";
import type { Finding } from "./finding.ts";

/** `file` or CONNECTOR_SERVICE_CONFIG; development mode where there is neither. */
export async function checkConfiguration(file: string | undefined): Promise<readonly Finding[]> {
  const path = file ?? process.env["CONNECTOR_SERVICE_CONFIG"];
  try {
    const { mode, accounts, callers } = await readConfig({
      file,
      environment: process.env,
      connectors: { ids: connectorIds, load },
    });
    return path
      ? [
          {
            state: "fine",
            what: `configuration ${path}: ${mode} mode, ${accounts.size} accounts, ${callers.length} callers`,
          },
        ]
      : [{ state: "fine", what: "no configuration: development mode, on the embedded sandbox" }];
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return error.faults.map((fault) => ({
      state: "wrong",
      what: `configuration ${path ?? "of the environment"}: ${fault}`,
      advice: "docs/concepts/credentials-and-accounts.md tells how accounts are written",
    }));
  }
}
