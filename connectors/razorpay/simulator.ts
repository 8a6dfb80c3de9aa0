/** Razorpay in miniature: orders, server-to-server payments, captures, refunds, mandates and disputes. */
import { hmacSha256 } from "#kit";
import { at, type SimulatedRequest, type Simulator, toJson, wholeAt } from "#simulate";
import { account, authenticate } from "./simulator/account.ts";
import { attemptRoutes } from "./simulator/attempts.ts";
import { authenticationRoutes } from "./simulator/authentication.ts";
import { commands } from "./simulator/commands.ts";
import { disputeRoutes } from "./simulator/disputes.ts";
import { documentRoutes } from "./simulator/documents.ts";
import { orderRoutes } from "./simulator/orders.ts";
import { paymentRoutes } from "./simulator/payments.ts";
import { refundRoutes } from "./simulator/refunds.ts";
import { samples } from "./simulator/samples.ts";
import { tokenRoutes } from "./simulator/tokens.ts";
import { refuseAccess } from "./simulator/wire.ts";

const simulator: Simulator = {
  id: "razorpay",
  authenticate,
  routes: {
    ...orderRoutes,
    ...attemptRoutes,
    ...authenticationRoutes,
    ...paymentRoutes,
    ...refundRoutes,
    ...tokenRoutes,
    ...disputeRoutes,
    ...documentRoutes,
  },

  /** Refunds alone have a key: https://razorpay.com/docs/api/refunds/normal-refunds-idempotent */
  repeats: {
    key: refundKey,
    conflict: () =>
      refuseAccess(
        "Different request with the same idempotency key has already been processed.",
        409,
      ),
    busy: () =>
      refuseAccess("Another request with the same idempotency key is still in progress.", 409),
  },

  /** https://razorpay.com/docs/webhooks/validate-test */
  deliver({ type, id, at: moment, content }, secret) {
    const body = toJson({
      entity: "event",
      account_id: account.id,
      event: type,
      contains: at(content, "contains"),
      payload: at(content, "payload"),
      created_at: Math.floor(moment.getTime() / 1000),
    });
    return {
      headers: {
        "content-type": "application/json",
        "x-razorpay-event-id": id,
        "x-razorpay-signature": hmacSha256(secret, body, "hex"),
      },
      body,
    };
  },

  commands,

  misstate(answer) {
    const amount = wholeAt(answer.body, "amount");
    if (amount === undefined) return answer;
    return { ...answer, body: Object.assign({}, answer.body, { amount: amount + 100n }) };
  },

  samples,
};
export default simulator;

function refundKey({ method, path, headers }: SimulatedRequest): string | undefined {
  const isRefund = method === "POST" && /^\/v1\/payments\/[^/]+\/refund$/.test(path);
  return isRefund ? headers["x-refund-idempotency"] : undefined;
}
