/** What a merchant configures for Mercado Pago, and how it counts money. */
import {
  type Amount,
  type Context,
  decimal,
  InvalidRequest,
  optionalText,
  required,
  secret,
  secrets,
  text,
  toDecimal,
  type ValuesOf,
} from "#kit";

/** The countries' own. https://github.com/mercadopago/openapi/blob/main/spec3.json (CurrencyId) */
export const currencies = ["ARS", "BRL", "CLP", "COP", "MXN", "PEN", "UYU"] as const;

/** https://www.mercadopago.com.br/developers/en/docs/your-integrations/credentials */
export const credentials = {
  accessToken: secret({
    description: "The access token: Your integrations, the application, Credentials.",
    example: "TEST-8800112233445566-010100-a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6-987600012",
    pattern: /(TEST|APP_USR)-\S+/,
  }),
  currency: text({
    description:
      "The currency of the account's country: a payment names none, and is taken in this one.",
    example: "BRL",
    pattern: new RegExp(currencies.join("|")),
  }),
  webhookSecrets: secrets({
    description: "The secret signature: Your integrations, the application, Webhooks.",
    example: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

/** https://github.com/mercadopago/openapi/blob/main/spec3.json (PaymentRequest) */
export const options = {
  paymentMethodId: optionalText({
    description:
      "The card's `payment_method_id`, as MercadoPago.js tells it; needed with a card or a token.",
    example: "visa",
  }),
  issuerId: optionalText({
    description: "The card's `issuer_id`, as MercadoPago.js tells it; some cards want it.",
    example: "310",
  }),
};

/** The digits that a JSON number carries exactly wherever it is read. */
const MOST = 999_999_999_999_999n;

/**
 * A JSON number with the digits of ISO 4217 (none for CLP). Throws `InvalidRequest` for another currency than the account's,
 * which would be taken as so many of the account's own.
 */
export function amountOf(
  money: Amount | undefined,
  { credentials: { currency } }: Context<Credentials>,
  field: string,
): object {
  const given = required(money, field);
  if (given.currency !== currency)
    throw new InvalidRequest({
      field: `${field}.currency`,
      problem: `is not ${currency}, the account's`,
    });
  if (given.minorUnits > MOST)
    throw new InvalidRequest({ field: `${field}.minorUnits`, problem: "has more than 15 digits" });
  return decimal(toDecimal(given, undefined, field));
}
