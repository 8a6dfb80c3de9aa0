/** How Authorize.Net writes: a byte order mark, messages in every answer, ordered members, decimal amounts. */
import { decimal } from "#kit";
import { type SimulatedAnswer, toJson } from "#simulate";

/** A transaction as it is kept. */
export interface Row {
  readonly transId: string;
  readonly type: string;
  status: string;
  readonly authorized: bigint;
  settled: bigint;
  refunded: bigint;
  readonly number: string;
  readonly network: string;
  readonly invoiceNumber: string;
  readonly refId: string;
  readonly submitted: string;
  readonly refTransId?: string;
  readonly print: string;
  batchId?: string;
}
const sent = (body: object): SimulatedAnswer => ({
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: `\ufeff${toJson(body)}`,
});
export const messages = (resultCode: string, code: string, text: string) => ({
  messages: { resultCode, message: [{ code, text }] },
});
export const ok = (members: object = {}) =>
  sent({ ...members, ...messages("Ok", "I00001", "Successful.") });
export const refuse = (code: string, text: string, members: object = {}) =>
  sent({ ...members, ...messages("Error", code, text) });
export const notFound = () => refuse("E00040", "The record cannot be found.");

export const cents = (text: string | undefined): bigint => {
  const [whole = "0", fraction = ""] = (text ?? "0").split(".");
  return BigInt(whole + fraction.padEnd(2, "0"));
};
export const amountOf = (value: bigint) =>
  decimal(`${value / 100n}.${String(value % 100n).padStart(2, "0")}`);

interface Told {
  readonly responseCode: string;
  readonly transId?: string;
  readonly reason: readonly [code: string, text: string];
  readonly row?: Row | undefined;
  readonly refTransID?: string;
  readonly more?: object;
}
/** https://developer.authorize.net/api/reference/index.html#payment-transactions-charge-a-credit-card */
export function transacted(told: Told): SimulatedAnswer {
  const [code, text] = told.reason;
  const isGood = told.responseCode === "1";
  const body = {
    transactionResponse: {
      responseCode: told.responseCode,
      authCode: isGood ? "HW617E" : "",
      avsResultCode: isGood ? "Y" : "P",
      cvvResultCode: isGood ? "M" : "",
      cavvResultCode: "",
      transId: told.transId ?? "0",
      refTransID: told.refTransID ?? "",
      transHash: "",
      testRequest: "0",
      accountNumber: told.row?.number ?? "",
      accountType: told.row?.network ?? "",
      ...(isGood
        ? { messages: [{ code, description: text }] }
        : { errors: [{ errorCode: code, errorText: text }] }),
      ...(isGood && { networkTransId: "XXXXXXXXXXXX" }),
    },
    ...told.more,
  };
  if (told.responseCode === "3") return refuse("E00027", "The transaction was unsuccessful.", body);
  return ok(body);
}
export const wrong = (code: string, text: string, transId?: string) =>
  transacted({ responseCode: "3", reason: [code, text], ...(transId && { transId }) });
export const approved: Told["reason"] = ["1", "This transaction has been approved."];

/** The members of `transactionRequestType` that are used, in the order of AnetApiSchema.xsd. */
const order =
  "transactionType amount currencyCode payment profile refTransId order lineItems tax duty shipping taxExempt poNumber customer billTo shipTo customerIP cardholderAuthentication transactionSettings processingOptions subsequentAuthInformation".split(
    " ",
  );
export const isOrdered = (value: unknown): boolean => {
  const places = Object.keys(Object(value)).map((name) => order.indexOf(name));
  return places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1));
};
