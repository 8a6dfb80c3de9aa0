/** The JSON form over HTTP/1.1 with kept connections. */
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { fromJsonString, type Message, toJsonString } from "@bufbuild/protobuf";
import { contractRegistry } from "../../../packages/runtime/redact.ts";
import { factsOf } from "./details.ts";
import {
  type Attempt,
  abandoned,
  closable,
  Failure,
  gone,
  late,
  type TlsOptions,
  type Transport,
  tlsOf,
  toldBy,
} from "./transport.ts";

/** Bytes of the largest answer. */
const LARGEST = 64 << 20;

export function jsonTransport(endpoint: string, tls?: TlsOptions): Transport {
  const isTls = endpoint.startsWith("https:");
  // Shorter than the service keeps its own, so that no request meets a connection that is being closed.
  const kept = { keepAlive: true, timeout: 60_000 };
  const agent = isTls ? new HttpsAgent({ ...kept, ...tlsOf(tls) }) : new HttpAgent(kept);
  const send = isTls ? requestHttps : requestHttp;
  const exchange = ({ method, request, headers, timeout, signal }: Attempt) =>
    new Promise<Message>((resolve, reject) => {
      const path = `/${method.parent.typeName}/${method.name}`;
      const body = Buffer.from(toJsonString(method.input, request, { registry: contractRegistry }));
      const given = {
        ...headers,
        "content-type": "application/json",
        "content-length": body.length,
        "connect-timeout-ms": String(Math.max(1, Math.ceil(timeout))),
      };
      const sending = send(new URL(path, endpoint), { agent, method: "POST", headers: given });
      let connected = false;
      let ended: Failure | undefined;
      const stop = (failure: Failure) => {
        ended ??= failure;
        sending.destroy();
      };
      const timer = setTimeout(() => stop(late(connected)), Math.max(0, timeout));
      const leave = () => stop(abandoned(connected));
      signal?.addEventListener("abort", leave, { once: true });
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", leave);
      };
      sending.on("socket", (socket) => {
        whenConnected(socket, isTls, () => {
          connected = true;
        });
      });
      sending.on("error", (error: Error) => {
        done();
        reject(ended ?? brokenBy(error, connected));
      });
      sending.on("response", (response) => {
        bodyOf(response)
          .then((bytes) => answerOf(method.output, response, bytes))
          .then(resolve, (failure: unknown) => reject(ended ?? failure))
          .finally(done);
      });
      sending.end(body);
    });
  return closable(exchange, async () => agent.destroy());
}

function whenConnected(socket: Socket, isTls: boolean, then: () => void): void {
  const isKept =
    !socket.connecting && (!isTls || Reflect.get(socket, "secureConnecting") === false);
  if (isKept) then();
  else socket.once(isTls ? "secureConnect" : "connect", then);
}

/** The other end refused the handshake in TLS 1.3's own way: after ours was done, and before it read anything. */
const refusedHandshake = /^ERR_SSL_.*(?:ALERT|CERTIFICATE)/;
function brokenBy(error: Error, connected: boolean): Failure {
  const code = "code" in error ? String(error.code) : error.name;
  return gone(connected && !refusedHandshake.test(code), `the connection failed (${code})`);
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST) throw gone(true, "the answer is too large");
    }
  } catch (error) {
    throw error instanceof Failure ? error : gone(true, "the connection broke");
  }
  return Buffer.concat(chunks);
}

function answerOf(
  output: Attempt["method"]["output"],
  { statusCode = 0, headers }: IncomingMessage,
  bytes: Buffer,
): Message {
  const isJson = headers["content-type"]?.startsWith("application/json") === true;
  if (statusCode === 200 && isJson)
    try {
      const registry = contractRegistry;
      return fromJsonString(output, bytes.toString("utf8"), {
        registry,
        ignoreUnknownFields: true,
      });
    } catch {
      throw new Failure("the answer cannot be read", { sent: true, code: "INTERNAL" });
    }
  const told = isJson ? errorIn(bytes.toString("utf8"), headers["retry-after"]) : undefined;
  if (told) throw told;
  throw new Failure(`HTTP ${statusCode} from something that is not the service`, {
    sent: true,
    code: codes[statusCode] ?? "UNKNOWN",
    ...factsOf([], headers["retry-after"]),
  });
}
/** What a status means without a body of ours: README.md of `conformance/`. */
const codes: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "UNIMPLEMENTED",
  501: "UNIMPLEMENTED",
  502: "UNAVAILABLE",
  503: "UNAVAILABLE",
  504: "UNAVAILABLE",
};

/** The error body of the Connect protocol: https://connectrpc.com/docs/protocol#error-end-stream */
function errorIn(text: string, retryAfter: string | undefined): Failure | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { code, message, details } = Object(parsed) as Record<string, unknown>;
  if (typeof code !== "string" || !/^[a-z_]+$/.test(code)) return undefined;
  const packed = (Array.isArray(details) ? details : []).flatMap((detail: unknown) => {
    const { type, value } = Object(detail) as Record<string, unknown>;
    return typeof type === "string" && typeof value === "string"
      ? [{ type, value: Buffer.from(value, "base64") }]
      : [];
  });
  const facts = factsOf(packed, retryAfter);
  const status = code === "canceled" ? "CANCELLED" : code.toUpperCase();
  const words = typeof message === "string" ? message : code;
  return new Failure(toldBy(facts.reason, words, status), { sent: true, code: status, ...facts });
}
