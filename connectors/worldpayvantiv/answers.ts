/** What Worldpay answers: the transaction in a cnpOnlineResponse, read as payments, refunds and failures. cnpOnline_v12.34.xsd */
import {
  CardFunding,
  CardNetwork,
  FailureCode,
  type PaymentMethod,
  PaymentStatus,
} from "#contract";
import {
  type Amount,
  type Context,
  conform,
  type Failure,
  failure,
  fromUnits,
  type HttpResponse,
  type Meaning,
  type PaymentResult,
  parseXml,
  Refused,
  Unresolved,
  v,
  whole,
  words,
} from "#kit";
import {
  addressChecks,
  authorizationStatuses,
  cvcChecks,
  DUPLICATE,
  declines,
  isApproval,
  postalCodeChecks,
  rejections,
  saleStatuses,
} from "./codes.ts";
import { storedId } from "./methods.ts";
import type { Credentials } from "./settings.ts";

const text = v.optional(v.string());
/** Whatever kind of transaction it answers. */
const Transaction = v.object({
  "@id": text,
  "@customerId": text,
  cnpTxnId: text,
  response: v.string(),
  message: text,
  authCode: text,
  approvedAmount: v.optional(whole),
  networkTransactionId: text,
  accountInformation: v.optional(v.object({ type: text })),
  cardSuffix: text,
  fraudResult: v.optional(v.object({ avsResult: text, cardValidationResult: text })),
  enhancedAuthResponse: v.optional(
    v.object({ fundingSource: v.optional(v.object({ type: text })) }),
  ),
  /** Of a merchant whose account numbers are tokenized. */
  tokenResponse: v.optional(v.object({ cnpToken: text, type: text, bin: text })),
  paymentAccountReferenceNumber: text,
  cnpToken: text,
  bin: text,
  type: text,
});
export type Transaction = v.InferOutput<typeof Transaction>;
/** The children by element name: an answer has one, and a query's results several. */
const Elements = v.record(v.string(), v.unknown());
const Envelope = v.object({ cnpOnlineResponse: Elements });
const Query = v.object({
  response: v.string(),
  message: text,
  matchCount: v.optional(whole),
  results_max10: v.optional(v.union([v.string(), Elements])),
});

const childrenOf = ({ text }: HttpResponse) => conform(Envelope, parseXml(text)).cnpOnlineResponse;

/** The transaction under the name of its answer. */
export const transactionIn = (response: HttpResponse, name: string): Transaction =>
  conform(Transaction, childrenOf(response)[name]);

/** A transaction that a query found, with the name of its answer. */
export interface Found {
  readonly name: string;
  readonly transaction: Transaction;
}
/** Nothing where there is none; throws `Unresolved` while there is one without an answer, or more than the ten that are told. */
export function foundIn(response: HttpResponse): readonly Found[] {
  const children = childrenOf(response);
  if (children["queryTransactionUnavailableResponse"] !== undefined)
    throw new Unresolved("the transaction is known, and its response is not available yet");
  const {
    response: code,
    message,
    matchCount = 0n,
    results_max10: results,
  } = conform(Query, children["queryTransactionResponse"]);
  if (code === "151") return [];
  if (code !== "150") throw new Refused(declined({ response: code, message }));
  const found = Object.entries(typeof results === "object" ? results : {})
    .filter(([name]) => name.endsWith("Response"))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => ({
        name,
        transaction: conform(Transaction, one),
      })),
    );
  if (matchCount > BigInt(found.length))
    throw new Unresolved(`${matchCount} transactions have this id, and ${found.length} were told`);
  return found;
}

export const isDone = ({ response }: Pick<Transaction, "response">): boolean =>
  isApproval(response);
export const idOf = ({ transaction }: Found) => transaction.cnpTxnId ?? "";
export const doneAs = (found: readonly Found[], ...names: readonly string[]) =>
  found.find(({ name, transaction }) => names.includes(name) && isDone(transaction));
export const isDeclined = (code: string): boolean =>
  Object.hasOwn(declines.words, code) || declines.unmapped.includes(code);
/** What may have been done comes before what was declined. */
export const certaintyOf = ({ transaction }: Found): number =>
  isDone(transaction) ? 2 : isDeclined(transaction.response) ? 0 : 1;

export const declined = ({ response, message }: Pick<Transaction, "response" | "message">) =>
  declines(response, { processor: { code: response, message, httpStatus: 200 } });

/** A modification that was done; throws what else became of it. A code that is not published decides nothing. */
export function done(told: Transaction, duplicate?: FailureCode): Transaction & { id: string } {
  if (isDone(told)) return { ...told, id: told.cnpTxnId ?? "" };
  if (told.response === DUPLICATE && duplicate !== undefined)
    throw new Refused({ ...declined(told), ...failure(duplicate) });
  if (told.response === DUPLICATE)
    throw new Unresolved("another with this id was done", { code: FailureCode.DUPLICATE });
  if (isDeclined(told.response)) throw new Refused(declined(told));
  throw new Unresolved(`response ${told.response} is not among the published ones`);
}

/**
 * What the request wrote into its `customerId`: amount and reference. Undefined where somebody else made it. Answers have
 * the attribute too (`transactionType` in cnpTransaction_v12.34.xsd), with the request's value.
 */
export function stampIn(
  { "@customerId": stamp }: Transaction,
  { credentials }: Context<Credentials>,
): { readonly amount: Amount; readonly reference: string } | undefined {
  const [, units, reference = ""] = /^(\d{1,12}) (.+)$/.exec(stamp ?? "") ?? [];
  if (units === undefined) return undefined;
  return { amount: fromUnits(BigInt(units), credentials.currency), reference };
}

