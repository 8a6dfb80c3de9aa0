/** Laws of idempotency keys: one attempt, one key, whoever asks, with whatever secret; another attempt, another key. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import type { AuthorizePaymentRequest, CreateRefundRequest } from "#contract";
import { InvalidRequest, Refused, Unsupported } from "#kit";
import { type Asking, askingsOf, exchangesOf, type Registered, registered } from "./exchanges.ts";
import { previewOf, rotated, type Sent, sentBy } from "./keys-run.ts";
import { changed } from "./shop.ts";

const all = await registered();
const program = new URL("./keys-run.ts", import.meta.url).pathname;
const elsewhere: Promise<Readonly<Record<string, Sent>>> = promisify(execFile)(
  process.execPath,
  [program, "rotated"],
  { maxBuffer: 256 << 20 },
).then(({ stdout }) => JSON.parse(stdout));

for (const one of all)
  describe(`keys of ${one.id}`, () => {
    const askings = askingsOf(one);

    test("are the same in another process, after every secret was rotated", async (t) => {
      const here = await sentBy(one, false);
      const there = (await elsewhere)[one.id];
      assert.ok(Object.keys(here).length > 0);
      assert.deepEqual(there, here);
      t.diagnostic(`${Object.keys(here).length} calls`);
      const [asking = assert.fail()] = askings;
      assert.notDeepEqual(rotated(one.connector, asking.run.credentials), asking.run.credentials);
    });

    test("are others for another reference and another amount", async () => {
      let compared = 0;
      for (const asking of askings) {
        const keyed = asking.request as AuthorizePaymentRequest | CreateRefundRequest;
        if (keyed.idempotencyKey || !("reference" in keyed) || !keyed.reference) continue;
        const usual = await keyOf(one, asking, asking.request);
        if (usual === undefined) continue;
        const others = [
          changed(keyed, { reference: `${keyed.reference}x` }),
          ...otherAmounts(keyed),
        ];
        for (const other of others) {
          const key = await keyOf(one, asking, other);
          if (key !== undefined) assert.notEqual(key, usual, asking.name);
          compared += 1;
        }
        assert.equal(await keyOf(one, asking, asking.request), usual, asking.name);
      }
      assert.ok(compared > 0);
    });

    test("have the length and the alphabet that the processor takes, one for each step", () => {
      let keys = 0;
      for (const asking of askings) {
        const own = new Map<string, string>();
        for (const { exchange, context, label } of builtOf(asking)) {
          const { carrier, format } = exchange.idempotency ?? one.connector.idempotency;
          if (carrier === "none" || carrier === "reference" || exchange.method === "GET") continue;
          const { idempotencyKey } = context;
          const form =
            format === "uuid"
              ? /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
              : new RegExp(`^[0-9a-f]{${format.length}}$`);
          assert.match(idempotencyKey, form, `${asking.name}, ${label}`);
          // A step that is done twice has another label the second time, and a preview shows it once.
          assert.equal(
            own.get(idempotencyKey) ?? label,
            label,
            `${asking.name}: two steps, one key`,
          );
          own.set(idempotencyKey, label);
          keys += 1;
        }
      }
      const { carrier } = one.connector.idempotency;
      if (carrier === "header" || carrier === "field") assert.ok(keys > 0);
    });
  });

const keyOf = async (one: Registered, asking: Asking, request: Asking["request"]) =>
  (await previewOf(one, { ...asking, request }))?.key;

function otherAmounts(
  request: AuthorizePaymentRequest | CreateRefundRequest,
): readonly Asking["request"][] {
  const more = (amount: { readonly minorUnits: bigint }) => ({
    ...amount,
    minorUnits: amount.minorUnits + 100n,
  });
  if ("purchase" in request && request.purchase?.amount)
    return [
      changed(request, {
        purchase: { ...request.purchase, amount: more(request.purchase.amount) },
      }),
    ];
  return "amount" in request && request.amount
    ? [changed(request, { amount: more(request.amount) })]
    : [];
}

function* builtOf(asking: Asking) {
  try {
    yield* exchangesOf(asking);
  } catch (error) {
    // An example may lack what a later step wants.
    const isWanting =
      error instanceof InvalidRequest || error instanceof Unsupported || error instanceof Refused;
    if (!isWanting) throw error;
  }
}
