/** Worldpay's chargeback API in miniature: cases in queues, activities, documents. ../disputes.ts says where from. */
import { parseXml, toBase64, type Xml, xml } from "#kit";
import {
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  type World,
} from "#simulate";
import { account } from "./samples.ts";

interface Case {
  readonly caseId: string;
  readonly payment: string;
  readonly deposit: string;
  readonly reference: string;
  readonly amount: bigint;
  readonly reasonCode: string;
  readonly received: string;
  readonly replyByDay: string;
  queue: string;
  readonly activities: Xml[];
  readonly documents: Set<string>;
}
const cases = (world: World) => world.table<Case>("chargebacks");
const today = (world: World) => world.now().toISOString().slice(0, 10);
const dayAfter = (world: World, days: number) =>
  new Date(world.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const message = (root: string, content: Xml, status = 200): SimulatedAnswer => ({
  status,
  headers: { "content-type": "application/com.vantivcnp.services-v2+xml" },
  body: xml({ [root]: { "@xmlns": "http://www.vantivcnp.com/chargebacks", ...content } }).text,
});
const refuse = (status: number, error: string) =>
  message("errorResponse", { errors: { error } }, status);
const missing = () => refuse(404, "Could not find requested object.");

export const authenticate = ({ headers }: SimulatedRequest): SimulatedAnswer | undefined =>
  headers["authorization"] === `Basic ${toBase64(`${account.user}:${account.password}`)}`
    ? undefined
    : refuse(401, "You are not authorized to access this resource.");

function act(world: World, one: Case, activityType: string, toQueue = one.queue, more: Xml = {}) {
  const { queue: fromQueue } = one;
  one.activities.unshift({ activityDate: today(world), activityType, fromQueue, toQueue, ...more });
  one.queue = toQueue;
}
/** In the order of chargeback-api-v2.1.xsd. */
const written = (one: Case): Xml => ({
  caseId: one.caseId,
  merchantId: account.merchantId,
  dayIssuedByBank: one.received,
  dateReceivedByVantivCnp: one.received,
  vantivCnpTxnId: one.deposit,
  cycle: "First Chargeback",
  orderId: one.reference,
  cardNumberLast4: "0009",
  cardType: "VI",
  chargebackAmount: one.amount,
  chargebackCurrencyType: account.currency,
  originalTxnDay: one.received,
  chargebackType: "Deposit",
  reasonCode: one.reasonCode,
  reasonCodeDescription: "Other Fraud-Card Absent Environment",
  currentQueue: one.queue,
  acquirerReferenceNumber: `24445001${one.caseId}`,
  replyByDay: one.replyByDay,
  activity: one.activities,
});

const retrieved = (world: World, found: readonly Case[]): SimulatedAnswer =>
  message("chargebackRetrievalResponse", {
    transactionId: world.nextId("21", 8, "digits"),
    chargebackCase: found.map(written),
  });
/** By the handler that is given the case, where there is one. */
const ofCase =
  (handle: (one: Case, request: SimulatedRequest, world: World) => SimulatedAnswer): Handler =>
  (request, world) => {
    const one = cases(world).get(request.params["id"] ?? "");
    return one ? handle(one, request, world) : missing();
  };

const search: Handler = ({ query }, world) => {
  const { date, actionable } = query;
  const all = [...cases(world).values()];
  if (actionable === "true")
    return retrieved(
      world,
      all.filter(({ queue }) => queue === MERCHANT),
    );
  if (date === undefined) return refuse(400, "No search criteria were given.");
  const isOfDay = (activity: Xml) => activity["activityDate"] === date;
  return retrieved(
    world,
    all.filter(({ activities }) => activities.some(isOfDay)),
  );
};

const MERCHANT = "Merchant";
/** What a merchant may do, as it is told of, and the queue that the case goes to. */
const activities: ReadonlyMap<string | undefined, readonly [string, string]> = new Map([
  ["MERCHANT_ACCEPTS_LIABILITY", ["Merchant Accepts Liability", "Merchant Assumed"]],
  ["MERCHANT_REPRESENT", ["Merchant Represent", "Vantiv Outgoing"]],
  ["MERCHANT_RESPOND", ["Merchant Respond", "Vantiv Outgoing"]],
  ["MERCHANT_REQUESTS_ARBITRATION", ["Merchant Requests Arbitration", "Merchant Arbitrate"]],
]);
const update = ofCase((one, { text }, world) => {
  const body = at(parseXml(text), "chargebackUpdateRequest");
  const notes = textAt(body, "note");
  if (textAt(body, "activityType") === "ADD_NOTE") {
    act(world, one, "Add Note", one.queue, { notes });
    return updated(world);
  }
  const [name, queue] = activities.get(textAt(body, "activityType")) ?? [];
  if (name === undefined || queue === undefined) return refuse(400, "Invalid activityType.");
  if (one.queue !== MERCHANT)
    return refuse(
      400,
      `Cannot perform activity <${name}> for case <${one.caseId}> in queue <${one.queue}>`,
    );
  const settlementAmount = textAt(body, "representedAmount");
  act(world, one, name, queue, {
    ...(settlementAmount && { settlementAmount, settlementCurrencyType: account.currency }),
    notes,
  });
  return updated(world);
});
const updated = (world: World) =>
  message("chargebackUpdateResponse", { transactionId: world.nextId("21", 8, "digits") });

const MOST_BYTES = 2 * 1024 * 1024;
const documents =
  (isNew: boolean) =>
  (one: Case, { params, bytes }: SimulatedRequest, world: World): SimulatedAnswer => {
    const name = params["name"] ?? "";
    const told = (responseCode: string, responseMessage: string) =>
      message("chargebackDocumentUploadResponse", {
        merchantId: account.merchantId,
        caseId: one.caseId,
        documentId: name,
        responseCode,
        responseMessage,
      });
    if (one.queue !== MERCHANT) return told("004", "Case Not In Merchant Queue");
    if (isNew && one.documents.has(name)) return told("005", "Document already exists");
    if (!isNew && !one.documents.has(name)) return told("009", "Document Not Found");
    if (bytes.length > MOST_BYTES) return told("012", "Filesize exceeds limit of 2MB");
    one.documents.add(name);
    act(world, one, isNew ? "Attach Document" : "Update Document");
    return told("000", "Success");
  };

export const routes: Simulator["routes"] = {
  "GET /services/chargebacks/": search,
  "GET /services/chargebacks/:id": ofCase((one, _request, world) => retrieved(world, [one])),
  "PUT /services/chargebacks/:id": update,
  "POST /services/chargebacks/upload/:id/:name": ofCase(documents(true)),
  "PUT /services/chargebacks/replace/:id/:name": ofCase(documents(false)),
};

interface Disputed {
  readonly payment: string;
  readonly deposit: string;
  readonly reference: string;
  readonly amount: bigint;
}
/** The cardholder disputes a deposit: the money goes back at once. */
export function open(
  world: World,
  { payment, deposit, reference, amount }: Disputed,
  reasonCode = "10.4",
): Record<string, string> {
  const caseId = world.nextId("216", 9, "digits");
  const one: Case = {
    caseId,
    payment,
    deposit,
    reference,
    amount,
    reasonCode,
    received: today(world),
    replyByDay: dayAfter(world, 20),
    queue: "New",
    activities: [],
    documents: new Set(),
  };
  act(world, one, "Receive Network Transaction");
  act(world, one, "Assign To Merchant", MERCHANT);
  cases(world).set(caseId, one);
  world.ledger.record({ kind: "chargeback", payment, amount, currency: account.currency });
  return { dispute: caseId, payment };
}
export function resolve(world: World, caseId: string, outcome: string): Record<string, string> {
  const one = cases(world).get(caseId);
  if (!one) throw new Error(`there is no dispute ${caseId}`);
  const { payment, amount } = one;
  const isWon = outcome === "won";
  act(world, one, "Network Decision", isWon ? "Network Assumed" : "Merchant Auto Assumed");
  if (isWon)
    world.ledger.record({
      kind: "chargeback reversal",
      payment,
      amount,
      currency: account.currency,
    });
  return { dispute: caseId, payment };
}
