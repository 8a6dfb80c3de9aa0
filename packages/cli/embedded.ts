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

/** By id. A connector without a simulator has nobody to talk to here and is left out. */
export async function loadProcessors(): Promise<ReadonlyMap<string, Processor>> {
  const all = await Promise.all(
    connectorIds.map(async (id) => {
      const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
      return connector && simulator ? [{ id, connector, simulator }] : [];
    }),
  );
  return new Map(all.flat().map((one) => [one.id, one]));
}

export function processorOf(
  processors: ReadonlyMap<string, Processor>,
  id: string | undefined,
): Processor {
  const found = id === undefined ? undefined : processors.get(id);
  if (found) return found;
  const known = `there are ${[...processors.keys()].join(", ") || "none"}`;
  throw id === undefined
    ? new Stop(exits.usage, "--connector is missing", known)
    : new Stop(exits.usage, `no connector with a simulator is called ${JSON.stringify(id)}`, known);
}

/** A sandbox whose time is the real one, so that what it signs is fresh. */
export const openSandbox = (processors: Iterable<Processor>): Sandbox =>
  createSandbox({
    simulators: [...processors].map(({ simulator }) => simulator),
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
export function embed(processors: ReadonlyMap<string, Processor>, clock?: () => Date): Embedded {
  const sandbox = openSandbox(processors.values());
  const runtime = createRuntime({
    connectorIds: [...processors.keys()],
    connectors: async (id) => processors.get(id)?.connector,
    live: false,
    send: sandboxSend(sandbox),
    stateKeys: [ephemeralStateKey()],
    ...(clock && { clock }),
  });
  return { sandbox, runtime, account: (processor) => accountOf(processor, sandbox.origin) };
}
