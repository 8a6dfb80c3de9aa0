/** What a command is, how its options are read, and with which codes it ends. */
import { parseArgs } from "node:util";
import type { Terminal } from "./terminal.ts";

/** Exit codes. Scripts may rely on them. */
export const exits = {
  /** It was done. */
  done: 0,
  /** The answer is no: a payment failed, a webhook is not genuine, the doctor found something. */
  no: 1,
  /** The command itself is wrong; nothing was done. */
  usage: 2,
  /** Nobody here knows whether it was done; the answer says how to find out. */
  unknown: 3,
  /** The service refused the call; nothing was sent to the processor. */
  refused: 4,
  /** A fault of this program. */
  fault: 70,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

export interface Option {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  /** What stands behind it in the help: `PORT`. */
  readonly value?: string;
  readonly about: string;
}
export type Options = Readonly<Record<string, Option>>;
type Value<One extends Option> = One["type"] extends "boolean"
  ? boolean
  : One["multiple"] extends true
    ? readonly string[]
    : string;
export type Given<Declared extends Options> = {
  readonly [Name in keyof Declared]?: Value<Declared[Name]>;
};

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** What it takes beside options: `[CONNECTOR]`. */
  readonly takes: string;
  readonly options: Options;
  readonly examples: readonly string[];
  run(given: readonly string[], terminal: Terminal): Promise<Exit>;
}

/** Ends a command with a sentence that says what is wrong, and one that says what to do. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly exit: Exit;
  readonly advice: string | undefined;
  constructor(exit: Exit, problem: string, advice?: string) {
    super(problem);
    this.exit = exit;
    this.advice = advice;
  }
}

/** A command whose options are read by their declaration; what it does not declare is refused by name. */
export function defineCommand<const Declared extends Options>(
  declared: Omit<Command, "run" | "options" | "takes"> & {
    readonly options: Declared;
    readonly takes?: string;
    readonly run: (
      options: Given<Declared>,
      words: readonly string[],
      terminal: Terminal,
    ) => Promise<Exit>;
  },
): Command {
  const { run, takes = "", ...command } = declared;
  return {
    ...command,
    takes,
    run: (given, terminal) => {
      const { values, positionals } = read(command.name, declared.options, given);
      if (positionals.length > (takes === "" ? 0 : 1))
        throw new Stop(
          exits.usage,
          `${command.name} does not take ${JSON.stringify(positionals.at(-1))}`,
          `see \`connector-service ${command.name} --help\``,
        );
      // parseArgs has read them by the very declaration that the type is made from.
      return run(values as Given<Declared>, positionals, terminal);
    },
  };
}

function read(name: string, options: Options, given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const known = Object.keys(options).map((option) => `--${option}`);
    throw new Stop(
      exits.usage,
      `${name}: ${error.message.split(/\.\s/, 1)[0]}`,
      known.length > 0 ? `it takes ${known.join(", ")}` : "it takes no options",
    );
  }
}

/** The help of one command. */
export function helpOf({ name, about, takes, options, examples }: Command): string {
  const words = ["connector-service", name, takes, "[options]"].filter(Boolean).join(" ");
  const shown = Object.entries(options).map(([option, { value = "" }]) =>
    `--${option} ${value}`.trim(),
  );
  const width = Math.max(0, ...shown.map((option) => option.length));
  const abouts = Object.values(options).map((option) => option.about);
  return [
    `${about}\n`,
    `  ${words}\n`,
    ...shown.map((option, index) => `  ${option.padEnd(width)}  ${abouts[index]}`),
    ...(examples.length > 0 ? ["", "Examples:", ...examples.map((line) => `  ${line}`)] : []),
  ].join("\n");
}

/** A TCP port as it was typed; undefined where none was. */
export function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Stop(exits.usage, `--port ${text} is not a port`, "give a number from 0 to 65535");
}
