/** The exchanges of Authorize.Net: one path, and the request's name in the body. https://developer.authorize.net/api/reference */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  FailureCode,
  PaymentStatus,
  RefundStatus,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type Amount,
  answer,
  authorized,
  type Body,
  type Context,
  type Failure,
  InvalidRequest,
  json,
  type PaymentOutcome,
  type RefundOutcome,
  refunded,
  required,
  type Step,
  toDecimal,
  Unresolved,
  write,
} from "#kit";
import type { Credentials } from "./account.ts";
import {
  assertSure,
  failureOf,
  isRepeat,
  reasonOf,
  repeated,
  Transacted,
  type Transaction,
  toCharge,
} from "./answers.ts";
import { responses } from "./codes.ts";
import { addressOf, billTo, type Members, methods } from "./methods.ts";

export const post = { method: "POST", path: "/xml/v1/request.api" } as const;

/** A request by its name; the credentials are its first member. */
export const asking = (
  name: string,
  { credentials: { apiLoginId, transactionKey } }: Context<Credentials>,
  members: Members = {},
): Body =>
  json({
    [name]: { merchantAuthentication: { name: apiLoginId, transactionKey }, ...members },
  });

/** An amount in the account's currency: Authorize.Net's answers name none. */
export function decimalOf(
  amount: Amount | undefined,
  { credentials: { currency } }: Context<Credentials>,
  field = "amount",
): string {
  const asked = required(amount, field);
  if (asked.currency !== currency)
    throw new InvalidRequest({
      field: `${field}.currency`,
      problem: `must be ${currency}, the account's own`,
    });
  return toDecimal(asked, undefined, field);
}
const extra = (amount: Amount | undefined, context: Context<Credentials>, field: string) =>
  amount && { amount: decimalOf(amount, context, `purchase.order.breakdown.${field}`) };

/** The longest that is allowed: the reference is compared too, so that what is the same is the same attempt. */
const DUPLICATE_WINDOW = "28800";
const isRecurring = ({ storedCredential }: AuthorizePaymentRequest) =>
  storedCredential?.initiator === StoredCredential_Initiator.MERCHANT &&
  storedCredential.reason === StoredCredential_Reason.RECURRING;

function transactionOf(asked: AuthorizePaymentRequest, context: Context<Credentials>): Members {
  const { purchase, storedCredential, reference } = asked;
  const { customer, order } = purchase ?? {};
  const method = write(methods, asked, context);
  // A profile has a payer of its own: Authorize.Net takes no other beside it.
  const payer = "profile" in method ? undefined : customer;
  const external =
    asked.authentication?.authentication.case === "external"
      ? asked.authentication.authentication.value
      : undefined;
  return {
    transactionType:
      asked.captureMode === CaptureMode.MANUAL ? "authOnlyTransaction" : "authCaptureTransaction",
    amount: decimalOf(purchase?.amount, context, "purchase.amount"),
    currencyCode: purchase?.amount?.currency,
    ...method,
    ...(storedCredential?.store && !("profile" in method) && { profile: { createProfile: true } }),
    order: { invoiceNumber: reference, description: purchase?.description?.slice(0, 255) },
    ...(order?.lines.length && {
      lineItems: {
        lineItem: order.lines.slice(0, 30).map((line, index) => ({
          itemId: (line.reference ?? String(index + 1)).slice(0, 31),
          name: line.name.slice(0, 31),
          quantity: line.quantity,
          unitPrice: decimalOf(line.unitPrice, context, `purchase.order.lines[${index}].unitPrice`),
        })),
      },
    }),
    tax: extra(order?.breakdown?.tax, context, "tax"),
    duty: extra(order?.breakdown?.duty, context, "duty"),
    shipping: extra(order?.breakdown?.shipping, context, "shipping"),
    taxExempt: order?.taxExempt,
    poNumber: order?.purchaseOrderNumber?.slice(0, 25),
    ...(payer && {
      customer: { id: payer.reference?.slice(0, 20), email: payer.contact?.email },
      billTo: billTo(payer.billing ?? payer.contact),
    }),
    shipTo: addressOf(customer?.shipping),
    customerIP: purchase?.device?.ipAddress,
    ...(external && {
      cardholderAuthentication: {
        authenticationIndicator: external.eci,
        cardholderAuthenticationValue: external.authenticationValue,
      },
    }),
    transactionSettings: {
      setting: [
        { settingName: "allowPartialAuth", settingValue: "false" },
        { settingName: "duplicateWindow", settingValue: DUPLICATE_WINDOW },
        ...(isRecurring(asked) ? [{ settingName: "recurringBilling", settingValue: "true" }] : []),
      ],
    },
    surcharge: extra(order?.breakdown?.surcharge, context, "surcharge"),
    tip: extra(order?.breakdown?.tip, context, "tip"),
    ...credentialOnFile(asked, context),
  };
}

