/** For the tests beside this file: a small service, and callers that speak to it byte by byte. */
import { once } from "node:events";
import http2 from "node:http2";
import { connect as connectSocket } from "node:net";
import type { TestContext } from "node:test";
import {
  type DescMessage,
  fromBinary,
  type JsonValue,
  type MessageShape,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { pino } from "pino";
import { AuthorizePaymentRequestSchema } from "#contract";
import type { AnyConnector } from "#kit";
import type { Send } from "#runtime";
import { type Config, developmentConfig, type Parts, type Service, startService } from "#service";
import { StatusSchema } from "../../contract/gen/google/rpc/status_pb.ts";
import { authorize, credentials, responseOf, small } from "../testing/small.ts";

export const authorizePath = "/payments.v1.PaymentService/AuthorizePayment";
export const accountHeaders = { "x-connector-account": "acme" };
export const authorizeJson = (): JsonValue => toJson(AuthorizePaymentRequestSchema, authorize());
export const authorizeBytes = (): Uint8Array =>
  toBinary(AuthorizePaymentRequestSchema, authorize());

export interface Started extends Service {
  /** Every line that was logged. */
  readonly lines: readonly string[];
}

export const connectorsOf = (connector: AnyConnector) => ({
  ids: [connector.id],
  load: async (id: string) => (id === connector.id ? connector : undefined),
});

/** In development mode, on any port, with the account `acme` at the small connector, unless told otherwise. */
export async function start(
  test: Pick<TestContext, "after"> | undefined,
  changes: Partial<Config> = {},
  parts: Omit<Parts, "connectors"> & { readonly connector?: AnyConnector } = {},
): Promise<Started> {
  const { connector = small(), ...rest } = parts;
  const lines: string[] = [];
  const base = developmentConfig();
  const service = await startService(
    developmentConfig({
      listen: { ...base.listen, port: 0 },
      accounts: new Map([["acme", { name: "acme", connector: "small", credentials }]]),
      ...changes,
    }),
    {
      connectors: connectorsOf(connector),
      send: async () => responseOf({}),
      ...rest,
      log: rest.log ?? logTo(lines),
    },
  );
  test?.after(() => service.close());
  return { ...service, lines };
}

export const logTo = (lines: string[]) => ({
  logger: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }),
  flush: () => undefined,
});

/** A way to send that waits until it is let go. */
export function held(): { readonly send: Send; readonly waiting: () => number; letGo(): void } {
  const gates: (() => void)[] = [];
  let open = false;
  return {
    waiting: () => gates.length,
    letGo() {
      open = true;
      for (const gate of gates.splice(0)) gate();
    },
    send: async () => {
      if (!open) await new Promise<void>((resolve) => gates.push(resolve));
      return responseOf({});
    },
  };
}

export interface GrpcAnswer {
  readonly headers: http2.IncomingHttpHeaders;
  /** Of the trailers, or of the headers where there is nothing else. */
  readonly status: string;
  readonly message: string;
  /** The details by the last part of their type's name. */
  readonly details: readonly string[];
  readonly trailers: http2.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly rst: number;
}

export const frameOf = (payload: Uint8Array, flags = 0): Buffer => {
  const frame = Buffer.alloc(payload.length + 5);
  frame[0] = flags;
  frame.writeUInt32BE(payload.length, 1);
  frame.set(payload, 5);
  return frame;
};

export interface GrpcCall {
  readonly path?: string;
  readonly headers?: http2.OutgoingHttpHeaders;
  /** The whole body, frames included. */
  readonly body?: Uint8Array;
  readonly session?: http2.ClientHttp2Session;
}

/** One gRPC call as bytes; over a connection of its own unless one is given. */
export async function grpc(url: string, call: GrpcCall = {}): Promise<GrpcAnswer> {
  const session = call.session ?? http2.connect(url);
  if (!call.session) session.on("error", () => undefined);
  try {
    const stream = session.request({
      ":method": "POST",
      ":path": call.path ?? authorizePath,
      "content-type": "application/grpc",
      te: "trailers",
      ...accountHeaders,
      ...call.headers,
    });
    stream.on("error", () => undefined);
    let headers: http2.IncomingHttpHeaders = {};
    let trailers: http2.IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    stream.on("response", (given) => {
      headers = given;
    });
    stream.on("trailers", (given) => {
      trailers = given;
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.end(call.body ?? frameOf(authorizeBytes()));
    await once(stream, "close");
    const last = "grpc-status" in trailers ? trailers : headers;
    const bin = String(last["grpc-status-details-bin"] ?? "");
    const { details } = fromBinary(StatusSchema, Buffer.from(bin, "base64"));
    return {
      headers,
      trailers,
      status: String(last["grpc-status"] ?? ""),
      message: decodeURIComponent(String(last["grpc-message"] ?? "")),
      details: details.map(({ typeUrl }) => typeUrl.split(".").at(-1) ?? ""),
      body: Buffer.concat(chunks),
      rst: stream.rstCode ?? 0,
    };
  } finally {
    if (!call.session) session.close();
  }
}

export const messageIn = <Desc extends DescMessage>(
  desc: Desc,
  { body }: GrpcAnswer,
): MessageShape<Desc> => fromBinary(desc, body.subarray(5, 5 + body.readUInt32BE(1)));

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & {
    readonly code?: string;
    readonly message?: string;
    readonly details?: readonly {
      readonly type: string;
      readonly debug: Record<string, unknown>;
    }[];
  };
}

/** One call of the JSON form over HTTP/1.1. */
export async function json(
  url: string,
  body: JsonValue | string = authorizeJson(),
  { path = authorizePath, headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<JsonAnswer> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...accountHeaders, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith("{") ? JSON.parse(text) : { text },
  };
}

export const reasonIn = ({ body }: JsonAnswer): unknown =>
  body.details?.find(({ type }) => type === "google.rpc.ErrorInfo")?.debug["reason"];
export const fieldsIn = ({ body }: JsonAnswer): readonly string[] => {
  const bad = body.details?.find(({ type }) => type === "google.rpc.BadRequest")?.debug;
  const violations = (bad?.["fieldViolations"] ?? []) as readonly { readonly field: string }[];
  return violations.map(({ field }) => field);
};

/** What a server says to these bytes until it hangs up, or until `milliseconds` have passed. */
export function raw(port: number, bytes: string | Uint8Array, milliseconds = 500): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connectSocket(port, "127.0.0.1", () => socket.write(bytes));
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(said);
    };
    const timer = setTimeout(end, milliseconds);
    socket.setEncoding("latin1");
    socket.on("data", (text) => {
      said += text;
    });
    socket.on("error", end);
    socket.on("close", end);
  });
}
