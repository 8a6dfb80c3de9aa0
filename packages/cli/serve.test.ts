/** `serve` as people start it, and `pay` at its address. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { OperationStatus } from "#contract";
import { connectorIds } from "#registry";
import { textAt } from "#simulate";
import { exits } from "./command.ts";
import { json, paidIn, run, serving } from "./spawned.ts";

describe("serve", () => {
  let service: Awaited<ReturnType<typeof serving>>;
  let url = "";
  before(async () => {
    service = await serving(["serve", "--port", "0", "--sandbox-port", "0", "--json"]);
    url = textAt(json(service.said.out), "url") ?? "";
  });
  after(async () => {
    assert.equal(await service.stop(), exits.done);
  });

  for (const id of connectorIds)
    test(`${id}: pay takes the service's word as its own`, async () => {
      const { code, out, err } = await run(["pay", "--connector", id, "--endpoint", url, "--json"]);
      assert.equal(code, exits.done, err);
      const { operation } = paidIn(out);
      assert.ok(operation && operation.status !== OperationStatus.FAILED);
    });

  test("an account that is not there is refused, and nothing was sent", async () => {
    const [id = ""] = connectorIds;
    const { code, err } = await run([
      "pay",
      "--connector",
      id,
      "--endpoint",
      url,
      "--account",
      "nobody",
    ]);
    assert.equal(code, exits.refused, err);
    assert.match(err, /UNKNOWN_ACCOUNT/);
  });

  test("--dry-run at the service shows the masked request", async () => {
    const [id = ""] = connectorIds;
    const { code, out, err } = await run([
      "pay",
      "--connector",
      id,
      "--endpoint",
      url,
      "--dry-run",
    ]);
    assert.equal(code, exits.done, err);
    assert.match(out, /Nothing was sent/);
  });

  test("the curl line that it prints completes a payment", async () => {
    const printed = await serving(["serve", "--port", "0", "--sandbox-port", "0"]);
    while (!/^\s*curl [\s\S]*?'\n\n/m.test(printed.said.out))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const [line = ""] = /curl [\s\S]*?'(?=\n\n)/.exec(printed.said.out) ?? [];
    const child = spawn("sh", ["-c", line.replace(/^curl/, "curl -sS")]);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    await once(child, "close");
    await printed.stop();
    assert.notEqual(paidIn(text).operation?.status, OperationStatus.FAILED, text);
  });
});
