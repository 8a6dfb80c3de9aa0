/** A thread that lives through histories, away from the test runner, whose watching of every promise costs a third. */
import { parentPort, workerData } from "node:worker_threads";
import { type Figures, noFigures } from "./figures.ts";
import { live } from "./histories.ts";
import { openStage } from "./stage.ts";

export interface Share {
  readonly id: string;
  readonly first: number;
  readonly count: number;
  /** After which no other is begun. */
  readonly seconds: number;
}
export interface Lived {
  readonly figures: Figures;
  readonly seconds: number;
  /** The first few that went wrong. */
  readonly failures: readonly { readonly seed: number; readonly message: string }[];
}

const MOST_FAILURES = 5;

async function lived({ id, first, count, seconds: most }: Share): Promise<Lived> {
  const stage = await openStage(id);
  const figures = noFigures();
  const failures: { seed: number; message: string }[] = [];
  const began = performance.now();
  const isOver = () => performance.now() - began >= most * 1000;
  for (let seed = first; seed < first + count && failures.length < MOST_FAILURES; seed += 1) {
    if (isOver()) break;
    try {
      await live(stage, seed, figures);
    } catch (error) {
      failures.push({ seed, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { figures, failures, seconds: (performance.now() - began) / 1000 };
}

parentPort?.postMessage(await lived(workerData));
