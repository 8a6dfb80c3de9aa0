/** Masked messages: the same form, and nothing of what was secret; and what a processor quotes is cut out. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create, type DescMessage, type Message, toJson as protoJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  AuthorizePaymentRequestSchema,
  ParseWebhookRequestSchema,
  ResumePaymentRequestSchema,
} from "#contract";
import { toBase64 } from "#kit";
import { rpcs } from "#runtime";
import { runs } from "../kit/runs.ts";
import { request } from "../testing/secret-request.ts";
import { authorize, credentials, small } from "../testing/small.ts";
import { planOf } from "./fields.ts";
import { hidden, maskedMessage, maskedSettings, secretsIn, withoutValues } from "./redact.ts";

test("a masked message has the same form, and what is not marked is the same", () => {
  const masked = maskedMessage(AuthorizePaymentRequestSchema, request());
  const { method } = masked.paymentMethod ?? assert.fail();
  assert.ok(method.case === "card");
  assert.equal(method.value.number, "4929420000005709");
  assert.equal(method.value.cvc, "0000");
  assert.equal(method.value.holderName, "Xxxxxx Xxxxxxxxxxx");
  assert.deepEqual([method.value.expiryMonth, method.value.expiryYear], [1, 2000]);
  assert.equal(masked.purchase?.returnUrl, "https://shop.example/return");
  assert.equal(masked.purchase?.customer?.contact?.address?.country, "DE");
  assert.equal(masked.purchase?.amount?.minorUnits, 1000n);
  assert.deepEqual(masked.connectorOptions["small"], {});
  assert.ok(protoJson(AuthorizePaymentRequestSchema, masked));
});

test("the shortest card number shows no more than may be shown", () => {
  const masked = (number: string) => {
    const card = { number, expiryMonth: 1, expiryYear: 2030 };
    const request = authorize({ paymentMethod: { method: { case: "card", value: card } } });
    const { method } = maskedMessage(AuthorizePaymentRequestSchema, request).paymentMethod ?? {};
    return method?.case === "card" && method.value.number;
  };
  assert.equal(masked("4222222222222"), "4222220002222");
  assert.equal(masked("422222222222"), "000000000000");
});

test("lists of messages are masked one by one, and stay lists", () => {
  const lines = [
    { name: "one", quantity: 1n },
    { name: "two", quantity: 2n },
  ];
  const masked = maskedMessage(
    AuthorizePaymentRequestSchema,
    authorize({ purchase: { order: { lines } } }),
  );
  const kept = masked.purchase?.order?.lines.map(({ name, quantity }) => ({ name, quantity }));
  assert.deepEqual(kept, lines);
});

test("masked bytes, headers, maps and options keep their form, and nothing of what was in them", () => {
  const delivery = create(ParseWebhookRequestSchema, {
    body: new TextEncoder().encode("canary"),
    headers: [{ name: "Sign", value: "canary-1" }],
    url: "https://shop.example/hook",
  });
  const { body, headers, url } = maskedMessage(ParseWebhookRequestSchema, delivery);
  assert.deepEqual(body, new Uint8Array(6));
  assert.equal(url, delivery.url);
  assert.deepEqual(
    headers.map(({ $typeName, name, value }) => ({ $typeName, name, value })),
    [{ $typeName: "payments.v1.WebhookHeader", name: "Xxxx", value: "xxxxxx-0" }],
  );
  const returned = create(ResumePaymentRequestSchema, {
    state: "s",
    returned: { case: "form", value: { fields: { PaRes: "canary", MD: "canary" } } },
    connectorOptions: { small: { tone: "canary", deep: { tone: "canary" }, count: 7 } },
  });
  const masked = maskedMessage(ResumePaymentRequestSchema, returned);
  assert.ok(masked.returned.case === "form");
  assert.deepEqual(masked.returned.value.fields, { PaRes: "xxxx", MD: "xxxx" });
  assert.deepEqual(masked.connectorOptions["small"], {});
});

test("Base64 is found with its filling and without, inside other text and beside itself", () => {
  const value = "canary-value";
  for (const length of [10, 11, 12]) {
    const secret = value.slice(0, length);
    const written = Buffer.from(secret).toString("base64");
    const bare = written.replace(/=+$/, "");
    for (const text of [written, bare, `a=${bare}&b=${written}=`, `${written}${written}`])
      assert.ok(!withoutValues(text, [secret]).includes(bare), text);
  }
});

test("masking changes no input", () => {
  const given = request();
  maskedMessage(AuthorizePaymentRequestSchema, given);
  assert.deepEqual(given, request());
});

/** Puts a canary into every marked field of a message, three messages deep. */
function marked(desc: DescMessage, canary: string, depth = 0): Message {
  const init: Record<string, unknown> = {};
  for (const field of planOf(desc)) {
    const { desc: of, secret, message } = field;
    let value: unknown;
    if (secret && of.fieldKind === "scalar" && of.scalar === 9) value = canary;
    else if (secret && of.fieldKind === "scalar" && of.scalar === 12)
      value = new TextEncoder().encode(canary);
    else if (secret && of.fieldKind === "map" && of.mapKind === "scalar") value = { a: canary };
    else if (message && depth < 6) {
      const one = marked(message, canary, depth + 1);
      value = of.fieldKind === "list" ? [one] : one;
    }
    if (value === undefined) continue;
    if (field.oneof) init[field.oneof] = { case: field.name, value };
    else init[field.name] = value;
  }
  return create(desc, init);
}

