/** The demo, whole: it ends with 0 only if every cell is as it should be. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectorIds } from "#registry";
import { exits } from "./command.ts";
import { run } from "./spawned.ts";

describe("the demo", () => {
  test("plays every scene on every connector, and nothing is as it should not be", async () => {
    const program = new URL("./demo.ts", import.meta.url).pathname;
    const { code, out } = await run([], undefined, program);
    assert.equal(code, exits.done, out);
    assert.ok(!out.includes("✗"), out);
    for (const id of connectorIds) assert.match(out, new RegExp(`\\b${id}\\b`));
  });
});
