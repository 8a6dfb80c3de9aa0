/** Authorize.Net: its JSON API, whose members are ordered as in its schema. https://developer.authorize.net/api/reference */
import {
  type AuthorizePaymentRequest,
  CreateClientSessionResponse_NextCall,
  FailureCode,
  type GetPaymentRequest,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type Amount,
  accepted,
  agreement,
  alreadyDone,
  answer,
  authorized,
  call,
  decode,
  defineConnector,
  done,
  failed,
  failure,
  faults,
  fromDecimal,
  notFound,
  type OperationResult,
  type PaymentOutcome,
  type PaymentResult,
  type RefundOutcome,
  Refused,
  refunded,
  required,
  reversedBefore,
  reversedBy,
  type Script,
  sameAmount,
  Unsupported,
  v,
  write,
} from "#kit";
import { type Credentials, credentials } from "./account.ts";
import { firstCode, meaningOf, refusal, type Transaction, toPayment, toRefund } from "./answers.ts";
import * as lookups from "./lookups.ts";
import { billTo, methods } from "./methods.ts";
import * as steps from "./steps.ts";
import { asking, post } from "./steps.ts";
import { webhooks } from "./webhooks.ts";

/** `invoiceNumber`, which is searched for. */
const referenceLimits = {
  limits: { reference: 20 },
  source: "https://developer.authorize.net/api/reference/index.html",
} as const;

const { INSTALLMENT, INCREMENTAL } = StoredCredential_Reason;
function checkAuthorize({ storedCredential, purchase, authentication }: AuthorizePaymentRequest) {
  const { initiator, reason, store } = storedCredential ?? {};
  const isMerchants = initiator === StoredCredential_Initiator.MERCHANT;
  return faults(
    [
      reason === INSTALLMENT || reason === INCREMENTAL,
      "storedCredential.reason",
      "has no word at Authorize.Net",
    ],
    [isMerchants && store, "storedCredential.store", "goes with INITIATOR_CUSTOMER only"],
    [
      store && !purchase?.customer?.reference && !purchase?.customer?.contact?.email,
      "purchase.customer",
      "must have a reference or an e-mail address, to be stored by",
    ],
    [
      authentication?.authentication.case === "external" &&
        !authentication.authentication.value.authenticationValue &&
        !authentication.authentication.value.eci,
      "authentication.external",
      "must have an eci or an authenticationValue",
    ],
  );
}

const Profile = v.object({
  customerProfileId: v.nullish(v.string()),
  customerPaymentProfileId: v.nullish(v.string()),
});

