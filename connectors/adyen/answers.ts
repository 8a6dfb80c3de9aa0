/** What comes back from Adyen: the shapes that decide, and the readers that flows and webhooks share. */
import {
  Actor,
  AuthenticationResult_Status as Authenticated,
  CardNetwork,
  FailureCode,
  AuthenticationResult_Liability as Liability,
  MandateStatus,
  PaymentStatus,
  PendingReason,
  Retry,
  RiskResult_Decision,
} from "#contract";
import {
  accepted,
  authorized,
  decodeIf,
  done,
  type Failure,
  failed,
  failure,
  fromIso,
  type HttpResponse,
  type MandateOutcome,
  type MandateResult,
  mandated,
  merchantAdvice,
  networkWord,
  type OperationResult,
  type PaymentOutcome,
  type PaymentResult,
  type State,
  v,
} from "#kit";
import { Action, toNextAction } from "./actions.ts";
import {
  addressChecks,
  authentications,
  cvcChecks,
  fundings,
  methodNames,
  networks,
  paymentStatus,
  sessionStatus,
  tokenStatus,
} from "./codes.ts";
import { apiErrors, refusals, sessionFailures } from "./failures.ts";
import { isPaidAtOnce } from "./methods.ts";
import { Amount, automaticCapture, type Described, described, money, said, some } from "./wire.ts";

const text = v.nullish(v.string());
export const Payment = v.looseObject({
  resultCode: v.string(),
  pspReference: text,
  merchantReference: text,
  amount: v.nullish(Amount),
  action: v.nullish(Action),
  paymentMethod: described,
  additionalData: described,
});
export type Payment = v.InferOutput<typeof Payment>;
export const Modification = v.looseObject({
  pspReference: v.string(),
  status: v.string(),
  amount: v.nullish(Amount),
});
type Modification = v.InferOutput<typeof Modification>;
export const Session = v.object({ id: v.string(), sessionData: text, url: text, expiresAt: text });
export const SessionResult = v.object({
  status: v.string(),
  reference: text,
  payments: v.nullish(v.array(Payment)),
  additionalData: described,
});
export const Token = v.looseObject({ id: v.string(), mandate: described });
type Token = v.InferOutput<typeof Token>;
export const Tokens = v.object({ storedPaymentMethods: v.nullish(v.array(Token)) });
const Problem = v.looseObject({ invalidFields: v.nullish(v.array(v.looseObject({}))) });

const { ACTION_REQUIRED, AUTHORIZED, PARTIALLY_AUTHORIZED, CAPTURED, FAILED } = PaymentStatus;

/** `takenAtOnce`: Adyen says Authorised whether the money is held or, as was asked, captured with it. */
export function toPayment(payment: Payment, { takenAtOnce }: { takenAtOnce: boolean }) {
  const data = payment.additionalData;
  const status = statusOf(payment, takenAtOnce);
  const authorizedAmount = heldOf(payment, status.status);
  return {
    ...status,
    paymentRef: {
      ...(payment.pspReference && { paymentId: payment.pspReference }),
      ...(payment.merchantReference && { reference: payment.merchantReference }),
      relatedIds: adjustmentIn(data),
    },
    amounts: authorizedAmount && { authorized: authorizedAmount },
    failure: status.status === FAILED ? toRefusal(payment) : undefined,
    checks: checksOf(data),
    method: methodOf(payment),
    authentication: authenticationOf(data),
    networkReferences: referencesOf(payment),
    risk: riskOf(payment),
    mandateId: storedIdOf(data),
    customerId: shopperOf(data),
    metadata: metadataOf(data),
  } satisfies PaymentResult;
}

function statusOf({ resultCode, action, paymentMethod }: Payment, takenAtOnce: boolean) {
  const status = paymentStatus(resultCode);
  const taken = takenAtOnce || isPaidAtOnce(said(paymentMethod, "type"));
  if (status.status === AUTHORIZED && taken) return { ...status, status: CAPTURED };
  // Pending stands for the shopper who has to do something as well, and so does a transfer that is Received.
  if (!action || (resultCode !== "Pending" && action.type !== "bankTransfer")) return status;
  return action.type === "await"
    ? { ...status, pendingReason: PendingReason.CUSTOMER }
    : { ...status, status: ACTION_REQUIRED, pendingReason: PendingReason.UNSPECIFIED };
}

