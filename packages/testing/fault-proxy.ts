/**
 * A proxy before an HTTP/1.1 server on loopback that cuts the next connection, request or answer at a given byte. It is
 * real sockets and, where it has a certificate, real TLS: whoever speaks through it meets what a network does.
 */
import { connect, createServer, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Certificates } from "./certificates.ts";

/** Where it breaks. `position` counts bytes, and is given the lengths of the head and of the whole message. */
export type Cut =
  | { readonly at: "connection" }
  /** After so many bytes of what the server says in the TLS handshake; the client has begun it. */
  | { readonly at: "handshake"; readonly bytes: number }
  /** So much of the request goes on to the server, and nothing comes back. */
  | { readonly at: "request"; readonly position: Position }
  /** The server has answered, and so much of the answer arrives. */
  | { readonly at: "answer"; readonly position: Position; readonly framing?: Framing };
export type Position = (lengths: { readonly head: number; readonly whole: number }) => number;
/** How the answer's end is told: as the server told it, by chunks (the last one missing), or by the connection's end. */
export type Framing = "length" | "chunks without an end" | "chunks" | "connection";
/** How the connection is left: closed in order, or reset. */
export type Leaving = "closed" | "reset";

export interface FaultProxy {
  readonly origin: string;
  /** What the next connection or request meets; it is met once. */
  arm(cut: Cut, leaving: Leaving): void;
  /** Whether what was armed last has been met. */
  readonly isMet: boolean;
  /** How many requests have begun to arrive. */
  readonly requests: number;
  /** Listens again where a cut at the connection has ended that. */
  restore(): Promise<void>;
  /** Resolves once no client is connected any more, and the clients of this process know. */
  left(): Promise<void>;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const END_OF_HEAD = "\r\n\r\n";

export interface FaultProxyStart {
  /** The port of the server behind. */
  readonly target: number;
  /** TLS where there are any. */
  readonly certificates?: Certificates | undefined;
}

export async function createFaultProxy({
  target,
  certificates,
}: FaultProxyStart): Promise<FaultProxy> {
  const secureContext =
    certificates && createSecureContext({ key: certificates.key, cert: certificates.certificate });
  const clients = new Set<Socket>();
  let armed: { readonly cut: Cut; readonly leaving: Leaving } | undefined;
  let isMet = false;
  let requests = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    clients.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => clients.delete(socket));
    serve(socket);
  });
  const port = await listening(server, 0);

  const meet = () => {
    isMet = true;
    armed = undefined;
  };

  function serve(socket: Socket) {
    if (!secureContext) return answerAll(socket, socket);
    const handshake = armed?.cut.at === "handshake" ? armed : undefined;
    const raw =
      handshake?.cut.at === "handshake"
        ? leavingAfter(handshake.cut.bytes, socket, () => {
            meet();
            leave(socket, handshake.leaving);
          })
        : socket;
    // A TLS socket may stand on any stream, which the types say of sockets alone.
    const secured = new TLSSocket(raw as Socket, { isServer: true, secureContext });
    secured.on("error", () => {});
    answerAll(secured, socket);
  }

  /** One request after the other, as each comes whole or as far as it is to come. */
  function answerAll(stream: Duplex, socket: Socket) {
    let received = Buffer.alloc(0);
    stream.on("data", (chunk: Buffer) => {
      if (received.length === 0) requests += 1;
      received = Buffer.concat([received, chunk]);
      const lengths = lengthsOf(received);
      if (!lengths) return;
      if (armed?.cut.at === "request") {
        const { cut, leaving } = armed;
        const kept = cut.at === "request" ? cut.position(lengths) : 0;
        if (received.length < kept) return;
        meet();
        forwardPart(received.subarray(0, kept)).then(() => leave(socket, leaving));
        return;
      }
      if (received.length < lengths.whole) return;
      const request = received.subarray(0, lengths.whole);
      received = Buffer.alloc(0);
      forward(request).then((answer) => {
        if (armed?.cut.at !== "answer") return stream.write(answer);
        const { cut, leaving } = armed;
        meet();
        if (cut.at !== "answer") return;
        const part = partOf(answer, cut);
        if (part.length === 0) leave(socket, leaving);
        else stream.write(part, () => leave(socket, leaving));
      });
    });
  }

  /** The server's whole answer. */
  function forward(request: Buffer): Promise<Buffer> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const behind = connect(target, LOOPBACK, () => behind.write(request));
    let received = Buffer.alloc(0);
    behind.on("error", reject);
    behind.on("close", () => reject(new Error("the server behind the proxy went away")));
    behind.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const whole = lengthsOf(received)?.whole ?? Number.POSITIVE_INFINITY;
      if (received.length < whole) return;
      resolve(received);
      behind.destroy();
    });
    return promise;
  }

  /** The server gets a part, and has it before this resolves. */
  function forwardPart(part: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const behind = connect(target, LOOPBACK, () => behind.end(part));
    behind.on("error", () => resolve());
    behind.on("close", () => resolve());
    behind.resume();
    return promise;
  }

  const endClients = () => {
    for (const socket of clients) socket.destroy();
  };
  const stopListening = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    endClients();
    return closed;
  };

  return {
    origin: `${certificates ? "https" : "http"}://${LOOPBACK}:${port}`,
    arm(cut, leaving) {
      isMet = false;
      armed = { cut, leaving };
      if (cut.at !== "connection") return;
      meet();
      void stopListening();
    },
    get isMet() {
      return isMet;
    },
    get requests() {
      return requests;
    },
    async restore() {
      if (!server.listening) await listening(server, port);
    },
    async left() {
      const closing = [...clients].map(
        (socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
      );
      await Promise.all(closing);
      // The clients are of this process, and hear of it in the next turns of its loop.
      for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
    },
    close: stopListening,
  };
}

