/** What a merchant does with a payment: capture, void, adjust, refund, reverse, repeat. The ledger tells the truth. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  Actor,
  CaptureMode,
  Certainty,
  FailureCode,
  type Operation,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  RefundStatus,
} from "#contract";
import { toJson } from "#kit";
import { CallError, totalsOf } from "#runtime";
import { holds, pay } from "./journey.ts";
import {
  assertIs,
  changed,
  moved,
  nameOf,
  newReference,
  openShop,
  type Shop,
  simulatedIds,
} from "./shop.ts";
import { story } from "./story.ts";

const { ACCEPTED, SUCCEEDED, FAILED, UNKNOWN } = OperationStatus;
type Paid = Awaited<ReturnType<typeof pay>>;

const share = ({ amount }: Paid, part: bigint) => ({
  ...amount,
  minorUnits: amount.minorUnits / part,
});

/** What is known in the end of an operation: from its answer, or from what was told later. */
async function ended(
  shop: Shop,
  { record }: Paid,
  answer: { readonly operation?: Operation | undefined },
): Promise<OperationStatus> {
  record.heard(answer);
  const { operation } = answer;
  assert.equal(operation?.certainty, Certainty.DEFINITIVE);
  if (operation.status === FAILED) assert.ok(operation.failure?.code, "it says why");
  shop.wait(60);
  await record.listen();
  const { operations, refunds } = record.known();
  const told = operations.find(({ value }) => value.operationId === operation.operationId);
  const refund = refunds.find(({ value }) => value.refundRef?.refundId === operation.operationId);
  if (operation.kind === OperationKind.REFUND && refund)
    return refund.value.status === RefundStatus.SUCCEEDED
      ? SUCCEEDED
      : refund.value.status === RefundStatus.PENDING
        ? ACCEPTED
        : FAILED;
  return operation.operationId === undefined
    ? operation.status
    : (told?.value.status ?? operation.status);
}

async function capture(shop: Shop, paid: Paid, amount = paid.amount, finalCapture = true) {
  const answer = await shop.client.payments.capturePayment({
    reference: newReference("capture"),
    payment: paid.ref,
    amount,
    finalCapture,
  });
  return { answer, status: await ended(shop, paid, answer) };
}
async function refund(
  shop: Shop,
  paid: Paid,
  amount = paid.amount,
  reference = newReference("refund"),
) {
  const answer = await shop.client.refunds.createRefund({ reference, payment: paid.ref, amount });
  return { answer, status: await ended(shop, paid, answer) };
}

/** What the service said in all, against what really moved. */
function assertTruth({ processor, id }: Shop, { record }: Paid): void {
  const { captured, refunded } = totalsOf(record.known());
  assert.equal(captured, moved(processor.ledger, "capture"), `${id}: captured`);
  assert.equal(refunded, moved(processor.ledger, "refund"), `${id}: refunded`);
}

