/** Payment instruments of the Token Management Service, and the authorizations of nothing that make them. */
import { MandateStatus, PaymentStatus, PendingReason } from "#contract";
import {
  alreadyDone,
  answer,
  call,
  callIfFound,
  done,
  type Flows,
  json,
  type MandateOutcome,
  mandated,
  noContent,
  path,
  type Step,
} from "#kit";
import type { Credentials } from "./cybersource-account.ts";
import * as told from "./cybersource-answers.ts";
import { fieldsOf } from "./cybersource-payments.ts";

const instrumentPath = (id: string) => path`/tms/v1/paymentinstruments/${id}`;
const headers = (_input: unknown, { credentials }: { readonly credentials: Credentials }) =>
  credentials.profileId ? { "profile-id": credentials.profileId } : {};

/** https://developer.cybersource.com/api-reference-assets/index.html#token-management */
const instrument: Step<string, told.Instrument, Credentials> = {
  name: "instrument",
  example: { id: "1", state: "ACTIVE" },
  method: "GET",
  path: instrumentPath,
  headers,
  read: answer(told.Instrument, (found) => found),
};
const forget: Step<string, true, Credentials> = {
  name: "forget",
  example: true,
  method: "DELETE",
  path: instrumentPath,
  headers,
  harmless: true,
  read: noContent(() => true as const),
};

const statuses: ReadonlyMap<PaymentStatus, MandateStatus> = new Map([
  [PaymentStatus.AUTHORIZED, MandateStatus.ACTIVE],
  [PaymentStatus.FAILED, MandateStatus.FAILED],
]);

export const mandateLimits = {
  limits: {
    "purchase.amount.minorUnits": { most: 0, says: "must be 0: nothing is charged" },
    "storedCredential.store": { among: [true] },
  },
  source: "https://developer.cybersource.com/api-reference-assets/index.html#payments",
} as const;

export const vaultFlows = {
  /** An authorization of zero, with which a payment instrument is made. */
  setupMandate: {
    method: "POST",
    path: "/pts/v2/payments",
    body: (asked, context) => json(fieldsOf(asked, context, { capture: false, stores: true })),
    read: answer(told.Answer, (answered, { purchase, reference }): MandateOutcome => {
      const payment = told.toPayment(answered, { amount: purchase?.amount, isSale: false });
      const mandateId = answered.tokenInformation?.paymentInstrument?.id;
      const known = statuses.get(payment.status) ?? MandateStatus.PENDING;
      const refused = told.refusedIn(answered.embeddedActions?.TOKEN_CREATE, ["SUCCESS"]);
      // Without an instrument there is nothing to charge.
      const isLacking = known === MandateStatus.ACTIVE && !mandateId;
      const status = isLacking ? (refused ? MandateStatus.FAILED : MandateStatus.PENDING) : known;
      const mandate = {
        status,
        ...(status === MandateStatus.PENDING && { pendingReason: PendingReason.PROCESSOR }),
        processorStatus: answered.status,
        mandateRef: { mandateId: mandateId ?? "", relatedIds: { payment: answered.id }, reference },
        ...(mandateId && { stored: { storedMethodId: mandateId, mandateId } }),
        failure: isLacking ? refused : payment.failure,
        checks: payment.checks,
        networkReferences: payment.networkReferences,
        createdAt: payment.createdAt,
      };
      return { operation: mandated(mandate), mandate };
    }),
  },
  *getMandate({ mandate: ref }) {
    return { mandate: told.toMandate(yield* call(instrument, ref?.mandateId ?? "")) };
  },
  *revokeMandate({ mandate: ref }) {
    const mandateId = ref?.mandateId ?? "";
    const mandate = { status: MandateStatus.REVOKED, mandateRef: { mandateId } };
    const isForgotten = yield* callIfFound(forget, mandateId);
    return { operation: isForgotten ? done() : alreadyDone(), mandate };
  },
  *deletePaymentMethod({ stored }) {
    const isForgotten = yield* callIfFound(forget, stored?.storedMethodId ?? "");
    return { operation: isForgotten ? done() : alreadyDone() };
  },
} satisfies Flows<Credentials>;
