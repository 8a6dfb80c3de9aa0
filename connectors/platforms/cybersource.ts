/** The REST platform of Cybersource, which banks offer under names and hosts of their own. https://developer.cybersource.com/api-reference-assets/index.html */
import {
  CaptureMode,
  type CreateRefundRequest,
  FailureCode,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  Retry,
  StoredCredential_Reason,
} from "#contract";
import {
  type Amount,
  agreement,
  alreadyDone,
  type Connector,
  call,
  defineConnector,
  failed,
  failure,
  faults,
  leftOf,
  notFound,
  type PaymentOutcome,
  type PaymentResult,
  type RefundOutcome,
  Refused,
  refunded,
  reversedBefore,
  reversedBy,
  type Script,
  sameAmount,
  Unresolved,
} from "#kit";
import { type Credentials, credentials, sign } from "./cybersource-account.ts";
import * as told from "./cybersource-answers.ts";
import { authorize, checkAuthentication, resume } from "./cybersource-authentication.ts";
import { methods } from "./cybersource-methods.ts";
import {
  capture,
  find,
  record,
  refund,
  reverse,
  reverseByCall,
  type Seen,
  search,
  see,
} from "./cybersource-payments.ts";
import { refusal } from "./cybersource-refusals.ts";
import { checkSession, options, sessionFlows } from "./cybersource-session.ts";
import { mandateLimits, vaultFlows } from "./cybersource-vault.ts";
import { webhooks } from "./cybersource-webhooks.ts";

type Cybersource = Connector<Credentials> & { readonly credentials: typeof credentials };

const wrongState = failure(FailureCode.WRONG_STATE);
/** Also while a review decides about it. */
const isHeld = ({ amounts }: PaymentResult): boolean => amounts?.capturable !== undefined;

/** Gives up what is held, or gives back what was taken. */
function* undo(
  { payment }: Seen,
  reference: string,
  reason: string | undefined,
): Script<PaymentOutcome, Credentials> {
  const id = payment.paymentRef?.paymentId ?? "";
  if (isHeld(payment)) {
    const amount = whole(payment.amounts?.authorized);
    const reversed = yield* call(reverse, { id, reference, amount, reason });
    const operation = { ...told.followed(reversed, "REVERSED"), kind: OperationKind.VOID };
    const isGone = operation.status === OperationStatus.SUCCEEDED;
    return { operation, ...(isGone && { payment: voided(payment) }) };
  }
  const amount = leftOf(payment);
  if (amount) {
    const at = payment.paymentRef?.relatedIds?.["capture"] ?? id;
    const back = yield* call(refund, { id, reference, amount, capture: at });
    return reversedBy(OperationKind.REFUND, back);
  }
  if (payment.status === PaymentStatus.PENDING)
    return { operation: failed(failure(FailureCode.WRONG_STATE, { retry: Retry.LATER })), payment };
  return reversedBefore(payment);
}
const whole = (amount: Partial<Amount> | undefined): Amount | undefined =>
  amount?.currency === undefined || amount.minorUnits === undefined
    ? undefined
    : { minorUnits: amount.minorUnits, currency: amount.currency };
const voided = ({ paymentRef, amounts }: PaymentResult): PaymentResult => ({
  status: PaymentStatus.VOIDED,
  paymentRef,
  amounts: {
    requested: amounts?.requested,
    authorized: amounts?.authorized,
    voided: amounts?.authorized,
  },
});

/** What is done about a payment is done by what is known of it. */
function known(seen: Seen): Seen {
  if (seen.payment.pendingReason !== PendingReason.UNRECOGNISED) return seen;
  throw new Unresolved("a record of this payment has a code that is not known");
}

/** An earlier refund under the same reference: Cybersource itself promises to recognise none. */
function* earlier(
  { records, payment }: Seen,
  { reference, amount }: CreateRefundRequest,
): Script<RefundOutcome | undefined, Credentials> {
  const own = records.filter(({ clientReferenceInformation: of }) => of?.code === reference);
  const came = (one: (typeof own)[number]) => told.outcomeOf(one, "ics_credit");
  const same = own.find((one) => came(one) === "done");
  if (!same && own.some((one) => came(one) === "unclear" || came(one) === "unread"))
    throw new Unresolved("what became of an earlier refund under this reference is not known");
  if (!same) return undefined;
  const before = told.amountOf(same);
  if (!before || !amount || !sameAmount(before, amount))
    throw new Unresolved("the reference was used for another refund of this payment", {
      code: FailureCode.IDEMPOTENCY_CONFLICT,
    });
  const made = told.toRefundOf(same, payment.paymentRef?.paymentId);
  return { operation: { ...refunded(made), alreadyDone: true }, refund: made };
}

/** Words of a search that are not read as its syntax. */
const referenceLimits = {
  limits: {
    reference: {
      most: 50,
      pattern: /^[\w.-]*$/,
      says: "must have letters, digits, dots, hyphens or underscores: it is searched by",
    },
  },
  source: "https://developer.cybersource.com/api-reference-assets/index.html#transaction-search",
} as const;

