// The processes under measurement: a mock processor, and the same pass behind five transports.
// Every role runs in its own process (`node servers.ts <role> <processor origin>`), reports its port over IPC and answers `usage` with its CPU.
import http from "node:http";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { create, fromBinary, fromJsonString, toBinary, toJsonString } from "@bufbuild/protobuf";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { Pool } from "undici";
import {
  type AuthorizeRequest,
  AuthorizeRequestSchema,
  type AuthorizeResponse,
  AuthorizeResponseSchema,
  PaymentService,
  Status,
} from "./payment_pb.ts";

export const path = `/${PaymentService.typeName}/${PaymentService.method.authorize.name}`;
export const messageLimit = 4 * 1024 * 1024;

interface ProcessorAnswer {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly network_reference: string;
}

const processorAnswer = JSON.stringify({
  id: "pay_3NqFQ2CZ6qsJgndJ0Fv1kR2y",
  object: "payment",
  status: "authorized",
  amount: 1099,
  currency: "eur",
  network_reference: "016153570198200",
  created: 1795392000,
  outcome: { network_status: "approved_by_network", risk_level: "normal", risk_score: 12 },
} satisfies ProcessorAnswer & Record<string, unknown>);

type Send = (body: string) => Promise<ProcessorAnswer>;

/** One POST through undici; the pass and the floor share it. */
function connect(origin: string): Send {
  const pool = new Pool(origin, { connections: 128, pipelining: 1 });
  const headers = { "content-type": "application/json", authorization: "Bearer sk_test_bench" };
  return async (body) => {
    const { body: answer } = await pool.request({
      path: "/payments",
      method: "POST",
      headers,
      body,
    });
    return JSON.parse(await answer.text()) as ProcessorAnswer;
  };
}

/** The pass: read the typed request, ask the processor in JSON, answer with the typed response. */
function authorize(send: Send) {
  return async (request: AuthorizeRequest): Promise<AuthorizeResponse> => {
    const card = request.method.case === "card" ? request.method.value : undefined;
    const answer = await send(
      JSON.stringify({
        reference: request.reference,
        amount: Number(request.amount?.minorUnits),
        currency: request.amount?.currency,
        card: card && {
          number: card.number,
          exp_month: card.expiryMonth,
          exp_year: card.expiryYear,
          cvc: card.securityCode,
          name: card.holder,
          address: card.billing && { ...card.billing, $typeName: undefined },
        },
        return_url: request.returnUrl,
        metadata: request.metadata,
      }),
    );
    return create(AuthorizeResponseSchema, {
      reference: request.reference,
      processorId: answer.id,
      status: answer.status === "authorized" ? Status.AUTHORIZED : Status.FAILED,
      amount: { minorUnits: BigInt(answer.amount), currency: answer.currency },
      networkReference: answer.network_reference,
      metadata: request.metadata,
    });
  };
}

const secondsPerUnit = { H: 3600, M: 60, S: 1, m: 1e-3, u: 1e-6, n: 1e-9 } as const;

/** Milliseconds until the deadline, bounded to what a timer can hold; undefined when the header is malformed. */
function timeoutOf(header: string): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(header);
  return match
    ? Math.min(
        Number(match[1]) * secondsPerUnit[match[2] as keyof typeof secondsPerUnit] * 1000,
        2 ** 31 - 1,
      )
    : undefined;
}

const grpcHeaders = { ":status": 200, "content-type": "application/grpc+proto" };

/** Unary gRPC on node:http2 itself: framing, deadline, cancellation, limits, status in trailers. */
function thin(send: Send): http2.Http2Server {
  const handle = authorize(send);
  const server = http2.createServer({
    settings: { initialWindowSize: messageLimit, maxConcurrentStreams: 1000 },
  });
  server.on("session", (session) => {
    session.setLocalWindowSize(4 * messageLimit);
    session.on("error", () => session.destroy());
  });
  server.on("stream", (stream, headers) => {
    let finished = false;
    let timer: NodeJS.Timeout | undefined;
    const chunks: Buffer[] = [];
    let received = 0;
    const finish = (): boolean => {
      if (finished) return false;
      finished = true;
      clearTimeout(timer);
      return !stream.destroyed && !stream.closed;
    };
    const fail = (code: status, message: string): void => {
      if (!finish()) return;
      stream.respond(
        {
          ...grpcHeaders,
          "grpc-status": code,
          "grpc-message": encodeURIComponent(message.toWellFormed()),
        },
        { endStream: true },
      );
      if (!stream.readableEnded) stream.close(http2.constants.NGHTTP2_NO_ERROR);
    };
    const answer = (message: AuthorizeResponse): void => {
      if (!finish()) return;
      const payload = toBinary(AuthorizeResponseSchema, message);
      const frame = Buffer.allocUnsafe(payload.byteLength + 5);
      frame[0] = 0;
      frame.writeUInt32BE(payload.byteLength, 1);
      frame.set(payload, 5);
      stream.respond(grpcHeaders, { waitForTrailers: true });
      stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      stream.end(frame);
    };
    stream.on("error", () => {});
    stream.on("close", () => {
      finished = true;
      clearTimeout(timer);
    });
    if (headers[":method"] !== "POST" || !headers["content-type"]?.startsWith("application/grpc")) {
      stream.respond({ ":status": 415 }, { endStream: true });
      return;
    }
    if (headers[":path"] !== path) return fail(status.UNIMPLEMENTED, "unknown method");
    const timeout = headers["grpc-timeout"];
    if (timeout !== undefined) {
      const milliseconds = timeoutOf(String(timeout));
      if (milliseconds === undefined)
        return fail(status.INVALID_ARGUMENT, "malformed grpc-timeout");
      timer = setTimeout(fail, milliseconds, status.DEADLINE_EXCEEDED, "deadline exceeded");
    }
    stream.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received > messageLimit + 5) return fail(status.RESOURCE_EXHAUSTED, "message too large");
      chunks.push(chunk);
    });
    stream.on("end", () => {
      if (finished) return;
      const frame =
        chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      if (frame.length < 5 || frame.readUInt32BE(1) !== frame.length - 5)
        return fail(status.INVALID_ARGUMENT, "malformed frame");
      if (frame[0] !== 0) return fail(status.UNIMPLEMENTED, "compression is not supported");
      let request: AuthorizeRequest;
      try {
        request = fromBinary(AuthorizeRequestSchema, frame.subarray(5));
      } catch {
        return fail(status.INVALID_ARGUMENT, "malformed message");
      }
      handle(request).then(answer, () => fail(status.INTERNAL, "internal error"));
    });
  });
  return server;
}

