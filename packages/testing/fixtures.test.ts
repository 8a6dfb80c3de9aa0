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
        if (fixture.answer !== undefined) prove(id, fixture);
      });
  });
