/** What comes back from Stripe: the shapes that are read, and its objects as ours. */
import { Display_Kind, FailureCode, MandateStatus, PaymentStatus, PendingReason } from "#contract";
import {
  type Amount,
  type Asked,
  type Counting,
  type DisputeResult,
  decode,
  decodeIf,
  type Failure,
  failure,
  fromUnits,
  fromUnix,
  type HttpResponse,
  type MandateResult,
  type NextActionResult,
  networkWord,
  type PaymentResult,
  type RefundResult,
  Refused,
  v,
  whole,
  words,
} from "#kit";
import {
  advice,
  authenticationStatus,
  check,
  declineCodes,
  disputeReason,
  disputeStatus,
  errorCodes,
  funding,
  mandateStatus,
  methodNames,
  networks,
  paymentStatus,
  refundFailures,
  refundStatus,
  riskDecision,
  setupStatus,
} from "./codes.ts";

/** ISK and UGX stand with two decimals that are always 00; three-decimal currencies must end in 0. */
export const counting: Counting = {
  source: "https://docs.stripe.com/currencies",
  digits: { ISK: 2, MGA: 0, UGX: 2 },
  multiples: { ISK: 100n, UGX: 100n, BHD: 10n, JOD: 10n, KWD: 10n, OMR: 10n, TND: 10n },
};
export const money = (units: bigint, currency: string): Amount =>
  fromUnits(units, currency, counting);

// What decides about money is in the shapes. What only describes is read by path, as far as it can be: an odd
// ornament must not hide what became of the money.
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === "string" && found !== "" ? found : undefined;
}
function wholeAt(value: unknown, path: string): bigint | undefined {
  const found = v.safeParse(whole, at(value, path));
  return found.success ? found.output : undefined;
}
const smallAt = (value: unknown, path: string): number | undefined => {
  const found = wholeAt(value, path);
  return found === undefined ? undefined : Number(found);
};
const momentAt = (value: unknown, path: string) => {
  const seconds = wholeAt(value, path);
  return seconds ? fromUnix(seconds) : undefined;
};

const text = v.nullish(v.string());
const units = v.nullish(whole, 0n);
const described = v.nullish(v.looseObject({}));
const metadata = v.nullish(v.record(v.string(), v.string()), {});
/** An object that Stripe names by its id, or shows whole where it was asked to. */
const expandable = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.nullish(v.union([v.string(), shape]));

const ErrorWords = v.looseObject({ type: text, code: text, decline_code: text, message: text });
type ErrorWords = v.InferOutput<typeof ErrorWords>;

export const PaymentMethod = v.looseObject({ id: v.string(), type: v.string(), customer: text });
export type PaymentMethod = v.InferOutput<typeof PaymentMethod>;

export const Charge = v.looseObject({
  id: v.string(),
  amount: whole,
  amount_captured: units,
  amount_refunded: units,
  captured: v.nullish(v.boolean()),
  currency: v.string(),
  metadata,
  payment_intent: text,
  status: v.string(),
});
export type Charge = v.InferOutput<typeof Charge>;

export const PaymentIntent = v.looseObject({
  id: v.string(),
  amount: whole,
  amount_capturable: units,
  amount_received: units,
  cancellation_reason: text,
  currency: v.string(),
  last_payment_error: v.nullish(ErrorWords),
  latest_charge: expandable(Charge),
  metadata,
  next_action: described,
  status: v.string(),
});
export type PaymentIntent = v.InferOutput<typeof PaymentIntent>;

export const SetupIntent = v.looseObject({
  id: v.string(),
  customer: text,
  last_setup_error: v.nullish(ErrorWords),
  mandate: text,
  next_action: described,
  payment_method: expandable(PaymentMethod),
  status: v.string(),
});
export type SetupIntent = v.InferOutput<typeof SetupIntent>;

export const Mandate = v.looseObject({
  id: v.string(),
  payment_method: expandable(PaymentMethod),
  status: v.string(),
});

export const Refund = v.looseObject({
  id: v.string(),
  amount: whole,
  currency: v.string(),
  metadata,
  status: text,
});
export type Refund = v.InferOutput<typeof Refund>;

export const Dispute = v.looseObject({
  id: v.string(),
  amount: whole,
  balance_transactions: v.nullish(
    v.array(v.looseObject({ amount: whole, currency: v.string(), fee: units })),
    [],
  ),
  currency: v.string(),
  status: v.string(),
});
export type Dispute = v.InferOutput<typeof Dispute>;

export const EarlyFraudWarning = v.looseObject({
  id: v.string(),
  actionable: v.boolean(),
  fraud_type: text,
});
export const ReportRun = v.looseObject({ id: v.string(), result: described });

export const listOf = <const Item extends v.GenericSchema>(item: Item) =>
  v.object({ data: v.array(item), has_more: v.nullish(v.boolean(), false) });

/** An error about an intent carries that intent. */
const ErrorAnswer = v.object({
  error: v.looseObject({
    ...ErrorWords.entries,
    payment_intent: v.nullish(PaymentIntent),
    setup_intent: v.nullish(SetupIntent),
  }),
});

type StripeError = Partial<v.InferOutput<typeof ErrorAnswer>["error"]>;

/** `blocked` is why Stripe did not even ask the network. */
export function toFailure(error: ErrorWords, response?: HttpResponse, blocked?: string): Failure {
  const { decline_code, code, type } = error;
  const network = {
    declineCode: textAt(error, "network_decline_code"),
    adviceCode: textAt(error, "network_advice_code"),
  };
  const said = {
    ...((network.declineCode || network.adviceCode) && { network }),
    processor: {
      code: decline_code ?? code ?? type ?? undefined,
      message: error.message ?? undefined,
      field: textAt(error, "param"),
      httpStatus: response?.status,
      requestId: response?.headers["request-id"],
    },
    ...advice(textAt(error, "advice_code")),
  };
  const known = [blocked, decline_code].find((word) => word && word in declineCodes.words);
  return known ? declineCodes(known, said) : errorCodes(code ?? type, said);
}

export function refusal(response: HttpResponse, asked?: Asked): Failure {
  const error = decodeIf(ErrorAnswer, response.text)?.error ?? {};
  const told = toFailure(error, response);
  const code = closer(error, response.status, asked?.exchange);
  return code ? failure(code, { processor: told.processor, network: told.network }) : told;
}

/** What the words alone do not tell: which call it was, what the intent is now, errors without a code. */
function closer(error: StripeError, status: number, exchange = ""): FailureCode | undefined {
  const { code, decline_code: decline, payment_intent: intent } = error;
  const param = textAt(error, "param") ?? "";
  // Amounts leave here as positive integers: what can still be wrong with one is that it is too much.
  if (takesBack.has(exchange) && (code === "amount_too_large" || (!code && param === "amount")))
    return FailureCode.AMOUNT_EXCEEDS_AVAILABLE;
  if (code === "resource_missing" && tokens.has(param)) return FailureCode.INVALID_TOKEN;
  if (code === "payment_intent_unexpected_state") return states.get(intent?.status);
  return code || decline ? undefined : wordless.get(status);
}
const takesBack: ReadonlySet<string> = new Set(["capturePayment", "createRefund"]);
const tokens: ReadonlySet<string> = new Set([
  "payment_method",
  "confirmation_token",
  "payment_method_data[card][token]",
  "card[token]",
]);
const states: ReadonlyMap<string | undefined, FailureCode> = new Map([
  ["canceled", FailureCode.ALREADY_VOIDED],
  ["succeeded", FailureCode.ALREADY_CAPTURED],
]);
/** https://docs.stripe.com/api/errors */
const wordless: ReadonlyMap<number, FailureCode> = new Map([
  [401, FailureCode.CREDENTIALS_REJECTED],
  [403, FailureCode.PERMISSION_MISSING],
  [429, FailureCode.RATE_LIMITED],
]);

export const intentInError = ({ text }: HttpResponse): PaymentIntent | undefined =>
  decodeIf(ErrorAnswer, text)?.error.payment_intent ?? undefined;

/** An intent, or the one inside the error that stopped it. A refusal without one is thrown: nothing was made. */
export function intentIn(response: HttpResponse): PaymentIntent {
  if (response.status === 200) return decode(PaymentIntent, response.text);
  const { error } = decode(ErrorAnswer, response.text);
  if (!error.payment_intent) throw new Refused(refusal(response));
  return { ...error.payment_intent, last_payment_error: error };
}
export function setupIn(response: HttpResponse): SetupIntent {
  if (response.status === 200) return decode(SetupIntent, response.text);
  const { error } = decode(ErrorAnswer, response.text);
  if (!error.setup_intent) throw new Refused(refusal(response));
  return { ...error.setup_intent, last_setup_error: error };
}

/** Money was asked for, and this is what became of it. */
export function toPayment(intent: PaymentIntent, response?: HttpResponse): PaymentResult {
  const { currency, last_payment_error: error, latest_charge: latest, metadata: said } = intent;
  const charge = typeof latest === "object" && latest ? latest : undefined;
  const { reference, order_reference: orderReference } = said;
  const outcome = at(charge, "outcome");
  const blocked = textAt(outcome, "type") === "blocked";
  const details = at(charge, "payment_method_details");
  const stored = keptBy(intent, details);
  return {
    ...(charge && ofCharge(charge)),
    ...(stored && { method: { ...(details !== undefined && methodUsed(details)), stored } }),
    ...standing(intent),
    paymentRef: {
      paymentId: intent.id,
      relatedIds:
        typeof latest === "string" ? { charge: latest } : charge ? { charge: charge.id } : {},
      reference,
    },
    orderReference,
    amounts: {
      requested: money(intent.amount, currency),
      capturable: money(intent.amount_capturable, currency),
      captured: money(intent.amount_received, currency),
      refunded: charge && givenBack(charge),
    },
    ...(error && {
      failure: toFailure(
        { ...(isRecord(outcome) && outcome), ...error },
        response,
        blocked ? textAt(outcome, "reason") : undefined,
      ),
    }),
    createdAt: momentAt(intent, "created"),
    customerId: textAt(intent, "customer"),
    metadata: Object.fromEntries(
      Object.entries(said).filter(([name]) => !reservedMetadata.includes(name)),
    ),
  };
}
/** Where a payment has come to, its method is kept for the customer if that was asked for. */
function keptBy(intent: PaymentIntent, details: unknown) {
  const shown = debitShown(ownOf(details));
  const asked = textAt(intent, "setup_future_usage") && textAt(intent, "customer");
  const isKept = asked && keepers.has(intent.status) && !isUnsure(intent, textAt(details, "type"));
  const own = () => storedAs(textAt(intent, "payment_method"), textAt(ownOf(details), "mandate"));
  return shown ?? (isKept ? own() : undefined);
}
const keepers: ReadonlySet<string> = new Set(["processing", "requires_capture", "succeeded"]);
const storedAs = (storedMethodId: string | undefined, mandateId: string | undefined) =>
  storedMethodId ? { storedMethodId, mandateId } : undefined;

/** These are kept as a debit of the account that they showed. https://docs.stripe.com/payments/ideal/set-up-payment */
const shownAccounts: readonly unknown[] = ["bancontact", "ideal"];
const debitShown = (own: unknown) =>
  storedAs(textAt(own, "generated_sepa_debit"), textAt(own, "generated_sepa_debit_mandate"));
/** Webhooks do not show the attempt: whether the intent's own method is what is kept, is not known then. */
function isUnsure(intent: PaymentIntent | SetupIntent, type: string | undefined): boolean {
  const offered = at(intent, "payment_method_types");
  const types = type ? [type] : Array.isArray(offered) ? offered : [];
  return types.some((one) => shownAccounts.includes(one));
}

/** The names under which the connector keeps what the contract has fields for. */
export const reservedMetadata: readonly string[] = [
  "reference",
  "order_reference",
  "client_session",
];

/** A declined intent can be confirmed again; only of those that AuthorizePayment made we know that nobody will. */
function standing(intent: PaymentIntent) {
  const said = paymentStatus(intent.status);
  const as = (status: PaymentStatus) => ({
    ...said,
    status,
    pendingReason: PendingReason.UNSPECIFIED,
  });
  const received = intent.amount_received > 0n;
  const { reference, client_session: shared } = intent.metadata;
  switch (intent.status) {
    case "requires_payment_method":
      return intent.last_payment_error && reference && !shared ? as(PaymentStatus.FAILED) : said;
    case "requires_capture":
      return received ? as(PaymentStatus.PARTIALLY_CAPTURED) : said;
    case "canceled":
      if (received) return as(PaymentStatus.CAPTURED);
      return lapses.includes(intent.cancellation_reason) ? as(PaymentStatus.EXPIRED) : said;
    default:
      return said;
  }
}
/** Reasons of Stripe's own. https://docs.stripe.com/api/payment_intents/object#payment_intent_object-cancellation_reason */
const lapses: readonly PaymentIntent["cancellation_reason"][] = ["automatic", "expired"];

/** Stripe counts what was never taken as refunded too: only of a charge that was taken whole it is what came back. */
const givenBack = ({ amount, amount_captured: taken, amount_refunded: back, currency }: Charge) =>
  taken === amount ? money(back, currency) : undefined;

