/** Look-ups by the merchant's own reference: lists that come in pages, and which of several finds is the one. */
import { PaymentStatus, RefundStatus } from "#contract";
import { Unresolved } from "./failures.ts";
import type { PaymentResult, RefundResult, Script } from "./flows.ts";

/** What a step that lists answers. */
export interface Page<Item, Cursor = string> {
  readonly items: readonly Item[];
  /** Where the next page starts; undefined on the last one. */
  readonly next?: Cursor | null | undefined;
}
/** `(from) => call(listRefunds, { paymentId, from })` */
type PageAt<Item, Cursor, Credentials> = (
  from: Cursor | undefined,
) => Script<Page<Item, Cursor>, Credentials>;

const MOST_PAGES = 10;
const tooMany = (pages: number) =>
  new Unresolved(`there are more than the ${pages} pages that were looked at`);

/** All of a list. Throws `Unresolved` where it has more than `most` pages: whoever counts must count all. */
export function* everyItem<Item, Cursor, Credentials>(
  pageAt: PageAt<Item, Cursor, Credentials>,
  most = MOST_PAGES,
): Script<readonly Item[], Credentials> {
  const all: Item[] = [];
  let from: Cursor | undefined;
  for (let pages = 0; pages < most; pages += 1) {
    const { items, next } = yield* pageAt(from);
    all.push(...items);
    if (next === undefined || next === null) return all;
    from = next;
  }
  throw tooMany(most);
}

/**
 * What a resource weighs in the merchant's books: 0 where nothing came of it, more the more surely money moved. Two attempts
 * may have one reference, of which one was declined: told is what weighs most.
 */
export type Weigh<Item> = (item: Item) => number;

/** Taken, then held, then what may still be either or went back again. */
export const weightOf: Weigh<PaymentResult> = ({ status }) => paymentWeights.get(status) ?? 1;
const paymentWeights: ReadonlyMap<PaymentStatus, number> = new Map([
  [PaymentStatus.FAILED, 0],
  [PaymentStatus.VOIDED, 0],
  [PaymentStatus.EXPIRED, 0],
  [PaymentStatus.AUTHORIZED, 2],
  [PaymentStatus.PARTIALLY_AUTHORIZED, 2],
  [PaymentStatus.PARTIALLY_CAPTURED, 3],
  [PaymentStatus.CAPTURED, 3],
]);
/** Given back, then what may still be. */
export const weightOfRefund: Weigh<RefundResult> = ({ status }) => refundWeights.get(status) ?? 1;
const refundWeights: ReadonlyMap<RefundStatus, number> = new Map([
  [RefundStatus.FAILED, 0],
  [RefundStatus.CANCELLED, 0],
  [RefundStatus.SUCCEEDED, 2],
]);

/** The first of those that weigh most. `decisive(payments, weightOf)` */
export const decisive = <Item>(items: readonly Item[], weigh: Weigh<Item>): Item | undefined =>
  items.toSorted((one, other) => weigh(other) - weigh(one))[0];

/**
 * The same of a list in pages, which holds only what was sought. Ends at the first page with something that weighs. Throws
 * `Unresolved` where nothing on `most` pages does and there are more: what took the money may stand there.
 */
export function* decisiveIn<Item, Cursor, Credentials>(
  pageAt: PageAt<Item, Cursor, Credentials>,
  weigh: Weigh<Item>,
  most = MOST_PAGES,
): Script<Item | undefined, Credentials> {
  let first: Item | undefined;
  let from: Cursor | undefined;
  for (let pages = 0; pages < most; pages += 1) {
    const { items, next } = yield* pageAt(from);
    const best = decisive(items, weigh);
    if (best !== undefined && weigh(best) > 0) return best;
    first ??= best;
    if (next === undefined || next === null) return first;
    from = next;
  }
  throw tooMany(most);
}
