/** Laws of secrets: whatever is marked in the contract or declared a secret is shown in no preview, exchange or error. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create, type DescMessage, type Message } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { CaptureMode, PreviewRequestSchema } from "#contract";
import { InvalidRequest, toJson, Unsupported } from "#kit";
import { CallError, rpcOf } from "#runtime";
import { contractRegistry, hidden, secretsIn } from "../runtime/redact.ts";
import { type Asking, askingsOf, registered } from "./exchanges.ts";
import { methodSamples, openShop, requestFor, type Shop, simulatedIds } from "./shop.ts";

/** Shorter ones are in everything; they are kept out by building from masked input, and tested on that structure. */
const SHORTEST = 6;

/** Every form in which a value may be written without being hidden. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    encodeURIComponent(value),
    new URLSearchParams({ a: value }).toString().slice(2),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    Buffer.from(`${value}:`).toString("base64").slice(0, -4),
    JSON.stringify(value).slice(1, -1),
    ...(/^\d{12,}$/.test(value) ? [value.replace(/(\d{4})(?=\d)/g, "$1 ")] : []),
  ];
}

/** Credentials that are secrets, by the connector's own word, and all that the contract marks in a request. */
function canariesOf({ run, request }: Pick<Asking, "run" | "request">, desc: DescMessage) {
  const credentials = Object.entries(run.credentials)
    .filter(([name]) => run.connector.credentials[name]?.secret)
    .flatMap(([, value]) => value);
  const { credentials: declared, options = {} } = run.connector;
  const examples = Object.values({ ...declared, ...options }).map(({ example }) => example);
  return [...new Set([...credentials, ...secretsIn(desc, request)])].filter(
    (value) =>
      value.length >= SHORTEST &&
      !examples.includes(value) &&
      hidden(value) !== value &&
      !isMaskedCard.test(value),
  );
}
/** A test card whose middle digits are the zeros that masking would write. */
const isMaskedCard = /^\d{6}0+\d{4}$/;

function assertHidden(shown: unknown, canaries: readonly string[], where: string): void {
  const text = toJson(shown);
  for (const canary of canaries)
    for (const form of formsOf(canary))
      assert.ok(
        !text.includes(form),
        `${where} shows ${canary} as ${form}: ${text.slice(0, 2_000)}`,
      );
}

const all = await registered();

for (const one of all)
  describe(`secrets of ${one.id}`, () => {
    const { id } = one;
    const isSimulated = simulatedIds.includes(id);

    test("are in no preview of any call", async (t) => {
      if (!isSimulated) return t.diagnostic(`${id} has no simulator`);
      const { runtime } = await openShop(id);
      let previewed = 0;
      for (const asking of askingsOf(one)) {
        const { input } = rpcOf(asking.flow);
        const call = anyPack(contractRegistry.getMessage(input.typeName) ?? input, asking.request);
        const shown = await runtime
          .preview(create(PreviewRequestSchema, { call }), {
            connector: id,
            credentials: asking.run.credentials,
            deadline: Number.POSITIVE_INFINITY,
            requestId: "preview",
          })
          .catch((error: unknown) => error);
        assertHidden(shown, canariesOf(asking, input), `the preview of ${asking.name}`);
        if (shown instanceof Error) {
          const isOurs =
            shown instanceof InvalidRequest ||
            shown instanceof Unsupported ||
            shown instanceof CallError;
          assert.ok(isOurs, `${asking.name}: ${String(shown)}`);
        } else previewed += 1;
      }
      assert.ok(previewed > 0);
    });

    test("are in no exchange that is shown, whatever the processor tells back", async (t) => {
      if (!isSimulated) return t.diagnostic(`${id} has no simulator`);
      let exchanges = 0;
      const shop = await openShop(id);
      for (const [method, sample] of methodSamples(shop)) {
        const fresh = await openShop(id);
        const request = requestFor(fresh, sample, CaptureMode.AUTOMATIC);
        const begun = await fresh.client.payments.authorizePayment(request, { includeRaw: true });
        const canaries = canariesIn(fresh, request, "authorizePayment");
        assertHidden(begun.rawExchanges, canaries, `${method} of ${id}`);
        exchanges += begun.rawExchanges.length;
      }
      assert.ok(exchanges > 0);
    });

    test("are in no error", async (t) => {
      if (!isSimulated) return t.diagnostic(`${id} has no simulator`);
      const shop = await openShop(id);
      const [, sample] = methodSamples(shop)[0] ?? assert.fail();
      const request = requestFor(shop, sample);
      const canaries = canariesIn(shop, request, "authorizePayment");
      const { credentials } = shop.samples;
      const attempts = [
        () => shop.stranger({ ...credentials, unknown: "x" }).payments.authorizePayment(request),
        () => shop.stranger({}).payments.authorizePayment(request),
        () => shop.client.payments.authorizePayment({ ...request, reference: "" }),
        () => shop.client.payments.authorizePayment({ ...request, captureMode: 0 }),
        () => shop.client.payments.authorizePayment(request, { timeout: 0 }),
      ];
      for (const attempt of attempts)
        await assert.rejects(attempt, (error: Error) => {
          assertHidden([error.message, error, String(error.cause)], canaries, "an error");
          return true;
        });
    });
  });

function canariesIn({ connector, samples }: Shop, request: Message, flow: Asking["flow"]) {
  const run = { connector, credentials: samples.credentials } as Asking["run"];
  return canariesOf({ run, request }, rpcOf(flow).input);
}
