/** Where a client is easily wrong: amounts at their ends, values of another type, callers that change or leave, listeners, closing, printing. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { SendFailure } from "../../../packages/runtime/send/send.ts";
import { inProcess } from "../src/in-process.ts";
import {
  AuthorizePaymentRequestSchema,
  AuthorizePaymentResponseSchema,
  CaptureMode,
  CardSchema,
  Certainty,
  create,
  createClient,
  decimal,
  discreet,
  FailureCode,
  type Hooks,
  money,
  NotSent,
  OutcomeUnknown,
  PaymentSchema,
  stripe,
} from "../src/index.ts";
import { startSandbox } from "../src/testing.ts";

const protocols = ["grpc", "json"] as const;
const closing: (() => unknown)[] = [];
after(() => Promise.all(closing.map((close) => close())));

/** A service of one form or the other, that answers as `answer` says, and what came. */
async function serving(protocol: (typeof protocols)[number], answer: RequestListener) {
  const bodies: string[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString("latin1"));
      answer(request, response);
    });
  };
  // The compatible form of HTTP/2 has the same members.
  const server =
    protocol === "json" ? createServer(listener) : createHttp2Server(listener as never);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, bodies };
}
/** An empty answer: in gRPC an empty message, and the status behind it. */
function answered(protocol: (typeof protocols)[number], response: ServerResponse) {
  response.setHeader("content-type", `application/${protocol}`);
  if (protocol === "json") return response.end("{}");
  response.write(Buffer.alloc(5));
  response.addTrailers({ "grpc-status": "0" });
  return response.end();
}
const card = (number: unknown) =>
  ({ case: "card", value: { number, expiryMonth: 3, expiryYear: 2030, cvc: "737" } }) as never;
const pay = () =>
  create(AuthorizePaymentRequestSchema, {
    reference: "order-1",
    purchase: { amount: money("EUR", "10.00") },
    paymentMethod: { method: card("4000056655665556") },
  });

test("amounts at the ends of 64 bits are exact, and beyond them refused", () => {
  for (const text of ["9223372036854775807", "-9223372036854775808", "9007199254740993", "0"])
    assert.equal(decimal(money("JPY", text)), text);
  assert.equal(money("EUR", "92233720368547758.07").minorUnits, 2n ** 63n - 1n);
  assert.equal(decimal(money("KWD", "-0.005")), "-0.005");
  for (const [currency, amount] of [
    ["JPY", "9223372036854775808"],
    ["EUR", "-92233720368547758.09"],
    ["EUR", "1.001"],
    ["EUR", "1e3"],
    ["EUR", " 1"],
    ["EUR", "٣"],
    ["XXZ", "1"],
  ] as const)
    assert.throws(() => money(currency, amount), RangeError);
  assert.throws(() => decimal({ currency: "XXZ", minorUnits: 1n }), RangeError);
});

