/** Cybersource's REST platform in miniature: payments, captures, reversals, refunds, and the search service that tells of them. */
import { fromDecimal } from "#kit";
import {
  allowed,
  answerWith,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  type World,
} from "#simulate";
import { authenticationRoutes, isPage, type Note } from "./cybersource-issuer.ts";
import {
  deliver,
  tellOfDecision,
  tellOfProfile,
  tellOfToken,
} from "./cybersource-notifications.ts";
import {
  cardIn,
  decimal,
  instruments,
  isExpired,
  isPaidWith,
  links,
  moneyAt,
  note,
  type Payment,
  payments,
  refuse,
  service,
  states,
} from "./cybersource-records.ts";
import { contextOf, sampleInstrument, samples } from "./cybersource-samples.ts";
import { look, search } from "./cybersource-search.ts";
import { authenticate } from "./cybersource-signatures.ts";

const pay: Handler = ({ body }, world) => {
  const money = moneyAt(body, "orderInformation.amountDetails");
  if (!money || !isPaidWith(body)) return refuse("MISSING_FIELD", world);
  const code = textAt(body, "clientReferenceInformation.code");
  const transactionId = textAt(body, "clientReferenceInformation.transactionId");
  const given = textAt(body, "paymentInformation.paymentInstrument.id");
  if (given && given !== sampleInstrument && !instruments(world).has(given))
    return refuse("INVALID_DATA", world);
  const isRepeated = [...payments(world).values()].some(
    (one) => transactionId !== undefined && one.transactionId === transactionId,
  );
  if (isRepeated) return refuse("DUPLICATE_REQUEST", world);
  const card = cardIn(body);
  const isDeclined = card !== undefined && isExpired(card, world);
  const isSale = textAt(body, "processingInformation.capture") === "true";
  const { minorUnits: amount, currency } = money;
  const made = note(world, {
    code,
    amount,
    currency,
    card,
    reason: isDeclined ? "EXPIRED_CARD" : undefined,
    services: isDeclined
      ? [service("ics_auth", "DECLINED", false)]
      : [service("ics_auth", "AUTHORIZED"), ...(isSale ? [service("ics_bill", "PENDING")] : [])],
  });
  const { id } = made;
  const taken = isSale && !isDeclined;
  payments(world).set(id, {
    id,
    code,
    transactionId,
    amount,
    currency,
    state: isDeclined ? "DECLINED" : taken ? "TAKEN" : "HELD",
    captured: taken ? amount : 0n,
    refunded: 0n,
    capture: taken ? id : undefined,
  });
  if (!isDeclined && amount > 0n) record(world, id, "authorization", amount);
  const instrument =
    !isDeclined && textAt(body, "processingInformation.actionList.0") === "TOKEN_CREATE"
      ? { id: world.nextId("", 32) }
      : undefined;
  if (instrument) {
    instruments(world).set(instrument.id, instrument);
    tellOfToken(world, instrument.id);
  }
  if (!isDeclined) tellOfProfile(world, code);
  if (taken) record(world, id, "capture", amount);
  return answerWith(
    {
      _links: links("payments", id),
      id,
      submitTimeUtc: made.at,
      status: isDeclined ? "DECLINED" : "AUTHORIZED",
      ...(isDeclined && {
        errorInformation: { reason: "EXPIRED_CARD", message: "Decline - Expired card." },
      }),
      clientReferenceInformation: { code },
      ...(instrument && { tokenInformation: { paymentInstrument: instrument } }),
      processorInformation: {
        ...(!isDeclined && { approvalCode: "888888", transactionId: "123456789619999" }),
        responseCode: isDeclined ? "54" : "100",
        avs: { code: "X", codeRaw: "I1" },
      },
      ...(!isDeclined && {
        orderInformation: {
          amountDetails: { authorizedAmount: decimal(amount, currency), currency },
        },
      }),
    },
    201,
  );
};

