/** For the tests beside this file: the command line as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { AuthorizePaymentResponseSchema } from "#contract";
import { parseBody } from "#simulate";

const main = new URL("./main.ts", import.meta.url).pathname;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(given: readonly string[], input?: string, program = main) {
  const child = spawn(process.execPath, [program, ...given], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  child.stdin.end(input);
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
  });
  return { child, said };
}
export async function run(
  given: readonly string[],
  input?: string,
  program = main,
): Promise<Ended> {
  const { child, said } = start(given, input, program);
  const [code] = await once(child, "close");
  return { code, ...said };
}
/** A command that serves: ended by its first line, in time. */
export async function serving(given: readonly string[]) {
  const { child, said } = start(given);
  const closed = once(child, "close");
  while (!said.out.includes("\n")) {
    await Promise.race([once(child.stdout, "data"), closed]);
    if (child.exitCode !== null) throw new Error(`ended early: ${said.err}`);
  }
  return {
    said,
    async stop() {
      child.kill("SIGTERM");
      const [code] = await closed;
      return code;
    },
  };
}

export const json = (text: string): unknown => parseBody("application/json", text);
export const paidIn = (text: string) =>
  fromJson(AuthorizePaymentResponseSchema, json(text) as JsonValue);
