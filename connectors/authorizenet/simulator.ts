/** Authorize.Net in miniature: one path, ordered members, byte order marks, a settlement, signed webhooks. */
import { hmacSha512 } from "#kit";
import {
  allowed,
  at,
  type LedgerEntry,
  type SimulatedAnswer,
  type Simulator,
  type Transitions,
  textAt,
  toJson,
  type World,
} from "#simulate";
import { account, merchant, samples, stored } from "./simulator/samples.ts";
import {
  amountOf,
  approved,
  cents,
  isOrdered,
  messages,
  notFound,
  ok,
  type Row,
  refuse,
  transacted,
  wrong,
} from "./simulator/wire.ts";

const DAY = 86_400;
/** Once a day in life; here a moment after the capture, for whoever waits to refund. */
const SETTLEMENT = 1;

const states: Transitions<string> = {
  authorizedPendingCapture: ["capturedPendingSettlement", "voided", "expired"],
  capturedPendingSettlement: ["settledSuccessfully", "voided", "settlementError"],
  settledSuccessfully: [],
  refundPendingSettlement: ["refundSettledSuccessfully"],
  refundSettledSuccessfully: [],
  declined: [],
  voided: [],
  expired: [],
  settlementError: [],
};
const rows = (world: World) => world.table<Row>("transactions");

function record(world: World, row: Row, kind: LedgerEntry["kind"], amount: bigint): void {
  const { transId, refTransId, invoiceNumber } = row;
  if (amount === 0n) return;
  world.ledger.record({
    kind,
    payment: refTransId ?? transId,
    reference: invoiceNumber,
    amount,
    currency: account.currency,
  });
}
function tell(world: World, type: string, row: Row, amount: bigint): void {
  world.emit({
    type: `net.authorize.payment.${type}.created`,
    content: {
      responseCode: 1,
      authCode: "HW617E",
      avsResponse: "Y",
      authAmount: amountOf(amount),
      merchantReferenceId: row.refId,
      invoiceNumber: row.invoiceNumber,
      entityName: "transaction",
      id: row.transId,
    },
  });
}
function settle(world: World, row: Row, to = "settledSuccessfully"): boolean {
  if (!allowed(states, row.status, to)) return false;
  row.status = to;
  row.batchId = world.nextId("", 7, "digits");
  return true;
}

/** https://developer.authorize.net/hello_world/testing_guide.html */
const networkOf = (number: string | undefined): string =>
  ({ "3": "AmericanExpress", "5": "MasterCard", "6": "Discover" })[number?.[0] ?? ""] ?? "Visa";
const knowsProfile = (request: unknown, world: World): boolean => {
  const id = textAt(request, "profile.paymentProfile.paymentProfileId");
  if (id === undefined) return true;
  const owner = textAt(request, "profile.customerProfileId");
  if (id === stored.paymentProfileId) return owner === stored.customerProfileId;
  return world.table<string>("payment profiles").get(id) === owner;
};
const printOf = (request: unknown): string =>
  toJson(
    ["transactionType", "amount", "payment", "profile", "order", "customer", "billTo"].map((name) =>
      at(request, name),
    ),
  );
const isWithin = (row: Row, world: World) =>
  world.now().getTime() - Date.parse(row.submitted) <= 28_800_000;

function begin(world: World, request: unknown, more: Partial<Row>): Row {
  const number = textAt(request, "payment.creditCard.cardNumber");
  const bank = textAt(request, "payment.bankAccount.accountNumber");
  const amount = cents(textAt(request, "amount"));
  const row: Row = {
    transId: world.nextId("6", 10, "digits"),
    type: textAt(request, "transactionType") ?? "",
    status: "declined",
    authorized: amount,
    settled: amount,
    refunded: 0n,
    number: `XXXX${(number ?? bank ?? "1111").slice(-4)}`,
    network: bank ? "eCheck" : networkOf(number),
    invoiceNumber: textAt(request, "order.invoiceNumber") ?? "",
    refId: textAt(request, "refId") ?? "",
    submitted: world.now().toISOString(),
    print: printOf(request),
    ...more,
  };
  rows(world).set(row.transId, row);
  return row;
}