function record(
  world: World,
  id: string,
  kind: "authorization" | "capture" | "void" | "refund",
  amount: bigint,
): void {
  const payment = payments(world).get(id);
  if (!payment) throw new Error(`there is no payment ${id}`);
  const { currency, code } = payment;
  world.ledger.record({ kind, payment: id, amount, currency, ...(code && { reference: code }) });
}

const capture: Handler = ({ params, body }, world) => {
  const payment = payments(world).get(params["id"] ?? "");
  const money = moneyAt(body, "orderInformation.amountDetails");
  if (!money) return refuse("MISSING_FIELD", world);
  if (!payment || !allowed(states, payment.state, "TAKEN")) return refuse("MISSING_AUTH", world);
  if (money.currency !== payment.currency || money.minorUnits === 0n)
    return refuse("INVALID_AMOUNT", world);
  if (money.minorUnits > payment.amount) return refuse("EXCEEDS_AUTH_AMOUNT", world);
  const { minorUnits: amount, currency } = money;
  const code = textAt(body, "clientReferenceInformation.code");
  const made = note(world, {
    root: payment.id,
    code,
    amount,
    currency,
    services: [service("ics_bill", "PENDING")],
  });
  payment.state = "TAKEN";
  payment.captured = amount;
  payment.capture = made.id;
  record(world, payment.id, "capture", amount);
  if (amount < payment.amount) record(world, payment.id, "void", payment.amount - amount);
  return answerWith(
    {
      _links: links("captures", made.id),
      id: made.id,
      submitTimeUtc: made.at,
      status: "PENDING",
      clientReferenceInformation: { code },
      orderInformation: { amountDetails: { totalAmount: decimal(amount, currency), currency } },
    },
    201,
  );
};

function reversed(payment: Payment | undefined, body: unknown, world: World): SimulatedAnswer {
  const money = moneyAt(body, "reversalInformation.amountDetails");
  if (!money) return refuse("MISSING_FIELD", world);
  if (!payment || payment.state === "DECLINED") return refuse("MISSING_AUTH", world);
  if (payment.state === "REVERSED") return refuse("AUTH_ALREADY_REVERSED", world);
  if (!allowed(states, payment.state, "REVERSED"))
    return refuse("TRANSACTION_ALREADY_REVERSED_OR_SETTLED", world);
  if (money.minorUnits !== payment.amount || money.currency !== payment.currency)
    return refuse("INVALID_AMOUNT", world);
  const { amount, currency } = payment;
  const code = textAt(body, "clientReferenceInformation.code");
  const made = note(world, {
    root: payment.id,
    code,
    amount,
    currency,
    services: [service("ics_auth_reversal", "REVERSED")],
  });
  payment.state = "REVERSED";
  record(world, payment.id, "void", amount);
  return answerWith(
    {
      _links: links("reversals", made.id),
      id: made.id,
      submitTimeUtc: made.at,
      status: "REVERSED",
      clientReferenceInformation: { code },
      reversalAmountDetails: { reversedAmount: decimal(amount, currency), currency },
      processorInformation: { responseCode: "100" },
    },
    201,
  );
}

function refund(payment: Payment | undefined, body: unknown, world: World): SimulatedAnswer {
  const money = moneyAt(body, "orderInformation.amountDetails");
  if (!money) return refuse("MISSING_FIELD", world);
  if (payment?.state !== "TAKEN") return refuse("INVALID_DATA", world);
  const { minorUnits: amount, currency } = money;
  if (
    currency !== payment.currency ||
    amount === 0n ||
    payment.refunded + amount > payment.captured
  )
    return refuse("INVALID_AMOUNT", world);
  const code = textAt(body, "clientReferenceInformation.code");
  const credit = service("ics_credit", "PENDING");
  const made = note(world, { root: payment.id, code, amount, currency, services: [credit] });
  payment.refunded += amount;
  record(world, payment.id, "refund", amount);
  // The batch of the day is sent.
  world.schedule(1800, () => {
    credit.status = "TRANSMITTED";
  });
  return answerWith(
    {
      _links: links("refunds", made.id),
      id: made.id,
      submitTimeUtc: made.at,
      status: "PENDING",
      clientReferenceInformation: { code },
      refundAmountDetails: { refundAmount: decimal(amount, currency), currency },
    },
    201,
  );
}

