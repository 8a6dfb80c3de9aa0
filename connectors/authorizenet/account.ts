/** What a merchant configures for Authorize.Net. */
import { secret, secrets, text, type ValuesOf } from "#kit";

/** https://developer.authorize.net/api/reference/index.html#gettingstarted-section-section-header */
export const credentials = {
  apiLoginId: text({
    description: "API Login ID: Merchant Interface, Account, Settings, API Credentials and Keys.",
    example: "5KP3u95bQpv",
    pattern: /.{1,25}/,
  }),
  transactionKey: secret({
    description:
      "Transaction Key: Merchant Interface, Account, Settings, API Credentials and Keys.",
    example: "346HZ32z3fP4hTG2",
    pattern: /.{1,16}/,
  }),
  currency: text({
    description:
      "ISO 4217 code of the account's currency, which Authorize.Net's answers leave out.",
    example: "USD",
    pattern: /[A-Z]{3}/,
  }),
  signatureKeys: secrets({
    description:
      "Signature Key, 128 signs: Merchant Interface, Account, Settings, API Credentials.",
    example:
      "52CB4A002C634B84E397DC8A218E1A160BA7CAB7CBE4C05B35E9CBB05E14FE4A2385812E980CCF97D177F17863CE214D1BE6CE8E1E894487AACF3609C1A5FE17",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;