/** A charge by itself, as webhooks show it; undefined where only its intent tells how the payment stands. */
export function chargedPayment(charge: Charge): PaymentResult | undefined {
  const status = chargeStatus(charge);
  if (!status) return undefined;
  return {
    ...ofCharge(charge),
    status,
    processorStatus: charge.status,
    paymentRef: {
      ...refOf({ ...charge, charge: charge.id }),
      reference: charge.metadata["reference"],
    },
    amounts: {
      requested: money(charge.amount, charge.currency),
      captured: money(charge.amount_captured, charge.currency),
      refunded: givenBack(charge),
    },
    customerId: textAt(charge, "customer"),
  };
}
function chargeStatus(charge: Charge): PaymentStatus | undefined {
  if (charge.status !== "succeeded")
    return charge.payment_intent ? undefined : chargeStatuses.get(charge.status);
  if (charge.captured) return PaymentStatus.CAPTURED;
  // What was held was let go, for a reason that the intent knows.
  if (charge.amount_refunded > 0n) return undefined;
  return charge.amount_captured > 0n ? PaymentStatus.PARTIALLY_CAPTURED : PaymentStatus.AUTHORIZED;
}
/** Of charges made without an intent. https://docs.stripe.com/api/charges/object#charge_object-status */
const chargeStatuses: ReadonlyMap<string, PaymentStatus> = new Map([
  ["failed", PaymentStatus.FAILED],
  ["pending", PaymentStatus.PENDING],
]);

/** What a charge, or an attempt to set a method up, tells beside its money. */
export function ofCharge(charge: Readonly<Record<string, unknown>>): Omit<PaymentResult, "status"> {
  const own = ownOf(charge["payment_method_details"]);
  const secure = at(own, "three_d_secure");
  const network = networks(textAt(own, "network"));
  const references = {
    authorizationCode: textAt(own, "authorization_code") ?? textAt(charge, "authorization_code"),
    networkTransactionId: textAt(own, "network_transaction_id"),
    network: network && networkWord(network),
  };
  const outcome = textAt(charge, "outcome.type");
  return {
    ...(at(own, "checks") !== undefined && {
      checks: {
        address: check(textAt(own, "checks.address_line1_check")),
        postalCode: check(textAt(own, "checks.address_postal_code_check")),
        cvc: check(textAt(own, "checks.cvc_check")),
      },
    }),
    ...(own !== undefined && { method: methodUsed(charge["payment_method_details"]) }),
    ...(textAt(secure, "result") && {
      authentication: {
        status: authenticationStatus(textAt(secure, "result")) ?? 0,
        challenged: textAt(secure, "authentication_flow") === "challenge",
        eci: textAt(secure, "electronic_commerce_indicator"),
        version: textAt(secure, "version"),
        directoryServerTransactionId: textAt(secure, "transaction_id"),
        processorStatus: textAt(secure, "result"),
      },
    }),
    ...(Object.values(references).some((known) => known) && { networkReferences: references }),
    authorizationExpiresAt: momentAt(own, "capture_before"),
    ...(outcome && {
      risk: {
        decision: riskDecision(outcome) ?? 0,
        score: smallAt(charge, "outcome.risk_score"),
        level: textAt(charge, "outcome.risk_level"),
      },
    }),
    mandateId: textAt(own, "mandate"),
  };
}

/** What Stripe says under the name of the method's own type. */
const ownOf = (details: unknown): unknown => at(details, textAt(details, "type") ?? "");
const methodUsed = (details: unknown) =>
  methodDetails(textAt(details, "type") ?? "", ownOf(details));
const methodDetails = (type: string, own: unknown) => ({
  method: methodNames(type) ?? type,
  network: networks(textAt(own, "brand") ?? textAt(own, "network")),
  lastFour: textAt(own, "last4") ?? textAt(own, "iban_last4"),
  expiryMonth: smallAt(own, "exp_month"),
  expiryYear: smallAt(own, "exp_year"),
  funding: funding(textAt(own, "funding")),
  issuerCountry: textAt(own, "country"),
  issuerName: textAt(own, "issuer"),
  fingerprint: textAt(own, "fingerprint"),
  wallet: textAt(own, "wallet.type"),
  bank: textAt(own, "bank_name") ?? textAt(own, "bank"),
  stored: debitShown(own),
});
export const methodOf = (stored: PaymentMethod) => ({
  ...methodDetails(stored.type, stored[stored.type]),
  stored: { storedMethodId: stored.id },
});

type Action = NonNullable<NextActionResult["action"]>;