export interface Brand {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly api: { readonly live: string; readonly test: string };
}
/** A connector to the platform under one of its names. */
export const cybersource = ({ id, name, docs, api }: Brand): Cybersource =>
  defineConnector({
    id,
    name,
    docs,
    apiVersion: "v2",
    hosts: { api },
    credentials,
    options,
    subAccount: "header",
    authenticate: sign,
    // `v-c-idempotency-id` is honoured for merchants who had it enabled only, and no page says for how long.
    idempotency: {
      carrier: "none",
      format: "uuid",
      source: "https://developer.cybersource.com/api-reference-assets/index.html#payments",
    },
    requestIdHeader: "v-c-correlation-id",

    methods,
    rules: {
      authorizePayment: {
        understands: [
          "acceptPartial",
          "authentication.request.preference",
          "purchase.channel",
          "purchase.statementDescriptor",
          ...agreement,
          "storedCredential.previous.networkTransactionId",
        ],
        ...referenceLimits,
        check: (asked) => [
          ...checkAuthentication(asked),
          ...faults(
            [
              asked.acceptPartial && asked.captureMode === CaptureMode.AUTOMATIC,
              "acceptPartial",
              "goes with CAPTURE_MODE_MANUAL only",
            ],
            [
              asked.storedCredential?.reason === StoredCredential_Reason.INCREMENTAL,
              "storedCredential.reason",
              "must be another: an increment goes with its payment",
            ],
          ),
        ],
      },
      capturePayment: { partial: true, repeated: false, ...referenceLimits },
      setupMandate: {
        understands: [...agreement, "purchase.channel", "purchase.statementDescriptor"],
        ...mandateLimits,
      },
      createClientSession: { requires: ["purchase.returnUrl"], check: checkSession },
      createRefund: { partial: true, repeated: true, ...referenceLimits },
      getPayment: { byOriginalCall: true, consistency: "eventual" },
      getRefund: { byOriginalCall: true, consistency: "eventual" },
      reversePayment: { byOriginalCall: true, consistency: "eventual", ...referenceLimits },
    },

    flows: {
      authorizePayment: authorize,
      resumePayment: resume,
      ...vaultFlows,
      ...sessionFlows,

      *capturePayment({ payment, reference, amount }) {
        const paymentId = payment?.paymentId ?? "";
        const taken = yield* call(capture, { id: paymentId, reference, amount });
        const captured = told.amountOf(taken);
        const operation = {
          ...told.followed(taken, ...told.captured),
          ...(captured && { amount: captured }),
        };
        if (operation.status !== OperationStatus.SUCCEEDED) return { operation };
        return {
          operation,
          payment: {
            status: PaymentStatus.CAPTURED,
            processorStatus: taken.status,
            paymentRef: { paymentId, relatedIds: { capture: taken.id } },
            amounts: { captured },
          },
        };
      },

      /** An authorization is reversed by its whole amount, which its record tells. */
      *voidPayment({ payment: ref, reference, reason }) {
        const seen = known(yield* see(ref?.paymentId ?? ""));
        if (seen.payment.status === PaymentStatus.VOIDED)
          return { operation: alreadyDone(), payment: seen.payment };
        if (!isHeld(seen.payment)) return { operation: failed(wrongState), payment: seen.payment };
        return yield* undo(seen, reference, reason);
      },

      *getPayment({ target }) {
        const seen = yield* find(target);
        return { payment: seen?.payment };
      },

      /** What cannot be found yet is reversed by the identifier that its request carried. */
      *reversePayment({ target, reference, reason }) {
        const seen = yield* find(target);
        if (seen) return yield* undo(known(seen), reference, reason);
        const original = target.case === "originalCall" ? target.value : undefined;
        if (!original?.amount) return { operation: notFound() };
        try {
          const { reference: code, amount } = original;
          const reversed = yield* call(reverseByCall, { reference: code, amount, reason });
          return {
            operation: { ...told.followed(reversed, "REVERSED"), kind: OperationKind.VOID },
          };
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          return { operation: failed({ ...error.failure, retry: Retry.LATER }) };
        }
      },

      *createRefund(asked) {
        const paymentId = asked.payment?.paymentId ?? "";
        const seen = yield* see(paymentId);
        const before = yield* earlier(seen, asked);
        if (before) return before;
        const at = known(seen).payment.paymentRef?.relatedIds?.["capture"];
        if (seen.payment.status !== PaymentStatus.CAPTURED || !at)
          return { operation: failed(wrongState) };
        const { reference, amount } = asked;
        return yield* call(refund, { id: paymentId, reference, amount, capture: at });
      },
      *getRefund({ target, payment }) {
        if (target.case === "refund") {
          const found = yield* call(record, target.value.refundId);
          return { refund: told.toRefundOf(found, target.value.payment?.paymentId) };
        }
        const found = yield* call(search, target.value?.reference ?? "");
        const made = told.decisive(found, "ics_credit");
        return { refund: made && told.toRefundOf(made, payment?.paymentId) };
      },
    },

    webhooks,
    leftOut: [
      "Payer authentication of anything but a transient token (`processorToken`), which is refused by name. Of a card: what is charged after a challenge is wanted again, no `state` holds a card, and ResumePayment has no place for one. Of a payment instrument: the page for stored tokens names a customer's token, which stands for the customer's default instrument and need not be the one that is charged.",
      "Notifications of payments, captures, refunds and reversals (`payments.*`) and of Unified Checkout: they are sent encrypted only, and neither the form of the encrypted body nor what is in it is published. Decisions of reviews and changes of tokens are told.",
      "Disputes: the reporting API lists chargebacks by dates, without an id of the case or the words for where it stands, and cannot answer one.",
      "Sessions of Microform in frames within frames, which want the origin of each: only that of `purchase.returnUrl` is sent. Bank accounts in Microform.",
      "Device data collection before the enrollment check: the browser's fields are sent instead, and whoever collected it gives its `referenceId` as `purchase.device.fingerprint`.",
      "Exemptions, native challenges, authentication of mandates, and results of an authentication that was carried out elsewhere: they are refused by name.",
    ],

    statuses: { 401: "refused" },
    refusal,
  });
