/** The configuration: a YAML file and the environment become one checked value, or every fault at once. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import * as v from "valibot";
import { parseDocument } from "yaml";
import type { EgressProxy, StateKey } from "#runtime";
import {
  type Account,
  type AccountRules,
  type Accounts,
  type Connectors,
  type Forwarding,
  isLoopbackName,
  readAccount,
  readForwarding,
} from "./accounts.ts";
import type { AdmissionLimits } from "./admission.ts";
import type { KnownCaller } from "./callers.ts";
import type { DeadlineLimits } from "./deadline.ts";
import { readEgressProxy } from "./egress.ts";
import { ConfigFault, collectFaults, type Faults } from "./faults.ts";
import { createReferences, type Environment, type References } from "./references.ts";
import { type CallerEntry, type ConfigFile, fileSchema, type Level, levels } from "./schema.ts";

export type Mode = "development" | "test" | "live";
export interface Tls {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** PEM of the authorities that sign client certificates; without them none is asked for. */
  readonly clientAuthorities?: string;
  readonly clientCertificates: "optional" | "required";
}
export interface Limits extends AdmissionLimits {
  /** Bytes of the largest message. */
  readonly message: number;
  /** Bytes of all messages that are held at a time. */
  readonly bodies: number;
  readonly connections: number;
  /** Calls at a time on one HTTP/2 connection. */
  readonly streams: number;
  /** Milliseconds until a connection is asked to come again. */
  readonly connectionAge: number;
}

export interface Config {
  readonly mode: Mode;
  readonly listen: {
    readonly address: string;
    readonly port: number;
    readonly tls?: Tls;
    readonly plaintextAcknowledged: boolean;
  };
  /** How processors call this service, for signatures that cover the URL. */
  readonly publicUrl?: string;
  /** Where metrics and probes are served; nowhere where left out. */
  readonly admin?: { readonly address: string; readonly port: number };
  /** Empty: the process makes its own. */
  readonly stateKeys: readonly StateKey[];
  readonly callers: readonly KnownCaller[];
  readonly accounts: Accounts;
  readonly forwarding?: Forwarding;
  /** PEM. */
  readonly authorities: readonly string[];
  /** Through which processors and webhooks are reached; directly where left out. */
  readonly egressProxy?: EgressProxy;
  readonly limits: Limits;
  readonly deadline: DeadlineLimits;
  /** Milliseconds in which a webhook is answered. */
  readonly webhookTime: number;
  /** Milliseconds between NOT_SERVING and the end of listening, and until whatever still runs is cut. */
  readonly drain: { readonly notice: number; readonly most: number };
  readonly log: { readonly level: Level };
  readonly reflection: boolean;
  /** What was read, to be looked at again. */
  readonly files: ReadonlySet<string>;
}

/** Needs no configuration: loopback only, no callers, the accounts that it is given. */
export function developmentConfig(changes: Partial<Config> = {}): Config {
  const { listen, limits, deadline, webhookTime, drain, log, reflection } = v.parse(fileSchema, {
    mode: "development",
  });
  return {
    mode: "development",
    listen: { address: "127.0.0.1", port: listen.port, plaintextAcknowledged: false },
    stateKeys: [],
    callers: [],
    accounts: new Map(),
    authorities: [],
    limits,
    deadline,
    webhookTime,
    drain,
    log,
    reflection,
    files: new Set(),
    ...changes,
  };
}

export interface ConfigSource {
  /** Path of the YAML file; `CONNECTOR_SERVICE_CONFIG` where left out; development mode where there is neither. */
  readonly file?: string | undefined;
  readonly environment: Environment;
  readonly connectors: Connectors;
}

/** Throws ConfigFault. */
export async function readConfig({ file, environment, connectors }: ConfigSource): Promise<Config> {
  const faults = collectFaults();
  const path = file ?? (environment["CONNECTOR_SERVICE_CONFIG"] || undefined);
  const entry = path === undefined ? { mode: "development" } : await readYaml(path, faults);
  const given = checkForm(entry, faults);
  if (!given) throw new ConfigFault(faults.all);
  const references = createReferences(environment, path, faults);
  const rules = { connectors, references, faults, development: given.mode === "development" };
  const config = await resolved(withEnvironment(given, environment, faults), rules);
  const all = [...faults.all, ...unsafe(config), ...talkative(config, environment)];
  if (all.length > 0) throw new ConfigFault(all);
  return config;
}

async function readYaml(path: string, faults: Faults): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    faults.add("", `${path} cannot be read (${code})`);
    return undefined;
  }
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true });
  // The first line alone: what follows it quotes the file, which may hold what it should not.
  for (const { message } of document.errors) faults.add(path, message.split(":\n", 1)[0] ?? "");
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch {
    faults.add(path, "repeats itself too often");
    return undefined;
  }
}

