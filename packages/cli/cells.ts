/** A cell of the matrix, and what stands at its sides. */
import type { Connector } from "#contract";
import type { AnyConnector } from "#kit";
import { flowNames, rpcOf } from "#runtime";
import type { Terminal } from "./terminal.ts";

export interface Declared {
  readonly connector: AnyConnector;
  /** The same as the contract tells it. */
  readonly described: Connector;
}

/** rpc names by flow, and the one that is no flow. */
export const rpcNames: readonly (readonly [flow: string, rpc: string])[] = [
  ...flowNames.map((flow) => [flow, rpcOf(flow).name] as const),
  ["parseWebhook", "ParseWebhook"],
];

export type Cell = "✓" | "○" | "·";
export const cell = (declared: boolean, proven: boolean): Cell =>
  declared ? (proven ? "✓" : "○") : "·";
export function painted(one: Cell, terminal: Terminal): string {
  return terminal.paint(one === "✓" ? "green" : one === "○" ? "yellow" : "dim", one);
}
