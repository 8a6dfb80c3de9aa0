/** Square: payments by token, delayed capture, refunds, cards on file, disputes. https://developer.squareup.com/reference/square */
import { FailureCode, MandateStatus, OperationKind, PaymentStatus, Retry } from "#contract";
import {
  accepted,
  agreement,
  alreadyDone,
  answer,
  type Context,
  call,
  defineConnector,
  done,
  failed,
  failure,
  json,
  leftOf,
  type MethodUse,
  mandated,
  notFound,
  optionsOf,
  path,
  required,
  reversedBefore,
  reversedBy,
  sameAmount,
  Unresolved,
  v,
  withHeaders,
  write,
} from "#kit";
import {
  cardDetails,
  NoErrors,
  OneCard,
  OneRefund,
  refusal,
  toMandate,
  toRefund,
} from "./answers.ts";
import {
  cardLimits,
  checkAuthorize,
  checkCustomer,
  checkRefund,
  evidenceLimits,
  mandateLimits,
  paymentLimits,
  refundLimits,
  reversalLimits,
} from "./checks.ts";
import { disputeFlows } from "./disputes.ts";
import { addressOf, billingOf, methods, nameOf } from "./methods.ts";
import {
  cancel,
  cancelledByKey,
  complete,
  createPayment,
  keyed,
  locate,
  look,
  refund,
  unkeyed,
  update,
} from "./payments.ts";
import { type Credentials, credentials, options } from "./settings.ts";
import { webhooks } from "./webhooks.ts";

const apiVersion = "2025-08-20";
const cardPath = (cardId: string | undefined) => path`/v2/cards/${cardId}`;
const over = failure(FailureCode.AMOUNT_EXCEEDS_AVAILABLE, {
  message: "more than is held: AdjustPayment first",
});

/** https://developer.squareup.com/docs/cards-api/walkthrough-seller-card */
const keptCard = {
  method: "POST",
  path: "/v2/cards",
  body: (asked: MethodUse, context: Context<Credentials>) => {
    const customer = asked.purchase?.customer ?? asked.customer;
    return json({
      ...write(methods, asked, context),
      idempotency_key: context.idempotencyKey,
      verification_token: optionsOf(options, context).verificationToken,
      card: {
        customer_id: customer?.customerId,
        cardholder_name: nameOf(customer),
        billing_address: billingOf(customer),
        reference_id: asked.reference,
      },
    });
  },
} as const;

