/**
 * What a merchant would use instead: each processor's official SDK making the same card payment at the same mock
 * processor (in a process of its own, over plain HTTP on loopback), beside our in-process client. The SDKs' figures
 * include their own HTTP, as ours include undici; connections are kept alive in both. One call after the
 * other, and sixteen at a time.
 *
 *   node bench/sdks.ts [--rounds 9] [--milliseconds 150] [--warm 3000]
 */
import http from "node:http";
import https from "node:https";
import { CheckoutAPI, Client, EnvironmentEnum, type Types } from "@adyen/api-library";
import Razorpay from "razorpay";
import Stripe from "stripe";
import { OperationStatus } from "#contract";
import { load } from "#registry";
import { client, createHttp, createRuntime, ephemeralStateKey } from "#runtime";
import { fixtureOf, hostsAt, type Processor, processors, requestOf } from "./card.ts";
import { type Candidate, inRounds, median, report, rounded, roundsFrom } from "./measure.ts";
import { startServer } from "./processes.ts";

/** Calls that run at a time, where they are not made one after the other. */
const TOGETHER = 16;
const settings = roundsFrom({ rounds: 9, milliseconds: 150, warm: 3_000 });
const processor = await startServer({ role: "processor", origin: "" });
const origin = `http://127.0.0.1:${processor.port}`;
const sent = new Map(
  processors.map((name) => [
    name,
    fixtureOf(name).exchanges.map(({ request }) => request?.body ?? ""),
  ]),
);
const keyOf = (name: Processor, field: string): string =>
  String(fixtureOf(name).credentials[field]);

function ours(name: Processor): Candidate {
  const runtime = createRuntime({
    connectorIds: processors,
    connectors: load,
    live: false,
    send: createHttp({ loopback: new Set([origin]) }).send,
    stateKeys: [ephemeralStateKey()],
  });
  const { payments } = client(runtime, {
    connector: name,
    credentials: fixtureOf(name).credentials,
    hosts: hostsAt(name, origin),
  });
  const request = requestOf(name);
  const good = [OperationStatus.SUCCEEDED, OperationStatus.ACCEPTED];
  return {
    name: `${name}: in-process client`,
    call: async () => {
      const { operation } = await payments.authorizePayment(request);
      if (!good.some((status) => status === operation?.status)) throw new Error(`${name} said no`);
    },
  };
}

/** The very fields that our connector sends, as the SDK takes them: `a[b]=c` is `{ a: { b: "c" } }`. */
function nested(form: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const path = name.split(/[[\]]+/).filter(Boolean);
    const last = path.pop() ?? name;
    let place = fields;
    for (const step of path) {
      const inner = (place[step] ?? {}) as Record<string, unknown>;
      place[step] = inner;
      place = inner;
    }
    place[last] = value;
  }
  return fields;
}

function stripe(): Candidate {
  const sdk = new Stripe(keyOf("stripe", "apiKey"), {
    host: "127.0.0.1",
    port: processor.port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const { expand: _expand, ...fields } = nested(sent.get("stripe")?.[0] ?? "");
  // What was sent is what the SDK's type describes.
  const parameters = {
    ...fields,
    expand: ["latest_charge"],
    allowed_payment_method_types: ["card"],
  } as unknown as Stripe.PaymentIntentCreateParams;
  return {
    name: "stripe: stripe-node",
    call: async () => {
      const { status } = await sdk.paymentIntents.create(parameters, { idempotencyKey: "bench" });
      if (status !== "succeeded") throw new Error("stripe-node was answered otherwise");
    },
  };
}

/** The SDK knows no other address than Adyen's: its requests are led to loopback. */
function adyen(): Candidate {
  const agent = new http.Agent({ keepAlive: true });
  const led = (options: https.RequestOptions) =>
    http.request({
      ...options,
      agent,
      protocol: "http:",
      hostname: "127.0.0.1",
      port: processor.port,
      path: "/v72/payments",
    });
  // One of its several signatures, the one that the SDK calls.
  https.request = led as typeof https.request;
  const sdk = new CheckoutAPI(
    new Client({ apiKey: keyOf("adyen", "apiKey"), environment: EnvironmentEnum.TEST }),
  );
  const body: Types.checkout.PaymentRequest = JSON.parse(sent.get("adyen")?.[0] ?? "{}");
  return {
    name: "adyen: @adyen/api-library",
    call: async () => {
      const { resultCode } = await sdk.PaymentsApi.payments(body, { idempotencyKey: "bench" });
      if (String(resultCode) !== "Authorised")
        throw new Error("the library was answered otherwise");
    },
  };
}

function razorpay(): Candidate {
  const sdk = new Razorpay({
    key_id: keyOf("razorpay", "keyId"),
    key_secret: keyOf("razorpay", "keySecret"),
  });
  // The types hide where the address and the agent really are.
  const { api } = sdk as unknown as {
    api: { rq: { defaults: { baseURL: string; httpAgent: http.Agent } } };
  };
  api.rq.defaults.baseURL = origin;
  api.rq.defaults.httpAgent = new http.Agent({ keepAlive: true });
  const [order = {}, payment = {}] = (sent.get("razorpay") ?? []).map((body) => JSON.parse(body));
  return {
    name: "razorpay: razorpay, order and payment",
    call: async () => {
      const { id } = await sdk.orders.create(order);
      const answer: { razorpay_payment_id?: string } = await sdk.payments.createPaymentJson({
        ...payment,
        order_id: id,
      });
      if (!answer.razorpay_payment_id) throw new Error("razorpay was answered otherwise");
    },
  };
}

const official: Readonly<Record<Processor, Candidate>> = {
  stripe: stripe(),
  adyen: adyen(),
  razorpay: razorpay(),
};
const pairs = processors.map((name) => ({ name, ours: ours(name), theirs: official[name] }));
const figures = await inRounds(
  pairs.flatMap(({ ours, theirs }) => [ours, theirs].flatMap((one) => [one, together(one)])),
  settings,
);
report(
  "sdks",
  pairs.flatMap(({ name, ours, theirs }) =>
    [1, TOGETHER].map((calls) => {
      const of = (candidate: Candidate) => {
        const own = figures.get(calls === 1 ? candidate.name : together(candidate).name) ?? [];
        return own.map((value) => value / calls);
      };
      const [own, their] = [of(ours), of(theirs)];
      const ratios = own.map((value, round) => value / (their[round] ?? Number.NaN));
      return {
        processor: name,
        SDK: theirs.name.split(": ")[1] ?? "",
        "calls at a time": calls,
        "SDK CPU µs": rounded(median(their)),
        "our CPU µs": rounded(median(own)),
        "ours ÷ SDK": rounded(median(ratios)),
        "least ÷ least": rounded(Math.min(...own) / Math.min(...their)),
      };
    }),
  ),
  settings,
);
processor.close();
process.exit(0);

/** As a server makes them: what waits for the network waits together. */
function together({ name, call }: Candidate): Candidate {
  return {
    name: `${name}, together`,
    call: () => Promise.all(Array.from({ length: TOGETHER }, () => call())),
  };
}