export const networks = words<CardNetwork>({
  source:
    "https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/main/xsd/cnpCommon_v12.34.xsd#methodOfPaymentTypeEnum",
  words: {
    VI: CardNetwork.VISA,
    MC: CardNetwork.MASTERCARD,
    AX: CardNetwork.AMEX,
    DI: CardNetwork.DISCOVER,
    DC: CardNetwork.DINERS,
    JC: CardNetwork.JCB,
    IC: CardNetwork.INTERAC,
  },
});
export const networkOf = (type: string | undefined) => networks(type);
export const fundings = words<CardFunding>({
  source:
    "https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/main/xsd/cnpTransaction_v12.34.xsd#fundingSourceTypeEnum",
  words: {
    CREDIT: CardFunding.CREDIT,
    DEBIT: CardFunding.DEBIT,
    PREPAID: CardFunding.PREPAID,
    FSA: CardFunding.PREPAID,
  },
});

export const isPayment = ({ name }: Found): boolean =>
  name === "authorizationResponse" || isDeposit({ name });
/** Taken at once. */
export const isDeposit = ({ name }: Pick<Found, "name">): boolean =>
  name === "saleResponse" || isDebit({ name });
/** An ACH debit, which cnpAPI names apart in whatever is done to it. */
export const isDebit = ({ name }: Pick<Found, "name">): boolean => name === "echeckSalesResponse";
export const isRefund = ({ name }: Found): boolean =>
  name === "creditResponse" || name === "echeckCreditResponse";
/** Says at a refund which of the two it goes against. */
export const depositIds = (
  found: Pick<Found, "name">,
  id: string,
): { readonly [name: string]: string } => (isDebit(found) ? { echeckSale: id } : { capture: id });

/** What an authorization or a sale became. Answers tell an amount only where less than asked was approved. */
export function toPayment(
  { name, transaction: told }: Found,
  { credentials }: Context<Credentials>,
  asked?: Amount,
  used?: PaymentMethod,
): PaymentResult {
  const { cnpTxnId: paymentId = "", fraudResult, enhancedAuthResponse: card } = told;
  const { avsResult, cardValidationResult: cvc } = fraudResult ?? {};
  const token = told.tokenResponse;
  const isSale = isDeposit({ name });
  const approved = isDone(told)
    ? told.approvedAmount === undefined
      ? asked
      : fromUnits(told.approvedAmount, credentials.currency)
    : undefined;
  return {
    ...statusOf(name, told),
    paymentRef: {
      paymentId,
      reference: told["@id"],
      ...(isSale && isDone(told) && { relatedIds: depositIds({ name }, paymentId) }),
    },
    amounts: {
      requested: asked,
      authorized: approved,
      ...(isSale && { captured: approved }),
    },
    checks: fraudResult && {
      address: addressChecks(avsResult),
      postalCode: postalCodeChecks(avsResult),
      cvc: cvcChecks(cvc),
      addressCode: avsResult,
      cvcCode: cvc,
    },
    method: {
      method: isDebit({ name }) ? "ach_debit" : "card",
      network: networks(told.accountInformation?.type ?? token?.type),
      bin: token?.bin,
      lastFour: told.cardSuffix?.length === 4 ? told.cardSuffix : undefined,
      funding: fundings(card?.fundingSource?.type),
      accountReference: told.paymentAccountReferenceNumber,
      ...(token?.cnpToken && { stored: { storedMethodId: storedId(token.cnpToken, used) } }),
    },
    networkReferences: {
      authorizationCode: told.authCode?.trim() || undefined,
      networkTransactionId: told.networkTransactionId,
    },
  };
}

function statusOf(name: string, told: Transaction) {
  // What is recognised as a repeat is the payment that the first call made: of it this says nothing.
  if (told.response === DUPLICATE)
    throw new Unresolved("a transaction with this reference was done within two days", {
      code: FailureCode.DUPLICATE,
    });
  const statuses = isDeposit({ name }) ? saleStatuses : authorizationStatuses;
  const read = statuses(told.response);
  if (read.status !== PaymentStatus.FAILED) return read;
  const failing = declined(told);
  // "Invalid Account Number", where there is no card.
  const isAccount = isDebit({ name }) && failing.code === FailureCode.INVALID_CARD_NUMBER;
  return {
    ...read,
    failure: isAccount ? { ...failing, ...failure(FailureCode.INVALID_ACCOUNT) } : failing,
  };
}

const envelope = ({ text }: HttpResponse) => {
  const tag = /<cnpOnlineResponse\b[^>]*>/.exec(text)?.[0] ?? "";
  return {
    code: /\sresponse="(\d+)"/.exec(tag)?.[1],
    message: /\smessage="([^"]*)"/.exec(tag)?.[1],
  };
};
/** HTTP 200 says nothing; the message's own response does. An error of their system may come after the fact. */
export function meaningOf(response: HttpResponse): Meaning | undefined {
  if (response.status !== 200) return undefined;
  const { code, message } = envelope(response);
  // Cut off, XML may still be read, with half a word in it.
  const isWhole = /(<\/cnpOnlineResponse>|<cnpOnlineResponse\b[^>]*\/>)\s*$/.test(response.text);
  if (!isWhole) return "unknown";
  if (code === "0") return "answer";
  if (code === "4") return "untouched";
  const isKnown = code !== undefined && Object.hasOwn(rejections.words, code);
  return isKnown && !/system error/i.test(message ?? "") ? "refused" : "unknown";
}
/** Of a message that was refused as a whole. */
export function refusal(response: HttpResponse): Failure {
  const { code, message } = envelope(response);
  const processor = { code, message, httpStatus: response.status };
  return code === undefined
    ? failure(FailureCode.UNMAPPED, { processor })
    : rejections(code, { processor });
}
