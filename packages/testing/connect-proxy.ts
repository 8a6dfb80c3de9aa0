/** An HTTP proxy on loopback that opens tunnels by CONNECT, over plain sockets or TLS, and can be told to do anything else. */
import { connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import type { Certificates } from "./certificates.ts";

/** One CONNECT as it came. */
export interface Asked {
  /** `api.processor.example:443` */
  readonly authority: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** By which name the proxy itself was asked for in TLS; undefined for none. */
  readonly serverName: string | undefined;
}

export interface ConnectProxy {
  readonly origin: string;
  readonly asked: readonly Asked[];
  /** Open at this moment. */
  readonly connections: number;
  close(): Promise<void>;
}

export interface ConnectProxyStart {
  /** Resolves a name as this proxy does: the port on loopback where it leads, or nowhere. */
  readonly portOf: (authority: string) => number | undefined;
  /** `user:password`, without which nobody gets a tunnel. */
  readonly credentials?: string;
  /** TLS to the proxy itself where there are any. */
  readonly certificates?: Certificates | undefined;
  /** Does whatever it likes with a CONNECT; the usual where left out. `open` leads on. */
  readonly act?: (socket: Socket, open: () => void, asked: Asked) => void;
}

const LOOPBACK = "127.0.0.1";

export async function createConnectProxy({
  portOf,
  credentials,
  certificates,
  act,
}: ConnectProxyStart): Promise<ConnectProxy> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const wanted =
    credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`;

  const usual = (socket: Socket, open: () => void, { headers }: Asked) => {
    if (wanted === undefined || headers.get("proxy-authorization") === wanted) return open();
    const told = headers.get("proxy-authorization") ?? "nothing";
    // As proxies in the wild do, it says more than it should.
    socket.end(
      `HTTP/1.1 407 Not with ${told}\r\nproxy-authenticate: Basic realm="${told}"\r\n\r\n`,
    );
  };
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    let received = Buffer.alloc(0);
    const listen = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.off("data", listen);
      socket.pause();
      const serverName = socket instanceof TLSSocket ? socket.servername : false;
      const one = {
        ...askedIn(received.subarray(0, end).toString("latin1")),
        serverName: serverName || undefined,
      };
      asked.push(one);
      (act ?? usual)(socket, () => tunnel(socket, portOf(one.authority)), one);
    };
    socket.on("data", listen);
  };
  const server = certificates
    ? createTlsServer({ key: certificates.key, cert: certificates.certificate }, serve)
    : createServer(serve);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    origin: `${certificates ? "https" : "http"}://${LOOPBACK}:${port}`,
    asked,
    get connections() {
      return sockets.size;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function askedIn(head: string): Omit<Asked, "serverName"> {
  const [line = "", ...fields] = head.split("\r\n");
  const [, authority = ""] = /^CONNECT (\S+) HTTP\/1\.1$/.exec(line) ?? [];
  const headers = fields.map((field): [string, string] => {
    const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(field) ?? [];
    return [name.toLowerCase(), value];
  });
  return { authority, headers: new Map(headers) };
}

/** Both ways, until either side ends. */
function tunnel(socket: Socket, port: number | undefined): void {
  if (port === undefined) {
    socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    return;
  }
  const behind = connect(port, LOOPBACK, () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(behind);
    behind.pipe(socket);
  });
  behind.on("error", () => breakOff(socket));
  socket.on("error", () => behind.destroy());
  behind.on("close", () => socket.destroySoon());
  socket.on("close", () => behind.destroy());
}

/** A reset; under TLS, where Node.js resets nothing, an end without notice. */
export function breakOff(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
