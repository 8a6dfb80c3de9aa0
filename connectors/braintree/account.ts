/** What a merchant configures for Braintree, and which merchant account a currency goes to. */
import { InvalidRequest, secret, text, type ValuesOf } from "#kit";

export const credentials = {
  publicKey: text({
    description: "Public key of the API key: Control Panel, settings, API, Keys",
    example: "v4ndq314c2s5c28r",
  }),
  privateKey: secret({
    description:
      "Private key of the same API key; it signs webhooks as well. Sandbox and production have their own",
    example: "93b78bc88be90d93ac282e50ae569fdd",
  }),
  merchantAccounts: text({
    description:
      "Merchant account ids by their currency (Control Panel, Business, Merchant Accounts): Braintree takes the currency from the account, and a request names none",
    example: "USD:acme_usd,EUR:acme_eur",
    pattern: /[A-Z]{3}:[\w-]+(,[A-Z]{3}:[\w-]+)*/,
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

/** The merchant account of this currency: an amount sent to another one would be charged in that one's currency. */
export function merchantAccountOf(
  { merchantAccounts }: Credentials,
  currency: string,
  field = "purchase.amount.currency",
): string {
  for (const entry of merchantAccounts.split(",")) {
    const [code, id] = entry.split(":");
    if (code === currency && id) return id;
  }
  throw new InvalidRequest({ field, problem: "has no merchant account in the credentials" });
}
