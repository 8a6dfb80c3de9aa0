/** A service that does what a vector says, request by request, behind a connection that can be cut anywhere. */
import type { ServerResponse } from "node:http";
import type { ServerHttp2Stream } from "node:http2";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { DescMessage, DescMethodUnary, Message } from "@bufbuild/protobuf";
import { create, fromJsonString } from "@bufbuild/protobuf";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "#contract";
import { developmentConfig } from "#service";
import type { Doors } from "../packages/service/doors.ts";
import {
  type Code,
  codes,
  grpcStatus,
  jsonError,
  type Reason,
  type Refusal,
  rows,
} from "../packages/service/errors.ts";
import { type Exchange, http1Exchange, http2Exchange } from "../packages/service/exchange.ts";
import { listen } from "../packages/service/server.ts";
import { connectTimeout, grpcTimeout } from "../packages/service/timeouts.ts";
import type { Certificates } from "./certificates.ts";
import { fromBytes, methodOf, registry, toBytes, toObject } from "./rpcs.ts";
import type { Behaviour, Listen } from "./vector.ts";

export interface Attempt {
  readonly rpc: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number | undefined;
  /** Milliseconds of a steady clock. */
  readonly at: number;
  /** Absent where the connection was cut before the request was whole, or it cannot be read. */
  request?: { readonly desc: DescMessage; readonly message: Message };
}
export interface Script {
  readonly endpoint: string;
  readonly attempts: readonly Attempt[];
  connections(): number;
  close(): Promise<void>;
}

/** Nobody listens there: a port that was let go may be another run's a moment later. */
const NOBODY = 2;

export async function openScript(
  where: Listen,
  certificates: Certificates,
  behaviours: readonly Behaviour[],
): Promise<Script> {
  const attempts: Attempt[] = [];
  const front = await openFront();
  if (where === "closed") await front.close();
  if (where === "closed" || where === "slammed")
    return {
      endpoint: `http://127.0.0.1:${where === "closed" ? NOBODY : front.port}`,
      attempts,
      connections: front.connections,
      close: front.close,
    };

  const take = (exchange: Taken) => {
    const behaviour = behaviours[Math.min(attempts.length, behaviours.length - 1)];
    const attempt = attemptOf(exchange);
    attempts.push(attempt);
    if (!behaviour) throw new Error("the vector has no server");
    return play(behaviour, attempt, exchange, front.cut);
  };
  const doors: Doors = {
    stream(stream, headers, peer) {
      const exchange = http2Exchange(stream, headers, peer);
      const port = stream.session?.socket.remotePort ?? 0;
      const isGrpc = exchange.header("content-type")?.startsWith("application/grpc") === true;
      void take({ ...exchange, port, wire: isGrpc ? "grpc" : "json", stream });
    },
    request(request, response, peer, keepAlive) {
      const exchange = http1Exchange(request, response, peer, keepAlive);
      void take({ ...exchange, port: request.socket.remotePort ?? 0, wire: "json", response });
    },
  };
  const config = developmentConfig();
  const tls = tlsOf(where, certificates);
  const inner = await listen(
    { ...config, listen: { ...config.listen, port: 0, ...(tls && { tls }) } },
    doors,
    () => undefined,
  );
  front.lead(inner.port);
  return {
    endpoint: `${tls ? "https" : "http"}://127.0.0.1:${front.port}`,
    attempts,
    connections: front.connections,
    async close() {
      await front.close();
      await inner.close(0);
    },
  };
}

function tlsOf(where: Listen, made: Certificates) {
  if (where === "plain") return undefined;
  const wantsClient = where === "mtls" || where === "mtls-bare";
  const { certificate, key } =
    where === "tls-other-name"
      ? made.otherName
      : where === "tls-unknown-authority"
        ? made.unknownAuthority
        : made.server;
  return {
    certificate,
    key,
    clientCertificates: wantsClient ? ("required" as const) : ("optional" as const),
    ...(wantsClient && { clientAuthorities: made.authority }),
  };
}

