/** Masked copies: secrets are replaced where their place is known, before anything is built from them. */
import {
  createRegistry,
  type DescMessage,
  isMessage,
  type Message,
  type Registry,
} from "@bufbuild/protobuf";
import {
  file_payments_v1_authentication,
  file_payments_v1_connector,
  file_payments_v1_customer,
  file_payments_v1_dispute,
  file_payments_v1_error,
  file_payments_v1_mandate,
  file_payments_v1_method,
  file_payments_v1_money,
  file_payments_v1_operation,
  file_payments_v1_options,
  file_payments_v1_order,
  file_payments_v1_payment,
  file_payments_v1_payment_service,
  file_payments_v1_refund,
  file_payments_v1_session,
  file_payments_v1_vault,
  file_payments_v1_webhook,
} from "#contract";
import { form, type Settings } from "#kit";
import { planOf } from "./fields.ts";

/** Same kind, same length, so that every builder takes the same path. */
export const hidden = (text: string): string =>
  text
    .replace(/\p{N}/gu, (sign) => "0".repeat(sign.length))
    .replace(/\p{Lu}/gu, (sign) => "X".repeat(sign.length))
    .replace(/[\p{L}\p{M}\p{S}]/gu, (sign) => (sign === "X" ? sign : "x".repeat(sign.length)));

/** A card number keeps what may be shown: first six and last four digits (PCI DSS 3.4.1). */
const maskedNumber = (number: string): string =>
  number.length < 13
    ? hidden(number)
    : number.slice(0, 6) + hidden(number.slice(6, -4)) + number.slice(-4);

export function maskedMessage<Value extends Message>(desc: DescMessage, message: Value): Value {
  const copy: Record<string, unknown> = { ...message };
  for (const field of planOf(desc)) {
    const slot = field.oneof ?? field.name;
    const held = copy[slot];
    if (field.oneof) {
      const oneof = held as { case?: string; value?: unknown } | undefined;
      if (oneof?.case !== field.name) continue;
      copy[slot] = { case: oneof.case, value: maskedField(field, oneof.value) };
    } else if (held !== undefined) copy[slot] = maskedField(field, held);
  }
  return copy as Value;
}

function maskedField(field: ReturnType<typeof planOf>[number], value: unknown): unknown {
  if (field.secret) return maskedValue(field.name, value);
  if (!field.message) return value;
  const { message } = field;
  if (isMessage(value)) return maskedMessage(message, value);
  return Array.isArray(value) ? value.map((item) => maskedMessage(message, item)) : value;
}

function maskedValue(name: string, value: unknown): unknown {
  if (typeof value === "string") return name === "number" ? maskedNumber(value) : hidden(value);
  if (typeof value === "number") return name === "expiryYear" ? 2000 : 1;
  if (value instanceof Uint8Array) return new Uint8Array(value.length);
  if (Array.isArray(value)) return value.map((item) => maskedValue(name, item));
  if (isMessage(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        key.startsWith("$") ? member : maskedValue(key, member),
      ]),
    );
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, typeof member === "string" ? "xxxx" : {}]),
    );
  return value;
}

type Values = Readonly<Record<string, string | readonly string[]>>;
/** Credentials for previews: every secret replaced by its declaration's example. */
export const maskedSettings = (fields: Settings, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = fields[name];
      if (!field?.secret) return [name, value];
      return [name, typeof value === "string" ? field.example : value.map(() => field.example)];
    }),
  );

/** The same where everything is a secret. */
export const exampleSettings = (fields: Settings, values: Values): Values =>
  maskedSettings(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, { ...field, secret: true }]),
    ),
    values,
  );

/** All text of a message that is marked secret, and of credentials: for searching answers by value. */
export function secretsIn(desc: DescMessage, message: Message): readonly string[] {
  const found: string[] = [];
  for (const field of planOf(desc)) {
    const record = message as unknown as Record<string, unknown>;
    const oneof = field.oneof && (record[field.oneof] as { case?: string; value?: unknown });
    const value = field.oneof
      ? oneof && oneof.case === field.name && oneof.value
      : record[field.name];
    if (!value) continue;
    if (field.secret) found.push(...textsIn(value));
    else if (field.message)
      for (const item of Array.isArray(value) ? value : [value])
        if (isMessage(item)) found.push(...secretsIn(field.message, item));
  }
  return found;
}
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    return Object.entries(value).flatMap(([name, one]) =>
      name.startsWith("$") ? [] : textsIn(one),
    );
  return [];
};

/** Text without any of the values, in every form that they are usually written in. Values under six characters are left alone. */
export function withoutValues(text: string, values: readonly string[]): string {
  let clean = text;
  for (const value of values) {
    if (value.length < 6) continue;
    for (const form of formsOf(value)) clean = clean.replaceAll(form, "[redacted]");
  }
  return clean;
}
/** Longest first, so that no form is found inside another and leaves its rest behind. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString("base64");
  const escaped = JSON.stringify(value).slice(1, -1);
  const forms = [
    value,
    encodeURIComponent(value.toWellFormed()),
    form({ "": value }).text?.slice(1) ?? value,
    base64,
    base64.replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    escaped,
    // Not all JSON leaves letters beyond ASCII as they are.
    escaped.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
    ...(/^\d+$/.test(value)
      ? [" ", "-"].map((mark) => value.replace(/(\d{4})(?=\d)/g, `$1${mark}`))
      : []),
  ];
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** Every message of the contract by its name. */
export const contractRegistry: Registry = createRegistry(
  file_payments_v1_authentication,
  file_payments_v1_connector,
  file_payments_v1_customer,
  file_payments_v1_dispute,
  file_payments_v1_error,
  file_payments_v1_mandate,
  file_payments_v1_method,
  file_payments_v1_money,
  file_payments_v1_operation,
  file_payments_v1_options,
  file_payments_v1_order,
  file_payments_v1_payment,
  file_payments_v1_payment_service,
  file_payments_v1_refund,
  file_payments_v1_session,
  file_payments_v1_vault,
  file_payments_v1_webhook,
);
