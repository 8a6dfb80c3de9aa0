/** Mollie: payments by redirect, captures, refunds, recurring charges on mandates, chargebacks. https://docs.mollie.com/reference */
import {
  type CapturePaymentRequest,
  FailureCode,
  type GetPaymentRequest,
  MandateStatus,
  OperationKind,
  OperationStatus,
  type PaymentMethod,
  PaymentStatus,
  type RefundRef,
  RefundStatus,
  Retry,
  type VoidPaymentRequest,
} from "#contract";
import {
  type Amount,
  accepted,
  alreadyDone,
  answer,
  authorized,
  call,
  defineConnector,
  done,
  failed,
  failure,
  type Idempotency,
  json,
  type MandateResult,
  type MethodUse,
  mandated,
  type OperationResult,
  type PaymentOutcome,
  type PaymentResult,
  query,
  type RefundOutcome,
  type RefundResult,
  Refused,
  refunded,
  required,
  type Script,
  type Step,
  type Violation,
  v,
  withHeaders,
  write,
} from "#kit";
import { type Credentials, credentials, modeOf, modeWord, profileWord } from "./account.ts";
import {
  Capture,
  Chargeback,
  Chargebacks,
  captured,
  type Found,
  Mandate,
  nextOf,
  Payment,
  Payments,
  Refund,
  Refunds,
  refusal,
  toDispute,
  toFound,
  toMandate,
  toPayment,
  toRefund,
} from "./answers.ts";
import { type Body, methods } from "./methods.ts";
import {
  amountOf,
  checkMandate,
  checkPayment,
  labelled,
  localeOf,
  type Payable,
  paymentFields,
} from "./payment.ts";
import { webhooks } from "./webhooks.ts";

/** A DELETE is harmless to repeat, and its key is ignored: https://docs.mollie.com/reference/api-idempotency */
const unkeyed: Idempotency = {
  carrier: "none",
  format: "uuid",
  source: "https://docs.mollie.com/reference/api-idempotency",
};
/** Pages of 250 that a look-up by the original call goes back at most. */
const MOST_PAGES = 8;

const payments = (id: string | undefined, rest = ""): string =>
  `/v2/payments/${encodeURIComponent(required(id, "payment.paymentId"))}${rest}`;
const customers = (id: string | undefined, rest = ""): string =>
  `/v2/customers/${encodeURIComponent(required(id, "customerId"))}${rest}`;
const mandates = (mandate: Owned | undefined): string =>
  customers(
    mandate?.customerId,
    `/mandates/${encodeURIComponent(required(mandate?.mandateId, "mandate.mandateId"))}`,
  );
interface Owned {
  readonly mandateId?: string | undefined;
  readonly customerId?: string | undefined;
}
const mode = (account: Credentials): string => query(modeWord(account));
/** A token says its mode in the body; a key sends none. */
const modeBody = (account: Credentials) => {
  const word = modeWord(account);
  return word.testmode ? json(word) : undefined;
};

const paid: Found = {
  payment: {
    status: PaymentStatus.CAPTURED,
    paymentRef: { paymentId: "tr_5B8cwPMGnU6qLbRvo7qEZo" },
  },
  nextAction: undefined,
  isCancelable: false,
  remaining: undefined,
};

const pay: Step<{ readonly asked: Payable; readonly own: Body }, Found, Credentials> = {
  name: "pay",
  method: "POST",
  path: "/v2/payments",
  body: ({ asked, own }, context) =>
    json({
      ...paymentFields(asked, { ...write(methods, asked, context), ...own }),
      ...profileWord(context.credentials),
    }),
  read: answer(Payment, toFound),
  example: paid,
};
const fetchPayment: Step<string | undefined, Found, Credentials> = {
  name: "fetchPayment",
  method: "GET",
  path: (id, { credentials }) => payments(id) + mode(credentials),
  read: answer(Payment, toFound),
  example: paid,
};
const listPayments: Step<string | undefined, Listed<Found>, Credentials> = {
  name: "listPayments",
  method: "GET",
  path: (from, { credentials }) =>
    `/v2/payments${query({ limit: 250, from, ...profileWord(credentials) })}`,
  read: answer(Payments, (found) => ({
    items: found._embedded.payments.map(toFound),
    next: nextOf(found),
  })),
  example: { items: [paid], next: undefined },
};
interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

