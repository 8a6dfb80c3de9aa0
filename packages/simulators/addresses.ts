/**
 * Where a connector's hosts are in the sandbox: `<origin>/<simulator>/<host><path>`. The path is the processor's own,
 * so that a simulator sees the same one from us and from the processor's official SDK.
 */

export interface Address {
  readonly simulator: string;
  /** The connector's name of the host. */
  readonly host: string;
  /** What the processor would see: path and query. */
  readonly target: string;
}

export const baseUrl = (origin: string, simulator: string, host: string): string =>
  `${origin}/${simulator}/${host}`;

/**
 * Base URLs for a connector's hosts (`connector.hosts`). Of each test template only the scheme and the name of the
 * machine are replaced: `https://ca-test.adyen.com/ca/services` becomes `<origin>/adyen/disputes/ca/services`. What the
 * path takes from the credentials (`{field}`) is left for the runtime to fill.
 */
export function sandboxHosts<Name extends string>(
  origin: string,
  simulator: string,
  hosts: Readonly<Record<Name, { readonly test: string }>>,
): Record<Name, string> {
  const entries = Object.entries<{ readonly test: string }>(hosts).map(([name, { test }]) => {
    const path = test.replace(/^[a-z]+:\/\/[^/]*/i, "");
    return [name, baseUrl(origin, simulator, name) + path];
  });
  // Object.fromEntries widens the names, which are those of `hosts`.
  return Object.fromEntries(entries) as Record<Name, string>;
}

/** Undefined where the URL is at none of the origins, or names no simulator and host. */
export function addressOf(url: string, origins: readonly string[]): Address | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname, search } = new URL(url);
  return origins.includes(origin) ? addressIn(pathname + search) : undefined;
}

/** `/stripe/api/v1/charges?limit=1`, as the sandbox's port sees it. */
export function addressIn(target: string): Address | undefined {
  const [, simulator, host, rest = ""] =
    /^\/([a-z][a-z0-9_-]*)\/([A-Za-z]\w*)(\/[^#]*|\?[^#]*)?(?:#.*)?$/.exec(target) ?? [];
  if (simulator === undefined || host === undefined) return undefined;
  return { simulator, host, target: rest.startsWith("/") ? rest : `/${rest}` };
}