export default defineConnector({
  id: "authorizenet",
  name: "Authorize.Net",
  docs: "https://developer.authorize.net/api/reference/index.html",
  apiVersion: "v1",
  hosts: {
    api: { live: "https://api.authorize.net", test: "https://apitest.authorize.net" },
    /** What the customer's side loads; nothing is sent there from here. */
    script: { live: "https://js.authorize.net", test: "https://jstest.authorize.net" },
  },

  credentials,
  // The credentials are members of the body.
  authenticate: (request) => request,
  // A duplicate window compares a transaction's data for some hours; it is no key, and no promise of the same answer.
  idempotency: {
    carrier: "none",
    format: "uuid",
    source:
      "https://support.authorize.net/s/article/Error-11-A-duplicate-transaction-has-been-submitted",
  },

  methods,
  rules: {
    authorizePayment: {
      understands: [...agreement, "storedCredential.previous.networkTransactionId"],
      ...referenceLimits,
      check: checkAuthorize,
    },
    capturePayment: { partial: true, repeated: false },
    createRefund: { partial: true, repeated: true, ...referenceLimits },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual", ...referenceLimits },
    tokenizePaymentMethod: { requires: ["customer.customerId"] },
    deletePaymentMethod: { requires: ["customer.customerId"] },
    createCustomer: {
      check: ({ customer }) =>
        faults([
          !customer?.reference && !customer?.contact?.email,
          "customer",
          "must have a reference or an e-mail address",
        ]),
    },
  },

  flows: {
    *authorizePayment(asked, { credentials: { currency } }) {
      const { outcome, original } = yield* call(steps.charge, asked);
      if (!original) return outcome;
      // It is the same attempt, told again, where it has our reference.
      const payment = toPayment(yield* call(lookups.details, original), currency);
      if (payment.paymentRef?.reference !== asked.reference) return outcome;
      const operation = authorized(payment);
      return { operation: { ...operation, alreadyDone: true }, payment };
    },

    *capturePayment({ payment, amount }) {
      const asked = required(amount, "amount");
      const paymentId = payment?.paymentId;
      const type = "priorAuthCaptureTransaction";
      const settled = yield* call(steps.change, { type, paymentId, amount: asked });
      return { operation: operationOf(settled, asked) };
    },

    *voidPayment({ payment }) {
      return yield* voided(payment?.paymentId ?? "");
    },

    *getPayment({ target }, { credentials: { currency } }) {
      return { payment: yield* withReversal(yield* locate(target), currency) };
    },

    /** What is not settled is voided, what is settled is refunded in full. */
    *reversePayment({ target, reference }, { credentials: { currency } }) {
      const found = yield* locate(target);
      if (!found) return { operation: notFound() };
      const payment = toPayment(found, currency);
      if (found.transactionStatus === "settledSuccessfully") {
        const given = yield* giveBack(
          {
            original: found,
            reference,
            invoiceNumber: found.order?.invoiceNumber ?? reference,
            amount: fromDecimal(found.settleAmount, currency),
          },
          currency,
        );
        return reversedBy(OperationKind.REFUND, given);
      }
      if (payment.status === PaymentStatus.AUTHORIZED || payment.status === PaymentStatus.CAPTURED)
        return reversedBy(OperationKind.VOID, yield* voided(found.transId));
      if (payment.status === PaymentStatus.PENDING)
        return {
          operation: failed(failure(FailureCode.WRONG_STATE, { retry: Retry.LATER })),
          payment,
        };
      return reversedBefore(payment);
    },

    /** A refund names the last four digits of the card or account, which the payment's details tell. */
    *createRefund({ payment, reference, amount, description }, { credentials: { currency } }) {
      const original = yield* call(lookups.details, payment?.paymentId ?? "");
      return yield* giveBack(
        { original, reference, invoiceNumber: reference, amount, description },
        currency,
      );
    },
    *getRefund({ target }, { credentials: { currency } }) {
      const found =
        target.case === "originalCall"
          ? yield* lookups.search(target.value, lookups.isRefund)
          : yield* call(lookups.details, target.value?.refundId ?? "");
      return { refund: found && wasRefund(found) ? toRefund(found, currency) : undefined };
    },

    /** Accept.js: `authData`, whose token goes as a processor's. https://developer.authorize.net/api/reference/features/acceptjs.html */
    *createClientSession(_, { credentials: { apiLoginId }, hosts: { script } }) {
      const clientKey = yield* call(lookups.clientKey, undefined);
      if (!clientKey) return { operation: failed(failure(FailureCode.ACCOUNT_NOT_CONFIGURED)) };
      return {
        operation: done(),
        client: { sdk: `${script}/v1/Accept.js`, values: { clientKey, apiLoginID: apiLoginId } },
        nextCall: CreateClientSessionResponse_NextCall.AUTHORIZE,
      };
    },

    /** https://developer.authorize.net/api/reference/index.html#customer-profiles-create-customer-payment-profile */
    tokenizePaymentMethod: {
      ...post,
      body: (asked, context) =>
        asking("createCustomerPaymentProfileRequest", context, {
          customerProfileId: asked.customer?.customerId,
          paymentProfile: {
            billTo: billTo(asked.customer?.billing ?? asked.customer?.contact),
            ...write(methods, asked, context),
          },
          validationMode: "none",
        }),
      // The same method is there already: the answer names it.
      statuses: (response) => (firstCode(response) === "E00039" ? "answer" : undefined),
      read: (response) => {
        const { customerPaymentProfileId } = decode(Profile, response.text);
        if (!customerPaymentProfileId) throw new Refused(refusal(response));
        return {
          operation: firstCode(response) === "E00039" ? alreadyDone() : done(),
          stored: { storedMethodId: customerPaymentProfileId },
        };
      },
    },
    deletePaymentMethod: {
      ...post,
      harmless: true,
      body: ({ stored, customer }, context) =>
        asking("deleteCustomerPaymentProfileRequest", context, {
          customerProfileId: customer?.customerId,
          customerPaymentProfileId: stored?.storedMethodId,
        }),
      read: () => ({ operation: done() }),
    },
    createCustomer: {
      ...post,
      body: ({ customer }, context) =>
        asking("createCustomerProfileRequest", context, {
          profile: {
            merchantCustomerId: customer?.reference?.slice(0, 20),
            email: customer?.contact?.email,
          },
        }),
      read: answer(v.object({ customerProfileId: v.string() }), ({ customerProfileId }) => ({
        operation: done(),
        customerId: customerProfileId,
      })),
    },
    deleteCustomer: {
      ...post,
      harmless: true,
      body: ({ customerId }, context) =>
        asking("deleteCustomerProfileRequest", context, { customerProfileId: customerId }),
      read: () => ({ operation: done() }),
    },
  },

  webhooks,
  leftOut: [
    "Refunds of what is neither a card nor a bank account: they are refused by name. A bank account is named as the payment's details tell it, with its last digits; Authorize.Net's schema has that form, and no page of it shows such a refund.",
    "A refund that is repeated is recognised while it waits for settlement and for a day after: by its reference, in the lists of transactions. No field of a refund makes Authorize.Net itself recognise it for longer than eight hours, and a payment does not tell its refunds. The sum of refunds never exceeds the payment.",
    "Statement descriptors, sub-merchants and level 3 lines (`merchantDescriptor`, `subMerchant`, and members of `lineItem` beyond name, quantity and price): the schema has them, and no page of Authorize.Net that could be read says which processors take them.",
    "Disputes: the API reports only that a payment was charged back (`chargeback`), without a case that could be answered.",
    "Incremental authorizations and mandates of their own: the API has none; a customer's payment profile is charged as a stored method.",
  ],
  statuses: meaningOf,
  refusal,
});

