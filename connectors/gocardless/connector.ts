/** GoCardless: bank debits by mandates, and payments on its pages. https://developer.gocardless.com/api-reference */
import {
  FailureCode,
  MandateStatus,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  Retry,
} from "#contract";
import {
  type Amount,
  accepted,
  agreement,
  alreadyDone,
  answer,
  authorized,
  call,
  decisive,
  defineConnector,
  done,
  failed,
  failure,
  fromIso,
  insistOnCurrency,
  leftOf,
  type MandateOutcome,
  type MandateResult,
  type MethodUse,
  mandated,
  notFound,
  type PaymentOutcome,
  type PaymentResult,
  path,
  type RefundOutcome,
  type RefundResult,
  Refused,
  refunded,
  required,
  reversedBefore,
  reversedBy,
  type Script,
  Unresolved,
  weightOfRefund,
  withHeaders,
  write,
} from "#kit";
import { type Credentials, credentials, options } from "./account.ts";
import {
  isOf,
  isOfCall,
  OneCustomer,
  REFERENCE,
  refusal,
  requestedMandate,
  requestedPayment,
} from "./answers.ts";
import { keyed, make, unkeyed } from "./collections.ts";
import { cameOf, locate, sentTo } from "./lookups.ts";
import {
  type Chosen,
  checkAgreement,
  checkCustomer,
  checkMandate,
  checkTokenize,
  customerLimits,
  mandateLimits,
  methods,
  paymentLimits,
  refundLimits,
  tokenLimits,
} from "./methods.ts";
import * as steps from "./steps.ts";
import { webhooks } from "./webhooks.ts";

type Told<Output> = Script<Output, Credentials>;

