/** Starts the measured processes, the processor and the load, asks them, and ends them. */
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Load, Visit } from "./load.ts";
import { microseconds } from "./measure.ts";
import type { Asked, Usage } from "./servers.ts";

export interface Running {
  readonly port: number;
  usage(): Promise<Usage>;
  close(): void;
}

/** Coverage and profiles of whoever measures are no part of what is measured. */
const environment = () => {
  const { NODE_V8_COVERAGE: _coverage, NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
};
const program = (name: string) => new URL(name, import.meta.url).pathname;

function answerOf<Answer>(child: ChildProcess, question?: object | string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  // The other end says what its role is asked for: the type is the asker's.
  const heard = (message: { readonly error?: string } & Answer) =>
    message.error === undefined ? resolve(message) : reject(new Error(message.error));
  const ended = (code: number | null) =>
    reject(new Error(`a measured process ended with ${code ?? "a signal"}`));
  child.once("message", heard);
  child.once("exit", ended);
  if (question !== undefined) child.send(question);
  return promise.finally(() => {
    child.off("message", heard);
    child.off("exit", ended);
  });
}

export async function startServer(asked: Asked, flags: readonly string[] = []): Promise<Running> {
  const child = fork(program("servers.ts"), [JSON.stringify(asked)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: environment(),
    execArgv: [...flags],
  });
  const { port } = await answerOf<{ port: number }>(child);
  return {
    port,
    usage: () => answerOf<Usage>(child, {}),
    close: () => child.disconnect(),
  };
}

export interface Loader {
  /** Opens the connections, and resolves when each has been answered once. */
  open(visit: Visit): Promise<void>;
  /** The load itself; closes them. */
  go(): Promise<Load>;
  close(): void;
}
export async function startLoader(): Promise<Loader> {
  const child = fork(program("load.ts"), [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: environment(),
  });
  await answerOf(child);
  return {
    open: async (visit) => {
      await answerOf<string>(child, visit);
    },
    go: () => answerOf<Load>(child, "go"),
    close: () => child.disconnect(),
  };
}

export interface Visited extends Load {
  /** Microseconds of the servers' CPU per call. */
  readonly cpu: number;
}

/** What a visit costs those who are visited. */
export async function visited(
  loader: Loader,
  servers: readonly Running[],
  visit: Omit<Visit, "ports">,
): Promise<Visited> {
  const total = async () => {
    const usages = await Promise.all(servers.map((server) => server.usage()));
    return usages.reduce((sum, { cpu }) => sum + microseconds(cpu), 0);
  };
  await loader.open({ ...visit, ports: servers.map(({ port }) => port) });
  const before = await total();
  const load = await loader.go();
  return { ...load, cpu: ((await total()) - before) / load.calls };
}

/** A certificate of 127.0.0.1 that vouches for itself; undefined where there is no openssl to make it with. */
export function selfSigned(): { readonly certificate: string; readonly key: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    execFileSync(
      "openssl",
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${certificate}`.split(
        " ",
      ),
      { stdio: "pipe" },
    );
    return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
