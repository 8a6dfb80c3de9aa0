/** Payments and their actions: requested, captured, voided, raised, reversed, refunded, looked up. */
import {
  AuthenticationRequest_Exemption,
  AuthenticationRequest_IfExemptionRefused,
  AuthenticationRequest_Preference,
  type AuthorizePaymentRequest,
  CaptureMode,
  type CapturePaymentRequest,
  Channel,
  FailureCode,
  type Money,
  OperationKind,
  type SetupMandateRequest,
  type Split,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  accepted,
  alreadyDone,
  answer,
  type Context,
  call,
  decisiveIn,
  decode,
  fromMilliseconds,
  fullName,
  insistOnCurrency,
  json,
  optionsOf,
  type Page,
  type PaymentOutcome,
  path,
  query,
  required,
  type Script,
  type Step,
  toIso,
  toUnits,
  Unresolved,
  weightOf,
  withHeaders,
} from "#kit";
import { type Credentials, options, unkeyed } from "./account.ts";
import {
  Accepted,
  type Action,
  Actions,
  counting,
  Found,
  failureOf,
  Payment,
  Token,
  toPayment,
} from "./answers.ts";
import { type Chosen, toAddress } from "./methods.ts";

export type Told<Output> = Script<Output, Credentials>;
export const units = (money: Money | undefined, field = "amount") =>
  money && toUnits(money, counting, field);
export const pathOf = (paymentId: string | undefined, action = "") =>
  path`/payments/${required(paymentId, "payment.paymentId")}` + action;

export const example: Payment = decode(Payment, '{"id":"PAYMENT-ID","status":"Authorized"}');

const { DELAYED, MANUAL } = CaptureMode;
const { RECURRING, INSTALLMENT, UNSCHEDULED } = StoredCredential_Reason;
/** https://www.checkout.com/docs/payments/accept-payments/pay-with-stored-card-details */
export const paymentTypes: ReadonlyMap<StoredCredential_Reason | undefined, string> = new Map([
  [RECURRING, "Recurring"],
  [INSTALLMENT, "Installment"],
  [UNSCHEDULED, "Unscheduled"],
]);
/** https://github.com/checkout/checkout-sdk-python (MerchantInitiatedReason) */
const merchantReasons: ReadonlyMap<StoredCredential_Reason | undefined, string> = new Map([
  [StoredCredential_Reason.DELAYED_CHARGE, "Delayed_charge"],
  [StoredCredential_Reason.NO_SHOW, "No_show"],
  [StoredCredential_Reason.RESUBMISSION, "Resubmission"],
  [StoredCredential_Reason.REAUTHORIZATION, "Reauthorization"],
]);
export const byCall: ReadonlySet<Channel | undefined> = new Set([
  Channel.MAIL_ORDER,
  Channel.TELEPHONE_ORDER,
]);

export interface Requesting {
  readonly asked: AuthorizePaymentRequest | SetupMandateRequest;
  readonly chosen: Chosen;
}
/** https://api-reference.checkout.com/#operation/requestAPaymentOrPayout */
function requested({ asked, chosen }: Requesting, context: Context<Credentials>) {
  const { purchase, storedCredential: credential, paymentMethod } = asked;
  const { authorization_type, billing_descriptor_city: city } = optionsOf(options, context);
  const { customer, device, statementDescriptor } = purchase ?? {};
  const [contact, stored] = [customer?.contact, paymentMethod?.method];
  const mandateId = stored?.case === "stored" ? stored.value.mandateId : undefined;
  const reason = merchantReasons.get(credential?.reason);
  const processing = { ...chosen.beside, ...(reason && { merchant_initiated_reason: reason }) };
  const fingerprint = device?.fingerprint;
  return {
    source: chosen.source,
    amount: units(purchase?.amount, "purchase.amount"),
    currency: purchase?.amount?.currency,
    reference: asked.reference,
    description: purchase?.description,
    processing_channel_id: context.credentials.processingChannelId,
    payment_type: byCall.has(purchase?.channel) ? "MOTO" : paymentTypes.get(credential?.reason),
    merchant_initiated: credential?.initiator === StoredCredential_Initiator.MERCHANT || undefined,
    previous_payment_id: mandateId ?? credential?.previous?.networkTransactionId,
    authorization_type,
    ...("captureMode" in asked && captureOf(asked, context)),
    "3ds": secured(asked),
    customer: customer?.customerId
      ? { id: customer.customerId }
      : contact?.email && { email: contact.email, name: fullName(contact) },
    billing_descriptor: statementDescriptor && { name: statementDescriptor, city },
    shipping: customer?.shipping?.address && { address: toAddress(customer.shipping.address) },
    payment_ip: device?.ipAddress,
    risk: fingerprint && { enabled: true, device_session_id: fingerprint },
    success_url: purchase?.returnUrl,
    failure_url: purchase?.returnUrl,
    amount_allocations: allocations(purchase?.splits ?? [], "purchase.splits.amount"),
    items: stored?.case === "paypal" ? itemsOf(purchase?.order?.lines ?? []) : undefined,
    processing: Object.keys(processing).length > 0 ? processing : undefined,
    metadata: metadataOf(purchase?.metadata),
  };
}
const metadataOf = (metadata: Readonly<Record<string, string>> = {}) =>
  Object.keys(metadata).length > 0 ? metadata : undefined;
