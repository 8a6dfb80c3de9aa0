/** The figures of a run: printed, and kept in `reports/load.json`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../../../reports/", import.meta.url);
const file = new URL("load.json", folder);

export function keep(name: string, figures: Readonly<Record<string, unknown>>): void {
  console.log(`${name}: ${JSON.stringify(figures)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...kept(), [name]: figures }, null, 2)}\n`);
}

function kept(): object {
  try {
    return Object(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
export const rounded = (value: number): number => Math.round(value * 10) / 10;
