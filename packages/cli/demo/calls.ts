/** The unified calls over gRPC, in the name of one account: the one word in which processors differ. */
import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import {
  DisputeService,
  PaymentService,
  RefundService,
  ToolsService,
  WebhookService,
} from "#contract";

export interface Calls {
  readonly payments: Client<typeof PaymentService>;
  readonly refunds: Client<typeof RefundService>;
  readonly disputes: Client<typeof DisputeService>;
  readonly webhooks: Client<typeof WebhookService>;
  readonly tools: Client<typeof ToolsService>;
}

/** How long every call took, in milliseconds. */
export type Stopwatch = number[];

export interface Connection {
  calls(account: string, stopwatch: Stopwatch): Calls;
  close(): void;
}

/** One HTTP/2 connection for all accounts. */
export function connect(baseUrl: string): Connection {
  const sessionManager = new Http2SessionManager(baseUrl);
  return {
    calls(account, stopwatch) {
      const transport = createGrpcTransport({
        baseUrl,
        sessionManager,
        interceptors: [asAccount(account), timed(stopwatch)],
        defaultTimeoutMs: 30_000,
      });
      return {
        payments: createClient(PaymentService, transport),
        refunds: createClient(RefundService, transport),
        disputes: createClient(DisputeService, transport),
        webhooks: createClient(WebhookService, transport),
        tools: createClient(ToolsService, transport),
      };
    },
    close: () => sessionManager.abort(),
  };
}

const asAccount =
  (account: string): Interceptor =>
  (next) =>
  (request) => {
    request.header.set("x-connector-account", account);
    return next(request);
  };

const timed =
  (stopwatch: Stopwatch): Interceptor =>
  (next) =>
  async (request) => {
    const started = performance.now();
    try {
      return await next(request);
    } finally {
      stopwatch.push(performance.now() - started);
    }
  };
