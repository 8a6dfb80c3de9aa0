/** Braintree: cards and the methods of its scripts, by GraphQL. https://developer.paypal.com/braintree/graphql */
import {
  FailureCode,
  type GetPaymentRequest,
  CreateClientSessionResponse_NextCall as NextCall,
  OperationKind,
  PaymentStatus,
} from "#contract";
import {
  accepted,
  agreement,
  alreadyDone,
  authorized,
  call,
  decisive,
  decisiveIn,
  defineConnector,
  done,
  failed,
  failure,
  leftOf,
  mandated,
  notFound,
  type PaymentOutcome,
  type PaymentResult,
  type RefundOutcome,
  type RefundResult,
  refunded,
  required,
  reversedBefore,
  reversedBy,
  type Script,
  toBase64,
  Unresolved,
  weightOf,
  weightOfRefund,
  withHeaders,
  write,
} from "#kit";
import { type Credentials, credentials, merchantAccountOf } from "./account.ts";
import { meaningOf, refusal } from "./answers.ts";
import { disputeFlows, evidenceLimits } from "./disputes.ts";
import {
  type Chosen,
  cardOptions,
  checkAuthentication,
  checkAuthorize,
  mandateLimits,
  methods,
  passThrough,
  paymentLimits,
  referenceLimits,
  riskDataOf,
  toCustomer,
  toTransaction,
} from "./methods.ts";
import * as steps from "./steps.ts";
import { webhooks } from "./webhooks.ts";

type Told<Output> = Script<Output, Credentials>;
const { AUTHORIZED, CAPTURED, PARTIALLY_AUTHORIZED, VOIDED } = PaymentStatus;
const authentication = ["authentication.external", "authentication.request.exemption"] as const;

export default defineConnector({
  id: "braintree",
  name: "Braintree",
  docs: "https://developer.paypal.com/braintree/graphql",
  apiVersion: "2019-01-01",
  hosts: {
    api: {
      live: "https://payments.braintree-api.com",
      test: "https://payments.sandbox.braintree-api.com",
    },
  },

  credentials,
  subAccount: "merchantAccounts",
  authenticate: (request, { credentials: { publicKey, privateKey } }) =>
    withHeaders(request, {
      Accept: "application/json",
      Authorization: `Basic ${toBase64(`${publicKey}:${privateKey}`)}`,
      "Braintree-Version": "2019-01-01",
    }),
  // At-Most-Once Processing is by invitation, and in no schema that Braintree publishes.
  idempotency: {
    carrier: "none",
    format: "uuid",
    source: "https://developer.paypal.com/braintree/graphql/integration_guides/idempotency",
  },

  methods,
  rules: {
    authorizePayment: {
      understands: [
        ...agreement,
        ...authentication,
        "storedCredential.previous.networkTransactionId",
        "purchase.channel",
        "purchase.statementDescriptor",
        "purchase.installments.count",
      ],
      ...paymentLimits,
      check: checkAuthorize,
    },
    capturePayment: {
      understands: ["statementDescriptor"],
      partial: true,
      repeated: false,
    },
    voidPayment: { partial: false },
    createRefund: { partial: true, repeated: true, ...referenceLimits },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "strong" },
    setupMandate: {
      understands: [...agreement, "authentication.external"],
      ...mandateLimits,
      check: ({ authentication: given }) => checkAuthentication(given),
    },
    submitEvidence: evidenceLimits,
  },

  flows: {
    *authorizePayment(asked, context) {
      const chosen = write(methods, asked, context);
      const paymentMethodId = yield* methodId(chosen);
      const code = chosen.cvc && (yield* call(steps.tokenizeCvv, chosen.cvc));
      const options = cardOptions(asked, code || undefined);
      const transaction = toTransaction(asked, context);
      const paying = { paymentMethodId, transaction, options };
      const { payment, duplicateOf } = yield* call(steps.payBy(asked.captureMode, paying), paying);
      if (!duplicateOf) return { operation: authorized(payment), payment };
      const earlier = yield* call(steps.fetchPayment, duplicateOf);
      // The check looks at card, amount and order together: with the same order it is the same call again.
      if (earlier?.paymentRef?.reference !== asked.reference)
        return { operation: authorized(payment), payment };
      return { operation: { ...authorized(earlier), alreadyDone: true }, payment: earlier };
    },

    *getPayment({ target }) {
      return { payment: yield* locate(target) };
    },

    *capturePayment({ payment: ref, amount: wanted, statementDescriptor }) {
      const paymentId = required(ref?.paymentId, "payment.paymentId");
      const asked = { paymentId, amount: required(wanted, "amount"), statementDescriptor };
      const payment = yield* call(steps.captureTransaction, asked);
      const { captured } = payment.amounts ?? {};
      const { status, failure } = authorized(payment);
      return {
        operation: { status, ...(failure && { failure }), ...(captured && { amount: captured }) },
        payment,
      };
    },

    /** Braintree's reversal would refund what is settled by now: only what is merely held is let near it. */
    *voidPayment({ payment: ref }) {
      const id = required(ref?.paymentId, "payment.paymentId");
      const payment = yield* call(steps.fetchPayment, id);
      if (!payment) return { operation: failed(failure(FailureCode.NOT_FOUND)) };
      if (payment.status === VOIDED) return { operation: alreadyDone(), payment };
      if (payment.status !== AUTHORIZED && payment.status !== PARTIALLY_AUTHORIZED)
        return { operation: failed(failure(FailureCode.WRONG_STATE)), payment };
      return yield* reversed(id);
    },

    *reversePayment({ target, reference }) {
      const payment = yield* locate(target);
      const id = payment?.paymentRef?.paymentId;
      if (!payment || !id) return { operation: notFound() };
      const amount = leftOf(payment);
      const isOver = weightOf(payment) === 0 || payment.status === CAPTURED;
      if (isOver && !amount) return reversedBefore(payment);
      if (payment.processorStatus !== "SETTLED" || !amount) return yield* reversed(id);
      const given = yield* givenBack({ paymentId: id, amount, reference });
      return reversedBy(OperationKind.REFUND, given);
    },

    *createRefund({ payment, amount, reference, description }) {
      const paymentId = required(payment?.paymentId, "payment.paymentId");
      const asked = { paymentId, amount: required(amount, "amount"), reference, description };
      return yield* givenBack(asked);
    },
    *getRefund({ target, payment }) {
      if (target.case !== "originalCall")
        return { refund: yield* call(steps.fetchRefund, target.value?.refundId ?? "") };
      const paymentId = required(payment?.paymentId, "payment.paymentId");
      return { refund: yield* refundOf(paymentId, target.value.reference) };
    },

    *setupMandate(asked, context) {
      const paymentMethodId = yield* methodId(write(methods, asked, context));
      const { mandate } = yield* call(steps.vaultPaymentMethod, {
        paymentMethodId,
        customerId: asked.purchase?.customer?.customerId,
        currency: asked.purchase?.amount?.currency,
        threeDSecurePassThrough: passThrough(asked.authentication),
        riskData: riskDataOf(asked.purchase?.device),
      });
      return { operation: mandated(mandate), mandate };
    },
    *getMandate({ mandate }) {
      const id = required(mandate?.mandateId, "mandate.mandateId");
      return { mandate: yield* call(steps.fetchMethod, id) };
    },
    *revokeMandate({ mandate }) {
      yield* call(steps.deletePaymentMethod, required(mandate?.mandateId, "mandate.mandateId"));
      return { operation: done() };
    },

    *tokenizePaymentMethod(asked, context) {
      const paymentMethodId = yield* methodId(write(methods, asked, context));
      const customerId = asked.customer?.customerId;
      const { mandate, ...kept } = yield* call(steps.vaultPaymentMethod, {
        paymentMethodId,
        customerId,
      });
      return { operation: mandated(mandate), ...kept };
    },
    *deletePaymentMethod({ stored }) {
      yield* call(steps.deletePaymentMethod, stored?.storedMethodId ?? "");
      return { operation: done() };
    },
    *createCustomer({ customer }) {
      const customerId = yield* call(steps.createCustomer, toCustomer(customer));
      return { operation: done(), customerId };
    },
    *deleteCustomer({ customerId }) {
      yield* call(steps.deleteCustomer, customerId);
      return { operation: done() };
    },

    *createClientSession({ purchase }, context) {
      const { currency } = required(purchase?.amount, "purchase.amount");
      const clientToken = yield* call(steps.createClientToken, {
        merchantAccountId: merchantAccountOf(context.credentials, currency),
        customerId: purchase?.customer?.customerId,
      });
      return {
        operation: done(),
        client: { sdk: "braintree-web", values: { clientToken } },
        nextCall: NextCall.AUTHORIZE,
      };
    },

    ...disputeFlows,
  },

  webhooks,
  leftOut: [
    "The list of response codes at first hand: only the beginning of its page could be read. The codes are those of three public copies of it, which agree; from 2109 on they are passed on without a class, and with Braintree's word on whether another try may help. Those of settlement are read as far as 4026.",
    "Level 3 lines (`lineItems`): Braintree checks each against others of its own, and its documentation does not say whether their prices include the tax, as the contract's do. Shipping, tax, discount and the purchase order number go along.",
    "Splits and sub-merchants: no input of this API has them.",
  ],
  statuses: meaningOf,
  refusal,
});

