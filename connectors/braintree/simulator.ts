/** Braintree in miniature: single-use and kept methods, transactions, refunds, disputes, signed XML. https://developer.paypal.com/braintree/graphql */
import { form, fromDecimal, fromHex, hmacSha1, sha1, toBase64, toDecimal, xml } from "#kit";
import {
  allowed,
  answerWith,
  at,
  type SimulatedAnswer,
  type Simulator,
  type Transitions,
  textAt,
  type World,
} from "#simulate";
import { account, merchantAccounts, samples } from "./samples.ts";

type Fields = Record<string, unknown>;
type Handler = (input: unknown, world: World) => Fields;
interface Money {
  readonly value: string;
  readonly currencyCode: string;
}
interface Row extends Fields {
  readonly id: string;
  readonly legacyId: string;
  status: Status;
  amount: Money;
  readonly initialRequestedAuthorizationAmount: Money;
  readonly orderId: string | undefined;
  readonly statusHistory: Fields[];
  readonly refunds: Row[];
}
interface DisputeRow extends Fields {
  readonly id: string;
  readonly legacyId: string;
  status: string;
  readonly amountDisputed: Money;
  readonly payment: Row;
  readonly createdAt: string;
  readonly evidence: Fields[];
}

/** An error of GraphQL, inside an answer of status 200. */
class Refusal extends Error {
  readonly errorClass: string;
  readonly legacyCode: string | undefined;
  constructor(message: string, errorClass = "VALIDATION", legacyCode?: string) {
    super(message);
    this.errorClass = errorClass;
    this.legacyCode = legacyCode;
  }
}
const invalid = (legacyCode: string, message: string) =>
  new Refusal(message, "VALIDATION", legacyCode);
const notFound = () => new Refusal("An object with this ID was not found.", "NOT_FOUND");
const errorAnswer = (world: World, name: string | undefined, refused: Refusal) =>
  answerWith({
    data: name === undefined ? null : { [name]: null },
    errors: [
      {
        message: refused.message,
        locations: [{ line: 1, column: 1 }],
        ...(name !== undefined && { path: [name] }),
        extensions: {
          errorType: "user_error",
          errorClass: refused.errorClass,
          ...(refused.legacyCode && { legacyCode: refused.legacyCode }),
        },
      },
    ],
    extensions: { requestId: world.nextId("", 36) },
  });

const rows = (world: World) => world.table<Row>("transactions");
const refunds = (world: World) => world.table<Row>("refunds");
const disputes = (world: World) => world.table<DisputeRow>("disputes");
/** Cards behind single-use and kept methods, by the method's id. */
const cards = (world: World, what: "single" | "kept") => world.table<Fields>(`${what} methods`);
const now = (world: World) => world.now().toISOString();
/** Ids of GraphQL carry their kind. */
const globalId = (kind: string, legacyId: string) => toBase64(`${kind}_${legacyId}`);
const units = ({ value, currencyCode }: Money) => fromDecimal(value, currencyCode).minorUnits;
const money = (minorUnits: bigint, currencyCode: string): Money => ({
  value: toDecimal({ minorUnits, currency: currencyCode }),
  currencyCode,
});

type Status =
  | "AUTHORIZED"
  | "SUBMITTED_FOR_SETTLEMENT"
  | "SETTLED"
  | "VOIDED"
  | "PROCESSOR_DECLINED"
  | "GATEWAY_REJECTED"
  | "FAILED"
  | "AUTHORIZATION_EXPIRED"
  | "SETTLEMENT_DECLINED";
/** https://developer.paypal.com/braintree/docs/reference/general/statuses */
const transitions: Transitions<Status> = {
  AUTHORIZED: ["SUBMITTED_FOR_SETTLEMENT", "VOIDED", "AUTHORIZATION_EXPIRED"],
  SUBMITTED_FOR_SETTLEMENT: ["SETTLED", "VOIDED", "SETTLEMENT_DECLINED"],
  SETTLED: [],
  VOIDED: [],
  PROCESSOR_DECLINED: [],
  GATEWAY_REJECTED: [],
  FAILED: [],
  AUTHORIZATION_EXPIRED: [],
  SETTLEMENT_DECLINED: [],
};
function move(world: World, row: Row, to: Status, more: Fields = {}): boolean {
  if (!allowed(transitions, row.status, to)) return false;
  row.status = to;
  row.statusHistory.unshift({ status: to, timestamp: now(world), amount: row.amount, ...more });
  return true;
}
type Kind = "authorization" | "capture" | "void" | "refund" | "chargeback" | "chargeback reversal";
const record = (world: World, kind: Kind, row: Row, amount: Money = row.amount) =>
  world.ledger.record({
    kind,
    payment: row.id,
    ...(row.orderId !== undefined && { reference: row.orderId }),
    amount: units(amount),
    currency: amount.currencyCode,
  });
