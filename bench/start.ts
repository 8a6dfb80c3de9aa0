/**
 * Cold start, idle and loaded memory, and how both grow with the number of connectors. The command that starts it is
 * the one that operators use, `main.ts serve --config`, with one account at every connector, so that all are loaded; it
 * counts from the spawn of the process to the first SERVING of its health service. Starts are measured without a compile
 * cache (a container's file system that cannot be written), and with one that an earlier start has filled.
 *
 *   node bench/start.ts [--rounds 9]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connectorIds } from "#registry";
import { fixturesOf } from "../packages/testing/fixtures.ts";
import { median, report, rounded, roundsFrom } from "./measure.ts";
import { startLoader, startServer, visited } from "./processes.ts";

const { rounds } = roundsFrom({ rounds: 9, milliseconds: 0, warm: 0 });
const main = new URL("../packages/cli/main.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "bench-start-"));

/** An account at each of the first `count` connectors; JSON is YAML. */
function configOf(count: number): string {
  const path = join(folder, `${count}.yaml`);
  const accounts = Object.fromEntries(
    connectorIds.slice(0, count).map((connector) => {
      const [first] = fixturesOf(connector);
      return [connector, { connector, credentials: first?.fixture.credentials ?? {} }];
    }),
  );
  writeFileSync(path, JSON.stringify({ mode: "development", listen: { port: 0 }, accounts }));
  return path;
}

interface Started {
  /** Milliseconds from the spawn to SERVING. */
  readonly wall: number;
  /** The process's own CPU until then. */
  readonly cpu: number;
  /** MiB, a second later. */
  readonly idle: number;
}

async function start(count: number, cache: string | undefined): Promise<Started> {
  const { NODE_V8_COVERAGE: _, NODE_OPTIONS: _options, ...environment } = process.env;
  const begun = performance.now();
  const child = spawn(process.execPath, [main, "serve", "--config", configOf(count), "--json"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...environment,
      ...(cache === undefined
        ? { NODE_DISABLE_COMPILE_CACHE: "1" }
        : { NODE_COMPILE_CACHE: cache }),
    },
  });
  try {
    const url = await addressOf(child);
    await serving(url);
    const wall = performance.now() - begun;
    const cpu = cpuOf(child.pid ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return { wall, cpu, idle: residentOf(child.pid ?? 0) };
  } finally {
    if (child.exitCode === null && child.kill("SIGTERM"))
      await new Promise((resolve) => child.once("exit", resolve));
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const said: string[] = [];
  child.once("exit", () => reject(new Error(`the service did not start:\n${said.join("\n")}`)));
  if (child.stderr)
    createInterface(child.stderr).on("line", (line) => {
      said.push(line);
      if (line.startsWith("{")) resolve(String(JSON.parse(line).url));
    });
  return promise;
}
async function serving(url: string): Promise<void> {
  const answer = await fetch(`${url}/grpc.health.v1.Health/Check`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (!text.includes('"SERVING"')) throw new Error(`not serving: ${answer.status} ${text}`);
}

/** Milliseconds of CPU, from /proc: hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

const counts = [1, Math.ceil(connectorIds.length / 2), connectorIds.length];
const figures = new Map<string, Started[]>();
const cache = join(folder, "cache");
for (let round = -1; round < rounds; round += 1)
  for (const count of counts)
    for (const [name, place] of [
      ["none", undefined],
      ["filled", cache],
    ] as const) {
      const figure = await start(count, place);
      // The first round fills the cache.
      const key = `${count} ${name}`;
      if (round >= 0) figures.set(key, [...(figures.get(key) ?? []), figure]);
    }
const rows = counts.flatMap((count) =>
  ["none", "filled"].map((name) => {
    const own = figures.get(`${count} ${name}`) ?? [];
    return {
      "connectors with an account": count,
      "compile cache": name,
      "start ms": rounded(median(own.map(({ wall }) => wall))),
      "least ms": rounded(Math.min(...own.map(({ wall }) => wall))),
      "CPU ms": rounded(median(own.map(({ cpu }) => cpu))),
      "idle MiB": rounded(median(own.map(({ idle }) => idle))),
    };
  }),
);
report("start", rows, { rounds });
rmSync(folder, { recursive: true });

const processor = await startServer({ role: "processor", origin: "" });
const service = await startServer({
  role: "service",
  origin: `http://127.0.0.1:${processor.port}`,
});
const loader = await startLoader();
const resident = async () => (await service.usage()).resident / 2 ** 20;
const before = await resident();
const load = { speech: "grpc", milliseconds: 10_000 } as const;
await visited(loader, [service], { ...load, callers: 64 });
const during = await resident();
await visited(loader, [service], { ...load, callers: 256 });
report("memory", [
  { when: "three accounts, idle", "resident MiB": rounded(before) },
  { when: "after 10 s of 64 callers", "resident MiB": rounded(during) },
  { when: "after 10 s more of 256 callers", "resident MiB": rounded(await resident()) },
]);
for (const each of [processor, service, loader]) each.close();