const reasons: ReadonlyMap<number | undefined, string> = new Map([
  [StoredCredential_Reason.RESUBMISSION, "resubmission"],
  [StoredCredential_Reason.DELAYED_CHARGE, "delayedCharge"],
  [StoredCredential_Reason.REAUTHORIZATION, "reauthorization"],
  [StoredCredential_Reason.NO_SHOW, "noShow"],
]);
/** https://developer.authorize.net/api/reference/features/card-on-file.html */
function credentialOnFile(
  { storedCredential: stored }: AuthorizePaymentRequest,
  context: Context<Credentials>,
): Members {
  if (!stored) return {};
  const { initiator, reason, store, previous } = stored;
  if (initiator !== StoredCredential_Initiator.MERCHANT)
    return {
      processingOptions: store ? { isFirstSubsequentAuth: true } : { isStoredCredentials: true },
    };
  return {
    processingOptions: { isSubsequentAuth: true },
    subsequentAuthInformation: {
      originalNetworkTransId: previous?.networkTransactionId,
      originalAuthAmount:
        previous?.amount && decimalOf(previous.amount, context, "storedCredential.previous.amount"),
      reason: reasons.get(reason),
    },
  };
}

/** With the transaction that this one repeats, where Authorize.Net found one. */
export interface Charged {
  readonly outcome: PaymentOutcome;
  readonly original?: string;
}
export const charge: Step<AuthorizePaymentRequest, Charged, Credentials> = {
  ...post,
  name: "createTransaction",
  example: { outcome: { operation: authorized({ status: PaymentStatus.CAPTURED }) } },
  body: (asked, context) =>
    asking("createTransactionRequest", context, {
      refId: asked.reference,
      transactionRequest: transactionOf(asked, context),
    }),
  read: answer(Transacted, (told, asked) => {
    const { transactionResponse } = told;
    assertSure(transactionResponse);
    const { paymentRef, ...payment } = toCharge(told, asked);
    if (!isRepeat(transactionResponse)) {
      const value = { ...payment, paymentRef };
      return { outcome: { operation: authorized(value), payment: value } };
    }
    if (transactionResponse.transId === "0") throw repeated(transactionResponse);
    const value = { ...payment, paymentRef: { reference: asked.reference } };
    return {
      outcome: { operation: authorized(value), payment: value },
      original: transactionResponse.transId,
    };
  }),
};

/** What became of a capture or a void. */
export type Settling = "done" | "before" | { readonly failed: Failure } | "waiting";
interface Change {
  readonly type: "priorAuthCaptureTransaction" | "voidTransaction";
  readonly paymentId: string | undefined;
  readonly amount?: Amount | undefined;
}
/**
 * Voided before, captured before: approved in either case, whichever of the two was asked for. The other's is none of this one's.
 * https://developer.authorize.net/api/reference/responseCodes.html
 */
