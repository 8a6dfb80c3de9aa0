/** The service as a whole: `startService(config)` listens, and `close` ends it with nothing lost. */
import type { Logger } from "pino";
import { connectorIds, load } from "#registry";
import {
  contractRegistry,
  createHttp,
  createRuntime,
  ephemeralStateKey,
  type Send,
  withRetries,
} from "#runtime";
import { type Connectors, isLoopbackName } from "./accounts.ts";
import { serveAdmin } from "./admin.ts";
import { createAdmission } from "./admission.ts";
import { createBodies } from "./body.ts";
import { anybody, authenticated, createCallers, createRates } from "./callers.ts";
import { type Config, type ConfigSource, readConfig, unsafe } from "./config.ts";
import { withDeadline } from "./deadline.ts";
import { createDoors } from "./doors.ts";
import { drain } from "./drain.ts";
import { logProxyFailure } from "./egress.ts";
import { ConfigFault } from "./faults.ts";
import { type Handler, type Interceptor, type Route, stacked } from "./handler.ts";
import { createHealth } from "./health.ts";
import { accountIn, createIngress } from "./ingress.ts";
import { createLog, faultOf, type Log, logged } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { Other } from "./other.ts";
import { createReflection } from "./reflection.ts";
import { watchFiles } from "./reload.ts";
import { contractRoutes, healthRoutes, servicesOf } from "./routes.ts";
import { listen } from "./server.ts";
import { traced, tracedSend } from "./trace.ts";

export interface Service {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly address: string;
  readonly port: number;
  /** Undefined where no admin port is configured. */
  readonly adminPort: number | undefined;
  /** Reads the configuration again: accounts, callers, certificates, webhooks. Resolves with the faults for which it was left as it is. */
  reload(): Promise<readonly string[]>;
  /** NOT_SERVING, GOAWAY, everything that runs is answered, closed. */
  close(): Promise<void>;
}

/** What stands in for the real thing: in tests, and where everything runs in one process. */
export interface Parts {
  /** The registry where left out. */
  readonly connectors?: Connectors;
  /** How processors and the merchant are spoken to; HTTP where left out. */
  readonly send?: Send;
  /** Standard output where left out. */
  readonly log?: Log;
  readonly clock?: () => Date;
  /** Where the configuration came from, so that it can be read again at SIGHUP and when its files change. */
  readonly source?: ConfigSource;
  /** Milliseconds between looks at the files. */
  readonly watchEvery?: number;
}

