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
const { packages }: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);
/** The package `node` is Node itself. */
const isNode = (path: string) => /^node_modules\/node(?:-|\/|$)/.test(path);
const dependencies = Object.entries(packages)
  .filter(([path, { dev, devOptional, peer, optional }]) => {
    if (dev || devOptional || peer || optional) return false;
    return path.startsWith("node_modules/") && !isNode(path);
  })
  .map(([path]) => ({
    part: path.slice("node_modules/".length),
    bytes: sizeOf(join(root, path), ({ name }) => name === "node_modules"),
  }))
  .toSorted((one, other) => other.bytes - one.bytes);

const isForTests = ({ name }: Dirent) => name.endsWith(".test.ts") || name.endsWith(".proto");
const own = [
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

const sum = (parts: readonly { readonly bytes: number }[]) =>
  parts.reduce((total, { bytes }) => total + bytes, 0);
const mebibytes = (bytes: number) => rounded(bytes / 2 ** 20);
const largest = dependencies.slice(0, 10);
report("size", [
  ...own.map(({ part, bytes }) => ({ part, MiB: mebibytes(bytes) })),
  ...largest.map(({ part, bytes }) => ({ part, MiB: mebibytes(bytes) })),
  {
    part: `${dependencies.length - largest.length} more dependencies`,
    MiB: mebibytes(sum(dependencies.slice(10))),
  },
  { part: "together", MiB: mebibytes(sum([...own, ...dependencies])) },
]);