function heldOf({ amount, additionalData: data }: Payment, status: PaymentStatus) {
  const part = said(data, "authorisedAmountValue") ?? "";
  const currency = said(data, "authorisedAmountCurrency");
  if (status === PARTIALLY_AUTHORIZED && currency && /^\d+$/.test(part))
    return money({ value: BigInt(part), currency });
  const held = status === AUTHORIZED || status === CAPTURED || status === PARTIALLY_AUTHORIZED;
  return held && amount ? money(amount) : undefined;
}

/** What the next synchronous change of the amount has to bring: each answer and event of one tells the next. */
export function adjustmentIn(data: Described): Record<string, string> {
  const adjustAuthorisationData = said(data, "adjustAuthorisationData");
  return adjustAuthorisationData ? { adjustAuthorisationData } : {};
}

export const storedIdOf = (data: Described): string | undefined =>
  said(data, "tokenization.storedPaymentMethodId") ??
  said(data, "recurring.recurringDetailReference");
export const shopperOf = (data: Described): string | undefined =>
  said(data, "tokenization.shopperReference") ??
  said(data, "recurring.shopperReference") ??
  said(data, "shopperReference");

function toRefusal(payment: Payment): Failure {
  const { resultCode, additionalData: data } = payment;
  const [code, message] = [said(payment, "refusalReasonCode"), said(payment, "refusalReason")];
  const { code: declineCode, text: raw } = codedIn(said(data, "refusalReasonRaw"));
  const adviceCode = codedIn(said(data, "merchantAdviceCode")).code;
  return refusals([said(data, "inferredRefusalReason"), code, message], {
    network: some({ declineCode, message: raw, adviceCode }),
    processor: { code: code ?? resultCode, message },
    ...merchantAdvice(adviceCode),
  });
}

/** "05 : Do not honor" and "05: Do not honor" are a code and its text; "DECLINED" has no code. */
function codedIn(raw = "") {
  const [, code, text] = /^(\w+) ?: ?(.*)$/.exec(raw) ?? [];
  return code === undefined ? { text: raw || undefined } : { code, text };
}

function checksOf(data: Described) {
  const [address, cvc] = [said(data, "avsResult"), said(data, "cvcResult")];
  if (address === undefined && cvc === undefined) return undefined;
  return {
    ...addressChecks(address?.split(" ")[0]),
    cvc: cvcChecks(cvc?.split(" ")[0]),
    addressCode: said(data, "avsResultRaw"),
    cvcCode: said(data, "cvcResultRaw"),
  };
}

function networkOf({ additionalData: data, paymentMethod }: Payment): CardNetwork | undefined {
  const brand = v.is(described, paymentMethod) ? said(paymentMethod, "brand") : undefined;
  return networks(said(data, "cardPaymentMethod") ?? said(data, "paymentMethod") ?? brand);
}

const referencesOf = (payment: Payment) =>
  some({
    authorizationCode: said(payment.additionalData, "authCode"),
    acquirerReferenceNumber: said(payment.additionalData, "arn"),
    retrievalReferenceNumber: said(payment.additionalData, "receipt.retrievalReferenceNumber"),
    traceNumber: said(payment.additionalData, "receipt.systemTraceAuditNumber"),
    networkTransactionId: said(payment.additionalData, "networkTxReference"),
    network: networkWord(networkOf(payment) ?? CardNetwork.UNSPECIFIED),
  });

function methodOf(payment: Payment) {
  const data = payment.additionalData;
  const [month, year] = said(data, "expiryDate")?.split("/") ?? [];
  const storedMethodId = storedIdOf(data);
  const wallet = /_(apple|google|samsung)pay$/.exec(said(data, "paymentMethodVariant") ?? "")?.[1];
  const network = networkOf(payment);
  const type = said(payment.paymentMethod, "type") ?? said(data, "paymentMethod");
  return some({
    method: methodNames.get(type) ?? (network === undefined ? undefined : "card"),
    network,
    bin: said(data, "issuerBin") ?? said(data, "cardBin"),
    lastFour: said(data, "cardSummary") ?? said(data, "bankSummary"),
    expiryMonth: month ? Number(month) : undefined,
    expiryYear: year ? Number(year) : undefined,
    funding: fundings(said(data, "fundingSource")),
    issuerCountry: said(data, "cardIssuingCountry") ?? said(data, "issuerCountry"),
    issuerName: said(data, "cardIssuingBank"),
    fingerprint: said(data, "alias"),
    wallet: wallet && `${wallet}_pay`,
    stored: storedMethodId ? { storedMethodId } : undefined,
    accountReference:
      said(data, "PaymentAccountReference") ?? said(data, "paymentAccountReference"),
  });
}

