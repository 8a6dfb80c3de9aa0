/** Cybersource's REST platform in miniature: payments, captures, reversals, refunds, and the search service that tells of them. */
import { fromBase64, fromDecimal, hmacSha256, sha256, toDecimal } from "#kit";
import {
  allowed,
  answerWith,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  type Transitions,
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
import { account, contextOf, sampleInstrument, samples } from "./cybersource-samples.ts";

type State = "HELD" | "TAKEN" | "REVERSED" | "DECLINED";
const states: Transitions<State> = {
  HELD: ["TAKEN", "REVERSED"],
  TAKEN: [],
  REVERSED: [],
  DECLINED: [],
};
type ServiceName = "ics_auth" | "ics_bill" | "ics_credit" | "ics_auth_reversal";
interface Service {
  readonly name: string;
  readonly isDone: boolean;
  status: string;
}
/** One request: what follows a payment is one of its own, with the payment as its root. */
interface Transaction {
  readonly id: string;
  readonly root: string;
  readonly code: string | undefined;
  readonly services: Service[];
  readonly amount: bigint;
  readonly currency: string;
  readonly at: string;
  readonly card:
    | { readonly number: string; readonly month: string; readonly year: string }
    | undefined;
  readonly reason: string | undefined;
}
interface Payment {
  readonly id: string;
  readonly code: string | undefined;
  readonly transactionId: string | undefined;
  readonly amount: bigint;
  readonly currency: string;
  state: State;
  captured: bigint;
  refunded: bigint;
  capture: string | undefined;
}

const payments = (world: World) => world.table<Payment>("payments");
const transactions = (world: World) => world.table<Transaction>("transactions");
const moment = (world: World) =>
  world
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
const decimal = (minorUnits: bigint, currency: string) => toDecimal({ minorUnits, currency });

/** https://developer.cybersource.com/api/reference/response-codes.html: 400, and nothing was done. */
const refuse = (reason: string, world: World, status = 400): SimulatedAnswer =>
  answerWith(
    {
      submitTimeUtc: moment(world),
      status: status === 404 ? "NOT_FOUND" : "INVALID_REQUEST",
      reason,
      message: messages[reason] ?? "Declined - The request was not accepted.",
    },
    status,
  );
const messages: Readonly<Record<string, string>> = {
  INVALID_DATA: "Declined - One or more fields in the request contains invalid data",
  MISSING_FIELD: "Declined - The request is missing one or more fields",
};

function moneyAt(body: unknown, path: string) {
  const amount = textAt(body, `${path}.totalAmount`);
  const currency = textAt(body, `${path}.currency`);
  if (!amount || !currency || !/^\d+(\.\d+)?$/.test(amount)) return undefined;
  return fromDecimal(amount, currency);
}

interface Making {
  readonly root?: string | undefined;
  readonly code: string | undefined;
  readonly services: Service[];
  readonly amount: bigint;
  readonly currency: string;
  readonly card?: Transaction["card"];
  readonly reason?: string | undefined;
}
function note(world: World, { root, ...made }: Making): Transaction {
  const id = world.nextId("", 22, "digits");
  const { card, reason } = made;
  const transaction = { ...made, id, root: root ?? id, at: moment(world), card, reason };
  transactions(world).set(id, transaction);
  return transaction;
}
const service = (name: ServiceName, status: string, isDone = true): Service => ({
  name,
  status,
  isDone,
});

const links = (kind: string, id: string) => ({
  self: { href: `/pts/v2/${kind}/${id}`, method: "GET" },
});

function cardIn(body: unknown): Transaction["card"] {
  for (const kind of ["card", "tokenizedCard"]) {
    const path = `paymentInformation.${kind}`;
    const [number, month, year] = ["number", "expirationMonth", "expirationYear"].map((name) =>
      textAt(body, `${path}.${name}`),
    );
    if (number && month && year) return { number, month, year };
  }
  return undefined;
}
const isExpired = ({ month, year }: NonNullable<Transaction["card"]>, world: World): boolean =>
  `${year}-${month}` < world.now().toISOString().slice(0, 7);
const isPaidWith = (body: unknown): boolean =>
  cardIn(body) !== undefined ||
  [
    "paymentInformation.fluidData.value",
    "paymentInformation.paymentInstrument.id",
    "tokenInformation.transientTokenJwt",
  ].some((path) => textAt(body, path) !== undefined);

const instruments = (world: World) => world.table<{ readonly id: string }>("instruments");
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

/** As the Transaction Search Service tells of one request. */
function summary(one: Transaction): Record<string, unknown> {
  return {
    id: one.id,
    submitTimeUtc: one.at,
    merchantId: account.merchantId,
    applicationInformation: {
      status: one.services.at(-1)?.status,
      reasonCode: one.reason ? "202" : "100",
      rCode: one.reason ? "0" : "1",
      applications: one.services.map(({ name, status, isDone }) => ({
        name,
        status,
        rCode: isDone ? "1" : "0",
        rFlag: isDone ? "SOK" : "DCARDEXPIRED",
      })),
    },
    clientReferenceInformation: { code: one.code },
    ...(one.reason && { errorInformation: { reason: one.reason } }),
    orderInformation: {
      amountDetails: { totalAmount: decimal(one.amount, one.currency), currency: one.currency },
    },
    ...(one.card && {
      paymentInformation: {
        card: {
          suffix: one.card.number.slice(-4),
          prefix: one.card.number.slice(0, 6),
          expirationMonth: one.card.month,
          expirationYear: one.card.year,
        },
      },
    }),
  };
}
const look: Handler = ({ params }, world) => {
  const one = transactions(world).get(params["id"] ?? "");
  if (!one) return answerWith({}, 404);
  const href = (id: string) => `https://apitest.cybersource.com/tss/v2/transactions/${id}`;
  const related = [...transactions(world).values()].filter(
    ({ id, root }) => root === one.root && id !== one.id,
  );
  return answerWith({
    ...summary(one),
    rootId: one.root,
    submitTimeUTC: one.at,
    _links: {
      self: { href: href(one.id), method: "GET" },
      relatedTransactions: related.map(({ id }) => ({ href: href(id), method: "GET" })),
    },
  });
};
const search: Handler = ({ body }, world) => {
  const query = textAt(body, "query") ?? "";
  const code = /^clientReferenceInformation\.code:([\w.-]+)$/.exec(query)?.[1];
  if (code === undefined) return refuse("INVALID_DATA", world);
  const found = [...transactions(world).values()].filter((one) => one.code === code);
  return answerWith(
    {
      searchId: world.nextId(""),
      query,
      count: found.length,
      totalCount: found.length,
      submitTimeUtc: moment(world),
      ...(found.length > 0 && { _embedded: { transactionSummaries: found.map(summary) } }),
    },
    201,
  );
};

/** https://developer.cas.cybersource.com/docs/cybs/en-us/platform/developer/all/rest/rest-getting-started/restgs-http-message-conf-intro/restgs-http-message-headers.html */
function authenticate(id: string, { method, path, headers, bytes }: SimulatedRequest) {
  const digest = bytes.length > 0 ? `SHA-256=${sha256(bytes, "base64")}` : undefined;
  const isGenuine = [path, `/${id}/api${path}`].some((target) => {
    const values: readonly (readonly [string, string | undefined])[] = [
      ["host", headers["host"]],
      ["date", headers["date"]],
      ["request-target", `${method.toLowerCase()} ${target}`],
      ...(digest ? [["digest", digest] as const] : []),
      ["v-c-merchant-id", account.merchantId],
    ];
    const lines = values.map(([name, value]) => `${name}: ${value}`).join("\n");
    const signature = hmacSha256(fromBase64(account.sharedSecret), lines, "base64");
    const names = values.map(([name]) => name).join(" ");
    return (
      headers["signature"] ===
      `keyid="${account.keyId}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`
    );
  });
  return isGenuine && headers["digest"] === digest
    ? undefined
    : answerWith({ response: { rmsg: "Authentication Failed" } }, 401);
}

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
