/** What comes back from Authorize.Net: the shapes that are read, and its transactions as ours. */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  CardNetwork,
  FailureCode,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
} from "#contract";
import {
  type Amount,
  decodeIf,
  type Failure,
  fromDecimal,
  fromIso,
  type HttpResponse,
  type Meaning,
  networkWord,
  type PaymentResult,
  type RefundResult,
  said,
  textual,
  Unresolved,
  v,
  word,
} from "#kit";
import * as codes from "./codes.ts";

/** What only describes: it is left out where it is odd, and must not hide what became of the money. */
const amount = v.nullish(textual);

/** Every answer has it: https://developer.authorize.net/api/reference/index.html */
const Envelope = v.object({
  messages: v.object({
    resultCode: v.string(),
    message: said(v.array(v.object({ code: word, text: word }))),
  }),
});

const Reasons = {
  messages: said(v.array(v.object({ code: word, description: word }))),
  errors: said(v.array(v.object({ errorCode: word, errorText: word }))),
};
/** `transactionResponse` of AnetApiSchema.xsd. */
export const Transacted = v.object({
  transactionResponse: v.object({
    responseCode: textual,
    transId: textual,
    authCode: word,
    avsResultCode: word,
    cvvResultCode: word,
    refTransID: word,
    accountNumber: word,
    accountType: word,
    approvedAmount: amount,
    networkTransId: word,
    ...Reasons,
  }),
  profileResponse: said(
    v.object({ customerProfileId: word, customerPaymentProfileIdList: said(v.array(textual)) }),
  ),
});
type Transacted = v.InferOutput<typeof Transacted>;

/** `transactionDetailsType` of AnetApiSchema.xsd. */
export const Details = v.object({
  transaction: v.object({
    transId: textual,
    refTransId: word,
    submitTimeUTC: word,
    transactionType: word,
    transactionStatus: v.string(),
    responseReasonCode: word,
    responseReasonDescription: word,
    authCode: word,
    AVSResponse: word,
    cardCodeResponse: word,
    order: said(v.object({ invoiceNumber: word, description: word })),
    requestedAmount: amount,
    authAmount: textual,
    settleAmount: textual,
    payment: said(
      v.object({
        creditCard: said(v.object({ cardNumber: textual, cardType: word })),
        tokenInformation: said(v.object({ tokenNumber: textual })),
        // `bankAccountMaskedType`
        bankAccount: said(
          v.object({
            accountType: word,
            routingNumber: word,
            accountNumber: word,
            nameOnAccount: word,
            echeckType: word,
          }),
        ),
      }),
    ),
    networkTransId: word,
  }),
});
export type Transaction = v.InferOutput<typeof Details>["transaction"];

/** `transactionSummaryType` of AnetApiSchema.xsd. */
export const Summaries = v.object({
  transactions: v.nullish(
    v.array(v.object({ transId: textual, transactionStatus: v.string(), invoiceNumber: word })),
  ),
});
export const Batches = v.object({
  batchList: v.nullish(v.array(v.object({ batchId: textual }))),
});

const lastFour = (masked: string | undefined) => masked?.slice(-4);

/**
 * HTTP is 200 whatever happened: the body says.
 * https://developer.authorize.net/api/reference/responseCodes.html
 */
export function meaningOf({ status, text: body }: HttpResponse): Meaning | undefined {
  if (status !== 200) return undefined;
  const told = decodeIf(Envelope, body)?.messages;
  if (told?.resultCode === "Ok") return undefined;
  if (!told) return "unknown";
  if (told.resultCode !== "Error") return "unknown";
  const code = told.message?.[0]?.code;
  if (!code || isUnclear(codes.failures(code))) return "unknown";
  if (code === "E00053") return "untouched";
  return decodeIf(Transacted, body) ? "answer" : "refused";
}

export function refusal({ status, text: body }: HttpResponse): Failure {
  const told = decodeIf(Envelope, body)?.messages.message ?? [];
  const processor = {
    httpStatus: status,
    code: told[0]?.code,
    message: told[0]?.text,
  };
  return codes.failures(
    told.map(({ code }) => code),
    { processor },
  );
}
export const firstCode = ({ text: body }: HttpResponse): string | undefined =>
  decodeIf(Envelope, body)?.messages.message?.[0]?.code;

type Told = Pick<Transacted["transactionResponse"], "errors" | "messages">;
export const reasonOf = ({ errors, messages }: Told): string | undefined =>
  errors?.[0]?.errorCode ?? messages?.[0]?.code;
/** The table says so of each word of which nobody knows what was done. */
const isUnclear = ({ code, retry }: Failure): boolean =>
  code === FailureCode.PROCESSOR_ERROR && retry === Retry.LOOK_UP_FIRST;
/** Throws `Unresolved` where the answer itself does not know. */
export function assertSure(told: Told): void {
  const { code, processor, ...failure } = failureOf(told);
  if (isUnclear({ ...failure, code }))
    throw new Unresolved("Authorize.Net does not know what its processor did", { code, processor });
}
/** 11: the same transaction, its reference included, was submitted before. …/responseCodes.html */
export const isRepeat = (told: Told): boolean => reasonOf(told) === "11";
/** What became of the first, a refusal of the second does not tell. */
export const repeated = (told: Told): Unresolved =>
  new Unresolved("this was submitted before, and the answer does not say what became of it", {
    code: FailureCode.DUPLICATE,
    processor: failureOf(told).processor,
  });
