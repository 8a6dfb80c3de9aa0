/** HTTP as plain data, so that a connector can be read, replayed and compared without a network. */

import { InvalidRequest } from "./failures.ts";
import { remembered } from "./remembered.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Headers = Readonly<Record<string, string>>;

/** Text where people may want to read it, bytes where they cannot. */
export type Body =
  | { readonly type: string; readonly text: string; readonly bytes?: never }
  | { readonly type: string; readonly bytes: Uint8Array; readonly text?: never };

export interface HttpRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: Body;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The bytes in the charset that the answer names (UTF-8 otherwise), without a byte order mark. */
  readonly text: string;
}

/**
 * answer: `read` reads it. refused: certainly not done, `refusal` says why. untouched: not even looked at, may be sent
 * again. session: the token was not accepted. unknown: nobody knows what was done; look it up.
 */
export type Meaning = "answer" | "refused" | "untouched" | "session" | "unknown";
export type Statuses =
  | Readonly<Record<number, Meaning>>
  | ((response: HttpResponse) => Meaning | undefined);

/**
 * Whatever is not here is `unknown`: redirects, 408, 409, 425, 429 and everything from 500 on. So is what is `refused`
 * here and is JSON cut off, of an exchange that is not harmless: what is missing may be that the key was used before,
 * that it was done before, or that it is not decided yet.
 */
export const usualStatuses: Readonly<Record<number, Meaning>> = {
  ...Object.fromEntries([200, 201, 202, 203, 204, 206].map((status) => [status, "answer"])),
  ...Object.fromEntries(
    [400, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 451].map((status) => [
      status,
      "refused",
    ]),
  ),
  401: "session",
};

export type Field = string | number | bigint | boolean | undefined;
export type Fields = Readonly<Record<string, Field>>;

const utf8 = new TextEncoder();
export const bytesOf = (body: Body | undefined): Uint8Array =>
  body ? (body.bytes ?? utf8.encode(body.text)) : new Uint8Array();

export const withHeaders = (request: HttpRequest, headers: Headers): HttpRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

/** A JSON body. Undefined members drop out; bigints and `decimal`s keep every digit. */
export const json = (value: unknown, type = "application/json"): Body => ({
  type,
  text: toJson(value),
});

/** A form body. Undefined fields drop out; nested keys are written by the caller: `card[number]`. */
export function form(fields: Fields): Body {
  let text = "";
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    text += `${text && "&"}${nameEncoded(name)}=${formEncoded(String(value))}`;
  }
  return { type: "application/x-www-form-urlencoded", text };
}

/** One word of a form as https://url.spec.whatwg.org/#concept-urlencoded-serializer writes it. */
function formEncoded(text: string): string {
  if (/^[\w.*-]*$/.test(text)) return text;
  const encoded = encodeURIComponent(text.toWellFormed());
  if (!/[!'()~]|%20/.test(encoded)) return encoded;
  return encoded
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

const nameEncoded = remembered(formEncoded);

/** `?a=1&b=2`, or nothing where no field has a value. */
export function query(fields: Fields): string {
  const text = form(fields).text ?? "";
  return text && `?${text}`;
}

/**
 * `` path`/v1/payments/${id}/capture` ``: each value is one segment, or a part of one, whatever stands in it. Throws
 * `InvalidRequest` where a value is missing, or is one that would lead elsewhere: without it, another call would be made.
 */
export function path(
  places: TemplateStringsArray,
  ...values: readonly (string | number | bigint | undefined)[]
): string {
  let written = "";
  for (const [index, place] of places.entries())
    written += index === 0 ? place : segment(values[index - 1]) + place;
  return written;
}
function segment(value: string | number | bigint | undefined): string {
  const text = String(value ?? "");
  if (text === "") throw wrongPath("lacks an id that is part of the processor's address");
  // What makes addresses absolute takes these two for steps, however they are written.
  if (text === "." || text === "..") throw wrongPath("has an id that is none");
  return encodeURIComponent(text.toWellFormed());
}
const wrongPath = (problem: string) => new InvalidRequest({ field: "the request", problem });

export type Part =
  /** With a media type where the processor insists on one, such as JSON beside a file. */
  | { readonly name: string; readonly text: string; readonly type?: string }
  | {
      readonly name: string;
      readonly filename: string;
      readonly type: string;
      readonly bytes: Uint8Array;
    };

/** A multipart body. The boundary is data (`context.random`), so that it replays. */
export function multipart(parts: readonly Part[], boundary: string): Body {
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    const file = "bytes" in part ? `; filename="${quoted(part.filename)}"` : "";
    const type = part.type === undefined ? "" : `\r\nContent-Type: ${quoted(part.type)}`;
    chunks.push(
      utf8.encode(
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"${file}${type}\r\n\r\n`,
      ),
      "bytes" in part ? part.bytes : utf8.encode(part.text),
      utf8.encode("\r\n"),
    );
  }
  chunks.push(utf8.encode(`--${boundary}--\r\n`));
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { type: `multipart/form-data; boundary=${boundary}`, bytes };
}

const quoted = (text: string) => text.replace(/[\r\n"]/g, (sign) => encodeURIComponent(sign));

declare global {
  interface JSON {
    rawJSON(text: string): object;
  }
}

/** A JSON number with exactly these digits: `decimal("10.50")`. */
export const decimal = (digits: string): object => JSON.rawJSON(digits);

/** JSON text in which bigints are numbers with every digit. */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_name, member) => (typeof member === "bigint" ? JSON.rawJSON(String(member)) : member),
    indent,
  );

/**
 * The JSON value of a text; integers beyond 2^53 become bigints, so that no digit of an id or an amount is lost.
 * Undefined where the text is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    const isCommon = !hasLongDigits.test(text) || !mayHoldLongNumbers.test(text);
    return isCommon ? JSON.parse(text) : JSON.parse(text, keepingDigits);
  } catch {
    return undefined;
  }
}

// Where a number can stand: ids and card numbers are text, and a reviver makes the reading six times as long.
const mayHoldLongNumbers = /(?:^|[:,[\s])-?\d{16}/;
// Written out, since that is what the engine skips through a text for: four times as fast.
const hasLongDigits = /\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d/;

function keepingDigits(_name: string, value: unknown, source?: { readonly source?: string }) {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const written = source?.source;
  return written && /^-?\d+$/.test(written) ? BigInt(written) : value;
}
