/** The service on the embedded sandbox: its accounts, and how a configuration that cannot be used is told. */
import { randomBytes } from "node:crypto";
import { checkSettings } from "#kit";
import { connectorIds, load } from "#registry";
import {
  type Account,
  type Accounts,
  type Config,
  ConfigFault,
  type ConfigSource,
  developmentConfig,
  type Forwarding,
  type Parts,
  readConfig,
  type Service,
  startService,
} from "#service";
import { exits, Stop } from "./command.ts";
import { accountOf, type Processor } from "./embedded.ts";
import { onPort } from "./stopping.ts";

export const SERVICE_PORT: number = developmentConfig().listen.port;

/** One account for each processor, under its own name. `forwarding` says where its webhooks go. */
export function sandboxAccounts(
  processors: readonly Processor[],
  sandbox: string,
  forwarding?: Forwarding,
): Accounts {
  return new Map(
    processors.map((processor) => [processor.id, sandboxAccount(processor, sandbox, forwarding)]),
  );
}

function sandboxAccount(
  processor: Processor,
  sandbox: string,
  forwarding: Forwarding | undefined,
): Account {
  const { id, connector } = processor;
  const { credentials, hosts } = accountOf(processor, sandbox);
  const { values, violations } = checkSettings(connector.credentials, credentials, "credentials");
  if (!values)
    throw new Error(
      `the samples of ${id} are not of its connector: ${violations.map(({ field, problem }) => `${field} ${problem}`).join("; ")}`,
    );
  return {
    name: id,
    connector: id,
    credentials: values,
    ...(hosts && { hosts }),
    ...(forwarding && { forwarding }),
  };
}

/** A new secret of Standard Webhooks, and what it is written as. */
export function forwardingTo(url: string): Forwarding & { readonly secret: string } {
  const key = randomBytes(32);
  return { url, keys: [key], secret: `whsec_${key.toString("base64")}` };
}

/** The configuration of a file and the environment; a port that was typed wins over both. */
export async function configured(
  file: string | undefined,
  port: number | undefined,
): Promise<{ readonly config: Config; readonly source: ConfigSource }> {
  const source: ConfigSource = {
    file,
    environment: {
      ...process.env,
      ...(port !== undefined && { CONNECTOR_SERVICE_PORT: String(port) }),
    },
    connectors: { ids: connectorIds, load },
  };
  try {
    return { config: await readConfig(source), source };
  } catch (error) {
    throw told(error);
  }
}

export async function start(config: Config, parts: Parts): Promise<Service> {
  try {
    return await onPort(config.listen.port, () => startService(config, parts));
  } catch (error) {
    throw told(error);
  }
}

function told(error: unknown): unknown {
  if (!(error instanceof ConfigFault)) return error;
  return new Stop(
    exits.usage,
    error.message,
    "put it right, and look at it with `connector-service doctor --config …`",
  );
}