const redirect = (said: unknown): Action => ({
  case: "redirect",
  value: {
    url:
      textAt(said, "url") ??
      textAt(said, "hosted_instructions_url") ??
      textAt(said, "hosted_verification_url") ??
      "",
    httpMethod: "GET",
    appUrl: textAt(said, "native_url") ?? textAt(said, "mobile_auth_url"),
  },
});
const display =
  (kind: Display_Kind, code = "data") =>
  (said: unknown): Action => {
    const remaining = wholeAt(said, "amount_remaining");
    return {
      case: "display",
      value: {
        kind,
        code: textAt(said, code) ?? textAt(said, "qr_code.data"),
        url: textAt(said, "hosted_instructions_url") ?? textAt(said, "hosted_voucher_url"),
        imageUrl: textAt(said, "image_url_png") ?? textAt(said, "qr_code.image_url_png"),
        documentUrl: textAt(said, "pdf"),
        details: Object.fromEntries([
          ...textsIn(at(said, "entity"), "entity"),
          ...textsIn(at(said, "stores")),
          ...textsIn(at(said, "financial_addresses")),
        ]),
        ...(remaining !== undefined && {
          amount: money(remaining, textAt(said, "currency") ?? ""),
        }),
      },
    };
  };
/** Texts of any depth under the names that lead to them, such as `lawson.payment_code`. */
const textsIn = (value: unknown, place = ""): readonly (readonly [string, string])[] =>
  typeof value === "string"
    ? [[place, value]]
    : Object.entries(isRecord(value) ? value : {}).flatMap(([name, inner]) =>
        textsIn(inner, place ? `${place}.${name}` : name),
      );
const qrCode = display(Display_Kind.QR_CODE);
const wait = (): Action => ({ case: "wait", value: {} });

const nextActions = words({
  source: "https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action",
  words: {
    alipay_handle_redirect: redirect,
    blik_authorize: wait,
    boleto_display_details: display(Display_Kind.VOUCHER, "number"),
    card_await_notification: wait,
    cashapp_handle_redirect_or_display_qr_code: redirect,
    display_bank_transfer_instructions: display(Display_Kind.BANK_TRANSFER, "reference"),
    klarna_display_qr_code: qrCode,
    konbini_display_details: display(Display_Kind.VOUCHER),
    multibanco_display_details: display(Display_Kind.VOUCHER, "reference"),
    oxxo_display_details: display(Display_Kind.VOUCHER, "number"),
    paynow_display_qr_code: qrCode,
    pix_display_qr_code: qrCode,
    promptpay_display_qr_code: qrCode,
    redirect_to_url: redirect,
    swish_handle_redirect_or_display_qr_code: redirect,
    upi_handle_redirect_or_display_qr_code: qrCode,
    use_stripe_sdk: (_said: unknown, secret: string): Action => ({
      case: "sdk",
      value: { sdk: "stripe.js", values: { client_secret: secret } },
    }),
    verify_with_microdeposits: redirect,
    wechat_pay_display_qr_code: qrCode,
    wechat_pay_redirect_to_ios_app: redirect,
  },
});

export function toNextAction(intent: PaymentIntent | SetupIntent): NextActionResult | undefined {
  const type = textAt(intent.next_action, "type");
  // MB WAY and Bizum ask in an app of the customer's own: there is nothing to show.
  if (!type) return intent.status === "requires_action" ? { action: wait() } : undefined;
  const said = at(intent.next_action, type);
  const action = nextActions(type)?.(said, textAt(intent, "client_secret") ?? "");
  const expiresAt =
    momentAt(said, "expires_at") ??
    momentAt(said, "expires_after") ??
    momentAt(said, "qr_code.expires_at");
  return action && { action, expiresAt };
}

