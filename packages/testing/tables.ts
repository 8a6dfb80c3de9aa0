/** The tables of a connector's words, wherever in its files they are. */
import { readdirSync } from "node:fs";
import type { Counting, FailureTable, Table } from "#kit";

const folder = new URL("../../connectors/", import.meta.url).pathname;

export type AnyTable = Table<unknown, unknown> | FailureTable;
export interface Found {
  readonly name: string;
  readonly table: AnyTable;
}

/** What a connector exports from any of its files. */
async function* exportedBy(id: string): AsyncGenerator<readonly [name: string, value: unknown]> {
  const files = readdirSync(folder + id).filter(
    (file) => file.endsWith(".ts") && file !== "simulator.ts",
  );
  for (const file of files) {
    const module: Readonly<Record<string, unknown>> = await import(`${folder}${id}/${file}`);
    for (const [name, value] of Object.entries(module)) yield [`${id} ${file} ${name}`, value];
  }
}

/** Every table that a connector exports. */
export async function tablesOf(id: string): Promise<readonly Found[]> {
  const found = new Map<unknown, Found>();
  for await (const [name, value] of exportedBy(id))
    if (isTable(value)) found.set(value, { name, table: value });
  return [...found.values()];
}

/** How a connector counts amounts otherwise than ISO 4217 does; empty where it does not. */
export async function countingsOf(id: string): Promise<readonly Counting[]> {
  const found = new Set<Counting>();
  for await (const [, value] of exportedBy(id)) if (isCounting(value)) found.add(value);
  return [...found];
}
const isCounting = (value: unknown): value is Counting =>
  typeof value === "object" &&
  value !== null &&
  "source" in value &&
  ("digits" in value || "multiples" in value);

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
