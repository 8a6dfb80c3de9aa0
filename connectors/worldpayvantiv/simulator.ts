/** Worldpay's cnpAPI in miniature: one XML transaction a request, ids recognised for two days, queries, tokens. */
import { parseXml, type Xml, xml } from "#kit";
import {
  allowed,
  at,
  type LedgerEntry,
  type SimulatedAnswer,
  type Simulator,
  type Transitions,
  textAt,
  type World,
} from "#simulate";
import * as chargebacks from "./simulator/chargebacks.ts";
import { messages } from "./simulator/messages.ts";
import {
  account,
  declinedAccounts,
  good,
  paypage,
  samples,
  unverifiedAccounts,
} from "./simulator/samples.ts";

type State = "held" | "taken" | "settled" | "gone" | "expired" | "none";
/** An authorization is held, a sale, a capture and a credit are taken; a settled deposit is only refunded. */
const transitions: Transitions<State> = {
  held: ["taken", "gone", "expired"],
  taken: ["settled", "gone"],
  settled: [],
  gone: [],
  expired: [],
  none: [],
};

/** A transaction as it was answered, with what is known of its card and its money. */
interface Row {
  readonly cnpTxnId: string;
  readonly kind: string;
  readonly id: string;
  readonly card: string;
  readonly amount: bigint;
  readonly answer: Xml;
  readonly at: number;
  /** The authorization or the deposit that it refers to. */
  readonly of?: string;
  state: State;
  refunded: bigint;
}
const rows = (world: World) => world.table<Row>("transactions");
const tokens = (world: World) => world.table<string>("tokens");

const declinedCards: Readonly<Record<string, string>> = {
  "4457010100000008": "110",
  "5112010100000002": "301",
  "6011010100000002": "123",
  "375001010000003": "303",
};
const partialCard = "4457010140000141";
const message = (attributes: { response: string; message: string }, content: Xml = {}) => ({
  status: 200,
  headers: { "content-type": "text/xml; charset=utf-8" },
  body:
    xml({
      cnpOnlineResponse: {
        "@version": "12.34",
        "@xmlns": "http://www.vantivcnp.com/schema",
        "@response": attributes.response,
        "@message": attributes.message,
        ...content,
      },
    }).text ?? "",
});
const invalid = (why: string) =>
  message({ response: "1", message: `Error validating xml data against the schema: ${why}` });

/** A request's transaction: the element's name, and what stands in it. */
interface Asked {
  readonly kind: string;
  readonly content: unknown;
  readonly world: World;
}
const idOf = ({ content }: Asked) => textAt(content, "@id") ?? "";
const unitsIn = ({ content }: Asked): bigint | undefined => {
  const amount = textAt(content, "amount");
  return amount === undefined ? undefined : BigInt(amount);
};

function cardOf({ content, world }: Asked): string | undefined {
  const token = textAt(content, "token.cnpToken");
  if (token !== undefined) return tokens(world).get(token);
  return textAt(content, "card.number") ?? good;
}

const TWO_DAYS = 2 * 86_400_000;
/** …/content/onlinedupecheck.htm: not of authorizations, and only of what was done. */
const isRepeated = ({ kind, world, ...asked }: Asked, card: string) =>
  kind !== "authorization" &&
  [...rows(world).values()].some(
    (row) =>
      row.kind === kind &&
      row.id === idOf({ kind, world, ...asked }) &&
      row.card === card &&
      row.state !== "none" &&
      world.now().getTime() - row.at < TWO_DAYS,
  );

interface Effect {
  readonly response: string;
  readonly state?: State;
  readonly amount?: bigint;
  readonly more?: Xml;
  readonly of?: string;
}
const answerName = (kind: string): string =>
  kind === "echeckSale" ? "echeckSalesResponse" : `${kind}Response`;
