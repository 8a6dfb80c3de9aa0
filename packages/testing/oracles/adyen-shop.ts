/** A shop that pays by Adyen's own SDK at the simulator on loopback, and a shopper who walks its pages. */
import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import { afterEach, beforeEach, mock } from "node:test";
import {
  CheckoutAPI,
  Client,
  EnvironmentEnum,
  type HttpClientException,
  hmacValidator,
  type Types,
} from "@adyen/api-library";
import DisputesModule from "@adyen/api-library/lib/src/services/disputes/index.js";
import { createSandbox, serveSandbox } from "#simulators";
import simulator from "../../../connectors/adyen/simulator.ts";
import { conformance, type Exchange, type Item, specsAbsent } from "./adyen-specifications.ts";

// The class of this name at the library's root is an older one; a CommonJS default stands one level deeper.
const { default: Disputes } = DisputesModule;

const { credentials } = simulator.samples;
export const merchantAccount = String(credentials["merchantAccount"]);
const apiKey = String(credentials["apiKey"]);
const hmacKey = String(credentials["webhookHmacKeys"]);
export const returnUrl = "https://shop.example/return?order=1";

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
    codes() {
      return this.events().map(({ eventCode, success }) => `${eventCode} ${success}`);
    },
    close() {
      redirected.mock.restore();
      for (const exchange of exchanges) conforms?.exchange(exchange);
      assert.deepEqual(sandbox.failures, []);
      return server.close();
    },
  };
}

/** A new shop for every test of a file. */
export function useShop(): () => Shop {
  let shop: Shop | undefined;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop?.close());
  return () => shop ?? assert.fail("no shop outside of a test");
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
export const visa = cardOf("4111111111111111");
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

/** The error of a call that Adyen refuses with this status and code. */
export async function refused(
  call: Promise<unknown>,
  status: number,
  errorCode: string,
): Promise<HttpClientException> {
  try {
    await call;
  } catch (error) {
    const { statusCode, errorCode: code } = error as HttpClientException;
    assert.deepEqual([statusCode, code], [status, errorCode]);
    return error as HttpClientException;
  }
  throw new assert.AssertionError({ message: `not refused with ${errorCode}` });
}