const paymentIn = ({ params }: SimulatedRequest, world: World) =>
  payments(world).get(params["id"] ?? "");
const byCapture = ({ params }: SimulatedRequest, world: World) =>
  [...payments(world).values()].find(
    ({ id, capture }) => capture !== undefined && capture === params["id"] && capture !== id,
  );

/** A request of payer authentication has a record, and moves nothing. */
const noteAuthentication: Note = (world, { code, service: name, status }) =>
  note(world, { code, amount: 0n, currency: "USD", services: [{ name, status, isDone: true }] });

const missing = () =>
  answerWith({ errors: [{ type: "notFound", message: "Token not found" }] }, 404);

/** The simulator of a connector to the platform, by the connector's id. */
export const cybersourceSimulator = (id: string): Simulator => ({
  id,
  authenticate: (request) => (isPage(request.path) ? undefined : authenticate(id, request)),
  routes: {
    ...authenticationRoutes(noteAuthentication, refuse),
    "POST /pts/v2/payments": pay,
    "POST /pts/v2/payments/:id/captures": capture,
    "POST /pts/v2/payments/:id/reversals": (request, world) =>
      reversed(paymentIn(request, world), request.body, world),
    "POST /pts/v2/reversals": ({ body }, world) => {
      const transactionId = textAt(body, "clientReferenceInformation.transactionId");
      const payment = [...payments(world).values()].find(
        (one) => transactionId !== undefined && one.transactionId === transactionId,
      );
      return reversed(payment, body, world);
    },
    "POST /pts/v2/payments/:id/refunds": (request, world) => {
      const payment = paymentIn(request, world);
      return refund(payment?.capture === payment?.id ? payment : undefined, request.body, world);
    },
    "POST /pts/v2/captures/:id/refunds": (request, world) =>
      refund(byCapture(request, world), request.body, world),
    "POST /microform/v2/sessions": ({ body }, world) => answerWith(contextOf(body, world), 201),
    "GET /tms/v1/paymentinstruments/:id": ({ params }, world) => {
      const found = instruments(world).get(params["id"] ?? "");
      if (!found) return missing();
      return answerWith({ id: found.id, object: "paymentInstrument", state: "ACTIVE" });
    },
    "DELETE /tms/v1/paymentinstruments/:id": ({ params }, world) =>
      instruments(world).delete(params["id"] ?? "") ? answerWith("", 204) : missing(),
    "GET /tss/v2/transactions/:id": look,
    "POST /tss/v2/searches": search,
  },
  deliver,
  commands: {
    /** A reviewer decides about a payment: `accept` or `reject`. Nothing moves by that. */
    decideCase: ({ payment = "", outcome = "" }, world) => {
      const one = payments(world).get(payment);
      if (!one) throw new Error(`there is no payment ${payment}`);
      if (!/^(accept|reject)$/.test(outcome)) throw new Error(`${outcome} is no decision`);
      tellOfDecision(world, one.code, outcome);
      return { payment };
    },
  },

  misstate(answer) {
    for (const [place, name] of [
      ["orderInformation.amountDetails", "authorizedAmount"],
      ["orderInformation.amountDetails", "totalAmount"],
      ["refundAmountDetails", "refundAmount"],
    ] as const) {
      const amount = textAt(answer.body, `${place}.${name}`);
      const currency = textAt(answer.body, `${place}.currency`);
      if (!amount || !currency || answer.status !== 201) continue;
      const { minorUnits } = fromDecimal(amount, currency);
      const other = { [name]: decimal(minorUnits + 100n, currency), currency };
      const changed =
        place === "refundAmountDetails"
          ? { [place]: other }
          : { orderInformation: { amountDetails: other } };
      return { ...answer, body: Object.assign({}, answer.body, changed) };
    }
    return answer;
  },

  samples,
});
