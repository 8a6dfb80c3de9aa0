/** What an executed test proves of the matrix: written for the generator, which gives a tick for nothing else. */
import { appendFileSync, mkdirSync } from "node:fs";
import type { Fixture } from "./fixtures.ts";

const file = process.env["PROOFS"];

/** A fixture that passed proves its flow, for the method that it uses. */
export function prove(connector: string, { flow, request }: Pick<Fixture, "flow" | "request">) {
  proveCell(connector, flow, methodIn(request));
}

/** One line of `connector flow method`; a lifecycle that passed proves several. */
export function proveCell(connector: string, flow: string, method = "-"): void {
  if (!file) return;
  mkdirSync(new URL(".", `file://${file}`).pathname, { recursive: true });
  appendFileSync(file, `${connector} ${flow} ${method}\n`);
}

/** The method that a request uses, by the contract's name for it; undefined where it uses none. */
export function methodIn(request: unknown): string | undefined {
  const method = recordOf(recordOf(request)["paymentMethod"]);
  const [name] = Object.keys(method);
  if (name !== "alternative") return name;
  const kind = recordOf(method[name])["kind"];
  return typeof kind === "string" ? kind.replace(/^KIND_/, "").toLowerCase() : undefined;
}
const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
