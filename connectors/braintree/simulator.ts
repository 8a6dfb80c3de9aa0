/** Braintree in miniature: single-use and kept methods, transactions, refunds, disputes, signed XML. https://developer.paypal.com/braintree/graphql */
import { form, fromHex, hmacSha1, sha1, toBase64, xml } from "#kit";
import {
  answerWith,
  at,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  type World,
} from "#simulate";
import { account, samples } from "./samples.ts";
import { decide, disputeMutations, disputeNode, tell } from "./simulator/disputes.ts";
import { type Operation, operationOf } from "./simulator/operations.ts";
import {
  detailsOf,
  heard,
  keep,
  methodOf,
  pay,
  refund,
  submit,
  transactionIn,
} from "./simulator/transactions.ts";
import {
  cards,
  type DisputeRow,
  disputes,
  errorAnswer,
  type Fields,
  globalId,
  type Handler,
  invalid,
  money,
  move,
  notFound,
  now,
  Refusal,
  type Row,
  record,
  refunds,
  rows,
  units,
} from "./simulator/wire.ts";

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
  ...disputeMutations,
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

function answer(request: SimulatedRequest, world: World): SimulatedAnswer {
  let name: string | undefined;
  try {
    const operation = operationOf(request);
    name = /^\s*(?:query|mutation)[^{]*\{\s*(\w+)/.exec(operation.query)?.[1];
    return data(resultOf(operation, name, world), world);
  } catch (error) {
    if (error instanceof Refusal) return errorAnswer(world, name, error);
    throw error;
  }
}
function resultOf(
  { query, variables, file }: Operation,
  name: string | undefined,
  world: World,
): Fields {
  if (name === "node") return { node: found(world, textAt(variables, "id") ?? "") };
  if (name === "idFromLegacyId")
    return { [name]: globalId("transaction", textAt(variables, "legacyId") ?? "") };
  if (name === "search") {
    const what = /search\s*\{\s*(\w+)/.exec(query)?.[1] ?? "";
    const search = searches[what];
    if (search) return { search: { [what]: search(variables, world) } };
  }
  const mutate = name === undefined ? undefined : mutations[name];
  if (name === undefined || !mutate)
    throw new Refusal(`Validation error: Field '${name}' is undefined`);
  return { [name]: mutate(at(variables, "input"), world, file) };
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
  routes: { "POST /graphql": answer },
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