function authenticationOf(data: Described) {
  const word = said(data, "threeDAuthenticatedResponse");
  const eci = said(data, "eci");
  if (word === undefined && eci === undefined) return undefined;
  return {
    status: authentications(word) ?? Authenticated.UNSPECIFIED,
    challenged: said(data, "threeDOfferedResponse") === "C" ? true : undefined,
    eci,
    version: said(data, "threeDSVersion"),
    directoryServerTransactionId: said(data, "dsTransID"),
    liability: liabilities.get(said(data, "liabilityShift")) ?? Liability.UNSPECIFIED,
    processorStatus: word,
  };
}

const liabilities: ReadonlyMap<string | undefined, Liability> = new Map([
  ["true", Liability.ISSUER],
  ["false", Liability.MERCHANT],
]);

function riskOf({ fraudResult, additionalData: data }: Payment) {
  const ofAnswer = v.is(described, fraudResult) ? said(fraudResult, "accountScore") : undefined;
  const score = Number(ofAnswer ?? said(data, "totalFraudScore") ?? Number.NaN);
  const level = said(data, "fraudRiskLevel") ?? said(data, "fraudResultType");
  if (!Number.isInteger(score) && level === undefined) return undefined;
  const review = said(data, "fraudManualReview") === "true";
  return {
    score: Number.isInteger(score) ? score : undefined,
    level,
    decision: review ? RiskResult_Decision.REVIEW : RiskResult_Decision.UNSPECIFIED,
  };
}

function metadataOf(data: Described): Record<string, string> {
  const ours = `metadata.${automaticCapture.name}`;
  const names = Object.keys(data ?? {}).filter(
    (name) => name.startsWith("metadata.") && name !== ours,
  );
  return Object.fromEntries(names.map((name) => [name.slice(9), said(data, name) ?? ""]));
}

/** What a resumed payment has to know of the call that began it; the rest of `state` is `paymentData`. */
export interface Begun {
  readonly takenAtOnce: boolean;
  /** Of a challenge that the merchant shows, as EMV 3-D Secure numbers it. */
  readonly windowSize?: string | undefined;
  /** Where SetupMandate began it: the shopper's reference. */
  readonly mandateOf?: string | undefined;
}
export const begunBy = (state: State): Begun => ({
  takenAtOnce: state["takenAtOnce"] === "true",
  mandateOf: state["mandateOf"],
  windowSize: state["windowSize"],
});
const stateOf = ({ takenAtOnce, mandateOf, windowSize }: Begun, paymentData?: string): State => ({
  ...(paymentData && { paymentData }),
  ...(takenAtOnce && { takenAtOnce: "true" }),
  ...(mandateOf !== undefined && { mandateOf }),
  ...(windowSize && { windowSize }),
});
const goingOn = ({ action }: Payment, begun: Begun) =>
  action && {
    nextAction: toNextAction(action, begun.windowSize),
    state: stateOf(begun, said(action, "paymentData")),
  };

export function toPaymentOutcome(payment: Payment, begun: Begun): PaymentOutcome {
  if (begun.mandateOf !== undefined) return toMandateOutcome(payment, begun);
  const result = toPayment(payment, begun);
  const operation = { ...authorized(result), amount: result.amounts?.authorized };
  return { operation, payment: result, ...goingOn(payment, begun) };
}
export function toMandateOutcome(payment: Payment, begun: Begun): MandateOutcome {
  const mandate = toMandate(payment, begun.mandateOf);
  return { operation: mandated(mandate), mandate, ...goingOn(payment, begun) };
}

