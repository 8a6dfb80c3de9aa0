/** Where Mollie's resources are, and what every request to them has in common. */
import { type Idempotency, json, path, query, required } from "#kit";
import { type Credentials, modeWord } from "./account.ts";

/** A DELETE is harmless to repeat, and its key is ignored: https://docs.mollie.com/reference/api-idempotency */
export const unkeyed: Idempotency = {
  carrier: "none",
  format: "uuid",
  source: "https://docs.mollie.com/reference/api-idempotency",
};

export const payments = (id: string | undefined, rest = ""): string =>
  path`/v2/payments/${required(id, "payment.paymentId")}` + rest;
export const customers = (id: string | undefined, rest = ""): string =>
  path`/v2/customers/${required(id, "customerId")}` + rest;
export const mandates = (mandate: Owned | undefined): string =>
  customers(
    mandate?.customerId,
    path`/mandates/${required(mandate?.mandateId, "mandate.mandateId")}`,
  );
export interface Owned {
  readonly mandateId?: string | undefined;
  readonly customerId?: string | undefined;
}
export const mode = (account: Credentials): string => query(modeWord(account));
/** A token says its mode in the body; a key sends none. */
export const modeBody = (account: Credentials) => {
  const word = modeWord(account);
  return word.testmode ? json(word) : undefined;
};
