/** Mollie in miniature: payments with a checkout page, captures, refunds, mandates, chargebacks, signed webhooks. */
import { hmacSha256 } from "#kit";
import {
  at,
  type Handler,
  page,
  redirectTo,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import {
  approve,
  capture,
  customers,
  expire,
  fail,
  holds,
  isCancelable,
  mandates,
  move,
  newest,
  newMandate,
  newPart,
  type Part,
  type Payment,
  parts,
  payments,
  record,
  release,
  shown,
  shownMandate,
  shownPart,
  takenOf,
  withLines,
} from "./simulator/payments.ts";
import { samples } from "./simulator/samples.ts";
import {
  account,
  dashboard,
  hal,
  links,
  listed,
  missing,
  refuse,
  stamp,
  sumAt,
  tell,
  unknown,
  wire,
} from "./simulator/wire.ts";

const withPayment =
  (
    handle: (payment: Payment, request: SimulatedRequest, world: World) => SimulatedAnswer,
  ): Handler =>
  (request, world) => {
    const payment = payments(world).get(request.params["id"] ?? "");
    return payment ? handle(payment, request, world) : unknown(request.params["id"]);
  };
const isOf = (payment: Payment) => (part: Part) => part.payment === payment;
const partOf = (name: string, resource: string) =>
  withPayment((payment, { params }, world) => {
    const part = parts(world, name).get(params["part"] ?? "");
    return part?.payment === payment
      ? hal(shownPart(world, resource, part))
      : unknown(params["part"]);
  });
const partsOf = (name: string, resource: string) =>
  withPayment((payment, request, world) => {
    const rows = newest(parts(world, name).values()).filter(isOf(payment));
    return listed(name, rows, (part) => shownPart(world, resource, part), request, world);
  });

/** https://docs.mollie.com/reference/create-payment */
function create({ body }: SimulatedRequest, world: World): SimulatedAnswer {
  const sum = sumAt(body, "amount");
  if (at(body, "amount") === undefined) return missing("amount");
  const sequence = textAt(body, "sequenceType") ?? "oneoff";
  const isRecurring = sequence === "recurring";
  const method = textAt(body, "method");
  // https://github.com/mollie/api-documentation/pull/489
  const least = sequence === "first" && method === "creditcard" ? 0n : 1n;
  if (!sum || sum.minor < least)
    return refuse(422, "The amount contains an invalid value", "amount.value");
  if (!textAt(body, "description")) return missing("description");
  const isDirect = isRecurring || textAt(body, "applePayPaymentToken") !== undefined;
  if (!isDirect && !textAt(body, "redirectUrl")) return missing("redirectUrl");
  if (withLines.has(method) && !at(body, "lines")) return missing("lines");
  if (withLines.has(method) && !at(body, "billingAddress")) return missing("billingAddress");
  if (textAt(body, "captureMode") === "manual" && !holds.has(method))
    return refuse(422, "The payment method does not support manual captures", "captureMode");
  const customer = textAt(body, "customerId");
  if (sequence !== "oneoff" && customer === undefined) return missing("customerId");
  if (customer !== undefined && !customers(world).has(customer)) return unknown(customer);
  const asked = textAt(body, "mandateId");
  const mandate = isRecurring
    ? [...mandates(world).values()].find(
        ({ id, customer: owner, status }) =>
          owner === customer && status === "valid" && (asked === undefined || id === asked),
      )
    : sequence === "first" && customer !== undefined
      ? newMandate(world, customer, mandateMethod(method), {}, "pending")
      : undefined;
  if (isRecurring && !mandate)
    return refuse(422, "No suitable mandates found for customer", "customerId");
  const payment: Payment = {
    id: world.nextId("tr_", 10),
    asked: body,
    method: mandate && isRecurring ? mandate.method : method,
    sequence,
    amount: sum.minor,
    currency: sum.currency,
    createdAt: stamp(world),
    mandate: mandate?.id,
    details: method === "banktransfer" ? { ...bankAccount } : {},
    moments: {},
    status: isRecurring ? "pending" : "open",
    capturing: 0n,
    captured: 0n,
    refunding: 0n,
    refunded: 0n,
    chargedBack: 0n,
  };
  payments(world).set(payment.id, payment);
  if (method !== "banktransfer")
    world.schedule(900, () => isOpen(payment) && expire(world, payment));
  const isAtOnce = isDirect && payment.method !== "directdebit";
  if (isAtOnce) approve(world, payment);
  return hal(shown(world, payment), 201);
}
const isOpen = ({ status }: Payment): boolean => status === "open";
const bankAccount = {
  bankName: "Stichting Mollie Payments",
  bankAccount: "NL53ABNA0627535577",
  bankBic: "ABNANL2A",
  transferReference: "RF12-3456-7890-1234",
};
/** https://docs.mollie.com/docs/recurring-payments */
const mandateMethod = (method: string | undefined): string =>
  method === "paypal"
    ? "paypal"
    : method === "creditcard" || method === "applepay"
      ? "creditcard"
      : "directdebit";

function createCapture(
  payment: Payment,
  { body }: SimulatedRequest,
  world: World,
): SimulatedAnswer {
  const rest = payment.amount - payment.capturing;
  const sum = at(body, "amount")
    ? sumAt(body, "amount")
    : { minor: rest, currency: payment.currency };
  if (!sum || sum.minor <= 0n)
    return refuse(422, "The amount contains an invalid value", "amount.value");
  if (sum.currency !== payment.currency)
    return refuse(422, "The amount contains an invalid currency", "amount.currency");
  if (payment.status !== "authorized") return refuse(422, "The payment cannot be captured");
  if (sum.minor > rest) return refuse(422, "The amount is higher than the maximum", "amount");
  return hal(shownPart(world, "capture", capture(world, payment, sum.minor, body)), 201);
}

/** Money goes back at once, where live mode waits for two hours: nothing says how long test mode waits. */
function createRefund(payment: Payment, { body }: SimulatedRequest, world: World): SimulatedAnswer {
  if (at(body, "amount") === undefined) return missing("amount");
  const sum = sumAt(body, "amount");
  if (!sum || sum.minor <= 0n)
    return refuse(422, "The amount contains an invalid value", "amount.value");
  if (payment.status !== "paid") return refuse(422, "The payment cannot be refunded");
  if (sum.currency !== payment.currency)
    return refuse(422, "The amount contains an invalid currency", "amount.currency");
  if (sum.minor > takenOf(payment) - payment.refunding - payment.chargedBack)
    return refuse(422, "The amount is higher than the maximum", "amount");
  const refund = newPart(world, "refunds", "re_", payment, sum.minor, body);
  payment.refunding += sum.minor;
  tell(world, "refund.pending", shownPart(world, "refund", refund));
  world.schedule(1, () => {
    if (refund.status !== "pending") return;
    refund.status = "refunded";
    payment.refunded += refund.amount;
    record(world, payment, "refund", refund.amount);
    tell(world, "refund.refunded", shownPart(world, "refund", refund));
  });
  return hal(shownPart(world, "refund", refund), 201);
}
function cancelRefund(
  payment: Payment,
  { params }: SimulatedRequest,
  world: World,
): SimulatedAnswer {
  const refund = parts(world, "refunds").get(params["part"] ?? "");
  if (refund?.payment !== payment || refund.status !== "pending") return unknown(params["part"]);
  refund.status = "canceled";
  payment.refunding -= refund.amount;
  tell(world, "refund.canceled", shownPart(world, "refund", refund));
  return { status: 204 };
}

const withMandate =
  (handle: (mandate: ReturnType<typeof newMandate>, world: World) => SimulatedAnswer): Handler =>
  ({ params }, world) => {
    customers(world);
    const mandate = mandates(world).get(params["mandate"] ?? "");
    return mandate && mandate.customer === params["id"]
      ? handle(mandate, world)
      : unknown(params["mandate"]);
  };

function createMandate({ params, body }: SimulatedRequest, world: World): SimulatedAnswer {
  const customer = params["id"] ?? "";
  if (!customers(world).has(customer)) return unknown(customer);
  const [absent] = ["method", "consumerName", "consumerAccount"].filter(
    (name) => !textAt(body, name),
  );
  if (absent) return missing(absent);
  return hal(shownMandate(world, newMandate(world, customer, "directdebit", body, "valid")), 201);
}

/** The test mode checkout screen: https://docs.mollie.com/reference/testing */
const checkout = (payment: Payment, world: World): SimulatedAnswer =>
  payment.status !== "open"
    ? redirectTo(textAt(payment.asked, "redirectUrl") ?? world.origin)
    : page({
        title: "Mollie test mode",
        text: `${textAt(payment.asked, "description")}: ${wire(payment.amount, payment.currency).value} ${payment.currency}`,
        action: `${world.origin}/checkout/test-mode/${payment.id}`,
        outcomes: { paid: "Paid", failed: "Failed", canceled: "Canceled", expired: "Expired" },
      });

const paymentOf = (fields: Readonly<Record<string, string>>, world: World): Payment => {
  const payment = payments(world).get(fields["payment"] ?? "");
  if (!payment) throw new Error(`there is no payment ${fields["payment"]}`);
  return payment;
};

const simulator: Simulator = {
  id: "mollie",
  authenticate: ({ headers, path }) =>
    path.startsWith("/checkout/") || headers["authorization"] === `Bearer ${account.apiKey}`
      ? undefined
      : refuse(401, "Missing authentication, or failed to authenticate"),

  routes: {
    "POST /v2/payments": create,
    "GET /v2/payments": (request, world) => {
      const rows = newest(payments(world).values());
      return listed("payments", rows, (payment) => shown(world, payment), request, world);
    },
    "GET /v2/payments/:id": withPayment((payment, _request, world) => hal(shown(world, payment))),
    "DELETE /v2/payments/:id": withPayment((payment, _request, world) => {
      if (!isCancelable(payment)) return refuse(422, "The payment cannot be cancelled");
      move(world, payment, "canceled");
      return hal(shown(world, payment));
    }),
    "POST /v2/payments/:id/release-authorization": withPayment((payment, _request, world) => {
      if (payment.status !== "authorized")
        return refuse(
          422,
          "Authorization cannot be released because the payment is not in the authorized state.",
        );
      world.schedule(2, () => release(world, payment));
      return { status: 202 };
    }),
    "POST /v2/payments/:id/captures": withPayment(createCapture),
    "GET /v2/payments/:id/captures": partsOf("captures", "capture"),
    "GET /v2/payments/:id/captures/:part": partOf("captures", "capture"),
    "POST /v2/payments/:id/refunds": withPayment(createRefund),
    "GET /v2/payments/:id/refunds": partsOf("refunds", "refund"),
    "GET /v2/payments/:id/refunds/:part": partOf("refunds", "refund"),
    "DELETE /v2/payments/:id/refunds/:part": withPayment(cancelRefund),
    "GET /v2/payments/:id/chargebacks": partsOf("chargebacks", "chargeback"),
    "GET /v2/payments/:id/chargebacks/:part": partOf("chargebacks", "chargeback"),
    "GET /v2/chargebacks": (request, world) => {
      const rows = newest(parts(world, "chargebacks").values());
      const show = (part: Part) => shownPart(world, "chargeback", part);
      return listed("chargebacks", rows, show, request, world);
    },

    "POST /v2/customers": ({ body }, world) => {
      const id = world.nextId("cst_", 10);
      customers(world).set(id, body);
      const given = { name: textAt(body, "name"), email: textAt(body, "email") };
      const resource = { resource: "customer", id, mode: "test", ...given };
      const _links = { ...links(world, `/v2/customers/${id}`), ...dashboard(`/customers/${id}`) };
      const metadata = at(body, "metadata") ?? null;
      return hal({ ...resource, locale: null, metadata, createdAt: stamp(world), _links }, 201);
    },
    "DELETE /v2/customers/:id": ({ params }, world) => {
      const id = params["id"] ?? "";
      if (!customers(world).delete(id)) return unknown(id);
      for (const mandate of mandates(world).values())
        if (mandate.customer === id) mandate.status = "invalid";
      return { status: 204 };
    },
    "POST /v2/customers/:id/mandates": createMandate,
    "GET /v2/customers/:id/mandates/:mandate": withMandate((mandate, world) =>
      hal(shownMandate(world, mandate)),
    ),
    "DELETE /v2/customers/:id/mandates/:mandate": withMandate((mandate) => {
      mandate.status = "invalid";
      return { status: 204 };
    }),

    "GET /checkout/test-mode/:id": withPayment((payment, _request, world) =>
      checkout(payment, world),
    ),
    "POST /checkout/test-mode/:id": withPayment((payment, { body }, world) => {
      const outcome = textAt(body, "outcome");
      if (outcome === "paid") approve(world, payment);
      else if (outcome === "failed") fail(world, payment);
      else move(world, payment, outcome === "expired" ? "expired" : "canceled");
      return redirectTo(textAt(payment.asked, "redirectUrl") ?? world.origin);
    }),
  },

  /** https://docs.mollie.com/reference/api-idempotency */
  repeats: {
    key: ({ method, headers }) => (method === "POST" ? headers["idempotency-key"] : undefined),
    conflict: () => refuse(400, "The idempotency key was used for a different request"),
    busy: () => refuse(409, "A request with the same idempotency key is being processed"),
    mark: (answer) => ({
      ...answer,
      headers: { ...answer.headers, "idempotent-replayed": "true" },
    }),
  },

  /** https://docs.mollie.com/reference/webhooks-new */
  deliver({ type, id, at: moment, content }, secret, world) {
    const body = toJson({
      resource: "event",
      id,
      type,
      entityId: textAt(content, "id"),
      createdAt: moment.toISOString().replace(/\.\d+Z$/, "+00:00"),
      _embedded: { entity: content },
      _links: links(world, `/v2/events/${id}`),
    });
    const signature = `sha256=${hmacSha256(secret, body, "hex")}`;
    return {
      headers: { "content-type": "application/json", "x-mollie-signature": signature },
      body,
    };
  },

  commands: {
    settle(fields, world) {
      const payment = paymentOf(fields, world);
      const isGood = fields["outcome"] === "succeeded";
      const isUndecided = payment.status === "open" || payment.status === "pending";
      if (!isUndecided || !(isGood ? approve(world, payment) : fail(world, payment)))
        throw new Error(`${payment.id} is ${payment.status}: nothing is left to settle`);
      return { payment: payment.id };
    },
    expire(fields, world) {
      const payment = paymentOf(fields, world);
      if (expire(world, payment)) return { payment: payment.id };
      throw new Error(`${payment.id} is ${payment.status}: it does not expire`);
    },
    openDispute(fields, world) {
      const payment = paymentOf(fields, world);
      const left = takenOf(payment) - payment.refunding - payment.chargedBack;
      const amount = fields["amount"] === undefined ? left : (wholeAt(fields, "amount") ?? 0n);
      if (payment.status !== "paid" || amount <= 0n || amount > left)
        throw new Error(`${payment.id} is ${payment.status}, and ${left} can be charged back`);
      const chargeback = newPart(world, "chargebacks", "chb_", payment, amount, {});
      payment.chargedBack += amount;
      record(world, payment, "chargeback", amount);
      tell(world, "chargeback.received", shownPart(world, "chargeback", chargeback));
      return { dispute: chargeback.id, payment: payment.id };
    },
    resolveDispute(fields, world) {
      const chargeback = parts(world, "chargebacks").get(fields["dispute"] ?? "");
      if (!chargeback || chargeback.reversedAt)
        throw new Error(`there is no open chargeback ${fields["dispute"]}`);
      const { payment, amount } = chargeback;
      if (fields["outcome"] !== "won") return { dispute: chargeback.id, payment: payment.id };
      chargeback.reversedAt = stamp(world);
      payment.chargedBack -= amount;
      record(world, payment, "chargeback reversal", amount);
      tell(world, "chargeback.reversed", shownPart(world, "chargeback", chargeback));
      return { dispute: chargeback.id, payment: payment.id };
    },
  },

  misstate(answer) {
    const sum = sumAt(answer.body, "amount");
    if (!sum) return answer;
    const amount = wire(sum.minor + 100n, sum.currency);
    return { ...answer, body: Object.assign({}, answer.body, { amount }) };
  },

  samples,
};
export default simulator;
