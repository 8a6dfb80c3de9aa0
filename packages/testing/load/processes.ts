/** The sandbox and the service as processes of their own: started on free ports, ended by their id. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { Holds } from "./holding.ts";

export interface Running {
  readonly pid: number;
  /** Undefined while it runs. */
  readonly ended: () => number | null | undefined;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** SIGTERM, and its exit code. */
  readonly stop: () => Promise<number | null>;
}

const cli = new URL("../../cli/main.ts", import.meta.url).pathname;
const part = (name: string) => new URL(name, import.meta.url).href;
/** To be loaded by a service: it leaks. */
export const leaking = part("leaking.ts");

export function running(child: ChildProcess): Running {
  let ended: number | null | undefined;
  const exit = once(child, "exit").then(([code]) => {
    ended = code;
    return code as number | null;
  });
  return {
    pid: child.pid ?? 0,
    ended: () => ended,
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      if (ended === undefined) child.kill("SIGTERM");
      return exit;
    },
  };
}

/** Starts the command line, and waits for the line of JSON that says where it is. */
async function command(given: readonly string[], flags: readonly string[] = []) {
  const { NODE_V8_COVERAGE: _, NODE_OPTIONS: _options, ...environment } = process.env;
  const child = spawn(process.execPath, [...flags, cli, ...given, "--json"], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...environment, NO_COLOR: "1" },
  });
  const [, stdout, stderr, telling] = child.stdio;
  if (!stdout || !stderr || !(telling instanceof Readable)) throw new Error("it cannot be heard");
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const said: string[] = [];
  const hear = (line: string) => {
    if (said.length < 200) said.push(line);
    const told: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
    if (typeof told === "object" && told !== null && "url" in told && !("level" in told))
      resolve(told);
  };
  for (const stream of [stdout, stderr]) createInterface(stream).on("line", hear);
  child.once("exit", () => reject(new Error(`ended early:\n${said.join("\n")}`)));
  const told = await promise;
  return { ...running(child), told, telling: createInterface(telling) };
}

export interface SandboxProcess extends Running {
  readonly url: string;
  /** Accounts for a configuration's file, by the names of their connectors. */
  readonly accounts: Readonly<Record<string, object>>;
  readonly control: (path: string, body?: object) => Promise<unknown>;
}

export async function startSandbox(): Promise<SandboxProcess> {
  const { told, telling: _, ...rest } = await command(["sandbox", "--port", "0"]);
  const { url, processors } = told as {
    url: string;
    processors: readonly { id: string; hosts: object; credentials: object }[];
  };
  return {
    ...rest,
    url,
    accounts: Object.fromEntries(
      processors.map(({ id, hosts, credentials }) => [id, { connector: id, hosts, credentials }]),
    ),
    control: async (path, body) => {
      const response = await fetch(`${url}/_sandbox/${path}`, {
        ...(body && { method: "POST", body: JSON.stringify(body) }),
        headers: { "content-type": "application/json" },
      });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      return response.json();
    },
  };
}

export interface ServiceProcess extends Running {
  readonly url: string;
  readonly port: number;
  readonly held: () => Promise<Holds>;
}

/** `config` is written to `folder` as `name`; JSON is YAML. `loaded`: what the process loads before all else. */
export async function startServiceProcess(
  folder: string,
  name: string,
  config: object,
  { port = 0, loaded = [] }: { readonly port?: number; readonly loaded?: readonly string[] } = {},
): Promise<ServiceProcess> {
  const path = join(folder, `${name}.yaml`);
  await writeFile(path, JSON.stringify(config));
  const { told, telling, ...rest } = await command(
    ["serve", "--config", path, "--port", String(port)],
    ["--expose-gc", ...[part("holding.ts"), ...loaded].flatMap((one) => ["--import", one])],
  );
  const { url } = told as { url: string };
  return {
    ...rest,
    url,
    port: Number(new URL(url).port),
    async held() {
      const line = once(telling, "line", { signal: AbortSignal.timeout(30_000) });
      rest.signal("SIGUSR2");
      return JSON.parse(String(await line));
    },
  };
}

/** For whoever cannot be told to choose one itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("no port is free");
  return address.port;
}
