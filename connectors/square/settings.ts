/** What a merchant configures for Square. */
import { optionalSecret, optionalText, secret, secrets, text, type ValuesOf } from "#kit";

/** https://developer.squareup.com/docs/build-basics/access-tokens and …/webhooks/step2subscribe */
export const credentials = {
  accessToken: secret({
    description:
      "The access token: Developer Console, the application, Credentials; or the seller's by OAuth.",
    example: "EAAAEXAMPLEsandboxAccessToken0123456789",
  }),
  locationId: text({
    description: "The location that takes the payments: Developer Console, Locations.",
    example: "L88917AVBK2S5",
  }),
  webhookSignatureKeys: secrets({
    description: "The signature keys: Developer Console, Webhooks, Subscriptions, Signature Key.",
    example: "Ibxx_5AKakO-3qeNVR61Dw",
  }),
  notificationUrl: optionalText({
    description:
      "The notification URL as the subscription has it, which is signed; the URL of the call where left out.",
    example: "https://shop.example/webhooks",
    pattern: /https?:\/\/\S+/,
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

/** https://developer.squareup.com/reference/square/payments-api/create-payment */
export const options = {
  verificationToken: optionalSecret({
    description: "What `verifyBuyer()` of the Web Payments SDK gave: 3-D Secure, done.",
    example: "verf:EXAMPLEtoken",
  }),
  orderId: optionalText({
    description: "An order of the Orders API that the payment is for.",
    example: "pRsjRTgFWATl7so6DxdKBJa7ssbZY",
  }),
};
