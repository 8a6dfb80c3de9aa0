/** Money given back: refunds of a payment, in part or whole, and how they stand. https://docs.stripe.com/api/refunds */
import { type CreateRefundRequest, FailureCode, type PaymentRef, RefundReason } from "#contract";
import {
  alreadyDone,
  answer,
  call,
  decisiveIn,
  done,
  type Flows,
  form,
  type OperationResult,
  optionsOf,
  type Page,
  path,
  query,
  type RefundOutcome,
  Refused,
  refunded,
  required,
  type Script,
  type Step,
  weightOfRefund,
} from "#kit";
import { toRefund } from "./answers.ts";
import { options, tagged, units } from "./intents.ts";
import { listOf, Refund } from "./shapes.ts";

type Giving = { readonly payment?: Handle | undefined } & Pick<CreateRefundRequest, "reference"> &
  Partial<Pick<CreateRefundRequest, "amount" | "reason" | "metadata">>;
/** Without an amount, Stripe gives back all that is left. */
const createRefund: Step<Giving, RefundOutcome> = {
  name: "createRefund",
  method: "POST",
  path: "/v1/refunds",
  body: ({ payment, amount, reason, reference, metadata }, context) => {
    const { reverse_transfer, refund_application_fee, instructions_email } = optionsOf(
      options,
      context,
    );
    return form({
      ...ofPayment(payment),
      amount: units(amount, "amount"),
      reason: refundReasons.get(reason),
      ...tagged(reference, metadata),
      reverse_transfer,
      refund_application_fee,
      instructions_email,
    });
  },
  read: answer(Refund, (answered) => {
    const refund = toRefund(answered);
    return { operation: refunded(refund), refund };
  }),
  example: { operation: done() },
};
export function* givenBackWhole(asked: Giving): Script<OperationResult> {
  try {
    return (yield* call(createRefund, asked)).operation;
  } catch (error) {
    const isBack = error instanceof Refused && error.failure.code === FailureCode.ALREADY_REFUNDED;
    if (isBack) return alreadyDone();
    throw error;
  }
}

const retrieveRefund: Step<string, Refund> = {
  name: "retrieveRefund",
  method: "GET",
  path: (id) => path`/v1/refunds/${id}`,
  read: answer(Refund, (refund) => refund),
  example: { id: "REFUND-ID", amount: 0n, currency: "usd", metadata: {}, status: "succeeded" },
};

interface RefundPage {
  readonly payment: Handle | undefined;
  readonly reference: string;
  readonly after: string | undefined;
}
const listRefunds: Step<RefundPage, Page<Refund>> = {
  name: "listRefunds",
  method: "GET",
  path: ({ payment, after }) =>
    `/v1/refunds${query({ ...ofPayment(payment), limit: 100, starting_after: after })}`,
  read: answer(listOf(Refund), ({ data, has_more }, { reference }) => ({
    items: data.filter(({ metadata }) => metadata["reference"] === reference),
    next: has_more ? data.at(-1)?.id : undefined,
  })),
  example: { items: [] },
};

export const refundFlows: Pick<Flows<unknown>, "createRefund" | "getRefund"> = {
  createRefund,
  *getRefund({ target, payment }) {
    if (target.case !== "originalCall") {
      const id = required(target.value?.refundId, "refund.refundId");
      return { refund: toRefund(yield* call(retrieveRefund, id)) };
    }
    const { reference } = target.value;
    const refund = yield* decisiveIn(
      (after: string | undefined) => call(listRefunds, { payment, reference, after }),
      (one) => weightOfRefund(toRefund(one)),
    );
    return { refund: refund && toRefund(refund) };
  },
};

/** Payments from before intents are known by their charge. */
export function ofPayment(payment: Handle | undefined) {
  const id = required(payment?.paymentId, "payment.paymentId");
  return id.startsWith("pi_") ? { payment_intent: id } : { charge: id };
}
type Handle = Pick<PaymentRef, "paymentId">;

const refundReasons: ReadonlyMap<RefundReason | undefined, string> = new Map([
  [RefundReason.DUPLICATE, "duplicate"],
  [RefundReason.FRAUDULENT, "fraudulent"],
  [RefundReason.REQUESTED_BY_CUSTOMER, "requested_by_customer"],
]);