function checkForm(entry: unknown, faults: Faults): ConfigFile | undefined {
  if (faults.all.length > 0) return undefined;
  if (typeof entry !== "object" || Array.isArray(entry)) {
    faults.add("the file", "must hold names and their values");
    return undefined;
  }
  const { success, output, issues } = v.safeParse(fileSchema, entry);
  if (success) return output;
  for (const issue of issues) faults.add(v.getDotPath(issue) ?? "the file", problemOf(issue));
  return undefined;
}
/** valibot's own sentences quote what was given, which may be a secret in the wrong place. */
function problemOf({ type, kind, message, expected }: v.BaseIssue<unknown>): string {
  if (type === "strict_object")
    return expected === "never" ? "is not known here" : "is missing, or not an object";
  if (kind === "validation" && message.startsWith("must")) return message;
  if (kind === "validation" && message.startsWith("needs")) return message;
  return `must be ${expected ?? "something else"}`;
}

/** `CONNECTOR_SERVICE_ADDRESS`, `_PORT`, `_ADMIN_PORT` and `_LOG_LEVEL` win over the file. */
function withEnvironment(given: ConfigFile, environment: Environment, faults: Faults): ConfigFile {
  const read = (name: string) => environment[`CONNECTOR_SERVICE_${name}`] || undefined;
  const portIn = (name: string): number | undefined => {
    const text = read(name);
    if (text === undefined) return undefined;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    faults.add(`CONNECTOR_SERVICE_${name}`, "must be a port");
    return undefined;
  };
  const [address, port, adminPort] = [read("ADDRESS"), portIn("PORT"), portIn("ADMIN_PORT")];
  const level = read("LOG_LEVEL");
  const known = levels.find((one) => one === level);
  if (level !== undefined && !known)
    faults.add("CONNECTOR_SERVICE_LOG_LEVEL", `must be one of ${levels.join(", ")}`);
  return {
    ...given,
    listen: {
      ...given.listen,
      ...(address !== undefined && { address }),
      ...(port !== undefined && { port }),
    },
    ...(adminPort !== undefined && {
      admin: { address: given.admin?.address ?? "127.0.0.1", port: adminPort },
    }),
    ...(known && { log: { level: known } }),
  };
}

async function resolved(given: ConfigFile, rules: AccountRules): Promise<Config> {
  const { references } = rules;
  const accounts = await Promise.all(
    Object.entries(given.accounts).map(([name, entry]) => readAccount(name, entry, rules)),
  );
  for (const name of Object.keys(given.accounts))
    if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name))
      rules.faults.add(`accounts.${name}`, "must be named by 1 to 64 letters, digits and . _ -");
  const tls = given.listen.tls && (await readTls(given.listen.tls, rules));
  const authorities = await Promise.all(
    given.authorities.map((text) => references.read(text, "authorities")),
  );
  const forwarding = given.webhooks && (await readForwarding("webhooks", given.webhooks, rules));
  const egressProxy =
    given.egressProxy && (await readEgressProxy("egressProxy", given.egressProxy, rules));
  const address = rules.development ? "127.0.0.1" : "0.0.0.0";
  return {
    mode: given.mode,
    listen: {
      address: given.listen.address ?? address,
      port: given.listen.port,
      plaintextAcknowledged: given.listen.plaintextAcknowledged,
      ...(tls && { tls }),
    },
    ...(given.publicUrl !== undefined && { publicUrl: given.publicUrl.replace(/\/+$/, "") }),
    ...(given.admin && { admin: given.admin }),
    stateKeys: await readStateKeys(given.stateKeys, rules),
    callers: await readCallers(given.callers, given.accounts, rules),
    accounts: new Map(accounts.filter((one) => one !== undefined).map((one) => [one.name, one])),
    ...(forwarding && { forwarding }),
    authorities: authorities.filter((one) => one !== undefined),
    ...(egressProxy && { egressProxy }),
    limits: given.limits,
    deadline: given.deadline,
    webhookTime: given.webhookTime,
    drain: given.drain,
    log: given.log,
    reflection: given.reflection,
    files: references.files,
  };
}

async function readTls(
  entry: NonNullable<ConfigFile["listen"]["tls"]>,
  { references, faults }: AccountRules,
): Promise<Tls | undefined> {
  const place = "listen.tls";
  const [certificate, key, clientAuthorities] = await Promise.all([
    references.read(entry.certificate, `${place}.certificate`),
    references.read(entry.key, `${place}.key`),
    entry.clientAuthorities === undefined
      ? undefined
      : references.read(entry.clientAuthorities, `${place}.clientAuthorities`),
  ]);
  if (entry.clientCertificates === "required" && entry.clientAuthorities === undefined)
    faults.add(`${place}.clientAuthorities`, "is required to verify client certificates");
  if (certificate === undefined || key === undefined) return undefined;
  try {
    createSecureContext({ cert: certificate, key, ca: clientAuthorities });
  } catch {
    faults.add(
      place,
      "has a certificate, key or authority that is not PEM, or that do not belong together",
    );
    return undefined;
  }
  return {
    certificate,
    key,
    clientCertificates: entry.clientCertificates,
    ...(clientAuthorities !== undefined && { clientAuthorities }),
  };
}