/**
 * A day in life; here before anybody asks again, as by the sandbox's own `sandboxSettleTransaction`. A card's transaction
 * is told of when it is disbursed, and only then: https://developer.paypal.com/braintree/docs/reference/general/webhooks/disbursement
 */
function settleSoon(world: World, row: Row): void {
  world.schedule(1, () => move(world, row, "SETTLED"));
  world.schedule(30, () => {
    if (row.status !== "SETTLED") return;
    const { id, legacyId, orderId, amount } = row;
    world.emit({
      type: "transaction_disbursed",
      content: {
        transaction: {
          id: legacyId,
          "global-id": id,
          status: "settled",
          type: "sale",
          "currency-iso-code": amount.currencyCode,
          amount: amount.value,
          ...(orderId !== undefined && { "order-id": orderId }),
          "disbursement-details": { "disbursement-date": now(world).slice(0, 10) },
        },
      },
    });
  });
}

const responseTexts: Readonly<Record<string, string>> = {
  "1000": "Approved",
  "2000": "Do Not Honor",
  "2001": "Insufficient Funds",
  "2004": "Expired Card",
  "2099": "Cardholder Authentication Required",
  "3000": "Processor Network Unavailable - Try Again",
};
const heard = (legacyCode: string, hasCvv: boolean) => ({
  processorResponse: {
    legacyCode,
    message: responseTexts[legacyCode] ?? "Processor Declined",
    cvvResponse: hasCvv ? "MATCHES" : "NOT_PROVIDED",
    avsPostalCodeResponse: "NOT_PROVIDED",
    avsStreetAddressResponse: "NOT_PROVIDED",
    ...(legacyCode === "1000" && { authorizationId: "9G2BS2" }),
  },
});
/** What an amount stands for: https://developer.paypal.com/braintree/docs/reference/general/testing */
function outcomeOf(value: string, hasCvv: boolean): { status: Status; more: Fields } {
  const whole = Number(value.split(".")[0]);
  if (whole >= 2000 && whole < 3000)
    return {
      status: "PROCESSOR_DECLINED",
      more: { declineType: "SOFT", ...heard(String(whole), hasCvv) },
    };
  if (whole === 3000) return { status: "FAILED", more: heard("3000", hasCvv) };
  if (value === "5001.00")
    return {
      status: "GATEWAY_REJECTED",
      more: { gatewayRejectionReason: "APPLICATION_INCOMPLETE" },
    };
  return { status: "AUTHORIZED", more: heard("1000", hasCvv) };
}
/** https://developer.paypal.com/braintree/articles/control-panel/transactions/duplicate-checking */
function copyOf(world: World, made: { orderId: string | undefined; amount: Money; print: string }) {
  const good: readonly Status[] = ["AUTHORIZED", "SUBMITTED_FOR_SETTLEMENT", "SETTLED", "VOIDED"];
  const since = world.now().getTime() - 30_000;
  for (const row of rows(world).values())
    if (
      row.orderId === made.orderId &&
      row["print"] === made.print &&
      units(row.initialRequestedAuthorizationAmount) === units(made.amount) &&
      good.includes(row.status) &&
      Date.parse(String(row["createdAt"])) >= since
    )
      return row;
  return undefined;
}

const brand = (number: string) =>
  ({ "3": "AMERICAN_EXPRESS", "4": "VISA", "5": "MASTERCARD", "6": "DISCOVER" })[number[0] ?? ""] ??
  "UNKNOWN";
const detailsOf = (number: string, month: string, year: string) => ({
  brandCode: brand(number),
  last4: number.slice(-4),
  bin: number.slice(0, 6),
  expirationMonth: month,
  expirationYear: year,
  origin: null,
});
/** Nonces that the sandbox always takes. */
const testNonce = {
  details: detailsOf("4111111111111111", "12", "2031"),
  print: "4111111111111111",
  cvv: "123",
};
const isCard = (id: string) =>
  id.startsWith("fake-valid-") || id === toBase64("paymentmethod_cc_sample");
