/** Checkout.com: payments, 3-D Secure, actions, instruments and disputes. https://api-reference.checkout.com */
import {
  type AdjustPaymentRequest,
  type CapturePaymentRequest,
  FailureCode,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  type ResumePaymentRequest,
  StoredCredential_Reason,
} from "#contract";
import {
  accepted,
  answer,
  authorized,
  call,
  decisive,
  defineConnector,
  done,
  failed,
  faults,
  json,
  leftOf,
  notFound,
  type PaymentOutcome,
  type RefundResult,
  refunded,
  required,
  reversedBefore,
  type Step,
  sameAmount,
  Unresolved,
  weightOf,
  weightOfRefund,
  withHeaders,
  write,
} from "#kit";
import { type Credentials, credentials, keyed, options } from "./account.ts";
import {
  Accepted,
  type Action,
  amountOf,
  failureOf,
  isResponseCode,
  type Payment,
  Raised,
  toNextAction,
  toPayment,
  toRefund,
} from "./answers.ts";
import { paymentStatus } from "./codes.ts";
import { disputeFlows, evidenceRules } from "./disputes.ts";
import { methods, preferredSchemes } from "./methods.ts";
import {
  allocations,
  byCall,
  fetchActions,
  fetchPayment,
  inItsCurrency,
  located,
  look,
  ofAttempt,
  pathOf,
  paymentTypes,
  requestPayment,
  reversePayment,
  type Told,
  units,
} from "./payments.ts";
import { refusal } from "./refusals.ts";
import { chosenOf, mandateOf, vaultFlows } from "./vault.ts";
import { webhooks } from "./webhooks.ts";

const takenOn = answer(
  Accepted,
  ({ action_id: operationId, reference: told }, { reference }: { readonly reference: string }) => {
    ofAttempt(told, reference);
    return { operation: accepted({ operationId }) };
  },
);
const capturePayment: Step<CapturePaymentRequest, PaymentOutcome, Credentials> = {
  name: "capturePayment",
  method: "POST",
  path: ({ payment }) => pathOf(payment?.paymentId, "/captures"),
  body: ({ amount, finalCapture, reference, splits }) =>
    json({
      amount: units(amount),
      capture_type: finalCapture ? "Final" : "NonFinal",
      reference,
      amount_allocations: allocations(splits, "splits.amount"),
    }),
  read: takenOn,
  example: { operation: accepted() },
};
/** What is asked for is the difference. https://www.checkout.com/docs/payments/manage-payments/incremental-authorization */
const raisePayment: Step<AdjustPaymentRequest, PaymentOutcome, Credentials> = {
  name: "adjustPayment",
  method: "POST",
  path: ({ payment }) => pathOf(payment?.paymentId, "/authorizations"),
  body: ({ amount, previousAmount, reference }) =>
    json({
      amount: (units(amount) ?? 0n) - (units(previousAmount, "previousAmount") ?? 0n),
      reference,
    }),
  read: answer(Raised, (raised, { reference }) => {
    ofAttempt(raised.reference, reference);
    if (raised.response_code === undefined || !isResponseCode(raised.response_code))
      throw new Unresolved("the answer has no response code", {
        code: FailureCode.UNREADABLE_ANSWER,
      });
    const why = failureOf(raised);
    const operationId = raised.action_id;
    const amount = amountOf(raised.balances?.total_authorized, raised.currency);
    if (why) return { operation: { ...failed(why), operationId } };
    const { status } = paymentStatus(raised.status);
    return {
      operation:
        status === PaymentStatus.AUTHORIZED
          ? done({ operationId, ...(amount && { amount }) })
          : accepted({ operationId }),
    };
  }),
  example: { operation: done() },
};

interface Refunding {
  readonly paymentId: string;
  readonly reference: string;
  readonly body: object;
}
const refundPayment: Step<Refunding, { readonly action_id: string }, Credentials> = {
  name: "refundPayment",
  method: "POST",
  path: ({ paymentId }) => pathOf(paymentId, "/refunds"),
  body: ({ reference, body }) => json({ reference, ...body }),
  read: answer(Accepted, (taken, { reference }) => {
    ofAttempt(taken.reference, reference);
    return taken;
  }),
  example: { action_id: "ACTION-ID" },
};

function* refundOf(paymentId: string, isIt: (action: Action) => boolean): Told<Action | undefined> {
  const actions = yield* call(fetchActions, paymentId);
  const refunds = actions.filter((action) => action.type === "Refund" && isIt(action));
  return decisive(refunds, (action) => weightOfRefund(toRefund(action, paymentId, undefined)));
}

