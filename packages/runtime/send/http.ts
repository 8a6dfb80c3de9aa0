/** Plain requests over undici: kept connections per origin and certificate, guarded addresses, bounded answers. */
import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
// The client alone: all of undici (fetch, caches, web sockets) would cost every start 60 ms and 8 MiB.
import Client from "undici/lib/dispatcher/client.js";
import { FailureCode } from "#contract";
import { bytesOf, type ClientCertificate, type HttpRequest, type HttpResponse } from "#kit";
import { isLoopback, isPublicAddress } from "./addresses.ts";
import { type Peer, type Send, SendFailure } from "./send.ts";

export interface HttpOptions {
  /** Origins (`http://127.0.0.1:8181`) that the operator named and that may be plaintext on loopback. */
  readonly loopback?: ReadonlySet<string>;
  /** Milliseconds to connect and shake hands; 5,000 where left out. */
  readonly connectTimeout?: number;
  /** Milliseconds that an idle connection is kept; 4,000 where left out: shorter than any processor keeps it. */
  readonly keepAlive?: number;
  /** Bytes of an answer, inflated; 8 MiB where left out. */
  readonly maxAnswer?: number;
  /** PEM certificates to trust beside the system's, for a private processor gateway. */
  readonly authorities?: readonly string[];
}

export interface HttpSend {
  readonly send: Send;
  close(): Promise<void>;
}

export function createHttp(options: HttpOptions = {}): HttpSend {
  const pools = new Map<string, Pool>();
  const limit = options.maxAnswer ?? 8 << 20;
  const poolOf = (origin: string, certificate: ClientCertificate | undefined) => {
    const name = certificate ? `${origin} ${certificate.certificate}` : origin;
    const known = pools.get(name) ?? createPool(origin, certificate, options);
    pools.set(name, known);
    return known;
  };
  return {
    send: async (request, peer) => {
      const url = targetOf(request.url, options.loopback);
      const pool = poolOf(url.origin, peer.certificate);
      const client = pool.take();
      try {
        return await dispatch(client, url, request, peer, limit);
      } finally {
        pool.give(client);
      }
    },
    close: async () => {
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map((pool) => pool.close()));
    },
  };
}

/** https alone; plaintext only to a loopback origin that the operator named. Nothing is connected before this. */
function targetOf(text: string, loopback: ReadonlySet<string> = new Set()): URL {
  const url = URL.parse(text);
  if (!url) throw notWritten("the request has no URL");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const named = loopback.has(url.origin);
  const allowed = named ? isLoopback : isPublicAddress;
  if ((url.protocol !== "https:" && !named) || (isIP(host) && !allowed(host)))
    throw notWritten(`${url.origin} is not a host that may be spoken to`);
  return url;
}
const notWritten = (message: string, cause?: unknown) =>
  new SendFailure(message, { written: false, code: FailureCode.PROCESSOR_UNREACHABLE, cause });

/** Connections of one origin, each carrying one request at a time: a free list costs the same at ten and at a thousand. */
interface Pool {
  take(): Client;
  give(client: Client): void;
  close(): Promise<void>;
}

function createPool(
  origin: string,
  certificate: ClientCertificate | undefined,
  options: HttpOptions,
): Pool {
  const free: Client[] = [];
  const all = new Set<Client>();
  const named = options.loopback?.has(origin) ?? false;
  const open = () =>
    new Client(origin, {
      pipelining: 1,
      keepAliveTimeout: options.keepAlive ?? 4_000,
      keepAliveMaxTimeout: options.keepAlive ?? 4_000,
      connect: {
        timeout: options.connectTimeout ?? 5_000,
        lookup: named ? guardedLookup(isLoopback) : guardedLookup(isPublicAddress),
        ...(certificate && { cert: certificate.certificate, key: certificate.key }),
        ...(certificate?.passphrase !== undefined && { passphrase: certificate.passphrase }),
        ...(options.authorities && { ca: [...options.authorities] }),
      },
    });
  return {
    take() {
      const client = free.pop() ?? open();
      all.add(client);
      return client;
    },
    give(client) {
      if (client.destroyed || client.closed) all.delete(client);
      // Beyond this many idle connections, a quiet origin gives its memory back.
      else if (free.length < 64) free.push(client);
      else {
        all.delete(client);
        void client.close();
      }
    },
    async close() {
      await Promise.all([...all].map((client) => client.destroy()));
      all.clear();
    },
  };
}

