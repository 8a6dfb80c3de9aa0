/** Plain requests over undici: one request at a time on a kept connection, and bounded answers. */
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Client } from "undici";
import { FailureCode } from "#contract";
import { bytesOf, type HttpRequest, type HttpResponse } from "#kit";
import { createPools, type PoolOptions, type Pools } from "./pools.ts";
import { type Peer, type Send, SendFailure } from "./send.ts";
import { type EgressProxy, ProxyFailure } from "./tunnel.ts";

export interface HttpOptions extends PoolOptions {
  /** Bytes of an answer, inflated; 8 MiB where left out. */
  readonly maxAnswer?: number;
  /** Told of each connection that the egress proxy did not make, for the operator: whoever calls is told less. */
  readonly proxyFailed?: (failure: ProxyFailure, target: string) => void;
}

export interface HttpSend {
  readonly send: Send;
  /** Another proxy, or none, from the next request on; what runs comes to its end. */
  useProxy(proxy: EgressProxy | undefined): void;
  /** How many pools and connections are held. */
  size(): ReturnType<Pools["size"]>;
  close(): Promise<void>;
}

export function createHttp(options: HttpOptions = {}): HttpSend {
  const limit = options.maxAnswer ?? 8 << 20;
  const { of, ...pools } = createPools(options);
  return {
    ...pools,
    send: async (request, peer) => {
      const url = URL.parse(request.url);
      if (!url) throw notWritten("the request has no URL");
      const pool = of(url, peer.certificate);
      if (!pool) throw notWritten(`${url.origin} is not a host that may be spoken to`);
      const client = pool.take();
      try {
        return await dispatch(client, url, request, peer, limit);
      } catch (error) {
        if (error instanceof SendFailure && error.cause instanceof ProxyFailure)
          options.proxyFailed?.(error.cause, url.origin);
        throw error;
      } finally {
        pool.give(client);
      }
    },
  };
}
const notWritten = (message: string, cause?: unknown) =>
  new SendFailure(message, { written: false, code: FailureCode.PROCESSOR_UNREACHABLE, cause });

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
      // A connection in the middle of something can carry nothing else; one that never was made carries nothing any more.
      client.destroy().catch(() => undefined);
    });
  const timer = setTimeout(() => fail("no answer in time", FailureCode.TIMED_OUT), remaining);
  const left = () => fail("the caller went away", FailureCode.TIMED_OUT);
  peer.signal?.addEventListener("abort", left);

  client.dispatch(
    {
      method: request.method,
      path: url.pathname + url.search,
      headers: { ...request.headers, "user-agent": "connector-service" },
      body: bytesOf(request.body),
      headersTimeout: 0,
      bodyTimeout: 0,
    },
    {
      onRequestStart(controller) {
        // What has been told to be unsent stays so.
        if (over) return controller.abort(new Error("over"));
        // From here on bytes may be on the wire; nothing that happens later can prove that they are not.
        written = true;
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
  try {
    return charset ? new TextDecoder(charset) : utf8;
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
