/** What is kept at a processor for later: mandates, methods in its vault, customers, sessions for the customer's side. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  CaptureMode,
  CreateClientSessionResponse_NextCall,
  type Customer,
  CustomerSchema,
  Lookup_Outcome,
  type Mandate,
  MandateStatus,
  type Money,
  OperationStatus,
  PaymentMethodSchema,
  PaymentStatus,
  type Purchase,
  PurchaseSchema,
  RecurringTerms_AmountKind,
  RecurringTerms_Interval,
  SetupMandateRequestSchema,
  StoredCredential_Initiator,
  StoredCredential_Reason,
  StoredCredentialSchema,
} from "#contract";
import { InvalidRequest, toJson } from "#kit";
import { act, recorder } from "./journey.ts";
import {
  cardSample,
  changed,
  methodSamples,
  moved,
  newReference,
  openShop,
  requestFor,
  type Shop,
  simulatedIds,
} from "./shop.ts";
import { story } from "./story.ts";

const { FAILED, UNKNOWN } = OperationStatus;

/** A customer at the processor, where it has customers; the sample's own otherwise. */
async function customerOf(shop: Shop): Promise<Customer | undefined> {
  const sample = requestFor(shop, cardSample(shop)).purchase?.customer;
  if (!sample || !shop.has("createCustomer")) return sample;
  const { customerId, operation } = await shop.client.customers.createCustomer({
    reference: newReference("customer"),
    customer: sample,
  });
  assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  assert.ok(customerId);
  shop.prove("createCustomer");
  return { ...sample, customerId };
}

/** The request that sets a mandate up with a method's sample: without a payment, unless the connector insists on one. */
async function setUp(shop: Shop, method: string): Promise<Mandate | undefined> {
  const { purchase, paymentMethod } = sampled(shop, method);
  const amount = purchase?.amount ?? assert.fail("the sample has no amount");
  const customer = await customerOf(shop);
  const reference = newReference("setup");
  const ask = (minorUnits: bigint) =>
    shop.client.mandates.setupMandate(
      changed(create(SetupMandateRequestSchema, { reference }), {
        paymentMethod,
        purchase: {
          ...ofCustomer(purchase, customer?.customerId),
          amount: { ...amount, minorUnits },
        },
        storedCredential: {
          initiator: StoredCredential_Initiator.CUSTOMER,
          reason: StoredCredential_Reason.UNSCHEDULED,
          store: true,
          ...termsOf(shop, amount),
        },
      }),
    );
  const begun = await ask(0n).catch((error: unknown) => {
    const insists =
      error instanceof InvalidRequest &&
      error.violations.every(({ field }) => field.startsWith("purchase.amount"));
    if (insists) return ask(amount.minorUnits);
    throw error;
  });
  const { operation } = begun;
  assert.notEqual(operation?.status, FAILED, toJson(operation?.failure));
  assert.notEqual(operation?.status, UNKNOWN, toJson(operation?.failure));
  const acted = await act(shop, begun);
  return settled(shop, acted.mandate ?? begun.mandate);
}
const sampled = (shop: Shop, method: string) =>
  requestFor(
    shop,
    methodSamples(shop).find(([name]) => name === method)?.[1] ?? assert.fail(method),
  );
const ofCustomer = (purchase: Purchase | undefined, customerId: string | undefined) =>
  changed(purchase ?? create(PurchaseSchema), {
    device: purchase?.device ?? { ipAddress: "192.0.2.1", environment: browser },
    customer: changed(
      purchase?.customer ?? create(CustomerSchema),
      customerId ? { customerId } : {},
    ),
  });
const browser = { case: "browser", value: { userAgent: "Mozilla/5.0" } };
/** Terms, where the connector says that it wants them. */
const termsOf = ({ connector }: Shop, amount: Money) =>
  connector.rules?.setupMandate?.requires?.some((path) => path.startsWith("storedCredential.terms"))
    ? {
        terms: {
          amount: { ...amount, minorUnits: amount.minorUnits * 2n },
          amountKind: RecurringTerms_AmountKind.MAXIMUM,
          interval: RecurringTerms_Interval.AS_PRESENTED,
        },
      }
    : {};

/** A bank may take its time to agree. */
async function settled(shop: Shop, mandate: Mandate | undefined): Promise<Mandate | undefined> {
  const payment = mandate?.mandateRef?.relatedIds["payment"] ?? mandate?.mandateRef?.mandateId;
  if (mandate?.status === MandateStatus.PENDING && payment)
    shop.processor.command("settle", { payment, outcome: "succeeded" });
  shop.wait(3600);
  const told = (await shop.events()).flatMap(({ resource }) =>
    resource.case === "mandate" ? [resource.value] : [],
  );
  const last = told.at(-1);
  // An event need not repeat whose it is.
  const latest =
    last &&
    changed(last, {
      mandateRef: { ...mandate?.mandateRef, ...given(last.mandateRef) },
    });
  if (mandate?.status === MandateStatus.ACTIVE && mandate.stored) return mandate;
  if (latest?.status === MandateStatus.ACTIVE && latest.stored) return latest;
  const ref = mandate?.mandateRef ?? latest?.mandateRef;
  if (!shop.has("getMandate") || !ref?.mandateId) return latest ?? mandate;
  const found = await shop.client.mandates.getMandate({ mandate: ref });
  return found.mandate ?? latest ?? mandate;
}

const given = (members: object = {}) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

for (const id of simulatedIds)
  describe(`what ${id} keeps`, async () => {
    const { connector, samples, has } = await openShop(id);
    const without = (flow: Parameters<typeof has>[0]) =>
      has(flow) ? false : `${id} has no ${flow}`;
    const keeps = methodSamples({ connector, samples })
      .map(([name]) => name)
      .filter((name) => {
        const { flows } =
          Object.entries(connector.methods).find(([one]) => one === name)?.[1] ?? {};
        return flows?.includes("setupMandate");
      });

    for (const method of has("setupMandate") ? keeps : [])
      test(`a mandate by ${method} is set up, charged and ended`, async () => {
        const shop = await openShop(id);
        const mandate = await setUp(shop, method);
        assert.equal(mandate?.status, MandateStatus.ACTIVE);
        const stored = mandate.stored ?? assert.fail("nothing to charge");
        shop.prove("setupMandate", method);
        if (shop.has("getMandate") && mandate.mandateRef) {
          const found = await shop.client.mandates.getMandate({ mandate: mandate.mandateRef });
          assert.equal(found.lookup?.outcome, Lookup_Outcome.FOUND);
          assert.equal(found.mandate?.status, MandateStatus.ACTIVE);
          shop.prove("getMandate");
        }

        const usual = sampled(shop, method);
        const { purchase } = usual;
        const charge = changed(usual, {
          paymentMethod: create(PaymentMethodSchema, { method: { case: "stored", value: stored } }),
          purchase: ofCustomer(purchase, mandate.mandateRef?.customerId),
          storedCredential: create(StoredCredentialSchema, {
            initiator: StoredCredential_Initiator.MERCHANT,
            reason: StoredCredential_Reason.UNSCHEDULED,
          }),
        });
        const before = moved(shop.processor.ledger, "capture");
        const begun = await shop.client.payments.authorizePayment(charge);
        const { payment } = await recorder(shop, charge.reference).follow(begun);
        assert.equal(payment.value.status, PaymentStatus.CAPTURED);
        assert.equal(
          moved(shop.processor.ledger, "capture") - before,
          purchase?.amount?.minorUnits,
        );
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
