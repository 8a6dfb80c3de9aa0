/** What comes back from PayPal: the shapes that are read, and its resources as ours. */
import {
  AuthenticationResult_Liability,
  FailureCode,
  type PaymentMethodDetailsSchema,
  PaymentStatus,
  PendingReason,
} from "#contract";
import {
  type Amount,
  type Asked,
  type Counting,
  decodeIf,
  type Failure,
  failure,
  fromDecimal,
  fromIso,
  type HttpResponse,
  type Init,
  merchantAdvice,
  type NextActionResult,
  networkWord,
  type PaymentResult,
  type RefundResult,
  type State,
  v,
} from "#kit";
import {
  addressCheck,
  authenticationStatus,
  authorizationStatus,
  captureStatus,
  codeCheck,
  funding,
  issues,
  networks,
  orderStatus,
  pendingReason,
  postalCheck,
  processorCodes,
  refundStatus,
} from "./codes.ts";
import {
  type Authorization,
  type Capture,
  CardAnswer,
  list,
  type Money,
  type Order,
  type Refund,
  Source,
  text,
} from "./shapes.ts";

export const counting: Counting = {
  source: "https://developer.paypal.com/api/rest/reference/currency-codes/",
  digits: { HUF: 0, TWD: 0 },
};

const Problem = v.looseObject({
  name: text,
  error: text,
  message: text,
  error_description: text,
  debug_id: text,
  details: list(v.looseObject({ issue: text, field: text, description: text })),
});

/** https://developer.paypal.com/api/rest/responses/ */
export function refusal(response: HttpResponse, asked?: Asked): Failure {
  const problem = decodeIf(Problem, response.text);
  const [detail] = problem?.details ?? [];
  const name = problem?.name ?? problem?.error;
  const processor = {
    code: detail?.issue ?? name,
    message: detail?.description ?? problem?.message ?? problem?.error_description,
    field: detail?.field,
    httpStatus: response.status,
    requestId: problem?.debug_id,
  };
  const told = issues([detail?.issue, name], { processor });
  // A token that is charged and not found is no payment that is not found.
  const isToken = told.code === FailureCode.NOT_FOUND && asked?.exchange === "showPaymentToken";
  return isToken ? failure(FailureCode.INVALID_TOKEN, { processor }) : told;
}

export const money = ({ value, currency_code }: v.InferOutput<typeof Money>): Amount =>
  fromDecimal(value, currency_code);
const sum = (
  all: readonly { readonly amount: v.InferOutput<typeof Money> }[],
): Amount | undefined =>
  all
    .map(({ amount }) => money(amount))
    .reduce<Amount | undefined>(
      (total, { minorUnits, currency }) => ({
        minorUnits: (total?.minorUnits ?? 0n) + minorUnits,
        currency,
      }),
      undefined,
    );
export const linkTo = (links: Order["links"], ...rels: readonly string[]): string | undefined =>
  links?.find(({ rel }) => rels.includes(rel))?.href;
export const lastOf = (href: string | undefined): string | undefined => href?.split("/").at(-1);
const isTaken = ({ status }: Capture) => captureStatus(status).status === PaymentStatus.CAPTURED;
/** Taken in a moment, or not: an eCheck, a review, or a word that nobody has read yet. */
export const isComing = ({ status }: Capture): boolean =>
  captureStatus(status).status === PaymentStatus.PENDING;
const isUnread = ({ status }: Capture): boolean =>
  captureStatus(status).pendingReason === PendingReason.UNRECOGNISED;

export const paymentsOf = ({ purchase_units }: Order) =>
  purchase_units?.[0]?.payments ?? { authorizations: [], captures: [], refunds: [] };

/** An order whole: what it asks, what is held, what was taken and what went back. */
export function toPayment(order: Order): PaymentResult {
  const unit = order.purchase_units?.[0];
  const { authorizations, captures, refunds } = paymentsOf(order);
  const [held, renewed] = [authorizations?.[0], authorizations?.slice(1).at(-1)];
  const taken = captures?.filter(isTaken) ?? [];
  const last = captures?.at(-1) ?? renewed ?? held;
  const only = captures?.length === 1 ? captures[0] : undefined;
  const hold = renewed ?? held;
  const isHeld = hold && authorizationStatus(hold.status).status !== PaymentStatus.FAILED;
  const isCaptured =
    only &&
    captureStatus(only.status).status !== PaymentStatus.FAILED &&
    !(hold && isOpenHold(hold));
  return {
    ...standing(order),
    paymentRef: {
      paymentId: order.id,
      relatedIds: {
        ...(held && { authorization: held.id }),
        ...(renewed && { reauthorization: renewed.id }),
        // The only one there will be.
        ...(isCaptured && { capture: only.id }),
      },
      reference: unit?.custom_id,
    },
    orderReference: unit?.reference_id === "default" ? undefined : unit?.reference_id,
    amounts: {
      requested: unit?.amount ? money(unit.amount) : undefined,
      authorized: isHeld ? money(hold.amount) : undefined,
      captured: sum(taken),
      refunded: sum(refunds?.filter(({ status }) => status === "COMPLETED") ?? []),
    },
    ...(last && checked(last)),
    ...ofSource(order.payment_source),
    authorizationExpiresAt: isHeld ? fromIso(hold.expiration_time) : undefined,
    createdAt: fromIso(order.create_time),
  };
}

