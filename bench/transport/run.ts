// Which transport carries the service: CPU per unary call of the same pass behind each candidate, in one run.
//
//   npm install --no-save @grpc/grpc-js@1.14.7 @connectrpc/connect@2.1.2 @connectrpc/connect-node@2.1.2
//   npx node bench/transport/run.ts [rounds=9] [milliseconds per step=1500]
//
// The parent starts a mock processor, one process per candidate and one load process. Every round visits every candidate in a shifted
// order; a figure is the median over rounds of the candidate's own process CPU divided by the calls it answered, so neither the load
// nor the processor counts, and a ratio is taken within its round before its median is; the middle half of the rounds stands beside it.
// `payment_pb.ts` is generated from `payment.proto` by protoc-gen-es (target=ts, import_extension=ts, erasable_syntax=true).
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import os from "node:os";
import { create, fromBinary, toBinary, toJsonString } from "@bufbuild/protobuf";
import { AuthorizeRequestSchema, AuthorizeResponseSchema, Capture, Status } from "./payment_pb.ts";
import { path, roles } from "./servers.ts";

type Role = keyof typeof roles;
interface Step {
  readonly role: Role;
  readonly port: number;
  readonly callers: number;
  readonly milliseconds: number;
}
interface Load {
  readonly calls: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}
interface Figure extends Load {
  readonly cpu: number;
}

const request = create(AuthorizeRequestSchema, {
  reference: "order-2026-11-23-000417",
  amount: { minorUnits: 1099n, currency: "EUR" },
  method: {
    case: "card",
    value: {
      number: "4242424242424242",
      expiryMonth: 12,
      expiryYear: 2030,
      securityCode: "123",
      holder: "Ada Lovelace",
      billing: {
        line1: "12 St James's Square",
        city: "London",
        postalCode: "SW1Y 4JH",
        country: "GB",
      },
    },
  },
  capture: Capture.AUTOMATIC,
  returnUrl: "https://shop.example/return?order=000417",
  metadata: { channel: "web", cart: "c_00991" },
});
const requestJson = Buffer.from(toJsonString(AuthorizeRequestSchema, request));
const payload = toBinary(AuthorizeRequestSchema, request);
const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, payload.length]), payload]);
if (payload.length > 255) {
  frame.writeUInt32BE(payload.length, 1);
}

function assertAuthorized(answer: Buffer, trailers: http2.IncomingHttpHeaders): void {
  if (trailers["grpc-status"] !== "0") throw new Error(`grpc-status ${trailers["grpc-status"]}`);
  if (fromBinary(AuthorizeResponseSchema, answer.subarray(5)).status !== Status.AUTHORIZED)
    throw new Error("not authorized");
}

/** One call over HTTP/2; gRPC answers are checked in full, since a fast wrong answer is no figure. */
function callHttp2(session: http2.ClientHttp2Session, role: Role): Promise<void> {
  const grpc = role !== "floor";
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": grpc ? "application/grpc+proto" : "application/json",
      authorization: "Bearer caller-key-for-the-bench",
      "user-agent": "transport-bench/1",
      ...(grpc ? { te: "trailers", "grpc-timeout": "10S" } : {}),
    });
    const chunks: Buffer[] = [];
    let trailers: http2.IncomingHttpHeaders = {};
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("trailers", (headers) => {
      trailers = headers;
    });
    stream.on("error", reject);
    stream.on("close", () => {
      try {
        if (grpc) assertAuthorized(Buffer.concat(chunks), trailers);
        else if (JSON.parse(Buffer.concat(chunks).toString()).status !== "authorized")
          throw new Error("not authorized");
        resolve();
      } catch (error) {
        reject(error);
      }
    });
    stream.end(grpc ? frame : requestJson);
  });
}

function callHttp1(agent: http.Agent, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": requestJson.length,
      authorization: "Bearer caller-key-for-the-bench",
    };
    const outgoing = http.request(
      { agent, host: "127.0.0.1", port, path, method: "POST", headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () =>
          JSON.parse(Buffer.concat(chunks).toString()).status === "STATUS_AUTHORIZED"
            ? resolve()
            : reject(new Error("not authorized")),
        );
      },
    );
    outgoing.on("error", reject).end(requestJson);
  });
}

