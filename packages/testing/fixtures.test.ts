/** Every fixture of every connector: what is sent, byte for byte, and what is answered. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectorIds, load } from "#registry";
import { fixturesOf, play } from "./fixtures.ts";
import { prove } from "./proofs.ts";

for (const id of connectorIds)
  describe(`fixtures of ${id}`, async () => {
    const connector = await load(id);
    assert.ok(connector);
    for (const { name, fixture } of fixturesOf(id))
      test(name, async () => {
        assert.match(fixture.source, /^https:\/\//, "a fixture says where its facts are from");
        const played = await play(connector, fixture);
        assert.deepEqual(played.exchanges, fixture.exchanges, "what is sent");
        assert.deepEqual(played.answer, fixture.answer, "what is answered");
        assert.deepEqual(played.error, fixture.error, "what is refused");
        assert.deepEqual(unexplained(played.answer), [], "what failed says why");
        if (fixture.answer !== undefined) prove(id, fixture);
      });
  });

/** Where an operation or a resource has failed without a failure. Events add to what is known, and may leave it out of a resource. */
function unexplained(value: unknown, path = "answer"): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { status, failure } = value as { readonly status?: unknown; readonly failure?: unknown };
  const hasFailed = typeof status === "string" && status.endsWith("_STATUS_FAILED");
  const adds = path.startsWith("answer.events.") && !path.endsWith(".operation");
  return [
    ...(hasFailed && !failure && !adds ? [`${path}: ${status}`] : []),
    ...Object.entries(value).flatMap(([name, one]) => unexplained(one, `${path}.${name}`)),
  ];
}
