/** A processor behind TLS, a proxy in front of it, and a client that goes through. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import type { HttpRequest } from "#kit";
import { createHttp, type EgressProxy, type HttpOptions, SendFailure } from "#runtime";
import type { Peer } from "../runtime/send/send.ts";
import type { ProxyFailure } from "../runtime/send/tunnel.ts";
import { createCertificates } from "./certificates.ts";
import { type ConnectProxy, type ConnectProxyStart, createConnectProxy } from "./connect-proxy.ts";

export const NAME = "api.processor.example";
export const URL_OF_CALL = `https://${NAME}/v1/pay?a=b`;
export const USERNAME = "canary-user";
export const PASSWORD = "canary:pässword";

export const processors = createCertificates(`DNS:${NAME}`);
export const proxys = createCertificates();
export const skip = !(processors && proxys) && "openssl is not installed: apt-get install openssl";
export const secured = { cert: processors?.certificate ?? "", key: processors?.key ?? "" };
export const authorities = [processors?.authority ?? ""];

export const peerOf = (more: Partial<Peer> = {}): Peer => ({
  connector: "small",
  step: "pay",
  deadline: performance.now() + 10_000,
  ...more,
});
export const post = (url = URL_OF_CALL): HttpRequest => ({
  method: "POST",
  url,
  headers: {},
  body: { type: "text/plain", text: "amount=1" },
});
export const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

export async function failing(sent: Promise<unknown>): Promise<SendFailure> {
  const error: unknown = await sent.then(
    () => assert.fail("it was answered"),
    (thrown: unknown) => thrown,
  );
  return error instanceof SendFailure ? error : assert.fail(String(error));
}
export const portOf = (server: { address(): unknown }): number => {
  const address = server.address();
  assert.ok(typeof address === "object" && address && "port" in address);
  return Number(address.port);
};

/** A processor that takes TLS for its name, and notes whatever is said to it. */
export async function startProcessor(context: TestContext, more: TlsOptions = {}, wait = 10) {
  const requests: { readonly text: string; readonly server: string; readonly client: string }[] =
    [];
  const sockets = new Set<Socket>();
  const server = createTlsServer({ ...secured, ...more }, (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    const subject: { readonly CN?: unknown } | undefined = socket.getPeerCertificate().subject;
    const client = String(subject?.CN ?? "");
    socket.on("data", (chunk: Buffer) => {
      requests.push({ text: chunk.toString("latin1"), server: String(socket.servername), client });
      setTimeout(() => socket.write(ANSWER), wait);
    });
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: portOf(server), requests, sockets };
}

export async function startProxy(context: TestContext, start: ConnectProxyStart) {
  const proxy = await createConnectProxy(start);
  context.after(() => proxy.close());
  return proxy;
}

export function client(
  context: TestContext,
  proxy: EgressProxy | undefined,
  more: HttpOptions = {},
) {
  const told: { readonly failure: ProxyFailure; readonly target: string }[] = [];
  const http = createHttp({
    authorities,
    proxy,
    proxyFailed: (failure, target) => void told.push({ failure, target }),
    ...more,
  });
  context.after(() => http.close());
  return { ...http, told };
}

/** Resolves once nothing is left open at the proxy. */
export async function left(proxy: ConnectProxy): Promise<void> {
  for (let attempt = 0; attempt < 200 && proxy.connections > 0; attempt += 1) await sleep(10);
  assert.equal(proxy.connections, 0, "something is left open");
}

export const own = { username: USERNAME, password: PASSWORD };
export function assertNoCredentials(text: string): void {
  const both = `${USERNAME}:${PASSWORD}`;
  for (const secret of [USERNAME, PASSWORD, both])
    for (const form of [
      secret,
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("hex"),
      encodeURIComponent(secret),
    ])
      assert.ok(!text.includes(form), `${form} is in ${text.slice(0, 500)}`);
}
