/** Which part of the service a request is for. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  constants,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { Registry } from "@bufbuild/protobuf";
import type { Logger } from "pino";
import { CallError } from "#runtime";
import type { Bodies } from "./body.ts";
import { requestIdOf } from "./call.ts";
import type { Callers } from "./callers.ts";
import { type Refusal, refusalOf } from "./errors.ts";
import { type Exchange, headerOf, http1Exchange, http2Exchange } from "./exchange.ts";
import { answerGrpc, type Hot, isPlainGrpc, refuseGrpc } from "./grpc.ts";
import type { Handler, Peer, Route } from "./handler.ts";
import { answerJson, isPlainJson, refuseJson } from "./json.ts";
import { faultOf } from "./log.ts";
import type { NodeRequest, NodeResponse, Other } from "./other.ts";
import type { Routes } from "./routes.ts";

export interface Doors {
  stream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, peer: Peer): void;
  request(
    request: IncomingMessage,
    response: ServerResponse,
    peer: Peer,
    keepAlive: () => boolean,
  ): void;
}

export interface DoorParts {
  readonly routes: Routes;
  readonly handleOf: (route: Route) => Handler;
  readonly other: () => Promise<Other>;
  readonly callers: () => Callers;
  readonly bodies: Bodies;
  readonly registry: Registry;
  /** Milliseconds for a body whose deadline is not read yet. */
  readonly uploadTime: number;
  /** Plain HTTP by path without its query; undefined for what is not here. */
  readonly pages: (path: string, peer: Peer) => ((exchange: Exchange) => void) | undefined;
  readonly logger: Logger;
}

// RFC 3986's host and port without percent signs, which no name that can be resolved has.
const authorityForm = /^(?:[\w.~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const targetForm = /^\/(?:[\x21-\x7e]*)$/;

export function createDoors(parts: DoorParts): Doors {
  const { bodies, registry } = parts;
  const handles = new Map<string, Hot>();
  for (const [path, route] of parts.routes)
    handles.set(path, { route, handle: parts.handleOf(route), bodies, registry });

  /** What is neither hot path. `node` makes what Connect takes. */
  const answerRest = async (
    exchange: Exchange,
    node: () => readonly [NodeRequest, NodeResponse],
  ) => {
    const path = checked(exchange);
    const page = parts.pages(path, exchange.peer);
    if (page) return page(exchange);
    const served = (await parts.other()).find(path);
    if (!served) throw new CallError("UNSUPPORTED", "nothing is served at this path");
    if (exchange.authority === "")
      throw new CallError("MALFORMED", "the request names no host: send :authority or Host");
    // A stranger's body is not read.
    if (!isHealth(path)) parts.callers().identify(exchange.header, exchange.peer);
    if (served.streams) return served.answer(...node(), exchange.peer, undefined);
    // Connect leaves what it refuses unread, and the next request of the connection behind it.
    const body = bodies.open(exchange.body, ENVELOPE);
    try {
      const bytes = await inTime(body.bytes(), parts.uploadTime);
      await served.answer(...node(), exchange.peer, bytes);
    } finally {
      body.close();
    }
  };
  const checked = (exchange: Exchange): string => {
    const { authority, target } = exchange;
    if (authority !== "" && !authorityForm.test(authority))
      throw new CallError(
        "MALFORMED",
        "the host of the request is not one: check :authority or Host",
      );
    if (!targetForm.test(target) || target.startsWith("//"))
      throw new CallError("MALFORMED", "the path of the request is not one");
    return target.split("?", 1)[0] ?? "";
  };
  /** What has no call, and so no line of its own in the audit. */
  const note = ({ peer, target }: Exchange, { reason }: Refusal, error: unknown) => {
    if (reason === "INTERNAL") parts.logger.error({ fault: faultOf(error) }, "fault");
    if (reason !== "UNAUTHENTICATED") return;
    const path = target.split("?", 1)[0];
    parts.logger.info({ address: peer.address, path, outcome: reason }, "refused");
  };
  const refuse = (exchange: Exchange, error: unknown) => {
    const refusal = refusalOf(error);
    note(exchange, refusal, error);
    const http = refusal.reason === "UNSUPPORTED" ? 404 : refusal.http;
    // gRPC-Web reads the status of HTTP where an answer is not its own.
    if (exchange.header("content-type")?.startsWith("application/grpc"))
      return exchange.answer(http, { "x-request-id": requestIdOf(exchange.header) }, "");
    refuseJson(exchange, { ...refusal, http }, requestIdOf(exchange.header));
  };

  return {
    stream(stream, headers, peer) {
      const { [":path"]: target = "", [":method"]: method, [":authority"]: authority } = headers;
      const hot = method === "POST" ? handles.get(target) : undefined;
      if (hot && (authority === undefined || authorityForm.test(authority))) {
        if (isPlainGrpc(headers)) return answerGrpc(stream, headers, peer, hot);
        if (isPlainJson(headerOf(headers)))
          return answerJson(http2Exchange(stream, headers, peer), hot);
      }
      const exchange = http2Exchange(stream, headers, peer);
      const node = () =>
        [new Http2ServerRequest(stream, headers, {}, []), new Http2ServerResponse(stream)] as const;
      answerRest(exchange, node)
        .catch((error: unknown) => {
          const type = headers["content-type"] ?? "";
          if (!/^application\/grpc(?:$|[+;])/.test(type)) return refuse(exchange, error);
          const refusal = refusalOf(error);
          note(exchange, refusal, error);
          if (!stream.destroyed && !stream.closed && !stream.headersSent)
            refuseGrpc(stream, refusal, requestIdOf(exchange.header));
        })
        .catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    },
    request(request, response, peer, keepAlive) {
      const exchange = http1Exchange(request, response, peer, keepAlive);
      const hot = exchange.method === "POST" ? handles.get(exchange.target) : undefined;
      if (hot && authorityForm.test(exchange.authority) && isPlainJson(exchange.header))
        return answerJson(exchange, hot);
      answerRest(exchange, () => [request, response]).catch((error: unknown) => {
        if (!response.headersSent) refuse(exchange, error);
      });
    },
  };
}

/** Bytes around a message: five in gRPC. */
const ENVELOPE = 64;

function inTime<Value>(value: Promise<Value>, milliseconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new CallError("DEADLINE_PASSED", "the body did not come in time"));
    const timer = setTimeout(late, milliseconds);
    value.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const isHealth = (path: string) => path.startsWith("/grpc.health.v1.Health/");
