/** The calls that move money, each made ready at a shop and not yet made. */
import { strict as assert } from "node:assert";
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  Lookup_Outcome,
  MandateStatus,
  type Operation,
  PaymentStatus,
} from "#contract";
import { CallError, type CallOptions, type InProcessClient } from "#runtime";
import type { LedgerEntry, Sample } from "#simulate";
import { amountOf, holds, pay, perform } from "./journey.ts";
import { chargeOf, mandateMethods, setUp } from "./mandates.ts";
import { cardSample, newReference, requestFor, type Shop } from "./shop.ts";

export interface Move {
  readonly shop: Shop;
  /** How long the ledger was before anything of this was begun. */
  readonly before: number;
  readonly call: (options?: CallOptions) => Promise<{ readonly operation?: Operation | undefined }>;
  /** What it would move. */
  readonly kind: LedgerEntry["kind"];
  readonly amount: bigint;
  readonly reference: string;
  /** Whether the request names the amount, so that the answer's is compared with it. */
  readonly asksAmount: boolean;
  /** What the customer did elsewhere may have moved it before the call. */
  readonly isContinued?: boolean;
  /** Whether the money moves, by what a look-up finds; undefined where it finds nothing. */
  readonly look?: () => Promise<boolean | undefined>;
  readonly reverse?: () => Promise<Operation | undefined>;
}

/** By the name of the rpc and what it is about; undefined where a connector has no such call. */
export const moves: Readonly<Record<string, (shop: Shop) => Promise<Move | undefined>>> = {
  authorizePayment: async (shop) =>
    paying(shop, requestFor(shop, cardSample(shop)), PaymentStatus.CAPTURED),

  "authorizePayment that only holds": async (shop) =>
    holds(shop)
      ? paying(
          shop,
          requestFor(shop, cardSample(shop), CaptureMode.MANUAL),
          PaymentStatus.AUTHORIZED,
        )
      : undefined,

  "authorizePayment of a mandate": async (shop) => {
    const [method] = mandateMethods(shop);
    if (method === undefined) return undefined;
    const mandate = await setUp(shop, method);
    if (mandate?.status !== MandateStatus.ACTIVE) return undefined;
    return paying(shop, chargeOf(shop, method, mandate), PaymentStatus.CAPTURED);
  },

  resumePayment: async (shop) => {
    const { outcomes, methods } = shop.samples;
    const away = outcomes.filter(({ status }) => status === "ACTION_REQUIRED");
    for (const sample of [...away, ...Object.values(methods)]) {
      const ready = shop.has("resumePayment") && (await resuming(shop, sample));
      if (ready) return ready;
    }
    return undefined;
  },

  capturePayment: async (shop) => {
    if (!shop.has("capturePayment") || !holds(shop)) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.MANUAL);
    const reference = newReference("capture");
    return {
      shop,
      before: shop.processor.ledger.length,
      call: (options) =>
        shop.client.payments.capturePayment(
          { reference, payment: ref, amount, finalCapture: true },
          options,
        ),
      kind: "capture",
      amount: amount.minorUnits,
      reference,
      asksAmount: true,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.status === PaymentStatus.CAPTURED;
      },
    };
  },

  voidPayment: async (shop) => {
    if (!shop.has("voidPayment") || !holds(shop)) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.MANUAL);
    const reference = newReference("void");
    return {
      shop,
      before: shop.processor.ledger.length,
      call: (options) => shop.client.payments.voidPayment({ reference, payment: ref }, options),
      kind: "void",
      amount: amount.minorUnits,
      reference,
      asksAmount: false,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.status === PaymentStatus.VOIDED;
      },
    };
  },

  adjustPayment: async (shop) => {
    if (!shop.has("adjustPayment") || !holds(shop)) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.MANUAL);
    const reference = newReference("adjust");
    const more = { ...amount, minorUnits: amount.minorUnits + 500n };
    return {
      shop,
      before: shop.processor.ledger.length,
      call: (options) =>
        shop.client.payments.adjustPayment(
          { reference, payment: ref, amount: more, previousAmount: amount },
          options,
        ),
      kind: "authorization",
      amount: 500n,
      reference,
      // What is answered is the new total.
      asksAmount: false,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.amounts?.authorized?.minorUnits === more.minorUnits;
      },
    };
  },

  createRefund: async (shop) => {
    if (!shop.has("createRefund")) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.AUTOMATIC);
    const reference = newReference("refund");
    const part = { ...amount, minorUnits: amount.minorUnits / 4n };
    return {
      shop,
      before: shop.processor.ledger.length,
      call: (options) =>
        shop.client.refunds.createRefund({ reference, payment: ref, amount: part }, options),
      kind: "refund",
      amount: part.minorUnits,
      reference,
      asksAmount: true,
      async look() {
        const { refund, lookup } = await shop.client.refunds.getRefund({
          target: { case: "originalCall", value: { reference } },
          payment: ref,
        });
        return refund ? true : lookup?.outcome === Lookup_Outcome.NOT_FOUND ? undefined : false;
      },
    };
  },

  reversePayment: async (shop) => {
    if (!shop.has("reversePayment")) return undefined;
    const { ref, amount } = await pay(shop, CaptureMode.AUTOMATIC);
    const reference = newReference("reverse");
    return {
      shop,
      before: shop.processor.ledger.length,
      call: (options) =>
        shop.client.payments.reversePayment(
          { reference, target: { case: "payment", value: ref } },
          options,
        ),
      kind: "refund",
      amount: amount.minorUnits,
      reference,
      asksAmount: false,
      async look() {
        const { payment } = await shop.client.payments.getPayment({
          target: { case: "payment", value: ref },
        });
        return payment?.amounts?.refunded?.minorUnits === amount.minorUnits;
      },
    };
  },
};