/** Throws ConfigFault for what no configuration may be, and whatever the system says of the port. */
export async function startService(config: Config, parts: Parts = {}): Promise<Service> {
  const faults = unsafe(config);
  if (faults.length > 0) throw new ConfigFault(faults);
  const log = parts.log ?? createLog(config.log.level);
  const { logger } = log;
  const connectors = parts.connectors ?? { ids: connectorIds, load };
  const clock = parts.clock ?? (() => new Date());
  const bodies = createBodies({ largest: config.limits.message, together: config.limits.bodies });
  const admission = createAdmission(config.limits);
  const rates = createRates();
  // What a reload replaces, as a whole.
  let current = snapshotOf(config);

  let connections = () => 0;
  let serving = () => false;
  const metrics = createMetrics(connectors.ids, () => ({
    admission,
    connections: () => connections(),
    serving: () => serving(),
  }));
  const http = parts.send
    ? undefined
    : createHttp({ ...httpOptionsOf(config), proxyFailed: logProxyFailure(logger) });
  const send = observed(parts.send ?? http?.send, metrics);
  const runtime = createRuntime({
    connectorIds: connectors.ids,
    connectors: (id) => connectors.load(id),
    live: config.mode === "live",
    send,
    stateKeys: stateKeysOf(config, logger),
    clock,
  });

  const calls = contractRoutes(runtime, () => current.config.accounts);
  const services = [...servicesOf(calls)];
  const health = createHealth(services.map(({ typeName }) => typeName));
  serving = health.serving;
  const probes = healthRoutes(health);
  const routes = new Map([...calls, ...probes]);
  const interceptors: readonly Interceptor[] = [
    traced,
    logged(logger),
    metrics.interceptor,
    withDeadline(config.deadline),
    authenticated(() => current.callers, rates),
    admission.interceptor,
  ];
  const handleOf = (route: Route): Handler => {
    const innermost: Handler = async (call) => route.answer(await call.receive(), call);
    return probes.has(route.path) ? innermost : stacked(interceptors, innermost);
  };
  // Few callers need it, and Connect would cost every start 55 ms and 9 MiB: loaded with the first who does.
  let loaded: Promise<Other> | undefined;
  const other = () => (loaded ??= loadOther());
  async function loadOther(): Promise<Other> {
    const { createOther } = await import("./other.ts");
    return createOther({
      routes,
      handleOf,
      health,
      reflect: config.reflection
        ? createReflection([...services, ...servicesOf(probes)])
        : undefined,
      largest: config.limits.message,
      registry: contractRegistry,
      logger,
    });
  }
  const ingress = createIngress({
    runtime,
    accounts: () => current.config.accounts,
    forwarding: () => current.config.forwarding,
    send,
    bodies,
    admission,
    time: config.webhookTime,
    publicUrl: config.publicUrl,
    secure: config.listen.tls !== undefined,
    clock,
    logger,
    delivered: metrics.delivered,
  });
  const loopback = isLoopbackName(config.listen.address);
  const doors = createDoors({
    routes,
    handleOf,
    other,
    callers: () => current.callers,
    bodies,
    registry: contractRegistry,
    uploadTime: config.deadline.usual,
    logger,
    pages: (path, peer) => {
      const account = accountIn(path);
      if (account !== undefined) return (exchange) => ingress(account, exchange);
      if (path === "/metrics" && loopback && peer.loopback)
        return (exchange) => {
          metrics.text().then(
            (text) => exchange.answer(200, { "content-type": metrics.contentType }, text),
            () => exchange.answer(500, {}, "the metrics cannot be read\n"),
          );
        };
      return undefined;
    },
  });

  const listening = await listen(config, doors, (error) =>
    logger.error({ fault: faultOf(error) }, "connections cannot be taken"),
  );
  connections = listening.connections;
  const admin = await adminOf(config, { metrics, health }).catch(async (error: unknown) => {
    await listening.close(0);
    throw error;
  });
  health.set(true);

  const reload = async (): Promise<readonly string[]> => {
    if (!parts.source) return [];
    try {
      const next = await readConfig(parts.source);
      const fixed = needsRestart(current.config, next);
      if (fixed.length > 0) logger.warn({ fixed }, "these take effect at the next start");
      current = snapshotOf(next);
      http?.useProxy(next.egressProxy);
      if (next.listen.tls) listening.useTls(next.listen.tls);
      logger.info(
        { accounts: next.accounts.size, callers: next.callers.length },
        "configuration read again",
      );
      return [];
    } catch (error) {
      const known = error instanceof ConfigFault ? error.faults : ["cannot be read"];
      if (!(error instanceof ConfigFault)) logger.error({ fault: faultOf(error) }, "reload");
      logger.error({ faults: known }, "configuration left as it is");
      return known;
    }
  };
  const hangUp = () => void reload();
  if (parts.source) process.on("SIGHUP", hangUp);
  const watch =
    parts.source && watchFiles(() => current.config.files, reload, parts.watchEvery ?? 2_000);

  const { address } = config.listen;
  const url = urlOf(address, listening.port, config.listen.tls !== undefined);
  const { mode, accounts, callers } = config;
  logger.info({ mode, url, accounts: accounts.size, callers: callers.length }, "serving");

  let closing: Promise<void> | undefined;
  const close = async () => {
    watch?.stop();
    process.off("SIGHUP", hangUp);
    await drain({ health, listening, admission, ...config.drain });
    await Promise.all([admin?.close(), http?.close()]);
    metrics.close();
    logger.info("closed");
    log.flush();
  };
  return {
    url,
    address,
    port: listening.port,
    adminPort: admin?.port,
    reload,
    close: () => (closing ??= close()),
  };
}

const adminOf = async ({ admin }: Config, parts: Parameters<typeof serveAdmin>[1]) =>
  admin && serveAdmin(admin, parts);

const snapshotOf = (config: Config) => ({
  config,
  callers: createCallers(
    config.callers,
    config.mode === "development" && config.callers.length === 0 ? anybody : undefined,
  ),
});

/** Spans and figures around each exchange with a processor, and repeats of what certainly was not sent within them. */
function observed(send: Send | undefined, metrics: Metrics): Send {
  if (!send) throw new Error("there is no way to send");
  return tracedSend(metrics.around(withRetries(1)(send)));
}

/** In development, the loopback origins that accounts and webhooks name; nowhere else is plaintext spoken. */
function httpOptionsOf({ mode, accounts, forwarding, authorities, egressProxy }: Config) {
  const named = [...accounts.values()].flatMap((account) => [
    ...Object.values(account.hosts ?? {}),
    ...(account.forwarding ? [account.forwarding.url] : []),
  ]);
  const urls = forwarding ? [...named, forwarding.url] : named;
  const origins = urls
    .map((text) => new URL(text))
    .filter(({ protocol }) => protocol === "http:")
    .map(({ origin }) => origin);
  return {
    loopback: new Set(mode === "development" ? origins : []),
    ...(authorities.length > 0 && { authorities }),
    proxy: egressProxy,
  };
}

function stateKeysOf({ mode, stateKeys }: Config, logger: Logger) {
  if (stateKeys.length > 0) return stateKeys;
  if (mode !== "development")
    logger.warn("no state keys are configured: what waits for a customer ends with this process");
  return [ephemeralStateKey()];
}

/** Settings that are read at the start alone, and differ. */
function needsRestart(before: Config, after: Config): readonly string[] {
  const fixed = [
    "mode",
    "publicUrl",
    "admin",
    "stateKeys",
    "authorities",
    "limits",
    "deadline",
    "webhookTime",
    "drain",
    "log",
    "reflection",
  ] as const;
  const place = ({ listen: { address, port } }: Config) => `${address} ${port}`;
  return [
    ...fixed.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])),
    ...(place(before) === place(after) ? [] : ["listen"]),
  ];
}

function urlOf(address: string, port: number, secure: boolean): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${secure ? "https" : "http"}://${host}:${port}`;
}