async function readStateKeys(
  entries: ConfigFile["stateKeys"],
  { references, faults }: AccountRules,
): Promise<readonly StateKey[]> {
  const keys: StateKey[] = [];
  for (const [index, { id, key: text }] of entries.entries()) {
    const place = `stateKeys.${index}`;
    if (id.includes(".")) faults.add(`${place}.id`, "must not hold a point");
    if (keys.some((known) => known.id === id)) faults.add(`${place}.id`, "is there twice");
    const secret = await references.read(text, `${place}.key`);
    if (secret === undefined) continue;
    const key = Buffer.from(secret, /^[0-9a-f]{64}$/i.test(secret) ? "hex" : "base64");
    if (key.length === 32) keys.push({ id, key });
    else faults.add(`${place}.key`, "must be 32 bytes in base64 or hexadecimal");
  }
  return keys;
}

async function readCallers(
  entries: readonly CallerEntry[],
  accounts: ConfigFile["accounts"],
  { references, faults }: AccountRules,
): Promise<readonly KnownCaller[]> {
  const callers: KnownCaller[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = `callers.${index}`;
    if (callers.some(({ name }) => name === entry.name))
      faults.add(`${place}.name`, `is there twice: ${entry.name}`);
    if (entry.keys.length + entry.certificates.length === 0)
      faults.add(place, "needs keys or certificates to be known by");
    if (entry.accounts !== "all")
      for (const name of entry.accounts)
        if (!Object.hasOwn(accounts, name))
          faults.add(`${place}.accounts`, `names ${name}, which is no account`);
    const keyHashes = await Promise.all(
      entry.keys.map((text) => keyHash(text, `${place}.keys`, references, faults)),
    );
    const { rate } = entry;
    callers.push({
      name: entry.name,
      keyHashes: keyHashes.filter((one) => one !== undefined),
      certificates: entry.certificates,
      accounts: entry.accounts === "all" ? "all" : new Set(entry.accounts),
      ownCredentials: entry.ownCredentials,
      includeRaw: entry.includeRaw,
      rate: rate && { perSecond: rate.perSecond, burst: rate.burst ?? rate.perSecond },
    });
  }
  const hashes = callers.flatMap((caller) => caller.keyHashes);
  if (new Set(hashes).size < hashes.length) faults.add("callers", "share a key");
  const subjects = callers.flatMap((caller) => caller.certificates);
  if (new Set(subjects).size < subjects.length) faults.add("callers", "share a certificate");
  return callers;
}

async function keyHash(
  text: string,
  place: string,
  references: References,
  faults: Faults,
): Promise<string | undefined> {
  const [, digest] = /^sha256:([0-9a-f]{64})$/i.exec(text) ?? [];
  if (digest !== undefined) return digest.toLowerCase();
  const key = await references.read(text, place);
  if (key === undefined) return undefined;
  if (/^[\x21-\x7e]{32,512}$/.test(key)) return createHash("sha256").update(key).digest("hex");
  faults.add(place, "must be 32 to 512 visible ASCII characters: openssl rand -hex 32");
  return undefined;
}

/** What no configuration may be, wherever it comes from. Sentences; none where it is safe. */
export function unsafe(config: Config): readonly string[] {
  const faults = collectFaults();
  const { mode, listen, callers, admin } = config;
  const loopback = isLoopbackName(listen.address);
  if (mode === "development") {
    if (!loopback)
      faults.add("listen.address", "must be loopback in development mode, such as 127.0.0.1");
    if (admin && !isLoopbackName(admin.address))
      faults.add("admin.address", "must be loopback in development mode");
    return faults.all;
  }
  if (callers.length === 0)
    faults.add("callers", "needs at least one; only development mode goes without");
  if (mode === "live" && config.stateKeys.length === 0)
    faults.add("stateKeys", "needs at least one in live mode, the same on every replica");
  if (mode === "live" && !listen.tls && !listen.plaintextAcknowledged)
    faults.add(
      "listen.tls",
      "is missing in live mode; where something in front of this service ends TLS, say listen.plaintextAcknowledged: true",
    );
  const byCertificate = callers.some(({ certificates }) => certificates.length > 0);
  if (byCertificate && !listen.tls?.clientAuthorities)
    faults.add("listen.tls.clientAuthorities", "is needed, since callers have certificates");
  return faults.all;
}

export type { Account, Accounts, Connectors, Forwarding };

/** Node's own debug output tells addresses of requests, and what it tells beside them changes with its versions. */
const talkativeVariables = ["NODE_DEBUG", "NODE_DEBUG_NATIVE"] as const;
const talkative = ({ mode }: Config, environment: Environment): readonly string[] =>
  mode === "live"
    ? talkativeVariables
        .filter((name) => environment[name])
        .map(
          (name) =>
            `${name} must not be set in live mode: Node would write of requests what may be secret`,
        )
    : [];
