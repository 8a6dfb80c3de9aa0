/** What Prometheus reads: calls by their outcome, their time, and how full the service is. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Around } from "#runtime";
import { SendFailure } from "#runtime";
import type { Admission } from "./admission.ts";
import type { Interceptor, ServiceCall } from "./handler.ts";
import { answered, type Outcome, refused } from "./outcome.ts";

export interface Metrics {
  readonly interceptor: Interceptor;
  /** Times what is sent to processors. */
  readonly around: Around;
  delivered(connector: string, outcome: string): void;
  /** The text form, and its content type. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Ends what gathers figures of the process. */
  close(): void;
}

export interface Gauged {
  readonly admission: Admission;
  readonly connections: () => number;
  readonly serving: () => boolean;
}

/** `connectors` bounds the label: a caller may name anything. */
export function createMetrics(connectors: readonly string[], gauged: () => Gauged): Metrics {
  const registry = new Registry();
  const known = new Set(connectors);
  const connectorLabel = (name: string | undefined) =>
    name === undefined ? "" : known.has(name) ? name : "unknown";

  const calls = new Counter({
    name: "payments_calls_total",
    help: "Calls that were answered, by what came of them.",
    labelNames: ["rpc", "connector", "code", "outcome", "certainty"] as const,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "payments_call_duration_seconds",
    help: "Time of a call from its headers to its answer, processors included.",
    labelNames: ["rpc", "connector"] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const processorSeconds = new Histogram({
    name: "payments_processor_duration_seconds",
    help: "Time of one HTTP exchange with a processor; status 0 for none.",
    labelNames: ["connector", "step", "status"] as const,
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const webhooks = new Counter({
    name: "payments_webhooks_total",
    help: "Deliveries of processors, by what came of them.",
    labelNames: ["connector", "outcome"] as const,
    registers: [registry],
  });
  gaugeOf(registry, "payments_calls_running", "Calls that run now.", () =>
    gauged().admission.running(),
  );
  gaugeOf(registry, "payments_calls_waiting", "Calls that wait for their turn.", () =>
    gauged().admission.waiting(),
  );
  gaugeOf(registry, "payments_connections", "Open connections.", () => gauged().connections());
  gaugeOf(registry, "payments_serving", "1 where health says SERVING.", () =>
    gauged().serving() ? 1 : 0,
  );
  collectDefaultMetrics({ register: registry });

  const count = ({ route, record, arrived }: ServiceCall, outcome: Outcome) => {
    const rpc = `${route.service}/${route.name}`;
    const connector = connectorLabel(record.connector);
    const certainty = outcome.certainty ?? "";
    calls.inc({ rpc, connector, code: outcome.code, outcome: outcome.outcome, certainty });
    seconds.observe({ rpc, connector }, (performance.now() - arrived) / 1000);
  };

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    delivered: (connector, outcome) => webhooks.inc({ connector, outcome }),
    close: () => registry.clear(),
    interceptor: (next) => async (call) => {
      try {
        const message = await next(call);
        count(call, answered(message));
        return message;
      } catch (error) {
        count(call, refused(error));
        throw error;
      }
    },
    around: (next) => async (request, peer) => {
      const begun = performance.now();
      const observe = (status: number) =>
        processorSeconds.observe(
          { connector: peer.connector, step: peer.step, status },
          (performance.now() - begun) / 1000,
        );
      try {
        const response = await next(request, peer);
        observe(response.status);
        return response;
      } catch (error) {
        if (error instanceof SendFailure) observe(0);
        throw error;
      }
    },
  };
}

function gaugeOf(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