/** Commits the transaction with its answer, and answers. */
function commit(asked: Asked, card: string, effect: Effect): SimulatedAnswer {
  const { kind, content, world } = asked;
  const { response, state = "none", amount = 0n, more = {}, of } = effect;
  const cnpTxnId = world.nextId("83", 15, "digits");
  const answer: Xml = {
    "@id": idOf(asked),
    "@reportGroup": textAt(content, "@reportGroup"),
    "@customerId": textAt(content, "@customerId"),
    cnpTxnId,
    ...(kind === "sale" || kind === "authorization" ? { orderId: textAt(content, "orderId") } : {}),
    response,
    responseTime: world.now().toISOString().slice(0, 19),
    ...(kind === "echeckVoid" && { postDate: world.now().toISOString().slice(0, 10) }),
    message: messages[response] ?? "",
    ...more,
  };
  const row = { cnpTxnId, kind, id: idOf(asked), card, amount, answer, state, refunded: 0n };
  rows(world).set(cnpTxnId, { ...row, at: world.now().getTime(), ...(of && { of }) });
  return message({ response: "0", message: "Valid Format" }, { [answerName(kind)]: answer });
}
function record(world: World, kind: LedgerEntry["kind"], row: Row | string, amount: bigint) {
  const payment = typeof row === "string" ? row : (row.of ?? row.cnpTxnId);
  if (amount > 0n) world.ledger.record({ kind, payment, amount, currency: account.currency });
}

function pay(asked: Asked): SimulatedAnswer {
  const { kind, content, world } = asked;
  const requested = unitsIn(asked) ?? 0n;
  const registration = textAt(content, "paypage.paypageRegistrationId");
  if (registration !== undefined && registration !== paypage)
    return commit(asked, "", { response: "877" });
  const card = cardOf(asked);
  if (card === undefined) return commit(asked, "", { response: "822" });
  if (isRepeated(asked, card)) return commit(asked, card, { response: "251" });
  const fraudResult = { avsResult: "34", cardValidationResult: "P" };
  const declined = declinedCards[card];
  if (declined !== undefined)
    return commit(asked, card, { response: declined, more: { fraudResult } });
  const isPart = card === partialCard && textAt(content, "allowPartialAuth") === "true";
  const amount = isPart ? (requested * 4n) / 5n : requested;
  const told = commit(asked, card, {
    response: isPart ? "010" : "000",
    state: kind === "sale" ? "taken" : "held",
    amount,
    more: {
      authCode: "11111 ",
      ...(isPart && { approvedAmount: amount }),
      fraudResult: { avsResult: "01", cardValidationResult: "M" },
      networkTransactionId: "63225578415568556365452427825",
    },
  });
  const row = last(world);
  record(world, "authorization", row, amount);
  if (kind === "sale") record(world, "capture", row, amount);
  return told;
}
/** …/content/echksaletrans.htm: verified first where that is asked for. */
function debit(asked: Asked): SimulatedAnswer {
  const { content, world } = asked;
  const amount = unitsIn(asked) ?? 0n;
  const number = textAt(content, "echeck.accNum") ?? "";
  if (isRepeated(asked, number)) return commit(asked, number, { response: "251" });
  const unverified = textAt(content, "verify") === "true" ? unverifiedAccounts[number] : undefined;
  const declined = declinedAccounts[number] ?? unverified;
  if (declined !== undefined) return commit(asked, number, { response: declined });
  const told = commit(asked, number, { response: "000", state: "taken", amount });
  record(world, "authorization", last(world), amount);
  record(world, "capture", last(world), amount);
  return told;
}
const last = (world: World): Row => {
  const row = [...rows(world).values()].at(-1);
  if (!row) throw new Error("nothing was committed");
  return row;
};

/** A transaction that refers to another: refused with a code, or done. */
const refer =
  (judge: (row: Row, amount: bigint | undefined, asked: Asked) => Effect) =>
  (asked: Asked): SimulatedAnswer => {
    const reference = textAt(asked.content, "cnpTxnId") ?? "";
    if (!/^\d{1,19}$/.test(reference)) return invalid("cnpTxnId");
    const row = rows(asked.world).get(reference);
    if (!row) return commit(asked, "", { response: "360" });
    if (isRepeated(asked, row.card)) return commit(asked, row.card, { response: "251" });
    return commit(asked, row.card, judge(row, unitsIn(asked), asked));
  };
