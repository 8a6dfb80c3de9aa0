/** The hot path of JSON: unary calls of the Connect protocol without compression, over either HTTP version. */
import { isUtf8 } from "node:buffer";
import { fromJsonString, type Message, type Registry, toJsonString } from "@bufbuild/protobuf";
import { CallError } from "#runtime";
import { beginCall } from "./call.ts";
import { jsonError, type Refusal, refusalOf } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { Hot } from "./grpc.ts";
import type { Header, Reply, Route } from "./handler.ts";
import { hasTooManyParts, MOST_PARTS } from "./parts.ts";
import { connectTimeout } from "./timeouts.ts";

/** True where `json.ts` answers. */
export function isPlainJson(header: Header): boolean {
  if (!/^application\/json(?:\s*;\s*charset="?utf-?8"?)?$/i.test(header("content-type") ?? ""))
    return false;
  const coding = header("content-encoding");
  return coding === undefined || coding === "identity";
}

export function answerJson(exchange: Exchange, { route, handle, bodies, registry }: Hot): void {
  const { header, peer, signal } = exchange;
  const body = bodies.open(exchange.body);
  const call = beginCall(
    { route, encoding: "json", header, peer, signal, timeout: connectTimeout(header) },
    async () => {
      const version = header("connect-protocol-version");
      if (version !== undefined && version !== "1")
        throw new CallError("MALFORMED", "connect-protocol-version must be 1");
      const bytes = await body.bytes();
      call.record.size = bytes.length;
      return decoded(route, bytes, registry);
    },
  );
  const refuse = (error: unknown) =>
    refuseJson(exchange, refusalOf(error), call.requestId, { ...call.record, registry });
  handle(call)
    .then((message) => toJsonString(route.output, message, { registry }))
    .then(
      (text) => exchange.answer(200, headersWith(call.requestId, call.record.reply), text),
      refuse,
    )
    // What cannot be told is a fault, and ends this exchange alone.
    .catch(() => refuse(undefined))
    .finally(() => body.close());
}

export function refuseJson(
  exchange: Exchange,
  refusal: Refusal,
  requestId: string,
  { reply, registry }: { readonly reply?: Reply; readonly registry?: Registry } = {},
): void {
  const text = jsonError(refusal, registry);
  exchange.answer(refusal.http, headersWith(requestId, reply), text);
}
const headersWith = (requestId: string, reply?: Reply) => ({
  ...reply?.headers,
  ...(reply && asHeaders(reply.trailers)),
  "content-type": "application/json",
  "x-request-id": requestId,
});
/** Unary answers of the Connect protocol have their trailers among the headers. */
const asHeaders = (trailers: Reply["trailers"]) =>
  Object.fromEntries(Object.entries(trailers).map(([name, value]) => [`trailer-${name}`, value]));

function decoded(route: Route, bytes: Buffer, registry: Registry): Message {
  if (!isUtf8(bytes)) throw malformed("it is not UTF-8");
  if (hasTooManyParts(bytes)) throw malformed(`it has more than ${MOST_PARTS} parts`);
  try {
    // Unknown fields, unknown enum values, duplicate names and more than a hundred levels are refused.
    return fromJsonString(route.input, withWholeNumbers(bytes.toString("utf8")), { registry });
  } catch (error) {
    throw malformed(problemOf(error));
  }
}

const malformed = (problem: string) =>
  new CallError("MALFORMED", `the message cannot be decoded: ${problem}`);

/** Which field, and what it lacks; never a value, which may be a card number. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return "it is not JSON of this message";
  const { cause, message } = error;
  if (cause instanceof SyntaxError) return "it is not JSON";
  const field = cause instanceof Error && "field" in cause ? fieldName(cause.field) : undefined;
  if (field !== undefined) return `${field} has a value that it cannot have`;
  const [, type, key] =
    /^cannot decode message ([\w.]+) from JSON: key "(\w{1,64})" is unknown$/.exec(message) ?? [];
  if (key !== undefined) return `${type} has no field ${key}`;
  const [, place] = /^cannot decode ([\w. ]+) from JSON/.exec(message) ?? [];
  return place === undefined ? "it is not JSON of this message" : `${place} cannot be read`;
}
function fieldName(field: unknown): string | undefined {
  const described: unknown = typeof field === "function" ? field() : field;
  return described === undefined ? undefined : String(described);
}

/** JSON's own reader rounds whole numbers beyond 2^53: in quotes, which proto-JSON takes as well, they keep every digit. */
function withWholeNumbers(text: string): string {
  if (!/[:[,\s]-?\d{16}/.test(text)) return text;
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    if (/[.eE]/.test(token)) throw new SyntaxError("a number with more digits than can be kept");
    return `"${token}"`;
  });
}
