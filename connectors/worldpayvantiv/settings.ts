/** What a merchant configures for Worldpay's cnpAPI. https://support.worldpay.com/support/CNP-API/content/onlineprovform.htm */
import { optionalSecret, optionalText, secret, text, type ValuesOf } from "#kit";

export const credentials = {
  user: text({
    description: "The `user` of the authentication element, given by Worldpay's implementation.",
    example: "EXAMPLEUSER",
  }),
  password: secret({
    description: "The `password` of the authentication element, given with the user.",
    example: "examplePassword1",
  }),
  merchantId: text({
    description: "The merchantId, as Worldpay gave it. It has one currency.",
    example: "0180",
  }),
  currency: text({
    description:
      "The currency of the merchantId: a request names none, so any other is refused before it is sent.",
    example: "USD",
    pattern: /[A-Z]{3}/,
  }),
  reportGroup: text({
    description: "The report group under which Worldpay iQ shows the transactions.",
    example: "Default Report Group",
    pattern: /.{1,25}/,
  }),
  chargebackUser: optionalText({
    description: "The user of the chargeback API, where Worldpay gave one of its own.",
    example: "EXAMPLEUSER",
  }),
  chargebackPassword: optionalSecret({
    description: "The password of `chargebackUser`.",
    example: "examplePassword1",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

export const options = {
  verifyAccount: optionalText({
    description:
      "`true`: an account to be debited is verified first, and not debited if that fails; needs the whole billing contact. https://support.worldpay.com/support/CNP-API/content/echksaletrans.htm",
    example: "true",
    pattern: /true|false/,
  }),
};
