/** A payment as the simulator keeps it, and what really moved by it. */
import { textAt, type World } from "#simulate";
import type { Row } from "./wire.ts";

export type Status = "APPROVED" | "PENDING" | "COMPLETED" | "CANCELED" | "FAILED";
export interface Payment {
  readonly id: string;
  readonly key: string;
  readonly currency: string;
  readonly facts: Row;
  readonly created: string;
  delay: { readonly action: string; readonly seconds: number };
  /** What a bank decides once time has passed. */
  readonly later: string | undefined;
  amount: bigint;
  refunded: bigint;
  status: Status;
  version: number;
  updated: string;
  /** When it was taken or given up. */
  closed?: string;
  errors?: readonly Row[];
}

export function record(
  world: World,
  payment: Payment,
  kind: Parameters<World["ledger"]["record"]>[0]["kind"],
  amount: bigint,
) {
  const reference = textAt(payment.facts, "reference_id");
  const { id, currency } = payment;
  world.ledger.record({ kind, payment: id, ...(reference && { reference }), amount, currency });
}
