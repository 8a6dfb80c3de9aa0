/** Delivers webhooks over HTTP to a URL for each simulator, and tries again, a few times, what was not accepted. */
import type { Sandbox } from "./host.ts";
import type { Attempt, Delivery } from "./outbox.ts";
import type { RunningSimulator } from "./running.ts";
import { createTimers } from "./timers.ts";

export interface WebhookTarget {
  /** http or https, on this machine. */
  readonly url: string;
  /** In the form in which the processor gives it out. */
  readonly secret: string;
}

export interface Courier {
  target(simulator: string): WebhookTarget | undefined;
  /**
   * Delivers what happens from now on; nowhere where the target is left out. Throws an Error where the URL is not of
   * this machine.
   */
  deliverTo(simulator: string, target: WebhookTarget | undefined): void;
  /** Ends what is under way; nothing is delivered after it. */
  close(): Promise<void>;
}

export interface CourierTiming {
  /** Milliseconds before each further attempt. */
  readonly retries: readonly number[];
  /** Milliseconds after which webhooks that were held back to be late leave, where nothing else makes them. */
  readonly longestHold: number;
}
export const usualTiming: CourierTiming = {
  retries: [200, 1_000, 3_000, 10_000],
  longestHold: 2_000,
};

/** Milliseconds that a receiver has to answer. */
const ANSWER_WITHIN = 10_000;

export function createCourier(sandbox: Sandbox, timing: CourierTiming): Courier {
  const targets = new Map<string, WebhookTarget>();
  const rounds = new Map<string, Promise<void>>();
  const holds = new Map<string, () => void>();
  const timers = createTimers();
  const closing = new AbortController();
  // Loaded with the first delivery: a service that starts without the sandbox needs none of it.
  let opened: ReturnType<typeof open> | undefined;
  async function open() {
    const { Agent, request } = await import("undici");
    const dispatcher = new Agent({ keepAliveTimeout: 1_000, connections: 4 });
    return { dispatcher, request };
  }

  /** One after the other, so that they arrive in the order in which they left. */
  function inTurn(running: RunningSimulator, act: () => Promise<void>) {
    const before = rounds.get(running.id) ?? Promise.resolve();
    rounds.set(running.id, before.then(act));
  }

  function deliver(running: RunningSimulator, delivery: Delivery, tried = 0) {
    inTurn(running, async () => {
      const target = targets.get(running.id);
      // After a reset nobody knows of this delivery.
      if (closing.signal.aborted || running.deliveries[delivery.number - 1] !== delivery) return;
      if (!target) return running.outbox.note(delivery, "dropped");
      const attempt = await post(running, delivery, target);
      if (attempt.status !== undefined && attempt.status >= 200 && attempt.status < 300)
        return running.outbox.note(delivery, "delivered", attempt);
      const wait = timing.retries[tried];
      running.outbox.note(delivery, wait === undefined ? "failed" : "sending", attempt);
      if (wait !== undefined) timers.after(wait, () => deliver(running, delivery, tried + 1));
    });
  }

  async function post(
    running: RunningSimulator,
    { event }: Delivery,
    { url, secret }: WebhookTarget,
  ): Promise<Attempt> {
    try {
      const { headers, body } = running.sign(event, secret);
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN)]);
      opened ??= open();
      const { dispatcher, request } = await opened;
      const answer = await request(url, { method: "POST", headers, body, signal, dispatcher });
      await answer.body.dump({ limit: 65_536 });
      return { status: answer.statusCode };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  function collect(running: RunningSimulator) {
    if (!targets.has(running.id)) return;
    for (const delivery of running.outbox.take()) deliver(running, delivery);
    holds.get(running.id)?.();
    if (running.outbox.holding)
      holds.set(running.id, timers.after(timing.longestHold, running.outbox.release));
  }

  const unsubscribe = sandbox.simulators.map((running) =>
    // The answer to the call that caused them leaves first.
    running.onWebhooks(() => setImmediate(collect, running)),
  );

  return {
    target: (simulator) => targets.get(simulator),
    deliverTo(simulator, target) {
      const running = sandbox.simulator(simulator);
      if (!target) return void targets.delete(simulator);
      checkTarget(target);
      if (!targets.has(simulator))
        for (const earlier of running.outbox.take()) running.outbox.note(earlier, "dropped");
      targets.set(simulator, target);
    },
    async close() {
      for (const stop of unsubscribe) stop();
      timers.close();
      closing.abort(new Error("the sandbox closes"));
      await Promise.all(rounds.values());
      await (await opened)?.dispatcher.destroy();
    },
  };
}

function checkTarget({ url }: WebhookTarget) {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : {};
  if (protocol !== "http:" && protocol !== "https:")
    throw new Error("a webhook's url begins with http:// or https://");
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname ?? ""))
    throw new Error(`the sandbox delivers on this machine only, not to ${hostname}`);
}