for (const id of simulatedIds)
  describe(`operations of ${id}`, async () => {
    const { has, connector, ...about } = await openShop(id);
    const cannotHold = !holds({ has, connector, ...about }) && `${id} takes cards at once`;
    const without = (flow: Parameters<typeof has>[0]) =>
      has(flow) ? false : `${id} has no ${flow}`;

    story(
      "what is held is captured in whole",
      cannotHold || without("capturePayment"),
      async () => {
        const shop = await openShop(id);
        const paid = await pay(shop, CaptureMode.MANUAL);
        assert.equal(moved(shop.processor.ledger, "capture"), 0n);
        const { answer, status } = await capture(shop, paid);
        assertIs(OperationStatus, status, SUCCEEDED);
        assert.equal(answer.operation?.kind, OperationKind.CAPTURE);
        assert.equal(moved(shop.processor.ledger, "capture"), paid.amount.minorUnits);
        await paid.record.look();
        assertIs(PaymentStatus, paid.record.known().payment.value.status, PaymentStatus.CAPTURED);
        assertTruth(shop, paid);
        shop.prove("capturePayment");
      },
    );

    const partial = connector.rules?.capturePayment?.partial;
    story(
      "a part is captured, and the rest is given up",
      cannotHold || without("capturePayment") || (!partial && `${id} captures the whole only`),
      async () => {
        const shop = await openShop(id);
        const paid = await pay(shop, CaptureMode.MANUAL);
        const { status } = await capture(shop, paid, share(paid, 4n));
        assertIs(OperationStatus, status, SUCCEEDED);
        assert.equal(moved(shop.processor.ledger, "capture"), paid.amount.minorUnits / 4n);
        assertTruth(shop, paid);
      },
    );

    story(
      "more than is held is not captured",
      cannotHold || without("capturePayment"),
      async () => {
        const shop = await openShop(id);
        const paid = await pay(shop, CaptureMode.MANUAL);
        const more = { ...paid.amount, minorUnits: paid.amount.minorUnits + 1n };
        assertIs(OperationStatus, (await capture(shop, paid, more)).status, FAILED);
        assert.equal(moved(shop.processor.ledger, "capture"), 0n);
        const { status } = paid.record.known().payment.value;
        assertIs(PaymentStatus, status, PaymentStatus.AUTHORIZED, "the payment is what it was");
      },
    );

    story(
      "what was captured is not captured again",
      cannotHold || without("capturePayment"),
      async () => {
        const shop = await openShop(id);
        const paid = await pay(shop, CaptureMode.MANUAL);
        await capture(shop, paid);
        const again = await capture(shop, paid);
        assert.ok(again.status === FAILED || again.answer.operation?.alreadyDone);
        assert.equal(moved(shop.processor.ledger, "capture"), paid.amount.minorUnits);
        assert.notEqual(paid.record.known().payment.value.status, PaymentStatus.FAILED);
        assertTruth(shop, paid);
      },
    );

    story("what is held is given up, once", cannotHold || without("voidPayment"), async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.MANUAL);
      const give = async () => {
        const answer = await shop.client.payments.voidPayment({
          reference: newReference("void"),
          payment: paid.ref,
        });
        return { answer, status: await ended(shop, paid, answer) };
      };
      // Some only take it on, and tell by look-up alone that it was done.
      const { status } = await give();
      assert.ok(status === SUCCEEDED || status === ACCEPTED);
      await paid.record.look();
      assertIs(PaymentStatus, paid.record.known().payment.value.status, PaymentStatus.VOIDED);
      const again = await give();
      assert.ok(again.status === FAILED || again.answer.operation?.alreadyDone);
      assert.equal(moved(shop.processor.ledger, "void"), paid.amount.minorUnits);
      assert.equal(moved(shop.processor.ledger, "capture"), 0n);
      shop.prove("voidPayment");
    });

    story("what is held is changed", cannotHold || without("adjustPayment"), async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.MANUAL);
      const amount = { ...paid.amount, minorUnits: paid.amount.minorUnits + 500n };
      const answer = await shop.client.payments.adjustPayment({
        reference: newReference("adjust"),
        payment: paid.ref,
        amount,
        previousAmount: paid.amount,
      });
      const status = await ended(shop, paid, answer);
      const held = moved(shop.processor.ledger, "authorization");
      if (status === FAILED) {
        assert.equal(
          held,
          paid.amount.minorUnits,
          `not changed: ${JSON.stringify(answer.operation?.failure?.processor)}`,
        );
        return;
      }
      assert.equal(held, amount.minorUnits);
      shop.prove("adjustPayment");
    });

    story(
      "a part is refunded, then another, and never more than was taken",
      without("createRefund"),
      async () => {
        const shop = await openShop(id);
        const paid = await pay(shop, CaptureMode.AUTOMATIC);
        const first = await refund(shop, paid, share(paid, 4n));
        assertIs(OperationStatus, first.status, SUCCEEDED);
        assert.equal(first.answer.refund?.amount?.minorUnits, paid.amount.minorUnits / 4n);
        assert.equal(moved(shop.processor.ledger, "refund"), paid.amount.minorUnits / 4n);
        assertTruth(shop, paid);
        shop.prove("createRefund");

        const over = await refund(shop, paid);
        assertIs(OperationStatus, over.status, FAILED, "the whole is more than is left");
        assert.notEqual(over.answer.refund?.status, RefundStatus.SUCCEEDED);
        assert.equal(moved(shop.processor.ledger, "refund"), paid.amount.minorUnits / 4n);

        const rest = {
          ...paid.amount,
          minorUnits: paid.amount.minorUnits - paid.amount.minorUnits / 4n,
        };
        assertIs(OperationStatus, (await refund(shop, paid, rest)).status, SUCCEEDED);
        assert.equal(moved(shop.processor.ledger, "refund"), paid.amount.minorUnits);
        assertIs(OperationStatus, (await refund(shop, paid, share(paid, 4n))).status, FAILED);
        assertIs(PaymentStatus, paid.record.known().payment.value.status, PaymentStatus.CAPTURED);
        assertTruth(shop, paid);
      },
    );

    story("a refund is looked up by its handle and by its call", without("getRefund"), async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.AUTOMATIC);
      const reference = newReference("refund");
      const { answer } = await refund(shop, paid, share(paid, 2n), reference);
      const value = answer.refund?.refundRef ?? assert.fail("no handle");
      const { refund: found } = await shop.client.refunds.getRefund({
        target: { case: "refund", value },
      });
      assert.equal(found?.amount?.minorUnits, paid.amount.minorUnits / 2n);
      shop.prove("getRefund");
      if (!connector.rules?.getRefund?.byOriginalCall) return;
      const byCall = await shop.client.refunds.getRefund({
        target: { case: "originalCall", value: { reference } },
        payment: paid.ref,
      });
      assert.equal(byCall.refund?.refundRef?.refundId, value.refundId);
    });

    story("what is not there is not found", without("getPayment"), async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.AUTOMATIC);
      const paymentId = `${paid.ref.paymentId.slice(0, -3)}zzz`;
      const { payment, lookup } = await shop.client.payments.getPayment({
        target: { case: "payment", value: { paymentId } },
      });
      assert.equal(payment, undefined);
      assert.ok(lookup?.outcome);
    });

    story(
      "the original call finds its payment, and no other",
      connector.rules?.getPayment?.byOriginalCall ? false : `${id} cannot`,
      async () => {
        const shop = await openShop(id);
        await pay(shop, CaptureMode.AUTOMATIC);
        const paid = await pay(shop, CaptureMode.AUTOMATIC);
        shop.wait(connector.rules?.getPayment?.visibleAfter ?? 0);
        const find = (reference: string) =>
          shop.client.payments.getPayment({
            target: { case: "originalCall", value: { reference } },
          });
        const { payment } = await find(paid.request.reference);
        assert.equal(payment?.paymentRef?.paymentId, paid.ref.paymentId);
        assert.equal((await find("order-never-made")).payment, undefined);
      },
    );

    for (const [what, mode] of [
      ["held", CaptureMode.MANUAL],
      ["taken", CaptureMode.AUTOMATIC],
    ] as const)
      story(
        `what is ${what} is reversed, and again without effect`,
        without("reversePayment") || (mode === CaptureMode.MANUAL && cannotHold),
        async () => {
          const shop = await openShop(id);
          const paid = await pay(shop, mode);
          const reverse = async () => {
            const answer = await shop.client.payments.reversePayment({
              reference: newReference("reverse"),
              target: { case: "payment", value: paid.ref },
            });
            return { answer, status: await ended(shop, paid, answer) };
          };
          const { answer, status } = await reverse();
          await reverse();
          const { ledger } = shop.processor;
          const kept = moved(ledger, "capture") - moved(ledger, "refund");
          const onHold =
            moved(ledger, "authorization") - moved(ledger, "void") - moved(ledger, "capture");
          if (status === FAILED) {
            assert.equal(mode, CaptureMode.MANUAL, "what was taken can be given back");
            assertIs(FailureCode, answer.operation?.failure?.code, FailureCode.WRONG_STATE);
            return;
          }
          assert.equal(kept, 0n);
          if (mode === CaptureMode.MANUAL) assert.equal(onHold, 0n);
          assert.ok(
            [OperationKind.VOID, OperationKind.REFUND, OperationKind.REVERSE].includes(
              answer.operation?.kind as 4,
            ),
          );
          shop.prove("reversePayment");
        },
      );

    story(
      "what is left after a refund is reversed, and nobody says that it was more",
      without("reversePayment") || without("createRefund"),
      async () => {
        const shop = await openShop(id);
        const paid = await pay(shop, CaptureMode.AUTOMATIC);
        await refund(shop, paid, share(paid, 4n));
        const answer = await shop.client.payments.reversePayment({
          reference: newReference("reverse"),
          target: { case: "payment", value: paid.ref },
        });
        await ended(shop, paid, answer);
        if (shop.has("getPayment")) await paid.record.look();
        assertTruth(shop, paid);
      },
    );

    test("the same call again moves nothing more", async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.AUTOMATIC);
      const before = shop.processor.ledger.length;
      const again = await shop.client.payments.authorizePayment(paid.request);
      const { payment, operation } = again;
      assert.equal(shop.processor.ledger.length, before);
      if (operation?.status !== OperationStatus.FAILED && payment?.paymentRef?.paymentId)
        assert.equal(payment.paymentRef.paymentId, paid.ref.paymentId);
      await shop.events();
      assert.equal(moved(shop.processor.ledger, "capture"), paid.amount.minorUnits);
    });

    story("the same refund again moves nothing more", without("createRefund"), async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.AUTOMATIC);
      const reference = newReference("refund");
      const one = await refund(shop, paid, share(paid, 4n), reference);
      const other = await refund(shop, paid, share(paid, 4n), reference);
      const { carrier } = one.answer.operation?.idempotency ?? {};
      assert.ok(carrier);
      assert.equal(
        other.answer.refund?.refundRef?.refundId,
        one.answer.refund?.refundRef?.refundId,
      );
      assert.equal(moved(shop.processor.ledger, "refund"), paid.amount.minorUnits / 4n);
      assertTruth(shop, paid);
    });

    test("the same key for another amount is unknown, and moves nothing", async () => {
      const shop = await openShop(id);
      const paid = await pay(shop, CaptureMode.AUTOMATIC);
      if (!has("createRefund")) return;
      const ask = (units: bigint) =>
        shop.client.refunds.createRefund({
          reference: "refund-same",
          idempotencyKey: "same-key",
          payment: paid.ref,
          amount: { ...paid.amount, minorUnits: units },
        });
      const first = await ask(100n);
      assert.notEqual(first.operation?.status, FAILED);
      const second = await ask(200n);
      await shop.events();
      assert.equal(moved(shop.processor.ledger, "refund"), 100n);
      assert.equal(
        nameOf(OperationStatus, second.operation?.status),
        nameOf(OperationStatus, OperationStatus.UNKNOWN),
      );
      assert.equal(
        nameOf(FailureCode, second.operation?.failure?.code),
        nameOf(FailureCode, FailureCode.IDEMPOTENCY_CONFLICT),
        `${id}: what the processor says of a key that came with another request`,
      );
    });

    test("wrong credentials are a refusal that says so, and move nothing", async () => {
      const shop = await openShop(id);
      const secret = Object.entries(connector.credentials).find(
        ([, field]) => field.secret && field.required && !field.many,
      )?.[0];
      assert.ok(secret);
      const given = String(shop.samples.credentials[secret]);
      const { request, record } = await pay(shop, CaptureMode.AUTOMATIC);
      // Some sandboxes take every test key of the usual form; a key of the live form is refused before it is sent.
      const variants = [
        given.replace(/[0-9a-zA-Z]{6}$/, "zzzzz0"),
        given.replace("_test_", "_live_"),
      ].filter((wrong) => wrong !== given);
      const refusals: string[] = [];
      for (const wrong of variants) {
        const before = shop.processor.ledger.length;
        const stranger = shop.stranger({ ...shop.samples.credentials, [secret]: wrong });
        const asked = changed(request, { reference: newReference("order") });
        const told = await stranger.payments.authorizePayment(asked).then(
          ({ operation }) => (operation?.status === FAILED ? operation.failure : undefined),
          (error: unknown) => (error instanceof CallError ? error : assert.fail(String(error))),
        );
        if (!told) continue;
        assert.ok(!toJson(told).includes(wrong), "what was rejected is not shown");
        refusals.push(told instanceof CallError ? told.reason : nameOf(FailureCode, told.code));
        assert.equal(shop.processor.ledger.length, before);
        if (told instanceof CallError || !has("createRefund")) continue;
        // Where it is looked first whether an earlier refund was made, that is not known, and the reason is the same.
        const { operation } = await stranger.refunds.createRefund({
          reference: newReference("refund"),
          payment: record.known().payment.value.paymentRef,
          amount: request.purchase?.amount,
        });
        assert.ok([FAILED, UNKNOWN].includes(operation?.status as 3));
        refusals.push(nameOf(FailureCode, operation?.failure?.code));
        assert.equal(operation?.failure?.actor, Actor.MERCHANT);
        assert.equal(shop.processor.ledger.length, before);
      }
      assert.ok(
        refusals.length > 0,
        `${id} takes any ${secret}: the simulator refuses none of ${variants.join(", ") || "those made from its sample, which has to end in six letters or digits"}`,
      );
      for (const refusal of refusals)
        assert.match(refusal, /^(CREDENTIALS_REJECTED|INVALID_CREDENTIALS)$/);
    });
  });