type Standing = Pick<PaymentResult, "status" | "pendingReason" | "processorStatus"> & {
  readonly failure?: Failure;
};
function standing(order: Order): Standing {
  const { authorizations, captures } = paymentsOf(order);
  const [authorization, capture] = [authorizations?.at(-1), captures?.at(-1)];
  // Whatever is said beside it, nobody knows what was taken.
  const unread = captures?.find(isUnread);
  if (unread) return ofCapture(unread);
  if (!authorization) return capture ? ofCapture(capture) : orderStatus(order.status);
  const said = ofAuthorization(authorization);
  const isOver = said.status === PaymentStatus.VOIDED || said.status === PaymentStatus.EXPIRED;
  if (isOver && captures?.some(isTaken)) return { ...said, status: PaymentStatus.CAPTURED };
  const coming = isOver && captures?.find(isComing);
  if (coming) return ofCapture(coming);
  // Taken, but not there yet.
  return said.status === PaymentStatus.CAPTURED && capture ? ofCapture(capture) : said;
}
export const ofCapture = (capture: Capture): Standing =>
  withReason(captureStatus(capture.status), capture);
export function ofAuthorization(authorization: Authorization): Standing {
  const { status, expiration_time: end, update_time: at } = authorization;
  const said = withReason(authorizationStatus(status), authorization);
  // PayPal calls both VOIDED: what the merchant gave up, and what ran out.
  const lapsed = said.status === PaymentStatus.VOIDED && isLater(at, end);
  return lapsed ? { ...said, status: PaymentStatus.EXPIRED } : said;
}
export function isOpenHold(one: Authorization): boolean {
  const { status } = ofAuthorization(one);
  return status === PaymentStatus.AUTHORIZED || status === PaymentStatus.PARTIALLY_CAPTURED;
}
export const isUndecided = (one: Authorization): boolean =>
  ofAuthorization(one).status === PaymentStatus.PENDING;
const isLater = (at: string | undefined | null, end: string | undefined | null): boolean => {
  const [moment, limit] = [fromIso(at), fromIso(end)];
  return moment !== undefined && limit !== undefined && moment.seconds >= limit.seconds;
};
function withReason(
  said: Standing,
  { status_details, processor_response }: Pick<Capture, "status_details" | "processor_response">,
): Standing {
  const waiting = pendingReason(status_details?.reason);
  if (said.status === PaymentStatus.PENDING && waiting) return { ...said, pendingReason: waiting };
  if (said.status !== PaymentStatus.FAILED) return said;
  const { response_code: code, payment_advice_code: adviceCode } = processor_response ?? {};
  const word = code ?? status_details?.reason;
  const why = {
    processor: { code: word },
    ...(adviceCode && { network: { adviceCode } }),
    ...merchantAdvice(adviceCode),
  };
  const told = processorCodes(word, why);
  const isRead = code || told.code !== FailureCode.UNMAPPED;
  return { ...said, failure: isRead ? told : failure(FailureCode.DECLINED, why) };
}

/** What an authorization or a capture tells beside its money. */
export function checked({
  processor_response,
  network_transaction_reference,
}: Capture | Authorization) {
  const { avs_code: address, cvv_code: code } = processor_response ?? {};
  const { id, network, acquirer_reference_number: trace } = network_transaction_reference ?? {};
  const known = networks(network);
  return {
    ...((address || code) && {
      checks: {
        address: addressCheck(address),
        postalCode: postalCheck(address),
        cvc: codeCheck(code),
        addressCode: address,
        cvcCode: code,
      },
    }),
    ...((id || trace) && {
      networkReferences: {
        networkTransactionId: id,
        acquirerReferenceNumber: trace,
        network: known && networkWord(known),
      },
    }),
  };
}