/** A payment that is held or taken at once, by whatever the request says. */
function paying(shop: Shop, request: AuthorizePaymentRequest, good: PaymentStatus): Move {
  const { reference } = request;
  const amount = amountOf(request);
  return {
    shop,
    before: shop.processor.ledger.length,
    call: (options) => shop.client.payments.authorizePayment(request, options),
    kind: good === PaymentStatus.CAPTURED ? "capture" : "authorization",
    amount: amount.minorUnits,
    reference,
    asksAmount: true,
    look: () => found(shop, request, good),
    reverse: () => reversed(shop, { case: "originalCall", value: { reference, amount } }),
  };
}

async function reversed(shop: Shop, target: Target): Promise<Operation | undefined> {
  const reference = newReference("reverse");
  return (await shop.client.payments.reversePayment({ reference, target })).operation;
}
type Target = NonNullable<Parameters<InProcessClient["payments"]["reversePayment"]>[0]["target"]>;

/** A payment whose customer has been away and is back; undefined where this sample's does not go away. */
async function resuming(shop: Shop, sample: Sample): Promise<Move | undefined> {
  const before = shop.processor.ledger.length;
  const request = requestFor(shop, sample);
  const begun = await shop.client.payments.authorizePayment(request);
  const returned = begun.nextAction && (await perform(shop, begun.nextAction, "succeeded"));
  if (!returned) return undefined;
  const { state, payment } = begun;
  const ref = payment?.paymentRef?.paymentId ? payment.paymentRef : undefined;
  const target: Target = ref
    ? { case: "payment", value: ref }
    : { case: "originalCall", value: { reference: request.reference, amount: amountOf(request) } };
  const asked = {
    returned,
    ...(state !== undefined && { state }),
    ...(ref && { payment: ref }),
  };
  return {
    shop,
    before,
    call: (options) => shop.client.payments.resumePayment(asked, options),
    kind: request.captureMode === CaptureMode.AUTOMATIC ? "capture" : "authorization",
    amount: amountOf(request).minorUnits,
    reference: request.reference,
    asksAmount: true,
    isContinued: true,
    reverse: () => reversed(shop, target),
    async look() {
      const found = await shop.client.payments.getPayment({ target });
      return found.payment && found.payment.status === PaymentStatus.CAPTURED;
    },
  };
}

async function found(shop: Shop, { reference }: AuthorizePaymentRequest, good: PaymentStatus) {
  const { payment, lookup } = await shop.client.payments.getPayment({
    target: { case: "originalCall", value: { reference } },
  });
  if (payment) return payment.status === good;
  assert.equal(lookup?.outcome, Lookup_Outcome.NOT_FOUND);
  return undefined;
}

/** What a call came to. */
export type Came =
  | { readonly to: "NOT_SENT" }
  | { readonly to: "answer"; readonly operation: Operation };

export async function made({ call }: Move, options?: CallOptions): Promise<Came> {
  try {
    const { operation } = await call(options);
    return { to: "answer", operation: operation ?? assert.fail("no operation") };
  } catch (error) {
    if (error instanceof CallError && error.reason === "NOT_SENT") return { to: "NOT_SENT" };
    throw error;
  }
}
