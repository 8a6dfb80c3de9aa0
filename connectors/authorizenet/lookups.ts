/** How a transaction is found: by its id, or by the reference among those that are told. https://developer.authorize.net/api/reference/index.html#transaction-reporting */
import type { OriginalCall } from "#contract";
import { answer, call, type Script, type Step, toIso, Unresolved, v, weightOf } from "#kit";
import type { Credentials } from "./account.ts";
import { Batches, Details, Summaries, type Transaction } from "./answers.ts";
import { paymentStatus } from "./codes.ts";
import { asking, post } from "./steps.ts";

const look = { ...post, harmless: true, looksBack: true } as const;

const example: Transaction = {
  transId: "1",
  transactionStatus: "settledSuccessfully",
  authAmount: "1.00",
  settleAmount: "1.00",
  payment: { creditCard: { cardNumber: "XXXX1111", cardType: "Visa" } },
};
export const details: Step<string, Transaction, Credentials> = {
  ...look,
  name: "getTransactionDetails",
  example,
  body: (transId, context) => asking("getTransactionDetailsRequest", context, { transId }),
  read: answer(Details, ({ transaction }) => transaction),
};

/** Undefined where the merchant has generated none. https://developer.authorize.net/api/reference/index.html#transaction-reporting-get-merchant-details */
export const clientKey: Step<undefined, string | undefined, Credentials> = {
  ...post,
  name: "getMerchantDetails",
  harmless: true,
  example: "9aptdYwtHt2F22XLRgr4B9AM4Pkt5eb6b6MC9d2Nn3m3YEptx3RFFuXmpYWDLHev",
  body: (_, context) => asking("getMerchantDetailsRequest", context),
  read: answer(
    v.object({ publicClientKey: v.nullish(v.string()) }),
    ({ publicClientKey }) => publicClientKey || undefined,
  ),
};

type Sought = Pick<OriginalCall, "reference" | "attemptedAt">;
interface Listed {
  readonly transId: string;
  readonly transactionStatus: string;
}
interface Wanted {
  readonly reference: string;
  readonly batchId?: string;
  readonly page: number;
}
const MOST = 1000;
interface Page {
  readonly found: readonly Listed[];
  readonly isLast: boolean;
}
const list = (name: string): Step<Wanted, Page, Credentials> => ({
  ...look,
  name,
  example: { found: [], isLast: true },
  body: ({ batchId, page }, context) =>
    asking(`${name}Request`, context, {
      batchId,
      sorting: { orderBy: "submitTimeUTC", orderDescending: true },
      paging: { limit: MOST, offset: page },
    }),
  read: answer(Summaries, ({ transactions }, { reference }) => ({
    found: (transactions ?? []).filter(({ invoiceNumber }) => invoiceNumber === reference),
    isLast: (transactions ?? []).length < MOST,
  })),
});
const unsettled = list("getUnsettledTransactionList");
const settled = list("getTransactionList");
/** Those of the last day, where no time is asked for. https://www.rubydoc.info/gems/authorize-net/AuthorizeNet%2FReporting%2FTransaction:get_settled_batch_list */
const batches: Step<Sought, readonly string[], Credentials> = {
  ...look,
  name: "getSettledBatchList",
  example: [],
  body: ({ attemptedAt }, context) =>
    asking("getSettledBatchListRequest", context, {
      ...(attemptedAt && {
        firstSettlementDate: toIso(attemptedAt),
        lastSettlementDate: toIso({ seconds: attemptedAt.seconds + 3n * 86_400n, nanos: 0 }),
      }),
    }),
  read: answer(Batches, ({ batchList }) => (batchList ?? []).map(({ batchId }) => batchId)),
};

const MOST_LISTS = 10;
/**
 * By the reference, which went as the invoice number: among what waits for settlement, then in the batches of the time.
 * An attempt that came to nothing does not hide another with its reference, which took or holds the money.
 */
export function* search(
  original: Sought,
  isWanted: (transactionStatus: string) => boolean,
): Script<Transaction | undefined, Credentials> {
  const { reference } = original;
  const waiting = yield* searchIn(unsettled, { reference }, isWanted);
  if (waiting && !isNothing(waiting)) return yield* call(details, waiting.transId);
  let ended = waiting;
  const ids = yield* call(batches, original);
  for (const batchId of ids.slice(0, MOST_LISTS)) {
    const found = yield* searchIn(settled, { reference, batchId }, isWanted);
    if (found && !isNothing(found)) return yield* call(details, found.transId);
    ended ??= found;
  }
  if (ids.length > MOST_LISTS)
    throw new Unresolved("there are more batches than were searched: say attempted_at");
  return ended && (yield* call(details, ended.transId));
}
function* searchIn(
  step: Step<Wanted, Page, Credentials>,
  wanted: Omit<Wanted, "page">,
  isWanted: (transactionStatus: string) => boolean,
): Script<Listed | undefined, Credentials> {
  let ended: Listed | undefined;
  for (let page = 1; page <= MOST_LISTS; page += 1) {
    const { found, isLast } = yield* call(step, { ...wanted, page });
    const own = found.filter(({ transactionStatus }) => isWanted(transactionStatus));
    const one = own.find((listed) => !isNothing(listed));
    if (one) return one;
    ended ??= own[0];
    if (isLast) return ended;
  }
  throw new Unresolved("there are more transactions than were searched");
}
const isNothing = ({ transactionStatus }: Listed): boolean =>
  weightOf(paymentStatus(transactionStatus)) === 0;
export const isRefund = (transactionStatus: string): boolean =>
  transactionStatus.startsWith("refund");
export const isPayment = (transactionStatus: string): boolean => !isRefund(transactionStatus);

/** A refund of this invoice number that waits for settlement. */
export function* waitingRefund(reference: string): Script<Transaction | undefined, Credentials> {
  const found = yield* searchIn(unsettled, { reference }, isRefund);
  return found && (yield* call(details, found.transId));
}