/** Resolution in which every address must be allowed; the one that was checked is the one connected to. */
const guardedLookup =
  (allowed: (address: string) => boolean): LookupFunction =>
  (hostname, asked, found) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const first = addresses[0];
      if (!first || !addresses.every(({ address }) => allowed(address)))
        return found(new Error(`${hostname} resolves to an address that is refused`), []);
      if (asked.all) return found(null, addresses);
      return found(null, first.address, first.family);
    });
  };

function dispatch(
  client: Client,
  url: URL,
  request: HttpRequest,
  peer: Peer,
  limit: number,
): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const remaining = peer.deadline - performance.now();
  if (remaining <= 0) throw notWritten("the deadline has passed");
  if (peer.signal?.aborted) throw notWritten("the caller went away");
  let written = false;
  let over = false;
  let abort: ((reason: Error) => void) | undefined;
  let status = 0;
  const headers: Record<string, string> = {};
  const chunks: Uint8Array[] = [];
  let size = 0;

  const end = (settle: () => void) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    peer.signal?.removeEventListener("abort", left);
    settle();
  };
  const fail = (message: string, code: FailureCode, cause?: unknown) =>
    end(() => {
      reject(new SendFailure(message, { written, code, cause }));
      abort?.(new Error(message));
      // A connection in the middle of something can carry nothing else; one that never was made cannot either.
      if (!client.destroyed) client.destroy().catch(() => undefined);
    });
  const timer = setTimeout(() => fail("no answer in time", FailureCode.TIMED_OUT), remaining);
  const left = () => fail("the caller went away", FailureCode.TIMED_OUT);
  peer.signal?.addEventListener("abort", left, { once: true });

  client.dispatch(
    {
      method: request.method,
      path: url.pathname + url.search,
      headers: { ...request.headers, "user-agent": "connector-service" },
      body: request.body ? bytesOf(request.body) : null,
      headersTimeout: 0,
      bodyTimeout: 0,
    },
    {
      onRequestStart(controller) {
        if (over) return controller.abort(new Error("over"));
        // From here on bytes may be on the wire; nothing that happens later can prove that they are not.
        written = true;
        abort = (reason) => controller.abort(reason);
      },
      onResponseStart(_controller, code, fields) {
        if (code < 200) return;
        status = code;
        for (const name in fields) {
          const value = fields[name];
          headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : (value ?? "");
        }
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > limit) return fail("the answer is too large", FailureCode.UNREADABLE_ANSWER);
        chunks.push(chunk);
      },
      onResponseEnd() {
        end(() => {
          try {
            resolve(responseOf(status, headers, Buffer.concat(chunks), limit));
          } catch (cause) {
            const code = FailureCode.UNREADABLE_ANSWER;
            reject(new SendFailure("the answer cannot be decoded", { written, code, cause }));
          }
        });
      },
      onResponseError(_controller, error) {
        const code = written ? FailureCode.TIMED_OUT : FailureCode.PROCESSOR_UNREACHABLE;
        fail(`the connection failed: ${error.message}`, code, error);
      },
    },
  );
  return promise;
}

/** Bytes as an answer: inflated within the limit, text by the charset that the answer names. */
export function responseOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  raw: Uint8Array,
  limit: number,
): HttpResponse {
  const bytes = inflated(raw, headers["content-encoding"], limit);
  const charset = /charset="?([\w-]+)/i.exec(headers["content-type"] ?? "")?.[1];
  return { status, headers, bytes, text: decoderOf(charset).decode(bytes) };
}
const utf8 = new TextDecoder();
function decoderOf(charset: string | undefined): typeof utf8 {
  if (!charset || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    return utf8;
  }
}
function inflated(bytes: Uint8Array, coding: string | undefined, maxOutputLength: number) {
  switch (coding?.toLowerCase()) {
    case undefined:
    case "":
    case "identity":
      return bytes;
    case "gzip":
      return gunzipSync(bytes, { maxOutputLength });
    case "deflate":
      return inflateSync(bytes, { maxOutputLength });
    case "br":
      return brotliDecompressSync(bytes, { maxOutputLength });
    default:
      throw new Error(`content coding ${coding}`);
  }
}
