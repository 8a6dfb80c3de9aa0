/** The service's configuration, read as the service reads it: every fault at once. */
import { connectorIds, load } from "#registry";
import { type Config, ConfigFault, readConfig } from "#service";
import type { Finding } from "./finding.ts";

export interface Configured {
  readonly findings: readonly Finding[];
  /** What could be read of it; undefined where the file is wrong. */
  readonly config?: Config;
}

/** `file` or CONNECTOR_SERVICE_CONFIG; development mode where there is neither. */
export async function checkConfiguration(file: string | undefined): Promise<Configured> {
  const path = file ?? process.env["CONNECTOR_SERVICE_CONFIG"];
  try {
    const config = await readConfig({
      file,
      environment: process.env,
      connectors: { ids: connectorIds, load },
    });
    const { mode, accounts, callers } = config;
    const what = path
      ? `configuration ${path}: ${mode} mode, ${accounts.size} accounts, ${callers.length} callers`
      : "no configuration: development mode, on the embedded sandbox";
    return { config, findings: [{ state: "fine", what }] };
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    const findings = error.faults.map((fault) => ({
      state: "wrong" as const,
      what: `configuration ${path ?? "of the environment"}: ${fault}`,
      advice: "docs/guides/operate.md has every key",
    }));
    return { findings };
  }
}
