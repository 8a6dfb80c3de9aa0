/** `connector-service`: which command is meant, and how it ends. */
import { readFileSync } from "node:fs";
import module from "node:module";
import { type Command, exits, helpOf, Stop } from "./command.ts";
import { processTerminal, type Terminal, table } from "./terminal.ts";

/** Loaded when asked for: the help needs none of what a command does. */
const commands: Readonly<Record<string, () => Promise<{ readonly default: Command }>>> = {
  serve: () => import("./serve.ts"),
  sandbox: () => import("./sandbox.ts"),
  pay: () => import("./pay.ts"),
  webhook: () => import("./webhook.ts"),
  connectors: () => import("./connectors.ts"),
  doctor: () => import("./doctor.ts"),
};

// What was compiled once is not compiled again: a command starts sooner.
module.enableCompileCache?.();

process.exitCode = await run(process.argv.slice(2), processTerminal());

async function run(given: readonly string[], output: Terminal): Promise<number> {
  const [name = "", ...rest] = given;
  try {
    if (name === "--version") {
      output.write(versionOf());
      return exits.done;
    }
    if (name === "" || name === "help" || name === "--help" || name === "-h") {
      const asked = rest[0];
      output.write(asked === undefined ? await overview() : helpOf(await commandOf(asked)));
      return name === "" ? exits.usage : exits.done;
    }
    const command = await commandOf(name);
    if (rest.includes("--help") || rest.includes("-h")) {
      output.write(helpOf(command));
      return exits.done;
    }
    return await command.run(rest, output);
  } catch (error) {
    return ended(error, output);
  }
}

async function commandOf(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return (await load()).default;
  throw new Stop(
    exits.usage,
    `there is no command ${JSON.stringify(name)}`,
    `there are ${Object.keys(commands).join(", ")}`,
  );
}

async function overview(): Promise<string> {
  const loaded = await Promise.all(Object.keys(commands).map(commandOf));
  return [
    "One contract for every payment processor.\n",
    "  connector-service COMMAND [options]\n",
    table(loaded.map(({ name, about }) => [`  ${name}`, about])),
    "",
    "`connector-service COMMAND --help` tells what a command takes.",
    "",
    "Exit codes: 0 done; 1 the answer is no; 2 the command is wrong; 3 nobody knows whether it was done;",
    "4 the service refused, and nothing was sent; 70 a fault of this program.",
  ].join("\n");
}

function ended(error: unknown, output: Terminal): number {
  if (error instanceof Stop) {
    output.note(`${output.paint("red", "✗")} ${error.message}`);
    if (error.advice) output.note(`  ${error.advice}`);
    return error.exit;
  }
  output.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  output.note(
    "This is a fault of connector-service. Please report it with what is above; look for secrets in it first.",
  );
  return exits.fault;
}

function versionOf(): string {
  const read: unknown = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return `connector-service ${Reflect.get(Object(read), "version")}, Node.js ${process.version}`;
}
