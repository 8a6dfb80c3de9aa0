/** Mollie: payments by redirect, captures, refunds, recurring charges on mandates, chargebacks. https://docs.mollie.com/reference */
import { OperationKind, OperationStatus } from "#contract";
import {
  answer,
  call,
  defineConnector,
  done,
  fullName,
  json,
  mandated,
  noContent,
  notFound,
  reversedBy,
  v,
  withHeaders,
} from "#kit";
import { bearerOf, credentials, modeOf, modeWord } from "./account.ts";
import { disputeFlows } from "./disputes.ts";
import { createMandate, fetchMandate, mandateOf, prepareMandate } from "./mandates.ts";
import { methods } from "./methods.ts";
import {
  capture,
  fetchPayment,
  giveUp,
  giveUpRest,
  held,
  locate,
  outcome,
  pay,
  release,
} from "./payments.ts";
import {
  checkMandate,
  checkPayment,
  labelled,
  localeOf,
  paymentLimits,
  routedLimits,
  shareLimits,
} from "./purchase.ts";
import {
  cancelRefund,
  fetchRefund,
  giveBack,
  locateRefund,
  refund,
  voidLimits,
} from "./refunds.ts";
import { refusal } from "./refusals.ts";
import { webhooks } from "./webhooks.ts";
import { customers, mandates, modeBody, unkeyed } from "./wire.ts";

