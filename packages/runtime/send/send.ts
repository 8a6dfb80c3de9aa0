/** The one seam to the network: everything that sends is one of these, and each concern wraps the next. */
import type { FailureCode } from "#contract";
import type { ClientCertificate, HttpRequest, HttpResponse } from "#kit";

export type Send = (request: HttpRequest, peer: Peer) => Promise<HttpResponse>;
export type Around = (next: Send) => Send;

/** What is known of a request beside the request. */
export interface Peer {
  readonly connector: string;
  /** The exchange's name, for logs and spans. */
  readonly step: string;
  readonly certificate?: ClientCertificate | undefined;
  /** `performance.now()` when an answer is of no use any more. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

/** No answer. Certainty follows from `written` alone: whether any byte of the request may have left. */
export class SendFailure extends Error {
  override readonly name = "SendFailure";
  readonly written: boolean;
  readonly code: FailureCode;
  constructor(
    message: string,
    options: { readonly written: boolean; readonly code: FailureCode; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.written = options.written;
    this.code = options.code;
  }
}