function charge(request: unknown, world: World): SimulatedAnswer {
  if (!knowsProfile(request, world)) return notFound();
  const print = printOf(request);
  const before = [...rows(world).values()].find((row) => row.print === print);
  if (before && isWithin(before, world))
    return wrong("11", "A duplicate transaction has been submitted.", before.transId);
  const amount = cents(textAt(request, "amount"));
  const isBankDeclined = at(request, "payment.bankAccount") !== undefined && amount > 10_000n;
  if (textAt(request, "billTo.zip") === "46282" || isBankDeclined) {
    const row = begin(world, request, {});
    const reason = ["2", "This transaction has been declined."] as const;
    return transacted({ responseCode: "2", transId: row.transId, row, reason });
  }
  const isTaken = textAt(request, "transactionType") === "authCaptureTransaction";
  const status = isTaken ? "capturedPendingSettlement" : "authorizedPendingCapture";
  const row = begin(world, request, { status });
  record(world, row, "authorization", amount);
  if (isTaken) record(world, row, "capture", amount);
  if (isTaken) world.schedule(SETTLEMENT, () => settle(world, row));
  tell(world, isTaken ? "authcapture" : "authorization", row, amount);
  const isKept = at(request, "profile.createProfile") === true;
  const profileResponse = {
    ...messages("Ok", "I00001", "Successful."),
    customerProfileId: world.nextId("19", 10, "digits"),
    customerPaymentProfileIdList: [world.nextId("18", 10, "digits")],
    customerShippingAddressIdList: [],
  };
  const more = isKept ? { profileResponse } : {};
  return transacted({ responseCode: "1", transId: row.transId, row, reason: approved, more });
}

function change(request: unknown, world: World): SimulatedAnswer {
  const row = rows(world).get(textAt(request, "refTransId") ?? "");
  if (!row) return wrong("16", "The transaction cannot be found.");
  const told = { responseCode: "1", transId: row.transId, refTransID: row.transId, row };
  if (textAt(request, "transactionType") === "voidTransaction") {
    if (row.status === "voided")
      return transacted({ ...told, reason: ["310", "This transaction has already been voided."] });
    if (!allowed(states, row.status, "voided"))
      return wrong("16", "The transaction cannot be found.");
    const wasTaken = row.status === "capturedPendingSettlement";
    row.status = "voided";
    record(world, row, wasTaken ? "refund" : "void", wasTaken ? row.settled : row.authorized);
    row.settled = 0n;
    tell(world, "void", row, row.authorized);
    return transacted({ ...told, reason: approved });
  }
  if (row.status === "capturedPendingSettlement" || row.status === "settledSuccessfully")
    return transacted({ ...told, reason: ["311", "This transaction has already been captured."] });
  if (!allowed(states, row.status, "capturedPendingSettlement"))
    return wrong("16", "The transaction cannot be found.");
  const amount = cents(textAt(request, "amount"));
  if (amount > row.authorized)
    return wrong(
      "47",
      "The amount requested for settlement cannot be greater than the original amount authorized.",
    );
  row.status = "capturedPendingSettlement";
  row.settled = amount;
  record(world, row, "capture", amount);
  record(world, row, "void", row.authorized - amount);
  world.schedule(SETTLEMENT, () => settle(world, row));
  tell(world, "priorAuthCapture", row, amount);
  return transacted({ ...told, reason: approved });
}