const capture: Step<CapturePaymentRequest, PaymentOutcome, Credentials> = {
  name: "capture",
  method: "POST",
  path: ({ payment }) => payments(payment?.paymentId, "/captures"),
  body: ({ amount, reference }, { credentials }) =>
    json({
      amount: amountOf(amount, "amount"),
      description: reference,
      metadata: labelled({}, reference),
      ...modeWord(credentials),
    }),
  read: answer(Capture, (made) => ({ operation: captured(made) })),
  example: { operation: accepted() },
};
const release: Step<string, OperationResult, Credentials> = {
  name: "release",
  method: "POST",
  path: (id) => payments(id, "/release-authorization"),
  body: (_id, { credentials }) => json(profileWord(credentials)),
  // Mollie asks the issuer, and promises nothing.
  read: () => accepted(),
  example: accepted(),
};
const cancel: Step<string, PaymentResult, Credentials> = {
  name: "cancel",
  method: "DELETE",
  path: (id) => payments(id),
  body: (_id, { credentials }) => modeBody(credentials),
  idempotency: unkeyed,
  read: answer(Payment, toPayment),
  example: { ...paid.payment, status: PaymentStatus.FAILED },
};
const cancelRefund: Step<VoidPaymentRequest, PaymentOutcome, Credentials> = {
  name: "cancelRefund",
  method: "DELETE",
  path: ({ payment, operationId = "" }, { credentials }) =>
    payments(payment?.paymentId, `/refunds/${encodeURIComponent(operationId)}`) + mode(credentials),
  idempotency: unkeyed,
  read: (_response, { operationId = "" }) => ({ operation: done({ operationId }) }),
  example: { operation: done() },
};

interface Asking {
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  readonly reference: string;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}
const refund: Step<Asking, RefundOutcome, Credentials> = {
  name: "refund",
  method: "POST",
  path: ({ paymentId }) => payments(paymentId, "/refunds"),
  body: ({ amount, description, reference, metadata }, { credentials }) =>
    json({
      amount: amountOf(amount, "amount"),
      description: description || reference,
      metadata: labelled(metadata, reference),
      ...modeWord(credentials),
    }),
  read: answer(Refund, (made) => {
    const value = toRefund(made);
    return { operation: refunded(value), refund: value };
  }),
  example: { operation: accepted() },
};
const fetchRefund: Step<RefundRef | undefined, RefundResult, Credentials> = {
  name: "fetchRefund",
  method: "GET",
  path: (asked, { credentials }) =>
    payments(
      asked?.payment?.paymentId,
      `/refunds/${encodeURIComponent(required(asked?.refundId, "refund.refundId"))}`,
    ) + mode(credentials),
  read: answer(Refund, toRefund),
  example: { status: RefundStatus.SUCCEEDED },
};
const listRefunds: Step<
  { readonly id: string | undefined; readonly from: string | undefined },
  Listed<RefundResult>,
  Credentials
> = {
  name: "listRefunds",
  method: "GET",
  path: ({ id, from }, { credentials }) =>
    payments(id, `/refunds${query({ limit: 250, from, ...modeWord(credentials) })}`),
  read: answer(Refunds, (found) => ({
    items: found._embedded.refunds.map(toRefund),
    next: nextOf(found),
  })),
  example: { items: [], next: undefined },
};

const createMandate: Step<MethodUse, MandateResult, Credentials> = {
  name: "createMandate",
  method: "POST",
  path: ({ purchase }) => customers(purchase?.customer?.customerId, "/mandates"),
  body: ({ paymentMethod }, { credentials }) =>
    json({ ...debitOf(paymentMethod), ...modeWord(credentials) }),
  read: answer(Mandate, (made) => toMandate(made)),
  example: { status: MandateStatus.ACTIVE, mandateRef: { mandateId: "mdt_h3gAaD5zP" } },
};
/** Moves no money by itself: the charge that follows does. */
const prepareMandate: typeof createMandate = { ...createMandate, harmless: true };
const fetchMandate: Step<Owned | undefined, MandateResult, Credentials> = {
  name: "fetchMandate",
  method: "GET",
  path: (owned, { credentials }) => mandates(owned) + mode(credentials),
  read: answer(Mandate, (found, owned) => toMandate(found, owned?.customerId)),
  example: createMandate.example,
};

