/** Adyen: Checkout API v72, Disputes API v30. */
import {
  type AcceptDisputeRequest,
  type AuthorizePaymentRequest,
  CaptureMode,
  type DisputeRef,
  DisputeStatus,
  MandateStatus,
  OperationKind,
  PaymentStatus,
  PendingReason,
  RefundReason,
  RefundStatus,
  type ResumePaymentRequest,
  type ReversePaymentRequest,
  type SubmitEvidenceRequest,
  CreateClientSessionResponse_Then as Then,
} from "#contract";
import {
  accepted,
  answer,
  byMethod,
  type Context,
  call,
  type DisputeOutcome,
  decodeIf,
  defineConnector,
  done,
  fromIso,
  type HttpResponse,
  type Idempotency,
  json,
  type Meaning,
  type PaymentOutcome,
  query,
  Refused,
  required,
  type Step,
  toBase64,
  withHeaders,
  write,
} from "#kit";
import { redirect } from "./actions.ts";
import {
  begunBy,
  DisputeAnswer,
  disputeFailure,
  Modification,
  Payment,
  refusal,
  Session,
  SessionResult,
  Token,
  Tokens,
  toDisputeOutcome,
  toListedMandate,
  toMandateOutcome,
  toModification,
  toPaymentOutcome,
  toSessionOutcome,
  toStored,
} from "./answers.ts";
import {
  check,
  checkAdjustment,
  checkDelay,
  checkEvidence,
  checkMandate,
  checkPayment,
  checkReference,
  checkReturn,
  checkShopper,
  checkVoid,
  refuseOpenCapture,
} from "./checks.ts";
import { methods, typesOf } from "./methods.ts";
import { industryUsages, lineItems, shopperOf, splits, windowSizeOf } from "./purchase.ts";
import { detailsBody, paymentBody, sessionBody, tokenBody } from "./requests.ts";
import { returnedBy } from "./returns.ts";
import { type Credentials, credentials, options } from "./settings.ts";
import { webhooks } from "./webhooks.ts";
import { described, money, said, toAmount } from "./wire.ts";

/** Not for DELETE, which repeats anyway, nor for the Disputes API, which knows no keys. */
const idempotency: Idempotency = {
  carrier: "header",
  name: "Idempotency-Key",
  format: { alphabet: "hex", length: 64 },
  seconds: 7 * 86_400,
  source: "https://docs.adyen.com/development-resources/api-idempotency",
};
const unkeyed: Idempotency = { ...idempotency, carrier: "none" };

const payments: Step<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
  name: "payments",
  example: { operation: accepted() },
  method: "POST",
  path: "/payments",
  body: (request, context) => json(paymentBody(request, context)),
  read: answer(Payment, (payment, { captureMode, authentication }) =>
    toPaymentOutcome(payment, {
      takenAtOnce: captureMode === CaptureMode.AUTOMATIC,
      windowSize: windowSizeOf(authentication),
    }),
  ),
};

const hostedCheckout: Step<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
  name: "sessions",
  example: { operation: accepted() },
  method: "POST",
  path: "/sessions",
  body: (request, context) =>
    json({
      ...sessionBody(request, context),
      ...write(methods, request, context),
      mode: "hosted",
    }),
  read: answer(Session, ({ id, url, expiresAt }, { captureMode }) => ({
    operation: accepted(),
    payment: {
      status: PaymentStatus.ACTION_REQUIRED,
      paymentRef: { relatedIds: { session: id } },
    },
    nextAction: { ...redirect(url ?? ""), expiresAt: fromIso(expiresAt) },
    state: {
      session: id,
      ...(captureMode === CaptureMode.AUTOMATIC && { takenAtOnce: "true" }),
    },
  })),
};

const paymentDetails: Step<ResumePaymentRequest, PaymentOutcome, Credentials> = {
  name: "paymentDetails",
  example: { operation: accepted() },
  method: "POST",
  path: "/payments/details",
  body: detailsBody,
  // A return that is refused is no refused payment: the shopper may have paid.
  statuses: { 400: "unknown", 401: "unknown", 403: "unknown", 422: "unknown" },
  read: answer(Payment, (payment, _request, { state }: Context<Credentials>) =>
    toPaymentOutcome(payment, begunBy(state)),
  ),
};

const sessionResult: Step<ResumePaymentRequest, PaymentOutcome, Credentials> = {
  name: "sessionResult",
  example: { operation: accepted() },
  method: "GET",
  path(request, { state }) {
    const { sessionId, sessionResult: result } = returnedBy(request);
    const id = sessionId ?? state["session"] ?? request.payment?.relatedIds["session"] ?? "";
    return `/sessions/${encodeURIComponent(id)}${query({ sessionResult: result })}`;
  },
  read: answer(SessionResult, (result, _request, { state }: Context<Credentials>) =>
    toSessionOutcome(result, begunBy(state)),
  ),
};

const reversal: Step<ReversePaymentRequest, PaymentOutcome, Credentials> = {
  name: "reversals",
  example: { operation: accepted() },
  method: "POST",
  path: ({ target }) => modificationPath(idOf(target), "reversals"),
  body: ({ reference }, { credentials: { merchantAccount } }) =>
    json({ merchantAccount, reference }),
  read: answer(Modification, (modification) => ({ operation: toModification(modification) })),
};

/**
 * Technical cancel, for a payment whose id never came: of what is not captured yet, within 24 hours. Whether there was
 * anything to cancel is told by webhook. https://docs.adyen.com/online-payments/cancel
 */
