/** Starting a payment: what a shop's server sends, what is wrong with it, and what comes next. */
import {
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { account } from "./account.ts";
import { approve, bankPageUrl, fail, trackingId } from "./authentication.ts";
import {
  cardDecline,
  cardEntity,
  collectExpired,
  paymentFailed,
  timedOut,
  upiOutcome,
  wallets,
} from "./banks.ts";
import { findOrder } from "./orders.ts";
import {
  alreadyPaid,
  type Method,
  newPayment,
  type Order,
  type Payment,
  type PaymentFacts,
  paymentsOf,
} from "./payments.ts";
import { mandateProblem, newToken, type Token, tokenOf } from "./tokens.ts";
import { missing, type Refusal, refuse, unknownId } from "./wire.ts";

/** A payment that nobody finishes fails: https://razorpay.com/docs/payments/payments/late-authorisation */
const TEN_MINUTES = 600;
/** In which the simulated UPI app answers for a documented test value. */
const A_MOMENT = 5;
/** https://razorpay.com/docs/payments/recurring-payments/cards/test-cards, and a day for the notice before a UPI debit. */
const debitSeconds = { card: 300, upi: 86_400 };

export const attemptRoutes = {
  /** https://razorpay.com/docs/payments/payment-gateway/s2s-integration/json/v2 */
  "POST /v1/payments/create/json": ({ body }, world) => {
    const started = start(world, body, textAt(body, "method"));
    if ("refused" in started) return started.refused;
    const { id } = started.payment;
    return answerWith({ razorpay_payment_id: id, next: nextSteps(world, started.payment) });
  },

  /** https://razorpay.com/docs/payments/payment-gateway/s2s-integration/payment-methods/upi/intent */
  "POST /v1/payments/create/upi": ({ body }, world) => {
    const started = start(world, body, "upi");
    if ("refused" in started) return started.refused;
    const { payment } = started;
    return answerWith({
      razorpay_payment_id: payment.id,
      ...(payment.vpa === null && { link: intentLink(payment) }),
    });
  },

  /** https://razorpay.com/docs/payments/payment-gateway/s2s-integration/recurring-payments/cards/subsequent-payments */
  "POST /v1/payments/create/recurring": ({ body }, world) => {
    const refusal = missing(body, ["customer_id", "token", "recurring"]);
    if (refusal) return refusal;
    const order = orderOf(world, body);
    if ("refused" in order) return order.refused;
    const token = tokenOf(world, textAt(body, "customer_id"), textAt(body, "token"));
    if (!token) return unknownId();
    const problem = mandateProblem(world, token, order.amount);
    if (problem) return refuse(problem);
    const payment = newPayment(world, {
      ...buyer(order, body),
      ...keptInstrument(token),
      decline: token.method === "card" ? cardDecline() : paymentFailed,
    });
    world.schedule(debitSeconds[token.method], () => debit(world, payment, token));
    return answerWith({ razorpay_payment_id: payment.id });
  },

  "POST /v1/payments/validate/vpa": ({ body }) => {
    const vpa = textAt(body, "vpa");
    return vpa?.includes("@")
      ? answerWith({ vpa, success: true, customer_name: "Gaurav Kumar" })
      : missingAddress();
  },
} satisfies Record<string, Handler>;

interface Refused {
  readonly refused: SimulatedAnswer;
}
const refused = (refusal: Refusal): Refused => ({ refused: refuse(refusal) });

function start(
  world: World,
  body: unknown,
  method: string | undefined,
): { readonly payment: Payment } | Refused {
  const order = orderOf(world, body);
  if ("refused" in order) return order;
  const used = instrument(world, order, body, method);
  if ("refused" in used) return used;
  const payment = newPayment(world, { ...buyer(order, body), ...used });
  if (payment.method === "upi") awaitApp(world, payment, body);
  else world.schedule(TEN_MINUTES, () => fail(world, payment, timedOut));
  return { payment };
}

/** The order that is paid: the amount must be its own, and it takes one successful payment only. */
function orderOf(world: World, body: unknown): Order | Refused {
  const absent = missing(body, ["amount", "currency", "order_id", "email", "contact"]);
  if (absent) return { refused: absent };
  const order = findOrder(world, textAt(body, "order_id"));
  if (!order) return { refused: unknownId() };
  const pending = paymentsOf(world, order).some(({ status }) => status === "authorized");
  if (order.status === "paid" || pending) return refused(alreadyPaid);
  if (wholeAt(body, "amount") !== order.amount || textAt(body, "currency") !== order.currency)
    return refused({
      description:
        "Your payment amount is different from your order amount. To pay successfully, please try using right amount.",
      field: "amount",
    });
  const customer = textAt(body, "customer_id");
  if (customer !== undefined && !world.table("customers").has(customer))
    return { refused: unknownId() };
  return order;
}

const buyer = (order: Order, body: unknown) => ({
  order,
  amount: order.amount,
  currency: order.currency,
  email: textAt(body, "email") ?? "",
  contact: textAt(body, "contact") ?? "",
  description: textAt(body, "description") ?? null,
  notes: at(body, "notes") ?? [],
  callback: textAt(body, "callback_url"),
  customer: textAt(body, "customer_id"),
});

type Instrument = Pick<
  PaymentFacts,
  "method" | "card" | "bank" | "wallet" | "vpa" | "token" | "decline"
>;
const instrumentOf = (method: Method, facts: Partial<Instrument>): Instrument => ({
  method,
  card: undefined,
  bank: null,
  wallet: null,
  vpa: null,
  token: undefined,
  decline: paymentFailed,
  ...facts,
});
const keptInstrument = (token: Token): Instrument =>
  instrumentOf(token.method, { card: token.card, vpa: token.vpa, token: token.id });

function instrument(
  world: World,
  order: Order,
  body: unknown,
  method: string | undefined,
): Instrument | Refused {
  const kept = textAt(body, "token");
  if (kept !== undefined) {
    const token = tokenOf(world, textAt(body, "customer_id"), kept);
    return token ? keptInstrument(token) : { refused: unknownId() };
  }
  if (method === "card") return card(world, order, body);
  if (method === "upi") return upi(world, order, body);
  if (method === "netbanking" || method === "wallet") {
    const field = method === "wallet" ? "wallet" : "bank";
    const absent = missing(body, [field]);
    if (absent) return { refused: absent };
    const code = textAt(body, field) ?? "";
    if (method === "wallet" && !wallets.includes(code))
      return refused({ description: "The selected wallet is invalid.", field });
    return instrumentOf(method, { [field]: code });
  }
  return method === undefined
    ? refused({ description: "The method field is required.", field: "method" })
    : refused({ description: `Invalid payment method given: ${method}` });
}

function card(world: World, order: Order, body: unknown): Instrument | Refused {
  const absent = missing(body, [
    "card.number",
    "card.name",
    "card.expiry_month",
    "card.expiry_year",
  ]);
  if (absent) return { refused: absent };
  const number = textAt(body, "card.number") ?? "";
  if (!/^\d{12,19}$/.test(number))
    return refused({
      description: "You have entered an incorrect card number. Try again.",
      source: "customer",
      reason: "card_number_invalid",
    });
  const entity = cardEntity(world.nextId("card_", 14), number, textAt(body, "card.name") ?? "");
  const expiry = {
    expiry_month: Number(textAt(body, "card.expiry_month")),
    expiry_year: 2000 + (Number(textAt(body, "card.expiry_year")) % 100),
  };
  const token = registered(world, order, body, {
    method: "card",
    card: { ...entity, ...expiry, flows: { otp: true, recurring: true } },
    vpa: null,
  });
  return instrumentOf("card", { card: entity, token, decline: cardDecline(number) });
}

function upi(world: World, order: Order, body: unknown): Instrument | Refused {
  if (order.currency !== "INR")
    return refused({ description: "Currency is not supported", field: "currency" });
  const vpa = textAt(body, "upi.flow") === "intent" ? null : upiAddress(body);
  if (vpa !== null && !vpa.includes("@")) return { refused: missingAddress() };
  const token = registered(world, order, body, { method: "upi", card: undefined, vpa });
  const { decline } = upiOutcome(order.amount, vpa);
  return instrumentOf("upi", { vpa, token, decline });
}

const upiAddress = (body: unknown) => textAt(body, "upi.vpa") ?? textAt(body, "vpa") ?? "";
const missingAddress = () => refuse({ description: "The vpa field is required.", field: "vpa" });

/** The token of an instrument that is to be kept; `recurring` makes it a mandate. */
function registered(
  world: World,
  order: Order,
  body: unknown,
  facts: Pick<Token, "method" | "card" | "vpa">,
): string | undefined {
  const customer = textAt(body, "customer_id");
  const recurring = ["1", "true", "preferred"].includes(textAt(body, "recurring") ?? "");
  const save = ["1", "true"].includes(textAt(body, "save") ?? "");
  if (customer === undefined || !(recurring || save)) return undefined;
  return newToken(world, { ...facts, customer, recurring, ...order.mandate }).id;
}

function nextSteps(world: World, payment: Payment) {
  const { id } = payment;
  const self = `${world.origin}/v1/payments/${id}`;
  const poll = { action: "poll", url: self };
  if (payment.method === "upi")
    return payment.vpa === null ? [{ action: "intent", url: intentLink(payment) }, poll] : [poll];
  const redirect = { action: "redirect", url: bankPageUrl(world, payment) };
  if (payment.method !== "card") return [redirect];
  const query = `track_id=${trackingId(payment)}&key_id=${account.keyId}`;
  return [redirect, { action: "otp_generate", url: `${self}/otp_generate?${query}` }];
}

function intentLink({ id, amount, currency }: Payment): string {
  const rupees = `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`;
  return `upi://pay?pa=upi@razorpay&pn=acme&tr=${id.slice("pay_".length)}&tn=razorpay&am=${rupees}&cu=${currency}&mc=5411`;
}

/** A documented test value answers by itself; any other address waits for its customer until the request expires. */
function awaitApp(world: World, payment: Payment, body: unknown): void {
  const { ends, decline } = upiOutcome(payment.amount, payment.vpa);
  const minutes = Number(wholeAt(body, "upi.expiry_time") ?? 5);
  if (ends === "waits") world.schedule(minutes * 60, () => fail(world, payment, collectExpired));
  else
    world.schedule(A_MOMENT, () => {
      if (payment.status !== "created") return;
      if (ends === "approved") approve(world, payment);
      else fail(world, payment, decline);
    });
}

function debit(world: World, payment: Payment, token: Token): void {
  if (payment.status !== "created") return;
  const problem = mandateProblem(world, token, payment.amount);
  const { ends, decline } = upiOutcome(payment.amount, payment.vpa);
  if (problem) fail(world, payment, { ...problem, step: "payment_authorization" });
  else if (token.method === "upi" && ends === "declined") fail(world, payment, decline);
  else approve(world, payment);
}
