/** Checkout.com in miniature: payments and their actions, pages, instruments, customers, disputes, signed events. https://api-reference.checkout.com */
import { hmacSha256 } from "#kit";
import {
  allowed,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import { disputeRoutes, disputes, settle } from "./simulator/disputes.ts";
import { paymentRoutes } from "./simulator/payment-routes.ts";
import {
  act,
  currencyOf,
  decide,
  emit,
  empty,
  held,
  move,
  type Payment,
  payments,
  release,
  states,
  tell,
} from "./simulator/payments.ts";
import { account, samples } from "./simulator/samples.ts";
import { vaultRoutes } from "./simulator/vault-routes.ts";

const paymentIn = (world: World, id = ""): Payment => {
  const payment = payments(world).get(id);
  if (!payment) throw new Error(`there is no payment ${id}`);
  return payment;
};

const simulator: Simulator = {
  id: "checkout",
  authenticate,
  routes: { ...paymentRoutes, ...vaultRoutes, ...disputeRoutes },
  /** The same request again; another request under the same key is told the same: see `keyed`. */
  repeats: {
    key: ({ path, headers, text }) => {
      const key = headers["cko-idempotency-key"];
      return key && `${key} ${path} ${text}`;
    },
    conflict: () => empty(409),
    busy: () => empty(409),
    keeps: ({ status }) => status < 300,
  },
  deliver: ({ content }, secret) => {
    const body = toJson(content);
    return {
      headers: {
        "content-type": "application/json",
        "cko-signature": hmacSha256(secret, body, "hex"),
      },
      body,
    };
  },

  commands: {
    openDispute({ payment: id, amount, reason = "fraudulent" }, world) {
      const payment = paymentIn(world, id);
      const taken = payment.captured - payment.refunded;
      if (taken === 0n) throw new Error("nothing was taken that could be disputed");
      const now = world.now().toISOString();
      const dispute = {
        id: world.nextId("dsp_", 20),
        category: reason,
        amount: amount ? BigInt(amount) : taken,
        currency: currencyOf(payment),
        reason_code: "10.4",
        status: "evidence_required",
        payment_id: payment.id,
        payment_reference: textAt(payment.asked, "reference"),
        payment_method: "VISA",
        evidence_required_by: new Date(world.now().getTime() + 20 * 86_400_000).toISOString(),
        received_on: now,
        last_update: now,
      };
      disputes(world).set(dispute.id, dispute);
      move(world, payment, "chargeback", dispute.amount);
      emit(world, "dispute_evidence_required", dispute.id, dispute);
      return { dispute: dispute.id };
    },
    resolveDispute({ dispute: id = "", outcome = "lost" }, world) {
      const dispute = disputes(world).get(id);
      if (!dispute) throw new Error(`there is no dispute ${id}`);
      if (outcome === "won")
        move(world, paymentIn(world, dispute.payment_id), "chargeback reversal", dispute.amount);
      settle(world, dispute, outcome);
      return { dispute: id };
    },
    settle({ payment: id, outcome }, world) {
      const payment = paymentIn(world, id);
      if (payment.status !== "Pending") throw new Error("there is nothing to be decided");
      decide(world, payment, outcome === "succeeded" ? payment.code : "20046");
      return { payment: payment.id };
    },
    expire({ payment: id }, world) {
      const payment = paymentIn(world, id);
      if (!allowed(states, payment.status, "Expired"))
        throw new Error("there is nothing to expire");
      const rest = held(payment);
      if (rest > 0n) release(world, payment, rest);
      payment.status = "Expired";
      tell(
        world,
        payment,
        "payment_expired",
        act(world, payment, { type: "Authorization", amount: rest, code: "20019" }),
      );
      return { payment: payment.id };
    },
  },

  misstate(answer) {
    const amount = wholeAt(answer.body, "amount");
    if (amount === undefined) return answer;
    return { ...answer, body: Object.assign({}, answer.body, { amount: amount + 100n }) };
  },

  samples,
};
export default simulator;

/** https://www.checkout.com/docs/developer-resources/api/authentication */
function authenticate({ path, headers }: SimulatedRequest): SimulatedAnswer | undefined {
  if (path.startsWith("/pages/")) return undefined;
  const key = path === "/tokens" ? account.publicKey : account.secretKey;
  return headers["authorization"] === `Bearer ${key}` ? undefined : empty(401);
}
