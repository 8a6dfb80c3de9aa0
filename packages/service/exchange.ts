/** One HTTP request and its answer, as far as HTTP/1.1 and HTTP/2 are alike. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { Readable } from "node:stream";
import type { Header, Peer } from "./handler.ts";

export interface Exchange {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** `host:port` as the caller wrote it; empty where it did not, all of them where it wrote several. */
  readonly authority: string;
  readonly header: Header;
  /** All of them, without HTTP/2's own. */
  readonly headers: () => readonly (readonly [name: string, value: string])[];
  readonly peer: Peer;
  readonly body: Readable;
  readonly signal: AbortSignal;
  /** Once; what comes after it, or after the caller left, is not sent. Never throws: what cannot be sent ends the exchange. */
  readonly answer: (
    status: number,
    headers: Readonly<Record<string, string | string[]>>,
    body: string | Uint8Array,
  ) => void;
}

export function http2Exchange(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  peer: Peer,
): Exchange {
  const left = new AbortController();
  let answered = false;
  stream.on("error", () => undefined);
  stream.on("close", () => {
    if (!answered) left.abort();
  });
  return {
    method: headers[":method"] ?? "",
    target: headers[":path"] ?? "",
    authority: headers[":authority"] ?? headers.host ?? "",
    header: headerOf(headers),
    headers: () => pairs(headers),
    peer,
    body: stream,
    signal: left.signal,
    answer(status, given, body) {
      if (answered || stream.destroyed || stream.closed) return;
      answered = true;
      const sent: OutgoingHttpHeaders = { ...given };
      sent[":status"] = status;
      sent["content-length"] = Buffer.byteLength(body);
      try {
        stream.respond(sent);
      } catch {
        return stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      }
      stream.end(body);
      endUpload(stream);
    },
  };
}

/** An upload that goes on after its answer is not waited for. */
export function endUpload(stream: ServerHttp2Stream): void {
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** Bytes and milliseconds that an HTTP/1.1 upload may go on after its answer, so that the caller comes to read it. */
const LINGER_BYTES = 16 << 20;
const LINGER_TIME = 2_000;

export function http1Exchange(
  request: IncomingMessage,
  response: ServerResponse,
  peer: Peer,
  keepAlive: () => boolean,
): Exchange {
  const left = new AbortController();
  let answered = false;
  request.on("error", () => undefined);
  response.on("error", () => undefined);
  response.on("close", () => {
    if (!answered) left.abort();
  });
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    authority: hostsOf(request),
    header: headerOf(request.headers),
    headers: () => pairs(request.headers),
    peer,
    body: request,
    signal: left.signal,
    answer(status, given, body) {
      if (answered || response.destroyed) return;
      answered = true;
      const uploading = !request.complete;
      try {
        response.writeHead(status, {
          ...given,
          "content-length": Buffer.byteLength(body),
          ...((uploading || !keepAlive()) && { connection: "close" }),
        });
      } catch {
        response.destroy();
        return;
      }
      if (uploading) linger(request, response, body);
      else response.end(body);
    },
  };
}

/** A connection that is closed under an upload is reset, and the answer in it is lost: the answer goes out, and the rest of the upload is read for a while. */
function linger(request: IncomingMessage, response: ServerResponse, body: string | Uint8Array) {
  let size = 0;
  const end = () => {
    clearTimeout(timer);
    request.off("data", count);
    response.end();
    // What still comes is of no use to anybody.
    response.once("finish", () => request.destroy());
  };
  const count = (chunk: Buffer) => {
    size += chunk.length;
    if (size > LINGER_BYTES) end();
  };
  const timer = setTimeout(end, LINGER_TIME);
  response.write(body);
  request.on("data", count);
  request.once("end", end);
  request.once("close", () => clearTimeout(timer));
}

/** Node keeps the first `Host` alone; something in front of us may have kept the last. */
function hostsOf({ rawHeaders, headers }: IncomingMessage): string {
  const hosts: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts.push(rawHeaders[at + 1] ?? "");
  }
  return hosts.length > 1 ? hosts.join(", ") : (headers.host ?? "");
}

/** Headers that HTTP itself joins by a comma are text; `set-cookie` is no request header. */
export const headerOf =
  (headers: IncomingHttpHeaders): Header =>
  (name) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
const pairs = (headers: IncomingHttpHeaders) =>
  Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(":") || value === undefined ? [] : [[name, String(value)] as const],
  );
