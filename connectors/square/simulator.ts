/** Square in miniature: payments held or taken, refunds, cards on file, customers, disputes, signed webhooks. */
import { hmacSha256 } from "#kit";
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  type Transitions,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import { account, samples, sources } from "./simulator/samples.ts";

type Row = Record<string, unknown>;
type Status = "APPROVED" | "PENDING" | "COMPLETED" | "CANCELED" | "FAILED";
interface Payment {
  readonly id: string;
  readonly key: string;
  readonly currency: string;
  readonly facts: Row;
  readonly created: string;
  readonly delay: { readonly action: string; readonly seconds: number };
  /** What a bank decides once time has passed. */
  readonly later: string | undefined;
  amount: bigint;
  refunded: bigint;
  status: Status;
  version: number;
  voidedAt?: string;
  errors?: readonly Row[];
}
interface Refund {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly reason: string | undefined;
  readonly created: string;
  status: "PENDING" | "COMPLETED" | "REJECTED" | "FAILED";
}
interface Dispute {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly reason: string;
  readonly created: string;
  state: "EVIDENCE_REQUIRED" | "PROCESSING" | "WON" | "LOST" | "ACCEPTED";
  evidence: number;
  version: number;
}

/** https://developer.squareup.com/docs/payments-api/take-payments/card-payments/delayed-capture */
const payments: Transitions<Status> = {
  APPROVED: ["COMPLETED", "CANCELED", "FAILED"],
  PENDING: ["COMPLETED", "FAILED"],
  COMPLETED: [],
  CANCELED: [],
  FAILED: [],
};
/** https://developer.squareup.com/docs/disputes-api/process-disputes */
const disputes: Transitions<Dispute["state"]> = {
  EVIDENCE_REQUIRED: ["PROCESSING", "WON", "LOST", "ACCEPTED"],
  PROCESSING: ["WON", "LOST"],
  WON: [],
  LOST: [],
  ACCEPTED: [],
};

/** https://developer.squareup.com/docs/build-basics/handling-errors */
const error = (
  code: string,
  detail: string,
  category = "INVALID_REQUEST_ERROR",
  field?: string,
) => ({
  category,
  code,
  detail,
  ...(field && { field }),
});
const refuse = (body: Row, status = 400, more: Row = {}): SimulatedAnswer =>
  answerWith({ errors: [body], ...more }, status);
const missing = (field: string) =>
  refuse(error("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", undefined, field));
const unknown = (what: string, id: string | undefined) =>
  refuse(error("NOT_FOUND", `Could not find ${what} with id: ${id}`), 404);

const now = (world: World) => world.now().toISOString();
const money = (amount: bigint, currency: string) => ({ amount, currency });
const rows = <Kind>(world: World, name: string) => [...world.table<Kind>(name).values()].reverse();

function wire(payment: Payment): Row {
  const { id, amount, currency, status, facts, delay } = payment;
  const ends = new Date(Date.parse(payment.created) + delay.seconds * 1000).toISOString();
  const details = facts["card_details"];
  return {
    id,
    created_at: payment.created,
    updated_at: payment.voidedAt ?? payment.created,
    amount_money: money(amount, currency),
    total_money: money(amount, currency),
    ...(status !== "FAILED" && { approved_money: money(amount, currency) }),
    ...(payment.refunded > 0n && { refunded_money: money(payment.refunded, currency) }),
    status,
    ...facts,
    ...(typeof details === "object" && {
      delay_duration: `PT${delay.seconds}S`,
      delay_action: delay.action,
      delayed_until: ends,
      card_details: {
        ...details,
        status: cardStates[status],
        card_payment_timeline: {
          ...(status !== "FAILED" && { authorized_at: payment.created }),
          ...(payment.voidedAt && { voided_at: payment.voidedAt }),
        },
        ...(payment.errors && { errors: payment.errors }),
      },
    }),
    ...(facts["bank_account_details"] !== undefined && {
      bank_account_details: {
        ...Object(facts["bank_account_details"]),
        ...(payment.errors && { errors: payment.errors }),
      },
    }),
    version_token: `v${payment.version}`,
  };
}
const cardStates: Readonly<Record<Status, string>> = {
  APPROVED: "AUTHORIZED",
  PENDING: "AUTHORIZED",
  COMPLETED: "CAPTURED",
  CANCELED: "VOIDED",
  FAILED: "FAILED",
};
const refundWire = ({ id, payment, amount, reason, status, created }: Refund): Row => ({
  id,
  status,
  amount_money: money(amount, payment.currency),
  payment_id: payment.id,
  location_id: payment.facts["location_id"],
  ...(reason && { reason }),
  created_at: created,
  updated_at: created,
});
const disputeWire = ({ id, payment, amount, reason, state, created, version }: Dispute): Row => ({
  id,
  amount_money: money(amount, payment.currency),
  reason,
  state,
  due_at: new Date(Date.parse(created) + 14 * 86_400_000).toISOString(),
  disputed_payment: { payment_id: payment.id },
  card_brand: "VISA",
  created_at: created,
  updated_at: created,
  reported_at: created,
  location_id: payment.facts["location_id"],
  version,
});

