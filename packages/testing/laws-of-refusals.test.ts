/**
 * Refusals of every connector: what moves money and is refused with half an answer is not known to have failed, since
 * the other half may say that it was done before, that its key was used, or that it is not decided yet. A refusal that
 * is whole, or that has no content, is one. And a page that stands under 200 in the answer's place has done nothing.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Unresolved } from "#kit";
import { rpcOf } from "#runtime";
import { meaningOf } from "../runtime/run.ts";
import { isHarmless } from "../runtime/stop.ts";
import { askingsOf, type Built, exchangesOf, type Registered, registered } from "./exchanges.ts";
import { responseOf } from "./small.ts";

/** What refuses by itself, as HTTP has it, with no regard to what a processor says beside it. */
const refusing = [400, 402, 403, 404, 410, 422] as const;
const halves = [
  '{"errors":[{"category":"API_ER',
  '{"id":"1","status":"FAI',
  '[{"code":"4',
  ' {"error',
];

/** What the calls that do something send, once for each step. */
function sentBy(one: Registered): readonly Built[] {
  const sent = new Map<string, Built>();
  for (const asking of askingsOf(one)) {
    if (rpcOf(asking.flow).kind === undefined) continue;
    try {
      for (const built of exchangesOf(asking)) sent.set(`${asking.flow} ${built.label}`, built);
    } catch {
      // An example is not what this request would be answered with: the others lead further.
    }
  }
  return [...sent.values()];
}

for (const one of await registered()) {
  const { id, connector } = one;
  const sent = sentBy(one);
  const movers = sent.filter(({ exchange }) => !isHarmless(exchange));
  describe(`refusals of ${id}`, () => {
    test(`are not believed by half, of ${movers.length} exchanges`, () => {
      assert.ok(movers.length > 0);
      for (const { exchange, label, input, context } of movers)
        for (const status of refusing)
          for (const text of halves) {
            const half = responseOf({ status, text });
            const meaning = meaningOf(connector, exchange, half);
            const said = `${label}, ${status}: ${text}`;
            if (meaning !== "answer") assert.equal(meaning, "unknown", said);
            else assert.throws(() => exchange.read(half, input, context), isNoRefusal, said);
          }
    });

    test(`are not made a success by somebody's page, of ${sent.length} exchanges`, () => {
      for (const { exchange, label, input, context } of sent)
        for (const text of ["<html><body>Welcome</body></html>", "null", "OK"]) {
          const page = responseOf({ status: 200, text });
          if (meaningOf(connector, exchange, page) !== "answer") continue;
          assert.throws(
            () => exchange.read(page, input, context),
            isNoRefusal,
            `${label}: ${text}`,
          );
        }
    });

    test("are believed whole, and without content", () => {
      // What has a table of its own may be stricter.
      for (const { exchange, label } of movers.filter(({ exchange }) => !exchange.statuses))
        for (const text of ["", "<html>403 Forbidden</html>", "{}"]) {
          const meaning = meaningOf(connector, exchange, responseOf({ status: 403, text }));
          assert.equal(meaning, "refused", label);
        }
    });
  });
}
/** The host reads whatever else is thrown as an answer that cannot be read. */
const isNoRefusal = (error: unknown): boolean =>
  error instanceof Unresolved || !(error instanceof Error && error.name === "Refused");