function methodOf(world: World, id: string): Fields {
  const found = cards(world, "kept").get(id) ?? cards(world, "single").get(id);
  if (found) return found;
  if (isCard(id)) return testNonce;
  throw invalid("91565", "Unknown or expired single-use payment method.");
}
function keep(world: World, method: Fields, customerId: string | undefined): Fields {
  const legacyId = world.nextId("", 7);
  const customer = customerId ?? globalId("customer", world.nextId("", 9, "digits"));
  const kept = {
    ...method,
    __typename: "PaymentMethod",
    id: globalId("paymentmethod_cc", legacyId),
    legacyId,
    usage: "MULTI_USE",
    createdAt: now(world),
    customer: { id: customer },
  };
  cards(world, "kept").set(kept.id, kept);
  return kept;
}

const pay =
  (isCharge: boolean): Handler =>
  (input, world) => {
    const id = textAt(input, "paymentMethodId") ?? "";
    const method = methodOf(world, id);
    const asked = textAt(input, "transaction.amount") ?? "";
    if (!/^\d+(\.\d{1,3})?$/.test(asked)) throw invalid("81503", "Amount is an invalid format.");
    const currencyCode = merchantAccounts.get(
      textAt(input, "transaction.merchantAccountId") ?? "acme_usd",
    );
    if (!currencyCode) throw invalid("91513", "Merchant account ID is invalid.");
    const amount = { value: asked, currencyCode };
    if (units(amount) <= 0n) throw invalid("81531", "Amount must be greater than zero.");
    const orderId = textAt(input, "transaction.orderId");
    const print = String(method["print"]);
    const twin = copyOf(world, { orderId, amount, print });
    const { status, more } = twin
      ? {
          status: "GATEWAY_REJECTED" as const,
          more: { gatewayRejectionReason: "DUPLICATE", duplicateOf: { id: twin.id } },
        }
      : outcomeOf(asked, method["cvv"] !== undefined);
    cards(world, "single").delete(id);
    const isGood = status === "AUTHORIZED";
    const keeps = textAt(input, "transaction.vaultPaymentMethodAfterTransacting.when");
    const kept =
      isGood && keeps ? keep(world, method, textAt(input, "transaction.customerId")) : method;
    const legacyId = world.nextId("", 8);
    const expires = new Date(world.now().getTime() + 7 * 86_400_000).toISOString();
    const row: Row = {
      __typename: "Transaction",
      id: globalId("transaction", legacyId),
      legacyId,
      createdAt: now(world),
      orderId,
      status,
      partiallyAuthorized: false,
      amount,
      initialRequestedAuthorizationAmount: amount,
      customer: kept["customer"] ?? null,
      paymentMethod: kept["id"] ? { id: kept["id"] } : null,
      paymentMethodSnapshot: { __typename: "CreditCardDetails", ...Object(method["details"]) },
      statusHistory: [
        {
          status,
          timestamp: now(world),
          amount,
          ...(isGood && { authorizationExpiresAt: expires }),
          ...more,
        },
      ],
      refunds: [],
      print,
    };
    rows(world).set(row.id, row);
    if (isGood) record(world, "authorization", row);
    if (isGood && isCharge) submit(world, row);
    return { transaction: row };
  };
function submit(world: World, row: Row): void {
  if (!move(world, row, "SUBMITTED_FOR_SETTLEMENT"))
    throw invalid("91507", "Cannot submit for settlement unless status is authorized.");
  record(world, "capture", row);
  settleSoon(world, row);
}
function transactionIn(input: unknown, world: World): Row {
  const row = rows(world).get(textAt(input, "transactionId") ?? "");
  if (!row) throw notFound();
  return row;
}
const leftOf = (row: Row) =>
  row.refunds.reduce((left, one) => left - units(one.amount), units(row.amount));
