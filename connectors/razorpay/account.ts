/** What a merchant configures for Razorpay, and what a call may add. */
import { optionalText, secret, secrets, text, type ValuesOf } from "#kit";

export const credentials = {
  keyId: text({
    description:
      "Key id: Dashboard, Account & Settings, API Keys; rzp_test_… in test mode, rzp_live_… in live mode",
    example: "rzp_test_1DP5mmOlF5G5ag",
  }),
  keySecret: secret({
    description: "Key secret, shown once, when the key is made",
    example: "thisisanexamplekeysecret",
  }),
  webhookSecrets: secrets({
    description:
      "Secret of the webhook: Dashboard, Account & Settings, Webhooks; while it is changed, the old one too",
    example: "a-secret-of-your-own",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

export const options = {
  refundSpeed: optionalText({
    description: "normal (5 to 7 working days), or optimum (at once where possible, for a fee)",
    example: "optimum",
    pattern: /normal|optimum/,
  }),
  referer: optionalText({
    description: "The Referer header of the customer's browser",
    example: "https://shop.example/checkout",
  }),
};
