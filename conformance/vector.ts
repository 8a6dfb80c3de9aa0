/** What a vector may say; `vector.schema.json` is the same for other tools, and a test holds the two together. */
export interface Vector {
  readonly category: string;
  readonly about: string;
  /** Both where left out. */
  readonly transports?: readonly Transport[];
  readonly client?: ClientWish;
  readonly calls: readonly VectorCall[];
  /** What happens to each request in turn. */
  readonly server?: readonly Behaviour[];
  readonly seen?: Seen;
  /** Secrets, looked for in everything printed, in every encoding. */
  readonly mustNotAppear?: readonly string[];
  /** The values of `printed` that must be there. */
  readonly print?: readonly string[];
}
export type Transport = "grpc" | "json";

export interface ClientWish {
  readonly listen?: Listen;
  readonly connector?: {
    readonly id: string;
    readonly credentials: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly account?: string;
  readonly subAccount?: string;
  readonly apiKey?: string;
  readonly deadlineMs?: number;
  readonly retries?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}
/**
 * Where the endpoint is: plaintext; TLS with an authority of ours; with a client certificate wanted and given (`mtls`) or
 * not given (`mtls-bare`); a certificate for another name, or of an authority that the client is not told of; nobody
 * listening (`closed`); a connection that is taken and closed at once (`slammed`).
 */
export type Listen =
  | "plain"
  | "tls"
  | "mtls"
  | "mtls-bare"
  | "tls-other-name"
  | "tls-unknown-authority"
  | "closed"
  | "slammed";

export interface CallOptions {
  readonly deadlineMs?: number;
  readonly retries?: number;
  readonly idempotencyKey?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}
export type VectorCall = { readonly waitMs?: number; readonly options?: CallOptions } & (
  | { readonly rpc: string; readonly request: object; readonly expect: Expected }
  | {
      /** `text`, or `base64` where the body is no text. */
      readonly webhook: {
        readonly text?: string;
        readonly base64?: string;
        readonly headers: readonly (readonly [string, string])[];
        readonly url: string;
      };
      readonly expect: Expected;
    }
  | {
      readonly applyEvent: {
        readonly answers?: readonly {
          readonly rpc: string;
          readonly answer: object;
          readonly askedAt: string;
        }[];
        readonly events: readonly object[];
      };
      /** A PaymentRecord without its tellings. */
      readonly expect: { readonly record: object };
    }
);

export interface Expected {
  readonly answer?: object;
  /** Where the JSON form tells something that the binary form cannot, or the other way round. */
  readonly jsonAnswer?: object;
  readonly error?: ExpectedError;
  /** Milliseconds in which the call ends. */
  readonly withinMs?: readonly [number, number];
}
export interface ExpectedError {
  readonly kind: string;
  /** null, here and below: that there is none. */
  readonly reason?: string | null;
  readonly violations?: readonly { readonly field: string; readonly problem: string }[];
  readonly retryAfterMs?: number | null;
  readonly call?: {
    readonly rpc?: string;
    readonly reference?: string;
    readonly idempotencyKey?: string | null;
  };
}

export type Behaviour = { readonly delayMs?: number } & (
  | {
      readonly answer: object;
      /** Put over the JSON form's answer: what a newer service may say. */
      readonly json?: object;
      /** Put behind the binary answer: fields that nobody knows yet. */
      readonly moreBytes?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** The connection is retired after it, as at a restart. */
      readonly retire?: boolean;
      /** The connection is closed after it, as one that was idle too long. */
      readonly close?: boolean;
    }
  | {
      readonly error: {
        readonly reason: string;
        readonly message?: string;
        readonly violations?: readonly { readonly field: string; readonly problem: string }[];
        readonly retryAfterMs?: number;
        readonly domain?: string;
      };
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A status without any detail, as a proxy makes one. */
  | {
      readonly status: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** What is no answer of this protocol. */
  | {
      readonly http: number;
      readonly body?: string;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection ends: when the request's headers are there, when all of it is, or in the middle of the answer. */
  | { readonly drop: "headers" | "request" | "answer"; readonly answer?: object }
  /** A 200 whose message cannot be read. */
  | { readonly garbage: true }
  /** Nothing, for longer than any deadline. */
  | { readonly silence: true }
);

export interface Seen {
  /** Requests that came, repeats counted. */
  readonly attempts?: number;
  readonly connections?: number | readonly [number, number];
  readonly requests?: readonly {
    readonly rpc?: string;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly absent?: readonly string[];
    readonly timeoutMs?: readonly [number, number];
    readonly request?: object;
    /** Milliseconds since the request before it. */
    readonly afterMs?: readonly [number, number];
  }[];
  /** Headers that are the same in every request, and have a value. */
  readonly same?: readonly string[];
  /** Headers that differ between calls. */
  readonly different?: readonly string[];
}
