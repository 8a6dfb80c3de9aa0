/** A shop that pays by Adyen's own SDK at the simulator on loopback, and a shopper who walks its pages. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import { mock } from "node:test";
import {
  CheckoutAPI,
  Client,
  EnvironmentEnum,
  hmacValidator,
  type Types,
} from "@adyen/api-library";
import DisputesModule from "@adyen/api-library/lib/src/services/disputes/index.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { createSandbox, serveSandbox } from "#simulators";
import simulator from "../../../connectors/adyen/simulator.ts";

// The class of this name at the library's root is an older one; a CommonJS default stands one level deeper.
const { default: Disputes } = DisputesModule;

const { credentials } = simulator.samples;
export const merchantAccount = String(credentials["merchantAccount"]);
const apiKey = String(credentials["apiKey"]);
const hmacKey = String(credentials["webhookHmacKey"]);
export const returnUrl = "https://shop.example/return?order=1";

const folder = join(process.env["ORACLES"] ?? "/work/shared/oracles", "specs/adyen");
export const specsAbsent =
  !existsSync(folder) && `no specifications at ${folder}: answers are not compared`;

export interface Item {
  readonly eventCode: string;
  readonly success: string;
  readonly reason: string;
  readonly pspReference: string;
  readonly originalReference?: string;
  readonly merchantReference: string;
  readonly amount: { readonly value: number; readonly currency: string };
  readonly additionalData: Readonly<Record<string, string>>;
}
interface Delivery {
  readonly notificationItems?: readonly { readonly NotificationRequestItem: Item }[];
}
/** What came back, as it travelled. */
export interface Exchange {
  readonly host: string;
  readonly route: string;
  readonly status: number;
  readonly body: string;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

export async function openShop() {
  const sandbox = createSandbox({ simulators: [simulator] });
  const server = await serveSandbox(sandbox);
  const { url } = await server.listen("adyen");
  const processor = sandbox.simulator("adyen");
  const exchanges: Exchange[] = [];
  const redirected = sendToLoopback(url, exchanges);
  const conforms = specsAbsent ? undefined : conformance();

  const apis = (key: string) => {
    const client = new Client({ apiKey: key, environment: EnvironmentEnum.TEST });
    return { checkout: new CheckoutAPI(client), disputes: new Disputes(client).DisputesApi };
  };
  const { checkout, disputes } = apis(apiKey);
  let references = 0;

  /** The SDK's types are classes with enums; a request is plain data. */
  const pay = (fields: object, idempotencyKey?: string) => {
    references += 1;
    const request: unknown = {
      merchantAccount,
      amount: { value: 1000, currency: "EUR" },
      reference: `order-${references}`,
      returnUrl,
      ...fields,
    };
    return checkout.PaymentsApi.payments(
      request as Types.checkout.PaymentRequest,
      idempotencyKey === undefined ? {} : { idempotencyKey },
    );
  };
  const finish = (fields: object) =>
    checkout.PaymentsApi.paymentsDetails(fields as Types.checkout.PaymentDetailsRequest);

  return {
    url,
    sandbox,
    processor,
    checkout,
    disputes,
    strangerAt: () => apis("somebody else's").checkout,
    pay,
    finish,
    exchanges,
    ledger: () => processor.ledger.map(({ kind, amount }) => `${kind} ${amount}`),

    /** The events since the last time, each verified by the SDK, and by Adyen's schema where it is at hand. */
    events(): readonly Item[] {
      const validator = new hmacValidator();
      return processor.takeWebhooks(hmacKey).flatMap(({ headers, body }) => {
        const told = JSON.parse(body);
        if (told.type) {
          assert.ok(validator.validateHMACSignature(hmacKey, headers["hmacsignature"] ?? "", body));
          conforms?.token(told);
          return [{ ...told, eventCode: told.type, ...told.data }];
        }
        return told.notificationItems.map(
          ({ NotificationRequestItem: item }: Record<string, Item>) => {
            assert.ok(item);
            const signed: unknown = item;
            assert.ok(
              validator.validateHMAC(signed as Types.notification.NotificationRequestItem, hmacKey),
            );
            const other = {
              ...item,
              success: item.success === "true" ? "false" : "true",
            } as unknown;
            assert.ok(
              !validator.validateHMAC(other as Types.notification.NotificationRequestItem, hmacKey),
            );
            conforms?.event(item.eventCode, told);
            return item;
          },
        );
      });
    },
    close() {
      redirected.mock.restore();
      for (const exchange of exchanges) conforms?.exchange(exchange);
      assert.deepEqual(sandbox.failures, []);
      return server.close();
    },
  };
}

/** The SDK knows no other address: its requests go to loopback, and what comes back is kept. */
function sendToLoopback(url: string, exchanges: Exchange[]) {
  const { hostname, port } = new URL(url);
  const redirect = (options: https.RequestOptions) => {
    const { agent: _, ...rest } = options;
    const host = options.hostname ?? "";
    const headers = { ...options.headers, "x-original-host": host };
    const request = http.request({ ...rest, protocol: "http:", hostname, port, headers });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        exchanges.push({
          host,
          route: `${options.method} ${options.path?.replace(/\?.*/, "")}`,
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    return request;
  };
  return mock.method(https, "request", redirect);
}

/** Throws where what the simulator said is not what Adyen's own schema says. */
export function conformance() {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const spec = (name: string) => {
    const document = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    ajv.addSchema(document, name);
    return document;
  };
  const checkout = spec("CheckoutService-v72");
  const disputes = spec("DisputeService-v30");
  const webhooks = spec("Webhooks-v1");
  const tokens = spec("TokenizationNotification-v1");

  const check = (what: string, name: string, pointer: readonly string[], value: unknown) => {
    const path = pointer.map((part) =>
      encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
    );
    const validate = ajv.compile({ $ref: `${name}#/${path.join("/")}` });
    assert.ok(
      validate(value),
      `${what}: ${JSON.stringify(validate.errors)} in ${JSON.stringify(value)}`,
    );
  };
  const content = ["content", "application/json", "schema"];
  /** Some schemas lack what their own examples show. */
  const shown = new Set(
    Object.values<{ readonly value: Delivery }>(webhooks.components.examples).flatMap(({ value }) =>
      (value.notificationItems ?? []).flatMap(({ NotificationRequestItem: item }) =>
        Object.keys(item.additionalData ?? {}),
      ),
    ),
  );
  const withoutShown = (delivery: Delivery) => ({
    ...delivery,
    notificationItems: delivery.notificationItems?.map(({ NotificationRequestItem: item }) => ({
      NotificationRequestItem: {
        ...item,
        additionalData: Object.fromEntries(
          Object.entries(item.additionalData ?? {}).filter(([name]) => !shown.has(name)),
        ),
      },
    })),
  });

  return {
    exchange({ host, route, status, body }: Exchange) {
      const [document, name] = host.startsWith("ca-")
        ? [disputes, "DisputeService-v30"]
        : [checkout, "CheckoutService-v72"];
      const [method = "", path = ""] = route.split(" ");
      const templates: Record<string, Record<string, { responses: object }>> = document.paths;
      const own = path.replace(/^\/v72|^\/ca\/services\/DisputeService\/v30/, "");
      const template = Object.keys(templates).find((one) =>
        new RegExp(`^${one.replace(/\{[^}]*\}/g, "[^/]+")}$`).test(own),
      );
      assert.ok(template, `${route} is not in the specification`);
      const responses = templates[template]?.[method.toLowerCase()]?.responses ?? {};
      if (status === 204) return assert.equal(body, "");
      const error = status >= 400 && !(status in responses);
      const pointer = error
        ? ["components", "schemas", "ServiceError"]
        : ["paths", template, method.toLowerCase(), "responses", String(status), ...content];
      check(`${route} ${status}`, name, pointer, JSON.parse(body));
    },
    event(eventCode: string, delivery: Delivery) {
      assert.ok(webhooks.webhooks[`/${eventCode}`], `${eventCode} is not in the specification`);
      const pointer = ["webhooks", `/${eventCode}`, "post", "requestBody", ...content];
      check(eventCode, "Webhooks-v1", pointer, withoutShown(delivery));
    },
    token(delivery: { readonly type: string }) {
      assert.ok(tokens.webhooks[delivery.type], `${delivery.type} is not in the specification`);
      const pointer = ["webhooks", delivery.type, "post", "requestBody", ...content];
      check(delivery.type, "TokenizationNotification-v1", pointer, delivery);
    },
  };
}

/** Test card numbers with the details that are valid for all, https://docs.adyen.com/development-resources/testing. */
export const cardOf = (number: string, more: object = {}) => ({
  paymentMethod: {
    type: "scheme",
    number,
    expiryMonth: "03",
    expiryYear: "2030",
    cvc: "737",
    holderName: "A. Shopper",
    ...more,
  },
});
export const browser = {
  channel: "Web",
  origin: "https://shop.example",
  browserInfo: {
    userAgent: "Mozilla/5.0",
    acceptHeader: "*/*",
    language: "en",
    colorDepth: 24,
    screenHeight: 723,
    screenWidth: 1536,
    timeZoneOffset: 0,
    javaEnabled: true,
  },
};
export const manual = { additionalData: { manualCapture: "true" } };

/** Opens a page, presses the button, and answers with where the browser is sent. */
export async function walk(url: string, outcome: string): Promise<URL> {
  const shown = await (await fetch(url)).text();
  assert.match(shown, new RegExp(`name="outcome" value="${outcome}"`));
  return new URL((await submit(shown, { outcome })).headers.get("location") ?? "");
}
/** Sends a page's form. */
export function submit(shown: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const action = /action="([^"]*)"/.exec(shown)?.[1] ?? "";
  const hidden = hiddenFields(shown);
  const body = new URLSearchParams({ ...hidden, ...fields });
  return fetch(plain(action), { method: "POST", body, redirect: "manual" });
}
export const hiddenFields = (shown: string): Record<string, string> =>
  Object.fromEntries(
    [...shown.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = "", value = ""]) => [name, plain(value)],
    ),
  );
const plain = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
