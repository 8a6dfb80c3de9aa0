/** What the processor confirms is believed where it is what was asked. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type AuthorizePaymentResponse,
  Certainty,
  FailureCode,
  OperationStatus,
  PaymentStatus,
} from "#contract";
import { failed, failure } from "#kit";
import { authorize, callOf, paid, runtimeOf, scripted, withFlows } from "../testing/small.ts";
import { pay } from "../testing/steps.ts";

describe("what the processor confirms", () => {
  const confirming = (members: object, operation: object = {}) =>
    withFlows({
      authorizePayment: {
        method: "POST",
        path: "/charge",
        read: () => ({
          operation: { ...paid.operation, ...operation },
          payment: { ...paid.payment, ...members },
        }),
      },
    });
  const eur = (minorUnits: bigint) => ({ minorUnits, currency: "EUR" });

  test("is believed where it is what was asked", async () => {
    for (const amounts of [{ requested: eur(1000n) }, { authorized: eur(1000n) }, {}])
      assert.equal(
        (await pay(confirming({ amounts }))).operation.status,
        OperationStatus.SUCCEEDED,
      );
  });

  test("is said and not believed where it is another amount or currency", async () => {
    for (const amounts of [
      { requested: eur(1001n) },
      { authorized: eur(10n) },
      { requested: { minorUnits: 1000n, currency: "USD" } },
    ]) {
      const { operation, answer } = await pay(confirming({ amounts }));
      assert.equal(operation.status, OperationStatus.UNKNOWN);
      assert.equal(operation.certainty, Certainty.UNKNOWN);
      assert.equal(operation.failure?.code, FailureCode.AMOUNT_MISMATCH);
      assert.equal(answer.payment?.status, PaymentStatus.PENDING);
      assert.ok(operation.resolution);
    }
  });

  test("may be less where that was allowed, and then never more", async () => {
    const granted = async (amount: bigint, acceptPartial: boolean) => {
      const { send } = scripted(() => ({}));
      const connector = confirming({ amounts: { authorized: eur(amount) } });
      const answer = await runtimeOf(
        { ...connector, rules: { authorizePayment: { understands: ["acceptPartial"] } } },
        { send },
      ).call("authorizePayment", authorize({ acceptPartial }), callOf());
      return (answer as AuthorizePaymentResponse).operation?.status;
    };
    assert.equal(await granted(10n, true), OperationStatus.SUCCEEDED);
    assert.equal(await granted(10n, false), OperationStatus.UNKNOWN);
    assert.equal(await granted(1001n, true), OperationStatus.UNKNOWN);
  });

  test("of a failure is not compared", async () => {
    const connector = confirming(
      { status: PaymentStatus.FAILED, amounts: { requested: eur(0n) } },
      failed(failure(FailureCode.DECLINED)),
    );
    assert.equal((await pay(connector)).operation.status, OperationStatus.FAILED);
  });
});