const tell = (world: World, type: string, kind: string, object: Row) =>
  world.emit({ type, content: { type: kind, id: object["id"], object: { [kind]: object } } });
function record(
  world: World,
  payment: Payment,
  kind: Parameters<World["ledger"]["record"]>[0]["kind"],
  amount: bigint,
) {
  const reference = textAt(payment.facts, "reference_id");
  const { id, currency } = payment;
  world.ledger.record({ kind, payment: id, ...(reference && { reference }), amount, currency });
}

function move(world: World, payment: Payment, status: Status): boolean {
  if (!allowed(payments, payment.status, status)) return false;
  const { amount } = payment;
  if (payment.status === "PENDING" && status === "COMPLETED")
    record(world, payment, "authorization", amount);
  if (status === "COMPLETED") record(world, payment, "capture", amount);
  if (payment.status === "APPROVED" && status !== "COMPLETED") {
    record(world, payment, "void", amount);
    payment.voidedAt = now(world);
  }
  payment.status = status;
  payment.version += 1;
  tell(world, "payment.updated", "payment", wire(payment));
  if (status === "COMPLETED") disputeByAmount(world, payment);
  return true;
}

/** https://developer.squareup.com/docs/disputes-api/example-walkthrough */
const disputed: ReadonlyMap<bigint, string> = new Map(
  [
    "AMOUNT_DIFFERS",
    "CANCELLED",
    "DUPLICATE",
    "NO_KNOWLEDGE",
    "NOT_AS_DESCRIBED",
    "NOT_RECEIVED",
    "PAID_BY_OTHER_MEANS",
    "CUSTOMER_REQUESTS_CREDIT",
    "EMV_LIABILITY_SHIFT",
  ].map((reason, index) => [8801n + BigInt(index), reason]),
);
function disputeByAmount(world: World, payment: Payment) {
  const reason = disputed.get(payment.amount);
  if (reason) openDispute(world, payment, payment.amount, reason);
}
function openDispute(world: World, payment: Payment, amount: bigint, reason: string): Dispute {
  const id = world.nextId("", 21);
  const facts = { id, payment, amount, reason, created: now(world), evidence: 0, version: 1 };
  const dispute: Dispute = { ...facts, state: "EVIDENCE_REQUIRED" };
  world.table<Dispute>("disputes").set(id, dispute);
  record(world, payment, "chargeback", amount);
  tell(world, "dispute.created", "dispute", disputeWire(dispute));
  return dispute;
}
function moveDispute(world: World, dispute: Dispute, state: Dispute["state"]): boolean {
  if (!allowed(disputes, dispute.state, state)) return false;
  dispute.state = state;
  dispute.version += 1;
  if (state === "WON") record(world, dispute.payment, "chargeback reversal", dispute.amount);
  tell(world, "dispute.state.updated", "dispute", disputeWire(dispute));
  return true;
}