function leave(socket: Socket, leaving: Leaving): void {
  if (leaving === "reset") socket.resetAndDestroy();
  else socket.end(() => socket.destroy());
}

/** The socket, of whose writing only so many bytes get through; then, once the client has spoken, it is over. */
function leavingAfter(bytes: number, socket: Socket, over: () => void): Duplex {
  let left = bytes;
  const narrow = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      socket.write(part, () => {
        if (left === 0) over();
        done();
      });
    },
  });
  socket.on("data", (chunk: Buffer) => {
    if (left === 0) over();
    else narrow.push(chunk);
  });
  socket.on("close", () => narrow.destroy());
  return narrow;
}

/** Undefined until the head is there. Messages here say their length, or have no body. */
function lengthsOf(message: Buffer) {
  const end = message.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const head = end + END_OF_HEAD.length;
  const [, length = "0"] =
    /\r\ncontent-length: *(\d+)/i.exec(message.subarray(0, head).toString("latin1")) ?? [];
  return { head, whole: head + Number(length) };
}

function partOf(answer: Buffer, { position, framing = "length" }: Cut & { at: "answer" }): Buffer {
  const lengths = lengthsOf(answer) ?? { head: answer.length, whole: answer.length };
  if (framing === "length") return answer.subarray(0, position(lengths));
  const head = answer.subarray(0, lengths.head).toString("latin1");
  const body = answer.subarray(lengths.head, position(lengths));
  const told = framing === "connection" ? "connection: close" : "transfer-encoding: chunked";
  const framed = Buffer.from(head.replace(/content-length: *\d+/i, told), "latin1");
  if (framing === "connection") return Buffer.concat([framed, body]);
  const size = Buffer.from(`${body.length.toString(16)}\r\n`, "latin1");
  const end = framing === "chunks" ? "\r\n0\r\n\r\n" : "\r\n";
  return Buffer.concat([framed, size, body, Buffer.from(end, "latin1")]);
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
