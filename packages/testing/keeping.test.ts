/** What is kept at a processor for later: mandates, methods in its vault, customers, sessions for the customer's side. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CaptureMode,
  CreateClientSessionResponse_NextCall,
  Lookup_Outcome,
  MandateStatus,
  OperationStatus,
  PaymentStatus,
} from "#contract";
import { amountOf, recorder } from "./journey.ts";
import { chargeOf, customerOf, mandateMethods, setUp } from "./mandates.ts";
import {
  cardSample,
  changed,
  moved,
  newReference,
  openShop,
  requestFor,
  simulatedIds,
} from "./shop.ts";
import { story } from "./story.ts";

const { FAILED, UNKNOWN } = OperationStatus;

for (const id of simulatedIds)
  describe(`what ${id} keeps`, async () => {
    const about = await openShop(id);
    const without = (flow: Parameters<typeof about.has>[0]) =>
      about.has(flow) ? false : `${id} has no ${flow}`;
    for (const method of mandateMethods(about))
      test(`a mandate by ${method} is set up, charged and ended`, async () => {
        const shop = await openShop(id);
        const mandate = await setUp(shop, method);
        assert.equal(mandate?.status, MandateStatus.ACTIVE);
        shop.prove("setupMandate", method);
        if (shop.has("getMandate") && mandate.mandateRef) {
          const found = await shop.client.mandates.getMandate({ mandate: mandate.mandateRef });
          assert.equal(found.lookup?.outcome, Lookup_Outcome.FOUND);
          assert.equal(found.mandate?.status, MandateStatus.ACTIVE);
          shop.prove("getMandate");
        }

        const charge = chargeOf(shop, method, mandate);
        const before = moved(shop.processor.ledger, "capture");
        const begun = await shop.client.payments.authorizePayment(charge);
        const { payment } = await recorder(shop, charge.reference).follow(begun);
        assert.equal(payment.value.status, PaymentStatus.CAPTURED);
        assert.equal(moved(shop.processor.ledger, "capture") - before, amountOf(charge).minorUnits);
        shop.prove("authorizePayment", "stored");

        if (!shop.has("revokeMandate") || !mandate.mandateRef) return;
        const ended = await shop.client.mandates.revokeMandate({ mandate: mandate.mandateRef });
        assert.notEqual(ended.operation?.status, FAILED);
        assert.notEqual(ended.operation?.status, UNKNOWN);
        shop.wait(3600);
        await shop.events();
        const after = moved(shop.processor.ledger, "capture");
        const again = await shop.client.payments.authorizePayment(
          changed(charge, { reference: newReference("order") }),
        );
        assert.equal(again.operation?.status, FAILED, "what was ended is not charged");
        assert.equal(moved(shop.processor.ledger, "capture"), after);
        shop.prove("revokeMandate");
      });

    story(
      "a method is kept without a payment, and forgotten",
      without("tokenizePaymentMethod"),
      async () => {
        const shop = await openShop(id);
        const customer = await customerOf(shop);
        const { paymentMethod } = requestFor(shop, cardSample(shop));
        const kept = await shop.client.paymentMethods.tokenizePaymentMethod({
          reference: newReference("token"),
          ...(paymentMethod && { paymentMethod }),
          ...(customer && { customer }),
        });
        assert.equal(kept.operation?.status, OperationStatus.SUCCEEDED);
        assert.ok(kept.stored?.storedMethodId);
        assert.deepEqual(shop.processor.ledger, [], "nothing moved");
        shop.prove("tokenizePaymentMethod", "card");
        await shop.events();
        if (!shop.has("deletePaymentMethod")) return;
        const gone = await shop.client.paymentMethods.deletePaymentMethod({
          stored: kept.stored,
          ...(customer && { customer }),
        });
        assert.equal(gone.operation?.status, OperationStatus.SUCCEEDED);
        shop.prove("deletePaymentMethod");
        await shop.events();
      },
    );

    story("a customer is made, and forgotten", without("createCustomer"), async () => {
      const shop = await openShop(id);
      const customer = await customerOf(shop);
      assert.ok(customer?.customerId);
      if (!shop.has("deleteCustomer")) return;
      const { operation } = await shop.client.customers.deleteCustomer({
        customerId: customer.customerId,
      });
      assert.equal(operation?.status, OperationStatus.SUCCEEDED);
      shop.prove("deleteCustomer");
      await shop.events();
    });

    story(
      "a session is opened for the customer's side",
      without("createClientSession"),
      async () => {
        const shop = await openShop(id);
        const { purchase } = requestFor(shop, cardSample(shop));
        const session = await shop.client.sessions.createClientSession({
          reference: newReference("session"),
          ...(purchase && { purchase }),
          captureMode: CaptureMode.AUTOMATIC,
        });
        assert.equal(session.operation?.status, OperationStatus.SUCCEEDED);
        assert.ok(session.client?.sdk);
        assert.ok(Object.keys(session.client.values).length > 0);
        assert.notEqual(session.nextCall, CreateClientSessionResponse_NextCall.UNSPECIFIED);
        assert.deepEqual(shop.processor.ledger, [], "nothing moved");
        shop.prove("createClientSession");
        await shop.events();
      },
    );
  });
