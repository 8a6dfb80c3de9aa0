/** Whatever the hot paths do not answer, through Connect: gRPC-Web, compression, GET, binary Connect, and streams. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { DescService, Message, Registry } from "@bufbuild/protobuf";
import {
  type Code,
  ConnectError,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
  type ServiceImpl,
} from "@connectrpc/connect";
import type { UniversalHandler } from "@connectrpc/connect/protocol";
import {
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from "@connectrpc/connect-node";
import type { Logger } from "pino";
import { CallError } from "#runtime";
import { Health } from "../../contract/gen/grpc/health/v1/health_pb.ts";
import { ServerReflection } from "../../contract/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as ServerReflectionAlpha } from "../../contract/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import { beginCall } from "./call.ts";
import { compressions, hasTooManyInside } from "./envelopes.ts";
import { codes, refusalOf } from "./errors.ts";
import type { Handler, Peer, Reply, Route } from "./handler.ts";
import type { Health as ServiceHealth } from "./health.ts";
import { faultOf } from "./log.ts";
import { MOST_PARTS } from "./parts.ts";
import type { Reflect as Reflection } from "./reflection.ts";
import { type Routes, servicesOf } from "./routes.ts";

export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

export interface Other {
  /** What is served at a path without its query. */
  find(path: string): Served | undefined;
}
export interface Served {
  /** The body is many messages, that come while answers go. */
  readonly streams: boolean;
  /** `body` in place of the request's own, where that was read. Resolves when the answer is decided. */
  answer(
    request: NodeRequest,
    response: NodeResponse,
    peer: Peer,
    body: Uint8Array | undefined,
  ): Promise<void>;
}

export interface OtherParts {
  readonly routes: Routes;
  readonly handleOf: (route: Route) => Handler;
  readonly health: ServiceHealth;
  readonly reflect: Reflection | undefined;
  /** Bytes of the largest message, compressed or not. */
  readonly largest: number;
  readonly registry: Registry;
  readonly logger: Logger;
}

const peerKey = createContextKey<Peer>({ address: "", loopback: false, subject: undefined });

export function createOther(parts: OtherParts): Other {
  const router = createConnectRouter({
    acceptCompression: compressions,
    readMaxBytes: parts.largest,
    jsonOptions: { ignoreUnknownFields: false, registry: parts.registry },
  });
  for (const service of servicesOf(parts.routes)) {
    if (service.typeName === Health.typeName) continue;
    const methods = service.methods.flatMap((method) => {
      const route = parts.routes.get(`/${service.typeName}/${method.name}`);
      return route ? [[method.localName, unary(route, parts.handleOf)] as const] : [];
    });
    // Each method is of the descriptor that its route was made from.
    router.service(service, Object.fromEntries(methods) as ServiceImpl<DescService>);
  }
  router.service(Health, healthService(parts));
  if (parts.reflect) {
    router.service(ServerReflection, { serverReflectionInfo: reflecting(parts.reflect) });
    // v1alpha is v1 under another name, field by field.
    const alpha = reflecting(parts.reflect) as unknown;
    router.service(ServerReflectionAlpha, {
      serverReflectionInfo: alpha as ServiceImpl<
        typeof ServerReflectionAlpha
      >["serverReflectionInfo"],
    });
  }
  const served = (handler: UniversalHandler): Served => ({
    streams: handler.method.methodKind.endsWith("bidi_streaming"),
    async answer(request, response, peer, body) {
      const values = createContextValues().set(peerKey, peer);
      const asked = universalRequestFromNodeRequest(request, response, undefined, values);
      const header = (name: string) => asked.header.get(name) ?? undefined;
      const { input } = handler.method;
      const isRefused = body && (await hasTooManyInside(input, header, body, parts.largest));
      const answer = await handler(
        body ? { ...asked, body: read(body, isRefused ? tooMany() : undefined) } : asked,
      );
      universalResponseToNodeResponse(answer, response).catch((error: unknown) => {
        parts.logger.debug({ fault: faultOf(error) }, "an answer could not be sent");
      });
    },
  });
  const handlers = new Map(router.handlers.map((one) => [one.requestPath, served(one)]));
  return { find: (path) => handlers.get(path) };
}

/** Connect tells of what goes wrong with a body in the way that its protocol has. */
async function* read(body: Uint8Array, error: Error | undefined): AsyncGenerator<Uint8Array> {
  if (error) throw error;
  if (body.length > 0) yield body;
}
const tooMany = () =>
  connectError(
    new CallError(
      "MALFORMED",
      `the message cannot be decoded: it has more than ${MOST_PARTS} parts`,
    ),
  );

function unary(route: Route, handleOf: OtherParts["handleOf"]) {
  const handle = handleOf(route);
  return async (request: Message, context: HandlerContext): Promise<Message> => {
    const call = beginCall(
      {
        route,
        encoding: "other",
        header: (name) => context.requestHeader.get(name) ?? undefined,
        peer: context.values.get(peerKey),
        signal: context.signal,
        timeout: context.timeoutMs(),
      },
      async () => request,
    );
    try {
      const message = await handle(call);
      context.responseHeader.set("x-request-id", call.requestId);
      return message;
    } catch (error) {
      throw connectError(error, call.requestId);
    } finally {
      addAll(context.responseHeader, call.record.reply?.headers);
      addAll(context.responseTrailer, call.record.reply?.trailers);
    }
  };
}

function addAll(headers: Headers, more: Reply["headers"] = {}): void {
  for (const [name, value] of Object.entries(more))
    for (const one of [value].flat()) headers.append(name, one);
}

function connectError(error: unknown, requestId?: string): ConnectError {
  const { code, message, details } = refusalOf(error);
  return new ConnectError(
    message,
    // Connect's numbers are gRPC's.
    codes[code] as Code,
    requestId === undefined ? undefined : { "x-request-id": requestId },
    details.map(({ desc, message: value }) => ({ desc, value })),
  );
}

function healthService({ health }: OtherParts): ServiceImpl<typeof Health> {
  return {
    check: async (request) => {
      try {
        return health.check(request);
      } catch (error) {
        throw connectError(error);
      }
    },
    list: async () => ({ statuses: health.list() }),
    watch: (request, context) => health.watch(request, context.signal),
  };
}

const reflecting = (reflect: Reflection) =>
  async function* (requests: AsyncIterable<Parameters<Reflection>[0]>) {
    for await (const request of requests)
      yield {
        ...reflect(request),
        originalRequest: {
          host: request.host,
          messageRequest: request.messageRequest,
        },
      };
  };
