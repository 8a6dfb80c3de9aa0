/** What the simulated Cybersource keeps: payments, and each request that was made about them. */
import { fromDecimal, toDecimal } from "#kit";
import { answerWith, type SimulatedAnswer, type Transitions, textAt, type World } from "#simulate";

export type State = "HELD" | "TAKEN" | "REVERSED" | "DECLINED";
export const states: Transitions<State> = {
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
export interface Transaction {
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
export interface Payment {
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

export const payments = (world: World) => world.table<Payment>("payments");
export const transactions = (world: World) => world.table<Transaction>("transactions");
export const moment = (world: World) =>
  world
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
export const decimal = (minorUnits: bigint, currency: string) =>
  toDecimal({ minorUnits, currency });

/** https://developer.cybersource.com/api/reference/response-codes.html: 400, and nothing was done. */
export const refuse = (reason: string, world: World, status = 400): SimulatedAnswer =>
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

export function moneyAt(body: unknown, path: string) {
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
export function note(world: World, { root, ...made }: Making): Transaction {
  const id = world.nextId("", 22, "digits");
  const { card, reason } = made;
  const transaction = { ...made, id, root: root ?? id, at: moment(world), card, reason };
  transactions(world).set(id, transaction);
  return transaction;
}
export const service = (name: ServiceName, status: string, isDone = true): Service => ({
  name,
  status,
  isDone,
});

export const links = (kind: string, id: string) => ({
  self: { href: `/pts/v2/${kind}/${id}`, method: "GET" },
});

export function cardIn(body: unknown): Transaction["card"] {
  for (const kind of ["card", "tokenizedCard"]) {
    const path = `paymentInformation.${kind}`;
    const [number, month, year] = ["number", "expirationMonth", "expirationYear"].map((name) =>
      textAt(body, `${path}.${name}`),
    );
    if (number && month && year) return { number, month, year };
  }
  return undefined;
}
export const isExpired = (
  { month, year }: NonNullable<Transaction["card"]>,
  world: World,
): boolean => `${year}-${month}` < world.now().toISOString().slice(0, 7);
export const isPaidWith = (body: unknown): boolean =>
  cardIn(body) !== undefined ||
  [
    "paymentInformation.fluidData.value",
    "paymentInformation.paymentInstrument.id",
    "tokenInformation.transientTokenJwt",
  ].some((path) => textAt(body, path) !== undefined);

export const instruments = (world: World) => world.table<{ readonly id: string }>("instruments");
