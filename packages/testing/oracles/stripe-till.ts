/** What is bought in a shop of Stripe's official SDK, with a shop for each test. */
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import type Stripe from "stripe";
import { conforms, openShop, type Shop } from "./stripe-shop.ts";

export let shop: Shop;
export const opened: Shop[] = [];
beforeEach(async () => {
  shop = await openShop();
  opened.push(shop);
});
export const closing = async () => {
  while (opened.length > 0) await opened.pop()?.close();
};
test.afterEach(closing);
after(closing);

export type Creation = Stripe.PaymentIntentCreateParams;
export const pay = (more: Partial<Creation> = {}, options: Stripe.RequestOptions = {}) =>
  shop.stripe.paymentIntents.create(
    {
      amount: 2000,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
      metadata: { reference: "order-1" },
      ...more,
    },
    options,
  );
export const hold = (more: Partial<Creation> = {}) => pay({ capture_method: "manual", ...more });
/** The SDK's types leave raw card data out; the API takes it. */
export const cardData = (number: string, more: object = {}) => {
  const card = { number, exp_month: 12, exp_year: 2034, cvc: "123", ...more };
  return { payment_method_data: { type: "card", card } } as unknown as Partial<Creation>;
};
export const payWith = (number: string, more: Partial<Creation> = {}) => {
  const { payment_method: _, ...rest } = { ...base, ...cardData(number), ...more };
  return shop.stripe.paymentIntents.create(rest as Creation);
};
export const base = {
  amount: 2000,
  currency: "usd",
  confirm: true,
  allowed_payment_method_types: ["card"],
  payment_method: undefined,
};
/** With a method of this type, of which `data` is all that is said. */
export const payBy = (type: string, currency: string, data: object, more: object = {}) =>
  shop.stripe.paymentIntents.create({
    amount: 2000,
    currency,
    confirm: true,
    allowed_payment_method_types: [type],
    payment_method_data: { type, ...data },
    ...more,
  } as Creation);
export const chargeOf = async (intent: Stripe.PaymentIntent) => {
  const full = await shop.stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge"] });
  assert.ok(full.latest_charge && typeof full.latest_charge === "object");
  conforms(full.latest_charge);
  return full.latest_charge;
};
export const declineOf = (error: Stripe.errors.StripeError) =>
  `${error.code} ${error.decline_code ?? ""}`.trim();