export default defineConnector({
  id: "square",
  name: "Square",
  docs: "https://developer.squareup.com/reference/square",
  apiVersion,
  hosts: {
    api: { live: "https://connect.squareup.com", test: "https://connect.squareupsandbox.com" },
  },

  credentials,
  options,
  subAccount: "locationId",
  authenticate: (request, { credentials: { accessToken } }) =>
    withHeaders(request, {
      Authorization: `Bearer ${accessToken}`,
      "Square-Version": apiVersion,
    }),
  idempotency: keyed,

  methods,
  rules: {
    authorizePayment: {
      understands: [
        "purchase.channel",
        "purchase.statementDescriptor",
        "purchase.splits",
        "acceptPartial",
      ],
      ...paymentLimits,
      check: checkAuthorize,
    },
    capturePayment: { partial: true, repeated: false },
    createRefund: {
      understands: ["splits"],
      partial: true,
      repeated: true,
      ...refundLimits,
      check: checkRefund,
    },
    // https://developer.squareup.com/reference/square/payments-api/list-payments: "several seconds"
    getPayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 10 },
    reversePayment: { byOriginalCall: true, consistency: "eventual", ...reversalLimits },
    setupMandate: {
      requires: ["purchase.customer.customerId"],
      understands: [...agreement],
      ...mandateLimits,
    },
    tokenizePaymentMethod: { requires: ["customer.customerId"], ...cardLimits },
    createCustomer: { check: checkCustomer },
    submitEvidence: evidenceLimits,
  },

  flows: {
    authorizePayment: createPayment,

    /** CompletePayment takes the whole: for less, the payment is made less first. */
    *capturePayment({ payment, amount }) {
      const asked = required(amount, "amount");
      const paymentId = payment?.paymentId;
      const held = yield* call(look, paymentId ?? "");
      const isSame = sameAmount(asked, held.total);
      if (held.payment.status === PaymentStatus.CAPTURED)
        return isSame
          ? { operation: alreadyDone({ amount: asked }), payment: held.payment }
          : { operation: failed(failure(FailureCode.ALREADY_CAPTURED)), payment: held.payment };
      if (asked.minorUnits > held.total.minorUnits) return { operation: failed(over) };
      const change = { paymentId, held, total: asked };
      const { version } = isSame ? held : yield* call(update, change);
      return yield* call(complete, { paymentId, version });
    },

    *voidPayment({ payment }) {
      return yield* call(cancel, payment?.paymentId ?? "");
    },

    *adjustPayment({ payment, amount, previousAmount }) {
      const total = required(amount, "amount");
      const paymentId = payment?.paymentId;
      const held = yield* call(look, paymentId ?? "");
      const isHeld = held.payment.status === PaymentStatus.AUTHORIZED;
      if (isHeld && sameAmount(total, held.total))
        return { operation: alreadyDone({ amount: total }), payment: held.payment };
      if (!sameAmount(required(previousAmount, "previousAmount"), held.total))
        return { operation: failed(failure(FailureCode.WRONG_STATE)), payment: held.payment };
      const changed = yield* call(update, { paymentId, held, total });
      const isChanged =
        changed.payment.status === PaymentStatus.AUTHORIZED && sameAmount(total, changed.total);
      return {
        operation: isChanged ? done({ amount: total }) : accepted(),
        payment: changed.payment,
      };
    },

    *getPayment({ target }) {
      return { payment: yield* locate(target) };
    },

    /**
     * By its key a payment is cancelled even if nobody knows whether it exists. What Square then does with one that is
     * completed is not documented: so it is looked for, and what was taken is refunded.
     */
    *reversePayment({ target, reason }) {
      const isCancelled = yield* cancelledByKey(target);
      const found = yield* locate(target);
      if (!found)
        return { operation: isCancelled ? done({ kind: OperationKind.VOID }) : notFound() };
      const paymentId = found.paymentRef?.paymentId ?? "";
      // A list may lag behind.
      const payment = isCancelled ? (yield* call(look, paymentId)).payment : found;
      const amount = leftOf(payment);
      if (amount) {
        const given = yield* call(refund, { paymentId, amount, reason });
        return reversedBy(OperationKind.REFUND, given);
      }
      if (payment.status === PaymentStatus.AUTHORIZED)
        return reversedBy(OperationKind.VOID, yield* call(cancel, paymentId));
      if (payment.status === PaymentStatus.PENDING)
        return {
          operation: failed(failure(FailureCode.WRONG_STATE, { retry: Retry.LATER })),
          payment,
        };
      return isCancelled
        ? { operation: done({ kind: OperationKind.VOID }), payment }
        : reversedBefore(payment);
    },

    *createRefund({ payment, amount, description, splits }) {
      const paymentId = payment?.paymentId;
      return yield* call(refund, { paymentId, amount, reason: description, splits });
    },
    // A refund carries no reference of the merchant's: it is found by its id alone.
    getRefund: {
      method: "GET",
      path: ({ target }) =>
        path`/v2/refunds/${target.case === "refund" ? target.value.refundId : undefined}`,
      read: answer(OneRefund, ({ refund }) => ({ refund: toRefund(refund) })),
    },

    setupMandate: {
      ...keptCard,
      read: answer(OneCard, ({ card }) => {
        const mandate = toMandate(card);
        return { operation: mandated(mandate), mandate };
      }),
    },
    getMandate: {
      method: "GET",
      path: ({ mandate }) => cardPath(mandate?.mandateId),
      read: answer(OneCard, ({ card }) => ({ mandate: toMandate(card) })),
    },
    revokeMandate: {
      method: "POST",
      path: ({ mandate }) => `${cardPath(mandate?.mandateId)}/disable`,
      harmless: true,
      idempotency: unkeyed,
      read: answer(OneCard, ({ card }) => {
        const mandate = toMandate(card);
        const isOver = mandate.status === MandateStatus.REVOKED;
        return { operation: isOver ? done() : accepted(), mandate };
      }),
    },
    tokenizePaymentMethod: {
      ...keptCard,
      read: answer(OneCard, ({ card }) => ({
        operation: done(),
        stored: { storedMethodId: card.id },
        method: { method: "card", ...cardDetails(card) },
      })),
    },
    deletePaymentMethod: {
      method: "POST",
      path: ({ stored }) => `${cardPath(stored?.storedMethodId)}/disable`,
      harmless: true,
      idempotency: unkeyed,
      read: answer(OneCard, ({ card }) => {
        if (card.enabled === false) return { operation: done() };
        throw new Unresolved("the answer does not say that the card is disabled");
      }),
    },

    createCustomer: {
      method: "POST",
      path: "/v2/customers",
      body: ({ customer }, { idempotencyKey }) =>
        json({
          idempotency_key: idempotencyKey,
          given_name: customer?.contact?.firstName,
          family_name: customer?.contact?.lastName,
          company_name: customer?.contact?.company,
          email_address: customer?.contact?.email,
          phone_number: customer?.contact?.phone,
          address: addressOf(customer?.contact?.address),
          birthday: customer?.birthDate,
          reference_id: customer?.reference,
        }),
      read: answer(v.object({ customer: v.object({ id: v.string() }) }), ({ customer }) => ({
        operation: done(),
        customerId: customer.id,
      })),
    },
    deleteCustomer: {
      method: "DELETE",
      path: ({ customerId }) => path`/v2/customers/${customerId}`,
      idempotency: unkeyed,
      read: answer(NoErrors, () => ({ operation: done() })),
    },

    ...disputeFlows,
  },

  webhooks,
  leftOut: [
    "Cards, wallets and bank accounts by their own data: Square takes tokens of its scripts alone, and a token of any of them is charged.",
    "Square's own payment page (payment links): its payment is known by its order, and carries no reference of the merchant's.",
    "A refund by the call that made it: Square keeps no reference of the merchant's with a refund.",
  ],
  // To be sent again, later: https://developer.squareup.com/reference/square/objects/ErrorCategory
  statuses: { 429: "untouched" },
  refusal,
});
