/** Refunds: numbered under their payment, against the deposit, read from what a query finds. */
import { PendingReason, RefundStatus } from "#contract";
import { type Context, call, type RefundResult, type Script, Unresolved } from "#kit";
import {
  declined,
  doneAs,
  type Found,
  idOf,
  isDebit,
  isDeclined,
  isDone,
  isRefund,
  stampIn,
} from "./answers.ts";
import { credit, creditDebit, query } from "./payments.ts";
import type { Credentials } from "./settings.ts";

const MOST_REFUNDS = 30;
/** Refunds are numbered under the payment's id, so that all are found, and two at once never have the same number. */
export function* refundsOf(
  paymentId: string,
): Script<{ readonly refunds: readonly Found[]; readonly nextId: string }, Credentials> {
  const refunds: Found[] = [];
  for (let number = 1; number <= MOST_REFUNDS; number += 1) {
    const nextId = `${paymentId}-${number}`;
    const found = yield* call(query, { origId: nextId });
    if (found.length === 0) return { refunds, nextId };
    refunds.push(...found.filter(isRefund));
  }
  throw new Unresolved(`there are more than ${MOST_REFUNDS} refunds of ${paymentId}`);
}

/** The deposit that a refund goes against: the sale itself, or the capture under the authorization's id. */
export function* depositOf(
  payment:
    | { readonly paymentId: string; readonly relatedIds: Readonly<Record<string, string>> }
    | undefined,
  operationId: string | undefined,
): Script<Deposit, Credentials> {
  const cnpTxnId = payment?.paymentId ?? "";
  const { capture: known, echeckSale } = payment?.relatedIds ?? {};
  if (echeckSale) return { cnpTxnId: operationId ?? echeckSale, by: creditDebit };
  const deposit = operationId ?? known;
  if (deposit) return { cnpTxnId: deposit, by: credit };
  const captured = doneAs(yield* call(query, { origId: cnpTxnId }), "captureResponse");
  if (captured) return { cnpTxnId: idOf(captured), by: credit };
  const [begun] = yield* call(query, { origCnpTxnId: cnpTxnId });
  return { cnpTxnId, by: begun && isDebit(begun) ? creditDebit : credit };
}
interface Deposit {
  readonly cnpTxnId: string;
  /** How it is given back. */
  readonly by: typeof credit;
}

export function refundOf({ transaction }: Found, context: Context<Credentials>): RefundResult {
  const stamp = stampIn(transaction, context);
  return {
    ...refundStanding(transaction),
    refundRef: { refundId: transaction.cnpTxnId ?? "", reference: stamp?.reference },
    ...(stamp && { amount: stamp.amount }),
  };
}
/** A code that is not published decides nothing. */
function refundStanding(
  transaction: Found["transaction"],
): Pick<RefundResult, "status" | "pendingReason" | "failure"> {
  if (isDone(transaction)) return { status: RefundStatus.SUCCEEDED };
  if (isDeclined(transaction.response))
    return { status: RefundStatus.FAILED, failure: declined(transaction) };
  return { status: RefundStatus.PENDING, pendingReason: PendingReason.UNRECOGNISED };
}
