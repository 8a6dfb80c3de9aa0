/** A merchant's callers: payments over gRPC or JSON, each with a reference of its own, and what became of each. */
import { Agent, request as http1Request } from "node:http";
import { type ClientHttp2Session, connect, constants } from "node:http2";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import { fromBinary, fromJsonString, toBinary, toJsonString } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  type AuthorizePaymentResponse,
  AuthorizePaymentResponseSchema,
  ErrorInfoSchema,
  OperationSchema,
  OperationStatus,
} from "#contract";
import { StatusSchema } from "../../../contract/gen/google/rpc/status_pb.ts";

export type Became =
  /** Answered: the money moved. */
  | { readonly kind: "paid"; readonly paymentId: string }
  /** Answered with an outcome that is not known. */
  | { readonly kind: "unknown"; readonly why: string }
  /** An error of the service's own, by its reason: nothing was sent to the processor. */
  | { readonly kind: "refused"; readonly reason: string }
  /** No answer of the service: whether it was done, a look-up says. */
  | { readonly kind: "lost"; readonly why: string };

export interface Called {
  readonly reference: string;
  readonly connector: string;
  /** Of the last time that it was made. */
  readonly became: Became;
  /** Why it was made again, each time that it was: there was no answer. */
  readonly repeats: readonly string[];
  readonly milliseconds: number;
}

/** What a call says; `unpaid` answers are none that the load asks for, and end the run. */
export type Speech = (connector: string, request: AuthorizePaymentRequest) => Promise<Became>;
export interface Line {
  readonly speech: Speech;
  readonly close: () => void;
}

const path = "/payments.v1.PaymentService/AuthorizePayment";
const lost = (why: string): Became => ({ kind: "lost", why });

function answered({ payment, operation }: AuthorizePaymentResponse): Became {
  if (operation?.status === OperationStatus.UNKNOWN)
    return { kind: "unknown", why: toJsonString(OperationSchema, operation) };
  if (operation?.status === OperationStatus.SUCCEEDED)
    return { kind: "paid", paymentId: payment?.paymentRef?.paymentId ?? "" };
  throw new Error(`an answer that nobody asked for: ${operation?.status}`);
}

const REFUSED_STREAM = "REFUSED_STREAM";

interface Place {
  readonly url: string;
  /** PEM of who vouches for the server. */
  readonly authorities?: readonly string[];
}

/** One connection at a time, and another one once it is asked to go. */
export function grpcLine({ url, authorities }: Place): Line {
  let session: ClientHttp2Session | undefined;
  const sessions = new Set<ClientHttp2Session>();
  const current = (): ClientHttp2Session => {
    if (session && !session.closed && !session.destroyed) return session;
    const opened = connect(url, authorities ? { ca: [...authorities] } : {});
    const leave = () => {
      if (session === opened) session = undefined;
    };
    opened.on("error", leave);
    opened.on("goaway", leave);
    opened.on("close", () => {
      leave();
      sessions.delete(opened);
    });
    sessions.add(opened);
    session = opened;
    return opened;
  };
  const once: Speech = (connector, request) =>
    new Promise((resolve, reject) => {
      const stream = current().request({
        ":method": "POST",
        ":path": path,
        "content-type": "application/grpc",
        te: "trailers",
        "grpc-timeout": "10S",
        "x-connector-account": connector,
      });
      const chunks: Buffer[] = [];
      let trailers: Readonly<Record<string, unknown>> = {};
      let why = "cut";
      stream.on("response", (headers) => {
        if (headers[":status"] !== 200) why = `HTTP ${headers[":status"]}`;
        if ("grpc-status" in headers) trailers = headers;
      });
      stream.on("trailers", (given) => {
        trailers = given;
      });
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", (error) => {
        why = error.message;
      });
      stream.on("close", () => {
        try {
          resolve(endOf(trailers, Buffer.concat(chunks), stream.rstCode ?? 0, why));
        } catch (error) {
          reject(error);
        }
      });
      stream.end(framed(toBinary(AuthorizePaymentRequestSchema, request)));
    });
  return {
    // As gRPC's libraries do: https://github.com/grpc/proposal/blob/master/A6-client-retries.md#transparent-retries
    speech: async (connector, request) => {
      const became = await once(connector, request);
      const untouched = became.kind === "refused" && became.reason === REFUSED_STREAM;
      return untouched ? once(connector, request) : became;
    },
    close: () => {
      for (const one of sessions) one.close();
    },
  };
}

function framed(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

function endOf(
  trailers: Readonly<Record<string, unknown>>,
  body: Buffer,
  reset: number,
  why: string,
): Became {
  const status = trailers["grpc-status"];
  if (status === "0") return answered(fromBinary(AuthorizePaymentResponseSchema, body.subarray(5)));
  // RFC 9113, section 8.7: the request was not processed.
  if (reset === constants.NGHTTP2_REFUSED_STREAM)
    return { kind: "refused", reason: REFUSED_STREAM };
  const details = Buffer.from(String(trailers["grpc-status-details-bin"] ?? ""), "base64");
  for (const detail of fromBinary(StatusSchema, details).details) {
    const info = anyUnpack(detail, ErrorInfoSchema);
    if (info) return { kind: "refused", reason: info.reason };
  }
  return lost(status === undefined ? why : `grpc-status ${status} ${trailers["grpc-message"]}`);
}

/** Over HTTP/1.1. `fresh`: each call on a connection of its own. */
export function jsonLine({ url, authorities }: Place, fresh = false): Line {
  const settings = { keepAlive: !fresh, maxSockets: Number.POSITIVE_INFINITY };
  const agent = authorities
    ? new TlsAgent({ ...settings, ca: [...authorities], maxCachedSessions: 0 })
    : new Agent(settings);
  const send = authorities ? httpsRequest : http1Request;
  return {
    speech: (connector, request) =>
      new Promise((resolve, reject) => {
        const outgoing = send(
          url + path,
          {
            agent,
            method: "POST",
            headers: { "content-type": "application/json", "x-connector-account": connector },
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("error", (error) => resolve(lost(error.message)));
            response.on("end", () => {
              try {
                resolve(told(response.statusCode ?? 0, Buffer.concat(chunks).toString()));
              } catch (error) {
                reject(error);
              }
            });
          },
        );
        outgoing.on("error", (error) => resolve(lost(error.message)));
        outgoing.end(toJsonString(AuthorizePaymentRequestSchema, request));
      }),
    close: () => agent.destroy(),
  };
}

function told(status: number, text: string): Became {
  if (status === 200) return answered(fromJsonString(AuthorizePaymentResponseSchema, text));
  const reason = /"reason":\s*"([A-Z_]+)"/.exec(text)?.[1];
  return reason === undefined ? lost(`HTTP ${status}`) : { kind: "refused", reason };
}

/** Milliseconds below which this share of the times is. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
