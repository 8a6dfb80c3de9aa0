/** Razorpay: orders and server-to-server payments, refunds, mandates, Checkout, disputes. https://razorpay.com/docs/api */
import {
  CreateClientSessionResponse_NextCall,
  FailureCode,
  OperationKind,
  PaymentStatus,
  Retry,
} from "#contract";
import {
  accepted,
  agreement,
  alreadyDone,
  answer,
  authorized,
  call,
  decisive,
  defineConnector,
  done,
  type Failure,
  failed,
  failure,
  json,
  leftOf,
  mandated,
  modeByPrefix,
  notFound,
  reversedBefore,
  reversedBy,
  sameAmount,
  toBase64,
  Unresolved,
  v,
  weightOf,
  weightOfRefund,
  withHeaders,
} from "#kit";
import { credentials, options } from "./account.ts";
import { refusal } from "./answers.ts";
import {
  checkAuthorize,
  checkMandate,
  customerLimits,
  evidenceLimits,
  isCharge,
  mandateLimits,
  orderLimits,
  refundLimits,
} from "./checks.ts";
import { disputeFlows } from "./disputes.ts";
import { fetchToken, mandateOf, termsOf, tokenPath } from "./mandates.ts";
import { methods, nameOf } from "./methods.ts";
import { byReceipt, createOrder, fetchOrderPayments, unitsOf, unkeyed } from "./orders.ts";
import {
  askPassword,
  capture,
  chargeToken,
  fetchPayment,
  fetchRefund,
  locate,
  look,
  refund,
  refundsOf,
  startPayment,
  submitPassword,
  wasTaken,
  whatFollows,
} from "./payments.ts";
import { isGenuine, returnedBy } from "./returns.ts";
import { webhooks } from "./webhooks.ts";

const payer = ["purchase.customer.contact.email", "purchase.customer.contact.phone"] as const;
/** There is no void. */
const open: ReadonlyMap<PaymentStatus, Omit<Failure, "code">> = new Map([
  [
    PaymentStatus.AUTHORIZED,
    { message: "Razorpay has no void: uncaptured, it goes back by itself" },
  ],
  [
    PaymentStatus.PENDING,
    { message: "Razorpay has no void: once captured, refund it", retry: Retry.LATER },
  ],
]);