/** A card by its last digits, an account as its details tell it: of eChecks only these types are refunds. */
function isNamed({ number, network }: Row, request: unknown): boolean {
  if (network !== "eCheck")
    return textAt(request, "payment.creditCard.cardNumber") === number.slice(-4);
  const account = at(request, "payment.bankAccount");
  return (
    textAt(account, "accountNumber") === number &&
    /^XXXX\d{4}$/.test(textAt(account, "routingNumber") ?? "") &&
    Boolean(textAt(account, "nameOnAccount")) &&
    /^(PPD|CCD)$/.test(textAt(account, "echeckType") ?? "")
  );
}
function refund(request: unknown, world: World): SimulatedAnswer {
  const of = rows(world).get(textAt(request, "refTransId") ?? "");
  if (!of) return wrong("16", "The transaction cannot be found.");
  if (of.status !== "settledSuccessfully" || !isNamed(of, request))
    return wrong(
      "54",
      "The referenced transaction does not meet the criteria for issuing a credit.",
    );
  const amount = cents(textAt(request, "amount"));
  if (amount < 1n) return wrong("5", "A valid amount is required.");
  if (of.refunded + amount > of.settled)
    return wrong(
      "55",
      "The sum of credits against the referenced transaction would exceed original debit amount.",
    );
  of.refunded += amount;
  const { number, network, transId: refTransID } = of;
  const own = { status: "refundPendingSettlement", number, network, refTransId: refTransID };
  const row = begin(world, request, own);
  record(world, row, "refund", amount);
  tell(world, "refund", row, amount);
  world.schedule(DAY, () => settle(world, row, "refundSettledSuccessfully"));
  const { transId } = row;
  return transacted({ responseCode: "1", transId, refTransID, row, reason: approved });
}

function details(row: Row | undefined): SimulatedAnswer {
  if (!row) return notFound();
  const { transId, refTransId, status, number, network } = row;
  const isGood = status !== "declined";
  const masked = {
    accountType: "checking",
    routingNumber: "XXXX0024",
    accountNumber: number,
    nameOnAccount: "Ellen Johnson",
    echeckType: "WEB",
  };
  return ok({
    transaction: {
      transId,
      refTransId,
      submitTimeUTC: row.submitted,
      submitTimeLocal: row.submitted.slice(0, -1),
      transactionType: row.type,
      transactionStatus: status,
      responseCode: isGood ? 1 : 2,
      responseReasonCode: isGood ? 1 : 2,
      responseReasonDescription: isGood ? "Approval" : "General Error",
      AVSResponse: "Y",
      order: { invoiceNumber: row.invoiceNumber },
      authAmount: amountOf(row.authorized),
      settleAmount: amountOf(row.settled),
      payment:
        network === "eCheck"
          ? { bankAccount: masked }
          : { creditCard: { cardNumber: number, expirationDate: "XXXX", cardType: network } },
    },
  });
}
function listed(body: unknown, world: World, isWanted: (row: Row) => boolean): SimulatedAnswer {
  const limit = Number(textAt(body, "paging.limit") ?? 1000);
  const page = Number(textAt(body, "paging.offset") ?? 1) - 1;
  const transactions = [...rows(world).values()]
    .filter(isWanted)
    .reverse()
    .slice(page * limit, (page + 1) * limit)
    .map((row) => ({
      transId: row.transId,
      submitTimeUTC: row.submitted,
      transactionStatus: row.status,
      invoiceNumber: row.invoiceNumber,
      accountType: row.network,
      accountNumber: row.number,
      settleAmount: amountOf(row.settled),
    }));
  return ok({ transactions, totalNumInResultSet: transactions.length });
}

const transaction = (body: unknown, world: World): SimulatedAnswer => {
  const request = at(body, "transactionRequest");
  if (!isOrdered(request))
    return refuse(
      "E00003",
      "An error occurred while parsing the XML request: invalid child element.",
    );
  const asked = { ...Object(request), refId: textAt(body, "refId") };
  switch (textAt(request, "transactionType")) {
    case "authCaptureTransaction":
    case "authOnlyTransaction":
      return charge(asked, world);
    case "refundTransaction":
      return refund(asked, world);
    default:
      return change(request, world);
  }
};
type Answering = (body: unknown, world: World) => SimulatedAnswer;
const forget =
  (table: string, name: string): Answering =>
  (body, world) =>
    world.table(table).delete(textAt(body, name) ?? "") ? ok() : notFound();