export default defineConnector({
  id: "mollie",
  name: "Mollie",
  docs: "https://docs.mollie.com/reference",
  apiVersion: "v2",
  // Live and test differ by key alone.
  hosts: { api: { live: "https://api.mollie.com", test: "https://api.mollie.com" } },

  credentials,
  subAccount: "profileId",
  modeOf,
  authenticate: (request, { credentials: { apiKey } }) =>
    withHeaders(request, { Authorization: `Bearer ${apiKey}` }),
  // How long a key is kept is said differently by different editions of this page, so that none is promised.
  idempotency: {
    carrier: "header",
    name: "Idempotency-Key",
    format: "uuid",
    source: "https://docs.mollie.com/reference/api-idempotency",
  },
  // https://docs.mollie.com/reference/handling-errors: a rate limit stops a request before it is looked at.
  statuses: { 429: "untouched" },

  methods,
  rules: {
    authorizePayment: { understands: ["purchase.channel"], check: checkPayment },
    setupMandate: {
      requires: ["purchase.customer.customerId"],
      understands: ["purchase.channel"],
      check: checkMandate,
    },
    capturePayment: { partial: true, repeated: true },
    voidPayment: { understands: ["operationId"], check: checkVoid },
    createRefund: { partial: true, repeated: true },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    getRefund: { byOriginalCall: true, consistency: "eventual" },
    getMandate: { requires: ["mandate.customerId"] },
    revokeMandate: { requires: ["mandate.customerId"] },
    getDispute: { requires: ["dispute.payment.paymentId"] },
  },

  flows: {
    *authorizePayment(asked) {
      const isDebit = asked.paymentMethod?.method.case === "sepaDebit";
      const mandate = isDebit ? yield* call(prepareMandate, asked) : undefined;
      const own = mandate ? { mandateId: mandate.mandateRef?.mandateId } : {};
      return outcome(yield* call(pay, { asked, own }));
    },
    /** Mollie keeps the state: coming back is a reason to look. */
    *resumePayment({ payment: ref }, { state }) {
      const found = yield* call(fetchPayment, ref?.paymentId || state["payment"]);
      if (!state["customer"]) return outcome(found);
      const mandate = yield* mandateOf(found, state["customer"]);
      return { ...outcome(found), operation: mandated(mandate), mandate, state };
    },
    *getPayment({ target }) {
      const found = yield* locate(target);
      return { payment: found?.payment, nextAction: found?.nextAction };
    },

    *capturePayment(asked) {
      const id = asked.payment?.paymentId ?? "";
      const before = asked.finalCapture ? yield* call(fetchPayment, id) : undefined;
      const outcome = yield* call(capture, asked);
      const { capturable, requested } = before?.payment.amounts ?? {};
      const isAll = [capturable, requested].some(
        (all) => all?.minorUnits === asked.amount?.minorUnits,
      );
      const isLost = outcome.operation.status === OperationStatus.FAILED;
      if (before && !isAll && !isLost) yield* giveUpRest(id);
      return outcome;
    },
    *voidPayment(asked) {
      if (asked.operationId) return yield* call(cancelRefund, asked);
      return yield* giveUp(yield* call(fetchPayment, asked.payment?.paymentId));
    },
    *reversePayment({ target, reference }) {
      const found = yield* locate(target);
      if (!found)
        return { operation: failed(failure(FailureCode.NOT_FOUND, { retry: Retry.LATER })) };
      const { payment, remaining } = found;
      const isHeld = held.has(payment.status);
      const taken = payment.amounts?.captured?.minorUnits ?? 0n;
      if (isHeld && taken > 0n) yield* call(release, payment.paymentRef?.paymentId ?? "");
      else if (isHeld || found.isCancelable) {
        const { operation, ...rest } = yield* giveUp(found);
        return { ...rest, operation: { ...operation, kind: OperationKind.VOID } };
      }
      if (remaining && remaining.minorUnits > 0n) {
        const { operation } = yield* call(refund, {
          paymentId: payment.paymentRef?.paymentId,
          amount: remaining,
          reference,
        });
        return { operation: { ...operation, kind: OperationKind.REFUND } };
      }
      const isOver = closed.has(payment.status) || remaining?.minorUnits === 0n;
      return { operation: isOver ? alreadyDone() : failed(notNow), payment };
    },

    *createRefund({ payment, amount, reference, description, metadata }) {
      const paymentId = payment?.paymentId;
      return yield* call(refund, { paymentId, amount, reference, description, metadata });
    },
    *getRefund({ target, payment }) {
      if (target.case !== "originalCall") return { refund: yield* call(fetchRefund, target.value) };
      let from: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { items, next } = yield* call(listRefunds, { id: payment?.paymentId, from });
        const made = items.find(({ refundRef }) => refundRef?.reference === target.value.reference);
        if (made || !next) return { refund: made };
        from = next;
      }
      return { refund: undefined };
    },

    *setupMandate(asked) {
      if (asked.paymentMethod?.method.case === "sepaDebit") {
        const mandate = yield* call(createMandate, asked);
        return { operation: mandated(mandate), mandate };
      }
      const found = yield* call(pay, { asked, own: { sequenceType: "first" } });
      const customer = asked.purchase?.customer?.customerId ?? "";
      const mandate = yield* mandateOf(found, customer);
      const { nextAction, state } = outcome(found);
      return {
        operation: mandated(mandate),
        mandate,
        nextAction,
        state: state && { ...state, customer },
      };
    },
    *getMandate({ mandate }) {
      return { mandate: yield* call(fetchMandate, mandate) };
    },
    revokeMandate: {
      method: "DELETE",
      path: ({ mandate }) => mandates(mandate),
      body: (_asked, { credentials }) => modeBody(credentials),
      idempotency: unkeyed,
      read: () => ({ operation: done() }),
    },

    getDispute: {
      method: "GET",
      path: ({ dispute }, { credentials }) =>
        payments(
          dispute?.payment?.paymentId,
          `/chargebacks/${encodeURIComponent(dispute?.disputeId ?? "")}`,
        ) + mode(credentials),
      read: answer(Chargeback, (found) => ({ dispute: toDispute(found) })),
    },
    // The API pages, and does not filter by time.
    listDisputes: {
      method: "GET",
      path: ({ payment, pageSize = 20, pageToken }, { credentials }) => {
        const paging = { limit: pageSize, from: pageToken };
        return payment
          ? payments(
              payment.paymentId,
              `/chargebacks${query({ ...paging, ...modeWord(credentials) })}`,
            )
          : `/v2/chargebacks${query({ ...paging, ...profileWord(credentials) })}`;
      },
      read: answer(Chargebacks, (found, { openedFrom, openedUntil }) => {
        const next = nextOf(found);
        const disputes = found._embedded.chargebacks.map(toDispute).filter(({ openedAt }) => {
          const seconds = openedAt?.seconds ?? 0n;
          return (
            seconds >= (openedFrom?.seconds ?? seconds) &&
            seconds < (openedUntil?.seconds ?? seconds + 1n)
          );
        });
        return { disputes, ...(next !== undefined && { nextPageToken: next }) };
      }),
    },

    createCustomer: {
      method: "POST",
      path: "/v2/customers",
      harmless: true,
      body: ({ customer, reference, metadata }, { credentials }) =>
        json({
          name:
            [customer?.contact?.firstName, customer?.contact?.lastName].filter(Boolean).join(" ") ||
            undefined,
          email: customer?.contact?.email,
          locale: localeOf(customer),
          metadata: labelled(metadata, customer?.reference ?? reference),
          ...modeWord(credentials),
        }),
      read: answer(v.object({ id: v.string() }), ({ id }) => ({
        operation: done(),
        customerId: id,
      })),
    },
    deleteCustomer: {
      method: "DELETE",
      path: ({ customerId }) => customers(customerId),
      body: (_asked, { credentials }) => modeBody(credentials),
      idempotency: unkeyed,
      read: () => ({ operation: done() }),
    },
  },

  webhooks,
  refusal,
});

