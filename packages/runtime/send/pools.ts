/** Connections that are kept: a pool for each origin, certificate and proxy, as long as it is used, and a bounded number. */
import { createHash } from "node:crypto";
import type { SecureContext } from "node:tls";
import type { buildConnector, Client as Connection } from "undici";
// The client alone: all of undici (fetch, caches, web sockets) would cost every start 60 ms and 8 MiB.
import connectorWith from "undici/lib/core/connect.js";
import Client from "undici/lib/dispatcher/client.js";
import type { ClientCertificate } from "#kit";
import { isLoopback, isPublicAddress } from "./addresses.ts";
import { guardedLookup, type Way, wayTo } from "./egress.ts";
import { contextOf } from "./trust.ts";
import { type EgressProxy, throughProxy } from "./tunnel.ts";

export interface PoolOptions {
  /** Origins (`http://127.0.0.1:8181`) that the operator named and that may be plaintext on loopback. */
  readonly loopback?: ReadonlySet<string>;
  /** Milliseconds to connect and shake hands, a proxy's tunnel included; 5,000 where left out. */
  readonly connectTimeout?: number;
  /** Milliseconds that an idle connection is kept; 4,000 where left out: shorter than any processor keeps it. */
  readonly keepAlive?: number;
  /** Milliseconds after which a pool that nobody uses is given up, at the latest after twice as many; a minute where left out. */
  readonly keepPool?: number;
  /** Pools that are kept; beyond it the one that was used longest ago is given up. 500 where left out. */
  readonly maxPools?: number;
  /** PEM certificates to trust beside the system's, for a private processor gateway. */
  readonly authorities?: readonly string[];
  /** Through which everything goes that is not loopback. */
  readonly proxy?: EgressProxy | undefined;
}

/** Connections that each carry one request at a time: a free list costs the same at ten and at a thousand. */
export interface Pool {
  take(): Connection;
  /** After each `take`. */
  give(client: Connection): void;
}

export interface Pools {
  /** Undefined where this origin may not be spoken to. */
  of(url: URL, certificate: ClientCertificate | undefined): Pool | undefined;
  /** From the next request on; what runs comes to its end. */
  useProxy(proxy: EgressProxy | undefined): void;
  /** How many pools and connections there are. */
  size(): { readonly pools: number; readonly connections: number };
  close(): Promise<void>;
}

interface KeptPool extends Pool {
  /** The turn in which it was taken from last. */
  readonly used: () => number;
  /** Its connections end, those that carry a request after that. */
  retire(): void;
}
type Connector = buildConnector.connector;

/** Beyond this many idle connections, a quiet origin gives its memory back. */
const MOST_FREE = 64;

export function createPools(options: PoolOptions): Pools {
  const { keepAlive = 4_000, keepPool = 60_000, maxPools = 500 } = options;
  const kept = { keepAliveTimeout: keepAlive, keepAliveMaxTimeout: keepAlive };
  const pools = new Map<string, KeptPool>();
  const clients = new Set<Client>();
  const connectors = connectorsOf(options);
  let { proxy } = options;
  // Time is counted in turns of `keepPool`, so that a call only notes the turn that it is in.
  let turn = 0;
  let turning: NodeJS.Timeout | undefined;

  const giveUp = (name: string) => {
    pools.get(name)?.retire();
    pools.delete(name);
  };
  const nextTurn = () => {
    for (const [name, pool] of pools) if (pool.used() < turn) giveUp(name);
    turn += 1;
    if (pools.size > 0) return;
    clearInterval(turning);
    turning = undefined;
  };
  const giveUpOldest = () => {
    let oldest: { readonly name: string; readonly used: number } | undefined;
    for (const [name, { used }] of pools)
      if (!oldest || used() < oldest.used) oldest = { name, used: used() };
    if (oldest) giveUp(oldest.name);
  };
  const add = (name: string, url: URL, certificate: ClientCertificate | undefined) => {
    const way = wayTo(url, options.loopback, proxy !== undefined);
    if (!way) return undefined;
    if (pools.size >= maxPools) giveUpOldest();
    const connect = connectors(way, url, certificate, proxy);
    const pool = createPool(
      () => new Client(url.origin, { pipelining: 1, ...kept, connect }),
      clients,
      { keepAlive, turn: () => turn },
    );
    pools.set(name, pool);
    turning ??= setInterval(nextTurn, keepPool).unref();
    return pool;
  };

  return {
    of(url, certificate) {
      const name = certificate ? `${url.origin} ${identityOf(certificate)}` : url.origin;
      return pools.get(name) ?? add(name, url, certificate);
    },
    useProxy(next) {
      if (JSON.stringify(next) === JSON.stringify(proxy)) return;
      proxy = next;
      for (const name of [...pools.keys()]) giveUp(name);
    },
    size: () => ({ pools: pools.size, connections: clients.size }),
    async close() {
      clearInterval(turning);
      turning = undefined;
      pools.clear();
      await Promise.all([...clients].map((client) => client.destroy()));
      clients.clear();
    },
  };
}

