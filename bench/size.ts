/**
 * Installed size of the service without Node, as `deploy/Dockerfile` installs it: production dependencies of
 * package-lock.json without peers and optional ones, and our own files without tests, fixtures and protos. Apparent
 * sizes of files, not blocks of a disk.
 *
 *   node bench/size.ts
 */
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { report, rounded } from "./measure.ts";

/** Bytes of each part, the largest dependency first. */
export const installed = () => [...ownParts(), ...dependencies()];

const root = new URL("../", import.meta.url).pathname;

const sizeOf = (folder: string, leftOut: (entry: Dirent) => boolean): number =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (leftOut(entry)) return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path, leftOut) : statSync(path).size);
  }, 0);

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
}
/** The package `node` is Node itself. */
const isNode = (path: string) => /^node_modules\/node(?:-|\/|$)/.test(path);
function dependencies() {
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(
    readFileSync(join(root, "package-lock.json"), "utf8"),
  );
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, peer, optional }]) => {
      if (dev || devOptional || peer || optional) return false;
      return path.startsWith("node_modules/") && !isNode(path);
    })
    .map(([path]) => ({
      part: path.slice("node_modules/".length),
      bytes: sizeOf(join(root, path), ({ name }) => name === "node_modules"),
    }))
    .toSorted((one, other) => other.bytes - one.bytes);
}

const isForTests = ({ name }: Dirent) => name.endsWith(".test.ts") || name.endsWith(".proto");
const ownParts = () => [
  {
    part: "contract",
    bytes: sizeOf(join(root, "contract"), (entry) => isForTests(entry) || entry.name === "vendor"),
  },
  {
    part: "connectors",
    bytes: sizeOf(
      join(root, "connectors"),
      (entry) => isForTests(entry) || entry.name === "fixtures",
    ),
  },
  {
    part: "packages",
    bytes: sizeOf(join(root, "packages"), (entry) => isForTests(entry) || entry.name === "testing"),
  },
];

export const sum = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((total, { bytes }) => total + bytes, 0);

if (import.meta.main) {
  const parts = installed();
  const mebibytes = (bytes: number) => rounded(bytes / 2 ** 20);
  const shown = 13;
  report("size", [
    ...parts.slice(0, shown).map(({ part, bytes }) => ({ part, MiB: mebibytes(bytes) })),
    {
      part: `${parts.length - shown} more dependencies`,
      MiB: mebibytes(sum(parts.slice(shown))),
    },
    { part: "together", MiB: mebibytes(sum(parts)) },
  ]);
}