const before = { voidTransaction: "310", priorAuthCaptureTransaction: "311" } as const;
/** "This transaction has been approved." */
const APPROVED = "1";
const instead: ReadonlySet<string | undefined> = new Set(Object.values(before));
export const change: Step<Change, Settling, Credentials> = {
  ...post,
  name: "changeTransaction",
  example: "done",
  body: ({ type, amount, paymentId }, context) =>
    asking("createTransactionRequest", context, {
      transactionRequest: {
        transactionType: type,
        amount: amount && decimalOf(amount, context),
        refTransId: paymentId,
      },
    }),
  read: answer(Transacted, ({ transactionResponse: told }, { type }): Settling => {
    assertSure(told);
    const reason = reasonOf(told);
    if (reason === before[type]) return "before";
    if (instead.has(reason)) return { failed: failureOf(told) };
    const outcome = responses(told.responseCode);
    if (outcome === "approved" && reason !== undefined && reason !== APPROVED)
      throw new Unresolved("approved, for a reason that is not known", {
        code: FailureCode.UNMAPPED,
        processor: failureOf(told).processor,
      });
    if (outcome === "approved") return "done";
    return outcome === "declined" || outcome === "error" ? { failed: failureOf(told) } : "waiting";
  }),
};

interface Refunding {
  readonly original: Transaction;
  readonly reference: string;
  readonly invoiceNumber: string;
  readonly amount: Amount | undefined;
  readonly description?: string | undefined;
}
/** https://developer.authorize.net/api/reference/index.html#payment-transactions-refund-a-transaction */
export const refund: Step<Refunding, RefundOutcome, Credentials> = {
  ...post,
  name: "refundTransaction",
  example: { operation: refunded({ status: RefundStatus.SUCCEEDED }) },
  body: ({ original, reference, invoiceNumber, amount, description }, context) =>
    asking("createTransactionRequest", context, {
      refId: reference,
      transactionRequest: {
        transactionType: "refundTransaction",
        amount: decimalOf(amount, context),
        currencyCode: amount?.currency,
        payment: masked(original),
        refTransId: original.transId,
        order: { invoiceNumber, description: description?.slice(0, 255) },
        transactionSettings: {
          setting: [{ settingName: "duplicateWindow", settingValue: DUPLICATE_WINDOW }],
        },
      },
    }),
  read: answer(Transacted, ({ transactionResponse: told }, { original, reference, amount }) => {
    assertSure(told);
    if (isRepeat(told)) throw repeated(told);
    const outcome = responses(told.responseCode);
    const hasFailed = outcome === "declined" || outcome === "error";
    const value = {
      status:
        outcome === "approved"
          ? RefundStatus.SUCCEEDED
          : hasFailed
            ? RefundStatus.FAILED
            : RefundStatus.PENDING,
      processorStatus: told.responseCode,
      refundRef: {
        ...(told.transId !== "0" && { refundId: told.transId }),
        reference,
        payment: { paymentId: original.transId },
      },
      // Approved without an amount is approved as asked.
      ...(amount && { amount }),
      ...(hasFailed && { failure: failureOf(told) }),
    };
    return { operation: refunded(value), refund: value };
  }),
};
/**
 * What the money goes back to, as the payment's details tell it: the last digits of a card, or a bank account of which
 * only the last are told, in the form that AnetApiSchema.xsd gives `bankAccountType` for that. Undefined of anything else.
 */
export function masked({ payment }: Transaction): object | undefined {
  const card = payment?.creditCard?.cardNumber ?? payment?.tokenInformation?.tokenNumber;
  if (card) return { creditCard: { cardNumber: card.slice(-4), expirationDate: "XXXX" } };
  const { accountType, routingNumber, accountNumber, nameOnAccount, echeckType } =
    payment?.bankAccount ?? {};
  if (!routingNumber || !accountNumber || !nameOnAccount) return undefined;
  // Of the types only these two are refunds: https://account.authorize.net/help/Miscellaneous/Pop-up_Terms/ALL/eCheck.Net_Type.htm
  const isCompany = accountType === "businessChecking" || echeckType === "CCD";
  return {
    bankAccount: {
      accountType: accountType ?? undefined,
      routingNumber,
      accountNumber,
      nameOnAccount,
      echeckType: isCompany ? "CCD" : "PPD",
    },
  };
}
