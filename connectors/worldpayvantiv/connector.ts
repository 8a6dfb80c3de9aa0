/** Worldpay (Vantiv) cnpAPI: one XML transaction a request. https://support.worldpay.com/support/CNP-API/content/onlineprovform.htm */
import {
  FailureCode,
  type GetPaymentRequest,
  OperationKind,
  PaymentStatus,
  PendingReason,
  RefundStatus,
} from "#contract";
import {
  agreement,
  alreadyDone,
  type Context,
  call,
  decisive,
  defineConnector,
  done,
  leftOf,
  notFound,
  type PaymentOutcome,
  type PaymentResult,
  type RefundResult,
  Refused,
  refunded,
  required,
  reversedBefore,
  type Script,
  Unresolved,
  weightOfRefund,
} from "#kit";
import {
  certaintyOf,
  depositIds,
  doneAs,
  type Found,
  idOf,
  isDebit,
  isDeposit,
  isDone,
  isPayment,
  isRefund,
  meaningOf,
  networkOf,
  refusal as paymentRefusal,
  stampIn,
  done as told,
  toPayment,
  transactionIn,
} from "./answers.ts";
import { refusal as disputeRefusal } from "./chargebacks.ts";
import {
  captureLimits,
  checkAuthorize,
  checkGetRefund,
  currencies,
  paymentLimits,
  referenceLimits,
} from "./checks.ts";
import {
  checkCase,
  checkEvidence,
  checkList,
  disputeFlows,
  disputeSteps,
  evidenceLimits,
} from "./disputes.ts";
import { methods, storedId } from "./methods.ts";
import {
  type Asked,
  authorize,
  cancel,
  cancelDebit,
  capture,
  credit,
  creditDebit,
  online,
  query,
  reverseAuthorization,
  version,
} from "./payments.ts";
import { depositOf, refundOf, refundsOf } from "./refunds.ts";
import { type Credentials, credentials, options } from "./settings.ts";

/** What was found of a payment: how it began, and what was done to it under its own id. */
interface Known {
  readonly begun: Found;
  readonly later: readonly Found[];
  readonly refunds: readonly Found[];
  readonly nextId: string;
}
function* locate(target: GetPaymentRequest["target"]): Script<Known | undefined, Credentials> {
  const found =
    target.case === "originalCall"
      ? yield* call(query, { origId: target.value.reference })
      : yield* call(query, { origCnpTxnId: target.value?.paymentId });
  const begun = found.filter(isPayment);
  // A dispute names the capture, which stands under its payment's id.
  const captured = begun.length === 0 ? doneAs(found, "captureResponse") : undefined;
  const owner = captured?.transaction["@id"];
  if (target.case === "payment" && owner)
    begun.push(...(yield* call(query, { origCnpTxnId: owner })).filter(isPayment));
  const best = decisive(begun, certaintyOf);
  if (!best) return undefined;
  const id = idOf(best);
  if (!isDone(best.transaction)) return { begun: best, later: [], refunds: [], nextId: `${id}-1` };
  const later = yield* call(query, { origId: id });
  return { begun: best, later, ...(yield* refundsOf(id)) };
}

/** Where a payment stands by all that was found of it, and the deposit that would be given back. */
function standing({ begun, later, refunds }: Known, context: Context<Credentials>) {
  const payment = toPayment(begun, context, stampIn(begun.transaction, context)?.amount);
  const capture = doneAs(later, "captureResponse");
  const voided = doneAs(later, "voidResponse", "echeckVoidResponse");
  const isReversed = !capture && doneAs(later, "authReversalResponse") !== undefined;
  const unclear = later.find((one) => certaintyOf(one) === 1);
  const captured = capture
    ? stampIn(capture.transaction, context)?.amount
    : payment.amounts?.captured;
  const given = refunds.flatMap(({ transaction }) =>
    isDone(transaction) ? [stampIn(transaction, context)?.amount.minorUnits ?? 0n] : [],
  );
  const refunded = given.reduce((sum, units) => sum + units, 0n);
  const deposit = capture ?? (isDeposit(begun) ? begun : undefined);
  const currency = context.credentials.currency;
  return {
    deposit,
    unclear,
    voided: voided !== undefined || isReversed,
    payment: {
      ...payment,
      ...(capture && { status: PaymentStatus.CAPTURED }),
      ...((voided || isReversed) && { status: PaymentStatus.VOIDED }),
      ...(unclear && {
        status: PaymentStatus.PENDING,
        pendingReason: PendingReason.UNRECOGNISED,
        processorStatus: unclear.transaction.response,
      }),
      paymentRef: {
        paymentId: idOf(begun),
        reference: begun.transaction["@id"],
        ...(deposit &&
          isDone(deposit.transaction) && { relatedIds: depositIds(deposit, idOf(deposit)) }),
      },
      amounts: {
        requested: payment.amounts?.requested,
        authorized: payment.amounts?.authorized,
        captured,
        refunded: voided
          ? captured
          : refunded > 0n
            ? { minorUnits: refunded, currency }
            : undefined,
      },
    } satisfies PaymentResult,
  };
}