const noNativeFlow = "is not offered: the customer is sent to a page";
/** A commission is part of a share. */
const noFee = "is not a share of its own: leave it out of the shares";
const shareLimits = {
  limits: { "splits.platformFee": noFee },
  source: "https://www.checkout.com/docs/platforms/payments/process-payments-on-a-full-account",
} as const;

export default defineConnector({
  id: "checkout",
  name: "Checkout.com",
  docs: "https://api-reference.checkout.com",
  apiVersion: "NAS",
  // https://www.checkout.com/docs/developer-resources/api/api-endpoints
  hosts: {
    api: {
      live: "https://{prefix}.api.checkout.com",
      test: "https://{prefix}.api.sandbox.checkout.com",
    },
  },

  credentials,
  options,
  subAccount: "processingChannelId",
  modeOf: ({ secretKey }) => (secretKey.startsWith("sk_sbox_") ? "test" : "live"),
  authenticate: (request, { credentials: { secretKey } }) =>
    withHeaders(request, { Authorization: `Bearer ${secretKey}` }),
  idempotency: keyed,
  requestIdHeader: "cko-request-id",

  methods,
  rules: {
    authorizePayment: {
      understands: ["captureAfter"],
      limits: {
        reference: 80,
        "purchase.description": 100,
        "purchase.statementDescriptor": 25,
        "purchase.splits.platformFee": noFee,
        "paymentMethod.card.preferredNetwork": { among: [...preferredSchemes.keys()] },
        "authentication.request.nativeFlow": noNativeFlow,
      },
      source: "https://api-reference.checkout.com/#operation/requestAPaymentOrPayout",
      check: ({ purchase, storedCredential, connectorOptions }) =>
        faults(
          [
            purchase?.statementDescriptor !== undefined &&
              !connectorOptions["checkout"]?.["billing_descriptor_city"],
            "connectorOptions.checkout.billing_descriptor_city",
            "is required with a statement descriptor",
          ],
          [
            byCall.has(purchase?.channel) && paymentTypes.has(storedCredential?.reason),
            "storedCredential.reason",
            "cannot be told of an order by mail or telephone",
          ],
          [
            storedCredential?.reason === StoredCredential_Reason.INCREMENTAL,
            "storedCredential.reason",
            "is AdjustPayment's",
          ],
        ),
    },
    setupMandate: {
      limits: {
        "purchase.amount.minorUnits": {
          most: 0,
          says: "must be 0: a first payment is AuthorizePayment with storedCredential.store",
        },
        "authentication.request.nativeFlow": noNativeFlow,
      },
      source: "https://api-reference.checkout.com/#operation/requestAPaymentOrPayout",
    },
    capturePayment: {
      ...shareLimits,
      understands: ["splits"],
      partial: true,
      // Of American Express, Mastercard and Visa: https://www.checkout.com/docs/payments/manage-payments/capture-a-payment
      repeated: true,
    },
    voidPayment: { partial: false },
    adjustPayment: {
      repeated: true,
      check: ({ amount, previousAmount }) =>
        faults([
          (amount?.minorUnits ?? 0n) <= (previousAmount?.minorUnits ?? 0n),
          "amount",
          "must be more than what is held: an authorization is only raised",
        ]),
    },
    createRefund: {
      ...shareLimits,
      understands: ["splits", "operationId"],
      partial: true,
      repeated: true,
    },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "eventual" },
    createCustomer: { requires: ["customer.contact.email"] },
    submitEvidence: evidenceRules,
  },

  flows: {
    *authorizePayment(asked, context) {
      const chosen = yield* chosenOf(write(methods, asked, context));
      return outcomeOf(yield* call(requestPayment, { asked, chosen }));
    },

    /** Checkout.com keeps the state itself: coming back is looking. */
    *resumePayment(resumed, { state }) {
      const payment = yield* look(resumedId(resumed, state));
      if (state["flow"] === "setupMandate") return mandateOf(payment);
      return outcomeOf(payment);
    },

    *getPayment({ target }) {
      const payment = yield* located(target);
      return payment
        ? { payment: toPayment(payment), nextAction: toNextAction(payment) }
        : { payment: undefined };
    },

    *capturePayment(asked) {
      yield* inItsCurrency(asked);
      return yield* call(capturePayment, asked);
    },
    voidPayment: {
      method: "POST",
      path: ({ payment }) => pathOf(payment?.paymentId, "/voids"),
      body: ({ reference, reason }) => json({ reference, metadata: reason && { reason } }),
      read: takenOn,
    },
    *adjustPayment(asked) {
      yield* inItsCurrency(asked);
      return yield* call(raisePayment, asked);
    },

    *reversePayment({ target, reference }): Told<PaymentOutcome> {
      const found = yield* located(target);
      if (!found) return { operation: notFound() };
      const payment = toPayment(found);
      const isRefunded = found.status === "Refunded" && !found.balances?.available_to_capture;
      // What was declined, holds nothing any more, or was given back is refused by Checkout.com.
      if ((isRefunded || weightOf(payment) === 0) && !leftOf(payment))
        return reversedBefore(payment);
      return yield* call(reversePayment, { paymentId: found.id, reference });
    },

    /** A repeat finds its refund, for longer than Checkout.com keeps a key. */
    *createRefund({ reference, splits, metadata, operationId, ...moved }) {
      const { paymentId, asked } = yield* inItsCurrency(moved);
      const earlier = yield* refundOf(paymentId, (action) => action.reference === reference);
      const given = earlier && amountOf(earlier.amount, asked.currency);
      if (given && sameAmount(given, asked)) {
        const refund = toRefund(earlier, paymentId, asked.currency);
        return { operation: { ...refunded(refund), alreadyDone: true }, refund };
      }
      const { action_id } = yield* call(refundPayment, {
        paymentId,
        reference,
        body: {
          amount: units(asked),
          capture_action_id: operationId,
          amount_allocations: allocations(splits, "splits.amount"),
          metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
        },
      });
      // The answer to another amount under the same key.
      if (action_id === earlier?.id) ofAttempt("another amount", reference);
      const refund: RefundResult = {
        status: RefundStatus.PENDING,
        pendingReason: PendingReason.PROCESSOR,
        refundRef: { refundId: action_id, payment: { paymentId }, reference },
        amount: asked,
      };
      return { operation: refunded(refund), refund };
    },
    *getRefund({ target, payment }) {
      const of = target.case === "refund" ? target.value.payment : payment;
      const paymentId = required(of?.paymentId, "payment.paymentId");
      const { currency } = yield* call(fetchPayment, paymentId);
      const found = yield* refundOf(paymentId, ({ id, reference }) =>
        target.case === "refund"
          ? id === target.value.refundId
          : reference === target.value?.reference,
      );
      return { refund: found && toRefund(found, paymentId, currency) };
    },

    ...vaultFlows,
    ...disputeFlows,
  },

  webhooks,
  leftOut: [
    "SEPA and ACH debits, Klarna, Afterpay, Bizum, BLIK, MB WAY, PayNow and Swish: their source types are in Checkout.com's SDKs, and no page was read that says what they answer.",
    "Authorizations of a part of the amount (partial_authorization): no page was read that says how the part is told.",
    "Level 2 and 3 data of cards (processing.tax_amount and the like): no page of Checkout.com was read that says which are wanted together.",
    "Alerts of fraud (fraud_reported): the event has no id of the alert, and none can be looked up.",
    "A check of webhook signatures by Checkout.com's own code: checkout-sdk-node has none, and no page publishes a signed delivery. What is held is the formula of the page.",
    "The names of errors at first hand: the page shows them in a browser only. The first 24 were read on an edition of it that Checkout.com published elsewhere, the others in a public copy.",
  ],
  refusal,
});

function outcomeOf(told: Payment): PaymentOutcome {
  const payment = toPayment(told);
  const nextAction = toNextAction(told);
  const operation = authorized(payment);
  return {
    operation: told.action_id ? { ...operation, operationId: told.action_id } : operation,
    payment,
    nextAction,
    ...(operation.status === OperationStatus.ACCEPTED && {
      state: { flow: "authorizePayment", payment: told.id },
    }),
  };
}
/** By the state or the handle; the session that Checkout.com adds to the return URL only where there is neither. */
function resumedId(
  { payment, returned }: ResumePaymentRequest,
  state: Readonly<Record<string, string>>,
): string {
  const url = returned.case === "url" ? returned.value : "";
  const session = /[?&]cko-session-id=(sid_\w+)/.exec(url)?.[1];
  return required(state["payment"] || payment?.paymentId || session, "payment.paymentId");
}
