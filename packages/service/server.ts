/** One port for HTTP/1.1 and HTTP/2, plaintext or TLS: who connects, how long, and how it ends. */
import { createServer as createHttp1, type Server } from "node:http";
import { createServer as createHttp2, type ServerHttp2Session } from "node:http2";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import type { Config, Tls } from "./config.ts";
import type { Doors } from "./doors.ts";
import type { Peer } from "./handler.ts";
import { type Leaving, leaving } from "./leaving.ts";
import { MOST_REFUSED, type Unheard, unheard } from "./unheard.ts";

export interface Listening {
  readonly port: number;
  connections(): number;
  /** New connections get the new certificate; those that are open keep theirs. */
  useTls(tls: Tls): void;
  /** Whoever is answered over HTTP/1.1 from now on is asked to come on another connection; calls are still taken. */
  depart(): void;
  /** Nobody new; those who are here are asked to go, and finish. `idle`: milliseconds after which whoever has no call does not make one. */
  retire(idle: number): void;
  /** Resolves when everybody has gone; after `most` milliseconds whoever is left is cut. */
  close(most: number): Promise<void>;
}

/** Milliseconds for a connection to say what it speaks. */
const HELLO = 10_000;
/** Bytes of all headers of a request: credentials have 4 KiB of them. */
const HEADERS = 16 << 10;
/** Milliseconds that a connection is kept without a call: longer than load balancers keep theirs, so that it is they who close. */
const IDLE = 75_000;
/** Milliseconds for the other end of a closed connection to close its own. */
const FAREWELL = 1_000;
/** Milliseconds between two looks at what connections send. */
const LOOK = 250;

export async function listen(
  config: Pick<Config, "listen" | "limits" | "deadline">,
  doors: Doors,
  failed: (error: Error) => void,
): Promise<Listening> {
  const { tls, address, port } = config.listen;
  const sockets = new Set<Socket>();
  const sessions = new Map<ServerHttp2Session, Leaving & Pick<Unheard, "look">>();
  let departing = false;
  let retired: number | undefined;

  const http1Options = {
    maxHeaderSize: HEADERS,
    headersTimeout: HELLO,
    // Longer than any call may take, so that a slow upload gets its typed answer first.
    requestTimeout: config.deadline.most + HELLO,
    keepAliveTimeout: IDLE,
    connectionsCheckingInterval: 2_000,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  };
  const server: Server = tls
    ? createHttps({ ...http1Options, ...tlsOptions(tls), ALPNProtocols: ["h2", "http/1.1"] })
    : createHttp1(http1Options);
  server.maxConnections = config.limits.connections;
  // Of silence: whoever does not read the answer, which comes within the longest deadline.
  const silence = config.deadline.most + 60_000;
  server.timeout = silence;
  server.on("request", (request, response) => {
    doors.request(request, response, peerOf(request.socket), () => !departing);
  });
  // CONNECT and upgrades are nothing that is served here.
  server.on("connect", (_request, socket) => socket.destroy());

  const http2 = createHttp2({
    settings: {
      initialWindowSize: config.limits.message + (64 << 10),
      maxConcurrentStreams: config.limits.streams,
      maxHeaderListSize: HEADERS,
    },
    maxSessionMemory: 64,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: MOST_REFUSED,
    // Whoever loses patience with a slow processor takes back all that it has open, and again a moment later.
    streamResetBurst: 2 * config.limits.streams,
    streamResetRate: config.limits.streams,
  });
  /** Bytes of all bodies of a connection that may be on their way. */
  const window = 4 * config.limits.message;
  const beginHttp2 = (socket: Socket) => {
    // HTTP/1.1 answers whoever has said all; in HTTP/2 a connection that is half closed is over.
    socket.allowHalfOpen = false;
    http2.once("session", begin);
    http2.emit("connection", socket);
    http2.off("session", begin);

    function begin(session: ServerHttp2Session) {
      const leave = leaving(session, silence);
      const hidden = unheard(session, socket, window);
      sessions.set(session, { ...leave, look: hidden.look });
      session.setLocalWindowSize(window);
      const age = config.limits.connectionAge * (0.9 + Math.random() / 5);
      const old = setTimeout(() => leave.retire(IDLE), age).unref();
      const peer = peerOf(socket);
      session.on("error", () => session.destroy());
      session.on("close", () => {
        clearTimeout(old);
        sessions.delete(session);
      });
      // A session that is over has said its last, and waits for the other end without a limit.
      socket.once("finish", () => setTimeout(() => socket.destroy(), FAREWELL).unref());
      session.on("stream", (stream, headers) => {
        hidden.began();
        leave.began(stream);
        doors.stream(stream, headers, peer);
      });
      if (retired !== undefined) leave.retire(retired);
    }
  };

  const looking = setInterval(() => {
    for (const { look } of sessions.values()) look();
  }, LOOK).unref();
  server.on("close", () => clearInterval(looking));

  const event = tls ? "secureConnection" : "connection";
  // The listener that makes HTTP/1.1 of a connection: its server still keeps the time of those that it has.
  const [toHttp1] = server.listeners(event);
  server.removeAllListeners(event);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  const spoken = (socket: Socket, speaksHttp2: boolean) => {
    if (speaksHttp2) beginHttp2(socket);
    else toHttp1?.call(server, socket);
  };
  server.on(event, (socket: Socket) => {
    if (socket instanceof TLSSocket) {
      socket.on("error", () => socket.destroy());
      spoken(socket, socket.alpnProtocol === "h2");
    } else hear(socket, spoken);
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      // The system may refuse a connection later: too many open files.
      server.on("error", failed);
      resolve();
    });
  });
  const retire = (idle: number) => {
    if (retired !== undefined) return;
    departing = true;
    retired = idle;
    server.close();
    for (const leave of sessions.values()) leave.retire(idle);
  };
  return {
    // A TCP server that listens has such an address.
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.size,
    useTls(next) {
      if ("setSecureContext" in server && typeof server.setSecureContext === "function")
        server.setSecureContext(tlsOptions(next));
    },
    depart() {
      departing = true;
    },
    retire,
    async close(most) {
      retire(0);
      const end = performance.now() + most;
      while (sockets.size > 0 && performance.now() < end) {
        server.closeIdleConnections();
        await sleep(Math.min(20, Math.max(1, end - performance.now())));
      }
      for (const session of sessions.keys()) session.destroy();
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
    },
  };
}

