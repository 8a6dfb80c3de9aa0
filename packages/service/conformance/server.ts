/** The service's transports with the conformance suite's own rpcs behind them. Started by the suite; see run.ts. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  create,
  createFileRegistry,
  type DescMessage,
  fromBinary,
  isMessage,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";
import { type Any, anyPack, anyUnpack, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { pino } from "pino";
import { createBodies } from "../body.ts";
import { anybody, createCallers } from "../callers.ts";
import { developmentConfig } from "../config.ts";
import { withDeadline } from "../deadline.ts";
import { createDoors } from "../doors.ts";
import { type Code, codes, refusalOf, StatusError } from "../errors.ts";
import {
  type Handler,
  type Interceptor,
  type Route,
  type ServiceCall,
  stacked,
} from "../handler.ts";
import { createHealth } from "../health.ts";
import { createOther } from "../other.ts";
import { listen } from "../server.ts";

const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(process.argv[2] ?? "")),
);
const named = (name: string): DescMessage =>
  registry.getMessage(`connectrpc.conformance.v1.${name}`) ?? fail(`no message ${name}`);
function fail(problem: string): never {
  throw new Error(problem);
}

interface HeaderField {
  readonly name: string;
  readonly value: string[];
}
interface Definition {
  readonly responseHeaders: readonly HeaderField[];
  readonly responseTrailers: readonly HeaderField[];
  readonly responseDelayMs: number;
  readonly response:
    | { readonly case: "responseData"; readonly value: Uint8Array }
    | {
        readonly case: "error";
        readonly value: {
          readonly code: number;
          readonly message?: string;
          readonly details: readonly Any[];
        };
      }
    | { readonly case: undefined };
}

/** Answers as the request says. */
async function answerUnary(request: Message, call: ServiceCall): Promise<Message> {
  const { responseDefinition } = request as Message & { responseDefinition?: Definition };
  const info = create(named("ConformancePayload.RequestInfo"), {
    requestHeaders: headersOf(call),
    requests: [anyPack(call.route.input, request)],
    ...(call.timeout !== undefined && { timeoutMs: BigInt(Math.round(call.timeout)) }),
  });
  if (!responseDefinition) return create(call.route.output, { payload: { requestInfo: info } });
  const { response, responseDelayMs, responseHeaders, responseTrailers } = responseDefinition;
  call.record.reply = { headers: byName(responseHeaders), trailers: byName(responseTrailers) };
  await sleep(responseDelayMs);
  if (response.case === "error") {
    const { code, message = "", details } = response.value;
    throw new StatusError(codeOf(code), message, [
      ...details.map(detailOf),
      { desc: named("ConformancePayload.RequestInfo"), message: info },
    ]);
  }
  const data = response.case === "responseData" ? response.value : new Uint8Array();
  return create(call.route.output, { payload: { data, requestInfo: info } });
}
const byName = (fields: readonly HeaderField[]) =>
  Object.fromEntries(fields.map(({ name, value }) => [name.toLowerCase(), value]));
const codeOf = (number: number): Code =>
  (Object.entries(codes).find(([, one]) => one === number)?.[0] ?? "unknown") as Code;
function detailOf(packed: Any) {
  const message = anyUnpack(packed, registry) ?? fail(`no message ${packed.typeUrl}`);
  return { desc: registry.getMessage(message.$typeName) ?? fail(message.$typeName), message };
}

/** Those that the suite sends and wants back. */
function headersOf({ header }: ServiceCall) {
  return ["x-conformance-test", "x-custom-header"].flatMap((name) => {
    const value = header(name);
    return value === undefined ? [] : [{ name, value: value.split(/, ?/) }];
  });
}

const service =
  registry.getService("connectrpc.conformance.v1.ConformanceService") ?? fail("no service");
const routes = new Map(
  ["Unary", "IdempotentUnary", "Unimplemented"].map((name) => {
    const method = service.methods.find((one) => one.name === name) ?? fail(name);
    const { input, output } = method;
    const path = `/${service.typeName}/${name}`;
    const answer: Route["answer"] =
      name === "Unimplemented"
        ? () => Promise.reject(new StatusError("unimplemented", "as the suite wants it"))
        : answerUnary;
    return [
      path,
      { path, service: service.typeName, name, method, input, output, answer },
    ] as const;
  }),
);

/** The service's own errors have details that the suite does not expect. */
const undetailed: Interceptor = (next) => async (call) => {
  try {
    return await next(call);
  } catch (error) {
    if (error instanceof StatusError) throw error;
    const { code, message } = refusalOf(error);
    throw new StatusError(code, message);
  }
};

interface Wanted extends Message {
  readonly useTls: boolean;
  readonly clientTlsCert: Uint8Array;
  readonly messageReceiveLimit: number;
  readonly serverCreds?: { readonly cert: Uint8Array; readonly key: Uint8Array };
}

async function serve(wanted: Wanted) {
  const { serverCreds, clientTlsCert, messageReceiveLimit, useTls } = wanted;
  const base = developmentConfig();
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const largest = messageReceiveLimit || base.limits.message;
  const limits = { ...base.limits, message: largest };
  const tls = serverCreds && {
    certificate: text(serverCreds.cert),
    key: text(serverCreds.key),
    clientCertificates: clientTlsCert.length > 0 ? ("required" as const) : ("optional" as const),
    ...(clientTlsCert.length > 0 && { clientAuthorities: text(clientTlsCert) }),
  };
  const logger = pino({ level: "silent" });
  const handleOf = (route: Route): Handler =>
    stacked([undetailed, withDeadline(base.deadline)], async (call) =>
      route.answer(await call.receive(), call),
    );
  const health = createHealth([]);
  const other = createOther({
    routes,
    handleOf,
    health,
    reflect: undefined,
    largest,
    registry,
    logger,
  });
  const doors = createDoors({
    routes,
    handleOf,
    callers: () => createCallers([], anybody),
    bodies: createBodies({ largest, together: base.limits.bodies }),
    other: async () => other,
    registry,
    uploadTime: base.deadline.usual,
    pages: () => undefined,
    logger,
  });
  const listening = await listen(
    { ...base, limits, listen: { ...base.listen, port: 0, ...(tls && { tls }) } },
    doors,
    () => undefined,
  );
  return {
    listening,
    answer: {
      host: "127.0.0.1",
      port: listening.port,
      ...(useTls && { pemCert: serverCreds?.cert }),
    },
  };
}

const input = process.stdin;
const chunks: Buffer[] = [];
for await (const chunk of input) {
  chunks.push(chunk);
  const all = Buffer.concat(chunks);
  if (all.length >= 4 && all.length >= 4 + all.readUInt32BE(0)) break;
}
const bytes = Buffer.concat(chunks);
const wanted = fromBinary(named("ServerCompatRequest"), bytes.subarray(4));
if (!isMessage(wanted)) fail("no request");
const { listening, answer } = await serve(wanted as Wanted);
const response = toBinary(
  named("ServerCompatResponse"),
  create(named("ServerCompatResponse"), answer),
);
const size = Buffer.alloc(4);
size.writeUInt32BE(response.length);
process.stdout.write(Buffer.concat([size, response]));
await once(process, "SIGTERM");
await listening.close(1_000);
