/**
 * The processes that are measured, and the processor that they speak to, each in a process of its own: `processes.ts`
 * starts this file with a role. It says its port over IPC, and its CPU time and memory when asked.
 */
import { createServer, type Server } from "node:http";
import { createServer as createHttp2, createSecureServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";
import { developmentConfig, startService } from "#service";
import { fixtureOf, hostsAt, processors, recordedAnswers } from "./card.ts";

export type ServerRole = "processor" | "floor" | "service";
export interface Asked {
  readonly role: ServerRole;
  /** Of the mock processor. */
  readonly origin: string;
  /** PEM; plaintext where left out. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}
export interface Usage {
  readonly cpu: NodeJS.CpuUsage;
  readonly resident: number;
}

/** Answers each path with what the fixtures recorded of it, as fast as Node can. */
function processor(): Server {
  const answers = new Map(
    recordedAnswers().map(({ path, status, headers, body }) => [
      path,
      { status, headers: { ...headers, "content-length": Buffer.byteLength(body) }, body },
    ]),
  );
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const answer = answers.get(request.url ?? "");
    request.resume().on("end", () => {
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else response.writeHead(404).end();
    });
  });
}

/** The floor: HTTP/2 in, JSON read and written, one POST through undici, its JSON read and written. Nothing is mapped. */
function floor({ origin, tls }: Asked): Http2Server {
  const pool = new Pool(origin, { connections: 256, pipelining: 1 });
  const headers = { "content-type": "application/json", authorization: "Bearer sk_test_bench" };
  const server = tls ? createSecureServer({ cert: tls.certificate, key: tls.key }) : createHttp2();
  server.on("stream", (stream) => {
    const chunks: Buffer[] = [];
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", async () => {
      const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()));
      const asked = { path: "/v1/payment_intents", method: "POST" as const, headers, body };
      const { body: answer } = await pool.request(asked);
      const text = JSON.stringify(JSON.parse(await answer.text()));
      stream.respond({ ":status": 200, "content-type": "application/json" });
      stream.end(text);
    });
  });
  return server;
}

const listening = (server: Server | Http2Server): Promise<number> =>
  new Promise((resolve) => {
    // A TCP server that listens has such an address.
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

/** As `serve` runs it, with its audit log, metrics and limits; the log goes to wherever standard output does. */
async function service({ origin, tls }: Asked): Promise<number> {
  const base = developmentConfig();
  const { port } = await startService({
    ...base,
    listen: {
      ...base.listen,
      port: 0,
      ...(tls && { tls: { ...tls, clientCertificates: "optional" as const } }),
    },
    accounts: new Map(
      processors.map((name) => [
        name,
        {
          name,
          connector: name,
          credentials: fixtureOf(name).credentials,
          hosts: hostsAt(name, origin),
        },
      ]),
    ),
  });
  return port;
}

const start: Readonly<Record<ServerRole, (asked: Asked) => Promise<number>>> = {
  processor: () => listening(processor()),
  floor: (asked) => listening(floor(asked)),
  service,
};

if (import.meta.main) {
  const asked: Asked = JSON.parse(process.argv[2] ?? "{}");
  const port = await start[asked.role](asked);
  process.on("message", () => {
    const usage: Usage = { cpu: process.cpuUsage(), resident: process.memoryUsage.rss() };
    process.send?.(usage);
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port });
}