test("no marked text of any message survives masking, and all of it is found", () => {
  const canary = "canary-value-äöü-12345";
  const requests = [...rpcs.values()].map(({ input }) => input);
  let tried = 0;
  for (const desc of [...requests, ParseWebhookRequestSchema]) {
    const message = marked(desc, canary);
    const text = (value: unknown) =>
      JSON.stringify(value, (_, member) =>
        typeof member === "bigint"
          ? String(member)
          : member instanceof Uint8Array
            ? Buffer.from(member).toString()
            : member,
      );
    if (!text(message).includes(canary)) continue;
    tried += 1;
    assert.ok(!text(maskedMessage(desc, message)).includes(canary), desc.typeName);
    assert.ok(secretsIn(desc, message).includes(canary));
    assert.ok(secretsIn(desc, message).every((secret) => secret === canary || secret === ""));
  }
  assert.ok(tried > 8);
});

test("hidden text has the same length and shape", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const masked = hidden(text);
      assert.equal(masked.length, text.length);
      assert.match(masked.replace(/[0xX]/g, ""), /^[^\p{L}\p{N}\p{M}\p{S}]*$/u);
    }),
    runs(500),
  );
  assert.equal(hidden("Иван Петров 王小明 ٣"), "Xxxx Xxxxxx xxx 0");
});

test("secret settings are shown by their examples", () => {
  assert.deepEqual(maskedSettings(small().credentials, { ...credentials, prefix: "a1" }), {
    apiKey: "example-api-key",
    webhookSecrets: ["example-webhook-secret"],
    prefix: "a1",
  });
});

describe("a value that comes back", () => {
  const secret = "4929420573595709";
  for (const [what, text] of [
    ["as it is", secret],
    ["in a sentence", `no such card: ${secret}.`],
    ["in groups", "4929 4205 7359 5709"],
    ["with dashes", "4929-4205-7359-5709"],
    ["in base64", toBase64(secret)],
    ["in base64 without padding", toBase64(secret).replace(/=/g, "")],
    ["in hex", Buffer.from(secret).toString("hex")],
    ["in upper hex", Buffer.from(secret).toString("hex").toUpperCase()],
  ] as const)
    test(`${what} is cut out`, () => {
      const clean = withoutValues(text, [secret]);
      assert.ok(clean.includes("[redacted]"));
      assert.doesNotMatch(clean, /4929|NDky|3439/);
    });

  test("is cut out however URLs, forms and JSON write it", () => {
    const odd = `Grüße & "Küsse" (1+1)!`;
    for (const written of [
      odd,
      encodeURIComponent(odd),
      new URLSearchParams({ a: odd }).toString().slice(2),
      JSON.stringify(odd).slice(1, -1),
      JSON.stringify(odd)
        .slice(1, -1)
        .replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
      Buffer.from(odd).toString("base64url"),
    ])
      assert.equal(withoutValues(`a ${written} b`, [odd]), "a [redacted] b", written);
  });

  test("of fewer than six signs is left alone", () => {
    assert.equal(withoutValues("cvc 123 of 2030-12", ["123", "12"]), "cvc 123 of 2030-12");
    assert.equal(withoutValues("pin 12345 of 123456", ["12345"]), "pin 12345 of 123456");
    assert.equal(withoutValues("pin 12345 of 123456", ["123456"]), "pin 12345 of [redacted]");
  });
});