const createPayment: Handler = ({ body }, world) => {
  const text = (path: string) => textAt(body, path);
  for (const name of ["source_id", "idempotency_key", "amount_money"])
    if (at(body, name) === undefined) return missing(name);
  const asked = wholeAt(body, "amount_money.amount") ?? 0n;
  const currency = text("amount_money.currency") ?? "";
  const location = text("location_id") ?? account.locationId;
  if (location !== account.locationId)
    return refuse(error("NOT_FOUND", `Location ${location} not found`), 404);
  const id = text("source_id") ?? "";
  const card = world.table<Row>("cards").get(id);
  const source = sources[id] ?? (card?.["enabled"] ? { kind: "card" as const } : undefined);
  if (!source)
    return refuse(error("NOT_FOUND", "Card nonce not found", undefined, "source_id"), 404);
  if (id.startsWith("ccof:") && !text("customer_id")) return missing("customer_id");
  const isHeld = at(body, "autocomplete") === false;
  if (source.kind === "bank" && isHeld)
    return refuse(error("BAD_REQUEST", "`autocomplete` must be true", undefined, "autocomplete"));
  const isPart = at(body, "accept_partial_authorization") === true;
  if (isPart && !isHeld)
    return refuse(error("BAD_REQUEST", "`autocomplete` must be false", undefined, "autocomplete"));
  const balance = source.balance ?? asked;
  const declined = balance < asked && !isPart ? "INSUFFICIENT_FUNDS" : source.error;
  const seconds = Number(/^PT(\d+)S$/.exec(text("delay_duration") ?? "")?.[1] ?? 604_800);
  const payment: Payment = {
    id: world.nextId("", 29),
    key: text("idempotency_key") ?? "",
    currency,
    created: now(world),
    delay: { action: text("delay_action") ?? "CANCEL", seconds },
    later: source.later,
    amount: balance < asked ? balance : asked,
    refunded: 0n,
    status: declined ? "FAILED" : source.kind === "bank" ? "PENDING" : "APPROVED",
    version: 1,
    ...(declined && {
      errors: [error(declined, `Authorization error: '${declined}'`, "PAYMENT_METHOD_ERROR")],
    }),
    facts: {
      ...source.details,
      location_id: location,
      order_id: text("order_id") ?? world.nextId("", 29),
      reference_id: text("reference_id"),
      customer_id: text("customer_id"),
      risk_evaluation: { created_at: now(world), risk_level: riskOf(asked) },
    },
  };
  world.table<Payment>("payments").set(payment.id, payment);
  if (payment.status === "APPROVED") record(world, payment, "authorization", payment.amount);
  tell(world, "payment.created", "payment", wire(payment));
  if (payment.errors) return answerWith({ errors: payment.errors, payment: wire(payment) }, 400);
  if (payment.status === "PENDING") world.schedule(60, () => decide(world, payment));
  else if (isHeld) world.schedule(seconds, () => runOut(world, payment));
  else move(world, payment, "COMPLETED");
  return answerWith({ payment: wire(payment) });
};
/** https://developer.squareup.com/docs/devtools/sandbox/payments */
const riskOf = (amount: bigint) =>
  amount === 2222n ? "MODERATE" : amount === 3333n ? "HIGH" : "NORMAL";
const runOut = (world: World, payment: Payment) =>
  move(world, payment, payment.delay.action === "COMPLETE" ? "COMPLETED" : "CANCELED");
/** Within a minute in the sandbox: https://developer.squareup.com/docs/payments-api/take-payments/ach-payments */
function decide(world: World, payment: Payment, fails = payment.later): boolean {
  if (fails && payment.status === "PENDING")
    payment.errors = [error(fails, `Payment failed: '${fails}'`, "PAYMENT_METHOD_ERROR")];
  return move(world, payment, fails ? "FAILED" : "COMPLETED");
}

type Act = (payment: Payment, request: SimulatedRequest, world: World) => SimulatedAnswer;
const ofPayment =
  (act: Act): Handler =>
  (request, world) => {
    const payment = world.table<Payment>("payments").get(request.params["id"] ?? "");
    return payment ? act(payment, request, world) : unknown("payment", request.params["id"]);
  };
const wrongState: Readonly<Partial<Record<Status, string>>> = {
  COMPLETED: "DELAYED_TRANSACTION_CAPTURED",
  CANCELED: "DELAYED_TRANSACTION_CANCELED",
  FAILED: "DELAYED_TRANSACTION_FAILED",
};
const notHeld = ({ id, status }: Payment) =>
  refuse(error(wrongState[status] ?? "BAD_REQUEST", `Payment ${id} has status ${status}`));
const stale = ({ version }: Payment, token: string | undefined) =>
  token !== undefined && token !== `v${version}`
    ? refuse(
        error("VERSION_MISMATCH", "The payment has another version", undefined, "version_token"),
      )
    : undefined;

