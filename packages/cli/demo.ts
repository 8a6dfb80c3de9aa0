/** `npm run demo`: the service, the sandbox and a shop on this machine; the same calls on every processor. */
import { exits } from "./command.ts";
import { playAll } from "./demo/play.ts";
import { openStage, type Stage } from "./demo/stage.ts";
import { type Row, remarks, scoreboard } from "./demo/table.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

process.exitCode = await demo(processTerminal());

async function demo(output: Terminal): Promise<number> {
  const began = performance.now();
  const stage = await openStage();
  try {
    output.write(opening(stage, output));
    const rows = await playAll(stage);
    const ids = stage.actors.map(({ id }) => id);
    output.write(`\n${scoreboard(ids, rows, output)}\n`);
    output.write(remarks(ids, rows, output));
    const wrong = rows.flatMap(({ cells }) => cells).filter(({ mark }) => mark === "✗").length;
    output.write(`\n${closing(stage, rows, wrong, performance.now() - began, output)}`);
    return wrong > 0 ? exits.no : exits.done;
  } finally {
    await stage.close();
  }
}

function opening({ service, sandbox, actors, startedIn }: Stage, output: Terminal): string {
  const ids = actors.map(({ id }) => id).join(", ");
  return [
    `${output.paint("bold", "Connector Service")}: the same calls on ${ids}; one word differs.`,
    "",
    `  service  ${service}  gRPC, started in ${startedIn.toFixed(0)} ms`,
    `  sandbox  ${sandbox}  simulated processors over HTTP, nothing is real`,
    "",
    output.paint(
      "dim",
      `  payments.authorizePayment({ reference, purchase, paymentMethod, captureMode })`,
    ),
    output.paint("dim", `  x-connector-account: ${actors.map(({ id }) => id).join(" | ")}`),
  ].join("\n");
}

function closing(
  { callTimes }: Stage,
  rows: readonly Row[],
  wrong: number,
  milliseconds: number,
  output: Terminal,
): string {
  const times = callTimes().toSorted((one, other) => one - other);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const cells = rows.flatMap(({ cells: all }) => all);
  const ticks = cells.filter(({ mark }) => mark === "✓").length;
  const verdict =
    wrong > 0
      ? output.paint("red", `${wrong} of ${cells.length} are not as they should be.`)
      : output.paint(
          "green",
          `${ticks} of ${cells.length} done, each held against the ledger of its processor.`,
        );
  return `${verdict} ${times.length} calls, half of them within ${median.toFixed(1)} ms; ${(milliseconds / 1000).toFixed(1)} s in all.`;
}