function operationOf(settled: steps.Settling, amount?: Amount): OperationResult {
  const moved = amount ? { amount } : {};
  if (settled === "done") return done(moved);
  // How much it was then is not told.
  if (settled === "before") return alreadyDone();
  return settled === "waiting" ? accepted(moved) : failed(settled.failed);
}

function* voided(paymentId: string): Script<PaymentOutcome, Credentials> {
  const settled = yield* call(steps.change, { type: "voidTransaction", paymentId });
  const isGone = settled === "done" || settled === "before";
  return {
    operation: operationOf(settled),
    ...(isGone && { payment: { paymentRef: { paymentId }, status: PaymentStatus.VOIDED } }),
  };
}

interface GivenBack {
  readonly original: Transaction;
  readonly reference: string;
  /** What the refund is found by again. */
  readonly invoiceNumber: string;
  readonly amount: Amount | undefined;
  readonly description?: string | undefined;
}
/** Not twice for one reference within a day: Authorize.Net has no key, so what is there already is looked for first. */
function* giveBack(asked: GivenBack, currency: string): Script<RefundOutcome, Credentials> {
  const { original, invoiceNumber, amount } = asked;
  if (!steps.masked(original))
    throw new Unsupported("refunds of what is neither a card nor a bank account");
  const earlier = yield* lookups.search({ reference: invoiceNumber }, lookups.isRefund);
  if (!earlier) return yield* call(steps.refund, asked);
  if (earlier.refTransId === original.transId && isOf(earlier, amount, currency)) {
    const refund = toRefund(earlier, currency);
    return { operation: { ...refunded(refund), alreadyDone: true }, refund };
  }
  const message = "this reference was used for another refund";
  return {
    operation: {
      status: OperationStatus.UNKNOWN,
      failure: failure(FailureCode.IDEMPOTENCY_CONFLICT, { message }),
    },
    refund: { status: RefundStatus.PENDING, pendingReason: PendingReason.OUTCOME_UNKNOWN },
  };
}
const isOf = ({ authAmount }: Transaction, amount: Amount | undefined, currency: string) =>
  amount !== undefined && sameAmount(amount, fromDecimal(authAmount, currency));

/** A reversal has the payment's own invoice number; any other refund has its own. Of those a payment does not tell. */
function* withReversal(
  found: Transaction | undefined,
  currency: string,
): Script<PaymentResult | undefined, Credentials> {
  if (!found) return undefined;
  const payment = toPayment(found, currency);
  const invoiceNumber = found.order?.invoiceNumber;
  if (found.transactionStatus !== "settledSuccessfully" || !invoiceNumber) return payment;
  const reversal = yield* lookups.waitingRefund(invoiceNumber);
  const taken = fromDecimal(found.settleAmount, currency);
  if (reversal?.refTransId !== found.transId || !isOf(reversal, taken, currency)) return payment;
  return toPayment(found, currency, taken);
}

function* locate(
  target: GetPaymentRequest["target"],
): Script<Transaction | undefined, Credentials> {
  const found =
    target.case === "originalCall"
      ? yield* lookups.search(target.value, lookups.isPayment)
      : yield* call(lookups.details, target.value?.paymentId ?? "");
  return found && wasRefund(found) ? undefined : found;
}
/** Once voided, its status is that of a voided payment. */
const wasRefund = ({ transactionType }: Transaction) => transactionType === "refundTransaction";