const ofDispute =
  (act: (dispute: Dispute, request: SimulatedRequest, world: World) => SimulatedAnswer): Handler =>
  (request, world) => {
    const dispute = world.table<Dispute>("disputes").get(request.params["id"] ?? "");
    return dispute ? act(dispute, request, world) : unknown("dispute", request.params["id"]);
  };
const moved = (state: Dispute["state"]) =>
  ofDispute((dispute, _request, world) =>
    moveDispute(world, dispute, state)
      ? answerWith({ dispute: disputeWire(dispute) })
      : refuse(error("BAD_REQUEST", `The dispute is in state ${dispute.state}`)),
  );
const addEvidence = ofDispute((dispute, _request, world) => {
  if (dispute.state !== "EVIDENCE_REQUIRED")
    return refuse(error("BAD_REQUEST", `The dispute is in state ${dispute.state}`));
  dispute.evidence += 1;
  dispute.version += 1;
  tell(world, "dispute.evidence.created", "dispute", disputeWire(dispute));
  const evidence = { id: world.nextId("", 22), dispute_id: dispute.id, uploaded_at: now(world) };
  return answerWith({ evidence });
});

const createRefund: Handler = ({ body }, world) => {
  const amount = wholeAt(body, "amount_money.amount");
  const payment = world.table<Payment>("payments").get(textAt(body, "payment_id") ?? "");
  if (amount === undefined) return missing("amount_money");
  if (!payment) return unknown("payment", textAt(body, "payment_id"));
  const category = "REFUND_ERROR";
  if (payment.status !== "COMPLETED")
    return refuse(
      error("REFUND_ERROR_PAYMENT_NEEDS_COMPLETION", "Complete the payment first", category),
    );
  const given = rows<Refund>(world, "refunds")
    .filter((one) => one.payment === payment && ["PENDING", "COMPLETED"].includes(one.status))
    .reduce((sum, one) => sum + one.amount, 0n);
  if (amount > payment.amount - given)
    return refuse(
      error("REFUND_AMOUNT_INVALID", "The requested refund amount exceeds what is left", category),
    );
  const id = `${payment.id}_${world.nextId("", 44)}`;
  const reason = textAt(body, "reason");
  const refund: Refund = { id, payment, amount, reason, created: now(world), status: "PENDING" };
  world.table<Refund>("refunds").set(id, refund);
  tell(world, "refund.created", "refund", refundWire(refund));
  world.schedule(1, () => {
    refund.status = "COMPLETED";
    payment.refunded += amount;
    payment.version += 1;
    record(world, payment, "refund", amount);
    tell(world, "refund.updated", "refund", refundWire(refund));
    tell(world, "payment.updated", "payment", wire(payment));
  });
  return answerWith({ refund: refundWire(refund) });
};

const createCard: Handler = ({ body }, world) => {
  const source = sources[textAt(body, "source_id") ?? ""];
  const customer = textAt(body, "card.customer_id");
  if (!customer) return missing("card.customer_id");
  if (!world.table<Row>("customers").has(customer) && customer !== account.customerId)
    return refuse(error("CUSTOMER_NOT_FOUND", "The customer was not found"));
  if (source?.kind !== "card" || source.error)
    return refuse(
      error(source?.error ?? "INVALID_CARD_DATA", "Invalid card data.", "PAYMENT_METHOD_ERROR"),
    );
  const card = {
    ...Object(at(source.details, "card_details.card")),
    id: world.nextId("ccof:", 19),
    customer_id: customer,
    merchant_id: account.merchantId,
    reference_id: textAt(body, "card.reference_id"),
    enabled: true,
    version: 1,
  };
  world.table<Row>("cards").set(card.id, card);
  tell(world, "card.created", "card", card);
  return answerWith({ card });
};

