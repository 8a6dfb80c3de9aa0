/** Answers as the bytes that travel, and the ways in which a request can end. */
import { STATUS_CODES, validateHeaderName, validateHeaderValue } from "node:http";
import type { SimulatedAnswer } from "#simulate";
import { type Headers, type HttpResponse, toJson } from "../kit/http.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What the client gets to see, once it is over. */
export type Ending =
  | { readonly kind: "answer"; readonly response: HttpResponse }
  | {
      readonly kind: "cut";
      /** Whether any byte of the request was written. */
      readonly sent: boolean;
      /** What arrived of the answer, from its status line on. */
      readonly received: Uint8Array;
    };

export type Outcome =
  | Ending
  | {
      readonly kind: "delayed";
      readonly milliseconds: number;
      /** The answer's head comes at once and its body in pieces over the time; otherwise nothing comes before. */
      readonly dripping: boolean;
      readonly response: HttpResponse;
    };

/** An answer that could not be sent as HTTP (a status or a header that does not exist) throws an Error. */
export function rendered({ status, headers = {}, body }: SimulatedAnswer): HttpResponse {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`an answer's status is from 200 to 599, not ${status}`);
  const given = Object.entries(headers).map(([name, value]) => {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return [name.toLowerCase(), value] as const;
  });
  const type = typeof body === "string" ? "text/html; charset=utf-8" : "application/json";
  const text = body === undefined ? "" : typeof body === "string" ? body : toJson(body);
  if (isBare(status) && text !== "") throw new Error(`an answer with ${status} has no body`);
  const own = body === undefined ? {} : { "content-type": type };
  return response(status, { ...own, ...Object.fromEntries(given) }, encoder.encode(text));
}

export function response(status: number, headers: Headers, bytes: Uint8Array): HttpResponse {
  const length = isBare(status) ? {} : { "content-length": String(bytes.length) };
  return { status, headers: { ...headers, ...length }, bytes, text: decoder.decode(bytes) };
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.6: these have no content and say no length. */
const isBare = (status: number) => status === 204 || status === 304;

/** An answer of the server itself: one line of text. */
export const plain = (
  status: number,
  text = STATUS_CODES[status] ?? "",
  headers: Headers = {},
): HttpResponse =>
  response(
    status,
    { "content-type": "text/plain; charset=utf-8", ...headers },
    encoder.encode(isBare(status) ? "" : `${text}\n`),
  );

/** The status line and the headers of an answer as they travel, with the empty line. */
function headOf({ status, headers }: HttpResponse): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n`,
    "latin1",
  );
}

/** What arrives of an answer that is cut after so many bytes (half of them) of its head or body; never all of it. */
export function cutAfter(
  part: "head" | "body",
  bytes: number | undefined,
  answer: HttpResponse,
): Uint8Array {
  const head = headOf(answer);
  const size = part === "head" ? head.length : answer.bytes.length;
  const kept = Math.min(bytes ?? size >> 1, Math.max(size - 1, 0));
  const end = part === "head" ? kept : head.length + kept;
  const message = Buffer.concat([head, answer.bytes]);
  return new Uint8Array(message.subarray(0, Math.min(end, message.length - 1)));
}
