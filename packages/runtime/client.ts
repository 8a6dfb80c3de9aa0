/** The contract's services in process: the same calls as over the wire, without a server or a socket. */
import {
  create,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import {
  ClientSessionService,
  CustomerService,
  DisputeService,
  MandateService,
  ParseWebhookRequestSchema,
  type ParseWebhookResponse,
  PaymentMethodService,
  PaymentService,
  RefundService,
} from "#contract";
import { rpcs } from "./rpcs.ts";
import type { Call, Runtime } from "./runtime.ts";

/** Whose calls they are: a connector with its credentials. */
export type Account = Pick<
  Call,
  "connector" | "credentials" | "certificate" | "subAccount" | "hosts"
>;
export interface CallOptions {
  /** Milliseconds until an answer must be there; 30,000 where left out. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly requestId?: string;
  readonly includeRaw?: boolean;
}

export type Methods<Service extends DescService> = {
  readonly [Name in keyof Service["method"]]: (
    request: MessageInitShape<Service["method"][Name]["input"]>,
    options?: CallOptions,
  ) => Promise<MessageShape<Service["method"][Name]["output"]>>;
};

export interface InProcessClient {
  readonly payments: Methods<typeof PaymentService>;
  readonly refunds: Methods<typeof RefundService>;
  readonly mandates: Methods<typeof MandateService>;
  readonly disputes: Methods<typeof DisputeService>;
  readonly paymentMethods: Methods<typeof PaymentMethodService>;
  readonly customers: Methods<typeof CustomerService>;
  readonly sessions: Methods<typeof ClientSessionService>;
  readonly webhooks: {
    parseWebhook(
      request: MessageInitShape<typeof ParseWebhookRequestSchema>,
      options?: CallOptions,
    ): Promise<ParseWebhookResponse>;
  };
}

/** `client(runtime, { connector: "stripe", credentials: { apiKey } }).payments.authorizePayment({ … })` */
export function client(runtime: Runtime, account: Account): InProcessClient {
  let calls = 0;
  const callWith = (options: CallOptions = {}): Call => {
    calls += 1;
    return {
      ...account,
      deadline: performance.now() + (options.timeout ?? 30_000),
      signal: options.signal,
      requestId: options.requestId ?? `in-process-${calls}`,
      includeRaw: options.includeRaw,
    };
  };
  function methods<Service extends DescService>(service: Service): Methods<Service> {
    const entries = service.methods.map((method) => {
      const rpc = rpcs.get(`${service.typeName}/${method.name}`);
      if (!rpc) throw new Error(`no flow for ${method.name}`);
      const call = (request: Record<string, unknown>, options?: CallOptions) =>
        runtime.call(rpc.flow, create(rpc.input, request), callWith(options));
      return [method.localName, call];
    });
    // Made from the very descriptors that the type is made from.
    return Object.fromEntries(entries) as Methods<Service>;
  }
  return {
    payments: methods(PaymentService),
    refunds: methods(RefundService),
    mandates: methods(MandateService),
    disputes: methods(DisputeService),
    paymentMethods: methods(PaymentMethodService),
    customers: methods(CustomerService),
    sessions: methods(ClientSessionService),
    webhooks: {
      parseWebhook: (request, options) =>
        runtime.parseWebhook(create(ParseWebhookRequestSchema, request), callWith(options)),
    },
  };
}
