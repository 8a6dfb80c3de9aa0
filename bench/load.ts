/** The load generator, in a process of its own: closed loop (each caller calls again when it is answered) or open loop (calls come at their time, whatever became of the last). */
import { Agent, request as http1Request } from "node:http";
import { type ClientHttp2Session, connect } from "node:http2";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { fromBinary } from "@bufbuild/protobuf";
import { AuthorizePaymentResponseSchema, OperationStatus } from "#contract";
import { requestFrame, requestJson } from "./card.ts";
import { quantile } from "./measure.ts";

export type Speech = "grpc" | "json" | "floor" | "direct";
export interface Visit {
  readonly speech: Speech;
  /** The same load on each, shared among the callers. */
  readonly ports: readonly number[];
  /** PEM of who vouches for the server. */
  readonly authority?: string;
  readonly callers: number;
  readonly milliseconds: number;
  /** Open loop: calls per second. */
  readonly rate?: number;
}
export interface Load {
  readonly calls: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const path = "/payments.v1.PaymentService/AuthorizePayment";
const account = { "x-connector-account": "stripe" };
const json = Buffer.from(JSON.stringify(requestJson("stripe")));
const frame = requestFrame("stripe");

type Caller = () => Promise<void>;

/** gRPC and the floor, which is HTTP/2 as well. */
function http2Caller(session: ClientHttp2Session, grpc: boolean): Caller {
  const headers = grpc
    ? { "content-type": "application/grpc", te: "trailers", "grpc-timeout": "10S", ...account }
    : { "content-type": "application/json" };
  return () =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ":method": "POST", ":path": path, ...headers });
      const chunks: Buffer[] = [];
      let status: unknown;
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("trailers", (trailers) => {
        status = trailers["grpc-status"];
      });
      stream.on("error", reject);
      stream.on("close", () => {
        const answer = Buffer.concat(chunks);
        const good = grpc ? status === "0" && isPaid(answer.subarray(5)) : answer.includes('"id"');
        if (good) resolve();
        else reject(new Error(`an answer that is none: ${status} ${answer.toString()}`));
      });
      stream.end(grpc ? frame : json);
    });
}
/** A fast wrong answer is no figure. */
const isPaid = (payload: Uint8Array): boolean =>
  fromBinary(AuthorizePaymentResponseSchema, payload).operation?.status ===
  OperationStatus.SUCCEEDED;

function http1Caller(port: number, agent: Agent, secure: boolean, direct: boolean): Caller {
  const options = {
    agent,
    host: "127.0.0.1",
    port,
    path: direct ? "/v1/payment_intents" : path,
    method: "POST",
    headers: { "content-type": "application/json", "content-length": json.length, ...account },
  };
  const wanted = direct ? '"id"' : "OPERATION_STATUS_SUCCEEDED";
  return () =>
    new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : http1Request)(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const answer = Buffer.concat(chunks);
          if (answer.includes(wanted)) resolve();
          else reject(new Error(`an answer that is none: ${answer.toString()}`));
        });
      });
      request.on("error", reject);
      request.end(json);
    });
}

/** At most four HTTP/2 connections for each server; one connection a caller in HTTP/1.1. */
function callersOf({ speech, ports, authority, callers }: Visit) {
  const secure = authority !== undefined;
  if (speech === "json" || speech === "direct") {
    const settings = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY };
    const agent = secure ? new TlsAgent({ ...settings, ca: authority }) : new Agent(settings);
    const made = Array.from({ length: callers }, (_, index) =>
      http1Caller(ports[index % ports.length] ?? 0, agent, secure, speech === "direct"),
    );
    return { made, close: () => agent.destroy() };
  }
  const scheme = secure ? "https" : "http";
  const sessions = ports.flatMap((port) =>
    Array.from({ length: Math.min(4, callers) }, () => {
      const session = connect(`${scheme}://127.0.0.1:${port}`, secure ? { ca: authority } : {});
      session.on("error", () => undefined);
      return session;
    }),
  );
  const made = Array.from({ length: callers }, (_, index) => {
    const session = sessions[index % sessions.length];
    if (!session) throw new Error("nowhere to call");
    return http2Caller(session, speech === "grpc");
  });
  return {
    made,
    close: () => {
      for (const session of sessions) session.close();
    },
  };
}

async function closedLoop(callers: readonly Caller[], milliseconds: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  await Promise.all(
    callers.map(async (call) => {
      for (let begun = performance.now(); begun < end; ) {
        await call();
        const now = performance.now();
        times.push(now - begun);
        begun = now;
      }
    }),
  );
  return times;
}

/** At random times (a Poisson process), each measured from when it was due: a server that stalls is charged for all who wait. */
async function openLoop(
  callers: readonly Caller[],
  milliseconds: number,
  rate: number,
): Promise<number[]> {
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  const begun = performance.now();
  let due = begun;
  for (let index = 0; due < begun + milliseconds; index += 1) {
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    // A timer is whole milliseconds late: the call is due when it can be made.
    const made = Math.max(due, performance.now());
    const call = callers[index % callers.length];
    if (call) answers.push(call().then(() => void times.push(performance.now() - made)));
    due += (-Math.log(1 - Math.random()) / rate) * 1_000;
  }
  await Promise.all(answers);
  return times;
}

async function run(given: Visit, callers: readonly Caller[]): Promise<Load> {
  const begun = performance.now();
  const times =
    given.rate === undefined
      ? await closedLoop(callers, given.milliseconds)
      : await openLoop(callers, given.milliseconds, given.rate);
  return {
    calls: times.length,
    seconds: (performance.now() - begun) / 1_000,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

// Told of a visit, it opens its connections and makes a call on each; told to go, it begins what is counted.
let opened: { readonly given: Visit; readonly callers: ReturnType<typeof callersOf> } | undefined;
async function hear(said: Visit | "go"): Promise<Load | "open"> {
  if (said !== "go") {
    opened = { given: said, callers: callersOf(said) };
    await Promise.all(opened.callers.made.map((call) => call()));
    return "open";
  }
  if (!opened) throw new Error("there is no visit to begin");
  const { given, callers } = opened;
  try {
    return await run(given, callers.made);
  } finally {
    callers.close();
    opened = undefined;
  }
}

process.on("message", (said: Visit | "go") => {
  hear(said).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });
