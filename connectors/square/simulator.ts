/** Square in miniature: payments held or taken, refunds, cards on file, customers, disputes, signed webhooks. */
import { hmacSha256 } from "#kit";
import { at, type Simulator, textAt, toJson, type World, wholeAt } from "#simulate";
import { type Dispute, disputeRoutes, moveDispute, openDispute } from "./simulator/disputes.ts";
import { decide, paymentRoutes, runOut } from "./simulator/payments.ts";
import type { Payment } from "./simulator/records.ts";
import { refundRoutes } from "./simulator/refunds.ts";
import { account, samples } from "./simulator/samples.ts";
import { vaultRoutes } from "./simulator/vault.ts";
import { error, members, money, refuse } from "./simulator/wire.ts";

const simulator: Simulator = {
  id: "square",
  authenticate: ({ headers }) =>
    headers["authorization"] === `Bearer ${account.accessToken}`
      ? undefined
      : refuse(
          error("UNAUTHORIZED", "This request could not be authorized.", "AUTHENTICATION_ERROR"),
          401,
        ),
  routes: { ...paymentRoutes, ...refundRoutes, ...vaultRoutes, ...disputeRoutes },

  /** https://developer.squareup.com/docs/working-with-apis/idempotency: of each endpoint, what succeeded. */
  repeats: {
    key: ({ method, path, body }) =>
      method === "GET" || path.endsWith("/cancel") ? undefined : textAt(body, "idempotency_key"),
    scope: ({ method, path }) => `${method} ${path}`,
    keeps: ({ status }) => status === 200,
    conflict: () =>
      refuse(
        error(
          "IDEMPOTENCY_KEY_REUSED",
          "Different request parameters used for the same idempotency_key.",
          undefined,
          "idempotency_key",
        ),
      ),
  },

  /** https://developer.squareup.com/docs/webhooks/step3validate */
  deliver({ type, id, at: moment, content }, secret) {
    const body = toJson({
      merchant_id: account.merchantId,
      location_id: account.locationId,
      type,
      event_id: id,
      created_at: moment.toISOString(),
      data: content,
    });
    return {
      headers: {
        "content-type": "application/json",
        "x-square-hmacsha256-signature": hmacSha256(
          secret,
          account.notificationUrl + body,
          "base64",
        ),
        "square-environment": "Sandbox",
      },
      body,
    };
  },

  commands: {
    openDispute: (fields, world) => {
      const payment = paymentOf(fields, world);
      if (payment.status !== "COMPLETED") throw new Error(`${payment.id} is ${payment.status}`);
      const amount = wholeAt(fields, "amount") ?? payment.amount;
      if (amount <= 0n || amount > payment.amount) throw new Error(`${amount} was not paid`);
      const { id } = openDispute(world, payment, amount, fields["reason"] ?? "NO_KNOWLEDGE");
      return { dispute: id, payment: payment.id };
    },
    resolveDispute: ({ dispute: id = "", outcome }, world) => {
      const dispute = world.table<Dispute>("disputes").get(id);
      if (!dispute) throw new Error(`there is no dispute ${id}`);
      if (!moveDispute(world, dispute, outcome === "won" ? "WON" : "LOST"))
        throw new Error(`${id} is ${dispute.state}`);
      return { dispute: id, payment: dispute.payment.id };
    },
    settle: (fields, world) => {
      const payment = paymentOf(fields, world);
      const fails = fields["outcome"] === "succeeded" ? undefined : "INSUFFICIENT_FUNDS";
      if (payment.status !== "PENDING") throw new Error(`${payment.id} is ${payment.status}`);
      decide(world, payment, fails);
      return { payment: payment.id };
    },
    expire: (fields, world) => {
      const payment = paymentOf(fields, world);
      const elapsed = world.now().getTime() - Date.parse(payment.created);
      payment.delay = { ...payment.delay, seconds: Math.floor(elapsed / 1000) };
      if (!runOut(world, payment)) throw new Error(`${payment.id} is ${payment.status}`);
      return { payment: payment.id };
    },
  },

  misstate(answer) {
    for (const kind of ["payment", "refund"]) {
      const amount = wholeAt(answer.body, `${kind}.amount_money.amount`);
      if (amount === undefined || answer.status !== 200) continue;
      const currency = textAt(answer.body, `${kind}.amount_money.currency`) ?? "";
      const other = money(amount + 100n, currency);
      const told = { ...members(at(answer.body, kind)), amount_money: other, total_money: other };
      return { ...answer, body: { [kind]: told } };
    }
    return answer;
  },

  samples,
};
export default simulator;

function paymentOf({ payment: id = "" }: Readonly<Record<string, string>>, world: World): Payment {
  const payment = world.table<Payment>("payments").get(id);
  if (!payment) throw new Error(`there is no payment ${id}`);
  return payment;
}
