/** Braintree's operations, as the exchanges that scripts name: one endpoint for all of them. */
import {
  CaptureMode,
  type EvidenceFile,
  MandateStatus,
  type OriginalCall,
  PaymentStatus,
  RefundStatus,
} from "#contract";
import {
  type Amount,
  type DisputeResult,
  type MandateResult,
  type Page,
  type PaymentResult,
  type RefundResult,
  sameAmount,
  toDecimal,
  v,
} from "#kit";
import { merchantAccountOf } from "./account.ts";
import * as shapes from "./answers.ts";
import { toDispute, toFailure, toMandate, toPayment, toRefund } from "./answers.ts";
import { verificationStatus as toMandateStatus } from "./codes.ts";
import * as documents from "./documents.ts";
import { type Asked, type Fields, look, mutation, pageOf, upload } from "./exchanges.ts";

type Stated = { readonly minorUnits?: bigint; readonly currency?: string } | undefined;
export const isOf = (stated: Stated, amount: Amount): boolean =>
  sameAmount({ minorUnits: stated?.minorUnits ?? -1n, currency: stated?.currency ?? "" }, amount);
const payment: PaymentResult = {
  status: PaymentStatus.AUTHORIZED,
  paymentRef: { paymentId: "dHJhbnNhY3Rpb25fMTIz" },
};
const refund: RefundResult = {
  status: RefundStatus.SUCCEEDED,
  refundRef: { refundId: "cmVmdW5k" },
};

/** A card becomes a single-use payment method: harmless, and forgotten where it is not used. */
export const tokenizeCreditCard = mutation({
  name: "tokenizeCreditCard",
  harmless: true,
  input: (creditCard: Fields) => ({ creditCard }),
  selection: "{ paymentMethod { id } }",
  shape: v.object({ paymentMethod: v.object({ id: v.string() }) }),
  read: ({ paymentMethod }) => paymentMethod.id,
  example: "tokencc_bf_123",
});
export const tokenizeCvv = mutation({
  name: "tokenizeCvv",
  harmless: true,
  input: (cvv: string) => ({ cvv }),
  selection: "{ tokenizedCvv { id } }",
  shape: v.object({ tokenizedCvv: v.object({ id: v.string() }) }),
  read: ({ tokenizedCvv }) => tokenizedCvv.id,
  example: "tokencvv_123",
});

export interface Payment {
  readonly paymentMethodId: string;
  readonly transaction: Fields;
  /** What cards alone have: 3-D Secure of elsewhere, exemptions, a vault of elsewhere, the code asked for again. */
  readonly options?: Fields | undefined;
}
export interface Paid {
  readonly payment: PaymentResult;
  /** The transaction that this one repeats, where the account's duplicate check says so. */
  readonly duplicateOf?: string | undefined;
}
const Transacted = v.object({ transaction: shapes.Transaction });
const paying = (name: string): Asked<Payment, Paid> =>
  mutation<Payment, typeof Transacted, Paid>({
    name,
    input: ({ paymentMethodId, transaction, options }) => ({
      paymentMethodId,
      transaction,
      options,
    }),
    selection: `{ transaction ${documents.transaction} }`,
    shape: Transacted,
    read: ({ transaction }) => ({
      payment: toPayment(transaction),
      duplicateOf: transaction.statusHistory.find(({ duplicateOf }) => duplicateOf)?.duplicateOf
        ?.id,
    }),
    example: { payment },
  });
const generic = {
  charge: paying("chargePaymentMethod"),
  authorize: paying("authorizePaymentMethod"),
};
const ofCards = { charge: paying("chargeCreditCard"), authorize: paying("authorizeCreditCard") };
export const payBy = (mode: CaptureMode, { options }: Payment): Asked<Payment, Paid> =>
  (options ? ofCards : generic)[mode === CaptureMode.MANUAL ? "authorize" : "charge"];

/** Webhooks and the older SDKs name a transaction by its legacy id. */
export const findId = look({
  name: "findId",
  query: "query ($legacyId: ID!) { idFromLegacyId(legacyId: $legacyId, type: TRANSACTION) }",
  variables: (legacyId: string) => ({ legacyId }),
  path: ["idFromLegacyId"],
  shape: v.string(),
  read: (id) => id,
  example: "dHJhbnNhY3Rpb25fMTIz",
});
export const fetchPayment = look({
  name: "fetchPayment",
  query: documents.node("Transaction", documents.transaction),
  variables: (id: string) => ({ id }),
  path: ["node"],
  // A node of another kind has none of the fields, and is no payment.
  shape: v.nullable(v.union([shapes.Transaction, v.strictObject({})])),
  read: (found) => (found && "id" in found ? toPayment(found) : undefined),
  example: payment,
});
export interface Sought {
  readonly original: OriginalCall;
  readonly after: string | undefined;
}
export const findPayments = look({
  name: "findPayments",
  query: documents.search("transactions", documents.transaction),
  variables: ({ original, after }: Sought) => ({
    input: { orderId: { is: original.reference } },
    first: 50,
    after,
  }),
  path: ["search", "transactions"],
  shape: pageOf(shapes.Transaction),
  read: ({ edges, pageInfo }, { original: { amount } }): Page<PaymentResult> => ({
    items: edges
      .map(({ node }) => toPayment(node))
      .filter(({ amounts }) => !amount || isOf(amounts?.requested, amount)),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : undefined,
  }),
  example: { items: [payment] },
});

