/** What a merchant configures, and what a call may bring beside the contract. */
import { optionalSecret, optionalText, secret, secrets, text, type ValuesOf } from "#kit";

export const credentials = {
  apiKey: secret({
    description: "API key of your web service user: Customer Area > Developers > API credentials",
    example: "AQEyhmfxK4PPaxZNw0m/n3Q5qf3VaY9UCJ1-sandbox-key",
  }),
  merchantAccount: text({
    description: "The merchant account that payments are made for: Customer Area, top left",
    example: "YourCompanyECOM",
  }),
  multipleCaptures: optionalText({
    description:
      "yes where Adyen has enabled multiple partial captures; otherwise the first capture is the last",
    example: "yes",
    pattern: /yes|no/,
  }),
  livePrefix: optionalText({
    description:
      "Live only: your prefix, of the form [random]-[company name]: Customer Area > Developers > API URLs",
    example: "1797a841fbb37ca7-YourCompany",
    pattern: /[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?/,
  }),
  webhookHmacKeys: secrets({
    description: "HMAC keys, hexadecimal: Customer Area > Developers > Webhooks > your webhook",
    example: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
    pattern: /(?:[0-9A-Fa-f]{2})+/,
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

export const options = {
  authorisationType: optionalText({
    description: "PreAuth for a payment whose amount will be adjusted, FinalAuth for any other",
    example: "PreAuth",
    pattern: /PreAuth|FinalAuth/,
  }),
  origin: optionalText({
    description: "Where the page with Adyen's front end is, if not where the shopper returns to",
    example: "https://shop.example",
    pattern: /https?:\/\/[^/]+/,
  }),
  platform: optionalText({
    description: "With CHANNEL_APP: iOS or Android",
    example: "iOS",
    pattern: /iOS|Android/,
  }),
  recurringProcessingModel: optionalText({
    description: "With TokenizePaymentMethod: what the method is kept for; CardOnFile if left out",
    example: "Subscription",
    pattern: /CardOnFile|Subscription|UnscheduledCardOnFile/,
  }),
  store: optionalText({
    description: "Reference of your store, for platforms",
    example: "YOUR_STORE_ID",
  }),
  storedMethodType: optionalText({
    description:
      "With a stored method that is no card: its type, such as sepadirectdebit or paypal",
    example: "sepadirectdebit",
  }),
  walletToken: optionalSecret({
    description: "With Amazon Pay or Samsung Pay: what the wallet gave",
    example: "eyJhbGciOi",
  }),
};