const technicalCancel: Step<ReversePaymentRequest, PaymentOutcome, Credentials> = {
  name: "cancels",
  example: { operation: accepted() },
  method: "POST",
  path: "/cancels",
  body: ({ reference, target }, { credentials: { merchantAccount } }) =>
    json({
      merchantAccount,
      reference,
      paymentReference: target.case === "originalCall" ? target.value.reference : "",
    }),
  read: answer(Modification, (modification) => ({
    operation: { ...toModification(modification), kind: OperationKind.VOID },
  })),
};

const supplyDocuments: Step<SubmitEvidenceRequest, void, Credentials> = {
  name: "supplyDefenseDocument",
  example: undefined,
  host: "disputes",
  method: "POST",
  path: "/supplyDefenseDocument",
  harmless: true,
  idempotency: unkeyed,
  body: ({ dispute, files }, context) =>
    json({
      ...disputeBody(dispute, context),
      defenseDocuments: files.map(({ document, contentType, content }) => ({
        defenseDocumentTypeCode: document,
        contentType,
        content: toBase64(content),
      })),
    }),
  read: answer(DisputeAnswer, (result) => {
    const why = disputeFailure(result);
    if (why) throw new Refused(why);
  }),
};
const defend: Step<SubmitEvidenceRequest, DisputeOutcome, Credentials> = {
  name: "defendDispute",
  example: { operation: accepted() },
  host: "disputes",
  method: "POST",
  path: "/defendDispute",
  idempotency: unkeyed,
  body: ({ dispute, response }, context) =>
    json({ ...disputeBody(dispute, context), defenseReasonCode: response }),
  read: answer(DisputeAnswer, (result, { dispute }) =>
    toDisputeOutcome(result, { disputeRef: dispute, evidenceSubmitted: true }),
  ),
};

const ofPurchase = [
  "purchase.channel",
  "purchase.expiresAt",
  "purchase.splits",
  "purchase.statementDescriptor",
] as const;
const ofCredential = [
  "storedCredential.initiator",
  "storedCredential.reason",
  "storedCredential.store",
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
              relatedIds: adjustmentOf(said(modification, "adjustAuthorisationData")),
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
      body: (request, { credentials: { merchantAccount } }) =>
        json({
          merchantAccount,
          reference: request.reference,
          amount: toAmount(required(request.amount, "amount"), "amount"),
          merchantRefundReason: refundReasons.get(request.reason),
          // PayPal alone can be told which of several captures it is.
          capturePspReference: request.operationId,
          lineItems: lineItems(request.order, "order"),
          splits: splits(request.splits, "splits"),
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
      read: (_response, { mandate }) => ({
        operation: done(),
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
      read: () => ({ operation: done() }),
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
        // biome-ignore lint/suspicious/noThenProperty: the contract's own field, and never a function.
        then: Then.RESUME,
        expiresAt: fromIso(expiresAt),
      })),
    },

    acceptDispute: {
      host: "disputes",
      method: "POST",
      path: "/acceptDispute",
      idempotency: unkeyed,
      body: ({ dispute }: AcceptDisputeRequest, context) => json(disputeBody(dispute, context)),
      read: answer(DisputeAnswer, (result, { dispute }) =>
        toDisputeOutcome(result, { disputeRef: dispute, status: DisputeStatus.ACCEPTED }),
      ),
    },
    *submitEvidence(request) {
      if (request.files.length > 0) yield* call(supplyDocuments, request);
      if (!request.finalSubmission) return { operation: done() };
      return yield* call(defend, request);
    },
  },

  rules: {
    authorizePayment: {
      requires: ["purchase.returnUrl"],
      understands: [...ofPurchase, ...ofCredential, "purchase.subMerchant"],
      check: checkPayment,
    },
    resumePayment: { check: checkReturn },
    // Several captures have to be enabled by Adyen; without that the first one gives up what is left.
    capturePayment: {
      partial: true,
      repeated: true,
      understands: ["splits"],
      check: checkReference,
    },
    voidPayment: { partial: false, check: checkVoid },
    adjustPayment: { understands: ["reason"], repeated: true, check: checkAdjustment },
    reversePayment: { byOriginalCall: true, check: checkReference },
    createRefund: {
      partial: true,
      repeated: true,
      understands: ["operationId", "splits"],
      check: checkReference,
    },
    setupMandate: {
      requires: ["purchase.returnUrl"],
      understands: [...ofPurchase, ...ofCredential, "purchase.subMerchant"],
      check: checkMandate,
    },
    getMandate: { requires: ["mandate.customerId"] },
    revokeMandate: { requires: ["mandate.customerId"] },
    tokenizePaymentMethod: { check: checkShopper },
    deletePaymentMethod: { check: checkShopper },
    createClientSession: {
      requires: ["purchase.returnUrl"],
      understands: [...ofPurchase, ...ofCredential, "authentication", "allowedMethods"],
      check: (request) => [...check(request), ...checkDelay(request)],
    },
    submitEvidence: { check: checkEvidence },
  },
  webhooks,
  statuses,
  refusal,
});

const disputeBody = (
  dispute: DisputeRef | undefined,
  { credentials: own }: Context<Credentials>,
) => ({
  disputePspReference: dispute?.disputeId,
  merchantAccountCode: own.merchantAccount,
});
const modificationPath = (payment: string | undefined, kind: string) =>
  `/payments/${encodeURIComponent(required(payment, "payment.paymentId"))}/${kind}`;
const tokenPath = (id = "", merchantAccount: string, shopperReference: string | undefined) =>
  `/storedPaymentMethods/${encodeURIComponent(id)}${query({ merchantAccount, shopperReference })}`;
const idOf = (target: ReversePaymentRequest["target"]) =>
  target.case === "payment" ? target.value.paymentId : undefined;
const adjustmentOf = (data: string | undefined): Record<string, string> =>
  data ? { adjustAuthorisationData: data } : {};

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
