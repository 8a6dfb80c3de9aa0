/** The vectors are of their schema and of the contract, and enough; what they expect of `applyEvent` is what the runtime does. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import Ajv from "ajv";
import { EventSchema, ParseWebhookResponseSchema, PaymentRecordSchema } from "#contract";
import { foldedBy } from "../conformance/fold.ts";
import { fromObject, methodOf, toObject } from "../conformance/rpcs.ts";
import type { Vector } from "../conformance/vector.ts";
import { loadVectors } from "../conformance/vectors.ts";

const vectors = loadVectors();
const schema: object = JSON.parse(
  readFileSync(new URL("../conformance/vector.schema.json", import.meta.url), "utf8"),
);
const isVector = new Ajv.default({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

test("there are at least 120 vectors, in every category of the design", () => {
  assert.ok(vectors.size >= 120, String(vectors.size));
  const categories = new Set([...vectors.values()].map(({ category }) => category));
  const wanted =
    "codec connection deadlines errors fold idempotency metadata retries secrets tls webhooks";
  assert.deepEqual([...categories].sort(), wanted.split(" "));
});

describe("vectors", () => {
  for (const [id, vector] of vectors)
    test(id, () => {
      assert.ok(isVector(vector), JSON.stringify(isVector.errors?.slice(0, 3)));
      assert.ok(id.startsWith(`${vector.category}-`), "an id begins with its category");
      checkMessages(vector);
    });
});

/** Every message can be read by the contract, and a fold is what the runtime does. */
function checkMessages({ calls, server = [] }: Vector): void {
  const outputs = calls.map((call) => {
    if ("applyEvent" in call) {
      for (const event of call.applyEvent.events) fromObject(EventSchema, event);
      const wanted = fromObject(PaymentRecordSchema, call.expect.record);
      assert.deepEqual(foldedBy(call), toObject(PaymentRecordSchema, wanted));
      return undefined;
    }
    const output = "rpc" in call ? methodOf(call.rpc).output : ParseWebhookResponseSchema;
    if ("rpc" in call) fromObject(methodOf(call.rpc).input, call.request);
    fromObject(output, call.expect.answer ?? {});
    return output;
  });
  const told = server.flatMap((behaviour) =>
    "answer" in behaviour ? [behaviour.answer ?? {}] : [],
  );
  for (const answer of told)
    assert.ok(
      outputs.some((output) => output && isReadable(() => fromObject(output, answer))),
      `no call has this answer: ${JSON.stringify(answer).slice(0, 200)}`,
    );
}
function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
