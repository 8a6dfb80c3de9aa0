/** Where the customer proves who they are: the bank's page, the one-time password, and the way back to the shop. */
import {
  answerWith,
  type Handler,
  page,
  type SimulatedAnswer,
  textAt,
  type World,
} from "#simulate";
import { account, signedPayment } from "./account.ts";
import { capture, eventPayment, findPayment, move, type Payment, record } from "./payments.ts";
import { returnUncaptured } from "./refunds.ts";
import { settleToken } from "./tokens.ts";
import { errorBody, type Refusal, refuse, tell, unixTime, unknownId } from "./wire.ts";

/** The customer paid. Captured at once where the order says so; late confirmations wait for the merchant, or go back. */
export function approve(world: World, payment: Payment): boolean {
  const { order } = payment;
  if (!move(payment, "authorized")) return false;
  payment.failure = undefined;
  record(world, payment, "authorization", payment.amount);
  tell(world, "payment.authorized", { payment: eventPayment(payment) });
  settleToken(world, payment.token, true);
  const age = (unixTime(world) - payment.createdAt) / 60;
  const captured = age < order.automaticMinutes && capture(world, payment);
  const left = Math.max(order.manualMinutes - age, 0);
  if (!captured) world.schedule(left * 60, () => returnUncaptured(world, payment));
  return true;
}

export function fail(world: World, payment: Payment, failure: Refusal): boolean {
  if (!move(payment, "failed")) return false;
  payment.failure = failure;
  tell(world, "payment.failed", { payment: eventPayment(payment) });
  settleToken(world, payment.token, false);
  return true;
}

/** https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2/build-integration/cards */
export const authenticationRoutes = {
  "GET /v1/payments/:id/authenticate": ({ params }, world) => {
    const payment = findPayment(world, params["id"]);
    if (!payment) return unknownId();
    return payment.status === "created" ? bankPage(world, payment) : wayBack(payment);
  },

  "POST /v1/payments/:id/authenticate": ({ params, body }, world) => {
    const payment = findPayment(world, params["id"]);
    if (!payment) return unknownId();
    if (payment.status === "created") {
      if (textAt(body, "outcome") === "success") approve(world, payment);
      else fail(world, payment, payment.decline);
    }
    return wayBack(payment);
  },

  "POST /v1/payments/:id/otp_generate": ({ params }, world) => {
    const payment = findPayment(world, params["id"]);
    if (payment?.method !== "card") return unknownId();
    const base = `${world.origin}/v1/payments/${payment.id}`;
    const key = `key_id=${account.keyId}`;
    return answerWith({
      razorpay_payment_id: payment.id,
      next: [
        { action: "otp_submit", url: `${base}/otp_submit/${trackingId(payment)}?${key}` },
        { action: "otp_resend", url: `${base}/otp_resend/json?${key}` },
      ],
      metadata: { network: payment.card?.["network"], last4: payment.card?.["last4"] },
    });
  },

  "POST /v1/payments/:id/otp/submit": ({ params, body }, world) =>
    submitPassword(world, findPayment(world, params["id"]), body),
  "POST /v1/payments/:id/otp_submit/:track": ({ params, body }, world) =>
    submitPassword(world, findPayment(world, params["id"]), body),

  "POST /v1/payments/:id/otp/resend": ({ params }, world) =>
    resendPassword(findPayment(world, params["id"])),
  "POST /v1/payments/:id/otp_resend/json": ({ params }, world) =>
    resendPassword(findPayment(world, params["id"])),
} satisfies Record<string, Handler>;

const passwordSteps = ["otp_submit", "otp_resend"];

/** Four to ten digits are right, fewer are wrong: https://razorpay.com/docs/payments/payments/test-card-details */
function submitPassword(
  world: World,
  payment: Payment | undefined,
  body: unknown,
): SimulatedAnswer {
  if (payment?.method !== "card") return unknownId();
  if (payment.status === "failed") return refuse(payment.failure ?? payment.decline);
  if (payment.status === "created") {
    if (!/^\d{4,10}$/.test(textAt(body, "otp") ?? ""))
      return answerWith(
        {
          error: {
            code: "BAD_REQUEST_ERROR",
            description: "payment processing failed because of incorrect otp",
          },
          next: passwordSteps,
        },
        400,
      );
    approve(world, payment);
  }
  return answerWith(signedPayment(payment.id, payment.order.id));
}

const resendPassword = (payment: Payment | undefined): SimulatedAnswer =>
  payment?.method === "card"
    ? answerWith({ next: passwordSteps, razorpay_payment_id: payment.id })
    : unknownId();

/** The name that a payment goes by where a browser can see it. */
export const trackingId = (payment: Payment): string => payment.id.slice("pay_".length);

export const bankPageUrl = (world: World, payment: Payment): string =>
  `${world.origin}/v1/payments/${trackingId(payment)}/authenticate`;

const bankPage = (world: World, payment: Payment): SimulatedAnswer =>
  page({
    title: "Razorpay test bank",
    text: `${payment.method}: ${payment.amount} ${payment.currency} in minor units, ${payment.id}`,
    action: bankPageUrl(world, payment),
    outcomes: { success: "Success", failure: "Failure" },
  });

/**
 * What the customer's browser posts to the shop. The form goes by itself, and adds nothing to the documented fields:
 * its button has no name.
 */
function wayBack(payment: Payment): SimulatedAnswer {
  const fields = callbackFields(payment);
  if (payment.callback === undefined) return answerWith(fields);
  const form = page({
    title: "Back to the shop",
    text: "Your payment is being reported to the shop.",
    action: payment.callback,
    fields,
    outcomes: {},
  });
  const submit = "<button>Continue</button></form><script>document.forms[0].submit()</script>";
  return { ...form, body: String(form.body).replace("</form>", submit) };
}

/** https://razorpay.com/docs/payments/payment-gateway/s2s-integration/redirect/build-integration */
function callbackFields(payment: Payment): Record<string, string> {
  if (payment.failure === undefined) return signedPayment(payment.id, payment.order.id);
  const { code, description, source, step, reason } = errorBody(payment.failure);
  const metadata = `{"payment_id":"${payment.id}","order_id":"${payment.order.id}"}`;
  return {
    "error[code]": code,
    "error[description]": description,
    "error[source]": source,
    "error[step]": step,
    "error[reason]": reason,
    "error[metadata]": metadata,
  };
}