const requests: Readonly<Record<string, Answering>> = {
  createTransactionRequest: transaction,
  getTransactionDetailsRequest: (body, world) =>
    details(rows(world).get(textAt(body, "transId") ?? "")),
  getUnsettledTransactionListRequest: (body, world) =>
    listed(body, world, ({ batchId }) => batchId === undefined),
  getTransactionListRequest: (body, world) =>
    listed(body, world, ({ batchId }) => batchId === textAt(body, "batchId")),
  getSettledBatchListRequest: (_, world) => {
    const ids = [...rows(world).values()].flatMap(({ batchId }) => batchId ?? []);
    return ok({
      batchList: ids.map((batchId) => ({ batchId, settlementState: "settledSuccessfully" })),
    });
  },
  getMerchantDetailsRequest: () => ok(merchant),
  createCustomerProfileRequest: (body, world) => {
    const customerProfileId = world.nextId("19", 10, "digits");
    world.table("profiles").set(customerProfileId, at(body, "profile"));
    return ok({ customerProfileId, customerPaymentProfileIdList: [] });
  },
  createCustomerPaymentProfileRequest: (body, world) => {
    const customerProfileId = textAt(body, "customerProfileId") ?? "";
    const isKnown = customerProfileId === stored.customerProfileId;
    if (!isKnown && !world.table("profiles").has(customerProfileId)) return notFound();
    const customerPaymentProfileId = world.nextId("18", 10, "digits");
    world.table<string>("payment profiles").set(customerPaymentProfileId, customerProfileId);
    return ok({ customerProfileId, customerPaymentProfileId });
  },
  deleteCustomerProfileRequest: forget("profiles", "customerProfileId"),
  deleteCustomerPaymentProfileRequest: forget("payment profiles", "customerPaymentProfileId"),
};
const rootOf = (body: unknown): readonly [string, unknown] =>
  Object.entries(Object(body))[0] ?? ["", undefined];

const simulator: Simulator = {
  id: "authorizenet",
  authenticate: ({ body }) => {
    const given = at(rootOf(body)[1], "merchantAuthentication");
    const isKnown =
      textAt(given, "name") === account.name &&
      textAt(given, "transactionKey") === account.transactionKey;
    return isKnown
      ? undefined
      : refuse("E00007", "User authentication failed due to invalid authentication values.");
  },
  routes: {
    "POST /xml/v1/request.api": ({ body }, world) => {
      const [name, members] = rootOf(body);
      const answer = requests[name];
      return (
        answer?.(members, world) ??
        refuse("E00045", "The root node does not reference a valid XML namespace.")
      );
    },
  },
  /** https://developer.authorize.net/api/reference/features/webhooks.html */
  deliver({ type, id, at: moment, content }, secret) {
    const body = toJson({
      notificationId: id,
      eventType: type,
      eventDate: moment.toISOString(),
      webhookId: "849eb87e-078a-4169-a34b-c0bded5019a8",
      payload: content,
    });
    const signature = hmacSha512(secret, body, "hex").toUpperCase();
    return {
      headers: { "content-type": "application/json", "x-anet-signature": `sha512=${signature}` },
      body,
    };
  },
  commands: {
    settle: ({ payment = "", outcome }, world) => {
      const row = rows(world).get(payment);
      const to = outcome === "failed" ? "settlementError" : "settledSuccessfully";
      if (!row || !settle(world, row, to))
        throw new Error(`${payment} is ${row?.status ?? "not there"}`);
      return { payment };
    },
    expire: ({ payment = "" }, world) => {
      const row = rows(world).get(payment);
      if (!row || !allowed(states, row.status, "expired"))
        throw new Error(`${payment} is ${row?.status ?? "not there"}`);
      row.status = "expired";
      record(world, row, "void", row.authorized);
      return { payment };
    },
  },
  samples,
};
export default simulator;
