/** Mandates: tokens that an order registers with its first payment. https://razorpay.com/docs/api/payments/recurring-payments */
import {
  MandateStatus,
  PaymentStatus,
  PendingReason,
  type RecurringTerms,
  RecurringTerms_Interval,
  type SetupMandateRequest,
} from "#contract";
import {
  answer,
  call,
  fromIso,
  type MandateResult,
  type PaymentResult,
  path,
  required,
  type Script,
  type Step,
} from "#kit";
import { Token, toMandate } from "./answers.ts";
import type { Body } from "./methods.ts";
import { unitsOf } from "./orders.ts";

interface TokenName {
  readonly customerId: string | undefined;
  readonly tokenId: string | undefined;
}
export const tokenPath = ({ customerId, tokenId }: TokenName): string =>
  path`/v1/customers/${required(customerId, "mandate.customerId")}/tokens/${tokenId}`;

export const fetchToken: Step<TokenName, MandateResult> = {
  name: "fetchToken",
  example: { status: MandateStatus.ACTIVE },
  method: "GET",
  path: tokenPath,
  read: answer(Token, (token, { customerId }) => toMandate(token, customerId)),
};

/** The mandate that a payment registers: its token, once there is one. */
export function* mandateOf(
  { paymentRef, status, pendingReason, failure: why, method }: PaymentResult,
  customerId: string,
): Script<MandateResult> {
  const tokenId = method?.stored?.storedMethodId;
  if (tokenId && status !== PaymentStatus.FAILED)
    return yield* call(fetchToken, { customerId, tokenId });
  const relatedIds = { ...paymentRef?.relatedIds, payment: paymentRef?.paymentId ?? "" };
  return {
    status: registrations.get(status) ?? MandateStatus.PENDING,
    pendingReason: pendingReason ?? PendingReason.UNSPECIFIED,
    mandateRef: { customerId, relatedIds },
    ...(why && { failure: why }),
  };
}
const registrations: ReadonlyMap<PaymentStatus, MandateStatus> = new Map([
  [PaymentStatus.ACTION_REQUIRED, MandateStatus.ACTION_REQUIRED],
  [PaymentStatus.FAILED, MandateStatus.FAILED],
]);

/** What makes an order the registration of a mandate. */
export function termsOf({ paymentMethod, storedCredential }: SetupMandateRequest): Body {
  const terms = storedCredential?.terms;
  return {
    method: paymentMethod?.method.case,
    token: {
      max_amount: unitsOf(terms?.amount, "storedCredential.terms.amount").amount,
      expire_at: terms?.endsOn && fromIso(`${terms.endsOn}T23:59:59+05:30`)?.seconds,
      frequency: terms && frequencyOf(terms),
    },
  };
}

const { DAY, WEEK, MONTH, YEAR, AS_PRESENTED } = RecurringTerms_Interval;
/** By interval and count: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/recurring-payments/cards/authorization-transaction */
export const cardFrequencies: Readonly<Record<string, string>> = {
  [`${WEEK}/1`]: "weekly",
  [`${MONTH}/1`]: "monthly",
  [`${YEAR}/1`]: "yearly",
  [`${AS_PRESENTED}/1`]: "as_presented",
};
/** Those of UPI: https://razorpay.com/docs/payments/payment-gateway/s2s-integration/recurring-payments/upi/authorization-transaction */
export const frequencies: Readonly<Record<string, string>> = {
  ...cardFrequencies,
  [`${DAY}/1`]: "daily",
  [`${WEEK}/2`]: "fortnightly",
  [`${MONTH}/3`]: "quarterly",
  [`${MONTH}/6`]: "half_yearly",
};
export const frequencyOf = ({ interval, intervalCount }: RecurringTerms): string | undefined =>
  frequencies[`${interval ?? AS_PRESENTED}/${intervalCount ?? 1}`];
