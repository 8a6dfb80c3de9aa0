/** Adyen in miniature: Checkout v72, Disputes v30, and the webhooks of both, as https://docs.adyen.com has them. */
import {
  type Commands,
  type Handler,
  type SimulatedAnswer,
  type Simulator,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { authenticationPages } from "./simulator/authentication.ts";
import { declined } from "./simulator/cards.ts";
import { checkoutRoutes } from "./simulator/checkout.ts";
import {
  disputeRoutes,
  findDispute,
  openDispute,
  requestInformation,
  resolve,
  returnDebit,
} from "./simulator/disputes.ts";
import { modificationRoutes } from "./simulator/modifications.ts";
import { deliver } from "./simulator/notifications.ts";
import {
  decide,
  findPayment,
  type Payment,
  refuse as refusePayment,
  release,
  tell,
} from "./simulator/payments.ts";
import { samples } from "./simulator/samples.ts";
import { sessionPages, sessionRoutes } from "./simulator/sessions.ts";
import { shopperPages } from "./simulator/shopper.ts";
import { tokenRoutes } from "./simulator/tokens.ts";
import { answering, apiKey, refuse, unauthorised } from "./simulator/wire.ts";

const api: Simulator["routes"] = {
  ...checkoutRoutes,
  ...modificationRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
  ...disputeRoutes,
};
const answered = Object.entries<Handler>(api).map(([route, handler]) => [
  route,
  answering(handler),
]);

const isApi = (path: string) => path.startsWith("/v72/") || path.startsWith("/ca/services/");

const commands: Commands = {
  openDispute(fields, world) {
    const payment = findOne(world, fields["payment"]);
    const amount = wholeAt(fields, "amount") ?? payment.captured - payment.refunded;
    if (payment.captured === 0n) throw new Error(`payment ${payment.pspReference} is not captured`);
    const open = fields["stage"] === "inquiry" ? requestInformation : openDispute;
    return { dispute: open(world, payment, amount, fields["reason"] ?? "10.4").pspReference };
  },

  resolveDispute({ dispute: reference = "", outcome }, world) {
    const dispute = findDispute(world, reference);
    if (!dispute) throw new Error(`no dispute ${reference}`);
    if (outcome !== "won" && outcome !== "lost") throw new Error("outcome is won or lost");
    resolve(world, dispute, outcome);
    return { dispute: reference, payment: dispute.payment.pspReference };
  },

  settle({ payment: reference, outcome }, world) {
    const payment = findOne(world, reference);
    if (outcome !== "succeeded" && outcome !== "failed")
      throw new Error("outcome is succeeded or failed");
    const { pspReference, state } = payment;
    const waits = state === "awaiting" || state === "received";
    if (waits && outcome === "succeeded") decide(world, approved(payment));
    if (waits && outcome === "failed") refusePayment(world, payment, declined);
    if (!waits && outcome === "failed" && payment.captured > 0n) returnDebit(world, payment);
    return { payment: pspReference };
  },

  /** An authorisation that nobody captured, or an offer that no shopper took up. */
  expire({ payment: reference }, world) {
    const payment = findOne(world, reference);
    const held = payment.state === "authorised" || payment.state === "captured";
    const value = release(world, payment, "expired");
    if (payment.state !== "expired")
      throw new Error(`payment ${payment.pspReference} is ${payment.state}`);
    tell(world, payment, held ? "EXPIRE" : "OFFER_CLOSED", held ? value : payment.amount.value);
    return { payment: payment.pspReference };
  },
};

/** By Adyen's reference, or by the merchant's: a shopper who is sent away has no other yet. */
function findOne(world: World, reference = ""): Payment {
  const payment =
    findPayment(world, reference) ??
    [...world.table<Payment>("payments").values()].findLast((one) => one.reference === reference);
  if (!payment) throw new Error(`no payment ${reference}`);
  return payment;
}
const approved = (payment: Payment): Payment =>
  payment.verdict === "pending" ? Object.assign(payment, { verdict: "approve" }) : payment;

const simulator: Simulator = {
  id: "adyen",
  routes: {
    ...Object.fromEntries(answered),
    ...authenticationPages,
    ...shopperPages,
    ...sessionPages,
  },
  authenticate: ({ path, headers }) =>
    isApi(path) && headers["x-api-key"] !== apiKey ? unauthorised() : undefined,

  /** https://docs.adyen.com/development-resources/api-idempotency */
  repeats: {
    key: ({ method, headers }) => (method === "POST" ? headers["idempotency-key"] : undefined),
    scope: () => "the company account",
    conflict: () => processed("false"),
    busy: () => processed("true"),
    keeps: ({ headers }) => headers?.["transient-error"] !== "true",
  },
  deliver,
  commands,
  misstate,
  samples,
};
export default simulator;

/** Of a key whose call still runs, the processor says that it passes: try again with the same key. */
const processed = (transient: "true" | "false"): SimulatedAnswer => ({
  ...refuse("704", "request already processed or in progress", transient === "true" ? 409 : 422),
  headers: { "transient-error": transient },
});

function misstate(answer: SimulatedAnswer): SimulatedAnswer {
  const value = wholeAt(answer.body, "amount.value");
  if (value === undefined) return answer;
  const amount = { value: value + 1n, currency: textAt(answer.body, "amount.currency") };
  return { ...answer, body: { ...Object(answer.body), amount } };
}
