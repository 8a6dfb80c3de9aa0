/** Whatever the hot paths do not answer, through Connect: gRPC-Web, compression, GET, binary Connect, and streams. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { DescMethod, Message } from "@bufbuild/protobuf";
import {
  Code,
  ConnectError,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
  type ServiceImpl,
} from "@connectrpc/connect";
import {
  compressionBrotli,
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from "@connectrpc/connect-node";
import type { Logger } from "pino";
import { Health } from "../../contract/gen/grpc/health/v1/health_pb.ts";
import { ServerReflection } from "../../contract/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as ServerReflectionAlpha } from "../../contract/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import { contractRegistry } from "../runtime/redact.ts";
import { beginCall } from "./call.ts";
import { codes, refusalOf } from "./errors.ts";
import type { Handler, Peer, Route } from "./handler.ts";
import type { Health as ServiceHealth } from "./health.ts";
import { faultOf } from "./log.ts";
import type { Reflect as Reflection } from "./reflection.ts";
import { type Routes, servicesOf } from "./routes.ts";

type NodeRequest = IncomingMessage | Http2ServerRequest;
type NodeResponse = ServerResponse | Http2ServerResponse;

export interface Other {
  /** Whether a path is served here at all. */
  has(path: string): boolean;
  /** `path` without its query. */
  answer(path: string, request: NodeRequest, response: NodeResponse, peer: Peer): void;
}

export interface OtherParts {
  readonly routes: Routes;
  readonly handleOf: (route: Route) => Handler;
  readonly health: ServiceHealth;
  readonly reflect: Reflection | undefined;
  /** Bytes of the largest message, compressed or not. */
  readonly largest: number;
  readonly logger: Logger;
}

const peerKey = createContextKey<Peer>({ address: "", loopback: false, subject: undefined });

export function createOther(parts: OtherParts): Other {
  const router = createConnectRouter({
    acceptCompression: [compressionGzip, compressionBrotli],
    readMaxBytes: parts.largest,
    jsonOptions: { ignoreUnknownFields: false, registry: contractRegistry },
  });
  for (const service of servicesOf(parts.routes)) {
    if (service.typeName === Health.typeName) continue;
    const methods = service.methods.map((method) => [
      method.localName,
      unary(routeOf(parts.routes, method), parts.handleOf),
    ]);
    router.service(service, Object.fromEntries(methods));
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
  const handlers = new Map(router.handlers.map((one) => [one.requestPath, one]));
  return {
    has: (path) => handlers.has(path),
    answer(path, request, response, peer) {
      const handler = handlers.get(path);
      if (!handler) throw new Error(`nothing is served at ${path}`);
      const values = createContextValues().set(peerKey, peer);
      handler(universalRequestFromNodeRequest(request, response, undefined, values))
        .then((answer) => universalResponseToNodeResponse(answer, response))
        .catch((error: unknown) => {
          if (ConnectError.from(error).code === Code.Aborted) return;
          parts.logger.debug({ fault: faultOf(error) }, "an answer could not be sent");
        });
    },
  };
}

function routeOf(routes: Routes, method: DescMethod): Route {
  const route = routes.get(`/${method.parent.typeName}/${method.name}`);
  if (!route) throw new Error(`no route for ${method.name}`);
  return route;
}

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
    }
  };
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
