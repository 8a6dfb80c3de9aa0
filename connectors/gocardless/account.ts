/** What a merchant configures for GoCardless, and what a call may add. */
import { optionalText, secret, secrets, type ValuesOf } from "#kit";

export const credentials = {
  accessToken: secret({
    description:
      "Access token with read-write access: Dashboard, Developers, Create, Access token; sandbox and live have their own",
    example: "an-access-token-of-your-dashboard",
  }),
  creditor: optionalText({
    description: "Creditor for whom mandates are made; only where the account has several",
    example: "CR00001234ABCD",
  }),
  webhookSecrets: secrets({
    description:
      "Secret of the webhook endpoint: Dashboard, Developers, Webhook endpoints; while it is changed, the old one too",
    example: "ED7D658C-D8EB-4941-948B-3973214F2D49",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

export const options = {
  retryIfPossible: optionalText({
    description:
      "true: GoCardless tries a failed debit again at a time of its choice (Success+, where the account has it)",
    example: "true",
    pattern: /true|false/,
  }),
};
