/** Adyen: Checkout API v72, Disputes API v30. */
import {
  MandateStatus,
  CreateClientSessionResponse_NextCall as NextCall,
  PaymentStatus,
  PendingReason,
  RefundReason,
  RefundStatus,
} from "#contract";
import {
  agreement,
  answer,
  byMethod,
  call,
  decodeIf,
  defineConnector,
  done,
  fromIso,
  type HttpResponse,
  json,
  type Meaning,
  type OperationResult,
  path,
  query,
  required,
  Unresolved,
  withHeaders,
} from "#kit";
import {
  adjustmentIn,
  Modification,
  Payment,
  refusal,
  Session,
  Token,
  Tokens,
  toListedMandate,
  toMandateOutcome,
  toModification,
  toStored,
} from "./answers.ts";
import {
  adjustmentLimits,
  check,
  checkDelay,
  checkMandate,
  checkPayment,
  checkReturn,
  checkShopper,
  paymentLimits,
  referenceLimits,
  refuseOpenCapture,
} from "./checks.ts";
import { checkEvidence, disputeFlows } from "./disputes.ts";
import { methods, typesOf } from "./methods.ts";
import {
  hostedCheckout,
  idempotency,
  modificationPath,
  paymentDetails,
  payments,
  reversal,
  sessionResult,
  technicalCancel,
  unkeyed,
} from "./payments.ts";
import {
  industryUsages,
  lineItems,
  schemeData,
  shopperOf,
  splits,
  windowSizeOf,
} from "./purchase.ts";
import { paymentBody, sessionBody, tokenBody } from "./requests.ts";
import { returnedBy } from "./returns.ts";
import { credentials, options } from "./settings.ts";
import { webhooks } from "./webhooks.ts";
import { described, money, said, toAmount } from "./wire.ts";

const ofPurchase = [
  "purchase.channel",
  "purchase.expiresAt",
  "purchase.splits",
  "purchase.statementDescriptor",
] as const;