const unavailable = ({ state }: Row) => ({ response: state === "expired" ? "361" : "111" });

type Judge = Parameters<typeof refer>[0];
/** Of a deposit that is not settled, of these kinds alone. */
const cancel =
  (...of: readonly string[]): Judge =>
  (row, _amount, { world }) => {
    if (!of.includes(row.kind)) return { response: "360" };
    if (row.state === "gone") return { response: "363" };
    if (!allowed(transitions, row.state, "gone") || row.state === "held" || row.refunded > 0n)
      return { response: "362" };
    row.state = "gone";
    record(world, "refund", row, row.amount);
    return { response: "000", state: "taken", of: row.cnpTxnId };
  };
/** Of a deposit of these kinds alone. */
const credit =
  (...of: readonly string[]): Judge =>
  (row, amount = row.amount - row.refunded, { world }) => {
    if (!of.includes(row.kind)) return { response: "360" };
    if (row.state === "gone" || amount > row.amount - row.refunded) return { response: "365" };
    row.refunded += amount;
    record(world, "refund", row, amount);
    return { response: "000", state: "taken", amount, of: row.cnpTxnId };
  };

const kinds: Readonly<Record<string, (asked: Asked) => SimulatedAnswer>> = {
  authorization: pay,
  sale: pay,
  capture: refer((row, amount = row.amount, { world }) => {
    if (!allowed(transitions, row.state, "taken") || row.kind !== "authorization")
      return unavailable(row);
    if (amount > row.amount) return { response: "111" };
    row.state = "taken";
    record(world, "capture", row, amount);
    // …/content/notesauthrevtrans.htm: what is left is reversed by itself.
    record(world, "void", row, row.amount - amount);
    return { response: "000", state: "taken", amount, of: row.cnpTxnId };
  }),
  authReversal: refer((row, amount, { world }) => {
    if (row.state === "expired") return { response: "306" };
    if (row.state !== "held" || (amount ?? 0n) > row.amount) return { response: "111" };
    if (amount === undefined || amount === row.amount) row.state = "gone";
    record(world, "void", row, amount ?? row.amount);
    return { response: "000", state: "taken", amount: amount ?? row.amount, of: row.cnpTxnId };
  }),
  void: refer(cancel("authorization", "sale", "capture", "credit")),
  credit: refer(credit("sale", "capture")),
  echeckSale: debit,
  echeckVoid: refer(cancel("echeckSale")),
  echeckCredit: refer(credit("echeckSale")),
  queryTransaction: ({ content, world }) => {
    const origId = textAt(content, "origId");
    const origCnpTxnId = textAt(content, "origCnpTxnId");
    if (origCnpTxnId !== undefined && !/^\d{1,19}$/.test(origCnpTxnId))
      return invalid("origCnpTxnId");
    const found = [...rows(world).values()].filter(({ id, cnpTxnId }) =>
      origCnpTxnId === undefined ? id === origId : cnpTxnId === origCnpTxnId,
    );
    const none = origId === undefined && origCnpTxnId === undefined ? "154" : "151";
    const response = found.length > 0 ? "150" : none;
    const results = new Map<string, Xml[]>();
    for (const { kind, answer } of found.slice(0, 10))
      results.set(answerName(kind), [...(results.get(answerName(kind)) ?? []), answer]);
    return message(
      { response: "0", message: "Valid Format" },
      {
        queryTransactionResponse: {
          "@id": textAt(content, "@id"),
          "@reportGroup": textAt(content, "@reportGroup"),
          response,
          responseTime: world.now().toISOString().slice(0, 19),
          message: messages[response] ?? "",
          ...(found.length > 0 && {
            matchCount: found.length,
            results_max10: Object.fromEntries(results),
          }),
        },
      },
    );
  },
  registerTokenRequest: ({ content, world }) => {
    const number = textAt(content, "accountNumber") ?? good;
    const known = [...tokens(world)].find(([, kept]) => kept === number)?.[0];
    const cnpToken = known ?? world.nextId("1111", 8, "digits") + number.slice(-4);
    tokens(world).set(cnpToken, number);
    const response = known === undefined ? "801" : "802";
    return message(
      { response: "0", message: "Valid Format" },
      {
        registerTokenResponse: {
          "@id": textAt(content, "@id"),
          "@reportGroup": textAt(content, "@reportGroup"),
          cnpTxnId: world.nextId("83", 15, "digits"),
          cnpToken,
          bin: number.slice(0, 6),
          type: "VI",
          response,
          message: messages[response] ?? "",
          responseTime: world.now().toISOString().slice(0, 19),
        },
      },
    );
  },
};

