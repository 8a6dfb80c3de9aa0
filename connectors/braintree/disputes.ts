/** Disputes: looked up, given in to, answered with text. https://developer.paypal.com/braintree/graphql/reference/mutations/finalize-dispute */
import { DisputeStatus, type SubmitEvidenceRequest } from "#contract";
import {
  accepted,
  call,
  done,
  type Flows,
  faults,
  required,
  toCalendarDate,
  type Violation,
} from "#kit";
import type { Credentials } from "./account.ts";
import * as steps from "./steps.ts";

/** https://developer.paypal.com/braintree/graphql/reference/types/dispute-text-evidence-category */
const textsOf = ({
  explanation,
  facts,
}: SubmitEvidenceRequest): readonly (readonly [string, string])[] =>
  [
    ["GENERAL", explanation] as const,
    ["CARRIER_NAME", facts?.carrier] as const,
    ["TRACKING_NUMBER", facts?.trackingNumber] as const,
    ["PURCHASER_NAME", facts?.customerName] as const,
    ["PURCHASER_EMAIL_ADDRESS", facts?.customerEmail] as const,
    ["PURCHASER_IP_ADDRESS", facts?.customerIpAddress] as const,
  ].flatMap(([category, content]) => (content ? [[category, content] as const] : []));

export const checkEvidence = (asked: SubmitEvidenceRequest): readonly Violation[] =>
  faults(
    [asked.files.length > 0, "files", "cannot be sent to Braintree: only text is"],
    [asked.response, "response", "is not chosen at Braintree"],
    [asked.amount, "amount", "must be left out: the whole is contested"],
  );

export const disputeFlows: Pick<
  Flows<Credentials>,
  "getDispute" | "listDisputes" | "acceptDispute" | "submitEvidence"
> = {
  *getDispute({ dispute }) {
    const id = required(dispute?.disputeId, "dispute.disputeId");
    return { dispute: yield* call(steps.fetchDispute, id) };
  },
  *listDisputes({ payment, openedFrom, openedUntil, pageSize, pageToken }) {
    return yield* call(steps.findDisputes, {
      input: {
        transaction: payment && { id: { is: payment.paymentId } },
        receivedDate: (openedFrom ?? openedUntil) && {
          greaterThanOrEqualTo: openedFrom && toCalendarDate(openedFrom),
          lessThanOrEqualTo: openedUntil && toCalendarDate(openedUntil),
        },
      },
      first: pageSize ?? 20,
      after: pageToken,
    });
  },
  *acceptDispute({ dispute: ref }) {
    const id = required(ref?.disputeId, "dispute.disputeId");
    const dispute = yield* call(steps.acceptDispute, id);
    const isGiven = dispute.status === DisputeStatus.ACCEPTED;
    return { operation: isGiven ? done() : accepted(), dispute };
  },
  *submitEvidence(asked) {
    const disputeId = required(asked.dispute?.disputeId, "dispute.disputeId");
    for (const [category, content] of textsOf(asked))
      yield* call(steps.createTextEvidence, { disputeId, category, content });
    if (!asked.finalSubmission) return { operation: done() };
    return { operation: done(), dispute: yield* call(steps.finalizeDispute, disputeId) };
  },
};
