/** Instruments and customers, and the card verifications that set mandates up. */
import { MandateStatus, PaymentStatus, PendingReason } from "#contract";
import {
  alreadyDone,
  answer,
  call,
  callIfFound,
  done,
  type Flows,
  fullName,
  json,
  type MandateOutcome,
  type MandateResult,
  mandated,
  noContent,
  path,
  required,
  type Step,
  type VaultOutcome,
  write,
} from "#kit";
import { type Credentials, unkeyed } from "./account.ts";
import {
  Identified,
  Instrument,
  methodOf,
  type Payment,
  toNextAction,
  toPayment,
} from "./answers.ts";
import { type Chosen, methods } from "./methods.ts";
import { fetchPayment, look, requestPayment, requestToken, type Told } from "./payments.ts";

/** What is paid with: a wallet's payload is a token by then; a card is itself. */
export function* chosenOf(chosen: Chosen): Told<Chosen> {
  if (!chosen.tokenOf || chosen.source["type"] !== "token") return chosen;
  const token = yield* call(requestToken, chosen.tokenOf);
  return { ...chosen, source: { ...chosen.source, token } };
}

const statuses: ReadonlyMap<PaymentStatus, MandateStatus> = new Map([
  [PaymentStatus.AUTHORIZED, MandateStatus.ACTIVE],
  [PaymentStatus.CAPTURED, MandateStatus.ACTIVE],
  [PaymentStatus.ACTION_REQUIRED, MandateStatus.ACTION_REQUIRED],
  [PaymentStatus.FAILED, MandateStatus.FAILED],
  [PaymentStatus.EXPIRED, MandateStatus.FAILED],
]);
/** The agreement is the payment that verified the card; later ones go back to it. */
export function toMandate(told: Payment): MandateResult {
  const { status, processorStatus, failure, method, ...payment } = toPayment(told);
  const stands = statuses.get(status) ?? MandateStatus.PENDING;
  const instrument = told.source?.id;
  return {
    status: stands,
    ...(stands === MandateStatus.PENDING && { pendingReason: PendingReason.PROCESSOR }),
    processorStatus,
    mandateRef: {
      mandateId: told.id,
      customerId: told.customer?.id,
      relatedIds: { payment: told.id, ...(instrument && { instrument }) },
      ...(told.reference && { reference: told.reference }),
    },
    ...(instrument && { stored: { storedMethodId: instrument, mandateId: told.id } }),
    method,
    failure,
    checks: payment.checks,
    authentication: payment.authentication,
    networkReferences: payment.networkReferences,
    createdAt: payment.createdAt,
  };
}
export function mandateOf(told: Payment): MandateOutcome {
  const mandate = toMandate(told);
  return {
    operation: mandated(mandate),
    mandate,
    nextAction: toNextAction(told),
    ...(mandate.status !== MandateStatus.ACTIVE && {
      state: { flow: "setupMandate", payment: told.id },
    }),
  };
}

const instrumentPath = (id: string) => path`/instruments/${id}`;
const fetchInstrument: Step<string, { readonly id: string }, Credentials> = {
  name: "getInstrument",
  method: "GET",
  path: instrumentPath,
  read: answer(Instrument, (instrument) => instrument),
  example: { id: "src_INSTRUMENT" },
};
const deleteInstrument: Step<string, true, Credentials> = {
  name: "deleteInstrument",
  method: "DELETE",
  path: instrumentPath,
  idempotency: unkeyed,
  read: noContent(() => true as const),
  example: true,
};
interface Storing {
  readonly token: string;
  readonly customer: object | undefined;
}
/** https://api-reference.checkout.com/#operation/createAnInstrument */
const createInstrument: Step<Storing, VaultOutcome, Credentials> = {
  name: "createInstrument",
  method: "POST",
  path: "/instruments",
  idempotency: unkeyed,
  body: ({ token, customer }) => json({ type: "token", token, customer }),
  read: answer(Instrument, (instrument) => ({
    operation: done(),
    stored: { storedMethodId: instrument.id },
    method: methodOf({ ...instrument, type: "card" }),
  })),
  example: { operation: done() },
};

export const vaultFlows = {
  *setupMandate(asked, context) {
    const chosen = yield* chosenOf(write(methods, asked, context));
    return mandateOf(yield* call(requestPayment, { asked, chosen }));
  },
  /** A mandate whose instrument was removed cannot be charged. */
  *getMandate({ mandate: ref }) {
    const payment = yield* look(required(ref?.mandateId, "mandate.mandateId"));
    const mandate = toMandate(payment);
    if (mandate.status !== MandateStatus.ACTIVE || !payment.source?.id) return { mandate };
    if (yield* callIfFound(fetchInstrument, payment.source.id)) return { mandate };
    return { mandate: { ...mandate, status: MandateStatus.REVOKED } };
  },
  *revokeMandate({ mandate: ref }) {
    const payment = yield* call(fetchPayment, required(ref?.mandateId, "mandate.mandateId"));
    const mandate = { ...toMandate(payment), status: MandateStatus.REVOKED };
    const instrument = required(payment.source?.id, "mandate.mandateId");
    const isRemoved = yield* callIfFound(deleteInstrument, instrument);
    return { operation: isRemoved ? done() : alreadyDone(), mandate };
  },

  *tokenizePaymentMethod(asked, context) {
    const { source, tokenOf } = write(methods, asked, context);
    const given = source["token"];
    const token =
      typeof given === "string"
        ? given
        : yield* call(requestToken, required(tokenOf, "paymentMethod"));
    const { customerId, contact } = asked.customer ?? {};
    const customer = customerId
      ? { id: customerId }
      : contact?.email
        ? { email: contact.email }
        : undefined;
    return yield* call(createInstrument, { token, customer });
  },
  *deletePaymentMethod({ stored }) {
    const instrument = required(stored?.storedMethodId, "stored.storedMethodId");
    return {
      operation: (yield* callIfFound(deleteInstrument, instrument)) ? done() : alreadyDone(),
    };
  },
  createCustomer: {
    method: "POST",
    path: "/customers",
    idempotency: unkeyed,
    body: ({ customer, metadata }) =>
      json({
        email: customer?.contact?.email,
        name: fullName(customer?.contact),
        metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
      }),
    read: answer(Identified, ({ id }) => ({ operation: done(), customerId: id })),
  },
  deleteCustomer: {
    method: "DELETE",
    path: ({ customerId }) => path`/customers/${customerId}`,
    idempotency: unkeyed,
    read: noContent(() => ({ operation: done() })),
  },
} satisfies Flows<Credentials>;