for (const protocol of protocols) {
  test(`${protocol}: a value of another type is named, not shown, and nothing is sent`, async () => {
    const { endpoint, bodies } = await serving(protocol, (_, response) => void response.end());
    await using client = createClient({ endpoint, account: "a", protocol });
    const wrong = [
      { purchase: { amount: { currency: "EUR", minorUnits: 2n ** 70n } } },
      { purchase: { amount: { currency: "EUR", minorUnits: 10.5 as never } } },
    ];
    for (const request of wrong)
      await assert.rejects(client.payments.authorizePayment(request), (error: Error) => {
        assert.ok(error instanceof TypeError, inspect(error));
        assert.match(error.message, /payments\.v1\.Money\.minor_units/);
        assert.doesNotMatch(inspect(error), /10\.5|1180591620717411303424/);
        return true;
      });
    const body = "text" as never;
    await assert.rejects(client.webhooks.parse({ body, headers: {}, url: "" }), TypeError);
    assert.deepEqual(bodies, []);
  });

  test(`${protocol}: a caller who has left before the call sends nothing`, async () => {
    const { endpoint, bodies } = await serving(protocol, (_, response) => void response.end());
    await using client = createClient({ endpoint, account: "a", protocol });
    const signal = AbortSignal.abort();
    await assert.rejects(client.payments.authorizePayment(pay(), { signal }), NotSent);
    // With a connection that is there already, too.
    await client.connectors.listConnectors({}, { retries: 0 }).catch(() => undefined);
    await assert.rejects(client.payments.authorizePayment(pay(), { signal }), NotSent);
    assert.equal(bodies.length, 1);
  });

  test(`${protocol}: a repeat, and the call that an error tells of, are what was asked for`, async () => {
    const { endpoint, bodies } = await serving(protocol, (_, response) => {
      response.statusCode = 503;
      response.end();
    });
    await using client = createClient({ endpoint, account: "a", protocol, retries: 1 });
    const request = pay();
    const state = { state: "sealed" };
    const resumed = client.payments.resumePayment(state).catch(() => undefined);
    await sleep(50);
    state.state = "other";
    await resumed;
    assert.equal(bodies.length, 2);
    assert.equal(bodies[0], bodies[1]);
    const error = await client.payments.authorizePayment(request).catch((one) => one);
    assert.ok(error instanceof OutcomeUnknown, inspect(error));
    request.purchase = { ...pay().purchase, amount: money("EUR", "99.00") } as never;
    assert.equal(error.originalCall.amount?.minorUnits, 1000n);
  });

  test(`${protocol}: a listener that is async and fails ends no payment`, async () => {
    const { endpoint } = await serving(protocol, (_, response) => void response.end());
    const fail = async () => {
      throw new Error("listener");
    };
    const hooks: Hooks = { call: () => ({ attempt: fail, attempted: fail, ended: fail }) };
    await using client = createClient({ endpoint, account: "a", protocol, hooks });
    const rejections: unknown[] = [];
    const hear = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", hear);
    await assert.rejects(client.payments.authorizePayment(pay(), { retries: 0 }));
    await sleep(20);
    process.off("unhandledRejection", hear);
    assert.deepEqual(rejections, []);
  });

  test(`${protocol}: closing waits for the calls under way, and nothing is sent after it`, async () => {
    const { endpoint, bodies } = await serving(protocol, (_, response) => {
      setTimeout(() => answered(protocol, response), 200);
    });
    const client = createClient({ endpoint, account: "a", protocol });
    const answer = client.payments.authorizePayment(pay());
    while (bodies.length === 0) await sleep(5);
    await client.close();
    assert.equal((await answer).$typeName, AuthorizePaymentResponseSchema.typeName);
    await assert.rejects(client.payments.authorizePayment(pay(), { retries: 0 }), NotSent);
    assert.equal(bodies.length, 1);
  });

  test(`${protocol}: a deadline that is no number is a programming error`, async () => {
    await using client = createClient({ endpoint: "http://127.0.0.1:2", account: "a", protocol });
    const deadlineMs = Number.NaN;
    await assert.rejects(client.payments.authorizePayment(pay(), { deadlineMs }), TypeError);
  });
}

test("in process: closing waits for the calls under way, and nothing is sent after it", async () => {
  let sent = 0;
  let ended = 0;
  const send = async () => {
    sent += 1;
    await sleep(100);
    ended += 1;
    throw new SendFailure("no answer", { written: true, code: FailureCode.PROCESSOR_UNREACHABLE });
  };
  const sandbox = { send, hosts: undefined };
  const connector = stripe({ apiKey: "sk_test_51abc" });
  const client = inProcess({ connector, live: false, sandbox });
  const request = pay();
  request.captureMode = CaptureMode.AUTOMATIC;
  const answer = client.payments.authorizePayment(request);
  await Promise.race([
    answer,
    (async () => {
      while (sent === 0) await sleep(5);
    })(),
  ]);
  await client.close();
  assert.deepEqual([sent, ended], [1, 1]);
  assert.equal((await answer).operation?.certainty, Certainty.UNKNOWN);
  await assert.rejects(client.payments.authorizePayment(request, { retries: 0 }), NotSent);
  assert.equal(sent, 1);
});