function refund(world: World, row: Row, value: string | undefined, orderId = row.orderId): Row {
  const { currencyCode } = row.amount;
  const left = leftOf(row);
  if (row.status !== "SETTLED")
    throw invalid("91506", "Cannot refund a transaction unless it is settled.");
  if (left <= 0n) throw invalid("91512", "Transaction has already been completely refunded.");
  const amount = value === undefined ? money(left, currencyCode) : { value, currencyCode };
  if (units(amount) > left) throw invalid("91521", "Refund amount is too large.");
  const legacyId = world.nextId("", 8);
  const status = "SUBMITTED_FOR_SETTLEMENT";
  const made: Row = {
    __typename: "Refund",
    id: globalId("refund", legacyId),
    legacyId,
    createdAt: now(world),
    orderId,
    status,
    amount,
    initialRequestedAuthorizationAmount: amount,
    statusHistory: [{ status, timestamp: now(world), amount }],
    refundedTransaction: { id: row.id },
    refunds: [],
  };
  refunds(world).set(made.id, made);
  row.refunds.push(made);
  record(world, "refund", row, amount);
  world.schedule(86_400, () => move(world, made, "SETTLED"));
  return made;
}
function openDispute(input: unknown, world: World, legacyCode: string, verb: string): DisputeRow {
  const dispute = disputes(world).get(textAt(input, "disputeId") ?? "");
  if (!dispute) throw notFound();
  if (dispute.status !== "OPEN")
    throw invalid(legacyCode, `Disputes can only be ${verb} when they are in an Open status.`);
  return dispute;
}
function decide(world: World, dispute: DisputeRow, status: string): Fields {
  dispute.status = status;
  tell(world, dispute);
  return { dispute: disputeNode(dispute) };
}
const disputeNode = ({ payment, ...dispute }: DisputeRow) => ({
  __typename: "Dispute",
  ...dispute,
  transaction: { id: payment.id, orderId: payment.orderId },
});
/** https://developer.paypal.com/braintree/docs/reference/general/webhooks/dispute */
function tell(world: World, dispute: DisputeRow): void {
  const { id, legacyId, status, amountDisputed, payment, createdAt } = dispute;
  const word = status.toLowerCase();
  world.emit({
    type: `dispute_${word === "open" ? "opened" : word}`,
    content: {
      dispute: {
        amount: amountDisputed.value,
        "amount-disputed": amountDisputed.value,
        "currency-iso-code": amountDisputed.currencyCode,
        "created-at": createdAt,
        "received-date": createdAt.slice(0, 10),
        "reply-by-date": String(dispute["replyByDate"]),
        kind: "chargeback",
        status: word,
        reason: String(at(dispute, "processorResponse.reason")).toLowerCase(),
        "reason-code": String(at(dispute, "processorResponse.reasonCode")),
        id: legacyId,
        "global-id": id,
        transaction: {
          id: payment.legacyId,
          amount: payment.amount.value,
          ...(payment.orderId !== undefined && { "order-id": payment.orderId }),
        },
      },
    },
  });
}