function* methodId({ id, card }: Chosen): Told<string> {
  return id ?? (yield* call(steps.tokenizeCreditCard, card ?? {}));
}

function* locate(target: GetPaymentRequest["target"]): Told<PaymentResult | undefined> {
  if (target.case === "originalCall") {
    const original = target.value;
    return yield* decisiveIn(
      (after: string | undefined) => call(steps.findPayments, { original, after }),
      weightOf,
    );
  }
  const { paymentId, relatedIds } = target.value ?? {};
  const legacyId = relatedIds?.["legacyId"];
  const id = paymentId || (legacyId && (yield* call(steps.findId, legacyId)));
  return yield* call(steps.fetchPayment, required(id, "payment.paymentId"));
}

function* reversed(id: string): Told<PaymentOutcome> {
  const made = yield* call(steps.reverseTransaction, id);
  if ("payment" in made) {
    const { payment } = made;
    const operation = payment.status === VOIDED ? done() : accepted();
    return reversedBy(OperationKind.VOID, { operation, payment });
  }
  // Settled in between, it was refunded.
  return reversedBy(OperationKind.REFUND, { operation: refunded(made.refund) });
}

function* refundOf(paymentId: string, reference: string): Told<RefundResult | undefined> {
  const refunds = yield* call(steps.fetchRefunds, paymentId);
  const own = refunds.filter(({ refundRef }) => refundRef?.reference === reference);
  return decisive(own, weightOfRefund);
}

/** A repeat finds the refund that it made: Braintree would make another one. */
function* givenBack(asked: steps.Refunding): Told<RefundOutcome> {
  const earlier = yield* refundOf(asked.paymentId, asked.reference);
  if (!earlier) {
    const refund = yield* call(steps.refundTransaction, asked);
    return { operation: refunded(refund), refund };
  }
  if (!steps.isOf(earlier.amount, asked.amount))
    throw new Unresolved("the reference was used for another refund of this payment", {
      code: FailureCode.IDEMPOTENCY_CONFLICT,
    });
  return { operation: { ...refunded(earlier), alreadyDone: true }, refund: earlier };
}
