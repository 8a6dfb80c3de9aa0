/** Adyen's published specifications, and whether an answer or a webhook is as they say. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const oracles = process.env["ORACLES"] ?? join(import.meta.dirname, "../../../../shared/oracles");
const folder = join(oracles, "specs/adyen");
export const specsAbsent =
  !existsSync(folder) && `no specifications at ${folder}: answers and webhooks are not compared`;

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
export interface Delivery {
  readonly notificationItems?: readonly { readonly NotificationRequestItem: Item }[];
}
/** What came back, as it travelled. */
export interface Exchange {
  readonly host: string;
  readonly route: string;
  readonly status: number;
  readonly body: string;
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
