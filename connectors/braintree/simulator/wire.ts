/** What Braintree's simulator remembers and how it says no. https://developer.paypal.com/braintree/graphql/guides/making_api_calls */
import { fromDecimal, toBase64, toDecimal } from "#kit";
import { allowed, answerWith, type Transitions, type UploadedPart, type World } from "#simulate";

export type Fields = Record<string, unknown>;
export type Handler = (input: unknown, world: World, file?: UploadedPart) => Fields;
export interface Money {
  readonly value: string;
  readonly currencyCode: string;
}
export interface Row extends Fields {
  readonly id: string;
  readonly legacyId: string;
  status: Status;
  amount: Money;
  readonly initialRequestedAuthorizationAmount: Money;
  readonly orderId: string | undefined;
  readonly statusHistory: Fields[];
  readonly refunds: Row[];
}
export interface DisputeRow extends Fields {
  readonly id: string;
  readonly legacyId: string;
  status: string;
  readonly amountDisputed: Money;
  readonly payment: Row;
  readonly createdAt: string;
  readonly evidence: Fields[];
}

/** An error of GraphQL, inside an answer of status 200. */
export class Refusal extends Error {
  readonly errorClass: string;
  readonly legacyCode: string | undefined;
  constructor(message: string, errorClass = "VALIDATION", legacyCode?: string) {
    super(message);
    this.errorClass = errorClass;
    this.legacyCode = legacyCode;
  }
}
export const invalid = (legacyCode: string, message: string) =>
  new Refusal(message, "VALIDATION", legacyCode);
export const notFound = () => new Refusal("An object with this ID was not found.", "NOT_FOUND");
export const errorAnswer = (world: World, name: string | undefined, refused: Refusal) =>
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

export const rows = (world: World) => world.table<Row>("transactions");
export const refunds = (world: World) => world.table<Row>("refunds");
export const disputes = (world: World) => world.table<DisputeRow>("disputes");
/** Cards behind single-use and kept methods, by the method's id. */
export const cards = (world: World, what: "single" | "kept") =>
  world.table<Fields>(`${what} methods`);
export const now = (world: World) => world.now().toISOString();
/** Ids of GraphQL carry their kind. */
export const globalId = (kind: string, legacyId: string) => toBase64(`${kind}_${legacyId}`);
export const units = ({ value, currencyCode }: Money) =>
  fromDecimal(value, currencyCode).minorUnits;
export const money = (minorUnits: bigint, currencyCode: string): Money => ({
  value: toDecimal({ minorUnits, currency: currencyCode }),
  currencyCode,
});

export type Status =
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
export const transitions: Transitions<Status> = {
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
export function move(world: World, row: Row, to: Status, more: Fields = {}): boolean {
  if (!allowed(transitions, row.status, to)) return false;
  row.status = to;
  row.statusHistory.unshift({ status: to, timestamp: now(world), amount: row.amount, ...more });
  return true;
}
export type Kind =
  | "authorization"
  | "capture"
  | "void"
  | "refund"
  | "chargeback"
  | "chargeback reversal";
export const record = (world: World, kind: Kind, row: Row, amount: Money = row.amount) =>
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
export function settleSoon(world: World, row: Row): void {
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
