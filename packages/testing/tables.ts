/** The tables of a connector's words, wherever in its files they are. */
import { readdirSync } from "node:fs";
import type { FailureTable, Table } from "#kit";

const folder = new URL("../../connectors/", import.meta.url).pathname;

export type AnyTable = Table<unknown, unknown> | FailureTable;
export interface Found {
  readonly name: string;
  readonly table: AnyTable;
}

/** Every table that a connector exports from any of its files. */
export async function tablesOf(id: string): Promise<readonly Found[]> {
  const files = readdirSync(folder + id).filter(
    (file) => file.endsWith(".ts") && file !== "simulator.ts",
  );
  const found = new Map<unknown, Found>();
  for (const file of files) {
    const module: Readonly<Record<string, unknown>> = await import(`${folder}${id}/${file}`);
    for (const [name, value] of Object.entries(module))
      if (isTable(value)) found.set(value, { name: `${id} ${file} ${name}`, table: value });
  }
  return [...found.values()];
}
const isTable = (value: unknown): value is AnyTable =>
  typeof value === "function" && "words" in value && "source" in value;
export const isFailureTable = (table: AnyTable): table is FailureTable => "unmapped" in table;

export interface Reading {
  readonly status?: unknown;
  readonly pendingReason?: unknown;
  readonly stage?: unknown;
  readonly reason?: unknown;
}
export const isReading = (read: unknown): read is Reading =>
  typeof read === "object" && read !== null;
const readingOf = (table: AnyTable): unknown =>
  isFailureTable(table) ? undefined : table("a word that nobody uses");
/** Of a payment, a refund or a mandate. */
export const isStatuses = (table: AnyTable): boolean => {
  const read = readingOf(table);
  return isReading(read) && "pendingReason" in read;
};
/** Of a dispute, which waits for nothing that it could name. */
export const isDisputeStatuses = (table: AnyTable): boolean => {
  const read = readingOf(table);
  return isReading(read) && "status" in read && !("pendingReason" in read);
};