export default defineConnector({
  id: "gocardless",
  name: "GoCardless",
  docs: "https://developer.gocardless.com/api-reference",
  apiVersion: "2015-07-06",
  hosts: {
    api: { live: "https://api.gocardless.com", test: "https://api-sandbox.gocardless.com" },
  },

  credentials,
  options,
  subAccount: "creditor",
  authenticate: (request, { credentials: { accessToken } }) =>
    withHeaders(request, {
      Accept: "application/json",
      Authorization: `Bearer ${accessToken}`,
      "GoCardless-Version": "2015-07-06",
    }),
  idempotency: keyed,

  methods,
  rules: {
    authorizePayment: { understands: agreement, ...paymentLimits, check: checkAgreement },
    setupMandate: { understands: agreement, ...mandateLimits, check: checkMandate },
    tokenizePaymentMethod: { ...tokenLimits, check: checkTokenize },
    voidPayment: { partial: false },
    createRefund: { partial: true, repeated: true, ...refundLimits },
    // There is no search: the payments of the time about the call are looked through, some pages of them.
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "eventual" },
    createCustomer: { ...customerLimits, check: checkCustomer },
    deletePaymentMethod: {
      limits: {
        "stored.storedMethodId": { pattern: /^BA.*$/, says: "is a mandate: RevokeMandate ends it" },
      },
      source:
        "https://developer.gocardless.com/api-reference/#customer-bank-accounts-disable-a-customer-bank-account",
    },
  },

  flows: {
    *authorizePayment(asked, context) {
      if (asked.paymentMethod?.method.case === "alternative") return yield* paidOnPage(asked);
      const chosen = write(methods, asked, context);
      // Left behind without a payment, a mandate moves nothing.
      const step = { ...steps.createMandate, harmless: true };
      const mandateId = chosen.mandateId ?? idOf(yield* newMandate(asked, chosen, step));
      const isCalled = isOfCall(asked.reference, asked.purchase?.amount);
      const payment = yield* make(
        steps.createPayment,
        { asked, mandateId },
        steps.fetchPayment,
        (earlier) => earlier.mandateId === mandateId && isCalled(earlier),
      );
      return { operation: authorized(payment), payment };
    },

    /** GoCardless fulfils a request by itself when its page is done: this is a look. */
    *resumePayment({ payment }, { state }) {
      const id = state["request"] ?? payment?.relatedIds["billing_request"];
      return yield* cameOf(required(id, "state"), state["url"]);
    },

    *getPayment({ target }) {
      return { payment: yield* locate(target) };
    },

    *voidPayment({ payment, reference }) {
      if (payment?.paymentId) return yield* cancelled(payment.paymentId, reference);
      return yield* withdrawn(
        required(payment?.relatedIds["billing_request"], "payment.paymentId"),
      );
    },

    /** What is not submitted is cancelled, what is collected is refunded; what is in between is the banks'. */
    *reversePayment({ target, reference }) {
      const payment = yield* locate(target);
      if (!payment) return { operation: notFound() };
      const { paymentId, relatedIds } = payment.paymentRef ?? {};
      if (!paymentId) {
        if (payment.status === PaymentStatus.VOIDED) return reversedBefore(payment);
        const voided = yield* withdrawn(relatedIds?.["billing_request"] ?? "");
        return reversedBy(OperationKind.VOID, voided);
      }
      const amount = leftOf(payment);
      if (amount) {
        const back = yield* givenBack(paymentId, amount, reference, {});
        return reversedBy(OperationKind.REFUND, back);
      }
      if (payment.processorStatus === "pending_submission")
        return reversedBy(OperationKind.VOID, yield* cancelled(paymentId, reference));
      if (payment.status === PaymentStatus.PENDING)
        return { operation: failed(withBanks), payment };
      if (payment.status !== PaymentStatus.CAPTURED) return reversedBefore(payment);
      return reversedBefore(payment, yield* call(steps.fetchRefunds, paymentId));
    },

    *createRefund({ payment, amount, reference, metadata }) {
      const paymentId = required(payment?.paymentId, "payment.paymentId");
      return yield* givenBack(paymentId, required(amount, "amount"), reference, metadata);
    },
    *getRefund({ target, payment }) {
      if (target.case !== "originalCall")
        return { refund: yield* call(steps.fetchRefund, target.value?.refundId ?? "") };
      const { reference } = target.value;
      const paymentId = required(payment?.paymentId, "payment.paymentId");
      const refunds = yield* call(steps.fetchRefunds, paymentId);
      const made = refunds.filter(({ refundRef }) => refundRef?.reference === reference);
      return { refund: decisive(made, weightOfRefund) };
    },

    *setupMandate(asked, context) {
      if (asked.paymentMethod?.method.case === "hostedPage") return yield* agreedOnPage(asked);
      const chosen = write(methods, asked, context);
      const mandate = yield* newMandate(asked, chosen, steps.createMandate);
      return { operation: mandated(mandate), mandate };
    },
    *getMandate({ mandate: ref }) {
      if (ref?.mandateId) return { mandate: yield* call(steps.fetchMandate, ref.mandateId) };
      const id = required(ref?.relatedIds["billing_request"], "mandate.mandateId");
      return { mandate: (yield* cameOf(id)).mandate };
    },
    *revokeMandate({ mandate: ref, reference }) {
      const id = required(ref?.mandateId, "mandate.mandateId");
      try {
        const mandate = yield* call(steps.cancelMandate, { id, reference });
        const isOver = mandate.status === MandateStatus.REVOKED;
        return { operation: isOver ? done() : accepted(), mandate };
      } catch (refused) {
        if (!wasInState(refused, "cancellation_failed")) throw refused;
        const mandate = yield* call(steps.fetchMandate, id);
        if (mandate.status !== MandateStatus.REVOKED) throw refused;
        return { operation: alreadyDone(), mandate };
      }
    },

    *createCustomer(asked) {
      const { id } = yield* call(steps.createCustomer, asked);
      return { operation: done(), customerId: id };
    },
    deleteCustomer: {
      method: "DELETE",
      path: ({ customerId }) => path`/customers/${customerId}`,
      idempotency: unkeyed,
      read: answer(OneCustomer, () => ({ operation: done() })),
    },
    *tokenizePaymentMethod(asked, context) {
      const account = yield* newAccount(asked, write(methods, asked, context));
      const ending = account.account_number_ending;
      return {
        operation: done(),
        stored: { storedMethodId: account.id },
        method: {
          // Two digits for most currencies.
          lastFour: ending?.length === 4 ? ending : undefined,
          issuerName: account.bank_name,
          issuerCountry: account.country_code,
        },
      };
    },
    *deletePaymentMethod({ stored }) {
      try {
        const account = yield* call(steps.disableAccount, { id: stored?.storedMethodId ?? "" });
        if (account.enabled === false) return { operation: done() };
        throw new Unresolved("the answer does not say that the account is disabled");
      } catch (refused) {
        if (!wasInState(refused, "disable_failed")) throw refused;
        return { operation: alreadyDone() };
      }
    },
  },

  webhooks,
  leftOut: [
    "Autogiro, BECS NZ, Betalingsservice, PayTo and VRP mandates: the contract has no method for them.",
    "Subscriptions and instalment schedules: the merchant charges the mandate when a debit is due.",
    "A second try of a failed debit (retry): the contract has no call for it. The option retryIfPossible lets GoCardless try again.",
    "The fee of a partner (app_fee): the contract names an account for each share, and a fee has none.",
    "Answers to chargebacks: GoCardless has no call for them.",
  ],
  refusal,
});