function* credited(deposit: Found, asked: Asked): Script<PaymentOutcome, Credentials> {
  const { id } = yield* call(isDebit(deposit) ? creditDebit : credit, asked);
  return { operation: done({ ...kinds.refunded, operationId: id }) };
}

const kinds = { voided: { kind: OperationKind.VOID }, refunded: { kind: OperationKind.REFUND } };

export default defineConnector({
  id: "worldpayvantiv",
  name: "Worldpay (Vantiv cnpAPI)",
  docs: "https://support.worldpay.com/support/CNP-API/content/onlineprovform.htm",
  apiVersion: version,
  // As Worldpay's own SDKs have them: https://github.com/Vantiv/cnp-sdk-for-java
  hosts: {
    api: {
      live: "https://payments.vantivcnp.com/vap/communicator",
      test: "https://www.testvantivcnp.com/sandbox/communicator",
    },
    // https://github.com/Vantiv/cnp-chargeback-sdk-java/blob/2.x/src/main/java/com/cnp/sdk/Setup.java
    chargebacks: {
      live: "https://services.vantivcnp.com/services/chargebacks",
      test: "https://services.vantivprelive.com/services/chargebacks",
    },
  },

  credentials,
  options,
  subAccount: "merchantId",
  // The credentials are in the message.
  authenticate: (request) => request,
  /**
   * Worldpay recognises an id for two days, but not of authorizations, not for certain, and declines it in place of
   * giving the first answer: nothing that a repeat may rely on.
   */
  idempotency: {
    carrier: "none",
    format: { alphabet: "hex", length: 36 },
    source: "https://support.worldpay.com/support/CNP-API/content/onlinedupecheck.htm",
  },

  methods,
  rules: {
    authorizePayment: {
      currencies,
      understands: [
        "purchase.channel",
        "purchase.statementDescriptor",
        "acceptPartial",
        ...agreement,
        "storedCredential.previous.networkTransactionId",
        "authentication.external.version",
        "authentication.external.eci",
        "authentication.external.authenticationValue",
        "authentication.external.directoryServerTransactionId",
        "authentication.external.transactionStatus",
      ],
      ...paymentLimits,
      check: checkAuthorize,
    },
    // Captured once: under the authorization's id, so that GetPayment finds it and a second is recognised.
    capturePayment: {
      understands: ["statementDescriptor"],
      partial: true,
      repeated: false,
      ...captureLimits,
    },
    voidPayment: { understands: ["amount"], partial: true, ...referenceLimits },
    getPayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    reversePayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    createRefund: {
      understands: ["operationId"],
      partial: true,
      repeated: true,
      ...referenceLimits,
    },
    getRefund: {
      byOriginalCall: true,
      consistency: "eventual",
      visibleAfter: 60,
      check: checkGetRefund,
    },
    getDispute: { check: checkCase },
    listDisputes: { check: checkList },
    acceptDispute: { check: checkCase },
    submitEvidence: { ...evidenceLimits, check: checkEvidence },
  },

  flows: {
    authorizePayment: authorize,
    ...disputeFlows,

    *capturePayment({ payment, amount, reference, statementDescriptor: descriptor }) {
      const paymentId = payment?.paymentId ?? "";
      const asked = required(amount, "amount");
      const { id } = yield* call(capture, {
        id: paymentId,
        reference,
        cnpTxnId: paymentId,
        amount: asked,
        descriptor,
      });
      return {
        operation: done({ operationId: id, amount: asked }),
        payment: {
          status: PaymentStatus.CAPTURED,
          paymentRef: { paymentId, relatedIds: { capture: id } },
          amounts: { captured: asked },
        },
      };
    },

    *voidPayment({ payment, amount, reference }) {
      const paymentId = payment?.paymentId ?? "";
      // Under the payment's own id only what gives up the whole: GetPayment takes it for that.
      const id = amount ? reference : paymentId;
      const reversed = yield* call(reverseAuthorization, {
        id,
        reference,
        cnpTxnId: paymentId,
        amount,
      });
      const operation = done({ operationId: reversed.id, ...(amount && { amount }) });
      if (amount) return { operation };
      return { operation, payment: { status: PaymentStatus.VOIDED, paymentRef: { paymentId } } };
    },

    *getPayment({ target }, context) {
      const known = yield* locate(target);
      return { payment: known && standing(known, context).payment };
    },

    /** What is held is reversed; what was taken is voided, or credited where it is settled. */
    *reversePayment({ target, reference }, context) {
      const known = yield* locate(target);
      if (!known) return { operation: notFound() };
      const { payment, deposit, voided, unclear } = standing(known, context);
      if (unclear) throw new Unresolved("what was done to it has a code that is not known");
      if (voided || payment.status === PaymentStatus.FAILED)
        return { operation: alreadyDone(kinds.voided), payment };
      const rest = leftOf(payment);
      if (payment.amounts.captured && !rest) return reversedBefore(payment);
      const id = idOf(known.begun);
      if (!deposit) {
        const reversed = yield* call(reverseAuthorization, { id, reference, cnpTxnId: id });
        return { operation: done({ ...kinds.voided, operationId: reversed.id }) };
      }
      const cnpTxnId = idOf(deposit);
      const giveBack = { id: known.nextId, reference, cnpTxnId, amount: rest };
      // With the deposit gone, what was credited of it would be the customer's gain.
      const isPartlyBack = known.refunds.some((one) => certaintyOf(one) > 0);
      if (isPartlyBack) return yield* credited(deposit, giveBack);
      try {
        const by = isDebit(deposit) ? cancelDebit : cancel;
        const { id: operationId } = yield* call(by, { id, reference, cnpTxnId });
        return { operation: done({ ...kinds.voided, operationId }) };
      } catch (refusal) {
        if (!(refusal instanceof Refused) || refusal.failure.code !== FailureCode.WRONG_STATE)
          throw refusal;
        return yield* credited(deposit, giveBack);
      }
    },

    *createRefund({ payment, amount, operationId, reference }, context) {
      const asked = required(amount, "amount");
      const { refunds, nextId } = yield* refundsOf(payment?.paymentId ?? "");
      const first = refunds
        .map((found) => refundOf(found, context))
        .find(
          (one) => one.refundRef?.reference === reference && one.status !== RefundStatus.FAILED,
        );
      if (first) {
        if (first.amount?.minorUnits !== asked.minorUnits)
          throw new Unresolved("the reference was used for another refund of this payment", {
            code: FailureCode.IDEMPOTENCY_CONFLICT,
          });
        return { operation: { ...refunded(first), alreadyDone: true }, refund: first };
      }
      const { cnpTxnId, by } = yield* depositOf(payment, operationId);
      const { id } = yield* call(by, { id: nextId, reference, cnpTxnId, amount: asked });
      const refund: RefundResult = {
        status: RefundStatus.SUCCEEDED,
        refundRef: { refundId: id, reference },
        amount: asked,
      };
      return { operation: refunded(refund), refund };
    },

    *getRefund({ target, payment }, context) {
      if (target.case === "originalCall") {
        const { reference } = target.value;
        const { refunds } = yield* refundsOf(payment?.paymentId ?? "");
        const read = refunds
          .map((found) => refundOf(found, context))
          .filter(({ refundRef }) => refundRef?.reference === reference);
        return { refund: decisive(read, weightOfRefund) };
      }
      const found = yield* call(query, { origCnpTxnId: target.value?.refundId });
      const credited = found.find(isRefund);
      return { refund: credited && refundOf(credited, context) };
    },

    tokenizePaymentMethod: {
      method: "POST",
      path: "/online",
      body: ({ reference, paymentMethod }, context) => {
        const method = paymentMethod?.method;
        const card = method?.case === "card" ? method.value : undefined;
        return online("registerTokenRequest", reference, context, {
          orderId: reference,
          accountNumber: card?.number,
          paypageRegistrationId: method?.case === "processorToken" ? method.value.token : undefined,
          cardValidationNum: card?.cvc,
        });
      },
      read: (response, { paymentMethod }) => {
        const answer = transactionIn(response, "registerTokenResponse");
        if (!registered.has(answer.response)) told(answer);
        return {
          operation: done(),
          stored: { storedMethodId: storedId(answer.cnpToken ?? "", paymentMethod) },
          method: { method: "card", network: networkOf(answer.type), bin: answer.bin },
        };
      },
    },
  },

  leftOut: [
    "JPY: nothing says how cnpAPI counts a currency without minor units.",
    "Google Pay's encrypted token: cnpAPI has no element for it, so the merchant decrypts it.",
    "The verification of a bank account without a debit: the contract has no call for it; `verifyAccount` verifies before a debit.",
    "Tokens of bank accounts: a debit names the account.",
    "What a bank returns days after a debit: only Worldpay's reports tell, so such a payment stays captured.",
    "A credit that was answered as approved and declined afterwards: from version 11 of the schema on, only the Declined Transaction report tells (https://support.worldpay.com/support/CNP-API/content/credit.htm), so such a refund stays succeeded.",
    "Chargebacks are not told of by webhooks. Without dates ListDisputes gives what waits for the merchant and what was done about in the last 7 days; with them, what was received on each day.",
    "The payment of a dispute is named by its deposit: of an authorization that was captured, that is the capture's id, which GetPayment takes as well.",
    "The class of a dispute's reason: the network's code and its words are given as they are.",
    "The list of response codes (Table A-1) at first hand: of Worldpay's own page only the beginning could be read, the codes are those of three public copies. One that is in none decides nothing: its outcome stays open.",
  ],
  statuses: meaningOf,
  refusal: (response, { exchange }) =>
    disputeSteps.has(exchange) ? disputeRefusal(response) : paymentRefusal(response),
});

/** Registered now, or before. */
const registered: ReadonlySet<string> = new Set(["801", "802"]);
