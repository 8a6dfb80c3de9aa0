/** Mercado Pago in miniature: payments held, taken, waited for or challenged, refunds, saved cards, claims, signed webhooks. */
import { fromDecimal, hmacSha256 } from "#kit";
import { answerWith, page, type Simulator, textAt, toJson, type World } from "#simulate";
import { refuse } from "./simulator/answers.ts";
import { chargebackCommands, chargebackRoutes } from "./simulator/chargebacks.ts";
import { claimCommands, claimRoutes } from "./simulator/claims.ts";
import {
  approve,
  create,
  createRefund,
  currency,
  move,
  number,
  type Payment,
  payments,
  refunds,
  shown,
  shownRefund,
  update,
  withPayment,
} from "./simulator/payments.ts";
import { account, samples } from "./simulator/samples.ts";
import { vaultRoutes } from "./simulator/vault.ts";

function named({ payment: id = "" }: Readonly<Record<string, string>>, world: World): Payment {
  const payment = payments(world).get(id);
  if (!payment) throw new Error(`there is no payment ${id}`);
  return payment;
}

const simulator: Simulator = {
  id: "mercadopago",
  authenticate: ({ headers, path }) =>
    path.startsWith("/challenges/") || headers["authorization"] === `Bearer ${account.accessToken}`
      ? undefined
      : refuse(401, "invalid access token", undefined, "unauthorized"),
  routes: {
    "POST /v1/payments": create,
    "GET /v1/payments/search": ({ query }, world) => {
      const own = [...payments(world).values()]
        .filter(({ asked }) => textAt(asked, "external_reference") === query["external_reference"])
        .reverse();
      const paging = { total: own.length, limit: 30, offset: 0 };
      return answerWith({ paging, results: own.map((payment) => shown(payment, world)) });
    },
    "GET /v1/payments/:id": withPayment((payment, _, world) => answerWith(shown(payment, world))),
    "PUT /v1/payments/:id": withPayment(update),
    "POST /v1/payments/:id/refunds": withPayment(createRefund),
    "GET /v1/payments/:id/refunds/:refund": withPayment((payment, { params }, world) => {
      const refund = refunds(world).get(params["refund"] ?? "");
      return refund?.payment === payment.id
        ? answerWith(shownRefund(refund))
        : refuse(404, "Refund not found", undefined, "not_found");
    }),
    ...vaultRoutes,
    ...chargebackRoutes,
    ...claimRoutes,
    /** The bank's own page, in place of its access control server. */
    "POST /challenges/:id": withPayment((payment, { body }, world) => {
      const outcome = textAt(body, "outcome");
      if (outcome === "succeeded") approve(world, payment);
      if (outcome === "failed") move(world, payment, "rejected", "cc_rejected_3ds_challenge");
      return outcome
        ? answerWith("<!doctype html><title>Done</title>")
        : page({
            title: "Confirm the payment",
            text: `Payment ${payment.id}`,
            action: `${world.origin}/challenges/${payment.id}`,
            outcomes: { succeeded: "Confirm", failed: "Refuse" },
          });
    }),
  },

  /** Of the Orders API alone is it said what another request under the same key is told. */
  repeats: {
    key: ({ method, headers }) => (method === "GET" ? undefined : headers["x-idempotency-key"]),
    keeps: ({ status }) => status < 300,
    conflict: () =>
      refuse(
        409,
        "The idempotency key was already used",
        undefined,
        "idempotency_key_already_used",
      ),
  },

  deliver({ type, id, at: moment, content }, secret) {
    const data = textAt(content, "data.id") ?? "";
    const ts = String(Math.floor(moment.getTime() / 1000));
    const requestId = `sandbox-${id}`;
    const signature = hmacSha256(secret, `id:${data};request-id:${requestId};ts:${ts};`, "hex");
    const body = {
      id: Number(id),
      live_mode: false,
      type,
      date_created: moment.toISOString(),
      user_id: 123456789,
      api_version: "v1",
    };
    return {
      headers: {
        "content-type": "application/json",
        "x-request-id": requestId,
        "x-signature": `ts=${ts},v1=${signature}`,
      },
      body: toJson(Object.assign(body, content)),
    };
  },

  commands: {
    ...chargebackCommands,
    ...claimCommands,
    settle: (fields, world) => {
      const payment = named(fields, world);
      const isOpen = payment.status === "pending" || payment.status === "in_process";
      if (!isOpen) throw new Error(`${payment.id} is ${payment.status}`);
      if (fields["outcome"] === "succeeded") approve(world, payment);
      else move(world, payment, "rejected", "rejected_by_bank");
      return { payment: payment.id };
    },
    expire: (fields, world) => {
      const payment = named(fields, world);
      if (!move(world, payment, "cancelled", "expired"))
        throw new Error(`${payment.id} is ${payment.status}`);
      return { payment: payment.id };
    },
  },

  misstate(answer) {
    const told = textAt(answer.body, "transaction_amount.rawJSON");
    const name = told === undefined ? "amount" : "transaction_amount";
    const text = told ?? textAt(answer.body, "amount.rawJSON");
    if (text === undefined || answer.status >= 300) return answer;
    const other = number(fromDecimal(text, currency).minorUnits + 100n);
    return { ...answer, body: Object.assign({}, answer.body, { [name]: other }) };
  },

  samples,
};
export default simulator;