function captureOf(
  { captureMode, captureAfter }: AuthorizePaymentRequest,
  { now }: Context<Credentials>,
) {
  if (captureMode !== DELAYED) return { capture: captureMode !== MANUAL };
  const { seconds: present } = fromMilliseconds(now.getTime());
  const seconds = present + required(captureAfter, "captureAfter").seconds;
  return { capture_on: toIso({ seconds, nanos: 0 }) };
}
type Lines = NonNullable<NonNullable<AuthorizePaymentRequest["purchase"]>["order"]>["lines"];
const itemsOf = (lines: Lines) =>
  lines.map(({ name, quantity, unitPrice, reference }) => ({
    name,
    quantity,
    unit_price: units(unitPrice, "purchase.order.lines.unitPrice"),
    reference,
  }));
/** https://www.checkout.com/docs/platforms/payments/process-payments-on-a-full-account */
export const allocations = (splits: readonly Split[], field: string) =>
  splits.length === 0
    ? undefined
    : splits.map(({ accountId: id, amount, reference }) => ({
        id,
        amount: units(amount, field),
        reference,
      }));

const Exemption = AuthenticationRequest_Exemption;
/** https://github.com/checkout/checkout-sdk-python (Exemption) */
const exemptions: ReadonlyMap<AuthenticationRequest_Exemption | undefined, string> = new Map([
  [Exemption.LOW_VALUE, "low_value"],
  [Exemption.TRANSACTION_RISK_ANALYSIS, "transaction_risk_assessment"],
  [Exemption.TRUSTED_BENEFICIARY, "trusted_listing"],
  [Exemption.SECURE_CORPORATE, "secure_corporate_payment"],
  [Exemption.RECURRING, "recurring_operation"],
  [Exemption.DELEGATED, "sca_delegation"],
]);
const Preference = AuthenticationRequest_Preference;
const preferences: ReadonlyMap<AuthenticationRequest_Preference | undefined, object> = new Map([
  [Preference.IF_REQUIRED, { enabled: false, allow_upgrade: true }],
  [Preference.FRICTIONLESS, { enabled: true, challenge_indicator: "no_challenge_requested" }],
  [Preference.CHALLENGE, { enabled: true, challenge_indicator: "challenge_requested" }],
  [Preference.NONE, { enabled: false, allow_upgrade: false }],
]);
/** https://www.checkout.com/docs/payments/accept-payments/pay-with-stored-card-details */
const mandated = { challenge_indicator: "challenge_requested_mandate" };
/** https://github.com/checkout/checkout-sdk-python (ThreeDSFlowType) */
const flowTypes: ReadonlyMap<boolean | undefined, string> = new Map([
  [true, "challenged"],
  [false, "frictionless"],
]);
const IfRefused = AuthenticationRequest_IfExemptionRefused;
const upgrades: ReadonlyMap<AuthenticationRequest_IfExemptionRefused | undefined, boolean> =
  new Map([
    [IfRefused.AUTHENTICATE, true],
    [IfRefused.FAIL, false],
  ]);
/** https://www.checkout.com/docs/payments/authenticate-payments/3d-secure */
function secured(asked: Requesting["asked"]): object | undefined {
  const said = asked.authentication?.authentication;
  if (said?.case === "external") {
    const { value } = said;
    return {
      enabled: true,
      version: value.version,
      eci: value.eci,
      cryptogram: value.authenticationValue,
      xid: value.directoryServerTransactionId,
      status: value.transactionStatus,
      status_reason_code: value.transactionStatusReason,
      flow_type: flowTypes.get(value.challenged),
      exemption: exemptions.get(value.exemption),
      cryptogram_algorithm: value.authenticationValueAlgorithm,
    };
  }
  if (said?.case !== "request") return undefined;
  const { preference, exemption, ifExemptionRefused } = said.value;
  const upgrade = upgrades.get(ifExemptionRefused);
  // Later payments without the customer are declined where the first was not challenged for the agreement.
  const isAgreement = !("captureMode" in asked) || asked.storedCredential?.store;
  return {
    ...preferences.get(preference),
    ...(isAgreement && preference === Preference.CHALLENGE && mandated),
    exemption: exemptions.get(exemption),
    ...(upgrade !== undefined && { allow_upgrade: upgrade }),
  };
}
/** The same key gives the first answer again, whatever is asked: then the answer is another call's. */
export function ofAttempt(told: string | undefined, reference: string): void {
  if (told !== undefined && told !== reference)
    throw new Unresolved("the key was used for another reference", {
      code: FailureCode.IDEMPOTENCY_CONFLICT,
    });
}

