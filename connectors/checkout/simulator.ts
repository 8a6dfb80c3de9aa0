/** Checkout.com in miniature: payments and their actions, pages, instruments, customers, disputes, signed events. https://api-reference.checkout.com */
import { hmacSha256 } from "#kit";
import {
  allowed,
  answerWith,
  at,
  type Handler,
  page,
  redirectTo,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  type Transitions,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import { account, declines, samples } from "./simulator/samples.ts";

type Status =
  | "Pending"
  | "Authorized"
  | "Card Verified"
  | "Partially Captured"
  | "Captured"
  | "Partially Refunded"
  | "Refunded"
  | "Voided"
  | "Declined"
  | "Canceled"
  | "Expired";
const refundable: readonly Status[] = ["Partially Refunded", "Refunded"];
const states: Transitions<Status> = {
  Pending: ["Authorized", "Card Verified", "Declined", "Canceled", "Expired"],
  Authorized: ["Authorized", "Partially Captured", "Captured", "Voided", "Expired"],
  "Partially Captured": ["Partially Captured", "Captured", "Voided", ...refundable],
  Captured: refundable,
  "Partially Refunded": refundable,
  "Card Verified": [],
  Refunded: [],
  Voided: [],
  Declined: [],
  Canceled: [],
  Expired: [],
};

interface Payment {
  readonly id: string;
  readonly session: string;
  readonly asked: unknown;
  readonly requested_on: string;
  readonly source: Record<string, unknown>;
  readonly actions: Action[];
  /** How the issuer will answer. */
  readonly code: string;
  status: Status;
  authorized: bigint;
  voided: bigint;
  captured: bigint;
  refunded: bigint;
}
interface Action {
  readonly id: string;
  readonly type: string;
  readonly amount: bigint;
  readonly approved: boolean;
  readonly response_code: string;
  readonly response_summary: string;
  readonly processed_on: string;
  readonly reference?: string;
}
const payments = (world: World) => world.table<Payment>("payments");
const empty = (status: number): SimulatedAnswer => answerWith("", status);
const invalid = (...error_codes: string[]): SimulatedAnswer =>
  answerWith({ request_id: "0HL80RJLS76I7", error_type: "request_invalid", error_codes }, 422);
const held = ({ authorized, voided, captured }: Payment) => authorized - voided - captured;
const currencyOf = ({ asked }: Payment) => textAt(asked, "currency") ?? "";

/** https://www.checkout.com/docs/payments/accept-payments/format-the-amount-value */
const minorUnits = (payment: Payment, units: bigint) =>
  currencyOf(payment) === "CLP" ? units / 100n : units;
type Kind = Parameters<World["ledger"]["record"]>[0]["kind"];
function move(world: World, payment: Payment, kind: Kind, units: bigint): void {
  const reference = textAt(payment.asked, "reference");
  world.ledger.record({
    kind,
    payment: payment.id,
    amount: minorUnits(payment, units),
    currency: currencyOf(payment),
    ...(reference && { reference }),
  });
}
const balances = (payment: Payment) => ({
  total_authorized: payment.authorized,
  total_voided: payment.voided,
  available_to_void: held(payment),
  total_captured: payment.captured,
  available_to_capture: held(payment),
  total_refunded: payment.refunded,
  available_to_refund: payment.captured - payment.refunded,
});

const redirectName = ({ type }: Record<string, unknown>): string =>
  type === "multibanco" ? "multibanco:static-reference-page" : "redirect";

/** As GET shows it; a request's answer has its action with it. */
function shown(payment: Payment, world: World): Record<string, unknown> {
  const { id, status, source, requested_on, asked } = payment;
  const self = { href: `${world.origin}/payments/${id}` };
  const redirect = { href: `${world.origin}/pages/${id}` };
  return {
    id,
    requested_on,
    source,
    amount: wholeAt(asked, "amount"),
    currency: currencyOf(payment),
    reference: textAt(asked, "reference"),
    approved: !["Pending", "Declined", "Canceled"].includes(status),
    status,
    balances: balances(payment),
    customer: { id: textAt(asked, "customer.id") ?? "cus_udst2tfldj6upmye2reztkmm4i" },
    metadata: at(asked, "metadata") ?? {},
    scheme_id: "489341065491658",
    ...(at(asked, "3ds.enabled") === true && {
      "3ds": {
        enrolled: "Y",
        ...(status !== "Pending" && { authentication_response: status === "Declined" ? "N" : "Y" }),
      },
    }),
    _links: {
      self,
      actions: { href: `${self.href}/actions` },
      ...(status === "Pending" && { [redirectName(source)]: redirect }),
    },
  };
}
interface Done {
  readonly type: string;
  readonly amount: bigint;
  readonly code?: string;
  readonly reference?: string | undefined;
  readonly id?: string;
}
function act(
  world: World,
  payment: Payment,
  { type, amount, code = "10000", reference, id }: Done,
): Action {
  const action: Action = {
    id: id ?? world.nextId("act_", 26),
    type,
    amount,
    approved: code === "10000",
    response_code: code,
    response_summary: code === "10000" ? "Approved" : "Declined",
    processed_on: world.now().toISOString(),
    ...(reference && { reference }),
  };
  payment.actions.unshift(action);
  return action;
}
function tell(world: World, payment: Payment, type: string, action: Action): void {
  const { id: action_id, type: _, approved: __, ...said } = action;
  const data = {
    id: payment.id,
    action_id,
    ...said,
    currency: currencyOf(payment),
    balances: balances(payment),
    metadata: at(payment.asked, "metadata") ?? {},
    ...(action.type === "Authorization" && {
      source: payment.source,
      scheme_id: "489341065491658",
    }),
  };
  emit(world, type, payment.id, data);
}
/** Each event is of a later moment than the one before. */
function momentOf(world: World): string {
  const last = world.table<number>("moments");
  const moment = Math.max(world.now().getTime(), (last.get("last") ?? 0) + 1);
  last.set("last", moment);
  return new Date(moment).toISOString();
}
function emit(world: World, type: string, subject: string, data: unknown): void {
  const id = world.nextId("evt_", 26);
  const created_on = momentOf(world);
  const self = { href: `${world.origin}/workflows/events/${id}` };
  const content = {
    id,
    type,
    version: "1.0.29",
    created_on,
    data,
    _links: { self, subject: { href: `${world.origin}/workflows/events/subject/${subject}` } },
  };
  world.emit({ type, id, content });
}

/** The issuer decides; what is to be captured at once is captured a moment later. */
function decide(world: World, payment: Payment, code = "10000"): Action {
  const amount = wholeAt(payment.asked, "amount") ?? 0n;
  const isCheck = amount === 0n;
  const reference = textAt(payment.asked, "reference");
  const type = isCheck ? "Card Verification" : "Authorization";
  const isGood = code === "10000";
  payment.status = isGood ? (isCheck ? "Card Verified" : "Authorized") : "Declined";
  if (isGood && !isCheck) {
    payment.authorized = amount;
    move(world, payment, "authorization", amount);
  }
  const action = act(world, payment, { type, amount, code, reference });
  const names = isCheck
    ? ["card_verified", "card_verification_declined"]
    : ["payment_approved", "payment_declined"];
  tell(world, payment, names[isGood ? 0 : 1] ?? "", action);
  const later = textAt(payment.asked, "capture_on");
  if (!isGood || isCheck || at(payment.asked, "capture") === false) return action;
  const take = () => void capture(world, payment, amount, { reference, isFinal: true });
  if (later) world.schedule(Math.max(0, (Date.parse(later) - world.now().getTime()) / 1000), take);
  else take();
  return action;
}
function capture(
  world: World,
  payment: Payment,
  amount: bigint,
  { reference, isFinal }: { readonly reference: string | undefined; readonly isFinal: boolean },
): Action {
  payment.captured += amount;
  move(world, payment, "capture", amount);
  const rest = held(payment);
  if (isFinal && rest > 0n) release(world, payment, rest);
  payment.status = payment.captured === payment.authorized ? "Captured" : "Partially Captured";
  const action = act(world, payment, { type: "Capture", amount, reference });
  tell(world, payment, "payment_captured", action);
  return action;
}
function release(world: World, payment: Payment, amount: bigint): void {
  payment.voided += amount;
  move(world, payment, "void", amount);
}
function giveBack(
  world: World,
  payment: Payment,
  amount: bigint,
  done: Pick<Done, "reference" | "id">,
): Action {
  payment.refunded += amount;
  payment.status = payment.refunded === payment.captured ? "Refunded" : "Partially Refunded";
  move(world, payment, "refund", amount);
  const action = act(world, payment, { type: "Refund", amount, ...done });
  tell(world, payment, "payment_refunded", action);
  return action;
}
function giveUp(world: World, payment: Payment, done: Pick<Done, "reference" | "id">): Action {
  const amount = held(payment);
  release(world, payment, amount);
  if (payment.captured === 0n) payment.status = "Voided";
  const action = act(world, payment, { type: "Void", amount, ...done });
  tell(world, payment, "payment_voided", action);
  return action;
}

/** Successful answers are given again for the same key, whatever is asked: https://www.checkout.com/docs/developer-resources/api/idempotency */
const keyed =
  (handler: Handler): Handler =>
  (request, world) => {
    const key = request.headers["cko-idempotency-key"];
    const place = `${request.path} ${key}`;
    const answers = world.table<SimulatedAnswer>("answers");
    const earlier = key === undefined ? undefined : answers.get(place);
    if (earlier) return earlier;
    const answer = handler(request, world);
    if (key !== undefined && answer.status < 300) answers.set(place, answer);
    return answer;
  };
const of =
  (
    handle: (payment: Payment, request: SimulatedRequest, world: World) => SimulatedAnswer,
  ): Handler =>
  (request, world) => {
    const { id = "" } = request.params;
    const payment =
      payments(world).get(id) ??
      [...payments(world).values()].find(({ session }) => session === id);
    return payment ? handle(payment, request, world) : empty(404);
  };
const taken = ({ id, reference }: Action) => answerWith({ action_id: id, reference }, 202);

const cards: ReadonlySet<string> = new Set(["card", "network_token", "token", "id"]);
interface Chosen {
  readonly source: Record<string, unknown>;
  readonly code: string;
}
/** What is paid with, and how the issuer will answer; or what is wrong with it. */
function sourceOf(asked: unknown, world: World): Chosen | string {
  const type = textAt(asked, "source.type") ?? "";
  if (type !== "" && !cards.has(type)) return { source: { type }, code: "10000" };
  const tokens = world.table<string>("tokens");
  const instruments = world.table<string>("instruments");
  const token = textAt(asked, "source.token") ?? "";
  const id = textAt(asked, "source.id") ?? "";
  const numbers: Readonly<Record<string, string | undefined>> = {
    card: textAt(asked, "source.number"),
    network_token: token,
    token: tokens.get(token) ?? (token === account.token ? "4242424242424242" : undefined),
    id: instruments.get(id) ?? (id === account.instrument ? "4242424242424242" : undefined),
  };
  const number = numbers[type];
  if (type === "") return "payment_source_required";
  if (number === undefined) return type === "token" ? "token_invalid" : "card_not_found";
  const source = type === "id" ? id : world.nextId("src_", 26);
  instruments.set(source, number);
  const shownSource = {
    id: source,
    type: "card",
    scheme: "Visa",
    last4: number.slice(-4),
    bin: number.slice(0, 6),
    expiry_month: 12,
    expiry_year: 2030,
    card_type: "CREDIT",
    cvv_check: "Y",
    avs_check: "S",
  };
  return { source: shownSource, code: declines[number] ?? "10000" };
}

const routes: Simulator["routes"] = {
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

  "POST /tokens": ({ body }, world) => {
    const token = world.nextId("tok_", 26);
    world.table<string>("tokens").set(token, textAt(body, "number") ?? "4242424242424242");
    return answerWith(
      { type: textAt(body, "type"), token, expires_on: world.now().toISOString() },
      201,
    );
  },
  "POST /instruments": ({ body }, world) => {
    const number = world.table<string>("tokens").get(textAt(body, "token") ?? "");
    if (number === undefined) return invalid("token_invalid");
    const id = world.nextId("src_", 26);
    world.table<string>("instruments").set(id, number);
    return answerWith(
      {
        id,
        type: "card",
        last4: number.slice(-4),
        bin: number.slice(0, 6),
        expiry_month: 12,
        expiry_year: 2030,
        scheme: "Visa",
      },
      201,
    );
  },
  "GET /instruments/:id": ({ params }, world) =>
    world.table("instruments").has(params["id"] ?? "")
      ? answerWith({ id: params["id"], type: "card" })
      : empty(404),
  "DELETE /instruments/:id": ({ params }, world) =>
    empty(world.table("instruments").delete(params["id"] ?? "") ? 204 : 404),
  "POST /customers": ({ body }, world) => {
    if (!textAt(body, "email")) return invalid("customer_email_invalid");
    const id = world.nextId("cus_", 26);
    world.table("customers").set(id, body);
    return answerWith({ id }, 201);
  },
  "DELETE /customers/:id": ({ params }, world) =>
    empty(world.table("customers").delete(params["id"] ?? "") ? 204 : 404),

  "GET /disputes": ({ query }, world) => {
    const all = [...disputes(world).values()].filter(
      ({ payment_id }) => (query["payment_id"] ?? payment_id) === payment_id,
    );
    const skip = Number(query["skip"] ?? 0);
    const data = all.toReversed().slice(skip, skip + Number(query["limit"] ?? 50));
    return answerWith({ limit: data.length, skip, total_count: all.length, data });
  },
  "GET /disputes/:id": disputed(({ payment_id, ...dispute }) =>
    answerWith({
      ...dispute,
      relevant_evidence: ["proof_of_delivery_or_service", "invoice_or_receipt"],
      payment: { id: payment_id },
    }),
  ),
  "POST /disputes/:id/accept": disputed((dispute, _, world) => {
    if (dispute.status !== "evidence_required") return empty(403);
    return settle(world, dispute, "accepted");
  }),
  "PUT /disputes/:id/evidence": disputed((dispute, { body }, world) => {
    world.table("evidence").set(dispute.id, body);
    return empty(204);
  }),
  "POST /disputes/:id/evidence": disputed((dispute, _, world) => {
    if (!world.table("evidence").has(dispute.id)) return empty(400);
    if (dispute.status !== "evidence_required") return empty(403);
    return settle(world, dispute, "evidence_under_review", "dispute_evidence_submitted");
  }),
  "POST /files": (_, world) => answerWith({ id: world.nextId("file_", 26) }),
};

interface Dispute {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: bigint;
  readonly currency: string;
  status: string;
  last_update: string;
}
function disputes(world: World) {
  return world.table<Dispute>("disputes");
}
function disputed(
  handle: (dispute: Dispute, request: SimulatedRequest, world: World) => SimulatedAnswer,
): Handler {
  return (request, world) => {
    const dispute = disputes(world).get(request.params["id"] ?? "");
    return dispute ? handle(dispute, request, world) : empty(404);
  };
}
function settle(
  world: World,
  dispute: Dispute,
  status: string,
  event = `dispute_${status}`,
): SimulatedAnswer {
  dispute.status = status;
  dispute.last_update = world.now().toISOString();
  emit(world, event, dispute.id, dispute);
  return empty(204);
}
const paymentIn = (world: World, id = ""): Payment => {
  const payment = payments(world).get(id);
  if (!payment) throw new Error(`there is no payment ${id}`);
  return payment;
};

const simulator: Simulator = {
  id: "checkout",
  authenticate,
  routes,
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