/** grpc-js with its generic service definition over protobuf-es; channelz off, which is its cheaper path. */
function grpc(send: Send): Server {
  const handle = authorize(send);
  const server = new Server({
    "grpc.enable_channelz": 0,
    "grpc.max_receive_message_length": messageLimit,
    "grpc.max_send_message_length": messageLimit,
    "grpc.max_concurrent_streams": 1000,
  });
  const bytes = (message: Uint8Array): Buffer =>
    Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  server.addService(
    {
      authorize: {
        path,
        requestStream: false,
        responseStream: false,
        requestSerialize: (message: AuthorizeRequest) =>
          bytes(toBinary(AuthorizeRequestSchema, message)),
        requestDeserialize: (message: Buffer) => fromBinary(AuthorizeRequestSchema, message),
        responseSerialize: (message: AuthorizeResponse) =>
          bytes(toBinary(AuthorizeResponseSchema, message)),
        responseDeserialize: (message: Buffer) => fromBinary(AuthorizeResponseSchema, message),
      },
    },
    {
      authorize: (
        call: ServerUnaryCall<AuthorizeRequest, AuthorizeResponse>,
        callback: sendUnaryData<AuthorizeResponse>,
      ) => {
        handle(call.request).then(
          (message) => callback(null, message),
          () => callback({ code: status.INTERNAL, details: "internal error" }),
        );
      },
    },
  );
  return server;
}

/** Connect's Node adapter on node:http2, all three protocols enabled as it comes. */
function connectrpc(send: Send): http2.Http2Server {
  return http2.createServer(
    connectNodeAdapter({
      routes: (router) => router.service(PaymentService, { authorize: authorize(send) }),
    }),
  );
}

function collect(stream: NodeJS.ReadableStream, read: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("end", () => read(Buffer.concat(chunks)));
}

/** The floor: node:http2, one POST through undici, JSON parsed and written, nothing mapped. */
function floor(send: Send): http2.Http2Server {
  const server = http2.createServer();
  server.on("stream", (stream) => {
    stream.on("error", () => {});
    collect(stream, async (body) => {
      const answer = await send(JSON.stringify(JSON.parse(body.toString())));
      stream.respond({ ":status": 200, "content-type": "application/json" });
      stream.end(JSON.stringify(answer));
    });
  });
  return server;
}

/** The JSON door that either choice needs: proto-JSON on Node's HTTP/1.1, the same pass behind it. */
function json(send: Send): http.Server {
  const handle = authorize(send);
  return http.createServer((incoming, outgoing) => {
    collect(incoming, async (body) => {
      const answer = toJsonString(
        AuthorizeResponseSchema,
        await handle(fromJsonString(AuthorizeRequestSchema, body.toString())),
      );
      outgoing
        .writeHead(200, {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(answer),
        })
        .end(answer);
    });
  });
}

function processor(): http.Server {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(processorAnswer),
  };
  return http.createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    incoming.resume().on("end", () => outgoing.writeHead(200, headers).end(processorAnswer));
  });
}

export const roles = { floor, thin, grpc, connectrpc, json };

function listen(server: Server | http.Server | http2.Http2Server): Promise<number> {
  return new Promise((resolve, reject) => {
    if (server instanceof Server) {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    } else {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    }
  });
}

if (import.meta.main) {
  const [role, origin = ""] = process.argv.slice(2);
  const server =
    role === "processor" ? processor() : roles[role as keyof typeof roles](connect(origin));
  const port = await listen(server);
  process.on("message", () => process.send?.({ usage: process.cpuUsage() }));
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port });
}
