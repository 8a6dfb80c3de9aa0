/** What a Mollie payment is and how it moves: its states, its parts, and what of it is shown. */
import { allowed, at, type LedgerEntry, type Transitions, textAt, type World } from "#simulate";
import { account, dashboard, link, links, stamp, tell, wire } from "./wire.ts";

type State = "open" | "pending" | "authorized" | "paid" | "canceled" | "expired" | "failed";
/** https://docs.mollie.com/docs/handling-payment-status */
const transitions: Transitions<State> = {
  open: ["pending", "authorized", "paid", "canceled", "expired", "failed"],
  pending: ["authorized", "paid", "canceled", "expired", "failed"],
  authorized: ["paid", "canceled", "expired", "failed"],
  paid: [],
  canceled: [],
  expired: [],
  failed: [],
};
export interface Payment {
  readonly id: string;
  readonly asked: unknown;
  readonly method: string | undefined;
  readonly sequence: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly createdAt: string;
  readonly mandate: string | undefined;
  readonly details: Record<string, unknown>;
  readonly moments: Record<string, string>;
  status: State;
  /** Captures that are asked for, done or not. */
  capturing: bigint;
  captured: bigint;
  /** Refunds that are asked for, done or not. */
  refunding: bigint;
  refunded: bigint;
  chargedBack: bigint;
}
export interface Part {
  readonly id: string;
  readonly payment: Payment;
  readonly amount: bigint;
  readonly asked: unknown;
  readonly createdAt: string;
  status: string;
  reversedAt?: string;
}
interface Mandate {
  readonly id: string;
  readonly customer: string;
  readonly method: string;
  readonly asked: unknown;
  readonly createdAt: string;
  status: "valid" | "pending" | "invalid";
}

export const payments = (world: World) => world.table<Payment>("payments");
export const parts = (world: World, name: string) => world.table<Part>(name);
export const newest = <Row>(rows: Iterable<Row>): readonly Row[] => [...rows].reverse();

/** A shop finds a customer with a mandate, as if it had been here before. */
export function customers(world: World): Map<string, unknown> {
  const table = world.table<unknown>("customers");
  if (!table.has("seeded")) {
    table.set("seeded", undefined).set(account.customer, { name: "John Doe" });
    newMandate(world, account.customer, "creditcard", {}, "valid", account.mandate);
  }
  return table;
}
export const mandates = (world: World) => world.table<Mandate>("mandates");
export function newMandate(
  world: World,
  customer: string,
  method: string,
  asked: unknown,
  status: Mandate["status"],
  id = world.nextId("mdt_", 10),
): Mandate {
  const mandate = { id, customer, method, asked, status, createdAt: stamp(world) };
  mandates(world).set(id, mandate);
  return mandate;
}
export const shownMandate = (world: World, mandate: Mandate) => ({
  resource: "mandate",
  id: mandate.id,
  mode: "test",
  status: mandate.status,
  method: mandate.method,
  details:
    mandate.method === "creditcard"
      ? {
          cardHolder: "T. TEST",
          cardNumber: "9996",
          cardLabel: "Visa",
          cardExpiryDate: "2031-12-31",
        }
      : {
          consumerName: textAt(mandate.asked, "consumerName") ?? "T. TEST",
          consumerAccount: textAt(mandate.asked, "consumerAccount") ?? "NL55INGB0000000000",
          consumerBic: "INGBNL2A",
        },
  mandateReference: textAt(mandate.asked, "mandateReference") ?? null,
  signatureDate: textAt(mandate.asked, "signatureDate") ?? mandate.createdAt.slice(0, 10),
  customerId: mandate.customer,
  scopes: ["customer-not-present"],
  createdAt: mandate.createdAt,
  _links: {
    ...links(world, `/v2/customers/${mandate.customer}/mandates/${mandate.id}`),
    customer: link(world, `/v2/customers/${mandate.customer}`),
  },
});

export const holds: ReadonlySet<unknown> = new Set([
  "creditcard",
  "klarna",
  "billie",
  "riverty",
  "vipps",
  "mobilepay",
]);
export const withLines: ReadonlySet<unknown> = new Set(["klarna", "billie", "riverty"]);
/** Magic amounts of cards: https://docs.mollie.com/reference/testing */
const magic: ReadonlyMap<bigint, string> = new Map([
  [100_100n, "invalid_card_number"],
  [100_200n, "invalid_cvv"],
  [100_300n, "invalid_card_holder_name"],
  [100_400n, "card_expired"],
  [100_500n, "invalid_card_type"],
  [100_600n, "refused_by_issuer"],
  [100_700n, "insufficient_funds"],
  [100_800n, "inactive_card"],
  [100_900n, "possible_fraud"],
  [101_000n, "authentication_failed"],
  [101_100n, "card_declined"],
]);

export const isCancelable = ({ status, method }: Payment): boolean =>
  (status === "open" && method === "banktransfer") ||
  (status === "pending" && method === "directdebit");
const isHeldFirst = ({ asked }: Payment): boolean =>
  textAt(asked, "captureMode") === "manual" || textAt(asked, "captureDelay") !== undefined;

/** A resource as Mollie shows it. */
type Shown = { readonly id: string; readonly [name: string]: unknown };

