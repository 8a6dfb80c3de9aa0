/** From host templates to base URLs: the only place where a host is made. */
import { type AnyConnector, InvalidRequest } from "#kit";

const label = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;

/** What fills a template is one DNS label of the credentials and can be nothing more. The operator's overrides win. */
export function hostsOf(
  connector: AnyConnector,
  credentials: Readonly<Record<string, unknown>>,
  live: boolean,
  overrides: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const hosts: Record<string, string> = {};
  for (const [name, host] of Object.entries(connector.hosts))
    hosts[name] = (overrides[name] ?? (live ? host.live : host.test)).replace(
      /\{(\w+)\}/g,
      (_, field: string) => {
        const value = credentials[field];
        if (typeof value === "string" && label.test(value)) return value;
        throw new InvalidRequest({
          field: `credentials.${field}`,
          problem: "must be one DNS label",
        });
      },
    );
  return hosts;
}