export default defineConnector({
  id: "adyen",
  name: "Adyen",
  docs: "https://docs.adyen.com/api-explorer/Checkout/72/overview",
  apiVersion: "Checkout v72, Disputes v30",
  hosts: {
    api: {
      live: "https://{livePrefix}-checkout-live.adyenpayments.com/checkout/v72",
      test: "https://checkout-test.adyen.com/v72",
    },
    disputes: {
      live: "https://ca-live.adyen.com/ca/services/DisputeService/v30",
      test: "https://ca-test.adyen.com/ca/services/DisputeService/v30",
    },
  },
  credentials,
  options,
  subAccount: "merchantAccount",
  authenticate: (request, { credentials: { apiKey } }) =>
    withHeaders(request, { "X-API-Key": apiKey }),
  idempotency,
  requestIdHeader: "pspreference",

  methods,

  // There is no look-up of payments, refunds or disputes: their outcomes come by webhook.
  flows: {
    authorizePayment: byMethod({ hostedPage: hostedCheckout }, payments),
    *resumePayment(request) {
      const { sessionResult: result } = returnedBy(request);
      return yield* call(result === undefined ? paymentDetails : sessionResult, request);
    },
    capturePayment: {
      method: "POST",
      path: ({ payment }) => modificationPath(payment?.paymentId, "captures"),
      body: ({ reference, amount, order, splits: shares, finalCapture }, { credentials: own }) => {
        refuseOpenCapture(finalCapture, own);
        return json({
          merchantAccount: own.merchantAccount,
          reference,
          amount: toAmount(required(amount, "amount"), "amount"),
          lineItems: lineItems(order, "order"),
          enhancedSchemeData: schemeData(order, "order"),
          splits: splits(shares, "splits"),
        });
      },
      read: answer(Modification, (modification) => ({ operation: toModification(modification) })),
    },
    voidPayment: {
      method: "POST",
      path: ({ payment }) => modificationPath(payment?.paymentId, "cancels"),
      body: ({ reference }, { credentials: { merchantAccount } }) =>
        json({ merchantAccount, reference }),
      read: answer(Modification, (modification) => ({ operation: toModification(modification) })),
    },
    adjustPayment: {
      method: "POST",
      path: ({ payment }) => modificationPath(payment?.paymentId, "amountUpdates"),
      body: ({ reference, amount, reason, order, payment }, { credentials: { merchantAccount } }) =>
        json({
          merchantAccount,
          reference,
          amount: toAmount(required(amount, "amount"), "amount"),
          industryUsage: industryUsages.get(reason),
          lineItems: lineItems(order, "order"),
          // With it the change is decided at once, without it by webhook.
          adjustAuthorisationData: payment?.relatedIds["adjustAuthorisationData"],
        }),
      read: answer(Modification, (modification, { payment }) => ({
        operation: toModification(modification),
        ...(modification.status === "authorised" && {
          payment: {
            status: PaymentStatus.AUTHORIZED,
            paymentRef: {
              paymentId: payment?.paymentId ?? "",
              relatedIds: adjustmentIn(modification),
            },
            amounts: { authorized: modification.amount ? money(modification.amount) : undefined },
          },
        }),
      })),
    },
    *reversePayment(request) {
      const known = request.target.case === "payment";
      return yield* call(known ? reversal : technicalCancel, request);
    },
    createRefund: {
      method: "POST",
      path: ({ payment }) => modificationPath(payment?.paymentId, "refunds"),
      body: (request, { credentials: { merchantAccount }, options: own }) =>
        json({
          merchantAccount,
          reference: request.reference,
          amount: toAmount(required(request.amount, "amount"), "amount"),
          merchantRefundReason: refundReasons.get(request.reason),
          // PayPal alone can be told which of several captures it is.
          capturePspReference: request.operationId,
          lineItems: lineItems(request.order, "order"),
          splits: splits(request.splits, "splits"),
          store: own["store"],
        }),
      read: answer(Modification, (modification, { payment }) => ({
        operation: toModification(modification),
        refund: {
          status: RefundStatus.PENDING,
          pendingReason: PendingReason.PROCESSOR,
          processorStatus: modification.status,
          refundRef: { refundId: modification.pspReference, payment },
          amount: modification.amount ? money(modification.amount) : undefined,
        },
      })),
    },

    setupMandate: {
      method: "POST",
      path: "/payments",
      body: (request, context) => json(paymentBody(request, context)),
      read: answer(Payment, (payment, { purchase, authentication }) =>
        toMandateOutcome(payment, {
          takenAtOnce: false,
          mandateOf: shopperOf(purchase?.customer),
          windowSize: windowSizeOf(authentication),
        }),
      ),
    },
    getMandate: {
      method: "GET",
      path: ({ mandate }, { credentials: { merchantAccount } }) =>
        `/storedPaymentMethods${query({ merchantAccount, shopperReference: mandate?.customerId })}`,
      read: answer(Tokens, ({ storedPaymentMethods }, { mandate }) => {
        const token = storedPaymentMethods?.find(({ id }) => id === mandate?.mandateId);
        return { mandate: token && toListedMandate(token, mandate?.customerId ?? "") };
      }),
    },
    revokeMandate: {
      method: "DELETE",
      path: ({ mandate }, { credentials: { merchantAccount } }) =>
        tokenPath(mandate?.mandateId, merchantAccount, mandate?.customerId),
      idempotency: unkeyed,
      read: (response, { mandate }) => ({
        operation: removed(response),
        mandate: { status: MandateStatus.REVOKED, mandateRef: mandate },
      }),
    },
    tokenizePaymentMethod: {
      method: "POST",
      path: "/storedPaymentMethods",
      body: (request, context) => json(tokenBody(request, context)),
      read: answer(Token, (token) => ({ operation: done(), ...toStored(token) })),
    },
    deletePaymentMethod: {
      method: "DELETE",
      path: ({ stored, customer }, { credentials: { merchantAccount } }) =>
        tokenPath(stored?.storedMethodId, merchantAccount, shopperOf(customer)),
      idempotency: unkeyed,
      read: (response) => ({ operation: removed(response) }),
    },
    createClientSession: {
      method: "POST",
      path: "/sessions",
      body: (request, context) =>
        json({
          ...sessionBody(request, context),
          allowedPaymentMethods: typesOf(request.allowedMethods, "allowedMethods"),
        }),
      read: answer(Session, ({ id, sessionData, expiresAt }, { reference }) => ({
        operation: done({ operationId: id }),
        session: { reference, relatedIds: { session: id } },
        client: { sdk: "adyen-web", values: { id, sessionData: sessionData ?? "" } },
        nextCall: NextCall.RESUME,
        expiresAt: fromIso(expiresAt),
      })),
    },

    ...disputeFlows,
  },

  rules: {
    authorizePayment: {
      requires: ["purchase.returnUrl"],
      understands: [...ofPurchase, ...agreement, "purchase.subMerchant"],
      ...paymentLimits,
      check: checkPayment,
    },
    resumePayment: { check: checkReturn },
    getDispute: { resolves: false },
    // Several captures have to be enabled by Adyen; without that the first one gives up what is left.
    capturePayment: {
      partial: true,
      repeated: true,
      understands: ["splits"],
      ...referenceLimits,
    },
    voidPayment: { partial: false, ...referenceLimits },
    adjustPayment: { understands: ["reason"], repeated: true, ...adjustmentLimits },
    reversePayment: { byOriginalCall: true, ...referenceLimits },
    createRefund: {
      partial: true,
      repeated: true,
      understands: ["operationId", "splits"],
      ...referenceLimits,
    },
    setupMandate: {
      requires: ["purchase.returnUrl"],
      understands: [...ofPurchase, ...agreement, "purchase.subMerchant"],
      ...paymentLimits,
      check: checkMandate,
    },
    getMandate: { requires: ["mandate.customerId"] },
    revokeMandate: { requires: ["mandate.customerId"] },
    tokenizePaymentMethod: { check: checkShopper },
    deletePaymentMethod: { check: checkShopper },
    createClientSession: {
      requires: ["purchase.returnUrl"],
      understands: [...ofPurchase, ...agreement, "authentication", "allowedMethods"],
      ...paymentLimits,
      check: (request) => [...check(request), ...checkDelay(request)],
    },
    submitEvidence: { check: checkEvidence },
  },
  webhooks,
  leftOut: [
    "Apple Pay and Google Pay data that the merchant decrypted: both are taken encrypted only.",
    "ReversePayment of what was captured in several parts or has shares: Adyen says not to reverse it, so void or refund it (https://docs.adyen.com/online-payments/reversal).",
  ],
  statuses,
  refusal,
});

