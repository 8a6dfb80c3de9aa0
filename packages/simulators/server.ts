/**
 * The sandbox on loopback: `/<simulator>/<host>/…` is what `<simulator>` answers at that host of its connector, and
 * `/_sandbox/…` is the control API. `listen` gives one simulator a port of its own, for clients that know no paths.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Headers } from "../kit/http.ts";
import { addressIn, baseUrl } from "./addresses.ts";
import { type Control, createControl } from "./control.ts";
import {
  type Courier,
  type CourierTiming,
  createCourier,
  usualTiming,
  type WebhookTarget,
} from "./courier.ts";
import type { Sandbox } from "./host.ts";
import { createTimers, type Timers } from "./timers.ts";
import { answer, transmit } from "./transmit.ts";
import { plain } from "./wire.ts";

export interface ServeOptions {
  /** Any free one where left out. */
  readonly port?: number;
  /** Bytes of a request's body before it is answered with 413; 8 MiB where left out. */
  readonly bodyLimit?: number;
  /** When webhooks are tried again. */
  readonly timing?: Partial<CourierTiming>;
}

export interface SandboxServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /**
   * One simulator at the root of a port of its own, as if it were every host of its connector, or only the one named.
   * Ends with the server.
   */
  listen(
    simulator: string,
    options?: { readonly port?: number; readonly host?: string },
  ): Promise<{ readonly url: string }>;
  /** Delivers a simulator's webhooks from now on; nowhere where the target is left out. */
  deliverTo(simulator: string, target: WebhookTarget | undefined): void;
  /** Answers what is under way for at most a second, then ends every connection, timer and delivery. */
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** Milliseconds in which requests under way may end. */
const GRACE = 1_000;
/** Milliseconds that a connection without a request is kept. */
const KEEP_ALIVE = 65_000;
/** Milliseconds between looks at what is due, where the clock moves by itself. */
const LOOK = 500;

/** Rejects where the port cannot be had. */
export async function serveSandbox(
  sandbox: Sandbox,
  { port = 0, bodyLimit = 8 * 1024 * 1024, timing }: ServeOptions = {},
): Promise<SandboxServer> {
  const courier = createCourier(sandbox, { ...usualTiming, ...timing });
  const control = createControl(sandbox, courier);
  const timers = createTimers();
  const servers: Server[] = [];

  async function open(at: number, serve: Serve) {
    const server = createServer((request, reply) => {
      receive(request, bodyLimit)
        .then((bytes) => (bytes ? serve(request, bytes, reply) : tooLarge(reply, bodyLimit)))
        .catch((error) => {
          console.error(error);
          reply.destroy();
        });
    });
    // As processors do, longer than whoever calls: a connection that is closed as a call comes leaves its outcome unknown.
    server.keepAliveTimeout = KEEP_ALIVE;
    const url = await listening(server, at);
    servers.push(server);
    return { url };
  }

  const { url } = await open(port, serveAll(sandbox, control, timers)).catch(async (error) => {
    await courier.close();
    throw error;
  });
  const withdraw = sandbox.servedAt(url);
  const looking = setInterval(sandbox.settle, LOOK);

  return {
    url,
    async listen(id, { port: own = 0, host } = {}) {
      const running = sandbox.simulator(id);
      return open(own, (request, bytes, reply) => {
        const target = targetOf(request);
        if (target === undefined) return answer(reply, notAPath);
        const arrival = {
          ...arrivalOf(request, bytes, target),
          origin: urlOf(request.socket),
          host,
        };
        transmit(reply, running.handle(arrival), timers);
      });
    },
    deliverTo: courier.deliverTo,
    close: () => close(servers, () => endAll(courier, timers, looking, withdraw)),
  };
}

type Serve = (request: IncomingMessage, bytes: Uint8Array, reply: ServerResponse) => void;

function serveAll(sandbox: Sandbox, control: Control, timers: Timers): Serve {
  return (request, bytes, reply) => {
    const target = targetOf(request);
    if (target === undefined) return answer(reply, notAPath);
    const arrival = arrivalOf(request, bytes, target);
    const path = /^\/_sandbox(\/[^?]*|$)/.exec(target)?.[1];
    if (path !== undefined) {
      const text = new TextDecoder().decode(bytes);
      return answer(reply, control({ ...arrival, path, text }));
    }
    const address = addressIn(target);
    const running = sandbox.simulators.find(({ id }) => id === address?.simulator);
    const url = urlOf(request.socket);
    if (!address || !running) return answer(reply, plain(404, welcome(sandbox, url)));
    const origin = baseUrl(url, running.id, "api");
    transmit(reply, running.handle({ ...arrival, ...address, origin }), timers);
  };
}

const notAPath = plain(400, "what is asked for is not a path");
const welcome = (sandbox: Sandbox, url: string) =>
  [
    "A sandbox of payment processors. Nothing here is real.",
    `Base URLs: ${url}/<simulator>/<host>; control API: ${url}/_sandbox/simulators`,
    `Simulators: ${sandbox.simulators.map(({ id }) => id).join(", ") || "none"}`,
  ].join("\n");

const urlOf = ({ localPort }: Pick<Socket, "localPort">) =>
  new URL(`http://${LOOPBACK}:${localPort}`).origin;

/** Undefined where the request is for no path; a client that takes us for a proxy sends the whole URL. */
function targetOf({ url = "" }: IncomingMessage): string | undefined {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, "");
  return target.startsWith("/") ? target : undefined;
}

const arrivalOf = (request: IncomingMessage, bytes: Uint8Array, target: string) => ({
  method: request.method ?? "",
  target,
  headers: headersOf(request),
  bytes,
});

const headersOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );

/** Undefined where the body is longer than the limit; never where the client goes away before its end. */
function receive(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    request.on("error", () => {});
  });
}

const tooLarge = (reply: ServerResponse, limit: number) =>
  answer(reply, plain(413, `a body has at most ${limit} bytes`, { connection: "close" }));

function listening(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      // A TCP server that listens has such an address.
      resolve(urlOf({ localPort: (server.address() as AddressInfo).port }));
    });
  });
}

async function endAll(
  courier: Courier,
  timers: Timers,
  looking: NodeJS.Timeout,
  withdraw: () => void,
) {
  clearInterval(looking);
  timers.close();
  withdraw();
  await courier.close();
}

async function close(servers: readonly Server[], endAll: () => Promise<void>) {
  const closed = Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  );
  for (const server of servers) server.closeIdleConnections();
  const force = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, GRACE);
  await closed;
  clearTimeout(force);
  await endAll();
}
