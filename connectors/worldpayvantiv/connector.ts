/** Worldpay (Vantiv) cnpAPI: one XML transaction a request. https://support.worldpay.com/support/CNP-API/content/onlineprovform.htm */
import {
  FailureCode,
  type GetPaymentRequest,
  OperationKind,
  PaymentStatus,
  RefundStatus,
  Retry,
} from "#contract";
import {
  alreadyDone,
  call,
  defineConnector,
  done,
  failed,
  failure,
  type OperationResult,
  type RefundResult,
  Refused,
  refunded,
  required,
  type Script,
} from "#kit";
import {
  declined,
  type Found,
  isDone,
  isPayment,
  meaningOf,
  networkOf,
  refusal,
  done as told,
  toPayment,
  transactionIn,
} from "./answers.ts";
import { checkAuthorize, checkCapture, checkReference, currencies } from "./checks.ts";
import { expiryOf, methods } from "./methods.ts";
import {
  authorize,
  cancel,
  capture,
  credit,
  online,
  query,
  reverseAuthorization,
  stampOf,
  version,
} from "./payments.ts";
import { type Credentials, credentials } from "./settings.ts";

/** What was found of a payment: how it began, and what was done to it under its own id. */
interface Known {
  readonly begun: Found;
  readonly later: readonly Found[];
}
const idOf = ({ transaction }: Found) => transaction.cnpTxnId ?? "";
const doneAs = (found: readonly Found[], ...names: readonly string[]) =>
  found.find(({ name, transaction }) => names.includes(name) && isDone(transaction));

function* locate(target: GetPaymentRequest["target"]): Script<Known | undefined, Credentials> {
  const found =
    target.case === "originalCall"
      ? yield* call(query, { origId: target.value.reference })
      : yield* call(query, { origCnpTxnId: target.value?.paymentId });
  const begun = found.filter(isPayment);
  const best = begun.find(({ transaction }) => isDone(transaction)) ?? begun[0];
  if (!best) return undefined;
  const later = isDone(best.transaction) ? yield* call(query, { origId: idOf(best) }) : [];
  return { begun: best, later };
}

