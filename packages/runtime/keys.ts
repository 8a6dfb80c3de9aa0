/** Idempotency keys: derived from the attempt and from nothing secret, shaped to each processor's rules. */
import { hash } from "node:crypto";
import type { Message } from "@bufbuild/protobuf";
import type { Money, PaymentRef, ReturnedFields } from "#contract";
import type { Idempotency } from "#kit";
import type { SealedState } from "./state.ts";

export interface Attempt {
  readonly connector: string;
  readonly live: boolean;
  readonly subAccount: string | undefined;
  /** `AuthorizePayment` */
  readonly rpc: string;
  readonly paymentId: string | undefined;
  readonly reference: string;
  readonly amount: Pick<Money, "minorUnits" | "currency"> | undefined;
  /** Of ResumePayment, which may be called several times for one payment: what came back. */
  readonly returned?: string | undefined;
}

/** Frozen by conformance vectors: 64 hexadecimal digits of SHA-256 over the attempt, each part with its length in front. */
export function derivedKey(attempt: Attempt): string {
  const parts = [
    attempt.connector,
    attempt.live ? "live" : "test",
    attempt.subAccount ?? "",
    attempt.rpc,
    attempt.paymentId ?? "",
    attempt.reference,
    attempt.amount ? String(attempt.amount.minorUnits) : "",
    attempt.amount?.currency ?? "",
    ...(attempt.returned === undefined ? [] : [attempt.returned]),
  ];
  return hash("sha256", parts.map((part) => `${Buffer.byteLength(part)}:${part},`).join(""));
}

/** One key per exchange, by its name: a repeat that skips a step keeps the others' keys. */
export function shapedKey({ format }: Idempotency, key: string, step: string): string {
  const digest = hash("sha256", `${key}\n${step}`);
  if (format === "uuid") {
    // A version 8 UUID (RFC 9562): 122 bits of the digest.
    const [a, b, c, d, e] = [
      digest.slice(0, 8),
      digest.slice(8, 12),
      digest.slice(13, 16),
      digest.slice(17, 20),
      digest.slice(20, 32),
    ];
    return `${a}-${b}-8${c}-a${d}-${e}`;
  }
  return digest.slice(0, format.length);
}

/** What all requests that derive a key share, whichever of it they have. */
interface Keyed extends Message {
  readonly reference?: string;
  readonly idempotencyKey?: string;
  readonly amount?: Money;
  readonly purchase?: { readonly amount?: Money };
  readonly payment?: PaymentRef;
  readonly target?: { readonly case?: string; readonly value?: unknown };
  readonly mandate?: { readonly mandateId: string };
  readonly dispute?: { readonly disputeId: string };
  readonly stored?: { readonly storedMethodId: string };
  readonly customerId?: string;
  readonly returned?: Returned;
}
type Returned = { readonly case?: string; readonly value?: string | ReturnedFields };

/** The attempt that a request is, as far as its message, or the state that came with it, says it. */
export function attemptOf(
  request: Message,
  of: Pick<Attempt, "connector" | "live" | "subAccount" | "rpc">,
  state?: SealedState,
): Attempt {
  const keyed = request as Keyed;
  return {
    ...of,
    reference: keyed.reference ?? state?.reference ?? "",
    amount: keyed.amount ?? keyed.purchase?.amount ?? amountIn(state),
    paymentId:
      keyed.payment?.paymentId ??
      targetId(keyed) ??
      keyed.mandate?.mandateId ??
      keyed.dispute?.disputeId ??
      keyed.stored?.storedMethodId ??
      keyed.customerId ??
      state?.paymentId,
    returned: returnedText(keyed.returned),
  };
}
export const amountIn = (state: SealedState | undefined): Attempt["amount"] =>
  state?.amount && { minorUnits: BigInt(state.amount[0]), currency: state.amount[1] };
function returnedText(returned: Returned | undefined): string | undefined {
  if (!returned?.case || returned.value === undefined) return undefined;
  const { case: form, value } = returned;
  const text = typeof value === "string" ? value : Object.entries(value.fields).toSorted();
  return JSON.stringify([form, text]);
}
function targetId({ target }: Keyed): string | undefined {
  const value = target?.value as { paymentId?: string; refundId?: string; reference?: string };
  return value?.paymentId ?? value?.refundId ?? value?.reference;
}
export const givenKey = (request: Message): string | undefined =>
  (request as Keyed).idempotencyKey || undefined;
export const referenceOf = (request: Message): string | undefined =>
  (request as Keyed).reference || undefined;
export const amountOf = (request: Message): Money | undefined =>
  (request as Keyed).amount ?? (request as Keyed).purchase?.amount;
export const paymentOf = (request: Message): PaymentRef | undefined => {
  const keyed = request as Keyed;
  if (keyed.payment) return keyed.payment;
  return keyed.target?.case === "payment" ? (keyed.target.value as PaymentRef) : undefined;
};