interface Keeping {
  readonly keepAlive: number;
  readonly turn: () => number;
}

/** `clients` holds every connection that is open, wherever it is. */
function createPool(
  open: () => Client,
  clients: Set<Client>,
  { keepAlive, turn }: Keeping,
): KeptPool {
  /** The last is the one that was used last. */
  const free: { readonly client: Client; readonly since: number }[] = [];
  let used = turn();
  let isRetired = false;
  const end = (client: Client) => {
    clients.delete(client);
    client.close().catch(() => undefined);
  };
  return {
    take() {
      used = turn();
      const kept = free.pop();
      // Undici's own timer is late, the more so in a busy process: the other end may have closed by then.
      if (kept && performance.now() - kept.since < keepAlive) return kept.client;
      if (kept) for (const { client } of [kept, ...free.splice(0)]) end(client);
      const client = open();
      clients.add(client);
      return client;
    },
    give(client) {
      if (client.destroyed || client.closed) clients.delete(client);
      else if (isRetired || free.length >= MOST_FREE) end(client);
      else free.push({ client, since: performance.now() });
    },
    used: () => used,
    retire() {
      isRetired = true;
      for (const { client } of free.splice(0)) end(client);
    },
  };
}

/** How pools connect. What all connections of a pool share, TLS sessions included, is made once, with the first of them. */
function connectorsOf({ authorities, connectTimeout: timeout = 5_000 }: PoolOptions) {
  /** Of all who show no certificate: it is large where there are authorities. */
  let unshown: SecureContext | undefined;
  const contextFor = (certificate: ClientCertificate | undefined) => {
    if (certificate) return contextOf(authorities, certificate);
    unshown ??= contextOf(authorities);
    return unshown;
  };
  const make = (
    way: Way,
    { protocol }: URL,
    certificate: ClientCertificate | undefined,
    proxy: EgressProxy | undefined,
  ): Connector => {
    const tls = protocol === "https:" && { secureContext: contextFor(certificate) };
    // The time of a tunnel is that of all its parts together.
    if (way === "proxy" && proxy)
      return throughProxy(proxy, connectorWith({ timeout: 0, ...tls }), timeout);
    const lookup = guardedLookup(way === "loopback" ? isLoopback : isPublicAddress);
    return connectorWith({ timeout, lookup, ...tls });
  };
  return (...pool: Parameters<typeof make>): Connector => {
    let made: Connector | undefined;
    // Undici tells whoever waits what is thrown here: a certificate that cannot be read fails as a connection does.
    return (target, done) => {
      made ??= make(...pool);
      made(target, done);
    };
  };
}

/** A certificate is public: only with its key is it somebody's. Made once for each value, and of no use to who reads it. */
function identityOf(certificate: ClientCertificate): string {
  const known = identities.get(certificate);
  if (known !== undefined) return known;
  const { certificate: shown, key, passphrase } = certificate;
  const text = JSON.stringify([shown, key, passphrase]);
  const identity = createHash("sha256").update(text).digest("base64");
  identities.set(certificate, identity);
  return identity;
}
const identities = new WeakMap<ClientCertificate, string>();
