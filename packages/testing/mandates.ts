/** Mandates: how one is set up with a method's sample, and how it is charged. */
import { strict as assert } from "node:assert";
import { create } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  type Customer,
  CustomerSchema,
  type Mandate,
  MandateStatus,
  type Money,
  OperationStatus,
  PaymentMethodSchema,
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
import { act } from "./journey.ts";
import { cardSample, changed, methodSamples, newReference, requestFor, type Shop } from "./shop.ts";

const { FAILED, UNKNOWN } = OperationStatus;

/** A customer at the processor, where it has customers; the sample's own otherwise. */
export async function customerOf(shop: Shop): Promise<Customer | undefined> {
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
export async function setUp(shop: Shop, method: string): Promise<Mandate | undefined> {
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
export const sampled = (shop: Shop, method: string) =>
  requestFor(
    shop,
    methodSamples(shop).find(([name]) => name === method)?.[1] ?? assert.fail(method),
  );
export const ofCustomer = (purchase: Purchase | undefined, customerId: string | undefined) =>
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

/** The charge of a mandate, the customer not being there. */
export function chargeOf(shop: Shop, method: string, mandate: Mandate): AuthorizePaymentRequest {
  const usual = sampled(shop, method);
  const value = mandate.stored ?? assert.fail("nothing to charge");
  return changed(usual, {
    paymentMethod: create(PaymentMethodSchema, { method: { case: "stored", value } }),
    purchase: ofCustomer(usual.purchase, mandate.mandateRef?.customerId),
    storedCredential: create(StoredCredentialSchema, {
      initiator: StoredCredential_Initiator.MERCHANT,
      reason: StoredCredential_Reason.UNSCHEDULED,
    }),
  });
}

/** The methods that a mandate can be set up with. */
export const mandateMethods = ({
  connector,
  samples,
}: Pick<Shop, "connector" | "samples">): readonly string[] =>
  connector.flows.setupMandate
    ? methodSamples({ connector, samples })
        .map(([name]) => name)
        .filter((name) =>
          Object.entries(connector.methods)
            .find(([one]) => one === name)?.[1]
            .flows?.includes("setupMandate"),
        )
    : [];