const withBanks = failure(FailureCode.WRONG_STATE, {
  message: "it is with the banks: once it is collected it can be refunded",
  retry: Retry.LATER,
});

/** The account of these bank details, and the customer that it hangs on. */
function* newAccount(use: MethodUse, chosen: Chosen): Told<steps.Account> {
  const { reference } = use;
  const customer = use.purchase?.customer ?? use.customer;
  const customerId =
    customer?.customerId ?? (yield* call(steps.createCustomer, { reference, customer })).id;
  const number = String(chosen.account?.["iban"] ?? chosen.account?.["account_number"] ?? "");
  return yield* make(
    steps.createAccount,
    { chosen, customerId },
    steps.fetchAccount,
    // Neither another customer's account nor another account of this one may be debited instead.
    ({ links, account_number_ending: ending }) =>
      links["customer"] === customerId && number.endsWith(ending ?? ""),
  );
}

function* newMandate(
  use: MethodUse,
  chosen: Chosen,
  step: typeof steps.createMandate,
): Told<MandateResult> {
  const { reference } = use;
  const accountId = chosen.accountId ?? (yield* newAccount(use, chosen)).id;
  return yield* make(
    step,
    { reference, chosen, accountId },
    steps.fetchMandate,
    ({ mandateRef }) =>
      mandateRef?.reference === reference &&
      mandateRef.relatedIds?.["customer_bank_account"] === accountId,
  );
}
const idOf = ({ mandateRef }: MandateResult): string => mandateRef?.mandateId ?? "";

type Page = Pick<PaymentOutcome, "nextAction" | "state">;
function* opened(asked: steps.Requesting): Told<{ request: steps.BillingRequest; page: Page }> {
  const request = yield* make(
    steps.createRequest,
    asked,
    steps.fetchRequest,
    ({ metadata }) => metadata[REFERENCE] === asked.reference,
  );
  const { authorisation_url: url, expires_at } = yield* call(steps.openPage, {
    requestId: request.id,
    purchase: asked.purchase,
  });
  const expiresAt = fromIso(expires_at);
  return {
    request,
    page: {
      nextAction: { ...sentTo(url), ...(expiresAt && { expiresAt }) },
      state: { request: request.id, url },
    },
  };
}
function* paidOnPage(asked: steps.Requesting): Told<PaymentOutcome> {
  const { request, page } = yield* opened(asked);
  return { operation: accepted(), payment: requestedPayment(request), ...page };
}
function* agreedOnPage(asked: steps.Requesting): Told<MandateOutcome> {
  const { request, page } = yield* opened(asked);
  return { operation: accepted(), mandate: requestedMandate(request), ...page };
}

function* cancelled(id: string, reference: string): Told<PaymentOutcome> {
  try {
    const payment = yield* call(steps.cancelPayment, { id, reference });
    return { operation: givenUp(payment), payment };
  } catch (refused) {
    if (!wasInState(refused, "cancellation_failed")) throw refused;
    const payment = yield* call(steps.fetchPayment, id);
    if (payment.status !== PaymentStatus.VOIDED) throw refused;
    return { operation: alreadyDone(), payment };
  }
}
function* withdrawn(id: string): Told<PaymentOutcome> {
  const payment = requestedPayment(yield* call(steps.cancelRequest, { id }));
  return { operation: givenUp(payment), payment };
}
const givenUp = ({ status }: PaymentResult) =>
  status === PaymentStatus.VOIDED ? done() : accepted();
const wasInState = (error: unknown, reason: string): boolean =>
  error instanceof Refused && error.failure.processor?.code === reason;

/** A repeat finds its refund before GoCardless refuses the total that contains it. */
function* givenBack(
  paymentId: string,
  amount: Amount,
  reference: string,
  metadata: Readonly<Record<string, string>>,
): Told<RefundOutcome> {
  const isSame = (one: RefundResult) =>
    one.refundRef?.reference === reference && isOf(one.amount, amount);
  const refunds = yield* call(steps.fetchRefunds, paymentId);
  const earlier = decisive(refunds.filter(isSame), weightOfRefund);
  if (earlier) {
    const operation = refunded(earlier);
    const isStanding = operation.status !== OperationStatus.FAILED;
    return {
      operation: { ...operation, ...(isStanding && { alreadyDone: true }) },
      refund: earlier,
    };
  }
  const { amounts } = yield* call(steps.fetchPayment, paymentId);
  insistOnCurrency(amount, amounts?.requested?.currency);
  const total = (amounts?.refunded?.minorUnits ?? 0n) + amount.minorUnits;
  const asked = { paymentId, amount, total, reference, metadata };
  const refund = yield* make(steps.createRefund, asked, steps.fetchRefund, isSame);
  return { operation: refunded(refund), refund };
}