const wallets: ReadonlySet<string> = new Set(["apple_pay", "google_pay"]);
const sourceOf = (sources: Order["payment_source"]) => Object.entries(sources ?? {})[0];
const cardIn = (sources: Order["payment_source"]): CardAnswer | undefined => {
  const [name, source] = sourceOf(sources) ?? [];
  const parsed = v.safeParse(CardAnswer, name === "card" ? source : source?.["card"]);
  return parsed.success ? parsed.output : undefined;
};
function ofSource(sources: Order["payment_source"]): Partial<PaymentResult> {
  const [name, source] = sourceOf(sources) ?? [];
  if (!name) return {};
  const parsed = v.safeParse(Source, source);
  const vault = parsed.success ? parsed.output.attributes?.vault : undefined;
  const result = cardIn(sources)?.authentication_result;
  const secure = result?.three_d_secure;
  return {
    method: {
      ...describe(sources),
      ...(vault?.id && { stored: { storedMethodId: vault.id } }),
    },
    ...(vault?.customer?.id && { customerId: vault.customer.id }),
    ...(result && {
      authentication: {
        status: authenticationStatus(secure?.authentication_status) ?? 0,
        liability:
          result.liability_shift === "NO"
            ? AuthenticationResult_Liability.MERCHANT
            : AuthenticationResult_Liability.UNSPECIFIED,
        processorStatus: [
          result.liability_shift,
          secure?.enrollment_status,
          secure?.authentication_status,
        ]
          .map((word) => word ?? "-")
          .join(" "),
      },
    }),
  };
}
export function describe(
  sources: Order["payment_source"],
): Init<typeof PaymentMethodDetailsSchema> {
  const [name = ""] = sourceOf(sources) ?? [];
  const card = cardIn(sources);
  const [year, month] = card?.expiry?.split("-").map(Number) ?? [];
  return {
    method: name,
    network: networks(card?.brand),
    funding: funding(card?.type),
    lastFour: card?.last_digits,
    bin: card?.bin_details?.bin,
    issuerName: card?.bin_details?.issuing_bank,
    issuerCountry: card?.bin_details?.bin_country_code,
    expiryMonth: month,
    expiryYear: year,
    ...(wallets.has(name) && { wallet: name }),
  };
}

/**
 * Whether PayPal advises against going on after 3-D Secure.
 * https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/response-parameters
 */
export function authenticationFailure({ payment_source }: Order): Failure | undefined {
  const result = cardIn(payment_source)?.authentication_result;
  if (!result) return undefined;
  const { liability_shift: shift, three_d_secure: secure } = result;
  const isUnasked = ["N", "U", "B"].includes(secure?.enrollment_status ?? "");
  if (shift === "POSSIBLE" || shift === "YES" || (shift === "NO" && isUnasked)) return undefined;
  const code = ["N", "R"].includes(secure?.authentication_status ?? "")
    ? FailureCode.AUTHENTICATION_FAILED
    : FailureCode.AUTHENTICATION_UNAVAILABLE;
  return failure(code, { processor: { code: shift } });
}

export const isAutomatic = ({ processing_instruction: said }: Order): boolean =>
  said === "ORDER_COMPLETE_ON_PAYMENT_APPROVAL";
/** PayPal's page, or the bank's, as long as the order waits for the customer. */
export function toNextAction(order: Order): NextActionResult | undefined {
  if (order.status !== "PAYER_ACTION_REQUIRED" && order.status !== "CREATED") return undefined;
  const redirect = redirectTo(linkTo(order.links, "payer-action", "approve"));
  return redirect ?? (isAutomatic(order) ? { action: { case: "wait", value: {} } } : undefined);
}
export const redirectTo = (url: string | undefined): NextActionResult | undefined =>
  url ? { action: { case: "redirect", value: { url, httpMethod: "GET" } } } : undefined;
export const stateOf = ({ id }: Order): State => ({ order: id });

/** Refunds carry the merchant's reference behind this word: without one PayPal repeats the payment's. */
export const REFUND_MARK = "refund.";
export function toRefund(refund: Refund, of?: { readonly paymentId: string }): RefundResult {
  const { custom_id: custom, acquirer_reference_number: trace } = refund;
  const capture = lastOf(linkTo(refund.links, "up"));
  const reference = custom?.startsWith(REFUND_MARK) ? custom.slice(REFUND_MARK.length) : undefined;
  return {
    ...refundStatus(refund.status),
    refundRef: {
      refundId: refund.id,
      ...(of ? { payment: of } : capture && { payment: { relatedIds: { capture } } }),
      ...(reference && { reference }),
    },
    amount: money(refund.amount),
    ...(trace && { networkReferences: { acquirerReferenceNumber: trace } }),
    createdAt: fromIso(refund.create_time),
    ...(refund.status === "FAILED" && {
      failure: failure(FailureCode.REFUND_REJECTED_BY_BANK, {
        processor: { code: refund.status_details?.reason },
      }),
    }),
  };
}

/**
 * Which payment an authorization or a capture belongs to, by what it says itself or by its link upwards. One of several
 * captures of an authorization is an operation's id, and none of the payment's.
 */
export function refOf(resource: Capture | Authorization, own: "authorization" | "capture") {
  const { order_id, authorization_id } = resource.supplementary_data?.related_ids ?? {};
  const up = linkTo(resource.links, "up") ?? "";
  const order = order_id ?? (up.includes("/orders/") ? lastOf(up) : undefined);
  const authorization =
    authorization_id ?? (up.includes("/authorizations/") ? lastOf(up) : undefined);
  const relatedIds: Readonly<Record<string, string>> =
    own === "capture" && authorization ? { authorization } : { [own]: resource.id };
  return { ...(order && { paymentId: order }), relatedIds, reference: resource.custom_id };
}
export const amountOf = (resource: Capture | Authorization): Amount => money(resource.amount);