/** Connections to the script as pairs of sockets, of which both ends can be cut at once. Without `lead` it closes what comes. */
async function openFront() {
  const byUpstream = new Map<number, Socket>();
  const open = new Set<Socket>();
  let taken = 0;
  let inner: number | undefined;
  const server = createServer((socket) => {
    taken += 1;
    socket.on("error", () => socket.destroy());
    if (inner === undefined) return socket.destroy();
    const upstream = connect(inner, "127.0.0.1");
    for (const one of [socket, upstream]) open.add(one.on("close", () => open.delete(one)));
    upstream.on("error", () => socket.destroy());
    upstream.once("connect", () => byUpstream.set(upstream.localPort ?? 0, socket));
    socket.pipe(upstream).pipe(socket);
    socket.on("close", () => upstream.destroy());
    // Not destroyed: what was written before it, such as an alert of TLS, is still to arrive.
    upstream.on("close", () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => taken,
    lead(to: number) {
      inner = to;
    },
    cut: (upstreamPort: number) => byUpstream.get(upstreamPort)?.destroy(),
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

type Taken = Exchange & {
  /** Of the connection to the inner server. */
  readonly port: number;
} & (
    | { readonly wire: "grpc"; readonly stream: ServerHttp2Stream }
    | {
        readonly wire: "json";
        readonly stream?: ServerHttp2Stream;
        readonly response?: ServerResponse;
      }
  );

function attemptOf({ target, headers, header, wire }: Taken): Attempt {
  const timeoutMs = wire === "grpc" ? grpcTimeout(header) : connectTimeout(header);
  const all = Object.fromEntries(headers());
  return { rpc: target.slice(1), headers: all, timeoutMs, at: performance.now() };
}

async function play(
  behaviour: Behaviour,
  attempt: Attempt,
  exchange: Taken,
  cut: (port: number) => void,
): Promise<void> {
  if ("drop" in behaviour && behaviour.drop === "headers") return cut(exchange.port);
  const method = methodOf(attempt.rpc);
  const bytes = await bodyOf(exchange);
  attempt.request = { desc: method.input, message: decoded(method, exchange, bytes) };
  await sleep(behaviour.delayMs ?? 0);
  if ("silence" in behaviour) return;
  if ("error" in behaviour) return refuse(exchange, refusalOf(behaviour.error), behaviour.headers);
  if ("status" in behaviour) return refuse(exchange, bareRefusal(behaviour), behaviour.headers);
  if ("http" in behaviour) {
    const { http, body = "<html>bad gateway</html>", type = "text/html", headers } = behaviour;
    return exchange.answer(http, { ...headers, "content-type": type }, body);
  }
  if ("garbage" in behaviour) return send(exchange, Buffer.from([0xff, 0xff, 0xff, 0xff]), {});
  if ("drop" in behaviour) {
    if (behaviour.drop === "answer") {
      sendHalf(exchange, payloadOf(method, exchange, { answer: behaviour.answer ?? {} }));
      await sleep(30);
    }
    return cut(exchange.port);
  }
  const headers = { ...behaviour.headers };
  if (behaviour.retire && exchange.wire === "json" && !exchange.stream)
    headers["connection"] = "close";
  send(exchange, payloadOf(method, exchange, behaviour), headers);
  if (behaviour.retire) exchange.stream?.session?.close();
  if (behaviour.close) {
    await sleep(20);
    cut(exchange.port);
  }
}

async function bodyOf({ body }: Taken): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch {
    // The caller left; what came is what there is.
  }
  return Buffer.concat(chunks);
}

function decoded({ input }: DescMethodUnary, { wire }: Taken, bytes: Buffer): Message {
  return wire === "grpc"
    ? fromBytes(input, bytes.subarray(5))
    : fromJsonString(input, bytes.toString("utf8") || "{}", { registry });
}

function payloadOf(
  { output }: DescMethodUnary,
  { wire }: Taken,
  { answer, json, moreBytes = "" }: { answer: object; json?: object; moreBytes?: string },
): Buffer {
  const bytes = toBytes(output, answer);
  if (wire === "grpc") return Buffer.concat([bytes, Buffer.from(moreBytes, "hex")]);
  return Buffer.from(
    JSON.stringify(merged(toObject(output, fromBytes(output, bytes)), json ?? {})),
  );
}
/** `more` put over `base`, object by object. */
function merged(base: object, more: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(more)) {
    const under = result[name];
    const isBoth = isPlain(value) && isPlain(under);
    result[name] = isBoth ? merged(under, value) : value;
  }
  return result;
}
const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function framed(payload: Buffer): Buffer {
  const frame = Buffer.alloc(5 + payload.length);
  frame.writeUInt32BE(payload.length, 1);
  payload.copy(frame, 5);
  return frame;
}
const grpcHeaders = { ":status": 200, "content-type": "application/grpc+proto" } as const;

function send(exchange: Taken, payload: Buffer, headers: Readonly<Record<string, string>>): void {
  if (exchange.wire === "json") {
    exchange.answer(200, { ...headers, "content-type": "application/json" }, payload);
    return;
  }
  const { stream } = exchange;
  if (stream.destroyed || stream.closed) return;
  stream.respond({ ...headers, ...grpcHeaders }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(framed(payload));
}

function sendHalf(exchange: Taken, payload: Buffer): void {
  const half = Math.floor(payload.length / 2);
  if (exchange.wire === "grpc") {
    exchange.stream.respond(grpcHeaders);
    exchange.stream.write(framed(payload).subarray(0, 5 + half));
    return;
  }
  const headers = { "content-type": "application/json", "content-length": payload.length };
  if (exchange.response) {
    exchange.response.writeHead(200, headers);
    exchange.response.write(payload.subarray(0, half));
  } else {
    exchange.stream?.respond({ ":status": 200, ...headers });
    exchange.stream?.write(payload.subarray(0, half));
  }
}

function refuse(exchange: Taken, refusal: Refusal, more: Headers = {}): void {
  if (exchange.wire === "json") {
    const headers = { ...more, "content-type": "application/json" };
    exchange.answer(refusal.http, headers, jsonError(refusal, registry));
    return;
  }
  const headers = { ...more, ...grpcHeaders, ...grpcStatus(refusal) };
  if (!exchange.stream.destroyed && !exchange.stream.closed)
    exchange.stream.respond(headers, { endStream: true });
}

type Headers = Readonly<Record<string, string>>;
type ErrorBehaviour = Extract<Behaviour, { error: object }>["error"];
function refusalOf(error: ErrorBehaviour): Refusal {
  const { reason, violations, retryAfterMs, domain = "payments.v1" } = error;
  // A reason that the table does not have is one of a newer service.
  const { code, http, text } = rows[reason as Reason] ?? rows.INTERNAL;
  const detail = (desc: DescMessage, values: Record<string, unknown>) => ({
    desc,
    message: create(desc, values),
  });
  const details = [detail(ErrorInfoSchema, { reason, domain })];
  if (violations)
    details.push(
      detail(BadRequestSchema, {
        fieldViolations: violations.map(({ field, problem }) => ({ field, description: problem })),
      }),
    );
  if (retryAfterMs !== undefined) {
    const seconds = BigInt(Math.floor(retryAfterMs / 1000));
    const retryDelay = { seconds, nanos: (retryAfterMs % 1000) * 1_000_000 };
    details.push(detail(RetryInfoSchema, { retryDelay }));
  }
  return { reason: undefined, code, http, message: error.message ?? text, details };
}

function bareRefusal({ status, message = "" }: { status: string; message?: string }): Refusal {
  const code = status.toLowerCase() as Code;
  if (!(code in codes)) throw new Error(`${status} is no status of gRPC`);
  const http = Object.values(rows).find((row) => row.code === code)?.http ?? 500;
  return { reason: undefined, code, http, message, details: [] };
}