export const requestPayment: Step<Requesting, Payment, Credentials> = {
  name: "requestPayment",
  method: "POST",
  path: "/payments",
  body: (input, context) => json(requested(input, context)),
  read: answer(Payment, (payment, { asked }) => {
    ofAttempt(payment.reference, asked.reference);
    return payment;
  }),
  example,
};
/** Cards and wallets become tokens by the public key. https://api-reference.checkout.com/#operation/requestAToken */
export const requestToken: Step<object, string, Credentials> = {
  name: "requestToken",
  method: "POST",
  path: "/tokens",
  harmless: true,
  idempotency: unkeyed,
  authenticate: (request, { credentials: { publicKey } }) =>
    withHeaders(request, {
      Authorization: `Bearer ${required(publicKey, "credentials.publicKey")}`,
    }),
  body: (data) => json(data),
  read: answer(Token, ({ token }) => token),
  example: "tok_TOKEN",
};
export const fetchPayment: Step<string, Payment, Credentials> = {
  name: "getPayment",
  method: "GET",
  path: (id) => pathOf(id),
  read: answer(Payment, (payment) => payment),
  example,
};
export const fetchActions: Step<string, readonly Action[], Credentials> = {
  name: "getPaymentActions",
  method: "GET",
  path: (id) => pathOf(id, "/actions"),
  read: answer(Actions, (actions) => actions),
  example: [],
};
interface Listing {
  readonly reference: string;
  readonly skip: number;
}
/** Newest first. https://www.checkout.com/docs/payments/manage-payments/get-a-list-of-payments */
const findPayments: Step<Listing, Page<Payment, number>, Credentials> = {
  name: "getPaymentsList",
  method: "GET",
  path: ({ reference, skip }) => `/payments${query({ limit: 10, skip, reference })}`,
  read: answer(Found, ({ data, total_count }, { reference, skip }) => {
    const next = skip + data.length;
    return {
      items: data.filter((payment) => payment.reference === reference),
      ...(data.length > 0 && next < (total_count ?? 0n) && { next }),
    };
  }),
  example: { items: [example] },
};

const refusedStates: ReadonlySet<string | undefined> = new Set(["Declined", "Canceled", "Expired"]);
/** The actions by which a payment comes about; a capture that was declined is not why it ended. */
const attempts: ReadonlySet<string> = new Set(["Authorization", "Card Verification"]);
/** A payment, and why it failed: that is in its actions. */
export function* look(id: string): Told<Payment> {
  const payment = yield* call(fetchPayment, id);
  if (payment.response_code !== undefined || !refusedStates.has(payment.status)) return payment;
  const actions = yield* call(fetchActions, payment.id);
  const failed = actions.find((action) => attempts.has(action.type) && failureOf(action));
  if (!failed) return payment;
  const { response_code, response_summary, processing } = failed;
  return {
    ...payment,
    response_code,
    response_summary,
    processing: processing ?? payment.processing,
  };
}
type Target =
  | { readonly case: "payment"; readonly value: { readonly paymentId: string } }
  | { readonly case: "originalCall"; readonly value: { readonly reference: string } }
  | { readonly case: undefined; readonly value?: undefined };
export function* located(target: Target): Told<Payment | undefined> {
  if (target.case !== "originalCall")
    return yield* look(required(target.value?.paymentId, "payment.paymentId"));
  const { reference } = target.value;
  const found = yield* decisiveIn(
    (skip: number | undefined) => call(findPayments, { reference, skip: skip ?? 0 }),
    (payment) => weightOf(toPayment(payment)),
  );
  return found && (yield* look(found.id));
}

/**
 * Captures, raises and refunds name no currency: the payment's is looked at, so that no amount counts for as much of
 * another currency.
 */
export function* inItsCurrency({
  payment,
  amount,
}: Pick<CapturePaymentRequest, "payment" | "amount">): Told<{
  readonly paymentId: string;
  readonly asked: Money;
}> {
  const paymentId = required(payment?.paymentId, "payment.paymentId");
  const asked = required(amount, "amount");
  const { currency } = yield* call(fetchPayment, paymentId);
  insistOnCurrency(asked, currency);
  return { paymentId, asked };
}

interface Reversing {
  readonly paymentId: string;
  readonly reference: string;
}
/** A payment that was reversed before is answered with 204. https://www.checkout.com/docs/payments/manage-payments/reverse-a-payment */
export const reversePayment: Step<Reversing, PaymentOutcome, Credentials> = {
  name: "reversePayment",
  method: "POST",
  path: ({ paymentId }) => pathOf(paymentId, "/reversals"),
  idempotency: unkeyed,
  body: ({ reference }) => json({ reference }),
  read: (response) => {
    const kind = OperationKind.REVERSE;
    if (response.status === 204) return { operation: alreadyDone({ kind }) };
    return {
      operation: accepted({ kind, operationId: decode(Accepted, response.text).action_id }),
    };
  },
  example: { operation: accepted() },
};
