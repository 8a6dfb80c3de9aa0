/** What is known of one payment, whoever told it and in whatever order: plain data for a merchant's own store. */
import type { Dispute, Operation, Payment, Refund } from "#contract";

export interface PaymentRecord {
  readonly payment: Known<Payment>;
  readonly operations: readonly Known<Operation>[];
  readonly refunds: readonly Known<Refund>[];
  readonly disputes: readonly Known<Dispute>[];
}

export interface Known<Resource> {
  readonly value: Resource;
  readonly names: readonly string[];
  readonly told: Words;
  readonly answered: Words;
  readonly first: Readonly<Record<number, number>>;
}

export type Words = Readonly<Record<string, { readonly at: number; readonly word: unknown }>>;

export interface Totals {
  readonly captured: bigint;
  readonly refunded: bigint;
}
