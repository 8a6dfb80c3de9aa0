/** What Connect answers, behind the same handlers: its own clients, grpc-js, compression, GET, health, reflection. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import http2 from "node:http2";
import { tmpdir } from "node:os";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import {
  compressionBrotli,
  compressionGzip,
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { Client, credentials, makeGenericClientConstructor } from "@grpc/grpc-js";
import {
  AuthorizePaymentRequestSchema,
  AuthorizePaymentResponseSchema,
  BadRequestSchema,
  ConnectorService,
  ErrorInfoSchema,
  OperationStatus,
  PaymentService,
} from "#contract";
import { developmentConfig } from "#service";
import {
  Health,
  HealthCheckResponse_ServingStatus as Serving,
} from "../../contract/gen/grpc/health/v1/health_pb.ts";
import { ServerReflection } from "../../contract/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as ServerReflectionAlpha } from "../../contract/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import { authorize } from "../testing/small.ts";
import {
  accountHeaders,
  authorizeBytes,
  authorizeJson,
  authorizePath,
  frameOf,
  grpc,
  type Started,
  start,
} from "./calling.ts";
import { MOST_PARTS } from "./parts.ts";

let service: Started;
before(async () => {
  service = await start(undefined);
});
after(() => service.close());

const compressions = { sendCompression: compressionGzip, compressMinBytes: 0 };
const transports: Readonly<Record<string, (baseUrl: string) => Transport>> = {
  gRPC: (baseUrl) => createGrpcTransport({ baseUrl }),
  "gRPC in JSON": (baseUrl) => createGrpcTransport({ baseUrl, useBinaryFormat: false }),
  "gRPC, gzip": (baseUrl) => createGrpcTransport({ baseUrl, ...compressions }),
  "gRPC, brotli": (baseUrl) =>
    createGrpcTransport({ baseUrl, ...compressions, sendCompression: compressionBrotli }),
  "gRPC-Web, HTTP/1.1": (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: "1.1" }),
  "gRPC-Web, HTTP/2": (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: "2" }),
  "Connect, HTTP/1.1": (baseUrl) => createConnectTransport({ baseUrl, httpVersion: "1.1" }),
  "Connect, HTTP/2": (baseUrl) => createConnectTransport({ baseUrl, httpVersion: "2" }),
  "Connect in JSON, gzip": (baseUrl) =>
    createConnectTransport({
      baseUrl,
      httpVersion: "1.1",
      useBinaryFormat: false,
      ...compressions,
    }),
  "Connect in binary, gzip": (baseUrl) =>
    createConnectTransport({ baseUrl, httpVersion: "2", ...compressions }),
};

for (const [name, transport] of Object.entries(transports))
  describe(name, () => {
    test("answers", async () => {
      const { authorizePayment } = createClient(PaymentService, transport(service.url));
      let requestId: string | null = null;
      const { operation } = await authorizePayment(authorize(), {
        headers: { ...accountHeaders, "x-request-id": "order-17" },
        onHeader: (headers) => {
          requestId = headers.get("x-request-id");
        },
      });
      assert.equal(operation?.status, OperationStatus.SUCCEEDED);
      assert.equal(requestId, "order-17");
    });

    test("tells errors with their details", async () => {
      const { authorizePayment } = createClient(PaymentService, transport(service.url));
      const error = await authorizePayment(authorize({ reference: "" }), {
        headers: accountHeaders,
      }).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof ConnectError, String(error));
      assert.equal(error.code, Code.InvalidArgument);
      assert.equal(error.findDetails(ErrorInfoSchema)[0]?.reason, "INVALID_REQUEST");
      assert.equal(error.findDetails(BadRequestSchema)[0]?.fieldViolations[0]?.field, "reference");
    });

    test("refuses more parts than any request has", async () => {
      const { authorizePayment } = createClient(PaymentService, transport(service.url));
      const error = await authorizePayment(
        { purchase: { order: { lines: Array.from({ length: MOST_PARTS + 1 }, () => ({})) } } },
        { headers: accountHeaders },
      ).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof ConnectError, String(error));
      assert.equal(error.code, Code.InvalidArgument);
      assert.match(error.message, /more than 100000 parts/);
      assert.equal(error.findDetails(ErrorInfoSchema)[0]?.reason, "MALFORMED");
    });
  });

describe("Connect", () => {
  test("GET, for what has no side effects, and for nothing else", async () => {
    const message = encodeURIComponent(JSON.stringify({ connectorId: "small" }));
    const query = `connect=v1&encoding=json&message=${message}`;
    const { typeName } = ConnectorService;
    const got = await fetch(`${service.url}/${typeName}/GetConnector?${query}`);
    assert.equal(got.status, 200);
    assert.match(await got.text(), /"name":"Small"/);
    const paid = await fetch(`${service.url}${authorizePath}?${query}`, {
      headers: accountHeaders,
    });
    assert.equal(paid.status, 405);
  });

  test("unknown fields are refused here as well", async () => {
    const response = await fetch(service.url + authorizePath, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-encoding": "gzip",
        ...accountHeaders,
      },
      body: gzipSync(JSON.stringify({ ...Object(authorizeJson()), amuont: 1 })),
    });
    assert.equal(response.status, 400);
  });

  test("what inflates beyond the largest message is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    const answer = await grpc(service.url, {
      headers: { "grpc-encoding": "gzip" },
      body: frameOf(bomb, 1),
    });
    assert.equal(answer.status, "8", answer.message);
  });

  test("what was refused leaves the connection to the next request", async (context) => {
    const { limits } = developmentConfig();
    const narrow = await start(context, { limits: { ...limits, message: 200_000 } });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    context.after(() => agent.destroy());
    const post = (body: Uint8Array) =>
      new Promise<string>((resolve, reject) => {
        const headers = { "content-type": "application/grpc-web+proto", ...accountHeaders };
        const url = narrow.url + authorizePath;
        const outgoing = request(url, { agent, method: "POST", headers }, (response) => {
          let text = String(response.headers["grpc-status"] ?? "");
          response.setEncoding("latin1").on("data", (piece: string) => {
            text += piece;
          });
          response.on("end", () => resolve(/grpc-status: ?(\d+)/.exec(text)?.[1] ?? text));
        });
        outgoing.on("error", reject).end(body);
      });
    for (const size of [200_010, 199_000, 200_010]) {
      assert.notEqual(await post(frameOf(Buffer.alloc(size))), "0");
      assert.equal(await post(frameOf(authorizeBytes())), "0");
    }
  });

  test("a body that does not come is not waited for", async (context) => {
    const service = await start(context, { deadline: { usual: 100, most: 100 } });
    const session = http2.connect(service.url);
    const stream = session.request({
      ":method": "POST",
      ":path": authorizePath,
      "content-type": "application/grpc",
      "grpc-encoding": "gzip",
      ...accountHeaders,
    });
    stream.on("error", () => undefined);
    const [headers] = await once(stream, "response");
    session.destroy();
    assert.equal(headers["grpc-status"], "4");
  });

  test("a coding that is not known", async () => {
    const answer = await grpc(service.url, {
      headers: { "grpc-encoding": "zstd" },
      body: frameOf(authorizeBytes(), 1),
    });
    assert.equal(answer.status, "12");
  });
});

describe("grpc-js", () => {
  const AnyClient = makeGenericClientConstructor({}, "any");
  const bytes = (message: Uint8Array) => Buffer.from(message);

  test("pays, and is told what is wrong", async () => {
    const client = new AnyClient(new URL(service.url).host, credentials.createInsecure());
    assert.ok(client instanceof Client);
    const { Metadata } = await import("@grpc/grpc-js");
    const metadata = new Metadata();
    metadata.set("x-connector-account", "acme");
    const pay = (reference: string) =>
      new Promise<{ status: number; answer?: Buffer | undefined }>((resolve) => {
        const request = bytes(toBinary(AuthorizePaymentRequestSchema, authorize({ reference })));
        client.makeUnaryRequest(
          authorizePath,
          (value: Buffer) => value,
          (value: Buffer) => value,
          request,
          metadata,
          { deadline: Date.now() + 5_000 },
          (error, answer) => resolve({ status: error?.code ?? 0, answer }),
        );
      });
    const { status, answer } = await pay("order-17");
    assert.equal(status, 0);
    const { operation } = fromBinary(AuthorizePaymentResponseSchema, answer ?? Buffer.alloc(0));
    assert.equal(operation?.status, OperationStatus.SUCCEEDED);
    assert.equal((await pay("")).status, 3);
    client.close();
  });
});

describe("health", () => {
  for (const [name, transport] of Object.entries(transports).slice(0, 8))
    test(`${name}: serving, for all and for each service`, async () => {
      const { check } = createClient(Health, transport(service.url));
      for (const known of ["", PaymentService.typeName])
        assert.equal((await check({ service: known })).status, Serving.SERVING);
      await assert.rejects(check({ service: "nobody" }), { code: Code.NotFound });
    });

  test("on the hot path it needs no account and is not in the audit log", async () => {
    const before = service.lines.length;
    const answer = await grpc(service.url, {
      path: "/grpc.health.v1.Health/Check",
      headers: { "x-connector-account": undefined },
      body: frameOf(new Uint8Array()),
    });
    assert.equal(answer.status, "0");
    assert.equal(answer.body.at(-1), Serving.SERVING);
    assert.equal(service.lines.length, before);
  });

  test("List names every service", async () => {
    const { list } = createClient(Health, createGrpcTransport({ baseUrl: service.url }));
    const { statuses } = await list({});
    assert.equal(statuses[PaymentService.typeName]?.status, Serving.SERVING);
    assert.ok(Object.keys(statuses).length > 8);
  });

  test("Watch tells the end", async () => {
    const ending = await start(undefined);
    const { watch } = createClient(Health, createGrpcTransport({ baseUrl: ending.url }));
    const told: number[] = [];
    for await (const { status } of watch({})) {
      told.push(status);
      if (told.length === 1) void ending.close();
    }
    assert.deepEqual(told, [Serving.SERVING, Serving.NOT_SERVING]);
    await ending.close();
  });

  test("Watch of a service that is not here says so and goes on", async () => {
    const { watch } = createClient(Health, createGrpcTransport({ baseUrl: service.url }));
    const leave = new AbortController();
    const told: number[] = [];
    await assert.rejects(async () => {
      for await (const { status } of watch({ service: "nobody" }, { signal: leave.signal })) {
        told.push(status);
        setTimeout(() => leave.abort(), 20);
      }
    });
    assert.deepEqual(told, [Serving.SERVICE_UNKNOWN]);
  });
});

for (const [version, desc] of [
  ["v1", ServerReflection],
  ["v1alpha", ServerReflectionAlpha],
] as const)
  describe(`reflection ${version}`, () => {
    type Asked = { case: string; value: unknown };
    async function ask(messageRequest: Asked) {
      const { serverReflectionInfo } = createClient(
        desc as typeof ServerReflection,
        createGrpcTransport({ baseUrl: service.url }),
      );
      async function* requests() {
        yield { host: "here", messageRequest } as never;
      }
      for await (const answer of serverReflectionInfo(requests())) return answer;
      throw new Error("no answer");
    }

    test("lists what is served", async () => {
      const { messageResponse, originalRequest } = await ask({ case: "listServices", value: "*" });
      assert.equal(messageResponse.case, "listServicesResponse");
      const names = messageResponse.value.service.map(({ name }) => name);
      assert.ok(names.includes(PaymentService.typeName));
      assert.ok(names.includes(Health.typeName));
      assert.equal(originalRequest?.messageRequest.case, "listServices");
    });

    for (const symbol of [
      PaymentService.typeName,
      `${PaymentService.typeName}.AuthorizePayment`,
      "payments.v1.AuthorizePaymentRequest",
      "payments.v1.Resolution.Way",
      "payments.v1.binding",
    ])
      test(`finds ${symbol}, and every file that it needs`, async () => {
        const { messageResponse } = await ask({ case: "fileContainingSymbol", value: symbol });
        assert.equal(messageResponse.case, "fileDescriptorResponse");
        const files = messageResponse.value.fileDescriptorProto.map((bytes) =>
          fromBinary(FileDescriptorProtoSchema, bytes),
        );
        const names = new Set(files.map(({ name }) => name));
        for (const { dependency } of files)
          for (const one of dependency) assert.ok(names.has(one), one);
      });

    test("finds files and extensions", async () => {
      const name = "payments/v1/options.proto";
      const byName = await ask({ case: "fileByFilename", value: name });
      assert.equal(byName.messageResponse.case, "fileDescriptorResponse");
      const type = "google.protobuf.FieldOptions";
      const numbers = await ask({ case: "allExtensionNumbersOfType", value: type });
      assert.equal(numbers.messageResponse.case, "allExtensionNumbersResponse");
      const [number = 0] = numbers.messageResponse.value.extensionNumber;
      const byNumber = await ask({
        case: "fileContainingExtension",
        value: { containingType: type, extensionNumber: number },
      });
      assert.equal(byNumber.messageResponse.case, "fileDescriptorResponse");
    });

    test("says what is not here", async () => {
      for (const messageRequest of [
        { case: "fileContainingSymbol", value: "payments.v1.Nothing" },
        { case: "fileByFilename", value: "nothing.proto" },
        { case: "allExtensionNumbersOfType", value: "payments.v1.Nothing" },
        { case: "fileContainingExtension", value: { containingType: "a.B", extensionNumber: 1 } },
      ]) {
        const { messageResponse } = await ask(messageRequest);
        assert.equal(messageResponse.case, "errorResponse");
        assert.equal(messageResponse.value.errorCode, Code.NotFound);
      }
    });
  });

describe("buf curl, by reflection", () => {
  const buf = new URL("../../node_modules/.bin/buf", import.meta.url).pathname;
  const curl = (protocol: string, body: unknown) =>
    promisify(execFile)(
      buf,
      [
        ...["curl", "--http2-prior-knowledge", "--protocol", protocol],
        ...["--header", "x-connector-account: acme", "--data", JSON.stringify(body)],
        service.url + authorizePath,
      ],
      { cwd: tmpdir(), timeout: 30_000 },
    );

  for (const protocol of ["grpc", "grpcweb", "connect"])
    test(protocol, async () => {
      const { stdout } = await curl(protocol, authorizeJson());
      assert.equal(JSON.parse(stdout).operation.status, "OPERATION_STATUS_SUCCEEDED");
      await assert.rejects(curl(protocol, {}), /reference is required/);
    });
});

test("reflection can be left out", async (context) => {
  const closed = await start(context, { reflection: false });
  const session = http2.connect(closed.url);
  const answer = await grpc(closed.url, {
    session,
    path: `/${ServerReflection.typeName}/ServerReflectionInfo`,
  });
  session.close();
  assert.equal(answer.status, "12");
});