const outcome = ({ payment, nextAction }: Found) => ({
  operation: authorized(payment),
  payment,
  nextAction,
  state: nextAction && { payment: payment.paymentRef?.paymentId ?? "" },
});

const held: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.AUTHORIZED,
  PaymentStatus.PARTIALLY_CAPTURED,
]);
const closed: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.VOIDED,
  PaymentStatus.FAILED,
  PaymentStatus.EXPIRED,
]);
const notNow = failure(FailureCode.WRONG_STATE, {
  message: "the payment can neither be canceled nor refunded now",
  retry: Retry.LATER,
});

/** A hold is released, what is still open is canceled where the method allows it. */
function* giveUp({ payment, isCancelable }: Found): Script<PaymentOutcome, Credentials> {
  const id = payment.paymentRef?.paymentId ?? "";
  if (held.has(payment.status)) return { operation: yield* call(release, id) };
  if (isCancelable) return { operation: done(), payment: yield* call(cancel, id) };
  return { operation: closed.has(payment.status) ? alreadyDone() : failed(notNow), payment };
}

/** After the last capture; where Mollie holds nothing any more, there is nothing to give up. */
function* giveUpRest(id: string): Script<void, Credentials> {
  try {
    yield* call(release, id);
  } catch (refusal) {
    if (!(refusal instanceof Refused) || refusal.failure.code !== FailureCode.WRONG_STATE)
      throw refusal;
  }
}

