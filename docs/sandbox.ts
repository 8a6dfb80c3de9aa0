/** What the pages' examples run on: a connector against its own simulator, in one process and without a port. */
import { connectorIds, load, loadSimulator } from "#registry";
import { client, createRuntime, ephemeralStateKey, type InProcessClient } from "#runtime";
import { createSandbox, type RunningSimulator, sandboxHosts, sandboxSend } from "#simulators";

export interface InSandbox extends InProcessClient {
  /** The processor's side: its ledger, faults, clock and webhooks. */
  readonly processor: RunningSimulator;
}

/** Throws an Error where no connector of this name has a simulator. */
export async function inSandbox(
  connectorId: string,
  credentials?: Readonly<Record<string, unknown>>,
): Promise<InSandbox> {
  const [connector, simulator] = await Promise.all([load(connectorId), loadSimulator(connectorId)]);
  if (!connector || !simulator) throw new Error(`there is no ${connectorId} to run on`);
  const sandbox = createSandbox({ simulators: [simulator] });
  const processor = sandbox.simulator(connectorId);
  const runtime = createRuntime({
    connectorIds,
    connectors: load,
    live: false,
    send: sandboxSend(sandbox),
    stateKeys: [ephemeralStateKey()],
    clock: () => processor.world.now(),
  });
  const account = {
    connector: connectorId,
    credentials: { ...simulator.samples.credentials, ...credentials },
    hosts: sandboxHosts(sandbox.origin, connectorId, connector.hosts),
  };
  return { ...client(runtime, account), processor };
}
