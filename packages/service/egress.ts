/** The operator's egress proxy: as it is configured, and what is said where it makes no connection. */
import { X509Certificate } from "node:crypto";
import type { Logger } from "pino";
import type { EgressProxy, ProxyFailure } from "#runtime";
import type { AccountRules } from "./accounts.ts";
import type { EgressProxyEntry } from "./schema.ts";

/** Undefined after a fault. */
export async function readEgressProxy(
  place: string,
  { url, username, password, authorities }: EgressProxyEntry,
  { references, faults, development }: Omit<AccountRules, "connectors">,
): Promise<EgressProxy | undefined> {
  const before = faults.all.length;
  const given = new URL(url);
  if (!/^https?:$/.test(given.protocol))
    faults.add(`${place}.url`, "must begin with http:// or https://");
  else if (given.username || given.password)
    faults.add(`${place}.url`, "must not hold a name or a password: they have keys of their own");
  else if (given.href !== `${given.origin}/`)
    faults.add(`${place}.url`, "must be a host and a port alone: http://proxy.example:3128");
  if ((username === undefined) !== (password === undefined))
    faults.add(place, "needs username and password, or neither");
  if (authorities.length > 0 && given.protocol === "http:")
    faults.add(`${place}.authorities`, "are for a proxy whose url begins with https://");
  const [name, secret, ...trusted] = await Promise.all([
    username === undefined ? undefined : references.read(username, `${place}.username`, true),
    password === undefined
      ? undefined
      : references.read(password, `${place}.password`, development),
    ...authorities.map((text) => references.read(text, `${place}.authorities`)),
  ]);
  // https://www.rfc-editor.org/rfc/rfc7617#section-2
  if (name !== undefined && /[:\p{Cc}]/u.test(name))
    faults.add(`${place}.username`, "must hold no colon and no control character");
  if (secret !== undefined && /\p{Cc}/u.test(secret))
    faults.add(`${place}.password`, "must hold no control character");
  for (const text of trusted)
    if (text !== undefined && !isCertificate(text))
      faults.add(`${place}.authorities`, "must be certificates in PEM");
  if (faults.all.length > before) return undefined;
  return {
    origin: given.origin,
    ...(name !== undefined &&
      secret !== undefined && { credentials: { username: name, password: secret } }),
    ...(trusted.length > 0 && { authorities: trusted.filter((text) => text !== undefined) }),
  };
}

function isCertificate(text: string): boolean {
  try {
    new X509Certificate(text);
    return true;
  } catch {
    return false;
  }
}

/** For the operator. Whoever called hears that nothing was sent, and the log of calls says no more. */
export const logProxyFailure =
  (logger: Logger) =>
  ({ message, status, cause }: ProxyFailure, target: string): void =>
    logger.error({ target, status, code: codeOf(cause) }, message);

/** The system's or OpenSSL's own word, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
