/** The transactions of an online request, one by one. cnpOnline_v12.34.xsd, cnpTransaction_v12.34.xsd */
import { type AuthorizePaymentRequest, CaptureMode, FailureCode } from "#contract";
import {
  type Amount,
  authorized,
  type Context,
  type Exchange,
  type PaymentOutcome,
  type Step,
  write,
  type Xml,
  xml,
} from "#kit";
import {
  done,
  type Found,
  foundIn,
  type Transaction,
  toPayment,
  transactionIn,
} from "./answers.ts";
import { debitOf, echeckSale } from "./echecks.ts";
import { methods } from "./methods.ts";
import {
  cardholderAuthentication,
  contactOf,
  customBilling,
  enhancedData,
  orderSourceOf,
  processingTypeOf,
  unitsOf,
} from "./purchase.ts";
import type { Credentials } from "./settings.ts";

export const version = "12.34";
type In = Context<Credentials>;
const post = { method: "POST", path: "/online" } as const;

/** One transaction with its id, by which a query finds it, and Worldpay recognises it for two days. */
export const online = (
  name: string,
  id: string,
  { credentials }: In,
  content: Xml,
  customerId?: string,
) =>
  xml({
    cnpOnlineRequest: {
      "@version": version,
      "@xmlns": "http://www.vantivcnp.com/schema",
      "@merchantId": credentials.merchantId,
      authentication: { user: credentials.user, password: credentials.password },
      [name]: {
        "@id": id,
        "@customerId": customerId,
        "@reportGroup": credentials.reportGroup,
        ...content,
      },
    },
  });

/** The transaction, and the element that answers it. */
function nameOf(asked: AuthorizePaymentRequest): readonly [string, string] {
  if (debitOf(asked)) return ["echeckSale", "echeckSalesResponse"];
  return asked.captureMode === CaptureMode.MANUAL
    ? ["authorization", "authorizationResponse"]
    : ["sale", "saleResponse"];
}

/** A held payment is an authorization, one that is taken at once a sale. Their elements differ in order. */
export const authorize: Exchange<AuthorizePaymentRequest, PaymentOutcome, Credentials> = {
  ...post,
  body: (asked, context) => {
    const { purchase, reference, orderReference, acceptPartial, storedCredential } = asked;
    const { customer, order, amount, statementDescriptor, device } = purchase ?? {};
    const [name] = nameOf(asked);
    const units = unitsOf(amount, context, "purchase.amount");
    const stamp = stampOf(units, reference);
    const debit = debitOf(asked);
    if (debit) {
      const content = echeckSale(asked, debit, units, context);
      return online(name, reference, context, content, stamp);
    }
    const written = write(methods, asked, context);
    const contact = customer?.billing ?? customer?.contact;
    const { networkTransactionId, amount: earlier } = storedCredential?.previous ?? {};
    const content = {
      orderId: orderReference ?? reference,
      amount: units,
      orderSource: orderSourceOf(asked, written),
      billToAddress: contactOf(contact),
      shipToAddress: contactOf(customer?.shipping),
      ...written.element,
      cardholderAuthentication: cardholderAuthentication(asked, written),
      customBilling: customBilling(statementDescriptor),
      enhancedData: enhancedData(order, context),
      allowPartialAuth: acceptPartial,
      advancedFraudChecks: device?.fingerprint
        ? { threatMetrixSessionId: device.fingerprint }
        : undefined,
      processingType: processingTypeOf(asked),
      originalNetworkTransactionId: networkTransactionId,
      originalTransactionAmount: unitsOf(earlier, context, "storedCredential.previous.amount"),
    };
    return online(name, reference, context, content, stamp);
  },
  read: (response, asked, context) => {
    const [, name] = nameOf(asked);
    const found = { name, transaction: transactionIn(response, name) };
    const payment = toPayment(found, context, asked.purchase?.amount, asked.paymentMethod);
    return { operation: authorized(payment), payment };
  },
};

export interface Asked {
  /** The `id` attribute; of what is done once to a payment, the payment's own. */
  readonly id: string;
  readonly reference: string;
  readonly cnpTxnId: string;
  readonly amount?: Amount | undefined;
  readonly descriptor?: string | undefined;
}
const example = { response: "000", id: "83987654321098765" };

/**
 * Amount and reference, written where the schema has every answer, also one to a query, tell them back: answers have no
 * amounts. The attribute is the merchant's own, meant for a name of the consumer, which is therefore not sent.
 */
export const stampOf = (units: bigint | undefined, reference: string): string | undefined =>
  units === undefined ? undefined : `${units} ${reference}`;

function modification(
  name: string,
  duplicate?: FailureCode,
): Step<Asked, Transaction & { id: string }, Credentials> {
  return {
    ...post,
    name,
    example,
    body: (asked, context) => {
      const amount = unitsOf(asked.amount, context);
      const stamp = stampOf(amount, asked.reference);
      const content = {
        cnpTxnId: asked.cnpTxnId,
        amount,
        customBilling: customBilling(asked.descriptor),
      };
      return online(name, asked.id, context, content, stamp);
    },
    read: (response) => done(transactionIn(response, `${name}Response`), duplicate),
  };
}
export const capture = modification("capture", FailureCode.ALREADY_CAPTURED);
export const reverseAuthorization = modification("authReversal", FailureCode.ALREADY_VOIDED);
/** Of a sale or a capture that has not been settled. */
export const cancel = modification("void", FailureCode.ALREADY_VOIDED);
/** Whoever else was given this number, or this very refund before it could be found, has done it. */
export const credit = modification("credit");
/** Of an ACH debit that has not been settled. https://support.worldpay.com/support/CNP-API/content/echkvoidtrans.htm */
export const cancelDebit = modification("echeckVoid", FailureCode.ALREADY_VOIDED);
/** https://support.worldpay.com/support/CNP-API/content/echkcredreqagaintwp.htm */
export const creditDebit = modification("echeckCredit");

interface Sought {
  readonly origId?: string | undefined;
  readonly origCnpTxnId?: string | undefined;
}
/** All transactions of an id, or the one of a cnpTxnId, with the answers that they had. */
export const query: Step<Sought, readonly Found[], Credentials> = {
  ...post,
  name: "query",
  harmless: true,
  looksBack: true,
  example: [],
  body: ({ origId, origCnpTxnId }, context) =>
    online("queryTransaction", context.idempotencyKey, context, { origId, origCnpTxnId }),
  read: foundIn,
};