/** Nothing is said of it but 204. https://docs.adyen.com/api-explorer/Checkout/72/delete/storedPaymentMethods/(storedPaymentMethodId) */
function removed({ status }: HttpResponse): OperationResult {
  if (status === 204) return done();
  throw new Unresolved(`HTTP ${status} says nothing of a removal`);
}
const tokenPath = (id = "", merchantAccount: string, shopperReference: string | undefined) =>
  path`/storedPaymentMethods/${id}` + query({ merchantAccount, shopperReference });

/** https://docs.adyen.com/api-explorer/Checkout/72/post/payments/(paymentPspReference)/refunds#request-merchantRefundReason */
const refundReasons: ReadonlyMap<number | undefined, string> = new Map([
  [RefundReason.REQUESTED_BY_CUSTOMER, "CUSTOMER REQUEST"],
  [RefundReason.DUPLICATE, "DUPLICATE"],
  [RefundReason.FRAUDULENT, "FRAUD"],
  [RefundReason.RETURNED, "RETURN"],
  [RefundReason.OTHER, "OTHER"],
]);

/**
 * 704: the key is in use or was used, and the first call counts; it is read as a refusal for its code, which nobody
 * takes for one. A transient error never reached an acquirer. 905 is said before there is an acquirer to be reached.
 */
function statuses({ status, headers, text: body }: HttpResponse): Meaning | undefined {
  if (status < 400) return undefined;
  const code = said(decodeIf(described, body), "errorCode");
  if (code === "704") return "refused";
  if (headers["transient-error"] === "true") return "untouched";
  return status === 500 && code?.startsWith("905") ? "refused" : undefined;
}