export interface Capture {
  readonly paymentId: string;
  readonly amount: Amount;
  readonly statementDescriptor?: string | undefined;
}
export const captureTransaction = mutation({
  name: "captureTransaction",
  input: ({ paymentId, amount, statementDescriptor: name }: Capture) => ({
    transactionId: paymentId,
    transaction: { amount: toDecimal(amount), descriptor: name && { name } },
  }),
  selection: `{ transaction ${documents.transaction} }`,
  shape: v.object({ transaction: shapes.Transaction }),
  read: ({ transaction }) => toPayment(transaction),
  example: { ...payment, status: PaymentStatus.CAPTURED },
});

/** What was voided, or the refund that was made in its place. */
export type Reversed = { readonly payment: PaymentResult } | { readonly refund: RefundResult };
const Reversal = v.object({
  reversal: v.variant("__typename", [
    v.object({ ...shapes.Refund.entries, __typename: v.literal("Refund") }),
    v.object({ ...shapes.Transaction.entries, __typename: v.literal("Transaction") }),
  ]),
});
/** Voids what is not settled and refunds what is: the answer says which. */
export const reverseTransaction: Asked<string, Reversed> = mutation({
  name: "reverseTransaction",
  input: (transactionId: string) => ({ transactionId }),
  selection: `{ reversal { __typename ... on Transaction ${documents.transaction} ... on Refund ${documents.refund} } }`,
  shape: Reversal,
  read: ({ reversal }, paymentId): Reversed =>
    reversal.__typename === "Refund"
      ? { refund: toRefund(reversal, paymentId) }
      : { payment: toPayment(reversal) },
  example: { payment: { ...payment, status: PaymentStatus.VOIDED } },
});

export interface Refunding {
  readonly paymentId: string;
  readonly amount: Amount;
  readonly reference: string;
  readonly description?: string | undefined;
}
export const refundTransaction = mutation({
  name: "refundTransaction",
  input: ({ paymentId, amount, reference, description }: Refunding) => ({
    transactionId: paymentId,
    refund: { amount: toDecimal(amount), orderId: reference, description },
  }),
  selection: `{ refund ${documents.refund} }`,
  shape: v.object({ refund: shapes.Refund }),
  read: ({ refund: made }, { paymentId }) => toRefund(made, paymentId),
  example: refund,
});
export const fetchRefund = look({
  name: "fetchRefund",
  query: documents.node("Refund", documents.refund),
  variables: (id: string) => ({ id }),
  path: ["node"],
  shape: v.nullable(v.union([shapes.Refund, v.strictObject({})])),
  read: (found) => (found && "id" in found ? toRefund(found) : undefined),
  example: refund,
});
/** A payment's refunds, as it tells them itself: none is missing, unlike in a search. */
export const fetchRefunds = look({
  name: "fetchRefunds",
  query: documents.node("Transaction", `{ id refunds ${documents.refund} }`),
  variables: (id: string) => ({ id }),
  path: ["node"],
  shape: v.nullable(v.object({ refunds: v.nullish(v.array(shapes.Refund)) })),
  read: (found, paymentId) => (found?.refunds ?? []).map((one) => toRefund(one, paymentId)),
  example: [],
});

export interface Keeping {
  readonly paymentMethodId: string;
  readonly customerId?: string | undefined;
  readonly currency?: string | undefined;
  readonly threeDSecurePassThrough?: Fields | undefined;
  readonly riskData?: Fields | undefined;
}
export interface Kept {
  readonly mandate: MandateResult;
  readonly stored?: { readonly storedMethodId: string };
  readonly method?: ReturnType<typeof shapes.toMethod>;
}
/** Verifies a card before it is kept: with what is refused, nothing is. */
export const vaultPaymentMethod = mutation({
  name: "vaultPaymentMethod",
  input: ({ currency, ...kept }: Keeping, { credentials }) => ({
    ...kept,
    verification: currency && { merchantAccountId: merchantAccountOf(credentials, currency) },
  }),
  selection: `{ paymentMethod ${documents.paymentMethod} verification ${documents.verification} }`,
  shape: v.object({
    paymentMethod: v.nullish(shapes.PaymentMethod),
    verification: v.nullish(shapes.Verification),
  }),
  read: ({ paymentMethod, verification }): Kept => {
    const state = toMandateStatus(verification?.status ?? "VERIFIED");
    const failure = state.status === MandateStatus.FAILED && toFailure(verification ?? {});
    const outcome = { ...state, ...(failure && { failure }) };
    if (!paymentMethod) return { mandate: outcome };
    const { id, details } = paymentMethod;
    return {
      mandate: { ...toMandate(paymentMethod), ...outcome },
      stored: { storedMethodId: id },
      ...(details && { method: shapes.toMethod(details) }),
    };
  },
  example: {
    mandate: { status: MandateStatus.ACTIVE, mandateRef: { mandateId: "cGF5bWVudG1ldGhvZA" } },
    stored: { storedMethodId: "cGF5bWVudG1ldGhvZA" },
  },
});
export const fetchMethod = look({
  name: "fetchMethod",
  query: documents.node("PaymentMethod", documents.paymentMethod),
  variables: (id: string) => ({ id }),
  path: ["node"],
  shape: v.nullable(v.union([shapes.PaymentMethod, v.strictObject({})])),
  read: (found) => (found && "id" in found ? toMandate(found) : undefined),
  example: { status: MandateStatus.ACTIVE },
});

