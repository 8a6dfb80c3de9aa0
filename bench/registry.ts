/**
 * How the start grows with the number of connectors that are registered. Each count runs in processes of its own with a
 * made-up registry of the form that `npm run generate` writes: import it, start the service, answer one payment. The
 * connectors of a registry are loaded when they are first asked for.
 *
 *   node bench/registry.ts [--rounds 9]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { connectorIds } from "#registry";
import { median, microseconds, report, rounded, roundsFrom } from "./measure.ts";

interface Started {
  /** Milliseconds of CPU, of the registry's import and the service's start. */
  readonly cpu: number;
  readonly resident: number;
}

/** Ids of one length, so that a file grows with their number alone; all of them are Stripe's connector. */
function registryOf(count: number, folder: string): string {
  const stripe = new URL("../connectors/stripe/connector.ts", import.meta.url).href;
  const ids = Array.from({ length: count }, (_, index) => `made${String(index).padStart(6, "0")}`);
  const lines = ids.map(
    (id) => `  ${id}: async () => (await import(${JSON.stringify(`${stripe}?${id}`)})).default,`,
  );
  const path = join(folder, `registry-${count}.ts`);
  writeFileSync(
    path,
    `const connectors: Readonly<Record<string, () => Promise<unknown>>> = {\n${lines.join("\n")}\n};\n` +
      `export const connectorIds: readonly string[] = ${JSON.stringify(ids)};\n` +
      "export const load = async (id: string) => Object.hasOwn(connectors, id) ? connectors[id]?.() : undefined;\n",
  );
  return path;
}

async function start(registry: string): Promise<Started> {
  const { developmentConfig, startService, createLog } = await import("#service");
  const base = developmentConfig();
  const before = process.cpuUsage();
  const { connectorIds: ids, load } = await import(pathToFileURL(registry).href);
  const service = await startService(
    { ...base, listen: { ...base.listen, port: 0 } },
    { connectors: { ids, load }, log: createLog("silent") },
  );
  const cpu = microseconds(process.cpuUsage(before)) / 1_000;
  await service.close();
  return { cpu, resident: process.memoryUsage.rss() / 2 ** 20 };
}

const [registry] = process.argv.slice(2);
if (process.send && registry) {
  process.send(await start(registry));
  process.disconnect();
} else {
  const { rounds } = roundsFrom({ rounds: 9, milliseconds: 0, warm: 0 });
  const folder = mkdtempSync(join(tmpdir(), "bench-registry-"));
  const counts = [1, 10, 100].map((times) => times * connectorIds.length);
  const paths = counts.map((count) => registryOf(count, folder));
  const figures = new Map<string, Started[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const path of paths) {
      const child = fork(new URL(import.meta.url), [path]);
      const [figure]: Started[] = await once(child, "message");
      if (figure) figures.set(path, [...(figures.get(path) ?? []), figure]);
      await once(child, "exit");
    }
  rmSync(folder, { recursive: true });
  const cpuOf = (path: string) => median((figures.get(path) ?? []).map(({ cpu }) => cpu));
  const [fewest = "", ...more] = paths;
  report(
    "registry",
    paths.map((path, index) => {
      const count = counts[index] ?? 0;
      const added = count - connectorIds.length;
      return {
        "connectors registered": count,
        "CPU ms": rounded(cpuOf(path)),
        "ms for each added": more.includes(path)
          ? rounded((cpuOf(path) - cpuOf(fewest)) / added)
          : 0,
        "resident MiB": rounded(median((figures.get(path) ?? []).map(({ resident }) => resident))),
      };
    }),
    { rounds },
  );
}
