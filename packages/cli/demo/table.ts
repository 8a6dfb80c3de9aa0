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
  const first = Math.max(...rows.map(({ name }) => name.length));
  const columns = ids.map((id, column) =>
    columnOf(
      id,
      rows.map(({ cells }) => cells[column]),
      terminal,
    ),
  );
  const width = first + columns.reduce((sum, [head = ""]) => sum + widthOf(head) + GAP.length, 0);
  if (width > terminal.columns) return stacked(rows, columns, first);
  const rule = terminal.paint("dim", "─".repeat(width));
  const line = (name: string, place: number) =>
    [padded(name, first), ...columns.map((column) => column[place] ?? "")].join(GAP).trimEnd();
  return [line("", 0), rule, ...rows.map(({ name }, index) => line(name, index + 1)), rule].join(
    "\n",
  );
}
const GAP = "  ";

/** The processor's name, then its cells: all of one width, times to the right. */
function columnOf(
  id: string,
  cells: readonly (Cell | undefined)[],
  terminal: Terminal,
): readonly string[] {
  const times = cells.map((cell) =>
    cell && cell.mark !== "–" ? `${cell.milliseconds.toFixed(0)} ms` : "",
  );
  const text = Math.max(id.length, ...cells.map((cell) => cell?.text.length ?? 0));
  const time = Math.max(...times.map((one) => one.length));
  return [
    padded(`  ${terminal.paint("bold", id)}`, text + time + 3),
    ...cells.map((cell, row) =>
      cell
        ? `${terminal.paint(colours[cell.mark], cell.mark)} ${padded(cell.text, text)} ${terminal.paint("dim", (times[row] ?? "").padStart(time))}`
        : "",
    ),
  ];
}

/** Where the columns do not fit side by side. */
const stacked = (
  rows: readonly Row[],
  columns: readonly (readonly string[])[],
  first: number,
): string =>
  columns
    .map(([head = "", ...cells]) =>
      [
        head.trim(),
        ...rows.map(({ name }, row) =>
          `  ${padded(name, first)}${GAP}${cells[row] ?? ""}`.trimEnd(),
        ),
      ].join("\n"),
    )
    .join("\n\n");

/** What has to be said of the cells, scene by scene; what is said of several processors is said once. */
export function remarks(ids: readonly string[], rows: readonly Row[], terminal: Terminal): string {
  const first = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .flatMap(({ name, cells }) => {
      const said = new Map<string, { readonly mark: Mark; readonly ids: string[] }>();
      cells.forEach(({ mark, why }, column) => {
        if (why === undefined) return;
        const entry = said.get(why) ?? { mark, ids: [] };
        entry.ids.push(ids[column] ?? "");
        said.set(why, entry);
      });
      return [...said].map(([why, of], index) =>
        remark(index === 0 ? name : "", of, why, first, terminal),
      );
    })
    .join("\n");
}

function remark(
  name: string,
  { mark, ids }: { readonly mark: Mark; readonly ids: readonly string[] },
  why: string,
  first: number,
  terminal: Terminal,
): string {
  const bullet = mark === "✓" ? terminal.paint("dim", "·") : terminal.paint(colours[mark], mark);
  const [line = "", ...more] = wrapped(`${ids.join(", ")}: ${why}`, terminal.columns - first - 4);
  const indent = " ".repeat(first + 4);
  return [`${padded(name, first)}${GAP}${bullet} ${line}`, ...more.map((one) => indent + one)].join(
    "\n",
  );
}