const found = (world: World, id: string): Fields => {
  const dispute = disputes(world).get(id);
  const node = rows(world).get(id) ?? refunds(world).get(id) ?? cards(world, "kept").get(id);
  if (!node && !dispute) throw notFound();
  return dispute ? disputeNode(dispute) : { ...node };
};
const mutations: Readonly<Record<string, Handler>> = {
  tokenizeCreditCard: (input, world) => {
    const number = textAt(input, "creditCard.number") ?? "";
    if (!/^\d{12,19}$/.test(number))
      throw invalid("81716", "Credit card number must be 12-19 digits.");
    const [month = "", year = ""] = ["expirationMonth", "expirationYear"].map((name) =>
      textAt(input, `creditCard.${name}`),
    );
    const id = world.nextId("tokencc_bf_", 24);
    const details = detailsOf(number, month, year);
    cards(world, "single").set(id, {
      details,
      print: `${number}${month}${year}`,
      cvv: textAt(input, "creditCard.cvv"),
    });
    return { paymentMethod: { id, usage: "SINGLE_USE", details } };
  },
  tokenizeCvv: (_, world) => ({ tokenizedCvv: { id: world.nextId("tokencvv_", 24) } }),
  chargePaymentMethod: pay(true),
  authorizePaymentMethod: pay(false),
  chargeCreditCard: pay(true),
  authorizeCreditCard: pay(false),
  captureTransaction: (input, world) => {
    const row = transactionIn(input, world);
    const value = textAt(input, "transaction.amount") ?? row.amount.value;
    const amount = { ...row.amount, value };
    if (row.status === "AUTHORIZED") {
      if (units(amount) > units(row.amount))
        throw invalid("91522", "Settlement amount cannot be more than the authorized amount.");
      row.amount = amount;
    }
    submit(world, row);
    return { transaction: row };
  },
  reverseTransaction: (input, world) => {
    const row = transactionIn(input, world);
    if (row.status === "SETTLED") return { reversal: refund(world, row, undefined) };
    if (!move(world, row, "VOIDED"))
      throw invalid(
        "91504",
        "Transaction can only be voided if status is authorized, submitted_for_settlement, or - for PayPal - settlement_pending.",
      );
    record(world, "void", row);
    return { reversal: row };
  },
  refundTransaction: (input, world) => {
    const row = transactionIn(input, world);
    return {
      refund: refund(world, row, textAt(input, "refund.amount"), textAt(input, "refund.orderId")),
    };
  },
  vaultPaymentMethod: (input, world) => {
    const method = methodOf(world, textAt(input, "paymentMethodId") ?? "");
    const paymentMethod = keep(world, method, textAt(input, "customerId"));
    cards(world, "single").delete(textAt(input, "paymentMethodId") ?? "");
    return { paymentMethod, verification: { status: "VERIFIED", ...heard("1000", true) } };
  },
  deletePaymentMethodFromVault: (input, world) => {
    if (!cards(world, "kept").delete(textAt(input, "paymentMethodId") ?? "")) throw notFound();
    return { clientMutationId: null };
  },
  createCustomer: (input, world) => {
    const legacyId = world.nextId("", 9, "digits");
    const customer = {
      ...Object(at(input, "customer")),
      id: globalId("customer", legacyId),
      legacyId,
    };
    world.table<Fields>("customers").set(customer.id, customer);
    return { customer };
  },
  deleteCustomer: (input, world) => {
    if (!world.table<Fields>("customers").delete(textAt(input, "customerId") ?? ""))
      throw notFound();
    return { clientMutationId: null };
  },
  createClientToken: (input, world) => ({
    clientToken: toBase64(
      JSON.stringify({
        version: 2,
        merchantAccountId: textAt(input, "clientToken.merchantAccountId"),
        authorizationFingerprint: world.nextId("", 24),
      }),
    ),
  }),
  acceptDispute: (input, world) =>
    decide(world, openDispute(input, world, "95704", "accepted"), "ACCEPTED"),
  finalizeDispute: (input, world) =>
    decide(world, openDispute(input, world, "95705", "finalized"), "DISPUTED"),
  createDisputeTextEvidence: (input, world) => {
    const evidence = {
      id: world.nextId("", 8),
      category: textAt(input, "category"),
      content: textAt(input, "content"),
    };
    openDispute(input, world, "95701", "given evidence").evidence.push(evidence);
    return { evidence };
  },
};
function page(nodes: readonly Fields[], variables: unknown): Fields {
  const newest = nodes.toReversed();
  const start = Number(textAt(variables, "after") ?? 0);
  const end = start + Number(textAt(variables, "first") ?? 50);
  const edges = newest.slice(start, end).map((node) => ({ node }));
  return { pageInfo: { hasNextPage: end < newest.length, endCursor: String(end) }, edges };
}
const searches: Readonly<Record<string, (variables: unknown, world: World) => Fields>> = {
  transactions: (variables, world) => {
    const orderId = textAt(variables, "input.orderId.is");
    return page(
      Array.from(rows(world).values()).filter(
        (row) => orderId === undefined || row.orderId === orderId,
      ),
      variables,
    );
  },
  disputes: (variables, world) => {
    const id = textAt(variables, "input.transaction.id.is");
    return page(
      Array.from(disputes(world).values())
        .filter(({ payment }) => id === undefined || payment.id === id)
        .map(disputeNode),
      variables,
    );
  },
};

