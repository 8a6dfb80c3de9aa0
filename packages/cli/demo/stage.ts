/** The demo's stage: sandbox, service and shop, each behind a socket of its own on loopback. */
import { developmentConfig, startService } from "#service";
import { failureText, serveSandbox } from "#simulators";
import { loadProcessors, openSandbox, type Processor } from "../embedded.ts";
import { deliverAll } from "../serve.ts";
import { sandboxAccounts } from "../service.ts";
import type { Actor } from "./actor.ts";
import { connect, type Stopwatch } from "./calls.ts";
import { openInbox } from "./inbox.ts";

export interface Stage {
  /** Addresses. */
  readonly service: string;
  readonly sandbox: string;
  /** Milliseconds until the service listened. */
  readonly startedIn: number;
  readonly actors: readonly Actor[];
  /** Milliseconds of every unified call so far. */
  callTimes(): readonly number[];
  /** Mistakes of simulators so far. */
  failures(): readonly string[];
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const processors = await loadProcessors();
  const sandbox = openSandbox(processors);
  const sandboxServer = await serveSandbox(sandbox);
  const inbox = await openInbox();
  const before = performance.now();
  const service = await startService(
    developmentConfig({
      listen: { address: "127.0.0.1", port: 0, plaintextAcknowledged: false },
      accounts: sandboxAccounts(processors, sandboxServer.url, inbox.forwarding),
      log: { level: "silent" },
    }),
  );
  const startedIn = performance.now() - before;
  deliverAll(processors, sandboxServer, service.url);

  const connection = connect(service.url);
  const stopwatches = new Map<string, Stopwatch>(processors.map(({ id }) => [id, []]));
  const run = Date.now().toString(36);
  const actorOf = (processor: Processor): Actor => {
    const { id } = processor;
    const stopwatch = stopwatches.get(id) ?? [];
    let references = 0;
    return {
      ...processor,
      calls: connection.calls(id, stopwatch),
      running: sandbox.simulator(id),
      inbox,
      origin: sandboxServer.url,
      ingress: `${service.url}/webhooks/${id}`,
      reference(word) {
        references += 1;
        // Some processors keep twenty characters.
        return `${run}-${references}-${word}`.slice(0, 20);
      },
      spent: () => stopwatch.reduce((sum, one) => sum + one, 0),
    };
  };
  return {
    service: service.url,
    sandbox: sandboxServer.url,
    startedIn,
    actors: processors.map(actorOf),
    callTimes: () => [...stopwatches.values()].flat(),
    failures: () => sandbox.failures.map(failureText),
    async close() {
      connection.close();
      await service.close();
      await inbox.close();
      await sandboxServer.close();
    },
  };
}
