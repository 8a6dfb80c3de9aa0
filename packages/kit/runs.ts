/** How many cases a property tries: enough to find what there is to find in seconds; RUNS=20 tries twenty times as many. */
import fc from "fast-check";

const factor = Math.max(1, Number(process.env["RUNS"] ?? 1));

export const runs = (usual: number): { readonly numRuns: number } => ({ numRuns: usual * factor });

/** The same cases in every run, so that a failure is found again; SEED chooses others. */
fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 20_260_101) });