function answer(body: unknown, world: World): SimulatedAnswer {
  const query = textAt(body, "query") ?? "";
  const variables = at(body, "variables");
  const name = /^\s*(?:query|mutation)[^{]*\{\s*(\w+)/.exec(query)?.[1];
  try {
    const mutate = name === undefined ? undefined : mutations[name];
    if (name === "node") return data({ node: found(world, textAt(variables, "id") ?? "") }, world);
    if (name === "search") {
      const what = /search\s*\{\s*(\w+)/.exec(query)?.[1] ?? "";
      const search = searches[what];
      if (search) return data({ search: { [what]: search(variables, world) } }, world);
    }
    if (name !== undefined && mutate)
      return data({ [name]: mutate(at(variables, "input"), world) }, world);
    throw new Refusal(`Validation error: Field '${name}' is undefined`);
  } catch (error) {
    if (error instanceof Refusal) return errorAnswer(world, name, error);
    throw error;
  }
}
const data = (value: Fields, world: World) =>
  answerWith({ data: value, extensions: { requestId: world.nextId("", 36) } });

const paymentOf = (world: World, id: string | undefined): Row => {
  const row = rows(world).get(id ?? "");
  if (!row) throw new Error(`there is no payment ${id}`);
  return row;
};

const simulator: Simulator = {
  id: "braintree",
  routes: { "POST /graphql": ({ body }, world) => answer(body, world) },
  authenticate: ({ headers }, world) => {
    const key = toBase64(`${account.publicKey}:${account.privateKey}`);
    if (headers["authorization"] !== `Basic ${key}`)
      return errorAnswer(
        world,
        undefined,
        new Refusal("Authentication credentials are invalid.", "AUTHENTICATION"),
      );
    if (!headers["braintree-version"])
      return errorAnswer(
        world,
        undefined,
        new Refusal("Braintree-Version header is missing.", "UNSUPPORTED_CLIENT"),
      );
    return undefined;
  },
  /** https://developer.paypal.com/braintree/docs/guides/webhooks/parse */
  deliver({ type, at: moment, content }, secret) {
    const timestamp = moment.toISOString().replace(/\.\d+Z$/, "Z");
    const body =
      xml({ notification: { timestamp, kind: type, subject: Object(content) } }).text ?? "";
    const payload = `${toBase64(body)}\n`;
    const signature = hmacSha1(fromHex(sha1(secret, "hex")), payload, "hex");
    const sent = form({ bt_signature: `${account.publicKey}|${signature}`, bt_payload: payload });
    return { headers: { "content-type": sent.type }, body: sent.text ?? "" };
  },
  commands: {
    openDispute({ payment, amount, reason = "FRAUD" }, world) {
      const row = paymentOf(world, payment);
      if (row.status !== "SETTLED") throw new Error(`the payment is ${row.status}`);
      const legacyId = world.nextId("", 12);
      const replyByDate = new Date(world.now().getTime() + 20 * 86_400_000)
        .toISOString()
        .slice(0, 10);
      const dispute: DisputeRow = {
        id: globalId("dispute", legacyId),
        legacyId,
        status: "OPEN",
        type: "CHARGEBACK",
        createdAt: now(world),
        amountDisputed: amount ? money(BigInt(amount), row.amount.currencyCode) : row.amount,
        processorResponse: { reason: reason.toUpperCase(), reasonCode: "10.4" },
        responseDeadline: `${replyByDate}T00:00:00Z`,
        replyByDate,
        statusHistory: [{ status: "OPEN", timestamp: now(world) }],
        evidence: [],
        payment: row,
      };
      disputes(world).set(dispute.id, dispute);
      record(world, "chargeback", row, dispute.amountDisputed);
      tell(world, dispute);
      return { dispute: dispute.id };
    },
    resolveDispute({ dispute: id, outcome }, world) {
      const dispute = disputes(world).get(id ?? "");
      if (!dispute) throw new Error(`there is no dispute ${id}`);
      decide(world, dispute, outcome === "won" ? "WON" : "LOST");
      if (outcome === "won")
        record(world, "chargeback reversal", dispute.payment, dispute.amountDisputed);
      return { dispute: dispute.id };
    },
    settle({ payment, outcome }, world) {
      const row = paymentOf(world, payment);
      if (!move(world, row, outcome === "failed" ? "SETTLEMENT_DECLINED" : "SETTLED"))
        throw new Error(`the payment is ${row.status}`);
      return { payment: row.id };
    },
    expire({ payment }, world) {
      const row = paymentOf(world, payment);
      if (!move(world, row, "AUTHORIZATION_EXPIRED"))
        throw new Error(`the payment is ${row.status}`);
      return { payment: row.id };
    },
  },
  misstate(given) {
    const [[name, payload] = ["", {}]] = Object.entries(Object(at(given.body, "data") ?? {}));
    const [[kind, node] = ["", {}]] = Object.entries(Object(payload ?? {}));
    const asked = at(node, "amount");
    const [value, currencyCode] = [textAt(asked, "value"), textAt(asked, "currencyCode")];
    if (!value || !currencyCode) return given;
    const amount = money(units({ value, currencyCode }) + 100n, currencyCode);
    const changed = { ...Object(node), amount, initialRequestedAuthorizationAmount: amount };
    return { ...given, body: { ...Object(given.body), data: { [name]: { [kind]: changed } } } };
  },
  samples,
};
export default simulator;