export default defineConnector({
  id: "razorpay",
  name: "Razorpay",
  docs: "https://razorpay.com/docs/api",
  apiVersion: "v1",
  // Live and test differ by key alone.
  hosts: { api: { live: "https://api.razorpay.com", test: "https://api.razorpay.com" } },

  credentials,
  options,
  subAccount: "header",
  // https://razorpay.com/docs/payments/dashboard/account-settings/api-keys
  modeOf: ({ keyId }) => modeByPrefix(keyId, { live: "rzp_live_", test: "rzp_test_" }),
  authenticate: (request, { credentials: { keyId, keySecret }, subAccount }) =>
    withHeaders(request, {
      Authorization: `Basic ${toBase64(`${keyId}:${keySecret}`)}`,
      ...(subAccount !== undefined && { "X-Razorpay-Account": subAccount }),
    }),
  idempotency: byReceipt,

  methods,
  rules: {
    authorizePayment: {
      requires: payer,
      understands: [
        "purchase.splits",
        "purchase.channel",
        "authentication.request.nativeFlow",
        "session",
      ],
      ...orderLimits,
      check: checkAuthorize,
    },
    createClientSession: {
      understands: ["purchase.splits", "purchase.channel"],
      ...orderLimits,
    },
    setupMandate: {
      requires: [...payer, "purchase.customer.customerId", "storedCredential.terms.amount"],
      understands: [
        "purchase.channel",
        ...agreement,
        "storedCredential.terms.interval",
        "storedCredential.terms.intervalCount",
        "storedCredential.terms.amount",
        "storedCredential.terms.amountKind",
        "storedCredential.terms.endsOn",
      ],
      currencies: ["INR"],
      ...mandateLimits,
      check: checkMandate,
    },
    capturePayment: { partial: false, repeated: false },
    createRefund: { partial: true, repeated: true, ...refundLimits },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "eventual" },
    revokeMandate: { requires: ["mandate.customerId"] },
    deletePaymentMethod: { requires: ["customer.customerId"] },
    createCustomer: { requires: ["customer.contact.firstName"], ...customerLimits },
    submitEvidence: evidenceLimits,
  },

  flows: {
    *authorizePayment(payment) {
      const charges = isCharge(payment);
      const ordered = payment.session?.relatedIds["order"];
      const { orderId, isUsed } = ordered
        ? { orderId: ordered, isUsed: true }
        : yield* call(createOrder, { use: payment, isCharge: charges });
      const earlier = isUsed && decisive(yield* call(fetchOrderPayments, orderId), weightOf);
      if (earlier)
        return { operation: { ...authorized(earlier), alreadyDone: true }, payment: earlier };
      // Listed are those that are authorized or failed: https://razorpay.com/docs/api/orders/fetch-payments
      if (charges && isUsed)
        throw new Unresolved("a debit of this order is on its way", { inProgress: true });
      const attempt = { payment, orderId };
      const begun = charges
        ? yield* call(chargeToken, attempt)
        : yield* call(startPayment, attempt);
      return yield* whatFollows(attempt, begun);
    },

    *resumePayment(asked, { state, credentials: { keySecret } }) {
      const back = returnedBy(asked);
      const orderId = state["order"] ?? asked.payment?.relatedIds["order"];
      if (!isGenuine(back, orderId, keySecret))
        return { operation: failed(failure(FailureCode.INVALID_RETURN)) };
      const paymentId = back["razorpay_payment_id"] || state["payment"] || asked.payment?.paymentId;
      const { otp } = back;
      const wrong = otp && paymentId && (yield* call(submitPassword, { paymentId, otp }));
      if (wrong) {
        const payment = { status: PaymentStatus.ACTION_REQUIRED, paymentRef: { paymentId } };
        return {
          operation: accepted(),
          payment: { ...payment, failure: wrong },
          nextAction: askPassword,
          state,
        };
      }
      const payment = yield* look(paymentId, orderId ?? back["razorpay_order_id"]);
      if (!payment) return { operation: failed(failure(FailureCode.NOT_FOUND)) };
      if (!state["customer"]) return { operation: authorized(payment), payment };
      const mandate = yield* mandateOf(payment, state["customer"]);
      return { operation: mandated(mandate), mandate, payment };
    },

    *getPayment({ target }) {
      return { payment: yield* locate(target) };
    },

    /** It is always of the whole: repeated after it was taken, it was done before. */
    *capturePayment(asked) {
      try {
        return yield* call(capture, asked);
      } catch (refusal) {
        if (!wasTaken(refusal)) throw refusal;
        const payment = yield* call(fetchPayment, asked.payment?.paymentId ?? "");
        const { minorUnits = -1n, currency = "" } = payment.amounts?.captured ?? {};
        if (!asked.amount || !sameAmount(asked.amount, { minorUnits, currency })) throw refusal;
        return { operation: alreadyDone({ amount: asked.amount }), payment };
      }
    },

    /** What is captured is refunded. */
    *reversePayment({ target, reference }) {
      const payment = yield* locate(target);
      if (!payment) return { operation: notFound() };
      const paymentId = payment.paymentRef?.paymentId;
      const amount = leftOf(payment);
      if (amount) {
        const back = yield* call(refund, { paymentId, amount, reference });
        return reversedBy(OperationKind.REFUND, back);
      }
      const why = open.get(payment.status);
      if (why) return { operation: failed(failure(FailureCode.WRONG_STATE, why)), payment };
      if (payment.status !== PaymentStatus.CAPTURED) return reversedBefore(payment);
      return reversedBefore(payment, yield* refundsOf(paymentId));
    },

    *createRefund({ payment, amount, reference, metadata }) {
      return yield* call(refund, { paymentId: payment?.paymentId, amount, reference, metadata });
    },
    *getRefund({ target, payment }) {
      if (target.case !== "originalCall")
        return { refund: yield* call(fetchRefund, target.value?.refundId ?? "") };
      const { reference } = target.value;
      const refunds = yield* refundsOf(payment?.paymentId);
      const made = refunds.filter(({ refundRef }) => refundRef?.reference === reference);
      return { refund: decisive(made, weightOfRefund) };
    },

    *setupMandate(asked) {
      const customer = asked.purchase?.customer?.customerId ?? "";
      const { orderId, isUsed } = yield* call(createOrder, { use: asked, mandate: termsOf(asked) });
      const earlier = isUsed && decisive(yield* call(fetchOrderPayments, orderId), weightOf);
      if (earlier) {
        const mandate = yield* mandateOf(earlier, customer);
        return { operation: { ...mandated(mandate), alreadyDone: true }, mandate };
      }
      const attempt = { payment: asked, orderId, isMandate: true };
      const begun = yield* call(startPayment, attempt);
      const { payment, nextAction } = yield* whatFollows(attempt, begun);
      const mandate = yield* mandateOf(payment, customer);
      const state = { order: orderId, payment: begun.paymentId, customer };
      return { operation: mandated(mandate), mandate, nextAction, state };
    },
    *getMandate({ mandate }) {
      const { mandateId, customerId, relatedIds } = mandate ?? {};
      if (mandateId)
        return { mandate: yield* call(fetchToken, { customerId, tokenId: mandateId }) };
      const payment = yield* look(relatedIds?.["payment"], relatedIds?.["order"]);
      return { mandate: payment && (yield* mandateOf(payment, customerId ?? "")) };
    },
    // The bank and the network end it a little later.
    revokeMandate: {
      method: "PUT",
      path: ({ mandate }) =>
        `${tokenPath({ customerId: mandate?.customerId, tokenId: mandate?.mandateId })}/cancel`,
      idempotency: unkeyed,
      read: answer(v.object({ status: v.literal("cancellation_initiated") }), () => ({
        operation: accepted(),
      })),
    },

    createCustomer: {
      method: "POST",
      path: "/v1/customers",
      harmless: true,
      idempotency: unkeyed,
      body: ({ customer, metadata }) =>
        json({
          name: nameOf(customer),
          email: customer?.contact?.email,
          contact: customer?.contact?.phone,
          // The same customer, asked for again, comes back.
          fail_existing: "0",
          notes: metadata,
        }),
      read: answer(v.object({ id: v.string() }), ({ id }) => ({
        operation: done(),
        customerId: id,
      })),
    },
    deletePaymentMethod: {
      method: "DELETE",
      path: ({ stored, customer }) =>
        tokenPath({ customerId: customer?.customerId, tokenId: stored?.storedMethodId }),
      idempotency: unkeyed,
      read: answer(v.object({ deleted: v.boolean() }), ({ deleted }) => ({
        operation: deleted ? done() : failed(failure(FailureCode.UNMAPPED)),
      })),
    },

    /** https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/build-integration */
    *createClientSession(asked, { credentials: { keyId } }) {
      const { orderId } = yield* call(createOrder, { use: asked });
      const { amount, currency } = unitsOf(asked.purchase?.amount, "purchase.amount");
      const { description, returnUrl, customer } = asked.purchase ?? {};
      const values = {
        key: keyId,
        order_id: orderId,
        amount: String(amount),
        currency: currency ?? "",
        ...(description && { description }),
        ...(returnUrl && { callback_url: returnUrl }),
        ...(customer?.contact?.email && { "prefill.email": customer.contact.email }),
        ...(customer?.contact?.phone && { "prefill.contact": customer.contact.phone }),
      };
      return {
        operation: done(),
        session: { relatedIds: { order: orderId }, reference: asked.reference },
        client: { sdk: "https://checkout.razorpay.com/v1/checkout.js", values },
        nextCall: CreateClientSessionResponse_NextCall.RESUME,
      };
    },

    ...disputeFlows,
  },

  webhooks,
  leftOut: [
    "Mandates of bank accounts (e-mandate, paper NACH): the contract has no method for them.",
    "PayPal: of how a payment is made with it, Razorpay's page could be read in part only.",
    "ACH debits outside Checkout: Razorpay tells them authorized before the bank has decided.",
    "Cards by mail or telephone (auth_type): Razorpay shows them for another address, /payments/create/redirect, alone.",
    "Tokens of other requestors (cryptogram_value, token_provider): the names of the providers are not published.",
    "3-D Secure in an app (authentication_channel app): it takes two more exchanges, and is not built here.",
    "The day of a debit (recurring_value): it closes a mandate to other days, and the merchant says when to debit by charging.",
  ],
  refusal,
});
