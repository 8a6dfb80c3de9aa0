/** What may be spoken to at all, and how it is reached. Nothing is connected before this. */
import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isLoopback, isPublicAddress, isPublicName } from "./addresses.ts";

/** To an origin of this machine that the operator named; by addresses that are checked here; or by the operator's proxy. */
export type Way = "loopback" | "direct" | "proxy";

/**
 * https alone; plaintext only to a loopback origin that the operator named. A proxy resolves names itself, so that names
 * which stay inside are refused by what they are. Undefined where nothing may be sent.
 */
export function wayTo(
  url: URL,
  loopback: ReadonlySet<string> | undefined,
  isProxied: boolean,
): Way | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isAddress = isIP(host) !== 0;
  if (loopback?.has(url.origin)) return !isAddress || isLoopback(host) ? "loopback" : undefined;
  if (url.protocol !== "https:") return undefined;
  if (isAddress && !isPublicAddress(host)) return undefined;
  if (!isProxied) return "direct";
  return isAddress || isPublicName(host) ? "proxy" : undefined;
}

/** Resolution in which every address must be allowed; the one that was checked is the one connected to. */
export const guardedLookup =
  (allowed: (address: string) => boolean): LookupFunction =>
  (hostname, asked, found) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const first = addresses[0];
      if (!first || !addresses.every(({ address }) => allowed(address)))
        return found(new Error(`${hostname} resolves to an address that is refused`), []);
      if (asked.all) return found(null, addresses);
      return found(null, first.address, first.family);
    });
  };
