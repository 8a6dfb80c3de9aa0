/** Transactions and refunds in the simulator: from a method to the money. https://developer.paypal.com/braintree/docs/reference/general/testing */
import { toBase64 } from "#kit";
import { textAt, type World } from "#simulate";
import { merchantAccounts } from "../samples.ts";
import {
  cards,
  type Fields,
  globalId,
  type Handler,
  invalid,
  type Money,
  money,
  move,
  notFound,
  now,
  type Row,
  record,
  refunds,
  rows,
  type Status,
  settleSoon,
  units,
} from "./wire.ts";

export const responseTexts: Readonly<Record<string, string>> = {
  "1000": "Approved",
  "2000": "Do Not Honor",
  "2001": "Insufficient Funds",
  "2004": "Expired Card",
  "2099": "Cardholder Authentication Required",
  "3000": "Processor Network Unavailable - Try Again",
};
export const heard = (legacyCode: string, hasCvv: boolean) => ({
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
export function outcomeOf(value: string, hasCvv: boolean): { status: Status; more: Fields } {
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
export function copyOf(
  world: World,
  made: { orderId: string | undefined; amount: Money; print: string },
) {
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

export const brand = (number: string) =>
  ({ "3": "AMERICAN_EXPRESS", "4": "VISA", "5": "MASTERCARD", "6": "DISCOVER" })[number[0] ?? ""] ??
  "UNKNOWN";
export const detailsOf = (number: string, month: string, year: string) => ({
  brandCode: brand(number),
  last4: number.slice(-4),
  bin: number.slice(0, 6),
  expirationMonth: month,
  expirationYear: year,
  origin: null,
});
/** Nonces that the sandbox always takes. */
export const testNonce = {
  details: detailsOf("4111111111111111", "12", "2031"),
  print: "4111111111111111",
  cvv: "123",
};
export const isCard = (id: string) =>
  id.startsWith("fake-valid-") || id === toBase64("paymentmethod_cc_sample");
export function methodOf(world: World, id: string): Fields {
  const found = cards(world, "kept").get(id) ?? cards(world, "single").get(id);
  if (found) return found;
  if (isCard(id)) return testNonce;
  throw invalid("91565", "Unknown or expired single-use payment method.");
}
export function keep(world: World, method: Fields, customerId: string | undefined): Fields {
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

export const pay =
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
export function submit(world: World, row: Row): void {
  if (!move(world, row, "SUBMITTED_FOR_SETTLEMENT"))
    throw invalid("91507", "Cannot submit for settlement unless status is authorized.");
  record(world, "capture", row);
  settleSoon(world, row);
}
export function transactionIn(input: unknown, world: World): Row {
  const row = rows(world).get(textAt(input, "transactionId") ?? "");
  if (!row) throw notFound();
  return row;
}
export const leftOf = (row: Row) =>
  row.refunds.reduce((left, one) => left - units(one.amount), units(row.amount));
export function refund(
  world: World,
  row: Row,
  value: string | undefined,
  orderId = row.orderId,
): Row {
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
