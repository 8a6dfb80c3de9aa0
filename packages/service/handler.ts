/** A call on its way through the service, and what handles it. */
import type { DescMessage, DescMethod, Message } from "@bufbuild/protobuf";
import type { Caller } from "./callers.ts";

/** A header's value by its name in lower case. */
export type Header = (name: string) => string | undefined;

/** Who is at the other end of the connection. */
export interface Peer {
  readonly address: string;
  readonly loopback: boolean;
  /** Of a client certificate that was verified: `CN=shop,O=Acme`. */
  readonly subject: string | undefined;
}

export interface Route {
  /** `/payments.v1.PaymentService/AuthorizePayment` */
  readonly path: string;
  /** `payments.v1.PaymentService` */
  readonly service: string;
  /** `AuthorizePayment` */
  readonly name: string;
  readonly method: DescMethod;
  readonly input: DescMessage;
  readonly output: DescMessage;
  readonly answer: (request: Message, call: ServiceCall) => Promise<Message>;
}

export interface ServiceCall {
  readonly route: Route;
  readonly encoding: "grpc" | "json" | "other";
  readonly header: Header;
  readonly peer: Peer;
  readonly requestId: string;
  /** `performance.now()` when its headers were here. */
  readonly arrived: number;
  /** What the caller allows, in milliseconds; undefined where it does not say, NaN where it cannot be read. */
  readonly timeout: number | undefined;
  /** `performance.now()` when the answer must be there. Infinity until `deadline.ts` has set it. */
  readonly deadline: number;
  /** The caller went away. */
  readonly signal: AbortSignal;
  /** Set by `callers.ts`. */
  readonly caller?: Caller;
  /** The body, read and decoded. Throws CallError MALFORMED or OVERLOADED. */
  readonly receive: () => Promise<Message>;
  readonly record: CallRecord;
}

/** What is learned on the way, for the log, the metrics and the trace. Never anything of the payload. */
export interface CallRecord {
  caller?: string;
  account?: string;
  connector?: string;
  /** From here on a processor may have been spoken to. */
  begun?: boolean;
  /** W3C trace id. */
  traceId?: string;
  /** Bytes of the request. */
  size?: number;
  reply?: Reply;
}

/** What goes beside an answer or an error. */
export interface Reply {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly trailers: Readonly<Record<string, string | string[]>>;
}

/** Throws what `refusalOf` knows; anything else is a fault of ours. */
export type Handler = (call: ServiceCall) => Promise<Message>;
export type Interceptor = (next: Handler) => Handler;

/** The first is the outermost. */
export const stacked = (interceptors: readonly Interceptor[], innermost: Handler): Handler =>
  interceptors.reduceRight((next, around) => around(next), innermost);
