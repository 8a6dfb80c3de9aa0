/** Stories that every connector lives through at its simulator, from the simulator's samples alone. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CaptureMode, FailureCode, OperationStatus, PaymentStatus } from "#contract";
import { totalsOf } from "#runtime";
import { act, isOpen, recorder } from "./journey.ts";
import {
  assertIs,
  methodSamples,
  moved,
  nameOf,
  openShop,
  requestFor,
  simulatedIds,
} from "./shop.ts";

for (const id of simulatedIds)
  describe(`methods of ${id}`, async () => {
    const { connector, samples } = await openShop(id);
    for (const [method, sample] of methodSamples({ connector, samples }))
      test(`${method}: from the request to the money`, async () => {
        const shop = await openShop(id);
        const request = requestFor(shop, sample);
        const begun = await shop.client.payments.authorizePayment(request);
        const { payment, operations } = await recorder(shop, request.reference).follow(begun);
        const why = JSON.stringify(begun.operation?.failure?.processor ?? {});
        const held: readonly PaymentStatus[] = [PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED];
        assert.ok(
          held.includes(payment.value.status),
          `the payment is ${nameOf(PaymentStatus, payment.value.status)} ${why}`,
        );
        const asked = request.purchase?.amount?.minorUnits;
        const { ledger } = shop.processor;
        assert.equal(
          moved(ledger, "authorization") || moved(ledger, "capture"),
          asked,
          "what was asked has moved, once",
        );
        if (request.captureMode === CaptureMode.AUTOMATIC) {
          assertIs(PaymentStatus, payment.value.status, PaymentStatus.CAPTURED);
          assert.equal(moved(ledger, "capture"), asked);
        }
        assert.equal(
          totalsOf({ payment, operations, refunds: [], disputes: [] }).captured,
          moved(ledger, "capture"),
        );
        shop.prove("authorizePayment", method);
      });
  });

for (const id of simulatedIds)
  describe(`outcomes of ${id}`, async () => {
    const { samples } = await openShop(id);
    for (const sample of samples.outcomes)
      test(sample.name, async () => {
        const shop = await openShop(id);
        const request = requestFor(shop, sample);
        const { payment, operation, ...more } =
          await shop.client.payments.authorizePayment(request);
        assert.equal(nameOf(PaymentStatus, payment?.status), sample.status);
        if (sample.code !== undefined) {
          assert.equal(nameOf(FailureCode, payment?.failure?.code), sample.code);
          assert.equal(operation?.failure?.code, payment?.failure?.code);
        }
        if (sample.status === "FAILED") {
          assertIs(OperationStatus, operation?.status, OperationStatus.FAILED);
          assert.deepEqual(shop.processor.ledger, [], "nothing moved");
        } else assertIs(OperationStatus, operation?.status, OperationStatus.ACCEPTED);
        if (sample.status === "ACTION_REQUIRED") assert.ok(more.nextAction?.action.case);
        await shop.events();
      });

    for (const sample of samples.outcomes.filter(({ status }) => status === "ACTION_REQUIRED"))
      test(`${sample.name}, and the shopper does not`, async () => {
        const shop = await openShop(id);
        const request = requestFor(shop, sample);
        const begun = await shop.client.payments.authorizePayment(request);
        let refused = true;
        const acted = await act(shop, begun, "failed", ({ granted }) => {
          refused &&= granted;
        });
        if (!refused) return assert.match(sample.name, /fingerprint/, "nobody is asked");
        assert.notEqual(acted.payment?.status, PaymentStatus.CAPTURED);
        assert.notEqual(acted.payment?.status, PaymentStatus.AUTHORIZED);
        assert.deepEqual(shop.processor.ledger, [], "nothing moved");
        if (acted !== begun && !isOpen(acted.payment))
          assert.ok(acted.payment?.failure?.code, "it says why");
        await shop.events();
      });
  });
