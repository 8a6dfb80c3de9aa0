/** What comes back from Mercado Pago: the shapes that are read, and its objects as ours. */
import {
  AuthenticationResult_Status,
  Display_Kind,
  DisputeStage,
  FailureCode,
  type PaymentMethodDetailsSchema,
  PaymentStatus,
  RefundStatus,
} from "#contract";
import {
  type Amount,
  type Asked,
  type DisputeResult,
  decodeIf,
  type Failure,
  failure,
  fromDecimal,
  fromIso,
  type HttpResponse,
  type Init,
  type NextActionResult,
  networkWord,
  type PaymentResult,
  type RefundResult,
  said,
  textual,
  v,
  whole,
  word,
} from "#kit";
import * as codes from "./codes.ts";

/** What only describes: it is left out where it is odd, and must not hide what became of the money. */

const Card = v.object({
  id: word,
  first_six_digits: word,
  last_four_digits: word,
  expiration_month: said(v.number()),
  expiration_year: said(v.number()),
});
/** https://www.mercadopago.com.br/developers/en/reference/payments/_payments_id/get */
export const Payment = v.object({
  id: textual,
  status: v.string(),
  status_detail: v.nullish(v.string()),
  currency_id: v.string(),
  transaction_amount: textual,
  transaction_amount_refunded: v.nullish(textual),
  external_reference: word,
  date_created: word,
  date_of_expiration: word,
  payment_method_id: word,
  payment_type_id: word,
  authorization_code: word,
  card: said(Card),
  payer: said(v.object({ id: word, type: word })),
  transaction_details: said(v.object({ external_resource_url: word })),
  barcode: said(v.object({ content: word })),
  point_of_interaction: said(
    v.object({
      transaction_data: said(v.object({ qr_code: word, qr_code_base64: word, ticket_url: word })),
    }),
  ),
  three_ds_info: said(v.object({ external_resource_url: word, creq: word })),
});
export type Payment = v.InferOutput<typeof Payment>;
export const Payments = v.object({
  results: v.array(Payment),
  paging: said(v.object({ total: whole })),
});

export const Refund = v.object({
  id: textual,
  payment_id: textual,
  amount: textual,
  status: v.nullish(v.string()),
  date_created: word,
});
export const StoredCard = v.object({
  ...Card.entries,
  id: textual,
  customer_id: word,
  payment_method: said(v.object({ id: word, payment_type_id: word })),
  issuer: said(v.object({ id: word })),
});
/** https://github.com/mercadopago/openapi/blob/main/spec3.json (CardToken) */
export const CardToken = v.object({ id: v.string() });
export const Customer = v.object({ id: v.string() });

export const Chargeback = v.object({
  id: textual,
  payments: v.nullish(v.array(textual)),
  currency: v.string(),
  amount: textual,
  reason: word,
  coverage_applied: v.nullish(v.boolean()),
  documentation_required: v.nullish(v.boolean()),
  documentation_status: v.nullish(v.string()),
  date_documentation_deadline: word,
  date_created: word,
  date_last_updated: word,
});

/** A complaint of a buyer. https://www.mercadopago.com.br/developers/en/reference/claims/get-claim-details/get */
export const Claim = v.object({
  id: textual,
  status: v.string(),
  type: word,
  stage: word,
  resource: word,
  resource_id: word,
  reason_id: word,
  players: said(
    v.array(
      v.object({
        role: word,
        available_actions: said(
          v.array(v.object({ due_date: word, mandatory: said(v.boolean()) })),
        ),
      }),
    ),
  ),
  date_created: word,
  last_updated: word,
});

