/** The embedded sandbox: every connector of the registry with its simulator and its sample account, nothing configured. */
import type { AnyConnector } from "#kit";
import { connectorIds, load, loadSimulator } from "#registry";
import { type Account, createRuntime, ephemeralStateKey, type Runtime } from "#runtime";
import type { Simulator } from "#simulate";
import { createSandbox, type Sandbox, sandboxHosts, sandboxSend } from "#simulators";
import { exits, Stop } from "./command.ts";

export interface Processor {
  readonly id: string;
  readonly connector: AnyConnector;
  readonly simulator: Simulator;
}

/** A connector without a simulator has nobody to talk to here and is left out. */
export async function loadProcessors(
  ids: readonly string[] = connectorIds,
): Promise<readonly Processor[]> {
  const all = await Promise.all(
    ids.map(async (id) => {
      const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
      return connector && simulator ? [{ id, connector, simulator }] : [];
    }),
  );
  return all.flat();
}

/** The one that `--connector` names. */
export async function loadProcessor(id: string | undefined): Promise<Processor> {
  const known = `there are ${connectorIds.join(", ") || "none"}`;
  if (id === undefined) throw new Stop(exits.usage, "--connector is missing", known);
  if (!connectorIds.includes(id))
    throw new Stop(exits.usage, `no connector is called ${JSON.stringify(id)}`, known);
  const [processor] = await loadProcessors([id]);
  if (processor) return processor;
  throw new Stop(
    exits.refused,
    `${id} has no simulator: there is nobody to talk to`,
    "use a running service with --endpoint",
  );
}

/** A sandbox whose time is the real one, so that what it signs is fresh. */
export const openSandbox = (processors: readonly Processor[]): Sandbox =>
  createSandbox({
    simulators: processors.map(({ simulator }) => simulator),
    clock: () => new Date(),
  });

/** The sample account of a processor, with its hosts at `origin`. */
export const accountOf = ({ id, connector, simulator }: Processor, origin: string): Account => ({
  connector: id,
  credentials: simulator.samples.credentials,
  hosts: sandboxHosts(origin, id, connector.hosts),
});

export interface Embedded {
  readonly sandbox: Sandbox;
  readonly runtime: Runtime;
  account(processor: Processor): Account;
}

/** Runtime and sandbox in this process, without a socket. `clock` is the runtime's alone. */
export function embed(processors: readonly Processor[], clock?: () => Date): Embedded {
  const sandbox = openSandbox(processors);
  const runtime = createRuntime({
    connectorIds: processors.map(({ id }) => id),
    connectors: async (id) => processors.find((one) => one.id === id)?.connector,
    live: false,
    send: sandboxSend(sandbox),
    stateKeys: [ephemeralStateKey()],
    ...(clock && { clock }),
  });
  return { sandbox, runtime, account: (processor) => accountOf(processor, sandbox.origin) };
}
