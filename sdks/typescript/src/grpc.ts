/** gRPC on one HTTP/2 connection: what was sent is known to the byte, and nothing is sent twice. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from "node:http2";
import { fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { StatusSchema } from "../../../contract/gen/google/rpc/status_pb.ts";
import { factsOf } from "./details.ts";
import {
  type Attempt,
  abandoned,
  closable,
  codeOfHttp,
  Failure,
  gone,
  late,
  statusNames,
  type TlsOptions,
  type Transport,
  tlsOf,
  toldBy,
} from "./transport.ts";

/** Milliseconds in which whoever is connected to must speak HTTP/2. */
const GREETING = 10_000;
/** Bytes of the largest answer. */
const LARGEST = 64 << 20;

export function grpcTransport(endpoint: string, tls?: TlsOptions): Transport {
  let current: Promise<ClientHttp2Session> | undefined;
  /** Each connection that is open, with what takes no new call to it. */
  const open = new Map<ClientHttp2Session, () => void>();

  /** The connection, once the service has greeted: until then nothing of a call is sent. */
  function connected(): Promise<ClientHttp2Session> {
    if (current) return current;
    const opening = new Promise<ClientHttp2Session>((resolve, reject) => {
      const session = connect(endpoint, tlsOf(tls));
      const forget = () => {
        if (current === opening) current = undefined;
      };
      open.set(session, forget);
      const greeting = setTimeout(() => session.destroy(), GREETING).unref();
      session.once("remoteSettings", () => {
        clearTimeout(greeting);
        session.unref();
        resolve(session);
      });
      // It serves the calls that it has, and no more.
      session.on("goaway", forget);
      session.on("error", (error: Error) => reject(gone(false, textOf(error))));
      session.on("close", () => {
        clearTimeout(greeting);
        forget();
        open.delete(session);
        reject(gone(false, "the connection was closed before it could be used"));
      });
    });
    current = opening;
    opening.catch(() => undefined);
    return opening;
  }

  return closable(
    async (attempt) => {
      const end = performance.now() + attempt.timeout;
      const session = await inTime(connected(), attempt);
      try {
        return await exchange(session, attempt, end - performance.now());
      } catch (error) {
        // It may have died without a word, which the system says only after a quarter of an hour: the next call has another.
        if (error instanceof Failure && error.isSilence) {
          open.get(session)?.();
          session.close();
        }
        throw error;
      }
    },
    async () => {
      // Nobody waits for the farewell of the other end, which may be gone.
      for (const session of open.keys()) session.destroy();
    },
  );
}

/** What of an error of Node may be told: its code, and no text that may hold anything. */
const textOf = (error: Error): string =>
  `the connection failed (${"code" in error ? String(error.code) : error.name})`;

function inTime(
  opening: Promise<ClientHttp2Session>,
  { timeout, signal }: Attempt,
): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late(false)), timeout);
    const leave = () => reject(abandoned(false));
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
    opening.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
    });
  });
}

function exchange(
  session: ClientHttp2Session,
  { method, request, headers, signal }: Attempt,
  left: number,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    if (session.closed || session.destroyed)
      return reject(gone(false, "the connection was closed"));
    if (signal?.aborted) return reject(abandoned(false));
    let stream: ClientHttp2Stream;
    try {
      stream = session.request({
        ...headers,
        ":method": "POST",
        ":path": `/${method.parent.typeName}/${method.name}`,
        "content-type": "application/grpc+proto",
        "grpc-timeout": `${Math.max(1, Math.ceil(left))}m`,
        te: "trailers",
      });
    } catch {
      // It is on its way out: nothing was written.
      return reject(gone(false, "the connection takes no more calls"));
    }
    session.ref();
    let answer: Answer = {};
    let trailers: IncomingHttpHeaders | undefined;
    let ended: Failure | undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (failure: Failure) => {
      ended ??= failure;
      stream.close(constants.NGHTTP2_CANCEL);
    };
    const timer = setTimeout(() => stop(late(true)), Math.max(0, left));
    const leave = () => stop(abandoned(true));
    signal?.addEventListener("abort", leave, { once: true });
    stream.on("response", (given) => {
      answer = given;
    });
    stream.on("trailers", (given) => {
      trailers = given;
    });
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST) stop(gone(true, "the answer is too large"));
    });
    stream.on("error", () => undefined);
    stream.on("close", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      if (session.socket && !session.destroyed) session.unref();
      try {
        resolve(
          readAnswer(method.output, answer, trailers, Buffer.concat(chunks), ended, stream.rstCode),
        );
      } catch (error) {
        reject(error);
      }
    });
    stream.end(framed(toBinary(method.input, request)));
    return undefined;
  });
}

type Answer = IncomingHttpHeaders & { readonly ":status"?: number | undefined };

function framed(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(5 + payload.length);
  frame[0] = 0;
  frame.writeUInt32BE(payload.length, 1);
  frame.set(payload, 5);
  return frame;
}

function readAnswer(
  output: Attempt["method"]["output"],
  answer: Answer,
  trailers: IncomingHttpHeaders | undefined,
  bytes: Buffer,
  ended: Failure | undefined,
  rstCode: number | undefined,
): Message {
  const status = (trailers ?? answer)["grpc-status"];
  if (status !== undefined && status !== "0")
    throw refusal(String(status), { ...answer, ...trailers });
  if (ended) throw ended;
  // The service did not take it up: https://www.rfc-editor.org/rfc/rfc9113#section-8.7
  if (rstCode === constants.NGHTTP2_REFUSED_STREAM) throw gone(false, "the stream was refused");
  const http = answer[":status"];
  if (http === undefined || (status === undefined && http === 200 && isGrpc(answer)))
    throw gone(true, "the connection broke");
  if (!isGrpc(answer))
    throw new Failure(`HTTP ${http} from something that is not the service`, {
      sent: true,
      code: codeOfHttp(http),
      ...factsOf([], answer["retry-after"]),
    });
  try {
    if (bytes.length < 5 || bytes[0] !== 0 || bytes.readUInt32BE(1) !== bytes.length - 5)
      throw new TypeError("not one message");
    return fromBinary(output, bytes.subarray(5));
  } catch {
    throw new Failure("the answer cannot be read", { sent: true, code: "INTERNAL" });
  }
}
const isGrpc = (headers: IncomingHttpHeaders): boolean =>
  headers["content-type"]?.startsWith("application/grpc") === true;

function refusal(status: string, headers: IncomingHttpHeaders): Failure {
  const code = statusNames[Number(status)] ?? "UNKNOWN";
  const packed = headers["grpc-status-details-bin"];
  const details = typeof packed === "string" ? detailsIn(packed) : [];
  const facts = factsOf(details, headers["retry-after"]);
  const words = decodedText(String(headers["grpc-message"] ?? code));
  return new Failure(toldBy(facts.reason, words, code), { sent: true, code, ...facts });
}
function detailsIn(packed: string) {
  try {
    const { details } = fromBinary(StatusSchema, Buffer.from(packed, "base64"));
    return details.map(({ typeUrl, value }) => ({ type: typeUrl.replace(/^.*\//, ""), value }));
  } catch {
    return [];
  }
}
function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
