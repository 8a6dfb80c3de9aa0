/** The demo's table: a row for each scene, a column for each processor, and below it what has to be said. */
import { padded, type Terminal, widthOf, wrapped } from "../terminal.ts";

export type Mark = "✓" | "–" | "✗";
export interface Cell {
  readonly mark: Mark;
  readonly text: string;
  /** Of the unified calls alone, not of pages, waiting or commands. */
  readonly milliseconds: number;
  /** A sentence for below the table. */
  readonly why?: string | undefined;
}
export interface Row {
  readonly name: string;
  readonly cells: readonly Cell[];
}

const colours = { "✓": "green", "–": "yellow", "✗": "red" } as const;

export function scoreboard(
  ids: readonly string[],
  rows: readonly Row[],
  terminal: Terminal,
): string {
  const cells = rows.map(({ cells: all }) => all.map((cell) => cellText(cell, terminal)));
  const first = Math.max(...rows.map(({ name }) => name.length));
  const widths = ids.map((id, column) =>
    Math.max(widthOf(id) + 2, ...cells.map((row) => widthOf(row[column] ?? ""))),
  );
  const width = first + widths.reduce((sum, one) => sum + one + 3, 0);
  if (width > terminal.columns) return stacked(ids, rows, terminal);
  const rule = terminal.paint("dim", "─".repeat(width));
  const line = (name: string, row: readonly string[]) =>
    [padded(name, first), ...row.map((cell, column) => padded(cell, widths[column] ?? 0))]
      .join("   ")
      .trimEnd();
  return [
    line(
      "",
      ids.map((id) => `  ${terminal.paint("bold", id)}`),
    ),
    rule,
    ...rows.map(({ name }, index) => line(name, cells[index] ?? [])),
    rule,
  ].join("\n");
}

/** Where the columns do not fit side by side. */
function stacked(ids: readonly string[], rows: readonly Row[], terminal: Terminal): string {
  const first = Math.max(...rows.map(({ name }) => name.length));
  return ids
    .map((id, column) =>
      [
        terminal.paint("bold", id),
        ...rows.map(({ name, cells }) => {
          const cell = cells[column];
          return `  ${padded(name, first)}   ${cell ? cellText(cell, terminal) : ""}`.trimEnd();
        }),
      ].join("\n"),
    )
    .join("\n\n");
}

function cellText({ mark, text, milliseconds }: Cell, terminal: Terminal): string {
  const time = mark === "–" ? "" : terminal.paint("dim", ` ${milliseconds.toFixed(0)} ms`);
  return `${terminal.paint(colours[mark], mark)} ${text}${time}`;
}

/** Why a cell is not a plain tick, one after the other. */
export function remarks(ids: readonly string[], rows: readonly Row[], terminal: Terminal): string {
  const lines = rows.flatMap(({ name, cells }) =>
    cells.flatMap(({ mark, why }, column) =>
      why === undefined
        ? []
        : wrapped(`${ids[column]}, ${name}: ${why}`, terminal.columns - 4).map(
            (line, index) => `${index === 0 ? terminal.paint(colours[mark], mark) : " "} ${line}`,
          ),
    ),
  );
  return lines.join("\n");
}
