/**
 * Laws of statuses, on the answers that are recorded: a word that nobody published makes no success and no failure of
 * them, and an error under HTTP 200 is no success.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { registered } from "./exchanges.ts";
import { type Fixture, type Played, play } from "./fixtures.ts";
import { isDisputeStatuses, isStatuses, tablesOf } from "./tables.ts";

const all = await registered();
/** What money goes by, and what is agreed about it. */
const moving: ReadonlySet<Fixture["flow"]> = new Set([
  "authorizePayment",
  "resumePayment",
  "capturePayment",
  "voidPayment",
  "createRefund",
  "setupMandate",
  "adjustPayment",
  "acceptDispute",
  "revokeMandate",
]);
/** Whose look-ups say what was done in words that are no status: Cybersource's `rCode`. */
const tellByOtherWords: ReadonlySet<string> = new Set(["bankofamerica", "cybersource"]);
const strange = ["unheard_of", "SUCCEED", "authorised2", "Successful!", "CAPTURE_D", "ok"];

const statusOf = ({ answer }: Pick<Played, "answer">): string | undefined => {
  const { operation } = (answer ?? {}) as { readonly operation?: { readonly status?: string } };
  return operation?.status?.replace("OPERATION_STATUS_", "");
};

const wasDone = ({ answer }: Fixture): boolean =>
  JSON.stringify(answer ?? null).includes('"alreadyDone":true');

/** The fixture with another last answer: what came before is a session's, or where things stood. */
function answeredWith(
  fixture: Fixture,
  change: (body: string) => string,
  status?: number,
): Fixture {
  const before = fixture.exchanges.slice(0, -1);
  const last = fixture.exchanges.slice(-1).map(({ request, response }) => ({
    ...(request && { request }),
    response: { ...response, status: status ?? response.status, body: change(response.body) },
  }));
  return { ...fixture, exchanges: [...before, ...last] };
}

/** Every value in a body, of JSON or XML, that is one of these words. */
const withWord = (body: string, words: ReadonlySet<string>, word: string): string =>
  body
    .replace(/(:\s*)"([^"\\]*)"/g, (whole, colon, text) =>
      words.has(text) ? `${colon}${JSON.stringify(word)}` : whole,
    )
    .replace(/>([^<>]+)</g, (whole, text) => (words.has(text) ? `>${word}<` : whole));

for (const { id, connector, fixtures } of all)
  describe(`statuses of ${id}`, async () => {
    const tables = (await tablesOf(id)).map(({ table }) => table);
    const wordsOf = (kind: typeof isStatuses) =>
      new Set(tables.filter(kind).flatMap(({ words }) => Object.keys(words)));
    const statusWords = wordsOf(isStatuses);
    const disputeWords = wordsOf(isDisputeStatuses);
    const calls = fixtures.filter(
      ({ fixture: { flow, error, exchanges } }) =>
        moving.has(flow) && !error && exchanges.length > 0,
    );

    test("a success whose words nobody published is none any more, and no failure either", async (t) => {
      let judged = 0;
      const wrong: string[] = [];
      for (const { name, fixture } of calls) {
        const { request: lastRequest, response: last } = fixture.exchanges.at(-1) ?? {};
        // A failure has codes of its own.
        if (statusOf(fixture) !== "SUCCEEDED" || !last) continue;
        if (lastRequest?.method === "GET" && tellByOtherWords.has(id)) continue;
        // What had been done before is told by a refusal, or by where the payment stands.
        if (last.status >= 400 || wasDone(fixture)) continue;
        const words = fixture.flow === "acceptDispute" ? disputeWords : statusWords;
        for (const word of strange) {
          const other = answeredWith(fixture, (body) => withWord(body, words, word));
          // What it says by no word of a table, it says by other means.
          if (other.exchanges.at(-1)?.response.body === last.body) continue;
          const status = statusOf(await play(connector, other));
          judged += 1;
          if (status === "SUCCEEDED" || status === "FAILED")
            wrong.push(`${name}: ${word} is ${status}`);
        }
      }
      t.diagnostic(`${judged} answers`);
      assert.deepEqual(wrong, []);
    });

    test("an error is no success under HTTP 200", async (t) => {
      let judged = 0;
      const wrong: string[] = [];
      for (const { name, fixture } of calls) {
        const last = fixture.exchanges.at(-1)?.response.status ?? 200;
        if (last < 400 || statusOf(fixture) !== "FAILED") continue;
        const status = statusOf(
          await play(
            connector,
            answeredWith(fixture, (body) => body, 200),
          ),
        );
        judged += 1;
        if (status === "SUCCEEDED" || status === "ACCEPTED") wrong.push(`${name} is ${status}`);
      }
      t.diagnostic(`${judged} answers`);
      assert.deepEqual(wrong, []);
    });
  });