const simulator: Simulator = {
  id: "square",
  authenticate: ({ headers }) =>
    headers["authorization"] === `Bearer ${account.accessToken}`
      ? undefined
      : refuse(
          error("UNAUTHORIZED", "This request could not be authorized.", "AUTHENTICATION_ERROR"),
          401,
        ),
  routes: {
    "POST /v2/payments": createPayment,
    "GET /v2/payments": ({ query }, world) => {
      const begin = query["begin_time"] ?? "";
      const end = query["end_time"] ?? "9";
      const found = rows<Payment>(world, "payments").filter(
        ({ created }) => created >= begin && created < end,
      );
      const [from, size] = [
        Number(query["cursor"] ?? 0),
        Math.min(Number(query["limit"] ?? 100), 100),
      ];
      return answerWith({
        payments: found.slice(from, from + size).map(wire),
        ...(found.length > from + size && { cursor: String(from + size) }),
      });
    },
    "GET /v2/payments/:id": ofPayment((payment) => answerWith({ payment: wire(payment) })),
    "PUT /v2/payments/:id": ofPayment((payment, { body }, world) => {
      const amount = wholeAt(body, "payment.amount_money.amount");
      if (payment.status !== "APPROVED") return notHeld(payment);
      const other = stale(payment, textAt(body, "payment.version_token"));
      if (other) return other;
      if (amount === undefined) return missing("payment.amount_money");
      const change = amount - payment.amount;
      if (change > 0n) record(world, payment, "authorization", change);
      if (change < 0n) record(world, payment, "void", -change);
      payment.amount = amount;
      payment.version += 1;
      tell(world, "payment.updated", "payment", wire(payment));
      return answerWith({ payment: wire(payment) });
    }),
    "POST /v2/payments/:id/complete": ofPayment((payment, { body }, world) => {
      if (payment.status !== "APPROVED") return notHeld(payment);
      const other = stale(payment, textAt(body, "version_token"));
      if (other) return other;
      move(world, payment, "COMPLETED");
      return answerWith({ payment: wire(payment) });
    }),
    "POST /v2/payments/:id/cancel": ofPayment((payment, _request, world) => {
      if (payment.status !== "APPROVED") return notHeld(payment);
      move(world, payment, "CANCELED");
      return answerWith({ payment: wire(payment) });
    }),
    "POST /v2/payments/cancel": ({ body }, world) => {
      const key = textAt(body, "idempotency_key");
      if (!key) return missing("idempotency_key");
      const payment = rows<Payment>(world, "payments").find((one) => one.key === key);
      if (payment?.status === "COMPLETED" || payment?.status === "PENDING") return notHeld(payment);
      if (payment) move(world, payment, "CANCELED");
      return answerWith({});
    },
    "POST /v2/refunds": createRefund,
    "GET /v2/refunds/:id": ({ params }, world) => {
      const refund = world.table<Refund>("refunds").get(params["id"] ?? "");
      return refund ? answerWith({ refund: refundWire(refund) }) : unknown("refund", params["id"]);
    },
    "POST /v2/cards": createCard,
    "GET /v2/cards/:id": ({ params }, world) => {
      const card = world.table<Row>("cards").get(params["id"] ?? "");
      return card ? answerWith({ card }) : unknown("card", params["id"]);
    },
    "POST /v2/cards/:id/disable": ({ params }, world) => {
      const card = world.table<Row>("cards").get(params["id"] ?? "");
      if (!card) return unknown("card", params["id"]);
      if (card["enabled"]) tell(world, "card.disabled", "card", { ...card, enabled: false });
      card["enabled"] = false;
      return answerWith({ card });
    },
    "POST /v2/customers": ({ body }, world) => {
      const customer = { ...Object(body), id: world.nextId("", 26), created_at: now(world) };
      world.table<Row>("customers").set(customer.id, customer);
      return answerWith({ customer });
    },
    "DELETE /v2/customers/:id": ({ params }, world) =>
      world.table<Row>("customers").delete(params["id"] ?? "")
        ? answerWith({})
        : unknown("customer", params["id"]),
    "GET /v2/disputes": (_request, world) =>
      answerWith({ disputes: rows<Dispute>(world, "disputes").map(disputeWire) }),
    "GET /v2/disputes/:id": ofDispute((dispute) => answerWith({ dispute: disputeWire(dispute) })),
    "POST /v2/disputes/:id/accept": moved("ACCEPTED"),
    "POST /v2/disputes/:id/evidence-files": addEvidence,
    "POST /v2/disputes/:id/evidence-text": addEvidence,
    "POST /v2/disputes/:id/submit-evidence": moved("PROCESSING"),
  },

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
      const told = { ...Object(at(answer.body, kind)), amount_money: other, total_money: other };
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