/** Closed loop: each caller calls again as soon as it is answered, over at most four connections (one per caller in HTTP/1.1). */
async function load({ role, port, callers, milliseconds }: Step): Promise<Load> {
  const sessions = Array.from({ length: role === "json" ? 0 : Math.min(4, callers) }, () =>
    http2.connect(`http://127.0.0.1:${port}`),
  );
  const agent = new http.Agent({ keepAlive: true, maxSockets: callers });
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const session = sessions[caller % sessions.length];
      for (let sent = performance.now(); sent - began < milliseconds; sent = performance.now()) {
        await (session ? callHttp2(session, role) : callHttp1(agent, port));
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  for (const session of sessions) session.close();
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { calls: latencies.length, seconds, p50: at(0.5), p99: at(0.99) };
}

async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  child.send(message);
  const [answer] = await once(child, "message");
  return answer as Answer;
}

async function start(
  role: string,
  origin = "",
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(new URL("servers.ts", import.meta.url), [role, origin]);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, port };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function measure(rounds: number, milliseconds: number): Promise<void> {
  const processor = await start("processor");
  const names = Object.keys(roles) as Role[];
  const servers = new Map<Role, Awaited<ReturnType<typeof start>>>();
  for (const role of names)
    servers.set(role, await start(role, `http://127.0.0.1:${processor.port}`));
  const loader = fork(new URL(import.meta.url), ["load"]);
  await once(loader, "message");

  const visit = async (role: Role, callers: number, length: number): Promise<Figure> => {
    const server = servers.get(role);
    if (!server) throw new Error(role);
    const before = await ask<{ usage: NodeJS.CpuUsage }>(server.child, {});
    const answer = await ask<Load & { error?: string }>(loader, {
      role,
      port: server.port,
      callers,
      milliseconds: length,
    });
    if (answer.error) throw new Error(`${role}: ${answer.error}`);
    const { usage } = await ask<{ usage: NodeJS.CpuUsage }>(server.child, {});
    return {
      ...answer,
      cpu: (usage.user + usage.system - before.usage.user - before.usage.system) / answer.calls,
    };
  };

  for (const role of names) await visit(role, 16, 2 * milliseconds);
  const figures = new Map<string, Figure[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const callers of [1, 16, 64]) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const role = names[(turn + round) % names.length] as Role;
        const key = `${role} ${callers}`;
        figures.set(key, [...(figures.get(key) ?? []), await visit(role, callers, milliseconds)]);
      }
    }
  }

  console.log(
    `node ${process.version}, nghttp2 ${process.versions.nghttp2}, ${os.cpus().length} × ${os.cpus()[0]?.model}, ${rounds} rounds`,
  );
  console.log(
    "| callers | transport | CPU µs/call | × floor | × thin | p50 ms | p99 ms | calls/s |\n|---|---|---|---|---|---|---|---|",
  );
  for (const callers of [1, 16, 64]) {
    const floors = figures.get(`floor ${callers}`) ?? [];
    const thins = figures.get(`thin ${callers}`) ?? [];
    for (const role of names) {
      const own = figures.get(`${role} ${callers}`) ?? [];
      const ratio = (others: readonly Figure[]): string => {
        const ratios = own
          .map((figure, round) => figure.cpu / (others[round]?.cpu ?? Number.NaN))
          .toSorted((a, b) => a - b);
        return `${median(ratios).toFixed(2)} (${ratios[ratios.length >> 2]?.toFixed(2)}–${ratios[(ratios.length * 3) >> 2]?.toFixed(2)})`;
      };
      const of = (read: (figure: Figure) => number, digits: number): string =>
        median(own.map(read)).toFixed(digits);
      console.log(
        `| ${callers} | ${role} | ${of((f) => f.cpu, 0)} | ${ratio(floors)} | ${ratio(thins)} | ${of((f) => f.p50, 2)} | ${of((f) => f.p99, 2)} | ${of((f) => f.calls / f.seconds, 0)} |`,
      );
    }
  }
  for (const { child } of [processor, ...servers.values(), { child: loader }]) child.disconnect();
}

if (process.argv[2] === "load") {
  process.on("message", (step: Step) => {
    load(step).then(
      (answer) => process.send?.(answer),
      (error) => process.send?.({ error: String(error) }),
    );
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ ready: true });
} else {
  const [rounds = "9", milliseconds = "1500"] = process.argv.slice(2);
  await measure(Number(rounds), Number(milliseconds));
}
