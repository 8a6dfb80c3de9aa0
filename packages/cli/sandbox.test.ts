/** `sandbox` as people start it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectorIds } from "#registry";
import { textAt } from "#simulate";
import { exits } from "./command.ts";
import { json, run, serving } from "./spawned.ts";

describe("sandbox", () => {
  test("serves every simulator until it is told to stop", async () => {
    const { said, stop } = await serving(["sandbox", "--port", "0", "--json"]);
    const told = json(said.out);
    const url = textAt(told, "url") ?? "";
    const served: unknown = await (await fetch(`${url}/_sandbox/simulators`)).json();
    assert.ok(Array.isArray(served));
    assert.deepEqual(
      served.map((one) => textAt(one, "id")),
      connectorIds,
    );
    assert.equal(await stop(), exits.done);
    await assert.rejects(fetch(url));
  });

  test("a port that is taken is said, with what to do", async () => {
    const { said, stop } = await serving(["sandbox", "--port", "0", "--json"]);
    const { port } = new URL(textAt(json(said.out), "url") ?? "");
    const { code, err } = await run(["sandbox", "--port", port]);
    assert.equal(code, exits.usage);
    assert.match(err, new RegExp(`port ${port} is taken\n.*--port`));
    await stop();
  });

  test("a port that is none is refused", async () => {
    for (const port of ["65536", "-1", "http", ""])
      assert.equal((await run(["sandbox", `--port=${port}`])).code, exits.usage, port);
  });
});
