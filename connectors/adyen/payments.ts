/** Payments: how they begin, go on, and are taken back, whatever was reached. */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  OperationKind,
  PaymentStatus,
  type ResumePaymentRequest,
  type ReversePaymentRequest,
} from "#contract";
import {
  accepted,
  answer,
  type Context,
  fromIso,
  type HttpResponse,
  type Idempotency,
  json,
  type PaymentOutcome,
  path,
  query,
  required,
  type Step,
  write,
} from "#kit";
import { redirect } from "./actions.ts";
import {
  begunBy,
  Modification,
  Payment,
  Session,
  SessionResult,
  toModification,
  toPaymentOutcome,
  toSessionOutcome,
} from "./answers.ts";
import { methods } from "./methods.ts";
import { windowSizeOf } from "./purchase.ts";
import { detailsBody, paymentBody, sessionBody } from "./requests.ts";
import { returnedBy } from "./returns.ts";
import type { Credentials } from "./settings.ts";

/** Not for DELETE, which repeats anyway, nor for the Disputes API, which knows no keys. */
export const idempotency: Idempotency = {
  carrier: "header",
  name: "Idempotency-Key",
  format: { alphabet: "hex", length: 64 },
  seconds: 7 * 86_400,
  source: "https://docs.adyen.com/development-resources/api-idempotency",
};
export const unkeyed: Idempotency = { ...idempotency, carrier: "none" };

export const payments: Step<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
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

export const hostedCheckout: Step<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
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

/** A return that is refused is no refused payment: the shopper may have paid. */
const returnStatuses = ({ status }: HttpResponse) => (status < 400 ? undefined : "unknown");

export const paymentDetails: Step<ResumePaymentRequest, PaymentOutcome, Credentials> = {
  name: "paymentDetails",
  example: { operation: accepted() },
  method: "POST",
  path: "/payments/details",
  body: detailsBody,
  statuses: returnStatuses,
  read: answer(Payment, (payment, _request, { state }: Context<Credentials>) =>
    toPaymentOutcome(payment, begunBy(state)),
  ),
};

export const sessionResult: Step<ResumePaymentRequest, PaymentOutcome, Credentials> = {
  name: "sessionResult",
  example: { operation: accepted() },
  method: "GET",
  path(request, { state }) {
    const { sessionId, sessionResult: result } = returnedBy(request);
    const id = sessionId ?? state["session"] ?? request.payment?.relatedIds["session"] ?? "";
    return path`/sessions/${id}` + query({ sessionResult: result });
  },
  statuses: returnStatuses,
  read: answer(SessionResult, (result, _request, { state }: Context<Credentials>) =>
    toSessionOutcome(result, begunBy(state)),
  ),
};

export const reversal: Step<ReversePaymentRequest, PaymentOutcome, Credentials> = {
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
export const technicalCancel: Step<ReversePaymentRequest, PaymentOutcome, Credentials> = {
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

export const modificationPath = (payment: string | undefined, kind: string) =>
  path`/payments/${required(payment, "payment.paymentId")}/${kind}`;
const idOf = (target: ReversePaymentRequest["target"]) =>
  target.case === "payment" ? target.value.paymentId : undefined;
