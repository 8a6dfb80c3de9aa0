/** PayPal's wire: errors, amounts, ids, moments, events and the signature under them. */
import { bytesOf, fromDecimal, hmacSha256, toDecimal } from "#kit";
import { answerWith, type SimulatedAnswer, textAt, toJson, type World } from "#simulate";

export interface Money {
  readonly currency_code: string;
  readonly value: string;
}
/** https://developer.paypal.com/api/rest/reference/currency-codes/ */
const wholeOnly = ["HUF", "JPY", "TWD"];
const taken =
  "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD";

export const moneyAt = (body: unknown, path: string): Money | undefined => {
  const [currency_code, value] = [
    textAt(body, `${path}.currency_code`),
    textAt(body, `${path}.value`),
  ];
  return currency_code === undefined || value === undefined ? undefined : { currency_code, value };
};
export const unitsOf = ({ value, currency_code }: Money): bigint =>
  fromDecimal(value, currency_code).minorUnits;
export const moneyOf = (minorUnits: bigint, currency: string): Money => ({
  currency_code: currency,
  value: toDecimal({ minorUnits, currency }, { source: "", digits: { HUF: 0, TWD: 0 } }),
});
/** Why an amount is not taken. */
export function amountIssue({ value, currency_code }: Money): string | undefined {
  if (!taken.split(" ").includes(currency_code)) return "INVALID_CURRENCY_CODE";
  const [, fraction = ""] = value.split(".");
  if (!/^\d+(\.\d+)?$/.test(value) || /^[0.]+$/.test(value)) return "CANNOT_BE_ZERO_OR_NEGATIVE";
  if (wholeOnly.includes(currency_code) && fraction) return "DECIMALS_NOT_SUPPORTED";
  return fraction.length > 2 ? "DECIMAL_PRECISION" : undefined;
}

export const idOf = (world: World): string => world.nextId("", 17).toUpperCase();
export const momentOf = (world: World, seconds = 0): string =>
  new Date(world.now().getTime() + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");

const texts: Readonly<Record<number, readonly [name: string, message: string]>> = {
  400: [
    "INVALID_REQUEST",
    "Request is not well-formed, syntactically incorrect, or violates schema.",
  ],
  404: ["RESOURCE_NOT_FOUND", "The specified resource does not exist."],
  422: [
    "UNPROCESSABLE_ENTITY",
    "The requested action could not be performed, semantically incorrect, or failed business validation.",
  ],
};
/** https://developer.paypal.com/api/rest/responses/ */
export function refuse(status: 400 | 404 | 422, issue: string, field?: string): SimulatedAnswer {
  const [name, message] = texts[status] ?? [];
  const details = [{ ...(field && { field, location: "body" }), issue, description: `${issue}.` }];
  return answerWith({ name, message, debug_id: DEBUG_ID, details, links: [] }, status, {
    "paypal-debug-id": DEBUG_ID,
  });
}
const DEBUG_ID = "90957fca61718";
export const missing = () => refuse(404, "INVALID_RESOURCE_ID");
export const answered = (body: unknown, status = 200) =>
  answerWith(body, status, { "paypal-debug-id": DEBUG_ID });
/** Nothing but id, status and links where the whole was not asked for. */
export const preferred = (
  headers: Readonly<Record<string, string>>,
  body: Readonly<Record<string, unknown>>,
  status = 201,
) =>
  headers["prefer"] === "return=representation"
    ? answered(body, status)
    : answered({ id: body["id"], status: body["status"], links: body["links"] }, status);

export const link = (world: World, path: string, rel: string, method = "GET") => ({
  href: `${world.origin}${path}`,
  rel,
  method,
});

export function emit(world: World, type: string, resource_type: string, resource: unknown): void {
  const id = `WH-${idOf(world)}-${idOf(world)}`;
  world.emit({ type, id, content: { resource_type, resource } });
}

/** CRC-32 of IEEE 802.3, as PayPal puts it into the signed text. */
export function crc32(text: string): number {
  let crc = ~0;
  for (const byte of bytesOf({ type: "text/plain", text })) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
/**
 * PayPal signs this text with RSA, and only PayPal judges it: whoever asks cannot tell it from a signature under a
 * secret of the sandbox's own. https://developer.paypal.com/api/rest/webhooks/rest/
 */
export const signatureOf = (id: string, time: string, webhook: string, body: string): string =>
  hmacSha256("paypal-sandbox-signing-key", `${id}|${time}|${webhook}|${crc32(body)}`, "base64");
export { toJson };