const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** Listens to the first bytes: HTTP/2 always begins with the same. */
function hear(socket: Socket, spoken: (socket: Socket, speaksHttp2: boolean) => void): void {
  let heard: Buffer = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(), HELLO);
  const hearing = (chunk: Buffer) => {
    heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
    const length = Math.min(heard.length, PREFACE.length);
    const same = PREFACE.subarray(0, length).equals(heard.subarray(0, length));
    if (same && length < PREFACE.length) return;
    clearTimeout(timer);
    socket.off("data", hearing);
    socket.off("end", gone);
    socket.off("close", gone);
    socket.pause();
    socket.unshift(heard);
    spoken(socket, same);
    if (!same) socket.resume();
  };
  const gone = () => {
    clearTimeout(timer);
    socket.destroy();
  };
  socket.on("data", hearing);
  socket.on("end", gone);
  socket.on("close", gone);
}

const tlsOptions = (tls: Tls) => ({
  cert: tls.certificate,
  key: tls.key,
  minVersion: "TLSv1.2" as const,
  handshakeTimeout: HELLO,
  ...(tls.clientAuthorities !== undefined && {
    ca: tls.clientAuthorities,
    requestCert: true,
    rejectUnauthorized: tls.clientCertificates === "required",
  }),
});

function peerOf(socket: Socket | TLSSocket): Peer {
  const address = socket.remoteAddress ?? "";
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return {
    address: plain,
    loopback: plain === "::1" || plain.startsWith("127."),
    subject: subjectOf(socket),
  };
}

/** As `openssl x509 -noout -subject -nameopt RFC2253,-esc_msb` prints it: the last part first. OpenSSL has escaped what a value may hold of `,` and `+`. */
function subjectOf(socket: Socket | TLSSocket): string | undefined {
  if (!("authorized" in socket) || !socket.authorized) return undefined;
  const subject = socket.getPeerX509Certificate()?.subject;
  const parts = subject?.split("\n").map((part) => part.split(" + ").reverse().join("+"));
  return parts?.reverse().join(",");
}
