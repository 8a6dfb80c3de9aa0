/** The demo's stage: sandbox, service and shop, each behind a socket of its own on loopback. */
import { failureText, serveSandbox } from "#simulators";
import { loadProcessors, openSandbox, type Processor } from "../embedded.ts";
import { startEmbedded } from "../service.ts";
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
  const before = performance.now();
  const service = await startEmbedded({ port: 0, sandbox: sandboxServer.url, processors });
  const startedIn = performance.now() - before;

  const connection = connect(service.url);
  const stopwatches = new Map<string, Stopwatch>(processors.map(({ id }) => [id, []]));
  const callsOf = (id: string) => connection.calls(id, stopwatches.get(id) ?? []);
  const readers = new Map(processors.map(({ id }) => [id, connection.calls(id, []).webhooks]));
  const inbox = await openInbox(({ account, body, headers, url }) => {
    const reader = readers.get(account);
    if (!reader) throw new Error(`nobody is called ${account}`);
    return reader.parseWebhook({ body, headers: [...headers], url });
  });
  const run = Date.now().toString(36);
  const actorOf = (processor: Processor): Actor => {
    const { id, connector, simulator } = processor;
    const name = connector.webhooks?.secret;
    const [secret = ""] =
      name === undefined ? [] : [simulator.samples.credentials[name] ?? []].flat();
    if (connector.webhooks) sandboxServer.deliverTo(id, { url: inbox.urlOf(id), secret });
    let references = 0;
    return {
      ...processor,
      calls: callsOf(id),
      running: sandbox.simulator(id),
      inbox,
      origin: sandboxServer.url,
      reference(word) {
        references += 1;
        return `demo-${run}-${references}-${word}`;
      },
      spent: () => (stopwatches.get(id) ?? []).reduce((sum, one) => sum + one, 0),
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
      await inbox.close();
      await service.close();
      await sandboxServer.close();
    },
  };
}