/** The same from an answer, a look-up and a list. */
export function toPayment(payment: Payment): PaymentResult {
  const { currency_id, status_detail: detail } = payment;
  const state = { ...codes.paymentStatus(payment.status), ...codes.detailed(detail) };
  // After a capture of less it is what was captured: …/payment-management/capture-authorized-payment
  const amount = fromDecimal(payment.transaction_amount, currency_id);
  const back = fromDecimal(payment.transaction_amount_refunded ?? "0", currency_id);
  const isHeld = state.status === PaymentStatus.AUTHORIZED;
  const isTaken = state.status === PaymentStatus.CAPTURED;
  // "The money was retained after a chargeback process": …/response-handling/query-results
  const isLost = payment.status === "charged_back" && detail === "settled";
  const reference = payment.external_reference;
  return {
    ...state,
    paymentRef: { paymentId: payment.id, ...(reference && { reference }) },
    amounts: {
      ...(!isTaken && { requested: amount }),
      ...(isHeld && { authorized: amount, capturable: amount }),
      ...(isTaken && { captured: amount }),
      ...(back.minorUnits > 0n && { refunded: back }),
      ...(isLost && {
        chargedBack: { ...amount, minorUnits: amount.minorUnits - back.minorUnits },
      }),
    },
    ...(state.status === PaymentStatus.FAILED && {
      failure: codes.declines(detail, { processor: { code: detail || undefined } }),
    }),
    ...(detail === "pending_challenge" && {
      authentication: { status: AuthenticationResult_Status.CHALLENGE_REQUIRED },
    }),
    networkReferences: {
      authorizationCode: payment.authorization_code,
      network: networkWord(codes.networks(payment.payment_method_id) ?? 0),
    },
    method: methodOf(payment),
    createdAt: fromIso(payment.date_created),
    ...(payment.payer?.type === "customer" && { customerId: payment.payer.id }),
  };
}

const methodOf = (payment: Payment): Init<typeof PaymentMethodDetailsSchema> => ({
  ...(payment.card && cardOf(payment.card)),
  ...usedOf(payment.payment_method_id, payment.payment_type_id),
});
const cardOf = (card: v.InferOutput<typeof Card>) => ({
  bin: card.first_six_digits,
  lastFour: card.last_four_digits,
  expiryMonth: card.expiration_month ?? undefined,
  expiryYear: card.expiration_year ?? undefined,
});
export const cardDetails = (card: v.InferOutput<typeof StoredCard>) => ({
  ...cardOf(card),
  ...usedOf(card.payment_method?.id, card.payment_method?.payment_type_id),
});
const usedOf = (id: string | undefined, type: string | undefined) => ({
  method: codes.methodNames(id) ?? codes.methodNames(type),
  network: codes.networks(id),
  funding: codes.funding(type),
});

/** What the payer is shown, where something is left to do. */
export function toNextAction(payment: Payment): NextActionResult | undefined {
  const action = actionOf(payment);
  return action && { action, expiresAt: fromIso(payment.date_of_expiration) };
}
function actionOf(payment: Payment): NextActionResult["action"] {
  const amount = fromDecimal(payment.transaction_amount, payment.currency_id);
  const page = payment.transaction_details?.external_resource_url;
  const pix = payment.point_of_interaction?.transaction_data;
  const { external_resource_url: url, creq } = payment.three_ds_info ?? {};
  switch (payment.status_detail) {
    case "pending_challenge":
      return url && creq ? { case: "threeDsChallenge", value: { url, request: creq } } : undefined;
    case "pending_waiting_transfer":
      return {
        case: "display",
        value: {
          kind: Display_Kind.QR_CODE,
          code: pix?.qr_code,
          url: pix?.ticket_url ?? page,
          ...(pix?.qr_code_base64 && { imageUrl: `data:image/png;base64,${pix.qr_code_base64}` }),
          amount,
        },
      };
    case "pending_waiting_payment":
      return {
        case: "display",
        value: {
          kind: Display_Kind.VOUCHER,
          code: payment.barcode?.content,
          url: page,
          amount,
        },
      };
    default:
      return undefined;
  }
}

/** A refund names no currency: it is its payment's. */
export function toRefund(
  refund: v.InferOutput<typeof Refund>,
  currency: string,
): RefundResult & { readonly amount: Amount } {
  const state = codes.refundStatus(refund.status);
  return {
    ...state,
    refundRef: { refundId: refund.id, payment: { paymentId: refund.payment_id } },
    amount: fromDecimal(refund.amount, currency),
    ...(state.status === RefundStatus.FAILED && {
      failure: failure(FailureCode.UNMAPPED, { processor: { code: refund.status || undefined } }),
    }),
    createdAt: fromIso(refund.date_created),
  };
}

