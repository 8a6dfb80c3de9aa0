/** Servers that do what they like with a connection, and a client for them. */
import assert from "node:assert/strict";
import { createServer, type Server, type Socket } from "node:net";
import { after } from "node:test";
import type { HttpRequest } from "#kit";
import { createHttp, type HttpOptions, type HttpSend, SendFailure } from "#runtime";
import type { Peer } from "../runtime/send/send.ts";

export const opened: { readonly close: () => unknown }[] = [];
after(async () => {
  for (const one of opened) await one.close();
});

/** A server that is given each connection's bytes so far, once a whole request has come, and does what it likes. */
export async function serve(act: (socket: Socket, request: string, count: number) => void) {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      const whole = text;
      text = "";
      requests += 1;
      act(socket, whole, requests);
    });
  });
  const port = await listening(server);
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return { origin: `http://127.0.0.1:${port}`, requests: () => requests, sockets };
}
export function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}
export function client(origin: string, options: HttpOptions = {}): HttpSend {
  const http = createHttp({ loopback: new Set([origin]), ...options });
  opened.push(http);
  return http;
}
export const peerOf = (more: Partial<Peer> = {}): Peer => ({
  connector: "small",
  step: "pay",
  deadline: performance.now() + 5_000,
  ...more,
});
export const post = (url: string, text = "amount=1"): HttpRequest => ({
  method: "POST",
  url,
  headers: { "Content-Type": "text/plain" },
  body: { type: "text/plain", text },
});
export const answer = (body: string, headers = "") =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
export async function failing(sent: Promise<unknown>): Promise<SendFailure> {
  try {
    await sent;
  } catch (error) {
    if (error instanceof SendFailure) return error;
    throw error;
  }
  assert.fail("it was answered");
}