for (const protocol of protocols)
  test(`${protocol}: a connection that died without a word costs one call`, async () => {
    const { endpoint } = await serving(protocol, (_, response) => answered(protocol, response));
    let cable = true;
    const between = createTcpServer((socket) => {
      const other = connect(Number(new URL(endpoint).port), "127.0.0.1");
      let isDead = false;
      for (const [from, to] of [
        [socket, other],
        [other, socket],
      ] as const) {
        from.on("data", (bytes) => {
          isDead ||= !cable;
          if (!isDead) to.write(bytes);
        });
        from.on("error", () => undefined);
        from.on("close", () => to.destroy());
      }
    });
    between.listen(0, "127.0.0.1");
    await once(between, "listening");
    closing.push(() => between.close());
    const { port } = between.address() as AddressInfo;
    const client = createClient({ endpoint: `http://127.0.0.1:${port}`, account: "a", protocol });
    await client.payments.authorizePayment(pay());
    cable = false;
    const deadlineMs = 300;
    await assert.rejects(client.payments.authorizePayment(pay(), { deadlineMs }), OutcomeUnknown);
    cable = true;
    await client.payments.authorizePayment(pay(), { deadlineMs: 2_000 });
    const begun = performance.now();
    await client.close();
    assert.ok(performance.now() - begun < 1_000);
  });

test("what no header can hold is told when the client is made, and not shown", () => {
  for (const options of [
    { account: "é" },
    { account: "a", apiKey: "CANARY\n" },
    { account: "a", subAccount: "CANARY\0" },
    { account: "a", metadata: { "x-a": "CANARY\r\nx-b: c" } },
  ])
    assert.throws(
      () => createClient({ endpoint: "http://127.0.0.1:2", ...options }),
      (error: Error) => error instanceof TypeError && !/CANARY|é/.test(inspect(error)),
    );
});

test("an endpoint with more than a host and a port is refused, and not shown", () => {
  for (const more of ["user:CANARY@h", "h/CANARY", "h/?CANARY", "h#CANARY", "", ":1"])
    assert.throws(
      () => createClient({ endpoint: `http://${more}`, account: "a" }),
      (error: Error) => error instanceof TypeError && !/CANARY/.test(inspect(error)),
    );
  for (const endpoint of ["http://h", "https://h:8443/", "http://[::1]:1"])
    assert.match(inspect(createClient({ endpoint, account: "a" })), /^Client\(https?:/);
});

test("printing shows no secret and nothing that looks like one", () => {
  const request = discreet(pay());
  const payment = discreet(
    create(PaymentSchema, {
      amounts: { captured: money("JPY", "9007199254740993") },
      $unknown: [
        { no: 900, wireType: 2, data: new TextEncoder().encode("CANARY-of-a-newer-service") },
      ],
    }),
  );
  const text = [inspect(request, { depth: 9 }), JSON.stringify(request)].join("\n");
  assert.doesNotMatch(text, /4000056655665556|400005|5556/);
  assert.match(text, /'\*\*\*'.*"number":"\*\*\*"/s);
  assert.match(text, /order-1/);
  const told = `${inspect(payment, { depth: 9 })}\n${JSON.stringify(payment)}`;
  assert.doesNotMatch(told, /CANARY|67, 65/);
  assert.match(told, /9007199254740993n.*"9007199254740993"/s);
  assert.equal(
    JSON.stringify(discreet(create(CardSchema, { number: "4000056655665556", cvc: "737" }))),
    '{"$typeName":"payments.v1.Card","number":"***","expiryMonth":"***","expiryYear":"***","cvc":"***"}',
  );
});

test("a service that says something else is ended, and its words are told", async () => {
  const program = "console.log('hello'); console.error('no licence'); process.stdin.resume()";
  await assert.rejects(
    startSandbox({ command: [process.execPath, "-e", program, "--"] }),
    /hello.*no licence/s,
  );
});

test("a sandbox that nobody stops holds nobody up", async () => {
  const line = JSON.stringify({ url: "u", sandbox: "s", accounts: [] });
  const program = `console.log(${JSON.stringify(line)}); process.stdin.resume()`;
  const testing = new URL("../src/testing.ts", import.meta.url).href;
  const command = JSON.stringify([process.execPath, "-e", program, "--"]);
  const script = (stop: string) =>
    `const { startSandbox } = await import(${JSON.stringify(testing)});
     const sandbox = await startSandbox({ command: ${command} }); ${stop} console.log(sandbox.url)`;
  for (const stop of ["", "await sandbox.stop();"]) {
    const given = ["--input-type=module", "-e", script(stop)];
    const ended = spawnSync(process.execPath, given, { encoding: "utf8", timeout: 10_000 });
    assert.deepEqual([ended.status, ended.stdout], [0, "u\n"], ended.stderr);
  }
});