/** https://www.mercadopago.com.br/developers/en/reference/chargebacks/_chargebacks_id/get/ */
type Documents = string | null | undefined;
const missing: ReadonlySet<Documents> = new Set(["pending", "not_supplied"]);
const supplied: ReadonlySet<Documents> = new Set(["review_pending", "valid", "invalid"]);
export function toDispute(chargeback: v.InferOutput<typeof Chargeback>): DisputeResult {
  const { coverage_applied, documentation_required, documentation_status: status } = chargeback;
  const isWanted = documentation_required === true && missing.has(status);
  const paymentId = chargeback.payments?.[0];
  return {
    ...codes.disputeStatus(coverage_applied ?? (isWanted ? `${status} required` : status)),
    ...codes.disputeReason(chargeback.reason),
    stage: DisputeStage.CHARGEBACK,
    disputeRef: { disputeId: chargeback.id, ...(paymentId && { payment: { paymentId } }) },
    amount: fromDecimal(chargeback.amount, chargeback.currency),
    respondBy: fromIso(chargeback.date_documentation_deadline),
    openedAt: fromIso(chargeback.date_created),
    updatedAt: fromIso(chargeback.date_last_updated),
    evidenceSubmitted: supplied.has(status),
  };
}

/** Numbers name chargebacks as well as claims, so that ours say which. */
const CLAIM = "claim-";
export const claimId = (id: string): string => CLAIM + id;
export const claimIn = (disputeId: string | undefined): string | undefined =>
  disputeId?.startsWith(CLAIM) ? disputeId.slice(CLAIM.length) : undefined;

/** A claim names no money; its payment does, where it is about one. */
export function toClaim(claim: v.InferOutput<typeof Claim>): DisputeResult {
  const { status, reason_id: reason, resource, resource_id: paymentId } = claim;
  const due = status === "opened" ? dueOf(claim) : [];
  return {
    ...codes.claimStatus(due.length > 0 ? `${status} wanted` : status),
    processorStatus: status,
    ...codes.claimReason(reason?.replace(/\d+$/, "")),
    processorReason: reason,
    stage: codes.claimStage(claim.stage) ?? DisputeStage.UNSPECIFIED,
    disputeRef: {
      disputeId: claimId(claim.id),
      ...(resource === "payment" && paymentId && { payment: { paymentId } }),
    },
    respondBy: fromIso(due[0]),
    openedAt: fromIso(claim.date_created),
    updatedAt: fromIso(claim.last_updated),
  };
}
/** Until when the seller has to act. Of `mediations` alone it is said that the buyer complains, of the seller then. */
const dueOf = ({ type, players }: v.InferOutput<typeof Claim>) =>
  (players ?? [])
    .filter(({ role }) => type === "mediations" && role === "respondent")
    .flatMap(({ available_actions: actions }) => actions ?? [])
    .filter(({ mandatory }) => mandatory === true)
    .map(({ due_date }) => due_date ?? "")
    .sort();

const Refusal = v.object({
  message: word,
  error: word,
  cause: said(v.array(v.object({ code: word, description: word }))),
});
/** What failed on its way from Mercado Pago to where it is decided may have been decided. */
export const isUnclear = ({ status, text }: HttpResponse): boolean =>
  status === 400 &&
  (decodeIf(Refusal, text)?.cause ?? []).some(({ code }) => code === codes.GATEWAY_FAILED);
/** https://github.com/mercadopago/openapi/blob/main/spec3.json (Error) */
export function refusal({ text: body, status }: HttpResponse, { exchange }: Asked): Failure {
  const { message, error, cause } = decodeIf(Refusal, body) ?? {};
  const causes = cause ?? [];
  const told = codes.failures([...causes.map(({ code }) => code), error, status], {
    processor: {
      code: causes[0]?.code ?? error,
      message: causes[0]?.description ?? message,
    },
  });
  // A saved card that is charged and not found is no payment that is not found.
  const isCard = exchange === "showCard" || exchange === "createCardToken";
  return isCard && told.code === FailureCode.NOT_FOUND
    ? failure(FailureCode.INVALID_TOKEN, { processor: told.processor })
    : told;
}