export function shown(world: World, payment: Payment): Shown {
  const { id, asked, currency, status, moments, details } = payment;
  const own = (minor: bigint) => wire(minor, currency);
  const checkout = { href: `${world.origin}/checkout/test-mode/${id}`, type: "text/html" };
  return {
    resource: "payment",
    id,
    mode: "test",
    createdAt: payment.createdAt,
    amount: own(payment.amount),
    ...Object.fromEntries(
      [
        "description",
        "metadata",
        "redirectUrl",
        "webhookUrl",
        "captureMode",
        "captureDelay",
        "locale",
        "customerId",
      ]
        .map((name) => [name, at(asked, name)])
        .filter(([, value]) => value !== undefined),
    ),
    method: payment.method ?? null,
    status,
    ...(!["paid", "canceled", "expired", "failed"].includes(status) && {
      isCancelable: isCancelable(payment),
    }),
    ...moments,
    ...(isHeldFirst(payment) && { amountCaptured: own(payment.captured) }),
    ...(status === "paid" && {
      amountRefunded: own(payment.refunded),
      amountRemaining: own(takenOf(payment) - payment.refunding - payment.chargedBack),
    }),
    ...(payment.chargedBack > 0n && { amountChargedBack: own(payment.chargedBack) }),
    ...(payment.mandate && { mandateId: payment.mandate }),
    details: Object.keys(details).length > 0 ? details : null,
    profileId: account.profile,
    sequenceType: payment.sequence,
    _links: {
      ...links(world, `/v2/payments/${id}`),
      ...dashboard(`/payments/${id}`),
      ...(status === "open" && payment.sequence !== "recurring" && { checkout }),
    },
  };
}
export const takenOf = (payment: Payment): bigint =>
  isHeldFirst(payment) ? payment.captured : payment.amount;
export const shownPart = (world: World, resource: string, part: Part): Shown => ({
  resource,
  id: part.id,
  mode: "test",
  amount: wire(part.amount, part.payment.currency),
  ...(resource === "chargeback"
    ? {
        settlementAmount: wire(-part.amount, part.payment.currency),
        reason: null,
        reversedAt: part.reversedAt ?? null,
      }
    : {
        status: part.status,
        description: textAt(part.asked, "description") ?? "",
        metadata: at(part.asked, "metadata") ?? null,
      }),
  paymentId: part.payment.id,
  createdAt: part.createdAt,
  _links: {
    ...links(world, `/v2/payments/${part.payment.id}/${resource}s/${part.id}`),
    payment: link(world, `/v2/payments/${part.payment.id}`),
  },
});

export function move(world: World, payment: Payment, to: State): boolean {
  if (!allowed(transitions, payment.status, to)) return false;
  payment.status = to;
  payment.moments[`${to}At`] = stamp(world);
  const mandate = payment.mandate && mandates(world).get(payment.mandate);
  if (mandate && payment.sequence === "first")
    mandate.status = to === "paid" || to === "authorized" ? "valid" : "invalid";
  tell(world, `payment.${to}`, shown(world, payment));
  return true;
}
export const record = (
  world: World,
  { id, asked, currency }: Payment,
  kind: LedgerEntry["kind"],
  amount: bigint,
) =>
  world.ledger.record({
    kind,
    payment: id,
    amount,
    currency,
    reference: textAt(asked, "metadata.merchant_reference") ?? "",
  });

/** The customer paid: it is held where that was asked, and taken otherwise. */
export function approve(world: World, payment: Payment): boolean {
  const isHeld = isHeldFirst(payment);
  if (payment.method === "creditcard")
    Object.assign(payment.details, {
      cardNumber: "9996",
      cardLabel: "Visa",
      cardSecurity: "3dsecure",
    });
  if (isHeld) payment.moments["captureBefore"] = "2099-12-31T00:00:00+00:00";
  if (!move(world, payment, isHeld ? "authorized" : "paid")) return false;
  record(world, payment, "authorization", payment.amount);
  if (!isHeld) record(world, payment, "capture", payment.amount);
  const hours = Number(/^(\d+) hours$/.exec(textAt(payment.asked, "captureDelay") ?? "")?.[1]);
  if (hours > 0)
    world.schedule(hours * 3600, () => {
      const rest = payment.amount - payment.capturing;
      if (payment.status === "authorized" && rest > 0n) capture(world, payment, rest, {});
    });
  return true;
}
export function fail(world: World, payment: Payment): boolean {
  const failureReason = payment.method === "creditcard" ? magic.get(payment.amount) : undefined;
  if (failureReason)
    Object.assign(payment.details, { failureReason, failureMessage: "Your card was declined." });
  return move(world, payment, "failed");
}
export function expire(world: World, payment: Payment): boolean {
  const isHeld = payment.status === "authorized";
  if (!move(world, payment, "expired")) return false;
  if (isHeld) record(world, payment, "void", payment.amount - payment.captured);
  return true;
}

export function newPart(
  world: World,
  name: string,
  prefix: string,
  payment: Payment,
  amount: bigint,
  asked: unknown,
): Part {
  const id = world.nextId(prefix, 10);
  const part = { id, payment, amount, asked, status: "pending", createdAt: stamp(world) };
  parts(world, name).set(id, part);
  return part;
}
export function capture(world: World, payment: Payment, amount: bigint, asked: unknown): Part {
  const part = newPart(world, "captures", "cpt_", payment, amount, asked);
  payment.capturing += amount;
  world.schedule(5, () => {
    part.status = "succeeded";
    payment.captured += amount;
    record(world, payment, "capture", amount);
    tell(world, "capture.succeeded", shownPart(world, "capture", part));
    if (payment.captured === payment.amount) move(world, payment, "paid");
  });
  return part;
}
/** Releasing leaves what was captured; without captures there is no payment. */
export function release(world: World, payment: Payment): void {
  if (payment.status !== "authorized") return;
  record(world, payment, "void", payment.amount - payment.capturing);
  move(world, payment, payment.capturing > 0n ? "paid" : "canceled");
}
