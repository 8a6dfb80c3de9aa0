/** Which part of the service a request is for. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { Logger } from "pino";
import { CallError } from "#runtime";
import type { Bodies } from "./body.ts";
import { requestIdOf } from "./call.ts";
import type { Callers } from "./callers.ts";
import { type Refusal, refusalOf } from "./errors.ts";
import { type Exchange, headerOf, http1Exchange, http2Exchange } from "./exchange.ts";
import { answerGrpc, isPlainGrpc, refuseGrpc } from "./grpc.ts";
import type { Handler, Peer, Route } from "./handler.ts";
import { answerJson, isPlainJson, refuseJson } from "./json.ts";
import { faultOf } from "./log.ts";
import type { Other } from "./other.ts";
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
  readonly other: Other;
  readonly callers: () => Callers;
  readonly bodies: Bodies;
  /** Plain HTTP by path without its query; undefined for what is not here. */
  readonly pages: (path: string, peer: Peer) => ((exchange: Exchange) => void) | undefined;
  readonly logger: Logger;
}

// RFC 3986's host and port without percent signs, which no name that can be resolved has.
const authorityForm = /^(?:[\w.~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const targetForm = /^\/(?:[\x21-\x7e]*)$/;

export function createDoors(parts: DoorParts): Doors {
  const handles = new Map<string, { route: Route; handle: Handler; bodies: Bodies }>();
  for (const [path, route] of parts.routes)
    handles.set(path, { route, handle: parts.handleOf(route), bodies: parts.bodies });

  /** What is neither hot path. `connect` hands the request to Connect. */
  const answerRest = (exchange: Exchange, path: string, connect: () => void) => {
    const page = parts.pages(path, exchange.peer);
    if (page) return page(exchange);
    if (!parts.other.has(path))
      throw new CallError("UNSUPPORTED", "nothing is served at this path");
    if (exchange.authority === "")
      throw new CallError("MALFORMED", "the request names no host: send :authority or Host");
    // Connect reads a body before it asks who sends it: strangers do not get that far.
    if (!isHealth(path)) parts.callers().identify(exchange.header, exchange.peer);
    connect();
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
      try {
        answerRest(exchange, checked(exchange), () => {
          const request = new Http2ServerRequest(stream, headers, {}, []);
          const response = new Http2ServerResponse(stream);
          parts.other.answer(target.split("?", 1)[0] ?? "", request, response, peer);
        });
      } catch (error) {
        const type = headers["content-type"] ?? "";
        if (!/^application\/grpc(?:$|[+;])/.test(type)) return refuse(exchange, error);
        const refusal = refusalOf(error);
        note(exchange, refusal, error);
        if (!stream.destroyed && !stream.headersSent)
          refuseGrpc(stream, refusal, requestIdOf(exchange.header));
      }
    },
    request(request, response, peer, keepAlive) {
      const exchange = http1Exchange(request, response, peer, keepAlive);
      try {
        if (hostsIn(request) > 1)
          throw new CallError("MALFORMED", "the request names more than one host");
        const path = checked(exchange);
        const hot =
          exchange.method === "POST" && exchange.target === path ? handles.get(path) : undefined;
        if (hot && isPlainJson(exchange.header)) return answerJson(exchange, hot);
        answerRest(exchange, path, () => parts.other.answer(path, request, response, peer));
      } catch (error) {
        if (!response.headersSent) refuse(exchange, error);
      }
    },
  };
}

/** Node keeps the first alone; something in front of us may have kept the last. */
const hostsIn = ({ rawHeaders }: IncomingMessage): number => {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts;
};

const isHealth = (path: string) => path.startsWith("/grpc.health.v1.Health/");
