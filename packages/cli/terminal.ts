/** What is written for people: lines, colours on a terminal only, tables and trees. */

export type Colour = "green" | "red" | "yellow" | "cyan" | "dim" | "bold";
const codes: Readonly<Record<Colour, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
};

export interface Terminal {
  /** Characters of a line. */
  readonly columns: number;
  /** What the command is for: standard output. */
  write(text: string): void;
  /** What is said beside it: standard error. */
  note(text: string): void;
  paint(colour: Colour, text: string): string;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Colours where the output is a terminal and https://no-color.org does not forbid them. */
export function terminalOn(
  output: Stream,
  error: Pick<Stream, "write">,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const coloured = output.isTTY === true && !environment["NO_COLOR"];
  return {
    columns: output.columns ?? 120,
    write: (text) => void output.write(`${text}\n`),
    note: (text) => void error.write(`${text}\n`),
    paint: (colour, text) => (coloured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text),
  };
}

/** This process's own. Ends it as others end, with 141, where whoever reads its output has read enough. */
export function processTerminal(): Terminal {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(141);
  });
  return terminalOn(process.stdout, process.stderr, process.env);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one.
const colouring = /\u001b\[\d+m/g;
/** Characters that a terminal shows. */
export const widthOf = (text: string): number => [...text.replace(colouring, "")].length;
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));

/** Rows in columns as wide as their widest cell; nothing is ever cut. */
export function table(rows: readonly (readonly string[])[], gap = 2): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    });
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, (widths[column] ?? 0) + gap))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** Text in lines of at most `width` characters, broken between words. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

export interface Branch {
  readonly name: string;
  readonly value?: string;
  readonly branches?: readonly Branch[];
}

/** Names to the left, values in one column beside them, each level two characters in. */
export function tree(branches: readonly Branch[], terminal: Pick<Terminal, "paint">): string {
  const lines = linesOf(branches, 0);
  const widest = Math.max(0, ...lines.filter(({ value }) => value).map(({ name }) => name.length));
  return lines
    .map(({ name, value }) =>
      value === undefined
        ? terminal.paint("bold", name)
        : `${terminal.paint("dim", name.padEnd(widest))}  ${value}`,
    )
    .join("\n");
}
function linesOf(
  branches: readonly Branch[],
  depth: number,
): readonly { readonly name: string; readonly value: string | undefined }[] {
  return branches.flatMap(({ name, value, branches: below = [] }) => [
    { name: "  ".repeat(depth) + name, value },
    ...linesOf(below, depth + 1),
  ]);
}
