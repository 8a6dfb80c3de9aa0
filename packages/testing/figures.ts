/** Figures: what a run of histories counts. */
import type { Counts } from "./merchant.ts";

export interface Figures extends Counts {
  histories: number;
  exchanges: number;
  operations: number;
  faults: number;
  webhooks: number;
  refused: number;
  ledgerEntries: number;
}
export const noFigures = (): Figures => ({
  histories: 0,
  exchanges: 0,
  operations: 0,
  calls: 0,
  faults: 0,
  notSent: 0,
  notDone: 0,
  unknown: 0,
  refused: 0,
  webhooks: 0,
  ledgerEntries: 0,
  resolvedBy: { repeat: 0, lookUp: 0, reverse: 0, webhook: 0, askProcessor: 0 },
  asked: { done: 0, notDone: 0 },
});
