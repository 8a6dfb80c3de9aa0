/** Payments, their actions, and the pages that customers are sent to. https://api-reference.checkout.com/#tag/Payments */
import {
  allowed,
  answerWith,
  at,
  page,
  redirectTo,
  type Simulator,
  textAt,
  wholeAt,
} from "#simulate";
import {
  act,
  balances,
  capture,
  cards,
  currencyOf,
  decide,
  empty,
  giveBack,
  giveUp,
  held,
  invalid,
  keyed,
  move,
  of,
  type Payment,
  payments,
  shown,
  sourceOf,
  states,
  taken,
  tell,
} from "./payments.ts";

export const paymentRoutes: Simulator["routes"] = {
  "POST /payments": keyed(({ body: asked }, world) => {
    if (!textAt(asked, "currency")) return invalid("currency_required");
    const amount = wholeAt(asked, "amount");
    if (amount === undefined || amount < 0n) return invalid("amount_invalid");
    const chosen = sourceOf(asked, world);
    if (typeof chosen === "string") return invalid(chosen);
    const payment: Payment = {
      id: world.nextId("pay_", 26),
      session: world.nextId("sid_", 26),
      asked,
      requested_on: world.now().toISOString(),
      ...chosen,
      actions: [],
      status: "Pending",
      authorized: 0n,
      voided: 0n,
      captured: 0n,
      refunded: 0n,
    };
    payments(world).set(payment.id, payment);
    if (at(asked, "3ds.enabled") === true || !cards.has(textAt(asked, "source.type") ?? "")) {
      tell(world, payment, "payment_pending", act(world, payment, { type: "Pending", amount }));
      payment.actions.length = 0;
      return answerWith(shown(payment, world), 202);
    }
    const {
      id: action_id,
      response_code,
      response_summary,
      processed_on,
    } = decide(world, payment, payment.code);
    const { balances: _, requested_on: __, ...told } = shown(payment, world);
    return answerWith(
      {
        ...told,
        action_id,
        response_code,
        response_summary,
        processed_on,
        auth_code: "770687",
      },
      201,
    );
  }),
  "GET /payments": ({ query }, world) => {
    const all = [...payments(world).values()].filter(
      ({ asked }) => textAt(asked, "reference") === query["reference"],
    );
    const data = all.toReversed().map((payment) => shown(payment, world));
    return answerWith({ limit: 10, skip: 0, total_count: data.length, data });
  },
  "GET /payments/:id": of((payment, _, world) => answerWith(shown(payment, world))),
  "GET /payments/:id/actions": of(({ actions }) => answerWith(actions)),
  "POST /payments/:id/captures": keyed(
    of((payment, { body }, world) => {
      const rest = held(payment);
      if (!allowed(states, payment.status, "Captured") || rest === 0n) return empty(403);
      const amount = wholeAt(body, "amount") ?? rest;
      if (amount > rest) return invalid("capture_value_greater_than_remaining_authorized");
      const isFinal = textAt(body, "capture_type") !== "NonFinal";
      return taken(
        capture(world, payment, amount, { reference: textAt(body, "reference"), isFinal }),
      );
    }),
  ),
  "POST /payments/:id/voids": keyed(
    of((payment, { body }, world) => {
      if (!allowed(states, payment.status, "Voided") || held(payment) === 0n) return empty(403);
      return taken(giveUp(world, payment, { reference: textAt(body, "reference") }));
    }),
  ),
  "POST /payments/:id/refunds": keyed(
    of((payment, { body }, world) => {
      const rest = payment.captured - payment.refunded;
      if (!allowed(states, payment.status, "Refunded") || rest === 0n) return empty(403);
      const amount = wholeAt(body, "amount") ?? rest;
      if (amount > rest) return invalid("amount_exceeds_balance");
      return taken(giveBack(world, payment, amount, { reference: textAt(body, "reference") }));
    }),
  ),
  "POST /payments/:id/authorizations": keyed(
    of((payment, { body }, world) => {
      if (!allowed(states, payment.status, "Authorized")) return empty(403);
      if (textAt(payment.asked, "authorization_type") !== "Estimated")
        return invalid("incremental_authorization_unsupported");
      const amount = wholeAt(body, "amount") ?? 0n;
      payment.authorized += amount;
      move(world, payment, "authorization", amount);
      const action = act(world, payment, {
        type: "Authorization",
        amount,
        reference: textAt(body, "reference"),
      });
      tell(world, payment, "payment_authorization_incremented", action);
      const { id: action_id, type: _, ...told } = action;
      return answerWith(
        {
          action_id,
          ...told,
          status: "Authorized",
          currency: currencyOf(payment),
          balances: balances(payment),
        },
        201,
      );
    }),
  ),
  "POST /payments/:id/reversals": of((payment, { body }, world) => {
    const left = payment.captured - payment.refunded;
    if (payment.status === "Voided" || payment.status === "Refunded") return empty(204);
    if (left === 0n && held(payment) === 0n) return empty(403);
    const done = { reference: textAt(body, "reference"), id: world.nextId("act_", 26) };
    if (held(payment) > 0n) giveUp(world, payment, done);
    if (left > 0n) giveBack(world, payment, left, done);
    return answerWith({ action_id: done.id, reference: done.reference }, 202);
  }),

  "GET /pages/:id": of(({ id }) =>
    page({
      title: "Checkout.com test page",
      text: "Do you agree to this payment?",
      action: id,
      outcomes: { succeeded: "Agree", failed: "Fail" },
    }),
  ),
  "POST /pages/:id": of((payment, { body }, world) => {
    const isGood = textAt(body, "outcome") === "succeeded";
    const failing = at(payment.asked, "3ds.enabled") === true ? "20151" : "20046";
    if (payment.status === "Pending") decide(world, payment, isGood ? payment.code : failing);
    const url = textAt(payment.asked, isGood ? "success_url" : "failure_url") ?? "about:blank";
    return redirectTo(`${url}${url.includes("?") ? "&" : "?"}cko-session-id=${payment.session}`);
  }),
};