export function failureOf({ errors, messages }: Told): Failure {
  const processor = {
    code: reasonOf({ errors, messages }),
    message: errors?.[0]?.errorText ?? messages?.[0]?.description,
  };
  return codes.failures(processor.code, { processor });
}

/** Authorize.Net states an amount only where it granted less: approved without one is approved as asked. */
export function toCharge(
  { transactionResponse: told, profileResponse: profile }: Transacted,
  { reference, purchase, captureMode }: AuthorizePaymentRequest,
): PaymentResult {
  const asked = purchase?.amount;
  const outcome = codes.responses(told.responseCode);
  const granted =
    asked && told.approvedAmount ? fromDecimal(told.approvedAmount, asked.currency) : asked;
  const stored = profile?.customerPaymentProfileIdList?.[0];
  const network = codes.networks(told.accountType);
  return {
    ...standing(outcome, captureMode === CaptureMode.AUTOMATIC),
    processorStatus: told.responseCode,
    paymentRef: { reference, ...(told.transId !== "0" && { paymentId: told.transId }) },
    amounts: {
      ...(asked && { requested: asked }),
      ...(outcome === "approved" && amountsOf(captureMode === CaptureMode.AUTOMATIC, granted)),
    },
    ...((outcome === "declined" || outcome === "error") && { failure: failureOf(told) }),
    checks: checksOf(told.avsResultCode, told.cvvResultCode),
    method: {
      method: told.accountType === "eCheck" ? "ach_debit" : "card",
      network,
      lastFour: lastFour(told.accountNumber),
      ...(stored && { stored: { storedMethodId: stored } }),
    },
    networkReferences: referencesOf(told.authCode, told.networkTransId, network),
    ...(profile?.customerProfileId && { customerId: profile.customerProfileId }),
  };
}
const amountsOf = (isTaken: boolean, granted: Amount | undefined) =>
  granted && {
    authorized: granted,
    ...(isTaken ? { captured: granted } : { capturable: granted }),
  };

function standing(outcome: ReturnType<typeof codes.responses>, isTaken: boolean) {
  switch (outcome) {
    case "approved":
      return { status: isTaken ? PaymentStatus.CAPTURED : PaymentStatus.AUTHORIZED };
    case "declined":
    case "error":
      return { status: PaymentStatus.FAILED };
    case "held":
      return { status: PaymentStatus.PENDING, pendingReason: PendingReason.REVIEW };
    default:
      return { status: PaymentStatus.PENDING, pendingReason: PendingReason.UNRECOGNISED };
  }
}
const checksOf = (avs: string | undefined, cvc: string | undefined) => ({
  address: codes.addressChecks(avs),
  postalCode: codes.postalChecks(avs),
  cvc: codes.cvcChecks(cvc),
  addressCode: avs,
  cvcCode: cvc,
});
const referencesOf = (
  authCode: string | undefined,
  networkTransId: string | undefined,
  network: CardNetwork | undefined,
) => ({
  authorizationCode: authCode,
  networkTransactionId: networkTransId,
  network: networkWord(network ?? CardNetwork.UNSPECIFIED),
});

/** The same from a look-up by id and from a search. */
export function toPayment(told: Transaction, currency: string, refunded?: Amount): PaymentResult {
  const state = codes.paymentStatus(told.transactionStatus);
  const [granted, settled] = [told.authAmount, told.settleAmount].map((one) =>
    fromDecimal(one, currency),
  );
  const network = codes.networks(told.payment?.creditCard?.cardType);
  const { creditCard, tokenInformation, bankAccount } = told.payment ?? {};
  return {
    ...state,
    paymentRef: { paymentId: told.transId, reference: told.order?.invoiceNumber },
    amounts: {
      ...(told.requestedAmount && { requested: fromDecimal(told.requestedAmount, currency) }),
      ...(state.status !== PaymentStatus.FAILED && { authorized: granted }),
      ...(state.status === PaymentStatus.AUTHORIZED && { capturable: granted }),
      ...(state.status === PaymentStatus.CAPTURED && { captured: settled }),
      ...(state.status === PaymentStatus.VOIDED && { voided: granted }),
      ...(refunded && { refunded }),
    },
    ...(state.status === PaymentStatus.FAILED && {
      failure: codes.failures(told.responseReasonCode, {
        processor: {
          code: told.responseReasonCode,
          message: told.responseReasonDescription,
        },
      }),
    }),
    checks: checksOf(told.AVSResponse, told.cardCodeResponse),
    method: {
      method: bankAccount ? "ach_debit" : "card",
      network,
      lastFour: lastFour(
        creditCard?.cardNumber ?? tokenInformation?.tokenNumber ?? bankAccount?.accountNumber,
      ),
    },
    networkReferences: referencesOf(told.authCode, told.networkTransId, network),
    createdAt: fromIso(told.submitTimeUTC),
  };
}

export function toRefund(told: Transaction, currency: string): RefundResult {
  const state = codes.refundStatus(told.transactionStatus);
  return {
    ...state,
    refundRef: {
      refundId: told.transId,
      reference: told.order?.invoiceNumber,
      ...(told.refTransId && { payment: { paymentId: told.refTransId } }),
    },
    amount: fromDecimal(told.authAmount, currency),
    ...(state.status === RefundStatus.FAILED && {
      failure: codes.failures(told.responseReasonCode, {
        processor: {
          code: told.transactionStatus,
          message: told.responseReasonDescription,
        },
      }),
    }),
    createdAt: fromIso(told.submitTimeUTC),
  };
}