export default defineConnector({
  id: "mollie",
  name: "Mollie",
  docs: "https://docs.mollie.com/reference",
  apiVersion: "v2",
  // Live and test differ by key alone.
  hosts: { api: { live: "https://api.mollie.com", test: "https://api.mollie.com" } },

  credentials,
  subAccount: "profileId",
  modeOf,
  authenticate: (request, { credentials: account }) =>
    withHeaders(request, { Authorization: bearerOf(account) }),
  // An older edition of this page keeps keys for 24 hours; the present one could not be read, so that nothing is promised.
  idempotency: {
    carrier: "header",
    name: "Idempotency-Key",
    format: "uuid",
    source: "https://docs.mollie.com/reference/api-idempotency",
  },
  // https://docs.mollie.com/reference/handling-errors: after a rate limit the same request is to be sent again.
  statuses: { 429: "untouched" },

  methods,
  rules: {
    authorizePayment: {
      understands: ["purchase.channel", "purchase.splits"],
      limits: routedLimits,
      source: paymentLimits.source,
      check: checkPayment,
    },
    setupMandate: {
      requires: ["purchase.customer.customerId"],
      understands: ["purchase.channel"],
      ...paymentLimits,
      check: checkMandate,
    },
    capturePayment: { partial: true, repeated: true },
    voidPayment: { understands: ["operationId"], ...voidLimits },
    createRefund: {
      understands: ["splits"],
      partial: true,
      repeated: true,
      limits: shareLimits,
      source: "https://docs.mollie.com/reference/create-refund",
    },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "eventual" },
    getMandate: { requires: ["mandate.customerId"] },
    revokeMandate: { requires: ["mandate.customerId"] },
    getDispute: { requires: ["dispute.payment.paymentId"] },
  },

  flows: {
    *authorizePayment(asked) {
      const isDebit = asked.paymentMethod?.method.case === "sepaDebit";
      const mandate = isDebit ? yield* call(prepareMandate, asked) : undefined;
      const own = mandate ? { mandateId: mandate.mandateRef?.mandateId } : {};
      return outcome(yield* call(pay, { asked, own }));
    },
    /** Mollie keeps the state: coming back is a reason to look. */
    *resumePayment({ payment: ref }, { state }) {
      const found = yield* call(fetchPayment, ref?.paymentId || state["payment"]);
      if (!state["customer"]) return outcome(found);
      const mandate = yield* mandateOf(found, state["customer"]);
      return { ...outcome(found), operation: mandated(mandate), mandate, state };
    },
    *getPayment({ target }) {
      const found = yield* locate(target);
      return { payment: found?.payment, nextAction: found?.nextAction };
    },

    *capturePayment(asked) {
      const id = asked.payment?.paymentId ?? "";
      const before = asked.finalCapture ? yield* call(fetchPayment, id) : undefined;
      const outcome = yield* call(capture, asked);
      const { capturable, requested } = before?.payment.amounts ?? {};
      const isAll = [capturable, requested].some(
        (all) => all?.minorUnits === asked.amount?.minorUnits,
      );
      const isLost = outcome.operation.status === OperationStatus.FAILED;
      if (before && !isAll && !isLost) yield* giveUpRest(id);
      return outcome;
    },
    *voidPayment(asked) {
      if (asked.operationId) return yield* call(cancelRefund, asked);
      return yield* giveUp(yield* call(fetchPayment, asked.payment?.paymentId));
    },
    *reversePayment({ target, reference }) {
      const found = yield* locate(target);
      if (!found) return { operation: notFound() };
      const id = found.payment.paymentRef?.paymentId ?? "";
      const isHeld = held.has(found.payment.status);
      if (isHeld && (found.payment.amounts?.captured?.minorUnits ?? 0n) > 0n) {
        yield* call(release, id);
        return yield* giveBack(yield* call(fetchPayment, id), reference);
      }
      if (!isHeld && !found.isCancelable) return yield* giveBack(found, reference);
      return reversedBy(OperationKind.VOID, yield* giveUp(found));
    },

    *createRefund({ payment, amount, reference, description, metadata, splits }) {
      const paymentId = payment?.paymentId;
      return yield* call(refund, { paymentId, amount, reference, description, metadata, splits });
    },
    *getRefund({ target, payment }) {
      const refund =
        target.case === "originalCall"
          ? yield* locateRefund(payment, target.value)
          : yield* call(fetchRefund, target.value);
      return { refund };
    },

    *setupMandate(asked) {
      if (asked.paymentMethod?.method.case === "sepaDebit") {
        const mandate = yield* call(createMandate, asked);
        return { operation: mandated(mandate), mandate };
      }
      const found = yield* call(pay, { asked, own: { sequenceType: "first" } });
      const customer = asked.purchase?.customer?.customerId ?? "";
      const mandate = yield* mandateOf(found, customer);
      const { nextAction, state } = outcome(found);
      return {
        operation: mandated(mandate),
        mandate,
        nextAction,
        state: state && { ...state, customer },
      };
    },
    *getMandate({ mandate }) {
      return { mandate: yield* call(fetchMandate, mandate) };
    },
    revokeMandate: {
      method: "DELETE",
      path: ({ mandate }) => mandates(mandate),
      body: (_asked, { credentials }) => modeBody(credentials),
      idempotency: unkeyed,
      read: noContent(() => ({ operation: done() })),
    },

    ...disputeFlows,

    createCustomer: {
      method: "POST",
      path: "/v2/customers",
      harmless: true,
      body: ({ customer, reference, metadata }, { credentials }) =>
        json({
          name: fullName(customer?.contact),
          email: customer?.contact?.email,
          locale: localeOf(customer),
          metadata: labelled(metadata, customer?.reference ?? reference),
          ...modeWord(credentials),
        }),
      read: answer(v.object({ id: v.string() }), ({ id }) => ({
        operation: done(),
        customerId: id,
      })),
    },
    deleteCustomer: {
      method: "DELETE",
      path: ({ customerId }) => customers(customerId),
      body: (_asked, { credentials }) => modeBody(credentials),
      idempotency: unkeyed,
      read: noContent(() => ({ operation: done() })),
    },
  },

  webhooks,
  leftOut: [
    "Answers to chargebacks: Mollie has no call for them.",
    "Cards that the customer pays with again (storeCredentials): of Mollie's guide only the beginning could be read. Cards that the merchant charges are kept.",
    "A fee on payments that are made for a connected merchant (applicationFee): the contract names an account for each share, and a fee has none.",
    "A check of webhook signatures by Mollie's own code: @mollie/api-client and mollie-api-typescript have none. The validator of mollie-api-php was read and signs alike, and is not run here.",
  ],
  refusal,
});