/** Payloads that say no more than that it was done: by being there. */
const done = v.object({});
const deleting = (name: string, of: "paymentMethodId" | "customerId") =>
  mutation({
    name,
    harmless: true,
    input: (id: string) => ({ [of]: id }),
    selection: "{ clientMutationId }",
    shape: done,
    read: () => undefined,
    example: undefined,
  });
export const deletePaymentMethod = deleting("deletePaymentMethodFromVault", "paymentMethodId");
export const deleteCustomer = deleting("deleteCustomer", "customerId");
export const createCustomer = mutation({
  name: "createCustomer",
  input: (customer: Fields) => ({ customer }),
  selection: "{ customer { id } }",
  shape: v.object({ customer: v.object({ id: v.string() }) }),
  read: ({ customer }) => customer.id,
  example: "Y3VzdG9tZXI",
});
export const createClientToken = mutation({
  name: "createClientToken",
  harmless: true,
  input: (clientToken: Fields) => ({ clientToken }),
  selection: "{ clientToken }",
  shape: v.object({ clientToken: v.string() }),
  read: ({ clientToken }) => clientToken,
  example: "eyJ2ZXJzaW9uIjoyfQ==",
});

const dispute: DisputeResult = { disputeRef: { disputeId: "ZGlzcHV0ZQ" } };
export const fetchDispute = look({
  name: "fetchDispute",
  query: documents.node("Dispute", documents.dispute),
  variables: (id: string) => ({ id }),
  path: ["node"],
  shape: v.nullable(v.union([shapes.Dispute, v.strictObject({})])),
  read: (found) => (found && "id" in found ? toDispute(found) : undefined),
  example: dispute,
});
export interface Listing {
  readonly input: Fields;
  readonly first: number;
  readonly after?: string | undefined;
}
export const findDisputes = look({
  name: "findDisputes",
  query: documents.search("disputes", documents.dispute),
  variables: (page: Listing) => ({ ...page }),
  path: ["search", "disputes"],
  shape: pageOf(shapes.Dispute),
  read: ({ edges, pageInfo }) => ({
    disputes: edges.map(({ node }) => toDispute(node)),
    ...(pageInfo.hasNextPage && pageInfo.endCursor && { nextPageToken: pageInfo.endCursor }),
  }),
  example: { disputes: [dispute] },
});
const deciding = (name: string): Asked<string, DisputeResult> =>
  mutation({
    name,
    input: (disputeId: string) => ({ disputeId }),
    selection: `{ dispute ${documents.dispute} }`,
    shape: v.object({ dispute: shapes.Dispute }),
    read: ({ dispute: told }) => toDispute(told),
    example: dispute,
  });
export const acceptDispute = deciding("acceptDispute");
export const finalizeDispute = deciding("finalizeDispute");

export interface TextEvidence {
  readonly disputeId: string;
  readonly category: string;
  readonly content: string;
}
/** Evidence may be left behind: nothing is sent off before the dispute is finalized. */
export const createTextEvidence = mutation({
  name: "createDisputeTextEvidence",
  harmless: true,
  input: ({ disputeId, category, content }: TextEvidence) => ({ disputeId, category, content }),
  selection: "{ evidence { id } }",
  shape: done,
  read: () => undefined,
  example: undefined,
});

export interface FileEvidence {
  readonly disputeId: string;
  readonly category: string;
  readonly file: Pick<EvidenceFile, "name" | "contentType" | "content">;
}
export const createFileEvidence = upload({
  name: "createDisputeFileEvidence",
  harmless: true,
  input: ({ disputeId, category }: FileEvidence) => ({ disputeId, category }),
  file: ({ file: { name: filename, contentType: type, content: bytes } }) => ({
    filename,
    type,
    bytes,
  }),
  selection: "{ evidence { id } }",
  shape: done,
  read: () => undefined,
  example: undefined,
});
