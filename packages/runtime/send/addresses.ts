/** Addresses and names that a processor never has: private, loopback, link-local, metadata and other special ones. */
import { BlockList, isIP } from "node:net";

// https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
const ipv4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
const special = new BlockList();
for (const [network, prefix] of ipv4) special.addSubnet(network, prefix, "ipv4");

const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
// Inside 2000::/3 and yet not a host of the internet's, or a wrapping of an IPv4 address.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special.addSubnet(network, prefix, "ipv6");

/** True for an address of the open internet; false for everything else, names included. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, "ipv4");
    case 6:
      return globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
    default:
      return false;
  }
}
export function isLoopback(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}

// https://www.rfc-editor.org/rfc/rfc6761#section-6.3, https://www.rfc-editor.org/rfc/rfc6762#section-3,
// https://www.icann.org/en/public-comment/proceeding/proposed-top-level-domain-string-for-private-use-24-01-2024,
// https://www.rfc-editor.org/rfc/rfc8375
const insideNames = ["localhost", "local", "internal", "home.arpa"];

/** True for a name as hosts of the internet have it; false for names of one label, names that stay inside, and addresses. */
export function isPublicName(name: string): boolean {
  const plain = name.toLowerCase().replace(/\.$/, "");
  if (isIP(plain) || !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(plain)) return false;
  return !insideNames.some((inside) => plain.endsWith(`.${inside}`) || plain === inside);
}
