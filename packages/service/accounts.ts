/** Accounts: a merchant's account at a processor, as the operator configured it. */
import { type AnyConnector, type ClientCertificate, checkSettings } from "#kit";
import type { Faults } from "./faults.ts";
import type { References } from "./references.ts";
import type { AccountEntry, ForwardingEntry } from "./schema.ts";
import { signingKey } from "./standard-webhooks.ts";

export interface Account {
  readonly name: string;
  readonly connector: string;
  /** Checked against the connector's declaration; webhook secrets are among them. */
  readonly credentials: Readonly<Record<string, string | readonly string[]>>;
  readonly subAccount?: string;
  readonly certificate?: ClientCertificate;
  /** The operator's base URLs by host name, without a slash at the end. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Where this account's webhooks go; the service's own where left out. */
  readonly forwarding?: Forwarding;
}
export type Accounts = ReadonlyMap<string, Account>;

/** The merchant's one endpoint for all webhooks. */
export interface Forwarding {
  readonly url: string;
  /** Each signs: receivers that know any of them accept. */
  readonly keys: readonly Uint8Array[];
}

/** The registry, or what stands in for it. */
export interface Connectors {
  readonly ids: readonly string[];
  /** Undefined for an id that is not there. */
  load(id: string): Promise<AnyConnector | undefined>;
}

export interface AccountRules {
  readonly connectors: Connectors;
  readonly references: References;
  readonly faults: Faults;
  /** Loopback hosts over http, and secrets that stand in the file. */
  readonly development: boolean;
}

/** Undefined after a fault. */
export async function readAccount(
  name: string,
  entry: AccountEntry,
  rules: AccountRules,
): Promise<Account | undefined> {
  const place = `accounts.${name}`;
  const { connectors, faults } = rules;
  const before = faults.all.length;
  const connector = await connectors.load(entry.connector);
  if (!connector) {
    const known = connectors.ids.join(", ") || "none";
    faults.add(`${place}.connector`, `is not the name of a connector; there are ${known}`);
    return undefined;
  }
  const credentials = await readCredentials(`${place}.credentials`, entry, connector, rules);
  checkHosts(`${place}.hosts`, entry.hosts, connector, rules);
  if (entry.subAccount !== undefined && !connector.subAccount)
    faults.add(`${place}.subAccount`, `is not a thing that ${connector.name} has`);
  const certificate = entry.certificate && (await readCertificate(place, entry.certificate, rules));
  const forwarding =
    entry.webhooks && (await readForwarding(`${place}.webhooks`, entry.webhooks, rules));
  if (faults.all.length > before) return undefined;
  return {
    name,
    connector: connector.id,
    credentials,
    ...(entry.subAccount !== undefined && { subAccount: entry.subAccount }),
    ...(certificate && { certificate }),
    ...(Object.keys(entry.hosts).length > 0 && { hosts: withoutSlash(entry.hosts) }),
    ...(forwarding && { forwarding }),
  };
}

async function readCredentials(
  place: string,
  { credentials }: AccountEntry,
  connector: AnyConnector,
  { references, faults, development }: AccountRules,
): Promise<Account["credentials"]> {
  const read: Record<string, string | readonly string[]> = {};
  const unread = new Set<string>();
  for (const [field, given] of Object.entries(credentials)) {
    const literal = development || connector.credentials[field]?.secret !== true;
    const texts = await Promise.all(
      [given].flat().map((text) => references.read(text, `${place}.${field}`, literal)),
    );
    const values = texts.filter((text) => text !== undefined);
    if (values.length < texts.length) unread.add(`${place}.${field}`);
    else read[field] = typeof given === "string" ? (values[0] ?? "") : values;
  }
  const { values, violations } = checkSettings(connector.credentials, read, place);
  for (const { field, problem } of violations ?? [])
    if (!unread.has(field)) faults.add(field, problem);
  return values ?? {};
}

function checkHosts(
  place: string,
  hosts: AccountEntry["hosts"],
  connector: AnyConnector,
  { faults, development }: AccountRules,
): void {
  for (const [name, text] of Object.entries(hosts)) {
    if (!Object.hasOwn(connector.hosts, name))
      faults.add(
        `${place}.${name}`,
        `is no host of ${connector.name}; there are ${Object.keys(connector.hosts).join(", ")}`,
      );
    checkUrl(`${place}.${name}`, text, { faults, development });
  }
}

/** https; plaintext to loopback in development mode alone. */
export function checkUrl(
  place: string,
  text: string,
  { faults, development }: Pick<AccountRules, "faults" | "development">,
): void {
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) faults.add(place, "must not hold a name or a password");
  const loopback = isLoopbackName(hostname);
  if (protocol === "https:") return;
  if (protocol !== "http:") faults.add(place, "must begin with https://");
  else if (!development) faults.add(place, "must begin with https:// outside development mode");
  else if (!loopback) faults.add(place, "may begin with http:// only on this machine's loopback");
}
export const isLoopbackName = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);

const withoutSlash = (hosts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(hosts).map(([name, url]) => [name, url.replace(/\/+$/, "")]));

async function readCertificate(
  place: string,
  entry: NonNullable<AccountEntry["certificate"]>,
  { references }: AccountRules,
): Promise<ClientCertificate | undefined> {
  const [certificate, key, passphrase] = await Promise.all([
    references.read(entry.certificate, `${place}.certificate.certificate`),
    references.read(entry.key, `${place}.certificate.key`),
    entry.passphrase === undefined
      ? undefined
      : references.read(entry.passphrase, `${place}.certificate.passphrase`),
  ]);
  if (certificate === undefined || key === undefined) return undefined;
  return { certificate, key, ...(passphrase !== undefined && { passphrase }) };
}

export async function readForwarding(
  place: string,
  entry: ForwardingEntry,
  { references, faults, development }: Omit<AccountRules, "connectors">,
): Promise<Forwarding> {
  checkUrl(`${place}.url`, entry.url, { faults, development });
  const keys: Uint8Array[] = [];
  for (const text of entry.secrets) {
    const secret = await references.read(text, `${place}.secrets`, development);
    const key = secret === undefined ? undefined : signingKey(secret);
    if (key) keys.push(key);
    else if (secret !== undefined)
      faults.add(`${place}.secrets`, "must be whsec_ and 24 to 64 bytes in base64");
  }
  return { url: entry.url, keys };
}
