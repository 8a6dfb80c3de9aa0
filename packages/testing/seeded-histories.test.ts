/**
 * Seeded histories of every connector: no second charge, no refund above its payment, no lost outcome.
 *
 *   HISTORIES=100000 npx node --test packages/testing/seeded-histories.test.ts    all connectors together, as in CI
 *   HISTORY=stripe:17 npx node --test packages/testing/seeded-histories.test.ts   one of them again, and told
 *
 * The million, on one core, ended after so many seconds however many were lived by then (left out: all of them):
 *
 *   HISTORIES=1000000 WORKERS=1 SECONDS=14400 nice -n 19 npx node --test packages/testing/seeded-histories.test.ts
 *
 * The figures of a run are printed and are in reports/histories.json.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { type Figures, noFigures } from "./figures.ts";
import { live } from "./histories.ts";
import type { Lived, Share } from "./histories-run.ts";
import { simulatedIds } from "./shop.ts";
import { openStage } from "./stage.ts";

/** Of all connectors together, where nobody says how many: what fits into a run of all tests. */
const USUAL = 2_800;
const [only, seed] = (process.env["HISTORY"] ?? "").split(":");
const count = Math.ceil(Number(process.env["HISTORIES"] ?? USUAL) / simulatedIds.length);
const first = Number(process.env["SEED"] ?? 1);
const workers = Number(process.env["WORKERS"] ?? 2);
const limit = process.env["SECONDS"];
/** Of each connector, so that all have the same. */
const seconds = limit ? (Number(limit) * workers) / simulatedIds.length : Number.POSITIVE_INFINITY;
const report = new URL("../../reports/histories.json", import.meta.url).pathname;

const again = (id: string, seed: number) =>
  `HISTORY=${id}:${seed} npx node --test packages/testing/seeded-histories.test.ts`;

async function lived(share: Share): Promise<Lived> {
  const worker = new Worker(new URL("./histories-run.ts", import.meta.url), { workerData: share });
  const [said] = await once(worker, "message");
  return said;
}

const ran = new Map<string, Figures & { readonly seconds: number }>();

/** What adds up, added up. */
function sum(all: readonly Figures[]): Record<string, number | Record<string, number>> {
  const total: Record<string, number | Record<string, number>> = {};
  const names = ["histories", "operations", "exchanges", "calls", "faults", "webhooks"] as const;
  for (const name of [
    ...names,
    "notSent",
    "notDone",
    "unknown",
    "refused",
    "ledgerEntries",
  ] as const)
    total[name] = all.reduce((sum, figures) => sum + figures[name], 0);
  const ways = Object.keys(noFigures().resolvedBy) as (keyof Figures["resolvedBy"])[];
  total["resolvedBy"] = Object.fromEntries(
    ways.map((way) => [way, all.reduce((sum, { resolvedBy }) => sum + resolvedBy[way], 0)]),
  );
  total["asked"] = {
    done: all.reduce((sum, { asked }) => sum + asked.done, 0),
    notDone: all.reduce((sum, { asked }) => sum + asked.notDone, 0),
  };
  return total;
}

/** How many unknown outcomes were known in the end only because the processor was asked. */
function shareOf(id: string, resolvedBy: Figures["resolvedBy"], asked: Figures["asked"]): string {
  const resolved = Object.values(resolvedBy).reduce((sum, one) => sum + one, 0);
  const share = Math.round((100 * resolvedBy.askProcessor) / (resolved || 1));
  return `${id}: ${share} % of ${resolved} unknown outcomes were asked about; of these ${asked.notDone} were not done`;
}

describe("seeded histories", { concurrency: workers }, () => {
  if (only)
    test(`${only}, seed ${seed}`, async (t) =>
      live(await openStage(only), Number(seed), noFigures(), (line) => t.diagnostic(line())));
  else
    for (const id of simulatedIds)
      test(`${count} of ${id}: no second charge, no refund above its payment, no lost outcome`, async (t) => {
        const { figures, seconds: taken, failures } = await lived({ id, first, count, seconds });
        ran.set(id, { ...figures, seconds: Math.round(taken * 10) / 10 });
        t.diagnostic(JSON.stringify(ran.get(id)));
        const told = failures.map(({ seed, message }) => `${again(id, seed)}\n${message}`);
        assert.equal(told.length, 0, told.join("\n\n"));
        if (limit) assert.ok(figures.histories > 0);
        else assert.equal(figures.histories, count);
      });

  after(() => {
    if (only) return;
    const all = [...ran.values()];
    const total = {
      ...sum(all),
      seconds: Math.round(all.reduce((sum, one) => sum + one.seconds, 0)),
    };
    console.log(JSON.stringify(total));
    for (const [id, { resolvedBy, asked }] of ran) console.log(shareOf(id, resolvedBy, asked));
    mkdirSync(new URL(".", `file://${report}`).pathname, { recursive: true });
    const figures = { total, connectors: Object.fromEntries(ran) };
    writeFileSync(report, `${JSON.stringify(figures, undefined, 2)}\n`);
  });
});
