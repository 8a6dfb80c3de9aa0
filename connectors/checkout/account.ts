/** What a merchant configures for Checkout.com, and what a call may add. */
import {
  type Idempotency,
  optionalSecret,
  optionalText,
  secret,
  secrets,
  text,
  type ValuesOf,
} from "#kit";

/** Keys are of the form that Checkout.com's own SDK checks: https://github.com/checkout/checkout-sdk-node (config.ts). */
export const credentials = {
  prefix: text({
    description:
      "First eight characters of the client id without cli_: Dashboard, Settings, Account structure; sandbox and live have their own",
    example: "vkuhvk4v",
    pattern: /[a-z0-9]{8}/,
  }),
  secretKey: secret({
    description: "Secret API key: Dashboard, Developers, Keys",
    example: "sk_sbox_wjvrysklsqjmrhn3yoexnshsl72",
    pattern: /sk_(sbox_)?[a-z2-7]{26}[a-z2-7*#$=]/,
  }),
  publicKey: optionalSecret({
    description:
      "Public API key, for tokens of cards and encrypted wallets: Dashboard, Developers, Keys",
    example: "pk_sbox_xg66bnn6tpspd6pt3psc7otrqa=",
    pattern: /pk_(sbox_)?[a-z2-7]{26}[a-z2-7*#$=]/,
  }),
  processingChannelId: optionalText({
    description:
      "Processing channel of the payments, where the key has several: Dashboard, Settings, Channels",
    example: "pc_dkgoofpvuwuerekvd4ssr6jwom",
    pattern: /pc_\w+/,
  }),
  webhookSecrets: secrets({
    description:
      "Signature key of the webhook, several while it is changed: Dashboard, Developers, Webhooks",
    example: "vGVxS3WGpQqPTcfQpTLBTd5wHCJDTd3c",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

/** Extras in `connector_options`, by Checkout.com's names. https://api-reference.checkout.com/#operation/requestAPaymentOrPayout */
export const options = {
  authorization_type: optionalText({
    description: "Estimated: the authorization may be raised by AdjustPayment",
    example: "Estimated",
    pattern: /Final|Estimated/,
  }),
  billing_descriptor_city: optionalText({
    description: "City in the statement descriptor, which Checkout.com wants with its name",
    example: "London",
    pattern: /.{1,13}/,
  }),
};

export const keyed: Idempotency = {
  carrier: "header",
  name: "Cko-Idempotency-Key",
  format: "uuid",
  seconds: 86_400,
  keeps: "successes",
  source: "https://www.checkout.com/docs/payments/manage-payments/retry-a-payment",
};
/** What is not in that page's list of endpoints. */
export const unkeyed: Idempotency = { carrier: "none", format: "uuid", source: keyed.source };