/** There is no search by reference; payments are listed, the newest first: https://docs.mollie.com/reference/api-idempotency */
function* locate(target: Target): Script<Found | undefined, Credentials> {
  if (target.case !== "originalCall") return yield* call(fetchPayment, target.value?.paymentId);
  const { reference, attemptedAt } = target.value;
  const since = (attemptedAt?.seconds ?? 0n) - 300n;
  let from: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = yield* call(listPayments, from);
    const made = items.find(({ payment }) => payment.paymentRef?.reference === reference);
    const oldest = items.at(-1)?.payment.createdAt?.seconds ?? 0n;
    if (made || !next || oldest < since) return made;
    from = next;
  }
  return undefined;
}
type Target = GetPaymentRequest["target"];

/** The mandate of a first payment: made with it, and good once it is paid. */
function* mandateOf(
  { payment, nextAction }: Found,
  customerId: string,
): Script<MandateResult, Credentials> {
  const { mandateId = "", paymentRef } = payment;
  const isPaid = payment.status === PaymentStatus.CAPTURED || held.has(payment.status);
  if (isPaid && mandateId) return yield* call(fetchMandate, { mandateId, customerId });
  const mandateRef = {
    mandateId,
    customerId,
    relatedIds: { payment: paymentRef?.paymentId ?? "" },
  };
  if (closed.has(payment.status))
    return { status: MandateStatus.FAILED, mandateRef, ...withFailure(payment) };
  const status = nextAction ? MandateStatus.ACTION_REQUIRED : MandateStatus.PENDING;
  return { status, mandateRef };
}
const withFailure = ({ failure: why }: PaymentResult) => (why ? { failure: why } : {});

/** https://docs.mollie.com/reference/create-mandate */
function debitOf(method: PaymentMethod | undefined): Body {
  if (method?.method.case !== "sepaDebit") return {};
  const { iban, holderName, mandate } = method.method.value;
  return {
    method: "directdebit",
    consumerName: holderName,
    consumerAccount: iban,
    signatureDate: mandate?.signedOn,
    mandateReference: mandate?.reference,
  };
}

function checkVoid({ operationId, amount }: VoidPaymentRequest): readonly Violation[] {
  return [
    ...(operationId && !operationId.startsWith("re_")
      ? [{ field: "operationId", problem: "must be a refund's, re_…: a capture cannot be undone" }]
      : []),
    ...(amount ? [{ field: "amount", problem: "must be left out: a hold is released whole" }] : []),
  ];
}
