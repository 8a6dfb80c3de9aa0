/** The hot path of gRPC: unary calls without compression on node:http2 itself. */
import {
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { fromBinary, type Message, type Registry, toBinary } from "@bufbuild/protobuf";
import { CallError } from "#runtime";
import type { Bodies } from "./body.ts";
import { beginCall } from "./call.ts";
import { grpcStatus, type Refusal, refusalOf } from "./errors.ts";
import { endUpload, headerOf } from "./exchange.ts";
import type { Handler, Peer, Reply, Route, ServiceCall } from "./handler.ts";
import { hasTooManyFields, MOST_PARTS } from "./parts.ts";
import { grpcTimeout } from "./timeouts.ts";

const PREFIX = 5;

/** True where `grpc.ts` answers; every other gRPC is `other.ts`'s. */
export function isPlainGrpc(headers: IncomingHttpHeaders): boolean {
  const type = headers["content-type"];
  if (type !== "application/grpc" && type !== "application/grpc+proto") return false;
  const coding = headers["grpc-encoding"];
  return coding === undefined || coding === "identity";
}

/** What the hot paths know of a route. */
export interface Hot {
  readonly route: Route;
  readonly handle: Handler;
  readonly bodies: Bodies;
  /** Of what `google.protobuf.Any` may hold. */
  readonly registry: Registry;
}

export function answerGrpc(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  peer: Peer,
  { route, handle, bodies }: Hot,
): void {
  const left = new AbortController();
  let over = false;
  stream.on("error", () => undefined);
  stream.on("close", () => {
    if (!over) left.abort();
  });
  const header = headerOf(headers);
  const body = bodies.open(stream, PREFIX);
  const call = beginCall(
    {
      route,
      encoding: "grpc",
      header,
      peer,
      timeout: grpcTimeout(header),
      signal: left.signal,
    },
    async () => {
      const bytes = await body.bytes();
      call.record.size = bytes.length;
      return decoded(route, bytes);
    },
  );
  const finish = (send: () => void) => {
    body.close();
    over = true;
    if (!stream.destroyed && !stream.closed) send();
  };
  handle(call)
    .then((message) => toBinary(route.output, message))
    .then(
      (payload) => finish(() => sendMessage(stream, payload, call)),
      (error: unknown) =>
        finish(() => refuseGrpc(stream, refusalOf(error), call.requestId, call.record.reply)),
    )
    // What cannot be sent ends this stream and nothing else.
    .catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
}

function decoded(route: Route, bytes: Buffer): Message {
  if (bytes.length === 0)
    throw new CallError("UNSUPPORTED", "a unary call has one message, and this has none");
  if (bytes.length < PREFIX) throw malformed("the frame is cut short");
  const length = bytes.readUInt32BE(1);
  if (bytes.length > PREFIX + length)
    throw new CallError("UNSUPPORTED", "a unary call has one message, and this has more");
  if (bytes.length < PREFIX + length) throw malformed("the frame is cut short");
  if (bytes[0] !== 0) throw malformed("it is compressed, and grpc-encoding does not say how");
  const payload = bytes.subarray(PREFIX);
  try {
    if (!hasTooManyFields(route.input, payload)) return fromBinary(route.input, payload);
  } catch {
    throw malformed(`it is not a ${route.input.typeName}`);
  }
  throw malformed(`it has more than ${MOST_PARTS} parts`);
}
const malformed = (problem: string) =>
  new CallError("MALFORMED", `the message cannot be decoded: ${problem}`);

const responseHeaders = (requestId: string, reply?: Reply): OutgoingHttpHeaders => ({
  ...reply?.headers,
  ":status": 200,
  "content-type": "application/grpc+proto",
  "x-request-id": requestId,
});

function sendMessage(
  stream: ServerHttp2Stream,
  payload: Uint8Array,
  { requestId, record: { reply } }: ServiceCall,
): void {
  const frame = Buffer.allocUnsafe(payload.byteLength + PREFIX);
  frame[0] = 0;
  frame.writeUInt32BE(payload.byteLength, 1);
  frame.set(payload, PREFIX);
  stream.respond(responseHeaders(requestId, reply), { waitForTrailers: true });
  stream.once("wantTrailers", () =>
    stream.sendTrailers({ "grpc-status": "0", ...reply?.trailers }),
  );
  stream.end(frame);
}

/** The status alone, as trailers that are also the headers. */
export function refuseGrpc(
  stream: ServerHttp2Stream,
  refusal: Refusal,
  requestId: string,
  reply?: Reply,
): void {
  stream.respond(
    { ...responseHeaders(requestId, reply), ...reply?.trailers, ...grpcStatus(refusal) },
    { endStream: true },
  );
  endUpload(stream);
}
