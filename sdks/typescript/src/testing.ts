/** For the tests of whoever uses the library: a service on the embedded sandbox, as a process of its own, that ends with this one. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";

export interface TestService extends AsyncDisposable {
  /** The service's endpoint. */
  readonly url: string;
  /** The sandbox's, with its control API at `/_sandbox`. */
  readonly sandbox: string;
  /** One for each processor, under its own name. */
  readonly accounts: readonly string[];
  stop(): Promise<void>;
}

/**
 * `command`: how the service is started, `CONNECTOR_SERVICE` (words apart by spaces) or `connector-service` where left out.
 * Throws where it does not come up in `timeoutMs`, with what it said.
 */
export async function startSandbox({
  command = process.env["CONNECTOR_SERVICE"]?.split(" ") ?? ["connector-service"],
  timeoutMs = 30_000,
}: {
  readonly command?: readonly string[];
  readonly timeoutMs?: number;
} = {}): Promise<TestService> {
  const [program = "", ...words] = command;
  const given = [...words, "serve", "--json", "--port", "0", "--sandbox-port", "0", "--with-input"];
  const child = spawn(program, given, { stdio: ["pipe", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err = (err + text).slice(-4_000);
  });
  const closed = once(child, "close");
  // A program that is not there, too, is told below.
  closed.catch(() => undefined);
  const timer = setTimeout(() => child.kill(), timeoutMs);
  try {
    while (!out.includes("\n")) {
      await Promise.race([once(child.stdout, "data"), closed]);
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${program} did not come up: ${err}`);
    }
  } finally {
    clearTimeout(timer);
  }
  const stop = async () => {
    hold(child, true);
    child.stdin.end();
    await closed;
  };
  const line = out.slice(0, out.indexOf("\n"));
  const told = readyLine(line);
  if (!told) {
    await stop();
    throw new Error(`${program} said ${JSON.stringify(line.slice(0, 200))}: ${err}`);
  }
  const { url, sandbox, accounts } = told;
  // Whoever forgets to stop it ends all the same, and it with him.
  hold(child, false);
  return { url, sandbox, accounts, stop, [Symbol.asyncDispose]: stop };
}

/** Whether this process waits for that one. */
function hold(child: ChildProcess, isHeld: boolean): void {
  const pipes = child.stdio.filter((pipe) => pipe instanceof Socket);
  for (const one of [child, ...pipes])
    if (isHeld) one.ref();
    else one.unref();
}

type Ready = Pick<TestService, "url" | "sandbox" | "accounts">;
function readyLine(line: string): Ready | undefined {
  try {
    const told = JSON.parse(line);
    return typeof told?.url === "string" ? told : undefined;
  } catch {
    return undefined;
  }
}