const paymentOf = ({ payment = "" }: Readonly<Record<string, string>>, world: World): Row => {
  const row = rows(world).get(payment);
  if (!row) throw new Error(`there is no payment ${payment}`);
  return row;
};
const depositsOf = (row: Row, world: World): readonly Row[] =>
  [...rows(world).values()].filter(
    (one) =>
      (one === row || one.of === row.cnpTxnId) && /^(sale|capture|echeckSale)$/.test(one.kind),
  );
const isUndone = (state: State): boolean => state === "gone" || state === "none";
const simulator: Simulator = {
  id: "worldpayvantiv",
  authenticate: (request) => {
    if (request.path.startsWith("/services/")) return chargebacks.authenticate(request);
    const body = parseXml(request.text);
    const has = (path: string, value: string) => textAt(body, `cnpOnlineRequest.${path}`) === value;
    return has("authentication.user", account.user) &&
      has("authentication.password", account.password)
      ? undefined
      : message({
          response: "3",
          message: "Invalid credentials. Contact ecommercesupport@worldpay.com.",
        });
  },
  routes: {
    ...chargebacks.routes,
    "POST /sandbox/communicator/online": ({ text }, world) => {
      const body = at(parseXml(text), "cnpOnlineRequest");
      const [kind, act] =
        Object.entries(kinds).find(([name]) => at(body, name) !== undefined) ?? [];
      return kind && act
        ? act({ kind, content: at(body, kind), world })
        : invalid("no transaction");
    },
  },
  // cnpAPI calls nobody.
  deliver: () => ({ headers: {}, body: "" }),
  commands: {
    openDispute: ({ reason, amount, ...fields }, world) => {
      const row = paymentOf(fields, world);
      const deposit = depositsOf(row, world).find(({ state }) => !isUndone(state));
      if (!deposit) throw new Error(`${row.cnpTxnId} was not taken`);
      const disputed = {
        payment: row.cnpTxnId,
        deposit: deposit.cnpTxnId,
        reference: row.id,
        amount: amount === undefined ? deposit.amount : BigInt(amount),
      };
      return chargebacks.open(world, disputed, reason);
    },
    resolveDispute: ({ dispute = "", outcome = "" }, world) =>
      chargebacks.resolve(world, dispute, outcome),
    /** The night's settlement: from now on a deposit is refunded, and no longer voided. */
    settle: (fields, world) => {
      const row = paymentOf(fields, world);
      const due = depositsOf(row, world).filter(({ state }) =>
        allowed(transitions, state, "settled"),
      );
      if (due.length === 0) throw new Error(`${row.cnpTxnId} has nothing to settle`);
      for (const deposit of due) deposit.state = "settled";
      return { payment: row.cnpTxnId };
    },
    expire: (fields, world) => {
      const row = paymentOf(fields, world);
      if (!allowed(transitions, row.state, "expired"))
        throw new Error(`${row.cnpTxnId} is ${row.state}`);
      row.state = "expired";
      record(world, "void", row, row.amount);
      return { payment: row.cnpTxnId };
    },
  },
  samples,
};
export default simulator;