/** The token may come by webhook alone: until its id is known there is nothing to charge. */
export function toMandate(payment: Payment, shopper: string | undefined): MandateResult {
  const { status, pendingReason, processorStatus, ...told } = toPayment(payment, {
    takenAtOnce: false,
  });
  const mandateId = told.mandateId;
  // Of a method that is paid as soon as it is authorised, the one is the other.
  const stands = status === AUTHORIZED || status === CAPTURED;
  const usable = stands && mandateId !== undefined;
  const open = status === ACTION_REQUIRED ? MandateStatus.ACTION_REQUIRED : MandateStatus.PENDING;
  return {
    status: usable ? MandateStatus.ACTIVE : status === FAILED ? MandateStatus.FAILED : open,
    pendingReason: stands && !usable ? PendingReason.PROCESSOR : pendingReason,
    processorStatus,
    mandateRef: {
      ...(mandateId && { mandateId }),
      customerId: shopper,
      ...(payment.merchantReference && { reference: payment.merchantReference }),
      relatedIds: payment.pspReference ? { payment: payment.pspReference } : {},
    },
    stored: mandateId ? { storedMethodId: mandateId } : undefined,
    method: told.method,
    networkReferences: told.networkReferences,
    failure: told.failure,
    checks: told.checks,
    authentication: told.authentication,
  };
}

/** Taken on; the outcome comes by webhook. Only a synchronous change of the amount is decided at once. */
export function toModification({ pspReference, status, amount }: Modification): OperationResult {
  const operation = { operationId: pspReference, amount: amount ? money(amount) : undefined };
  if (status === "authorised") return done(operation);
  if (status !== "refused") return accepted(operation);
  const why = failure(FailureCode.DECLINED, { processor: { code: status } });
  return { ...failed(why), operationId: pspReference };
}

export function toSessionOutcome(
  { status, reference, payments, additionalData }: v.InferOutput<typeof SessionResult>,
  begun: Begun,
): PaymentOutcome {
  // Of several attempts, such as a voucher and then a card, the one that has paid.
  const payment =
    payments?.find(({ resultCode }) => resultCode === "Authorised") ?? payments?.at(-1);
  if (payment)
    return toPaymentOutcome({ ...payment, merchantReference: reference, additionalData }, begun);
  const word = sessionStatus(status);
  const over = word.status === FAILED || word.status === PaymentStatus.EXPIRED;
  const processor = { code: status };
  const taken = word.status === PaymentStatus.AUTHORIZED && begun.takenAtOnce;
  const told: PaymentResult = {
    ...word,
    ...(taken && { status: PaymentStatus.CAPTURED }),
    ...(reference && { paymentRef: { reference } }),
    failure: over ? sessionFailures(status, { processor }) : undefined,
  };
  return { operation: authorized(told), payment: told };
}

export const toStored = (token: Token) => ({
  stored: { storedMethodId: token.id },
  method: {
    method: methodNames.get(said(token, "type")),
    network: networks(said(token, "brand")),
    bin: said(token, "cardBin"),
    lastFour: said(token, "lastFour"),
    expiryMonth: Number(said(token, "expiryMonth") ?? Number.NaN) || undefined,
    expiryYear: Number(said(token, "expiryYear")?.padStart(4, "20") ?? Number.NaN) || undefined,
    issuerName: said(token, "issuerName"),
  },
});
/** A token without a mandate at a bank is good for as long as it is listed. */
export const toListedMandate = (token: Token, shopper: string): MandateResult => ({
  ...(token.mandate
    ? tokenStatus(said(token.mandate, "status"))
    : { status: MandateStatus.ACTIVE }),
  mandateRef: { mandateId: token.id, customerId: shopper },
  ...toStored(token),
  networkReferences: { networkTransactionId: said(token, "networkTxReference") },
  createdAt: fromIso(said(token, "createdAt")),
});

/** https://docs.adyen.com/development-resources/error-codes, and RFC 7807 for the newer resources. */
export function refusal({ status, text: body, headers }: HttpResponse): Failure {
  const problem = decodeIf(Problem, body);
  const code = said(problem, "errorCode");
  const category = said(problem, "errorType") ?? said(problem, "type")?.split("/").at(-1);
  const why = apiErrors([code, `http ${status}`, category], {
    // Nothing reached an acquirer, and the key is as good as new.
    ...(headers["transient-error"] === "true" && { retry: Retry.SAME_KEY_NOW }),
    processor: {
      code,
      message: said(problem, "message") ?? said(problem, "detail"),
      httpStatus: status,
      requestId: said(problem, "pspReference") ?? said(problem, "requestId"),
      field: said(problem?.invalidFields?.[0], "name"),
    },
  });
  // No issuer has been asked: what is wrong was given so.
  return why.actor === Actor.ISSUER ? { ...why, actor: Actor.CUSTOMER } : why;
}
