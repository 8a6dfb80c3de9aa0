/** Look-ups: all pages or none, and of several attempts the one that moved money. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PaymentStatus, RefundStatus } from "#contract";
import {
  call,
  decisive,
  decisiveIn,
  everyItem,
  type Page,
  type PaymentResult,
  type Script,
  type Step,
  Unresolved,
  weightOf,
  weightOfRefund,
} from "#kit";

const { PENDING, ACTION_REQUIRED, AUTHORIZED, CAPTURED, REVERSED, FAILED, VOIDED, EXPIRED } =
  PaymentStatus;

interface Listed<Item> {
  readonly at: (from: number | undefined) => Script<Page<Item, number>>;
  /** The pages that were asked for. */
  readonly read: number[];
  readonly pages: readonly (readonly Item[])[];
}
function listOf<Item>(...pages: readonly (readonly Item[])[]): Listed<Item> {
  const list: Step<number, Page<Item, number>> = {
    name: "list",
    method: "GET",
    path: "/",
    example: { items: [] },
    read: () => assert.fail("nothing is sent here"),
  };
  return { pages, read: [], at: (from = 0) => call(list, from) };
}
/** What a script comes to that reads the list. */
function result<Item, Output>(
  { pages, read }: Listed<Item>,
  script: Script<Output>,
): Output | undefined {
  let turn = script.next();
  while (!turn.done) {
    const wish = turn.value;
    const from = wish.kind === "call" ? Number(wish.input) : assert.fail("scripts only call");
    read.push(from);
    const next = from + 1 < pages.length ? { next: from + 1 } : {};
    turn = script.next({ items: pages[from] ?? [], ...next });
  }
  return turn.value;
}
const attempts = (...statuses: readonly PaymentStatus[]): readonly PaymentResult[] =>
  statuses.map((status, at) => ({ status, customerId: `${at}` }));

test("every item of every page", () => {
  const list = listOf([1, 2], [], [3]);
  assert.deepEqual(result(list, everyItem(list.at)), [1, 2, 3]);
  const empty = listOf<number>();
  assert.deepEqual(result(empty, everyItem(empty.at)), []);
});

test("a list that goes on behind the last page looked at is unresolved, never shortened", () => {
  const list = listOf([1], [2], [3]);
  assert.deepEqual(result(list, everyItem(list.at, 3)), [1, 2, 3]);
  assert.throws(() => result(list, everyItem(list.at, 2)), Unresolved);
});

test("what took money comes before what holds it, what may, and what came to nothing", () => {
  const order = [CAPTURED, AUTHORIZED, PENDING, FAILED];
  for (const [at, status] of order.entries())
    assert.equal(decisive(attempts(...order.slice(at).toReversed()), weightOf)?.status, status);
  for (const nothing of [FAILED, VOIDED, EXPIRED])
    for (const some of [PENDING, ACTION_REQUIRED, AUTHORIZED, CAPTURED, REVERSED])
      assert.equal(decisive(attempts(nothing, some), weightOf)?.status, some);
  assert.equal(decisive(attempts(FAILED, VOIDED), weightOf)?.status, FAILED, "the first of equals");
  assert.equal(decisive([], weightOf), undefined);
});

test("a refund that failed gives way to one that did not", () => {
  const { SUCCEEDED, PENDING: waits, CANCELLED } = RefundStatus;
  for (const status of [SUCCEEDED, waits])
    assert.equal(
      decisive([{ status: RefundStatus.FAILED }, { status: CANCELLED }, { status }], weightOfRefund)
        ?.status,
      status,
    );
});

test("a failed attempt does not hide another on a later page", () => {
  const list = listOf(attempts(FAILED), attempts(), attempts(CAPTURED), attempts(AUTHORIZED));
  assert.equal(result(list, decisiveIn(list.at, weightOf))?.status, CAPTURED);
  assert.deepEqual(list.read, [0, 1, 2], "what weighs ends the search");
});

test("nothing, and what came to nothing, is told of a whole list only", () => {
  const empty = listOf(attempts(), attempts());
  assert.equal(result(empty, decisiveIn(empty.at, weightOf)), undefined);
  const list = listOf(attempts(FAILED), attempts(VOIDED));
  assert.equal(result(list, decisiveIn(list.at, weightOf, 2))?.status, FAILED);
  assert.throws(() => result(list, decisiveIn(list.at, weightOf, 1)), Unresolved);
});
