/** The client: the contract's services as methods, over whatever carries them. */
import {
  create,
  type DescMethodUnary,
  type DescService,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import {
  ClientSessionService,
  ConnectorService,
  CustomerService,
  DisputeService,
  MandateService,
  ParseWebhookRequestSchema,
  type ParseWebhookResponse,
  PaymentMethodService,
  PaymentService,
  RefundService,
  WebhookService,
} from "../../../contract/index.ts";
import {
  type Caller,
  type CallOptions,
  call,
  checkedMetadata,
  type Hooks,
  headerValue,
} from "./call.ts";
import { Connector } from "./connector.ts";
import { grpcTransport } from "./grpc.ts";
import { jsonTransport } from "./json.ts";
import { shownAs } from "./secret.ts";
import type { TlsOptions, Transport } from "./transport.ts";

/** Whose calls they are: a connector with its own credentials, or an account that the service's operator configured. */
export type Whose =
  | { readonly connector: Connector; readonly account?: never }
  | { readonly account: string; readonly connector?: never };

export interface CommonOptions {
  /** The account inside the credentials: a merchant account, a connected account. */
  readonly subAccount?: string;
  /** Milliseconds for a call and all its attempts; 30,000 where left out. */
  readonly deadlineMs?: number;
  /** 2 where left out. */
  readonly retries?: number;
  readonly hooks?: Hooks;
}
export type ClientOptions = CommonOptions &
  Whose & {
    /** `https://payments.example:8443`, or `http://…` in plaintext. */
    readonly endpoint: string;
    /** gRPC where left out. */
    readonly protocol?: "grpc" | "json";
    /** The caller's key at the service. */
    readonly apiKey?: string;
    readonly tls?: TlsOptions;
    /** Headers that go with every call. */
    readonly metadata?: Readonly<Record<string, string>>;
  };

export type Methods<Service extends DescService> = {
  readonly [Name in keyof Service["method"]]: (
    request: MessageInitShape<Service["method"][Name]["input"]>,
    options?: CallOptions,
  ) => Promise<MessageShape<Service["method"][Name]["output"]>>;
};

/** A delivery as it came: the bytes of its body, all its headers, and the URL as the processor called it. */
export interface Delivery {
  readonly body: Uint8Array;
  readonly headers:
    | Readonly<Record<string, string | readonly string[] | undefined>>
    | Iterable<readonly [string, string]>;
  readonly url: string;
  /** POST where left out. */
  readonly method?: string;
  /** Hand out content that failed verification. Never act on it. */
  readonly includeUnverified?: boolean;
}

/** Safe to share; keeps its connections until it is closed. */
export interface Client extends AsyncDisposable {
  readonly payments: Methods<typeof PaymentService>;
  readonly refunds: Methods<typeof RefundService>;
  readonly mandates: Methods<typeof MandateService>;
  readonly disputes: Methods<typeof DisputeService>;
  readonly paymentMethods: Methods<typeof PaymentMethodService>;
  readonly customers: Methods<typeof CustomerService>;
  readonly sessions: Methods<typeof ClientSessionService>;
  readonly connectors: Methods<typeof ConnectorService>;
  readonly webhooks: {
    /** Verifies a delivery and says what it tells. */
    parse(delivery: Delivery, options?: CallOptions): Promise<ParseWebhookResponse>;
  };
  /** Ends when the calls under way have. */
  close(): Promise<void>;
}

/** Throws TypeError where the options contradict themselves. */
export function createClient(options: ClientOptions): Client {
  const { endpoint, protocol = "grpc", tls, apiKey, connector, account, subAccount } = options;
  if (!isBare(endpoint)) throw new TypeError("endpoint is http://host:port or https://host:port");
  if ((connector === undefined) === (account === undefined))
    throw new TypeError("give either connector or account");
  const transport = (protocol === "json" ? jsonTransport : grpcTransport)(endpoint, tls);
  const headers = {
    ...checkedMetadata(options.metadata),
    ...(account !== undefined && { "x-connector-account": headerValue("account", account) }),
    ...(connector && {
      "x-connector": connector.id,
      "x-connector-credentials": asciiJson(Connector.credentialsOf(connector)),
    }),
    ...(subAccount !== undefined && {
      "x-connector-sub-account": headerValue("subAccount", subAccount),
    }),
    ...(apiKey !== undefined && { authorization: `Bearer ${headerValue("apiKey", apiKey)}` }),
  };
  return clientOver(
    transport,
    headers,
    options,
    `Client(${endpoint}, ${connector?.id ?? account})`,
  );
}

export function clientOver(
  transport: Transport,
  headers: Readonly<Record<string, string>>,
  { deadlineMs = 30_000, retries = 2, hooks }: CommonOptions,
  shown: string,
): Client {
  const caller: Caller = { transport, headers, deadlineMs, retries, hooks };
  const methods = <Service extends DescService>(service: Service): Methods<Service> => {
    const entries = service.methods.map((method) => {
      // The contract's services have unary methods alone.
      const unary = method as DescMethodUnary;
      const run = (request: Message, options: CallOptions = {}) =>
        call(caller, unary, create(unary.input, request), options);
      return [method.localName, run];
    });
    // Made from the very descriptors that the type is made from.
    return Object.fromEntries(entries) as Methods<Service>;
  };
  const { parseWebhook } = methods(WebhookService);
  const client: Client = {
    payments: methods(PaymentService),
    refunds: methods(RefundService),
    mandates: methods(MandateService),
    disputes: methods(DisputeService),
    paymentMethods: methods(PaymentMethodService),
    customers: methods(CustomerService),
    sessions: methods(ClientSessionService),
    connectors: methods(ConnectorService),
    webhooks: {
      parse: (delivery, options) => parseWebhook(webhookRequest(delivery), options),
    },
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
  return shownAs(client, shown);
}

export function webhookRequest(delivery: Delivery) {
  const { body, headers, url, method, includeUnverified } = delivery;
  return create(ParseWebhookRequestSchema, {
    body,
    url,
    headers: pairsOf(headers).map(([name, value]) => ({ name, value })),
    ...(method !== undefined && { httpMethod: method }),
    ...(includeUnverified !== undefined && { includeUnverified }),
  });
}
function pairsOf(headers: Delivery["headers"]): readonly (readonly [string, string])[] {
  if (Symbol.iterator in headers) return [...headers];
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, value] as const),
  );
}

/** No path, which would not be spoken to, and nobody's name or password. */
function isBare(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, origin, href } = new URL(endpoint);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}

const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
