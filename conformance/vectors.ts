/** Every vector of `vectors/`, by id. */
import { readdirSync, readFileSync } from "node:fs";
import type { Vector } from "./vector.ts";

const folder = new URL("./vectors/", import.meta.url);

/** Throws where two files have the same id. */
export function loadVectors(): ReadonlyMap<string, Vector> {
  const all = new Map<string, Vector>();
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith(".json"))
    .sort()) {
    // vector.schema.json holds the files to this form, in tools/conformance.test.ts.
    const file = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, Vector>;
    for (const [id, vector] of Object.entries(file)) {
      if (all.has(id)) throw new Error(`two vectors are called ${id}`);
      all.set(id, vector);
    }
  }
  return all;
}