/** A method set up for later. Cards have no mandate object, and are known by what set them up. */
export function toMandate(setup: SetupIntent, response?: HttpResponse): MandateResult {
  const { last_setup_error: error, payment_method: method, customer } = setup;
  const shown = typeof method === "object" && method ? method : undefined;
  const methodId = typeof method === "string" ? method : shown?.id;
  const attempt = at(setup, "latest_attempt.payment_method_details");
  const { checks, authentication, networkReferences } = ofCharge({
    payment_method_details: attempt,
  });
  const isKept = setup.status === "succeeded" && !isUnsure(setup, shown?.type);
  const kept = isKept ? storedAs(methodId, setup.mandate ?? undefined) : undefined;
  const stored = debitShown(ownOf(attempt)) ?? kept;
  const usedId = stored?.storedMethodId ?? methodId;
  // It was kept for a customer, and is not any more.
  const isGone = isKept && customer && shown && !shown.customer;
  return {
    ...setupStatus(setup.status),
    ...(setup.status === "requires_payment_method" &&
      error && { status: MandateStatus.FAILED, pendingReason: PendingReason.UNSPECIFIED }),
    ...(isGone && { status: MandateStatus.REVOKED }),
    mandateRef: {
      mandateId: stored?.mandateId ?? setup.mandate ?? setup.id,
      customerId: customer ?? undefined,
      relatedIds: { setup_intent: setup.id, ...(usedId && { payment_method: usedId }) },
      reference: textAt(setup, "metadata.reference"),
    },
    stored,
    method: shown ? { ...methodOf(shown), stored } : undefined,
    checks,
    authentication,
    networkReferences,
    ...(error && { failure: toFailure(error, response) }),
    createdAt: momentAt(setup, "created"),
  };
}

export function ofMandate(mandate: v.InferOutput<typeof Mandate>): MandateResult {
  const { id, payment_method: method } = mandate;
  const stored = typeof method === "object" && method ? method : undefined;
  const storedMethodId = typeof method === "string" ? method : (stored?.id ?? "");
  return {
    ...mandateStatus(mandate.status),
    mandateRef: {
      mandateId: id,
      customerId: stored?.customer ?? undefined,
      relatedIds: { payment_method: storedMethodId },
    },
    stored: { storedMethodId, mandateId: id },
    ...(stored && { method: methodOf(stored) }),
    createdAt: momentAt(mandate, "customer_acceptance.accepted_at"),
  };
}

/** A method by itself stands as long as it hangs on a customer. */
export const ofMethod = (method: PaymentMethod): MandateResult => ({
  status: method.customer ? MandateStatus.ACTIVE : MandateStatus.REVOKED,
  mandateRef: {
    mandateId: method.id,
    customerId: method.customer ?? undefined,
    relatedIds: { payment_method: method.id },
  },
  stored: { storedMethodId: method.id },
  method: methodOf(method),
});

/** The payment that an object belongs to: its intent, or a charge that was made without one. */
export function refOf(object: Readonly<Record<string, unknown>>) {
  const charge = textAt(object, "charge");
  return {
    paymentId: textAt(object, "payment_intent") ?? charge ?? "",
    relatedIds: charge ? { charge } : {},
  };
}

export function toRefund(refund: Refund): RefundResult {
  const reason = textAt(refund, "failure_reason");
  const sent = at(refund, `destination_details.${textAt(refund, "destination_details.type")}`);
  const declineCode = textAt(sent, "network_decline_code");
  return {
    ...refundStatus(refund.status),
    refundRef: {
      refundId: refund.id,
      payment: refOf(refund),
      reference: refund.metadata["reference"],
    },
    amount: money(refund.amount, refund.currency),
    ...(reason && {
      failure: refundFailures(reason, {
        processor: { code: reason },
        ...(declineCode && { network: { declineCode } }),
      }),
    }),
    ...(textAt(sent, "reference_type") === "acquirer_reference_number" && {
      networkReferences: { acquirerReferenceNumber: textAt(sent, "reference") },
    }),
    createdAt: momentAt(refund, "created"),
  };
}

export function toDispute(dispute: Dispute): DisputeResult {
  const method = textAt(dispute, "payment_method_details.type");
  const own = at(dispute, `payment_method_details.${method}`);
  return {
    ...disputeStatus(dispute.status),
    ...disputeReason(textAt(dispute, "reason")),
    disputeRef: { disputeId: dispute.id, payment: refOf(dispute) },
    amount: money(dispute.amount, dispute.currency),
    networkReasonCode: textAt(own, "network_reason_code") ?? textAt(own, "reason_code"),
    respondBy: momentAt(dispute, "evidence_details.due_by"),
    openedAt: momentAt(dispute, "created"),
    movements: (dispute.balance_transactions ?? []).flatMap((moved) => {
      const occurredAt = momentAt(moved, "created");
      const description = textAt(moved, "reporting_category") ?? "";
      const fee = { amount: money(-moved.fee, moved.currency), occurredAt, description: "fee" };
      const main = { amount: money(moved.amount, moved.currency), occurredAt, description };
      return moved.fee === 0n ? [main] : [main, fee];
    }),
    evidenceSubmitted: (wholeAt(dispute, "evidence_details.submission_count") ?? 0n) > 0n,
  };
}