/** The deposit that a refund goes against: the sale itself, or the capture under the authorization's id. */
function* depositOf(
  payment:
    | { readonly paymentId: string; readonly relatedIds: Readonly<Record<string, string>> }
    | undefined,
): Script<string, Credentials> {
  const paymentId = payment?.paymentId ?? "";
  const known = payment?.relatedIds["capture"];
  if (known) return known;
  const captured = doneAs(yield* call(query, { origId: paymentId }), "captureResponse");
  return captured ? idOf(captured) : paymentId;
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
  },

  credentials,
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
        "storedCredential.initiator",
        "storedCredential.reason",
        "storedCredential.store",
        "storedCredential.previous.networkTransactionId",
        "authentication.external.version",
        "authentication.external.eci",
        "authentication.external.authenticationValue",
        "authentication.external.directoryServerTransactionId",
        "authentication.external.transactionStatus",
      ],
      check: checkAuthorize,
    },
    // Captured once: under the authorization's id, so that GetPayment finds it and a second is recognised.
    capturePayment: {
      understands: ["statementDescriptor", "finalCapture"],
      partial: true,
      repeated: false,
      check: checkCapture,
    },
    voidPayment: { understands: ["amount"], partial: true, check: checkReference },
    // Answers to queries have no amounts: they tell what was done, and not how much.
    getPayment: {
      byOriginalCall: true,
      consistency: "eventual",
      visibleAfter: 60,
      resolves: false,
    },
    reversePayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    createRefund: {
      understands: ["operationId"],
      partial: true,
      repeated: true,
      check: checkReference,
    },
    getRefund: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
  },

  flows: {
    authorizePayment: authorize,

    *capturePayment({ payment, amount, statementDescriptor: descriptor }) {
      const paymentId = payment?.paymentId ?? "";
      const asked = required(amount, "amount");
      const { id } = yield* call(capture, {
        id: paymentId,
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
      const reversed = yield* call(reverseAuthorization, { id, cnpTxnId: paymentId, amount });
      const operation = done({ operationId: reversed.id, ...(amount && { amount }) });
      if (amount) return { operation };
      return { operation, payment: { status: PaymentStatus.VOIDED, paymentRef: { paymentId } } };
    },

    *getPayment({ target }, context) {
      const known = yield* locate(target);
      if (!known) return { payment: undefined };
      const { begun, later } = known;
      const payment = toPayment(begun, context);
      const captured = doneAs(later, "captureResponse");
      const isGone =
        doneAs(later, "voidResponse") ??
        (captured ? undefined : doneAs(later, "authReversalResponse"));
      if (isGone) return { payment: { ...payment, status: PaymentStatus.VOIDED } };
      if (!captured) return { payment };
      const paymentRef = { ...payment.paymentRef, relatedIds: { capture: idOf(captured) } };
      return { payment: { ...payment, paymentRef, status: PaymentStatus.CAPTURED } };
    },

    /** What is held is reversed; what was taken is voided, or credited in full where it is settled. */
    *reversePayment({ target }, context) {
      const known = yield* locate(target);
      if (!known)
        return { operation: failed(failure(FailureCode.NOT_FOUND, { retry: Retry.LATER })) };
      const { begun, later } = known;
      const payment = toPayment(begun, context);
      const id = idOf(begun);
      if (payment.status === PaymentStatus.FAILED)
        return { operation: alreadyDone(kinds.voided), payment };
      if (doneAs(later, "voidResponse", "authReversalResponse"))
        return { operation: alreadyDone(kinds.voided) };
      if (doneAs(later, "creditResponse")) return { operation: alreadyDone(kinds.refunded) };
      const captured = doneAs(later, "captureResponse");
      if (begun.name === "authorizationResponse" && !captured) {
        const reversed = yield* call(reverseAuthorization, { id, cnpTxnId: id });
        return { operation: done({ ...kinds.voided, operationId: reversed.id }) };
      }
      return { operation: yield* giveBack(id, captured ? idOf(captured) : id) };
    },

    *createRefund({ payment, amount, operationId, reference }) {
      const cnpTxnId = operationId ?? (yield* depositOf(payment));
      const asked = { id: reference, cnpTxnId, amount: required(amount, "amount") };
      const refund = (id: string): RefundResult => ({
        status: RefundStatus.SUCCEEDED,
        refundRef: { refundId: id, reference },
        amount: asked.amount,
      });
      try {
        const value = refund((yield* call(credit, asked)).id);
        return { operation: refunded(value), refund: value };
      } catch (refusal) {
        if (!(refusal instanceof Refused) || refusal.failure.code !== FailureCode.DUPLICATE)
          throw refusal;
        const first = doneAs(yield* call(query, { origId: reference }), "creditResponse");
        if (first?.transaction["@customerId"] !== stampOf(asked))
          throw new Refused({ ...refusal.failure, ...failure(FailureCode.IDEMPOTENCY_CONFLICT) });
        const value = refund(idOf(first));
        return { operation: { ...refunded(value), alreadyDone: true }, refund: value };
      }
    },

    *getRefund({ target }) {
      const found = yield* call(
        query,
        target.case === "originalCall"
          ? { origId: target.value.reference }
          : { origCnpTxnId: target.value?.refundId },
      );
      const credits = found.filter(({ name }) => name === "creditResponse");
      const best = doneAs(credits, "creditResponse") ?? credits[0];
      return { refund: best && refundOf(best) };
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
        const method = paymentMethod?.method;
        const expiry = method?.case === "card" ? `:${expiryOf(method.value)}` : "";
        return {
          operation: done(),
          stored: { storedMethodId: `${answer.cnpToken ?? ""}${expiry}` },
          method: { method: "card", network: networkOf(answer.type), bin: answer.bin },
        };
      },
    },
  },

  statuses: meaningOf,
  refusal,
});

/** Registered now, or before. */
const registered: ReadonlySet<string> = new Set(["801", "802"]);

function* giveBack(id: string, cnpTxnId: string): Script<OperationResult, Credentials> {
  try {
    const voided = yield* call(cancel, { id, cnpTxnId });
    return done({ ...kinds.voided, operationId: voided.id });
  } catch (refusal) {
    if (!(refusal instanceof Refused) || refusal.failure.code !== FailureCode.WRONG_STATE)
      throw refusal;
    const credited = yield* call(credit, { id, cnpTxnId });
    return done({ ...kinds.refunded, operationId: credited.id });
  }
}

function refundOf({ transaction }: Found): RefundResult {
  const [units, currency] = transaction["@customerId"]?.split(" ") ?? [];
  return {
    status: isDone(transaction) ? RefundStatus.SUCCEEDED : RefundStatus.FAILED,
    refundRef: { refundId: transaction.cnpTxnId ?? "", reference: transaction["@id"] },
    ...(currency &&
      /^\d+$/.test(units ?? "") && { amount: { minorUnits: BigInt(units ?? 0), currency } }),
    ...(!isDone(transaction) && { failure: declined(transaction) }),
  };
}
